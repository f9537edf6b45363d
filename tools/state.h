/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The taint state of a kernel: from the module taint_info where it is loaded, else
 * what the kernel itself tells.  It needs record.h, tables.h, and what lies below.
 */
#ifndef TAINTINFO_STATE_H
#define TAINTINFO_STATE_H

#include <string.h>

#include "files.h"
#include "fingerprint.h"
#include "record.h"
#include "tables.h"

/**
 * struct flag_state - one flag
 * @bit: its number
 * @set: what the kernel says now
 * @name: its name; bit_<n> if it has none
 * @letter: "" if it has none, as the next two
 * @category: its word
 * @description: what happened
 * @advice: what to do, or ""
 * @trust: what it means for the kernel's messages, or ""
 * @origin: as the module says, "" without it, as everything below but @modules
 * @count: calls seen
 * @first: the first one
 * @last: the newest one
 * @fingerprint: of @first, by state_fingerprints(); "" if it is not known
 * @modules: that carry it, one blank between; never NULL
 */
struct flag_state {
	unsigned int bit;
	bool set;
	char name[FLAG_NAME_SIZE];
	char letter[2];
	char category[TEXT_SIZE];
	char description[TEXT_SIZE];
	const char *advice;
	const char *trust;
	char origin[TEXT_SIZE];
	char count[TEXT_SIZE];
	struct record first;
	struct record last;
	char fingerprint[FINGERPRINT_SIZE];
	char *modules;
};

/**
 * struct state - the whole, or what is set alone
 * @loaded: the module is; without it what it alone tells is ""
 * @table: of this kernel, by its release, or the one that was asked for
 * @is_guess: nothing names the kernel
 * @from: the file below the root in which the state was found, NULL for the usual one
 * @release: as uname -r
 * @mask: the flags that are set
 * @string: as the kernel prints them, "" if that is not known
 * @baseline: in the whole only
 * @flags: of this kernel, and those that are set, or these alone; by number
 * @nr_flags: how many
 */
struct state {
	bool loaded;
	struct flag_table table;
	bool is_guess;
	const char *from;
	char release[TEXT_SIZE];
	unsigned long long mask;
	char string[TEXT_SIZE];
	char events[TEXT_SIZE];
	char lost[TEXT_SIZE];
	char baseline[TEXT_SIZE];
	char self[TEXT_SIZE];
	char cleared[TEXT_SIZE];
	char hooks[TEXT_SIZE];
	struct flag_state flags[64];
	unsigned int nr_flags;
};

/* Else nobody saw the call that set it, and the first record is of one that came later. */
static inline bool was_observed(const struct flag_state *flag)
{
	return !strcmp(flag->origin, "observed");
}

bool is_self_alone(const struct state *state, const struct flag_state *flag);
struct state *state_read(bool all, const struct flag_table *given, char *error, size_t size);
struct state *state_or_complain(bool all, const char *kernel);
void state_fingerprints(struct state *state);
void state_free(struct state *state);
bool module_loaded(void);
bool running_table(struct flag_table *table, char *release, size_t size);

#endif
