/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which kernels there are, which one a text is from, and the rows that each has.  It needs
 * text.h and the module's flags.h; every file above these may call it.
 */
#ifndef TAINTINFO_TABLES_H
#define TAINTINFO_TABLES_H

#include "../module/flags.h"

/* Of a kernel that marks its gaps: the bit that a column of its text stands for. */
static inline unsigned int bit_of_column(const struct flag_table *table, unsigned int column)
{
	return column + (table->gaps == GAPS_BUT_13 && column >= 13);
}

const struct flag_table *table_at(size_t index);
bool table_by_name(const char *name, struct flag_table *table);
bool find_table(const char *name, struct flag_table *table);
bool table_of_release(const char *release, struct flag_table *table);
bool table_of_words(const char *text, struct flag_table *table);
bool table_of_columns(const char *text, struct flag_table *table);
bool letter_known(char letter);
const struct flag_row *row_of_letter(const struct flag_table *table, char letter);
const struct flag_row *row_of_name(const struct flag_table *table, const char *name);
const struct flag_row *row_of_unsigned(const struct flag_table *table);
void kernels_text(char *buf, size_t size, const struct flag_row *row);

#endif
