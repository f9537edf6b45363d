// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/kernel/taint_info: the state as a whole, one value a file, for everyone
 * to read:
 *
 *	tainted string names events lost baseline self cleared hooks
 *	flags/	links to the flags' devices
 *
 * Context: process.  Readers, any number at a time, of single words and no lock;
 * state_files_notify() is the worker's.
 */
#include <linux/completion.h>
#include <linux/kobject.h>
#include <linux/sysfs.h>

#include "compat.h"
#include "flags.h"
#include "hooks.h"
#include "journal.h"
#include "kick.h"
#include "modules.h"
#include "sysfs.h"

static ssize_t tainted_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%lu\n", kick_compare());
}

static ssize_t string_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	size_t len;

	BUILD_BUG_ON(FLAGS_STRING_SIZE >= PAGE_SIZE);
	len = flags_string(&kernel_flags, kick_compare(), buf, FLAGS_STRING_SIZE);
	buf[len] = '\n';
	return len + 1;
}

static ssize_t names_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	size_t len;

	BUILD_BUG_ON(FLAGS_NAMES_SIZE >= PAGE_SIZE);
	len = flags_names(&kernel_flags, kick_compare(), buf, FLAGS_NAMES_SIZE);
	buf[len] = '\n';
	return len + 1;
}

static ssize_t events_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	kick_compare();
	return sysfs_emit(buf, "%lu\n", ring_events());
}

static ssize_t lost_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	kick_compare();
	return sysfs_emit(buf, "%lu\n", ring_lost());
}

static ssize_t baseline_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	kick_compare();
	return sysfs_emit(buf, "%lu\n", journal_baseline());
}

static ssize_t self_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	kick_compare();
	return sysfs_emit(buf, "%lu\n", modules_self());
}

static ssize_t cleared_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	kick_compare();
	return sysfs_emit(buf, "%lu\n", journal_cleared());
}

static ssize_t hooks_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	char text[HOOKS_TEXT_SIZE];

	kick_compare();
	hooks_text(text, sizeof(text));
	return sysfs_emit(buf, "%s\n", text);
}

static struct kobj_attribute tainted_attr = __ATTR_RO(tainted);
static struct kobj_attribute string_attr = __ATTR_RO(string);
static struct kobj_attribute names_attr = __ATTR_RO(names);
static struct kobj_attribute events_attr = __ATTR_RO(events);
static struct kobj_attribute lost_attr = __ATTR_RO(lost);
static struct kobj_attribute baseline_attr = __ATTR_RO(baseline);
static struct kobj_attribute self_attr = __ATTR_RO(self);
static struct kobj_attribute cleared_attr = __ATTR_RO(cleared);
static struct kobj_attribute hooks_attr = __ATTR_RO(hooks);

static struct attribute *root_attrs[] = {
	&tainted_attr.attr,
	&string_attr.attr,
	&names_attr.attr,
	&events_attr.attr,
	&lost_attr.attr,
	&baseline_attr.attr,
	&self_attr.attr,
	&cleared_attr.attr,
	&hooks_attr.attr,
	NULL
};
ATTRIBUTE_GROUPS(root);

struct directory {
	struct kobject kobj;
	struct completion released;
};

static void release_directory(struct kobject *kobj)
{
	complete(&container_of(kobj, struct directory, kobj)->released);
}

static struct kobj_type directory_type = {
	.release = release_directory,
	.sysfs_ops = &kobj_sysfs_ops,
};

static struct directory root, flags;

/* Waits for readers, and for the release, which may come later than the put. */
static void remove_directory(struct directory *directory)
{
	kobject_put(&directory->kobj);
	wait_for_completion(&directory->released);
}

/* Files go with their directory. */
static int add_directory(struct directory *directory, const struct attribute_group **groups,
			 struct kobject *parent, const char *name)
{
	int err;

	init_completion(&directory->released);
	err = kobject_init_and_add(&directory->kobj, &directory_type, parent, "%s", name);
	if (!err)
		err = sysfs_create_groups(&directory->kobj, groups);
	if (err)
		remove_directory(directory);
	return err;
}

/**
 * state_files_start() - make the directory and its files
 *
 * Context: process.
 *
 * Return: 0 or an errno; then nothing is left.
 */
int state_files_start(void)
{
	int err;

	err = add_directory(&root, root_groups, kernel_kobj, "taint_info");
	if (err)
		return err;
	err = add_directory(&flags, NULL, &root.kobj, "flags");
	if (err)
		remove_directory(&root);
	return err;
}

/**
 * state_files_flags_dir() - the directory for links to the flags' devices
 *
 * Valid between state_files_start() and state_files_stop().
 */
struct kobject *state_files_flags_dir(void)
{
	return &flags.kobj;
}

/**
 * state_files_notify() - wake whoever waits for a change of events
 *
 * Context: process.
 */
void state_files_notify(void)
{
	sysfs_notify(&root.kobj, NULL, "events");
}

/**
 * state_files_stop() - remove the directory; waits for readers of its files
 *
 * Context: process, with the worker stopped.
 */
void state_files_stop(void)
{
	remove_directory(&flags);
	remove_directory(&root);
}
