#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A kernel of 32 bit with one processor, without kprobes, trace points, debugfs and
# stack traces: every flag is still found, by what is left.

. ./lib.sh

load_module /modules/trigger.ko >/tmp/out
start_listener
is "loads" "$(load_module /modules/taint_info.ko poll_ms=100)" loaded
after=$(cat /proc/sys/kernel/tainted)

is "hooks says what is left" "$(cat $SYS/hooks)" "module die poll"
for hook in kprobe sysctl error_report; do
	is "the log says that there is no $hook, once" \
		"$(dmesg | grep -c "taint_info: no hook $hook on this kernel")" 1
done
is "a device for each flag" "$(list $CLASS)" "$(echo "$FLAGS" | tr -s ' \t\n' '\n' | sort | xargs)"
is "tainted and baseline" "$(cat $SYS/tainted) $(cat $SYS/baseline)" "$after $after"
is "self" "$(cat $SYS/self)" 4096
ok "no debugfs, no matter" sh -c "! ls -d /sys/kernel/debug/taint_info 2>/dev/null"

# A timer that wakes no idle processor needs a busy one.
busy() {
	timeout 10 sh -c 'while :; do :; done' &
}

# found FLAG ORIGIN: how it is told of
found() {
	is "$1: one event" "$(changed "$1" && changes "$1")" 1
	is "$1: $2" "$(cat $CLASS/"$1"/origin) $(variable "$1" TAINT_ORIGIN)" "$2 $2"
	is "$1: set, its bit in the mask" \
		"$(cat $CLASS/"$1"/set) $(($(variable "$1" TAINT_MASK) >> $(cat $CLASS/"$1"/bit) & 1))" "1 1"
	is "$1: nobody is blamed" "$(cat $CLASS/"$1"/first/* $CLASS/"$1"/last/* | tr -d '\n')" ""
}

# --- a fault, a module: what says so is a notifier ---

string=$(cat $SYS/string)
trigger oops
found die detected
is "string was what the kernel printed" "$string" "$(kernel_string)"
load_module /modules/trigger_proprietary.ko >/tmp/out
found proprietary_module detected
is "carried by" "$(cat $CLASS/proprietary_module/modules)" trigger_proprietary

# --- every other flag: by the timer, or by a read ---

busy
trigger warn
found warn detected
killall timeout
bit=0
for flag in $FLAGS; do
	if [ "$(cat $CLASS/"$flag"/origin)" = none ]; then
		trigger add $bit
		cat $SYS/tainted >/tmp/out
		found "$flag" detected
	fi
	bit=$((bit + 1))
done
string=$(cat $SYS/string)
trigger warn
is "string with every flag is what the kernel printed" "$string" "$(kernel_string)"

# --- the highest bit of a mask of 32 ---

trigger add 31
cat $SYS/tainted >/tmp/out
changed bit_31
found bit_31 detected
is "its value" "$(cat $CLASS/bit_31/value)" 2147483648
is "the mask" "$(cat $SYS/tainted)" "$(cat /proc/sys/kernel/tainted)"
is "names" "$(tr ' ' '\n' <$SYS/names | tail -n 1)" bit_31
is "none lost" "$(cat $SYS/lost)" 0

ok "unloads" rmmod taint_info
is "nothing is left" "$(remains)" ""
finish
