// SPDX-License-Identifier: GPL-2.0-only
/*
 * The taint state of a kernel: from the module taint_info where it is loaded, else from
 * /proc/sys/kernel/tainted and /sys/module/<name>/taint, or what an archive has of these.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "archive.h"
#include "files.h"
#include "report.h"
#include "state.h"
#include "text.h"

/**
 * module_loaded() - whether taint_info is there to be read
 */
bool module_loaded(void)
{
	int fd = open_file(AT_FDCWD, SYS "/events", 0);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* That of the root. */
static bool archived_table(struct flag_table *table, char *release, size_t size)
{
	struct decoder decoder = { .fallback = *table_at(0) };
	bool named = learn_archived_kernel(&decoder);

	*table = decoder.fallback;
	if (!read_text(release, size, "/proc/sys/kernel/osrelease"))
		escape_text(release, size, decoder.release);
	return named;
}

/**
 * running_table() - the table of the kernel that is looked at
 * @table: filled in
 * @release: gets the kernel's release
 * @size: bytes in @release
 *
 * Return: whether it is known which kernel that is; else it is the newest one's.
 */
bool running_table(struct flag_table *table, char *release, size_t size)
{
	struct utsname names;

	if (*root)
		return archived_table(table, release, size);
	release[0] = '\0';
	if (!uname(&names))
		snprintf(release, size, "%s", names.release);
	if (table_of_release(release, table))
		return true;
	*table = *table_at(0);
	return false;
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
	unsigned long long bit;
	char text[TEXT_SIZE];
	int dir;

	if (name[strspn(name, NAME_CHARS)])
		return;
	dir = open_flag(name);
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
	flag->category[strspn(flag->category, NAME_CHARS)] = '\0';
	read_line(flag->description, TEXT_SIZE, dir, "description");
	read_line(flag->origin, TEXT_SIZE, dir, "origin");
	read_line(flag->count, TEXT_SIZE, dir, "count");
	keep_number(flag->count, TEXT_SIZE);
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
	char *names = read_file(AT_FDCWD, SYS "/names"), *name, *rest;

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
	DIR *dir = open_list(CLASS);
	struct dirent *entry;

	if (!dir)
		return false;
	while (state->nr_flags < 64 && (entry = readdir(dir)))
		if (entry->d_name[0] != '.' && strlen(entry->d_name) < FLAG_NAME_SIZE)
			read_flag(state, entry->d_name);
	closedir(dir);
	return true;
}

/* One of which the table alone tells. */
static void add_bit(struct state *state, unsigned int bit)
{
	struct flag_state *flag = &state->flags[state->nr_flags++];
	const struct flag_row *row = flag_row(&state->table, bit);

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

/* A bit that no table has gets its directory a moment after it was set. */
static void add_nameless(struct state *state)
{
	unsigned long long missing = state->mask;
	unsigned int bit;

	for (bit = 0; bit < state->nr_flags; bit++)
		missing &= ~(1ULL << state->flags[bit].bit);
	for (bit = 0; bit < 64 && state->nr_flags < 64; bit++)
		if (missing >> bit & 1)
			add_bit(state, bit);
	qsort(state->flags, state->nr_flags, sizeof(state->flags[0]), by_bit);
}

/* Another one for each load of the module; 0 if it is not there. */
static unsigned long long load_number(void)
{
	int dir = open_file(AT_FDCWD, SYS, O_PATH | O_DIRECTORY);
	struct stat status;

	if (dir < 0 || fstat(dir, &status))
		status.st_ino = 0;
	if (dir >= 0)
		close(dir);
	return status.st_ino;
}

static bool read_module(struct state *state, bool all)
{
	unsigned long long load = load_number();
	char text[TEXT_SIZE];

	if (!read_text(text, sizeof(text), SYS "/tainted") || !parse_mask(text, &state->mask))
		return false;
	read_text(state->string, sizeof(state->string), SYS "/string");
	read_text(state->events, sizeof(state->events), SYS "/events");
	keep_number(state->events, sizeof(state->events));
	read_text(state->lost, sizeof(state->lost), SYS "/lost");
	keep_number(state->lost, sizeof(state->lost));
	if (all)
		read_text(state->baseline, sizeof(state->baseline), SYS "/baseline");
	read_text(state->self, sizeof(state->self), SYS "/self");
	read_text(state->cleared, sizeof(state->cleared), SYS "/cleared");
	read_text(state->hooks, sizeof(state->hooks), SYS "/hooks");
	/* One that was cleared has to be looked for. */
	if (strcmp(state->cleared, "0"))
		all = true;
	if (!(all ? read_all_flags(state) : read_set_flags(state)))
		return false;
	add_nameless(state);
	/* All of it is of no use if the module has gone meanwhile, and be it back. */
	return module_loaded() && load_number() == load;
}

static void add_carrier(struct flag_state *flag, const char *module)
{
	size_t len = strlen(flag->modules);
	char *more = len < FILE_LIMIT ? realloc(flag->modules, len + strlen(module) + 2) : NULL;

	if (!more)
		return;
	sprintf(more + len, "%s%s", len ? " " : "", module);
	make_plain(more + len);
	flag->modules = more;
}

static void add_archived_carrier(const struct finding *finding, void *data)
{
	struct state *state = data;
	unsigned int i;

	for (i = 0; finding->kind == FOUND_CARRIER && i < state->nr_flags; i++)
		if (finding->mask >> state->flags[i].bit & 1)
			add_carrier(&state->flags[i], finding->module);
}

static void find_archived_carriers(struct state *state)
{
	struct decoder decoder = {
		.given = &state->table, .found = add_archived_carrier, .data = state,
	};

	read_archived_modules(&decoder);
}

/* Each module's letters, for those of the flags that modules carry. */
static void find_carriers(struct state *state)
{
	DIR *dir = open_list("/sys/module");
	const struct flag_row *row;
	char letters[TEXT_SIZE];
	struct dirent *entry;
	bool any = false;
	unsigned int i;
	char *c;

	while (dir && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.' || strlen(entry->d_name) > 100 ||
		    !read_text(letters, sizeof(letters), "/sys/module/%s/taint", entry->d_name))
			continue;
		any = true;
		for (c = letters; *c; c++) {
			row = row_of_letter(&state->table, *c);
			for (i = 0; row && i < state->nr_flags; i++)
				if (state->flags[i].bit == row->bit)
					add_carrier(&state->flags[i], entry->d_name);
		}
	}
	if (dir)
		closedir(dir);
	if (*root && !any)
		find_archived_carriers(state);
}

/* What has no number in the table, or is not shown, is not to be taken for no flag. */
static bool read_archived(struct state *state, char *error, size_t size)
{
	struct decoder decoder = { .fallback = state->table };
	struct finding finding;

	if (!state->is_guess)
		decoder.given = &state->table;
	if (!read_archived_state(&decoder, &finding, &state->from)) {
		if (state->from)
			snprintf(error, size, "there is no taint state in %s%s", root, state->from);
		return false;
	}
	if (finding.gap || finding.nr_odd) {
		snprintf(error, size,
			 "%s%s shows flags that have no number by the table %s: see 'taintinfo decode'",
			 root, state->from, finding.table.name);
		return false;
	}
	state->mask = finding.mask;
	/* The words may have been SUSE's. */
	state->is_guess &= !strcmp(state->table.name, finding.table.name);
	state->table = finding.table;
	return true;
}

static const char instead[] =
	"; a sosreport has sos_commands/kernel/sysctl_-a, a supportconfig basic-health-check.txt";

/* Whether there is a mask; else error says why not. */
static bool read_mask(struct state *state, char *error, size_t size)
{
	static const char path[] = "/proc/sys/kernel/tainted";
	char text[TEXT_SIZE];

	if (read_text(text, sizeof(text), path)) {
		if (parse_mask(text, &state->mask))
			return true;
		snprintf(error, size, "cannot read %s%s: no number", root, path);
		return false;
	}
	snprintf(error, size, "cannot read %s%s: %s%s", root, path, strerror(errno),
		 *root ? instead : "");
	return *root && read_archived(state, error, size);
}

static bool read_kernel(struct state *state, char *error, size_t size)
{
	unsigned int bit;

	if (!read_mask(state, error, size))
		return false;
	flags_string(&state->table, state->mask, state->string, sizeof(state->string));
	for (bit = 0; bit < 64; bit++)
		if (flag_row(&state->table, bit) || state->mask >> bit & 1)
			add_bit(state, bit);
	find_carriers(state);
	return true;
}

static struct state *new_state(const struct flag_table *given)
{
	struct state *state = calloc(1, sizeof(*state));

	if (!state)
		abort();
	state->is_guess = !running_table(&state->table, state->release, sizeof(state->release)) &&
			  !given;
	if (given)
		state->table = *given;
	return state;
}

/**
 * is_self_alone() - whether taint_info carries a flag, and no other loaded module does
 * @state: the state
 * @flag: the flag
 *
 * As the module has it in TAINT_SELF.  Without the module it is not known.
 */
bool is_self_alone(const struct state *state, const struct flag_state *flag)
{
	unsigned long long self;

	return parse_mask(state->self, &self) && self >> flag->bit & 1 &&
	       !strcmp(flag->modules, "taint_info");
}

/* NULL where the module goes while it is read. */
static struct state *state_of_module(bool all, const struct flag_table *given)
{
	struct state *state = new_state(given);

	state->loaded = read_module(state, all);
	if (state->loaded)
		return state;
	state_free(state);
	return NULL;
}

/**
 * state_read() - read the state
 * @all: every flag of this kernel, or only those that are set, or were
 * @given: the table that the user asked for, or NULL: that of the kernel's release
 * @error: gets a sentence if there is none
 * @size: bytes in @error
 *
 * Return: the state, to be freed with state_free(), or NULL.
 */
struct state *state_read(bool all, const struct flag_table *given, char *error, size_t size)
{
	struct state *state = NULL;
	unsigned int tries;

	/* It may go while it is read, and come again: nothing of that counts. */
	for (tries = 0; tries < 2 && !state && module_loaded(); tries++)
		state = state_of_module(all, given);
	if (state)
		return state;
	state = new_state(given);
	if (read_kernel(state, error, size))
		return state;
	make_plain(error);
	state_free(state);
	return NULL;
}

/**
 * state_or_complain() - state_read(), for a command that is of no use without a state
 * @all: as for state_read()
 * @kernel: the table that the user asks for, as find_table() takes it; or NULL
 *
 * Return: as state_read(); without one it was complained of.
 */
struct state *state_or_complain(bool all, const char *kernel)
{
	struct flag_table given;
	char error[TEXT_SIZE];
	struct state *state;

	if (kernel && !find_table(kernel, &given))
		return NULL;
	state = state_read(all, kernel ? &given : NULL, error, sizeof(error));
	if (!state)
		complain("%s", error);
	return state;
}

/**
 * state_fingerprints() - add the fingerprints of faults, which only root can know
 * @state: gets them
 */
void state_fingerprints(struct state *state)
{
	char *report = state->loaded ? report_read() : NULL;
	struct flag_state *flag = state->flags;
	unsigned int i;

	for (i = 0; i < state->nr_flags; i++, flag++)
		if (!strcmp(flag->category, "fault"))
			report_fingerprint(flag->fingerprint, report, flag->name,
					   flag->first.text[CALLER]);
	free(report);
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
