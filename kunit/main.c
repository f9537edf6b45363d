// SPDX-License-Identifier: GPL-2.0-only
/*
 * taint_info_kunit: a KUnit suite for each room of taint_info that can be
 * tested without the kernel's taint state.  watch.c is not in it: its hooks are
 * tried by the selftests; device_test.c has what stands in for it.
 */
#include <kunit/test.h>
#include <linux/module.h>

#include "tests.h"

kunit_test_suites(&flags_suite, &flags_vendors_suite, &journal_suite, &resolve_suite,
		  &device_suite);

MODULE_DESCRIPTION("KUnit tests of taint_info");
MODULE_LICENSE("GPL");
