#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A minute of everything at once, on all processors: taints in every context,
# modules that come and go, a processor too, readers at every file, rubbish in every
# uevent file; first with taint_info coming and going as well, then with every call
# counted.

. ./lib.sh

COMING=40	# seconds
STAYING=20
BITS="20 21 22 23"
CPU3=/sys/devices/system/cpu/cpu3

# storm NAME TIMES ORDER...: one after the other, each of them TIMES calls
storm() {
	name=$1
	times=$2
	shift 2
	made=0
	while [ -e /tmp/go ]; do
		for order; do
			echo "$order" >/proc/taint_trigger && made=$((made + times))
		done
	done 2>/dev/null
	echo $made >"/tmp/made.$name"
}

come_and_go() {
	while [ -e /tmp/go ]; do
		for module in trigger_plain trigger_staging; do
			load_module /modules/$module.ko
			rmmod $module
		done
	done >/tmp/come 2>&1
}

# The last processor; what is meant for it is refused while it is off.
off_and_on() {
	offs=0
	while [ -e /tmp/go ]; do
		echo 0 >$CPU3/online && offs=$((offs + 1))
		usleep $((offs * 6151 % 200000))
		echo 1 >$CPU3/online
		usleep $((offs * 7919 % 500000))
	done 2>/tmp/offs.wrong
	echo $offs >/tmp/offs
}

# everybody COMMAND...: all of them, while the command runs
everybody() {
	touch /tmp/go
	storm 9 5 "warn 5" &
	storm 20 1 "nmi 20 0" "nmi 20 1" "nmi 20 2" "nmi 20 3" &
	storm 21 1 "hardirq 21" "ipi 21 0" "ipi 21 3" &
	storm 22 50 "add 22 50" &
	storm 23 1 "softirq 23" "locked 23" "timer 23" &
	come_and_go &
	off_and_on &
	for i in 1 2; do
		rummage /tmp/go read '*' $SYS /sys/devices/virtual/taint_info \
			/sys/kernel/debug/taint_info >/tmp/read.$i 2>&1 &
	done
	rummage /tmp/go write uevent /sys/devices/virtual/taint_info >/tmp/write 2>&1 &
	"$@"
	rm /tmp/go
	wait
}

# went: the processor did go and come
went() {
	is "a processor always goes, and comes back" "$(cat /tmp/offs.wrong $CPU3/online)" 1
	ok "and did so at least 3 times ($(cat /tmp/offs))" [ "$(cat /tmp/offs)" -ge 3 ]
}

coming() {
	rounds=0
	# The others are many.
	renice -n -15 -p $$ >/tmp/out
	end=$(($(cut -d. -f1 /proc/uptime) + COMING))
	# A debug kernel takes its time.
	while [ "$(cut -d. -f1 /proc/uptime)" -lt $end ] || [ $rounds -lt 3 ]; do
		case $((rounds % 3)) in
		0) parameters="hooks=none poll_ms=10" ;;
		1) parameters="poll_ms=0" ;;
		2) parameters="poll_ms=10" ;;
		esac
		rounds=$((rounds + 1))
		answer=$(load_module /modules/taint_info.ko "$parameters")
		[ "$answer" = loaded ] || wrong="$wrong $rounds: $answer;"
		usleep $((rounds * 7919 % 300000))
		# Whoever has a file open holds the module for a moment.
		within 20 rmmod taint_info 2>/tmp/out || wrong="$wrong $rounds: it stays loaded;"
	done
	renice -n 15 -p $$ >/tmp/out
}

ok "$(nproc) processors" [ "$(nproc)" = 4 ]
load_module /modules/trigger.ko >/tmp/out
# A kernel that puts no release off refuses it.
load_module /modules/trigger_hurry.ko >/tmp/out
# What the WARNs print stays in the log; errors are still shown.
dmesg -n 4

# --- coming and going ---

wrong=
everybody coming
is "$rounds times loaded and unloaded" "$wrong" ""
went
for file in /tmp/read.1 /tmp/read.2 /tmp/write; do
	echo "# ${file##*/}: $(tr '\n' ' ' <$file)"
done
is "readers found data, or that the file was gone" \
	"$(cat /tmp/read.* | cut -d' ' -f1 | sort -u | grep -vE '^(ok|ENOENT|ENODEV|EIO|ENXIO)$')" ""
is "nothing is left" "$(remains)" ""
is "no probe of ours is left" "$(grep -vc queue_delayed_work_on /sys/kernel/debug/kprobes/list)" 0

# --- staying ---

is "loads" "$(load_module /modules/taint_info.ko poll_ms=10)" loaded
events=$(cat $SYS/events)
# Only a ring of it is kept.
echo 1 >$TRACING/events/taint_info/taint/enable
everybody sleep $STAYING
settle
went
echo "# $(grep ^events $REPORT)"
for file in /tmp/read.1 /tmp/read.2 /tmp/write; do
	echo "# ${file##*/}: $(tr '\n' ' ' <$file)"
done
is "readers found data" \
	"$(cat /tmp/read.* | cut -d' ' -f1 | sort -u | tr '\n' ' ')" "ok "
is "rubbish is refused or taken" \
	"$(cut -d' ' -f1 /tmp/write | grep -vE '^(ok|EINVAL|E2BIG|ENOMEM)$')" ""
missed=$(sed -n 's/^events .* \([0-9]*\) missed by the probe$/\1/p' $REPORT)
sum=0
for bit in 9 $BITS; do
	[ "$bit" = 9 ] && flag=warn || flag=bit_$bit
	made=$(cat /tmp/made."$bit")
	count=$(cat $CLASS/"$flag"/count)
	echo "# $flag: $made calls, $count counted"
	ok "$flag: there were calls" [ "$made" -gt 0 ]
	ok "$flag: none is counted that was not made" [ "$count" -le "$made" ]
	sum=$((sum + made - count))
done
ok "what is not counted ($sum) was missed by the probe, which says so ($missed)" \
	[ $sum -le "$missed" ]
detected=$(grep -l detected $CLASS/*/origin | wc -l)
is "events: each call, and each flag that nobody saw" "$(cat $SYS/events)" \
	$(($(cat $CLASS/*/count | awk '{ sum += $1 } END { print sum }') + detected))
ok "and there were many" [ $(($(cat $SYS/events) - events)) -gt 1000 ]

burst_logged() {
	awk -F'[ =]' -v after="$events" '$2 > after { print $2 }' $LOG
}
burst_traced() {
	traced_seqs | awk -v after="$events" '$1 > after'
}
is_traced() {
	[ "$(burst_traced)" = "$(burst_logged)" ]
}

# A burst that the ring has room for: what is not in the log is counted as lost.
lost=$(cat $SYS/lost)
events=$(cat $SYS/events)
for cpu in 0 1 2 3; do
	(
		for order in "add 22 10" "nmi 20 $cpu" "add 22 5" "warn" "hardirq 21"; do
			echo "$order" | taskset -c $cpu tee /proc/taint_trigger >/tmp/out.$cpu
		done
	) &
	bursts="${bursts:-} $!"
done
# shellcheck disable=SC2086 # these are words
wait $bursts
settle
new=$(($(cat $SYS/events) - events))
is "a burst from 4 processors is counted" $new 72
is "each of it is in the log, or counted as lost" \
	$(($(burst_logged | wc -l) + $(cat $SYS/lost) - lost)) $new
is "a number comes once" "$(cut -d' ' -f1 $LOG | sort | uniq -d)" ""
# The trace waits a moment for one that is lost.
within 5 is_traced
is "each that is in the log was traced, in its order" "$(burst_traced)" "$(burst_logged)"

ok "unloads" rmmod taint_info
is "nothing is left" "$(remains)" ""

# --- what the kernel has to say ---

is "no alarm in the log but the WARNs that were wanted" \
	"$(dmesg | grep -E '(BUG|UBSAN|ODEBUG|INFO|WARNING):' |
		grep -v -e 'WARNING: .*trigger.c' -e 'INFO: NMI handler .* took too long' \
			-e 'WARNING: kernel stack')" ""
if [ -e /proc/lockdep_stats ]; then
	is "lockdep is still awake" "$(sed -n 's/.*debug_locks: *//p' /proc/lockdep_stats)" 1
	rmmod trigger_hurry
	rmmod trigger
	is "no memory is lost" "$(leaks)" ""
fi
finish
