#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# At a panic each flag gets a line in the kernel log, and none where the parameter
# says so.  The guest panics twice, in different ways; pstore keeps the end of the
# log in memory, for the next boot to read.

PSTORE=/sys/fs/pstore

# What the first two boots say is for the third one alone.
. ./lib.sh >/dev/null

# saved: the end of the log of the newest panic, as the kernel wrote it
saved() {
	sed 's/^<[0-9]*>//' $PSTORE/dmesg-ramoops-0 | tr -d '\r'
}

# block: taint_info's part of it
block() {
	saved | sed -n 's/^\[[^]]*\] taint_info: //p' | sed -n '/^flags at the panic/,$p'
}

# fact NAME VALUE, fact_of NAME: told to the boot after
fact() {
	echo "<6>selftest: fact $1 $2" >/dev/kmsg
}

fact_of() {
	saved | sed -n "s/^.* selftest: fact $1 //p"
}

# is_line FLAG LINE: an extended regular expression for the whole of it
is_line() {
	line=$(block | grep " $1: ")
	if echo "$line" | grep -Eqx "$2"; then
		pass "$1: its line"
	else
		fail "$1: its line" "got:  $line" "want: $2"
	fi
}

load_module /modules/reed_solomon.ko >/tmp/out
load_module /modules/ramoops.ko "mem_address=0x10000000 mem_size=0x100000 record_size=0x20000
	max_reason=1 ecc=0" >/tmp/out
mount -t pstore none $PSTORE
load_module /modules/trigger.ko >/tmp/out

case $(saved 2>/dev/null | sed -n 's/.*Kernel panic - not syncing: //p') in
"")
	# By sysrq, in a process; nothing is to be printed.
	load_module /modules/taint_info.ko panic_report=0
	trigger warn
	provoke_begin
	echo c >/proc/sysrq-trigger
	;;
"sysrq triggered crash")
	# By an oops in an interrupt: no worker comes between D and the panic.
	provoke_end
	printed=$(block | wc -l)
	load_module /modules/taint_info.ko
	provoke_begin
	# Who raises again what was set before is not to blame.
	order /proc/taint_trigger "add 12" >/tmp/out
	order --comm 'bad
taint_info: x' /proc/taint_trigger warn >/tmp/warn
	order /proc/taint_trigger "task page" >/tmp/page
	order --uid 1000 /proc/taint_trigger warn >/tmp/out
	echo 64 >/proc/sys/kernel/tainted
	settle
	fact printed "$printed"
	fact warn "$(cat /tmp/warn)"
	fact page "$(cat /tmp/page)"
	fact mask "$(($(cat $SYS/tainted) | 128))"
	fact string "$(sed 's/^\(.\{16\}\)./\1D/' $SYS/string)"
	echo "hardirq oops" >/proc/taint_trigger
	;;
esac >/tmp/out 2>&1

# Only the third boot comes to this.
provoke_end
echo "KTAP version 1"

is "two panics" "$(saved | sed -n 's/.*Kernel panic - not syncing: //p')" \
	"Fatal exception in interrupt"
is "panic_report=0: silent" "$(fact_of printed)" 0
is "one line for all, one for each flag" "$(block | sed 's/^\([^:]*\):.*/\1/' | tr '\n' ';')" \
	"flags at the panic;B bad_page;U user;D die;W warn;O oot_module;E unsigned_module;"
is "mask and text" "$(block | head -n 1)" "flags at the panic: $(fact_of mask), $(fact_of string)"

AT='at [0-9]+\.[0-9]{6} s'
PLACE='\+0x[0-9a-f]+/0x[0-9a-f]+'
is_line warn "W warn: calls seen 2, first $AT by bad\\\\ntaint_info:\[$(fact_of warn)\] in task context on CPU [01], module trigger, at warn_on_demand$PLACE"
is_line bad_page "B bad_page: calls seen 1, first $AT by order\[$(fact_of page)\] in task context on CPU [01], module trigger, at free_bad_page$PLACE"
is_line user "U user: calls seen 1, first $AT by sh\[[0-9]+\] in task context on CPU [01], at proc_taint$PLACE"
is_line die "D die: calls seen 1, first $AT in hardirq context on CPU [01], module trigger, at oops_on_demand$PLACE"
is_line oot_module "O oot_module: set before watching began, raised again since \(1\)"
is_line unsigned_module "E unsigned_module: set before watching began"
is "no line shows an address" "$(block | grep -cE '0x[0-9a-f]{8}|[0-9a-f]{16}')" 0
is "no word that log scanners look for" "$(block | tail -n +2 | grep -cE 'Tainted:|WARNING|BUG|Oops')" 0

block | sed 's/^/# /'
finish
