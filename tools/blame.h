/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who has raised flags, from the lines of a log, for decode.c alone.
 */
#ifndef TAINTINFO_BLAME_H
#define TAINTINFO_BLAME_H

struct decoder;
struct finding;

void read_broken_phrase(struct decoder *decoder, const char *line);
void read_blame(struct decoder *decoder, const char *line, unsigned long number);
void close_report(struct decoder *decoder);
void forget_boot(struct decoder *decoder);
void take_notice(struct finding *finding, const char *words);

#endif
