// SPDX-License-Identifier: GPL-2.0-only
/*
 * taint_info: what the kernel's taint flags mean, when they appeared and who
 * raised them.  The worker; init and exit, in order.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/bitops.h>
#include <linux/ctype.h>
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <linux/time64.h>
#include <linux/timekeeping.h>

#include "debugfs.h"
#include "device.h"
#include "flags.h"
#include "journal.h"
#include "panic.h"
#include "resolve.h"
#include "sysfs.h"
#include "watch.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

#ifndef CONFIG_SYSFS
#error "taint_info needs a kernel with sysfs"
#endif

#define POLL_MS_MAX 3600000
/* A printk() takes about a thousand bytes. */
#define LOG_LINE 512
/* How long the trace waits for an event whose writer is held up. */
#define WRITER_WAIT_NS (200 * NSEC_PER_MSEC)

static unsigned int poll_ms = 1000;
module_param(poll_ms, uint, 0444);
MODULE_PARM_DESC(poll_ms, "Compare taint masks this often, in milliseconds; at most 3600000, 0 for no timer (default 1000)");

static char *hooks = "auto";
module_param(hooks, charp, 0444);
MODULE_PARM_DESC(hooks, "How to notice a taint: auto, every way there is; none, by comparing masks alone (default auto)");

static bool panic_report = true;
module_param(panic_report, bool, 0444);
MODULE_PARM_DESC(panic_report, "At a panic, print who set which flag (default true)");

/* Flags to tell of, until it was done; under the worker's mutex, as all below. */
static unsigned long to_announce;
static unsigned long cleared_announced;

/* Names come from outside: leave nothing in a line that log scanners look for. */
static void defuse(char *text)
{
	static const char * const words[] = { "Tainted:", "WARNING", "BUG", "Oops" };
	size_t i;

	for (; (text = strpbrk(text, "TWBO")); text++)
		for (i = 0; i < ARRAY_SIZE(words); i++)
			if (str_has_prefix(text, words[i]))
				*text = '_';
}

static void clean_comm(char *comm)
{
	for (; *comm; comm++)
		if (!isascii(*comm) || (!isalnum(*comm) && !strchr("_.:/+-", *comm)))
			*comm = '_';
}

static void log_flag(unsigned int bit)
{
	static struct taint_record record;
	static char line[LOG_LINE];
	struct taint_event *event = &record.event;
	struct taint_blame *blame = &record.blame;
	const struct flag_row *row = flag_row(&kernel_flags, bit);
	char name[FLAG_NAME_SIZE];
	size_t len;

	flag_name(&kernel_flags, bit, name, sizeof(name));
	if (journal_origin(bit) != ORIGIN_OBSERVED ||
	    !journal_record(bit, JOURNAL_FIRST, &record)) {
		pr_notice("flag %s (%c) is set; the call that set it was not seen\n",
			  name, row ? row->set : '?');
		return;
	}
	clean_comm(event->comm);

	len = scnprintf(line, sizeof(line), "flag %s (%c) set", name, row ? row->set : '?');
	if (blame->module[0])
		len += scnprintf(line + len, sizeof(line) - len, " by module %s", blame->module);
	if (event->context == CONTEXT_TASK)
		len += scnprintf(line + len, sizeof(line) - len, " in process %s[%d], uid %u,",
				 event->comm, event->pid, event->uid);
	len += scnprintf(line + len, sizeof(line) - len, " in %s context on CPU %u",
			 journal_context_name(event->context), event->cpu);
	if (blame->caller[0])
		len += scnprintf(line + len, sizeof(line) - len, ", at %s", blame->caller);
	if (blame->via[0])
		scnprintf(line + len, sizeof(line) - len, ", via module %s", blame->via);
	defuse(line);
	pr_notice("%s\n", line);
}

/*
 * A hook speaks before the bit is set.  Give the caller a moment, so that who
 * gets the event reads 1 from the flag's file.
 */
static void wait_until_set(unsigned int bit)
{
	int i;

	for (i = 0; i < 10 && !test_taint(bit); i++)
		usleep_range(500, 1000);
}

/* Read the journal and give names, while the names' modules are there. */
static void read_journal(void)
{
	to_announce |= journal_update(watch_mask(), &resolver);
}

/* Tell of a flag; false to try again. */
static bool announce(unsigned int bit)
{
	static unsigned long told;	/* in the log */

	if (!(told & BIT(bit))) {
		if (journal_origin(bit) == ORIGIN_OBSERVED)
			wait_until_set(bit);
		log_flag(bit);
		told |= BIT(bit);
	}
	return !device_announce(bit);
}

/* The first event of a flag; 0 when it may be told of. */
static u64 wait_ns(unsigned int bit)
{
	static struct taint_record record;

	if (journal_origin(bit) != ORIGIN_OBSERVED ||
	    !journal_record(bit, JOURNAL_FIRST, &record))
		return 0;
	return journal_wait_ns(&record);
}

/* Of two waits, where 0 is none. */
static u64 sooner(u64 a, u64 b)
{
	return !a || (b && b < a) ? b : a;
}

/* Cleared flags that are still to be told of. */
static unsigned long unannounced(void)
{
	return journal_cleared() & ~cleared_announced;
}

/* 0, or when to try again. */
static u64 announce_cleared(void)
{
	static unsigned long told;
	unsigned long cleared = unannounced();
	char name[FLAG_NAME_SIZE];
	unsigned int bit;

	for_each_set_bit(bit, &cleared, BITS_PER_LONG) {
		if (!(told & BIT(bit))) {
			flag_name(&kernel_flags, bit, name, sizeof(name));
			pr_notice("flag %s was set and is not any more: the kernel never clears one\n",
				  name);
			told |= BIT(bit);
		}
		if (!device_announce(bit))
			cleared_announced |= BIT(bit);
	}
	return unannounced() ? NSEC_PER_SEC : 0;
}

/*
 * Each event once, in their order; one that waits for a name keeps the later ones, and
 * so does one that is not there, as who writes it may be held up: for a while.
 */
static u64 trace_events(void)
{
	static struct taint_record record;
	static unsigned long traced;
	static unsigned long awaited;	/* the newest event that a wait was for */
	static u64 until;		/* when that wait ends */
	unsigned long start = journal_log_start();
	unsigned long newest = journal_processed();
	u64 now = ktime_get_boot_fast_ns();
	u64 wait;

	if (!trace_taint_enabled()) {
		traced = newest;
		return 0;
	}
	if ((long)(start - traced) > 1)
		traced = start - 1;
	for (; traced != newest; traced++) {
		if (journal_log(traced + 1, &record)) {
			wait = journal_wait_ns(&record);
			if (wait)
				return wait;
			trace_taint(&record);
			continue;
		}
		/* Overtaken by a newer one: lost. */
		if ((long)(record.event.seq - traced) > 0)
			continue;
		if ((long)(traced - awaited) >= 0) {
			awaited = newest;
			until = now + WRITER_WAIT_NS;
		}
		if (now < until)
			return until - now;
	}
	return 0;
}

/* Runs when there may be something new; never twice at a time. */
static void worker(void)
{
	static unsigned long notified;	/* what events was when we last woke its readers */
	static unsigned long doubted;	/* flags that came unseen and made us try the hooks */
	unsigned long todo, told;
	unsigned int bit;
	bool unseen = false;
	u64 wait = 0;

	read_journal();
	todo = to_announce;
	for_each_set_bit(bit, &todo, BITS_PER_LONG) {
		u64 this_wait = wait_ns(bit);

		wait = sooner(wait, this_wait);
		if (!this_wait && announce(bit))
			to_announce &= ~BIT(bit);
		else if (!this_wait)
			wait = sooner(wait, NSEC_PER_SEC);	/* no memory: again */
		if (journal_origin(bit) != ORIGIN_OBSERVED && !(doubted & BIT(bit))) {
			doubted |= BIT(bit);
			unseen = true;
		}
	}
	told = todo & ~to_announce;
	wait = sooner(wait, announce_cleared());
	if (todo)
		read_journal();	/* by now they are set: remember that */

	if (notified != journal_events()) {
		notified = journal_events();
		sysfs_notify_events();
	}
	wait = sooner(wait, trace_events());
	/* Paths take as long as all the rest: whoever was woken first. */
	if (told)
		wait = 1;
	else
		journal_keep_paths(&resolver);
	if (wait)
		watch_run_in(wait);

	/* A flag that came unseen makes one doubt the hooks. */
	if (unseen)
		watch_try_hooks();
}

/*
 * A module comes or goes in the current thread: read what leads to its memory,
 * and give its name to what the thread raised on the way here.
 */
static void on_module(struct module *module, unsigned long state)
{
	bool unread = journal_unread();
	unsigned long since, named = 0;
	char name[MODULE_NAME_LEN];

	read_journal();
	journal_keep_paths(&resolver);
	resolve_module_name(module, name);
	if (state == MODULE_STATE_COMING && watch_load_start(&since))
		named = journal_pin(AWAITS_LOADED, name, module->taints, since);
	else if (state == MODULE_STATE_GOING)
		named = journal_pin(AWAITS_REMOVED, name, BIT(TAINT_FORCED_RMMOD), 0);
	/* What was read here the worker would not find any more. */
	if (unread || named || to_announce || unannounced())
		watch_run_in(0);
}

static const struct watch_client client = {
	.worker = worker,
	.module = on_module,
};

static int __init taint_info_init(void)
{
	bool use_hooks = !strcmp(hooks, "auto");
	char text[WATCH_HOOKS_SIZE];
	int err;

	if (!use_hooks && strcmp(hooks, "none")) {
		pr_err("hooks=%s is not known: auto or none\n", hooks);
		return -EINVAL;
	}
	if (poll_ms > POLL_MS_MAX) {
		pr_err("poll_ms=%u is too long: at most %u, or 0 for no timer\n",
		       poll_ms, POLL_MS_MAX);
		return -EINVAL;
	}
	if (!use_hooks && !poll_ms) {
		pr_err("hooks=none poll_ms=0 leaves no way to notice a taint\n");
		return -EINVAL;
	}

	err = watch_start(&client, use_hooks, poll_ms);
	if (err)
		return err;
	/* Hooks first, then the mask: no flag can slip in between. */
	journal_set_baseline(watch_mask());

	err = sysfs_start();
	if (err)
		goto close;
	err = device_start(sysfs_flags_dir());
	if (err)
		goto sysfs;
	debugfs_start();
	watch_open();
	if (panic_report)
		panic_start();

	watch_hooks(text, sizeof(text));
	pr_info("version %s, noticing taints by: %s\n", THIS_MODULE->version, text);
	return 0;

sysfs:
	sysfs_stop();
close:
	watch_close();
	watch_stop();
	return err;
}

static void __exit taint_info_exit(void)
{
	if (panic_report)
		panic_stop();
	watch_close();
	debugfs_stop();
	device_stop();
	sysfs_stop();
	watch_stop();
}

module_init(taint_info_init);
module_exit(taint_info_exit);

MODULE_AUTHOR("The taint_info authors");
MODULE_DESCRIPTION("Decoded kernel taint flags: what, when, who; in sysfs and by uevent");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1.0");
