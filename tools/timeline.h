/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a log tells, in the order of time, for people.  It needs finding.h.
 */
#ifndef TAINTINFO_TIMELINE_H
#define TAINTINFO_TIMELINE_H

#include "decode.h"

struct timeline;

struct timeline *new_timeline(void);
void add_to_timeline(struct timeline *timeline, const struct finding *finding);
void show_timeline(FILE *out, const struct timeline *timeline);
void free_timeline(struct timeline *timeline);

#endif
