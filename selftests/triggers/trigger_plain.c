// SPDX-License-Identifier: GPL-2.0-only
/*
 * A module that does nothing: it is loaded by force, or in numbers.
 */
#include <linux/module.h>

MODULE_DESCRIPTION("taint_info selftests: a module that does nothing");
MODULE_LICENSE("GPL");
