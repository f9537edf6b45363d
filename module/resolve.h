/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From addresses to functions and modules, and from flags to the modules that
 * carry them.
 */
#ifndef TAINT_INFO_RESOLVE_H
#define TAINT_INFO_RESOLVE_H

#include <linux/types.h>

#include "journal.h"

struct module;

extern const struct journal_resolver resolver;

void resolve_blame(const struct taint_call *call, struct taint_blame *blame);
void resolve_path(const struct taint_call *call, char *buf, size_t size);
void resolve_module_name(const struct module *module, char *buf);
size_t resolve_modules(unsigned int bit, char *buf, size_t size, size_t from);
bool resolve_only_ours(unsigned int bit);

#endif
