/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * flags.c once more, as a kernel compiles it: KERNEL is its name here, SET, UNSET and
 * NAMES are its rule, and the TAINT_ macros and VENDOR_RHEL are those of its headers.
 * What comes of it is a struct kernel, and a test case of the kernel's name.
 *
 * To be included for each kernel.  All those macros are undefined afterwards; where there
 * is no KERNEL that is all it does.
 */
#ifdef KERNEL

#ifndef VENDOR_RHEL
#define VENDOR_RHEL		0
#endif

/* Each kernel has names of its own.  struct flag_row has no bracket, and stays what it is. */
#define OWN(name)		__PASTE(KERNEL, _##name)
#define flag_row(...)		OWN(flag_row)(__VA_ARGS__)
#define flag_category_name(...)	OWN(flag_category_name)(__VA_ARGS__)
#define flag_name(...)		OWN(flag_name)(__VA_ARGS__)
#define flags_string(...)	OWN(flags_string)(__VA_ARGS__)
#define flags_names(...)	OWN(flags_names)(__VA_ARGS__)
#define kernel_flags		OWN(kernel_flags)
#define rows			OWN(rows)
#define category_names		OWN(category_names)
#define has_row			OWN(has_row)
#define is_marked		OWN(is_marked)
#define is_skipped		OWN(is_skipped)

extern const struct flag_table kernel_flags;
const struct flag_row *flag_row(const struct flag_table *table, unsigned int bit);
const char *flag_category_name(enum flag_category category);
size_t flag_name(const struct flag_table *table, unsigned int bit, char *buf, size_t size);
size_t flags_string(const struct flag_table *table, unsigned long long mask, char *buf,
		    size_t size);
size_t flags_names(const struct flag_table *table, unsigned long long mask, char *buf, size_t size);

#include "../module/flags.c"

static const struct kernel OWN(kernel) = {
	.set = SET,
	.unset = UNSET,
	.names = NAMES,
	.table = &kernel_flags,
	.flag_row_of = OWN(flag_row),
	.string_of = OWN(flags_string),
	.names_of = OWN(flags_names),
	.string_size = FLAGS_STRING_SIZE,
};

static void KERNEL(struct kunit *test)
{
	expect_kernel(test, &OWN(kernel));
}

#undef OWN
#undef flag_row
#undef flag_category_name
#undef flag_name
#undef flags_string
#undef flags_names
#undef kernel_flags
#undef rows
#undef category_names
#undef has_row
#undef is_marked
#undef is_skipped

#endif

#undef KERNEL
#undef SET
#undef UNSET
#undef NAMES

#undef VENDOR_RHEL
#undef TAINT_FLAGS_COUNT
#undef TAINT_AUX
#undef TAINT_RANDSTRUCT
#undef TAINT_TEST
#undef TAINT_FWCTL
#undef TAINT_PARTNER_SUPPORTED
#undef TAINT_BIT_BY_ZOMBIE
#undef TAINT_SUPPORT_REMOVED
#undef TAINT_HARDWARE_UNSUPPORTED
#undef TAINT_TECH_PREVIEW
#undef TAINT_UNPRIVILEGED_BPF
#undef TAINT_UNSAFE_HIBERNATE
#undef TAINT_EXTERNAL_SUPPORT
#undef TAINT_NO_SUPPORT
#undef TAINT_13
#undef TAINT_14
#undef TAINT_15
#undef TAINT_16
#undef TAINT_17
#undef TAINT_18
#undef TAINT_19
#undef TAINT_20
#undef TAINT_21
#undef TAINT_22
#undef TAINT_23
#undef TAINT_24
#undef TAINT_25
#undef TAINT_26
#undef TAINT_27
#undef TAINT_28
#undef TAINT_29
#undef TAINT_30
#undef TAINT_31
#undef TAINT_RESERVED13
#undef TAINT_RESERVED14
#undef TAINT_RESERVED15
#undef TAINT_RESERVED16
#undef TAINT_RESERVED17
#undef TAINT_RESERVED18
#undef TAINT_RESERVED19
#undef TAINT_RESERVED20
#undef TAINT_RESERVED21
#undef TAINT_RESERVED22
#undef TAINT_RESERVED23
#undef TAINT_RESERVED24
#undef TAINT_RESERVED25
#undef TAINT_RESERVED26
#undef TAINT_RESERVED27
#undef TAINT_RESERVED28
#undef TAINT_RESERVED29
#undef TAINT_RESERVED30
#undef TAINT_RESERVED31
