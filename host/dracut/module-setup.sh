#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# dracut module: have taint_info loaded in the initramfs, where /etc/default/taint-info
# asks for it; omit.conf keeps it out where it does not.

# shellcheck disable=SC2154 # kernel and initdir are dracut's

check() {
	modinfo -k "$kernel" taint_info >/dev/null 2>&1 || return 1
	# omit.conf has told already what is wrong with the settings.
	"@libdir@/taint-info/initramfs-wanted" "${dracutsysrootdir-}/etc/default/taint-info" 2>/dev/null ||
		return 1
}

depends() {
	return 0
}

installkernel() {
	hostonly='' instmods taint_info
}

# Loaded before udevd runs, with systemd in the initramfs and without.
install() {
	mkdir -p "$initdir/etc/cmdline.d"
	echo "rd.driver.pre=taint_info" >"$initdir/etc/cmdline.d/20-taint_info.conf"
}
