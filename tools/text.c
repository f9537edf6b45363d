// SPDX-License-Identifier: GPL-2.0-only
/*
 * Text: complaints, colours, dates, numbers, and what makes foreign bytes harmless.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "text.h"

const char *command_name = "";
bool colours;

#define BOLD "\033[1m"
#define RED "\033[1;31m"
#define YELLOW "\033[1;33m"
#define NORMAL "\033[0m"

static char *plain_text(const char *format, va_list args)
{
	char *text;

	if (vasprintf(&text, format, args) < 0)
		abort();
	make_plain(text);
	return text;
}

/**
 * text_of() - a text of plain ASCII
 * @format: as for printf(); what is in it may be any bytes
 *
 * Return: the text, to be freed.
 */
char *text_of(const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = plain_text(format, args);
	va_end(args);
	return text;
}

/**
 * complain() - an error for the user
 * @format: as for printf(), one sentence without an end of line; what is in it may be any bytes
 */
void complain(const char *format, ...)
{
	char *text;
	va_list args;

	va_start(args, format);
	text = plain_text(format, args);
	va_end(args);
	fflush(stdout);
	fprintf(stderr, "taintinfo%s%s: %s\n", *command_name ? " " : "", command_name, text);
	free(text);
}

/**
 * category_colour() - what a flag's name begins with
 * @category: the flag's
 *
 * Colours follow what matters: a fault is red.
 */
const char *category_colour(const char *category)
{
	if (!colours)
		return "";
	if (!strcmp(category, "fault") || !strcmp(category, "hardware"))
		return RED;
	return !strcmp(category, "module") ? YELLOW : BOLD;
}

/**
 * bold() - what begins text that stands out
 */
const char *bold(void)
{
	return colours ? BOLD : "";
}

/**
 * normal() - what ends any colour, and bold
 */
const char *normal(void)
{
	return colours ? NORMAL : "";
}

/* Of a line of ours, of which the label is the first part. */
#define COLUMNS 100
#define LABEL_COLUMNS 16

/* How much of it fits into @room: up to the last clause there, if so the rest fits as well. */
static size_t first_line(const char *text, size_t room)
{
	size_t len = strlen(text), blank = 0, clause = 0, i;

	if (len <= room)
		return len;
	for (i = 1; i <= room; i++) {
		if (text[i] != ' ')
			continue;
		blank = i;
		if (text[i - 1] == ';' && len - i - 1 <= room)
			clause = i;
	}
	if (clause || blank)
		return clause ? clause : blank;
	return i + strcspn(text + i, " ");
}

/**
 * show_labelled() - a text behind its label, in lines of 100 columns as far as its words allow
 * @out: where to
 * @label: in one word or two
 * @text: plain ASCII
 */
void show_labelled(FILE *out, const char *label, const char *text)
{
	size_t len;

	do {
		len = first_line(text, COLUMNS - LABEL_COLUMNS);
		fprintf(out, "     %-10s %.*s\n", label, (int)len, text);
		text += len;
		text += strspn(text, " ");
		label = "";
	} while (*text);
}

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

/**
 * parse_mask() - read a taint mask
 * @text: decimal, or hexadecimal after 0x; blanks around it do not matter
 * @mask: the value
 *
 * Return: whether it is a number, of at most 64 bits.
 */
bool parse_mask(const char *text, unsigned long long *mask)
{
	unsigned int base = 10, digit;
	bool any = false;

	*mask = 0;
	while (isspace((unsigned char)*text))
		text++;
	if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
		base = 16;
		text += 2;
	}
	for (; isxdigit((unsigned char)*text); text++) {
		digit = *text <= '9' ? *text - '0' : (*text | 0x20) - 'a' + 10;
		if (digit >= base || *mask > (~0ULL - digit) / base)
			return false;
		*mask = *mask * base + digit;
		any = true;
	}
	while (isspace((unsigned char)*text))
		text++;
	return any && !*text;
}

/**
 * copy_text() - copy a text, or as much of it as there is room for
 * @buf: gets it
 * @size: bytes in @buf
 * @text: any bytes
 */
void copy_text(char *buf, size_t size, const char *text)
{
	snprintf(buf, size, "%.*s", (int)size - 1, text);
}

/**
 * keep_number() - make it "" if it is no number
 * @buf: any text, in place
 * @size: bytes in @buf
 */
void keep_number(char *buf, size_t size)
{
	unsigned long long number;

	if (parse_mask(buf, &number))
		snprintf(buf, size, "%llu", number);
	else
		buf[0] = '\0';
}

/**
 * keep_seconds() - make it "" if it is no number of seconds, with a fraction or without
 * @buf: any text, in place
 */
void keep_seconds(char *buf)
{
	size_t whole = strspn(buf, "0123456789");

	if (!whole || (buf[whole] && (buf[whole] != '.' || !buf[whole + 1] ||
				      buf[whole + 1 + strspn(buf + whole + 1, "0123456789")])))
		buf[0] = '\0';
}

/**
 * escape_text() - copy a text as the kernel's log shows it
 * @buf: gets it, cut to the room there is
 * @size: bytes in @buf
 * @text: any bytes; what is no plain ASCII becomes \ooo, and so do " and \
 */
void escape_text(char *buf, size_t size, const char *text)
{
	size_t used = 0, i;

	for (i = 0; text[i] && used + 5 <= size; i++) {
		if (text[i] >= ' ' && text[i] <= '~' && text[i] != '\\' && text[i] != '"')
			buf[used++] = text[i];
		else
			used += snprintf(buf + used, size - used, "\\%03o", (unsigned char)text[i]);
	}
	buf[used] = '\0';
}

/**
 * unescape_text() - take back what escape_text() does
 * @text: in place; what it did not make stays as it is
 */
void unescape_text(char *text)
{
	char *to = text;
	int byte;

	while (*text) {
		if (text[0] == '\\' && text[1] >= '0' && text[1] <= '3' && text[2] >= '0' &&
		    text[2] <= '7' && text[3] >= '0' && text[3] <= '7') {
			byte = (text[1] - '0') << 6 | (text[2] - '0') << 3 | (text[3] - '0');
			/* No byte of a text is 0. */
			if (byte) {
				*to++ = (char)byte;
				text += 4;
				continue;
			}
		}
		*to++ = *text++;
	}
	*to = '\0';
}

/* Eight bytes at once, as there may be hundreds of names: the high bit marks one that is not. */
static bool are_plain(const char *text)
{
	const uint64_t ones = 0x0101010101010101;
	uint64_t word;

	memcpy(&word, text, sizeof(word));
	return !((word | (word - ones * ' ') | (word + ones)) & ones * 0x80);
}

/**
 * make_plain() - what is no plain ASCII becomes ?
 * @text: any bytes, in place
 *
 * Characters that do not show, or turn the text around, are many: plain ASCII alone passes.
 */
void make_plain(char *text)
{
	size_t len = strlen(text), i;

	for (i = 0; i < len; i++)
		if (len - i >= 8 && are_plain(text + i))
			i += 7;
		else if (text[i] < ' ' || text[i] > '~')
			text[i] = '?';
}
