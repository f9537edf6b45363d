/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From flags to the modules that carry them, and what a module's name is shown as.
 */
#ifndef TAINT_INFO_MODULES_H
#define TAINT_INFO_MODULES_H

#include <linux/types.h>

struct module;

unsigned long modules_taints(const struct module *module);
void modules_clean_name(char *name);
void modules_copy_name(const struct module *module, char *buf);
size_t modules_list(unsigned int bit, char *buf, size_t size, size_t from);
unsigned long modules_self(void);
bool modules_only_ours(unsigned int bit);

#endif
