// SPDX-License-Identifier: GPL-2.0-only
/*
 * The least that a probe on add_taint() can do: what any other watcher of that
 * function would cost at the very least.
 */
#include <linux/kprobes.h>
#include <linux/module.h>

static unsigned long hits;

static int on_hit(struct kprobe *probe, struct pt_regs *regs)
{
	hits++;
	return 0;
}
NOKPROBE_SYMBOL(on_hit);

static struct kprobe probe = {
	.symbol_name = "add_taint",
	.pre_handler = on_hit,
};

static int __init trigger_probe_init(void)
{
	return register_kprobe(&probe);
}

static void __exit trigger_probe_exit(void)
{
	unregister_kprobe(&probe);
}

module_init(trigger_probe_init);
module_exit(trigger_probe_exit);

MODULE_DESCRIPTION("taint_info selftests: an almost empty probe");
MODULE_LICENSE("GPL");
