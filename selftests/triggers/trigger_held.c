// SPDX-License-Identifier: GPL-2.0-only
/*
 * A module that is in use for ever: it goes by force alone.
 */
#include <linux/module.h>

static int __init trigger_held_init(void)
{
	__module_get(THIS_MODULE);
	return 0;
}

static void __exit trigger_held_exit(void)
{
}

module_init(trigger_held_init);
module_exit(trigger_held_exit);

MODULE_DESCRIPTION("taint_info selftests: a module that holds on to itself");
MODULE_LICENSE("GPL");
