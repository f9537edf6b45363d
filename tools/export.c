// SPDX-License-Identifier: GPL-2.0-only
/*
 * The state for other programs: JSON, and the text format of Prometheus as the textfile
 * collector of its node exporter takes it.  No process and no place is in a label.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands.h"
#include "show.h"

static void metric(FILE *out, const char *name, const char *type, const char *help)
{
	fprintf(out, "# HELP taint_info_%s %s\n# TYPE taint_info_%s %s\n", name, help, name, type);
}

/* Names and categories are words of our own. */
static void sample(FILE *out, const char *name, const struct flag_state *flag, const char *value)
{
	/* What could not be read has no sample. */
	if (!*value)
		return;
	fprintf(out, "taint_info_%s{flag=\"%s\",letter=\"%s\",category=\"%s\"} %s\n", name,
		flag->name, flag->letter, flag->category, value);
}

static void show_prometheus(FILE *out, const struct state *state)
{
	const struct flag_state *flag;
	unsigned int i;

	metric(out, "module_loaded", "gauge",
	       "Whether the module taint_info watches; without it only the flags are known.");
	fprintf(out, "taint_info_module_loaded %d\n", state->loaded);
	metric(out, "flag", "gauge", "Whether the kernel carries this taint flag.");
	for (i = 0; i < state->nr_flags; i++)
		sample(out, "flag", &state->flags[i], state->flags[i].set ? "1" : "0");
	if (!state->loaded)
		return;
	metric(out, "events_total", "counter",
	       "Calls seen that set this flag since taint_info was loaded, repeats included.");
	for (i = 0; i < state->nr_flags; i++)
		sample(out, "events_total", &state->flags[i], state->flags[i].count);
	metric(out, "lost_total", "counter", "Taint events that could not be recorded.");
	if (state->lost[0])
		fprintf(out, "taint_info_lost_total %s\n", state->lost);
	metric(out, "timestamp_seconds", "gauge",
	       "When this flag was first seen being set, since 1970.");
	for (i = 0; i < state->nr_flags; i++) {
		flag = &state->flags[i];
		if (flag->first.realtime[0])
			sample(out, "timestamp_seconds", flag, flag->first.realtime);
	}
}

/* Whoever reads the file sees the old one or the new one. */
static FILE *open_beside(const char *path, char *beside, size_t size)
{
	FILE *out;
	int fd;

	if ((size_t)snprintf(beside, size, "%s.XXXXXX", path) >= size) {
		errno = ENAMETOOLONG;
		return NULL;
	}
	fd = mkstemp(beside);
	if (fd < 0)
		return NULL;
	out = fchmod(fd, 0644) ? NULL : fdopen(fd, "w");
	if (!out) {
		close(fd);
		unlink(beside);
	}
	return out;
}

/**
 * export_state() - the whole state
 * @format: "json" or "prometheus"
 * @output: a file, replaced at once; NULL for stdout
 *
 * Return: the exit code.
 */
int export_state(const char *format, const char *output)
{
	char error[TEXT_SIZE], beside[PATH_MAX];
	struct state *state;
	struct stat status;
	FILE *out = stdout;
	bool written;

	state = state_read(true, error, sizeof(error));
	if (!state) {
		complain("%s", error);
		return EXIT_ERROR;
	}
	/* A device, a pipe, a terminal: to be written to, not to be replaced. */
	beside[0] = '\0';
	if (output && !stat(output, &status) && !S_ISREG(status.st_mode))
		out = fopen(output, "we");
	else if (output)
		out = open_beside(output, beside, sizeof(beside));
	if (!out) {
		complain("cannot write %s%s: %s", beside[0] ? "beside " : "", output,
			 strerror(errno));
		state_free(state);
		return EXIT_ERROR;
	}
	if (!strcmp(format, "prometheus"))
		show_prometheus(out, state);
	else
		show_state_json(out, state);
	state_free(state);
	written = !fflush(out) && !ferror(out);
	if (!output)
		return written ? EXIT_SUCCESS : EXIT_ERROR;
	written = written && (!beside[0] || !fsync(fileno(out)));
	if (fclose(out) || !written || (beside[0] && rename(beside, output))) {
		complain("cannot write %s: %s", output, strerror(errno));
		if (beside[0])
			unlink(beside);
		return EXIT_ERROR;
	}
	return EXIT_SUCCESS;
}
