// SPDX-License-Identifier: GPL-2.0-only
/*
 * A module whose licence is not GPL-compatible, as far as the kernel can tell.
 */
#include <linux/module.h>

MODULE_DESCRIPTION("taint_info selftests: a module that says it is proprietary");
MODULE_LICENSE("Proprietary");
