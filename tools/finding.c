// SPDX-License-Identifier: GPL-2.0-only
/*
 * How a value looks that was decoded: for people, and as JSON.
 */
#include <string.h>

#include "files.h"
#include "finding.h"
#include "json.h"
#include "text.h"

/* --- what means two things --- */

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
	char where[80], number[16], text[TEXT_SIZE];
	size_t i;

	for (i = 0; (row = flag_row_at(i)); i++) {
		if (!is_other(row, name, bit, letter))
			continue;
		kernels_text(where, sizeof(where), row);
		number[0] = '\0';
		if (row->bit != FLAG_NO_BIT)
			snprintf(number, sizeof(number), ", bit %u", row->bit);
		snprintf(text, sizeof(text), "%s (%c%s) on %s: %s", row->name, row->set, number,
			 where, row->description);
		show_labelled(out, "elsewhere", text);
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
		kernels_text(where, sizeof(where), row);
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

	fprintf(out, "  %s%c  %s%s (", category_colour(category), row->set, row->name, normal());
	if (row->bit != FLAG_NO_BIT)
		fprintf(out, "bit %u, %llu, %s)\n", row->bit, 1ULL << row->bit, category);
	else
		fprintf(out, "no source tells its bit, %s)\n", category);
	show_labelled(out, "happened", row->description);
	show_labelled(out, "trust", flag_category_trust(row->category));
	show_labelled(out, "next", row->advice);
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

/* --- for people --- */

/* What a text keeps back, and why where that is known. */
static void show_gap(FILE *out, const struct finding *finding)
{
	const struct flag_table *table = &finding->table;

	if (finding->gap == GAP_CUT)
		fputs("     the line ends within its columns: there may be more\n", out);
	if (finding->gap != GAP_HIDDEN)
		return;
	fputs("     a flag is set, or no kernel says so: one that this text does not show\n",
	      out);
	if (table->family == RED_HAT && table->release < 600)
		fputs("     here it is bit 6 (64), an unsigned module, which has no letter\n", out);
	else if (table->family == SUSE && table->release <= 1501)
		fputs("     here it may be N or X (bits 30 and 31), which 4.12 cut off\n", out);
}

static void show_bit(FILE *out, const struct finding *finding, unsigned int bit,
		     unsigned long long *explained, bool again)
{
	const struct flag_row *row = flag_row(&finding->table, bit);
	char letter = row && finding->by_letter ? row->set : 0;

	if (*explained & bit_of_row(row)) {
		if (again)
			fprintf(out, "  %c  %s, see above\n", row->set, row->name);
		return;
	}
	*explained |= bit_of_row(row);
	if (row)
		show_row(out, row);
	else
		fprintf(out, "  ?  bit_%u (%llu): %s has no flag there\n", bit, 1ULL << bit,
			finding->table.name);
	show_others(out, row ? row->name : "", finding->by_letter && row ? FLAG_NO_BIT : bit,
		    letter);
}

/**
 * show_flags() - what the flags of a value mean
 * @out: where to
 * @finding: the value
 * @explained: the flags that need no words any more, a bit for a row; this one's are added
 * @again: name these, too
 */
void show_flags(FILE *out, const struct finding *finding, unsigned long long *explained,
		bool again)
{
	const struct flag_row *row;
	unsigned int bit, i;
	char letter;

	for (bit = 0; bit < 64; bit++)
		if (finding->mask >> bit & 1)
			show_bit(out, finding, bit, explained, again);
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

/**
 * show_state() - a value in one line, and below it what it keeps back
 * @out: where to
 * @finding: the value
 * @with_table: say by which table it was read, and why by that
 */
void show_state(FILE *out, const struct finding *finding, bool with_table)
{
	char text[FLAGS_STRING_SIZE], plain[sizeof(finding->text)];

	strcpy(plain, finding->text);
	make_plain(plain);
	if (finding->gap == GAP_HIDDEN)
		fprintf(out, "%s%s%s (flags not known", bold(), plain, normal());
	else if (finding_string(finding, text))
		fprintf(out, "%s%s%s (%llu", bold(), text, normal(), finding->mask);
	else
		fprintf(out, "%s%llu%s%s (", bold(), finding->mask, normal(),
			finding->nr_odd ? ", and letters without a number" : "");
	if (with_table)
		fprintf(out, "%s%s, %s",
			finding->gap == GAP_HIDDEN || finding_string(finding, text) ? "; " : "",
			finding->table.name, finding->why);
	fputs(")\n", out);
	show_gap(out, finding);
}

/**
 * show_finding() - one value for people
 * @out: where to
 * @finding: the value
 * @explained: as for show_flags()
 */
void show_finding(FILE *out, const struct finding *finding, unsigned long long *explained)
{
	show_state(out, finding, true);
	show_flags(out, finding, explained, true);
}

/**
 * show_closing() - what people ask of any state, once below it
 * @out: where to
 * @tainted: it has a flag
 */
void show_closing(FILE *out, bool tainted)
{
	fputs(tainted ?
	      "A flag stays until the next boot, whatever is unloaded, signed or repaired.\n" :
	      "A tool that says tainted, such as abrt, has a report of an earlier boot or kernel.\n",
	      out);
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
 * @file: it was found in, or NULL
 */
void show_finding_json(FILE *out, const struct finding *finding, const char *file)
{
	static const char *const sources[] = {
		[FOUND_WORDS] = "loader",
		[FOUND_NOTICE] = "taint_info",
		[FOUND_REPORT] = "report",
		[FOUND_CARRIER] = "modules",
		[FOUND_BOOT] = NULL,
	};
	char text[FLAGS_STRING_SIZE];
	const struct flag_row *row;
	const char *comma = "";
	unsigned int bit, i;

	if (finding->gap == GAP_HIDDEN)
		fputs("{\"mask\":null", out);
	else
		fprintf(out, "{\"mask\":\"%llu\"", finding->mask);
	fprintf(out, ",\"table\":\"%s\"", finding->table.name);
	finding_string(finding, text);
	json_member(out, "string", finding->gap == GAP_HIDDEN ? finding->text : text);
	if (finding->gap == GAP_CUT)
		fputs(",\"incomplete\":true", out);
	if (file)
		json_member(out, "file", file);
	if (finding->line)
		fprintf(out, ",\"line\":%lu", finding->line);
	if (*finding->time)
		json_member(out, "time", finding->time);
	if (sources[finding->kind])
		json_member(out, "source", sources[finding->kind]);
	if (finding->kind == FOUND_REPORT || *finding->caller)
		json_member(out, "caller", finding->caller);
	if (finding->kind == FOUND_REPORT || *finding->module)
		json_member(out, "module", finding->module);
	if (finding->kind == FOUND_REPORT || *finding->comm) {
		json_member(out, "comm", finding->comm);
		json_number(out, "pid", finding->pid);
	}
	if (finding->kind == FOUND_REPORT)
		json_member(out, "fingerprint", finding->fingerprint);
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
