// SPDX-License-Identifier: GPL-2.0-only
/*
 * What hooks write down of a call: who, where, the place that a report has named just
 * before, or that the watchdog's interrupt came at, and the stack.
 *
 * Context: any, in an NMI, in an oops, with any lock held, in a task whose memory is
 * broken.  It takes no lock, allocates nothing, prints nothing, and what a pointer in a
 * task leads to is read with copy_from_kernel_nofault().  Current's own words are read as
 * they are: without them no exception could be entered.
 */
#include <linux/atomic.h>
#include <linux/audit.h>
#include <linux/bitops.h>
#ifdef CONFIG_CGROUPS
#include <linux/cgroup-defs.h>
#endif
#include <linux/cred.h>
#include <linux/kdebug.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/ktime.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>
#include <linux/uidgid.h>
#include <asm/irq_regs.h>

#include "arch.h"
#include "compat.h"
#include "kick.h"
#include "level.h"
#include "note.h"
#include "probe.h"
#include "ring.h"

/* One stack for each flag, place and task in so many ticks, */
#define STACK_INTERVAL	100
/* of which so many are remembered; and so many stacks in that time in all. */
#define STACK_MARKS	64
#define STACKS_MOST	RING_STACKS

/* At most so many entries of a stack are the probe's own. */
#define OWN_FRAMES	12

struct levels __percpu *levels;
static atomic_long_t missed;	/* calls of add_taint() that came in a hook of ours */

/**
 * note_hint() - a WARN has named its place, and will raise its flag in a moment
 * @place: the place
 * @count: the preempt count
 *
 * Context: any.
 */
void note_hint(unsigned long place, unsigned int count)
{
	struct level *level;

	preempt_disable_notrace();
	level = level_of(context_of(count));
	if (enter(level)) {
		set_hint(level, HINT_WARN, place, WARN_IS_CALL ? TAINT_HINT_RETURN : 0);
		leave(level);
	}
	preempt_enable_notrace();
}

/* --- stacks --- */

/* Which calls had their stack; racy: one is missed, or one more than the bound is taken. */
static struct {
	unsigned long key;
	unsigned long tick;
} stack_marks[STACK_MARKS];

static unsigned long stacks_since;	/* tick */
static atomic_t stacks_had;

static bool stack_allowed(unsigned long tick)
{
	if (tick - READ_ONCE(stacks_since) >= STACK_INTERVAL) {
		WRITE_ONCE(stacks_since, tick);
		atomic_set(&stacks_had, 0);
	}
	return atomic_read(&stacks_had) < STACKS_MOST &&
	       atomic_inc_return(&stacks_had) <= STACKS_MOST;
}

/* What of a call is written down: its stack, and whose child it was; not the stack; neither. */
enum call_kind { CALL_WHOLE, CALL_BARE, CALL_AGAIN };

/* A soft lockup is of what the watchdog's interrupt came at. */
static bool is_soft_lockup(unsigned int bit, enum taint_context context)
{
	return bit == TAINT_SOFTLOCKUP && context == CONTEXT_HARDIRQ;
}

/* The stack of a flag's first call always is taken. */
static noinline enum call_kind kind_of(struct level *level, enum taint_context context,
				       unsigned int bit, unsigned long place, unsigned long tick)
{
	/* Should two share a key, one goes without a stack. */
	unsigned long task = ((unsigned long)current >> 6) + (unsigned long)current->start_time;
	unsigned long key = place * 64 + bit + task * 0x9e3779b1UL;
	unsigned int i = (key >> 20) % STACK_MARKS;
	unsigned long since;

	/*
	 * What reports bad memory, or a soft lockup, does so for all: nobody would know of whom.
	 * It prints so much that it brings no storm.
	 */
	bool anew = bit == TAINT_BAD_PAGE || is_soft_lockup(bit, context);

	level->bit = bit;
	level->place = anew ? 0 : place;
	level->tick = tick;
	/* A first call that a second one interrupts is no exception: either may claim the flag. */
	if (!ring_expects_first(bit)) {
		since = READ_ONCE(stack_marks[i].tick);
		if (!anew && READ_ONCE(stack_marks[i].key) == key &&
		    tick - since < STACK_INTERVAL) {
			level->tick = since;
			return CALL_AGAIN;
		}
		if (!stack_allowed(tick))
			return CALL_BARE;
	}
	WRITE_ONCE(stack_marks[i].key, key);
	WRITE_ONCE(stack_marks[i].tick, tick);
	return CALL_WHOLE;
}

/* The storm's path: the same place again, in the same task. */
static inline bool is_storm(const struct level *level, unsigned int bit, unsigned long place,
			    unsigned long tick)
{
	return likely(level->place == place && level->bit == bit &&
		      tick - level->tick < STACK_INTERVAL);
}

/* --- what is written down --- */

/* (u32)-1, which is nobody's, where it cannot be read. */
static noinline u32 read_uid(const struct cred *cred)
{
	u32 uid;

	BUILD_BUG_ON(sizeof(uid) != sizeof(cred->uid));
	return copy_from_kernel_nofault(&uid, &cred->uid, sizeof(uid)) ? -1 : uid;
}

static inline u32 uid_of_current(void)
{
	const struct cred *cred = rcu_access_pointer(current->real_cred);
#ifdef ARCH_READS_STRAIGHT
	u32 uid;

	if (arch_read_straight(uid, &cred->uid))
		return uid;
#endif
	return read_uid(cred);
}

/* The number of current's group in the default hierarchy; 0 where it cannot be read. */
static u64 read_cgroup(void)
{
	u64 id = 0;
#ifdef CONFIG_CGROUPS
	const struct css_set *set = rcu_access_pointer(current->cgroups);
	const struct cgroup *group;
	const struct kernfs_node *node;

	if (copy_from_kernel_nofault(&group, &set->dfl_cgrp, sizeof(group)) ||
	    copy_from_kernel_nofault(&node, &group->kn, sizeof(node)) ||
	    copy_from_kernel_nofault(&id, &node->id, sizeof(id)))
		return 0;
#endif
	return id;
}

/*
 * Whose child current is, and in which group.  A parent that ends, and a group that current
 * has left, stay in memory for a grace period of RCU; hooks run with preemption off.
 */
static noinline void describe_origin(struct taint_event *event)
{
	const struct task_struct *parent = rcu_access_pointer(current->real_parent);
	const struct task_struct *leader;	/* that is the thread that has forked */

	event->stack_slot = 0;
	event->cgroup = read_cgroup();
	if (copy_from_kernel_nofault(&leader, &parent->group_leader, sizeof(leader)) ||
	    copy_from_kernel_nofault(&event->ppid, &leader->pid, sizeof(event->ppid)) ||
	    copy_from_kernel_nofault(event->parent, leader->comm, sizeof(event->parent))) {
		event->ppid = -1;
		event->parent[0] = '\0';
	}
	event->parent[sizeof(event->parent) - 1] = '\0';
}

/*
 * Everything but the place, the stack, was_set, realtime, and what describe_origin() adds.
 * The event may be a slot of the ring, which the reader may be copying: each word is written once.
 */
static inline void describe(struct taint_event *event, unsigned int bit,
			    enum taint_context context, u64 now)
{
	WRITE_ONCE(event->bit, bit);
	WRITE_ONCE(event->seen, true);
	WRITE_ONCE(event->boottime, now);
	WRITE_ONCE(event->cpu, raw_smp_processor_id());
	WRITE_ONCE(event->context, context);
	WRITE_ONCE(event->start_time, current->start_time);
	WRITE_ONCE(event->pid, current->pid);
	WRITE_ONCE(event->uid, uid_of_current());
	WRITE_ONCE(event->loginuid, __kuid_val(audit_get_loginuid(current)));
	/* Racy against prctl(): a mixture of two names, each with its NUL at the end. */
	data_race(memcpy(event->comm, current->comm, sizeof(event->comm)));
}

static inline void describe_place(struct taint_event *event, unsigned long ip, unsigned long hint,
				  u8 word)
{
	WRITE_ONCE(event->ip, ip);
	WRITE_ONCE(event->hint, hint);
	WRITE_ONCE(event->hint_word, word);
}

/* --- a call of add_taint(), by the probe or the trace point there --- */

#if defined(HAVE_ARGUMENTS) || defined(HAVE_TAINT_TRACEPOINT)
/*
 * How many entries on top are the hook's own; -1 when that is not known.  The first of
 * what is kept is where add_taint() returns to; where a tracer or the unwinder hides that,
 * add_taint() itself, by where the probe is.  Of the trace point all is kept then.
 */
static int own_frames(const unsigned long *stack, unsigned int n, unsigned long ip)
{
	unsigned long probed = probe_text();
	unsigned int i;

	for (i = 0; i < n && i <= OWN_FRAMES; i++)
		if (stack[i] == ip)
			return i;
	for (i = 0; i < n && i <= OWN_FRAMES; i++)
		if (stack[i] - probed <= 16)
			return i;
	return -1;
}

/*
 * Drop the report's own functions, between the caller of add_taint() and the place, to have
 * room for the callers.  Returns how many entries are left.
 */
static unsigned int cut_report(unsigned long *stack, unsigned int n,
			       const struct taint_event *event)
{
	unsigned int i;

	if (!(event->hint_word & TAINT_HINT_CERTAIN))
		return n;
	for (i = 1; i < n && stack[i] != event->hint; i++)
		;
	if (i >= n || i == 1)
		return n;
	memmove(stack + 1, stack + i, (n - i) * sizeof(stack[0]));
	return n - i + 1;
}

/* The context that an interrupt came at. */
static enum taint_context interrupted_context(void)
{
	return context_of(arch_count_without_trap(probe_count(), false) & ~HARDIRQ_MASK);
}

/* And the place, or 0 where that is not in the kernel. */
static unsigned long interrupted_place(void)
{
	const struct pt_regs *from = get_irq_regs();
	struct pt_regs regs;

	if (!from || copy_from_kernel_nofault(&regs, from, sizeof(regs)) || user_mode(&regs))
		return 0;
	return instruction_pointer(&regs);
}

/* A function of its own: the storm's path needs no such frame. */
static noinline void note_new_call(unsigned int bit, unsigned long ip, struct pt_regs *regs,
				   enum call_kind kind, enum taint_context context,
				   unsigned long hint, u8 word, u64 now)
{
	unsigned long frames[OWN_FRAMES + TAINT_STACK_DEPTH], *stack = frames;
	struct taint_event event;
	unsigned int n = 0;
	int own = -1;

	if (is_soft_lockup(bit, context)) {
		context = interrupted_context();
		hint = interrupted_place();
		word = hint ? TAINT_HINT_CERTAIN : 0;
	}
	describe(&event, bit, context, now);
	describe_origin(&event);
	describe_place(&event, ip, hint, word);
	event.was_set = test_taint(bit);
	event.realtime = ktime_get_real_fast_ns();
	if (kind == CALL_WHOLE)
		n = arch_save_stack(frames, ARRAY_SIZE(frames), regs, ip, probe_text());
	/* Where a probe is a trap, the resolver wants to see that. */
	if (!ARCH_PROBES_TRAP || !regs)
		own = own_frames(frames, n, ip);
	if (own >= 0) {
		stack += own;
		n = cut_report(stack, n - own, &event);
	}
	event.nr_stack = min_t(unsigned int, n, TAINT_STACK_DEPTH);
	if (ring_write(&event, kind == CALL_WHOLE ? stack : NULL))
		kick_now();
	else
		kick_later(now);
}

/* @regs: of the probe; the trace point has none, and adds nothing to the preempt count. */
static inline void note_call(unsigned int bit, unsigned long ip, struct pt_regs *regs)
{
	unsigned int count = probe_count();
	enum taint_context context = context_of(count);
	struct level *level = level_of(context);
	enum call_kind kind = CALL_AGAIN;
	struct taint_event *event;
	unsigned long hint = 0;
	u64 now;
	u8 word = 0;

	if (unlikely(!enter(level))) {
		atomic_long_inc(&missed);
		return;
	}
	now = ktime_get_boot_fast_ns();
	if (unlikely(level->hinted))
		hint = take_hint(level, bit, &word);
	/* There a report comes out of a trap, in whose context it has left its hint. */
	if (ARCH_REPORTS_TRAP) {
		if (!hint)
			hint = take_hint(level_of(CONTEXT_NMI), bit, &word);
		context = context_of(arch_count_without_trap(count, hint));
	}
	if (!is_storm(level, bit, hint ?: ip, TAINT_TICK(now)))
		kind = kind_of(level, context, bit, hint ?: ip, TAINT_TICK(now));
	if (unlikely(kind != CALL_AGAIN)) {
		note_new_call(bit, ip, regs, kind, context, hint, word, now);
	} else {
		event = ring_claim(bit);
		if (event) {
			describe(event, bit, context, now);
			/* The worker has them of the task's last call with a stack. */
			describe_place(event, ip, hint, word | TAINT_SAME_PROCESS);
			/* Seen before, so it is set, or will be in a moment. */
			WRITE_ONCE(event->was_set, true);
			ring_publish(event);
		}
		kick_later(now);
	}
	leave(level);
}

/* @bit: not to be trusted */
static inline void note_any_call(unsigned int bit, unsigned long ip, struct pt_regs *regs)
{
	if (bit < BITS_PER_LONG) {
		note_call(bit, ip, regs);
	} else {
		ring_write_unusable();
		kick_later(ktime_get_boot_fast_ns());
	}
}
#endif

#ifdef HAVE_ARGUMENTS
static void on_add_taint_call(struct pt_regs *regs)
{
	note_any_call(regs_argument(regs, 1), regs_return(regs), regs);
}
#else
/* No registers known on this architecture: have the masks compared. */
static void on_add_taint_call(struct pt_regs *regs)
{
	kick_occasion();
}
#endif

/**
 * note_add_taint() - a call of add_taint(): for probe_arm()
 * @probe: the probe
 * @regs: the registers where add_taint() begins
 *
 * Context: the handler of a probe.
 *
 * Return: 0.
 */
int note_add_taint(struct kprobe *probe, struct pt_regs *regs)
{
	if (!probe_is_trial())
		on_add_taint_call(regs);
	return 0;
}
NOKPROBE_SYMBOL(note_add_taint);

#ifdef HAVE_TAINT_TRACEPOINT
/**
 * note_traced() - a call of add_taint(), as its trace point tells
 * @bit: the flag, not to be trusted
 * @caller: where add_taint() returns to
 *
 * Context: any, before the bit is set.  Since 7.0 who is told by a trace point may be
 * preempted.
 */
void note_traced(unsigned int bit, unsigned long caller)
{
	preempt_disable_notrace();
	note_any_call(bit, caller, NULL);
	preempt_enable_notrace();
}
NOKPROBE_SYMBOL(note_traced);
#endif

/**
 * note_missed() - calls of add_taint() that came while one was written down there
 *
 * With those that the kprobe has missed: of these the trace point tells.
 *
 * Context: any.
 */
unsigned long note_missed(void)
{
	return atomic_long_read(&missed) + probe_missed();
}

/* --- what other hooks write down --- */

/**
 * note_sysctl() - a write to the sysctl has raised a flag that the probe did not see
 * @bit: the flag
 * @function: the function that has raised it
 *
 * Context: process, with preemption off.
 */
void note_sysctl(unsigned int bit, unsigned long function)
{
	struct level *level = level_of(CONTEXT_TASK);
	u64 now = ktime_get_boot_fast_ns();
	struct taint_event event;

	if (!enter(level))
		return;
	describe(&event, bit, CONTEXT_TASK, now);
	describe_origin(&event);
	describe_place(&event, 0, function, TAINT_HINT_CERTAIN);
	event.was_set = false;
	event.realtime = 0;
	event.nr_stack = 0;
	ring_write(&event, NULL);
	kick_later(now);
	leave(level);
}

/**
 * note_oops() - an oops, before it raises its flag
 * @args: what the die notifier was given
 *
 * In a crash dump this is all there will be: the flag is raised after the dump.
 *
 * Context: any.
 *
 * Return: false when it is one of our own making, and nothing was noted.
 */
bool note_oops(const struct die_args *args)
{
	unsigned long stack[TAINT_STACK_DEPTH], ip, place;
	struct pt_regs *regs = args->regs;
	unsigned int count;
	struct taint_event event;
	struct level *level;
	u8 word = 0;
	bool noted;

	preempt_disable_notrace();
	count = preempt_count();
	level = level_of(context_of(count));
	noted = enter(level);
	if (noted) {
		ip = regs ? instruction_pointer(regs) : 0;
		place = ip;
		if (regs && arch_lost_jump(args, &place))
			word = TAINT_HINT_RETURN;
		if (regs)
			set_hint(level, HINT_OOPS, place, word);
		count = arch_count_without_trap(count, count & NMI_MASK);
		describe(&event, TAINT_DIE, context_of(count), ktime_get_boot_fast_ns());
		describe_origin(&event);
		describe_place(&event, ip, word ? place : 0, word);
		event.was_set = test_taint(TAINT_DIE);
		event.realtime = ktime_get_real_fast_ns();
		event.nr_stack = arch_save_stack(stack, ARRAY_SIZE(stack), regs, ip,
						 probe_text());
		ring_write_oops(&event, stack);
		leave(level);
	}
	preempt_enable_notrace();
	return noted;
}

/* --- start and stop --- */

/**
 * note_start() - make what hooks need of each CPU, before any is armed
 *
 * Context: process.
 *
 * Return: 0, or -ENOMEM.
 */
int note_start(void)
{
	levels = alloc_percpu(struct levels);
	return levels ? 0 : -ENOMEM;
}

/**
 * note_stop() - free it, when no hook is armed any more
 *
 * Context: process.
 */
void note_stop(void)
{
	free_percpu(levels);
}
