// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said at a panic.
 */
#include <linux/bitops.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "events.h"
#include "../module/compat.h"
#include "../module/flags.h"
#include "../module/kick.h"
#include "../module/loading.h"
#include "../module/panic.h"
#include "../module/resolve.h"

static unsigned long fake_mask;
static char lines[4][512];
static unsigned int nr_lines;

static __printf(1, 2) void say(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(lines[nr_lines++ % ARRAY_SIZE(lines)], sizeof(lines[0]), fmt, args);
	va_end(args);
}

#undef pr_emerg
#define pr_emerg(fmt, ...)	say(pr_fmt(fmt), ##__VA_ARGS__)
#define resolve_blame		fake_blame
#define kick_mask()		fake_mask
#undef pr_fmt
#include "../module/panic.c"

bool record_at_panic(unsigned int bit, struct taint_record *record)
{
	return find_record(bit, record);
}

/* At a panic a first event is to be had whether the worker came to it or not. */
static void panic_finds_first(struct kunit *test)
{
	static struct taint_record record;	/* too large for a stack */

	write_flag(FLAG_A, 1, false);
	memset(&record, 0x5a, sizeof(record));
	KUNIT_EXPECT_TRUE(test, record_at_panic(FLAG_A, &record));
	KUNIT_EXPECT_TRUE(test, record_whole(&record));
	KUNIT_EXPECT_EQ(test, record.event.seq, 1UL);
	/* Nothing was written down by that. */
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_FIRST), 0UL);
	KUNIT_EXPECT_FALSE(test, record_at_panic(FLAG_B, &record));

	write_flag(FLAG_A, 2, true);
	update(NO_FLAGS);
	fake_resolver.nr_resolved = 0;
	memset(&record, 0x5a, sizeof(record));
	KUNIT_EXPECT_TRUE(test, record_at_panic(FLAG_A, &record));
	KUNIT_EXPECT_TRUE(test, record_whole(&record));
	KUNIT_EXPECT_EQ(test, record.event.seq, 1UL);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved, 0UL);
}

static const char *line(unsigned int n)
{
	return lines[n] + strlen(KBUILD_MODNAME ": ");
}

static void expect_line(struct kunit *test, unsigned int n, const char *flag, const char *rest)
{
	char want[200];

	snprintf(want, sizeof(want), "%s%s\n", flag, rest);
	KUNIT_EXPECT_STREQ(test, line(n), (const char *)want);
}

/* The kernel panics with this mask: one line for all, and one for each flag. */
static void panic_with(struct kunit *test, unsigned long mask)
{
	unsigned int n;

	memset(lines, 0, sizeof(lines));
	nr_lines = 0;
	fake_mask = mask;
	KUNIT_EXPECT_EQ(test, on_panic(&panic_notifier, 0, NULL), NOTIFY_DONE);
	KUNIT_EXPECT_EQ(test, (unsigned long)nr_lines, 1 + hweight_long(mask));
	for (n = 0; n < nr_lines; n++) {
		KUNIT_EXPECT_EQ(test, strncmp(lines[n], KBUILD_MODNAME ": ",
					      strlen(KBUILD_MODNAME ": ")), 0);
		KUNIT_EXPECT_TRUE(test, strchr(lines[n], '\n') == lines[n] + strlen(lines[n]) - 1);
	}
}

static void fill_raised(struct taint_call *call, unsigned int bit, const char *text)
{
	memset(call, 0, sizeof(*call));
	call->event.ip = address_of(text);
	call->event.bit = bit;
	call->event.seen = true;
	call->event.context = CONTEXT_TASK;
	call->event.boottime = 12ULL * NSEC_PER_SEC + 34567890;
	call->event.cpu = 3;
	call->event.pid = 7;
	strscpy(call->event.comm, "m e", sizeof(call->event.comm));
}

#ifdef HAVE_TAINT_TRACEPOINT
/* A module that was loading then is named: the trace point has told of it. */
static void panic_names_what_loads(struct kunit *test)
{
	static struct module module = { .name = "loader" };
	struct taint_call call;

	reset_loading();
	fake_resolver.whole = NULL;
	fill_raised(&call, TAINT_CRAP, "load_module+0x1/0x2");
	call.event.pid = current->pid;
	call.event.start_time = current->start_time;
	loading_raises(&module, TAINT_CRAP);
	ring_write(&call.event, call.stack);
	panic_with(test, BIT(TAINT_CRAP));
	KUNIT_EXPECT_TRUE(test, strstr(line(1), ", module loader, at load_module+0x1/0x2\n"));
	reset_loading();
}
#endif

/* Without a flag there is a line, too. */
static void panic_without_flags(struct kunit *test)
{
	panic_with(test, NO_FLAGS);
	KUNIT_EXPECT_STREQ(test, line(0), "flags at the panic: 0, Not tainted\n");
}

/* Who set a flag is said, whether the worker came to it or not. */
static void panic_words(struct kunit *test)
{
	static const char flag[] = "W warn: calls seen 2, first at 12.034567 s";
	static const char rest[] = " by m e[7] in task context on CPU 3, module it, at f+0x1/0x2";
	struct taint_call call;

	fake_resolver.whole = NULL;
	fill_raised(&call, FLAG_A, "f+0x1/0x2 [it]");
	ring_write(&call.event, call.stack);
	ring_write(&call.event, call.stack);
	panic_with(test, BIT(FLAG_A));
	KUNIT_EXPECT_TRUE(test, strstr(line(0), "flags at the panic: 512, Tainted: "));
	expect_line(test, 1, flag, rest);
	update(BIT(FLAG_A));
	panic_with(test, BIT(FLAG_A));
	expect_line(test, 1, flag, rest);
}

/* Outside of a task nobody is named, an idle CPU is no process, a name cannot break out. */
static void panic_words_of_whom(struct kunit *test)
{
	struct taint_call call;

	fake_resolver.whole = NULL;
	fill_raised(&call, FLAG_A, "f+0x1/0x2");
	call.event.context = CONTEXT_HARDIRQ;
	ring_write(&call.event, call.stack);
	fill_raised(&call, FLAG_B, "f+0x1/0x2");
	call.event.pid = 0;
	ring_write(&call.event, call.stack);
	fill_raised(&call, TAINT_DIE, "kobject_put+0xbd/0x1d0");
	strscpy(call.event.comm, "a\nb\x1b", sizeof(call.event.comm));
	call.stack[0] = call.event.ip;
	call.stack[1] = address_of("do_cause+0xa0/0xb0 [trigger]");
	call.event.nr_stack = 2;
	ring_write(&call.event, call.stack);
	panic_with(test, BIT(FLAG_A) | BIT(FLAG_B) | BIT(TAINT_DIE));
	expect_line(test, 1, "D die: calls seen 1, first at 12.034567 s",
		    " by a\\nb\\e[7] in task context on CPU 3, at kobject_put+0xbd/0x1d0, via module trigger");
	expect_line(test, 2, "W warn: calls seen 1, first at 12.034567 s",
		    " in hardirq context on CPU 3, at f+0x1/0x2");
	expect_line(test, 3, "X aux: calls seen 1, first at 12.034567 s",
		    " by idle in task context on CPU 3, at f+0x1/0x2");
}

/* Raises a flag that is set already, so many times. */
static void repeat(unsigned int bit, unsigned int times)
{
	struct taint_call call;

	while (times--) {
		fill_raised(&call, bit, "f+0x1/0x2 [innocent]");
		call.event.was_set = true;
		ring_write(&call.event, call.stack);
	}
}

/*
 * Who repeats a flag that was set before, or unseen, is not to blame; who set one between
 * the hooks and the baseline is.
 */
static void panic_repeats(struct kunit *test)
{
	unsigned long mask = BIT(FLAG_A) | BIT(FLAG_B) | BIT(TAINT_DIE);
	struct taint_call call;
	int read;

	fake_resolver.whole = NULL;
	fill_raised(&call, TAINT_DIE, "f+0x1/0x2");
	ring_write(&call.event, call.stack);
	journal_set_baseline(BIT(FLAG_A) | BIT(TAINT_DIE));
	panic_with(test, BIT(FLAG_A) | BIT(FLAG_B));
	KUNIT_EXPECT_STREQ(test, line(1), "W warn: set before watching began\n");
	KUNIT_EXPECT_STREQ(test, line(2), "X aux: the call that set it was not seen\n");

	repeat(FLAG_A, 1);
	repeat(FLAG_B, 2);
	/* Whether the worker came to it or not. */
	for (read = 0; read < 2; read++) {
		panic_with(test, mask);
		expect_line(test, 1, "D die: calls seen 1",
			    ", first at 12.034567 s by m e[7] in task context on CPU 3, at f+0x1/0x2");
		expect_line(test, 2, "W warn: set before watching began",
			    ", raised again since (1)");
		expect_line(test, 3, "X aux: the call that set it was not seen",
			    ", raised again since (2)");
		update(mask);
	}
}

/* One that the masks have shown stays nobody's, whatever is raised then. */
static void panic_detected(struct kunit *test)
{
	fake_resolver.whole = NULL;
	update(BIT(FLAG_A));
	repeat(FLAG_A, 3);
	update(BIT(FLAG_A));
	panic_with(test, BIT(FLAG_A));
	expect_line(test, 1, "W warn: the call that set it was not seen",
		    ", raised again since (3)");
}

/* What leads to memory that may be gone is not resolved. */
static void panic_distrusts(struct kunit *test)
{
	struct taint_call call;

	fill_raised(&call, FLAG_A, "f+0x1/0x2 [gone]");
	ring_write(&call.event, call.stack);
	ring_distrust();
	panic_with(test, BIT(FLAG_A));
	expect_line(test, 1, "W warn: calls seen 1, first at 12.034567 s",
		    " by m e[7] in task context on CPU 3");
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved, 0UL);
}

/* A bit that no table knows has its number. */
static void panic_unknown(struct kunit *test)
{
	char want[64];

	snprintf(want, sizeof(want), "? bit_%u: the call that set it was not seen\n",
		 BITS_PER_LONG - 1);
	panic_with(test, BIT(BITS_PER_LONG - 1));
	KUNIT_EXPECT_STREQ(test, line(1), (const char *)want);
}

static struct kunit_case panic_cases[] = {
	KUNIT_CASE(panic_finds_first),
#ifdef HAVE_TAINT_TRACEPOINT
	KUNIT_CASE(panic_names_what_loads),
#endif
	KUNIT_CASE(panic_without_flags),
	KUNIT_CASE(panic_words),
	KUNIT_CASE(panic_words_of_whom),
	KUNIT_CASE(panic_repeats),
	KUNIT_CASE(panic_detected),
	KUNIT_CASE(panic_distrusts),
	KUNIT_CASE(panic_unknown),
	{}
};

struct kunit_suite panic_suite = {
	.name = "taint_info_panic",
	.init = events_init,
	.test_cases = panic_cases,
};
