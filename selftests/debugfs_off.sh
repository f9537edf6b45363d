#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A machine without debugfs (debugfs=off on its command line) has no report and no
# log, and all the rest.

. ./lib.sh

is "debugfs is off" "$(grep -o 'debugfs=off' /proc/cmdline)$(ls /sys/kernel/debug 2>/dev/null)" \
	debugfs=off
start_listener
load_module /modules/trigger.ko >/tmp/out
for round in first second; do
	is "it loads, the $round time" "$(load_module /modules/taint_info.ko)" loaded
	is "hooks" "$(cat $SYS/hooks)" "$HOOKS poll"
	trigger add $((${#round} + 20))
	flag=bit_$((${#round} + 20))
	ok "a flag is noticed" changed $flag
	is "and observed" "$(cat $CLASS/$flag/origin $CLASS/$flag/last/module | tr '\n' ' ')" \
		"observed trigger "
	is "no file" "$(ls $REPORT $LOG 2>/dev/null)" ""
	ok "it unloads" rmmod taint_info
	is "nothing is left" "$(remains)" ""
done
is "the log does not complain" "$(dmesg | grep -ciE 'taint_info: .*(debugfs|fail)')" 0
finish
