// SPDX-License-Identifier: GPL-2.0-only
/*
 * The module's report, which root may read: the call path of each flag's first event.
 */
#include <stdlib.h>
#include <string.h>

#include "../module/flags.h"
#include "files.h"
#include "fingerprint.h"
#include "report.h"
#include "text.h"

/* What a line of a path begins with. */
#define INDENT "               "

/**
 * report_read() - the report
 *
 * Return: any bytes, to be freed; NULL if this user may not read it, or there is none.
 */
char *report_read(void)
{
	return read_end(DEBUGFS "/report");
}

/**
 * report_path() - the call path that a report has of a flag's first event
 * @report: the report
 * @flag: the flag's name
 *
 * Return: plain ASCII, a frame a line, to be freed; NULL if it has none.
 */
char *report_path(const char *report, const char *flag)
{
	char *copy = strdup(report), *rest = copy, *path = NULL, *line;
	char name[FLAG_NAME_SIZE + 8];
	bool mine = false;
	size_t len = 0, more;

	if (!copy || snprintf(name, sizeof(name), " %s (bit ", flag) >= (int)sizeof(name))
		rest = NULL;
	while ((line = take_line(&rest))) {
		if (line[0] && line[0] != ' ')
			mine = !strncmp(line + 1, name, strlen(name));
		if (mine && !path && strstr(line, "call path:")) {
			path = strdup("");
		} else if (path && !strncmp(line, INDENT, strlen(INDENT))) {
			more = strlen(line + strlen(INDENT)) + 1;
			path = realloc(path, len + more + 1);
			if (path)
				sprintf(path + len, "%s\n", line + strlen(INDENT));
			len += more;
		} else if (path) {
			break;
		}
	}
	free(copy);
	return path;
}

/**
 * report_fingerprint() - the fingerprint of a flag's first event
 * @buf: gets it, FINGERPRINT_SIZE bytes; "" if there is none
 * @report: the report, or NULL
 * @flag: the flag's name
 * @caller: the event's place
 */
void report_fingerprint(char *buf, const char *report, const char *flag, const char *caller)
{
	char *path = report && *caller ? report_path(report, flag) : NULL;

	buf[0] = '\0';
	if (path)
		fingerprint_of_path(buf, flag, caller, path);
	free(path);
}
