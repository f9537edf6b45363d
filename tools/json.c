// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writing JSON.
 */
#include "json.h"
#include "text.h"

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
