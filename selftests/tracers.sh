#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The trace event as perf, trace-cmd and bpftrace of the kernel's own suite print it, when
# they are called as docs/files.md has it.

. ./lib.sh

GROUPS_DIR=/tmp/groups
SAID=/tmp/said

printf '%s\n' '#!/bin/sh' 'exec "$@"' >/usr/bin/sudo
chmod 755 /usr/bin/sudo
mkdir $GROUPS_DIR
mount -t cgroup2 none $GROUPS_DIR
mkdir $GROUPS_DIR/some.service
mount -t tracefs none /sys/kernel/tracing
load_module /modules/trigger.ko >/tmp/out
is "loads" "$(load_module /modules/taint_info.ko)" loaded

# told TOOL: what it has printed of WARNs: number, flag, module, name and group
told() {
	case $1 in
	perf)
		sed -n 's/.* taint_info:taint(seq: \([0-9]*\), .* flag: "\(warn\)", .* comm: "\(.*\)", parent: .* cgroup: "\(.*\)", caller: .* module: "\(.*\)", via: "".*)$/\1 \2 \5 \3 \4/p' $SAID
		;;
	trace-cmd)
		sed -n 's/.* taint:  *seq=\([0-9]*\) .* flag=\(warn\) .* comm=\(.*\) parent=.* cgroup=\(.*\) caller=.* module=\(.*\) via=$/\1 \2 \5 \3 \4/p' $SAID
		;;
	bpftrace) grep '^[0-9]* warn ' $SAID ;;
	esac
}

# of_log: the same, as the module's log has it
of_log() {
	sed -n 's/^seq=\([0-9]*\) .* flag=\(warn\) .* comm="\(.*\)" parent=.* cgroup="\(.*\)" caller=.* module=\([^ ]*\)$/\1 \2 \5 \3 \4/p' $LOG
}

# On a pipe trace-cmd says nothing before it has four kilobytes to say; and who is attached
# to an event does not show in any file.
provoked() {
	provoke_begin
	order --comm "odd $1" --group $GROUPS_DIR/some.service /proc/taint_trigger warn >/tmp/pid
	provoke_end
	order --comm "more of $1" /proc/taint_trigger "add 17 20" >/tmp/pid
	settle
	[ -n "$(told "$1")" ] || grep -q '^[0-9][0-9]* *$' $SAID
}

# ended TOOL: as by Ctrl-C, which reaches all of its processes; at work it may not heed it.
ended() {
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		# shellcheck disable=SC2046
		kill -INT $(pidof "$1")
		sleep 2
		pidof "$1" >/tmp/pids || return 0
	done
	# shellcheck disable=SC2046
	kill -KILL $(pidof "$1")
	return 1
}

# reads_no_text: this bpftrace finds none in events of the kernel's own either, as that of
# Debian 13: it takes a text to be four times as far into the event as it is (bpftrace's pull
# request 4238)
reads_no_text() {
	[ "$1" = bpftrace ] && [ -z "$(told "$1")" ] || return 1
	bpftrace -e 'BEGIN { printf("ready\n"); } tracepoint:sched:sched_process_exec { printf("ran %s\n", str(args->filename)); }' \
		>/tmp/ran 2>&1 </dev/null &
	within 20 grep -q ready /tmp/ran
	within 4 ran
	ended bpftrace
	grep -q '^ran' /tmp/ran && ! grep -qx 'ran /bin/busybox' /tmp/ran
}

ran() {
	/bin/busybox true
	sleep 0.5
	grep -q '^ran' /tmp/ran
}

# try TOOL LINE
try() {
	sh -c "$2" >$SAID 2>&1 </dev/null &
	# A look takes a second or so.
	within 4 provoked "$1"
	if reads_no_text "$1"; then
		skip "$1 tells of a WARN" "it reads no text of any event: $(bpftrace --version)"
		return
	fi
	# They come by processor; the log forgets.
	told "$1" | sort -n | tail -n 3 >/tmp/told
	ok "$1 tells of a WARN" [ -s /tmp/told ]
	of_log >/tmp/logged
	sed "s/^/# $1: /" /tmp/told
	ok "$1: the last was by whom it was" \
		grep "^[0-9]* warn trigger odd $1 /some.service$" /tmp/told
	is "$1: each of them, as the log has it" "$(grep -vxFf /tmp/logged /tmp/told)" ""
	# Not by ok: the shell that has started it has to take notice of its end.
	ended "$1"
	is "$1 ends" $? 0
	{
		grep -vF "odd $1" $SAID | head -n 10
		grep -F "odd $1" $SAID | tail -n 1
	} | grep -v "more of" | tr -cd ' -~\n' | sed 's/^/# /'
}

tools=0
while read -r line <&3; do
	tool=${line#sudo }
	try "${tool%% *}" "$line"
	tools=$((tools + 1))
done 3<tracers.lines
is "docs/files.md has a line for each" "$tools" 3
ok "unloads" within 10 rmmod taint_info
finish
