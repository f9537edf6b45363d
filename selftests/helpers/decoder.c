// SPDX-License-Identifier: GPL-2.0-only
/*
 * The decoder as user space compiles it, against rules written down a second
 * time: every mask of one and of two bits, all, none, and bits beyond.  KTAP.
 */
#include <stdlib.h>
#include <string.h>

#include "flags.c"

/* Documentation/admin-guide/tainted-kernels.rst, read bit by bit. */
static const char letters[] = "PFSRMBUDAWCIOELKXTNJ";

static const struct flag_table mainline = {
	.columns = 20,
	.name = "mainline",
	.family = MAINLINE,
	.release = FLAG_RELEASE(7, 3, 0),
	.base = FLAG_RELEASE(7, 3, 0),
};

static const struct flag_row *row(unsigned int bit)
{
	return flag_row(&mainline, bit);
}

static unsigned int tests, failures;

static void report(bool ok, const char *what)
{
	printf("%sok %u %s\n", ok ? "" : "not ", ++tests, what);
	failures += !ok;
}

static bool string_right(unsigned long long mask)
{
	char got[FLAGS_STRING_SIZE];
	char want[FLAGS_STRING_SIZE] = "Not tainted";
	unsigned int bit;

	if (mask) {
		snprintf(want, sizeof(want), "Tainted: ");
		for (bit = 0; bit < strlen(letters); bit++)
			want[9 + bit] = mask >> bit & 1 ? letters[bit] : bit ? ' ' : 'G';
		want[9 + bit] = '\0';
	}
	if (flags_string(&mainline, mask, got, sizeof(got)) == strlen(want) && !strcmp(got, want))
		return true;
	printf("# mask %llu: got '%s', want '%s'\n", mask, got, want);
	return false;
}

static bool names_right(unsigned long long mask)
{
	char got[FLAGS_NAMES_SIZE];
	char name[FLAG_NAME_SIZE];
	char *rest = got, *word;
	unsigned int bit;
	size_t len;

	len = flags_names(&mainline, mask, got, sizeof(got));
	if (len != strlen(got))
		return false;
	for (bit = 0; bit < 64; bit++) {
		if (!(mask >> bit & 1))
			continue;
		word = strsep(&rest, " ");
		flag_name(&mainline, bit, name, sizeof(name));
		if (!word || strcmp(word, name))
			return false;
	}
	return !rest || !*rest;
}

static bool both_right(unsigned long long mask)
{
	return string_right(mask) && names_right(mask);
}

int main(void)
{
	static const unsigned long long odd[] = {
		0, ~0ULL, 1ULL << 20, 1ULL << 31, 1ULL << 63, (1ULL << 20) - 1,
	};
	char name[FLAG_NAME_SIZE];
	unsigned int bit, other;
	bool ok;
	size_t i;

	printf("KTAP version 1\n1..7\n");

	for (ok = true, bit = 0; bit < 64; bit++)
		for (other = 0; other < 64; other++)
			ok &= both_right(1ULL << bit | 1ULL << other);
	report(ok, "every mask of one and of two bits");

	for (ok = true, i = 0; i < ARRAY_SIZE(odd); i++)
		ok &= both_right(odd[i]);
	report(ok, "none, all, and bits that have no name");

	for (ok = true, bit = 0; bit < mainline.columns; bit++)
		ok &= row(bit) && row(bit)->bit == bit && row(bit)->set == letters[bit] &&
		      *row(bit)->description;
	report(ok, "a row for every flag of mainline, with its letter");

	report(!row(mainline.columns) && !row(~0U), "no row for a bit beyond");

	flag_name(&mainline, ~0U, name, sizeof(name));
	report(!strcmp(name, "bit_4294967295"), "a bit without a name goes by its number");

	for (ok = true, bit = 0; bit < mainline.columns; bit++)
		for (other = 0; other < bit; other++)
			ok &= strcmp(row(bit)->name, row(other)->name) &&
			      strcmp(row(bit)->description, row(other)->description);
	report(ok, "no two rows alike");

	for (ok = true, bit = 0; bit < mainline.columns; bit++)
		ok &= !strpbrk(row(bit)->name, " =\n") && !strchr(row(bit)->description, '\n');
	report(ok, "names and descriptions are one word and one line");

	return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
