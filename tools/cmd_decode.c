// SPDX-License-Identifier: GPL-2.0-only
/*
 * taintinfo decode: what a taint state of any kernel means.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "finding.h"
#include "state.h"
#include "text.h"

/* What print_finding() has to know. */
struct printing {
	bool json;
	/* See show_finding(). */
	unsigned long long explained;
};

static void print_finding(const struct finding *finding, void *data)
{
	struct printing *printing = data;

	if (printing->json)
		show_finding_json(stdout, finding);
	else
		show_finding(stdout, finding, &printing->explained);
}

static int run(const struct arguments *args)
{
	struct printing printing = { .json = args->json };
	struct decoder decoder = { .found = print_finding, .data = &printing }, each;
	struct flag_table given;
	char release[TEXT_SIZE];
	int code = EXIT_SUCCESS;
	unsigned long found;
	char **word;

	if (args->kernel) {
		if (!find_table(args->kernel, &given))
			return EXIT_ERROR;
		decoder.given = &given;
	}
	running_table(&decoder.fallback, release, sizeof(release));
	decoder.why = "by the running kernel";

	if (!*args->words) {
		if (isatty(STDIN_FILENO))
			fprintf(stderr, "reading a log from standard input; end it with ^D\n");
		errno = 0;
		found = decode_log(&decoder, stdin);
		if (ferror(stdin)) {
			complain("cannot read the input: %s", strerror(errno));
			return EXIT_ERROR;
		}
		if (found)
			return EXIT_SUCCESS;
		if (decoder.one_word) {
			complain("the word read is no number of 64 bits, and no flags");
			return EXIT_ERROR;
		}
		if (!args->json)
			puts("nothing in this log taints a kernel");
		return EXIT_SUCCESS;
	}
	for (word = args->words; *word; word++) {
		each = decoder;
		if (!decode_text(&each, *word)) {
			complain("'%s' is no number of 64 bits, and nothing that a kernel prints",
				 *word);
			code = EXIT_ERROR;
		}
	}
	return code;
}

const struct command cmd_decode = {
	.name = "decode",
	.usage = "[--kernel=TABLE] [--json] [WHAT...]",
	.help =
		"What a taint state of any kernel means. WHAT is a number, a text that begins with\n"
		"\"Tainted: \", or letters alone; without it a log or one of these on standard input.\n"
		"A log in which nothing taints a kernel is no error.\n"
		"\n"
		"  -k, --kernel=TABLE    mainline, mainline-2.6.32 to mainline-7.3, rhel6 to rhel10,\n"
		"                        rhel8.0 to rhel8.10, rhel9.0 to rhel9.6, rhel10.0, fedora,\n"
		"                        sles9 to sles12, sles15, sles15-sp1 to sles15-sp7, sles16\n"
		"                        (default: by a release in the text, else the running kernel)\n"
		"  -j, --json            one object a line for each value\n",
	.options = "kj",
	.words = true,
	.run = run,
};
