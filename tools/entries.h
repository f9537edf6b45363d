/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What taintinfo notify writes to the systemd journal: the fields, and reading them again.
 * It needs files.h, fingerprint.h, journalctl.h, json.h, record.h and text.h.
 */
#ifndef TAINTINFO_ENTRIES_H
#define TAINTINFO_ENTRIES_H

#include "../module/flags.h"
#include "fingerprint.h"
#include "record.h"

/* Tells journalctl -x which text of the catalog belongs to the entry. */
#define ENTRY_ID "774f89935ab3429e8bccb3c0d652ead0"

/* Beside those of the flag's files. */
#define ENTRY_FINGERPRINT "TAINT_FINGERPRINT"

/* What is told of the flag itself; record.h has what is told of the call that set it. */
enum entry_value {
	BIT,
	LETTER,
	CATEGORY,
	DESCRIPTION,
	ORIGIN,
	COUNT,
	MODULES,
	ENTRY_VALUES
};

/**
 * struct entry_row - where a value is found
 * @field: in the entry
 * @file: of the flag
 * @digits: as in a record's row
 */
struct entry_row {
	const char *field;
	const char *file;
	const char *digits;
};

extern const struct entry_row entry_rows[ENTRY_VALUES];

/* A boot's id, 32 hexadecimal digits, and its NUL. */
#define BOOT_ID_SIZE 33

/**
 * struct flag_entry - an entry of the systemd journal
 * @boot: the boot that wrote it
 * @written: when, in seconds since 1970 with a fraction; record has when the flag was set
 * @flag: its name
 * @text: as entry_rows has them
 * @mask: of all flags that were set then
 * @fingerprint: of a fault that was seen
 * @message: the sentence, cut if it is long
 * @record: the call that set the flag, where that was seen, which is of origin "observed"
 *
 * All is plain ASCII, and "" for what is not known.
 */
struct flag_entry {
	char boot[BOOT_ID_SIZE];
	char written[24];
	char flag[FLAG_NAME_SIZE];
	char text[ENTRY_VALUES][FIELD_SIZE];
	char mask[24];
	char fingerprint[FINGERPRINT_SIZE];
	char message[FIELD_SIZE];
	struct record record;
};

bool read_entries(const char *boot, void (*found)(const struct flag_entry *entry, void *data),
		  void *data, char *why, size_t size);

#endif
