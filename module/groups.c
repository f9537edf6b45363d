// SPDX-License-Identifier: GPL-2.0-only
/*
 * From the number of a control group to its path, in the default hierarchy (cgroup v2).
 *
 * A hook has the number alone.  What turns it into a group, cgroup_get_from_id(), is younger
 * than the oldest kernel here, and so is the export of what walks a hierarchy.
 *
 * Context: process; the worker's reader, and load.
 */
#include <linux/build_bug.h>
#include <linux/cgroup.h>
#include <linux/fs.h>
#include <linux/kernfs.h>
#include <linux/list.h>
#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/string.h>

#include "groups.h"

/* Like the kernel: whoever has mounted it once is shown its groups. */
static struct {
	struct file_system_type *type;
	bool visible;
} cgroup2;

/**
 * groups_start() - find the file system
 *
 * Context: process, at load: what is not built in would be asked for by modprobe.
 */
void groups_start(void)
{
	cgroup2.type = get_fs_type("cgroup2");
}

/**
 * groups_visible() - whether somebody uses the default hierarchy
 *
 * It always exists, and where all controllers are cgroup v1's all processes are in its
 * root: then /proc/PID/cgroup has no line of it.
 *
 * Context: process.
 */
bool groups_visible(void)
{
	if (!cgroup2.visible)
		cgroup2.visible = cgroup2.type && !hlist_empty(&cgroup2.type->fs_supers);
	return cgroup2.visible;
}

/* The next below @root, those above first; in one read-side section of RCU for all of them. */
static struct cgroup_subsys_state *next_below(struct cgroup_subsys_state *css,
					      struct cgroup_subsys_state *root)
{
	struct cgroup_subsys_state *next;

	next = list_first_or_null_rcu(&css->children, struct cgroup_subsys_state, sibling);
	for (; !next && css != root; css = css->parent)
		next = list_next_or_null_rcu(&css->parent->children, &css->sibling,
					     struct cgroup_subsys_state, sibling);
	return next;
}

/* As cgroup_id(); before 5.5 its parts are a union. */
static u64 number_of(const struct cgroup *group)
{
	u64 id;

	BUILD_BUG_ON(sizeof(group->kn->id) != sizeof(id));
	memcpy(&id, &group->kn->id, sizeof(id));
	return id;
}

/**
 * groups_path() - the path of a group
 * @id: its number, as cgroup_id() has it
 * @buf: gets the path, as the initial namespace sees it
 * @size: bytes in @buf
 *
 * Context: process; takes as long as there are groups, in a read-side section of RCU.
 *
 * Return: false when the group is gone, or its path does not fit.
 */
bool groups_path(u64 id, char *buf, size_t size)
{
	struct cgroup_subsys_state *root = &cgrp_dfl_root.cgrp.self, *css;
	struct cgroup *group;
	bool found = false;
	int len;

	rcu_read_lock();
	for (css = root; css; css = next_below(css, root)) {
		group = container_of(css, struct cgroup, self);
		if (number_of(group) != id)
			continue;
		if (css->flags & CSS_ONLINE) {
			len = cgroup_path(group, buf, size);
			found = len > 0 && len < size;
		}
		break;
	}
	rcu_read_unlock();
	return found;
}
