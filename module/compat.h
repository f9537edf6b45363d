/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What differs between kernels, and nothing else.  The code uses the newest name.
 *
 * Vendors back-port, so that a version says little: what can be asked is asked.  Headers
 * of the kernel come before this one.
 */
#ifndef TAINT_INFO_COMPAT_H
#define TAINT_INFO_COMPAT_H

#include <linux/compiler.h>
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/stacktrace.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include <linux/timer.h>
#include <linux/uaccess.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(4, 18, 0)
#error "taint_info needs Linux 4.18 or newer"
#endif

/* Since 5.1. */
#ifndef static_assert
#define static_assert(expression, ...) compat_assert(expression, ##__VA_ARGS__, #expression)
#define compat_assert(expression, message, ...) _Static_assert(expression, message)
#endif

/* --- by a type: whether an argument is const ---
 *
 * The function has the newest kernels' arguments, a thin one beside it those of others, and
 * the compiler takes the one that fits.  Both are compiled on all kernels, and nothing is
 * cast: the kernel may check the types of what it calls.
 */
#define compat_fits(member, function) \
	__builtin_types_compatible_p(typeof(member), typeof(&(function)))
#define compat_pick(member, function) \
	__builtin_choose_expr(compat_fits(member, function), function, function##_compat)
#define compat_known(member, function) \
	static_assert(compat_fits(member, function) || compat_fits(member, function##_compat), \
		      "this kernel has a third type of " #member ", see docs/new-kernel.md")

/* class->dev_uevent(): const since 6.2, and in RHEL 8.9 and 9.3. */
#define compat_dev_uevent(function) compat_pick(((struct class *)0)->dev_uevent, function)
#define COMPAT_DEV_UEVENT(function) \
static int __maybe_unused function##_compat(struct device *dev, struct kobj_uevent_env *env) \
{ \
	return function(dev, env); \
} \
compat_known(((struct class *)0)->dev_uevent, function)

/* class->class_release(): const since 6.4, and in RHEL 9.4. */
#define compat_class_release(function) \
	compat_pick(((struct class *)0)->class_release, function)
#define COMPAT_CLASS_RELEASE(function) \
static void __maybe_unused function##_compat(struct class *class) \
{ \
	function(class); \
} \
compat_known(((struct class *)0)->class_release, function)

/* bin_attribute->read(): const since 6.16; so is the list of them. */
#define compat_bin_attrs typeof(*((struct attribute_group *)0)->bin_attrs)
#define compat_bin_read(function) compat_pick(((struct bin_attribute *)0)->read, function)
#define COMPAT_BIN_READ(function) \
static ssize_t __maybe_unused function##_compat(struct file *file, struct kobject *kobj, \
						struct bin_attribute *attr, char *buf, \
						loff_t pos, size_t count) \
{ \
	return function(file, kobj, attr, buf, pos, count); \
} \
compat_known(((struct bin_attribute *)0)->read, function)

/* walk_stackframe() of 32-bit ARM tells its callback an address since 6.2, else a frame. */
#define COMPAT_WALKER(function) \
static inline int function##_compat(struct stackframe *frame, void *data) \
{ \
	return !function(data, frame->pc); \
}
#define compat_walker(function) \
	__builtin_choose_expr(__builtin_types_compatible_p(typeof(&walk_stackframe), \
				void (*)(struct stackframe *, bool (*)(void *, unsigned long), \
					 void *)), \
			      function, function##_compat)

/* --- by a macro or a header --- */

/* Red Hat's kernels say which release they are of, and so do those of their kin. */
#ifdef RHEL_MAJOR
#define VENDOR_RHEL RHEL_MAJOR
#else
#define VENDOR_RHEL 0
#endif

/* Sparse knows nothing of it; what it is shown has all headers. */
#ifndef __has_include
#define __has_include(header) 1
#endif

/* Since 5.12; whether it tells of a WARN, too, as since 5.17, is in a list of its own. */
#if __has_include(<trace/events/error_report.h>)
#define HAVE_ERROR_REPORT
#define ERROR_REPORT_WARN		(ERROR_DETECTOR_KASAN + 1)
#define error_report_tells_of_warns() \
	(!!strstr(__stringify(error_detector_list), "ERROR_DETECTOR_WARN"))
#endif

/*
 * The trace point in add_taint(), in kernels that have the series of upstream/; whether it
 * tells @function, a probe for it, the arguments that this expects.  Sparse is not shown
 * it: few kernels have the header.  -DNO_TAINT_TRACEPOINT leaves it out, to measure what the
 * probe costs on the same kernel.
 *
 * Not on 32-bit ARM: from a probe's registers on its stack can be walked without a lock,
 * from a module's own text, as a handler of the trace point is, it cannot.
 */
#if defined(CONFIG_TRACEPOINTS) && !defined(CONFIG_ARM_UNWIND) && !defined(__CHECKER__) && \
	!defined(NO_TAINT_TRACEPOINT)
#if __has_include(<trace/events/taint.h>)
#define HAVE_TAINT_TRACEPOINT
#define compat_tells_of_taints(function) \
	__builtin_types_compatible_p(typeof(&check_trace_callback_type_taint_add), \
				     void (*)(typeof(&(function))))
#endif
#endif

/* Since 5.14 apart from kernel.h. */
#if __has_include(<linux/panic_notifier.h>)
#include <linux/panic_notifier.h>
#else
#include <linux/notifier.h>
#endif

/* Since 5.8. */
#ifndef data_race
#define data_race(expression) (expression)
#endif

/* Since 5.10. */
#ifndef DEFINE_SEQ_ATTRIBUTE
#define DEFINE_SEQ_ATTRIBUTE(name) \
static int name##_open(struct inode *inode, struct file *file) \
{ \
	return seq_open(file, &name##_sops); \
} \
static const struct file_operations name##_fops = { \
	.owner = THIS_MODULE, \
	.open = name##_open, \
	.read = seq_read, \
	.llseek = seq_lseek, \
	.release = seq_release, \
}
#endif

/* --- by version: functions, of which the preprocessor knows nothing ---
 *
 * A macro stands before the function of the same name, so that it does no harm where
 * a vendor has back-ported that.
 */

/* The old name is gone since 6.15. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)
#define timer_delete_sync(timer) del_timer_sync(timer)
#endif

/* It ends at a page, as sysfs_emit() does. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 10, 0)
#define sysfs_emit(buf, ...) scnprintf(buf, PAGE_SIZE, __VA_ARGS__)
#endif

/* For the selftests. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 6, 0)
#define proc_ops file_operations
#define proc_lseek llseek
#define proc_read read
#define proc_write write
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 8, 0)
/*
 * Its forerunner reads what belongs to user space, too, and on x86 it warns (5.1 on) of an
 * address that none can be.
 */
static inline long compat_read(void *dst, const void *src, size_t size)
{
#ifdef CONFIG_X86
	if ((unsigned long)src < PAGE_OFFSET)
		return -ERANGE;
#endif
	return probe_kernel_read(dst, src, size);
}

#undef copy_from_kernel_nofault
#define copy_from_kernel_nofault(dst, src, size) compat_read(dst, src, size)
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 2, 0)
/* Without it a device has a power directory; RHEL has it since 8.2. */
#if VENDOR_RHEL != 8 || RHEL_MINOR < 2
#define device_set_pm_not_required(dev) ((void)(dev))
#endif

/* Where the stack is walked in the new way there is the new function alone. */
#ifndef CONFIG_ARCH_STACKWALK
static inline unsigned int compat_stack_save(unsigned long *store, unsigned int size,
					     unsigned int skip)
{
	struct stack_trace trace = { .entries = store, .max_entries = size, .skip = skip };

	save_stack_trace(&trace);
	/* Some end it by a mark. */
	if (trace.nr_entries && store[trace.nr_entries - 1] == ULONG_MAX)
		trace.nr_entries--;
	return trace.nr_entries;
}

#define stack_trace_save(store, size, skip) compat_stack_save(store, size, skip)
#endif
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 0, 0)
#define str_has_prefix(text, prefix) \
	(strncmp(text, prefix, strlen(prefix)) ? 0 : strlen(prefix))
#endif

#endif
