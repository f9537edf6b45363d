// SPDX-License-Identifier: GPL-2.0-only
/*
 * The flag rows and the decoder: a mask into the kernel's own text, into names,
 * into rows.  The command-line tool compiles this file too.
 *
 * Context: any; constants and arguments alone.
 */
#include "flags.h"

#ifdef __KERNEL__
#include <linux/string.h>
#include <linux/stringify.h>
#include "compat.h"

#define ALL_KERNELS 0
#define ROW(bit, set, unset, category, name, description, advice, family, from, to) \
	{ bit, set, unset, category, name, description }
#else
#include <string.h>

#define ALL_KERNELS 1
#define ROW(...) { __VA_ARGS__ }
#endif

#include "flag_rows.h"

static const char * const category_names[] = {
	[FLAG_MODULE] = "module",
	[FLAG_FAULT] = "fault",
	[FLAG_HARDWARE] = "hardware",
	[FLAG_USER] = "user",
	[FLAG_BUILD] = "build",
	[FLAG_TEST] = "test",
	[FLAG_VENDOR] = "vendor",
};

#ifdef __KERNEL__
/*
 * TAINT_FLAGS_COUNT is the last flag's bit and one; SUSE's leaves a gap before it, which
 * is taken for one unless a flag of theirs that has moved before has moved again.
 */
const struct flag_table kernel_flags = {
	.columns = TAINT_FLAGS_COUNT,
#if defined(TAINT_NO_SUPPORT) && !(defined(TAINT_UNSAFE_HIBERNATE) && TAINT_UNSAFE_HIBERNATE > 19)
	.gaps = GAPS_SKIPPED,
#endif
};

static bool has_row(const struct flag_table *table, const struct flag_row *row)
{
	return true;
}

/* Red Hat's kernels have a macro for each bit, one with a number for those in reserve. */
#define IS_NUMBER(macro)	(__stringify(macro)[0] != 'T')
#define RESERVED(bit)		((unsigned long)(IS_NUMBER(TAINT_##bit) || \
						 IS_NUMBER(TAINT_RESERVED##bit)) << (bit))

static bool is_marked(const struct flag_table *table, unsigned int bit)
{
	const unsigned long reserved =
		RESERVED(13) | RESERVED(14) | RESERVED(15) | RESERVED(16) | RESERVED(17) |
		RESERVED(18) | RESERVED(19) | RESERVED(20) | RESERVED(21) | RESERVED(22) |
		RESERVED(23) | RESERVED(24) | RESERVED(25) | RESERVED(26) | RESERVED(27) |
		RESERVED(28) | RESERVED(29) | RESERVED(30) | RESERVED(31);

	return reserved >> bit & 1;
}

static bool is_skipped(const struct flag_table *table, unsigned int bit)
{
	return table->gaps == GAPS_SKIPPED;
}
#else
static const char * const category_trusts[] = {
	[FLAG_MODULE] = "foreign code runs in the kernel: what it says may be that code's doing",
	[FLAG_FAULT] = "the kernel has misbehaved: what it says later may be a consequence",
	[FLAG_HARDWARE] = "the machine is in doubt: no software needs to be at fault",
	[FLAG_USER] = "someone asked for it: what the kernel says may be their doing",
	[FLAG_BUILD] = "the kernel is built that way: what it says is as good as ever",
	[FLAG_TEST] = "a test may have broken things on purpose: trust nothing after that",
	[FLAG_VENDOR] = "it is about support: trust it as far as that module or feature",
};

/**
 * flag_category_trust() - what a flag of a category means for trusting the kernel's messages
 * @category: that of a row
 *
 * Return: one line, never NULL.
 */
const char *flag_category_trust(enum flag_category category)
{
	return category_trusts[category];
}

/**
 * flag_row_at() - all rows, those of one vendor before those of mainline
 * @index: from 0 on
 *
 * Return: the row, or NULL after the last one.
 */
const struct flag_row *flag_row_at(size_t index)
{
	return index < ARRAY_SIZE(rows) ? &rows[index] : NULL;
}

/* A span of releases. */
static bool spans(const struct flag_row *row, unsigned int release)
{
	return row->from <= release && release <= row->to;
}

/**
 * flag_in() - whether the kernel of a table has a flag
 * @table: the table
 * @row: the flag
 *
 * A row of mainline does not count where the vendor gives its bit another one.
 */
bool flag_in(const struct flag_table *table, const struct flag_row *row)
{
	if (row->bit == FLAG_NO_BIT)
		return row->family == table->family && spans(row, table->release);
	return flag_row(table, row->bit) == row;
}

static bool has_row(const struct flag_table *table, const struct flag_row *row)
{
	if (row->family == MAINLINE)
		return spans(row, table->base);
	return row->family == table->family && spans(row, table->release);
}

static bool is_marked(const struct flag_table *table, unsigned int bit)
{
	return bit < table->columns && (table->gaps == GAPS_MARKED ||
					(table->gaps == GAPS_BUT_13 && bit != 13));
}

static bool is_skipped(const struct flag_table *table, unsigned int bit)
{
	return table->gaps == GAPS_SKIPPED || (table->gaps == GAPS_BUT_13 && bit == 13);
}
#endif

/**
 * flag_row() - what is known of a flag
 * @table: the kernel
 * @bit: its number, any value
 *
 * Return: the row, or NULL for a bit that this kernel does not define.
 */
const struct flag_row *flag_row(const struct flag_table *table, unsigned int bit)
{
	size_t i;

	if (bit >= 64)
		return NULL;
	for (i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].bit == bit && has_row(table, &rows[i]))
			return &rows[i];
	return NULL;
}

/**
 * flag_category_name() - the word for a category
 * @category: that of a row
 *
 * Return: the word, never NULL.
 */
const char *flag_category_name(enum flag_category category)
{
	return category_names[category];
}

/**
 * flag_name() - the name of a flag, bit_<n> where it has none
 * @table: the kernel
 * @bit: its number, any value
 * @buf: where to
 * @size: bytes in @buf; FLAG_NAME_SIZE is always enough
 *
 * Return: the length of the name, without the NUL.
 */
size_t flag_name(const struct flag_table *table, unsigned int bit, char *buf, size_t size)
{
	const struct flag_row *row = flag_row(table, bit);

	if (row)
		return snprintf(buf, size, "%s", row->name);
	return snprintf(buf, size, "bit_%u", bit);
}

/**
 * flags_string() - a mask as the kernel prints it in an oops
 * @table: the kernel
 * @mask: any value
 * @buf: where to
 * @size: bytes in @buf, at least FLAGS_STRING_SIZE
 *
 * A kernel newer than this file may print a column that no row describes; then
 * the text is not known and, since nothing is guessed, empty.
 *
 * Return: the length of the text, without the NUL.
 */
size_t flags_string(const struct flag_table *table, unsigned long long mask, char *buf, size_t size)
{
	static const char prefix[] = "Tainted: ";
	char columns[64] = "";
	const struct flag_row *row;
	size_t i, len = sizeof(prefix) - 1;
	unsigned int bit;

	if (!mask)
		return snprintf(buf, size, "Not tainted");

	/* Backwards: as in flag_row(), the first row of a bit is the one that counts. */
	for (i = ARRAY_SIZE(rows); i--;) {
		row = &rows[i];
		if (row->bit < sizeof(columns) && has_row(table, row))
			columns[row->bit] = mask >> row->bit & 1 ? row->set : row->unset;
	}

	memcpy(buf, prefix, len);
	for (bit = 0; bit < table->columns; bit++) {
		if (columns[bit]) {
			buf[len++] = columns[bit];
		} else if (is_marked(table, bit)) {
			buf[len++] = mask >> bit & 1 ? '?' : '-';
		} else if (!is_skipped(table, bit)) {
			len = 0;
			break;
		}
	}
	if (table->gaps == GAPS_UNKNOWN)
		len = 0;
	buf[len] = '\0';
	return len;
}

/**
 * flags_names() - the names of the flags in a mask, lowest bit first
 * @table: the kernel
 * @mask: any value
 * @buf: where to; one blank between two names
 * @size: bytes in @buf, at least FLAGS_NAMES_SIZE
 *
 * Return: the length of the text, without the NUL; 0 when the mask is 0.
 */
size_t flags_names(const struct flag_table *table, unsigned long long mask, char *buf, size_t size)
{
	unsigned int bit;
	size_t len = 0;

	buf[0] = '\0';
	for (bit = 0; bit < 64; bit++) {
		if (!(mask >> bit & 1))
			continue;
		if (len)
			buf[len++] = ' ';
		len += flag_name(table, bit, buf + len, size - len);
	}
	return len;
}
