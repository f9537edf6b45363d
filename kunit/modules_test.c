// SPDX-License-Identifier: GPL-2.0-only
/*
 * From flags to the modules that carry them, and what a module's name is shown as.
 */
#include <linux/bitops.h>
#include <linux/kernel.h>
#include <linux/kobject.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "events.h"
#include "../module/modules.c"

/* Whatever the name of a module contains, it is one word, though it fill its room. */
static void modules_hostile_name(struct kunit *test)
{
	static const char fine[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:-";
	static struct module module;
	static char name[MODULE_NAME_LEN];
	int c;

	strscpy(module.name, "a b\nTAINT_SET=0\x80", sizeof(module.name));
	modules_copy_name(&module, name);
	KUNIT_EXPECT_STREQ(test, (const char *)name, "a_b_TAINT_SET_0_");
	memset(module.name, 'm', sizeof(module.name) - 1);
	module.name[0] = ' ';
	modules_copy_name(&module, name);
	KUNIT_EXPECT_EQ(test, strlen(name), sizeof(name) - 1);
	expect_clean(test, name, sizeof(name));
	for (c = 1; c < 256; c++) {
		module.name[0] = c;
		modules_copy_name(&module, name);
		KUNIT_EXPECT_EQ(test, (int)name[0], strchr(fine, c) ? c : '_');
	}
}

/* The list has us where we carry the flag, and nobody where nobody does. */
static void modules_carriers(struct kunit *test)
{
	const char *name = module_name(THIS_MODULE);
	static char text[PAGE_SIZE];
	unsigned int bit;
	size_t len;

	KUNIT_EXPECT_TRUE(test, test_bit(TAINT_OOT_MODULE, &THIS_MODULE->taints));
	for (bit = 0; bit < BITS_PER_LONG; bit++) {
		bool ours = test_bit(bit, &THIS_MODULE->taints);
		bool alone;

		len = modules_list(bit, text, sizeof(text), 0);
		KUNIT_ASSERT_TRUE(test, len > 0 && len < sizeof(text));
		KUNIT_EXPECT_EQ(test, (int)text[len - 1], '\n');
		text[len - 1] = '\0';
		KUNIT_EXPECT_EQ(test, strlen(text), len - 1);
		alone = !strcmp(text, name);
		KUNIT_EXPECT_EQ(test, (bool)strstr(text, name), ours);
		KUNIT_EXPECT_EQ(test, modules_only_ours(bit), (bool)(ours && alone));
	}
}

/* Without an assertion, which ends a case: the caller has something to put back. */
static void expect_pieces(struct kunit *test)
{
	static char list[256], piece[256];
	size_t size, from, len = modules_list(TAINT_OOT_MODULE, list, sizeof(list), 0);

	KUNIT_EXPECT_TRUE(test, len > 1 && len < sizeof(list));
	for (from = 0; len < sizeof(list) && from <= len + 1; from++) {
		for (size = 0; size <= len + 1; size++) {
			size_t want = from < len ? min(size, len - from) : 0;

			memset(piece, 0x5a, sizeof(piece));
			KUNIT_EXPECT_EQ(test, modules_list(TAINT_OOT_MODULE, piece, size, from),
					len);
			KUNIT_EXPECT_EQ(test, memcmp(piece, list + from, want), 0);
			KUNIT_EXPECT_EQ(test, (int)piece[want], 0x5a);
		}
	}
}

/*
 * Any piece of the list can be had, its length is told all the same, and no more is
 * written; so it is with the longest name.
 */
static void modules_carriers_pieces(struct kunit *test)
{
	static char saved[MODULE_NAME_LEN];

	expect_pieces(test);
	memcpy(saved, THIS_MODULE->name, sizeof(saved));
	memset(THIS_MODULE->name, 'm', sizeof(saved) - 1);
	THIS_MODULE->name[sizeof(saved) - 1] = '\0';
	expect_pieces(test);
	memcpy(THIS_MODULE->name, saved, sizeof(saved));
}

/* What SUSE's loader sets by the shift of an int is one flag, not half of a word. */
static void modules_wide_taints(struct kunit *test)
{
	unsigned long defined = GENMASK(TAINT_FLAGS_COUNT - 1, 0);
	unsigned long taints = THIS_MODULE->taints;
	const char *name = module_name(THIS_MODULE);
	static char text[PAGE_SIZE];
	unsigned int bit;

	KUNIT_EXPECT_EQ(test, modules_taints(THIS_MODULE), taints);
	THIS_MODULE->taints = taints | (unsigned long)(long)(int)BIT(31);
	KUNIT_EXPECT_EQ(test, modules_taints(THIS_MODULE), (taints | BIT(31)) & defined);
	for (bit = TAINT_FLAGS_COUNT; bit < BITS_PER_LONG; bit++) {
		modules_list(bit, text, sizeof(text) - 1, 0);
		KUNIT_EXPECT_TRUE(test, !strstr(text, name));
		KUNIT_EXPECT_FALSE(test, modules_only_ours(bit));
	}
	THIS_MODULE->taints = ~0UL;
	KUNIT_EXPECT_EQ(test, modules_taints(THIS_MODULE), defined);
	modules_list(TAINT_FLAGS_COUNT - 1, text, sizeof(text) - 1, 0);
	KUNIT_EXPECT_TRUE(test, strstr(text, name));
	THIS_MODULE->taints = taints;
}

static struct kunit_case modules_cases[] = {
	KUNIT_CASE(modules_hostile_name),
	KUNIT_CASE(modules_carriers),
	KUNIT_CASE(modules_carriers_pieces),
	KUNIT_CASE(modules_wide_taints),
	{}
};

struct kunit_suite modules_suite = {
	.name = "taint_info_modules",
	.test_cases = modules_cases,
};
