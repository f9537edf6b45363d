/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which processes are a command's: by a control group of its own, else by their parents.  It
 * needs record.h and what lies below.
 */
#ifndef TAINTINFO_TREE_H
#define TAINTINFO_TREE_H

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>

#include "record.h"

/**
 * enum who - whose doing a call was
 * @BY_COMMAND: of a process of the command
 * @MEANWHILE: of another one, a thread of the kernel included
 * @NO_PROCESS: it was in an interrupt, or on an idle CPU
 * @WHO_UNKNOWN: nobody can tell
 */
enum who {
	BY_COMMAND,
	MEANWHILE,
	NO_PROCESS,
	WHO_UNKNOWN
};

extern const char *const who_words[];

/**
 * enum tree_kind - how a process of the command is known
 * @BY_NOTHING: it is not
 * @BY_PARENTS: as long as it is there, by the way up from it
 * @BY_GROUP: by its control group, in cgroup v2
 */
enum tree_kind {
	BY_NOTHING,
	BY_PARENTS,
	BY_GROUP
};

extern const char *const tree_words[];

/**
 * struct tree - the processes of a command
 * @kind: how they are known
 * @name: of the group, which no other one has
 * @number: the same as a record has it where the group is gone
 * @path: of its directory
 * @procs: an open file: who writes "0" there is in the group; -1 if there is none
 * @can_follow: the way up from a process of the command leads to us, from no other one
 */
struct tree {
	enum tree_kind kind;
	char name[64];
	char number[24];
	char path[PATH_MAX];
	int procs;
	bool can_follow;
};

void tree_begin(struct tree *tree);
void tree_joined(struct tree *tree, bool joined);
enum who tree_who(const struct tree *tree, const struct record *call);
bool tree_has(int pid);
unsigned int tree_end(struct tree *tree, FILE *left);

#endif
