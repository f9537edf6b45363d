// SPDX-License-Identifier: GPL-2.0-only
/*
 * What came while a command ran, and what is accepted of it.
 *
 * Each call is judged as it comes; from then on those from the same place are a number.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "outcome.h"
#include "text.h"

/* So many places are kept apart; a storm comes from few. */
#define MAX_TAINTS 256

/**
 * outcome_note() - something that is to be said beside
 * @outcome: gets it, once
 * @format: as for printf(); what is in it may be any bytes
 */
void outcome_note(struct outcome *outcome, const char *format, ...)
{
	char *text, *plain;
	va_list args;
	size_t i;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		abort();
	va_end(args);
	plain = text_of("%s", text);
	free(text);
	for (i = 0; i < outcome->nr_notes; i++)
		if (!strcmp(outcome->notes[i], plain))
			break;
	if (i < outcome->nr_notes || i == ARRAY_SIZE(outcome->notes))
		free(plain);
	else
		outcome->notes[outcome->nr_notes++] = plain;
}

/* The flag of a name, with what it is judged by; 64 for the bit if no such flag is known. */
static void find_flag(struct flag_state *flag, const struct state *state,
		      const struct event *event)
{
	unsigned long long bit = 64;
	unsigned int i;

	memset(flag, 0, sizeof(*flag));
	strcpy(flag->name, event->flag);
	strcpy(flag->letter, event->letter);
	for (i = 0; i < state->nr_flags; i++)
		if (!strcmp(state->flags[i].name, event->flag))
			bit = state->flags[i].bit;
	if (bit == 64 && !strncmp(event->flag, "bit_", 4) &&
	    isdigit((unsigned char)event->flag[4]) &&
	    (!parse_mask(event->flag + 4, &bit) || bit > 64))
		bit = 64;
	flag->bit = bit;
}

static bool is_same_call(const struct taint *taint, enum who who, const struct event *event)
{
	static const enum record_field fields[] = {
		MODULE, CONTEXT, UID, COMM, CGROUP, CALLER, VIA,
	};
	size_t i;

	if (taint->kind != TAINT_CALL || taint->who != who ||
	    strcmp(taint->event.flag, event->flag))
		return false;
	for (i = 0; i < ARRAY_SIZE(fields); i++)
		if (strcmp(taint->event.record.text[fields[i]], event->record.text[fields[i]]))
			return false;
	return true;
}

static struct taint *add_taint(struct outcome *outcome, enum taint_kind kind)
{
	struct taint *taints, *taint;

	taints = realloc(outcome->taints, (outcome->nr_taints + 1) * sizeof(*taints));
	if (!taints)
		abort();
	outcome->taints = taints;
	taint = &taints[outcome->nr_taints++];
	memset(taint, 0, sizeof(*taint));
	taint->kind = kind;
	taint->who = WHO_UNKNOWN;
	return taint;
}

/**
 * outcome_add_call() - a call has come
 * @outcome: gets it
 * @who: whose doing it was
 * @event: the call, which may be one that nobody saw
 */
void outcome_add_call(struct outcome *outcome, enum who who, const struct event *event)
{
	static const char self[] = "taint_info";
	struct flag_state flag;
	struct taint *taint;
	size_t i;

	find_flag(&flag, outcome->state, event);
	if (event->detected) {
		outcome_add_flag(outcome, TAINT_FOUND, &flag, 1);
		return;
	}
	if (flag.bit < 64)
		outcome->calls[flag.bit]++;
	for (i = 0; i < outcome->nr_taints; i++) {
		if (is_same_call(&outcome->taints[i], who, event)) {
			outcome->taints[i].times++;
			return;
		}
	}
	if (outcome->nr_taints >= MAX_TAINTS) {
		outcome->beyond++;
		return;
	}
	taint = add_taint(outcome, TAINT_CALL);
	taint->who = who;
	taint->times = 1;
	taint->bit = flag.bit;
	taint->event = *event;
	taint->judgement.answer = UNEXPECTED;
	if (flag.bit == 64)
		return;
	taint->allowed = outcome->allowed >> flag.bit & 1 ||
			 (outcome->allow_self && !strcmp(event->record.text[MODULE], self));
	policy_judge_call(outcome->policy, &flag, &event->record, &taint->judgement);
	/* Its reason names the call, which is shown beside it here. */
	if (taint->judgement.answer == UNEXPECTED) {
		free(taint->judgement.why);
		taint->judgement.why = text_of("no rule accepts it");
	}
}

/**
 * outcome_add_flag() - something has come that is no call
 * @outcome: gets it, once a flag
 * @kind: what
 * @flag: which, by its name, its letter and its bit; NULL for calls of any
 * @times: how many calls of it
 */
void outcome_add_flag(struct outcome *outcome, enum taint_kind kind,
		      const struct flag_state *flag, unsigned long long times)
{
	const struct record nothing = { .text = { { 0 } } };
	struct taint *taint;
	size_t i;

	for (i = 0; i < outcome->nr_taints; i++)
		if (flag && outcome->taints[i].kind == kind &&
		    !strcmp(outcome->taints[i].event.flag, flag->name))
			return;
	taint = add_taint(outcome, kind);
	taint->times = times;
	outcome->missed += kind == TAINT_MISSED ? times : 0;
	taint->bit = flag ? flag->bit : 64;
	taint->judgement.answer = UNEXPECTED;
	if (!flag)
		return;
	strcpy(taint->event.flag, flag->name);
	strcpy(taint->event.letter, flag->letter);
	taint->event.detected = kind == TAINT_FOUND;
	if (kind == TAINT_CLEARED || flag->bit == 64)
		return;
	taint->allowed = outcome->allowed >> flag->bit & 1;
	if (kind != TAINT_MISSED)
		return;
	/* Only a rule that asks for nothing accepts what nobody knows. */
	policy_judge_call(outcome->policy, flag, &nothing, &taint->judgement);
	free(taint->judgement.why);
	taint->judgement.why = NULL;
	taint->judgement.over = NULL;
}

static void judge_found(const struct outcome *outcome, struct taint *taint,
			const struct state *state)
{
	unsigned int i;

	taint->judgement = outcome->policy->flags[taint->bit];
	if (taint->judgement.why)
		taint->judgement.why = text_of("%s", taint->judgement.why);
	for (i = 0; outcome->allow_self && i < state->nr_flags; i++)
		taint->allowed |= state->flags[i].bit == taint->bit &&
				  is_self_alone(state, &state->flags[i]);
}

/**
 * outcome_judge_found() - judge flags that were found set, as any flag of a state
 * @outcome: has them
 * @state: in the end
 */
void outcome_judge_found(struct outcome *outcome, const struct state *state)
{
	bool judged = false;
	size_t i;

	for (i = 0; i < outcome->nr_taints; i++) {
		if (outcome->taints[i].kind != TAINT_FOUND || outcome->taints[i].bit == 64)
			continue;
		if (!judged)
			policy_judge(outcome->policy, state);
		judged = true;
		judge_found(outcome, &outcome->taints[i], state);
	}
}

/**
 * is_accepted() - whether something that came does not count
 * @outcome: all of it
 * @taint: of it
 *
 * What is not known to be accepted is not.
 */
bool is_accepted(const struct outcome *outcome, const struct taint *taint)
{
	return taint->allowed || (outcome->policy->given && taint->judgement.answer == EXPECTED);
}

/**
 * is_unexpected() - whether something came that counts
 * @outcome: all of it
 */
bool is_unexpected(const struct outcome *outcome)
{
	size_t i;

	for (i = 0; i < outcome->nr_taints; i++)
		if (!is_accepted(outcome, &outcome->taints[i]))
			return true;
	return outcome->beyond;
}

/**
 * outcome_free() - free what is in it, but for the policy and the state
 * @outcome: all of it
 */
void outcome_free(struct outcome *outcome)
{
	while (outcome->nr_taints)
		free(outcome->taints[--outcome->nr_taints].judgement.why);
	free(outcome->taints);
	while (outcome->nr_notes)
		free(outcome->notes[--outcome->nr_notes]);
	free(outcome->name);
	free(outcome->cannot_run);
	free(outcome->error);
	free(outcome->left);
}
