# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# bats: a test that taints the kernel fails, and says by whom it was.
#
#	load /usr/share/doc/taintinfo/contrib/bats/taintinfo
#
# A file with a setup() of its own calls taint_begin there, one with a teardown() ends that
# with taint_end.

setup() { taint_begin; }
teardown() { taint_end; }

taint_begin() {
	local around=${BASH_SOURCE[0]%/*}/../around.sh pid=$BASHPID

	# bats waits for whoever has its descriptor 3.
	coproc TAINT {
		exec taintinfo run --name="$BATS_TEST_DESCRIPTION" -- sh "$around" "$pid" \
			2>"$BATS_TEST_TMPDIR/taint" 3>&-
	}
	taint_run=$TAINT_PID taint_input=${TAINT[1]}
	# Without a line taint_end says why.
	read -r _ <&"${TAINT[0]}" || :
}

taint_end() {
	local code=0

	exec {taint_input}>&-
	wait "$taint_run" || code=$?
	cat "$BATS_TEST_TMPDIR/taint"
	return "$code"
}
