// SPDX-License-Identifier: GPL-2.0-only
/*
 * A fault's fingerprint: the same for the same fault of another boot or host, whether its
 * call path was recorded by taint_info or stands in a log.
 *
 * It is the FNV-1a hash, of 64 bits, of the flag's name and the first five functions of the
 * call path, from the place that raised the flag on outwards, an end of line behind each.
 * Of a function that is the name alone, without what compilers add behind a dot.  The path
 * ends before the function by which the kernel was entered, or an interrupt came: it may
 * have less than five functions, but where its end is not known there is no fingerprint.
 */
#include <stdio.h>
#include <string.h>

/* The module's lists are of one architecture; of the others is what is needed, below. */
#define CONFIG_X86 1

#include "../module/flags.h"
#include "../module/symbols.h"
#include "fingerprint.h"

#define FNV_BASIS 0xcbf29ce484222325
#define FNV_PRIME 0x100000001b3

/*
 * Beginnings of the names of functions by which the kernel is entered, as in symbols.h: on
 * the other architectures, and where a boot begins.
 */
static const char * const more_entries[] = {
	"secondary_startup_", "ret_from_", "handle_exception", "system_call_fastpath+",
	/* arm64, arm */
	"el0", "el1", "__sdei_asm_", "__primary_switched", "__irq_svc", "__irq_usr", "__fiq_",
	"__und_", "__dabt_", "__pabt_", "__ret_fast_syscall", "ret_fast_syscall",
	"ret_slow_syscall", "vector_swi", "__sys_trace",
	/* s390, powerpc, mips, loongarch */
	"system_call", "ext_int_handler", "io_int_handler", "mcck_int_handler",
	"pgm_check_handler", "kernel_thread_starter", "__ret_from_",
	"hardware_interrupt_common", "decrementer_common", "data_access_common",
	"program_check_common", "performance_monitor_common", "interrupt_return_",
	"start_here_common", "handle_int+", "handle_sys", "handle_vint+", "syscall_common",
	"except_vec",
};

/* What prints a trace has itself in it. */
static const char * const printers[] = {
	"dump_stack", "dump_stack_lvl", "__dump_stack", "show_stack", "dump_backtrace",
	"unwind_backtrace", "dump_trace", "show_trace", "warn_slowpath_common",
	"dump_stack_print_info",
};

/* --- names --- */

/* "name.part.0+0x12/0x34 [module]"; on powerpc a dot may be before the name. */
static size_t name_length(const char *frame)
{
	return strcspn(frame, "+. ");
}

static const char *skip_dot(const char *frame)
{
	return frame + (*frame == '.');
}

static bool is_named(const char *frame, const char *const *names, size_t n)
{
	size_t len = name_length(frame);

	while (n--)
		if (strlen(names[n]) == len && !strncmp(frame, names[n], len))
			return true;
	return false;
}

static bool begins_as(const char *frame, const char *const *names, size_t n)
{
	while (n--)
		if (!strncmp(frame, names[n], strlen(names[n])))
			return true;
	return false;
}

/* A module's function may have any name. */
static bool is_of_module(const char *frame)
{
	return strstr(frame, " [");
}

static bool is_entry(const char *frame)
{
	return !is_of_module(frame) &&
	       (begins_as(frame, entries, ARRAY_SIZE(entries)) ||
		begins_as(frame, exceptions, ARRAY_SIZE(exceptions)) ||
		begins_as(frame, shared_entries, ARRAY_SIZE(shared_entries)) ||
		begins_as(frame, more_entries, ARRAY_SIZE(more_entries)));
}

/* What stands between the place and whoever prints, or calls add_taint(). */
static bool is_reporter(const struct path *path, const char *frame)
{
	if (is_of_module(frame))
		return false;
	if (is_named(frame, printers, ARRAY_SIZE(printers)) ||
	    is_named(frame, machinery, ARRAY_SIZE(machinery)))
		return true;
	return path->bad_memory &&
	       (is_named(frame, memory_reports, ARRAY_SIZE(memory_reports)) ||
		is_named(frame, memory_faults, ARRAY_SIZE(memory_faults)) ||
		begins_as(frame, memory_checkers, ARRAY_SIZE(memory_checkers)));
}

/* --- the path --- */

static void add_bytes(struct path *path, const char *text, size_t len)
{
	size_t i;

	for (i = 0; i <= len; i++)
		path->hash = (path->hash ^ (unsigned char)(i < len ? text[i] : '\n')) * FNV_PRIME;
}

static void add_function(struct path *path, const char *frame)
{
	add_bytes(path, frame, name_length(frame));
	path->whole = ++path->functions == FINGERPRINT_FUNCTIONS;
}

/**
 * path_begin() - begin with a path
 * @path: which
 * @flag: the name of the flag
 * @place: what the report names as the place, as a symbol, or ""; from one that was cut
 *	within its name no path leads on
 */
void path_begin(struct path *path, const char *flag, const char *place)
{
	memset(path, 0, sizeof(*path));
	path->hash = FNV_BASIS;
	add_bytes(path, flag, strlen(flag));
	path->bad_memory = !strcmp(flag, "bad_page");
	snprintf(path->place, sizeof(path->place), "%.*s", (int)strcspn(place, " "),
		 skip_dot(place));
	path->lost = *place && !strchr(path->place, '+');
}

/*
 * Whether it is the place itself, not an outer call of the same function.  Of a long name
 * taint_info cuts the end: "name...+0x12/0x34".
 */
static bool is_place(const struct path *path, const char *frame)
{
	const char *place = path->place, *dots = strstr(place, "...+");
	size_t len = strcspn(frame, " "), before, after;

	if (!dots)
		return strlen(place) == len && !strncmp(frame, place, len);
	before = dots - place;
	after = strlen(dots) - strlen("...");
	return len > before + after && !strncmp(frame, place, before) &&
	       !strncmp(frame + len - after, dots + strlen("..."), after);
}

static bool is_function_of_place(const struct path *path, const char *frame)
{
	size_t len = name_length(frame);

	return len && len == name_length(path->place) && !strncmp(frame, path->place, len);
}

/*
 * The first frames.  A trace of what was trapped begins with the place or, as on x86, with
 * its caller; one that is printed by a call begins with what prints it.
 */
static void find_begin(struct path *path, const char *frame)
{
	bool reports = is_reporter(path, frame);

	if (*path->place && is_place(path, frame)) {
		add_function(path, frame);
	} else if (*path->place && !path->reports && !reports) {
		add_function(path, path->place);
		path_add(path, frame);
	} else if (reports) {
		path->reports++;
	} else if (path->reports &&
		   (!*path->place || is_function_of_place(path, frame))) {
		add_function(path, frame);
	} else {
		path->lost = true;
	}
}

/**
 * path_add() - the next frame, outwards
 * @path: which
 * @frame: "function+0xoffset/0xsize", and " [module]" where it is a module's
 *
 * Return: whether more are wanted.
 */
bool path_add(struct path *path, const char *frame)
{
	frame = skip_dot(frame);
	if (path->whole || path->lost)
		return false;
	/* One that was cut ends in dots. */
	if (!name_length(frame))
		path->lost = true;
	else if (!path->functions)
		find_begin(path, frame);
	else if (is_entry(frame))
		path->whole = true;
	else
		add_function(path, frame);
	return !path->whole && !path->lost;
}

/**
 * path_end() - the kernel was entered here
 * @path: which
 */
void path_end(struct path *path)
{
	path->whole = path->functions && !path->lost;
}

/**
 * path_fingerprint() - the fingerprint of a path
 * @path: which
 * @buf: gets it, FINGERPRINT_SIZE bytes; "" if the path is not known so far
 */
void path_fingerprint(const struct path *path, char *buf)
{
	buf[0] = '\0';
	if (path->whole)
		snprintf(buf, FINGERPRINT_SIZE, "%016llx", (unsigned long long)path->hash);
}

/**
 * fingerprint_of_path() - the fingerprint of what taint_info has recorded
 * @buf: gets it, FINGERPRINT_SIZE bytes; "" if there is none
 * @flag: the name of the flag
 * @place: the call's place, as it stands in the path
 * @text: the path, a frame a line, from who has called add_taint() on
 */
void fingerprint_of_path(char *buf, const char *flag, const char *place, const char *text)
{
	char frame[512];
	struct path path;
	bool begun = false;

	path_begin(&path, flag, place);
	for (; *text; text += strcspn(text, "\n"), text += *text == '\n') {
		snprintf(frame, sizeof(frame), "%.*s", (int)strcspn(text, "\n"), text);
		begun = begun || is_place(&path, skip_dot(frame));
		if (begun && !path_add(&path, frame))
			break;
	}
	path_fingerprint(&path, buf);
}

/* --- the trace in a log --- */

static const char *skip_hex(const char *text)
{
	return text + strspn(text, "0123456789abcdefABCDEF");
}

/* "+0x12/0x34": behind it, or NULL. */
static const char *skip_offset(const char *plus)
{
	const char *slash;

	if (strncmp(plus, "+0x", 3))
		return NULL;
	slash = skip_hex(plus + 3);
	return slash > plus + 3 && !strncmp(slash, "/0x", 3) ? skip_hex(slash + 3) : NULL;
}

/* Between the frames: which stack they are on, and an address that no symbol covers. */
static bool is_mark(const char *line)
{
	static const char *const marks[] = {
		"<TASK>", "</TASK>", "<IRQ>", "</IRQ>", "<NMI>", "</NMI>", "<SOFTIRQ>",
		"</SOFTIRQ>", "<EOI>", "<EOE>",
	};
	const char *at = strrchr(line, ' ');
	size_t i;

	for (i = 0; i < ARRAY_SIZE(marks); i++)
		if (strstr(line, marks[i]))
			return true;
	at = at ? at + 1 : line;
	return !strncmp(at, "0x", 2) && !*skip_hex(at + 2);
}

/* Whether nothing but the dress of a line, an address, or "from" is before a frame. */
static bool begins_frame(const char *line, const char *from)
{
	if (from > line && from[-1] == '(')
		from--;
	while (from > line && (from[-1] == ' ' || from[-1] == '\t'))
		from--;
	if (from == line || strchr(":]>|", from[-1]))
		return true;
	return from - line >= 5 && !strncmp(from - 5, " from", 5);
}

/* Whether nothing but the module, its build's id and the marks "(P)" are behind it. */
static bool ends_frame(const char *rest)
{
	rest += strspn(rest, ")");
	while (*rest == ' ' && (rest[1] == '[' || rest[1] == '(')) {
		rest += strcspn(rest, "])");
		rest += *rest != '\0';
	}
	return !rest[strspn(rest, " \r")];
}

/**
 * take_frame() - a line of a trace, as the kernel prints it
 * @line: the line, with whatever is before the kernel's words
 * @buf: gets the frame, for path_add()
 * @size: bytes in @buf
 *
 * Return: SURE_FRAME, and @buf is filled in; OTHER_FRAME for one that is only a guess of the
 * kernel's, or has no name, or is a mark between them; LAST_FRAME where the kernel was
 * entered; NO_FRAME for any other line.
 */
enum frame_kind take_frame(const char *line, char *buf, size_t size)
{
	const char *plus = strstr(line, "+0x"), *end = plus ? skip_offset(plus) : NULL;
	const char *from = plus;

	/* As on powerpc */
	if (strstr(line, "--- interrupt: ") || strstr(line, "--- Exception: "))
		return LAST_FRAME;
	if (!end)
		return is_mark(line) ? OTHER_FRAME : NO_FRAME;
	while (from > line && !strchr(" \t(]:", from[-1]))
		from--;
	if (from == plus || (from > line && from[-1] == ':'))
		return NO_FRAME;
	/* "? name", "([<address>] name)", "name (unreliable)" */
	if ((from - line >= 2 && from[-2] == '?') || strstr(line, "([<") ||
	    strstr(end, "(unreliable)"))
		return OTHER_FRAME;
	if (!begins_frame(line, from) || !ends_frame(end))
		return NO_FRAME;
	snprintf(buf, size, "%.*s%s", (int)(end - from), from, strstr(end, " [") ? " [" : "");
	return SURE_FRAME;
}
