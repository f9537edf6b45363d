// SPDX-License-Identifier: GPL-2.0-only
/*
 * The journal: where flags come from, what it keeps of their events, and the names that
 * come later.
 */
#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/build_bug.h>
#include <linux/ktime.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/timekeeping.h>

#include "events.h"
#include "../module/journal.h"
#include "../module/worker.h"
#include "look.h"
#define ktime_get_boot_fast_ns clock_now
#include "../module/journal.c"

static struct flag_journal * const flags = taint_info_journal.flags;

/* Too large for a stack. */
static struct taint_record record;
static char path[TAINT_PATH_SIZE];

void reset_journal(void)
{
	reset_ring();
	memset(paths, 0, sizeof(paths));
	paths_used = 0;
	memset(&journal_state, 0, sizeof(journal_state));
	began = true;
	memset(&fake_resolver, 0, sizeof(fake_resolver));
	clock_ahead = 0;
	reset_reader();
	reset_loading();
}

/* --- what there is at the beginning --- */

/* A fresh journal knows of nothing, for every flag. */
static void journal_fresh(struct kunit *test)
{
	unsigned int bit;

	KUNIT_EXPECT_EQ(test, update(NO_FLAGS), NO_FLAGS);
	for (bit = 0; bit < BITS_PER_LONG; bit++) {
		KUNIT_EXPECT_EQ(test, (int)journal_origin(bit), (int)ORIGIN_NONE);
		KUNIT_EXPECT_EQ(test, ring_count(bit), 0UL);
		KUNIT_EXPECT_FALSE(test, ring_seen(bit));
		KUNIT_EXPECT_FALSE(test, journal_record(bit, JOURNAL_FIRST, &record));
		KUNIT_EXPECT_FALSE(test, journal_record(bit, JOURNAL_LAST, &record));
		KUNIT_EXPECT_FALSE(test, record_at_panic(bit, &record));
		KUNIT_EXPECT_FALSE(test, journal_path(bit, path, sizeof(path)));
	}
	KUNIT_EXPECT_EQ(test, ring_events(), 0UL);
	KUNIT_EXPECT_EQ(test, ring_lost(), 0UL);
	KUNIT_EXPECT_EQ(test, journal_log_start(), 1UL);
	KUNIT_EXPECT_FALSE(test, journal_log(0, &record));
	KUNIT_EXPECT_FALSE(test, journal_log(1, &record));
	KUNIT_EXPECT_FALSE(test, journal_unread());
	KUNIT_EXPECT_EQ(test, journal_known(), 0UL);
}

/* Each context and each origin has the word that the files promise. */
static void journal_words(struct kunit *test)
{
	KUNIT_EXPECT_STREQ(test, journal_context_name(CONTEXT_UNKNOWN), "");
	KUNIT_EXPECT_STREQ(test, journal_context_name(CONTEXT_TASK), "task");
	KUNIT_EXPECT_STREQ(test, journal_context_name(CONTEXT_SOFTIRQ), "softirq");
	KUNIT_EXPECT_STREQ(test, journal_context_name(CONTEXT_HARDIRQ), "hardirq");
	KUNIT_EXPECT_STREQ(test, journal_context_name(CONTEXT_NMI), "nmi");
	KUNIT_EXPECT_STREQ(test, journal_origin_name(ORIGIN_NONE), "none");
	KUNIT_EXPECT_STREQ(test, journal_origin_name(ORIGIN_BASELINE), "baseline");
	KUNIT_EXPECT_STREQ(test, journal_origin_name(ORIGIN_OBSERVED), "observed");
	KUNIT_EXPECT_STREQ(test, journal_origin_name(ORIGIN_DETECTED), "detected");
}

/* --- where flags come from --- */

/* A call that set its flag makes it observed and new, once, set by now or not. */
static void journal_observed(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, write_flag(FLAG_A, 1, false));
	KUNIT_EXPECT_EQ(test, (int)journal_origin(FLAG_A), (int)ORIGIN_NONE);
	KUNIT_EXPECT_TRUE(test, journal_unread());
	KUNIT_EXPECT_EQ(test, update(NO_FLAGS), BIT(FLAG_A));
	KUNIT_EXPECT_FALSE(test, journal_unread());
	KUNIT_EXPECT_EQ(test, (int)journal_origin(FLAG_A), (int)ORIGIN_OBSERVED);
	KUNIT_EXPECT_EQ(test, journal_known(), BIT(FLAG_A));

	KUNIT_EXPECT_FALSE(test, write_flag(FLAG_A, 2, true));
	KUNIT_EXPECT_EQ(test, update(BIT(FLAG_A)), NO_FLAGS);
	KUNIT_EXPECT_EQ(test, (int)journal_origin(FLAG_A), (int)ORIGIN_OBSERVED);
	KUNIT_EXPECT_EQ(test, ring_count(FLAG_A), 2UL);
	KUNIT_EXPECT_EQ(test, ring_count(FLAG_B), 0UL);
	KUNIT_EXPECT_EQ(test, (int)journal_origin(FLAG_B), (int)ORIGIN_NONE);
}

/* A flag of the baseline is never new; its repeats are recorded and change nothing else. */
static void journal_baseline_repeats(struct kunit *test)
{
	journal_set_baseline(BIT(FLAG_A));
	KUNIT_EXPECT_EQ(test, journal_baseline(), BIT(FLAG_A));
	KUNIT_EXPECT_EQ(test, (int)journal_origin(FLAG_A), (int)ORIGIN_BASELINE);
	KUNIT_EXPECT_EQ(test, update(BIT(FLAG_A)), NO_FLAGS);
	KUNIT_EXPECT_EQ(test, ring_count(FLAG_A), 0UL);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_FIRST), 0UL);

	write_flag(FLAG_A, 1, true);
	write_flag(FLAG_A, 2, true);
	KUNIT_EXPECT_EQ(test, update(BIT(FLAG_A)), NO_FLAGS);
	KUNIT_EXPECT_EQ(test, (int)journal_origin(FLAG_A), (int)ORIGIN_BASELINE);
	KUNIT_EXPECT_EQ(test, ring_count(FLAG_A), 2UL);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_FIRST), 1UL);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_LAST), 2UL);
}

/*
 * Hooks come first, then the baseline: of what both have, only the call that
 * set the flag tells that it is none of the baseline.
 */
static void journal_baseline_after_hooks(struct kunit *test)
{
	write_flag(FLAG_A, 1, false);
	write_flag(FLAG_B, 2, true);
	journal_set_baseline(BIT(FLAG_A) | BIT(FLAG_B));
	KUNIT_EXPECT_EQ(test, journal_known(), 0UL);
	KUNIT_EXPECT_EQ(test, update(BIT(FLAG_A) | BIT(FLAG_B)), BIT(FLAG_A));
	KUNIT_EXPECT_EQ(test, (int)journal_origin(FLAG_A), (int)ORIGIN_OBSERVED);
	KUNIT_EXPECT_EQ(test, (int)journal_origin(FLAG_B), (int)ORIGIN_BASELINE);
}

/* A set flag without a call is detected: an event, but no call and no record. */
static void journal_detected_unseen(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, update(BIT(FLAG_A)), BIT(FLAG_A));
	KUNIT_EXPECT_EQ(test, (int)journal_origin(FLAG_A), (int)ORIGIN_DETECTED);
	KUNIT_EXPECT_EQ(test, ring_events(), 1UL);
	KUNIT_EXPECT_EQ(test, ring_count(FLAG_A), 0UL);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_FIRST), 0UL);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_LAST), 0UL);
	KUNIT_EXPECT_FALSE(test, ring_seen(FLAG_A));
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved, 0UL);
	KUNIT_ASSERT_TRUE(test, journal_log(1, &record));
	KUNIT_EXPECT_EQ(test, record.event.bit, (u32)FLAG_A);
	KUNIT_EXPECT_EQ(test, (int)record.event.seen, 0);
	KUNIT_EXPECT_EQ(test, (int)record.event.context, (int)CONTEXT_UNKNOWN);
	KUNIT_EXPECT_TRUE(test, !record.blame.caller[0]);

	/* A call that comes later is recorded; how the flag came stays. */
	KUNIT_EXPECT_TRUE(test, write_flag(FLAG_A, 2, true));
	KUNIT_EXPECT_EQ(test, update(BIT(FLAG_A)), NO_FLAGS);
	KUNIT_EXPECT_EQ(test, (int)journal_origin(FLAG_A), (int)ORIGIN_DETECTED);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_FIRST), 2UL);
	KUNIT_EXPECT_EQ(test, ring_events(), 2UL);
}

/* While a write to the sysctl is under way nobody knows that nobody will be known. */
static void journal_detected_after_write(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, read_with(BIT(FLAG_A) | BIT(FLAG_B), true),
			NO_FLAGS);
	KUNIT_EXPECT_EQ(test, (int)journal_origin(FLAG_A), (int)ORIGIN_NONE);
	KUNIT_EXPECT_EQ(test, ring_events(), 0UL);

	/* Its end tells of one of them; a call that was seen is not held up by another. */
	write_flag(FLAG_B, 1, false);
	KUNIT_EXPECT_EQ(test, read_with(BIT(FLAG_A) | BIT(FLAG_B), true),
			BIT(FLAG_B));
	KUNIT_EXPECT_EQ(test, update(BIT(FLAG_A) | BIT(FLAG_B)), BIT(FLAG_A));
	KUNIT_EXPECT_EQ(test, (int)journal_origin(FLAG_A), (int)ORIGIN_DETECTED);
	KUNIT_EXPECT_EQ(test, (int)journal_origin(FLAG_B), (int)ORIGIN_OBSERVED);
}

/* Before the baseline events are read and named, but nothing is said of any origin. */
static void journal_before_baseline(struct kunit *test)
{
	began = false;
	fake_resolver.awaits = AWAITS_LOADED;
	write_flag(FLAG_A, 1, false);
	KUNIT_EXPECT_EQ(test, update(BIT(FLAG_A) | BIT(FLAG_B)), NO_FLAGS);
	KUNIT_EXPECT_EQ(test, (int)journal_origin(FLAG_A), (int)ORIGIN_NONE);
	KUNIT_EXPECT_EQ(test, (int)journal_origin(FLAG_B), (int)ORIGIN_NONE);
	KUNIT_EXPECT_EQ(test, journal_confirmed(), NO_FLAGS);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_FIRST), 1UL);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved, 1UL);

	journal_set_baseline(BIT(FLAG_A) | BIT(FLAG_B));
	KUNIT_EXPECT_EQ(test, update(BIT(FLAG_A) | BIT(FLAG_B)), BIT(FLAG_A));
	KUNIT_EXPECT_EQ(test, (int)journal_origin(FLAG_A), (int)ORIGIN_OBSERVED);
	KUNIT_EXPECT_EQ(test, (int)journal_origin(FLAG_B), (int)ORIGIN_BASELINE);
}

/* A first call that found its flag set, which no baseline had, was not the one. */
static void journal_detected_by_repeat(struct kunit *test)
{
	journal_set_baseline(BIT(FLAG_B));
	write_flag(FLAG_A, 1, true);
	KUNIT_EXPECT_EQ(test, update(BIT(FLAG_A) | BIT(FLAG_B)), BIT(FLAG_A));
	KUNIT_EXPECT_EQ(test, (int)journal_origin(FLAG_A), (int)ORIGIN_DETECTED);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_FIRST), 1UL);
}

/* While a first call is being written its flag is left open, though it is set. */
static void journal_claimed_waits(struct kunit *test)
{
	atomic_set(&flags[FLAG_A].raw_state, RAW_CLAIMED);
	KUNIT_EXPECT_EQ(test, update(BIT(FLAG_A)), NO_FLAGS);
	KUNIT_EXPECT_EQ(test, (int)journal_origin(FLAG_A), (int)ORIGIN_NONE);
	KUNIT_EXPECT_FALSE(test, journal_record(FLAG_A, JOURNAL_FIRST, &record));
	KUNIT_EXPECT_FALSE(test, record_at_panic(FLAG_A, &record));

	flags[FLAG_A].raw.event.seq = 1;
	flags[FLAG_A].raw.event.bit = FLAG_A;
	atomic_set(&flags[FLAG_A].raw_state, RAW_PUBLISHED);
	KUNIT_EXPECT_EQ(test, update(BIT(FLAG_A)), BIT(FLAG_A));
	KUNIT_EXPECT_EQ(test, (int)journal_origin(FLAG_A), (int)ORIGIN_OBSERVED);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_FIRST), 1UL);
}

/* Only what a mask has shown as set can be cleared; it stays so when set again. */
static void journal_confirmed_cleared(struct kunit *test)
{
	write_flag(FLAG_A, 1, false);
	update(NO_FLAGS);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, journal_confirmed(), 0UL);
	KUNIT_EXPECT_EQ(test, journal_cleared(), 0UL);
	update(BIT(FLAG_A));
	KUNIT_EXPECT_EQ(test, journal_confirmed(), BIT(FLAG_A));
	KUNIT_EXPECT_EQ(test, journal_cleared(), 0UL);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, journal_cleared(), BIT(FLAG_A));
	update(BIT(FLAG_A));
	KUNIT_EXPECT_EQ(test, journal_cleared(), BIT(FLAG_A));
	KUNIT_EXPECT_EQ(test, journal_confirmed(), BIT(FLAG_A));
	KUNIT_EXPECT_EQ(test, (int)journal_origin(FLAG_A), (int)ORIGIN_OBSERVED);
}

/* A flag of the baseline counts as seen set. */
static void journal_baseline_cleared(struct kunit *test)
{
	journal_set_baseline(BIT(FLAG_A) | BIT(FLAG_B));
	update(BIT(FLAG_B));
	KUNIT_EXPECT_EQ(test, journal_cleared(), BIT(FLAG_A));
	KUNIT_EXPECT_EQ(test, journal_baseline(), BIT(FLAG_A) | BIT(FLAG_B));
}

/* Whoever reads a crash dump finds the journal by its first words. */
static void journal_magic(struct kunit *test)
{
	journal_set_baseline(NO_FLAGS);
	KUNIT_EXPECT_STREQ(test, (const char *)taint_info_journal.magic, "taint_info");
	KUNIT_EXPECT_EQ(test, taint_info_journal.version, (u32)LAYOUT_VERSION);
}

/* The time since 1970 is worked out later where the hook left that. */
static void journal_time_of_day(struct kunit *test)
{
	struct taint_event event = { .bit = FLAG_A, .seen = true };
	u64 before = ktime_get_real_fast_ns();

	event.boottime = ktime_get_boot_fast_ns();
	ring_write(&event, NULL);
	update(NO_FLAGS);
	KUNIT_ASSERT_TRUE(test, journal_log(1, &record));
	KUNIT_EXPECT_LE(test, before, record.event.realtime);
	KUNIT_EXPECT_LE(test, record.event.realtime, ktime_get_real_fast_ns());
}

/* --- the first and the last --- */

/* The first call of a flag stays, though the ring has long lost it; the last is the newest. */
static void journal_first_and_last(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, write_next(FLAG_A));
	write_many(FLAG_B, 3 * RING_SIZE);
	KUNIT_EXPECT_FALSE(test, write_next(FLAG_A));
	write_many(FLAG_B, RING_SIZE);
	update(NO_FLAGS);
	KUNIT_EXPECT_TRUE(test, journal_record(FLAG_A, JOURNAL_FIRST, &record));
	KUNIT_EXPECT_EQ(test, record.event.seq, 1UL);
	KUNIT_EXPECT_TRUE(test, record_whole(&record));
	/* The second is lost: then the first is the newest that is known. */
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_LAST), 1UL);
	KUNIT_EXPECT_EQ(test, ring_count(FLAG_A), 2UL);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_B, JOURNAL_FIRST), 2UL);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_B, JOURNAL_LAST), ring_events());

	write_next(FLAG_A);
	update(NO_FLAGS);
	KUNIT_EXPECT_TRUE(test, journal_record(FLAG_A, JOURNAL_LAST, &record));
	KUNIT_EXPECT_EQ(test, record.event.seq, ring_events());
	KUNIT_EXPECT_TRUE(test, record_whole(&record));
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_FIRST), 1UL);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_torn, 0UL);
}

/* An event that is read late does not take the place of a newer one, in the log or as the last. */
static void journal_older_dropped(struct kunit *test)
{
	static struct taint_call call;
	static struct taint_blame blame;

	write_next(FLAG_A);
	start_at(RING_SIZE);
	write_next(FLAG_A);
	update(NO_FLAGS);
	fill_seen(&call, FLAG_A, 1);
	call.event.seq = 1;
	journal_note(&call.event, &blame);
	expect_log(test, RING_SIZE + 1, true);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_LAST), RING_SIZE + 1);
}

/* Every flag keeps its own. */
static void journal_flags_apart(struct kunit *test)
{
	unsigned int bit;

	for (bit = 0; bit < FLAG_RECORDS; bit++)
		KUNIT_EXPECT_TRUE(test, write_next(bit));
	for (bit = 0; bit < FLAG_RECORDS; bit++)
		KUNIT_EXPECT_FALSE(test, write_next(bit));
	KUNIT_EXPECT_EQ(test, update(NO_FLAGS), BIT(FLAG_RECORDS) - 1);
	for (bit = 0; bit < FLAG_RECORDS; bit++) {
		KUNIT_EXPECT_EQ(test, kept_seq(bit, JOURNAL_FIRST), bit + 1UL);
		KUNIT_EXPECT_EQ(test, kept_seq(bit, JOURNAL_LAST), FLAG_RECORDS + bit + 1UL);
		KUNIT_EXPECT_EQ(test, ring_count(bit), 2UL);
	}
}

/*
 * A flag that this kernel does not define has no record by being found set, and one, which
 * knows its origin, by a call that comes later.
 */
static void journal_other_found_first(struct kunit *test)
{
	unsigned int found = BITS_PER_LONG - 1, before = BITS_PER_LONG - 2;

	journal_set_baseline(BIT(before));
	KUNIT_EXPECT_EQ(test, update(BIT(before) | BIT(found)), BIT(found));
	KUNIT_EXPECT_TRUE(test, !ring_flag(found));
	KUNIT_EXPECT_TRUE(test, !ring_flag(before));

	write_flag(found, 2, true);
	write_flag(before, 3, true);
	KUNIT_EXPECT_EQ(test, update(BIT(before) | BIT(found)), NO_FLAGS);
	KUNIT_ASSERT_TRUE(test, ring_flag(found));
	KUNIT_ASSERT_TRUE(test, ring_flag(before));
	KUNIT_EXPECT_EQ(test, (int)ring_flag(found)->origin, (int)ORIGIN_DETECTED);
	KUNIT_EXPECT_EQ(test, (int)ring_flag(before)->origin, (int)ORIGIN_BASELINE);
	KUNIT_EXPECT_EQ(test, (int)journal_origin(found), (int)ORIGIN_DETECTED);
	KUNIT_EXPECT_EQ(test, kept_seq(before, JOURNAL_FIRST), 3UL);
}

/*
 * Of the flags that this kernel does not define eight have a record, in the order that they
 * are raised in; the ninth is an event, and found by its bit.
 */
static void journal_other_flags(struct kunit *test)
{
	unsigned int ninth = BITS_PER_LONG - 1 - OTHER_FLAGS, i;

	for (i = 0; i < OTHER_FLAGS; i++) {
		KUNIT_EXPECT_FALSE(test, ring_seen(BITS_PER_LONG - 1 - i));
		KUNIT_EXPECT_TRUE(test, write_next(BITS_PER_LONG - 1 - i));
		KUNIT_EXPECT_TRUE(test, ring_seen(BITS_PER_LONG - 1 - i));
	}
	KUNIT_EXPECT_FALSE(test, write_next(ninth));
	KUNIT_EXPECT_FALSE(test, ring_seen(ninth));
	KUNIT_EXPECT_EQ(test, update(BIT(ninth)), ~0UL << ninth);
	for (i = 0; i < OTHER_FLAGS; i++) {
		KUNIT_EXPECT_EQ(test, (int)journal_origin(BITS_PER_LONG - 1 - i),
				(int)ORIGIN_OBSERVED);
		KUNIT_EXPECT_EQ(test, kept_seq(BITS_PER_LONG - 1 - i, JOURNAL_FIRST), i + 1UL);
		KUNIT_EXPECT_EQ(test, ring_count(BITS_PER_LONG - 1 - i), 1UL);
	}
	KUNIT_EXPECT_EQ(test, (int)journal_origin(ninth), (int)ORIGIN_DETECTED);
	KUNIT_EXPECT_EQ(test, kept_seq(ninth, JOURNAL_FIRST), 0UL);
	KUNIT_EXPECT_EQ(test, ring_count(ninth), 0UL);
	expect_log(test, OTHER_FLAGS + 1, true);
	KUNIT_EXPECT_EQ(test, ring_lost(), 0UL);
}

/* --- what is resolved, and when --- */

/* What was noted before ring_distrust() is kept without a word of who did it. */
static void journal_distrusted(struct kunit *test)
{
	write_flag(FLAG_A, 1, false);
	ring_distrust();
	KUNIT_EXPECT_TRUE(test, record_at_panic(FLAG_A, &record));
	KUNIT_EXPECT_TRUE(test, !record.blame.caller[0]);
	write_flag(FLAG_B, 2, false);
	update(NO_FLAGS);
	worker_keep_paths();
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved, 1UL);
	KUNIT_EXPECT_TRUE(test, journal_record(FLAG_A, JOURNAL_FIRST, &record));
	KUNIT_EXPECT_TRUE(test, event_whole(&record.event));
	KUNIT_EXPECT_TRUE(test, !record.blame.caller[0] && !record.blame.module[0]);
	KUNIT_EXPECT_FALSE(test, journal_path(FLAG_A, path, sizeof(path)));
	KUNIT_EXPECT_TRUE(test, journal_record(FLAG_B, JOURNAL_FIRST, &record));
	KUNIT_EXPECT_TRUE(test, record_whole(&record));
	KUNIT_EXPECT_TRUE(test, journal_path(FLAG_B, path, sizeof(path)));
}

/* The path of a flag's first event is kept, whatever comes after it. */
static void journal_paths(struct kunit *test)
{
	char cut[6];

	write_next(FLAG_A);
	worker_keep_paths();
	KUNIT_EXPECT_FALSE(test, journal_path(FLAG_A, path, sizeof(path)));	/* not read yet */
	update(NO_FLAGS);
	worker_keep_paths();
	write_many(FLAG_A, 2 * RING_SIZE);
	write_flag(FLAG_B, TAINT_STACK_DEPTH + 1, false);	/* has no stack */
	update(NO_FLAGS);
	worker_keep_paths();
	KUNIT_EXPECT_TRUE(test, journal_path(FLAG_A, path, sizeof(path)));
	KUNIT_EXPECT_STREQ(test, (const char *)path, "path_1\n");
	KUNIT_EXPECT_FALSE(test, journal_path(FLAG_B, path, sizeof(path)));
	KUNIT_EXPECT_EQ(test, paths_used, sizeof("path_1\n"));
	KUNIT_EXPECT_TRUE(test, journal_path(FLAG_A, cut, sizeof(cut)));
	KUNIT_EXPECT_STREQ(test, (const char *)cut, "path_");
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_torn, 0UL);
}

/* A path that there is no room for is not kept, and not asked for again. */
static void journal_paths_run_out(struct kunit *test)
{
	paths_used = sizeof(paths) - sizeof("path_1\n");
	write_next(FLAG_A);
	write_next(FLAG_B);
	update(NO_FLAGS);
	KUNIT_EXPECT_TRUE(test, journal_path_due(FLAG_B));
	worker_keep_paths();
	KUNIT_EXPECT_TRUE(test, journal_path(FLAG_A, path, sizeof(path)));
	KUNIT_EXPECT_STREQ(test, (const char *)path, "path_1\n");
	KUNIT_EXPECT_FALSE(test, journal_path(FLAG_B, path, sizeof(path)));
	KUNIT_EXPECT_TRUE(test, !journal_path_due(FLAG_B));
	KUNIT_EXPECT_EQ(test, paths_used, sizeof(paths));
}

/* --- control groups --- */

static void keep_group(u64 id)
{
	char text[32];

	snprintf(text, sizeof(text), "/group_%llu", id);
	journal_keep_group(id, text);
}

static void note_in_group(unsigned int bit, u64 id)
{
	static const struct taint_blame nobody;
	struct taint_call call = {};

	fill_seen(&call, bit, 0);
	call.event.cgroup = id;
	ring_write(&call.event, call.stack);
	journal_note(&call.event, &nobody);
}

static void expect_group(struct kunit *test, u64 id, const char *want)
{
	char text[TAINT_GROUP_SIZE];

	journal_group(id, text);
	KUNIT_EXPECT_STREQ(test, (const char *)text, want);
}

/* What first and newest records need stays, then what the newest events need. */
static void journal_groups_run_out(struct kunit *test)
{
	u64 id;

	keep_group(1);
	note_in_group(FLAG_A, 1);
	for (id = 2; id < GROUPS + 5; id++) {
		keep_group(id);
		note_in_group(FLAG_A, id);
	}
	expect_group(test, 1, "/group_1");
	for (id = 2; id < 6; id++)
		KUNIT_EXPECT_FALSE(test, journal_has_group(id));
	expect_group(test, 5, "#5");
	expect_group(test, 6, "/group_6");
	expect_group(test, GROUPS + 4, "/group_20");

	/* One that nothing is of is the first to go. */
	keep_group(100);
	KUNIT_EXPECT_FALSE(test, journal_has_group(6));
	keep_group(101);
	KUNIT_EXPECT_FALSE(test, journal_has_group(100));
	KUNIT_EXPECT_TRUE(test, journal_has_group(7));
}

/* Of a path that is too long the end is told: it names the unit, or the container. */
static void journal_long_groups(struct kunit *test)
{
	char want[TAINT_GROUP_SIZE];
	static char long_path[2 * TAINT_GROUP_SIZE];

	memset(long_path, 'x', TAINT_GROUP_SIZE - 1);
	journal_keep_group(1, long_path);
	expect_group(test, 1, long_path);
	memset(long_path, 'y', sizeof(long_path) - 1);
	memset(want, 'y', sizeof(want));
	memcpy(want, "...", 3);
	want[TAINT_GROUP_SIZE - 1] = '\0';
	journal_keep_group(2, long_path);
	expect_group(test, 2, want);
}

/* --- texts --- */

/* Names are kept whole; where there is no room for all, the middle of the caller is not. */
static void journal_texts(struct kunit *test)
{
	static struct taint_blame blame;
	struct taint_call call = {};
	size_t len;

	fill_seen(&call, FLAG_A, 1);
	call.event.pid = current->pid;
	call.event.start_time = current->start_time;
	memset(blame.caller, 'c', sizeof(blame.caller) - 1);
	strscpy(blame.caller + sizeof(blame.caller) - 10, "+0x1/0x20", 10);
	memset(blame.via, 'v', sizeof(blame.via) - 1);
	ring_write(&call.event, call.stack);
	memset(&recent[call.event.seq + 1], 0xff, sizeof(*recent));
	journal_note(&call.event, &blame);
	KUNIT_EXPECT_TRUE(test, !memchr_inv(&recent[call.event.seq + 1], 0xff, sizeof(*recent)));
	memset(&recent[call.event.seq + 1], 0, sizeof(*recent));
	KUNIT_EXPECT_TRUE(test, journal_record(FLAG_A, JOURNAL_FIRST, &record));
	KUNIT_EXPECT_EQ(test, strlen(record.blame.caller), RECORD_TEXTS - MODULE_NAME_LEN - 2UL);
	KUNIT_EXPECT_STREQ(test, (const char *)record.blame.via, (const char *)blame.via);
	KUNIT_EXPECT_STREQ(test, (const char *)record.blame.module, "");

	/* With room for a name that comes later. */
	fill_seen(&call, FLAG_B, 4);
	call.event.pid = current->pid;
	call.event.start_time = current->start_time;
	blame.awaits = AWAITS_LOADED;
	ring_write(&call.event, call.stack);
	journal_note(&call.event, &blame);
	memset(blame.module, 'm', sizeof(blame.module) - 1);
	KUNIT_EXPECT_EQ(test, journal_pin(AWAITS_LOADED, blame.module, BIT(FLAG_B), 0),
			BIT(FLAG_B));
	KUNIT_EXPECT_TRUE(test, record_at_panic(FLAG_B, &record));
	len = strlen(record.blame.caller);
	KUNIT_EXPECT_EQ(test, len, RECORD_TEXTS - 2 * MODULE_NAME_LEN - 1UL);
	KUNIT_EXPECT_STREQ(test, (const char *)record.blame.caller + len - 13, "c...+0x1/0x20");
	KUNIT_EXPECT_STREQ(test, (const char *)record.blame.via, (const char *)blame.via);
	KUNIT_EXPECT_STREQ(test, (const char *)record.blame.module, (const char *)blame.module);
}

/* --- the name that comes later --- */

static void write_mine(unsigned int bit, enum taint_context context, int pid, u64 start_time)
{
	struct taint_call call = {};

	call.event.bit = bit;
	call.event.seen = true;
	call.event.context = context;
	call.event.pid = pid;
	call.event.start_time = start_time;
	ring_write(&call.event, call.stack);
}

static void write_as_current(unsigned int bit)
{
	write_mine(bit, CONTEXT_TASK, current->pid, current->start_time);
}

/* Of the record that was read last. */
static void expect_module(struct kunit *test, const char *module, enum taint_awaits left)
{
	KUNIT_EXPECT_STREQ(test, (const char *)record.blame.module, module);
	KUNIT_EXPECT_EQ(test, (int)record.blame.awaits, (int)left);
}

static void expect_pinned(struct kunit *test, unsigned long seq, const char *module)
{
	KUNIT_ASSERT_TRUE(test, journal_log(seq, &record));
	expect_module(test, module ?: "module_of_it", module ? AWAITS_NONE : fake_resolver.awaits);
}

/* A pin names what this thread raised on its way: in the log, as first and as last. */
static void journal_pin_names(struct kunit *test)
{
	fake_resolver.awaits = AWAITS_LOADED;
	write_as_current(TAINT_CRAP);
	write_as_current(TAINT_CRAP);
	write_as_current(FLAG_B);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, journal_pin(AWAITS_LOADED, "it", BIT(TAINT_CRAP) | BIT(FLAG_B), 0),
			BIT(TAINT_CRAP) | BIT(FLAG_B));
	expect_pinned(test, 1, "it");
	expect_pinned(test, 2, "it");
	expect_pinned(test, 3, "it");
	KUNIT_EXPECT_TRUE(test, journal_record(TAINT_CRAP, JOURNAL_FIRST, &record));
	expect_module(test, "it", AWAITS_NONE);
	KUNIT_EXPECT_TRUE(test, journal_record(TAINT_CRAP, JOURNAL_LAST, &record));
	expect_module(test, "it", AWAITS_NONE);

	/* Once: the next module of this thread gets none of it. */
	KUNIT_EXPECT_EQ(test, journal_pin(AWAITS_LOADED, "other", ALL_FLAGS, 0), NO_FLAGS);
	expect_pinned(test, 1, "it");
}

/* Only the flags that the module has; others await nobody any more. */
static void journal_pin_mask(struct kunit *test)
{
	fake_resolver.awaits = AWAITS_LOADED;
	write_as_current(TAINT_CRAP);
	write_as_current(FLAG_B);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, journal_pin(AWAITS_LOADED, "it", BIT(FLAG_B), 0),
			BIT(TAINT_CRAP) | BIT(FLAG_B));
	KUNIT_EXPECT_TRUE(test, journal_log(1, &record));
	expect_module(test, "module_of_it", AWAITS_NONE);
	KUNIT_EXPECT_TRUE(test, journal_record(TAINT_CRAP, JOURNAL_FIRST, &record));
	expect_module(test, "module_of_it", AWAITS_NONE);
	expect_pinned(test, 2, "it");
}

/* Only what came after the module began to load: an earlier one failed before. */
static void journal_pin_since(struct kunit *test)
{
	fake_resolver.awaits = AWAITS_LOADED;
	write_as_current(TAINT_CRAP);
	write_as_current(TAINT_CRAP);
	write_as_current(FLAG_B);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, journal_pin(AWAITS_LOADED, "it", ALL_FLAGS, 1), BIT(FLAG_B));
	expect_pinned(test, 1, NULL);
	expect_pinned(test, 2, "it");
	expect_pinned(test, 3, "it");
	KUNIT_EXPECT_TRUE(test, journal_record(TAINT_CRAP, JOURNAL_FIRST, &record));
	expect_module(test, "module_of_it", AWAITS_LOADED);
	KUNIT_EXPECT_TRUE(test, journal_record(TAINT_CRAP, JOURNAL_LAST, &record));
	expect_module(test, "it", AWAITS_NONE);
}

/* Only what this very thread raised, not an earlier one with its number, not an interrupt. */
static void journal_pin_thread(struct kunit *test)
{
	fake_resolver.awaits = AWAITS_LOADED;
	write_mine(TAINT_CRAP, CONTEXT_TASK, current->pid + 1, current->start_time);
	write_mine(TAINT_CRAP, CONTEXT_TASK, current->pid, current->start_time - 1);
	write_mine(TAINT_CRAP, CONTEXT_SOFTIRQ, current->pid, current->start_time);
	write_mine(TAINT_CRAP, CONTEXT_HARDIRQ, current->pid, current->start_time);
	write_mine(TAINT_CRAP, CONTEXT_NMI, current->pid, current->start_time);
	write_as_current(TAINT_CRAP);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, journal_pin(AWAITS_LOADED, "it", ALL_FLAGS, 0), NO_FLAGS);
	expect_pinned(test, 1, NULL);
	expect_pinned(test, 2, NULL);
	expect_pinned(test, 3, NULL);
	expect_pinned(test, 4, NULL);
	expect_pinned(test, 5, NULL);
	expect_pinned(test, 6, "it");
}

/* Only what waits for just that: a module that goes is not one that comes. */
static void journal_pin_awaits(struct kunit *test)
{
	fake_resolver.awaits = AWAITS_REMOVED;
	write_as_current(TAINT_FORCED_RMMOD);
	update(NO_FLAGS);
	fake_resolver.awaits = AWAITS_NONE;
	write_as_current(TAINT_CRAP);
	update(NO_FLAGS);
	fake_resolver.awaits = AWAITS_REMOVED;
	KUNIT_EXPECT_EQ(test, journal_pin(AWAITS_LOADED, "it", ALL_FLAGS, 0), NO_FLAGS);
	expect_pinned(test, 1, NULL);
	KUNIT_EXPECT_EQ(test, journal_pin(AWAITS_REMOVED, "it", ALL_FLAGS, 0),
			BIT(TAINT_FORCED_RMMOD));
	expect_pinned(test, 1, "it");
	fake_resolver.awaits = AWAITS_NONE;
	expect_pinned(test, 2, NULL);
}

/* A name of full length is kept whole. */
static void journal_pin_longest(struct kunit *test)
{
	char name[MODULE_NAME_LEN];

	memset(name, 'n', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	fake_resolver.awaits = AWAITS_LOADED;
	write_as_current(TAINT_CRAP);
	update(NO_FLAGS);
	journal_pin(AWAITS_LOADED, name, ALL_FLAGS, 0);
	expect_pinned(test, 1, name);
}

static struct kunit_case journal_cases[] = {
	KUNIT_CASE(journal_fresh),
	KUNIT_CASE(journal_words),
	KUNIT_CASE(journal_observed),
	KUNIT_CASE(journal_baseline_repeats),
	KUNIT_CASE(journal_baseline_after_hooks),
	KUNIT_CASE(journal_detected_unseen),
	KUNIT_CASE(journal_detected_after_write),
	KUNIT_CASE(journal_before_baseline),
	KUNIT_CASE(journal_detected_by_repeat),
	KUNIT_CASE(journal_claimed_waits),
	KUNIT_CASE(journal_confirmed_cleared),
	KUNIT_CASE(journal_baseline_cleared),
	KUNIT_CASE(journal_magic),
	KUNIT_CASE(journal_time_of_day),
	KUNIT_CASE(journal_first_and_last),
	KUNIT_CASE(journal_older_dropped),
	KUNIT_CASE(journal_flags_apart),
	KUNIT_CASE(journal_other_found_first),
	KUNIT_CASE(journal_other_flags),
	KUNIT_CASE(journal_distrusted),
	KUNIT_CASE(journal_paths),
	KUNIT_CASE(journal_paths_run_out),
	KUNIT_CASE(journal_groups_run_out),
	KUNIT_CASE(journal_long_groups),
	KUNIT_CASE(journal_texts),
	KUNIT_CASE(journal_pin_names),
	KUNIT_CASE(journal_pin_mask),
	KUNIT_CASE(journal_pin_since),
	KUNIT_CASE(journal_pin_thread),
	KUNIT_CASE(journal_pin_awaits),
	KUNIT_CASE(journal_pin_longest),
	{}
};

struct kunit_suite journal_suite = {
	.name = "taint_info_journal",
	.init = events_init,
	.test_cases = journal_cases,
};
