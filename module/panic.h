/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is said at a panic.
 */
#ifndef TAINT_INFO_PANIC_H
#define TAINT_INFO_PANIC_H

void panic_lines_start(void);
void panic_lines_stop(void);

#endif
