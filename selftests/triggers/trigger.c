// SPDX-License-Identifier: GPL-2.0-only
/*
 * Raises taints on demand, for whoever writes to /proc/taint_trigger:
 *
 *	warn [N]		N times WARN()
 *	oops			write to address 0: the writer is killed
 *	add BIT [N]		N times add_taint(BIT)
 *	clear BIT ADDRESS	clear it in the mask there: no kernel ever does
 *	PLACE CAUSE [CPU]
 *
 * PLACE is where it happens:
 *
 *	task			in the writer itself
 *	locked			there too, softirqs and interrupts off
 *	rotten_cred		as locked, while the task's credentials, its parent or its
 *	rotten_parent		signals are at an address that a freed object would give,
 *	rotten_signal		or the mark at the end of its stack is overwritten
 *	rotten_stack
 *	kthread			in a new kernel thread
 *	kthreads		in two of them, one after the other
 *	idle			in the idle task of whichever CPU comes by there
 *	work			in a workqueue, on CPU
 *	timer softirq		in a timer, in a tasklet
 *	hardirq			in an irq_work
 *	ipi			in an interrupt of CPU, which is another one
 *	nmi			in an NMI of CPU (x86)
 *	bare_ipi bare_softirq	the same for "core", which the kernel calls
 *				without any function of this module
 *
 * and CAUSE what: a number is the bit for add_taint(), the words are
 *
 *	warn bug oops		what they say, in a function of this module
 *	wild constant		a write to where nothing is, to where nothing may be written
 *	jump null gone		executes data; what is at NULL; what was at the address in the
 *				parameter "gone"
 *	undefined divide	an instruction that does not exist, or cannot do it
 *	unaligned		one that wants an aligned address
 *	core core_proc		WARN in a function of the kernel proper
 *	core_oops		a fault in one
 *	refcount		two WARNs, the second below a function that has just warned
 *	twice other		a WARN and, 10 ms later, the same; and another one
 *	deep			the same as "firmware", below more functions than are ever recorded
 *	long			a WARN in a function with a long name
 *	page			a page that is freed in a bad state
 *	uaf_read uaf_write	an access to a freed object, where KASAN or KFENCE finds it,
 *	uaf_core		and one by a function of the kernel proper;
 *	out_of_bounds		one behind an object;
 *	double_free		an object that is freed twice, and what is none;
 *	invalid_free
 *	stack_oob global_oob	one behind a variable, which only KASAN finds
 *	slub_double_free	the same where SLUB finds it, by "slub_debug=FZ",
 *	slub_overrun		a byte behind an object that is then freed,
 *	slub_freelist		and a freed object that was written to, as it is allocated
 *	firmware		a WARN that raises another flag than W
 *	preview partner removed	what Red Hat's kernels say of a module that is a technology
 *				preview, that a partner supports, of hardware that they do not
 *	lockup			the processor is busy until the watchdog bites, but four seconds
 *				if it has before
 *	hang			raises a new flag, the first time 24, and is busy for three seconds
 *				then: for "locked"
 *	overflow		a function that calls itself until the stack is used up,
 *				where there is a guard page behind it
 *
 * An order to a task may not come back, so that it lets go of the others: it is for
 * a time when none comes.  Out of a rotten place nobody comes back from an oops: the
 * kernel itself follows what is rotten as the task ends.
 *
 * While any other of these is under way no processor comes or goes.
 *
 * A write returns when it has happened.  Reading the file tells where it really
 * was: "pid=1 uid=0 comm=init ppid=0 parent=swapper/0", what is rotten being empty, or
 * "cpu=0" outside a task.
 */
#include <linux/bottom_half.h>
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/cred.h>
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/irq_work.h>
#include <linux/irqflags.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#ifdef CONFIG_KFENCE
#include <linux/kfence.h>
#endif
#include <linux/kobject.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/ktime.h>
#include <linux/mutex.h>
#include <linux/preempt.h>
#include <linux/proc_fs.h>
#include <linux/sched/task.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/time64.h>
#include <linux/timekeeping.h>
#include <linux/timer.h>
#include <linux/uaccess.h>
#include <linux/workqueue.h>
#ifdef CONFIG_TRACEPOINTS
#include <trace/events/power.h>
#endif
#ifdef CONFIG_X86_LOCAL_APIC
#include <asm/apic.h>
#include <asm/nmi.h>
#endif

#include "../../module/compat.h"

static DEFINE_MUTEX(mutex);	/* one order at a time, for what another context does */
static unsigned int wanted_cpu;
static const struct task_struct *ordering;
static DECLARE_COMPLETION(done);
static char where[128] = "nowhere";

/* An idle CPU is no process, and nobody's child. */
static void note_task(bool has_uid, bool has_parent)
{
	char parent[TASK_COMM_LEN + sizeof("ppid=4194304 parent=")] = "ppid= parent=";
	char uid[16] = "";

	if (has_uid)
		scnprintf(uid, sizeof(uid), "%u", from_kuid(&init_user_ns, current_uid()));
	if (has_parent && current->pid) {
		rcu_read_lock();
		scnprintf(parent, sizeof(parent), "ppid=%d parent=%s",
			  rcu_dereference(current->real_parent)->tgid,
			  rcu_dereference(current->real_parent)->comm);
		rcu_read_unlock();
	}
	scnprintf(where, sizeof(where), "pid=%d uid=%s comm=%s %s", current->pid, uid,
		  current->comm, parent);
}

/* A task may go on somewhere else. */
static void note_place(void)
{
	if (in_task())
		note_task(true, true);
	else
		scnprintf(where, sizeof(where), "cpu=%u", raw_smp_processor_id());
}

/* --- causes: functions of their own, whose names a report has to show --- */

/* A barrier after a call is what keeps the caller on the stack; on ARM a WARN is one. */

static noinline void warn_on_demand(void)
{
	WARN(1, "taint_trigger: a WARN on demand\n");
	barrier();
}

static noinline void bug_on_demand(void)
{
	BUG();
}

static noinline void oops_on_demand(void)
{
	int *nowhere = NULL;

	OPTIMIZER_HIDE_VAR(nowhere);
	*nowhere = 0;
}

/* On 64 bit no address at all, whatever the kind of page tables. */
#define WILD	((void *)(~0UL / 0xff * 0x41))

static noinline void write_wild(void)
{
	int *nowhere = WILD;

	OPTIMIZER_HIDE_VAR(nowhere);
	*nowhere = 0;
}

static const int constant = 1;

static noinline void write_constant(void)
{
	int *place = (int *)&constant;

	OPTIMIZER_HIDE_VAR(place);
	*place = 2;
}

static int data[4];

static noinline void jump_to_data(void)
{
	void (*place)(void) = (void *)data;

	OPTIMIZER_HIDE_VAR(place);
	place();
	barrier();
}

struct nothing {
	void (*missing)(void);
};

static const struct nothing nothing;

static noinline void call_null(void)
{
	const struct nothing *ops = &nothing;

	OPTIMIZER_HIDE_VAR(ops);
	ops->missing();
	barrier();
}

static unsigned long gone;
module_param(gone, ulong, 0600);
MODULE_PARM_DESC(gone, "Address of what was a function, for the cause of that name");

static noinline void call_gone(void)
{
	void (*place)(void) = (void *)gone;

	OPTIMIZER_HIDE_VAR(place);
	place();
	barrier();
}

static noinline void run_undefined(void)
{
#if defined(CONFIG_X86)
	asm volatile("rsm");
#elif defined(CONFIG_ARM64)
	asm volatile(".inst 0x00000000");
#elif defined(CONFIG_ARM)
	asm volatile(".inst 0xe7f000f0");
#elif defined(CONFIG_S390)
	asm volatile(".short 0");
#else
	asm volatile(".long 0");
#endif
}

static noinline void divide_by_zero(void)
{
	int many = 1000, zero = 0;

	OPTIMIZER_HIDE_VAR(many);
	OPTIMIZER_HIDE_VAR(zero);
	WRITE_ONCE(data[0], many / zero);
}

static noinline void load_unaligned(void)
{
	char *place = (char *)data + 1;

#if defined(CONFIG_ARM64)
	asm volatile("ldxr w9, [%0]" : : "r" (place) : "x9", "memory");
#elif defined(CONFIG_ARM)
	asm volatile("ldrex r9, [%0]" : : "r" (place) : "r9", "memory");
#elif defined(CONFIG_S390)
	asm volatile("lpq %%r2, 0(%0)" : : "a" (place) : "2", "3", "memory");
#elif defined(CONFIG_PPC)
	asm volatile("lwarx 9, 0, %0" : : "r" (place) : "9", "memory");
#elif defined(CONFIG_RISCV)
	asm volatile("lr.w t0, (%0)" : : "r" (place) : "t0", "memory");
#else
	WRITE_ONCE(data[0], *place);
#endif
}

static void add_bit(unsigned int bit)
{
	add_taint(bit, LOCKDEP_STILL_OK);
	barrier();
}

static unsigned int wanted_bit;

static noinline void add_wanted_bit(void)
{
	add_bit(wanted_bit);
}

/* kobject_put() warns of it each time, and never gets to release it. */
static struct kobject raw_kobject;

static struct kobject *prepare_core(void)
{
	refcount_set(&raw_kobject.kref.refcount, 2);
	return &raw_kobject;
}

static noinline void warn_in_core(void)
{
	kobject_put(prepare_core());
	barrier();
}

static noinline void warn_in_core_proc(void)
{
	remove_proc_entry("taint_nothing", NULL);
	barrier();
}

static noinline void warn_of_refcount(void)
{
	refcount_set(&raw_kobject.kref.refcount, 0);
	kobject_put(&raw_kobject);
	barrier();
}

static noinline void warn_otherwise(void)
{
	WARN(1, "taint_trigger: another WARN on demand\n");
	barrier();
}

static noinline void warn_twice(void)
{
	warn_on_demand();
	mdelay(10);
	warn_on_demand();
	barrier();
}

static noinline void warn_of_two(void)
{
	warn_on_demand();
	mdelay(10);
	warn_otherwise();
	barrier();
}

/* A short name, as all of them have to find room. */
static noinline void dive(unsigned int depth)
{
	if (depth)
		dive(depth - 1);
	else
		WARN_TAINT(1, TAINT_FIRMWARE_WORKAROUND, "taint_trigger: a WARN below many\n");
	barrier();
}

static void warn_below_many(void)
{
	dive(48);
	barrier();
}

/* As long as what compilers of other languages make: too long to be shown whole. */
#define LONG_NAME \
	warn_in_a_function_whose_name_is_longer_than_anyone_would_write_it_but_for_one_of_rust

static noinline void LONG_NAME(void)
{
	WARN(1, "taint_trigger: a WARN in a function with a long name\n");
	barrier();
}

static noinline void hang(void)
{
	static unsigned int bit = 24;
	u64 end = ktime_get_mono_fast_ns() + 3ULL * NSEC_PER_SEC;

	add_taint(bit++, LOCKDEP_STILL_OK);
	/* An emulated processor's own idea of a millisecond may be anything. */
	while (ktime_get_mono_fast_ns() < end)
		cpu_relax();
}

static noinline void oops_in_core(void)
{
	kobject_put(WILD);
	barrier();
}

/* The kernel keeps such pages for itself. */
static noinline void free_bad_page(void)
{
	struct page *page = alloc_pages(GFP_KERNEL, 1);

	if (!page)
		return;
	page[1].mapping = (void *)&raw_kobject;
	__free_pages(page, 1);
	barrier();
}

/* --- causes: memory that is not to be touched --- */

#define OBJECT_SIZE	64

static bool is_fenced(const void *object)
{
#ifdef CONFIG_KFENCE
	return is_kfence_address(object);
#else
	return false;
#endif
}

/* Of KFENCE, which takes one in a while, or of anybody else; for a task. */
static char *alloc_object(struct kmem_cache *cache, bool fenced)
{
	unsigned int tries = 2000;
	char *object;

	do {
		object = cache ? kmem_cache_alloc(cache, GFP_KERNEL) :
				 kmalloc(OBJECT_SIZE, GFP_KERNEL);
		if (!object || is_fenced(object) == fenced)
			break;
		kfree(object);
		object = NULL;
		usleep_range(500, 1000);
	} while (--tries);
	OPTIMIZER_HIDE_VAR(object);
	return object;
}

static char *alloc_watched(void)
{
	return alloc_object(NULL, !IS_ENABLED(CONFIG_KASAN));
}

/* The compiler must not see that it is freed. */
static char *alloc_freed(void)
{
	char *object = alloc_watched();

	kfree(object);
	OPTIMIZER_HIDE_VAR(object);
	return object;
}

static noinline void read_freed(char *object)
{
	WRITE_ONCE(data[0], READ_ONCE(object[8]));
	barrier();
}

static noinline void write_freed(char *object)
{
	WRITE_ONCE(object[8], 1);
	barrier();
}

static noinline void search_freed(char *object)
{
	WRITE_ONCE(data[0], !memchr_inv(object, 0, 1));
	barrier();
}

static noinline void read_behind(char *object)
{
	WRITE_ONCE(data[0], READ_ONCE(object[OBJECT_SIZE]));
	barrier();
}

static noinline void free_object(char *object)
{
	kfree(object);
	barrier();
}

static void use_freed(void (*use)(char *object))
{
	char *object = alloc_freed();

	if (object)
		use(object);
}

static void cause_uaf_read(void)
{
	use_freed(read_freed);
}

static void cause_uaf_write(void)
{
	use_freed(write_freed);
}

static void cause_uaf_core(void)
{
	use_freed(search_freed);
}

static void cause_double_free(void)
{
	use_freed(free_object);
}

static void cause_out_of_bounds(void)
{
	char *object = alloc_watched();

	if (!object)
		return;
	/* KFENCE has its objects at either end of a page. */
	if (!IS_ENABLED(CONFIG_KASAN) && offset_in_page(object))
		read_behind(object);
	else if (!IS_ENABLED(CONFIG_KASAN))
		read_behind(object - OBJECT_SIZE - 1);
	else
		read_behind(object);
	kfree(object);
}

static void cause_invalid_free(void)
{
	char *object = alloc_watched();

	if (!object)
		return;
	free_object(object + 16);
	kfree(object);
}

static noinline void read_behind_stack(void)
{
	char room[13] = "";
	unsigned int i = sizeof(room);

	OPTIMIZER_HIDE_VAR(i);
	WRITE_ONCE(data[0], READ_ONCE(room[i]));
	barrier();
}

static noinline void read_behind_global(void)
{
	unsigned int i = ARRAY_SIZE(data);

	OPTIMIZER_HIDE_VAR(i);
	WRITE_ONCE(data[0], READ_ONCE(data[i]));
	barrier();
}

/* A cache for each case: what is done to its objects is done to nobody else's. */
static struct kmem_cache *make_cache(const char *name)
{
	return kmem_cache_create(name, OBJECT_SIZE, 0, SLAB_CONSISTENCY_CHECKS | SLAB_RED_ZONE,
				 NULL);
}

static void cause_slub_double_free(void)
{
	struct kmem_cache *cache = make_cache("taint_double_free");
	char *object = cache ? alloc_object(cache, false) : NULL;

	if (!object)
		return;
	kmem_cache_free(cache, object);
	OPTIMIZER_HIDE_VAR(object);
	free_object(object);
}

static void cause_slub_overrun(void)
{
	struct kmem_cache *cache = make_cache("taint_overrun");
	char *object = cache ? alloc_object(cache, false) : NULL;

	if (!object)
		return;
	WRITE_ONCE(object[OBJECT_SIZE], 1);
	free_object(object);
}

static void *innocent;

/* The one that was freed, which KFENCE may precede. */
static noinline void alloc_innocent(struct kmem_cache *cache)
{
	unsigned int tries = 2000;

	do
		WRITE_ONCE(innocent, kmem_cache_alloc(cache, GFP_KERNEL));
	while (is_fenced(innocent) && --tries);
}

static void cause_slub_freelist(void)
{
	struct kmem_cache *cache = make_cache("taint_freelist");
	char *object = cache ? alloc_object(cache, false) : NULL;

	if (!object)
		return;
	kmem_cache_free(cache, object);
	OPTIMIZER_HIDE_VAR(object);
	WRITE_ONCE(object[OBJECT_SIZE], 1);
	/* It stays, with whatever is left of it. */
	alloc_innocent(cache);
}

static noinline void blame_firmware(void)
{
	WARN_TAINT(1, TAINT_FIRMWARE_WORKAROUND, "taint_trigger: blames the firmware\n");
	barrier();
}

#if VENDOR_RHEL
/* Not every release has each of them. */
extern void mark_tech_preview(const char *what, struct module *module) __weak;
extern void mark_partner_supported(const char *what, struct module *module) __weak;
extern void mark_hardware_removed(const char *what) __weak;

static noinline void mark_preview(void)
{
	if (mark_tech_preview)
		mark_tech_preview("taint_trigger", THIS_MODULE);
	barrier();
}

static noinline void mark_partner(void)
{
	if (mark_partner_supported)
		mark_partner_supported("taint_trigger", THIS_MODULE);
	barrier();
}

static noinline void mark_removed(void)
{
	if (mark_hardware_removed)
		mark_hardware_removed("taint_trigger");
	barrier();
}
#endif

static noinline void lock_up(void)
{
	bool again = test_taint(TAINT_SOFTLOCKUP);
	/* With the shortest limit a report takes 2.1 to 3.7 seconds, and so does the next. */
	unsigned long end = jiffies + (again ? 4 : 60) * HZ;

	preempt_disable();
	while ((again || !test_taint(TAINT_SOFTLOCKUP)) && time_before(jiffies, end))
		cpu_relax();
	preempt_enable();
}

/* Never set; the compiler must not see that there is no way back. */
static bool deep_enough;

static noinline unsigned int go_deeper(unsigned int depth)
{
	unsigned char room[256];

	memset(room, depth, sizeof(room));
	OPTIMIZER_HIDE_VAR(depth);
	if (READ_ONCE(deep_enough))
		return depth;
	/* What is left to do after the call keeps it from becoming a jump. */
	return go_deeper(depth + 1) + READ_ONCE(room[depth % sizeof(room)]);
}

static noinline void use_up_stack(void)
{
	WRITE_ONCE(data[0], go_deeper(0));
}

static const struct {
	const char *word;
	void (*cause)(void);
} causes[] = {
	{ "warn", warn_on_demand },
	{ "bug", bug_on_demand },
	{ "oops", oops_on_demand },
	{ "wild", write_wild },
	{ "constant", write_constant },
	{ "jump", jump_to_data },
	{ "null", call_null },
	{ "gone", call_gone },
	{ "undefined", run_undefined },
	{ "divide", divide_by_zero },
	{ "unaligned", load_unaligned },
	{ "core", warn_in_core },
	{ "core_proc", warn_in_core_proc },
	{ "core_oops", oops_in_core },
	{ "refcount", warn_of_refcount },
	{ "twice", warn_twice },
	{ "other", warn_of_two },
	{ "deep", warn_below_many },
	{ "long", LONG_NAME },
	{ "page", free_bad_page },
	{ "uaf_read", cause_uaf_read },
	{ "uaf_write", cause_uaf_write },
	{ "uaf_core", cause_uaf_core },
	{ "out_of_bounds", cause_out_of_bounds },
	{ "double_free", cause_double_free },
	{ "invalid_free", cause_invalid_free },
	{ "stack_oob", read_behind_stack },
	{ "global_oob", read_behind_global },
	{ "slub_double_free", cause_slub_double_free },
	{ "slub_overrun", cause_slub_overrun },
	{ "slub_freelist", cause_slub_freelist },
	{ "firmware", blame_firmware },
#if VENDOR_RHEL
	{ "preview", mark_preview },
	{ "partner", mark_partner },
	{ "removed", mark_removed },
#endif
	{ "lockup", lock_up },
	{ "hang", hang },
	{ "overflow", use_up_stack },
};

static void (*wanted_cause)(void);

static bool can(const char *word)
{
	if (!strcmp(word, "divide"))
		return IS_ENABLED(CONFIG_X86) || IS_ENABLED(CONFIG_S390);
	if (!strcmp(word, "unaligned"))
		return !IS_ENABLED(CONFIG_X86) && !IS_ENABLED(CONFIG_RISCV);
	/* There the kernel takes such a trap for an NMI, and panics. */
	if (!strcmp(word, "bug") || !strcmp(word, "undefined"))
		return !IS_ENABLED(CONFIG_RISCV);
	/* Without anybody who finds it, it would be done. */
	if (!strcmp(word, "stack_oob") || !strcmp(word, "global_oob"))
		return IS_ENABLED(CONFIG_KASAN_GENERIC);
	if (!strncmp(word, "slub_", 5))
		return IS_ENABLED(CONFIG_SLUB_DEBUG) && !IS_ENABLED(CONFIG_KASAN);
	if (!strncmp(word, "uaf_", 4) || !strcmp(word, "out_of_bounds") ||
	    !strcmp(word, "double_free") || !strcmp(word, "invalid_free"))
		return IS_ENABLED(CONFIG_KASAN) || IS_ENABLED(CONFIG_KFENCE);
	/* Elsewhere it would write over what is not its own. */
	if (!strcmp(word, "overflow"))
		return IS_ENABLED(CONFIG_VMAP_STACK);
	return true;
}

static int find_cause(const char *word)
{
	unsigned int i;

	if (!can(word))
		return -EOPNOTSUPP;
	for (i = 0; i < ARRAY_SIZE(causes); i++) {
		if (!strcmp(word, causes[i].word)) {
			wanted_cause = causes[i].cause;
			return 0;
		}
	}
	wanted_cause = add_wanted_bit;
	return kstrtouint(word, 0, &wanted_bit);
}

static void do_cause(void)
{
	note_place();
	wanted_cause();
	barrier();
}

/* --- places --- */

static int do_in_task(void)
{
	/* It may not come back. */
	cpus_read_unlock();
	mutex_unlock(&mutex);
	do_cause();
	mutex_lock(&mutex);
	cpus_read_lock();
	return 0;
}

static int do_locked(void)
{
	local_bh_disable();
	local_irq_disable();
	do_cause();
	local_irq_enable();
	local_bh_enable();
	return 0;
}

/* What slab poisoning fills a freed object with, as an address: none at all on 64 bit. */
#define ROTTEN	(~0UL / 0xff * 0x6b)

static atomic_t held_cpus;
static bool hold_cpus;

static void hold_cpu(void *unused)
{
	atomic_inc(&held_cpus);
	while (READ_ONCE(hold_cpus))
		cpu_relax();
	atomic_dec(&held_cpus);
}

/* Called with softirqs disabled; all other CPUs spin in an interrupt when it returns. */
static void hold_other_cpus(void)
{
	WRITE_ONCE(hold_cpus, true);
	smp_call_function(hold_cpu, NULL, 0);
	while (atomic_read(&held_cpus) < num_online_cpus() - 1)
		cpu_relax();
}

static void release_other_cpus(void)
{
	WRITE_ONCE(hold_cpus, false);
	while (atomic_read(&held_cpus))
		cpu_relax();
}

/*
 * No interrupt may find the task like that: the kernel's own handlers follow some of it.
 * @others: what is rotten is followed by other CPUs, too
 */
static int do_rotten(unsigned long *one, unsigned long *other, bool others)
{
	unsigned long was_one = *one, was_other = *other;

	/* It may not come back. */
	cpus_read_unlock();
	mutex_unlock(&mutex);
	local_bh_disable();
	if (others)
		hold_other_cpus();
	local_irq_disable();
	WRITE_ONCE(*one, ROTTEN);
	WRITE_ONCE(*other, ROTTEN);
	wanted_cause();
	WRITE_ONCE(*one, was_one);
	WRITE_ONCE(*other, was_other);
	local_irq_enable();
	if (others)
		release_other_cpus();
	local_bh_enable();
	mutex_lock(&mutex);
	cpus_read_lock();
	return 0;
}

static int do_rotten_cred(void)
{
	/* As it has to be told: nobody can say any more who the user is. */
	note_task(false, true);
	return do_rotten((__force unsigned long *)&current->real_cred,
			 (__force unsigned long *)&current->cred, false);
}

static int do_rotten_parent(void)
{
	note_task(true, false);
	return do_rotten((__force unsigned long *)&current->real_parent,
			 (__force unsigned long *)&current->parent, false);
}

static int do_rotten_signal(void)
{
	note_place();
	/* A CPU that balances its load, or wakes a task up here, counts the time of this one. */
	return do_rotten((unsigned long *)&current->signal,
			 (__force unsigned long *)&current->sighand, true);
}

static int do_rotten_stack(void)
{
	unsigned long *end = end_of_stack(current);

	note_place();
	return do_rotten(end, end, false);
}

static int do_in_kthread(void *unused)
{
	complete(&done);
	do_cause();
	return 0;
}

static int start_kthread(void)
{
	struct task_struct *thread = kthread_create(do_in_kthread, NULL, "trigger_kthread");

	if (IS_ERR(thread))
		return PTR_ERR(thread);
	get_task_struct(thread);
	wake_up_process(thread);
	wait_for_completion(&done);
	/* Waits for its end, whatever kind of end that is. */
	kthread_stop(thread);
	put_task_struct(thread);
	return 0;
}

static int start_kthreads(void)
{
	int err = start_kthread();

	reinit_completion(&done);
	return err ? err : start_kthread();
}

#ifdef CONFIG_TRACEPOINTS
static atomic_t idle_wanted;

static void do_in_idle(void *unused, unsigned int state, unsigned int cpu)
{
	if (!atomic_xchg(&idle_wanted, 0))
		return;
	do_cause();
	complete(&done);
}

static int start_idle(void)
{
	int err = register_trace_cpu_idle(do_in_idle, NULL);

	if (err)
		return err;
	atomic_set(&idle_wanted, 1);
	wait_for_completion(&done);
	unregister_trace_cpu_idle(do_in_idle, NULL);
	tracepoint_synchronize_unregister();
	return 0;
}
#else
static int start_idle(void)
{
	return -EOPNOTSUPP;
}
#endif

static void do_in_work(struct work_struct *work)
{
	do_cause();
}

static DECLARE_WORK(trigger_work, do_in_work);

static int start_work(void)
{
	schedule_work_on(wanted_cpu, &trigger_work);
	flush_work(&trigger_work);
	return 0;
}

static void do_in_timer(struct timer_list *timer)
{
	do_cause();
	complete(&done);
}

static DEFINE_TIMER(trigger_timer, do_in_timer);

static int start_timer(void)
{
	mod_timer(&trigger_timer, jiffies + 1);
	wait_for_completion(&done);
	return 0;
}

static void do_in_softirq(unsigned long unused)
{
	do_cause();
	complete(&done);
}

static struct tasklet_struct trigger_tasklet;

static int start_softirq(void)
{
	tasklet_init(&trigger_tasklet, do_in_softirq, 0);
	tasklet_schedule(&trigger_tasklet);
	wait_for_completion(&done);
	return 0;
}

static void do_in_hardirq(struct irq_work *work)
{
	do_cause();
	complete(&done);
}

static struct irq_work trigger_irq_work;

static int start_hardirq(void)
{
	init_irq_work(&trigger_irq_work, do_in_hardirq);
#ifdef IRQ_WORK_INIT_HARD
	/* On a real-time kernel, too. */
	trigger_irq_work = IRQ_WORK_INIT_HARD(do_in_hardirq);
#endif
	irq_work_queue(&trigger_irq_work);
	wait_for_completion(&done);
	return 0;
}

/*
 * An idle CPU that has not gone to sleep yet is spared the interrupt: its idle loop makes
 * the call, in task context.  Then once more; where we are ourselves there is none.
 */
static void do_in_ipi(void *done)
{
	if (!hardirq_count() && current != ordering)
		return;
	*(bool *)done = true;
	do_cause();
}

static int start_ipi(void)
{
	bool done = false;
	int err;

	ordering = current;
	do
		err = smp_call_function_single(wanted_cpu, do_in_ipi, &done, 1);
	while (!err && !done);
	return err;
}

static void note_bare_place(void)
{
	scnprintf(where, sizeof(where), "cpu=%u", wanted_cpu);
}

/*
 * As in do_in_ipi(), but the call is not ours, and comes once: keep the CPU busy, unless
 * somebody else does, who lets no work begin.
 */
#define BUSY_WAIT_NS	(100 * NSEC_PER_MSEC)

static bool is_busy, is_called;

static void be_busy(struct work_struct *work)
{
	WRITE_ONCE(is_busy, true);
	while (!READ_ONCE(is_called))
		cpu_relax();
}

static DECLARE_WORK(busy_work, be_busy);

static int start_bare_ipi(void)
{
	u64 begin = ktime_get_mono_fast_ns();
	int err;

	note_bare_place();
	is_busy = false;
	is_called = false;
	preempt_disable();
	if (wanted_cpu != smp_processor_id()) {
		schedule_work_on(wanted_cpu, &busy_work);
		while (!READ_ONCE(is_busy) && ktime_get_mono_fast_ns() - begin < BUSY_WAIT_NS)
			cpu_relax();
	}
	err = smp_call_function_single(wanted_cpu, (void *)kobject_put, prepare_core(), 1);
	WRITE_ONCE(is_called, true);
	preempt_enable();
	cancel_work_sync(&busy_work);
	return err;
}

static void schedule_bare_softirq(void *unused)
{
	tasklet_schedule(&trigger_tasklet);
}

static int start_bare_softirq(void)
{
	int err;

	/* There it is a thread's, which cannot come by where somebody is busy. */
	if (IS_ENABLED(CONFIG_PREEMPT_RT))
		return -EOPNOTSUPP;
	note_bare_place();
	tasklet_init(&trigger_tasklet, (void *)kobject_put, (unsigned long)prepare_core());
	err = smp_call_function_single(wanted_cpu, schedule_bare_softirq, NULL, 1);
	/* Waits until it has run. */
	tasklet_kill(&trigger_tasklet);
	return err;
}

#ifdef CONFIG_X86_LOCAL_APIC
static atomic_t nmi_wanted;

static int do_in_nmi(unsigned int type, struct pt_regs *regs)
{
	if (raw_smp_processor_id() != wanted_cpu || !atomic_read(&nmi_wanted))
		return NMI_DONE;
	do_cause();
	atomic_set(&nmi_wanted, 0);
	return NMI_HANDLED;
}

static int start_nmi(void)
{
	atomic_set(&nmi_wanted, 1);
	apic->send_IPI_mask(cpumask_of(wanted_cpu), NMI_VECTOR);
	while (atomic_read(&nmi_wanted))
		cpu_relax();
	return 0;
}

static int hook_nmi(void)
{
	return register_nmi_handler(NMI_LOCAL, do_in_nmi, 0, "taint_trigger");
}

static void unhook_nmi(void)
{
	unregister_nmi_handler(NMI_LOCAL, "taint_trigger");
}
#else
static int start_nmi(void)
{
	return -EOPNOTSUPP;
}

static int hook_nmi(void)
{
	return 0;
}

static void unhook_nmi(void)
{
}
#endif

static const struct {
	const char *word;
	int (*start)(void);
} places[] = {
	{ "task", do_in_task },
	{ "locked", do_locked },
	{ "rotten_cred", do_rotten_cred },
	{ "rotten_parent", do_rotten_parent },
	{ "rotten_signal", do_rotten_signal },
	{ "rotten_stack", do_rotten_stack },
	{ "kthread", start_kthread },
	{ "kthreads", start_kthreads },
	{ "idle", start_idle },
	{ "work", start_work },
	{ "timer", start_timer },
	{ "softirq", start_softirq },
	{ "hardirq", start_hardirq },
	{ "ipi", start_ipi },
	{ "nmi", start_nmi },
	{ "bare_ipi", start_bare_ipi },
	{ "bare_softirq", start_bare_softirq },
};

/* --- orders --- */

static int obey_there(const char *place, const char *cause)
{
	unsigned int i;
	int err;

	for (i = 0; i < ARRAY_SIZE(places); i++) {
		if (strcmp(place, places[i].word))
			continue;
		reinit_completion(&done);
		err = find_cause(cause);
		return err ? err : places[i].start();
	}
	return -EINVAL;
}

static int obey_clear(const char *bit_word, const char *address_word)
{
	unsigned long address;
	unsigned int bit;

	if (!address_word || kstrtouint(bit_word, 0, &bit) ||
	    kstrtoul(address_word, 0, &address))
		return -EINVAL;
	clear_bit(bit, (unsigned long *)address);
	return 0;
}

static int obey(char *line)
{
	char *word = strsep(&line, " ");
	char *second = strsep(&line, " ");
	unsigned int bit, times = 1;
	int err;

	if (!strcmp(word, "warn")) {
		if (second && kstrtouint(second, 0, &times))
			return -EINVAL;
		while (times--)
			warn_on_demand();
		return 0;
	}
	if (!strcmp(word, "oops")) {
		oops_on_demand();
		return 0;
	}
	if (!second)
		return -EINVAL;
	if (!strcmp(word, "add")) {
		if (kstrtouint(second, 0, &bit) || (line && kstrtouint(line, 0, &times)))
			return -EINVAL;
		while (times--)
			add_bit(bit);
		return 0;
	}
	if (!strcmp(word, "clear"))
		return obey_clear(second, line);

	mutex_lock(&mutex);
	/* An NMI, say, is waited for, and would never come where it has gone. */
	cpus_read_lock();
	wanted_cpu = raw_smp_processor_id();
	err = line ? kstrtouint(line, 0, &wanted_cpu) : 0;
	if (!err && (wanted_cpu >= nr_cpu_ids || !cpu_online(wanted_cpu)))
		err = -ENODEV;
	if (!err)
		err = obey_there(word, second);
	cpus_read_unlock();
	mutex_unlock(&mutex);
	return err;
}

static ssize_t trigger_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	char line[64];
	int err;

	if (count >= sizeof(line))
		return -EINVAL;
	if (copy_from_user(line, buf, count))
		return -EFAULT;
	line[count] = '\0';
	err = obey(strim(line));
	return err ? err : count;
}

static ssize_t trigger_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	char line[sizeof(where) + 1];

	return simple_read_from_buffer(buf, count, pos, line,
				       scnprintf(line, sizeof(line), "%s\n", where));
}

static const struct proc_ops trigger_ops = {
	.proc_read = trigger_read,
	.proc_write = trigger_write,
};

static int __init trigger_init(void)
{
	int err = hook_nmi();

	if (err)
		return err;
	if (!proc_create("taint_trigger", 0600, NULL, &trigger_ops)) {
		unhook_nmi();
		return -ENOMEM;
	}
	return 0;
}

static void __exit trigger_exit(void)
{
	remove_proc_entry("taint_trigger", NULL);
	unhook_nmi();
}

module_init(trigger_init);
module_exit(trigger_exit);

MODULE_DESCRIPTION("taint_info selftests: raises taints on demand");
MODULE_LICENSE("GPL");
