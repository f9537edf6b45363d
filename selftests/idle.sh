#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# An idle guest does not wake up more often with the module than without: the
# interrupts of ten seconds, by turns without it, with it (and a timer ten
# times as fast as by default), without, with.

. ./lib.sh

sleep 5
without=0
with=0
for turn in 1 2 3; do
	n=$(wakeups 10)
	echo "# turn $turn without: $n"
	without=$((without + n))
	load_module /modules/taint_info.ko poll_ms=100 >/tmp/out
	sleep 1
	n=$(wakeups 10)
	echo "# turn $turn with:    $n"
	with=$((with + n))
	rmmod taint_info
	sleep 1
done
# A timer that woke the processor would add 100 in each turn.
ok "interrupts while idle: $without without, $with with" [ $with -le $((without + 60)) ]
finish
