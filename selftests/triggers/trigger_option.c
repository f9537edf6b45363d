// SPDX-License-Identifier: GPL-2.0-only
/*
 * Has an option that is dangerous to set, so that the kernel raises a flag for it: when it
 * is loaded, or when somebody writes to its file.
 *
 *	dangerous=N	taints
 *	nap=MS		init takes its time
 */
#include <linux/delay.h>
#include <linux/module.h>

static int dangerous;
module_param_unsafe(dangerous, int, 0644);

static int nap;
module_param(nap, int, 0);

static int __init trigger_option_init(void)
{
	if (nap)
		msleep(nap);
	return 0;
}

static void __exit trigger_option_exit(void)
{
}

module_init(trigger_option_init);
module_exit(trigger_option_exit);

MODULE_DESCRIPTION("taint_info selftests: a module with a dangerous option");
MODULE_LICENSE("GPL");
