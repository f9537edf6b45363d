// SPDX-License-Identifier: GPL-2.0-only
/*
 * The journal: what is derived of what hooks wrote down (ring.c), and copies of it for
 * readers.
 *
 * Process context.  One writer, the worker's reader (worker.c); journal_mutex is held for
 * copies alone: nothing is resolved under it, and no reader waits for that.
 */
#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/build_bug.h>
#include <linux/ktime.h>
#include <linux/mutex.h>
#include <linux/string.h>
#include <linux/timekeeping.h>

#include "journal.h"

/* Bytes for the paths of first calls; one takes some 400, and ends in a NUL. */
#define PATHS_SIZE	8192
#define PATH_NONE	0xffff

static struct taint_record * const recent = taint_info_journal.recent;

static char paths[PATHS_SIZE];
static size_t paths_used;

static DEFINE_MUTEX(journal_mutex);
static struct taint_record first_record;	/* too large for a stack; under journal_mutex */
struct journal_state journal_state;
static bool began;		/* baseline is known: origins can be told */

static bool newer(const struct taint_event *event, const struct taint_record *than)
{
	return !than->event.seq || (long)(event->seq - than->event.seq) > 0;
}

static void fill(struct taint_record *record, const struct taint_event *event,
		 const struct taint_blame *blame)
{
	record->event = *event;
	/* Nobody had a clock: convert.  The clock may have been set since. */
	if (!event->realtime)
		record->event.realtime = event->boottime + ktime_mono_to_any(0, TK_OFFS_REAL) -
					 ktime_mono_to_any(0, TK_OFFS_BOOT);
	record->blame = *blame;
}

static void fill_first(struct flag_journal *flag, const struct taint_record *record)
{
	flag->kept[JOURNAL_FIRST] = *record;
	/* For crash dumps: the record may be younger than the origin. */
	flag->origin = journal_origin(record->event.bit);
	/* Pairs with journal_record_at_panic(): whole, then ready. */
	smp_store_release(&flag->first_ready, true);
}

/**
 * journal_note() - file an event that was taken out of the ring
 * @event: the event
 * @blame: who did it
 *
 * Into the log, and as its flag's first or newest. An older one than what is in its place
 * is dropped.
 *
 * Context: process; the worker's reader alone.  Takes journal_mutex.
 */
void journal_note(const struct taint_event *event, const struct taint_blame *blame)
{
	struct taint_record *record = &recent[event->seq % RING_SIZE];
	struct flag_journal *flag = ring_flag(event->bit);
	const struct taint_call *first = ring_first(event->bit);

	mutex_lock(&journal_mutex);
	if (newer(event, record)) {
		fill(record, event, blame);
		if (event->seen && flag && newer(event, &flag->kept[JOURNAL_LAST]))
			flag->kept[JOURNAL_LAST] = *record;
		if (first && first->event.seq == event->seq && !flag->first_ready)
			fill_first(flag, record);
	}
	mutex_unlock(&journal_mutex);
}

/**
 * journal_first_due() - a flag's first call, where it is still to be noted
 * @bit: the flag, below BITS_PER_LONG
 *
 * The ring may have lost what the claim has kept.
 *
 * Context: process; the worker's reader alone, when it has read the ring.
 *
 * Return: the call, or NULL.
 */
const struct taint_call *journal_first_due(unsigned int bit)
{
	struct flag_journal *flag = ring_flag(bit);

	return !flag || flag->first_ready ? NULL : ring_first(bit);
}

/**
 * journal_note_first() - file what journal_first_due() had
 * @event: the event
 * @blame: who did it
 *
 * Context: process; the worker's reader alone.  Takes journal_mutex.
 */
void journal_note_first(const struct taint_event *event, const struct taint_blame *blame)
{
	struct flag_journal *flag = ring_flag(event->bit);
	struct taint_record *last = &flag->kept[JOURNAL_LAST];

	mutex_lock(&journal_mutex);
	fill(&first_record, event, blame);
	fill_first(flag, &first_record);
	if (newer(event, last))
		*last = first_record;
	mutex_unlock(&journal_mutex);
}

/**
 * journal_read_up_to() - what is in the ring up to an event has been noted
 * @seq: the number of that event
 *
 * Context: process; the worker's reader alone.
 */
void journal_read_up_to(unsigned long seq)
{
	WRITE_ONCE(journal_state.processed, seq);
}

static void set_origin(unsigned int bit, enum taint_origin origin)
{
	struct flag_journal *flag = ring_flag(bit);

	if (origin == ORIGIN_OBSERVED)
		WRITE_ONCE(journal_state.observed, journal_state.observed | BIT(bit));
	else if (origin == ORIGIN_DETECTED)
		WRITE_ONCE(journal_state.detected, journal_state.detected | BIT(bit));
	if (flag)
		flag->origin = origin;	/* for crash dumps, as in fill_first() */
	/* Pairs with journal_origin(): which one, then that it is known. */
	smp_wmb();
	WRITE_ONCE(journal_state.known, journal_state.known | BIT(bit));
}

static void note_detected(unsigned int bit)
{
	struct taint_event event = {
		.bit = bit,
		.was_set = true,
		.boottime = ktime_get_boot_fast_ns(),
	};

	ring_write(&event, NULL);
}

/**
 * journal_set_baseline() - remember what was set when watching began
 * @mask: the taint mask, read after the hooks were armed
 *
 * A flag whose setting call a hook has seen by now is left to
 * journal_settle(), which will find it new.
 *
 * Context: process, once; the worker's reader, which may have read events before.
 * Takes journal_mutex.
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
	taint_info_journal.nr_defined = TAINT_FLAGS_COUNT;
	began = true;
	WRITE_ONCE(journal_state.baseline, mask);
	WRITE_ONCE(journal_state.confirmed, mask);
	for_each_set_bit(bit, &rest, BITS_PER_LONG)
		if (!ring_seen(bit))
			set_origin(bit, ORIGIN_BASELINE);
	mutex_unlock(&journal_mutex);
}

/**
 * journal_settle() - settle where flags come from
 * @mask: the taint mask, read before the ring was
 * @writing: after that, a write to the sysctl was under way: who has set a flag that no
 *	hook saw may still be told
 *
 * A hook's record comes before the bit, with a full barrier between: a bit of @mask
 * without a claim was set by a call that no hook saw.  That is an event, too, and written
 * into the ring.
 *
 * A bit is cleared when an earlier mask had it and this one has not: that mask was read
 * under the reader's lock as well, so that this one cannot be older.
 *
 * Context: process; the worker's reader alone.  Takes journal_mutex.
 *
 * Return: the flags that are new since the last call, those of the baseline excepted.
 */
unsigned long journal_settle(unsigned long mask, bool writing)
{
	unsigned long new = 0, open;
	unsigned int bit;

	mutex_lock(&journal_mutex);
	if (!began) {
		mutex_unlock(&journal_mutex);
		return 0;
	}

	WRITE_ONCE(journal_state.cleared,
		   journal_state.cleared | (journal_state.confirmed & ~mask));
	WRITE_ONCE(journal_state.confirmed, journal_state.confirmed | mask);
	open = (mask | ring_recorded()) & ~journal_state.known;
	for_each_set_bit(bit, &open, BITS_PER_LONG) {
		struct flag_journal *flag = ring_flag(bit);

		switch (flag ? atomic_read_acquire(&flag->raw_state) : RAW_FREE) {
		case RAW_FREE:
			if (writing || !(mask & BIT(bit)))
				continue;
			note_detected(bit);
			set_origin(bit, ORIGIN_DETECTED);
			break;
		case RAW_CLAIMED:
			continue;	/* its writer will wake us */
		case RAW_PUBLISHED:
			if (!flag->first_ready)
				continue;	/* since the ring was read: the same */
			if (!flag->raw.event.was_set)
				set_origin(bit, ORIGIN_OBSERVED);
			else if (journal_state.baseline & BIT(bit))
				set_origin(bit, ORIGIN_BASELINE);
			else
				set_origin(bit, ORIGIN_DETECTED);
			break;
		}
		if (journal_origin(bit) != ORIGIN_BASELINE)
			new |= BIT(bit);
	}
	mutex_unlock(&journal_mutex);
	return new;
}

/**
 * journal_path_due() - a flag's first call, where its path is still to be kept
 * @bit: the flag, below BITS_PER_LONG
 *
 * Context: process; the worker's reader alone.
 *
 * Return: the call, or NULL: its path is kept, or not known, or there is no room.
 */
const struct taint_call *journal_path_due(unsigned int bit)
{
	struct flag_journal *flag = ring_flag(bit);

	if (!flag || !flag->first_ready || flag->path || !flag->raw.event.nr_stack ||
	    !ring_trusted(&flag->raw.event))
		return NULL;
	return &flag->raw;
}

/**
 * journal_keep_path() - keep the path of what journal_path_due() had
 * @bit: the flag, below BITS_PER_LONG
 * @text: the path
 *
 * Context: process; the worker's reader alone.  Takes journal_mutex.
 */
void journal_keep_path(unsigned int bit, const char *text)
{
	struct flag_journal *flag = ring_flag(bit);
	size_t size = strlen(text) + 1;

	BUILD_BUG_ON(PATHS_SIZE >= PATH_NONE);
	mutex_lock(&journal_mutex);
	if (size <= sizeof(paths) - paths_used) {
		memcpy(paths + paths_used, text, size);
		flag->path = paths_used + 1;
		paths_used += size;
	} else {
		flag->path = PATH_NONE;
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
 * Context: process; under the reader's lock.  Takes journal_mutex.
 *
 * Return: the flags whose first event it named.
 */
unsigned long journal_pin(enum taint_awaits awaits, const char *module,
			  unsigned long mask, unsigned long since)
{
	unsigned long named = 0;
	struct taint_record *record;
	struct flag_journal *flag;
	unsigned int bit;

	mutex_lock(&journal_mutex);
	for (record = recent; record < recent + RING_SIZE; record++)
		if (record->event.seq && (mask & BIT(record->event.bit)))
			pin(record, awaits, module, since);
	for_each_set_bit(bit, &mask, BITS_PER_LONG) {
		flag = ring_flag(bit);
		if (!flag)
			continue;
		pin(&flag->kept[JOURNAL_LAST], awaits, module, since);
		if (pin(&flag->kept[JOURNAL_FIRST], awaits, module, since))
			named |= BIT(bit);
	}
	mutex_unlock(&journal_mutex);
	return named;
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
	struct flag_journal *flag = ring_flag(bit);

	if (!flag)
		return false;
	mutex_lock(&journal_mutex);
	*record = flag->kept[which];
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
	struct flag_journal *flag = ring_flag(bit);
	u16 path = 0;

	mutex_lock(&journal_mutex);
	if (flag && flag->path != PATH_NONE)
		path = flag->path;
	if (path)
		strscpy(buf, paths + path - 1, size);
	mutex_unlock(&journal_mutex);
	return path;
}

/**
 * journal_record_at_panic() - a flag's first event, without the mutex
 * @bit: the flag, below BITS_PER_LONG
 * @record: where to copy it
 *
 * A first record does not change once it is ready, but for the name of its
 * module, whose unwritten end is zero.
 *
 * Context: any, with the other CPUs stopped.
 *
 * Return: false when there is none, or the worker has not come to it.
 */
bool journal_record_at_panic(unsigned int bit, struct taint_record *record)
{
	struct flag_journal *flag = ring_flag(bit);

	/* Pairs with fill_first(). */
	if (!flag || !smp_load_acquire(&flag->first_ready))
		return false;
	*record = flag->kept[JOURNAL_FIRST];
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
