/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What happened: by which calls each flag was raised, and how we came to know of it.
 * Written by the worker's reader alone; copied out for readers, in process context.
 */
#ifndef TAINT_INFO_JOURNAL_H
#define TAINT_INFO_JOURNAL_H

#include <linux/time64.h>
#include <linux/types.h>

#include "event.h"
#include "ring.h"

void journal_note(const struct taint_event *event, const struct taint_blame *blame);
const struct taint_call *journal_first_due(unsigned int bit);
void journal_note_first(const struct taint_event *event, const struct taint_blame *blame);
void journal_read_up_to(unsigned long seq);
void journal_find_process(struct taint_event *event);
bool journal_has_group(u64 id);
void journal_keep_group(u64 id, const char *path);
unsigned long journal_settle(unsigned long mask, bool writing);
void journal_set_baseline(unsigned long mask);
const struct taint_call *journal_path_due(unsigned int bit);
void journal_keep_path(unsigned int bit, const char *text);
unsigned long journal_pin(enum taint_awaits awaits, const char *module,
			  unsigned long mask, unsigned long since);

bool journal_record(unsigned int bit, enum journal_which which,
		    struct taint_record *record);
bool journal_log(unsigned long seq, struct taint_record *record);
unsigned long journal_log_start(void);
bool journal_path(unsigned int bit, char *buf, size_t size);
void journal_group(u64 id, char *buf);
bool journal_record_at_panic(unsigned int bit, struct taint_record *record);

/**
 * struct journal_state - of all flags; written by the worker under journal_mutex
 * @baseline: the mask found when watching began
 * @known: flags whose origin is settled: of these
 * @observed: a hook saw the call that set it,
 * @detected: nobody did; and the others were set before
 * @confirmed: flags that test_taint() has returned set: a hook speaks before the bit is
 *	set, so that a flag may be observed and not here
 * @cleared: of these, the flags that it returned clear later
 * @processed: the newest event that the worker has looked for
 */
struct journal_state {
	unsigned long baseline;
	unsigned long known;
	unsigned long observed;
	unsigned long detected;
	unsigned long confirmed;
	unsigned long cleared;
	unsigned long processed;
};

extern struct journal_state journal_state;

/*
 * Context: any.  Masks and number as above; how a flag, whose bit is below BITS_PER_LONG,
 * came to our notice; whether events came that the worker has not looked for.
 */
static inline unsigned long journal_baseline(void)
{
	return READ_ONCE(journal_state.baseline);
}

static inline unsigned long journal_known(void)
{
	return READ_ONCE(journal_state.known);
}

static inline unsigned long journal_detected(void)
{
	return READ_ONCE(journal_state.detected);
}

static inline unsigned long journal_confirmed(void)
{
	return READ_ONCE(journal_state.confirmed);
}

static inline unsigned long journal_cleared(void)
{
	return READ_ONCE(journal_state.cleared);
}

static inline unsigned long journal_processed(void)
{
	return READ_ONCE(journal_state.processed);
}

static inline bool journal_unread(void)
{
	return ring_events() != journal_processed();
}

static inline enum taint_origin journal_origin(unsigned int bit)
{
	/* Pairs with set_origin(). */
	if (!(smp_load_acquire(&journal_state.known) & BIT(bit)))
		return ORIGIN_NONE;
	if (READ_ONCE(journal_state.observed) & BIT(bit))
		return ORIGIN_OBSERVED;
	return READ_ONCE(journal_state.detected) & BIT(bit) ? ORIGIN_DETECTED : ORIGIN_BASELINE;
}

const char *journal_context_name(enum taint_context context);
const char *journal_origin_name(enum taint_origin origin);

#endif
