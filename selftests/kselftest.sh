#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The selftest that the series of upstream/ brings to the kernel's own, on a kernel that
# has the series: each of its results is one of ours.  It skips what it does not find;
# here it has to find everything.

. ./lib.sh

TEST=/kselftest/taint/taint_add.sh
INSTANCES=/sys/kernel/tracing/instances

sh $TEST >/tmp/results 2>&1
code=$?
pass_on "" </tmp/results
is "it ends as one that passed" $code 0
is "as many results as were planned" "$(grep -cE '^(not )?ok ' /tmp/results)" \
	"$(sed -n 's/^1\.\.\([0-9]*\)$/\1/p' /tmp/results)"
is "none is skipped" "$(grep -i '# *skip' /tmp/results)" ""
is "it leaves no instance of tracefs" "$(ls $INSTANCES)" ""
ok "nor its module" test ! -e /sys/module/test_bitmap

sh $TEST >/tmp/results 2>&1
is "with the flag set from the beginning it passes, too" $? 0

is "who is not root is told so" "$(su nobody -s /bin/sh -c "sh $TEST"; echo $?)" "TAP version 13
1..0 # SKIP not root
4"

is "without its module it says so" "$(mv /lib/modules /lib/none; sh $TEST | grep -i '# *skip'; mv /lib/none /lib/modules)" \
	"ok 7 a module brings it along: no test_bitmap # SKIP"
finish
