// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whether the state is what somebody expects: for test harnesses and monitoring.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "expect.h"
#include "show.h"

/* One word of the list: "self", a number, a name, bit_<n>, letters. */
static bool allow_word(const struct state *state, const char *word, unsigned long long *mask)
{
	unsigned long long value;
	const struct flag_row *row;
	unsigned int i;
	const char *c;

	if (!strcmp(word, "self")) {
		if (parse_mask(state->self, &value))
			*mask |= value;
		return true;
	}
	if (parse_mask(word, &value)) {
		*mask |= value;
		return true;
	}
	for (i = 0; i < state->nr_flags; i++) {
		if (!strcmp(state->flags[i].name, word)) {
			*mask |= 1ULL << state->flags[i].bit;
			return true;
		}
	}
	if (!strncmp(word, "bit_", 4) && isdigit((unsigned char)word[4]) &&
	    parse_mask(word + 4, &value) && value < 64) {
		*mask |= 1ULL << value;
		return true;
	}
	/* What another kernel has cannot be set here. */
	for (i = 0; (row = flag_row_at(i)); i++)
		if (!strcmp(row->name, word))
			return true;
	for (c = word; *c; c++)
		if (!letter_known(*c))
			return false;
	for (c = word; *c; c++)
		for (i = 0; i < state->nr_flags; i++)
			if (state->flags[i].letter[0] == *c)
				*mask |= 1ULL << state->flags[i].bit;
	return *word;
}

/**
 * parse_allowed() - read a list of flags
 * @state: of the kernel, whose names and letters count
 * @list: names, letters, masks and "self", commas between
 * @mask: the flags
 * @error: gets the word that is none of these
 * @size: bytes in @error
 *
 * Return: whether all of it could be read.
 */
bool parse_allowed(const struct state *state, const char *list, unsigned long long *mask,
		   char *error, size_t size)
{
	size_t len;

	*mask = 0;
	for (;; list += len + 1) {
		list += strspn(list, " ");
		len = strcspn(list, ",");
		snprintf(error, size, "%.*s", (int)(len < size ? len : size - 1), list);
		if (len >= size || (len && !allow_word(state, error, mask)))
			return false;
		if (!list[len])
			return true;
	}
}

static bool flag_of(const struct state *state, unsigned int bit)
{
	unsigned int i;

	for (i = 0; i < state->nr_flags; i++)
		if (state->flags[i].bit == bit)
			return true;
	return false;
}

static void list_flags(const struct state *state, unsigned long long mask)
{
	const char *comma = "";
	unsigned int i;

	for (i = 0; i < state->nr_flags; i++) {
		if (!(mask >> state->flags[i].bit & 1))
			continue;
		printf("%s%s", comma, state->flags[i].name);
		if (state->flags[i].letter[0])
			printf(" (%s)", state->flags[i].letter);
		comma = ", ";
	}
	/* The module makes a flag of each bit that is set, but not at the same moment. */
	for (i = 0; i < 64; i++) {
		if (mask >> i & 1 && !flag_of(state, i)) {
			printf("%sbit_%u", comma, i);
			comma = ", ";
		}
	}
}

static void report(const struct state *state, unsigned long long bad)
{
	unsigned int i, bit;

	for (i = 0; i < state->nr_flags; i++) {
		const struct flag_state *flag = &state->flags[i];

		if (!(bad >> flag->bit & 1))
			continue;
		printf("unexpected: %s %s: %s", flag->letter[0] ? flag->letter : "?", flag->name,
		       flag->description[0] ? flag->description : "no table has this flag");
		if (flag->first.module[0] && strcmp(flag->origin, "baseline"))
			printf("; module %s", flag->first.module);
		putchar('\n');
	}
	for (bit = 0; bit < 64; bit++)
		if (bad >> bit & 1 && !flag_of(state, bit))
			printf("unexpected: ? bit_%u\n", bit);
}

/* One line, as the plugin guidelines have it: text, a bar, figures. */
static void report_nagios(const struct state *state, unsigned long long bad)
{
	unsigned int set = 0, unexpected = 0, bit;

	for (bit = 0; bit < 64; bit++) {
		set += state->mask >> bit & 1;
		unexpected += bad >> bit & 1;
	}
	printf("TAINT %s - ", bad ? "CRITICAL" : "OK");
	if (bad)
		list_flags(state, bad);
	else if (state->mask)
		list_flags(state, state->mask);
	else
		printf("not tainted");
	printf("%s | unexpected=%u;;0 set=%u\n", state->mask && !bad ? ": as expected" : "",
	       unexpected, set);
}

static int unknown(const char *why, bool nagios)
{
	if (!nagios)
		return EXIT_ERROR;
	printf("TAINT UNKNOWN - %s\n", why);
	return EXIT_NAGIOS_UNKNOWN;
}

/**
 * expect() - whether nothing is set but what may be
 * @allowed: see parse_allowed()
 * @nagios: as a plugin for monitoring
 *
 * Return: the exit code: 0 as expected, 1 (2 as a plugin) not, 2 (3) an error.
 */
int expect(const char *allowed, bool nagios)
{
	unsigned long long mask, bad;
	char error[TEXT_SIZE];
	struct state *state = state_read(true, error, sizeof(error));

	if (!state) {
		complain("%s", error);
		return unknown(error, nagios);
	}
	if (!parse_allowed(state, allowed, &mask, error, sizeof(error))) {
		complain("'%s' is no flag: see 'taintinfo tables'", error);
		state_free(state);
		return unknown("the list of flags has a word that is none", nagios);
	}
	bad = state->mask & ~mask;
	if (nagios)
		report_nagios(state, bad);
	else
		report(state, bad);
	state_free(state);
	return !bad ? EXIT_SUCCESS : nagios ? EXIT_NAGIOS_CRITICAL : EXIT_FAILURE;
}
