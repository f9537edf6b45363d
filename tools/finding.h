/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How a value looks that was decoded: for people, and as JSON.  It needs decode.h, files.h,
 * json.h and text.h.
 */
#ifndef TAINTINFO_FINDING_H
#define TAINTINFO_FINDING_H

#include <stdio.h>

#include "decode.h"

void show_flags(FILE *out, const struct finding *finding, unsigned long long *explained,
		bool again);
void show_state(FILE *out, const struct finding *finding, bool with_table);
void show_finding(FILE *out, const struct finding *finding, unsigned long long *explained);
void show_closing(FILE *out, bool tainted);
void show_finding_json(FILE *out, const struct finding *finding, const char *file);

#endif
