// SPDX-License-Identifier: GPL-2.0-only
/*
 * What hooks wrote down becomes what is shown, and is told of.
 *
 *	worker_run(), by kick.c:	read, announce, notify, trace, keep paths
 *	worker_read(), by loading.c:	read, and name the module that comes or goes
 *	worker_keep_paths(), by debugfs
 *
 * Process context.  worker_run() never runs twice at a time: kick.c sees to it.  Reading
 * is under reader.lock: addresses become words there, while what they lead to is in
 * memory, and a module's notifier waits for nothing else.  Telling allocates and waits: it
 * is outside of it, so that no modprobe waits for us.
 */
#include <linux/bitops.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/mutex.h>
#include <linux/string.h>
#include <linux/time64.h>
#include <linux/timekeeping.h>

#include <asm/barrier.h>

#include "announce.h"
#include "flags.h"
#include "groups.h"
#include "hooks.h"
#include "journal.h"
#include "kick.h"
#include "loading.h"
#include "resolve.h"
#include "sysfs.h"
#include "trace.h"
#include "worker.h"

/* How soon to look again whether a write to the sysctl has ended. */
#define WRITE_WAIT_NS	(50 * NSEC_PER_MSEC)
/* How long the trace waits for an event whose writer is held up. */
#define WRITER_WAIT_NS	(200 * NSEC_PER_MSEC)

/* Who reads the ring: the worker, or the thread that loads or removes a module. */
static struct {
	struct mutex lock;	/* taken before journal_mutex; guards all here, and resolve.c */
	bool open;		/* the module notifier tells of whatever goes */
	unsigned long new;	/* flags to tell of, until it was done */
	bool unsettled;		/* a flag waits for the end of a write to the sysctl */
	struct taint_call call;
	struct taint_event resolved;	/* the event that blame is of */
	u64 gone[4];		/* control groups that were not found, a few by turns */
	unsigned int nr_gone;
	struct taint_blame blame;
	char path[TAINT_PATH_SIZE];
} reader = { .lock = __MUTEX_INITIALIZER(reader.lock) };

/* Who tells: worker_run() alone. */
static struct {
	bool open;		/* the files are there: user space may be told */
	unsigned long notified;	/* what events was when its readers were last woken */
	unsigned long doubted;	/* flags that came unseen and made us try the hooks */
	unsigned long traced;	/* the newest event that was traced, or passed over */
	unsigned long awaited;	/* the newest event that a wait of the trace was for */
	u64 awaited_until;	/* when that wait ends */
	struct taint_record record;
	char group[TAINT_GROUP_SIZE];
} teller;

/* --- reading --- */

/* Between two calls no module has come or gone: a storm's one place is resolved once. */
static bool same_place(const struct taint_event *a, const struct taint_event *b)
{
	return b->seq && a->ip == b->ip && a->hint == b->hint && a->hint_word == b->hint_word &&
	       a->bit == b->bit && a->seen == b->seen && ring_trusted(a) == ring_trusted(b) &&
	       !a->nr_stack && !b->nr_stack;
}

/* Into reader.blame. */
static void find_blame(const struct taint_call *call)
{
	if (!same_place(&call->event, &reader.resolved)) {
		memset(&reader.blame, 0, sizeof(reader.blame));
		if (ring_trusted(&call->event))
			resolve_blame(call, &reader.blame);
	}
	reader.resolved = call->event;
	if (reader.blame.awaits == AWAITS_LOADED) {
		/* Of this thread: not for the next event of the same place. */
		reader.resolved.seq = 0;
		loading_name(&call->event, &reader.blame);
	}
}

/* No number comes back: to look for it takes as long as there are groups. */
static bool is_gone(u64 group)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(reader.gone); i++)
		if (reader.gone[i] == group)
			return true;
	return false;
}

/* Of reader.call: whose child it was, and in which group; the group may go, its path stays. */
static void find_process(void)
{
	struct taint_event *event = &reader.call.event;

	journal_find_process(event);
	if (event->context != CONTEXT_TASK || !groups_visible())
		event->cgroup = 0;
	if (!event->cgroup || journal_has_group(event->cgroup) || is_gone(event->cgroup))
		return;
	if (groups_path(event->cgroup, reader.path, sizeof(reader.path)))
		journal_keep_group(event->cgroup, reader.path);
	else
		reader.gone[reader.nr_gone++ % ARRAY_SIZE(reader.gone)] = event->cgroup;
}

/*
 * Nothing here waits for a writer that has claimed but not yet published: it
 * wakes the worker once more when it is done.
 */
static void read_ring(void)
{
	unsigned long newest = ring_events(), recorded, i;
	const struct taint_call *first;
	unsigned int bit;

	reader.resolved.seq = 0;
	for (i = 1; i <= RING_SIZE; i++) {
		if (!ring_take(newest + i, &reader.call))
			continue;
		find_blame(&reader.call);
		find_process();
		journal_note(&reader.call.event, &reader.blame);
	}
	recorded = ring_recorded();
	for_each_set_bit(bit, &recorded, BITS_PER_LONG) {
		first = journal_first_due(bit);
		if (!first)
			continue;
		find_blame(first);
		reader.call.event = first->event;
		find_process();
		journal_note_first(&reader.call.event, &reader.blame);
	}
	journal_read_up_to(newest);
}

/* Read what is new, while the modules that it leads to are there. */
static void read_events(void)
{
	unsigned long mask = kick_mask(), new;
	bool writing;

	/* The mask first, then who has raised, or may still tell of it: see ring.c. */
	smp_rmb();
	writing = hooks_writing();
	read_ring();
	new = journal_settle(mask, writing);
	reader.new |= new;
	reader.unsettled = writing && (mask & ~journal_known());
	/* A flag that was found by comparing masks is an event, too. */
	if (new & journal_detected())
		read_ring();
}

static void keep_paths(void)
{
	unsigned long recorded = ring_recorded();
	const struct taint_call *first;
	unsigned int bit;

	for_each_set_bit(bit, &recorded, BITS_PER_LONG) {
		first = journal_path_due(bit);
		if (!first)
			continue;
		resolve_path(first, reader.path, sizeof(reader.path));
		journal_keep_path(bit, reader.path);
	}
}

/**
 * worker_read() - read what is new, as a module comes or goes in the current thread
 * @awaits: the events of this thread that are to be named by it; AWAITS_NONE for none
 * @module: its name, as it is to be shown
 * @mask: the flags that it may be blamed for; for others nobody will be
 * @since: only for events after this number
 *
 * What leads to the module's memory is text when this returns, or will not be resolved.
 *
 * Context: process; may sleep, allocates nothing.
 */
void worker_read(enum taint_awaits awaits, const char *module, unsigned long mask,
		 unsigned long since)
{
	unsigned long due = 0, before;

	mutex_lock(&reader.lock);
	if (!reader.open) {
		ring_distrust();
		mutex_unlock(&reader.lock);
		return;
	}
	before = journal_processed();
	read_events();
	keep_paths();
	if (awaits != AWAITS_NONE)
		due = journal_pin(awaits, module, mask, since);
	/* What was read here the worker would not find any more. */
	if (before != journal_processed() || due || reader.new || reader.unsettled ||
	    announce_cleared_due())
		kick_run_in(0);
	mutex_unlock(&reader.lock);
}

/**
 * worker_keep_paths() - keep the call paths of first events that the worker has not come to
 *
 * Does nothing once the worker is shut.
 *
 * Context: process; waits for whoever reads.
 */
void worker_keep_paths(void)
{
	mutex_lock(&reader.lock);
	if (reader.open)
		keep_paths();
	mutex_unlock(&reader.lock);
}

/* --- telling --- */

/* An event that is not there may have a writer that is held up: wait for it a while. */
static u64 wait_for_writer(unsigned long newest)
{
	u64 now = ktime_get_boot_fast_ns();

	if ((long)(teller.traced - teller.awaited) >= 0) {
		teller.awaited = newest;
		teller.awaited_until = now + WRITER_WAIT_NS;
	}
	return now < teller.awaited_until ? teller.awaited_until - now : 0;
}

static void trace_event(void)
{
	const struct taint_event *event = &teller.record.event;
	char flag[FLAG_NAME_SIZE];

	flag_name(&kernel_flags, event->bit, flag, sizeof(flag));
	teller.group[0] = '\0';
	if (event_has_cgroup(event))
		journal_group(event->cgroup, teller.group);
	trace_taint(&teller.record, flag, teller.group);
}

/* For the event in teller.record; not where those behind it would be lost for that. */
static u64 wait_for_name(unsigned long newest)
{
	return newest - teller.traced < RING_SIZE / 2 ? loading_wait_ns(&teller.record) : 0;
}

/* The name that it has awaited may have come since it was copied. */
static bool copy_is_new(void)
{
	return teller.record.blame.awaits == AWAITS_NONE ||
	       journal_log(teller.traced + 1, &teller.record);
}

/*
 * Each event once, in their order: one that waits for a name keeps the later ones.  Returns
 * how long to wait.
 */
static u64 trace_events(void)
{
	unsigned long start = journal_log_start();
	unsigned long newest = journal_processed();
	u64 wait;

	if (!trace_taint_enabled()) {
		teller.traced = newest;
		return 0;
	}
	if ((long)(start - teller.traced) > 1)
		teller.traced = start - 1;
	for (; teller.traced != newest; teller.traced++) {
		if (journal_log(teller.traced + 1, &teller.record)) {
			wait = wait_for_name(newest);
			if (!wait && copy_is_new())
				trace_event();
		} else if ((long)(teller.record.event.seq - teller.traced) > 0) {
			wait = 0;	/* overtaken by a newer one: lost */
		} else {
			wait = wait_for_writer(newest);
		}
		if (wait)
			return wait;
	}
	return 0;
}

/* A flag that came unseen makes one doubt the hooks: whether one of these is new. */
static bool doubts_hooks(unsigned long flags)
{
	unsigned long unseen = 0;
	unsigned int bit;

	for_each_set_bit(bit, &flags, BITS_PER_LONG)
		if (journal_origin(bit) != ORIGIN_OBSERVED)
			unseen |= BIT(bit);
	unseen &= ~teller.doubted;
	teller.doubted |= unseen;
	return unseen;
}

/**
 * worker_run() - read what is new, and tell of it
 *
 * For kick_start().
 *
 * Context: process; never twice at a time.
 */
void worker_run(void)
{
	unsigned long new, done;
	bool unsettled;
	u64 wait = 0;

	mutex_lock(&reader.lock);
	read_events();
	new = reader.new;
	unsettled = reader.unsettled;
	mutex_unlock(&reader.lock);

	/* Pairs with worker_tell(): the files are there. */
	if (!smp_load_acquire(&teller.open))
		return;
	done = announce_new(new, &wait);
	announce_cleared(&wait);
	if (new) {
		mutex_lock(&reader.lock);
		reader.new &= ~done;
		read_events();	/* by now they are set: remember that */
		unsettled = reader.unsettled;
		mutex_unlock(&reader.lock);
	}
	if (teller.notified != ring_events()) {
		teller.notified = ring_events();
		state_files_notify();
	}
	wait = kick_sooner(wait, trace_events());
	if (unsettled)
		wait = kick_sooner(wait, WRITE_WAIT_NS);
	/* Paths take as long as all the rest: whoever was woken first. */
	if (done)
		wait = 1;
	else
		worker_keep_paths();
	if (wait)
		kick_run_in(wait);
	if (doubts_hooks(new))
		hooks_try();
}

/* --- open and shut --- */

/**
 * worker_open() - let addresses be resolved
 *
 * Context: process, before the module notifier, which has them read in time.
 */
void worker_open(void)
{
	mutex_lock(&reader.lock);
	reader.open = true;
	mutex_unlock(&reader.lock);
}

/**
 * worker_begin() - take down what is set now, as the baseline
 *
 * Context: process, once, with the hooks armed.
 */
void worker_begin(void)
{
	/* Under the lock: no mask that was read earlier is compared with this one. */
	mutex_lock(&reader.lock);
	journal_set_baseline(kick_mask());
	mutex_unlock(&reader.lock);
}

/**
 * worker_tell() - let user space be told
 *
 * Context: process, when the files are there.
 */
void worker_tell(void)
{
	/* Pairs with worker_run(). */
	smp_store_release(&teller.open, true);
}

/**
 * worker_shut() - nothing is resolved any more
 *
 * Context: process, after kick_shut() and before the hooks are disarmed: without the
 * module notifier nobody may resolve an address any more, a reader of our files included.
 */
void worker_shut(void)
{
	mutex_lock(&reader.lock);
	reader.open = false;
	ring_distrust();
	mutex_unlock(&reader.lock);
}
