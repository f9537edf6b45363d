#!/usr/bin/env bats
#
# tools_drill - taintinfo drill, with events that a helper sends, and stubs of systemctl and
# journalctl
#
# What it hears of a real kernel, udevd and systemd is in selftests/host.sh.
#
# Environment: see scripts/lib.sh.

# shellcheck disable=SC2030,SC2031 # a test is a shell of its own, and so meant

# shellcheck source=scripts/tests/tools.bash
. "$BATS_TEST_DIRNAME/tools.bash"

setup_file() {
	prepare
	gcc -O2 -Wall -Wextra -Werror -o "$shared/uevents" "$BATS_TEST_DIRNAME/uevents.c"
}

boot=0123456789abcdef0123456789abcdef
service=taint-info-notify@warn.service

setup() {
	units=$tmp/units journal=$tmp/journal
	export units journal
	mkdir -p "$units" "$tmp/bin" "$journal"
	cat >"$tmp/bin/systemctl" <<'STUB'
#!/bin/bash
# $units has a file for each; one that ends in .late is that of every look after the first.
file=$units/${!#}
[ ! -e "$units/hang" ] || exec sleep 100
[ -e "$file" ] || { echo LoadState=not-found; exit 0; }
cat "$file"
[ ! -e "$file.late" ] || mv "$file.late" "$file"
STUB
	cat >"$tmp/bin/journalctl" <<'STUB'
#!/bin/bash
# $journal has entries, those of every question after the first, and the oldest of all.
case $* in
*MESSAGE_ID=774f89935ab3429e8bccb3c0d652ead0*_UID=0*)
	[ ! -e "$journal/entries" ] || cat "$journal/entries"
	[ ! -e "$journal/late" ] || mv "$journal/late" "$journal/entries"
	;;
*) [ ! -e "$journal/oldest" ] || cat "$journal/oldest" ;;
esac
STUB
	chmod +x "$tmp/bin/"*
	PATH=$tmp/bin:$PATH
	drill_root
}

# unit NAME PROPERTY=VALUE...
unit() { printf '%s\n' "${@:2}" >"$units/$1"; }

# notifier STATE SINCE [PROPERTY=VALUE...]: the service, as systemctl shows it
notifier() {
	unit "${name:-$service}" LoadState=loaded "ActiveState=$1" "ActiveEnterTimestampMonotonic=$2" Result=success \
		ConditionResult=yes 'ExecStart={ path=/usr/bin/taintinfo ; argv[]=/usr/bin/taintinfo notify warn ; }' "${@:3}"
}

# entries FILE FLAG...: of this boot, for the journal
entries() {
	local file=$1 flag

	shift
	for flag; do
		echo "{\"_BOOT_ID\":\"$boot\",\"TAINT_FLAG\":\"$flag\"}"
	done >"$journal/$file"
}

# drill_root: all is well, W is set
drill_root() {
	module_root 12800 12288 warn oot_module unsigned_module
	self_devices
	device warn bit=9 letter=W category=fault origin=observed count=1 first/seq=3 first/pid=7 uevent=
	device user bit=6 letter=U category=user origin=none set=0 uevent=
	state /sys/kernel/taint_info/hooks 'kprobe module poll'
	state /sys/class/taint_info/oot_module/uevent ''
	state /proc/sys/kernel/random/boot_id "$boot"
	state /usr/lib/udev/rules.d/60-taint-info.rules rule
	state /usr/lib/modules-load.d/taint_info.conf taint_info
	mkdir -p "$tmp/root/run/systemd/system" "$tmp/root/var/log/journal"
	unit systemd-journald.service LoadState=loaded ActiveState=active
	unit taint-info-export.timer LoadState=loaded ActiveState=inactive UnitFileState=disabled
	notifier active 5000000
	entries entries warn
}

common='SUBSYSTEM=taint_info SYNTH_UUID=% ACTION=change'
kernel="k $common TAINT_FLAG=warn TAINT_SET=1"
udevd="u $common TAINT_FLAG=warn TAGS=:systemd: CURRENT_TAGS=:systemd: SYSTEMD_WANTS=$service"

# sender FILE BEGIN [MESSAGE...]: in place of the kernel, by the time somebody writes to FILE
sender() {
	local file=$tmp/root$1

	[ -p "$file" ] || { rm -f "$file"; mkfifo "$file"; }
	rm -f "$tmp/asked"
	timeout 60 "$shared/uevents" "$file" "$2" "${socket:-$tmp/events}" "${@:3}" >"$tmp/asked" &
	sender=$!
}

# sent: the one who sends is done, and may have come too late, but somebody has listened
sent() {
	local code=0

	wait "$sender" || code=$?
	[ "$code" = 0 ] || [ "$code" = 2 ] || { echo "uevents: exit code $code"; return 1; }
	[ ! -e "$tmp/events" ]
}

# drill OPTION...: what comes of it is in $tmp/out; what is sent are the $messages
drill() {
	local flag=warn words=$*

	case $words in
	*--flag=U*) flag=user ;;
	*--flag=*) flag=${words##*--flag=} ;;
	esac
	sender "/sys/class/taint_info/$flag/uevent" 'change ' "${messages[@]}"
	code=0
	TAINT_INFO_EVENTS=$tmp/events taintinfo --root="$tmp/root" drill --timeout=30 "$@" >"$tmp/out" 2>"$tmp/err" || code=$?
	cat "$tmp/out" "$tmp/err"
	sent
}

# tells STATE LINK WORDS: that is how it is with the link
tells() {
	has "^$1 *$2  .*$3" <"$tmp/out"
}

# mends LINK WORDS
mends() {
	grep -A 1 "^broken  *$1 " "$tmp/out" | has "to mend: .*$2"
}

@test "drill: each link that holds is told of, and nothing has changed" {
	messages=("$kernel" "$udevd")
	cp -a "$tmp/root" "$tmp/before"
	drill
	same "$code" 0
	same "$(sed -n 's/^\(ok\|broken\|not set up\|not known\)  *\([a-z]*\) .*/\1 \2/p' "$tmp/out" | xargs)" \
		'ok module ok event ok udevd ok rule ok service ok journal not set up export not set up policy ok boot'
	has -F 'The event of warn (W) is sent again, which taints nothing: it is set, and not by taint_info alone.' <"$tmp/out"
	tells ok module 'kprobe module poll'
	tells ok rule "it has systemd start $service"
	tells ok service 'was active before, and is not started again'
	tells ok journal 'it has 1 entry of warn in this boot, none from now'
	has -x 'All links that are set up hold\.' <"$tmp/out"
	# One file was written to, with a UUID of its own each time.
	rm "$tmp"/{root,before}/sys/class/taint_info/warn/uevent
	diff -r "$tmp/before" "$tmp/root"
	has -Ex 'change [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}' <"$tmp/asked"
	mv "$tmp/asked" "$tmp/first"
	drill
	same "$code" 0
	exits 1 cmp -s "$tmp/first" "$tmp/asked"
}

@test "drill: what does not come, or is not ours, is a broken link with how to mend it" {
	messages=()
	drill --timeout=1
	same "$code" 1
	tells broken event 'no event of warn was heard'
	lacks -e udevd -e '  rule ' <"$tmp/out"
	has -x '1 link is broken\.' <"$tmp/out"
	# Another's UUID, another flag, another subsystem, and messages that are none.
	messages=('k SUBSYSTEM=taint_info SYNTH_UUID=0 TAINT_FLAG=warn TAINT_SET=1' "k $common TAINT_FLAG=user"
		"k SUBSYSTEM=net SYNTH_UUID=% TAINT_FLAG=warn" "m${udevd#u}" "l${udevd#u}" "s${udevd#u}")
	drill --timeout=5
	same "$code" 1
	tells broken event 'no event of warn was heard'
	messages=("$kernel" "m${udevd#u}" "l${udevd#u}" "s${udevd#u}")
	drill --timeout=5
	same "$code" 1
	tells ok event 'the kernel sent it'
	tells broken udevd 'udevd did not pass it on'
	mends udevd 'systemctl status systemd-udevd'
	# It is over before the time is, and in time.
	messages=("$kernel" "$udevd")
	milliseconds drill
	compare "$(cat "$tmp/took")" -lt 20000
	messages=()
	milliseconds drill --timeout=1
	compare "$(cat "$tmp/took")" -lt 20000
}

@test "drill: the rule runs, does not, is gone, is turned off" {
	local rule=$tmp/root/usr/lib/udev/rules.d/60-taint-info.rules wants

	for wants in TAGS=:systemd: "SYSTEMD_WANTS=$service" "TAGS=:systemd: SYSTEMD_WANTS=x$service" \
		"TAGS=:systemd: SYSTEMD_WANTS=${service}x" "TAGS=:systemd: CURRENT_TAGS= SYSTEMD_WANTS=$service"; do
		messages=("$kernel" "u $common TAINT_FLAG=warn $wants")
		drill
		same "$code" 1
		tells broken rule "rules.d/60-taint-info.rules is there, and $service was not asked for"
		mends rule 'udevadm control --reload; udevadm test --action=change /sys/class/taint_info/warn'
	done
	messages=("$kernel" "u $common TAINT_FLAG=warn TAGS=:x:systemd: SYSTEMD_WANTS=other.service,$service,more.service")
	drill
	same "$code" 0
	tells ok rule 'it has systemd start'
	messages=("$kernel" "u $common TAINT_FLAG=warn")
	rm "$rule"
	drill
	same "$code" 1
	tells broken rule 'there is no 60-taint-info.rules'
	mends rule 'install the package taint-info'
	# Where somebody has a rule of his own by another name, it is that one.
	messages=("$kernel" "$udevd")
	drill
	same "$code" 0
	messages=("$kernel" "u $common TAINT_FLAG=warn")
	state /usr/lib/udev/rules.d/60-taint-info.rules rule
	mkdir -p "$tmp/root/etc/udev/rules.d"
	touch "$tmp/root/etc/udev/rules.d/60-taint-info.rules"
	drill
	same "$code" 0
	tells 'not set up' rule '/etc/udev/rules.d/60-taint-info.rules is empty'
	# Nobody has asked for it, then.
	notifier inactive 0
	rm "$journal/entries"
	drill
	tells 'not known' service 'nobody has asked for it'
}

@test "drill: nothing is to come of a flag that is not set, or is taint_info's own" {
	local of

	rm "$journal/entries"
	for of in 'user TAINT_SET=0' 'oot_module TAINT_SET=1 TAINT_SELF=1'; do
		name=taint-info-notify@${of%% *}.service notifier inactive 0
		messages=("k $common TAINT_FLAG=$of" "u $common TAINT_FLAG=$of")
		drill "--flag=${of%% *}"
		same "$code" 0
		tells ok rule 'rightly it starts nothing'
		tells ok service 'rightly not started'
		tells ok journal 'rightly it has nothing new'
		messages=("k $common TAINT_FLAG=$of" "u $common TAINT_FLAG=$of TAGS=:systemd: SYSTEMD_WANTS=taint-info-notify@${of%% *}.service")
		drill "--flag=${of%% *}"
		same "$code" 1
		tells broken rule 'it has systemd start .*, though'
	done
	messages=("k $common TAINT_FLAG=user TAINT_SET=0" "u $common TAINT_FLAG=user")
	entries entries user
	drill --flag=U
	same "$code" 1
	tells broken journal 'it has 1 entry of user, though that is not set'
	# It was set, and somebody has cleared it.
	state /sys/kernel/taint_info/cleared 64
	drill --flag=user
	same "$code" 0
}

@test "drill: which flag it takes by itself" {
	local alone=(env TAINT_INFO_EVENTS="$tmp/events" "$tool" --root="$tmp/root" drill --timeout=1)

	exits 1 "${alone[@]}" >"$tmp/out"
	has 'The event of warn (W) .*: it is set, and not by taint_info alone' <"$tmp/out"
	exits 1 "${alone[@]}" --flag=O >"$tmp/out"
	has 'The event of oot_module (O) .*: it was asked for' <"$tmp/out"
	rm -r "$tmp/root/sys/class/taint_info/warn"
	state /sys/kernel/taint_info/tainted 12288
	exits 1 "${alone[@]}" >"$tmp/out"
	has "The event of oot_module (O) .*: no flag is set but taint_info's own" <"$tmp/out"
	state /sys/kernel/taint_info/tainted 0
	exits 1 "${alone[@]}" >"$tmp/out"
	has 'The event of user (U) .*: no flag is set, so that' <"$tmp/out"
}

@test "drill: the service was started, waits, has failed, is masked, is gone, does not start" {
	messages=("$kernel" "$udevd")
	# Started: by and by, with its entry.
	rm "$journal/entries"
	entries late warn
	notifier inactive 0
	cp "$units/$service" "$tmp/none"
	notifier activating 0
	mv "$units/$service" "$units/$service.late"
	mv "$tmp/none" "$units/$service"
	drill --timeout=4
	# The stub has gone on by one look only.
	same "$code" 1
	tells broken service 'does not come to its end'
	mends service 'systemctl list-jobs'
	rm "$journal/entries"
	entries late warn
	notifier active 7000000
	mv "$units/$service" "$units/$service.late"
	notifier inactive 0
	drill
	same "$code" 0
	tells ok service 'was started by this event'
	tells ok journal 'it has 1 entry of warn in this boot, the newest from now'
	notifier failed 0 Result=exit-code
	sed -i 's/^Result=success$//' "$units/$service"
	drill
	same "$code" 1
	tells broken service 'has failed: exit-code'
	mends service "systemctl status $service; journalctl --boot --unit=$service; then systemctl restart $service"
	notifier active 5000000
	sed -i 's/^LoadState=.*/LoadState=masked/' "$units/$service"
	drill
	same "$code" 1
	tells broken service 'is masked'
	mends service 'systemctl unmask taint-info-notify@.service'
	sed -i 's/^LoadState=.*/LoadState=bad-setting/' "$units/$service"
	drill
	tells broken service 'systemd cannot read .*: bad-setting'
	mends service 'systemd-analyze verify'
	rm "$units/$service"
	drill
	same "$code" 1
	tells broken service "there is no $service"
	mends service 'install the package taint-info'
	notifier inactive 5000000
	drill --timeout=4
	same "$code" 1
	tells broken service 'is inactive: systemd did not start it'
	mends service "systemctl start $service"
	sed -i 's/^ConditionResult=.*/ConditionResult=no/' "$units/$service"
	drill --timeout=4
	tells broken service 'a condition of it does not hold'
}

@test "drill: the journal has one entry, none, two, or is not there" {
	messages=("$kernel" "$udevd")
	rm "$journal/entries"
	drill
	same "$code" 1
	tells broken journal "$service has run, and there is no entry of it"
	mends journal 'journalctl --verify'
	# What it has begins later.
	echo '{"__MONOTONIC_TIMESTAMP":"6000000"}' >"$journal/oldest"
	drill
	same "$code" 0
	tells 'not known' journal 'is kept no more'
	echo '{"__MONOTONIC_TIMESTAMP":"4000000"}' >"$journal/oldest"
	drill
	same "$code" 1
	# One of another flag is none of this one.
	entries entries user
	drill
	same "$code" 1
	entries entries warn user
	entries late warn user warn
	drill
	same "$code" 1
	tells broken journal 'it has 2 entries of warn, more by 1 than before the event'
	# Once before, and since: two loads of the module.
	entries entries warn warn
	drill
	same "$code" 0
	# By mail, say.
	rm "$journal/entries"
	notifier active 5000000 DropInPaths=/etc/mail.conf
	sed -i 's/^ExecStart=.*/ExecStart={ argv[]=sh -c taintinfo notify --print warn | mail ; }/' "$units/$service"
	drill
	same "$code" 0
	tells 'not set up' journal 'something else: see /etc/mail.conf'
	notifier active 5000000
	entries entries warn
	unit systemd-journald.service LoadState=loaded ActiveState=failed
	drill
	same "$code" 1
	tells broken journal 'systemd-journald is failed'
	mends journal 'systemctl restart systemd-journald.service'
	unit systemd-journald.service LoadState=loaded ActiveState=active
	printf '#!/bin/sh\nexit 1\n' >"$tmp/bin/journalctl"
	drill
	same "$code" 1
	tells broken journal 'journalctl has no journal for it'
}

# exports AGE MASK: the file, so many seconds old
exports() {
	local file=/var/lib/prometheus/node-exporter/taint_info.prom

	taintinfo --root="$tmp/root" export -f prometheus | sed "s/^\(taint_info_flag{flag=\"warn\".*\) [01]$/\1 $2/" >"$tmp/prom"
	state $file ''
	cp "$tmp/prom" "$tmp/root$file"
	touch -d "-$1 seconds" "$tmp/root$file"
}

@test "drill: the export is off, fresh, old, of another state, with no directory" {
	local dir=/var/lib/prometheus/node-exporter

	messages=("$kernel" "$udevd")
	unit taint-info-export.timer LoadState=loaded ActiveState=inactive UnitFileState=enabled
	drill
	same "$code" 1
	tells broken export 'is enabled, and does not run'
	mends export 'systemctl restart taint-info-export.timer'
	rm "$units/taint-info-export.timer"
	drill
	same "$code" 0
	tells 'not set up' export 'is not installed'
	unit taint-info-export.timer LoadState=loaded ActiveState=active UnitFileState=enabled ActiveEnterTimestampMonotonic=1
	unit taint-info-export.service LoadState=loaded ActiveState=inactive "Environment=A=b DIRECTORY=$dir C=d"
	drill
	same "$code" 1
	tells broken export "node_exporter's directory .*$dir is not there"
	mends export 'systemctl edit taint-info-export.service'
	mkdir -p "$tmp/root$dir"
	drill
	same "$code" 1
	tells broken export 'cannot read .*taint_info.prom: No such file'
	mends export 'systemctl status taint-info-export.service; journalctl --boot --unit=taint-info-export.service'
	# The timer was put on a moment ago.
	unit taint-info-export.timer LoadState=loaded ActiveState=active "ActiveEnterTimestampMonotonic=$(awk '{ printf "%d000000", $1 }' /proc/uptime)"
	drill
	same "$code" 0
	tells 'not known' export 'comes within a minute'
	exports 30 1
	drill
	same "$code" 0
	tells ok export 'is 3[0-9] s old and has the flags that are set'
	exports 130 1
	drill
	same "$code" 1
	tells broken export 'is 13[0-9] s old, more than two periods'
	exports 30 0
	drill
	same "$code" 1
	tells broken export 'has not the flags that are set: it differs by 512'
	# It was set since.
	state /sys/class/taint_info/warn/first/realtime "$(date +%s).000000001"
	drill
	same "$code" 0
	tells ok export 'what was set since comes within a minute'
}

@test "drill: a policy with an error is broken, and rules that are over are told" {
	local file=/etc/taintinfo/policy.d/a.policy

	messages=("$kernel" "$udevd")
	state $file 'accept W reason="known"'
	drill
	same "$code" 0
	tells ok policy 'it can be read: 1 rule, none over'
	state $file 'accept W until=2020-01-01 reason="known"'
	drill
	same "$code" 0
	tells ok policy '1 rule, 1 over; first .*a.policy:1, since 2020-01-01'
	state $file 'accept W'
	drill
	same "$code" 1
	tells broken policy 'a.policy:1: there is no reason'
	mends policy 'taintinfo policy'
}

@test "drill: whether the next boot has the module" {
	messages=("$kernel" "$udevd")
	state /boot/vmlinuz-6.1.0-50-amd64 x
	state /lib/modules/6.1.0-50-amd64/modules.dep updates/dkms/taint_info.ko.xz:
	state /lib/modules/6.1.0-49-amd64/modules.dep kernel/x.ko:
	drill
	same "$code" 0
	tells ok boot 'each kernel has it'
	state /lib/modules/6.1.0-51-amd64/modules.dep kernel/x.ko:
	state /lib/modules/6.1.0-51-amd64/vmlinuz x
	drill
	same "$code" 1
	tells broken boot 'the kernel 6.1.0-51-amd64 has no module'
	mends boot 'dkms autoinstall -k 6.1.0-51-amd64'
	rm -r "$tmp/root/lib/modules/6.1.0-51-amd64" "$tmp/root/usr/lib/modules-load.d"
	drill
	same "$code" 0
	tells 'not set up' boot 'no file in /etc/modules-load.d'
	state /etc/modules 'x
taint_info'
	drill
	tells ok boot 'is loaded at boot'
}

@test "drill: hooks that are missing, events that were lost, no module, no systemd" {
	messages=("$kernel" "$udevd")
	state /sys/kernel/taint_info/hooks poll
	state /sys/kernel/taint_info/lost 3
	drill
	same "$code" 1
	tells broken module 'by poll; 4 flags; events that could not be recorded: 3: who sets a flag is never known'
	state /sys/module/taint_info/parameters/hooks none
	drill
	same "$code" 0
	tells 'not set up' module 'as its option hooks=none asks for'
	state /sys/kernel/taint_info/hooks 'kprobe poll'
	rm -r "$tmp/root/run"
	drill
	same "$code" 0
	tells 'not set up' service 'systemd does not run here'
	rm -r "$tmp/root/sys/kernel" "$tmp/root/sys/class"
	exits 1 env TAINT_INFO_EVENTS="$tmp/events" "$tool" --root="$tmp/root" drill >"$tmp/out"
	tells broken module 'is not loaded'
	mends module 'modprobe taint_info'
	exits 1 env TAINT_INFO_EVENTS="$tmp/events" "$tool" --root="$tmp/root" drill --real --yes >"$tmp/out"
	same "$(cat "$tmp/root/proc/sys/kernel/tainted")" 12800
}

@test "drill: what hangs does not hold it for longer than it may take" {
	messages=("$kernel" "$udevd")
	touch "$units/hang"
	milliseconds drill --timeout=2
	same "$code" 1
	tells broken service 'systemctl has not answered in time'
	compare "$(cat "$tmp/took")" -lt 40000
	# Nor where whoever began us does not care for alarms.
	(
		trap '' ALRM
		milliseconds drill --timeout=2
		tells broken service 'systemctl has not answered in time'
	)
	compare "$(cat "$tmp/took")" -lt 40000
}

@test "drill: --json has the same, as one object" {
	messages=("$kernel" "$udevd")
	state /etc/taintinfo/policy.d/a.policy 'accept W'
	drill --json
	same "$code" 1
	jq -e . <"$tmp/out"
	same "$(jq -r '"\(.flag) \(.set) \(.real) \(.broken) \(.uuid | length)"' <"$tmp/out")" 'warn true false 1 36'
	same "$(jq -r '.links[] | "\(.link)=\(.state)"' <"$tmp/out" | xargs)" \
		'module=ok event=ok udevd=ok rule=ok service=ok journal=ok export=not set up policy=broken boot=ok'
	same "$(jq -r '.links[] | select(.state == "broken").mend' <"$tmp/out")" 'taintinfo policy'
}

# real MESSAGE...: in earnest; the module sees it when it is written
real() {
	local class=/sys/class/taint_info/user pid file

	state /sys/kernel/taint_info/tainted "${before:-12800}"
	state $class/count "$((count < 0 ? 0 : count))"
	# What is read no sooner than it is counted: there is little time then.
	for file in "origin=${origin:-observed}" {first,last}/{seq=9,context=task,comm=taintinfo}; do
		state "$class/${file%%=*}" "${file#*=}"
	done
	sender /proc/sys/kernel/tainted 64 "$@"
	TAINT_INFO_EVENTS=$tmp/events "$tool" --root="$tmp/root" drill --real --yes --timeout="${seconds:-30}" >"$tmp/out" 2>"$tmp/err" &
	pid=$!
	within 20 test -s "$tmp/asked"
	# It reads them all the while: a file of the kernel's is never empty.
	for file in $class/{first,last}/pid="${by:-$pid}" $class/count=$((count + 1)) $class/set=1 \
		/sys/kernel/taint_info/tainted=12864; do
		echo "${file#*=}" >"$tmp/new"
		mv "$tmp/new" "$tmp/root${file%%=*}"
	done
	code=0
	wait "$pid" || code=$?
	cat "$tmp/out" "$tmp/err"
}

@test "drill --real: U is set, seen and followed, and stays" {
	service=taint-info-notify@user.service
	count=0
	rm "$journal/entries"
	entries late user
	name=$service notifier active 7000000
	mv "$units/$service" "$units/$service.late"
	name=$service notifier inactive 0
	real 'k SUBSYSTEM=taint_info ACTION=change TAINT_FLAG=user TAINT_SET=1' \
		"u SUBSYSTEM=taint_info ACTION=change TAINT_FLAG=user TAGS=:systemd: SYSTEMD_WANTS=$service TAINT_SET=1"
	same "$code" 0
	tells ok seen 'as event #9, origin observed, 1 call of it'
	tells ok shown 'taintinfo shows U as set; by process taintinfo\['
	tells ok event 'the kernel sent it: user is set'
	tells ok rule "it has systemd start $service"
	tells ok service 'was started by this event'
	tells ok journal 'the newest from now'
	has -x 'U (user) stays set until the next boot\.' <"$tmp/out"
}

@test "drill --real: of U that was set before only the count tells" {
	# Nobody listens, then.
	count=4 origin=baseline before=12864 socket=$tmp
	state /sys/class/taint_info/user/set 1
	state /sys/class/taint_info/user/origin baseline
	name=taint-info-notify@user.service notifier active 5000000
	entries entries user
	real
	same "$code" 0
	has 'it was set before, so that only the count tells' <"$tmp/out"
	tells ok seen '#9, origin baseline, 5 calls of it'
	tells 'not set up' event 'U was set before: no event comes of it'
	lacks ' udevd ' <"$tmp/out"
	tells ok service 'was active before'
	tells ok journal 'it has 1 entry of user in this boot, none from now'
}

@test "drill --real: who has not seen it is broken" {
	service=taint-info-notify@user.service
	seconds=5
	name=$service notifier active 5000000
	entries entries user
	count=-1
	real
	same "$code" 1
	tells broken seen 'has not seen it: 0 calls seen'
	tells broken event 'no event of user was heard'
	count=0 by=1
	real
	same "$code" 1
	tells broken seen 'has seen a call, and not that it was process'
	# With the event of another, and one that is replayed, nothing is heard.
	count=0 by=''
	real 'k SUBSYSTEM=taint_info ACTION=change TAINT_FLAG=user TAINT_SET=1 SYNTH_UUID=0' \
		'k SUBSYSTEM=taint_info ACTION=add TAINT_FLAG=user TAINT_SET=1' \
		'k SUBSYSTEM=taint_info ACTION=change TAINT_FLAG=warn TAINT_SET=1' \
		'k SUBSYSTEM=taint_info ACTION=change TAINT_FLAG=user TAINT_SET=0'
	same "$code" 1
	tells ok seen 'origin observed, 1 call of it'
	tells broken event 'no event of user was heard'
}

@test "drill --real: it sets nothing where it was not confirmed, or the kernel would panic" {
	local before

	before=$(cat "$tmp/root/proc/sys/kernel/tainted")
	exits 2 env TAINT_INFO_EVENTS="$tmp/events" "$tool" --root="$tmp/root" drill --real >"$tmp/out"
	has 'With --yes it sets U (user)' <"$tmp/out"
	for panic in 40 0x40,nousertaint 0xffff; do
		state /proc/cmdline "root=/dev/vda panic_on_taint=$panic quiet"
		exits 2 env TAINT_INFO_EVENTS="$tmp/events" "$tool" --root="$tmp/root" drill --real --yes 2>"$tmp/err"
		has 'panics when U is set' <"$tmp/err"
	done
	same "$(cat "$tmp/root/proc/sys/kernel/tainted")" "$before"
}

@test "drill: what it refuses is an error, and sends nothing" {
	local wrong

	for wrong in --timeout=0 --timeout=601 --timeout=x --timeout= --flag=nonesuch --yes '--real --yes --flag=U' -x more; do
		# shellcheck disable=SC2086 # options, one a word
		exits 2 env TAINT_INFO_EVENTS="$tmp/events" "$tool" --root="$tmp/root" drill $wrong >"$tmp/out" 2>"$tmp/err"
		compare "$(wc -l <"$tmp/err")" -ge 1
	done
	# It is for the kernel that runs, and for root.
	exits 2 taintinfo --root="$tmp/root" drill 2>"$tmp/err"
	has 'it is for the kernel that runs' <"$tmp/err"
	cp "$tool" "$tmp/tool"
	chmod -R a+rX "$tmp"
	exits 2 setpriv --reuid=65534 --clear-groups "$tmp/tool" drill 2>"$tmp/err"
	has 'only root may have an event sent again' <"$tmp/err"
	same "$(cat "$tmp/root/sys/class/taint_info/warn/uevent")" ''
}
