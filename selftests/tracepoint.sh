#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The trace point in add_taint(), on a kernel that has it: it stands for the probes on
# add_taint() and proc_taint(), and sees what these see, each call once; also where they are
# switched off, beside others who listen, and while it comes and goes.  Without it there are
# the probes.  What each place and cause is blamed for is in paths.sh.

. ./lib.sh

ours=/sys/kernel/debug/kprobes/list
theirs=$TRACING/events/taint/taint_add/enable

load() {
	is "$1: it loads" "$(load_module "${2:-/modules/taint_info.ko}" poll_ms=0)" loaded
}

unload() {
	ok "$1: it unloads" within 10 rmmod taint_info
	is "$1: nothing is left" "$(remains)" ""
}

# noticed: whatever raises a flag is blamed, each once; a load and a write to the sysctl too
noticed() {
	cases <<'END'
task warn|warn|task|warn_on_demand|trigger|-
work warn 1|warn|task|warn_on_demand|trigger|-
softirq warn|warn|softirq|warn_on_demand|trigger|-
timer core|warn|softirq|kobject_put|-|trigger
hardirq 17|randstruct|hardirq|add_wanted_bit|trigger|-
ipi core 1|warn|hardirq|kobject_put|-|trigger
nmi warn 0|warn|nmi|warn_on_demand|trigger|-
nmi 2|cpu_out_of_spec|nmi|add_wanted_bit|trigger|-
task other|warn:2|task|warn_otherwise|trigger|-
task page|bad_page|task|free_bad_page|trigger|-
END
	begin
	load_module /modules/trigger_staging.ko >/tmp/out
	only "$1: a module" crap load
	for flag in crap oot_module; do
		holds "$1: $flag has its name" $CLASS/$flag/last/module trigger_staging
	done
	rmmod trigger_staging

	written "$1: a write to the sysctl"
}

load_module /modules/trigger.ko >/tmp/out
# A kernel that puts no release off refuses it.
load_module /modules/trigger_hurry.ko >/tmp/out
start_listener
# An interrupt is for another processor than where the order comes from.
taskset -p 1 $$ >/tmp/out

# --- alone ---

ok "the kernel has the trace point" has_tracepoint
load alone
holds "hooks" $SYS/hooks "tracepoint module die error_report"
is "no probe of ours but those on load_module()" "$(grep -vc -e load_module -e queue_delayed_work_on $ours)" 0
is "the log does not miss them" "$(dmesg | grep -c '] taint_info: no hook')" 0
noticed alone
case_of "kthread oops" die task oops_on_demand trigger -
told warn trigger
logged warn warn_on_demand trigger "in task context"

# --- what silences kprobes ---

echo 0 >/sys/kernel/debug/kprobes/enabled
echo 0 >/proc/sys/kernel/ftrace_enabled
noticed "kprobes and ftrace off"
trigger add 20
ok "kprobes and ftrace off: a new flag is told of" changed bit_20
is "kprobes and ftrace off: it was observed" "$(cat $CLASS/bit_20/origin $CLASS/bit_20/last/module | tr '\n' ' ')" \
	"observed trigger "
holds "kprobes and ftrace off: hooks" $SYS/hooks "tracepoint module die error_report"
is "kprobes and ftrace off: nobody complains" "$(dmesg | grep -c 'taint_info: kprobes do not fire')" 0
unload "kprobes and ftrace off"
load "kprobes and ftrace off"
holds "kprobes and ftrace off: hooks of a new one" $SYS/hooks "tracepoint module die error_report"
echo 1 >/sys/kernel/debug/kprobes/enabled
echo 1 >/proc/sys/kernel/ftrace_enabled

# --- others who listen ---

# heard: how many calls the kernel's own event tells of
heard() {
	grep -c ': taint_add: ' $TRACING/trace
}

echo >$TRACING/trace
echo 1 >$TRACING/tracing_on # an oops has switched it off
echo 1 >$theirs
events=$(cat $SYS/events)
noticed "beside the event"
echo 0 >$theirs
is "beside the event: both have heard of each call" $(($(cat $SYS/events) - events)) "$(heard)"
ok "beside the event: of many ($(heard))" [ "$(heard)" -ge 16 ]

load_module /modules/trigger_slow.ko ms=0 >/tmp/out
echo 1 >$theirs
unload "beside two others"
trigger warn
load "beside two others"
noticed "beside two others"
rmmod trigger_slow
echo 0 >$theirs
case_of "task warn" warn task warn_on_demand trigger -

# --- each call is counted, once, while others come and go ---

come_and_go() {
	while [ -e /tmp/go ]; do
		echo 1 >$theirs
		load_module /modules/trigger_slow.ko ms=0
		echo 0 >$theirs
		rmmod trigger_slow
	done >/tmp/come
}

touch /tmp/go
come_and_go &
others=$!
for cpu in 0 1; do
	taskset -c $cpu order /proc/taint_trigger "add 2$((cpu + 1)) 5000" >/tmp/out &
	storms="${storms:-} $!"
done
# shellcheck disable=SC2086 # these are words
wait $storms
rm /tmp/go
wait $others
settle
is "a storm while others come and go: each call is counted" \
	"$(cat $CLASS/bit_21/count $CLASS/bit_22/count | tr '\n' ' ')" "5000 5000 "
is "nothing is missed" "$(sed -n 's/^events .* \([0-9]*\) missed by the probe$/\1/p' $REPORT)" 0

# --- coming and going while calls come ---

storm() {
	while [ -e /tmp/go ]; do
		echo "$1" >/proc/taint_trigger
	done
}

touch /tmp/go
storms=
for order in "add 21 50" "nmi 22 1" "softirq 22"; do
	storm "$order" &
	storms="$storms $!"
done
wrong=
for round in $(seq 6); do
	within 10 rmmod taint_info || wrong="$wrong $round: it stays loaded;"
	usleep $((round * 7919 % 50000))
	answer=$(load_module /modules/taint_info.ko poll_ms=0)
	[ "$answer" = loaded ] || wrong="$wrong $round: $answer;"
	events=$(cat $SYS/events)
	usleep $((round * 6151 % 100000 + 50000))
	[ "$(cat $SYS/events)" -gt "$events" ] || wrong="$wrong $round: it hears nothing;"
done
rm /tmp/go
# shellcheck disable=SC2086 # these are words
wait $storms
is "loads and unloads while calls come" "$wrong" ""
unload "then"

# --- without it ---

# As long a name, so that nothing moves.
sed 's/taint_add/taint_ad_/g' /modules/taint_info.ko >/tmp/taint_info.ko
load "no such trace point" /tmp/taint_info.ko
is "no such trace point: the log says so" \
	"$(dmesg | grep -c 'taint_info: no hook tracepoint on this kernel (error -')" 1
holds "no such trace point: hooks" $SYS/hooks "kprobe sysctl module die error_report"
case_of "task warn" warn task warn_on_demand trigger -
begin
provoke_begin
order /proc/sys/kernel/tainted 64 >/tmp/pid
provoke_end
only "no such trace point: a write to the sysctl" user
unload "no such trace point"

# --- what the kernel has to say ---

stop_listener
rmmod trigger
# The unwinder says so when an NMI leaves it without a frame pointer: scripts/boot has it, too.
is "no alarm in the log but the WARNs that were wanted" \
	"$(dmesg | grep -E '(UBSAN|ODEBUG|INFO|WARNING): ' |
		grep -v -e 'WARNING: .*trigger.c' -e 'WARNING: .* at kobject_put+' \
			-e 'INFO: NMI handler .* took too long' -e 'WARNING: kernel stack .* at')" ""
finish
