// SPDX-License-Identifier: GPL-2.0-only
/*
 * taintinfo explain: what is on record of flags that are set, whether somebody saw that or
 * not: in the kernel's log, in the systemd journal, in files.
 */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "evidence.h"
#include "history.h"
#include "text.h"

/* By name or by letter. */
static const struct flag_state *find_flag(const struct state *state, const char *word)
{
	unsigned int i;

	for (i = 0; i < state->nr_flags; i++)
		if (!strcmp(state->flags[i].name, word) ||
		    (*word && !strcmp(state->flags[i].letter, word)))
			return &state->flags[i];
	return NULL;
}

static bool is_flag_set(const struct flag_state *flag)
{
	return flag && flag->set;
}

static void complain_of_flag(const struct state *state, const char *word)
{
	char set[64 * (FLAG_NAME_SIZE + 8)] = "no flag is";
	size_t used = 0;
	unsigned int i;

	for (i = 0; i < state->nr_flags; i++)
		if (state->flags[i].set)
			used += snprintf(set + used, sizeof(set) - used, "%s%s%s%s%s",
					 used ? ", " : "", state->flags[i].name,
					 *state->flags[i].letter ? " (" : "",
					 state->flags[i].letter,
					 *state->flags[i].letter ? ")" : "");
	complain("'%s' is no flag that is set; %s%s", word, used ? "set: " : "", set);
}

/* Those that were asked for, a mask; false where one of them is none. */
static bool choose_flags(const struct state *state, char *const *words, unsigned long long *flags)
{
	const struct flag_state *flag;
	unsigned int i;

	*flags = 0;
	for (i = 0; !*words && i < state->nr_flags; i++)
		if (state->flags[i].set)
			*flags |= 1ULL << state->flags[i].bit;
	for (; *words; words++) {
		flag = find_flag(state, *words);
		if (!is_flag_set(flag)) {
			complain_of_flag(state, *words);
			return false;
		}
		*flags |= 1ULL << flag->bit;
	}
	return true;
}

static void show_all(FILE *out, const struct state *state, const struct explanations *all)
{
	unsigned int i;

	show_mask(out, state);
	for (i = 0; i < all->nr; i++) {
		show_headline(out, all->list[i].flag);
		if (state->loaded)
			show_history(out, all->list[i].flag, true);
		show_explanation(out, &all->list[i]);
	}
	if (all->nr)
		show_searched(out, all);
}

static int run(const struct arguments *args)
{
	struct state *state = state_or_complain(false, args->kernel);
	struct explanations *all;
	unsigned long long flags;
	unsigned int i;

	if (!state)
		return EXIT_ERROR;
	if (!choose_flags(state, args->words, &flags)) {
		state_free(state);
		return EXIT_ERROR;
	}
	all = explain_flags(state, flags, true);
	if (args->json)
		for (i = 0; i < all->nr; i++)
			show_explanation_json(stdout, all, &all->list[i]);
	else
		show_all(stdout, state, all);
	free_explanations(all);
	state_free(state);
	return EXIT_SUCCESS;
}

const struct command cmd_explain = {
	.name = "explain",
	.usage = "[--kernel=TABLE] [--json] [FLAG...]",
	.help =
		"What is on record of each flag that is set, or of these: names or letters. Of one that\n"
		"nobody saw being set the likely cause, from the log of this boot, from what taint_info\n"
		"has written to the systemd journal, and from files, with the line itself; of one that\n"
		"taint_info saw, the lines of the log that belong to it. Where nothing is found, where\n"
		"it was searched, and how far back that goes.\n"
		"\n"
		"  -k, --kernel=TABLE    read the flags as that kernel means them; TABLE as with decode\n"
		"  -j, --json            one object a line for each flag\n",
	.options = "kj",
	.words = true,
	.run = run,
};
