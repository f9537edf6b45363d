// SPDX-License-Identifier: GPL-2.0-only
/*
 * What wakes the worker: requests of hooks, the comparison of masks, the timer.
 *
 * irq_work, workqueue and timer are the kernel's own; the mask, the clock, which CPU is
 * online, and the worker are ours.
 */
#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/irq_work.h>
#include <linux/irqflags.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/smp.h>
#include <linux/time64.h>
#include <linux/timekeeping.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

#include "events.h"
#include "../module/compat.h"
#include "../module/kick.h"

static unsigned long fake_mask;
static bool online;
static u64 fake_now;			/* stands still */

static atomic_t nr_now, nr_later;	/* queued, pending already or not */
static unsigned long later_delay, asked_delay;

static bool queue_now(struct workqueue_struct *wq, struct work_struct *work)
{
	atomic_inc(&nr_now);
	return queue_work(wq, work);
}

static bool queue_later(struct workqueue_struct *wq, struct delayed_work *work,
			unsigned long delay)
{
	atomic_inc(&nr_later);
	WRITE_ONCE(later_delay, delay);
	return queue_delayed_work(wq, work, delay);
}

static bool queue_asked(struct workqueue_struct *wq, struct delayed_work *work,
			unsigned long delay)
{
	asked_delay = delay;
	return mod_delayed_work(wq, work, delay);
}

static bool is_online(unsigned int cpu)
{
	return online;
}

#undef cpu_online
#define cpu_online		is_online
#define test_taint(bit)		(fake_mask >> (bit) & 1)
#define ktime_get_boot_fast_ns() fake_now
#define queue_work		queue_now
#define queue_delayed_work	queue_later
#define mod_delayed_work	queue_asked
#include "../module/kick.c"

/* --- the worker --- */

static atomic_t nr_runs, inside;
static atomic_t nr_overlaps;
static void (*during)(void);		/* what happens in its first run */

static void worker(void)
{
	if (atomic_inc_return(&inside) > 1)
		atomic_inc(&nr_overlaps);
	if (!atomic_read(&nr_runs) && during)
		during();
	atomic_dec(&inside);
	atomic_inc(&nr_runs);
}

static bool wait_for(const atomic_t *count, int least)
{
	unsigned long end = jiffies + 30 * HZ;

	while (atomic_read(count) < least) {
		if (time_after(jiffies, end))
			return false;
		usleep_range(100, 200);
	}
	return true;
}

static void sync_irq_works(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		irq_work_sync(per_cpu_ptr(irq_works, cpu));
}

/* All that was asked for has run, without waiting for its time. */
static void settle(void)
{
	int round;

	sync_irq_works();
	/* A run may queue another. */
	for (round = 0; round < 3; round++) {
		flush_work(&now_work);
		flush_delayed_work(&retry_work);
		flush_delayed_work(&later_work);
		sync_irq_works();
	}
}

static void expect_runs(struct kunit *test, int runs)
{
	settle();
	KUNIT_EXPECT_EQ(test, atomic_read(&nr_runs), runs);
}

static void expect_queued(struct kunit *test, int now, int later)
{
	sync_irq_works();
	KUNIT_EXPECT_EQ(test, atomic_read(&nr_now), now);
	KUNIT_EXPECT_EQ(test, atomic_read(&nr_later), later);
}

static int start(unsigned int poll_ms)
{
	atomic_set(&now_wanted, 0);
	atomic_set(&later_wanted, 0);
	atomic_set(&look_again, 0);
	atomic_set(&nr_now, 0);
	atomic_set(&nr_later, 0);
	atomic_set(&nr_runs, 0);
	atomic_set(&nr_overlaps, 0);
	later_delay = 0;
	during = NULL;
	return kick_start(worker, poll_ms);
}

static int kick_init(struct kunit *test)
{
	int err;

	events_init(test);
	fake_mask = 0;
	online = true;
	fake_now = NSEC_PER_SEC;
	err = start(0);
	if (!err)
		kick_open();
	return err;
}

/* No case here ends by an assertion: this is to be called in any case. */
static void kick_exit(struct kunit *test)
{
	kick_shut();
	kick_stop();
	KUNIT_EXPECT_EQ(test, atomic_read(&nr_overlaps), 0);
	reset_journal();
}

/* --- requests --- */

static void ask_in_every_way(void)
{
	kick_now();
	kick_later(fake_now);
	kick_occasion();
	kick_run_in(0);
	kick_compare();
}

/* Before it is opened nothing runs, whoever asks. */
static void kick_nothing_before_open(struct kunit *test)
{
	kick_shut();
	fake_mask = BIT(FLAG_A);
	ask_in_every_way();
	expect_runs(test, 0);
	kick_open();
	kick_now();
	expect_runs(test, 1);
}

static atomic_t entered, left;

static void take_a_while(void)
{
	atomic_inc(&entered);
	usleep_range(20000, 30000);
	atomic_inc(&left);
}

/* Nor does anything once it is shut, and what runs then is waited for. */
static void kick_nothing_after_shut(struct kunit *test)
{
	atomic_set(&entered, 0);
	atomic_set(&left, 0);
	during = take_a_while;
	kick_now();
	KUNIT_EXPECT_TRUE(test, wait_for(&entered, 1));
	kick_shut();
	KUNIT_EXPECT_EQ(test, atomic_read(&left), 1);
	settle();
	atomic_set(&nr_runs, 0);
	fake_mask = BIT(FLAG_A);
	ask_in_every_way();
	expect_runs(test, 0);
}

/* A request makes the worker run, by itself, also where interrupts are off. */
static void kick_runs_now(struct kunit *test)
{
	unsigned long irqs;

	kick_now();
	KUNIT_EXPECT_TRUE(test, wait_for(&nr_runs, 1));
	expect_runs(test, 1);
	local_irq_save(irqs);
	kick_now();
	local_irq_restore(irqs);
	KUNIT_EXPECT_TRUE(test, wait_for(&nr_runs, 2));
	expect_runs(test, 2);
	expect_queued(test, 2, 0);
}

/* Many requests are one run: of a kind that can wait, a moment later. */
static void kick_runs_once(struct kunit *test)
{
	int i;

	mutex_lock(&run_mutex);	/* none has begun before the last was made */
	for (i = 0; i < 100; i++)
		kick_later(fake_now);
	expect_queued(test, 0, 1);
	KUNIT_EXPECT_EQ(test, READ_ONCE(later_delay), (unsigned long)msecs_to_jiffies(50));
	mutex_unlock(&run_mutex);
	KUNIT_EXPECT_TRUE(test, wait_for(&nr_runs, 1));
	expect_runs(test, 1);

	mutex_lock(&run_mutex);
	for (i = 0; i < 100; i++)
		kick_now();
	expect_queued(test, 1, 1);
	mutex_unlock(&run_mutex);
	expect_runs(test, 2);
}

/* A request that comes while the worker runs is one for another run. */
static void kick_while_it_runs(struct kunit *test)
{
	during = kick_now;
	kick_now();
	KUNIT_EXPECT_TRUE(test, wait_for(&nr_runs, 2));
	expect_runs(test, 2);
}

/* However it is asked for, the worker never runs twice at a time. */
static void kick_never_twice(struct kunit *test)
{
	during = take_a_while;
	kick_now();
	sync_irq_works();
	kick_run_in(1);
	queue_delayed_work(workqueue, &later_work, 0);
	KUNIT_EXPECT_TRUE(test, wait_for(&nr_runs, 3));
	KUNIT_EXPECT_EQ(test, atomic_read(&nr_overlaps), 0);
}

/* A request that is pending for long is lost, or its CPU hangs: it is made anew. */
static void kick_old_request(struct kunit *test)
{
	mutex_lock(&run_mutex);
	kick_now();
	expect_queued(test, 1, 0);
	kick_now();
	expect_queued(test, 1, 0);
	fake_now += 50ULL << 20;
	kick_now();
	expect_queued(test, 1, 0);
	fake_now += 51ULL << 20;
	kick_now();
	expect_queued(test, 2, 0);
	/* That one is young again. */
	kick_now();
	expect_queued(test, 2, 0);
	mutex_unlock(&run_mutex);
	settle();
}

/* On a CPU that goes offline nothing is asked for; the comparison finds the event. */
static void kick_offline(struct kunit *test)
{
	online = false;
	write_next(FLAG_A);
	kick_now();
	kick_later(fake_now);
	expect_queued(test, 0, 0);
	expect_runs(test, 0);
	kick_compare();
	expect_queued(test, 0, 1);
	expect_runs(test, 1);

	/* Nobody takes it for a request that is pending. */
	online = true;
	kick_now();
	expect_runs(test, 2);
}

/* Where something has happened that goes with a taint, the worker looks twice. */
static void kick_occasion_looks_twice(struct kunit *test)
{
	kick_occasion();
	KUNIT_EXPECT_TRUE(test, wait_for(&nr_runs, 2));
	expect_runs(test, 2);
	expect_queued(test, 0, 2);
	KUNIT_EXPECT_EQ(test, READ_ONCE(later_delay), (unsigned long)msecs_to_jiffies(50));
}

/* Where its flag is set already, the first look is at once. */
static void kick_occasion_looks_now(struct kunit *test)
{
	fake_mask = BIT(FLAG_A);
	kick_occasion();
	KUNIT_EXPECT_TRUE(test, wait_for(&nr_runs, 2));
	expect_runs(test, 2);
	expect_queued(test, 1, 1);

	/* One that is known is no reason to hurry. */
	journal_set_baseline(BIT(FLAG_A));
	kick_occasion();
	expect_runs(test, 4);
	expect_queued(test, 1, 3);
}

/* One more run can be had after a time, which is rounded up, or at once. */
static void kick_run_in_time(struct kunit *test)
{
	kick_run_in(50 * NSEC_PER_MSEC);
	KUNIT_EXPECT_EQ(test, asked_delay, (unsigned long)nsecs_to_jiffies(50 * NSEC_PER_MSEC) + 1);
	kick_run_in(1);
	KUNIT_EXPECT_EQ(test, asked_delay, 1UL);
	KUNIT_EXPECT_TRUE(test, wait_for(&nr_runs, 1));
	kick_run_in(0);
	expect_queued(test, 1, 0);
	KUNIT_EXPECT_TRUE(test, wait_for(&nr_runs, 2));
	expect_runs(test, 2);
}

/* A later wait takes the place of the earlier, sooner or not; a run at once that of none. */
static void kick_run_in_replaces(struct kunit *test)
{
	kick_run_in(3600 * (u64)NSEC_PER_SEC);
	KUNIT_EXPECT_TRUE(test, delayed_work_pending(&retry_work));
	mutex_lock(&run_mutex);
	kick_run_in(0);
	kick_run_in(3600 * (u64)NSEC_PER_SEC);
	mutex_unlock(&run_mutex);
	KUNIT_EXPECT_TRUE(test, wait_for(&nr_runs, 1));
	KUNIT_EXPECT_TRUE(test, delayed_work_pending(&retry_work));
	kick_run_in(1);
	KUNIT_EXPECT_TRUE(test, wait_for(&nr_runs, 2));
	flush_work(&retry_work.work);
	KUNIT_EXPECT_FALSE(test, delayed_work_pending(&retry_work));
	KUNIT_EXPECT_EQ(test, atomic_read(&nr_runs), 2);
}

/* Of two waits the shorter, where 0 is none. */
static void kick_sooner_of_two(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, kick_sooner(0, 0), 0ULL);
	KUNIT_EXPECT_EQ(test, kick_sooner(0, 5), 5ULL);
	KUNIT_EXPECT_EQ(test, kick_sooner(5, 0), 5ULL);
	KUNIT_EXPECT_EQ(test, kick_sooner(3, 5), 3ULL);
	KUNIT_EXPECT_EQ(test, kick_sooner(5, 3), 3ULL);
	KUNIT_EXPECT_EQ(test, kick_sooner(5, 5), 5ULL);
}

/* --- the comparison --- */

/* The mask has each bit that the kernel says is set, at its place. */
static void kick_mask_bits(struct kunit *test)
{
	static const unsigned long masks[] = {
		0, 1, BIT(BITS_PER_LONG - 1), ~0UL, ~0UL / 3, ~0UL / 5,
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(masks); i++) {
		fake_mask = masks[i];
		KUNIT_EXPECT_EQ(test, kick_mask(), masks[i]);
		KUNIT_EXPECT_EQ(test, kick_compare(), masks[i]);
	}
}

/* What is as it was wakes nobody. */
static void kick_compare_equal(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, kick_compare(), NO_FLAGS);
	fake_mask = BIT(FLAG_A) | BIT(FLAG_B);
	journal_set_baseline(fake_mask);
	KUNIT_EXPECT_EQ(test, kick_compare(), fake_mask);
	expect_queued(test, 0, 0);
	expect_runs(test, 0);
}

/* A flag that is new wakes the worker at once. */
static void kick_compare_new(struct kunit *test)
{
	journal_set_baseline(BIT(FLAG_A));
	fake_mask = BIT(FLAG_A) | BIT(FLAG_B);
	KUNIT_EXPECT_EQ(test, kick_compare(), fake_mask);
	expect_queued(test, 1, 0);
	expect_runs(test, 1);
	/* The worker has read it: that is all. */
	update(fake_mask);
	kick_compare();
	expect_queued(test, 1, 0);
}

/* So does one that is cleared, until the worker has found it so. */
static void kick_compare_cleared(struct kunit *test)
{
	journal_set_baseline(BIT(FLAG_A) | BIT(FLAG_B));
	fake_mask = BIT(FLAG_B);
	kick_compare();
	expect_queued(test, 1, 0);
	expect_runs(test, 1);
	update(fake_mask);
	kick_compare();
	expect_queued(test, 1, 0);
	fake_mask = 0;
	kick_compare();
	expect_queued(test, 2, 0);
}

/* Events that nobody has read wake it a moment later, so that readers do not drive it. */
static void kick_compare_unread(struct kunit *test)
{
	write_next(FLAG_A);
	kick_compare();
	expect_queued(test, 0, 1);
	KUNIT_EXPECT_EQ(test, READ_ONCE(later_delay), (unsigned long)msecs_to_jiffies(50));
	expect_runs(test, 1);
	update(NO_FLAGS);
	kick_compare();
	expect_queued(test, 0, 1);
}

/* So is a flag that is set and not settled, as while a write to the sysctl is under way. */
static void kick_compare_unsettled(struct kunit *test)
{
	fake_mask = BIT(FLAG_A);
	KUNIT_EXPECT_EQ(test, read_with(BIT(FLAG_A), true), NO_FLAGS);
	kick_compare();
	expect_queued(test, 0, 1);
	update(BIT(FLAG_A));
	kick_compare();
	expect_queued(test, 0, 1);
}

/* A reader who comes before it is open, or late, gets the mask and queues nothing. */
static void kick_compare_shut(struct kunit *test)
{
	kick_shut();
	fake_mask = BIT(FLAG_A);
	write_next(FLAG_B);
	KUNIT_EXPECT_EQ(test, kick_compare(), BIT(FLAG_A));
	expect_queued(test, 0, 0);
}

/* --- the timer --- */

/* It compares, and goes on; the worker runs once at its beginning. */
static void kick_timer(struct kunit *test)
{
	kick_shut();
	kick_stop();
	KUNIT_EXPECT_EQ(test, start(3600000), 0);
	kick_open();
	KUNIT_EXPECT_TRUE(test, kick_polls());
	KUNIT_EXPECT_FALSE(test, timer_pending(&poll_timer));
	kick_poll();
	expect_queued(test, 1, 0);
	expect_runs(test, 1);
	KUNIT_EXPECT_TRUE(test, timer_pending(&poll_timer));

	/* As if its time had come. */
	timer_delete_sync(&poll_timer);
	on_poll(&poll_timer);
	expect_queued(test, 1, 0);
	KUNIT_EXPECT_TRUE(test, timer_pending(&poll_timer));
	KUNIT_EXPECT_TRUE(test, time_after(poll_timer.expires, jiffies + 3000 * HZ));
	KUNIT_EXPECT_FALSE(test, time_after(poll_timer.expires, jiffies + 3600 * HZ));
	timer_delete_sync(&poll_timer);
	fake_mask = BIT(FLAG_A);
	on_poll(&poll_timer);
	expect_queued(test, 2, 0);
	KUNIT_EXPECT_TRUE(test, timer_pending(&poll_timer));
	expect_runs(test, 2);
}

/* Without it the worker still runs once. */
static void kick_without_timer(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, kick_polls());
	kick_poll();
	KUNIT_EXPECT_FALSE(test, timer_pending(&poll_timer));
	expect_runs(test, 1);
}

/* Whatever was asked for and has not run yet is gone with it. */
static void kick_stop_leaves_nothing(struct kunit *test)
{
	kick_shut();
	kick_stop();
	KUNIT_EXPECT_EQ(test, start(3600000), 0);
	kick_open();
	kick_poll();
	ask_in_every_way();
	kick_run_in(3600 * (u64)NSEC_PER_SEC);
	KUNIT_EXPECT_TRUE(test, delayed_work_pending(&retry_work));
	kick_shut();
	kick_stop();
	KUNIT_EXPECT_FALSE(test, timer_pending(&poll_timer));
	KUNIT_EXPECT_FALSE(test, work_pending(&now_work));
	KUNIT_EXPECT_FALSE(test, delayed_work_pending(&retry_work));
	KUNIT_EXPECT_FALSE(test, delayed_work_pending(&later_work));
	KUNIT_EXPECT_EQ(test, start(0), 0);
	kick_open();
	expect_runs(test, 0);
}

static struct kunit_case kick_cases[] = {
	KUNIT_CASE(kick_nothing_before_open),
	KUNIT_CASE(kick_nothing_after_shut),
	KUNIT_CASE(kick_runs_now),
	KUNIT_CASE(kick_runs_once),
	KUNIT_CASE(kick_while_it_runs),
	KUNIT_CASE(kick_never_twice),
	KUNIT_CASE(kick_old_request),
	KUNIT_CASE(kick_offline),
	KUNIT_CASE(kick_occasion_looks_twice),
	KUNIT_CASE(kick_occasion_looks_now),
	KUNIT_CASE(kick_run_in_time),
	KUNIT_CASE(kick_run_in_replaces),
	KUNIT_CASE(kick_sooner_of_two),
	KUNIT_CASE(kick_mask_bits),
	KUNIT_CASE(kick_compare_equal),
	KUNIT_CASE(kick_compare_new),
	KUNIT_CASE(kick_compare_cleared),
	KUNIT_CASE(kick_compare_unread),
	KUNIT_CASE(kick_compare_unsettled),
	KUNIT_CASE(kick_compare_shut),
	KUNIT_CASE(kick_timer),
	KUNIT_CASE(kick_without_timer),
	KUNIT_CASE(kick_stop_leaves_nothing),
	{}
};

struct kunit_suite kick_suite = {
	.name = "taint_info_kick",
	.init = kick_init,
	.exit = kick_exit,
	.test_cases = kick_cases,
};
