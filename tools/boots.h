/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The boots that the systemd journal and the store of panics know of, and what tainted each.
 * It needs decode.h, entries.h, files.h, journalctl.h, json.h, record.h and text.h.
 */
#ifndef TAINTINFO_BOOTS_H
#define TAINTINFO_BOOTS_H

#include "decode.h"
#include "entries.h"
#include "files.h"

/* So many, the newest, are read in full: their kernel logs, which may be long. */
#define BOOTS_READ 20

/* How a boot has ended. */
enum boot_end { END_UNKNOWN, END_RUNNING, END_CLEAN, END_PANIC };

/* Where the first cause of a flag is from. */
enum cause_source { CAUSE_UNKNOWN, CAUSE_ENTRY, CAUSE_LOG, CAUSE_PSTORE };

/**
 * struct boot_flag - a flag that was set in a boot
 * @bit: its number, or FLAG_NO_BIT
 * @letter: or '?'
 * @name: bit_<n> if it has none
 * @row: what is known of it, or NULL
 * @source: where what follows is from; an entry of ours was written by who saw it
 * @raised: it raises the flag; else it only shows that it was set by then
 * @record: as far as it is known: when, who, where
 * @text: the line of the log, or ""; plain ASCII
 * @origin: by the entry of ours, or ""
 * @carriers: modules that carried it, one blank between
 * @fingerprint: of a fault, or ""
 */
struct boot_flag {
	unsigned int bit;
	char letter;
	char name[FLAG_NAME_SIZE];
	const struct flag_row *row;
	enum cause_source source;
	bool raised;
	struct record record;
	char text[sizeof(((struct finding *)0)->text)];
	char origin[16];
	char carriers[TEXT_SIZE];
	char fingerprint[FINGERPRINT_SIZE];
};

/**
 * struct boot - one boot
 * @index: as with journalctl, 0 for the newest; NO_INDEX where only the store of panics has it
 * @id: its id, or ""
 * @first: when the first line was written, in microseconds since 1970
 * @last: the same of the last one
 * @stopped: when the systemd journal was stopped last, or 0
 * @end: how it has ended
 * @panic: the panic's line, or ""; plain ASCII
 * @release: of its kernel, or ""
 * @table: of its kernel
 * @read: its kernel log was asked for
 * @has_log: it has one
 * @mask: the flags that have a number
 * @flags: in the order in which they came, as far as that is known
 * @nr_flags: how many
 */
struct boot {
	int index;
	char id[BOOT_ID_SIZE];
	unsigned long long first;
	unsigned long long last;
	unsigned long long stopped;
	enum boot_end end;
	char panic[200];
	char release[80];
	struct flag_table table;
	bool read;
	bool has_log;
	unsigned long long mask;
	struct boot_flag *flags;
	unsigned int nr_flags;
};

#define NO_INDEX 1

/**
 * struct boots - all of them
 * @list: newest first
 * @n: how many
 */
struct boots {
	struct boot *list;
	unsigned int n;
};

bool boots_list(struct boots *boots, char *why, size_t size);
void boots_read(struct boots *boots, int also);
void boots_free(struct boots *boots);

#endif
