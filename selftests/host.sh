#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Runs as a service in a Debian guest, after boot, as scripts/install-tests set it up;
# run=NAME-STAGE on the kernel's command line says what the guest is to be looked at for:
#
#   clean	the packages are installed, nothing taints the kernel; then something does;
#		then the module is not there, as if it was not built for this kernel
#   boots	flags are raised in the initramfs, before the module is there; it is explained
#		who did; then the kernel panics, and the boot after that tells of it
#   early	the module is in the initramfs, the kernel tainted before that; then the
#		packages are purged
#   purged	after the purge, and a boot

stage=$(sed -n 's/.*\brun=\([^ ]*\).*/\1/p' /proc/cmdline)
stty -F /dev/ttyS1 -opost
exec >/dev/ttyS1 2>&1
cd /root/selftests || exit
. ./lib.sh

# entries FLAG: how many the journal has of this boot
entries() {
	journalctl --boot --quiet --output=cat "TAINT_FLAG=$1" | wc -l
}

reported() {
	[ "$(entries "$1")" -gt 0 ]
}

# field FLAG NAME
field() {
	journalctl --boot --quiet --output=verbose "TAINT_FLAG=$1" | sed -n "s/^ *$2=//p"
}

# json_value NAME: of a text in the one object on standard input
json_value() {
	sed -n 's/.*"'"$1"'":"\(\([^"\\]\|\\.\)*\)".*/\1/p' | sed 's/\\\\/\\/g'
}

# in_unit UNIT FLAG COMMAND: a service of that name runs it, which raises the flag, and is
# over when it is recorded; what the kernel says of its process is in /run/unit.cgroup
in_unit() {
	printf '%s\n' '[Service]' Type=oneshot TimeoutStartSec=120 \
		"ExecStart=/bin/sh -c 'cat /proc/self/cgroup >/run/unit.cgroup; $3'" \
		"ExecStartPost=/bin/sh -c 'until grep -q ^/ $CLASS/$2/first/cgroup; do sleep 0.1; done'" \
		>"/run/systemd/system/$1"
	systemctl daemon-reload
	provoke_begin
	ok "$1 has run" systemctl start "$1"
	provoke_end
	rm "/run/systemd/system/$1"
	systemctl daemon-reload
	ok "$1: its control group is gone" within 60 no_group "$(group)"
}

# group: of the process in the unit, as the kernel had it
group() {
	sed -n 's/^0:://p' /run/unit.cgroup
}

no_group() {
	[ -d "/sys/fs/cgroup${1%/*}" ] && [ ! -e "/sys/fs/cgroup$1" ]
}

# of_unit UNIT FLAG COMM MODULE: everywhere the same is told of it, though it is gone
of_unit() {
	first=$CLASS/$2/first
	is "$1: /proc has its control group" "$(group)" "/system.slice/$1"
	for pair in context=task ppid=1 parent=systemd "cgroup=/system.slice/$1" "comm=$3" "module=$4" uid=0; do
		is "$1: ${pair%%=*}" "$(cat "$first/${pair%%=*}")" "${pair#*=}"
	done
	ok "$1: $2 is in the journal" within 60 reported "$2"
	journalctl --boot --quiet --output=json "TAINT_FLAG=$2" >/tmp/entry
	taintinfo notify --print "$2" >/tmp/note
	for name in PPID PARENT CGROUP COMM MODULE; do
		file=$(echo $name | tr '[:upper:]' '[:lower:]')
		is "$1: its entry's TAINT_$name" "$(json_value "TAINT_$name" </tmp/entry)" "$(cat "$first/$file")"
		is "$1: and of an entry that is written now" "$(sed -n "s/^TAINT_$name=//p" /tmp/note)" "$(cat "$first/$file")"
	done
	by="process $3[$(cat "$first/pid")], uid 0, child of systemd[1], in $1"
	json_value MESSAGE </tmp/entry >/tmp/message
	ok "$1: its entry's message" grep -F " in $by" /tmp/message
	taintinfo >/tmp/state
	ok "$1: taintinfo" grep -F ", $by" /tmp/state
	taintinfo export | sed -n "/\"name\":\"$2\"/ { s/\"last\":.*//; s/.*\"first\"://p; }" >/tmp/first
	# There a group is as the log has it, where \ is escaped, too.
	for pair in ppid=1 parent=systemd "cgroup=$(sed 's/\\/\\134/g' "$first/cgroup")" "unit=$1" "comm=$3" "module=$4"; do
		is "$1: taintinfo's JSON, ${pair%%=*}" "$(json_value "${pair%%=*}" </tmp/first)" "${pair#*=}"
	done
}

# told NAME: of the one object that "taintinfo run" has written, the last value of that name
told() {
	sed -n 's/.*"'"$1"'":"*\([^",}]*\).*/\1/p' /run/told | tail -n 1
}

# With systemd: the control group of "taintinfo run" is below that of the unit. systemd leaves
# it alone, shows it, and stops what is in it with the unit. What others do is not the command's.
look_at_run() {
	printf '%s\n' 'systemctl daemon-reload' 'echo warn >/proc/taint_trigger' \
		'setsid sleep 1000 >/dev/null 2>&1 &' >/run/tainting
	provoke_begin
	systemd-run --quiet --unit=taint-run --property=Type=oneshot --property=RemainAfterExit=yes \
		--property=MemoryMax=500M --property=TasksMax=100 \
		sh -c 'taintinfo run --json --output=/run/told sh /run/tainting; echo $? >/run/code'
	taintinfo run sh -c 'echo warn >/proc/taint_trigger' 2>/tmp/here
	is "taintinfo run in this unit: exit code" $? 99
	taintinfo run systemd-run --quiet --wait sh -c 'echo warn >/proc/taint_trigger; sleep 2' 2>/tmp/there
	is "taintinfo run of systemd-run: exit code" $? 99
	provoke_end
	sed 's/^/# /' /run/told /tmp/here /tmp/there
	is "taintinfo run in a unit: exit code" "$(cat /run/code)" 99
	is "it is by this command" "$(told tree), $(told who)" "group, by this command"
	is "its group is below the unit's" "$(told cgroup | sed 's/run-[0-9.-]*$/run-N/')" \
		/system.slice/taint-run.service/taintinfo-run-N
	is "what goes on is named" "$(told running) $(told left | sed 's/\[.*//')" "1 sleep"
	ok "here it is by this command" grep -q 'W warn, by this command: ' /tmp/here
	ok "by systemd-run it is another one's" grep -q 'W warn, meanwhile: ' /tmp/there
	is "the unit is active" "$(systemctl is-active taint-run)" active
	systemctl --no-pager status taint-run >/tmp/status
	sed 's/^/# /' /tmp/status
	ok "systemctl status shows the group" grep -q 'taintinfo-run-' /tmp/status
	systemctl stop taint-run
	is "no group is left" "$(find /sys/fs/cgroup -name 'taintinfo-run-*')" ""
	is "nor what was in it" "$(cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' ' ' | grep -c 'sleep 100[0]')" 0
	nothing_failed "taintinfo run"
}

settled() {
	udevadm settle
	sleep 0.5
	within 30 no_jobs
}

no_jobs() {
	[ "$(systemctl list-jobs --no-legend | wc -l)" = 0 ]
}

# What we began ourselves is no failure: the rest of the boot.
booted() {
	case $(systemctl is-system-running) in
	running | degraded) true ;;
	*) false ;;
	esac
}

nothing_failed() {
	is "$1: systemctl --failed is empty" \
		"$(systemctl list-units --failed --no-legend --plain)" ""
}

notifiers() {
	systemctl list-units --all --no-legend --plain 'taint-info-notify@*' | cut -d' ' -f1 | xargs
}

# replay: every event once more, as on "udevadm trigger" and after daemon-reload
replay() {
	udevadm trigger --subsystem-match=taint_info --action=add
	udevadm trigger --subsystem-match=taint_info --action=change
	settled
}

# drill CODE OPTION...: what it says is in /tmp/drill
drill() {
	want=$1
	shift
	taintinfo drill --timeout=60 "$@" >/tmp/drill 2>&1
	code=$?
	sed 's/^/# /' /tmp/drill
	is "drill $*: exit code" "$code" "$want"
}

# drill_changes_nothing CODE OPTION...
drill_changes_nothing() {
	state=$(kernel_state)
	drill "$@"
	shift
	is "drill $*: the state and the journal are as before" "$(kernel_state)" "$state"
}

# kernel_state: the mask, what was seen of each flag, and how many entries there are of all
kernel_state() {
	cat /proc/sys/kernel/tainted $SYS/events $SYS/cleared
	grep . $CLASS/*/set $CLASS/*/count $CLASS/*/origin
	journalctl --boot --quiet --output=cat MESSAGE_ID=774f89935ab3429e8bccb3c0d652ead0 | wc -l
}

# tells STATE LINK WORDS: so the drill has it
tells() {
	ok "drill: $2 is $1, $3" grep -q "^$1  *$2  .*$3" /tmp/drill
}

# What it says mends it, does.
mend() {
	sed -n 's/^  *to mend:  //p' /tmp/drill >/tmp/mend
	is "drill: one thing is to be mended" "$(wc -l </tmp/mend)" 1
	ok "drill: $(cat /tmp/mend)" sh /tmp/mend
}

# With P and W set and reported: all is well, and each link that breaks is named.
look_at_drill() {
	rule=/usr/lib/udev/rules.d/60-taint-info.rules
	drill_changes_nothing 0
	is "drill: it follows P" "$(grep -c '^The event of proprietary_module (P) is sent again' /tmp/drill)" 1
	for link in module event udevd rule service journal boot; do
		tells ok $link .
	done
	tells ok service 'is not started again'
	tells 'not set up' export 'systemctl enable --now'
	tells 'not set up' policy '/etc/taintinfo/policy.d'
	drill_changes_nothing 0 --flag=user
	tells ok rule 'rightly it starts nothing: user is not set'

	mv $rule /root/rule
	udevadm control --reload
	drill_changes_nothing 1
	tells broken rule 'there is no 60-taint-info.rules'
	mv /root/rule $rule
	# As after an edit that udevd could not read.
	ln -s /dev/null /etc/udev/rules.d/60-taint-info.rules
	udevadm control --reload
	drill_changes_nothing 0
	tells 'not set up' rule 'it turns the rule off'
	rm /etc/udev/rules.d/60-taint-info.rules
	udevadm control --reload

	systemctl mask taint-info-notify@.service
	drill_changes_nothing 1 --flag=warn
	tells broken service 'taint-info-notify@warn.service is masked'
	mend

	is "the directory of the policy is there" "$(stat -c '%a %U' /etc/taintinfo/policy.d)" "755 root"
	echo 'accept W until=2020-01-01' >/etc/taintinfo/policy.d/drill.policy
	drill_changes_nothing 1
	tells broken policy 'drill.policy:1: there is no reason'
	rm /etc/taintinfo/policy.d/drill.policy
}

EXPORT=taint-info-export

EXPORT=taint-info-export
STATE=/var/lib/taint-info-export
TEXTFILES=/var/lib/prometheus/node-exporter
PROM=$TEXTFILES/taint_info.prom

# exports: what the service writes, when it is started
exports() {
	systemctl start $EXPORT.service && grep -qxF "$1" "$2"
}

# What the tool says after boot, and what it is for Prometheus.
# page_commands: those of the installed page about troubles that need nothing beside the
# packages and do not wait, as they are typed
page_commands() {
	what='(sudo )?(cat|cd|dmesg|journalctl|modinfo|systemctl list-[a-z]*|taintinfo)( |$)'
	sed -nE "s/ +# .*//; /^    $what/p" /usr/share/doc/taint-info/troubleshooting.md >/tmp/commands
	ok "the page has commands" [ "$(wc -l </tmp/commands)" -gt 12 ]
	while read -r line; do
		# Up to a pipe: not each character is for a name.
		ok "as the page has it: ${line%%|*}" bash -o pipefail -c "sudo() { \"\$@\"; }
			$line"
	done </tmp/commands
}

look_at_tool() {
	taintinfo >/tmp/state 2>&1
	sed 's/^/# /' /tmp/state
	ok "taintinfo: the module watches" grep -q '^taint_info watches: ' /tmp/state
	ok "taintinfo names the flag" grep -qF '  W  warn (bit 9, fault)' /tmp/state
	ok "and whose doing it was" grep -q '^     by         module trigger, at .*process sh\[' /tmp/state

	is "its export is off" "$(systemctl is-enabled $EXPORT.timer) $(systemctl is-active $EXPORT.timer)" \
		"disabled inactive"
	# The timer has it in systemd's memory, and its state with it.
	systemctl start $EXPORT.timer
	ok "without node_exporter the timer does nothing" within 60 \
		sh -c "systemctl show -P ConditionTimestampMonotonic $EXPORT.service | grep -vx 0"
	is "which is no failure" "$(systemctl show -P ActiveState $EXPORT.service) $(systemctl show -P ConditionResult $EXPORT.service)" \
		"inactive no"
	systemctl --no-pager status $EXPORT.service >/tmp/status
	sed 's/^/# /' /tmp/status
	ok "systemctl status says what is missing" grep -qF "ConditionPathIsDirectory=$TEXTFILES" /tmp/status
	ok "and what has it" grep -qwF prometheus-node-exporter /tmp/status
	systemctl stop $EXPORT.timer
	mkdir -p $TEXTFILES
	lines=$(journalctl --boot --quiet --unit=$EXPORT.service | wc -l)
	ok "with it the file is written" exports 'taint_info_flag{flag="warn",letter="W",category="fault"} 1' $PROM
	is "for everybody to read, by a user of its own" "$(stat -L -c '%a %U' $PROM)" "644 taint-info-export"
	is "node_exporter's directory has a link to it, and nothing beside" \
		"$(cd $TEXTFILES && find . -mindepth 1 -printf '%P %l %u\n')" "${PROM##*/} $STATE/${PROM##*/} root"
	is "that user has this directory and nothing else" \
		"$(find / -xdev -user taint-info-export | LC_ALL=C sort | xargs)" "$STATE $STATE/${PROM##*/}"
	ok "it is written again" exports 'taint_info_module_loaded 1' $PROM
	is "with no word in the journal" \
		"$(journalctl --boot --quiet --unit=$EXPORT.service | tail -n +$((lines + 1)))" ""
	# By a drop-in, where another node_exporter looks.
	mkdir -p /srv/textfiles /etc/systemd/system/$EXPORT.service.d
	printf '%s\n' '[Unit]' ConditionPathIsDirectory= ConditionPathIsDirectory=/srv/textfiles \
		'[Service]' Environment=DIRECTORY=/srv/textfiles ReadWritePaths=/srv/textfiles \
		>/etc/systemd/system/$EXPORT.service.d/elsewhere.conf
	rm -rf /var/lib/prometheus
	systemctl daemon-reload
	ok "elsewhere, too" exports 'taint_info_module_loaded 1' /srv/textfiles/taint_info.prom
	rm -rf /srv/textfiles /etc/systemd/system/$EXPORT.service.d /var/lib/taint-info-export/*
	systemctl daemon-reload
	mkdir -p $TEXTFILES
	ok "the timer" systemctl start $EXPORT.timer
	ok "writes it" within 60 test -s $PROM
	# It may have begun once more: the directory goes when it has ended.
	systemctl stop $EXPORT.timer $EXPORT.service
	rm -rf /var/lib/prometheus
}

# As on a host for whose kernel it was not built: what loads modules at boot does so again.
look_without_module() {
	mv "/lib/modules/$(uname -r)/updates" /root/updates
	depmod
	ok "the module is not there" sh -c '! modprobe taint_info'
	ok "at boot that is no failure" systemctl restart systemd-modules-load.service
	ok "but a word" within 10 sh -c "journalctl --boot --identifier=systemd-modules-load --output=cat |
		grep -x \"Failed to find module 'taint_info'\""
	mv /root/updates "/lib/modules/$(uname -r)/updates"
	depmod
}

stage_clean() {
	ok "the module is there after boot" test -e $SYS/tainted
	ok "systemd-modules-load loaded it" \
		sh -c "journalctl --boot --identifier=systemd-modules-load --output=cat | grep \"Inserted module 'taint_info'\""
	is "on a clean host nobody else taints" "$(cat $SYS/tainted)" "$(cat $SYS/self)"
	is "no alarm for itself" "$(notifiers) $(entries oot_module) $(entries unsigned_module)" " 0 0"
	nothing_failed "a clean boot"
	replay
	is "no alarm for itself on replay either" "$(notifiers)" ""
	udevadm test --action=change $CLASS/unsigned_module >/tmp/test 2>&1
	is "udevadm test: our own flag starts nothing" "$(grep -c taint-info-notify@ /tmp/test)" 0

	drill_changes_nothing 0
	tells ok rule "rightly it starts nothing: oot_module is taint_info's own"
	tells ok journal 'rightly it has nothing new'

	is "a trigger loads" "$(insmod trigger.ko 2>&1)" ""
	in_unit taint-warn.service warn 'echo warn >/proc/taint_trigger'
	ok "a WARN: the service reports it" within 60 reported warn
	is "one entry" "$(entries warn)" 1
	for pair in TAINT_LETTER=W TAINT_BIT=9 TAINT_CATEGORY=fault TAINT_ORIGIN=observed \
		TAINT_MODULE=trigger TAINT_CONTEXT=task TAINT_UID=0 TAINT_COMM=sh PRIORITY=4 \
		SYSLOG_IDENTIFIER=taint_info TAINT_SEQ="$(cat $CLASS/warn/first/seq)" \
		TAINT_CALLER="$(cat $CLASS/warn/first/caller)" TAINT_PID="$(cat $CLASS/warn/first/pid)" \
		TAINT_BOOTTIME="$(cat $CLASS/warn/first/boottime)"; do
		is "its field ${pair%%=*}" "$(field warn "${pair%%=*}")" "${pair#*=}"
	done
	journalctl --boot --quiet --output=short TAINT_FLAG=warn >/tmp/entry
	sed 's/^/# /' /tmp/entry
	ok "it says when that was" grep -qE '; set 20[0-9-]* [0-9:]* \([0-9.]* s after boot\) by module trigger' /tmp/entry
	journalctl --boot --quiet --catalog TAINT_FLAG=warn >/tmp/catalog
	sed 's/^/# /' /tmp/catalog
	ok "journalctl -x explains it" grep -qF 'Kernel taint flag warn (W) is set' /tmp/catalog
	is "and leaves no variable open" "$(grep -c '@[A-Z_]*@' /tmp/catalog)" 0
	is "its service" "$(systemctl is-active taint-info-notify@warn)" active
	of_unit taint-warn.service warn sh trigger
	# As systemd has it where there is a - in the name of a device or a mount.
	in_unit 'taint\x2dload.service' proprietary_module 'exec insmod /root/selftests/trigger_proprietary.ko'
	of_unit 'taint\x2dload.service' proprietary_module insmod trigger_proprietary
	udevadm test --action=change $CLASS/warn >/tmp/test 2>&1
	ok "udevadm test: the rule starts it" grep -qF 'taint-info-notify@warn.service' /tmp/test
	# As docs/uevents.md has it, for who has a rule of his own.
	ln -s /dev/null /etc/udev/rules.d/60-taint-info.rules
	udevadm control --reload
	udevadm test --action=change $CLASS/warn >/tmp/test 2>&1
	is "a link in its place, and it starts nothing" "$(grep -c taint-info-notify@ /tmp/test)" 0
	rm /etc/udev/rules.d/60-taint-info.rules
	udevadm control --reload

	look_at_drill
	look_at_tool
	look_at_run

	trigger warn
	# What is no news is read a little later.
	within 5 grep -qx /system.slice/selftest.service $CLASS/warn/last/cgroup
	is "a WARN of another unit: the last is of that one, the first stays" "$(cd $CLASS/warn && cat last/cgroup first/cgroup | xargs)" \
		"/system.slice/selftest.service /system.slice/taint-warn.service"
	replay
	systemctl daemon-reload
	replay
	is "no second entry: not for another WARN, a replay, a daemon-reload" "$(entries warn)" 1

	# Anybody may give a process a name, and a shell's echo makes a line break of it.
	provoke_begin
	sh -c 'printf "x\\\\nPRIORITY=0" >/proc/$$/comm; echo oops >/proc/taint_trigger' 2>/dev/null
	provoke_end
	ok "an oops: the service reports it" within 60 reported die
	is "the name of its process stays a name" "$(field die TAINT_COMM)" 'x\nPRIORITY=0'
	is "and is no other field" "$(field die PRIORITY)" 4
	page_commands

	# The example, with a mail program that keeps what it is given; not in /var/tmp, as the
	# unit has one of its own.
	mkdir -p /etc/systemd/system/taint-info-notify@.service.d
	cp /usr/share/doc/taint-info/examples/notify-mail.conf /etc/systemd/system/taint-info-notify@.service.d/
	printf '%s\n' '#!/bin/sh' 'cat >/var/lib/mail' >/usr/sbin/sendmail
	chmod 755 /usr/sbin/sendmail
	systemctl daemon-reload
	echo add 16 >/proc/taint_trigger
	ok "mail in its place" within 60 grep -qx 'TAINT_FLAG=aux' /var/lib/mail
	sed 's/^/# /' /var/lib/mail
	is "and no entry" "$(entries aux)" 0
	drill 0 --flag=aux
	tells 'not set up' journal 'notify-mail.conf'
	rm -rf /etc/systemd/system/taint-info-notify@.service.d /usr/sbin/sendmail
	systemctl daemon-reload

	drill 2 --real
	is "drill --real: nothing without --yes" "$(cat $CLASS/user/set)" 0
	drill 0 --real --yes
	for link in module seen shown event udevd rule service journal; do
		tells ok $link .
	done
	is "drill --real: one entry, of its process" "$(field user TAINT_COMM)" taintinfo
	is "it says for how long that is" "$(tail -n 1 /tmp/drill)" "U (user) stays set until the next boot."
	drill 0 --real --yes
	tells ok seen '2 calls of it'
	tells 'not set up' event 'U was set before'
	is "drill --real: no second entry" "$(entries user)" 1
	# As with any event: what was stopped is started by it.
	systemctl stop taint-info-notify@user.service
	drill 0 --flag=user
	tells ok service 'was started by this event'
	tells ok journal 'the newest from now'
	drill_changes_nothing 0 --flag=user
	mkdir -p /etc/systemd/system/taint-info-notify@.service.d
	printf '%s\n' '[Service]' ExecStart= ExecStart=/bin/false >/etc/systemd/system/taint-info-notify@.service.d/fails.conf
	systemctl daemon-reload
	systemctl stop taint-info-notify@user.service
	drill 1 --flag=user
	tells broken service 'taint-info-notify@user.service has failed: exit-code'
	rm -r /etc/systemd/system/taint-info-notify@.service.d
	systemctl daemon-reload
	systemctl restart taint-info-notify@user.service
	drill_changes_nothing 0 --flag=user

	rmmod taint_info
	drill 1
	tells broken module 'not loaded'
	look_without_module
	modprobe taint_info
	settled
	is "loaded again: nothing is reported twice" "$(entries warn)" 1
	# The trigger is out of tree and unsigned, too, so that O and E are news by now.
	is "and all of them are reported" "$(notifiers)" \
		"$(printf 'taint-info-notify@%s.service ' aux die oot_module proprietary_module unsigned_module user warn | xargs)"
	nothing_failed "after all"
}

# explains FLAG PATTERN...: what is told of the flag has a line with each
explains() {
	flag=$1
	shift
	taintinfo explain "$flag" >/tmp/explained 2>&1
	sed 's/^/# /' /tmp/explained
	for pattern; do
		ok "explain $flag: $pattern" grep -q -e "$pattern" /tmp/explained
	done
}

# Where a panic is kept for the next boot: memory that a reset leaves as it is.
keep_panics() {
	modprobe ramoops mem_address=0x10000000 mem_size=0x100000 record_size=0x20000 max_reason=1 ecc=0
}

# What happened in the initramfs, by scripts/install-tests, and what happens now.
stage_boots() {
	[ ! -e /root/panicked ] || { stage_boots_again; return; }
	is "all of it was set before" "$(cd $CLASS && cat proprietary_module/origin user/origin warn/origin aux/origin | xargs)" \
		"baseline baseline baseline baseline"
	explains proprietary_module 'module trigger_proprietary' "license 'Proprietary' taints kernel"
	explains user 'Setting dangerous option dangerous'
	explains warn 'module trigger' 'WARNING: '
	explains cpu_out_of_spec 'Write to unrecognized MSR 0x1a8 by dd' 'process dd'
	explains aux 'searched' '/dev/kmsg'
	taintinfo >/tmp/state
	sed 's/^/# /' /tmp/state
	ok "the state view has the likeliest" grep -q '^     likely .*trigger_proprietary' /tmp/state
	setpriv --reuid=nobody --clear-groups taintinfo explain warn >/tmp/explained 2>&1
	sed 's/^/# /' /tmp/explained
	ok "a user who may not read the log is told so" grep -q 'This user may not read' /tmp/explained
	is "and gets nothing of it" "$(grep -c 'WARNING: ' /tmp/explained)" 0

	provoke_begin
	sh -c 'echo oops >/proc/taint_trigger' 2>/dev/null
	ok "an oops is noted" within 60 reported die
	rmmod taint_info
	modprobe taint_info
	is "the module is there anew, and knows nothing of it" "$(cat $CLASS/die/origin)" baseline
	explains die 'MESSAGE_ID=' 'likely .*module trigger'

	journalctl --sync
	ok "a panic will be kept" keep_panics
	touch /root/panicked
	sync
	echo c >/proc/sysrq-trigger
}

stage_boots_again() {
	ok "the panic was kept" keep_panics
	ok "and systemd takes it" systemctl restart systemd-pstore.service
	taintinfo boots >/tmp/boots 2>&1
	sed 's/^/# /' /tmp/boots
	ok "boots: the one before" grep -q '^ *-1 .*panic' /tmp/boots
	ok "boots: and the one before that" grep -q '^ *-2 .*clean' /tmp/boots
	ok "boots: W is the same fault each time" grep -q 'the same fault as in boot -1' /tmp/boots
	taintinfo boots -1 >/tmp/boots 2>&1
	sed 's/^/# /' /tmp/boots
	ok "boots -1: W" grep -q 'W  warn' /tmp/boots
	ok "boots -1: who" grep -q 'by         module trigger_proprietary' /tmp/boots
	ok "boots -1: how it ended" grep -q 'sysrq triggered crash' /tmp/boots
	# Its mail program has the entry's place in that boot; the log has who.
	taintinfo boots -2 >/tmp/boots 2>&1
	sed 's/^/# /' /tmp/boots
	ok "boots -2: who asked for U" grep -q '^     by .*process host.sh\[' /tmp/boots
	is "boots --json: three of them" "$(taintinfo boots --json | grep -c '"boot_id"')" 3
}

stage_early() {
	dmesg | grep -E 'taint_info: |systemd\[1\]: systemd ' | sed 's/^/# /'
	ok "the module was loaded in the initramfs" \
		sh -c "dmesg | grep -E 'taint_info: load|systemd\[1\]: systemd ' | head -n 1 | grep taint_info"
	ok "a flag that was set before anything ran is reported" within 60 reported user
	is "once" "$(entries user)" 1
	is "its origin" "$(field user TAINT_ORIGIN)" baseline
	is "nobody is named" "$(field user TAINT_MODULE)$(field user TAINT_CALLER)" ""
	is "nothing else is reported" "$(notifiers)" "taint-info-notify@user.service"
	nothing_failed "a boot with the module in the initramfs"
	mkdir -p $TEXTFILES
	ok "the export is put on" systemctl enable --now $EXPORT.timer
	ok "and works" within 60 test -s $PROM
	drill_changes_nothing 0
	tells ok export 'has the flags that are set'
	# It may be at it while the package goes.
	mkdir -p /etc/systemd/system/$EXPORT.service.d
	printf '%s\n' '[Service]' ExecStart= 'ExecStart=/bin/sleep infinity' TimeoutStartSec=infinity \
		>/etc/systemd/system/$EXPORT.service.d/slow.conf
	systemctl daemon-reload
	systemctl start --no-block $EXPORT.service
	ok "it is at work" within 10 sh -c "systemctl is-active $EXPORT.service | grep -x activating"
	ok "apt-get purge" apt-get -y purge taint-info taint-info-dkms taintinfo
	is "that is over, too" "$(systemctl is-active $EXPORT.timer $EXPORT.service | xargs)" "inactive inactive"
	is "what it wrote is gone, and who did" "$(ls -A $TEXTFILES) $(ls -d $STATE 2>/dev/null) $(getent passwd $EXPORT)" "  "
	rm -rf /var/lib/prometheus /etc/systemd/system/$EXPORT.service.d
	systemctl daemon-reload
	is "no service is left behind by the purge" "$(ls /usr/lib/systemd/system/taint* 2>&1)" \
		"ls: cannot access '/usr/lib/systemd/system/taint*': No such file or directory"
	nothing_failed "after the purge"
}

stage_purged() {
	is "nothing of it in /sys" "$(remains)" ""
	is "the kernel is not tainted" "$(cat /proc/sys/kernel/tainted)" 0
	is "no file of it" "$(find / -xdev -name '*taint*info*' ! -path '/root/*' ! -path '/var/log/*' \
		! -path '/tmp/*' ! -path '/var/cache/*' ! -path '/var/lib/apt/*' ! -path '/repo/*')" ""
	is "no line of it in the log" "$(journalctl --boot --quiet --output=cat | grep -v run= | grep taint_info)" ""
	nothing_failed "a boot after the purge"
}

ok "the boot comes to an end" within 120 booted
"stage_$stage"
finish
echo "END $stage"
stty -F /dev/ttyS1 sane
systemctl poweroff
