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

#include "debugfs.h"
#include "device.h"
#include "flags.h"
#include "journal.h"
#include "sysfs.h"
#include "watch.h"

#define POLL_MS_MAX 3600000

static unsigned int poll_ms = 1000;
module_param(poll_ms, uint, 0444);
MODULE_PARM_DESC(poll_ms, "Compare taint masks this often, in milliseconds; at most 3600000, 0 for no timer (default 1000)");

static char *hooks = "auto";
module_param(hooks, charp, 0444);
MODULE_PARM_DESC(hooks, "How to notice a taint: auto, every way there is; none, by comparing masks alone (default auto)");

/*
 * A process names itself: leave out what is no plain text, and a name with one
 * of the words that log scanners look for.
 */
static void clean_comm(char *to, const char *comm, size_t size)
{
	static const char * const words[] = { "Tainted", "WARNING", "BUG", "Oops" };
	size_t i;

	strscpy(to, comm, size);
	for (i = 0; to[i]; i++)
		if (!(isascii(to[i]) && isalnum(to[i])) && !strchr("_.:/+-", to[i]))
			to[i] = '_';
	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (strstr(to, words[i]))
			strscpy(to, "(unnamed)", size);
}

static void log_flag(unsigned int bit)
{
	const struct flag_row *row = flag_row(bit);
	struct taint_record record;
	const struct taint_event *event = &record.event;
	char name[FLAG_NAME_SIZE];
	char comm[TASK_COMM_LEN];

	flag_name(bit, name, sizeof(name));
	if (journal_origin(bit) != ORIGIN_OBSERVED ||
	    !journal_record(bit, JOURNAL_FIRST, &record)) {
		pr_notice("flag %s (%c) is set; the call that set it was not seen\n",
			  name, row ? row->set : '?');
		return;
	}
	if (event->context == CONTEXT_TASK) {
		clean_comm(comm, event->comm, sizeof(comm));
		pr_notice("flag %s (%c) set by %s[%d], uid %u, in %s context on CPU %u\n",
			  name, row ? row->set : '?', comm, event->pid, event->uid,
			  journal_context_name(event->context), event->cpu);
	} else {
		pr_notice("flag %s (%c) set in %s context on CPU %u\n",
			  name, row ? row->set : '?',
			  journal_context_name(event->context), event->cpu);
	}
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

/* Runs when there may be something new; never twice at a time. */
static void worker(void)
{
	static unsigned long to_announce;	/* stays until it was done */
	static unsigned long notified;		/* what events was when we last woke its readers */
	bool unseen = false;
	unsigned long new;
	unsigned int bit;

	new = journal_update(watch_mask());
	for_each_set_bit(bit, &new, BITS_PER_LONG) {
		if (journal_origin(bit) == ORIGIN_OBSERVED)
			wait_until_set(bit);
		else
			unseen = true;
		log_flag(bit);
	}

	to_announce |= new;
	for_each_set_bit(bit, &to_announce, BITS_PER_LONG)
		if (!device_announce(bit))
			to_announce &= ~BIT(bit);

	if (notified != journal_events()) {
		notified = journal_events();
		sysfs_notify_events();
	}

	/* A flag that came unseen makes one doubt the hooks. */
	if (unseen)
		watch_try_hooks();
}

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

	err = watch_start(worker, use_hooks, poll_ms);
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
