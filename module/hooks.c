// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hooks: the trace point in add_taint(), or where there is none the probe on it
 * (probe.c; both note.c), the module notifier (loading.c), and what is here: occasions to
 * look, by a write to the sysctl, an oops, a report.
 *
 * Context: handlers any, NMI included, with any lock held, in an oops: they take no lock,
 * allocate nothing, print nothing; they write to the ring and wake the worker.  What arms
 * and disarms them: process, at load and unload.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/kallsyms.h>
#include <linux/kdebug.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/notifier.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/string.h>
#include <linux/stringify.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>

#include "arch.h"
#include "compat.h"
#ifdef HAVE_ERROR_REPORT
#include <trace/events/error_report.h>
#endif
#ifdef HAVE_TAINT_TRACEPOINT
#include <trace/events/taint.h>
#endif

#include "hooks.h"
#include "journal.h"
#include "kick.h"
#include "loading.h"
#include "note.h"
#include "probe.h"

/* A write to the sysctl that takes more ticks is taken for one whose return was missed. */
#define WRITE_TICKS	1000

/* --- the sysctl --- */

/*
 * Compilers put a copy of add_taint() into proc_taint() on some kernels, which
 * the probe never sees.  On its return the bit is set; a bit that was
 * written, that was clear before and that no hook has ever seen raised was
 * raised by this write.  Until then whoever finds it set has to wait.
 */
struct sysctl_write {
	unsigned long before;
	unsigned long value;	/* 0 for a read */
	bool writes;
};

static atomic_t writing;		/* writes that have begun and not ended */
static unsigned long writing_since;	/* tick of the newest */

/**
 * hooks_writing() - whether a write to the sysctl is under way
 *
 * To be asked after the mask was read, and before who has raised its flags is.
 *
 * Context: any.
 */
bool hooks_writing(void)
{
	/* Pairs with on_sysctl(): where it has ended, its events are there. */
	if (!atomic_read_acquire(&writing))
		return false;
	/* A task that dies in between never returns. */
	return TAINT_TICK(ktime_get_boot_fast_ns()) - READ_ONCE(writing_since) < WRITE_TICKS;
}

#ifdef HAVE_ARGUMENTS
/* What is written, in the kernel's own buffer; 0 for no number. */
static unsigned long written_value(const char *buffer)
{
	char text[24];
	unsigned long value;
	size_t i;

	for (i = 0; i < sizeof(text) - 1; i++)
		if (copy_from_kernel_nofault(&text[i], buffer + i, 1) || !text[i])
			break;
	text[i] = '\0';
	return kstrtoul(strim(text), 0, &value) ? 0 : value;
}
#endif

static int on_sysctl_entry(struct kretprobe_instance *instance, struct pt_regs *regs)
{
	struct sysctl_write *write = (struct sysctl_write *)instance->data;

	write->value = 0;
	write->writes = false;
#ifdef HAVE_ARGUMENTS
	/* proc_taint(table, write, buffer, ...), the buffer in kernel memory */
	if (regs_argument(regs, 2)) {
		write->value = written_value((const char *)regs_argument(regs, 3));
		write->writes = true;
		WRITE_ONCE(writing_since, TAINT_TICK(ktime_get_boot_fast_ns()));
		atomic_inc(&writing);
		/* Pairs with the barrier between the mask and hooks_writing(). */
		smp_mb__after_atomic();
	}
#endif
	write->before = kick_mask();
	return 0;
}
NOKPROBE_SYMBOL(on_sysctl_entry);

static struct kretprobe sysctl_probe;

static int on_sysctl(struct kretprobe_instance *instance, struct pt_regs *regs)
{
	struct sysctl_write *write = (struct sysctl_write *)instance->data;
	unsigned long new = write->value & ~write->before & kick_mask();
	unsigned int bit;

	for_each_set_bit(bit, &new, BITS_PER_LONG)
		if (!ring_seen(bit))
			note_sysctl(bit, (unsigned long)sysctl_probe.kp.addr);
	if (write->writes)
		atomic_dec_return_release(&writing);
	if (kick_mask() & ~journal_known())
		kick_now();
	return 0;
}
NOKPROBE_SYMBOL(on_sysctl);

static struct kretprobe sysctl_probe = {
	.kp.symbol_name = "proc_taint",
	.entry_handler = on_sysctl_entry,
	.handler = on_sysctl,
	.data_size = sizeof(struct sysctl_write),
};

static int arm_sysctl(void)
{
	return ARCH_PROBES_TRAP ? -EOPNOTSUPP : register_kretprobe(&sysctl_probe);
}

static void disarm_sysctl(void)
{
	unregister_kretprobe(&sysctl_probe);
}

/* --- reports --- */

static int on_die(struct notifier_block *block, unsigned long reason, void *data)
{
	if (reason == DIE_OOPS && note_oops(data))
		kick_occasion();
	return NOTIFY_DONE;
}
NOKPROBE_SYMBOL(on_die);

static struct notifier_block die_notifier = { .notifier_call = on_die };

static int arm_die(void)
{
	return register_die_notifier(&die_notifier);
}

static void disarm_die(void)
{
	unregister_die_notifier(&die_notifier);
}

static bool warn_has_copy;	/* of add_taint(), past the probe there */

/* __warn(file, line, caller, taint, ...) */
static int on_warn(struct kprobe *probe, struct pt_regs *regs)
{
#ifdef HAVE_ARGUMENTS
	note_hint(regs_argument(regs, 3), probe_count());
#endif
#if ARCH_FINDS_CALLS
	if (warn_has_copy) {
		struct pt_regs call = *regs;

		call.ARGUMENT_1 = call.ARGUMENT_4;
		return note_add_taint(probe, &call);
	}
#endif
	return 0;
}
NOKPROBE_SYMBOL(on_warn);

static struct kprobe warn_probe = {
	.symbol_name = "__warn",
	.pre_handler = on_warn,
	.post_handler = PROBE_AFTER_HIT,
};

/* It is called there in any case: text without such a call has a copy. */
static bool __init find_copy(void)
{
#if ARCH_FINDS_CALLS
	unsigned long text = (unsigned long)warn_probe.addr, size;
	char symbol[KSYM_SYMBOL_LEN];	/* function+offset/size */
	const char *last;

	sprint_symbol(symbol, text);
	last = strrchr(symbol, '/');
	return probe_text() && last && !kstrtoul(last + 1, 16, &size) &&
	       !arch_calls(text, size, probe_text());
#else
	return false;
#endif
}

static bool warns_told;		/* the trace point tells of WARNs */
static bool warn_armed;

static void disarm_warn(void)
{
	if (warn_armed)
		unregister_kprobe(&warn_probe);
}

/* For where the trace point does not tell of a WARN; when add_taint() has its probe. */
static void __init arm_warn(void)
{
	int err = probe_arm_at_entry(&warn_probe);

	warn_armed = !err;
	warn_has_copy = warn_armed && find_copy();
	if (err && IS_ENABLED(CONFIG_KPROBES))
		pr_notice("__warn() cannot be probed (error %d): the second of two WARNs in a moment will not have its place\n",
			  err);
}

#ifdef HAVE_ERROR_REPORT
static void on_error_report(void *data, enum error_detector detector, unsigned long address)
{
	if (detector == ERROR_REPORT_WARN)
		note_hint(address, preempt_count());
	kick_occasion();
}
#endif

static int arm_error_report(void)
{
	int err = -EOPNOTSUPP;

#ifdef HAVE_ERROR_REPORT
	err = register_trace_error_report_end(on_error_report, NULL);
	warns_told = !err && error_report_tells_of_warns();
#endif
	return err;
}

static void disarm_error_report(void)
{
#ifdef HAVE_ERROR_REPORT
	unregister_trace_error_report_end(on_error_report, NULL);
	tracepoint_synchronize_unregister();
#endif
}

/* --- add_taint() --- */

/* The trace point is armed: on a processor that is online it sees each call, a copy's too. */
static bool traced;

#ifdef HAVE_TAINT_TRACEPOINT
static void on_taint_add(void *data, unsigned int flag, unsigned long caller,
			 const struct module *module)
{
	if (unlikely(module))
		loading_raises(module, flag);
	note_traced(flag, caller);
}
NOKPROBE_SYMBOL(on_taint_add);

static struct tracepoint *taint_add;

static void find_taint_add(struct tracepoint *tracepoint, void *unused)
{
	if (!strcmp(tracepoint->name, "taint_add"))
		taint_add = tracepoint;
}

/*
 * Its symbol is not exported; the list of all trace points is.  What is armed fires, whatever
 * is switched off: there is nothing to try out, and others who listen would take a trial
 * for a taint.
 */
static int arm_tracepoint(void)
{
	int err = -EOPNOTSUPP;

	if (compat_tells_of_taints(on_taint_add))
		for_each_kernel_tracepoint(find_taint_add, NULL);
	if (taint_add)
		err = tracepoint_probe_register(taint_add, (void *)on_taint_add, NULL);
	traced = !err;
	/* A call that others have been told of before we came: see hooks_arm(). */
	if (traced)
		tracepoint_synchronize_unregister();
	return err;
}

static void disarm_tracepoint(void)
{
	tracepoint_probe_unregister(taint_add, (void *)on_taint_add, NULL);
	tracepoint_synchronize_unregister();
}
#endif

static int arm_add_taint(void)
{
	return probe_arm(note_add_taint);
}

/* --- all of them --- */

/*
 * In the order that sysfs shows them in.  Armed from the last to the first: what the trace
 * point or the probe on add_taint() records can be resolved, and loads that raise something
 * are marked, from its first hit on.  Where the trace point is armed, the kprobes before it
 * are not.
 */
static struct hook {
	const char *name;
	int (*arm)(void);
	void (*disarm)(void);
	bool by_kprobe;
	bool armed;		/* written at load */
} hooks[] = {
	{ "kprobe", arm_add_taint, probe_disarm, .by_kprobe = true },
	{ "sysctl", arm_sysctl, disarm_sysctl, .by_kprobe = true },
#ifdef HAVE_TAINT_TRACEPOINT
	{ "tracepoint", arm_tracepoint, disarm_tracepoint },
#endif
	{ "module", loading_arm, loading_disarm },
	{ "die", arm_die, disarm_die },
	{ "error_report", arm_error_report, disarm_error_report },
};

static bool silence_told;	/* that the kprobes do not fire; the worker's */

/**
 * hooks_arm() - arm the hooks
 *
 * A hook that cannot be had is one line in the log, and no failure.
 *
 * Context: process.
 */
void __init hooks_arm(void)
{
	struct hook *hook;
	int err;

	for (hook = hooks + ARRAY_SIZE(hooks); hook-- > hooks;) {
		if (hook->by_kprobe && traced)
			continue;
		err = hook->arm();
		hook->armed = !err;
		if (err)
			pr_notice("no hook %s on this kernel (error %d); the others and the comparison of masks remain\n",
				  hook->name, err);
	}
	/* Its handler's context is known by the trial of the probe on add_taint() alone. */
	if (!warns_told && !traced)
		arm_warn();
	/*
	 * A call may have passed the probe's place before we came, and be held up there by
	 * another probe: its flag was raised before watching began, too.  Handlers run with
	 * preemption off, which an RCU grace period waits for.  Should it be preempted behind
	 * them, its flag is detected: whoever waits for that (synchronize_rcu_tasks()) hangs
	 * where a task loops in the kernel, and so would the load.
	 */
	synchronize_rcu();
}

/**
 * hooks_disarm() - disarm them; when this returns, no hook runs
 *
 * Context: process.
 */
void hooks_disarm(void)
{
	struct hook *hook;

	for (hook = hooks; hook < hooks + ARRAY_SIZE(hooks); hook++)
		if (hook->armed)
			hook->disarm();
	disarm_warn();
}

/**
 * hooks_try() - find out whether the kprobes fire, and say so when they do not
 *
 * Context: process; at load, then the worker only.
 */
void hooks_try(void)
{
	bool silent = !probe_try();

	/* Once, not for each flag that comes unseen. */
	if (silent && !silence_told)
		pr_notice("kprobes do not fire (see kernel.ftrace_enabled and kprobes/enabled in debugfs): new flags are found later, and not who set them\n");
	silence_told = silent;
}

/**
 * hooks_text() - the ways in use to notice a taint
 * @buf: where to, one blank between two
 * @size: bytes in @buf, at least HOOKS_TEXT_SIZE
 *
 * Context: any.
 *
 * Return: the length of the text, without the NUL.
 */
size_t hooks_text(char *buf, size_t size)
{
	const struct hook *hook;
	size_t len = 0;

	buf[0] = '\0';
	for (hook = hooks; hook < hooks + ARRAY_SIZE(hooks); hook++)
		if (hook->armed && !(hook->by_kprobe && probe_silent()))
			len += scnprintf(buf + len, size - len, "%s%s", len ? " " : "",
					 hook->name);
	if (kick_polls())
		len += scnprintf(buf + len, size - len, "%spoll", len ? " " : "");
	return len;
}
