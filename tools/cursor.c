// SPDX-License-Identifier: GPL-2.0-only
/*
 * A cursor: how far the events had come when somebody looked.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cursor.h"
#include "text.h"

#define BOOT_ID "/proc/sys/kernel/random/boot_id"

/* How much of a text may be the id of a boot. */
static size_t boot_length(const char *text)
{
	return strspn(text, "0123456789abcdef-");
}

/* Both of one load: where the module has gone meanwhile its directory has no files. */
static bool read_load(struct cursor *cursor, char *events, size_t size)
{
	int dir = open_file(AT_FDCWD, SYS, O_PATH | O_DIRECTORY);
	struct stat status;
	bool there;

	there = dir >= 0 && !fstat(dir, &status) && read_line(events, size, dir, "events");
	if (dir >= 0)
		close(dir);
	if (there)
		cursor->load = status.st_ino;
	return there;
}

/**
 * read_cursor() - how far they have come now
 * @cursor: filled in
 *
 * Return: whether somebody counts; else it was complained of.
 */
bool read_cursor(struct cursor *cursor)
{
	char events[TEXT_SIZE];

	/* Once more: it may have come again. */
	if (!read_load(cursor, events, sizeof(events)) &&
	    !read_load(cursor, events, sizeof(events))) {
		complain("taint_info is not loaded, and nobody else counts: modprobe taint_info");
		return false;
	}
	if (!parse_mask(events, &cursor->seq)) {
		complain("%s" SYS "/events is no number", root);
		return false;
	}
	if (!read_text(cursor->boot, sizeof(cursor->boot), BOOT_ID)) {
		complain("cannot read %s" BOOT_ID, root);
		return false;
	}
	if (!cursor->boot[0] || cursor->boot[boot_length(cursor->boot)]) {
		complain("%s" BOOT_ID " is no id of a boot", root);
		return false;
	}
	return true;
}

/**
 * parse_cursor() - read a cursor that 'taintinfo mark' has printed
 * @text: any text
 * @cursor: filled in
 *
 * Return: whether it is a cursor.
 */
bool parse_cursor(const char *text, struct cursor *cursor)
{
	char load[TEXT_SIZE];
	size_t len = boot_length(text), next;

	if (!len || len >= sizeof(cursor->boot) || text[len] != ':')
		return false;
	memcpy(cursor->boot, text, len);
	cursor->boot[len] = '\0';
	text += len + 1;
	next = strcspn(text, ":");
	snprintf(load, sizeof(load), "%.*s", (int)(next < sizeof(load) ? next : 0), text);
	return text[next] && parse_mask(load, &cursor->load) &&
	       parse_mask(text + next + 1, &cursor->seq);
}
