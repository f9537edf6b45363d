#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Allocations are refused, one at a time: when taint_info is loaded and unloaded,
# when its files are read and written, when its worker tells of a flag that has no
# device yet.  It is not loaded and leaves nothing, or it does with less and says so;
# and no memory is lost.  For kernels with failslab and kmemleak.

. ./lib.sh

FAILSLAB=/sys/kernel/debug/failslab
DEBUGFS=${REPORT%/*}
WORKER_STEP=8	# a round of the worker's takes seconds
mask=0x$(sed -n 's/^\([0-9a-f]*\) . tainted_mask$/\1/p' /proc/kallsyms)

# tally FILE: what came of it, and how often
tally() {
	sed '$d' "$1" | cut -d' ' -f2- | sort | uniq -c | sed 's/^ */# /'
}

# fired FILE: how many allocations were refused
fired() {
	sed '$d' "$1" | cut -d' ' -f1 | uniq | wc -l
}

# without HOOK FILE: how often it was loaded without that hook
without() {
	grep ' loaded ' "$2" | grep -vc " $1\( \|$\)"
}

echo N >$FAILSLAB/ignore-gfp-wait
echo 0 >$FAILSLAB/verbose
load_module /modules/trigger.ko >/tmp/out
load_module /modules/trigger_hurry.ko >/tmp/out

# The kernel shows call traces for allocations of its own.  What it says beside is
# looked at in the end.
provoke_begin

# --- loading it ---

# Where our own code begins: up to there goes what it refuses itself, but for a few
# allocations on the way out; that was more the first time, as gcov keeps a copy.
# All of the hooks, the directories and the first device, then a part: the other
# devices are made in the same way.
fail_nth count /modules/taint_info.ko hooks=unknown >/tmp/out
from=$(($(fail_nth count /modules/taint_info.ko hooks=unknown) - 20)),300,41
fail_nth load "$from" /modules/taint_info.ko $SYS/hooks $SYS /sys/devices/virtual/taint_info \
	"$DEBUGFS" $CLASS /sys/module/taint_info >/tmp/load
tally /tmp/load
ok "loading: $(fired /tmp/load) allocations are refused" [ "$(fired /tmp/load)" -gt 300 ]
is "loading: nothing is left" "$(grep left /tmp/load)" ""
is "loading: each refusal is for lack of memory" \
	"$(cut -d' ' -f2 /tmp/load | sort -u | tr '\n' ' ')" "ENOMEM loaded none "
ok "loading: some end in one" grep -q ENOMEM /tmp/load
for hook in $HOOKS; do
	# These allocate nothing that could be refused.
	case $hook in
	module | die) continue ;;
	esac
	ok "loading: some end without the hook $hook" [ "$(without "$hook" /tmp/load)" -gt 0 ]
done
is "loaded all the same: all files in sysfs" \
	"$(grep ' loaded ' /tmp/load | cut -d' ' -f3,4,6 | sort -u)" \
	"$(tail -n 2 /tmp/load | sed -n 's/^.* loaded //p' | cut -d' ' -f1,2,4)"
# register_kprobe() says nothing of a probe that it has no memory to arm (7.3), so that
# it is found by trial, and then the log says so of both.
silent=$(dmesg | grep -c "taint_info: kprobes do not fire")
for hook in $HOOKS; do
	said=$(dmesg | grep -c "taint_info: no hook $hook on this kernel (error -12)")
	case $hook in
	kprobe | sysctl) said=$((said + silent)) ;;
	esac
	is "without the hook $hook: the log says so" "$said" "$(without "$hook" /tmp/load)"
done

# --- unloading it ---

# Without hooks: unregister_kprobe() returns nothing, but leaves a probe in the
# kernel's hands when it gets no memory to disarm it (7.3), and nothing can be done.
fail_nth unload 1 /modules/taint_info.ko hooks=none $SYS $CLASS \
	/sys/devices/virtual/taint_info "$DEBUGFS" /sys/module/taint_info >/tmp/unload
tally /tmp/unload
ok "unloading: $(fired /tmp/unload) allocations are refused" [ "$(fired /tmp/unload)" -gt 10 ]
is "unloading: it goes, and nothing is left" \
	"$(cut -d' ' -f2- /tmp/unload | sort -u | tr '\n' ' ')" "none ok "

# --- its files ---

is "loads once more" "$(load_module /modules/taint_info.ko)" loaded
for file in $REPORT $LOG $SYS/string $CLASS/oot_module/modules $CLASS/oot_module/first/comm \
	$CLASS/oot_module/uevent; do
	fail_nth read 1 "$file" >/tmp/read
	is "reading ${file##*/}, $(fired /tmp/read) allocations: ENOMEM or all of it" \
		"$(cut -d' ' -f2 /tmp/read | grep -v -e ENOMEM -e ok)" none
done
# Of a path that there is no memory for the kernel says ENOENT.
for words in change "change 00000000-0000-4000-8000-000000000000 A=1" nonsense; do
	fail_nth write 1 $CLASS/oot_module/uevent "$words" >/tmp/write
	is "writing '${words%% *}' to uevent, $(fired /tmp/write) allocations: an error, or done" \
		"$(cut -d' ' -f2 /tmp/write | grep -v -e ENOMEM -e ENOENT -e EINVAL -e ok)" none
done

# --- its worker ---

# arm_workers N: in each thread that may be the one
arm_workers() {
	for worker in $workers; do
		echo "$1" >"$worker"
	done 2>/tmp/out
}

# spent: how many allocations of N the one has made that made most
spent() {
	least=$1
	for worker in $workers; do
		read -r left <"$worker" && [ "$left" -ge "$least" ] || least=$left
	done 2>/tmp/out
	echo $(($1 - least))
}

find_workers() {
	workers=
	for comm in /proc/[0-9]*/comm; do
		read -r name <"$comm" || continue
		case $name in
		kworker/u*) workers="$workers ${comm%/*}/fail-nth" ;;
		esac
	done 2>/tmp/out
}

# missed: where the kernel had no memory to hand an event to the listener, it said so to it.
missed() {
	[ "$(grep -c '^overrun' $EVENTS)" -gt "$overruns" ]
}

start_listener
find_workers
arm_workers 100000
echo "add 20" >/proc/taint_trigger
ok "a flag without a device: its event comes" changed bit_20
settle
needed=$(spent 100000)
arm_workers 0
ok "telling of it takes $needed allocations" [ "$needed" -gt 50 ]
flag_files=$(cd $CLASS/bit_20 && find . | sort)

n=1
fired=0
wrong=
while [ $n -le "$needed" ]; do
	# Eight flags that this kernel does not define have a record.
	for bit in $(seq 20 27); do
		flag=bit_$bit
		[ ! -e "$CLASS/$flag" ] || continue
		overruns=$(grep -c '^overrun' $EVENTS)
		find_workers
		arm_workers $n
		echo "add $bit" >/proc/taint_trigger
		changed "$flag" || missed || wrong="$wrong $n: no event;"
		[ "$(spent $n)" != $n ] || fired=$((fired + 1))
		arm_workers 0
		settle
		[ "$(changes "$flag")" = 1 ] || missed || wrong="$wrong $n: $(changes "$flag") events;"
		[ "$(cd "$CLASS/$flag" && find . | sort)" = "$flag_files" ] ||
			wrong="$wrong $n: files are missing;"
		[ -e "$SYS/flags/$flag" ] || wrong="$wrong $n: no link;"
		n=$((n + WORKER_STEP))
		[ $n -le "$needed" ] || break
	done
	stop_listener
	rmmod taint_info
	for bit in $(seq 20 27); do
		echo "clear $bit $mask" >/proc/taint_trigger
	done
	start_listener
	load_module /modules/taint_info.ko >/tmp/out
done
echo "# worker: $fired fired"
is "the worker: each ${WORKER_STEP}th allocation: one event all the same, and all files" "$wrong" ""
ok "some fired" [ $fired -gt $((needed / WORKER_STEP / 2)) ]
provoke_end

stop_listener
ok "unloads" rmmod taint_info
is "no detector has anything to say" \
	"$(dmesg | grep -oE '(BUG|UBSAN|ODEBUG|INFO|WARNING): .*')" ""
rmmod trigger_hurry
rmmod trigger
is "nothing is left" "$(remains)" ""
is "no memory is lost" "$(leaks)" ""
finish
