// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading files under the root: those of the module, and of the kernel.
 */
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "files.h"
#include "text.h"

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

/**
 * read_file() - the whole of a file, without the end of its last line
 * @dir: as for openat()
 * @path: the same, not under the root
 *
 * Each file of sysfs costs some microseconds, and there are hundreds: no stdio, and what
 * begins with less than sysfs hands out at once, a page, is all there is.
 *
 * Return: any bytes, to be freed; NULL and errno if it cannot be read.
 */
char *read_file(int dir, const char *path)
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

/**
 * read_line() - read a file of one line
 * @buf: gets it, "" if it cannot be read
 * @size: bytes in @buf
 * @dir: as for openat()
 * @path: the same, not under the root
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

/**
 * pause_ms() - let some time pass
 * @ms: milliseconds
 */
void pause_ms(long ms)
{
	struct timespec time = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&time, NULL);
}
