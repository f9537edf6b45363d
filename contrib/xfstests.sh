#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# xfstests: a test below "taintinfo run". "check" has to call this for each test, once
#
#	sed -i 's|local cmd=(bash |local cmd=(sh /usr/share/doc/taintinfo/contrib/xfstests.sh bash |' check
#
# has changed it. A test that taints the kernel fails with "exit status 99", and its output
# ends in what is told. That, and what is accepted, is in results/GROUP/NUMBER.taint, too.

# "check" compares the output, which what is accepted must not change. It exports both.
# shellcheck disable=SC2154
told=$RESULT_DIR/${seqnum##*/}.taint
taintinfo run --output="$told" --name="$seqnum" -- "$@"
code=$?
[ $code != 99 ] || cat "$told"
[ -s "$told" ] || rm -f "$told"
exit $code
