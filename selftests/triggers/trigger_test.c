// SPDX-License-Identifier: GPL-2.0-only
/*
 * A module that says it is a test.
 */
#include <linux/module.h>

MODULE_INFO(test, "Y");
MODULE_DESCRIPTION("taint_info selftests: a module that is a test");
MODULE_LICENSE("GPL");
