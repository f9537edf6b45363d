// SPDX-License-Identifier: GPL-2.0-only
/*
 * taintinfo decode: what a taint state of any kernel means, and what a log tells of it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "commands.h"
#include "finding.h"
#include "program.h"
#include "state.h"
#include "text.h"
#include "timeline.h"

/* What is done with findings. */
struct printing {
	bool json;
	const char *file;
	/* See show_finding(). */
	unsigned long long explained;
	/* There was a value that is in no log, and one of these has a flag. */
	bool has_value;
	bool is_tainted;
	/* For people, a log is told when all of it is known. */
	struct timeline *timeline;
	/* In JSON a state without a flag counts where there is nothing else. */
	struct finding clean;
	bool is_clean;
	bool any;
};

static void print_json(struct printing *printing, const struct finding *finding)
{
	if (finding->kind == FOUND_BOOT)
		return;
	if (finding->line && finding->kind == FOUND_STATE && !finding->mask && !finding->nr_odd &&
	    !finding->gap) {
		printing->clean = *finding;
		printing->is_clean = true;
		return;
	}
	show_finding_json(stdout, finding, printing->file);
	printing->any = true;
	/* Somebody may be watching. */
	fflush(stdout);
}

static void print_finding(const struct finding *finding, void *data)
{
	struct printing *printing = data;

	if (printing->json) {
		print_json(printing, finding);
	} else if (finding->line) {
		add_to_timeline(printing->timeline, finding);
	} else {
		show_finding(stdout, finding, &printing->explained);
		printing->has_value = true;
		if (finding->mask || finding->nr_odd || finding->gap)
			printing->is_tainted = true;
	}
}

/* --- files --- */

/* Those that a program has made smaller, and what makes them whole again. */
static const struct {
	const char *suffix;
	const char *program;
} compressed[] = {
	{ ".gz", "gzip" }, { ".xz", "xz" }, { ".bz2", "bzip2" }, { ".zst", "zstd" },
};

static const char *program_for(const char *path)
{
	size_t len = strlen(path), i, end;

	for (i = 0; i < ARRAY_SIZE(compressed); i++) {
		end = strlen(compressed[i].suffix);
		if (len > end && !strcmp(path + len - end, compressed[i].suffix))
			return compressed[i].program;
	}
	return NULL;
}

/* One log, to its end; whether it could be read. */
static bool decode_stream(struct decoder *decoder, FILE *in, const char *name)
{
	struct printing *printing = decoder->data;
	struct decoder each = *decoder;
	unsigned long found;

	printing->any = false;
	printing->is_clean = false;
	printing->timeline = new_timeline();
	/* Whoever watches a log wants to be told at once. */
	each.traces = in != stdin || !fseek(in, 0, SEEK_CUR);
	errno = 0;
	found = decode_log(&each, in);
	if (ferror(in)) {
		complain("cannot read %s: %s", name, strerror(errno));
	} else if (each.one_word && !found) {
		complain("the word read is no number of 64 bits, and no flags");
	} else if (printing->json) {
		if (printing->is_clean && !printing->any)
			show_finding_json(stdout, &printing->clean, printing->file);
	} else if (found) {
		show_timeline(stdout, printing->timeline);
	} else {
		puts("nothing in this log taints a kernel");
	}
	free_timeline(printing->timeline);
	return !ferror(in) && (found || !each.one_word);
}

/* A file that a program has made smaller. */
static bool decode_compressed(struct decoder *decoder, FILE *file, const char *program,
			      const char *path)
{
	const char *const argv[] = { program, "-dc", NULL };
	pid_t child;
	FILE *in = open_program(argv, fileno(file), false, &child);
	int code;
	bool ok;

	if (!in) {
		complain("cannot read %s: %s", path, strerror(errno));
		return false;
	}
	ok = decode_stream(decoder, in, path);
	code = close_program(in, child);
	if (code == PROGRAM_MISSING)
		complain("%s needs %s, which is not there: install it", path, program);
	else if (code)
		complain("%s does not read %s to its end", program, path);
	return ok && !code;
}

static bool decode_file(struct decoder *decoder, const char *path)
{
	struct printing *printing = decoder->data;
	const char *program = program_for(path);
	FILE *file = fopen(path, "re");
	bool ok;

	if (!file) {
		complain("cannot read %s: %s", path, strerror(errno));
		return false;
	}
	printing->file = path;
	ok = program ? decode_compressed(decoder, file, program, path) :
		       decode_stream(decoder, file, path);
	printing->file = NULL;
	fclose(file);
	return ok;
}

/* --- directories --- */

static bool decode_archived(struct decoder *decoder, enum archived what, unsigned int *nr)
{
	struct printing *printing = decoder->data;
	const char *path = find_archived(what);
	int fd = path ? open_file(AT_FDCWD, path, 0) : -1;
	FILE *in = fd < 0 ? NULL : fdopen(fd, "r");
	bool ok;

	if (!in)
		return true;
	if (!printing->json)
		printf("%s%s:\n", *nr ? "\n" : "", path);
	printing->file = path;
	ok = decode_stream(decoder, in, path);
	printing->file = NULL;
	fclose(in);
	++*nr;
	return ok;
}

/* All that it has, by the kernel that it is of. */
static bool decode_directory(const struct decoder *decoder, const char *path)
{
	const char *outer = root;
	struct decoder each = *decoder;
	unsigned int nr = 0;
	enum archived what;
	bool ok = true;

	root = path;
	learn_archived_kernel(&each);
	for (what = 0; what < ARCHIVED_KINDS; what++)
		ok = decode_archived(&each, what, &nr) && ok;
	root = outer;
	if (!nr)
		complain("%s is no copy of /, no sosreport and no supportconfig: it has no logs",
			 path);
	return ok && nr;
}

static bool is_directory(const char *path)
{
	struct stat status;

	return !stat(path, &status) && S_ISDIR(status.st_mode);
}

static bool decode_stdin(struct decoder *decoder)
{
	if (isatty(STDIN_FILENO))
		fprintf(stderr, "reading a log from standard input; end it with ^D\n");
	return decode_stream(decoder, stdin, "the input");
}

/* A value, a file, a directory, or "-". */
static bool decode_word(struct decoder *decoder, const char *word)
{
	struct decoder each = *decoder;

	if (!strcmp(word, "-"))
		return decode_stdin(decoder);
	if (decode_text(&each, word))
		return true;
	if (is_directory(word))
		return decode_directory(decoder, word);
	if (!access(word, F_OK))
		return decode_file(decoder, word);
	complain("'%s' is no number of 64 bits, nothing that a kernel prints, and no file", word);
	return false;
}

static int run(const struct arguments *args)
{
	struct printing printing = { .json = args->json };
	struct decoder decoder = { .found = print_finding, .data = &printing,
				   .watched = args->json };
	char release[TEXT_SIZE];
	struct flag_table given;
	bool ok = true;
	char **word;

	if (args->kernel) {
		if (!find_table(args->kernel, &given))
			return EXIT_ERROR;
		decoder.given = &given;
	}
	running_table(&decoder.fallback, release, sizeof(release));
	decoder.why = "by the running kernel";

	if (!*args->words)
		ok = decode_stdin(&decoder);
	for (word = args->words; *word; word++)
		ok = decode_word(&decoder, *word) && ok;
	if (printing.has_value)
		show_closing(stdout, printing.is_tainted);
	return ok ? EXIT_SUCCESS : EXIT_ERROR;
}

const struct command cmd_decode = {
	.name = "decode",
	.usage = "[--kernel=TABLE] [--json] [WHAT...]",
	.help =
		"What a taint state of any kernel means, and what a log tells of it. WHAT is a number,\n"
		"a text that begins with \"Tainted: \", or letters alone; else it is a file, with a log or\n"
		"with one of these, also one of gzip, xz, bzip2 or zstd, or a directory: a sosreport, a\n"
		"supportconfig or a copy of /. \"-\", or nothing, is standard input. A log in which\n"
		"nothing taints a kernel is no error.\n"
		"\n"
		"  taintinfo decode 4609\n"
		"  journalctl -k | taintinfo decode\n"
		"\n"
		"  -k, --kernel=TABLE    a release, as from uname -r, or a product in words, or one of:\n"
		"                        mainline, mainline-2.4, mainline-2.6.0 to mainline-7.3,\n"
		"                        ubuntu-3.13, fedora, rhel4 to rhel10, rhel6.0 to rhel6.10,\n"
		"                        rhel7.0 to rhel7.9, rhel8.0 to rhel8.10, rhel9.0 to rhel9.6,\n"
		"                        rhel10.0, sles9 to sles12, sles15, sles15-sp1 to sles15-sp7, sles16\n"
		"                        (default: by a release in the text, else the running kernel)\n"
		"  -j, --json            one object a line for each value\n",
	.options = "kj",
	.words = true,
	.run = run,
};
