#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What a call costs by the trace point in add_taint(), what it costs by a probe there, and
# what it costs where neither is on: a line for each figure, its name and its value.
# scripts/bench boots this in a guest whose nanoseconds are instructions.  Where there are
# no modules for it, only what is free.

. ./lib.sh

dmesg -n 1
load_module /modules/trigger.ko >/tmp/out
for _ in 1 2 3; do
	figure free repeats
done
bit=0
for way in tracepoint kprobe; do
	[ -e /modules/by_$way.ko ] || continue
	load_module /modules/by_$way.ko >/tmp/out
	hold hooks $SYS/hooks
	# shellcheck disable=SC2154 # hold() sets it
	case $hooks in
	$way*) ;;
	*) echo "# by_$way.ko notices taints by: $hooks" ;;
	esac
	sleep 1
	for _ in 1 2 3; do
		figure repeat_$way repeats
		sleep 1
		figure new_$way bench event /proc/taint_trigger "add $bit"
		bit=$((bit + 1))
	done
	rmmod taint_info
done
