// SPDX-License-Identifier: GPL-2.0-only
/*
 * In place of the kernel and udevd: sends what they would send, when it was asked for.
 *
 * usage: uevents PIPE BEGIN SOCKET [MESSAGE...]
 *
 * Nobody can write to PIPE before somebody listens, at SOCKET.  A line has to come that begins
 * with BEGIN, and is printed; what stands behind that is the UUID.  A message is a letter, k
 * for one of the kernel, u for one of udevd, m and l for one of udevd with a wrong magic
 * number or length, s for one that is cut, and its variables behind it, each with a blank
 * before; % stands for the UUID and a comma for a blank.  Exit codes: 0 all were sent,
 * 1 nobody asked, 2 an error, 3 nobody listened within PATIENCE.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* Seconds. */
#define PATIENCE 20

static char uuid[256];

static int was_asked(const char *path, const char *begin, const char *socket)
{
	char line[256] = "";
	int tries = PATIENCE * 100;
	FILE *file;

	while (access(socket, F_OK) && tries) {
		usleep(10000);
		tries--;
	}
	/* Whoever writes waits for that, and it waits for him. */
	file = fopen(path, "r");
	if (!tries)
		return 3;
	if (!file || !fgets(line, sizeof(line), file) || strncmp(line, begin, strlen(begin)))
		return 1;
	fclose(file);
	fputs(line, stdout);
	fflush(stdout);
	line[strcspn(line, "\n")] = '\0';
	strcpy(uuid, line + strlen(begin));
	return 0;
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
	unsigned int header[8] = { htonl(0xfeedcafe), 40, 40 };
	const char *from = text + 1 + (text[1] == ' ');
	size_t len;

	if (text[0] == 'k') {
		strcpy(buf, line);
		return sizeof(line) + put_variables(buf + sizeof(line), from);
	}
	len = put_variables(buf + 40, from);
	header[3] = len;
	if (text[0] == 'm')
		header[0] = 0xfeedcaf0;
	if (text[0] == 'l')
		header[3] = -8U;
	memcpy(buf, "libudev", 8);
	memcpy(buf + 8, header, sizeof(header));
	return text[0] == 's' ? 20 : 40 + len;
}

int main(int argc, char **argv)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	static char buf[8192];
	int fd, i, wrong;
	size_t len;

	if (argc < 4 || strlen(argv[3]) >= sizeof(address.sun_path)) {
		fprintf(stderr, "usage: uevents PIPE BEGIN SOCKET [MESSAGE...]\n");
		return 2;
	}
	wrong = was_asked(argv[1], argv[2], argv[3]);
	if (wrong) {
		fprintf(stderr, "uevents: %s\n", wrong == 3 ? "nobody listened" : "nobody asked");
		return wrong;
	}
	strcpy(address.sun_path, argv[3]);
	fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	for (i = 4; i < argc; i++) {
		len = make_message(buf, argv[i]);
		if (sendto(fd, buf, len, 0, (struct sockaddr *)&address, sizeof(address)) < 0) {
			fprintf(stderr, "uevents: %s: %s\n", argv[3], strerror(errno));
			return 2;
		}
	}
	return 0;
}
