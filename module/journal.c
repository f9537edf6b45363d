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
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/mutex.h>
#include <linux/string.h>
#include <linux/timekeeping.h>

#include "journal.h"

/* Bytes for the paths of first calls; one takes some 400, and ends in a NUL. */
#define PATHS_SIZE	6144
#define PATH_NONE	0xffff

static struct kept_record * const recent = taint_info_journal.recent;

static char paths[PATHS_SIZE];
static size_t paths_used;

static DEFINE_MUTEX(journal_mutex);
static struct kept_record first_record;	/* too large for a stack; under journal_mutex */
struct journal_state journal_state;
static bool began;		/* baseline is known: origins can be told */

static bool newer(const struct taint_event *event, const struct kept_record *than)
{
	return !than->event.seq || (long)(event->seq - than->event.seq) > 0;
}

/* The caller has the room that the names leave. */
static void pack(struct kept_record *record, const struct taint_blame *blame)
{
	size_t via = strlen(blame->via) + 1;
	size_t module = blame->awaits ? MODULE_NAME_LEN : strlen(blame->module) + 1;
	char *to = record->texts;

	BUILD_BUG_ON(RECORD_TEXTS < 2 * MODULE_NAME_LEN + sizeof("..."));
	memset(record->texts, 0, sizeof(record->texts));
	copy_place(to, blame->caller,
		   min(sizeof(blame->caller), sizeof(record->texts) - via - module));
	to += strlen(to) + 1;
	memcpy(to, blame->via, via);
	to += via;
	/* With its bounds, as strscpy() writes whole words where it may. */
	strscpy(to, blame->module, record->texts + sizeof(record->texts) - to);
	record->awaits = blame->awaits;
}

/* Where in its texts they begin. */
static size_t via_at(const struct kept_record *record)
{
	return strlen(record->texts) + 1;
}

static size_t module_at(const struct kept_record *record)
{
	size_t via = via_at(record);

	return via + strlen(record->texts + via) + 1;
}

static void unpack(struct taint_record *to, const struct kept_record *record)
{
	to->event = record->event;
	strscpy(to->blame.caller, record->texts, sizeof(to->blame.caller));
	strscpy(to->blame.via, record->texts + via_at(record), sizeof(to->blame.via));
	strscpy(to->blame.module, record->texts + module_at(record), sizeof(to->blame.module));
	to->blame.awaits = record->awaits;
}

static void fill(struct kept_record *record, const struct taint_event *event,
		 const struct taint_blame *blame)
{
	record->event = *event;
	/* Nobody had a clock: convert.  The clock may have been set since. */
	if (!event->realtime)
		record->event.realtime = event->boottime + ktime_mono_to_any(0, TK_OFFS_REAL) -
					 ktime_mono_to_any(0, TK_OFFS_BOOT);
	pack(record, blame);
}

static void fill_first(struct flag_journal *flag, const struct kept_record *record)
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
	struct kept_record *record = &recent[event->seq % RING_SIZE];
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
	struct kept_record *last = &flag->kept[JOURNAL_LAST];

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

static bool is_same_process(const struct taint_event *event, const struct taint_event *other)
{
	return other->seq && event_has_parent(other) && other->pid == event->pid &&
	       other->start_time == event->start_time &&
	       event->boottime - other->boottime < SAME_PROCESS_NS;
}

/* Under journal_mutex: in the log, the newest first, as a storm is of one process; then firsts. */
static const struct taint_event *find_same_process(const struct taint_event *event)
{
	const struct taint_event *other;
	const struct flag_journal *flag;
	unsigned long i;

	for (i = 1; i <= RING_SIZE; i++) {
		other = &recent[(event->seq - i) % RING_SIZE].event;
		if (is_same_process(event, other))
			return other;
	}
	for (i = 0; i < FLAG_RECORDS; i++) {
		flag = &taint_info_journal.flags[i];
		if (atomic_read_acquire(&flag->raw_state) == RAW_PUBLISHED &&
		    is_same_process(event, &flag->raw.event))
			return &flag->raw.event;
	}
	return NULL;
}

/**
 * journal_find_process() - complete an event of a storm
 * @event: the event; with TAINT_SAME_PROCESS it gets parent and group of an earlier one of
 *	its process, or what says that they are not known
 *
 * Context: process; the worker's reader alone, before it notes the event.  Takes
 * journal_mutex.
 */
void journal_find_process(struct taint_event *event)
{
	const struct taint_event *other;

	if (!(event->hint_word & TAINT_SAME_PROCESS))
		return;
	event->hint_word &= ~TAINT_SAME_PROCESS;
	if (event->context == CONTEXT_TASK && ring_find_process(event))
		return;
	mutex_lock(&journal_mutex);
	other = event->context == CONTEXT_TASK ? find_same_process(event) : NULL;
	event->ppid = other ? other->ppid : -1;
	event->cgroup = other ? other->cgroup : 0;
	strscpy(event->parent, other ? other->parent : "", sizeof(event->parent));
	mutex_unlock(&journal_mutex);
}

/* Under journal_mutex; 0 finds a free one. */
static struct group *find_group(u64 id)
{
	unsigned int i;

	for (i = 0; i < GROUPS; i++)
		if (taint_info_journal.groups[i].id == id)
			return &taint_info_journal.groups[i];
	return NULL;
}

/* Under journal_mutex: the newest record that names it; 0 for none, ~0 for one that stays. */
static unsigned long newest_of_group(u64 id)
{
	const struct taint_event *event;
	unsigned long i, newest = 0;

	for (i = 0; i < FLAG_RECORDS * JOURNAL_KEPT; i++) {
		event = &taint_info_journal.flags[i / JOURNAL_KEPT].kept[i % JOURNAL_KEPT].event;
		if (event->seq && event->cgroup == id)
			return ~0UL;
	}
	for (i = 0; i < RING_SIZE; i++) {
		event = &recent[i].event;
		if (event->seq && event->cgroup == id && event->seq > newest)
			newest = event->seq;
	}
	return newest;
}

/* Under journal_mutex: room for another group, where it is missed least; NULL for none. */
static struct group *spare_group(void)
{
	struct group *spare = find_group(0);
	unsigned long newest, oldest = ~0UL;
	unsigned int i;

	if (spare)
		return spare;
	for (i = 0; i < GROUPS; i++) {
		newest = newest_of_group(taint_info_journal.groups[i].id);
		if (newest < oldest) {
			oldest = newest;
			spare = &taint_info_journal.groups[i];
		}
	}
	return spare;
}

/**
 * journal_has_group() - whether the path of a control group is kept
 * @id: its number
 *
 * Context: process; the worker's reader alone.
 */
bool journal_has_group(u64 id)
{
	return find_group(id);
}

/**
 * journal_keep_group() - keep the path of a control group
 * @id: its number, which is not kept yet
 * @path: its path; of one that is too long the beginning is left out
 *
 * In place of one that no first and no newest event of a flag is of, the longest unused;
 * its events, and this one where there is no such, are shown with the number.
 *
 * Context: process; the worker's reader alone, before it notes the event.  Takes
 * journal_mutex.
 */
void journal_keep_group(u64 id, const char *path)
{
	size_t len = strlen(path);
	struct group *group;

	mutex_lock(&journal_mutex);
	group = spare_group();
	if (group && len < sizeof(group->path))
		memcpy(group->path, path, len + 1);
	else if (group)
		snprintf(group->path, sizeof(group->path), "...%s",
			 path + len - (sizeof(group->path) - sizeof("...")));
	if (group)
		group->id = id;
	mutex_unlock(&journal_mutex);
}

/**
 * journal_group() - a control group, as text
 * @id: its number
 * @buf: gets the path, or "#<id>" where that is not known; TAINT_GROUP_SIZE bytes
 *
 * Context: process.  Takes journal_mutex.
 */
void journal_group(u64 id, char *buf)
{
	const struct group *group;

	mutex_lock(&journal_mutex);
	group = find_group(id);
	if (group)
		strscpy(buf, group->path, TAINT_GROUP_SIZE);
	else
		snprintf(buf, TAINT_GROUP_SIZE, "#%llu", id);
	mutex_unlock(&journal_mutex);
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

/* True when it awaits no name any more: its flag is none of @mask, or it has one. */
static bool pin(struct kept_record *record, enum taint_awaits awaits,
		const char *module, unsigned long mask, unsigned long since)
{
	struct taint_event *event = &record->event;

	if (record->awaits != awaits || event->context != CONTEXT_TASK ||
	    event->pid != current->pid || event->start_time != current->start_time ||
	    (long)(event->seq - since) <= 0)
		return false;
	/* The last of the texts: a panic in between finds the beginning of it. */
	if (mask & BIT(event->bit))
		strscpy(record->texts + module_at(record), module, MODULE_NAME_LEN);
	record->awaits = AWAITS_NONE;
	return true;
}

/**
 * journal_pin() - blame a module for what the current thread raised on its way
 * @awaits: what the events wait for
 * @module: the module's name, as it is to be shown
 * @mask: the flags it may be blamed for; for others that await this nobody will be
 * @since: only for events after this number
 *
 * Context: process; under the reader's lock.  Takes journal_mutex.
 *
 * Return: the flags whose first event may be told of now.
 */
unsigned long journal_pin(enum taint_awaits awaits, const char *module,
			  unsigned long mask, unsigned long since)
{
	unsigned long recorded = ring_recorded(), done = 0;
	struct kept_record *record;
	struct flag_journal *flag;
	unsigned int bit;

	mutex_lock(&journal_mutex);
	for (record = recent; record < recent + RING_SIZE; record++)
		if (record->event.seq)
			pin(record, awaits, module, mask, since);
	for_each_set_bit(bit, &recorded, BITS_PER_LONG) {
		flag = ring_flag(bit);
		if (!flag)
			continue;
		pin(&flag->kept[JOURNAL_LAST], awaits, module, mask, since);
		if (pin(&flag->kept[JOURNAL_FIRST], awaits, module, mask, since))
			done |= BIT(bit);
	}
	mutex_unlock(&journal_mutex);
	return done;
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
	unpack(record, &flag->kept[which]);
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
	unpack(record, &recent[seq % RING_SIZE]);
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
	unpack(record, &flag->kept[JOURNAL_FIRST]);
	return true;
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
