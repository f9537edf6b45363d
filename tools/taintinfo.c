// SPDX-License-Identifier: GPL-2.0-only
/*
 * taintinfo - what taints a kernel, in words
 *
 * Which command it is, and its options; see taintinfo(1).  Includes run down only:
 *
 *	taintinfo	the command line
 *	cmd_*		a command each
 *	results
 *	links, outcome
 *	policy
 *	timeline
 *	boots, events, allow, cursor, evidence with leads and marks, finding, history,
 *	output, state_json
 *	state, kernel_log, tree
 *	archive
 *	decode with blame, entries
 *	record, report, tables
 *	files, fingerprint, group, journalctl, lines, program, child, uevents, units
 *	text, json, and flags and symbols of module/
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../module/flags.h"
#include "commands.h"
#include "files.h"
#include "text.h"

#ifndef VERSION
#define VERSION "unknown"
#endif

/* In the order of the help; the first one is that without a name. */
static const struct command *const commands[] = {
	&cmd_show,
	&cmd_explain,
	&cmd_decode,
	&cmd_watch,
	&cmd_export,
	&cmd_expect,
	&cmd_policy,
	&cmd_run,
	&cmd_mark,
	&cmd_since,
	&cmd_notify,
	&cmd_boots,
	&cmd_drill,
	&cmd_tables,
};

static const struct command *find_command(const char *name)
{
	size_t i;

	for (i = 1; i < ARRAY_SIZE(commands); i++)
		if (!strcmp(commands[i]->name, name))
			return commands[i];
	return NULL;
}

static void show_help(const struct command *command)
{
	const char *name = command->name;
	size_t i;

	printf("usage: taintinfo%s%s%s%s\n\n%s", *name ? " " : "", name,
	       *command->usage ? " " : "", command->usage, command->help);
	if (!*name) {
		fputs("  -r, --root=DIR        look there, in place of /, for any command: in a\n"
		      "                        copy of /, a sosreport or a supportconfig\n"
		      "  -V, --version\n"
		      "  -h, --help            also after each command\n"
		      "\n",
		      stdout);
		for (i = 1; i < ARRAY_SIZE(commands); i++)
			printf("       taintinfo %s%s%s\n", commands[i]->name,
			       *commands[i]->usage ? " " : "", commands[i]->usage);
	}
	fputs(command->error ? "\nMore: man taintinfo\n" :
	      "\nExit codes: as said, 2 for an error (3 with --nagios). More: man taintinfo\n",
	      stdout);
}

static struct arguments given = { .format = "json", .allow = "" };

/* The exit code of an error, whichever command finds it. */
static int error_code = EXIT_ERROR;

static int usage_error(void)
{
	fprintf(stderr, "See 'taintinfo%s%s --help'.\n", *command_name ? " " : "", command_name);
	if (given.nagios)
		printf("TAINT UNKNOWN - wrong usage\n");
	return error_code;
}

static const struct option long_options[] = {
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ "root", required_argument, NULL, 'r' },
	{ "short", no_argument, NULL, 's' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "print", no_argument, NULL, 'p' },
	{ "json", no_argument, NULL, 'j' },
	{ "kernel", required_argument, NULL, 'k' },
	{ "format", required_argument, NULL, 'f' },
	{ "output", required_argument, NULL, 'o' },
	{ "allow", required_argument, NULL, 'a' },
	{ "nagios", no_argument, NULL, 'n' },
	{ "policy", required_argument, NULL, 'P' },
	{ "ktap", no_argument, NULL, 'K' },
	{ "junit", required_argument, NULL, 'J' },
	{ "name", required_argument, NULL, 'N' },
	{ "exit-code", required_argument, NULL, 'E' },
	{ "flag", required_argument, NULL, 'F' },
	{ "timeout", required_argument, NULL, 't' },
	{ "real", no_argument, NULL, 'R' },
	{ "yes", no_argument, NULL, 'y' },
	{ NULL, 0, NULL, 0 }
};

/* In our own words: getopt's may have any bytes in them. */
static void complain_of_option(int option, const char *word)
{
	if (option == ':')
		complain("%s takes a value", word);
	else if (!optopt)
		complain("there is no option %s, or it is cut too short", word);
	else if (!strncmp(word, "--", 2) && strchr(word, '='))
		complain("%s: that option takes no value", word);
	else
		complain("there is no option -%c", optopt);
}

/* ":" leaves it to us to complain. */
#define LETTERS ":hVr:svpjk:f:o:a:nP:KJ:N:E:F:t:Ry"

/*
 * What an error is to whoever asks, which may be in an option before the command: another one
 * to what runs a command; and to monitoring, by "expect" with -n, wherever that stands.
 */
static void learn_error_code(int argc, char **argv)
{
	const struct command *command;
	int option;

	while (getopt_long(argc, argv, "+" LETTERS, long_options, NULL) != -1)
		;
	command = optind < argc ? find_command(argv[optind]) : NULL;
	if (command && command->error)
		error_code = command->error;
	if (command == &cmd_expect) {
		argc -= optind;
		argv += optind;
		optind = 0;
		/* "-" leaves the words where they are. */
		while ((option = getopt_long(argc, argv, "-" LETTERS, long_options, NULL)) != -1)
			given.nagios |= option == 'n';
	}
	if (given.nagios)
		error_code = EXIT_NAGIOS_UNKNOWN;
	optind = 0;
}

/* For a check that has not looked at the kernel nothing is OK. */
static int told(void)
{
	return given.nagios ? EXIT_NAGIOS_UNKNOWN : EXIT_SUCCESS;
}

/* -1 to go on, else the exit code. */
static int read_options(int argc, char **argv, const struct command *command)
{
	/* Those before a command end at the command; what that runs has its own. */
	const char *letters = *command->name && !command->command ? LETTERS : "+" LETTERS;
	int option;

	while ((option = getopt_long(argc, argv, letters, long_options, NULL)) != -1) {
		if (option == '?' || option == ':') {
			complain_of_option(option, argv[optind - 1]);
			return usage_error();
		}
		if (option != 'h' && option != 'r' && !strchr(command->options, option)) {
			complain("there is no option -%c here", option);
			return usage_error();
		}
		switch (option) {
		case 'h':
			if (given.nagios)
				puts("TAINT UNKNOWN - this is the help");
			show_help(command);
			return told();
		case 'V':
			if (given.nagios)
				puts("TAINT UNKNOWN - this is the version");
			printf("taintinfo %s\n", VERSION);
			return told();
		case 'r':
			if (!*optarg) {
				complain("the root has no name");
				return usage_error();
			}
			if (strlen(optarg) > ROOT_SIZE) {
				complain("the name of the root is too long");
				return usage_error();
			}
			root = optarg;
			break;
		case 's':
			given.brief = true;
			break;
		case 'v':
			given.verbose = true;
			break;
		case 'p':
			given.print = true;
			break;
		case 'j':
			given.json = true;
			break;
		case 'k':
			given.kernel = optarg;
			break;
		case 'f':
			given.format = optarg;
			break;
		case 'o':
			given.output = optarg;
			break;
		case 'a':
			given.allow = optarg;
			break;
		case 'n':
			given.nagios = true;
			break;
		case 'P':
			given.policy = optarg;
			break;
		case 'K':
			given.ktap = true;
			break;
		case 'J':
			given.junit = optarg;
			break;
		case 'N':
			given.name = optarg;
			break;
		case 'E':
			given.exit_code = optarg;
			break;
		case 'F':
			given.flag = optarg;
			break;
		case 't':
			given.timeout = optarg;
			break;
		case 'R':
			given.real = true;
			break;
		case 'y':
			given.yes = true;
			break;
		}
	}
	return -1;
}

static bool is_number_below_0(const char *word)
{
	return word[0] == '-' && word[1] && !word[1 + strspn(word + 1, "0123456789")];
}

/*
 * The words with those numbers behind a "--", as "-1" would be an option; to be freed.  They
 * are in no order that matters.
 */
static char **numbers_last(int *argc, char **argv)
{
	char **sorted = calloc(*argc + 2, sizeof(*sorted));
	int i, n = 0, last;

	if (!sorted)
		abort();
	for (last = 0; last < *argc && strcmp(argv[last], "--"); last++)
		;
	for (i = 0; i < last; i++)
		if (!is_number_below_0(argv[i]))
			sorted[n++] = argv[i];
	sorted[n++] = "--";
	for (i = 0; i < *argc; i++)
		if (i > last || (i < last && is_number_below_0(argv[i])))
			sorted[n++] = argv[i];
	*argc = n;
	return sorted;
}

static int run(const struct command *command)
{
	int code;

	if (*given.words && !command->words) {
		complain("'%s' is one too many", *given.words);
		return usage_error();
	}
	code = command->run(&given);
	return code == WRONG_USAGE ? usage_error() : code;
}

int main(int argc, char **argv)
{
	const struct command *command = &cmd_show;
	char **sorted = NULL;
	int code;

	learn_error_code(argc, argv);
	code = read_options(argc, argv, command);
	if (code >= 0)
		return code;
	argc -= optind;
	argv += optind;
	if (argc) {
		command = find_command(*argv);
		if (!command) {
			complain("there is no command '%s'", *argv);
			return usage_error();
		}
		command_name = command->name;
		if (command->numbers)
			sorted = numbers_last(&argc, argv);
		if (sorted)
			argv = sorted;
		optind = 0;
		code = read_options(argc, argv, command);
		if (code >= 0) {
			free(sorted);
			return code;
		}
		argv += optind;
	}
	colours = isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
	given.words = argv;
	code = run(command);
	free(sorted);
	if (fflush(stdout) || ferror(stdout)) {
		fprintf(stderr, "taintinfo: cannot write: %s\n", strerror(errno));
		return error_code;
	}
	return code;
}
