/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What wakes the worker: irq_work and work items, the comparison of masks, the timer.
 */
#ifndef TAINT_INFO_KICK_H
#define TAINT_INFO_KICK_H

#include <linux/types.h>

int kick_start(void (*work)(void), unsigned int poll_ms);
void kick_open(void);
void kick_poll(void);
void kick_shut(void);
void kick_stop(void);

void kick_now(void);
void kick_later(u64 now);
void kick_occasion(void);
void kick_run_in(u64 ns);

/* Of two waits for kick_run_in(), where 0 is none. */
static inline u64 kick_sooner(u64 a, u64 b)
{
	return !a || (b && b < a) ? b : a;
}

unsigned long kick_mask(void);
unsigned long kick_compare(void);
bool kick_polls(void);

#endif
