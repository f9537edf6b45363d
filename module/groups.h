/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From the number of a control group to its path.
 */
#ifndef TAINT_INFO_GROUPS_H
#define TAINT_INFO_GROUPS_H

#include <linux/types.h>

#ifdef CONFIG_CGROUPS
void groups_start(void);
bool groups_visible(void);
bool groups_path(u64 id, char *buf, size_t size);
#else
static inline void groups_start(void)
{
}

static inline bool groups_visible(void)
{
	return false;
}

static inline bool groups_path(u64 id, char *buf, size_t size)
{
	return false;
}
#endif

#endif
