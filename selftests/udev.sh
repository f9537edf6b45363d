#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The events as a real systemd-udevd sees them, with the rule of docs/uevents.md, and
# with a careless one that hands a module's name to a shell.  In place of logger,
# a script notes what it was called with.

. ./lib.sh

LOG=/run/logger.log

rm -f /usr/bin/logger
cat >/usr/bin/logger <<'SCRIPT'
#!/bin/sh
echo "$# arguments, the last: $(eval echo "\"\${$#}\"")" >>/run/logger.log
SCRIPT
chmod 755 /usr/bin/logger
cat >/etc/udev/rules.d/99-careless.rules <<'RULE'
SUBSYSTEM=="taint_info", ACTION=="change", RUN+="/bin/sh -c 'echo $env{TAINT_FLAG} $env{TAINT_MODULE} >>/run/careless.log'"
RULE

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
	sh -c "[ \$(udevadm trigger --dry-run --verbose --subsystem-match=taint_info | wc -l) = $NR_FLAGS ]"
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

# --- names that try to inject ---

# evil FLAG FILE NAME SHOWN: a module under that name raises the flag
evil() {
	is "a module named $4: loads" "$(load_module --name "$3" "/modules/$2.ko")" loaded
	changed "$1"
	settled
	is "$4: its event" "$(variable "$1" TAINT_MODULE)" "$4"
	is "$4: the rule tells of it, once" "$(logged "$1")" 1
	ok "$4: in one argument, without a trick" \
		grep -qx "5 arguments, the last: kernel taint $1 [A-Za-z0-9_.:,() -]*" $LOG
	is "$4: a careless rule, too" "$(grep "^$1 " /run/careless.log)" "$1 $4"
	is "$4: udev has no variable of its making" \
		"$(udevadm info -q property "$CLASS/$1" | grep -v '^TAINT_[A-Z]*=.')" \
		"$(udevadm info -q property $CLASS/warn | grep -v '^TAINT_[A-Z]*=.' | sed "s/warn$/$1/")"
	ok "$4: nobody ran it" [ ! -e /run/evil ]
}

# shellcheck disable=SC2016
evil crap trigger_staging 'x$(>/run/evil)' x____run_evil_
evil livepatch trigger_livepatch "';>/run/evil;'" ____run_evil__
evil test trigger_test "$(printf 'a\nTAINT_A=1')" a_TAINT_A_1
# shellcheck disable=SC2016
order --comm '`>/run/evil`' /proc/taint_trigger "task 16" >/tmp/out
changed aux
settled
is "a process under such a name: the rule tells of it, once" "$(logged aux)" 1
ok "nobody ran it" [ ! -e /run/evil ]

# As at boot: what is set is told of again, to a udevd that came later.
: >$LOG
udevadm trigger --action=add --subsystem-match=taint_info
settled
is "replay as at boot: every set flag but our own" \
	"$(sed 's/.*taint \([^ ]*\) .*/\1/' $LOG | sort | tr '\n' ' ')" \
	"aux bit_42 crap die forced_module livepatch oot_module proprietary_module test unsigned_module user warn "
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
