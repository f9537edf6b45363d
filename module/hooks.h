/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Noticing a taint: the hooks.
 */
#ifndef TAINT_INFO_HOOKS_H
#define TAINT_INFO_HOOKS_H

#include <linux/types.h>

/* Room for the text of hooks_text(). */
#define HOOKS_TEXT_SIZE 64

void hooks_arm(void);
void hooks_disarm(void);
void hooks_try(void);
size_t hooks_text(char *buf, size_t size);
bool hooks_writing(void);

#endif
