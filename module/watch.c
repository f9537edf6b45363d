// SPDX-License-Identifier: GPL-2.0-only
/*
 * Noticing a taint: a kprobe on add_taint(), occasions to look (a module
 * comes or goes, an oops, a report, a write to the sysctl), and the comparison
 * of masks by a timer and by every reader of our files.
 *
 * A hook may run in NMI, in an oops, with any lock held: it takes no lock,
 * allocates nothing, prints nothing.  It writes to the journal and raises an
 * irq_work, which queues the worker:
 *
 *	hook --> kick_now() / kick_later() --> irq_work --> workqueue --> worker
 *	timer, reader --> watch_compare() ------------------^
 *
 * A module that comes or goes is the one exception: its notifier may sleep, and
 * has the journal read at once, before the module's memory changes hands.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/audit.h>
#include <linux/bitops.h>
#include <linux/cpumask.h>
#include <linux/cred.h>
#include <linux/irq_work.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kdebug.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/stacktrace.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <linux/timer.h>
#include <linux/uidgid.h>
#include <linux/workqueue.h>
#ifdef CONFIG_ARM
#include <asm/stacktrace.h>
#endif

#include "compat.h"
#ifdef HAVE_ERROR_REPORT
#include <trace/events/error_report.h>
#endif

#include "journal.h"
#include "regs.h"
#include "watch.h"

/* A little later: a flag whose report came before it is set by then. */
#define LATER		msecs_to_jiffies(50)
/* At most one call stack a flag in this time, beside that of its first event. */
#define STACK_INTERVAL	msecs_to_jiffies(100)

enum hook { HOOK_KPROBE, HOOK_SYSCTL, HOOK_MODULE, HOOK_DIE, HOOK_ERROR_REPORT, HOOKS };

static const char * const hook_names[HOOKS] = {
	[HOOK_KPROBE] = "kprobe",
	[HOOK_SYSCTL] = "sysctl",
	[HOOK_MODULE] = "module",
	[HOOK_DIE] = "die",
	[HOOK_ERROR_REPORT] = "error_report",
};

static bool armed[HOOKS];	/* registered; set and cleared at load and unload */
static bool load_module_armed;
static bool kprobes_fire;	/* what the last trial or a real hit has shown */

static const struct watch_client *client;
static struct workqueue_struct *workqueue;
static DEFINE_MUTEX(worker_mutex);
static bool open;		/* the client may be called */
static unsigned int poll_interval;	/* jiffies; 0 for no timer */

static atomic_t now_wanted;
static atomic_t later_wanted;
static atomic_t look_again;

/* The place that a report named just before add_taint(), by context. */
struct hint {
	const struct task_struct *task;
	unsigned long place;
};

/*
 * Of each processor; where one hangs with its interrupts off, the others' kicks still
 * get through.  Allocated, as the kernel's reserve for static ones is small, and out of
 * reach for the relative addresses that QEMU 7.2 knows for s390.
 */
struct cpu_state {
	struct irq_work kick;
	struct hint hints[CONTEXT_NMI + 1];
};

static struct cpu_state __percpu *cpu_state;

/*
 * What a trial run of the probe is to find, and what it found.  A probe made
 * of a breakpoint runs inside the entry of that exception, which may count as
 * an NMI: entry_count is what to take off preempt_count() to see the caller's.
 */
static struct {
	const struct task_struct *task;
	unsigned int preempt_count;
	bool hit;
} trial;
static unsigned int entry_count;

/* --- from a hook to the worker --- */

static void work_fn(struct work_struct *work);
static DECLARE_WORK(now_work, work_fn);
static DECLARE_DELAYED_WORK(later_work, work_fn);
static DECLARE_DELAYED_WORK(wanted_work, work_fn);

static void work_fn(struct work_struct *work)
{
	mutex_lock(&worker_mutex);
	/*
	 * Full barriers, before the journal is read: a hook that finds its wish
	 * pending has written its event before, so that it is read now.
	 */
	atomic_xchg(&now_wanted, 0);
	atomic_xchg(&later_wanted, 0);
	/* Pairs with watch_open(). */
	if (smp_load_acquire(&open))
		client->worker();
	mutex_unlock(&worker_mutex);

	/* Once more after the last occasion, when its flag is surely set. */
	if (atomic_xchg(&look_again, 0))
		queue_delayed_work(workqueue, &later_work, LATER);
}

static void on_irq_work(struct irq_work *work)
{
	if (atomic_read(&now_wanted))
		queue_work(workqueue, &now_work);
	if (atomic_read(&later_wanted))
		queue_delayed_work(workqueue, &later_work, LATER);
}

static void kick(atomic_t *wanted)
{
	static unsigned long kicked;	/* jiffies; a lost race costs a kick */

	/*
	 * Orders the journal's record before both the wish here and, for
	 * journal_update(), the flag that our caller's caller sets next.
	 */
	smp_mb();
	if (atomic_read(wanted) && jiffies - READ_ONCE(kicked) < 2 * LATER)
		return;
	/* A processor on its way out runs none; the next look finds the event. */
	if (!cpu_online(raw_smp_processor_id()))
		return;
	atomic_set(wanted, 1);
	WRITE_ONCE(kicked, jiffies);
	irq_work_queue(&raw_cpu_ptr(cpu_state)->kick);
}

static void init_kick(void)
{
	struct irq_work *work;
	int cpu;

	for_each_possible_cpu(cpu) {
		work = &per_cpu_ptr(cpu_state, cpu)->kick;
		init_irq_work(work, on_irq_work);
#ifdef IRQ_WORK_INIT_HARD
		/* On a real-time kernel too: not in a thread that others may starve. */
		*work = IRQ_WORK_INIT_HARD(on_irq_work);
#endif
	}
}

static void kick_now(void)
{
	kick(&now_wanted);
}

static void kick_later(void)
{
	kick(&later_wanted);
}

/* --- the comparison of masks --- */

/**
 * watch_mask() - the taint mask, as the kernel says now
 *
 * Context: any.
 */
unsigned long watch_mask(void)
{
	unsigned long mask = 0;
	unsigned int bit = BITS_PER_LONG;

	while (bit--)
		mask = mask << 1 | test_taint(bit);
	return mask;
}

/**
 * watch_compare() - look at the mask, and queue the worker when it is not what it was
 *
 * Every reader of our files calls this, and the timer.  It finds as well what
 * a processor that is stuck could not hand on by irq_work; later, so that a
 * reader who waits for events does not drive the worker in a storm of them.
 *
 * Context: process, softirq or hardirq; no workqueue lock held.
 *
 * Return: the mask.
 */
unsigned long watch_compare(void)
{
	/* What was remembered first: a flag that is set meanwhile is no cleared one. */
	unsigned long remembered = journal_confirmed();
	unsigned long mask;

	smp_rmb();	/* only that order counts: a wrong answer wakes the worker in vain */
	mask = watch_mask();
	if (!READ_ONCE(open))
		return mask;
	if ((mask & ~remembered) || (remembered & ~mask & ~journal_cleared()))
		queue_work(workqueue, &now_work);
	else if (journal_unread())
		queue_delayed_work(workqueue, &later_work, LATER);
	return mask;
}

static void on_poll(struct timer_list *timer)
{
	watch_compare();
	mod_timer(timer, jiffies + poll_interval);
}

static struct timer_list poll_timer;

/*
 * An occasion: something that goes with a taint has happened.  The flag may be
 * set already, or come in a moment.
 */
static void on_occasion(void)
{
	atomic_set(&look_again, 1);
	if (watch_mask() & ~journal_known())
		kick_now();
	else
		kick_later();
}

/* --- the hooks --- */

static enum taint_context context_now(unsigned int count)
{
	if (count & NMI_MASK)
		return CONTEXT_NMI;
	if (count & HARDIRQ_MASK)
		return CONTEXT_HARDIRQ;
	return in_serving_softirq() ? CONTEXT_SOFTIRQ : CONTEXT_TASK;
}

/*
 * RISC-V has no NMI: what counts as one is a trap of the kernel's own, as that of a
 * WARN.  Since 7.3 all of them share one bit, and their number is in the hardirqs'.
 */
static unsigned int without_trap(unsigned int count, bool trapped)
{
	if (!IS_ENABLED(CONFIG_RISCV))
		return count;
	count &= ~NMI_MASK;
	return trapped && (count & HARDIRQ_MASK) ? count - HARDIRQ_OFFSET : count;
}

/*
 * One hint for each level, so that an interrupt spoils none.  A task that moves
 * to another processor before it taints leaves it behind, unused.
 */
static void leave_hint(unsigned long place)
{
	unsigned int context = context_now(preempt_count());
	struct hint *hint;

	preempt_disable_notrace();
	hint = &this_cpu_ptr(cpu_state)->hints[context];
	WRITE_ONCE(hint->task, current);
	WRITE_ONCE(hint->place, place);
	preempt_enable_notrace();
}

static void save_stack(struct taint_event *event, unsigned long *stack)
{
#ifdef CONFIG_STACKTRACE
	/* The unwinder of 32-bit ARM takes a lock. */
	if (IS_ENABLED(CONFIG_ARM) && event->context == CONTEXT_NMI)
		return;
	event->nr_stack = stack_trace_save(stack, TAINT_STACK_DEPTH, 0);
#endif
}

/*
 * Everything but the place, the path and whether it was set; @count is the preempt count
 * there.  It may be the journal's own memory, where somebody reads.
 */
static inline void describe(struct taint_event *event, unsigned int bit, unsigned int count)
{
	WRITE_ONCE(event->bit, bit);
	WRITE_ONCE(event->seen, true);
	WRITE_ONCE(event->boottime, ktime_get_boot_fast_ns());
	WRITE_ONCE(event->realtime, 0);
	WRITE_ONCE(event->cpu, raw_smp_processor_id());
	WRITE_ONCE(event->context, context_now(count));
	WRITE_ONCE(event->nr_stack, 0);
	WRITE_ONCE(event->start_time, current->start_time);
	WRITE_ONCE(event->pid, current->pid);
	WRITE_ONCE(event->uid, __kuid_val(current_real_cred()->uid));
	WRITE_ONCE(event->loginuid, __kuid_val(audit_get_loginuid(current)));
	/* Somebody may rename it now; half a name is still one. */
	data_race(memcpy(event->comm, current->comm, sizeof(event->comm)));
	WRITE_ONCE(event->comm[sizeof(event->comm) - 1], '\0');
}

#ifdef HAVE_ARGUMENTS
#if defined(CONFIG_ARM) && defined(CONFIG_STACKTRACE)
struct callers {
	unsigned long *stack;
	u8 depth;
};

static bool add_frame(void *data, unsigned long address)
{
	struct callers *callers = data;

	callers->stack[callers->depth++] = address;
	return callers->depth < TAINT_STACK_DEPTH;
}

#ifdef HAVE_WALK_BY_ADDRESS
#define add_stackframe add_frame
#else
static int add_stackframe(struct stackframe *frame, void *data)
{
	return !add_frame(data, frame->pc);
}
#endif

/*
 * From the caller on: where functions share an entry in the table by which 32-bit ARM
 * unwinds, it does not know that add_taint() has just begun.
 */
static void save_callers(struct taint_event *event, unsigned long *stack, struct pt_regs *regs)
{
	struct callers callers = { .stack = stack };
	struct stackframe frame;

	if (event->context == CONTEXT_NMI)
		return;
	arm_get_current_stackframe(regs, &frame);
	frame.pc = regs->ARM_lr;
	walk_stackframe(&frame, add_stackframe, &callers);
	event->nr_stack = callers.depth;
}
#else
static void save_callers(struct taint_event *event, unsigned long *stack, struct pt_regs *regs)
{
	save_stack(event, stack);
}
#endif

/* A hint may be stale: whoever resolves it asks that the stack holds it too. */
static unsigned long take_hint(enum taint_context context)
{
	struct hint *hint = &raw_cpu_ptr(cpu_state)->hints[context];

	if (READ_ONCE(hint->task) != current)
		return 0;
	WRITE_ONCE(hint->task, NULL);
	return READ_ONCE(hint->place);
}

/*
 * When a flag's newest call with a path was written: from then on it is seen.  In
 * jiffies, never 0; a lost race costs a stack.
 */
static unsigned long newest_stack[BITS_PER_LONG];

static bool stack_wanted(unsigned int bit)
{
	unsigned long newest = READ_ONCE(newest_stack[bit]);

	return !newest || jiffies - newest >= STACK_INTERVAL;
}

static void note_place(struct taint_event *event, struct pt_regs *regs, unsigned long hint)
{
	WRITE_ONCE(event->ip, regs_return(regs));
	WRITE_ONCE(event->hint, hint ?: take_hint(event->context));
}

/* With its path; apart, as in a storm nobody needs the room. */
static noinline void note_whole_call(unsigned int bit, struct pt_regs *regs, unsigned int count,
				     unsigned long hint)
{
	unsigned long stack[TAINT_STACK_DEPTH];
	struct taint_event event;
	bool first;

	describe(&event, bit, count);
	note_place(&event, regs, hint);
	event.was_set = test_taint(bit);
	event.realtime = ktime_get_real_fast_ns();
	save_callers(&event, stack, regs);
	first = journal_write(&event, stack);
	WRITE_ONCE(newest_stack[bit], jiffies ?: 1);
	if (first)
		kick_now();
	else
		kick_later();
}

static void note_call(unsigned int bit, struct pt_regs *regs, unsigned int count)
{
	/* There a report comes out of a trap. */
	unsigned long hint = IS_ENABLED(CONFIG_RISCV) ? take_hint(CONTEXT_NMI) : 0;
	struct taint_event *event;

	count = without_trap(count, hint);
	if (stack_wanted(bit)) {
		note_whole_call(bit, regs, count, hint);
		return;
	}
	event = journal_claim(bit);
	if (event) {
		describe(event, bit, count);
		note_place(event, regs, hint);
		/* Seen before: it is, or will be in a moment. */
		WRITE_ONCE(event->was_set, true);
		journal_publish(event);
	}
	kick_later();
}

static void on_add_taint_call(struct pt_regs *regs)
{
	unsigned int bit = regs_argument(regs, 1);	/* not to be trusted */

	if (bit < BITS_PER_LONG) {
		note_call(bit, regs, preempt_count() - READ_ONCE(entry_count));
	} else {
		journal_write_unusable();
		kick_later();
	}
}
#else
/* Registers unknown on this architecture: the call is an occasion to look. */
static void on_add_taint_call(struct pt_regs *regs)
{
	on_occasion();
}
#endif

static int on_add_taint(struct kprobe *probe, struct pt_regs *regs)
{
	if (unlikely(READ_ONCE(trial.task) == current)) {
		WRITE_ONCE(trial.task, NULL);
		WRITE_ONCE(trial.hit, true);
		WRITE_ONCE(entry_count, (preempt_count() - trial.preempt_count) &
					(NMI_MASK | HARDIRQ_MASK));
		return 0;
	}
	if (unlikely(!READ_ONCE(kprobes_fire)))
		WRITE_ONCE(kprobes_fire, true);
	on_add_taint_call(regs);
	return 0;
}
NOKPROBE_SYMBOL(on_add_taint);

#if defined(CONFIG_OPTPROBES) && \
	(!defined(CONFIG_KPROBES_ON_FTRACE) || \
	 (defined(CONFIG_PPC64) && defined(CONFIG_PREEMPTION)))
/*
 * A probe with a post handler is not turned from a breakpoint into a jump
 * behind our back, so that entry_count stays true.
 */
static void after_hit(struct kprobe *probe, struct pt_regs *regs, unsigned long flags)
{
}
NOKPROBE_SYMBOL(after_hit);
#define AFTER_HIT after_hit
#else
#define AFTER_HIT NULL
#endif

static struct kprobe add_taint_probe = {
	.symbol_name = "add_taint",
	.pre_handler = on_add_taint,
	.post_handler = AFTER_HIT,
};

/*
 * Compilers put a copy of add_taint() into proc_taint() on some kernels, which
 * the probe above never sees.  On its return the bit is set; a bit that was
 * written, that was clear before and that no hook has ever seen raised was
 * raised by this write.
 */
struct sysctl_write {
	unsigned long before;
	unsigned long value;	/* 0 for a read */
};

static int on_sysctl_entry(struct kretprobe_instance *instance, struct pt_regs *regs)
{
	struct sysctl_write *write = (struct sysctl_write *)instance->data;

	write->before = watch_mask();
	write->value = 0;
#ifdef HAVE_ARGUMENTS
	/* proc_taint(table, write, buffer, ...), the buffer in kernel memory */
	if (regs_argument(regs, 2) &&
	    kstrtoul(skip_spaces((char *)regs_argument(regs, 3)), 0, &write->value))
		write->value = 0;
#endif
	return 0;
}
NOKPROBE_SYMBOL(on_sysctl_entry);

static struct kretprobe sysctl_probe;

static int on_sysctl(struct kretprobe_instance *instance, struct pt_regs *regs)
{
	struct sysctl_write *write = (struct sysctl_write *)instance->data;
	unsigned long new = write->value & ~write->before & watch_mask();
	struct taint_event event;
	unsigned int bit;

	for_each_set_bit(bit, &new, BITS_PER_LONG) {
		if (journal_seen(bit))
			continue;
		describe(&event, bit, 0);
		event.was_set = false;
		event.ip = 0;
		event.hint = (unsigned long)sysctl_probe.kp.addr;
		journal_write(&event, NULL);
		kick_later();
	}
	if (watch_mask() & ~journal_known())
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

/*
 * Where a module begins to load, so that what its thread raises from then on,
 * and nothing that an earlier attempt has raised, can be pinned on it.  One
 * word for each entry: threads that share it replace each other, whole.
 */
#define LOAD_MARKS	64
#define MARK_PID_SHIFT	42	/* a pid has 22 bits at most */
#define MARK_SEQ_MASK	((1ULL << MARK_PID_SHIFT) - 1)

static atomic64_t load_marks[LOAD_MARKS];

static int on_load_module(struct kprobe *probe, struct pt_regs *regs)
{
	u64 pid = current->pid;

	atomic64_set(&load_marks[pid % LOAD_MARKS],
		     pid << MARK_PID_SHIFT | (journal_events() & MARK_SEQ_MASK));
	return 0;
}
NOKPROBE_SYMBOL(on_load_module);

static struct kprobe load_module_probe = {
	.symbol_name = "load_module",
	.pre_handler = on_load_module,
	.post_handler = AFTER_HIT,
};

/**
 * watch_load_start() - where the journal stood when this thread began to load
 * @seq: set to the number of the newest event before
 *
 * Context: process; the thread that loads a module.
 *
 * Return: false when that is not known.
 */
bool watch_load_start(unsigned long *seq)
{
	u64 pid = current->pid;
	u64 mark = atomic64_read(&load_marks[pid % LOAD_MARKS]);
	u64 now = journal_events();

	if (mark >> MARK_PID_SHIFT != pid)
		return false;
	*seq = now - ((now - mark) & MARK_SEQ_MASK);
	return true;
}

/*
 * Before a module's init code goes (LIVE) and before the whole of it goes
 * (GOING) its addresses have to be words.  Its own hook calls cannot be under
 * way on another processor: its code runs no more.
 */
static int on_module(struct notifier_block *block, unsigned long state, void *module)
{
	mutex_lock(&worker_mutex);
	/* Pairs with watch_open(). */
	if (smp_load_acquire(&open))
		client->module(module, state);
	else
		journal_distrust();
	mutex_unlock(&worker_mutex);
	watch_compare();
	return NOTIFY_DONE;
}

static struct notifier_block module_notifier = { .notifier_call = on_module };

/* In a crash dump this is all there will be: the flag is raised after the dump. */
static void note_oops(struct pt_regs *regs)
{
	unsigned long stack[TAINT_STACK_DEPTH];
	unsigned int count = preempt_count();
	struct taint_event event;

	describe(&event, TAINT_DIE, without_trap(count, count & NMI_MASK));
	event.was_set = test_taint(TAINT_DIE);
	event.realtime = ktime_get_real_fast_ns();
	event.ip = regs ? instruction_pointer(regs) : 0;
	event.hint = 0;
	save_stack(&event, stack);
	journal_write_oops(&event, stack);
}

static int on_die(struct notifier_block *block, unsigned long reason, void *data)
{
	struct die_args *args = data;

	if (reason != DIE_OOPS)
		return NOTIFY_DONE;
	note_oops(args->regs);
	if (args->regs)
		leave_hint(instruction_pointer(args->regs));
	on_occasion();
	return NOTIFY_DONE;
}
NOKPROBE_SYMBOL(on_die);

static struct notifier_block die_notifier = { .notifier_call = on_die };

#ifdef HAVE_ERROR_REPORT
static void on_error_report(void *data, enum error_detector detector, unsigned long address)
{
#ifdef HAVE_ERROR_REPORT_WARN
	if (detector == ERROR_DETECTOR_WARN)
		leave_hint(address);
#endif
	on_occasion();
}

static int arm_error_report(void)
{
	return register_trace_error_report_end(on_error_report, NULL);
}

static void disarm_error_report(void)
{
	unregister_trace_error_report_end(on_error_report, NULL);
	tracepoint_synchronize_unregister();
}
#else
static int arm_error_report(void)
{
	return -EOPNOTSUPP;
}

static void disarm_error_report(void)
{
}
#endif

/*
 * Where the kernel's own tracer owns a function's first instructions and probes cannot
 * share them, take what is behind these two: arguments and return address still are in
 * their registers.
 */
static int arm_at_entry(struct kprobe *probe)
{
	int err;

	/* Behind the tracer's place. */
	if (TAINT_BY_TRAP)
		probe->offset = 16;
	err = register_kprobe(probe);
	if (err == -EINVAL && IS_ENABLED(CONFIG_RISCV)) {
		probe->addr = NULL;
		probe->offset = 8;
		err = register_kprobe(probe);
	}
	return err;
}

static void note_armed(enum hook hook, int err)
{
	armed[hook] = !err;
	if (err)
		pr_notice("no hook %s on this kernel (error %d); the others and the comparison of masks remain\n",
			  hook_names[hook], err);
}

static void arm_hooks(void)
{
	int err;

	note_armed(HOOK_KPROBE, arm_at_entry(&add_taint_probe));
	watch_try_hooks();	/* at once: it finds entry_count */
	note_armed(HOOK_SYSCTL, TAINT_BY_TRAP ? -EOPNOTSUPP : register_kretprobe(&sysctl_probe));
	note_armed(HOOK_MODULE, register_module_notifier(&module_notifier));
	note_armed(HOOK_DIE, register_die_notifier(&die_notifier));
	note_armed(HOOK_ERROR_REPORT, arm_error_report());

	/* No way to notice a taint, and so not one of the hooks. */
	err = arm_at_entry(&load_module_probe);
	load_module_armed = !err;
	if (err && armed[HOOK_KPROBE])
		pr_notice("load_module() cannot be probed (error %d): a flag that a module raises while it is loaded will not have the module's name\n",
			  err);
}

static void disarm_hooks(void)
{
	if (load_module_armed)
		unregister_kprobe(&load_module_probe);
	if (armed[HOOK_ERROR_REPORT])
		disarm_error_report();
	if (armed[HOOK_DIE])
		unregister_die_notifier(&die_notifier);
	if (armed[HOOK_MODULE])
		unregister_module_notifier(&module_notifier);
	if (armed[HOOK_SYSCTL])
		unregister_kretprobe(&sysctl_probe);
	if (armed[HOOK_KPROBE])
		unregister_kprobe(&add_taint_probe);
}

/**
 * watch_try_hooks() - find out whether the kprobes fire
 *
 * kernel.ftrace_enabled=0 or debugfs kprobes/enabled=0 silence them without a
 * word.  Sets a flag that is set already, which changes nothing; without one
 * (there is: we are out of tree) nothing is tried.  With interrupts off only
 * an NMI can come between, whose event would be taken for the trial; its flag
 * is then found by comparison.
 *
 * Context: process; at load, then the worker only.
 */
void watch_try_hooks(void)
{
	static bool silence_told;
	unsigned long mask = watch_mask();
	unsigned long flags;
	bool fire;

	if (!armed[HOOK_KPROBE] || !mask)
		return;

	local_irq_save(flags);
	trial.hit = false;
	trial.preempt_count = preempt_count();
	WRITE_ONCE(trial.task, current);
	add_taint(__ffs(mask), LOCKDEP_STILL_OK);
	WRITE_ONCE(trial.task, NULL);
	fire = READ_ONCE(trial.hit);
	local_irq_restore(flags);

	/* Once, not for each flag that comes unseen. */
	if (!fire && !silence_told)
		pr_notice("kprobes do not fire (see kernel.ftrace_enabled and kprobes/enabled in debugfs): new flags are found later, and not who set them\n");
	silence_told = !fire;
	WRITE_ONCE(kprobes_fire, fire);
}

/**
 * watch_hooks() - the ways in use to notice a taint
 * @buf: where to, one blank between two
 * @size: bytes in @buf, at least WATCH_HOOKS_SIZE
 *
 * Return: the length of the text, without the NUL.
 */
size_t watch_hooks(char *buf, size_t size)
{
	bool probes = READ_ONCE(kprobes_fire);
	size_t len = 0;
	enum hook hook;

	buf[0] = '\0';
	for (hook = 0; hook < HOOKS; hook++) {
		if (!armed[hook])
			continue;
		if ((hook == HOOK_KPROBE || hook == HOOK_SYSCTL) && !probes && armed[HOOK_KPROBE])
			continue;
		len += scnprintf(buf + len, size - len, "%s%s", len ? " " : "",
				 hook_names[hook]);
	}
	if (poll_interval)
		len += scnprintf(buf + len, size - len, "%spoll", len ? " " : "");
	return len;
}

/**
 * watch_missed() - hits of the kprobe that came while another was handled
 *
 * Context: any.
 */
unsigned long watch_missed(void)
{
	return READ_ONCE(add_taint_probe.nmissed);
}

/* --- start and stop --- */

/**
 * watch_start() - arm the hooks and the timer
 * @watch_client: whom to call, from watch_open() on
 * @use_hooks: false for the comparison of masks alone
 * @poll_ms: how often to compare, in milliseconds; 0 for no timer
 *
 * A hook that cannot be had is one line in the log, and no failure.
 *
 * Return: 0, or -ENOMEM.
 */
int watch_start(const struct watch_client *watch_client, bool use_hooks,
		unsigned int poll_ms)
{
	client = watch_client;
	poll_interval = poll_ms ? msecs_to_jiffies(poll_ms) : 0;
	timer_setup(&poll_timer, on_poll, TIMER_DEFERRABLE);

	cpu_state = alloc_percpu(struct cpu_state);
	if (!cpu_state)
		return -ENOMEM;
	init_kick();
	/* Unbound: the processor that hung must not be the one to tell. */
	workqueue = alloc_workqueue("taint_info", WQ_UNBOUND, 0);
	if (!workqueue) {
		free_percpu(cpu_state);
		return -ENOMEM;
	}

	if (use_hooks)
		arm_hooks();
	return 0;
}

/**
 * watch_open() - let the worker run, now and whenever there is something new
 */
void watch_open(void)
{
	/* What was set up before, the baseline above all, comes first. */
	smp_store_release(&open, true);
	queue_work(workqueue, &now_work);
	if (poll_interval)
		mod_timer(&poll_timer, jiffies + poll_interval);
}

/**
 * watch_run_in() - run the worker once more
 * @ns: nanoseconds from now; replaces an earlier wish
 *
 * Context: process; the client only.
 */
void watch_run_in(u64 ns)
{
	mod_delayed_work(workqueue, &wanted_work, ns ? nsecs_to_jiffies(ns) + 1 : 0);
}

/**
 * watch_close() - disarm everything and let the worker come to its end
 *
 * When this returns, no hook runs and the worker does nothing any more.  A
 * reader of our files may still queue it: see watch_stop().
 */
void watch_close(void)
{
	int cpu;

	/*
	 * The client first: without the module notifier nobody may resolve an
	 * address any more, a reader of our files included.
	 */
	mutex_lock(&worker_mutex);
	WRITE_ONCE(open, false);
	journal_distrust();
	mutex_unlock(&worker_mutex);
	disarm_hooks();
	timer_delete_sync(&poll_timer);
	for_each_possible_cpu(cpu)
		irq_work_sync(&per_cpu_ptr(cpu_state, cpu)->kick);
	cancel_work_sync(&now_work);
	cancel_delayed_work_sync(&later_work);
	cancel_delayed_work_sync(&wanted_work);
}

/**
 * watch_stop() - free what watch_start() took, after watch_close()
 *
 * No reader may be left: the files have to be gone by now.
 */
void watch_stop(void)
{
	cancel_work_sync(&now_work);
	cancel_delayed_work_sync(&later_work);
	cancel_delayed_work_sync(&wanted_work);
	destroy_workqueue(workqueue);
	free_percpu(cpu_state);
}
