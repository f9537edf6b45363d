# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-only
#
# kselftest: each test below "taintinfo run". To be sourced by the last line of
# kselftest/runner.sh, in the kernel's tree or in an installed copy:
#
#	echo '. /usr/share/doc/taintinfo/contrib/kselftest.sh' >>kselftest/runner.sh
#
# A test that taints the kernel fails with the code 99; what is told goes to its own output.

# In place of runner.sh's own: $1 is a command with its arguments. The inner timeout puts the
# test into a process group to end all of it, the outer one passes Ctrl-C on to that.
# shellcheck disable=SC2086,SC2154 # words; runner.sh sets both
tap_timeout()
{
	set -- $1
	[ ! -x /usr/bin/timeout ] ||
		set -- timeout --foreground "$kselftest_timeout" timeout "$kselftest_timeout" "$@"
	taintinfo run --name="${TEST##*/}" -- "$@"
}
