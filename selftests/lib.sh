#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What the tests share: KTAP results, provoked taints, the event listener.
# Each test sources this and ends with finish. No set -e: a command that fails
# is what a test reports, and the next one still runs.

set -u

SYS=/sys/kernel/taint_info
CLASS=/sys/class/taint_info
REPORT=/sys/kernel/debug/taint_info/report
LOG=/sys/kernel/debug/taint_info/log
EVENTS=/tmp/uevents

tests=0

# --- results ---

pass() {
	tests=$((tests + 1))
	echo "ok $tests $1"
}

# fail NAME [LINE...]: each line is one of explanation.
fail() {
	tests=$((tests + 1))
	echo "not ok $tests $1"
	shift
	for line; do
		echo "$line" | sed 's/^/# /'
	done
}

skip() {
	tests=$((tests + 1))
	echo "ok $tests $1 # SKIP $2"
}

# is NAME GOT WANT
is() {
	if [ "$2" = "$3" ]; then
		pass "$1"
	else
		fail "$1" "got:  $2" "want: $3"
	fi
}

# ok NAME COMMAND...: passes when the command succeeds.
ok() {
	name=$1
	shift
	if output=$("$@" 2>&1); then
		pass "$name"
	else
		fail "$name" "$* failed:" "$output"
	fi
}

finish() {
	echo "1..$tests"
}

# list DIRECTORY: the names in it, in order.
list() {
	(cd "$1" && echo *)
}

# --- waiting, with a limit ---

# within SECONDS COMMAND...: until it succeeds.
within() {
	tenths=$(($1 * 10))
	shift
	while ! "$@"; do
		tenths=$((tenths - 1))
		[ $tenths -gt 0 ] || return 1
		usleep 100000
	done
}

# --- taints on purpose ---

# What the kernel prints between these two is not taken for an alarm.
provoke_begin() {
	echo "<6>selftest: provoke begin" >/dev/kmsg
}

provoke_end() {
	echo "<6>selftest: provoke end" >/dev/kmsg
}

# trigger WORDS...: see triggers/trigger.c; prints nothing.
trigger() {
	provoke_begin
	# The inner shell may be killed; the outer one says so, to nobody.
	( (echo "$*" >/proc/taint_trigger); :) 2>/dev/null
	provoke_end
}

# The text that the kernel itself printed in its newest report.
kernel_string() {
	dmesg | sed -n "s/^.*\(Tainted: .*\) $(uname -r) .*$/\1/p" | tail -n 1
}

# --- events ---

start_listener() {
	uevents >$EVENTS &
	listener=$!
	within 5 grep -q listening $EVENTS
}

stop_listener() {
	kill "$listener"
}

# changes FLAG: how many change events came for it.
changes() {
	grep -c "^change .*TAINT_FLAG=$1 " $EVENTS
}

# changed FLAG: waits for its change event.
changed() {
	within 10 grep -q "^change .*TAINT_FLAG=$1 " $EVENTS
}

# variable FLAG NAME: its value in the flag's newest change event.
variable() {
	grep "^change .*TAINT_FLAG=$1 " $EVENTS | tail -n 1 | tr ' ' '\n' | sed -n "s/^$2=//p"
}

# settled: the worker has seen every event that was noticed so far.
settle() {
	usleep 200000
}

echo "KTAP version 1"
