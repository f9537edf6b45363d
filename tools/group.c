// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the path of a control group names: a unit of systemd, a container.
 *
 * A group is as trustworthy as who made it: whoever a group is delegated to, a container or
 * a user, names those below it as it likes.  So the first unit counts, as for systemd, and
 * the first container.  What is no form of the table below is not known.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "../module/flags.h"
#include "group.h"
#include "text.h"

#define DIGITS "0123456789"
#define HEX DIGITS "abcdef"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define UNIT_CHARS LETTERS DIGITS ":-_.\\@"

/* Of a container's id, in hexadecimal. */
#define ID_LEN 64

/* So many of them are enough for people, as in "docker ps". */
#define SHORT_ID_LEN 12

/* --- containers --- */

/* What stands in a name between what is the same in each. */
enum middle {
	/* 64 hexadecimal digits. */
	ID,
	/* The same, of a group right below that of a pod. */
	ID_IN_POD,
	/* The uid of a pod: a UUID, or 32 digits of one whose manifest is a file. */
	POD_UID,
	/* A name, with \xNN for what may not be in the name of a unit. */
	NAME,
};

/*
 * The forms that are known.  runc and crun make a scope <prefix>-<id>.scope of what they are
 * given as <slice>:<prefix>:<id> (runc: libcontainer/cgroups/systemd/common.go,
 * getUnitName()).
 */
static const struct form {
	/* The name of the group above, or NULL for any. */
	const char *above;
	const char *prefix;
	enum middle middle;
	const char *suffix;
	const char *kind;
} forms[] = {
	/* moby: daemon/oci_linux.go, WithCgroups(): with systemd, and without. */
	{ NULL, "docker-", ID, ".scope", "docker container" },
	{ "docker", "", ID, "", "docker container" },
	/* podman: libpod, getOCICgroupPath(): with systemd, and in a unit of Quadlet's. */
	{ NULL, "libpod-", ID, ".scope", "podman container" },
	{ NULL, "libpod-payload-", ID, "", "podman container" },
	/* cri-o: internal/config/cgmgr, ContainerCgroupPath(): with systemd, and without. */
	{ NULL, "crio-", ID, ".scope", "CRI-O container" },
	{ NULL, "crio-", ID_IN_POD, "", "CRI-O container" },
	/* containerd: internal/cri, getCgroupsPath(): with systemd, and without. */
	{ NULL, "cri-containerd-", ID, ".scope", "containerd container" },
	{ NULL, "", ID_IN_POD, "", "container" },
	/*
	 * kubernetes: pkg/kubelet/cm, GetPodContainerName(), without systemd; then with it:
	 * cgroup_manager_linux.go, ToSystemd(), where - becomes _.
	 */
	{ "kubepods", "pod", POD_UID, "", "pod" },
	{ "burstable", "pod", POD_UID, "", "pod" },
	{ "besteffort", "pod", POD_UID, "", "pod" },
	{ NULL, "kubepods-pod", POD_UID, ".slice", "pod" },
	{ NULL, "kubepods-burstable-pod", POD_UID, ".slice", "pod" },
	{ NULL, "kubepods-besteffort-pod", POD_UID, ".slice", "pod" },
	/*
	 * lxc: src/lxc/cgroups/cgroup.h, DEFAULT_PAYLOAD_CGROUP_PREFIX.  Where that is in use
	 * already, -1 and so on is at its end: it is shown.
	 */
	{ NULL, "lxc.payload.", NAME, "", "lxc container" },
	/* systemd: src/machine, machine_start_scope(): containers and virtual machines. */
	{ NULL, "machine-", NAME, ".scope", "machine" },
	/* systemd: units/systemd-nspawn@.service.in. */
	{ NULL, "systemd-nspawn@", NAME, ".service", "machine" },
};

static bool is_hex(const char *text, size_t len)
{
	return strspn(text, HEX) >= len;
}

/* Of a UUID, with @between between its parts. */
static bool is_uuid(const char *text, size_t len, char between)
{
	size_t i;

	if (len != 36)
		return false;
	for (i = 0; i < len; i++) {
		if (i == 8 || i == 13 || i == 18 || i == 23) {
			if (text[i] != between)
				return false;
		} else if (!is_hex(text + i, 1)) {
			return false;
		}
	}
	return true;
}

static void copy(char *buf, const char *text, size_t len)
{
	snprintf(buf, GROUP_NAME_SIZE, "%.*s", (int)len, text);
}

static bool take_uid(char *buf, const char *text, size_t len)
{
	char *c;

	if (!(len == 32 && is_hex(text, len)) && !is_uuid(text, len, '-') &&
	    !is_uuid(text, len, '_'))
		return false;
	snprintf(buf, GROUP_NAME_SIZE, "pod%.*s", (int)len, text);
	for (c = buf; *c; c++)
		if (*c == '_')
			*c = '-';
	return true;
}

/* A name that a unit has as its instance, or in it: see unit_name_escape() of systemd. */
static bool take_name(char *buf, const char *text, size_t len)
{
	size_t used = 0, i;
	char digits[3];

	for (i = 0; i < len && used < GROUP_NAME_SIZE - 1; i++) {
		buf[used] = text[i];
		if (text[i] == '\\') {
			if (len - i < 4 || text[i + 1] != 'x' || !is_hex(text + i + 2, 2))
				return false;
			memcpy(digits, text + i + 2, 2);
			digits[2] = '\0';
			buf[used] = (char)strtoul(digits, NULL, 16);
			i += 3;
		}
		if (!buf[used] || !strchr(LETTERS DIGITS ".-_:", buf[used]))
			return false;
		used++;
	}
	buf[used] = '\0';
	return true;
}

static bool take_middle(char *buf, enum middle middle, const char *text, size_t len)
{
	switch (middle) {
	case ID:
	case ID_IN_POD:
		if (len != ID_LEN || !is_hex(text, len))
			return false;
		copy(buf, text, len);
		return true;
	case POD_UID:
		return take_uid(buf, text, len);
	case NAME:
		return take_name(buf, text, len);
	}
	return false;
}

static bool has_form(char *buf, const struct form *form, const char *above, const char *name)
{
	size_t prefix = strlen(form->prefix), suffix = strlen(form->suffix), len = strlen(name);

	if (form->above && strcmp(form->above, above))
		return false;
	if (len <= prefix + suffix || strncmp(name, form->prefix, prefix) ||
	    strcmp(name + len - suffix, form->suffix))
		return false;
	return take_middle(buf, form->middle, name + prefix, len - prefix - suffix);
}

/* Whether the group is a pod's.  In a pod the container counts, which is right below it. */
static bool take_container(struct group *group, const char *above, bool in_pod, const char *name)
{
	char buf[GROUP_NAME_SIZE];
	size_t i;

	if (group->container[0] && !in_pod)
		return false;
	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		if ((forms[i].middle == ID_IN_POD && !in_pod) ||
		    !has_form(buf, &forms[i], above, name))
			continue;
		strcpy(group->container, buf);
		group->kind = forms[i].kind;
		return forms[i].middle == POD_UID;
	}
	return false;
}

/* --- units --- */

/* As unit_name_is_valid() of systemd: the name of a unit of this type, and no template's. */
static bool is_unit(const char *name, const char *type)
{
	size_t len = strlen(name), end = strlen(type);
	const char *at = strchr(name, '@');

	if (len <= end || strcmp(name + len - end, type) || name[strspn(name, UNIT_CHARS)])
		return false;
	return !at || (at > name && at + 1 < name + len - end);
}

static bool is_slice(const char *name)
{
	return is_unit(name, ".slice") && !strchr(name, '@');
}

/* Units of these types have processes, beside slices. */
static bool has_processes(const char *name)
{
	static const char *const types[] = { ".service", ".scope", ".socket", ".mount", ".swap" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(types); i++)
		if (is_unit(name, types[i]))
			return true;
	return false;
}

/* The service that is the systemd of a user: user@UID.service. */
static bool is_user_manager(const char *unit)
{
	const char *uid = unit + strlen("user@");

	return !strncmp(unit, "user@", strlen("user@")) &&
	       !strcmp(uid + strspn(uid, DIGITS), ".service");
}

/*
 * As cg_path_get_unit() of systemd: what is behind the slices, or nothing; and as
 * cg_path_get_user_unit() behind the service that is a user's systemd.  Where the names
 * of groups would be those of files of the kernel's, there is a _ before them.
 *
 * Returns where the unit is to be that comes next, or NULL.
 */
static char *take_unit(struct group *group, char *where, const char *name)
{
	if (*name == '_')
		name++;
	if (is_slice(name))
		return where;
	if (!has_processes(name))
		return NULL;
	copy(where, name, strlen(name));
	return where == group->unit && is_user_manager(name) ? group->user_unit : NULL;
}

/**
 * read_group() - what the path of a control group names
 * @group: gets it
 * @cgroup: the path, as a record has it; of one that was cut at its end the last name is not
 *	known, and nothing of one that was cut at its beginning
 */
void read_group(struct group *group, const char *cgroup)
{
	char *path, *name, *rest, *unit = group->unit;
	const char *above = "";
	bool in_pod = false;
	size_t len;

	memset(group, 0, sizeof(*group));
	group->kind = "";
	if (*cgroup != '/')
		return;
	path = strdup(cgroup);
	if (!path)
		abort();
	len = strlen(path);
	if (len >= 3 && !strcmp(path + len - 3, "..."))
		*strrchr(path, '/') = '\0';
	unescape_text(path);
	for (name = strtok_r(path, "/", &rest); name; name = strtok_r(NULL, "/", &rest)) {
		if (strlen(name) >= GROUP_NAME_SIZE)
			break;
		in_pod = take_container(group, above, in_pod, name);
		if (unit)
			unit = take_unit(group, unit, name);
		above = name;
	}
	free(path);
}

/**
 * show_group() - a control group, for people
 * @out: where to
 * @cgroup: the path, as a record has it: neither "" nor "/", which say nothing
 */
void show_group(FILE *out, const char *cgroup)
{
	struct group group;

	if (*cgroup == '#') {
		fprintf(out, "cgroup %s (gone)", cgroup);
		return;
	}
	read_group(&group, cgroup);
	if (group.container[0] && !strcmp(group.kind, "pod"))
		fprintf(out, "pod %s", group.container + strlen("pod"));
	else if (strlen(group.container) == ID_LEN && is_hex(group.container, ID_LEN))
		fprintf(out, "%s %.*s", group.kind, SHORT_ID_LEN, group.container);
	else if (group.container[0])
		fprintf(out, "%s %s", group.kind, group.container);
	else if (group.user_unit[0])
		fputs(group.user_unit, out);
	else if (group.unit[0])
		fputs(group.unit, out);
	else
		fprintf(out, "cgroup %s", cgroup);
	if (is_user_manager(group.unit) && (group.container[0] || group.user_unit[0]))
		fprintf(out, " of %s", group.unit);
}
