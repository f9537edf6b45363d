// SPDX-License-Identifier: GPL-2.0-only
/*
 * The journal.  Hooks write into it from any context, NMI included, without a
 * lock; one worker reads what they wrote and derives what is shown.
 *
 *	hook --> count, raw first call (claimed once), ring slot
 *	worker --> log, origin, first and newest record, under journal_mutex
 *	readers --> the derived, under the same mutex
 *
 * Everything is allocated with the module: a million events take the room of
 * one.
 *
 * Addresses become words when the worker reads an event, at the latest when a
 * module's memory is about to go (main.c sees to it): what is kept is text.
 */
#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/build_bug.h>
#include <linux/ktime.h>
#include <linux/mutex.h>
#include <linux/string.h>
#include <linux/timekeeping.h>

#include "journal.h"

/* Events that fit between two runs of the worker, and in the log; a power of two. */
#define RING_SIZE 128UL
/* Flags whose first call keeps its path as text; more than any kernel defines. */
#define PATHS 24

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
	struct taint_call call;
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
	u8 path;		/* its index in paths, from 1 */
	struct taint_record kept[JOURNAL_KEPT];
};

/*
 * One symbol for whoever reads a crash dump: docs/crash-dump.md has the layout,
 * docs/taint_journal.py prints it.  A change of meaning is a new version.
 */
#define LAYOUT_VERSION 1

static struct {
	char magic[12];
	u32 version;
	atomic_long_t events;
	atomic_long_t lost;
	struct slot oops;	/* the newest oops, by the die notifier */
	struct flag_journal flags[BITS_PER_LONG];
	struct slot ring[RING_SIZE];
	struct taint_record recent[RING_SIZE];	/* by number; the worker's, under journal_mutex */
} taint_info_journal;

#ifdef CONFIG_64BIT
/* As written down in docs/crash-dump.md. */
static_assert(offsetof(typeof(taint_info_journal), oops) == 32);
static_assert(offsetof(typeof(taint_info_journal), flags) == 384);
static_assert(offsetof(typeof(taint_info_journal), ring) == 62848);
static_assert(offsetof(typeof(taint_info_journal), recent) == 107904);
#endif

static struct flag_journal * const flags = taint_info_journal.flags;
static struct slot * const ring = taint_info_journal.ring;
static struct taint_record * const recent = taint_info_journal.recent;

static char paths[PATHS][TAINT_PATH_SIZE];
static unsigned int nr_paths;

static DEFINE_MUTEX(journal_mutex);
static unsigned long baseline;	/* set when watching began */
static unsigned long known;	/* bits whose origin is not ORIGIN_NONE */
static unsigned long confirmed;	/* bits that test_taint() has returned set */
static unsigned long cleared;	/* of these, the bits that it returned clear later */
static unsigned long processed;	/* events that the worker has looked for */
static unsigned long distrusted;	/* events up to this one are not resolved */

/*
 * The other side may be at work on the same words; whoever reads checks the state of
 * the slot afterwards and throws a mixed copy away.
 */
static void copy_words(unsigned long *to, const unsigned long *from, size_t words)
{
	for (; words >= 4; words -= 4, to += 4, from += 4) {
		WRITE_ONCE(to[0], READ_ONCE(from[0]));
		WRITE_ONCE(to[1], READ_ONCE(from[1]));
		WRITE_ONCE(to[2], READ_ONCE(from[2]));
		WRITE_ONCE(to[3], READ_ONCE(from[3]));
	}
	for (; words; words--)
		WRITE_ONCE(*to++, READ_ONCE(*from++));
}

/* Without the unused end of the stack. */
static void copy_call(struct taint_call *to, const struct taint_event *event,
		      const unsigned long *stack, unsigned int nr_stack)
{
	BUILD_BUG_ON(sizeof(*event) % sizeof(long));
	BUILD_BUG_ON(sizeof(*to) != sizeof(*event) + sizeof(to->stack));

	copy_words((unsigned long *)&to->event, (const unsigned long *)event,
		   sizeof(*event) / sizeof(long));
	copy_words(to->stack, stack, nr_stack);
}

/*
 * Make a slot ours.  False when it is in another writer's hands or holds something
 * newer: then our event is lost.  @unread says that the one before is, which nobody
 * had read.
 */
static inline bool slot_claim(struct slot *slot, unsigned long seq, bool *unread)
{
	unsigned long mine = seq << SLOT_SHIFT;
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
	*unread = (old & SLOT_MASK) == SLOT_UNREAD;
	return true;
}

/* BUSY keeps everybody else out, so a plain store ends it. */
static void slot_publish(struct slot *slot, unsigned long seq)
{
	atomic_long_set_release(&slot->state, seq << SLOT_SHIFT | SLOT_UNREAD);
}

/* True when a call was lost: this one, or the one before. */
static bool slot_put(struct slot *slot, const struct taint_event *event,
		     const unsigned long *stack)
{
	bool unread;

	if (!slot_claim(slot, event->seq, &unread))
		return true;
	copy_call(&slot->call, event, stack, event->nr_stack);
	slot_publish(slot, event->seq);
	return unread;
}

/* False when there is nothing new in the slot, or no longer what was copied. */
static bool slot_take(struct slot *slot, struct taint_call *call)
{
	unsigned long state = atomic_long_read_acquire(&slot->state);

	if ((state & SLOT_MASK) != SLOT_UNREAD)
		return false;
	copy_call(call, &slot->call.event, slot->call.stack, TAINT_STACK_DEPTH);
	/* A writer that overtook us has counted this event as lost. */
	return atomic_long_cmpxchg(&slot->state, state,
				   (state & ~SLOT_MASK) | SLOT_READ) == state;
}

/**
 * journal_write() - note one taint event
 * @event: everything but its number, which is filled in; the bit must be below
 *	BITS_PER_LONG
 * @stack: the call path, as many addresses as the event says
 *
 * Context: any, NMI included.  Takes no lock and waits for nobody: an event
 * that finds its place in the ring taken by a slower writer is counted as lost.
 * The caller orders this before the bit's being set (see watch.c).
 *
 * Return: true when this is the first call that was seen for its flag.
 */
bool journal_write(struct taint_event *event, const unsigned long *stack)
{
	struct flag_journal *flag = &flags[event->bit];
	bool first = false;

	event->seq = atomic_long_inc_return(&taint_info_journal.events);
	if (event->seen) {
		atomic_long_inc(&flag->count);
		/* The cheap look first: a storm must not fight for the line. */
		first = atomic_read(&flag->raw_state) == RAW_FREE &&
			atomic_cmpxchg(&flag->raw_state, RAW_FREE,
				       RAW_CLAIMED) == RAW_FREE;
	}
	if (first) {
		copy_call(&flag->raw, event, stack, event->nr_stack);
		atomic_set_release(&flag->raw_state, RAW_PUBLISHED);
	}
	if (slot_put(&ring[event->seq % RING_SIZE], event, stack))
		atomic_long_inc(&taint_info_journal.lost);
	return first;
}

/**
 * journal_claim() - room for one more event of a flag that was seen already
 * @bit: the flag, below BITS_PER_LONG; journal_seen() has said true
 *
 * What journal_write() does, without a copy: for storms.  The caller writes everything
 * but the number, each word once, as somebody may read the old one; no stack.
 *
 * Context: any, NMI included; to be followed by journal_publish() at once.
 *
 * Return: the event, or NULL when it is counted, but lost.
 */
struct taint_event *journal_claim(unsigned int bit)
{
	unsigned long seq = atomic_long_inc_return(&taint_info_journal.events);
	struct slot *slot = &ring[seq % RING_SIZE];
	bool unread = false, ours;

	atomic_long_inc(&flags[bit].count);
	ours = slot_claim(slot, seq, &unread);
	if (!ours || unread)
		atomic_long_inc(&taint_info_journal.lost);
	if (!ours)
		return NULL;
	WRITE_ONCE(slot->call.event.seq, seq);
	return &slot->call.event;
}

/**
 * journal_publish() - the event is written
 * @event: from journal_claim()
 *
 * Context: any, NMI included.
 */
void journal_publish(struct taint_event *event)
{
	slot_publish(container_of(event, struct slot, call.event), event->seq);
}

/**
 * journal_write_oops() - note an oops, before it raises its flag
 * @event: everything but its number
 * @stack: the call path, as many addresses as the event says
 *
 * For crash dumps alone, where the flag never comes.  It is no event: its
 * number is that of the newest event before it.
 *
 * Context: any, NMI included.
 */
void journal_write_oops(struct taint_event *event, const unsigned long *stack)
{
	event->seq = journal_events();
	slot_put(&taint_info_journal.oops, event, stack);
}

/**
 * journal_write_unusable() - count an event that no flag can be named for
 *
 * Context: any, NMI included.
 */
void journal_write_unusable(void)
{
	atomic_long_inc(&taint_info_journal.events);
	atomic_long_inc(&taint_info_journal.lost);
}

/**
 * journal_distrust() - do not resolve what was noted until now
 *
 * For modules whose memory goes while nobody reads the journal for them: before
 * the worker may, and when it may not any more.
 *
 * Context: process.  Takes journal_mutex: what is being resolved is still there.
 */
void journal_distrust(void)
{
	mutex_lock(&journal_mutex);
	WRITE_ONCE(distrusted, journal_events());
	mutex_unlock(&journal_mutex);
}

static bool trusted(const struct taint_event *event)
{
	return event->seen && event->seq > READ_ONCE(distrusted);
}

/*
 * Within one reading of the ring no module comes or goes: in a storm one and the same
 * place need not be resolved again and again.
 */
static bool same_place(const struct taint_event *a, const struct taint_event *b)
{
	return a->ip == b->ip && a->hint == b->hint && a->bit == b->bit &&
	       a->seen == b->seen && trusted(a) == trusted(b) && !a->nr_stack && !b->nr_stack;
}

static void adopt(struct taint_record *record, const struct taint_call *call,
		  const struct taint_blame *blame)
{
	record->event = call->event;
	/* The clock may have been set since, but that was a moment ago. */
	if (!record->event.realtime)
		record->event.realtime = record->event.boottime +
					 ktime_mono_to_any(0, TK_OFFS_REAL) -
					 ktime_mono_to_any(0, TK_OFFS_BOOT);
	record->blame = *blame;
}

static void derive(struct taint_record *record, const struct taint_call *call,
		   const struct journal_resolver *resolver)
{
	static const struct taint_blame nobody;

	adopt(record, call, &nobody);
	if (trusted(&call->event))
		resolver->blame(call, &record->blame);
}

static bool newer(const struct taint_event *event, const struct taint_record *than)
{
	return !than->event.seq || (long)(event->seq - than->event.seq) > 0;
}

/* @before: what this returned for the call before, NULL for the first one. */
static const struct taint_record *note(const struct taint_call *call,
				       const struct taint_record *before,
				       const struct journal_resolver *resolver)
{
	struct taint_record *last = &flags[call->event.bit].kept[JOURNAL_LAST];
	struct taint_record *record = &recent[call->event.seq % RING_SIZE];

	if (!newer(&call->event, record))
		return before;
	if (before && same_place(&call->event, &before->event))
		adopt(record, call, &before->blame);
	else
		derive(record, call, resolver);
	if (call->event.seen && newer(&call->event, last))
		*last = *record;
	return record;
}

static void note_first(struct flag_journal *flag, const struct journal_resolver *resolver)
{
	struct taint_record *first = &flag->kept[JOURNAL_FIRST];
	struct taint_record *last = &flag->kept[JOURNAL_LAST];
	struct taint_record *logged = &recent[flag->raw.event.seq % RING_SIZE];

	if (logged->event.seq == flag->raw.event.seq)
		*first = *logged;
	else
		derive(first, &flag->raw, resolver);
	/* Whole, then ready: for journal_record_at_panic(). */
	smp_store_release(&flag->first_ready, true);
	/* The ring may have lost what the claim has kept. */
	if (newer(&first->event, last))
		*last = *first;
}

/*
 * Nothing here waits for a writer that has claimed but not yet published: it
 * wakes the worker once more when it is done.
 */
static void read_new_events(const struct journal_resolver *resolver)
{
	static struct taint_call call;	/* under journal_mutex */
	const struct taint_record *before = NULL;
	struct flag_journal *flag;
	unsigned long i;

	WRITE_ONCE(processed, journal_events());
	for (i = 1; i <= RING_SIZE; i++)
		if (slot_take(&ring[(processed + i) % RING_SIZE], &call))
			before = note(&call, before, resolver);

	for (flag = flags; flag < flags + BITS_PER_LONG; flag++)
		if (!flag->first_ready &&
		    atomic_read_acquire(&flag->raw_state) == RAW_PUBLISHED)
			note_first(flag, resolver);
}

static void set_origin(unsigned int bit, enum taint_origin origin)
{
	WRITE_ONCE(flags[bit].origin, origin);
	WRITE_ONCE(known, known | BIT(bit));
}

static void note_detected(unsigned int bit)
{
	struct taint_event event = {
		.bit = bit,
		.was_set = true,
		.boottime = ktime_get_boot_fast_ns(),
	};

	journal_write(&event, NULL);
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
	/* Here, as an initialized journal would fill the module's file with zeros. */
	strscpy(taint_info_journal.magic, "taint_info", sizeof(taint_info_journal.magic));
	taint_info_journal.version = LAYOUT_VERSION;
	WRITE_ONCE(baseline, mask);
	WRITE_ONCE(confirmed, mask);
	for_each_set_bit(bit, &rest, BITS_PER_LONG)
		if (!journal_seen(bit))
			set_origin(bit, ORIGIN_BASELINE);
	mutex_unlock(&journal_mutex);
}

/**
 * journal_update() - read the new events and settle where flags come from
 * @mask: the taint mask, read under the worker's mutex
 * @resolver: who turns addresses into words
 *
 * A bit is cleared when an earlier mask had it and this one has not: that mask
 * was read under the same mutex, so that this one cannot be older.
 *
 * Context: process; under the worker's mutex.  Takes journal_mutex.
 *
 * Return: the flags that are new since the last call, those of the baseline
 * excepted.
 */
unsigned long journal_update(unsigned long mask, const struct journal_resolver *resolver)
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
	WRITE_ONCE(cleared, cleared | (confirmed & ~mask));
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
			if (!flag->raw.event.was_set)
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
	read_new_events(resolver);
	mutex_unlock(&journal_mutex);
	return new;
}

/**
 * journal_keep_paths() - turn the call paths of first events into text
 * @resolver: who does it
 *
 * Apart from journal_update(), as it takes longer than all the rest, and user
 * space waits for the news.  A module that goes waits for journal_mutex, and comes
 * here itself before its memory does.
 *
 * Context: process.  Takes journal_mutex.
 */
void journal_keep_paths(const struct journal_resolver *resolver)
{
	struct flag_journal *flag;

	mutex_lock(&journal_mutex);
	for (flag = flags; flag < flags + BITS_PER_LONG && nr_paths < PATHS; flag++) {
		if (!flag->first_ready || flag->path || !flag->raw.event.nr_stack ||
		    !trusted(&flag->raw.event))
			continue;
		resolver->path(&flag->raw, paths[nr_paths], sizeof(paths[nr_paths]));
		flag->path = ++nr_paths;
	}
	mutex_unlock(&journal_mutex);
}

static bool pin(struct taint_record *record, enum taint_awaits awaits,
		const char *module, unsigned long since)
{
	struct taint_event *event = &record->event;

	if (record->blame.awaits != awaits || event->context != CONTEXT_TASK ||
	    event->pid != current->pid || event->start_time != current->start_time ||
	    (long)(event->seq - since) <= 0)
		return false;
	strscpy(record->blame.module, module, sizeof(record->blame.module));
	record->blame.awaits = AWAITS_NONE;
	return true;
}

/**
 * journal_pin() - blame a module for what the current thread raised on its way
 * @awaits: what the events wait for
 * @module: the module's name, as it is to be shown
 * @mask: the flags it may be blamed for
 * @since: only for events after this number
 *
 * Context: process; under the worker's mutex.  Takes journal_mutex.
 *
 * Return: the flags whose first event it named.
 */
unsigned long journal_pin(enum taint_awaits awaits, const char *module,
			  unsigned long mask, unsigned long since)
{
	unsigned long named = 0;
	struct taint_record *record;
	unsigned int bit;

	mutex_lock(&journal_mutex);
	for (record = recent; record < recent + RING_SIZE; record++)
		if (record->event.seq && (mask & BIT(record->event.bit)))
			pin(record, awaits, module, since);
	for_each_set_bit(bit, &mask, BITS_PER_LONG) {
		pin(&flags[bit].kept[JOURNAL_LAST], awaits, module, since);
		if (pin(&flags[bit].kept[JOURNAL_FIRST], awaits, module, since))
			named |= BIT(bit);
	}
	mutex_unlock(&journal_mutex);
	return named;
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
 * journal_cleared() - the flags that were set and are not any more
 *
 * Context: any.
 */
unsigned long journal_cleared(void)
{
	return READ_ONCE(cleared);
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
 * journal_seen() - whether a call that set a flag was seen
 * @bit: the flag, below BITS_PER_LONG
 *
 * Context: any.
 */
bool journal_seen(unsigned int bit)
{
	return atomic_read(&flags[bit].raw_state) != RAW_FREE;
}

/**
 * journal_events() - events noticed since load, repeats included
 *
 * Context: any.
 */
unsigned long journal_events(void)
{
	return atomic_long_read(&taint_info_journal.events);
}

/**
 * journal_lost() - events that were noticed but could not be recorded
 *
 * Context: any.
 */
unsigned long journal_lost(void)
{
	return atomic_long_read(&taint_info_journal.lost);
}

/**
 * journal_processed() - the newest event that the worker has looked for
 *
 * Context: any.
 */
unsigned long journal_processed(void)
{
	return READ_ONCE(processed);
}

/**
 * journal_unread() - whether events came that the worker has not looked for
 *
 * Context: any.
 */
bool journal_unread(void)
{
	return journal_events() != journal_processed();
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
 * journal_log_start() - number of the oldest event that journal_log() may have
 *
 * Those up to journal_processed() have been looked for.
 *
 * Context: any.
 */
unsigned long journal_log_start(void)
{
	unsigned long newest = journal_processed();

	return newest > RING_SIZE ? newest - RING_SIZE + 1 : 1;
}

/**
 * journal_log() - one of the recent events
 * @seq: its number
 * @record: gets it, or what is in its place
 *
 * Context: process.  Takes journal_mutex.
 *
 * Return: false when it is not there: too old, lost, or not read yet.
 */
bool journal_log(unsigned long seq, struct taint_record *record)
{
	mutex_lock(&journal_mutex);
	*record = recent[seq % RING_SIZE];
	mutex_unlock(&journal_mutex);
	return seq && record->event.seq == seq;
}

/**
 * journal_path() - how the kernel got to a flag's first event, as text
 * @bit: the flag, below BITS_PER_LONG
 * @buf: where to, one line a frame
 * @size: bytes in @buf; TAINT_PATH_SIZE are enough
 *
 * Context: process.  Takes journal_mutex.
 *
 * Return: false when it is not known.
 */
bool journal_path(unsigned int bit, char *buf, size_t size)
{
	bool there;

	mutex_lock(&journal_mutex);
	there = flags[bit].path;
	if (there)
		strscpy(buf, paths[flags[bit].path - 1], size);
	mutex_unlock(&journal_mutex);
	return there;
}

/**
 * journal_record_at_panic() - a flag's first event, without the mutex
 * @bit: the flag, below BITS_PER_LONG
 * @resolver: who turns addresses into words, if the worker did not come to it
 * @record: where to copy it
 *
 * A first record does not change once it is ready, but for the name of its
 * module, whose unwritten end is zero.  The module that an unread raw call
 * leads to is still there: its going would have read it.
 *
 * Context: any, with the other processors stopped.
 *
 * Return: false when there is none.
 */
bool journal_record_at_panic(unsigned int bit, const struct journal_resolver *resolver,
			     struct taint_record *record)
{
	struct flag_journal *flag = &flags[bit];

	/* Pairs with note_first(). */
	if (smp_load_acquire(&flag->first_ready)) {
		*record = flag->kept[JOURNAL_FIRST];
		return true;
	}
	if (atomic_read_acquire(&flag->raw_state) != RAW_PUBLISHED)
		return false;
	record->event = flag->raw.event;
	memset(&record->blame, 0, sizeof(record->blame));
	if (trusted(&flag->raw.event))
		resolver->blame(&flag->raw, &record->blame);
	return true;
}

/**
 * journal_wait_ns() - how long to hold an event back for the name of a module
 * @record: the event
 *
 * Context: any.
 *
 * Return: nanoseconds from now; 0 when it may be told of.
 */
u64 journal_wait_ns(const struct taint_record *record)
{
	u64 age = ktime_get_boot_fast_ns() - record->event.boottime;

	if (record->blame.awaits == AWAITS_NONE || age >= TAINT_NAME_WAIT_NS)
		return 0;
	return TAINT_NAME_WAIT_NS - age;
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
