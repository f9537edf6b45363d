#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Every path that a taint takes on this architecture: out of each context, through
# each exception, by a module that loads, in what was interrupted, by a function with
# its own copy of add_taint(), and past hooks that are silent. Who is to blame, and
# that each is noticed.

. ./lib.sh

load_module /modules/trigger.ko >/tmp/out
start_listener
# unwound: how often the unwinder of 32-bit ARM complains as a function that an init
# function has called does not come back; the kernel's own report has it walk, too
unwound() {
	before=$(dmesg | grep -c 'unwind: ')
	provoke_begin
	(load_module --name "$1" /modules/trigger_ends.ko bug=1 >/tmp/out 2>&1; :) 2>/dev/null
	provoke_end
	dmesg | grep -q "PC is at bug_below_init.*$1" || echo "no BUG came, but $(cat /tmp/out); "
	echo $(($(dmesg | grep -c 'unwind: ') - before))
}
# It draws out what comes behind a write to the sysctl, when asked to.
SLOW=/sys/module/slow_write/parameters/ms
load_module --name slow_write /modules/trigger_slow.ko "at=return ms=0" >/tmp/out 2>&1
is "loads" "$(load_module /modules/taint_info.ko poll_ms=0)" loaded
holds "hooks" $SYS/hooks "$HOOKS"

# --- new flags: first record, event and line in the log say the same ---

case_of "task warn" warn task warn_on_demand trigger -
# shellcheck disable=SC2086
blamed warn/first "the first" context=task caller=warn_on_demand module=trigger $place
holds "its thread is who wrote" $CLASS/warn/first/pid "$(cat /tmp/pid)"
told warn trigger
logged warn warn_on_demand trigger "order[$(cat /tmp/pid)]" "in task context"
ok "the report has a call path for it" grep -q 'call path:' $REPORT

case_of "kthread oops" die task oops_on_demand trigger -
told die trigger
logged die oops_on_demand trigger "trigger_kthread[" "in task context"

case_of "task page" bad_page task free_bad_page trigger -
told bad_page trigger
logged bad_page free_bad_page trigger "order[" "in task context"

case_of "hardirq 2" cpu_out_of_spec hardirq add_wanted_bit trigger -
told cpu_out_of_spec trigger
logged cpu_out_of_spec add_wanted_bit trigger "in hardirq context"

# --- every context ---

cases <<'END'
kthread warn|warn|task|warn_on_demand|trigger|-
work warn|warn|task|warn_on_demand|trigger|-
work warn 0|warn|task|warn_on_demand|trigger|-
work warn 1|warn|task|warn_on_demand|trigger|-
timer warn|warn|softirq|warn_on_demand|trigger|-
softirq warn|warn|softirq|warn_on_demand|trigger|-
hardirq warn|warn|hardirq|warn_on_demand|trigger|-
nmi warn 0|warn|nmi|warn_on_demand|trigger|-
nmi warn 1|warn|nmi|warn_on_demand|trigger|-
task core|warn|task|kobject_put|-|trigger
task core_proc|warn|task|remove_proc_entry|-|trigger
kthread core|warn|task|kobject_put|-|trigger
work core|warn|task|kobject_put|-|trigger
timer core|warn|softirq|kobject_put|-|trigger
softirq core|warn|softirq|kobject_put|-|trigger
hardirq core|warn|hardirq|kobject_put|-|trigger
nmi core|warn|nmi|kobject_put|-|trigger
nmi 2|cpu_out_of_spec|nmi|add_wanted_bit|trigger|-
locked warn|warn|task|warn_on_demand|trigger|-
locked core|warn|task|kobject_put|-|trigger
locked 17|randstruct|task|add_wanted_bit|trigger|-
task deep|firmware_workaround|task|dive|trigger|-
rotten_cred 17|randstruct|task|add_wanted_bit|trigger|-
rotten_parent warn|warn|task|warn_on_demand|trigger|-
rotten_signal warn|warn|task|warn_on_demand|trigger|-
rotten_stack warn|warn|task|warn_on_demand|trigger|-
task firmware|firmware_workaround|task|blame_firmware|trigger|-
hardirq firmware|firmware_workaround|hardirq|blame_firmware|trigger|-
task 17|randstruct|task|add_wanted_bit|trigger|-
work 17|randstruct|task|add_wanted_bit|trigger|-
softirq 17|randstruct|softirq|add_wanted_bit|trigger|-
hardirq 17|randstruct|hardirq|add_wanted_bit|trigger|-
END
# Of 48 calls all that is recorded is theirs, but for add_taint()'s own caller; and for the
# report's functions, where the unwinder has another word for the place than the report.
# On ARM the unwinder may print below a module's function, so that a path ends there.
dives() {
	awk '/^[A-Z] / { mine = / firmware_workaround / } mine && / dive\+0x/ { n++ } END { print n + 0 }' $REPORT
}
if [ "$(uname -m)" = armv7l ]; then
	skip "task deep: who called has the room" "a path ends at a module's function there"
	skip "task refcount" "there a WARN is a call, and the last one in that function a jump"
else
	case $(uname -m) in
	x86_64 | i686) least=29 ;;
	*) least=20 ;;
	esac
	ok "task deep: who called has the room ($(dives))" [ "$(dives)" -ge $least ]
	if grep -q ' T refcount_warn_saturate$' /proc/kallsyms; then
		case_of "task refcount" warn:2 task refcount_warn_saturate - trigger
	else
		skip "task refcount" "there each kind has a function of its own"
	fi
fi

# --- what Red Hat's kernels say of a module, by functions of their own ---

# Which flag a preview raises is not the same in all of them.
counts() { (cd $CLASS && grep -s . aux/count tech_preview/count); }
while IFS='|' read -r mark function flag caller; do
	grep -q " T $function\$" /proc/kallsyms || continue
	if [ -z "$flag" ]; then
		counts >/tmp/counts
		order /proc/taint_trigger "task $mark" >/tmp/out 2>&1
		flag=$(counts | grep -vxFf /tmp/counts | cut -d/ -f1)
	fi
	case_of "task $mark" "$flag" task "$caller" trigger -
done <<'END'
preview|mark_tech_preview||mark_preview
partner|mark_partner_supported|partner_supported|mark_partner
removed|mark_hardware_removed|support_removed|mark_removed
END

# --- reports that follow one another, and functions with long names ---

cases <<'END'
task twice|warn:2|task|warn_on_demand|trigger|-
task other|warn:2|task|warn_otherwise|trigger|-
kthreads oops|die:2|task|oops_on_demand|trigger|-
task long|warn|task|warn_in_a_function_w[a-z_]*[.]{3}|trigger|-
idle warn|warn|task|warn_on_demand|trigger|-
END
is "idle warn: no process in the log" "$(tail -n 1 $LOG | grep -o 'pid=.*comm="[^"]*"')" \
	'pid=0 uid=0 comm="idle"'
ok "idle warn: nor in the report" grep -q 'in task context on CPU [0-9]*, by idle$' $REPORT

case_of "kthread page" bad_page task free_bad_page trigger -
if prints_uid; then
	skip "rotten_cred warn" "the kernel itself follows the credentials, to print a uid"
else
	case_of "rotten_cred warn" warn task warn_on_demand trigger -
fi

# --- every exception that ends in an oops ---

# What a BUG() leaves behind on arm64 makes an idle processor warn later, but once.
provoke_begin
order /proc/taint_trigger "kthread bug" >/tmp/out 2>&1
sleep 1
provoke_end
cases <<'END'
task bug|die|task|bug_on_demand|trigger|-
kthread bug|die|task|bug_on_demand|trigger|-
task oops|die|task|oops_on_demand|trigger|-
task core_oops|die|task|kobject_put|-|trigger
kthread core_oops|die|task|kobject_put|-|trigger
task wild|die|task|write_wild|trigger|-
task constant|die|task|write_constant|trigger|-
task undefined|die|task|run_undefined|trigger|-
task divide|die|task|divide_by_zero|trigger|-
task unaligned|die|task|load_unaligned|trigger|-
END

# --- calls that lead nowhere: to NULL, into data, to a module that is gone ---

load_module /modules/trigger_innocent.ko cpu=1 >/tmp/out
hold gone /sys/module/trigger_innocent/sections/.text
rmmod trigger_innocent
# shellcheck disable=SC2154 # hold() sets it
echo "$gone" >/sys/module/trigger/parameters/gone
cases <<'END'
task null|die|task|call_null|trigger|-
kthread null|die|task|call_null|trigger|-
task jump|die|task|jump_to_data|trigger|-
kthread jump|die|task|jump_to_data|trigger|-
task gone|die|task|call_gone|trigger|-
END

# --- an innocent module runs, and is interrupted ---

beside_innocent "ipi warn 1" warn hardirq warn_on_demand trigger -
beside_innocent "ipi core 1" warn hardirq kobject_put - trigger
beside_innocent "bare_ipi core 1" warn hardirq kobject_put - -
beside_innocent "bare_softirq core 1" warn softirq kobject_put - -
beside_innocent "nmi warn 1" warn nmi warn_on_demand trigger -
beside_innocent "nmi core 1" warn nmi kobject_put - trigger
beside_innocent "ipi 17 1" randstruct hardirq add_wanted_bit trigger -

[ "$(uname -m)" != armv7l ] || complaints=$(unwound bug_with)

# --- a module that loads, or goes ---

# loading NAME MODULE FLAG...: each flag is blamed on the module
loading() {
	how=$1
	module=$2
	shift 2
	begin
	provoke_begin
	load_module "/modules/$module.ko" >/tmp/out
	provoke_end
	only "$how" "$@"
	for flag in $wanted; do
		holds "$how: $flag has its name" $CLASS/"$flag"/last/module "$module"
	done
}

loading "a staging module" trigger_staging crap load
loading "an init that warns" trigger_ends warn load
blamed warn/last "an init that warns" context=task caller=warn_in_init module=trigger_ends \
	pid="$(cat $CLASS/warn/last/pid)" uid=0 comm=load_module
loading "a module that holds on" trigger_held load
begin
provoke_begin
rmmod -f trigger_held
provoke_end
only "a forced rmmod" forced_rmmod
holds "a forced rmmod: its name" $CLASS/forced_rmmod/last/module trigger_held

# --- copies of add_taint() ---

# find_copies: prints those without a hook
find_copies() {
	copies >/tmp/copies || return
	while read -r function; do
		case $function in
		add_taint) hook=kprobe ;;
		proc_taint) hook=sysctl ;;
		# With the trace point it is an occasion to look, and nobody is blamed.
		__warn)
			hook=kprobe
			case " $HOOKS " in
			*" error_report "*) hook=error_report ;;
			esac
			;;
		*) hook=none ;;
		esac
		# A copy has that, too.
		! has_tracepoint || hook=tracepoint
		echo "# $function sets a flag by itself; hook: $hook" >>/tmp/found
		case " $HOOKS " in
		*" $hook "*) ;;
		*) echo "$function" ;;
		esac
	done </tmp/copies
}

[ ! -e /modules/trigger_text.ko ] || load_module /modules/trigger_text.ko >/tmp/out
if [ -e /proc/kcore ] || [ -e /proc/taint_text ]; then
	is "each copy of add_taint() has a hook" "$(find_copies 2>&1)" ""
	cat /tmp/found
	ok "add_taint() is among them" grep -qx add_taint /tmp/copies
else
	skip "each copy of add_taint() has a hook" "this kernel shows its text to nobody"
fi

# Where the compiler has put one there, it hides this from a kprobe.  Who finds the
# flag before the write has ended waits for it, and does not say that nobody is known.
begin
provoke_begin
[ ! -e $SLOW ] || echo 200 >$SLOW
order --comm writer /proc/sys/kernel/tainted 64 >/tmp/pid &
writer=$!
early=
while kill -0 $writer 2>/dev/null; do
	hold set $CLASS/user/set
	hold origin $CLASS/user/origin
	# shellcheck disable=SC2154 # hold() sets them
	case $set$origin in
	1none | 1observed) early=1 ;;
	esac
done
wait $writer
[ ! -e $SLOW ] || echo 0 >$SLOW
provoke_end
if [ -e $SLOW ]; then
	is "a write to the sysctl: readers found the flag before it had ended" "$early" 1
else
	skip "a write to the sysctl: readers found the flag before it had ended" \
		"there can be no probe on a function's return"
fi
only "a write to the sysctl" user
for which in first last; do
	blamed user/$which "a write to the sysctl" context=task caller=proc_taint \
		pid="$(cat /tmp/pid)" uid=0 comm=writer
done
told user ""
logged user proc_taint "writer[$(cat /tmp/pid)]"

# --- the probes are silent ---

# The trace point goes on: nobody finds what was not seen.
found=detected
! has_tracepoint || found=observed
# RHEL 8.0 lets nobody open a file in debugfs that has no open() of its own (EPERM).
if (: >>/sys/kernel/debug/kprobes/enabled) 2>/dev/null; then
	echo 0 >/sys/kernel/debug/kprobes/enabled
	load_module /modules/trigger_proprietary.ko >/tmp/out
	is "probes off: proprietary_module is noticed as one loads" \
		"$(changed proprietary_module && cat $CLASS/proprietary_module/origin)" $found
	trigger add 14
	cat $SYS/tainted >/tmp/out
	is "probes off: softlockup is noticed as a file is read" \
		"$(changed softlockup && cat $CLASS/softlockup/origin)" $found
	settle
	holds "hooks says so" $SYS/hooks "$(echo "$HOOKS" | sed 's/kprobe //; s/sysctl //')"
	echo 1 >/sys/kernel/debug/kprobes/enabled
	trigger add 4
	ok "probes on: the next is seen" changed machine_check
	holds "as origin says" $CLASS/machine_check/origin observed
	holds "hooks says so too" $SYS/hooks "$HOOKS"
else
	skip "probes off" "this kernel lets nobody turn them off"
fi

# --- every letter, as this kernel prints it ---

provoke_begin
echo $FLAGS_MASK >/proc/sys/kernel/tainted
provoke_end
cat $SYS/tainted >/tmp/out
settle
string=$(cat $SYS/string)
trigger warn
is "string with every flag is what the kernel printed" "$string" "$(kernel_string)"
is "names with every flag" "$(wc -w <$SYS/names)" "$NR_FLAGS"

# --- a task that hangs, and one that a soft interrupt does not let go on ---

hang "task lockup" softlockup task lock_up trigger -
hang "softirq lockup" softlockup softirq lock_up trigger -

sed 's/^/# /' $REPORT
# Its exit warns: not between this test and the next.
if [ -e /sys/module/trigger_ends ]; then
	provoke_begin
	rmmod trigger_ends
	provoke_end
fi
ok "unloads" rmmod taint_info
[ ! -e $SLOW ] || rmmod slow_write
is "nothing is left" "$(remains)" ""
if [ "$(uname -m)" = armv7l ]; then
	is "the unwinder complains no more than without us" "$complaints" "$(unwound bug_without)"
	is "both have come" "${complaints%%[!0-9]*}" "$complaints"
fi
finish
