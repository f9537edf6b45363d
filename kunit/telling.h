/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the worker does, as it is seen from outside: who is told, in which order, and when it
 * wants to run again; and what it finds when it asks.
 */
#ifndef TAINT_INFO_TELLING_H
#define TAINT_INFO_TELLING_H

#include <linux/types.h>

#include "events.h"

#define NO_RUN	U64_MAX
#define FIRST_GONE	1000U

extern struct telling {
	/* What it is told. */
	unsigned long mask;
	bool writing;
	bool tracing;
	int no_memory;			/* so many events cannot be sent */
	bool grouped;			/* there are control groups, those below FIRST_GONE */
	unsigned int set_after;		/* sleeps until FLAG_A is set; 0 for never */

	/* What it does. */
	char done[2048];		/* in order, a blank between */
	char said[512];			/* the newest line in the log */
	u64 asked;			/* when to run again, in ns; or NO_RUN */
	unsigned int nr_sleeps;
	unsigned int nr_groups;		/* groups looked for */
	unsigned int nr_locked;		/* sent with the reader's lock held */
	unsigned int nr_unlocked;	/* masks read without */
} telling;

void do_something(const char *what);
void do_with(const char *what, unsigned long number);

/* A run does that, and asks for another in so many nanoseconds. */
void expect_run(struct kunit *test, const char *what, u64 ns);
/* The same, where the clock has a part in it: more than none, and not more than so many. */
void expect_wait(struct kunit *test, const char *what, u64 most);

/* Of a suite. */
int telling_init(struct kunit *test);
void telling_exit(struct kunit *test);

bool reader_is_locked(void);
void reset_told(void);

#endif
