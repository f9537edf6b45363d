/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lists of flags, as --allow takes them; the command itself is in commands.h.
 */
#ifndef TAINTINFO_EXPECT_H
#define TAINTINFO_EXPECT_H

#include "state.h"

bool parse_allowed(const struct state *state, const char *list, unsigned long long *mask,
		   char *error, size_t size);

#endif
