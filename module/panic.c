// SPDX-License-Identifier: GPL-2.0-only
/*
 * At a panic: one line for each set flag into the kernel log, for the console
 * and for pstore.  (A crash kernel is started before; see docs/crash-dump.md.)
 *
 * The other CPUs are stopped, at any place: no lock is taken here, and no
 * clock is read that an interrupted writer may hold.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/bitops.h>
#include <linux/math64.h>
#include <linux/notifier.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "compat.h"
#include "flags.h"
#include "journal.h"
#include "kick.h"
#include "loading.h"
#include "panic.h"
#include "resolve.h"

/*
 * A flag's first event, where the worker did not come to it as well: the module that it
 * leads to is still there, as its going would have had it read.
 */
static bool find_record(unsigned int bit, struct taint_record *record)
{
	const struct taint_call *first;

	if (journal_record_at_panic(bit, record))
		return true;
	first = ring_first(bit);
	if (!first)
		return false;
	record->event = first->event;
	memset(&record->blame, 0, sizeof(record->blame));
	if (ring_trusted(&first->event))
		resolve_blame(first, &record->blame);
	/* With panic_on_taint the module that loads is in no list of the kernel's yet. */
	if (record->blame.awaits == AWAITS_LOADED)
		loading_told(&record->event, record->blame.module);
	return true;
}

/*
 * Of a flag that was set before, or unseen, the first call is only the first to repeat it:
 * that is nobody to blame.
 */
static bool has_set_it(const struct taint_event *event)
{
	enum taint_origin origin = journal_origin(event->bit);

	return origin == ORIGIN_NONE ? !event->was_set : origin == ORIGIN_OBSERVED;
}

static void print_flag(unsigned int bit)
{
	static struct taint_record record;
	static char where[320];
	const struct taint_event *event = &record.event;
	const struct taint_blame *blame = &record.blame;
	const struct flag_row *row = flag_row(&kernel_flags, bit);
	char letter = row ? row->set : '?';
	char name[FLAG_NAME_SIZE];
	char who[4 * TASK_COMM_LEN + 16] = "";	/* each character may become \\ooo */
	unsigned long count = ring_count(bit);
	char again[48] = "";
	bool found;
	u64 seconds;
	u32 rest;

	flag_name(&kernel_flags, bit, name, sizeof(name));
	found = find_record(bit, &record);
	if (!found || !has_set_it(event)) {
		if (found)
			snprintf(again, sizeof(again), ", raised again since (%lu)", count);
		pr_emerg("%c %s: %s%s\n", letter, name,
			 journal_baseline() & BIT(bit) ? "set before watching began" :
			 "the call that set it was not seen", again);
		return;
	}
	if (event_is_idle(event))
		strscpy(who, " by idle", sizeof(who));
	else if (event->context == CONTEXT_TASK)
		snprintf(who, sizeof(who), " by %*pE[%d]", (int)strlen(event->comm),
			 event->comm, event->pid);
	seconds = div_u64_rem(event->boottime, NSEC_PER_SEC, &rest);
	snprintf(where, sizeof(where), "%s%s%s%s%s%s",
		 blame->module[0] ? ", module " : "", blame->module,
		 blame->caller[0] ? ", at " : "", blame->caller,
		 blame->via[0] ? ", via module " : "", blame->via);
	pr_emerg("%c %s: calls seen %lu, first at %llu.%06u s%s in %s context on CPU %u%s\n",
		 letter, name, count, seconds, rest / 1000, who,
		 journal_context_name(event->context), event->cpu, where);
}

static int on_panic(struct notifier_block *block, unsigned long event, void *message)
{
	unsigned long mask = kick_mask();
	char text[FLAGS_STRING_SIZE];
	unsigned int bit;

	flags_string(&kernel_flags, mask, text, sizeof(text));
	pr_emerg("flags at the panic: %lu, %s\n", mask, text);
	for_each_set_bit(bit, &mask, BITS_PER_LONG)
		print_flag(bit);
	return NOTIFY_DONE;
}

static struct notifier_block panic_notifier = { .notifier_call = on_panic };

/**
 * panic_lines_start() - print the flags at a panic
 */
void panic_lines_start(void)
{
	atomic_notifier_chain_register(&panic_notifier_list, &panic_notifier);
}

/**
 * panic_lines_stop() - do not any more
 */
void panic_lines_stop(void)
{
	atomic_notifier_chain_unregister(&panic_notifier_list, &panic_notifier);
}
