/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which module loads, or goes, in the current thread.
 */
#ifndef TAINT_INFO_LOADING_H
#define TAINT_INFO_LOADING_H

#include <linux/time64.h>
#include <linux/types.h>

#include "event.h"

struct module;

/* How long an event is held back for a module's name where nobody tells that none comes, */
#define TAINT_NAME_WAIT_NS (200 * NSEC_PER_MSEC)
/* and at most where the end of the load will be told. */
#define TAINT_LOAD_WAIT_NS (30ULL * NSEC_PER_SEC)

void loading_start(void (*read)(enum taint_awaits awaits, const char *module,
				unsigned long mask, unsigned long since));
int loading_arm(void);
void loading_disarm(void);

void loading_raises(const struct module *module, unsigned int bit);
bool loading_told(const struct taint_event *event, char *module);
void loading_name(const struct taint_event *event, struct taint_blame *blame);
u64 loading_wait_ns(const struct taint_record *record);

#endif
