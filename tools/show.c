// SPDX-License-Identifier: GPL-2.0-only
/*
 * How things look: for people, and as JSON.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "show.h"

/* Whether to use colours; they follow what matters: a fault is red. */
bool colours;

#define BOLD "\033[1m"
#define RED "\033[1;31m"
#define YELLOW "\033[1;33m"
#define PLAIN "\033[0m"

static const char *colour(const char *category)
{
	if (!colours)
		return "";
	if (!strcmp(category, "fault") || !strcmp(category, "hardware"))
		return RED;
	return !strcmp(category, "module") ? YELLOW : BOLD;
}

static const char *plain(void)
{
	return colours ? PLAIN : "";
}

/* --- JSON --- */

/**
 * json_string() - a string, or null
 * @out: where to
 * @text: any bytes; those that are no plain ASCII as the characters of Latin-1
 */
void json_string(FILE *out, const char *text)
{
	if (!text) {
		fputs("null", out);
		return;
	}
	putc('"', out);
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			fprintf(out, "\\%c", *text);
		else if (*text >= ' ' && *text <= '~')
			putc(*text, out);
		else
			fprintf(out, "\\u%04x", (unsigned char)*text);
	}
	putc('"', out);
}

/**
 * json_member() - a name and a string behind a comma, null where it is ""
 * @out: where to
 * @name: plain ASCII
 * @text: any bytes
 */
void json_member(FILE *out, const char *name, const char *text)
{
	fprintf(out, ",\"%s\":", name);
	json_string(out, *text ? text : NULL);
}

/* --- what means two things --- */

static void family_text(char *buf, size_t size, const struct flag_row *row)
{
	static const char *const families[] = { "mainline", "Red Hat", "SLES" };
	char ends[2][24] = { "", "" };
	unsigned int i;

	for (i = 0; i < 2; i++) {
		unsigned int release = i ? row->to : row->from;

		if (row->family == RED_HAT)
			snprintf(ends[i], sizeof(ends[i]), "%u", release);
		else if (row->family == SUSE && release % 100 && release % 100 != 99)
			snprintf(ends[i], sizeof(ends[i]), "%u SP%u", release / 100, release % 100);
		else if (row->family == SUSE)
			snprintf(ends[i], sizeof(ends[i]), "%u", release / 100);
		else if (release >> 16 == 2)
			snprintf(ends[i], sizeof(ends[i]), "2.6.%u", release & 0xff);
		else
			snprintf(ends[i], sizeof(ends[i]), "%u.%u", release >> 16,
				 release >> 8 & 0xff);
	}
	if (row->family == MAINLINE && row->to == FLAG_NEWEST)
		snprintf(buf, size, row->from ? "%s from %s on" : "%s", families[row->family],
			 ends[0]);
	else if (row->family == MAINLINE)
		snprintf(buf, size, "%s up to %s", families[row->family], ends[1]);
	else if (!strcmp(ends[0], ends[1]))
		snprintf(buf, size, "%s %s", families[row->family], ends[0]);
	else
		snprintf(buf, size, "%s %s to %s", families[row->family], ends[0], ends[1]);
}

/* Whether a flag of another kernel has this bit, or is shown by this letter. */
static bool is_other(const struct flag_row *row, const char *name, unsigned int bit, char letter)
{
	if (!strcmp(row->name, name))
		return false;
	return (bit != FLAG_NO_BIT && row->bit == bit) || (letter && row->set == letter);
}

static void show_others(FILE *out, const char *name, unsigned int bit, char letter)
{
	const struct flag_row *row;
	char where[80];
	size_t i;

	for (i = 0; (row = flag_row_at(i)); i++) {
		if (!is_other(row, name, bit, letter))
			continue;
		family_text(where, sizeof(where), row);
		fprintf(out, "     elsewhere  %s (%c", row->name, row->set);
		if (row->bit != FLAG_NO_BIT)
			fprintf(out, ", bit %u", row->bit);
		fprintf(out, ") on %s: %s\n", where, row->description);
	}
}

static void json_others(FILE *out, const char *name, unsigned int bit, char letter)
{
	const struct flag_row *row;
	const char *comma = "";
	char where[80], text[2];
	size_t i;

	fputs(",\"also\":[", out);
	for (i = 0; (row = flag_row_at(i)); i++) {
		if (!is_other(row, name, bit, letter))
			continue;
		family_text(where, sizeof(where), row);
		snprintf(text, sizeof(text), "%c", row->set);
		fprintf(out, "%s{\"name\":\"%s\",\"letter\":\"%s\",\"bit\":", comma, row->name,
			text);
		if (row->bit == FLAG_NO_BIT)
			fputs("null", out);
		else
			fprintf(out, "%u", row->bit);
		fprintf(out, ",\"kernels\":\"%s\",\"description\":\"%s\"}", where,
			row->description);
		comma = ",";
	}
	putc(']', out);
}

/* --- what was decoded --- */

static void show_row(FILE *out, const struct flag_row *row)
{
	const char *category = flag_category_name(row->category);

	fprintf(out, "  %s%c  %s%s (", colour(category), row->set, row->name, plain());
	if (row->bit != FLAG_NO_BIT)
		fprintf(out, "bit %u, %llu, %s)\n", row->bit, 1ULL << row->bit, category);
	else
		fprintf(out, "no source tells its bit, %s)\n", category);
	fprintf(out, "     happened   %s\n", row->description);
	fprintf(out, "     trust      %s\n", flag_category_trust(row->category));
	fprintf(out, "     next       %s\n", row->advice);
}

/* How that kernel prints it, of FLAGS_STRING_SIZE; "" if that is not known. */
static size_t finding_string(const struct finding *finding, char *text)
{
	text[0] = '\0';
	if (finding->nr_odd)
		return 0;
	return flags_string(&finding->table, finding->mask, text, FLAGS_STRING_SIZE);
}

/* Its place among all rows, for a bit of what has been explained. */
static unsigned long long bit_of_row(const struct flag_row *row)
{
	size_t i;

	for (i = 0; row && i < 64 && flag_row_at(i); i++)
		if (flag_row_at(i) == row)
			return 1ULL << i;
	return 0;
}

/**
 * show_finding() - one value for people
 * @out: where to
 * @finding: the value
 * @explained: the flags that need no words any more, a bit for a row; those of this one are added
 */
void show_finding(FILE *out, const struct finding *finding, unsigned long long *explained)
{
	char text[FLAGS_STRING_SIZE];
	const struct flag_row *row;
	unsigned int bit, i;
	char letter;

	if (finding->line)
		fprintf(out, "line %lu: ", finding->line);
	if (finding->module[0])
		fprintf(out, "from the log: module %s%s%s (%s)\n", colours ? BOLD : "",
			finding->module, plain(), finding->table.name);
	else if (finding_string(finding, text))
		fprintf(out, "%s%s%s (%llu; %s, %s)\n", colours ? BOLD : "", text, plain(),
			finding->mask, finding->table.name, finding->why);
	else
		fprintf(out, "%s%llu%s%s (%s, %s)\n", colours ? BOLD : "", finding->mask, plain(),
			finding->nr_odd ? ", and letters without a number" : "",
			finding->table.name, finding->why);

	for (bit = 0; bit < 64; bit++) {
		if (!(finding->mask >> bit & 1))
			continue;
		row = flag_row(&finding->table, bit);
		letter = row && finding->by_letter ? row->set : 0;
		if (*explained & bit_of_row(row)) {
			fprintf(out, "  %c  %s, see above\n", row->set, row->name);
			continue;
		}
		*explained |= bit_of_row(row);
		if (row)
			show_row(out, row);
		else
			fprintf(out, "  ?  bit_%u (%llu): %s has no flag there\n", bit, 1ULL << bit,
				finding->table.name);
		show_others(out, row ? row->name : "",
			    finding->by_letter && row ? FLAG_NO_BIT : bit, letter);
	}
	for (i = 0; i < finding->nr_odd; i++) {
		row = finding->odd[i].row;
		letter = finding->odd[i].letter;
		if (row)
			show_row(out, row);
		else
			fprintf(out, "  %c  %s prints no such letter\n", letter,
				finding->table.name);
		show_others(out, row ? row->name : "", FLAG_NO_BIT, letter == '?' ? 0 : letter);
	}
}

static void json_row(FILE *out, const struct flag_row *row, unsigned int bit, char letter,
		     bool by_letter)
{
	char name[FLAG_NAME_SIZE], text[2] = { letter, '\0' };

	fputs("{\"bit\":", out);
	if (bit == FLAG_NO_BIT)
		fputs("null,\"value\":null", out);
	else
		fprintf(out, "%u,\"value\":%llu", bit, 1ULL << bit);
	json_member(out, "letter", text);
	if (row)
		snprintf(name, sizeof(name), "%s", row->name);
	else if (bit != FLAG_NO_BIT)
		snprintf(name, sizeof(name), "bit_%u", bit);
	else
		name[0] = '\0';
	json_member(out, "name", name);
	json_member(out, "category", row ? flag_category_name(row->category) : "");
	json_member(out, "description", row ? row->description : "");
	json_member(out, "trust", row ? flag_category_trust(row->category) : "");
	json_member(out, "advice", row ? row->advice : "");
	json_others(out, row ? row->name : "", by_letter ? FLAG_NO_BIT : bit,
		    by_letter && letter != '?' ? letter : 0);
	putc('}', out);
}

/**
 * show_finding_json() - one value as an object on a line of its own
 * @out: where to
 * @finding: the value
 */
void show_finding_json(FILE *out, const struct finding *finding)
{
	char text[FLAGS_STRING_SIZE];
	const struct flag_row *row;
	const char *comma = "";
	unsigned int bit, i;

	finding_string(finding, text);
	fprintf(out, "{\"mask\":\"%llu\",\"table\":\"%s\"", finding->mask, finding->table.name);
	json_member(out, "string", text);
	if (finding->line)
		fprintf(out, ",\"line\":%lu", finding->line);
	if (finding->module[0]) {
		fputs(",\"source\":\"loader\"", out);
		json_member(out, "module", finding->module);
	}
	fputs(",\"flags\":[", out);
	for (bit = 0; bit < 64; bit++) {
		if (!(finding->mask >> bit & 1))
			continue;
		fputs(comma, out);
		row = flag_row(&finding->table, bit);
		json_row(out, row, bit, row ? row->set : 0, row && finding->by_letter);
		comma = ",";
	}
	for (i = 0; i < finding->nr_odd; i++) {
		fputs(comma, out);
		json_row(out, finding->odd[i].row, FLAG_NO_BIT, finding->odd[i].letter, true);
		comma = ",";
	}
	fputs("]}\n", out);
}

/* --- the state --- */

/**
 * date_text() - a time as the user's clock would show it
 * @buf: gets it, "" if there is none
 * @size: bytes in @buf
 * @seconds: since 1970, with a fraction
 */
void date_text(char *buf, size_t size, const char *seconds)
{
	time_t time = strtoll(seconds, NULL, 10);
	struct tm tm;

	buf[0] = '\0';
	if (*seconds && localtime_r(&time, &tm))
		strftime(buf, size, "%Y-%m-%d %H:%M:%S", &tm);
}

static void show_when(FILE *out, const struct record *record)
{
	char date[40];

	date_text(date, sizeof(date), record->realtime);
	fprintf(out, "%s", date);
	if (record->boottime[0])
		fprintf(out, ", %.*s s after boot", (int)strcspn(record->boottime, ".") + 4,
			record->boottime);
}

/**
 * show_who() - whose doing a call was, as far as this user may know
 * @out: where to
 * @record: the call
 */
void show_who(FILE *out, const struct record *record)
{
	const char *comma = "";

	if (record->module[0]) {
		fprintf(out, "module %s", record->module);
		comma = ", ";
	}
	if (record->caller[0]) {
		fprintf(out, "%sat %s", comma, record->caller);
		comma = ", ";
	}
	if (record->via[0]) {
		fprintf(out, "%svia module %s", comma, record->via);
		comma = ", ";
	}
	if (record->comm[0]) {
		fprintf(out, "%sprocess %s[%s], uid %s", comma, record->comm, record->pid,
			record->uid);
		comma = ", ";
	}
	if (record->context[0] && strcmp(record->context, "task"))
		fprintf(out, "%sin %s context", comma, record->context);
	if (!*comma && !record->context[0])
		fputs(geteuid() ? "known to root" : "not known", out);
}

/* The call path that the module's report has of a flag's first event. */
static void show_path(FILE *out, const struct flag_state *flag)
{
	char path[512], line[512], name[FLAG_NAME_SIZE + 8];
	bool mine = false, inside = false;
	FILE *report;

	path_of(path, sizeof(path), "/sys/kernel/debug/taint_info/report");
	report = fopen(path, "re");
	if (!report) {
		fprintf(out, "     path       in %s, which root may read\n", path);
		return;
	}
	snprintf(name, sizeof(name), " %s (bit ", flag->name);
	while (fgets(line, sizeof(line), report)) {
		if (line[0] != ' ' && line[0] != '\n')
			mine = !strncmp(line + 1, name, strlen(name));
		if (mine && inside && !strncmp(line, "               ", 15))
			fprintf(out, "                %s", line + 15);
		else
			inside = false;
		if (mine && strstr(line, "call path:")) {
			fputs("     path\n", out);
			inside = true;
		}
	}
	fclose(report);
}

static void show_by(FILE *out, const struct record *record)
{
	fputs("     by         ", out);
	show_who(out, record);
	putc('\n', out);
}

static void show_history(FILE *out, const struct flag_state *flag)
{
	bool observed = !strcmp(flag->origin, "observed");
	unsigned long long count = strtoull(flag->count, NULL, 10);

	fputs("     since      ", out);
	if (!strcmp(flag->origin, "baseline"))
		fputs("before taint_info was loaded: by whom is not known", out);
	else
		show_when(out, &flag->first);
	if (!strcmp(flag->origin, "detected"))
		fputs(" at the latest: the call that set it was not seen", out);
	if (!flag->set)
		fputs("; it has been cleared since, which no kernel does", out);
	putc('\n', out);
	if (observed)
		show_by(out, &flag->first);
	if (!count || (count == 1 && observed))
		return;
	fprintf(out, "     seen       %llu time%s%s, last ", count, count == 1 ? "" : "s",
		observed ? "" : " since then");
	show_when(out, &flag->last);
	putc('\n', out);
	show_by(out, &flag->last);
}

static void show_flag(FILE *out, const struct flag_state *flag, bool loaded, bool verbose)
{
	bool seen = strcmp(flag->count, "0") && flag->count[0];

	fprintf(out, "\n  %s%s  %s%s (bit %u", colour(flag->category),
		flag->letter[0] ? flag->letter : "?", flag->name, plain(), flag->bit);
	fprintf(out, flag->category[0] ? ", %s)\n" : ")\n", flag->category);
	if (flag->description[0])
		fprintf(out, "     happened   %s\n", flag->description);
	else
		fputs("     happened   not known: no table has this flag\n", out);
	if (loaded)
		show_history(out, flag);
	if (flag->modules[0])
		fprintf(out, "     carried by %s\n", flag->modules);
	if (flag->trust[0])
		fprintf(out, "     trust      %s\n", flag->trust);
	if (flag->advice[0])
		fprintf(out, "     next       %s\n", flag->advice);
	if (verbose && loaded && seen)
		show_path(out, flag);
}

/* Faults come first, in the order in which they came: the first one is to look into. */
static int by_weight(const void *a, const void *b)
{
	const struct flag_state *one = *(const struct flag_state *const *)a;
	const struct flag_state *other = *(const struct flag_state *const *)b;
	bool fault = !strcmp(one->category, "fault");
	bool other_fault = !strcmp(other->category, "fault");
	unsigned long long seq = strtoull(one->first.seq, NULL, 10);
	unsigned long long other_seq = strtoull(other->first.seq, NULL, 10);

	if (fault != other_fault)
		return fault ? -1 : 1;
	if (fault && seq != other_seq)
		return seq < other_seq ? -1 : 1;
	return (int)one->bit - (int)other->bit;
}

/**
 * show_state() - the state for people
 * @out: where to
 * @state: the state
 * @verbose: with the call paths, which root may see
 */
void show_state(FILE *out, const struct state *state, bool verbose)
{
	const struct flag_state *flags[64];
	unsigned int i, n = 0;
	unsigned long long cleared = 0;

	parse_mask(state->cleared, &cleared);
	fprintf(out, "%s%s%s (%llu), Linux %s\n", colours ? BOLD : "",
		state->string[0] ? state->string : "Tainted", plain(), state->mask,
		state->release[0] ? state->release : "of unknown release");
	if (state->loaded)
		fprintf(out,
			"taint_info watches: %s events since it was loaded, %s lost; hooks %s\n",
			state->events, state->lost, state->hooks);
	else
		fprintf(out,
			"The module taint_info is not loaded: since when, by whom and how often is not\n"
			"known. What the flags mean is by the table %s.\n",
			state->table.name);

	for (i = 0; i < state->nr_flags; i++)
		if (state->flags[i].set || cleared >> state->flags[i].bit & 1)
			flags[n++] = &state->flags[i];
	qsort(flags, n, sizeof(flags[0]), by_weight);
	for (i = 0; i < n; i++)
		show_flag(out, flags[i], state->loaded, verbose);
}

/**
 * json_record() - a call behind a comma, null if there was none
 * @out: where to
 * @name: of the member
 * @record: the call
 */
void json_record(FILE *out, const char *name, const struct record *record)
{
	fprintf(out, ",\"%s\":", name);
	if (!record->seq[0]) {
		fputs("null", out);
		return;
	}
	fprintf(out, "{\"seq\":%s", record->seq);
	json_member(out, "boottime", record->boottime);
	json_member(out, "realtime", record->realtime);
	json_member(out, "module", record->module);
	json_member(out, "context", record->context);
	json_member(out, "cpu", record->cpu);
	json_member(out, "pid", record->pid);
	json_member(out, "uid", record->uid);
	json_member(out, "loginuid", record->loginuid);
	json_member(out, "comm", record->comm);
	json_member(out, "caller", record->caller);
	json_member(out, "via", record->via);
	putc('}', out);
}

static void json_number(FILE *out, const char *name, const char *text)
{
	fprintf(out, ",\"%s\":%s", name, *text ? text : "null");
}

/**
 * show_state_json() - the whole state as one object
 * @out: where to
 * @state: the state
 */
void show_state_json(FILE *out, const struct state *state)
{
	const struct flag_state *flag;
	unsigned int i;

	fprintf(out, "{\"mask\":\"%llu\",\"table\":\"%s\"", state->mask, state->table.name);
	json_member(out, "string", state->string);
	json_member(out, "release", state->release);
	fprintf(out, ",\"loaded\":%s", state->loaded ? "true" : "false");
	json_number(out, "events", state->events);
	json_number(out, "lost", state->lost);
	json_member(out, "baseline", state->baseline);
	json_member(out, "self", state->self);
	json_member(out, "cleared", state->cleared);
	json_member(out, "hooks", state->hooks);
	fputs(",\"flags\":[", out);
	for (i = 0; i < state->nr_flags; i++) {
		flag = &state->flags[i];
		fprintf(out, "%s\n{\"bit\":%u,\"value\":%llu,\"set\":%s", i ? "," : "", flag->bit,
			1ULL << flag->bit, flag->set ? "true" : "false");
		json_member(out, "letter", flag->letter);
		json_member(out, "name", flag->name);
		json_member(out, "category", flag->category);
		json_member(out, "description", flag->description);
		json_member(out, "trust", flag->trust);
		json_member(out, "advice", flag->advice);
		json_member(out, "origin", flag->origin);
		json_number(out, "count", flag->count);
		json_member(out, "modules", flag->modules);
		json_record(out, "first", &flag->first);
		json_record(out, "last", &flag->last);
		putc('}', out);
	}
	fputs("]}\n", out);
}

/* --- the tables --- */

static void show_table(FILE *out, const struct flag_table *table)
{
	static const char *const families[] = { "mainline", "Red Hat", "SUSE" };
	char set[FLAGS_STRING_SIZE], release[80] = "";
	const struct flag_row *row;
	unsigned int bit;
	size_t i;

	fprintf(out, "%s%s%s (%s): ", colours ? BOLD : "", table->name, plain(),
		families[table->family]);
	if (flags_string(table, ~0ULL, set, sizeof(set)))
		fprintf(out, "all set it prints \"%s\"\n", set);
	else
		fputs("how it prints them no source tells\n", out);
	for (bit = 0; bit < 64; bit++) {
		row = flag_row(table, bit);
		if (!row)
			continue;
		if (row->family == MAINLINE && table->family == MAINLINE)
			family_text(release, sizeof(release), row);
		fprintf(out, "  %2u %10llu  %c  %-21s %-8s  %s%s%s%s\n", bit, 1ULL << bit, row->set,
			row->name, flag_category_name(row->category), row->description,
			*release ? " (" : "", release, *release ? ")" : "");
	}
	for (i = 0; (row = flag_row_at(i)); i++)
		if (row->bit == FLAG_NO_BIT && flag_in(table, row))
			fprintf(out, "   ?          ?  %c  %-21s %-8s  %s\n", row->set, row->name,
				flag_category_name(row->category), row->description);
}

/**
 * show_tables() - what flags there are
 * @out: where to
 * @only: one table, or NULL for all
 */
void show_tables(FILE *out, const struct flag_table *only)
{
	size_t i;

	if (only) {
		show_table(out, only);
		return;
	}
	for (i = 0; table_at(i); i++) {
		show_table(out, table_at(i));
		putc('\n', out);
	}
	fputs("An older mainline is the first table without the flags that came later.\n"
	      "Before 3.15 bit 2 was unsafe_smp. SLES 15 has a table for each two service packs, and\n"
	      "sles15 is the newest; in which order sles9 to sles12 and the first ones of 15 print\n"
	      "them no source tells. The bits of sles11 are by the patch of sles12.\n",
	      out);
}
