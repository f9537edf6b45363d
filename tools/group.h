/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the path of a control group names: a unit of systemd, a container.  It needs text.h
 * alone.
 */
#ifndef TAINTINFO_GROUP_H
#define TAINTINFO_GROUP_H

#include <stdio.h>

/* Room for a name of a directory and its NUL. */
#define GROUP_NAME_SIZE 256

/**
 * struct group - what a path names, "" for what it does not
 * @unit: of the system's systemd
 * @user_unit: below a unit user@UID.service, that of the user's systemd
 * @container: its id or its name; of a pod "pod" and its uid
 * @kind: what @container is, for people
 */
struct group {
	char unit[GROUP_NAME_SIZE];
	char user_unit[GROUP_NAME_SIZE];
	char container[GROUP_NAME_SIZE];
	const char *kind;
};

void read_group(struct group *group, const char *cgroup);
void show_group(FILE *out, const char *cgroup);

#endif
