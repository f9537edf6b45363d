#!/usr/bin/env bats
#
# tools_explain - what is on record of flags that nobody saw being set
#
# Environment: see scripts/lib.sh.

# shellcheck source=scripts/tests/tools.bash
. "$BATS_TEST_DIRNAME/tools.bash"

setup_file() { prepare; }

# The boot that the roots are of, in seconds since 1970, and for how long it is up.
booted=1790000000
uptime=5000

release=6.1.0-50-amd64
version="Linux version $release (someone@example.org) (gcc-12) #1 SMP"
boot=11111111-2222-3333-4444-555555555555

setup() {
	mkdir -p "$tmp/bin"
	# No journal but that of the test, and a word for each time that it is asked.
	cat >"$tmp/bin/journalctl" <<-'END'
		#!/bin/sh
		echo "$*" >>"${0%/*}/asked"
		case $* in
		*--output=export*) file=${0%/*}/export ;;
		*) file=${0%/*}/entries ;;
		esac
		[ -e "$file" ] || exit 1
		cat "$file"
	END
	chmod +x "$tmp/bin/journalctl"
	PATH=$tmp/bin:$PATH
}

# old_root MASK: a kernel without the module, whose boot is known
old_root() {
	kernel_root "$1"
	rm -r "$tmp/root/sys/module"
	state /proc/uptime "$uptime.00 1.00"
	state /proc/stat "$(printf 'cpu 1 2 3\nbtime %s' "$booted")"
	state /proc/sys/kernel/random/boot_id "$boot"
}

# Each line of standard input is "SECONDS TEXT".

# kmsg: as /dev/kmsg has them
kmsg() {
	mkdir -p "$tmp/root/dev"
	awk '{ time = $1; sub("^[^ ]* ", ""); printf "4,%d,%.0f,-;%s\n", NR + 99, time * 1000000, $0 }' \
		>"$tmp/root/dev/kmsg"
}

# syslog FILE [DATE-FORMAT]: as a file of syslog has them
syslog() {
	local time text

	mkdir -p "$tmp/root/var/log"
	while read -r time text; do
		printf '%s host kernel: [%12.6f] %s\n' \
			"$(date -d "@$((booted + ${time%.*}))" "+${2:-%FT%T.000000%:z}")" "$time" "$text"
	done >"$tmp/root/var/log/$1"
}

# exported: as journalctl exports them
exported() {
	mkdir -p "$tmp/root/var/log/journal"
	awk '{
		time = $1; sub("^[^ ]* ", "")
		printf "__CURSOR=x\nMESSAGE=%s\n_SOURCE_MONOTONIC_TIMESTAMP=%.0f\n_TRANSPORT=kernel\n\n", $0, time * 1000000
	}' >"$tmp/bin/export"
}

# binary FIELD VALUE: as journalctl exports what has line ends, or does not show
binary() {
	local LC_ALL=C

	# shellcheck disable=SC2059 # that is the format
	printf "$1\n\\$(printf %03o ${#2})\\0\\0\\0\\0\\0\\0\\0"
	printf '%s\n' "$2"
}

# packed NAME TEXT: a file in an archive of cpio, of the kind that a kernel reads
packed() {
	printf '070701'
	printf '%08x' 1 33188 0 0 1 0 ${#2} 0 0 0 0 $((${#1} + 1)) 0
	printf '%s\0' "$1"
	head -c $(((4 - (110 + ${#1} + 1) % 4) % 4)) /dev/zero
	printf '%s' "$2"
	head -c $(((4 - ${#2} % 4) % 4)) /dev/zero
}

explain() { taintinfo -r "$tmp/root" explain "$@"; }

# evidence FLAG: a line for each piece: kind, source, line, time, module, caller, comm, pid
evidence() {
	explain --json "$1" | jq -r '.evidence[] | [.kind, .source, .line, .time, .module, .caller, .comm, .pid]
		| map(. // "-" | tostring) | join("|")'
}

# searched: a line for each place that is there: its name, how far back it goes, whether that is the
# boot, and why it is not read
searched() {
	explain --json | jq -rs '.[0].searched[] | select(.error != "No such file or directory") |
		[.source, .from // "-", .complete, .error // "-"] | map(tostring) | join("|")'
}

report() {
	local cpu=$1 pid=$2 comm=$3 place=$4 time=$5 state=$6

	cat <<-END
		$time ------------[ cut here ]------------
		$time WARNING: CPU: $cpu PID: $pid at drivers/x.c:12 $place
		$time Modules linked in: x
		$time CPU: $cpu PID: $pid Comm: $comm $state      $release #1  Debian 6.1.0
		$time RIP: 0010:$place
		$time Call Trace:
		$time  <TASK>
		$time  caller_of_it+0x1/0x2
		$time  </TASK>
		$time ---[ end trace 0000000000000000 ]---
	END
}

@test "the loader's words, a report and the modules that are there explain what they set" {
	old_root 12929
	state /sys/module/nvidia/taint POE
	state /sys/module/other/taint OE
	{
		echo "0 $version"
		echo "5.0 nvidia: loading out-of-tree module taints kernel."
		echo "5.1 nvidia: module license 'NVIDIA' taints kernel."
		echo "5.2 nvidia: module verification failed: signature and/or required key missing - tainting kernel"
		report 1 645 modprobe 'foo_probe+0x12/0x40 [foo]' 7.0 'Tainted: P           OE'
		report 0 700 sh 'late+0x1/0x2 [bar]' 8.0 'Tainted: P        W  OE'
		echo "9.0 Oops: 0002 [#1] PREEMPT SMP"
		echo "9.0 CPU: 1 PID: 701 Comm: sh Tainted: P        W  OE      $release #1"
		echo "9.0 RIP: 0010:bad+0x1/0x2"
	} | kmsg
	same "$(evidence P)" "loader|/dev/kmsg|3|5.100000|nvidia|-|-|-
modules|/sys/module/nvidia/taint|-|-|nvidia|-|-|-"
	same "$(evidence oot_module | sort)" "loader|/dev/kmsg|2|5.000000|nvidia|-|-|-
modules|/sys/module/nvidia/taint|-|-|nvidia|-|-|-
modules|/sys/module/other/taint|-|-|other|-|-|-"
	same "$(evidence W)" "report|/dev/kmsg|6|7.000000|foo|foo_probe+0x12/0x40|modprobe|645"
	same "$(evidence D)" "report|/dev/kmsg|25|9.000000|-|bad+0x1/0x2|sh|701"
	same "$(explain W)" "Tainted: P      D W  OE      (12929), Linux $release

  W  warn (bit 9, fault)
     happened   the kernel met a state that its authors thought impossible (WARN)
     likely     module foo, at foo_probe+0x12/0x40, process modprobe[645], 7.000 s after boot
                from the log (/dev/kmsg), line 6:
                [    7.000000] WARNING: CPU: 1 PID: 645 at drivers/x.c:12 foo_probe+0x12/0x40 [foo]

Searched for causes:
     /dev/kmsg: from the boot on; this one was read
     what taint_info has written in this boot: cannot read $tmp/root/var/log/journal: No such file or directory"
	explain O >"$tmp/out"
	has -x '     candidates 2, the likeliest first' <"$tmp/out"
	has -x '     also       module nvidia' <"$tmp/out"
	has -x '     or         module other' <"$tmp/out"
	explain P | lacks candidates
}

@test "which flags are explained is said by name or letter, and one that is not set is an error" {
	old_root 513
	echo "0 $version" | kmsg
	same "$(explain --json | jq -r .name | xargs)" "proprietary_module warn"
	same "$(explain --json W | jq -r .name)" warn
	same "$(explain -j warn P W | jq -r .letter | xargs)" "P W"
	for word in D die X proprietary '' bit_9 warn,P; do
		exits 2 explain "$word" 2>"$tmp/err" >"$tmp/out"
		same "$(cat "$tmp/err")" "taintinfo explain: '$word' is no flag that is set; set: proprietary_module (P), warn (W)"
		same "$(wc -c <"$tmp/out")" 0
	done
	kernel_root 0
	exits 0 explain >"$tmp/out"
	same "$(cat "$tmp/out")" "Not tainted (0), Linux $release"
	same "$(explain --json | wc -c)" 0
	exits 2 explain W 2>"$tmp/err"
	has 'no flag is$' <"$tmp/err"
	rm "$tmp/root/proc/sys/kernel/tainted"
	exits 2 explain 2>"$tmp/err"
}

# A kernel that is tainted goes on to warn.
@test "the first warning sets the flag, and one that shows it itself is a repeat" {
	old_root 512
	{
		echo "0 $version"
		report 1 1 first 'first+0x1/0x2' 1.0 'Not tainted'
		for n in 2 3 4; do
			report 1 "$n" later 'later+0x1/0x2' "$n.0" 'Tainted: G        W         '
		done
	} | kmsg
	same "$(evidence W)" "report|/dev/kmsg|3|1.000000|-|first+0x1/0x2|first|1"
	# Of a log that was cut the first one left is of no use.
	{
		report 1 2 later 'later+0x1/0x2' 2.0 'Tainted: G        W         '
		report 1 3 later 'later+0x1/0x2' 3.0 'Tainted: G        W         '
	} | kmsg
	same "$(evidence W)" "state|/dev/kmsg|4|2.000000|-|-|-|-"
	explain W | lacks -e likely -e perhaps
	# Another flag's report, after which it was not set.
	{
		echo "0 $version"
		report 1 1 firmware 'no_warn+0x1/0x2' 1.0 'Not tainted'
		for n in $(seq 60); do
			echo "2.0 filler $n"
		done
		report 1 2 real 'real+0x1/0x2' 4.0 'Tainted: G          I       '
	} | kmsg
	same "$(evidence W)" "report|/dev/kmsg|73|4.000000|-|real+0x1/0x2|real|2"
	# When it came is known where a report shows it that did not before.
	old_root 2048
	{
		echo "0 $version"
		echo "0.5 CPU: 0 PID: 1 Comm: a Not tainted $release #1"
		echo "3.5 CPU: 0 PID: 1 Comm: a Tainted: G          I        $release #1"
	} | kmsg
	same "$(evidence I)" "state|/dev/kmsg|3|3.500000|-|-|-|-"
	explain I | has -x '     shown      3.500 s after boot, and not yet at 0.500 s'
	explain I --json | jq -e '.evidence[0].since == "0.500000"'
}

@test "lines are counted as dmesg shows them, and only the kernel's words count" {
	old_root 1
	mkdir -p "$tmp/root/dev"
	cat >"$tmp/root/dev/kmsg" <<-END
		5,0,0,-;$version
		 SUBSYSTEM=acpi
		 DEVICE=+acpi:PNP0C02:00
		12,1,1000000,-;forged: module license 'x' taints kernel.
		4,2,2000000,c;vbox: module license 'VBOX' taints kernel.
	END
	same "$(evidence P)" "loader|/dev/kmsg|3|2.000000|vbox|-|-|-"
	# In a file of syslog each program has lines.
	rm "$tmp/root/dev/kmsg"
	{
		echo "0 $version"
		echo "2 vbox: module license 'VBOX' taints kernel."
	} | syslog messages
	sed -i "1a$(date -d @$booted +%FT%T%:z) host logger: forged: module license 'x' taints kernel." \
		"$tmp/root/var/log/messages"
	same "$(evidence P)" "loader|/var/log/messages|3|2.000000|vbox|-|-|-"
}

@test "of a file the newest boot is read, and it counts lines from its first one" {
	local format

	old_root 1
	for format in %FT%T.123456%:z '%b %e %T' %FT%T; do
		{
			echo "-900000 Linux version 5.10.0 (x) (y) #1"
			echo "-800000 $version"
			echo "-799999 old: module license 'x' taints kernel."
			echo "12 $version"
			echo "14 new: module license 'x' taints kernel."
		} | syslog kern.log "$format"
		same "$(evidence P)" "loader|/var/log/kern.log|5|14.000000|new|-|-|-"
		same "$(searched)" "journalctl -k -b|-|false|cannot read $tmp/root/var/log/journal: No such file or directory
/var/log/kern.log|12.000000|true|-"
	done
}

@test "the log of another boot is not read, and it is said why" {
	old_root 1
	refused() {
		explain >"$tmp/out"
		has "^     $1: $2" <"$tmp/out"
		lacks -e likely -e 'this one was read' <"$tmp/out"
	}
	# Another kernel's
	{
		echo "10 Linux version 6.1.0-51-amd64 (x) (y)"
		echo "20 other: module license 'x' taints kernel."
	} | syslog kern.log
	refused /var/log/kern.log 'its last boot is of another kernel, 6.1.0-51-amd64$'
	# Of the same kernel, a day before
	{
		echo "-86400 $version"
		echo "-86300 other: module license 'x' taints kernel."
	} | syslog kern.log
	refused /var/log/kern.log "its last boot is that of $(date -d @$((booted - 86400)) '+%F %T'), and this kernel's is that of"
	# One that goes on where this kernel is not yet
	{
		echo "0 $version"
		echo "$((uptime + 1000)) other: module license 'x' taints kernel."
	} | kmsg
	rm -r "$tmp/root/var"
	refused /dev/kmsg "it goes on to $((uptime + 1000)) s after its boot, and this kernel is up for $uptime s"
	rm -r "$tmp/root/dev"
	# It has no dates, and was written before; that of a copy is newer.
	printf '[    0.000000] %s\n[    1.000000] other: module license x taints kernel.\n' "$version" >"$tmp/dmesg"
	mkdir -p "$tmp/root/var/log"
	cp "$tmp/dmesg" "$tmp/root/var/log/dmesg"
	touch -d "@$((booted - 1000))" "$tmp/root/var/log/dmesg"
	refused /var/log/dmesg 'it was written before this boot'
	touch -d "@$((booted + 1000))" "$tmp/root/var/log/dmesg"
	same "$(evidence P | cut -d'|' -f1-3)" "loader|/var/log/dmesg|2"
	rm "$tmp/root/var/log/dmesg"
	# Nothing shows where this boot begins.
	{
		echo "-86400 old: module license 'x' taints kernel."
		echo "20 something"
	} | syslog kern.log
	refused /var/log/kern.log 'it does not show where this boot begins'
	: >"$tmp/root/var/log/kern.log"
	refused /var/log/kern.log 'there is nothing in it'
	# The journal is asked for this boot, and has another kernel.
	printf '0 Linux version 6.1.0-51-amd64 (x)\n1 other: module license x taints kernel.\n' | exported
	refused 'journalctl -k -b' 'its last boot is of another kernel, 6.1.0-51-amd64'
	has -- "--dmesg --boot=${boot//-/} --output=export" <"$tmp/bin/asked"
}

@test "what goes back to the boot is read before what was cut, and how far that goes is said" {
	old_root 1
	printf '812.5 something\n900 other\n' | kmsg
	explain >"$tmp/out"
	has -x '     /dev/kmsg: back to 812.500 s after boot: what came before is not there; this one was read' <"$tmp/out"
	has -x '     cause      not on record where it was searched for' <"$tmp/out"
	# Of two that were cut the one that goes back further
	{
		echo "100 something"
		echo "120 cut: module license 'x' taints kernel."
	} | syslog messages
	same "$(evidence P | cut -d'|' -f2,5)" "/var/log/messages|cut"
	same "$(searched | grep -v journalctl)" "/dev/kmsg|812.500000|false|-
/var/log/messages|100.000000|false|-"
	# And one that is whole ends it.
	printf '0 %s\n3 whole: module license x taints kernel.\n' "$version" | exported
	same "$(evidence P | cut -d'|' -f2,5)" "journalctl -k -b|whole"
	same "$(searched)" "/dev/kmsg|812.500000|false|-
journalctl -k -b|0.000000|true|-"
	{
		echo "0 $version"
		echo "2 first: module license 'x' taints kernel."
	} | kmsg
	rm "$tmp/bin/asked"
	same "$(evidence P | cut -d'|' -f2,5)" "/dev/kmsg|first"
	lacks export <"$tmp/bin/asked"
}

@test "what the journal exports may be binary, of many fields, and long" {
	old_root 1
	mkdir -p "$tmp/root/var/log/journal"
	{
		printf '__CURSOR=x\nMESSAGE=%s\n_SOURCE_MONOTONIC_TIMESTAMP=0\n\n' "$version"
		printf 'MESSAGE_ID=no message\nLONG=%s\nMESSAGE=%s\n_SOURCE_MONOTONIC_TIMESTAMP=1500000\n\n' \
			"$(head -c 20000 /dev/zero | tr '\0' x)" "$(head -c 20000 /dev/zero | tr '\0' y)"
		binary _CMDLINE $'MESSAGE=no: module license x taints kernel\n\nMESSAGE=no'
		printf 'MESSAGE=two\n_SOURCE_MONOTONIC_TIMESTAMP=2000000\n\n'
		binary MESSAGE $'v\001x: a\nvbox: module license \'x\'\033[1m taints kernel.'
		printf '_SOURCE_MONOTONIC_TIMESTAMP=2500000\n\n'
	} >"$tmp/bin/export"
	same "$(evidence P | cut -d'|' -f1-5)" "loader|journalctl -k -b|5|-|vbox"
	# It ends in the middle of anything.
	mv "$tmp/bin/export" "$tmp/whole"
	for n in 1 8 20 60 100 200 20200 40250 40300 40310 40320 40400; do
		head -c "$n" "$tmp/whole" >"$tmp/bin/export"
		exits 0 explain >"$tmp/out"
	done
	printf 'MESSAGE\n\377\377\377\377\377\377\377\377abc' >"$tmp/bin/export"
	exits 0 explain >"$tmp/out"
}

# What it saw before it was loaded anew is known better than what any log says.
@test "what taint_info has seen in this boot comes first" {
	old_root 512
	{
		echo "0 $version"
		report 1 1 wrong 'wrong+0x1/0x2' 1.0 'Not tainted'
	} | kmsg
	mkdir -p "$tmp/root/var/log/journal"
	jq -cn --arg boot "${boot//-/}" '{_BOOT_ID: $boot, MESSAGE: "kernel taint flag warn (W): set by \u001b[31m", TAINT_FLAG: "warn",
		TAINT_ORIGIN: "observed", TAINT_MODULE: "trigger", TAINT_CALLER: "place+0x1/0x2", TAINT_PID: "77",
		TAINT_COMM: "sh", TAINT_SEQ: "3", TAINT_BOOTTIME: "4.5"}' >"$tmp/bin/entries"
	same "$(evidence W)" "entry|journalctl -b MESSAGE_ID=774f89935ab3429e8bccb3c0d652ead0|-|4.5|trigger|place+0x1/0x2|sh|77
report|/dev/kmsg|3|1.000000|-|wrong+0x1/0x2|wrong|1"
	explain W | has -x '                kernel taint flag warn (W): set by ?\[31m'
	taintinfo -r "$tmp/root" | has -x '     likely     module trigger, at place+0x1/0x2, process sh\[77\], from the systemd journal at 4.5 s: .*'
	has "_BOOT_ID=${boot//-/}" <"$tmp/bin/asked"
	# Of two loads the first one has seen it.
	sed 's/trigger/second/' "$tmp/bin/entries" >"$tmp/second"
	cat "$tmp/second" >>"$tmp/bin/entries"
	same "$(evidence W | cut -d'|' -f1,5 | head -n 2)" "entry|trigger
report|-"
	# An entry of one that was not seen says nothing of who.
	sed -i 's/observed/baseline/' "$tmp/bin/entries"
	same "$(evidence W | cut -d'|' -f1)" report
	# So does its notice in the log.
	{
		echo "0 $version"
		echo "3.0 taint_info: version 0.2.0, noticing taints by: kprobe poll"
		report 1 1 later 'later+0x1/0x2' 4.0 'Not tainted'
		echo "4.5 taint_info: flag warn (W) set by module trigger in process sh[77], uid 0, in task context on CPU 1, at place+0x1/0x2, via module x"
		report 1 1 later 'later+0x1/0x2' 5.0 'Tainted: G        W         '
	} | kmsg
	same "$(evidence W | head -n 1)" "notice|/dev/kmsg|13|4.500000|trigger|place+0x1/0x2|sh|77"
}

@test "what came after taint_info began to watch is no cause of what was there before" {
	module_root 512 0 warn
	device warn bit=9 letter=W category=fault description='a warning' origin=baseline count=1 first/seq=1 \
		first/module=late first/boottime=9.0
	state /proc/uptime "$uptime.00 1.00"
	{
		echo "0 $version"
		report 1 1 early 'early+0x1/0x2' 1.0 'Not tainted'
		echo "3.0 taint_info: version 0.2.0, noticing taints by: kprobe poll"
		report 1 2 late 'late+0x1/0x2' 4.0 'Tainted: G        W         '
	} | kmsg
	same "$(evidence W | cut -d'|' -f1,2,3,6)" "report|/dev/kmsg|3|early+0x1/0x2"
	same "$(explain W --json | jq -r .origin)" baseline
	TZ=UTC taintinfo -r "$tmp/root" >"$tmp/out"
	has -x '     since      before taint_info was loaded' <"$tmp/out"
	has -x '     likely     at early+0x1/0x2, process early\[1\], from the log at 1.000 s: WARNING: .*' <"$tmp/out"
	{
		echo "0 $version"
		echo "3.0 taint_info: version 0.2.0, noticing taints by: kprobe poll"
		report 1 2 late 'late+0x1/0x2' 4.0 'Not tainted'
	} | kmsg
	same "$(evidence W)" ""
	explain W | has -x '     cause      not on record where it was searched for'
	taintinfo -r "$tmp/root" | has -x '     since      before taint_info was loaded: by whom is not known'
	# Loaded again: what it saw the first time came before that.
	{
		echo "0 $version"
		echo "3.0 taint_info: version 0.2.0, noticing taints by: poll"
		report 1 2 between 'between+0x1/0x2' 4.0 'Not tainted'
		echo "7.0 taint_info: version 0.2.0, noticing taints by: poll"
	} | kmsg
	same "$(evidence W | cut -d'|' -f1,6)" "report|between+0x1/0x2"
	# What another program says of itself does not matter.
	{
		echo "0 $version"
		echo "0.5 other_info: version 0.2.0, noticing taints by: taint_info: poll"
		report 1 2 between 'between+0x1/0x2' 4.0 'Not tainted'
	} | kmsg
	same "$(evidence W | cut -d'|' -f1,6)" "report|between+0x1/0x2"
}

@test "what was found set was set between the beginning and then" {
	module_root 512 0 warn
	device warn bit=9 letter=W category=fault description='a warning' origin=detected count=0 first/seq=1 \
		first/boottime=9.0
	state /proc/uptime "$uptime.00 1.00"
	{
		echo "0 $version"
		report 1 1 early 'early+0x1/0x2' 1.0 'Not tainted'
		echo "3.0 taint_info: version 0.2.0, noticing taints by: poll"
		report 1 2 cause 'cause+0x1/0x2' 8.5 'Not tainted'
		echo "9.0 taint_info: flag warn (W) is set; the call that set it was not seen"
		report 1 3 late 'late+0x1/0x2' 9.5 'Tainted: G        W         '
	} | kmsg
	same "$(evidence W | cut -d'|' -f1,3,6)" "report|14|cause+0x1/0x2"
	taintinfo -r "$tmp/root" >"$tmp/out"
	has 'at the latest: the call that set it was not seen$' <"$tmp/out"
	has -x '     likely     at cause+0x1/0x2, .*' <"$tmp/out"
	# One of before that, of which little is told
	{
		echo "0 $version"
		echo "2.9 WARNING: CPU: 1 PID: 1 at drivers/x.c:12 early+0x1/0x2"
		echo "3.0 taint_info: version 0.2.0, noticing taints by: poll"
		report 1 2 cause 'cause+0x1/0x2' 8.5 'Not tainted'
	} | kmsg
	same "$(evidence W | cut -d'|' -f1,3,6)" "report|5|cause+0x1/0x2"
	# A line of after that is none, also without the notice.
	{
		echo "0 $version"
		echo "3.0 taint_info: version 0.2.0, noticing taints by: poll"
		report 1 3 late 'late+0x1/0x2' 19.5 'Not tainted'
	} | kmsg
	same "$(evidence W)" ""
	# Nor is one of after the state was read.
	old_root 512
	state /proc/uptime '100.0 1.0'
	{
		echo "0 $version"
		report 1 3 late 'late+0x1/0x2' 110 'Not tainted'
	} | kmsg
	same "$(evidence W)" ""
}

@test "of a flag that was seen the log shows the lines that belong to it" {
	module_root 512 0 warn
	device warn bit=9 letter=W category=fault description='a warning' origin=observed count=3 first/seq=1 \
		first/boottime=8.412000000 first/realtime=1790000008.0 first/module=foo first/context=task first/pid=9 \
		first/comm=sh first/uid=0 first/caller=seen+0x12/0x40
	state /proc/uptime "$uptime.00 1.00"
	{
		echo "0 $version"
		report 1 1 other 'other+0x12/0x40' 8.3 'Not tainted'
		report 1 1 sh 'seen+0x12/0x40 [foo]' 2.5 'Not tainted'
		report 1 9 sh 'seen+0x12/0x40 [foo]' 8.4 'Not tainted'
		echo "8.5 something else"
		report 1 9 sh 'seen+0x12/0x40 [foo]' 20.5 'Tainted: G        W         '
	} | kmsg
	same "$(evidence warn)" "report|/dev/kmsg|23|8.400000|foo|seen+0x12/0x40|sh|9"
	TZ=UTC explain W >"$tmp/out"
	has -x '     by         module foo, at seen+0x12/0x40, process sh\[9\], uid 0' <"$tmp/out"
	same "$(sed -n '/^     log /,/^$/p' "$tmp/out")" \
"     log        module foo, at seen+0x12/0x40, process sh[9], 8.400 s after boot
                from the log (/dev/kmsg), line 23:
                [    8.400000] WARNING: CPU: 1 PID: 9 at drivers/x.c:12 seen+0x12/0x40 [foo]
                [    8.400000] Modules linked in: x
                [    8.400000] CPU: 1 PID: 9 Comm: sh Not tainted      $release #1  Debian 6.1.0
                [    8.400000] RIP: 0010:seen+0x12/0x40 [foo]
                [    8.400000] Call Trace:
                [    8.400000]  <TASK>
                [    8.400000]  caller_of_it+0x1/0x2
                [    8.400000]  </TASK>
                [    8.400000] ---[ end trace 0000000000000000 ]---"
	explain W --json | jq -e '.origin == "observed" and .first.module == "foo" and (.evidence[0].block | length) == 9'
	# The state view does not look for it.
	taintinfo -r "$tmp/root" | lacks likely
	# The clock of the log stands while the machine sleeps: the notice has it.
	state /sys/class/taint_info/warn/first/boottime 4008.4
	explain W | has -x '     log        has nothing of it'
	sed -i '/something else/i 4,500,8450000,-;taint_info: flag warn (W) set by module foo in process sh[9], uid 0, at seen+0x12/0x40' \
		"$tmp/root/dev/kmsg"
	same "$(evidence warn | cut -d'|' -f1,3)" "notice|32
report|23"
	# A block is no longer than there is room for.
	{
		echo "0 $version"
		echo "8.4 WARNING: CPU: 1 PID: 9 at drivers/x.c:12 seen+0x12/0x40 [foo]"
		for n in $(seq 30); do
			echo "8.4 line $n"
		done
	} | kmsg
	state /sys/class/taint_info/warn/first/boottime 8.4
	same "$(explain W --json | jq '.evidence[0].block | length')" 12
	# And ends with its time.
	sed -i 's/^4,105,8400000,-;/4,105,9900000,-;/' "$tmp/root/dev/kmsg"
	same "$(explain W --json | jq '.evidence[0].block | length')" 4
}

@test "the boot's options, the way the kernel was built and other marks are candidates" {
	old_root 164166
	echo "0 $version" | kmsg
	state "/boot/config-$release" "CONFIG_X=y
CONFIG_RANDSTRUCT=y"
	state /proc/cmdline 'root=/dev/sda1 nopti i915.enable-fbc=1 i915.modeset=1 clearcpuid=smap module.sig_enforce -- amdgpu.emu_mode=1'
	state /sys/devices/system/cpu/vulnerabilities/old_microcode 'Vulnerable'
	state /sys/kernel/livepatch/patch_1/enabled 1
	state /etc/modprobe.d/x.conf "# options amdgpu emu_mode=1
options amdgpu dc=1 emu_mode=1
install old /sbin/modprobe --force --ignore-install old
install good /sbin/modprobe --ignore-install good
options i915 modeset=1"
	state /etc/modprobe.d/x.conf.bak "options amdgpu emu_mode=1"
	# An archive without tables, NULs, and one with one, as the kernel finds them.
	{
		packed kernel/x86 ''
		packed kernel/x86/microcode.bin code
		packed 'TRAILER!!!' ''
		head -c 512 /dev/zero
		packed kernel/firmware/acpi ''
		packed kernel/firmware/acpi/dsdt.aml table
		packed 'TRAILER!!!' ''
		printf '\037\213'
	} >"$tmp/root/boot/initrd.img-$release"
	same "$(evidence T)" "mark|/boot/config-$release|2|-|-|-|-|-"
	same "$(evidence S)" "mark|/sys/devices/system/cpu/vulnerabilities/old_microcode|-|-|-|-|-|-
option|/proc/cmdline|-|-|-|-|-|-"
	same "$(evidence K)" "mark|/sys/kernel/livepatch/patch_1|-|-|patch_1|-|-|-"
	# Of that kernel they set no flag; of an old one they do.
	same "$(evidence A)" ""
	tables=boot/initrd.img-
	state /proc/sys/kernel/osrelease 4.18.0-553.el8_10.x86_64
	cp "$tmp/root/$tables$release" "$tmp/root/${tables}4.18.0-553.el8_10.x86_64"
	same "$(evidence A)" ""
	state /proc/sys/kernel/osrelease 4.17.0-3-amd64
	mv "$tmp/root/${tables}4.18.0-553.el8_10.x86_64" "$tmp/root/${tables}4.17.0-3-amd64"
	same "$(evidence A)" "option|/${tables}4.17.0-3-amd64|-|-|-|-|-|-"
	same "$(explain A --json | jq -r '.evidence[0].text')" kernel/firmware/acpi/dsdt.aml
	state /proc/sys/kernel/osrelease $release
	same "$(evidence U | sort)" "option|/etc/modprobe.d/x.conf|2|-|amdgpu|-|-|-
option|/proc/cmdline|-|-|i915|-|-|-"
	same "$(evidence F)" "option|/etc/modprobe.d/x.conf|3|-|old|-|-|-"
	explain U | has -x '     perhaps    module .*'
	taintinfo -r "$tmp/root" >"$tmp/out"
	same "$(grep -c likely "$tmp/out")" 3
	has -xF "     likely     from /boot/config-$release: CONFIG_RANDSTRUCT=y" <"$tmp/out"
	# What the log says goes before an option.
	printf '0 %s\n0 Setting dangerous option i915.enable_fbc - tainting kernel\n' "$version" | kmsg
	same "$(evidence U | cut -d'|' -f1 | xargs)" "loader option option"
	# One that is not there, or not so.
	state /sys/devices/system/cpu/vulnerabilities/old_microcode 'Not affected'
	rm "$tmp/root/boot/config-$release"
	printf 'CONFIG_RANDSTRUCT_NONE=y\n# CONFIG_RANDSTRUCT=y\n' | gzip >"$tmp/root/proc/config.gz"
	same "$(evidence S | cut -d'|' -f1)" option
	same "$(evidence T)" ""
	printf 'CONFIG_GCC_PLUGIN_RANDSTRUCT=y\n' | gzip >"$tmp/root/proc/config.gz"
	same "$(evidence T)" "mark|/proc/config.gz|1|-|-|-|-|-"
	state /proc/cmdline 'x sysctl.kernel.tainted=64 y'
	same "$(evidence U | grep cmdline)" "option|/proc/cmdline|-|-|-|-|-|-"
	# Lists are bounded.
	old_root 1
	for n in $(seq 9); do
		state "/sys/module/m$n/taint" P
	done
	same "$(explain P --json | jq '(.evidence | length), .more' | xargs)" "6 3"
	explain P | has -x '     or         3 more'
}

@test "a user who may not read the log is told what to do" {
	local as=()

	old_root 1
	[ "$(id -u)" != 0 ] || as=(setpriv "--bounding-set=-dac_override,-dac_read_search")
	printf '0 %s\n2 x: module license x taints kernel.\n' "$version" | kmsg
	chmod 000 "$tmp/root/dev/kmsg"
	"${as[@]}" "$tool" -r "$tmp/root" explain >"$tmp/out"
	has -x '     /dev/kmsg: Permission denied' <"$tmp/out"
	has "This user may not read all of it: 'sudo taintinfo explain', or join the$" <"$tmp/out"
	"${as[@]}" "$tool" -r "$tmp/root" >"$tmp/out"
	has -x "The log is not for this user: 'sudo taintinfo explain' knows more." <"$tmp/out"
	"${as[@]}" "$tool" -r "$tmp/root" explain --json >"$tmp/out"
	jq -e '.searched[0] | .source == "/dev/kmsg" and .error == "Permission denied" and .read == false' <"$tmp/out"
	# He may have another one that is as good.
	{
		echo "0 $version"
		echo "2 x: module license 'x' taints kernel."
	} | syslog kern.log
	"${as[@]}" "$tool" -r "$tmp/root" explain >"$tmp/out"
	lacks sudo <"$tmp/out"
	has -x '     likely     module x, 2.000 s after boot' <"$tmp/out"
	chmod 644 "$tmp/root/dev/kmsg"
	explain | lacks sudo
}

@test "the log is looked for where somebody needs it, and nowhere else" {
	local as

	module_root 12800 12288 warn oot_module unsigned_module
	self_devices
	device warn bit=9 letter=W category=fault description='a warning' origin=observed count=1 first/seq=1
	state /proc/sys/kernel/random/boot_id "$boot"
	mkdir -p "$tmp/root/var/log/journal"
	for as in '' --short --verbose; do
		# shellcheck disable=SC2086 # none is no argument
		taintinfo -r "$tmp/root" $as >"$tmp/out"
		[ ! -e "$tmp/bin/asked" ] || [ "$as" = --verbose ]
		lacks likely <"$tmp/out"
	done
	old_root 4609
	mkdir -p "$tmp/root/var/log/journal"
	rm -f "$tmp/bin/asked"
	taintinfo -r "$tmp/root" --short >"$tmp/out"
	[ ! -e "$tmp/bin/asked" ]
	# Once for entries, and for the log once to look at it and once to read it, for all flags.
	printf '0 %s\n2 x: module license x taints kernel.\n' "$version" | exported
	taintinfo -r "$tmp/root" >"$tmp/out"
	same "$(wc -l <"$tmp/bin/asked")" 3
	same "$(grep -A 3 '  P  ' "$tmp/out")" "  P  proprietary_module (bit 0, module)
     happened   a module whose licence is not GPL-compatible was loaded
     likely     module x, from the log at 2.000 s: x: module license x taints kernel.
     trust      foreign code runs in the kernel: what it says may be that code's doing"
	# It is not there at all.
	rm "$tmp/bin/journalctl"
	PATH=$tmp/bin exits 0 "$tool" -r "$tmp/root" explain >"$tmp/out"
	has -x '     journalctl -k -b: there is no journalctl here' <"$tmp/out"
}

@test "as JSON there is an object for each flag, with where it was searched" {
	old_root 513
	state /sys/module/nvidia/taint P
	printf '0 %s\n2 nvidia: module license x taints kernel.\n' "$version" | kmsg
	explain --json >"$tmp/out"
	same "$(wc -l <"$tmp/out")" 2
	jq -e . <"$tmp/out" >"$tmp/all"
	same "$(head -n 1 "$tmp/out" | jq -c .)" \
'{"bit":0,"name":"proprietary_module","letter":"P","origin":null,"modules":"nvidia","first":null,"evidence":[{"origin":"inferred","kind":"loader","source":"/dev/kmsg","line":2,"time":"2.000000","text":"[    2.000000] nvidia: module license x taints kernel.","module":"nvidia","caller":null,"comm":null,"pid":null},{"origin":"inferred","kind":"modules","source":"/sys/module/nvidia/taint","line":null,"time":null,"text":"P","module":"nvidia","caller":null,"comm":null,"pid":null}],"more":0,"searched":[{"source":"/dev/kmsg","from":"0.000000","complete":true,"read":true,"error":null}]}'
	same "$(tail -n 1 "$tmp/out" | jq -c '[.name, .evidence, .searched[0].source]')" '["warn",[],"/dev/kmsg"]'
}

@test "a log of any bytes, of any length, or none that is a file, harms nobody" {
	local file byte

	old_root 262143
	for byte in {1..255}; do
		# shellcheck disable=SC2059 # that is the format
		printf "\\$(printf %03o "$byte")"
	done >"$tmp/bytes"
	mkdir -p "$tmp/root/dev" "$tmp/root/var/log/journal" "$tmp/root/etc/modprobe.d" "$tmp/root/boot" "$tmp/root/sys/kernel"
	for file in dev/kmsg var/log/kern.log var/log/dmesg etc/modprobe.d/x.conf proc/cmdline proc/uptime proc/stat \
		"boot/config-$release" "boot/initrd.img-$release" proc/config.gz proc/modules; do
		{
			printf '%s\nLinux version %s (' "$(tr -d '\n' <"$tmp/bytes")" "$release"
			cat "$tmp/bytes"
			printf '\n5,0,0,-;Linux version %s (\n' "$release"
			printf '4,1,999999999999999999999,-;%s: module license %s taints kernel\n' "$(tr -d '\n' <"$tmp/bytes")" x
			printf '4,2,2,-;WARNING: CPU: 1 PID: 1 at x+0x1/0x2 [%s]\n' "$(tr -d '\n' <"$tmp/bytes")"
			cat "$tmp/bytes"
			printf 'options i915 enable_fbc=%s\n' "$(tr -d '\n' <"$tmp/bytes")"
			printf '070701%s' "$(printf '%0104d' 0)"
		} >"$tmp/root/$file"
		cp "$tmp/root/$file" "$tmp/bin/export"
		cp "$tmp/root/$file" "$tmp/bin/entries"
		for as in '' explain 'explain --json'; do
			# shellcheck disable=SC2086 # more words than one
			exits 0 timeout 10 "$tool" -r "$tmp/root" $as >"$tmp/out" 2>"$tmp/err"
			same "$(LC_ALL=C tr -d '\n -~' <"$tmp/out" | wc -c)" 0
		done
		jq -e . <"$tmp/out" >"$tmp/all"
	done
	old_root 1
	# A line without an end, a hole of many gigabytes, and what is no file
	mkdir -p "$tmp/root/var/log" "$tmp/root/dev"
	head -c 3000000 /dev/zero | tr '\0' x >"$tmp/root/dev/kmsg"
	truncate -s 100G "$tmp/root/var/log/kern.log"
	mkfifo "$tmp/root/var/log/messages"
	ln -s /dev/zero "$tmp/root/var/log/syslog"
	mkdir "$tmp/root/var/log/dmesg"
	(
		ulimit -v 200000
		exits 0 timeout 20 "$tool" -r "$tmp/root" explain >"$tmp/out"
	)
	has -x '     /var/log/messages: Invalid argument' <"$tmp/out"
	has -x '     /var/log/dmesg: Is a directory' <"$tmp/out"
	has '/var/log/syslog' <"$tmp/out"
	same "$(grep -c 'this one was read' "$tmp/out")" 1
}

# As a host has it whose log is full.
@test "a log of 100000 lines takes less than half a second of the processor" {
	local took

	old_root 513
	{
		echo "0 $version"
		awk 'BEGIN {
			for (n = 0; n < 100000; n++)
				printf "%.6f usb 1-%d: new high-speed USB device number %d using xhci_hcd, and some words more\n", n / 100, n % 9, n % 128
			print "1001 last: module license x taints kernel."
		}'
	} >"$tmp/lines"
	kmsg <"$tmp/lines"
	cpu() {
		local TIMEFORMAT='%U %S'

		{ time "$tool" -r "$tmp/root" >"$tmp/out"; } 2>&1 | awk '{ printf "%d", ($1 + $2) * 1000 }'
	}
	took=$(cpu)
	has -x '     likely     module last, from the log at 1001.000 s: .*' <"$tmp/out"
	compare "$took" -lt 500
	rm -r "$tmp/root/dev"
	exported <"$tmp/lines"
	took=$(cpu)
	has -x '     likely     module last, from the log at 1001.000 s: .*' <"$tmp/out"
	compare "$took" -lt 500
}
