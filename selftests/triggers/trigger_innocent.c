// SPDX-License-Identifier: GPL-2.0-only
/*
 * Keeps one processor busy with code of its own, interrupts on, from load until
 * its parameter "spinning" is cleared: what happens there meanwhile happens in
 * an interrupt, and is not this module's doing.
 */
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/preempt.h>
#include <linux/sched/task.h>

static int cpu = 1;
module_param(cpu, int, 0);

static bool spinning;
module_param(spinning, bool, 0600);

static struct task_struct *thread;

static int innocent_spin(void *unused)
{
	preempt_disable();
	WRITE_ONCE(spinning, true);
	while (READ_ONCE(spinning))
		cpu_relax();
	preempt_enable();
	return 0;
}

static int __init trigger_innocent_init(void)
{
	thread = kthread_create(innocent_spin, NULL, "trigger_innocent");
	if (IS_ERR(thread))
		return PTR_ERR(thread);
	get_task_struct(thread);
	kthread_bind(thread, cpu);
	wake_up_process(thread);
	return 0;
}

static void __exit trigger_innocent_exit(void)
{
	WRITE_ONCE(spinning, false);
	kthread_stop(thread);
	put_task_struct(thread);
}

module_init(trigger_innocent_init);
module_exit(trigger_innocent_exit);

MODULE_DESCRIPTION("taint_info selftests: a module that does no harm");
MODULE_LICENSE("GPL");
