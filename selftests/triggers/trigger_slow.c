// SPDX-License-Identifier: GPL-2.0-only
/*
 * Draws out the moment between the hook in add_taint() and the bit.  Of probes in
 * one place the newest runs first: load this one before taint_info.  With ms=0 it is
 * the least that any probe there can do.
 *
 * With at=return it does so between the bit and the hook on the return of proc_taint(),
 * where the last that has come in goes out first: again the one that was loaded before.
 */
#include <linux/kprobes.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/processor.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/time64.h>
#include <linux/timekeeping.h>

static unsigned int ms = 10;
module_param(ms, uint, 0600);

static char *at = "call";
module_param(at, charp, 0);

static char *spare = "";	/* a command that is not slowed down */
module_param(spare, charp, 0);

/* An emulated processor's own idea of a millisecond may be anything. */
static void wait_ms(unsigned int n)
{
	u64 end = ktime_get_mono_fast_ns() + n * (u64)NSEC_PER_MSEC;

	while (ktime_get_mono_fast_ns() < end)
		cpu_relax();
}

static int slow_down(struct kprobe *probe, struct pt_regs *regs)
{
	if (strcmp(current->comm, spare))
		wait_ms(READ_ONCE(ms));
	return 0;
}

static struct kprobe slow_probe = {
	.symbol_name = "add_taint",
	.pre_handler = slow_down,
};

static int slow_down_return(struct kretprobe_instance *instance, struct pt_regs *regs)
{
	wait_ms(READ_ONCE(ms));
	return 0;
}

static struct kretprobe slow_return = {
	.kp.symbol_name = "proc_taint",
	.handler = slow_down_return,
};

static bool at_return(void)
{
	return !strcmp(at, "return");
}

static int __init trigger_slow_init(void)
{
	return at_return() ? register_kretprobe(&slow_return) : register_kprobe(&slow_probe);
}

static void __exit trigger_slow_exit(void)
{
	if (at_return())
		unregister_kretprobe(&slow_return);
	else
		unregister_kprobe(&slow_probe);
}

module_init(trigger_slow_init);
module_exit(trigger_slow_exit);

MODULE_DESCRIPTION("taint_info selftests: makes add_taint() slow");
MODULE_LICENSE("GPL");
