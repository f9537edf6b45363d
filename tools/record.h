/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One call that set a flag: its fields, where they are read from, and how they look.  It
 * needs files.h, group.h, json.h and text.h; all that has records may call it.
 */
#ifndef TAINTINFO_RECORD_H
#define TAINTINFO_RECORD_H

#include <stdbool.h>
#include <stdio.h>

/*
 * Room for a value and its NUL.  The longest is a cgroup: 255 bytes, of which 84 may be
 * escaped, with four bytes for one; with more of these it is cut, and ends in "...".
 */
#define FIELD_SIZE 512

/**
 * enum record_field - the fields, in the order of JSON
 * @SEQ: number of the event since taint_info was loaded
 * @BOOTTIME: seconds since boot, with a fraction
 * @REALTIME: the same since 1970
 * @MODULE: to blame
 * @CONTEXT: task, softirq, hardirq or nmi
 * @CPU: its number
 * @PID: of the thread, as the next six in a task only
 * @PPID: of its parent
 * @UID: its user
 * @LOGINUID: the user that logged in
 * @COMM: the thread's name
 * @PARENT: its parent's name
 * @CGROUP: the path of its control group; #<id> if it is gone; cut where "..." is
 * @CALLER: the place in the kernel
 * @VIA: the nearest module in the call path
 * @RECORD_FIELDS: how many there are
 */
enum record_field {
	SEQ,
	BOOTTIME,
	REALTIME,
	MODULE,
	CONTEXT,
	CPU,
	PID,
	PPID,
	UID,
	LOGINUID,
	COMM,
	PARENT,
	CGROUP,
	CALLER,
	VIA,
	RECORD_FIELDS
};

/**
 * struct record_row - where a field is found, and what it is called elsewhere
 * @name: the file in first/ and last/, and the key in JSON
 * @log: the key in the module's log, or NULL if it is not there
 * @entry: the field in an entry of the systemd journal
 * @digits: what it is made of, or NULL for a text
 */
struct record_row {
	const char *name;
	const char *log;
	const char *entry;
	const char *digits;
};

extern const struct record_row record_rows[RECORD_FIELDS];

/**
 * struct record - a call that set a flag
 * @text: its fields, plain ASCII; "" for what is not known
 */
struct record {
	char text[RECORD_FIELDS][FIELD_SIZE];
};

/* For so long after a call, in seconds, its module may still get its name. */
#define NAME_WAIT 2

/* What names of flags and categories are made of. */
#define NAME_CHARS "abcdefghijklmnopqrstuvwxyz0123456789_"

bool read_record(struct record *record, int dir, const char *which);
void take_field(struct record *record, enum record_field field, char *value);
void take_log_pair(struct record *record, const char *key, char *value);
bool name_awaited(const char *flag, const char *category, const struct record *record);
bool shorten_record(struct record *record);
void show_kin(FILE *out, const char *ppid, const char *parent, const char *cgroup);
void show_who(FILE *out, const struct record *record);
void json_record(FILE *out, const char *name, const struct record *record);

#endif
