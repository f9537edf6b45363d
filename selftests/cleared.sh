#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A flag that was seen set and is found cleared was cleared by somebody, as the
# kernel never does.  It is told of, once; and it is not told of where nobody
# did: not in a hammer of new flags and readers either.

. ./lib.sh

mask=0x$(sed -n 's/^\([0-9a-f]*\) . tainted_mask$/\1/p' /proc/kallsyms)

clear_bit() {
	trigger clear "$1" "$mask"
}

# cleared_changes FLAG: how many events said that it was cleared.
cleared_changes() {
	grep "^change .*TAINT_FLAG=$1 " $EVENTS | grep -c "TAINT_CLEARED=1 "
}

is_cleared() {
	[ "$(cleared_changes "$1")" -gt 0 ]
}

load_module /modules/trigger.ko >/tmp/out
start_listener
is "loads" "$(load_module /modules/taint_info.ko poll_ms=100)" loaded
is "none to begin with" "$(cat $SYS/cleared)" 0

# --- cleared, and found by a read ---

trigger add 16
changed aux
settle
is "a flag is set" "$(cat $CLASS/aux/set) $(cat $SYS/cleared)" "1 0"
is "its event does not say cleared" "$(variable aux TAINT_CLEARED)" ""
seq=$(cat $CLASS/aux/first/seq)
count=$(cat $CLASS/aux/count)
clear_bit 16
cat $SYS/tainted >/tmp/out
ok "cleared behind the kernel's back: an event" within 10 is_cleared aux
is "set, tainted and cleared say so" "$(cat $CLASS/aux/set) $(($(cat $SYS/tainted) & 65536)) $(cat $SYS/cleared)" "0 0 65536"
is "its event, too" "$(variable aux TAINT_CLEARED) $(variable aux TAINT_SET) $(($(variable aux TAINT_MASK) & 65536))" "1 0 0"
is "what is known of it stays" "$(cat $CLASS/aux/origin) $(cat $CLASS/aux/first/seq) $(cat $CLASS/aux/count)" "observed $seq $count"
ok "the log says it, with none of an alarm's words" sh -c "dmesg | grep '] taint_info: .*aux' |
	grep -i clear | grep -vE 'Tainted:|WARNING|BUG|Oops'"
for file in "$SYS"/* "$CLASS"/aux/* $REPORT; do
	cat "$file" >/dev/null 2>&1
done
usleep 500000
is "it is told once" "$(cleared_changes aux) $(changes aux)" "1 2"
ok "the report has it" grep -qi "cleared.*aux" $REPORT

# --- cleared, and found by the timer: also one that was set before we came ---

clear_bit 12
# A timer that wakes no idle processor needs a busy one.
for cpu in 0 1; do
	taskset -c $cpu timeout 10 sh -c 'while :; do :; done' &
done
ok "a flag of the baseline: an event" within 10 is_cleared oot_module
killall timeout
is "cleared has both" "$(cat $SYS/cleared)" $((65536 + 4096))
is "baseline is what it was" $(($(cat $SYS/baseline) & 4096)) 4096

# --- set again ---

trigger add 16
settle
is "set again: set and counted" "$(cat $CLASS/aux/set) $(cat $CLASS/aux/count)" "1 $((count + 1))"
is "that it was cleared stays" "$(cat $SYS/cleared)" $((65536 + 4096))
is "its other events are as they were" "$(cleared_changes aux)" 1

# --- never set ---

clear_bit 17
cat $SYS/tainted >/dev/null
usleep 300000
is "a flag that was not set is not cleared" "$(cat $SYS/cleared) $(cleared_changes randstruct)" "$((65536 + 4096)) 0"
ok "unloads" rmmod taint_info
stop_listener

# --- cleared, and found as a module goes: nothing else wakes anybody ---

load_module /modules/trigger_plain.ko >/tmp/out
start_listener
is "loads without a timer" "$(load_module /modules/taint_info.ko poll_ms=0)" loaded
trigger add 17
changed randstruct
settle
clear_bit 17
rmmod trigger_plain
ok "as a module goes: an event" within 10 is_cleared randstruct
ok "unloads again" rmmod taint_info
stop_listener

# --- no false alarm ---

# Each round sets flags that are new, from two sides, and each time it takes a
# while from the hook to the bit.  Between two loads they are cleared.
readers() {
	while [ -e /tmp/go ]; do
		cat $SYS/* $CLASS/*/set $REPORT
	done >/dev/null 2>&1
}

setter() {
	for bit in $1; do
		echo "$2 $bit" >/proc/taint_trigger
	done
}

all_set() {
	[ "$(($(cat $SYS/tainted) & 0xfffffff0000c))" = $((0xfffffff0000c)) ]
}

load_module /modules/trigger_slow.ko >/tmp/out
start_listener
touch /tmp/go
readers &
reader=$!
readers &
other_reader=$!
alarms=0
missed=
for round in $(seq 12); do
	is_loaded=$(load_module /modules/taint_info.ko "poll_ms=1")
	[ "$is_loaded" = loaded ] || missed="$missed $round: $is_loaded;"
	setter "2 20 22 24 26 28 30 32 34 36 38 40 42 44 46" "add" &
	first=$!
	setter "3 21 23 25 27 29 31 33 35 37 39 41 43 45 47" "hardirq" &
	wait $first $!
	settle
	[ "$(cat $SYS/cleared)" = 0 ] || alarms=$((alarms + 1))
	within 10 all_set || missed="$missed $round: tainted is $(cat $SYS/tainted);"
	within 10 rmmod taint_info 2>/dev/null || missed="$missed $round: stays loaded;"
	for bit in 2 3 $(seq 20 47); do
		echo "clear $bit $mask" >/proc/taint_trigger
	done
done
rm /tmp/go
wait $reader $other_reader
stop_listener
is "12 rounds of 30 new flags, under readers: no false alarm" $alarms 0
is "nor an event of one" "$(grep -c TAINT_CLEARED $EVENTS)" 0
is "all were set, each time" "$missed" ""
dmesg | grep '] taint_info: .*clear' | sed 's/^/# /'
finish
