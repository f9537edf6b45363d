// SPDX-License-Identifier: GPL-2.0-only
/*
 * What happens: as it comes, and after a cursor.
 *
 * Root reads the module's log, where each event is a line; a user sees the newest event
 * of each flag, and how many there were.  An event is counted at once, and can be read
 * when the module's worker has come to it, 200 ms later at most.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "commands.h"
#include "show.h"

#define EVENTS "/sys/kernel/taint_info/events"
#define LOG "/sys/kernel/debug/taint_info/log"

/* That many the module keeps. */
#define LOG_EVENTS 128

/* How long to wait for what has been counted, in steps. */
#define STEP_MS 20
#define STEPS 25

struct event {
	unsigned long long seq;
	/* Of this flag since the one before, itself included; 1 in the log. */
	unsigned long long times;
	/* For users: the flag, and its count by then. */
	unsigned int bit;
	unsigned long long count;
	bool detected;
	char flag[FLAG_NAME_SIZE];
	char letter[2];
	struct record record;
};

struct events {
	struct event *list;
	size_t n;
	/* One for each; else the newest of each flag. */
	bool each;
	/* The newest of all. */
	unsigned long long newest;
};

static void pause_ms(long ms)
{
	struct timespec time = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&time, NULL);
}

static unsigned long long number_in(const char *text)
{
	return strtoull(text, NULL, 10);
}

static struct event *add_event(struct events *events)
{
	struct event *list = realloc(events->list, (events->n + 1) * sizeof(*list));

	if (!list)
		abort();
	events->list = list;
	memset(&list[events->n], 0, sizeof(*list));
	return &list[events->n++];
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
	struct record *record = &event->record;
	const struct {
		const char *key;
		char *text;
		size_t size;
	} texts[] = {
		{ "seq", record->seq, FIELD_SIZE },
		{ "time", record->boottime, FIELD_SIZE },
		{ "flag", event->flag, sizeof(event->flag) },
		{ "letter", event->letter, 2 },
		{ "context", record->context, FIELD_SIZE },
		{ "cpu", record->cpu, FIELD_SIZE },
		{ "pid", record->pid, FIELD_SIZE },
		{ "uid", record->uid, FIELD_SIZE },
		{ "loginuid", record->loginuid, FIELD_SIZE },
		{ "comm", record->comm, FIELD_SIZE },
		{ "caller", record->caller, FIELD_SIZE },
		{ "module", record->module, FIELD_SIZE },
		{ "via", record->via, FIELD_SIZE },
	};
	char *key, *value;
	size_t i;

	event->times = 1;
	while (take_pair(&line, &key, &value)) {
		if (!strcmp(key, "detected"))
			event->detected = true;
		for (i = 0; i < ARRAY_SIZE(texts); i++)
			if (!strcmp(key, texts[i].key))
				snprintf(texts[i].text, texts[i].size, "%s", value);
	}
	event->seq = number_in(record->seq);
}

/* Whether the log can be read; gets what it has behind a number. */
static bool read_log(struct events *events, unsigned long long after)
{
	char path[512], line[1024];
	struct event event;
	FILE *log;

	path_of(path, sizeof(path), LOG);
	log = fopen(path, "re");
	if (!log)
		return false;
	while (fgets(line, sizeof(line), log)) {
		line[strcspn(line, "\n")] = '\0';
		memset(&event, 0, sizeof(event));
		read_log_line(&event, line);
		if (event.seq > after)
			*add_event(events) = event;
	}
	fclose(log);
	return true;
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
	struct event *event;
	unsigned int i;

	for (i = 0; i < state->nr_flags; i++) {
		flag = &state->flags[i];
		if (number_in(flag->last.seq) <= after && number_in(flag->first.seq) <= after)
			continue;
		event = add_event(events);
		event->record = flag->last.seq[0] ? flag->last : flag->first;
		event->seq = number_in(event->record.seq);
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
 * collect() - the events behind one number, up to another and what came meanwhile
 * @events: gets them; to be freed
 * @after: the number
 * @newest: the other one, which is greater
 * @counts: of each flag when @after was the newest, for users; or NULL
 */
static void collect(struct events *events, unsigned long long after, unsigned long long newest,
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
		state = events->each ? NULL : state_read(true, error, sizeof(error));
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

/* --- how an event looks --- */

/* Of what the log has by the clock that runs since boot. */
static void event_date(char *buf, size_t size, const struct record *record)
{
	struct timespec real, boot;
	char seconds[TEXT_SIZE];

	if (record->realtime[0]) {
		date_text(buf, size, record->realtime);
		return;
	}
	clock_gettime(CLOCK_REALTIME, &real);
	clock_gettime(CLOCK_BOOTTIME, &boot);
	snprintf(seconds, sizeof(seconds), "%lld",
		 (long long)(real.tv_sec + real.tv_nsec / 1e9 - boot.tv_sec - boot.tv_nsec / 1e9 +
			     strtod(record->boottime, NULL)));
	date_text(buf, size, record->boottime[0] ? seconds : "");
}

static void show_event(const struct event *event)
{
	char date[40];

	event_date(date, sizeof(date), &event->record);
	printf("%s  #%llu  %s %s", date, event->seq, event->letter[0] ? event->letter : "?",
	       event->flag);
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

/* And how many behind that number could not be read. */
static void show_events(const struct events *events, unsigned long long after, bool json)
{
	unsigned long long missing = events->newest - after - events->n;
	size_t i;

	for (i = 0; i < events->n; i++) {
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

/* --- watch --- */

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
	date_text(date, sizeof(date), flag->first.realtime);
	if (!strcmp(flag->origin, "baseline"))
		printf("set before     ");
	else
		printf("%s  #%s", date[0] ? date : "set            ",
		       flag->first.seq[0] ? flag->first.seq : "?");
	printf("  %s %s", flag->letter[0] ? flag->letter : "?", flag->name);
	if (!strcmp(flag->origin, "observed")) {
		printf(": ");
		show_who(stdout, &flag->first);
	} else if (!strcmp(flag->origin, "detected")) {
		printf(": found set, the call was not seen");
	}
	putchar('\n');
}

/* What is set now and was not before; remembers that, and how often each was. */
static void show_all_set(bool json, unsigned long long *counts, unsigned long long *mask)
{
	char error[TEXT_SIZE];
	struct state *state = state_read(true, error, sizeof(error));
	unsigned int i;

	if (!state) {
		complain("%s", error);
		exit(EXIT_ERROR);
	}
	for (i = 0; i < state->nr_flags; i++) {
		counts[state->flags[i].bit] = number_in(state->flags[i].count);
		if (state->flags[i].set && !(*mask >> state->flags[i].bit & 1))
			show_set(&state->flags[i], json);
	}
	*mask = state->mask;
	state_free(state);
}

/* -1 when the module is gone. */
static long long read_events(int fd)
{
	char text[32];
	ssize_t len = pread(fd, text, sizeof(text) - 1, 0);

	if (len <= 0)
		return -1;
	text[len] = '\0';
	return number_in(text);
}

static void follow_module(bool json, unsigned long long *mask, bool again)
{
	unsigned long long counts[64] = { 0 };
	struct events events;
	struct pollfd wait;
	char path[512], text[TEXT_SIZE];
	long long shown, now;
	size_t i;

	path_of(path, sizeof(path), EVENTS);
	wait.fd = open(path, O_RDONLY | O_CLOEXEC);
	wait.events = POLLPRI;
	if (wait.fd < 0)
		return;
	/* Of a module that was loaded while we were watching all is new. */
	shown = again ? 0 : read_events(wait.fd);
	if (!again)
		show_all_set(json, counts, mask);
	while (shown >= 0 && !ferror(stdout)) {
		now = read_events(wait.fd);
		if (now > shown) {
			collect(&events, shown, now, counts);
			show_events(&events, shown, json);
			for (i = 0; i < events.n && !events.each; i++)
				counts[events.list[i].bit] = events.list[i].count;
			now = events.newest;
			free(events.list);
			if (read_text(text, sizeof(text), "/sys/kernel/taint_info/tainted"))
				parse_mask(text, mask);
		}
		shown = now;
		/* Nothing wakes us when the module goes. */
		poll(&wait, 1, 1000);
	}
	close(wait.fd);
}

/* What the kernel tells by itself: a bit that was not there a second ago. */
static void follow_kernel(bool json, unsigned long long *mask)
{
	unsigned long long counts[64] = { 0 };

	complain("taint_info is not loaded: only new flags are seen, and not who raised them");
	while (!module_loaded() && !ferror(stdout)) {
		show_all_set(json, counts, mask);
		pause_ms(1000);
	}
}

/**
 * watch() - what is set, then what comes, until interrupted
 * @json: one object a line
 *
 * Return: never but on an error.
 */
int watch(bool json)
{
	unsigned long long mask = 0;
	bool again = false;

	setvbuf(stdout, NULL, _IOLBF, 0);
	for (;; again = true) {
		if (module_loaded())
			follow_module(json, &mask, again);
		else
			follow_kernel(json, &mask);
		if (ferror(stdout))
			return EXIT_ERROR;
	}
}

/* --- mark and since --- */

struct cursor {
	/* The boot's id, then which load of the module: sysfs numbers its directory anew. */
	char boot[TEXT_SIZE];
	unsigned long long load;
	unsigned long long seq;
};

static bool read_cursor(struct cursor *cursor)
{
	char path[512], text[TEXT_SIZE];
	struct stat status;

	path_of(path, sizeof(path), "/sys/kernel/taint_info");
	if (stat(path, &status) || !read_text(text, sizeof(text), EVENTS)) {
		complain("taint_info is not loaded, and nobody else counts: modprobe taint_info");
		return false;
	}
	if (!read_text(cursor->boot, sizeof(cursor->boot), "/proc/sys/kernel/random/boot_id")) {
		complain("cannot read %s/proc/sys/kernel/random/boot_id", root);
		return false;
	}
	cursor->load = status.st_ino;
	cursor->seq = number_in(text);
	return true;
}

/**
 * mark() - print a cursor: boot, load and number of the newest event
 *
 * Return: the exit code.
 */
int mark(void)
{
	struct cursor cursor;

	if (!read_cursor(&cursor))
		return EXIT_ERROR;
	printf("%s:%llu:%llu\n", cursor.boot, cursor.load, cursor.seq);
	return EXIT_SUCCESS;
}

/**
 * parse_cursor() - read what mark() has printed
 * @text: any text
 * @cursor: filled in
 */
static bool parse_cursor(const char *text, struct cursor *cursor)
{
	char load[TEXT_SIZE];
	size_t len = strcspn(text, ":"), next;

	if (len >= sizeof(cursor->boot) || strspn(text, "0123456789abcdef-") != len)
		return false;
	memcpy(cursor->boot, text, len);
	cursor->boot[len] = '\0';
	if (!len || !text[len])
		return false;
	text += len + 1;
	next = strcspn(text, ":");
	snprintf(load, sizeof(load), "%.*s", (int)(next < sizeof(load) ? next : 0), text);
	return text[next] && parse_mask(load, &cursor->load) &&
	       parse_mask(text + next + 1, &cursor->seq);
}

/**
 * events_since() - what has happened after a cursor
 * @text: the cursor, from mark()
 * @json: one object a line
 *
 * Return: the exit code: 0 nothing, 1 something, 2 an error.
 */
int events_since(const char *text, bool json)
{
	struct cursor then, now;
	struct events events;

	if (!parse_cursor(text, &then)) {
		complain("'%s' is no cursor: take what 'taintinfo mark' prints", text);
		return EXIT_ERROR;
	}
	if (!read_cursor(&now))
		return EXIT_ERROR;
	if (strcmp(then.boot, now.boot)) {
		complain("the cursor is stale: the machine was booted since");
		return EXIT_ERROR;
	}
	if (then.load != now.load || then.seq > now.seq) {
		complain("the cursor is stale: taint_info was loaded again since");
		return EXIT_ERROR;
	}
	if (then.seq == now.seq)
		return EXIT_SUCCESS;
	collect(&events, then.seq, now.seq, NULL);
	show_events(&events, then.seq, json);
	free(events.list);
	if (now.seq - then.seq > LOG_EVENTS) {
		complain("the cursor is overrun: %llu events since, only the newest %d are kept",
			 now.seq - then.seq, LOG_EVENTS);
		return EXIT_ERROR;
	}
	return EXIT_FAILURE;
}
