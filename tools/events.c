// SPDX-License-Identifier: GPL-2.0-only
/*
 * What has happened: the events behind a number, as far as this user may know.
 *
 * Root reads the module's log, where each event is a line; a user sees the newest event
 * of each flag, and how many there were.  An event is counted at once, can be read when
 * the module's worker has come to it, 200 ms later at most, and is told when it is whole:
 * a module that is being loaded has no name yet.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "events.h"
#include "json.h"
#include "text.h"

/* How long to wait for what has been counted, in steps of STEP_MS. */
#define STEPS 25

static struct event *add_event(struct events *events)
{
	struct event *list = realloc(events->list, (events->n + 1) * sizeof(*list));

	if (!list)
		abort();
	events->list = list;
	memset(&list[events->n], 0, sizeof(*list));
	return &list[events->n++];
}

/**
 * read_count() - the number of the newest event
 * @fd: the module's file of it
 * @number: gets it
 * @watched: where a copy of the file is watched it may be empty for a moment, as it is
 *	written: the number stays
 *
 * Return: 1; 0 if the module has gone; -1 if it is no number.
 */
int read_count(int fd, unsigned long long *number, bool watched)
{
	char text[32];
	ssize_t len = pread(fd, text, sizeof(text) - 1, 0);

	if (len < 0 || (!len && watched))
		return len == 0;
	text[len] = '\0';
	return parse_mask(text, number) ? 1 : -1;
}

/* --- the log --- */

/* "key=value " or "key="value" "; moves on. Blanks and quotes in a value are escaped. */
static bool take_pair(char **text, char **key, char **value)
{
	char *end;

	while (**text == ' ')
		++*text;
	if (!**text)
		return false;
	*key = *text;
	end = *key + strcspn(*key, "= ");
	if (*end != '=') {
		*value = end;
		*text = *end ? end + 1 : end;
		*end = '\0';
		return true;
	}
	*end++ = '\0';
	if (*end == '"') {
		*value = ++end;
		end += strcspn(end, "\"");
	} else {
		*value = end;
		end += strcspn(end, " ");
	}
	*text = *end ? end + 1 : end;
	*end = '\0';
	return true;
}

static void read_log_line(struct event *event, char *line)
{
	char *key, *value;

	event->times = 1;
	while (take_pair(&line, &key, &value)) {
		if (!strcmp(key, "detected"))
			event->detected = true;
		else if (!strcmp(key, "flag"))
			snprintf(event->flag, sizeof(event->flag), "%s", value);
		else if (!strcmp(key, "letter"))
			snprintf(event->letter, sizeof(event->letter), "%s", value);
		else
			take_log_pair(&event->record, key, value);
	}
	event->seq = number_in(event->record.text[SEQ]);
	snprintf(event->record.text[SEQ], FIELD_SIZE, "%llu", event->seq);
}

/* Where the last lines begin, of which no more count than the module keeps. */
static char *last_lines(char *text)
{
	char *from = text + strlen(text);
	unsigned int n = LOG_EVENTS;

	while (from > text && (from[-1] != '\n' || --n))
		from--;
	return from;
}

/* Whether the log can be read; gets what it has behind a number. */
static bool read_log(struct events *events, unsigned long long after)
{
	char *log = read_end(DEBUGFS "/log"), *rest, *line;
	struct event event;

	if (!log)
		return false;
	rest = last_lines(log);
	while ((line = take_line(&rest))) {
		memset(&event, 0, sizeof(event));
		read_log_line(&event, line);
		if (event.seq > after)
			*add_event(events) = event;
	}
	free(log);
	return true;
}

/**
 * read_logged() - the events that the log has behind a number, without waiting for any
 * @events: gets them, none for users; to be freed
 * @after: the number, 0 for all
 */
void read_logged(struct events *events, unsigned long long after)
{
	memset(events, 0, sizeof(*events));
	events->each = read_log(events, after);
}

/* --- the newest of each flag --- */

static int by_seq(const void *a, const void *b)
{
	const struct event *one = a, *other = b;

	return one->seq < other->seq ? -1 : one->seq > other->seq;
}

static void read_newest(struct events *events, const struct state *state, unsigned long long after,
			const unsigned long long *counts)
{
	const struct flag_state *flag;
	const struct record *record;
	struct event *event;
	unsigned int i;

	for (i = 0; i < state->nr_flags; i++) {
		flag = &state->flags[i];
		record = number_in(flag->last.text[SEQ]) > after ? &flag->last : &flag->first;
		if (number_in(record->text[SEQ]) <= after)
			continue;
		event = add_event(events);
		event->record = *record;
		event->seq = number_in(record->text[SEQ]);
		event->bit = flag->bit;
		event->count = number_in(flag->count);
		event->times = 1;
		if (counts && event->count > counts[flag->bit])
			event->times = event->count - counts[flag->bit];
		event->detected = !strcmp(flag->origin, "detected") && !strcmp(flag->count, "0");
		snprintf(event->flag, sizeof(event->flag), "%s", flag->name);
		snprintf(event->letter, sizeof(event->letter), "%s", flag->letter);
	}
	if (events->n)
		qsort(events->list, events->n, sizeof(events->list[0]), by_seq);
}

/**
 * collect_events() - the events behind one number, up to another and what came meanwhile
 * @events: gets them; to be freed
 * @after: the number
 * @newest: the other one, which is greater
 * @counts: of each flag when @after was the newest, for users; or NULL
 */
void collect_events(struct events *events, unsigned long long after, unsigned long long newest,
		    const unsigned long long *counts)
{
	struct state *state;
	unsigned int step;
	char error[TEXT_SIZE];

	memset(events, 0, sizeof(*events));
	for (step = 0; step < STEPS; step++) {
		if (step)
			pause_ms(STEP_MS);
		events->n = 0;
		events->each = read_log(events, after);
		if (events->each && events->n >= newest - after)
			break;
		state = events->each ? NULL : state_read(true, NULL, error, sizeof(error));
		if (!state)
			continue;
		read_newest(events, state, after, counts);
		state_free(state);
		if (events->n && events->list[events->n - 1].seq >= newest)
			break;
	}
	events->newest = newest;
	if (events->n && events->list[events->n - 1].seq > newest)
		events->newest = events->list[events->n - 1].seq;
}

/* --- whole events --- */

static bool is_awaited(const struct event *event)
{
	char category[TEXT_SIZE];

	if (event->detected || event->record.text[MODULE][0] || strchr(event->flag, '/'))
		return false;
	read_text(category, sizeof(category), CLASS "/%s/category", event->flag);
	return name_awaited(event->flag, category, &event->record);
}

/**
 * first_awaited() - the first event that is not whole yet
 * @events: the events
 * @newest: only up to this number
 *
 * Return: its place, or how many there are if all are whole.
 */
size_t first_awaited(const struct events *events, unsigned long long newest)
{
	size_t i;

	for (i = 0; i < events->n; i++)
		if (events->list[i].seq <= newest && is_awaited(&events->list[i]))
			return i;
	return events->n;
}

/* From the flag's files, where these are still of this event. */
static bool take_realtime(struct event *event, const char *which)
{
	char seq[FIELD_SIZE], again[FIELD_SIZE], *time = event->record.text[REALTIME];

	read_text(seq, sizeof(seq), CLASS "/%s/%s/seq", event->flag, which);
	if (number_in(seq) != event->seq)
		return false;
	read_text(time, FIELD_SIZE, CLASS "/%s/%s/realtime", event->flag, which);
	read_text(again, sizeof(again), CLASS "/%s/%s/seq", event->flag, which);
	if (strcmp(seq, again) || !time[0] || time[strspn(time, "0123456789.")])
		time[0] = '\0';
	return time[0];
}

/**
 * add_realtime() - the time of an event, as the log has the clock that runs since boot alone
 * @event: the event; gets it, where it is known
 */
void add_realtime(struct event *event)
{
	const long long second = 1000000000;
	struct record *record = &event->record;
	struct timespec real, boot;
	long long ns;

	if (record->text[REALTIME][0] || !record->text[BOOTTIME][0] || strchr(event->flag, '/') ||
	    take_realtime(event, "last") || take_realtime(event, "first"))
		return;
	/* The clocks are this machine's: files of another one are not by them. */
	if (*root)
		return;
	clock_gettime(CLOCK_REALTIME, &real);
	clock_gettime(CLOCK_BOOTTIME, &boot);
	ns = (real.tv_sec - boot.tv_sec) * second + real.tv_nsec - boot.tv_nsec +
	     (long long)(strtold(record->text[BOOTTIME], NULL) * second);
	snprintf(record->text[REALTIME], FIELD_SIZE, "%lld.%09lld", ns / second, ns % second);
}

/* --- how an event looks --- */

static void show_event(const struct event *event)
{
	char date[40];

	date_text(date, sizeof(date), event->record.text[REALTIME]);
	printf("%s  #%s  %s %s", date, event->record.text[SEQ][0] ? event->record.text[SEQ] : "?",
	       event->letter[0] ? event->letter : "?", event->flag);
	if (event->times > 1)
		printf(", the newest of %llu", event->times);
	fputs(": ", stdout);
	if (event->detected)
		fputs("found set, the call was not seen", stdout);
	else
		show_who(stdout, &event->record);
	putchar('\n');
}

static void show_event_json(const struct event *event)
{
	printf("{\"type\":\"event\",\"times\":%llu,\"detected\":%s", event->times,
	       event->detected ? "true" : "false");
	json_member(stdout, "flag", event->flag);
	json_member(stdout, "letter", event->letter);
	json_record(stdout, "event", &event->record);
	puts("}");
}

static bool is_shown(const struct shown *shown, unsigned long long seq)
{
	size_t i;

	for (i = 0; shown && i < 64; i++)
		if (shown->seqs[i] == seq)
			return true;
	return false;
}

/**
 * show_events() - events on standard output, and how many could not be read
 * @events: the events; gets the times that the log does not have
 * @after: the number that they are behind
 * @shown: but for these, or NULL
 * @json: one object a line
 */
void show_events(struct events *events, unsigned long long after, const struct shown *shown,
		 bool json)
{
	unsigned long long all = events->newest - after;
	unsigned long long missing = all > events->n ? all - events->n : 0;
	size_t i;

	for (i = 0; i < events->n; i++) {
		if (is_shown(shown, events->list[i].seq))
			continue;
		add_realtime(&events->list[i]);
		if (json)
			show_event_json(&events->list[i]);
		else
			show_event(&events->list[i]);
	}
	if (!events->each || !missing)
		return;
	if (json)
		printf("{\"type\":\"lost\",\"times\":%llu}\n", missing);
	else
		printf("%llu more could not be read\n", missing);
}
