// SPDX-License-Identifier: GPL-2.0-only
/*
 * What people and logs say of a taint state, turned into flags: numbers, the kernel's own
 * text, its letters.  Who has raised them is in blame.c.  Any bytes may come.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "blame.h"
#include "decode.h"
#include "text.h"

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

/**
 * add_flag() - add a flag to a finding by its name
 * @finding: which; nothing is added where its table has no such flag
 * @name: the flag's
 */
void add_flag(struct finding *finding, const char *name)
{
	const struct flag_row *row = row_of_name(&finding->table, name);

	if (row)
		add_row(finding, row);
}

/**
 * add_letter() - add a flag to a finding by its letter
 * @finding: which
 * @letter: one that some kernel prints
 */
void add_letter(struct finding *finding, char letter)
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
	return !isalnum((unsigned char)c) && c != '_' && c != '=' && c != '/';
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

	if (table->gaps != GAPS_MARKED && table->gaps != GAPS_BUT_13)
		return false;
	for (bit = 0; bit_of_column(table, bit) < table->columns; bit++) {
		row = flag_row(table, bit_of_column(table, bit));
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
		if (columns[i] == '?' && aligned &&
		    bit_of_column(&finding->table, i) < finding->table.columns)
			finding->mask |= 1ULL << bit_of_column(&finding->table, i);
		else if (columns[i] != ' ' && columns[i] != '-')
			add_letter(finding, columns[i]);
	}
}

static bool may_be_in_name(char c)
{
	return isupper((unsigned char)c) || isdigit((unsigned char)c) || c == '_';
}

/* "[W]=WARN, [O]=OOT_MODULE", as 6.11 and later explain the letters; what follows, or NULL. */
static const char *read_verbose(struct finding *finding, const char *text)
{
	const char *begin = text;

	while (text[0] == '[' && letter_known(text[1]) && text[2] == ']' && text[3] == '=') {
		add_letter(finding, text[1]);
		text += 4;
		while (may_be_in_name(*text))
			text++;
		if (*text == ',')
			text += 1 + strspn(text + 1, " ");
	}
	return text > begin ? text : NULL;
}

/**
 * start_finding() - begin a finding
 * @finding: which
 * @decoder: how it is read
 * @line: the line it is in
 * @number: of that, or 0
 */
void start_finding(struct finding *finding, const struct decoder *decoder, const char *line,
		   unsigned long number)
{
	memset(finding, 0, sizeof(*finding));
	finding->table = decoder->given ? *decoder->given : decoder->fallback;
	finding->why = decoder->given ? "as asked for" : decoder->why;
	finding->line = number;
	if (decoder->time)
		strcpy(finding->time, decoder->time);
	/* Bounded: a line may have thousands of findings, and be long. */
	snprintf(finding->text, sizeof(finding->text), "%.*s", (int)sizeof(finding->text) - 1,
		 line);
}

/**
 * emit_finding() - a finding is whole
 * @decoder: tells its user, in the order of lines: not before a report that is still open
 * @finding: what was found
 */
void emit_finding(struct decoder *decoder, const struct finding *finding)
{
	if (decoder->report_lines && finding != &decoder->report) {
		if (decoder->nr_later < ARRAY_SIZE(decoder->later)) {
			decoder->later[decoder->nr_later++] = *finding;
			return;
		}
		close_report(decoder);
	}
	decoder->nr_found += finding->kind != FOUND_BOOT;
	decoder->found(finding, decoder->data);
}

/* --- which kernel --- */

static const char release_says[] = "by the release in the text";
static const char guess_says[] = "a guess, by the running kernel";
static const char words_say[] = "by the product in the text";
static const char status_says[] = "by the words, which are SUSE's";
static const char columns_say[] = "by the columns of the text, which are Red Hat's";

/**
 * learn_release() - what comes now is of that kernel, till another one is named
 * @decoder: how to read
 * @text: begins with a release, as it stands in reports behind their columns
 *
 * It is a guess, where several products have had that release: the name of one beats it.
 *
 * Return: whether it is a release.
 */
bool learn_release(struct decoder *decoder, const char *text)
{
	struct flag_table table;
	char release[RELEASE_SIZE];

	text += strspn(text, " \t(*|`");
	snprintf(release, sizeof(release), "%.*s", (int)sizeof(release) - 1, text);
	release[strcspn(release, " \t\r)")] = '\0';
	if (!isdigit((unsigned char)*release) || !table_of_release(release, &table))
		return false;
	strcpy(decoder->release, release);
	if (decoder->why != words_say) {
		decoder->fallback = table;
		decoder->why = release_says;
	}
	return true;
}

/* Whether the text itself has said it. */
static bool is_named(const struct decoder *decoder)
{
	return decoder->why == release_says || decoder->why == words_say;
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

/* The kernel's own words behind the name of a process are not further away. */
#define NEAR 256

/* Whether it is in the name of a process, any name, before what the kernel says. */
static bool in_comm(const char *line, const char *tainted)
{
	static const char before[] = "omm: ";
	const char *comm = tainted - line > 15 + 5 ? tainted - 15 - 5 : line;
	size_t rest;

	if (!memmem(comm, tainted - comm, before, strlen(before)))
		return false;
	rest = strnlen(++tainted, NEAR);
	return memmem(tainted, rest, "Tainted: ", 9) || memmem(tainted, rest, "Not tainted", 11);
}

/* The last "Not tainted" of a line that says "Tainted:" in no other place than there; or NULL. */
static const char *not_tainted(const char *line)
{
	static const char not[] = "Not tainted";
	const char *last = NULL, *at;

	for (at = strstr(line, not); at; at = strstr(at + 1, not))
		last = at;
	for (at = last ? strstr(line, "Tainted:") : NULL; at; at = strstr(at + 1, "Tainted:"))
		if (!in_comm(line, at))
			return NULL;
	return last;
}

/* What a line says of the kernel, though it may say nothing of taints. */
static void learn(struct decoder *decoder, const char *line, unsigned long number)
{
	const char *at = strstr(line, "Linux version ");
	struct finding boot;

	if (at && decoder->why == words_say)
		decoder->why = release_says;
	if (at)
		learn_release(decoder, at + strlen("Linux version "));
	else if (!strncmp(line, "Linux ", 6) && strstr(line, " #"))
		learn_release(decoder, line + 6 + strcspn(line + 6, " "));	/* uname -a */
	else if (!strncmp(skip_quotes(line), "Kernel: Linux ", 14))
		learn_release(decoder, skip_quotes(line) + 14);	/* reportbug */
	if ((strstr(line, "SLE") || strstr(line, "SUSE")) &&
	    table_of_words(line, &decoder->fallback))
		decoder->why = words_say;
	if (at && is_named(decoder) && number) {
		forget_boot(decoder);
		start_finding(&boot, decoder, line, number);
		boot.kind = FOUND_BOOT;
		emit_finding(decoder, &boot);
	}
	at = not_tainted(line);
	if (at) {
		learn_release_before(decoder, line, at);
		learn_release(decoder, at + strlen("Not tainted"));
	}
	/* "EFLAGS: 00010246   (2.6.18-4-686 #1)", and a release in the middle of words. */
	if (strstr(line, "EFLAGS: ") || strstr(line, "ainted"))
		for (at = strchr(line, '('); at; at = strchr(at + 1, '('))
			if (isdigit((unsigned char)at[1]) && learn_release(decoder, at + 1))
				break;
}

/* --- columns --- */

/*
 * The table of a text that has Red Hat's marks.  Where a line was broken, at joint, blanks
 * have gone: as many as make the marks fit; 0 is for a text in one piece.
 */
static void learn_columns(struct decoder *decoder, const char *columns, size_t joint)
{
	char wider[COLUMNS_SIZE];
	unsigned int more;

	if (!strchr(columns, '-') || (decoder->fallback.family == RED_HAT && is_named(decoder)))
		return;
	for (more = 0; more < (joint ? FLAGS_COLUMNS : 1); more++) {
		snprintf(wider, sizeof(wider), "%.*s%*s%s", (int)joint, columns, (int)more, "",
			 columns + joint);
		if (table_of_columns(wider, &decoder->fallback)) {
			decoder->why = columns_say;
			return;
		}
	}
}

/* Whether a text, as the kernel pads it, is as long as its columns are. */
static bool is_whole(const struct finding *finding, const char *text)
{
	return strlen(text) >= finding->table.columns;
}

/*
 * A state that is shown by columns.  Of what a line ends in, ending is that, and some may be
 * missing; else it is NULL.
 */
static void found_columns(struct decoder *decoder, const char *line, unsigned long number,
			  const char *columns, size_t joint, const char *ending)
{
	struct flag_table fallback = decoder->fallback;
	const char *why = decoder->why;
	struct finding finding;
	size_t len = strlen(columns);

	learn_columns(decoder, columns, joint);
	start_finding(&finding, decoder, line, number);
	finding.by_letter = true;
	read_columns(&finding, columns);
	if (!finding.mask && !finding.nr_odd) {
		finding.gap = GAP_HIDDEN;
		while (len && columns[len - 1] == ' ')
			len--;
		snprintf(finding.text, sizeof(finding.text), "Tainted: %.*s", (int)len, columns);
	} else if (ending && !is_whole(&finding, ending)) {
		finding.gap = GAP_CUT;
	}
	emit_finding(decoder, &finding);
	/* Columns say nothing of lines that have others. */
	if (!is_named(decoder)) {
		decoder->fallback = fallback;
		decoder->why = why;
	}
}

/* No kernel begins in another way; people may. */
static bool begins_columns(const char *columns, unsigned long number)
{
	return !number || strchr("GP", columns[strspn(columns, " ")]);
}

/* --- lines that were broken within their columns --- */

/* What a mail breaks a line into that explains all flags. */
#define VERBOSE_PIECES 8

static void open_columns(struct decoder *decoder, const char *text, unsigned long number)
{
	snprintf(decoder->open_text, sizeof(decoder->open_text), "%.*s",
		 (*text == '[' ? OPEN_SIZE : COLUMNS_SIZE) - 1, text);
	decoder->open_line = number;
	decoder->open = 1;
}

/* What is open ends here; at the end of everything nothing is missing. */
static void close_columns(struct decoder *decoder, bool at_end)
{
	const char *text = decoder->open_text;
	char columns[COLUMNS_SIZE], line[OPEN_SIZE + 16];
	struct finding finding;

	if (!decoder->open)
		return;
	decoder->open = 0;
	snprintf(line, sizeof(line), "Tainted: %s", text);
	if (*text == '[') {
		start_finding(&finding, decoder, line, decoder->open_line);
		finding.by_letter = true;
		finding.gap = at_end ? GAP_NONE : GAP_CUT;
		read_verbose(&finding, text);
		emit_finding(decoder, &finding);
	} else if (take_columns(text, columns)) {
		found_columns(decoder, line, decoder->open_line, columns, 0,
			      at_end ? NULL : text);
	}
}

static bool is_blank(const char *text)
{
	return !text[strspn(text, " \t\r")];
}

/* Whether some kernel explains a letter by this name; or by one that begins so. */
static bool is_name(char letter, const char *name, size_t len, bool whole)
{
	const struct flag_row *row;
	size_t i;

	for (i = 0; (row = flag_row_at(i)); i++)
		if (row->set == letter && !strncasecmp(row->name, name, len) &&
		    (strlen(row->name) == len) == whole)
			return true;
	return false;
}

/* Where the name is that ends here, in "[W]=WARN"; or NULL. */
static const char *name_before(const char *text, const char *end)
{
	while (end > text && may_be_in_name(end[-1]))
		end--;
	return end - text >= 4 && end[-1] == '=' && end[-4] == '[' ? end : NULL;
}

/*
 * Whether the explanation of letters ends within itself: behind a comma, within a name, or in
 * a "[W]=".  The rest is what read_verbose() has left, or all of it.
 */
static bool goes_on(const char *text, const char *rest)
{
	const char *name;

	if (*rest == '[')
		return is_blank(rest + 1) ||
		       (letter_known(rest[1]) && is_blank(rest + 2 + (rest[2] == ']')));
	if (rest == text || !is_blank(rest))
		return false;
	while (rest[-1] == ' ')
		rest--;
	if (rest[-1] == ',')
		return true;
	name = name_before(text, rest);
	return name && is_name(name[-3], name, rest - name, false);
}

/* Where the next piece of an explanation fits, it is added to what is open. */
static bool continue_verbose(struct decoder *decoder, const char *piece)
{
	char *text = decoder->open_text, joined[2 * sizeof(decoder->open_text)];
	size_t joint = strlen(text), len;
	struct finding ignored;
	const char *rest, *name;

	while (joint && strchr(" \t\r", text[joint - 1]))
		joint--;
	snprintf(joined, sizeof(joined), "%.*s%.*s", (int)joint, text, OPEN_SIZE - 1, piece);
	memset(&ignored, 0, sizeof(ignored));
	rest = read_verbose(&ignored, joined);
	if (!rest)
		rest = joined;
	/* What spans the joint is a name that there is. */
	name = name_before(joined, joined + joint);
	if (name) {
		for (len = 0; may_be_in_name(name[len]); len++)
			;
		if (!is_name(name[-3], name, len, true) &&
		    !(is_name(name[-3], name, len, false) && is_blank(name + len)))
			return false;
	}
	if (rest <= joined + joint || strlen(joined) >= OPEN_SIZE || decoder->open > VERBOSE_PIECES)
		return false;
	strcpy(text, joined);
	decoder->open++;
	if (!goes_on(joined, rest))
		close_columns(decoder, true);
	return true;
}

/* The next piece of what is open, where it fits; whether it does. */
static bool continue_columns(struct decoder *decoder, const char *line)
{
	const char *piece = skip_quotes(line), *rest;
	size_t joint = strlen(decoder->open_text);
	char joined[OPEN_SIZE + COLUMNS_SIZE + 2], columns[COLUMNS_SIZE], ignored[COLUMNS_SIZE];

	if (*decoder->open_text == '[' || (*piece == '[' && is_blank(decoder->open_text)))
		return continue_verbose(decoder, piece);
	snprintf(joined, sizeof(joined), "%s %.*s", decoder->open_text, COLUMNS_SIZE, piece);
	rest = take_columns(joined, columns);
	if (!rest || !begins_columns(columns, decoder->open_line))
		return false;
	rest += strspn(rest, " \t");
	if (isdigit((unsigned char)*rest) && learn_release(decoder, rest)) {
		decoder->open = 0;
		found_columns(decoder, line, decoder->open_line, columns, joint, NULL);
		return true;
	}
	/* Two dashes begin the end of a mail. */
	if (*rest || !take_columns(piece, ignored) || !strncmp(piece, "-- ", 3))
		return false;
	if (strlen(joined) >= COLUMNS_SIZE || decoder->open > 3)
		return false;
	strcpy(decoder->open_text, joined);
	decoder->open++;
	return true;
}

/* --- the lines that show a state --- */

static void found_mask(struct decoder *decoder, const char *line, unsigned long number,
		       unsigned long long mask)
{
	struct finding finding;

	start_finding(&finding, decoder, line, number);
	finding.mask = mask;
	emit_finding(decoder, &finding);
}

/* A word within a text. */
static bool parse_word(const char *text, size_t len, unsigned long long *mask)
{
	char word[24];

	if (len >= sizeof(word))
		return false;
	memcpy(word, text, len);
	word[len] = '\0';
	return parse_mask(word, mask);
}

/* " (12800)", which those write behind the letters who have the number. */
static bool read_value(const char *text, unsigned long long *mask)
{
	size_t len;

	text += strspn(text, " ");
	if (*text++ != '(')
		return false;
	len = strspn(text, "0123456789abcdefxABCDEFX");
	return text[len] == ')' && parse_word(text, len, mask);
}

/* "12289", or "12289 (...)", which people write; no release, and no number of times. */
static bool read_plain_value(const char *text, unsigned long long *mask)
{
	const char *end;
	size_t len;

	text += strspn(text, " ");
	len = strspn(text, "0123456789");
	end = text + len + strspn(text + len, " \t\r");
	return (!*end || *end == '(') && parse_word(text, len, mask);
}

/* All that a line has behind "Tainted:". */
static void read_tainted(struct decoder *decoder, const char *line, unsigned long number)
{
	static const char before[] = "Tainted:", suse[] = "Kernel Status -- ";
	const char *at = line, *rest, *verbose;
	char columns[COLUMNS_SIZE];
	unsigned long long mask;
	struct finding finding;
	bool by_words;

	/* The hypervisor has letters of its own. */
	if (strstr(line, "[ Xen-"))
		return;
	while ((at = strstr(at, before))) {
		rest = at + strlen(before);
		by_words = at - line >= (long)strlen(suse) &&
			   !strncmp(at - strlen(suse), suse, strlen(suse));
		at = rest;
		if (*rest && *rest != ' ' && *rest != '\t')
			continue;
		if (in_comm(line, rest - strlen(before)))
			continue;
		rest += !!*rest;
		start_finding(&finding, decoder, line, number);
		finding.by_letter = true;
		verbose = read_verbose(&finding, rest);
		if (is_blank(rest) || goes_on(rest, verbose ? verbose : rest)) {
			open_columns(decoder, rest, number);
			continue;
		}
		if (verbose) {
			emit_finding(decoder, &finding);
			continue;
		}
		if (read_plain_value(rest, &mask)) {
			found_mask(decoder, line, number, mask);
			continue;
		}
		rest = take_columns(rest, columns);
		if (!rest)
			continue;
		if (read_value(rest, &mask)) {
			found_mask(decoder, line, number, mask);
			continue;
		}
		if (!by_words && !begins_columns(columns, number))
			continue;
		learn_release_before(decoder, line, at - strlen(before));
		if (by_words && !is_named(decoder) && table_by_name("sles15", &decoder->fallback))
			decoder->why = status_says;
		if (is_blank(rest) && !by_words) {
			open_columns(decoder, at + !!*at, number);
			continue;
		}
		learn_release(decoder, rest);
		found_columns(decoder, line, number, columns, 0, NULL);
	}
}

/* "Not tainted", which is an answer, too. */
static void read_not_tainted(struct decoder *decoder, const char *line, unsigned long number)
{
	static const char suse[] = "Kernel Status -- ";
	const char *at = not_tainted(line), *status = strstr(line, suse);
	struct finding finding;

	if (status && !strncmp(status + strlen(suse), "Not Tainted", 11))
		at = status + strlen(suse);
	if (!at || !ends_word(at[strlen("Not tainted")]) || strstr(line, "[ Xen-"))
		return;
	start_finding(&finding, decoder, line, number);
	emit_finding(decoder, &finding);
}

/*
 * What other programs write before the number; of two it is the last.  The
 * first two are in commands.
 */
static const char *const before_number[] = {
	"kernel.tainted", "/proc/sys/kernel/tainted", "ernel is already tainted",
	"ernel is tainted", "taint value as int/string", "kernel_tainted:",
};

/* Letters behind words: abrt's, with blanks or without. */
static const char *const before_letters[] = { "tainted (flags:", "kernel_tainted_short:" };

/* "Kernel taint flags: TAINT_WARN, TAINT_OOT_MODULE", as Debian's reportbug has it. */
static void read_macros(struct decoder *decoder, const char *line, unsigned long number)
{
	static const char before[] = "Kernel taint flags: ", macro[] = "TAINT_";
	const char *at = strstr(line, before);
	const struct flag_row *row;
	struct finding finding;
	char name[32];
	size_t len, i;

	if (!at)
		return;
	start_finding(&finding, decoder, line, number);
	for (at += strlen(before); !strncmp(at, macro, strlen(macro)); at += strspn(at, ", ")) {
		at += strlen(macro);
		len = strspn(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_");
		for (i = 0; i < len && i < sizeof(name) - 1; i++)
			name[i] = tolower((unsigned char)at[i]);
		name[i] = '\0';
		/* By the headers of whatever kernel. */
		for (i = 0; (row = flag_row_at(i)); i++)
			if (row->family == MAINLINE && !strcmp(row->name, name))
				finding.mask |= 1ULL << row->bit;
		at += len;
	}
	if (finding.mask)
		emit_finding(decoder, &finding);
}

/* A number that a program has written into a line, or that follows on a line of its own. */
static void read_number(struct decoder *decoder, const char *line, unsigned long number)
{
	char columns[COLUMNS_SIZE], word[24];
	unsigned long long mask;
	bool is_command = false;
	const char *at, *next;
	size_t i;

	if (decoder->number_next && parse_mask(skip_quotes(line), &mask))
		found_mask(decoder, line, number, mask);
	decoder->number_next = decoder->number_next && is_blank(skip_quotes(line));
	if (!strstr(line, "taint"))
		return;
	for (i = 0; i < ARRAY_SIZE(before_letters); i++) {
		at = strstr(line, before_letters[i]);
		if (at && take_columns(at + strlen(before_letters[i]), columns))
			found_columns(decoder, line, number, columns, 0, NULL);
	}
	read_macros(decoder, line, number);
	for (i = 0, at = line; i < ARRAY_SIZE(before_number); i++) {
		next = strstr(at, before_number[i]);
		if (!next)
			continue;
		at = next + strlen(before_number[i]);
		is_command = i < 2;
	}
	if (at == line)
		return;
	next = strstr(at, " -> ");
	if (next)
		at = next + strlen(" -> ");
	/* A command, and in the next line what it says. */
	decoder->number_next = is_command && (is_blank(at + strspn(at, "`'\")")) || *at == ';' ||
					      *at == '&');
	at += strspn(at, " \t:=(");
	snprintf(word, sizeof(word), "%.*s", (int)strcspn(at, " \t\r,;.)/"), at);
	if (parse_mask(word, &mask))
		found_mask(decoder, line, number, mask);
}

static void read_line(struct decoder *decoder, const char *line, unsigned long number)
{
	read_broken_phrase(decoder, line);
	learn(decoder, line, number);
	/* On 32-bit x86 the columns are the end of a line, and this is the next. */
	if (decoder->open && !continue_columns(decoder, line))
		close_columns(decoder, strstr(line, "EFLAGS: "));
	read_blame(decoder, line, number);
	if (strstr(line, "ainted")) {
		read_tainted(decoder, line, number);
		read_not_tainted(decoder, line, number);
	}
	read_number(decoder, line, number);
}

static void end(struct decoder *decoder)
{
	close_columns(decoder, true);
	close_report(decoder);
	decoder->last[0] = '\0';
}

/* Nothing comes for now: what is open may be all that there is. */
static void fall_silent(void *data)
{
	struct decoder *decoder = data;

	close_columns(decoder, false);
	close_report(decoder);
}

static bool read_letters(struct decoder *decoder, const char *text)
{
	char columns[COLUMNS_SIZE];
	const char *rest = take_columns(text, columns);

	if (!rest || rest[strspn(rest, " \t\r\n")] || !columns[strspn(columns, " -")])
		return false;
	found_columns(decoder, text, 0, columns, 0, NULL);
	return true;
}

/* --- what others call --- */

/**
 * decode_text() - read what a user gives as one value
 * @decoder: how
 * @text: a number, a text that the kernel has printed, or letters alone
 *
 * Return: whether it is any of these.
 */
bool decode_text(struct decoder *decoder, const char *text)
{
	char *copy, *line, *next;
	unsigned long long mask;

	if (parse_mask(text, &mask)) {
		found_mask(decoder, text, 0, mask);
		return true;
	}
	if (!is_named(decoder))
		decoder->why = guess_says;
	copy = strdup(text);
	if (!copy)
		abort();
	unwrap_line(copy);
	for (line = copy; line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		read_line(decoder, line, 0);
	}
	end(decoder);
	free(copy);
	return decoder->nr_found || read_letters(decoder, text);
}

static bool is_word(const char *line)
{
	static const char blanks[] = " \t\r";

	line += strspn(line, blanks);
	line += strcspn(line, blanks);
	return !line[strspn(line, blanks)];
}

static void ignore(const struct finding *finding, void *data)
{
	(void)finding;
	(void)data;
}

/* What was learnt of the kernel, if anything was. */
static bool take_kernel(struct decoder *decoder, const struct decoder *trial)
{
	if (!is_named(trial))
		return false;
	decoder->fallback = trial->fallback;
	decoder->why = trial->why;
	strcpy(decoder->release, trial->release);
	return true;
}

/* The first release in a log is that of what comes before it, too. */
static void look_for_kernel(struct decoder *decoder, struct lines *lines)
{
	struct decoder trial = *decoder;
	const char *line;

	trial.found = ignore;
	while (!is_named(&trial) && (line = next_line(lines)))
		read_line(&trial, line, lines->number);
	take_kernel(decoder, &trial);
}

/**
 * learn_kernel() - learn from a text which kernel it is of, and nothing else
 * @decoder: how to read
 * @text: a release, or lines; what is named last counts, the name of a product above all
 *
 * Return: whether it is known now.
 */
bool learn_kernel(struct decoder *decoder, const char *text)
{
	struct decoder trial = *decoder;

	trial.found = ignore;
	if (!learn_release(&trial, text))
		decode_text(&trial, text);
	return take_kernel(decoder, &trial);
}

/**
 * decode_log() - read a log, or one value
 * @decoder: how; it remembers the kernel that was named last
 * @in: where from, to its end
 *
 * Return: how many findings there were.
 */
unsigned long decode_log(struct decoder *decoder, FILE *in)
{
	unsigned long filled = 0;
	struct lines lines;
	char *line, *only = NULL;

	if (!is_named(decoder))
		decoder->why = guess_says;
	open_lines(&lines, in);
	look_for_kernel(decoder, &lines);
	start_lines(&lines);
	decoder->time = lines.time;
	if (decoder->watched)
		lines.silent = fall_silent;
	lines.data = decoder;
	while ((line = next_line(&lines))) {
		if (!is_blank(line) && !filled++)
			only = strdup(line);
		if (decoder->heard)
			decoder->heard(line, lines.number, decoder->data);
		read_line(decoder, line, lines.number);
	}
	end(decoder);
	decoder->time = NULL;
	close_lines(&lines);
	/* No log, but what could have been an argument. */
	if (!decoder->nr_found && filled == 1 && only) {
		decode_text(decoder, only);
		decoder->one_word = is_word(only);
	}
	free(only);
	return decoder->nr_found;
}
