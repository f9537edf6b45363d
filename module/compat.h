/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Every test of a kernel version, and nothing else.  The code uses the newest
 * name; older kernels are mapped here, by the release the name appeared in.
 */
#ifndef TAINT_INFO_COMPAT_H
#define TAINT_INFO_COMPAT_H

#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 10, 0)
#error "taint_info needs Linux 5.10 or newer"
#endif

/* Red Hat's kernels say which release they are of, and so do those of their kin. */
#ifdef RHEL_MAJOR
#define VENDOR_RHEL RHEL_MAJOR
#else
#define VENDOR_RHEL 0
#endif

/* The error_report_end trace point; from 5.17 on it tells of a WARN too. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 12, 0)
#define HAVE_ERROR_REPORT
#endif
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 17, 0)
#define HAVE_ERROR_REPORT_WARN
#endif

#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 14, 0)
#include <linux/panic_notifier.h>
#else
#include <linux/kernel.h>
#include <linux/notifier.h>
#endif

/* walk_stackframe() of 32-bit ARM tells its callback an address, not a frame. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0)
#define HAVE_WALK_BY_ADDRESS
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)
#define timer_delete_sync(timer) del_timer_sync(timer)
#endif

/* class->dev_uevent() looks at a const device. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0)
#define uevent_const const
#else
#define uevent_const
#endif

/* class->class_release() looks at a const class. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
#define class_release_const const
#else
#define class_release_const
#endif

/* A trace event's __assign_str() knows the source of the string, by __string(). */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0)
#define assign_string(field, source) do { (void)(source); __assign_str(field); } while (0)
#else
#define assign_string(field, source) __assign_str(field, source)
#endif

/* Binary sysfs attributes, and the lists of them, are const. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 16, 0)
#define bin_attr_const const
#else
#define bin_attr_const
#endif

#endif
