// SPDX-License-Identifier: GPL-2.0-only
/*
 * A module that says it is a live patch, but patches nothing.
 */
#include <linux/module.h>

MODULE_INFO(livepatch, "Y");
MODULE_DESCRIPTION("taint_info selftests: a module marked as a live patch");
MODULE_LICENSE("GPL");
