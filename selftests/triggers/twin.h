/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Two modules that are alike but for the name of warn_in_twin(): they raise the
 * same flags when they are loaded, and one may lie where the other has been.
 *
 *	warn=1	init warns too
 *	nap=MS	init takes its time
 *	fail=1	init fails in the end
 */
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/module.h>

static bool warn, fail;
static int nap;
module_param(warn, bool, 0);
module_param(fail, bool, 0);
module_param(nap, int, 0);

static noinline void warn_in_twin(void)
{
	WARN(1, "taint_trigger: a WARN of a twin\n");
	barrier();
}

static int __init twin_init(void)
{
	if (warn)
		warn_in_twin();
	if (nap)
		msleep(nap);
	return fail ? -ENODEV : 0;
}

static void __exit twin_exit(void)
{
}

module_init(twin_init);
module_exit(twin_exit);

MODULE_INFO(staging, "Y");
MODULE_INFO(test, "Y");
MODULE_DESCRIPTION("taint_info selftests: one of two");
MODULE_LICENSE("Proprietary");
