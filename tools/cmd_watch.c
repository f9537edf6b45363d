// SPDX-License-Identifier: GPL-2.0-only
/*
 * taintinfo watch: what is set, then what happens, as it comes.
 */
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "commands.h"
#include "events.h"
#include "json.h"
#include "text.h"

/* How often to look where nothing wakes us. */
#define LOOK_MS 1000

struct watching {
	bool json;
	/* What is set has been shown; what comes now is news. */
	bool begun;
	/* Of what has been told of. */
	unsigned long long mask;
};

/* One that is not whole waits, and what came after it: they stay in order. */
static void hold_back(struct events *events)
{
	size_t i = first_awaited(events, events->newest);

	if (i == events->n)
		return;
	events->newest = events->list[i].seq - 1;
	events->held = events->n - i;
	events->n = i;
}

/* Of those that were held before, the log may have lost the oldest meanwhile. */
static void keep_held(struct events *events, const struct events *before)
{
	const struct event *held = before->list + before->n;
	size_t n = 0;

	if (!events->each || !before->each)
		return;
	while (n < before->held && (!events->n || held[n].seq < events->list[0].seq))
		n++;
	if (!n)
		return;
	events->list = realloc(events->list, (events->n + n) * sizeof(*held));
	if (!events->list)
		abort();
	memmove(events->list + n, events->list, events->n * sizeof(*held));
	memcpy(events->list, held, n * sizeof(*held));
	events->n += n;
}

static void show_set(const struct flag_state *flag, bool json)
{
	char date[40];

	if (json) {
		printf("{\"type\":\"set\"");
		json_member(stdout, "flag", flag->name);
		json_member(stdout, "letter", flag->letter);
		json_member(stdout, "origin", flag->origin);
		json_record(stdout, "event", &flag->first);
		puts("}");
		return;
	}
	date_text(date, sizeof(date), flag->first.text[REALTIME]);
	if (!strcmp(flag->origin, "baseline"))
		printf("set before     ");
	else
		printf("%s  #%s", date[0] ? date : "set            ",
		       flag->first.text[SEQ][0] ? flag->first.text[SEQ] : "?");
	printf("  %s %s", flag->letter[0] ? flag->letter : "?", flag->name);
	if (was_observed(flag)) {
		printf(": ");
		show_who(stdout, &flag->first);
	} else if (!strcmp(flag->origin, "detected")) {
		printf(": found set, the call was not seen");
	}
	putchar('\n');
}

/* What was not there a second ago; of another machine's files our clock does not tell when. */
static void show_new(const struct flag_state *flag, bool json)
{
	struct event event = { .times = 1, .detected = true };
	struct events events = { .list = &event, .n = 1 };
	time_t now = time(NULL);

	strcpy(event.flag, flag->name);
	strcpy(event.letter, flag->letter);
	if (!*root)
		snprintf(event.record.text[REALTIME], FIELD_SIZE, "%lld", (long long)now);
	show_events(&events, 0, NULL, json);
}

/* Whether one that was not set before is not whole yet. */
static bool set_awaited(const struct state *state, unsigned long long mask)
{
	const struct flag_state *flag;
	unsigned int i;

	for (i = 0; i < state->nr_flags; i++) {
		flag = &state->flags[i];
		if (flag->set && !(mask >> flag->bit & 1) && was_observed(flag) &&
		    name_awaited(flag->name, flag->category, &flag->first))
			return true;
	}
	return false;
}

/* What is set now and was not before; remembers that, and what it has shown. */
static void show_all_set(struct watching *watching, struct shown *shown)
{
	char error[TEXT_SIZE];
	struct state *state = state_read(true, NULL, error, sizeof(error));
	const unsigned long long mask = watching->mask;
	const struct flag_state *flag;
	unsigned int i;

	/* What comes while we wait here is an event. */
	for (i = 0; state && i < state->nr_flags; i++)
		shown->counts[state->flags[i].bit] = number_in(state->flags[i].count);

	/* No name of a module comes later than that. */
	for (i = 0; i < NAME_WAIT * 1000 / STEP_MS && state && set_awaited(state, mask); i++) {
		state_free(state);
		pause_ms(STEP_MS);
		state = state_read(true, NULL, error, sizeof(error));
	}
	if (!state) {
		complain("%s", error);
		exit(EXIT_ERROR);
	}
	for (i = 0; i < state->nr_flags; i++) {
		flag = &state->flags[i];
		if (!flag->set || mask >> flag->bit & 1)
			continue;
		if (watching->begun)
			show_new(flag, watching->json);
		else
			show_set(flag, watching->json);
		if (!was_observed(flag))
			continue;
		shown->seqs[flag->bit] = number_in(flag->first.text[SEQ]);
		if (!shown->counts[flag->bit])
			shown->counts[flag->bit] = 1;
	}
	watching->mask = state->mask;
	watching->begun = true;
	state_free(state);
}

/* Whether the module is still there. */
static bool read_events(int fd, unsigned long long *number, bool watched)
{
	int there = read_count(fd, number, watched);

	if (there < 0) {
		complain("%s" SYS "/events is no number", root);
		exit(EXIT_ERROR);
	}
	return there;
}

/* No name comes any more when the module has gone: they are told as they are. */
static void show_held(struct events *events, const struct shown *before, bool json)
{
	struct events rest = { .list = events->list + events->n, .n = events->held };

	if (rest.n)
		show_events(&rest, 0, before, json);
}

static void follow_module(struct watching *watching)
{
	struct shown before = { 0 };
	struct events events = { 0 }, held;
	struct pollfd wait;
	unsigned long long shown = 0, now, mask;
	char text[TEXT_SIZE];
	bool there = true;
	size_t i;

	wait.fd = open_file(AT_FDCWD, SYS "/events", 0);
	wait.events = POLLPRI;
	if (wait.fd < 0)
		return;
	/* Of a module that was loaded while we were watching all is new. */
	if (!watching->begun) {
		there = read_events(wait.fd, &shown, false);
		if (there)
			show_all_set(watching, &before);
	}
	while (there && !ferror(stdout)) {
		now = shown;
		there = read_events(wait.fd, &now, true);
		if (!there)
			show_held(&events, &before, watching->json);
		held = events;
		memset(&events, 0, sizeof(events));
		if (now > shown) {
			collect_events(&events, shown, now, before.counts);
			keep_held(&events, &held);
			hold_back(&events);
			show_events(&events, shown, &before, watching->json);
			for (i = 0; i < events.n && !events.each; i++)
				before.counts[events.list[i].bit] = events.list[i].count;
			now = events.newest;
			if (read_text(text, sizeof(text), SYS "/tainted") &&
			    parse_mask(text, &mask))
				watching->mask = mask;
		}
		free(held.list);
		shown = now;
		/* Nothing wakes us when the module goes, or a name comes. */
		poll(&wait, 1, events.held ? STEP_MS : LOOK_MS);
	}
	free(events.list);
	close(wait.fd);
}

/* What the kernel tells by itself: a bit that was not there a second ago. */
static void follow_kernel(struct watching *watching)
{
	struct shown shown = { 0 };

	complain("taint_info is not loaded: only new flags are seen, and not who raised them");
	while (!module_loaded() && !ferror(stdout)) {
		show_all_set(watching, &shown);
		pause_ms(LOOK_MS);
	}
}

/* Until interrupted: it returns on an error only. */
static int run(const struct arguments *args)
{
	struct watching watching = { .json = args->json };

	setvbuf(stdout, NULL, _IOLBF, 0);
	while (!ferror(stdout)) {
		if (module_loaded())
			follow_module(&watching);
		else
			follow_kernel(&watching);
	}
	return EXIT_ERROR;
}

const struct command cmd_watch = {
	.name = "watch",
	.usage = "[--json]",
	.help =
		"What is set, then each event as it comes, repeats included, until interrupted.\n"
		"\n"
		"  -j, --json            one object a line\n",
	.options = "j",
	.run = run,
};
