/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What hooks write down of a call.
 */
#ifndef TAINT_INFO_NOTE_H
#define TAINT_INFO_NOTE_H

#include <linux/types.h>

struct die_args;
struct kprobe;
struct pt_regs;

int note_start(void);
void note_stop(void);

int note_add_taint(struct kprobe *probe, struct pt_regs *regs);
void note_traced(unsigned int bit, unsigned long caller);
unsigned long note_missed(void);
void note_hint(unsigned long place, unsigned int count);
void note_sysctl(unsigned int bit, unsigned long function);
bool note_oops(const struct die_args *args);

#endif
