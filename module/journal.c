// SPDX-License-Identifier: GPL-2.0-only
/*
 * The journal.  Hooks write into it from any context, NMI included, without a
 * lock; one worker reads what they wrote and derives what is shown.
 *
 *	hook --> count, raw first event (claimed once), ring slot
 *	worker --> origin, first and newest record, under journal_mutex
 *	readers --> the derived, under the same mutex
 *
 * Everything is allocated with the module: a million events take the room of
 * one.
 */
#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/build_bug.h>
#include <linux/ktime.h>
#include <linux/mutex.h>
#include <linux/string.h>
#include <linux/timekeeping.h>

#include "journal.h"

/* Events that fit between two runs of the worker; a power of two. */
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

/* The raw first event of a flag: free, then one writer's, then published. */
enum { RAW_FREE, RAW_CLAIMED, RAW_PUBLISHED };

struct flag_journal {
	atomic_long_t count;
	atomic_t raw_state;
	struct taint_event raw;

	/* Derived by the worker, under journal_mutex. */
	enum taint_origin origin;
	struct taint_record kept[JOURNAL_KEPT];
};

static struct slot ring[RING_SIZE];
static struct flag_journal flags[BITS_PER_LONG];
static atomic_long_t events;
static atomic_long_t lost;

static DEFINE_MUTEX(journal_mutex);
static unsigned long baseline;	/* set when watching began */
static unsigned long known;	/* bits whose origin is not ORIGIN_NONE */
static unsigned long confirmed;	/* bits that test_taint() has returned set */
static unsigned long processed;	/* events that the worker has looked for */

/*
 * Copy an event word by word, leaving out the unused end of its stack.  The
 * other side may be at work on the same bytes; whoever reads checks the state
 * of the slot afterwards and throws a mixed copy away.
 */
static void copy_event(struct taint_event *to, const struct taint_event *from,
		       unsigned int nr_stack)
{
	size_t i, words = offsetof(struct taint_event, stack) / sizeof(long) + nr_stack;
	const unsigned long *src = (const unsigned long *)from;
	unsigned long *dst = (unsigned long *)to;

	BUILD_BUG_ON(offsetof(struct taint_event, stack) % sizeof(long));
	BUILD_BUG_ON(sizeof(struct taint_event) % sizeof(long));

	for (i = 0; i < words; i++)
		WRITE_ONCE(dst[i], READ_ONCE(src[i]));
}

/* False when the slot is in another writer's hands or holds something newer. */
static bool ring_put(const struct taint_event *event)
{
	struct slot *slot = &ring[event->seq % RING_SIZE];
	unsigned long mine = event->seq << SLOT_SHIFT;
	unsigned long old, seen;

	old = atomic_long_read(&slot->state);
	for (;;) {
		if ((old & SLOT_MASK) == SLOT_BUSY)
			return false;
		if (old && (long)((old & ~SLOT_MASK) - mine) > 0)
			return false;
		seen = atomic_long_cmpxchg(&slot->state, old, mine | SLOT_BUSY);
		if (seen == old)
			break;
		old = seen;
	}

	if ((old & SLOT_MASK) == SLOT_UNREAD)
		atomic_long_inc(&lost);
	copy_event(&slot->event, event, event->nr_stack);
	/* BUSY keeps everybody else out, so a plain store ends it. */
	atomic_long_set_release(&slot->state, mine | SLOT_UNREAD);
	return true;
}

/* False when there is nothing new in the slot, or no longer what was copied. */
static bool ring_take(struct slot *slot, struct taint_event *event)
{
	unsigned long state = atomic_long_read_acquire(&slot->state);

	if ((state & SLOT_MASK) != SLOT_UNREAD)
		return false;
	copy_event(event, &slot->event, TAINT_STACK_DEPTH);
	/* A writer that overtook us has counted this event as lost. */
	return atomic_long_cmpxchg(&slot->state, state,
				   (state & ~SLOT_MASK) | SLOT_READ) == state;
}

/**
 * journal_write() - note one taint event
 * @event: everything but its number, which is filled in; @event->bit must be
 *	below BITS_PER_LONG
 *
 * Context: any, NMI included.  Takes no lock and waits for nobody: an event
 * that finds its place in the ring taken by a slower writer is counted as lost.
 * The caller orders this before the bit's being set (see watch.c).
 *
 * Return: true when this is the first call that was seen for its flag.
 */
bool journal_write(struct taint_event *event)
{
	struct flag_journal *flag = &flags[event->bit];
	bool first = false;

	event->seq = atomic_long_inc_return(&events);
	if (event->seen) {
		atomic_long_inc(&flag->count);
		/* The cheap look first: a storm must not fight for the line. */
		first = atomic_read(&flag->raw_state) == RAW_FREE &&
			atomic_cmpxchg(&flag->raw_state, RAW_FREE,
				       RAW_CLAIMED) == RAW_FREE;
	}
	if (first) {
		copy_event(&flag->raw, event, event->nr_stack);
		atomic_set_release(&flag->raw_state, RAW_PUBLISHED);
	}
	if (!ring_put(event))
		atomic_long_inc(&lost);
	return first;
}

/**
 * journal_write_unusable() - count an event that no flag can be named for
 *
 * Context: any, NMI included.
 */
void journal_write_unusable(void)
{
	atomic_long_inc(&events);
	atomic_long_inc(&lost);
}

/*
 * Both clocks as of now: done soon after the event, so that neither a suspend
 * nor a step of the clock between then and a reader's visit gets into it.
 */
static void derive(struct taint_record *record, const struct taint_event *event)
{
	record->event = *event;
	record->boottime = ktime_to_ns(ktime_mono_to_any(ns_to_ktime(event->mono_ns),
							 TK_OFFS_BOOT));
	record->realtime = ktime_to_ns(ktime_mono_to_any(ns_to_ktime(event->mono_ns),
							 TK_OFFS_REAL));
}

static bool newer(const struct taint_event *event, const struct taint_record *than)
{
	return !than->event.seq || (long)(event->seq - than->event.seq) > 0;
}

static void keep(const struct taint_event *event)
{
	struct flag_journal *flag = &flags[event->bit];

	if (event->seen && newer(event, &flag->kept[JOURNAL_LAST]))
		derive(&flag->kept[JOURNAL_LAST], event);
}

/*
 * Nothing here waits for a writer that has claimed but not yet published: it
 * wakes the worker once more when it is done.
 */
static void read_new_events(void)
{
	static struct taint_event event;	/* under journal_mutex */
	struct flag_journal *flag;
	unsigned long i;

	WRITE_ONCE(processed, journal_events());
	for (i = 1; i <= RING_SIZE; i++)
		if (ring_take(&ring[(processed + i) % RING_SIZE], &event))
			keep(&event);

	for (flag = flags; flag < flags + BITS_PER_LONG; flag++) {
		if (flag->kept[JOURNAL_FIRST].event.seq ||
		    atomic_read_acquire(&flag->raw_state) != RAW_PUBLISHED)
			continue;
		derive(&flag->kept[JOURNAL_FIRST], &flag->raw);
		/* The ring may have lost what the claim has kept. */
		keep(&flag->raw);
	}
}

static void set_origin(unsigned int bit, enum taint_origin origin)
{
	WRITE_ONCE(flags[bit].origin, origin);
	WRITE_ONCE(known, known | BIT(bit));
}

static void note_detected(unsigned int bit)
{
	static struct taint_event event;	/* under journal_mutex */

	event.bit = bit;
	event.was_set = true;
	event.mono_ns = ktime_get_mono_fast_ns();
	journal_write(&event);
}

/**
 * journal_set_baseline() - remember what was set when watching began
 * @mask: the taint mask, read after the hooks were armed
 *
 * A flag whose setting call a hook has seen by now is left to
 * journal_update(), which will find it new.
 *
 * Context: process, once, before the first journal_update().
 */
void journal_set_baseline(unsigned long mask)
{
	unsigned long rest = mask;
	unsigned int bit;

	/* Pairs with the barrier between a hook's record and the bit. */
	smp_rmb();
	mutex_lock(&journal_mutex);
	WRITE_ONCE(baseline, mask);
	WRITE_ONCE(confirmed, mask);
	for_each_set_bit(bit, &rest, BITS_PER_LONG)
		if (atomic_read(&flags[bit].raw_state) == RAW_FREE)
			set_origin(bit, ORIGIN_BASELINE);
	mutex_unlock(&journal_mutex);
}

/**
 * journal_update() - read the new events and settle where flags come from
 * @mask: the taint mask as of now
 *
 * Context: process; the worker only.  Takes journal_mutex.
 *
 * Return: the flags that are new since the last call, those of the baseline
 * excepted.
 */
unsigned long journal_update(unsigned long mask)
{
	unsigned long new = 0;
	unsigned int bit;

	/*
	 * A hook's record comes before the bit (a full barrier is between
	 * them), so whoever has seen the bit sees the claim: a bit without one
	 * was set by a call that no hook saw.
	 */
	smp_rmb();
	mutex_lock(&journal_mutex);
	WRITE_ONCE(confirmed, confirmed | mask);
	for (bit = 0; bit < BITS_PER_LONG; bit++) {
		struct flag_journal *flag = &flags[bit];

		if (flag->origin != ORIGIN_NONE)
			continue;
		switch (atomic_read_acquire(&flag->raw_state)) {
		case RAW_FREE:
			if (!(mask & BIT(bit)))
				continue;
			note_detected(bit);
			set_origin(bit, ORIGIN_DETECTED);
			break;
		case RAW_CLAIMED:
			continue;	/* its writer will wake us */
		case RAW_PUBLISHED:
			if (!flag->raw.was_set)
				set_origin(bit, ORIGIN_OBSERVED);
			else if (baseline & BIT(bit))
				set_origin(bit, ORIGIN_BASELINE);
			else
				set_origin(bit, ORIGIN_DETECTED);
			break;
		}
		if (flag->origin != ORIGIN_BASELINE)
			new |= BIT(bit);
	}
	read_new_events();
	mutex_unlock(&journal_mutex);
	return new;
}

/**
 * journal_origin() - how a flag came to our notice
 * @bit: the flag, below BITS_PER_LONG
 *
 * Context: any.
 */
enum taint_origin journal_origin(unsigned int bit)
{
	return READ_ONCE(flags[bit].origin);
}

/**
 * journal_known() - the flags whose origin is settled, as a mask
 *
 * Context: any.
 */
unsigned long journal_known(void)
{
	return READ_ONCE(known);
}

/**
 * journal_confirmed() - the flags that the kernel itself has returned as set
 *
 * A hook speaks before the bit is set: a flag may be observed and not here.
 *
 * Context: any.
 */
unsigned long journal_confirmed(void)
{
	return READ_ONCE(confirmed);
}

/**
 * journal_baseline() - the mask found when watching began
 *
 * Context: any.
 */
unsigned long journal_baseline(void)
{
	return READ_ONCE(baseline);
}

/**
 * journal_count() - calls seen that set a flag, repeats included
 * @bit: the flag, below BITS_PER_LONG
 *
 * Context: any.
 */
unsigned long journal_count(unsigned int bit)
{
	return atomic_long_read(&flags[bit].count);
}

/**
 * journal_events() - events noticed since load, repeats included
 *
 * Context: any.
 */
unsigned long journal_events(void)
{
	return atomic_long_read(&events);
}

/**
 * journal_lost() - events that were noticed but could not be recorded
 *
 * Context: any.
 */
unsigned long journal_lost(void)
{
	return atomic_long_read(&lost);
}

/**
 * journal_unread() - whether events came that the worker has not looked for
 *
 * Context: any.
 */
bool journal_unread(void)
{
	return journal_events() != READ_ONCE(processed);
}

/**
 * journal_record() - the first or the newest event that was seen for a flag
 * @bit: the flag, below BITS_PER_LONG
 * @which: which of the two
 * @record: where to copy it, whole: never half of one and half of another
 *
 * Context: process.  Takes journal_mutex.
 *
 * Return: false when there is none.
 */
bool journal_record(unsigned int bit, enum journal_which which,
		    struct taint_record *record)
{
	mutex_lock(&journal_mutex);
	*record = flags[bit].kept[which];
	mutex_unlock(&journal_mutex);
	return record->event.seq;
}

/**
 * journal_context_name() - the word for a context
 * @context: that of an event
 *
 * Return: the word; empty when the context is not known.
 */
const char *journal_context_name(enum taint_context context)
{
	static const char * const names[] = {
		[CONTEXT_UNKNOWN] = "",
		[CONTEXT_TASK] = "task",
		[CONTEXT_SOFTIRQ] = "softirq",
		[CONTEXT_HARDIRQ] = "hardirq",
		[CONTEXT_NMI] = "nmi",
	};

	return names[context];
}

/**
 * journal_origin_name() - the word for an origin
 * @origin: that of a flag
 *
 * Return: the word, never NULL.
 */
const char *journal_origin_name(enum taint_origin origin)
{
	static const char * const names[] = {
		[ORIGIN_NONE] = "none",
		[ORIGIN_BASELINE] = "baseline",
		[ORIGIN_OBSERVED] = "observed",
		[ORIGIN_DETECTED] = "detected",
	};

	return names[origin];
}
