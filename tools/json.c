// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writing JSON, and reading what the systemd journal has written.
 */
#include <ctype.h>
#include <string.h>

#include "json.h"
#include "text.h"

#define BLANKS " \t\r\n"

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

/**
 * json_number() - a name and a number behind a comma, null where it is none
 * @out: where to
 * @name: plain ASCII
 * @text: any bytes
 */
void json_number(FILE *out, const char *name, const char *text)
{
	unsigned long long number;

	fprintf(out, ",\"%s\":", name);
	if (parse_mask(text, &number))
		fprintf(out, "%llu", number);
	else
		fputs("null", out);
}

/* --- reading --- */

/* Behind a string's opening quote: up to its end, or to that of the text. */
static const char *end_of_string(const char *at)
{
	for (at += strcspn(at, "\"\\"); *at == '\\' && at[1]; at += strcspn(at, "\"\\"))
		at += 2;
	return at;
}

/* Behind a value of any kind, which a text that was cut may end in. */
static const char *skip_value(const char *at)
{
	unsigned int depth = 0;

	for (; *at && (depth || !strchr(",]}", *at)); at++) {
		if (*at == '"') {
			at = end_of_string(at + 1);
			if (!*at)
				break;
		} else if (*at == '[' || *at == '{') {
			depth++;
		} else if (*at == ']' || *at == '}') {
			depth--;
		}
	}
	return at;
}

/* Room for text, where the last byte is for its NUL; in place it is behind what was read. */
struct taking {
	char *to;
	char *end;
};

static void put_byte(struct taking *taking, unsigned int byte)
{
	if (taking->to < taking->end)
		*taking->to++ = (char)byte;
}

/* "\u001b" and what follows; no byte of a text is 0, and what is no byte does not show. */
static const char *take_code(struct taking *taking, const char *at)
{
	unsigned int code = 0, i;

	for (i = 0; i < 4 && isxdigit((unsigned char)at[i]); i++)
		code = code * 16 + (isdigit((unsigned char)at[i]) ? at[i] - '0' :
				    (at[i] | 0x20) - 'a' + 10);
	put_byte(taking, i == 4 && code && code <= 0xff ? code : ' ');
	return at + i;
}

/* Behind the opening quote. */
static void take_string(struct taking *taking, const char *at)
{
	static const char letters[] = "bfnrt", are[] = "\b\f\n\r\t";
	const char *letter;

	while (*at && *at != '"') {
		if (*at != '\\') {
			put_byte(taking, *at++);
			continue;
		}
		if (!*++at)
			return;
		if (*at == 'u') {
			at = take_code(taking, at + 1);
			continue;
		}
		letter = strchr(letters, *at);
		put_byte(taking, letter ? are[letter - letters] : *at);
		at++;
	}
}

/* "[82,101]": of a text that is no UTF-8, or has what does not show, the systemd journal's. */
static void take_bytes(struct taking *taking, const char *at)
{
	unsigned long byte;

	for (at += strspn(at, BLANKS); isdigit((unsigned char)*at); at += strspn(at, "," BLANKS)) {
		byte = strtoul(at, (char **)&at, 10);
		put_byte(taking, byte && byte <= 0xff ? byte : ' ');
	}
}

static void take_value(struct taking *taking, const char *at)
{
	/* What is there more than once is an array of texts: the first one. */
	while (*at == '[') {
		at += 1 + strspn(at + 1, BLANKS);
		if (isdigit((unsigned char)*at)) {
			take_bytes(taking, at);
			return;
		}
	}
	if (*at == '"')
		take_string(taking, at + 1);
	else if (strncmp(at, "null", 4))
		for (; *at && !strchr(",]}" BLANKS, *at); at++)
			put_byte(taking, *at);
}

/**
 * json_take_member() - the value of a member of an object
 * @object: its text, which may be cut short anywhere; any bytes
 * @name: of the member, as it stands there; what is deeper in the object does not count
 * @buf: gets it, "" for null; may be @object itself
 * @size: bytes in @buf; what is longer is cut
 *
 * A string as the bytes that it stands for, an array of numbers as those bytes; a blank for a
 * NUL, and for a \u that is no byte.  Of an array of strings it is the first.
 *
 * Return: whether there is such a member; else @buf is as before.
 */
bool json_take_member(const char *object, const char *name, char *buf, size_t size)
{
	struct taking taking = { buf, buf + size - 1 };
	size_t len = strlen(name);
	const char *at = object + strspn(object, BLANKS "{"), *key;
	bool found;

	while (*at == '"') {
		key = at + 1;
		at = end_of_string(key);
		found = (size_t)(at - key) == len && !strncmp(key, name, len);
		at += *at == '"';
		at += strspn(at, ":" BLANKS);
		if (found) {
			take_value(&taking, at);
			*taking.to = '\0';
			return true;
		}
		at = skip_value(at);
		at += strspn(at, "," BLANKS);
	}
	return false;
}
