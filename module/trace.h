/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The trace event taint_info:taint, for perf, trace-cmd and bpftrace.  The
 * worker sends it, once for each event that it has read.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM taint_info

#if !defined(TAINT_INFO_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define TAINT_INFO_TRACE_H

#include <linux/string.h>
#include <linux/tracepoint.h>

#include "flags.h"
#include "journal.h"

TRACE_EVENT(taint,
	TP_PROTO(const struct taint_record *record),
	TP_ARGS(record),
	TP_STRUCT__entry(
		__field(unsigned long, seq)
		__field(u64, boottime)
		__field(u32, bit)
		__field(u32, cpu)
		__field(s32, pid)
		__field(u32, uid)
		__array(char, flag, FLAG_NAME_SIZE)
		__array(char, context, 8)
		__array(char, comm, TASK_COMM_LEN)
		__array(char, caller, TAINT_PLACE_SIZE)
		__array(char, module, MODULE_NAME_LEN)
		__array(char, via, MODULE_NAME_LEN)
	),
	TP_fast_assign(
		bool task = record->event.context == CONTEXT_TASK;

		__entry->seq = record->event.seq;
		__entry->boottime = record->event.boottime;
		__entry->bit = record->event.bit;
		__entry->cpu = record->event.cpu;
		__entry->pid = task ? record->event.pid : -1;
		__entry->uid = task ? record->event.uid : -1;
		flag_name(&kernel_flags, record->event.bit, __entry->flag, FLAG_NAME_SIZE);
		memset(__entry->context, 0, sizeof(__entry->context));
		memset(__entry->comm, 0, sizeof(__entry->comm));
		strscpy(__entry->context, journal_context_name(record->event.context),
			sizeof(__entry->context));
		if (task)
			memcpy(__entry->comm, record->event.comm, TASK_COMM_LEN);
		memcpy(__entry->caller, record->blame.caller, TAINT_PLACE_SIZE);
		memcpy(__entry->module, record->blame.module, MODULE_NAME_LEN);
		memcpy(__entry->via, record->blame.via, MODULE_NAME_LEN);
	),
	TP_printk("seq=%lu boottime=%llu flag=%s bit=%u context=%s cpu=%u pid=%d uid=%d comm=%s caller=%s module=%s via=%s",
		  __entry->seq, __entry->boottime, __entry->flag, __entry->bit,
		  __entry->context, __entry->cpu, __entry->pid, (int)__entry->uid,
		  __entry->comm, __entry->caller, __entry->module, __entry->via)
);

#endif

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
