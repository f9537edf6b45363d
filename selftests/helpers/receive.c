// SPDX-License-Identifier: GPL-2.0-only
/*
 * In place of the systemd journal: listens on a socket as that does.
 *
 * usage: receive SOCKET SECONDS
 *
 * Prints the first datagram as it is.  Exit codes: 0 one came, 1 none did, 2 an error.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct pollfd wait = { .events = POLLIN };
	static char data[1 << 18];
	ssize_t len;

	if (argc != 3 || strlen(argv[1]) >= sizeof(address.sun_path)) {
		fprintf(stderr, "usage: receive SOCKET SECONDS\n");
		return 2;
	}
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", argv[1]);
	wait.fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	if (wait.fd < 0 || bind(wait.fd, (struct sockaddr *)&address, sizeof(address))) {
		fprintf(stderr, "receive: %s: %s\n", argv[1], strerror(errno));
		return 2;
	}
	if (poll(&wait, 1, atoi(argv[2]) * 1000) < 1)
		return 1;
	len = read(wait.fd, data, sizeof(data));
	if (len < 0 || fwrite(data, 1, len, stdout) != (size_t)len || fflush(stdout))
		return 2;
	return 0;
}
