// SPDX-License-Identifier: GPL-2.0-only
/*
 * What came while a command ran, as people and test harnesses read it.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "json.h"
#include "results.h"
#include "text.h"

/* --- in words --- */

static void show_flag(FILE *out, const struct taint *taint)
{
	if (!taint->event.flag[0])
		return;
	fprintf(out, "%s %s, ", taint->event.letter[0] ? taint->event.letter : "?",
		taint->event.flag);
}

static void show_taint(FILE *out, const struct outcome *outcome, const struct taint *taint)
{
	show_flag(out, taint);
	fputs(taint->kind == TAINT_CLEARED ? "cleared" : who_words[taint->who], out);
	if (taint->kind == TAINT_CALL && taint->times > 1)
		fprintf(out, ", %llu times", taint->times);
	fputs(": ", out);
	switch (taint->kind) {
	case TAINT_CALL:
		show_who(out, &taint->event.record);
		break;
	case TAINT_FOUND:
		fputs("found set, the call was not seen", out);
		break;
	case TAINT_CLEARED:
		fputs("somebody has cleared it, which no kernel does", out);
		break;
	case TAINT_MISSED:
		fprintf(out, "%llu more call%s, %s", taint->times, taint->times > 1 ? "s" : "",
			geteuid() ? "known to root" : "no longer kept");
		break;
	}
	if (taint->allowed) {
		fputs("; allowed", out);
	} else if (is_accepted(outcome, taint)) {
		fputs("; accepted: ", out);
		judgement_text(out, &taint->judgement);
	} else if (outcome->policy->given && (taint->judgement.why || taint->judgement.over)) {
		fputs("; ", out);
		judgement_text(out, &taint->judgement);
	}
}

static void show_taints(FILE *out, const struct outcome *outcome, const char *begin)
{
	size_t i;

	for (i = 0; i < outcome->nr_taints; i++) {
		fputs(begin, out);
		show_taint(out, outcome, &outcome->taints[i]);
		putc('\n', out);
	}
	if (outcome->beyond)
		fprintf(out, "%s%llu more calls, from more places than are kept apart\n", begin,
			outcome->beyond);
}

static void show_notes(FILE *out, const struct outcome *outcome, const char *begin)
{
	size_t i;

	for (i = 0; i < outcome->nr_notes; i++)
		fprintf(out, "%s%s\n", begin, outcome->notes[i]);
	if (outcome->nr_left)
		fprintf(out, "%s%u of its processes go%s on, and what they do is not seen: %s\n",
			begin, outcome->nr_left, outcome->nr_left > 1 ? "" : "es", outcome->left);
	if (outcome->error)
		fprintf(out, "%s%s\n", begin, outcome->error);
}

static void show_end(FILE *out, const struct outcome *outcome)
{
	if (outcome->cannot_run)
		fprintf(out, "cannot be run: %s", outcome->cannot_run);
	else if (outcome->signal)
		fprintf(out, "was ended by signal %d (%s)", outcome->signal,
			strsignal(outcome->signal));
	else
		fprintf(out, "ended with exit code %d", outcome->code);
}

/**
 * results_text() - for people, nothing where nothing came
 * @out: where to
 * @outcome: what came
 */
void results_text(FILE *out, const struct outcome *outcome)
{
	static const char begin[] = "taintinfo run: ";

	if (outcome->nr_taints || outcome->beyond) {
		fprintf(out, "%sthe kernel was tainted while %s ran, which ", begin,
			outcome->name);
		show_end(out, outcome);
		fputs(":\n", out);
		show_taints(out, outcome, "  ");
	}
	show_notes(out, outcome, begin);
}

/* --- KTAP --- */

/**
 * results_ktap() - as a report of one test
 * @out: where to
 * @outcome: what came
 */
void results_ktap(FILE *out, const struct outcome *outcome)
{
	bool failed = outcome->code || outcome->error || is_unexpected(outcome);
	const char *c;

	fputs("KTAP version 1\n1..1\n", out);
	show_taints(out, outcome, "# ");
	show_notes(out, outcome, "# ");
	if (outcome->code) {
		fputs("# the command ", out);
		show_end(out, outcome);
		putc('\n', out);
	}
	fprintf(out, "%sok 1 ", failed ? "not " : "");
	/* Behind it would be a directive. */
	for (c = outcome->name; *c; c++)
		putc(*c == '#' ? '?' : *c, out);
	putc('\n', out);
}

/* --- JUnit --- */

static void xml_text(FILE *out, const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '&':
			fputs("&amp;", out);
			break;
		case '<':
			fputs("&lt;", out);
			break;
		case '>':
			fputs("&gt;", out);
			break;
		case '"':
			fputs("&quot;", out);
			break;
		default:
			putc(*text, out);
		}
	}
}

static void xml_attribute(FILE *out, const char *name, const char *text)
{
	fprintf(out, " %s=\"", name);
	xml_text(out, text);
	putc('"', out);
}

static void xml_failure(FILE *out, const char *type, const char *message, const char *text)
{
	fprintf(out, "<failure type=\"%s\"", type);
	xml_attribute(out, "message", message);
	putc('>', out);
	xml_text(out, text);
	fputs("</failure>\n", out);
}

/**
 * results_written() - what one of these functions writes, as text
 * @show: the function
 * @outcome: what came
 *
 * Return: it, to be freed.
 */
char *results_written(void (*show)(FILE *out, const struct outcome *outcome),
		      const struct outcome *outcome)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		abort();
	show(out, outcome);
	if (fclose(out))
		abort();
	return text;
}

static void show_all(FILE *out, const struct outcome *outcome)
{
	show_taints(out, outcome, "");
	show_notes(out, outcome, "");
}

/**
 * results_junit() - as XML, a suite of one test
 * @out: where to
 * @outcome: what came
 *
 * All that is in it is plain ASCII.
 */
void results_junit(FILE *out, const struct outcome *outcome)
{
	char *all = results_written(show_all, outcome);
	char *end = results_written(show_end, outcome);
	bool tainted = is_unexpected(outcome);

	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n", out);
	fprintf(out, "<testsuite name=\"taintinfo\" tests=\"1\" failures=\"%d\" errors=\"%d\"",
		!outcome->error && (tainted || outcome->code), !!outcome->error);
	fprintf(out, " skipped=\"0\" time=\"%.3f\">\n", outcome->seconds);
	/* What is accepted is no failure, and has no other place. */
	if (*all && !tainted) {
		fputs("<properties>\n<property name=\"taintinfo\"", out);
		xml_attribute(out, "value", all);
		fputs("/>\n</properties>\n", out);
	}
	fputs("<testcase classname=\"taintinfo\"", out);
	xml_attribute(out, "name", outcome->name);
	fprintf(out, " time=\"%.3f\">\n", outcome->seconds);
	if (outcome->error) {
		fputs("<error", out);
		xml_attribute(out, "message", outcome->error);
		putc('>', out);
		xml_text(out, all);
		fputs("</error>\n", out);
	} else if (tainted) {
		xml_failure(out, "taint", "the kernel was tainted", all);
	} else if (outcome->code) {
		xml_failure(out, "exit", end, end);
	}
	fputs("</testcase>\n</testsuite>\n</testsuites>\n", out);
	free(all);
	free(end);
}

/* --- JSON --- */

static void json_taint(FILE *out, const struct outcome *outcome, const struct taint *taint)
{
	static const char *const kinds[] = {
		[TAINT_CALL] = "call",
		[TAINT_FOUND] = "found",
		[TAINT_CLEARED] = "cleared",
		[TAINT_MISSED] = "missed",
	};

	fprintf(out, "{\"kind\":\"%s\",\"who\":\"%s\",\"times\":%llu", kinds[taint->kind],
		who_words[taint->who], taint->times);
	fprintf(out, ",\"accepted\":%s,\"allowed\":%s",
		is_accepted(outcome, taint) ? "true" : "false", taint->allowed ? "true" : "false");
	json_member(out, "flag", taint->event.flag);
	json_member(out, "letter", taint->event.letter);
	judgement_json(out, &taint->judgement);
	json_record(out, "event", &taint->event.record);
	putc('}', out);
}

static void json_list(FILE *out, const char *name, char *const *list, size_t n)
{
	size_t i;

	fprintf(out, "\"%s\":[", name);
	for (i = 0; i < n; i++) {
		if (i)
			putc(',', out);
		json_string(out, list[i]);
	}
	putc(']', out);
}

/**
 * results_json() - as one object
 * @out: where to
 * @outcome: what came
 */
void results_json(FILE *out, const struct outcome *outcome)
{
	size_t words = 0, i;

	while (outcome->command[words])
		words++;
	putc('{', out);
	json_list(out, "command", outcome->command, words);
	json_member(out, "name", outcome->name);
	fprintf(out, ",\"exit_code\":%d,\"signal\":", outcome->code);
	if (outcome->signal)
		fprintf(out, "%d", outcome->signal);
	else
		fputs("null", out);
	json_member(out, "cannot_run", outcome->cannot_run ? outcome->cannot_run : "");
	json_member(out, "error", outcome->error ? outcome->error : "");
	fprintf(out, ",\"seconds\":%.3f,\"loaded\":%s,\"tree\":\"%s\",\"unexpected\":%s",
		outcome->seconds, outcome->loaded ? "true" : "false", tree_words[outcome->tree],
		outcome->error ? "null" : is_unexpected(outcome) ? "true" : "false");
	fprintf(out, ",\"mask_before\":\"%llu\",\"mask\":\"%llu\",\"new\":\"%llu\",\"events\":[",
		outcome->state->mask, outcome->mask, outcome->mask & ~outcome->state->mask);
	for (i = 0; i < outcome->nr_taints; i++) {
		fputs(i ? ",\n" : "\n", out);
		json_taint(out, outcome, &outcome->taints[i]);
	}
	fprintf(out, "],\"lost\":%llu,\"beyond\":%llu,", outcome->missed, outcome->beyond);
	json_list(out, "notes", outcome->notes, outcome->nr_notes);
	fprintf(out, ",\"running\":%u", outcome->nr_left);
	json_member(out, "left", outcome->left ? outcome->left : "");
	fputs("}\n", out);
}
