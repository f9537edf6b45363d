// SPDX-License-Identifier: GPL-2.0-only
/*
 * Without trigger_gives its loading fails for want of a symbol, before any
 * notifier is called, but after it has raised the flags of a staging module.
 */
#include <linux/module.h>

#include "trigger_given.h"

static int __init trigger_needs_init(void)
{
	return trigger_given;
}

module_init(trigger_needs_init);

MODULE_INFO(staging, "Y");
MODULE_DESCRIPTION("taint_info selftests: a module that needs another");
MODULE_LICENSE("GPL");
