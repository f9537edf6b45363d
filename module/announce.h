/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Telling of a flag, once: the kernel log, then the uevent.
 */
#ifndef TAINT_INFO_ANNOUNCE_H
#define TAINT_INFO_ANNOUNCE_H

#include <linux/types.h>

unsigned long announce_new(unsigned long flags, u64 *wait);
void announce_cleared(u64 *wait);
bool announce_cleared_due(void);

#endif
