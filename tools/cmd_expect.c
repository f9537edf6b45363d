// SPDX-License-Identifier: GPL-2.0-only
/*
 * taintinfo expect: whether the state is what somebody expects: for test harnesses and
 * monitoring.  Of what is not known whole it never says that it is.
 */
#include <stdlib.h>
#include <string.h>

#include "allow.h"
#include "commands.h"
#include "events.h"
#include "json.h"
#include "policy.h"
#include "text.h"

/* The flags, by what is to be said of them. */
struct answers {
	/* Set, or cleared, and not expected. */
	unsigned long long bad;
	/* Set, and whether it is expected cannot be known. */
	unsigned long long unknown;
	unsigned long long cleared;
	unsigned long long allowed;
};

/* --- all of the state --- */

/* How often to look, as long as a name may come. */
#define STEPS (NAME_WAIT * 1000 / STEP_MS)

static bool is_awaited(const struct flag_state *flag, const struct record *call)
{
	return call->text[SEQ][0] && name_awaited(flag->name, flag->category, call);
}

/* Of those between a flag's first and its newest, which the log has for root. */
static bool any_awaited(void)
{
	struct events events;
	bool any;

	read_logged(&events, 0);
	any = first_awaited(&events, ~0ULL) < events.n;
	free(events.list);
	return any;
}

/* Whether what was counted can be read, and a module that is being loaded has its name. */
static bool is_whole(const struct state *state)
{
	unsigned long long newest = 0, seq;
	const struct flag_state *flag;
	unsigned int i;

	if (!state->loaded)
		return true;
	for (i = 0; i < state->nr_flags; i++) {
		flag = &state->flags[i];
		if (is_awaited(flag, &flag->first) || is_awaited(flag, &flag->last))
			return false;
		seq = number_in(flag->last.text[SEQ]);
		newest = seq > newest ? seq : newest;
		seq = number_in(flag->first.text[SEQ]);
		newest = seq > newest ? seq : newest;
	}
	/* Of one that was lost there is nothing to come. */
	return (newest >= number_in(state->events) || strcmp(state->lost, "0")) && !any_awaited();
}

/* No longer than a name may take; NULL and a sentence in @error if there is no state. */
static struct state *read_whole(bool *whole, char *error, size_t size)
{
	struct state *state = state_read(true, NULL, error, size);
	unsigned int step;

	for (step = 0; state; step++) {
		*whole = is_whole(state);
		if (*whole || step == STEPS)
			break;
		state_free(state);
		pause_ms(STEP_MS);
		state = state_read(true, NULL, error, size);
	}
	return state;
}

/* --- what is said of it --- */

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

static void report_flag(const struct flag_state *flag, const struct policy *policy,
			const struct answers *answers)
{
	bool cleared = answers->cleared >> flag->bit & 1;

	printf("%s: %s %s: %s", answers->bad >> flag->bit & 1 ? "unexpected" : "unknown",
	       flag->letter[0] ? flag->letter : "?", flag->name,
	       flag->description[0] ? flag->description : "no table has this flag");
	if (flag->first.text[MODULE][0] && was_observed(flag))
		printf("; module %s", flag->first.text[MODULE]);
	if (cleared)
		fputs("; somebody has cleared it, which no kernel does", stdout);
	if (policy->given && !cleared) {
		fputs("; ", stdout);
		policy_text(stdout, policy, flag->bit);
	}
	putchar('\n');
}

static void report(const struct state *state, const struct policy *policy,
		   const struct answers *answers)
{
	unsigned int i;

	for (i = 0; i < state->nr_flags; i++)
		if ((answers->bad | answers->unknown) >> state->flags[i].bit & 1)
			report_flag(&state->flags[i], policy, answers);
	/* The module makes a flag of each bit that is set, but not at the same moment. */
	for (i = 0; i < 64; i++)
		if (answers->bad >> i & 1 && !flag_of(state, i))
			printf("unexpected: ? bit_%u%s\n", i, answers->cleared >> i & 1 ?
			       "; somebody has cleared it, which no kernel does" : "");
}

static void report_json(const struct state *state, const struct policy *policy,
			const struct answers *answers)
{
	unsigned long long rest = state->mask | answers->cleared, bit;
	const char *comma = "";
	unsigned int i;

	printf("{\"expected\":%s,\"mask\":\"%llu\"",
	       answers->bad ? "false" : answers->unknown ? "null" : "true", state->mask);
	printf(",\"unexpected\":\"%llu\",\"unknown\":\"%llu\",\"cleared\":\"%llu\",\"flags\":[",
	       answers->bad, answers->unknown, answers->cleared);
	for (i = 0; i < state->nr_flags; i++) {
		const struct flag_state *flag = &state->flags[i];

		bit = 1ULL << flag->bit;
		if (!(rest & bit))
			continue;
		printf("%s\n{\"bit\":%u,\"expected\":%s,\"allowed\":%s", comma, flag->bit,
		       answers->bad & bit ? "false" : answers->unknown & bit ? "null" : "true",
		       answers->allowed & bit ? "true" : "false");
		json_member(stdout, "letter", flag->letter);
		json_member(stdout, "name", flag->name);
		policy_json(stdout, policy, flag->bit);
		putchar('}');
		comma = ",";
	}
	puts("]}");
}

/* One line, as the plugin guidelines have it: text, a bar, figures. */
static void report_nagios(const struct state *state, const struct answers *answers)
{
	unsigned long long named = answers->bad ? answers->bad : answers->unknown;
	unsigned int set = 0, unexpected = 0, bit;

	for (bit = 0; bit < 64; bit++) {
		set += state->mask >> bit & 1;
		unexpected += answers->bad >> bit & 1;
	}
	printf("TAINT %s - ", answers->bad ? "CRITICAL" : answers->unknown ? "UNKNOWN" : "OK");
	if (named || state->mask)
		list_flags(state, named ? named : state->mask, answers->cleared);
	else
		fputs("not tainted", stdout);
	if (answers->unknown && !answers->bad)
		fputs(": whether expected is not known", stdout);
	else if (state->mask && !answers->bad)
		fputs(": as expected", stdout);
	printf(" | unexpected=%u;;0 set=%u\n", unexpected, set);
}

static int unknown(const char *why, bool nagios)
{
	if (!nagios)
		return EXIT_ERROR;
	printf("TAINT UNKNOWN - %s\n", why);
	return EXIT_NAGIOS_UNKNOWN;
}

/* What --allow has takes precedence: it is of whoever asks. */
static void find_answers(struct answers *answers, const struct state *state,
			 const struct policy *policy)
{
	unsigned long long rest = state->mask & ~answers->allowed;
	unsigned int bit;

	/* Of a flag that was cleared it is not even known whether it is set. */
	answers->bad = answers->cleared;
	answers->unknown = 0;
	for (bit = 0; bit < 64; bit++) {
		if (!(rest >> bit & 1) || answers->bad >> bit & 1)
			continue;
		if (!policy->given || policy->flags[bit].answer == UNEXPECTED ||
		    policy->flags[bit].answer == NOT_SET)
			answers->bad |= 1ULL << bit;
		else if (policy->flags[bit].answer == UNKNOWN)
			answers->unknown |= 1ULL << bit;
	}
}

static int exit_code(const struct answers *answers, bool nagios)
{
	if (answers->bad)
		return nagios ? EXIT_NAGIOS_CRITICAL : EXIT_FAILURE;
	if (answers->unknown)
		return nagios ? EXIT_NAGIOS_UNKNOWN : EXIT_ERROR;
	return EXIT_SUCCESS;
}

/* By all that is given; returns the exit code. */
static int expect(const struct state *state, bool whole, const struct policy *policy,
		  const struct arguments *args)
{
	struct answers answers = { 0 };
	char error[TEXT_SIZE];

	if (!parse_allowed(state, args->allow, &answers.allowed, error, sizeof(error))) {
		complain_of_word(state, error);
		return unknown("the list of flags has a word that is none", args->nagios);
	}
	if (state->loaded && !parse_mask(state->cleared, &answers.cleared)) {
		complain("cannot read %s" SYS "/cleared", root);
		return unknown("whether somebody has cleared a flag cannot be read", args->nagios);
	}
	if (policy->nr_errors)
		return unknown("the policy has errors, see taintinfo policy", args->nagios);
	find_answers(&answers, state, policy);
	/* A rule may not accept what is still to come. */
	if (!whole && policy->nr_rules && !answers.bad) {
		complain("what has happened last cannot be read yet");
		return unknown("what has happened last cannot be read yet", args->nagios);
	}
	if (args->nagios)
		report_nagios(state, &answers);
	else if (args->json)
		report_json(state, policy, &answers);
	else
		report(state, policy, &answers);
	return exit_code(&answers, args->nagios);
}

/* 0 as expected, 1 (2 as a plugin) not, 2 (3) an error, or not known. */
static int run(const struct arguments *args)
{
	char error[TEXT_SIZE];
	struct policy *policy;
	struct state *state;
	bool whole;
	int code;

	if (args->nagios && args->json) {
		complain("it is one line for monitoring, or JSON");
		return WRONG_USAGE;
	}
	state = read_whole(&whole, error, sizeof(error));
	if (!state) {
		complain("%s", error);
		return unknown(error, args->nagios);
	}
	policy = policy_read_by_logs(state, args->policy, NULL);
	code = expect(state, whole, policy, args);
	policy_free(policy);
	state_free(state);
	return code;
}

const struct command cmd_expect = {
	.name = "expect",
	.usage = "[--allow=FLAGS] [--policy=FILE] [--nagios | --json]",
	.help =
		"Exit with 0 when nothing is set but FLAGS and what the policy accepts, with 1 otherwise.\n"
		"\n"
		"  -a, --allow=FLAGS     names, letters or masks, commas between; self is what\n"
		"                        taint_info alone carries\n"
		"  -P, --policy=FILE     in place of " POLICY_DIR ", see taintinfo-policy(5)\n"
		"  -n, --nagios          one line for monitoring: 0 OK, 2 unexpected, 3 unknown\n"
		"  -j, --json            one object\n",
	.options = "anPj",
	.run = run,
};
