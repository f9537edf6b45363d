// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/kernel/debug/taint_info, for root alone, as it says who and where:
 *
 *	report	the whole state, for a person to read on a bad night
 *	log	the recent events, one line each, oldest first
 *
 * Context: process.  Readers, any number at a time, of what journal.h copies; report has
 * the worker keep the call paths that are still due, and waits for it.
 */
#include <linux/ctype.h>
#include <linux/debugfs.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/time64.h>
#include <linux/utsname.h>

#include "compat.h"
#include "debugfs.h"
#include "flags.h"
#include "hooks.h"
#include "journal.h"
#include "kick.h"
#include "modules.h"
#include "note.h"
#include "version.h"
#include "worker.h"

static struct dentry *dir;

static void show_names(struct seq_file *seq, const char *label, unsigned long mask)
{
	unsigned int bit;
	char name[FLAG_NAME_SIZE];

	seq_printf(seq, "%-10s", label);
	for_each_set_bit(bit, &mask, BITS_PER_LONG) {
		flag_name(&kernel_flags, bit, name, sizeof(name));
		seq_printf(seq, " %s", name);
	}
	seq_puts(seq, mask ? "\n" : " none\n");
}

static void show_modules(struct seq_file *seq, unsigned int bit)
{
	size_t before = seq->count, room, len;
	char *buf;

	seq_puts(seq, "    modules  ");
	room = seq_get_buf(seq, &buf);
	len = modules_list(bit, buf, room, 0);
	if (len == 1)
		seq->count = before;	/* there are none */
	else
		seq_commit(seq, len <= room ? len : -1);
}

static void show_record(struct seq_file *seq, const char *label, unsigned int bit,
			enum journal_which which)
{
	struct taint_record record;
	const struct taint_event *event = &record.event;
	const struct taint_blame *blame = &record.blame;
	char group[TAINT_GROUP_SIZE];
	struct tm date;
	u64 boot, real;
	u32 boot_ns, real_ns;

	if (!journal_record(bit, which, &record))
		return;
	boot = div_u64_rem(event->boottime, NSEC_PER_SEC, &boot_ns);
	real = div_u64_rem(event->realtime, NSEC_PER_SEC, &real_ns);
	time64_to_tm(real, 0, &date);

	seq_printf(seq, "    %-8s #%lu at %llu.%06u s after boot, %04ld-%02d-%02d %02d:%02d:%02d UTC\n",
		   label, event->seq, boot, boot_ns / 1000,
		   date.tm_year + 1900, date.tm_mon + 1, date.tm_mday,
		   date.tm_hour, date.tm_min, date.tm_sec);
	seq_printf(seq, "             in %s context on CPU %u",
		   journal_context_name(event->context), event->cpu);
	if (event_is_idle(event)) {
		seq_puts(seq, ", by idle");
	} else if (event->context == CONTEXT_TASK) {
		seq_printf(seq, ", by %*pE[%d]", (int)strlen(event->comm), event->comm,
			   event->pid);
		if (event_has_uid(event))
			seq_printf(seq, ", uid %u", event->uid);
		if (event_has_loginuid(event))
			seq_printf(seq, ", login uid %u", event->loginuid);
	}
	seq_putc(seq, '\n');
	if (event_has_parent(event))
		seq_printf(seq, "             child of %*pE[%d]\n", (int)strlen(event->parent),
			   event->parent, event->ppid);
	if (event_has_cgroup(event)) {
		journal_group(event->cgroup, group);
		seq_printf(seq, "             in control group %*pE\n", (int)strlen(group), group);
	}
	if (blame->module[0])
		seq_printf(seq, "             module %s\n", blame->module);
	if (blame->caller[0])
		seq_printf(seq, "             at %s%s%s\n", blame->caller,
			   blame->via[0] ? ", via module " : "", blame->via);
}

static void show_path(struct seq_file *seq, unsigned int bit, char *buf)
{
	char *end;

	if (!journal_path(bit, buf, TAINT_PATH_SIZE))
		return;
	seq_puts(seq, "             call path:\n");
	for (; (end = strchr(buf, '\n')); buf = end + 1) {
		seq_puts(seq, "               ");
		seq_write(seq, buf, end + 1 - buf);
	}
}

static void show_flag(struct seq_file *seq, unsigned int bit, char *buf)
{
	const struct flag_row *row = flag_row(&kernel_flags, bit);
	enum taint_origin origin = journal_origin(bit);
	unsigned long count = ring_count(bit);
	char name[FLAG_NAME_SIZE];
	bool repeats;

	flag_name(&kernel_flags, bit, name, sizeof(name));
	seq_printf(seq, "\n%c %s (bit %u%s%s)\n", row ? row->set : '?', name, bit,
		   row ? ", " : "", row ? flag_category_name(row->category) : "");
	if (row)
		seq_printf(seq, "    %s\n", row->description);
	switch (origin) {
	case ORIGIN_NONE:
		seq_puts(seq, "    set a moment ago");
		break;
	case ORIGIN_BASELINE:
		seq_puts(seq, "    set before watching began");
		break;
	case ORIGIN_OBSERVED:
		seq_puts(seq, "    seen when it was set");
		break;
	case ORIGIN_DETECTED:
		seq_puts(seq, "    found set, the call was not seen");
		break;
	}
	/* Where nobody saw who set it, the first call is only the first to repeat it. */
	repeats = origin == ORIGIN_BASELINE || origin == ORIGIN_DETECTED;
	seq_printf(seq, repeats ? "; calls seen since %lu\n" : "; calls seen %lu\n", count);
	show_record(seq, repeats ? "again" : "first", bit, JOURNAL_FIRST);
	show_path(seq, bit, buf);
	if (count > 1)
		show_record(seq, "last", bit, JOURNAL_LAST);
	show_modules(seq, bit);
}

static size_t report_room = PAGE_SIZE;	/* what the newest one has taken, and some more */

static int report_show(struct seq_file *seq, void *unused)
{
	unsigned long shown, mask = kick_compare();
	char text[FLAGS_STRING_SIZE];
	char hooks[HOOKS_TEXT_SIZE];
	unsigned int bit;
	char *buf;

	buf = kmalloc(TAINT_PATH_SIZE, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	/* Those that the worker has not come to yet. */
	worker_keep_paths();
	flags_string(&kernel_flags, mask, text, sizeof(text));
	hooks_text(hooks, sizeof(hooks));

	seq_printf(seq, "taint_info %s on Linux %s\n", TAINT_INFO_VERSION,
		   init_utsname()->release);
	seq_printf(seq, "state      %s (%lu)\n", text, mask);
	show_names(seq, "baseline", journal_baseline());
	show_names(seq, "self", modules_self());
	if (journal_cleared())
		show_names(seq, "cleared", journal_cleared());
	seq_printf(seq, "hooks      %s\n", hooks);
	seq_printf(seq, "events     %lu noticed, %lu lost, %lu missed by the probe\n",
		   ring_events(), ring_lost(), note_missed());

	shown = mask | journal_cleared();
	for_each_set_bit(bit, &shown, BITS_PER_LONG)
		show_flag(seq, bit, buf);
	kfree(buf);
	if (!seq_has_overflowed(seq))
		WRITE_ONCE(report_room, seq->count + PAGE_SIZE / 2);
	return 0;
}

/* Where it does not fit seq_file begins anew, with twice the room: do so once. */
static int report_open(struct inode *inode, struct file *file)
{
	return single_open_size(file, report_show, NULL, READ_ONCE(report_room));
}

static const struct file_operations report_fops = {
	.owner = THIS_MODULE,
	.open = report_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = single_release,
};

/* The position in the log is the number of the event. */
static void *log_at(loff_t *pos)
{
	unsigned long oldest = journal_log_start();

	if (*pos < oldest)
		*pos = oldest;
	return *pos <= journal_processed() ? pos : NULL;
}

static void *log_start(struct seq_file *seq, loff_t *pos)
{
	kick_compare();
	return log_at(pos);
}

static void *log_next(struct seq_file *seq, void *unused, loff_t *pos)
{
	++*pos;
	return log_at(pos);
}

static void log_stop(struct seq_file *seq, void *unused)
{
}

static void put_quoted(struct seq_file *seq, const char *text)
{
	seq_putc(seq, '"');
	for (; *text; text++) {
		if (isascii(*text) && isprint(*text) && *text != '"' && *text != '\\')
			seq_putc(seq, *text);
		else
			seq_printf(seq, "\\%03o", (unsigned char)*text);
	}
	seq_putc(seq, '"');
}

/* key=value; what is not known is left out. */
static int log_show(struct seq_file *seq, void *pos)
{
	struct taint_record record;
	const struct taint_event *event = &record.event;
	const struct taint_blame *blame = &record.blame;
	const struct flag_row *row;
	char name[FLAG_NAME_SIZE], group[TAINT_GROUP_SIZE];
	u64 seconds;
	u32 rest;

	if (!journal_log(*(loff_t *)pos, &record))
		return SEQ_SKIP;
	row = flag_row(&kernel_flags, event->bit);
	flag_name(&kernel_flags, event->bit, name, sizeof(name));
	seconds = div_u64_rem(event->boottime, NSEC_PER_SEC, &rest);

	seq_printf(seq, "seq=%lu time=%llu.%09u flag=%s", event->seq, seconds, rest, name);
	if (row)
		seq_printf(seq, " letter=%c", row->set);
	if (!event->seen) {
		seq_puts(seq, " detected\n");
		return 0;
	}
	seq_printf(seq, " context=%s cpu=%u", journal_context_name(event->context), event->cpu);
	if (event->context == CONTEXT_TASK) {
		seq_printf(seq, " pid=%d", event->pid);
		if (event_has_parent(event))
			seq_printf(seq, " ppid=%d", event->ppid);
		if (event_has_uid(event))
			seq_printf(seq, " uid=%u", event->uid);
		if (event_has_loginuid(event))
			seq_printf(seq, " loginuid=%u", event->loginuid);
		seq_puts(seq, " comm=");
		put_quoted(seq, event_is_idle(event) ? "idle" : event->comm);
		if (event_has_parent(event)) {
			seq_puts(seq, " parent=");
			put_quoted(seq, event->parent);
		}
		if (event_has_cgroup(event)) {
			journal_group(event->cgroup, group);
			seq_puts(seq, " cgroup=");
			put_quoted(seq, group);
		}
	}
	if (blame->caller[0])
		seq_printf(seq, " caller=%s", blame->caller);
	if (blame->module[0])
		seq_printf(seq, " module=%s", blame->module);
	if (blame->via[0])
		seq_printf(seq, " via=%s", blame->via);
	seq_putc(seq, '\n');
	return 0;
}

static const struct seq_operations log_sops = {
	.start = log_start,
	.next = log_next,
	.stop = log_stop,
	.show = log_show,
};
DEFINE_SEQ_ATTRIBUTE(log);

/**
 * report_files_start() - make the directory; without debugfs there is none
 */
void report_files_start(void)
{
	dir = debugfs_create_dir("taint_info", NULL);
	debugfs_create_file("report", 0400, dir, NULL, &report_fops);
	debugfs_create_file("log", 0400, dir, NULL, &log_fops);
}

/**
 * report_files_stop() - remove the directory; waits for readers
 */
void report_files_stop(void)
{
	debugfs_remove_recursive(dir);
}
