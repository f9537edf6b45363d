// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the root has: a copy of /, or the tree of a sosreport or a supportconfig.
 *
 * The paths are those of sos's plugins kernel and logs, and of supportutils.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "archive.h"

/* What names the kernel; that of the product may stand beside it. */
static const char *const kernels[] = {
	"/proc/sys/kernel/osrelease", "/proc/version", "/uname", "/sos_commands/kernel/uname_-a",
	"/basic-environment.txt",
};

/* Of one row the first that is there counts. */
static const char *const paths[ARCHIVED_KINDS][5] = {
	[ARCHIVED_STATE] = { "/proc/sys/kernel/tainted", "/sos_commands/kernel/sysctl_-a",
			     "/basic-health-check.txt" },
	[ARCHIVED_BOOT] = { "/sos_commands/kernel/dmesg", "/sos_commands/kernel/dmesg_-T",
			    "/var/log/dmesg", "/boot.txt" },
	[ARCHIVED_LOG] = { "/var/log/messages", "/var/log/kern.log", "/var/log/syslog",
			   "/messages.txt", "/sos_commands/logs/journalctl_--no-pager_--boot" },
	[ARCHIVED_MODULES] = { "/proc/modules", "/modules.txt" },
};

/**
 * find_archived() - where something is
 * @what: that
 *
 * Return: the path, for open_file() or read_file(); NULL if there is none.
 */
const char *find_archived(enum archived what)
{
	unsigned int i;
	int fd;

	for (i = 0; i < ARRAY_SIZE(paths[0]) && paths[what][i]; i++) {
		fd = open_file(AT_FDCWD, paths[what][i], 0);
		if (fd < 0)
			continue;
		close(fd);
		return paths[what][i];
	}
	return NULL;
}

/**
 * learn_archived_kernel() - learn which kernel the root is of
 * @decoder: how to read what is there
 *
 * Return: whether anything names it.
 */
bool learn_archived_kernel(struct decoder *decoder)
{
	bool named = false;
	size_t i;
	char *text;

	for (i = 0; i < ARRAY_SIZE(kernels); i++) {
		text = read_file(AT_FDCWD, kernels[i]);
		named |= text && learn_kernel(decoder, text);
		free(text);
	}
	return named;
}

/* All that there is of something; its path, or NULL. */
static const char *decode_archived(struct decoder *decoder, enum archived what)
{
	const char *path = find_archived(what);
	char *text = path ? read_file(AT_FDCWD, path) : NULL;

	if (text)
		decode_text(decoder, text);
	free(text);
	return path;
}

/* A number says more than letters; and no flag is cleared, so that "Not tainted" was before. */
static int weight(const struct finding *finding)
{
	if (!finding->mask && !finding->nr_odd && !finding->gap)
		return 0;
	return finding->by_letter ? 1 : 2;
}

static void keep_state(const struct finding *finding, void *data)
{
	struct finding *state = data;

	if (finding->kind == FOUND_STATE && (!state->why || weight(finding) > weight(state)))
		*state = *finding;
}

/**
 * read_archived_state() - read the state where there may be no /proc/sys/kernel/tainted
 * @decoder: how
 * @state: filled in
 * @path: gets where it is from, NULL if there is nothing of the kind
 *
 * Return: whether there is one.
 */
bool read_archived_state(struct decoder *decoder, struct finding *state, const char **path)
{
	state->why = NULL;
	decoder->found = keep_state;
	decoder->data = state;
	*path = decode_archived(decoder, ARCHIVED_STATE);
	return state->why;
}

/**
 * read_archived_modules() - read which modules carry flags
 * @decoder: how; is told of them, and of what else is in that list
 */
void read_archived_modules(struct decoder *decoder)
{
	decode_archived(decoder, ARCHIVED_MODULES);
}
