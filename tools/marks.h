/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Marks that what sets a flag leaves in files, for evidence.c alone.
 */
#ifndef TAINTINFO_MARKS_H
#define TAINTINFO_MARKS_H

#include "evidence.h"

void find_marks(const struct state *state,
		void (*found)(const char *flag, struct evidence *evidence, void *data),
		void *data);

#endif
