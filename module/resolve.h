/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From flags to the modules that carry them.
 */
#ifndef TAINT_INFO_RESOLVE_H
#define TAINT_INFO_RESOLVE_H

#include <linux/types.h>

char *resolve_modules(unsigned int bit, size_t *len);
bool resolve_only_ours(unsigned int bit);

#endif
