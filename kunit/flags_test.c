// SPDX-License-Identifier: GPL-2.0-only
/*
 * The flag table and the decoder, against rules that are written down here a
 * second time.
 */
#include <linux/bitops.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "tests.h"

#include "../module/flags.c"

/* Of kernel/panic.c, bit by bit: mainline up to 7.3. */
static const char letters[] = "PFSRMBUDAWCIOELKXTNJ";

static const struct {
	const char *name;
	const char *category;
} words[] = {
	{ "proprietary_module", "module" },
	{ "forced_module", "module" },
	{ "cpu_out_of_spec", "hardware" },
	{ "forced_rmmod", "user" },
	{ "machine_check", "hardware" },
	{ "bad_page", "fault" },
	{ "user", "user" },
	{ "die", "fault" },
	{ "overridden_acpi_table", "user" },
	{ "warn", "fault" },
	{ "crap", "module" },
	{ "firmware_workaround", "hardware" },
	{ "oot_module", "module" },
	{ "unsigned_module", "module" },
	{ "softlockup", "fault" },
	{ "livepatch", "module" },
	{ "aux", "vendor" },
	{ "randstruct", "build" },
	{ "test", "test" },
	{ "fwctl", "user" },
};

/* Behind a buffer: whether more was written than was allowed. */
#define GUARD 0x5a

static void expect_string(struct kunit *test, unsigned long long mask)
{
	char want[sizeof("Tainted: ") + sizeof(letters)] = "Not tainted";
	char got[FLAGS_STRING_SIZE + 1];
	unsigned int bit;
	size_t len;

	if (mask) {
		strscpy(want, "Tainted: ", sizeof(want));
		for (bit = 0; bit < TAINT_FLAGS_COUNT; bit++)
			want[9 + bit] = mask & BIT_ULL(bit) ? letters[bit] : bit ? ' ' : 'G';
		want[9 + bit] = '\0';
	}
	memset(got, GUARD, sizeof(got));
	len = flags_string(&kernel_flags, mask, got, FLAGS_STRING_SIZE);
	KUNIT_EXPECT_STREQ_MSG(test, (const char *)got, (const char *)want,
			       "mask %#llx", mask);
	KUNIT_EXPECT_EQ(test, len, strlen(want));
	KUNIT_EXPECT_EQ(test, (int)got[FLAGS_STRING_SIZE], GUARD);
}

static void expect_names(struct kunit *test, unsigned long long mask, char *want, char *got)
{
	unsigned int bit;
	size_t len = 0;

	want[0] = '\0';
	for (bit = 0; bit < 64; bit++) {
		if (!(mask & BIT_ULL(bit)))
			continue;
		if (len)
			want[len++] = ' ';
		if (bit < TAINT_FLAGS_COUNT)
			len += scnprintf(want + len, FLAGS_NAMES_SIZE - len, "%s", words[bit].name);
		else
			len += scnprintf(want + len, FLAGS_NAMES_SIZE - len, "bit_%u", bit);
	}
	memset(got, GUARD, FLAGS_NAMES_SIZE + 1);
	KUNIT_EXPECT_EQ(test, flags_names(&kernel_flags, mask, got, FLAGS_NAMES_SIZE), len);
	KUNIT_EXPECT_STREQ_MSG(test, (const char *)got, (const char *)want,
			       "mask %#llx", mask);
	KUNIT_EXPECT_EQ(test, (int)got[FLAGS_NAMES_SIZE], GUARD);
}

struct names {
	char want[FLAGS_NAMES_SIZE + 1];
	char got[FLAGS_NAMES_SIZE + 1];
};

static void expect_both(struct kunit *test, unsigned long long mask)
{
	struct names *names = test->priv;

	expect_string(test, mask);
	expect_names(test, mask, names->want, names->got);
}

/* The rules here are mainline's; flags_vendors_test.c has those of vendors. */
#ifdef TAINT_NO_SUPPORT
#define IS_VENDORS true
#else
#define IS_VENDORS (VENDOR_RHEL != 0)
#endif

static int flags_init(struct kunit *test)
{
	if (IS_VENDORS)
		kunit_skip(test, "a vendor's kernel");
	/* What has more flags has more columns than a text here has room for. */
	if (strlen(letters) < TAINT_FLAGS_COUNT)
		return -ERANGE;
	test->priv = kunit_kzalloc(test, sizeof(struct names), GFP_KERNEL);
	return test->priv ? 0 : -ENOMEM;
}

/* The rules here and the kernel know the same flags; without that they say nothing. */
static void flags_are_those_of_the_kernel(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, ARRAY_SIZE(words), strlen(letters));
	KUNIT_EXPECT_EQ(test, ARRAY_SIZE(rows), (size_t)TAINT_FLAGS_COUNT);
}

/* Nothing set: the kernel's own words for it, and no name. */
static void flags_none(struct kunit *test)
{
	expect_both(test, 0);
}

/* A single flag, known or not, gives its column and its name. */
static void flags_one(struct kunit *test)
{
	unsigned int bit;

	for (bit = 0; bit < 64; bit++)
		expect_both(test, BIT_ULL(bit));
}

/* Any two give both, in the order of their bits. */
static void flags_two(struct kunit *test)
{
	unsigned int bit, other;

	for (bit = 0; bit < 64; bit++)
		for (other = 0; other < bit; other++)
			expect_both(test, BIT_ULL(bit) | BIT_ULL(other));
}

/* All flags, all bits, and all without one fit into the sizes that are promised. */
static void flags_all(struct kunit *test)
{
	unsigned int bit;

	expect_both(test, BIT_ULL(TAINT_FLAGS_COUNT) - 1);
	expect_both(test, ~0ULL);
	for (bit = 0; bit < 64; bit++)
		expect_both(test, ~BIT_ULL(bit));
}

/* Bits that no flag has leave the text as it is, and are named by number. */
static void flags_unknown(struct kunit *test)
{
	expect_both(test, BIT_ULL(TAINT_FLAGS_COUNT));
	expect_both(test, BIT_ULL(63));
	expect_both(test, ~(BIT_ULL(TAINT_FLAGS_COUNT) - 1));
}

/* Each flag has one row, complete: bit, letter, filler, category, name, description. */
static void flags_rows(struct kunit *test)
{
	const struct flag_row *row;
	unsigned int bit;

	for (bit = 0; bit < TAINT_FLAGS_COUNT; bit++) {
		row = flag_row(&kernel_flags, bit);
		KUNIT_ASSERT_TRUE(test, row);
		KUNIT_EXPECT_EQ(test, (unsigned int)row->bit, bit);
		KUNIT_EXPECT_EQ(test, row->set, letters[bit]);
		KUNIT_EXPECT_EQ(test, (int)row->unset, bit ? ' ' : 'G');
		KUNIT_EXPECT_STREQ(test, row->name, words[bit].name);
		KUNIT_EXPECT_STREQ(test, flag_category_name(row->category), words[bit].category);
	}
}

/* There is no row for a bit beyond, whatever its value. */
static void flags_no_row(struct kunit *test)
{
	unsigned int bit;

	for (bit = TAINT_FLAGS_COUNT; bit < 300; bit++)
		KUNIT_EXPECT_TRUE(test, !flag_row(&kernel_flags, bit));
	KUNIT_EXPECT_TRUE(test, !flag_row(&kernel_flags, INT_MAX));
	KUNIT_EXPECT_TRUE(test, !flag_row(&kernel_flags, ~0U));
}

/* No two flags share a letter, a name or a description. */
static void flags_unique(struct kunit *test)
{
	const struct flag_row *a, *b;

	for (a = rows; a < rows + ARRAY_SIZE(rows); a++) {
		for (b = rows; b < a; b++) {
			KUNIT_EXPECT_NE(test, a->set, b->set);
			KUNIT_EXPECT_NE(test, strcmp(a->name, b->name), 0);
			KUNIT_EXPECT_NE(test, strcmp(a->description, b->description), 0);
		}
	}
}

/* A name is one word that a file, an event and a rule can carry; a description one line. */
static void flags_plain(struct kunit *test)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz_";
	const struct flag_row *row;

	for (row = rows; row < rows + ARRAY_SIZE(rows); row++) {
		KUNIT_EXPECT_TRUE(test, *row->name != '\0');
		KUNIT_EXPECT_EQ(test, strspn(row->name, plain), strlen(row->name));
		KUNIT_EXPECT_TRUE(test, strlen(row->name) < FLAG_NAME_SIZE);
		KUNIT_EXPECT_TRUE(test, *row->description != '\0');
		KUNIT_EXPECT_TRUE(test, !strchr(row->description, '\n'));
	}
}

/* Whatever the number, a name fits into its room; in less it is cut, with its NUL in it. */
static void flags_name_sizes(struct kunit *test)
{
	static const struct {
		unsigned int bit;
		const char *name;
	} names[] = {
		{ TAINT_OVERRIDDEN_ACPI_TABLE, "overridden_acpi_table" },
		{ TAINT_DIE, "die" },
		{ 63, "bit_63" },
		{ ~0U, "bit_4294967295" },
	};
	char buf[FLAG_NAME_SIZE + 1];
	size_t i, size;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		for (size = 1; size <= FLAG_NAME_SIZE; size++) {
			size_t len = strlen(names[i].name);

			memset(buf, GUARD, sizeof(buf));
			KUNIT_EXPECT_EQ(test, len,
					flag_name(&kernel_flags, names[i].bit, buf, size));
			KUNIT_EXPECT_EQ(test, strlen(buf), min(len, size - 1));
			KUNIT_EXPECT_EQ(test, strncmp(buf, names[i].name, size - 1), 0);
			KUNIT_EXPECT_EQ(test, (int)buf[size], GUARD);
		}
	}
}

static struct kunit_case flags_cases[] = {
	KUNIT_CASE(flags_are_those_of_the_kernel),
	KUNIT_CASE(flags_none),
	KUNIT_CASE(flags_one),
	KUNIT_CASE(flags_two),
	KUNIT_CASE(flags_all),
	KUNIT_CASE(flags_unknown),
	KUNIT_CASE(flags_rows),
	KUNIT_CASE(flags_no_row),
	KUNIT_CASE(flags_unique),
	KUNIT_CASE(flags_plain),
	KUNIT_CASE(flags_name_sizes),
	{}
};

struct kunit_suite flags_suite = {
	.name = "taint_info_flags",
	.init = flags_init,
	.test_cases = flags_cases,
};
