// SPDX-License-Identifier: GPL-2.0-only
/*
 * Has a symbol for trigger_needs.
 */
#include <linux/module.h>

#include "trigger_given.h"

int trigger_given;
EXPORT_SYMBOL_GPL(trigger_given);

MODULE_DESCRIPTION("taint_info selftests: a module with a symbol for another");
MODULE_LICENSE("GPL");
