// SPDX-License-Identifier: GPL-2.0-only
/*
 * From addresses to functions and modules: who is to blame.
 *
 * The place that raised a flag is somewhere in the call path between
 * add_taint() and the first entry by an interrupt: a report has the kernel's own
 * functions in between, and often an exception, below which is its cause.  What
 * the path does not prove stays empty: no name is better than a wrong one.
 *
 * Context: worker.c, under the reader's lock, which guards the statics here and keeps the
 * modules that addresses lead to in memory; panic.c, when nobody else runs.  Does not
 * sleep, allocates nothing.
 */
#include <linux/ctype.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/string.h>

#include "arch.h"
#include "compat.h"
#include "modules.h"
#include "resolve.h"
#include "symbols.h"

/* What an address is, until the next look_up(). */
static struct {
	char text[KSYM_SYMBOL_LEN];
	const char *module;	/* in text; NULL in the kernel proper */
	bool exact;		/* the address is the place, not where a call returns to */
} symbol;			/* under the reader's lock; at a panic nobody else is left */

/* Names with blanks, newlines or escape codes would break what they are shown in. */
static void clean(char *text)
{
	for (; *text; text++)
		if (!isascii(*text) || !isgraph(*text))
			*text = '_';
}

/* Where a module's name begins in "symbol+0xoffset/0xsize [module]"; NULL where none does. */
static char *find_module_name(char *text)
{
	while ((text = strchr(text, ' ')))
		if (*++text == '[')
			return text + 1;
	return NULL;
}

/* Whether the address is behind the symbol that was found for it: "+0xoffset/0xsize". */
static bool is_behind(const char *text)
{
	const char *at = strrchr(text, '+'), *slash;
	size_t offset, size;

	slash = at ? strchr(at, '/') : NULL;
	if (!slash)
		return false;
	/* Without leading zeros the longer number is the larger one. */
	offset = slash - at;
	size = strlen(slash);
	return offset != size ? offset > size : strncmp(at + 1, slash + 1, size - 1) > 0;
}

/*
 * An address behind a call may belong to the next function: %pB looks before
 * it.  False when no symbol covers it, and when a name with " [" in it makes the
 * text ambiguous.
 */
static bool look_up(unsigned long address, bool exact)
{
	char *module, *end;
	size_t i;

	symbol.module = NULL;
	symbol.exact = exact;
	if (!address)
		return false;
	snprintf(symbol.text, sizeof(symbol.text), exact ? "%pS" : "%pB", (void *)address);
	if (str_has_prefix(symbol.text, "0x"))
		return false;

	module = find_module_name(symbol.text);
	if (module) {
		module[-2] = '\0';
		end = module + strlen(module) - 1;
		if (find_module_name(module) || *end != ']')
			return false;
		*end = '\0';
		modules_clean_name(module);
		symbol.module = module;
		for (i = 0; i < ARRAY_SIZE(no_modules); i++)
			if (!strcmp(module, no_modules[i]))
				symbol.module = NULL;
	}
	/* Where a module has no function, as in its data, the one before is named. */
	if (is_behind(symbol.text))
		return false;
	clean(symbol.text);
	return true;
}

/* The compiler's clones (name.part.0, name.cold) count as the function. */
static bool is_function(const char *name)
{
	size_t len = str_has_prefix(symbol.text, name);

	return !symbol.module && len && strchr("+.", symbol.text[len]);
}

static bool is_one_of(const char * const *names, size_t n)
{
	while (n--)
		if (is_function(names[n]))
			return true;
	return false;
}

static bool begins_like_one_of(const char * const *names, size_t n)
{
	if (symbol.module)
		return false;
	while (n--)
		if (str_has_prefix(symbol.text, names[n]))
			return true;
	return false;
}

static bool is_exception(void)
{
	return begins_like_one_of(exceptions, ARRAY_SIZE(exceptions));
}

static bool is_shared_entry(void)
{
	return begins_like_one_of(shared_entries, ARRAY_SIZE(shared_entries));
}

static bool is_entry(void)
{
	return begins_like_one_of(entries, ARRAY_SIZE(entries)) || is_exception() ||
	       is_shared_entry();
}

static bool is_watchdog(const struct taint_event *event)
{
	return event->bit == TAINT_SOFTLOCKUP && is_one_of(watchdogs, ARRAY_SIZE(watchdogs));
}

static bool is_memory_fault(const struct taint_event *event)
{
	return event->bit == TAINT_BAD_PAGE &&
	       is_one_of(memory_faults, ARRAY_SIZE(memory_faults));
}

static bool is_memory_report(const struct taint_event *event)
{
	return event->bit == TAINT_BAD_PAGE &&
	       (is_one_of(memory_reports, ARRAY_SIZE(memory_reports)) ||
		begins_like_one_of(memory_checkers, ARRAY_SIZE(memory_checkers)));
}

/* What reports, and ends by add_taint(). */
static bool is_machinery(const struct taint_event *event)
{
	return is_one_of(machinery, ARRAY_SIZE(machinery)) || is_watchdog(event) ||
	       is_memory_report(event) || is_memory_fault(event);
}

static bool is_oops_function(void)
{
	return is_one_of(oops_functions, ARRAY_SIZE(oops_functions));
}

static bool is_loader(void)
{
	return is_one_of(loaders, ARRAY_SIZE(loaders));
}

static bool is_option_check(void)
{
	return is_one_of(option_checks, ARRAY_SIZE(option_checks));
}

static bool is_tracer(unsigned long address)
{
	return look_up(address, true) && is_one_of(tracers, ARRAY_SIZE(tracers));
}

static int find(const struct taint_call *call, unsigned long address, int from)
{
	int i;

	for (i = from; address && i < call->event.nr_stack; i++)
		if (call->stack[i] == address)
			return i;
	return -1;
}

/* An entry's own address, as the unwinder ends a path with: there is no call before it. */
static bool is_bare_entry(unsigned long address)
{
	return ARCH_WRITES_ENTRY &&
	       look_up(address, true) && strstr(symbol.text, "+0x0/") && is_entry();
}

/* The report's own word for the place. */
static bool look_up_hint(const struct taint_call *call)
{
	return look_up(call->event.hint, !(call->event.hint_word & TAINT_HINT_RETURN));
}

/*
 * An exception leaves the address it came at, a call the one it returns to.  On
 * s390 both are behind the instruction; on PPC it is where an earlier call of that
 * function returned to.  What the report has named says itself which it is.
 */
static bool look_up_frame(const struct taint_call *call, int i, int top)
{
	bool exact;

	if (i > top && call->stack[i] == call->event.hint &&
	    (call->event.hint_word & TAINT_HINT_CERTAIN))
		return look_up_hint(call);
	exact = ARCH_KEEPS_PLACE &&
		     i > top && look_up(call->stack[i - 1], false) && is_entry();

	return (!exact && is_bare_entry(call->stack[i])) || look_up(call->stack[i], exact);
}

/*
 * Whether what is below an entry, which is frame @i, has led to what is above it: by an
 * exception of its own.  Leaves another frame in symbol.
 */
static bool is_cause_below(const struct taint_call *call, int i)
{
	if (!look_up_frame(call, i, 0) || !is_entry())
		return false;
	while (is_shared_entry() && !is_exception())
		if (--i < 0 || !look_up_frame(call, i, 0))
			return false;
	return is_exception() ||
	       begins_like_one_of(exception_handlers, ARRAY_SIZE(exception_handlers));
}

/* Whether the kernel's own word for the place is of the same function. */
static bool agrees(const struct taint_call *call, int i, int top)
{
	static char place[KSYM_SYMBOL_LEN];	/* as symbol */
	size_t len;

	/* Of bad memory no report says where. */
	if (!call->event.hint || call->event.bit == TAINT_BAD_PAGE)
		return true;
	strscpy(place, symbol.text, sizeof(place));
	len = strcspn(place, "+.");
	if (!look_up_hint(call) || strncmp(place, symbol.text, len) ||
	    !strchr("+.", symbol.text[len]))
		return false;
	return look_up_frame(call, i, top);
}

/* Not the caller: the unwinder skipped it, and a tracer hides it. */
static bool is_caller(const struct taint_call *call, int top)
{
	return call->stack[top] == call->event.ip ||
	       !IS_ENABLED(CONFIG_FRAME_POINTER);
}

/*
 * Whether a call to add_taint() that returns to @address is the end of a report that has
 * named its place.
 */
static bool ends_report(const struct taint_call *call, unsigned long address)
{
	if (!call->event.hint)
		return false;
	if (call->event.bit == TAINT_SOFTLOCKUP)
		return look_up(address, false) && is_watchdog(&call->event);
	if (is_tracer(address))
		return call->event.hint_word & TAINT_HINT_CERTAIN;
	return look_up(address, false) && !is_function("add_taint_module") &&
	       (is_one_of(machinery, ARRAY_SIZE(machinery)) || is_oops_function());
}

/*
 * Where the path cannot bear it out, the report's own word is taken when what stands
 * on top has it just given: then it cannot be a stale one.  Returns the frame from
 * where callers follow, past what the exception has left of the function itself.
 */
static int trust_hint(const struct taint_call *call, int top)
{
	int i;

	if (!ends_report(call, call->stack[top]))
		return -1;
	for (i = top; i < call->event.nr_stack; i++)
		if (look_up_frame(call, i, top) && is_entry())
			break;
	return look_up_hint(call) ? min_t(int, i + 2, call->event.nr_stack) : -1;
}

/*
 * The frame of the place, by the path itself: the first past the machinery.  Where an
 * exception was part of the report, it is what that came at, whatever its name.
 */
static int pass_machinery(const struct taint_call *call, int top)
{
	bool faulted = false, below = false;
	int i;

	for (i = top; i < call->event.nr_stack; i++) {
		if (!look_up_frame(call, i, top))
			return -1;
		if (is_entry()) {
			if (ARCH_LOSES_PLACE || !is_cause_below(call, i))
				return -1;
			below = true;
			continue;
		}
		if (!below && is_oops_function())
			return -1;
		faulted |= is_memory_fault(&call->event);
		if (below || !(faulted || is_machinery(&call->event)))
			return agrees(call, i, top) ? i : -1;
	}
	return -1;
}

/*
 * The frame of the place, which symbol then holds; -1 when it is not known.  The
 * report's own word is taken when it is in this very path, or certain: it may be a stale
 * one.  Without it the path itself tells.
 */
static int find_place(const struct taint_call *call, int top)
{
	int i = -1;

	/* What an interrupt came at is of interest only to who looks for that. */
	if (call->event.bit != TAINT_SOFTLOCKUP || ends_report(call, call->stack[top]))
		i = find(call, call->event.hint, top);
	if (i >= 0)
		return look_up_frame(call, i, top) ? i : -1;
	if (ARCH_LOSES_PLACE || (call->event.hint_word & TAINT_HINT_CERTAIN)) {
		i = trust_hint(call, top);
		if (i >= 0)
			return i;
	}
	if (is_tracer(call->stack[top]) || !look_up_frame(call, top, top) ||
	    is_watchdog(&call->event))
		return -1;
	if (!is_machinery(&call->event) && !is_oops_function())
		return is_caller(call, top) ? top : -1;
	return pass_machinery(call, top);
}

static void set_caller(struct taint_blame *blame)
{
	copy_place(blame->caller, symbol.text, sizeof(blame->caller));
	if (symbol.module)
		strscpy(blame->module, symbol.module, sizeof(blame->module));
}

/*
 * Whether symbol's function loads or removes modules.  What a module's own
 * initialization raises, or a notifier, is another matter.
 */
static enum taint_awaits awaits_whom(const struct taint_event *event)
{
	if (is_loader())
		return AWAITS_LOADED;
	if (event->bit == TAINT_FORCED_RMMOD &&
	    (is_function("try_force_unload") || is_function("try_stop_module") ||
	     (!symbol.module && strstr(symbol.text, "sys_delete_module"))))
		return AWAITS_REMOVED;
	return AWAITS_NONE;
}

/* To parse_args() all is one but for its own word of an option, as @option says. */
static bool is_callback(bool option)
{
	return is_function("do_init_module") || is_function("do_one_initcall") ||
	       (!option && is_function("parse_args")) || is_function("notifier_call_chain");
}

/*
 * Outwards from a place in the kernel proper.  Below an exception goes on who has caused it;
 * where the unwinder has lost that, with whoever called.
 */
static void follow_path(const struct taint_call *call, int top, int place,
			struct taint_blame *blame)
{
	bool called_back = false, option = false;
	int i;

	for (i = place; i < call->event.nr_stack; i++) {
		if (!look_up_frame(call, i, top))
			continue;
		if (i > place && is_entry()) {
			if (!is_cause_below(call, i))
				return;
			i += ARCH_LOSES_PLACE;
			continue;
		}
		if (i == place)
			option = is_option_check();
		called_back |= is_callback(option);
		if (!called_back && !blame->awaits)
			blame->awaits = awaits_whom(&call->event);
		if (symbol.module) {
			strscpy(blame->via, symbol.module, sizeof(blame->via));
			return;
		}
	}
}

/* By the trace point a path has add_taint_module() in place of add_taint(), where that calls. */
static bool is_add_taint(void)
{
	return is_function("add_taint") || is_function("add_taint_module");
}

/*
 * The frame that called add_taint(), -1 without one.  A tracer may have put its
 * own address in the place of the return address; the unwinder knows better.
 */
static int find_caller(const struct taint_call *call)
{
	int i = find(call, call->event.ip, 0);

	if (i >= 0)
		return i;
	for (i = 0; i < call->event.nr_stack - 1; i++)
		if (look_up(call->stack[i], true) && is_add_taint())
			return i + 1;
	return -1;
}

/*
 * Where the probe is a trap, the first entry is its own; behind it the unwinder has what
 * an earlier call had left in the place of the caller.  By the trace point there is no
 * such trap: what its path begins with is the caller, or add_taint() is above any entry.
 */
static int find_trapped(const struct taint_call *call)
{
	int i;

	if (!ARCH_PROBES_TRAP || call->stack[0] == call->event.ip)
		return -1;
	for (i = 0; i < call->event.nr_stack - 1; i++) {
		if (!look_up(call->stack[i], false))
			continue;
		if (is_add_taint())
			return -1;
		if (is_entry())
			return i + 1;
	}
	return -1;
}

/*
 * An unwinder that goes by frame pointers passes over the caller of a function
 * that has not made its frame yet, as add_taint() where we probe it: put it back
 * in.
 */
static const struct taint_call *complete_path(const struct taint_call *call)
{
	static struct taint_call complete;	/* as symbol */
	int top = find_trapped(call), n = call->event.nr_stack;

	if (top >= 0) {
		complete = *call;
		complete.stack[top] = call->event.ip;
		return &complete;
	}
	top = find_caller(call);
	if (top < 0 || call->stack[top] == call->event.ip || is_tracer(call->event.ip) ||
	    !look_up(call->event.ip, false))
		return call;
	complete = *call;
	n = min(n + 1, TAINT_STACK_DEPTH);
	memmove(complete.stack + top + 1, complete.stack + top,
		(n - top - 1) * sizeof(complete.stack[0]));
	complete.stack[top] = call->event.ip;
	complete.event.nr_stack = n;
	return &complete;
}

/**
 * resolve_blame() - say who raised a flag
 * @call: the call
 * @blame: all zero; what is known is filled in
 *
 * Only while the memory of every module that the call may have run through is
 * still there.
 *
 * Context: any that may take the time; under the reader's lock, or at a panic.
 */
void resolve_blame(const struct taint_call *call, struct taint_blame *blame)
{
	int place, top;

	if (!call->event.ip) {
		if (look_up(call->event.hint, true))
			set_caller(blame);
		return;
	}
	call = complete_path(call);
	top = find_caller(call);
	if (top < 0) {
		/* No stack: the report's own word, or a caller that is no reporting code. */
		if ((call->event.hint_word & TAINT_HINT_CERTAIN) &&
		    ends_report(call, call->event.ip)) {
			if (look_up_hint(call))
				set_caller(blame);
			return;
		}
		if (is_tracer(call->event.ip) || !look_up(call->event.ip, false))
			return;
		/* Nobody but who loads a module has anything to await. */
		blame->awaits = is_option_check() ? AWAITS_LOADED : awaits_whom(&call->event);
		if (!is_machinery(&call->event) && !is_oops_function())
			set_caller(blame);
		return;
	}

	place = find_place(call, top);
	if (place < 0)
		return;
	set_caller(blame);
	if (!blame->module[0])
		follow_path(call, top, place, blame);
}

/**
 * resolve_path() - write a call path, from the caller of add_taint() on
 * @call: the call
 * @buf: where to, one line a frame; what no symbol covers is left out
 * @size: bytes in @buf; a path that is longer ends in "..."
 *
 * Context: as resolve_blame().
 */
void resolve_path(const struct taint_call *call, char *buf, size_t size)
{
	size_t len = 0;
	int i, top;

	call = complete_path(call);
	top = find_caller(call);
	buf[0] = '\0';
	for (i = top; top >= 0 && i < call->event.nr_stack; i++) {
		size_t need;

		if (!look_up_frame(call, i, top))
			continue;
		need = strlen(symbol.text) + 1;
		if (symbol.module)
			need += strlen(symbol.module) + 3;
		/* There is always room left for the dots. */
		if (len + need + sizeof("...\n") > size) {
			strscpy(buf + len, "...\n", size - len);
			return;
		}
		len += scnprintf(buf + len, size - len, symbol.module ? "%s [%s]\n" : "%s\n",
				 symbol.text, symbol.module);
	}
}
