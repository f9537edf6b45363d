// SPDX-License-Identifier: GPL-2.0-only
/*
 * The lines of a text, out of whatever they came wrapped in: mail, web pages, terminals,
 * the journal's JSON.  Any bytes may come, and lines of any length.
 */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "json.h"
#include "lines.h"

/* Longer lines are read in pieces; the kernel's own have at most 1000 bytes or so. */
#define LINE_SIZE 65536

/* How much of a pipe is looked at before its first line counts, and what pause ends that. */
#define AHEAD_SIZE 1048576
#define AHEAD_MS 50

/* Of a file so much is read at once. */
#define FILE_BYTES 65536

/* UTF-16, as Windows writes it: in place, with a byte that is no ASCII for what is none. */
static size_t narrow(struct lines *lines, char *bytes, size_t len)
{
	size_t used = 0, i;
	int high, low;

	for (i = 0; i < len; i++) {
		if (lines->odd < 0) {
			lines->odd = (unsigned char)bytes[i];
			continue;
		}
		high = lines->wide == 1 ? lines->odd : (unsigned char)bytes[i];
		low = lines->wide == 1 ? (unsigned char)bytes[i] : lines->odd;
		lines->odd = -1;
		/* A blank that does not break stays one. */
		if (!high && (low < 0x80 || low == 0xa0))
			bytes[used++] = (char)low;
		else
			bytes[used++] = '\xff';
	}
	return used;
}

/* What a text begins with that is none: the order of the bytes, or that it is UTF-8. */
static size_t take_mark(struct lines *lines, const char *bytes, size_t len)
{
	if (len >= 2 && !memcmp(bytes, "\xff\xfe", 2))
		lines->wide = 2;
	else if (len >= 2 && !memcmp(bytes, "\xfe\xff", 2))
		lines->wide = 1;
	return lines->wide ? 2 : len >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3) ? 3 : 0;
}

/* More of it behind what is there; false at its end. */
static bool read_more(struct lines *lines, size_t size)
{
	char *to = lines->bytes + lines->nr_bytes;
	struct pollfd wait = { .fd = fileno(lines->in), .events = POLLIN };
	ssize_t got;

	/* A stream of our own making has no descriptor, and need not be waited for. */
	if (!lines->is_pipe || wait.fd < 0) {
		got = fread(to, 1, size, lines->in);
	} else {
		if (!lines->looking && lines->silent && !poll(&wait, 1, SILENT_MS))
			lines->silent(lines->data);
		do {
			got = read(wait.fd, to, size);
		} while (got < 0 && errno == EINTR);
		/* So that ferror() tells of it. */
		if (got < 0)
			getc(lines->in);
	}
	lines->ended = got <= 0;
	if (got > 0)
		lines->nr_bytes += lines->wide ? narrow(lines, to, got) : (size_t)got;
	return !lines->ended;
}

/* What a pipe has by now: until it pauses, or there is enough. */
static void read_ahead(struct lines *lines)
{
	struct pollfd wait = { .fd = fileno(lines->in), .events = POLLIN };

	while (read_more(lines, AHEAD_SIZE - lines->nr_bytes) && lines->nr_bytes < AHEAD_SIZE &&
	       (wait.fd < 0 || poll(&wait, 1, AHEAD_MS) > 0))
		;
}

/* From its first byte on. */
static void begin(struct lines *lines)
{
	lines->odd = -1;
	if (lines->is_pipe)
		read_ahead(lines);
	else
		read_more(lines, FILE_BYTES);
	lines->begin = take_mark(lines, lines->bytes, lines->nr_bytes);
	lines->at = lines->begin;
	if (lines->wide)
		lines->nr_bytes = 2 + narrow(lines, lines->bytes + 2, lines->nr_bytes - 2);
}

/**
 * open_lines() - begin to look at a text
 * @lines: to be closed by close_lines()
 * @in: where from
 *
 * Until start_lines() next_line() has the lines of the file, or what a pipe has already.
 */
void open_lines(struct lines *lines, FILE *in)
{
	memset(lines, 0, sizeof(*lines));
	lines->in = in;
	lines->looking = true;
	lines->is_pipe = fseek(in, 0, SEEK_CUR);
	lines->buf = malloc(LINE_SIZE);
	lines->bytes = malloc(lines->is_pipe ? AHEAD_SIZE : FILE_BYTES);
	if (!lines->buf || !lines->bytes)
		abort();
	begin(lines);
}

/**
 * start_lines() - begin to read it, from its first line on
 * @lines: which
 */
void start_lines(struct lines *lines)
{
	struct lines fresh = {
		.in = lines->in,
		.is_pipe = lines->is_pipe,
		.buf = lines->buf,
		.bytes = lines->bytes,
		.silent = lines->silent,
		.data = lines->data,
	};

	if (lines->is_pipe) {
		fresh.ended = lines->ended;
		fresh.wide = lines->wide;
		fresh.odd = lines->odd;
		fresh.nr_bytes = lines->nr_bytes;
		fresh.at = lines->begin;
		*lines = fresh;
	} else {
		rewind(lines->in);
		*lines = fresh;
		begin(lines);
	}
}

/**
 * close_lines() - give back what open_lines() took; the file stays open
 * @lines: which
 */
void close_lines(struct lines *lines)
{
	free(lines->buf);
	free(lines->bytes);
}

/* Whether there is a byte: what was read is used up otherwise, and there is no more. */
static bool has_bytes(struct lines *lines)
{
	if (lines->at < lines->nr_bytes)
		return true;
	if (lines->ended || (lines->looking && lines->is_pipe))
		return false;
	lines->at = 0;
	lines->nr_bytes = 0;
	/* Half a character of two bytes is none yet. */
	while (read_more(lines, FILE_BYTES) && !lines->nr_bytes)
		;
	return lines->nr_bytes;
}

/* What there is of a line, up to so many bytes; false where it does not end in these. */
static bool get_piece(struct lines *lines, char *buf, size_t *len, size_t most)
{
	size_t left, take;
	char *end, *nul;

	while (*len < most && has_bytes(lines)) {
		left = lines->nr_bytes - lines->at;
		take = left < most - *len ? left : most - *len;
		end = memchr(lines->bytes + lines->at, '\n', take);
		if (end)
			take = end - (lines->bytes + lines->at);
		memcpy(buf + *len, lines->bytes + lines->at, take);
		for (nul = buf + *len; (nul = memchr(nul, '\0', buf + *len + take - nul));)
			*nul = ' ';
		*len += take;
		lines->at += take + !!end;
		if (end)
			return true;
	}
	return false;
}

/* --- what is wrapped around --- */

static int hex_digit(char c)
{
	if (isdigit((unsigned char)c))
		return c - '0';
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/*
 * Each has the length of what begins a text, or 0 where that is something else, and what it
 * stands for, '\0' for nothing.
 */

/* A colour, say: ESC [ digits letter. */
static size_t escape_length(const char *text, char *is)
{
	size_t len = 2;

	if (text[1] != '[')
		return 0;
	len += strspn(text + len, "0123456789;?");
	if (!isalpha((unsigned char)text[len]))
		return 0;
	*is = '\0';
	return len + 1;
}

static const struct {
	const char *name;
	char is;
} entities[] = {
	{ "&nbsp;", ' ' },
	{ "&#160;", ' ' },
	{ "&#xA0;", ' ' },
	{ "&#xa0;", ' ' },
	{ "&#32;", ' ' },
	{ "&emsp;", ' ' },
	{ "&ensp;", ' ' },
	{ "&thinsp;", ' ' },
	{ "&gt;", '>' },
	{ "&lt;", '<' },
	{ "&#39;", '\'' },
	{ "&#x27;", '\'' },
	{ "&quot;", '"' },
	{ "&amp;", '&' },
	{ NULL, '\0' },
};

static size_t entity_length(const char *text, char *is)
{
	size_t i;

	for (i = 0; entities[i].name; i++) {
		if (!strncmp(text, entities[i].name, strlen(entities[i].name))) {
			*is = entities[i].is;
			return strlen(entities[i].name);
		}
	}
	return 0;
}

/* No tag that counts is longer. */
#define TAG_MOST 256

static bool ends_line(const char *name, size_t len)
{
	static const char *const names[] = { "br", "/p", "/pre", "/div", "/li", "/tr", NULL };
	size_t i;

	for (i = 0; names[i]; i++)
		if (len == strlen(names[i]) && !strncmp(name, names[i], len))
			return true;
	return false;
}

/* <br>, which ends a line, or another tag that web pages have around words. */
static size_t tag_length(const char *text, char *is)
{
	const char *name = text + 1, *end;
	size_t len = name[0] == '/';

	while (islower((unsigned char)name[len]))
		len++;
	if (len == (size_t)(name[0] == '/') || !strchr(" />", name[len]) || !name[len])
		return 0;
	end = memchr(name, '>', strnlen(name, TAG_MOST));
	if (!end)
		return 0;
	*is = ends_line(name, len) ? '\n' : '\0';
	return end + 1 - text;
}

/* "=20", of a mail that is quoted-printable. */
static size_t quoted_length(const char *text, char *is)
{
	int high = hex_digit(text[1]), low = high < 0 ? -1 : hex_digit(text[2]);

	if (low < 0 || !(high * 16 + low))
		return 0;
	*is = (char)(high * 16 + low);
	return 3;
}

/* Whether a "=" is one of "[B]=BAD_PAGE"; quoted it is "[B]=3DBAD_PAGE". */
static bool is_own_sign(const char *line, const char *at)
{
	return at > line && at[-1] == ']' && strncmp(at, "=3D", 3);
}

/**
 * unwrap_line() - take away what is no part of a line: colours, entities, tags, quoting
 * @line: any bytes, in place; a line end in it was a <br>
 */
void unwrap_line(char *line)
{
	/* Elsewhere than in the kernel's own words, a "=" is more often one. */
	bool quoted = strchr(line, '=') && strstr(line, "Tainted:");
	char *begin = line, *to = line, is;
	size_t len;

	if (!quoted && !line[strcspn(line, "\033&<\xa0")])
		return;
	for (; *line; line += len) {
		is = *line;
		len = 0;
		if (*line == '\033')
			len = escape_length(line, &is);
		else if (*line == '&')
			len = entity_length(line, &is);
		else if (*line == '<')
			len = tag_length(line, &is);
		else if (*line == '=' && quoted && !is_own_sign(begin, line))
			len = quoted_length(line, &is);
		len += !len;
		/* A blank that does not break, in UTF-8 or Latin-1. */
		if (is == '\xa0') {
			is = ' ';
			if (to > begin && to[-1] == '\xc2')
				to--;
		}
		if (is)
			*to++ = is;
	}
	*to = '\0';
}

/**
 * skip_quotes() - what a line has behind the marks of a mail that is answered
 * @line: any text
 */
const char *skip_quotes(const char *line)
{
	return line + strspn(line, " \t>|");
}

/* --- lines --- */

/* Of a line that goes on, leave the last word to the next piece. */
static void hold_end(struct lines *lines, size_t len)
{
	char *at = strrchr(lines->buf + len - HELD_MOST, ' ');

	if (!at)
		return;
	strcpy(lines->held, at);
	*at = '\0';
}

/* --- when --- */

/* No host's name before the stamp of a line is longer than leaves it there. */
#define STAMP_WITHIN 128

static const char digits[] = "0123456789";

static void take_seconds(char *time, const char *text, size_t len)
{
	snprintf(time, TIME_SIZE, "%.*s", len < TIME_SIZE ? (int)len : 0, text);
}

static void take_microseconds(char *time, const char *text)
{
	unsigned long long number = strtoull(text, NULL, 10);

	snprintf(time, TIME_SIZE, "%llu.%06llu", number / 1000000, number % 1000000);
}

/* "[   12.345678] ", wherever in the beginning. */
static bool take_stamp(char *time, const char *line)
{
	const char *end = line + strnlen(line, STAMP_WITHIN), *from, *to;

	for (; line < end; line++) {
		if (*line != '[')
			continue;
		from = line + 1 + strspn(line + 1, " ");
		to = from + strspn(from, digits);
		if (to == from || *to != '.')
			continue;
		to += 1 + strspn(to + 1, digits);
		if (*to == ']' || *to == ' ') {
			take_seconds(time, from, to - from);
			return true;
		}
	}
	return false;
}

/* "6,339,5140900,-;text", as /dev/kmsg has it. */
static bool take_record_time(char *time, const char *line)
{
	size_t len;
	int i;

	for (i = 0; i < 2; i++, line += len + 1) {
		len = strspn(line, digits);
		if (!len || line[len] != ',')
			return false;
	}
	if (line[strspn(line, digits)] != ',')
		return false;
	take_microseconds(time, line);
	return true;
}

/* The journal's JSON has it in microseconds, as a text. */
static bool take_journal_time(char *time, const char *line)
{
	char text[TIME_SIZE];

	if (!json_take_member(line, "_SOURCE_MONOTONIC_TIMESTAMP", text, sizeof(text)) ||
	    !isdigit((unsigned char)text[0]))
		return false;
	take_microseconds(time, text);
	return true;
}

static void read_time(char *time, const char *line)
{
	time[0] = '\0';
	if (*line == '{' ? !take_journal_time(time, line) : !take_stamp(time, line))
		take_record_time(time, line);
}

/* --- mails that are quoted-printable --- */

/* So many lines from one on that is, others are taken to be so, too. */
#define QUOTED_LINES 50

/*
 * In such a text each "=" is followed by two digits or ends the line, which then goes on.
 * Other texts may have a "=20" by chance, but not at the end, and lines that end in "=".
 *
 * Return: whether the line may be one of such a text.
 */
static bool may_be_quoted(struct lines *lines, const char *line)
{
	static const char header[] = "Content-Transfer-Encoding:";
	bool sign = false;
	const char *at;

	if (!strncasecmp(line, header, strlen(header)))
		lines->quoted_to = strcasestr(line, "quoted-printable") ? ULONG_MAX : 0;
	for (at = strchr(line, '='); at && at[1]; at = strchr(at + 1, '=')) {
		if (hex_digit(at[1]) < 0 || hex_digit(at[2]) < 0)
			return false;
		sign |= !strncmp(at, "=3D", 3) || !strcmp(at, "=20");
	}
	if (sign && lines->quoted_to < lines->number + QUOTED_LINES)
		lines->quoted_to = lines->number + QUOTED_LINES;
	return true;
}

/* Whether the text ends in what the kernel's "Tainted:" begins with, as a word. */
static bool ends_in_tainted(const char *text, size_t len)
{
	static const char word[] = "Tainted:";
	size_t part;

	for (part = 2; part < strlen(word) && part <= len; part++)
		if (!strncmp(text + len - part, word, part))
			return part == len || !isalnum((unsigned char)text[len - part - 1]);
	return false;
}

/*
 * Whether a line, or what was @joined to one, ends in a "=" that is none of its own.  Where
 * nothing else says so, that is one in the kernel's own words; those have one behind a
 * bracket only: "[W]=WARN".
 */
static bool ends_softly(struct lines *lines, const char *line, size_t len, bool joined)
{
	if (!may_be_quoted(lines, line) || len < 2 || line[len - 1] != '=' || line[len - 2] == '=')
		return false;
	return joined || lines->number < lines->quoted_to || ends_in_tainted(line, len - 1) ||
	       (strstr(line, "Tainted:") && line[len - 2] != ']');
}

/* The whole of a line, or the next piece of it; false at the end of the text. */
static bool get_line(struct lines *lines)
{
	size_t len = strlen(lines->held), from = 0;
	char *buf = lines->buf;
	bool joins = false, ends, more;

	memcpy(buf, lines->held, len);
	lines->held[0] = '\0';
	lines->number = lines->ends + 1;
	do {
		ends = get_piece(lines, buf, &len, LINE_SIZE - 1);
		lines->ends += ends;
		more = !ends && len == LINE_SIZE - 1;
		if (len && !more && buf[len - 1] == '\r')
			len--;
		buf[len] = '\0';
		joins = ends && ends_softly(lines, buf + from, len - from, joins);
		len -= joins;
		from = len;
	} while (joins);
	buf[len] = '\0';
	if (more)
		hold_end(lines, len);
	return len || ends;
}

/**
 * next_line() - the next line, unwrapped
 * @lines: which text
 *
 * A NUL is a blank, and so is a line end within a record of the journal.
 *
 * Return: the line, to be changed at will, until the next call; NULL at the end.
 */
char *next_line(struct lines *lines)
{
	char *line = lines->rest;

	if (!line) {
		if (!get_line(lines))
			return NULL;
		line = lines->buf;
		read_time(lines->time, line);
		if (*line == '{')
			json_take_member(line, "MESSAGE", line, LINE_SIZE);
		unwrap_line(line);
	}
	lines->rest = strchr(line, '\n');
	if (lines->rest)
		*lines->rest++ = '\0';
	return line;
}
