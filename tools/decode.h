/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What people and logs say of a taint state, turned into flags.  It needs tables.h and
 * text.h.
 */
#ifndef TAINTINFO_DECODE_H
#define TAINTINFO_DECODE_H

#include "tables.h"

/* A letter that has no bit in the table. */
struct odd_letter {
	char letter;
	/* Of the table, without a number; or NULL: the table does not have the letter. */
	const struct flag_row *row;
};

/**
 * struct finding - one value that was given or found
 * @mask: the flags that have a number
 * @odd: the letters that have none
 * @nr_odd: how many
 * @by_letter: it was letters, so that a letter may be what means two things
 * @table: by which it was read
 * @why: how that table was chosen
 * @line: number of the line it was found in, 0 if in none
 * @module: "" or the module that the kernel's loader says it of
 */
struct finding {
	unsigned long long mask;
	struct odd_letter odd[FLAGS_COLUMNS];
	unsigned int nr_odd;
	bool by_letter;
	struct flag_table table;
	const char *why;
	unsigned long line;
	char module[64];
};

/**
 * struct decoder - how to read
 * @given: the table that the user asked for, or NULL
 * @fallback: the one to take where the text itself does not say, as finding.table and why
 * @found: called with each finding
 * @data: for it
 * @one_word: decode_log() has read a single word and nothing else, which is no log
 */
struct decoder {
	const struct flag_table *given;
	struct flag_table fallback;
	const char *why;
	void (*found)(const struct finding *finding, void *data);
	void *data;
	bool one_word;
};

bool decode_text(struct decoder *decoder, const char *text);
unsigned long decode_log(struct decoder *decoder, FILE *in);

#endif
