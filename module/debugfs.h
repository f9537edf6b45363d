/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * /sys/kernel/debug/taint_info: the whole state, for a person to read.
 */
#ifndef TAINT_INFO_DEBUGFS_H
#define TAINT_INFO_DEBUGFS_H

#ifdef CONFIG_DEBUG_FS
void report_files_start(void);
void report_files_stop(void);
#else
static inline void report_files_start(void) { }
static inline void report_files_stop(void) { }
#endif

#endif
