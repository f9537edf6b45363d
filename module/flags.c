// SPDX-License-Identifier: GPL-2.0-only
/*
 * The flag table and the decoder: a mask into the kernel's own text, into
 * names, into rows.  The command-line tool compiles this file too.
 *
 * A row stands here for as long as any supported kernel has its macro; where
 * some lack it, the row asks for the macro, never for a version.  Bits,
 * letters and fillers: kernel/panic.c of Linux 5.10 to 7.3.
 */
#include "flags.h"

#ifndef ARRAY_SIZE
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#endif

static const struct flag_row rows[] = {
	{ TAINT_PROPRIETARY_MODULE, 'P', 'G', FLAG_MODULE, "proprietary_module",
	  "a module whose licence is not GPL-compatible was loaded" },
	{ TAINT_FORCED_MODULE, 'F', ' ', FLAG_MODULE, "forced_module",
	  "a module was loaded by force, without the check that it fits this kernel" },
	{ TAINT_CPU_OUT_OF_SPEC, 'S', ' ', FLAG_HARDWARE, "cpu_out_of_spec",
	  "the processor or the system runs outside of its specification" },
	{ TAINT_FORCED_RMMOD, 'R', ' ', FLAG_USER, "forced_rmmod",
	  "a module was removed by force while it may have been in use" },
	{ TAINT_MACHINE_CHECK, 'M', ' ', FLAG_HARDWARE, "machine_check",
	  "the processor reported a hardware error (machine check)" },
	{ TAINT_BAD_PAGE, 'B', ' ', FLAG_FAULT, "bad_page",
	  "memory management found a page or an object in an impossible state" },
	{ TAINT_USER, 'U', ' ', FLAG_USER, "user",
	  "user space asked for this mark, or took a risk that the kernel notes" },
	{ TAINT_DIE, 'D', ' ', FLAG_FAULT, "die",
	  "the kernel hit a fatal fault or a BUG() and killed what was running (oops)" },
	{ TAINT_OVERRIDDEN_ACPI_TABLE, 'A', ' ', FLAG_USER, "overridden_acpi_table",
	  "an ACPI table of the firmware was replaced by one that the user supplied" },
	{ TAINT_WARN, 'W', ' ', FLAG_FAULT, "warn",
	  "the kernel met a state that its authors thought impossible (WARN)" },
	{ TAINT_CRAP, 'C', ' ', FLAG_MODULE, "crap",
	  "a driver of unproven quality, from the staging tree, was loaded" },
	{ TAINT_FIRMWARE_WORKAROUND, 'I', ' ', FLAG_HARDWARE, "firmware_workaround",
	  "a severe bug of the platform's firmware was found and worked around" },
	{ TAINT_OOT_MODULE, 'O', ' ', FLAG_MODULE, "oot_module",
	  "a module from outside the kernel's source tree was loaded" },
	{ TAINT_UNSIGNED_MODULE, 'E', ' ', FLAG_MODULE, "unsigned_module",
	  "a module without a valid signature was loaded on a kernel that knows signatures" },
	{ TAINT_SOFTLOCKUP, 'L', ' ', FLAG_FAULT, "softlockup",
	  "a processor was kept from scheduling for too long (soft lockup)" },
	{ TAINT_LIVEPATCH, 'K', ' ', FLAG_MODULE, "livepatch",
	  "code of the running kernel was replaced by a live patch" },
	{ TAINT_AUX, 'X', ' ', FLAG_VENDOR, "aux",
	  "auxiliary flag; the distribution decides what it means" },
	{ TAINT_RANDSTRUCT, 'T', ' ', FLAG_BUILD, "randstruct",
	  "the kernel or a module was built with randomised structure layouts" },
#ifdef TAINT_TEST
	{ TAINT_TEST, 'N', ' ', FLAG_TEST, "test",
	  "a test, such as a KUnit suite, ran inside the kernel" },
#endif
#ifdef TAINT_FWCTL
	{ TAINT_FWCTL, 'J', ' ', FLAG_USER, "fwctl",
	  "user space changed a device behind its driver through a fwctl debug call" },
#endif
};

static const char * const category_names[] = {
	[FLAG_MODULE] = "module",
	[FLAG_FAULT] = "fault",
	[FLAG_HARDWARE] = "hardware",
	[FLAG_USER] = "user",
	[FLAG_BUILD] = "build",
	[FLAG_TEST] = "test",
	[FLAG_VENDOR] = "vendor",
};

/**
 * flag_row() - what is known of a flag
 * @bit: its number, any value
 *
 * Return: the row, or NULL for a bit that this kernel does not define.
 */
const struct flag_row *flag_row(unsigned int bit)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].bit == bit)
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
 * @bit: its number, any value
 * @buf: where to
 * @size: bytes in @buf; FLAG_NAME_SIZE is always enough
 *
 * Return: the length of the name, without the NUL.
 */
size_t flag_name(unsigned int bit, char *buf, size_t size)
{
	const struct flag_row *row = flag_row(bit);

	if (row)
		return snprintf(buf, size, "%s", row->name);
	return snprintf(buf, size, "bit_%u", bit);
}

/**
 * flags_string() - a mask as this kernel prints it in an oops
 * @mask: any value
 * @buf: where to
 * @size: bytes in @buf, at least FLAGS_STRING_SIZE
 *
 * A kernel newer than this file may print a column that no row describes; then
 * the text is not known and, since nothing is guessed, empty.
 *
 * Return: the length of the text, without the NUL.
 */
size_t flags_string(unsigned long long mask, char *buf, size_t size)
{
	const struct flag_row *row;
	unsigned int bit;
	size_t len;

	if (!mask)
		return snprintf(buf, size, "Not tainted");

	len = snprintf(buf, size, "Tainted: ");
	for (bit = 0; bit < TAINT_FLAGS_COUNT; bit++) {
		row = flag_row(bit);
		if (!row) {
			buf[0] = '\0';
			return 0;
		}
		buf[len++] = mask >> bit & 1 ? row->set : row->unset;
	}
	buf[len] = '\0';
	return len;
}

/**
 * flags_names() - the names of the flags in a mask, lowest bit first
 * @mask: any value
 * @buf: where to; one blank between two names
 * @size: bytes in @buf, at least FLAGS_NAMES_SIZE
 *
 * Return: the length of the text, without the NUL; 0 when the mask is 0.
 */
size_t flags_names(unsigned long long mask, char *buf, size_t size)
{
	unsigned int bit;
	size_t len = 0;

	buf[0] = '\0';
	for (bit = 0; bit < 64; bit++) {
		if (!(mask >> bit & 1))
			continue;
		if (len)
			buf[len++] = ' ';
		len += flag_name(bit, buf + len, size - len);
	}
	return len;
}
