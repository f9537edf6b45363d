// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which kernels there are, which one a text is from, and the rows that each has.
 *
 * A table has no flags of its own: the rows of module/flags.c say which kernels have
 * them.  How each kernel prints: kernel/panic.c of RHEL 4, 5, 6.10, 7 to 10 and of SLES 15
 * SP4 on; older ones of RHEL 6, Ubuntu 3.13, Fedora: their oopses.  Older ones of SUSE print
 * in an order that no source tells, and that of 4.12 was cut short.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tables.h"
#include "text.h"

#define NEWEST_MAJOR 7
#define NEWEST_MINOR 3

/* More than any minor release. */
#define NEWEST_OF_RHEL 99

/* Of one vendor oldest first: a release has the first table that is not older. */
static const struct flag_table tables[] = {
	{ 20, GAPS_NONE, "mainline", MAINLINE, FLAG_RELEASE(NEWEST_MAJOR, NEWEST_MINOR, 0),
	  FLAG_RELEASE(NEWEST_MAJOR, NEWEST_MINOR, 0) },
	{ 14, GAPS_NONE, "ubuntu-3.13", UBUNTU, FLAG_RELEASE(3, 13, 0), FLAG_RELEASE(3, 13, 0) },
	/* They have flags that no column shows; late ones of 5 print "----" behind theirs. */
	{ 6, GAPS_NONE, "rhel4", RED_HAT, 409, FLAG_RELEASE(2, 6, 10) },
	{ 6, GAPS_NONE, "rhel5", RED_HAT, 511, FLAG_RELEASE(2, 6, 18) },
	{ 30, GAPS_MARKED, "rhel6.1", RED_HAT, 601, FLAG_RELEASE(2, 6, 35) },
	{ 30, GAPS_MARKED, "rhel6.5", RED_HAT, 605, FLAG_RELEASE(2, 6, 35) },
	{ 30, GAPS_MARKED, "rhel6", RED_HAT, 610, FLAG_RELEASE(2, 6, 35) },
	{ 30, GAPS_BUT_13, "rhel7.1", RED_HAT, 701, FLAG_RELEASE(3, 10, 0) },
	{ 30, GAPS_MARKED, "rhel7", RED_HAT, 709, FLAG_RELEASE(4, 0, 0) },
	{ 32, GAPS_MARKED, "rhel8.9", RED_HAT, 809, FLAG_RELEASE(4, 17, 0) },
	/* From 8.10 and 9.3 on they have the flag for tests, which is of 6.0. */
	{ 32, GAPS_MARKED, "rhel8", RED_HAT, 810, FLAG_RELEASE(6, 0, 0) },
	{ 32, GAPS_MARKED, "rhel9.1", RED_HAT, 901, FLAG_RELEASE(5, 14, 0) },
	{ 32, GAPS_MARKED, "rhel9.2", RED_HAT, 902, FLAG_RELEASE(5, 14, 0) },
	{ 32, GAPS_MARKED, "rhel9", RED_HAT, 906, FLAG_RELEASE(6, 0, 0) },
	{ 32, GAPS_MARKED, "rhel10", RED_HAT, 1000, FLAG_RELEASE(6, 12, 0) },
	/* Of 6.15 and later: the flags of RHEL 10, and mainline's that came since. */
	{ 32, GAPS_MARKED, "fedora", RED_HAT, 1000, FLAG_RELEASE(6, 15, 0) },
	{ 32, GAPS_UNKNOWN, "sles9", SUSE, 900, FLAG_RELEASE(2, 6, 5) },
	{ 32, GAPS_UNKNOWN, "sles10", SUSE, 1000, FLAG_RELEASE(2, 6, 16) },
	{ 32, GAPS_UNKNOWN, "sles11", SUSE, 1100, FLAG_RELEASE(3, 0, 0) },
	{ 32, GAPS_UNKNOWN, "sles12", SUSE, 1200, FLAG_RELEASE(4, 4, 0) },
	{ 32, GAPS_UNKNOWN, "sles15-sp1", SUSE, 1501, FLAG_RELEASE(4, 12, 0) },
	{ 32, GAPS_UNKNOWN, "sles15-sp3", SUSE, 1503, FLAG_RELEASE(5, 3, 0) },
	{ 32, GAPS_SKIPPED, "sles15-sp5", SUSE, 1505, FLAG_RELEASE(5, 14, 0) },
	{ 32, GAPS_SKIPPED, "sles15", SUSE, 1507, FLAG_RELEASE(6, 4, 0) },
	{ 32, GAPS_SKIPPED, "sles16", SUSE, 1600, FLAG_RELEASE(6, 12, 0) },
};

/**
 * table_at() - all tables with a name of their own
 * @index: from 0 on; 0 is mainline, the newest
 *
 * Return: the table, or NULL after the last one.
 */
const struct flag_table *table_at(size_t index)
{
	return index < ARRAY_SIZE(tables) ? &tables[index] : NULL;
}

static const struct flag_table *table_named(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(tables); i++)
		if (!strcmp(tables[i].name, name))
			return &tables[i];
	return NULL;
}

struct version {
	unsigned int major;
	unsigned int minor;
	unsigned int patch;
};

static void set_mainline(struct flag_table *table, const struct version *version)
{
	/* 4.14.336 is no 4.15. */
	unsigned int patch = version->patch > 255 ? 255 : version->patch, bit;

	*table = tables[0];
	table->release = FLAG_RELEASE(version->major, version->minor, patch);
	table->base = table->release;
	if (version->major == 2 && version->minor == 6)
		snprintf(table->name, sizeof(table->name), "mainline-2.6.%u", patch);
	else
		snprintf(table->name, sizeof(table->name), "mainline-%u.%u", version->major,
			 version->minor);
	for (bit = 0; flag_row(table, bit); bit++)
		;
	/* Not all flags of these have a column. */
	if (table->release < FLAG_RELEASE(2, 6, 0))
		bit = 2;
	else if (table->release < FLAG_RELEASE(2, 6, 10))
		bit = 3;
	table->columns = bit;
}

/* A number of at most three digits; moves on. */
static bool get_number(const char **text, unsigned int *number)
{
	unsigned int digits = 0;

	*number = 0;
	while (isdigit((unsigned char)**text)) {
		if (++digits > 3)
			return false;
		*number = *number * 10 + *(*text)++ - '0';
	}
	return digits > 0;
}

/* "6.1", "6.1.0", "2.6.32"; moves on to what follows. */
static bool get_version(const char **text, struct version *version)
{
	version->patch = 0;
	if (!get_number(text, &version->major) || *(*text)++ != '.' ||
	    !get_number(text, &version->minor))
		return false;
	if (**text == '.' && isdigit((unsigned char)(*text)[1])) {
		++*text;
		return get_number(text, &version->patch);
	}
	return true;
}

/* Whether mainline had such a release. */
static bool was_released(const struct version *version)
{
	static const unsigned char last_minor[] = {
		[3] = 19, [4] = 20, [5] = 19, [6] = 19, [NEWEST_MAJOR] = NEWEST_MINOR,
	};

	if (version->major == 2)
		return version->minor == 4 || (version->minor == 6 && version->patch <= 39);
	return version->major >= 3 && version->major <= NEWEST_MAJOR &&
	       version->minor <= last_minor[version->major];
}

/* NULL if all are older. */
static const struct flag_table *table_not_older(enum flag_family family, unsigned int release)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(tables); i++)
		if (tables[i].family == family && tables[i].release >= release)
			return &tables[i];
	return NULL;
}

/* NULL for one that is younger than this program. */
static const struct flag_table *rhel_table(unsigned int major, unsigned int minor)
{
	const struct flag_table *table = table_not_older(RED_HAT, major * 100 + minor);

	return table && table->release / 100 == major ? table : NULL;
}

/* Only of 15 a service pack changed the table; NULL where there is no such SLES. */
static const struct flag_table *sles_table(unsigned int major, unsigned int pack)
{
	char name[16];

	if (major == 15)
		return table_not_older(SUSE, 1500 + (pack < 7 ? pack : 7));
	snprintf(name, sizeof(name), "sles%u", major);
	return table_named(name);
}

/* "rhel8.4", "sles15-sp4": most share a table, which has the name of the last one. */
static const struct flag_table *table_of_minor(const char *name)
{
	unsigned int major, minor;

	if (!strncmp(name, "rhel", 4)) {
		name += 4;
		if (get_number(&name, &major) && *name++ == '.' &&
		    get_number(&name, &minor) && !*name)
			return rhel_table(major, minor);
	} else if (!strncmp(name, "sles15-sp", 9)) {
		name += 9;
		if (get_number(&name, &minor) && !*name && minor <= 7)
			return sles_table(15, minor);
	}
	return NULL;
}

/**
 * table_by_name() - the table that somebody asks for
 * @name: such as "mainline", "mainline-5.10", "rhel8", "rhel8.4", "sles15", "sles15-sp3"; or
 *	a release, as table_of_release() takes it, or words, as table_of_words()
 * @table: filled in
 *
 * Return: whether there is one.
 */
bool table_by_name(const char *name, struct flag_table *table)
{
	const struct flag_table *named = table_named(name);
	struct version version;

	if (!named)
		named = table_of_minor(name);
	if (named) {
		*table = *named;
		return true;
	}
	if (!strncmp(name, "mainline-", 9)) {
		name += 9;
		if (!get_version(&name, &version) || *name || !was_released(&version))
			return false;
		set_mainline(table, &version);
		return true;
	}
	return table_of_words(name, table) || table_of_release(name, table);
}

/**
 * find_table() - the same, with a complaint if there is none
 * @name: see table_by_name()
 * @table: filled in
 *
 * Return: whether there is one.
 */
bool find_table(const char *name, struct flag_table *table)
{
	if (table_by_name(name, table))
		return true;
	complain("'%s' is no table: name a release, as uname -r does, or one of 'taintinfo tables'",
		 name);
	return false;
}

static bool is(const struct version *version, unsigned int major, unsigned int minor)
{
	return version->major == major && version->minor == minor;
}

static bool at_least(const struct version *version, unsigned int major, unsigned int minor)
{
	return version->major > major || (version->major == major && version->minor >= minor);
}

/* The newest table of a RHEL, if the kernel is of its version. */
static const char *rhel_name(const struct version *version, unsigned int major)
{
	if (is(version, 2, 6) && version->patch == 18 && major == 5)
		return "rhel5";
	/* el7a was for processors other than x86. */
	if (is(version, 2, 6) && version->patch == 32 && major == 6)
		return "rhel6";
	if ((is(version, 3, 10) || is(version, 4, 14)) && major == 7)
		return "rhel7";
	if (is(version, 4, 18) && major == 8)
		return "rhel8";
	if (is(version, 5, 14) && major == 9)
		return "rhel9";
	if (is(version, 6, 12) && major == 10)
		return "rhel10";
	return NULL;
}

static const char *fedora_name(const struct version *version)
{
	if (at_least(version, 6, 15))
		return "fedora";
	return at_least(version, 6, 12) ? "rhel10" : "rhel9";
}

/* Minor releases of RHEL, and the build of the kernel with which each came out. */
static const struct {
	unsigned int release;
	unsigned int build;
} builds[] = {
	{ 600, 71 },   { 601, 131 },  { 602, 220 },  { 603, 279 }, { 604, 358 }, { 605, 431 },
	{ 606, 504 },  { 607, 573 },  { 608, 642 },  { 609, 696 }, { 610, 754 }, { 700, 123 },
	{ 701, 229 },  { 702, 327 },  { 703, 514 },  { 704, 693 }, { 705, 862 }, { 706, 957 },
	{ 707, 1062 }, { 708, 1127 }, { 709, 1160 }, { 800, 80 },  { 801, 147 }, { 802, 193 },
	{ 803, 240 },  { 804, 305 },  { 805, 348 },  { 806, 372 }, { 807, 425 }, { 808, 477 },
	{ 809, 513 },  { 810, 553 },  { 900, 70 },   { 901, 162 }, { 902, 284 }, { 903, 362 },
	{ 904, 427 },  { 905, 503 },  { 906, 570 },  { 1000, 55 },
};

/*
 * "-284.11.1" is an update of what came out as -284.  A build between two is CentOS Stream's,
 * on its way to the later one, and is read as that: flags come and none goes, so the later
 * table has all that the build may have, and where the build lacks one yet, its '-' in that
 * column still means no flag.  The earlier table would not know a new flag's letter.
 */
static unsigned int minor_of_build(unsigned int major, const char *rest)
{
	unsigned long build;
	size_t i;

	rest += *rest == '-';
	if (!isdigit((unsigned char)*rest))
		return NEWEST_OF_RHEL;
	build = strtoul(rest, NULL, 10);
	for (i = 0; i < ARRAY_SIZE(builds); i++)
		if (builds[i].release / 100 == major && builds[i].build >= build)
			return builds[i].release % 100;
	return NEWEST_OF_RHEL;
}

/* Others build kernels for these distributions, too: it must be of their version. */
static const struct flag_table *red_hat_table(const struct version *version, const char *rest)
{
	const char *el = strstr(rest, ".el"), *newest;
	const struct flag_table *table;
	unsigned int major, minor;

	if (strstr(rest, ".fc") && at_least(version, 5, 14))
		return table_named(fedora_name(version));
	/* ".EL", ".ELsmp"; RHEL 3 has it as well, and is a 2.4. */
	if (is(version, 2, 6) && version->patch == 9 && strstr(rest, ".EL"))
		return table_named("rhel4");
	if (!el || strstr(rest, "uek") || strstr(rest, "elrepo"))
		return NULL;
	el += 3;
	if (!get_number(&el, &major))
		return NULL;
	newest = rhel_name(version, major);
	if (!newest)
		return NULL;
	/* ".el9_4" says it; ".el9" does not, nor does ".el9_lustre"; el7a has other builds. */
	if (is(version, 4, 14))
		minor = NEWEST_OF_RHEL;
	else if (*el++ != '_' || !get_number(&el, &minor))
		minor = minor_of_build(major, rest);
	table = rhel_table(major, minor);
	return table ? table : table_named(newest);
}

/*
 * "-0.21-smp", "-59.27-default": one number and a flavour; others have more, or less.  Not
 * "vanilla", which is the kernel without SUSE's patches, nor openSUSE's own, such as "desktop".
 */
static const char *suse_flavour(const char *rest)
{
	static const char *const flavours[] = {
		"default",  "smp",	 "bigsmp",    "bigmem",	 "pae",		 "xen",	 "xenpae",
		"vmi",	    "vmipae",	 "kdump",     "debug",	 "trace",	 "ec2",	 "rt",
		"rt_debug", "rt_trace",	 "rt_timing", "preempt", "azure",	 "64kb", "kvmsmall",
		"ppc64",    "pseries64", "iseries64", "sn2",	 "64k-pagesize",
	};
	const char *flavour;
	size_t i;

	/* "3.0.101.rt130-0.28-rt" */
	if (!strncmp(rest, ".rt", 3))
		rest += 3;
	rest += strspn(rest, ".0123456789");
	if (*rest != '-')
		return NULL;
	flavour = strchr(rest + 1, '-');
	for (i = 0; flavour && i < ARRAY_SIZE(flavours); i++)
		if (!strcmp(flavour + 1, flavours[i]))
			return flavours[i];
	return NULL;
}

/* 4.12.14 is the kernel of two products; the first number behind it tells them apart. */
static const char *suse_name_4_12(const char *rest, const char *flavour)
{
	if (!strcmp(flavour, "rt") || !strcmp(flavour, "azure"))
		return NULL;
	switch (strtoul(rest + 1, NULL, 10)) {
	case 23:
	case 25:
	case 150:
	case 195:
	case 197:
		return "sles15-sp1";
	}
	return "sles12";
}

static const char *suse_name(const struct version *version, const char *rest)
{
	const char *flavour = suse_flavour(rest);

	/* "-150400.22-default": service pack 4 of 15, whoever has built it. */
	if (!strncmp(rest, "-150", 4) && strspn(rest + 1, "0123456789") == 6)
		return sles_table(15, rest[4] - '0')->name;
	if (is(version, 6, 12) && !strncmp(rest, "-160", 4))
		return "sles16";
	/* openSUSE's own, without the support flags. */
	if (!flavour || !strncmp(rest, "-lp", 3))
		return NULL;
	if (is(version, 2, 6) && version->patch == 5)
		return "sles9";
	if (is(version, 2, 6) && version->patch == 16)
		return "sles10";
	if (is(version, 2, 6) && (version->patch == 27 || version->patch == 32))
		return "sles11";
	if (is(version, 3, 0))
		return "sles11";
	/* openSUSE has had younger and older ones of the same line. */
	if (is(version, 3, 12) || (is(version, 4, 4) && version->patch >= 21))
		return "sles12";
	if (is(version, 4, 12) && version->patch == 14)
		return suse_name_4_12(rest, flavour);
	if (is(version, 5, 3) && version->patch == 18)
		return "sles15-sp3";
	return NULL;
}

/*
 * 14.04's have the flag for unsigned modules under its first letter, from a build between
 * -34 and -36 on; what others call 3.13.0 has other flavours.
 */
static bool is_ubuntu_3_13(const struct version *version, const char *rest)
{
	static const char *const flavours[] = { "generic", "lowlatency", "powerpc" };
	unsigned int build;
	size_t i;

	if (!is(version, 3, 13) || *rest++ != '-' || !get_number(&rest, &build) || build < 35 ||
	    *rest++ != '-')
		return false;
	for (i = 0; i < ARRAY_SIZE(flavours); i++)
		if (!strncmp(rest, flavours[i], strlen(flavours[i])))
			return true;
	return false;
}

/**
 * table_of_release() - the table of a kernel by its release
 * @release: as from uname -r, alone or with more text behind it, as a bracket
 * @table: filled in
 *
 * A kernel younger than this program is taken for the newest one that is known, and a 2.5
 * for the 2.6.0 that it became.
 *
 * Return: whether it is one.
 */
bool table_of_release(const char *release, struct flag_table *table)
{
	char rest[80];
	struct version version;
	const struct flag_table *known;
	const char *name;
	size_t len = 0;

	if (!get_version(&release, &version))
		return false;
	/* Texts may have brackets around it. */
	while (isalnum((unsigned char)release[len]) ||
	       (release[len] && strchr("._+~-", release[len])))
		len++;
	if (len >= sizeof(rest))
		len = sizeof(rest) - 1;
	memcpy(rest, release, len);
	rest[len] = '\0';

	known = red_hat_table(&version, rest);
	name = known ? NULL : suse_name(&version, rest);
	if (is_ubuntu_3_13(&version, rest))
		name = "ubuntu-3.13";
	if (name)
		known = table_named(name);
	if (known) {
		*table = *known;
		return true;
	}
	if (version.major > 99)
		return false;
	if (at_least(&version, NEWEST_MAJOR, NEWEST_MINOR))
		version = (struct version){ NEWEST_MAJOR, NEWEST_MINOR, 0 };
	else if (is(&version, 2, 5))
		version = (struct version){ 2, 6, 0 };
	/* Fedora 15 and UNAME26 call 3.0 so. */
	else if (is(&version, 2, 6) && version.patch >= 40 && version.patch < 60)
		version = (struct version){ 3, version.patch - 40, 0 };
	if (!was_released(&version))
		return false;
	set_mainline(table, &version);
	return true;
}

/* --- the words of SUSE --- */

/* "15-SP4", "15 SP4", "15_SP4", "15.4", "12"; what follows is no part of a longer number. */
static bool get_product(const char *text, unsigned int *major, unsigned int *minor)
{
	const char *more;

	*minor = 0;
	if (!get_number(&text, major))
		return false;
	more = text + (*text && strchr("-_ ", *text));
	if (!strncasecmp(more, "SP", 2)) {
		more += 2;
		get_number(&more, minor);
	} else if (*text == '.' && isdigit((unsigned char)text[1])) {
		text++;
		get_number(&text, minor);
	}
	return true;
}

/* The linker's version has words, too: of where the kernel was built. */
static bool is_linker(const char *text, const char *words)
{
	return words - text >= 2 && words[-2] == ';' && words[-1] == ' ';
}

/* "SLE15-SP6", "SLES 12 SP5", "SLE_15_SP4". */
static const struct flag_table *table_of_sle(const char *text)
{
	const struct flag_table *table;
	unsigned int major, minor;
	const char *sle;

	for (sle = text; (sle = strstr(sle, "SLE")); sle += 3) {
		if (sle > text && isalnum((unsigned char)sle[-1]))
			continue;
		sle += sle[3] == 'S' || sle[3] == 'D';
		if (!get_product(sle + 3 + (sle[3] && strchr("-_ ", sle[3])), &major, &minor))
			continue;
		table = sles_table(major, minor);
		if (table)
			return table;
	}
	return NULL;
}

/* "SUSE Linux Enterprise Server 15 SP4", "... for SAP Applications 12 SP5", "... Micro 5.3". */
static const struct flag_table *table_of_enterprise(const char *text)
{
	static const char words[] = "SUSE Linux Enterprise ";
	/* The service packs of 15 that Micro 5.0 and later are made of. */
	static const unsigned char micro[] = { 2, 3, 3, 4, 4, 5 };
	unsigned int major, minor;
	const char *suse, *number, *end;

	for (suse = text; (suse = strstr(suse, "SUSE")); suse += 4) {
		if (strncasecmp(suse, words, strlen(words)) || is_linker(text, suse))
			continue;
		number = suse + strlen(words);
		/* "Server for SAP Applications" */
		for (end = number + 64; number < end; number++)
			if (*number != ' ' && !isalpha((unsigned char)*number))
				break;
		if (!get_product(number, &major, &minor))
			continue;
		if (major == 5)
			return sles_table(15, micro[minor < 5 ? minor : 5]);
		return sles_table(major, minor);
	}
	return NULL;
}

/* "6.11.8-1-default #1 openSUSE Tumbleweed". */
static bool get_version_before(const char *text, const char *words, struct version *version)
{
	const char *word = words;
	unsigned int i;

	for (i = 0; i < 2; i++) {
		if (i && *word != '#')
			return false;
		while (word > text && word[-1] == ' ')
			word--;
		while (word > text && word[-1] != ' ')
			word--;
	}
	return get_version(&word, version) && was_released(version);
}

/*
 * Leap 15.3 and later have the kernels of SLE.  All others openSUSE builds itself, without
 * CONFIG_SUSE_KERNEL_SUPPORTED: they have the flags of mainline, though the releases of some
 * read as those of a SLES.
 */
static bool table_of_opensuse(const char *text, struct flag_table *table)
{
	static const struct {
		unsigned int major;
		unsigned int minor;
		struct version version;
	} own[] = {
		{ 11, 1, { 2, 6, 27 } }, { 42, 2, { 4, 4, 0 } },  { 42, 3, { 4, 4, 0 } },
		{ 15, 0, { 4, 12, 0 } }, { 15, 1, { 4, 12, 0 } }, { 15, 2, { 5, 3, 0 } },
	};
	const char *suse = strstr(text, "openSUSE"), *number;
	struct version version;
	unsigned int major, minor;
	size_t i;

	if (!suse || is_linker(text, suse))
		return false;
	number = suse + strlen("openSUSE");
	number += strspn(number, " ");
	if (!strncmp(number, "Leap ", 5))
		number += 5;
	if (get_product(number, &major, &minor)) {
		if ((major == 15 && minor >= 3) || major == 16) {
			*table = *sles_table(major, minor);
			return true;
		}
		for (i = 0; i < ARRAY_SIZE(own); i++) {
			if (own[i].major == major && own[i].minor == minor) {
				set_mainline(table, &own[i].version);
				return true;
			}
		}
	}
	if (!get_version_before(text, suse, &version))
		return false;
	set_mainline(table, &version);
	return true;
}

/**
 * table_of_words() - the table that a text names in words, which no release does
 * @text: a line of a log, or any other text: "... #1 SLE15-SP6 ...", "SUSE Linux Enterprise
 *	Server 15 SP4", "openSUSE Leap 15.2"
 * @table: filled in, if it does
 *
 * Return: whether it does.
 */
bool table_of_words(const char *text, struct flag_table *table)
{
	const struct flag_table *known;

	if (table_of_opensuse(text, table))
		return true;
	known = table_of_sle(text);
	if (!known)
		known = table_of_enterprise(text);
	if (known)
		*table = *known;
	return known;
}

/*
 * Whether the marks of a text are in the gaps of a table, and nowhere else; with older
 * ones, also where it has a flag that an older kernel of the same release has not.  Each
 * of these tables has gaps, so that a text without a mark fits none.
 */
static bool marks_fit(const struct flag_table *table, const char *text, bool older)
{
	const struct flag_row *row;
	unsigned int i, bit;

	if (table->gaps != GAPS_MARKED && table->gaps != GAPS_BUT_13)
		return false;
	for (i = 0; (bit = bit_of_column(table, i)) < table->columns; i++) {
		row = flag_row(table, bit);
		if (text[i] == '-' ? row && !older : text[i] == '?' ? !!row : !row)
			return false;
	}
	return true;
}

/**
 * table_of_columns() - the table of Red Hat's that marks its gaps as a text does
 * @text: what follows "Tainted: ", column for column, at least FLAGS_COLUMNS of them
 * @table: filled in; the newest one of those that fit best
 *
 * Return: whether there is one.
 */
bool table_of_columns(const char *text, struct flag_table *table)
{
	unsigned int older;
	size_t i;

	for (older = 0; older < 2; older++) {
		for (i = ARRAY_SIZE(tables); i--;) {
			if (marks_fit(&tables[i], text, older)) {
				*table = tables[i];
				return true;
			}
		}
	}
	return false;
}

/**
 * letter_known() - whether any kernel prints it
 * @letter: any character
 */
bool letter_known(char letter)
{
	const struct flag_row *row;
	size_t i;

	for (i = 0; (row = flag_row_at(i)); i++)
		if (row->set == letter && isalpha((unsigned char)letter))
			return true;
	return letter == 'G';
}

/**
 * row_of_letter() - the flag that a kernel prints as a letter
 * @table: the kernel
 * @letter: any character
 *
 * Return: the row, or NULL.
 */
const struct flag_row *row_of_letter(const struct flag_table *table, char letter)
{
	const struct flag_row *row;
	size_t i;

	for (i = 0; (row = flag_row_at(i)); i++)
		if (row->set == letter && flag_in(table, row))
			return row;
	return NULL;
}

/**
 * row_of_name() - the flag of a name
 * @table: the kernel
 * @name: any text
 *
 * Return: the row, or NULL.
 */
const struct flag_row *row_of_name(const struct flag_table *table, const char *name)
{
	const struct flag_row *row;
	size_t i;

	for (i = 0; (row = flag_row_at(i)); i++)
		if (!strcmp(row->name, name) && flag_in(table, row))
			return row;
	return NULL;
}

/**
 * row_of_unsigned() - the flag of a module without a valid signature
 * @table: the kernel
 *
 * Of 3.7 to 3.14, and of RHEL 7.0 and 7.1, it is the one of a forced module.
 *
 * Return: the row, or NULL: the kernel knows no signatures.
 */
const struct flag_row *row_of_unsigned(const struct flag_table *table)
{
	const struct flag_row *row = row_of_name(table, "unsigned_module");

	if (!row && table->base >= FLAG_RELEASE(3, 7, 0))
		row = row_of_name(table, "forced_module");
	return row;
}

/**
 * kernels_text() - which kernels have a flag, in words
 * @buf: gets it
 * @size: bytes in @buf
 * @row: the flag
 */
void kernels_text(char *buf, size_t size, const struct flag_row *row)
{
	static const char *const families[] = { "mainline", "Ubuntu", "Red Hat", "SLES" };
	bool numbered = row->family == RED_HAT || row->family == SUSE;
	char ends[2][24] = { "", "" };
	unsigned int i;

	for (i = 0; i < 2; i++) {
		unsigned int release = i ? row->to : row->from;

		if (numbered && (release % 100 == 0 || release % 100 == 99))
			snprintf(ends[i], sizeof(ends[i]), "%u", release / 100);
		else if (numbered)
			snprintf(ends[i], sizeof(ends[i]), "%u%s%u", release / 100,
				 row->family == SUSE ? " SP" : ".", release % 100);
		else if (release >> 16 == 2)
			snprintf(ends[i], sizeof(ends[i]), "2.6.%u", release & 0xff);
		else
			snprintf(ends[i], sizeof(ends[i]), "%u.%u", release >> 16,
				 release >> 8 & 0xff);
	}
	if (row->to == FLAG_NEWEST)
		snprintf(buf, size, row->from ? "%s from %s on" : "%s", families[row->family],
			 ends[0]);
	else if (!row->from)
		snprintf(buf, size, "%s up to %s", families[row->family], ends[1]);
	else if (!strcmp(ends[0], ends[1]))
		snprintf(buf, size, "%s %s", families[row->family], ends[0]);
	else
		snprintf(buf, size, "%s %s to %s", families[row->family], ends[0], ends[1]);
}
