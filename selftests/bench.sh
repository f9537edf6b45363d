#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What taint_info costs, and what else one could take costs: a line for each figure,
# its name and its value.  scripts/bench boots this in a guest whose nanoseconds are
# instructions, and makes a table of it.

. ./lib.sh

TRIGGER=/proc/taint_trigger
WARNS=1000
IDLE=60

warns() {
	provoke_begin
	bench write $WARNS $TRIGGER "warn $WARNS"
	provoke_end
}

# --- memory ---

# allocations COMMAND...: what it leaves allocated from the slabs, in bytes: that of
# sysfs's own nodes, and all the rest
allocations() {
	echo >$TRACING/trace
	for event in kmem/kmalloc kmem/kmalloc_node kmem/kmem_cache_alloc \
		kmem/kmem_cache_alloc_node kmem/kfree kmem/kmem_cache_free; do
		[ ! -d $TRACING/events/$event ] || echo 1 >$TRACING/events/$event/enable
	done
	"$@" >/tmp/out
	echo 0 >$TRACING/events/kmem/enable
	awk '
		function value(name,	i) {
			for (i = 5; i <= NF; i++)
				if (index($i, name "=") == 1)
					return substr($i, length(name) + 2)
		}
		# What the shell takes to start the command is not its own.
		$1 !~ /^sh-/ && /: (kmalloc|kmem_cache_alloc)(_node)?:/ {
			size[value("ptr")] = value("bytes_alloc")
			site[value("ptr")] = value("call_site")
		}
		/: (kfree|kmem_cache_free):/ { delete size[value("ptr")] }
		END {
			for (ptr in size) {
				if (site[ptr] ~ /kernfs_new_node/)
					nodes += size[ptr]
				else
					rest += size[ptr]
			}
			printf "%d %d\n", nodes, rest
		}' $TRACING/trace
}

# used: kilobytes that the kernel has for itself
used() {
	awk '/^(Slab|VmallocUsed|Percpu|KernelStack):/ { sum += $2 } END { print sum }' /proc/meminfo
}

# --- numbers of modules ---

# modules FROM TO: load those with these numbers
modules() {
	for i in $(seq "$1" "$2"); do
		load_module --name "plain_$i" /modules/trigger_plain.ko
	done >/tmp/out
}

# without FROM TO
without() {
	for i in $(seq "$1" "$2"); do
		rmmod "plain_$i"
	done
}

# files: what is read by people and by tools
files() {
	figure "string$1" bench read 11 4096 $SYS/string
	figure "report$1" bench read 5 65536 $REPORT
	figure "tree$1" bench tree 3 $SYS $DEVICES
	figure "taintinfo$1" bench run 5 taintinfo --short
}

DEVICES=/sys/devices/virtual/taint_info
# A console on a serial line would cost more than all the rest.
dmesg -n 1

# --- a machine that was tainted by a WARN: W, O and E are set ---

load_module /modules/trigger.ko >/tmp/out
load_module /modules/taint_info.ko >/tmp/out
trigger warn
sleep 1
figure decode bench run 5 taintinfo decode 12800
# It reads the log, too, as O and E were set before the module came.
figure with_log bench run 5 taintinfo
last=0
for n in 0 1 10 100 300; do
	modules $((last + 1)) $n
	last=$n
	files @modules=$n
done
without 1 $last
for n in 1000 10000 100000 1000000; do
	figure storm@events=$n bench write $n $TRIGGER "add 12 $n"
	sleep 1
	files @events=$n
	figure used@events=$n used
done

# --- what else costs something ---

figure storm repeats
for i in 1 2 3; do
	figure wakeups_with wakeups $IDLE
	rmmod taint_info
	sleep 5
	figure wakeups_without wakeups $IDLE
	load_module /modules/taint_info.ko >/tmp/out
	sleep 5
done
rmmod taint_info
sleep 1
figure storm_without repeats
load_module /modules/trigger_slow.ko ms=0 >/tmp/out
figure storm_probe repeats
rmmod trigger_slow
figure mask bench read 11 4096 /proc/sys/kernel/tainted
figure others bench tree 3 /sys/kernel/slab
figure chktaint bench run 3 sh /usr/bin/kernel-chktaint
figure chktaint_decode bench run 3 sh /usr/bin/kernel-chktaint 12800
figure bpftrace bench tool $TRIGGER "add 12" bpftrace -e \
	'BEGIN { printf("ready\n") } kprobe:add_taint { printf("%d %s %d%s\n", arg0, comm, pid, kstack) }'

# --- load and unload ---

for i in 1 2 3; do
	figure load_empty bench load /modules/trigger_plain.ko ""
	figure unload_empty bench unload trigger_plain
	# A report lists all modules, so that without ours another one is there.
	load_module --name plain_info /modules/trigger_plain.ko >/tmp/out
	sleep 1
	figure warn_without warns
	rmmod plain_info
	figure load bench load /modules/taint_info.ko ""
	sleep 1
	figure warn warns
	figure unload bench unload taint_info
done
figure slabs allocations load_module /modules/taint_info.ko
figure core cat /sys/module/taint_info/coresize

# --- new flags ---

for bit in 0 1 2 3 4; do
	figure event bench event $TRIGGER "add $bit"
done
last=0
for n in 1 10 100 300; do
	modules $((last + 1)) $n
	last=$n
	sleep 1
	bit=$((bit + 1))
	figure event@modules=$n bench event $TRIGGER "add $bit"
done
without 1 $last
for phase in 100 300 500 700 900; do
	figure poll bench poll $TRIGGER "add $((phase / 200 + 14))" $phase
done

# --- every flag ---

for flag in $FLAGS; do
	[ "$(cat $CLASS/"$flag"/set)" = 1 ] || echo "add $(cat $CLASS/"$flag"/bit)" >$TRIGGER
done
sleep 1
files @flags=all
