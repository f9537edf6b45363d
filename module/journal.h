/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What happened: how often each flag was raised, by which calls, and how we
 * came to know of it.
 */
#ifndef TAINT_INFO_JOURNAL_H
#define TAINT_INFO_JOURNAL_H

#include <linux/bits.h>
#include <linux/sched.h>
#include <linux/types.h>

#define TAINT_STACK_DEPTH 32

/* Where the kernel was when it raised a flag. */
enum taint_context {
	CONTEXT_UNKNOWN,
	CONTEXT_TASK,
	CONTEXT_SOFTIRQ,
	CONTEXT_HARDIRQ,
	CONTEXT_NMI,
};

/* How a flag came to our notice. */
enum taint_origin {
	ORIGIN_NONE,		/* it did not */
	ORIGIN_BASELINE,	/* set before watching began */
	ORIGIN_OBSERVED,	/* a hook saw the call that set it */
	ORIGIN_DETECTED,	/* found by comparing masks: nobody knows who */
};

/**
 * struct taint_event - one taint, as raw as the hook found it
 * @seq: its number, from 1; the journal gives it
 * @ip: where add_taint() returns to; 0 when unknown
 * @hint: the place as the kernel's own report named it; 0 when it did not
 * @mono_ns: ktime_get_mono_fast_ns()
 * @start_time: when the thread was created: tells it from a later one with
 *	the same @pid
 * @bit: the flag
 * @cpu: the processor it happened on
 * @pid: the thread, in the initial namespace; it and the fields up to @comm
 *	have a meaning in CONTEXT_TASK only
 * @uid: its user, in the initial namespace
 * @loginuid: the user who logged in, in the initial namespace; -1 for none
 * @comm: its name, NUL-terminated
 * @context: enum taint_context
 * @seen: a call was seen; otherwise a comparison of masks found the flag
 * @was_set: the flag was set already
 * @nr_stack: addresses in @stack
 * @stack: the call path, the innermost first, the probe's own frames included
 *
 * Addresses are for resolving only and never leave the kernel.
 */
struct taint_event {
	unsigned long seq;
	unsigned long ip;
	unsigned long hint;
	u64 mono_ns;
	u64 start_time;
	u32 bit;
	u32 cpu;
	s32 pid;
	u32 uid;
	u32 loginuid;
	char comm[TASK_COMM_LEN];
	u8 context;
	u8 seen;
	u8 was_set;
	u8 nr_stack;
	unsigned long stack[TAINT_STACK_DEPTH];
};

/* Which event of a flag: the first that a hook saw, or the newest. */
enum journal_which {
	JOURNAL_FIRST,
	JOURNAL_LAST,
	JOURNAL_KEPT,
};

/**
 * struct taint_record - an event that was read from the journal
 * @event: the event; its seq is 0 where there is none
 * @boottime: nanoseconds since boot, time asleep included
 * @realtime: nanoseconds since 1970
 */
struct taint_record {
	struct taint_event event;
	u64 boottime;
	u64 realtime;
};

bool journal_write(struct taint_event *event);
void journal_write_unusable(void);

void journal_set_baseline(unsigned long mask);
unsigned long journal_update(unsigned long mask);

enum taint_origin journal_origin(unsigned int bit);
unsigned long journal_known(void);
unsigned long journal_confirmed(void);
unsigned long journal_baseline(void);
unsigned long journal_count(unsigned int bit);
unsigned long journal_events(void);
unsigned long journal_lost(void);
bool journal_unread(void);
bool journal_record(unsigned int bit, enum journal_which which,
		    struct taint_record *record);

const char *journal_context_name(enum taint_context context);
const char *journal_origin_name(enum taint_origin origin);

#endif
