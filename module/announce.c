// SPDX-License-Identifier: GPL-2.0-only
/*
 * Telling of a flag, once: a line in the kernel log, then the uevent; the uevent again
 * where there was no memory for it.  So for a flag that was found cleared.
 *
 * Context: the worker (worker_run()), outside of the reader's lock.  May sleep, allocates.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/bitops.h>
#include <linux/ctype.h>
#include <linux/delay.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "announce.h"
#include "compat.h"
#include "device.h"
#include "flags.h"
#include "journal.h"
#include "kick.h"
#include "loading.h"

/* A printk() takes about a thousand bytes. */
#define LOG_LINE 512
/* When to try again after a lack of memory. */
#define RETRY_NS NSEC_PER_SEC

/* Flags of which has been told; the worker's. */
static struct {
	unsigned long logged;		/* in the log, that it is set */
	unsigned long cleared_logged;	/* in the log, that it was cleared */
	unsigned long cleared_sent;	/* by uevent, that it was cleared */
} told;

static struct taint_record record;	/* the worker's, as is line */
static char line[LOG_LINE];

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
	if (event_is_idle(event))
		len += scnprintf(line + len, sizeof(line) - len, " in idle,");
	else if (event->context == CONTEXT_TASK)
		len += scnprintf(line + len, sizeof(line) - len, " in process %s[%d],",
				 event->comm, event->pid);
	if (!event_is_idle(event) && event_has_uid(event))
		len += scnprintf(line + len, sizeof(line) - len, " uid %u,", event->uid);
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

/* How long the first event of a flag waits for a module's name; 0 when it may be told of. */
static u64 wait_ns(unsigned int bit)
{
	if (journal_origin(bit) != ORIGIN_OBSERVED ||
	    !journal_record(bit, JOURNAL_FIRST, &record))
		return 0;
	return loading_wait_ns(&record);
}

static bool announce(unsigned int bit)
{
	if (!(told.logged & BIT(bit))) {
		if (journal_origin(bit) == ORIGIN_OBSERVED)
			wait_until_set(bit);
		log_flag(bit);
		told.logged |= BIT(bit);
	}
	return !flag_devices_announce(bit);
}

/**
 * announce_new() - tell of flags that were set for the first time
 * @flags: which
 * @wait: shortened to the nanoseconds until one of those that remain may be tried again;
 *	0 is no wait
 *
 * Return: those that were told of.
 */
unsigned long announce_new(unsigned long flags, u64 *wait)
{
	unsigned long done = 0;
	unsigned int bit;
	u64 ns;

	for_each_set_bit(bit, &flags, BITS_PER_LONG) {
		ns = wait_ns(bit);
		if (!ns && announce(bit))
			done |= BIT(bit);
		else
			*wait = kick_sooner(*wait, ns ?: RETRY_NS);
	}
	return done;
}

/* Cleared flags that are still to be told of. */
static unsigned long cleared_due(void)
{
	return journal_cleared() & ~READ_ONCE(told.cleared_sent);
}

/**
 * announce_cleared_due() - whether a flag was found cleared and user space does not know
 *
 * Context: process; not the worker alone.
 */
bool announce_cleared_due(void)
{
	return cleared_due();
}

/**
 * announce_cleared() - tell of flags that were found cleared
 * @wait: as in announce_new()
 */
void announce_cleared(u64 *wait)
{
	unsigned long cleared = cleared_due();
	char name[FLAG_NAME_SIZE];
	unsigned int bit;

	for_each_set_bit(bit, &cleared, BITS_PER_LONG) {
		if (!(told.cleared_logged & BIT(bit))) {
			flag_name(&kernel_flags, bit, name, sizeof(name));
			pr_notice("flag %s was set and is not any more: the kernel never clears one\n",
				  name);
			told.cleared_logged |= BIT(bit);
		}
		if (!flag_devices_announce(bit))
			WRITE_ONCE(told.cleared_sent, told.cleared_sent | BIT(bit));
		else
			*wait = kick_sooner(*wait, RETRY_NS);
	}
}
