#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# taint_info comes and goes a hundred times, while taints rain from both
# processors and readers are at every file.  Nothing may be left behind, and
# nothing be said on the console.

. ./lib.sh

ROUNDS=100

# Flags that are set by now: what is stormed with is no new one.
storm() {
	while [ -e /tmp/go ]; do
		echo "add 12 200" >/proc/taint_trigger
		echo "hardirq 12" >/proc/taint_trigger
		echo "nmi 12" >/proc/taint_trigger
	done
}

readers() {
	while [ -e /tmp/go ]; do
		cat $SYS/* $CLASS/*/* $CLASS/*/first/* $CLASS/*/last/* $REPORT
		echo change >$CLASS/warn/uevent
	done >/dev/null 2>&1
}

load_module /modules/trigger.ko >/tmp/out
memory() {
	awk '/^(Slab|VmallocUsed|Percpu):/ { sum += $2 } END { print sum }' /proc/meminfo
}

touch /tmp/go
storm &
storm &
readers &
readers &

bad=0
for round in $(seq $ROUNDS); do
	case $((round % 4)) in
	0) parameters="hooks=none poll_ms=10" ;;
	1) parameters="poll_ms=0" ;;
	*) parameters="poll_ms=10" ;;
	esac
	[ "$(load_module /modules/taint_info.ko "$parameters")" = loaded ] || bad=$((bad + 1))
	[ $((round % 3)) = 0 ] || usleep $((round * 2000))
	# A new flag in flight while it goes; one more each time, as long as there are some.
	[ "$round" -gt 50 ] || echo "add $((round + 13))" >/proc/taint_trigger
	# Whoever has the report open holds the module for a moment.
	within 10 rmmod taint_info 2>/dev/null || bad=$((bad + 1))
	# When the first rounds have filled the caches, remember.
	[ "$round" != 20 ] || before=$(memory)
done
is "$ROUNDS loads and unloads under fire" $bad 0

rm /tmp/go
wait
after=$(memory)
is "nothing is left in sysfs and debugfs" "$(remains)" ""
is "no probe is left" "$(cat /sys/kernel/debug/kprobes/list)" ""
# A leak of the journal alone would be 80 times 110 kB.
ok "no memory is left: $before kB after round 20, $after kB at the end" [ $((after - before)) -lt 4000 ]
ok "it loads once more" load_module /modules/taint_info.ko
is "and works" "$(cat $SYS/tainted)" "$(cat /proc/sys/kernel/tainted)"
is "the console is silent" "$(dmesg | grep -cE 'BUG|WARNING|Oops|Call Trace')" 0
finish
