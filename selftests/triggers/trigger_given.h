/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What trigger_gives has and trigger_needs needs.
 */
extern int trigger_given;
