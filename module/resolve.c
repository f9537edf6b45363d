// SPDX-License-Identifier: GPL-2.0-only
/*
 * From flags to the modules that carry them.
 *
 * The list of modules is not exported.  /sys/module is a kset, which our own
 * entry leads to: its list holds every module (and, without one, built-in
 * code).  An entry leaves the list before its module is freed, under the same
 * lock, so that what is read inside the lock is alive; nothing is kept.
 */
#include <linux/bitops.h>
#include <linux/err.h>
#include <linux/kobject.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "resolve.h"

static struct module *module_of(struct list_head *entry)
{
	struct kobject *kobj = container_of(entry, struct kobject, entry);

	return container_of(kobj, struct module_kobject, kobj)->mod;
}

static bool carries(struct module *module, unsigned int bit)
{
	return module && test_bit(bit, &module->taints);
}

/* The names, as far as they fit into @size; the return value is for all. */
static size_t list_modules(unsigned int bit, char *buf, size_t size)
{
	struct kset *modules = THIS_MODULE->mkobj.kobj.kset;
	struct list_head *entry;
	struct module *module;
	size_t len = 0;

	spin_lock(&modules->list_lock);
	list_for_each(entry, &modules->list) {
		size_t name_len;

		module = module_of(entry);
		if (!carries(module, bit))
			continue;
		name_len = strlen(module->name);
		if (len + name_len + 1 <= size) {
			memcpy(buf + len, module->name, name_len);
			buf[len + name_len] = ' ';
		}
		len += name_len + 1;
	}
	spin_unlock(&modules->list_lock);
	return len;
}

/**
 * resolve_modules() - the loaded modules that carry a flag
 * @bit: the flag, below BITS_PER_LONG
 * @len: set to the length of the text
 *
 * Context: process; allocates.
 *
 * Return: the names, one blank between, and a newline, to be freed with
 * kvfree(); or ERR_PTR(-ENOMEM).
 */
char *resolve_modules(unsigned int bit, size_t *len)
{
	size_t size = 256;
	char *buf;

	for (;;) {
		buf = kvmalloc(size, GFP_KERNEL);
		if (!buf)
			return ERR_PTR(-ENOMEM);
		*len = list_modules(bit, buf, size);
		if (*len <= size)
			break;
		/* More may have come meanwhile: then once more. */
		size = *len + 256;
		kvfree(buf);
	}
	if (!*len)
		*len = 1;
	buf[*len - 1] = '\n';
	return buf;
}

/**
 * resolve_only_ours() - whether we carry a flag and no other module does
 * @bit: the flag, below BITS_PER_LONG
 *
 * Context: process.
 */
bool resolve_only_ours(unsigned int bit)
{
	struct kset *modules = THIS_MODULE->mkobj.kobj.kset;
	struct list_head *entry;
	bool others = false;

	if (!carries(THIS_MODULE, bit))
		return false;
	spin_lock(&modules->list_lock);
	list_for_each(entry, &modules->list) {
		struct module *module = module_of(entry);

		if (module != THIS_MODULE && carries(module, bit))
			others = true;
	}
	spin_unlock(&modules->list_lock);
	return !others;
}
