/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A cursor: how far the events had come when somebody looked.  It needs files.h and text.h.
 */
#ifndef TAINTINFO_CURSOR_H
#define TAINTINFO_CURSOR_H

#include "files.h"

/**
 * struct cursor - how far the events had come
 * @boot: the boot's id
 * @load: which load of the module: sysfs numbers its directory anew
 * @seq: number of the newest event
 */
struct cursor {
	char boot[TEXT_SIZE];
	unsigned long long load;
	unsigned long long seq;
};

bool read_cursor(struct cursor *cursor);
bool parse_cursor(const char *text, struct cursor *cursor);

#endif
