// SPDX-License-Identifier: GPL-2.0-only
/*
 * taintinfo expect: whether the state is what somebody expects: for test harnesses and monitoring.
 */
#include <stdlib.h>
#include <string.h>

#include "allow.h"
#include "commands.h"
#include "text.h"

static bool flag_of(const struct state *state, unsigned int bit)
{
	unsigned int i;

	for (i = 0; i < state->nr_flags; i++)
		if (state->flags[i].bit == bit)
			return true;
	return false;
}

/* Those of a mask, and which of them were @cleared. */
static void list_flags(const struct state *state, unsigned long long mask,
		       unsigned long long cleared)
{
	const char *comma = "";
	unsigned int i;

	for (i = 0; i < state->nr_flags; i++) {
		if (!(mask >> state->flags[i].bit & 1))
			continue;
		printf("%s%s", comma, state->flags[i].name);
		if (state->flags[i].letter[0])
			printf(" (%s)", state->flags[i].letter);
		if (cleared >> state->flags[i].bit & 1)
			fputs(" cleared", stdout);
		comma = ", ";
	}
	/* The module makes a flag of each bit that is set, but not at the same moment. */
	for (i = 0; i < 64; i++) {
		if (mask >> i & 1 && !flag_of(state, i)) {
			printf("%sbit_%u%s", comma, i, cleared >> i & 1 ? " cleared" : "");
			comma = ", ";
		}
	}
}

static void report(const struct state *state, unsigned long long bad, unsigned long long cleared)
{
	static const char clearing[] = "; somebody has cleared it, which no kernel does";
	unsigned int i, bit;

	for (i = 0; i < state->nr_flags; i++) {
		const struct flag_state *flag = &state->flags[i];

		if (!(bad >> flag->bit & 1))
			continue;
		printf("unexpected: %s %s: %s", flag->letter[0] ? flag->letter : "?", flag->name,
		       flag->description[0] ? flag->description : "no table has this flag");
		if (flag->first.text[MODULE][0] && was_observed(flag))
			printf("; module %s", flag->first.text[MODULE]);
		puts(cleared >> flag->bit & 1 ? clearing : "");
	}
	for (bit = 0; bit < 64; bit++)
		if (bad >> bit & 1 && !flag_of(state, bit))
			printf("unexpected: ? bit_%u%s\n", bit, cleared >> bit & 1 ? clearing : "");
}

/* One line, as the plugin guidelines have it: text, a bar, figures. */
static void report_nagios(const struct state *state, unsigned long long bad,
			  unsigned long long cleared)
{
	unsigned int set = 0, unexpected = 0, bit;

	for (bit = 0; bit < 64; bit++) {
		set += state->mask >> bit & 1;
		unexpected += bad >> bit & 1;
	}
	printf("TAINT %s - ", bad ? "CRITICAL" : "OK");
	if (bad)
		list_flags(state, bad, cleared);
	else if (state->mask)
		list_flags(state, state->mask, 0);
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

/* 0 as expected, 1 (2 as a plugin) not, 2 (3) an error. */
static int run(const struct arguments *args)
{
	unsigned long long mask, bad, cleared = 0;
	char error[TEXT_SIZE];
	struct state *state = state_read(true, NULL, error, sizeof(error));
	bool nagios = args->nagios;

	if (!state) {
		complain("%s", error);
		return unknown(error, nagios);
	}
	if (!parse_allowed(state, args->allow, &mask, error, sizeof(error))) {
		complain_of_word(state, error);
		state_free(state);
		return unknown("the list of flags has a word that is none", nagios);
	}
	if (state->loaded && !parse_mask(state->cleared, &cleared)) {
		state_free(state);
		complain("cannot read %s" SYS "/cleared", root);
		return unknown("whether somebody has cleared a flag cannot be read", nagios);
	}
	/* Of a flag that was cleared it is not even known whether it is set. */
	bad = (state->mask & ~mask) | cleared;
	if (nagios)
		report_nagios(state, bad, cleared);
	else
		report(state, bad, cleared);
	state_free(state);
	return !bad ? EXIT_SUCCESS : nagios ? EXIT_NAGIOS_CRITICAL : EXIT_FAILURE;
}

const struct command cmd_expect = {
	.name = "expect",
	.usage = "[--allow=FLAGS] [--nagios]",
	.help =
		"Exit with 0 when nothing is set but FLAGS, with 1 otherwise.\n"
		"\n"
		"  -a, --allow=FLAGS     names, letters or masks, commas between; self is what\n"
		"                        taint_info itself carries\n"
		"  -n, --nagios          one line for monitoring: 0 OK, 2 unexpected, 3 unknown\n",
	.options = "an",
	.run = run,
};
