// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel's log of the boot that the state is of: from its own buffer, the systemd
 * journal, or a file, whichever goes back to the boot, else whichever goes back furthest.
 *
 * A file holds many boots, and one that lies about may be of another one: what is not shown
 * to be of this one is not read.
 */
#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../module/flags.h"
#include "files.h"
#include "kernel_log.h"
#include "text.h"

/*
 * How the lines come: as they are; as records of /dev/kmsg; among those of other programs; as
 * journalctl exports entries, which costs it a quarter of what JSON does.
 */
enum log_format { PLAIN, RECORDS, TAGGED, JOURNAL };

/* In the order in which they are tried; archived: in a sosreport or a supportconfig alone. */
static const struct {
	const char *name;
	enum log_format format;
	bool archived;
} places[] = {
	{ "/dev/kmsg", RECORDS, false },
	{ "journalctl -k -b", JOURNAL, false },
	{ "/var/log/kern.log", TAGGED, false },
	{ "/var/log/messages", TAGGED, false },
	{ "/var/log/syslog", TAGGED, false },
	{ "/sos_commands/kernel/dmesg", PLAIN, true },
	{ "/sos_commands/logs/journalctl_--no-pager_--boot", TAGGED, true },
	{ "/boot.txt", PLAIN, true },
	{ "/messages.txt", TAGGED, true },
	{ "/var/log/dmesg", PLAIN, false },
	{ "/var/log/boot.msg", PLAIN, false },
};

static_assert(ARRAY_SIZE(places) <= LOG_SOURCES, "there is room for each place");

/* No more of a file is looked at, from its end. */
#define LOG_LIMIT (64 << 20)

/* A kernel says which one it is among its first lines. */
#define FIRST_LINES 64

static const char version[] = "Linux version ";

/* How far clocks that mean the same time may be apart, in seconds. */
#define CLOCK_SLACK 300

/* So long after the kernel has begun a log may begin: a disk waits for its password. */
#define STARTS_WITHIN 1800

/* No stamp, and no name of a host before the kernel's words, is longer. */
#define PREFIX_MOST 128

/**
 * words_of_line() - what the kernel has said, in a line of a log
 * @line: with what has been put before that
 */
const char *words_of_line(const char *line)
{
	size_t within = strnlen(line, PREFIX_MOST);
	const char *at = memmem(line, within, "kernel: ", 8), *stamp;

	at = at ? at + 8 : line;
	stamp = at + strspn(at, " ");
	if (*stamp == '[') {
		stamp += 1 + strspn(stamp + 1, " .0123456789");
		if (stamp[0] == ']')
			return stamp + 1 + strspn(stamp + 1, " ");
	}
	return at;
}

/* --- which boot it is --- */

/**
 * read_boot_id() - the boot that the state is of, as the systemd journal names it
 * @id: gets 32 digits and a NUL
 *
 * Return: whether it is known.
 */
bool read_boot_id(char *id)
{
	char text[TEXT_SIZE], *c;
	unsigned int len = 0;

	read_text(text, sizeof(text), "/proc/sys/kernel/random/boot_id");
	for (c = text; *c && len < 33; c++)
		if (*c != '-')
			id[len++] = *c;
	if (len != 32)
		return false;
	id[len] = '\0';
	return strspn(id, "0123456789abcdef") == len;
}

static double read_uptime(void)
{
	struct timespec time;
	char text[TEXT_SIZE];

	if (*root)
		return read_text(text, sizeof(text), "/proc/uptime") && isdigit(*text) ?
			strtod(text, NULL) : -1;
	clock_gettime(CLOCK_BOOTTIME, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

/* When it was, in seconds since 1970; 0 if that is not known. */
static long long read_booted(const struct kernel_log *log)
{
	long long booted = 0;
	char *text, *at;

	if (!*root)
		return time(NULL) - (long long)log->uptime;
	text = read_end("/proc/stat");
	at = text ? strstr(text, "\nbtime ") : NULL;
	if (at)
		booted = strtoll(at + strlen("\nbtime "), NULL, 10);
	free(text);
	return booted > 0 ? booted : 0;
}

/* --- when a line was written --- */

/* As a file of syslog has it; the year and the zone may be missing. */
struct wall {
	long long seconds;
	bool zoned;
};

/* "2026-11-30T20:39:46.123456+01:00 host": the zone is behind the fraction. */
static bool read_iso(const char *line, struct wall *wall)
{
	struct tm tm = { .tm_isdst = -1 };
	const char *rest = strptime(line, "%Y-%m-%dT%H:%M:%S", &tm);
	int hours, minutes;
	char sign;

	if (!rest)
		return false;
	if (*rest == '.' || *rest == ',')
		rest += 1 + strspn(rest + 1, "0123456789");
	wall->zoned = true;
	if (*rest == 'Z') {
		wall->seconds = timegm(&tm);
	} else if (sscanf(rest, "%c%2d:%2d", &sign, &hours, &minutes) == 3 &&
		   (sign == '+' || sign == '-')) {
		wall->seconds = timegm(&tm);
		wall->seconds -= (sign == '-' ? -60LL : 60LL) * (hours * 60 + minutes);
	} else {
		wall->zoned = false;
		wall->seconds = mktime(&tm);
	}
	return true;
}

/* "Nov 30 20:39:46 host": of the year in which that is nearest to the boot. */
static bool read_syslog(const char *line, long long booted, struct wall *wall)
{
	struct tm tm, year;
	time_t then = booted;
	long long seconds;
	int i;

	memset(&tm, 0, sizeof(tm));
	if (!strptime(line, "%b %d %H:%M:%S ", &tm) || !localtime_r(&then, &year))
		return false;
	wall->zoned = false;
	for (i = -1; i <= 1; i++) {
		tm.tm_year = year.tm_year + i;
		tm.tm_isdst = -1;
		seconds = mktime(&tm);
		if (i < 0 || llabs(seconds - booted) < llabs(wall->seconds - booted))
			wall->seconds = seconds;
	}
	return true;
}

static bool read_wall(const char *line, long long booted, struct wall *wall)
{
	return read_iso(line, wall) || read_syslog(line, booted, wall);
}

/*
 * How much later than the boot it was.  A copy may be from a machine in another zone, which
 * the short form does not tell: whole hours are not counted there.
 */
static long long seconds_after(const struct wall *wall, long long booted)
{
	long long after = wall->seconds - booted;
	long long slack = CLOCK_SLACK;

	if (!*root || wall->zoned || llabs(after) > 14 * 3600 + slack)
		return after;
	return (after + 14 * 3600 + slack) % 3600 - slack;
}

/* --- what a file has of this boot --- */

/* The newest boot in it, or all that it has where none begins there. */
struct part {
	off_t from;
	unsigned long lines;
	bool boots;
	char line[512];
};

/* Whether the kernel itself says it, and not a program that shows what it has said. */
static bool is_boot_line(const char *line, const char *at)
{
	size_t len = at - line;

	if (!isdigit((unsigned char)at[strlen(version)]))
		return false;
	return !len || at[-1] == ';' || (len >= 2 && !strncmp(at - 2, "] ", 2)) ||
	       (len >= 8 && !strncmp(at - 8, "kernel: ", 8));
}

static unsigned long count_lines(const char *from, const char *end)
{
	unsigned long lines = 0;

	while ((from = memchr(from, '\n', end - from))) {
		lines++;
		from++;
	}
	return lines;
}

/* Lines that are whole, up to their last end. */
static void look_for_boot(struct part *part, const char *text, size_t size, off_t offset,
			  unsigned long lines)
{
	const char *end = text + size, *at = text, *counted = text, *line;
	size_t len;

	while ((at = memmem(at, end - at, version, strlen(version)))) {
		line = memrchr(text, '\n', at - text);
		line = line ? line + 1 : text;
		if (is_boot_line(line, at)) {
			lines += count_lines(counted, line);
			counted = line;
			len = (char *)memchr(at, '\n', end - at) - line;
			part->from = offset + (line - text);
			part->lines = lines;
			part->boots = true;
			snprintf(part->line, sizeof(part->line), "%.*s", (int)len, line);
		}
		at += strlen(version);
	}
}

/* Its first line, where no boot begins in it. */
static void take_first(struct part *part, const char *text, size_t len)
{
	const char *end = memchr(text, '\n', len);

	snprintf(part->line, sizeof(part->line), "%.*s", (int)(end ? end - text : (long)len),
		 text);
}

static bool find_part(int fd, off_t size, struct part *part)
{
	const size_t room = 1 << 16;
	off_t offset = size > LOG_LIMIT ? size - LOG_LIMIT : 0;
	char *text = malloc(room), *end;
	unsigned long lines = 0;
	size_t len = 0, whole;
	bool first = true;
	ssize_t got;

	if (!text)
		abort();
	memset(part, 0, sizeof(*part));
	part->from = offset;
	while ((got = pread(fd, text + len, room - len, offset + (off_t)len)) > 0) {
		len += got;
		if (first)
			take_first(part, text, len);
		first = false;
		end = memrchr(text, '\n', len);
		if (!end && len < room)
			continue;
		whole = end ? (size_t)(end + 1 - text) : len;
		if (end)
			look_for_boot(part, text, whole, offset, lines);
		lines += count_lines(text, text + whole);
		memmove(text, text + whole, len - whole);
		len -= whole;
		offset += (off_t)whole;
	}
	free(text);
	/* Of a file that is too long the lines were not counted. */
	if (size > LOG_LIMIT)
		part->lines = NO_NUMBERS;
	return !got;
}

/* --- what is read as a stream of lines, from there on --- */

#define LINE_ROOM 8192

struct stream {
	int fd;
	off_t from;
	enum log_format format;
	/* As read, and what of it has been taken. */
	char raw[1 << 14];
	size_t nr_raw;
	size_t raw_at;
	/* What is worked with. */
	char text[LINE_ROOM];
	/* A line, and what of it has been handed out. */
	char line[LINE_ROOM + 64];
	size_t len;
	size_t at;
	off64_t told;
};

/* A line as dmesg shows it; what is in text may have line ends. */
static void show_line(struct stream *stream, unsigned long long time, const char *text)
{
	stream->len = snprintf(stream->line, sizeof(stream->line), "[%5llu.%06llu] %s\n",
			       time / 1000000, time % 1000000, text);
}

/* "6,339,5140900,-;text", and indented what belongs to that: as dmesg shows it. */
static void take_record(struct stream *stream)
{
	unsigned long long level, time;
	char *text, *at;

	if (stream->line[0] == ' ') {
		stream->len = 0;
		return;
	}
	memcpy(stream->text, stream->line, stream->len);
	stream->text[stream->len - 1] = '\0';
	text = strchr(stream->text, ';');
	level = strtoull(stream->text, &at, 10);
	at = strchr(*at == ',' ? at + 1 : at, ',');
	time = at && isdigit((unsigned char)at[1]) ? strtoull(at + 1, NULL, 10) : 0;
	if (!text || !at || at > text || !isdigit((unsigned char)*stream->text)) {
		stream->line[0] = '\n';
		stream->len = 1;
		return;
	}
	/* Others than the kernel may write there, too. */
	if (level >> 3)
		text[1] = '\0';
	show_line(stream, time, text + 1);
}

/* What another program has said is no word of the kernel, but a line. */
static void take_tagged(struct stream *stream)
{
	size_t within = stream->len < PREFIX_MOST ? stream->len : PREFIX_MOST;

	if (memmem(stream->line, within, " kernel: ", 9))
		return;
	stream->line[0] = '\n';
	stream->len = 1;
}

static bool read_more(struct stream *stream)
{
	ssize_t got;

	/* Of the kernel's buffer a part may have been overwritten meanwhile. */
	do
		got = read(stream->fd, stream->raw, sizeof(stream->raw));
	while (got < 0 && (errno == EINTR || errno == EPIPE));
	stream->raw_at = 0;
	stream->nr_raw = got > 0 ? got : 0;
	return got > 0;
}

/* The next line, or as much of it as there is room for; whether there is one. */
static bool take_raw(struct stream *stream)
{
	size_t most;
	char *end;

	stream->len = 0;
	stream->at = 0;
	do {
		if (stream->raw_at == stream->nr_raw && !read_more(stream))
			break;
		most = stream->nr_raw - stream->raw_at;
		if (most > LINE_ROOM - stream->len)
			most = LINE_ROOM - stream->len;
		end = memccpy(stream->line + stream->len, stream->raw + stream->raw_at, '\n', most);
		if (end)
			most = end - (stream->line + stream->len);
		stream->len += most;
		stream->raw_at += most;
	} while (!end && stream->len < LINE_ROOM);
	return stream->len;
}

static bool ends_line(const struct stream *stream)
{
	return stream->line[stream->len - 1] == '\n';
}

/* So many bytes, of which as many are kept as there is room for; whether they are there. */
static bool take_bytes(struct stream *stream, unsigned long long n, char *buf, size_t size)
{
	size_t most, kept;

	while (n) {
		if (stream->raw_at == stream->nr_raw && !read_more(stream))
			return false;
		most = stream->nr_raw - stream->raw_at;
		if (most > n)
			most = n;
		kept = most < size ? most : size;
		memcpy(buf, stream->raw + stream->raw_at, kept);
		buf += kept;
		size -= kept;
		stream->raw_at += most;
		n -= most;
	}
	return true;
}

/* "MESSAGE", and on the next line eight bytes, the lowest first, with the length; then it. */
static bool take_binary(struct stream *stream, bool wanted)
{
	unsigned char length[8];
	unsigned long long n = 0;
	char end;
	int i;

	if (!take_bytes(stream, sizeof(length), (char *)length, sizeof(length)))
		return false;
	for (i = 7; i >= 0; i--)
		n = n << 8 | length[i];
	if (wanted)
		memset(stream->text, 0, sizeof(stream->text));
	return take_bytes(stream, n, stream->text, wanted ? sizeof(stream->text) - 1 : 0) &&
	       take_bytes(stream, 1, &end, 1);
}

/* A field, whose line is there, or the first part of that; whether it is whole. */
static bool take_export_field(struct stream *stream, unsigned long long *time)
{
	static const char message[] = "MESSAGE", clock[] = "_SOURCE_MONOTONIC_TIMESTAMP=";
	bool wanted = !strncmp(stream->line, message, strlen(message));
	const char *value = memchr(stream->line, '=', stream->len);

	if (!value && ends_line(stream))
		return take_binary(stream, wanted && stream->len == sizeof(message));
	if (!strncmp(stream->line, clock, strlen(clock)))
		*time = strtoull(stream->line + strlen(clock), NULL, 10);
	if (wanted && value == stream->line + strlen(message))
		snprintf(stream->text, sizeof(stream->text), "%.*s",
			 (int)(stream->line + stream->len - value - 1 - ends_line(stream)),
			 value + 1);
	while (!ends_line(stream))
		if (!take_raw(stream))
			return false;
	return true;
}

/* Fields, each on a line, up to an empty one. */
static bool take_export(struct stream *stream)
{
	unsigned long long time = 0;
	bool any = false;

	stream->text[0] = '\0';
	while (take_raw(stream)) {
		if (stream->line[0] == '\n' && any)
			break;
		if (stream->line[0] == '\n')
			continue;
		any = true;
		if (!take_export_field(stream, &time))
			return false;
	}
	if (any)
		show_line(stream, time, stream->text);
	return any;
}

static bool take_stream_line(struct stream *stream)
{
	if (stream->format == JOURNAL)
		return take_export(stream);
	do {
		if (!take_raw(stream))
			return false;
		if (stream->format == RECORDS)
			take_record(stream);
		else if (stream->format == TAGGED)
			take_tagged(stream);
	} while (!stream->len);
	return true;
}

static ssize_t stream_read(void *cookie, char *buf, size_t size)
{
	struct stream *stream = cookie;
	size_t most;

	if (stream->at == stream->len && !take_stream_line(stream))
		return 0;
	most = stream->len - stream->at;
	if (most > size)
		most = size;
	memcpy(buf, stream->line + stream->at, most);
	stream->at += most;
	stream->told += (off64_t)most;
	return (ssize_t)most;
}

/* To the beginning, or nowhere; of a pipe to nowhere. */
static int stream_seek(void *cookie, off64_t *offset, int whence)
{
	struct stream *stream = cookie;

	if (stream->format == JOURNAL)
		return -1;
	if (whence == SEEK_CUR && !*offset) {
		*offset = stream->told;
		return 0;
	}
	if (whence != SEEK_SET || *offset || lseek(stream->fd, stream->from, SEEK_SET) < 0)
		return -1;
	stream->nr_raw = 0;
	stream->raw_at = 0;
	stream->len = 0;
	stream->at = 0;
	stream->told = 0;
	return 0;
}

static int stream_close(void *cookie)
{
	struct stream *stream = cookie;

	close(stream->fd);
	free(stream);
	return 0;
}

static FILE *open_stream(int fd, off_t from, enum log_format format)
{
	const cookie_io_functions_t functions = {
		.read = stream_read, .seek = stream_seek, .close = stream_close,
	};
	struct stream *stream = calloc(1, sizeof(*stream));
	FILE *in;

	if (!stream)
		abort();
	stream->fd = fd;
	stream->from = from;
	stream->format = format;
	lseek(fd, from, SEEK_SET);
	in = fopencookie(stream, "r", functions);
	if (!in)
		abort();
	return in;
}

/* --- one place --- */

static void refuse(struct log_source *source, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(source->error, sizeof(source->error), format, args);
	va_end(args);
	make_plain(source->error);
}

static void refuse_by_errno(struct log_source *source)
{
	source->absent = errno == ENOENT || errno == ENOTDIR;
	source->denied = errno == EACCES || errno == EPERM;
	refuse(source, "%s", strerror(errno));
}

/* Another kernel's, by what a line says behind "Linux version ". */
static bool is_another(const struct kernel_log *log, struct log_source *source, const char *line)
{
	const char *release = strstr(line, version);
	size_t len;

	if (!release)
		return false;
	release += strlen(version);
	len = strcspn(release, " ");
	if (!*log->release ||
	    (len == strlen(log->release) && !strncmp(release, log->release, len)))
		return false;
	refuse(source, "its last boot is of another kernel, %.*s", (int)(len < 80 ? len : 80),
	       release);
	return true;
}

static void refuse_boot(struct log_source *source, long long seconds, long long booted)
{
	char text[24], date[40], other[40];

	snprintf(text, sizeof(text), "%lld", seconds);
	date_text(date, sizeof(date), text);
	snprintf(text, sizeof(text), "%lld", booted);
	date_text(other, sizeof(other), text);
	refuse(source, "its last boot is that of %s, and this kernel's is that of %s", date, other);
}

/* Whether a part is of this boot, by the dates in it or the file's own. */
static bool fits_in_time(const struct kernel_log *log, struct log_source *source,
			 const struct part *part, time_t changed)
{
	struct wall wall;
	long long after;

	if (!log->booted)
		return true;
	if (!read_wall(part->line, log->booted, &wall)) {
		if (changed >= log->booted - CLOCK_SLACK)
			return true;
		refuse(source, "it was written before this boot");
		return false;
	}
	after = seconds_after(&wall, log->booted);
	if (after < -CLOCK_SLACK && !part->boots) {
		refuse(source, "it does not show where this boot begins");
		return false;
	}
	if (after < -CLOCK_SLACK || (part->boots && after > STARTS_WITHIN)) {
		refuse_boot(source, wall.seconds, log->booted);
		return false;
	}
	if (!part->boots && !*source->from)
		snprintf(source->from, sizeof(source->from), "%lld", after < 0 ? 0 : after);
	return true;
}

/* The first or the last time that a number of lines have. */
static void take_times(FILE *in, unsigned int most, char *first, char *last)
{
	struct lines lines;

	open_lines(&lines, in);
	start_lines(&lines);
	while (most-- && next_line(&lines)) {
		if (!*lines.time)
			continue;
		if (first && !*first)
			strcpy(first, lines.time);
		if (last)
			strcpy(last, lines.time);
	}
	close_lines(&lines);
}

/* How far it goes, by the stamps in its end: no longer than the kernel runs. */
static bool fits_uptime(const struct kernel_log *log, struct log_source *source, int fd,
			off_t size, enum log_format format)
{
	const off_t end = 1 << 13;
	char last[TIME_SIZE] = "";
	FILE *in;

	if (log->uptime < 0)
		return true;
	in = open_stream(dup(fd), size > end ? size - end : 0, format);
	take_times(in, UINT_MAX, NULL, last);
	fclose(in);
	if (strtod(last, NULL) <= log->uptime + CLOCK_SLACK)
		return true;
	refuse(source, "it goes on to %.*s s after its boot, and this kernel is up for %.0f s",
	       (int)strcspn(last, "."), last, log->uptime);
	return false;
}

static void try_file(struct kernel_log *log, struct log_source *source, int fd,
		     enum log_format format)
{
	struct stat status;
	struct part part;
	FILE *in;

	if (fstat(fd, &status) || !S_ISREG(status.st_mode)) {
		refuse(source, "it is no file");
		return;
	}
	if (!find_part(fd, status.st_size, &part)) {
		refuse_by_errno(source);
		return;
	}
	in = open_stream(dup(fd), part.from, format);
	take_times(in, FIRST_LINES, source->from, NULL);
	fclose(in);
	if (!log->booted)
		log->booted = read_booted(log);
	if (!status.st_size)
		refuse(source, "there is nothing in it");
	if (*source->error || (part.boots && is_another(log, source, part.line)) ||
	    !fits_in_time(log, source, &part, status.st_mtime) ||
	    !fits_uptime(log, source, fd, status.st_size, format))
		return;
	source->found = true;
	source->complete = part.boots;
	source->from_offset = part.from;
	source->lines = part.lines;
}

/* How far back it goes, and of which kernel it is; how many lines were there for that. */
static unsigned int look_at_first(const struct kernel_log *log, struct log_source *source,
				  FILE *in, bool *fits)
{
	struct lines lines;
	unsigned int n;
	char *line;

	*fits = true;
	open_lines(&lines, in);
	start_lines(&lines);
	for (n = 0; n < FIRST_LINES && *fits && !source->complete && (line = next_line(&lines));
	     n++) {
		if (!n)
			strcpy(source->from, lines.time);
		if (!strstr(line, version))
			continue;
		*fits = !is_another(log, source, line);
		source->complete = *fits;
	}
	close_lines(&lines);
	return n;
}

/* The kernel's own buffer, which is of this boot; of what was overwritten there is no trace. */
static void try_buffer(const struct kernel_log *log, struct log_source *source, int fd)
{
	FILE *in = open_stream(dup(fd), 0, RECORDS);
	bool fits;

	source->found = look_at_first(log, source, in, &fits) && fits;
	fclose(in);
	if (!source->found && fits)
		refuse(source, "there is nothing in it");
}

/* The answer is a stream of its own. */
static FILE *ask_journal(struct kernel_log *log, char *why, size_t size)
{
	char id[33], boot[48] = "--boot";
	const char *words[4] = { "--dmesg", boot, "--output=export", NULL };

	/* Under a root the boot of this machine is not meant. */
	if (*root && read_boot_id(id))
		snprintf(boot, sizeof(boot), "--boot=%s", id);
	if (!open_journalctl(&log->journal, words, why, size))
		return NULL;
	return open_stream(dup(fileno(log->journal.out)), 0, JOURNAL);
}

static void try_journal(struct kernel_log *log, struct log_source *source)
{
	FILE *in = ask_journal(log, source->error, sizeof(source->error));
	unsigned int n;
	bool fits;

	if (!in)
		return;
	n = look_at_first(log, source, in, &fits);
	fclose(in);
	if (!close_journalctl(&log->journal, source->error, sizeof(source->error)) || !fits)
		return;
	source->found = n;
	if (n)
		return;
	/* Who may not read it is told nothing else. */
	source->denied = !*root && geteuid();
	refuse(source, source->denied ? "it shows nothing to this user" : "there is nothing in it");
}

static void try_place(struct kernel_log *log, unsigned int place)
{
	struct log_source *source = &log->sources[log->nr_sources++];
	enum log_format format = places[place].format;
	int fd;

	source->name = places[place].name;
	source->place = place;
	if (format == JOURNAL) {
		try_journal(log, source);
		make_plain(source->error);
		return;
	}
	fd = open_file(AT_FDCWD, source->name, 0);
	if (fd < 0) {
		refuse_by_errno(source);
		return;
	}
	if (format == RECORDS && !*root)
		try_buffer(log, source, fd);
	else
		try_file(log, source, fd, format);
	close(fd);
}

/* How far back it goes, in seconds since boot. */
static double reach_of(const struct log_source *source)
{
	if (source->complete)
		return -1;
	return *source->from ? strtod(source->from, NULL) : HUGE_VAL;
}

/* --- what others call --- */

/**
 * find_kernel_log() - look for the log of this boot
 * @log: filled in
 * @release: of the kernel, as uname -r; it stays where it is
 */
void find_kernel_log(struct kernel_log *log, const char *release)
{
	const struct log_source *source;
	unsigned int place;

	memset(log, 0, sizeof(*log));
	log->release = release;
	log->uptime = read_uptime();
	for (place = 0; place < ARRAY_SIZE(places); place++) {
		/* What archives have, no machine has. */
		if (!*root && places[place].archived)
			continue;
		source = &log->sources[log->nr_sources];
		try_place(log, place);
		if (source->found && (!log->taken || reach_of(source) < reach_of(log->taken)))
			log->taken = source;
		if (source->complete)
			break;
	}
}

/**
 * open_kernel_log() - read it, from the boot on or from where it begins
 * @log: from find_kernel_log(), which has found one; to be closed by close_kernel_log()
 *
 * Return: its lines, for decode_log() or open_lines(); NULL if it is there no more.
 */
FILE *open_kernel_log(struct kernel_log *log)
{
	const struct log_source *source = log->taken;
	enum log_format format = places[source->place].format;
	char why[sizeof(source->error)];
	int fd;

	if (format == JOURNAL) {
		log->in = ask_journal(log, why, sizeof(why));
		return log->in;
	}
	fd = open_file(AT_FDCWD, source->name, 0);
	log->in = fd < 0 ? NULL : open_stream(fd, source->from_offset, format);
	return log->in;
}

/**
 * close_kernel_log() - it is of no more use
 * @log: that open_kernel_log() has opened
 */
void close_kernel_log(struct kernel_log *log)
{
	char why[sizeof(log->taken->error)];

	fclose(log->in);
	if (places[log->taken->place].format == JOURNAL)
		close_journalctl(&log->journal, why, sizeof(why));
}

/**
 * log_was_denied() - whether another user would have found more
 * @log: from find_kernel_log()
 */
bool log_was_denied(const struct kernel_log *log)
{
	unsigned int i;

	for (i = 0; i < log->nr_sources; i++)
		if (log->sources[i].denied)
			return !log->taken || !log->taken->complete;
	return false;
}

/**
 * log_is_kept() - whether its lines are the kernel's, and nobody else can write such
 * @log: from find_kernel_log()
 *
 * In a file of syslog a line is whose it says it is, and anybody may say so.
 */
bool log_is_kept(const struct kernel_log *log)
{
	enum log_format format = log->taken ? places[log->taken->place].format : PLAIN;

	return format == RECORDS || format == JOURNAL;
}
