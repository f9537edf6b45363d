// SPDX-License-Identifier: GPL-2.0-only
/*
 * A module that says it is from the staging directory.
 */
#include <linux/module.h>

MODULE_INFO(staging, "Y");
MODULE_DESCRIPTION("taint_info selftests: a module from staging");
MODULE_LICENSE("GPL");
