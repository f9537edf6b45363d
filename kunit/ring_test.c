// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ring: what it keeps, what it counts as lost, and that nobody ever gets half of one
 * event and half of another.
 *
 * What cannot be met by waiting for it, a writer in the middle of another's work, is put
 * there by look(): the code under test calls it wherever it reads a state, and for each
 * word that it copies.
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
#include "look.h"
#include "../module/ring.c"

struct looks looks;

static struct slot * const ring = taint_info_journal.ring;

/* Too large for a stack. */
static struct taint_record record;

void reset_ring(void)
{
	memset(&taint_info_journal, 0, sizeof(taint_info_journal));
	distrusted = 0;
}

static int ring_init(struct kunit *test)
{
	interrupt_at(NULL, NULL);
	return events_init(test);
}

/* --- what is kept, and what is lost --- */

/* As many events as the ring has slots are all kept, in order, and none is lost. */
static void ring_full(struct kunit *test)
{
	unsigned long seq;

	write_many(FLAG_A, RING_SIZE);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, ring_events(), RING_SIZE);
	KUNIT_EXPECT_EQ(test, ring_lost(), 0UL);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved, RING_SIZE);
	KUNIT_EXPECT_EQ(test, journal_log_start(), 1UL);
	for (seq = 1; seq <= RING_SIZE; seq++)
		expect_log(test, seq, true);
	expect_log(test, RING_SIZE + 1, false);
}

/* Each event beyond that costs exactly the oldest one, and is counted. */
static void ring_overwritten(struct kunit *test)
{
	unsigned long seq, more = 5;

	write_flag(FLAG_B, 1, false);
	write_many(FLAG_A, RING_SIZE + more - 1);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, ring_events(), RING_SIZE + more);
	KUNIT_EXPECT_EQ(test, ring_lost(), more);
	KUNIT_EXPECT_EQ(test, journal_log_start(), more + 1);
	for (seq = 1; seq <= RING_SIZE + more; seq++)
		expect_log(test, seq, seq >= journal_log_start());
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_twice, 0UL);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_torn, 0UL);
}

/* What was read in time is not lost, however often the ring goes round. */
static void ring_read_in_time(struct kunit *test)
{
	unsigned long round;

	for (round = 1; round <= 10; round++) {
		write_many(FLAG_A, RING_SIZE - round);
		update(NO_FLAGS);
		expect_log(test, ring_events(), true);
		expect_log(test, journal_log_start(), true);
	}
	KUNIT_EXPECT_EQ(test, ring_lost(), 0UL);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved, ring_events());
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_twice, 0UL);
}

/* An event that has been read is not read again. */
static void ring_reads_once(struct kunit *test)
{
	write_many(FLAG_A, 3);
	update(NO_FLAGS);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved, 3UL);
	write_next(FLAG_A);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved, 4UL);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_twice, 0UL);
}

/* A slot that a slower writer holds is not touched: the newer event is lost, and counted. */
static void ring_slot_busy(struct kunit *test)
{
	struct slot *slot = &ring[1];
	static struct taint_event before;

	write_many(FLAG_A, RING_SIZE);
	update(NO_FLAGS);
	atomic_long_set(&slot->state, 1 << SLOT_SHIFT | SLOT_BUSY);
	before = slot->event;
	write_next(FLAG_A);
	KUNIT_EXPECT_EQ(test, ring_lost(), 1UL);
	KUNIT_EXPECT_EQ(test, memcmp(&before, &slot->event, sizeof(before)), 0);
	KUNIT_EXPECT_EQ(test, atomic_long_read(&slot->state), (long)(1 << SLOT_SHIFT | SLOT_BUSY));

	/* Nor is it read before its writer is done. */
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved, RING_SIZE);
	KUNIT_EXPECT_FALSE(test, journal_log(RING_SIZE + 1, &record));
}

/* A late writer does not put an older event in the place of a newer one, read or not. */
static void ring_slot_newer(struct kunit *test)
{
	struct taint_call call = {};

	start_at(2 * RING_SIZE);
	write_many(FLAG_A, 2);
	update(NO_FLAGS);
	write_many(FLAG_A, 1);
	fill_seen(&call, FLAG_A, 1);
	for (call.event.seq = RING_SIZE + 1; call.event.seq <= RING_SIZE + 3; call.event.seq++)
		KUNIT_EXPECT_TRUE(test, slot_put(&ring[call.event.seq % RING_SIZE], &call.event));
	update(NO_FLAGS);
	expect_log(test, 2 * RING_SIZE + 1, true);
	expect_log(test, 2 * RING_SIZE + 2, true);
	expect_log(test, 2 * RING_SIZE + 3, true);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved, 3UL);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_torn, 0UL);
}

static void lap_the_ring(void)
{
	write_many(FLAG_A, RING_SIZE);
}

static void expect_overtaken_at(struct kunit *test, const void *at)
{
	ring_init(test);
	write_many(FLAG_A, 3);
	update(NO_FLAGS);
	write_many(FLAG_A, 1);
	interrupt_at(at, lap_the_ring);
	update(NO_FLAGS);
	KUNIT_EXPECT_TRUE(test, interrupted());
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_torn, 0UL);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_twice, 0UL);
	KUNIT_EXPECT_EQ(test, ring_lost(), 1UL);
	KUNIT_EXPECT_EQ(test, ring_events(), RING_SIZE + 4);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved + ring_lost(), ring_events());
	expect_log(test, 4, false);
	expect_log(test, RING_SIZE + 4, true);
}

/*
 * A writer that overtakes the reader at any word of its copy: the old event is
 * lost and counted, the new one is read, whole, and nobody sees the mixture.
 */
static void ring_overtaken_reader(struct kunit *test)
{
	const unsigned long *words = (const unsigned long *)&ring[4].event;
	size_t i;

	expect_overtaken_at(test, &ring[4].state);
	for (i = 0; i < sizeof(struct taint_event) / sizeof(long); i++)
		expect_overtaken_at(test, &words[i]);
}

static void read_all(void)
{
	update(NO_FLAGS);
}

/* A reader that comes in the middle of a writer waits for nothing and takes nothing of it. */
static void ring_reader_meets_writer(struct kunit *test)
{
	static struct taint_call call;
	const unsigned long *words = (const unsigned long *)&call;
	size_t i, n = 10 + offsetof(struct taint_call, stack) / sizeof(long);

	write_next(FLAG_A);	/* so that the next is copied into its slot alone */
	update(NO_FLAGS);
	for (i = 0; i < n; i++) {
		/* A depth of 10, each time. */
		fill_seen(&call, FLAG_A, 10 + i * (TAINT_STACK_DEPTH + 1));
		interrupt_at(&words[i], read_all);
		ring_write(&call.event, call.stack);
		KUNIT_EXPECT_TRUE(test, interrupted());
		KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved, i + 1UL);
		update(NO_FLAGS);
		KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved, i + 2UL);
	}
	KUNIT_EXPECT_EQ(test, ring_lost(), 0UL);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_torn, 0UL);
}

static void read_first(void)
{
	read_all();
	if (journal_record(FLAG_A, JOURNAL_FIRST, &record) ||
	    record_at_panic(FLAG_A, &record))
		fake_resolver.nr_torn++;
}

/* Nor does it take a first call before that is whole. */
static void ring_reader_meets_first(struct kunit *test)
{
	static struct taint_call call;
	const unsigned long *words = (const unsigned long *)&call;
	size_t i, n = 10 + offsetof(struct taint_call, stack) / sizeof(long);

	for (i = 0; i < n; i++) {
		ring_init(test);
		fill_seen(&call, FLAG_A, 10);
		interrupt_at(&words[i], read_first);
		KUNIT_EXPECT_TRUE(test, ring_write(&call.event, call.stack));
		KUNIT_EXPECT_TRUE(test, interrupted());
		KUNIT_EXPECT_EQ(test, fake_resolver.nr_torn, 0UL);
		KUNIT_EXPECT_TRUE(test, record_at_panic(FLAG_A, &record));
		KUNIT_EXPECT_TRUE(test, record_whole(&record));
		KUNIT_EXPECT_EQ(test, update(NO_FLAGS), BIT(FLAG_A));
		KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_FIRST), 1UL);
	}
}

/* Two writers for the same slot: the one that comes in between is lost, and leaves no trace. */
static void ring_writer_meets_writer(struct kunit *test)
{
	static struct taint_call call;

	write_next(FLAG_A);
	update(NO_FLAGS);
	fill_seen(&call, FLAG_A, 2);
	interrupt_at(&call.event.realtime, lap_the_ring);
	ring_write(&call.event, call.stack);
	KUNIT_EXPECT_TRUE(test, interrupted());
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, ring_lost(), 1UL);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved, RING_SIZE + 1);
	expect_log(test, 2, true);
	expect_log(test, 3, true);
	expect_log(test, RING_SIZE + 2, false);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_torn, 0UL);
}

/* Room that is claimed is read by nobody and taken by nobody before it is published. */
static void ring_claimed_room(struct kunit *test)
{
	static struct taint_call call;
	struct taint_event *event;

	write_next(FLAG_A);
	update(NO_FLAGS);
	event = ring_claim(FLAG_A);
	KUNIT_ASSERT_TRUE(test, event);
	KUNIT_EXPECT_EQ(test, event->seq, 2UL);
	fill_seen(&call, FLAG_A, BARE(1));
	call.event.seq = event->seq;
	*event = call.event;
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved, 1UL);

	/* All the way round: the one that would sit there is lost, and so is a claim. */
	write_many(FLAG_A, RING_SIZE - 1);
	KUNIT_EXPECT_EQ(test, ring_lost(), 0UL);
	KUNIT_EXPECT_TRUE(test, !ring_claim(FLAG_A));
	KUNIT_EXPECT_EQ(test, ring_lost(), 1UL);
	KUNIT_EXPECT_EQ(test, event->seq, 2UL);

	ring_publish(event);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved, RING_SIZE + 1);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_torn, 0UL);
	KUNIT_EXPECT_TRUE(test, journal_log(2, &record));
	KUNIT_EXPECT_TRUE(test, record_whole(&record));
	KUNIT_EXPECT_EQ(test, ring_count(FLAG_A), RING_SIZE + 2);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_LAST), RING_SIZE + 1);

	/* What it takes the place of, unread, is lost as well. */
	write_many(FLAG_A, RING_SIZE);
	event = ring_claim(FLAG_A);
	KUNIT_ASSERT_TRUE(test, event);
	KUNIT_EXPECT_EQ(test, ring_lost(), 2UL);
	ring_publish(event);
}

/* A writer that is overtaken on its way to the slot gives up its own event, and no other. */
static void ring_overtaken_writer(struct kunit *test)
{
	interrupt_at(&ring[1].state, lap_the_ring);
	write_next(FLAG_A);
	KUNIT_EXPECT_TRUE(test, interrupted());
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, ring_events(), RING_SIZE + 1);
	KUNIT_EXPECT_EQ(test, ring_lost(), 1UL);
	expect_log(test, 1, false);
	expect_log(test, 2, true);
	expect_log(test, RING_SIZE + 1, true);
	/* As the first of its flag it is there nevertheless. */
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_FIRST), 1UL);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_torn, 0UL);
}

static void write_one(void)
{
	write_next(FLAG_A);
}

/* An event that arrives while the reader looks is read now or the next time: once. */
static void ring_written_while_read(struct kunit *test)
{
	unsigned long slot;

	write_next(FLAG_A);
	update(NO_FLAGS);
	for (slot = 0; slot < RING_SIZE; slot++) {
		interrupt_at(&ring[slot].state, write_one);
		update(NO_FLAGS);
		update(NO_FLAGS);
		KUNIT_EXPECT_TRUE(test, interrupted());
		expect_log(test, slot + 2, true);
	}
	KUNIT_EXPECT_EQ(test, ring_events(), RING_SIZE + 1);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved, RING_SIZE + 1);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_twice, 0UL);
	KUNIT_EXPECT_EQ(test, ring_lost(), 0UL);
}

static void expect_wrap_at(struct kunit *test, unsigned long seq)
{
	unsigned long i;

	ring_init(test);
	start_at(seq - RING_SIZE - 10);
	for (i = 0; i < 2 * RING_SIZE + 20; i++) {
		write_next(FLAG_A);
		if (i % 3)
			continue;
		update(NO_FLAGS);
		expect_log(test, ring_events(), true);
	}
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, ring_lost(), 0UL);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved, i);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_twice, 0UL);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_torn, 0UL);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_FIRST), seq - RING_SIZE - 9);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_LAST), seq + RING_SIZE + 10);

	/* Lost are the oldest, here too. */
	write_many(FLAG_A, RING_SIZE + 2);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, ring_lost(), 2UL);
}

/* A number of which a slot holds only the lower part passes its end, and its sign. */
static void ring_numbers_wrap(struct kunit *test)
{
	expect_wrap_at(test, 1UL << (BITS_PER_LONG - SLOT_SHIFT - 1));
	expect_wrap_at(test, 1UL << (BITS_PER_LONG - SLOT_SHIFT));
	expect_wrap_at(test, 3UL << (BITS_PER_LONG - SLOT_SHIFT));
	expect_wrap_at(test, 1UL << (BITS_PER_LONG - 1));
}

/* A bit that is out of range is an event, and lost. */
static void ring_unusable(struct kunit *test)
{
	write_next(FLAG_A);
	ring_write_unusable();
	KUNIT_EXPECT_TRUE(test, journal_unread());
	update(NO_FLAGS);
	KUNIT_EXPECT_FALSE(test, journal_unread());
	KUNIT_EXPECT_EQ(test, ring_events(), 2UL);
	KUNIT_EXPECT_EQ(test, ring_lost(), 1UL);
	expect_log(test, 1, true);
	expect_log(test, 2, false);
	KUNIT_EXPECT_EQ(test, journal_known(), BIT(FLAG_A));
}

/* The raw first call and the slot; what the reader made of them; then the slot alone. */
static void ring_publishes(struct kunit *test)
{
	looks.nr_releases = 0;
	write_next(FLAG_A);
	KUNIT_EXPECT_EQ(test, looks.nr_releases, 2U);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, looks.nr_releases, 3U);
	/* Its path has a slot of its own. */
	write_next(FLAG_A);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, looks.nr_releases, 5U);
}

/* A call with a path of ten entries. */
static void write_path(void)
{
	write_flag(FLAG_A, 10 + (ring_events() + 1) * (TAINT_STACK_DEPTH + 1), false);
}

static void write_paths(void)
{
	int i;

	for (i = 0; i < RING_STACKS; i++)
		write_path();
}

static void expect_path(struct kunit *test, unsigned long seq, unsigned int nr_stack)
{
	static struct taint_call call;

	KUNIT_EXPECT_TRUE(test, ring_take(seq, &call));
	KUNIT_EXPECT_EQ(test, call.event.seq, seq);
	KUNIT_EXPECT_EQ(test, (unsigned int)call.event.nr_stack, nr_stack);
	KUNIT_EXPECT_TRUE(test, call_whole(&call));
}

/* So many calls have their paths in the ring; of older ones the events stay. */
static void ring_paths(struct kunit *test)
{
	unsigned long seq;

	write_path();
	write_path();
	write_paths();
	expect_path(test, 1, 10);	/* a flag's first has its own */
	expect_path(test, 2, 0);
	for (seq = 3; seq <= RING_STACKS + 2; seq++)
		expect_path(test, seq, 10);
	KUNIT_EXPECT_EQ(test, ring_lost(), 0UL);
}

/* A path that is overwritten as it is read is not shown; nor that of a writer under way. */
static void ring_overwritten_path(struct kunit *test)
{
	struct stack_slot *slot = &taint_info_journal.stacks[1];
	unsigned int i;

	for (i = 0; i <= 10; i++) {
		ring_init(test);
		write_path();
		write_path();
		interrupt_at(i < 10 ? (const void *)&slot->stack[i] : (const void *)&slot->state,
			     write_paths);
		expect_path(test, 2, 0);
		KUNIT_EXPECT_TRUE(test, interrupted());
	}

	ring_init(test);
	write_path();
	atomic_long_set(&slot->state, 1 << SLOT_SHIFT | SLOT_BUSY);
	write_path();
	expect_path(test, 2, 0);
	KUNIT_EXPECT_EQ(test, ring_lost(), 0UL);
}

/* An oops on its way is in its slot for a crash dump, the newest; it is no event. */
static void ring_oops(struct kunit *test)
{
	static struct taint_call call;
	u64 key;

	write_many(FLAG_A, 2);
	for (key = 10; key < 12; key++) {
		fill_seen(&call, TAINT_DIE, key);
		ring_write_oops(&call.event, call.stack);
		KUNIT_EXPECT_EQ(test, taint_info_journal.oops.call.event.boottime, key);
		KUNIT_EXPECT_EQ(test, taint_info_journal.oops.call.event.seq, 2UL);
		KUNIT_EXPECT_TRUE(test, call_whole(&taint_info_journal.oops.call));
	}
	KUNIT_EXPECT_EQ(test, update(NO_FLAGS), BIT(FLAG_A));
	KUNIT_EXPECT_EQ(test, ring_events(), 2UL);
	KUNIT_EXPECT_EQ(test, ring_count(TAINT_DIE), 0UL);
	KUNIT_EXPECT_FALSE(test, ring_seen(TAINT_DIE));
}

static void write_other(void)
{
	write_flag(BITS_PER_LONG - 1, 1000, false);
}

/* Two that raise the same unknown flag at a time share its record. */
static void ring_other_claimed_once(struct kunit *test)
{
	interrupt_at(&taint_info_journal.others[0], write_other);
	write_flag(BITS_PER_LONG - 1, 1, false);
	KUNIT_EXPECT_TRUE(test, interrupted());
	KUNIT_EXPECT_EQ(test, atomic_read(&taint_info_journal.others[0]), BITS_PER_LONG);
	KUNIT_EXPECT_EQ(test, atomic_read(&taint_info_journal.others[1]), 0);
	KUNIT_EXPECT_EQ(test, ring_count(BITS_PER_LONG - 1), 2UL);
}

/* A ninth such flag has no record: its calls are events, and nothing is followed for them. */
static void ring_ninth_other(struct kunit *test)
{
	unsigned int ninth = BITS_PER_LONG - 1 - OTHER_FLAGS, i;
	struct taint_event *event;

	for (i = 0; i < OTHER_FLAGS; i++) {
		KUNIT_EXPECT_TRUE(test, ring_expects_first(ninth));
		write_next(BITS_PER_LONG - 1 - i);
	}
	KUNIT_EXPECT_FALSE(test, ring_expects_first(ninth));
	KUNIT_EXPECT_FALSE(test, write_next(ninth));
	event = ring_claim(ninth);
	KUNIT_ASSERT_TRUE(test, event);
	ring_publish(event);
	KUNIT_EXPECT_EQ(test, ring_events(), OTHER_FLAGS + 2UL);
	KUNIT_EXPECT_EQ(test, ring_count(ninth), 0UL);
	KUNIT_EXPECT_TRUE(test, !ring_first(ninth));
	KUNIT_EXPECT_EQ(test, ring_recorded(),
			(~0UL << (ninth + 1)) | (BIT(TAINT_FLAGS_COUNT) - 1));
}

static bool interrupter_was_first;

static void write_first(void)
{
	interrupter_was_first = write_flag(FLAG_A, 1000, false);
}

/* Of two first calls at the same time one is the first; the other does not touch it. */
static void ring_claimed_once(struct kunit *test)
{
	interrupt_at(&taint_info_journal.flags[FLAG_A].raw_state, write_first);
	KUNIT_EXPECT_FALSE(test, write_flag(FLAG_A, 1001, false));
	KUNIT_EXPECT_TRUE(test, interrupter_was_first);
	update(NO_FLAGS);
	KUNIT_EXPECT_TRUE(test, journal_record(FLAG_A, JOURNAL_FIRST, &record));
	KUNIT_EXPECT_EQ(test, record.event.boottime, (u64)1000);
	KUNIT_EXPECT_EQ(test, record.event.seq, 2UL);
	KUNIT_EXPECT_TRUE(test, record_whole(&record));
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_LAST), 2UL);
	KUNIT_EXPECT_EQ(test, ring_count(FLAG_A), 2UL);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_torn, 0UL);
}

static struct kunit_case ring_cases[] = {
	KUNIT_CASE(ring_full),
	KUNIT_CASE(ring_overwritten),
	KUNIT_CASE(ring_read_in_time),
	KUNIT_CASE(ring_reads_once),
	KUNIT_CASE(ring_slot_busy),
	KUNIT_CASE(ring_slot_newer),
	KUNIT_CASE(ring_overtaken_reader),
	KUNIT_CASE(ring_reader_meets_writer),
	KUNIT_CASE(ring_reader_meets_first),
	KUNIT_CASE(ring_writer_meets_writer),
	KUNIT_CASE(ring_claimed_room),
	KUNIT_CASE(ring_overtaken_writer),
	KUNIT_CASE(ring_written_while_read),
	KUNIT_CASE(ring_numbers_wrap),
	KUNIT_CASE(ring_unusable),
	KUNIT_CASE(ring_publishes),
	KUNIT_CASE(ring_paths),
	KUNIT_CASE(ring_overwritten_path),
	KUNIT_CASE(ring_oops),
	KUNIT_CASE(ring_other_claimed_once),
	KUNIT_CASE(ring_ninth_other),
	KUNIT_CASE(ring_claimed_once),
	{}
};

struct kunit_suite ring_suite = {
	.name = "taint_info_ring",
	.init = ring_init,
	.test_cases = ring_cases,
};
