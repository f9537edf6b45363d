// SPDX-License-Identifier: GPL-2.0-only
/*
 * One device for each flag, its files and its uevents:
 *
 *	/sys/class/taint_info/<name>/
 *		bit value letter description category
 *		set count origin modules
 *		first/	seq boottime realtime module
 *			context cpu pid ppid uid loginuid comm parent cgroup caller via
 *		last/	the same
 *		uevent	the driver core's own
 *
 * What happened and when is for everyone; who and where is for root.
 *
 * Context: process.  The files and flag_uevent(): readers, any number at a time, of what
 * journal.h copies or returns.  Devices come and go at load, in the worker (announce.c),
 * at unload.
 */
#include <linux/bitops.h>
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include <linux/time64.h>

#include "compat.h"
#include "device.h"
#include "flags.h"
#include "journal.h"
#include "kick.h"
#include "modules.h"

struct flag_device {
	struct device dev;
	unsigned int bit;
};

/* Written by flag_devices_start(), then by the worker, then by flag_devices_stop(). */
static struct flag_device *devices[BITS_PER_LONG];
static struct kobject *links;

/*
 * A device, and the class, is released with its last reference, which may be
 * later than its removal (always under DEBUG_KOBJECT_RELEASE): flag_devices_stop()
 * waits for all.  It holds one count itself.
 */
static atomic_t alive = ATOMIC_INIT(1);
static DECLARE_COMPLETION(all_released);

static unsigned int bit_of(const struct device *dev)
{
	return container_of(dev, struct flag_device, dev)->bit;
}

/* --- the files of the flag --- */

static ssize_t bit_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	kick_compare();
	return sysfs_emit(buf, "%u\n", bit_of(dev));
}
static DEVICE_ATTR_RO(bit);

static ssize_t value_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	kick_compare();
	return sysfs_emit(buf, "%lu\n", BIT(bit_of(dev)));
}
static DEVICE_ATTR_RO(value);

static ssize_t letter_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	const struct flag_row *row = flag_row(&kernel_flags, bit_of(dev));

	kick_compare();
	return row ? sysfs_emit(buf, "%c\n", row->set) : sysfs_emit(buf, "\n");
}
static DEVICE_ATTR_RO(letter);

static ssize_t description_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	const struct flag_row *row = flag_row(&kernel_flags, bit_of(dev));

	kick_compare();
	return sysfs_emit(buf, "%s\n", row ? row->description : "");
}
static DEVICE_ATTR_RO(description);

static ssize_t category_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	const struct flag_row *row = flag_row(&kernel_flags, bit_of(dev));

	kick_compare();
	return sysfs_emit(buf, "%s\n", row ? flag_category_name(row->category) : "");
}
static DEVICE_ATTR_RO(category);

static ssize_t set_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	kick_compare();
	return sysfs_emit(buf, "%d\n", !!test_taint(bit_of(dev)));
}
static DEVICE_ATTR_RO(set);

static ssize_t count_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	kick_compare();
	return sysfs_emit(buf, "%lu\n", ring_count(bit_of(dev)));
}
static DEVICE_ATTR_RO(count);

static ssize_t origin_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	kick_compare();
	return sysfs_emit(buf, "%s\n", journal_origin_name(journal_origin(bit_of(dev))));
}
static DEVICE_ATTR_RO(origin);

/* A list of any length, so not one of the files that end at a page. */
static ssize_t modules_read(struct file *file, struct kobject *kobj,
			    const struct bin_attribute *attr,
			    char *buf, loff_t pos, size_t count)
{
	unsigned int bit = bit_of(kobj_to_dev(kobj));
	size_t len = 1;

	buf[0] = '\n';
	/* No flag, no carriers: skip the walk over all modules. */
	if ((kick_compare() | journal_confirmed()) & BIT(bit))
		len = modules_list(bit, buf, count, pos);
	return pos < len ? min_t(size_t, len - pos, count) : 0;
}

COMPAT_BIN_READ(modules_read);

static struct bin_attribute bin_attr_modules = {
	.attr = { .name = "modules", .mode = 0444 },
	.read = compat_bin_read(modules_read),
};

static struct attribute *flag_attrs[] = {
	&dev_attr_bit.attr,
	&dev_attr_value.attr,
	&dev_attr_letter.attr,
	&dev_attr_description.attr,
	&dev_attr_category.attr,
	&dev_attr_set.attr,
	&dev_attr_count.attr,
	&dev_attr_origin.attr,
	NULL
};

static compat_bin_attrs flag_bin_attrs[] = {
	&bin_attr_modules,
	NULL
};

static const struct attribute_group flag_group = {
	.attrs = flag_attrs,
	.bin_attrs = flag_bin_attrs,
};

/* --- the files of the first and the newest event --- */

enum record_field {
	FIELD_SEQ,
	FIELD_BOOTTIME,
	FIELD_REALTIME,
	FIELD_MODULE,
	FIELD_CONTEXT,
	FIELD_CPU,
	FIELD_PID,
	FIELD_PPID,
	FIELD_UID,
	FIELD_LOGINUID,
	FIELD_COMM,
	FIELD_PARENT,
	FIELD_CGROUP,
	FIELD_CALLER,
	FIELD_VIA,
};

struct record_attribute {
	struct device_attribute attr;
	enum journal_which which;
	enum record_field field;
};

static ssize_t emit_time(char *buf, u64 ns)
{
	u32 rest;
	u64 seconds = div_u64_rem(ns, NSEC_PER_SEC, &rest);

	return sysfs_emit(buf, "%llu.%09u\n", seconds, rest);
}

/* A process may call itself anything: no newline, no escape code. */
static ssize_t emit_name(char *buf, const char *name)
{
	return sysfs_emit(buf, "%*pE\n", (int)strlen(name), name);
}

/* What is not known, or has no meaning in the event's context: an empty line. */
static ssize_t record_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct record_attribute *which = container_of(attr, struct record_attribute, attr);
	struct taint_record record;
	const struct taint_event *event = &record.event;
	char group[TAINT_GROUP_SIZE];

	kick_compare();
	if (!journal_record(bit_of(dev), which->which, &record))
		return sysfs_emit(buf, "\n");

	switch (which->field) {
	case FIELD_SEQ:
		return sysfs_emit(buf, "%lu\n", event->seq);
	case FIELD_BOOTTIME:
		return emit_time(buf, event->boottime);
	case FIELD_REALTIME:
		return emit_time(buf, event->realtime);
	case FIELD_CONTEXT:
		return sysfs_emit(buf, "%s\n", journal_context_name(event->context));
	case FIELD_CPU:
		return sysfs_emit(buf, "%u\n", event->cpu);
	case FIELD_MODULE:
		return sysfs_emit(buf, "%s\n", record.blame.module);
	case FIELD_CALLER:
		return sysfs_emit(buf, "%s\n", record.blame.caller);
	case FIELD_VIA:
		return sysfs_emit(buf, "%s\n", record.blame.via);
	default:
		break;
	}

	if (event->context != CONTEXT_TASK)
		return sysfs_emit(buf, "\n");
	switch (which->field) {
	case FIELD_PID:
		return sysfs_emit(buf, "%d\n", event->pid);
	case FIELD_PPID:
		if (!event_has_parent(event))
			return sysfs_emit(buf, "\n");
		return sysfs_emit(buf, "%d\n", event->ppid);
	case FIELD_UID:
		if (!event_has_uid(event))
			return sysfs_emit(buf, "\n");
		return sysfs_emit(buf, "%u\n", event->uid);
	case FIELD_LOGINUID:
		if (!event_has_loginuid(event))
			return sysfs_emit(buf, "\n");
		return sysfs_emit(buf, "%u\n", event->loginuid);
	case FIELD_COMM:
		return emit_name(buf, event_comm(event));
	case FIELD_PARENT:
		return emit_name(buf, event_parent(event));
	default:
		if (!event_has_cgroup(event))
			return sysfs_emit(buf, "\n");
		journal_group(event->cgroup, group);
		return emit_name(buf, group);
	}
}

#define RECORD_ATTR(_which, _WHICH, _name, _FIELD, _mode)			\
static struct record_attribute _which##_##_name = {				\
	.attr = __ATTR(_name, _mode, record_show, NULL),			\
	.which = JOURNAL_##_WHICH,						\
	.field = FIELD_##_FIELD,						\
}

#define RECORD_GROUP(_which, _WHICH)						\
RECORD_ATTR(_which, _WHICH, seq, SEQ, 0444);					\
RECORD_ATTR(_which, _WHICH, boottime, BOOTTIME, 0444);				\
RECORD_ATTR(_which, _WHICH, realtime, REALTIME, 0444);				\
RECORD_ATTR(_which, _WHICH, module, MODULE, 0444);				\
RECORD_ATTR(_which, _WHICH, context, CONTEXT, 0400);				\
RECORD_ATTR(_which, _WHICH, cpu, CPU, 0400);					\
RECORD_ATTR(_which, _WHICH, pid, PID, 0400);					\
RECORD_ATTR(_which, _WHICH, ppid, PPID, 0400);					\
RECORD_ATTR(_which, _WHICH, uid, UID, 0400);					\
RECORD_ATTR(_which, _WHICH, loginuid, LOGINUID, 0400);				\
RECORD_ATTR(_which, _WHICH, comm, COMM, 0400);					\
RECORD_ATTR(_which, _WHICH, parent, PARENT, 0400);				\
RECORD_ATTR(_which, _WHICH, cgroup, CGROUP, 0400);				\
RECORD_ATTR(_which, _WHICH, caller, CALLER, 0400);				\
RECORD_ATTR(_which, _WHICH, via, VIA, 0400);					\
static struct attribute *_which##_attrs[] = {					\
	&_which##_seq.attr.attr,						\
	&_which##_boottime.attr.attr,						\
	&_which##_realtime.attr.attr,						\
	&_which##_module.attr.attr,						\
	&_which##_context.attr.attr,						\
	&_which##_cpu.attr.attr,						\
	&_which##_pid.attr.attr,						\
	&_which##_ppid.attr.attr,						\
	&_which##_uid.attr.attr,						\
	&_which##_loginuid.attr.attr,						\
	&_which##_comm.attr.attr,						\
	&_which##_parent.attr.attr,						\
	&_which##_cgroup.attr.attr,						\
	&_which##_caller.attr.attr,						\
	&_which##_via.attr.attr,						\
	NULL									\
};										\
static const struct attribute_group _which##_group = {				\
	.name = #_which,							\
	.attrs = _which##_attrs,						\
}

RECORD_GROUP(first, FIRST);
RECORD_GROUP(last, LAST);

static const struct attribute_group *flag_groups[] = {
	&flag_group,
	&first_group,
	&last_group,
	NULL
};

/* --- uevents --- */

/*
 * What the driver core still adds behind ours: SEQNUM=<20 digits>, and HOME,
 * PATH and an argument for a helper program, where one is set.
 */
#define CORE_BYTES	128
#define CORE_VARIABLES	4

/*
 * add_uevent_var() warns, and so taints, where there is no room; whoever writes
 * to the uevent file may have filled it.  So we look first.
 */
static __printf(2, 3) int add_variable(struct kobj_uevent_env *env, const char *fmt, ...)
{
	char text[96];
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);

	if (len >= sizeof(text) ||
	    env->envp_idx + CORE_VARIABLES >= ARRAY_SIZE(env->envp) ||
	    env->buflen + len + 1 + CORE_BYTES > sizeof(env->buf))
		return -ENOMEM;
	return add_uevent_var(env, "%s", text);
}

/* The variables of every event, a replayed one and the uevent file included. */
static int flag_uevent(const struct device *dev, struct kobj_uevent_env *env)
{
	unsigned int bit = bit_of(dev);
	const struct flag_row *row = flag_row(&kernel_flags, bit);
	enum taint_origin origin = journal_origin(bit);
	unsigned long mask = kick_compare();
	struct taint_record first;
	int err;

	/* A hook runs before the bit is set: count it as set. */
	if (origin == ORIGIN_OBSERVED && !(journal_confirmed() & BIT(bit)))
		mask |= BIT(bit);

	err = add_variable(env, "TAINT_FLAG=%s", dev_name(dev));
	if (!err)
		err = add_variable(env, "TAINT_BIT=%u", bit);
	if (!err && row)
		err = add_variable(env, "TAINT_LETTER=%c", row->set);
	if (!err && row)
		err = add_variable(env, "TAINT_CATEGORY=%s", flag_category_name(row->category));
	if (!err)
		err = add_variable(env, "TAINT_SET=%d", !!(mask & BIT(bit)));
	if (!err)
		err = add_variable(env, "TAINT_MASK=%lu", mask);
	if (!err)
		err = add_variable(env, "TAINT_ORIGIN=%s", journal_origin_name(origin));
	if (!err)
		err = add_variable(env, "TAINT_COUNT=%lu", ring_count(bit));
	if (!err && journal_record(bit, JOURNAL_FIRST, &first)) {
		err = add_variable(env, "TAINT_SEQ=%lu", first.event.seq);
		/* Of other origins it is only the first to repeat it. */
		if (!err && origin == ORIGIN_OBSERVED && first.blame.module[0])
			err = add_variable(env, "TAINT_MODULE=%s", first.blame.module);
	}
	if (!err && (journal_cleared() & BIT(bit)))
		err = add_variable(env, "TAINT_CLEARED=1");
	if (!err && modules_only_ours(bit))
		err = add_variable(env, "TAINT_SELF=1");
	return err;
}

COMPAT_DEV_UEVENT(flag_uevent);

static void put_alive(void)
{
	if (atomic_dec_and_test(&alive))
		complete(&all_released);
}

static void release_class(const struct class *class)
{
	put_alive();
}

COMPAT_CLASS_RELEASE(release_class);

static struct class taint_class = {
	.name = "taint_info",
	.dev_groups = flag_groups,
	.dev_uevent = compat_dev_uevent(flag_uevent),
	.class_release = compat_class_release(release_class),
};

/* --- coming and going --- */

static void release_flag_device(struct device *dev)
{
	kfree(container_of(dev, struct flag_device, dev));
	put_alive();
}

/*
 * A lack of memory is the one error that comes before any listener has the event.  Where
 * there is none for the path the driver core says -ENOENT.
 */
static int send_event(struct flag_device *flag, enum kobject_action action)
{
	int err = kobject_uevent(&flag->dev.kobj, action);

	return err == -ENOMEM || err == -ENOENT ? -ENOMEM : 0;
}

/* The add event comes last, when files and link are there. */
static int add_device(unsigned int bit)
{
	struct flag_device *flag;
	char name[FLAG_NAME_SIZE];
	int err;

	flag = kzalloc(sizeof(*flag), GFP_KERNEL);
	if (!flag)
		return -ENOMEM;
	flag->bit = bit;
	device_initialize(&flag->dev);
	atomic_inc(&alive);
	flag->dev.class = &taint_class;
	flag->dev.release = release_flag_device;
	device_set_pm_not_required(&flag->dev);
	dev_set_uevent_suppress(&flag->dev, true);

	flag_name(&kernel_flags, bit, name, sizeof(name));
	err = dev_set_name(&flag->dev, "%s", name);
	if (err)
		goto put;
	err = device_add(&flag->dev);
	if (err)
		goto put;
	err = sysfs_create_link(links, &flag->dev.kobj, name);
	if (err)
		goto del;

	dev_set_uevent_suppress(&flag->dev, false);
	err = send_event(flag, KOBJ_ADD);
	if (err)
		goto unlink;
	devices[bit] = flag;
	return 0;

unlink:
	dev_set_uevent_suppress(&flag->dev, true);
	sysfs_remove_link(links, name);
del:
	device_del(&flag->dev);
put:
	put_device(&flag->dev);
	return err;
}

/**
 * flag_devices_announce() - tell user space that a flag was set for the first time
 * @bit: the flag, below BITS_PER_LONG; a device is made where it has none yet
 *
 * Context: process; the worker only.
 *
 * Return: 0, or an errno after which it may be tried again: nothing was sent.
 */
int flag_devices_announce(unsigned int bit)
{
	int err;

	if (!devices[bit]) {
		err = add_device(bit);
		if (err)
			return err;
	}
	return send_event(devices[bit], KOBJ_CHANGE);
}

/**
 * flag_devices_start() - make the devices
 * @flags_dir: the directory for links to them
 *
 * One for each flag that this kernel defines, and one for each set bit beside.
 *
 * Context: process.
 *
 * Return: 0 or an errno; then nothing is left.
 */
int flag_devices_start(struct kobject *flags_dir)
{
	unsigned int bit;
	int err;

	links = flags_dir;
	err = class_register(&taint_class);
	if (err)
		return err;
	atomic_inc(&alive);
	for (bit = 0; bit < BITS_PER_LONG; bit++) {
		if (!flag_row(&kernel_flags, bit) && !(journal_baseline() & BIT(bit)))
			continue;
		err = add_device(bit);
		if (err) {
			flag_devices_stop();
			return err;
		}
	}
	return 0;
}

/**
 * flag_devices_stop() - remove the devices, and wait for their release
 *
 * Context: process, with the worker stopped.  Waits for readers of the files.
 */
void flag_devices_stop(void)
{
	unsigned int bit;

	for (bit = BITS_PER_LONG; bit-- > 0;) {
		struct flag_device *flag = devices[bit];

		if (!flag)
			continue;
		sysfs_remove_link(links, dev_name(&flag->dev));
		device_unregister(&flag->dev);
	}
	class_unregister(&taint_class);
	if (!atomic_dec_and_test(&alive))
		wait_for_completion(&all_released);
}
