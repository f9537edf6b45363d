// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads files at places and in pieces that nobody would, or writes rubbish to
 * them, in no order, for as long as a file is there.
 *
 * Usage: rummage GO read|write NAME DIR...
 *	GO: the file that ends it when it goes
 *	NAME: of the files below the DIRs, only these; "*" for all
 *
 * Files may come and go meanwhile.  Prints how many times each error came, by its
 * name, or "ok"; and "beyond" for each read behind the end that gave something.
 */
#define _GNU_SOURCE
#define _FILE_OFFSET_BITS 64
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_FILES 4096
#define MAX_ERRNO 4096

static const char *pattern;
static char *files[MAX_FILES];
static unsigned int nr_files;
static unsigned long tally[MAX_ERRNO], beyond;
static char buf[65536];

static int add_file(const char *path, const struct stat *status, int type, struct FTW *walk)
{
	(void)status;
	if (type == FTW_F && nr_files < MAX_FILES && !fnmatch(pattern, path + walk->base, 0))
		files[nr_files++] = strdup(path);
	return 0;
}

static void find_files(char **dirs)
{
	while (nr_files)
		free(files[--nr_files]);
	for (; *dirs; dirs++)
		nftw(*dirs, add_file, 16, FTW_PHYS);
}

/* Small ones more often than large ones. */
static size_t some(size_t limit)
{
	return random() % limit >> random() % 17;
}

/* What grows may have grown between the search for its end and the read: seq_file. */
static void read_some(int fd, int grows)
{
	off_t at = random() % 4 ? (off_t)some(65536) : (off_t)(random() & 1 ? INT_MAX : 1LL << 40);
	ssize_t len = pread(fd, buf, some(sizeof(buf)), at);

	tally[len < 0 ? errno : 0]++;
	if (len > 0 && at >= INT_MAX && !grows)
		beyond++;
}

static void write_some(int fd)
{
	size_t i, len = some(8192);
	ssize_t written;

	for (i = 0; i < len; i++)
		buf[i] = random() % 4 ? ' ' + random() % 95 : random();
	written = write(fd, buf, len);
	tally[written < 0 ? errno : 0]++;
}

int main(int argc, char **argv)
{
	const char *go, *file;
	int writes, fd, i;

	if (argc < 5 || (strcmp(argv[2], "read") && strcmp(argv[2], "write"))) {
		fprintf(stderr, "usage: rummage GO read|write NAME DIR...\n");
		return 2;
	}
	go = argv[1];
	writes = !strcmp(argv[2], "write");
	pattern = argv[3];
	srandom(getpid());
	while (!access(go, F_OK)) {
		find_files(argv + 4);
		for (i = 0; i < 200 && nr_files; i++) {
			file = files[random() % nr_files];
			fd = open(file, writes ? O_WRONLY : O_RDONLY | O_NONBLOCK);
			if (fd < 0) {
				tally[errno]++;
				continue;
			}
			do {
				if (writes)
					write_some(fd);
				else
					read_some(fd, !strcmp(strrchr(file, '/'), "/log"));
			} while (random() % 4);
			close(fd);
		}
		/* The kernel complains of each word that it does not know. */
		usleep(writes ? 500000 : 1000);
	}
	for (i = 0; i < MAX_ERRNO; i++)
		if (tally[i])
			printf("%s %lu\n", i ? strerrorname_np(i) : "ok", tally[i]);
	if (beyond)
		printf("beyond %lu\n", beyond);
	return 0;
}
