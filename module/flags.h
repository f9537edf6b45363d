/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The taint flags of the kernel that this is built against, and the decoder.
 *
 * Pure C: no kernel state, no allocation, no lock; callable from any context
 * and compiled by user-space programs as well, which get the mainline flags.
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

#define TAINT_PROPRIETARY_MODULE	0
#define TAINT_FORCED_MODULE		1
#define TAINT_CPU_OUT_OF_SPEC		2
#define TAINT_FORCED_RMMOD		3
#define TAINT_MACHINE_CHECK		4
#define TAINT_BAD_PAGE			5
#define TAINT_USER			6
#define TAINT_DIE			7
#define TAINT_OVERRIDDEN_ACPI_TABLE	8
#define TAINT_WARN			9
#define TAINT_CRAP			10
#define TAINT_FIRMWARE_WORKAROUND	11
#define TAINT_OOT_MODULE		12
#define TAINT_UNSIGNED_MODULE		13
#define TAINT_SOFTLOCKUP		14
#define TAINT_LIVEPATCH			15
#define TAINT_AUX			16
#define TAINT_RANDSTRUCT		17
#define TAINT_TEST			18
#define TAINT_FWCTL			19
#define TAINT_FLAGS_COUNT		20
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

/**
 * struct flag_row - one taint flag
 * @bit: its number in the mask
 * @set: the letter that the kernel prints when the flag is set
 * @unset: the character in its place when it is not
 * @category: see enum flag_category
 * @name: the TAINT_ macro in lower case
 * @description: what happened, in one line
 */
struct flag_row {
	unsigned char bit;
	char set;
	char unset;
	unsigned char category;
	const char *name;
	const char *description;
};

/* Room for any name, "bit_4294967295" included, and its NUL. */
#define FLAG_NAME_SIZE		32
/* Room for the kernel's text: a prefix and one column for each flag. */
#define FLAGS_STRING_SIZE	(sizeof("Tainted: ") + TAINT_FLAGS_COUNT)
/* Room for the names of 64 flags. */
#define FLAGS_NAMES_SIZE	(64 * FLAG_NAME_SIZE)

const struct flag_row *flag_row(unsigned int bit);
const char *flag_category_name(enum flag_category category);
size_t flag_name(unsigned int bit, char *buf, size_t size);
size_t flags_string(unsigned long long mask, char *buf, size_t size);
size_t flags_names(unsigned long long mask, char *buf, size_t size);

#endif
