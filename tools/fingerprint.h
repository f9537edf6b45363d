/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A fault's fingerprint: the same for the same fault of another boot or host.  It needs
 * text.h and the module's symbols.h, and knows nothing of where a call path comes from.
 */
#ifndef TAINTINFO_FINGERPRINT_H
#define TAINTINFO_FINGERPRINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 16 hexadecimal digits and a NUL. */
#define FINGERPRINT_SIZE 17

/* So many functions of a call path make one. */
#define FINGERPRINT_FUNCTIONS 5

/**
 * struct path - a call path on its way to a fingerprint; for fingerprint.c alone
 * @hash: of the flag's name and of the functions so far
 * @place: where it begins, as a symbol, or "" where only the path itself tells
 * @bad_memory: the flag says so, and its reports have functions of their own
 * @reports: so many frames of what reports came first
 * @functions: so many were taken
 * @whole: nothing more is wanted
 * @lost: it does not lead from the place
 */
struct path {
	uint64_t hash;
	char place[128];
	bool bad_memory;
	unsigned int reports;
	unsigned int functions;
	bool whole;
	bool lost;
};

void path_begin(struct path *path, const char *flag, const char *place);
bool path_add(struct path *path, const char *frame);
void path_end(struct path *path);
void path_fingerprint(const struct path *path, char *buf);
void fingerprint_of_path(char *buf, const char *flag, const char *place, const char *text);

/* What a line of a trace in a log is. */
enum frame_kind { NO_FRAME, SURE_FRAME, OTHER_FRAME, LAST_FRAME };

enum frame_kind take_frame(const char *line, char *buf, size_t size);

#endif
