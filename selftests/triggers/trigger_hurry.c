// SPDX-License-Identifier: GPL-2.0-only
/*
 * DEBUG_KOBJECT_RELEASE puts each release off, for some seconds.  That it comes
 * later, from a workqueue, is what finds mistakes: a jiffy is enough, and a
 * thousand loads of taint_info have to wait no more.
 */
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/workqueue.h>

/* Where a probe is put may be an instruction or two into the function. */
#define ENTRY_SIZE 16

static unsigned long cleanup;

static int hurry(struct kprobe *probe, struct pt_regs *regs)
{
#ifdef CONFIG_X86_64
	/* queue_delayed_work_on(cpu, wq, dwork, delay) */
	struct delayed_work *work = (struct delayed_work *)regs->dx;

	if (cleanup - (unsigned long)work->work.func < ENTRY_SIZE)
		regs->cx = 1;
#endif
	return 0;
}

static struct kprobe cleanup_probe = {
	.symbol_name = "kobject_delayed_cleanup",
};

static struct kprobe hurry_probe = {
	.symbol_name = "queue_delayed_work_on",
	.pre_handler = hurry,
};

static int __init trigger_hurry_init(void)
{
	int err = register_kprobe(&cleanup_probe);

	/* Only to know where it is. */
	if (err)
		return err;
	cleanup = (unsigned long)cleanup_probe.addr;
	unregister_kprobe(&cleanup_probe);
	return register_kprobe(&hurry_probe);
}

static void __exit trigger_hurry_exit(void)
{
	unregister_kprobe(&hurry_probe);
}

module_init(trigger_hurry_init);
module_exit(trigger_hurry_exit);

MODULE_DESCRIPTION("taint_info selftests: makes debug kernels release sooner");
MODULE_LICENSE("GPL");
