/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names of the kernel's own functions by which a call path is read, for resolve.c:
 * where it is entered, what reports, what loads modules.  Read in 5.10 (x86), 6.1, 6.12,
 * 7.2 and 7.3.
 */
#ifndef TAINT_INFO_SYMBOLS_H
#define TAINT_INFO_SYMBOLS_H

/*
 * Beginnings of the names of functions that an interrupt, an exception, a system
 * call or a new thread enters the kernel by; below them nobody called.  A plus
 * stands at the end of a name.
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

/*
 * What of the kernel's loader says that a module is foreign; some of it calls nobody
 * else before the module's name is known.
 */
static const char * const loaders[] = {
	"add_taint_module", "load_module", "layout_and_allocate", "early_mod_check",
	"check_modinfo", "check_modinfo_livepatch", "module_augment_kernel_taints",
	"setup_modinfo", "set_license", "try_to_force_load",
};

/* These raise a flag for a place that only the report before them can name. */
static const char * const oops_functions[] = { "oops_end", "die", "die_addr", "__die" };

/* What a tracer puts in the place of a return address: where one of these begins. */
static const char * const tracers[] = {
	"return_to_handler", "arch_rethook_trampoline", "kretprobe_trampoline",
	"__kretprobe_trampoline",
};

/* Not modules, though symbols are shown as theirs. */
static const char * const no_modules[] = {
	"bpf", "__builtin__ftrace", "__builtin__kprobes",
};

#endif
