/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * /sys/kernel/debug/taint_info: the whole state, for a person to read.
 */
#ifndef TAINT_INFO_DEBUGFS_H
#define TAINT_INFO_DEBUGFS_H

#ifdef CONFIG_DEBUG_FS
void debugfs_start(void);
void debugfs_stop(void);
#else
static inline void debugfs_start(void) { }
static inline void debugfs_stop(void) { }
#endif

#endif
