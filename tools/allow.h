/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lists of flags, as --allow takes them.  It needs state.h and text.h.
 */
#ifndef TAINTINFO_ALLOW_H
#define TAINTINFO_ALLOW_H

#include "state.h"

bool parse_allowed(const struct state *state, const char *list, unsigned long long *mask,
		   char *error, size_t size);
bool lists_self(const char *list);
void complain_of_word(const struct state *state, const char *word);

#endif
