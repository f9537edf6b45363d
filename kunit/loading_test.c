// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which module loads here: from which event on it is to blame, and that all is read before
 * its memory changes hands, in each state.
 */
#include <linux/atomic.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "events.h"
#include "../module/kick.h"
#include "../module/loading.h"
#include "../module/modules.h"
#include "../module/probe.h"

static unsigned int nr_compared;

/* What the reader was asked for. */
static struct {
	unsigned int times;
	enum taint_awaits awaits;
	char module[MODULE_NAME_LEN];
	unsigned long mask;
	unsigned long since;
} asked;

#undef PROBE_AFTER_HIT
#define PROBE_AFTER_HIT			NULL
#define kick_compare()			((void)nr_compared++)
#define probe_arm_at_entry(probe)	((void)(probe), -EOPNOTSUPP)
#undef pr_fmt
#include "../module/loading.c"

static void ask(enum taint_awaits awaits, const char *module, unsigned long mask,
		unsigned long since)
{
	asked.times++;
	asked.awaits = awaits;
	strscpy(asked.module, module, sizeof(asked.module));
	asked.mask = mask;
	asked.since = since;
}

static struct module module = { .name = "a module", .taints = BIT(FLAG_A) };

static int loading_init(struct kunit *test)
{
	events_init(test);
	memset(load_marks, 0, sizeof(load_marks));
	memset(&asked, 0, sizeof(asked));
	nr_compared = 0;
	loading_start(ask);
	loading.marks_armed = true;
	return 0;
}

static void expect_asked(struct kunit *test, unsigned long state, enum taint_awaits awaits,
			 unsigned long mask, unsigned long since)
{
	unsigned int times = asked.times;

	KUNIT_EXPECT_EQ(test, on_module(NULL, state, &module), NOTIFY_DONE);
	KUNIT_EXPECT_EQ(test, asked.times, times + 1);
	KUNIT_EXPECT_EQ(test, (int)asked.awaits, (int)awaits);
	KUNIT_EXPECT_EQ(test, asked.mask, mask);
	KUNIT_EXPECT_EQ(test, asked.since, since);
	KUNIT_EXPECT_EQ(test, nr_compared, asked.times);
}

/* It is to blame, for its own flags, from where its load began. */
static void loading_since_its_mark(struct kunit *test)
{
	start_at(7);
	on_load_module(NULL, NULL);
	write_next(FLAG_A);
	write_next(FLAG_B);
	expect_asked(test, MODULE_STATE_COMING, AWAITS_LOADED, BIT(FLAG_A), 7);
	KUNIT_EXPECT_STREQ(test, (const char *)asked.module, "a_module");
	/* The thread's next load begins later. */
	on_load_module(NULL, NULL);
	expect_asked(test, MODULE_STATE_COMING, AWAITS_LOADED, BIT(FLAG_A), 9);
}

/* Numbers that are longer than a mark has room for. */
static void loading_long_numbers(struct kunit *test)
{
	unsigned long begin = ULONG_MAX - 2;

	start_at(begin);
	on_load_module(NULL, NULL);
	write_many(FLAG_A, 5);
	expect_asked(test, MODULE_STATE_COMING, AWAITS_LOADED, BIT(FLAG_A), begin);
}

/* Where the load began before loads were marked, all is its own; without marks nothing is known. */
static void loading_before_marks(struct kunit *test)
{
	start_at(7);
	expect_asked(test, MODULE_STATE_COMING, AWAITS_LOADED, BIT(FLAG_A), 0);
	loading.marks_armed = false;
	expect_asked(test, MODULE_STATE_COMING, AWAITS_NONE, 0, 0);
}

/* Where another thread has the entry that they share, nothing is known. */
static void loading_shared_entry(struct kunit *test)
{
	u64 other = current->pid + LOAD_MARKS;

	start_at(7);
	on_load_module(NULL, NULL);
	atomic64_set(&load_marks[other % LOAD_MARKS], other << MARK_PID_SHIFT | 3);
	expect_asked(test, MODULE_STATE_COMING, AWAITS_NONE, 0, 0);
}

/* Before init code goes, and before the whole of it does, all is read. */
static void loading_states(struct kunit *test)
{
	on_load_module(NULL, NULL);
	expect_asked(test, MODULE_STATE_LIVE, AWAITS_NONE, 0, 0);
	expect_asked(test, MODULE_STATE_GOING, AWAITS_REMOVED, BIT(TAINT_FORCED_RMMOD), 0);
}

static struct kunit_case loading_cases[] = {
	KUNIT_CASE(loading_since_its_mark),
	KUNIT_CASE(loading_long_numbers),
	KUNIT_CASE(loading_before_marks),
	KUNIT_CASE(loading_shared_entry),
	KUNIT_CASE(loading_states),
	{}
};

struct kunit_suite loading_suite = {
	.name = "taint_info_loading",
	.init = loading_init,
	.test_cases = loading_cases,
};
