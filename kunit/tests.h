/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the test files of taint_info_kunit.ko have of each other, beside the
 * rooms of the module that they include.
 */
#ifndef TAINT_INFO_TESTS_H
#define TAINT_INFO_TESTS_H

#include <kunit/test.h>

struct taint_call;

extern struct kunit_suite flags_suite;
extern struct kunit_suite flags_vendors_suite;
extern struct kunit_suite journal_suite;
extern struct kunit_suite resolve_suite;
extern struct kunit_suite device_suite;

/* The journal as it is when the module has just been loaded. */
void reset_journal(void);

/* An address that the resolver sees as this text; it has to stay where it is. */
static inline unsigned long address_of(const char *text)
{
	return (unsigned long)text;
}

#endif
