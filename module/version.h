/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the module says of itself.  Built in there is no module that could say it.
 */
#ifndef TAINT_INFO_VERSION_H
#define TAINT_INFO_VERSION_H

#define TAINT_INFO_VERSION "0.2.0"

#endif
