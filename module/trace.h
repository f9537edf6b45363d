/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The trace event taint_info:taint, for perf, trace-cmd and bpftrace.  The
 * worker sends it, once for each event that it has read.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM taint_info

#if !defined(TAINT_INFO_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define TAINT_INFO_TRACE_H

#include <linux/tracepoint.h>

#include "journal.h"

/* As __string() and __assign_str(), which took another form in 6.10. */
#define text_field(field, text) __dynamic_array(char, field, strlen(text) + 1)
#define assign_text(field, text) \
	memcpy(__get_dynamic_array(field), text, __get_dynamic_array_len(field))

/* Numbers that are not known are -1, texts empty; a name is what its process chose. */
TRACE_EVENT(taint,
	TP_PROTO(const struct taint_record *record, const char *flag, const char *cgroup),
	TP_ARGS(record, flag, cgroup),
	TP_STRUCT__entry(
		__field(u64, seq)
		__field(u64, boottime)
		__field(u32, bit)
		__field(u32, cpu)
		__field(s32, pid)
		__field(s32, ppid)
		__field(s64, uid)
		__field(s64, loginuid)
		text_field(flag, flag)
		text_field(context, journal_context_name(record->event.context))
		text_field(comm, event_comm(&record->event))
		text_field(parent, event_parent(&record->event))
		text_field(cgroup, cgroup)
		text_field(caller, record->blame.caller)
		text_field(module, record->blame.module)
		text_field(via, record->blame.via)
	),
	TP_fast_assign(
		const struct taint_event *event = &record->event;

		__entry->seq = event->seq;
		__entry->boottime = event->boottime;
		__entry->bit = event->bit;
		__entry->cpu = event->cpu;
		__entry->pid = event->context == CONTEXT_TASK ? event->pid : -1;
		__entry->ppid = event_has_parent(event) ? event->ppid : -1;
		__entry->uid = event_has_uid(event) ? (s64)event->uid : -1;
		__entry->loginuid = event_has_loginuid(event) ? (s64)event->loginuid : -1;
		assign_text(flag, flag);
		assign_text(context, journal_context_name(event->context));
		assign_text(comm, event_comm(event));
		assign_text(parent, event_parent(event));
		assign_text(cgroup, cgroup);
		assign_text(caller, record->blame.caller);
		assign_text(module, record->blame.module);
		assign_text(via, record->blame.via);
	),
	TP_printk("seq=%llu boottime=%llu flag=%s bit=%u context=%s cpu=%u pid=%d ppid=%d uid=%lld loginuid=%lld comm=%s parent=%s cgroup=%s caller=%s module=%s via=%s",
		  __entry->seq, __entry->boottime, __get_str(flag), __entry->bit,
		  __get_str(context), __entry->cpu, __entry->pid, __entry->ppid,
		  __entry->uid, __entry->loginuid, __get_str(comm), __get_str(parent),
		  __get_str(cgroup), __get_str(caller), __get_str(module), __get_str(via))
);

#endif

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
