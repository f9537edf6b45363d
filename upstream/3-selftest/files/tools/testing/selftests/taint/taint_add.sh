#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The trace event taint:taint_add: what it tells of a taint that user space asks
# for, and of one that a module brings along.  It taints the kernel with N, which
# is for tests, in an instance of its own.

DIR="$(dirname "$(readlink -f "$0")")"
. "$DIR"/../kselftest/ktap_helpers.sh

TAINTED=/proc/sys/kernel/tainted
FLAG=18 # TAINT_TEST
MASK=$((1 << FLAG))
MODULE=test_bitmap # is marked as a test, and its code sets the flag, too

skip_all()
{
	ktap_skip_all "$1"
	exit "$KSFT_SKIP"
}

cleanup()
{
	[ -z "$loaded" ] || modprobe -q -r $MODULE
	echo 0 > "$EVENT/enable"
	rmdir "$INSTANCE"
}

# was_set: 1 if the flag is set, else 0
was_set()
{
	echo $((($(cat $TAINTED) >> FLAG) & 1))
}

# taint: taints the kernel from user space, and prints what the event says of it
taint()
{
	echo > "$INSTANCE/trace"
	echo $MASK > $TAINTED
	events
}

events()
{
	sed -n 's/.*: taint_add: //p' "$INSTANCE/trace"
}

# check DESCRIPTION GOT PATTERN: the pattern is one as case has them
check()
{
	case "$2" in
	$3)
		ktap_test_pass "$1"
		;;
	*)
		ktap_print_msg "got \"$2\", not \"$3\""
		ktap_test_fail "$1"
		;;
	esac
}

ktap_print_header

[ "$(id -u)" = 0 ] || skip_all "not root"
[ -w $TAINTED ] || skip_all "no $TAINTED"
! grep -q panic_on_taint= /proc/cmdline || skip_all "the kernel may panic: panic_on_taint"

for TRACEFS in /sys/kernel/tracing /sys/kernel/debug/tracing; do
	[ -e $TRACEFS/trace ] || mount -t tracefs nodev $TRACEFS 2> /dev/null
	[ ! -e $TRACEFS/trace ] || break
done
[ -e "$TRACEFS/trace" ] || skip_all "no tracefs"
[ -e "$TRACEFS/events/taint/taint_add" ] || skip_all "no event taint:taint_add"

INSTANCE=$TRACEFS/instances/taint_selftest
EVENT=$INSTANCE/events/taint/taint_add
loaded=
mkdir "$INSTANCE" || skip_all "no instance of tracefs to be had"
trap cleanup EXIT

ktap_set_plan 8

set_before=$(was_set)
echo 1 > "$EVENT/enable"
check "a flag that user space sets: number, letter, caller, no module" "$(taint)" \
	"flag=$FLAG letter=N was_set=$set_before caller=proc_taint[.+]* module="
check "the flag is set then" "$(was_set)" 1
check "and again: it was set before" "$(taint)" \
	"flag=$FLAG letter=N was_set=1 caller=proc_taint[.+]* module="

echo "flag == $FLAG" > "$EVENT/filter"
check "a filter for the flag" "$(taint)" "flag=$FLAG *"
echo "flag != $FLAG" > "$EVENT/filter"
check "a filter for other flags" "$(taint)" ""
echo "was_set == 0" > "$EVENT/filter"
check "a filter for what is new" "$(taint)" ""
echo 0 > "$EVENT/filter"

if ! modprobe -D $MODULE > /dev/null 2>&1; then
	ktap_test_skip "a module brings it along: no $MODULE"
elif [ -e /sys/module/$MODULE ]; then
	ktap_test_skip "a module brings it along: $MODULE is loaded"
else
	echo > "$INSTANCE/trace"
	modprobe -q $MODULE && loaded=yes
	check "a module brings it along, and is named; then its code sets it" \
		"$(events | grep "flag=$FLAG ")" \
		"flag=$FLAG letter=N was_set=1 caller=*+0x* module=$MODULE
flag=$FLAG letter=N was_set=1 caller=* module="
fi

echo 0 > "$EVENT/enable"
check "an event that is off tells nothing" "$(taint)" ""

ktap_finished
