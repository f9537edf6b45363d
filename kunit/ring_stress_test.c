// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ring, everybody at once: writers on every processor, in tasks, interrupts and NMIs,
 * against a reader.
 */
#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/irq_work.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/string.h>
#ifdef CONFIG_X86_LOCAL_APIC
#include <asm/apic.h>
#include <asm/nmi.h>
#endif

#include "events.h"
#include "../module/journal.h"

/* How much they write at most in each context: all numbers have to fit into resolved[]. */
#define STORM_CALLS	(FAKE_SEQ_MAX / 16)
#define NR_WRITERS	4

enum { IN_TASK, IN_HARDIRQ, IN_NMI, CONTEXTS };

/* One for each processor. */
static struct writer {
	struct task_struct *thread;
	struct irq_work irq_work;
	atomic_t ready, running, nmi_wanted;
	unsigned int written[CONTEXTS];
} writers[NR_WRITERS];

static bool go;
static unsigned long storm_end;		/* jiffies */
static int fresh_flag;			/* what everybody writes first; -1 for none */
static atomic_t nr_first;		/* how many of them were told to be the first */

static void storm(struct writer *writer, int context)
{
	unsigned int n = writer->written[context];
	unsigned int bit = n % 3 ? FLAG_A : FLAG_B;
	u64 key = (u64)(writer - writers + 1) << 48 | (u64)context << 40 | n;

	if (n >= STORM_CALLS)
		return;
	if (!n && fresh_flag >= 0)
		bit = fresh_flag;
	if (write_flag(bit, key, true))
		atomic_inc(&nr_first);
	writer->written[context]++;
}

static void storm_in_hardirq(struct irq_work *work)
{
	struct writer *writer = container_of(work, struct writer, irq_work);
	int i;

	for (i = 0; i < 4; i++)
		storm(writer, IN_HARDIRQ);
}

static int storm_in_task(void *data)
{
	struct writer *writer = data;
	unsigned int *written = &writer->written[IN_TASK];

	atomic_set(&writer->ready, 1);
	while (!READ_ONCE(go))
		cond_resched();
	while (time_before(jiffies, storm_end) && *written < STORM_CALLS) {
		storm(writer, IN_TASK);
		if (*written % 16 == 1)
			irq_work_queue(&writer->irq_work);
		if (*written % 64 == 63)	/* the reader shall come to something, too */
			usleep_range(10, 200);
		cond_resched();
	}
	irq_work_sync(&writer->irq_work);
	atomic_set(&writer->running, 0);
	while (!kthread_should_stop())
		msleep(20);
	return 0;
}

#ifdef CONFIG_X86_LOCAL_APIC
static int storm_in_nmi(unsigned int type, struct pt_regs *regs)
{
	unsigned int cpu = raw_smp_processor_id();
	int i;

	if (cpu >= NR_WRITERS || !atomic_read(&writers[cpu].nmi_wanted))
		return NMI_DONE;
	for (i = 0; i < 4; i++)
		storm(&writers[cpu], IN_NMI);
	atomic_set(&writers[cpu].nmi_wanted, 0);
	return NMI_HANDLED;
}

static int start_nmis(void)
{
	return register_nmi_handler(NMI_LOCAL, storm_in_nmi, 0, "taint_info_kunit");
}

static void send_nmi(unsigned int cpu)
{
	if (!atomic_cmpxchg(&writers[cpu].nmi_wanted, 0, 1))
		apic->send_IPI_mask(cpumask_of(cpu), NMI_VECTOR);
}

/* Those under way arrive at once: a processor that is online takes them. */
static void stop_nmis(void)
{
	int cpu;

	for (cpu = 0; cpu < NR_WRITERS; cpu++)
		while (atomic_read(&writers[cpu].nmi_wanted))
			cpu_relax();
	unregister_nmi_handler(NMI_LOCAL, "taint_info_kunit");
}
#else
static int start_nmis(void)
{
	return 0;
}

static void send_nmi(unsigned int cpu)
{
}

static void stop_nmis(void)
{
}
#endif

/* Too large for a stack. */
static struct taint_record record;

/* What the reader found wrong; far too often, perhaps, for a line of each. */
static unsigned long nr_mixed, nr_wrong, nr_backwards;

static void read_kept(unsigned int bit, enum journal_which which)
{
	static unsigned long last[BITS_PER_LONG][JOURNAL_KEPT];
	unsigned long *seq = &last[bit][which];

	if (!journal_record(bit, which, &record)) {
		*seq = 0;
		return;
	}
	nr_mixed += !record_whole(&record);
	nr_wrong += record.event.bit != bit;
	/* The first does not change, the last is never an older one. */
	nr_backwards += *seq && (which == JOURNAL_FIRST ? record.event.seq != *seq :
							  record.event.seq < *seq);
	*seq = record.event.seq;
}

static void read_everything(void)
{
	unsigned long seq;

	update(BIT(FLAG_A) | BIT(FLAG_B));
	read_kept(FLAG_A, JOURNAL_FIRST);
	read_kept(FLAG_A, JOURNAL_LAST);
	read_kept(FLAG_B, JOURNAL_FIRST);
	read_kept(FLAG_B, JOURNAL_LAST);
	for (seq = journal_log_start(); seq <= ring_events(); seq += 1 + seq % 16) {
		if (!journal_log(seq, &record))
			continue;
		nr_mixed += !record_whole(&record);
		nr_wrong += record.event.seq != seq;
	}
}

static bool start_writer(struct writer *writer, unsigned int cpu)
{
	init_irq_work(&writer->irq_work, storm_in_hardirq);
	writer->thread = kthread_create(storm_in_task, writer, "taint_writer/%u", cpu);
	if (IS_ERR(writer->thread)) {
		writer->thread = NULL;
		return false;
	}
	kthread_bind(writer->thread, cpu);
	atomic_set(&writer->running, 1);
	wake_up_process(writer->thread);
	while (!atomic_read(&writer->ready))
		usleep_range(1000, 2000);
	return true;
}

/* The writers write, the reader reads.  Return: how many calls were written. */
static unsigned long run_storm(struct kunit *test, unsigned long time)
{
	unsigned long written[CONTEXTS] = {}, sum = 0;
	struct writer *writer;
	unsigned int cpu, started = 0;
	int context, err;
	bool running;

	memset(writers, 0, sizeof(writers));
	WRITE_ONCE(go, false);
	atomic_set(&nr_first, 0);
	err = start_nmis();
	KUNIT_EXPECT_EQ(test, err, 0);
	for_each_online_cpu(cpu)
		if (cpu < NR_WRITERS)
			started += start_writer(&writers[cpu], cpu);
	KUNIT_EXPECT_TRUE(test, started > 0);

	/* Once before it counts: the last journal's numbers were higher. */
	read_everything();
	nr_mixed = 0;
	nr_wrong = 0;
	nr_backwards = 0;
	storm_end = jiffies + time;
	WRITE_ONCE(go, true);
	do {
		running = false;
		for (cpu = 0; cpu < NR_WRITERS; cpu++) {
			if (!atomic_read(&writers[cpu].running))
				continue;
			running = true;
			if (!err)
				send_nmi(cpu);
		}
		read_everything();
	} while (running);

	if (!err)
		stop_nmis();
	for (writer = writers; writer < writers + NR_WRITERS; writer++) {
		if (writer->thread)
			kthread_stop(writer->thread);
		for (context = 0; context < CONTEXTS; context++)
			written[context] += writer->written[context];
	}
	read_everything();
	for (context = 0; context < CONTEXTS; context++) {
		sum += written[context];
		if (time > 1 && (context != IN_NMI || IS_ENABLED(CONFIG_X86_LOCAL_APIC)))
			KUNIT_EXPECT_TRUE(test, written[context] > 0);
	}
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_torn, 0UL);
	KUNIT_EXPECT_EQ(test, nr_mixed, 0UL);
	KUNIT_EXPECT_EQ(test, nr_wrong, 0UL);
	KUNIT_EXPECT_EQ(test, nr_backwards, 0UL);
	if (time > 1)
		kunit_info(test, "%lu in tasks, %lu in hardirq, %lu in NMI; %lu read, %lu lost\n",
			   written[IN_TASK], written[IN_HARDIRQ], written[IN_NMI],
			   fake_resolver.nr_resolved, ring_lost());
	return sum;
}

/*
 * Writers on every processor, in tasks, interrupts and NMIs, against a reader:
 * every event is read, once and whole, or it is counted as lost.
 */
static void ring_storm(struct kunit *test)
{
	unsigned long written;

	/* The first of a flag may be read though it is lost: not here. */
	write_next(FLAG_A);
	write_next(FLAG_B);
	update(NO_FLAGS);
	fresh_flag = -1;
	written = run_storm(test, 3 * HZ);

	KUNIT_EXPECT_EQ(test, atomic_read(&nr_first), 0);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_twice, 0UL);
	KUNIT_EXPECT_EQ(test, ring_events(), written + 2);
	KUNIT_EXPECT_EQ(test, fake_resolver.nr_resolved + ring_lost(), ring_events());
	KUNIT_EXPECT_EQ(test, ring_count(FLAG_A) + ring_count(FLAG_B), ring_events());
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_FIRST), 1UL);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_B, JOURNAL_FIRST), 2UL);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_A, JOURNAL_LAST), fake_resolver.newest[FLAG_A]);
	KUNIT_EXPECT_EQ(test, kept_seq(FLAG_B, JOURNAL_LAST), fake_resolver.newest[FLAG_B]);
}

/* However many raise a new flag at the same time, one of them is the first. */
static void ring_storm_of_firsts(struct kunit *test)
{
	unsigned long written, read;

	for (fresh_flag = 0; fresh_flag < TAINT_WARN; fresh_flag++) {
		events_init(test);
		write_next(FLAG_A);
		write_next(FLAG_B);
		update(NO_FLAGS);
		written = run_storm(test, 1);
		KUNIT_EXPECT_EQ(test, atomic_read(&nr_first), 1);
		KUNIT_EXPECT_EQ(test, ring_events(), written + 2);
		KUNIT_EXPECT_TRUE(test, kept_seq(fresh_flag, JOURNAL_FIRST) > 2);
		/* That one may be read before it is in the ring, and again, or lost there. */
		read = fake_resolver.nr_resolved + ring_lost() - ring_events();
		KUNIT_EXPECT_TRUE(test, read <= 1);
		KUNIT_EXPECT_TRUE(test, fake_resolver.nr_twice <= 1);
	}
}

static struct kunit_case ring_stress_cases[] = {
	KUNIT_CASE(ring_storm),
	KUNIT_CASE(ring_storm_of_firsts),
	{}
};

struct kunit_suite ring_stress_suite = {
	.name = "taint_info_ring_stress",
	.init = events_init,
	.test_cases = ring_stress_cases,
};
