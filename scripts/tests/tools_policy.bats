#!/usr/bin/env bats
#
# tools_policy - what the administrator has accepted, and what passes by it
#
# Environment: see scripts/lib.sh.

# shellcheck source=scripts/tests/tools.bash
. "$BATS_TEST_DIRNAME/tools.bash"

setup_file() { prepare; }

policies=/etc/taintinfo/policy.d

# policy NAME LINE...: the file has these lines
policy() {
	local file=$tmp/root$policies/$1.policy

	shift
	mkdir -p "${file%/*}"
	printf '%s\n' "$@" >"$file"
}

# rules LINE...: the policy has these alone
rules() {
	rm -rf "$tmp/root/etc"
	policy rules "$@"
}

expect() { taintinfo -r "$tmp/root" expect "$@"; }

# expected: the flags are; unexpected, unknown: one is not, or that is not known
expected() {
	exits 0 expect >"$tmp/out" 2>"$tmp/err" || { cat "$tmp/out" "$tmp/err"; return 1; }
	exits 0 expect --nagios >"$tmp/out"
	has '^TAINT OK' <"$tmp/out"
}

unexpected() {
	exits 1 expect >"$tmp/out" || { cat "$tmp/out"; return 1; }
	exits 2 expect --nagios >"$tmp/nagios"
	has '^TAINT CRITICAL' <"$tmp/nagios"
}

unknown() {
	exits 2 expect >"$tmp/out" 2>"$tmp/err" || { cat "$tmp/out"; return 1; }
	exits 3 expect --nagios >"$tmp/nagios" 2>"$tmp/err"
	has '^TAINT UNKNOWN' <"$tmp/nagios"
}

# A driver with a WARN, and one call of it that was seen
warned() {
	module_root 512 0 warn
	device warn bit=9 letter=W category=fault description='a warning' origin=observed count=1 \
		first/seq=7 first/boottime=5.773356000 first/realtime=1790000000.000000001 first/module=drv \
		first/context=task first/cpu=1 first/pid=128 first/uid=0 first/comm='kworker/0:1' \
		first/caller=drv_reset+0x11/0x20 first/via=helper
}

# logged LINE...: the newest events, as root sees them
logged() { put "$tmp/root/sys/kernel/debug/taint_info/log" "$(printf '%s\n' "$@")"; }

first='seq=7 time=5.773356000 flag=warn letter=W context=task cpu=1 pid=128 uid=0 comm="kworker/0:1" caller=drv_reset+0x11/0x20 module=drv via=helper'

@test "a host without a policy is as it was" {
	warned
	taintinfo -r "$tmp/root" >"$tmp/before"
	lacks expected <"$tmp/before"
	taintinfo -r "$tmp/root" notify -p warn >"$tmp/notified"
	lacks -e EXPECTED -e REASON <"$tmp/notified"
	has -x PRIORITY=4 <"$tmp/notified"
	unexpected
	same "$(cat "$tmp/out")" 'unexpected: W warn: a warning; module drv'
	# An empty directory, and what is none of ours in it
	mkdir -p "$tmp/root$policies"
	touch "$tmp/root$policies/rules" "$tmp/root$policies/rules.policy~" "$tmp/root$policies/.policy" \
		"$tmp/root$policies/.#rules.policy" "$tmp/root$policies/rules.policy.dpkg-old"
	taintinfo -r "$tmp/root" | cmp - "$tmp/before"
	taintinfo -r "$tmp/root" notify -p warn | cmp - "$tmp/notified"
	same "$(taintinfo -r "$tmp/root" policy)" \
		"There is no policy: no file $tmp/root$policies/*.policy. See taintinfo-policy(5)."
	same "$(taintinfo -r "$tmp/root" policy --json | jq -c .)" '{"given":false,"errors":0,"rules":[]}'
}

@test "a rule accepts a flag, and says why" {
	local rule

	warned
	unexpected
	for rule in 'accept warn reason="known"' 'accept W reason=known' 'accept bit_9 reason="known" # a comment' \
		$'\taccept \t warn \t reason="known"  '; do
		rules '# a comment' '' '  # and another' "$rule"
		expected
		taintinfo -r "$tmp/root" | has -x "     expected   yes: known ($tmp/root$policies/rules.policy:4)"
	done
	taintinfo -r "$tmp/root" notify -p warn >"$tmp/out"
	same "$(grep -e ^PRIORITY -e EXPECTED -e REASON "$tmp/out")" "PRIORITY=6
TAINT_EXPECTED=yes
TAINT_REASON=known ($tmp/root$policies/rules.policy:4)"
	for rule in 'accept die reason=known' 'accept D reason=known' 'accept bit_7 reason=known' \
		'accept no_support reason=known' '# accept warn reason=known'; do
		rules "$rule"
		unexpected
		has -x 'unexpected: W warn: a warning; module drv; no rule accepts #7, module drv, at drv_reset+.*' <"$tmp/out"
		taintinfo -r "$tmp/root" | has -x '     expected   no: no rule accepts #7, module drv, .*'
		taintinfo -r "$tmp/root" notify -p warn >"$tmp/out"
		same "$(grep -c -e ^PRIORITY=4 -e EXPECTED=no -e 'REASON=no rule accepts #7' "$tmp/out")" 3
	done
	# Beside it what the command line allows.
	exits 0 expect --allow=warn
	exits 1 expect --allow=die >"$tmp/out"
	# A name is no letter: p is of another flag there.
	kernel_root $((1 << 26))
	state /proc/sys/kernel/osrelease 5.14.0-427.13.1.el9_4.x86_64
	rules 'accept proprietary_module reason=known'
	unexpected
	rules 'accept p reason=known'
	expected
	# One for each that is accepted.
	kernel_root 4097
	rules 'accept O module=nvidia reason=one' 'accept O module=trigger reason=other' 'accept O reason=late' \
		'accept proprietary_module reason="a third"'
	expected
	taintinfo -r "$tmp/root" >"$tmp/out"
	has -E '^     expected   yes: one \(.*:1\); other \(.*:2\)$' <"$tmp/out"
	has '^     expected   yes: a third (.*:4)$' <"$tmp/out"
}

# conditions ANSWER CONDITION...: what a rule with each says of the call
conditions() {
	local answer=$1 condition

	shift
	for condition; do
		rules "accept warn $condition reason=known"
		"$answer" || { echo "that was $condition"; return 1; }
	done
}

@test "a condition is a glob, and each of a rule's has to match" {
	warned
	conditions expected module=drv 'module=d*' 'module=[a-e]r?' module='"drv"' caller=drv_reset 'caller=drv_*' \
		caller=drv_reset+0x11/0x20 'caller=*+0x11/*' via=helper comm='kworker/0:1' 'comm="kworker/*"' 'comm=*' \
		'module=drv caller=drv_reset via=helper comm=kworker/*' until=9999-12-31
	conditions unexpected module=dr module=rv 'module=drv?' module=DRV 'module=[!d]*' caller=drv caller=reset \
		caller=drv_reset+ 'caller=drv_reset+0x12*' via=drv via=help comm=kworker comm='"kworker/0:1 "' \
		'module=drv comm=other' 'caller=other module=drv' 'via=other module=drv caller=drv_reset' until=2020-01-01
	# What is as it is shown, with no escapes; a * of its own is [*].
	state /sys/class/taint_info/warn/first/comm 'a\*b"c'
	conditions expected 'comm=a\134[*]b\042c' 'comm="a\134*"'
	conditions unexpected 'comm=a\134\*b\042c' 'comm=a\\*'
	state /sys/class/taint_info/warn/first/comm 'two words'
	conditions expected 'comm="two words"' 'comm=two?words'
}

# What nobody knows is no match for "*".
@test "a condition on what is not known accepts nothing" {
	warned
	state /sys/class/taint_info/warn/first/via ''
	conditions unexpected 'via=*' 'via=helper'
	state /sys/class/taint_info/warn/first/module ''
	conditions unexpected 'module=*'
	state /sys/class/taint_info/warn/first/context softirq
	state /sys/class/taint_info/warn/first/comm ''
	conditions unexpected 'comm=*'
	state /sys/class/taint_info/warn/first/caller ''
	conditions unexpected 'caller=*'
	conditions expected ''
}

# Who and where is for root, and so is the context, which each call has.
@test "what this user may not know is not OK" {
	local file

	warned
	for file in context cpu pid ppid uid loginuid comm parent cgroup caller via; do
		state "/sys/class/taint_info/warn/first/$file" ''
	done
	conditions unknown 'caller=*' 'via=helper' 'comm=kworker*' 'module=drv caller=drv_reset'
	has "^unknown: W warn: a warning; module drv; $tmp/root$policies/rules.policy:1 asks for what root may read$" <"$tmp/out"
	same "$(cat "$tmp/nagios")" 'TAINT UNKNOWN - warn (W): whether expected is not known | unexpected=0;;0 set=1'
	taintinfo -r "$tmp/root" | has -x '     expected   not known: .*/rules.policy:1 asks for what root may read'
	taintinfo -r "$tmp/root" notify -p warn | has -x 'TAINT_EXPECTED=no'
	taintinfo -r "$tmp/root" notify -p warn | has -x 'PRIORITY=4'
	taintinfo -r "$tmp/root" export -f prometheus | has -x 'taint_info_unexpected{flag="warn",.*} 1'
	same "$(expect --json | jq -c '[.expected, .unknown, .flags[0].expected]')" '[null,"512",null]'
	conditions unexpected 'module=other caller=drv_reset'
	conditions expected 'module=drv' ''
	rules 'accept warn caller=drv_reset reason=one' 'accept warn module=drv reason=other'
	expected
	# What is certain is said.
	state /sys/kernel/taint_info/tainted 640
	state /sys/kernel/taint_info/names 'die warn'
	device die bit=7 letter=D origin=observed count=1 first/seq=9 first/context=task
	rules 'accept warn caller=drv_reset reason=one'
	unexpected
	same "$(grep -c ^unexpected "$tmp/out") $(grep -c ^unknown "$tmp/out")" '1 1'
	same "$(cat "$tmp/nagios")" 'TAINT CRITICAL - die (D) | unexpected=1;;0 set=2'
}

@test "every call that is known is asked about" {
	warned
	rules 'accept warn caller=drv_reset reason=known'
	logged "$first"
	expected
	# In the log alone, between the first one and the newest
	state /sys/class/taint_info/warn/count 3
	logged "$first" 'seq=8 time=6.0 flag=warn letter=W context=task cpu=1 pid=1 uid=0 comm="a" caller=other+0x1/0x2' \
		'seq=9 time=6.0 flag=warn letter=W context=task cpu=1 pid=1 uid=0 comm="a" caller=drv_reset+0x13/0x20'
	unexpected
	has '; no rule accepts #8, at other+0x1/0x2, process a' <"$tmp/out"
	# The first of several is named.
	rules 'accept warn comm=nobody reason=known'
	unexpected
	has '; no rule accepts #7, module drv, at drv_reset' <"$tmp/out"
	rules 'accept warn caller=drv_reset reason=known' 'accept warn caller=other comm=a reason=known'
	expected
	# Without the log the newest one
	rm -r "$tmp/root/sys/kernel/debug"
	rules 'accept warn caller=drv_reset reason=known'
	expected
	for file in seq=9 context=task caller=other+0x1/0x2 module=drv; do
		state "/sys/class/taint_info/warn/last/${file%%=*}" "${file#*=}"
	done
	unexpected
	has '; no rule accepts #9, module drv, at other' <"$tmp/out"
	# Those of other flags do not matter; how many are not kept is said.
	warned
	rules 'accept warn caller=drv_reset reason=known'
	state /sys/class/taint_info/warn/count 30
	state /sys/class/taint_info/warn/last/seq 7
	logged 'seq=8 time=6.0 flag=die letter=D context=task cpu=1 pid=1 uid=0 comm="a" caller=other+0x1/0x2' \
		'seq=9 time=6.0 flag=warnings letter=W context=task cpu=1 pid=1 uid=0 comm="a" caller=other+0x1/0x2'
	expected
	taintinfo -r "$tmp/root" | has ' yes: known (.*:1); 29 more calls of it are not kept$'
}

@test "who carries a flag has to be accepted, too" {
	kernel_root 4096
	rules 'accept oot_module module=nvidia reason=known'
	unexpected
	has -x 'unexpected: O oot_module: .*; no rule accepts module trigger' <"$tmp/out"
	rules 'accept oot_module module=nvidia reason=known' 'accept oot_module module=trig* reason=known'
	expected
	rules 'accept oot_module module=nvidia caller=load_module reason=known' 'accept oot_module module=trigger reason=known'
	unexpected
	# A carrier of which the call is known that made it one
	module_root 4096 4096 oot_module
	device oot_module bit=12 letter=O category=module origin=observed count=1 modules='taint_info nvidia' \
		first/seq=3 first/module=nvidia first/context=task first/comm=modprobe first/caller=load_module+0x1/0x2
	rules 'accept oot_module comm=modprobe reason=known'
	expected
	rules 'accept oot_module comm=insmod reason=known'
	unexpected
	rules 'accept oot_module comm=modprobe reason=known'
	state /sys/class/taint_info/oot_module/modules 'taint_info nvidia zfs'
	unexpected
	has '; no rule accepts module zfs$' <"$tmp/out"
}

@test "taint_info itself needs no rule, and excuses nobody else" {
	module_root 12288 12288 oot_module unsigned_module
	self_devices
	unexpected
	rules '# none'
	expected
	taintinfo -r "$tmp/root" --verbose | has -x '     expected   yes: taint_info itself'
	state /sys/class/taint_info/unsigned_module/modules 'taint_info foreign'
	unexpected
	same "$(cat "$tmp/out")" 'unexpected: E unsigned_module: not signed; no rule accepts module foreign'
	rules 'accept E module=foreign reason=known'
	expected
	# One that has come and gone
	self_devices
	state /sys/class/taint_info/oot_module/count 1
	state /sys/class/taint_info/oot_module/first/seq 3
	state /sys/class/taint_info/oot_module/first/context task
	state /sys/class/taint_info/oot_module/first/module foreign
	unexpected
	has 'O oot_module: .*; no rule accepts #3, module foreign' <"$tmp/out"
	# What is not its own; and without it
	self_devices
	state /sys/kernel/taint_info/self 4096
	unexpected
	has 'E unsigned_module: .*; no rule accepts module taint_info$' <"$tmp/out"
	kernel_root 4096
	rm -r "$tmp/root/sys/module"
	state /sys/module/taint_info/taint O
	rules '# none'
	unexpected
}

# Whoever raises it again is not who set it.
@test "of a flag that nobody saw being set its carriers count, else a rule without conditions" {
	local origin

	for origin in baseline detected none ''; do
		warned
		state /sys/class/taint_info/warn/origin "$origin"
		conditions unexpected module=drv caller=drv_reset 'module=*'
		has '; who set it is not known$' <"$tmp/out"
		conditions expected ''
		# Nothing more is known of it.
		device warn bit=9 letter=W category=fault origin="$origin"
		conditions unexpected 'module=*' 'caller=*' 'comm=*'
		conditions expected ''
		# What is carried somebody has set who is there still.
		device warn bit=9 letter=W category=fault origin="$origin" modules=drv
		conditions unexpected module=other caller=drv_reset
		conditions expected module=drv
	done
	# That it was found is an event, and no call.
	warned
	state /sys/class/taint_info/warn/origin detected
	logged 'seq=6 time=5.0 flag=warn letter=W detected' "$first"
	conditions unexpected caller=drv_reset
	has '; who set it is not known$' <"$tmp/out"
	state /sys/class/taint_info/warn/modules drv
	conditions expected module=drv
	# The call is not there yet.
	device warn bit=9 letter=W category=fault origin=observed count=1
	logged ''
	conditions unexpected 'module=*' 'caller=*'
	conditions expected ''
	# Nor is the flag's directory.
	state /sys/kernel/taint_info/tainted $((1 << 45))
	state /sys/kernel/taint_info/names ''
	rules 'accept bit_45 reason=known'
	expected
	rules 'accept bit_44 reason=known'
	unexpected
	# There are more directories than there can be flags, and none of it is among them.
	for name in {a..z}{a..c}; do
		state "/sys/class/taint_info/$name/bit" 0
	done
	rules 'accept bit_45 reason=known'
	unexpected
	same "$(cat "$tmp/out")" 'unexpected: ? bit_45'
}

# unseen: the warning was there before; in the log of the boot are the lines of standard input,
# "SECONDS TEXT"
unseen() {
	warned
	device warn bit=9 letter=W category=fault description='a warning' origin=baseline
	state /proc/uptime '5000.00 1.00'
	state /proc/sys/kernel/random/boot_id 11111111-2222-3333-4444-555555555555
	mkdir -p "$tmp/root/dev"
	awk '{ time = $1; sub("^[^ ]* ", ""); printf "4,%d,%.0f,-;%s\n", NR, time * 1000000, $0 }' >"$tmp/root/dev/kmsg"
}

# reported STATE: by a process of that driver, which is gone
reported() {
	cat <<-END
		0 Linux version 6.1.0-50-amd64 (someone@example.org) (gcc-12) #1 SMP
		1.0 ------------[ cut here ]------------
		1.0 WARNING: CPU: 1 PID: 77 at drivers/x.c:12 early_reset+0x12/0x40 [early]
		1.0 CPU: 1 PID: 77 Comm: modprobe $1      6.1.0-50-amd64 #1
		1.0 ---[ end trace 0000000000000000 ]---
	END
}

# asked: how often the journal was
asked() { [ ! -e "$tmp/asked" ] || wc -l <"$tmp/asked"; }

# journal ENTRY...: there is one, which says that when it is asked
journal() {
	mkdir -p "$tmp/bin" "$tmp/root/var/log/journal"
	printf '%s\n' "$@" >"$tmp/entries"
	printf '#!/bin/sh\necho >>"%s"\ncase $* in *MESSAGE_ID*) cat "%s" ;; esac\n' "$tmp/asked" "$tmp/entries" >"$tmp/bin/journalctl"
	chmod +x "$tmp/bin/journalctl"
	PATH=$tmp/bin:$PATH
}

@test "of a flag that nobody saw being set a cause that is on record counts, and no guess" {
	local entry

	reported 'Not tainted' | unseen
	conditions expected module=early caller=early_reset 'caller=early_reset+0x12/*' 'comm=mod*' \
		'module=early caller=early_reset comm=modprobe' ''
	conditions unexpected module=drv caller=other 'comm=kworker*' 'via=*' 'module=early via=*'
	has '; no rule accepts who set it, by the log: module early, at early_reset+0x12/0x40, process modprobe\[77\]$' <"$tmp/out"
	rules 'accept warn module=early reason=known'
	taintinfo -r "$tmp/root" | has -x '     expected   yes: known (.*:1)'
	taintinfo -r "$tmp/root" policy | has -x '     matches    1 event'
	same "$(taintinfo -r "$tmp/root" export | jq -c '.flags[] | select(.name == "warn") | [.expected, (.reasons | length)]')" '[true,1]'
	# What runs by itself goes by the state alone.
	taintinfo -r "$tmp/root" export -f prometheus | has -x 'taint_info_unexpected{flag="warn",.*} 1'
	taintinfo -r "$tmp/root" notify -p warn | has -x TAINT_EXPECTED=no
	# A report that does not show the state before it, or is of a repeat, sets nothing for sure.
	reported 'Not tainted' | grep -v Comm: | unseen
	conditions unexpected module=early
	has '; who set it is not known$' <"$tmp/out"
	reported 'Tainted: G        W        ' | unseen
	conditions unexpected module=early
	# In a file of syslog anybody may have written it.
	reported 'Not tainted' | unseen
	mkdir -p "$tmp/root/var/log"
	sed 's/^4,[0-9]*,\([0-9]*\)\([0-9]\{6\}\),-;/[ \1.\2] /; s/^\[ 0*\./[ 0./' "$tmp/root/dev/kmsg" >"$tmp/root/var/log/dmesg"
	rm "$tmp/root/dev/kmsg"
	taintinfo -r "$tmp/root" explain warn | has early_reset
	conditions unexpected module=early
	# Nor in taint_info's own notice, of which the name of a process is a part.
	{
		reported 'Not tainted' | head -n 1
		echo "4.5 taint_info: flag warn (W) set by process x by module early[77], uid 0, in task context on CPU 1"
	} | unseen
	taintinfo -r "$tmp/root" explain warn | has 'module early'
	conditions unexpected 'module=early*'
	# Its entry has a field for each, and is root's.
	entry=$(jq -cn '{_BOOT_ID: "11111111222233334444555555555555", MESSAGE: "x", TAINT_FLAG: "warn", TAINT_ORIGIN: "observed",
		TAINT_MODULE: "entered", TAINT_CALLER: "place+0x1/0x2", TAINT_PID: "77", TAINT_COMM: "sh", TAINT_SEQ: "3"}')
	reported 'Not tainted' | unseen
	journal "$entry"
	conditions expected module=entered caller=place comm=sh
	conditions unexpected module=early
	# The loader names the module that it taints for.
	unseen <<-END
		0 Linux version 6.1.0-50-amd64 (someone@example.org) (gcc-12) #1 SMP
		5.0 gone: loading out-of-tree module taints kernel.
	END
	journal ''
	state /sys/kernel/taint_info/tainted 4096
	state /sys/kernel/taint_info/names oot_module
	rm -r "$tmp/root/sys/class/taint_info/warn"
	device oot_module bit=12 letter=O category=module description='out of tree' origin=baseline
	rules 'accept O module=gone reason=known'
	expected
	rules 'accept O module=other reason=known'
	unexpected
	# Who is there still has set it, too.
	state /sys/class/taint_info/oot_module/modules there
	rules 'accept O module=gone reason=known'
	unexpected
	has '; no rule accepts module there$' <"$tmp/out"
}

@test "what is on record is looked for where a rule may accept a flag by it, and nowhere else" {
	reported 'Not tainted' | unseen
	journal ''
	for rule in '# none' 'accept die module=early reason=x' 'accept warn reason=x' 'accept W until=2020-01-01 module=early reason=x'; do
		rules "$rule"
		taintinfo -r "$tmp/root" expect >"$tmp/out" || :
		same "$rule $(asked)" "$rule "
	done
	rules 'accept warn module=early reason=x'
	taintinfo -r "$tmp/root" export -f prometheus >"$tmp/out"
	taintinfo -r "$tmp/root" notify -p warn >"$tmp/out"
	taintinfo -r "$tmp/root" --short >"$tmp/out"
	same "$(asked)" ''
	expected
	compare "$(asked)" -ge 1
	# Of one that was seen, or is carried, all is known.
	rm "$tmp/asked"
	state /sys/class/taint_info/warn/modules drv
	taintinfo -r "$tmp/root" expect >"$tmp/out" || :
	state /sys/class/taint_info/warn/modules ''
	state /sys/class/taint_info/warn/origin observed
	taintinfo -r "$tmp/root" expect >"$tmp/out" || :
	same "$(asked)" ''
}

@test "who may not read the log is not told that a flag is unexpected" {
	local as=()

	[ "$(id -u)" != 0 ] || as=(setpriv "--bounding-set=-dac_override,-dac_read_search")
	reported 'Not tainted' | unseen
	rules 'accept warn module=early reason=known'
	expected
	chmod 000 "$tmp/root/dev/kmsg"
	exits 2 "${as[@]}" "$tool" -r "$tmp/root" expect >"$tmp/out"
	has -x 'unknown: W warn: a warning; who set it may be in the log, which root may read' <"$tmp/out"
	# One that he may read is not as good.
	put "$tmp/root/var/log/dmesg" "$(reported 'Not tainted' | sed 's/^\([^ ]*\)/[    \100000]/; s/^\[    000000/[    0.000000/')"
	exits 2 "${as[@]}" "$tool" -r "$tmp/root" expect >"$tmp/out"
	"${as[@]}" "$tool" -r "$tmp/root" explain >"$tmp/out"
	has early_reset <"$tmp/out"
	rules 'accept warn reason=known'
	exits 0 "${as[@]}" "$tool" -r "$tmp/root" expect
}

# answers: what the export has of the policy, and of the flags
answers() {
	taintinfo -r "$tmp/root" export "$@" 2>"$tmp/err" | jq -c '[.policy.given, .policy.errors,
		(.flags[] | [.letter, .expected, (.reasons | map(.reason)), .why != null, .over.reason, .missing])]'
}

@test "export as JSON has of each flag what expect has" {
	warned
	device die bit=7 letter=D category=fault set=0
	state /sys/kernel/taint_info/baseline 0
	same "$(answers)" '[false,0,["D",null,[],false,null,0],["W",false,[],true,null,0]]'
	rules 'accept warn caller=drv_reset reason=known' 'accept warn until=2020-01-01 reason=past'
	same "$(answers)" '[true,0,["D",null,[],false,null,0],["W",true,["known"],false,null,0]]'
	same "$(answers -P /dev/null)" '[true,0,["D",null,[],false,null,0],["W",false,[],true,null,0]]'
	rules 'accept warn until=2020-01-01 reason=past'
	same "$(answers)" '[true,0,["D",null,[],false,null,0],["W",false,[],true,"past",0]]'
	rules 'accept warn'
	same "$(answers)" '[true,1,["D",null,[],false,null,0],["W",null,[],true,null,0]]'
	rules 'accept warn reason=known' 'accept die reason=known'
	state /sys/kernel/taint_info/cleared 640
	same "$(answers)" '[true,0,["D",false,[],true,null,0],["W",false,[],true,null,0]]'
}

# A driver on its way in, which has no name yet
loading() {
	module_root 4096 0 oot_module
	device oot_module bit=12 letter=O category=module description='out of tree' origin=observed count=1 \
		first/seq=1 first/boottime="$(boottime 0)" first/context=task first/pid=5 first/uid=0 first/comm=modprobe \
		first/caller=load_module+0x1/0x2
	state /sys/kernel/taint_info/events 1
	rules 'accept O module=good reason=known'
}

# name NAME, in half a second
name() { (sleep 0.5 && state /sys/class/taint_info/oot_module/first/module "$1") & }

@test "expect waits for the name of a module that is being loaded, and for what was counted" {
	local now line='flag=oot_module letter=O context=task cpu=1 pid=6 uid=0 comm="modprobe" caller=load_module+0x1/0x2'

	loading
	name good
	exits 0 expect
	loading
	name bad
	exits 1 expect >"$tmp/out"
	has '; no rule accepts #1, module bad,' <"$tmp/out"
	wait
	# It does not come: there is none.
	loading
	milliseconds exits 1 expect >"$tmp/out"
	has '; no rule accepts #1, at load_module' <"$tmp/out"
	compare "$(cat "$tmp/took")" -ge 1500
	compare "$(cat "$tmp/took")" -le 5000
	# One between the first and the newest, as root sees it
	loading
	state /sys/class/taint_info/oot_module/first/module good
	for file in seq=3 boottime="$(boottime 0)" context=task comm=modprobe module=good; do
		state "/sys/class/taint_info/oot_module/last/${file%%=*}" "${file#*=}"
	done
	state /sys/class/taint_info/oot_module/count 3
	state /sys/kernel/taint_info/events 3
	now=$(boottime 0)
	logged "seq=2 time=$now $line" "seq=3 time=$now $line module=good"
	(
		sleep 0.5
		logged "seq=2 time=$now $line module=bad" "seq=3 time=$now $line module=good"
	) &
	exits 1 expect >"$tmp/out"
	has '; no rule accepts #2, module bad,' <"$tmp/out"
	wait
	# A call that was counted, and cannot be read yet
	warned
	rules 'accept warn caller=drv_reset reason=known'
	state /sys/kernel/taint_info/events 8
	(
		sleep 0.5
		for file in context=task caller=other+0x1/0x2 module=drv seq=8; do
			state "/sys/class/taint_info/warn/last/${file%%=*}" "${file#*=}"
		done
		state /sys/class/taint_info/warn/count 2
	) &
	exits 1 expect >"$tmp/out"
	has '; no rule accepts #8, module drv, at other' <"$tmp/out"
	wait
	# It does not come.
	warned
	rules 'accept warn caller=drv_reset reason=known'
	state /sys/kernel/taint_info/events 8
	unknown
	has '^taintinfo expect: what has happened last cannot be read yet$' <"$tmp/err"
	same "$(cat "$tmp/nagios")" 'TAINT UNKNOWN - what has happened last cannot be read yet'
	exits 1 expect -P /dev/null >"$tmp/out"
	# It was lost.
	state /sys/kernel/taint_info/lost 1
	milliseconds exits 0 expect
	compare "$(cat "$tmp/took")" -le 1500
}

@test "what was cleared no rule accepts" {
	warned
	rules 'accept warn reason=known'
	expected
	# It is no more where the notifier looks, a moment before anybody says so.
	state /sys/class/taint_info/warn/set 0
	taintinfo -r "$tmp/root" notify -p warn >"$tmp/out"
	has '^MESSAGE=.*; cleared since$' <"$tmp/out"
	has -x TAINT_EXPECTED=no <"$tmp/out"
	state /sys/kernel/taint_info/cleared 512
	unexpected
	same "$(cat "$tmp/out")" 'unexpected: W warn: a warning; module drv; somebody has cleared it, which no kernel does'
	taintinfo -r "$tmp/root" | has -x '     expected   no: somebody has cleared it, which no kernel does'
	state /sys/kernel/taint_info/tainted 0
	state /sys/kernel/taint_info/names ''
	state /sys/class/taint_info/warn/set 0
	unexpected
	taintinfo -r "$tmp/root" | has -x '     expected   no: somebody has cleared it, which no kernel does'
	taintinfo -r "$tmp/root" notify -p warn >"$tmp/out"
	has -x TAINT_EXPECTED=no <"$tmp/out"
	has -x PRIORITY=4 <"$tmp/out"
	taintinfo -r "$tmp/root" export -f prometheus >"$tmp/out"
	has -x 'taint_info_unexpected{flag="warn",letter="W",category="fault"} 1' <"$tmp/out"
	has -x 'taint_info_cleared{flag="warn",letter="W",category="fault"} 1' <"$tmp/out"
}

# dated WANT DAY: whatever the time zone is, one of these is in another day
dated() {
	local zone

	rules "accept warn until=$2 reason=known"
	for zone in UTC-14 UTC+12 UTC; do
		export TZ=$zone
		"$1" || { echo "that was $2, $zone"; return 1; }
	done
}

@test "a rule holds up to the end of its day, UTC, and says when it is over" {
	local day

	warned
	day=$(date -u +%F)
	dated expected "$day"
	# At midnight
	[ "$(date -u +%F)" = "$day" ] || dated expected "$(date -u +%F)"
	dated expected "$(date -u -d tomorrow +%F)"
	dated unexpected "$(date -u -d yesterday +%F)"
	dated unexpected 2020-02-29
	has -x "unexpected: .*; no rule accepts #7, .*; until 2020-02-29 it was accepted: known (.*:1)" <"$tmp/out"
	taintinfo -r "$tmp/root" | has -x '     expected   no: .*; until 2020-02-29 it was accepted: known (.*)'
	taintinfo -r "$tmp/root" policy >"$tmp/out"
	has -x '     over       since 2020-02-29: it accepts nothing any more' <"$tmp/out"
	has -x '1 rule, of which 0 match nothing and 1 is over.' <"$tmp/out"
	same "$(expect --json | jq -r '.flags[0].over | "\(.reason) \(.line)"')" 'known 1'
	# Another one may do.
	rules 'accept warn until=2020-01-01 reason=past' 'accept warn reason=known'
	expected
	taintinfo -r "$tmp/root" | has -x '     expected   yes: known (.*:2)'
}

# wrong PATTERN LINE: it is an error that says so, and nothing is expected by it
wrong() {
	rules '# first' "$2" 'accept warn reason=known'
	unknown || { echo "that was $2"; return 1; }
	has "^taintinfo expect: $tmp/root$policies/rules.policy:2: .*$1" <"$tmp/err"
	same "$(cat "$tmp/nagios")" 'TAINT UNKNOWN - the policy has errors, see taintinfo policy'
}

@test "a line that is not understood leaves all unknown, and says where and what is taken" {
	local day line takes='it takes accept FLAG \[module=GLOB\] .* reason="\.\.\."$'

	warned
	for line in 'allow warn reason=x' Accept 'accept=warn reason=x' '"accept" warn reason=x' acceptwarn; do
		wrong "is no rule: $takes" "$line"
	done
	for line in accept 'accept reason=x' 'accept nonsense reason=x' 'accept WE reason=x' 'accept 512 reason=x' \
		'accept bit_64 reason=x' 'accept bit_ reason=x' 'accept warn,die reason=x' 'accept Warn reason=x' \
		'accept "warn" reason=x' 'accept ? reason=x' 'accept * reason=x' 'accept # reason=x'; do
		wrong "is no flag: it takes a name, a letter or bit_<n>, see 'taintinfo tables'" "$line"
	done
	wrong 'needs no rule' 'accept self reason=x'
	for line in 'accept warn' 'accept warn module=drv' 'accept warn # reason=x'; do
		wrong 'there is no reason: it takes reason="..."' "$line"
	done
	wrong 'reason= has no value' 'accept warn reason='
	wrong 'reason= has no value' 'accept warn reason=""'
	wrong 'module= has no value' 'accept warn module= reason=x'
	wrong 'reason= has no second quote' 'accept warn reason="x'
	wrong 'reason= is followed by more behind its quotes' 'accept warn reason="x"module=y'
	wrong 'reason= has a quote in it' 'accept warn reason=x"y'
	wrong 'module= is there twice' 'accept warn module=x module=y reason=x'
	wrong 'reason= is there twice' 'accept warn reason=x reason=x'
	for line in module 'modules=x' 'Module=x' '=x' 'a word' 'module = drv'; do
		wrong "is not known: $takes" "accept warn $line reason=x"
	done
	for day in 2026-02-29 2100-02-29 2026-13-01 2026-00-10 2026-01-00 2026-04-31 2026-1-1 26-01-01 2026-01-01T00 \
		2026/01/01 01-01-2026 tomorrow 2026-01-1a; do
		wrong 'is no day: it takes until=YYYY-MM-DD' "accept warn until=$day reason=x"
	done
	# A byte that would stand for any other one
	wrong 'comm= has a byte that is no printable ASCII: take ? for it' $'accept warn comm=\303\274* reason=x'
	wrong 'module= has a byte' $'accept warn module=a\r reason=x'
	wrong 'module= has more than 255 bytes' "accept warn module=$(printf '%256s' '' | tr ' ' a) reason=x"
	for day in 2028-02-29 2400-02-29 2026-04-30 2026-12-31; do
		rules "accept warn until=$day reason=x" "accept warn reason=x"
		expected
	done
	rules $'accept warn reason="gr\303\274n \033[31m"'
	expected
	taintinfo -r "$tmp/root" | has -x '     expected   yes: gr??n ?\[31m (.*)'
}

@test "a policy with an error is one for every command" {
	warned
	rules 'accept warn reason=known' 'accept'
	taintinfo -r "$tmp/root" >"$tmp/out" 2>"$tmp/err"
	has "^taintinfo: $tmp/root$policies/rules.policy:2: '' is no flag" <"$tmp/err"
	has -x "     expected   not known: the policy cannot be read: .*:2: '' is no flag: .*" <"$tmp/out"
	taintinfo -r "$tmp/root" export -f prometheus >"$tmp/out" 2>"$tmp/err"
	has -x 'taint_info_policy_errors 1' <"$tmp/out"
	lacks '^taint_info_unexpected' <"$tmp/out"
	has ':2: ' <"$tmp/err"
	taintinfo -r "$tmp/root" notify -p warn >"$tmp/out" 2>"$tmp/err"
	same "$(grep -e ^PRIORITY -e EXPECTED "$tmp/out" | xargs)" 'PRIORITY=4 TAINT_EXPECTED=no'
	has '^TAINT_REASON=the policy cannot be read: ' <"$tmp/out"
	exits 2 taintinfo -r "$tmp/root" policy >"$tmp/out" 2>"$tmp/err"
	has ':2: ' <"$tmp/err"
	# Whatever else is given, and though nothing is set.
	exits 2 expect --allow=warn 2>"$tmp/err"
	exits 3 expect --allow=warn --nagios 2>"$tmp/err" >"$tmp/out"
	kernel_root 0
	rules accept
	unknown
	# Each is told of, up to some.
	mapfile -t lines < <(seq 30)
	rules "${lines[@]}"
	unknown
	same "$(wc -l <"$tmp/err")" 17
	has -x 'taintinfo expect: 14 more errors in the policy' <"$tmp/err"
	taintinfo -r "$tmp/root" export -f prometheus 2>"$tmp/err" | has -x 'taint_info_policy_errors 30'
}

# By half it would be another policy: reason="x" module=y is more than reason="x".
@test "a file is read whole or is an error" {
	local file=$tmp/root$policies/rules.policy line='accept warn reason=x module=drv'

	warned
	rules "$line"
	expected
	printf 'accept warn reason=x\0 module=other\n' >"$file"
	unknown
	has 'rules.policy: has a NUL in it' <"$tmp/err"
	printf '%s' "$line" >"$file"
	expected
	printf '#%65505s\n%s' '' 'accept W reason=xxxxxxxxxxxxxxxxx' >"$file"
	same "$(head -c 65536 "$file" | tail -n 1)" 'accept W reason=xxxxxxxxxxxxx'
	unknown
	has 'rules.policy: has more than 65536 bytes' <"$tmp/err"
	truncate -s 65536 "$file"
	expected
	# What is no file
	for what in "mkdir $file" "mkfifo $file" "ln -s nonesuch $file" "ln -s /dev/null $file"; do
		rm -r "$file"
		$what
		unknown
		has "^taintinfo expect: $file: " <"$tmp/err"
	done
	rm "$file"
	rmdir "$tmp/root$policies"
	touch "$tmp/root$policies"
	unknown
	has "^taintinfo expect: $tmp/root$policies: Not a directory" <"$tmp/err"
	taintinfo -r "$tmp/root" 2>"$tmp/err" | has '^     expected   not known: the policy cannot be read: .*: Not a directory$'
	# More than there is room for
	rules
	for file in {001..065}; do
		policy "$file" '#'
	done
	rm "$tmp/root$policies/rules.policy"
	unknown
	has "$policies: has more than 64 policies" <"$tmp/err"
	rm "$tmp/root$policies/001.policy"
	unexpected
	mapfile -t lines < <(printf 'accept warn reason=%s\n' {1..1001})
	rules "${lines[@]}"
	unknown
	has ':1001: is the rule after the 1000th' <"$tmp/err"
	rules "${lines[@]:1}"
	expected
}

@test "files are read in the order of the C locale, and one that is named in place of them" {
	local name

	warned
	for name in b B a-b ab _ 10 9; do
		policy "$name" "accept warn reason=$name"
	done
	same "$(LC_ALL=C.UTF-8 taintinfo -r "$tmp/root" policy --json | jq -r '[.rules[].reason] | join(" ")')" '10 9 B _ a-b ab b'
	taintinfo -r "$tmp/root" | has ' yes: 10 (.*/10.policy:1)'
	# The one that is named is not below the root.
	put "$tmp/own" 'accept warn reason=own'
	taintinfo -r "$tmp/root" --policy="$tmp/own" | has -x "     expected   yes: own ($tmp/own:1)"
	same "$(cd "$tmp" && taintinfo -r "$tmp/root" policy -P own --json | jq -r '.rules[].file')" own
	exits 0 expect --policy="$tmp/own"
	exits 1 expect --policy=/dev/null >"$tmp/out"
	exits 0 expect -P <(echo 'accept W reason=piped')
	taintinfo -r "$tmp/root" notify -p -P /dev/null warn | has -x TAINT_EXPECTED=no
	taintinfo -r "$tmp/root" export -f prometheus -P "$tmp/own" | has -x 'taint_info_unexpected{flag="warn",.*} 0'
	taintinfo -r "$tmp/root" export -f prometheus -P /dev/null | has -x 'taint_info_unexpected{flag="warn",.*} 1'
	for name in "$tmp/nonesuch" "$tmp" ''; do
		exits 2 expect --policy="$name" 2>"$tmp/err"
		has "^taintinfo expect: $name: " <"$tmp/err"
		exits 2 taintinfo -r "$tmp/root" policy --policy="$name" 2>"$tmp/err"
	done
}

@test "policy lists each rule with what it matches" {
	module_root 4609 4096 proprietary_module warn oot_module
	self_devices
	device warn bit=9 letter=W category=fault origin=observed count=2 first/seq=7 first/context=task \
		first/caller=drv_reset+0x1/0x2 last/seq=8 last/context=task last/caller=other+0x1/0x2
	device proprietary_module bit=0 letter=P category=module origin=baseline
	state /sys/class/taint_info/oot_module/modules 'taint_info nvidia zfs'
	rules 'accept oot_module module=nvidia reason="the driver"' 'accept O reason=any' 'accept warn caller=drv_reset reason=known' \
		'accept die reason=never' 'accept P reason="before"' 'accept fwctl until=2020-01-01 module=x via=y comm="z z" reason=old'
	exits 0 taintinfo -r "$tmp/root" policy >"$tmp/out"
	same "$(sed "s|$tmp/root$policies/||" "$tmp/out")" \
'rules.policy:1  oot_module module=nvidia
     reason     the driver
     matches    1 module
rules.policy:2  O
     reason     any
     matches    2 modules
rules.policy:3  warn caller=drv_reset
     reason     known
     matches    1 event
rules.policy:4  die
     reason     never
     matches    nothing
rules.policy:5  P
     reason     before
     matches    the flag, of which nobody knows who set it
rules.policy:6  fwctl module=x via=y comm=z z
     reason     old
     matches    nothing
     over       since 2020-01-01: it accepts nothing any more

6 rules, of which 2 match nothing and 1 is over.

Not expected, or not known to be:
  W warn: no rule accepts #8, at other+0x1/0x2'
	taintinfo -r "$tmp/root" policy --json >"$tmp/out"
	same "$(jq -c '[.given, .errors, (.rules | length)]' "$tmp/out")" '[true,0,6]'
	same "$(jq -c '.rules[5] | del(.file)' "$tmp/out")" \
		'{"line":6,"flag":"fwctl","module":"x","caller":null,"via":"y","comm":"z z","until":"2020-01-01","reason":"old","over":true,"modules":0,"events":0,"nobody":false}'
	same "$(jq -r '.rules[] | "\(.line) \(.modules) \(.events) \(.nobody)"' "$tmp/out")" '1 1 0 false
2 2 0 false
3 0 1 false
4 0 0 false
5 0 0 true
6 0 0 false'
	exits 1 expect --json >"$tmp/out"
	same "$(jq -c '[.expected, .mask, .unexpected, .unknown, .cleared]' "$tmp/out")" '[false,"4609","512","0","0"]'
	same "$(jq -c '.flags[] | [.name, .bit, .letter, .expected, .allowed, .why, .missing, (.reasons | map(.line))]' "$tmp/out")" \
'["proprietary_module",0,"P",true,false,null,0,[5]]
["warn",9,"W",false,false,"no rule accepts #8, at other+0x1/0x2",0,[]]
["oot_module",12,"O",true,false,null,0,[1,2]]'
	exits 0 expect --json --allow=W >"$tmp/out"
	same "$(jq -c '[.expected, (.flags[] | select(.name == "warn") | .expected, .allowed)]' "$tmp/out")" '[true,true,true]'
	exits 2 expect --json --nagios 2>"$tmp/err" || exits 3 expect --json --nagios 2>"$tmp/err"
}

# The file, its name and the rule may be anybody's.
@test "a hostile policy reaches no terminal, and takes no time" {
	local glob

	warned
	mkdir -p "$tmp/root$policies"
	printf 'accept\t\033[31m reason=x\n' >"$tmp/root$policies/a"$'\033'"[2Jb\".policy"
	exits 2 taintinfo -r "$tmp/root" policy >"$tmp/out" 2>&1
	lacks "$(printf '\033')" <"$tmp/out"
	has "a?\[2Jb\".policy:1: '?\[31m' is no flag" <"$tmp/out"
	exits 2 taintinfo -r "$tmp/root" policy --json 2>"$tmp/err" | jq -e .errors
	printf 'accept W reason=x\n' >"$tmp/root$policies/a"$'\033'"[2Jb\".policy"
	taintinfo -r "$tmp/root" policy --json | jq -r '.rules[].file' | has -F "a?[2Jb\".policy"
	taintinfo -r "$tmp/root" expect --json | jq -r '.flags[].reasons[].file' | has -F "a?[2Jb\".policy"
	rm -r "$tmp/root/etc"
	state /sys/class/taint_info/warn/first/comm "$(printf '%250s' '' | tr ' ' a)"
	glob=$(printf '*a%.0s' {1..120})
	mapfile -t lines < <(for _ in {1..200}; do echo "accept warn comm=${glob}b reason=x"; done)
	rules "${lines[@]}"
	milliseconds unexpected
	compare "$(cat "$tmp/took")" -le 10000
}
