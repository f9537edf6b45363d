/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Events of devices: asking the kernel for one, and hearing what it sends and what udevd
 * passes on.  It needs files.h and text.h, and knows nothing of taints.
 */
#ifndef TAINTINFO_UEVENTS_H
#define TAINTINFO_UEVENTS_H

#include <stdbool.h>
#include <stddef.h>

/* A UUID as text, and its NUL. */
#define UUID_SIZE 37

/**
 * struct uevent - an event; as long as no other one is read
 * @of_udevd: udevd has handled it; else it is as the kernel has sent it
 * @text: its variables, any bytes, each "NAME=value" and a NUL
 * @len: how many bytes
 */
struct uevent {
	bool of_udevd;
	const char *text;
	size_t len;
};

/**
 * struct uevents - who listens
 * @fd: the socket
 * @path: its name, where it stands for the kernel's in tests, or NULL
 * @buf: the newest message
 */
struct uevents {
	int fd;
	const char *path;
	char *buf;
};

bool uevents_made_up(void);
bool open_uevents(struct uevents *events, char *why, size_t size);
bool next_uevent(struct uevents *events, struct uevent *event, int ms);
void close_uevents(struct uevents *events);
const char *uevent_value(const struct uevent *event, const char *name);
bool make_uuid(char *uuid);
bool write_line(const char *path, const char *line);

#endif
