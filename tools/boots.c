// SPDX-License-Identifier: GPL-2.0-only
/*
 * The boots that the systemd journal and the store of panics know of, and what tainted each:
 * by our own entries of the journal, by the kernel log of that boot, by what pstore has kept
 * of a panic.
 */
#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "boots.h"
#include "files.h"
#include "journalctl.h"
#include "json.h"
#include "state.h"
#include "text.h"

/* More than that many boots nobody looks through; of more the newest. */
#define BOOTS_MOST 4096

#define SECOND 1000000ULL

static void *resize(void *memory, size_t size)
{
	memory = realloc(memory, size);
	if (!memory)
		abort();
	return memory;
}

/* --- which boots there are --- */

static struct boot *add_boot(struct boots *boots)
{
	struct boot *boot;

	if (boots->n == BOOTS_MOST)
		memmove(boots->list, boots->list + 1, --boots->n * sizeof(*boot));
	boots->list = resize(boots->list, (boots->n + 1) * sizeof(*boot));
	boot = &boots->list[boots->n++];
	memset(boot, 0, sizeof(*boot));
	return boot;
}

static bool is_id(const char *text)
{
	return strspn(text, "0123456789abcdef") == BOOT_ID_SIZE - 1;
}

/* {"index":-1,"boot_id":"...","first_entry":1700000000000000,"last_entry":...} */
static void take_object(struct boots *boots, const char *text)
{
	char id[64], number[24];
	struct boot *boot;

	if (!json_take_member(text, "boot_id", id, sizeof(id)) || !is_id(id))
		return;
	boot = add_boot(boots);
	snprintf(boot->id, sizeof(boot->id), "%.*s", BOOT_ID_SIZE - 1, id);
	if (json_take_member(text, "index", number, sizeof(number)))
		boot->index = atoi(number);
	if (json_take_member(text, "first_entry", number, sizeof(number)))
		boot->first = number_in(number);
	if (json_take_member(text, "last_entry", number, sizeof(number)))
		boot->last = number_in(number);
}

/* "2021-08-16 10:00:00", the next one in a text, of UTC; moves that behind it. */
static unsigned long long take_date(const char **text)
{
	struct tm tm;
	const char *at, *end;

	for (at = *text; *at; at++) {
		memset(&tm, 0, sizeof(tm));
		end = isdigit((unsigned char)*at) ? strptime(at, "%Y-%m-%d %H:%M:%S", &tm) : NULL;
		if (end) {
			*text = end;
			return timegm(&tm) * SECOND;
		}
	}
	return 0;
}

/* " -1 <id> Mon 2021-08-16 10:00:00 UTC-Mon 2021-08-16 11:00:00 UTC", as older ones have it. */
static void take_row(struct boots *boots, const char *text)
{
	struct boot *boot;
	char *id;
	long index = strtol(text, &id, 10);

	if (id == text)
		return;
	id += strspn(id, " ");
	if (!is_id(id) || id[BOOT_ID_SIZE - 1] != ' ')
		return;
	boot = add_boot(boots);
	snprintf(boot->id, sizeof(boot->id), "%.*s", BOOT_ID_SIZE - 1, id);
	boot->index = (int)index;
	text = id + BOOT_ID_SIZE - 1;
	boot->first = take_date(&text);
	boot->last = take_date(&text);
}

/* Objects, which may all be in one line, or a line a boot. */
static void take_list(struct boots *boots, FILE *in)
{
	char text[512];
	size_t len = 0;
	int c;

	while ((c = getc_unlocked(in)) != EOF) {
		if (c == '{')
			len = 0;
		if (c == '\n' || c == '}') {
			text[len] = '\0';
			if (*text == '{')
				take_object(boots, text);
			else
				take_row(boots, text);
			len = 0;
		} else if (len < sizeof(text) - 1) {
			text[len++] = c ? (char)c : ' ';
		}
	}
}

static int by_last(const void *a, const void *b)
{
	const struct boot *one = a, *other = b;

	if (one->last != other->last)
		return one->last < other->last ? 1 : -1;
	return other->index - one->index;
}

static void newest_first(struct boots *boots)
{
	if (boots->n)
		qsort(boots->list, boots->n, sizeof(boots->list[0]), by_last);
}

/* The id of the boot that runs, as the systemd journal writes it. */
static void running_id(char *id)
{
	char text[TEXT_SIZE];
	size_t i, len = 0;

	id[0] = '\0';
	if (*root || !read_text(text, sizeof(text), "/proc/sys/kernel/random/boot_id"))
		return;
	for (i = 0; text[i] && len < BOOT_ID_SIZE - 1; i++)
		if (text[i] != '-')
			id[len++] = text[i];
	id[len] = '\0';
}

/**
 * boots_list() - the boots that the systemd journal has
 * @boots: gets them, to be freed with boots_free(), whatever is returned
 * @why: gets a sentence where there is no journal
 * @size: bytes in @why
 *
 * Return: whether the journal could be asked.
 */
bool boots_list(struct boots *boots, char *why, size_t size)
{
	/* Where a journalctl is too old to have this as JSON it is text all the same. */
	static const char *const words[] = { "--list-boots", NULL };
	struct journalctl journal;
	char running[BOOT_ID_SIZE];
	struct flag_table table;
	char release[TEXT_SIZE];
	unsigned int i;

	memset(boots, 0, sizeof(*boots));
	if (!open_journalctl(&journal, words, why, size))
		return false;
	take_list(boots, journal.out);
	running_id(running);
	running_table(&table, release, sizeof(release));
	for (i = 0; i < boots->n; i++) {
		boots->list[i].table = table;
		if (!strcmp(boots->list[i].id, running))
			boots->list[i].end = END_RUNNING;
	}
	newest_first(boots);
	return close_journalctl(&journal, why, size);
}

/**
 * boots_free() - the end of them
 * @boots: from boots_list()
 */
void boots_free(struct boots *boots)
{
	while (boots->n)
		free(boots->list[--boots->n].flags);
	free(boots->list);
	boots->list = NULL;
}

/* --- the flags of one --- */

static struct boot_flag *find_flag(struct boot *boot, const char *name)
{
	unsigned int i;

	for (i = 0; i < boot->nr_flags; i++)
		if (!strcmp(boot->flags[i].name, name))
			return &boot->flags[i];
	return NULL;
}

/* One that is there already, or a new one of which nothing is known yet. */
static struct boot_flag *get_flag(struct boot *boot, const char *name, unsigned int bit,
				  const struct flag_row *row)
{
	struct boot_flag *flag = find_flag(boot, name);

	if (flag)
		return flag;
	/* There are not more names, and few are set in one boot. */
	boot->flags = resize(boot->flags, (boot->nr_flags + 1) * sizeof(*flag));
	flag = &boot->flags[boot->nr_flags++];
	memset(flag, 0, sizeof(*flag));
	snprintf(flag->name, sizeof(flag->name), "%s", name);
	flag->bit = bit;
	flag->row = row;
	flag->letter = row ? row->set : '?';
	if (bit != FLAG_NO_BIT)
		boot->mask |= 1ULL << bit;
	return flag;
}

static struct boot_flag *flag_of_bit(struct boot *boot, const struct flag_table *table,
				     unsigned int bit)
{
	char name[FLAG_NAME_SIZE];
	unsigned int i;

	/* Another kernel's table may have given it another name. */
	for (i = 0; i < boot->nr_flags; i++)
		if (boot->flags[i].bit == bit)
			return &boot->flags[i];
	flag_name(table, bit, name, sizeof(name));
	return get_flag(boot, name, bit, flag_row(table, bit));
}

static void add_carrier(struct boot_flag *flag, const char *module)
{
	size_t used = strlen(flag->carriers), len = strlen(module);
	const char *at = flag->carriers;

	for (; (at = strstr(at, module)); at += len)
		if ((at == flag->carriers || at[-1] == ' ') && (!at[len] || at[len] == ' '))
			return;
	if (used + len + 2 <= sizeof(flag->carriers))
		sprintf(flag->carriers + used, "%s%s", used ? " " : "", module);
}

static void set_field(struct boot_flag *flag, enum record_field field, const char *value)
{
	snprintf(flag->record.text[field], FIELD_SIZE, "%s", value);
}

/* The first thing in the log that has to do with a flag is what counts. */
static void add_cause(struct boot_flag *flag, const struct finding *finding,
		      enum cause_source source)
{
	if (finding->kind == FOUND_CARRIER)
		add_carrier(flag, finding->module);
	if (flag->source)
		return;
	flag->source = source;
	flag->raised = finding->kind == FOUND_WORDS || finding->kind == FOUND_REPORT ||
		       finding->kind == FOUND_NOTICE;
	set_field(flag, BOOTTIME, finding->time);
	snprintf(flag->text, sizeof(flag->text), "%s", finding->text + strspn(finding->text, " "));
	make_plain(flag->text);
	if (!flag->raised)
		return;
	set_field(flag, MODULE, finding->module);
	set_field(flag, CALLER, finding->caller);
	set_field(flag, COMM, finding->comm);
	set_field(flag, PID, finding->pid);
	strcpy(flag->fingerprint, finding->fingerprint);
}

/* --- a kernel log --- */

/* What reads one. */
struct reading {
	struct boot *boot;
	enum cause_source source;
	struct decoder decoder;
	/* Seconds since boot: of what says that it goes down, and of the newest line. */
	double down;
	double now;
};

static void found(const struct finding *finding, void *data)
{
	struct reading *reading = data;
	struct boot *boot = reading->boot;
	const struct flag_row *row;
	unsigned int i;

	for (i = 0; i < 64; i++)
		if (finding->mask >> i & 1)
			add_cause(flag_of_bit(boot, &finding->table, i), finding,
				  reading->source);
	for (i = 0; i < finding->nr_odd; i++) {
		row = finding->odd[i].row;
		if (row)
			add_cause(get_flag(boot, row->name, FLAG_NO_BIT, row), finding,
				  reading->source);
	}
}

static void take_word(char *buf, size_t size, const char *from)
{
	snprintf(buf, size, "%.*s", (int)strcspn(from, " \t\r"), from);
	make_plain(buf);
}

static void heard(const char *line, unsigned long number, void *data)
{
	/* systemd's last words, and the kernel's. */
	static const char *const downs[] = {
		"Sending SIGTERM to remaining processes", "reboot: Restarting system",
		"reboot: Power down", "reboot: System halted",
	};
	static const char version[] = "Linux version ", panic[] = "Kernel panic - not syncing";
	struct reading *reading = data;
	struct boot *boot = reading->boot;
	const char *at;
	size_t i;

	(void)number;
	if (reading->source == CAUSE_LOG)
		boot->has_log = true;
	if (reading->decoder.time && *reading->decoder.time)
		reading->now = strtod(reading->decoder.time, NULL);
	at = strstr(line, version);
	if (at && !*boot->release)
		take_word(boot->release, sizeof(boot->release), at + strlen(version));
	at = strstr(line, panic);
	if (at && !*boot->panic) {
		snprintf(boot->panic, sizeof(boot->panic), "%s", at);
		make_plain(boot->panic);
	}
	for (i = 0; i < ARRAY_SIZE(downs); i++)
		if (strstr(line, downs[i]))
			reading->down = reading->now;
}

/* How long a shutdown may take, in seconds, till the last line of the kernel's. */
#define DOWN_SECONDS 300

static void read_log(struct boot *boot, enum cause_source source, FILE *in)
{
	struct reading *reading = calloc(1, sizeof(*reading));

	if (!reading)
		abort();
	reading->boot = boot;
	reading->source = source;
	reading->down = -1;
	reading->decoder.found = found;
	reading->decoder.heard = heard;
	reading->decoder.data = reading;
	reading->decoder.traces = true;
	reading->decoder.fallback = boot->table;
	reading->decoder.why = "";
	if (*boot->release)
		learn_release(&reading->decoder, boot->release);
	decode_log(&reading->decoder, in);
	boot->table = reading->decoder.fallback;
	if (boot->end == END_UNKNOWN && reading->down >= 0 &&
	    reading->now - reading->down < DOWN_SECONDS)
		boot->end = END_CLEAN;
	if (*boot->panic && boot->end != END_RUNNING)
		boot->end = END_PANIC;
	free(reading);
}

static void read_journal(struct boot *boot)
{
	char match[BOOT_ID_SIZE + 16], why[TEXT_SIZE];
	const char *const words[] = {
		"--output-fields=MESSAGE,_SOURCE_MONOTONIC_TIMESTAMP", "_TRANSPORT=kernel", match,
		NULL,
	};
	struct journalctl journal;

	boot->read = true;
	snprintf(match, sizeof(match), "_BOOT_ID=%s", boot->id);
	if (!open_journalctl(&journal, words, why, sizeof(why)))
		return;
	read_log(boot, CAUSE_LOG, journal.out);
	close_journalctl(&journal, why, sizeof(why));
}

/* --- the ends --- */

static struct boot *boot_of_id(struct boots *boots, const char *id)
{
	unsigned int i;

	for (i = 0; i < boots->n; i++)
		if (*id && !strcmp(boots->list[i].id, id))
			return &boots->list[i];
	return NULL;
}

/* The systemd journal's own last words: it was told to stop.  In an initramfs, too. */
static void read_stops(struct boots *boots)
{
	static const char *const words[] = {
		"MESSAGE_ID=d93fb3c9c24d451a97cea615ce59c00b", "_TRANSPORT=driver", NULL,
	};
	struct journalctl journal;
	char why[TEXT_SIZE], id[64], number[24], *line;
	struct boot *boot;

	if (!open_journalctl(&journal, words, why, sizeof(why)))
		return;
	line = resize(NULL, JOURNALCTL_LINE);
	while (next_entry(&journal, line)) {
		if (!json_take_member(line, "_BOOT_ID", id, sizeof(id)) ||
		    !json_take_member(line, "__REALTIME_TIMESTAMP", number, sizeof(number)))
			continue;
		boot = boot_of_id(boots, id);
		if (boot)
			boot->stopped = number_in(number);
	}
	free(line);
	close_journalctl(&journal, why, sizeof(why));
}

static void judge_end(struct boot *boot)
{
	if (boot->end == END_UNKNOWN && boot->stopped && boot->stopped + 2 * SECOND >= boot->last)
		boot->end = END_CLEAN;
}

/* --- what pstore has kept --- */

#define DUMPS_MOST 128

/* Where systemd-pstore puts it, and where it is until then. */
static const char *const stores[] = { "/var/lib/systemd/pstore", "/sys/fs/pstore" };

/* When it was, if @exact; else when a file was written: at the panic, or by the next boot. */
struct dump {
	char path[400];
	unsigned long long time;
	bool exact;
};

struct dumps {
	struct dump list[DUMPS_MOST];
	unsigned int n;
	/* Directories that may still be looked into. */
	unsigned int dirs;
};

/* Seconds since 1970, which a directory is named by, or with which EFI's numbers begin. */
static unsigned long long time_in_path(const char *path)
{
	static const char digits[] = "0123456789";
	unsigned long long time;
	char text[11];
	size_t len;

	while ((path = strpbrk(path, digits))) {
		len = strspn(path, digits);
		snprintf(text, sizeof(text), "%s", path);
		time = number_in(text);
		if ((len == 10 || (len > 10 && strstr(path - strlen("efi_pstore-"), "efi"))) &&
		    time > 1000000000 && time < 4000000000)
			return time * SECOND;
		path += len;
	}
	return 0;
}

/* Whether it is a file, for which there is room. */
static bool add_dump(struct dumps *dumps, const char *path)
{
	struct dump *dump = &dumps->list[dumps->n];
	struct stat status;
	int fd;
	bool is_file;

	if (dumps->n == DUMPS_MOST)
		return false;
	fd = open_file(AT_FDCWD, path, 0);
	is_file = fd >= 0 && !fstat(fd, &status) && S_ISREG(status.st_mode);
	if (is_file) {
		snprintf(dump->path, sizeof(dump->path), "%s", path);
		dump->time = time_in_path(path);
		dump->exact = dump->time;
		if (!dump->time && status.st_mtime > 0)
			dump->time = status.st_mtime * SECOND;
		dumps->n++;
	}
	if (fd >= 0)
		close(fd);
	return is_file;
}

/* In a directory with dmesg.txt that is the whole of what its other files are parts of. */
static void find_dumps(struct dumps *dumps, const char *path, unsigned int below)
{
	char name[400];
	struct dirent *entry;
	DIR *dir;
	bool whole;

	if (!dumps->dirs)
		return;
	dumps->dirs--;
	dir = open_list(path);
	if (!dir)
		return;
	snprintf(name, sizeof(name), "%s/dmesg.txt", path);
	whole = add_dump(dumps, name);
	while (dumps->n < DUMPS_MOST && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.' || strlen(entry->d_name) > 100)
			continue;
		snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
		if (strncmp(entry->d_name, "dmesg", 5)) {
			if (below)
				find_dumps(dumps, name, below - 1);
		} else if (!whole) {
			add_dump(dumps, name);
		}
	}
	closedir(dir);
}

static int by_time(const void *a, const void *b)
{
	const struct dump *one = a, *other = b;

	if (one->time != other->time)
		return one->time < other->time ? -1 : 1;
	return strcmp(one->path, other->path);
}

/* The journal may lack the last minutes of a boot that fails; so long a boot may take. */
#define SLACK (10 * 60 * SECOND)

/* How far a clock may be off. */
#define CLOCK_SLACK (5 * SECOND)

/* Whether what a boot has written at its beginning is of a boot before. */
static bool is_of_one_before(const struct boot *boot, const struct dump *dump)
{
	if (dump->exact || dump->time > boot->first + SLACK)
		return false;
	return boot->end == END_RUNNING || dump->time + CLOCK_SLACK < boot->last;
}

/* The boot that it is of; NULL if that is none of those. */
static struct boot *boot_of_dump(struct boots *boots, const struct dump *dump)
{
	struct boot *boot = boots->list, *end = boot + boots->n;

	while (boot < end && (boot->index == NO_INDEX || boot->first > dump->time + CLOCK_SLACK))
		boot++;
	if (boot < end && is_of_one_before(boot, dump)) {
		while (++boot < end && boot->index == NO_INDEX)
			;
		return boot < end ? boot : NULL;
	}
	return boot < end && dump->time <= boot->last + SLACK ? boot : NULL;
}

/* One that the journal does not have: by its time, which several files have nearly. */
static struct boot *unknown_boot(struct boots *boots, unsigned long long time)
{
	struct flag_table table;
	char release[TEXT_SIZE];
	struct boot *boot;
	unsigned int i;

	for (i = 0; i < boots->n; i++)
		if (boots->list[i].index == NO_INDEX &&
		    boots->list[i].last + 120 * SECOND >= time)
			return &boots->list[i];
	running_table(&table, release, sizeof(release));
	if (boots->n == BOOTS_MOST)
		free(boots->list[--boots->n].flags);
	boot = add_boot(boots);
	boot->index = NO_INDEX;
	boot->first = time;
	boot->last = time;
	boot->table = table;
	boot->read = true;
	return boot;
}

static void read_dump(struct boots *boots, const struct dump *dump)
{
	struct boot *boot = boot_of_dump(boots, dump);
	char *text;
	FILE *in;

	if (boot && !boot->read)
		return;
	text = read_end(dump->path);
	in = text && *text ? fmemopen(text, strlen(text), "r") : NULL;
	if (in) {
		read_log(boot ? boot : unknown_boot(boots, dump->time), CAUSE_PSTORE, in);
		fclose(in);
		newest_first(boots);
	}
	free(text);
}

static void read_pstore(struct boots *boots)
{
	struct dumps *dumps = calloc(1, sizeof(*dumps));
	unsigned int i;

	if (!dumps)
		abort();
	dumps->dirs = DUMPS_MOST;
	for (i = 0; i < ARRAY_SIZE(stores); i++)
		find_dumps(dumps, stores[i], 2);
	qsort(dumps->list, dumps->n, sizeof(dumps->list[0]), by_time);
	for (i = 0; i < dumps->n; i++)
		read_dump(boots, &dumps->list[i]);
	free(dumps);
}

/* --- our own entries --- */

/* Whether what the log has is the event that was seen. */
static bool is_same_event(const struct boot_flag *flag, const struct flag_entry *entry)
{
	double log = strtod(flag->record.text[BOOTTIME], NULL);
	double seen = strtod(entry->record.text[BOOTTIME], NULL);

	if (!flag->raised)
		return false;
	if (*flag->record.text[CALLER] && *entry->record.text[CALLER])
		return !strcmp(flag->record.text[CALLER], entry->record.text[CALLER]);
	return log > seen - 1 && log < seen + 1;
}

static void add_entry(const struct flag_entry *entry, void *data)
{
	struct boot *boot = boot_of_id(data, entry->boot);
	const struct flag_row *row;
	struct boot_flag *flag;
	unsigned long long mask;
	unsigned int bit;
	char name[FLAG_NAME_SIZE];

	if (!boot || !boot->read)
		return;
	if (parse_mask(entry->mask, &mask))
		boot->mask |= mask;
	row = row_of_name(&boot->table, entry->flag);
	bit = (unsigned int)number_in(entry->text[BIT]);
	if (!*entry->text[BIT] || bit > 63)
		bit = row ? row->bit : FLAG_NO_BIT;
	strcpy(name, entry->flag);
	flag = get_flag(boot, name, bit, row);
	/* Loaded again, the module knows less. */
	if (*flag->origin)
		return;
	snprintf(flag->origin, sizeof(flag->origin), "%.*s", (int)sizeof(flag->origin) - 1,
		 entry->text[ORIGIN]);
	if (!*flag->carriers)
		snprintf(flag->carriers, sizeof(flag->carriers), "%.*s",
			 (int)sizeof(flag->carriers) - 1, entry->text[MODULES]);
	if (strcmp(flag->origin, "observed"))
		return;
	if (!is_same_event(flag, entry)) {
		flag->text[0] = '\0';
		flag->fingerprint[0] = '\0';
	}
	flag->source = CAUSE_ENTRY;
	flag->raised = true;
	flag->record = entry->record;
	if (*entry->fingerprint)
		strcpy(flag->fingerprint, entry->fingerprint);
}

/* --- all of it --- */

static int in_time(const void *a, const void *b)
{
	const struct boot_flag *one = a, *other = b;
	const char *time = one->record.text[BOOTTIME], *other_time = other->record.text[BOOTTIME];

	if (!*time != !*other_time)
		return *time ? -1 : 1;
	if (*time && strtod(time, NULL) != strtod(other_time, NULL))
		return strtod(time, NULL) < strtod(other_time, NULL) ? -1 : 1;
	return (int)one->bit - (int)other->bit;
}

/* Those of which there is nothing but a number that somebody has read. */
static void add_rest(struct boot *boot)
{
	unsigned long long mask = boot->mask, now;
	char text[TEXT_SIZE];
	unsigned int bit;

	if (boot->end == END_RUNNING &&
	    read_text(text, sizeof(text), "/proc/sys/kernel/tainted") && parse_mask(text, &now))
		mask |= now;
	for (bit = 0; bit < 64; bit++)
		if (mask >> bit & 1)
			flag_of_bit(boot, &boot->table, bit);
	if (boot->nr_flags)
		qsort(boot->flags, boot->nr_flags, sizeof(boot->flags[0]), in_time);
}

/**
 * boots_read() - what tainted them, and how they have ended
 * @boots: from boots_list(); gets those that only the store of panics has, too
 * @also: read the boot with this index, too, beside the newest BOOTS_READ
 */
void boots_read(struct boots *boots, int also)
{
	char why[TEXT_SIZE];
	unsigned int i;

	for (i = 0; i < boots->n; i++)
		if (i < BOOTS_READ || boots->list[i].index == also)
			read_journal(&boots->list[i]);
	if (boots->n)
		read_stops(boots);
	for (i = 0; i < boots->n; i++)
		judge_end(&boots->list[i]);
	read_pstore(boots);
	if (boots->n)
		read_entries(NULL, add_entry, boots, why, sizeof(why));
	for (i = 0; i < boots->n; i++)
		if (boots->list[i].read)
			add_rest(&boots->list[i]);
}
