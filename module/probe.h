/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The probe on add_taint(), and what every probe at a function's entry needs.
 */
#ifndef TAINT_INFO_PROBE_H
#define TAINT_INFO_PROBE_H

#include <linux/compiler.h>
#include <linux/kprobes.h>
#include <linux/preempt.h>
#include <linux/types.h>

/*
 * A probe with a post handler is not turned from a breakpoint into a jump
 * behind our back, so that what probe_count() takes off stays true.
 */
#if defined(CONFIG_OPTPROBES) && \
	(!defined(CONFIG_KPROBES_ON_FTRACE) || \
	 (defined(CONFIG_PPC64) && defined(CONFIG_PREEMPTION)))
void probe_after_hit(struct kprobe *probe, struct pt_regs *regs, unsigned long flags);
#define PROBE_AFTER_HIT probe_after_hit
#define PROBE_NEEDS_AFTER_HIT
#else
#define PROBE_AFTER_HIT NULL
#endif

int probe_arm_at_entry(struct kprobe *probe);
int probe_arm(kprobe_pre_handler_t handler);
void probe_disarm(void);
bool probe_try(void);
bool probe_try_hit(void);
bool probe_silent(void);
unsigned long probe_missed(void);
unsigned long probe_text(void);

extern unsigned int probe_entry_count;
extern bool probe_unsure;

/*
 * For handlers of probes: the preempt count where one was hit, without what its own entry
 * has added; and whether the hit is our own trial, and nothing to write down.
 */
static inline unsigned int probe_count(void)
{
	return preempt_count() - READ_ONCE(probe_entry_count);
}

static inline bool probe_is_trial(void)
{
	return unlikely(READ_ONCE(probe_unsure)) && probe_try_hit();
}

#endif
