#!/usr/bin/env bats
#
# tools_boots - taintinfo boots, from a systemd journal that a stub of journalctl has, and
# the fingerprints of faults
#
# Environment: see scripts/lib.sh.

# shellcheck source=scripts/tests/tools.bash
. "$BATS_TEST_DIRNAME/tools.bash"

setup_file() { prepare; }

# 2026-09-21 14:13:20 UTC, and three boots that begin here.
begin=1790000000
a=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
b=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
c=cccccccccccccccccccccccccccccccc

setup() {
	journal=$tmp/journal
	export journal
	mkdir -p "$journal" "$tmp/bin"
	cat >"$tmp/bin/journalctl" <<'STUB'
#!/bin/bash
# What is in $journal: boots, ID.log, stops, entries.
words=$*
echo "$words" >>"$journal/asked"
case $words in
*--list-boots*) file=boots ;;
*_TRANSPORT=kernel*) file=${words##*_BOOT_ID=}.log ;;
*MESSAGE_ID=d93fb3c9c24d451a97cea615ce59c00b*) file=stops ;;
*MESSAGE_ID=774f89935ab3429e8bccb3c0d652ead0*_UID=0*) file=entries ;;
esac
[ ! -e "$journal/$file" ] || cat "$journal/$file"
STUB
	chmod +x "$tmp/bin/journalctl"
	PATH=$tmp/bin:$PATH
	state /proc/sys/kernel/osrelease 6.1.0-50-amd64
	mkdir -p "$tmp/root/var/log/journal"
}

boots() { TZ=UTC taintinfo --root="$tmp/root" boots "$@"; }

# list_boots ID FROM TO ID...: the oldest first; seconds behind $begin
list_boots() {
	local index=$((1 - $# / 3)) comma=''

	printf '['
	for (( ; $#; index++)); do
		printf '%s{"index":%d,"boot_id":"%s","first_entry":%d000000,"last_entry":%d000000}' "$comma" \
			"$index" "$1" "$((begin + $2))" "$((begin + $3))"
		comma=,
		shift 3
	done >>"$journal/list"
	printf '[%s]\n' "$(cat "$journal/list")" >"$journal/boots"
	rm "$journal/list"
}

# log ID SECONDS: standard input goes into the kernel log of that boot
log() {
	jq -cR --arg id "$1" --arg time "$(($2 * 1000000))" \
		'{_BOOT_ID: $id, _SOURCE_MONOTONIC_TIMESTAMP: $time, MESSAGE: sub("^\\[[ 0-9.]*\\] "; "")}' >>"$journal/$1.log"
}

# stop ID SECONDS: the journal was stopped then
stop() { echo "{\"_BOOT_ID\":\"$1\",\"__REALTIME_TIMESTAMP\":\"$((begin + $2))000000\"}" >>"$journal/stops"; }

# entry ID FIELD=VALUE...: one of ours
entry() {
	local id=$1

	shift
	printf '%s\n' "$@" | jq -cRn --arg id "$id" \
		'[inputs | capture("(?<key>[^=]*)=(?<value>.*)")] | from_entries + {_BOOT_ID: $id}' >>"$journal/entries"
}

# What a WARN has left in the kernel log, and in the report of taint_info; from 6.1.
warn_log() {
	cat <<'LOG'
[   12.494907] ------------[ cut here ]------------
[   12.495258] WARNING: CPU: 0 PID: 180 at lib/kobject.c:726 kobject_put+0xbd/0x1d0
[   12.495385] Modules linked in: taint_info(OE) trigger(OE) [last unloaded: taint_info(OE)]
[   12.495526] CPU: 0 PID: 180 Comm: trigger_kthread Tainted: G           OE      6.1.0-57-amd64 #1  Debian 6.1.192-3
[   12.495833] RIP: 0010:kobject_put+0xbd/0x1d0
[   12.496145] RSP: 0018:ff47bfeac042bed8 EFLAGS: 00000282
[   12.497490] Call Trace:
[   12.497685]  <TASK>
[   12.497742]  warn_in_core+0x1b/0x20 [trigger]
[   12.497829]  do_cause+0x2e/0x70 [trigger]
[   12.497893]  do_in_kthread+0x16/0x20 [trigger]
[   12.497961]  kthread+0xda/0x100
[   12.498016]  ? kthread_complete_and_exit+0x20/0x20
[   12.501139]  ret_from_fork+0x22/0x30
[   12.501227]  </TASK>
[   12.501263] ---[ end trace 0000000000000000 ]---
LOG
}

warn_report() {
	cat <<'REPORT'
taint_info 0.2.0 on Linux 6.1.0-57-amd64

B bad_page (bit 5, fault)
    memory management found a page or an object in an impossible state
    first    #2 at 78.915248 s after boot, 2026-11-30 21:03:48 UTC
             call path:
               innocent+0x1/0x2

W warn (bit 9, fault)
    the kernel met a state that its authors thought impossible (WARN)
    seen when it was set; calls seen 1
    first    #1 at 12.543593 s after boot, 2026-11-30 21:02:42 UTC
             in task context on CPU 0, by trigger_kthread[180], uid 0
             at kobject_put+0xbd/0x1d0, via module trigger
             call path:
               report_bug+0xe2/0x150
               kobject_put+0xbd/0x1d0
               warn_in_core+0x1b/0x20 [trigger]
               do_cause+0x2e/0x70 [trigger]
               do_in_kthread+0x16/0x20 [trigger]
               kthread+0xda/0x100
               ret_from_fork+0x22/0x30

O oot_module (bit 12, module)
REPORT
}

# A page in a bad state: the place is in the trace alone.
page_log() {
	cat <<'LOG'
[   78.840024] BUG: Bad page state in process sh  pfn:1fe5b
[   78.849709] flags: 0xfffffc0000000(node=0|zone=1|lastcpupid=0x1fffff)
[   78.850878] CPU: 0 PID: 534 Comm: sh Tainted: G           OE      6.1.0-57-amd64 #1  Debian 6.1.192-3
[   78.851154] Call Trace:
[   78.851225]  <TASK>
[   78.851280]  dump_stack_lvl+0x44/0x5c
[   78.851358]  bad_page.cold+0x63/0x8f
[   78.851415]  free_pcp_prepare+0x379/0x3e0
[   78.851494]  free_unref_page+0x25/0x1d0
[   78.851556]  free_bad_page+0x2e/0x40 [trigger]
[   78.851638]  do_cause+0x2e/0x70 [trigger]
[   78.851701]  do_in_task+0x1b/0x40 [trigger]
[   78.851766]  trigger_write+0x47d/0x4f0 [trigger]
[   78.851842]  proc_reg_write+0x56/0xa0
[   78.851900]  vfs_write+0xc7/0x3f0
LOG
}

page_report() {
	cat <<'REPORT'
B bad_page (bit 5, fault)
             call path:
               free_pcp_prepare+0x379/0x3e0
               free_unref_page+0x25/0x1d0
               free_bad_page+0x2e/0x40 [trigger]
               do_cause+0x2e/0x70 [trigger]
               do_in_task+0x1b/0x40 [trigger]
               trigger_write+0x47d/0x4f0 [trigger]
               proc_reg_write+0x56/0xa0
               vfs_write+0xc7/0x3f0
REPORT
}

oops() {
	cat <<'LOG'
<4>[ 4000.100000] Oops: 0002 [#1] PREEMPT SMP NOPTI
<4>[ 4000.100000] CPU: 1 PID: 399 Comm: worker Tainted: G        W   E      6.1.0-50-amd64 #1
<4>[ 4000.100000] RIP: 0010:oops_on_demand+0x7/0x20 [trigger]
<4>[ 4000.100000] Call Trace:
<4>[ 4000.100000]  do_cause+0x2e/0x70 [trigger]
<4>[ 4000.100000]  do_in_kthread+0x16/0x20 [trigger]
<4>[ 4000.100000]  kthread+0xda/0x100
<4>[ 4000.100000]  ret_from_fork+0x22/0x30
LOG
}

panic() {
	oops
	echo '<0>[ 4000.200000] Kernel panic - not syncing: Fatal exception'
}

# of_log: the fingerprint of the report in the log on standard input
of_log() {
	cat >"$tmp/kern.log"
	taintinfo decode -k mainline-6.1 --json "$tmp/kern.log" | jq -r 'select(.source == "report") | .fingerprint'
}

# of_report FLAG BIT CALLER: of the report on standard input
of_report() {
	module_root $((1 << $2)) 0 "$1"
	device "$1" bit="$2" category=fault origin=observed count=1 first/seq=1 first/caller="$3"
	mkdir -p "$tmp/root/sys/kernel/debug/taint_info"
	cat >"$tmp/root/sys/kernel/debug/taint_info/report"
	taintinfo -r "$tmp/root" export | jq -r --arg flag "$1" '.flags[] | select(.name == $flag) | .fingerprint'
}

# fnv: the hash as it is documented, of standard input
fnv() {
	local hash=$((0xcbf29ce484222325)) byte

	for byte in $(od -An -v -tu1); do
		hash=$(((hash ^ byte) * 0x100000001b3))
	done
	printf '%016x\n' "$hash"
}

# three_boots: shut down, ended by a panic that only pstore has, and the newest
three_boots() {
	list_boots $a 0 4000 $b 5000 9000 $c 9100 9500
	echo 'Linux version 6.1.0-49-amd64 (x) #1 SMP' | log $a 0
	echo "nvidia: module license 'NVIDIA' taints kernel." | log $a 3
	warn_log | log $a 12
	stop $a 4000
	echo 'Linux version 6.1.0-50-amd64 (x) #1 SMP' | log $b 0
	echo 'e: module verification failed: signature and/or required key missing - tainting kernel' | log $b 2
	warn_log | sed 's/+0x[0-9a-f]*/+0x1/; s/180/77/g' | log $b 19
	echo 'Linux version 6.1.0-51-amd64 (x) #1 SMP' | log $c 0
	panic >"$tmp/panic"
	mkdir -p "$tmp/root/var/lib/systemd/pstore/$((begin + 9050))"
	cp "$tmp/panic" "$tmp/root/var/lib/systemd/pstore/$((begin + 9050))/dmesg.txt"
}

@test "boots: what each was tainted by, how it ended, and where it was before" {
	three_boots
	same "$(boots)" '  0  2026-09-21 16:45:00 to 16:51:40  unknown  6.1.0-51-amd64  no flag
 -1  2026-09-21 15:36:40 to 16:43:20  panic    6.1.0-50-amd64  E W O D
       E unsigned_module: module e
       W warn: at kobject_put+0x1/0x1d0
         the same fault as in boot -2
       O oot_module: carried by taint_info trigger
       D die: module trigger, at oops_on_demand+0x7/0x20
 -2  2026-09-21 14:13:20 to 15:20:00  clean    6.1.0-49-amd64  P W O E
       P proprietary_module: module nvidia
       W warn: at kobject_put+0xbd/0x1d0
         the same fault as in boot -1
       O oot_module: carried by taint_info trigger
       E unsigned_module: carried by taint_info trigger'
	boots --json >"$tmp/out"
	same "$(jq -r '"\(.index) \(.ended) \(.panic) \(.mask) \(.release) \(.boot_id) \(.first)"' "$tmp/out")" \
		"0 unknown null 0 6.1.0-51-amd64 $c 1790009100.000000
-1 panic Kernel panic - not syncing: Fatal exception 12928 6.1.0-50-amd64 $b 1790005000.000000
-2 clean null 12801 6.1.0-49-amd64 $a 1790000000.000000"
	same "$(jq -r 'select(.index == -1) | .flags[] | "\(.name) \(.source) \(.raised) \(.module) \(.comm) \(.pid) \(.boottime) \(.same)"' "$tmp/out")" \
		'unsigned_module log true e null null 2.000000 []
warn log true null trigger_kthread 77 19.000000 [-2]
oot_module log false null null null 19.000000 []
die pstore true trigger worker 399 4000.100000 []'
}

@test "boots: one alone, by its number as journalctl has it" {
	local number

	three_boots
	boots -1 >"$tmp/out"
	same "$(head -n 3 "$tmp/out")" "boot -1, 2026-09-21 15:36:40 to 16:43:20, ended by a panic ($b)
Kernel panic - not syncing: Fatal exception
Tainted: G      D W  OE      (12928), Linux 6.1.0-50-amd64"
	# Faults come first.
	same "$(sed -n 's/^  \([A-Z]  .*\) (bit.*/\1/p' "$tmp/out")" 'W  warn
D  die
E  unsigned_module
O  oot_module'
	same "$(sed -n '/^  W/,/^$/p' "$tmp/out" | head -n 7)" '  W  warn (bit 9, fault)
     happened   the kernel met a state that its authors thought impossible (WARN)
     since      19.000 s after boot
     by         at kobject_put+0x1/0x1d0, process trigger_kthread[77]
     from       the kernel log
                WARNING: CPU: 0 PID: 77 at lib/kobject.c:726 kobject_put+0x1/0x1d0
     fingerprint 2ccb3be2612720d2, the same fault as in boot -2'
	has -x '     from       what pstore has kept' <"$tmp/out"
	has -x '     carried by taint_info trigger' <"$tmp/out"
	has -x '     shown      19.000 s after boot' <"$tmp/out"
	boots 0 | has '^boot 0, '
	boots -0 | has '^boot 0, '
	boots 1 | has '^boot -2, '
	boots 3 | has '^boot 0, '
	same "$(boots --json -2 | jq .index)" -2
	same "$(boots -2 --json | jq .index)" -2
	same "$(boots -j -- -2 | jq .index)" -2
	same "$(taintinfo boots -2 -j -r "$tmp/root" | jq .index)" -2
	for number in -3 4 99; do
		exits 2 boots "$number" >"$tmp/out" 2>"$tmp/err"
		has -xF "taintinfo boots: there is no boot $number in the systemd journal" <"$tmp/err"
	done
	for number in x -1x '' 1.5 99999999999999999999; do
		exits 2 boots "$number" >"$tmp/out" 2>"$tmp/err"
		same "$(cat "$tmp/out")" ''
	done
	exits 2 boots 1 2 2>"$tmp/err"
}

@test "boots: a list of an older journalctl is text" {
	list_boots $a 0 1 $b 2 3
	cat >"$journal/boots" <<EOF
IDX BOOT ID                          FIRST ENTRY                 LAST ENTRY
 -1 $a Mon 2026-09-21 14:13:20 UTC—Mon 2026-09-21 15:20:00 UTC
  0 $b Mon 2026-09-21 23:36:40 UTC Tue 2026-09-22 00:43:20 UTC
 no boot
 -7 abc Mon 2026-09-21 14:13:20 UTC
EOF
	same "$(boots --json | jq -r '"\(.index) \(.boot_id) \(.first) \(.last)"')" \
		"0 $b 1790033800.000000 1790037800.000000
-1 $a 1790000000.000000 1790004000.000000"
	same "$(boots | sed 's/  *$//')" '  0  2026-09-21 23:36:40 to 2026-09-22 00:43:20  unknown  (kernel not known)  no kernel log
 -1  2026-09-21 14:13:20 to 15:20:00  unknown  (kernel not known)  no kernel log'
}

# ends: how each ended, newest first
ends() { boots --json | jq -r '"\(.index) \(.ended)"' | xargs; }

@test "boots: what says that a boot was shut down is at its end" {
	list_boots $a 0 4000
	same "$(ends)" '0 unknown'
	# An initramfs has a journal of its own.
	stop $a 3
	same "$(ends)" '0 unknown'
	stop $a 3999
	same "$(ends)" '0 clean'
	rm "$journal/stops"
	echo 'Sending SIGTERM to remaining processes...' | log $a 3900
	echo 'watchdog: watchdog0: watchdog did not stop!' | log $a 3910
	same "$(ends)" '0 clean'
	# A restart of user space alone.
	echo 'x' | log $a 9000
	same "$(ends)" '0 unknown'
	echo 'Kernel panic - not syncing: hung_task: blocked tasks' | log $a 9001
	stop $a 4000
	same "$(ends)" '0 panic'
	boots 0 | has -x 'Kernel panic - not syncing: hung_task: blocked tasks'
}

# kept PATH SECONDS: by the store of panics, written then
kept() {
	mkdir -p "$tmp/root${1%/*}"
	panic >"$tmp/root$1"
	touch -d "@$((begin + $2))" "$tmp/root$1"
}

@test "boots: what pstore keeps belongs to the boot that it ended" {
	local store=/var/lib/systemd/pstore file seconds

	list_boots $a 0 4000 $b 5000 9000 $c 9100 20000
	same "$(ends)" '0 unknown -1 unknown -2 unknown'
	for file in $store/dmesg.txt $store/1/dmesg.txt $store/1/001/dmesg.txt $store/dmesg-efi-1 /sys/fs/pstore/dmesg-ramoops-0; do
		# By the next boot, or when it was; a file's number is no time.
		for seconds in 9130 9003; do
			kept "$file" $seconds
			same "$(ends)" '0 unknown -1 panic -2 unknown'
		done
		rm "$tmp/root$file"
	done
	# EFI names it by the time.
	for file in $store/$((begin + 4010))/dmesg.txt $store/dmesg-efi-$((begin + 4010))01001 \
		/sys/fs/pstore/dmesg-efi_pstore-$((begin + 4010))01001; do
		kept "$file" 99999
		same "$(ends)" '0 unknown -1 unknown -2 panic'
		rm "$tmp/root$file"
	done
	kept $store/$((begin + 9130))/dmesg.txt 9130
	same "$(ends)" '0 panic -1 unknown -2 unknown'
	rm -r "$tmp/root$store/$((begin + 9130))"
	# What the whole was made of counts no second time; nor does an oops end a boot.
	kept $store/1/dmesg.txt 9130
	kept $store/1/dmesg-efi-101001 9130
	oops >"$tmp/root$store/1/dmesg.txt"
	touch -d "@$((begin + 9130))" "$tmp/root$store/1/dmesg.txt"
	same "$(ends)" '0 unknown -1 unknown -2 unknown'
	rm -r "$tmp/root$store/1"
	# One that the journal does not have any more.
	kept $store/$((begin - 1000))/dmesg.txt 1
	same "$(ends)" '0 unknown -1 unknown -2 unknown null panic'
	boots | has -x '  ?  2026-09-21 13:56:40 .* panic    (kernel not known)  D W E'
	# Nor without any.
	rm "$journal/boots"
	exits 0 boots >"$tmp/out" 2>"$tmp/err"
	has '^  ?  2026-09-21 13:56:40 ' <"$tmp/out"
	has -F 'no systemd journal: no boot is in it' <"$tmp/err"
}

@test "boots: who has seen it is believed first" {
	three_boots
	entry $b TAINT_FLAG=warn TAINT_BIT=9 TAINT_ORIGIN=observed TAINT_MASK=8704 TAINT_SEQ=1 \
		TAINT_BOOTTIME=18.500000000 TAINT_REALTIME=1790005018.500000000 TAINT_CALLER=kobject_put+0x1/0x1d0 \
		TAINT_VIA=trigger TAINT_COMM=trigger_kthread TAINT_PID=77 TAINT_UID=0 TAINT_FINGERPRINT=0123456789abcdef
	# The module was loaded again.
	entry $b TAINT_FLAG=warn TAINT_BIT=9 TAINT_ORIGIN=baseline
	entry $b TAINT_FLAG=crap TAINT_BIT=10 TAINT_ORIGIN=baseline TAINT_MODULES=stage
	entry $b TAINT_FLAG=bit_40 TAINT_BIT=40 TAINT_ORIGIN=detected TAINT_MASK=1099511627784
	boots -1 >"$tmp/out"
	same "$(sed -n '/^  W/,/^$/p' "$tmp/out" | sed -n 3,7p)" '     since      2026-09-21 15:36:58, 18.500 s after boot
     by         at kobject_put+0x1/0x1d0, via module trigger, process trigger_kthread[77], uid 0
     from       taint_info'\''s entry in the systemd journal
                WARNING: CPU: 0 PID: 77 at lib/kobject.c:726 kobject_put+0x1/0x1d0
     fingerprint 0123456789abcdef'
	same "$(boots -j -1 | jq -r '.flags[] | select(.origin) | "\(.name) \(.origin)"' | xargs)" \
		'warn observed crap baseline bit_40 detected'
	same "$(sed -n '/^  C/,/^$/p' "$tmp/out" | sed -n 3,5p)" '     by         not known: it was set before taint_info was loaded
     from       taint_info'\''s entry in the systemd journal
     carried by stage'
	has -x '  ?  bit_40 (bit 40)' <"$tmp/out"
	# By the mask of that entry alone
	sed -n '/^  R/,/^$/p' "$tmp/out" | has -x '     from       the mask alone'
	# What is of another event is no evidence.
	sed -i 's/kobject_put+0x1/other+0x7/' "$journal/entries"
	boots -1 | lacks 'WARNING: CPU: 0 PID: 77'
	# Anybody may write such entries.
	has -F 'MESSAGE_ID=774f89935ab3429e8bccb3c0d652ead0 _UID=0' <"$journal/asked"
}

@test "boots: what taint_info has said in the log counts where nothing else says who" {
	three_boots
	log $b 30 <<<'taint_info: flag user (U) set in process sh[645], uid 0, in task context on CPU 1, at proc_taint+0xa0/0x110'
	boots -1 | sed -n '/^  U/,/^$/p' | has -x '     by         at proc_taint+0xa0/0x110, process sh\[645\]'
	same "$(boots -j -1 | jq -r '.flags[] | select(.letter == "U") | "\(.source) \(.raised) \(.comm)"')" 'log true sh'
}

@test "boots: the newest 20 are read, and the one that is asked for" {
	local list=() i

	for i in {1..25}; do
		list+=("$(printf %032d "$i")" $((i * 100)) $((i * 100 + 50)))
	done
	list_boots "${list[@]}"
	same "$(boots | wc -l)" 21
	same "$(boots | tail -n 1)" '5 older ones were not read: give the number of one'
	same "$(boots -j | wc -l)" 20
	: >"$journal/asked"
	boots -24 | has "^boot -24, .*(00000000000000000000000000000001)"
	same "$(grep -c _TRANSPORT=kernel "$journal/asked")" 21
}

@test "boots: without a journal it says why" {
	exits 2 env PATH=/nonesuch "$tool" boots 2>"$tmp/err"
	has -xF 'taintinfo boots: no systemd journal: there is no journalctl here' <"$tmp/err"
	printf '#!/bin/sh\nexit 1\n' >"$tmp/bin/journalctl"
	exits 2 boots 2>"$tmp/err"
	has -F 'no systemd journal: journalctl has no journal for it' <"$tmp/err"
	rm -r "$tmp/root/var/log/journal"
	exits 2 boots 2>"$tmp/err"
	has -F "no systemd journal: cannot read $tmp/root/var/log/journal: No such file" <"$tmp/err"
	# Of this machine it is not.
	ln -s /var/log/journal "$tmp/root/var/log/journal"
	exits 2 boots 2>"$tmp/err"
	has -F "cannot read $tmp/root/var/log/journal" <"$tmp/err"
	rm "$tmp/root/var/log/journal"
	mkdir -p "$tmp/root/var/log/journal/1"
	ln -s /dev/null "$tmp/root/var/log/journal/1/system.journal"
	exits 2 boots 2>"$tmp/err"
	has -F 'journal has a link in it' <"$tmp/err"
	# This machine's has no such option.
	rm -r "$tmp/root/var/log/journal"
	mkdir "$tmp/root/var/log/journal"
	printf '#!/bin/sh\necho "$*" >%s\n' "$tmp/asked" >"$tmp/bin/journalctl"
	boots 2>"$tmp/err" || :
	has -e '--directory=/proc/self/fd/' <"$tmp/asked"
	taintinfo boots >"$tmp/out" 2>"$tmp/err" || :
	lacks -e --directory <"$tmp/asked"
}

@test "boots: the manual page has all members" {
	local word

	three_boots
	for word in $(boots --json | jq -r 'keys[], (.flags[] | keys[])' | sort -u); do
		grep -qxE "(\.It |\.Pq )?(\.?Li .*)?$word( .*)?" "$top/tools/taintinfo.1" || { echo "no $word"; return 1; }
	done
}

@test "boots: whatever is in the journal, plain text comes out of it, and JSON" {
	local bytes word

	three_boots
	# As the journal writes what does not show.
	bytes=$(printf 'x\033[31m: loading out-of-tree module taints kernel.\000' | od -An -v -tu1 | xargs | tr ' ' ,)
	{
		echo "{\"MESSAGE\":[$bytes],\"_SOURCE_MONOTONIC_TIMESTAMP\":\"5\"}"
		printf '{"MESSAGE":"Linux version 6.1\\u001b]0;x\\u0007 \\ud83d\\n\\u202eKernel panic - not syncing\\u001b[2J\\u0007: \\"\\\\"}\n'
		printf '{"MESSAGE":"\033[2J\303\244y: module license \\u009b taints kernel"}\n{"MESSAGE\n{\n[[[\n"'
	} >>"$journal/$c.log"
	entry $c $'TAINT_FLAG=w\033x' TAINT_ORIGIN=observed
	entry $c TAINT_FLAG=warn TAINT_BIT=99999 TAINT_ORIGIN=observed TAINT_MASK=x TAINT_SEQ=y TAINT_BOOTTIME=z \
		$'TAINT_COMM=a\033[31m\u202eb' TAINT_PID=-1 TAINT_CALLER=$'\u009b1m' TAINT_FINGERPRINT=$'x\033'
	head -c 3000 /dev/urandom >>"$tmp/root/var/lib/systemd/pstore/$((begin + 9050))/dmesg.txt"
	yes '{"MESSAGE":"' | tr -d '\n' | head -c 200000 >>"$journal/entries" || :
	for word in '' 0 -1; do
		boots ${word:+"$word"} >"$tmp/out" 2>"$tmp/err"
		same "$(LC_ALL=C tr -d '\n -~' <"$tmp/out" | wc -c)" 0
		boots -j ${word:+"$word"} >"$tmp/out"
		same "$(LC_ALL=C tr -d '\n -~' <"$tmp/out" | wc -c)" 0
		jq -e .boot_id "$tmp/out" >"$tmp/parsed"
	done
	same "$(boots -j 0 | jq -r '.flags[] | select(.name == "oot_module") | .module')" x
	same "$(boots -j 0 | jq -c '[.flags[] | select(.name == "warn") | .pid, .boottime, .fingerprint, .bit]')" '[null,null,null,9]'
}

@test "fingerprint: the same by the log and by taint_info" {
	local warn page

	warn=$(printf 'warn\nkobject_put\nwarn_in_core\ndo_cause\ndo_in_kthread\nkthread\n' | fnv)
	same "$warn" 2ccb3be2612720d2
	same "$(warn_log | of_log)" "$warn"
	same "$(warn_report | of_report warn 9 kobject_put+0xbd/0x1d0)" "$warn"
	page=$(printf 'bad_page\nfree_bad_page\ndo_cause\ndo_in_task\ntrigger_write\nproc_reg_write\n' | fnv)
	same "$(page_log | of_log)" "$page"
	same "$(page_report | of_report bad_page 5 free_bad_page+0x2e/0x40)" "$page"
	# Of a fault alone, and only where the call is known.
	sed -i s/fault/user/ "$tmp/root/sys/class/taint_info/bad_page/category"
	taintinfo -r "$tmp/root" export | lacks fingerprint
	same "$(warn_report | of_report warn 9 kobject_put+0xbc/0x1d0)" null
	same "$(warn_report | of_report warn 9 '')" null
	# For people
	same "$(warn_report | of_report warn 9 kobject_put+0xbd/0x1d0)" "$warn"
	taintinfo -r "$tmp/root" --verbose | has -x "     fingerprint $warn"
	taintinfo -r "$tmp/root" | lacks fingerprint
}

@test "fingerprint: neither offsets nor what compilers add are part of it, and its end is" {
	local warn=2ccb3be2612720d2 short name

	same "$(warn_log | sed 's/0x[0-9a-f]*/0x77/g' | of_log)" "$warn"
	same "$(warn_log | sed 's/do_cause+/do_cause.constprop.0.isra.0+/; s/kobject_put+/kobject_put.cold+/' | of_log)" "$warn"
	same "$(warn_log | sed 's/\[trigger\]/[other 0123456789abcdef]/' | of_log)" "$warn"
	same "$(warn_log | sed 's/^.\{15\}//' | of_log)" "$warn"
	same "$(warn_log | sed 's/^/Sep 21 14:13:20 host kernel: /' | of_log)" "$warn"
	same "$(warn_log | sed 's/  *\(do_cause\)/ [<ffffffff81063ee6>] \1/' | of_log)" "$warn"
	# arm64 has the place in its trace, too.
	same "$(warn_log | sed '/RIP/s/RIP: 0010/pc /; s/Call Trace/Call trace/; /<TASK>/a\ kobject_put+0xbd/0x1d0 (P)' | of_log)" "$warn"
	same "$(warn_log | sed '/do_cause/i\ ? guess+0x1/0x2 [trigger]' | of_log)" "$warn"
	# A tracer's trampoline has no name.
	same "$(warn_log | sed '/do_cause/i\ 0xffffffffc039d0c8' | of_log)" "$warn"
	# Another path, or a flag
	for name in kobject_put warn_in_core do_in_kthread kthread; do
		[ "$(warn_log | sed "s/ $name+/ other+/; s/:$name+/:other+/" | of_log)" != "$warn" ]
	done
	# What was interrupted, or who has called the kernel, is no part of it.
	short=$(printf 'warn\nkobject_put\nwarn_in_core\ndo_cause\n' | fnv)
	for name in asm_sysvec_call_function_single entry_SYSCALL_64_after_hwframe el0t_64_sync __do_softirq; do
		same "$(warn_log | sed "s/do_in_kthread/$name/; s/$name.*/$name+0x1\/0x2/" | of_log)" "$short"
	done
	same "$(warn_log | sed 's/ do_in_kthread.*/--- interrupt: 700 at x/' | of_log)" "$short"
	# A function of a module may be called so.
	[ "$(warn_log | sed 's/do_in_kthread/asm_of_mine/' | of_log)" != "$short" ]
	# Of a name that is too long taint_info cuts the end.
	name=$(printf 'long%.0s' {1..40})
	same "$(warn_report | sed "s/ kobject_put/ $name/" | of_report warn 9 "${name:0:70}...+0xbd/0x1d0")" \
		"$(printf 'warn\n%s\nwarn_in_core\ndo_cause\ndo_in_kthread\nkthread\n' "$name" | fnv)"
}

@test "fingerprint: there is none of a path that is not whole" {
	local line

	for line in 8 9 10 11; do
		same "$(warn_log | head -n "$line" | of_log)" null
	done
	same "$(warn_log | sed '/do_in_kthread/i\something else' | of_log)" null
	# What the kernel guesses is nothing.
	same "$(warn_log | sed 's/ warn_in\| do_\| kthread/ ?&/; s/ret_from_fork/? &/' | of_log)" null
	# Where no place is known
	same "$(warn_log | sed 's/ kobject_put.*//; /RIP/d' | of_log)" null
	# A call of 0: what follows are the registers of another one.
	same "$(oops | sed 's/RIP.*/RIP: 0010:0x0/; $a\RIP: 0010:innocent+0x1/0x2' | of_log)" null
	same "$(taintinfo decode --json "$tmp/kern.log" | jq -r 'select(.source == "report") | "\(.caller) \(.comm)"')" 'null worker'
	same "$(warn_report | sed '/kthread+0xda/,/ret_from/c\               ...' | of_report warn 9 kobject_put+0xbd/0x1d0)" null
	same "$(warn_report | sed '/do_cause/,/ret_from/d' | of_report warn 9 kobject_put+0xbd/0x1d0)" null
	# Two at once, and the trace of another one
	same "$({ warn_log | sed '/Call Trace/,$d'; warn_log | sed 's/PID: 180/PID: 181/; 1,3d'; } | of_log)" null
}
