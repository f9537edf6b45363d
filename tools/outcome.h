/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What came while a command ran, and what is accepted of it.  It needs events.h, policy.h,
 * tree.h and what lies below.
 */
#ifndef TAINTINFO_OUTCOME_H
#define TAINTINFO_OUTCOME_H

#include "events.h"
#include "policy.h"
#include "tree.h"

/**
 * enum taint_kind - what came
 * @TAINT_CALL: a call that set a flag, or did so again
 * @TAINT_FOUND: a flag that was found set
 * @TAINT_CLEARED: a flag that was found cleared
 * @TAINT_MISSED: calls that nobody tells of: not kept, or for root alone
 */
enum taint_kind {
	TAINT_CALL,
	TAINT_FOUND,
	TAINT_CLEARED,
	TAINT_MISSED
};

/**
 * struct taint - something that came
 * @kind: what it is
 * @who: whose doing it was
 * @times: so many calls from the same place
 * @bit: the flag's, 64 if that is not known
 * @allowed: by --allow
 * @judgement: by the policy, if there is one
 * @event: the first of them; of the flag alone where there is no call
 */
struct taint {
	enum taint_kind kind;
	enum who who;
	unsigned long long times;
	unsigned int bit;
	bool allowed;
	struct judgement judgement;
	struct event event;
};

/**
 * struct outcome - all of it
 * @command: and its arguments
 * @name: for reports, plain ASCII
 * @policy: what is accepted
 * @state: when it began, whose names of flags count
 * @allowed: flags that are, whoever sets them
 * @allow_self: what taint_info itself carries is
 * @tree: how its processes were known
 * @loaded: taint_info was, all the time
 * @code: the command's exit code, as a shell has it
 * @signal: that has ended it, or 0
 * @cannot_run: why it could not be run, or NULL
 * @error: why what came is not known, or NULL
 * @seconds: how long it ran
 * @mask: the flags in the end
 * @taints: what came
 * @nr_taints: how many
 * @calls: so many calls of each flag are in there
 * @missed: so many calls are not known, be it of which flag they were
 * @beyond: so many calls came from more places than are kept apart
 * @notes: what is not known, and the like; plain ASCII
 * @nr_notes: how many
 * @left: the processes that go on, or NULL
 * @nr_left: how many
 */
struct outcome {
	char **command;
	char *name;
	struct policy *policy;
	const struct state *state;
	unsigned long long allowed;
	bool allow_self;
	enum tree_kind tree;
	bool loaded;
	int code;
	int signal;
	char *cannot_run;
	char *error;
	double seconds;
	unsigned long long mask;
	struct taint *taints;
	size_t nr_taints;
	unsigned long long calls[64];
	unsigned long long missed;
	unsigned long long beyond;
	char *notes[8];
	size_t nr_notes;
	char *left;
	unsigned int nr_left;
};

void outcome_note(struct outcome *outcome, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void outcome_add_call(struct outcome *outcome, enum who who, const struct event *event);
void outcome_add_flag(struct outcome *outcome, enum taint_kind kind,
		      const struct flag_state *flag, unsigned long long times);
void outcome_judge_found(struct outcome *outcome, const struct state *state);
bool is_accepted(const struct outcome *outcome, const struct taint *taint);
bool is_unexpected(const struct outcome *outcome);
void outcome_free(struct outcome *outcome);

#endif
