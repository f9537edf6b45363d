/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A flag and its history, for people.  It needs state.h and what lies below.
 */
#ifndef TAINTINFO_HISTORY_H
#define TAINTINFO_HISTORY_H

#include <stdio.h>

#include "state.h"

bool is_own_flag(const struct state *state, const struct flag_state *flag);
char *who_text(const struct record *record);
bool is_where(const char *who);
void show_mask(FILE *out, const struct state *state);
void show_headline(FILE *out, const struct flag_state *flag);
void show_history(FILE *out, const struct flag_state *flag, bool explained);

#endif
