// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the log of a boot says of who has set flags.
 *
 * What comes first counts: a kernel that is tainted has reports for many reasons.  A report
 * that shows the flag itself is of a repeat; one after which it was not set is of another
 * flag; and what came after taint_info began to watch it would have seen.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "blame.h"
#include "decode.h"
#include "leads.h"
#include "text.h"

/* A report shows the state within so many lines. */
#define REPORT_MOST 60

/* The clock of a log is not that of an event: in seconds. */
#define SAME_TIME 1.0

/* How much of the log is shown of an event. */
#define BLOCK_LINES 12

/* What it says of one flag. */
struct lead {
	struct explanation *explanation;
	unsigned int bit;
	/* Of an observed flag the call is known, and what belongs to it is looked for. */
	bool observed;
	bool detected;
	struct evidence cause;
	unsigned long cause_line;
	/* What counts where that turns out to be of another flag, or another event. */
	struct evidence next;
	unsigned long next_line;
	/* The report has shown the state that was before it. */
	bool own_state;
	/* No cause is behind this line nor, of a flag that was found later, before that. */
	unsigned long end;
	unsigned long begin;
	/* The last state without it. */
	unsigned long without;
	char without_time[TIME_SIZE];
	struct evidence shown;
	struct evidence hint;
	struct evidence notice;
	unsigned long notice_line;
};

struct leads {
	struct decoder decoder;
	struct lead *list;
	unsigned int nr;
	const struct kernel_log *log;
	/* Where taint_info began to watch, the last time. */
	unsigned long watched;
	bool hints;
};

static struct lead *lead_of_bit(struct leads *leads, unsigned int bit)
{
	unsigned int i;

	for (i = 0; i < leads->nr; i++)
		if (leads->list[i].bit == bit)
			return &leads->list[i];
	return NULL;
}

/* --- evidence from a line --- */

static void begin_evidence(struct evidence *evidence, const struct leads *leads,
			   enum evidence_kind kind, const char *text, unsigned long line,
			   const char *time)
{
	memset(evidence, 0, sizeof(*evidence));
	evidence->kind = kind;
	copy_text(evidence->source, sizeof(evidence->source), leads->log->taken->name);
	if (leads->log->taken->lines != NO_NUMBERS)
		evidence->line = leads->log->taken->lines + line;
	copy_text(evidence->time, sizeof(evidence->time), time);
	copy_text(evidence->text, sizeof(evidence->text), text);
}

static void take_names(struct evidence *evidence, const struct finding *finding)
{
	copy_text(evidence->module, sizeof(evidence->module), finding->module);
	copy_text(evidence->caller, sizeof(evidence->caller), finding->caller);
	copy_text(evidence->comm, sizeof(evidence->comm), finding->comm);
	copy_text(evidence->pid, sizeof(evidence->pid), finding->pid);
}

static void take_finding(struct evidence *evidence, const struct leads *leads,
			 const struct finding *finding, enum evidence_kind kind)
{
	begin_evidence(evidence, leads, kind, finding->text, finding->line, finding->time);
	take_names(evidence, finding);
}

/* --- what taint_info itself has said --- */

static double seconds(const char *time)
{
	return *time ? strtod(time, NULL) : -1;
}

/* "flag warn (W) set by module trigger in process sh[128], uid 0, ..., at caller, via ..." */
static void found_notice(struct leads *leads, const char *words, unsigned long number,
			 const char *time, const char *line)
{
	struct finding finding = { 0 };
	struct evidence *notice;
	struct lead *lead;
	unsigned int i;
	size_t len = strcspn(words, " ");

	for (i = 0, lead = NULL; i < leads->nr; i++)
		if (strlen(leads->list[i].explanation->flag->name) == len &&
		    !strncmp(leads->list[i].explanation->flag->name, words, len))
			lead = &leads->list[i];
	if (!lead)
		return;
	/* It was found set, and what comes now is not why. */
	if (strstr(words, "was not seen")) {
		if (lead->detected && !lead->end)
			lead->end = number;
		return;
	}
	notice = &lead->notice;
	if (!strstr(words, " set ") || lead->notice_line)
		return;
	begin_evidence(notice, leads, EVIDENCE_NOTICE, line, number, time);
	lead->notice_line = number;
	take_notice(&finding, words);
	take_names(notice, &finding);
}

/* From here on it sees what happens: a flag that is found set later was set later. */
static void begin_to_watch(struct leads *leads, unsigned long number)
{
	unsigned int i;

	leads->watched = number;
	for (i = 0; i < leads->nr; i++) {
		if (!leads->list[i].detected)
			continue;
		leads->list[i].begin = number;
		leads->list[i].end = 0;
		leads->list[i].cause_line = 0;
		leads->list[i].next_line = 0;
	}
}

static void take_hint(struct leads *leads, const char *line, unsigned long number,
		      const char *time)
{
	unsigned int i;

	for (i = 0; i < leads->nr; i++)
		if (!strcmp(leads->list[i].explanation->flag->name, "firmware_workaround") &&
		    !*leads->list[i].hint.source)
			begin_evidence(&leads->list[i].hint, leads, EVIDENCE_HINT, line, number,
				       time);
}

static void read_log_line(const char *line, unsigned long number, void *data)
{
	static const char own[] = "taint_info: ";
	struct leads *leads = data;
	const char *time = leads->decoder.time, *words;

	if (leads->hints && strstr(line, "[Firmware "))
		take_hint(leads, line, number, time);
	if (!strstr(line, own))
		return;
	words = words_of_line(line);
	if (strncmp(words, own, strlen(own)))
		return;
	words += strlen(own);
	if (!strncmp(words, "version ", 8) && strstr(words, "noticing taints by"))
		begin_to_watch(leads, number);
	else if (!strncmp(words, "flag ", 5))
		found_notice(leads, words + 5, number, time, line);
}

/* --- what is found --- */

static bool same_place(const struct lead *lead, const struct finding *finding)
{
	const struct record *record = &lead->explanation->flag->first;
	size_t len;

	if (finding->kind == FOUND_WORDS || !*finding->caller || !record->text[CALLER][0])
		return !*finding->module || !record->text[MODULE][0] ||
		       !strcmp(finding->module, record->text[MODULE]);
	/* A report on another architecture may leave out the size. */
	len = strcspn(finding->caller, "/");
	return !strncmp(finding->caller, record->text[CALLER], len);
}

/* How far apart two times are, in seconds; 0 where one is not known. */
static double between(const char *time, const char *other)
{
	return *time && *other ? fabs(seconds(time) - seconds(other)) : 0;
}

/*
 * What is told of the place is of this event if it comes at the same time; or it is the last
 * thing before the notice, as the clock of the log stands while the machine sleeps.
 */
static void match_finding(struct leads *leads, struct lead *lead, const struct finding *finding,
			  enum evidence_kind kind)
{
	const char *then = lead->explanation->flag->first.text[BOOTTIME];

	if (!same_place(lead, finding))
		return;
	if (!lead->cause_line || between(finding->time, then) < between(lead->cause.time, then)) {
		take_finding(&lead->cause, leads, finding, kind);
		lead->cause_line = finding->line;
	}
	if (!lead->notice_line || finding->line < lead->notice_line) {
		take_finding(&lead->next, leads, finding, kind);
		lead->next_line = finding->line;
	}
}

static void choose_match(struct lead *lead)
{
	const char *then = lead->explanation->flag->first.text[BOOTTIME];

	if (lead->cause_line && between(lead->cause.time, then) <= SAME_TIME)
		return;
	lead->cause = lead->next;
	lead->cause_line = lead->next_line;
	/* The notice waits for the module's name. */
	if (!lead->notice_line ||
	    between(lead->next.time, lead->notice.time) > NAME_WAIT + SAME_TIME)
		lead->cause_line = 0;
}

static bool too_late(const struct leads *leads, const struct lead *lead,
		     const struct finding *finding)
{
	double then = lead->detected ? seconds(lead->explanation->flag->first.text[BOOTTIME]) : -1;
	double now = seconds(finding->time);

	if (now < 0)
		return false;
	return (leads->log->uptime >= 0 && now > leads->log->uptime + SAME_TIME) ||
	       (then >= 0 && now > then + SAME_TIME);
}

static void found_cause(struct leads *leads, struct lead *lead, const struct finding *finding,
			enum evidence_kind kind)
{
	if (lead->observed) {
		match_finding(leads, lead, finding, kind);
		return;
	}
	if (finding->line < lead->begin || (lead->end && finding->line >= lead->end) ||
	    too_late(leads, lead, finding))
		return;
	if (!lead->cause_line) {
		take_finding(&lead->cause, leads, finding, kind);
		lead->cause_line = finding->line;
		lead->own_state = false;
	} else if (!lead->next_line) {
		take_finding(&lead->next, leads, finding, kind);
		lead->next_line = finding->line;
	}
}

static void drop_cause(struct lead *lead)
{
	lead->cause = lead->next;
	lead->cause_line = lead->next_line;
	lead->next_line = 0;
	lead->own_state = false;
}

/* Whether a state is shown by the report that is the cause, if that is one. */
static bool is_own_state(const struct lead *lead, const struct finding *state)
{
	return lead->cause_line && lead->cause.kind == EVIDENCE_REPORT && !lead->own_state &&
	       state->line - lead->cause_line < REPORT_MOST;
}

static void shows_flag(struct leads *leads, struct lead *lead, const struct finding *state)
{
	if (lead->end)
		return;
	/* It was there before that report. */
	if (is_own_state(lead, state))
		lead->cause_line = 0;
	lead->next_line = 0;
	lead->end = state->line;
	if (lead->cause_line)
		return;
	take_finding(&lead->shown, leads, state, EVIDENCE_STATE);
	strcpy(lead->shown.since, lead->without ? lead->without_time : "");
}

/* Two may come at once, and the one that is told of first sets its flag when it was told. */
static bool is_long_ago(const struct lead *lead, const struct finding *state)
{
	return state->line - lead->cause_line >= REPORT_MOST ||
	       seconds(state->time) > seconds(lead->cause.time) + SAME_TIME;
}

/* What was found before that has not set it. */
static void shows_no_flag(struct lead *lead, const struct finding *state)
{
	if (lead->end)
		return;
	while (lead->cause_line && !is_own_state(lead, state) && is_long_ago(lead, state))
		drop_cause(lead);
	if (is_own_state(lead, state))
		lead->own_state = true;
	lead->without = state->line;
	strcpy(lead->without_time, state->time);
}

static void found_state(struct leads *leads, const struct finding *state)
{
	struct lead *lead;

	if (state->gap)
		return;
	for (lead = leads->list; lead < leads->list + leads->nr; lead++) {
		if (lead->observed)
			continue;
		if (state->mask >> lead->bit & 1)
			shows_flag(leads, lead, state);
		else if (!state->nr_odd)
			shows_no_flag(lead, state);
	}
}

/* One word of those with a blank between. */
static bool has_word(const char *words, const char *word)
{
	size_t len = strlen(word);
	const char *at = words;

	while ((at = strstr(at, word))) {
		if ((at == words || at[-1] == ' ') && (!at[len] || at[len] == ' '))
			return true;
		at += len;
	}
	return false;
}

/* Modules that have gone since; those that are there have files of their own. */
static void found_carrier(struct leads *leads, struct lead *lead, const struct finding *finding)
{
	struct evidence evidence;

	if (lead->observed || has_word(lead->explanation->flag->modules, finding->module) ||
	    too_late(leads, lead, finding))
		return;
	take_finding(&evidence, leads, finding, EVIDENCE_CARRIER);
	add_evidence(lead->explanation, &evidence);
}

static void found_in_log(const struct finding *finding, void *data)
{
	struct leads *leads = data;
	struct lead *lead;
	unsigned int bit;

	/* What taint_info has said is read apart, as evidence of another rank. */
	if (finding->kind == FOUND_NOTICE)
		return;
	if (finding->kind == FOUND_STATE)
		found_state(leads, finding);
	for (bit = 0; bit < 64 && finding->kind != FOUND_STATE; bit++) {
		lead = finding->mask >> bit & 1 ? lead_of_bit(leads, bit) : NULL;
		if (!lead)
			continue;
		if (finding->kind == FOUND_WORDS)
			found_cause(leads, lead, finding, EVIDENCE_WORDS);
		else if (finding->kind == FOUND_REPORT)
			found_cause(leads, lead, finding, EVIDENCE_REPORT);
		else if (finding->kind == FOUND_CARRIER)
			found_carrier(leads, lead, finding);
	}
}

/* --- the lines of an event --- */

static void add_block_line(struct evidence *evidence, const char *line)
{
	size_t len = evidence->block ? strlen(evidence->block) : 0;
	char *more = realloc(evidence->block, len + strlen(line) + 2);

	if (!more)
		abort();
	sprintf(more + len, "%s\n", line);
	evidence->block = more;
}

struct block {
	struct evidence *evidence;
	unsigned long from;
	unsigned int left;
};

/* Up to the end of the report, as far as there is room, and no further than its time. */
static void take_block_line(struct block *block, const struct lines *lines, const char *line)
{
	double then = seconds(block->evidence->time), now = seconds(lines->time);

	if (!block->left || lines->number < block->from)
		return;
	if (then >= 0 && now >= 0 && fabs(now - then) > SAME_TIME) {
		block->left = 0;
		return;
	}
	add_block_line(block->evidence, line);
	block->left = strstr(line, "---[ end ") ? 0 : block->left - 1;
}

static void read_blocks(struct kernel_log *log, struct block *blocks, unsigned int nr)
{
	FILE *in = open_kernel_log(log);
	struct lines lines;
	unsigned int i;
	bool any = true;
	char *line;

	if (!in)
		return;
	open_lines(&lines, in);
	start_lines(&lines);
	while (any && (line = next_line(&lines))) {
		any = false;
		for (i = 0; i < nr; i++) {
			take_block_line(&blocks[i], &lines, line);
			any |= blocks[i].left;
		}
	}
	close_lines(&lines);
	close_kernel_log(log);
}

/* --- all of it --- */

static void begin_leads(struct leads *leads, struct explanations *explanations)
{
	struct lead *lead;
	unsigned int i;

	leads->list = calloc(explanations->nr, sizeof(*leads->list));
	if (!leads->list)
		abort();
	leads->nr = explanations->nr;
	for (i = 0; i < leads->nr; i++) {
		lead = &leads->list[i];
		lead->explanation = &explanations->list[i];
		lead->bit = lead->explanation->flag->bit;
		lead->observed = was_observed(lead->explanation->flag);
		lead->detected = !strcmp(lead->explanation->flag->origin, "detected");
		leads->hints |= !strcmp(lead->explanation->flag->name, "firmware_workaround");
	}
}

/* A notice is one sentence, of which the name of a process is a part. */
static bool is_sure(const struct leads *leads, const struct lead *lead)
{
	if (!log_is_kept(leads->log))
		return false;
	if (lead->cause.kind == EVIDENCE_REPORT)
		return lead->own_state;
	return *lead->cause.module;
}

static void end_lead(const struct leads *leads, struct lead *lead)
{
	bool loaded = *lead->explanation->flag->origin;

	if (lead->observed)
		choose_match(lead);
	/* What came since would have been seen. */
	if (loaded && !lead->observed && !lead->detected && leads->watched &&
	    lead->cause_line > leads->watched)
		lead->cause_line = 0;
	lead->cause.sure = is_sure(leads, lead);
	if (lead->cause_line)
		add_evidence(lead->explanation, &lead->cause);
	if (lead->notice_line)
		add_evidence(lead->explanation, &lead->notice);
	if (*lead->hint.source)
		add_evidence(lead->explanation, &lead->hint);
	if (!lead->cause_line && *lead->shown.source)
		add_evidence(lead->explanation, &lead->shown);
}

/* Of the events that were seen, what the log has of them. */
static void add_blocks(struct leads *leads, struct kernel_log *log)
{
	struct block blocks[64];
	unsigned int nr = 0, i, j;
	struct explanation *explanation;

	for (i = 0; i < leads->nr; i++) {
		explanation = leads->list[i].explanation;
		if (!leads->list[i].observed || !leads->list[i].cause_line)
			continue;
		for (j = 0; j < explanation->nr; j++)
			if (explanation->list[j].kind != EVIDENCE_NOTICE)
				blocks[nr++] = (struct block){
					&explanation->list[j], leads->list[i].cause_line,
					BLOCK_LINES
				};
	}
	if (nr)
		read_blocks(log, blocks, nr);
}

/**
 * follow_log() - look for flags in the log
 * @explanations: of which flags; gets what is found.  Its log was found
 * @state: the state that they are of
 * @full: with the lines that belong to events that were seen
 */
void follow_log(struct explanations *explanations, const struct state *state, bool full)
{
	struct leads leads = {
		.log = &explanations->log,
		.decoder = {
			.given = &state->table, .found = found_in_log, .heard = read_log_line,
			.data = &leads,
		},
	};
	FILE *in = open_kernel_log(&explanations->log);
	unsigned int i;

	if (!in)
		return;
	begin_leads(&leads, explanations);
	learn_release(&leads.decoder, state->release);
	decode_log(&leads.decoder, in);
	close_kernel_log(&explanations->log);
	for (i = 0; i < leads.nr; i++)
		end_lead(&leads, &leads.list[i]);
	if (full)
		add_blocks(&leads, &explanations->log);
	free(leads.list);
}
