// SPDX-License-Identifier: GPL-2.0-only
/*
 * From addresses to words, with recorded call paths: an address here is that
 * of its text, which stands for what the kernel's %pS and %pB would print.
 *
 * The paths were recorded on x86_64, on Debian's 6.1 and on 7.3, with the
 * orders of selftests/triggers/trigger.c: each begins where add_taint() returns
 * to.  Where %pS and %pB differ, a text has both, with a '|' between.
 */
#include <linux/bitops.h>
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/kobject.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "tests.h"
#include "../module/journal.h"

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

/* Its first byte: an address that a call returns to would be of the function before. */
#define TRACER "return_to_handler+0x0/0x30|ftrace_stub_direct_tramp+0x10/0x10"

struct recording {
	u32 bit;
	const char *ip;		/* where add_taint() returns to, if not to the first frame */
	const char *hint;
	bool trap;		/* a WARN: trap_frames come before the stack */
	const char *stack[TAINT_STACK_DEPTH];
};

/* What the probe itself leaves on the stack. */
static const char * const probe_frames[] = {
	"on_add_taint+0x1c4/0x2a0 [taint_info]",
	"kprobe_ftrace_handler+0x10b/0x1b0",
	"0xffffffffc039d0c8",
	"add_taint+0x5/0x50",
};

/* What a WARN, which is a trap, leaves there next. */
static const char * const trap_frames[] = {
	"report_bug+0xe2/0x150",
	"handle_bug+0x41/0x70",
	"exc_invalid_op+0x13/0x60",
	"asm_exc_invalid_op+0x16/0x20",
};

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
}

/* No raw address, no character that would end a line or a word, no text without its end. */
static void expect_clean(struct kunit *test, const char *text, size_t size)
{
	size_t len = strnlen(text, size);

	KUNIT_EXPECT_TRUE(test, len < size);
	KUNIT_EXPECT_TRUE(test, !strstr(text, "0xffff"));
	for (; len--; text++)
		KUNIT_EXPECT_TRUE(test, isascii(*text) && isgraph(*text));
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
	static struct recording warn = {
		.bit = TAINT_WARN,
		.hint = "warn_on_demand+0x11/0x20 [trigger]",
		.trap = true,
		.stack = {
			"warn_on_demand+0x11/0x20 [trigger]",
			"do_cause+0xa0/0xb0 [trigger]",
			"do_in_task+0x16/0x30 [trigger]",
			"trigger_write+0x39a/0x3d0 [trigger]",
			"proc_reg_write+0x56/0xa0",
			"vfs_write+0xc7/0x3f0",
			"ksys_write+0x6b/0xf0",
			"do_syscall_64+0x5d/0xb0",
			"entry_SYSCALL_64_after_hwframe+0x6e/0xd8",
		},
	};

	replay(&warn);
	expect_blame(test, "warn_on_demand+0x11/0x20", "trigger", "", AWAITS_NONE);
	call.event.hint = 0;
	expect_blame(test, "warn_on_demand+0x11/0x20", "trigger", "", AWAITS_NONE);
}

/* A WARN in the kernel proper: its function, and the module that led there. */
static void resolve_warn_in_core(struct kunit *test)
{
	static struct recording warn = {
		.bit = TAINT_WARN,
		.hint = "kobject_put+0xbd/0x1d0",
		.trap = true,
		.stack = {
			"kobject_put+0xbd/0x1d0",
			"warn_in_core+0x1b/0x20 [trigger]",
			"do_cause+0xa0/0xb0 [trigger]",
			"do_in_kthread+0x16/0x20 [trigger]",
			"kthread+0xda/0x100",
			"ret_from_fork+0x22/0x30",
		},
	};

	replay(&warn);
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "trigger", AWAITS_NONE);
	call.event.hint = 0;
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "trigger", AWAITS_NONE);
}

/* Some WARNs come by a function, not by an exception. */
static void resolve_warn_by_function(struct kunit *test)
{
	static struct recording warn = {
		.bit = TAINT_WARN,
		.stack = {
			"__warn+0x7d/0xc0",
			"warn_slowpath_fmt.cold+0x5a/0x6a",
			"remove_proc_entry+0x19d/0x1b0",
			"warn_in_core_proc+0x13/0x20 [trigger]",
			"do_cause+0xa0/0xb0 [trigger]",
		},
	};

	replay(&warn);
	expect_blame(test, "remove_proc_entry+0x19d/0x1b0", "", "trigger", AWAITS_NONE);
}

/* Who was interrupted is innocent: in an interrupt, */
static void resolve_interrupt_over_innocent(struct kunit *test)
{
	static struct recording warn = {
		.bit = TAINT_WARN,
		.hint = "kobject_put+0xbd/0x1d0",
		.trap = true,
		.stack = {
			"kobject_put+0xbd/0x1d0",
			"__flush_smp_call_function_queue+0x11a/0x1a0",
			"__sysvec_call_function_single+0x29/0xd0",
			"sysvec_call_function_single+0x69/0x90",
			"asm_sysvec_call_function_single+0x16/0x20",
			"innocent_spin+0x20/0x47 [trigger_innocent]",
			"kthread+0xda/0x100",
			"ret_from_fork+0x22/0x30",
		},
	};

	replay(&warn);
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "", AWAITS_NONE);
	call.event.hint = 0;
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "", AWAITS_NONE);
}

/* in a soft interrupt on its back, also one that it let in itself, */
static void resolve_softirq_over_innocent(struct kunit *test)
{
	static struct recording warn = {
		.bit = TAINT_WARN,
		.hint = "kobject_put+0xbd/0x1d0",
		.trap = true,
		.stack = {
			"kobject_put+0xbd/0x1d0",
			"tasklet_action_common.constprop.0+0x149/0x240",
			"handle_softirqs+0xd7/0x280",
			"__irq_exit_rcu+0xac/0xe0",
			"sysvec_call_function_single+0x6e/0x90",
			"asm_sysvec_call_function_single+0x16/0x20",
			"innocent_spin+0x20/0x47 [trigger_innocent]",
			"kthread+0xda/0x100",
			"ret_from_fork+0x22/0x30",
		},
	};
	static struct recording enabled = {
		.bit = TAINT_WARN,
		.trap = true,
		.stack = {
			"kobject_put+0xbd/0x1d0",
			"tasklet_action_common.constprop.0+0x149/0x240",
			"handle_softirqs+0xd7/0x280",
			"do_softirq.part.0+0x3b/0x60",
			"__local_bh_enable_ip+0x60/0x70",
			"innocent_unlock+0x20/0x47 [trigger_innocent]",
		},
	};

	replay(&warn);
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "", AWAITS_NONE);
	replay(&enabled);
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "", AWAITS_NONE);
}

/* and in an NMI, whose own handler is not. */
static void resolve_nmi_over_innocent(struct kunit *test)
{
	static struct recording warn = {
		.bit = TAINT_WARN,
		.hint = "kobject_put+0xbd/0x1d0",
		.trap = true,
		.stack = {
			"kobject_put+0xbd/0x1d0",
			"warn_in_core+0x1b/0x20 [trigger]",
			"do_cause+0x43/0xb0 [trigger]",
			"do_in_nmi+0x2a/0x40 [trigger]",
			"nmi_handle.part.0+0x59/0x110",
			"default_do_nmi+0x128/0x180",
			"exc_nmi+0x11e/0x150",
			"end_repeat_nmi+0x16/0x67",
			"innocent_spin+0x20/0x47 [trigger_innocent]",
			"kthread+0xda/0x100",
			"ret_from_fork+0x22/0x30",
		},
	};
	static struct recording bare = {
		.bit = TAINT_SOFTLOCKUP,
		.stack = {
			"watchdog_overflow_callback+0xa0/0xb0",
			"nmi_handle.part.0+0x59/0x110",
			"default_do_nmi+0x128/0x180",
			"exc_nmi+0x11e/0x150",
			"end_repeat_nmi+0x16/0x67",
			"innocent_spin+0x20/0x47 [trigger_innocent]",
		},
	};

	replay(&warn);
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "trigger", AWAITS_NONE);
	replay(&bare);
	expect_blame(test, "watchdog_overflow_callback+0xa0/0xb0", "", "", AWAITS_NONE);
}

/* A module's function that is called like an entry or like the machinery is none. */
static void resolve_names_of_modules(struct kunit *test)
{
	static struct recording named = {
		.bit = TAINT_WARN,
		.trap = true,
		.stack = {
			"report_bug+0x5/0x20 [trigger]",
			"do_cause+0xa0/0xb0 [trigger]",
		},
	};
	static struct recording path_of_it = {
		.bit = TAINT_WARN,
		.trap = true,
		.stack = {
			"kobject_put+0xbd/0x1d0",
			"asm_helper+0x1b/0x20 [trigger]",
		},
	};

	replay(&named);
	expect_blame(test, "report_bug+0x5/0x20", "trigger", "", AWAITS_NONE);
	replay(&path_of_it);
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "trigger", AWAITS_NONE);
}

/* A function whose name only begins like one of the machinery is a place like any other. */
static void resolve_names_that_begin_alike(struct kunit *test)
{
	static struct recording alike = {
		.bit = TAINT_WARN,
		.trap = true,
		.stack = {
			"report_bug_later+0x5/0x20",
			"do_cause+0xa0/0xb0 [trigger]",
		},
	};

	replay(&alike);
	expect_blame(test, "report_bug_later+0x5/0x20", "", "trigger", AWAITS_NONE);
}

/* --- BUG and oops --- */

static const struct recording bug = {
	.bit = TAINT_DIE,
	.hint = "bug_on_demand+0x5/0x10 [trigger]",
	.stack = {
		"oops_end+0x48/0xd0",
		"do_trap+0xc5/0x110",
		"do_error_trap+0x6a/0x90",
		"exc_invalid_op+0x4c/0x60",
		"asm_exc_invalid_op+0x16/0x20",
		"bug_on_demand+0x5/0x10 [trigger]",
		"do_cause+0xa0/0xb0 [trigger]",
		"do_in_kthread+0x16/0x20 [trigger]",
		"kthread+0xda/0x100",
		"ret_from_fork+0x22/0x30",
	},
};

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
	static const char fault[] = "strlen+0x0/0x20|strnchr+0x30/0x30";
	static struct recording oops = {
		.bit = TAINT_DIE,
		.hint = fault,
		.stack = {
			"oops_end+0x48/0xd0",
			"page_fault_oops+0xf9/0x2b0",
			"exc_page_fault+0x70/0x170",
			"asm_exc_page_fault+0x22/0x30",
			fault,
			"oops_in_core+0xc/0x20 [trigger]",
			"do_cause+0xa0/0xb0 [trigger]",
			"do_in_task+0x16/0x30 [trigger]",
			"trigger_write+0x39a/0x3d0 [trigger]",
			"proc_reg_write+0x56/0xa0",
			"vfs_write+0xc7/0x3f0",
			"ksys_write+0x6b/0xf0",
			"do_syscall_64+0x5d/0xb0",
			"entry_SYSCALL_64_after_hwframe+0x6e/0xd8",
		},
	};

	replay(&oops);
	expect_blame(test, "strlen+0x0/0x20", "", "trigger", AWAITS_NONE);
	KUNIT_EXPECT_TRUE(test, strstr(path, "\nstrlen+0x0/0x20\n"));
}

/* A jump into a module's data: what the kernel names is the last function before it. */
static void resolve_jump_to_data(struct kunit *test)
{
	static const char data[] = "trigger_exit+0x3600/0x1040 [trigger]";
	static struct recording jump = {
		.bit = TAINT_DIE,
		.hint = data,
		.stack = {
			"die+0x20c/0x248",
			"die_kernel_fault+0x248/0x24c",
			"do_mem_abort+0x44/0x94",
			data,
			"do_cause+0xc8/0xe0 [trigger]",
			"do_in_kthread+0x28/0x3c [trigger]",
			"kthread+0xe0/0xe4",
		},
	};

	replay(&jump);
	expect_nobody(test);
}

/* A call at the very end of a function returns to its neighbour: there %pS would. */
static void resolve_call_at_the_end(struct kunit *test)
{
	static struct recording end = {
		.bit = TAINT_AUX,
		.stack = {
			"innocent+0x0/0x20 [trigger_innocent]|guilty+0x20/0x20 [trigger]",
			"do_cause+0xa0/0xb0 [trigger]",
		},
	};
	static struct recording end_of_via = {
		.bit = TAINT_AUX,
		.stack = {
			"remove_proc_entry+0x19d/0x1b0",
			"innocent+0x0/0x20 [trigger_innocent]|guilty+0x20/0x20 [trigger]",
			"do_cause+0xa0/0xb0 [trigger_innocent]",
		},
	};

	replay(&end);
	expect_blame(test, "guilty+0x20/0x20", "trigger", "", AWAITS_NONE);
	replay(&end_of_via);
	expect_blame(test, "remove_proc_entry+0x19d/0x1b0", "", "trigger", AWAITS_NONE);
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
	static struct recording warn = {
		.bit = TAINT_WARN,
		.trap = true,
		.stack = {
			"warn_on_demand+0x11/0x20 [trigger]",
			"do_cause+0xa0/0xb0 [trigger]",
		},
	};

	warn.hint = "warn_on_demand+0x3/0x20 [trigger]";
	replay(&warn);
	expect_blame(test, "warn_on_demand+0x11/0x20", "trigger", "", AWAITS_NONE);
	warn.hint = "warn_on_demand_again+0x11/0x20 [trigger]";
	replay(&warn);
	expect_nobody(test);
	warn.hint = "warn+0x11/0x20 [trigger_innocent]";
	replay(&warn);
	expect_nobody(test);
	warn.hint = "0xffffffffc0401234";
	replay(&warn);
	expect_nobody(test);
}

/* --- modules that come and go --- */

static const struct recording load = {
	.bit = TAINT_OOT_MODULE,
	.stack = {
		"load_module+0x170d/0x21a0",
		"__do_sys_finit_module+0xac/0x120",
		"do_syscall_64+0x5d/0xb0",
		"entry_SYSCALL_64_after_hwframe+0x6e/0xd8",
	},
};

/* What load_module() raises, itself or by a helper, awaits the module's name. */
static void resolve_load_module(struct kunit *test)
{
	static struct recording forced = {
		.bit = TAINT_FORCED_MODULE,
		.stack = {
			"try_to_force_load+0x2e/0x40",
			"load_module+0x7a3/0x21a0",
			"__do_sys_finit_module+0xac/0x120",
			"do_syscall_64+0x5d/0xb0",
			"entry_SYSCALL_64_after_hwframe+0x6e/0xd8",
		},
	};

	replay(&load);
	expect_blame(test, "load_module+0x170d/0x21a0", "", "", AWAITS_LOADED);
	replay(&forced);
	expect_blame(test, "try_to_force_load+0x2e/0x40", "", "", AWAITS_LOADED);
}

/* What a module's own initialization raises awaits nobody: it is known, or a via. */
static void resolve_module_init(struct kunit *test)
{
	static struct recording own = {
		.bit = TAINT_WARN,
		.hint = "warn_in_init+0x11/0x1000 [trigger_ends]",
		.trap = true,
		.stack = {
			"warn_in_init+0x11/0x1000 [trigger_ends]",
			"do_one_initcall+0x59/0x220",
			"do_init_module+0x4a/0x1f0",
			"__do_sys_finit_module+0xac/0x120",
			"do_syscall_64+0x5d/0xb0",
			"entry_SYSCALL_64_after_hwframe+0x6e/0xd8",
		},
	};
	static struct recording core = {
		.bit = TAINT_WARN,
		.trap = true,
		.stack = {
			"remove_proc_entry+0x140/0x1b0",
			"warn_in_init+0x11/0x1000 [trigger_ends]",
			"do_one_initcall+0x59/0x220",
			"do_init_module+0x4a/0x1f0",
			"load_module+0x1a00/0x21a0",
		},
	};
	/* The initialization itself is gone from the stack: it went on to the place. */
	static struct recording tail_call = {
		.bit = TAINT_WARN,
		.trap = true,
		.stack = {
			"remove_proc_entry+0x140/0x1b0",
			"do_one_initcall+0x59/0x220",
			"do_init_module+0x4a/0x1f0",
			"load_module+0x1a00/0x21a0",
		},
	};

	replay(&own);
	expect_blame(test, "warn_in_init+0x11/0x1000", "trigger_ends", "", AWAITS_NONE);
	replay(&core);
	expect_blame(test, "remove_proc_entry+0x140/0x1b0", "", "trigger_ends", AWAITS_NONE);
	replay(&tail_call);
	expect_blame(test, "remove_proc_entry+0x140/0x1b0", "", "", AWAITS_NONE);
}

/* Nor does what somebody else does when told of a module that loads. */
static void resolve_notifier(struct kunit *test)
{
	static struct recording told = {
		.bit = TAINT_AUX,
		.stack = {
			"told_of_module+0x20/0x40",
			"notifier_call_chain+0x5a/0x90",
			"blocking_notifier_call_chain_robust+0x64/0xb0",
			"load_module+0x1a00/0x21a0",
			"__do_sys_finit_module+0xac/0x120",
		},
	};

	replay(&told);
	expect_blame(test, "told_of_module+0x20/0x40", "", "", AWAITS_NONE);
}

/* A removal by force awaits the name of who goes; another flag there does not. */
static void resolve_forced_rmmod(struct kunit *test)
{
	static struct recording removal = {
		.bit = TAINT_FORCED_RMMOD,
		.stack = {
			"__do_sys_delete_module+0x196/0x330",
			"do_syscall_64+0x5d/0xb0",
			"entry_SYSCALL_64_after_hwframe+0x6e/0xd8",
		},
	};

	replay(&removal);
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
	static struct recording sysctl = {
		.bit = TAINT_USER,
		.stack = {
			"proc_taint+0xef/0x1a0",
			"proc_sys_call_handler+0x1bd/0x2e0",
			"vfs_write+0x235/0x3f0",
			"ksys_write+0x6b/0xf0",
			"do_syscall_64+0x5d/0xb0",
			"entry_SYSCALL_64_after_hwframe+0x6e/0xd8",
		},
	};

	replay(&sysctl);
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

	/* A report, an oops and a tracer's address are others' messengers. */
	call.event.ip = address_of("report_bug+0xe2/0x150");
	expect_nobody(test);
	call.event.ip = address_of("oops_end+0x48/0xd0");
	expect_nobody(test);
	call.event.ip = address_of(TRACER);
	expect_nobody(test);
	KUNIT_EXPECT_STREQ(test, (const char *)path, "");
}

/* Frames that nobody can name end the search for the place, but not that for a via. */
static void resolve_unknown_frames(struct kunit *test)
{
	static struct recording at_top = {
		.bit = TAINT_AUX,
		.stack = {
			"0xffffffffc0401234",
			"do_cause+0xa0/0xb0 [trigger]",
		},
	};
	static struct recording before_place = {
		.bit = TAINT_WARN,
		.stack = {
			"report_bug+0xe2/0x150",
			"0xffffffffc0401234",
			"do_cause+0xa0/0xb0 [trigger]",
		},
	};
	static struct recording before_via = {
		.bit = TAINT_WARN,
		.stack = {
			"report_bug+0xe2/0x150",
			"asm_exc_invalid_op+0x16/0x20",
			"kobject_put+0xbd/0x1d0",
			"0xffffffffc0401234",
			"do_cause+0xa0/0xb0 [trigger]",
		},
	};
	static struct recording machinery_alone = {
		.bit = TAINT_WARN,
		.stack = {
			"report_bug+0xe2/0x150",
			"handle_bug+0x41/0x70",
			"asm_exc_invalid_op+0x16/0x20",
		},
	};

	replay(&at_top);
	expect_nobody(test);
	replay(&before_place);
	expect_nobody(test);
	replay(&before_via);
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
	static struct recording traced = {
		.bit = TAINT_AUX,
		.ip = TRACER,
		.stack = {
			"add_wanted_bit+0x12/0x20 [trigger]",
			"do_cause+0xa0/0xb0 [trigger]",
		},
	};
	static struct recording not_undone = {
		.bit = TAINT_AUX,
		.stack = {
			TRACER,
			"do_cause+0xa0/0xb0 [trigger]",
		},
	};

	replay(&traced);
	/* Frame pointers lead past it. */
	if (IS_ENABLED(CONFIG_UNWINDER_FRAME_POINTER))
		expect_nobody(test);
	else
		expect_blame(test, "add_wanted_bit+0x12/0x20", "trigger", "", AWAITS_NONE);
	KUNIT_EXPECT_STREQ(test, (const char *)path,
			   "add_wanted_bit+0x12/0x20 [trigger]\ndo_cause+0xa0/0xb0 [trigger]\n");
	replay(&not_undone);
	expect_nobody(test);
}

/* An unwinder that goes by frame pointers does not see who called add_taint(). */
static void resolve_caller_passed_over(struct kunit *test)
{
	static struct recording in_module = {
		.bit = TAINT_AUX,
		.ip = "add_wanted_bit+0x12/0x20 [trigger]",
		.stack = {
			"do_cause+0xa0/0xb0 [trigger]",
			"do_in_task+0x16/0x30 [trigger]",
		},
	};
	static struct recording loading = {
		.bit = TAINT_PROPRIETARY_MODULE,
		.ip = "load_module+0x1b0/0x2400",
		.stack = {
			"init_module_from_file+0x157/0x180",
			"__x64_sys_finit_module+0x5a/0xb0",
		},
	};
	static struct recording reported = {
		.bit = TAINT_DIE,
		.ip = "oops_end+0x48/0xd0",
		.stack = {
			"page_fault_oops+0x1b/0x30",
			"do_cause+0xa0/0xb0 [trigger]",
		},
	};
	int i;

	replay(&in_module);
	expect_blame(test, "add_wanted_bit+0x12/0x20", "trigger", "", AWAITS_NONE);
	KUNIT_EXPECT_STREQ(test, (const char *)path,
			   "add_wanted_bit+0x12/0x20 [trigger]\n"
			   "do_cause+0xa0/0xb0 [trigger]\n"
			   "do_in_task+0x16/0x30 [trigger]\n");
	replay(&loading);
	expect_blame(test, "load_module+0x1b0/0x2400", "", "", AWAITS_LOADED);
	replay(&reported);
	expect_nobody(test);

	/* There may be no room for one more. */
	replay(&in_module);
	for (i = call.event.nr_stack; i < TAINT_STACK_DEPTH; i++)
		call.stack[i] = address_of("do_cause+0xa0/0xb0 [trigger]");
	call.event.nr_stack = TAINT_STACK_DEPTH;
	expect_blame(test, "add_wanted_bit+0x12/0x20", "trigger", "", AWAITS_NONE);
}

/* A stack that ends at add_taint(), or at its caller, is read to its end and no further. */
static void resolve_short_stacks(struct kunit *test)
{
	static struct recording short_stack = {
		.bit = TAINT_AUX,
		.stack = { "kobject_put+0xbd/0x1d0" },
	};

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
	static struct recording deep = {
		.bit = TAINT_AUX,
		.stack = { [0 ... TAINT_STACK_DEPTH - 1] = "kobject_put+0xbd/0x1d0" },
	};

	replay(&deep);
	KUNIT_EXPECT_EQ(test, (int)call.event.nr_stack, TAINT_STACK_DEPTH);
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "", AWAITS_NONE);
	call.stack[TAINT_STACK_DEPTH - 1] = address_of("do_cause+0xa0/0xb0 [trigger]");
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "trigger", AWAITS_NONE);
}

/* --- another kernel --- */

static const struct {
	struct recording recording;
	const char *caller, *module, *via;
	enum taint_awaits awaits;
} of_7_3[] = { {
	.recording = {
		.bit = TAINT_WARN,
		.stack = {
			"__warn+0x12a/0x250",
			"__report_bug+0x211/0x360",
			"report_bug_entry+0x72/0x160",
			"handle_bug+0x1da/0x290",
			"exc_invalid_op+0x17/0x40",
			"asm_exc_invalid_op+0x1a/0x20",
			"warn_on_demand+0x10/0x20 [trigger]",
			"do_cause+0xc2/0xd0 [trigger]",
			"do_in_task+0x1a/0x30 [trigger]",
			"trigger_write+0x4ce/0x540 [trigger]",
			"proc_reg_write+0xda/0x130",
			"vfs_write+0x182/0x690",
			"ksys_write+0xbf/0x140",
			"do_syscall_64+0x84/0x400",
			"entry_SYSCALL_64_after_hwframe+0x4b/0x53",
		},
	},
	.caller = "warn_on_demand+0x10/0x20", .module = "trigger", .via = "",
}, {
	.recording = {
		.bit = TAINT_WARN,
		.stack = {
			"__warn+0x12a/0x250",
			"__report_bug+0x211/0x360",
			"report_bug_entry+0x72/0x160",
			"handle_bug+0x1da/0x290",
			"exc_invalid_op+0x17/0x40",
			"asm_exc_invalid_op+0x1a/0x20",
			"kobject_put+0x178/0x1a0",
			"tasklet_action_common+0x2b9/0x590",
			"handle_softirqs+0x15c/0x6d0",
			"__irq_exit_rcu+0xb9/0x1a0",
			"irq_exit_rcu+0xe/0x30",
			"sysvec_call_function_single+0x8e/0xb0",
			"asm_sysvec_call_function_single+0x1a/0x20",
			"innocent_spin+0x24/0x5d [trigger_innocent]",
			"kthread+0x1df/0x230",
			"ret_from_fork+0x2b6/0x430",
			"ret_from_fork_asm+0x11/0x20",
		},
	},
	.caller = "kobject_put+0x178/0x1a0", .module = "", .via = "",
}, {
	.recording = {
		.bit = TAINT_DIE,
		.hint = "bug_on_demand+0x9/0x10 [trigger]",
		.stack = {
			"oops_end+0x30/0xc0",
			"do_trap+0x12e/0x220",
			"do_error_trap+0x90/0x130",
			"handle_invalid_op+0x2c/0x30",
			"exc_invalid_op+0x2d/0x40",
			"asm_exc_invalid_op+0x1a/0x20",
			"bug_on_demand+0x9/0x10 [trigger]",
			"do_cause+0xc2/0xd0 [trigger]",
			"do_in_kthread+0x1a/0x20 [trigger]",
			"kthread+0x1df/0x230",
			"ret_from_fork+0x2b6/0x430",
			"ret_from_fork_asm+0x11/0x20",
		},
	},
	.caller = "bug_on_demand+0x9/0x10", .module = "trigger", .via = "",
}, {
	/* KASAN, of a fault that is an oops a moment later. */
	.recording = {
		.bit = TAINT_BAD_PAGE,
		.stack = {
			"end_report+0x85/0x160",
			"kasan_report+0xba/0xe0",
			"oops_on_demand+0x14/0x20 [trigger]",
			"do_cause+0xc2/0xd0 [trigger]",
			"do_in_task+0x1a/0x30 [trigger]",
		},
	},
	.caller = "end_report+0x85/0x160", .module = "", .via = "trigger",
}, {
	.recording = {
		.bit = TAINT_OOT_MODULE,
		.stack = {
			"load_module+0x211c/0x3620",
			"init_module_from_file+0x135/0x150",
			"idempotent_init_module+0x1a3/0x430",
			"__x64_sys_finit_module+0x7d/0xc0",
			"do_syscall_64+0x84/0x400",
			"entry_SYSCALL_64_after_hwframe+0x4b/0x53",
		},
	},
	.caller = "load_module+0x211c/0x3620", .module = "", .via = "",
	.awaits = AWAITS_LOADED,
}, {
	.recording = {
		.bit = TAINT_FORCED_RMMOD,
		.stack = {
			"__x64_sys_delete_module+0x367/0x3b0",
			"do_syscall_64+0x84/0x400",
			"entry_SYSCALL_64_after_hwframe+0x4b/0x53",
		},
	},
	.caller = "__x64_sys_delete_module+0x367/0x3b0", .module = "", .via = "",
	.awaits = AWAITS_REMOVED,
} };

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
	static struct recording hostile = {
		.bit = TAINT_AUX,
		.stack = {
			"kobject_put+0xbd/0x1d0",
			"g\nh+0x1/0x2 [x y\nz]",
		},
	};

	replay(&hostile);
	expect_blame(test, "kobject_put+0xbd/0x1d0", "", "x_y_z", AWAITS_NONE);
	KUNIT_EXPECT_STREQ(test, (const char *)path,
			   "kobject_put+0xbd/0x1d0\ng_h+0x1/0x2 [x_y_z]\n");
}

/* The same for the name that struct module has, which may fill its room. */
static void resolve_hostile_module(struct kunit *test)
{
	static const char fine[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:-";
	static struct module module;
	static char name[MODULE_NAME_LEN];
	int c;

	strscpy(module.name, "a b\nTAINT_SET=0\x80", sizeof(module.name));
	resolve_module_name(&module, name);
	KUNIT_EXPECT_STREQ(test, (const char *)name, "a_b_TAINT_SET_0_");
	memset(module.name, 'm', sizeof(module.name) - 1);
	module.name[0] = ' ';
	resolve_module_name(&module, name);
	KUNIT_EXPECT_EQ(test, strlen(name), sizeof(name) - 1);
	expect_clean(test, name, sizeof(name));
	for (c = 1; c < 256; c++) {
		module.name[0] = c;
		resolve_module_name(&module, name);
		KUNIT_EXPECT_EQ(test, (int)name[0], strchr(fine, c) ? c : '_');
	}
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
	}
}

/* The longest names there can be, of function and module, are more than has room. */
static void resolve_longest_names(struct kunit *test)
{
	static char module[MODULE_NAME_LEN];
	static char want[TAINT_PLACE_SIZE];

	memset(module, 'm', sizeof(module) - 1);
	memset(want, 'f', sizeof(want) - 4);
	memcpy(want + sizeof(want) - 4, "...", 4);
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

/* --- modules that carry a flag --- */

/* The list has us where we carry the flag, and nobody where nobody does. */
static void resolve_carriers(struct kunit *test)
{
	const char *name = module_name(THIS_MODULE);
	static char text[PAGE_SIZE];
	unsigned int bit;
	size_t len;

	KUNIT_EXPECT_TRUE(test, test_bit(TAINT_OOT_MODULE, &THIS_MODULE->taints));
	for (bit = 0; bit < BITS_PER_LONG; bit++) {
		bool ours = test_bit(bit, &THIS_MODULE->taints);
		bool alone;

		len = resolve_modules(bit, text, sizeof(text), 0);
		KUNIT_ASSERT_TRUE(test, len > 0 && len < sizeof(text));
		KUNIT_EXPECT_EQ(test, (int)text[len - 1], '\n');
		text[len - 1] = '\0';
		KUNIT_EXPECT_EQ(test, strlen(text), len - 1);
		alone = !strcmp(text, name);
		KUNIT_EXPECT_EQ(test, (bool)strstr(text, name), ours);
		KUNIT_EXPECT_EQ(test, resolve_only_ours(bit), (bool)(ours && alone));
	}
}

/* Without an assertion, which ends a case: the caller has something to put back. */
static void expect_pieces(struct kunit *test)
{
	static char list[256], piece[256];
	size_t size, from, len = resolve_modules(TAINT_OOT_MODULE, list, sizeof(list), 0);

	KUNIT_EXPECT_TRUE(test, len > 1 && len < sizeof(list));
	for (from = 0; len < sizeof(list) && from <= len + 1; from++) {
		for (size = 0; size <= len + 1; size++) {
			size_t want = from < len ? min(size, len - from) : 0;

			memset(piece, 0x5a, sizeof(piece));
			KUNIT_EXPECT_EQ(test, resolve_modules(TAINT_OOT_MODULE, piece, size, from),
					len);
			KUNIT_EXPECT_EQ(test, memcmp(piece, list + from, want), 0);
			KUNIT_EXPECT_EQ(test, (int)piece[want], 0x5a);
		}
	}
}

/*
 * Any piece of the list can be had, its length is told all the same, and no more is
 * written; so it is with the longest name.
 */
static void resolve_carriers_pieces(struct kunit *test)
{
	static char saved[MODULE_NAME_LEN];

	expect_pieces(test);
	memcpy(saved, THIS_MODULE->name, sizeof(saved));
	memset(THIS_MODULE->name, 'm', sizeof(saved) - 1);
	THIS_MODULE->name[sizeof(saved) - 1] = '\0';
	expect_pieces(test);
	memcpy(THIS_MODULE->name, saved, sizeof(saved));
}

static struct kunit_case resolve_cases[] = {
	KUNIT_CASE(resolve_warn_in_module),
	KUNIT_CASE(resolve_warn_in_core),
	KUNIT_CASE(resolve_warn_by_function),
	KUNIT_CASE(resolve_interrupt_over_innocent),
	KUNIT_CASE(resolve_softirq_over_innocent),
	KUNIT_CASE(resolve_nmi_over_innocent),
	KUNIT_CASE(resolve_names_of_modules),
	KUNIT_CASE(resolve_names_that_begin_alike),
	KUNIT_CASE(resolve_bug),
	KUNIT_CASE(resolve_oops_at_first_instruction),
	KUNIT_CASE(resolve_jump_to_data),
	KUNIT_CASE(resolve_call_at_the_end),
	KUNIT_CASE(resolve_stale_hint),
	KUNIT_CASE(resolve_hint_disagrees),
	KUNIT_CASE(resolve_load_module),
	KUNIT_CASE(resolve_module_init),
	KUNIT_CASE(resolve_notifier),
	KUNIT_CASE(resolve_forced_rmmod),
	KUNIT_CASE(resolve_sysctl),
	KUNIT_CASE(resolve_nothing),
	KUNIT_CASE(resolve_no_stack),
	KUNIT_CASE(resolve_unknown_frames),
	KUNIT_CASE(resolve_return_to_handler),
	KUNIT_CASE(resolve_caller_passed_over),
	KUNIT_CASE(resolve_short_stacks),
	KUNIT_CASE(resolve_deepest_stack),
	KUNIT_CASE(resolve_newer_kernel),
	KUNIT_CASE(resolve_ambiguous),
	KUNIT_CASE(resolve_hostile),
	KUNIT_CASE(resolve_hostile_via),
	KUNIT_CASE(resolve_hostile_module),
	KUNIT_CASE(resolve_no_modules),
	KUNIT_CASE(resolve_longest_place),
	KUNIT_CASE(resolve_longest_names),
	KUNIT_CASE(resolve_path_sizes),
	KUNIT_CASE(resolve_carriers),
	KUNIT_CASE(resolve_carriers_pieces),
	{}
};

struct kunit_suite resolve_suite = {
	.name = "taint_info_resolve",
	.test_cases = resolve_cases,
};
