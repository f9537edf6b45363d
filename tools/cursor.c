// SPDX-License-Identifier: GPL-2.0-only
/*
 * A cursor: how far the events had come when somebody looked.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cursor.h"
#include "text.h"

/**
 * read_cursor() - how far they have come now
 * @cursor: filled in
 *
 * Return: whether somebody counts; else it was complained of.
 */
bool read_cursor(struct cursor *cursor)
{
	char path[512], text[TEXT_SIZE];
	struct stat status;

	path_of(path, sizeof(path), SYS);
	if (stat(path, &status) || !read_text(text, sizeof(text), SYS "/events")) {
		complain("taint_info is not loaded, and nobody else counts: modprobe taint_info");
		return false;
	}
	if (!read_text(cursor->boot, sizeof(cursor->boot), "/proc/sys/kernel/random/boot_id")) {
		complain("cannot read %s/proc/sys/kernel/random/boot_id", root);
		return false;
	}
	cursor->load = status.st_ino;
	cursor->seq = number_in(text);
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
	size_t len = strcspn(text, ":"), next;

	if (len >= sizeof(cursor->boot) || strspn(text, "0123456789abcdef-") != len)
		return false;
	memcpy(cursor->boot, text, len);
	cursor->boot[len] = '\0';
	if (!len || !text[len])
		return false;
	text += len + 1;
	next = strcspn(text, ":");
	snprintf(load, sizeof(load), "%.*s", (int)(next < sizeof(load) ? next : 0), text);
	return text[next] && parse_mask(load, &cursor->load) &&
	       parse_mask(text + next + 1, &cursor->seq);
}
