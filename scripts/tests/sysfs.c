// SPDX-License-Identifier: GPL-2.0-only
/*
 * What sysfs does, and the files of a test do not: to be preloaded.
 *
 * A file is handed out a page at a time.  With SYSFS_SLOW=FILE the first read of that one
 * gets what comes from the pipe SYSFS_PIPE, once it comes.  With SYSFS_ANEW=DIRECTORY that
 * one, once somebody has looked at it, is that of a module that has gone, and has no file
 * "events" any more; in its place is DIRECTORY.new, that of the next load.  With
 * SYSFS_NO_GROUPS no control group can be made.  When the end of SYSFS_READ was read there
 * is a file of that name with ".read" behind.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PAGE 4096

/* Whether it is the file that the environment names. */
static bool is_named(int fd, const char *variable)
{
	const char *path = getenv(variable);
	struct stat named, given;

	return path && !stat(path, &named) && !fstatat(fd, "", &given, AT_EMPTY_PATH) &&
	       named.st_dev == given.st_dev && named.st_ino == given.st_ino;
}

static void note_read(int fd)
{
	char path[4096];

	if (!is_named(fd, "SYSFS_READ"))
		return;
	snprintf(path, sizeof(path), "%s.read", getenv("SYSFS_READ"));
	close(creat(path, 0600));
}

/* With SYSFS_BROKEN=FILE that one has an error behind its first page. */
ssize_t read(int fd, void *buf, size_t size)
{
	static bool done, begun;
	ssize_t got;

	if (is_named(fd, "SYSFS_BROKEN")) {
		if (begun) {
			errno = EIO;
			return -1;
		}
		begun = true;
	}
	if (!done && is_named(fd, "SYSFS_SLOW")) {
		done = true;
		fd = open(getenv("SYSFS_PIPE"), O_RDONLY | O_CLOEXEC);
	}
	got = syscall(SYS_read, fd, buf, size < PAGE ? size : PAGE);
	if (!got)
		note_read(fd);
	return got;
}

static void load_anew(const char *dir)
{
	char next[4096], events[4096];

	snprintf(events, sizeof(events), "%s/events", dir);
	snprintf(next, sizeof(next), "%s.new", dir);
	if (unlink(events) || renameat2(AT_FDCWD, next, AT_FDCWD, dir, RENAME_EXCHANGE))
		abort();
}

int fstat(int fd, struct stat *status)
{
	int code = fstatat(fd, "", status, AT_EMPTY_PATH);
	static bool done;

	if (!done && is_named(fd, "SYSFS_ANEW")) {
		done = true;
		load_anew(getenv("SYSFS_ANEW"));
	}
	return code;
}

int mkdir(const char *path, mode_t mode)
{
	if (getenv("SYSFS_NO_GROUPS") && strstr(path, "/taintinfo-run-")) {
		errno = EROFS;
		return -1;
	}
	return syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}
