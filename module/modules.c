// SPDX-License-Identifier: GPL-2.0-only
/*
 * From flags to the modules that carry them, and what a module's name is shown as.
 *
 * The list of modules is not exported.  /sys/module is a kset, which our own
 * entry leads to: its list holds every module (and, without one, built-in
 * code).  An entry leaves the list before its module is freed, under the same
 * lock, so that what is read inside the lock is alive; nothing is kept.  Built in
 * we have no module, and carry nothing.
 *
 * Process context; takes the list's spinlock, allocates nothing.
 */
#include <linux/bitops.h>
#include <linux/kobject.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "modules.h"

/* A module may be called anything; this is what every name that we show goes through. */
static inline char clean_char(char c)
{
	static const bool fine[256] = {
		['A' ... 'Z'] = true,
		['a' ... 'z'] = true,
		['0' ... '9'] = true,
		['_'] = true, ['.'] = true, [':'] = true, ['-'] = true,
	};

	return fine[(u8)c] ? c : '_';
}

/**
 * modules_clean_name() - make a module's name fit for any file, event and line
 * @name: the name; everything but [A-Za-z0-9_.:-] becomes an underscore
 *
 * Context: any.
 */
void modules_clean_name(char *name)
{
	for (; *name; name++)
		*name = clean_char(*name);
}

/**
 * modules_copy_name() - a module's name, as modules_clean_name() makes it
 * @module: the module
 * @buf: where to; MODULE_NAME_LEN bytes
 *
 * Context: any, with the module's memory there.
 */
void modules_copy_name(const struct module *module, char *buf)
{
	strscpy(buf, module->name, MODULE_NAME_LEN);
	modules_clean_name(buf);
}

static struct module *module_of(struct list_head *entry)
{
	struct kobject *kobj = container_of(entry, struct kobject, entry);

	return container_of(kobj, struct module_kobject, kobj)->mod;
}

/**
 * modules_taints() - the flags that a module carries
 * @module: the module
 *
 * As far as the kernel has flags: SUSE's loader sets bit 31 by the shift of an int, and all
 * bits above it with that.
 *
 * Context: any, with the module's memory there.
 */
unsigned long modules_taints(const struct module *module)
{
	return READ_ONCE(module->taints) & GENMASK(TAINT_FLAGS_COUNT - 1, 0);
}

static bool carries(const struct module *module, unsigned int bit)
{
	return module && (modules_taints(module) >> bit & 1);
}

static struct kset *all_modules(void)
{
#ifdef MODULE
	return THIS_MODULE->mkobj.kobj.kset;
#else
	return module_kset;	/* not exported */
#endif
}

/* The name and a blank; MODULE_NAME_LEN + 1 bytes are enough. */
static size_t put_name(char *to, const struct module *module)
{
	const char *from = module->name;
	char *at = to;

	while (*from)
		*at++ = clean_char(*from++);
	*at++ = ' ';
	return at - to;
}

/**
 * modules_list() - the loaded modules that carry a flag
 * @bit: the flag, below BITS_PER_LONG
 * @buf: gets the names, one blank between, and a newline
 * @size: bytes in @buf; what is longer is cut
 * @from: bytes of the text to leave out
 *
 * Context: process; allocates nothing.
 *
 * Return: the length of the whole text, at least 1.
 */
size_t modules_list(unsigned int bit, char *buf, size_t size, size_t from)
{
	struct kset *modules = all_modules();
	struct list_head *entry;
	struct module *module;
	char name[MODULE_NAME_LEN + 1];
	size_t at = 0, len, i;

	spin_lock(&modules->list_lock);
	list_for_each(entry, &modules->list) {
		module = module_of(entry);
		if (!carries(module, bit))
			continue;
		/* Below @from the difference is beyond any size. */
		if (at - from < size && size - (at - from) >= sizeof(name)) {
			at += put_name(buf + at - from, module);
			continue;
		}
		len = put_name(name, module);
		for (i = 0; i < len; i++, at++)
			if (at - from < size)
				buf[at - from] = name[i];
	}
	spin_unlock(&modules->list_lock);
	if (!at)
		at = 1;
	if (at - 1 - from < size)
		buf[at - 1 - from] = '\n';
	return at;
}

/**
 * modules_self() - the flags that we carry ourselves
 *
 * Context: any.
 */
unsigned long modules_self(void)
{
	const struct module *self = THIS_MODULE;

	return self ? modules_taints(self) : 0;
}

/**
 * modules_only_ours() - whether we carry a flag and no other module does
 * @bit: the flag, below BITS_PER_LONG
 *
 * Context: process.
 */
bool modules_only_ours(unsigned int bit)
{
	struct kset *modules = all_modules();
	struct list_head *entry;
	bool others = false;

	if (!(modules_self() >> bit & 1))
		return false;
	spin_lock(&modules->list_lock);
	list_for_each(entry, &modules->list) {
		struct module *module = module_of(entry);

		if (module != THIS_MODULE && carries(module, bit)) {
			others = true;
			break;
		}
	}
	spin_unlock(&modules->list_lock);
	return !others;
}
