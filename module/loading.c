// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which module loads, or goes, here: the mark where a load begins, and the module notifier,
 * which has the ring read before the module's memory changes hands, and its name given to
 * what its thread raised on the way.
 *
 * Context: on_load_module() any, as every probe; the rest process, and may sleep.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/bits.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/printk.h>
#include <linux/sched.h>

#include "kick.h"
#include "loading.h"
#include "modules.h"
#include "probe.h"
#include "ring.h"

/*
 * Where a module begins to load, so that what its thread raises from then on,
 * and nothing that an earlier attempt has raised, can be pinned on it.  One
 * word for each entry: threads that share it replace each other, whole.
 */
#define LOAD_MARKS	64
#define MARK_PID_SHIFT	42	/* a pid has 22 bits at most */
#define MARK_SEQ_MASK	((1ULL << MARK_PID_SHIFT) - 1)

static atomic64_t load_marks[LOAD_MARKS];

static struct {
	bool marks_armed;
	/* worker_read(), which see. */
	void (*read)(enum taint_awaits awaits, const char *module, unsigned long mask,
		     unsigned long since);
} loading;

static int on_load_module(struct kprobe *probe, struct pt_regs *regs)
{
	u64 pid = current->pid;

	atomic64_set(&load_marks[pid % LOAD_MARKS],
		     pid << MARK_PID_SHIFT | (ring_events() & MARK_SEQ_MASK));
	return 0;
}
NOKPROBE_SYMBOL(on_load_module);

static struct kprobe load_module_probe = {
	.symbol_name = "load_module",
	.pre_handler = on_load_module,
	.post_handler = PROBE_AFTER_HIT,
};

/*
 * Where the ring stood when this thread began to load.  Nothing was recorded before loads
 * were marked: where no thread of this entry has begun one since, ours began before that,
 * and all it has raised is its own.  False when that is not known.
 */
static bool find_load_start(unsigned long *seq)
{
	u64 pid = current->pid;
	u64 mark = atomic64_read(&load_marks[pid % LOAD_MARKS]);
	u64 now = ring_events();

	*seq = 0;
	if (!mark)
		return loading.marks_armed;
	if (mark >> MARK_PID_SHIFT != pid)
		return false;
	*seq = now - ((now - mark) & MARK_SEQ_MASK);
	return true;
}

/*
 * A module comes or goes in the current thread: have what leads to its memory read, and
 * its name given to what the thread raised on the way here.  Before its init code goes
 * (LIVE) and before the whole of it goes (GOING) its addresses have to be words.  Its own
 * hook calls cannot be under way on another CPU: its code runs no more.
 */
static int on_module(struct notifier_block *block, unsigned long state, void *data)
{
	const struct module *module = data;
	unsigned long since = 0;
	char name[MODULE_NAME_LEN];

	modules_copy_name(module, name);
	if (state == MODULE_STATE_COMING && find_load_start(&since))
		loading.read(AWAITS_LOADED, name, module->taints, since);
	else if (state == MODULE_STATE_GOING)
		loading.read(AWAITS_REMOVED, name, BIT(TAINT_FORCED_RMMOD), 0);
	else
		loading.read(AWAITS_NONE, name, 0, 0);
	kick_compare();
	return NOTIFY_DONE;
}

static struct notifier_block module_notifier = { .notifier_call = on_module };

static void disarm_marks(void)
{
	if (loading.marks_armed)
		unregister_kprobe(&load_module_probe);
	loading.marks_armed = false;
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
 * loading_arm() - arm the module notifier, and the mark of each load
 *
 * Context: process.
 *
 * Return: 0 or an errno, of the notifier: without marks there is a line in the log.
 */
int loading_arm(void)
{
	int err = probe_arm_at_entry(&load_module_probe);

	loading.marks_armed = !err;
	if (err && IS_ENABLED(CONFIG_KPROBES))
		pr_notice("load_module() cannot be probed (error %d): a flag that a module raises while it is loaded will not have the module's name\n",
			  err);
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
