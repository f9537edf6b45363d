/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which module loads, or goes, in the current thread.
 */
#ifndef TAINT_INFO_LOADING_H
#define TAINT_INFO_LOADING_H

#include "event.h"

void loading_start(void (*read)(enum taint_awaits awaits, const char *module,
				unsigned long mask, unsigned long since));
int loading_arm(void);
void loading_disarm(void);

#endif
