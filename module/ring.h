/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What hooks write down, and the worker takes: without a lock, from any context.
 */
#ifndef TAINT_INFO_RING_H
#define TAINT_INFO_RING_H

#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/kernel.h>
#include <linux/time64.h>
#include <linux/types.h>

#include "event.h"

/* Events that fit between two runs of the worker, and in the log; a power of two. */
#define RING_SIZE 128UL
/*
 * A slot's state is its event's number, shifted, and one of these.  A writer
 * takes any slot that is not BUSY; only the worker turns UNREAD into READ.
 */
#define SLOT_BUSY	1UL
#define SLOT_UNREAD	2UL
#define SLOT_READ	3UL
#define SLOT_MASK	3UL
#define SLOT_SHIFT	2

struct slot {
	atomic_long_t state;
	struct taint_event event;
};

/*
 * Paths of calls in the ring: few calls have one, and a flag's first has its own.  State as
 * above, with the event's number; an event whose path was overwritten has none.  A storm
 * overwrites the ring, but not these: whose child its process was is here, too.
 */
/*
 * A storm's last call that has its parent and group written down is not older: later these
 * may have been others.
 */
#define SAME_PROCESS_NS	(250 * NSEC_PER_MSEC)
#define RING_STACKS	24
#define STACK_OF_FIRST	0xff	/* in place of a slot */

struct stack_slot {
	atomic_long_t state;
	u64 boottime;
	u64 start_time;
	u64 cgroup;
	s32 pid;
	s32 ppid;
	char parent[TASK_COMM_LEN];
	unsigned long stack[TAINT_STACK_DEPTH];
};

struct oops_slot {
	atomic_long_t state;
	struct taint_call call;
};

/* A control group that records name; free where the number is 0. */
#define GROUPS	16

struct group {
	u64 id;
	char path[TAINT_GROUP_SIZE];
};

/* The texts of a record, as long as they are: most are a third of what they may be. */
#define RECORD_TEXTS	135

/**
 * struct kept_record - a taint_record that is kept
 * @event: the event; its seq is 0 where there is none
 * @awaits: as in taint_blame; there is room for the module's name then
 * @texts: caller, via and module, each with its NUL; all behind them is zero
 */
struct kept_record {
	struct taint_event event;
	u8 awaits;
	char texts[RECORD_TEXTS];
};

/* The raw first call of a flag: free, then one writer's, then published. */
enum { RAW_FREE, RAW_CLAIMED, RAW_PUBLISHED };

struct flag_journal {
	atomic_long_t count;
	atomic_t raw_state;
	struct taint_call raw;

	/* Derived by the worker, under journal_mutex. */
	enum taint_origin origin;
	u8 first_ready;		/* kept[JOURNAL_FIRST] may be read without the mutex */
	u16 path;		/* where it begins in paths, from 1; PATH_NONE: there was no room */
	struct kept_record kept[JOURNAL_KEPT];
};

/*
 * One symbol for whoever reads a crash dump: docs/crash-dump.md has the layout,
 * host/support/taint_journal.py prints it.  A change of meaning is a new version.
 */
#define LAYOUT_VERSION 4

/* Bits that this kernel does not define, which have a record each once they are raised. */
#define OTHER_FLAGS	8
#define FLAG_RECORDS	(TAINT_FLAGS_COUNT + OTHER_FLAGS)

struct taint_journal {
	char magic[12];
	u32 version;
	atomic_long_t events;
	atomic_long_t lost;
	u32 nr_defined;		/* TAINT_FLAGS_COUNT */
	atomic_t others[OTHER_FLAGS];	/* each with its bit, plus one; the next free one is 0 */
	atomic_t stacks_used;	/* the newest of stacks[], counted on */
	struct oops_slot oops;	/* the newest oops, by the die notifier */
	struct slot ring[RING_SIZE];
	struct stack_slot stacks[RING_STACKS];
	struct group groups[GROUPS];	/* the worker's, under journal_mutex */
	struct kept_record recent[RING_SIZE];	/* by number; the worker's, under journal_mutex */
	struct flag_journal flags[FLAG_RECORDS];	/* by bit, then those of others[] */
};

extern struct taint_journal taint_info_journal;

bool ring_write(struct taint_event *event, const unsigned long *stack);
struct taint_event *ring_claim(unsigned int bit);
void ring_publish(struct taint_event *event);
void ring_write_oops(struct taint_event *event, const unsigned long *stack);
void ring_write_unusable(void);

struct flag_journal *ring_find_other(unsigned int bit);
unsigned long ring_recorded(void);
bool ring_expects_first(unsigned int bit);
bool ring_take(unsigned long seq, struct taint_call *call);
bool ring_find_process(struct taint_event *event);
void ring_distrust(void);
bool ring_trusted(const struct taint_event *event);

/*
 * Context: any.  Of a flag, whose bit is below BITS_PER_LONG: its record, or NULL; calls
 * that were seen, repeats included; whether one was; the first, when it is whole, or NULL.
 * Of all: events noticed since load, repeats included; those of them that could not be
 * recorded.
 */
static inline struct flag_journal *ring_flag(unsigned int bit)
{
	return likely(bit < TAINT_FLAGS_COUNT) ? &taint_info_journal.flags[bit] :
						 ring_find_other(bit);
}

static inline unsigned long ring_count(unsigned int bit)
{
	struct flag_journal *flag = ring_flag(bit);

	return flag ? atomic_long_read(&flag->count) : 0;
}

static inline bool ring_seen(unsigned int bit)
{
	struct flag_journal *flag = ring_flag(bit);

	return flag && atomic_read(&flag->raw_state) != RAW_FREE;
}

static inline const struct taint_call *ring_first(unsigned int bit)
{
	struct flag_journal *flag = ring_flag(bit);

	return flag && atomic_read_acquire(&flag->raw_state) == RAW_PUBLISHED ? &flag->raw : NULL;
}

static inline unsigned long ring_events(void)
{
	return atomic_long_read(&taint_info_journal.events);
}

static inline unsigned long ring_lost(void)
{
	return atomic_long_read(&taint_info_journal.lost);
}

#endif
