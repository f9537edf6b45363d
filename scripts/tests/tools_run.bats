#!/usr/bin/env bats
#
# tools_run - taintinfo run: a command, and what came while it ran
#
# The command itself is what changes the files of the module. Environment: see scripts/lib.sh.

# shellcheck source=scripts/tests/tools.bash
. "$BATS_TEST_DIRNAME/tools.bash"

setup_file() {
	prepare
	# What commands call: events come.
	cat >"$shared/come" <<-'END'
		#!/bin/bash
		# come SEQ FLAG [KEY=VALUE...]: one more line of the log, and of events it is the newest
		# come SEQ: they have come, up to that number
		log=$ROOT/sys/kernel/debug/taint_info/log
		[ $# = 1 ] || printf 'seq=%s time=%s flag=%s letter=W %s\n' \
			"$1" "${TIME:-$(cut -d' ' -f1 /proc/uptime)}" "$2" "${*:3}" >>"$log"
		rm -f "$log.read"
		echo "$1" >"$ROOT/sys/kernel/taint_info/events"
		# Until they were looked at.
		for ((i = 0; i < 600; i++)); do
			[ -n "${SYSFS_READ:-}" ] && [ ! -e "$log.read" ] || exit 0
			[ -z "${RUN:-}" ] || kill -CHLD "$RUN"
			sleep 0.05
		done
		echo "what came is not looked at" >&2
	END
	chmod +x "$shared/come"
	# A terminal, and somebody who types.
	cat >"$shared/type.py" <<-'END'
		# type.py COMMAND WANT KEYS...: COMMAND in a shell on a terminal; waits for each WANT, then types
		import os, pty, select, sys, time
		pid, fd = pty.fork()
		if not pid:
		    os.execvp("bash", ["bash", "-c", sys.argv[1]])
		todo, new, end = sys.argv[2:], b"", time.time() + 60
		while time.time() < end and select.select([fd], [], [], 60)[0]:
		    try:
		        data = os.read(fd, 4096)
		    except OSError:
		        break
		    new += data
		    sys.stdout.buffer.write(data)
		    if todo and todo[0].encode() in new:
		        os.write(fd, todo[1].encode().decode("unicode_escape").encode())
		        new, todo = b"", todo[2:]
		sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) if not todo else "not seen: " + todo[0])
	END
}

# run_root: the module watches a kernel with a WARN, and root may read the log
run_root() {
	module_root 512 0 warn
	device warn bit=9 letter=W category=fault origin=baseline
	device die bit=7 letter=D category=fault
	state /sys/class/taint_info/die/set 0
	put "$tmp/root/sys/kernel/debug/taint_info/log" ''
	export ROOT=$tmp/root COME=$shared/come TOOL=$tool
}

# ran ARGUMENT...: into files; its exit code
ran() {
	local code=0

	"$tool" -r "$tmp/root" run "$@" >"$tmp/out" 2>"$tmp/err" || code=$?
	echo "$code"
}

# taken ARGUMENT...: the same; each event is taken before the command goes on
taken() {
	local code=0

	as_sysfs env SYSFS_READ="$tmp/root/sys/kernel/debug/taint_info/log" "$tool" -r "$tmp/root" run "$@" \
		>"$tmp/out" 2>"$tmp/err" || code=$?
	echo "$code"
}

# alone ARGUMENT...: so it is where no control group can be made
alone() {
	SYSFS_NO_GROUPS=1 taken "$@"
}

# A call in an interrupt: whose it is does not depend on the machine.
interrupt='context=hardirq cpu=0 caller=irq_drv+0x1/0x2 module=drv'

need_group() {
	"$tool" run --json true 2>/dev/null | jq -e '.tree == "group"' >/dev/null ||
		skip "no control group of cgroup v2 can be made here"
}

need_parents() {
	[ "$(readlink /proc/self/ns/pid)" = 'pid:[4026531836]' ] || skip "the processes here are those of a container"
}

# who: of what came, in order
whose() { jq -r '.events[].who' "$tmp/out"; }

# --- the command ---

@test "nothing came: nothing is written, and the exit code is the command's" {
	run_root
	same "$(ran true)" 0
	same "$(ran sh -c 'exit 3')" 3
	same "$(ran -- sh -c 'exit 99')" 99
	same "$(cat "$tmp/out" "$tmp/err")" ''
	# The options end at the command, which has its own.
	same "$(ran echo --json -h --exit-code=4)" 0
	same "$(cat "$tmp/out")" '--json -h --exit-code=4'
}

@test "a command that is not there, cannot be run, or is ended by a signal is as with a shell" {
	run_root
	same "$(ran "$tmp/nothing")" 127
	has '/nothing cannot be executed: No such file' <"$tmp/err"
	echo echo >"$tmp/file"
	same "$(ran "$tmp/file")" 126
	same "$(ran "$tmp")" 126
	# shellcheck disable=SC2016
	same "$(ran sh -c 'kill -KILL $$')" 137
	# shellcheck disable=SC2016
	same "$(ran sh -c 'kill -TERM $$')" 143
	same "$(cat "$tmp/out" "$tmp/err")" ''
}

@test "wrong usage, and what cannot be read, is 125, and nothing is run" {
	local wrong

	run_root
	for wrong in '' --bogus '--ktap --json' '--ktap --junit=x' --exit-code=x --exit-code=256; do
		# shellcheck disable=SC2086
		same "$wrong $(ran $wrong ${wrong:+touch} ${wrong:+"$tmp/ran"})" "$wrong 125"
	done
	same "$(ran --name)" 125
	exits 125 "$tool" --bogus run touch "$tmp/ran" 2>/dev/null
	exits 125 "$tool" -r '' run touch "$tmp/ran" 2>/dev/null
	same "$(ran --allow=nonsense touch "$tmp/ran")" 125
	has "'nonsense' is no flag" <"$tmp/err"
	put "$tmp/bad.policy" 'accept W'
	same "$(ran --policy="$tmp/bad.policy" touch "$tmp/ran")" 125
	has 'bad.policy:1: there is no reason' <"$tmp/err"
	put "$tmp/root/etc/taintinfo/policy.d/bad.policy" 'accept'
	same "$(ran touch "$tmp/ran")" 125
	rm -r "$tmp/root/etc"
	state /sys/kernel/taint_info/cleared ''
	same "$(ran touch "$tmp/ran")" 125
	state /sys/kernel/taint_info/cleared 0
	state /sys/kernel/taint_info/events x
	same "$(ran touch "$tmp/ran")" 125
	state /sys/kernel/taint_info/events 0
	rm -r "$tmp/root/sys/kernel/taint_info"
	state /proc/sys/kernel/tainted x
	same "$(ran touch "$tmp/ran")" 125
	[ ! -e "$tmp/ran" ]
	taintinfo run --help | lacks '2 for an error'
}

@test "what is not readable in the end is 125, also where nothing came" {
	run_root
	# shellcheck disable=SC2016
	same "$(ran sh -c 'echo x >"$ROOT/sys/kernel/taint_info/events"')" 125
	has 'events is no number' <"$tmp/err"
	state /sys/kernel/taint_info/events 0
	# shellcheck disable=SC2016
	same "$(ran sh -c 'echo x >"$ROOT/sys/kernel/taint_info/cleared"')" 125
	has 'cannot read .*/cleared' <"$tmp/err"
	run_root
	# shellcheck disable=SC2016
	same "$(ran --ktap sh -c 'rm -r "$ROOT/sys/kernel" "$ROOT/proc"')" 125
	has '^# cannot read' <"$tmp/out"
	has '^not ok 1 sh$' <"$tmp/out"
	# Nor is what cannot be written.
	run_root
	same "$(ran --json --output="$tmp/none/out" true)" 125
	same "$(ran --junit="$tmp/none/out" true)" 125
	exits 125 "$tool" -r "$tmp/root" run --ktap true >/dev/full 2>"$tmp/err"
}

@test "the streams are the command's: any bytes go through, and what was closed is closed" {
	run_root
	head -c 300000 /dev/urandom >"$tmp/bytes"
	# shellcheck disable=SC2016,SC2094
	"$tool" -r "$tmp/root" run sh -c 'cat; cat "$1" >&2' sh "$tmp/bytes" <"$tmp/bytes" >"$tmp/out" 2>"$tmp/err"
	cmp "$tmp/bytes" "$tmp/out"
	cmp "$tmp/bytes" "$tmp/err"
	same "$("$tool" -r "$tmp/root" run ls /proc/self/fd)" "$(ls /proc/self/fd)"
	same "$("$tool" -r "$tmp/root" run ls /proc/self/fd 0<&-)" "$(ls /proc/self/fd 0<&-)"
	exits 125 "$tool" -r "$tmp/root" run --json true >&- 2>"$tmp/err"
	# KTAP and JSON come behind what the command has written.
	same "$("$tool" -r "$tmp/root" run --ktap echo hello | head -n 2)" 'hello
KTAP version 1'
	"$tool" -r "$tmp/root" run --json --output="$tmp/json" echo hello | has '^hello$'
	jq -e '.command == ["echo", "hello"]' "$tmp/json"
}

# signals: how a process finds them: what is blocked, and what ignored
signals() { "$@" grep -E '^Sig(Blk|Ign)' /proc/self/status; }

@test "the command has the signals as they were" {
	run_root
	same "$(signals "$tool" -r "$tmp/root" run)" "$(signals)"
	(
		trap '' PIPE CHLD HUP USR1
		same "$(signals "$tool" -r "$tmp/root" run)" "$(signals)"
		# Whoever ignores its children's ends is told of this one all the same.
		same "$(ran sh -c 'exit 5')" 5
	)
}

# A shell that says which signals it gets; for a minute, should nobody end it.
# shellcheck disable=SC2016
listener='for s in TERM INT HUP QUIT USR1 USR2 ALRM WINCH CONT; do trap "echo $s >>$GOT" $s; done
	echo ready >>$GOT; until [ -e $GOT.end ] || [ $SECONDS -gt 60 ]; do sleep 0.05; done'

@test "signals that somebody sends are passed on, once" {
	local signal pid

	run_root
	export GOT=$tmp/got
	# In the background of a shell INT and QUIT are ignored, below nohup HUP is.
	env --default-signal=INT,QUIT,HUP "$tool" -r "$tmp/root" run bash -c "$listener" &
	pid=$!
	within 10 grep -q ready "$GOT"
	for signal in TERM INT HUP QUIT USR1 USR2 ALRM WINCH CONT; do
		kill "-$signal" "$pid"
		within 10 grep -qx "$signal" "$GOT"
	done
	touch "$GOT.end"
	exits 0 wait "$pid"
	same "$(sort "$GOT" | uniq -c | awk '$1 > 1')" ''
}

@test "a signal ends the command, and the report comes" {
	local pid

	run_root
	# shellcheck disable=SC2016
	"$tool" -r "$tmp/root" run --json sh -c '"$COME" 1 warn context=nmi; exec sleep 60' >"$tmp/out" &
	pid=$!
	within 10 grep -q . "$tmp/root/sys/kernel/debug/taint_info/log"
	within 10 grep -qx 1 "$tmp/root/sys/kernel/taint_info/events"
	within 10 pgrep -P "$pid" -x sleep
	kill "$pid"
	exits 99 wait "$pid"
	same "$(jq -c '[.exit_code, .signal, .unexpected]' "$tmp/out")" '[143,15,true]'
}

stopped() { grep -q '^State:.T' "/proc/$1/status"; }
goes_on() { ! stopped "$1"; }

@test "a command that is stopped stops taintinfo, and goes on with it" {
	local pid child

	run_root
	# In a process group of its own, which has us above it: one that has nobody is not stopped
	# by what a terminal sends.
	set -m
	"$tool" -r "$tmp/root" run sleep 60 &
	pid=$!
	set +m
	within 10 pgrep -P "$pid" -x sleep
	child=$(pgrep -P "$pid")
	kill -STOP "$child"
	within 10 stopped "$pid"
	kill -CONT "$pid"
	within 10 goes_on "$child"
	within 10 goes_on "$pid"
	# Once more, by what is passed on to it.
	kill -TSTP "$pid"
	within 10 stopped "$child"
	within 10 stopped "$pid"
	kill -CONT "$pid"
	within 10 goes_on "$child"
	kill "$pid"
	exits 143 wait "$pid"
}

@test "what a command sends to its process group it does not get twice" {
	run_root
	# Job control would give us a group of our own, and it the terminal.
	# shellcheck disable=SC2016
	setsid -w "$tool" -r "$tmp/root" run bash -c \
		'trap "echo got" USR1; kill -USR1 0; sleep 0.3; echo end' >"$tmp/out"
	same "$(xargs <"$tmp/out")" 'got end'
}

@test "on a terminal the command has what is typed, and each ^C once" {
	run_root
	cat >"$tmp/typed.py" <<-'END'
		import signal, sys, termios
		# Else a ^C loses what is not read yet.
		how = termios.tcgetattr(0)
		how[3] |= termios.NOFLSH
		termios.tcsetattr(0, termios.TCSANOW, how)
		signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
		print("is-ready", flush=True)
		for i in range(5):
		    # 128 is SI_KERNEL: it is the terminal that has sent it.
		    print("code", signal.sigwaitinfo({signal.SIGINT}).si_code, "got-it", flush=True)
		print("it is", input(), signal.sigtimedwait({signal.SIGINT}, 1))
		sys.exit(5)
	END
	# shellcheck disable=SC2016
	exits 5 python3 "$shared/type.py" 'exec "$TOOL" -r "$ROOT" run python3 "$ROOT/../typed.py"' \
		is-ready '\x03' 'got-it' '\x03' 'got-it' '\x03' 'got-it' '\x03' 'got-it' '\x03' 'got-it' 'typed\n' \
		>"$tmp/out"
	same "$(grep -o 'code [-0-9]* got-it' "$tmp/out" | sort | uniq -c | xargs)" '5 code 128 got-it'
	has 'it is typed None' <"$tmp/out"
}

@test "job control is as without us: ^Z stops both, and fg has them go on" {
	run_root
	# shellcheck disable=SC2016
	exits 0 python3 "$shared/type.py" 'set -m; "$TOOL" -r "$ROOT" run bash -c "echo is-ready; read -r line; echo it is \$line"
		jobs; echo now-fg; fg; echo code $?; exit 0' \
		is-ready '\x1a' now-fg 'typed\n' >"$tmp/out"
	has '^\[1\]+  *Stopped' <"$tmp/out"
	has 'it is typed' <"$tmp/out"
	has 'code 0' <"$tmp/out"
}

@test "what the kernel sends to us alone is passed on: a hangup, an alarm" {
	run_root
	cat >"$tmp/hang-up.py" <<-'END'
		# hang-up.py COMMAND...: it leads a session on a terminal that hangs up
		import os, pty, sys
		pid, fd = pty.fork()
		if not pid:
		    os.execvp(sys.argv[1], sys.argv[1:])
		os.read(fd, 1)
		os.close(fd)
		os.waitpid(pid, 0)
	END
	# shellcheck disable=SC2016
	timeout -k 1 60 python3 "$tmp/hang-up.py" "$tool" -r "$tmp/root" run --json --output="$tmp/out" \
		sh -c 'echo ready; exec sleep 60' || :
	same "$(jq -c '[.exit_code, .signal]' "$tmp/out")" '[129,1]'
	perl -e 'alarm 1; exec @ARGV' "$tool" -r "$tmp/root" run --json sleep 60 >"$tmp/out" || :
	same "$(jq -c '[.exit_code, .signal]' "$tmp/out")" '[142,14]'
}

@test "processes that go on are named, and are not waited for" {
	local child

	run_root
	# shellcheck disable=SC2016
	milliseconds ran sh -c 'sleep 30 >/dev/null 2>&1 & echo $! >"$ROOT/pid"; sleep 0.2'
	compare "$(cat "$tmp/took")" -lt 10000
	child=$(cat "$tmp/root/pid")
	kill "$child"
	same "$(cat "$tmp/err")" "taintinfo run: 1 of its processes goes on, and what they do is not seen: sleep[$child]"
	# shellcheck disable=SC2016
	same "$(alone sh -c 'sleep 30 >/dev/null 2>&1 & echo $! >"$ROOT/pid"; sleep 0.2')" 0
	child=$(cat "$tmp/root/pid")
	kill "$child"
	need_parents
	same "$(cat "$tmp/err")" "taintinfo run: 1 of its processes goes on, and what they do is not seen: sleep[$child]"
}

# --- what came ---

@test "what comes is told, and is 99, or what --exit-code says" {
	run_root
	# shellcheck disable=SC2016
	local command='"$COME" 1 warn context=nmi cpu=1 caller=nmi_drv+0x1/0x2 module=drv; exit 3'

	same "$(ran sh -c "$command")" 99
	same "$(cat "$tmp/out")" ''
	same "$(cat "$tmp/err")" \
"taintinfo run: the kernel was tainted while sh ran, which ended with exit code 3:
  W warn, no process: module drv, at nmi_drv+0x1/0x2, in nmi context"
	run_root
	same "$(ran --exit-code=42 sh -c "$command")" 42
	run_root
	same "$(ran --exit-code=0 sh -c "$command")" 0
	run_root
	same "$(ran --name='my test' sh -c "$command")" 99
	has 'while my test ran' <"$tmp/err"
	# What was there before is no news.
	same "$(ran true)" 0
	same "$(cat "$tmp/err")" ''
	run_root
	same "$(ran --output="$tmp/text" sh -c "$command")" 99
	same "$(cat "$tmp/err")" ''
	has 'W warn, no process' <"$tmp/text"
}

@test "calls from the same place are one, and none of the others" {
	run_root
	# shellcheck disable=SC2016
	same "$(ran --json sh -c 'i=0; while [ $i -lt 5 ]; do i=$((i + 1)); "$COME" $i warn '"$interrupt"'; done
		"$COME" 6 warn context=softirq caller=irq_drv+0x1/0x2 module=drv
		"$COME" 7 die '"$interrupt"'; "$COME" 8 warn '"$interrupt"' via=other')" 99
	same "$(jq -c '.events[] | [.flag, .times, .event.seq, .event.context, .event.via]' "$tmp/out")" \
'["warn",5,1,"hardirq",null]
["warn",1,6,"softirq",null]
["die",1,7,"hardirq",null]
["warn",1,8,"hardirq","other"]'
	same "$(jq -c '[.lost, .beyond, .unexpected, .loaded, .mask, .new]' "$tmp/out")" '[0,0,true,true,"512","0"]'
}

@test "a process in the command's group is this command's, another one is not" {
	need_group
	run_root
	# shellcheck disable=SC2016
	same "$(ran --json bash -c '
		group=$(sed -n "s/^0:://p" /proc/self/cgroup)
		id=$(stat -c %i "$(sed -n "s/.* \([^ ]*\) [^ ]* - cgroup2 .*/\1/p" /proc/self/mountinfo | head -n 1)$group")
		task="context=task cpu=0 pid=1 comm=\"init\""
		"$COME" 1 warn $task cgroup=\"$group\"
		"$COME" 2 warn $task cgroup=\"$group/deeper\"
		"$COME" 3 warn $task cgroup=\"/behind/a/namespace/${group##*/}\"
		"$COME" 4 warn $task cgroup=\"#$id\"
		"$COME" 5 warn $task cgroup=\"/\"
		"$COME" 6 warn $task cgroup=\"${group}x\"
		"$COME" 7 warn $task cgroup=\"${group%??}\"
		"$COME" 8 warn $task cgroup=\"#1\"
		"$COME" 9 warn $task
		"$COME" 10 warn $task cgroup=\"/cut/short...\"
		"$COME" 11 warn context=task pid=0 comm=\"idle\"
		"$COME" 12 warn detected')" 99
	same "$(jq -r '.events[] | "\(.event.seq // .kind) \(.who)"' "$tmp/out")" \
'1 by this command
2 by this command
3 by this command
4 by this command
5 meanwhile
6 meanwhile
7 meanwhile
8 unknown
9 unknown
10 unknown
11 no process
found unknown'
	same "$(jq -r .tree "$tmp/out")" group
}

# in_group DIR COMMAND...: in that control group
in_group() {
	# shellcheck disable=SC2016
	bash -c 'echo $$ >"$0/cgroup.procs" && exec "$@"' "$@"
}

# our_group: the directory of ours
our_group() {
	echo "$(sed -n 's/.* \([^ ]*\) [^ ]* - cgroup2 .*/\1/p' /proc/self/mountinfo | head -n 1)$(sed -n 's|^0::/*|/|p' /proc/self/cgroup)"
}

# groups_in DIR: how many of the tool's there are
groups_in() { find "$1" -maxdepth 1 -name 'taintinfo-run-*' | wc -l; }

@test "the group is gone when all have ended, and what was left is removed by the next run" {
	local dir run

	need_group
	run_root
	dir=$(our_group)/taint-info-test-$$
	mkdir "$dir" || skip "no control group of cgroup v2 can be made here"
	run=(in_group "$dir" "$tool" -r "$tmp/root" run)
	"${run[@]}" cat /proc/self/cgroup | has '^0::.*/taint-info-test-[0-9]*/taintinfo-run-[^/]*$'
	same "$(groups_in "$dir")" 0
	# Some of its own below, with nobody in them.
	# shellcheck disable=SC2016
	"${run[@]}" bash -c 'cd "$1"/taintinfo-run-* && mkdir -p a/b' bash "$dir"
	same "$(groups_in "$dir")" 0
	# shellcheck disable=SC2016
	"${run[@]}" sh -c 'sleep 30 >/dev/null 2>&1 & echo $! >"$ROOT/pid"' 2>"$tmp/err"
	same "$(groups_in "$dir")" 1
	"${run[@]}" true
	same "$(groups_in "$dir")" 1
	kill "$(cat "$tmp/root/pid")"
	within 10 grep -q 'populated 0' "$dir"/taintinfo-run-*/cgroup.events
	"${run[@]}" true
	same "$(groups_in "$dir")" 0
	rmdir "$dir"
}

@test "a group of threads takes no process, and then there is none" {
	local dir code=0

	need_group
	need_parents
	run_root
	dir=$(our_group)/taint-info-test-$$
	mkdir "$dir" || skip "no control group of cgroup v2 can be made here"
	mkdir "$dir/threads"
	if ! echo threaded >"$dir/threads/cgroup.type"; then
		rmdir "$dir/threads" "$dir"
		skip "there are no groups of threads here"
	fi
	# What is beside one of threads is of no kind until it is one of threads itself.
	in_group "$dir" "$tool" -r "$tmp/root" run --json true >"$tmp/out" || code=$?
	groups_in "$dir" >"$tmp/left"
	rmdir "$dir/threads" "$dir"
	same "$code $(jq -r .tree "$tmp/out") $(cat "$tmp/left")" '0 parents 0'
}

@test "without a group a process is known by its parents, as long as it is there" {
	need_parents
	run_root
	# shellcheck disable=SC2016
	same "$(alone --json bash -c '
		task="context=task cpu=0"
		export RUN=$PPID
		"$COME" 1 warn $task pid=$$ ppid=$PPID comm=\"bash\"
		bash -c "\"\$COME\" 2 warn context=task pid=\$\$ ppid=\$PPID comm=\\\"x\\\"; :"
		"$COME" 3 warn $task pid=1 ppid=0 comm=\"init\"
		"$COME" 4 warn $task pid=2 ppid=0 comm=\"kthreadd\"
		"$COME" 5 warn $task pid=4194999 ppid=4194998 comm=\"gone\"
		"$COME" 6 warn $task pid=4194999 ppid=1 comm=\"gone\"
		"$COME" 7 warn $task pid=4194999 ppid=$$ comm=\"gone\"
		# It was started after the call: another one has the number.
		TIME=0.01 "$COME" 8 warn $task pid=$$ ppid=$$ comm=\"reused\"
		setsid -f bash -c "\"\$COME\" 9 warn context=task pid=\$\$ ppid=4194998 comm=\\\"daemon\\\"; >$ROOT/end"
		until [ -e "$ROOT/end" ]; do sleep 0.05; done')" 99
	same "$(jq -r '.events[] | "\(.event.seq) \(.who)"' "$tmp/out")" \
'1 by this command
2 by this command
3 meanwhile
4 meanwhile
5 unknown
6 meanwhile
7 by this command
8 unknown
9 by this command'
	same "$(jq -r .tree "$tmp/out")" parents
}

@test "what a shell has left to us by exec is not the command's" {
	need_parents
	run_root
	# shellcheck disable=SC2016
	as_sysfs env SYSFS_NO_GROUPS=1 bash -c 'sleep 30 >/dev/null 2>&1 & echo $! >"$ROOT/pid"
		exec "$@"' bash "$tool" -r "$tmp/root" run --json true >"$tmp/out"
	kill "$(cat "$tmp/root/pid")"
	same "$(jq -r '"\(.tree) \(.running)"' "$tmp/out")" 'none 0'
}

# A storm: more than the module keeps, most of it between two looks.
@test "what the module no longer keeps is counted, by flag" {
	run_root
	state /sys/class/taint_info/warn/count 0
	# shellcheck disable=SC2016
	same "$(ran --json bash -c '
		log=$ROOT/sys/kernel/debug/taint_info/log
		for ((i = 873; i <= 1000; i++)); do
			echo "seq=$i time=1.5 flag=warn letter=W '"$interrupt"'"
		done >"$log"
		echo 900 >"$ROOT/sys/class/taint_info/warn/count"
		echo 1000 >"$ROOT/sys/kernel/taint_info/events"')" 99
	same "$(jq -c '.events[] | [.kind, .flag, .who, .times, .accepted]' "$tmp/out")" \
'["call","warn","no process",128,false]
["missed","warn","unknown",772,false]
["missed",null,"unknown",100,false]'
	same "$(jq -c '[.lost, .unexpected]' "$tmp/out")" '[872,true]'
	run_root
	# shellcheck disable=SC2016
	same "$(ran --allow=warn bash -c '
		echo "seq=5 time=1.5 flag=warn letter=W '"$interrupt"'" >"$ROOT/sys/kernel/debug/taint_info/log"
		echo 5 >"$ROOT/sys/class/taint_info/warn/count"
		echo 5 >"$ROOT/sys/kernel/taint_info/events"')" 0
	has 'W warn, unknown: 4 more calls, no longer kept; allowed' <"$tmp/err"
	# The newest of all never come.
	run_root
	# shellcheck disable=SC2016
	same "$(ran --json bash -c '"$COME" 1 warn '"$interrupt"'; echo 4 >"$ROOT/sys/kernel/taint_info/events"')" 99
	same "$(jq -c '[.lost, (.events[] | .times)]' "$tmp/out")" '[3,1,3]'
}

# 400 calls are three times what is kept; they are taken as they come.
@test "a storm that lasts is taken as it comes" {
	run_root
	# shellcheck disable=SC2016
	same "$(taken --json bash -c '
		export RUN=$PPID
		log=$ROOT/sys/kernel/debug/taint_info/log
		for ((i = 1; i <= 400; i++)); do
			echo "seq=$i time=1.5 flag=warn letter=W '"$interrupt"'" >>"$log"
			((i % 100)) || { "$COME" $i; : >"$log"; }
		done')" 99
	same "$(jq -c '.events[] | [.kind, .times]' "$tmp/out")" '["call",400]'
}

@test "memory is bounded, however many places there are" {
	run_root
	# shellcheck disable=SC2016
	same "$(ulimit -v $((96 << 10)); taken --json bash -c '
		export RUN=$PPID
		log=$ROOT/sys/kernel/debug/taint_info/log
		for ((i = 1; i <= 300; i++)); do
			echo "seq=$i time=1.5 flag=warn letter=W context=nmi caller=f$i+0x1/0x2" >>"$log"
			((i % 100)) || { "$COME" $i; : >"$log"; }
		done')" 99
	same "$(jq -c '[(.events | length), .beyond, .lost]' "$tmp/out")" '[256,44,0]'
}

@test "a flag whose number is none is told, and no more" {
	local number

	for number in 64 99999999999999999999 18446744073709551616 0x ''; do
		run_root
		# shellcheck disable=SC2016
		same "$(ran --json --allow=W,bit_63 bash -c '"$COME" 1 "bit_$1" '"$interrupt"'; "$COME" 2 "bit_$1" detected' bash "$number")" 99
		same "$(jq -c '.events[] | [.kind, .flag, .accepted]' "$tmp/out")" "[\"call\",\"bit_$number\",false]
[\"found\",\"bit_$number\",false]"
	done
}

@test "an event that is not whole is waited for" {
	run_root
	device oot_module bit=12 letter=O category=module
	# shellcheck disable=SC2016
	same "$(taken --json bash -c 'export RUN=$PPID
		"$COME" 1 oot_module context=task pid=7 comm=\"modprobe\" caller=load_module+0x1/0x2
		"$COME" 2 warn '"$interrupt"'
		sed -i "s/^seq=1 .*/& module=late/" "$ROOT/sys/kernel/debug/taint_info/log"')" 99
	same "$(jq -r '.events[] | "\(.event.seq) \(.event.module)"' "$tmp/out")" '1 late
2 drv'
}

@test "users see the newest call of each flag, and how many there were" {
	run_root
	rm -r "$tmp/root/sys/kernel/debug"
	# shellcheck disable=SC2016
	same "$(ran --json bash -c 'dir=$ROOT/sys/class/taint_info/warn
		echo 4 >"$dir/count"; echo 2 >"$dir/first/seq"; echo 5 >"$dir/last/seq"; echo drv >"$dir/last/module"
		echo 5 >"$ROOT/sys/kernel/taint_info/events"')" 99
	same "$(jq -c '.events[] | [.kind, .flag, .who, .times, .event.module]' "$tmp/out")" \
'["call","warn","unknown",1,"drv"]
["missed","warn","unknown",3,null]
["missed",null,"unknown",1,null]'
	# None of what was counted can be read.
	state /sys/kernel/taint_info/events 5
	# shellcheck disable=SC2016
	same "$(ran --allow=warn bash -c 'echo 7 >"$ROOT/sys/kernel/taint_info/events"')" 99
	has 'unknown: 2 more calls' <"$tmp/err"
}

# --- masks ---

@test "without the module new flags are found, and what is not seen is said" {
	kernel_root 512
	export ROOT=$tmp/root
	# shellcheck disable=SC2016
	same "$(ran sh -c 'echo 640 >"$ROOT/proc/sys/kernel/tainted"')" 99
	same "$(cat "$tmp/err")" \
"taintinfo run: the kernel was tainted while sh ran, which ended with exit code 0:
  D die, unknown: found set, the call was not seen
taintinfo run: taint_info is not loaded: only new flags are seen, and not who raised them"
	same "$(ran true)" 0
	same "$(cat "$tmp/err")" 'taintinfo run: taint_info is not loaded: only new flags are seen, and not who raised them'
	kernel_root 512
	# shellcheck disable=SC2016
	same "$(ran --allow=D sh -c 'echo 640 >"$ROOT/proc/sys/kernel/tainted"')" 0
	# By the modules that carry it, as expect has it.
	put "$tmp/rules" 'accept oot_module module=trigger reason="the tests"'
	kernel_root 0
	# shellcheck disable=SC2016
	same "$(ran --policy="$tmp/rules" sh -c 'echo 4096 >"$ROOT/proc/sys/kernel/tainted"')" 99
	has 'O oot_module, unknown: .*; no rule accepts module nvidia' <"$tmp/err"
	kernel_root 0
	rm -r "$tmp/root/sys/module/nvidia"
	# shellcheck disable=SC2016
	same "$(ran --policy="$tmp/rules" sh -c 'echo 4096 >"$ROOT/proc/sys/kernel/tainted"')" 0
	has 'O oot_module, unknown: .*; accepted: the tests' <"$tmp/err"
}

@test "a flag that is cleared is unexpected, whatever is allowed" {
	run_root
	put "$tmp/rules" 'accept warn reason="whatever"'
	# shellcheck disable=SC2016
	same "$(ran --allow=warn --policy="$tmp/rules" sh -c 'echo 512 >"$ROOT/sys/kernel/taint_info/cleared"')" 99
	has 'W warn, cleared: somebody has cleared it' <"$tmp/err"
	# It was before.
	same "$(ran true)" 0
	kernel_root 512
	# shellcheck disable=SC2016
	same "$(ran --allow=warn sh -c 'echo 0 >"$ROOT/proc/sys/kernel/tainted"')" 99
	has 'W warn, cleared: ' <"$tmp/err"
}

@test "a command may load and unload the module, and load it anew" {
	run_root
	mv "$tmp/root/sys/kernel/taint_info" "$tmp/module"
	# shellcheck disable=SC2016
	same "$(ran --json bash -c 'cp -r "$1" "$ROOT/sys/kernel/taint_info"; "$COME" 1 warn '"$interrupt" bash "$tmp/module")" 99
	same "$(jq -c '[.loaded, (.notes | length), (.events[] | [.kind, .event.seq])]' "$tmp/out")" '[false,2,["call",1]]'
	has 'taint_info was loaded meanwhile' <"$tmp/out"
	# It goes, and a flag comes.
	run_root
	# shellcheck disable=SC2016
	same "$(taken --json bash -c 'RUN=$PPID "$COME" 1 warn '"$interrupt"'
		rm -r "$ROOT/sys/kernel/taint_info" "$ROOT/sys/class"
		echo 640 >"$ROOT/proc/sys/kernel/tainted"')" 99
	same "$(jq -c '[.loaded, (.events[] | [.kind, .flag])]' "$tmp/out")" '[true,["call","warn"],["found","die"]]'
	has 'taint_info was unloaded meanwhile' <"$tmp/out"
	# It goes and comes, and counts anew.
	run_root
	state /sys/class/taint_info/warn/count 7
	put "$tmp/root/sys/kernel/taint_info/events" 7
	cp -r "$tmp/root/sys/kernel/taint_info" "$tmp/module.new"
	# shellcheck disable=SC2016
	same "$(ran --json bash -c 'rm -r "$ROOT/sys/kernel/taint_info"; cp -r "$1" "$ROOT/sys/kernel/taint_info"
		: >"$ROOT/sys/kernel/debug/taint_info/log"; echo 2 >"$ROOT/sys/class/taint_info/warn/count"
		"$COME" 2 warn '"$interrupt" bash "$tmp/module.new")" 99
	same "$(jq -c '[(.notes | length), (.events[] | [.kind, .flag, .event.seq])]' "$tmp/out")" \
		'[2,["call","warn",2],["missed","warn",null]]'
	# Nothing came, and that is said all the same.
	run_root
	# shellcheck disable=SC2016
	same "$(ran bash -c 'rm -r "$ROOT/sys/kernel/taint_info"')" 0
	has 'taint_info was unloaded meanwhile' <"$tmp/err"
}

# --- what is accepted ---

@test "each call is judged by the policy, and shown with the reason" {
	run_root
	put "$tmp/root/etc/taintinfo/policy.d/a.policy" 'accept warn caller=irq_drv module=drv reason="bug 4711"
accept die until=2020-01-01 reason="old"'
	# shellcheck disable=SC2016
	same "$(ran sh -c '"$COME" 1 warn '"$interrupt"'; exit 4')" 4
	has "W warn, no process: module drv, at irq_drv.*; accepted: bug 4711 ($tmp/root/etc/taintinfo/policy.d/a.policy:1)" \
		<"$tmp/err"
	state /sys/kernel/taint_info/events 1
	# shellcheck disable=SC2016
	same "$(ran --json sh -c '"$COME" 2 warn context=nmi caller=other+0x1/0x2 module=drv; "$COME" 3 warn '"$interrupt"'
		"$COME" 4 die '"$interrupt")" 99
	same "$(jq -c '.events[] | [.event.seq, .accepted, (.reasons[0].reason), .why != null, .over.reason]' "$tmp/out")" \
'[2,false,null,true,null]
[3,true,"bug 4711",false,null]
[4,false,null,true,"old"]'
	# Another one in its place; and what is allowed needs none.
	same "$(ran --policy=/dev/null sh -c "\"\$COME\" 5 warn $interrupt")" 99
	has 'W warn, no process: module drv, [^;]*; no rule accepts it$' <"$tmp/err"
	same "$(ran --policy=/dev/null --allow=W sh -c "\"\$COME\" 6 warn $interrupt")" 0
	has 'W warn, no process: .*; allowed' <"$tmp/err"
	# What a user may not know is not accepted.
	rm -r "$tmp/root/sys/kernel/debug"
	# shellcheck disable=SC2016
	same "$(ran bash -c 'dir=$ROOT/sys/class/taint_info/warn
		echo 1 >"$dir/count"; echo 7 >"$dir/first/seq"; echo drv >"$dir/first/module"
		echo 7 >"$ROOT/sys/kernel/taint_info/events"')" 99
	has 'a.policy:1 asks for what root may read' <"$tmp/err"
}

@test "self allows what taint_info raises, and nothing of another module" {
	run_root
	device oot_module bit=12 letter=O category=module modules=taint_info
	state /sys/kernel/taint_info/tainted 4608
	state /sys/kernel/taint_info/self 4096
	# shellcheck disable=SC2016
	local command='"$COME" 1 oot_module context=task pid=7 comm=\"insmod\" caller=load_module+0x1/0x2 module='

	same "$(ran --allow=self sh -c "${command}taint_info")" 0
	state /sys/kernel/taint_info/events 0
	: >"$tmp/root/sys/kernel/debug/taint_info/log"
	same "$(ran --allow=self sh -c "${command}other")" 99
}

# --- for test harnesses ---

@test "KTAP is a report of one test" {
	run_root
	same "$(ran --ktap true)" 0
	same "$(cat "$tmp/out")" 'KTAP version 1
1..1
ok 1 true'
	same "$("$top/scripts/ktap" "$tmp/out" | tail -n 1)" '1 0 0'
	# shellcheck disable=SC2016
	same "$(ran --ktap --name='a #1 # SKIP' sh -c '"$COME" 1 warn '"$interrupt")" 99
	same "$(cat "$tmp/out")" 'KTAP version 1
1..1
# W warn, no process: module drv, at irq_drv+0x1/0x2, in hardirq context
not ok 1 a ?1 ? SKIP'
	same "$("$top/scripts/ktap" "$tmp/out" | tail -n 1)" '0 1 0'
	same "$(ran --ktap --allow=warn sh -c "\"\$COME\" 2 warn $interrupt")" 0
	has '^# W warn, no process: .*; allowed$' <"$tmp/out"
	has '^ok 1 sh$' <"$tmp/out"
	same "$(ran --ktap sh -c 'exit 7')" 7
	has '^# the command ended with exit code 7$' <"$tmp/out"
	has '^not ok 1 sh$' <"$tmp/out"
	same "$(ran --ktap "$tmp/nothing")" 127
	has '^# the command cannot be run: No such file' <"$tmp/out"
	same "$(wc -l <"$tmp/err")" 1
}

# junit PATH: of a report
junit() {
	python3 -c 'import sys, xml.etree.ElementTree as e
for n in e.parse(sys.argv[1]).getroot().iter(): print(n.tag, *sorted(k + "=" + v for k, v in n.attrib.items() if k != "time"), sep="|")' \
		"$tmp/junit.xml"
}

@test "JUnit is XML, whatever is in the names" {
	run_root
	same "$(ran --junit="$tmp/junit.xml" true)" 0
	same "$(junit)" 'testsuites
testsuite|errors=0|failures=0|name=taintinfo|skipped=0|tests=1
testcase|classname=taintinfo|name=true'
	# shellcheck disable=SC2016
	same "$(ran --junit="$tmp/junit.xml" --name=$'<a> & "b" ]]> \001\377 \'c\'' sh -c '"$COME" 1 warn context=task pid=7 \
		comm=\"\<\&\\033\\042\]\]\>\" caller=f+0x1/0x2 module=\<x\>')" 99
	same "$(junit)" 'testsuites
testsuite|errors=0|failures=1|name=taintinfo|skipped=0|tests=1
testcase|classname=taintinfo|name=<a> & "b" ]]> ?? '"'c'"'
failure|message=the kernel was tainted|type=taint'
	python3 -c 'import sys, xml.etree.ElementTree as e; print(e.parse(sys.argv[1]).find(".//failure").text)' \
		"$tmp/junit.xml" >"$tmp/text"
	has -F 'W warn, unknown: module <x>, at f+0x1/0x2, process <&\033\042]]>[7]' <"$tmp/text"
	same "$(ran --junit="$tmp/junit.xml" sh -c 'exit 7')" 7
	has 'failure|message=ended with exit code 7|type=exit' < <(junit)
	# What is accepted is no failure, and is there.
	same "$(ran --junit="$tmp/junit.xml" --allow=warn sh -c "\"\$COME\" 2 warn $interrupt")" 0
	junit | lacks '^failure'
	has 'property|name=taintinfo|value=W warn, no process: module drv.*; allowed' < <(junit)
	# shellcheck disable=SC2016
	same "$(ran --junit="$tmp/junit.xml" sh -c 'echo x >"$ROOT/sys/kernel/taint_info/events"')" 125
	has '^error|message=.*events is no number' < <(junit)
}

@test "JSON is one object, with any bytes" {
	run_root
	# shellcheck disable=SC2016
	same "$(ran --json sh -c '"$COME" 1 warn context=task cpu=0 pid=7 uid=0 comm=\"a\\042\\377\" cgroup=\"/\\042\" caller=f+0x1/0x2' \
		$'\001"\377\\')" 99
	same "$(jq -s length "$tmp/out")" 1
	same "$(jq -c '.command[3], .events[0].event.comm, .events[0].event.cgroup' "$tmp/out")" \
'"\u0001\"ÿ\\"
"a\\042\\377"
"/\\042"'
	jq -e '.seconds >= 0 and .exit_code == 0 and .signal == null and .events[0].event.realtime == null' "$tmp/out"
	LC_ALL=C lacks '[^ -~]' <"$tmp/out"
}

# instructions COMMAND...: that it takes in user space
instructions() {
	valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >"$tmp/out" |
		sed -n 's/.*Collected : \([0-9]*\)$/\1/p'
}

@test "it takes few instructions beside the command's own" {
	kernel_root 512
	compare "$(instructions "$tool" -r "$tmp/root" run true)" -lt 3000000
	run_root
	for flag in a b c d e f g h i j k l m n o p q r; do
		device "flag_$flag" bit=$((32 + $(printf %d "'$flag") - 97)) letter= category=fault first/seq=1
	done
	compare "$(instructions "$tool" -r "$tmp/root" run true)" -lt 3000000
	# What this machine has, module or not, is no copy.
	compare "$(instructions "$tool" run true)" -lt 3000000
}
