#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What the tests share: KTAP results, provoked taints, the event listener.
# Each test sources this and ends with finish. No set -e: a command that fails
# is what a test reports, and the next one still runs.

set -u

SYS=/sys/kernel/taint_info
CLASS=/sys/class/taint_info
REPORT=/sys/kernel/debug/taint_info/report
LOG=/sys/kernel/debug/taint_info/log
TRACING=/sys/kernel/debug/tracing
EVENTS=/tmp/uevents

# The flags that this kernel defines, in the order of their bits.
FLAGS="proprietary_module forced_module cpu_out_of_spec forced_rmmod machine_check bad_page user die
	overridden_acpi_table warn crap firmware_workaround oot_module unsigned_module softlockup
	livepatch aux randstruct"

# The width of a word, and with it of the mask.
BITS=$((($(head -n 1 /proc/kallsyms | cut -d' ' -f1 | wc -c) - 1) * 4))

# since RELEASE: the kernel is that one or a newer one
since() {
	[ "$(printf '%s\n' "$1" "$(uname -r)" | sort -V | head -n 1)" = "$1" ]
}

! since 6.0 || FLAGS="$FLAGS test"
! since 6.15 || FLAGS="$FLAGS fwctl"
# The mask of them all.
FLAGS_MASK=$(((1 << $(echo "$FLAGS" | wc -w)) - 1))

# vendor_flag BIT NAME
vendor_flag() {
	FLAGS="$FLAGS $2"
	FLAGS_MASK=$((FLAGS_MASK | 1 << $1))
}

# What each module of ours raises as it loads, and of that what it does not raise where the
# load fails early.
LOAD="oot_module unsigned_module"
LATE=
# What taintinfo needs to be told of the kernel.
TABLE=

# What vendors have beside.
case $(uname -r) in
*.el8_10.* | *.el9_[3-9].*) vendor_flag 18 test ;;
esac
case $(uname -r) in
*.el8*)
	vendor_flag 27 support_removed
	vendor_flag 29 tech_preview
	vendor_flag 30 unprivileged_bpf
	;;
*.el9* | *.el10*)
	vendor_flag 27 support_removed
	vendor_flag 31 unprivileged_bpf
	;;
esac
case $(uname -r) in
*.el9_[2-9].* | *.el10*) vendor_flag 26 partner_supported ;;
esac
# SUSE's, as scripts/build-kernel builds them: with support flags.
case $(uname -r) in
*-default)
	# What SUSE itself builds of such releases has none.
	TABLE=--kernel=sles16
	FLAGS=$(echo "$FLAGS" | sed 's/ aux / external_support /')
	vendor_flag 31 no_support
	LATE=no_support
	LOAD="$LOAD $LATE"
	;;
esac
NR_FLAGS=$(echo "$FLAGS" | wc -w)

# loads_tests: the loader marks modules that are tests; RHEL 8.10 has the flag alone
loads_tests() {
	case $(uname -r) in
	*.el8_10.*) return 1 ;;
	esac
	case " $FLAGS " in
	*" test "*) ;;
	*) return 1 ;;
	esac
}

# has_tracepoint: add_taint() has one
has_tracepoint() {
	grep -q ' __traceiter_taint_add$' /proc/kallsyms
}

# The hooks that a kernel like this is expected to have.
HOOKS=$(sed -n 's/.*\bhooks=\([^ ]*\).*/\1/p' /proc/cmdline | tr , ' ')
if [ -n "$HOOKS" ]; then
	:
elif has_tracepoint; then
	HOOKS="tracepoint module die error_report"
else
	HOOKS="kprobe sysctl module die error_report"
fi

# Whose load fails before any notifier has come: only the trace point names that module.
EARLY=
! has_tracepoint || EARLY=trigger_needs

tests=0

# --- results ---

pass() {
	tests=$((tests + 1))
	echo "ok $tests $1"
}

# fail NAME [LINE...]: each line is one of explanation.
fail() {
	tests=$((tests + 1))
	echo "not ok $tests $1"
	shift
	for line; do
		echo "$line" | sed 's/^/# /'
	done
}

skip() {
	tests=$((tests + 1))
	echo "ok $tests $1 # SKIP $2"
}

# is NAME GOT WANT
is() {
	if [ "$2" = "$3" ]; then
		pass "$1"
	else
		fail "$1" "got:  $2" "want: $3"
	fi
}

# ok NAME COMMAND...: passes when the command succeeds.
ok() {
	name=$1
	shift
	if output=$("$@" 2>&1); then
		pass "$name"
	else
		fail "$name" "$* failed:" "$output"
	fi
}

finish() {
	echo "1..$tests"
}

# pass_on PREFIX: each result on stdin, in KTAP, as one of ours; what stands before a failed
# one is its explanation.  A shell in a debug kernel is slow: no programs.
pass_on() {
	explanation=
	while IFS= read -r line; do
		line=${line#    }
		case $line in
		"ok "[0-9]*)
			line=${line#ok }
			pass "$1${line#* }"
			explanation=
			;;
		"not ok "[0-9]*)
			line=${line#not ok }
			fail "$1${line#* }" "$explanation"
			explanation=
			;;
		*)
			explanation="$explanation${line#\# }
"
			;;
		esac
	done
}

# hold VARIABLE FILE: VARIABLE=$(cat FILE) without a process, which takes an emulated
# machine some thirty milliseconds.  For a file of one line in sysfs: those of sysctls
# do not go on where a short read has ended.
hold() {
	eval "$1="
	IFS= read -r "$1" <"$2"
}

# holds NAME FILE WANT: as is, for what hold gets
holds() {
	hold held "$2"
	# shellcheck disable=SC2154 # hold() sets it
	is "$1" "$held" "$3"
}

# list DIRECTORY: the names in it, in order.
list() {
	(cd "$1" && echo *)
}

# remains: what of taint_info is in /sys; nothing, where it is not loaded
remains() {
	ls -d $SYS $CLASS /sys/devices/virtual/taint_info /sys/module/taint_info \
		/sys/kernel/debug/taint_info 2>/dev/null
}

# leaks: what kmemleak has to say.  To it an object is lost when two scans have not
# found it, and not before it is some seconds old.  A row of scripts/check has it on by
# the fact "leaks".
leaks() {
	! grep -w kmemleak=off /proc/cmdline || return 0
	KMEMLEAK=/sys/kernel/debug/kmemleak
	sleep 6
	echo scan >$KMEMLEAK
	echo scan >$KMEMLEAK
	cat $KMEMLEAK
}

# wakeups SECONDS: the interrupts in this time; a sleep is the only thing that goes on
wakeups() {
	before=$(interrupts)
	sleep "$1"
	echo $(($(interrupts) - before))
}

# Those of devices, and those of the processors' own timers.
interrupts() {
	{
		awk '/^intr/ { print $2 }' /proc/stat
		awk '/^ *LOC:/ { for (i = 2; i <= NF && $i + 0 == $i; i++) sum += $i; print sum }' \
			/proc/interrupts
	} | awk '{ sum += $1 } END { print sum }'
}

# --- waiting, with a limit ---

# within SECONDS COMMAND...: until it succeeds.
within() {
	# Each look takes some time, too, and is not counted.
	looks=$(($1 * 20))
	shift
	while ! "$@"; do
		looks=$((looks - 1))
		[ $looks -gt 0 ] || return 1
		sleep 0.05
	done
}

# --- measuring, in a guest whose nanoseconds are instructions ---

REPEATS=100000

# figure NAME COMMAND...: what it prints; -1 where it fails, the rest of it being told
figure() {
	name=$1
	shift
	value=$("$@" 2>/tmp/err) || value=-1
	echo "$name $value"
	sed 's/^/# /' /tmp/err
}

# repeats: what each of so many calls of add_taint() takes, the flag being set already
repeats() {
	bench write $REPEATS /proc/taint_trigger "add 12 $REPEATS"
}

# --- taints on purpose ---

# What the kernel prints between these two is not taken for an alarm.
provoke_begin() {
	echo "<5>selftest: provoke begin" >/dev/kmsg
}

provoke_end() {
	echo "<5>selftest: provoke end" >/dev/kmsg
}

# trigger WORDS...: see triggers/trigger.c; prints nothing.
trigger() {
	provoke_begin
	# The inner shell may be killed; the outer one says so, to nobody.
	( (echo "$*" >/proc/taint_trigger); :) 2>/dev/null
	provoke_end
}

# spinning: the innocent module keeps its processor busy.
spinning() {
	grep -q Y /sys/module/trigger_innocent/parameters/spinning
}

# The text that the kernel itself printed in its newest report.
kernel_string() {
	dmesg | sed -n "s/^.*\(Tainted: .*\) $(uname -r) .*$/\1/p" | tail -n 1
}

# prints_uid: the kernel's reports say who the user is
prints_uid() {
	dmesg | grep -q 'CPU: [0-9]* UID: '
}

# decoded TEXT: the mask that taintinfo reads in it
decoded() {
	taintinfo decode --json ${TABLE:+"$TABLE"} "$1" | sed 's/^{"mask":"\([0-9]*\)".*/\1/'
}

# --- events ---

start_listener() {
	uevents >$EVENTS &
	listener=$!
	within 5 grep -q listening $EVENTS
}

stop_listener() {
	kill "$listener"
}

# changes FLAG: how many change events came for it.
changes() {
	grep -c "^change .*TAINT_FLAG=$1 " $EVENTS
}

# changed FLAG: waits for its change event.
changed() {
	within 10 grep -q "^change .*TAINT_FLAG=$1 " $EVENTS
}

# event FLAG: its newest change event.
event() {
	grep "^change .*TAINT_FLAG=$1 " $EVENTS | tail -n 1
}

# in_event EVENT NAME...: the value of each, "" if it has none, and a blank behind it.
in_event() {
	line=" $1 "
	shift
	for name; do
		case $line in
		*" $name="*)
			rest=${line#*" $name="}
			printf '%s ' "${rest%% *}"
			;;
		*) printf ' ' ;;
		esac
	done
}

# variable FLAG NAME: its value in the flag's newest change event.
variable() {
	value=$(in_event "$(event "$1")" "$2")
	echo "${value% }"
}

# settle: the worker has seen every event that was noticed so far.
settle() {
	sleep 0.2
}

# traced_seqs: the numbers of the events in the trace, in its order
traced_seqs() {
	sed -n 's/.* taint: seq=\([0-9]*\) .*/\1/p' $TRACING/trace
}

# --- who is blamed ---

RECORD="boottime caller cgroup comm context cpu loginuid module parent pid ppid realtime seq uid via"

# What tells one record from another, of every flag: a line each, in these two by turns.
old_records=/tmp/records.0
new_records=/tmp/records.1

# begin: what only compares with.
begin() {
	(cd $CLASS && grep '' ./*/count ./*/first/seq ./*/first/caller ./*/first/module \
		./*/last/seq ./*/last/caller ./*/last/module) >"$old_records"
}

# go_on: what only has found is what the next one compares with.
go_on() {
	set -- "$old_records"
	old_records=$new_records
	new_records=$1
}

# newer FLAG SEQ: it has another newest event than that one
newer() {
	read -r seq <"$CLASS/$1/last/seq"
	[ "$seq" != "$2" ]
}

# only NAME FLAG[:N]...: since begin these were raised, N times where it is not
# once, each keeps its first record, and nothing changed in any other flag.  "load" and
# "late" are what a load raises.
only() {
	name=$1
	shift
	wanted=
	for flag; do
		[ "$flag" != load ] || flag=$LOAD
		[ "$flag" != late ] || flag=$LATE
		[ "$flag" != test ] || loads_tests || continue
		wanted="$wanted $flag"
	done
	for flag in $wanted; do
		flag=${flag%:*}
		within 5 newer "$flag" "$(sed -n "s|^./$flag/last/seq:||p" "$old_records")"
	done
	# What nobody waits for comes no later.
	sleep 0.06
	is "$name: no other record changed" "$(cd $CLASS && awk -v flags="$wanted" -v after="$new_records" '
		BEGIN {
			n = split(flags, list)
			for (i = 1; i <= n; i++) {
				split(list[i], pair, ":")
				times[pair[1]] = pair[2] ? pair[2] : 1
			}
		}
		NR == FNR {
			file = $0
			sub(/:.*/, "", file)
			old[file] = substr($0, length(file) + 2)
			next
		}
		{
			file = FILENAME
			value = $0
			split(file, part, "/")
			flag = part[2]
			there[file] = 1
			print file ":" value >after
		}
		!(flag in times) {
			if (!(file in old) || old[file] != value)
				print "-" file ":" old[file] "\n+" $0
			next
		}
		part[3] == "count" && value - old[file] != times[flag] {
			print flag " came " value - old[file] " times, not " times[flag] "."
		}
		part[3] == "first" && old["./" flag "/first/seq"] != "" && old[file] != value {
			print flag "/first changed."
		}
		END {
			for (file in old)
				if (!(file in there))
					print "-" file
		}' "$old_records" ./*/count ./*/first/seq ./*/first/caller ./*/first/module \
		./*/last/seq ./*/last/caller ./*/last/module)" ""
}

# blamed RECORD NAME [FILE=VALUE]...: what all of the record's files hold. One that
# is not named has to be empty; of the CPU and the times, and of a process's parent, it
# is enough that they are there.  The caller is an extended regular expression for its symbol.
blamed() {
	record=$1
	name=$2
	shift 2
	WANT=
	for pair; do
		WANT="$WANT$pair
"
	done
	# Not by -v, which takes a backslash for more than that.
	# shellcheck disable=SC2086 # a word for each file
	is "$name: $record" "$(cd "$CLASS/$record" || { echo "no such record" && exit; }; WANT=$WANT awk '
		BEGIN {
			n = split(ENVIRON["WANT"], pairs, "\n") - 1
			for (i = 1; i <= n; i++) {
				at = index(pairs[i], "=")
				want[substr(pairs[i], 1, at - 1)] = substr(pairs[i], at + 1)
			}
		}
		FNR == 1 { got[FILENAME] = $0 }
		FNR == 2 { print FILENAME " has a second line" }
		END {
			for (i = 1; i < ARGC; i++) {
				file = ARGV[i]
				if (!(file in got)) {
					print "no " file
					continue
				}
				pattern = ""
				if (file ~ /time$/)
					pattern = "[0-9]+\\.[0-9]{9}"
				else if (file == "seq" || (file == "cpu" && want[file] == ""))
					pattern = "[0-9]+"
				else if (file == "ppid" && !(file in want) && want["pid"])
					pattern = "[0-9]+"
				else if (file == "parent" && !(file in want) && want["pid"])
					pattern = ".+"
				else if (file == "caller" && want[file] != "")
					pattern = "(" want[file] ")\\+0x[0-9a-f]+/0x[0-9a-f]+"
				if (pattern != "" ? got[file] !~ "^(" pattern ")$" : got[file] != want[file] "")
					print file " is \047" got[file] "\047, not \047" want[file] "\047"
			}
		}' $RECORD)" ""
}

# raise ORDER: PLACE CAUSE [CPU], see triggers/trigger.c.  Sets place: where it was, as
# the trigger saw it, comm being one word in all that uses this; or nothing, where this
# machine has no such thing.
raise() {
	provoke_begin
	order /proc/taint_trigger "$1" >/tmp/pid 2>/tmp/out
	provoke_end
	place=
	hold said /tmp/out
	# shellcheck disable=SC2154 # hold() sets it
	case $said in
	*"not supported"*) return ;;
	esac
	read -r place </proc/taint_trigger
}

# raised "PLACE CAUSE [CPU]" FLAG[:N] CONTEXT CALLER [MODULE [VIA]], "-" for none: what
# must be known of it, of the last where it is raised N times
raised() {
	if [ -z "$place" ]; then
		skip "$1" "this machine has no such thing, or panics of it"
		return
	fi
	only "$1" "$2"
	# shellcheck disable=SC2086
	blamed "${2%:*}/last" "$1" context="$3" caller="${4#-}" module="${5#-}" via="${6#-}" $place
}

# case_of CASE...: as raised
case_of() {
	begin
	raise "$1"
	raised "$@"
}

# hang CASE...: as case_of, with the watchdog's shortest limit.  Only meanwhile: then a
# pause of the machine is a lockup, too.
hang() {
	if [ ! -e /proc/sys/kernel/watchdog_thresh ]; then
		skip "$1" "no watchdog on this kernel"
		return
	fi
	read -r thresh </proc/sys/kernel/watchdog_thresh
	begin
	echo 1 >/proc/sys/kernel/watchdog_thresh
	raise "$1"
	echo "$thresh" >/proc/sys/kernel/watchdog_thresh
	raised "$@"
}

# cases: a line for each, with | between; what one leaves is what the next begins with
cases() {
	begin
	while IFS='|' read -r order flag context caller module via; do
		raise "$order" </dev/null
		raised "$order" "$flag" "$context" "$caller" "$module" "$via"
		[ -z "$place" ] || go_on
	done
}

# beside_innocent CASE...: as case_of; the innocent is on CPU 1.
beside_innocent() {
	load_module /modules/trigger_innocent.ko cpu=1 >/tmp/out
	ok "$1: the innocent runs" within 10 spinning
	begin
	raise "$1"
	[ -z "$place" ] || ok "$1: and has run all the time" spinning
	# What waits for its processor goes on after that.
	rmmod trigger_innocent
	raised "$@"
}

# written NAME: a write to the sysctl that raises two flags is blamed for both
written() {
	begin
	provoke_begin
	order /proc/sys/kernel/tainted $((64 + 512)) >/tmp/pid
	provoke_end
	only "$1" user warn
	for flag in user warn; do
		blamed $flag/last "$1" context=task caller=proc_taint pid="$(cat /tmp/pid)" uid=0 comm=order
	done
}

# told FLAG MODULE: the flag's event came and named it; "" is for no such variable.
told() {
	is "$1: its event names ${2:-nobody}" \
		"$(changed "$1" || echo "no event"
		grep "^change .*TAINT_FLAG=$1 " $EVENTS | grep -o 'TAINT_MODULE=[^ ]*')" \
		"${2:+TAINT_MODULE=$2}"
}

# logged FLAG [WORD]...: one line in the kernel log, with these in it.
logged() {
	flag=$1
	shift
	dmesg | grep "] taint_info: flag $flag (" >/tmp/line
	wrong=
	[ "$(wc -l </tmp/line)" = 1 ] || wrong="$(wc -l </tmp/line) lines; "
	for word; do
		grep -qF -- "$word" /tmp/line || wrong="${wrong}no $word; "
	done
	is "$flag: one line in the log, with $*" "$wrong${wrong:+$(cat /tmp/line)}" ""
}

echo "KTAP version 1"
