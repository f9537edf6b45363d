/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names of the kernel's own functions by which a call path is read, for resolve.c:
 * where it is entered, what reports, what loads modules.  Read in 4.18 and 5.4 (x86), 5.10
 * (x86), 6.1, 6.12, 7.2 and 7.3, and in RHEL 8 to 10.
 */
#ifndef TAINT_INFO_SYMBOLS_H
#define TAINT_INFO_SYMBOLS_H

/*
 * Beginnings of the names of functions by which the kernel is entered; a plus stands at
 * the end of a name.
 *
 * By these, for what the code that ran there has done itself: it is the caller, and so are
 * those below it.
 */
static const char * const exceptions[] = {
#if defined(CONFIG_X86)
	"asm_exc_page_fault", "asm_exc_general_protection", "asm_exc_invalid_op", "asm_exc_int3",
	"asm_exc_debug", "asm_exc_divide_error", "asm_exc_overflow", "asm_exc_bounds",
	"asm_exc_device_not_available", "asm_exc_coprocessor_error",
	"asm_exc_simd_coprocessor_error", "asm_exc_alignment_check", "asm_exc_invalid_tss",
	"asm_exc_segment_not_present", "asm_exc_stack_segment", "asm_exc_control_protection",
	"asm_exc_double_fault", "asm_exc_virtualization_exception",
	"asm_exc_vmm_communication", "fred_hwexc", "fred_swexc", "fred_intx", "fred_exc_debug",
	/* before 5.8 */
	"page_fault+", "async_page_fault+", "general_protection+", "invalid_op+", "int3+",
	"debug+", "xendebug+", "divide_error+", "overflow+", "bounds+", "device_not_available+",
	"coprocessor_error+", "coprocessor_segment_overrun+", "simd_coprocessor_error+",
	"alignment_check+", "invalid_TSS+", "segment_not_present+", "stack_segment+",
	"double_fault+", "virtualization_exception+", "vmm_communication+", "common_exception+",
#elif defined(CONFIG_ARM64)
	"el1h_64_sync", "el1t_64_sync", "el1_sync", "el1_abort", "el1_da+", "el1_ia+", "el1_pc",
	"el1_sp_pc", "el1_undef", "el1_bti", "el1_gcs", "el1_mops", "el1_fpac", "el1_dbg",
	"el1_breakpt", "el1_softstp", "el1_watchpt", "el1_brk64",
#elif defined(CONFIG_ARM)
	"__und_", "__dabt_", "__pabt_",
#elif defined(CONFIG_S390)
	"pgm_check_handler", "early_pgm_check_handler",
#elif defined(CONFIG_PPC)
	"program_check_common", "data_access_common", "data_access_slb_common",
	"instruction_access_common", "instruction_access_slb_common", "alignment_common",
	"emulation_assist_common", "h_data_storage_common", "h_instr_storage_common",
	"facility_unavailable_common", "h_facility_unavailable_common",
	"fp_unavailable_common", "altivec_unavailable_common", "altivec_assist_common",
	"vsx_unavailable_common", "single_step_common", "instruction_breakpoint_common",
	"denorm_exception_common",
#elif defined(CONFIG_MIPS)
	"handle_adel", "handle_ades", "handle_bp_int", "handle_ri_int", "handle_cpu_int",
	"handle_ov_int", "handle_tr_int", "handle_msa_", "handle_fpe_int", "handle_ftlb_int",
	"handle_gsexc_int", "handle_mdmx_int", "handle_watch_int", "handle_mt_int",
	"handle_dsp_int", "handle_daddi_ov", "tlb_do_page_fault_",
#elif defined(CONFIG_LOONGARCH)
	"handle_ade+", "handle_ale+", "handle_bce+", "handle_bp+", "handle_fpe+", "handle_fpu+",
	"handle_lsx+", "handle_lasx+", "handle_lbt+", "handle_ri+", "handle_watch+",
	"handle_tlb_", "tlb_do_page_fault_",
#endif
};

/*
 * By these for that and for whatever has interrupted it.  Which one it was says the function
 * that the entry has called: an exception, when that is a handler of one.
 */
static const char * const shared_entries[] = {
#if defined(CONFIG_X86)
	"asm_fred_entrypoint_kernel", "fred_entry_from_kernel",
#if defined(CONFIG_X86_32)
	"handle_exception",
#endif
#elif defined(CONFIG_RISCV)
	"handle_exception", "ret_from_exception",
#endif
};

static const char * const exception_handlers[] = {
#if defined(CONFIG_X86)
	"exc_page_fault", "exc_general_protection", "exc_invalid_op", "exc_int3", "exc_debug",
	"exc_divide_error", "exc_overflow", "exc_bounds", "exc_device_not_available",
	"exc_coprocessor_error", "exc_simd_coprocessor_error", "exc_alignment_check",
	"exc_invalid_tss", "exc_segment_not_present", "exc_stack_segment",
	"exc_control_protection", "exc_double_fault", "exc_virtualization_exception",
	"exc_vmm_communication",
#elif defined(CONFIG_RISCV)
	"do_trap_unknown", "do_trap_insn_", "do_trap_load_", "do_trap_store_", "do_trap_break",
	"do_trap_software_check", "do_page_fault", "handle_page_fault", "handle_break",
#endif
};

/*
 * By these for an interrupt, an NMI, a machine check, a system call or a new thread: below
 * them nobody called.  So it is with an exception that is none of the above.
 */
static const char * const entries[] = {
#if defined(CONFIG_X86)
	"asm_", "entry_SYS", "entry_INT80_", "int80_emulation", "end_repeat_nmi", "ret_from_fork",
	"fred_",
	/* before 5.8 */
	"common_interrupt+", "common_spurious+", "ret_from_intr+", "interrupt_entry+", "nmi+",
	"xennmi+", "machine_check+", "apic_timer_interrupt+", "reschedule_interrupt+",
	"reboot_interrupt+", "call_function_interrupt+", "call_function_single_interrupt+",
	"irq_work_interrupt+", "irq_move_cleanup_interrupt+", "error_interrupt+",
	"deferred_error_interrupt+", "threshold_interrupt+", "thermal_interrupt+",
	"spurious_interrupt", "x86_platform_ipi+", "kvm_posted_intr_", "uv_bau_message_intr1+",
	"hyperv_callback_vector+", "hyperv_reenlightenment_vector+",
	"hv_stimer0_callback_vector+", "hypervisor_callback+", "xen_hvm_callback_vector+",
	"xen_do_hypervisor_callback+", "acrn_hv_callback_vector+",
#if defined(CONFIG_X86_32)
	"restore_all",
#endif
#elif defined(CONFIG_ARM64)
	"el0", "el1", "ret_from_fork", "__sdei_asm_",
#elif defined(CONFIG_ARM)
	"__irq_svc", "__irq_usr", "__fiq_", "ret_from_fork", "ret_from_exception",
	"ret_fast_syscall", "__ret_fast_syscall", "ret_slow_syscall", "__sys_trace",
	"vector_swi",
#elif defined(CONFIG_S390)
	"ext_int_handler", "io_int_handler", "mcck_int_handler", "restart_int_handler",
	"system_call", "stack_overflow+", "stack_invalid+", "ret_from_fork", "__ret_from_fork",
#elif defined(CONFIG_PPC)
	"hardware_interrupt_common", "decrementer_common", "hdecrementer_common",
	"doorbell_super_common", "h_doorbell_common", "h_virt_irq_common",
	"hmi_exception_common", "hmi_exception_early_common", "performance_monitor_common",
	"machine_check_common", "machine_check_early_common", "machine_check_idle_common",
	"system_reset_common", "soft_nmi_common", "system_call_common",
	"system_call_vectored_", "system_call_exception", "interrupt_return_",
	"fast_interrupt_", "ret_from_fork", "ret_from_kernel_", "start_kernel_thread",
	"replay_soft_interrupts", "__replay_soft_interrupts",
#elif defined(CONFIG_RISCV)
	"ret_from_",
#elif defined(CONFIG_MIPS)
	"handle_int+", "handle_ibe", "handle_dbe", "handle_mcheck_int", "handle_reserved_int",
	"handle_sys+", "handle_sys64+", "handle_sysn32+", "nmi_handler+",
	"ejtag_debug_handler+", "ret_from_", "__ret_from_irq", "restore_all+", "syscall_exit",
	"except_vec", "rollback_handle_int", "rollback_except_vec", "skipover_",
#elif defined(CONFIG_LOONGARCH)
	"handle_vint+", "handle_reserved+", "handle_sys+", "handle_syscall+", "except_vec_",
	"ret_from_fork", "ret_from_kernel_thread",
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
	/* These are not, and print what looks like one. */
	"__schedule_bug", "___might_sleep", "__might_sleep", "__might_resched", "__cant_sleep",
	"__cant_migrate",
	/* Red Hat's marks are of whoever asks for them. */
	"mark_tech_preview", "mark_partner_supported", "mark_hardware_unsupported",
	"mark_hardware_removed", "mark_hardware_deprecated", "mark_hardware_unmaintained",
	"mark_hardware_disabled", "mark_driver_unsupported", "mark_driver_deprecated",
	"mark_driver_unmaintained",
#if defined(CONFIG_X86)
	"exc_invalid_op", "do_error_trap", "do_invalid_op", "fixup_bug", "__WARN_trap",
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
	"setup_modinfo", "set_license", "try_to_force_load", "mod_sysfs_setup",
};

/* These ask whether an option is dangerous, for a load or for who writes to its file. */
static const char * const option_checks[] = { "param_check_unsafe", "parse_one", "parse_args" };

/* These raise a flag for a place that only the report before them can name. */
static const char * const oops_functions[] = {
	"oops_end", "die", "die_addr", "__die", "kasan_report_async",
};

/*
 * What stands between a flag that says memory is bad and the place: beginnings of names, of
 * what finds out that an access or a release is wrong,
 */
static const char * const memory_checkers[] = {
	"__asan_", "__hwasan_", "kasan_", "__kasan_", "____kasan_", "__msan_", "kmsan_",
	"kfence_", "__kfence_",
};

/*
 * and names: of their helpers, of what SLUB and the page allocator report by, of the ways
 * into them by which memory is released.  Whoever allocates is innocent of what
 * is found then, and so is who has the lists of free pages drained.
 */
static const char * const memory_reports[] = {
	"end_report", "print_report", "check_memory_region", "check_region_inline",
	"poison_slab_object", "check_slab_allocation", "check_page_allocation", "memcpy",
	"memmove", "memset", "check_canary", "check_canary_byte", "for_each_canary",
	/* SLUB, SLAB */
	"slab_bug", "__slab_bug", "slab_err", "__slab_err", "object_err", "slab_fix",
	"check_bytes_and_report", "check_object", "check_slab", "check_pad_bytes",
	"slab_pad_check", "on_freelist", "free_consistency_checks", "free_debug_processing",
	"alloc_consistency_checks", "alloc_debug_processing", "free_to_partial_list",
	"list_slab_objects", "free_partial", "__kmem_cache_shutdown", "slab_free_hook",
	"slab_free_freelist_hook", "do_slab_free", "slab_free", "___slab_free", "__slab_free",
	"__kmem_cache_free", "__kmem_cache_free_bulk", "kmem_cache_free",
	"kmem_cache_free_bulk", "kfree", "kfree_nolock", "ksize", "krealloc",
	"krealloc_noprof", "krealloc_node_align_noprof", "__do_krealloc", "__slab_error",
	"verify_redzone_free", "cache_free_debugcheck", "___cache_free", "__cache_free",
	/* pages */
	"bad_page", "check_free_page_bad", "free_page_is_bad_report", "free_page_is_bad",
	"free_tail_pages_check", "free_tail_page_prepare", "free_pages_prepare",
	"__free_pages_prepare", "free_pcp_prepare", "free_unref_page_prepare",
	"free_unref_page", "free_unref_page_list", "free_unref_folios", "free_the_page",
	"__free_pages_ok", "___free_pages", "__free_pages", "free_pages", "free_pages_exact",
	"free_pages_nolock", "__free_frozen_pages", "free_frozen_pages",
	"free_frozen_pages_nolock", "free_compound_page", "destroy_compound_page",
	"destroy_large_folio", "free_nonslab_page", "free_large_kmalloc", "page_frag_free",
	"__page_frag_cache_drain", "__put_page", "__put_single_page", "__put_compound_page",
	"__folio_put", "__folio_put_small", "__folio_put_large", "put_pages_list",
	"release_pages", "folios_put_refs",
	"print_bad_pte", "print_bad_page_map", "check_new_page_bad",
};

/* Where one of these has reported it, the place is what the exception came at. */
static const char * const memory_faults[] = {
	"kfence_handle_page_fault",
#if defined(CONFIG_ARM64)
	"__do_kernel_fault", "do_bad_area", "do_tag_check_fault", "do_mem_abort",
	"kasan_handler", "kasan_brk_handler",
#endif
};

/* What reports of a task that hangs: it is another's interrupt. */
static const char * const watchdogs[] = { "watchdog_timer_fn" };

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
