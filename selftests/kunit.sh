#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The KUnit suites of kunit/, one line for each case.  That the module loads
# says nothing of how its cases went: KUnit's results are read from debugfs.

. ./lib.sh

RESULTS=/sys/kernel/debug/kunit
SUITES="announce device flags flags_vendors journal kick loading modules note panic resolve ring ring_stress worker"

case $(uname -r) in
*-debug | *-upstream | *-kcsan)
	ok "this kernel finds lost memory, or races" \
		sh -c 'test -e /sys/kernel/debug/kmemleak || test -e /sys/kernel/debug/kcsan'
	;;
esac
is "the module loads" "$(load_module /modules/taint_info_kunit.ko)" loaded
is "the suites are there" "$(list $RESULTS)" \
	"$(for suite in $SUITES; do echo "taint_info_$suite"; done | tr '\n' ' ' | sed 's/ $//')"
for suite in $SUITES; do
	file=$RESULTS/taint_info_$suite/results
	# What is not indented is of the suite as a whole.
	grep '^    ' "$file" >/tmp/results
	grep -E '^    (not )?ok [0-9]+ ' /tmp/results >/tmp/cases
	planned=$(sed -n 's/^    1\.\.\([0-9]*\)$/\1/p' /tmp/results)
	is "$suite: as many results as were planned" "$(wc -l </tmp/cases)" "$planned"
	ok "$suite: that is not 0" [ "${planned:-0}" -gt 0 ]
	is "$suite: no name comes twice" \
		"$(sed -E 's/^ *(not )?ok [0-9]+ //' /tmp/cases | sort | uniq -d)" ""
	pass_on "$suite: " </tmp/results
	is "$suite: KUnit's own verdict" "$(tail -n 1 "$file")" "ok 1 taint_info_$suite"
done

[ ! -e /sys/kernel/debug/kmemleak ] || is "no memory is lost" "$(leaks)" ""
is "nothing is left in sysfs" \
	"$(ls -d $CLASS /sys/devices/virtual/taint_info /sys/kernel/taint_info_kunit 2>/dev/null)" ""
finish
