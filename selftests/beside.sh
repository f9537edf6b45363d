#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What raises a flag while taint_info is being loaded: either it was before, and
# is in the baseline, or it was seen, and then it has its name as it has at any
# other time.  Also where another module comes or goes just then.

. ./lib.sh

mask=0x$(sed -n 's/^\([0-9a-f]*\) . tainted_mask$/\1/p' /proc/kallsyms)

# now: sets it to milliseconds, by hundredths of a second
now() {
	read -r now _ </proc/uptime
	now=${now%.*}${now#*.}0
}

pause() {
	usleep $(($1 * 1000))
}

load() {
	load_module "/modules/trigger_$1.ko"
}

add_and_go() {
	echo "add 16" >/proc/taint_trigger
	rmmod trigger_plain
}

# choose KIND: what is done before a round, beside taint_info, and in the end; which
# module it is that raises which flags, those with a bit being new.
choose() {
	begin=: end=:
	case $1 in
	comes)
		beside="load staging" end="rmmod trigger_staging"
		blamed=trigger_staging flags="crap:10 oot_module unsigned_module"
		;;
	goes)
		begin="load plain" beside=add_and_go
		blamed=trigger flags=aux:16
		;;
	several)
		beside="load a" end="rmmod trigger_a"
		blamed=trigger_a flags="proprietary_module:0 crap:10 oot_module unsigned_module"
		;;
	forced)
		begin="load held" beside="rmmod -f trigger_held"
		blamed=trigger_held flags=forced_rmmod:3
		;;
	esac
}

# is_known FLAG: it was not seen, or it has its name.
is_known() {
	hold seq $CLASS/"$1"/first/seq
	hold module $CLASS/"$1"/first/module
	# shellcheck disable=SC2154 # hold() sets them
	[ -z "$seq" ] || [ -n "$module" ]
}

# judge FLAG: counts it
# shellcheck disable=SC2154 # hold() sets what it has no value for
judge() {
	# Who is removed by force is named when it is all but gone.
	within 1 is_known "$1"
	hold origin $CLASS/"$1"/origin
	hold newest $CLASS/"$1"/last/module
	case $origin,$seq in
	baseline,)
		before=$((before + 1))
		[ ! -e /tmp/late ] || wrong="$wrong $1 came late, and unseen;"
		return
		;;
	baseline,*[0-9] | observed,*[0-9]) seen=$((seen + 1)) ;;
	*) wrong="$wrong $1 is $origin, first is '$seq';" ;;
	esac
	[ -e /tmp/late ] || amid=$((amid + 1))
	case $module,$newest in
	"$blamed,$blamed") ;;
	, | ",$blamed" | "$blamed,") nameless=$((nameless + 1)) ;;
	*) wrong="$wrong $1 is of '$module', then of '$newest';" ;;
	esac
}

# rounds NAME KIND N: N of them, or half where a load takes long, spread over the time that taint_info takes to come; the
# last is surely late
rounds() {
	set -- "$1" "$2" $(($3 / share))
	before=0 seen=0 amid=0 nameless=0 late=0
	wrong=
	nameless_at=
	choose "$2"
	for round in $(seq "$3"); do
		for flag in $flags; do
			[ "${flag%:*}" = "$flag" ] || echo "clear ${flag#*:} $mask" >/proc/taint_trigger
		done
		rm -f /tmp/there /tmp/late
		$begin >/tmp/out
		delay=$((span * (round - 1) / ($3 - 1)))
		[ "$round" != "$3" ] || delay=$((span * 3))
		(
			pause $delay
			[ ! -e /tmp/there ] || touch /tmp/late
			$beside
		) >/tmp/beside 2>&1 &
		answer=$(load_module /modules/taint_info.ko poll_ms=0)
		touch /tmp/there
		[ "$answer" = loaded ] || wrong="$wrong $round: $answer;"
		wait $!
		# A flag that is no news is read a little later.
		pause 100
		old=$nameless
		for flag in $flags; do
			judge "${flag%:*}"
		done
		[ $nameless = $old ] || nameless_at="$nameless_at $delay"
		[ ! -e /tmp/late ] || late=$((late + 1))
		within 10 rmmod taint_info 2>/tmp/out || wrong="$wrong $round: stays loaded;"
		$end
	done
	echo "# $1: $before before, $seen seen, $amid of them amid; $late rounds were late;" \
		"$nameless nameless${nameless_at:+, at ms$nameless_at}"
	is "$1: each that was seen has its name" $nameless 0
	is "$1: and not another's; what was not seen came before" "$wrong" ""
	all_before=$((all_before + before))
	all_amid=$((all_amid + amid))
	all_late=$((all_late + late))
}

load_module /modules/trigger.ko >/tmp/out
# A kernel that puts no release off refuses it.
load_module /modules/trigger_hurry.ko >/tmp/out
now
begun=$now
# How long it takes here, at best; beside something it takes longer.
span=
for round in 1 2 3; do
	now
	start=$now
	load_module /modules/taint_info.ko >/tmp/out
	now
	if [ -z "$span" ] || [ $((now - start)) -lt "$span" ]; then
		span=$((now - start))
	fi
	ok "unloads" within 10 rmmod taint_info
done
span=$((span * 7 / 4))
[ $span -lt 350 ] && share=1 || share=2
all_before=0 all_amid=0 all_late=0

# The kernel looks at its locks until a module comes that it does not trust.
rounds "a module comes" comes 20
rounds "a flag, and a module goes" goes 16
rounds "a module comes with several flags" several 16
rounds "a module is forced out" forced 12
load_module /modules/trigger_slow.ko "ms=20 at=whole" >/tmp/out
rounds "a module comes slowly" comes 8
rmmod trigger_slow

# Calls that have passed the probe's place when we come, and raise their flag when we are
# there: that began before.  Our own trial call is not slowed down.  Nor is a call preempted
# between the two places, as it may be on a kernel with preemption: nothing that we could
# wait for says when it goes on, and its flag is found by comparison.
load_module /modules/trigger_slow.ko "ms=20 at=whole spare=load_module" >/tmp/out
# Of the flags that no kernel defines eight have a record.
bits="2 3 5 8 10 11 14 15 16 17 $(seq 20 27)"
# How long the load takes is the machine's matter: the last two are held back for it.
add_all() {
	for bit in $bits; do
		[ "$bit" -lt 26 ] || within 60 [ -e /tmp/there ]
		echo "add $bit" >/proc/taint_trigger
	done
}
odd='' seen=0
for round in $(seq 7); do
	for bit in $bits; do
		echo "clear $bit $mask" >/proc/taint_trigger
	done
	rm -f /tmp/there
	add_all >/tmp/beside 2>&1 &
	load_module /modules/taint_info.ko poll_ms=0 >/tmp/out
	touch /tmp/there
	wait $!
	pause 100
	for bit in $bits; do
		flag=$(dirname "$(grep -lx "$bit" $CLASS/*/bit)")
		hold seq "$flag/first/seq"
		case $(cat "$flag/origin"),$seq in
		baseline,) ;;
		observed,*[0-9]) seen=$((seen + 1)) ;;
		*) odd="$odd $round: bit $bit is $(cat "$flag/origin"), first is '$seq';" ;;
		esac
	done
	within 10 rmmod taint_info
done
is "calls that we come amid: before, or seen" "$odd" ""
ok "some were seen ($seen)" [ $seen -ge 6 ]
rmmod trigger_slow

# Else this would be no test.
ok "some came before ($all_before)" [ $all_before -ge $((8 / share)) ]
ok "some came amid ($all_amid)" [ $all_amid -ge $((12 / share)) ]
ok "some were late ($all_late)" [ $all_late -ge $((4 / share)) ]
now
echo "# rounds over $span ms each; $((now - begun)) ms in all"
finish
