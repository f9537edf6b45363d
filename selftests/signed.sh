#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A kernel that enforces signatures from the start, as on a machine with Secure Boot.
# What docs/troubleshooting.md quotes of its messages is said here.

. ./lib.sh

# refused NAME FILE MESSAGE
refused() {
	dmesg -c >/tmp/out
	is "$1 is refused" "$(load_module "/modules/$2")" EKEYREJECTED
	is "$1: the log says why" "$(dmesg | sed 's/^\[[^]]*\] //')" "$3"
	is "$1: nothing is left" "$(remains)" ""
	is "$1: it taints nothing" "$(cat /proc/sys/kernel/tainted)" 0
}

is "the kernel enforces signatures" "$(cat /sys/module/module/parameters/sig_enforce)" Y
refused "an unsigned module" taint_info.ko "Loading of unsigned module is rejected"
refused "a module signed with another key" unknown.ko "Loading of module with unavailable key is rejected"

dmesg -c >/tmp/out
is "signed by dkms with the enrolled key it loads" "$(load_module /modules/signed.ko)" loaded
is "it raises O and no E" "$(cat $SYS/names)" oot_module
is "and says so" "$(cat $SYS/self) $(cat /proc/sys/kernel/tainted)" "4096 4096"
dmesg | sed 's/^/# /'
load_module /modules/trigger.ko >/tmp/out
is "no unsigned module can taint it" "$(cat /tmp/out)" EKEYREJECTED
finish
