// SPDX-License-Identifier: GPL-2.0-only
/*
 * taintinfo since: what has happened after a cursor.
 */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "cursor.h"
#include "events.h"
#include "text.h"

/* 0 nothing has, 1 something has, 2 an error. */
static int run(const struct arguments *args)
{
	struct cursor then, now;
	struct events events;

	if (!args->words[0] || args->words[1]) {
		complain("give one cursor, from 'taintinfo mark'");
		return WRONG_USAGE;
	}
	if (!parse_cursor(args->words[0], &then)) {
		complain("'%s' is no cursor: take what 'taintinfo mark' prints", args->words[0]);
		return EXIT_ERROR;
	}
	if (!read_cursor(&now))
		return EXIT_ERROR;
	if (strcmp(then.boot, now.boot)) {
		complain("the cursor is stale: the machine was booted since");
		return EXIT_ERROR;
	}
	if (then.load != now.load || then.seq > now.seq) {
		complain("the cursor is stale: taint_info was loaded again since");
		return EXIT_ERROR;
	}
	if (then.seq == now.seq)
		return EXIT_SUCCESS;
	for (;;) {
		collect_events(&events, then.seq, now.seq, NULL);
		if (first_awaited(&events, now.seq) == events.n)
			break;
		free(events.list);
		pause_ms(STEP_MS);
	}
	show_events(&events, then.seq, NULL, args->json);
	free(events.list);
	/* More may have come while a name was waited for. */
	if (events.newest - then.seq > LOG_EVENTS) {
		complain("the cursor is overrun: %llu events since, only the newest %d are kept",
			 events.newest - then.seq, LOG_EVENTS);
		return EXIT_ERROR;
	}
	return EXIT_FAILURE;
}

const struct command cmd_since = {
	.name = "since",
	.usage = "[--json] CURSOR",
	.help =
		"What has happened after the cursor. Exit with 0 when nothing has, with 1 when\n"
		"something has; a cursor of another boot or load, or one that more events have\n"
		"followed than are kept, is an error (2).\n"
		"\n"
		"  -j, --json            one object a line\n",
	.options = "j",
	.words = true,
	.run = run,
};
