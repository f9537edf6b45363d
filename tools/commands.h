/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The commands: each is a file, cmd_<name>.c, and the row that it exports.  taintinfo.c
 * alone uses the rows; a command knows nothing of any other one.
 */
#ifndef TAINTINFO_COMMANDS_H
#define TAINTINFO_COMMANDS_H

#include <stdbool.h>

/* What run() returns, beside EXIT_SUCCESS and EXIT_FAILURE: 2 for an error. */
#define EXIT_ERROR 2
#define EXIT_NAGIOS_CRITICAL 2
#define EXIT_NAGIOS_UNKNOWN 3

/* Of what runs a command, whose exit code is passed on, as with env and timeout. */
#define EXIT_RUN_ERROR 125

/* Or this: the command line is wrong, which was complained of; taintinfo.c says more. */
#define WRONG_USAGE (-1)

/**
 * struct arguments - what was given, of all options there are
 * @brief: -s
 * @verbose: -v
 * @print: -p
 * @json: -j
 * @nagios: -n
 * @ktap: -K
 * @kernel: -k, or NULL
 * @format: -f, or "json"
 * @output: -o, or NULL
 * @allow: -a, or ""
 * @policy: -P, or NULL
 * @junit: -J, or NULL
 * @name: -N, or NULL
 * @exit_code: -E, or NULL
 * @flag: -F, or NULL
 * @timeout: -t, or NULL
 * @real: -R
 * @yes: -y
 * @words: what is no option, with a NULL behind
 */
struct arguments {
	bool brief;
	bool verbose;
	bool print;
	bool json;
	bool nagios;
	bool ktap;
	const char *kernel;
	const char *format;
	const char *output;
	const char *allow;
	const char *policy;
	const char *junit;
	const char *name;
	const char *exit_code;
	const char *flag;
	const char *timeout;
	bool real;
	bool yes;
	char **words;
};

/**
 * struct command - a command
 * @name: "" for what runs without one
 * @usage: what may stand behind the name, or ""
 * @help: what it does, then its options; whole lines
 * @options: their letters, but -h and -r, which each command takes
 * @words: it takes words that are no options; without it run() gets none
 * @numbers: a number below 0 is such a word, not an option
 * @command: these are a command's, with its own options
 * @error: the exit code of an error, 0 for EXIT_ERROR
 * @run: does it; returns the exit code.  Errors go to standard error
 */
struct command {
	const char *name;
	const char *usage;
	const char *help;
	const char *options;
	bool words;
	bool numbers;
	bool command;
	int error;
	int (*run)(const struct arguments *args);
};

extern const struct command cmd_show;
extern const struct command cmd_explain;
extern const struct command cmd_decode;
extern const struct command cmd_watch;
extern const struct command cmd_export;
extern const struct command cmd_expect;
extern const struct command cmd_policy;
extern const struct command cmd_run;
extern const struct command cmd_mark;
extern const struct command cmd_since;
extern const struct command cmd_notify;
extern const struct command cmd_boots;
extern const struct command cmd_drill;
extern const struct command cmd_tables;

#endif
