// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading files under the root: those of the module, and of the kernel.
 *
 * What lies under a root may be anybody's, say what a support archive has unpacked.  So
 * only files are read there, and only a part of those that are long; and links lead to
 * nothing outside, as for a process that has changed its root: the way is gone name by
 * name, as openat2() is younger than some of the kernels that this is for.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "files.h"
#include "text.h"

const char *root = "";

/* --- the way to a file --- */

/* How many links there may be on the way, as with the kernel, and how deep it may go. */
#define LINKS 40
#define DEPTH 40

/*
 * Down from the directory that stands for "/": that one, those gone through below it, and
 * what remains of the path, "" or from a "/" on.
 */
struct way {
	int dirs[DEPTH];
	unsigned int depth;
	unsigned int links;
	char rest[PATH_MAX];
};

/* The next name, "" if there is none. */
static bool take_name(struct way *way, char *name)
{
	const char *from = way->rest + strspn(way->rest, "/");
	size_t len = strcspn(from, "/");

	if (len > NAME_MAX) {
		errno = ENAMETOOLONG;
		return false;
	}
	memcpy(name, from, len);
	name[len] = '\0';
	memmove(way->rest, from + len, strlen(from + len) + 1);
	return true;
}

static void go_up(struct way *way, unsigned int depth)
{
	while (way->depth > depth)
		close(way->dirs[way->depth--]);
}

/* Closes what it does not take. */
static bool go_down(struct way *way, int dir)
{
	if (way->depth + 1 == DEPTH) {
		close(dir);
		errno = ENAMETOOLONG;
		return false;
	}
	way->dirs[++way->depth] = dir;
	return true;
}

/* What the link says comes before the rest; closes it. */
static bool go_along(struct way *way, int link)
{
	char target[PATH_MAX];
	size_t rest = strlen(way->rest);
	ssize_t len = readlinkat(link, "", target, sizeof(target));

	close(link);
	if (len < 0)
		return false;
	if (++way->links > LINKS || len + rest >= sizeof(way->rest)) {
		errno = ELOOP;
		return false;
	}
	memmove(way->rest + len, way->rest, rest + 1);
	memcpy(way->rest, target, len);
	if (way->rest[0] == '/')
		go_up(way, 0);
	return true;
}

static mode_t type_of(int fd)
{
	struct stat status;

	return fstat(fd, &status) ? 0 : status.st_mode & S_IFMT;
}

/* What is neither a directory nor a file is not opened: that alone may do something. */
static int go(struct way *way, int flags)
{
	char name[NAME_MAX + 1];
	int fd;

	while (take_name(way, name)) {
		if (!*name) {
			if (flags & O_DIRECTORY)
				return openat(way->dirs[way->depth], ".", flags);
			errno = EISDIR;
			return -1;
		}
		if (!strcmp(name, "."))
			continue;
		if (!strcmp(name, "..")) {
			go_up(way, way->depth ? way->depth - 1 : 0);
			continue;
		}
		fd = openat(way->dirs[way->depth], name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
		if (fd < 0)
			return -1;
		switch (type_of(fd)) {
		case S_IFDIR:
			if (!go_down(way, fd))
				return -1;
			break;
		case S_IFLNK:
			if (!go_along(way, fd))
				return -1;
			break;
		case S_IFREG:
			close(fd);
			if (!*way->rest)
				return openat(way->dirs[way->depth], name, flags | O_NOFOLLOW);
			errno = ENOTDIR;
			return -1;
		default:
			close(fd);
			errno = EINVAL;
			return -1;
		}
	}
	return -1;
}

/**
 * open_file() - open a file or a directory for reading, without waiting for anything
 * @dir: a directory, which is "/" for @path, and in the links there; AT_FDCWD for the root
 * @path: from "/" on, where @dir is the root
 * @flags: more than O_RDONLY, as for open()
 *
 * Return: a descriptor, to be closed; -1 and errno if there is none.
 */
int open_file(int dir, const char *path, int flags)
{
	struct way way;
	int fd;

	flags |= O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
	/* These are the kernel's, and nothing is to be slower for them. */
	if (!*root)
		return openat(dir, path, flags);
	way.dirs[0] = dir == AT_FDCWD ? open(root, O_PATH | O_DIRECTORY | O_CLOEXEC) : dir;
	if (way.dirs[0] < 0)
		return -1;
	way.depth = 0;
	way.links = 0;
	snprintf(way.rest, sizeof(way.rest), "%s", path);
	fd = go(&way, flags);
	go_up(&way, 0);
	if (dir == AT_FDCWD)
		close(way.dirs[0]);
	return fd;
}

/**
 * open_flag() - the directory of a flag
 * @name: the flag's
 *
 * Return: as open_file().
 */
int open_flag(const char *name)
{
	char path[512];

	snprintf(path, sizeof(path), CLASS "/%s", name);
	return open_file(AT_FDCWD, path, O_PATH | O_DIRECTORY);
}

/**
 * open_list() - a directory under the root, to see what is in it
 * @path: from "/" on
 *
 * Return: to be closed with closedir(); NULL and errno if it cannot be read.
 */
DIR *open_list(const char *path)
{
	int fd = open_file(AT_FDCWD, path, O_DIRECTORY);

	return fd < 0 ? NULL : fdopendir(fd);
}

/* --- what is in it --- */

/*
 * What is in an open file, which is closed; without the end of its last line.  Each file of
 * sysfs costs some microseconds, and there are hundreds: no stdio, and with @by_page what
 * begins with less than sysfs hands out at once, a page, is all there is.
 */
static char *read_open(int fd, bool by_page)
{
	const size_t page = 4096;
	size_t len = 0, size = page;
	char *text = malloc(size), *more;
	ssize_t got;

	do {
		got = fd < 0 || !text ? -1 : read(fd, text + len, size - len - 1);
		if (got <= 0)
			break;
		len += got;
		if ((by_page && len < page - 1) || len == FILE_LIMIT - 1)
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

/**
 * read_file() - what is in a file of sysfs, without the end of its last line
 * @dir: as for open_file()
 * @path: the same
 *
 * Return: any bytes, to be freed; NULL and errno if it cannot be read.
 */
char *read_file(int dir, const char *path)
{
	return read_open(open_file(dir, path, 0), true);
}

/**
 * read_end() - what is in a longer file under the root, for take_line()
 * @path: from "/" on
 *
 * Of one that is too long it is the end, where what is newest is.
 *
 * Return: any bytes, to be freed; NULL and errno if it cannot be read.
 */
char *read_end(const char *path)
{
	int fd = open_file(AT_FDCWD, path, 0);
	struct stat status;

	if (fd >= 0 && !fstat(fd, &status) && status.st_size >= FILE_LIMIT)
		lseek(fd, 1 - FILE_LIMIT, SEEK_END);
	return read_open(fd, false);
}

/**
 * read_all() - what is in an open file, which is closed
 * @fd: the file, or -1, for which errno says why
 * @limit: it may have that many bytes
 * @len: gets how many it has
 *
 * Return: any bytes and a NUL, to be freed; NULL and errno if it cannot be read, EFBIG if it
 * is longer.
 */
char *read_all(int fd, size_t limit, size_t *len)
{
	char *text;
	ssize_t got;

	if (fd < 0)
		return NULL;
	text = malloc(limit + 1);
	if (!text)
		abort();
	for (*len = 0; *len <= limit; *len += got) {
		got = read(fd, text + *len, limit + 1 - *len);
		if (got <= 0)
			break;
	}
	if (*len > limit) {
		errno = EFBIG;
		got = -1;
	}
	close(fd);
	if (got < 0) {
		free(text);
		return NULL;
	}
	text[*len] = '\0';
	return text;
}

/**
 * take_line() - a line of a text
 * @text: is moved on, NULL behind the last one
 *
 * Return: the next line, of plain ASCII; NULL if there is none.
 */
char *take_line(char **text)
{
	char *line = strsep(text, "\n");

	if (line)
		make_plain(line);
	return line;
}

/**
 * read_line() - read a file of one line
 * @buf: gets it, "" if it cannot be read
 * @size: bytes in @buf
 * @dir: as for open_file()
 * @path: the same
 *
 * Names that processes have given themselves are shown as the kernel's own log file does:
 * see escape_text().
 *
 * Return: whether it could be read.
 */
bool read_line(char *buf, size_t size, int dir, const char *path)
{
	char *text = read_file(dir, path);

	buf[0] = '\0';
	if (!text)
		return false;
	escape_text(buf, size, text);
	free(text);
	return true;
}

/**
 * read_text() - read_line() of a file under the root
 * @buf: gets it, "" if it cannot be read
 * @size: bytes in @buf
 * @path: as for printf(), from "/" on
 *
 * Return: whether it could be read.
 */
bool read_text(char *buf, size_t size, const char *path, ...)
{
	char name[512];
	va_list args;

	va_start(args, path);
	vsnprintf(name, sizeof(name), path, args);
	va_end(args);
	return read_line(buf, size, AT_FDCWD, name);
}

/**
 * now_ms() - milliseconds of the monotonic clock
 */
long long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/**
 * pause_ms() - let some time pass
 * @ms: milliseconds
 */
void pause_ms(long ms)
{
	struct timespec time = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&time, NULL);
}
