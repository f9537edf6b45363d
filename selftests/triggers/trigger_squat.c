// SPDX-License-Identifier: GPL-2.0-only
/*
 * Takes a name that taint_info needs:
 *
 *	what=kobject	/sys/kernel/taint_info
 *	what=class	/sys/class/taint_info
 *	what=debugfs	/sys/kernel/debug/taint_info
 */
#include <linux/completion.h>
#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/kobject.h>
#include <linux/module.h>
#include <linux/string.h>

#include "../../module/compat.h"

#define NAME "taint_info"

static char *what = "kobject";
module_param(what, charp, 0);

static struct kobject *kobject;
static struct dentry *dir;
static DECLARE_COMPLETION(released);
static bool registered;

static void release_class(const struct class *class)
{
	complete(&released);
}

COMPAT_CLASS_RELEASE(release_class);

static struct class class = { .name = NAME, .class_release = compat_class_release(release_class) };

static int __init trigger_squat_init(void)
{
	int err;

	if (!strcmp(what, "kobject")) {
		kobject = kobject_create_and_add(NAME, kernel_kobj);
		return kobject ? 0 : -ENOMEM;
	}
	if (!strcmp(what, "class")) {
		err = class_register(&class);
		registered = !err;
		return err;
	}
	if (!strcmp(what, "debugfs")) {
		dir = debugfs_create_dir(NAME, NULL);
		return PTR_ERR_OR_ZERO(dir);
	}
	return -EINVAL;
}

static void __exit trigger_squat_exit(void)
{
	/* Where the kernel puts its release off, the name goes at once all the same. */
	kobject_del(kobject);
	kobject_put(kobject);
	debugfs_remove(dir);
	if (!registered)
		return;
	class_unregister(&class);
	wait_for_completion(&released);
}

module_init(trigger_squat_init);
module_exit(trigger_squat_exit);

MODULE_DESCRIPTION("taint_info selftests: sits where it wants to sit");
MODULE_LICENSE("GPL");
