/* SPDX-License-Identifier: GPL-2.0 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM taint

#if !defined(_TRACE_TAINT_H) || defined(TRACE_HEADER_MULTI_READ)
#define _TRACE_TAINT_H

#include <linux/panic.h>
#include <linux/tracepoint.h>

struct module;

#define show_taint_letter(flag) __print_symbolic(flag,		\
	{ TAINT_PROPRIETARY_MODULE,	"P" },			\
	{ TAINT_FORCED_MODULE,		"F" },			\
	{ TAINT_CPU_OUT_OF_SPEC,	"S" },			\
	{ TAINT_FORCED_RMMOD,		"R" },			\
	{ TAINT_MACHINE_CHECK,		"M" },			\
	{ TAINT_BAD_PAGE,		"B" },			\
	{ TAINT_USER,			"U" },			\
	{ TAINT_DIE,			"D" },			\
	{ TAINT_OVERRIDDEN_ACPI_TABLE,	"A" },			\
	{ TAINT_WARN,			"W" },			\
	{ TAINT_CRAP,			"C" },			\
	{ TAINT_FIRMWARE_WORKAROUND,	"I" },			\
	{ TAINT_OOT_MODULE,		"O" },			\
	{ TAINT_UNSIGNED_MODULE,	"E" },			\
	{ TAINT_SOFTLOCKUP,		"L" },			\
	{ TAINT_LIVEPATCH,		"K" },			\
	{ TAINT_AUX,			"X" },			\
	{ TAINT_RANDSTRUCT,		"T" },			\
	{ TAINT_TEST,			"N" },			\
	{ TAINT_FWCTL,			"J" })

/**
 * taint_add - called for each call that taints the kernel
 * @flag:	one of the TAINT_* constants
 * @caller:	who has called add_taint() or add_taint_module()
 * @mod:	the module on whose account the kernel is tainted, or NULL
 *
 * It is called right before the flag is set in the mask, and also for a flag
 * that was set before. The context is the caller's, which may be any, NMI
 * included.
 */
TRACE_EVENT(taint_add,

	TP_PROTO(unsigned int flag, unsigned long caller, const struct module *mod),

	TP_ARGS(flag, caller, mod),

	TP_STRUCT__entry(
		__field(unsigned int, flag)
		__field(bool, was_set)
		__field(unsigned long, caller)
		__string(module, mod ? mod->name : "")
	),

	TP_fast_assign(
		__entry->flag = flag;
		__entry->was_set = test_taint(flag);
		__entry->caller = caller;
		__assign_str(module);
	),

	TP_printk("flag=%u letter=%s was_set=%d caller=%pS module=%s",
		  __entry->flag, show_taint_letter(__entry->flag),
		  __entry->was_set, (void *)__entry->caller, __get_str(module))
);

#endif /* _TRACE_TAINT_H */

/* This part must be outside protection */
#include <trace/define_trace.h>
