/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What hooks keep of one CPU in one context, for note.c: who is in a hook, the places that
 * reports have named, the newest call.
 *
 * Context: any, with preemption off.  No lock: what interrupts a hook is of another context.
 */
#ifndef TAINT_INFO_LEVEL_H
#define TAINT_INFO_LEVEL_H

#include <linux/bitops.h>
#include <linux/compiler.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/types.h>

#include "event.h"

/* The place that a report has named just before add_taint(). */
struct hint {
	const struct task_struct *task;
	unsigned long switches;		/* of that task, by then */
	unsigned long place;
	u8 word;			/* TAINT_HINT_* but _CERTAIN */
};

/* Reports that end in TAINT_DIE, and all others: a WARN while an oops is printed. */
enum { HINT_WARN, HINT_OOPS, HINTS };

/*
 * State of hooks on one CPU in one context.  A hook runs with preemption off, and what
 * interrupts it is of another context: no other hook uses it meanwhile.
 */
struct level {
	/*
	 * The task whose hook runs here, or was the last to.  Where a hook faults, the
	 * report of that runs a hook in the same task, which finds busy set and does
	 * nothing.  A task that died in a hook stays here, busy, until another's runs.
	 */
	const struct task_struct *task;
	u64 start_time;			/* of the task: tells it from a later one */
	bool busy;

	/* The task's newest call for which a stack was considered, and when. */
	u8 bit;
	unsigned long place;
	unsigned long tick;

	u8 hinted;			/* a bit for each hint that is still to be used */
	struct hint hints[HINTS];
} __aligned(128);		/* found by a shift */

struct levels {
	struct level of[CONTEXT_NMI + 1];
};

extern struct levels __percpu *levels;	/* of note.c */

static inline enum taint_context context_of(unsigned int count)
{
	/* The common case first: in a storm each instruction counts. */
	if (!IS_ENABLED(CONFIG_PREEMPT_RT) &&
	    likely(!(count & (NMI_MASK | HARDIRQ_MASK | SOFTIRQ_OFFSET))))
		return CONTEXT_TASK;
	if (count & NMI_MASK)
		return CONTEXT_NMI;
	if (count & HARDIRQ_MASK)
		return CONTEXT_HARDIRQ;
	return in_serving_softirq() ? CONTEXT_SOFTIRQ : CONTEXT_TASK;
}

/* With preemption off; false where a hook of this very task faulted. */
static inline bool enter(struct level *level)
{
	const struct task_struct *task = current;

	if (unlikely(level->task != task || level->start_time != task->start_time)) {
		level->task = task;
		level->start_time = task->start_time;
		level->place = 0;
	} else if (unlikely(level->busy)) {
		return false;
	}
	level->busy = true;
	barrier();	/* set before anything that may fault */
	return true;
}

static inline void leave(struct level *level)
{
	barrier();
	level->busy = false;
}

/* With preemption off. */
static inline struct level *level_of(enum taint_context context)
{
	struct level *level = &raw_cpu_ptr(levels)->of[context];

	/* Keep the address in a register: gcc would compute it again for each use. */
	OPTIMIZER_HIDE_VAR(level);
	return level;
}

static inline unsigned long switches(void)
{
	return current->nvcsw + current->nivcsw;
}

static inline void set_hint(struct level *level, unsigned int which, unsigned long place, u8 word)
{
	struct hint *hint = &level->hints[which];

	hint->task = current;
	hint->switches = switches();
	hint->place = place;
	hint->word = word;
	level->hinted |= BIT(which);
}

/*
 * The place, or 0.  It is certain, of this very report, when the thread was not switched
 * out since.  A task that migrates in between leaves it behind, unused.
 */
static inline unsigned long take_hint(struct level *level, unsigned int bit, u8 *word)
{
	unsigned int which = bit == TAINT_DIE ? HINT_OOPS : HINT_WARN;
	struct hint *hint = &level->hints[which];

	if (!(level->hinted & BIT(which)) || hint->task != current)
		return 0;
	level->hinted &= ~BIT(which);
	*word = hint->word;
	if (hint->switches == switches())
		*word |= TAINT_HINT_CERTAIN;
	return hint->place;
}

#endif
