#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What KASAN, KFENCE and SLUB find: who is to blame is whom the kernel's own headline
# names, and where it names nobody, who released the memory.  For a kernel with
# "kasan_multi_shot", or with "kfence.sample_interval=1 slub_debug=FZ".

. ./lib.sh

load_module /modules/trigger.ko >/tmp/out
is "loads" "$(load_module /modules/taint_info.ko)" loaded

# headline: what the kernel's newest one says behind "in"
headline() {
	dmesg | sed -n 's/.*BUG: K[A-Z]*: .* in \([^ ]*\( \[[^ ]*\]\)*\).*/\1/p' | tail -n 1
}

# report: the same in our words
report() {
	hold caller $CLASS/bad_page/last/caller
	hold module $CLASS/bad_page/last/module
	# shellcheck disable=SC2154 # hold() sets them
	echo "$caller${module:+ [$module]}"
}

# reported "PLACE CAUSE" CALLER MODULE VIA: as raised, and as the kernel says
reported() {
	begin
	raise "$1"
	raised "$1" bad_page task "$2" "$3" "$4"
	[ -z "$place" ] || is "$1: the kernel says so, too" "$(report)" "$(headline)"
}

reported "task uaf_read" read_freed trigger -
reported "task uaf_write" write_freed trigger -
reported "kthread uaf_write" write_freed trigger -
reported "task uaf_core" "memchr_inv|check_bytes8" - trigger
reported "task out_of_bounds" read_behind trigger -
reported "task double_free" free_object trigger -
reported "task invalid_free" free_object trigger -
reported "task stack_oob" read_behind_stack trigger -
reported "task global_oob" read_behind_global trigger -

case_of "task page" bad_page task free_bad_page trigger -

# corrupt "PLACE CAUSE" CALLER MODULE VIA: as raised, for SLUB, which since 6.12 warns, too
corrupt() {
	begin
	hold before $CLASS/warn/count
	raise "$1"
	if [ -z "$place" ]; then
		skip "$1" "this machine has no such thing"
		return
	fi
	settle
	hold after $CLASS/warn/count
	# shellcheck disable=SC2154 # hold() sets them
	if [ "$before" = "$after" ]; then
		only "$1" bad_page
	else
		only "$1" bad_page warn
	fi
	# shellcheck disable=SC2086
	blamed bad_page/last "$1" context=task caller="$2" module="${3#-}" via="${4#-}" $place
}

corrupt "task slub_double_free" free_object trigger -
corrupt "task slub_overrun" free_object trigger -
# Who allocates is innocent.
corrupt "task slub_freelist" "get_[a-z_]*partial[a-z_.0-9]*|.*alloc.*" - trigger

sed 's/^/# /' $REPORT
ok "unloads" rmmod taint_info
finish
