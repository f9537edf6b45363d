// SPDX-License-Identifier: GPL-2.0-only
/*
 * flags.c as the kernels of Red Hat and SUSE compile it: each time with the macros of their
 * headers, and against a rule that is written down here a second time.
 */
#include <linux/bitops.h>
#include <linux/compiler.h>
#include <linux/stringify.h>
#include <linux/string.h>

#include "tests.h"
#include "../module/compat.h"
#include "../module/flags.h"

/* In a rule, beside letters and what Red Hat prints for a bit that has none. */
#define NO_COLUMN	'.'	/* nothing is printed for it */
#define NOT_KNOWN	'#'	/* what is printed is not known, so all of the text is not */
#define NO_LETTER	"?.#"

/**
 * struct kernel - flags.c as one kernel compiles it, and the rule for it
 * @set: what is printed for each bit when it is set
 * @unset: and when it is not
 * @names: of its flags from bit 16 on
 * @table: its kernel_flags; this and the rest are what the module would have there
 * @flag_row_of: its flag_row()
 * @string_of: its flags_string()
 * @names_of: its flags_names()
 * @string_size: its FLAGS_STRING_SIZE
 */
struct kernel {
	const char *set;
	const char *unset;
	const char *names;
	const struct flag_table *table;
	const struct flag_row *(*flag_row_of)(const struct flag_table *table, unsigned int bit);
	size_t (*string_of)(const struct flag_table *table, unsigned long long mask, char *buf,
			    size_t size);
	size_t (*names_of)(const struct flag_table *table, unsigned long long mask, char *buf,
			   size_t size);
	size_t string_size;
};

/* Behind a buffer: whether more was written than was allowed. */
#define GUARD		0x5a

#define TEXT_SIZE	64

static void expect_text(struct kunit *test, const struct kernel *kernel, unsigned long long mask,
			const char *want)
{
	char got[TEXT_SIZE];
	size_t len;

	memset(got, GUARD, sizeof(got));
	len = kernel->string_of(kernel->table, mask, got, kernel->string_size);
	/* Where one is wrong, thousands are. */
	KUNIT_ASSERT_STREQ_MSG(test, (const char *)got, want, "mask %#llx", mask);
	KUNIT_EXPECT_EQ(test, len, strlen(want));
	KUNIT_EXPECT_EQ(test, (int)got[kernel->string_size], GUARD);
}

static void expect_mask(struct kunit *test, const struct kernel *kernel, unsigned long long mask)
{
	char want[TEXT_SIZE] = "Tainted: ";
	size_t len = strlen(want);
	unsigned int bit;
	char column;

	for (bit = 0; kernel->set[bit]; bit++) {
		column = mask & BIT_ULL(bit) ? kernel->set[bit] : kernel->unset[bit];
		if (column == NOT_KNOWN) {
			len = 0;
			break;
		}
		if (column != NO_COLUMN)
			want[len++] = column;
	}
	want[len] = '\0';
	expect_text(test, kernel, mask, mask ? want : "Not tainted");
}

/* A row for each letter of the rule, with that letter, and no other row. */
static void expect_rows(struct kunit *test, const struct kernel *kernel)
{
	static char names[FLAGS_NAMES_SIZE];
	const size_t columns = strlen(kernel->set);
	unsigned long long named = 0;
	const struct flag_row *row;
	unsigned int bit;

	KUNIT_ASSERT_EQ(test, columns, strlen(kernel->unset));
	KUNIT_EXPECT_EQ(test, columns, (size_t)kernel->table->columns);
	for (bit = 0; bit < 300; bit++) {
		row = kernel->flag_row_of(kernel->table, bit);
		if (bit >= columns || strchr(NO_LETTER, kernel->set[bit])) {
			KUNIT_EXPECT_TRUE_MSG(test, !row, "bit %u", bit);
			continue;
		}
		KUNIT_ASSERT_TRUE_MSG(test, row, "bit %u", bit);
		KUNIT_EXPECT_EQ(test, (unsigned int)row->bit, bit);
		KUNIT_EXPECT_EQ(test, row->set, kernel->set[bit]);
		KUNIT_EXPECT_EQ(test, row->unset, kernel->unset[bit]);
		if (bit >= 16)
			named |= BIT_ULL(bit);
	}
	kernel->names_of(kernel->table, named, names, sizeof(names));
	KUNIT_EXPECT_STREQ(test, (const char *)names, kernel->names);
}

/* The rows, and the text of no bit, of each, of any two, of all, and of all but one. */
static void expect_kernel(struct kunit *test, const struct kernel *kernel)
{
	unsigned int bit, other;

	expect_rows(test, kernel);
	expect_mask(test, kernel, 0);
	expect_mask(test, kernel, ~0ULL);
	for (bit = 0; bit < 64; bit++) {
		expect_mask(test, kernel, BIT_ULL(bit));
		expect_mask(test, kernel, ~BIT_ULL(bit));
		for (other = 0; other < bit; other++)
			expect_mask(test, kernel, BIT_ULL(bit) | BIT_ULL(other));
	}
}

/* Away with the macros of the kernel that this is built for. */
#include "flags_vendor.h"

/* RHEL 7: 3.10; it has no TAINT_FLAGS_COUNT, but 30 columns */
#define KERNEL	rhel7
#define SET	"PFSRMBUDAWCIOELK????????????HT"
#define UNSET	"G               ------------  "
#define NAMES	"hardware_unsupported tech_preview"
#define VENDOR_RHEL			7
#define TAINT_16			16
#define TAINT_17			17
#define TAINT_18			18
#define TAINT_19			19
#define TAINT_20			20
#define TAINT_21			21
#define TAINT_22			22
#define TAINT_23			23
#define TAINT_24			24
#define TAINT_25			25
#define TAINT_26			26
#define TAINT_27			27
#define TAINT_HARDWARE_UNSUPPORTED	28
#define TAINT_TECH_PREVIEW		29
#define TAINT_RESERVED30		30
#define TAINT_RESERVED31		31
#define TAINT_FLAGS_COUNT		30
#include "flags_vendor.h"

/* RHEL 8.0 to 8.9: 4.18.0-80 to -513 */
#define KERNEL	rhel8
#define SET	"PFSRMBUDAWCIOELKXT?????????r?tu?"
#define UNSET	"G                 --------- -  -"
#define NAMES	"aux randstruct support_removed tech_preview unprivileged_bpf"
#define VENDOR_RHEL			8
#define TAINT_AUX			16
#define TAINT_RANDSTRUCT		17
#define TAINT_18			18
#define TAINT_19			19
#define TAINT_20			20
#define TAINT_21			21
#define TAINT_22			22
#define TAINT_23			23
#define TAINT_24			24
#define TAINT_25			25
#define TAINT_26			26
#define TAINT_SUPPORT_REMOVED		27
#define TAINT_28			28
#define TAINT_TECH_PREVIEW		29
#define TAINT_UNPRIVILEGED_BPF		30
#define TAINT_31			31
#define TAINT_FLAGS_COUNT		32
#include "flags_vendor.h"

/* RHEL 8.10: 4.18.0-553 */
#define KERNEL	rhel8_10
#define SET	"PFSRMBUDAWCIOELKXTN????????r?tu?"
#define UNSET	"G                  -------- -  -"
#define NAMES	"aux randstruct test support_removed tech_preview unprivileged_bpf"
#define VENDOR_RHEL			8
#define TAINT_AUX			16
#define TAINT_RANDSTRUCT		17
#define TAINT_TEST			18
#define TAINT_19			19
#define TAINT_20			20
#define TAINT_21			21
#define TAINT_22			22
#define TAINT_23			23
#define TAINT_24			24
#define TAINT_25			25
#define TAINT_26			26
#define TAINT_SUPPORT_REMOVED		27
#define TAINT_28			28
#define TAINT_TECH_PREVIEW		29
#define TAINT_UNPRIVILEGED_BPF		30
#define TAINT_31			31
#define TAINT_FLAGS_COUNT		32
#include "flags_vendor.h"

/* RHEL 9.0: 5.14.0-70 */
#define KERNEL	rhel9_0
#define SET	"PFSRMBUDAWCIOELKXT?????????h???u"
#define UNSET	"G                 --------- --- "
#define NAMES	"aux randstruct support_removed unprivileged_bpf"
#define VENDOR_RHEL			9
#define TAINT_AUX			16
#define TAINT_RANDSTRUCT		17
#define TAINT_18			18
#define TAINT_19			19
#define TAINT_20			20
#define TAINT_21			21
#define TAINT_22			22
#define TAINT_23			23
#define TAINT_24			24
#define TAINT_25			25
#define TAINT_26			26
#define TAINT_SUPPORT_REMOVED		27
#define TAINT_RESERVED28		28
#define TAINT_RESERVED29		29
#define TAINT_RESERVED30		30
#define TAINT_UNPRIVILEGED_BPF		31
#define TAINT_FLAGS_COUNT		32
#include "flags_vendor.h"

/* RHEL 9.4: 5.14.0-427 */
#define KERNEL	rhel9
#define SET	"PFSRMBUDAWCIOELKXTN???????ph???u"
#define UNSET	"G                  -------  --- "
#define NAMES	"aux randstruct test partner_supported support_removed unprivileged_bpf"
#define VENDOR_RHEL			9
#define TAINT_AUX			16
#define TAINT_RANDSTRUCT		17
#define TAINT_TEST			18
#define TAINT_19			19
#define TAINT_20			20
#define TAINT_21			21
#define TAINT_22			22
#define TAINT_23			23
#define TAINT_24			24
#define TAINT_25			25
#define TAINT_PARTNER_SUPPORTED		26
#define TAINT_SUPPORT_REMOVED		27
#define TAINT_RESERVED28		28
#define TAINT_RESERVED29		29
#define TAINT_RESERVED30		30
#define TAINT_UNPRIVILEGED_BPF		31
#define TAINT_FLAGS_COUNT		32
#include "flags_vendor.h"

/* RHEL 10.0: 6.12.0-55 */
#define KERNEL	rhel10
#define SET	"PFSRMBUDAWCIOELKXTN???????ph???u"
#define UNSET	"G                  -------  --- "
#define NAMES	"aux randstruct test partner_supported support_removed unprivileged_bpf"
#define VENDOR_RHEL			10
#define TAINT_AUX			16
#define TAINT_RANDSTRUCT		17
#define TAINT_TEST			18
#define TAINT_19			19
#define TAINT_20			20
#define TAINT_21			21
#define TAINT_22			22
#define TAINT_23			23
#define TAINT_24			24
#define TAINT_25			25
#define TAINT_PARTNER_SUPPORTED		26
#define TAINT_SUPPORT_REMOVED		27
#define TAINT_RESERVED28		28
#define TAINT_RESERVED29		29
#define TAINT_RESERVED30		30
#define TAINT_UNPRIVILEGED_BPF		31
#define TAINT_FLAGS_COUNT		32
#include "flags_vendor.h"

/* kernel-ark, which RHEL 10 comes from: 6.12.0+ */
#define KERNEL	ark
#define SET	"PFSRMBUDAWCIOELKXTNJ??????ph???u"
#define UNSET	"G                   ------  --- "
#define NAMES	"aux randstruct test fwctl partner_supported support_removed unprivileged_bpf"
#define VENDOR_RHEL			10
#define TAINT_AUX			16
#define TAINT_RANDSTRUCT		17
#define TAINT_TEST			18
#define TAINT_FWCTL			19
#define TAINT_20			20
#define TAINT_21			21
#define TAINT_22			22
#define TAINT_23			23
#define TAINT_24			24
#define TAINT_25			25
#define TAINT_PARTNER_SUPPORTED		26
#define TAINT_SUPPORT_REMOVED		27
#define TAINT_RESERVED28		28
#define TAINT_RESERVED29		29
#define TAINT_RESERVED30		30
#define TAINT_UNPRIVILEGED_BPF		31
#define TAINT_FLAGS_COUNT		32
#include "flags_vendor.h"

/* Fedora: 6.0; it is no RHEL, and has none of its flags */
#define KERNEL	fedora
#define SET	"PFSRMBUDAWCIOELKXTN?????????????"
#define UNSET	"G                  -------------"
#define NAMES	"aux randstruct test"
#define TAINT_AUX			16
#define TAINT_RANDSTRUCT		17
#define TAINT_TEST			18
#define TAINT_19			19
#define TAINT_20			20
#define TAINT_21			21
#define TAINT_22			22
#define TAINT_23			23
#define TAINT_24			24
#define TAINT_25			25
#define TAINT_26			26
#define TAINT_27			27
#define TAINT_RESERVED28		28
#define TAINT_RESERVED29		29
#define TAINT_RESERVED30		30
#define TAINT_RESERVED31		31
#define TAINT_FLAGS_COUNT		32
#include "flags_vendor.h"

/* SLES 12, and 15 up to SP1: 4.12; it has neither of mainline's flags 16 and 17 */
#define KERNEL	sles12
#define SET	"PFSRMBUDAWCIOELKH.............NX"
#define UNSET	"G                .............  "
#define NAMES	"unsafe_hibernate no_support external_support"
#define TAINT_UNSAFE_HIBERNATE		16
#define TAINT_NO_SUPPORT		30
#define TAINT_EXTERNAL_SUPPORT		31
#define TAINT_FLAGS_COUNT		32
#include "flags_vendor.h"

/* SLES 15 SP2 as it began: 5.3.18-16 */
#define KERNEL	sles15_sp2
#define SET	"PFSRMBUDAWCIOELKXT.............N"
#define UNSET	"G                 ............. "
#define NAMES	"external_support randstruct no_support"
#define TAINT_AUX			16
#define TAINT_RANDSTRUCT		17
#define TAINT_EXTERNAL_SUPPORT		TAINT_AUX
#define TAINT_NO_SUPPORT		31
#define TAINT_FLAGS_COUNT		32
#include "flags_vendor.h"

/* SLES 15 up to SP5: 5.14 */
#define KERNEL	sles15_sp5
#define SET	"PFSRMBUDAWCIOELKXTH............N"
#define UNSET	"G                  ............ "
#define NAMES	"external_support randstruct unsafe_hibernate no_support"
#define TAINT_AUX			16
#define TAINT_RANDSTRUCT		17
#define TAINT_UNSAFE_HIBERNATE		18
#define TAINT_EXTERNAL_SUPPORT		TAINT_AUX
#define TAINT_NO_SUPPORT		31
#define TAINT_FLAGS_COUNT		32
#include "flags_vendor.h"

/* SLES 15 SP6: 6.4 */
#define KERNEL	sles15_sp6
#define SET	"PFSRMBUDAWCIOELKXTNH...........n"
#define UNSET	"G                   ........... "
#define NAMES	"external_support randstruct test unsafe_hibernate no_support"
#define TAINT_AUX			16
#define TAINT_RANDSTRUCT		17
#define TAINT_TEST			18
#define TAINT_UNSAFE_HIBERNATE		19
#define TAINT_EXTERNAL_SUPPORT		TAINT_AUX
#define TAINT_NO_SUPPORT		31
#define TAINT_FLAGS_COUNT		32
#include "flags_vendor.h"

/* SUSE's kernels from 6.4 on, without the patches for hibernation */
#define KERNEL	suse_6_4
#define SET	"PFSRMBUDAWCIOELKXTN............n"
#define UNSET	"G                  ............ "
#define NAMES	"external_support randstruct test no_support"
#define TAINT_AUX			16
#define TAINT_RANDSTRUCT		17
#define TAINT_TEST			18
#define TAINT_EXTERNAL_SUPPORT		TAINT_AUX
#define TAINT_NO_SUPPORT		31
#define TAINT_FLAGS_COUNT		32
#include "flags_vendor.h"

/* A mainline kernel to come, with a flag that no row describes */
#define KERNEL	future
#define SET	"PFSRMBUDAWCIOELKXTNJ#"
#define UNSET	"G                   #"
#define NAMES	"aux randstruct test fwctl"
#define TAINT_AUX			16
#define TAINT_RANDSTRUCT		17
#define TAINT_TEST			18
#define TAINT_FWCTL			19
#define TAINT_FLAGS_COUNT		21
#include "flags_vendor.h"

/* What such kernels have printed in an oops or a warning; the blank behind it is not theirs. */
static void oopses(struct kunit *test)
{
	static const struct {
		const struct kernel *kernel;
		unsigned long mask;
		const char *text;
	} oopses[] = {
		/* 3.10.0-514.26.2.el7.x86_64 */
		{ &rhel7_kernel, BIT(9) | BIT(12) | BIT(13) | BIT(29),
		  "Tainted: G        W  OE  ------------ T" },
		/* 4.18.0-240.el8.ppc64le */
		{ &rhel8_kernel, BIT(9),
		  "Tainted: G        W        --------- -  -" },
		/* 5.14.0-70.22.1.el9_0.x86_64 */
		{ &rhel9_0_kernel, BIT(5) | BIT(9) | BIT(12) | BIT(13),
		  "Tainted: G    B   W  OE    --------- --- " },
		/* 5.14.0-503.11.1.el9_5.x86_64 */
		{ &rhel9_kernel, BIT(12) | BIT(13),
		  "Tainted: G           OE     -------  --- " },
		/* 6.12.0+ of kernel-ark */
		{ &ark_kernel, BIT(4) | BIT(13) | BIT(16),
		  "Tainted: G   M        E  X   ------  --- " },
		/* 4.12.14-122.74-default */
		{ &sles12_kernel, BIT(0) | BIT(12) | BIT(13),
		  "Tainted: P           OE     " },
		/* 5.3.18-16-default */
		{ &sles15_sp2_kernel, BIT(16),
		  "Tainted: G               X  " },
		/* 5.14.21-150500.55.59-default; 5.3.18-24.52-default has as many columns */
		{ &sles15_sp5_kernel, BIT(12) | BIT(16),
		  "Tainted: G           O   X   " },
		/* 6.4.0-623164-default of SP6 */
		{ &sles15_sp6_kernel, BIT(13),
		  "Tainted: G            E       " },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(oopses); i++)
		expect_text(test, oopses[i].kernel, oopses[i].mask, oopses[i].text);
}

/* Flag 16 goes by mainline's name with Red Hat, but not by its meaning from RHEL 9 on. */
static void meaning_of_aux(struct kunit *test)
{
	static const struct {
		const struct kernel *kernel;
		const char *word;
	} meanings[] = {
		{ &rhel8_kernel, "distribution" },
		{ &rhel9_0_kernel, "technology preview" },
		{ &rhel9_kernel, "technology preview" },
		{ &rhel10_kernel, "technology preview" },
		{ &fedora_kernel, "distribution" },
	};
	const struct flag_row *row;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(meanings); i++) {
		row = meanings[i].kernel->flag_row_of(meanings[i].kernel->table, 16);
		KUNIT_ASSERT_TRUE(test, row);
		KUNIT_EXPECT_TRUE_MSG(test, strstr(row->description, meanings[i].word),
				      "%s", row->description);
	}
}

static struct kunit_case flags_vendors_cases[] = {
	KUNIT_CASE(rhel7),
	KUNIT_CASE(rhel8),
	KUNIT_CASE(rhel8_10),
	KUNIT_CASE(rhel9_0),
	KUNIT_CASE(rhel9),
	KUNIT_CASE(rhel10),
	KUNIT_CASE(ark),
	KUNIT_CASE(fedora),
	KUNIT_CASE(sles12),
	KUNIT_CASE(sles15_sp2),
	KUNIT_CASE(sles15_sp5),
	KUNIT_CASE(sles15_sp6),
	KUNIT_CASE(suse_6_4),
	KUNIT_CASE(future),
	KUNIT_CASE(oopses),
	KUNIT_CASE(meaning_of_aux),
	{}
};

struct kunit_suite flags_vendors_suite = {
	.name = "taint_info_flags_vendors",
	.test_cases = flags_vendors_cases,
};
