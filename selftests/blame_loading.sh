#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Which module raised a flag by being loaded, failing to load, or leaving: also
# when its code is gone before anybody asks, when its name is made to harm, and
# when two are loaded at the same time.

. ./lib.sh

# Who says that a module is foreign is the kernel, in one of these.
LOADER="load_module|layout_and_allocate|early_mod_check|check_modinfo|module_augment_kernel_taints"
LOADER="($LOADER|setup_modinfo|set_license|try_to_force_load|add_taint_module)(\.[a-z0-9.]*)?"

start_listener
is "loads" "$(load_module /modules/taint_info.ko)" loaded

# load COMM ARGUMENT...: see helpers/load_module.c; what it said is in /tmp/said.
load() {
	comm=$1
	shift
	[ -e "/tmp/$comm" ] || cp /selftests/load_module "/tmp/$comm"
	provoke_begin
	# shellcheck disable=SC2016 # the inner shell is who becomes the loader
	sh -c 'echo $$ >/tmp/pid; exec "$@"' sh "/tmp/$comm" "$@" >/tmp/said
	provoke_end
}

# by_loading NAME RECORD MODULE: what is said of what load did last
by_loading() {
	blamed "$2" "$1" context=task caller="$LOADER" module="$3" pid="$(cat /tmp/pid)" uid=0 \
		comm="$comm"
}

# --- flags that a module raises by what it is, or how it is loaded ---

# foreign FLAG ARGUMENT...: as for load; every such module is out of tree
# and unsigned, too.
foreign() {
	new=$1
	shift
	# With --force the file comes second.
	for file; do :; done
	loaded=$(basename "$file" .ko)
	begin
	load loader "$@"
	is "$loaded: loads" "$(cat /tmp/said)" loaded
	only "$loaded" "$new" load
	for at in "$new/first" "$new/last" oot_module/last unsigned_module/last; do
		by_loading "$loaded" "$at" "$loaded"
	done
	told "$new" "$loaded"
	logged "$new" "$loaded" "loader[$(cat /tmp/pid)]"
	rmmod "$loaded"
}

foreign proprietary_module /modules/trigger_proprietary.ko
foreign crap /modules/trigger_staging.ko
if loads_tests; then
	foreign test /modules/trigger_test.ko
else
	skip "trigger_test" "this kernel's loader raises no such flag"
fi
if [ -e /sys/kernel/livepatch ]; then
	foreign livepatch /modules/trigger_livepatch.ko
else
	skip "trigger_livepatch" "this kernel has no live patches"
fi
foreign forced_module --force /modules/trigger_plain.ko

# --- a module that is forced out ---

load loader /modules/trigger_held.ko
settle
begin
provoke_begin
sh -c 'echo $$ >/tmp/pid; exec rmmod -f trigger_held'
provoke_end
only "a forced rmmod" forced_rmmod
blamed forced_rmmod/last "a forced rmmod" context=task module=trigger_held pid="$(cat /tmp/pid)" \
	uid=0 comm=rmmod caller='.*(delete_module|try_stop_module|try_force_unload).*'
told forced_rmmod trigger_held
logged forced_rmmod trigger_held "rmmod[$(cat /tmp/pid)]"

# --- code that is gone ---

begin
load loader /modules/trigger_ends.ko fail=1
is "an init that warns and fails" "$(cat /tmp/said)" ENODEV
only "an init that warns and fails" warn load
by_loading "an init that warns and fails" oot_module/last trigger_ends
for at in first last; do
	blamed warn/$at "an init that warns and fails" context=task caller=warn_in_init \
		module=trigger_ends pid="$(cat /tmp/pid)" uid=0 comm=loader
done
told warn trigger_ends
logged warn warn_in_init trigger_ends "loader[$(cat /tmp/pid)]"

begin
load loader /modules/trigger_ends.ko
only "an init that warns" warn load
blamed warn/last "an init that warns" context=task caller=warn_in_init module=trigger_ends \
	pid="$(cat /tmp/pid)" uid=0 comm=loader
begin
provoke_begin
sh -c 'echo $$ >/tmp/pid; exec rmmod trigger_ends'
provoke_end
only "an exit that warns" warn
blamed warn/last "an exit that warns" context=task caller=warn_in_exit module=trigger_ends \
	pid="$(cat /tmp/pid)" uid=0 comm=rmmod

begin
load loader /modules/trigger_ends.ko fail=perhaps
is "a parameter that is refused" "$(cat /tmp/said)" EINVAL
only "a parameter that is refused" oot_module unsigned_module
by_loading "a parameter that is refused" oot_module/last trigger_ends
by_loading "a parameter that is refused" unsigned_module/last trigger_ends

# The twins are of one size, so that one soon lies where the other has been.
text_of() {
	cat "/sys/module/$1/sections/.text"
}

begin
load loader /modules/trigger_a.ko warn=1
only "one twin" warn proprietary_module crap test load
pid=$(cat /tmp/pid)
text=$(text_of trigger_a)
seq=$(cat $CLASS/warn/last/seq)
rmmod trigger_a
tries=0
while [ $tries -lt 50 ]; do
	load loader /modules/trigger_b.ko
	[ "$(text_of trigger_b)" != "$text" ] || break
	rmmod trigger_b
	tries=$((tries + 1))
done
is "the other twin lies where the first has been" "$(text_of trigger_b)" "$text"
is "and has not warned" "$(cat $CLASS/warn/last/seq)" "$seq"
blamed warn/last "the first is still to blame" context=task caller=warn_in_a module=trigger_a \
	pid="$pid" uid=0 comm=loader
by_loading "the other is, for its own" crap/last trigger_b
rmmod trigger_b

# --- loads that fail before anybody is told of the module ---

# log_of PID FLAG: the modules of its events, oldest first, "-" for none
log_of() {
	grep " flag=$2 .* pid=$1 " $LOG | sed 's/.* module=\([^ ]*\).*/\1/; t; s/.*/-/' |
		tr '\n' ' '
}

# What is unresolved stays so, where no trace point tells; the next module of the thread is named for its
# own events alone, whether it raises the same flags or others.
begin
load loader /modules/trigger_needs.ko --then /modules/trigger_plain.ko
pid=$(cat /tmp/pid)
is "a failure, then another module" "$(tr '\n' ' ' </tmp/said)" "ENOENT loaded "
only "a failure, then another module" crap oot_module:2 unsigned_module:2 late
by_loading "the failure has its name, or none" crap/last "$EARLY"
by_loading "the other module is named" oot_module/last trigger_plain
by_loading "the other module is named" unsigned_module/last trigger_plain
is "in the log: staging" "$(log_of "$pid" crap)" "${EARLY:--} "
is "in the log: out of tree" "$(log_of "$pid" oot_module)" "${EARLY:--} trigger_plain "
is "in the log: unsigned" "$(log_of "$pid" unsigned_module)" "${EARLY:--} trigger_plain "

begin
load loader /modules/trigger_needs.ko --then /modules/trigger_needs.ko --then \
	/modules/trigger_staging.ko
pid=$(cat /tmp/pid)
is "two failures, then another of staging" "$(tr '\n' ' ' </tmp/said)" "ENOENT ENOENT loaded "
only "two failures, then another of staging" crap:3 oot_module:3 unsigned_module:3 late
by_loading "the last is named" crap/last trigger_staging
is "in the log: staging, too" "$(log_of "$pid" crap)" "${EARLY:--} ${EARLY:--} trigger_staging "
is "in the log: out of tree, too" "$(log_of "$pid" oot_module)" "${EARLY:--} ${EARLY:--} trigger_staging "

# A module of that name is there already; since 6.4, and in RHEL 9.4, that is found before
# anything taints.
found_early() {
	case $(uname -r) in
	*.el9_[4-9].*) true ;;
	*) since 6.4 ;;
	esac
}
begin
load loader /modules/trigger_staging.ko --then /modules/trigger_ends.ko fail=1 --then \
	/modules/trigger_staging.ko
pid=$(cat /tmp/pid)
is "loaded already, another, loaded already" "$(tr '\n' ' ' </tmp/said)" "EEXIST ENODEV EEXIST "
if found_early; then
	only "the one between" load warn
	by_loading "the one between is named" oot_module/last trigger_ends
else
	only "loaded already, another, loaded already" crap:2 oot_module:3 unsigned_module warn
	by_loading "loaded already: nobody is named" crap/last ""
	by_loading "loaded already: nobody is named" oot_module/last ""
	is "in the log: staging, and nobody" "$(log_of "$pid" crap)" "- - "
	is "in the log: out of tree, and one of three" "$(log_of "$pid" oot_module)" "- trigger_ends - "
fi
by_loading "the one between is named" unsigned_module/last trigger_ends
rmmod trigger_plain
rmmod trigger_staging

# A thread that failed, gone; a thread with its number would be another.
begin
load loader /modules/trigger_needs.ko
only "a failure" crap oot_module unsigned_module
begin
load other /modules/trigger_staging.ko
only "then another process" crap load
by_loading "then another process" crap/last trigger_staging
rmmod trigger_staging

# --- two at the same time ---

# With time from flag to flag, so that they overlap.
rmmod taint_info
load_module /modules/trigger_slow.ko >/tmp/out
load_module /modules/taint_info.ko >/tmp/out

ROUNDS=40

# rounds TWIN CPU: some fail in init, or earlier; all end unloaded.
rounds() {
	for round in $(seq $ROUNDS); do
		case $((round % 4)) in
		0) taskset -c "$2" "/tmp/load_$1" "/modules/trigger_$1.ko" "nap=$((round % 7)) fail=1" ;;
		1) taskset -c "$2" "/tmp/need_$1" /modules/trigger_needs.ko ;;
		*) taskset -c "$2" "/tmp/load_$1" "/modules/trigger_$1.ko" "nap=$((round % 5))" &&
			rmmod "trigger_$1" ;;
		esac
	done >/dev/null
	rm "/tmp/go_$1"
}

# While a module is on its way its name is not known yet, never a wrong one.
sample() {
	while [ -e /tmp/go_a ] || [ -e /tmp/go_b ]; do
		for flag in proprietary_module crap test oot_module unsigned_module; do
			(
				cd $CLASS/$flag/last || exit
				seq=$(cat seq)
				comm=$(cat comm)
				module=$(cat module)
				[ -n "$seq" ] && [ "$seq" = "$(cat seq)" ] || exit
				echo "$flag $comm ${module:--}"
			)
		done
		# The log holds the last moments only.
		sed -n 's/.*seq=\([0-9]*\) .* flag=\([^ ]*\) .* comm="\([a-z]*_.\)".* module=\([^ ]*\).*/\1 \2 \3 \4/p' \
			$LOG >>/tmp/logged
	done >/tmp/sampled
}

: >/tmp/logged
count=$(cat $CLASS/proprietary_module/count)
lost=$(cat $SYS/lost)
for twin in a b; do
	touch /tmp/go_$twin
	for comm in load_$twin need_$twin; do
		cp /selftests/load_module "/tmp/$comm"
	done
done
rounds a 0 &
pid_a=$!
rounds b 1 &
pid_b=$!
sample
wait $pid_a $pid_b
settle
is "$ROUNDS rounds of each: all were seen" \
	"$(($(cat $CLASS/proprietary_module/count) - count)) $(($(cat $SYS/lost) - lost))" \
	"$((ROUNDS * 3 / 2)) 0"
echo "# $(wc -l </tmp/sampled) samples: $(sort /tmp/sampled | uniq -c | tr -s ' ' | tr '\n' ',')"
is "no sample names the other" \
	"$(grep -vE " (load_(.) (-|trigger_\\2)|need_. (-|${EARLY:--})|loader .*|other .*)\$" /tmp/sampled | sort | uniq -c)" ""
ok "each was sampled" sh -c "grep -q 'load_a trigger_a' /tmp/sampled && grep -q 'load_b trigger_b' /tmp/sampled"
sort -n -u /tmp/logged >/tmp/out
is "no line of the log does" "$(grep -v -e 'load_\(.\) trigger_\1$' -e "need_. ${EARLY:--}\$" /tmp/out)" ""
ok "the log had many: $(wc -l </tmp/out)" [ "$(wc -l </tmp/out)" -ge $((ROUNDS * 2)) ]
is "none has two names" "$(cut -d' ' -f1 /tmp/out | uniq -d)" ""

rmmod trigger_slow

# --- until when a name is waited for ---

load_module /modules/trigger.ko >/tmp/out
mask=0x$(sed -n 's/^\([0-9a-f]*\) . tainted_mask$/\1/p' /proc/kallsyms)

# afresh FLAG...: they are set no more, and are told of as if they never had been.  With
# trigger_slow under taint_info, which is what slows down what comes behind an event.
afresh() {
	rmmod taint_info
	stop_listener
	for flag; do
		bit=$(echo "$FLAGS" | tr -s ' \n\t' '\n' | grep -nx "$flag")
		echo "clear $((${bit%%:*} - 1)) $mask" >/proc/taint_trigger
	done
	dmesg -c >>/tmp/dmesg
	start_listener
	load_module /modules/taint_info.ko >/tmp/out
	for flag; do
		is "$flag is not set" "$(cat $CLASS/"$flag"/set)" 0
	done
}

# waited FLAG WORDS: milliseconds from what the kernel says as it raises it to its line in
# the log
waited() {
	dmesg | sed -n "/$2/{s/^\[ *\([0-9.]*\)\].*/\1/p;q}" >/tmp/from
	dmesg | sed -n "s/^\[ *\([0-9.]*\)\] taint_info: flag $1 (.*/\1/p" |
		awk -v from="$(cat /tmp/from)" '{ printf "%d", ($1 - from) * 1000 }'
}

# is_loading NAME: its init runs
is_loading() {
	grep -q "^$1 .* Loading " /proc/modules
}

OPTION="(param_check_unsafe|parse_one|parse_args)(\.[a-z0-9.]*)?"
WRITTEN="(param_check_unsafe|param_attr_store)(\.[a-z0-9.]*)?"

# Where nobody tells of a load's end its event comes after 200 ms; a debug kernel takes its
# time for anything, and there it is the thirty seconds that it is told from.
case $(uname -r) in
*-debug | *-upstream) nap=12000 soon=2000 ;;
*) nap=4000 soon=190 ;;
esac

# While its init runs all is said already.
afresh user
begin
load loader /modules/trigger_option.ko "dangerous=1 nap=$nap" &
told user trigger_option
ok "a dangerous option: its event does not wait for the init" is_loading trigger_option
wait $!
is "a dangerous option: loads" "$(cat /tmp/said)" loaded
only "a dangerous option" user load
for at in first last; do
	blamed user/$at "a dangerous option" context=task caller="$OPTION" module=trigger_option \
		pid="$(cat /tmp/pid)" uid=0 comm=loader
done
logged user "by module trigger_option in process loader[$(cat /tmp/pid)]"
echo "# a dangerous option: told after $(waited user "dangerous option") ms"

# Who writes to its file is a process as any other.
afresh user
begin
provoke_begin
sh -c 'echo $$ >/tmp/pid; echo 2 >/sys/module/trigger_option/parameters/dangerous'
provoke_end
is "a dangerous option, written: it is" "$(cat /sys/module/trigger_option/parameters/dangerous)" 2
only "a dangerous option, written" user
blamed user/first "a dangerous option, written" context=task caller="$WRITTEN" \
	pid="$(cat /tmp/pid)" uid=0 comm=sh
told user ""
logged user "set in process sh[$(cat /tmp/pid)]"
rmmod trigger_option

# A load that fails after its options were looked at; then two in a moment, the second
# without a call path, and a write that is not taken for a third.
afresh user
begin
load loader /modules/trigger_option.ko "dangerous=1 nap=much"
is "a dangerous option, and a bad one" "$(cat /tmp/said)" EINVAL
only "a dangerous option, and a bad one" user oot_module unsigned_module
blamed user/first "a dangerous option, and a bad one" context=task caller="$OPTION" \
	module=trigger_option pid="$(cat /tmp/pid)" uid=0 comm=loader
told user trigger_option
begin
load loader /modules/trigger_option.ko "dangerous=1 dangerous=2"
only "a dangerous option, twice" user:2 load
blamed user/last "a dangerous option, twice" context=task caller="$OPTION" \
	module=trigger_option pid="$(cat /tmp/pid)" uid=0 comm=loader
is "a dangerous option, twice: in the log" "$(log_of "$(cat /tmp/pid)" user)" \
	"trigger_option trigger_option "
begin
echo 3 >/sys/module/trigger_option/parameters/dangerous
only "a dangerous option, written after that" user
is "a dangerous option, written after that: by nobody" "$(cat $CLASS/user/last/module)" ""
rmmod trigger_option

# Nobody will be named for this, but by a trace point: who waits is told so.
afresh crap
begin
load loader /modules/trigger_needs.ko
is "a failure before anybody knows" "$(cat /tmp/said)" ENOENT
told crap "$EARLY"
only "a failure before anybody knows" crap oot_module unsigned_module
by_loading "a failure before anybody knows" crap/first "$EARLY"
ms=$(waited crap "staging directory")
echo "# a failure before anybody knows: told after $ms ms"

# Where the return of a function can be probed, that is how one knows.
case " $(cat $SYS/hooks) " in
*" sysctl "* | *" tracepoint "*)
	ok "a failure before anybody knows: is not waited for ($ms ms)" [ "$ms" -lt $soon ]
	# Longer than anybody would guess: one flag after the other is slow.
	rmmod taint_info
	load_module /modules/trigger_slow.ko ms=0 >/tmp/out
	load_module /modules/taint_info.ko >/tmp/out
	afresh crap
	echo 600 >/sys/module/trigger_slow/parameters/ms
	begin
	load loader /modules/trigger_a.ko
	is "a slow load" "$(cat /tmp/said)" loaded
	told crap trigger_a
	echo 0 >/sys/module/trigger_slow/parameters/ms
	only "a slow load" proprietary_module crap test load
	by_loading "a slow load" crap/first trigger_a
	logged crap "by module trigger_a in process loader[$(cat /tmp/pid)]"
	ms=$(waited crap "staging directory")
	has_tracepoint || ok "a slow load: its name took its time ($ms ms)" [ "$ms" -gt 500 ]
	rmmod trigger_a
	rmmod taint_info
	rmmod trigger_slow
	load_module /modules/taint_info.ko >/tmp/out
	;;
esac

# taint_info goes, and comes, while a module is on its way.
load loader /modules/trigger_option.ko nap=$nap &
within 5 is_loading trigger_option
rmmod taint_info
# A debug kernel puts releases off, for longer than anybody wants to wait.
[ $nap != 4000 ] || ok "gone while a module loads" is_loading trigger_option
wait $!
is "the module does not mind" "$(cat /tmp/said)" loaded
rmmod trigger_option
load loader /modules/trigger_option.ko nap=$nap &
within 5 is_loading trigger_option
is "comes while a module loads" "$(load_module /modules/taint_info.ko)" loaded
ok "it still does" is_loading trigger_option
wait $!
is "the module does not mind that, either" "$(cat /tmp/said)" loaded
rmmod trigger_option
begin
load loader /modules/trigger_option.ko dangerous=1
only "after that" user load
blamed user/last "after that" context=task caller="$OPTION" module=trigger_option \
	pid="$(cat /tmp/pid)" uid=0 comm=loader
rmmod trigger_option

# --- names that try to inject ---

# is_harmless SHOWN FLAG: what is said of its newest event has one line, or one
# word, for one thing.
is_harmless() {
	for file in $RECORD; do
		[ "$(tr -d '\040-\176' <"$CLASS/$2/last/$file" | od -An -c | tr -d ' ')" = '\n' ] ||
			echo "$file: $(od -c "$CLASS/$2/last/$file")"
	done >/tmp/out
	is "$1: one line in each file" "$(cat /tmp/out)" ""
	is "$1: variables are lines of their own" "$(grep -vc '^TAINT_[A-Z]*=' "$CLASS/$2/uevent")" 0
	is "$1: the report has no control character" "$(tr -d '\n\040-\176' <$REPORT | wc -c)" 0
	is "$1: nor has the log" "$(tr -d '\n\040-\176' <$LOG | wc -c)" 0
	is "$1: each line of the log is an event" "$(grep -vc '^seq=[0-9]* time=' $LOG)" 0
	is "$1: each of its words is known" "$(sed 's/ comm="[^"]*" parent="[^"]*"//' $LOG | tr ' ' '\n' |
		grep -vE '^(seq|time|flag|letter|context|cpu|pid|ppid|uid|caller|module|via)=.')" ""
}

# evil NAME SHOWN: a staging module under that name, as it is shown; the flag is not set
# before.
evils=0
evil() {
	evils=$((evils + 1))
	afresh crap
	begin
	load loader --name "$1" /modules/trigger_staging.ko
	is "a module named $2: loads" "$(cat /tmp/said)" loaded
	only "a module named $2" crap load
	by_loading "a module named $2" crap/last "$2"
	is "$2: its variable" "$(sed -n 's/^TAINT_MODULE=//p' $CLASS/crap/uevent)" "$2"
	is "$2: modules has one line" "$(wc -l <$CLASS/crap/modules)" 1
	is "$2: and one word for each" "$(wc -w <$CLASS/crap/modules)" $evils
	is "$2: its own among them" "$(tr ' ' '\n' <$CLASS/crap/modules | grep -cxF -- "$2")" 1
	is_harmless "$2" crap
}

evil "$(printf 'a\nTAINT_SET=0')" a_TAINT_SET_0
# shellcheck disable=SC2016
evil '$(reboot)"x' __reboot__x
evil "a b'c=d%s" a_b_c_d_s
evil "$(printf 'x\033[2J\tend')" x__2J_end
evil "$(printf 'caf\303\251')" caf__
evil 'a-b.c:d' a-b.c:d
evil 'x via=vfs' x_via_vfs
rmmod trigger

load_triggers() {
	load_module --name "$1" /modules/trigger.ko >/tmp/out
	settle
}

# warns "task CAUSE": somewhere below such a module
warns() {
	begin
	provoke_begin
	order /proc/taint_trigger "$1" >/tmp/pid
	provoke_end
	only "$1 in such a module" warn
}

evil_name=$(printf 'a\nv=\t"')
shown=a_v___
load_triggers "$evil_name"
warns "task core"
blamed warn/last "by way of such a module" context=task caller=kobject_put \
	via=$shown pid="$(cat /tmp/pid)" uid=0 comm=order
is_harmless "by way of such a module" warn
warns "task warn"
blamed warn/last "in such a module" context=task caller=warn_on_demand \
	module=$shown pid="$(cat /tmp/pid)" uid=0 comm=order
is_harmless "in such a module" warn

# The kernel's own way to say where an address is would be "... [a [b]]".
rmmod taint_info
load_module /modules/taint_info.ko >/tmp/out
load_module --delete "$evil_name" >/tmp/out
load_triggers 'a [b]'
warns "task core"
is "a [b]: is named, or nobody" "$(grep -vx 'a__b_' $CLASS/warn/last/via)" ""
warns "task warn"
is "a [b]: is named, or nobody" "$(grep -vx 'a__b_' $CLASS/warn/last/module)" ""

{
	cat /tmp/dmesg
	dmesg
} | grep -a '] taint_info: ' | sed 's/^/# /'
finish
