// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which module loads here: from which event on it is to blame, how long its name is waited
 * for, and that all is read before its memory changes hands, in each state.
 */
#include <linux/atomic.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/time64.h>
#include <linux/timekeeping.h>

#include "events.h"
#include "../module/flags.h"
#include "../module/kick.h"
#include "../module/loading.h"
#include "../module/modules.h"
#include "../module/probe.h"

static unsigned int nr_compared, nr_kicked;

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
#define kick_now()			((void)nr_kicked++)
#define ktime_get_boot_fast_ns		clock_now
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

void reset_loading(void)
{
	memset(load_marks, 0, sizeof(load_marks));
	memset(loads, 0, sizeof(loads));
#ifdef HAVE_TAINT_TRACEPOINT
	memset(raised, 0, sizeof(raised));
	atomic_set(&nr_raised, 0);
#endif
}

/* This thread enters load_module(), and returns from there. */
void begin_load(void)
{
	on_load_module(NULL, NULL);
	on_load_entry(NULL, NULL);
}

void end_load(void)
{
	on_load_return(NULL, NULL);
}

void tell_of_module(const char *name, unsigned long taints, unsigned long state)
{
	static struct module it;

	strscpy(it.name, name, sizeof(it.name));
	it.taints = taints;
	on_module(NULL, state, &it);
}

static int loading_init(struct kunit *test)
{
	events_init(test);
	reset_loading();
	memset(&asked, 0, sizeof(asked));
	nr_compared = 0;
	nr_kicked = 0;
	loading_start(ask);
	loading.marks_armed = true;
	return 0;
}

static void expect_asked(struct kunit *test, unsigned long state, enum taint_awaits awaits,
			 unsigned long mask, unsigned long since)
{
	unsigned int times = asked.times, compared = nr_compared;

	KUNIT_EXPECT_EQ(test, on_module(NULL, state, &module), NOTIFY_DONE);
	KUNIT_EXPECT_EQ(test, asked.times, times + 1);
	KUNIT_EXPECT_EQ(test, (int)asked.awaits, (int)awaits);
	KUNIT_EXPECT_EQ(test, asked.mask, mask);
	KUNIT_EXPECT_EQ(test, asked.since, since);
	KUNIT_EXPECT_EQ(test, nr_compared, compared + 1);
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
	atomic64_set(mark_of(other), other << MARK_PID_SHIFT | 3);
	expect_asked(test, MODULE_STATE_COMING, AWAITS_NONE, 0, 0);
}

/* Before init code goes, and before the whole of it does, all is read. */
static void loading_states(struct kunit *test)
{
	begin_load();
	expect_asked(test, MODULE_STATE_COMING, AWAITS_LOADED, BIT(FLAG_A), 0);
	expect_asked(test, MODULE_STATE_LIVE, AWAITS_NONE, 0, 0);
	end_load();
	expect_asked(test, MODULE_STATE_GOING, AWAITS_REMOVED, BIT(TAINT_FORCED_RMMOD), 0);
}

/* --- between COMING and LIVE or GOING --- */

static struct taint_blame blame;

/* What is said of an event of this thread, if it awaits a name, or does not any more. */
static const char *named(unsigned int bit, unsigned long seq)
{
	struct taint_event event = {
		.seq = seq, .bit = bit, .context = CONTEXT_TASK,
		.pid = current->pid, .start_time = current->start_time,
	};

	memset(&blame, 0, sizeof(blame));
	blame.awaits = AWAITS_LOADED;
	loading_name(&event, &blame);
	if (blame.awaits != AWAITS_NONE)
		return "awaits";
	return blame.module[0] ? blame.module : "nobody";
}

static void go_through(unsigned long state)
{
	on_module(NULL, state, &module);
}

/* What a module raises from COMING to LIVE has its name at once, and nothing else has. */
static void loading_names_at_once(struct kunit *test)
{
	static struct module other = { .name = "other", .taints = BIT(FLAG_B) };

	module.taints = BIT(FLAG_B);
	start_at(7);
	KUNIT_EXPECT_STREQ(test, named(FLAG_B, 7), "awaits");
	go_through(MODULE_STATE_COMING);
	KUNIT_EXPECT_STREQ(test, named(FLAG_B, 7), "awaits");
	KUNIT_EXPECT_STREQ(test, named(FLAG_B, 8), "a_module");
	KUNIT_EXPECT_STREQ(test, named(TAINT_USER, 8), "a_module");
	/* It has not that flag, and will not have it. */
	KUNIT_EXPECT_STREQ(test, named(TAINT_CRAP, 8), "nobody");
	/* Another module's going is none of its business. */
	on_module(NULL, MODULE_STATE_GOING, &other);
	KUNIT_EXPECT_STREQ(test, named(FLAG_B, 9), "a_module");
	go_through(MODULE_STATE_LIVE);
	KUNIT_EXPECT_STREQ(test, named(FLAG_B, 9), "awaits");

	/* The thread's next one. */
	start_at(9);
	on_module(NULL, MODULE_STATE_COMING, &other);
	KUNIT_EXPECT_STREQ(test, named(FLAG_B, 9), "awaits");
	KUNIT_EXPECT_STREQ(test, named(FLAG_B, 10), "other");
	on_module(NULL, MODULE_STATE_GOING, &other);
	KUNIT_EXPECT_STREQ(test, named(FLAG_B, 10), "awaits");
	module.taints = BIT(FLAG_A);
}

/* A WARN of the loader's own is no module's, and is held back for none. */
static void loading_names_no_faults(struct kunit *test)
{
	KUNIT_EXPECT_STREQ(test, named(TAINT_WARN, 1), "nobody");
	KUNIT_EXPECT_STREQ(test, named(TAINT_DIE, 1), "nobody");
	KUNIT_EXPECT_STREQ(test, named(TAINT_MACHINE_CHECK, 1), "nobody");
	go_through(MODULE_STATE_COMING);
	KUNIT_EXPECT_STREQ(test, named(TAINT_WARN, 1), "nobody");
}

/* Another thread's, an earlier one's with its number, an interrupt's, what awaits nothing. */
static void loading_names_its_thread(struct kunit *test)
{
	struct taint_event event = {
		.seq = 1, .bit = TAINT_USER, .context = CONTEXT_TASK,
		.pid = current->pid + 1, .start_time = current->start_time,
	};

	go_through(MODULE_STATE_COMING);
	memset(&blame, 0, sizeof(blame));
	blame.awaits = AWAITS_LOADED;
	loading_name(&event, &blame);
	event.pid = current->pid;
	event.start_time--;
	loading_name(&event, &blame);
	event.start_time++;
	event.context = CONTEXT_HARDIRQ;
	loading_name(&event, &blame);
	KUNIT_EXPECT_EQ(test, (int)blame.awaits, (int)AWAITS_LOADED);
	event.context = CONTEXT_TASK;
	blame.awaits = AWAITS_NONE;
	loading_name(&event, &blame);
	KUNIT_EXPECT_STREQ(test, (const char *)blame.module, "");
	blame.awaits = AWAITS_REMOVED;
	loading_name(&event, &blame);
	KUNIT_EXPECT_STREQ(test, (const char *)blame.module, "");
}

#ifdef HAVE_TAINT_TRACEPOINT
/* --- what the trace point tells --- */

/* A flag that is raised for a module has its name at once: that flag, from then on. */
static void loading_told_by_tracepoint(struct kunit *test)
{
	static struct module other = { .name = "other" };
	unsigned int i;

	start_at(7);
	loading_raises(&module, TAINT_CRAP);
	KUNIT_EXPECT_STREQ(test, named(TAINT_CRAP, 7), "awaits");
	KUNIT_EXPECT_STREQ(test, named(TAINT_CRAP, 8), "a_module");
	KUNIT_EXPECT_STREQ(test, named(TAINT_USER, 8), "awaits");
	KUNIT_EXPECT_STREQ(test, named(TAINT_WARN, 8), "nobody");
	start_at(9);
	loading_raises(&module, TAINT_USER);
	KUNIT_EXPECT_STREQ(test, named(TAINT_CRAP, 8), "a_module");
	KUNIT_EXPECT_STREQ(test, named(TAINT_USER, 10), "a_module");

	/* That failed, and the next one comes: each is of its own. */
	start_at(11);
	loading_raises(&other, TAINT_CRAP);
	KUNIT_EXPECT_STREQ(test, named(TAINT_CRAP, 11), "a_module");
	KUNIT_EXPECT_STREQ(test, named(TAINT_CRAP, 12), "other");
	KUNIT_EXPECT_STREQ(test, named(TAINT_USER, 12), "awaits");
	/* And that once more, and again: in the entries of the oldest. */
	for (i = 0; i < LOADS; i++) {
		start_at(20 + i);
		loading_raises(i % 2 ? &other : &module, TAINT_CRAP);
	}
	KUNIT_EXPECT_STREQ(test, named(TAINT_CRAP, 12), "awaits");
	for (i = 0; i < LOADS; i++)
		KUNIT_EXPECT_STREQ(test, named(TAINT_CRAP, 21 + i), i % 2 ? "other" : "a_module");
}

/* Not another thread's, nor an earlier one's with its number; nor while it is written. */
static void loading_told_of_its_thread(struct kunit *test)
{
	struct raised *entry = &raised[1];

	loading_raises(&module, TAINT_CRAP);
	KUNIT_EXPECT_STREQ(test, named(TAINT_CRAP, 1), "a_module");
	entry->by.start_time--;
	KUNIT_EXPECT_STREQ(test, named(TAINT_CRAP, 1), "awaits");
	entry->by.start_time++;
	entry->by.pid++;
	KUNIT_EXPECT_STREQ(test, named(TAINT_CRAP, 1), "awaits");
	entry->by.pid--;

	atomic_inc(&entry->state);
	KUNIT_EXPECT_STREQ(test, named(TAINT_CRAP, 1), "awaits");
	loading_raises(&module, TAINT_USER);
	atomic_inc(&entry->state);
	KUNIT_EXPECT_STREQ(test, named(TAINT_CRAP, 1), "a_module");
	KUNIT_EXPECT_STREQ(test, named(TAINT_USER, 1), "awaits");
}

/* Somebody is held up as he writes: it is in the next entry, not taken for an earlier load's. */
static void loading_told_beside_a_writer(struct kunit *test)
{
	static struct module other = { .name = "other" };
	unsigned int i;

	start_at(7);
	loading_raises(&module, TAINT_CRAP);
	start_at(9);
	atomic_inc(&raised[2].state);
	loading_raises(&other, TAINT_CRAP);
	KUNIT_EXPECT_STREQ(test, named(TAINT_CRAP, 9), "a_module");
	KUNIT_EXPECT_STREQ(test, named(TAINT_CRAP, 10), "other");
	/* All of them: it ends. */
	for (i = 0; i < LOADS; i++)
		atomic_set(&raised[i].state, 1);
	start_at(11);
	loading_raises(&module, TAINT_CRAP);
	KUNIT_EXPECT_STREQ(test, named(TAINT_CRAP, 12), "awaits");
}

/* What is told may be broken: a name without end, no module at all, a bit beyond the mask. */
static void loading_told_nonsense(struct kunit *test)
{
	static struct module endless;

	loading_raises((const struct module *)-4096UL, TAINT_CRAP);
	loading_raises(&module, BITS_PER_LONG);
	KUNIT_EXPECT_STREQ(test, named(TAINT_CRAP, 1), "awaits");
	memset(endless.name, '\n', sizeof(endless.name));
	loading_raises(&endless, TAINT_CRAP);
	KUNIT_EXPECT_EQ(test, strlen(named(TAINT_CRAP, 1)), (size_t)MODULE_NAME_LEN - 1);
	KUNIT_EXPECT_EQ(test, named(TAINT_CRAP, 1)[0], '_');
}
#endif

/* Where there is no room to remember it, what it has raised is pinned in the end. */
static void loading_full_table(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < LOADS; i++) {
		loads[i].module = THIS_MODULE;
		loads[i].pid = current->pid + 1 + i;
	}
	start_at(7);
	begin_load();
	expect_asked(test, MODULE_STATE_COMING, AWAITS_LOADED, BIT(FLAG_A), 7);
	KUNIT_EXPECT_STREQ(test, named(TAINT_USER, 8), "awaits");
	expect_asked(test, MODULE_STATE_LIVE, AWAITS_LOADED, BIT(FLAG_A) | BIT(TAINT_USER), 7);
	end_load();

	begin_load();
	go_through(MODULE_STATE_COMING);
	go_through(MODULE_STATE_GOING);
	KUNIT_EXPECT_EQ(test, (int)asked.awaits, (int)AWAITS_LOADED);
	KUNIT_EXPECT_EQ(test, asked.mask, BIT(FLAG_A) | BIT(TAINT_USER));
	end_load();
	/* Not what is loaded no more. */
	expect_asked(test, MODULE_STATE_GOING, AWAITS_REMOVED, BIT(TAINT_FORCED_RMMOD), 0);
	/* One that leaves makes room. */
	loads[3].module = NULL;
	go_through(MODULE_STATE_COMING);
	KUNIT_EXPECT_STREQ(test, named(TAINT_USER, 8), "a_module");
}

/* --- how long a name is waited for --- */

static u64 wait_of(enum taint_awaits awaits, unsigned long seq, u64 age)
{
	static struct taint_record record;	/* too large for a stack */

	memset(&record, 0, sizeof(record));
	record.event.seq = seq;
	record.event.pid = current->pid;
	record.event.boottime = clock_now() - age;
	record.blame.awaits = awaits;
	return loading_wait_ns(&record);
}

/* Nobody tells of its end: not for long, and only if it awaits one. */
static void loading_waits_a_while(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, wait_of(AWAITS_NONE, 1, 0), 0ULL);
	KUNIT_EXPECT_LE(test, wait_of(AWAITS_LOADED, 1, TAINT_NAME_WAIT_NS / 2),
			(u64)TAINT_NAME_WAIT_NS / 2);
	KUNIT_EXPECT_NE(test, wait_of(AWAITS_LOADED, 1, TAINT_NAME_WAIT_NS / 2), 0ULL);
	KUNIT_EXPECT_EQ(test, wait_of(AWAITS_LOADED, 1, TAINT_NAME_WAIT_NS), 0ULL);
	KUNIT_EXPECT_NE(test, wait_of(AWAITS_REMOVED, 1, 0), 0ULL);
	KUNIT_EXPECT_EQ(test, wait_of(AWAITS_REMOVED, 1, TAINT_NAME_WAIT_NS), 0ULL);
	/* No instance was left for its return. */
	on_load_module(NULL, NULL);
	KUNIT_EXPECT_NE(test, wait_of(AWAITS_LOADED, 1, 0), 0ULL);
	KUNIT_EXPECT_EQ(test, wait_of(AWAITS_LOADED, 1, TAINT_NAME_WAIT_NS), 0ULL);
}

/* As long as the load runs, which is looked at again and again, and not a moment longer. */
static void loading_waits_for_end(struct kunit *test)
{
	start_at(7);
	begin_load();
	write_next(FLAG_A);
	KUNIT_EXPECT_EQ(test, wait_of(AWAITS_LOADED, 8, TAINT_NAME_WAIT_NS),
			(u64)TAINT_NAME_WAIT_NS);
	KUNIT_EXPECT_NE(test, wait_of(AWAITS_LOADED, 8, TAINT_LOAD_WAIT_NS - NSEC_PER_MSEC), 0ULL);
	KUNIT_EXPECT_LE(test, wait_of(AWAITS_LOADED, 8, TAINT_LOAD_WAIT_NS - NSEC_PER_MSEC),
			(u64)NSEC_PER_MSEC);
	KUNIT_EXPECT_EQ(test, wait_of(AWAITS_LOADED, 8, TAINT_LOAD_WAIT_NS), 0ULL);
	/* A module that is forced out is another matter, and so was an earlier load. */
	KUNIT_EXPECT_EQ(test, wait_of(AWAITS_REMOVED, 8, TAINT_NAME_WAIT_NS), 0ULL);
	KUNIT_EXPECT_EQ(test, wait_of(AWAITS_LOADED, 7, 0), 0ULL);
	end_load();
	KUNIT_EXPECT_EQ(test, wait_of(AWAITS_LOADED, 8, 0), 0ULL);
	/* The thread's next one does not bring it back. */
	begin_load();
	KUNIT_EXPECT_EQ(test, wait_of(AWAITS_LOADED, 8, 0), 0ULL);
	KUNIT_EXPECT_EQ(test, wait_of(AWAITS_LOADED, 9, TAINT_NAME_WAIT_NS),
			(u64)TAINT_NAME_WAIT_NS);
}

/* One that began unseen, after one that has ended: a guess, and a name for what came since. */
static void loading_begins_unseen(struct kunit *test)
{
	start_at(7);
	begin_load();
	write_next(FLAG_A);
	end_load();
	KUNIT_EXPECT_NE(test, wait_of(AWAITS_LOADED, 9, 0), 0ULL);
	KUNIT_EXPECT_EQ(test, wait_of(AWAITS_LOADED, 9, TAINT_NAME_WAIT_NS), 0ULL);
	expect_asked(test, MODULE_STATE_COMING, AWAITS_LOADED, BIT(FLAG_A), 8);
}

/* Two probes, in either order; the mark is of this load, not of the one before. */
static void loading_marks_in_any_order(struct kunit *test)
{
	start_at(7);
	on_load_entry(NULL, NULL);
	write_next(FLAG_A);
	on_load_module(NULL, NULL);
	KUNIT_EXPECT_EQ(test, wait_of(AWAITS_LOADED, 8, TAINT_NAME_WAIT_NS),
			(u64)TAINT_NAME_WAIT_NS);
	end_load();
	on_load_module(NULL, NULL);
	write_next(FLAG_A);
	KUNIT_EXPECT_EQ(test, wait_of(AWAITS_LOADED, 9, TAINT_NAME_WAIT_NS), 0ULL);
	expect_asked(test, MODULE_STATE_COMING, AWAITS_LOADED, BIT(FLAG_A), 8);
}

/* The end wakes the worker where something was raised, and never takes another's entry. */
static void loading_end_wakes(struct kunit *test)
{
	u64 other = current->pid + LOAD_MARKS;

	start_at(7);
	begin_load();
	end_load();
	KUNIT_EXPECT_EQ(test, nr_kicked, 0U);
	begin_load();
	write_next(FLAG_A);
	end_load();
	KUNIT_EXPECT_EQ(test, nr_kicked, 1U);

	begin_load();
	write_next(FLAG_A);
	atomic64_set(mark_of(other), other << MARK_PID_SHIFT | 3);
	end_load();
	KUNIT_EXPECT_EQ(test, nr_kicked, 1U);
	KUNIT_EXPECT_EQ(test, (u64)atomic64_read(mark_of(other)), other << MARK_PID_SHIFT | 3);
	/* Whose end will be told by another mark is not known. */
	KUNIT_EXPECT_NE(test, wait_of(AWAITS_LOADED, 9, 0), 0ULL);
	KUNIT_EXPECT_EQ(test, wait_of(AWAITS_LOADED, 9, TAINT_NAME_WAIT_NS), 0ULL);
}

static struct kunit_case loading_cases[] = {
	KUNIT_CASE(loading_since_its_mark),
	KUNIT_CASE(loading_long_numbers),
	KUNIT_CASE(loading_before_marks),
	KUNIT_CASE(loading_shared_entry),
	KUNIT_CASE(loading_states),
	KUNIT_CASE(loading_names_at_once),
	KUNIT_CASE(loading_names_no_faults),
	KUNIT_CASE(loading_names_its_thread),
#ifdef HAVE_TAINT_TRACEPOINT
	KUNIT_CASE(loading_told_by_tracepoint),
	KUNIT_CASE(loading_told_of_its_thread),
	KUNIT_CASE(loading_told_beside_a_writer),
	KUNIT_CASE(loading_told_nonsense),
#endif
	KUNIT_CASE(loading_full_table),
	KUNIT_CASE(loading_waits_a_while),
	KUNIT_CASE(loading_waits_for_end),
	KUNIT_CASE(loading_begins_unseen),
	KUNIT_CASE(loading_marks_in_any_order),
	KUNIT_CASE(loading_end_wakes),
	{}
};

struct kunit_suite loading_suite = {
	.name = "taint_info_loading",
	.init = loading_init,
	.test_cases = loading_cases,
};
