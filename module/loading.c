// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which module loads, or goes, here, and until when its name may come: the marks where a
 * load begins and ends, and the module notifier, which has the ring read before the
 * module's memory changes hands, and its name given to what its thread raised on the way.
 *
 *	load_module() is entered	a mark
 *	  the flags that it carries	await its name, where no trace point has told it
 *	  notifier: COMING		gives it; from here on who reads an event finds it at once
 *	  its options, SUSE's flags
 *	  its init
 *	  notifier: LIVE, or GOING	forgets it
 *	load_module() returns		a mark: no name comes any more
 *
 * Context: on_load_module(), on_load_entry(), on_load_return() and loading_raises() any, as
 * every hook; the rest process, and may sleep.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/time64.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>

#include "arch.h"
#include "compat.h"
#include "flags.h"
#include "kick.h"
#include "loading.h"
#include "modules.h"
#include "probe.h"
#include "ring.h"

/*
 * Where a module begins to load, so that what its thread raises from then on,
 * and nothing that an earlier attempt has raised, can be pinned on it; then where that
 * ended.  One word for each entry: threads that share it replace each other, whole.
 */
#define LOAD_MARKS	64
#define MARK_PID_SHIFT	42	/* a pid has 22 bits at most */
#define MARK_STATE_SHIFT	40
#define MARK_SEQ_MASK	((1ULL << MARK_STATE_SHIFT) - 1)

enum load_state {
	LOAD_UNKNOWN,	/* as of a load that has begun, and of whose end nobody will tell */
	LOAD_RUNS,
	LOAD_ENDED,
};

static atomic64_t load_marks[LOAD_MARKS];

/* So many returns can be waited for at a time; the end of more loads is not told. */
#define LOAD_RETURNS	16

/* Loads between COMING and LIVE or GOING: the notifier of all three runs in their thread. */
#define LOADS	16

static struct load {
	u64 start_time;		/* the thread, with pid */
	unsigned long since;	/* the newest event before COMING */
	const struct module *module;	/* NULL for a free entry */
	pid_t pid;
} loads[LOADS];

static DEFINE_MUTEX(loads_mutex);	/* guards loads; inside of the reader's lock */

static struct {
	bool marks_armed;
	bool returns_armed;
	/* worker_read(), which see. */
	void (*read)(enum taint_awaits awaits, const char *module, unsigned long mask,
		     unsigned long since);
} loading;

/* --- marks --- */

static atomic64_t *mark_of(u64 pid)
{
	return &load_marks[pid % LOAD_MARKS];
}

static u64 make_mark(enum load_state state)
{
	u64 pid = current->pid;

	return pid << MARK_PID_SHIFT | (u64)state << MARK_STATE_SHIFT |
	       (ring_events() & MARK_SEQ_MASK);
}

static u64 mark_pid(u64 mark)
{
	return mark >> MARK_PID_SHIFT;
}

static enum load_state mark_state(u64 mark)
{
	return mark >> MARK_STATE_SHIFT & 3;
}

/* The number of the event that was the newest at a mark. */
static unsigned long mark_seq(u64 mark)
{
	u64 now = ring_events();

	/* Signed, as what is read here may be older than the mark. */
	return now - sign_extend64(now - mark, MARK_STATE_SHIFT - 1);
}

/*
 * Two probes at one place, in any order: a return probe that has run out of instances
 * skips its entry as well.  Where it was first, it has marked this very load: the mark of
 * an earlier one of this thread would say that it has ended.
 */
static int on_load_module(struct kprobe *probe, struct pt_regs *regs)
{
	u64 mark = atomic64_read(mark_of(current->pid));

	if (mark_pid(mark) != current->pid || mark_state(mark) != LOAD_RUNS)
		atomic64_set(mark_of(current->pid), make_mark(LOAD_UNKNOWN));
	return 0;
}
NOKPROBE_SYMBOL(on_load_module);

static struct kprobe load_module_probe = {
	.symbol_name = "load_module",
	.pre_handler = on_load_module,
	.post_handler = PROBE_AFTER_HIT,
};

static int on_load_entry(struct kretprobe_instance *instance, struct pt_regs *regs)
{
	atomic64_set(mark_of(current->pid), make_mark(LOAD_RUNS));
	return 0;
}
NOKPROBE_SYMBOL(on_load_entry);

/*
 * What this thread raised has had its name, or gets none.  An entry that another thread has
 * taken is left alone.  After COMING everybody was woken, so that this is for loads that
 * failed before: the mark, then kick()'s barrier; the worker looks for requests, then here.
 */
static int on_load_return(struct kretprobe_instance *instance, struct pt_regs *regs)
{
	u64 mark = atomic64_read(mark_of(current->pid));
	u64 ended = make_mark(LOAD_ENDED);

	if (mark_pid(mark) != current->pid ||
	    atomic64_cmpxchg(mark_of(current->pid), mark, ended) != mark)
		return 0;
	if ((mark ^ ended) & MARK_SEQ_MASK)
		kick_now();
	return 0;
}
NOKPROBE_SYMBOL(on_load_return);

static struct kretprobe load_return_probe = {
	.kp.symbol_name = "load_module",
	.entry_handler = on_load_entry,
	.handler = on_load_return,
	.maxactive = LOAD_RETURNS,
};

/*
 * Where the ring stood when this thread began to load, or had last ended, where that was
 * not seen.  Nothing was recorded before loads were marked: where no thread of this entry
 * has begun one since, ours began before that, and all it has raised is its own.  False
 * when that is not known.
 */
static bool find_load_start(unsigned long *seq)
{
	u64 mark = atomic64_read(mark_of(current->pid));

	*seq = 0;
	if (!mark)
		return loading.marks_armed;
	if (mark_pid(mark) != current->pid)
		return false;
	*seq = mark_seq(mark);
	return true;
}

/*
 * What has become of the load that an event was raised in.  Of a thread that died in it, or
 * of one before it with the same pid, the mark stays: then the bound is what ends the wait.
 */
static enum load_state state_of_load(const struct taint_event *event)
{
	u64 mark = atomic64_read(mark_of(event->pid));
	bool before;

	if (mark_pid(mark) != event->pid)
		return LOAD_UNKNOWN;
	before = (long)(event->seq - mark_seq(mark)) <= 0;
	/* Either it has ended there, or the thread's next one has begun. */
	if (before)
		return LOAD_ENDED;
	return mark_state(mark) == LOAD_RUNS ? LOAD_RUNS : LOAD_UNKNOWN;
}

/**
 * loading_wait_ns() - how long to hold an event back for the name of a module
 * @record: the event
 *
 * Until the load has ended, where that will be told; where it will not, a guess.  What is
 * returned is never longer than that guess: to look again does no harm, and finds what
 * nobody has told.
 *
 * Context: any.
 *
 * Return: nanoseconds from now; 0 when it may be told of.  Read the record again then.
 */
u64 loading_wait_ns(const struct taint_record *record)
{
	u64 age = ktime_get_boot_fast_ns() - record->event.boottime;
	enum load_state state = LOAD_UNKNOWN;
	u64 most = TAINT_NAME_WAIT_NS;

	if (record->blame.awaits == AWAITS_NONE)
		return 0;
	if (record->blame.awaits == AWAITS_LOADED)
		state = state_of_load(&record->event);
	if (state == LOAD_ENDED)
		return 0;
	if (state == LOAD_RUNS)
		most = TAINT_LOAD_WAIT_NS;
	return age < most ? min(most - age, (u64)TAINT_NAME_WAIT_NS) : 0;
}

/* --- what the trace point tells --- */

#ifdef HAVE_TAINT_TRACEPOINT
/*
 * For whom threads raise flags, by the trace point: so the name is there before any notifier,
 * and where none follows.  An entry for each load, the newest in place of the oldest.
 */
static struct raised {
	atomic_t state;		/* odd: somebody writes the rest */
	struct raiser {
		u64 start_time;		/* the thread, with pid */
		unsigned long since;	/* the newest event before the first of these */
		unsigned long flags;	/* raised for this module */
		pid_t pid;
		char module[MODULE_NAME_LEN];
	} by;
} raised[LOADS];

static atomic_t nr_raised;

/*
 * A thread's newest entry that has begun before an event, if any.  Somebody may be about to
 * take it for another load: to be looked at again, under its state.
 */
static struct raised *find_raised(pid_t pid, u64 start_time, unsigned long seq)
{
	struct raised *entry, *newest = NULL;
	unsigned long since, newest_since = 0;

	for (entry = raised; entry < raised + LOADS; entry++) {
		since = READ_ONCE(entry->by.since);
		if (READ_ONCE(entry->by.pid) != pid ||
		    READ_ONCE(entry->by.start_time) != start_time || (long)(seq - since) <= 0)
			continue;
		if (!newest || (long)(since - newest_since) > 0) {
			newest = entry;
			newest_since = since;
		}
	}
	return newest;
}

static bool is_raiser(const struct raiser *by, pid_t pid, u64 start_time, const char *module)
{
	return by->pid == pid && by->start_time == start_time && !strcmp(by->module, module);
}

/**
 * loading_raises() - the kernel is about to raise a flag for a module, in this thread
 * @module: the module
 * @bit: the flag, not to be trusted
 *
 * Context: any, before the event is in the ring.
 */
void loading_raises(const struct module *module, unsigned int bit)
{
	unsigned long since = ring_events();
	u64 start_time = current->start_time;
	pid_t pid = current->pid;
	char name[MODULE_NAME_LEN];
	struct raised *entry;
	unsigned int i;
	bool begins;
	int state;

	if (!in_task() || bit >= BITS_PER_LONG ||
	    copy_from_kernel_nofault(name, module->name, sizeof(name)))
		return;
	name[sizeof(name) - 1] = '\0';
	entry = find_raised(pid, start_time, since + 1);
	/* If others write there meanwhile, it is none of ours: looked at again below. */
	begins = !entry || !data_race(is_raiser(&entry->by, pid, start_time, name));
	/*
	 * Without an entry of its own the flag would be taken for one of the thread's earlier
	 * module: where somebody is held up as he writes one, take the next.
	 */
	for (i = 0; i < LOADS; i++) {
		if (begins)
			entry = &raised[(unsigned int)atomic_inc_return(&nr_raised) % LOADS];
		/* Fully ordered, pairs with loading_told(): odd before the rest changes. */
		state = atomic_read(&entry->state);
		if (!(state & 1) && atomic_cmpxchg(&entry->state, state, state + 1) == state)
			break;
		begins = true;
	}
	if (i == LOADS)
		return;
	if (begins || !is_raiser(&entry->by, pid, start_time, name)) {
		WRITE_ONCE(entry->by.pid, pid);
		WRITE_ONCE(entry->by.start_time, start_time);
		WRITE_ONCE(entry->by.since, since);
		entry->by.flags = 0;
		strscpy(entry->by.module, name, sizeof(entry->by.module));
	}
	entry->by.flags |= BIT(bit);
	atomic_set_release(&entry->state, state + 2);
}

/**
 * loading_told() - for which module an event was raised, as the trace point has told
 * @event: the event
 * @module: its name, as it is shown; MODULE_NAME_LEN bytes
 *
 * Context: any, at a panic, too.
 *
 * Return: false where that is not known, or not any more.
 */
bool loading_told(const struct taint_event *event, char *module)
{
	struct raised *entry = find_raised(event->pid, event->start_time, event->seq);
	struct raiser by;
	int state;

	if (!entry)
		return false;
	state = atomic_read_acquire(&entry->state);
	/* A mixture is thrown away. */
	data_race(memcpy(&by, &entry->by, sizeof(by)));
	/* Pairs with loading_raises(): what was copied is of that state. */
	smp_rmb();
	if ((state & 1) || atomic_read(&entry->state) != state || by.pid != event->pid ||
	    by.start_time != event->start_time || (long)(event->seq - by.since) <= 0 ||
	    !(by.flags & BIT(event->bit)))
		return false;
	strscpy(module, by.module, MODULE_NAME_LEN);
	modules_clean_name(module);
	return true;
}
#else
bool loading_told(const struct taint_event *event, char *module)
{
	return false;
}
#endif

/* --- between COMING and LIVE or GOING --- */

/* Under loads_mutex. */
static struct load *find_load(pid_t pid, u64 start_time)
{
	struct load *load;

	for (load = loads; load < loads + LOADS; load++)
		if (load->module && load->pid == pid && load->start_time == start_time)
			return load;
	return NULL;
}

/* A full table is no error: LIVE and GOING pin as well. */
static void remember_load(const struct module *module)
{
	struct load *load, *entry;

	mutex_lock(&loads_mutex);
	entry = find_load(current->pid, current->start_time);
	for (load = loads; load < loads + LOADS && !entry; load++)
		if (!load->module)
			entry = load;
	if (entry) {
		entry->module = module;
		entry->pid = current->pid;
		entry->start_time = current->start_time;
		entry->since = ring_events();
	}
	mutex_unlock(&loads_mutex);
}

static bool remembers_load(const struct module *module)
{
	const struct load *load;
	bool found;

	mutex_lock(&loads_mutex);
	load = find_load(current->pid, current->start_time);
	found = load && load->module == module;
	mutex_unlock(&loads_mutex);
	return found;
}

static void forget_load(void)
{
	struct load *load;

	mutex_lock(&loads_mutex);
	load = find_load(current->pid, current->start_time);
	if (load)
		load->module = NULL;
	mutex_unlock(&loads_mutex);
}

/* What the loader may raise for a module: what it carries, and that an option is dangerous. */
static unsigned long loaded_flags(const struct module *module)
{
	return modules_taints(module) | BIT(TAINT_USER);
}

/* What the kernel does wrong as it loads a module is not raised for what the module is. */
static bool is_fault(unsigned int bit)
{
	const struct flag_row *row = flag_row(&kernel_flags, bit);

	return row && (row->category == FLAG_FAULT || row->category == FLAG_HARDWARE);
}

/**
 * loading_name() - name the module that a thread is loading, for what it has raised
 * @event: the event
 * @blame: who did it: if that awaits a module that loads, and the module is known by now,
 *	or the flag is none that a module is blamed for, it awaits it no more
 *
 * Where no trace point has told it, the module is there as long as its load is remembered.
 *
 * Context: process; under the reader's lock.
 */
void loading_name(const struct taint_event *event, struct taint_blame *blame)
{
	const struct load *load;

	if (blame->awaits != AWAITS_LOADED || event->context != CONTEXT_TASK)
		return;
	if (is_fault(event->bit)) {
		blame->awaits = AWAITS_NONE;
		return;
	}
	if (loading_told(event, blame->module)) {
		blame->awaits = AWAITS_NONE;
		return;
	}
	mutex_lock(&loads_mutex);
	load = find_load(event->pid, event->start_time);
	if (load && (long)(event->seq - load->since) > 0) {
		if (loaded_flags(load->module) & BIT(event->bit))
			modules_copy_name(load->module, blame->module);
		blame->awaits = AWAITS_NONE;
	}
	mutex_unlock(&loads_mutex);
}

/* --- the module notifier --- */

/* For what this thread has raised since it began to load. */
static void read_for_load(const char *name, unsigned long mask)
{
	unsigned long since;

	if (find_load_start(&since))
		loading.read(AWAITS_LOADED, name, mask, since);
	else
		loading.read(AWAITS_NONE, name, 0, 0);
}

/* Whether the load that this thread is in has a mark, and so what it has raised. */
static bool load_runs(void)
{
	u64 mark = atomic64_read(mark_of(current->pid));

	return mark_pid(mark) == current->pid && mark_state(mark) == LOAD_RUNS;
}

/*
 * A module comes or goes in the current thread: have what leads to its memory read, and
 * its name given to what the thread raised on the way here.  Before its init code goes
 * (LIVE) and before the whole of it goes (GOING) its addresses have to be words.  Its own
 * hook calls cannot be under way on another CPU: its code runs no more.
 *
 * Each COMING is followed by LIVE or GOING in its thread, unless that dies in between: then
 * the module stays for ever, and so does its entry.  What was read meanwhile has its name
 * from there; only without an entry there is something to pin in the end.
 */
static int on_module(struct notifier_block *block, unsigned long state, void *data)
{
	const struct module *module = data;
	char name[MODULE_NAME_LEN];

	modules_copy_name(module, name);
	if (state == MODULE_STATE_COMING) {
		read_for_load(name, modules_taints(module));
		remember_load(module);
	} else if (remembers_load(module)) {
		loading.read(AWAITS_NONE, name, 0, 0);
		forget_load();
	} else if (state == MODULE_STATE_GOING) {
		loading.read(AWAITS_REMOVED, name, BIT(TAINT_FORCED_RMMOD), 0);
		if (load_runs())
			read_for_load(name, loaded_flags(module));
	} else {
		read_for_load(name, loaded_flags(module));
	}
	kick_compare();
	return NOTIFY_DONE;
}

static struct notifier_block module_notifier = { .notifier_call = on_module };

static void arm_marks(void)
{
	int err = ARCH_PROBES_TRAP ? -EOPNOTSUPP : register_kretprobe(&load_return_probe);

	loading.returns_armed = !err;
	if (err && IS_ENABLED(CONFIG_KRETPROBES) && !ARCH_PROBES_TRAP)
		pr_notice("the return of load_module() cannot be probed (error %d): the name of a module that loads is waited for 200 ms at most\n",
			  err);
	err = probe_arm_at_entry(&load_module_probe);
	loading.marks_armed = !err;
	if (err && IS_ENABLED(CONFIG_KPROBES))
		pr_notice("load_module() cannot be probed (error %d): a flag that a module raises while it is loaded will not have the module's name\n",
			  err);
}

/* Threads that load a module meanwhile return as if nobody had waited for that. */
static void disarm_marks(void)
{
	if (loading.marks_armed)
		unregister_kprobe(&load_module_probe);
	if (loading.returns_armed)
		unregister_kretprobe(&load_return_probe);
	loading.marks_armed = false;
	loading.returns_armed = false;
}

/**
 * loading_start() - whom to have the ring read by
 * @read: worker_read()
 *
 * Context: process, before loading_arm().
 */
void loading_start(void (*read)(enum taint_awaits awaits, const char *module,
				unsigned long mask, unsigned long since))
{
	loading.read = read;
}

/**
 * loading_arm() - arm the module notifier, and the marks of each load
 *
 * Context: process.
 *
 * Return: 0 or an errno, of the notifier: without marks there is a line in the log.
 */
int loading_arm(void)
{
	int err;

	arm_marks();
	err = register_module_notifier(&module_notifier);
	if (err)
		disarm_marks();
	return err;
}

/**
 * loading_disarm() - disarm them
 *
 * Context: process.
 */
void loading_disarm(void)
{
	unregister_module_notifier(&module_notifier);
	disarm_marks();
}
