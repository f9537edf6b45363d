#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The command-line tool beside a running module, and without it: the state, what comes,
# cursors, what is expected, commands that are run.  Texts, tables and files are in scripts/tests.

. ./lib.sh

# as_user COMMAND
as_user() {
	su -s /bin/sh nobody -c "$1"
}

# code COMMAND...: its exit code
code() {
	"$@" >/tmp/said 2>/tmp/complained
	echo $?
}

# member NAME: of the JSON objects, one a line, on standard input
member() {
	sed -n "s/.*\"$1\":\"\\{0,1\\}\\([^\",}]*\\).*/\\1/p"
}

# lines N PATTERN FILE: it has so many of these
lines() {
	[ "$(grep -c -- "$2" "$3")" = "$1" ]
}

# softlockups N: that many a user was told of
softlockups() {
	[ "$(sed -n 's/.*L softlockup, the newest of \([0-9]*\):.*/\1/p; s/.*L softlockup:.*/1/p' \
		/tmp/watched.user | awk '{ n += $1 } END { print n }')" = "$1" ]
}

# part FLAG: of the state
part() {
	awk -v flag="$1" '/^  [^ ]  / { on = $2 == flag } on' /tmp/state
}

# --- without the module ---

taintinfo >/tmp/state
is "without the module: the mask" "$(head -n 1 /tmp/state)" "Not tainted (0), Linux $(uname -r)"
ok "and what is unknown" grep -q 'not loaded: since when, by whom and how often' /tmp/state
is "nothing is expected, nothing is there" "$(code taintinfo expect)" 0
is "no cursor" "$(code taintinfo mark)" 2
ok "and why" grep -q 'modprobe taint_info' /tmp/complained
load_module /modules/trigger.ko >/tmp/out
taintinfo >/tmp/state
is "a module is named as what carries its flag" "$(part oot_module | sed -n 's/ *carried by //p')" trigger
ok "and the log has it" grep -q 'likely  *module trigger, from the log at [0-9.]* s: trigger: loading out-of-tree' /tmp/state
is "explained by its letter" "$(taintinfo explain --json O | sed 's/.*"kind":"\([a-z]*\)","source":"\([^"]*\)".*/\1 \2/')" \
	"modules /sys/module/trigger/taint"

is "loads" "$(load_module /modules/taint_info.ko)" loaded
settle

# --- the state ---

cursor=$(taintinfo mark)
mask=$(cat $SYS/tainted)
is "a cursor: boot, load and number" \
	"$(echo "$cursor" | sed 's/:[0-9]*:/:/')" "$(cat /proc/sys/kernel/random/boot_id):$(cat $SYS/events)"
is "nothing has happened since" "$(code taintinfo since "$cursor")$(cat /tmp/said)" 0
is "what is set is expected" "$(code taintinfo expect --allow=O,E)" 0
is "what taint_info carries itself, and trigger does, too, is not self" "$(code taintinfo expect --allow=self)" 1
is "by its mask" "$(code taintinfo expect --allow="$mask")" 0
is "nothing is: then it is not" "$(code taintinfo expect)" 1
is "for monitoring" "$(code taintinfo expect --nagios)" 2
ok "in one line" grep -q '^TAINT CRITICAL - oot_module (O).* | unexpected=' /tmp/said

# Repeats within a tenth of a second have no call path.
trigger warn
settle
trigger warn
settle
taintinfo >/tmp/state
sed 's/^/# /' /tmp/state
is "the first line is the kernel's text" "$(sed -n '1s/ ([0-9]*), Linux.*//p' /tmp/state)" "$(cat $SYS/string)"
ok "one screen" [ "$(wc -l </tmp/state)" -le 40 ]
is "a fault comes first" "$(sed -n 's/^  \(.\)  .*/\1/p' /tmp/state | head -n 1)" W
part warn >/tmp/part
ok "whose doing: the module and the place" grep -q 'by  *module trigger, at warn_on_demand+0x' /tmp/part
ok "the process" grep -q "process sh\[[0-9]*\], uid 0" /tmp/part
ok "how often, and when last" grep -q "seen  *2 times, last $(date +%Y)-" /tmp/part
ok "what to do" grep -q 'next  *not fatal; the first WARNING of this boot' /tmp/part
ok "without colours in a file" sh -c "! grep -q $(printf '\033') /tmp/state"
is "no call path unless asked for" "$(grep -c 'warn_on_demand' /tmp/part)" 2
ok "one line a flag" sh -c "taintinfo --short | grep -q '^W warn: 20.*, by module trigger, at warn_on_demand+0x'"
taintinfo explain W >/tmp/state
ok "the log's lines that belong to it" grep -q '^ *\[ *[0-9.]*\] .*RIP: .*warn_on_demand\|WARNING: .*warn_on_demand' /tmp/state
ok "from where" grep -q '^ *from the log (/dev/kmsg), line [0-9]*:$' /tmp/state
taintinfo --verbose >/tmp/state
if [ -r $REPORT ] && grep -q 'call path:' $REPORT; then
	ok "the call path, as the report has it" \
		sh -c "sed -n '/^     path/,/^\$/p' /tmp/state | grep -q '^ *warn_on_demand+0x'"
else
	skip "the call path" "no stack traces here"
fi

as_user taintinfo >/tmp/state
is "a user sees the module" "$(part warn | sed -n 's/ *by  *//p' | sort -u)" "module trigger"
is "and no process, no place" "$(grep -cE 'process|warn_on_demand' /tmp/state)" 0
as_user "taintinfo explain O" >/tmp/state
if [ "$(cat /proc/sys/kernel/dmesg_restrict)" = 1 ]; then
	ok "nor the log, and that is said" grep -q "^This user may not read all of it: 'sudo taintinfo explain'" /tmp/state
else
	ok "the log is for everybody here" grep -q 'from the log (/dev/kmsg)' /tmp/state
fi
as_user "taintinfo export" >/tmp/json
is "nor in JSON" "$(grep -cE 'warn_on_demand|"comm":"' /tmp/json)" 0
taintinfo export >/tmp/json
is "JSON has them" "$(grep '"name":"warn"' /tmp/json | grep -o '"caller":"warn_on_demand' | wc -l)" 2
is "and the mask" "$(member mask </tmp/json)" "$(cat $SYS/tainted)"
taintinfo export --format=prometheus --output=/tmp/prom
is "for Prometheus: set" \
	"$(grep '^taint_info_flag{flag="warn",letter="W",category="fault"}' /tmp/prom | cut -d' ' -f2)" 1
is "each flag, 0 or 1" "$(grep -c '^taint_info_flag{.*} [01]$' /tmp/prom)" "$NR_FLAGS"
is "how often" "$(sed -n 's/^taint_info_events_total{flag="warn".*} //p' /tmp/prom)" 2
is "when" "$(sed -n 's/^taint_info_timestamp_seconds{flag="warn".*} //p' /tmp/prom)" "$(cat $CLASS/warn/first/realtime)"
is "and nobody" "$(grep -cE 'trigger|sh' /tmp/prom)" 0

# --- a policy ---

mkdir -p /etc/taintinfo/policy.d
policy=/etc/taintinfo/policy.d/test.policy
echo 'accept oot_module module=trigger reason="the tests"
accept unsigned_module module=trigger reason="the tests"' >$policy
is "a warning that no rule accepts" "$(code taintinfo expect)" 1
ok "is said to be" grep -q '^unexpected: W warn: .*; no rule accepts #[0-9]*, module trigger, at warn_on_demand' /tmp/said
is "and nothing else is, not what taint_info carries" "$(wc -l </tmp/said)" 1
echo 'accept warn caller=warn_on_demand comm=sh reason="we know"' >>$policy
is "one that is accepted, by its place" "$(code taintinfo expect)" 0
taintinfo >/tmp/state
is "with the reason" "$(part warn | sed -n 's/ *expected  *//p')" "yes: we know ($policy:3)"
is "that each rule matched" "$(taintinfo policy | grep -c 'matches  *[12] ')" "$(($(cat $SYS/self) >> 13 & 1 ? 3 : 2))"
is "in the entry" "$(taintinfo notify --print warn | grep -e ^PRIORITY -e EXPECTED | xargs)" "PRIORITY=6 TAINT_EXPECTED=yes"
is "a user does not know the place" "$(code as_user "taintinfo expect --nagios")" 3
is "and says so" "$(sed 's/ |.*//' /tmp/said)" "TAINT UNKNOWN - warn (W): whether expected is not known"
echo 'accept warn module=trigger reason="we know"' >>$policy
is "but the module" "$(code as_user "taintinfo expect --nagios")" 0
sed 4d $policy >/tmp/policy
rm $policy

# --- since ---

is "since the cursor: something" "$(code taintinfo since "$cursor")" 1
is "two events, each a line" "$(grep -c 'W warn: module trigger, at warn_on_demand' /tmp/said)" 2
is "and no more" "$(wc -l </tmp/said)" 2
taintinfo since --json "$cursor" >/tmp/json
is "as JSON" "$(member seq </tmp/json | xargs)" "$(($(cat $SYS/events) - 1)) $(cat $SYS/events)"
is "with the time of each" "$(member realtime </tmp/json | tail -n 1)" "$(cat $CLASS/warn/last/realtime)"
is "which is always known" "$(grep -c '"realtime":null' /tmp/json)" 0
as_user "taintinfo since $cursor" >/tmp/said
is "a user sees the newest of each flag" "$(sed 's/^[^#]*#[0-9]*  //' /tmp/said)" "W warn: module trigger"
is "a cursor of the future is stale" "$(code taintinfo since "${cursor%:*}:999999")" 2
is "one of another load, too" "$(code taintinfo since "$(echo "$cursor" | sed 's/:[0-9]*:/:1:/')")" 2
is "one of another boot" "$(code taintinfo since "00000000${cursor#????????}")" 2
ok "which it says" grep -q 'stale: the machine was booted' /tmp/complained

# --- watch ---

taintinfo watch >/tmp/watched 2>&1 &
watcher=$!
taintinfo watch --json >/tmp/watched.json &
watchers="$watcher $!"
su -s /bin/sh nobody -c 'exec taintinfo watch' >/tmp/watched.user 2>&1 &
watchers="$watchers $!"
ok "watch shows what is set" within 10 grep -q 'W warn: module trigger, at' /tmp/watched
ok "to a user, too" within 10 grep -q 'W warn: module trigger$' /tmp/watched.user
ok "and as JSON" within 10 grep -q '"type":"set","flag":"warn"' /tmp/watched.json
set=$(wc -l </tmp/watched)
trigger warn
settle
trigger warn
ok "each repeat is a line" within 10 lines $((set + 2)) '' /tmp/watched
ok "as it is in JSON" within 10 lines 2 '"type":"event".*"flag":"warn"' /tmp/watched.json
ok "and the newest of them to a user" within 10 grep -q '#4  W warn.*: module trigger$' /tmp/watched.user
trigger oops
ok "a new flag" within 10 grep -q 'D die: module trigger, at oops_on_demand' /tmp/watched
provoke_begin
order --comm 'a "b' /proc/taint_trigger "task 17" >/tmp/pid
provoke_end
ok "a name with a blank and a quote" within 10 grep -qF "T randstruct: module trigger, at" /tmp/watched
ok "as the log has it" grep -qF "process a \\042b[$(cat /tmp/pid)]" /tmp/watched
is "in the state, too" "$(taintinfo | grep -cF "process a \\042b[$(cat /tmp/pid)]")" 1
is "of repeats from one place all are expected" "$(code taintinfo expect --policy=/tmp/policy --allow=D,T)" 0
trigger task core
settle
is "one from another place is not" "$(code taintinfo expect --policy=/tmp/policy --allow=D,T)" 1
ok "it is that one" grep -q '^unexpected: W warn: .*; no rule accepts #[0-9]*, at kobject_put.*, via module trigger' /tmp/said
trigger add 14 20
ok "a burst: to the last" within 10 lines 20 'L softlockup' /tmp/watched
ok "a user sees how many" within 10 grep -q 'L softlockup, the newest of [0-9]*' /tmp/watched.user
is "in order, none twice" "$(sed -n 's/.*#\([0-9]*\)  .*/\1/p' /tmp/watched | tail -n +$((set + 1)) >/tmp/seqs
	sort -n -u /tmp/seqs | diff - /tmp/seqs)" ""
trigger add 14 1000
settle
is "a cursor is overrun" "$(code taintinfo since "$cursor")" 2
ok "which it says" grep -q 'overrun: 10[0-9]* events since, only the newest 128' /tmp/complained
ok "watch tells what it did not see" within 10 grep -q 'more could not be read' /tmp/watched
ok "a user is told of each once" within 10 softlockups 1020

rmmod taint_info
ok "watch goes on when the module goes" within 10 grep -q 'not loaded: only new flags' /tmp/watched
provoke_begin
echo 64 >/proc/sys/kernel/tainted
provoke_end
ok "and sees new flags" within 10 grep -q 'U user: found set' /tmp/watched
is "what was told of is not told again" "$(grep -c 'D die' /tmp/watched /tmp/watched.user | xargs)" \
	"/tmp/watched:1 /tmp/watched.user:1"
is "the module comes again" "$(load_module /modules/taint_info.ko)" loaded
settle
trigger warn
ok "and is watched again" within 10 sh -c "grep -A 99 'U user: found set' /tmp/watched | grep -q '#1  W warn: module trigger'"
is "the cursor is stale" "$(code taintinfo since "$cursor")" 2
# shellcheck disable=SC2086
kill $watchers
wait $watcher
is "a signal ends it" $? 143
sed 's/^/# user: /' /tmp/watched.user
sed 's/^/# /' /tmp/watched | grep -v softlockup

# --- run ---

# ran COMMAND: its exit code; the report is in /tmp/complained
ran() {
	provoke_begin
	code taintinfo run -- sh -c "$1"
	provoke_end
	sed 's/^/# /' /tmp/complained >>/tmp/reports
}

# came: what came, each as its letter and whose doing it was
came() {
	sed -n 's/^  \(.\) [a-z]*, \(by this command\|meanwhile\|no process\|unknown\).*/\1 \2/p' /tmp/complained | xargs
}

# tainted_by HOW: by the processes of a command, which are known so
tainted_by() {
	taintinfo run --json true >/tmp/json
	is "run: the command's processes are known by the $1" "$(member tree </tmp/json)" "$1"
	is "nothing came: the command's code" "$(ran 'exit 3')$(came)" 3
	is "a WARN by the command" "$(ran 'echo warn >/proc/taint_trigger; exit 3')" 99
	is "is its doing" "$(came)" "W by this command"
	ok "with the place and the process" grep -q 'W warn, by this command: module trigger, at warn_on_demand.*, process sh\[' /tmp/complained
	ran 'sh -c "echo warn >/proc/taint_trigger; true"; true' >/tmp/out
	is "so is one by a process of it" "$(came)" "W by this command"
	is "and one by a process that goes on by itself" "$(ran "
		(sleep 0.3; sh -c 'echo warn >/proc/taint_trigger; sleep 1') &
		sleep 1.5" >/tmp/out; came)" "W by this command"
	ran 'echo kthread warn >/proc/taint_trigger' >/tmp/out
	is "that of a thread of the kernel comes meanwhile" "$(came)" "W meanwhile"
	ran 'echo hardirq warn >/proc/taint_trigger' >/tmp/out
	is "in an interrupt there is no process" "$(came)" "W no process"
	sh -c 'until [ -e /tmp/go ]; do sleep 0.1; done; echo warn >/proc/taint_trigger; sleep 1' &
	ran 'touch /tmp/go; sleep 1' >/tmp/out
	is "nor is another process the command's" "$(came)" "W meanwhile"
	wait $!
	rm /tmp/go
}

rm -f /tmp/reports
if grep -q cgroup2 /proc/mounts; then
	skip "run: without control groups" "they are mounted"
else
	tainted_by parents
fi
if [ -d /sys/fs/cgroup ] && mount -t cgroup2 none /sys/fs/cgroup 2>/tmp/out; then
	tainted_by group
	ran 'sh -c "echo warn >/proc/taint_trigger"; true' >/tmp/out
	is "so is one by a process that has gone" "$(came)" "W by this command"
	is "the group goes" "$(find /sys/fs/cgroup -name 'taintinfo-run*')" ""
else
	skip "run: a control group" "$(cat /tmp/out)"
fi
is "what is allowed does not count" \
	"$(provoke_begin; code taintinfo run --allow=W sh -c 'echo warn >/proc/taint_trigger; exit 4'; provoke_end)" 4
is "nor what the policy accepts" \
	"$(provoke_begin; code taintinfo run --policy=/tmp/policy sh -c 'echo warn >/proc/taint_trigger'; provoke_end)" 0
ok "with the reason" grep -q '; accepted: we know (/tmp/policy:3)' /tmp/complained
is "more calls than are kept: all are told" "$(ran 'echo add 14 1000 >/proc/taint_trigger'
	awk '/^  L softlockup/ { n += match($0, /, [0-9]+ times/) ? substr($0, RSTART + 2) : match($0, /: [0-9]+ more/) ? substr($0, RSTART + 2) : 1 }
		END { print n + 0 }' /tmp/complained)" "99
1000"
is "a user sees that something came" "$(as_user "taintinfo run sh -c 'sleep 2'" 2>/tmp/complained &
	sleep 1; trigger warn; wait $!; echo $?)" 99
ok "and by which module, but not by whom" grep -q 'W warn, unknown: module trigger$' /tmp/complained
is "the module goes while it runs, and comes" "$(ran 'rmmod taint_info; insmod /modules/taint_info.ko'; grep -c meanwhile /tmp/complained)" "0
2"
cat /tmp/reports

# --- the log ---

dmesg | taintinfo decode --json >/tmp/json
is "the kernel's own log: its last state" "$(grep -v '"source"' /tmp/json | tail -n 1 | member mask)" \
	"$(decoded "$(kernel_string) $(uname -r)")"
ok "and what the loader said of our module" grep -q '"source":"loader","module":"trigger".*"oot_module"' /tmp/json
finish
