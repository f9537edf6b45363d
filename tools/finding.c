// SPDX-License-Identifier: GPL-2.0-only
/*
 * How a value looks that was decoded: for people, and as JSON.
 */
#include <string.h>

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
	char where[80];
	size_t i;

	for (i = 0; (row = flag_row_at(i)); i++) {
		if (!is_other(row, name, bit, letter))
			continue;
		kernels_text(where, sizeof(where), row);
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
		fprintf(out, "from the log: module %s%s%s (%s)\n", bold(),
			finding->module, normal(), finding->table.name);
	else if (finding_string(finding, text))
		fprintf(out, "%s%s%s (%llu; %s, %s)\n", bold(), text, normal(),
			finding->mask, finding->table.name, finding->why);
	else
		fprintf(out, "%s%llu%s%s (%s, %s)\n", bold(), finding->mask, normal(),
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
