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

# The flags that this kernel defines, in the order of their bits.
FLAGS="proprietary_module forced_module cpu_out_of_spec forced_rmmod machine_check bad_page user die
	overridden_acpi_table warn crap firmware_workaround oot_module unsigned_module softlockup
	livepatch aux randstruct"

# since RELEASE: the kernel is that one or a newer one
since() {
	[ "$(printf '%s\n' "$1" "$(uname -r)" | sort -V | head -n 1)" = "$1" ]
}

! since 6.0 || FLAGS="$FLAGS test"
! since 6.15 || FLAGS="$FLAGS fwctl"
NR_FLAGS=$(echo "$FLAGS" | wc -w)

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

# remains: what of taint_info is in /sys; nothing, where it is not loaded
remains() {
	ls -d $SYS $CLASS /sys/devices/virtual/taint_info /sys/module/taint_info \
		/sys/kernel/debug/taint_info 2>/dev/null
}

# leaks: what kmemleak has to say.  To it an object is lost when two scans have not
# found it, and not before it is some seconds old.
leaks() {
	KMEMLEAK=/sys/kernel/debug/kmemleak
	sleep 6
	echo scan >$KMEMLEAK
	echo scan >$KMEMLEAK
	cat $KMEMLEAK
}

# --- waiting, with a limit ---

# within SECONDS COMMAND...: until it succeeds.
within() {
	tenths=$(($1 * 10))
	shift
	while ! "$@"; do
		tenths=$((tenths - 1))
		[ $tenths -gt 0 ] || return 1
		sleep 0.1
	done
}

# --- taints on purpose ---

# What the kernel prints between these two is not taken for an alarm.
provoke_begin() {
	echo "<5>selftest: provoke begin" >/dev/kmsg
}

provoke_end() {
	echo "<5>selftest: provoke end" >/dev/kmsg
}

# trigger WORDS...: see triggers/trigger.c; prints nothing.
trigger() {
	provoke_begin
	# The inner shell may be killed; the outer one says so, to nobody.
	( (echo "$*" >/proc/taint_trigger); :) 2>/dev/null
	provoke_end
}

# spinning: the innocent module keeps its processor busy.
spinning() {
	grep -q Y /sys/module/trigger_innocent/parameters/spinning
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

# settle: the worker has seen every event that was noticed so far.
settle() {
	sleep 0.2
}

# --- who is blamed ---

RECORD="boottime caller comm context cpu loginuid module pid realtime seq uid via"

# records: every file of every flag's records, a line each.
records() {
	(cd $CLASS && grep '' ./*/count ./*/first/* ./*/last/*)
}

# begin: what only compares with.
begin() {
	records >/tmp/before
}

# before FILE: what it held then; FILE is as in records.
before() {
	sed -n "s|^./$1:||p" /tmp/before
}

newer() {
	[ "$(cat $CLASS/"$1"/last/seq)" != "$(before "$1/last/seq")" ]
}

# only NAME FLAG[:N]...: since begin these were raised, N times where it is not
# once, each keeps its first record, and nothing changed in any other flag.
only() {
	name=$1
	shift
	cp /tmp/before /tmp/others.before
	wrong=
	for flag; do
		times=1
		case $flag in
		*:*) times=${flag#*:} ;;
		esac
		flag=${flag%:*}
		within 5 newer "$flag"
		sed -i "\|^./$flag/|d" /tmp/others.before
	done
	settle
	records >/tmp/after
	cp /tmp/after /tmp/others.after
	for flag; do
		times=1
		case $flag in
		*:*) times=${flag#*:} ;;
		esac
		flag=${flag%:*}
		came=$(($(cat $CLASS/"$flag"/count) - $(before "$flag/count")))
		[ "$came" = "$times" ] || wrong="$wrong $flag came $came times, not $times."
		if [ -n "$(before "$flag/first/seq")" ]; then
			grep "^./$flag/first/" /tmp/before >/tmp/first.before
			grep "^./$flag/first/" /tmp/after | cmp -s - /tmp/first.before ||
				wrong="$wrong $flag/first changed."
		fi
		sed -i "\|^./$flag/|d" /tmp/others.after
	done
	is "$name: no other record changed" \
		"$wrong$(diff /tmp/others.before /tmp/others.after | grep '^[-+][^-+]')" ""
}

# blamed RECORD NAME [FILE=VALUE]...: what all of the record's files hold. One that
# is not named has to be empty; of the CPU and the times it is enough that they
# are there.  The caller is an extended regular expression for its symbol.
blamed() {
	record=$1
	name=$2
	shift 2
	wrong=
	for file in $RECORD; do
		want=
		for pair; do
			case $pair in
			"$file="*) want=${pair#*=} ;;
			esac
		done
		got=
		more=
		{
			IFS= read -r got
			IFS= read -r more && wrong="$wrong$file has a second line; "
		} <"$CLASS/$record/$file"
		pattern=
		case $file in
		boottime | realtime) pattern='[0-9]+\.[0-9]{9}' ;;
		seq) pattern='[0-9]+' ;;
		cpu) pattern=${want:-[0-9]+} ;;
		caller) pattern="${want:+($want)\+0x[0-9a-f]+/0x[0-9a-f]+}" ;;
		esac
		if [ -n "$pattern" ]; then
			echo "$got" | grep -Eqx "$pattern" || wrong="$wrong$file is '$got', not '$want'; "
		else
			[ "$got" = "$want" ] || wrong="$wrong$file is '$got', not '$want'; "
		fi
	done
	is "$name: $record" "$wrong" ""
}

# told FLAG MODULE: the flag's event came and named it; "" is for no such variable.
told() {
	changed "$1"
	is "$1: its event names ${2:-nobody}" \
		"$(grep "^change .*TAINT_FLAG=$1 " $EVENTS | grep -o 'TAINT_MODULE=[^ ]*')" \
		"${2:+TAINT_MODULE=$2}"
}

# logged FLAG [WORD]...: one line in the kernel log, with these in it.
logged() {
	flag=$1
	shift
	dmesg | grep "] taint_info: flag $flag (" >/tmp/line
	wrong=
	[ "$(wc -l </tmp/line)" = 1 ] || wrong="$(wc -l </tmp/line) lines; "
	for word; do
		grep -qF -- "$word" /tmp/line || wrong="${wrong}no $word; "
	done
	is "$flag: one line in the log, with $*" "$wrong${wrong:+$(cat /tmp/line)}" ""
}

echo "KTAP version 1"
