/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Events that can be told from a mixture: all fields of one follow from a number, its key,
 * so that half of one and half of another shows; and who resolves them in tests.
 */
#ifndef TAINT_INFO_EVENTS_H
#define TAINT_INFO_EVENTS_H

#include <linux/types.h>

#include "tests.h"
#include "../module/journal.h"

#define FLAG_A		TAINT_WARN
#define FLAG_B		TAINT_AUX
#define NO_FLAGS	0UL
/* All that the kernel defines: for events, as other bits have little room. */
#define ALL_FLAGS	(BIT(TAINT_FLAGS_COUNT) - 1)

/* A key of calls without a path. */
#define BARE(n)		((u64)(n) * (TAINT_STACK_DEPTH + 1))

/* Everything but bit, seen and was_set; then a call that is seen, of a flag that is clear. */
void fill_call(struct taint_call *call, u64 key);
void fill_seen(struct taint_call *call, unsigned int bit, u64 key);

/* Whether all is of one key. */
bool event_whole(const struct taint_event *event);
bool call_whole(const struct taint_call *call);
bool record_whole(const struct taint_record *got);

/* Write one, as ring_write() does; where only one writes, with its number for a key. */
bool write_flag(unsigned int bit, u64 key, bool was_set);
bool write_next(unsigned int bit);
void write_many(unsigned int bit, unsigned long n);

/* The number of events from here on follows this one. */
void start_at(unsigned long seq);
/* The number of a flag's kept event; 0 for none. */
unsigned long kept_seq(unsigned int bit, enum journal_which which);
/* An event of write_next() is in the log, or is not. */
void expect_log(struct kunit *test, unsigned long seq, bool there);
/* No raw address, no character that would end a line or a word, no text without its end. */
void expect_clean(struct kunit *test, const char *text, size_t size);

/* Of a suite: nothing has happened, and what is resolved is checked for being whole. */
int events_init(struct kunit *test);

/* What stands in for resolve.c has seen, and says. */
#define FAKE_SEQ_MAX	BIT(18)
struct fake_resolver {
	DECLARE_BITMAP(resolved, FAKE_SEQ_MAX);
	unsigned long nr_resolved, nr_twice, nr_torn;
	unsigned long newest[BITS_PER_LONG];
	unsigned long first_seq;		/* resolved[] begins behind it */
	enum taint_awaits awaits;		/* what it will say */
	bool (*whole)(const struct taint_call *call);	/* without it, resolve.c speaks */
};

extern struct fake_resolver fake_resolver;

void fake_blame(const struct taint_call *call, struct taint_blame *blame);
void fake_path(const struct taint_call *call, char *buf, size_t size);

#endif
