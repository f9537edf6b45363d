/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The lines of a text, out of whatever they came wrapped in.  It needs json.h alone, and
 * knows nothing of taints.
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

/* After so many milliseconds without a byte a pipe is silent. */
#define SILENT_MS 1000

/**
 * struct lines - a text that is read line by line
 * @number: of the line that next_line() returned last, from 1 on
 * @time: its time, in seconds since boot with a fraction, "" if it has none
 * @silent: called, unless it is NULL, when a pipe has had nothing for SILENT_MS
 * @data: for it; what comes now is for lines.c alone
 * @in: where from
 * @looking: until start_lines()
 * @is_pipe: it cannot be read twice
 * @ended: there is no more
 * @wide: 0, or of the two bytes of each character the one that is 0 in ASCII, 1 or 2
 * @odd: the first of two such bytes that were not read at once, or -1
 * @bytes: what was read
 * @nr_bytes: bytes in it
 * @begin: where the text begins in the first of them
 * @at: of those, handed out
 * @buf: the line
 * @held: what of it belongs to the next piece, of a line that is too long for one
 * @rest: what a line has behind a <br>, or NULL
 * @ends: line ends that were read
 * @quoted_to: lines before this one are quoted-printable, as far as is known
 */
struct lines {
	unsigned long number;
	char time[TIME_SIZE];
	void (*silent)(void *data);
	void *data;
	FILE *in;
	bool looking;
	bool is_pipe;
	bool ended;
	unsigned int wide;
	int odd;
	char *bytes;
	size_t nr_bytes;
	size_t begin;
	size_t at;
	char *buf;
	char held[HELD_MOST + 1];
	char *rest;
	unsigned long ends;
	unsigned long quoted_to;
};

void open_lines(struct lines *lines, FILE *in);
void start_lines(struct lines *lines);
char *next_line(struct lines *lines);
void close_lines(struct lines *lines);

void unwrap_line(char *line);
const char *skip_quotes(const char *line);

#endif
