// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the tool makes of any bytes: for libFuzzer, or, with -DALONE, a program that takes
 * files.  An input is a character that says what is fuzzed, a character that says of which
 * kernel, then the text.  Not only may nothing crash: the answers must be right.
 *
 * usage when alone: fuzz FILE... | fuzz -json FILE...
 * With -json each line of each file must be one JSON object.
 */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../allow.h"
#include "../finding.h"
#include "../group.h"
#include "../json.h"
#include "../policy.h"
#include "../text.h"
#include "../timeline.h"

/* Kernels beside those that have a table of their own. */
static const char *const mainlines[] = {
	"mainline-2.4",	 "mainline-2.6.9", "mainline-2.6.20", "mainline-2.6.32", "mainline-3.2",
	"mainline-3.13", "mainline-3.15",  "mainline-4.15",   "mainline-5.10",	 "mainline-6.1",
};

/* A release of each table's kernel; the tool knows the table by it. */
static const struct {
	const char *table;
	const char *release;
} releases[] = {
	{ "ubuntu-3.13", "3.13.0-170-generic" },
	{ "rhel4", "2.6.9-103.ELsmp" },
	{ "rhel5", "2.6.18-419.el5" },
	{ "rhel6.1", "2.6.32-131.0.15.el6.x86_64" },
	{ "rhel6.5", "2.6.32-431.el6.x86_64" },
	{ "rhel6", "2.6.32-754.el6.x86_64" },
	{ "rhel7.1", "3.10.0-229.14.1.el7.x86_64" },
	{ "rhel7", "3.10.0-1160.el7.x86_64" },
	{ "rhel8.9", "4.18.0-477.27.1.el8_8.x86_64" },
	{ "rhel8", "4.18.0-553.el8_10.x86_64" },
	{ "rhel9.1", "5.14.0-162.6.1.el9.x86_64" },
	{ "rhel9.2", "5.14.0-284.11.1.el9_2.x86_64" },
	{ "rhel9", "5.14.0-427.13.1.el9_4.x86_64" },
	{ "rhel10", "6.12.0-55.9.1.el10_0.x86_64" },
	{ "fedora", "6.17.4-200.fc42.x86_64" },
	{ "sles9", "2.6.5-7.97-smp" },
	{ "sles10", "2.6.16.60-0.21-smp" },
	{ "sles11", "3.0.101-63-default" },
	{ "sles12", "4.4.21-69-default" },
	{ "sles15-sp1", "4.12.14-197.4-default" },
	{ "sles15-sp3", "5.3.18-22-default" },
	{ "sles15-sp5", "5.14.21-150500.53-default" },
	{ "sles15", "6.4.0-150600.21-default" },
	{ "sles16", "6.12.0-160000.5-default" },
};

#define MAX_FINDINGS 64
#define LONG_LINE 60000

/* What one run has found: all of it in a sum, the first of it as it is. */
struct findings {
	struct finding list[MAX_FINDINGS];
	unsigned long n;
	uint64_t sum;
	/* Of those that have a line, which go up. */
	unsigned long n_lines;
	unsigned long last_line;
	/* All of it in the order of time, where that is wanted. */
	struct timeline *timeline;
};

static void fail(const char *what, ...) __attribute__((format(printf, 1, 2), noreturn));

static void fail(const char *what, ...)
{
	va_list args;

	va_start(args, what);
	fputs("WRONG: ", stderr);
	vfprintf(stderr, what, args);
	putc('\n', stderr);
	va_end(args);
	abort();
}

#define MUST(condition, ...)               \
	do {                               \
		if (!(condition))          \
			fail(__VA_ARGS__); \
	} while (0)

static unsigned int bits_in(unsigned long long mask)
{
	return __builtin_popcountll(mask);
}

static unsigned int nr_tables(void)
{
	unsigned int n = 0;

	while (table_at(n))
		n++;
	return n;
}

/* One of all kernels; the character before the text says which, and whether it is asked for. */
static void pick_table(unsigned int which, struct flag_table *table)
{
	which %= nr_tables() + ARRAY_SIZE(mainlines);
	if (which < nr_tables())
		*table = *table_at(which);
	else if (!table_by_name(mainlines[which - nr_tables()], table))
		fail("there is no table %s", mainlines[which - nr_tables()]);
}

static bool same_table(const struct flag_table *a, const struct flag_table *b)
{
	return a->columns == b->columns && a->gaps == b->gaps && !strcmp(a->name, b->name) &&
	       a->family == b->family && a->release == b->release && a->base == b->base;
}

/* The bits that this kernel prints. */
static unsigned long long printed(const struct flag_table *table)
{
	unsigned long long mask = 0;
	unsigned int bit;

	for (bit = 0; bit < table->columns; bit++)
		if (flag_row(table, bit) || table->gaps == GAPS_MARKED)
			mask |= 1ULL << bit;
	return mask;
}

/* The bits that have a flag: some have no column. */
static unsigned long long named(const struct flag_table *table)
{
	unsigned long long mask = 0;
	unsigned int bit;

	for (bit = 0; bit < 64; bit++)
		if (flag_row(table, bit))
			mask |= 1ULL << bit;
	return mask;
}

/* --- a checker of JSON, as strict as RFC 8259 --- */

struct json {
	const char *at;
	unsigned int depth;
	/* Of the objects right below "flags". */
	unsigned int flags_depth;
	unsigned long long bits;
	unsigned int nr_bits;
	unsigned int nr_nulls;
	int last_bit;
	char mask[32];
	char string[FLAGS_STRING_SIZE];
};

static bool json_text(struct json *json, char *buf, size_t size)
{
	size_t used = 0, i;
	char c;

	if (*json->at++ != '"')
		return false;
	while ((c = *json->at++) != '"') {
		if ((unsigned char)c < ' ' || (unsigned char)c > '~')
			return false;
		if (c == '\\') {
			c = *json->at++;
			if (c == 'u') {
				for (i = 0; i < 4; i++)
					if (!isxdigit((unsigned char)*json->at++))
						return false;
				c = '?';
			} else if (!c || !strchr("\"\\/bfnrt", c)) {
				return false;
			}
		}
		if (used + 1 < size)
			buf[used++] = c;
	}
	buf[used] = '\0';
	return true;
}

static bool json_digits(struct json *json)
{
	const char *from = json->at;

	while (isdigit((unsigned char)*json->at))
		json->at++;
	return json->at > from;
}

static bool json_number_text(struct json *json)
{
	const char *from;

	if (*json->at == '-')
		json->at++;
	from = json->at;
	if (!json_digits(json) || (*from == '0' && json->at > from + 1))
		return false;
	if (*json->at == '.') {
		json->at++;
		if (!json_digits(json))
			return false;
	}
	if (*json->at == 'e' || *json->at == 'E') {
		json->at++;
		if (*json->at == '+' || *json->at == '-')
			json->at++;
		return json_digits(json);
	}
	return true;
}

static void json_blanks(struct json *json)
{
	while (*json->at == ' ' || *json->at == '\n' || *json->at == '\t' || *json->at == '\r')
		json->at++;
}

static bool json_value(struct json *json, const char *name);

static bool json_list(struct json *json, char end, const char *name)
{
	char member[32];

	json->at++;
	json_blanks(json);
	if (*json->at == end) {
		json->at++;
		return true;
	}
	for (;;) {
		json_blanks(json);
		member[0] = '\0';
		if (end == '}') {
			if (!json_text(json, member, sizeof(member)))
				return false;
			json_blanks(json);
			if (*json->at++ != ':')
				return false;
			json_blanks(json);
		}
		if (!json_value(json, end == '}' ? member : name))
			return false;
		json_blanks(json);
		if (*json->at == end) {
			json->at++;
			return true;
		}
		if (*json->at++ != ',')
			return false;
	}
}

/* The number of a flag: each one once, and they go up. */
static bool json_bit(struct json *json)
{
	unsigned long bit;
	char *end;

	if (*json->at == 'n') {
		json->nr_nulls++;
		return true;
	}
	bit = strtoul(json->at, &end, 10);
	if (end == json->at || bit > 63 || (int)bit <= json->last_bit || json->nr_nulls)
		return false;
	json->last_bit = (int)bit;
	json->bits |= 1ULL << bit;
	json->nr_bits++;
	return true;
}

static bool json_value(struct json *json, const char *name)
{
	char text[FLAGS_STRING_SIZE];
	bool fine;

	if (++json->depth > 8)
		return false;
	if (json->depth == 4 && !strcmp(name, "bit") && !json_bit(json))
		return false;
	if (*json->at == '{') {
		fine = json_list(json, '}', "");
	} else if (*json->at == '[') {
		fine = json_list(json, ']', name);
	} else if (*json->at == '"') {
		fine = json_text(json, text, sizeof(text));
		if (json->depth == 2 && !strcmp(name, "mask"))
			snprintf(json->mask, sizeof(json->mask), "%.*s",
				 (int)sizeof(json->mask) - 1, text);
		if (json->depth == 2 && !strcmp(name, "string"))
			snprintf(json->string, sizeof(json->string), "%s", text);
	} else if (!strncmp(json->at, "true", 4) || !strncmp(json->at, "null", 4)) {
		json->at += 4;
		fine = true;
	} else if (!strncmp(json->at, "false", 5)) {
		json->at += 5;
		fine = true;
	} else {
		fine = json_number_text(json);
	}
	json->depth--;
	return fine;
}

/* One object, and nothing behind it but the end of the line. */
static bool json_object(struct json *json, const char *text)
{
	memset(json, 0, sizeof(*json));
	json->at = text;
	json->last_bit = -1;
	if (*text != '{' || !json_value(json, ""))
		return false;
	return !strcmp(json->at, "\n");
}

/* --- what is shown of a finding --- */

static void must_be_plain(const char *text, size_t len, const char *what)
{
	size_t i;

	for (i = 0; i < len; i++)
		MUST((text[i] >= ' ' && text[i] <= '~') || text[i] == '\n', "%s: byte %02x in it",
		     what, (unsigned char)text[i]);
}

/* The lines that begin a flag, "  W  warn (bit 9, 512, fault)": each bit once, and they go up. */
static void check_text(const struct finding *finding, const char *text)
{
	unsigned long long seen = 0, value;
	unsigned int bit, nr_odd = 0;
	const char *line = text;
	char name[FLAG_NAME_SIZE];
	int last = -1;

	for (; *line; line = strchr(line, '\n') + 1) {
		MUST(strchr(line, '\n'), "the last line has no end");
		if (strncmp(line, "  ", 2) || line[2] == ' ' || strncmp(line + 3, "  ", 2))
			continue;
		if (sscanf(line + 5, "bit_%u (%llu)", &bit, &value) == 2) {
			MUST(line[2] == '?' && !flag_row(&finding->table, bit), "bit %u has a name",
			     bit);
		} else if (sscanf(line + 5, "%31s (bit %u, %llu", name, &bit, &value) == 3) {
			MUST(flag_row(&finding->table, bit), "bit %u has no name", bit);
			MUST(!strcmp(flag_row(&finding->table, bit)->name, name),
			     "bit %u is not %s", bit, name);
			MUST(flag_row(&finding->table, bit)->set == line[2], "bit %u is not %c",
			     bit, line[2]);
		} else {
			nr_odd++;
			continue;
		}
		MUST(bit < 64 && value == 1ULL << bit && (int)bit > last && !nr_odd,
		     "bit %u is in the wrong place", bit);
		last = (int)bit;
		seen |= value;
	}
	MUST(seen == finding->mask, "%llx was shown as %llx", finding->mask, seen);
	MUST(nr_odd == finding->nr_odd, "%u odd letters were shown as %u", finding->nr_odd, nr_odd);
	if (!finding->nr_odd && *text != 'T' && *text != 'N')
		MUST(strtoull(text, NULL, 10) == finding->mask, "%llx was shown as %s",
		     finding->mask, text);
}

static void show_both(const struct finding *finding)
{
	unsigned long long explained = 0;
	char *text = NULL, *again = NULL, want[FLAGS_STRING_SIZE];
	size_t len, again_len;
	struct json json;
	FILE *out;

	out = open_memstream(&text, &len);
	show_finding(out, finding, &explained);
	fclose(out);
	MUST(strlen(text) == len, "there is a NUL in the text");
	must_be_plain(text, len, "text");
	check_text(finding, text);

	out = open_memstream(&again, &again_len);
	show_finding(out, finding, &explained);
	fclose(out);
	must_be_plain(again, again_len, "text");
	MUST(again_len <= len + 64, "the second time it is longer");
	free(again);
	free(text);

	out = open_memstream(&text, &len);
	show_finding_json(out, finding, NULL);
	fclose(out);
	MUST(strlen(text) == len, "there is a NUL in the JSON");
	must_be_plain(text, len, "JSON");
	MUST(json_object(&json, text), "no JSON: %s", text);
	MUST(strchr(text, '\n') == text + len - 1, "JSON on several lines");
	MUST(json.bits == finding->mask && json.nr_bits == bits_in(finding->mask) &&
		     json.nr_nulls == finding->nr_odd,
	     "JSON has other flags than %llx: %s", finding->mask, text);
	MUST(strtoull(json.mask, NULL, 10) == finding->mask, "JSON has another mask than %llx: %s",
	     finding->mask, text);
	MUST(!*json.mask == (finding->gap == GAP_HIDDEN), "a mask that is not known: %s", text);
	flags_string(&finding->table, finding->mask, want, sizeof(want));
	if (finding->gap == GAP_HIDDEN)
		snprintf(want, sizeof(want), "%s", finding->text);
	MUST(!strcmp(json.string, finding->nr_odd ? "" : want),
	     "JSON has another string than %s: %s", want, text);
	free(text);
}

/* --- what is found --- */

static uint64_t mix(uint64_t sum, const void *data, size_t len)
{
	const unsigned char *bytes = data;

	while (len--)
		sum = (sum ^ *bytes++) * 0x100000001b3ULL;
	return sum;
}

static uint64_t sum_of(const struct finding *finding)
{
	uint64_t sum = 0xcbf29ce484222325ULL;
	unsigned int i;

	sum = mix(sum, &finding->mask, sizeof(finding->mask));
	for (i = 0; i < finding->nr_odd; i++) {
		sum = mix(sum, &finding->odd[i].letter, 1);
		sum = mix(sum, &finding->odd[i].row, sizeof(finding->odd[i].row));
	}
	sum = mix(sum, &finding->by_letter, sizeof(finding->by_letter));
	sum = mix(sum, finding->table.name, strlen(finding->table.name));
	sum = mix(sum, finding->why, strlen(finding->why));
	sum = mix(sum, &finding->line, sizeof(finding->line));
	sum = mix(sum, &finding->kind, sizeof(finding->kind));
	sum = mix(sum, finding->caller, strlen(finding->caller));
	sum = mix(sum, finding->comm, strlen(finding->comm));
	return mix(sum, finding->module, strlen(finding->module));
}

static void found(const struct finding *finding, void *data)
{
	struct findings *findings = data;
	unsigned int i, j;

	if (findings->timeline && finding->line)
		add_to_timeline(findings->timeline, finding);
	if (finding->kind == FOUND_BOOT)
		return;

	MUST(finding->nr_odd <= ARRAY_SIZE(finding->odd), "%u odd letters", finding->nr_odd);
	for (i = 0; i < finding->nr_odd; i++)
		for (j = 0; j < i; j++)
			MUST(finding->odd[i].letter != finding->odd[j].letter,
			     "the same odd letter twice");
	MUST(memchr(finding->module, '\0', sizeof(finding->module)), "the module has no end");
	MUST(finding->table.columns <= FLAGS_COLUMNS, "a table of %u columns",
	     finding->table.columns);
	if (finding->by_letter)
		MUST(!(finding->mask & ~(printed(&finding->table) | named(&finding->table))),
		     "%llx cannot be printed", finding->mask);
	if (finding->kind == FOUND_WORDS || finding->kind == FOUND_REPORT ||
	    finding->kind == FOUND_NOTICE)
		MUST(bits_in(finding->mask) + finding->nr_odd == 1, "not one flag is raised");
	if (finding->gap == GAP_HIDDEN)
		MUST(!finding->mask && !finding->nr_odd, "there is a flag, and it is not shown");
	must_be_plain(finding->module, strlen(finding->module), "module");
	must_be_plain(finding->caller, strlen(finding->caller), "caller");
	must_be_plain(finding->comm, strlen(finding->comm), "comm");
	MUST(!finding->pid[strspn(finding->pid, "0123456789")], "'%s' is a pid", finding->pid);
	if (findings->n < MAX_FINDINGS)
		findings->list[findings->n] = *finding;
	findings->n++;
	findings->sum = findings->sum * 31 + sum_of(finding);
	if (!finding->line)
		return;
	MUST(finding->line >= findings->last_line, "line %lu after line %lu", finding->line,
	     findings->last_line);
	findings->last_line = finding->line;
	findings->n_lines++;
}

static void set_decoder(struct decoder *decoder, const struct flag_table *given,
			const struct flag_table *fallback, struct findings *findings)
{
	memset(findings, 0, sizeof(*findings));
	memset(decoder, 0, sizeof(*decoder));
	decoder->given = given;
	decoder->fallback = *fallback;
	decoder->why = "by the running kernel";
	decoder->found = found;
	decoder->data = findings;
	decoder->traces = true;
}

static unsigned long read_bytes(struct decoder *decoder, const char *bytes, size_t len)
{
	FILE *in = len ? fmemopen((void *)bytes, len, "r") : fopen("/dev/null", "r");
	unsigned long n;

	MUST(in, "no stream of %zu bytes", len);
	n = decode_log(decoder, in);
	MUST(feof(in) && !ferror(in), "the stream was not read to its end");
	fclose(in);
	return n;
}

static unsigned long nr_lines(const char *bytes, size_t len)
{
	unsigned long n = 1;
	size_t i;

	for (i = 0; i < len; i++)
		n += bytes[i] == '\n';
	return n;
}

/* Every letter that is reported stands in the text, unless it was written in another way there. */
static void check_letters(const struct finding *finding, const char *bytes, size_t len)
{
	const struct flag_row *row;
	unsigned int bit, i;

	if (!finding->by_letter || memchr(bytes, '=', len) || memchr(bytes, '\\', len) ||
	    memmem(bytes, len, "MESSAGE", 7))
		return;
	for (bit = 0; bit < 64; bit++) {
		if (!(finding->mask >> bit & 1))
			continue;
		row = flag_row(&finding->table, bit);
		MUST(memchr(bytes, row ? row->set : '?', len) ||
			     (finding->kind == FOUND_CARRIER && memchr(bytes, 'U', len)),
		     "the text has no letter of bit %u", bit);
	}
	for (i = 0; i < finding->nr_odd; i++)
		MUST(memchr(bytes, finding->odd[i].letter, len), "the text has no %c",
		     finding->odd[i].letter);
}

static void check_findings(const struct findings *findings, const char *bytes, size_t len)
{
	unsigned long i, n = findings->n < MAX_FINDINGS ? findings->n : MAX_FINDINGS;
	unsigned long lines = nr_lines(bytes, len);

	MUST(findings->last_line <= lines, "line %lu of %lu", findings->last_line, lines);
	for (i = 0; i < n; i++) {
		check_letters(&findings->list[i], bytes, len);
		if (i < 8)
			show_both(&findings->list[i]);
	}
}

/* --- what there is to fuzz --- */

/* What reads as two bytes a character. */
static bool is_wide(const char *bytes, size_t len)
{
	return len >= 2 && (!memcmp(bytes, "\xff\xfe", 2) || !memcmp(bytes, "\xfe\xff", 2));
}

/* The same findings in both texts. */
static void must_read_alike(const struct flag_table *given, const struct flag_table *fallback,
			    const char *one, size_t one_len, const char *two, size_t two_len,
			    const char *what)
{
	static struct findings first, second;
	struct decoder decoder;

	set_decoder(&decoder, given, fallback, &first);
	read_bytes(&decoder, one, one_len);
	set_decoder(&decoder, given, fallback, &second);
	read_bytes(&decoder, two, two_len);
	MUST(first.n == second.n && first.sum == second.sum, "%s: it is different", what);
}

/* The text as Windows saves it, and as the journal has it where it is no UTF-8. */
static void fuzz_wrapped(const struct flag_table *given, const struct flag_table *fallback,
			 const char *bytes, size_t len)
{
	char *plain = malloc(len + 1), *wide = malloc(2 * len + 2), *record = malloc(4 * len + 32);
	size_t used, i, big = len & 1;

	MUST(plain && wide && record, "no memory");
	memcpy(wide, big ? "\xfe\xff" : "\xff\xfe", 2);
	for (i = 0; i < len; i++) {
		plain[i] = (unsigned char)bytes[i] < 0x80 ? bytes[i] : '\xff';
		wide[2 + 2 * i + big] = bytes[i] == plain[i] ? plain[i] : 'x';
		wide[2 + 2 * i + !big] = bytes[i] == plain[i] ? 0 : 1;
	}
	must_read_alike(given, fallback, plain, len, wide, 2 * len + 2, "UTF-16");

	used = sprintf(record, "{\"MESSAGE\":[");
	for (i = 0; i < len; i++)
		used += sprintf(record + used, "%s%u", i ? "," : "", (unsigned char)bytes[i]);
	used += sprintf(record + used, "]}");
	/* What means something at the end or the begin of a line alone. */
	plain[len] = '\0';
	if (len && !memchr(bytes, '\0', len) && !strpbrk(plain, "\n\r={") && !is_wide(bytes, len) &&
	    memcmp(bytes, "\xef", 1))
		must_read_alike(given, fallback, bytes, len, record, used, "bytes");
	free(plain);
	free(wide);
	free(record);
}

static void fuzz_log(const struct flag_table *given, const struct flag_table *fallback,
		     const char *bytes, size_t len)
{
	static struct findings first, second;
	struct decoder decoder;
	char *blank, *text;
	unsigned long n;
	size_t size;
	FILE *out;

	set_decoder(&decoder, given, fallback, &first);
	first.timeline = new_timeline();
	n = read_bytes(&decoder, bytes, len);
	MUST(n == first.n, "%lu found, and %lu told", first.n, n);
	check_findings(&first, bytes, len);
	out = open_memstream(&text, &size);
	show_timeline(out, first.timeline);
	fclose(out);
	must_be_plain(text, size, "timeline");
	free(text);
	free_timeline(first.timeline);
	if (len > LONG_LINE)
		return;

	/* The same again, and a NUL is a blank. */
	if (is_wide(bytes, len))
		return;
	if (len < 10000)
		fuzz_wrapped(given, fallback, bytes, len);
	blank = malloc(len + 1);
	MUST(blank, "no memory");
	for (n = 0; n < len; n++)
		blank[n] = bytes[n] ? bytes[n] : ' ';
	set_decoder(&decoder, given, fallback, &second);
	read_bytes(&decoder, blank, len);
	free(blank);
	MUST(first.n == second.n && first.sum == second.sum, "the second time it is different");
}

/* The text again and again, with no end of line that it has not: longer than any buffer. */
static void fuzz_long(const struct flag_table *given, const struct flag_table *fallback,
		      const char *bytes, size_t len)
{
	size_t times = len ? 70000 / len + 1 : 0, i;
	char *more;

	more = malloc(len * times + 1);
	MUST(more, "no memory");
	for (i = 0; i < times; i++)
		memcpy(more + i * len, bytes, len);
	fuzz_log(given, fallback, more, len * times);
	free(more);
}

static void fuzz_text(const struct flag_table *given, const struct flag_table *fallback,
		      const char *text)
{
	static struct findings first, second;
	unsigned long long mask;
	struct decoder decoder;
	bool any;

	set_decoder(&decoder, given, fallback, &first);
	any = decode_text(&decoder, text);
	MUST(any == (first.n > 0), "%lu found, and %d told", first.n, any);
	MUST(!first.n_lines, "a text has no lines");
	check_findings(&first, text, strlen(text));
	if (parse_mask(text, &mask))
		MUST(first.n == 1 && first.list[0].mask == mask && !first.list[0].nr_odd &&
			     !first.list[0].by_letter,
		     "a number is not its mask");

	set_decoder(&decoder, given, fallback, &second);
	decode_text(&decoder, text);
	MUST(first.n == second.n && first.sum == second.sum, "the second time it is different");
}

/* As its description says, and nothing else: blanks, digits or 0x and digits, blanks; 64 bits. */
static void fuzz_mask(const char *text)
{
	static const char blanks[] = " \t\n\v\f\r";
	const char *from = text + strspn(text, blanks), *digits = from;
	unsigned long long got = 1, want;
	bool hex = from[0] == '0' && (from[1] == 'x' || from[1] == 'X'), valid;
	size_t len;

	if (hex)
		digits += 2;
	len = strspn(digits, hex ? "0123456789abcdefABCDEF" : "0123456789");
	errno = 0;
	want = strtoull(from, NULL, hex ? 16 : 10);
	valid = len && !errno && !digits[len + strspn(digits + len, blanks)];
	MUST(parse_mask(text, &got) == valid, "'%s' is %sa mask", text, valid ? "" : "not ");
	MUST(!valid || got == want, "'%s' is %llu, not %llu", text, want, got);
}

static void check_table(const struct flag_table *table)
{
	struct flag_table again;

	MUST(memchr(table->name, '\0', sizeof(table->name)), "the table's name has no end");
	MUST(table->columns && table->columns <= FLAGS_COLUMNS, "%s has %u columns", table->name,
	     table->columns);
	MUST(table_by_name(table->name, &again), "there is no %s", table->name);
	/* Of 2.6 and a year of releases a name may stand for several with the same flags. */
	again.release = table->release;
	again.base = table->base;
	MUST(same_table(&again, table), "another %s", table->name);
	if (table->family == MAINLINE)
		MUST(table->release == table->base && table->release <= FLAG_RELEASE(7, 3, 999) &&
			     printed(table) == (1ULL << table->columns) - 1,
		     "%s is no mainline", table->name);
}

static void fuzz_name(const char *name)
{
	struct flag_table table, again;
	unsigned int major, minor, patch = 0;

	memset(&table, 0x55, sizeof(table));
	if (!table_by_name(name, &table)) {
		MUST(strcmp(name, "mainline"), "there is no mainline");
		return;
	}
	check_table(&table);
	MUST(table_by_name(name, &again) && same_table(&table, &again),
	     "the second time it is different");
	/* No name, but words, or a release. */
	if (table_of_words(name, &again) || table_of_release(name, &again)) {
		MUST(same_table(&table, &again), "'%s' is %s", name, table.name);
		return;
	}
	MUST(!name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789.-")], "'%s' is a table",
	     name);
	MUST((table.family == MAINLINE) == !strncmp(name, "mainline", 8) &&
		     (table.family == UBUNTU) == !strncmp(name, "ubuntu", 6) &&
		     (table.family == RED_HAT) ==
			     (!strncmp(name, "rhel", 4) || !strcmp(name, "fedora")) &&
		     (table.family == SUSE) == !strncmp(name, "sles", 4),
	     "'%s' is %s", name, table.name);
	if (sscanf(name, "mainline-%u.%u.%u", &major, &minor, &patch) >= 2)
		MUST(table.release == FLAG_RELEASE(major, minor, patch < 255 ? patch : 255),
		     "'%s' is %x", name, table.release);
	if (sscanf(name, "rhel%u.%u", &major, &minor) == 2)
		MUST(table.release / 100 == major && table.release % 100 >= minor, "'%s' is %s",
		     name, table.name);
	if (sscanf(name, "sles15-sp%u", &patch) == 1)
		MUST(table.release >= 1500 + patch && table.release <= 1501 + patch, "'%s' is %s",
		     name, table.name);
}

static void fuzz_release(const char *release)
{
	struct flag_table table, again;
	size_t len = strcspn(release, " \t\r\n");
	char *more;

	if (!table_of_release(release, &table))
		return;
	check_table(&table);
	MUST(isdigit((unsigned char)*release), "'%s' is a release", release);
	more = malloc(len + 32);
	MUST(more, "no memory");
	memcpy(more, release, len);
	strcpy(more + len, " #1 SMP .el7 4.4-default");
	MUST(table_of_release(more, &again) && same_table(&table, &again),
	     "more text makes another kernel of it");
	more[len] = '\0';
	MUST(table_of_release(more, &again) && same_table(&table, &again),
	     "less text makes another kernel of it");
	if (table.family == RED_HAT)
		MUST(strstr(more, ".el") || strstr(more, ".fc") || strstr(more, ".EL"),
		     "'%s' is Red Hat's", more);
	if (table.family == SUSE)
		MUST(strchr(more, '-'), "'%s' is SUSE's", more);
	free(more);
}

/* Whether the marks are in this table's gaps; with older ones, also where a flag is. */
static bool marks_fit(const struct flag_table *table, const char *text, bool older)
{
	const struct flag_row *row;
	unsigned int bit;

	for (bit = 0; bit < table->columns; bit++) {
		if (table->gaps == GAPS_BUT_13 && bit == 13)
			continue;
		row = flag_row(table, bit);
		if (*text == '-' && row && !older)
			return false;
		if (*text == '?' && row)
			return false;
		if (*text != '-' && *text != '?' && !row)
			return false;
		text++;
	}
	return table->gaps == GAPS_MARKED || table->gaps == GAPS_BUT_13;
}

static void fuzz_columns(const char *bytes, size_t len)
{
	char text[FLAGS_COLUMNS];
	struct flag_table table;
	bool any;
	unsigned int i;

	memset(text, ' ', sizeof(text));
	memcpy(text, bytes, len < sizeof(text) ? len : sizeof(text));
	any = table_of_columns(text, &table);
	for (i = nr_tables(); i--;) {
		if (!marks_fit(table_at(i), text, false))
			continue;
		MUST(any && same_table(&table, table_at(i)), "it is %s", table_at(i)->name);
		return;
	}
	MUST(!any || marks_fit(&table, text, true), "it is not %s", table.name);
}

static struct state *state_of(const struct flag_table *table, unsigned long long more)
{
	static char self[16] = "taint_info", nobody[1];
	static struct state state;
	const struct flag_row *row;
	struct flag_state *flag;
	unsigned int bit;

	memset(&state, 0, sizeof(state));
	state.table = *table;
	strcpy(state.self, "4096");
	for (bit = 0; bit < 64; bit++) {
		row = flag_row(table, bit);
		if (!row && !(more >> bit & 1))
			continue;
		flag = &state.flags[state.nr_flags++];
		flag->bit = bit;
		flag->modules = bit == 12 ? self : nobody;
		flag_name(table, bit, flag->name, sizeof(flag->name));
		if (row)
			flag->letter[0] = row->set;
	}
	return &state;
}

/* A list is all its words, and each of them alone means what it means in the list. */
static void fuzz_allowed(const struct flag_table *table, const char *list)
{
	const struct state *state = state_of(table, 0x8000000000000000ULL);
	unsigned long long all, one, want = 0, value;
	char error[TEXT_SIZE], again[TEXT_SIZE];
	const char *at = list;
	bool fine = true, valid;
	unsigned int i;
	char *word;
	size_t len;

	valid = parse_allowed(state, list, &all, error, sizeof(error));
	for (;;) {
		len = strcspn(at, ",");
		word = malloc(len + 1);
		MUST(word, "no memory");
		memcpy(word, at, len);
		word[len] = '\0';
		fine = parse_allowed(state, word, &one, again, sizeof(again));
		if (fine) {
			want |= one;
			MUST(len < sizeof(error), "a word of %zu bytes is a flag", len);
			if (parse_mask(word, &value))
				MUST(one == value, "'%s' is %llx", word, one);
			if (!strcmp(word, "self"))
				MUST(one == 4096, "self is %llx", one);
			for (i = 0; i < state->nr_flags; i++)
				if (!strcmp(state->flags[i].name, word))
					MUST(one == 1ULL << state->flags[i].bit, "'%s' is %llx",
					     word, one);
			for (i = 0; word[i]; i++)
				MUST(isspace((unsigned char)word[i]) ||
					     (word[i] > ' ' && word[i] <= '~'),
				     "'%s' is a flag", word);
		}
		free(word);
		if (!fine || !at[len])
			break;
		at += len + 1;
	}
	MUST(fine == valid, "the list is %s, its words are %s", valid ? "right" : "wrong",
	     fine ? "right" : "wrong");
	MUST(!valid || all == want, "the list is %llx, its words are %llx", all, want);
	MUST(valid || !strcmp(error, again), "'%s' is wrong, not '%s'", again, error);
	MUST(memchr(error, '\0', sizeof(error)), "the word has no end");
}

static void check_rule(const struct rule *rule, const char *file)
{
	unsigned int i;
	const char *c;

	MUST(rule->file == file && rule->line && rule->flag && rule->reason && *rule->reason,
	     "a rule has no line, flag or reason");
	MUST(!rule->over || rule->until, "a rule without an end is over");
	for (i = 0; i < CONDITIONS; i++) {
		c = rule->globs[i];
		MUST(!c || *c, "%s is empty", condition_names[i]);
		for (; c && *c; c++)
			MUST(*c >= ' ' && *c <= '~', "%s has a byte %d", condition_names[i], *c);
	}
	for (c = rule->reason; *c; c++)
		MUST(*c >= ' ' && *c <= '~', "the reason has a byte %d", *c);
}

/* All of the text, or a line of it. */
static struct policy *parse_policy(const struct state *state, const char *file, const char *text,
				   size_t len)
{
	struct policy *policy = calloc(1, sizeof(*policy));

	MUST(policy, "no memory");
	policy->texts = malloc(sizeof(*policy->texts));
	MUST(policy->texts, "no memory");
	policy->texts[0] = malloc(len + 1);
	MUST(policy->texts[0], "no memory");
	policy->nr_texts = 1;
	memcpy(policy->texts[0], text, len);
	policy->texts[0][len] = '\0';
	policy_parse(policy, state, file, policy->texts[0], len);
	return policy;
}

/* A text is its lines; with an error nothing is expected, nor is anything without a rule. */
static void fuzz_policy(const struct flag_table *table, const char *text, size_t len)
{
	static const char file[] = "file";
	struct state *state = state_of(table, 0x8000000000000000ULL);
	struct policy *whole = parse_policy(state, file, text, len), *one;
	unsigned int errors = 0, expected = 0, i;
	size_t rules = 0, part, at;

	if (!memchr(text, '\0', len)) {
		for (at = 0; at <= len; at += part + 1) {
			part = strcspn(text + at, "\n");
			one = parse_policy(state, file, text + at, part);
			errors += one->nr_errors;
			rules += one->nr_rules;
			policy_free(one);
		}
		MUST(whole->nr_rules + whole->nr_errors == rules + errors,
		     "%zu rules and %u errors, by lines %zu and %u", whole->nr_rules,
		     whole->nr_errors, rules, errors);
		MUST(rules > 1000 || whole->nr_rules == rules, "%zu rules, by lines %zu",
		     whole->nr_rules, rules);
	} else {
		MUST(whole->nr_errors == 1 && !whole->nr_rules, "a NUL passes");
	}
	for (i = 0; i < whole->nr_rules; i++)
		check_rule(&whole->rules[i], file);
	for (i = 0; i < state->nr_flags; i++) {
		state->flags[i].set = true;
		strcpy(state->flags[i].origin, "observed");
		strcpy(state->flags[i].first.text[SEQ], "1");
		strcpy(state->flags[i].first.text[MODULE], "drv");
		strcpy(state->flags[i].first.text[CONTEXT], "task");
		strcpy(state->flags[i].first.text[COMM], "a process");
		strcpy(state->flags[i].first.text[CALLER], "drv_reset+0x1/0x2");
	}
	policy_judge(whole, state);
	for (i = 0; i < 64; i++)
		expected += whole->flags[i].answer == EXPECTED;
	MUST(!expected || (whole->nr_rules && !whole->nr_errors), "%u expected by %zu rules",
	     expected, whole->nr_rules);
	policy_free(whole);
}

/* Any bytes, as a string. */
static void fuzz_string(const char *bytes)
{
	char *text = NULL;
	struct json json;
	size_t len, i;
	FILE *out;

	out = open_memstream(&text, &len);
	fputs("{\"x\":", out);
	json_string(out, bytes);
	json_member(out, "y", bytes);
	fputs("}\n", out);
	fclose(out);
	must_be_plain(text, len, "JSON");
	MUST(strlen(text) == len && json_object(&json, text), "no JSON: %s", text);
	for (i = 0; bytes[i]; i++)
		;
	MUST(len >= 2 * i, "something of the string is missing");
	free(text);
}

/* --- there and back again --- */

/* One finding, of this mask and kernel, without odd letters. */
static const struct finding *must_find(struct findings *findings, const struct flag_table *table,
				       unsigned long long mask, const char *text)
{
	const struct finding *finding = &findings->list[0];

	MUST(findings->n == 1, "%lu findings in '%s'", findings->n, text);
	MUST(same_table(&finding->table, table), "%s by %s in place of %s", text,
	     finding->table.name, table->name);
	MUST(finding->mask == mask, "'%s' by %s is %llx in place of %llx", text, table->name,
	     finding->mask, mask);
	MUST(!finding->nr_odd, "'%s' by %s has odd letters: %c", text, table->name,
	     finding->odd[0].letter);
	return finding;
}

static void must_decode(const struct flag_table *given, const struct flag_table *fallback,
			const struct flag_table *table, unsigned long long mask, const char *text)
{
	static struct findings findings;
	struct decoder decoder;

	set_decoder(&decoder, given, fallback, &findings);
	MUST(decode_text(&decoder, text), "'%s' is nothing", text);
	must_find(&findings, table, mask, text);
	set_decoder(&decoder, given, fallback, &findings);
	MUST(read_bytes(&decoder, text, strlen(text)), "'%s' is nothing", text);
	must_find(&findings, table, mask, text);
}

/* How the letters look when somebody has typed or wrapped them: the first one, blanks. */
static void squeeze(char *text)
{
	char *to = text;

	for (; *text; text++)
		if (*text != '-' && *text != '?' && (*text != ' ' || (to[-1] != ' ' && text[1])))
			*to++ = *text;
	*to = '\0';
}

static void round_release(const struct flag_table *table, char *release, size_t size)
{
	size_t i;

	if (table->family == MAINLINE)
		snprintf(release, size, "%u.%u.%u-1-amd64", table->release >> 16,
			 table->release >> 8 & 0xff, table->release & 0xff);
	for (i = 0; i < ARRAY_SIZE(releases); i++)
		if (!strcmp(releases[i].table, table->name))
			snprintf(release, size, "%s", releases[i].release);
}

/* A mark where no column is means no flag. */
static void round_beyond(const struct flag_table *table, unsigned long long mask, const char *text,
			 size_t blanks)
{
	static struct findings findings;
	struct decoder decoder;
	char more[160];

	snprintf(more, sizeof(more), "%s%*s", text, (int)(1 + blanks % 70), "?");
	set_decoder(&decoder, table, table, &findings);
	MUST(decode_text(&decoder, more), "'%s' is nothing", more);
	MUST(findings.n == 1 && findings.list[0].mask == mask, "'%s' is %llx in place of %llx",
	     more, findings.list[0].mask, mask);
}

/* A line of a log, of a kernel that nobody has named; the release in it tells. */
static void round_log(const struct flag_table *table, const struct flag_table *other,
		      unsigned long long mask, const char *text, unsigned int before)
{
	static struct findings findings;
	char release[80] = "", line[1024];
	struct flag_table named = *table;
	struct decoder decoder;
	unsigned int i;
	size_t len = 0;

	round_release(table, release, sizeof(release));
	/* The newest mainline has two names. */
	if (!strcmp(table->name, "mainline"))
		table_of_release(release, &named);
	for (i = 0; i < before; i++)
		len += snprintf(line + len, sizeof(line) - len, "%s\n",
				i & 1 ? "" : "[    0.1] x: y");
	len += snprintf(line + len, sizeof(line) - len,
			"[    1.0] CPU: 1 PID: 1 Comm: x %s%s %s #1\nx: RIP: 0010:y+0x1/0x2\n",
			i & 2 ? "Kdump: loaded " : "", text, release);
	set_decoder(&decoder, NULL, other, &findings);
	read_bytes(&decoder, line, len);
	must_find(&findings, &named, mask, line);
	MUST(findings.list[0].line == before + 1, "line %lu in place of %u", findings.list[0].line,
	     before + 1);
	/* Lockdep has the release before it. */
	len = snprintf(line, sizeof(line), "WARNING: x\n%s #%u%s %s \n-------\n", release,
		       before + 1, before & 1 ? "-Debian" : "", text);
	set_decoder(&decoder, NULL, other, &findings);
	read_bytes(&decoder, line, len);
	must_find(&findings, &named, mask, line);
	/* A process may have any name. */
	len = snprintf(line, sizeof(line), "CPU: 1 PID: 1 Comm: Tainted: %s %s %s #1\n",
		       before & 1 ? "P" : "GFSRMB", text, release);
	set_decoder(&decoder, NULL, other, &findings);
	read_bytes(&decoder, line, len);
	must_find(&findings, &named, mask, line);
	/* What comes later is of the same kernel. */
	len = snprintf(line, sizeof(line),
		       "[    0.0] Linux version %s (x@y) (gcc) #1 SMP\n[    1.0] %s\n", release,
		       text);
	set_decoder(&decoder, NULL, other, &findings);
	read_bytes(&decoder, line, len);
	must_find(&findings, &named, mask, line);
}

/* As an answer to a mail has it. */
static void break_line(char *broken, size_t size, const char *text, size_t at)
{
	snprintf(broken, size, "%.*s\n> %s", (int)at, text, text + at);
}

/* As 6.11 and later explain the letters. */
static void round_verbose(const struct flag_table *table, unsigned long long mask,
			  unsigned int which)
{
	static struct findings findings;
	char text[2048], broken[2048 + 3], *c;
	const struct flag_row *row;
	struct decoder decoder;
	unsigned int bit;
	size_t len, at;

	len = snprintf(text, sizeof(text), "Tainted:");
	for (bit = 0; bit < 64; bit++) {
		row = flag_row(table, bit);
		if (mask >> bit & 1)
			len += snprintf(text + len, sizeof(text) - len, "%s [%c]=%s",
					len > 8 ? "," : "", row->set, row->name);
	}
	for (c = text + 8; *c; c++)
		if (c[-1] != '[')
			*c = toupper((unsigned char)*c);
	must_decode(table, table, table, mask, text);
	/* Without its comma it is whole. */
	at = 8 + which % (len - 8);
	break_line(broken, sizeof(broken), text, at + (text[at] == ','));
	set_decoder(&decoder, table, table, &findings);
	read_bytes(&decoder, broken, strlen(broken));
	must_find(&findings, table, mask, broken);
}

static void round_number(const struct flag_table *table, unsigned long long mask)
{
	static struct findings findings;
	static const char *const formats[] = { "%llu", "0x%llx", " 0X%llX\n", "%020llu" };
	struct decoder decoder;
	char text[32];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(formats); i++) {
		snprintf(text, sizeof(text), formats[i], mask);
		must_decode(table, table, table, mask, text);
	}
	snprintf(text, sizeof(text), "%llu", mask);
	set_decoder(&decoder, table, table, &findings);
	decode_text(&decoder, text);
	show_both(must_find(&findings, table, mask, text));
}

/* The loader's line about a flag, of any module. */
static void round_loader(const struct flag_table *table, unsigned int which, const char *module)
{
	static const struct {
		const char *name;
		const char *says;
	} lines[] = {
		{ "oot_module", "loading out-of-tree module taints kernel." },
		{ "unsigned_module",
		  "module verification failed: signature and/or required key missing - tainting kernel" },
		{ "proprietary_module", "module license 'Proprietary' taints kernel." },
		{ "crap",
		  "module is from the staging directory, the quality is unknown, you have been warned." },
	};
	static struct findings findings;
	const struct flag_row *row = row_of_name(table, lines[which % 4].name);
	char name[56] = "", line[256], broken[256 + 3];
	struct decoder decoder;
	size_t i, len = 0;

	for (i = 0; module[i] && len < sizeof(name) - 1; i++)
		if (isalnum((unsigned char)module[i]) || module[i] == '_' || module[i] == '-')
			name[len++] = module[i];
	if (!len || !row)
		return;
	snprintf(line, sizeof(line), "[    1.0] %s: %s", name, lines[which % 4].says);
	set_decoder(&decoder, table, table, &findings);
	MUST(decode_text(&decoder, line), "'%s' is nothing", line);
	must_find(&findings, table, 1ULL << row->bit, line);
	MUST(!strcmp(findings.list[0].module, name), "'%s' is about %s", line,
	     findings.list[0].module);
	show_both(&findings.list[0]);
	/* At a blank behind the stamp. */
	len = 10 + which % (strlen(line) - 10);
	if (line[len] != ' ')
		return;
	break_line(broken, sizeof(broken), line, len);
	set_decoder(&decoder, table, table, &findings);
	read_bytes(&decoder, broken, strlen(broken));
	must_find(&findings, table, 1ULL << row->bit, broken);
	MUST(!strcmp(findings.list[0].module, name), "'%s' is about %s", broken,
	     findings.list[0].module);
}

/* What need not be explained again has been, and not as another kernel's flag. */
static void round_explained(const struct flag_table *one, const struct flag_table *two,
			    unsigned long long mask, unsigned long long other_mask)
{
	struct finding findings[2] = {
		{ .mask = mask, .table = *one, .why = "", .by_letter = true },
		{ .mask = other_mask, .table = *two, .why = "", .by_letter = true },
	};
	unsigned long long explained = 0;
	const struct flag_row *row;
	char *text = NULL, want[80];
	unsigned int bit;
	size_t len;
	FILE *out;

	out = open_memstream(&text, &len);
	show_finding(out, &findings[0], &explained);
	show_finding(out, &findings[1], &explained);
	fclose(out);
	for (bit = 0; bit < 64; bit++) {
		row = flag_row(two, bit);
		if (!row || !(other_mask >> bit & 1))
			continue;
		snprintf(want, sizeof(want), "     happened   %.*s", 60, row->description);
		MUST(strstr(text, want), "%s of %s is not explained behind one of %s", row->name,
		     two->name, one->name);
	}
	free(text);
}

/* Whether @name is a group of the path, with or without the _ that systemd puts before it. */
static bool in_path(const char *path, const char *name)
{
	size_t len = strlen(name);
	const char *at;

	for (at = strstr(path, name); at; at = strstr(at + 1, name))
		if (at > path && (at[len] == '/' || !at[len]) &&
		    (at[-1] == '/' || (at[-1] == '_' && at - 1 > path && at[-2] == '/')))
			return true;
	return false;
}

/* The path of a control group, as a record has it. */
static void fuzz_cgroup(const char *path)
{
	size_t size = 4 * strlen(path) + 5, len;
	char *escaped = malloc(size), *raw = malloc(size), *text = NULL;
	struct group group;
	FILE *out;

	MUST(escaped && raw, "no memory");
	escape_text(escaped, size, path);
	strcpy(raw, escaped);
	unescape_text(raw);
	MUST(!strcmp(raw, path), "%s is not unescaped", escaped);
	read_group(&group, escaped);
	MUST(!group.unit[0] || in_path(path, group.unit), "there is no %s", group.unit);
	MUST(!group.user_unit[0] || in_path(path, group.user_unit), "there is no %s",
	     group.user_unit);
	MUST(!group.user_unit[0] || !strncmp(group.unit, "user@", 5), "%s has %s", group.unit,
	     group.user_unit);
	MUST(!group.container[0] == !group.kind[0], "%s is of no kind", group.container);
	must_be_plain(group.unit, strlen(group.unit), "unit");
	must_be_plain(group.container, strlen(group.container), "container");
	out = open_memstream(&text, &len);
	show_group(out, escaped);
	fclose(out);
	must_be_plain(text, len, "cgroup");
	free(text);
	/* Neither is any other text a reason to fall. */
	strcpy(raw, path);
	unescape_text(raw);
	read_group(&group, path);
	free(escaped);
	free(raw);
}

/* The newest table with such marks: RHEL 9 and 10 have the same flags. */
static const struct flag_table *newest_alike(const char *text)
{
	char columns[FLAGS_COLUMNS + 1];
	unsigned int i;

	snprintf(columns, sizeof(columns), "%-*s", FLAGS_COLUMNS, text);
	for (i = nr_tables(); i--;)
		if (marks_fit(table_at(i), columns, false))
			return table_at(i);
	fail("'%s' is of no table", text);
}

/* A mask, from bytes: what is printed of it means the same again. */
static void fuzz_round(const struct flag_table *table, const char *bytes, size_t len)
{
	const unsigned char *last = (const unsigned char *)bytes + (len > 8 ? 8 : len);
	char text[FLAGS_STRING_SIZE], blank[FLAGS_STRING_SIZE];
	unsigned long long mask = 0, want;
	struct flag_table other;
	unsigned int i;

	for (i = 0; i < len && i < 8; i++)
		mask |= (unsigned long long)(unsigned char)bytes[i] << 8 * i;
	pick_table(len > 8 ? *last : 0, &other);
	round_number(table, mask);
	if (mask & named(table))
		round_verbose(table, mask & named(table), len ? 41 * len + *last : 0);
	round_loader(table, len, bytes);

	/* A mark is not read where columns and bits differ. */
	if (table->gaps == GAPS_BUT_13)
		mask &= printed(table);
	if (!flags_string(table, mask, text, sizeof(text)))
		return;
	want = mask & printed(table);
	must_decode(table, &other, table, want, text);
	snprintf(blank, sizeof(blank), "%s", text);
	for (i = strlen(blank); i > 10 && blank[i - 1] == ' '; i--)
		blank[i - 1] = '\0';
	must_decode(table, &other, table, want, blank);
	if (!mask)
		return;
	/* Letters alone are what follows "Tainted: ". */
	must_decode(table, &other, table, want, text + 9);
	round_beyond(table, want, text, len);
	round_log(table, &other, want, text, len % 5);
	/* Without a release the marks tell whose it is, whatever the running kernel is. */
	if (strchr(text, '-'))
		must_decode(NULL, &other, newest_alike(text + 9), want, text);
	round_explained(table, &other, want, mask & printed(&other));
	squeeze(blank);
	must_decode(table, &other, table, want & named(table), blank);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct flag_table table, first = *table_at(0);
	const struct flag_table *given, *fallback;
	unsigned int which, n;
	char *text;
	size_t len;

	if (size < 2)
		return 0;
	/* With a NUL, and not a byte more. */
	len = size - 2;
	text = malloc(len + 1);
	MUST(text, "no memory");
	memcpy(text, data + 2, len);
	text[len] = '\0';
	n = nr_tables() + ARRAY_SIZE(mainlines);
	which = (data[1] - '0') & 0xff;
	pick_table(which, &table);
	/* '0' and on are asked for, later ones are of the running kernel. */
	given = which % (2 * n) < n ? &table : NULL;
	fallback = given ? &first : &table;
	switch (data[0]) {
	case '0':
		fuzz_log(given, fallback, text, len);
		break;
	case '1':
		fuzz_text(given, fallback, text);
		break;
	case '2':
		fuzz_mask(text);
		break;
	case '3':
		fuzz_name(text);
		break;
	case '4':
		fuzz_release(text);
		break;
	case '5':
		fuzz_columns(text, len);
		break;
	case '6':
		fuzz_allowed(&table, text);
		break;
	case '7':
		fuzz_round(&table, text, len);
		break;
	case '8':
		fuzz_long(given, fallback, text, len);
		break;
	case '9':
		fuzz_string(text);
		break;
	case 'p':
		fuzz_policy(&table, text, len);
		break;
	case 'c':
		fuzz_cgroup(text);
		break;
	}
	free(text);
	return 0;
}

#ifdef ALONE
static char *whole(const char *path, size_t *len)
{
	FILE *file = fopen(path, "r");
	char *text = NULL;
	size_t got;

	*len = 0;
	do {
		text = realloc(text, *len + 65536 + 1);
		if (!file || !text) {
			perror(path);
			exit(2);
		}
		got = fread(text + *len, 1, 65536, file);
		*len += got;
	} while (got);
	text[*len] = '\0';
	fclose(file);
	return text;
}

/* Objects one after the other; one may take several lines. */
static int check_json(const char *path, const char *text)
{
	struct json json = { .at = text, .last_bit = -1 };

	while (*json.at) {
		json.last_bit = -1;
		json.nr_nulls = 0;
		if (*json.at != '{' || !json_value(&json, "") || *json.at++ != '\n') {
			fprintf(stderr, "%s: no JSON at byte %zu\n", path,
				(size_t)(json.at - text));
			return 1;
		}
	}
	return 0;
}

int main(int argc, char **argv)
{
	bool only_json = argc > 1 && !strcmp(argv[1], "-json");
	int i, code = 0;
	size_t len;
	char *text;

	for (i = 1 + only_json; i < argc; i++) {
		text = whole(argv[i], &len);
		if (only_json)
			code |= check_json(argv[i], text);
		else
			LLVMFuzzerTestOneInput((const uint8_t *)text, len);
		free(text);
	}
	return code;
}
#endif
