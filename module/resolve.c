// SPDX-License-Identifier: GPL-2.0-only
/*
 * From addresses to functions and modules, and from flags to the modules that
 * carry them.
 *
 * The place that raised a flag is somewhere in the call path between
 * add_taint() and the first entry from an interrupt or an exception: a WARN has
 * the kernel's reporting in between, and often an exception of its own.  What
 * the path does not prove stays empty: no name is better than a wrong one.
 *
 * The list of modules is not exported.  /sys/module is a kset, which our own
 * entry leads to: its list holds every module (and, without one, built-in
 * code).  An entry leaves the list before its module is freed, under the same
 * lock, so that what is read inside the lock is alive; nothing is kept.
 */
#include <linux/bitops.h>
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/kallsyms.h>
#include <linux/kobject.h>
#include <linux/list.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "resolve.h"

/* --- from addresses to words --- */

/*
 * Beginnings of the names of functions that an interrupt, an exception, a system
 * call or a new thread enters the kernel by; below them nobody called.  A plus
 * stands at the end of a name.  Read in 5.10 (x86), 6.1, 6.12, 7.2 and 7.3.
 */
static const char * const entries[] = {
#if defined(CONFIG_X86)
	"asm_", "entry_SYS", "entry_INT80_", "int80_emulation", "end_repeat_nmi", "ret_from_fork",
	"fred_",
#if defined(CONFIG_X86_32)
	"handle_exception", "restore_all",
#endif
#elif defined(CONFIG_ARM64)
	"el0", "el1", "ret_from_fork", "__sdei_asm_",
#elif defined(CONFIG_ARM)
	"__irq_svc", "__irq_usr", "__fiq_", "__und_", "__dabt_", "__pabt_", "ret_from_fork",
	"ret_from_exception", "ret_fast_syscall", "__ret_fast_syscall", "ret_slow_syscall",
	"__sys_trace", "vector_swi",
#elif defined(CONFIG_S390)
	"ext_int_handler", "io_int_handler", "pgm_check_handler", "early_pgm_check_handler",
	"mcck_int_handler", "restart_int_handler", "system_call", "stack_overflow+",
	"stack_invalid+", "ret_from_fork", "__ret_from_fork",
#elif defined(CONFIG_PPC)
	"hardware_interrupt_common", "decrementer_common", "hdecrementer_common",
	"program_check_common", "data_access_common", "data_access_slb_common",
	"instruction_access_common", "instruction_access_slb_common", "alignment_common",
	"emulation_assist_common", "doorbell_super_common", "h_doorbell_common",
	"h_virt_irq_common", "h_data_storage_common", "h_instr_storage_common",
	"hmi_exception_common", "hmi_exception_early_common", "performance_monitor_common",
	"facility_unavailable_common", "h_facility_unavailable_common",
	"fp_unavailable_common", "altivec_unavailable_common", "altivec_assist_common",
	"vsx_unavailable_common", "single_step_common", "instruction_breakpoint_common",
	"denorm_exception_common", "machine_check_common", "machine_check_early_common",
	"machine_check_idle_common", "system_reset_common", "soft_nmi_common",
	"system_call_common", "system_call_vectored_", "system_call_exception",
	"interrupt_return_", "fast_interrupt_", "ret_from_fork", "ret_from_kernel_",
	"start_kernel_thread", "replay_soft_interrupts", "__replay_soft_interrupts",
#elif defined(CONFIG_RISCV)
	"handle_exception", "ret_from_",
#elif defined(CONFIG_MIPS)
	"handle_int+", "handle_adel", "handle_ades", "handle_ibe", "handle_dbe", "handle_bp_int",
	"handle_ri_int", "handle_cpu_int", "handle_ov_int", "handle_tr_int", "handle_msa_",
	"handle_fpe_int", "handle_ftlb_int", "handle_gsexc_int", "handle_mdmx_int",
	"handle_watch_int", "handle_mcheck_int", "handle_mt_int", "handle_dsp_int",
	"handle_reserved_int", "handle_daddi_ov", "handle_sys+", "handle_sys64+",
	"handle_sysn32+", "tlb_do_page_fault_", "nmi_handler+", "ejtag_debug_handler+",
	"ret_from_", "__ret_from_irq", "restore_all+", "syscall_exit", "except_vec",
	"rollback_handle_int", "rollback_except_vec", "skipover_",
#elif defined(CONFIG_LOONGARCH)
	"handle_vint+", "handle_ade+", "handle_ale+", "handle_bce+", "handle_bp+", "handle_fpe+",
	"handle_fpu+", "handle_lsx+", "handle_lasx+", "handle_lbt+", "handle_ri+",
	"handle_watch+", "handle_reserved+", "handle_sys+", "handle_syscall+", "handle_tlb_",
	"tlb_do_page_fault_", "except_vec_", "ret_from_fork", "ret_from_kernel_thread",
#endif
	/* A soft interrupt runs on the back of whoever enabled them. */
	"__do_softirq", "handle_softirqs", "do_softirq",
};

/*
 * What a WARN has between its place and add_taint(), beside entries.  On most
 * architectures it is an exception of its own.
 */
static const char * const machinery[] = {
	"add_taint_module", "__warn", "warn_slowpath_fmt", "warn_slowpath_null",
	"report_bug", "__report_bug", "report_bug_entry", "handle_bug",
	"report_cfi_failure", "handle_cfi_failure",
#if defined(CONFIG_X86)
	"exc_invalid_op", "do_error_trap", "do_invalid_op", "__WARN_trap",
	"do_kernel_cp_fault", "exc_control_protection",
#elif defined(CONFIG_ARM64)
	"bug_handler", "bug_brk_handler", "cfi_handler", "cfi_brk_handler", "call_break_hook",
	"call_el1_break_hook", "brk_handler", "early_brk64", "do_debug_exception", "do_el1_brk64",
#elif defined(CONFIG_S390)
	"monitor_event_exception", "__do_pgm_check", "__WARN_trap",
#elif defined(CONFIG_PPC)
	"program_check_exception", "do_program_check", "__do_program_check",
#elif defined(CONFIG_RISCV)
	"handle_break", "do_trap_break", "do_trap_insn_illegal",
#elif defined(CONFIG_LOONGARCH)
	"bug_handler", "do_bp",
#endif
};

/* These raise a flag for a place that only the report before them can name. */
static const char * const messengers[] = { "oops_end", "die", "die_addr", "__die" };

/* Where an unwinder has no address for what an exception has interrupted. */
#define NO_EXACT_PLACE	(IS_ENABLED(CONFIG_PPC) || IS_ENABLED(CONFIG_MIPS))

/* What a tracer puts in the place of a return address: where one of these begins. */
static const char * const tracers[] = {
	"return_to_handler", "arch_rethook_trampoline", "kretprobe_trampoline",
	"__kretprobe_trampoline",
};

/* Not modules, though symbols are shown as theirs. */
static const char * const no_modules[] = {
	"bpf", "__builtin__ftrace", "__builtin__kprobes",
};

/* What an address is, until the next look_up(). */
static struct {
	char text[KSYM_SYMBOL_LEN];
	const char *module;	/* in text; NULL in the kernel proper */
	bool exact;		/* the address is the place, not where a call returns to */
} symbol;			/* under journal_mutex; at a panic nobody else is left */

/* Names with blanks, newlines or escape codes would break what they are shown in. */
static void clean(char *text)
{
	for (; *text; text++)
		if (!isascii(*text) || !isgraph(*text))
			*text = '_';
}

/* A module may be called anything; this is what every name that we show goes through. */
static inline char clean_char(char c)
{
	static const bool fine[256] = {
		['A' ... 'Z'] = true,
		['a' ... 'z'] = true,
		['0' ... '9'] = true,
		['_'] = true, ['.'] = true, [':'] = true, ['-'] = true,
	};

	return fine[(u8)c] ? c : '_';
}

static void clean_name(char *name)
{
	for (; *name; name++)
		*name = clean_char(*name);
}

/**
 * resolve_module_name() - a module's name, fit for any file, event and line
 * @module: the module
 * @buf: where to; MODULE_NAME_LEN bytes.  Everything but [A-Za-z0-9_.:-] becomes
 *	an underscore
 *
 * Context: any, with the module's memory there.
 */
void resolve_module_name(const struct module *module, char *buf)
{
	strscpy(buf, module->name, MODULE_NAME_LEN);
	clean_name(buf);
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
		clean_name(module);
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

static bool is_entry(void)
{
	size_t i;

	if (symbol.module)
		return false;
	for (i = 0; i < ARRAY_SIZE(entries); i++)
		if (str_has_prefix(symbol.text, entries[i]))
			return true;
	return false;
}

static bool is_machinery(void)
{
	return is_one_of(machinery, ARRAY_SIZE(machinery));
}

static bool is_messenger(void)
{
	return is_one_of(messengers, ARRAY_SIZE(messengers));
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

/* Written down by hand where a thread or a system call began: nothing is before it. */
static bool is_bare_entry(unsigned long address)
{
	return (IS_ENABLED(CONFIG_ARM) || IS_ENABLED(CONFIG_RISCV)) &&
	       look_up(address, true) && strstr(symbol.text, "+0x0/") && is_entry();
}

/*
 * An exception leaves the address it came at, a call the one it returns to.  On
 * s390 both are behind the instruction; on PPC it is where an earlier call of that
 * function returned to.
 */
static bool look_up_frame(const struct taint_call *call, int i, int top)
{
	bool exact = !IS_ENABLED(CONFIG_S390) && !IS_ENABLED(CONFIG_PPC) &&
		     i > top && look_up(call->stack[i - 1], false) && is_entry();

	return (!exact && is_bare_entry(call->stack[i])) || look_up(call->stack[i], exact);
}

/* Whether the kernel's own word for the place is of the same function. */
static bool agrees(const struct taint_call *call, int i, int top)
{
	char place[TAINT_PLACE_SIZE];
	size_t len;

	if (!call->event.hint)
		return true;
	strscpy(place, symbol.text, sizeof(place));
	len = strcspn(place, "+.");
	if (!look_up(call->event.hint, true) || strncmp(place, symbol.text, len) ||
	    !strchr("+.", symbol.text[len]))
		return false;
	return look_up_frame(call, i, top);
}

/* Where the unwinder has passed over the caller, and a tracer hides it, nobody knows it. */
static bool is_caller(const struct taint_call *call, int top)
{
	return call->stack[top] == call->event.ip ||
	       !IS_ENABLED(CONFIG_FRAME_POINTER);
}

/*
 * Where the path cannot bear it out, the report's own word is taken when what stands
 * on top has it just given: then it cannot be a stale one.  Returns the frame from
 * where callers follow, past what the exception has left of the function itself.
 */
static int trust_hint(const struct taint_call *call, int top)
{
	int i;

	if (!call->event.hint || !look_up_frame(call, top, top) ||
	    !(is_machinery() || is_messenger()))
		return -1;
	for (i = top; i < call->event.nr_stack; i++)
		if (look_up_frame(call, i, top) && is_entry())
			break;
	return look_up(call->event.hint, true) ? min_t(int, i + 2, call->event.nr_stack) : -1;
}

/*
 * The frame of the place, which symbol then holds; -1 when it is not known.  The
 * report's own word is taken when it is in this very path: it may be a stale
 * one.  Without it the path itself tells, past the machinery.
 */
static int find_place(const struct taint_call *call, int top)
{
	int i = find(call, call->event.hint, top);

	if (i >= 0)
		return look_up_frame(call, i, top) ? i : -1;
	if (NO_EXACT_PLACE) {
		i = trust_hint(call, top);
		if (i >= 0)
			return i;
	}
	if (is_tracer(call->stack[top]) || !look_up_frame(call, top, top) || is_messenger())
		return -1;
	if (!is_machinery())
		return is_caller(call, top) ? top : -1;
	for (i = top + 1; i < call->event.nr_stack; i++) {
		if (!look_up_frame(call, i, top))
			return -1;
		if (is_entry() && NO_EXACT_PLACE)
			return -1;
		if (!is_machinery() && !is_entry())
			return agrees(call, i, top) ? i : -1;
	}
	return -1;
}

static void set_caller(struct taint_blame *blame)
{
	size_t size = sizeof(blame->caller);

	if (strscpy(blame->caller, symbol.text, size) < 0)
		strscpy(blame->caller + size - sizeof("..."), "...", sizeof("..."));
	if (symbol.module)
		strscpy(blame->module, symbol.module, sizeof(blame->module));
}

/*
 * Whether symbol's function loads or removes modules.  What a module's own
 * initialization raises, or a notifier, is another matter.
 */
static enum taint_awaits awaits_whom(const struct taint_event *event)
{
	if (is_function("load_module"))
		return AWAITS_LOADED;
	if (event->bit == TAINT_FORCED_RMMOD &&
	    (is_function("try_force_unload") || is_function("try_stop_module") ||
	     (!symbol.module && strstr(symbol.text, "sys_delete_module"))))
		return AWAITS_REMOVED;
	return AWAITS_NONE;
}

static bool is_callback(void)
{
	return is_function("do_init_module") || is_function("do_one_initcall") ||
	       is_function("parse_args") || is_function("notifier_call_chain");
}

/* Outwards from a place in the kernel proper. */
static void follow_path(const struct taint_call *call, int place, struct taint_blame *blame)
{
	bool called_back = false;
	int i;

	for (i = place; i < call->event.nr_stack; i++) {
		if (!is_bare_entry(call->stack[i]) && !look_up(call->stack[i], false))
			continue;
		if (i > place && is_entry())
			return;
		called_back |= is_callback();
		if (!called_back && !blame->awaits)
			blame->awaits = awaits_whom(&call->event);
		if (symbol.module) {
			strscpy(blame->via, symbol.module, sizeof(blame->via));
			return;
		}
	}
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
		if (look_up(call->stack[i], true) && is_function("add_taint"))
			return i + 1;
	return -1;
}

/*
 * Where the probe is a trap, the first entry is its own; behind it the unwinder has what
 * an earlier call had left in the place of the caller.
 */
static int find_trapped(const struct taint_call *call)
{
	int i;

	if (!TAINT_BY_TRAP)
		return -1;
	for (i = 0; i < call->event.nr_stack - 1; i++)
		if (look_up(call->stack[i], false) && is_entry())
			return i + 1;
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
 * Context: any that may take the time; under journal_mutex, or at a panic.
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
		/* Without a path, only a caller that stands for nobody else is known. */
		if (is_tracer(call->event.ip) || !look_up(call->event.ip, false) ||
		    is_machinery() || is_messenger())
			return;
		set_caller(blame);
		blame->awaits = awaits_whom(&call->event);
		return;
	}

	place = find_place(call, top);
	if (place < 0)
		return;
	set_caller(blame);
	if (!blame->module[0])
		follow_path(call, place, blame);
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

const struct journal_resolver resolver = {
	.blame = resolve_blame,
	.path = resolve_path,
};

/* --- from flags to modules --- */

static struct module *module_of(struct list_head *entry)
{
	struct kobject *kobj = container_of(entry, struct kobject, entry);

	return container_of(kobj, struct module_kobject, kobj)->mod;
}

static bool carries(struct module *module, unsigned int bit)
{
	return module && (READ_ONCE(module->taints) >> bit & 1);
}

/* The name and a blank; MODULE_NAME_LEN + 1 bytes are enough. */
static size_t put_name(char *to, const struct module *module)
{
	const char *from = module->name;
	char *at = to;

	while (*from)
		*at++ = clean_char(*from++);
	*at++ = ' ';
	return at - to;
}

/**
 * resolve_modules() - the loaded modules that carry a flag
 * @bit: the flag, below BITS_PER_LONG
 * @buf: gets the names, one blank between, and a newline
 * @size: bytes in @buf; what is longer is cut
 * @from: bytes of the text to leave out
 *
 * Context: process; allocates nothing.
 *
 * Return: the length of the whole text, at least 1.
 */
size_t resolve_modules(unsigned int bit, char *buf, size_t size, size_t from)
{
	struct kset *modules = THIS_MODULE->mkobj.kobj.kset;
	struct list_head *entry;
	struct module *module;
	char name[MODULE_NAME_LEN + 1];
	size_t at = 0, len, i;

	spin_lock(&modules->list_lock);
	list_for_each(entry, &modules->list) {
		module = module_of(entry);
		if (!carries(module, bit))
			continue;
		/* Below @from the difference is beyond any size. */
		if (at - from < size && size - (at - from) >= sizeof(name)) {
			at += put_name(buf + at - from, module);
			continue;
		}
		len = put_name(name, module);
		for (i = 0; i < len; i++, at++)
			if (at - from < size)
				buf[at - from] = name[i];
	}
	spin_unlock(&modules->list_lock);
	if (!at)
		at = 1;
	if (at - 1 - from < size)
		buf[at - 1 - from] = '\n';
	return at;
}

/**
 * resolve_only_ours() - whether we carry a flag and no other module does
 * @bit: the flag, below BITS_PER_LONG
 *
 * Context: process.
 */
bool resolve_only_ours(unsigned int bit)
{
	struct kset *modules = THIS_MODULE->mkobj.kobj.kset;
	struct list_head *entry;
	bool others = false;

	if (!carries(THIS_MODULE, bit))
		return false;
	spin_lock(&modules->list_lock);
	list_for_each(entry, &modules->list) {
		struct module *module = module_of(entry);

		if (module != THIS_MODULE && carries(module, bit)) {
			others = true;
			break;
		}
	}
	spin_unlock(&modules->list_lock);
	return !others;
}
