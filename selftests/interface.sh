#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The interface, file by file, against what the kernel says itself, and each
# way to taint a kernel against what taint_info says of it.

. ./lib.sh

# --- loading ---

before=$(cat /proc/sys/kernel/tainted)

refused() {
	is "$1: refused" "$(load_module /modules/taint_info.ko "$2")" EINVAL
	ok "$1: with a sentence" sh -c "dmesg | grep -q 'taint_info.*$3'"
}
refused "hooks=some" hooks=some "hooks=some is not known: auto or none"
refused "no hook and no timer" "hooks=none poll_ms=0" "leaves no way to notice a taint"
refused "a time too long" poll_ms=3600001 "at most 3600000"
refused "a time that is none" poll_ms=soon "invalid for parameter .poll_ms"
is "nothing is left of a refused load" "$(remains)" ""

start_listener
is "loads" "$(load_module /modules/taint_info.ko)" loaded
after=$(cat /proc/sys/kernel/tainted)
is "one info line at load" "$(dmesg | grep -c '] taint_info: version')" 1
ok "it names its hooks" sh -c "dmesg | grep -q 'noticing taints by: $HOOKS poll'"

# --- the files ---

is "files of the whole" "$(list $SYS)" \
	"baseline cleared events flags hooks lost names self string tainted"
is "their modes" "$(cd $SYS && stat -c %a baseline cleared events hooks lost names self string tainted | sort -u)" 444
flags=$(echo "$FLAGS" | tr -s ' \t\n' '\n' | sort | xargs)
is "a device for each flag" "$(list $CLASS)" "$flags"
is "a link for each device" "$(list $SYS/flags)" "$flags"
for flag in $flags; do
	# shellcheck disable=SC3013 # busybox has it
	[ -L $SYS/flags/"$flag" ] && [ $SYS/flags/"$flag" -ef $CLASS/"$flag" ] || echo "$flag"
done >/tmp/out
is "each link leads there" "$(cat /tmp/out)" ""

record=$RECORD
for flag in $flags; do
	echo "$flag/ bit category count description first last letter modules origin set subsystem uevent value"
	echo "$flag/first/ $record"
	echo "$flag/last/ $record"
done >/tmp/want
(
	cd $CLASS || exit
	for dir in */ */first/ */last/; do
		set -- "$dir"*
		names=$dir
		for file; do
			names="$names ${file##*/}"
		done
		echo "$names"
	done
) | sort >/tmp/out
is "files of each flag, no power among them" "$(sort /tmp/want | diff - /tmp/out)" ""
is "modes of a flag's files" "$(cd $CLASS/warn/ && stat -c '%a %n' bit category count description letter modules origin set uevent value | sort -u | tr '\n' ' ')" \
	"444 bit 444 category 444 count 444 description 444 letter 444 modules 444 origin 444 set 444 value 644 uevent "
for which in first last; do
	is "modes of $which/" "$(cd $CLASS/warn/$which && stat -c '%a %n' ./* | sort | tr '\n' ' ')" \
		"400 ./caller 400 ./cgroup 400 ./comm 400 ./context 400 ./cpu 400 ./loginuid 400 ./parent 400 ./pid 400 ./ppid 400 ./uid 400 ./via 444 ./boottime 444 ./module 444 ./realtime 444 ./seq "
done
is "modes of report and log" "$(stat -c %a $REPORT $LOG | tr '\n' ' ')" "400 400 "
{
	find $SYS/ /sys/kernel/debug/taint_info/ -type f
	find $CLASS/warn/ -type f | sed 's|/warn/|/<flag>/|'
	find /sys/module/taint_info/parameters/ -type f
	echo "$CLASS/"
	# SUSE's kernels make none for a module that they do not support.
	if [ -d $TRACING/events/taint_info/taint ] ||
	   dmesg | grep -q 'taint_info: module has bad taint, not creating trace events'; then
		echo /sys/kernel/tracing/events/taint_info/taint
	fi
	echo "$SYS/flags/<flag>"
} | sort >/tmp/found
sed -n 's/^What:\t*//p' /ABI/* | sort >/tmp/out
is "docs/ABI has all of them and no other" "$(diff /tmp/out /tmp/found)" ""

# --- what they hold, right after load ---

holds "tainted is the sysctl's" $SYS/tainted "$after"
holds "baseline is what was set" $SYS/baseline "$after"
holds "self is what we added" $SYS/self $((after & ~before))
holds "names" $SYS/names "$LOAD"
holds "no event yet" $SYS/events 0
holds "none lost" $SYS/lost 0
holds "none cleared" $SYS/cleared 0
echo "# hooks in use: $(cat $SYS/hooks)"
holds "hooks" $SYS/hooks "$HOOKS poll"
is "an add event for each flag" "$(grep -c ^add $EVENTS)" "$NR_FLAGS"
is "no change event" "$(grep -c ^change $EVENTS)" 0
is "the add event of our own flag" "$(grep 'TAINT_FLAG=oot_module ' $EVENTS | cut -d' ' -f5-)" \
	"TAINT_FLAG=oot_module TAINT_BIT=12 TAINT_LETTER=O TAINT_CATEGORY=module TAINT_SET=1 TAINT_MASK=$after TAINT_ORIGIN=baseline TAINT_COUNT=0 TAINT_SELF=1 SEQNUM=$(grep 'TAINT_FLAG=oot_module ' $EVENTS | sed 's/.*SEQNUM=//')"
is "of a flag that is not set" "$(grep 'TAINT_FLAG=warn ' $EVENTS | cut -d' ' -f5- | sed 's/ SEQNUM.*//')" \
	"TAINT_FLAG=warn TAINT_BIT=9 TAINT_LETTER=W TAINT_CATEGORY=fault TAINT_SET=0 TAINT_MASK=$after TAINT_ORIGIN=none TAINT_COUNT=0"
holds "origin of our own flag" $CLASS/oot_module/origin baseline
holds "who carries it" $CLASS/oot_module/modules taint_info
holds "nobody carries another" $CLASS/warn/modules ""
is "bit, value, letter, category" "$(cat $CLASS/warn/bit $CLASS/warn/value $CLASS/warn/letter $CLASS/warn/category | tr '\n' ' ')" \
	"9 512 W fault "
cat $CLASS/warn/first/* $CLASS/warn/last/* | sort -u >/tmp/out
is "an event that was not is an empty line" "$(od -c /tmp/out | head -n 1 | tr -s ' ')" "0000000 \n"

# --- a user who is not root ---

files=$(find $SYS/ $CLASS/*/ -maxdepth 2 -type f)
# There are hundreds: no program for each.
su -s /bin/sh nobody -c "for file in $(echo "$files" | tr '\n' ' '); do
	read -r -n 1 line <\$file && echo readable \$file || echo closed \$file
done" >/tmp/user 2>/tmp/err
echo "$files" | xargs stat -c '%a %n' | sed 's/^400 /closed /; s/^[0-9]* /readable /' >/tmp/out
ok "a user reads the 0444 files and no other" cmp /tmp/user /tmp/out
is "among them files of both kinds" "$(cut -d' ' -f1 /tmp/user | sort -u | tr '\n' ' ')" "closed readable "
ok "nor report and log" sh -c "! su -s /bin/sh nobody -c 'cat $REPORT || cat $LOG' 2>/dev/null"
is "nor writes the uevent file" "$(su -s /bin/sh nobody -c "echo change >$CLASS/warn/uevent" 2>&1 | sed 's/.*: //')" "Permission denied"
for file in $files; do
	case $file in
	*/uevent) continue ;;
	esac
	{ echo 1 >"$file" && echo "$file is written to"; } 2>&1
done >/tmp/out
is "root writes none of the others either (EACCES)" "$(grep -v 'Permission denied$' /tmp/out)" ""

# --- the uevent file ---

is "it reads as the event's variables" "$(cat $CLASS/warn/uevent | tr '\n' ' ')" \
	"TAINT_FLAG=warn TAINT_BIT=9 TAINT_LETTER=W TAINT_CATEGORY=fault TAINT_SET=0 TAINT_MASK=$after TAINT_ORIGIN=none TAINT_COUNT=0 "
echo change >$CLASS/warn/uevent
ok "change sends them again" changed warn
is "with SYNTH_UUID" "$(variable warn SYNTH_UUID)" 0
# The core of RHEL 8.0 says nothing of it.
is "an unknown word is refused as of any device" "$( (echo rubbish >$CLASS/warn/uevent) 2>&1 | sed 's/.*: //')" \
	"$( (echo rubbish >/sys/class/mem/null/uevent) 2>&1 | sed 's/.*: //')"
# As long as the core lets it be, and longer: it may fail, but never warn.
long=$(printf '%01700d' 0)
while [ ${#long} -lt 1900 ]; do
	{ echo "change 01234567-89ab-cdef-0123-456789abcdef A=$long" >$CLASS/warn/uevent; } 2>/dev/null
	long=${long}0000000000
done
holds "an event without room does not warn" $CLASS/warn/set 0

# --- each way to taint ---

# triggered FLAG NAME: what must be true after a flag's first event.
# shellcheck disable=SC2154 # hold() sets what begins with is_
triggered() {
	ok "$1: $2: the event comes" changed "$1"
	newest=$(event "$1")
	for file in letter set origin count value first/seq first/context first/uid; do
		hold "is_${file#first/}" $CLASS/"$1"/$file
	done
	hold is_mask $SYS/tainted
	is_sysctl=$(cat /proc/sys/kernel/tainted)
	hold is_string $SYS/string
	case ${is_string#Tainted: } in
	*"$is_letter"*) pass "$1: letter $is_letter is in string" ;;
	*) fail "$1: letter $is_letter is in string" "$is_string" ;;
	esac
	is "$1: set" "$is_set" 1
	is "$1: origin" "$is_origin" observed
	is "$1: tainted is the sysctl's" "$is_mask" "$is_sysctl"
	is "$1: the event says so" "$(in_event "$newest" TAINT_SET TAINT_ORIGIN TAINT_LETTER TAINT_SELF TAINT_SEQ)" \
		"1 observed $is_letter  $is_seq "
	is "$1: and has it in its mask" $(($(in_event "$newest" TAINT_MASK) & is_value)) "$is_value"
	is "$1: count" "$is_count" 1
	is "$1: the first is the last" "$(cd $CLASS/"$1"/first && cat ./*)" "$(cd $CLASS/"$1"/last && cat ./*)"
	is "$1: context" "$is_context" task
	is "$1: user" "$is_uid" 0
	is "$1: one event" "$(changes "$1")" 1
	is "$1: one line in the log" "$(dmesg | grep -c "] taint_info: flag $1 ($is_letter) set ")" 1
}

# times FLAG SECONDS_BEFORE: boottime is between then and now.
in_time() {
	awk -v at="$(cat $CLASS/"$1"/first/boottime)" -v before="$2" \
		-v now="$(cut -d' ' -f1 /proc/uptime)" \
		'BEGIN { exit !(at >= before - 0.02 && at <= now + 0.02) }'
}

sed -i '/SYNTH_UUID/d' $EVENTS
stop_listener
start_listener

is "the other triggers load" "$(load_module /modules/trigger.ko)" loaded
settle
is "which raises our own flag again" "$(cat $CLASS/oot_module/count) $(cat $CLASS/oot_module/origin)" "1 baseline"
holds "a repeat of a baseline flag is its first event" $CLASS/oot_module/first/comm load_module
is "without an event" "$(changes oot_module)" 0
is "both carry it now" "$(tr ' ' '\n' <$CLASS/oot_module/modules | sort | tr '\n' ' ')" "taint_info trigger "
is "it is no longer ours alone" "$(grep -c TAINT_SELF $CLASS/oot_module/uevent)" 0

wait_change poll $SYS/events 10000 >/tmp/poll &
wait_change inotify $SYS/events 10000 >/tmp/inotify &
within 5 grep -q waiting /tmp/poll
within 5 grep -q waiting /tmp/inotify
now=$(cut -d' ' -f1 /proc/uptime)
sh -c 'echo $$ >/tmp/pid; exec load_module /modules/trigger_proprietary.ko' >/tmp/out
triggered proprietary_module "a proprietary module"
is "proprietary_module: by whom" "$(cat $CLASS/proprietary_module/first/pid $CLASS/proprietary_module/first/comm | tr '\n' ' ')" \
	"$(cat /tmp/pid) load_module "
holds "proprietary_module: carried by" $CLASS/proprietary_module/modules trigger_proprietary
ok "proprietary_module: when, since boot" in_time proprietary_module "$now"
is "proprietary_module: when, since 1970" \
	$((($(date +%s) - $(cut -d. -f1 $CLASS/proprietary_module/first/realtime)) / 60)) 0
is "poll() on events wakes" "$(tail -n 1 /tmp/poll)" changed
is "inotify on events wakes" "$(tail -n 1 /tmp/inotify)" changed

load_module --force /modules/trigger_plain.ko >/tmp/out
triggered forced_module "a forced load"
holds "forced_module: carried by" $CLASS/forced_module/modules trigger_plain

provoke_begin
sh -c 'echo $$ >/tmp/pid; echo 64 >/proc/sys/kernel/tainted'
provoke_end
triggered user "a write to the sysctl"
is "user: by whom" "$(cat $CLASS/user/first/pid $CLASS/user/first/comm | tr '\n' ' ')" "$(cat /tmp/pid) sh "

string=$(cat $SYS/string)
now=$(cut -d' ' -f1 /proc/uptime)
trigger warn
triggered warn "a WARN"
ok "warn: when, since boot" in_time warn "$now"
is "string before was what the kernel printed" "$string" "$(kernel_string)"
ok "the line in the log has none of the words of an alarm" \
	sh -c "! dmesg | grep '] taint_info: ' | grep -E 'Tainted:|WARNING|BUG|Oops'"

string=$(cat $SYS/string)
first=$(cd $CLASS/warn/first && cat ./*)
trigger warn
settle
is "warn: string before the second" "$string" "$(kernel_string)"
holds "warn: counted twice" $CLASS/warn/count 2
is "warn: no second event" "$(changes warn)" 1
is "warn: the first stays" "$(cd $CLASS/warn/first && cat ./*)" "$first"
ok "warn: the last is newer" [ "$(cat $CLASS/warn/last/seq)" -gt "$(cat $CLASS/warn/first/seq)" ]

string=$(cat $SYS/string)
mask=$(cat $SYS/tainted)
trigger oops
triggered die "an oops in a process"
is "die: string before was what the kernel printed" "$string" "$(kernel_string)"
is "taintinfo decodes it as the mask before" "$(decoded "$(kernel_string) $(uname -r) #1")" "$mask"

# --- contexts, in flags that nothing else here raises ---

pairs="cpu_out_of_spec:hardirq machine_check:softirq"
trigger hardirq 2
trigger softirq 4
changed cpu_out_of_spec && changed machine_check
case $(uname -m) in
x86_64 | i686)
	trigger nmi 5
	changed bad_page
	pairs="$pairs bad_page:nmi"
	;;
*) skip "context nmi" "no way to raise one here" ;;
esac
for pair in $pairs; do
	flag=${pair%:*}
	holds "context ${pair#*:}" $CLASS/"$flag"/first/context "${pair#*:}"
	is "no process is named in it" "$(cd $CLASS/"$flag"/first && cat pid ppid uid loginuid comm parent cgroup | tr -d '\n')" ""
	is "and it is observed, once" "$(cat $CLASS/"$flag"/origin) $(changes "$flag")" "observed 1"
done

# --- bits that nobody knows ---

bit=40
[ $BITS = 64 ] || bit=31
unknown=bit_$bit
trigger add $bit
ok "a bit without a name: its event comes" changed $unknown
is "a device is made for it" "$(grep -c "^add .*TAINT_FLAG=$unknown " $EVENTS)" 1
is "it is linked too" "$(readlink -f $SYS/flags/$unknown)" "$(readlink -f $CLASS/$unknown)"
is "its number and value" "$(cat $CLASS/$unknown/bit $CLASS/$unknown/value | tr '\n' ' ')" "$bit $((1 << bit)) "
is "what is not known is empty" "$(cat $CLASS/$unknown/letter $CLASS/$unknown/description $CLASS/$unknown/category | tr -d '\n')" ""
is "its event has no letter" "$(variable $unknown TAINT_LETTER)$(variable $unknown TAINT_CATEGORY)" ""
is "it is in names" "$(tr ' ' '\n' <$SYS/names | tail -n 1)" $unknown
holds "and in tainted" $SYS/tainted "$(cat /proc/sys/kernel/tainted)"

# A number that leads add_taint() itself astray: to a bit that is set already,
# behind the mask, so that nothing comes to harm.
pointers="kernel_kobj firmware_kobj sysfs_root_kn dentry_hashtable high_memory"
awk -v wanted=" tainted_mask panic_timeout $pointers " 'index(wanted, " " $3 " ")' \
	/proc/kallsyms >/tmp/symbols
address() {
	echo $((0x0$(sed -n "s/^\([0-9a-f]*\) . $1\$/\1/p" /tmp/symbols | head -n 1)))
}
# lands WORD BIT: where that is behind the mask, and no further than a number reaches
lands() {
	offset=$(($1 - $(address tainted_mask)))
	[ $offset -gt 0 ] && [ $offset -lt 500000000 ] && number=$((offset * 8 + $2))
}
# panic=-1 has set all bits of an int; the others are pointers to where the highest bit is
# set, but on s390x.
half=$(($(address panic_timeout) % (BITS / 8) * 8))
[ "$(od -An -tx2 -N2 /proc/self/exe | tr -d ' ')" = 457f ] || half=$((BITS - 32 - half))
lands $(($(address panic_timeout) / (BITS / 8) * (BITS / 8))) $((half + 5)) ||
for pointer in $pointers; do
	[ "$(uname -m)" != s390x ] || continue
	! lands "$(address "$pointer")" $((BITS - 1)) || break
done
if [ -n "${number:-}" ]; then
	events=$(cat $SYS/events)
	lost=$(cat $SYS/lost)
	trigger add "$number"
	settle
	is "a number out of range is noticed, and lost" "$(cat $SYS/events) $(cat $SYS/lost)" "$((events + 1)) $((lost + 1))"
	is "and makes no device" "$(ls -d $CLASS/bit_*)" "$CLASS/$unknown"
else
	skip "a number out of range is noticed, and lost" "no place behind the mask to send it to"
fi

# --- a storm ---

count=$(cat $CLASS/softlockup/count)
events=$(cat $SYS/events)
lost=$(cat $SYS/lost)
trigger add 14 100000
settle
is "a storm: counted to the last" $(($(cat $CLASS/softlockup/count) - count)) 100000
is "a storm: in events too" $(($(cat $SYS/events) - events)) 100000
ok "a storm: what was overwritten is said" [ "$(cat $SYS/lost)" -gt "$lost" ]
is "a storm: one event" "$(changes softlockup)" 1
holds "a storm: the first is kept" $CLASS/softlockup/first/seq $((events + 1))
holds "a storm: so is the last" $CLASS/softlockup/last/seq $((events + 100000))

# --- every letter, as this kernel prints it ---

provoke_begin
echo $FLAGS_MASK >/proc/sys/kernel/tainted
provoke_end
for flag in $flags; do
	hold is_origin $CLASS/"$flag"/origin
	# shellcheck disable=SC2154
	[ "$is_origin" = baseline ] || changed "$flag" || echo "$flag"
done >/tmp/out
is "every flag was told of" "$(cat /tmp/out)" ""
string=$(cat $SYS/string)
trigger warn
is "string with every flag is what the kernel printed" "$string" "$(kernel_string)"
known=$(($(cat $SYS/tainted) & FLAGS_MASK))
is "taintinfo decodes it" "$(decoded "$(kernel_string) $(uname -r) #1")" "$known"
is "and would print it" "$(taintinfo decode --json ${TABLE:+"$TABLE"} $known | sed 's/.*"string":"\([^"]*\)".*/\1/')" "$string"
is "names with every flag" "$(wc -w <$SYS/names)" $((NR_FLAGS + 1))

# --- the report ---

cat $REPORT >/tmp/report
sed 's/^/# /' /tmp/report
is "the report has a part for each set flag" "$(grep -c '^[^ ] [a-z_0-9]* (bit' /tmp/report)" $((NR_FLAGS + 1))
cat $LOG >/tmp/log
sed 's/^seq=\([0-9]*\) .*/\1/' /tmp/log >/tmp/seqs
ok "report and log show no address" sh -c "! grep -E '0x[0-9a-f]{8}|[0-9a-f]{16}' /tmp/report /tmp/log"
is "the log ends with the newest event" "$(tail -n 1 /tmp/seqs)" "$(cat $SYS/events)"
is "in order" "$(sort -n -u /tmp/seqs | diff - /tmp/seqs)" ""
ok "and holds no more than it has room for" [ "$(wc -l </tmp/log)" -le 128 ]
dmesg | grep '] taint_info: ' | sed 's/^/# /'

# --- unloading ---

ok "unloads" rmmod taint_info
is "nothing is left" "$(remains)" ""
is "a remove event for each device" "$(grep -c ^remove $EVENTS)" $((NR_FLAGS + 1))
is "loads again" "$(load_module /modules/taint_info.ko)" loaded
holds "the unknown bit has its device from the start" $CLASS/$unknown/origin baseline
finish
