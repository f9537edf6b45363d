// SPDX-License-Identifier: GPL-2.0-only
/*
 * Events of devices, by netlink: the kernel sends each to group 1, and udevd, when its rules
 * have run, to group 2, with a header of its own before the variables.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "files.h"
#include "text.h"
#include "uevents.h"

#define GROUP_KERNEL 1
#define GROUP_UDEVD 2

/* The kernel's have at most 2 KiB, and udevd's this. */
#define MESSAGE_SIZE 65536

/* What udevd has before the variables, as far as it is of use here. */
struct udevd_header {
	char prefix[8];
	/* In network order, as no other one. */
	uint32_t magic;
	uint32_t header_size;
	uint32_t properties_off;
	uint32_t properties_len;
};

#define UDEVD_PREFIX "libudev"
#define UDEVD_MAGIC 0xfeedcafe

/**
 * uevents_made_up() - whether they come from a test, which says where by TAINT_INFO_EVENTS
 */
bool uevents_made_up(void)
{
	return getenv("TAINT_INFO_EVENTS");
}

static int open_netlink(void)
{
	struct sockaddr_nl address = {
		.nl_family = AF_NETLINK,
		.nl_groups = GROUP_KERNEL | GROUP_UDEVD,
	};
	const int room = 8 << 20;
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT);

	if (fd < 0)
		return -1;
	/* A host may send thousands at the same time. */
	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room));
	if (!bind(fd, (struct sockaddr *)&address, sizeof(address)))
		return fd;
	close(fd);
	return -1;
}

/* The same messages, from whoever sends them to that name. */
static int open_made_up(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	if (!bind(fd, (struct sockaddr *)&address, sizeof(address)))
		return fd;
	close(fd);
	return -1;
}

/**
 * open_uevents() - listen from now on
 * @events: to be closed by close_uevents()
 * @why: gets a sentence where that cannot be
 * @size: bytes in @why
 *
 * Return: whether there is something to hear; else there is nothing to be closed.
 */
bool open_uevents(struct uevents *events, char *why, size_t size)
{
	events->path = getenv("TAINT_INFO_EVENTS");
	events->fd = events->path ? open_made_up(events->path) : open_netlink();
	if (events->fd < 0) {
		snprintf(why, size, "cannot listen to events of devices: %s", strerror(errno));
		return false;
	}
	events->buf = malloc(MESSAGE_SIZE);
	if (!events->buf)
		abort();
	return true;
}

/**
 * close_uevents() - listen no more
 * @events: from open_uevents()
 */
void close_uevents(struct uevents *events)
{
	close(events->fd);
	if (events->path)
		unlink(events->path);
	free(events->buf);
}

/* Whether the message is one of udevd's, whose variables it then gets. */
static bool take_udevd(struct uevent *event, const char *buf, size_t len)
{
	struct udevd_header header;

	if (len < sizeof(header))
		return false;
	memcpy(&header, buf, sizeof(header));
	if (memcmp(header.prefix, UDEVD_PREFIX, sizeof(header.prefix)) ||
	    ntohl(header.magic) != UDEVD_MAGIC || header.properties_off > len ||
	    header.properties_len > len - header.properties_off)
		return false;
	event->of_udevd = true;
	event->text = buf + header.properties_off;
	event->len = header.properties_len;
	return true;
}

/* Its first line is "action@path". */
static bool take_kernel(struct uevent *event, const char *buf, size_t len)
{
	size_t first = strnlen(buf, len);

	if (!memchr(buf, '@', first))
		return false;
	event->of_udevd = false;
	event->text = buf + first;
	event->len = len - first;
	return true;
}

/* Only root sends to these groups. */
static bool take_message(const struct uevents *events, struct uevent *event)
{
	struct sockaddr_nl from = { 0 };
	socklen_t size = sizeof(from);
	ssize_t len = recvfrom(events->fd, events->buf, MESSAGE_SIZE, MSG_DONTWAIT,
			       events->path ? NULL : (struct sockaddr *)&from,
			       events->path ? NULL : &size);

	if (len <= 0)
		return false;
	if (events->path)
		return take_udevd(event, events->buf, len) || take_kernel(event, events->buf, len);
	if (from.nl_groups == GROUP_UDEVD)
		return take_udevd(event, events->buf, len);
	return !from.nl_pid && take_kernel(event, events->buf, len);
}

/**
 * next_uevent() - the next event, or nothing for a while
 * @events: who listens
 * @event: gets it
 * @ms: so many milliseconds at most
 *
 * Return: whether there is one; a message of another kind is one without variables.
 */
bool next_uevent(struct uevents *events, struct uevent *event, int ms)
{
	struct pollfd wait = { .fd = events->fd, .events = POLLIN };

	if (poll(&wait, 1, ms) < 1)
		return false;
	if (!take_message(events, event))
		event->len = 0;
	return true;
}

/**
 * uevent_value() - a variable of an event
 * @event: the event
 * @name: the variable
 *
 * Return: its value, any bytes; NULL if it has none of that name.
 */
const char *uevent_value(const struct uevent *event, const char *name)
{
	const char *at = event->text, *end = event->text + event->len;
	size_t len, name_len = strlen(name);

	for (; at < end; at += len + 1) {
		len = strnlen(at, end - at);
		/* The last one without its NUL is cut. */
		if (at + len == end)
			break;
		if (len > name_len && at[name_len] == '=' && !memcmp(at, name, name_len))
			return at + name_len + 1;
	}
	return NULL;
}

/**
 * make_uuid() - one that nobody else has
 * @uuid: gets it, UUID_SIZE bytes
 *
 * Return: whether there is one.
 */
bool make_uuid(char *uuid)
{
	int fd = open("/proc/sys/kernel/random/uuid", O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? -1 : read(fd, uuid, UUID_SIZE - 1);

	if (fd >= 0)
		close(fd);
	uuid[UUID_SIZE - 1] = '\0';
	return len == UUID_SIZE - 1;
}

/**
 * write_line() - write to a file of sysfs or procfs under the root
 * @path: from "/" on
 * @line: what to write, with its end
 *
 * Return: whether it was taken, else errno says why not.
 */
bool write_line(const char *path, const char *line)
{
	char name[512];
	ssize_t written;
	int fd, err;

	snprintf(name, sizeof(name), "%s%s", root, path);
	fd = open(name, O_WRONLY | O_NOCTTY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return false;
	written = write(fd, line, strlen(line));
	err = errno;
	close(fd);
	errno = err;
	return written == (ssize_t)strlen(line);
}
