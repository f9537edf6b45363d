#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# git bisect run: finds the commit since which a command taints the kernel. That of the driver
# or program that is bisected: a kernel has to be booted first.
#
#	git bisect run sh /usr/share/doc/taintinfo/contrib/git-bisect.sh "make && make install" ./test
#
# usage: git-bisect.sh BUILD COMMAND [ARGUMENT...]
#
# A commit is skipped for which BUILD fails, that has no such command, or of which taintinfo
# cannot tell. That the command itself fails does not matter.

sh -c "$1" || exit 125
shift
taintinfo run -- "$@"
case $? in
99) exit 1 ;;
125 | 126 | 127) exit 125 ;;
*) exit 0 ;;
esac
