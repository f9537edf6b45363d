// SPDX-License-Identifier: GPL-2.0-only
/*
 * In place of the kernel and udevd: sends what they would send, when it was asked for.
 *
 * usage: uevents FILE BEGIN SOCKET SECONDS [MESSAGE...]
 *
 * It waits until FILE begins with BEGIN and a line's end is in it; what stands between is
 * the UUID.  A message is a letter, k for one of the kernel, u for one of udevd, m and l for
 * one of udevd with a wrong magic number or length, s for one that is cut, and its variables
 * behind it, each with a blank before; % stands for the UUID and a comma for a blank.  Exit
 * codes: 0 all were sent, 1 nobody asked, 2 an error.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static char uuid[256];

static int was_asked(const char *path, const char *begin)
{
	FILE *file = fopen(path, "r");
	size_t len = strlen(begin);
	char line[256] = "", *end;

	if (file && !fgets(line, sizeof(line), file))
		line[0] = '\0';
	if (file)
		fclose(file);
	end = strchr(line, '\n');
	if (!end || strncmp(line, begin, len))
		return 0;
	*end = '\0';
	strcpy(uuid, line + len);
	return 1;
}

static size_t put_variables(char *to, const char *from)
{
	size_t len = 0;

	for (; *from; from++) {
		if (*from == '%')
			len += sprintf(to + len, "%s", uuid);
		else
			to[len++] = *from == ' ' ? '\0' : *from == ',' ? ' ' : *from;
	}
	to[len++] = '\0';
	return len;
}

static size_t make_message(char *buf, const char *text)
{
	static const char line[] = "change@/devices/virtual/taint_info/flag";
	uint32_t header[8] = { htonl(0xfeedcafe), 40, 40 };
	size_t len;

	if (text[0] == 'k') {
		strcpy(buf, line);
		return sizeof(line) + put_variables(buf + sizeof(line), text + 1 + (text[1] == ' '));
	}
	len = put_variables(buf + 40, text + 1 + (text[1] == ' '));
	header[3] = len;
	if (text[0] == 'm')
		header[0] = 0xfeedcaf0;
	if (text[0] == 'l')
		header[3] = UINT32_MAX - 8;
	memcpy(buf, "libudev", 8);
	memcpy(buf + 8, header, sizeof(header));
	return text[0] == 's' ? 20 : 40 + len;
}

int main(int argc, char **argv)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	static char buf[8192];
	int fd, i, tries;
	size_t len;

	if (argc < 5 || strlen(argv[3]) >= sizeof(address.sun_path)) {
		fprintf(stderr, "usage: uevents FILE BEGIN SOCKET SECONDS [MESSAGE...]\n");
		return 2;
	}
	for (tries = atoi(argv[4]) * 100; !was_asked(argv[1], argv[2]); tries--) {
		if (!tries)
			return 1;
		usleep(10000);
	}
	strcpy(address.sun_path, argv[3]);
	fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	for (i = 5; i < argc; i++) {
		len = make_message(buf, argv[i]);
		if (sendto(fd, buf, len, 0, (struct sockaddr *)&address, sizeof(address)) < 0) {
			fprintf(stderr, "uevents: %s: %s\n", argv[3], strerror(errno));
			return 2;
		}
	}
	return 0;
}
