/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How things look: for people, and as JSON.
 */
#ifndef TAINTINFO_SHOW_H
#define TAINTINFO_SHOW_H

#include "decode.h"
#include "state.h"

extern bool colours;

void json_string(FILE *out, const char *text);
void json_member(FILE *out, const char *name, const char *text);
void show_finding(FILE *out, const struct finding *finding, unsigned long long *explained);
void show_finding_json(FILE *out, const struct finding *finding);
void show_state(FILE *out, const struct state *state, bool verbose);
void show_state_json(FILE *out, const struct state *state);
void show_tables(FILE *out, const struct flag_table *only);
void show_who(FILE *out, const struct record *record);
void json_record(FILE *out, const char *name, const struct record *record);
void date_text(char *buf, size_t size, const char *seconds);

#endif
