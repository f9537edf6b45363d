// SPDX-License-Identifier: GPL-2.0-only
/*
 * Waits until a sysfs file is said to have changed.
 *
 * Usage: wait_change poll|inotify FILE MILLISECONDS
 *
 * Prints "waiting" when a change can no longer be missed, then "changed" or
 * "timeout"; exits 0, 1 on time-out, 2 on an error.
 */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct pollfd fd = { 0 };
	char buf[256];
	int n;

	if (argc != 4) {
		fprintf(stderr, "usage: wait_change poll|inotify FILE MILLISECONDS\n");
		return 2;
	}
	if (!strcmp(argv[1], "inotify")) {
		fd.fd = inotify_init();
		fd.events = POLLIN;
		n = inotify_add_watch(fd.fd, argv[2], IN_MODIFY);
	} else {
		/* sysfs: read first, then poll for the exceptional. */
		fd.fd = open(argv[2], O_RDONLY);
		fd.events = POLLPRI | POLLERR;
		n = read(fd.fd, buf, sizeof(buf));
	}
	if (n < 0) {
		perror(argv[2]);
		return 2;
	}
	printf("waiting\n");
	fflush(stdout);
	n = poll(&fd, 1, atoi(argv[3]));
	printf("%s\n", n > 0 ? "changed" : "timeout");
	return n > 0 ? 0 : 1;
}
