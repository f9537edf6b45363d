/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What there is on record of flags that nobody saw being set.  It needs entries.h,
 * kernel_log.h, state.h and what lies below.
 */
#ifndef TAINTINFO_EVIDENCE_H
#define TAINTINFO_EVIDENCE_H

#include <stdio.h>

#include "kernel_log.h"
#include "state.h"

/**
 * enum evidence_kind - what it is, the likeliest first
 * @EVIDENCE_ENTRY: an entry of the systemd journal that taint_info wrote in this boot
 * @EVIDENCE_NOTICE: its notice in the kernel's log
 * @EVIDENCE_WORDS: what the module loader or a driver has said
 * @EVIDENCE_REPORT: the kernel's report of a fault
 * @EVIDENCE_MARK: what the kernel shows of what sets the flag
 * @EVIDENCE_CARRIER: a module that carries the flag
 * @EVIDENCE_OPTION: an option that sets the flag where it takes effect
 * @EVIDENCE_HINT: what goes with the flag more often than not
 * @EVIDENCE_STATE: a report that shows the flag, which somebody had set before
 * @EVIDENCE_KINDS: how many there are
 */
enum evidence_kind {
	EVIDENCE_ENTRY,
	EVIDENCE_NOTICE,
	EVIDENCE_WORDS,
	EVIDENCE_REPORT,
	EVIDENCE_MARK,
	EVIDENCE_CARRIER,
	EVIDENCE_OPTION,
	EVIDENCE_HINT,
	EVIDENCE_STATE,
	EVIDENCE_KINDS
};

/**
 * struct evidence - one piece of it
 * @kind: what it is
 * @source: the file, or the command that shows it
 * @line: number of the line there, 0 if that is not known
 * @time: of that, in seconds since boot with a fraction, or ""
 * @text: the line, or as much of it as there is room for
 * @module: "" or the module that it names, as the next three
 * @caller: the place
 * @comm: the process
 * @pid: and its number
 * @since: of EVIDENCE_STATE: the flag was not set at that time, or ""
 * @block: the lines of the log that belong to it, each with its end, or NULL
 * @sure: it is not only likely: taint_info's own entry of the call, what the loader says as
 *	it taints, or a report after which the flag was set and before which it was not; in a
 *	log that is kept, see log_is_kept()
 */
struct evidence {
	enum evidence_kind kind;
	char source[160];
	unsigned long line;
	char time[TIME_SIZE];
	char text[FIELD_SIZE];
	char module[64];
	char caller[160];
	char comm[72];
	char pid[12];
	char since[TIME_SIZE];
	char *block;
	bool sure;
};

/* No more pieces of one flag are kept, the likeliest. */
#define EVIDENCE_MOST 6

/**
 * struct explanation - what there is of one flag
 * @flag: which
 * @list: the pieces, the likeliest first
 * @nr: how many
 * @more: so many more were found
 */
struct explanation {
	const struct flag_state *flag;
	struct evidence list[EVIDENCE_MOST];
	unsigned int nr;
	unsigned int more;
};

/**
 * struct explanations - of some flags of a state
 * @list: of each
 * @nr: how many
 * @log: the log of the kernel, and where it was looked for
 * @entries: why there are no entries of the systemd journal, "" if there may be some
 */
struct explanations {
	struct explanation *list;
	unsigned int nr;
	struct kernel_log log;
	char entries[160];
};

struct explanations *explain_flags(const struct state *state, unsigned long long flags, bool full);
void free_explanations(struct explanations *explanations);
void add_evidence(struct explanation *explanation, struct evidence *evidence);
const struct evidence *likely_cause(const struct explanations *explanations,
				    const struct flag_state *flag);
const struct evidence *sure_cause(const struct explanations *explanations,
				  const struct flag_state *flag);
void record_of_cause(struct record *record, const struct evidence *evidence);
void show_likely(FILE *out, const struct evidence *evidence);
void show_explanation(FILE *out, const struct explanation *explanation);
void show_searched(FILE *out, const struct explanations *explanations);
void json_evidence(FILE *out, const struct evidence *evidence);
void show_explanation_json(FILE *out, const struct explanations *explanations,
			   const struct explanation *explanation);

#endif
