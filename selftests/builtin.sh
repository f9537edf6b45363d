#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Built in: what was raised before user space is observed, and told of; what was raised
# before the first initcalls is the baseline.  The kernel's command line asks for three:
# F by an early option, W by a WARN of lkdtm's initcall, U by a write to the sysctl as the
# last that the kernel does before it starts its first process.

. ./lib.sh

dmesg >/tmp/boot
provoke_end

# in_order PATTERN...: each has a line in the log of the boot, the first ones in this order
in_order() {
	line=0
	for pattern; do
		at=$(grep -n -m 1 -- "$pattern" /tmp/boot | cut -d: -f1)
		[ "${at:-0}" -gt "$line" ] || { echo "line ${at:-none}: $pattern" && return 1; }
		line=$at
	done
}

# before A B: of two times in seconds
before() {
	echo "$1 $2" | awk '{ exit !($1 != "" && $2 != "" && $1 < $2) }'
}

# replay FLAG: sends its event again, as udevadm trigger does
replay() {
	echo change >"$CLASS/$1/uevent"
	changed "$1"
}

# --- what is there, and whose it is ---

is "no module of ours is loaded" "$(grep '^taint_info ' /proc/modules)" ""
is "the kernel is not tainted by one" "$(tr ' ' '\n' <$SYS/names | grep module)" ""
is "self is empty" "$(cat $SYS/self)" 0
is "tainted" "$(cat $SYS/tainted)" "$(cat /proc/sys/kernel/tainted)"
is "names" "$(cat $SYS/names)" "user warn firmware_workaround"
is "hooks" "$(cat $SYS/hooks)" "$HOOKS poll"
is "a device for each flag" "$(list $CLASS)" "$(echo "$FLAGS" | tr -s ' \t\n' '\n' | sort | xargs)"
is "a parameter of the command line" "$(cat /sys/module/taint_info/parameters/poll_ms)" 500
is "the version" "$(sed -n '1s/^taint_info \([^ ]*\) on Linux .*/\1/p' $REPORT)" \
	"$(cat /sys/module/taint_info/version)"

# --- the baseline ---

is "F: before the first initcalls, so nobody knows who" \
	"$(cat $SYS/baseline $CLASS/firmware_workaround/origin $CLASS/firmware_workaround/count | xargs)" \
	"2048 baseline 0"
is "F: nobody is blamed" "$(cat $CLASS/firmware_workaround/first/* | tr -d '\n')" ""

# --- the boot's first WARN ---

is "one WARN" "$(grep -c 'WARNING: ' /tmp/boot)" 1
blamed warn/first "W" context=task pid=1 ppid=0 uid=0 comm=swapper/0 parent=swapper/0 \
	caller=lkdtm_WARNING
is "W: observed, once" "$(cat $CLASS/warn/origin $CLASS/warn/count | xargs)" "observed 1"
ok "W: its time is before user space" before "$(cat $CLASS/warn/first/boottime)" \
	"$(cat $CLASS/user/first/boottime)"
# The line has no word in it that looks like another warning.
logged warn "(W)" "swapper/0[1]" lkdtm__ARNING
ok "W: then came the files, then user space" \
	in_order 'WARNING: ' 'taint_info: version ' 'Run /init as init process'
is "the log of events begins with it" \
	"$(sed -n '1s/^seq=1 time=[0-9.]* flag=\([a-z]*\) .*/\1/p' $LOG)" warn
ok "the report has its path" grep -q ' do_one_initcall+' $REPORT

# --- the last before user space ---

blamed user/first "U" context=task pid=1 ppid=0 uid=0 comm=swapper/0 parent=swapper/0 \
	caller=proc_taint
is "U: observed" "$(cat $CLASS/user/origin)" observed
logged user "(U)" "swapper/0[1]"

# --- replay, as udev asks for it when it starts ---

start_listener
for flag in warn user firmware_workaround; do
	ok "$flag: its event comes again" replay $flag
	is "$flag: as it was" "$(in_event "$(event $flag)" SYNTH_UUID TAINT_SET TAINT_ORIGIN TAINT_MODULE TAINT_SELF)" \
		"0 1 $(cat $CLASS/$flag/origin)   "
done

# --- modules: they come and go as ever, ours not at all ---

load_module /modules/trigger.ko >/tmp/out
told oot_module trigger
is "a module is not of the tree: observed" "$(cat $CLASS/oot_module/origin)" observed
is "it carries the flag, and we do not" \
	"$(cat $CLASS/oot_module/modules) $(variable oot_module TAINT_SELF)" "trigger "
trigger warn
ok "W again: noticed" within 5 newer warn 1
is "W again: counted, its first record stays" \
	"$(cat $CLASS/warn/count) $(sed 's/+.*//' $CLASS/warn/first/caller) $(cat $CLASS/warn/last/module)" \
	"2 lkdtm_WARNING trigger"
trigger oops
told die trigger
provoke_begin
load_module /modules/trigger_proprietary.ko >/tmp/out
provoke_end
told proprietary_module trigger_proprietary
rmmod trigger_proprietary
is "and goes: nobody carries its flag" "$(cat $CLASS/proprietary_module/modules)" ""
is "the module of the same name is refused" "$(load_module /modules/taint_info.ko)" EINVAL
is "none lost" "$(cat $SYS/lost)" 0

# --- the tool ---

is "taintinfo: the same state" "$(taintinfo --json | sed -n '1s/^{[^}]*"mask": *"*\([0-9]*\).*/\1/p')" \
	"$(cat $SYS/tainted)"
ok "taintinfo: the module's word of the first WARN" \
	sh -c "taintinfo | grep -q lkdtm_WARNING"
finish
