/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writing JSON, and reading it.  It needs text.h alone, and every file may call it.  The
 * braces are the caller's.
 */
#ifndef TAINTINFO_JSON_H
#define TAINTINFO_JSON_H

#include <stdbool.h>
#include <stdio.h>

void json_string(FILE *out, const char *text);
void json_member(FILE *out, const char *name, const char *text);
void json_number(FILE *out, const char *name, const char *text);
bool json_take_member(const char *object, const char *name, char *buf, size_t size);

#endif
