#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Who raised a flag: told while a tracer is at work, by the trace event, and of a
# process that tries to hide or to inject. What happens where is in paths.sh, what
# modules do by being loaded in blame_loading.sh.

. ./lib.sh

load_module /modules/trigger.ko >/tmp/out
start_listener
is "loads" "$(load_module /modules/taint_info.ko)" loaded

# --- the trace event ---

# traced: the newest one
traced() {
	sed -n 's/.* taint: \(seq=.*\)/\1/p' $TRACING/trace | tail -n 1
}

# traced_to_the_end: the newest event was
traced_to_the_end() {
	[ "$(traced_seqs | tail -n 1)" = "$(cat $SYS/events)" ]
}

# trace_of FLAG: what it has to be, by the flag's files
trace_of() (
	cd $CLASS/"$1"/last || exit
	task="pid=-1 ppid=-1 uid=-1 loginuid=-1 comm= parent= cgroup="
	[ -z "$(cat pid)" ] ||
		task="pid=$(cat pid) ppid=$(cat ppid) uid=$(cat uid) loginuid=-1 comm=$(cat comm) parent=$(cat parent) cgroup=$(cat cgroup)"
	echo "seq=$(cat seq) boottime=$(tr -d . <boottime) flag=$1 bit=$(cat ../bit) context=$(cat context) cpu=$(cat cpu) $task caller=$(cat caller) module=$(cat module) via=$(cat via)"
)

echo 1 >$TRACING/events/taint_info/taint/enable
echo 1 >$TRACING/tracing_on # an oops has switched it off
for order in "task warn" "timer core"; do
	begin
	raise "$order"
	only "$order, traced" warn
	is "$order: the trace event says the same" "$(traced)" "$(trace_of warn)"
done
is "its fields, and their types" \
	"$(sed -n '/common_/d; s/^\tfield:\(.*\);\toffset:.*\tsize:\([0-9]*\);.*/\1 \2/p' \
		$TRACING/events/taint_info/taint/format | sed 's/__data_loc char\[\] \(.*\) 4/\1/')" \
	"$(printf '%s\n' 'u64 seq 8' 'u64 boottime 8' 'u32 bit 4' 'u32 cpu 4' 's32 pid 4' \
		's32 ppid 4' 's64 uid 8' 's64 loginuid 8' flag context comm parent cgroup caller \
		module via)"
echo 0 >$TRACING/events/taint_info/taint/enable
begin
raise "task warn"
only "no longer traced" warn
is "only while it is wanted" "$(grep -c ' taint: seq=' $TRACING/trace)" 2

# --- while a tracer puts its own addresses on the stack ---

for function in '*:mod:trigger' kthread process_one_work vfs_write add_taint '__warn*' \
	remove_proc_entry; do
	echo "$function" >>$TRACING/set_ftrace_filter
done
echo function_graph >$TRACING/current_tracer
is "functions are traced" "$(cat $TRACING/current_tracer)" function_graph
cases <<'END'
task warn|warn|task|warn_on_demand|trigger|-
task core_proc|warn|task|remove_proc_entry|-|trigger
kthread core|warn|task|kobject_put|-|trigger
work core_proc|warn|task|remove_proc_entry|-|trigger
hardirq core|warn|hardirq|kobject_put|-|trigger
END
# Without ORC nobody knows whose return address it was.
if grep -q ' unwind_module_init$' /proc/kallsyms; then
	case_of "task 17" randstruct task add_wanted_bit trigger -
else
	case_of "task 17" randstruct task - - -
fi
ok "as their trace tells" grep -q warn_in_core_proc $TRACING/trace
case_of "kthread bug" die task bug_on_demand trigger -
echo nop >$TRACING/current_tracer
echo >$TRACING/set_ftrace_filter

# --- who it was ---

# order_as NAME COMM UID LOGINUID OPTION...: a WARN by that order, and who it was
order_as() {
	how=$1
	comm=$2
	uid=$3
	login=$4
	shift 4
	begin
	provoke_begin
	(
		# As login does; it can be set only once.
		[ -z "$login" ] || echo "$login" >/proc/self/loginuid
		exec order "$@" /proc/taint_trigger warn
	) >/tmp/pid
	provoke_end
	only "$how" warn
	blamed warn/last "$how" context=task caller=warn_on_demand module=trigger \
		pid="$(cat /tmp/pid)" uid="$uid" loginuid="$login" comm="$comm" "$@"
	[ -z "$login" ] ||
		ok "$how: so does the report" grep -q ", uid $uid, login uid $login$" $REPORT
}

order_as "by another user" order 1000 "" --uid 1000
order_as "by root, who logged in as another" order 0 1001
order_as "by a thread" worker 0 "" --thread --comm worker
order_as "in namespaces of its own" order 1000 1001 --uid 1000 --contained
order_as "under no name" "" 0 "" --comm ""

# --- more than a flag in a write to the sysctl; of one see paths.sh ---

written "two flags in a write"

begin
echo 64x >/proc/sys/kernel/tainted 2>/tmp/out
only "what is no number"

# --- names that try to inject ---

# in_log TEXT: as the log has it, with \ooo for what is not plain ASCII, " and \.
in_log() {
	printf %s "$1" | od -An -v -to1 | tr ' ' '\n' | while read -r octal; do
		case $octal in
		"") ;;
		042 | 134 | 177) printf '\\%s' "$octal" ;;
		0[4-7]? | 1??) printf '%b' "\\0$octal" ;;
		*) printf '\\%s' "$octal" ;;
		esac
	done
}

# no_alarm: without the words that log scanners look for
no_alarm() {
	sed 's/Tainted:/_ainted:/; s/WARNING/_ARNING/; s/BUG/_UG/; s/Oops/_ops/'
}

# Each raises a flag that is new, so that it is in an event and in the log.
inject() {
	new=$1
	bit=$(cat $CLASS/"$new"/bit)
	lines=$(dmesg | grep -c "] taint_info: ")
	begin
	order --comm "$2" /proc/taint_trigger "task $bit" >/tmp/pid
	only "comm $3" "$new"
	blamed "$new/last" "comm $3" context=task caller=add_wanted_bit module=trigger \
		pid="$(cat /tmp/pid)" uid=0 comm="$3"
	told "$new" trigger
	logged "$new" "$(printf %s "$2" | tr -c 'A-Za-z0-9_.:-' _ | no_alarm)[$(cat /tmp/pid)]"
	is "comm $3: the log has no other line of it" \
		$(($(dmesg | grep -c "taint_info: ") - lines)) 1
	is "comm $3: nor has the event" "$(grep -c "^change .*TAINT_FLAG=$new .*SEQNUM=[0-9]*$" $EVENTS)" 1
	cat $REPORT >/tmp/report
	ok "comm $3: in the report" grep -qF -- "$3" /tmp/report
	is "comm $3: in the log" "$(sed -n "/ pid=$(cat /tmp/pid) /s/.* comm=\(\".*\"\) parent=.*/\1/p" $LOG)" \
		"\"$(in_log "$2")\""
}

inject test "$(printf 'a\ntaint_info: b')" 'a\ntaint_info: b'
# shellcheck disable=SC2016
inject aux '$(reboot);`id`' '$(reboot);`id`'
inject crap "\"' TAINT_SET=0" "\"' TAINT_SET=0"
inject overridden_acpi_table '\" pid=1 \n' '\" pid=1 \n'
inject machine_check "$(printf '\033[2J\t\r\001\302\233')" "$(printf '\\e[2J\\t\\r\\001\302\\233')"
inject softlockup "a=b %s%n%d" "a=b %s%n%d"
inject livepatch "Tainted:BUG" "Tainted:BUG"
inject forced_module "WARNING:Oops" "WARNING:Oops"
# Every line of an event's variables begins with its action.
is "no event has a line of its own making" \
	"$(grep -cvE '^(listening$|(add|change|remove) ACTION=)' $EVENTS)" 0
is "nor the report a control character" "$(tr -d '\n\040-\176\302' <$REPORT | wc -c)" 0
ok "the report shows no address" sh -c "! grep -E '0x[0-9a-f]{8}|[0-9a-f]{16}' $REPORT"

# --- the trace event, when it is late ---

# Of more events than the journal has room for, the newest.
echo >$TRACING/trace
echo 1 >$TRACING/tracing_on
echo 1 >$TRACING/events/taint_info/taint/enable
trigger add 9 100000
ok "a storm, traced: to its end" within 5 traced_to_the_end
traced_seqs >/tmp/seqs
is "a storm, traced: each once, in their order" "$(sort -n -u /tmp/seqs | diff - /tmp/seqs)" ""

# Nobody will name this module any more; until that is clear its events wait.
is "a load that fails early" "$(load_module /modules/trigger_needs.ko)" ENOENT
ok "a load that fails early, traced: to its end" within 5 traced_to_the_end
newest=$(traced)
flag=${newest#*flag=}
is "a load that fails early, traced" "$newest" "$(trace_of "${flag%% *}")"
echo 0 >$TRACING/events/taint_info/taint/enable

# --- nobody else reads it ---

files=$(cd $CLASS/warn/last && ls caller via comm)
for file in $files; do
	is "$file is for root" "$(su -s /bin/sh nobody -c "cat $CLASS/warn/last/$file 2>/dev/null")" ""
done

sed 's/^/# /' $REPORT
dmesg | grep '] taint_info: ' | sed 's/^/# /'
finish
