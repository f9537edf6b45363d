// SPDX-License-Identifier: GPL-2.0-only
/*
 * taintinfo run: runs a command, and tells with what the kernel was tainted meanwhile.
 *
 * The module keeps 128 calls: they are taken while the command runs, each with whose doing it
 * was.  What else there is, flags that nobody saw being set or cleared, is found by comparing
 * two states, from before and after.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "allow.h"
#include "child.h"
#include "commands.h"
#include "events.h"
#include "outcome.h"
#include "output.h"
#include "policy.h"
#include "results.h"
#include "text.h"
#include "tree.h"

/* How often to look where nothing wakes us. */
#define LOOK_MS 1000

/* How long to look for what was counted, in steps of STEP_MS. */
#define STEPS 25

#define EXIT_UNEXPECTED 99

/**
 * struct running - a command that runs, and the module beside it
 * @child: the command
 * @tree: its processes
 * @outcome: what came
 * @before: the state when it began
 * @events: the module's file of that name, -1 without the module
 * @first: the number of the newest event when it began
 * @count: of the newest that was counted
 * @seen: of the newest that was taken
 * @steps: so many more times to look soon for those between
 * @counts: calls of each flag, in this load of the module, before it began
 * @changes: how often the module has come or gone
 * @lost: so many calls were not there when they were to be taken
 * @reaped: when others than the command were reaped, in milliseconds
 */
struct running {
	struct child child;
	struct tree tree;
	struct outcome outcome;
	struct state *before;
	int events;
	unsigned long long first;
	unsigned long long count;
	unsigned long long seen;
	unsigned int steps;
	unsigned long long counts[64];
	unsigned int changes;
	unsigned long long lost;
	long long reaped;
};

/* --- the calls --- */

static void take_event(struct running *run, const struct event *event)
{
	if (event->seq <= run->seen)
		return;
	run->lost += event->seq - run->seen - 1;
	run->seen = event->seq;
	outcome_add_call(&run->outcome, tree_who(&run->tree, &event->record), event);
}

/* What the log has, up to the first that is not whole, unless that is about to be lost. */
static void take_logged(struct running *run)
{
	struct events events;
	size_t n, i;

	read_logged(&events, run->seen);
	/* Users see it in the end. */
	if (!events.each)
		run->steps = 0;
	n = first_awaited(&events, run->count);
	if (run->count - run->seen > LOG_EVENTS / 2)
		n = events.n;
	/* Of what came since it was counted nobody knows whether it is whole. */
	for (i = 0; i < n && events.list[i].seq <= run->count; i++)
		take_event(run, &events.list[i]);
	free(events.list);
}

/* The module has come, or it was there. */
static void find_module(struct running *run)
{
	run->events = open_file(AT_FDCWD, SYS "/events", 0);
	run->first = 0;
	run->count = 0;
	run->seen = 0;
}

static void lose_module(struct running *run)
{
	close(run->events);
	run->events = -1;
	run->changes++;
	outcome_note(&run->outcome,
		     "taint_info was unloaded meanwhile: then only new flags are seen, and not who raised them");
}

/* Whether the module is there; gets the number of the newest event. */
static bool read_newest(struct running *run)
{
	struct stat status;
	int there = read_count(run->events, &run->count, true);

	/* Of a copy that was removed all is still there. */
	if (*root && there && !fstat(run->events, &status) && !status.st_nlink)
		there = 0;
	if (there < 0 && !run->outcome.error)
		run->outcome.error = text_of("%s" SYS "/events is no number", root);
	if (!there)
		lose_module(run);
	return there > 0;
}

/* Of one that has come meanwhile, in place of another one perhaps, all is news. */
static bool greet_module(struct running *run)
{
	find_module(run);
	if (run->events < 0)
		return false;
	run->changes++;
	memset(run->counts, 0, sizeof(run->counts));
	memset(run->outcome.calls, 0, sizeof(run->outcome.calls));
	outcome_note(&run->outcome,
		     "taint_info was loaded meanwhile: of what came before only new flags are seen");
	return read_newest(run);
}

/* Takes what has come. */
static void look(struct running *run)
{
	unsigned long long count = run->count;
	bool there = run->events >= 0 && read_newest(run);

	if (run->events < 0) {
		count = 0;
		there = greet_module(run);
	}
	if (!there)
		return;
	if (run->count != count)
		run->steps = STEPS;
	if (run->seen < run->count && run->steps) {
		run->steps--;
		take_logged(run);
	}
}

/* --- while it runs --- */

static void wait_for_end(struct running *run)
{
	struct pollfd wait[] = {
		{ .fd = run->child.signals, .events = POLLIN },
		{ .events = POLLPRI },
	};
	bool due;

	for (;;) {
		child_attend(&run->child);
		look(run);
		if (run->child.ended)
			return;
		due = run->seen < run->count && run->steps;
		/* A process that has ended is of use as long as it may be asked about. */
		if (!due && now_ms() - run->reaped > LOOK_MS) {
			child_reap_others(&run->child);
			run->reaped = now_ms();
		}
		wait[1].fd = run->events;
		poll(wait, 2, due ? STEP_MS : LOOK_MS);
	}
}

/* --- when it has ended --- */

/* For users, of each flag the newest call, and how many there were, of @all that were counted. */
static void take_newest(struct running *run, const struct events *events, unsigned long long all)
{
	unsigned long long times, known = 0;
	const struct event *event;
	struct flag_state flag;
	size_t i;

	for (i = 0; i < events->n; i++) {
		event = &events->list[i];
		outcome_add_call(&run->outcome, tree_who(&run->tree, &event->record), event);
		times = event->times;
		known += times;
		memset(&flag, 0, sizeof(flag));
		flag.bit = event->bit;
		strcpy(flag.name, event->flag);
		strcpy(flag.letter, event->letter);
		if (times > 1)
			outcome_add_flag(&run->outcome, TAINT_MISSED, &flag, times - 1);
	}
	/* A call of no flag's, as far as that can be read. */
	if (known < all)
		outcome_add_flag(&run->outcome, TAINT_MISSED, NULL, all - known);
}

/* Up to the number that is read now, all of them whole. */
static void take_rest(struct running *run)
{
	unsigned long long newest;
	struct events events;
	size_t i;

	if (run->events < 0 || run->seen >= run->count)
		return;
	newest = run->count;
	for (;;) {
		collect_events(&events, run->seen, newest, run->counts);
		if (first_awaited(&events, newest) == events.n)
			break;
		free(events.list);
		pause_ms(STEP_MS);
	}
	if (!events.each) {
		take_newest(run, &events, newest - run->seen);
	} else {
		for (i = 0; i < events.n && events.list[i].seq <= newest; i++)
			take_event(run, &events.list[i]);
		run->lost += newest - run->seen;
	}
	run->seen = newest;
	free(events.list);
}

/* Of which flags they were, as far as the flags have counted them. */
static void tell_lost(struct running *run, const struct state *after)
{
	const struct flag_state *flag;
	unsigned long long calls, missing;
	unsigned int i;

	for (i = 0; run->lost && i < after->nr_flags; i++) {
		flag = &after->flags[i];
		calls = run->counts[flag->bit] + run->outcome.calls[flag->bit];
		missing = number_in(flag->count);
		missing = missing > calls ? missing - calls : 0;
		if (missing > run->lost)
			missing = run->lost;
		run->lost -= missing;
		if (missing)
			outcome_add_flag(&run->outcome, TAINT_MISSED, flag, missing);
	}
	if (run->lost)
		outcome_add_flag(&run->outcome, TAINT_MISSED, NULL, run->lost);
	run->lost = 0;
}

/* The bits of which somebody has told already. */
static unsigned long long told_of(const struct outcome *outcome)
{
	unsigned long long told = 0;
	size_t i;

	for (i = 0; i < outcome->nr_taints; i++)
		if (outcome->taints[i].bit < 64)
			told |= 1ULL << outcome->taints[i].bit;
	return told;
}

static void compare_states(struct running *run, const struct state *after,
			   unsigned long long cleared)
{
	unsigned long long was = run->before->mask, told = told_of(&run->outcome);
	unsigned long long found = after->mask & ~was & ~told, bit;
	unsigned int i;

	cleared |= was & ~after->mask;
	for (i = 0; i < after->nr_flags; i++) {
		bit = 1ULL << after->flags[i].bit;
		if (found & bit)
			outcome_add_flag(&run->outcome, TAINT_FOUND, &after->flags[i], 1);
		if (cleared & bit)
			outcome_add_flag(&run->outcome, TAINT_CLEARED, &after->flags[i], 1);
		cleared &= ~bit;
	}
	/* The module has none of a bit that has no name, once it is cleared. */
	for (i = 0; cleared && i < run->before->nr_flags; i++)
		if (cleared >> run->before->flags[i].bit & 1)
			outcome_add_flag(&run->outcome, TAINT_CLEARED, &run->before->flags[i], 1);
	run->outcome.mask = after->mask;
}

/* As most often: a look at two files, in place of some hundred. */
static bool is_unchanged(const struct running *run)
{
	const struct state *before = run->before;
	char text[TEXT_SIZE];
	unsigned long long mask;

	if (run->changes || run->outcome.error || run->count != run->first || before->from)
		return false;
	if (!read_text(text, sizeof(text), before->loaded ? SYS "/tainted" :
							   "/proc/sys/kernel/tainted") ||
	    !parse_mask(text, &mask) || mask != before->mask)
		return false;
	return !before->loaded || (read_text(text, sizeof(text), SYS "/cleared") &&
				   !strcmp(text, before->cleared));
}

/* All that is known of what came; where it is not, error says so. */
static void find_outcome(struct running *run)
{
	unsigned long long cleared = 0, before = 0;
	char error[TEXT_SIZE];
	struct state *after;

	take_rest(run);
	run->outcome.mask = run->before->mask;
	if (is_unchanged(run))
		return;
	after = state_read(true, NULL, error, sizeof(error));
	if (!after) {
		if (!run->outcome.error)
			run->outcome.error = text_of("%s", error);
		return;
	}
	if (after->loaded && !parse_mask(after->cleared, &cleared) && !run->outcome.error)
		run->outcome.error = text_of("cannot read %s" SYS "/cleared", root);
	/* Another load has its own. */
	if (!run->changes)
		parse_mask(run->before->cleared, &before);
	compare_states(run, after, cleared & ~before);
	tell_lost(run, after);
	outcome_judge_found(&run->outcome, after);
	state_free(after);
}

static void find_left(struct running *run)
{
	size_t size;
	FILE *out = open_memstream(&run->outcome.left, &size);

	if (!out)
		abort();
	run->outcome.nr_left = tree_end(&run->tree, out);
	if (fclose(out))
		abort();
}

/* --- what is written --- */

static bool write_results(const struct outcome *outcome, const char *path, FILE *usual,
			  void (*show)(FILE *out, const struct outcome *outcome))
{
	char *text = results_written(show, outcome);
	bool done = true;

	if (path && strcmp(path, "-"))
		done = write_file(path, text, strlen(text), false);
	else
		fputs(text, path ? stdout : usual);
	free(text);
	return done;
}

static bool write_all_results(struct running *run, const struct arguments *args)
{
	const struct outcome *outcome = &run->outcome;
	bool done;
	size_t i;

	for (i = 0; args->json && i < outcome->nr_taints; i++)
		if (outcome->taints[i].kind == TAINT_CALL)
			add_realtime(&outcome->taints[i].event);
	if (args->ktap)
		done = write_results(outcome, args->output, stdout, results_ktap);
	else if (args->json)
		done = write_results(outcome, args->output, stdout, results_json);
	else
		done = write_results(outcome, args->output, stderr, results_text);
	if (args->junit)
		done &= write_results(outcome, args->junit, stdout, results_junit);
	return done;
}

/* --- all of it --- */

/* What was asked for, which is looked at before anything is run. */
static bool prepare(struct running *run, const struct arguments *args)
{
	struct state *before;
	unsigned long long number;
	char error[TEXT_SIZE];
	unsigned int i;

	find_module(run);
	if (run->events >= 0 && read_count(run->events, &run->first, false) < 0) {
		complain("%s" SYS "/events is no number", root);
		return false;
	}
	run->count = run->first;
	run->seen = run->first;
	before = state_read(true, NULL, error, sizeof(error));
	if (!before) {
		complain("%s", error);
		return false;
	}
	run->before = before;
	run->outcome.state = before;
	run->outcome.loaded = before->loaded;
	for (i = 0; i < before->nr_flags; i++)
		run->counts[before->flags[i].bit] = number_in(before->flags[i].count);
	if (before->loaded && !parse_mask(before->cleared, &number)) {
		complain("cannot read %s" SYS "/cleared", root);
		return false;
	}
	run->outcome.policy = policy_load(before, args->policy);
	if (run->outcome.policy->nr_errors)
		return false;
	/* It is not a flag that is allowed, but what taint_info raises. */
	run->outcome.allow_self = lists_self(args->allow);
	before->self[0] = '\0';
	if (!parse_allowed(before, args->allow, &run->outcome.allowed, error, sizeof(error))) {
		complain_of_word(before, error);
		return false;
	}
	return true;
}

static bool run_command(struct running *run, char **command)
{
	long long begun = now_ms();

	if (run->events < 0)
		outcome_note(&run->outcome,
			     "taint_info is not loaded: only new flags are seen, and not who raised them");
	tree_begin(&run->tree);
	run->reaped = begun;
	run->child.is_ours = tree_has;
	if (!child_begin(&run->child, command, run->tree.procs)) {
		tree_joined(&run->tree, false);
		return false;
	}
	tree_joined(&run->tree, run->child.joined);
	wait_for_end(run);
	run->outcome.seconds = (now_ms() - begun) / 1000.0;
	run->outcome.tree = run->tree.kind;
	run->outcome.code = run->child.code;
	run->outcome.signal = run->child.error ? 0 : run->child.signal;
	if (run->child.error)
		run->outcome.cannot_run = text_of("%s", strerror(run->child.error));
	find_outcome(run);
	child_end(&run->child);
	find_left(run);
	return true;
}

static int exit_code(const struct outcome *outcome, int unexpected)
{
	if (outcome->error)
		return EXIT_RUN_ERROR;
	return is_unexpected(outcome) ? unexpected : outcome->code;
}

static char *name_of(const struct arguments *args)
{
	const char *slash = strrchr(args->words[0], '/');

	if (args->name)
		return text_of("%s", args->name);
	return text_of("%s", slash && slash[1] ? slash + 1 : args->words[0]);
}

/* As the command, or 99 with what is unexpected; 125 for an error. */
static int run(const struct arguments *args)
{
	struct running run = { .events = -1 };
	unsigned long long unexpected = EXIT_UNEXPECTED;
	int code = EXIT_RUN_ERROR;

	if (!args->words[0]) {
		complain("give a command");
		return WRONG_USAGE;
	}
	if (args->ktap + args->json + !!args->junit > 1) {
		complain("it is one of --ktap, --junit and --json");
		return WRONG_USAGE;
	}
	if (args->exit_code && (!parse_mask(args->exit_code, &unexpected) || unexpected > 255)) {
		complain("'%s' is no exit code", args->exit_code);
		return WRONG_USAGE;
	}
	run.outcome.command = args->words;
	run.outcome.name = name_of(args);
	if (prepare(&run, args) && run_command(&run, args->words)) {
		if (run.outcome.cannot_run)
			complain("%s cannot be executed: %s", args->words[0],
				 run.outcome.cannot_run);
		code = exit_code(&run.outcome, unexpected);
		if (!write_all_results(&run, args))
			code = EXIT_RUN_ERROR;
	}
	if (run.events >= 0)
		close(run.events);
	outcome_free(&run.outcome);
	if (run.outcome.policy)
		policy_free(run.outcome.policy);
	if (run.before)
		state_free(run.before);
	return code;
}

const struct command cmd_run = {
	.name = "run",
	.usage = "[--ktap | --junit=FILE | --json] [OPTION...] COMMAND [ARGUMENT...]",
	.help =
		"Run COMMAND, then tell with what the kernel was tainted meanwhile, and by whom.\n"
		"Exit as it does, or with 99 when something came that is not expected; with 125 for\n"
		"an error, 126 and 127 when COMMAND cannot be run or is not there.\n"
		"\n"
		"  -K, --ktap            on standard output, a report of one test\n"
		"  -J, --junit=FILE      the same as XML\n"
		"  -j, --json            one object\n"
		"  -o, --output=FILE     in place of standard output, or of standard error\n"
		"  -N, --name=NAME       of the test, in place of that of COMMAND\n"
		"  -a, --allow=FLAGS     names, letters or masks, commas between; self is what\n"
		"                        taint_info alone carries\n"
		"  -P, --policy=FILE     in place of " POLICY_DIR ", see taintinfo-policy(5)\n"
		"  -E, --exit-code=N     in place of 99\n",
	.options = "KJjoNaPE",
	.words = true,
	.command = true,
	.error = EXIT_RUN_ERROR,
	.run = run,
};
