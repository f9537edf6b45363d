/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One device for each flag, in /sys/class/taint_info, and its uevents.
 */
#ifndef TAINT_INFO_DEVICE_H
#define TAINT_INFO_DEVICE_H

struct kobject;

int device_start(struct kobject *links);
int device_announce(unsigned int bit);
void device_stop(void);

#endif
