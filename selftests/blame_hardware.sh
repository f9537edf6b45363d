#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What hardware tells of: a machine check, which QEMU injects, and is nobody's fault, a
# soft lockup, which is that of whoever was interrupted, and a write to a model-specific
# register, which is a user's.

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

# said: whom the kernel's own report is of, and where that was
said() {
	dmesg | grep -A 40 'BUG: soft lockup' | sed -n 's/.*BUG: soft lockup.*\[\(.*\)\]$/\1/p
		s/.*RIP: 0010:\(lock_up.*\)$/\1/p' | xargs
}

hang "task lockup" softlockup task lock_up trigger -
# shellcheck disable=SC2154 # raise() sets it
for at in first last; do
	# shellcheck disable=SC2086
	blamed softlockup/$at "a soft lockup" context=task caller=lock_up module=trigger $place
done
told softlockup trigger
logged softlockup lock_up trigger "order[$(cat /tmp/pid)]" "in task context"
is "the kernel says so, too" "$(said)" "order:$(cat /tmp/pid) $(cat $CLASS/softlockup/last/caller) [trigger]"

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
