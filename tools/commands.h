/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The commands.  Each returns the exit code; errors go to stderr.
 */
#ifndef TAINTINFO_COMMANDS_H
#define TAINTINFO_COMMANDS_H

#include <stdbool.h>

#define EXIT_ERROR 2
#define EXIT_NAGIOS_CRITICAL 2
#define EXIT_NAGIOS_UNKNOWN 3

void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

int watch(bool json);
int mark(void);
int events_since(const char *cursor, bool json);
int export_state(const char *format, const char *output);
int expect(const char *allowed, bool nagios);

#endif
