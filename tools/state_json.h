/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The state as JSON.  It needs state.h and what lies below; the braces are the caller's.
 */
#ifndef TAINTINFO_STATE_JSON_H
#define TAINTINFO_STATE_JSON_H

#include <stdio.h>

#include "state.h"

void state_members(FILE *out, const struct state *state);
void flag_members(FILE *out, const struct flag_state *flag);

#endif
