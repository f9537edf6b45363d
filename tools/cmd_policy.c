// SPDX-License-Identifier: GPL-2.0-only
/*
 * taintinfo policy: the rules, and what each is good for.
 */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "json.h"
#include "policy.h"
#include "text.h"

static bool has_matched(const struct rule *rule)
{
	return rule->modules || rule->events || rule->nobody;
}

static void show_matches(const struct rule *rule)
{
	const char *comma = "";

	if (rule->modules) {
		printf("%u module%s", rule->modules, rule->modules == 1 ? "" : "s");
		comma = ", ";
	}
	if (rule->events) {
		printf("%s%u event%s", comma, rule->events, rule->events == 1 ? "" : "s");
		comma = ", ";
	}
	if (rule->nobody)
		printf("%sthe flag, of which nobody knows who set it", comma);
	if (!has_matched(rule))
		fputs("nothing", stdout);
}

static void show_rule(const struct rule *rule)
{
	unsigned int i;

	printf("%s%s:%u%s  %s", bold(), rule->file, rule->line, normal(), rule->flag);
	for (i = 0; i < CONDITIONS; i++)
		if (rule->globs[i])
			printf(" %s=%s", condition_names[i], rule->globs[i]);
	printf("\n     reason     %s\n     matches    ", rule->reason);
	show_matches(rule);
	putchar('\n');
	if (rule->over)
		printf("     over       since %s: it accepts nothing any more\n", rule->until);
	else if (rule->until)
		printf("     until      %s\n", rule->until);
}

static void show_rules(const struct policy *policy)
{
	unsigned int nothing = 0, over = 0, i;

	for (i = 0; i < policy->nr_rules; i++) {
		show_rule(&policy->rules[i]);
		over += policy->rules[i].over;
		nothing += !has_matched(&policy->rules[i]);
	}
	printf("%s%zu rule%s, of which %u match%s nothing and %u %s over.\n",
	       policy->nr_rules ? "\n" : "", policy->nr_rules, policy->nr_rules == 1 ? "" : "s",
	       nothing, nothing == 1 ? "es" : "", over, over == 1 ? "is" : "are");
}

static void show_others(const struct policy *policy, const struct state *state)
{
	const struct flag_state *flag;
	bool any = false;
	unsigned int i;

	for (i = 0; i < state->nr_flags; i++) {
		flag = &state->flags[i];
		if (policy->flags[flag->bit].answer <= EXPECTED)
			continue;
		if (!any)
			puts("\nNot expected, or not known to be:");
		any = true;
		printf("  %s %s: ", flag->letter[0] ? flag->letter : "?", flag->name);
		policy_text(stdout, policy, flag->bit);
		putchar('\n');
	}
}

static void show_policy(const struct policy *policy, const struct state *state)
{
	if (!policy->given) {
		printf("There is no policy: no file %s" POLICY_DIR "/*.policy.", root);
		puts(" See taintinfo-policy(5).");
		return;
	}
	show_rules(policy);
	show_others(policy, state);
}

static void json_rule(const struct rule *rule)
{
	unsigned int i;

	fputs("{\"file\":", stdout);
	json_string(stdout, rule->file);
	printf(",\"line\":%u", rule->line);
	json_member(stdout, "flag", rule->flag);
	for (i = 0; i < CONDITIONS; i++)
		json_member(stdout, condition_names[i], rule->globs[i] ? rule->globs[i] : "");
	json_member(stdout, "until", rule->until ? rule->until : "");
	json_member(stdout, "reason", rule->reason);
	printf(",\"over\":%s,\"modules\":%u,\"events\":%u,\"nobody\":%s}",
	       rule->over ? "true" : "false", rule->modules, rule->events,
	       rule->nobody ? "true" : "false");
}

static void json_policy(const struct policy *policy)
{
	unsigned int i;

	printf("{\"given\":%s,\"errors\":%u,\"rules\":[", policy->given ? "true" : "false",
	       policy->nr_errors);
	for (i = 0; i < policy->nr_rules; i++) {
		puts(i ? "," : "");
		json_rule(&policy->rules[i]);
	}
	puts("]}");
}

/* 0 it can be read, 2 an error. */
static int run(const struct arguments *args)
{
	struct state *state = state_or_complain(true, NULL);
	struct policy *policy;
	int code;

	if (!state)
		return EXIT_ERROR;
	policy = policy_read_by_logs(state, args->policy, NULL);
	if (args->json)
		json_policy(policy);
	else
		show_policy(policy, state);
	code = policy->nr_errors ? EXIT_ERROR : EXIT_SUCCESS;
	policy_free(policy);
	state_free(state);
	return code;
}

const struct command cmd_policy = {
	.name = "policy",
	.usage = "[--json] [--policy=FILE]",
	.help =
		"The rules of " POLICY_DIR "/*.policy, what each matches of what is\n"
		"set now, and what none accepts; see taintinfo-policy(5). With an error in them nothing is\n"
		"expected; exit with 2 then.\n"
		"\n"
		"  -j, --json            one object\n"
		"  -P, --policy=FILE     in place of " POLICY_DIR "\n",
	.options = "jP",
	.run = run,
};
