/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The taint flags, and the decoder.
 *
 * Pure C: no kernel state, no allocation, no lock; callable from any context.  The
 * module gets the rows of the kernel that it is built against; user space, which
 * compiles the same file, those of all kernels, and picks by a table of its own.
 */
#ifndef TAINT_INFO_FLAGS_H
#define TAINT_INFO_FLAGS_H

#ifdef __KERNEL__
#include <linux/kernel.h>
#include <linux/types.h>
#else
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#endif

/**
 * enum flag_category - what kind of trouble a flag speaks of
 * @FLAG_MODULE: foreign code is inside
 * @FLAG_FAULT: the kernel misbehaved; what it says later may be a consequence
 * @FLAG_HARDWARE: the machine or its firmware misbehaved
 * @FLAG_USER: someone asked for it
 * @FLAG_BUILD: the way the kernel was built
 * @FLAG_TEST: a test ran inside the kernel
 * @FLAG_VENDOR: the distribution gives it its meaning
 */
enum flag_category {
	FLAG_MODULE,
	FLAG_FAULT,
	FLAG_HARDWARE,
	FLAG_USER,
	FLAG_BUILD,
	FLAG_TEST,
	FLAG_VENDOR,
};

#ifndef __KERNEL__
/**
 * enum flag_family - whose kernels have a flag
 * @MAINLINE: all of them; releases are FLAG_RELEASE() of the kernel
 * @UBUNTU: Ubuntu's, where it is not mainline's; releases as of mainline
 * @RED_HAT: Red Hat's and their kin; releases are RHEL and minor release: 902
 * @SUSE: SUSE's with support flags; releases are SLES and service pack: 1502
 */
enum flag_family {
	MAINLINE,
	UBUNTU,
	RED_HAT,
	SUSE,
};

#define FLAG_RELEASE(major, minor, patch) ((major) << 16 | (minor) << 8 | (patch))
#define FLAG_NEWEST	~0U

/* For a letter whose number no source tells. */
#define FLAG_NO_BIT	255
#endif

/**
 * struct flag_row - one taint flag
 * @bit: its number in the mask
 * @set: the letter that the kernel prints when the flag is set
 * @unset: the character in its place when it is not
 * @category: see enum flag_category
 * @name: the TAINT_ macro in lower case
 * @description: what happened, in one line
 * @advice: what people ask of it and what to do next, in two lines at most of 84 characters,
 *	the first one up to a ';'; this and the rest are in user space only
 * @family: whose kernels have it
 * @from: the first release of them
 * @to: the last one, or FLAG_NEWEST
 */
struct flag_row {
	unsigned char bit;
	char set;
	char unset;
	unsigned char category;
	const char *name;
	const char *description;
#ifndef __KERNEL__
	const char *advice;
	enum flag_family family;
	unsigned int from;
	unsigned int to;
#endif
};

/**
 * enum flag_gaps - what a kernel prints for a bit below its last column that no flag has
 * @GAPS_NONE: there is no such bit
 * @GAPS_MARKED: '?' when it is set, '-' when it is not
 * @GAPS_SKIPPED: nothing, there is no such column
 * @GAPS_UNKNOWN: no source tells how this kernel prints its flags at all
 * @GAPS_BUT_13: as GAPS_MARKED, but bit 13 has no column; in user space only
 */
enum flag_gaps {
	GAPS_NONE,
	GAPS_MARKED,
	GAPS_SKIPPED,
	GAPS_UNKNOWN,
#ifndef __KERNEL__
	GAPS_BUT_13,
#endif
};

/**
 * struct flag_table - the flags of one kernel
 * @columns: how many bits it prints
 * @gaps: how it prints those of them that have no flag
 * @name: of the table; this and the rest are in user space only
 * @family: whose kernel it is
 * @release: which, as in a row of that family
 * @base: the release of mainline whose flags it has as well
 */
struct flag_table {
	unsigned char columns;
	unsigned char gaps;
#ifndef __KERNEL__
	char name[24];
	enum flag_family family;
	unsigned int release;
	unsigned int base;
#endif
};

#ifdef __KERNEL__
extern const struct flag_table kernel_flags;
#define FLAGS_COLUMNS		TAINT_FLAGS_COUNT
#else
#define FLAGS_COLUMNS		32
#endif

/* Room for any name, "bit_4294967295" included, and its NUL. */
#define FLAG_NAME_SIZE		32
/* Room for the kernel's text: a prefix and one column for each flag. */
#define FLAGS_STRING_SIZE	(sizeof("Tainted: ") + FLAGS_COLUMNS)
/* Room for the names of 64 flags. */
#define FLAGS_NAMES_SIZE	(64 * FLAG_NAME_SIZE)

const struct flag_row *flag_row(const struct flag_table *table, unsigned int bit);
const char *flag_category_name(enum flag_category category);
size_t flag_name(const struct flag_table *table, unsigned int bit, char *buf, size_t size);
size_t flags_string(const struct flag_table *table, unsigned long long mask,
		    char *buf, size_t size);
size_t flags_names(const struct flag_table *table, unsigned long long mask,
		   char *buf, size_t size);

#ifndef __KERNEL__
const struct flag_row *flag_row_at(size_t index);
bool flag_in(const struct flag_table *table, const struct flag_row *row);
const char *flag_category_trust(enum flag_category category);
#endif

#endif
