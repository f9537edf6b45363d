#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# kernel_taint.sh - a plugin of node-problem-detector: is the kernel's taint state expected?
#
# usage: kernel_taint.sh [ARGUMENT OF taintinfo expect]...
#
# It goes to config/plugin of node-problem-detector, and kernel_taint.json, which runs it, to
# config. What is expected is what the arguments allow and the host's policy accepts, see
# taintinfo-policy(5).
#
# Environment:
#   TAINTINFO  the program (default: taintinfo)
#   ROOT       where the host's files are, in a container (default: /)
#
# Exit codes, as node-problem-detector has them: 0 expected, 1 not, 2 not known. It takes
# standard output for the message.

if ! command -v "${TAINTINFO:-taintinfo}" >/dev/null; then
	echo "there is no ${TAINTINFO:-taintinfo}: install it, or name it by TAINTINFO="
	exit 2
fi
said=$("${TAINTINFO:-taintinfo}" --root="${ROOT:-/}" expect --nagios "$@")
code=$?
# What comes behind the bar is for Nagios.
said=${said%% | *}
case $code in
0) echo "${said#TAINT OK - }" ;;
2) echo "unexpected: ${said#TAINT CRITICAL - }"; exit 1 ;;
*) echo "not known: ${said#TAINT UNKNOWN - }"; exit 2 ;;
esac
