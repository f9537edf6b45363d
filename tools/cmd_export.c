// SPDX-License-Identifier: GPL-2.0-only
/*
 * taintinfo export: the state for other programs, as JSON, or in the text format of
 * Prometheus as the textfile collector of its node exporter takes it.  No process and no
 * place is in a label.
 */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "output.h"
#include "policy.h"
#include "state.h"
#include "state_json.h"
#include "text.h"

static void show_json(FILE *out, const struct state *state, const struct policy *policy)
{
	unsigned int i;

	putc('{', out);
	state_members(out, state);
	policy_member(out, policy);
	fputs(",\"flags\":[", out);
	for (i = 0; i < state->nr_flags; i++) {
		fprintf(out, "%s\n{", i ? "," : "");
		flag_members(out, &state->flags[i]);
		policy_flag_members(out, policy, state->flags[i].bit);
		putc('}', out);
	}
	fputs("]}\n", out);
}

static void metric(FILE *out, const char *name, const char *type, const char *help)
{
	fprintf(out, "# HELP taint_info_%s %s\n# TYPE taint_info_%s %s\n", name, help, name, type);
}

/* Names and categories are words of our own. */
static void sample(FILE *out, const char *name, const struct flag_state *flag, const char *value)
{
	/* What could not be read has no sample. */
	if (!*value)
		return;
	fprintf(out, "taint_info_%s{flag=\"%s\",letter=\"%s\",category=\"%s\"} %s\n", name,
		flag->name, flag->letter, flag->category, value);
}

/* What is not known to be accepted is unexpected, be it that this user may not know. */
static void show_policy(FILE *out, const struct state *state, const struct policy *policy)
{
	unsigned int i;

	metric(out, "policy_errors", "gauge",
	       "Errors in the policy; with any of them what is unexpected is not known.");
	fprintf(out, "taint_info_policy_errors %u\n", policy->nr_errors);
	if (policy->nr_errors)
		return;
	metric(out, "unexpected", "gauge",
	       "Whether this flag is set, or was cleared, and no policy is known to accept it.");
	for (i = 0; i < state->nr_flags; i++)
		sample(out, "unexpected", &state->flags[i],
		       policy->flags[state->flags[i].bit].answer > EXPECTED ? "1" : "0");
}

static void show_cleared(FILE *out, const struct state *state)
{
	unsigned long long cleared;
	unsigned int i;

	if (!parse_mask(state->cleared, &cleared))
		return;
	metric(out, "cleared", "gauge",
	       "Whether this flag was set and then cleared, which no kernel does.");
	for (i = 0; i < state->nr_flags; i++)
		sample(out, "cleared", &state->flags[i],
		       cleared >> state->flags[i].bit & 1 ? "1" : "0");
}

static void show_prometheus(FILE *out, const struct state *state, const struct policy *policy)
{
	const struct flag_state *flag;
	unsigned int i;

	metric(out, "module_loaded", "gauge",
	       "Whether the module taint_info watches; without it only the flags are known.");
	fprintf(out, "taint_info_module_loaded %d\n", state->loaded);
	metric(out, "flag", "gauge", "Whether the kernel carries this taint flag.");
	for (i = 0; i < state->nr_flags; i++)
		sample(out, "flag", &state->flags[i], state->flags[i].set ? "1" : "0");
	show_policy(out, state, policy);
	if (!state->loaded)
		return;
	show_cleared(out, state);
	metric(out, "events_total", "counter",
	       "Calls seen that set this flag since taint_info was loaded, repeats included.");
	for (i = 0; i < state->nr_flags; i++)
		sample(out, "events_total", &state->flags[i], state->flags[i].count);
	metric(out, "lost_total", "counter", "Taint events that could not be recorded.");
	if (state->lost[0])
		fprintf(out, "taint_info_lost_total %s\n", state->lost);
	metric(out, "timestamp_seconds", "gauge",
	       "When this flag was first seen being set, since 1970.");
	for (i = 0; i < state->nr_flags; i++) {
		flag = &state->flags[i];
		if (flag->first.text[REALTIME][0])
			sample(out, "timestamp_seconds", flag, flag->first.text[REALTIME]);
	}
}

static int run(const struct arguments *args)
{
	char *text = NULL;
	struct policy *policy;
	struct state *state;
	bool for_all = !strcmp(args->format, "prometheus"), written;
	const char *output = args->output;
	size_t len;
	FILE *out;

	if (!for_all && strcmp(args->format, "json")) {
		complain("'%s' is no format: choose json or prometheus", args->format);
		return WRONG_USAGE;
	}
	state = state_or_complain(true, NULL);
	if (!state)
		return EXIT_ERROR;
	if (!for_all)
		state_fingerprints(state);
	out = open_memstream(&text, &len);
	if (!out)
		abort();
	/* What a timer asks each minute is not to read logs each time. */
	if (for_all)
		policy = policy_read(state, args->policy);
	else
		policy = policy_read_by_logs(state, args->policy, NULL);
	if (for_all)
		show_prometheus(out, state, policy);
	else
		show_json(out, state, policy);
	policy_free(policy);
	state_free(state);
	if (fclose(out))
		abort();
	if (output && strcmp(output, "-"))
		written = write_file(output, text, len, for_all);
	else
		written = fwrite(text, 1, len, stdout) == len && !fflush(stdout);
	free(text);
	return written ? EXIT_SUCCESS : EXIT_ERROR;
}

const struct command cmd_export = {
	.name = "export",
	.usage = "[--format=json|prometheus] [--output=FILE] [--policy=FILE]",
	.help =
		"The whole state for other programs.\n"
		"\n"
		"  -f, --format=FORMAT   json (default), or prometheus for node_exporter's textfile\n"
		"                        collector\n"
		"  -o, --output=FILE     replaced at once; default, and -: standard output\n"
		"  -P, --policy=FILE     what is expected, in place of " POLICY_DIR "\n",
	.options = "foP",
	.run = run,
};
