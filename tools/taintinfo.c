// SPDX-License-Identifier: GPL-2.0-only
/*
 * taintinfo - what taints a kernel, in words
 *
 * The commands and their options; see taintinfo(1).
 */
#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "show.h"

#ifndef VERSION
#define VERSION "unknown"
#endif

static const char *command = "";
static bool nagios;

/**
 * complain() - an error for the user
 * @format: as for printf(), one sentence without an end of line
 */
void complain(const char *format, ...)
{
	va_list args;

	fflush(stdout);
	fprintf(stderr, "taintinfo%s%s: ", *command ? " " : "", command);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	putc('\n', stderr);
}

static const struct {
	const char *name;
	const char *usage;
	const char *help;
} commands[] = {
	{ "", "[--verbose] [--root=DIRECTORY]",
	  "The state of this kernel: for each flag that is set what happened, since when, by\n"
	  "whom, how often, what it means for trusting the kernel's messages, what to do next.\n"
	  "Much of it only the module taint_info knows.\n"
	  "\n"
	  "  -v, --verbose         with the call path of each flag's first event (as root)\n" },
	{ "decode", "[--kernel=TABLE] [--json] [WHAT...]",
	  "What a taint state of any kernel means. WHAT is a number, a text that begins with\n"
	  "\"Tainted: \", or letters alone; without it a log or one of these on standard input.\n"
	  "\n"
	  "  -k, --kernel=TABLE    mainline, mainline-2.6.32 to mainline-7.3, rhel6 to rhel10,\n"
	  "                        sles9 to sles12, sles15, sles15-sp1 to sles15-sp7, sles16\n"
	  "                        (default: by a release in the text, else the running kernel)\n"
	  "  -j, --json            one object a line for each value\n" },
	{ "watch", "[--json]",
	  "What is set, then each event as it comes, repeats included, until interrupted.\n"
	  "\n"
	  "  -j, --json            one object a line\n" },
	{ "export", "[--format=json|prometheus] [--output=FILE]",
	  "The whole state for other programs.\n"
	  "\n"
	  "  -f, --format=FORMAT   json (default), or prometheus for node_exporter's textfile\n"
	  "                        collector\n"
	  "  -o, --output=FILE     replaced at once; default: standard output\n" },
	{ "expect", "[--allow=FLAGS] [--nagios]",
	  "Exit with 0 when nothing is set but FLAGS, with 1 otherwise.\n"
	  "\n"
	  "  -a, --allow=FLAGS     names, letters or masks, commas between; self is what\n"
	  "                        taint_info itself carries\n"
	  "  -n, --nagios          one line for monitoring: 0 OK, 2 unexpected, 3 unknown\n" },
	{ "mark", "",
	  "Print a cursor for 'since': boot, load of the module, number of the newest event.\n" },
	{ "since", "[--json] CURSOR",
	  "What has happened after the cursor. Exit with 0 when nothing has, with 1 when\n"
	  "something has; a cursor of another boot or load, or one that more events have\n"
	  "followed than are kept, is an error (2).\n"
	  "\n"
	  "  -j, --json            one object a line\n" },
	{ "tables", "[TABLE...]", "All flags of all kernels that are known, or of some.\n" },
};

static void show_help(const char *name)
{
	size_t i;

	for (i = 0; strcmp(commands[i].name, name); i++)
		;
	printf("usage: taintinfo%s%s%s%s\n\n%s", *name ? " " : "", name,
	       *commands[i].usage ? " " : "", commands[i].usage, commands[i].help);
	if (!*name) {
		fputs("  -r, --root=DIRECTORY  look there, in place of /, for any command\n"
		      "  -V, --version\n"
		      "  -h, --help            also after each command\n"
		      "\n",
		      stdout);
		for (i = 1; i < ARRAY_SIZE(commands); i++)
			printf("       taintinfo %s%s%s\n", commands[i].name,
			       *commands[i].usage ? " " : "", commands[i].usage);
	}
	fputs("\nExit codes: as said, 2 for an error (3 with --nagios). More: man taintinfo\n",
	      stdout);
}

static int usage_error(void)
{
	fprintf(stderr, "See 'taintinfo%s%s --help'.\n", *command ? " " : "", command);
	if (nagios)
		printf("TAINT UNKNOWN - wrong usage\n");
	return nagios ? EXIT_NAGIOS_UNKNOWN : EXIT_ERROR;
}

/* All options there are; each command takes some of them, -h and -r. */
static struct {
	bool verbose;
	bool json;
	const char *kernel;
	const char *format;
	const char *output;
	const char *allow;
} options = { .format = "json", .allow = "" };

static const struct option long_options[] = {
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ "root", required_argument, NULL, 'r' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "json", no_argument, NULL, 'j' },
	{ "kernel", required_argument, NULL, 'k' },
	{ "format", required_argument, NULL, 'f' },
	{ "output", required_argument, NULL, 'o' },
	{ "allow", required_argument, NULL, 'a' },
	{ "nagios", no_argument, NULL, 'n' },
	{ NULL, 0, NULL, 0 }
};

/* -1 to go on, else the exit code. */
static int read_options(int argc, char **argv, const char *mine)
{
	/* Those before a command end at the command. */
	const char *letters = *command ? "hVr:vjk:f:o:a:n" : "+hVr:vjk:f:o:a:n";
	int option;

	while ((option = getopt_long(argc, argv, letters, long_options, NULL)) != -1) {
		if (option == '?')
			return usage_error();
		if (option != 'h' && option != 'r' && !strchr(mine, option)) {
			complain("there is no option -%c here", option);
			return usage_error();
		}
		switch (option) {
		case 'h':
			show_help(command);
			return EXIT_SUCCESS;
		case 'V':
			printf("taintinfo %s\n", VERSION);
			return EXIT_SUCCESS;
		case 'r':
			if (strlen(optarg) > ROOT_SIZE) {
				complain("the name of the root is too long");
				return usage_error();
			}
			root = optarg;
			break;
		case 'v':
			options.verbose = true;
			break;
		case 'j':
			options.json = true;
			break;
		case 'k':
			options.kernel = optarg;
			break;
		case 'f':
			options.format = optarg;
			break;
		case 'o':
			options.output = optarg;
			break;
		case 'a':
			options.allow = optarg;
			break;
		case 'n':
			nagios = true;
			break;
		}
	}
	return -1;
}

static int show(void)
{
	char error[TEXT_SIZE];
	struct state *state = state_read(false, error, sizeof(error));

	if (!state) {
		complain("%s", error);
		return EXIT_ERROR;
	}
	show_state(stdout, state, options.verbose);
	state_free(state);
	return EXIT_SUCCESS;
}

static void print_finding(const struct finding *finding, void *explained)
{
	if (options.json)
		show_finding_json(stdout, finding);
	else
		show_finding(stdout, finding, explained);
}

static bool get_table(const char *name, struct flag_table *table)
{
	if (table_by_name(name, table))
		return true;
	complain("there is no table '%s': see 'taintinfo decode --help'", name);
	return false;
}

static int decode(char **what)
{
	unsigned long long explained = 0;
	struct decoder decoder = { .found = print_finding, .data = &explained }, each;
	struct flag_table given;
	char release[TEXT_SIZE];
	int code = EXIT_SUCCESS;
	unsigned long found;

	if (options.kernel) {
		if (!get_table(options.kernel, &given))
			return EXIT_ERROR;
		decoder.given = &given;
	}
	running_table(&decoder.fallback, release, sizeof(release));
	decoder.why = "by the running kernel";

	if (!*what) {
		if (isatty(STDIN_FILENO))
			fprintf(stderr, "reading a log from standard input; end it with ^D\n");
		errno = 0;
		found = decode_log(&decoder, stdin);
		if (ferror(stdin)) {
			complain("cannot read the input: %s", strerror(errno));
			return EXIT_ERROR;
		}
		if (!found)
			complain("there is nothing about a taint in the input");
		return found ? EXIT_SUCCESS : EXIT_ERROR;
	}
	for (; *what; what++) {
		each = decoder;
		if (!decode_text(&each, *what)) {
			complain("'%s' is no number of 64 bits, and nothing that a kernel prints",
				 *what);
			code = EXIT_ERROR;
		}
	}
	return code;
}

static int tables(char **names)
{
	struct flag_table table;

	if (!*names)
		show_tables(stdout, NULL);
	for (; *names; names++) {
		if (!get_table(*names, &table))
			return EXIT_ERROR;
		show_tables(stdout, &table);
	}
	return EXIT_SUCCESS;
}

static int run(char **rest)
{
	if (!strcmp(command, "decode"))
		return decode(rest);
	if (!strcmp(command, "tables"))
		return tables(rest);
	if (!strcmp(command, "since")) {
		if (!*rest || rest[1]) {
			complain("give one cursor, from 'taintinfo mark'");
			return usage_error();
		}
		return events_since(*rest, options.json);
	}
	if (*rest) {
		complain("'%s' is one too many", *rest);
		return usage_error();
	}
	if (!strcmp(command, "watch"))
		return watch(options.json);
	if (!strcmp(command, "export")) {
		if (strcmp(options.format, "json") && strcmp(options.format, "prometheus")) {
			complain("'%s' is no format: choose json or prometheus", options.format);
			return usage_error();
		}
		return export_state(options.format, options.output);
	}
	if (!strcmp(command, "expect"))
		return expect(options.allow, nagios);
	if (!strcmp(command, "mark"))
		return mark();
	return show();
}

/* Which options a command takes. */
static const char *options_of(const char *name)
{
	static const char *const taken[][2] = {
		{ "", "Vv" },
		{ "decode", "kj" },
		{ "watch", "j" },
		{ "export", "fo" },
		{ "expect", "an" },
		{ "mark", "" },
		{ "since", "j" },
		{ "tables", "" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(taken); i++)
		if (!strcmp(taken[i][0], name))
			return taken[i][1];
	return NULL;
}

int main(int argc, char **argv)
{
	bool expecting = false;
	int code, i;

	/* A wrong option is told of as monitoring wants it, wherever it stands. */
	for (i = 1; i < argc; i++) {
		expecting |= !strcmp(argv[i], "expect");
		nagios |= expecting && (!strcmp(argv[i], "--nagios") || !strcmp(argv[i], "-n"));
	}
	code = read_options(argc, argv, options_of(""));
	if (code >= 0)
		return code;
	argc -= optind;
	argv += optind;
	if (argc) {
		if (!**argv || !options_of(*argv)) {
			complain("there is no command '%s'", *argv);
			return usage_error();
		}
		command = *argv;
		optind = 0;
		code = read_options(argc, argv, options_of(command));
		if (code >= 0)
			return code;
		argv += optind;
	}
	colours = isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
	code = run(argv);
	if (fflush(stdout) || ferror(stdout)) {
		fprintf(stderr, "taintinfo: cannot write: %s\n", strerror(errno));
		return nagios ? EXIT_NAGIOS_UNKNOWN : EXIT_ERROR;
	}
	return code;
}
