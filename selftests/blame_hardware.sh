#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What is nobody's fault, or a user's: a machine check, which QEMU injects, a soft
# lockup, a write to a model-specific register.  Whoever was running when the
# first two came is innocent.

. ./lib.sh

start_listener
load_module /modules/trigger.ko >/tmp/out
is "loads" "$(load_module /modules/taint_info.ko)" loaded

# --- a machine check ---

checked() {
	[ "$(cat $CLASS/machine_check/count)" = 1 ]
}

load_module /modules/trigger_innocent.ko cpu=1 >/tmp/out
ok "the innocent runs" within 10 spinning
begin
provoke_begin
# Uncorrected, but no action is required: valid, enabled, signaled, restartable.  What
# the monitor said before the port was raw has been echoed to it: an end of line first.
stty -F "$MONITOR" raw -echo
printf '\nmce -b 1 9 0xb100000000000000 0x5 0 0\n' >"$MONITOR"
ok "a machine check comes" within 10 checked
provoke_end
ok "and the innocent goes on" spinning
rmmod trigger_innocent
only "a machine check" machine_check
for at in first last; do
	blamed machine_check/$at "a machine check" context=nmi cpu=1 caller=do_machine_check
done
told machine_check ""
logged machine_check do_machine_check "in nmi context on CPU 1"

# --- a soft lockup ---

begin
provoke_begin
# Only meanwhile: with so short a limit a pause of the machine is a lockup, too.
thresh=$(cat /proc/sys/kernel/watchdog_thresh)
echo 1 >/proc/sys/kernel/watchdog_thresh
taskset -c 1 order /proc/taint_trigger "task lockup" >/tmp/pid
echo "$thresh" >/proc/sys/kernel/watchdog_thresh
provoke_end
only "a soft lockup" softlockup
for at in first last; do
	blamed softlockup/$at "a soft lockup" context=hardirq cpu=1 caller=watchdog_timer_fn
done
told softlockup ""
logged softlockup watchdog_timer_fn "in hardirq context on CPU 1"

# --- a write to a model-specific register ---

# IA32_TSC_AUX, which keeps its value: who reads it is getcpu() alone.
MSR=$((0xc0000103))
if [ -e /modules/msr.ko ]; then
	is "the kernel's own msr loads" "$(load_module /modules/msr.ko)" loaded
	settle
	begin
	dd if=/dev/cpu/0/msr of=/tmp/value bs=8 count=1 iflag=skip_bytes skip=$MSR 2>/tmp/out
	sh -c 'echo $$ >/tmp/pid
		exec dd if=/tmp/value of=/dev/cpu/0/msr bs=8 count=1 oflag=seek_bytes conv=notrunc seek=$0' \
		$MSR 2>>/tmp/out
	only "a write to an MSR" cpu_out_of_spec
	for at in first last; do
		blamed cpu_out_of_spec/$at "a write to an MSR" context=task caller=msr_write \
			module=msr pid="$(cat /tmp/pid)" uid=0 comm=dd
	done
	told cpu_out_of_spec msr
	logged cpu_out_of_spec msr_write msr "dd[$(cat /tmp/pid)]"
	# Its class is in its own memory: where the kernel puts releases off, as in a search
	# for such faults, that is gone by then.
	if [ "$(load_module /modules/trigger_hurry.ko)" = loaded ]; then
		skip "msr is gone" "this kernel does not survive that"
	else
		rmmod msr
		blamed cpu_out_of_spec/last "msr is gone" context=task caller=msr_write \
			module=msr pid="$(cat /tmp/pid)" uid=0 comm=dd
	fi
else
	skip "a write to an MSR" "no msr.ko here"
fi

sed 's/^/# /' $REPORT
dmesg | grep '] taint_info: ' | sed 's/^/# /'
finish
