/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Units of systemd, as systemctl tells of them.  It needs files.h, program.h and text.h.
 */
#ifndef TAINTINFO_UNITS_H
#define TAINTINFO_UNITS_H

#include <stdbool.h>
#include <stddef.h>

/* Room for a value and its NUL; longer ones are cut. */
#define UNIT_TEXT 512

/**
 * enum unit_value - what is asked for, by systemd's name of it
 * @UNIT_LOAD: loaded, not-found, masked, bad-setting, error
 * @UNIT_ACTIVE: active, activating, inactive, failed, ...
 * @UNIT_RESULT: of a service: success, exit-code, ...
 * @UNIT_CONDITION: whether its conditions held, when it was started last
 * @UNIT_FILE: enabled, disabled, static, ...
 * @UNIT_SINCE: when it became active, in microseconds since boot; 0 for never
 * @UNIT_ENVIRONMENT: what is set for its programs
 * @UNIT_START: these, "; " between them
 * @UNIT_DROP_INS: the files that change it
 * @UNIT_VALUES: how many there are
 */
enum unit_value {
	UNIT_LOAD,
	UNIT_ACTIVE,
	UNIT_RESULT,
	UNIT_CONDITION,
	UNIT_FILE,
	UNIT_SINCE,
	UNIT_ENVIRONMENT,
	UNIT_START,
	UNIT_DROP_INS,
	UNIT_VALUES
};

/**
 * struct unit - a unit
 * @text: plain ASCII, "" for what it has not
 */
struct unit {
	char text[UNIT_VALUES][UNIT_TEXT];
};

bool has_systemd(void);
bool read_unit(struct unit *unit, const char *name, char *why, size_t size);
bool unit_is(const struct unit *unit, enum unit_value value, const char *text);

#endif
