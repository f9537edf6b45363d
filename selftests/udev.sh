#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The events as a real systemd-udevd sees them, with the rule of the README.
# In place of logger, a script notes what it was called with.

. ./lib.sh

LOG=/run/logger.log

rm -f /usr/bin/logger
cat >/usr/bin/logger <<'SCRIPT'
#!/bin/sh
echo "$# arguments, the last: $(eval echo "\"\${$#}\"")" >>/run/logger.log
SCRIPT
chmod 755 /usr/bin/logger

# logged FLAG: how many times the rule told of it.
logged() {
	grep -c "taint $1 " $LOG
}

settled() {
	usleep 300000
	udevadm settle --timeout=20
}

: >$LOG
/lib/systemd/systemd-udevd --daemon
ok "udevd runs: $(udevadm --version)" within 10 udevadm control --ping
start_listener

is "loads" "$(load_module /modules/taint_info.ko)" loaded
settled
is "our own flags are no news" "$(cat $LOG)" ""
ok "udevadm info knows the devices" \
	sh -c "udevadm info $CLASS/warn | grep -q '^E: SUBSYSTEM=taint_info'"
ok "and finds them by subsystem" \
	sh -c "[ \$(udevadm trigger --dry-run --verbose --subsystem-match=taint_info | wc -l) = 19 ]"
is "udevadm info shows the variables" \
	"$(udevadm info -q property $CLASS/oot_module | grep -E '^TAINT_(FLAG|SELF|LETTER)' | sort | tr '\n' ' ')" \
	"TAINT_FLAG=oot_module TAINT_LETTER=O TAINT_SELF=1 "

load_module /modules/trigger.ko >/tmp/out
trigger warn
changed warn
settled
is "a WARN: the rule tells of it, in one argument" "$(cat $LOG)" \
	"5 arguments, the last: kernel taint warn (W), category fault, origin observed, mask $(cat $SYS/tainted)"
trigger warn
settled
is "a second WARN is no news" "$(logged warn)" 1
trigger oops
changed die
settled
is "an oops" "$(logged die)" 1
load_module /modules/trigger_proprietary.ko >/tmp/out
load_module --force /modules/trigger_plain.ko >/tmp/out
changed proprietary_module
changed forced_module
provoke_begin
echo 64 >/proc/sys/kernel/tainted
provoke_end
changed user
settled
for flag in proprietary_module forced_module user; do
	is "$flag: the rule tells of it, once" "$(logged $flag)" 1
done
trigger add 42
changed bit_42
settled
# One add event, as its device appears with the flag set, and the change.
is "a bit without a name: the same" "$(logged bit_42)" 2

# As at boot: what is set is told of again, to a udevd that came later.
: >$LOG
udevadm trigger --action=add --subsystem-match=taint_info
settled
is "replay as at boot: every set flag but our own" \
	"$(sed 's/.*taint \([^ ]*\) .*/\1/' $LOG | sort | tr '\n' ' ')" \
	"bit_42 die forced_module oot_module proprietary_module unsigned_module user warn "
echo "# oot_module and unsigned_module: trigger.ko and the others carry them too"
ok "replayed events say that they are" grep -q "^add .*SYNTH_UUID=" $EVENTS

rmmod trigger_proprietary
rmmod trigger_plain
: >$LOG
udevadm trigger --subsystem-match=taint_info --property-match=TAINT_FLAG=die
settled
is "replay of one flag, by change" "$(logged die) $(wc -l <$LOG)" "1 1"

ok "unloads" rmmod taint_info
settled
is "udev has forgotten the devices" "$(udevadm trigger --dry-run --verbose --subsystem-match=taint_info)" ""
finish
