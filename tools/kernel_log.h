/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's log of the boot that the state is of, wherever there is one.  It needs
 * files.h, journalctl.h, lines.h and text.h.
 */
#ifndef TAINTINFO_KERNEL_LOG_H
#define TAINTINFO_KERNEL_LOG_H

#include <sys/types.h>

#include "journalctl.h"
#include "lines.h"

/**
 * struct log_source - one place where a log may be
 * @name: the file, or the command that shows it
 * @found: it is of this boot, and can be read
 * @complete: it begins with the boot
 * @denied: this user may not read it
 * @absent: there is no such file
 * @from: the time of its first line, in seconds since boot, "" if that is not known
 * @error: why it was not found, "" if it was
 * @lines: that come before those which are read, as they are of earlier boots; NO_NUMBERS
 *	where they were not counted
 *
 * What comes after that is for kernel_log.c.
 */
struct log_source {
	const char *name;
	bool found;
	bool complete;
	bool denied;
	bool absent;
	char from[TIME_SIZE];
	char error[160];
	unsigned long lines;

	unsigned int place;
	off_t from_offset;
};

#define NO_NUMBERS (~0UL)

/* As many places as there are. */
#define LOG_SOURCES 12

/**
 * struct kernel_log - the log
 * @sources: those that were tried, in that order
 * @nr_sources: how many
 * @taken: the one that is read, or NULL
 * @uptime: of the kernel when the log was looked for, in seconds; negative if not known
 *
 * What comes after that is for kernel_log.c.
 */
struct kernel_log {
	struct log_source sources[LOG_SOURCES];
	unsigned int nr_sources;
	const struct log_source *taken;
	double uptime;

	const char *release;
	long long booted;
	struct journalctl journal;
	FILE *in;
};

void find_kernel_log(struct kernel_log *log, const char *release);
FILE *open_kernel_log(struct kernel_log *log);
void close_kernel_log(struct kernel_log *log);
bool log_was_denied(const struct kernel_log *log);
bool log_is_kept(const struct kernel_log *log);
const char *words_of_line(const char *line);
bool read_boot_id(char *id);

#endif
