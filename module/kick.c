// SPDX-License-Identifier: GPL-2.0-only
/*
 * What wakes the worker: hooks by irq_work, readers of our files and the timer by
 * comparing masks.
 *
 *	hook --> kick_now() / kick_later() --> irq_work --> workqueue --> worker
 *	timer, reader --> kick_compare() -------------------^
 *
 * kick_now(), kick_later(), kick_occasion() and kick_mask() run in any context, NMI
 * included, with any lock held: no lock, no allocation, no printing.  What runs in the
 * worker, or waits for it, says so.
 */
#include <linux/bitops.h>
#include <linux/cpumask.h>
#include <linux/irq_work.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/smp.h>
#include <linux/timekeeping.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

#include "compat.h"
#include "journal.h"
#include "kick.h"

/* A report comes before its flag: by then it is set. */
#define SETTLE_DELAY	msecs_to_jiffies(50)
/* A pending request that is older was lost, or its CPU hangs: make another. */
#define REQUEST_TICKS	100

static void (*run)(void);	/* the worker */
static struct workqueue_struct *workqueue;
static DEFINE_MUTEX(run_mutex);
static bool open;		/* the worker may run; written under run_mutex */
static unsigned int poll_interval;	/* jiffies; 0 for no timer */

/* Requests: set by hooks, pending until the worker begins. */
static atomic_t now_wanted;
static atomic_t later_wanted;
static atomic_t look_again;
static unsigned long kicked;	/* tick of the newest request; racy: a kick too many */

/*
 * One for each CPU: where a CPU hangs with its interrupts off, the others' requests still
 * get through.  Allocated: the kernel's reserve for static per-CPU data is small, and out
 * of reach of the relative addresses that QEMU 7.2 knows for s390.
 */
static struct irq_work __percpu *irq_works;

static void work_fn(struct work_struct *work);
static DECLARE_WORK(now_work, work_fn);
static DECLARE_DELAYED_WORK(later_work, work_fn);
static DECLARE_DELAYED_WORK(retry_work, work_fn);

static void work_fn(struct work_struct *work)
{
	mutex_lock(&run_mutex);
	/*
	 * Fully ordered, pair with smp_mb() in kick(): a hook that saw its request
	 * pending recorded its event before the journal is read here.
	 */
	atomic_xchg(&now_wanted, 0);
	atomic_xchg(&later_wanted, 0);
	if (open)
		run();
	mutex_unlock(&run_mutex);

	/* Compare once more, when the flag of the last report is surely set. */
	if (atomic_xchg(&look_again, 0))
		queue_delayed_work(workqueue, &later_work, SETTLE_DELAY);
}

static void on_irq_work(struct irq_work *work)
{
	if (atomic_read(&now_wanted))
		queue_work(workqueue, &now_work);
	if (atomic_read(&later_wanted))
		queue_delayed_work(workqueue, &later_work, SETTLE_DELAY);
}

/* @now: not jiffies, which stand still while the CPU that drives them hangs. */
static void kick(atomic_t *wanted, u64 now)
{
	unsigned long tick = TAINT_TICK(now);

	/*
	 * Pairs with work_fn() and read_events(): the event is in the ring before the
	 * request is looked at, and before add_taint() sets the bit.
	 */
	smp_mb();
	if (atomic_read(wanted) && tick - READ_ONCE(kicked) < REQUEST_TICKS)
		return;
	/* irq_work does not run on a CPU going offline; the next comparison finds the event. */
	if (!cpu_online(raw_smp_processor_id()))
		return;
	atomic_set(wanted, 1);
	WRITE_ONCE(kicked, tick);
	irq_work_queue(raw_cpu_ptr(irq_works));
}

/**
 * kick_now() - have the worker run as soon as it can
 *
 * Context: any.
 */
void kick_now(void)
{
	kick(&now_wanted, ktime_get_boot_fast_ns());
}

/**
 * kick_later() - have the worker run in a moment: one run for many of these
 * @now: ktime_get_boot_fast_ns(), which who records an event has just read
 *
 * Context: any.
 */
void kick_later(u64 now)
{
	kick(&later_wanted, now);
}

/**
 * kick_occasion() - have the masks compared: something that goes with a taint has happened
 *
 * The flag may be set already, or will be in a moment: the worker runs now or after
 * SETTLE_DELAY, and once more after that.
 *
 * Context: any.
 */
void kick_occasion(void)
{
	atomic_set(&look_again, 1);
	if (kick_mask() & ~journal_known())
		kick_now();
	else
		kick_later(ktime_get_boot_fast_ns());
}

/**
 * kick_run_in() - run the worker once more
 * @ns: nanoseconds from now, in place of an earlier request with a wait; 0 for at once
 *
 * Context: process; not after kick_stop() has begun.
 */
void kick_run_in(u64 ns)
{
	/* Two works: "now", of a module's notifier, is not put off by the worker's own wait. */
	if (!ns)
		queue_work(workqueue, &now_work);
	else
		mod_delayed_work(workqueue, &retry_work, nsecs_to_jiffies(ns) + 1);
}

/* --- the comparison of masks --- */

/**
 * kick_mask() - the taint mask, as the kernel says now
 *
 * Context: any.
 */
unsigned long kick_mask(void)
{
	unsigned long mask = 0;
	unsigned int bit = BITS_PER_LONG;

	while (bit--)
		mask = mask << 1 | test_taint(bit);
	return mask;
}

/**
 * kick_compare() - look at the mask, and queue the worker when it is not what it was
 *
 * Every reader of our files calls this, and the timer.  It also finds events whose
 * irq_work a stuck CPU does not run; these after SETTLE_DELAY, so that a reader that polls
 * does not drive the worker in a storm.
 *
 * Context: process, softirq or hardirq; no workqueue lock held.
 *
 * Return: the mask.
 */
unsigned long kick_compare(void)
{
	/* Before the mask: a flag that is set in between is not taken for a cleared one. */
	unsigned long remembered = journal_confirmed();
	unsigned long mask;

	smp_rmb();	/* for that order alone; a stale word wakes the worker in vain */
	mask = kick_mask();
	if (!READ_ONCE(open))
		return mask;
	if ((mask & ~remembered) || (remembered & ~mask & ~journal_cleared()))
		queue_work(workqueue, &now_work);
	else if (journal_unread() || (mask & ~journal_known()))
		queue_delayed_work(workqueue, &later_work, SETTLE_DELAY);
	return mask;
}

static void on_poll(struct timer_list *timer)
{
	kick_compare();
	mod_timer(timer, jiffies + poll_interval);
}

static struct timer_list poll_timer;

/**
 * kick_polls() - whether a timer compares masks
 */
bool kick_polls(void)
{
	return poll_interval;
}

/* --- start and stop --- */

static void init_irq_works(void)
{
	struct irq_work *work;
	int cpu;

	for_each_possible_cpu(cpu) {
		work = per_cpu_ptr(irq_works, cpu);
		init_irq_work(work, on_irq_work);
#ifdef IRQ_WORK_INIT_HARD
		/* On a real-time kernel too: not in a thread that others may starve. */
		*work = IRQ_WORK_INIT_HARD(on_irq_work);
#endif
	}
}

/**
 * kick_start() - make what the others of this file need
 * @work: the worker: in process context, never twice at a time
 * @poll_ms: how often to compare masks, in milliseconds; 0 for no timer
 *
 * Context: process, before any hook is armed.
 *
 * Return: 0, or -ENOMEM.
 */
int kick_start(void (*work)(void), unsigned int poll_ms)
{
	run = work;
	poll_interval = poll_ms ? msecs_to_jiffies(poll_ms) : 0;
	timer_setup(&poll_timer, on_poll, TIMER_DEFERRABLE);

	irq_works = alloc_percpu(struct irq_work);
	if (!irq_works)
		return -ENOMEM;
	init_irq_works();
	/* Unbound: not on the CPU that hangs. */
	workqueue = alloc_workqueue("taint_info", WQ_UNBOUND, 0);
	if (!workqueue) {
		free_percpu(irq_works);
		return -ENOMEM;
	}
	return 0;
}

/**
 * kick_open() - let the worker run
 *
 * Context: process, before the hook that records what has to be resolved.
 */
void kick_open(void)
{
	mutex_lock(&run_mutex);
	WRITE_ONCE(open, true);
	mutex_unlock(&run_mutex);
}

/**
 * kick_poll() - run the worker now, and begin with the comparisons by timer
 *
 * Context: process.
 */
void kick_poll(void)
{
	queue_work(workqueue, &now_work);
	if (poll_interval)
		mod_timer(&poll_timer, jiffies + poll_interval);
}

/**
 * kick_shut() - the worker runs no more
 *
 * It does not run, either, when this returns.  A reader of our files may still queue it.
 *
 * Context: process.
 */
void kick_shut(void)
{
	mutex_lock(&run_mutex);
	WRITE_ONCE(open, false);
	mutex_unlock(&run_mutex);
}

static void cancel_works(void)
{
	cancel_work_sync(&now_work);
	cancel_delayed_work_sync(&retry_work);
	/* Last: the others may queue it. */
	cancel_delayed_work_sync(&later_work);
}

/**
 * kick_stop() - free what kick_start() took, after kick_shut()
 *
 * No hook is armed any more, and no reader is left: the files have to be gone by now.
 *
 * Context: process.
 */
void kick_stop(void)
{
	int cpu;

	timer_delete_sync(&poll_timer);
	for_each_possible_cpu(cpu)
		irq_work_sync(per_cpu_ptr(irq_works, cpu));
	cancel_works();
	destroy_workqueue(workqueue);
	free_percpu(irq_works);
}
