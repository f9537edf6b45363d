/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Noticing a taint: the hooks, and the comparison of masks.
 */
#ifndef TAINT_INFO_WATCH_H
#define TAINT_INFO_WATCH_H

#include <linux/types.h>

/* Room for the text of watch_hooks(). */
#define WATCH_HOOKS_SIZE 64

int watch_start(void (*worker)(void), bool use_hooks, unsigned int poll_ms);
void watch_open(void);
void watch_close(void);
void watch_stop(void);

unsigned long watch_mask(void);
void watch_compare(void);
void watch_try_hooks(void);
size_t watch_hooks(char *buf, size_t size);
unsigned long watch_missed(void);

#endif
