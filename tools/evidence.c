// SPDX-License-Identifier: GPL-2.0-only
/*
 * What there is on record of flags that nobody saw being set: what taint_info has written
 * in this boot, the kernel's log, and marks in files.
 */
#include <stdlib.h>
#include <string.h>

#include "archive.h"
#include "entries.h"
#include "evidence.h"
#include "json.h"
#include "leads.h"
#include "marks.h"
#include "text.h"

/**
 * add_evidence() - one piece more, by how likely it is; of equal ones the first stays so
 * @explanation: gets it
 * @evidence: it, any bytes, which are made plain
 */
void add_evidence(struct explanation *explanation, struct evidence *evidence)
{
	unsigned int at = 0;

	make_plain(evidence->source);
	make_plain(evidence->text);
	make_plain(evidence->module);
	make_plain(evidence->caller);
	make_plain(evidence->comm);
	make_plain(evidence->pid);
	while (at < explanation->nr && explanation->list[at].kind <= evidence->kind)
		at++;
	if (explanation->nr == EVIDENCE_MOST)
		explanation->more++;
	else
		explanation->nr++;
	if (at == EVIDENCE_MOST)
		return;
	memmove(&explanation->list[at + 1], &explanation->list[at],
		(explanation->nr - at - 1) * sizeof(*evidence));
	explanation->list[at] = *evidence;
}

/* In JSON. */
static const char *word_of_kind(enum evidence_kind kind)
{
	static const char *const words[EVIDENCE_KINDS] = {
		[EVIDENCE_ENTRY] = "entry",
		[EVIDENCE_NOTICE] = "notice",
		[EVIDENCE_WORDS] = "loader",
		[EVIDENCE_REPORT] = "report",
		[EVIDENCE_MARK] = "mark",
		[EVIDENCE_CARRIER] = "modules",
		[EVIDENCE_OPTION] = "option",
		[EVIDENCE_HINT] = "hint",
		[EVIDENCE_STATE] = "state",
	};

	return words[kind];
}

/* --- where it is looked for --- */

static void take_entry(const struct flag_entry *entry, void *data)
{
	struct explanations *explanations = data;
	struct explanation *explanation;
	struct evidence evidence = { .kind = EVIDENCE_ENTRY, .sure = true };
	const struct record *record = &entry->record;
	unsigned int i;

	for (i = 0; i < explanations->nr; i++)
		if (!strcmp(explanations->list[i].flag->name, entry->flag))
			break;
	if (i == explanations->nr || strcmp(entry->text[ORIGIN], "observed"))
		return;
	explanation = &explanations->list[i];
	/* Of two loads the first one saw it; what is seen now is known better. */
	if (was_observed(explanation->flag) || explanation->nr)
		return;
	strcpy(evidence.source, "journalctl -b MESSAGE_ID=" ENTRY_ID);
	copy_text(evidence.time, sizeof(evidence.time), record->text[BOOTTIME]);
	copy_text(evidence.text, sizeof(evidence.text), entry->message);
	copy_text(evidence.module, sizeof(evidence.module), record->text[MODULE]);
	copy_text(evidence.caller, sizeof(evidence.caller), record->text[CALLER]);
	copy_text(evidence.comm, sizeof(evidence.comm), record->text[COMM]);
	copy_text(evidence.pid, sizeof(evidence.pid), record->text[PID]);
	add_evidence(explanation, &evidence);
}

static void take_mark(const char *flag, struct evidence *evidence, void *data)
{
	struct explanations *explanations = data;
	unsigned int i;

	for (i = 0; i < explanations->nr; i++)
		if (!was_observed(explanations->list[i].flag) &&
		    !strcmp(explanations->list[i].flag->name, flag))
			add_evidence(&explanations->list[i], evidence);
}

/* What the list of modules that an archive has says of one. */
static void find_in_list(struct evidence *evidence, const char *name)
{
	const char *path = find_archived(ARCHIVED_MODULES);
	char *text = path ? read_end(path) : NULL, *rest = text, *line;
	size_t len = strlen(name);
	unsigned long number;

	for (number = 1; text && (line = take_line(&rest)); number++) {
		if (strncmp(line, name, len) || line[len] != ' ')
			continue;
		copy_text(evidence->source, sizeof(evidence->source), path);
		copy_text(evidence->text, sizeof(evidence->text), line);
		evidence->line = number;
		break;
	}
	free(text);
}

/* Modules that are loaded, and carry it. */
static void add_carriers(struct explanation *explanation)
{
	char *names = strdup(explanation->flag->modules), *name, *rest;
	struct evidence evidence;
	char letters[TEXT_SIZE];

	if (!names)
		abort();
	for (name = strtok_r(names, " ", &rest); name; name = strtok_r(NULL, " ", &rest)) {
		memset(&evidence, 0, sizeof(evidence));
		evidence.kind = EVIDENCE_CARRIER;
		copy_text(evidence.module, sizeof(evidence.module), name);
		snprintf(evidence.source, sizeof(evidence.source), "/sys/module/%.100s/taint",
			 name);
		if (read_text(letters, sizeof(letters), "%s", evidence.source))
			copy_text(evidence.text, sizeof(evidence.text), letters);
		else if (*root)
			find_in_list(&evidence, name);
		add_evidence(explanation, &evidence);
	}
	free(names);
}

static bool all_observed(const struct explanations *explanations)
{
	unsigned int i;

	for (i = 0; i < explanations->nr; i++)
		if (!was_observed(explanations->list[i].flag))
			return false;
	return true;
}

static void ask_entries(struct explanations *explanations)
{
	char id[BOOT_ID_SIZE];

	if (!read_boot_id(id))
		strcpy(explanations->entries, "it is not known which boot this is");
	else
		read_entries(id, take_entry, explanations, explanations->entries,
			     sizeof(explanations->entries));
	make_plain(explanations->entries);
}

/**
 * explain_flags() - look for all that there is
 * @state: the state, which stays as it is
 * @flags: of these flags, a mask
 * @full: with the lines of the log that belong to an event that was seen
 *
 * Return: it, to be given to free_explanations().
 */
struct explanations *explain_flags(const struct state *state, unsigned long long flags, bool full)
{
	struct explanations *explanations = calloc(1, sizeof(*explanations));
	unsigned int i;

	if (!explanations)
		abort();
	explanations->list = calloc(state->nr_flags + 1, sizeof(*explanations->list));
	if (!explanations->list)
		abort();
	for (i = 0; i < state->nr_flags; i++)
		if (flags >> state->flags[i].bit & 1)
			explanations->list[explanations->nr++].flag = &state->flags[i];
	if (!explanations->nr)
		return explanations;
	if (!all_observed(explanations)) {
		ask_entries(explanations);
		find_marks(state, take_mark, explanations);
		for (i = 0; i < explanations->nr; i++)
			if (!was_observed(explanations->list[i].flag))
				add_carriers(&explanations->list[i]);
	}
	find_kernel_log(&explanations->log, state->release);
	if (explanations->log.taken)
		follow_log(explanations, state, full);
	return explanations;
}

/**
 * free_explanations() - it is of no more use
 * @explanations: from explain_flags(), or NULL
 */
void free_explanations(struct explanations *explanations)
{
	unsigned int i, j;

	if (!explanations)
		return;
	for (i = 0; i < explanations->nr; i++)
		for (j = 0; j < explanations->list[i].nr; j++)
			free(explanations->list[i].list[j].block);
	free(explanations->list);
	free(explanations);
}

/* --- in words --- */

static bool is_of_log(const struct evidence *evidence)
{
	switch (evidence->kind) {
	case EVIDENCE_NOTICE:
	case EVIDENCE_WORDS:
	case EVIDENCE_REPORT:
	case EVIDENCE_HINT:
	case EVIDENCE_STATE:
		return true;
	default:
		/* What one that has gone had carried. */
		return evidence->kind == EVIDENCE_CARRIER && *evidence->time;
	}
}

/**
 * record_of_cause() - what a piece of evidence says of the call, which has no number
 * @record: filled in
 * @evidence: the piece
 */
void record_of_cause(struct record *record, const struct evidence *evidence)
{
	memset(record, 0, sizeof(*record));
	strcpy(record->text[MODULE], evidence->module);
	strcpy(record->text[CALLER], evidence->caller);
	strcpy(record->text[COMM], evidence->comm);
	strcpy(record->text[PID], evidence->pid);
}

/* Whether it says who or where, which then is shown. */
static bool show_cause(FILE *out, const struct evidence *evidence)
{
	struct record record;

	if (!*evidence->module && !*evidence->caller && !*evidence->pid)
		return false;
	record_of_cause(&record, evidence);
	show_who(out, &record);
	return true;
}

static void show_seconds(FILE *out, const char *time)
{
	fprintf(out, "%.*s s", (int)strcspn(time, ".") + 4, time);
}

/* Whether it names what has set the flag, and not what may have done so. */
static bool is_likely(const struct evidence *evidence)
{
	return evidence->kind <= EVIDENCE_CARRIER;
}

static const struct explanation *explanation_of(const struct explanations *explanations,
						const struct flag_state *flag)
{
	unsigned int i;

	for (i = 0; i < explanations->nr; i++)
		if (explanations->list[i].flag == flag)
			return &explanations->list[i];
	return NULL;
}

/**
 * likely_cause() - the best piece of evidence that names the cause of a flag
 * @explanations: where to look
 * @flag: which
 *
 * Return: it; NULL where there is none but what the modules that are loaded show.
 */
const struct evidence *likely_cause(const struct explanations *explanations,
				    const struct flag_state *flag)
{
	const struct explanation *explanation = explanation_of(explanations, flag);
	const struct evidence *first;

	if (!explanation || !explanation->nr)
		return NULL;
	first = explanation->list;
	if (!is_likely(first) || (first->kind == EVIDENCE_CARRIER && !is_of_log(first)))
		return NULL;
	return first;
}

/**
 * sure_cause() - a piece of evidence that shows who has set a flag, and is no guess
 * @explanations: where to look
 * @flag: which
 *
 * Return: it, or NULL.
 */
const struct evidence *sure_cause(const struct explanations *explanations,
				  const struct flag_state *flag)
{
	const struct explanation *explanation = explanation_of(explanations, flag);
	unsigned int i;

	for (i = 0; explanation && i < explanation->nr; i++)
		if (explanation->list[i].sure)
			return &explanation->list[i];
	return NULL;
}

/**
 * show_likely() - the cause in one line
 * @out: where to
 * @evidence: from likely_cause()
 */
void show_likely(FILE *out, const struct evidence *evidence)
{
	fputs("     likely     ", out);
	if (show_cause(out, evidence))
		fputs(", ", out);
	if (is_of_log(evidence))
		fputs("from the log", out);
	else
		fprintf(out, "from %s", evidence->kind == EVIDENCE_ENTRY ? "the systemd journal" :
			evidence->source);
	if (*evidence->time) {
		fputs(" at ", out);
		show_seconds(out, evidence->time);
	}
	fprintf(out, ": %s\n",
		is_of_log(evidence) ? words_of_line(evidence->text) : evidence->text);
}

static void show_block(FILE *out, const struct evidence *evidence)
{
	char *copy = strdup(evidence->block), *rest = copy, *line;

	if (!copy)
		abort();
	while ((line = take_line(&rest)))
		if (*line)
			fprintf(out, "                %s\n", line);
	free(copy);
}

static void show_piece(FILE *out, const char *label, const struct evidence *evidence)
{
	bool any;

	fprintf(out, "     %-10s ", label);
	any = show_cause(out, evidence);
	if (*evidence->time) {
		fputs(any ? ", " : "", out);
		show_seconds(out, evidence->time);
		fputs(" after boot", out);
		any = true;
	}
	if (*evidence->since) {
		fputs(", and not yet at ", out);
		show_seconds(out, evidence->since);
	}
	fprintf(out, is_of_log(evidence) ? "%sfrom the log (%s)" : "%sfrom %s",
		any ? "\n                " : "", evidence->source);
	if (evidence->line)
		fprintf(out, ", line %lu", evidence->line);
	fputs(":\n", out);
	if (evidence->block)
		show_block(out, evidence);
	else
		fprintf(out, "                %s\n", evidence->text);
}

/* What is said of one piece: whether it speaks of the same as the first one. */
static const char *label_of(const struct explanation *explanation, unsigned int i)
{
	const struct evidence *evidence = &explanation->list[i], *first = explanation->list;

	if (was_observed(explanation->flag))
		return "log";
	if (evidence->kind == EVIDENCE_STATE)
		return "shown";
	if (!i)
		return is_likely(evidence) ? "likely" : "perhaps";
	return *evidence->module && !strcmp(evidence->module, first->module) ? "also" : "or";
}

static unsigned int count_candidates(const struct explanation *explanation)
{
	unsigned int n = 0, i;
	const char *label;

	for (i = 0; i < explanation->nr; i++) {
		label = label_of(explanation, i);
		n += strcmp(label, "also") && strcmp(label, "shown") && strcmp(label, "log");
	}
	return n + explanation->more;
}

/**
 * show_explanation() - all that there is of one flag
 * @out: where to
 * @explanation: it
 */
void show_explanation(FILE *out, const struct explanation *explanation)
{
	unsigned int n = count_candidates(explanation), i;

	if (!explanation->nr)
		fputs(was_observed(explanation->flag) ?
			      "     log        has nothing of it\n" :
			      "     cause      not on record where it was searched for\n", out);
	if (n > 1)
		fprintf(out, "     candidates %u, the likeliest first\n", n);
	for (i = 0; i < explanation->nr; i++)
		show_piece(out, label_of(explanation, i), &explanation->list[i]);
	if (explanation->more)
		fprintf(out, "     or         %u more\n", explanation->more);
}

static void show_source(FILE *out, const struct kernel_log *log, const struct log_source *source)
{
	fprintf(out, "     %s: ", source->name);
	if (!source->found)
		fputs(source->error, out);
	else if (source->complete)
		fputs("from the boot on", out);
	else if (*source->from)
		fprintf(out, "back to %.*s s after boot: what came before is not there",
			(int)strcspn(source->from, ".") + 4, source->from);
	else
		fputs("it does not tell how far back it goes, nor does it have the boot", out);
	fputs(source == log->taken ? "; this one was read\n" : "\n", out);
}

/**
 * show_searched() - where it was searched for a cause
 * @out: where to
 * @explanations: of what
 */
void show_searched(FILE *out, const struct explanations *explanations)
{
	const struct kernel_log *log = &explanations->log;
	const char *comma = "     not there: ";
	unsigned int i;

	fputs("\nSearched for causes:\n", out);
	for (i = 0; i < log->nr_sources; i++)
		if (!log->sources[i].absent)
			show_source(out, log, &log->sources[i]);
	if (*explanations->entries)
		fprintf(out, "     what taint_info has written in this boot: %s\n",
			explanations->entries);
	for (i = 0; i < log->nr_sources; i++) {
		if (!log->sources[i].absent)
			continue;
		fprintf(out, "%s%s", comma, log->sources[i].name);
		comma = ", ";
	}
	if (*comma == ',')
		putc('\n', out);
	if (log_was_denied(log))
		fputs("This user may not read all of it: 'sudo taintinfo explain', or join the\n"
		      "group adm or systemd-journal.\n", out);
}

/* --- as JSON --- */

static void json_block(FILE *out, const struct evidence *evidence)
{
	char *copy = strdup(evidence->block), *rest = copy, *line;
	const char *comma = "";

	if (!copy)
		abort();
	fputs(",\"block\":[", out);
	while ((line = take_line(&rest))) {
		if (!*line)
			continue;
		fputs(comma, out);
		json_string(out, line);
		comma = ",";
	}
	putc(']', out);
	free(copy);
}

/**
 * json_evidence() - a piece of it as an object
 * @out: where to
 * @evidence: it
 */
void json_evidence(FILE *out, const struct evidence *evidence)
{
	fprintf(out, "{\"origin\":\"inferred\",\"kind\":\"%s\"", word_of_kind(evidence->kind));
	json_member(out, "source", evidence->source);
	if (evidence->line)
		fprintf(out, ",\"line\":%lu", evidence->line);
	else
		fputs(",\"line\":null", out);
	json_member(out, "time", evidence->time);
	json_member(out, "text", evidence->text);
	json_member(out, "module", evidence->module);
	json_member(out, "caller", evidence->caller);
	json_member(out, "comm", evidence->comm);
	json_number(out, "pid", evidence->pid);
	if (evidence->kind == EVIDENCE_STATE)
		json_member(out, "since", evidence->since);
	if (evidence->block)
		json_block(out, evidence);
	putc('}', out);
}

static void json_source(FILE *out, const struct kernel_log *log, const struct log_source *source)
{
	fputc('{', out);
	fputs("\"source\":", out);
	json_string(out, source->name);
	json_member(out, "from", source->from);
	fprintf(out, ",\"complete\":%s,\"read\":%s", source->complete ? "true" : "false",
		source == log->taken ? "true" : "false");
	json_member(out, "error", source->error);
	putc('}', out);
}

/**
 * show_explanation_json() - one flag as an object on a line of its own
 * @out: where to
 * @explanations: all of them
 * @explanation: this one
 */
void show_explanation_json(FILE *out, const struct explanations *explanations,
			   const struct explanation *explanation)
{
	const struct flag_state *flag = explanation->flag;
	const struct kernel_log *log = &explanations->log;
	unsigned int i;

	fprintf(out, "{\"bit\":%u", flag->bit);
	json_member(out, "name", flag->name);
	json_member(out, "letter", flag->letter);
	json_member(out, "origin", flag->origin);
	json_member(out, "modules", flag->modules);
	json_record(out, "first", &flag->first);
	fputs(",\"evidence\":[", out);
	for (i = 0; i < explanation->nr; i++) {
		fputs(i ? "," : "", out);
		json_evidence(out, &explanation->list[i]);
	}
	fprintf(out, "],\"more\":%u,\"searched\":[", explanation->more);
	for (i = 0; i < log->nr_sources; i++) {
		fputs(i ? "," : "", out);
		json_source(out, log, &log->sources[i]);
	}
	fputs("]}\n", out);
}
