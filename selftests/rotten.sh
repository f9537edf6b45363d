#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Taints in a task that memory corruption has hit: its credentials, its parent or its
# signals are at no address at all, or the end of its stack is overwritten. What the
# kernel survives by itself it survives with the module, and says no more than without.

. ./lib.sh

# alarms: how many of the last order's lines in the kernel log are alarming
alarms() {
	dmesg | awk '
		/selftest: provoke begin/ { alarms = 0 }
		/WARNING:|general protection|BUG:|Oops|Unable to handle|double fault/ { alarms++ }
		END { print alarms + 0 }'
}

load_module /modules/trigger.ko >/tmp/out
# To print a uid the kernel itself follows the credentials: there the order prints nothing.
trigger warn
CRED="warn|warn|task|warn_on_demand|trigger|-"
! prints_uid || CRED="17|randstruct|task|add_wanted_bit|trigger|-"
cat >/tmp/cases <<END
rotten_cred $CRED
rotten_parent warn|warn|task|warn_on_demand|trigger|-
rotten_signal warn|warn|task|warn_on_demand|trigger|-
rotten_stack warn|warn|task|warn_on_demand|trigger|-
END

while IFS='|' read -r order _; do
	raise "$order" </dev/null
	alarms
done </tmp/cases >/tmp/alarms

is "loads" "$(load_module /modules/taint_info.ko)" loaded
exec 4</tmp/alarms
while IFS='|' read -r order flag context caller module via; do
	# The last that is heard of it, where the guest dies of it.
	echo "# next: $order"
	read -r want <&4
	begin
	raise "$order" </dev/null
	count=$(alarms)
	raised "$order" "$flag" "$context" "$caller" "$module" "$via"
	is "$order: as many alarms as without taint_info" "$count" "$want"
	case_of "task warn" warn task warn_on_demand trigger - </dev/null
done </tmp/cases
! prints_uid || skip "rotten_cred warn" "the kernel itself follows the credentials, to print a uid"

# What the order itself makes.
is "alarms without taint_info" "$(sort -u /tmp/alarms | xargs)" "$(prints_uid && echo "0 1" || echo 1)"
ok "unloads" rmmod taint_info
is "nothing is left" "$(remains)" ""
finish
