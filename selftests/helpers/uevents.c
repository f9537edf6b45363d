// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prints the kernel's uevents of subsystem taint_info as they arrive, one line
 * each: the action, then the variables in the order they came in.
 *
 * Usage: uevents [--brief]
 *	--brief: for a person: flags that are set, and the main variables
 *
 * The first line, "listening", says that nothing is missed from then on.
 */
#include <errno.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char *variable(const char *event, const char *end, const char *name)
{
	size_t len = strlen(name);
	const char *at;

	for (at = event; at < end; at += strlen(at) + 1)
		if (!strncmp(at, name, len) && at[len] == '=')
			return at + len + 1;
	return "";
}

static void print_brief(const char *event, const char *end)
{
	const char *action = variable(event, end, "ACTION");
	const char *module = variable(event, end, "TAINT_MODULE");

	/* Devices of flags that are not set come and go without interest. */
	if (strcmp(action, "change") && strcmp(variable(event, end, "TAINT_SET"), "1"))
		return;
	printf("  uevent   %s %s (%s): category %s, origin %s, mask %s%s%s%s\n",
	       action, variable(event, end, "TAINT_FLAG"),
	       variable(event, end, "TAINT_LETTER"),
	       variable(event, end, "TAINT_CATEGORY"),
	       variable(event, end, "TAINT_ORIGIN"),
	       variable(event, end, "TAINT_MASK"),
	       *module ? ", module " : "", module,
	       *variable(event, end, "TAINT_SELF") ? ", taint_info's own" : "");
}

static void print_whole(const char *event, const char *end)
{
	const char *at;

	printf("%s", variable(event, end, "ACTION"));
	for (at = event + strlen(event) + 1; at < end; at += strlen(at) + 1)
		printf(" %s", at);
	printf("\n");
}

int main(int argc, char **argv)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = 1 };
	bool brief = argc > 1 && !strcmp(argv[1], "--brief");
	int room = 16 << 20;
	char event[8192];
	int sock;

	sock = socket(AF_NETLINK, SOCK_DGRAM, NETLINK_KOBJECT_UEVENT);
	if (sock < 0 || bind(sock, (struct sockaddr *)&address, sizeof(address))) {
		perror("uevents: cannot listen");
		return 1;
	}
	setsockopt(sock, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room));
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (!brief)
		printf("listening\n");

	for (;;) {
		ssize_t len = recv(sock, event, sizeof(event) - 1, 0);

		if (len < 0 && errno == EINTR)
			continue;
		if (len < 0) {
			printf("overrun: %s\n", strerror(errno));
			continue;
		}
		event[len] = '\0';
		if (strcmp(variable(event, event + len, "SUBSYSTEM"), "taint_info"))
			continue;
		if (brief)
			print_brief(event, event + len);
		else
			print_whole(event, event + len);
	}
}
