#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Every flag is found by the means that are left: without any hook, with hooks
# that were silenced, and where no hook sees the call.

. ./lib.sh

load() {
	is "loads with $1" "$(load_module /modules/taint_info.ko "$1")" loaded
}

# A timer that does not wake an idle processor needs a busy one.
busy() {
	for cpu in $(seq 0 $(($(nproc) - 1))); do
		taskset -c "$cpu" timeout 15 sh -c 'while :; do :; done' &
	done
}

# detected_flag FLAG HOW: what must be true of a flag that nobody saw coming.
detected_flag() {
	is "$1: $2: the event comes" "$(changed "$1" && changes "$1")" 1
	is "$1: detected, no call counted" "$(cat $CLASS/"$1"/origin) $(cat $CLASS/"$1"/count)" "detected 0"
	is "$1: set, in the event and its mask too" \
		"$(cat $CLASS/"$1"/set) $(variable "$1" TAINT_SET) $(($(variable "$1" TAINT_MASK) & $(cat $CLASS/"$1"/value)))" \
		"1 1 $(cat $CLASS/"$1"/value)"
	is "$1: nobody is blamed" "$(cat $CLASS/"$1"/first/* $CLASS/"$1"/last/* | tr -d '\n')$(variable "$1" TAINT_SEQ)" ""
	is "$1: the log says so" "$(dmesg | grep -c "] taint_info: flag $1 (.) is set; the call that set it was not seen")" 1
}

start_listener
load_module /modules/trigger.ko >/tmp/out

# --- no hook at all: by the timer ---

load "hooks=none poll_ms=200"
is "hooks" "$(cat $SYS/hooks)" poll
busy
events=$(cat $SYS/events)
wait_change poll $SYS/events 10000 >/tmp/poll &
within 5 grep -q waiting /tmp/poll
trigger add 14
detected_flag softlockup "by the timer"
is "poll() on events wakes for it" "$(tail -n 1 /tmp/poll)" changed
is "it is an event" $(($(cat $SYS/events) - events)) 1
killall timeout
ok "unloads" rmmod taint_info

# --- no hook, and a timer that is far off: by a read, of any file ---

load "hooks=none poll_ms=3600000"
bit=20
for file in $SYS/tainted $SYS/string $SYS/names $SYS/events $SYS/lost $SYS/baseline $SYS/self \
	$SYS/hooks $CLASS/die/bit $CLASS/die/value $CLASS/die/letter $CLASS/die/description \
	$CLASS/die/category $CLASS/die/set $CLASS/die/count $CLASS/die/origin $CLASS/die/modules \
	$CLASS/die/first/seq $CLASS/die/last/comm $CLASS/die/uevent $REPORT; do
	trigger add $bit
	usleep 200000
	before=$(changes bit_$bit)
	cat "$file" >/dev/null
	changed bit_$bit
	is "bit_$bit: no event, until ${file##*/} is read" "$before $(changes bit_$bit)" "0 1"
	bit=$((bit + 1))
done
ok "unloads" rmmod taint_info

# --- hooks silenced behind our back ---

if has_tracepoint; then
	skip "hooks silenced behind our back" "nothing silences the trace point: see tracepoint.sh"
	finish
	exit
fi

load "poll_ms=0"
is "hooks" "$(cat $SYS/hooks)" "$HOOKS"
# In 7.3 that one does not touch the probes any more; which release began it is not known.
switch=/proc/sys/kernel/ftrace_enabled
! since 7.0 || switch=/sys/kernel/debug/kprobes/enabled
echo 0 >$switch
trigger add 2
usleep 300000
cat $SYS/tainted >/dev/null
detected_flag cpu_out_of_spec "probes off"
settle
is "hooks says that the probes are silent" "$(cat $SYS/hooks)" "module die error_report"
is "so does the log, in one line" "$(dmesg | grep -c 'taint_info: kprobes do not fire')" 1

load_module /modules/trigger_proprietary.ko >/tmp/out
detected_flag proprietary_module "at once, as a module loads"

trigger oops
detected_flag die "at once or a little later, as the kernel oopses"
trigger warn
detected_flag warn "at once or a little later, as the kernel warns"

echo 1 >$switch
trigger add 4
ok "probes on again: observed" changed machine_check
is "as origin says" "$(cat $CLASS/machine_check/origin)" observed
is "hooks says so too" "$(cat $SYS/hooks)" "$HOOKS"

echo 0 >/sys/kernel/debug/kprobes/enabled
trigger add 5
usleep 300000
cat $SYS/tainted >/dev/null
detected_flag bad_page "kprobes off in debugfs"
settle
is "hooks says that the probes are silent" "$(cat $SYS/hooks)" "module die error_report"
echo 1 >/sys/kernel/debug/kprobes/enabled
provoke_begin
echo 64 >/proc/sys/kernel/tainted
provoke_end
ok "kprobes on again: observed" changed user
is "as origin says" "$(cat $CLASS/user/origin)" observed
ok "unloads" rmmod taint_info

# --- hooks that were silenced before we came ---

echo 0 >/sys/kernel/debug/kprobes/enabled
load "poll_ms=0"
is "hooks says so from the start" "$(cat $SYS/hooks)" "module die error_report"
echo 1 >/sys/kernel/debug/kprobes/enabled
ok "unloads" rmmod taint_info
finish
