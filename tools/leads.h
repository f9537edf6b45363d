/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the log of a boot says of who has set flags, for evidence.c alone.
 */
#ifndef TAINTINFO_LEADS_H
#define TAINTINFO_LEADS_H

#include "evidence.h"

void follow_log(struct explanations *explanations, const struct state *state, bool full);

#endif
