/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From addresses to functions and modules: who is to blame.
 */
#ifndef TAINT_INFO_RESOLVE_H
#define TAINT_INFO_RESOLVE_H

#include <linux/types.h>

#include "event.h"

void resolve_blame(const struct taint_call *call, struct taint_blame *blame);
void resolve_path(const struct taint_call *call, char *buf, size_t size);

#endif
