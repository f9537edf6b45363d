/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The module's report, which root may read: the call paths in it.  It needs files.h,
 * fingerprint.h and text.h.
 */
#ifndef TAINTINFO_REPORT_H
#define TAINTINFO_REPORT_H

char *report_read(void);
char *report_path(const char *report, const char *flag);
void report_fingerprint(char *buf, const char *report, const char *flag, const char *caller);

#endif
