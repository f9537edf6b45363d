// SPDX-License-Identifier: GPL-2.0-only
/*
 * The worker: what it reads, what it tells of, and in which order.
 *
 * All that it asks or calls beside the journal is ours here: the mask, who resolves
 * addresses, the clock, the log, the devices, the trace, what wakes it.
 */
#include <linux/bitops.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/time64.h>
#include <linux/timekeeping.h>

#include <asm/barrier.h>

#include "telling.h"

#define TAINT_INFO_TRACE_H	/* the trace event is of the other module */
#include "../module/announce.h"
#include "../module/groups.h"
#include "../module/hooks.h"
#include "../module/kick.h"
#include "../module/loading.h"
#include "../module/resolve.h"
#include "../module/sysfs.h"
#include "../module/worker.h"

struct telling telling;

void do_something(const char *what)
{
	size_t len = strlen(telling.done);

	scnprintf(telling.done + len, sizeof(telling.done) - len, "%s%s", len ? " " : "", what);
}

void do_with(const char *what, unsigned long number)
{
	char text[40];

	snprintf(text, sizeof(text), "%s:%lu", what, number);
	do_something(text);
}

static unsigned long nr_looked_up;	/* in the log, by the trace */

static unsigned long read_mask(void);

static void trace_taint(const struct taint_record *record, const char *flag, const char *cgroup)
{
	do_with("trace", record->event.seq);
}

static bool look_up_log(unsigned long seq, struct taint_record *record)
{
	nr_looked_up++;
	return journal_log(seq, record);
}

static bool find_group_path(u64 id, char *buf, size_t size)
{
	telling.nr_groups++;
	if (id >= FIRST_GONE)
		return false;
	snprintf(buf, size, "/group_%llu", id);
	return true;
}

#define groups_visible()	telling.grouped
#define groups_path		find_group_path
#define ktime_get_boot_fast_ns	clock_now
#define journal_log		look_up_log
#define resolve_blame		fake_blame
#define resolve_path		fake_path
#define kick_mask		read_mask
#define kick_run_in(ns)		(telling.asked = (ns))
#define hooks_writing()		telling.writing
#define hooks_try()		do_something("try")
#define state_files_notify()	do_something("notify")
#define trace_taint_enabled()	telling.tracing
#include "../module/worker.c"

/* Of two masks that are compared none is read outside of the lock. */
static unsigned long read_mask(void)
{
	telling.nr_unlocked += !mutex_is_locked(&reader.lock);
	return telling.mask;
}

void reset_reader(void)
{
	reader.open = true;
	reader.new = 0;
	reader.unsettled = false;
	memset(reader.gone, 0, sizeof(reader.gone));
	memset(&teller, 0, sizeof(teller));
	reset_told();
}

unsigned long read_with(unsigned long mask, bool writing)
{
	unsigned long new;

	mutex_lock(&reader.lock);
	telling.mask = mask;
	telling.writing = writing;
	read_events();
	new = reader.new;
	reader.new = 0;
	mutex_unlock(&reader.lock);
	return new;
}

unsigned long update(unsigned long mask)
{
	return read_with(mask, false);
}

bool reader_is_locked(void)
{
	return mutex_is_locked(&reader.lock);
}

int telling_init(struct kunit *test)
{
	memset(&telling, 0, sizeof(telling));
	telling.asked = NO_RUN;
	events_init(test);
	worker_tell();
	return 0;
}

void telling_exit(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, telling.nr_locked, 0U);
	KUNIT_EXPECT_EQ(test, telling.nr_unlocked, 0U);
}

void expect_run(struct kunit *test, const char *what, u64 ns)
{
	telling.done[0] = '\0';
	telling.asked = NO_RUN;
	worker_run();
	KUNIT_EXPECT_STREQ(test, (const char *)telling.done, what);
	KUNIT_EXPECT_EQ(test, telling.asked, ns);
}

void expect_wait(struct kunit *test, const char *what, u64 most)
{
	telling.done[0] = '\0';
	telling.asked = NO_RUN;
	worker_run();
	KUNIT_EXPECT_STREQ(test, (const char *)telling.done, what);
	KUNIT_EXPECT_NE(test, telling.asked, 0ULL);
	KUNIT_EXPECT_LE(test, telling.asked, most);
}

/* A module comes or goes in the current thread: whether the worker is to run at once. */
static bool reads_and_wakes(enum taint_awaits awaits, const char *module)
{
	telling.asked = NO_RUN;
	worker_read(awaits, module, ALL_FLAGS, 0);
	return !telling.asked;
}

/* --- what is read --- */

/* In a storm one place is looked up once for each reading, and never for another's place. */
static void worker_same_place(struct kunit *test)
{
	static struct taint_record record;	/* too large for a stack */
	struct taint_event event = { .bit = FLAG_B, .seen = true, .hint = 1 };
	unsigned long seq;

	for (seq = 1; seq <= 5; seq++)
		write_flag(FLAG_A, BARE(1), false);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved, 1UL);
	for (seq = 1; seq <= 5; seq++) {
		KUNIT_EXPECT_TRUE(test, journal_log(seq, &record));
		KUNIT_EXPECT_EQ(test, record.event.seq, seq);
		KUNIT_EXPECT_TRUE(test, record_whole(&record));
	}
	/* Modules may have come and gone since. */
	write_flag(FLAG_A, BARE(1), false);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved, 2UL);
	/* Another flag, another place, a path of its own. */
	write_flag(FLAG_A, BARE(1), false);
	write_flag(FLAG_B, BARE(1), false);
	write_flag(FLAG_B, BARE(2), false);
	write_flag(FLAG_B, BARE(2) + 1, false);
	write_flag(FLAG_B, BARE(2) + 1, false);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved, 7UL);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_torn, 0UL);
	/* No place, but functions that a hook knows. */
	ring_write(&event, NULL);
	event.hint = 2;
	ring_write(&event, NULL);
	/* One is certain. */
	event.hint_word = TAINT_HINT_CERTAIN;
	ring_write(&event, NULL);
	update(NO_FLAGS);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved, 10UL);
}

/* --- whose child it was, and in which group --- */

static void write_in_group(u64 group, enum taint_context context)
{
	struct taint_call call = {};

	fill_seen(&call, FLAG_A, ring_events() + 1);
	call.event.cgroup = group;
	call.event.context = context;
	ring_write(&call.event, call.stack);
}

/* The newest event is shown in that group; "" is for none. */
static void expect_group(struct kunit *test, const char *want)
{
	static struct taint_record record;
	char text[TAINT_GROUP_SIZE] = "";

	KUNIT_EXPECT_TRUE(test, journal_log(ring_events(), &record));
	if (event_has_cgroup(&record.event))
		journal_group(record.event.cgroup, text);
	KUNIT_EXPECT_STREQ(test, (const char *)text, want);
}

/* A group is looked for once, as long as the same comes; one that is gone is a number. */
static void worker_groups(struct kunit *test)
{
	write_in_group(5, CONTEXT_TASK);
	update(NO_FLAGS);
	expect_group(test, "");
	KUNIT_EXPECT_EQ(test, telling.nr_groups, 0U);

	telling.grouped = true;
	write_in_group(5, CONTEXT_TASK);
	write_in_group(5, CONTEXT_TASK);
	update(NO_FLAGS);
	expect_group(test, "/group_5");
	KUNIT_EXPECT_EQ(test, telling.nr_groups, 1U);
	write_in_group(FIRST_GONE, CONTEXT_TASK);
	write_in_group(5, CONTEXT_TASK);
	write_in_group(FIRST_GONE, CONTEXT_TASK);
	update(NO_FLAGS);
	expect_group(test, "#1000");
	write_in_group(5, CONTEXT_TASK);
	update(NO_FLAGS);
	expect_group(test, "/group_5");
	KUNIT_EXPECT_EQ(test, telling.nr_groups, 2U);
	/* Whom an interrupt has met is not to blame. */
	write_in_group(6, CONTEXT_HARDIRQ);
	update(NO_FLAGS);
	expect_group(test, "");
	KUNIT_EXPECT_EQ(test, telling.nr_groups, 2U);
}

/* As in a storm, by the thread of @key, and so much later: whose child it is was not read. */
static void write_later(u64 key, u64 ns)
{
	struct taint_call call = {};
	struct taint_event *event;

	fill_seen(&call, FLAG_A, key);
	event = ring_claim(FLAG_A);
	call.event.seq = event->seq;
	call.event.boottime += ns;
	call.event.context = CONTEXT_TASK;
	call.event.hint_word = TAINT_SAME_PROCESS;
	call.event.nr_stack = 0;
	call.event.ppid = 4711;
	call.event.cgroup = 4711;
	strscpy(call.event.parent, "rubbish", sizeof(call.event.parent));
	*event = call.event;
	ring_publish(event);
}

static void write_again(u64 key)
{
	write_later(key, 0);
}

static void expect_process(struct kunit *test, u64 key, bool known)
{
	static struct taint_record record;
	static struct taint_call want;

	fill_call(&want, key);
	update(NO_FLAGS);
	KUNIT_EXPECT_TRUE(test, journal_log(ring_events(), &record));
	KUNIT_EXPECT_EQ(test, record.event.ppid, known ? want.event.ppid : -1);
	KUNIT_EXPECT_EQ(test, record.event.cgroup, known ? want.event.cgroup : 0ULL);
	KUNIT_EXPECT_STREQ(test, (const char *)record.event.parent,
			   known ? (const char *)want.event.parent : "");
	KUNIT_EXPECT_EQ(test, record.event.hint_word & TAINT_SAME_PROCESS, 0);
}

/* Keys of calls with a path, in a task. */
#define PATH_1	4U
#define PATH_2	8U

/* In a storm it is as in the thread's last call with a path, wherever that is by then. */
static void worker_same_process(struct kunit *test)
{
	unsigned long i;

	telling.grouped = true;
	/* The flag's first, of which the ring has nothing any more. */
	write_flag(FLAG_A, PATH_2, false);
	for (i = 0; i < 2 * RING_SIZE; i++)
		write_again(PATH_2);
	expect_process(test, PATH_2, true);
	telling_init(test);
	telling.grouped = true;
	write_next(FLAG_A);
	update(NO_FLAGS);
	/* Read together. */
	write_flag(FLAG_A, PATH_1, true);
	write_again(PATH_1);
	expect_process(test, PATH_1, true);
	/* That was read before. */
	write_again(PATH_1);
	expect_process(test, PATH_1, true);
	/* Another thread, of which nothing is known. */
	write_again(PATH_2);
	expect_process(test, PATH_2, false);
	/* Long after the last call that had it: the parent may be another one. */
	write_later(PATH_1, SAME_PROCESS_NS);
	expect_process(test, PATH_1, false);
	/* Overwritten before it was read. */
	write_flag(FLAG_A, PATH_2, true);
	for (i = 0; i < 2 * RING_SIZE; i++)
		write_again(PATH_2);
	expect_process(test, PATH_2, true);
	/* Long ago, but the flag's first. */
	for (i = 0; i < 2 * RING_SIZE; i++) {
		write_again(BARE(4));
		update(NO_FLAGS);
	}
	for (i = 0; i < RING_STACKS; i++)
		write_flag(FLAG_A, 12, true);
	update(NO_FLAGS);
	write_flag(FLAG_B, PATH_1, true);
	update(NO_FLAGS);
	for (i = 0; i < 2 * RING_SIZE; i++)
		write_flag(FLAG_A, 12, true);
	write_again(PATH_1);
	expect_process(test, PATH_1, true);
}

/* Before it is open, and once it is shut, a module that goes takes its names along. */
static void worker_distrusts(struct kunit *test)
{
	static struct taint_record record;

	reader.open = false;
	write_flag(FLAG_A, 1, false);
	KUNIT_EXPECT_FALSE(test, reads_and_wakes(AWAITS_NONE, "gone"));
	KUNIT_EXPECT_TRUE(test, journal_unread());
	worker_open();
	worker_run();
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved, 0UL);
	KUNIT_EXPECT_TRUE(test, journal_record(FLAG_A, JOURNAL_FIRST, &record));
	KUNIT_EXPECT_TRUE(test, !record.blame.caller[0]);

	worker_shut();
	write_flag(FLAG_B, 2, false);
	KUNIT_EXPECT_FALSE(test, reads_and_wakes(AWAITS_NONE, "gone"));
	worker_open();
	worker_run();
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved, 0UL);

	/* What comes after that is resolved. */
	write_flag(TAINT_DIE, 3, false);
	worker_run();
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved, 1UL);
}

/* What was noted before it is shut is not resolved after that, whoever runs or asks. */
static void worker_shut_distrusts(struct kunit *test)
{
	write_flag(FLAG_A, 1, false);
	worker_shut();
	worker_run();
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved, 0UL);
}

/* Once shut, it keeps nothing any more. */
static void worker_shut_keeps_nothing(struct kunit *test)
{
	static char path[TAINT_PATH_SIZE];

	write_flag(FLAG_A, 1, false);
	update(NO_FLAGS);
	/* As if nobody had said a word of trust. */
	reader.open = false;
	worker_keep_paths();
	KUNIT_EXPECT_FALSE(test, journal_path(FLAG_A, path, sizeof(path)));
	worker_open();
	worker_shut();
	worker_keep_paths();
	KUNIT_EXPECT_FALSE(test, journal_path(FLAG_A, path, sizeof(path)));
}

/* Call paths wait until user space was told. */
static void worker_keeps_paths_later(struct kunit *test)
{
	static char path[TAINT_PATH_SIZE];

	write_flag(FLAG_A, 1, false);
	expect_run(test, "say event:9 notify", 1);
	KUNIT_EXPECT_FALSE(test, journal_path(FLAG_A, path, sizeof(path)));
	expect_run(test, "", NO_RUN);
	KUNIT_EXPECT_TRUE(test, journal_path(FLAG_A, path, sizeof(path)));
	KUNIT_EXPECT_STREQ(test, (const char *)path, "path_1\n");
}

/* They do not wait where a module goes, which they may lead through. */
static void worker_keeps_paths_of_modules(struct kunit *test)
{
	static char path[TAINT_PATH_SIZE];

	write_flag(FLAG_A, 1, false);
	worker_read(AWAITS_NONE, "it", 0, 0);
	KUNIT_EXPECT_TRUE(test, journal_path(FLAG_A, path, sizeof(path)));
	KUNIT_EXPECT_STREQ(test, (const char *)path, "path_1\n");
}

/* A module that comes or goes wakes the worker where it has something to tell, and only there. */
static void worker_read_wakes(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, reads_and_wakes(AWAITS_NONE, "it"));
	write_flag(FLAG_A, 1, false);
	telling.mask = BIT(FLAG_A);
	KUNIT_EXPECT_TRUE(test, reads_and_wakes(AWAITS_NONE, "it"));
	/* The flag is still to be told of, though all is read. */
	KUNIT_EXPECT_TRUE(test, reads_and_wakes(AWAITS_NONE, "it"));
	worker_run();
	KUNIT_EXPECT_FALSE(test, reads_and_wakes(AWAITS_NONE, "it"));

	/* A repeat is for the log and the trace. */
	write_flag(FLAG_A, 2, true);
	KUNIT_EXPECT_TRUE(test, reads_and_wakes(AWAITS_NONE, "it"));
	KUNIT_EXPECT_FALSE(test, reads_and_wakes(AWAITS_NONE, "it"));

	telling.writing = true;
	KUNIT_EXPECT_FALSE(test, reads_and_wakes(AWAITS_NONE, "it"));
	telling.mask |= BIT(FLAG_B);
	KUNIT_EXPECT_TRUE(test, reads_and_wakes(AWAITS_NONE, "it"));
	telling.writing = false;
	worker_run();
	KUNIT_EXPECT_FALSE(test, reads_and_wakes(AWAITS_NONE, "it"));

	telling.mask = BIT(FLAG_B);
	KUNIT_EXPECT_TRUE(test, reads_and_wakes(AWAITS_NONE, "it"));
	KUNIT_EXPECT_TRUE(test, reads_and_wakes(AWAITS_NONE, "it"));
	worker_run();
	KUNIT_EXPECT_FALSE(test, reads_and_wakes(AWAITS_NONE, "it"));
}

/* The mask of the baseline is read under the lock, and nothing in it is told of. */
static void worker_baseline(struct kunit *test)
{
	telling.mask = BIT(FLAG_A);
	worker_begin();
	KUNIT_EXPECT_EQ(test, journal_baseline(), BIT(FLAG_A));
	expect_run(test, "", NO_RUN);
}

/* While a write to the sysctl may still tell of a flag, the worker looks again. */
static void worker_unsettled(struct kunit *test)
{
	telling.writing = true;
	expect_run(test, "", NO_RUN);
	telling.mask = BIT(FLAG_A);
	expect_run(test, "", 50 * NSEC_PER_MSEC);
	expect_run(test, "", 50 * NSEC_PER_MSEC);
	telling.writing = false;
	expect_run(test, "say event:9 notify try", 1);
	/* Another write is none of its business. */
	telling.writing = true;
	expect_run(test, "", NO_RUN);
}

/* --- what is told --- */

/* Of a flag is told once: in the log, then by event; of a repeat only that there was one. */
static void worker_tells_once(struct kunit *test)
{
	write_flag(FLAG_A, 1, false);
	telling.mask = BIT(FLAG_A);
	expect_run(test, "say event:9 notify", 1);
	expect_run(test, "", NO_RUN);
	write_flag(FLAG_A, 2, true);
	expect_run(test, "notify", NO_RUN);
	write_flag(FLAG_B, 3, false);
	write_flag(TAINT_DIE, 4, false);
	expect_run(test, "say event:7 say event:16 notify", 1);
	expect_run(test, "", NO_RUN);
}

/* Before the files are there nobody is told, though all is read; then everybody is. */
static void worker_tells_when_it_may(struct kunit *test)
{
	teller.open = false;
	write_flag(FLAG_A, 1, false);
	expect_run(test, "", NO_RUN);
	KUNIT_EXPECT_FALSE(test, journal_unread());
	worker_tell();
	expect_run(test, "say event:9 notify", 1);
}

/* A flag that came unseen has the hooks tried, once for each, and after all else. */
static void worker_doubts_hooks(struct kunit *test)
{
	telling.mask = BIT(FLAG_A);
	expect_run(test, "say event:9 notify try", 1);
	expect_run(test, "", NO_RUN);
	telling.mask |= BIT(FLAG_B);
	telling.no_memory = 1;
	expect_run(test, "say nomem:16 notify try", NSEC_PER_SEC);
	expect_run(test, "event:16", 1);
	write_flag(TAINT_DIE, 1, false);
	expect_run(test, "say event:7 notify", 1);
}

/* --- the name that comes later --- */

#define LOADER "load_module+0x170d/0x21a0"

/* Raises a flag in this thread, now, by the function with this text. */
static void raise(unsigned int bit, const char *text)
{
	struct taint_call call = {};

	call.event.ip = address_of(text);
	call.event.bit = bit;
	call.event.seen = true;
	call.event.context = CONTEXT_TASK;
	call.event.boottime = clock_now();
	call.event.pid = current->pid;
	call.event.start_time = current->start_time;
	ring_write(&call.event, call.stack);
}

/* What a loading module raises is told of when its name is known. */
static void worker_waits_for_name(struct kunit *test)
{
	fake_resolver.whole = NULL;
	telling.tracing = true;
	raise(TAINT_OOT_MODULE, LOADER);
	expect_wait(test, "notify", TAINT_NAME_WAIT_NS);
	expect_wait(test, "", TAINT_NAME_WAIT_NS);
	KUNIT_EXPECT_TRUE(test, reads_and_wakes(AWAITS_LOADED, "it"));
	expect_run(test, "say event:12 trace:1", 1);
	KUNIT_EXPECT_TRUE(test, strstr(telling.said, " set by module it in "));
	expect_run(test, "", NO_RUN);
}

/* Another one's name is not waited for; nor does one wake the worker that names nothing. */
static void worker_names_its_own(struct kunit *test)
{
	static struct taint_record record;

	fake_resolver.whole = NULL;
	raise(TAINT_OOT_MODULE, LOADER);
	worker_read(AWAITS_LOADED, "other", BIT(TAINT_OOT_MODULE), 1);
	worker_read(AWAITS_REMOVED, "other", BIT(TAINT_OOT_MODULE), 0);
	worker_read(AWAITS_NONE, "other", BIT(TAINT_OOT_MODULE), 0);
	expect_wait(test, "notify", TAINT_NAME_WAIT_NS);
	worker_read(AWAITS_LOADED, "it", BIT(TAINT_OOT_MODULE), 0);
	KUNIT_EXPECT_TRUE(test, journal_record(TAINT_OOT_MODULE, JOURNAL_FIRST, &record));
	KUNIT_EXPECT_STREQ(test, (const char *)record.blame.module, "it");
}

/* A name that does not come is not waited for any longer; one that comes later is kept. */
static void worker_name_never_comes(struct kunit *test)
{
	static struct taint_record record;

	fake_resolver.whole = NULL;
	telling.tracing = true;
	raise(TAINT_OOT_MODULE, LOADER);
	expect_wait(test, "notify", TAINT_NAME_WAIT_NS);
	clock_ahead += TAINT_NAME_WAIT_NS / 2;
	expect_wait(test, "", TAINT_NAME_WAIT_NS / 2);
	clock_ahead += TAINT_NAME_WAIT_NS / 2;
	expect_run(test, "say event:12 trace:1", 1);
	KUNIT_EXPECT_TRUE(test, !strstr(telling.said, "module it"));
	KUNIT_EXPECT_TRUE(test, reads_and_wakes(AWAITS_LOADED, "it"));
	expect_run(test, "", NO_RUN);
	KUNIT_EXPECT_TRUE(test, journal_record(TAINT_OOT_MODULE, JOURNAL_FIRST, &record));
	KUNIT_EXPECT_STREQ(test, (const char *)record.blame.module, "it");
}

/* It is waited for as long as the load runs; where that ends without one, not any longer. */
static void worker_waits_for_load(struct kunit *test)
{
	fake_resolver.whole = NULL;
	begin_load();
	raise(TAINT_OOT_MODULE, LOADER);
	expect_wait(test, "notify", TAINT_NAME_WAIT_NS);
	clock_ahead += 20ULL * NSEC_PER_SEC;
	expect_wait(test, "", TAINT_NAME_WAIT_NS);
	end_load();
	expect_run(test, "say event:12", 1);
	KUNIT_EXPECT_TRUE(test, !strstr(telling.said, "by module"));
}

/* A module that is told of without the flag is not waited for, either. */
static void worker_waits_for_no_other(struct kunit *test)
{
	fake_resolver.whole = NULL;
	begin_load();
	raise(TAINT_OOT_MODULE, LOADER);
	expect_wait(test, "notify", TAINT_NAME_WAIT_NS);
	KUNIT_EXPECT_TRUE(test, reads_and_wakes(AWAITS_LOADED, "it"));
	expect_run(test, "say event:12", 1);

	raise(TAINT_CRAP, LOADER);
	worker_read(AWAITS_LOADED, "it", BIT(TAINT_OOT_MODULE), 0);
	expect_run(test, "say event:10 notify", 1);
	KUNIT_EXPECT_TRUE(test, !strstr(telling.said, "by module"));
}

/* What is raised behind COMING has its name when it is read, each thread its own. */
static void worker_names_when_read(struct kunit *test)
{
	static struct taint_record record;
	static const char option[] = "parse_args+0x17c/0x420";
	struct taint_call call = {};

	fake_resolver.whole = NULL;
	loading_start(worker_read);
	begin_load();
	tell_of_module("it", 0, MODULE_STATE_COMING);
	raise(TAINT_USER, option);
	/* Another thread's, at the same place. */
	call.event.ip = address_of(option);
	call.event.bit = TAINT_USER;
	call.event.seen = true;
	call.event.context = CONTEXT_TASK;
	call.event.pid = current->pid + 1;
	ring_write(&call.event, call.stack);
	expect_run(test, "say event:6 notify", 1);
	KUNIT_EXPECT_TRUE(test, strstr(telling.said, " set by module it in "));
	KUNIT_EXPECT_TRUE(test, journal_log(1, &record));
	KUNIT_EXPECT_STREQ(test, (const char *)record.blame.module, "it");
	KUNIT_EXPECT_TRUE(test, journal_log(2, &record));
	KUNIT_EXPECT_STREQ(test, (const char *)record.blame.module, "");

	/* What nobody came to read before it is LIVE. */
	raise(TAINT_USER, option);
	tell_of_module("it", 0, MODULE_STATE_LIVE);
	end_load();
	raise(TAINT_USER, option);
	worker_run();
	KUNIT_EXPECT_TRUE(test, journal_log(3, &record));
	KUNIT_EXPECT_STREQ(test, (const char *)record.blame.module, "it");
	KUNIT_EXPECT_TRUE(test, journal_log(4, &record));
	KUNIT_EXPECT_STREQ(test, (const char *)record.blame.module, "");
}

/* Of several flags only the one that waits is told of later. */
static void worker_others_do_not_wait(struct kunit *test)
{
	fake_resolver.whole = NULL;
	raise(TAINT_OOT_MODULE, LOADER);
	raise(FLAG_A, "f+0x1/0x2 [first]");
	expect_run(test, "say event:9 notify", 1);
	expect_wait(test, "", TAINT_NAME_WAIT_NS);
	clock_ahead += TAINT_NAME_WAIT_NS;
	expect_run(test, "say event:12", 1);
}

/* --- the trace --- */

/* With one flag that is known and told of. */
static void start_trace(void)
{
	telling.tracing = true;
	write_next(FLAG_A);
	worker_run();
	worker_run();
}

/* With another one beside it, that a module may raise which is loaded. */
static void start_trace_of_loads(void)
{
	start_trace();
	write_next(FLAG_B);
	worker_run();
	worker_run();
	fake_resolver.whole = NULL;
}

/* Each event is traced once, in their order. */
static void worker_traces_in_order(struct kunit *test)
{
	telling.tracing = true;
	write_next(FLAG_A);
	write_next(FLAG_B);
	write_next(FLAG_A);
	expect_run(test, "say event:9 say event:16 notify trace:1 trace:2 trace:3", 1);
	expect_run(test, "", NO_RUN);
	write_next(FLAG_B);
	expect_run(test, "notify trace:4", NO_RUN);
	/* What was found by comparing masks is an event, too. */
	telling.mask = BIT(TAINT_DIE);
	expect_run(test, "say event:7 notify trace:5 try", 1);
}

/* What comes while nobody traces is not traced later. */
static void worker_traces_what_is_new(struct kunit *test)
{
	start_trace();
	telling.tracing = false;
	write_next(FLAG_A);
	expect_run(test, "notify", NO_RUN);
	telling.tracing = true;
	expect_run(test, "", NO_RUN);
	write_next(FLAG_A);
	expect_run(test, "notify trace:3", NO_RUN);
}

/* An event that waits for a name keeps the later ones. */
static void worker_trace_waits_for_name(struct kunit *test)
{
	start_trace_of_loads();
	raise(FLAG_A, "f+0x1/0x2 [first]");
	raise(FLAG_B, LOADER);
	raise(FLAG_A, "f+0x1/0x2 [first]");
	expect_wait(test, "notify trace:3", TAINT_NAME_WAIT_NS);
	worker_read(AWAITS_LOADED, "it", ALL_FLAGS, 0);
	expect_run(test, "trace:4 trace:5", NO_RUN);
}

/* But not so long that they would be lost for it. */
static void worker_trace_waits_for_no_loss(struct kunit *test)
{
	start_trace_of_loads();
	begin_load();
	raise(FLAG_B, LOADER);
	expect_wait(test, "notify", TAINT_NAME_WAIT_NS);
	fake_resolver.whole = call_whole;
	write_many(FLAG_A, RING_SIZE / 2 - 2);
	expect_wait(test, "notify", TAINT_NAME_WAIT_NS);
	write_many(FLAG_A, 1);
	telling.done[0] = '\0';
	telling.asked = NO_RUN;
	worker_run();
	KUNIT_EXPECT_TRUE(test, str_has_prefix(telling.done, "notify trace:3 trace:4 trace:5 "));
	KUNIT_EXPECT_EQ(test, telling.asked, NO_RUN);
}

/* One whose writer is held up keeps them as well, and is traced when it comes. */
static void worker_trace_waits_for_writer(struct kunit *test)
{
	static struct taint_call call;
	struct taint_event *event;

	start_trace();
	event = ring_claim(FLAG_A);
	KUNIT_ASSERT_TRUE(test, event);
	write_next(FLAG_A);
	expect_wait(test, "notify", 200 * NSEC_PER_MSEC);
	clock_ahead += 100 * NSEC_PER_MSEC;
	expect_wait(test, "", 100 * NSEC_PER_MSEC);
	fill_seen(&call, FLAG_A, BARE(1));
	call.event.seq = event->seq;
	*event = call.event;
	ring_publish(event);
	expect_run(test, "trace:2 trace:3", NO_RUN);
}

/* Those that do not come are passed over after one wait; the next has a wait of its own. */
static void worker_trace_gives_up(struct kunit *test)
{
	start_trace();
	KUNIT_EXPECT_TRUE(test, ring_claim(FLAG_A));
	write_next(FLAG_A);
	KUNIT_EXPECT_TRUE(test, ring_claim(FLAG_A));
	write_next(FLAG_A);
	expect_wait(test, "notify", 200 * NSEC_PER_MSEC);
	KUNIT_EXPECT_GT(test, telling.asked, 100ULL * NSEC_PER_MSEC);
	clock_ahead += 200 * NSEC_PER_MSEC;
	expect_run(test, "trace:3 trace:5", NO_RUN);

	KUNIT_EXPECT_TRUE(test, ring_claim(FLAG_A));
	write_next(FLAG_A);
	expect_wait(test, "notify", 200 * NSEC_PER_MSEC);
	KUNIT_EXPECT_GT(test, telling.asked, 100ULL * NSEC_PER_MSEC);
	clock_ahead += 200 * NSEC_PER_MSEC;
	expect_run(test, "trace:7", NO_RUN);
}

/* What was overwritten in the ring is passed over at once, however much that is. */
static void worker_trace_overwritten(struct kunit *test)
{
	start_trace();
	write_many(FLAG_A, 10 * RING_SIZE);
	telling.done[0] = '\0';
	telling.asked = NO_RUN;
	nr_looked_up = 0;
	worker_run();
	KUNIT_EXPECT_TRUE(test, str_has_prefix(telling.done, "notify trace:1154 trace:1155 "));
	KUNIT_EXPECT_EQ(test, teller.traced, 10 * RING_SIZE + 1);
	KUNIT_EXPECT_EQ(test, telling.asked, NO_RUN);
	KUNIT_EXPECT_EQ(test, nr_looked_up, RING_SIZE);
}

/* So is what a newer one has taken the place of in the log. */
static void worker_trace_overtaken(struct kunit *test)
{
	static struct taint_call call;
	static struct taint_blame blame;

	start_trace();
	write_many(FLAG_A, RING_SIZE - 1);
	update(NO_FLAGS);
	/* Written while the ring was read: it will be counted the next time. */
	fill_seen(&call, FLAG_A, RING_SIZE + 2);
	call.event.seq = RING_SIZE + 2;
	journal_note(&call.event, &blame);
	telling.done[0] = '\0';
	telling.asked = NO_RUN;
	worker_run();
	KUNIT_EXPECT_TRUE(test, str_has_prefix(telling.done, "notify trace:3 trace:4 "));
	KUNIT_EXPECT_EQ(test, teller.traced, RING_SIZE);
	KUNIT_EXPECT_EQ(test, telling.asked, NO_RUN);
}

static unsigned int nr_read;

static bool read_meanwhile(const struct taint_call *call)
{
	static struct taint_record record;

	nr_read += !journal_record(call->event.bit, JOURNAL_FIRST, &record) &&
		   !journal_log(call->event.seq, &record);
	return true;
}

/* While addresses are resolved records can be read: nobody waits for a name of others. */
static void worker_readers_do_not_wait(struct kunit *test)
{
	nr_read = 0;
	fake_resolver.whole = read_meanwhile;
	write_flag(FLAG_A, 1, false);
	update(BIT(FLAG_A));
	KUNIT_EXPECT_EQ(test, nr_read, 1U);
}

static struct kunit_case worker_cases[] = {
	KUNIT_CASE(worker_readers_do_not_wait),
	KUNIT_CASE(worker_same_place),
	KUNIT_CASE(worker_groups),
	KUNIT_CASE(worker_same_process),
	KUNIT_CASE(worker_distrusts),
	KUNIT_CASE(worker_shut_distrusts),
	KUNIT_CASE(worker_shut_keeps_nothing),
	KUNIT_CASE(worker_keeps_paths_later),
	KUNIT_CASE(worker_keeps_paths_of_modules),
	KUNIT_CASE(worker_read_wakes),
	KUNIT_CASE(worker_baseline),
	KUNIT_CASE(worker_unsettled),
	KUNIT_CASE(worker_tells_once),
	KUNIT_CASE(worker_tells_when_it_may),
	KUNIT_CASE(worker_doubts_hooks),
	KUNIT_CASE(worker_waits_for_name),
	KUNIT_CASE(worker_names_its_own),
	KUNIT_CASE(worker_name_never_comes),
	KUNIT_CASE(worker_waits_for_load),
	KUNIT_CASE(worker_waits_for_no_other),
	KUNIT_CASE(worker_names_when_read),
	KUNIT_CASE(worker_others_do_not_wait),
	KUNIT_CASE(worker_traces_in_order),
	KUNIT_CASE(worker_traces_what_is_new),
	KUNIT_CASE(worker_trace_waits_for_name),
	KUNIT_CASE(worker_trace_waits_for_no_loss),
	KUNIT_CASE(worker_trace_waits_for_writer),
	KUNIT_CASE(worker_trace_gives_up),
	KUNIT_CASE(worker_trace_overwritten),
	KUNIT_CASE(worker_trace_overtaken),
	{}
};

struct kunit_suite worker_suite = {
	.name = "taint_info_worker",
	.init = telling_init,
	.exit = telling_exit,
	.test_cases = worker_cases,
};
