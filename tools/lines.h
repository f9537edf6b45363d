/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The lines of a text, out of whatever they came wrapped in.  It knows nothing of taints.
 */
#ifndef TAINTINFO_LINES_H
#define TAINTINFO_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Room for the time of a line, as "12345.678901". */
#define TIME_SIZE 24

/* A line that is too long leaves at most so many bytes to the next piece. */
#define HELD_MOST 1024

/**
 * struct lines - a text that is read line by line
 * @number: of the line that next_line() returned last, from 1 on
 * @time: its time, in seconds since boot with a fraction, "" if it has none; what comes now is
 *	for lines.c alone
 * @in: where from
 * @looking: until start_lines()
 * @ahead: what was read ahead of a pipe; NULL for a file
 * @nr_ahead: bytes in it
 * @at: of those, handed out
 * @buf: the line
 * @held: what of it belongs to the next piece, of a line that is too long for one
 * @rest: what a line has behind a <br>, or NULL
 * @ends: line ends that were read
 */
struct lines {
	unsigned long number;
	char time[TIME_SIZE];
	FILE *in;
	bool looking;
	char *ahead;
	size_t nr_ahead;
	size_t at;
	char *buf;
	char held[HELD_MOST + 1];
	char *rest;
	unsigned long ends;
};

void open_lines(struct lines *lines, FILE *in);
void start_lines(struct lines *lines);
char *next_line(struct lines *lines);
void close_lines(struct lines *lines);

void unwrap_line(char *line);
const char *skip_quotes(const char *line);

#endif
