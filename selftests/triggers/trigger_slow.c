// SPDX-License-Identifier: GPL-2.0-only
/*
 * Draws out the moment between the hook in add_taint() and the bit.  Of probes in
 * one place the newest runs first: load this one before taint_info.  With ms=0 it is
 * the least that any probe there can do.  Where there is the trace point, it listens
 * there, and is told last.
 *
 * With at=return it does so between the bit and the hook on the return of proc_taint(),
 * where the last that has come in goes out first: again the one that was loaded before.
 *
 * With at=whole a call is not preempted until the bit is set, either: what waits for
 * handlers to end waits for the bit, as it does on a kernel without preemption.
 */
#include <linux/kprobes.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/preempt.h>
#include <linux/processor.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/time64.h>
#include <linux/timekeeping.h>
#include <linux/tracepoint.h>

#include "../../module/compat.h"
#ifdef HAVE_TAINT_TRACEPOINT
#include <trace/events/taint.h>
#endif

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

static bool is_spared(void)
{
	return !strcmp(current->comm, spare);
}

static void slow_down(void)
{
	if (!is_spared())
		wait_ms(READ_ONCE(ms));
}

#ifdef HAVE_TAINT_TRACEPOINT
static void slow_down_traced(void *data, unsigned int flag, unsigned long caller,
			     const struct module *module)
{
	slow_down();
}

static struct tracepoint *taint_add;

static void find_taint_add(struct tracepoint *tracepoint, void *unused)
{
	if (!strcmp(tracepoint->name, "taint_add"))
		taint_add = tracepoint;
}

static int listen(void)
{
	for_each_kernel_tracepoint(find_taint_add, NULL);
	return taint_add ? tracepoint_probe_register_prio(taint_add, (void *)slow_down_traced,
							  NULL, 0) : -ENOENT;
}

static void listen_no_more(void)
{
	tracepoint_probe_unregister(taint_add, (void *)slow_down_traced, NULL);
	tracepoint_synchronize_unregister();
}
#else
static int slow_down_call(struct kprobe *probe, struct pt_regs *regs)
{
	slow_down();
	return 0;
}

static struct kprobe slow_probe = {
	.symbol_name = "add_taint",
	.pre_handler = slow_down_call,
};

static int listen(void)
{
	return register_kprobe(&slow_probe);
}

static void listen_no_more(void)
{
	unregister_kprobe(&slow_probe);
}
#endif

static int slow_down_return(struct kretprobe_instance *instance, struct pt_regs *regs)
{
	wait_ms(READ_ONCE(ms));
	return 0;
}

static struct kretprobe slow_return = {
	.kp.symbol_name = "proc_taint",
	.handler = slow_down_return,
};

static int begin_whole(struct kretprobe_instance *instance, struct pt_regs *regs)
{
	if (is_spared())
		return 1;	/* no return to wait for */
	preempt_disable_notrace();
	return 0;
}

static int end_whole(struct kretprobe_instance *instance, struct pt_regs *regs)
{
	preempt_enable_notrace();
	return 0;
}

static struct kretprobe whole_call = {
	.kp.symbol_name = "add_taint",
	.entry_handler = begin_whole,
	.handler = end_whole,
};

static int listen_whole(void)
{
	int err = register_kretprobe(&whole_call);

	if (err)
		return err;
	err = listen();
	if (err)
		unregister_kretprobe(&whole_call);
	return err;
}

static bool is_at(const char *place)
{
	return !strcmp(at, place);
}

static int __init trigger_slow_init(void)
{
	if (is_at("return"))
		return register_kretprobe(&slow_return);
	return is_at("whole") ? listen_whole() : listen();
}

static void __exit trigger_slow_exit(void)
{
	if (is_at("return")) {
		unregister_kretprobe(&slow_return);
		return;
	}
	listen_no_more();
	if (is_at("whole"))
		unregister_kretprobe(&whole_call);
}

module_init(trigger_slow_init);
module_exit(trigger_slow_exit);

MODULE_DESCRIPTION("taint_info selftests: makes add_taint() slow");
MODULE_LICENSE("GPL");
