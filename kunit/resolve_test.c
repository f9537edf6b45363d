// SPDX-License-Identifier: GPL-2.0-only
/*
 * From addresses to words, with recorded call paths: an address here is that
 * of its text, which stands for what the kernel's %pS and %pB would print.
 */
#include <linux/ctype.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/string.h>

#include "events.h"
#include "recordings.h"

/* The one use of snprintf() in resolve.c: what is this address? */
static void print_symbol(char *buf, size_t size, const char *format, const void *address)
{
	const char *text = address;
	const char *other = strchr(text, '|');

	if (!other)
		snprintf(buf, size, "%s", text);
	else if (!strcmp(format, "%pS"))
		snprintf(buf, size, "%.*s", (int)(other - text), text);
	else
		snprintf(buf, size, "%s", other + 1);
}

#define snprintf print_symbol
#include "../module/resolve.c"
#undef snprintf

/* Too large for a stack. */
static struct taint_call call;
static struct taint_blame blame;
static char path[TAINT_PATH_SIZE];
static char longest[2 * KSYM_SYMBOL_LEN];

static void add_frame(const char *text)
{
	call.stack[call.event.nr_stack++] = address_of(text);
}

/* The address with this text: that in the stack if it is there. */
static unsigned long find_text(const char *text)
{
	unsigned int i;

	for (i = 0; text && i < call.event.nr_stack; i++)
		if (!strcmp((const char *)call.stack[i], text))
			return call.stack[i];
	return address_of(text);
}

static void replay(const struct recording *recording)
{
	size_t i;

	memset(&call, 0, sizeof(call));
	memset(&blame, 0, sizeof(blame));
	call.event.bit = recording->bit;
	call.event.seen = true;
	for (i = 0; i < ARRAY_SIZE(probe_frames); i++)
		add_frame(probe_frames[i]);
	for (i = 0; recording->trap && i < ARRAY_SIZE(trap_frames); i++)
		add_frame(trap_frames[i]);
	for (i = 0; i < TAINT_STACK_DEPTH && recording->stack[i] &&
	     call.event.nr_stack < TAINT_STACK_DEPTH; i++)
		add_frame(recording->stack[i]);
	call.event.ip = recording->ip ? find_text(recording->ip) :
					call.stack[ARRAY_SIZE(probe_frames)];
	call.event.hint = find_text(recording->hint);
	call.event.hint_word = recording->word;
}

/* Of the call as it is. */
static void expect_blame(struct kunit *test, const char *caller, const char *module,
			 const char *via, enum taint_awaits awaits)
{
	memset(&blame, 0, sizeof(blame));
	resolve_blame(&call, &blame);
	if (!IS_ENABLED(CONFIG_X86_64)) {
		kunit_info(test, "the paths are those of x86_64\n");
		return;
	}
	KUNIT_EXPECT_STREQ(test, (const char *)blame.caller, caller);
	KUNIT_EXPECT_STREQ(test, (const char *)blame.module, module);
	KUNIT_EXPECT_STREQ(test, (const char *)blame.via, via);
	KUNIT_EXPECT_EQ(test, (int)blame.awaits, (int)awaits);
	expect_clean(test, blame.caller, sizeof(blame.caller));
	expect_clean(test, blame.module, sizeof(blame.module));
	expect_clean(test, blame.via, sizeof(blame.via));
	resolve_path(&call, path, sizeof(path));
	KUNIT_EXPECT_TRUE(test, !strstr(path, "0xffff"));
}

static void expect_nobody(struct kunit *test)
{
	expect_blame(test, "", "", "", AWAITS_NONE);
}

/* --- WARN --- */

/* A WARN in a module: the function it is in, and the module, with a report's word or without. */
static void resolve_warn_in_module(struct kunit *test)
{
	replay(&warn_in_module);
	expect_blame(test, "warn_on_demand+0x11/0x20", "trigger", "", AWAITS_NONE);
	call.event.hint = 0;
	expect_blame(test, "warn_on_demand+0x11/0x20", "trigger", "", AWAITS_NONE);
}

/* A WARN in the kernel proper: its function, and the module that led there. */
static void resolve_warn_in_core(struct kunit *test)
{
	replay(&warn_in_core);
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "trigger", AWAITS_NONE);
	call.event.hint = 0;
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "trigger", AWAITS_NONE);
}

/* Some WARNs come by a function, not by an exception. */
static void resolve_warn_by_function(struct kunit *test)
{
	replay(&warn_by_function);
	expect_blame(test, "remove_proc_entry+0x19d/0x1b0", "", "trigger", AWAITS_NONE);
}

/* Who was interrupted is innocent: in an interrupt, */
static void resolve_interrupt_over_innocent(struct kunit *test)
{
	replay(&interrupt_over_innocent);
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "", AWAITS_NONE);
	call.event.hint = 0;
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "", AWAITS_NONE);
}

/* in a soft interrupt on its back, also one that it let in itself, */
static void resolve_softirq_over_innocent(struct kunit *test)
{
	replay(&softirq_over_innocent);
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "", AWAITS_NONE);
	replay(&softirq_let_in);
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "", AWAITS_NONE);
}

/* and in an NMI, whose own handler is not. */
static void resolve_nmi_over_innocent(struct kunit *test)
{
	replay(&nmi_over_innocent);
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "trigger", AWAITS_NONE);
	replay(&nmi_watchdog);
	expect_blame(test, "watchdog_overflow_callback+0xa0/0xb0", "", "", AWAITS_NONE);
}

/* What led to an exception is its cause: below one the path goes on, */
static void resolve_exception_over_cause(struct kunit *test)
{
	replay(&exception_over_cause);
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "trigger", AWAITS_NONE);

	/* from the very address that it came at, */
	call.stack[13] = address_of("f+0x0/0x20 [trigger]|before+0x10/0x10 [trigger_innocent]");
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "trigger", AWAITS_NONE);

	/* to the first entry of another kind. */
	call.stack[13] = address_of("asm_sysvec_apic_timer_interrupt+0x1a/0x20");
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "", AWAITS_NONE);
}

/* So it is with an entry for both, when a handler of exceptions is above it. */
static void resolve_shared_entry(struct kunit *test)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(of_fred); i++) {
		replay(&of_fred[i].recording);
		expect_blame(test, of_fred[i].caller, of_fred[i].module, of_fred[i].via,
			     of_fred[i].awaits);
	}
}

/* Before 5.8 the same stands below other names; and a vendor's function is reporting code. */
static void resolve_old_kernels(struct kunit *test)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(of_old_kernels); i++) {
		replay(&of_old_kernels[i].recording);
		expect_blame(test, of_old_kernels[i].caller, of_old_kernels[i].module,
			     of_old_kernels[i].via, AWAITS_NONE);
	}
}

/* A module's function that is called like an entry or like the machinery is none. */
static void resolve_names_of_modules(struct kunit *test)
{
	replay(&named_like_machinery);
	expect_blame(test, "report_bug+0x5/0x20", "trigger", "", AWAITS_NONE);
	replay(&named_like_entry);
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "trigger", AWAITS_NONE);
}

/* A function whose name only begins like one of the machinery is a place like any other. */
static void resolve_names_that_begin_alike(struct kunit *test)
{
	replay(&begins_like_machinery);
	expect_blame(test, "report_bug_later+0x5/0x20", "", "trigger", AWAITS_NONE);
}

/* --- BUG and oops --- */

/* An oops is where the die notifier said; without its word nobody is named. */
static void resolve_bug(struct kunit *test)
{
	replay(&bug);
	expect_blame(test, "bug_on_demand+0x5/0x10", "trigger", "", AWAITS_NONE);
	call.event.hint = 0;
	expect_nobody(test);
}

/*
 * An exception leaves the very address it came at, which may be a function's
 * first: there %pB would name its neighbour.
 */
static void resolve_oops_at_first_instruction(struct kunit *test)
{
	replay(&oops_at_first_instruction);
	expect_blame(test, "strlen+0x0/0x20", "", "trigger", AWAITS_NONE);
	KUNIT_EXPECT_TRUE(test, strstr(path, "\nstrlen+0x0/0x20\n"));
}

/* A jump into a module's data: what the kernel names is the last function before it. */
static void resolve_jump_to_data(struct kunit *test)
{
	replay(&jump_to_data);
	expect_nobody(test);

	/* Whose call it was the registers have told. */
	jump_to_data.hint = "jump_to_data+0x14/0x20 [trigger]|next_function+0x0/0x20 [trigger]";
	jump_to_data.word = TAINT_HINT_CERTAIN;
	replay(&jump_to_data);
	expect_blame(test, "jump_to_data+0x14/0x20", "trigger", "", AWAITS_NONE);
	jump_to_data.hint = "next_function+0x0/0x20 [trigger]|jump_to_data+0x14/0x14 [trigger]";
	jump_to_data.word = TAINT_HINT_CERTAIN | TAINT_HINT_RETURN;
	replay(&jump_to_data);
	expect_blame(test, "jump_to_data+0x14/0x14", "trigger", "", AWAITS_NONE);
}

/* A call through a NULL pointer in the kernel proper, where the path goes no further. */
static void resolve_null_call(struct kunit *test)
{
	replay(&null_call);
	expect_blame(test, "proc_reg_write+0x56/0xa0", "", "", AWAITS_NONE);
	/* One that may be of an earlier report proves nothing. */
	call.event.hint_word = TAINT_HINT_RETURN;
	expect_nobody(test);
}

/*
 * What the hook has left of a report: who called add_taint(), then the place, by the
 * report's own word for it.
 */
static void resolve_cut_report(struct kunit *test)
{
	replay(&cut_report_warn);
	expect_blame(test, "warns_at_once+0x0/0x20", "trigger", "", AWAITS_NONE);
	replay(&cut_report_core);
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "trigger", AWAITS_NONE);
}

/* A call at the very end of a function returns to its neighbour: there %pS would. */
static void resolve_call_at_the_end(struct kunit *test)
{
	replay(&place_at_the_end);
	expect_blame(test, "guilty+0x20/0x20", "trigger", "", AWAITS_NONE);
	replay(&via_at_the_end);
	expect_blame(test, "remove_proc_entry+0x19d/0x1b0", "", "trigger", AWAITS_NONE);
}

/* --- bad memory --- */

/* An access that KFENCE has found: what the exception came at, whatever its name. */
static void resolve_kfence_access(struct kunit *test)
{
	replay(&kfence_access);
	expect_blame(test, "read_freed+0x5/0x20", "trigger", "", AWAITS_NONE);
	replay(&kfence_access_in_core);
	expect_blame(test, "memchr_inv+0x70/0x110", "", "trigger", AWAITS_NONE);
	call.stack[9] = address_of("kfree+0x0/0x350|before+0x10/0x10 [trigger_innocent]");
	expect_blame(test, "kfree+0x0/0x350", "", "trigger", AWAITS_NONE);

	/* An interrupt is no access, and without any entry nobody knows. */
	call.stack[8] = address_of("asm_sysvec_apic_timer_interrupt+0x1a/0x20");
	expect_nobody(test);
	call.stack[8] = call.stack[7];
	expect_nobody(test);
	call.event.nr_stack = 9;
	expect_nobody(test);
}

/* A release, whoever has found it: what called the allocator, */
static void resolve_bad_free(struct kunit *test)
{
	replay(&kfence_free);
	expect_blame(test, "free_object+0xa/0x10", "trigger", "", AWAITS_NONE);
	replay(&slub_double_free);
	expect_blame(test, "free_object+0xa/0x10", "trigger", "", AWAITS_NONE);
	replay(&slub_overrun);
	expect_blame(test, "free_object+0xa/0x10", "trigger", "", AWAITS_NONE);
	replay(&page_freed);
	expect_blame(test, "free_bad_page+0x32/0x40", "trigger", "", AWAITS_NONE);

	/* which is a place like any other where no memory is bad. */
	call.event.bit = TAINT_AUX;
	expect_blame(test, "free_unref_page+0x446/0x560", "", "trigger", AWAITS_NONE);
}

/* What is found as somebody allocates is not of its making. */
static void resolve_bad_allocation(struct kunit *test)
{
	replay(&slub_allocation);
	expect_blame(test, "get_partial_node.part.0+0x14e/0x2c0", "", "trigger", AWAITS_NONE);
}

/* The reports of bad memory name no place: what a WARN has left is of something else. */
static void resolve_bad_memory_hint(struct kunit *test)
{
	replay(&kfence_access);
	call.event.hint = address_of("warn_on_demand+0x11/0x20 [trigger_innocent]");
	call.event.hint_word = TAINT_HINT_CERTAIN;
	expect_blame(test, "read_freed+0x5/0x20", "trigger", "", AWAITS_NONE);
	call.event.nr_stack = 0;
	expect_nobody(test);
}

/* KASAN cannot say where, when the processor tells it late. */
static void resolve_kasan_late(struct kunit *test)
{
	replay(&kasan_late);
	expect_nobody(test);
}

/* --- a task that hangs --- */

/* Who was interrupted is the one, by the word of the hook alone. */
static void resolve_soft_lockup(struct kunit *test)
{
	replay(&soft_lockup);
	expect_blame(test, "lock_up+0x3b/0x70", "trigger", "", AWAITS_NONE);
	call.event.nr_stack = 0;
	expect_blame(test, "lock_up+0x3b/0x70", "trigger", "", AWAITS_NONE);
	call.event.hint = address_of("delay_tsc+0x3b/0x70");
	expect_blame(test, "delay_tsc+0x3b/0x70", "", "", AWAITS_NONE);

	/* In the kernel proper, by way of a module. */
	replay(&soft_lockup);
	call.stack[5] = address_of("delay_tsc+0x3b/0x70");
	call.event.hint = call.stack[5];
	expect_blame(test, "delay_tsc+0x3b/0x70", "", "trigger", AWAITS_NONE);

	/* It hangs in user space. */
	replay(&soft_lockup);
	call.event.hint = 0;
	call.event.hint_word = 0;
	expect_nobody(test);
	call.event.nr_stack = 0;
	expect_nobody(test);
}

/* A flag that a module raises in its own interrupt is not of what that came at. */
static void resolve_soft_lockup_by_module(struct kunit *test)
{
	replay(&soft_lockup);
	call.stack[4] = address_of("add_wanted_bit+0x12/0x20 [trigger_innocent]");
	call.event.ip = call.stack[4];
	expect_blame(test, "add_wanted_bit+0x12/0x20", "trigger_innocent", "", AWAITS_NONE);
	call.event.nr_stack = 0;
	expect_blame(test, "add_wanted_bit+0x12/0x20", "trigger_innocent", "", AWAITS_NONE);
}

/* --- the report's own word --- */

/* A stale word, of a place that is not in this path, names nobody. */
static void resolve_stale_hint(struct kunit *test)
{
	replay(&bug);
	call.event.hint = address_of("other_bug+0x5/0x10 [trigger_innocent]");
	expect_nobody(test);

	/* Nor one that is in the path, but not among what led to add_taint(). */
	call.event.hint = call.stack[1];
	expect_nobody(test);
}

/* For a WARN, which the path tells as well, both have to say the same function. */
static void resolve_hint_disagrees(struct kunit *test)
{
	warn_with_hint.hint = "warn_on_demand+0x3/0x20 [trigger]";
	replay(&warn_with_hint);
	expect_blame(test, "warn_on_demand+0x11/0x20", "trigger", "", AWAITS_NONE);
	warn_with_hint.hint = "warn_on_demand_again+0x11/0x20 [trigger]";
	replay(&warn_with_hint);
	expect_nobody(test);
	warn_with_hint.hint = "warn+0x11/0x20 [trigger_innocent]";
	replay(&warn_with_hint);
	expect_nobody(test);
	warn_with_hint.hint = "0xffffffffc0401234";
	replay(&warn_with_hint);
	expect_nobody(test);
}

/* --- modules that come and go --- */

/* What load_module() raises, itself or by a helper, awaits the module's name. */
static void resolve_load_module(struct kunit *test)
{
	replay(&load);
	expect_blame(test, "load_module+0x170d/0x21a0", "", "", AWAITS_LOADED);
	replay(&forced_load);
	expect_blame(test, "try_to_force_load+0x2e/0x40", "", "", AWAITS_LOADED);
}

/* So does what it says of an option, but not what that does, nor who writes to its file. */
static void resolve_option(struct kunit *test)
{
	replay(&option_at_load);
	expect_blame(test, "param_check_unsafe.part.0+0x2c/0x40", "", "", AWAITS_LOADED);
	replay(&option_at_load_inlined);
	expect_blame(test, "parse_args+0x17c/0x420", "", "", AWAITS_LOADED);
	replay(&option_written);
	expect_blame(test, "param_attr_store+0x6c/0xd0", "", "", AWAITS_NONE);
	replay(&option_sets);
	expect_blame(test, "suse_set_allow_unsupported+0x5e/0xc0", "", "", AWAITS_NONE);
	replay(&support_flag);
	expect_blame(test, "mod_sysfs_setup+0x7a2/0x8c0", "", "", AWAITS_LOADED);
}

/* What a module's own initialization raises awaits nobody: it is known, or a via. */
static void resolve_module_init(struct kunit *test)
{
	replay(&module_init_own);
	expect_blame(test, "warn_in_init+0x11/0x1000", "trigger_ends", "", AWAITS_NONE);
	replay(&module_init_core);
	expect_blame(test, "remove_proc_entry+0x140/0x1b0", "", "trigger_ends", AWAITS_NONE);
	replay(&module_init_tail_call);
	expect_blame(test, "remove_proc_entry+0x140/0x1b0", "", "", AWAITS_NONE);
}

/* Nor does what somebody else does when told of a module that loads. */
static void resolve_notifier(struct kunit *test)
{
	replay(&told_of_module);
	expect_blame(test, "told_of_module+0x20/0x40", "", "", AWAITS_NONE);
}

/* A removal by force awaits the name of who goes; another flag there does not. */
static void resolve_forced_rmmod(struct kunit *test)
{
	replay(&forced_removal);
	expect_blame(test, "__do_sys_delete_module+0x196/0x330", "", "", AWAITS_REMOVED);
	call.event.bit = TAINT_AUX;
	expect_blame(test, "__do_sys_delete_module+0x196/0x330", "", "", AWAITS_NONE);

	/* An older kernel has a function of its own for it. */
	call.event.bit = TAINT_FORCED_RMMOD;
	call.stack[4] = address_of("try_stop_module+0x32/0x40");
	call.event.ip = call.stack[4];
	expect_blame(test, "try_stop_module+0x32/0x40", "", "", AWAITS_REMOVED);
}

/* --- without a path, or with an odd one --- */

/* A write to the sysctl: its function, and nobody's module. */
static void resolve_sysctl(struct kunit *test)
{
	replay(&sysctl_write);
	expect_blame(test, "proc_taint+0xef/0x1a0", "", "", AWAITS_NONE);

	/* Where the compiler has hidden the call, its hook knows the function alone. */
	memset(&call, 0, sizeof(call));
	call.event.bit = TAINT_USER;
	call.event.hint = address_of("proc_taint+0x0/0x1a0|proc_before_it+0x40/0x40");
	expect_blame(test, "proc_taint+0x0/0x1a0", "", "", AWAITS_NONE);
	KUNIT_EXPECT_STREQ(test, (const char *)path, "");
}

/* Nothing known at all: nothing is said. */
static void resolve_nothing(struct kunit *test)
{
	memset(&call, 0, sizeof(call));
	expect_nobody(test);
	KUNIT_EXPECT_STREQ(test, (const char *)path, "");
	call.event.hint = address_of("0xffffffffc0401234");
	expect_nobody(test);
	call.event.ip = address_of("0xffffffffc0401234");
	expect_nobody(test);
}

/* A storm's events have no stack: who called add_taint() is known, if that is who it was. */
static void resolve_no_stack(struct kunit *test)
{
	memset(&call, 0, sizeof(call));
	call.event.bit = TAINT_AUX;
	call.event.ip = address_of("add_wanted_bit+0x12/0x20 [trigger]");
	expect_blame(test, "add_wanted_bit+0x12/0x20", "trigger", "", AWAITS_NONE);
	call.event.ip = address_of("load_module+0x170d/0x21a0");
	expect_blame(test, "load_module+0x170d/0x21a0", "", "", AWAITS_LOADED);

	/* Whoever does not load has no module that could be told of. */
	call.event.ip = address_of("parse_args+0x17c/0x420");
	expect_blame(test, "parse_args+0x17c/0x420", "", "", AWAITS_LOADED);
	call.event.ip = address_of("param_check_unsafe+0x2c/0x40");
	expect_blame(test, "param_check_unsafe+0x2c/0x40", "", "", AWAITS_LOADED);
	call.event.ip = address_of("param_attr_store+0x6c/0xd0");
	expect_blame(test, "param_attr_store+0x6c/0xd0", "", "", AWAITS_NONE);
	call.event.ip = address_of("mod_sysfs_setup+0x7a2/0x8c0");
	expect_blame(test, "mod_sysfs_setup+0x7a2/0x8c0", "", "", AWAITS_LOADED);

	/* The loader's messenger tells at least that somebody loads. */
	call.event.ip = address_of("add_taint_module+0x12/0x20");
	expect_blame(test, "", "", "", AWAITS_LOADED);

	/* A report, an oops and a tracer's address are others' messengers. */
	call.event.ip = address_of("report_bug+0xe2/0x150");
	expect_nobody(test);
	call.event.ip = address_of("oops_end+0x48/0xd0");
	expect_nobody(test);
	call.event.ip = address_of(TRACER);
	expect_nobody(test);
	KUNIT_EXPECT_STREQ(test, (const char *)path, "");
}

/* Of the second of two reports there is no stack, but its own word. */
static void resolve_hint_alone(struct kunit *test)
{
	memset(&call, 0, sizeof(call));
	call.event.bit = TAINT_WARN;
	call.event.hint = address_of("warn_on_demand+0x0/0x20 [trigger]|before+0x10/0x10");
	call.event.hint_word = TAINT_HINT_CERTAIN;
	call.event.ip = address_of("report_bug+0xe2/0x150");
	expect_blame(test, "warn_on_demand+0x0/0x20", "trigger", "", AWAITS_NONE);
	call.event.ip = address_of("oops_end+0x48/0xd0");
	expect_blame(test, "warn_on_demand+0x0/0x20", "trigger", "", AWAITS_NONE);
	call.event.ip = address_of(TRACER);
	expect_blame(test, "warn_on_demand+0x0/0x20", "trigger", "", AWAITS_NONE);
	call.event.hint_word |= TAINT_HINT_RETURN;
	expect_blame(test, "before+0x10/0x10", "", "", AWAITS_NONE);

	/* Whoever calls add_taint() without a report speaks for itself, */
	call.event.ip = address_of("add_wanted_bit+0x12/0x20 [trigger]");
	expect_blame(test, "add_wanted_bit+0x12/0x20", "trigger", "", AWAITS_NONE);
	/* the loader's helper ends no report, */
	call.event.ip = address_of("add_taint_module+0x12/0x20");
	expect_blame(test, "", "", "", AWAITS_LOADED);
	/* and what may be an earlier report's word is nobody's. */
	call.event.ip = address_of("report_bug+0xe2/0x150");
	call.event.hint_word = 0;
	expect_nobody(test);
	call.event.hint_word = TAINT_HINT_CERTAIN;
	call.event.hint = address_of("0xffffffffc0401234");
	expect_nobody(test);
}

/* Frames that nobody can name end the search for the place, but not that for a via. */
static void resolve_unknown_frames(struct kunit *test)
{
	replay(&unknown_at_top);
	expect_nobody(test);
	replay(&unknown_before_place);
	expect_nobody(test);
	replay(&unknown_before_via);
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "trigger", AWAITS_NONE);
	KUNIT_EXPECT_STREQ(test, (const char *)path,
			   "report_bug+0xe2/0x150\nasm_exc_invalid_op+0x16/0x20\n"
			   "kobject_put+0xbd/0x1d0\ndo_cause+0xa0/0xb0 [trigger]\n");
	replay(&machinery_alone);
	expect_nobody(test);
}

/* Where a tracer has changed the return address, the stack knows the caller. */
static void resolve_return_to_handler(struct kunit *test)
{
	replay(&traced);
	/* Frame pointers lead past it. */
	if (IS_ENABLED(CONFIG_UNWINDER_FRAME_POINTER))
		expect_nobody(test);
	else
		expect_blame(test, "add_wanted_bit+0x12/0x20", "trigger", "", AWAITS_NONE);
	KUNIT_EXPECT_STREQ(test, (const char *)path,
			   "add_wanted_bit+0x12/0x20 [trigger]\ndo_cause+0xa0/0xb0 [trigger]\n");
	replay(&traced_not_undone);
	expect_nobody(test);
}

/* So it does by the trace point, where the module loader has a function of its own. */
static void resolve_traced(struct kunit *test)
{
	static const char * const adders[] = {
		"add_taint+0x3c/0x60",
		"add_taint_module+0x35/0x70",
	};
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(adders); i++) {
		replay(&traced);
		for (j = 0; j < ARRAY_SIZE(tracepoint_frames); j++)
			call.stack[j] = address_of(tracepoint_frames[j]);
		call.stack[j] = address_of(adders[i]);
		if (IS_ENABLED(CONFIG_UNWINDER_FRAME_POINTER))
			expect_nobody(test);
		else
			expect_blame(test, "add_wanted_bit+0x12/0x20", "trigger", "", AWAITS_NONE);
		KUNIT_EXPECT_STREQ(test, (const char *)path,
				   "add_wanted_bit+0x12/0x20 [trigger]\n"
				   "do_cause+0xa0/0xb0 [trigger]\n");
	}
}

/* An unwinder that goes by frame pointers does not see who called add_taint(). */
static void resolve_caller_passed_over(struct kunit *test)
{
	int i;

	replay(&passed_over_in_module);
	expect_blame(test, "add_wanted_bit+0x12/0x20", "trigger", "", AWAITS_NONE);
	KUNIT_EXPECT_STREQ(test, (const char *)path,
			   "add_wanted_bit+0x12/0x20 [trigger]\n"
			   "do_cause+0xa0/0xb0 [trigger]\n"
			   "do_in_task+0x16/0x30 [trigger]\n");
	replay(&passed_over_loading);
	expect_blame(test, "load_module+0x1b0/0x2400", "", "", AWAITS_LOADED);
	replay(&passed_over_reported);
	expect_nobody(test);

	/* There may be no room for one more. */
	replay(&passed_over_in_module);
	for (i = call.event.nr_stack; i < TAINT_STACK_DEPTH; i++)
		call.stack[i] = address_of("do_cause+0xa0/0xb0 [trigger]");
	call.event.nr_stack = TAINT_STACK_DEPTH;
	expect_blame(test, "add_wanted_bit+0x12/0x20", "trigger", "", AWAITS_NONE);
}

/* A stack that ends at add_taint(), or at its caller, is read to its end and no further. */
static void resolve_short_stacks(struct kunit *test)
{
	replay(&short_stack);
	/* What lies behind is left from another call. */
	call.stack[5] = address_of("innocent+0x1/0x2 [trigger_innocent]");
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "", AWAITS_NONE);
	call.event.nr_stack = 4;
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "", AWAITS_NONE);
	call.event.ip = address_of(TRACER);
	expect_nobody(test);
	KUNIT_EXPECT_STREQ(test, (const char *)path, "");
}

/* A path as deep as there is room for. */
static void resolve_deepest_stack(struct kunit *test)
{
	replay(&deepest_stack);
	KUNIT_EXPECT_EQ(test, (int)call.event.nr_stack, TAINT_STACK_DEPTH);
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "", AWAITS_NONE);
	call.stack[TAINT_STACK_DEPTH - 1] = address_of("do_cause+0xa0/0xb0 [trigger]");
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "trigger", AWAITS_NONE);
}

/* --- another kernel --- */

/* The paths of 7.3 have other functions in them, and say the same. */
static void resolve_newer_kernel(struct kunit *test)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(of_7_3); i++) {
		replay(&of_7_3[i].recording);
		expect_blame(test, of_7_3[i].caller, of_7_3[i].module, of_7_3[i].via,
			     of_7_3[i].awaits);
	}
}

/* --- names --- */

/* A name with " [" in it, or a text that was cut before its "]", could name a false module. */
static void resolve_ambiguous(struct kunit *test)
{
	static const char * const texts[] = {
		"f+0x1/0x2 [trusted] [evil]",
		"f [trusted+0x1/0x2 [evil]",
		"f+0x1/0x2 [evi",
		"f+0x1/0x2 [",
	};
	size_t i;

	memset(&call, 0, sizeof(call));
	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		call.event.ip = address_of(texts[i]);
		expect_nobody(test);
	}
}

/* Whatever names contain, words stay words and lines stay lines. */
static void resolve_hostile(struct kunit *test)
{
	memset(&call, 0, sizeof(call));
	call.event.ip = address_of("f\n\x1b[2J \x80\xff\t+0x1/0x2 [a b\nTAINT_SET=0\x1b;$(x)`'\"]");
	expect_blame(test, "f__[2J____+0x1/0x2", "a_b_TAINT_SET_0____x____", "", AWAITS_NONE);
	call.event.ip = address_of("f+0x1/0x2 [az.AZ:09-_]");
	expect_blame(test, "f+0x1/0x2", "az.AZ:09-_", "", AWAITS_NONE);
	call.event.ip = address_of("f+0x1/0x2 [%s%n\xc3\xa4]");
	expect_blame(test, "f+0x1/0x2", "_s_n__", "", AWAITS_NONE);
}

/* The same for a via, and in the text of a path. */
static void resolve_hostile_via(struct kunit *test)
{
	replay(&hostile_via);
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "x_y_z", AWAITS_NONE);
	KUNIT_EXPECT_STREQ(test, (const char *)path,
			   "kobject_put+0xbd/0x1d0\ng_h+0x1/0x2 [x_y_z]\n");
}

/* Code that the kernel shows as a module's, and that is none. */
static void resolve_no_modules(struct kunit *test)
{
	memset(&call, 0, sizeof(call));
	call.event.ip = address_of("bpf_prog_6deef7357e7b4530_check+0x10/0x20 [bpf]");
	expect_blame(test, "bpf_prog_6deef7357e7b4530_check+0x10/0x20", "", "", AWAITS_NONE);
	call.event.ip = address_of("ftrace_trampoline+0x10/0x20 [__builtin__ftrace]");
	expect_blame(test, "ftrace_trampoline+0x10/0x20", "", "", AWAITS_NONE);
	call.event.ip = address_of("kprobe_insn_page+0x10/0x20 [__builtin__kprobes]");
	expect_blame(test, "kprobe_insn_page+0x10/0x20", "", "", AWAITS_NONE);
	call.event.ip = address_of("f+0x10/0x20 [bpfilter]");
	expect_blame(test, "f+0x10/0x20", "bpfilter", "", AWAITS_NONE);
}

/* A place that has no room is cut, and shows it; one that just fits is whole. */
static void resolve_longest_place(struct kunit *test)
{
	static char want[TAINT_PLACE_SIZE];
	size_t len;

	for (len = TAINT_PLACE_SIZE - 2; len < TAINT_PLACE_SIZE + 2; len++) {
		memset(longest, 'f', len);
		longest[len] = '\0';
		strscpy(want, longest, sizeof(want));
		if (len >= sizeof(want))
			memcpy(want + sizeof(want) - 4, "...", 4);
		memset(&call, 0, sizeof(call));
		call.event.ip = address_of(longest);
		expect_blame(test, want, "", "", AWAITS_NONE);

		/* Where in the function is not cut. */
		strscpy(longest + len, "+0x12/0x345", sizeof(longest) - len);
		strscpy(want, longest, sizeof(want));
		if (len + strlen("+0x12/0x345") >= sizeof(want))
			strscpy(want + sizeof(want) - sizeof("...+0x12/0x345"), "...+0x12/0x345",
				sizeof("...+0x12/0x345"));
		expect_blame(test, want, "", "", AWAITS_NONE);
	}
}

/* Names that differ behind what is shown of them are of two functions. */
static void resolve_longest_hint(struct kunit *test)
{
	static char other[2 * TAINT_PLACE_SIZE];
	static struct recording warn = {
		.bit = TAINT_WARN,
		.trap = true,
		.stack = { longest, "do_cause+0xa0/0xb0 [trigger]" },
	};

	memset(longest, 'f', TAINT_PLACE_SIZE + 10);
	strscpy(longest + TAINT_PLACE_SIZE + 10, "a+0x12/0x345 [trigger]", 32);
	strscpy(other, longest, sizeof(other));
	warn.hint = other;
	other[TAINT_PLACE_SIZE + 14] = '7';	/* another instruction of it */
	replay(&warn);
	memset(&blame, 0, sizeof(blame));
	resolve_blame(&call, &blame);
	KUNIT_EXPECT_STREQ(test, (const char *)blame.module, "trigger");
	other[TAINT_PLACE_SIZE + 10] = 'b';
	expect_nobody(test);
}

/* The longest names there can be, of function and module, are more than has room. */
static void resolve_longest_names(struct kunit *test)
{
	static char module[MODULE_NAME_LEN];
	static char want[TAINT_PLACE_SIZE];

	memset(module, 'm', sizeof(module) - 1);
	memset(want, 'f', sizeof(want) - sizeof("...+0x10/0x20"));
	strscpy(want + sizeof(want) - sizeof("...+0x10/0x20"), "...+0x10/0x20",
		sizeof("...+0x10/0x20"));
	memset(longest, 'f', KSYM_NAME_LEN - 1);
	scnprintf(longest + KSYM_NAME_LEN - 1, sizeof(longest) - KSYM_NAME_LEN,
		  "+0x10/0x20 [%s]", module);
	memset(&call, 0, sizeof(call));
	call.event.ip = address_of(longest);
	expect_blame(test, want, module, "", AWAITS_NONE);

	/* What is longer than the room for any symbol has lost its end: nobody's. */
	memset(longest, 'f', sizeof(longest) - 1);
	memcpy(longest + KSYM_SYMBOL_LEN - 10, " [mmmmmmmmmmmm]", 15);
	expect_nobody(test);
}

/* A path is given whole where there is room, else in whole lines and with dots, never beyond. */
static void resolve_path_sizes(struct kunit *test)
{
	static char whole[TAINT_PATH_SIZE];
	size_t size, len;

	replay(&bug);
	resolve_path(&call, whole, sizeof(whole));
	len = strlen(whole);
	KUNIT_EXPECT_TRUE(test, str_has_prefix(whole, "oops_end+0x48/0xd0\ndo_trap+") > 0);
	KUNIT_EXPECT_TRUE(test, strstr(whole, "\nret_from_fork+0x22/0x30\n"));
	for (size = sizeof("...\n"); size < len + 20; size++) {
		size_t got;

		memset(path, 0x5a, sizeof(path));
		resolve_path(&call, path, size);
		got = strnlen(path, size);
		KUNIT_EXPECT_TRUE(test, got < size);
		KUNIT_EXPECT_EQ(test, (int)path[size], 0x5a);
		if (!strcmp(path, whole))
			continue;
		KUNIT_EXPECT_TRUE(test, size < len + sizeof("...\n"));
		KUNIT_ASSERT_TRUE(test, got >= 4);
		KUNIT_EXPECT_STREQ(test, (const char *)path + got - 4, "...\n");
		got -= 4;
		KUNIT_EXPECT_EQ(test, strncmp(path, whole, got), 0);
		KUNIT_EXPECT_TRUE(test, !got || whole[got - 1] == '\n');
	}
}

static struct kunit_case resolve_cases[] = {
	KUNIT_CASE(resolve_warn_in_module),
	KUNIT_CASE(resolve_warn_in_core),
	KUNIT_CASE(resolve_warn_by_function),
	KUNIT_CASE(resolve_interrupt_over_innocent),
	KUNIT_CASE(resolve_softirq_over_innocent),
	KUNIT_CASE(resolve_nmi_over_innocent),
	KUNIT_CASE(resolve_exception_over_cause),
	KUNIT_CASE(resolve_shared_entry),
	KUNIT_CASE(resolve_old_kernels),
	KUNIT_CASE(resolve_names_of_modules),
	KUNIT_CASE(resolve_names_that_begin_alike),
	KUNIT_CASE(resolve_bug),
	KUNIT_CASE(resolve_oops_at_first_instruction),
	KUNIT_CASE(resolve_jump_to_data),
	KUNIT_CASE(resolve_null_call),
	KUNIT_CASE(resolve_cut_report),
	KUNIT_CASE(resolve_call_at_the_end),
	KUNIT_CASE(resolve_kfence_access),
	KUNIT_CASE(resolve_bad_free),
	KUNIT_CASE(resolve_bad_allocation),
	KUNIT_CASE(resolve_bad_memory_hint),
	KUNIT_CASE(resolve_kasan_late),
	KUNIT_CASE(resolve_soft_lockup),
	KUNIT_CASE(resolve_soft_lockup_by_module),
	KUNIT_CASE(resolve_stale_hint),
	KUNIT_CASE(resolve_hint_disagrees),
	KUNIT_CASE(resolve_load_module),
	KUNIT_CASE(resolve_option),
	KUNIT_CASE(resolve_module_init),
	KUNIT_CASE(resolve_notifier),
	KUNIT_CASE(resolve_forced_rmmod),
	KUNIT_CASE(resolve_sysctl),
	KUNIT_CASE(resolve_nothing),
	KUNIT_CASE(resolve_no_stack),
	KUNIT_CASE(resolve_hint_alone),
	KUNIT_CASE(resolve_unknown_frames),
	KUNIT_CASE(resolve_return_to_handler),
	KUNIT_CASE(resolve_traced),
	KUNIT_CASE(resolve_caller_passed_over),
	KUNIT_CASE(resolve_short_stacks),
	KUNIT_CASE(resolve_deepest_stack),
	KUNIT_CASE(resolve_newer_kernel),
	KUNIT_CASE(resolve_ambiguous),
	KUNIT_CASE(resolve_hostile),
	KUNIT_CASE(resolve_hostile_via),
	KUNIT_CASE(resolve_no_modules),
	KUNIT_CASE(resolve_longest_place),
	KUNIT_CASE(resolve_longest_hint),
	KUNIT_CASE(resolve_longest_names),
	KUNIT_CASE(resolve_path_sizes),
	{}
};

struct kunit_suite resolve_suite = {
	.name = "taint_info_resolve",
	.test_cases = resolve_cases,
};
