#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# On whose behalf: the parent and the control group of who raised a flag, in every file
# that tells of them, also when they are gone.

. ./lib.sh

GROUPS_DIR=/tmp/groups
mkdir $GROUPS_DIR
load_module /modules/trigger.ko >/tmp/out
is "loads" "$(load_module /modules/taint_info.ko poll_ms=0)" loaded

# order_in GROUP OPTION...: a WARN by a process in that group
order_in() {
	group=$1
	shift
	begin
	provoke_begin
	order --group "$GROUPS_DIR$group" "$@" /proc/taint_trigger warn >/tmp/pid
	provoke_end
}

# in_group NAME WANT [TEXT]: the last WARN was by a process in that group, as sysfs has
# it, and the log and the report, where it is another text
in_group() {
	only "$1" warn
	blamed warn/last "$1" context=task caller=warn_on_demand module=trigger \
		pid="$(cat /tmp/pid)" uid=0 comm=order ppid=$$ parent="$(cat /proc/$$/comm)" cgroup="$2"
	is "$1: so does the log" "$(sed -n '$s/.* cgroup="\(.*\)" caller=.*/\1/p' $LOG)" "${3:-$2}"
}

holds_seq() {
	[ -n "$(cat $CLASS/"$1"/first/seq)" ]
}

newest_group() {
	[ "$(cat $CLASS/randstruct/last/cgroup)" = "$1" ]
}

# --- nobody uses the default hierarchy ---

begin
provoke_begin
order /proc/taint_trigger warn >/tmp/pid
provoke_end
in_group "no hierarchy" ""
if ! grep -q cgroup2 /proc/filesystems; then
	skip "control groups" "this kernel has none"
	finish
	exit
fi
if mount -t cgroup -o none,name=selftest none $GROUPS_DIR 2>/tmp/out; then
	mkdir $GROUPS_DIR/old
	order_in /old
	in_group "cgroup v1 alone" ""
	rmdir $GROUPS_DIR/old
	umount $GROUPS_DIR
else
	skip "cgroup v1 alone" "$(cat /tmp/out)"
fi

# --- one does ---

mount -t cgroup2 none $GROUPS_DIR
order_in ""
in_group "the root" /
is "as the kernel has it" "$(sed -n 's/^0:://p' /proc/self/cgroup)" /
mkdir -p $GROUPS_DIR/a/b
order_in /a/b
in_group "a nested group" /a/b
ok "the report has it" grep -q '^ *in control group /a/b$' $REPORT
ok "and whose child it was" grep -q "^ *child of $(cat /proc/$$/comm)\[$$\]\$" $REPORT
# There the writer is a child of the process that has made them.
order_in /a/b --contained
only "in namespaces of its own" warn
blamed warn/last "in namespaces of its own" context=task caller=warn_on_demand module=trigger \
	pid="$(cat /tmp/pid)" uid=0 comm=order parent=order cgroup=/a/b

odd="$(printf 'a "b\\ \033[2J')"
mkdir "$GROUPS_DIR/$odd"
order_in "/$odd"
in_group "an odd name" '/a "b\ \e[2J' '/a \042b\134 \033[2J'
rmdir "$GROUPS_DIR/$odd"

deep=
while [ ${#deep} -lt 300 ]; do
	deep=$deep/a_group_of_a_long_name
done
mkdir -p "$GROUPS_DIR$deep"
order_in "$deep"
in_group "too long a path" "$(echo "$deep" | sed 's/.*\(.\{252\}\)$/...\1/')"

# --- what is gone ---

# A flag that has not been raised yet keeps it as its first.
mkdir $GROUPS_DIR/gone
begin
order --group $GROUPS_DIR/gone /proc/taint_trigger "add 17" >/tmp/pid
within 5 holds_seq randstruct
rmdir $GROUPS_DIR/gone
holds "a group that is gone" $CLASS/randstruct/first/cgroup /gone

# Many groups: the newest is known, and the first of another flag still is.
for i in $(seq 40); do
	mkdir $GROUPS_DIR/"$i"
	order --group $GROUPS_DIR/"$i" /proc/taint_trigger "add 17" >/tmp/pid
	within 5 newest_group "/$i" || break
	rmdir $GROUPS_DIR/"$i"
done
holds "many groups: the newest" $CLASS/randstruct/last/cgroup /40
holds "many groups: the first" $CLASS/randstruct/first/cgroup /gone

# --- a storm: each event has what the first had ---

order --group $GROUPS_DIR/a/b /proc/taint_trigger "add 17 1000" >/tmp/pid
within 5 newest_group /a/b
is "a storm: all are of that group" \
	"$(tail -n 50 $LOG | sed 's/.* ppid=\([0-9]*\) .* parent="\([^"]*\)" cgroup="\([^"]*\)".*/\1 \2 \3/' | sort -u)" \
	"$$ $(cat /proc/$$/comm) /a/b"
ok "unloads" within 10 rmmod taint_info
umount $GROUPS_DIR
finish
