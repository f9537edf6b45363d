// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a log tells, in the order of time, for people: when each flag first came, by what and
 * whom; the states that were shown, each but once; the modules that carry flags; what it all
 * means.  However long the log is, it takes the same memory.
 */
#include <stdlib.h>
#include <string.h>

#include "finding.h"
#include "text.h"
#include "timeline.h"

/* More than fit on a screen. */
#define ENTRIES_MOST 120
#define CARRIERS_MOST 60

/* How far below its columns a report explains them once more. */
#define VERBOSE_LINES 4

/* What is in one place of the log, or a state that is shown there for the first time. */
struct entry {
	struct finding finding;
	/* The flags that nothing before it in this boot has named. */
	unsigned long long new;
	unsigned long last_line;
	unsigned long times;
	/* Of a WARN: where a later state does not show its flag, or 0. */
	unsigned long missing_line;
};

struct timeline {
	struct entry entries[ENTRIES_MOST];
	unsigned int nr_entries;
	struct finding carriers[CARRIERS_MOST];
	unsigned int nr_carriers;
	/* That found no room. */
	unsigned long more_entries;
	unsigned long more_carriers;
	/* The entries from here on are of this boot, and have named these flags. */
	unsigned int boot;
	unsigned long long named;
	/* The newest state, or NULL. */
	struct entry *state;
};

/**
 * new_timeline() - an empty one
 *
 * Return: it, to be given to free_timeline().
 */
struct timeline *new_timeline(void)
{
	struct timeline *timeline = calloc(1, sizeof(*timeline));

	if (!timeline)
		abort();
	return timeline;
}

/**
 * free_timeline() - the end of one
 * @timeline: which
 */
void free_timeline(struct timeline *timeline)
{
	free(timeline);
}

static bool same_state(const struct finding *a, const struct finding *b)
{
	unsigned int i;

	if (a->kind != b->kind || a->gap != b->gap || a->mask != b->mask ||
	    a->nr_odd != b->nr_odd || strcmp(a->table.name, b->table.name) || a->why != b->why)
		return false;
	for (i = 0; i < a->nr_odd; i++)
		if (a->odd[i].letter != b->odd[i].letter)
			return false;
	return true;
}

/* "Tainted: [W]=WARN", below the columns of the same report. */
static bool says_again(const struct timeline *timeline, const struct finding *finding)
{
	return timeline->state && timeline->state->finding.mask == finding->mask &&
	       strstr(finding->text, "Tainted: [") &&
	       finding->line - timeline->state->last_line <= VERBOSE_LINES;
}

static struct entry *add_entry(struct timeline *timeline, const struct finding *finding)
{
	struct entry *entry;

	if (timeline->nr_entries == ENTRIES_MOST) {
		timeline->more_entries++;
		return NULL;
	}
	entry = &timeline->entries[timeline->nr_entries++];
	entry->finding = *finding;
	entry->new = finding->mask & ~timeline->named;
	entry->last_line = finding->line;
	entry->times = 1;
	timeline->named |= finding->mask;
	return entry;
}

/* What a report sets is in its own columns not yet, but in those of later ones. */
static void look_for_missing(struct timeline *timeline, const struct finding *state)
{
	const struct flag_row *warn = row_of_name(&state->table, "warn");
	unsigned int i;

	if (!warn || state->gap || state->mask >> warn->bit & 1)
		return;
	for (i = timeline->boot; i < timeline->nr_entries; i++)
		if (timeline->entries[i].finding.kind == FOUND_REPORT &&
		    timeline->entries[i].finding.mask == 1ULL << warn->bit &&
		    !timeline->entries[i].missing_line &&
		    state->line - timeline->entries[i].finding.line > REPORT_LINES)
			timeline->entries[i].missing_line = state->line;
}

static void add_state(struct timeline *timeline, const struct finding *finding)
{
	struct entry *entry;

	look_for_missing(timeline, finding);
	if (says_again(timeline, finding))
		return;
	for (entry = timeline->entries + timeline->boot;
	     entry < timeline->entries + timeline->nr_entries; entry++) {
		if (same_state(&entry->finding, finding)) {
			entry->last_line = finding->line;
			entry->times++;
			timeline->state = entry;
			return;
		}
	}
	entry = add_entry(timeline, finding);
	if (entry)
		timeline->state = entry;
}

/**
 * add_to_timeline() - one more thing was found
 * @timeline: which
 * @finding: it; lines go up
 */
void add_to_timeline(struct timeline *timeline, const struct finding *finding)
{
	switch (finding->kind) {
	case FOUND_STATE:
		add_state(timeline, finding);
		break;
	case FOUND_BOOT:
		timeline->named = 0;
		timeline->state = NULL;
		timeline->boot = timeline->nr_entries;
		add_entry(timeline, finding);
		break;
	case FOUND_CARRIER:
		/* Who raised these is no riddle. */
		timeline->named |= finding->mask;
		if (timeline->nr_carriers == CARRIERS_MOST)
			timeline->more_carriers++;
		else
			timeline->carriers[timeline->nr_carriers++] = *finding;
		break;
	default:
		/* Who raises a flag again is in the log, but no news. */
		if (finding->mask & ~timeline->named || finding->nr_odd)
			add_entry(timeline, finding);
	}
}

/* --- how it looks --- */

static void show_lines(FILE *out, const struct entry *entry)
{
	if (entry->times > 1)
		fprintf(out, "lines %lu to %lu, %lu times: ", entry->finding.line,
			entry->last_line, entry->times);
	else
		fprintf(out, "line %lu: ", entry->finding.line);
}

/* The line of the log itself, from where the kernel's words begin. */
static void show_evidence(FILE *out, const struct finding *finding)
{
	char text[sizeof(finding->text)];

	strcpy(text, finding->text);
	make_plain(text);
	fprintf(out, "     %s\n", text + strspn(text, " "));
}

static void show_names(FILE *out, const struct finding *finding, unsigned long long mask)
{
	const struct flag_row *row;
	const char *comma = "";
	unsigned int bit, i;
	char name[FLAG_NAME_SIZE];

	for (bit = 0; bit < 64; bit++) {
		if (!(mask >> bit & 1))
			continue;
		row = flag_row(&finding->table, bit);
		flag_name(&finding->table, bit, name, sizeof(name));
		fprintf(out, "%s%s%c %s%s", comma,
			row ? category_colour(flag_category_name(row->category)) : "",
			row ? row->set : '?', name, normal());
		comma = ", ";
	}
	for (i = 0; i < finding->nr_odd; i++) {
		fprintf(out, "%s%c", comma, finding->odd[i].letter);
		if (finding->odd[i].row)
			fprintf(out, " %s", finding->odd[i].row->name);
		comma = ", ";
	}
}

static void show_who(FILE *out, const struct finding *finding)
{
	const char *sign = ": ";

	if (*finding->module) {
		fprintf(out, "%smodule %s%s%s", sign, bold(), finding->module, normal());
		sign = ", ";
	}
	if (*finding->caller) {
		fprintf(out, "%sat %s", sign, finding->caller);
		sign = ", ";
	}
	if (*finding->comm || *finding->pid)
		fprintf(out, "%sin process %s[%s]", sign, *finding->comm ? finding->comm : "?",
			*finding->pid ? finding->pid : "?");
	putc('\n', out);
}

static void show_entry(FILE *out, const struct entry *entry)
{
	const struct finding *finding = &entry->finding;

	show_lines(out, entry);
	switch (finding->kind) {
	case FOUND_BOOT:
		fprintf(out, "a kernel boots (%s)\n", finding->table.name);
		show_evidence(out, finding);
		return;
	case FOUND_STATE:
		show_state(out, finding, true);
		if (entry->new && finding->line) {
			fputs("     shown here first, and by whom is not in the log: ", out);
			show_names(out, finding, entry->new);
			putc('\n', out);
		}
		return;
	default:
		show_names(out, finding, finding->mask);
		show_who(out, finding);
		show_evidence(out, finding);
		if (entry->missing_line)
			fprintf(out,
				"     line %lu shows none: some WARNs set other flags, or that is another boot\n",
				entry->missing_line);
	}
}

static void show_carriers(FILE *out, const struct timeline *timeline)
{
	const struct finding *carrier;
	unsigned int i, bit;

	if (!timeline->nr_carriers)
		return;
	fputs("\nmodules with flags of their own:", out);
	for (i = 0; i < timeline->nr_carriers; i++) {
		carrier = &timeline->carriers[i];
		fprintf(out, "%s %s%s%s (", i ? "," : "", bold(), carrier->module, normal());
		for (bit = 0; bit < 64; bit++)
			if (carrier->mask >> bit & 1)
				putc(flag_row(&carrier->table, bit) ?
				     flag_row(&carrier->table, bit)->set : '?', out);
		for (bit = 0; bit < carrier->nr_odd; bit++)
			putc(carrier->odd[bit].letter, out);
		putc(')', out);
	}
	if (timeline->more_carriers)
		fprintf(out, ", and %lu more", timeline->more_carriers);
	fputs("\n     A loader names only the first module of each kind; these lists have all.\n",
	      out);
}

/**
 * show_timeline() - all of it
 * @out: where to
 * @timeline: which
 */
void show_timeline(FILE *out, const struct timeline *timeline)
{
	unsigned long long explained = 0;
	unsigned int i;

	for (i = 0; i < timeline->nr_entries; i++)
		show_entry(out, &timeline->entries[i]);
	if (timeline->more_entries)
		fprintf(out, "and %lu more\n", timeline->more_entries);
	show_carriers(out, timeline);
	if (!timeline->nr_entries && !timeline->nr_carriers)
		return;
	putc('\n', out);
	for (i = 0; i < timeline->nr_entries; i++)
		show_flags(out, &timeline->entries[i].finding, &explained, false);
	for (i = 0; i < timeline->nr_carriers; i++)
		show_flags(out, &timeline->carriers[i], &explained, false);
}
