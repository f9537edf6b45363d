// SPDX-License-Identifier: GPL-2.0-only
/*
 * Events that can be told from a mixture, and who resolves them in tests: see events.h.
 */
#include <linux/bitmap.h>
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/string.h>
#include <linux/timekeeping.h>

#include "events.h"
#include "../module/resolve.h"

struct fake_resolver fake_resolver;
u64 clock_ahead;

u64 clock_now(void)
{
	return ktime_get_boot_fast_ns() + clock_ahead;
}

static unsigned long word(u64 key, unsigned int n)
{
	return (unsigned long)(key * 0x9e3779b97f4a7c15ULL + n * 0x632be59bd9b4e019ULL) | 1;
}

static u8 stack_depth(u64 key)
{
	return key % (TAINT_STACK_DEPTH + 1);
}

void fill_call(struct taint_call *call, u64 key)
{
	struct taint_event *event = &call->event;
	unsigned int i;

	event->boottime = key;
	event->realtime = ~key;
	event->start_time = word(key, 1);
	event->ip = word(key, 2);
	event->hint = word(key, 3);
	event->hint_word = key % 4;
	event->cpu = word(key, 4);
	event->pid = word(key, 5);
	event->uid = word(key, 6);
	event->loginuid = word(key, 7);
	event->ppid = word(key, 9) >> 1 & S32_MAX;
	event->cgroup = word(key, 10);
	event->context = CONTEXT_TASK + key % 4;
	for (i = 0; i < TASK_COMM_LEN - 1; i++)
		event->comm[i] = 'a' + (word(key, 8) >> i) % 16;
	event->comm[i] = '\0';
	for (i = 0; i < TASK_COMM_LEN - 1; i++)
		event->parent[i] = 'A' + (word(key, 11) >> i) % 16;
	event->parent[i] = '\0';
	event->nr_stack = stack_depth(key);
	for (i = 0; i < event->nr_stack; i++)
		call->stack[i] = word(key, 100 + i);
}

/*
 * Of one thread, as all that asks.  The ring has fewer paths than events, and a group is
 * looked for where somebody uses its hierarchy.
 */
bool event_whole(const struct taint_event *event)
{
	static struct taint_call want;
	u64 key = event->boottime;

	fill_call(&want, key);
	return event->realtime == ~key && event->start_time == want.event.start_time &&
	       event->ip == want.event.ip && event->hint == want.event.hint &&
	       event->hint_word == want.event.hint_word &&
	       event->cpu == want.event.cpu && event->pid == want.event.pid &&
	       event->uid == want.event.uid && event->loginuid == want.event.loginuid &&
	       event->context == want.event.context &&
	       (event->nr_stack == want.event.nr_stack || !event->nr_stack) &&
	       event->ppid == want.event.ppid &&
	       (event->cgroup == want.event.cgroup || !event->cgroup) &&
	       !memcmp(event->comm, want.event.comm, TASK_COMM_LEN) &&
	       !memcmp(event->parent, want.event.parent, TASK_COMM_LEN);
}

bool call_whole(const struct taint_call *call)
{
	unsigned int i;

	if (!event_whole(&call->event))
		return false;
	for (i = 0; i < call->event.nr_stack; i++)
		if (call->stack[i] != word(call->event.boottime, 100 + i))
			return false;
	return true;
}

bool record_whole(const struct taint_record *got)
{
	char want[TAINT_PLACE_SIZE];

	snprintf(want, sizeof(want), "at_%llu", got->event.boottime);
	return event_whole(&got->event) && !strcmp(got->blame.caller, want) &&
	       !strcmp(got->blame.module, "module_of_it") && !got->blame.via[0];
}

void fake_blame(const struct taint_call *call, struct taint_blame *blame)
{
	struct fake_resolver *fake = &fake_resolver;
	const struct taint_event *event = &call->event;
	unsigned long nr = event->seq - fake->first_seq;

	if (!fake->whole) {
		resolve_blame(call, blame);
		return;
	}
	fake->nr_resolved++;
	if (nr < FAKE_SEQ_MAX && __test_and_set_bit(nr, fake->resolved))
		fake->nr_twice++;
	if (!fake->whole(call))
		fake->nr_torn++;
	if ((long)(event->seq - fake->newest[event->bit]) > 0)
		fake->newest[event->bit] = event->seq;
	snprintf(blame->caller, sizeof(blame->caller), "at_%llu", event->boottime);
	strscpy(blame->module, "module_of_it", sizeof(blame->module));
	blame->awaits = fake->awaits;
}

void fake_path(const struct taint_call *call, char *buf, size_t size)
{
	if (!fake_resolver.whole) {
		resolve_path(call, buf, size);
		return;
	}
	if (!fake_resolver.whole(call))
		fake_resolver.nr_torn++;
	snprintf(buf, size, "path_%llu\n", call->event.boottime);
}

int events_init(struct kunit *test)
{
	reset_journal();
	fake_resolver.whole = call_whole;
	return 0;
}

void start_at(unsigned long seq)
{
	atomic_long_set(&taint_info_journal.events, seq);
	journal_state.processed = seq;
	fake_resolver.first_seq = seq;
}

void fill_seen(struct taint_call *call, unsigned int bit, u64 key)
{
	fill_call(call, key);
	call->event.bit = bit;
	call->event.seen = true;
}

bool write_flag(unsigned int bit, u64 key, bool was_set)
{
	struct taint_call call = {};

	fill_seen(&call, bit, key);
	call.event.was_set = was_set;
	return ring_write(&call.event, call.stack);
}

bool write_next(unsigned int bit)
{
	return write_flag(bit, ring_events() + 1, false);
}

void write_many(unsigned int bit, unsigned long n)
{
	while (n--)
		write_next(bit);
}

void expect_log(struct kunit *test, unsigned long seq, bool there)
{
	static struct taint_record record;	/* too large for a stack */

	KUNIT_EXPECT_EQ_MSG(test, journal_log(seq, &record), there, "number %lu", seq);
	if (there) {
		KUNIT_EXPECT_EQ(test, record.event.boottime, (u64)seq);
		KUNIT_EXPECT_TRUE(test, record_whole(&record));
	}
}

unsigned long kept_seq(unsigned int bit, enum journal_which which)
{
	static struct taint_record record;

	return journal_record(bit, which, &record) ? record.event.seq : 0;
}

void expect_clean(struct kunit *test, const char *text, size_t size)
{
	size_t len = strnlen(text, size);

	KUNIT_EXPECT_TRUE(test, len < size);
	KUNIT_EXPECT_TRUE(test, !strstr(text, "0xffff"));
	for (; len--; text++)
		KUNIT_EXPECT_TRUE(test, isascii(*text) && isgraph(*text));
}
