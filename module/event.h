/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The types that all rooms share: an event as a hook records it, and as it is shown.
 */
#ifndef TAINT_INFO_EVENT_H
#define TAINT_INFO_EVENT_H

#include <linux/bitops.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/types.h>

/* Addresses in a recorded call path. */
#define TAINT_STACK_DEPTH 32
/* Bytes for the text of a place, of a call path, of a control group; all are cut visibly. */
#define TAINT_PLACE_SIZE 96
#define TAINT_PATH_SIZE 1024
#define TAINT_GROUP_SIZE 256
/* About milliseconds, in one word, of nanoseconds since boot. */
#define TAINT_TICK(ns)	((unsigned long)((ns) >> 20))

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

/* It is of the very report that raises the flag. */
#define TAINT_HINT_CERTAIN	1
/* A call returns to it: the place is before it. */
#define TAINT_HINT_RETURN	2
/* In a storm: there is no stack, and realtime, ppid, parent and cgroup hold anything. */
#define TAINT_SAME_PROCESS	4

/**
 * struct taint_event - one taint, as raw as the hook found it
 * @seq: its number, from 1; the journal gives it
 * @ip: where add_taint() returns to; 0 when unknown
 * @hint: the place as the kernel's own report named it, or who jumped to where nothing
 *	is to be executed, or what the watchdog's interrupt came at; 0 when it did not;
 *	without @ip, the function that raised the flag, as the hook knows
 * @boottime: nanoseconds since boot, time asleep included
 * @realtime: nanoseconds since 1970; 0 as long as it was not worked out
 * @start_time: when the thread was created: tells it from a later one with
 *	the same @pid
 * @cgroup: number of its control group in the default hierarchy; 0 when not known
 * @bit: the flag
 * @cpu: the CPU it happened on
 * @pid: the thread, in the initial namespace; it and the fields up to @comm
 *	have a meaning in CONTEXT_TASK only
 * @ppid: its parent process, in the initial namespace; -1 when that could not be read
 * @uid: its user, in the initial namespace; -1 when that could not be read
 * @loginuid: the user who logged in, in the initial namespace; -1 for none
 * @comm: its name, NUL-terminated
 * @parent: the parent's name, likewise
 * @context: enum taint_context
 * @seen: a call was seen; otherwise a comparison of masks found the flag
 * @was_set: the flag was set already
 * @nr_stack: addresses in the call's stack
 * @stack_slot: where the ring has them; the ring gives it
 * @hint_word: TAINT_HINT_*, what is known of @hint; TAINT_SAME_PROCESS
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
	u64 cgroup;
	char comm[TASK_COMM_LEN];
	char parent[TASK_COMM_LEN];
	u32 cpu;
	s32 pid;
	s32 ppid;
	u32 uid;
	u32 loginuid;
	u8 bit;
	u8 context;
	u8 seen;
	u8 was_set;
	u8 nr_stack;
	u8 stack_slot;
	u8 hint_word;
};

/* Whom an event is of: an idle CPU is no process; what is -1 is not known, or none. */
static inline bool event_is_idle(const struct taint_event *event)
{
	return event->context == CONTEXT_TASK && !event->pid;
}

static inline bool event_has_uid(const struct taint_event *event)
{
	return event->context == CONTEXT_TASK && event->uid != (u32)-1;
}

static inline bool event_has_loginuid(const struct taint_event *event)
{
	return event->context == CONTEXT_TASK && event->loginuid != (u32)-1;
}

static inline bool event_has_parent(const struct taint_event *event)
{
	return event->context == CONTEXT_TASK && event->pid && event->ppid != -1;
}

/* Names, "" where there is none. */
static inline const char *event_comm(const struct taint_event *event)
{
	return event->context == CONTEXT_TASK ? event->comm : "";
}

static inline const char *event_parent(const struct taint_event *event)
{
	return event_has_parent(event) ? event->parent : "";
}

static inline bool event_has_cgroup(const struct taint_event *event)
{
	return event->context == CONTEXT_TASK && event->pid && event->cgroup;
}

/**
 * struct taint_call - an event and how the kernel got there
 * @event: the event
 * @stack: the call path, the innermost first, the probe's own frames included
 */
struct taint_call {
	struct taint_event event;
	unsigned long stack[TAINT_STACK_DEPTH];
};

/* A place, cut in the middle where it does not fit: where in the function is told, too. */
static inline void copy_place(char *to, const char *place, size_t size)
{
	const char *end;

	if (strscpy(to, place, size) >= 0)
		return;
	end = strrchr(place, '+');
	if (!end || strlen(end) >= size / 2)
		end = "";
	scnprintf(to + size - sizeof("...") - strlen(end), sizeof("...") + strlen(end),
		  "...%s", end);
}

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

#endif
