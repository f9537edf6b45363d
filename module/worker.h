/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What hooks wrote down becomes what is shown, and is told of.
 */
#ifndef TAINT_INFO_WORKER_H
#define TAINT_INFO_WORKER_H

#include <linux/types.h>

#include "event.h"

void worker_open(void);
void worker_begin(void);
void worker_tell(void);
void worker_shut(void);

void worker_run(void);
void worker_read(enum taint_awaits awaits, const char *module, unsigned long mask,
		 unsigned long since);
void worker_keep_paths(void);

#endif
