// SPDX-License-Identifier: GPL-2.0-only
/*
 * The journal: what it keeps, what it counts as lost, and that nobody ever
 * gets half of one event and half of another.
 *
 * All fields of an event here follow from one number, its key, so that a mixed
 * copy shows.  What cannot be met by waiting for it, a writer in the middle of
 * another's work, is put there by look(): the code under test calls it wherever
 * it reads a state, and for each word that it copies.
 */
#include <linux/atomic.h>
#include <linux/bitmap.h>
#include <linux/bitops.h>
#include <linux/build_bug.h>
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/irq_work.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#ifdef CONFIG_X86_LOCAL_APIC
#include <asm/apic.h>
#include <asm/nmi.h>
#endif

#include "tests.h"
#include "../module/journal.h"

/* What happens once, just before or after the code under test reads this variable. */
static const void *interrupt_at;
static void (*interrupt)(void);

static void look(const void *at)
{
	if (likely(READ_ONCE(interrupt_at) != at))
		return;
	WRITE_ONCE(interrupt_at, NULL);
	interrupt();
}

static int atomic_read_and_look(const atomic_t *v)
{
	int value = atomic_read(v);

	look(v);
	return value;
}

static long atomic_long_read_and_look(const atomic_long_t *v)
{
	long value = atomic_long_read(v);

	look(v);
	return value;
}

static long atomic_long_read_acquire_and_look(const atomic_long_t *v)
{
	long value = atomic_long_read_acquire(v);

	look(v);
	return value;
}

static void store_release(u8 *p, u8 value)
{
	/* As where it is called. */
	smp_store_release(p, value);
}

/* Publishing is a release, which neither an x86 shows nor KCSAN. */
static unsigned int nr_releases;
/* The number has a meaning where one thread writes. */
#define count_release() data_race(nr_releases++)

#undef READ_ONCE
#undef smp_store_release
#undef atomic_set_release
#undef atomic_long_set_release
#define atomic_set_release(v, i) (count_release(), atomic_set_release(v, i))
#define atomic_long_set_release(v, i) (count_release(), atomic_long_set_release(v, i))
/* A macro, so that it has to be behind a function. */
#define smp_store_release(p, v) (count_release(), store_release(p, v))
#undef atomic_read
#undef atomic_long_read
#undef atomic_long_read_acquire
#define READ_ONCE(x) ({ __auto_type at = &(x); look(at); __READ_ONCE(*at); })
#define atomic_read atomic_read_and_look
#define atomic_long_read atomic_long_read_and_look
#define atomic_long_read_acquire atomic_long_read_acquire_and_look
#include "../module/journal.c"

/* --- events that can be told from a mixture --- */

#define FLAG_A		TAINT_WARN
#define FLAG_B		TAINT_AUX
#define NO_FLAGS	0UL

static unsigned long word(u64 key, unsigned int n)
{
	return (unsigned long)(key * 0x9e3779b97f4a7c15ULL + n * 0x632be59bd9b4e019ULL) | 1;
}

static u8 stack_depth(u64 key)
{
	return key % (TAINT_STACK_DEPTH + 1);
}

/* Everything but bit, seen and was_set. */
static void fill_call(struct taint_call *call, u64 key)
{
	struct taint_event *event = &call->event;
	unsigned int i;

	event->boottime = key;
	event->realtime = ~key;
	event->start_time = word(key, 1);
	event->ip = word(key, 2);
	event->hint = word(key, 3);
	event->cpu = word(key, 4);
	event->pid = word(key, 5);
	event->uid = word(key, 6);
	event->loginuid = word(key, 7);
	event->context = CONTEXT_TASK + key % 4;
	for (i = 0; i < TASK_COMM_LEN - 1; i++)
		event->comm[i] = 'a' + (word(key, 8) >> i) % 16;
	event->comm[i] = '\0';
	event->nr_stack = stack_depth(key);
	for (i = 0; i < event->nr_stack; i++)
		call->stack[i] = word(key, 100 + i);
}

/* Of one thread, as all that asks. */
static bool event_whole(const struct taint_event *event)
{
	static struct taint_call want;
	u64 key = event->boottime;

	fill_call(&want, key);
	return event->realtime == ~key && event->start_time == want.event.start_time &&
	       event->ip == want.event.ip && event->hint == want.event.hint &&
	       event->cpu == want.event.cpu && event->pid == want.event.pid &&
	       event->uid == want.event.uid && event->loginuid == want.event.loginuid &&
	       event->context == want.event.context && event->nr_stack == want.event.nr_stack &&
	       !memcmp(event->comm, want.event.comm, TASK_COMM_LEN);
}

static bool call_whole(const struct taint_call *call)
{
	unsigned int i;

	if (!event_whole(&call->event))
		return false;
	for (i = 0; i < call->event.nr_stack; i++)
		if (call->stack[i] != word(call->event.boottime, 100 + i))
			return false;
	return true;
}

static bool record_whole(const struct taint_record *got)
{
	char want[TAINT_PLACE_SIZE];

	snprintf(want, sizeof(want), "at_%llu", got->event.boottime);
	return event_whole(&got->event) && !strcmp(got->blame.caller, want) &&
	       !strcmp(got->blame.module, "module_of_it") && !got->blame.via[0];
}

/* Too large for a stack. */
static struct taint_record record;
static char path[TAINT_PATH_SIZE];

/* What the resolver below has seen; under journal_mutex. */
#define SEQ_MAX		BIT(18)
static DECLARE_BITMAP(resolved, SEQ_MAX);
static unsigned long nr_resolved, nr_twice, nr_torn, newest[BITS_PER_LONG];
static unsigned long first_seq;		/* resolved[] begins behind it */
static enum taint_awaits awaits;	/* what it will say */

static void test_blame(const struct taint_call *call, struct taint_blame *blame)
{
	const struct taint_event *event = &call->event;
	unsigned long nr = event->seq - first_seq;

	nr_resolved++;
	if (nr < SEQ_MAX && __test_and_set_bit(nr, resolved))
		nr_twice++;
	if (!call_whole(call))
		nr_torn++;
	if ((long)(event->seq - newest[event->bit]) > 0)
		newest[event->bit] = event->seq;
	snprintf(blame->caller, sizeof(blame->caller), "at_%llu", event->boottime);
	strscpy(blame->module, "module_of_it", sizeof(blame->module));
	blame->awaits = awaits;
}

static void test_path(const struct taint_call *call, char *buf, size_t size)
{
	if (!call_whole(call))
		nr_torn++;
	snprintf(buf, size, "path_%llu\n", call->event.boottime);
}

static const struct journal_resolver test_resolver = {
	.blame = test_blame,
	.path = test_path,
};

void reset_journal(void)
{
	memset(&taint_info_journal, 0, sizeof(taint_info_journal));
	memset(paths, 0, sizeof(paths));
	nr_paths = 0;
	baseline = 0;
	known = 0;
	confirmed = 0;
	cleared = 0;
	processed = 0;
	distrusted = 0;
}

static int journal_init(struct kunit *test)
{
	reset_journal();
	bitmap_zero(resolved, SEQ_MAX);
	memset(newest, 0, sizeof(newest));
	nr_resolved = 0;
	nr_twice = 0;
	nr_torn = 0;
	first_seq = 0;
	awaits = AWAITS_NONE;
	interrupt_at = NULL;
	return 0;
}

/* The number of events from here on follows this one. */
static void start_at(unsigned long seq)
{
	atomic_long_set(&taint_info_journal.events, seq);
	processed = seq;
	first_seq = seq;
}

/* A call that is seen, of a flag that is clear. */
static void fill_seen(struct taint_call *call, unsigned int bit, u64 key)
{
	fill_call(call, key);
	call->event.bit = bit;
	call->event.seen = true;
}

/* The same, of a flag that is set already or not. */
static bool write_flag(unsigned int bit, u64 key, bool was_set)
{
	struct taint_call call = {};

	fill_seen(&call, bit, key);
	call.event.was_set = was_set;
	return journal_write(&call.event, call.stack);
}

/* The key is the event's number, where only one writes. */
static bool write_next(unsigned int bit)
{
	return write_flag(bit, journal_events() + 1, false);
}

static void write_many(unsigned int bit, unsigned long n)
{
	while (n--)
		write_next(bit);
}

static unsigned long update(unsigned long mask)
{
	return journal_update(mask, &test_resolver);
}

static void expect_log(struct kunit *test, unsigned long seq, bool there)
{
	KUNIT_EXPECT_EQ_MSG(test, journal_log(seq, &record), there, "number %lu", seq);
	if (there) {
		KUNIT_EXPECT_EQ(test, record.event.boottime, (u64)seq);
		KUNIT_EXPECT_TRUE(test, record_whole(&record));
	}
}

/* The number of a flag's kept event; 0 for none. */
static unsigned long kept_seq(unsigned int bit, enum journal_which which)
{
	return journal_record(bit, which, &record) ? record.event.seq : 0;
}

/* --- what there is at the beginning --- */

/* A fresh journal knows of nothing, for every flag. */
static void journal_fresh(struct kunit *test)
{
	unsigned int bit;

	KUNIT_EXPECT_EQ(test, update(NO_FLAGS), NO_FLAGS);
	for (bit = 0; bit < BITS_PER_LONG; bit++) {
		KUNIT_EXPECT_EQ(test, (int)journal_origin(bit), (int)ORIGIN_NONE);
		KUNIT_EXPECT_EQ(test, journal_count(bit), 0UL);
		KUNIT_EXPECT_FALSE(test, journal_seen(bit));
		KUNIT_EXPECT_FALSE(test, journal_record(bit, JOURNAL_FIRST, &record));
		KUNIT_EXPECT_FALSE(test, journal_record(bit, JOURNAL_LAST, &record));
		KUNIT_EXPECT_FALSE(test, journal_record_at_panic(bit, &test_resolver, &record));
		KUNIT_EXPECT_FALSE(test, journal_path(bit, path, sizeof(path)));
	}
	KUNIT_EXPECT_EQ(test, journal_events(), 0UL);
	KUNIT_EXPECT_EQ(test, journal_lost(), 0UL);
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
	KUNIT_EXPECT_EQ(test, journal_count(FLAG_A), 2UL);
	KUNIT_EXPECT_EQ(test, journal_count(FLAG_B), 0UL);
	KUNIT_EXPECT_EQ(test, (int)journal_origin(FLAG_B), (int)ORIGIN_NONE);
}

/* A flag of the baseline is never new; its repeats are recorded and change nothing else. */
static void journal_baseline_repeats(struct kunit *test)
{
	journal_set_baseline(BIT(FLAG_A));
	KUNIT_EXPECT_EQ(test, journal_baseline(), BIT(FLAG_A));
	KUNIT_EXPECT_EQ(test, (int)journal_origin(FLAG_A), (int)ORIGIN_BASELINE);
	KUNIT_EXPECT_EQ(test, update(BIT(FLAG_A)), NO_FLAGS);
	KUNIT_EXPECT_EQ(test, journal_count(FLAG_A), 0UL);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_FIRST), 0UL);

	write_flag(FLAG_A, 1, true);
	write_flag(FLAG_A, 2, true);
	KUNIT_EXPECT_EQ(test, update(BIT(FLAG_A)), NO_FLAGS);
	KUNIT_EXPECT_EQ(test, (int)journal_origin(FLAG_A), (int)ORIGIN_BASELINE);
	KUNIT_EXPECT_EQ(test, journal_count(FLAG_A), 2UL);
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
static void journal_detected(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, update(BIT(FLAG_A)), BIT(FLAG_A));
	KUNIT_EXPECT_EQ(test, (int)journal_origin(FLAG_A), (int)ORIGIN_DETECTED);
	KUNIT_EXPECT_EQ(test, journal_events(), 1UL);
	KUNIT_EXPECT_EQ(test, journal_count(FLAG_A), 0UL);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_FIRST), 0UL);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_LAST), 0UL);
	KUNIT_EXPECT_FALSE(test, journal_seen(FLAG_A));
	KUNIT_EXPECT_EQ(test, nr_resolved, 0UL);
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
	KUNIT_EXPECT_EQ(test, journal_events(), 2UL);
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
	KUNIT_EXPECT_FALSE(test, journal_record_at_panic(FLAG_A, &test_resolver, &record));

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

/* --- the ring --- */

/* As many events as the ring has slots are all kept, in order, and none is lost. */
static void journal_ring_full(struct kunit *test)
{
	unsigned long seq;

	write_many(FLAG_A, RING_SIZE);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, journal_events(), RING_SIZE);
	KUNIT_EXPECT_EQ(test, journal_lost(), 0UL);
	KUNIT_EXPECT_EQ(test, nr_resolved, RING_SIZE);
	KUNIT_EXPECT_EQ(test, journal_log_start(), 1UL);
	for (seq = 1; seq <= RING_SIZE; seq++)
		expect_log(test, seq, true);
	expect_log(test, RING_SIZE + 1, false);
}

/* Each event beyond that costs exactly the oldest one, and is counted. */
static void journal_ring_overwritten(struct kunit *test)
{
	unsigned long seq, more = 5;

	write_flag(FLAG_B, 1, false);
	write_many(FLAG_A, RING_SIZE + more - 1);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, journal_events(), RING_SIZE + more);
	KUNIT_EXPECT_EQ(test, journal_lost(), more);
	KUNIT_EXPECT_EQ(test, journal_log_start(), more + 1);
	for (seq = 1; seq <= RING_SIZE + more; seq++)
		expect_log(test, seq, seq >= journal_log_start());
	KUNIT_EXPECT_EQ(test, nr_twice, 0UL);
	KUNIT_EXPECT_EQ(test, nr_torn, 0UL);
}

/* What was read in time is not lost, however often the ring goes round. */
static void journal_ring_read_in_time(struct kunit *test)
{
	unsigned long round;

	for (round = 1; round <= 10; round++) {
		write_many(FLAG_A, RING_SIZE - round);
		update(NO_FLAGS);
		expect_log(test, journal_events(), true);
		expect_log(test, journal_log_start(), true);
	}
	KUNIT_EXPECT_EQ(test, journal_lost(), 0UL);
	KUNIT_EXPECT_EQ(test, nr_resolved, journal_events());
	KUNIT_EXPECT_EQ(test, nr_twice, 0UL);
}

/* An event that has been read is not read again. */
static void journal_reads_once(struct kunit *test)
{
	write_many(FLAG_A, 3);
	update(NO_FLAGS);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, nr_resolved, 3UL);
	write_next(FLAG_A);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, nr_resolved, 4UL);
	KUNIT_EXPECT_EQ(test, nr_twice, 0UL);
}

/* A slot that a slower writer holds is not touched: the newer event is lost, and counted. */
static void journal_slot_busy(struct kunit *test)
{
	struct slot *slot = &ring[1];
	static struct taint_call before;

	write_many(FLAG_A, RING_SIZE);
	update(NO_FLAGS);
	atomic_long_set(&slot->state, 1 << SLOT_SHIFT | SLOT_BUSY);
	before = slot->call;
	write_next(FLAG_A);
	KUNIT_EXPECT_EQ(test, journal_lost(), 1UL);
	KUNIT_EXPECT_EQ(test, memcmp(&before, &slot->call, sizeof(before)), 0);
	KUNIT_EXPECT_EQ(test, atomic_long_read(&slot->state), (long)(1 << SLOT_SHIFT | SLOT_BUSY));

	/* Nor is it read before its writer is done. */
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, nr_resolved, RING_SIZE);
	KUNIT_EXPECT_FALSE(test, journal_log(RING_SIZE + 1, &record));
}

/* A late writer does not put an older event in the place of a newer one, read or not. */
static void journal_slot_newer(struct kunit *test)
{
	struct taint_call call = {};

	start_at(2 * RING_SIZE);
	write_many(FLAG_A, 2);
	update(NO_FLAGS);
	write_many(FLAG_A, 1);
	fill_seen(&call, FLAG_A, 1);
	for (call.event.seq = RING_SIZE + 1; call.event.seq <= RING_SIZE + 3; call.event.seq++)
		KUNIT_EXPECT_TRUE(test, slot_put(&ring[call.event.seq % RING_SIZE], &call.event,
						 call.stack));
	update(NO_FLAGS);
	expect_log(test, 2 * RING_SIZE + 1, true);
	expect_log(test, 2 * RING_SIZE + 2, true);
	expect_log(test, 2 * RING_SIZE + 3, true);
	KUNIT_EXPECT_EQ(test, nr_resolved, 3UL);
	KUNIT_EXPECT_EQ(test, nr_torn, 0UL);
}

static void lap_the_ring(void)
{
	write_many(FLAG_A, RING_SIZE);
}

static void expect_overtaken_at(struct kunit *test, const void *at)
{
	journal_init(test);
	write_many(FLAG_A, 3);
	update(NO_FLAGS);
	write_many(FLAG_A, 1);
	interrupt_at = at;
	interrupt = lap_the_ring;
	update(NO_FLAGS);
	KUNIT_EXPECT_TRUE(test, !interrupt_at);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, nr_torn, 0UL);
	KUNIT_EXPECT_EQ(test, nr_twice, 0UL);
	KUNIT_EXPECT_EQ(test, journal_lost(), 1UL);
	KUNIT_EXPECT_EQ(test, journal_events(), RING_SIZE + 4);
	KUNIT_EXPECT_EQ(test, nr_resolved + journal_lost(), journal_events());
	expect_log(test, 4, false);
	expect_log(test, RING_SIZE + 4, true);
}

/*
 * A writer that overtakes the reader at any word of its copy: the old event is
 * lost and counted, the new one is read, whole, and nobody sees the mixture.
 */
static void journal_overtaken_reader(struct kunit *test)
{
	const unsigned long *words = (const unsigned long *)&ring[4].call;
	size_t i;

	expect_overtaken_at(test, &ring[4].state);
	for (i = 0; i < sizeof(struct taint_call) / sizeof(long); i++)
		expect_overtaken_at(test, &words[i]);
}

static void read_all(void)
{
	update(NO_FLAGS);
}

/* A reader that comes in the middle of a writer waits for nothing and takes nothing of it. */
static void journal_reader_meets_writer(struct kunit *test)
{
	static struct taint_call call;
	const unsigned long *words = (const unsigned long *)&call;
	size_t i, n = 10 + offsetof(struct taint_call, stack) / sizeof(long);

	write_next(FLAG_A);	/* so that the next is copied into its slot alone */
	update(NO_FLAGS);
	for (i = 0; i < n; i++) {
		/* A depth of 10, each time. */
		fill_seen(&call, FLAG_A, 10 + i * (TAINT_STACK_DEPTH + 1));
		interrupt_at = &words[i];
		interrupt = read_all;
		journal_write(&call.event, call.stack);
		KUNIT_EXPECT_TRUE(test, !interrupt_at);
		KUNIT_EXPECT_EQ(test, nr_resolved, i + 1UL);
		update(NO_FLAGS);
		KUNIT_EXPECT_EQ(test, nr_resolved, i + 2UL);
	}
	KUNIT_EXPECT_EQ(test, journal_lost(), 0UL);
	KUNIT_EXPECT_EQ(test, nr_torn, 0UL);
}

static void read_first(void)
{
	read_all();
	if (journal_record(FLAG_A, JOURNAL_FIRST, &record) ||
	    journal_record_at_panic(FLAG_A, &test_resolver, &record))
		nr_torn++;
}

/* Nor does it take a first call before that is whole. */
static void journal_reader_meets_first(struct kunit *test)
{
	static struct taint_call call;
	const unsigned long *words = (const unsigned long *)&call;
	size_t i, n = 10 + offsetof(struct taint_call, stack) / sizeof(long);

	for (i = 0; i < n; i++) {
		journal_init(test);
		fill_seen(&call, FLAG_A, 10);
		interrupt_at = &words[i];
		interrupt = read_first;
		KUNIT_EXPECT_TRUE(test, journal_write(&call.event, call.stack));
		KUNIT_EXPECT_TRUE(test, !interrupt_at);
		KUNIT_EXPECT_EQ(test, nr_torn, 0UL);
		KUNIT_EXPECT_TRUE(test, journal_record_at_panic(FLAG_A, &test_resolver, &record));
		KUNIT_EXPECT_TRUE(test, record_whole(&record));
		KUNIT_EXPECT_EQ(test, update(NO_FLAGS), BIT(FLAG_A));
		KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_FIRST), 1UL);
	}
}

/* Two writers for the same slot: the one that comes in between is lost, and leaves no trace. */
static void journal_writer_meets_writer(struct kunit *test)
{
	static struct taint_call call;

	write_next(FLAG_A);
	update(NO_FLAGS);
	fill_seen(&call, FLAG_A, 2);
	interrupt_at = &call.event.realtime;
	interrupt = lap_the_ring;
	journal_write(&call.event, call.stack);
	KUNIT_EXPECT_TRUE(test, !interrupt_at);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, journal_lost(), 1UL);
	KUNIT_EXPECT_EQ(test, nr_resolved, RING_SIZE + 1);
	expect_log(test, 2, true);
	expect_log(test, 3, true);
	expect_log(test, RING_SIZE + 2, false);
	KUNIT_EXPECT_EQ(test, nr_torn, 0UL);
}

/* A key of calls without a path. */
#define BARE(n)		((u64)(n) * (TAINT_STACK_DEPTH + 1))

/* Room that is claimed is read by nobody and taken by nobody before it is published. */
static void journal_claimed_room(struct kunit *test)
{
	static struct taint_call call;
	struct taint_event *event;

	write_next(FLAG_A);
	update(NO_FLAGS);
	event = journal_claim(FLAG_A);
	KUNIT_ASSERT_TRUE(test, event);
	KUNIT_EXPECT_EQ(test, event->seq, 2UL);
	fill_seen(&call, FLAG_A, BARE(1));
	call.event.seq = event->seq;
	*event = call.event;
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, nr_resolved, 1UL);

	/* All the way round: the one that would sit there is lost, and so is a claim. */
	write_many(FLAG_A, RING_SIZE - 1);
	KUNIT_EXPECT_EQ(test, journal_lost(), 0UL);
	KUNIT_EXPECT_TRUE(test, !journal_claim(FLAG_A));
	KUNIT_EXPECT_EQ(test, journal_lost(), 1UL);
	KUNIT_EXPECT_EQ(test, event->seq, 2UL);

	journal_publish(event);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, nr_resolved, RING_SIZE + 1);
	KUNIT_EXPECT_EQ(test, nr_torn, 0UL);
	KUNIT_EXPECT_TRUE(test, journal_log(2, &record));
	KUNIT_EXPECT_TRUE(test, record_whole(&record));
	KUNIT_EXPECT_EQ(test, journal_count(FLAG_A), RING_SIZE + 2);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_LAST), RING_SIZE + 1);

	/* What it takes the place of, unread, is lost as well. */
	write_many(FLAG_A, RING_SIZE);
	event = journal_claim(FLAG_A);
	KUNIT_ASSERT_TRUE(test, event);
	KUNIT_EXPECT_EQ(test, journal_lost(), 2UL);
	journal_publish(event);
}

/* In a storm one place is looked up once for each reading, and never for another's place. */
static void journal_same_place(struct kunit *test)
{
	struct taint_event event = { .bit = FLAG_B, .seen = true, .hint = 1 };
	unsigned long seq;

	for (seq = 1; seq <= 5; seq++)
		write_flag(FLAG_A, BARE(1), false);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, nr_resolved, 1UL);
	for (seq = 1; seq <= 5; seq++) {
		KUNIT_EXPECT_TRUE(test, journal_log(seq, &record));
		KUNIT_EXPECT_EQ(test, record.event.seq, seq);
		KUNIT_EXPECT_TRUE(test, record_whole(&record));
	}
	/* Modules may have come and gone since. */
	write_flag(FLAG_A, BARE(1), false);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, nr_resolved, 2UL);
	/* Another flag, another place, a path of its own. */
	write_flag(FLAG_A, BARE(1), false);
	write_flag(FLAG_B, BARE(1), false);
	write_flag(FLAG_B, BARE(2), false);
	write_flag(FLAG_B, BARE(2) + 1, false);
	write_flag(FLAG_B, BARE(2) + 1, false);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, nr_resolved, 7UL);
	KUNIT_EXPECT_EQ(test, nr_torn, 0UL);
	/* No place, but functions that a hook knows. */
	journal_write(&event, NULL);
	event.hint = 2;
	journal_write(&event, NULL);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, nr_resolved, 9UL);
}

/* The time since 1970 is worked out later where the hook left that. */
static void journal_time_of_day(struct kunit *test)
{
	struct taint_event event = { .bit = FLAG_A, .seen = true };
	u64 before = ktime_get_real_fast_ns();

	event.boottime = ktime_get_boot_fast_ns();
	journal_write(&event, NULL);
	update(NO_FLAGS);
	KUNIT_ASSERT_TRUE(test, journal_log(1, &record));
	KUNIT_EXPECT_LE(test, before, record.event.realtime);
	KUNIT_EXPECT_LE(test, record.event.realtime, ktime_get_real_fast_ns());
}

/* A writer that is overtaken on its way to the slot gives up its own event, and no other. */
static void journal_overtaken_writer(struct kunit *test)
{
	interrupt_at = &ring[1].state;
	interrupt = lap_the_ring;
	write_next(FLAG_A);
	KUNIT_EXPECT_TRUE(test, !interrupt_at);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, journal_events(), RING_SIZE + 1);
	KUNIT_EXPECT_EQ(test, journal_lost(), 1UL);
	expect_log(test, 1, false);
	expect_log(test, 2, true);
	expect_log(test, RING_SIZE + 1, true);
	/* As the first of its flag it is there nevertheless. */
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_FIRST), 1UL);
	KUNIT_EXPECT_EQ(test, nr_torn, 0UL);
}

static void write_one(void)
{
	write_next(FLAG_A);
}

/* An event that arrives while the reader looks is read now or the next time: once. */
static void journal_written_while_read(struct kunit *test)
{
	unsigned long slot;

	write_next(FLAG_A);
	update(NO_FLAGS);
	for (slot = 0; slot < RING_SIZE; slot++) {
		interrupt_at = &ring[slot].state;
		interrupt = write_one;
		update(NO_FLAGS);
		update(NO_FLAGS);
		KUNIT_EXPECT_TRUE(test, !interrupt_at);
		expect_log(test, slot + 2, true);
	}
	KUNIT_EXPECT_EQ(test, journal_events(), RING_SIZE + 1);
	KUNIT_EXPECT_EQ(test, nr_resolved, RING_SIZE + 1);
	KUNIT_EXPECT_EQ(test, nr_twice, 0UL);
	KUNIT_EXPECT_EQ(test, journal_lost(), 0UL);
}

static void expect_wrap_at(struct kunit *test, unsigned long seq)
{
	unsigned long i;

	journal_init(test);
	start_at(seq - RING_SIZE - 10);
	for (i = 0; i < 2 * RING_SIZE + 20; i++) {
		write_next(FLAG_A);
		if (i % 3)
			continue;
		update(NO_FLAGS);
		expect_log(test, journal_events(), true);
	}
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, journal_lost(), 0UL);
	KUNIT_EXPECT_EQ(test, nr_resolved, i);
	KUNIT_EXPECT_EQ(test, nr_twice, 0UL);
	KUNIT_EXPECT_EQ(test, nr_torn, 0UL);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_FIRST), seq - RING_SIZE - 9);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_LAST), seq + RING_SIZE + 10);

	/* Lost are the oldest, here too. */
	write_many(FLAG_A, RING_SIZE + 2);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, journal_lost(), 2UL);
}

/* A number of which a slot holds only the lower part passes its end, and its sign. */
static void journal_numbers_wrap(struct kunit *test)
{
	expect_wrap_at(test, 1UL << (BITS_PER_LONG - SLOT_SHIFT - 1));
	expect_wrap_at(test, 1UL << (BITS_PER_LONG - SLOT_SHIFT));
	expect_wrap_at(test, 3UL << (BITS_PER_LONG - SLOT_SHIFT));
	expect_wrap_at(test, 1UL << (BITS_PER_LONG - 1));
}

/* A bit that is out of range is an event, and lost. */
static void journal_unusable(struct kunit *test)
{
	write_next(FLAG_A);
	journal_write_unusable();
	KUNIT_EXPECT_TRUE(test, journal_unread());
	update(NO_FLAGS);
	KUNIT_EXPECT_FALSE(test, journal_unread());
	KUNIT_EXPECT_EQ(test, journal_events(), 2UL);
	KUNIT_EXPECT_EQ(test, journal_lost(), 1UL);
	expect_log(test, 1, true);
	expect_log(test, 2, false);
	KUNIT_EXPECT_EQ(test, journal_known(), BIT(FLAG_A));
}

/* The raw first call and the slot; what the reader made of them; then the slot alone. */
static void journal_publishes(struct kunit *test)
{
	nr_releases = 0;
	write_next(FLAG_A);
	KUNIT_EXPECT_EQ(test, nr_releases, 2U);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, nr_releases, 3U);
	write_next(FLAG_A);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, nr_releases, 4U);
}

/* An oops on its way is in its slot for a crash dump, the newest; it is no event. */
static void journal_oops(struct kunit *test)
{
	static struct taint_call call;
	u64 key;

	write_many(FLAG_A, 2);
	for (key = 10; key < 12; key++) {
		fill_seen(&call, TAINT_DIE, key);
		journal_write_oops(&call.event, call.stack);
		KUNIT_EXPECT_EQ(test, taint_info_journal.oops.call.event.boottime, key);
		KUNIT_EXPECT_EQ(test, taint_info_journal.oops.call.event.seq, 2UL);
		KUNIT_EXPECT_TRUE(test, call_whole(&taint_info_journal.oops.call));
	}
	KUNIT_EXPECT_EQ(test, update(NO_FLAGS), BIT(FLAG_A));
	KUNIT_EXPECT_EQ(test, journal_events(), 2UL);
	KUNIT_EXPECT_EQ(test, journal_count(TAINT_DIE), 0UL);
	KUNIT_EXPECT_FALSE(test, journal_seen(TAINT_DIE));
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
	KUNIT_EXPECT_EQ(test, journal_count(FLAG_A), 2UL);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_B, JOURNAL_FIRST), 2UL);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_B, JOURNAL_LAST), journal_events());

	write_next(FLAG_A);
	update(NO_FLAGS);
	KUNIT_EXPECT_TRUE(test, journal_record(FLAG_A, JOURNAL_LAST, &record));
	KUNIT_EXPECT_EQ(test, record.event.seq, journal_events());
	KUNIT_EXPECT_TRUE(test, record_whole(&record));
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_FIRST), 1UL);
	KUNIT_EXPECT_EQ(test, nr_torn, 0UL);
}

/* Every flag keeps its own. */
static void journal_flags_apart(struct kunit *test)
{
	unsigned int bit;

	for (bit = 0; bit < BITS_PER_LONG; bit++)
		KUNIT_EXPECT_TRUE(test, write_next(bit));
	for (bit = 0; bit < BITS_PER_LONG; bit++)
		KUNIT_EXPECT_FALSE(test, write_next(bit));
	KUNIT_EXPECT_EQ(test, update(NO_FLAGS), ~0UL);
	for (bit = 0; bit < BITS_PER_LONG; bit++) {
		KUNIT_EXPECT_EQ(test, kept_seq(bit, JOURNAL_FIRST), bit + 1UL);
		KUNIT_EXPECT_EQ(test, kept_seq(bit, JOURNAL_LAST), BITS_PER_LONG + bit + 1UL);
		KUNIT_EXPECT_EQ(test, journal_count(bit), 2UL);
	}
}

static bool interrupter_was_first;

static void write_first(void)
{
	interrupter_was_first = write_flag(FLAG_A, 1000, false);
}

/* Of two first calls at the same time one is the first; the other does not touch it. */
static void journal_claimed_once(struct kunit *test)
{
	interrupt_at = &flags[FLAG_A].raw_state;
	interrupt = write_first;
	KUNIT_EXPECT_FALSE(test, write_flag(FLAG_A, 1001, false));
	KUNIT_EXPECT_TRUE(test, interrupter_was_first);
	update(NO_FLAGS);
	KUNIT_EXPECT_TRUE(test, journal_record(FLAG_A, JOURNAL_FIRST, &record));
	KUNIT_EXPECT_EQ(test, record.event.boottime, (u64)1000);
	KUNIT_EXPECT_EQ(test, record.event.seq, 2UL);
	KUNIT_EXPECT_TRUE(test, record_whole(&record));
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_LAST), 2UL);
	KUNIT_EXPECT_EQ(test, journal_count(FLAG_A), 2UL);
	KUNIT_EXPECT_EQ(test, nr_torn, 0UL);
}

/* --- what is resolved, and when --- */

/* What was noted before journal_distrust() is kept without a word of who did it. */
static void journal_distrusted(struct kunit *test)
{
	write_flag(FLAG_A, 1, false);
	journal_distrust();
	KUNIT_EXPECT_TRUE(test, journal_record_at_panic(FLAG_A, &test_resolver, &record));
	KUNIT_EXPECT_TRUE(test, !record.blame.caller[0]);
	write_flag(FLAG_B, 2, false);
	update(NO_FLAGS);
	journal_keep_paths(&test_resolver);
	KUNIT_EXPECT_EQ(test, nr_resolved, 1UL);
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
	journal_keep_paths(&test_resolver);
	KUNIT_EXPECT_FALSE(test, journal_path(FLAG_A, path, sizeof(path)));	/* not read yet */
	update(NO_FLAGS);
	journal_keep_paths(&test_resolver);
	write_many(FLAG_A, 2 * RING_SIZE);
	write_flag(FLAG_B, TAINT_STACK_DEPTH + 1, false);	/* has no stack */
	update(NO_FLAGS);
	journal_keep_paths(&test_resolver);
	KUNIT_EXPECT_TRUE(test, journal_path(FLAG_A, path, sizeof(path)));
	KUNIT_EXPECT_STREQ(test, (const char *)path, "path_1\n");
	KUNIT_EXPECT_FALSE(test, journal_path(FLAG_B, path, sizeof(path)));
	KUNIT_EXPECT_EQ(test, nr_paths, 1U);
	KUNIT_EXPECT_TRUE(test, journal_path(FLAG_A, cut, sizeof(cut)));
	KUNIT_EXPECT_STREQ(test, (const char *)cut, "path_");
	KUNIT_EXPECT_EQ(test, nr_torn, 0UL);
}

/* There is room for the paths of so many flags; those that come later have none. */
static void journal_paths_run_out(struct kunit *test)
{
	char want[16];
	unsigned int bit;

	for (bit = 0; bit < PATHS + 2; bit++)
		write_next(bit);
	update(NO_FLAGS);
	journal_keep_paths(&test_resolver);
	journal_keep_paths(&test_resolver);
	for (bit = 0; bit < PATHS + 2; bit++) {
		KUNIT_EXPECT_EQ(test, journal_path(bit, path, sizeof(path)), (bool)(bit < PATHS));
		if (bit >= PATHS)
			continue;
		snprintf(want, sizeof(want), "path_%u\n", bit + 1);
		KUNIT_EXPECT_STREQ(test, (const char *)path, (const char *)want);
	}
	KUNIT_EXPECT_EQ(test, nr_paths, (unsigned int)PATHS);
}

/* At a panic a first event is to be had whether the worker came to it or not. */
static void journal_at_panic(struct kunit *test)
{
	write_flag(FLAG_A, 1, false);
	memset(&record, 0x5a, sizeof(record));
	KUNIT_EXPECT_TRUE(test, journal_record_at_panic(FLAG_A, &test_resolver, &record));
	KUNIT_EXPECT_TRUE(test, record_whole(&record));
	KUNIT_EXPECT_EQ(test, record.event.seq, 1UL);
	/* Nothing was written down by that. */
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_FIRST), 0UL);
	KUNIT_EXPECT_FALSE(test, journal_record_at_panic(FLAG_B, &test_resolver, &record));

	write_flag(FLAG_A, 2, true);
	update(NO_FLAGS);
	nr_resolved = 0;
	memset(&record, 0x5a, sizeof(record));
	KUNIT_EXPECT_TRUE(test, journal_record_at_panic(FLAG_A, &test_resolver, &record));
	KUNIT_EXPECT_TRUE(test, record_whole(&record));
	KUNIT_EXPECT_EQ(test, record.event.seq, 1UL);
	KUNIT_EXPECT_EQ(test, nr_resolved, 0UL);
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
	journal_write(&call.event, call.stack);
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
	expect_module(test, module ?: "module_of_it", module ? AWAITS_NONE : awaits);
}

/* A pin names what this thread raised on its way: in the log, as first and as last. */
static void journal_pin_names(struct kunit *test)
{
	awaits = AWAITS_LOADED;
	write_as_current(FLAG_A);
	write_as_current(FLAG_A);
	write_as_current(FLAG_B);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, journal_pin(AWAITS_LOADED, "it", BIT(FLAG_A) | BIT(FLAG_B), 0),
			BIT(FLAG_A) | BIT(FLAG_B));
	expect_pinned(test, 1, "it");
	expect_pinned(test, 2, "it");
	expect_pinned(test, 3, "it");
	KUNIT_EXPECT_TRUE(test, journal_record(FLAG_A, JOURNAL_FIRST, &record));
	expect_module(test, "it", AWAITS_NONE);
	KUNIT_EXPECT_TRUE(test, journal_record(FLAG_A, JOURNAL_LAST, &record));
	expect_module(test, "it", AWAITS_NONE);

	/* Once: the next module of this thread gets none of it. */
	KUNIT_EXPECT_EQ(test, journal_pin(AWAITS_LOADED, "other", ~0UL, 0), NO_FLAGS);
	expect_pinned(test, 1, "it");
}

/* Only the flags that the module has. */
static void journal_pin_mask(struct kunit *test)
{
	awaits = AWAITS_LOADED;
	write_as_current(FLAG_A);
	write_as_current(FLAG_B);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, journal_pin(AWAITS_LOADED, "it", BIT(FLAG_B), 0), BIT(FLAG_B));
	expect_pinned(test, 1, NULL);
	expect_pinned(test, 2, "it");
}

/* Only what came after the module began to load: an earlier one failed before. */
static void journal_pin_since(struct kunit *test)
{
	awaits = AWAITS_LOADED;
	write_as_current(FLAG_A);
	write_as_current(FLAG_A);
	write_as_current(FLAG_B);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, journal_pin(AWAITS_LOADED, "it", ~0UL, 1), BIT(FLAG_B));
	expect_pinned(test, 1, NULL);
	expect_pinned(test, 2, "it");
	expect_pinned(test, 3, "it");
	KUNIT_EXPECT_TRUE(test, journal_record(FLAG_A, JOURNAL_FIRST, &record));
	expect_module(test, "module_of_it", AWAITS_LOADED);
	KUNIT_EXPECT_TRUE(test, journal_record(FLAG_A, JOURNAL_LAST, &record));
	expect_module(test, "it", AWAITS_NONE);
}

/* Only what this very thread raised, not an earlier one with its number, not an interrupt. */
static void journal_pin_thread(struct kunit *test)
{
	awaits = AWAITS_LOADED;
	write_mine(FLAG_A, CONTEXT_TASK, current->pid + 1, current->start_time);
	write_mine(FLAG_A, CONTEXT_TASK, current->pid, current->start_time - 1);
	write_mine(FLAG_A, CONTEXT_SOFTIRQ, current->pid, current->start_time);
	write_mine(FLAG_A, CONTEXT_HARDIRQ, current->pid, current->start_time);
	write_mine(FLAG_A, CONTEXT_NMI, current->pid, current->start_time);
	write_as_current(FLAG_A);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, journal_pin(AWAITS_LOADED, "it", ~0UL, 0), NO_FLAGS);
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
	awaits = AWAITS_REMOVED;
	write_as_current(TAINT_FORCED_RMMOD);
	update(NO_FLAGS);
	awaits = AWAITS_NONE;
	write_as_current(FLAG_A);
	update(NO_FLAGS);
	awaits = AWAITS_REMOVED;
	KUNIT_EXPECT_EQ(test, journal_pin(AWAITS_LOADED, "it", ~0UL, 0), NO_FLAGS);
	expect_pinned(test, 1, NULL);
	KUNIT_EXPECT_EQ(test, journal_pin(AWAITS_REMOVED, "it", ~0UL, 0),
			BIT(TAINT_FORCED_RMMOD));
	expect_pinned(test, 1, "it");
	awaits = AWAITS_NONE;
	expect_pinned(test, 2, NULL);
}

/* A name of full length is kept whole. */
static void journal_pin_longest(struct kunit *test)
{
	char name[MODULE_NAME_LEN];

	memset(name, 'n', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	awaits = AWAITS_LOADED;
	write_as_current(FLAG_A);
	update(NO_FLAGS);
	journal_pin(AWAITS_LOADED, name, ~0UL, 0);
	expect_pinned(test, 1, name);
}

/* An event is held back for a name, but not for long, and only if it awaits one. */
static void journal_waits(struct kunit *test)
{
	u64 wait;

	record.event.boottime = ktime_get_boot_fast_ns();
	KUNIT_EXPECT_EQ(test, journal_wait_ns(&record), (u64)0);
	record.blame.awaits = AWAITS_LOADED;
	record.event.boottime = ktime_get_boot_fast_ns() - TAINT_NAME_WAIT_NS / 2;
	wait = journal_wait_ns(&record);
	KUNIT_EXPECT_TRUE(test, wait <= TAINT_NAME_WAIT_NS / 2);
	record.event.boottime = ktime_get_boot_fast_ns() - TAINT_NAME_WAIT_NS;
	KUNIT_EXPECT_EQ(test, journal_wait_ns(&record), (u64)0);
	record.event.boottime = 0;
	KUNIT_EXPECT_EQ(test, journal_wait_ns(&record), (u64)0);

	record.event.boottime = ktime_get_boot_fast_ns();
	wait = journal_wait_ns(&record);
	KUNIT_EXPECT_TRUE(test, wait > 0 && wait <= TAINT_NAME_WAIT_NS);
}

/* --- everybody at once --- */

/* How much they write at most in each context: all numbers have to fit into resolved[]. */
#define STORM_CALLS	(SEQ_MAX / 16)
#define NR_WRITERS	4

enum { IN_TASK, IN_HARDIRQ, IN_NMI, CONTEXTS };

/* One for each processor. */
static struct writer {
	struct task_struct *thread;
	struct irq_work irq_work;
	atomic_t ready, running, nmi_wanted;
	unsigned int written[CONTEXTS];
} writers[NR_WRITERS];

static bool go;
static unsigned long storm_end;		/* jiffies */
static int fresh_flag;			/* what everybody writes first; -1 for none */
static atomic_t nr_first;		/* how many of them were told to be the first */

static void storm(struct writer *writer, int context)
{
	unsigned int n = writer->written[context];
	unsigned int bit = n % 3 ? FLAG_A : FLAG_B;
	u64 key = (u64)(writer - writers + 1) << 48 | (u64)context << 40 | n;

	if (n >= STORM_CALLS)
		return;
	if (!n && fresh_flag >= 0)
		bit = fresh_flag;
	if (write_flag(bit, key, true))
		atomic_inc(&nr_first);
	writer->written[context]++;
}

static void storm_in_hardirq(struct irq_work *work)
{
	struct writer *writer = container_of(work, struct writer, irq_work);
	int i;

	for (i = 0; i < 4; i++)
		storm(writer, IN_HARDIRQ);
}

static int storm_in_task(void *data)
{
	struct writer *writer = data;
	unsigned int *written = &writer->written[IN_TASK];

	atomic_set(&writer->ready, 1);
	while (!READ_ONCE(go))
		cond_resched();
	while (time_before(jiffies, storm_end) && *written < STORM_CALLS) {
		storm(writer, IN_TASK);
		if (*written % 16 == 1)
			irq_work_queue(&writer->irq_work);
		if (*written % 64 == 63)	/* the reader shall come to something, too */
			usleep_range(10, 200);
		cond_resched();
	}
	irq_work_sync(&writer->irq_work);
	atomic_set(&writer->running, 0);
	while (!kthread_should_stop())
		msleep(20);
	return 0;
}

#ifdef CONFIG_X86_LOCAL_APIC
static int storm_in_nmi(unsigned int type, struct pt_regs *regs)
{
	unsigned int cpu = raw_smp_processor_id();
	int i;

	if (cpu >= NR_WRITERS || !atomic_read(&writers[cpu].nmi_wanted))
		return NMI_DONE;
	for (i = 0; i < 4; i++)
		storm(&writers[cpu], IN_NMI);
	atomic_set(&writers[cpu].nmi_wanted, 0);
	return NMI_HANDLED;
}

static int start_nmis(void)
{
	return register_nmi_handler(NMI_LOCAL, storm_in_nmi, 0, "taint_info_kunit");
}

static void send_nmi(unsigned int cpu)
{
	if (!atomic_cmpxchg(&writers[cpu].nmi_wanted, 0, 1))
		apic->send_IPI_mask(cpumask_of(cpu), NMI_VECTOR);
}

/* Those under way arrive at once: a processor that is online takes them. */
static void stop_nmis(void)
{
	int cpu;

	for (cpu = 0; cpu < NR_WRITERS; cpu++)
		while (atomic_read(&writers[cpu].nmi_wanted))
			cpu_relax();
	unregister_nmi_handler(NMI_LOCAL, "taint_info_kunit");
}
#else
static int start_nmis(void)
{
	return 0;
}

static void send_nmi(unsigned int cpu)
{
}

static void stop_nmis(void)
{
}
#endif

/* What the reader found wrong; far too often, perhaps, for a line of each. */
static unsigned long nr_mixed, nr_wrong, nr_backwards;

static void read_kept(unsigned int bit, enum journal_which which)
{
	static unsigned long last[BITS_PER_LONG][JOURNAL_KEPT];
	unsigned long *seq = &last[bit][which];

	if (!journal_record(bit, which, &record)) {
		*seq = 0;
		return;
	}
	nr_mixed += !record_whole(&record);
	nr_wrong += record.event.bit != bit;
	/* The first does not change, the last is never an older one. */
	nr_backwards += *seq && (which == JOURNAL_FIRST ? record.event.seq != *seq :
							  record.event.seq < *seq);
	*seq = record.event.seq;
}

static void read_everything(void)
{
	unsigned long seq;

	update(BIT(FLAG_A) | BIT(FLAG_B));
	read_kept(FLAG_A, JOURNAL_FIRST);
	read_kept(FLAG_A, JOURNAL_LAST);
	read_kept(FLAG_B, JOURNAL_FIRST);
	read_kept(FLAG_B, JOURNAL_LAST);
	for (seq = journal_log_start(); seq <= journal_events(); seq += 1 + seq % 16) {
		if (!journal_log(seq, &record))
			continue;
		nr_mixed += !record_whole(&record);
		nr_wrong += record.event.seq != seq;
	}
}

static bool start_writer(struct writer *writer, unsigned int cpu)
{
	init_irq_work(&writer->irq_work, storm_in_hardirq);
	writer->thread = kthread_create(storm_in_task, writer, "taint_writer/%u", cpu);
	if (IS_ERR(writer->thread)) {
		writer->thread = NULL;
		return false;
	}
	kthread_bind(writer->thread, cpu);
	atomic_set(&writer->running, 1);
	wake_up_process(writer->thread);
	while (!atomic_read(&writer->ready))
		usleep_range(1000, 2000);
	return true;
}

/* The writers write, the reader reads.  Return: how many calls were written. */
static unsigned long run_storm(struct kunit *test, unsigned long time)
{
	unsigned long written[CONTEXTS] = {}, sum = 0;
	struct writer *writer;
	unsigned int cpu, started = 0;
	int context, err;
	bool running;

	memset(writers, 0, sizeof(writers));
	WRITE_ONCE(go, false);
	atomic_set(&nr_first, 0);
	err = start_nmis();
	KUNIT_EXPECT_EQ(test, err, 0);
	for_each_online_cpu(cpu)
		if (cpu < NR_WRITERS)
			started += start_writer(&writers[cpu], cpu);
	KUNIT_EXPECT_TRUE(test, started > 0);

	/* Once before it counts: the last journal's numbers were higher. */
	read_everything();
	nr_mixed = 0;
	nr_wrong = 0;
	nr_backwards = 0;
	storm_end = jiffies + time;
	WRITE_ONCE(go, true);
	do {
		running = false;
		for (cpu = 0; cpu < NR_WRITERS; cpu++) {
			if (!atomic_read(&writers[cpu].running))
				continue;
			running = true;
			if (!err)
				send_nmi(cpu);
		}
		read_everything();
	} while (running);

	if (!err)
		stop_nmis();
	for (writer = writers; writer < writers + NR_WRITERS; writer++) {
		if (writer->thread)
			kthread_stop(writer->thread);
		for (context = 0; context < CONTEXTS; context++)
			written[context] += writer->written[context];
	}
	read_everything();
	for (context = 0; context < CONTEXTS; context++) {
		sum += written[context];
		if (time > 1 && (context != IN_NMI || IS_ENABLED(CONFIG_X86_LOCAL_APIC)))
			KUNIT_EXPECT_TRUE(test, written[context] > 0);
	}
	KUNIT_EXPECT_EQ(test, nr_torn, 0UL);
	KUNIT_EXPECT_EQ(test, nr_mixed, 0UL);
	KUNIT_EXPECT_EQ(test, nr_wrong, 0UL);
	KUNIT_EXPECT_EQ(test, nr_backwards, 0UL);
	if (time > 1)
		kunit_info(test, "%lu in tasks, %lu in hardirq, %lu in NMI; %lu read, %lu lost\n",
			   written[IN_TASK], written[IN_HARDIRQ], written[IN_NMI],
			   nr_resolved, journal_lost());
	return sum;
}

/*
 * Writers on every processor, in tasks, interrupts and NMIs, against a reader:
 * every event is read, once and whole, or it is counted as lost.
 */
static void journal_storm(struct kunit *test)
{
	unsigned long written;

	/* The first of a flag may be read though it is lost: not here. */
	write_next(FLAG_A);
	write_next(FLAG_B);
	update(NO_FLAGS);
	fresh_flag = -1;
	written = run_storm(test, 3 * HZ);

	KUNIT_EXPECT_EQ(test, atomic_read(&nr_first), 0);
	KUNIT_EXPECT_EQ(test, nr_twice, 0UL);
	KUNIT_EXPECT_EQ(test, journal_events(), written + 2);
	KUNIT_EXPECT_EQ(test, nr_resolved + journal_lost(), journal_events());
	KUNIT_EXPECT_EQ(test, journal_count(FLAG_A) + journal_count(FLAG_B), journal_events());
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_FIRST), 1UL);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_B, JOURNAL_FIRST), 2UL);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_LAST), newest[FLAG_A]);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_B, JOURNAL_LAST), newest[FLAG_B]);
}

/* However many raise a new flag at the same time, one of them is the first. */
static void journal_storm_of_firsts(struct kunit *test)
{
	unsigned long written, read;

	for (fresh_flag = 20; fresh_flag < 30; fresh_flag++) {
		journal_init(test);
		write_next(FLAG_A);
		write_next(FLAG_B);
		update(NO_FLAGS);
		written = run_storm(test, 1);
		KUNIT_EXPECT_EQ(test, atomic_read(&nr_first), 1);
		KUNIT_EXPECT_EQ(test, journal_events(), written + 2);
		KUNIT_EXPECT_TRUE(test, kept_seq(fresh_flag, JOURNAL_FIRST) > 2);
		/* That one may be read before it is in the ring, and again, or lost there. */
		read = nr_resolved + journal_lost() - journal_events();
		KUNIT_EXPECT_TRUE(test, read <= 1);
		KUNIT_EXPECT_TRUE(test, nr_twice <= 1);
	}
}

static struct kunit_case journal_cases[] = {
	KUNIT_CASE(journal_fresh),
	KUNIT_CASE(journal_words),
	KUNIT_CASE(journal_observed),
	KUNIT_CASE(journal_baseline_repeats),
	KUNIT_CASE(journal_baseline_after_hooks),
	KUNIT_CASE(journal_detected),
	KUNIT_CASE(journal_detected_by_repeat),
	KUNIT_CASE(journal_claimed_waits),
	KUNIT_CASE(journal_confirmed_cleared),
	KUNIT_CASE(journal_baseline_cleared),
	KUNIT_CASE(journal_magic),
	KUNIT_CASE(journal_ring_full),
	KUNIT_CASE(journal_ring_overwritten),
	KUNIT_CASE(journal_ring_read_in_time),
	KUNIT_CASE(journal_reads_once),
	KUNIT_CASE(journal_slot_busy),
	KUNIT_CASE(journal_slot_newer),
	KUNIT_CASE(journal_overtaken_reader),
	KUNIT_CASE(journal_reader_meets_writer),
	KUNIT_CASE(journal_reader_meets_first),
	KUNIT_CASE(journal_writer_meets_writer),
	KUNIT_CASE(journal_claimed_room),
	KUNIT_CASE(journal_same_place),
	KUNIT_CASE(journal_time_of_day),
	KUNIT_CASE(journal_overtaken_writer),
	KUNIT_CASE(journal_written_while_read),
	KUNIT_CASE(journal_numbers_wrap),
	KUNIT_CASE(journal_unusable),
	KUNIT_CASE(journal_publishes),
	KUNIT_CASE(journal_oops),
	KUNIT_CASE(journal_first_and_last),
	KUNIT_CASE(journal_flags_apart),
	KUNIT_CASE(journal_claimed_once),
	KUNIT_CASE(journal_distrusted),
	KUNIT_CASE(journal_paths),
	KUNIT_CASE(journal_paths_run_out),
	KUNIT_CASE(journal_at_panic),
	KUNIT_CASE(journal_pin_names),
	KUNIT_CASE(journal_pin_mask),
	KUNIT_CASE(journal_pin_since),
	KUNIT_CASE(journal_pin_thread),
	KUNIT_CASE(journal_pin_awaits),
	KUNIT_CASE(journal_pin_longest),
	KUNIT_CASE(journal_waits),
	KUNIT_CASE(journal_storm),
	KUNIT_CASE(journal_storm_of_firsts),
	{}
};

struct kunit_suite journal_suite = {
	.name = "taint_info_journal",
	.init = journal_init,
	.test_cases = journal_cases,
};
