/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What came while a command ran, as people and test harnesses read it.  It needs outcome.h
 * and json.h.
 */
#ifndef TAINTINFO_RESULTS_H
#define TAINTINFO_RESULTS_H

#include "outcome.h"

char *results_written(void (*show)(FILE *out, const struct outcome *outcome),
		      const struct outcome *outcome);
void results_text(FILE *out, const struct outcome *outcome);
void results_ktap(FILE *out, const struct outcome *outcome);
void results_junit(FILE *out, const struct outcome *outcome);
void results_json(FILE *out, const struct outcome *outcome);

#endif
