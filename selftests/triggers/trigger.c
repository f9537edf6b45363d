// SPDX-License-Identifier: GPL-2.0-only
/*
 * Raises taints on demand, in the context of whoever writes to
 * /proc/taint_trigger:
 *
 *	warn [N]	N times WARN()
 *	oops		write to address 0: the writer is killed
 *	add BIT [N]	N times add_taint(BIT)
 *	hardirq BIT	add_taint(BIT) in an interrupt
 *	softirq BIT	in a timer
 *	nmi BIT		in an NMI (x86)
 *
 * A write returns when the taint has been raised.
 */
#include <linux/completion.h>
#include <linux/irq_work.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/proc_fs.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/uaccess.h>
#ifdef CONFIG_X86_LOCAL_APIC
#include <asm/apic.h>
#include <asm/nmi.h>
#endif

static DEFINE_MUTEX(mutex);	/* one interrupt at a time */
static unsigned int wanted_bit;
static DECLARE_COMPLETION(raised);

static void raise_wanted(void)
{
	add_taint(wanted_bit, LOCKDEP_STILL_OK);
}

static void in_hardirq_context(struct irq_work *work)
{
	raise_wanted();
	complete(&raised);
}

static void in_softirq_context(struct timer_list *timer)
{
	raise_wanted();
	complete(&raised);
}

static struct irq_work hardirq_work;
static struct timer_list softirq_timer;

#ifdef CONFIG_X86_LOCAL_APIC
static atomic_t nmi_wanted;

static int in_nmi_context(unsigned int type, struct pt_regs *regs)
{
	if (!atomic_xchg(&nmi_wanted, 0))
		return NMI_DONE;
	raise_wanted();
	return NMI_HANDLED;
}

static int raise_in_nmi(void)
{
	atomic_set(&nmi_wanted, 1);
	apic->send_IPI_mask(cpumask_of(get_cpu()), NMI_VECTOR);
	put_cpu();
	while (atomic_read(&nmi_wanted))
		cpu_relax();
	return 0;
}

static int hook_nmi(void)
{
	return register_nmi_handler(NMI_LOCAL, in_nmi_context, 0, "taint_trigger");
}

static void unhook_nmi(void)
{
	unregister_nmi_handler(NMI_LOCAL, "taint_trigger");
}
#else
static int raise_in_nmi(void)
{
	return -EOPNOTSUPP;
}

static int hook_nmi(void)
{
	return 0;
}

static void unhook_nmi(void)
{
}
#endif

/* A function of its own: its name is what a report has to show. */
static noinline void warn_on_demand(void)
{
	WARN(1, "taint_trigger: a WARN on demand\n");
}

static noinline void oops_on_demand(void)
{
	int *nowhere = NULL;

	OPTIMIZER_HIDE_VAR(nowhere);
	*nowhere = 0;
}

static int raise_in_interrupt(const char *word, unsigned int bit)
{
	int err = 0;

	mutex_lock(&mutex);
	wanted_bit = bit;
	reinit_completion(&raised);
	if (!strcmp(word, "nmi")) {
		err = raise_in_nmi();
	} else if (!strcmp(word, "hardirq")) {
		irq_work_queue(&hardirq_work);
		wait_for_completion(&raised);
	} else if (!strcmp(word, "softirq")) {
		mod_timer(&softirq_timer, jiffies + 1);
		wait_for_completion(&raised);
	} else {
		err = -EINVAL;
	}
	mutex_unlock(&mutex);
	return err;
}

static int obey(char *line)
{
	unsigned int bit, times = 1;
	char *word = strsep(&line, " ");

	if (!strcmp(word, "warn")) {
		if (line && kstrtouint(line, 0, &times))
			return -EINVAL;
		while (times--)
			warn_on_demand();
		return 0;
	}
	if (!strcmp(word, "oops")) {
		oops_on_demand();
		return 0;
	}

	if (!line || kstrtouint(strsep(&line, " "), 0, &bit))
		return -EINVAL;
	if (strcmp(word, "add"))
		return raise_in_interrupt(word, bit);
	if (line && kstrtouint(line, 0, &times))
		return -EINVAL;
	while (times--)
		add_taint(bit, LOCKDEP_STILL_OK);
	return 0;
}

static ssize_t trigger_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	char line[64];
	int err;

	if (count >= sizeof(line))
		return -EINVAL;
	if (copy_from_user(line, buf, count))
		return -EFAULT;
	line[count] = '\0';
	err = obey(strim(line));
	return err ? err : count;
}

static const struct proc_ops trigger_ops = {
	.proc_write = trigger_write,
};

static int __init trigger_init(void)
{
	int err;

	init_irq_work(&hardirq_work, in_hardirq_context);
	timer_setup(&softirq_timer, in_softirq_context, 0);
	err = hook_nmi();
	if (err)
		return err;
	if (!proc_create("taint_trigger", 0200, NULL, &trigger_ops)) {
		unhook_nmi();
		return -ENOMEM;
	}
	return 0;
}

static void __exit trigger_exit(void)
{
	remove_proc_entry("taint_trigger", NULL);
	unhook_nmi();
}

module_init(trigger_init);
module_exit(trigger_exit);

MODULE_DESCRIPTION("taint_info selftests: raises taints on demand");
MODULE_LICENSE("GPL");
