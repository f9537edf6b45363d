// SPDX-License-Identifier: GPL-2.0-only
/*
 * One call that set a flag: its fields, where they are read from, and how they look.
 */
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../module/flags.h"
#include "files.h"
#include "group.h"
#include "json.h"
#include "record.h"
#include "text.h"

#define NUMBER "0123456789"
#define SECONDS NUMBER "."

const struct record_row record_rows[RECORD_FIELDS] = {
	[SEQ] = { "seq", "seq", "TAINT_SEQ", NUMBER },
	[BOOTTIME] = { "boottime", "time", "TAINT_BOOTTIME", SECONDS },
	/* The log has the clock that runs since boot alone. */
	[REALTIME] = { "realtime", NULL, "TAINT_REALTIME", SECONDS },
	[MODULE] = { "module", "module", "TAINT_MODULE", NULL },
	[CONTEXT] = { "context", "context", "TAINT_CONTEXT", NULL },
	[CPU] = { "cpu", "cpu", "TAINT_CPU", NUMBER },
	[PID] = { "pid", "pid", "TAINT_PID", NUMBER },
	[PPID] = { "ppid", "ppid", "TAINT_PPID", NUMBER },
	[UID] = { "uid", "uid", "TAINT_UID", NUMBER },
	[LOGINUID] = { "loginuid", "loginuid", "TAINT_LOGINUID", NUMBER },
	[COMM] = { "comm", "comm", "TAINT_COMM", NULL },
	[PARENT] = { "parent", "parent", "TAINT_PARENT", NULL },
	[CGROUP] = { "cgroup", "cgroup", "TAINT_CGROUP", NULL },
	[CALLER] = { "caller", "caller", "TAINT_CALLER", NULL },
	[VIA] = { "via", "via", "TAINT_VIA", NULL },
};

/* Of a text that was cut the end is "...", and no part of an escape. */
static void mark_cut(char *text)
{
	size_t len = strlen(text) - strlen("..."), i;

	for (i = 1; i < 4; i++) {
		if (text[len - i] == '\\') {
			len -= i;
			break;
		}
	}
	strcpy(text + len, "...");
}

/* The log has it escaped; a file of the flag has \ and " as they are, or \ as \134. */
static void take_cgroup(char *text, char *value)
{
	size_t len = 0;
	const char *c;

	unescape_text(value);
	escape_text(text, FIELD_SIZE, value);
	for (c = text; *c; c += *c == '\\' ? 4 : 1)
		len++;
	if (value[len])
		mark_cut(text);
}

/**
 * take_field() - set a field
 * @record: gets it
 * @field: which
 * @value: plain ASCII; changed
 */
void take_field(struct record *record, enum record_field field, char *value)
{
	if (field == CGROUP)
		take_cgroup(record->text[field], value);
	else
		snprintf(record->text[field], FIELD_SIZE, "%s", value);
}

static void read_cgroup(char *text, int dir, const char *path)
{
	char *value = read_file(dir, path);

	text[0] = '\0';
	if (value)
		take_cgroup(text, value);
	free(value);
}

static void read_field(char *text, int dir, const char *which, enum record_field field)
{
	char path[64];

	snprintf(path, sizeof(path), "%s/%s", which, record_rows[field].name);
	if (field == CGROUP) {
		read_cgroup(text, dir, path);
		return;
	}
	read_line(text, FIELD_SIZE, dir, path);
	if (field == SEQ)
		keep_number(text, FIELD_SIZE);
	else if (field == BOOTTIME || field == REALTIME)
		keep_seconds(text);
}

/**
 * read_record() - read a record from the files of a flag
 * @record: gets it; its fields are "" before
 * @dir: the flag's directory
 * @which: "first" or "last"
 *
 * Return: whether there is one.
 */
bool read_record(struct record *record, int dir, const char *which)
{
	char again[FIELD_SIZE];
	enum record_field i;
	unsigned int tries;

	read_field(record->text[SEQ], dir, which, SEQ);

	/* The number, read again at the end, tells whether all is of one; a first event stays. */
	for (tries = 0; record->text[SEQ][0] && tries < 10; tries++) {
		for (i = SEQ + 1; i < RECORD_FIELDS; i++)
			read_field(record->text[i], dir, which, i);
		if (!strcmp(which, "first"))
			break;
		read_field(again, dir, which, SEQ);
		if (!strcmp(again, record->text[SEQ]))
			break;
		strcpy(record->text[SEQ], again);
	}
	return record->text[SEQ][0];
}

/**
 * take_log_pair() - read a field from the module's log
 * @record: gets it
 * @key: any text; one that names no field does not matter
 * @value: what the log has of it; changed
 */
void take_log_pair(struct record *record, const char *key, char *value)
{
	enum record_field i;

	for (i = 0; i < RECORD_FIELDS; i++) {
		if (record_rows[i].log && !strcmp(key, record_rows[i].log))
			take_field(record, i, value);
	}
}

/**
 * name_awaited() - whether the module that a call is blamed on may still get its name
 * @flag: the flag that was set
 * @category: its category
 * @record: the call, which was seen
 *
 * What a module raises by being loaded, or by being removed by force, has the module's
 * name when the kernel tells others of it; on a slow machine that is a second later.
 */
bool name_awaited(const char *flag, const char *category, const struct record *record)
{
	static const char *const others[] = {
		"forced_rmmod",
		"test",
		"no_support",
		"external_support",
	};
	bool by_module = !strcmp(category, "module");
	struct timespec now;
	double age;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(others); i++)
		by_module |= !strcmp(flag, others[i]);
	if (!by_module || record->text[MODULE][0] || !record->text[BOOTTIME][0])
		return false;
	/* Who may not see these has to wait in vain: a write to the sysctl has no module. */
	if ((record->text[CONTEXT][0] && strcmp(record->text[CONTEXT], "task")) ||
	    !strncmp(record->text[CALLER], "proc_taint", strlen("proc_taint")))
		return false;
	clock_gettime(CLOCK_BOOTTIME, &now);
	age = now.tv_sec + now.tv_nsec / 1e9 - strtod(record->text[BOOTTIME], NULL);
	return age >= 0 && age < NAME_WAIT;
}

/**
 * shorten_record() - leave what show_who() says in a few words
 * @record: a process stays only where neither module nor place is known
 *
 * Return: whether there is anything.
 */
bool shorten_record(struct record *record)
{
	char (*text)[FIELD_SIZE] = record->text;

	text[CONTEXT][0] = '\0';
	text[UID][0] = '\0';
	text[PPID][0] = '\0';
	text[CGROUP][0] = '\0';
	if (text[MODULE][0] || text[CALLER][0]) {
		text[PID][0] = '\0';
		text[COMM][0] = '\0';
	}
	return text[MODULE][0] || text[CALLER][0] || text[VIA][0] || text[PID][0];
}

/**
 * show_kin() - where a process comes from, behind a comma each
 * @out: where to
 * @ppid: as the next two of a record, "" for what is not known
 * @parent: of a process without a parent nothing is said
 * @cgroup: nor of the root of all groups
 */
void show_kin(FILE *out, const char *ppid, const char *parent, const char *cgroup)
{
	if (*ppid && strcmp(ppid, "0"))
		fprintf(out, ", child of %s[%s]", parent, ppid);
	if (*cgroup && strcmp(cgroup, "/")) {
		fputs(", in ", out);
		show_group(out, cgroup);
	}
}

/**
 * show_who() - whose doing a call was, as far as this user may know
 * @out: where to
 * @record: the call
 */
void show_who(FILE *out, const struct record *record)
{
	const char *comma = "";

	if (record->text[MODULE][0]) {
		fprintf(out, "module %s", record->text[MODULE]);
		comma = ", ";
	}
	if (record->text[CALLER][0]) {
		fprintf(out, "%sat %s", comma, record->text[CALLER]);
		comma = ", ";
	}
	if (record->text[VIA][0]) {
		fprintf(out, "%svia module %s", comma, record->text[VIA]);
		comma = ", ";
	}
	/* An idle CPU runs no process, and one may have an empty name. */
	if (!strcmp(record->text[PID], "0")) {
		fprintf(out, "%sidle", comma);
		comma = ", ";
	} else if (record->text[PID][0]) {
		fprintf(out, "%sprocess %s[%s]", comma, record->text[COMM], record->text[PID]);
		comma = ", ";
		if (record->text[UID][0])
			fprintf(out, "%suid %s", comma, record->text[UID]);
		show_kin(out, record->text[PPID], record->text[PARENT], record->text[CGROUP]);
	}
	if (record->text[CONTEXT][0] && strcmp(record->text[CONTEXT], "task"))
		fprintf(out, "%sin %s context", comma, record->text[CONTEXT]);
	if (!*comma && !record->text[CONTEXT][0])
		fputs(geteuid() ? "known to root" : "not known", out);
}

/* What the path of a control group names, beside it. */
static void json_group(FILE *out, const char *cgroup)
{
	struct group group;

	read_group(&group, cgroup);
	json_member(out, "unit", group.unit);
	json_member(out, "user_unit", group.user_unit);
	json_member(out, "container", group.container);
}

/**
 * json_record() - a call behind a comma, null if there was none
 * @out: where to
 * @name: of the member
 * @record: the call
 */
void json_record(FILE *out, const char *name, const struct record *record)
{
	enum record_field i;

	fprintf(out, ",\"%s\":", name);
	if (!record->text[SEQ][0]) {
		fputs("null", out);
		return;
	}
	fprintf(out, "{\"%s\":%llu", record_rows[SEQ].name, number_in(record->text[SEQ]));
	for (i = SEQ + 1; i < RECORD_FIELDS; i++) {
		json_member(out, record_rows[i].name, record->text[i]);
		if (i == CGROUP)
			json_group(out, record->text[i]);
	}
	putc('}', out);
}
