// SPDX-License-Identifier: GPL-2.0-only
/*
 * What hooks write down, and the worker takes.
 *
 *	hook --> count, raw first call (claimed once), ring slot
 *	worker --> ring_take(), ring_first()
 *
 * Writers run in any context, NMI included, take no lock and wait for nobody.  There is one
 * reader at a time.  Everything is allocated with the module: a million events take the
 * room of one.
 *
 * Barrier pairs, here and around:
 *
 *	slot_publish(), release of a slot's state	ring_take(), acquire: the call is whole;
 *							its cmpxchg: it still was when copied
 *	stack_put(), cmpxchg of a path's state		stack_is_still(), smp_rmb() behind the copy:
 *							the path still was whole
 *	ring_write(), release of raw_state		ring_first(), acquire: the call is whole
 *	kick(), smp_mb() behind ring_write() and	read_events(), smp_rmb() behind the
 *	before add_taint() sets the bit			mask: a bit that is set has its claim
 *	the same, before the request is looked at	work_fn(), xchg of the request: a hook that
 *							saw it pending has its event read
 *	fill_first(), release of first_ready		journal_record_at_panic(), acquire: the
 *							record is whole
 *	on_sysctl(), release of the writers' number	hooks_writing(), acquire: what a write has
 *							raised is in the ring
 *	on_sysctl_entry(), mb behind the number		read_events(), smp_rmb() between mask and
 *							number: a bit set by a write has its writer
 *	set_origin(), smp_wmb() before known		journal_origin(), acquire: which one it is
 *	worker_tell(), release of teller.open		worker_run(), acquire: the files are there
 *	loading_raises(), cmpxchg of an entry's state,	loading_told(), acquire, smp_rmb() behind
 *	and its release					the copy: the entry was and still is whole
 */
#include <linux/bitops.h>
#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "compat.h"
#include "ring.h"

struct taint_journal taint_info_journal;

#ifdef CONFIG_64BIT
/* As written down in docs/crash-dump.md. */
static_assert(offsetof(struct taint_journal, others) == 36);
static_assert(offsetof(struct taint_journal, oops) == 72);
static_assert(offsetof(struct taint_journal, ring) == 456);
static_assert(offsetof(struct taint_journal, stacks) == 16840);
static_assert(offsetof(struct taint_journal, groups) == 24328);
static_assert(offsetof(struct taint_journal, recent) == 28552);
static_assert(offsetof(struct taint_journal, flags) == 61320);
#endif

/*
 * The other side may be at work on the same words; whoever reads checks the state of
 * the slot afterwards and throws a mixed copy away.
 */
static void copy_words(unsigned long *to, const unsigned long *from, size_t words)
{
	for (; words >= 4; words -= 4, to += 4, from += 4) {
		WRITE_ONCE(to[0], READ_ONCE(from[0]));
		WRITE_ONCE(to[1], READ_ONCE(from[1]));
		WRITE_ONCE(to[2], READ_ONCE(from[2]));
		WRITE_ONCE(to[3], READ_ONCE(from[3]));
	}
	for (; words; words--)
		WRITE_ONCE(*to++, READ_ONCE(*from++));
}

static void copy_event(struct taint_event *to, const struct taint_event *from)
{
	BUILD_BUG_ON(sizeof(*to) % sizeof(long) || offsetof(typeof(*to), parent) % sizeof(long));
	copy_words((unsigned long *)to, (const unsigned long *)from, sizeof(*to) / sizeof(long));
}

/* Without the unused end of the stack. */
static void copy_call(struct taint_call *to, const struct taint_event *event,
		      const unsigned long *stack)
{
	copy_event(&to->event, event);
	copy_words(to->stack, stack, event->nr_stack);
}

/*
 * Make a slot ours.  False when it is in another writer's hands or holds something
 * newer: then our event is lost.  @unread says that the one before is, which nobody
 * had read.
 */
static inline bool slot_claim(atomic_long_t *state, unsigned long seq, bool *unread)
{
	unsigned long mine = seq << SLOT_SHIFT;
	unsigned long old, seen;

	old = atomic_long_read(state);
	for (;;) {
		if ((old & SLOT_MASK) == SLOT_BUSY)
			return false;
		if (old && (long)((old & ~SLOT_MASK) - mine) > 0)
			return false;
		seen = atomic_long_cmpxchg(state, old, mine | SLOT_BUSY);
		if (seen == old)
			break;
		old = seen;
	}
	*unread = (old & SLOT_MASK) == SLOT_UNREAD;
	return true;
}

/* BUSY keeps everybody else out, so a plain store ends it. */
static void slot_publish(atomic_long_t *state, unsigned long seq)
{
	atomic_long_set_release(state, seq << SLOT_SHIFT | SLOT_UNREAD);
}

/**
 * ring_find_other() - the record of a flag that this kernel does not define
 * @bit: the flag
 *
 * Context: any, NMI included.
 *
 * Return: the record; NULL where nobody has claimed one.
 */
struct flag_journal *ring_find_other(unsigned int bit)
{
	unsigned int i;

	for (i = 0; i < OTHER_FLAGS; i++)
		if (atomic_read(&taint_info_journal.others[i]) == bit + 1)
			return &taint_info_journal.flags[TAINT_FLAGS_COUNT + i];
	return NULL;
}

/**
 * ring_recorded() - the flags that have a record, as a mask
 *
 * Context: any.
 */
unsigned long ring_recorded(void)
{
	unsigned long mask = GENMASK(TAINT_FLAGS_COUNT - 1, 0);
	unsigned int i;
	int owner;

	for (i = 0; i < OTHER_FLAGS; i++) {
		owner = atomic_read(&taint_info_journal.others[i]);
		if (!owner)
			break;
		mask |= BIT(owner - 1);
	}
	return mask;
}

/* The record of such a flag, claimed where there was none; NULL where all are others'. */
static struct flag_journal *claim_other(unsigned int bit)
{
	unsigned int i;
	int owner;

	for (i = 0; i < OTHER_FLAGS; i++) {
		owner = atomic_read(&taint_info_journal.others[i]);
		if (!owner)
			owner = atomic_cmpxchg(&taint_info_journal.others[i], 0, bit + 1) ?:
				bit + 1;
		if (owner == bit + 1)
			return &taint_info_journal.flags[TAINT_FLAGS_COUNT + i];
	}
	return NULL;
}

/**
 * ring_expects_first() - whether the next call of a flag would be its first
 * @bit: the flag, below BITS_PER_LONG
 *
 * Context: any, NMI included.
 *
 * Return: false, too, where there is no record left for it.
 */
bool ring_expects_first(unsigned int bit)
{
	if (ring_flag(bit))
		return !ring_seen(bit);
	return !atomic_read(&taint_info_journal.others[OTHER_FLAGS - 1]);
}

/* Room for the path; where another writer has it, the event goes without. */
static void stack_put(struct taint_event *event, const unsigned long *stack)
{
	unsigned int i = (unsigned int)atomic_inc_return(&taint_info_journal.stacks_used) %
			 RING_STACKS;
	struct stack_slot *slot = &taint_info_journal.stacks[i];
	bool unread;

	if (!slot_claim(&slot->state, event->seq, &unread)) {
		event->nr_stack = 0;
		return;
	}
	event->stack_slot = i;
	WRITE_ONCE(slot->boottime, event->boottime);
	WRITE_ONCE(slot->start_time, event->start_time);
	WRITE_ONCE(slot->cgroup, event->cgroup);
	WRITE_ONCE(slot->pid, event->pid);
	WRITE_ONCE(slot->ppid, event->ppid);
	copy_words((unsigned long *)slot->parent, (const unsigned long *)event->parent,
		   sizeof(slot->parent) / sizeof(long));
	copy_words(slot->stack, stack, event->nr_stack);
	slot_publish(&slot->state, event->seq);
}

/* True when a call was lost: this one, or the one before. */
static bool slot_put(struct slot *slot, const struct taint_event *event)
{
	bool unread;

	if (!slot_claim(&slot->state, event->seq, &unread))
		return true;
	copy_event(&slot->event, event);
	slot_publish(&slot->state, event->seq);
	return unread;
}

/**
 * ring_write() - note one taint event
 * @event: everything but its number and the place of its path, which are filled in; the
 *	bit must be below BITS_PER_LONG
 * @stack: the call path, as many addresses as the event says; NULL where none was taken
 *
 * Context: any, NMI included.  Takes no lock and waits for nobody: an event
 * that finds its place in the ring taken by a slower writer is counted as lost.  Of more
 * than OTHER_FLAGS flags that this kernel does not define some have no count and no first
 * call.  kick() orders this before the bit's being set.
 *
 * Return: true when this is the first call that was seen for its flag.
 */
bool ring_write(struct taint_event *event, const unsigned long *stack)
{
	struct flag_journal *flag = NULL;
	bool first = false;

	/* A record is for calls: a flag that was found by comparing masks takes none. */
	if (event->seen)
		flag = likely(event->bit < TAINT_FLAGS_COUNT) ?
		       &taint_info_journal.flags[event->bit] : claim_other(event->bit);
	event->seq = atomic_long_inc_return(&taint_info_journal.events);
	if (flag) {
		atomic_long_inc(&flag->count);
		/* Read before cmpxchg: do not bounce the cache line once it is claimed. */
		first = atomic_read(&flag->raw_state) == RAW_FREE &&
			atomic_cmpxchg(&flag->raw_state, RAW_FREE,
				       RAW_CLAIMED) == RAW_FREE;
	}
	if (first) {
		event->stack_slot = STACK_OF_FIRST;
		copy_call(&flag->raw, event, stack);
		atomic_set_release(&flag->raw_state, RAW_PUBLISHED);
	} else if (stack) {
		stack_put(event, stack);
	}
	if (slot_put(&taint_info_journal.ring[event->seq % RING_SIZE], event))
		atomic_long_inc(&taint_info_journal.lost);
	return first;
}

/**
 * ring_claim() - room for one more event of a flag that was seen already
 * @bit: the flag, below BITS_PER_LONG; ring_expects_first() has said false
 *
 * What ring_write() does, without a copy: for storms.  The caller writes everything
 * but the number, each word once, as somebody may read the old one; no stack.
 *
 * Context: any, NMI included; to be followed by ring_publish() at once.
 *
 * Return: the event, or NULL when it is counted, but lost.
 */
struct taint_event *ring_claim(unsigned int bit)
{
	unsigned long seq = atomic_long_inc_return(&taint_info_journal.events);
	struct slot *slot = &taint_info_journal.ring[seq % RING_SIZE];
	struct flag_journal *flag = ring_flag(bit);
	bool unread = false, ours;

	/* Keep the address in a register: gcc would compute it again for each use. */
	OPTIMIZER_HIDE_VAR(slot);
	if (flag)
		atomic_long_inc(&flag->count);
	ours = slot_claim(&slot->state, seq, &unread);
	if (!ours || unread)
		atomic_long_inc(&taint_info_journal.lost);
	if (!ours)
		return NULL;
	WRITE_ONCE(slot->event.seq, seq);
	return &slot->event;
}

/**
 * ring_publish() - the event is written
 * @event: from ring_claim()
 *
 * Context: any, NMI included.
 */
void ring_publish(struct taint_event *event)
{
	slot_publish(&container_of(event, struct slot, event)->state, event->seq);
}

/**
 * ring_write_oops() - note an oops, before it raises its flag
 * @event: everything but its number
 * @stack: the call path, as many addresses as the event says
 *
 * For crash dumps alone, where the flag never comes.  It is no event: its
 * number is that of the newest event before it.
 *
 * Context: any, NMI included.
 */
void ring_write_oops(struct taint_event *event, const unsigned long *stack)
{
	struct oops_slot *slot = &taint_info_journal.oops;
	bool unread;

	event->seq = ring_events();
	if (!slot_claim(&slot->state, event->seq, &unread))
		return;
	copy_call(&slot->call, event, stack);
	slot_publish(&slot->state, event->seq);
}

/**
 * ring_write_unusable() - count an event that no flag can be named for
 *
 * Context: any, NMI included.
 */
void ring_write_unusable(void)
{
	atomic_long_inc(&taint_info_journal.events);
	atomic_long_inc(&taint_info_journal.lost);
}

static unsigned long distrusted;	/* events up to this one are not resolved */

/**
 * ring_distrust() - have nothing resolved that was noted until now
 *
 * For modules whose memory goes while nobody reads the ring for them: before
 * the worker may, and when it may not any more.
 *
 * Context: process; under the reader's lock: what is being resolved is still there.
 */
void ring_distrust(void)
{
	WRITE_ONCE(distrusted, ring_events());
}

/**
 * ring_trusted() - whether the memory is there that an event's addresses lead to
 * @event: the event
 *
 * Context: process, under the reader's lock, or at a panic.
 */
bool ring_trusted(const struct taint_event *event)
{
	return event->seen && event->seq > READ_ONCE(distrusted);
}

/* Pairs with slot_claim(): who overwrites it has changed the state before. */
static bool stack_is_still(struct stack_slot *slot, unsigned long state)
{
	smp_rmb();	/* its words, then the state again */
	return atomic_long_read(&slot->state) == state;
}

/**
 * ring_find_process() - whose child an event's process is, by another of its calls
 * @event: the event; gets ppid, parent and cgroup of the newest call that has them
 *
 * Context: process; one at a time.
 *
 * Return: false when that is not known.
 */
bool ring_find_process(struct taint_event *event)
{
	unsigned long parent[TASK_COMM_LEN / sizeof(long)];
	struct stack_slot *slot;
	unsigned long state, newest = 0;
	u64 cgroup;
	s32 ppid;

	for (slot = taint_info_journal.stacks;
	     slot < taint_info_journal.stacks + RING_STACKS; slot++) {
		state = atomic_long_read_acquire(&slot->state);
		if ((state & SLOT_MASK) != SLOT_UNREAD ||
		    (newest && (long)(state - newest) <= 0) ||
		    READ_ONCE(slot->pid) != event->pid ||
		    READ_ONCE(slot->start_time) != event->start_time ||
		    event->boottime - READ_ONCE(slot->boottime) >= SAME_PROCESS_NS)
			continue;
		cgroup = READ_ONCE(slot->cgroup);
		ppid = READ_ONCE(slot->ppid);
		copy_words(parent, (const unsigned long *)slot->parent, ARRAY_SIZE(parent));
		if (!stack_is_still(slot, state))
			continue;
		newest = state;
		event->cgroup = cgroup;
		event->ppid = ppid;
		memcpy(event->parent, parent, sizeof(event->parent));
	}
	return newest;
}

/* The path of an event, which is copied already; whether it still was whole. */
static bool take_stack(struct taint_call *call)
{
	const struct taint_event *event = &call->event;
	const struct taint_call *first = ring_first(event->bit);
	struct stack_slot *slot;
	unsigned long state;

	if (event->stack_slot == STACK_OF_FIRST) {
		if (!first || first->event.seq != event->seq)
			return false;
		memcpy(call->stack, first->stack, sizeof(call->stack));
		return true;
	}
	slot = &taint_info_journal.stacks[event->stack_slot % RING_STACKS];
	state = atomic_long_read_acquire(&slot->state);
	if (state != (event->seq << SLOT_SHIFT | SLOT_UNREAD))
		return false;
	copy_words(call->stack, slot->stack, TAINT_STACK_DEPTH);
	return stack_is_still(slot, state);
}

/**
 * ring_take() - take an event out of the ring
 * @seq: its number: what is taken is what its slot has, which may be an older or a newer one
 * @call: gets it
 *
 * Context: process; one at a time.
 *
 * Return: false when there is nothing new in the slot, or no longer what was copied.
 */
bool ring_take(unsigned long seq, struct taint_call *call)
{
	struct slot *slot = &taint_info_journal.ring[seq % RING_SIZE];
	unsigned long state = atomic_long_read_acquire(&slot->state);

	if ((state & SLOT_MASK) != SLOT_UNREAD)
		return false;
	copy_event(&call->event, &slot->event);
	call->event.comm[sizeof(call->event.comm) - 1] = '\0';
	if (call->event.hint_word & TAINT_SAME_PROCESS) {
		call->event.realtime = 0;
		call->event.nr_stack = 0;
	}
	/* Mixed with a newer event it is thrown away below, whatever its path. */
	if (call->event.nr_stack && !take_stack(call))
		call->event.nr_stack = 0;
	/* A writer that overtook us has counted this event as lost. */
	return atomic_long_cmpxchg(&slot->state, state,
				   (state & ~SLOT_MASK) | SLOT_READ) == state;
}
