/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Recorded call paths, as text.
 *
 * They were recorded on x86_64, on Debian's 6.1 and 6.12 and on 7.3, with the orders of
 * selftests/triggers/trigger.c: each begins where add_taint() returns to.  Where %pS
 * and %pB differ, a text has both, with a '|' between.
 */
#ifndef TAINT_INFO_RECORDINGS_H
#define TAINT_INFO_RECORDINGS_H

#include <linux/types.h>

#include "../module/event.h"

/* Its first byte: an address that a call returns to would be of the function before. */
#define TRACER "return_to_handler+0x0/0x30|ftrace_stub_direct_tramp+0x10/0x10"

/* A recorded call. */
struct recording {
	u32 bit;
	const char *ip;		/* where add_taint() returns to, if not to the first frame */
	const char *hint;
	u8 word;		/* TAINT_HINT_* */
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

/* What the trace point leaves there, but for add_taint() or who stands in for it. */
static const char * const tracepoint_frames[] = {
	"note_new_call+0x105/0x3a0 [taint_info]",
	"note_traced+0x9b/0x150 [taint_info]",
	"do_trace_taint_add+0x3e/0x70",
};

/* What a WARN, which is a trap, leaves there next. */
static const char * const trap_frames[] = {
	"report_bug+0xe2/0x150",
	"handle_bug+0x41/0x70",
	"exc_invalid_op+0x13/0x60",
	"asm_exc_invalid_op+0x16/0x20",
};

/* --- WARN --- */

static const struct recording warn_in_module = {
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

static const struct recording warn_in_core = {
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

static const struct recording warn_by_function = {
	.bit = TAINT_WARN,
	.stack = {
		"__warn+0x7d/0xc0",
		"warn_slowpath_fmt.cold+0x5a/0x6a",
		"remove_proc_entry+0x19d/0x1b0",
		"warn_in_core_proc+0x13/0x20 [trigger]",
		"do_cause+0xa0/0xb0 [trigger]",
	},
};

static const struct recording interrupt_over_innocent = {
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

static const struct recording softirq_over_innocent = {
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

static const struct recording softirq_let_in = {
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

static const struct recording nmi_over_innocent = {
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

static const struct recording nmi_watchdog = {
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

/* A probe's handler in the kernel proper, by a breakpoint in a module. */
static const struct recording exception_over_cause = {
	.bit = TAINT_WARN,
	.hint = "kobject_put+0xbd/0x1d0",
	.trap = true,
	.stack = {
		"kobject_put+0xbd/0x1d0",
		"aggr_pre_handler+0x44/0x80",
		"kprobe_int3_handler+0x145/0x190",
		"exc_int3+0x48/0x130",
		"asm_exc_int3+0x39/0x40",
		"trapped_nop+0x1/0xb [trigger]",
		"do_trapped+0xa/0xfd0 [trigger]",
		"do_one_initcall+0x5b/0x310",
		"do_init_module+0x60/0x230",
		"init_module_from_file+0x89/0xe0",
		"idempotent_init_module+0x11e/0x310",
		"__x64_sys_finit_module+0x5e/0xb0",
		"do_syscall_64+0x87/0x1b0",
		"entry_SYSCALL_64_after_hwframe+0x76/0x7e",
	},
};

/* One entry for all, by 7.3's source: no machine here has it. */
static const struct {
	struct recording recording;
	const char *caller, *module, *via;
	enum taint_awaits awaits;
} of_fred[] = { {
	.recording = {
		.bit = TAINT_BAD_PAGE,
		.stack = {
			"kfence_report_error+0x1dd/0x42c",
			"kfence_handle_page_fault+0x155/0x2e0",
			"page_fault_oops+0x8d/0x2e0",
			"exc_page_fault+0x170/0x180",
			"fred_hwexc+0x30/0x60",
			"fred_entry_from_kernel+0x50/0x60",
			"asm_fred_entrypoint_kernel+0x41/0x70",
			"read_freed+0x5/0x20 [trigger]",
		},
	},
	.caller = "read_freed+0x5/0x20", .module = "trigger", .via = "",
}, {
	/* As the compiler makes jumps of the calls at their ends. */
	.recording = {
		.bit = TAINT_BAD_PAGE,
		.stack = {
			"kfence_report_error+0x1dd/0x42c",
			"kfence_handle_page_fault+0x155/0x2e0",
			"page_fault_oops+0x8d/0x2e0",
			"exc_page_fault+0x170/0x180",
			"asm_fred_entrypoint_kernel+0x41/0x70",
			"read_freed+0x5/0x20 [trigger]",
		},
	},
	.caller = "read_freed+0x5/0x20", .module = "trigger", .via = "",
}, {
	.recording = {
		.bit = TAINT_AUX,
		.stack = {
			"kobject_put+0xbd/0x1d0",
			"nmi_handle.part.0+0x59/0x110",
			"default_do_nmi+0x128/0x180",
			"exc_nmi+0x11e/0x150",
			"asm_fred_entrypoint_kernel+0x41/0x70",
			"innocent_spin+0x20/0x47 [trigger_innocent]",
		},
	},
	.caller = "kobject_put+0xbd/0x1d0", .module = "", .via = "",
}, {
	.recording = {
		.bit = TAINT_AUX,
		.stack = {
			"kobject_put+0xbd/0x1d0",
			"__flush_smp_call_function_queue+0x11a/0x1a0",
			"fred_sysvec_call_function_single+0x69/0x90",
			"fred_extint+0x30/0x60",
			"fred_entry_from_kernel+0x50/0x60",
			"asm_fred_entrypoint_kernel+0x41/0x70",
			"innocent_spin+0x20/0x47 [trigger_innocent]",
		},
	},
	.caller = "kobject_put+0xbd/0x1d0", .module = "", .via = "",
} };

static const struct recording named_like_machinery = {
	.bit = TAINT_WARN,
	.trap = true,
	.stack = {
		"report_bug+0x5/0x20 [trigger]",
		"do_cause+0xa0/0xb0 [trigger]",
	},
};

static const struct recording named_like_entry = {
	.bit = TAINT_WARN,
	.trap = true,
	.stack = {
		"kobject_put+0xbd/0x1d0",
		"asm_helper+0x1b/0x20 [trigger]",
	},
};

static const struct recording begins_like_machinery = {
	.bit = TAINT_WARN,
	.trap = true,
	.stack = {
		"report_bug_later+0x5/0x20",
		"do_cause+0xa0/0xb0 [trigger]",
	},
};

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

static const struct recording oops_at_first_instruction = {
	.bit = TAINT_DIE,
	.hint = "strlen+0x0/0x20|strnchr+0x30/0x30",
	.stack = {
		"oops_end+0x48/0xd0",
		"page_fault_oops+0xf9/0x2b0",
		"exc_page_fault+0x70/0x170",
		"asm_exc_page_fault+0x22/0x30",
		"strlen+0x0/0x20|strnchr+0x30/0x30",
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

static struct recording jump_to_data = {
	.bit = TAINT_DIE,
	.hint = "trigger_exit+0x3600/0x1040 [trigger]",
	.stack = {
		"die+0x20c/0x248",
		"die_kernel_fault+0x248/0x24c",
		"do_mem_abort+0x44/0x94",
		"trigger_exit+0x3600/0x1040 [trigger]",
		"do_cause+0xc8/0xe0 [trigger]",
		"do_in_kthread+0x28/0x3c [trigger]",
		"kthread+0xe0/0xe4",
	},
};

static const struct recording null_call = {
	.bit = TAINT_DIE,
	.hint = "proc_reg_write+0x56/0xa0",
	.word = TAINT_HINT_CERTAIN | TAINT_HINT_RETURN,
	.stack = {
		"oops_end+0x48/0xd0",
		"page_fault_oops+0x14b/0x2c0",
		"exc_page_fault+0x71/0x160",
		"asm_exc_page_fault+0x22/0x30",
	},
};

static const struct recording cut_report_warn = {
	.bit = TAINT_WARN,
	.hint = "warns_at_once+0x0/0x20 [trigger]|before+0x10/0x10 [trigger]",
	.word = TAINT_HINT_CERTAIN,
	.stack = {
		"report_bug+0xe2/0x150",
		"warns_at_once+0x0/0x20 [trigger]|before+0x10/0x10 [trigger]",
		"do_cause+0xa0/0xb0 [trigger]",
	},
};

static const struct recording cut_report_core = {
	.bit = TAINT_WARN,
	.hint = "kobject_put+0xbd/0x1d0",
	.word = TAINT_HINT_CERTAIN,
	.stack = {
		"report_bug+0xe2/0x150",
		"kobject_put+0xbd/0x1d0",
		"warn_in_core+0x1b/0x20 [trigger]",
	},
};

static const struct recording place_at_the_end = {
	.bit = TAINT_AUX,
	.stack = {
		"innocent+0x0/0x20 [trigger_innocent]|guilty+0x20/0x20 [trigger]",
		"do_cause+0xa0/0xb0 [trigger]",
	},
};

static const struct recording via_at_the_end = {
	.bit = TAINT_AUX,
	.stack = {
		"remove_proc_entry+0x19d/0x1b0",
		"innocent+0x0/0x20 [trigger_innocent]|guilty+0x20/0x20 [trigger]",
		"do_cause+0xa0/0xb0 [trigger_innocent]",
	},
};

/* --- bad memory --- */

static const struct recording kfence_access = {
	.bit = TAINT_BAD_PAGE,
	.stack = {
		"kfence_report_error.cold+0x1dd/0x42c",
		"kfence_handle_page_fault+0x155/0x2e0",
		"page_fault_oops+0x8d/0x2e0",
		"exc_page_fault+0x170/0x180",
		"asm_exc_page_fault+0x26/0x30",
		"read_freed+0x5/0x20 [trigger]",
		"do_in_task+0x2b/0x50 [trigger]",
		"trigger_write+0x420/0x470 [trigger]",
		"proc_reg_write+0x5a/0xa0",
		"vfs_write+0xf8/0x440",
		"ksys_write+0x6d/0xf0",
		"do_syscall_64+0x87/0x1b0",
		"entry_SYSCALL_64_after_hwframe+0x76/0x7e",
	},
};

static const struct recording kfence_access_in_core = {
	.bit = TAINT_BAD_PAGE,
	.stack = {
		"kfence_report_error.cold+0x1dd/0x42c",
		"kfence_handle_page_fault+0x155/0x2e0",
		"page_fault_oops+0x8d/0x2e0",
		"exc_page_fault+0x170/0x180",
		"asm_exc_page_fault+0x26/0x30",
		"memchr_inv+0x70/0x110",
		"search_freed+0x11/0x30 [trigger]",
		"do_in_task+0x2b/0x50 [trigger]",
		"trigger_write+0x420/0x470 [trigger]",
		"proc_reg_write+0x5a/0xa0",
		"vfs_write+0xf8/0x440",
		"ksys_write+0x6d/0xf0",
		"do_syscall_64+0x87/0x1b0",
		"entry_SYSCALL_64_after_hwframe+0x76/0x7e",
	},
};

static const struct recording kfence_free = {
	.bit = TAINT_BAD_PAGE,
	.stack = {
		"kfence_report_error.cold+0x1dd/0x42c",
		"kfence_guarded_free+0x107/0x260",
		"kfree+0x1d0/0x350",
		"free_object+0xa/0x10 [trigger]",
		"cause_invalid_free+0x25/0x40 [trigger]",
		"do_in_task+0x2b/0x50 [trigger]",
		"trigger_write+0x420/0x470 [trigger]",
		"proc_reg_write+0x5a/0xa0",
		"vfs_write+0xf8/0x440",
		"ksys_write+0x6d/0xf0",
		"do_syscall_64+0x87/0x1b0",
		"entry_SYSCALL_64_after_hwframe+0x76/0x7e",
	},
};

static const struct recording slub_double_free = {
	.bit = TAINT_BAD_PAGE,
	.stack = {
		"object_err+0x1d2/0x1df",
		"free_to_partial_list.cold+0x11a/0x135",
		"kfree+0x2ea/0x350",
		"free_object+0xa/0x10 [trigger]",
		"do_in_task+0x2b/0x50 [trigger]",
		"trigger_write+0x420/0x470 [trigger]",
		"proc_reg_write+0x5a/0xa0",
		"vfs_write+0xf8/0x440",
		"ksys_write+0x6d/0xf0",
		"do_syscall_64+0x87/0x1b0",
		"entry_SYSCALL_64_after_hwframe+0x76/0x7e",
	},
};

static const struct recording slub_overrun = {
	.bit = TAINT_BAD_PAGE,
	.stack = {
		"object_err+0x1d2/0x1df",
		"check_bytes_and_report.cold+0x66/0x84",
		"check_object+0x1a4/0x310",
		"free_to_partial_list+0x1cd/0x490",
		"kfree+0x2ea/0x350",
		"free_object+0xa/0x10 [trigger]",
		"do_in_task+0x2b/0x50 [trigger]",
		"trigger_write+0x420/0x470 [trigger]",
		"proc_reg_write+0x5a/0xa0",
		"vfs_write+0xf8/0x440",
		"ksys_write+0x6d/0xf0",
		"do_syscall_64+0x87/0x1b0",
		"entry_SYSCALL_64_after_hwframe+0x76/0x7e",
	},
};

static const struct recording slub_allocation = {
	.bit = TAINT_BAD_PAGE,
	.stack = {
		"object_err+0x1d2/0x1df",
		"check_bytes_and_report.cold+0x66/0x84",
		"check_object+0x1a4/0x310",
		"alloc_debug_processing+0xa6/0x110",
		"get_partial_node.part.0+0x14e/0x2c0",
		"___slab_alloc+0x409/0xc80",
		"kmem_cache_alloc_noprof+0x29c/0x2f0",
		"alloc_innocent+0xf/0x20 [trigger]",
		"do_in_task+0x2b/0x50 [trigger]",
		"trigger_write+0x420/0x470 [trigger]",
		"proc_reg_write+0x5a/0xa0",
		"vfs_write+0xf8/0x440",
		"ksys_write+0x6d/0xf0",
		"do_syscall_64+0x87/0x1b0",
		"entry_SYSCALL_64_after_hwframe+0x76/0x7e",
	},
};

static const struct recording page_freed = {
	.bit = TAINT_BAD_PAGE,
	.stack = {
		"free_unref_page+0x446/0x560",
		"free_bad_page+0x32/0x40 [trigger]",
		"do_in_task+0x2b/0x50 [trigger]",
		"trigger_write+0x420/0x470 [trigger]",
		"proc_reg_write+0x5a/0xa0",
		"vfs_write+0xf8/0x440",
		"ksys_write+0x6d/0xf0",
		"do_syscall_64+0x87/0x1b0",
		"entry_SYSCALL_64_after_hwframe+0x76/0x7e",
	},
};

/* Of arm64, by 7.3's source: no processor here tells so late. */
static const struct recording kasan_late = {
	.bit = TAINT_BAD_PAGE,
	.stack = {
		"end_report+0x85/0x160",
		"kasan_report_async+0x60/0x80",
		"mte_check_tfsr_el1+0x40/0x60",
		"do_cause+0xc2/0xd0 [trigger]",
	},
};

/* --- a task that hangs --- */

static const struct recording soft_lockup = {
	.bit = TAINT_SOFTLOCKUP,
	.hint = "lock_up+0x3b/0x70 [trigger]",
	.word = TAINT_HINT_CERTAIN,
	.stack = {
		"watchdog_timer_fn.cold+0x81/0xa1",
		"lock_up+0x3b/0x70 [trigger]",
		"do_in_task+0x2b/0x50 [trigger]",
		"trigger_write+0x420/0x470 [trigger]",
		"proc_reg_write+0x5a/0xa0",
		"vfs_write+0xf8/0x440",
		"ksys_write+0x6d/0xf0",
		"do_syscall_64+0x87/0x1b0",
		"entry_SYSCALL_64_after_hwframe+0x76/0x7e",
	},
};

/* --- the report's own word --- */

static struct recording warn_with_hint = {
	.bit = TAINT_WARN,
	.trap = true,
	.stack = {
		"warn_on_demand+0x11/0x20 [trigger]",
		"do_cause+0xa0/0xb0 [trigger]",
	},
};

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

static const struct recording forced_load = {
	.bit = TAINT_FORCED_MODULE,
	.stack = {
		"try_to_force_load+0x2e/0x40",
		"load_module+0x7a3/0x21a0",
		"__do_sys_finit_module+0xac/0x120",
		"do_syscall_64+0x5d/0xb0",
		"entry_SYSCALL_64_after_hwframe+0x6e/0xd8",
	},
};

static const struct recording module_init_own = {
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

static const struct recording module_init_core = {
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
static const struct recording module_init_tail_call = {
	.bit = TAINT_WARN,
	.trap = true,
	.stack = {
		"remove_proc_entry+0x140/0x1b0",
		"do_one_initcall+0x59/0x220",
		"do_init_module+0x4a/0x1f0",
		"load_module+0x1a00/0x21a0",
	},
};

static const struct recording told_of_module = {
	.bit = TAINT_AUX,
	.stack = {
		"told_of_module+0x20/0x40",
		"notifier_call_chain+0x5a/0x90",
		"blocking_notifier_call_chain_robust+0x64/0xb0",
		"load_module+0x1a00/0x21a0",
		"__do_sys_finit_module+0xac/0x120",
	},
};

/* An option that is dangerous, on 6.1 and on 7.3. */
static const struct recording option_at_load = {
	.bit = TAINT_USER,
	.stack = {
		"param_check_unsafe.part.0+0x2c/0x40",
		"parse_args+0x2f1/0x3e0",
		"load_module+0x190c/0x21a0",
		"__do_sys_finit_module+0xac/0x120",
		"do_syscall_64+0x5d/0xb0",
		"entry_SYSCALL_64_after_hwframe+0x6e/0xd8",
	},
};

static const struct recording option_at_load_inlined = {
	.bit = TAINT_USER,
	.stack = {
		"parse_args+0x17c/0x420",
		"load_module+0x1a3c/0x2a10",
		"arch_rethook_trampoline+0x0/0x70",
		"__do_sys_finit_module+0xac/0x120",
	},
};

static const struct recording option_written = {
	.bit = TAINT_USER,
	.stack = {
		"param_attr_store+0x6c/0xd0",
		"module_attr_store+0x1c/0x30",
		"kernfs_fop_write_iter+0x118/0x1b0",
		"vfs_write+0x2b1/0x400",
		"ksys_write+0x6b/0xe0",
		"do_syscall_64+0x5d/0xb0",
		"entry_SYSCALL_64_after_hwframe+0x6e/0xd8",
	},
};

/* What an option's own function raises, one of the kernel's. */
static const struct recording option_sets = {
	.bit = TAINT_AUX,
	.stack = {
		"suse_set_allow_unsupported+0x5e/0xc0",
		"parse_args+0x17c/0x420",
		"load_module+0x1a3c/0x2a10",
		"__do_sys_finit_module+0xac/0x120",
	},
};

/* SUSE's word on who supports a module, behind COMING. */
static const struct recording support_flag = {
	.bit = TAINT_AUX,
	.stack = {
		"mod_sysfs_setup+0x7a2/0x8c0",
		"load_module+0x1b20/0x2a10",
		"__do_sys_finit_module+0xac/0x120",
	},
};

static const struct recording forced_removal = {
	.bit = TAINT_FORCED_RMMOD,
	.stack = {
		"__do_sys_delete_module+0x196/0x330",
		"do_syscall_64+0x5d/0xb0",
		"entry_SYSCALL_64_after_hwframe+0x6e/0xd8",
	},
};

/* --- without a path, or with an odd one --- */

static const struct recording sysctl_write = {
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

static const struct recording unknown_at_top = {
	.bit = TAINT_AUX,
	.stack = {
		"0xffffffffc0401234",
		"do_cause+0xa0/0xb0 [trigger]",
	},
};

static const struct recording unknown_before_place = {
	.bit = TAINT_WARN,
	.stack = {
		"report_bug+0xe2/0x150",
		"0xffffffffc0401234",
		"do_cause+0xa0/0xb0 [trigger]",
	},
};

static const struct recording unknown_before_via = {
	.bit = TAINT_WARN,
	.stack = {
		"report_bug+0xe2/0x150",
		"asm_exc_invalid_op+0x16/0x20",
		"kobject_put+0xbd/0x1d0",
		"0xffffffffc0401234",
		"do_cause+0xa0/0xb0 [trigger]",
	},
};

static const struct recording machinery_alone = {
	.bit = TAINT_WARN,
	.stack = {
		"report_bug+0xe2/0x150",
		"handle_bug+0x41/0x70",
		"asm_exc_invalid_op+0x16/0x20",
	},
};

static const struct recording traced = {
	.bit = TAINT_AUX,
	.ip = TRACER,
	.stack = {
		"add_wanted_bit+0x12/0x20 [trigger]",
		"do_cause+0xa0/0xb0 [trigger]",
	},
};

static const struct recording traced_not_undone = {
	.bit = TAINT_AUX,
	.stack = {
		TRACER,
		"do_cause+0xa0/0xb0 [trigger]",
	},
};

static const struct recording passed_over_in_module = {
	.bit = TAINT_AUX,
	.ip = "add_wanted_bit+0x12/0x20 [trigger]",
	.stack = {
		"do_cause+0xa0/0xb0 [trigger]",
		"do_in_task+0x16/0x30 [trigger]",
	},
};

static const struct recording passed_over_loading = {
	.bit = TAINT_PROPRIETARY_MODULE,
	.ip = "load_module+0x1b0/0x2400",
	.stack = {
		"init_module_from_file+0x157/0x180",
		"__x64_sys_finit_module+0x5a/0xb0",
	},
};

static const struct recording passed_over_reported = {
	.bit = TAINT_DIE,
	.ip = "oops_end+0x48/0xd0",
	.stack = {
		"page_fault_oops+0x1b/0x30",
		"do_cause+0xa0/0xb0 [trigger]",
	},
};

static const struct recording short_stack = {
	.bit = TAINT_AUX,
	.stack = { "kobject_put+0xbd/0x1d0" },
};

static const struct recording deepest_stack = {
	.bit = TAINT_AUX,
	.stack = { [0 ... TAINT_STACK_DEPTH - 1] = "kobject_put+0xbd/0x1d0" },
};

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
	.caller = "oops_on_demand+0x14/0x20", .module = "trigger", .via = "",
}, {
	.recording = {
		.bit = TAINT_BAD_PAGE,
		.stack = {
			"end_report+0x8e/0x160",
			"kasan_report+0xd6/0x100",
			"__asan_report_store1_noabort+0x1b/0x20",
			"write_freed+0x43/0x50 [trigger]",
			"cause_uaf_write+0x2b/0x40 [trigger]",
		},
	},
	.caller = "write_freed+0x43/0x50", .module = "trigger", .via = "",
}, {
	.recording = {
		.bit = TAINT_BAD_PAGE,
		.stack = {
			"end_report+0x8e/0x160",
			"kasan_report+0xd6/0x100",
			"__asan_report_load8_noabort+0x18/0x20",
			"memchr_inv+0x1ca/0x230",
			"search_freed+0x15/0x30 [trigger]",
			"cause_uaf_core+0x2b/0x40 [trigger]",
		},
	},
	.caller = "memchr_inv+0x1ca/0x230", .module = "", .via = "trigger",
}, {
	.recording = {
		.bit = TAINT_BAD_PAGE,
		.stack = {
			"end_report+0x8e/0x160",
			"kasan_report_invalid_free+0xa6/0xc0",
			"check_slab_allocation+0xf8/0x100",
			"__kasan_slab_pre_free+0xd/0x10",
			"kfree+0x112/0x5a0",
			"free_object+0xe/0x10 [trigger]",
			"cause_invalid_free+0x24/0x40 [trigger]",
		},
	},
	.caller = "free_object+0xe/0x10", .module = "trigger", .via = "",
}, {
	.recording = {
		.bit = TAINT_BAD_PAGE,
		.stack = {
			"bad_page+0x118/0x220",
			"__free_frozen_pages+0xd1b/0x1050",
			"___free_pages+0xc7/0xf0",
			"__free_pages+0x14/0x20",
			"free_bad_page+0x57/0x70 [trigger]",
		},
	},
	.caller = "free_bad_page+0x57/0x70", .module = "trigger", .via = "",
}, {
	/* In a soft interrupt; who is below that is innocent. */
	.recording = {
		.bit = TAINT_SOFTLOCKUP,
		.hint = "delay_tsc+0xd2/0x150",
		.word = TAINT_HINT_CERTAIN,
		.stack = {
			"watchdog_timer_fn+0x3c7/0x520",
			"delay_tsc+0xd2/0x150",
			"tasklet_action_common+0x296/0x910",
			"tasklet_action+0x5f/0x80",
			"handle_softirqs+0x209/0xa00",
			"__irq_exit_rcu+0xb9/0x1a0",
			"sysvec_call_function_single+0x8e/0xb0",
			"asm_sysvec_call_function_single+0x1a/0x20",
			"innocent_spin+0x24/0x5d [trigger_innocent]",
		},
	},
	.caller = "delay_tsc+0xd2/0x150", .module = "", .via = "",
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

/* --- names --- */

static const struct recording hostile_via = {
	.bit = TAINT_AUX,
	.stack = {
		"kobject_put+0xbd/0x1d0",
		"g\nh+0x1/0x2 [x y\nz]",
	},
};

/* --- x86 before 5.8, where entries have names of their own; and Red Hat's marks --- */

static const struct {
	struct recording recording;
	const char *caller, *module, *via;
} of_old_kernels[] = { {
	.recording = {
		.bit = TAINT_WARN,
		.stack = {
			"__warn+0x6a/0xe0",
			"report_bug+0xa0/0xc0",
			"fixup_bug.part.0+0x12/0x40",
			"do_error_trap+0x6d/0xa0",
			"do_invalid_op+0x36/0x40",
			"invalid_op+0x14/0x20",
			"warn_on_demand+0x11/0x20 [trigger]",
			"do_cause+0xa0/0xb0 [trigger]",
			"entry_SYSCALL_64_after_hwframe+0x44/0xa9",
		},
	},
	.caller = "warn_on_demand+0x11/0x20", .module = "trigger", .via = "",
}, {
	/* A page fault is of whoever touched the page, */
	.recording = {
		.bit = TAINT_AUX,
		.stack = {
			"kobject_put+0xbd/0x1d0",
			"do_page_fault+0x33/0x120",
			"page_fault+0x1e/0x30",
			"read_freed+0x5/0x20 [trigger]",
			"entry_SYSCALL_64_after_hwframe+0x44/0xa9",
		},
	},
	.caller = "kobject_put+0xbd/0x1d0", .module = "", .via = "trigger",
}, {
	/* interrupts, an NMI are not; what only begins like one is. */
	.recording = {
		.bit = TAINT_AUX,
		.stack = {
			"kobject_put+0xbd/0x1d0",
			"smp_apic_timer_interrupt+0x6a/0x140",
			"apic_timer_interrupt+0xf/0x20",
			"innocent_spin+0x20/0x47 [trigger_innocent]",
		},
	},
	.caller = "kobject_put+0xbd/0x1d0", .module = "", .via = "",
}, {
	.recording = {
		.bit = TAINT_AUX,
		.stack = {
			"kobject_put+0xbd/0x1d0",
			"do_IRQ+0x4b/0xd0",
			"common_interrupt+0xf/0xf",
			"innocent_spin+0x20/0x47 [trigger_innocent]",
		},
	},
	.caller = "kobject_put+0xbd/0x1d0", .module = "", .via = "",
}, {
	.recording = {
		.bit = TAINT_AUX,
		.stack = {
			"kobject_put+0xbd/0x1d0",
			"default_do_nmi+0x4e/0x110",
			"do_nmi+0x17f/0x1d0",
			"nmi+0x8b/0xd4",
			"innocent_spin+0x20/0x47 [trigger_innocent]",
		},
	},
	.caller = "kobject_put+0xbd/0x1d0", .module = "", .via = "",
}, {
	.recording = {
		.bit = TAINT_AUX,
		.stack = {
			"kobject_put+0xbd/0x1d0",
			"debugfs_create_file+0x10/0x20",
			"nmi_cpu_backtrace+0x5/0x20",
			"some_init+0x20/0x47 [trigger]",
		},
	},
	.caller = "kobject_put+0xbd/0x1d0", .module = "", .via = "trigger",
}, {
	.recording = {
		.bit = TAINT_AUX,
		.stack = {
			"mark_tech_preview+0x38/0x50",
			"mark_preview+0x1a/0x30 [trigger]",
			"do_cause+0xa0/0xb0 [trigger]",
			"entry_SYSCALL_64_after_hwframe+0x44/0xa9",
		},
	},
	.caller = "mark_preview+0x1a/0x30", .module = "trigger", .via = "",
}, {
	.recording = {
		.bit = TAINT_AUX,
		.stack = {
			"mark_partner_supported.cold+0x12/0x20",
			"pci_device_probe+0x5a/0x190",
			"driver_init+0x1a/0x30 [trigger]",
			"do_one_initcall+0x46/0x1f0",
		},
	},
	.caller = "pci_device_probe+0x5a/0x190", .module = "", .via = "trigger",
} };

#endif
