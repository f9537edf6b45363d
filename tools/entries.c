// SPDX-License-Identifier: GPL-2.0-only
/*
 * What taintinfo notify writes to the systemd journal: the fields, and reading them again,
 * after the module has gone, or the boot.
 */
#include <string.h>

#include "entries.h"
#include "files.h"
#include "journalctl.h"
#include "json.h"
#include "text.h"

/* A flag is told once a load of the module: of more than this the newest. */
#define MOST "--lines=5000"

const struct entry_row entry_rows[ENTRY_VALUES] = {
	[BIT] = { "TAINT_BIT", "bit", "0123456789" },
	[LETTER] = { "TAINT_LETTER", "letter", NULL },
	[CATEGORY] = { "TAINT_CATEGORY", "category", NULL },
	[DESCRIPTION] = { "TAINT_DESCRIPTION", "description", NULL },
	[ORIGIN] = { "TAINT_ORIGIN", "origin", NULL },
	[COUNT] = { "TAINT_COUNT", "count", "0123456789" },
	[MODULES] = { "TAINT_MODULES", "modules", NULL },
};

/* --- one entry --- */

static void take(char *buf, size_t size, const char *line, const char *field, const char *digits)
{
	buf[0] = '\0';
	json_take_member(line, field, buf, size);
	make_plain(buf);
	if (digits && buf[strspn(buf, digits)])
		buf[0] = '\0';
}

static void take_time(char *buf, size_t size, const char *line, const char *field)
{
	unsigned long long microseconds;
	char text[24];

	take(text, sizeof(text), line, field, NULL);
	buf[0] = '\0';
	if (parse_mask(text, &microseconds))
		snprintf(buf, size, "%llu.%06llu", microseconds / 1000000, microseconds % 1000000);
}

/* False where it is of no flag. */
static bool take_entry(struct flag_entry *entry, const char *line)
{
	char text[FIELD_SIZE];
	unsigned int i;

	memset(entry, 0, sizeof(*entry));
	take(entry->boot, sizeof(entry->boot), line, "_BOOT_ID", "0123456789abcdef");
	take_time(entry->written, sizeof(entry->written), line, "__REALTIME_TIMESTAMP");
	take(entry->flag, sizeof(entry->flag), line, "TAINT_FLAG", NAME_CHARS);
	take(entry->mask, sizeof(entry->mask), line, "TAINT_MASK", "0123456789");
	take(entry->fingerprint, sizeof(entry->fingerprint), line, ENTRY_FINGERPRINT,
	     "0123456789abcdef");
	take(entry->message, sizeof(entry->message), line, "MESSAGE", NULL);
	for (i = 0; i < ENTRY_VALUES; i++)
		take(entry->text[i], FIELD_SIZE, line, entry_rows[i].field, entry_rows[i].digits);
	/* Else nobody saw the call that set it. */
	for (i = 0; i < RECORD_FIELDS && !strcmp(entry->text[ORIGIN], "observed"); i++) {
		take(text, sizeof(text), line, record_rows[i].entry, record_rows[i].digits);
		take_field(&entry->record, i, text);
	}
	return *entry->flag;
}

/* --- all of them --- */

/**
 * read_entries() - our own entries of the systemd journal, oldest first
 * @boot: of that boot, by its id, or of all for NULL
 * @found: called with each
 * @data: for it
 * @why: gets a sentence where there is no journal; nothing in it is no reason
 * @size: bytes in @why
 *
 * Anybody may write entries with any fields, but for those that the journal itself adds:
 * what is of root alone counts.
 *
 * Return: whether the journal could be asked.
 */
bool read_entries(const char *boot, void (*found)(const struct flag_entry *entry, void *data),
		  void *data, char *why, size_t size)
{
	char *line, match[BOOT_ID_SIZE + 16];
	const char *const words[] = {
		MOST, "MESSAGE_ID=" ENTRY_ID, "_UID=0", boot ? match : NULL, NULL,
	};
	struct journalctl journal;
	struct flag_entry entry;

	if (boot)
		snprintf(match, sizeof(match), "_BOOT_ID=%s", boot);
	if (!open_journalctl(&journal, words, why, size))
		return false;
	line = malloc(JOURNALCTL_LINE);
	if (!line)
		abort();
	while (next_entry(&journal, line))
		if (take_entry(&entry, line))
			found(&entry, data);
	free(line);
	return close_journalctl(&journal, why, size);
}
