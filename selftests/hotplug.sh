#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Processors and threads that come and go.  What was raised on one, or by one, is
# known when it is gone; a processor that was off while taint_info came or went is
# as good as any; one that hangs holds up nobody else; a thread's number may be
# another's by the time that somebody asks.

. ./lib.sh

CPU3=/sys/devices/system/cpu/cpu3/online
BATCHES=12
BATCH=10	# of so many the log keeps each

turn() {
	echo "$1" >$CPU3
}

load() {
	is "loads$1" "$(load_module /modules/taint_info.ko poll_ms=0)" loaded
}

unload() {
	ok "unloads$1" rmmod taint_info
	is "nothing is left" "$(remains)" ""
}

on_cpu3() {
	cases <<'END'
ipi 20 3|bit_20|hardirq|add_.*bit|trigger|-
work 21 3|bit_21|task|add_.*bit|trigger|-
nmi 22 3|bit_22|nmi|add_.*bit|trigger|-
bare_ipi core 3|warn|hardirq|kobject_put|-|-
bare_softirq core 3|warn|softirq|kobject_put|-|-
END
}

on_others() {
	cases <<'END'
ipi 20 1|bit_20|hardirq|add_.*bit|trigger|-
work 21 2|bit_21|task|add_.*bit|trigger|-
END
}

load_module /modules/trigger.ko >/tmp/out
# A kernel that puts no release off refuses it.
load_module /modules/trigger_hurry.ko >/tmp/out
for bit in 20 21 22; do
	trigger add $bit
done
start_listener
ok "$(nproc) processors" [ "$(nproc)" = 4 ]

# --- processors ---

# An interrupt is for another one than where the order comes from.
taskset -p 1 $$ >/tmp/out

load ""
on_cpu3
ok "a processor goes off" turn 0
raise "ipi 20 3"
is "no order gets there" "$(cat /tmp/out)" "write: No such device"
on_others
unload " while it is off"
load " while it is off"
on_others
ok "it comes back" turn 1
on_cpu3

# Its flag is told of though nobody looks: there is no timer.
begin
raise "ipi 23 3"
ok "it goes off just after a new flag" turn 0
told bit_23 trigger
raised "ipi 23 3" bit_23 hardirq add_.*bit trigger -
unload " while it is off again"
ok "it comes back to nothing" turn 1
load ""
on_cpu3

# --- a processor that hangs ---

# hangs CPU OTHER BIT FLAG: with its interrupts off and a new flag that it could tell nobody
# of; meanwhile another one's new flag is told of, whichever of them drives the clock.
hangs() {
	taskset -p -c "$2" $$ >/tmp/out
	rm -f /tmp/went_on
	(
		taskset -c "$1" order /proc/taint_trigger "locked hang" >/tmp/out
		: >/tmp/went_on
	) &
	hung=$!
	hung_flag=bit_$((24 + $1))
	usleep 300000
	trigger add "$3"
	if ! changed "$4"; then
		fail "processor $1 hangs: the others' flags are told of" "no event"
	elif [ ! -e /tmp/went_on ]; then
		pass "processor $1 hangs: the others' flags are told of"
	else
		fail "processor $1 hangs: the others' flags are told of" "not before it went on"
	fi
	wait $hung
	told "$hung_flag" trigger
}

hangs 0 1 2 cpu_out_of_spec
hangs 1 2 5 bad_page
hangs 2 3 8 overridden_acpi_table
hangs 3 0 11 firmware_workaround

# --- threads ---

taskset -p f $$ >/tmp/out

off_and_on() {
	while [ -e /tmp/go ]; do
		turn 0
		usleep 100000
		turn 1
		usleep 200000
	done 2>/tmp/turned
}

# places: pid, uid and comm of the newest of bit_20 in the log
places() {
	sed -n 's/.* flag=bit_20 .* \(pid=[0-9]*\) \(ppid=[0-9]*\) \(uid=[0-9]*\) .*\(comm=\)"\([^"]*\)" \(parent=\)"\([^"]*\)".*/\1 \3 \4\5 \2 \6\7/p' \
		$LOG | tail -n $BATCH
}

# lives NAME: short ones, in batches; each is gone before anybody reads of it
lives() {
	wrong=
	for batch in $(seq $BATCHES); do
		for life in $(seq $BATCH); do
			comm=life_$batch.$life
			case $((life % 3)) in
			0) order /proc/taint_trigger "kthread 20" ;;
			1) order --comm "$comm" --uid $((life + 1000)) /proc/taint_trigger "task 20" ;;
			2) order --comm "$comm" --thread /proc/taint_trigger "task 20" ;;
			esac >/tmp/pid
			read -r place </proc/taint_trigger
			echo "$place"
		done >/tmp/noted
		settle
		places >/tmp/out
		cmp -s /tmp/noted /tmp/out ||
			wrong="$wrong $batch: $(diff /tmp/noted /tmp/out | tr '\n' ' ')"
		place=$(tail -n 1 /tmp/noted)
		read -r pid <$CLASS/bit_20/last/pid
		read -r uid <$CLASS/bit_20/last/uid
		read -r comm <$CLASS/bit_20/last/comm
		[ "${place% ppid=*}" = "pid=$pid uid=$uid comm=$comm" ] ||
			wrong="$wrong $batch: last is $pid $uid $comm, not $place;"
		[ ! -e "/proc/$pid" ] || wrong="$wrong $batch: $pid is still there;"
	done
	is "$1: each of $((BATCHES * BATCH)) is known" "$wrong" ""
}

count=$(cat $CLASS/bit_20/count)
lives "short lives"
touch /tmp/go
off_and_on &
lives "short lives, while a processor comes and goes"
rm /tmp/go
wait $!
is "the processor did" "$(cat /tmp/turned $CPU3)" 1
is "each was counted" $(($(cat $CLASS/bit_20/count) - count)) $((BATCHES * BATCH * 2))

# loads PID FILE: by a thread that has just this number; false when another took it
loads() {
	# shellcheck disable=SC2016 # the inner shell is who becomes the loader
	while :; do
		: &
		wait $!
		[ $! != $(($1 - 1)) ] || break
	done
	sh -c '[ $$ != "$1" ] || exec load_module "$2"' sh "$1" "$2" >/tmp/said
	[ -s /tmp/said ]
}

# What fails to load has no name, or its own; who has its thread's number then is another.  Of few
# numbers each soon comes again.
echo 400 >/proc/sys/kernel/pid_max
trigger add 10
pid=$(sh -c 'echo $$; exec load_module /modules/trigger_needs.ko >/tmp/said')
is "a load fails" "$(cat /tmp/said)" ENOENT
ok "another thread gets its number" within 1 loads "$pid" /modules/trigger_staging.ko
settle
is "the other's load does not" "$(cat /tmp/said)" loaded
is "each is blamed for its own" \
	"$(sed -n "s/.* flag=crap .* pid=$pid .*/&/p" $LOG | sed 's/.* module=\([^ ]*\).*/\1/; t; s/.*/-/' | tr '\n' ' ')" \
	"${EARLY:--} trigger_staging "
is "the flag's newest is of the other" "$(cat $CLASS/crap/last/pid $CLASS/crap/last/module | tr '\n' ' ')" \
	"$pid trigger_staging "
unload ""
dmesg | grep -a '] taint_info: ' | sed 's/^/# /'
finish
