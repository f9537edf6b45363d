/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A command that is run for the user: as if we were not there.  It needs text.h alone.
 */
#ifndef TAINTINFO_CHILD_H
#define TAINTINFO_CHILD_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

/* What a shell says of a command that is not there, or cannot be run; and of a signal. */
#define EXIT_CANNOT_RUN 126
#define EXIT_NOT_FOUND 127
#define EXIT_SIGNAL 128

/**
 * struct child - the command
 * @pid: its process, which is not reaped before child_end(): nobody else has its number
 * @signals: a descriptor that can be read when something is to be done by child_attend()
 * @joined: it is in the control group that it was to join
 * @error: errno, where it could not be run; else 0
 * @ended: it has ended
 * @code: with that exit code, as a shell has it
 * @signal: by that signal, or 0
 * @is_ours: whether a process, which has sent a signal, is one of the command's; or NULL
 *
 * What comes after is for child.c.
 */
struct child {
	pid_t pid;
	int signals;
	bool joined;
	int error;
	bool ended;
	int code;
	int signal;
	bool (*is_ours)(int pid);

	sigset_t mask;
	struct sigaction on_child;
	struct sigaction on_pipe;
};

bool child_begin(struct child *child, char **argv, int procs);
void child_attend(struct child *child);
void child_reap_others(const struct child *child);
void child_end(struct child *child);

#endif
