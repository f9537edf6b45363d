#!/usr/bin/env bats
#
# tools_watch - taintinfo watch and since: events that are not whole
#
# Environment: see scripts/lib.sh.

# shellcheck source=scripts/tests/tools.bash
. "$BATS_TEST_DIRNAME/tools.bash"

setup_file() { prepare; }

# logged SEQ FLAG LETTER AGO [MODULE]: one more line of the log, as root reads it
logged() {
	local log=$tmp/root/sys/kernel/debug/taint_info/log

	mkdir -p "${log%/*}"
	echo >>"$log" \
		"seq=$1 time=$(boottime "$4") flag=$2 letter=$3 context=task cpu=0 pid=7 uid=0 comm=\"modprobe\" caller=load_module+0x1/0x2${5:+ module=$5}"
}

# watched COMMAND...: while the tool watches, into files; it ends with the function
watched() {
	local watchers code=0

	# Not by the function: a kill would be for a shell around the tool.
	"$tool" -r "$tmp/root" watch >"$tmp/watched" 2>"$tmp/err" &
	watchers=$!
	"$tool" -r "$tmp/root" watch --json >"$tmp/watched.json" &
	watchers+=" $!"
	# In a condition the function would not stop at errors.
	(
		set -e
		"$@"
	) &
	wait $! || code=$?
	# shellcheck disable=SC2086
	kill $watchers
	# shellcheck disable=SC2086
	wait $watchers || :
	if [ "$code" != 0 ]; then
		cat "$tmp/watched" "$tmp/watched.json"
	fi
	return "$code"
}

watch_root() {
	module_root 12800 12288 warn oot_module
	device warn bit=9 letter=W category=fault
	device oot_module bit=12 letter=O category=module
	state /proc/sys/kernel/random/boot_id 00000000-0000-0000-0000-000000000000
	: >"$tmp/watched"
	: >"$tmp/watched.json"
}

name_comes() {
	within 5 grep -q 'O oot_module' "$tmp/watched"
	within 5 grep -q '"flag":"oot_module"' "$tmp/watched.json"
	logged 1 warn W 0 other
	logged 2 oot_module O 0
	logged 3 warn W 0 trigger
	state /sys/kernel/taint_info/events 3
	# What came before is told at once.
	within 2 grep -q '#1  W warn: module other' "$tmp/watched"
	lacks -e '#2' -e '#3' <"$tmp/watched"
	sed -i 's/^seq=2 .*/& module=late/' "$tmp/root/sys/kernel/debug/taint_info/log"
	within 2 grep -q '#3' "$tmp/watched"
	within 2 grep -q '"seq":3,' "$tmp/watched.json"
	same "$(sed -n 's/.*\(#[0-9]* .*\), at .*/\1/p' "$tmp/watched")" "#1  W warn: module other
#2  O oot_module: module late
#3  W warn: module trigger"
	same "$(jq -r 'select(.type == "event") | "\(.event.seq) \(.event.module)"' "$tmp/watched.json")" "1 other
2 late
3 trigger"
}

@test "watch: an event waits for its module's name, and those after it" {
	watch_root
	watched name_comes
}

name_never_comes() {
	within 5 grep -q 'O oot_module' "$tmp/watched"
	logged 1 oot_module O 0
	state /sys/kernel/taint_info/events 1
	within 4 grep -q '#1  O oot_module: at load_module+0x1/0x2, process modprobe\[7\]' "$tmp/watched"
	# An old one, one of another kind, and one that no module can be to blame for.
	logged 2 oot_module O 60
	logged 3 warn W 0
	logged 4 oot_module O 0
	sed -i '/^seq=4 /s/caller=[^ ]*/caller=proc_taint+0x1\/0x2/' "$tmp/root/sys/kernel/debug/taint_info/log"
	state /sys/kernel/taint_info/events 4
	within 2 grep -q '#4' "$tmp/watched"
	same "$(grep -c '#[1-9]' "$tmp/watched")" 4
}

# many_come: the log keeps 128 of these 130, and loses the one without a name
many_come() {
	local log=$tmp/root/sys/kernel/debug/taint_info/log

	logged 3 warn W 0 other
	awk '/^seq=3 / { while (n++ < 128) { print; sub(/^seq=[0-9]*/, "seq=" n + 3) } }' "$log" >"$log.new"
	mv "$log.new" "$log"
	state /sys/kernel/taint_info/events 130
}

held_is_lost() {
	within 5 grep -q 'O oot_module' "$tmp/watched"
	# It is held for two seconds, and for three more, for a machine that is busy.
	logged 1 oot_module O -3
	state /sys/kernel/taint_info/events 1
	sleep 1.2
	many_come
	within 15 grep -q '#130' "$tmp/watched"
	within 10 grep -q '^1 more could not be read$' "$tmp/watched"
	same "$(grep -c '#[0-9]' "$tmp/watched")" 129
	grep -A 1 '#1 ' "$tmp/watched" | has '#3  W warn: module other'
}

@test "watch: a name may never come, and some events need none" {
	watch_root
	watched name_never_comes
	watch_root
	watched held_is_lost
}

# A user has the newest of each flag, from its files.
user_waits() {
	within 5 grep -q 'W warn' "$tmp/watched"
	device oot_module bit=12 letter=O category=module origin=observed count=1 first/seq=1 \
		first/boottime="$(boottime 0)" first/realtime=1790000000.000000001
	state /sys/kernel/taint_info/events 1
	sleep 1.1
	lacks '#1' <"$tmp/watched"
	state /sys/class/taint_info/oot_module/first/module late
	within 2 grep -q '#1  O oot_module: module late$' "$tmp/watched"
}

@test "watch: so it is for users" {
	watch_root
	watched user_waits
}

# What comes while watch waits for a name before it shows what is set.
start_root() {
	watch_root
	device oot_module bit=12 letter=O category=module origin=observed count=1 first/seq=1 \
		first/boottime="$(boottime 0)" first/context=task
}

# in_start FILE: both watchers have it open
in_start() {
	[ "$(find /proc/[0-9]*/fd -lname "$1" 2>/dev/null | wc -l)" -ge 2 ]
}

# come_at_start WANT [COUNT]: how often the flag has been raised by then
come_at_start() {
	within 5 in_start "$tmp/root/sys/kernel/taint_info/events"
	sleep 0.5
	same "$(wc -c <"$tmp/watched")" 0
	[ -z "${2:-}" ] || state /sys/class/taint_info/oot_module/count "$2"
	state /sys/kernel/taint_info/events 3
	state /sys/class/taint_info/oot_module/first/module late
	within 5 grep -q '#3' "$tmp/watched"
	within 5 grep -q '"seq":3,' "$tmp/watched.json"
	same "$(grep -o '#[0-9].*' "$tmp/watched" | sed 's/:.*//')" "$1"
	same "$(jq -r '.event.seq // empty' "$tmp/watched.json")" "$(cut -c2 <<<"$1")"
}

@test "watch: what comes as it begins is told once" {
	start_root
	logged 1 oot_module O 0 late
	logged 2 warn W 0 other
	logged 3 oot_module O 0 other
	watched come_at_start '#1  O oot_module
#2  W warn
#3  O oot_module'
	# For users.
	start_root
	state /sys/class/taint_info/oot_module/last/seq 3
	state /sys/class/taint_info/oot_module/last/module other
	watched come_at_start '#1  O oot_module
#3  O oot_module, the newest of 2' 3
}

# What is set as it begins, too, and with the time of the same event.
@test "since waits, too, and has the time in JSON" {
	local cursor

	watch_root
	cursor=$(taintinfo -r "$tmp/root" mark)
	exits 0 taintinfo -r "$tmp/root" since "$cursor"
	logged 1 warn W 0 trigger
	logged 2 oot_module O 0
	state /sys/kernel/taint_info/events 2
	state /sys/class/taint_info/warn/last/seq 1
	state /sys/class/taint_info/warn/last/realtime 1790000000.000000001
	state /sys/class/taint_info/oot_module/first/seq 2
	state /sys/class/taint_info/oot_module/first/realtime 1790000001.000000002
	(sleep 0.5 && sed -i 's/^seq=2 .*/& module=late/' "$tmp/root/sys/kernel/debug/taint_info/log") &
	exits 1 taintinfo -r "$tmp/root" since --json "$cursor" >"$tmp/out"
	wait
	same "$(jq -r '"\(.event.seq) \(.event.module) \(.event.realtime)"' "$tmp/out")" \
"1 trigger 1790000000.000000001
2 late 1790000001.000000002"
	# A log that is not as it should be: no number, and one twice.
	cp "$tmp/root/sys/kernel/debug/taint_info/log" "$tmp/log"
	sed -i '1p; s/^seq=2/seq=2x/' "$tmp/root/sys/kernel/debug/taint_info/log"
	exits 1 taintinfo -r "$tmp/root" since --json "$cursor" >"$tmp/out"
	same "$(jq -r '"\(.type) \(.event.seq)"' "$tmp/out" | xargs)" "event 1 event 1 event 2"
	cp "$tmp/log" "$tmp/root/sys/kernel/debug/taint_info/log"
	# Of a reader of another machine's files the clocks say nothing.
	state /sys/class/taint_info/warn/last/seq 9
	same "$(taintinfo -r "$tmp/root" since --json "$cursor" | jq -r .event.realtime | head -n 1)" null
}

@test "since tells of an overrun while it waits" {
	local cursor waiting

	watch_root
	cursor=$(taintinfo -r "$tmp/root" mark)
	logged 1 oot_module O 0
	state /sys/kernel/taint_info/events 1
	taintinfo -r "$tmp/root" since "$cursor" >"$tmp/out" 2>"$tmp/err" &
	waiting=$!
	sleep 0.5
	many_come
	exits 2 wait "$waiting"
	has 'overrun: 130 events since' <"$tmp/err"
	same "$(grep -c '#' "$tmp/out")" 128
}

# What is not read as a number is not none.
@test "since and mark know a number, and a boot, when they see one" {
	local cursor events

	watch_root
	cursor=$(taintinfo -r "$tmp/root" mark)
	for events in '' x -1 5x '5 6' 99999999999999999999; do
		state /sys/kernel/taint_info/events "$events"
		exits 2 taintinfo -r "$tmp/root" since "$cursor" >"$tmp/out" 2>"$tmp/err"
		has 'events is no number' <"$tmp/err"
		exits 2 taintinfo -r "$tmp/root" mark >"$tmp/out" 2>"$tmp/err"
		same "$(wc -c <"$tmp/out")" 0
	done
	state /sys/kernel/taint_info/events 0
	exits 0 taintinfo -r "$tmp/root" since "$cursor"
	for events in '' x "${cursor%%:*}:"; do
		state /proc/sys/kernel/random/boot_id "$events"
		exits 2 taintinfo -r "$tmp/root" mark >"$tmp/out" 2>"$tmp/err"
		has 'boot_id is no id of a boot' <"$tmp/err"
		same "$(wc -c <"$tmp/out")" 0
	done
}

@test "since knows a load from the next one, whenever that comes" {
	local dir=$tmp/root/sys/kernel/taint_info cursor

	watch_root
	state /sys/kernel/taint_info/events 5
	cp -r "$dir" "$dir.new"
	cursor=$(taintinfo -r "$tmp/root" mark)
	exits 0 taintinfo -r "$tmp/root" since "$cursor"
	exits 2 as_sysfs env SYSFS_ANEW="$dir" "$tool" -r "$tmp/root" since "$cursor" 2>"$tmp/err"
	has 'taint_info was loaded again since' <"$tmp/err"
	# Or does not come.
	rm -r "$dir"
	exits 2 taintinfo -r "$tmp/root" since "$cursor" 2>"$tmp/err"
	has 'taint_info is not loaded' <"$tmp/err"
}

# stale CURSOR WHY
stale() {
	exits 2 taintinfo -r "$tmp/root" since "$1" >"$tmp/out" 2>"$tmp/err"
	same "$(wc -c <"$tmp/out")" 0
	has "the cursor is stale: $2 since$" <"$tmp/err"
}

@test "since takes no cursor of another boot, of another load, or of what is to come" {
	local cursor

	watch_root
	logged 1 warn W 60 other
	state /sys/kernel/taint_info/events 1
	cursor=$(taintinfo -r "$tmp/root" mark)
	exits 0 taintinfo -r "$tmp/root" since "$cursor"
	stale "1${cursor#0}" 'the machine was booted'
	stale "${cursor%%:*}:1$(cut -d: -f2,3 <<<"$cursor")" 'taint_info was loaded again'
	stale "${cursor%:*}:2" 'taint_info was loaded again'
	exits 1 taintinfo -r "$tmp/root" since "${cursor%:*}:0" >"$tmp/out"
}

# some_come COUNT: the newest 128 of them are in the log
some_come() {
	local log=$tmp/root/sys/kernel/debug/taint_info/log

	rm -f "$log"
	logged 0 warn W 60 other
	seq -f "$(sed 's/^seq=0/seq=%.0f/' "$log")" "$1" | tail -n 128 >"$log.new"
	mv "$log.new" "$log"
	state /sys/kernel/taint_info/events "$1"
}

@test "since tells of each of 128 events, and that of 129 one is missing" {
	local cursor

	watch_root
	cursor=$(taintinfo -r "$tmp/root" mark)
	some_come 128
	exits 1 taintinfo -r "$tmp/root" since "$cursor" >"$tmp/out" 2>"$tmp/err"
	same "$(sed -n 's/.*#\([0-9]*\) .*/\1/p' "$tmp/out") $(cat "$tmp/err")" "$(seq 128) "
	some_come 129
	exits 2 taintinfo -r "$tmp/root" since "$cursor" >"$tmp/out" 2>"$tmp/err"
	has 'overrun: 129 events since' <"$tmp/err"
	same "$(sed -n 's/.*#\([0-9]*\) .*/\1/p' "$tmp/out")" "$(seq 2 129)"
}

# The module keeps 128; a copy of what it has told may have all of them.
@test "since keeps no more events than count" {
	local log=$tmp/root/sys/kernel/debug/taint_info/log cursor

	watch_root
	cursor=$(taintinfo -r "$tmp/root" mark)
	logged 1 warn W 60 trigger
	seq -f "$(sed 's/^seq=1/seq=%.0f/' "$log")" 1000000 >"$log.new"
	mv "$log.new" "$log"
	state /sys/kernel/taint_info/events 1000000
	(
		ulimit -v $((64 << 10))
		exits 2 "$tool" -r "$tmp/root" since "$cursor" >"$tmp/out" 2>"$tmp/err"
	)
	has 'overrun: 1000000 events since' <"$tmp/err"
	same "$(sed -n 's/.*#\([0-9]*\) .*/\1/p' "$tmp/out")" "$(seq 999873 1000000)"
}

# busy SECONDS COMMAND...: does not end by itself, and takes how much of a processor, in percent
busy() {
	local TIMEFORMAT='%U %S' seconds=$1

	shift
	{ time exits 124 timeout "$seconds" "$@" >"$tmp/out" 2>"$tmp/err"; } 2>"$tmp/times"
	awk -v seconds="$seconds" '{ print int(($1 + $2) * 100 / seconds) }' "$tmp/times"
}

# socket FILE: nobody may open it, whoever he is
socket() {
	gcc -O2 -Wall -Wextra -Werror -o "$tmp/receive" "$top/selftests/helpers/receive.c"
	"$tmp/receive" "$tmp/socket" 10 >"$tmp/received" &
	within 5 test -S "$tmp/socket"
	kill $!
	mv "$tmp/socket" "$1"
}

@test "watch waits where it is refused what is there" {
	local events=$tmp/root/sys/kernel/taint_info/events

	watch_root
	socket "$events"
	compare "$(busy 3 "$tool" -r "$tmp/root" watch)" -lt 30
	has 'is not loaded' <"$tmp/err"
}

@test "watch knows a number when it sees one" {
	local events

	watch_root
	for events in '' x -1 99999999999999999999; do
		state /sys/kernel/taint_info/events "$events"
		exits 2 timeout 5 "$tool" -r "$tmp/root" watch >"$tmp/out" 2>"$tmp/err"
		has 'events is no number' <"$tmp/err"
	done
}

large_number_comes() {
	within 5 grep -q 'O oot_module' "$tmp/watched"
	logged 18446744073709551615 warn W 60 trigger
	state /sys/kernel/taint_info/events 18446744073709551615
	within 5 grep -q '#18446744073709551615  W warn' "$tmp/watched"
	within 5 grep -q '"seq":18446744073709551615' "$tmp/watched.json"
}

nothing_before() {
	within 5 grep -q 'O oot_module' "$tmp/watched"
	device warn bit=9 letter=W category=fault origin=observed count=2 first/seq=5 first/boottime=1.0 last/seq=0
	device oot_module bit=12 letter=O category=module origin=observed count=1 first/seq=6 \
		first/boottime="$(boottime 0)" first/context=task
	state /sys/kernel/taint_info/events 6
	within 5 grep -q '#5  W warn' "$tmp/watched"
	within 5 grep -q '#6  O oot_module' "$tmp/watched"
}

@test "watch counts as far as there are numbers, and no further down than 0" {
	watch_root
	state /sys/kernel/taint_info/events 18446744073709551614
	watched large_number_comes
	same "$(grep -c '#[1-9]' "$tmp/watched")" 1
	lacks 'could not be read' <"$tmp/watched"
	# A user sees the newest of each flag: one that is older than what was seen is none.
	watch_root
	watched nothing_before
	same "$(grep -c '#[1-9]' "$tmp/watched")" 2
	lacks -e '#0' -e 'could not be read' <"$tmp/watched"
}

flag_comes() {
	within 5 grep -q 'W warn' "$tmp/watched"
	within 5 grep -q '"warn"' "$tmp/watched.json"
	state /proc/sys/kernel/tainted 516
	within 5 grep -q 'S cpu_out_of_spec' "$tmp/watched"
	within 5 grep -q '"letter":"S"' "$tmp/watched.json"
}

@test "watch: without the module a new flag is an event, too" {
	kernel_root 512
	watched flag_comes
	same "$(jq -r '"\(.type) \(.letter) \(.times) \(.detected) \(.event)"' "$tmp/watched.json")" \
"set W null null null
event S 1 true null"
	same "$(cat "$tmp/watched")" "set              #?  W warn
  #?  S cpu_out_of_spec: found set, the call was not seen"
}

# Neither an error nor nothing is one.
@test "the way of docs/taintinfo.md to ask since in a test is no alarm by itself" {
	local line

	line=$(sed -n 's/^\$ cursor=.*run-my-tests; //p' "$top/docs/taintinfo.md")
	[ -n "$line" ]
	line=${line/taintinfo/$tool -r $tmp/root}
	watch_root
	same "$(cursor='' bash -c "$line" 2>/dev/null)" ''
	cursor=$(taintinfo -r "$tmp/root" mark)
	same "$(cursor=$cursor bash -c "$line" 2>&1)" ''
	logged 1 warn W 60 trigger
	state /sys/kernel/taint_info/events 1
	same "$(cursor=$cursor bash -c "$line" | tail -n 1)" "the kernel was tainted"
}
