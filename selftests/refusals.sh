#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What may be taken, missing or forbidden on a machine: either taint_info does with
# less and says so, or it is not loaded and leaves nothing.  Hooks that are switched
# off: see hooks_none.sh.  Needs a kernel with module signatures and lockdown; the
# last parts change it for good.

. ./lib.sh

LOCKDOWN=/sys/kernel/security/lockdown

load() {
	is "$1: it loads" "$(load_module /modules/taint_info.ko)" loaded
}

unload() {
	ok "$1: it unloads" within 10 rmmod taint_info
}

# What the kernel makes of our EEXIST, and says itself of a name in debugfs: seen on
# 6.1 and 7.3; which release between began it is not known.
TAKEN=EEXIST
PRESENT="debugfs: Directory 'taint_info' with parent '/' already present!"
if since 7.0; then
	TAKEN=EBUSY
	PRESENT="debugfs: 'taint_info' already exists in '/'"
fi

# news: of the kernel log what came since mark
mark() {
	lines=$(dmesg | wc -l)
}

news() {
	dmesg | tail -n +$((lines + 1))
}

# said NAME WORDS: in one line since mark
said() {
	is "$1" "$(news | grep -cF -- "$2")" 1
}

# nothing_left NAME SQUATTER: but for what was there before
nothing_left() {
	is "$1: nothing is left" "$(remains)" "$2"
	is "$1: no probe is left" "$(cat /sys/kernel/debug/kprobes/list)" ""
}

# noticed NAME BIT: a new flag is observed, and told of
noticed() {
	trigger add "$2"
	ok "$1: a flag is noticed" changed "bit_$2"
	is "$1: and observed" "$(cat "$CLASS/bit_$2/origin" "$CLASS/bit_$2/last/module" | tr '\n' ' ')" \
		"observed trigger "
}

start_listener
load_module /modules/trigger.ko >/tmp/out

# --- the name is taken ---

# The kernel prints a trace of its own about it.
for what in kobject class; do
	load_module /modules/trigger_squat.ko what=$what >/tmp/out
	case $what in
	kobject) taken=$SYS ;;
	class) taken=$CLASS ;;
	esac
	mark
	provoke_begin
	got=$(load_module /modules/taint_info.ko)
	provoke_end
	is "the name is taken by another $what: refused" "$got" $TAKEN
	said "another $what: the log says which" "sysfs: cannot create duplicate filename '${taken#/sys}'"
	nothing_left "another $what" "$taken"
	rmmod trigger_squat
	load "another $what, gone"
	unload "another $what, gone"
done

load_module /modules/trigger_squat.ko what=debugfs >/tmp/out
mark
load "the name is taken in debugfs"
said "taken in debugfs: the log says so" "$PRESENT"
noticed "taken in debugfs" 20
unload "taken in debugfs"
is "taken in debugfs: what was there stays, as it was" \
	"$(ls -d /sys/kernel/debug/taint_info /sys/kernel/debug/taint_info/* 2>/dev/null)" \
	/sys/kernel/debug/taint_info
rmmod trigger_squat
nothing_left "taken in debugfs" ""

load "a second one"
is "a second one is refused" "$(load_module /modules/taint_info.ko)" EEXIST
unload "the first"

# --- a function that this kernel does not have ---

# As long a name, so that nothing moves; without kprobes at all: see bare.sh.
if has_tracepoint; then
	skip "no proc_taint" "the trace point needs none"
else
	sed 's/proc_taint/proc_tain_/g' /modules/taint_info.ko >/tmp/taint_info.ko
	mark
	is "no proc_taint: it loads" "$(load_module /tmp/taint_info.ko)" loaded
	said "no proc_taint: the log says so" "taint_info: no hook sysctl on this kernel (error -2)"
	is "no proc_taint: hooks" "$(cat $SYS/hooks)" "kprobe module die error_report poll"
	noticed "no proc_taint" 25
	unload "no proc_taint"
fi

# --- a locked-down kernel ---

mount -t securityfs none /sys/kernel/security
load "before the lockdown"
for level in integrity confidentiality; do
	echo $level >$LOCKDOWN
	is "$level: locked down" "$(grep -o '\[.*\]' $LOCKDOWN)" "[$level]"
	[ $level = integrity ] && bit=23 || bit=24
	noticed "$level: a loaded taint_info goes on" "$bit"
	is "$level: hooks" "$(cat $SYS/hooks)" "$HOOKS poll"
	# Files that can only be read, by root alone, may be read in any case.
	ok "$level: the report is there for root" grep -q "bit_$bit" $REPORT
	ok "$level: so is the log" grep -q "flag=bit_$bit " $LOG
done
unload "locked down"
mark
is "a locked-down kernel refuses an unsigned module" "$(load_module /modules/taint_info.ko)" EPERM
said "locked down: the log says why" "unsigned module loading is restricted"
nothing_left "locked down" ""

# --- only signed modules ---

echo 1 >/sys/module/module/parameters/sig_enforce
mark
is "sig_enforce=1 refuses an unsigned module" "$(load_module /modules/taint_info.ko)" EKEYREJECTED
said "sig_enforce=1: the log says why" "Loading of unsigned module is rejected"
nothing_left "sig_enforce=1" ""
finish
