#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# An oops starts the crash kernel, wherever it happens: in a healthy task, in one that
# memory corruption has hit, on the stack of a double fault. For each the guest boots
# anew and crashes; the crash kernel boots this again. What has come of it waits in a
# memory that no kernel uses, which a reset leaves alone.

# What the boots before the last one say is for that one alone.
. ./lib.sh >/dev/null

# A line for each crash: where it happens, and what is loaded.
CRASHES="rotten_cred oops|
rotten_cred oops|taint_info
task overflow|taint_info
task oops|taint_info"
NR_CRASHES=$(echo "$CRASHES" | wc -l)

# What is said of each; 0 is what the memory holds at first.
NOT_RUN=0
FAILED=1
ORDERED=2
RETURNED=3
NO_DUMP=4
CAME=5

# note N VALUE, noted N: word N of that memory. The first is the number of the crash.
note() {
	devmem $((0x10000000 + 4 * $1)) 32 "$2"
}

noted() {
	echo $(($(devmem $((0x10000000 + 4 * $1)) 32)))
}

# crash ORDER MODULE: does not come back, where all is well
crash() {
	load_module /modules/trigger.ko || return
	[ -z "$2" ] || load_module "/modules/$2.ko" || return
	load_crash /crash/vmlinuz /crash/initramfs.cpio "$(sed 's/crashkernel=[^ ]*//' /proc/cmdline) \
		nr_cpus=1 reset_devices loglevel=6" || return
	echo 1 >/proc/sys/kernel/panic_on_oops
	note "$number" $ORDERED
	# One processor may be lost; the other one resets the machine, unless it is stopped.
	# To tell of a stall it would wait for the lost one, for ever.
	echo 1 >/sys/module/rcupdate/parameters/rcu_cpu_stall_suppress
	taskset 2 sh -c 'sleep 20; echo b >/proc/sysrq-trigger' &
	provoke_begin
	taskset 1 sh -c "echo '$1' >/proc/taint_trigger"
	note "$number" $RETURNED
	kill $!
}

provoke_end
number=$(noted 0)
if grep -q elfcorehdr= /proc/cmdline; then
	note "$number" $NO_DUMP
	[ ! -s /proc/vmcore ] || note "$number" $CAME
else
	# From a guest that says nothing for long nobody expects any more.
	[ "$number" != 0 ] || echo "# the first boot"
	number=$((number + 1))
	note 0 $number
	if [ $number -le "$NR_CRASHES" ]; then
		note $number $FAILED
		crash "$(echo "$CRASHES" | sed -n "$number s/|.*//p")" \
			"$(echo "$CRASHES" | sed -n "$number s/.*|//p")" >/dev/console 2>&1
	fi
fi
# The crash kernel of the last crash can tell as well as the boot after it.
[ "$number" -ge "$NR_CRASHES" ] || reboot -f
echo "KTAP version 1"
number=0
while IFS='|' read -r order module; do
	number=$((number + 1))
	name="$order, $([ -n "$module" ] && echo with || echo without) taint_info"
	case $(noted $number) in
	"$CAME") pass "$name: the crash kernel comes, with a dump" ;;
	"$NO_DUMP") fail "$name" "the crash kernel came, but without /proc/vmcore" ;;
	"$ORDERED") fail "$name" "no crash kernel came, the machine was reset" ;;
	"$RETURNED") fail "$name" "no crash: the order returned" ;;
	"$FAILED") fail "$name" "a module or the crash kernel was not loaded: see the console" ;;
	"$NOT_RUN") fail "$name" "it was never tried" ;;
	*) fail "$name" "the memory for results was overwritten" ;;
	esac
done <<END
$CRASHES
END
finish
