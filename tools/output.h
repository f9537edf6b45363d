/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writing to a file that the user names, at once.  It needs text.h alone.
 */
#ifndef TAINTINFO_OUTPUT_H
#define TAINTINFO_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

bool write_file(const char *path, const char *text, size_t len, bool for_all);

#endif
