/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * /sys/kernel/taint_info: the state as a whole.
 */
#ifndef TAINT_INFO_SYSFS_H
#define TAINT_INFO_SYSFS_H

struct kobject;

int sysfs_start(void);
struct kobject *sysfs_flags_dir(void);
void sysfs_notify_events(void);
void sysfs_stop(void);

#endif
