/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the test files of taint_info_kunit.ko have of each other, beside the
 * rooms of the module that they include.
 */
#ifndef TAINT_INFO_TESTS_H
#define TAINT_INFO_TESTS_H

#include <kunit/test.h>
#include <linux/bitops.h>

#include "../module/event.h"

/* What is made of what the trace point tells needs none to be there: before compat.h. */
#ifndef CONFIG_ARM_UNWIND
#define HAVE_TAINT_TRACEPOINT
#endif

extern struct kunit_suite flags_suite;
extern struct kunit_suite flags_vendors_suite;
extern struct kunit_suite ring_suite;
extern struct kunit_suite ring_stress_suite;
extern struct kunit_suite note_suite;
extern struct kunit_suite loading_suite;
extern struct kunit_suite journal_suite;
extern struct kunit_suite modules_suite;
extern struct kunit_suite resolve_suite;
extern struct kunit_suite worker_suite;
extern struct kunit_suite announce_suite;
extern struct kunit_suite panic_suite;
extern struct kunit_suite kick_suite;
extern struct kunit_suite device_suite;

/* All as it is when the module has just been loaded: ring, journal, and who reads it. */
void reset_journal(void);
/* Of that, what these rooms have. */
void reset_ring(void);
void reset_reader(void);
void reset_loading(void);

/* This thread enters load_module(), or returns; what is told of a module meanwhile. */
void begin_load(void);
void end_load(void);
void tell_of_module(const char *name, unsigned long taints, unsigned long state);

/* Have the worker read, with this mask; what it finds new. */
unsigned long update(unsigned long mask);
/* The same, where a write to the sysctl may be under way. */
unsigned long read_with(unsigned long mask, bool writing);
/* What is told of a flag at a panic. */
bool record_at_panic(unsigned int bit, struct taint_record *record);

/* The time since boot, as the code under test is told: it can be put ahead. */
extern u64 clock_ahead;
u64 clock_now(void);

/* An address that the resolver sees as this text; it has to stay where it is. */
static inline unsigned long address_of(const char *text)
{
	return (unsigned long)text;
}

#endif
