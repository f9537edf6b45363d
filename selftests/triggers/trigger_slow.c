// SPDX-License-Identifier: GPL-2.0-only
/*
 * Draws out the moment between the hook in add_taint() and the bit.  Of probes in
 * one place the newest runs first: load this one before taint_info.  With ms=0 it is
 * the least that any probe there can do.
 */
#include <linux/delay.h>
#include <linux/kprobes.h>
#include <linux/module.h>

static unsigned int ms = 10;
module_param(ms, uint, 0);

static int slow_down(struct kprobe *probe, struct pt_regs *regs)
{
	mdelay(ms);
	return 0;
}

static struct kprobe slow_probe = {
	.symbol_name = "add_taint",
	.pre_handler = slow_down,
};

static int __init trigger_slow_init(void)
{
	return register_kprobe(&slow_probe);
}

static void __exit trigger_slow_exit(void)
{
	unregister_kprobe(&slow_probe);
}

module_init(trigger_slow_init);
module_exit(trigger_slow_exit);

MODULE_DESCRIPTION("taint_info selftests: makes add_taint() slow");
MODULE_LICENSE("GPL");
