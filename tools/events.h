/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What has happened: the events behind a number, as far as this user may know.  It needs
 * state.h and all that lies below.
 */
#ifndef TAINTINFO_EVENTS_H
#define TAINTINFO_EVENTS_H

#include "state.h"

/* That many the module keeps. */
#define LOG_EVENTS 128

/**
 * struct event - one event, or some of the same flag
 * @seq: its number, or that of the newest
 * @times: how many: of this flag since the one before, itself included; 1 in the log
 * @bit: of the flag, for users alone
 * @count: of the flag by then, for users alone
 * @detected: it was found set, nobody saw the call
 * @flag: its name
 * @letter: "" if it has none
 * @record: the call
 */
struct event {
	unsigned long long seq;
	unsigned long long times;
	unsigned int bit;
	unsigned long long count;
	bool detected;
	char flag[FLAG_NAME_SIZE];
	char letter[2];
	struct record record;
};

/**
 * struct events - those behind a number, oldest first
 * @list: to be freed
 * @n: how many
 * @held: behind these so many more that are not whole yet, or came after such a one
 * @each: one for each, from the log; else the newest of each flag
 * @newest: the number of the newest of all
 */
struct events {
	struct event *list;
	size_t n;
	size_t held;
	bool each;
	unsigned long long newest;
};

/**
 * struct shown - what has been shown when watching began
 * @counts: how often each flag was set
 * @seqs: and by which event
 */
struct shown {
	unsigned long long counts[64];
	unsigned long long seqs[64];
};

int read_count(int fd, unsigned long long *number, bool watched);
void read_logged(struct events *events, unsigned long long after);
void collect_events(struct events *events, unsigned long long after, unsigned long long newest,
		    const unsigned long long *counts);
void add_realtime(struct event *event);
size_t first_awaited(const struct events *events, unsigned long long newest);
void show_events(struct events *events, unsigned long long after, const struct shown *shown,
		 bool json);

#endif
