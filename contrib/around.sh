#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What "taintinfo run" runs for a harness whose tests are no commands of their own, such as
# pytest and bats: the process PID is in taintinfo's control group for as long as standard
# input lasts, so that what it does is "by this command".
#
# usage: taintinfo run -- sh around.sh PID
#
# Prints a line when it is so. Where there is no control group to be in, as without root,
# the process stays where it is, and what it does is told as "meanwhile".

pid=$1
while read -r _ dir type _; do
	[ "$type" != cgroup2 ] || top=$dir
done </proc/mounts

# move GROUP
move() { echo "$pid" >"${top-/nonesuch}$1/cgroup.procs"; } 2>/dev/null

home=$(sed -n 's/^0:://p' "/proc/$pid/cgroup")
move "$(sed -n 's/^0:://p' /proc/self/cgroup)"
echo "watching $pid"
cat >/dev/null
move "$home"
exit 0
