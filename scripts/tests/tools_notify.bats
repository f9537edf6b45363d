#!/usr/bin/env bats
#
# tools_notify - taintinfo notify: the entry for the systemd journal
#
# Environment: see scripts/lib.sh.

# shellcheck source=scripts/tests/tools.bash
. "$BATS_TEST_DIRNAME/tools.bash"

setup_file() {
	prepare
	gcc -O2 -Wall -Wextra -Werror -o "$shared/receive" "$top/selftests/helpers/receive.c"
}

notify_root() {
	module_root 609 4096 proprietary_module bad_page user warn oot_module
	device warn bit=9 letter=W category=fault description='a warning' origin=observed count=3 \
		first/seq=7 first/boottime=5.773356000 first/realtime=1790000000.000000001 \
		first/module=trigger first/context=task first/cpu=1 first/pid=128 first/uid=0 \
		first/comm='a=b c' first/caller=warn_on_demand+0x11/0x20
	device bad_page bit=5 letter=B category=hardware description='a page' origin=observed count=1 \
		first/seq=3 first/context=task first/pid=9 first/uid=1000 first/comm='x\nPRIORITY=0\c'
	device proprietary_module bit=0 letter=P category=module description='a module' \
		origin=baseline count=1 modules='foo bar' first/seq=2 first/module=innocent first/comm=innocent
	device user bit=6 letter=U category=user description='asked for' origin=detected count=1 \
		first/seq=4 first/boottime=3.000000000 first/comm=innocent
}

notify() { TZ=UTC TAINT_INFO_SOCKET=$tmp/socket taintinfo --root="$tmp/root" notify "$@"; }

@test "notify: a call that was seen is told with all that is known" {
	notify_root
	same "$(notify --print warn)" 'MESSAGE=kernel taint flag warn (W): a warning; set 2026-09-21 14:13:20 (5.773 s after boot) by module trigger in process a=b c[128], uid 0, at warn_on_demand+0x11/0x20
MESSAGE_ID=774f89935ab3429e8bccb3c0d652ead0
PRIORITY=4
SYSLOG_IDENTIFIER=taint_info
SYSLOG_TIMESTAMP=Sep 21 14:13:20
TAINT_FLAG=warn
TAINT_BIT=9
TAINT_LETTER=W
TAINT_CATEGORY=fault
TAINT_DESCRIPTION=a warning
TAINT_ORIGIN=observed
TAINT_COUNT=3
TAINT_MASK=609
TAINT_SEQ=7
TAINT_BOOTTIME=5.773356000
TAINT_REALTIME=1790000000.000000001
TAINT_MODULE=trigger
TAINT_CALLER=warn_on_demand+0x11/0x20
TAINT_CONTEXT=task
TAINT_CPU=1
TAINT_PID=128
TAINT_UID=0
TAINT_COMM=a=b c'
	state /sys/class/taint_info/warn/first/via other
	state /sys/class/taint_info/warn/first/loginuid 1000
	notify --print warn | has '^MESSAGE=.*, at warn_on_demand+0x11/0x20, via module other$'
	same "$(notify --print warn | grep -e LOGINUID -e VIA)" "TAINT_VIA=other
TAINT_LOGINUID=1000"
	state /sys/class/taint_info/warn/first/ppid 301
	state /sys/class/taint_info/warn/first/parent systemd-udevd
	state /sys/class/taint_info/warn/first/cgroup '/system.slice/a\134x2db.service'
	same "$(notify --print warn | grep -e PPID -e PARENT -e CGROUP)" 'TAINT_PPID=301
TAINT_PARENT=systemd-udevd
TAINT_CGROUP=/system.slice/a\134x2db.service'
	notify --print warn | has -F ' in process a=b c[128], uid 0, child of systemd-udevd[301], in a\x2db.service, at warn'
	# One that is no number, and an older module.
	state /sys/class/taint_info/warn/first/ppid 1x
	notify --print warn | lacks TAINT_PPID
	notify_root
	rm "$tmp/root/sys/class/taint_info/warn/first/"{ppid,parent,cgroup}
	exits 0 notify --print warn >"$tmp/out" 2>"$tmp/err"
	same "$(cat "$tmp/err")" ''
	has -F ' in process a=b c[128], uid 0, at warn_on_demand' <"$tmp/out"
	lacks -e PPID -e PARENT -e CGROUP <"$tmp/out"
	# The local time is that of the one who reads.
	TZ=UTC-9 taintinfo --root="$tmp/root" notify -p warn | has '; set 2026-09-21 23:13:20 (5.773 s after boot) by'
}

# The call path is in the report, for root.
@test "notify: a fault that was seen comes with its fingerprint" {
	local report=/sys/kernel/debug/taint_info/report

	notify_root
	notify --print warn | lacks FINGERPRINT
	state $report 'W warn (bit 9, fault)
             call path:
               report_bug+0xe2/0x150
               warn_on_demand+0x11/0x20 [trigger]
               do_cause.part.0+0xa0/0xb0 [trigger]
               do_in_kthread+0x16/0x20 [trigger]
               kthread+0xda/0x100
               ret_from_fork+0x22/0x30'
	# The entry is read in one boot, and compared in another.
	same "$(notify --print warn | grep -A 1 '^TAINT_MASK')" 'TAINT_MASK=609
TAINT_FINGERPRINT=496b95761efb2f12'
	# Not of what came later, and of nothing but a fault
	state /sys/class/taint_info/warn/origin baseline
	notify --print warn | lacks FINGERPRINT
	state /sys/class/taint_info/warn/origin observed
	state /sys/class/taint_info/warn/category user
	notify --print warn | lacks FINGERPRINT
	# Nor of another call
	state /sys/class/taint_info/warn/category fault
	state /sys/class/taint_info/warn/first/caller warn_on_demand+0x15/0x20
	notify --print warn | lacks FINGERPRINT
}

# An idle CPU runs no process, and whose one was may not be known.
@test "notify: an idle CPU, and a process of nobody knows whom, are said to be so" {
	notify_root
	state /sys/class/taint_info/warn/first/pid 0
	notify --print warn | has -F 'trigger in idle, at warn_on_demand'
	state /sys/class/taint_info/warn/first/pid 128
	state /sys/class/taint_info/warn/first/uid ''
	notify --print warn | has -F 'in process a=b c[128], at warn_on_demand'
	same "$(notify --print warn | grep -c '^TAINT_UID=')" 0
	state /sys/class/taint_info/warn/first/comm ''
	notify --print warn | has -F 'in process [128], at warn_on_demand'
	# Nothing of who and when
	device warn bit=9 letter=W category=fault description='a warning' origin=observed count=1 first/seq=1
	same "$(notify --print warn | head -n 1)" 'MESSAGE=kernel taint flag warn (W): a warning; set'
}

# What came after it was set says nothing of who set it, here and in the next one.
@test "notify: a flag that was set before comes with its carriers, and no first repeat" {
	notify_root
	same "$(notify --print proprietary_module)" 'MESSAGE=kernel taint flag proprietary_module (P): a module; set before taint_info was loaded, carried by foo bar
MESSAGE_ID=774f89935ab3429e8bccb3c0d652ead0
PRIORITY=4
SYSLOG_IDENTIFIER=taint_info
TAINT_FLAG=proprietary_module
TAINT_BIT=0
TAINT_LETTER=P
TAINT_CATEGORY=module
TAINT_DESCRIPTION=a module
TAINT_ORIGIN=baseline
TAINT_COUNT=1
TAINT_MODULES=foo bar
TAINT_MASK=609'
}

@test "notify: a flag that was found by comparing masks comes with nobody" {
	notify_root
	same "$(notify --print user)" 'MESSAGE=kernel taint flag user (U): asked for; the call that set it was not seen
MESSAGE_ID=774f89935ab3429e8bccb3c0d652ead0
PRIORITY=4
SYSLOG_IDENTIFIER=taint_info
TAINT_FLAG=user
TAINT_BIT=6
TAINT_LETTER=U
TAINT_CATEGORY=user
TAINT_DESCRIPTION=asked for
TAINT_ORIGIN=detected
TAINT_COUNT=1
TAINT_MASK=609'
}

# A name is no more than a value, whatever its process made of it.
@test "notify: what is in a name stays in it, and nothing that does not show" {
	local byte c file=$tmp/root/sys/class/taint_info/bad_page/first/comm

	notify_root
	same "$(notify --print bad_page | grep -ce '^PRIORITY=' -e '^TAINT_UID=')" 2
	same "$(notify --print bad_page | grep '^TAINT_COMM=')" 'TAINT_COMM=x\nPRIORITY=0\c'
	same "$(notify --print bad_page | grep -vc '^[A-Z_]*=')" 0
	notify --print bad_page | sed 's/=.*//' >"$tmp/names"
	# Whatever byte the kernel lets through.
	for byte in {1..255}; do
		# shellcheck disable=SC2059 # that is the format
		printf "a\\$(printf %03o "$byte")PRIORITY=0\\$(printf %03o "$byte")b"
	done >"$file"
	cp "$file" "$tmp/root/sys/class/taint_info/bad_page/first/caller"
	cp "$file" "$tmp/root/sys/class/taint_info/bad_page/modules"
	cp "$file" "$tmp/root/sys/class/taint_info/bad_page/description"
	notify --print bad_page >"$tmp/out"
	LC_ALL=C tr '\001-\037\177-\377' '?' <"$file" >"$tmp/plain"
	for c in COMM CALLER MODULES DESCRIPTION; do
		same "$(sed -n "s/^TAINT_$c=//p" "$tmp/out")" "$(cat "$tmp/plain")"
	done
	same "$(sed 's/=.*//' "$tmp/out" | grep -v -e CALLER -e MODULES)" "$(cat "$tmp/names")"
	# Of the last line of a file nothing is left out but its end.
	printf 'x\n\nPRIORITY=0\n\n' >"$file"
	same "$(notify --print bad_page | grep -e COMM -e '^PRIORITY')" "PRIORITY=4
TAINT_COMM=x??PRIORITY=0?"
	# Nor does what UTF-8 has: letters, ends of lines, what has no width, turns the text, is cut.
	printf 'gr\303\274n \342\202\254 \360\237\220\247 \302\205 \342\200\250 \355\240\200 \300\212 \303' >"$file"
	printf ' \342\200\213 \330\234 \357\273\277 \363\240\201\201\n' >>"$file"
	same "$(notify --print bad_page | sed -n 's/^TAINT_COMM=//p')" \
		'gr??n ??? ???? ?? ??? ??? ?? ? ??? ?? ??? ????'
	# A value that has to be a number is one, or is left out.
	for c in 12a -1 $'1\n2' '0x1' ' '; do
		printf '%s\n' "$c" >"$tmp/root/sys/class/taint_info/bad_page/first/pid"
		same "$(notify --print bad_page | grep -c TAINT_PID)" 0
	done
}

# listening SECONDS: what comes to the socket goes to a file
listening() {
	rm -f "$tmp/socket"
	"$shared/receive" "$tmp/socket" "$1" >"$tmp/received" &
	receiver=$!
	within 5 test -S "$tmp/socket"
}

@test "notify: the journal gets what --print shows" {
	notify_root
	listening 5
	exits 0 notify warn >"$tmp/out"
	wait "$receiver"
	same "$(wc -c <"$tmp/out")" 0
	notify --print warn | cmp - "$tmp/received"
	# Longer than a page, and than what a socket takes by itself.
	printf 'module_%06d ' $(seq 14000) >"$tmp/root/sys/class/taint_info/warn/modules"
	listening 5
	exits 0 notify warn
	wait "$receiver"
	notify --print warn | cmp - "$tmp/received"
}

@test "notify: what it refuses, and an entry that is lost, are failures" {
	local wrong

	notify_root
	rm -f "$tmp/socket"
	exits 1 notify warn 2>"$tmp/err"
	has 'does systemd-journald run' <"$tmp/err"
	# One that nobody listens to any more, and what is no socket.
	listening 5
	kill "$receiver"
	wait "$receiver" || :
	exits 1 notify warn 2>"$tmp/err"
	has 'cannot write to .*/socket: Connection refused' <"$tmp/err"
	rm "$tmp/socket"
	touch "$tmp/socket"
	exits 1 notify warn 2>"$tmp/err"
	rm "$tmp/socket"
	exits 1 notify nonesuch 2>"$tmp/err"
	has 'is taint_info loaded' <"$tmp/err"
	exits 1 notify --print nonesuch 2>"$tmp/err"
	# There it is, but not set; or not any more.
	state /sys/class/taint_info/user/set 0
	notify --print user | has '^MESSAGE=.*; the call that set it was not seen; cleared since$'
	state /sys/class/taint_info/user/origin none
	exits 1 notify --print user >"$tmp/out" 2>"$tmp/err"
	same "$(cat "$tmp/out" "$tmp/err")" "taintinfo notify: user is not set"
	for wrong in '' '../warn' 'a b' WARN warn/; do
		exits 2 notify "$wrong" 2>"$tmp/err"
		exits 2 notify --print "$wrong" 2>"$tmp/err"
	done
	exits 2 notify 2>"$tmp/err"
	exits 2 notify -x 2>"$tmp/err"
	exits 2 notify warn die 2>"$tmp/err"
	exits 2 notify --print warn >/dev/full 2>"$tmp/err"
}

# stopping_at FILE: the notifier is at it when this returns; "go" lets it go on
stopping_at() {
	rm -f "$tmp/going"
	mkfifo "$tmp/going"
	SYSFS_SLOW=$tmp/root/sys/class/taint_info/warn/$1 SYSFS_PIPE=$tmp/going as_sysfs notify warn 2>"$tmp/err" &
	notifier=$!
	exec {going}>"$tmp/going"
}

go() {
	echo "$1" >&"$going"
	exec {going}>&-
}

@test "notify: a flag that goes while it is read is an error" {
	local file

	# To go for good is an error, wherever it was.
	for file in bit first/comm; do
		notify_root
		listening 4
		stopping_at "$file"
		rm -r "$tmp/root/sys/class/taint_info"
		go half
		exits 1 wait "$notifier"
		has 'has gone while it was read' <"$tmp/err"
		kill "$receiver"
		wait "$receiver" || :
		same "$(wc -c <"$tmp/received")" 0
	done
}

# Gone and loaded again: all of the entry is of the new one.
@test "notify: a flag that goes and comes while it is read is the new one" {
	local file

	for file in bit first/seq first/comm; do
		notify_root
		listening 4
		stopping_at "$file"
		mv "$tmp/root/sys/class/taint_info" "$tmp/root/old"
		notify_root
		state /sys/class/taint_info/warn/first/seq 1
		state /sys/class/taint_info/warn/first/module newer
		state /sys/class/taint_info/warn/first/comm newer
		go half
		exits 0 wait "$notifier"
		wait "$receiver"
		notify --print warn | cmp - "$tmp/received"
		has '^TAINT_MODULE=newer$' <"$tmp/received"
	done
}

@test "notify: it waits for the name of a module, and for the bit" {
	notify_root
	device oot_module bit=12 letter=O category=module origin=observed count=1 first/seq=8 \
		first/boottime="$(boottime 0)" first/realtime=1790000000.000000001 first/context=task \
		first/caller=load_module+0x1/0x2 first/comm=modprobe first/pid=5
	listening 5
	notify oot_module &
	notifier=$!
	sleep 0.5
	same "$(wc -c <"$tmp/received")" 0
	state /sys/class/taint_info/oot_module/first/module late
	exits 0 wait "$notifier"
	wait "$receiver"
	has '^TAINT_MODULE=late$' <"$tmp/received"
	has '^MESSAGE=.* by module late in process modprobe\[5\], at load_module' <"$tmp/received"

	# The call is seen before the bit is set.
	state /sys/class/taint_info/warn/set 0
	listening 5
	notify warn &
	notifier=$!
	sleep 0.5
	same "$(wc -c <"$tmp/received")" 0
	state /sys/class/taint_info/warn/set 1
	exits 0 wait "$notifier"
	wait "$receiver"
	same "$(grep '^MESSAGE=.*cleared' "$tmp/received")" ''
	state /sys/class/taint_info/warn/set 0
	milliseconds notify --print warn >"$tmp/out"
	compare "$(cat "$tmp/took")" -ge 1500
	has '^MESSAGE=.*, at warn_on_demand+0x11/0x20; cleared since$' <"$tmp/out"
	state /sys/class/taint_info/warn/set 1

	# It may never come.
	state /sys/class/taint_info/oot_module/first/module ''
	state /sys/class/taint_info/oot_module/first/boottime "$(boottime 0)"
	milliseconds notify --print oot_module >"$tmp/out"
	compare "$(cat "$tmp/took")" -ge 1500
	compare "$(cat "$tmp/took")" -le 5000
	has '^MESSAGE=.* after boot) in process modprobe\[5\], at load_module' <"$tmp/out"

	# What no name is awaited for is told at once: an old one, one of another kind.
	state /sys/class/taint_info/oot_module/first/boottime "$(boottime 60)"
	milliseconds notify --print oot_module >"$tmp/out"
	compare "$(cat "$tmp/took")" -le 1500
	state /sys/class/taint_info/warn/first/module ''
	state /sys/class/taint_info/warn/first/boottime "$(boottime 0)"
	milliseconds notify --print warn >"$tmp/out"
	compare "$(cat "$tmp/took")" -le 1500
}
