#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A module of the kernel's own tree, signed by its key, taints nothing: then there is no
# flag to try the kprobes by.

. ./lib.sh

MODULE=/modules/intree/taint_info.ko
SWITCH=/sys/kernel/debug/kprobes/enabled

is "the kernel is not tainted" "$(cat /proc/sys/kernel/tainted)" 0
start_listener

for round in first second; do
	is "it loads, the $round time" "$(load_module $MODULE)" loaded
	is "no flag, neither its own" \
		"$(cat /proc/sys/kernel/tainted $SYS/tainted $SYS/baseline $SYS/self | xargs)" "0 0 0 0"
	is "string" "$(cat $SYS/string)" "Not tainted"
	is "hooks" "$(cat $SYS/hooks)" "$HOOKS poll"
	is "no event" "$(cat $SYS/events)" 0
	ok "it unloads" rmmod taint_info
	is "nothing is left" "$(remains)" ""
done

dmesg -c >/tmp/out
echo 0 >$SWITCH
is "with kprobes silenced it loads" "$(load_module $MODULE)" loaded
is "hooks says so" "$(cat $SYS/hooks)" "${HOOKS#kprobe sysctl } poll"
case $HOOKS in
kprobe*) is "and the log" "$(dmesg | grep -c 'taint_info: kprobes do not fire')" 1 ;;
esac
is "no flag, all the same" "$(cat /proc/sys/kernel/tainted)" 0
rmmod taint_info
echo 1 >$SWITCH

is "it loads once more" "$(load_module $MODULE)" loaded
load_module /modules/trigger.ko >/tmp/out
told oot_module trigger
is "the first flag: observed, and whose it is" \
	"$(cat $CLASS/oot_module/origin $CLASS/oot_module/modules | xargs)" "observed trigger"
is "we carry none" "$(cat $SYS/self) $(variable oot_module TAINT_SELF)" "0 "
trigger warn
told warn trigger
blamed warn/last "a WARN" context=task pid="$(cat $CLASS/warn/last/pid)" uid=0 \
	comm="$(cat $CLASS/warn/last/comm)" caller=warn_on_demand module=trigger
is "it is known who" "$(cat $CLASS/warn/origin)" observed
ok "it unloads, with flags set" rmmod taint_info
is "nothing is left" "$(remains)" ""
finish
