/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What people and logs say of a taint state, turned into flags.  It needs fingerprint.h,
 * lines.h, tables.h and text.h.
 */
#ifndef TAINTINFO_DECODE_H
#define TAINTINFO_DECODE_H

#include "fingerprint.h"
#include "lines.h"
#include "tables.h"

/* A letter that has no bit in the table. */
struct odd_letter {
	char letter;
	/* Of the table, without a number; or NULL: the table does not have the letter. */
	const struct flag_row *row;
};

/*
 * What a finding is: a state; what raises flags, by the loader's or a driver's words, by a
 * report, or as taint_info has seen it; flags that a module carries; a kernel that boots, with a
 * state of its own.
 */
enum finding_kind {
	FOUND_STATE,
	FOUND_WORDS,
	FOUND_REPORT,
	FOUND_NOTICE,
	FOUND_CARRIER,
	FOUND_BOOT,
};

/* What a text keeps back, though there is something. */
enum finding_gap {
	GAP_NONE,
	/* It says "Tainted" and shows no flag: there is one that it does not show. */
	GAP_HIDDEN,
	/* The line ends within its columns: there may be more. */
	GAP_CUT,
};

/* Room for a line, or what of it is kept. */
#define EVIDENCE_SIZE 160

/**
 * struct finding - one value that was given or found
 * @kind: of what
 * @gap: what is not known of it
 * @mask: the flags that have a number
 * @odd: the letters that have none
 * @nr_odd: how many
 * @by_letter: it was letters, so that a letter may be what means two things
 * @table: by which it was read
 * @why: how that table was chosen
 * @line: number of the line it was found in, 0 if in none
 * @time: of that line, in seconds since boot with a fraction, or ""
 * @text: the line, or as much of it as there is room for; any bytes
 * @module: "" or the module that it is said of
 * @caller: "" or the place, as a symbol, that a report or taint_info names
 * @comm: "" or the process
 * @pid: "" or its number
 * @fingerprint: "" or that of the report, if its trace is whole
 */
struct finding {
	enum finding_kind kind;
	enum finding_gap gap;
	unsigned long long mask;
	struct odd_letter odd[FLAGS_COLUMNS];
	unsigned int nr_odd;
	bool by_letter;
	struct flag_table table;
	const char *why;
	unsigned long line;
	char time[TIME_SIZE];
	char text[EVIDENCE_SIZE];
	char module[64];
	char caller[128];
	char comm[24];
	char pid[12];
	char fingerprint[FINGERPRINT_SIZE];
};

/* A report tells who it is about in its next lines, others' between them. */
#define REPORT_LINES 40

/* Room for what may stand in the columns: letters, markers, blanks. */
#define COLUMNS_SIZE 128

/* And for all of them explained, "[P]=PROPRIETARY_MODULE, ...". */
#define OPEN_SIZE 512

/* And for a kernel's release, as uname -r has it. */
#define RELEASE_SIZE 80

/**
 * struct decoder - how to read
 * @given: the table that the user asked for, or NULL
 * @fallback: the one to take where the text itself does not say, as finding.table and why
 * @found: called with each finding, in the order of their lines
 * @heard: called with each line of decode_log(), and its number, before it is read, or NULL
 * @data: for both
 * @traces: a report is told with its trace, for which it waits; else as soon as it is known
 * @watched: somebody waits for what is found: what is open when a log falls silent is told
 * @one_word: decode_log() has read a single word and nothing else, which is no log
 * @nr_found: so many findings were told, those of a boot not counted
 * @release: that the text named last, any bytes, or ""
 * @time: of the line that is read
 * @open: columns that went up to the end of the line open_line, which is in open_text: what
 *	follows "Tainted:"; in so many pieces, 0 for none
 * @number_next: the line before has named the file whose number this one is
 * @taint_of: the line before has named the file with the letters of this module, or ""
 * @table_of_modules: lines are those of a debugger's table of modules
 * @last: the line before, without blanks at its end; "" if it was too long to have been broken
 * @last_line: its number
 * @last_time: its time
 * @last_has: it may have what a module loader says, or a part of that
 * @warn_taint: the flag of a WARN_TAINT() whose words were in the line warn_taint_line and whose
 *	headline is still to come, or NULL
 * @report: a report of which the process or the place is still to come; for so many lines
 *	more, 0 for none
 * @no_place: it has come to where nothing is, as by a call of 0
 * @trace: what is known of its trace
 * @path: the call path, as far as it was read
 * @of_another: what the lines say now is of another report, at the same time
 * @later: what was found meanwhile
 * @nr_later: how many
 * @list: the list of modules that the report has, of line list_line
 * @list_open: a list was in the line before, and may go on
 * @carriers: what was said of modules in this boot, as hashes
 *
 * What comes after @release is for decode.c and blame.c.
 */
struct decoder {
	const struct flag_table *given;
	struct flag_table fallback;
	const char *why;
	void (*found)(const struct finding *finding, void *data);
	void (*heard)(const char *line, unsigned long number, void *data);
	void *data;
	bool watched;
	bool traces;
	bool one_word;
	unsigned long nr_found;
	char release[RELEASE_SIZE];

	const char *time;
	unsigned int open;
	unsigned long open_line;
	char open_text[OPEN_SIZE];
	bool number_next;
	char taint_of[64];
	bool table_of_modules;
	char last[EVIDENCE_SIZE];
	unsigned long last_line;
	char last_time[TIME_SIZE];
	bool last_has;
	const char *warn_taint;
	unsigned long warn_taint_line;
	struct finding report;
	unsigned int report_lines;
	bool no_place;
	enum { TRACE_DONE, TRACE_AWAITED, TRACE_OPEN } trace;
	struct path path;
	bool of_another;
	struct finding later[4];
	unsigned int nr_later;
	char list[2048];
	unsigned long list_line;
	bool list_open;
	unsigned int carriers[512];
};

bool learn_release(struct decoder *decoder, const char *text);
bool decode_text(struct decoder *decoder, const char *text);
unsigned long decode_log(struct decoder *decoder, FILE *in);
bool learn_kernel(struct decoder *decoder, const char *text);

/* --- for blame.c --- */

void start_finding(struct finding *finding, const struct decoder *decoder, const char *line,
		   unsigned long number);
void add_flag(struct finding *finding, const char *name);
void add_letter(struct finding *finding, char letter);
void emit_finding(struct decoder *decoder, const struct finding *finding);

#endif
