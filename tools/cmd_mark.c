// SPDX-License-Identifier: GPL-2.0-only
/*
 * taintinfo mark: print a cursor.
 */
#include <stdio.h>
#include <stdlib.h>

#include "commands.h"
#include "cursor.h"

static int run(const struct arguments *args)
{
	struct cursor cursor;

	(void)args;
	if (!read_cursor(&cursor))
		return EXIT_ERROR;
	printf("%s:%llu:%llu\n", cursor.boot, cursor.load, cursor.seq);
	return EXIT_SUCCESS;
}

const struct command cmd_mark = {
	.name = "mark",
	.usage = "",
	.help =
		"Print a cursor for 'since': boot, load of the module, number of the newest event.\n",
	.options = "",
	.run = run,
};
