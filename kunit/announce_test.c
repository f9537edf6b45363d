// SPDX-License-Identifier: GPL-2.0-only
/*
 * Telling of a flag: the line in the log, the event, and the event again.
 *
 * It is the worker that has it told here, as it does in the module; see telling.h.
 */
#include <linux/bitops.h>
#include <linux/ctype.h>
#include <linux/delay.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "telling.h"
#include "../module/announce.h"
#include "../module/device.h"
#include "../module/flags.h"
#include "../module/kick.h"
#include "../module/worker.h"

static __printf(1, 2) void say(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(telling.said, sizeof(telling.said), fmt, args);
	va_end(args);
	do_something("say");
}

static void sleep_a_while(unsigned long min, unsigned long max)
{
	if (++telling.nr_sleeps == telling.set_after)
		telling.mask |= BIT(FLAG_A);
}

/* Who loads a module does not wait for this. */
static int send_event(unsigned int bit)
{
	telling.nr_locked += reader_is_locked();
	do_with(telling.no_memory ? "nomem" : "event", bit);
	if (!telling.no_memory)
		return 0;
	telling.no_memory--;
	return -ENOMEM;
}

#undef pr_notice
#define pr_notice(fmt, ...)	say(pr_fmt(fmt), ##__VA_ARGS__)
#define usleep_range(min, max)	sleep_a_while(min, max)
#define test_taint(bit)		(telling.mask >> (bit) & 1)
#define flag_devices_announce	send_event
#undef pr_fmt
#include "../module/announce.c"

void reset_told(void)
{
	memset(&told, 0, sizeof(told));
}

/* --- what is told --- */

/* Whoever gets the event finds the flag set: it is waited for, but not for ever. */
static void announce_when_set(struct kunit *test)
{
	write_flag(FLAG_A, 1, false);
	telling.set_after = 3;
	expect_run(test, "say event:9 notify", 1);
	KUNIT_EXPECT_EQ(test, telling.nr_sleeps, 3U);
}

/* One that is not set is told of all the same; for one that was found set nobody waits. */
static void announce_not_set(struct kunit *test)
{
	write_flag(FLAG_A, 1, false);
	expect_run(test, "say event:9 notify", 1);
	KUNIT_EXPECT_EQ(test, telling.nr_sleeps, 10U);
	telling.nr_sleeps = 0;
	telling.mask = BIT(FLAG_B);
	expect_run(test, "say event:16 notify try", 1);
	KUNIT_EXPECT_EQ(test, telling.nr_sleeps, 0U);
}

/* A flag that came to be set while it was told of can be found cleared later. */
static void announce_remembers_set(struct kunit *test)
{
	write_flag(FLAG_A, 1, false);
	telling.set_after = 1;
	worker_run();
	KUNIT_EXPECT_TRUE(test, journal_confirmed() & BIT(FLAG_A));
}

/* Without memory for the event it is sent later; the log has its line, and no second one. */
static void announce_no_memory(struct kunit *test)
{
	write_flag(FLAG_A, 1, false);
	telling.no_memory = 2;
	expect_run(test, "say nomem:9 notify", NSEC_PER_SEC);
	expect_run(test, "nomem:9", NSEC_PER_SEC);
	expect_run(test, "event:9", 1);
	expect_run(test, "", NO_RUN);

	/* The other flags do not wait for that. */
	write_flag(TAINT_DIE, 2, false);
	write_flag(FLAG_B, 3, false);
	telling.no_memory = 1;
	expect_run(test, "say nomem:7 say event:16 notify", 1);
	expect_run(test, "event:7", 1);
	expect_run(test, "", NO_RUN);
}

/* That a flag was cleared is told once, and where there is no memory later. */
static void announce_was_cleared(struct kunit *test)
{
	write_flag(FLAG_A, 1, false);
	telling.mask = BIT(FLAG_A) | BIT(FLAG_B);
	worker_begin();
	worker_run();
	telling.mask = BIT(FLAG_B);
	telling.no_memory = 2;
	expect_run(test, "say nomem:9", NSEC_PER_SEC);
	KUNIT_EXPECT_STREQ(test, (const char *)telling.said, KBUILD_MODNAME
			   ": flag warn was set and is not any more: the kernel never clears one\n");
	expect_run(test, "nomem:9", NSEC_PER_SEC);
	expect_run(test, "event:9", NO_RUN);
	expect_run(test, "", NO_RUN);

	/* Nor is it told again. */
	telling.mask |= BIT(FLAG_A);
	expect_run(test, "", NO_RUN);
	telling.mask = 0;
	expect_run(test, "say event:16", NO_RUN);
}

/* --- in which words --- */

/* What stands behind the name of the module that says it. */
static void expect_said(struct kunit *test, const char *want)
{
	worker_run();
	KUNIT_EXPECT_STREQ(test, (const char *)telling.said + strlen(KBUILD_MODNAME ": "), want);
	telling.said[strlen(KBUILD_MODNAME ": ")] = '\0';
	KUNIT_EXPECT_STREQ(test, (const char *)telling.said, KBUILD_MODNAME ": ");
}

/* Of a call, as resolve.c has it: what stands behind "set". */
static void expect_set(struct kunit *test, const struct taint_call *call, const char *want)
{
	static struct taint_call copy;
	static char text[256];

	telling_init(test);
	fake_resolver.whole = NULL;
	copy = *call;
	ring_write(&copy.event, copy.stack);
	snprintf(text, sizeof(text), "flag warn (W) set%s\n", want);
	expect_said(test, text);
}

/* The line in the log has what is known, and nothing else. */
static void announce_words(struct kunit *test)
{
	static struct taint_call call = {
		.event = {
			.bit = FLAG_A, .seen = true, .context = CONTEXT_TASK, .cpu = 3,
			.pid = 7, .uid = 1000, .comm = "me",
		},
	};

	call.event.ip = address_of("f+0x1/0x2 [it]");
	expect_set(test, &call,
		   " by module it in process me[7], uid 1000, in task context on CPU 3, at f+0x1/0x2");
	call.event.uid = -1;
	expect_set(test, &call,
		   " by module it in process me[7], in task context on CPU 3, at f+0x1/0x2");
	call.event.uid = 0;
	call.event.pid = 0;
	expect_set(test, &call, " by module it in idle, in task context on CPU 3, at f+0x1/0x2");
	call.event.pid = 7;
	call.event.context = CONTEXT_NMI;
	expect_set(test, &call, " by module it in nmi context on CPU 3, at f+0x1/0x2");

	call.event.ip = address_of("f+0x1/0x2");
	call.stack[0] = call.event.ip;
	call.stack[1] = address_of("do_cause+0xa0/0xb0 [trigger]");
	call.event.nr_stack = 2;
	expect_set(test, &call, " in nmi context on CPU 3, at f+0x1/0x2, via module trigger");
	call.event.ip = 0;
	call.event.nr_stack = 0;
	call.event.context = CONTEXT_HARDIRQ;
	expect_set(test, &call, " in hardirq context on CPU 3");
}

/* Of a flag that came unseen there is little to say, and of an unknown bit even less. */
static void announce_words_unseen(struct kunit *test)
{
	char want[80];

	telling.mask = BIT(FLAG_A);
	expect_said(test, "flag warn (W) is set; the call that set it was not seen\n");
	write_flag(FLAG_B, 1, true);
	telling.mask |= BIT(FLAG_B);
	expect_said(test, "flag aux (X) is set; the call that set it was not seen\n");
	telling.mask |= BIT(BITS_PER_LONG - 1);
	snprintf(want, sizeof(want), "flag bit_%u (?) is set; the call that set it was not seen\n",
		 BITS_PER_LONG - 1);
	expect_said(test, want);
}

/* No name can make the line more than a line, nor one that log scanners look for. */
static void announce_words_harmless(struct kunit *test)
{
	static struct taint_call call = {
		.event = {
			.bit = FLAG_A, .seen = true, .context = CONTEXT_TASK, .pid = 7, .uid = -1,
			.comm = "BUG\n\x1b \x80Oops",
		},
	};

	call.event.ip = address_of("Oops+0x1/0x2");
	expect_set(test, &call,
		   " in process _UG_____ops[7], in task context on CPU 0, at _ops+0x1/0x2");
	strscpy(call.event.comm, "a.b_c:1/+-", sizeof(call.event.comm));
	expect_set(test, &call,
		   " in process a.b_c:1/+-[7], in task context on CPU 0, at _ops+0x1/0x2");
	call.event.context = CONTEXT_NMI;
	call.event.ip = address_of("WARNING+0x1/0x2 [x-Tainted:]");
	expect_set(test, &call,
		   " by module x-_ainted: in nmi context on CPU 0, at _ARNING+0x1/0x2");
}

static struct kunit_case announce_cases[] = {
	KUNIT_CASE(announce_when_set),
	KUNIT_CASE(announce_not_set),
	KUNIT_CASE(announce_remembers_set),
	KUNIT_CASE(announce_no_memory),
	KUNIT_CASE(announce_was_cleared),
	KUNIT_CASE(announce_words),
	KUNIT_CASE(announce_words_unseen),
	KUNIT_CASE(announce_words_harmless),
	{}
};

struct kunit_suite announce_suite = {
	.name = "taint_info_announce",
	.init = telling_init,
	.exit = telling_exit,
	.test_cases = announce_cases,
};
