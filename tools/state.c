// SPDX-License-Identifier: GPL-2.0-only
/*
 * The taint state of a kernel: from the module taint_info where it is loaded, else from
 * /proc/sys/kernel/tainted and /sys/module/<name>/taint.  Names that processes have given
 * themselves are shown as the kernel's own log file does, with \ooo for what is no plain
 * ASCII, for " and for \.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "decode.h"
#include "state.h"

#define SYS "/sys/kernel/taint_info"
#define CLASS "/sys/class/taint_info"

/* What names of flags and categories are made of. */
#define WORD "abcdefghijklmnopqrstuvwxyz0123456789_"

/* What stands for "/". */
const char *root = "";

static void vpath(char *buf, size_t size, const char *path, va_list args)
{
	size_t len = snprintf(buf, size, "%s", root);

	if (len < size)
		vsnprintf(buf + len, size - len, path, args);
}

/**
 * path_of() - where a file is, under the root
 * @buf: gets it
 * @size: bytes in @buf
 * @path: as for printf(), from "/" on
 */
void path_of(char *buf, size_t size, const char *path, ...)
{
	va_list args;

	va_start(args, path);
	vpath(buf, size, path, args);
	va_end(args);
}

/* What a terminal or a line may not get becomes \ooo; cut to the room there is. */
static void put_plain(char *buf, size_t size, const char *text, size_t len)
{
	size_t used = 0, i;

	for (i = 0; i < len && used + 5 <= size; i++) {
		if (text[i] >= ' ' && text[i] <= '~' && text[i] != '\\' && text[i] != '"')
			buf[used++] = text[i];
		else
			used += snprintf(buf + used, size - used, "\\%03o", (unsigned char)text[i]);
	}
	buf[used] = '\0';
}

/*
 * The whole of a file, without the end of its last line; NULL and errno if it cannot.
 * Each file of sysfs costs some microseconds, and there are hundreds: no stdio, and what
 * begins with less than sysfs hands out at once, a page, is all there is.
 */
static char *read_file(int dir, const char *path)
{
	const size_t page = 4096;
	size_t len = 0, size = page;
	char *text = malloc(size), *more;
	int fd = openat(dir, path, O_RDONLY | O_CLOEXEC);
	ssize_t got;

	do {
		got = fd < 0 || !text ? -1 : read(fd, text + len, size - len - 1);
		if (got <= 0)
			break;
		len += got;
		if (len < page - 1)
			break;
		if (len < size - 1)
			continue;
		more = realloc(text, size *= 2);
		if (!more)
			free(text);
		text = more;
	} while (true);
	if (fd >= 0)
		close(fd);
	if (got < 0) {
		free(text);
		return NULL;
	}
	if (len && text[len - 1] == '\n')
		len--;
	text[len] = '\0';
	return text;
}

/* A file of one line, "" if it cannot be read. */
static bool read_line(char *buf, size_t size, int dir, const char *path)
{
	char *text = read_file(dir, path);

	buf[0] = '\0';
	if (!text)
		return false;
	put_plain(buf, size, text, strlen(text));
	free(text);
	return true;
}

/**
 * read_text() - read a file of one line
 * @buf: gets it, "" if it cannot be read
 * @size: bytes in @buf
 * @path: as for printf(), under the root
 *
 * Return: whether it could be read.
 */
bool read_text(char *buf, size_t size, const char *path, ...)
{
	char name[512];
	va_list args;

	va_start(args, path);
	vpath(name, sizeof(name), path, args);
	va_end(args);
	return read_line(buf, size, AT_FDCWD, name);
}

/* "" for what is no number: what is read goes into JSON as it is. */
static void keep_number(char *buf, size_t size)
{
	unsigned long long number;

	if (parse_mask(buf, &number))
		snprintf(buf, size, "%llu", number);
	else
		buf[0] = '\0';
}

static void read_number(char *buf, size_t size, int dir, const char *path)
{
	read_line(buf, size, dir, path);
	keep_number(buf, size);
}

/* The same, with a fraction. */
static void read_seconds(char *buf, size_t size, int dir, const char *path)
{
	size_t whole;

	read_line(buf, size, dir, path);
	whole = strspn(buf, "0123456789");
	if (!whole || (buf[whole] && (buf[whole] != '.' || !buf[whole + 1] ||
				      buf[whole + 1 + strspn(buf + whole + 1, "0123456789")])))
		buf[0] = '\0';
}

/**
 * module_loaded() - whether taint_info is there to be read
 */
bool module_loaded(void)
{
	char path[512];

	path_of(path, sizeof(path), SYS "/events");
	return !access(path, R_OK);
}

/**
 * running_table() - the table of the kernel that is looked at
 * @table: filled in
 * @release: gets the kernel's release
 * @size: bytes in @release
 */
void running_table(struct flag_table *table, char *release, size_t size)
{
	struct utsname names;

	release[0] = '\0';
	if (*root)
		read_text(release, size, "/proc/sys/kernel/osrelease");
	else if (!uname(&names))
		snprintf(release, size, "%s", names.release);
	if (!table_of_release(release, table))
		*table = *table_at(0);
}

/* @dir: of the flag; false when there is none. */
static bool read_record(struct record *record, int dir, const char *which)
{
	const struct {
		const char *file;
		char *text;
	} files[] = {
		{ "module", record->module },
		{ "context", record->context },
		{ "cpu", record->cpu },
		{ "pid", record->pid },
		{ "uid", record->uid },
		{ "loginuid", record->loginuid },
		{ "comm", record->comm },
		{ "caller", record->caller },
		{ "via", record->via },
	};
	char again[FIELD_SIZE], seq[64], path[64];
	unsigned int tries;
	size_t i;

	snprintf(seq, sizeof(seq), "%s/seq", which);
	read_number(record->seq, FIELD_SIZE, dir, seq);

	/* The number, read again at the end, tells whether all is of one; a first event stays. */
	for (tries = 0; record->seq[0] && tries < 10; tries++) {
		snprintf(path, sizeof(path), "%s/boottime", which);
		read_seconds(record->boottime, FIELD_SIZE, dir, path);
		snprintf(path, sizeof(path), "%s/realtime", which);
		read_seconds(record->realtime, FIELD_SIZE, dir, path);
		for (i = 0; i < ARRAY_SIZE(files); i++) {
			snprintf(path, sizeof(path), "%s/%s", which, files[i].file);
			read_line(files[i].text, FIELD_SIZE, dir, path);
		}
		if (!strcmp(which, "first"))
			break;
		read_number(again, sizeof(again), dir, seq);
		if (!strcmp(again, record->seq))
			break;
		strcpy(record->seq, again);
	}
	return record->seq[0];
}

/* Eight bytes at once, as there may be hundreds of names: the high bit marks one that is not. */
static bool are_plain(const char *text)
{
	const uint64_t ones = 0x0101010101010101;
	uint64_t word;

	memcpy(&word, text, sizeof(word));
	return !((word | (word - ones * ' ') | (word + ones)) & ones * 0x80);
}

static void make_plain(char *text)
{
	size_t len = strlen(text), i;

	for (i = 0; i < len; i++)
		if (len - i >= 8 && are_plain(text + i))
			i += 7;
		else if (text[i] < ' ' || text[i] > '~')
			text[i] = '?';
}

static char *no_modules(void)
{
	char *text = strdup("");

	if (!text)
		abort();
	return text;
}

/* What our own rows tell of it: the kernel does not advise. */
static void advise(struct state *state, struct flag_state *flag)
{
	const struct flag_row *row = row_of_name(&state->table, flag->name);
	size_t i;

	for (i = 0; !row && flag_row_at(i); i++)
		if (!strcmp(flag_row_at(i)->name, flag->name))
			row = flag_row_at(i);
	flag->advice = row ? row->advice : "";
	flag->trust = row ? flag_category_trust(row->category) : "";
}

static void read_flag(struct state *state, const char *name)
{
	struct flag_state *flag = &state->flags[state->nr_flags];
	char path[512], text[TEXT_SIZE];
	unsigned long long bit;
	int dir;

	if (name[strspn(name, WORD)])
		return;
	path_of(path, sizeof(path), CLASS "/%s", name);
	dir = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return;
	read_line(text, sizeof(text), dir, "bit");
	if (!parse_mask(text, &bit) || bit > 63) {
		close(dir);
		return;
	}
	flag->bit = bit;
	flag->set = state->mask >> bit & 1;
	snprintf(flag->name, sizeof(flag->name), "%.*s", FLAG_NAME_SIZE - 1, name);
	read_line(text, sizeof(text), dir, "letter");
	if (isalpha((unsigned char)text[0]) || text[0] == '?')
		flag->letter[0] = text[0];
	read_line(flag->category, TEXT_SIZE, dir, "category");
	flag->category[strspn(flag->category, WORD)] = '\0';
	read_line(flag->description, TEXT_SIZE, dir, "description");
	read_line(flag->origin, TEXT_SIZE, dir, "origin");
	read_number(flag->count, TEXT_SIZE, dir, "count");
	if (read_record(&flag->first, dir, "first")) {
		if (strcmp(flag->count, "1"))
			read_record(&flag->last, dir, "last");
		else
			flag->last = flag->first;
	}
	flag->modules = read_file(dir, "modules");
	close(dir);
	if (!flag->modules)
		flag->modules = no_modules();
	make_plain(flag->modules);
	advise(state, flag);
	state->nr_flags++;
}

static int by_bit(const void *a, const void *b)
{
	const struct flag_state *one = a, *other = b;

	return (int)one->bit - (int)other->bit;
}

/* Those that are set, as the module names them. */
static bool read_set_flags(struct state *state)
{
	char path[512], *names, *name, *rest;

	path_of(path, sizeof(path), SYS "/names");
	names = read_file(AT_FDCWD, path);
	if (!names)
		return false;
	for (name = strtok_r(names, " ", &rest); name; name = strtok_r(NULL, " ", &rest))
		if (state->nr_flags < 64 && strlen(name) < FLAG_NAME_SIZE)
			read_flag(state, name);
	free(names);
	return true;
}

static bool read_all_flags(struct state *state)
{
	char path[512];
	struct dirent *entry;
	DIR *dir;

	path_of(path, sizeof(path), CLASS);
	dir = opendir(path);
	if (!dir)
		return false;
	while (state->nr_flags < 64 && (entry = readdir(dir)))
		if (entry->d_name[0] != '.' && strlen(entry->d_name) < FLAG_NAME_SIZE)
			read_flag(state, entry->d_name);
	closedir(dir);
	qsort(state->flags, state->nr_flags, sizeof(state->flags[0]), by_bit);
	return true;
}

static bool read_module(struct state *state, bool all)
{
	char text[TEXT_SIZE];

	if (!read_text(text, sizeof(text), SYS "/tainted") || !parse_mask(text, &state->mask))
		return false;
	read_text(state->string, sizeof(state->string), SYS "/string");
	read_text(state->events, sizeof(state->events), SYS "/events");
	keep_number(state->events, sizeof(state->events));
	read_text(state->lost, sizeof(state->lost), SYS "/lost");
	keep_number(state->lost, sizeof(state->lost));
	if (all) {
		read_text(state->baseline, sizeof(state->baseline), SYS "/baseline");
		read_text(state->self, sizeof(state->self), SYS "/self");
	}
	read_text(state->cleared, sizeof(state->cleared), SYS "/cleared");
	read_text(state->hooks, sizeof(state->hooks), SYS "/hooks");
	/* One that was cleared has to be looked for. */
	if (strcmp(state->cleared, "0"))
		all = true;
	/* All of it is of no use if the module has gone meanwhile. */
	return (all ? read_all_flags(state) : read_set_flags(state)) && module_loaded();
}

static void add_carrier(struct flag_state *flag, const char *module)
{
	size_t len = strlen(flag->modules);
	char *more = realloc(flag->modules, len + strlen(module) + 2);

	if (!more)
		return;
	sprintf(more + len, "%s%s", len ? " " : "", module);
	flag->modules = more;
}

/* Each module's letters, for those of the flags that modules carry. */
static void find_carriers(struct state *state)
{
	char path[512], letters[TEXT_SIZE];
	const struct flag_row *row;
	struct dirent *entry;
	unsigned int i;
	char *c;
	DIR *dir;

	path_of(path, sizeof(path), "/sys/module");
	dir = opendir(path);
	while (dir && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.' || strlen(entry->d_name) > 100 ||
		    !read_text(letters, sizeof(letters), "/sys/module/%s/taint", entry->d_name))
			continue;
		for (c = letters; *c; c++) {
			row = row_of_letter(&state->table, *c);
			for (i = 0; row && i < state->nr_flags; i++)
				if (state->flags[i].bit == row->bit)
					add_carrier(&state->flags[i], entry->d_name);
		}
	}
	if (dir)
		closedir(dir);
}

static bool read_kernel(struct state *state)
{
	char text[TEXT_SIZE];
	const struct flag_row *row;
	struct flag_state *flag;
	unsigned int bit;

	if (!read_text(text, sizeof(text), "/proc/sys/kernel/tainted"))
		return false;
	errno = 0;
	if (!parse_mask(text, &state->mask))
		return false;
	flags_string(&state->table, state->mask, state->string, sizeof(state->string));
	for (bit = 0; bit < 64; bit++) {
		row = flag_row(&state->table, bit);
		if (!row && !(state->mask >> bit & 1))
			continue;
		flag = &state->flags[state->nr_flags++];
		memset(flag, 0, sizeof(*flag));
		flag->bit = bit;
		flag->set = state->mask >> bit & 1;
		flag_name(&state->table, bit, flag->name, sizeof(flag->name));
		flag->modules = no_modules();
		if (row) {
			flag->letter[0] = row->set;
			strcpy(flag->category, flag_category_name(row->category));
			snprintf(flag->description, TEXT_SIZE, "%s", row->description);
		}
		advise(state, flag);
	}
	find_carriers(state);
	return true;
}

static struct state *new_state(void)
{
	struct state *state = calloc(1, sizeof(*state));

	if (!state)
		abort();
	running_table(&state->table, state->release, sizeof(state->release));
	return state;
}

/**
 * state_read() - read the state
 * @all: every flag of this kernel, or only those that are set, or were
 * @error: gets a sentence if there is none
 * @size: bytes in @error
 *
 * Return: the state, to be freed with state_free(), or NULL.
 */
struct state *state_read(bool all, char *error, size_t size)
{
	struct state *state = new_state();

	state->loaded = read_module(state, all);
	if (!state->loaded) {
		/* It may have gone while it was read: nothing of that counts. */
		state_free(state);
		state = new_state();
	}
	if (state->loaded || read_kernel(state))
		return state;
	snprintf(error, size, "cannot read %s/proc/sys/kernel/tainted: %s", root,
		 errno ? strerror(errno) : "no number");
	state_free(state);
	return NULL;
}

/**
 * state_free() - free a state
 * @state: from state_read()
 */
void state_free(struct state *state)
{
	while (state->nr_flags)
		free(state->flags[--state->nr_flags].modules);
	free(state);
}
