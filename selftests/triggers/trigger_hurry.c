// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where DEBUG_KOBJECT_RELEASE puts each release off by seconds, this makes
 * hundredths of them: as late for whoever relies on it, and sooner for a test that
 * waits for it a thousand times.
 */
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/workqueue.h>

/* Here is nothing to do but to find it. */
static struct kprobe cleanup = { .symbol_name = "kobject_delayed_cleanup" };

static int hurry_up(struct kprobe *probe, struct pt_regs *regs)
{
#ifdef CONFIG_X86_64
	struct delayed_work *work = (struct delayed_work *)regs->dx;

	/* A probe may sit behind the function's first instruction. */
	if ((unsigned long)cleanup.addr - (unsigned long)work->work.func <= 4)
		regs->cx = 1 + regs->cx % 7;
#endif
	return 0;
}

/* bool queue_delayed_work_on(int cpu, workqueue, struct delayed_work *, delay) */
static struct kprobe queue = {
	.symbol_name = "queue_delayed_work_on",
	.pre_handler = hurry_up,
};

static int __init trigger_hurry_init(void)
{
	int err = register_kprobe(&cleanup);

	if (err)
		return err;
	unregister_kprobe(&cleanup);
	return register_kprobe(&queue);
}

static void __exit trigger_hurry_exit(void)
{
	unregister_kprobe(&queue);
}

module_init(trigger_hurry_init);
module_exit(trigger_hurry_exit);

MODULE_DESCRIPTION("taint_info selftests: releases objects late, but not that late");
MODULE_LICENSE("GPL");
