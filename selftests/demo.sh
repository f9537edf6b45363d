#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What taint_info does, shown on a stock kernel: the decoded state, then real
# taints, each with its uevent as it arrives, the line in the kernel log, and
# what has changed by it; in the end, all of it in words.

SYS=/sys/kernel/taint_info
CLASS=/sys/class/taint_info

# flags: a line for each that is set
flags() {
	tr ' ' '\n' <$SYS/names | while read -r flag; do
		dir=$CLASS/$flag
		count=$(cat "$dir"/count)
		[ "$count" = 1 ] && calls="1 call" || calls="$count calls"
		case $(cat "$dir"/origin) in
		baseline) calls="" how="set before watching began" ;;
		observed)
			how=$(printf 'at %.3f s' "$(cat "$dir"/first/boottime)")
			how="$how by $(cat "$dir"/first/comm)[$(cat "$dir"/first/pid)]"
			module=$(cat "$dir"/first/module)
			how="$how, ${module:+module $module, }at $(cat "$dir"/first/caller)"
			;;
		*) how="found later: by whom is not known" ;;
		esac
		printf '    %s  %-18s %-8s %-7s %s\n' "$(cat "$dir"/letter)" "$flag" \
			"$(cat "$dir"/category)" "$calls" "$how"
	done
}

# view: the state, and of its flags what is new or has changed
view() {
	echo "  state    $(cat $SYS/string)   (mask $(cat $SYS/tainted))"
	flags >/tmp/flags.new
	grep -vxFf /tmp/flags /tmp/flags.new
	mv /tmp/flags.new /tmp/flags
}

# step TITLE COMMAND: shown and run; uevents print themselves meanwhile.
step() {
	echo
	echo "== $1"
	echo "\$ $2"
	lines=$(dmesg | wc -l)
	echo "<6>selftest: provoke begin" >/dev/kmsg
	(sh -c "$2"; :) 2>/dev/null
	usleep 400000
	echo "<6>selftest: provoke end" >/dev/kmsg
	dmesg | tail -n +$((lines + 1)) | sed -n 's/.*\(taint_info: flag\)/  log      \1/p'
	view
}

load_module /modules/trigger.ko >/dev/null
echo "no line" >/tmp/flags

echo "Linux $(uname -r) on $(nproc) CPUs; its own word: /proc/sys/kernel/tainted is $(cat /proc/sys/kernel/tainted)"
uevents --brief &
usleep 200000

step "taint_info is loaded" "insmod /modules/taint_info.ko"
echo "  hooks    $(cat $SYS/hooks)"
step "a WARN in the kernel" "echo warn >/proc/taint_trigger"
step "an oops in a process, which is killed" "echo oops >/proc/taint_trigger"
step "a proprietary module" "insmod /modules/trigger_proprietary.ko"
step "a module loaded by force" "load_module --force /modules/trigger_plain.ko >/dev/null"
step "user space asks for a mark" "echo 64 >/proc/sys/kernel/tainted"
step "a second WARN: counted, and no news for udev" "echo warn >/proc/taint_trigger"

echo
echo "== the log: one line an event"
echo "\$ cat /sys/kernel/debug/taint_info/log"
sed 's/^/  /' /sys/kernel/debug/taint_info/log

echo
echo "== all of it in words, for a bad night"
echo "\$ taintinfo"
taintinfo | cat
