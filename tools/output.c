// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writing to a file that the user names, at once.
 *
 * The file may lie in a directory where others may write, too, and we may be root: what
 * is there is looked at without opening it for writing, and what is written to is what
 * was looked at.  No file that is there already is ever written to: it is replaced.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "output.h"
#include "text.h"

/* How long whoever reads from a pipe may take. */
#define PATIENCE_MS 2000

/* In seconds: what is older a run has left that was killed. */
#define STALE_AGE 60

struct place {
	/* The directory. */
	int dir;
	/* The file's name in it. */
	const char *name;
	/*
	 * The new file's until it has that one; no name that a collector reads, nor that of
	 * any other run, which may be at it, too.
	 */
	char beside[NAME_MAX + 1];
	/* How much of it is the same in each run. */
	size_t common;
	/* The new file's. */
	mode_t mode;
};

static bool open_place(struct place *place, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t len = slash ? slash + 1 - path : 0;
	char dir[PATH_MAX], run[48];
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	snprintf(run, sizeof(run), "%ld.%ld", (long)getpid(), (long)now.tv_nsec);
	place->name = path + len;
	place->common = strlen(place->name) + strlen("..new.");
	if (len >= sizeof(dir) || place->common + strlen(run) >= sizeof(place->beside)) {
		errno = ENAMETOOLONG;
		return false;
	}
	snprintf(place->beside, sizeof(place->beside), ".%s.new.%s", place->name, run);
	if (!*place->name) {
		errno = *path ? EISDIR : ENOENT;
		return false;
	}
	snprintf(dir, sizeof(dir), "%.*s", (int)len, path);
	place->dir = open(len ? dir : ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	return place->dir >= 0;
}

static bool write_all(int fd, const char *text, size_t len)
{
	struct pollfd wait = { .fd = fd, .events = POLLOUT };
	ssize_t written;

	while (len) {
		written = write(fd, text, len);
		if (written < 0 && errno == EINTR)
			continue;
		/* A pipe that nobody empties. */
		if (written < 0 && errno == EAGAIN) {
			if (poll(&wait, 1, PATIENCE_MS) > 0)
				continue;
			errno = ETIMEDOUT;
		}
		if (written < 0)
			return false;
		text += written;
		len -= written;
	}
	return true;
}

/* A terminal, a device, a pipe: @looked is what was looked at, by whatever name. */
static bool write_device(int looked, const char *text, size_t len)
{
	char path[64];
	bool written;
	int fd;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", looked);
	/* Without O_NONBLOCK it would wait for somebody to read from a pipe. */
	fd = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return false;
	written = write_all(fd, text, len);
	return !close(fd) && written;
}

/*
 * Of a file that is not for everybody.  The old one may be another user's, who wants to
 * read the new one.
 */
static mode_t private_mode(const struct stat *old)
{
	mode_t mask = umask(077), mode = 0666 & ~mask;

	umask(mask);
	if (!old)
		return mode;
	return old->st_mode & (old->st_uid == geteuid() ? 0666 : mode);
}

/* A file without a name, where the file system has that: nobody else can meddle with it. */
static int open_nameless(const struct place *place)
{
	return openat(place->dir, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
}

/* One with a name. */
static int open_named(const struct place *place)
{
	const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;

	return openat(place->dir, place->beside, flags, 0600);
}

static bool name_it(const struct place *place, int fd)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return !linkat(AT_FDCWD, path, place->dir, place->beside, AT_SYMLINK_FOLLOW);
}

/* What runs that were killed have left; how old it is the clock of @fd's file system says. */
static void remove_stale(const struct place *place, int fd)
{
	int dir = openat(place->dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *list = dir >= 0 ? fdopendir(dir) : NULL;
	struct stat ours, there;
	struct dirent *entry;
	const char *run;

	if (fstat(fd, &ours))
		ours.st_mtime = 0;
	while (list && (entry = readdir(list))) {
		if (strncmp(entry->d_name, place->beside, place->common))
			continue;
		run = entry->d_name + place->common;
		if (!run[strspn(run, "0123456789.")] &&
		    !fstatat(place->dir, entry->d_name, &there, AT_SYMLINK_NOFOLLOW) &&
		    ours.st_mtime - there.st_mtime > STALE_AGE)
			unlinkat(place->dir, entry->d_name, 0);
	}
	if (list)
		closedir(list);
	else if (dir >= 0)
		close(dir);
}

/* Whoever reads the file sees the old one or the new one. */
static bool replace(const struct place *place, const char *text, size_t len)
{
	bool nameless = true, done;
	int fd = open_nameless(place), err;

	if (fd < 0) {
		nameless = false;
		fd = open_named(place);
	}
	if (fd < 0)
		return false;
	remove_stale(place, fd);
	done = !fchmod(fd, place->mode) && write_all(fd, text, len);
	if (done && nameless && !name_it(place, fd)) {
		/* No /proc, or none that may be used so. */
		close(fd);
		nameless = false;
		fd = open_named(place);
		if (fd < 0)
			return false;
		done = !fchmod(fd, place->mode) && write_all(fd, text, len);
	}
	/* Where the power goes after that, too, it is the old one or the new one. */
	done = done && !fsync(fd) && !renameat(place->dir, place->beside, place->dir, place->name);
	err = errno;
	if (!done)
		unlinkat(place->dir, place->beside, 0);
	if (close(fd) && done)
		return false;
	errno = err;
	return done;
}

/* Signals wait until it is done: one that ends us would leave the new file beside. */
static bool replace_undisturbed(const struct place *place, const char *text, size_t len)
{
	sigset_t all, before;
	bool done;
	int err;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	done = replace(place, text, len);
	err = errno;
	sigprocmask(SIG_SETMASK, &before, NULL);
	errno = err;
	return done;
}

/**
 * write_file() - write to a file that the user names
 * @path: one that is there is replaced at once; a device or a pipe is written to
 * @text: all of it
 * @len: bytes in @text
 * @for_all: everybody may read the file; else who may is as with the old one, or by the umask
 *
 * Return: whether it is written; else it was complained of, and the file is the old one.
 */
bool write_file(const char *path, const char *text, size_t len, bool for_all)
{
	struct place place;
	struct stat status;
	bool written = false;
	int looked;

	/* A reader who goes away and a file that may not grow are errors as any other. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	if (!open_place(&place, path)) {
		complain("cannot write beside %s: %s", path, strerror(errno));
		return false;
	}
	looked = openat(place.dir, place.name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (looked < 0 ? errno != ENOENT : fstat(looked, &status)) {
		complain("cannot look at %s: %s", path, strerror(errno));
	} else if (looked < 0 || S_ISREG(status.st_mode)) {
		place.mode = for_all ? 0644 : private_mode(looked < 0 ? NULL : &status);
		written = replace_undisturbed(&place, text, len);
		if (!written)
			complain("cannot write beside %s: %s", path, strerror(errno));
	} else if (S_ISLNK(status.st_mode)) {
		complain("%s is a symbolic link: name the file itself, or - for standard output",
			 path);
	} else if (S_ISCHR(status.st_mode) || S_ISFIFO(status.st_mode)) {
		written = write_device(looked, text, len);
		if (!written)
			complain("cannot write to %s: %s", path,
				 errno == ENXIO ? "nobody reads from it" : strerror(errno));
	} else {
		complain("%s is a %s", path,
			 S_ISDIR(status.st_mode) ? "directory" : "block device or a socket");
	}
	if (looked >= 0)
		close(looked);
	close(place.dir);
	return written;
}
