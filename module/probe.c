// SPDX-License-Identifier: GPL-2.0-only
/*
 * The probe on add_taint(): where it sits, whether it fires, and what its own entry adds to
 * the preempt count.  What it writes down is in note.c.
 *
 * Context: what its handler calls (probe.h, probe_try_hit(), probe_text()) any, NMI
 * included: no lock, no allocation, no printing.  The rest process, at load and unload, and
 * the worker.
 */
#include <linux/bitops.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/preempt.h>
#include <linux/sched.h>

#include "arch.h"
#include "kick.h"
#include "probe.h"

static struct kprobe add_taint_probe = {
	.symbol_name = "add_taint",
	.post_handler = PROBE_AFTER_HIT,
};

static bool armed;
static bool kprobes_silent = true;	/* what the last trial or a real hit has shown */

/*
 * What a trial run of the probe is to find, and what it found.  A probe made
 * of a breakpoint runs inside the entry of that exception, which may count as
 * an NMI: probe_entry_count is what to take off preempt_count() to see the caller's.
 */
static struct {
	const struct task_struct *task;
	unsigned int preempt_count;
	bool hit;
} trial;
unsigned int probe_entry_count;
bool probe_unsure = true;	/* a trial runs, was not possible, or found kprobes silent */

/**
 * probe_try_hit() - whether a hit is probe_try()'s own; see probe_is_trial()
 *
 * Context: the handler of the probe.
 */
bool probe_try_hit(void)
{
	if (READ_ONCE(trial.task) == current) {
		WRITE_ONCE(trial.task, NULL);
		WRITE_ONCE(trial.hit, true);
		WRITE_ONCE(probe_entry_count, (preempt_count() - trial.preempt_count) &
					(NMI_MASK | HARDIRQ_MASK));
		return true;
	}
	/* They fire; whether probe_entry_count is right the next trial shows. */
	WRITE_ONCE(kprobes_silent, false);
	return false;
}
NOKPROBE_SYMBOL(probe_try_hit);

#ifdef PROBE_NEEDS_AFTER_HIT
void probe_after_hit(struct kprobe *probe, struct pt_regs *regs, unsigned long flags)
{
}
NOKPROBE_SYMBOL(probe_after_hit);
#endif

/**
 * probe_arm_at_entry() - register a probe where a function's arguments are in registers
 * @probe: the probe, with its symbol
 *
 * Where the kernel's own tracer owns a function's first instructions and probes cannot
 * share them, take what is behind these two: arguments and return address still are in
 * their registers.
 *
 * Context: process.
 *
 * Return: 0 or an errno.
 */
int probe_arm_at_entry(struct kprobe *probe)
{
	int err;

	probe->offset = ARCH_PROBE_OFFSET;
	err = register_kprobe(probe);
	if (err == -EINVAL && ARCH_PROBE_OFFSET_TRACED) {
		probe->addr = NULL;
		probe->offset = ARCH_PROBE_OFFSET_TRACED;
		err = register_kprobe(probe);
	}
	return err;
}

/**
 * probe_arm() - arm the probe on add_taint(), the last of all hooks
 * @handler: asks probe_is_trial() first
 *
 * Context: process.
 *
 * Return: 0 or an errno.
 */
int probe_arm(kprobe_pre_handler_t handler)
{
	int err;

	add_taint_probe.pre_handler = handler;
	err = probe_arm_at_entry(&add_taint_probe);
	armed = !err;
	if (armed)
		probe_try();	/* at once: it finds probe_entry_count */
	return err;
}

/**
 * probe_disarm() - disarm it
 *
 * Context: process.
 */
void probe_disarm(void)
{
	if (armed)
		unregister_kprobe(&add_taint_probe);
}

/* For a trial where no flag is set, as it may be when we are of the kernel's own tree. */
static noinline void taint_info_stand_in(void)
{
	barrier();
}

static struct kprobe stand_in_probe = {
	.symbol_name = "taint_info_stand_in",
	.post_handler = PROBE_AFTER_HIT,
};

static int arm_stand_in(void)
{
	stand_in_probe.addr = NULL;
	stand_in_probe.pre_handler = add_taint_probe.pre_handler;
	return probe_arm_at_entry(&stand_in_probe);
}

/**
 * probe_try() - find out whether the kprobes fire
 *
 * kernel.ftrace_enabled=0 or debugfs kprobes/enabled=0 silence them without a
 * word.  Sets a flag that is set already, which changes nothing; without one a
 * function of our own is called, with a probe of the same kind on it.  With interrupts
 * off only an NMI can come between, whose event would be taken for the trial; its flag
 * is then found by comparison.
 *
 * Context: process; at load, then the worker only.
 *
 * Return: false when they are silent.
 */
bool probe_try(void)
{
	unsigned long mask = kick_mask();
	unsigned long flags;
	bool fire;

	if (!armed || (!mask && arm_stand_in()))
		return true;

	local_irq_save(flags);
	trial.hit = false;
	trial.preempt_count = preempt_count();
	WRITE_ONCE(trial.task, current);
	WRITE_ONCE(probe_unsure, true);
	if (mask)
		add_taint(__ffs(mask), LOCKDEP_STILL_OK);
	else
		taint_info_stand_in();
	/* The compiler sees what the stand-in does, and not that its probe writes to trial. */
	barrier();
	WRITE_ONCE(trial.task, NULL);
	fire = READ_ONCE(trial.hit);
	local_irq_restore(flags);
	if (!mask)
		unregister_kprobe(&stand_in_probe);

	WRITE_ONCE(kprobes_silent, !fire);
	WRITE_ONCE(probe_unsure, !fire);
	return fire;
}

/**
 * probe_silent() - whether it is armed, but did not fire the last time it was tried
 *
 * Context: any.
 */
bool probe_silent(void)
{
	return armed && READ_ONCE(kprobes_silent);
}

/**
 * probe_text() - an address in the kernel's own text; 0 where there is none at hand
 *
 * Context: any.
 */
unsigned long probe_text(void)
{
	return (unsigned long)add_taint_probe.addr;
}

/**
 * probe_missed() - hits that came while another probe was handled
 *
 * Context: any.
 */
unsigned long probe_missed(void)
{
	return READ_ONCE(add_taint_probe.nmissed);
}
