// SPDX-License-Identifier: GPL-2.0-only
/*
 * Warns where a module begins and where it ends, whose code is gone a moment
 * later; with fail=1 its init fails after that.  With bug=1 it never comes back from
 * its init, nor does whoever loads it.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/module.h>

static bool fail;
module_param(fail, bool, 0);

static bool bug;
module_param(bug, bool, 0);

static noinline void bug_below_init(void)
{
	BUG();
}

static int __init warn_in_init(void)
{
	if (bug)
		bug_below_init();
	WARN(1, "taint_trigger: a WARN in init\n");
	return fail ? -ENODEV : 0;
}

static void __exit warn_in_exit(void)
{
	WARN(1, "taint_trigger: a WARN in exit\n");
	barrier();
}

module_init(warn_in_init);
module_exit(warn_in_exit);

MODULE_DESCRIPTION("taint_info selftests: warns in init and exit");
MODULE_LICENSE("GPL");
