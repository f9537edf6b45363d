#!/usr/bin/env bats
#
# tools_state - the state of a kernel in words, and what is expected of it
#
# Environment: see scripts/lib.sh.

# shellcheck source=scripts/tests/tools.bash
. "$BATS_TEST_DIRNAME/tools.bash"

setup_file() { prepare; }

@test "the state without the module" {
	kernel_root 12801
	taintinfo --root="$tmp/root" >"$tmp/out"
	has '^Tainted: P        W  OE      (12801), Linux 6.1.0-50-amd64$' <"$tmp/out"
	has 'not loaded: since when, by whom and how often' <"$tmp/out"
	same "$(grep 'carried by' "$tmp/out" | sed 's/.*by //; s/\(trigger\) \(nvidia\)/\2 \1/' | xargs -n 9 | tr '\n' ';')" \
		"nvidia nvidia trigger nvidia trigger;"
	lacks 'ext4' <"$tmp/out"
	# Faults come first, and nothing is coloured in a file.
	same "$(grep -o '^  [A-Z]  [a-z_]*' "$tmp/out" | head -n 1)" "  W  warn"
	lacks "$(printf '\033')" <"$tmp/out"
	compare "$(wc -l <"$tmp/out")" -le 40
	taintinfo --root="$tmp/root" export | jq -e '.mask == "12801" and .loaded == false and
		([.flags[] | select(.set) | .letter] | join("")) == "PWOE"' >"$tmp/out"
	kernel_root 0
	taintinfo --root="$tmp/root" | has '^Not tainted (0)'
	rm "$tmp/root/proc/sys/kernel/tainted"
	exits 2 taintinfo --root="$tmp/root" 2>"$tmp/err"
	has 'cannot read .*tainted' <"$tmp/err"
}

# shows TEXT...: lines of the state, of the root of the test
shows() {
	local line

	taintinfo -r "$tmp/root" >"$tmp/out"
	for line; do has -xF "$line" <"$tmp/out"; done
}

@test "a sosreport has a state" {
	state /sos_commands/kernel/uname_-a 'Linux host 4.18.0-553.el8_10.x86_64 #1 SMP Tue May 7 UTC 2026 x86_64 GNU/Linux'
	state /sos_commands/kernel/sysctl_-a $'kernel.sysrq = 16\nkernel.tainted = 4161\nkernel.x = 1'
	state /proc/modules $'nvidia 1 0 - Live 0x0000000000000000 (PO)\next4 1 0 - Live 0x0000000000000000'
	shows 'Tainted: P     U     O      -------- -  - (4161), Linux 4.18.0-553.el8_10.x86_64' \
		'known. What the flags mean is by the table rhel8.' 'What is set is from sos_commands/kernel/sysctl_-a.'
	same "$(taintinfo -r "$tmp/root" --short | grep -o '^[A-Z] .*:\|carried by.*' | xargs)" \
		'P proprietary_module: carried by nvidia U user: O oot_module: carried by nvidia'
	exits 0 taintinfo -r "$tmp/root" expect --allow=P,U,O
	same "$(taintinfo -r "$tmp/root" export | jq -r '"\(.mask) \(.table) \(.release)"')" '4161 rhel8 4.18.0-553.el8_10.x86_64'
	# Who asks for another table gets it; a number of its own and sys/module are nearer.
	taintinfo -r "$tmp/root" -k mainline-6.1 | has 'by the table mainline-6.1\.$'
	state /proc/sys/kernel/tainted 512
	state /sys/module/x/taint O
	shows 'Tainted: G        W         -------- -  - (512), Linux 4.18.0-553.el8_10.x86_64'
	lacks 'What is set is from' <"$tmp/out"
	state /proc/sys/kernel/tainted 4096
	shows '     carried by x'
	# It may have a link to the release, which leads to nothing outside; and the kernel's own words.
	rm -r "$tmp/root/sos_commands"
	state /proc/version 'Linux version 5.14.0-427.13.1.el9_4.x86_64 (x) #1'
	shows 'known. What the flags mean is by the table rhel9.'
	rm "$tmp/root/proc/version"
	state /uname 'Linux host 6.1.0-13-amd64 #1 SMP x86_64 GNU/Linux'
	taintinfo -r "$tmp/root" | has '(4096), Linux 6\.1\.0-13-amd64$'
	rm "$tmp/root/uname"
	taintinfo -r "$tmp/root" >"$tmp/out"
	has '(4096), Linux of unknown release$' <"$tmp/out"
	has 'a guess: nothing names the kernel\.$' <"$tmp/out"
	taintinfo -r "$tmp/root" -k rhel8 | lacks guess
}

@test "a supportconfig has a state" {
	local line

	state /basic-environment.txt $'#==[ Command ]==#\n# /bin/uname -a\nLinux host 6.4.0-1-default #1 SMP x86_64 GNU/Linux\nSUSE Linux Enterprise Server 15 SP6'
	state /basic-health-check.txt $'#/proc/sys/kernel/tainted\n79872\n\nKernel Status -- Tainted:            IOE  X   \n  TAINT: (O) Out\nComm: x Not tainted 6.4.0'
	state /modules.txt 'lpfc 1 0 - Live 0x0000000000000000 (OEX)'
	shows 'Tainted: G          IOE  X     (79872), Linux 6.4.0-1-default' 'known. What the flags mean is by the table sles15.' \
		'What is set is from basic-health-check.txt.' '     carried by lpfc'
	# A number counts more than letters, and these more than that there were none.
	state /basic-health-check.txt $'Comm: x Not tainted 6.4.0\nKernel Status -- Tainted: P\n#/proc/sys/kernel/tainted\n4097'
	same "$(taintinfo -r "$tmp/root" export | jq -r .mask)" 4097
	# The letters alone; the words are SUSE's, where nothing names the kernel.
	state /basic-health-check.txt $'Kernel Status -- Tainted: P          OE  X   \nComm: x Not tainted 6.4.0'
	same "$(taintinfo -r "$tmp/root" export | jq -r .mask)" 77825
	rm "$tmp/root/basic-environment.txt"
	shows 'known. What the flags mean is by the table sles15.'
	state /basic-health-check.txt 'Kernel Status -- Not Tainted'
	taintinfo -r "$tmp/root" | has '^Not tainted (0), Linux of unknown release'
	# What the letters do not show is no clean kernel.
	for line in 'G   ' 'P J '; do
		state /basic-health-check.txt "Kernel Status -- Tainted: $line"
		exits 2 taintinfo -r "$tmp/root" 2>"$tmp/err"
		has "no number by the table sles15: see 'taintinfo decode'" <"$tmp/err"
		exits 2 taintinfo -r "$tmp/root" expect 2>"$tmp/err"
	done
}

@test "what is no copy, no sosreport and no supportconfig is told what one has" {
	local name

	state /sos_commands/kernel/dmesg x
	exits 2 taintinfo -r "$tmp/root" 2>"$tmp/err"
	for name in /proc/sys/kernel/tainted sysctl_-a basic-health-check.txt; do
		has -F -e "$name" <"$tmp/err"
	done
	state /sos_commands/kernel/sysctl_-a 'kernel.sysrq = 16'
	exits 2 taintinfo -r "$tmp/root" 2>"$tmp/err"
	has 'no taint state in .*sysctl_-a$' <"$tmp/err"
	state /proc/sys/kernel/tainted x
	exits 2 taintinfo -r "$tmp/root" 2>"$tmp/err"
	has 'tainted: no number$' <"$tmp/err"
}

@test "expect has lists, exit codes, and a way for monitoring" {
	local allowed

	kernel_root 12800
	exits 1 taintinfo -r "$tmp/root" expect >"$tmp/out"
	same "$(sed 's/:.*//' "$tmp/out" | xargs)" "unexpected unexpected unexpected"
	for allowed in 12800 W,O,E warn,oot_module,unsigned_module WOE 0x3200 512,O,unsigned_module,,livepatch 'warn, O, E' bit_9,O,E,self; do
		exits 0 taintinfo -r "$tmp/root" expect --allow="$allowed"
	done
	exits 1 taintinfo -r "$tmp/root" expect -a W,O >"$tmp/out"
	exits 1 taintinfo -r "$tmp/root" expect -a self >"$tmp/out"
	exits 2 taintinfo -r "$tmp/root" expect -a W,nonsense 2>"$tmp/err"
	exits 2 taintinfo -r "$tmp/root" expect -a bit_64 2>"$tmp/err"
	exits 2 taintinfo -r "$tmp/root" expect -n -a O,E >"$tmp/out"
	same "$(cat "$tmp/out")" "TAINT CRITICAL - warn (W) | unexpected=1;;0 set=3"
	exits 0 taintinfo -r "$tmp/root" expect -n -a WOE >"$tmp/out"
	same "$(cat "$tmp/out")" "TAINT OK - warn (W), oot_module (O), unsigned_module (E): as expected | unexpected=0;;0 set=3"
	kernel_root 0
	exits 0 taintinfo -r "$tmp/root" expect
	same "$(taintinfo -r "$tmp/root" expect --nagios)" "TAINT OK - not tainted | unexpected=0;;0 set=0"
	rm -r "$tmp/root/proc"
	exits 2 taintinfo -r "$tmp/root" expect 2>"$tmp/err"
	exits 3 taintinfo -r "$tmp/root" expect --nagios >"$tmp/out" 2>"$tmp/err"
	exits 3 taintinfo -r "$tmp/root" expect -n >/dev/full 2>"$tmp/err"
	kernel_root 0
	exits 2 taintinfo -r "$tmp/root" expect -a nonsense >/dev/full 2>"$tmp/err"
	exits 3 taintinfo -r "$tmp/root" expect -n >/dev/full 2>"$tmp/err"
	exits 2 taintinfo -r "$tmp/root" mark 2>"$tmp/err"
	has 'modprobe taint_info' <"$tmp/err"
}

# --- what must not be OK ---

# not_ok CODE FIRST-LINE ARGUMENT...: for monitoring
not_ok() {
	local code=$1 line=$2

	shift 2
	exits "$code" taintinfo "$@" >"$tmp/out" 2>"$tmp/err"
	same "$(head -n 1 "$tmp/out")" "$line"
}

# What is no longer in the mask may still be true of the kernel.
@test "a flag that somebody has cleared is never expected" {
	module_root 4096 4096 oot_module
	self_devices
	device warn bit=9 letter=W category=fault description='a warning' origin=observed count=1 first/seq=1 \
		first/module=trigger set=0
	exits 0 taintinfo -r "$tmp/root" expect -a self
	state /sys/kernel/taint_info/cleared 512
	exits 1 taintinfo -r "$tmp/root" expect -a self >"$tmp/out"
	same "$(cat "$tmp/out")" \
		'unexpected: W warn: a warning; module trigger; somebody has cleared it, which no kernel does'
	exits 1 taintinfo -r "$tmp/root" expect -a self,warn,0xffffffffffffffff >"$tmp/out"
	not_ok 2 'TAINT CRITICAL - warn (W) cleared | unexpected=1;;0 set=1' -r "$tmp/root" expect -n -a self,W
	taintinfo -r "$tmp/root" | has '^     since .*; it has been cleared since, which no kernel does$'
	taintinfo -r "$tmp/root" --short | has '^W warn: .*, cleared since$'
	# It may have come again.
	state /sys/kernel/taint_info/tainted 4608
	not_ok 2 'TAINT CRITICAL - warn (W) cleared | unexpected=1;;0 set=2' -r "$tmp/root" expect -n -a self,W
	# One without a directory.
	state /sys/kernel/taint_info/tainted 4096
	state /sys/kernel/taint_info/cleared $((1 << 45))
	not_ok 2 'TAINT CRITICAL - bit_45 cleared | unexpected=1;;0 set=1' -r "$tmp/root" expect -n -a self,bit_45
	exits 1 taintinfo -r "$tmp/root" expect -a self >"$tmp/out"
	has -x 'unexpected: ? bit_45; somebody has cleared it, which no kernel does' <"$tmp/out"
	# Whether one was has to be known.
	for cleared in '' none -1; do
		state /sys/kernel/taint_info/cleared "$cleared"
		not_ok 3 'TAINT UNKNOWN - whether somebody has cleared a flag cannot be read' -r "$tmp/root" expect -n -a self
		exits 2 taintinfo -r "$tmp/root" expect -a self 2>"$tmp/err"
		has 'cannot read .*/sys/kernel/taint_info/cleared$' <"$tmp/err"
	done
	rm "$tmp/root/sys/kernel/taint_info/cleared"
	not_ok 3 'TAINT UNKNOWN - whether somebody has cleared a flag cannot be read' -r "$tmp/root" expect -n -a self
}

@test "self is what taint_info alone carries" {
	module_root 12288 12288 oot_module unsigned_module
	self_devices
	exits 0 taintinfo -r "$tmp/root" expect -a self
	state /sys/class/taint_info/unsigned_module/modules 'foreign taint_info'
	exits 1 taintinfo -r "$tmp/root" expect -a self >"$tmp/out"
	same "$(cat "$tmp/out")" 'unexpected: E unsigned_module: not signed'
	not_ok 2 'TAINT CRITICAL - unsigned_module (E) | unexpected=1;;0 set=2' -r "$tmp/root" expect -n -a self
	exits 0 taintinfo -r "$tmp/root" expect -a self,E
	# Nobody carries it any more, or who does cannot be read; and what is not in "self"
	for modules in '' foreign taint_info_kunit 'taint_info '; do
		state /sys/class/taint_info/unsigned_module/modules "$modules"
		exits 1 taintinfo -r "$tmp/root" expect -a self >"$tmp/out"
	done
	rm "$tmp/root/sys/class/taint_info/unsigned_module/modules"
	exits 1 taintinfo -r "$tmp/root" expect -a self >"$tmp/out"
	self_devices
	for self in 4096 '' none; do
		state /sys/kernel/taint_info/self "$self"
		exits 1 taintinfo -r "$tmp/root" expect -a self >"$tmp/out"
	done
	# Nor without it.
	kernel_root 12288
	exits 1 taintinfo -r "$tmp/root" expect -a self >"$tmp/out"
	not_ok 2 'TAINT CRITICAL - oot_module (O), unsigned_module (E) | unexpected=2;;0 set=2' \
		-r "$tmp/root" expect -n -a self
	state /sys/module/taint_info/taint OE
	exits 1 taintinfo -r "$tmp/root" expect -a self >"$tmp/out"
}

# Bit 31 is no_support of SUSE's kernels, N; on others nobody knows what it is.
@test "what only another kernel has is not to be allowed" {
	local word

	kernel_root $((1 << 31))
	exits 1 taintinfo -r "$tmp/root" expect >"$tmp/out"
	for word in no_support Warn p fwctl OEp '?'; do
		exits 2 taintinfo -r "$tmp/root" expect --allow="$word" >"$tmp/out" 2>"$tmp/err"
		has -F "'$word' is no flag of this kernel: it takes self, letters, masks, bit_<n>, proprietary_module," <"$tmp/err"
		has ' warn, .*, bit_31$' <"$tmp/err"
		not_ok 3 'TAINT UNKNOWN - the list of flags has a word that is none' -r "$tmp/root" expect -n -a "O,$word"
	done
	exits 0 taintinfo -r "$tmp/root" expect -a bit_31
	# N is another flag here.
	exits 1 taintinfo -r "$tmp/root" expect -a N >"$tmp/out"
	state /proc/sys/kernel/osrelease 5.14.21-150500.55-default
	exits 0 taintinfo -r "$tmp/root" expect -a no_support
}

# reading FILE COMMAND...: the tool reads that file when this returns; "go" lets it go on
reading() {
	local file=$tmp/root$1

	shift
	rm -f "$tmp/going"
	mkfifo "$tmp/going"
	SYSFS_SLOW=$file SYSFS_PIPE=$tmp/going as_sysfs "$tool" -r "$tmp/root" "$@" >"$tmp/out" 2>"$tmp/err" &
	reader=$!
	exec {going}>"$tmp/going"
}

# go TEXT: which is in that file
go() {
	echo "$1" >&"$going"
	exec {going}>&-
	exits "${2:-0}" wait "$reader"
}

@test "of a module that goes while it is read nothing counts, nor if it comes again" {
	local dir=$tmp/root/sys/kernel/taint_info

	module_root 4608 4096 warn oot_module
	self_devices
	device warn bit=9 letter=W category=fault description='a warning' origin=observed count=1 first/seq=1
	state /proc/sys/kernel/tainted 512
	reading /sys/kernel/taint_info/hooks export
	rm -r "$dir"
	go kprobe
	same "$(jq -c '[.loaded, .mask, .events, .hooks, (.flags[] | select(.set) | .origin)]' "$tmp/out")" \
		'[false,"512",null,null,null]'
	module_root 4608 4096 warn oot_module
	self_devices
	reading /sys/kernel/taint_info/hooks export
	cp -r "$dir" "$dir.new"
	rm -r "$dir"
	mv "$dir.new" "$dir"
	state /sys/kernel/taint_info/tainted 4096
	state /sys/kernel/taint_info/events 5
	go kprobe
	same "$(jq -c '[.loaded, .mask, .events, .hooks]' "$tmp/out")" '[true,"4096",5,"kprobe poll"]'
}

@test "the newest call is one call, though another comes while it is read" {
	module_root 512 0 warn
	device warn bit=9 letter=W category=fault origin=observed count=3 first/seq=1 last/seq=2 \
		last/module=one last/context=task last/comm=one last/caller=one+0x1/0x2
	reading /sys/class/taint_info/warn/last/comm export
	device warn bit=9 letter=W category=fault origin=observed count=3 first/seq=1 last/seq=3 \
		last/module=two last/context=softirq last/caller=two+0x1/0x2
	go one
	same "$(jq -c '.flags[0].last | [.seq, .module, .context, .comm, .caller]' "$tmp/out")" \
		'[3,"two","softirq",null,"two+0x1/0x2"]'
}

@test "of a file that cannot be read to its end nothing counts" {
	local list

	module_root 4096 0 oot_module
	device oot_module bit=12 letter=O category=module origin=baseline
	list=$(printf 'module_%06d ' $(seq 1500))
	state /sys/class/taint_info/oot_module/modules "${list% }"
	SYSFS_BROKEN=$tmp/root/sys/class/taint_info/oot_module/modules as_sysfs "$tool" -r "$tmp/root" export >"$tmp/out"
	same "$(jq -c '.flags[0] | [.name, .modules]' "$tmp/out")" '["oot_module",null]'
}

# Monitoring takes 0 for OK, whatever is printed.
@test "who asks for monitoring gets UNKNOWN unless the state was looked at" {
	local wrong

	kernel_root 0
	for wrong in 'expect -n -h' 'expect -h -n' 'expect --help --nagios' '-h expect -n' 'expect -nh'; do
		# shellcheck disable=SC2086 # words
		not_ok 3 'TAINT UNKNOWN - this is the help' -r "$tmp/root" $wrong
		has '^usage: taintinfo' <"$tmp/out"
	done
	not_ok 3 'TAINT UNKNOWN - this is the version' -V expect -n
	for wrong in 'expect -x -n' 'expect -n -x' '-x expect -n' '--unheard-of expect --nagios' 'expect -xn' \
		'expect -x --nag' 'expect --unheard-of=1 -n' 'expect word -n' 'expect -n word' 'expect -V -n' \
		'expect -n -a' 'expect -n -k' 'expect -k -n -n'; do
		# shellcheck disable=SC2086 # words
		not_ok 3 'TAINT UNKNOWN - wrong usage' -r "$tmp/root" $wrong
		has . <"$tmp/err"
	done
	# Others are not for monitoring, and -n may be a value, or a word.
	for wrong in 'decode expect -n' 'notify -x expect -n' 'expect -x -r -n' 'expect -x -- -n' 'watch -n'; do
		# shellcheck disable=SC2086 # words
		exits 2 taintinfo -r "$tmp/root" $wrong >"$tmp/out" 2>"$tmp/err"
		same "$(cat "$tmp/out")" ''
	done
	exits 0 taintinfo -r "$tmp/root" expect -h >"$tmp/out"
	exits 0 taintinfo -V >"$tmp/out"
}

@test "a root without a name is not this machine" {
	exits 2 taintinfo -r '' >"$tmp/out" 2>"$tmp/err"
	same "$(cat "$tmp/out" "$tmp/err")" "taintinfo: the root has no name
See 'taintinfo --help'."
	exits 2 taintinfo --root= expect >"$tmp/out" 2>"$tmp/err"
	exits 2 taintinfo expect --root= >"$tmp/out" 2>"$tmp/err"
	exits 2 taintinfo export -r '' >"$tmp/out" 2>"$tmp/err"
	not_ok 3 'TAINT UNKNOWN - wrong usage' expect -n -r ''
	not_ok 3 'TAINT UNKNOWN - wrong usage' -r '' expect -n
}

# An idle CPU runs no process, and whose one was may not be known.
@test "an idle CPU, and a process of nobody knows whom, are said to be so" {
	kernel_root 512
	state /sys/kernel/taint_info/tainted 512
	state /sys/kernel/taint_info/string 'Tainted: G        W         '
	state /sys/kernel/taint_info/events 1
	state /sys/class/taint_info/warn/bit 9
	state /sys/class/taint_info/warn/set 1
	state /sys/class/taint_info/warn/letter W
	state /sys/class/taint_info/warn/origin observed
	state /sys/class/taint_info/warn/count 1
	state /sys/class/taint_info/warn/first/seq 1
	state /sys/class/taint_info/warn/first/context task
	state /sys/class/taint_info/warn/first/comm swapper/1
	state /sys/class/taint_info/warn/first/pid 0
	state /sys/class/taint_info/warn/first/uid 0
	state /sys/class/taint_info/warn/first/caller warn_on_demand+0x11/0x20
	taintinfo -r "$tmp/root" | has -x '     at         warn_on_demand+0x11/0x20, idle'
	state /sys/class/taint_info/warn/first/comm sh
	state /sys/class/taint_info/warn/first/pid 128
	state /sys/class/taint_info/warn/first/uid ''
	taintinfo -r "$tmp/root" | has -x '     at         warn_on_demand+0x11/0x20, process sh\[128\]'
	# One that has taken its name away.
	state /sys/class/taint_info/warn/first/comm ''
	taintinfo -r "$tmp/root" | has -x '     at         warn_on_demand+0x11/0x20, process \[128\]'
	taintinfo -r "$tmp/root" export | jq -e '.flags[0].first.uid == null' >"$tmp/out"
}

@test "what a process has named itself does not reach a terminal" {
	local byte list=$tmp/root/sys/class/taint_info/warn/modules

	kernel_root 512
	state /sys/kernel/taint_info/tainted 512
	state /sys/kernel/taint_info/string 'Tainted: G        W         '
	state /sys/kernel/taint_info/events 1
	state /sys/class/taint_info/warn/bit 9
	state /sys/class/taint_info/warn/set 1
	state /sys/class/taint_info/warn/letter W
	state /sys/class/taint_info/warn/category fault
	state /sys/class/taint_info/warn/origin observed
	state /sys/class/taint_info/warn/count 1
	state /sys/class/taint_info/warn/first/seq 1
	state /sys/class/taint_info/warn/first/context task
	state /sys/class/taint_info/warn/first/pid 7
	printf 'a"b\\\033[31m\303\n' >"$tmp/root/sys/class/taint_info/warn/first/comm"
	taintinfo -r "$tmp/root" >"$tmp/out"
	same "$(LC_ALL=C tr -d '\n -~' <"$tmp/out" | wc -c)" 0
	has -F 'process a\042b\134\033[31m\303[' <"$tmp/out"
	same "$(taintinfo -r "$tmp/root" export | jq -r '.flags[0].first.comm')" 'a\042b\134\033[31m\303'
	printf '~\177\200\377 \037\n' >"$tmp/root/sys/class/taint_info/warn/first/comm"
	same "$(taintinfo -r "$tmp/root" export | jq -r '.flags[0].first.comm')" '~\177\200\377 \037'

	# Each byte among eight others, and by that in each place of a word.
	for byte in {1..9} {11..255}; do
		# shellcheck disable=SC2059 # that is the format
		printf "\\$(printf %03o "$byte")abcdefgh%.0s" {1..8}
	done >"$list"
	same "$(taintinfo -r "$tmp/root" export | jq -r '.flags[0].modules' | fold -w 72)" \
		"$(LC_ALL=C tr '\001-\037\177-\377' '?' <"$list" | fold -w 72)"
}

@test "there are colours on a terminal, unless NO_COLOR says no" {
	kernel_root 512
	script -qec "$tool -r $tmp/root" /dev/null >"$tmp/out"
	has "$(printf '^  \033\\[1;31mW  warn\033\\[0m')" <"$tmp/out"
	NO_COLOR=1 script -qec "$tool -r $tmp/root" /dev/null | tr -d '\r' >"$tmp/out"
	has '^  W  warn ' <"$tmp/out"
	lacks "$(printf '\033')" <"$tmp/out"
}

# The kernel hands out a page at a time.
@test "a list of modules may be longer than a page" {
	local list

	kernel_root 4096
	state /sys/kernel/taint_info/tainted 4096
	state /sys/kernel/taint_info/events 1
	state /sys/class/taint_info/oot_module/bit 12
	list=$(printf 'module_%06d ' $(seq 1500))
	state /sys/class/taint_info/oot_module/modules "${list% }"
	same "$(as_sysfs "$tool" -r "$tmp/root" export | jq -r '.flags[0].modules')" "${list% }"
}

@test "only taint_info itself is one calm line" {
	module_root 12288 12288 oot_module unsigned_module
	self_devices
	same "$(taintinfo -r "$tmp/root")" \
"Tainted: G           OE      (12288), Linux 6.1.0-50-amd64
taint_info watches: 0 events since it was loaded, 0 lost; hooks kprobe poll
Only taint_info itself is here: being out of tree it raises O (oot_module), and unsigned E (unsigned_module). No other loaded module carries them, and no other flag is set."
	same "$(taintinfo -r "$tmp/root" --verbose | grep -c '^  [OE]  ')" 2

	# Signed there is O alone.
	module_root 4096 4096 oot_module
	self_devices
	same "$(taintinfo -r "$tmp/root" | tail -n 1)" \
		"Only taint_info itself is here: being out of tree it raises O (oot_module). No other loaded module carries it, and no other flag is set."

	# A bit without a directory yet.
	module_root 35184372092928 4096 oot_module
	self_devices
	taintinfo -r "$tmp/root" >"$tmp/out"
	same "$(grep -A 2 '^  [A-Z?]  [a-z_]*' "$tmp/out")" "  ?  bit_45 (bit 45)
     happened   not known: no table has this flag
     since      a moment ago, or not known"
	has '^The rest is taint_info itself' <"$tmp/out"
	same "$(taintinfo -r "$tmp/root" --short)" "O oot_module: (taint_info itself)
? bit_45: set"
	exits 1 taintinfo -r "$tmp/root" expect --allow=self >"$tmp/out"

	# Beside others it is the last line, and a flag that somebody else has, or had, is no line.
	module_root 12800 12288 warn oot_module unsigned_module
	self_devices
	device warn bit=9 letter=W category=fault description='a warning' origin=observed count=1 first/seq=1
	taintinfo -r "$tmp/root" >"$tmp/out"
	same "$(grep -o '^  [A-Z]  [a-z_]*' "$tmp/out")" "  W  warn"
	same "$(tail -n 1 "$tmp/out")" \
		"The rest is taint_info itself: being out of tree it raises O (oot_module), and unsigned E (unsigned_module)."
	state /sys/class/taint_info/oot_module/modules 'taint_info nvidia'
	taintinfo -r "$tmp/root" >"$tmp/out"
	same "$(grep -o '^  [A-Z]  [a-z_]*' "$tmp/out" | xargs)" "W warn O oot_module"
	same "$(tail -n 1 "$tmp/out")" "The rest is taint_info itself: being unsigned it raises E (unsigned_module)."
	state /sys/class/taint_info/unsigned_module/count 1
	same "$(taintinfo -r "$tmp/root" | grep -c 'taint_info itself')" 0
}

@test "--short is one line a flag" {
	module_root 12801 12288 proprietary_module warn oot_module unsigned_module
	self_devices
	device proprietary_module bit=0 letter=P category=module origin=baseline modules=nvidia
	device warn bit=9 letter=W category=fault description='a warning' origin=observed count=1 first/seq=1 \
		first/realtime=1790000000.000000001 first/module=trigger first/caller=warn_on_demand+0x11/0x20 \
		first/context=task first/pid=128 first/uid=0 first/comm=sh
	same "$(TZ=UTC taintinfo -r "$tmp/root" --short)" \
"W warn: 2026-09-21 14:13:20, by module trigger, at warn_on_demand+0x11/0x20
P proprietary_module: set before taint_info was loaded, carried by nvidia
O oot_module: (taint_info itself)
E unsigned_module: (taint_info itself)"
	state /sys/class/taint_info/warn/first/module ''
	same "$(TZ=UTC taintinfo -r "$tmp/root" -s | head -n 1)" "W warn: 2026-09-21 14:13:20, at warn_on_demand+0x11/0x20"
	state /sys/class/taint_info/warn/first/caller ''
	same "$(TZ=UTC taintinfo -r "$tmp/root" -s | head -n 1)" "W warn: 2026-09-21 14:13:20, by process sh[128]"
	state /sys/class/taint_info/warn/first/comm ''
	same "$(TZ=UTC taintinfo -r "$tmp/root" -s | head -n 1)" "W warn: 2026-09-21 14:13:20, by process [128]"
	state /sys/class/taint_info/warn/first/pid ''
	same "$(TZ=UTC taintinfo -r "$tmp/root" -s | head -n 1)" "W warn: 2026-09-21 14:13:20"
	state /sys/class/taint_info/warn/origin detected
	same "$(TZ=UTC taintinfo -r "$tmp/root" -s | head -n 1)" "W warn: 2026-09-21 14:13:20, found set, the call was not seen"
	kernel_root 12801
	same "$(taintinfo -r "$tmp/root" -s | sed -n 's/^\([A-Z] [a-z_]*\): the .*/\1/p')" "W warn"
	same "$(taintinfo -r "$tmp/root" -s | wc -l)" 4
	kernel_root 0
	exits 0 taintinfo -r "$tmp/root" -s >"$tmp/out"
	same "$(wc -c <"$tmp/out")" 0
}

# blamed_root ORIGIN: "innocent" has raised it again, and is all that is recorded
blamed_root() {
	module_root 640 0 die warn
	device warn bit=9 letter=W category=fault description='a warning' origin="$1" count=1 first/seq=7 \
		first/boottime=5.773356000 first/realtime=1790000000.000000001 first/module=innocent first/context=task \
		first/cpu=1 first/pid=128 first/uid=0 first/comm=innocent first/caller=innocent+0x1/0x2 first/via=innocent
	device die bit=7 letter=D category=fault description='an oops' origin=observed count=1 first/seq=3 \
		first/module=trigger
	put "$tmp/root/sys/kernel/debug/taint_info/report" "W warn (bit 9, fault)
     call path:
               innocent+0x1/0x2"
}

# Who came later is not who set it: where it is named at all, it is said to be the last one.
# What export has of a flag, and what people are shown beside that.
@test "--json has what is shown, for programs" {
	kernel_root 12801
	state /proc/uptime '100.00 1.00'
	state /dev/kmsg "5,100,0,-;Linux version 6.1.0-50-amd64 (someone@example.org) (gcc-12) #1 SMP
4,101,1000000,-;nvidia: module license 'NVIDIA' taints kernel."
	taintinfo --root="$tmp/root" --json >"$tmp/out"
	jq -e '.mask == "12801" and .loaded == false and .guess == false and .from == null and .denied == false and
		([.flags[].letter] | join("")) == "WPOE" and (.flags[1].likely | .module == "nvidia" and .line == 2 and
		.origin == "inferred" and .source == "/dev/kmsg") and .flags[0].likely == null' "$tmp/out"
	module_root 12800 12288 warn oot_module unsigned_module
	self_devices
	device warn bit=9 letter=W category=fault description='a warning' origin=observed count=1 \
		first/seq=3 first/realtime=1790000000.000000001 first/module=x first/caller=f+0x1/0x2
	state /sys/kernel/debug/taint_info/report 'W warn (bit 9, fault)
             call path:
               f+0x1/0x2 [x]
               kthread+0xda/0x100
               ret_from_fork+0x22/0x30'
	state /etc/taintinfo/policy.d/a.policy 'accept warn module=x reason="bug 4711"'
	taintinfo --root="$tmp/root" --json >"$tmp/out"
	jq -e '.loaded and .self == "12288" and ([.flags[] | [.name, .own, .expected]] ==
		[["warn", false, true], ["oot_module", true, true], ["unsigned_module", true, true]]) and
		.flags[0].reasons[0].reason == "bug 4711" and (.flags[0].fingerprint | length == 16) and .flags[0].first.caller == "f+0x1/0x2"' "$tmp/out"
	# Each flag is as export has it, with more.
	same "$(jq -c '.flags[0] | del(.own, .likely)' "$tmp/out")" \
		"$(taintinfo --root="$tmp/root" export | jq -c '.flags[] | select(.name == "warn")')"
	# One that is not accepted, and one that was cleared
	state /etc/taintinfo/policy.d/a.policy 'accept warn module=y reason="another"'
	taintinfo --root="$tmp/root" --json | jq -e '.flags[0].expected == false and (.flags[0].why | length > 0)'
	state /sys/class/taint_info/warn/set 0
	state /sys/kernel/taint_info/tainted 12288
	state /sys/kernel/taint_info/cleared 512
	taintinfo --root="$tmp/root" --json | jq -e '.cleared == "512" and .flags[0].set == false and
		.flags[0].expected == false'
	state /etc/taintinfo/policy.d/a.policy 'accept warn'
	taintinfo --root="$tmp/root" --json 2>"$tmp/err" | jq -e '.policy.errors == 1 and .flags[0].expected == false'
	kernel_root 0
	same "$(taintinfo --root="$tmp/root" --json --kernel=rhel8 | jq -c '[.flags, .table]')" '[[],"rhel8"]'
	exits 2 taintinfo --root="$tmp/root" --json --short 2>"$tmp/err"
	exits 2 taintinfo --root="$tmp/root" --json --verbose 2>"$tmp/err"
	has 'for people, or JSON' <"$tmp/err"
}

@test "who set a flag is named where that was seen, and nowhere else" {
	local origin

	blamed_root observed
	exits 1 taintinfo -r "$tmp/root" expect >"$tmp/out"
	has -xF 'unexpected: W warn: a warning; module innocent' <"$tmp/out"
	TZ=UTC taintinfo -r "$tmp/root" --verbose >"$tmp/out"
	has -x '     by         module innocent, at .*' <"$tmp/out"
	has -x '     path' <"$tmp/out"
	same "$(grep -c 'last' "$tmp/out")" 0
	for origin in baseline detected none '' unheard-of; do
		blamed_root "$origin"
		exits 1 taintinfo -r "$tmp/root" expect >"$tmp/out"
		same "$(cat "$tmp/out")" "unexpected: D die: an oops; module trigger
unexpected: W warn: a warning"
		exits 2 taintinfo -r "$tmp/root" expect --nagios >"$tmp/out"
		lacks innocent <"$tmp/out"
		taintinfo -r "$tmp/root" --short >"$tmp/out"
		lacks innocent <"$tmp/out"
		same "$(grep -c '^W warn: ' "$tmp/out")" 1
		TZ=UTC taintinfo -r "$tmp/root" --verbose >"$tmp/out"
		lacks -e '^     by .*innocent' -e '^     at .*innocent' <"$tmp/out"
		has -x '     last by    module innocent, at innocent+0x1/0x2, via module innocent, process innocent.*' <"$tmp/out"
		has -x '     path       of the first call that was seen, which came later' <"$tmp/out"
		case $origin in
		baseline) has '^     since      before taint_info was loaded: by whom is not known$' <"$tmp/out" ;;
		detected) has 'since .*14:13:20, 5.773 s after boot at the latest: the call that set it was not seen$' <"$tmp/out" ;;
		*) has -x '     since      a moment ago, or not known' <"$tmp/out" ;;
		esac
		"$tool" -r "$tmp/root" watch >"$tmp/out" &
		within 10 grep -q 'W warn' "$tmp/out"
		kill $!
		wait $! || :
		lacks innocent <"$tmp/out"
		exits 0 taintinfo -r "$tmp/root" notify --print warn >"$tmp/out"
		lacks innocent <"$tmp/out"
		# As a record it is there, beside the origin.
		same "$(taintinfo -r "$tmp/root" export | jq -r '.flags[] | select(.name == "warn") | .first.module')" innocent
		taintinfo -r "$tmp/root" export -f prometheus >"$tmp/out"
		lacks innocent <"$tmp/out"
	done
	blamed_root baseline
	state /sys/class/taint_info/warn/first/module ''
	state /sys/class/taint_info/warn/first/via ''
	taintinfo -r "$tmp/root" | has -x '     last at    innocent+0x1/0x2, process innocent.*'
}

# Its first record is of a repeat, and says nothing of when it was set.
@test "a fault that was set before comes before those that were seen" {
	blamed_root baseline
	same "$(taintinfo -r "$tmp/root" -s | cut -c1)" "W
D"
	blamed_root observed
	same "$(taintinfo -r "$tmp/root" -s | cut -c1)" "D
W"
}

@test "the line of docs/troubleshooting.md names whom to unload, one a line" {
	local line

	line=$(sed -n '/# who to unload/{n;p}' "$top/docs/troubleshooting.md")
	[ -n "$line" ]
	module_root 12800 12288 warn oot_module unsigned_module
	self_devices
	device warn bit=9
	state /sys/class/taint_info/oot_module/modules 'taint_info nvidia taint_info_kunit'
	state /sys/class/taint_info/unsigned_module/modules 'trigger taint_info nvidia'
	same "$(bash -c "${line//\/sys\//$tmp/root/sys/}")" "nvidia
taint_info_kunit
trigger"
}
