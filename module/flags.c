// SPDX-License-Identifier: GPL-2.0-only
/*
 * The flag rows and the decoder: a mask into the kernel's own text, into names,
 * into rows.  The command-line tool compiles this file too.
 *
 * In the module a row stands for as long as the kernel has its macro, with the
 * value that is in the row; it asks for the macro, and for a release only where
 * the letter depends on that alone.  User space has all rows, each with the
 * releases that have it.
 *
 * Bits, letters and fillers: kernel/panic.c of Linux 2.6.32 to 7.3, of RHEL 7 to 10
 * and of SLES 12 to 16; RHEL 6: its oopses; SLES 9 and 10: their loader's messages;
 * SLES 11: the header of the patch of SLES 12; 'H' of SLES 15: its oopses have the
 * column, and the letter is that of the patch's author.
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

/* A vendor's row comes before that of mainline whose bit it has. */
static const struct flag_row rows[] = {
	/* --- Red Hat --- */

#if ALL_KERNELS
	ROW(2, 'S', ' ', FLAG_HARDWARE, "unsafe_smp",
	    "several processors are in use that were not made for that",
	    "use one processor (maxcpus=1), or processors that are made for it",
	    RED_HAT, 6, 7),
#endif
#if ALL_KERNELS || (defined(TAINT_AUX) && RHEL_RELEASE >= 9)
	ROW(16, 'X', ' ', FLAG_VENDOR, "aux",
	    "a feature that Red Hat offers as a technology preview is in use",
	    "ask whether the fault goes without that feature; Red Hat does not support it",
	    RED_HAT, 9, 10),
#endif
#if ALL_KERNELS || defined(TAINT_PARTNER_SUPPORTED)
	ROW(26, 'p', ' ', FLAG_VENDOR, "partner_supported",
	    "a module was loaded that a partner of Red Hat supports",
	    "report faults of that module to the partner",
	    RED_HAT, 9, 10),
#endif
#if ALL_KERNELS || defined(TAINT_BIT_BY_ZOMBIE)
	ROW(27, '?', ' ', FLAG_VENDOR, "bit_by_zombie",
	    "the boot option OMGZOMBIES was given",
	    "none: it is a joke of the vendor's",
	    RED_HAT, 6, 6),
#endif
#if ALL_KERNELS || (defined(TAINT_SUPPORT_REMOVED) && RHEL_RELEASE == 8)
	ROW(27, 'r', ' ', FLAG_VENDOR, "support_removed",
	    "a driver runs a device that Red Hat no longer supports",
	    "look in the kernel log for the device; plan to replace it",
	    RED_HAT, 8, 8),
#endif
#if ALL_KERNELS || (defined(TAINT_SUPPORT_REMOVED) && RHEL_RELEASE != 8)
	ROW(27, 'h', ' ', FLAG_VENDOR, "support_removed",
	    "a driver runs a device that Red Hat no longer supports",
	    "look in the kernel log for the device; plan to replace it",
	    RED_HAT, 9, 10),
#endif
#if ALL_KERNELS || defined(TAINT_HARDWARE_UNSUPPORTED)
	ROW(28, 'H', ' ', FLAG_VENDOR, "hardware_unsupported",
	    "the kernel runs on hardware that Red Hat does not support",
	    "look in the kernel log for the hardware; expect no support for it",
	    RED_HAT, 6, 7),
#endif
#if ALL_KERNELS || (defined(TAINT_TECH_PREVIEW) && RHEL_RELEASE != 8)
	ROW(29, 'T', ' ', FLAG_VENDOR, "tech_preview",
	    "a feature that Red Hat offers as a technology preview is in use",
	    "ask whether the fault goes without that feature; Red Hat does not support it",
	    RED_HAT, 6, 7),
#endif
#if ALL_KERNELS || (defined(TAINT_TECH_PREVIEW) && RHEL_RELEASE == 8)
	ROW(29, 't', ' ', FLAG_VENDOR, "tech_preview",
	    "a feature that Red Hat offers as a technology preview is in use",
	    "ask whether the fault goes without that feature; Red Hat does not support it",
	    RED_HAT, 8, 8),
#endif
#if ALL_KERNELS || (defined(TAINT_UNPRIVILEGED_BPF) && TAINT_UNPRIVILEGED_BPF == 30)
	ROW(30, 'u', ' ', FLAG_USER, "unprivileged_bpf",
	    "users without privileges may load BPF programs",
	    "set kernel.unprivileged_bpf_disabled to 1; the mark stays until the next boot",
	    RED_HAT, 8, 8),
#endif
#if ALL_KERNELS || (defined(TAINT_UNPRIVILEGED_BPF) && TAINT_UNPRIVILEGED_BPF == 31)
	ROW(31, 'u', ' ', FLAG_USER, "unprivileged_bpf",
	    "users without privileges may load BPF programs",
	    "set kernel.unprivileged_bpf_disabled to 1; the mark stays until the next boot",
	    RED_HAT, 9, 10),
#endif

	/* --- SUSE, where the kernel was built with CONFIG_SUSE_KERNEL_SUPPORTED --- */

#if ALL_KERNELS
	ROW(FLAG_NO_BIT, 'U', ' ', FLAG_VENDOR, "no_support",
	    "a module was loaded that the vendor does not support",
	    "ask whether the fault goes without that module, or ask its author",
	    SUSE, 900, 1099),
#endif
#if ALL_KERNELS || (defined(TAINT_UNSAFE_HIBERNATE) && TAINT_UNSAFE_HIBERNATE == 16)
	ROW(16, 'H', ' ', FLAG_USER, "unsafe_hibernate",
	    "the system was resumed from an image whose signature was not valid",
	    "boot afresh, and find out who wrote the image",
	    SUSE, 1200, 1299),
#endif
#if ALL_KERNELS || (defined(TAINT_UNSAFE_HIBERNATE) && TAINT_UNSAFE_HIBERNATE == 18)
	ROW(18, 'H', ' ', FLAG_USER, "unsafe_hibernate",
	    "the system was resumed from an image whose signature was not valid",
	    "boot afresh, and find out who wrote the image",
	    SUSE, 1502, 1505),
#endif
#if ALL_KERNELS || (defined(TAINT_UNSAFE_HIBERNATE) && TAINT_UNSAFE_HIBERNATE == 19)
	ROW(19, 'H', ' ', FLAG_USER, "unsafe_hibernate",
	    "the system was resumed from an image whose signature was not valid",
	    "boot afresh, and find out who wrote the image",
	    SUSE, 1506, 1507),
#endif
#if ALL_KERNELS || (defined(TAINT_EXTERNAL_SUPPORT) && TAINT_EXTERNAL_SUPPORT == 16)
	ROW(16, 'X', ' ', FLAG_VENDOR, "external_support",
	    "a module was loaded that a partner of SUSE supports",
	    "report faults of that module to the partner",
	    SUSE, 1502, 1699),
#endif
#if ALL_KERNELS || (defined(TAINT_NO_SUPPORT) && TAINT_NO_SUPPORT == 30)
	ROW(30, 'N', ' ', FLAG_VENDOR, "no_support",
	    "a module was loaded that SUSE does not support",
	    "ask whether the fault goes without that module, or ask its author",
	    SUSE, 1100, 1501),
#endif
#if ALL_KERNELS || (defined(TAINT_EXTERNAL_SUPPORT) && TAINT_EXTERNAL_SUPPORT == 31)
	ROW(31, 'X', ' ', FLAG_VENDOR, "external_support",
	    "a module was loaded that a partner of SUSE supports",
	    "report faults of that module to the partner",
	    SUSE, 1100, 1501),
#endif
	/* A test has the letter N as soon as there is such a flag. */
#if ALL_KERNELS || (defined(TAINT_NO_SUPPORT) && TAINT_NO_SUPPORT == 31 && !defined(TAINT_TEST))
	ROW(31, 'N', ' ', FLAG_VENDOR, "no_support",
	    "a module was loaded that SUSE does not support",
	    "ask whether the fault goes without that module, or ask its author",
	    SUSE, 1502, 1505),
#endif
#if ALL_KERNELS || (defined(TAINT_NO_SUPPORT) && TAINT_NO_SUPPORT == 31 && defined(TAINT_TEST))
	ROW(31, 'n', ' ', FLAG_VENDOR, "no_support",
	    "a module was loaded that SUSE does not support",
	    "ask whether the fault goes without that module, or ask its author",
	    SUSE, 1506, 1699),
#endif

	/* --- mainline --- */

	ROW(0, 'P', 'G', FLAG_MODULE, "proprietary_module",
	    "a module whose licence is not GPL-compatible was loaded",
	    "boot without that module and see whether the fault comes back, before reporting it",
	    MAINLINE, 0, FLAG_NEWEST),
	ROW(1, 'F', ' ', FLAG_MODULE, "forced_module",
	    "a module was loaded by force, without the check that it fits this kernel",
	    "boot without that module, or build it for this very kernel",
	    MAINLINE, 0, FLAG_NEWEST),
#if ALL_KERNELS
	ROW(2, 'S', ' ', FLAG_HARDWARE, "unsafe_smp",
	    "several processors are in use that were not made for that",
	    "use one processor (maxcpus=1), or processors that are made for it",
	    MAINLINE, 0, FLAG_RELEASE(3, 14, 255)),
#endif
	ROW(2, 'S', ' ', FLAG_HARDWARE, "cpu_out_of_spec",
	    "the processor or the system runs outside of its specification",
	    "look in the kernel log for what it is, such as a write to an MSR or a forced feature",
	    MAINLINE, FLAG_RELEASE(3, 15, 0), FLAG_NEWEST),
	ROW(3, 'R', ' ', FLAG_USER, "forced_rmmod",
	    "a module was removed by force while it may have been in use",
	    "boot again: code that is gone may still be called",
	    MAINLINE, 0, FLAG_NEWEST),
	ROW(4, 'M', ' ', FLAG_HARDWARE, "machine_check",
	    "the processor reported a hardware error (machine check)",
	    "read the hardware error log (rasdaemon, mcelog, the BMC); test memory and processor",
	    MAINLINE, FLAG_RELEASE(2, 6, 14), FLAG_NEWEST),
	ROW(5, 'B', ' ', FLAG_FAULT, "bad_page",
	    "memory management found a page or an object in an impossible state",
	    "find the first \"Bad page\" or slab report in the log; test the memory",
	    MAINLINE, FLAG_RELEASE(2, 6, 14), FLAG_NEWEST),
	ROW(6, 'U', ' ', FLAG_USER, "user",
	    "user space asked for this mark, or took a risk that the kernel notes",
	    "find out which program or script did it; the kernel itself is not at fault",
	    MAINLINE, FLAG_RELEASE(2, 6, 21), FLAG_NEWEST),
	ROW(7, 'D', ' ', FLAG_FAULT, "die",
	    "the kernel hit a fatal fault or a BUG() and killed what was running (oops)",
	    "save the log and boot again soon: locks may still be held; look into the first oops",
	    MAINLINE, FLAG_RELEASE(2, 6, 23), FLAG_NEWEST),
	ROW(8, 'A', ' ', FLAG_USER, "overridden_acpi_table",
	    "an ACPI table of the firmware was replaced by one that the user supplied",
	    "boot with the firmware's own table and see whether the fault comes back",
	    MAINLINE, FLAG_RELEASE(2, 6, 25), FLAG_NEWEST),
	ROW(9, 'W', ' ', FLAG_FAULT, "warn",
	    "the kernel met a state that its authors thought impossible (WARN)",
	    "look into the first warning in the log; later ones may be its consequence",
	    MAINLINE, FLAG_RELEASE(2, 6, 26), FLAG_NEWEST),
	ROW(10, 'C', ' ', FLAG_MODULE, "crap",
	    "a driver of unproven quality, from the staging tree, was loaded",
	    "boot without that driver and see whether the fault comes back, before reporting it",
	    MAINLINE, FLAG_RELEASE(2, 6, 28), FLAG_NEWEST),
	ROW(11, 'I', ' ', FLAG_HARDWARE, "firmware_workaround",
	    "a severe bug of the platform's firmware was found and worked around",
	    "look for an update of the firmware",
	    MAINLINE, FLAG_RELEASE(2, 6, 35), FLAG_NEWEST),
	ROW(12, 'O', ' ', FLAG_MODULE, "oot_module",
	    "a module from outside the kernel's source tree was loaded",
	    "boot without that module and see whether the fault comes back, before reporting it",
	    MAINLINE, FLAG_RELEASE(3, 2, 0), FLAG_NEWEST),
	ROW(13, 'E', ' ', FLAG_MODULE, "unsigned_module",
	    "a module without a valid signature was loaded on a kernel that knows signatures",
	    "check where that module comes from; sign it if it is yours",
	    MAINLINE, FLAG_RELEASE(3, 15, 0), FLAG_NEWEST),
	ROW(14, 'L', ' ', FLAG_FAULT, "softlockup",
	    "a processor was kept from scheduling for too long (soft lockup)",
	    "look in the log for what ran there; on a virtual machine, whether the host was overloaded",
	    MAINLINE, FLAG_RELEASE(3, 17, 0), FLAG_NEWEST),
	ROW(15, 'K', ' ', FLAG_MODULE, "livepatch",
	    "code of the running kernel was replaced by a live patch",
	    "report faults with the names of the patches; see whether one comes back without them",
	    MAINLINE, FLAG_RELEASE(4, 0, 0), FLAG_NEWEST),
#if ALL_KERNELS || defined(TAINT_AUX)
	ROW(16, 'X', ' ', FLAG_VENDOR, "aux",
	    "auxiliary flag; the distribution decides what it means",
	    "ask the distribution",
	    MAINLINE, FLAG_RELEASE(4, 15, 0), FLAG_NEWEST),
#endif
#if ALL_KERNELS || defined(TAINT_RANDSTRUCT)
	ROW(17, 'T', ' ', FLAG_BUILD, "randstruct",
	    "the kernel or a module was built with randomised structure layouts",
	    "none: give the build's seed to whoever reads a crash dump of it",
	    MAINLINE, FLAG_RELEASE(4, 17, 0), FLAG_NEWEST),
#endif
#if ALL_KERNELS || defined(TAINT_TEST)
	ROW(18, 'N', ' ', FLAG_TEST, "test",
	    "a test, such as a KUnit suite, ran inside the kernel",
	    "boot again before using the machine for anything else",
	    MAINLINE, FLAG_RELEASE(6, 0, 0), FLAG_NEWEST),
#endif
#if ALL_KERNELS || defined(TAINT_FWCTL)
	ROW(19, 'J', ' ', FLAG_USER, "fwctl",
	    "user space changed a device behind its driver through a fwctl debug call",
	    "find out which tool did it; reset the device before blaming its driver",
	    MAINLINE, FLAG_RELEASE(6, 15, 0), FLAG_NEWEST),
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
	return table->gaps == GAPS_MARKED && bit < table->columns;
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
		} else if (table->gaps != GAPS_SKIPPED) {
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
