// SPDX-License-Identifier: GPL-2.0-only
/*
 * The flag devices: their files, their uevents, their coming and going.  The
 * journal and the decoder are the real ones; of kick.c there is what stands in
 * for it here, with a taint mask of its own.
 */
#include <linux/bitops.h>
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/kernfs.h>
#include <linux/kobject.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include <linux/time64.h>

#include "tests.h"
#include "../module/flags.h"
#include "../module/journal.h"
#define kick_mask fake_kick_mask
#define kick_compare fake_kick_compare
#include "../module/kick.h"
#include "../module/modules.h"

static unsigned long fake_mask;
static unsigned int nr_compared;

unsigned long fake_kick_mask(void)
{
	return fake_mask;
}

unsigned long fake_kick_compare(void)
{
	nr_compared++;
	return fake_mask;
}

/* Links that can still be made before one fails. */
static int links_left = INT_MAX;

static int create_link(struct kobject *dir, struct kobject *target, const char *name)
{
	if (!links_left)
		return -ENOMEM;
	links_left--;
	return sysfs_create_link(dir, target, name);
}

#define sysfs_create_link create_link
#include "../module/device.c"
#undef sysfs_create_link

#define NO_BIT		(BITS_PER_LONG - 1)	/* no kernel defines it */
#define FLAG		TAINT_WARN

static struct flag_device warn_device = {
	.dev.init_name = "warn",
	.bit = FLAG,
};

static struct flag_device unknown_device = {
	.dev.init_name = "bit_x",
	.bit = NO_BIT,
};

static struct kobj_uevent_env *env;
static char *page;

static int device_init(struct kunit *test)
{
	reset_journal();
	fake_mask = 0;
	nr_compared = 0;
	links_left = INT_MAX;
	env = kunit_kzalloc(test, sizeof(*env), GFP_KERNEL);
	page = (char *)get_zeroed_page(GFP_KERNEL);
	return env && page ? 0 : -ENOMEM;
}

static void device_exit(struct kunit *test)
{
	free_page((unsigned long)page);
	page = NULL;
	reset_journal();
}

/* Raises a flag, by the function with this text. */
static void raise(unsigned int bit, const char *text)
{
	struct taint_call call = {};

	call.event.ip = address_of(text);
	call.event.bit = bit;
	call.event.seen = true;
	call.event.was_set = fake_mask & BIT(bit);
	call.event.context = CONTEXT_TASK;
	call.event.boottime = 12ULL * NSEC_PER_SEC + 34;
	call.event.realtime = 1700000000ULL * NSEC_PER_SEC + 123456789;
	call.event.cpu = 3;
	call.event.pid = 4711;
	call.event.uid = 1000;
	call.event.loginuid = 1001;
	strscpy(call.event.comm, "raiser", sizeof(call.event.comm));
	ring_write(&call.event, call.stack);
}

static void settle(void)
{
	update(fake_mask);
}

/* --- uevents --- */

static int send(struct flag_device *flag)
{
	memset(env, 0, sizeof(*env));
	return flag_uevent(&flag->dev, env);
}

static const char *variable(const char *name)
{
	size_t len = strlen(name);
	int i;

	for (i = 0; i < env->envp_idx; i++)
		if (!strncmp(env->envp[i], name, len) && env->envp[i][len] == '=')
			return env->envp[i] + len + 1;
	return "(none)";
}

static const char * const names[] = {
	"TAINT_FLAG", "TAINT_BIT", "TAINT_LETTER", "TAINT_CATEGORY", "TAINT_SET", "TAINT_MASK",
	"TAINT_ORIGIN", "TAINT_COUNT", "TAINT_SEQ", "TAINT_MODULE", "TAINT_CLEARED", "TAINT_SELF",
};

/* All variables in that order, with a blank between; "-" for one that is not there. */
static void expect_env(struct kunit *test, struct flag_device *flag, const char *want)
{
	static char got[1024];
	size_t i, len = 0;
	int nr = 0;

	KUNIT_EXPECT_EQ(test, send(flag), 0);
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		const char *value = variable(names[i]);
		bool there = strcmp(value, "(none)");

		nr += there;
		len += scnprintf(got + len, sizeof(got) - len, "%s%s", i ? " " : "",
				 there ? value : "-");
	}
	KUNIT_EXPECT_STREQ(test, (const char *)got, want);
	KUNIT_EXPECT_EQ(test, nr, env->envp_idx);
}

/* A flag that is not set: what it is, and nothing of an event. */
static void device_uevent_none(struct kunit *test)
{
	expect_env(test, &warn_device, "warn 9 W fault 0 0 none 0 - - - -");
	fake_mask = BIT(TAINT_USER);
	expect_env(test, &warn_device, "warn 9 W fault 0 64 none 0 - - - -");
	KUNIT_EXPECT_EQ(test, nr_compared, 2U);
}

/* One of the baseline: set, counted only from its first repeat on, which is nobody to blame. */
static void device_uevent_baseline(struct kunit *test)
{
	fake_mask = BIT(FLAG);
	journal_set_baseline(fake_mask);
	settle();
	expect_env(test, &warn_device, "warn 9 W fault 1 512 baseline 0 - - - -");
	raise(FLAG, "f+0x1/0x2 [repeater]");
	settle();
	expect_env(test, &warn_device, "warn 9 W fault 1 512 baseline 1 1 - - -");
}

/* One that was observed is told as set, in the mask too, though its bit comes a moment later. */
static void device_uevent_observed(struct kunit *test)
{
	raise(FLAG, "f+0x1/0x2 [first]");
	settle();
	expect_env(test, &warn_device, "warn 9 W fault 1 512 observed 1 1 first - -");
	fake_mask = BIT(FLAG);
	settle();
	raise(FLAG, "f+0x1/0x2 [second]");
	settle();
	expect_env(test, &warn_device, "warn 9 W fault 1 512 observed 2 1 first - -");
}

/* Its own bit is added to the mask where that has others alone, and only as long as it is due. */
static void device_uevent_observed_among_others(struct kunit *test)
{
	fake_mask = BIT(TAINT_USER) | BIT(TAINT_DIE);
	journal_set_baseline(fake_mask);
	raise(FLAG, "f+0x1/0x2 [first]");
	settle();
	expect_env(test, &warn_device, "warn 9 W fault 1 704 observed 1 1 first - -");
	fake_mask |= BIT(FLAG);
	settle();
	expect_env(test, &warn_device, "warn 9 W fault 1 704 observed 1 1 first - -");
	/* Seen set, and cleared a moment ago: nobody has said so yet. */
	fake_mask = BIT(TAINT_DIE);
	expect_env(test, &warn_device, "warn 9 W fault 0 128 observed 1 1 first - -");
}

/* One that was detected: nobody and no number, as no call was seen. */
static void device_uevent_detected(struct kunit *test)
{
	fake_mask = BIT(FLAG);
	settle();
	expect_env(test, &warn_device, "warn 9 W fault 1 512 detected 0 - - - -");
	raise(FLAG, "f+0x1/0x2 [repeater]");
	settle();
	expect_env(test, &warn_device, "warn 9 W fault 1 512 detected 1 2 - - -");
}

/* One that was cleared says so, and does not claim to be set. */
static void device_uevent_cleared(struct kunit *test)
{
	raise(FLAG, "f+0x1/0x2 [first]");
	fake_mask = BIT(FLAG);
	settle();
	fake_mask = 0;
	settle();
	expect_env(test, &warn_device, "warn 9 W fault 0 0 observed 1 1 first 1 -");
	fake_mask = BIT(FLAG);
	settle();
	expect_env(test, &warn_device, "warn 9 W fault 1 512 observed 1 1 first 1 -");
}

/* An event whose module is not known leaves the variable out. */
static void device_uevent_no_module(struct kunit *test)
{
	raise(FLAG, "kobject_put+0xbd/0x1d0");
	settle();
	expect_env(test, &warn_device, "warn 9 W fault 1 512 observed 1 1 - - -");
}

/* A bit that no table knows has its number, and neither letter nor category. */
static void device_uevent_unknown(struct kunit *test)
{
	static char want[80];

	fake_mask = BIT(NO_BIT);
	settle();
	snprintf(want, sizeof(want), "bit_x %u - - 1 %lu detected 0 - - - -",
		 NO_BIT, BIT(NO_BIT));
	expect_env(test, &unknown_device, want);
}

/* A flag that we carry says whether anybody else does. */
static void device_uevent_self(struct kunit *test)
{
	static struct flag_device oot_device = {
		.dev.init_name = "oot_module",
		.bit = TAINT_OOT_MODULE,
	};
	size_t len = modules_list(TAINT_OOT_MODULE, page, PAGE_SIZE, 0);
	bool alone;

	page[len - 1] = '\0';
	alone = !strcmp(page, module_name(THIS_MODULE));
	expect_env(test, &oot_device, alone ? "oot_module 12 O module 0 0 none 0 - - - 1" :
					      "oot_module 12 O module 0 0 none 0 - - - -");
}

/* A module's name can add no variable and no line, and is shown in full length. */
static void device_uevent_module_names(struct kunit *test)
{
	static char text[MODULE_NAME_LEN + 20];
	static char name[MODULE_NAME_LEN];

	raise(FLAG, "f+0x1/0x2 [a b\nTAINT_SET=0\x1b`x`\x80]");
	settle();
	KUNIT_EXPECT_EQ(test, send(&warn_device), 0);
	KUNIT_EXPECT_STREQ(test, variable("TAINT_MODULE"), "a_b_TAINT_SET_0__x__");
	KUNIT_EXPECT_STREQ(test, variable("TAINT_SET"), "1");

	reset_journal();
	memset(name, 'm', sizeof(name) - 1);
	snprintf(text, sizeof(text), "f+0x1/0x2 [%s]", name);
	raise(FLAG, text);
	settle();
	KUNIT_EXPECT_EQ(test, send(&warn_device), 0);
	KUNIT_EXPECT_STREQ(test, variable("TAINT_MODULE"), (const char *)name);
}

/* The rest of a uevent has no process, no address and no call path in it. */
static void device_uevent_private(struct kunit *test)
{
	int i;

	raise(FLAG, "secret_function+0x1/0x2 [first]");
	settle();
	KUNIT_EXPECT_EQ(test, send(&warn_device), 0);
	for (i = 0; i < env->envp_idx; i++) {
		KUNIT_EXPECT_TRUE(test, !strstr(env->envp[i], "raiser"));
		KUNIT_EXPECT_TRUE(test, !strstr(env->envp[i], "4711"));
		KUNIT_EXPECT_TRUE(test, !strstr(env->envp[i], "1000"));
		KUNIT_EXPECT_TRUE(test, !strstr(env->envp[i], "secret"));
	}
}

/* Puts something of this length into the environment, as a writer to the uevent file may. */
static bool fill(size_t len)
{
	if (env->envp_idx >= ARRAY_SIZE(env->envp) - 1 || env->buflen + len > sizeof(env->buf))
		return false;
	env->envp[env->envp_idx++] = env->buf + env->buflen;
	memset(env->buf + env->buflen, 'x', len - 1);
	env->buflen += len;
	return true;
}

/* What the driver core adds behind us has to find its room. */
static bool core_has_room(void)
{
	return env->envp_idx < ARRAY_SIZE(env->envp) - 1 &&
	       sizeof(env->buf) - env->buflen >= sizeof("SEQNUM=18446744073709551615");
}

/*
 * An environment that is nearly full of bytes: all goes in, or an errno comes
 * back.  Never a warning of the kernel's, which would raise the flag that we
 * watch, nor an event that the driver core cannot end.
 */
static void device_uevent_no_bytes(struct kunit *test)
{
	bool was_set = test_taint(TAINT_WARN);
	size_t len, refused = 0, accepted = 0;
	int err;

	raise(FLAG, "f+0x1/0x2 [first]");
	settle();
	for (len = 1; len <= sizeof(env->buf); len++) {
		memset(env, 0, sizeof(*env));
		KUNIT_ASSERT_TRUE(test, fill(len));
		err = flag_uevent(&warn_device.dev, env);
		if (!err) {
			accepted++;
			KUNIT_EXPECT_EQ(test, env->envp_idx, 11);
			KUNIT_EXPECT_TRUE(test, core_has_room());
		} else {
			refused++;
			KUNIT_EXPECT_EQ(test, err, -ENOMEM);
		}
		KUNIT_EXPECT_TRUE(test, env->buflen <= sizeof(env->buf));
	}
	KUNIT_EXPECT_TRUE(test, refused > 0 && accepted > 0);
	KUNIT_EXPECT_EQ(test, (bool)test_taint(TAINT_WARN), was_set);
}

/* The same where the number of variables is what is used up. */
static void device_uevent_no_variables(struct kunit *test)
{
	bool was_set = test_taint(TAINT_WARN);
	size_t i, n, refused = 0, accepted = 0;
	int err;

	raise(FLAG, "f+0x1/0x2 [first]");
	settle();
	for (n = 0; n < ARRAY_SIZE(env->envp); n++) {
		memset(env, 0, sizeof(*env));
		for (i = 0; i < n; i++)
			KUNIT_ASSERT_TRUE(test, fill(2));
		err = flag_uevent(&warn_device.dev, env);
		if (!err) {
			accepted++;
			KUNIT_EXPECT_EQ(test, env->envp_idx, (int)n + 10);
			KUNIT_EXPECT_TRUE(test, core_has_room());
		} else {
			refused++;
			KUNIT_EXPECT_EQ(test, err, -ENOMEM);
		}
	}
	KUNIT_EXPECT_TRUE(test, refused > 0 && accepted > 0);
	KUNIT_EXPECT_EQ(test, (bool)test_taint(TAINT_WARN), was_set);
}

/* A variable that is too long in itself is refused, not cut. */
static void device_uevent_long_variable(struct kunit *test)
{
	static char value[200];
	size_t len, longest = 0;

	for (len = 1; len < sizeof(value); len++) {
		memset(env, 0, sizeof(*env));
		memset(value, 'v', len);
		if (add_variable(env, "%s", value)) {
			KUNIT_EXPECT_EQ(test, env->envp_idx, 0);
			KUNIT_EXPECT_EQ(test, env->buflen, 0);
			continue;
		}
		longest = len;
		KUNIT_EXPECT_STREQ(test, (const char *)env->envp[0], (const char *)value);
	}
	KUNIT_EXPECT_TRUE(test, longest >= strlen("TAINT_MODULE=") + MODULE_NAME_LEN - 1);
	KUNIT_EXPECT_TRUE(test, longest < sizeof(value) - 1);
}

/* --- files --- */

static const char *show(ssize_t len)
{
	page[max_t(ssize_t, len, 0)] = '\0';
	return page;
}

static const char *show_field(enum journal_which which, enum record_field field)
{
	struct record_attribute attr = { .which = which, .field = field };

	return show(record_show(&warn_device.dev, &attr.attr, page));
}

static void expect_field(struct kunit *test, enum record_field field, const char *want)
{
	KUNIT_EXPECT_STREQ_MSG(test, show_field(JOURNAL_FIRST, field), want, "field %d", field);
	KUNIT_EXPECT_STREQ_MSG(test, show_field(JOURNAL_LAST, field), want, "field %d", field);
}

/* A flag's own files say what it is. */
static void device_flag_files(struct kunit *test)
{
	struct device *dev = &warn_device.dev;

	KUNIT_EXPECT_STREQ(test, show(bit_show(dev, NULL, page)), "9\n");
	KUNIT_EXPECT_STREQ(test, show(value_show(dev, NULL, page)), "512\n");
	KUNIT_EXPECT_STREQ(test, show(letter_show(dev, NULL, page)), "W\n");
	KUNIT_EXPECT_STREQ(test, show(category_show(dev, NULL, page)), "fault\n");
	KUNIT_EXPECT_TRUE(test, strlen(show(description_show(dev, NULL, page))) > 1);
	KUNIT_EXPECT_STREQ(test, show(set_show(dev, NULL, page)),
			   test_taint(FLAG) ? "1\n" : "0\n");
	KUNIT_EXPECT_STREQ(test, show(count_show(dev, NULL, page)), "0\n");
	KUNIT_EXPECT_STREQ(test, show(origin_show(dev, NULL, page)), "none\n");
	KUNIT_EXPECT_EQ(test, nr_compared, 8U);

	raise(FLAG, "f+0x1/0x2 [first]");
	raise(FLAG, "f+0x1/0x2 [first]");
	settle();
	KUNIT_EXPECT_STREQ(test, show(count_show(dev, NULL, page)), "2\n");
	KUNIT_EXPECT_STREQ(test, show(origin_show(dev, NULL, page)), "observed\n");
}

/* `set` is the kernel's own word: a flag that we carry is set. */
static void device_set_file(struct kunit *test)
{
	static struct flag_device oot_device = { .bit = TAINT_OOT_MODULE };

	KUNIT_EXPECT_STREQ(test, show(set_show(&oot_device.dev, NULL, page)), "1\n");
	KUNIT_EXPECT_STREQ(test, show(set_show(&unknown_device.dev, NULL, page)), "0\n");
}

/* What is not known of a bit without a row is an empty line. */
static void device_unknown_files(struct kunit *test)
{
	struct device *dev = &unknown_device.dev;
	static char want[32];

	KUNIT_EXPECT_STREQ(test, show(letter_show(dev, NULL, page)), "\n");
	KUNIT_EXPECT_STREQ(test, show(description_show(dev, NULL, page)), "\n");
	KUNIT_EXPECT_STREQ(test, show(category_show(dev, NULL, page)), "\n");
	snprintf(want, sizeof(want), "%lu\n", BIT(NO_BIT));
	KUNIT_EXPECT_STREQ(test, show(value_show(dev, NULL, page)), (const char *)want);
}

/* Without an event each of a record's files is an empty line. */
static void device_record_none(struct kunit *test)
{
	enum record_field field;

	for (field = FIELD_SEQ; field <= FIELD_VIA; field++)
		expect_field(test, field, "\n");
	fake_mask = BIT(FLAG);
	settle();
	for (field = FIELD_SEQ; field <= FIELD_VIA; field++)
		expect_field(test, field, "\n");
}

/* In a task every field has its value; via only where there is no module. */
static void device_record_in_task(struct kunit *test)
{
	raise(FLAG, "f+0x1/0x2 [first]");
	settle();
	expect_field(test, FIELD_SEQ, "1\n");
	expect_field(test, FIELD_BOOTTIME, "12.000000034\n");
	expect_field(test, FIELD_REALTIME, "1700000000.123456789\n");
	expect_field(test, FIELD_MODULE, "first\n");
	expect_field(test, FIELD_CONTEXT, "task\n");
	expect_field(test, FIELD_CPU, "3\n");
	expect_field(test, FIELD_PID, "4711\n");
	expect_field(test, FIELD_UID, "1000\n");
	expect_field(test, FIELD_LOGINUID, "1001\n");
	expect_field(test, FIELD_COMM, "raiser\n");
	expect_field(test, FIELD_CALLER, "f+0x1/0x2\n");
	expect_field(test, FIELD_VIA, "\n");
}

/* first and last are two records. */
static void device_record_first_and_last(struct kunit *test)
{
	raise(FLAG, "f+0x1/0x2 [first]");
	raise(FLAG, "g+0x1/0x2 [second]");
	settle();
	KUNIT_EXPECT_STREQ(test, show_field(JOURNAL_FIRST, FIELD_SEQ), "1\n");
	KUNIT_EXPECT_STREQ(test, show_field(JOURNAL_LAST, FIELD_SEQ), "2\n");
	KUNIT_EXPECT_STREQ(test, show_field(JOURNAL_FIRST, FIELD_MODULE), "first\n");
	KUNIT_EXPECT_STREQ(test, show_field(JOURNAL_LAST, FIELD_MODULE), "second\n");
}

/* The path by which a place in the kernel proper was reached gives the via. */
static void device_record_via(struct kunit *test)
{
	struct taint_call call = {};

	call.event.bit = FLAG;
	call.event.seen = true;
	call.stack[0] = address_of("kobject_put+0xbd/0x1d0");
	call.stack[1] = address_of("do_cause+0xa0/0xb0 [trigger]");
	call.event.ip = call.stack[0];
	call.event.nr_stack = 2;
	ring_write(&call.event, call.stack);
	settle();
	expect_field(test, FIELD_CALLER, "kobject_put+0xbd/0x1d0\n");
	expect_field(test, FIELD_MODULE, "\n");
	expect_field(test, FIELD_VIA, "trigger\n");
}

/* Outside a task the thread that happened to run is nobody's business. */
static void device_record_outside_task(struct kunit *test)
{
	static const struct {
		enum taint_context context;
		const char *word;
	} contexts[] = {
		{ CONTEXT_SOFTIRQ, "softirq\n" },
		{ CONTEXT_HARDIRQ, "hardirq\n" },
		{ CONTEXT_NMI, "nmi\n" },
		{ CONTEXT_UNKNOWN, "\n" },
	};
	struct taint_call call = {};
	size_t i;

	call.event.bit = FLAG;
	call.event.seen = true;
	call.event.cpu = 1;
	call.event.pid = 4711;
	call.event.uid = 1000;
	call.event.loginuid = 1001;
	strscpy(call.event.comm, "raiser", sizeof(call.event.comm));
	for (i = 0; i < ARRAY_SIZE(contexts); i++) {
		reset_journal();
		call.event.context = contexts[i].context;
		ring_write(&call.event, call.stack);
		settle();
		expect_field(test, FIELD_CONTEXT, contexts[i].word);
		expect_field(test, FIELD_CPU, "1\n");
		expect_field(test, FIELD_SEQ, "1\n");
		expect_field(test, FIELD_PID, "\n");
		expect_field(test, FIELD_UID, "\n");
		expect_field(test, FIELD_LOGINUID, "\n");
		expect_field(test, FIELD_COMM, "\n");
	}
}

/*
 * Nobody logged in, or it is not known who: an empty line.  A process' name cannot break
 * out of its line.
 */
static void device_record_odd_process(struct kunit *test)
{
	struct taint_call call = {};

	call.event.bit = FLAG;
	call.event.seen = true;
	call.event.context = CONTEXT_TASK;
	call.event.uid = -2;
	call.event.loginuid = -1;
	strscpy(call.event.comm, "a\nb\x1b[2J \x80", sizeof(call.event.comm));
	ring_write(&call.event, call.stack);
	settle();
	expect_field(test, FIELD_UID, "4294967294\n");
	expect_field(test, FIELD_LOGINUID, "\n");
	expect_field(test, FIELD_COMM, "a\\nb\\e[2J \\200\n");

	memset(call.event.comm, 0, sizeof(call.event.comm));
	call.event.uid = -1;	/* it could not be read */
	reset_journal();
	ring_write(&call.event, call.stack);
	settle();
	expect_field(test, FIELD_COMM, "\n");
	expect_field(test, FIELD_UID, "\n");
}

/* The longest place is shown whole, with a name that is longer than most. */
static void device_record_longest(struct kunit *test)
{
	const size_t len = RECORD_TEXTS - TAINT_PLACE_SIZE - 2;
	static char text[TAINT_PLACE_SIZE + MODULE_NAME_LEN + 20];
	static char place[TAINT_PLACE_SIZE + 1], name[MODULE_NAME_LEN + 1];

	memset(place, 'f', TAINT_PLACE_SIZE - 1);
	memset(name, 'm', len);
	snprintf(text, sizeof(text), "%s [%s]", place, name);
	raise(FLAG, text);
	settle();
	place[TAINT_PLACE_SIZE - 1] = '\n';
	name[len] = '\n';
	expect_field(test, FIELD_CALLER, place);
	expect_field(test, FIELD_MODULE, name);
}

/* Seconds and nanoseconds, all nine digits of them, for any time. */
static void device_times(struct kunit *test)
{
	static const struct {
		u64 ns;
		const char *text;
	} times[] = {
		{ 0, "0.000000000\n" },
		{ 1, "0.000000001\n" },
		{ NSEC_PER_SEC - 1, "0.999999999\n" },
		{ NSEC_PER_SEC, "1.000000000\n" },
		{ 1700000000123456789ULL, "1700000000.123456789\n" },
		{ U64_MAX, "18446744073.709551615\n" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(times); i++)
		KUNIT_EXPECT_STREQ(test, show(emit_time(page, times[i].ns)), times[i].text);
}

/* `modules` can be read in pieces, to its end and no further. */
static void device_modules_file(struct kunit *test)
{
	static struct flag_device oot_device = { .bit = TAINT_OOT_MODULE };
	struct kobject *kobj = &oot_device.dev.kobj;
	static char want[PAGE_SIZE];
	size_t len, i;

	fake_mask = BIT(TAINT_OOT_MODULE);
	len = modules_list(TAINT_OOT_MODULE, want, sizeof(want), 0);
	KUNIT_ASSERT_TRUE(test, len < PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, modules_read(NULL, kobj, NULL, page, 0, PAGE_SIZE), (ssize_t)len);
	KUNIT_EXPECT_EQ(test, memcmp(page, want, len), 0);
	for (i = 0; i < len; i++) {
		KUNIT_EXPECT_EQ(test, modules_read(NULL, kobj, NULL, page, i, 1), (ssize_t)1);
		KUNIT_EXPECT_EQ(test, page[0], want[i]);
	}
	KUNIT_EXPECT_EQ(test, modules_read(NULL, kobj, NULL, page, len, PAGE_SIZE), (ssize_t)0);

	kobj = &unknown_device.dev.kobj;
	KUNIT_EXPECT_EQ(test, modules_read(NULL, kobj, NULL, page, 0, PAGE_SIZE), (ssize_t)1);
	KUNIT_EXPECT_EQ(test, (int)page[0], '\n');
}

/* --- coming and going --- */

static struct kobject *dir;

static bool has(struct kobject *kobj, const char *name)
{
	struct kernfs_node *node = kernfs_find_and_get(kobj->sd, name);

	kernfs_put(node);
	return node;
}

static bool class_has(const char *name)
{
	struct device *dev = class_find_device_by_name(&taint_class, name);

	put_device(dev);
	return dev;
}

/* As if the module had just been loaded. */
static int start(void)
{
	memset(devices, 0, sizeof(devices));
	atomic_set(&alive, 1);
	reinit_completion(&all_released);
	return flag_devices_start(dir);
}

static int make_dir(void)
{
	dir = kobject_create_and_add("taint_info_kunit", kernel_kobj);
	return dir ? 0 : -ENOMEM;
}

static void remove_dir(void)
{
	kobject_del(dir);
	kobject_put(dir);
}

/*
 * No link, and no device or class that somebody still holds.  That the names
 * in /sys are free again shows when they are taken the next time; kunit.sh looks
 * for the last.
 */
static void expect_nothing_left(struct kunit *test)
{
	unsigned int bit;

	KUNIT_EXPECT_EQ(test, atomic_read(&alive), 0);
	for (bit = 0; bit < TAINT_FLAGS_COUNT; bit++)
		KUNIT_EXPECT_FALSE(test, has(dir, flag_row(&kernel_flags, bit)->name));
}

static void expect_device(struct kunit *test, unsigned int bit, const char *name)
{
	static const char * const files[] = {
		"bit", "value", "letter", "description", "category", "set", "count", "origin",
		"modules", "first", "last", "uevent",
	};
	size_t i;

	/* No assertion: whoever calls this has to stop the devices in any case. */
	KUNIT_EXPECT_TRUE(test, devices[bit]);
	if (!devices[bit])
		return;
	KUNIT_EXPECT_EQ(test, devices[bit]->bit, bit);
	KUNIT_EXPECT_STREQ(test, dev_name(&devices[bit]->dev), name);
	KUNIT_EXPECT_TRUE(test, class_has(name));
	KUNIT_EXPECT_TRUE(test, has(dir, name));
	for (i = 0; i < ARRAY_SIZE(files); i++)
		KUNIT_EXPECT_TRUE(test, has(&devices[bit]->dev.kobj, files[i]));
	KUNIT_EXPECT_FALSE(test, has(&devices[bit]->dev.kobj, "power"));
}

/* A device and a link for each flag, and for each unknown bit of the baseline; gone afterwards. */
static void device_start_and_stop(struct kunit *test)
{
	static char name[FLAG_NAME_SIZE];
	unsigned int bit;
	int round, err;

	journal_set_baseline(BIT(NO_BIT));
	snprintf(name, sizeof(name), "bit_%u", NO_BIT);
	KUNIT_ASSERT_EQ(test, make_dir(), 0);
	for (round = 0; round < 3; round++) {
		nr_compared = 0;
		err = start();
		KUNIT_EXPECT_EQ(test, err, 0);
		if (err)
			break;
		/* Each has sent its event. */
		KUNIT_EXPECT_EQ(test, nr_compared, TAINT_FLAGS_COUNT + 1U);
		for (bit = 0; bit < TAINT_FLAGS_COUNT; bit++)
			expect_device(test, bit, flag_row(&kernel_flags, bit)->name);
		expect_device(test, NO_BIT, name);
		KUNIT_EXPECT_FALSE(test, class_has("bit_40"));
		flag_devices_stop();
		expect_nothing_left(test);
		KUNIT_EXPECT_FALSE(test, has(dir, name));
	}
	remove_dir();
}

/* An announcement sends an event, and makes the device of an unknown bit first. */
static void device_announces(struct kunit *test)
{
	static char name[FLAG_NAME_SIZE];
	int err;

	snprintf(name, sizeof(name), "bit_%u", NO_BIT);
	KUNIT_ASSERT_EQ(test, make_dir(), 0);
	err = start();
	KUNIT_EXPECT_EQ(test, err, 0);
	if (err)
		goto remove;
	KUNIT_EXPECT_FALSE(test, class_has(name));
	nr_compared = 0;
	KUNIT_EXPECT_EQ(test, flag_devices_announce(FLAG), 0);
	KUNIT_EXPECT_EQ(test, nr_compared, 1U);

	/* What fails leaves nothing, and can be tried again. */
	links_left = 0;
	KUNIT_EXPECT_EQ(test, flag_devices_announce(NO_BIT), -ENOMEM);
	KUNIT_EXPECT_EQ(test, nr_compared, 1U);
	KUNIT_EXPECT_FALSE(test, class_has(name));
	links_left = 1;
	KUNIT_EXPECT_EQ(test, flag_devices_announce(NO_BIT), 0);
	KUNIT_EXPECT_EQ(test, nr_compared, 3U);	/* add, change */
	expect_device(test, NO_BIT, name);
	KUNIT_EXPECT_EQ(test, flag_devices_announce(NO_BIT), 0);
	KUNIT_EXPECT_EQ(test, nr_compared, 4U);
	flag_devices_stop();
	expect_nothing_left(test);
	KUNIT_EXPECT_FALSE(test, has(dir, name));
remove:
	remove_dir();
}

/* Where a device cannot be made the errno comes back, and those that were made are gone. */
static void device_start_fails(struct kunit *test)
{
	static const int after[] = { 0, TAINT_FLAGS_COUNT - 1 };
	size_t i;

	KUNIT_ASSERT_EQ(test, make_dir(), 0);
	for (i = 0; i < ARRAY_SIZE(after); i++) {
		links_left = after[i];
		KUNIT_EXPECT_EQ(test, start(), -ENOMEM);
		expect_nothing_left(test);
	}
	remove_dir();
}

static struct kunit_case device_cases[] = {
	KUNIT_CASE(device_uevent_none),
	KUNIT_CASE(device_uevent_baseline),
	KUNIT_CASE(device_uevent_observed),
	KUNIT_CASE(device_uevent_observed_among_others),
	KUNIT_CASE(device_uevent_detected),
	KUNIT_CASE(device_uevent_cleared),
	KUNIT_CASE(device_uevent_no_module),
	KUNIT_CASE(device_uevent_unknown),
	KUNIT_CASE(device_uevent_self),
	KUNIT_CASE(device_uevent_module_names),
	KUNIT_CASE(device_uevent_private),
	KUNIT_CASE(device_uevent_no_bytes),
	KUNIT_CASE(device_uevent_no_variables),
	KUNIT_CASE(device_uevent_long_variable),
	KUNIT_CASE(device_flag_files),
	KUNIT_CASE(device_set_file),
	KUNIT_CASE(device_unknown_files),
	KUNIT_CASE(device_record_none),
	KUNIT_CASE(device_record_in_task),
	KUNIT_CASE(device_record_first_and_last),
	KUNIT_CASE(device_record_via),
	KUNIT_CASE(device_record_outside_task),
	KUNIT_CASE(device_record_odd_process),
	KUNIT_CASE(device_record_longest),
	KUNIT_CASE(device_times),
	KUNIT_CASE(device_modules_file),
	KUNIT_CASE(device_start_and_stop),
	KUNIT_CASE(device_announces),
	KUNIT_CASE(device_start_fails),
	{}
};

struct kunit_suite device_suite = {
	.name = "taint_info_device",
	.init = device_init,
	.exit = device_exit,
	.test_cases = device_cases,
};
