// SPDX-License-Identifier: GPL-2.0-only
/*
 * What hooks write down: who is in a hook, which hint belongs to which report, whose stack
 * is taken, and what of it is kept.
 *
 * The worker and the probe are ours here, the ring is the real one.
 */
#include <linux/audit.h>
#include <linux/cred.h>
#include <linux/irq_work.h>
#include <linux/kdebug.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/timekeeping.h>

#include "events.h"
#include "../module/kick.h"
#include "../module/note.h"
#include "../module/probe.h"

#define TEXT	0x1000UL		/* where add_taint() is said to be */

static unsigned int nr_now, nr_later;
static unsigned int nr_preemptible;	/* kicks with preemption on */

unsigned int probe_entry_count;
bool probe_unsure;

bool probe_try_hit(void)
{
	return false;
}

#define probe_text()		TEXT
#define probe_missed()		0UL
#define count_kick(which)	(nr_preemptible += !preempt_count(), (which)++)
#define kick_now()		count_kick(nr_now)
#define kick_later(now)		((void)(now), count_kick(nr_later))
#define kick_occasion()		count_kick(nr_now)
#include "../module/note.c"

static struct level level;

static int note_init(struct kunit *test)
{
	events_init(test);
	memset(&level, 0, sizeof(level));
	memset(stack_marks, 0, sizeof(stack_marks));
	atomic_set(&stacks_had, 0);
	atomic_long_set(&missed, 0);
	stacks_since = 0;
	nr_now = 0;
	nr_later = 0;
	nr_preemptible = 0;
	return note_start();
}

static void note_exit(struct kunit *test)
{
	note_stop();
}

/* --- who is in a hook --- */

/* A hook that faults is not entered again by the report of that; another time it is. */
static void note_enters_once(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, enter(&level));
	KUNIT_EXPECT_FALSE(test, enter(&level));
	KUNIT_EXPECT_FALSE(test, enter(&level));
	leave(&level);
	KUNIT_EXPECT_TRUE(test, enter(&level));
}

/* What a task that died in a hook has left behind keeps nobody out. */
static void note_enters_after_death(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, enter(&level));
	level.task = &init_task;
	KUNIT_EXPECT_TRUE(test, enter(&level));
	/* Nor one whose task_struct is ours now. */
	level.start_time--;
	KUNIT_EXPECT_TRUE(test, enter(&level));
	KUNIT_EXPECT_FALSE(test, enter(&level));
}

/* The context is that of the count. */
static void note_contexts(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, (int)context_of(0), (int)CONTEXT_TASK);
	KUNIT_EXPECT_EQ(test, (int)context_of(PREEMPT_OFFSET), (int)CONTEXT_TASK);
	KUNIT_EXPECT_EQ(test, (int)context_of(HARDIRQ_OFFSET), (int)CONTEXT_HARDIRQ);
	KUNIT_EXPECT_EQ(test, (int)context_of(HARDIRQ_OFFSET | SOFTIRQ_OFFSET),
			(int)CONTEXT_HARDIRQ);
	KUNIT_EXPECT_EQ(test, (int)context_of(NMI_OFFSET | HARDIRQ_OFFSET), (int)CONTEXT_NMI);
}

/* --- hints --- */

/* A hint is of the very report as long as the thread was not switched out; and used once. */
static void note_hint_certain(struct kunit *test)
{
	u8 word = 0;

	set_hint(&level, HINT_WARN, 77, TAINT_HINT_RETURN);
	level.hints[HINT_WARN].switches = switches();
	KUNIT_EXPECT_EQ(test, take_hint(&level, TAINT_WARN, &word), 77UL);
	KUNIT_EXPECT_EQ(test, (int)word, TAINT_HINT_RETURN | TAINT_HINT_CERTAIN);
	KUNIT_EXPECT_EQ(test, take_hint(&level, TAINT_WARN, &word), 0UL);

	set_hint(&level, HINT_WARN, 78, 0);
	level.hints[HINT_WARN].switches = switches() - 1;
	KUNIT_EXPECT_EQ(test, take_hint(&level, TAINT_AUX, &word), 78UL);
	KUNIT_EXPECT_EQ(test, (int)word, 0);
}

/* Another task's hint is not taken, nor an oops's for a WARN. */
static void note_hint_of_others(struct kunit *test)
{
	u8 word = 0;

	set_hint(&level, HINT_OOPS, 77, 0);
	KUNIT_EXPECT_EQ(test, take_hint(&level, TAINT_WARN, &word), 0UL);
	KUNIT_EXPECT_EQ(test, take_hint(&level, TAINT_DIE, &word), 77UL);

	set_hint(&level, HINT_WARN, 78, 0);
	level.hints[HINT_WARN].task = &init_task;
	KUNIT_EXPECT_EQ(test, take_hint(&level, TAINT_WARN, &word), 0UL);
}

/* --- stacks --- */

static enum call_kind call_kind(unsigned int bit, unsigned long place, unsigned long tick)
{
	if (is_storm(&level, bit, place, tick))
		return CALL_AGAIN;
	return kind_of(&level, CONTEXT_TASK, bit, place, tick);
}

static bool has_stack(unsigned int bit, unsigned long place, unsigned long tick)
{
	return call_kind(bit, place, tick) == CALL_WHOLE;
}

/* A flag's first call has a stack; a repeat from its place has none for a while. */
static void note_stack_of_first(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, has_stack(FLAG_A, 1, 1000));
	write_flag(FLAG_A, BARE(1), false);
	KUNIT_EXPECT_FALSE(test, has_stack(FLAG_A, 1, 1000));
	KUNIT_EXPECT_FALSE(test, has_stack(FLAG_A, 1, 1000 + STACK_INTERVAL - 1));
	KUNIT_EXPECT_TRUE(test, has_stack(FLAG_A, 1, 1000 + STACK_INTERVAL));
	/* Another place; then the first again, which is remembered. */
	KUNIT_EXPECT_TRUE(test, has_stack(FLAG_A, 3UL << 16, 1000 + STACK_INTERVAL));
	KUNIT_EXPECT_FALSE(test, has_stack(FLAG_A, 1, 1001 + STACK_INTERVAL));
}

/* However many places there are, no more stacks than the bound; a first call has its own. */
static void note_stacks_bounded(struct kunit *test)
{
	unsigned int i, nr = 0;

	write_flag(FLAG_A, BARE(1), false);
	for (i = 1; i <= 4 * STACKS_MOST; i++)
		nr += has_stack(FLAG_A, (unsigned long)i << 20, 1000);
	KUNIT_EXPECT_EQ(test, nr, (unsigned int)STACKS_MOST);
	/* What was not written down before is: whose child it was. */
	KUNIT_EXPECT_EQ(test, call_kind(FLAG_A, 7UL << 18, 1000), CALL_BARE);
	KUNIT_EXPECT_EQ(test, call_kind(FLAG_A, 7UL << 18, 1000), CALL_AGAIN);
	KUNIT_EXPECT_TRUE(test, has_stack(FLAG_B, 1, 1000));
	KUNIT_EXPECT_FALSE(test, has_stack(FLAG_A, 1UL << 19, 999 + STACK_INTERVAL));
	KUNIT_EXPECT_TRUE(test, has_stack(FLAG_A, 1UL << 18, 1000 + STACK_INTERVAL));
}

/* Who reports bad memory is no place: each report has its stack, up to the bound. */
static void note_stacks_of_bad_memory(struct kunit *test)
{
	unsigned int i, nr = 0;

	write_flag(TAINT_BAD_PAGE, BARE(1), false);
	for (i = 1; i <= 4 * STACKS_MOST; i++)
		nr += has_stack(TAINT_BAD_PAGE, 1, 1000);
	KUNIT_EXPECT_EQ(test, nr, (unsigned int)STACKS_MOST);
}

#if defined(HAVE_ARGUMENTS) || defined(HAVE_TAINT_TRACEPOINT)
/* The probe's own frames are above where add_taint() returns to, or above that itself. */
static void note_own_frames(struct kunit *test)
{
	const unsigned long stack[] = { 1, 2, TEXT + 5, 4, 5 };

	KUNIT_EXPECT_EQ(test, own_frames(stack, ARRAY_SIZE(stack), 4), 3);
	KUNIT_EXPECT_EQ(test, own_frames(stack, ARRAY_SIZE(stack), 1), 0);
	KUNIT_EXPECT_EQ(test, own_frames(stack, ARRAY_SIZE(stack), 99), 2);
	KUNIT_EXPECT_EQ(test, own_frames(stack, 2, 99), -1);
	KUNIT_EXPECT_EQ(test, own_frames(stack, 0, 99), -1);
}

/* A report's own functions leave their room to who called, where its hint is certain. */
static void note_cut_report(struct kunit *test)
{
	static const unsigned long whole[] = { 1, 2, 3, 70, 5, 6 };
	unsigned long stack[ARRAY_SIZE(whole)];
	struct taint_event event = { .hint = 70, .hint_word = TAINT_HINT_CERTAIN };

	memcpy(stack, whole, sizeof(stack));
	KUNIT_EXPECT_EQ(test, cut_report(stack, 6, &event), 4U);
	KUNIT_EXPECT_EQ(test, stack[0], 1UL);
	KUNIT_EXPECT_EQ(test, stack[1], 70UL);
	KUNIT_EXPECT_EQ(test, stack[2], 5UL);
	KUNIT_EXPECT_EQ(test, stack[3], 6UL);

	memcpy(stack, whole, sizeof(stack));
	event.hint_word = 0;
	KUNIT_EXPECT_EQ(test, cut_report(stack, 6, &event), 6U);
	event.hint_word = TAINT_HINT_CERTAIN;
	event.hint = 71;	/* not in it */
	KUNIT_EXPECT_EQ(test, cut_report(stack, 6, &event), 6U);
	event.hint = 2;		/* nothing between */
	KUNIT_EXPECT_EQ(test, cut_report(stack, 6, &event), 6U);
	KUNIT_EXPECT_EQ(test, memcmp(stack, whole, sizeof(stack)), 0);
}
#endif

/* --- what is written down --- */

#if defined(CONFIG_X86_64)
static unsigned long return_address = 4712;

/* add_taint() is called in an interrupt, which came at @regs. */
static void call_in_interrupt(unsigned int bit, struct pt_regs *regs)
{
	struct pt_regs probed = { .di = bit, .sp = (unsigned long)&return_address };
	struct pt_regs *old;

	local_irq_disable();
	old = set_irq_regs(regs);
	probe_entry_count = -(unsigned int)HARDIRQ_OFFSET;
	on_add_taint_call(&probed);
	probe_entry_count = 0;
	set_irq_regs(old);
	local_irq_enable();
}

/* It asserts nothing: preemption may be off. */
static void expect_call(struct kunit *test, const struct taint_call *call,
			enum taint_context context, unsigned long place)
{
	KUNIT_EXPECT_TRUE(test, call);
	if (!call)
		return;
	KUNIT_EXPECT_EQ(test, (int)call->event.context, (int)context);
	KUNIT_EXPECT_EQ(test, call->event.pid, current->pid);
	KUNIT_EXPECT_EQ(test, call->event.ip, return_address);
	KUNIT_EXPECT_EQ(test, call->event.hint, place);
	KUNIT_EXPECT_EQ(test, (int)call->event.hint_word, place ? TAINT_HINT_CERTAIN : 0);
}

/* A soft lockup is of what the interrupt came at; each has its stack. */
static void note_soft_lockup(struct kunit *test)
{
	struct pt_regs regs = { .cs = __KERNEL_CS, .ip = 4711 };
	struct taint_call call;

	preempt_disable();
	call_in_interrupt(TAINT_SOFTLOCKUP, &regs);
	call_in_interrupt(TAINT_SOFTLOCKUP, &regs);
	preempt_enable();
	expect_call(test, ring_first(TAINT_SOFTLOCKUP), CONTEXT_TASK, 4711);
	KUNIT_EXPECT_TRUE(test, ring_take(1, &call));
	KUNIT_EXPECT_EQ(test, !call.event.nr_stack, STACK_IS_GUESS);
	KUNIT_EXPECT_TRUE(test, ring_take(2, &call));
	KUNIT_EXPECT_EQ(test, !call.event.nr_stack, STACK_IS_GUESS);
	expect_call(test, &call, CONTEXT_TASK, 4711);
}

/* In user space there is no place; another flag is of the interrupt itself. */
static void note_no_soft_lockup(struct kunit *test)
{
	struct pt_regs user = { .cs = __USER_CS, .ip = 4711 };
	struct pt_regs regs = { .cs = __KERNEL_CS, .ip = 4711 };

	preempt_disable();
	call_in_interrupt(TAINT_SOFTLOCKUP, &user);
	expect_call(test, ring_first(TAINT_SOFTLOCKUP), CONTEXT_TASK, 0);
	events_init(test);
	level_of(CONTEXT_HARDIRQ)->place = 0;
	call_in_interrupt(TAINT_SOFTLOCKUP, NULL);
	expect_call(test, ring_first(TAINT_SOFTLOCKUP), CONTEXT_TASK, 0);
	call_in_interrupt(FLAG_B, &regs);
	preempt_enable();
	expect_call(test, ring_first(FLAG_B), CONTEXT_HARDIRQ, 0);
}
#endif

#ifdef HAVE_TAINT_TRACEPOINT
/* As add_taint() tells of it: its caller is ours. */
static noinline void add_traced(unsigned int bit)
{
	note_traced(bit, (unsigned long)__builtin_return_address(0));
	barrier();
}

/* And ours is this. */
static noinline void call_traced(unsigned int bit)
{
	add_traced(bit);
	barrier();
}

static bool is_in(unsigned long address, void (*function)(unsigned int bit))
{
	return address - (unsigned long)function < 128;
}

/*
 * What the trace point tells: this thread's, by the caller that it names, with whose place
 * the path begins; without preemption; a repeat has no path, and was set.
 */
static void note_by_tracepoint(struct kunit *test)
{
	const struct taint_call *first;
	struct taint_call call;
	int i;

	for (i = 0; i < 2; i++)
		call_traced(FLAG_A);
	if (IS_ENABLED(CONFIG_PREEMPT_COUNT))
		KUNIT_EXPECT_EQ(test, nr_preemptible, 0U);
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
	KUNIT_EXPECT_EQ(test, nr_now, 1U);
	KUNIT_EXPECT_EQ(test, nr_later, 1U);
	KUNIT_EXPECT_EQ(test, ring_count(FLAG_A), 2UL);

	first = ring_first(FLAG_A);
	KUNIT_ASSERT_TRUE(test, first);
	KUNIT_EXPECT_TRUE(test, is_in(first->event.ip, call_traced));
	KUNIT_EXPECT_EQ(test, (int)first->event.context, (int)CONTEXT_TASK);
	KUNIT_EXPECT_EQ(test, first->event.pid, current->pid);
	KUNIT_EXPECT_EQ(test, (int)first->event.was_set, (int)test_taint(FLAG_A));
	KUNIT_EXPECT_EQ(test, first->event.hint, 0UL);
	KUNIT_EXPECT_EQ(test, !first->event.nr_stack, STACK_IS_GUESS);
	if (first->event.nr_stack)
		KUNIT_EXPECT_EQ(test, first->stack[0], first->event.ip);

	KUNIT_ASSERT_TRUE(test, ring_take(2, &call));
	KUNIT_EXPECT_EQ(test, (int)call.event.hint_word, TAINT_SAME_PROCESS);
	KUNIT_EXPECT_EQ(test, (int)call.event.was_set, 1);
	KUNIT_EXPECT_EQ(test, (int)call.event.nr_stack, 0);
}

/* Its place is the report's, where one has just named it. */
static void note_by_tracepoint_hint(struct kunit *test)
{
	const struct taint_call *first;

	preempt_disable();
	note_hint(4711, preempt_count());
	add_traced(TAINT_WARN);
	preempt_enable();
	first = ring_first(TAINT_WARN);
	KUNIT_ASSERT_TRUE(test, first);
	KUNIT_EXPECT_EQ(test, first->event.hint, 4711UL);
	KUNIT_EXPECT_TRUE(test, first->event.hint_word & TAINT_HINT_CERTAIN);
}

static void add_in_interrupt(struct irq_work *work)
{
	add_traced(FLAG_A);
}

static void note_by_tracepoint_in_interrupt(struct kunit *test)
{
	const struct taint_call *first;
#ifdef IRQ_WORK_INIT_HARD
	struct irq_work work = IRQ_WORK_INIT_HARD(add_in_interrupt);
#else
	struct irq_work work;

	init_irq_work(&work, add_in_interrupt);
#endif
	irq_work_queue(&work);
	irq_work_sync(&work);
	first = ring_first(FLAG_A);
	KUNIT_ASSERT_TRUE(test, first);
	KUNIT_EXPECT_EQ(test, (int)first->event.context, (int)CONTEXT_HARDIRQ);
}

/* A bit beyond the mask is counted, and no more. */
static void note_by_tracepoint_beyond(struct kunit *test)
{
	unsigned long events = ring_events(), lost = ring_lost();

	add_traced(BITS_PER_LONG);
	add_traced(UINT_MAX);
	KUNIT_EXPECT_EQ(test, ring_events(), events + 2);
	KUNIT_EXPECT_EQ(test, ring_lost(), lost + 2);
	KUNIT_EXPECT_EQ(test, nr_later, 2U);
}
#endif

/* A flag that a write to the sysctl has raised is this thread's, by the function told. */
static void note_of_sysctl(struct kunit *test)
{
	const struct taint_call *first;

	preempt_disable();
	note_sysctl(FLAG_A, 4711);
	preempt_enable();
	first = ring_first(FLAG_A);
	KUNIT_ASSERT_TRUE(test, first);
	KUNIT_EXPECT_EQ(test, first->event.hint, 4711UL);
	KUNIT_EXPECT_EQ(test, (int)first->event.hint_word, TAINT_HINT_CERTAIN);
	KUNIT_EXPECT_EQ(test, first->event.ip, 0UL);
	KUNIT_EXPECT_EQ(test, first->event.pid, current->pid);
	KUNIT_EXPECT_EQ(test, first->event.start_time, current->start_time);
	KUNIT_EXPECT_EQ(test, (int)first->event.context, (int)CONTEXT_TASK);
	KUNIT_EXPECT_STREQ(test, (const char *)first->event.comm, (const char *)current->comm);
	KUNIT_EXPECT_EQ(test, first->event.ppid, current->real_parent->tgid);
	KUNIT_EXPECT_STREQ(test, (const char *)first->event.parent,
			   (const char *)current->real_parent->comm);
#ifdef CONFIG_CGROUPS
	KUNIT_EXPECT_EQ(test, first->event.cgroup, read_cgroup());
	KUNIT_EXPECT_NE(test, first->event.cgroup, 0ULL);
#else
	KUNIT_EXPECT_EQ(test, first->event.cgroup, 0ULL);
#endif
	KUNIT_EXPECT_EQ(test, (int)first->event.was_set, 0);
	KUNIT_EXPECT_EQ(test, nr_later, 1U);
}

/* In a hook of this very thread, as where that has faulted, nothing is written down. */
static void note_nothing_in_a_hook(struct kunit *test)
{
	struct level *mine;

	preempt_disable();
	mine = level_of(CONTEXT_TASK);
	enter(mine);
	note_sysctl(FLAG_A, 4711);
	note_hint(4711, preempt_count());
#ifdef HAVE_TAINT_TRACEPOINT
	add_traced(FLAG_A);
	KUNIT_EXPECT_EQ(test, note_missed(), 1UL);
#endif
	leave(mine);
	KUNIT_EXPECT_FALSE(test, ring_seen(FLAG_A));
	KUNIT_EXPECT_EQ(test, (int)mine->hinted, 0);
	note_hint(4711, preempt_count());
	KUNIT_EXPECT_EQ(test, (int)mine->hinted, (int)BIT(HINT_WARN));
	preempt_enable();
	KUNIT_EXPECT_EQ(test, nr_now + nr_later, 0U);
}

/* A user is not known where the credentials are rubbish; nothing faults. */
static void note_no_uid(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, read_uid(NULL), (u32)-1);
	KUNIT_EXPECT_EQ(test, read_uid((const struct cred *)-4096UL), (u32)-1);
	KUNIT_EXPECT_EQ(test, read_uid(current->real_cred), __kuid_val(current_uid()));
}

#if ARCH_FINDS_CALLS
/* --- copies of add_taint() --- */

/* A call or a jump to it, forwards or back, to its first byte or beside; and nothing else. */
static void note_finds_calls(struct kunit *test)
{
	static const struct {
		u8 opcode;
		long offset;	/* from the callee's beginning */
		bool found;
	} cases[] = {
		{ 0xe8, 0, true },
		{ 0xe9, 0, true },
		{ 0xe8, 4, true },	/* behind its ENDBR */
		{ 0xe8, -16, true },	/* what counts calls is in the padding */
		{ 0xe8, 0x1000, false },
		{ 0xe8, -0x1000, false },
		{ 0xeb, 0, false },
	};
	u8 text[64];
	const unsigned long at = (unsigned long)text;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases) * 2; i++) {
		unsigned long callee = i % 2 ? at + 0x12345678 : at - 0x12345678;
		unsigned int place = i % 2 ? 7 : sizeof(text) - 5;
		s32 offset = callee + cases[i / 2].offset - (at + place + 5);

		memset(text, 0x90, sizeof(text));
		text[place] = cases[i / 2].opcode;
		memcpy(&text[place + 1], &offset, sizeof(offset));
		KUNIT_EXPECT_EQ_MSG(test, arch_calls(at, sizeof(text), callee),
				    cases[i / 2].found, "case %zu", i);
		/* Behind the function is another one. */
		KUNIT_EXPECT_FALSE(test, arch_calls(at, place + 4, callee));
	}
	KUNIT_EXPECT_FALSE(test, arch_calls(0, sizeof(text), at));	/* not readable */
}
#endif

static struct kunit_case note_cases[] = {
	KUNIT_CASE(note_enters_once),
	KUNIT_CASE(note_enters_after_death),
	KUNIT_CASE(note_contexts),
	KUNIT_CASE(note_hint_certain),
	KUNIT_CASE(note_hint_of_others),
	KUNIT_CASE(note_stack_of_first),
	KUNIT_CASE(note_stacks_bounded),
	KUNIT_CASE(note_stacks_of_bad_memory),
#if defined(HAVE_ARGUMENTS) || defined(HAVE_TAINT_TRACEPOINT)
	KUNIT_CASE(note_own_frames),
	KUNIT_CASE(note_cut_report),
#endif
#if defined(CONFIG_X86_64)
	KUNIT_CASE(note_soft_lockup),
	KUNIT_CASE(note_no_soft_lockup),
#endif
#ifdef HAVE_TAINT_TRACEPOINT
	KUNIT_CASE(note_by_tracepoint),
	KUNIT_CASE(note_by_tracepoint_hint),
	KUNIT_CASE(note_by_tracepoint_in_interrupt),
	KUNIT_CASE(note_by_tracepoint_beyond),
#endif
	KUNIT_CASE(note_of_sysctl),
	KUNIT_CASE(note_nothing_in_a_hook),
	KUNIT_CASE(note_no_uid),
#if ARCH_FINDS_CALLS
	KUNIT_CASE(note_finds_calls),
#endif
	{}
};

struct kunit_suite note_suite = {
	.name = "taint_info_note",
	.init = note_init,
	.exit = note_exit,
	.test_cases = note_cases,
};
