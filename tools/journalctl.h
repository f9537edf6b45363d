/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The systemd journal, as journalctl tells it.  It needs files.h, program.h and text.h.
 */
#ifndef TAINTINFO_JOURNALCTL_H
#define TAINTINFO_JOURNALCTL_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

/* More words than any question here has; a NULL is behind them. */
#define JOURNALCTL_WORDS 24

/* What is longer is no entry that anybody here looks for. */
#define JOURNALCTL_LINE 65536

/**
 * struct journalctl - a question to it, and the answer
 * @out: the answer, to be read as it comes
 * @child: the program's number
 * @root: the directory of the journals under the root, or -1
 */
struct journalctl {
	FILE *out;
	pid_t child;
	int root;
};

bool open_journalctl(struct journalctl *journal, const char *const *words, char *why,
		     size_t size);
bool next_entry(struct journalctl *journal, char *line);
bool close_journalctl(struct journalctl *journal, char *why, size_t size);

#endif
