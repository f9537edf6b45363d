// SPDX-License-Identifier: GPL-2.0-only
/*
 * Units of systemd, as systemctl tells of them.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "files.h"
#include "program.h"
#include "text.h"
#include "units.h"

static const char *const value_names[UNIT_VALUES] = {
	[UNIT_LOAD] = "LoadState",
	[UNIT_ACTIVE] = "ActiveState",
	[UNIT_RESULT] = "Result",
	[UNIT_CONDITION] = "ConditionResult",
	[UNIT_FILE] = "UnitFileState",
	[UNIT_SINCE] = "ActiveEnterTimestampMonotonic",
	[UNIT_ENVIRONMENT] = "Environment",
	[UNIT_START] = "ExecStart",
	[UNIT_DROP_INS] = "DropInPaths",
};

/**
 * has_systemd() - whether it is systemd that runs services here
 */
bool has_systemd(void)
{
	int fd = open_file(AT_FDCWD, "/run/systemd/system", O_DIRECTORY);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* "Name=value"; what is there several times is put together. */
static void take_value(struct unit *unit, char *line)
{
	char *value = strchr(line, '=');
	unsigned int i;
	size_t len;

	if (!value)
		return;
	*value++ = '\0';
	value[strcspn(value, "\n")] = '\0';
	make_plain(value);
	for (i = 0; i < UNIT_VALUES; i++) {
		if (strcmp(line, value_names[i]))
			continue;
		len = strlen(unit->text[i]);
		snprintf(unit->text[i] + len, UNIT_TEXT - len, "%s%s", len ? "; " : "", value);
	}
}

/**
 * read_unit() - what systemd knows of a unit
 * @unit: gets it
 * @name: of the unit
 * @why: gets a sentence if it cannot be asked
 * @size: bytes in @why
 *
 * Return: whether it was asked; of a unit that is not there it says so, too.
 */
bool read_unit(struct unit *unit, const char *name, char *why, size_t size)
{
	char line[4096], word[32 * UNIT_VALUES] = "--property=";
	const char *const argv[] = { "systemctl", "show", word, "--", name, NULL };
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC), code;
	unsigned int i;
	pid_t child;
	FILE *out;

	memset(unit, 0, sizeof(*unit));
	for (i = 0; i < UNIT_VALUES; i++)
		snprintf(word + strlen(word), sizeof(word) - strlen(word), "%s%s", i ? "," : "",
			 value_names[i]);
	out = open_program(argv, null, true, &child);
	if (null >= 0)
		close(null);
	if (!out) {
		snprintf(why, size, "cannot run systemctl: %s", strerror(errno));
		return false;
	}
	while (fgets(line, sizeof(line), out))
		take_value(unit, line);
	code = close_program(out, child);
	if (code == PROGRAM_MISSING)
		snprintf(why, size, "there is no systemctl here");
	else if (code == PROGRAM_LATE)
		snprintf(why, size, "systemctl has not answered in time");
	else if (code || !unit->text[UNIT_LOAD][0])
		snprintf(why, size, "systemctl does not know of %s", name);
	return !code && unit->text[UNIT_LOAD][0];
}

/**
 * unit_is() - whether a value of a unit is that one
 * @unit: the unit
 * @value: which
 * @text: what it may be
 */
bool unit_is(const struct unit *unit, enum unit_value value, const char *text)
{
	return !strcmp(unit->text[value], text);
}
