// SPDX-License-Identifier: GPL-2.0-only
/*
 * What people and logs say of a taint state, turned into flags: numbers, the kernel's
 * own text, its letters, and the lines of its module loader.  Any bytes may come.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "decode.h"
#include "text.h"

/* Longer lines are read in pieces; the kernel's own have at most 1000 bytes or so. */
#define LINE_SIZE 65536

/* Room for what may stand in the columns: letters, markers, blanks. */
#define COLUMNS_SIZE 128

static void add_odd(struct finding *finding, char letter, const struct flag_row *row)
{
	unsigned int i;

	for (i = 0; i < finding->nr_odd; i++)
		if (finding->odd[i].letter == letter)
			return;
	if (finding->nr_odd < ARRAY_SIZE(finding->odd))
		finding->odd[finding->nr_odd++] = (struct odd_letter){ letter, row };
}

static void add_row(struct finding *finding, const struct flag_row *row)
{
	if (row->bit == FLAG_NO_BIT)
		add_odd(finding, row->set, row);
	else
		finding->mask |= 1ULL << row->bit;
}

static void add_letter(struct finding *finding, char letter)
{
	const struct flag_row *row = row_of_letter(&finding->table, letter);

	if (letter == 'G')
		return;
	if (row)
		add_row(finding, row);
	else
		add_odd(finding, letter, NULL);
}

static bool may_be_column(char c)
{
	return letter_known(c) || c == '?' || c == '-';
}

/* Whether a word that ends here may be columns: what follows is not part of it. */
static bool ends_word(char c)
{
	return !c || isspace((unsigned char)c) || strchr(",.;)]\"'", c);
}

/**
 * take_columns() - the part of a text that shows flags
 * @text: what follows "Tainted: "
 * @columns: gets it, padded with blanks to COLUMNS_SIZE - 1
 *
 * Words of letters that some kernel prints; the first other word ends it, which is the
 * kernel's release in the kernel's own lines.
 *
 * Return: what follows it, or NULL if there are no flags.
 */
static const char *take_columns(const char *text, char *columns)
{
	size_t len, used = 0, word;

	memset(columns, ' ', COLUMNS_SIZE - 1);
	columns[COLUMNS_SIZE - 1] = '\0';
	for (len = 0; len < COLUMNS_SIZE - 1; len = word) {
		while (text[len] == ' ' || text[len] == '\t')
			len++;
		for (word = len; may_be_column(text[word]); word++)
			;
		if (word == len || word >= COLUMNS_SIZE || !ends_word(text[word]))
			break;
		memcpy(columns + len, text + len, word - len);
		used = word;
	}
	return used ? text + used : NULL;
}

/* Whether each letter stands in the column of its bit, and nothing else does. */
static bool is_aligned(const struct flag_table *table, const char *columns)
{
	const struct flag_row *row;
	unsigned int bit;
	char c;

	if (table->gaps != GAPS_MARKED)
		return false;
	for (bit = 0; bit < table->columns; bit++) {
		row = flag_row(table, bit);
		c = columns[bit];
		/* A build on its way to a minor release may not have the flag yet. */
		if (row ? c != row->set && c != row->unset && c != '-' : c != '?' && c != '-')
			return false;
	}
	return true;
}

static void read_columns(struct finding *finding, const char *columns)
{
	bool aligned = is_aligned(&finding->table, columns);
	unsigned int i;

	for (i = 0; columns[i]; i++) {
		if (columns[i] == '?' && aligned && i < finding->table.columns)
			finding->mask |= 1ULL << i;
		else if (columns[i] != ' ' && columns[i] != '-')
			add_letter(finding, columns[i]);
	}
}

/* "[W]=WARN, [O]=OOT_MODULE", as 6.11 and later explain the letters. */
static bool read_verbose(struct finding *finding, const char *text)
{
	bool any = false;

	while (text[0] == '[' && letter_known(text[1]) && text[2] == ']' && text[3] == '=') {
		add_letter(finding, text[1]);
		any = true;
		text += 4;
		while (isupper((unsigned char)*text) || isdigit((unsigned char)*text) ||
		       *text == '_')
			text++;
		if (text[0] == ',' && text[1] == ' ')
			text += 2;
	}
	return any;
}

static void start(struct finding *finding, struct decoder *decoder, unsigned long line)
{
	memset(finding, 0, sizeof(*finding));
	finding->table = decoder->given ? *decoder->given : decoder->fallback;
	finding->why = decoder->given ? "as asked for" : decoder->why;
	finding->line = line;
}

static const char release_says[] = "by the release in the text";
static const char columns_say[] = "by the columns of the text, which are Red Hat's";

/* A release further on in the text is that of the kernel that printed it. */
static void learn_release(struct decoder *decoder, const char *text)
{
	while (*text == ' ' || *text == '\t' || *text == '(')
		text++;
	if (isdigit((unsigned char)*text) && table_of_release(text, &decoder->fallback))
		decoder->why = release_says;
}

static bool by_release(const struct decoder *decoder)
{
	return decoder->why == release_says;
}

/* The word that ends before a place; moves that to where it begins. */
static const char *word_before(const char *line, const char **end)
{
	while (*end > line && ((*end)[-1] == ' ' || (*end)[-1] == '\t'))
		--*end;
	while (*end > line && !isspace((unsigned char)(*end)[-1]))
		--*end;
	return *end;
}

/* Reports of lockdep have it before: "6.1.0 #1 Tainted: ". */
static void learn_release_before(struct decoder *decoder, const char *line, const char *tainted)
{
	if (*word_before(line, &tainted) == '#')
		learn_release(decoder, word_before(line, &tainted));
}

/* Whether it is in the name of a process, any name, before what the kernel says. */
static bool in_comm(const char *line, const char *tainted)
{
	static const char before[] = "omm: ";
	const char *comm = tainted - line > 15 + 5 ? tainted - 15 - 5 : line, *next;
	size_t len = strcspn(tainted, "\n");

	comm = strstr(comm, before);
	if (!comm || comm >= tainted)
		return false;
	for (next = tainted + 1; next < tainted + len; next++)
		if (!strncmp(next, "Tainted: ", 9) || !strncmp(next, "Not tainted", 11))
			return true;
	return false;
}

/* All that a line has behind "Tainted: ". */
static unsigned long read_tainted(struct decoder *decoder, const char *line, unsigned long number)
{
	static const char before[] = "Tainted: ";
	char columns[COLUMNS_SIZE];
	struct flag_table fallback;
	struct finding finding;
	const char *rest, *why, *begin = line;
	unsigned long found = 0;

	while ((line = strstr(line, before))) {
		line += strlen(before);
		if (in_comm(begin, line - strlen(before)))
			continue;
		start(&finding, decoder, number);
		finding.by_letter = true;
		if (read_verbose(&finding, line)) {
			decoder->found(&finding, decoder->data);
			found++;
			continue;
		}
		rest = take_columns(line, columns);
		if (!rest)
			continue;
		/* No kernel begins in another way; people may. */
		if (number && !strchr("GP", columns[strspn(columns, " ")]))
			continue;
		learn_release_before(decoder, begin, line - strlen(before));
		fallback = decoder->fallback;
		why = decoder->why;
		learn_release(decoder, rest);
		if (strchr(columns, '-') &&
		    !(decoder->fallback.family == RED_HAT && by_release(decoder)) &&
		    table_of_columns(columns, &decoder->fallback))
			decoder->why = columns_say;
		start(&finding, decoder, number);
		finding.by_letter = true;
		read_columns(&finding, columns);
		decoder->found(&finding, decoder->data);
		found++;
		/* Columns say nothing of lines that have others. */
		if (strchr(columns, '-') && !by_release(decoder)) {
			decoder->fallback = fallback;
			decoder->why = why;
		}
	}
	return found;
}

/* What the module loader says, twice where once is not enough, and of which flag. */
static const struct {
	const char *text;
	const char *then;
	const char *name;
} loader_says[] = {
	{ "loading out-of-tree module taints kernel", "", "oot_module" },
	{ "module verification failed: ", "tainting kernel", "unsigned_module" },
	{ "module license ", "taints kernel", "proprietary_module" },
	{ "no version magic, tainting kernel", "", "forced_module" },
	{ "module is from the staging directory", "", "crap" },
	{ "loading test module taints kernel", "", "test" },
	{ "tainting kernel with TAINT_LIVEPATCH", "", "livepatch" },
	{ "module not supported by Novell, setting U taint flag", "", "no_support" },
	{ "module is not supported by SUSE", "", "no_support" },
};

static bool may_be_name(char c)
{
	return isalnum((unsigned char)c) || strchr("_.:-", c);
}

/* The word before ": " at the end of it. */
static bool take_module(const char *line, const char *end, char *module, size_t size)
{
	const char *from;
	size_t i, len;

	if (end - line < 3 || end[-1] != ' ' || end[-2] != ':')
		return false;
	end -= 2;
	for (from = end; from > line && !isspace((unsigned char)from[-1]); from--)
		;
	len = end - from;
	if (!len || len >= size)
		return false;
	for (i = 0; i < len; i++)
		module[i] = may_be_name(from[i]) ? from[i] : '_';
	module[len] = '\0';
	return true;
}

static unsigned long read_loader(struct decoder *decoder, const char *line, unsigned long number)
{
	const struct flag_row *row;
	struct finding finding;
	unsigned long found = 0;
	const char *at;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(loader_says); i++) {
		at = strstr(line, loader_says[i].text);
		if (!at || !strstr(at, loader_says[i].then))
			continue;
		start(&finding, decoder, number);
		row = row_of_name(&finding.table, loader_says[i].name);
		/* Only SUSE has said this, when the flag had no number that we know. */
		if (!row && !decoder->given && strstr(loader_says[i].text, "Novell") &&
		    table_by_name("sles10", &finding.table)) {
			finding.why = "by the words, which are SUSE's";
			row = row_of_name(&finding.table, loader_says[i].name);
		}
		if (!row || !take_module(line, at, finding.module, sizeof(finding.module)))
			continue;
		add_row(&finding, row);
		decoder->found(&finding, decoder->data);
		found++;
	}
	return found;
}

static unsigned long read_line(struct decoder *decoder, const char *line, unsigned long number)
{
	const char *version = strstr(line, "Linux version ");

	if (version)
		learn_release(decoder, version + strlen("Linux version "));
	return read_tainted(decoder, line, number) + read_loader(decoder, line, number);
}

static bool read_letters(struct decoder *decoder, const char *text)
{
	char columns[COLUMNS_SIZE];
	struct finding finding;
	const char *rest = take_columns(text, columns);

	if (!rest || rest[strspn(rest, " \t\r\n")] || !columns[strspn(columns, " -")])
		return false;
	if (strchr(columns, '-') && table_of_columns(columns, &decoder->fallback))
		decoder->why = columns_say;
	start(&finding, decoder, 0);
	finding.by_letter = true;
	read_columns(&finding, columns);
	decoder->found(&finding, decoder->data);
	return true;
}

/**
 * decode_text() - read what a user gives as one value
 * @decoder: how
 * @text: a number, a text that the kernel has printed, or letters alone
 *
 * Return: whether it is any of these.
 */
bool decode_text(struct decoder *decoder, const char *text)
{
	struct finding finding;
	const char *word;

	start(&finding, decoder, 0);
	if (parse_mask(text, &finding.mask)) {
		decoder->found(&finding, decoder->data);
		return true;
	}
	if (read_line(decoder, text, 0))
		return true;
	word = text + strspn(text, " \t");
	if (!strncmp(word, "Not tainted", 11) && ends_word(word[11])) {
		finding.mask = 0;
		decoder->found(&finding, decoder->data);
		return true;
	}
	return read_letters(decoder, text);
}

/* Like fgets(), but a NUL is a blank; the end of the line goes, and is counted. */
static bool get_line(char *buf, size_t size, FILE *in, unsigned long *ends)
{
	size_t len = 0;
	int c = EOF;

	while (len < size - 1 && (c = getc(in)) != EOF && c != '\n')
		buf[len++] = c ? c : ' ';
	buf[len] = '\0';
	*ends += c == '\n';
	return len > 0 || c != EOF;
}

static bool is_word(const char *line)
{
	static const char blanks[] = " \t\r";

	line += strspn(line, blanks);
	line += strcspn(line, blanks);
	return !line[strspn(line, blanks)];
}

/**
 * decode_log() - read a log, or one value
 * @decoder: how
 * @in: where from, to its end
 *
 * Return: how many findings there were.
 */
unsigned long decode_log(struct decoder *decoder, FILE *in)
{
	unsigned long found = 0, ends = 0, number = 1, filled = 0;
	char *line = malloc(LINE_SIZE), *only = malloc(LINE_SIZE);

	if (!line || !only)
		abort();
	while (get_line(line, LINE_SIZE, in, &ends)) {
		found += read_line(decoder, line, number);
		if (line[strspn(line, " \t\r")] && !filled++)
			strcpy(only, line);
		number = ends + 1;
	}
	/* No log, but what could have been an argument. */
	if (!found && filled == 1) {
		found = decode_text(decoder, only);
		decoder->one_word = is_word(only);
	}
	free(line);
	free(only);
	return found;
}
