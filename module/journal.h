/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What happened: how often each flag was raised, by which calls, and how we
 * came to know of it.
 */
#ifndef TAINT_INFO_JOURNAL_H
#define TAINT_INFO_JOURNAL_H

#include <linux/bits.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/time64.h>
#include <linux/types.h>

/* Addresses in a recorded call path. */
#define TAINT_STACK_DEPTH 32
/* Bytes for the text of a place, and for that of a call path; both are cut visibly. */
#define TAINT_PLACE_SIZE 96
#define TAINT_PATH_SIZE 1024
/*
 * Whether calls come by a trap, whose own entry is then in their paths.  On 64-bit PowerPC
 * with preemption the tracer's way out of a function, and that of a probe that was turned
 * into a jump, restore r13, which names the processor, though the task may run on another
 * one by now; all the more as our own kick has woken a worker.
 */
#define TAINT_BY_TRAP	(IS_ENABLED(CONFIG_PPC64) && IS_ENABLED(CONFIG_PREEMPTION))
/* How long an event is held back for the name of the module that loads. */
#define TAINT_NAME_WAIT_NS (200 * NSEC_PER_MSEC)

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
 * @hint: the place as the kernel's own report named it; 0 when it did not;
 *	without @ip, the function that raised the flag, as the hook knows
 * @boottime: nanoseconds since boot, time asleep included
 * @realtime: nanoseconds since 1970; 0 as long as it was not worked out
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
 * @nr_stack: addresses in the call's stack
 *
 * Addresses are for resolving only and never leave the kernel.
 */
struct taint_event {
	unsigned long seq;
	unsigned long ip;
	unsigned long hint;
	u64 boottime;
	u64 realtime;
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
};

/**
 * struct taint_call - an event and how the kernel got there
 * @event: the event
 * @stack: the call path, the innermost first, the probe's own frames included
 */
struct taint_call {
	struct taint_event event;
	unsigned long stack[TAINT_STACK_DEPTH];
};

/* Whose coming or going will tell the module to blame. */
enum taint_awaits {
	AWAITS_NONE,
	AWAITS_LOADED,		/* raised while loading a module */
	AWAITS_REMOVED,		/* raised while removing one by force */
};

/**
 * struct taint_blame - who raised a flag, in words; empty is unknown
 * @caller: symbol+0xoffset/0xsize of the place
 * @module: the module to blame
 * @via: the nearest module in the path, when @caller is in the kernel proper
 * @awaits: enum taint_awaits; @module may still come
 */
struct taint_blame {
	char caller[TAINT_PLACE_SIZE];
	char module[MODULE_NAME_LEN];
	char via[MODULE_NAME_LEN];
	u8 awaits;
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
 * @blame: who did it
 */
struct taint_record {
	struct taint_event event;
	struct taint_blame blame;
};

/**
 * struct journal_resolver - addresses to words
 * @blame: fill the empty blame of a call
 * @path: write a call path, one line a frame; the text is never longer than
 *	its room, and its NUL is in it
 *
 * Called under journal_mutex; at a panic without.  Must not sleep.
 */
struct journal_resolver {
	void (*blame)(const struct taint_call *call, struct taint_blame *blame);
	void (*path)(const struct taint_call *call, char *buf, size_t size);
};

bool journal_write(struct taint_event *event, const unsigned long *stack);
struct taint_event *journal_claim(unsigned int bit);
void journal_publish(struct taint_event *event);
void journal_write_oops(struct taint_event *event, const unsigned long *stack);
void journal_write_unusable(void);
void journal_distrust(void);

void journal_set_baseline(unsigned long mask);
unsigned long journal_update(unsigned long mask, const struct journal_resolver *resolver);
void journal_keep_paths(const struct journal_resolver *resolver);
unsigned long journal_pin(enum taint_awaits awaits, const char *module,
			  unsigned long mask, unsigned long since);

enum taint_origin journal_origin(unsigned int bit);
unsigned long journal_known(void);
unsigned long journal_confirmed(void);
unsigned long journal_cleared(void);
unsigned long journal_baseline(void);
unsigned long journal_count(unsigned int bit);
bool journal_seen(unsigned int bit);
unsigned long journal_events(void);
unsigned long journal_lost(void);
unsigned long journal_processed(void);
bool journal_unread(void);
bool journal_record(unsigned int bit, enum journal_which which,
		    struct taint_record *record);
bool journal_log(unsigned long seq, struct taint_record *record);
unsigned long journal_log_start(void);
bool journal_path(unsigned int bit, char *buf, size_t size);
bool journal_record_at_panic(unsigned int bit, const struct journal_resolver *resolver,
			     struct taint_record *record);
u64 journal_wait_ns(const struct taint_record *record);

const char *journal_context_name(enum taint_context context);
const char *journal_origin_name(enum taint_origin origin);

#endif
