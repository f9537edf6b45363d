/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One device for each flag, in /sys/class/taint_info, and its uevents.
 */
#ifndef TAINT_INFO_DEVICE_H
#define TAINT_INFO_DEVICE_H

struct kobject;

int flag_devices_start(struct kobject *links);
int flag_devices_announce(unsigned int bit);
void flag_devices_stop(void);

#endif
