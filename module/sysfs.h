/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * /sys/kernel/taint_info: the state as a whole.
 */
#ifndef TAINT_INFO_SYSFS_H
#define TAINT_INFO_SYSFS_H

struct kobject;

int state_files_start(void);
struct kobject *state_files_flags_dir(void);
void state_files_notify(void);
void state_files_stop(void);

#endif
