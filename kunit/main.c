// SPDX-License-Identifier: GPL-2.0-only
/*
 * taint_info_kunit: a KUnit suite for each room of taint_info that can be tested without the
 * kernel's taint state.  Of hooks there is what they write down; how they are called is tried
 * by the selftests.
 */
#include <kunit/test.h>
#include <linux/module.h>

#include "tests.h"

kunit_test_suites(&flags_suite, &flags_vendors_suite, &ring_suite, &ring_stress_suite,
		  &note_suite, &loading_suite, &journal_suite, &modules_suite, &resolve_suite,
		  &worker_suite, &announce_suite, &panic_suite, &kick_suite, &device_suite);

MODULE_DESCRIPTION("KUnit tests of taint_info");
MODULE_LICENSE("GPL");
