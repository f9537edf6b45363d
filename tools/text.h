/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text: complaints, colours, dates, numbers, and what makes foreign bytes harmless.  It
 * knows nothing of the rest, and every file may call it.
 */
#ifndef TAINTINFO_TEXT_H
#define TAINTINFO_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

/* The name of the command that runs, "" for that without one; complaints begin with it. */
extern const char *command_name;

char *text_of(const char *format, ...) __attribute__((format(printf, 1, 2)));
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Whether to use colours; without them the three return "". */
extern bool colours;

const char *category_colour(const char *category);
const char *bold(void);
const char *normal(void);

void show_labelled(FILE *out, const char *label, const char *text);
void date_text(char *buf, size_t size, const char *seconds);

bool parse_mask(const char *text, unsigned long long *mask);

/* The number that a text begins with, decimal; 0 if with none. */
static inline unsigned long long number_in(const char *text)
{
	return strtoull(text, NULL, 10);
}

void copy_text(char *buf, size_t size, const char *text);
void keep_number(char *buf, size_t size);
void keep_seconds(char *buf);
void escape_text(char *buf, size_t size, const char *text);
void unescape_text(char *text);
void make_plain(char *text);

#endif
