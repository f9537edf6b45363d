/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the administrator has accepted: rules in files, and what they say of a state; see
 * taintinfo-policy(5).  It needs events.h, evidence.h, state.h and what lies below; every
 * command may call it.
 */
#ifndef TAINTINFO_POLICY_H
#define TAINTINFO_POLICY_H

#include "evidence.h"
#include "state.h"

#define POLICY_DIR "/etc/taintinfo/policy.d"

/**
 * enum condition - what a rule may ask for
 * @OF_MODULE: the module that carries the flag, or that a call is blamed on
 * @OF_CALLER: the place, with its offset or without
 * @OF_VIA: the nearest module in the call path
 * @OF_COMM: the thread's name
 * @CONDITIONS: how many there are
 */
enum condition {
	OF_MODULE,
	OF_CALLER,
	OF_VIA,
	OF_COMM,
	CONDITIONS
};

extern const char *const condition_names[CONDITIONS];

/**
 * struct rule - a line of a file; what is not given is NULL
 * @file: its name, plain ASCII
 * @line: its number
 * @flag: a name, a letter, or bit_<n>
 * @globs: the conditions, plain ASCII
 * @until: the last day on which it holds, YYYY-MM-DD
 * @reason: plain ASCII, never NULL
 * @over: that day is over: it accepts nothing
 * @modules: how many carriers it matches
 * @events: how many calls
 * @nobody: it matches a flag of which nobody knows who set it
 * @reason_of: the flags that it is a reason of, being the first to accept something of them
 */
struct rule {
	const char *file;
	unsigned int line;
	const char *flag;
	const char *globs[CONDITIONS];
	const char *until;
	const char *reason;
	bool over;
	unsigned int modules;
	unsigned int events;
	bool nobody;
	unsigned long long reason_of;
};

/**
 * enum answer - what the policy says of a flag; of several the greatest counts
 * @NOT_SET: nothing, as it is not set
 * @EXPECTED: all that is known of it is accepted
 * @UNKNOWN: this user may not know, or the policy cannot be read
 * @UNEXPECTED: something of it is not, or it was cleared
 */
enum answer {
	NOT_SET,
	EXPECTED,
	UNKNOWN,
	UNEXPECTED
};

/**
 * struct judgement - what it says, and why
 * @answer: the answer
 * @why: what is not accepted or not known, plain ASCII; NULL if that is nothing
 * @rule: the first one that has accepted something of it, NULL if there is none
 * @over: a rule that would have accepted it, NULL if there is none
 * @missing: so many calls of it are not kept, and nobody has asked about them
 */
struct judgement {
	enum answer answer;
	char *why;
	const struct rule *rule;
	const struct rule *over;
	unsigned long long missing;
};

/**
 * struct policy - all rules, and what they say
 * @given: there is one, be it without a rule
 * @rules: in order
 * @nr_rules: how many
 * @errors: the first ones, plain ASCII
 * @nr_errors: how many there are in all; with any of them nothing is expected
 * @flags: by the number of the flag
 * @by_logs: of a flag that nobody saw being set it asks what is on record of that
 * @explanations: that, while it judges; NULL where it does not ask
 */
struct policy {
	bool given;
	struct rule *rules;
	size_t nr_rules;
	char *errors[16];
	unsigned int nr_errors;
	struct judgement flags[64];
	bool by_logs;
	const struct explanations *explanations;
	/* Names of files and their contents, which the rules point into. */
	char **texts;
	size_t nr_texts;
};

void policy_parse(struct policy *policy, const struct state *state, const char *file, char *text,
		  size_t len);
struct policy *policy_load(const struct state *state, const char *file);
struct policy *policy_read(const struct state *state, const char *file);
struct policy *policy_read_by_logs(const struct state *state, const char *file,
				   const struct explanations *known);
void policy_judge(struct policy *policy, const struct state *state);
void policy_judge_call(struct policy *policy, const struct flag_state *flag,
		       const struct record *call, struct judgement *judgement);
void policy_text(FILE *out, const struct policy *policy, unsigned int bit);
void policy_json(FILE *out, const struct policy *policy, unsigned int bit);
void policy_flag_members(FILE *out, const struct policy *policy, unsigned int bit);
void policy_member(FILE *out, const struct policy *policy);
void judgement_text(FILE *out, const struct judgement *judgement);
void judgement_json(FILE *out, const struct judgement *judgement);
void policy_free(struct policy *policy);

#endif
