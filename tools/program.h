/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Programs of others whose output is read: what makes files whole again, the journal's.  It
 * needs text.h alone.
 */
#ifndef TAINTINFO_PROGRAM_H
#define TAINTINFO_PROGRAM_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

/* What a shell says of one that is not there. */
#define PROGRAM_MISSING 127

/* It was killed, as it has taken more than program_seconds. */
#define PROGRAM_LATE (128 + 14)

/* How long a program may take, in seconds; 0 for any time.  It counts from its start. */
extern unsigned int program_seconds;

FILE *open_program(const char *const *argv, int in, bool quiet, pid_t *child);
int close_program(FILE *out, pid_t child);

#endif
