// SPDX-License-Identifier: GPL-2.0-only
/*
 * taintinfo: the state of this kernel, for people, and with --json what they are shown.
 */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "evidence.h"
#include "finding.h"
#include "history.h"
#include "json.h"
#include "policy.h"
#include "report.h"
#include "state.h"
#include "state_json.h"
#include "text.h"

/* The call path that the module's report has of a flag's first event. */
static void show_path(FILE *out, const struct flag_state *flag)
{
	static const char later[] = "       of the first call that was seen, which came later";
	char *report = report_read(), *path = report ? report_path(report, flag->name) : NULL;
	char *rest = path, *line;

	if (!report)
		fputs("     path       in " DEBUGFS "/report, which root may read\n", out);
	if (path)
		fprintf(out, "     path%s\n", was_observed(flag) ? "" : later);
	while ((line = take_line(&rest)))
		if (*line)
			fprintf(out, "                %s\n", line);
	if (*flag->fingerprint)
		fprintf(out, "     fingerprint %s\n", flag->fingerprint);
	free(path);
	free(report);
}

static void show_expected(FILE *out, const struct policy *policy, unsigned int bit)
{
	static const char *const answers[] = {
		[NOT_SET] = "no",
		[EXPECTED] = "yes: ",
		[UNKNOWN] = "not known: ",
		[UNEXPECTED] = "no: ",
	};

	fprintf(out, "     expected   %s", answers[policy->flags[bit].answer]);
	policy_text(out, policy, bit);
	putc('\n', out);
}

static void show_flag(FILE *out, const struct flag_state *flag, const struct evidence *cause,
		      const struct policy *policy, bool loaded, bool verbose)
{
	bool seen = strcmp(flag->count, "0") && flag->count[0];

	show_headline(out, flag);
	if (loaded)
		show_history(out, flag, cause);
	if (cause)
		show_likely(out, cause);
	if (flag->modules[0])
		fprintf(out, "     carried by %s\n", flag->modules);
	if (policy->given)
		show_expected(out, policy, flag->bit);
	if (flag->trust[0])
		show_labelled(out, "trust", flag->trust);
	if (flag->advice[0])
		show_labelled(out, "next", flag->advice);
	if (verbose && loaded && seen)
		show_path(out, flag);
}

/* What was set before came before all that was seen: its first record is of a repeat. */
static unsigned long long order_of(const struct flag_state *flag)
{
	return strcmp(flag->origin, "baseline") ? number_in(flag->first.text[SEQ]) : 0;
}

/* Faults come first, in the order in which they came: the first one is to look into. */
static int by_weight(const void *a, const void *b)
{
	const struct flag_state *one = *(const struct flag_state *const *)a;
	const struct flag_state *other = *(const struct flag_state *const *)b;
	bool fault = !strcmp(one->category, "fault");
	bool other_fault = !strcmp(other->category, "fault");
	unsigned long long seq = order_of(one), other_seq = order_of(other);

	if (fault != other_fault)
		return fault ? -1 : 1;
	if (fault && seq != other_seq)
		return seq < other_seq ? -1 : 1;
	return (int)one->bit - (int)other->bit;
}

/* In one line, as it is no news: "being out of tree it raises O (oot_module), ...". */
static void show_self(FILE *out, const struct flag_state *const *flags, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++) {
		if (!strcmp(flags[i]->name, "oot_module"))
			fputs(i ? ", and out of tree " : "being out of tree it raises ", out);
		else if (!strcmp(flags[i]->name, "unsigned_module"))
			fputs(i ? ", and unsigned " : "being unsigned it raises ", out);
		else
			fputs(i ? ", and " : "it raises ", out);
		fprintf(out, "%s (%s)", flags[i]->letter[0] ? flags[i]->letter : "?",
			flags[i]->name);
	}
	fputs(".", out);
}

/* Those that are set or were; the ones of taint_info itself apart where there is room. */
static unsigned int sort_flags(const struct state *state, const struct flag_state **flags,
			       const struct flag_state **self, unsigned int *nr_self)
{
	unsigned long long cleared = 0;
	unsigned int i, n = 0;

	parse_mask(state->cleared, &cleared);
	for (i = 0; i < state->nr_flags; i++) {
		if (self && is_own_flag(state, &state->flags[i]))
			self[(*nr_self)++] = &state->flags[i];
		else if (state->flags[i].set || cleared >> state->flags[i].bit & 1)
			flags[n++] = &state->flags[i];
	}
	qsort(flags, n, sizeof(flags[0]), by_weight);
	return n;
}

/* When verbose with the call paths, which root may see, and with all of taint_info's own flags. */
static void show_all(FILE *out, const struct state *state,
		     const struct explanations *explanations, const struct policy *policy,
		     bool verbose)
{
	const struct flag_state *flags[64], *self[64];
	unsigned int i, n, nr_self = 0;

	show_mask(out, state);
	if (state->loaded)
		fprintf(out,
			"taint_info watches: %s events since it was loaded, %s lost; hooks %s\n",
			state->events, state->lost, state->hooks);
	else
		fprintf(out,
			"The module taint_info is not loaded: since when, by whom and how often is not\n"
			"known. What the flags mean is by the table %s%s.\n",
			state->table.name,
			state->is_guess ? ", a guess: nothing names the kernel" : "");
	if (state->from)
		fprintf(out, "What is set is from %s.\n", state->from + 1);

	n = sort_flags(state, flags, verbose ? NULL : self, &nr_self);
	for (i = 0; i < n; i++)
		show_flag(out, flags[i], likely_cause(explanations, flags[i]), policy,
			  state->loaded, verbose);
	if (n)
		putc('\n', out);
	if (log_was_denied(&explanations->log))
		fputs("The log is not for this user: 'sudo taintinfo explain' knows more.\n", out);
	if (n || !nr_self)
		show_closing(out, state->mask);
	if (!nr_self)
		return;
	fputs(n ? "The rest is taint_info itself: " : "Only taint_info itself is here: ", out);
	show_self(out, self, nr_self);
	if (n)
		putc('\n', out);
	else
		fprintf(out, " No other loaded module carries %s, and no other flag is set.\n",
			nr_self == 1 ? "it" : "them");
}

/* Who did it in a few words. */
static void show_short_who(FILE *out, const struct record *record)
{
	struct record few = *record;
	char *who;

	if (!shorten_record(&few))
		return;
	who = who_text(&few);
	fprintf(out, is_where(who) ? ", %s" : ", by %s", who);
	free(who);
}

static void show_flag_short(FILE *out, const struct state *state, const struct flag_state *flag)
{
	char date[40];

	fprintf(out, "%s%s %s%s: ", category_colour(flag->category),
		flag->letter[0] ? flag->letter : "?", flag->name, normal());
	date_text(date, sizeof(date), flag->first.text[REALTIME]);
	if (is_own_flag(state, flag)) {
		fputs("(taint_info itself)", out);
	} else if (!state->loaded) {
		fputs(flag->description[0] ? flag->description : "no table has this flag", out);
	} else if (!strcmp(flag->origin, "baseline")) {
		fputs("set before taint_info was loaded", out);
	} else if (!strcmp(flag->origin, "detected")) {
		fprintf(out, "%s%sfound set, the call was not seen", date, *date ? ", " : "");
	} else if (was_observed(flag)) {
		fputs(*date ? date : "set", out);
		show_short_who(out, &flag->first);
	} else {
		fputs("set", out);
	}
	if (!was_observed(flag) && flag->modules[0] && !is_own_flag(state, flag))
		fprintf(out, ", carried by %s", flag->modules);
	if (!flag->set)
		fputs(", cleared since", out);
	putc('\n', out);
}

/* For people in a hurry: one line a flag. */
static void show_state_short(FILE *out, const struct state *state)
{
	const struct flag_state *flags[64];
	unsigned int i, n = sort_flags(state, flags, NULL, NULL);

	for (i = 0; i < n; i++)
		show_flag_short(out, state, flags[i]);
}

/* Those that nobody saw being set, and that are news. */
static unsigned long long unseen_flags(const struct state *state)
{
	unsigned long long flags = 0;
	unsigned int i;

	for (i = 0; i < state->nr_flags; i++)
		if (state->flags[i].set && !was_observed(&state->flags[i]) &&
		    !is_own_flag(state, &state->flags[i]))
			flags |= 1ULL << state->flags[i].bit;
	return flags;
}

static void show_flag_json(FILE *out, const struct state *state, const struct flag_state *flag,
			   const struct evidence *cause, const struct policy *policy)
{
	putc('{', out);
	flag_members(out, flag);
	policy_flag_members(out, policy, flag->bit);
	fprintf(out, ",\"own\":%s,\"likely\":", is_own_flag(state, flag) ? "true" : "false");
	if (cause)
		json_evidence(out, cause);
	else
		fputs("null", out);
	putc('}', out);
}

static void show_json(FILE *out, const struct state *state,
		      const struct explanations *explanations, const struct policy *policy)
{
	const struct flag_state *flags[64];
	unsigned int i, n = sort_flags(state, flags, NULL, NULL);

	putc('{', out);
	state_members(out, state);
	policy_member(out, policy);
	fprintf(out, ",\"guess\":%s", state->is_guess ? "true" : "false");
	json_member(out, "from", state->from ? state->from + 1 : "");
	fprintf(out, ",\"denied\":%s,\"flags\":[",
		log_was_denied(&explanations->log) ? "true" : "false");
	for (i = 0; i < n; i++) {
		fputs(i ? ",\n" : "\n", out);
		show_flag_json(out, state, flags[i], likely_cause(explanations, flags[i]), policy);
	}
	fputs("]}\n", out);
}

static void show_long(FILE *out, const struct state *state, const struct arguments *args)
{
	struct explanations *explanations = explain_flags(state, unseen_flags(state), false);
	struct policy *policy = policy_read_by_logs(state, args->policy, explanations);

	if (args->json)
		show_json(out, state, explanations, policy);
	else
		show_all(out, state, explanations, policy, args->verbose);
	policy_free(policy);
	free_explanations(explanations);
}

static int run(const struct arguments *args)
{
	struct state *state;

	if (args->json && (args->brief || args->verbose)) {
		complain("it is for people, or JSON");
		return WRONG_USAGE;
	}
	state = state_or_complain(false, args->kernel);
	if (!state)
		return EXIT_ERROR;
	if (args->verbose || args->json)
		state_fingerprints(state);
	if (args->brief)
		show_state_short(stdout, state);
	else
		show_long(stdout, state, args);
	state_free(state);
	return EXIT_SUCCESS;
}

const struct command cmd_show = {
	.name = "",
	.usage = "[--short | --verbose | --json] [--kernel=TABLE] [--policy=FILE] [--root=DIR]",
	.help =
		"The state of this kernel: for each flag that is set what happened, since when, by\n"
		"whom, how often, what it means for trusting the kernel's messages, what to do next.\n"
		"Much of it only the module taint_info knows; what the log has of the rest is said to be\n"
		"likely.\n"
		"\n"
		"  -s, --short           one line a flag, and none where nothing is set\n"
		"  -v, --verbose         with the call path of each flag's first event (as root)\n"
		"  -j, --json            one object\n"
		"  -k, --kernel=TABLE    read the flags as that kernel means them (default: by the release\n"
		"                        of the kernel); TABLE as with decode\n"
		"  -P, --policy=FILE     what is expected, in place of " POLICY_DIR "\n",
	.options = "VsvjkP",
	.run = run,
};
