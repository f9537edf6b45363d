/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the root has: a copy of /, or the tree of a sosreport or a supportconfig.  It needs
 * decode.h and files.h.
 */
#ifndef TAINTINFO_ARCHIVE_H
#define TAINTINFO_ARCHIVE_H

#include "decode.h"
#include "files.h"

/* What one may look for, in the order in which decode tells of it. */
enum archived { ARCHIVED_STATE, ARCHIVED_BOOT, ARCHIVED_LOG, ARCHIVED_MODULES, ARCHIVED_KINDS };

const char *find_archived(enum archived what);
bool learn_archived_kernel(struct decoder *decoder);
bool read_archived_state(struct decoder *decoder, struct finding *state, const char **path);
void read_archived_modules(struct decoder *decoder);

#endif
