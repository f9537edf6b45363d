// SPDX-License-Identifier: GPL-2.0-only
/*
 * taintinfo boots: what tainted the kernel in boots before this one, and how they ended.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "boots.h"
#include "commands.h"
#include "json.h"
#include "text.h"

static const char *const ends[] = {
	[END_UNKNOWN] = "unknown",
	[END_RUNNING] = "running",
	[END_CLEAN] = "clean",
	[END_PANIC] = "panic",
};

/* --- the same fault elsewhere --- */

static bool has_fault(const struct boot *boot, const char *fingerprint)
{
	unsigned int i;

	for (i = 0; i < boot->nr_flags; i++)
		if (!strcmp(boot->flags[i].fingerprint, fingerprint))
			return true;
	return false;
}

/* The numbers of the other boots that had it, at most BOOTS_READ + 1, and how many. */
static unsigned int find_same(const struct boots *boots, const struct boot *boot,
			      const struct boot_flag *flag, int *found)
{
	const struct boot *other;
	unsigned int i, n = 0;

	for (i = 0; i < boots->n && *flag->fingerprint; i++) {
		other = &boots->list[i];
		if (other != boot && other->index != NO_INDEX && n <= BOOTS_READ &&
		    has_fault(other, flag->fingerprint))
			found[n++] = other->index;
	}
	return n;
}

/* "the same fault as in boots -1, -2 and -4", or nothing. */
static void show_same(FILE *out, const struct boots *boots, const struct boot *boot,
		      const struct boot_flag *flag, const char *before, const char *after)
{
	int same[BOOTS_READ + 1];
	unsigned int n = find_same(boots, boot, flag, same), i;

	if (!n)
		return;
	fprintf(out, "%sthe same fault as in boot%s", before, n > 1 ? "s" : "");
	for (i = 0; i < n; i++)
		fprintf(out, "%s %d", !i ? "" : i + 1 < n ? "," : " and", same[i]);
	fputs(after, out);
}

/* --- for people --- */

static void boot_date(char *buf, size_t size, unsigned long long microseconds)
{
	char text[24];

	snprintf(text, sizeof(text), "%llu", microseconds / 1000000);
	date_text(buf, size, text);
}

/* "2026-11-30 08:00:00 to 09:12:33", with the second date where it is another one. */
static void when_text(char *buf, size_t size, const struct boot *boot)
{
	char first[40], last[40];
	size_t same;

	boot_date(first, sizeof(first), boot->first);
	boot_date(last, sizeof(last), boot->last);
	same = strncmp(first, last, strlen("2026-11-30 ")) ? 0 : strlen("2026-11-30 ");
	if (boot->end == END_RUNNING || boot->first == boot->last)
		snprintf(buf, size, "%s", first);
	else
		snprintf(buf, size, "%s to %s", first, last + same);
}

static void index_text(char *buf, size_t size, const struct boot *boot)
{
	snprintf(buf, size, "%d", boot->index);
	if (boot->index == NO_INDEX)
		snprintf(buf, size, "?");
}

static const char *colour_of(const struct boot_flag *flag)
{
	return category_colour(flag->row ? flag_category_name(flag->row->category) : "");
}

/* Whom the call was by in a few words. */
static void show_cause(FILE *out, const struct boot_flag *flag)
{
	struct record few = flag->record;

	if (flag->raised && shorten_record(&few))
		show_who(out, &few);
	else if (flag->raised)
		fputs(flag->row ? flag->row->description : "not known", out);
	else if (*flag->carriers)
		fprintf(out, "carried by %s", flag->carriers);
	else
		fputs("by whom is not known", out);
}

static void show_line(FILE *out, const struct boots *boots, const struct boot *boot)
{
	char index[16], when[100];
	unsigned int i;

	index_text(index, sizeof(index), boot);
	when_text(when, sizeof(when), boot);
	fprintf(out, "%3s  %-31s  %s%-7s%s  %s ", index, when,
		boot->end == END_PANIC ? category_colour("fault") : "", ends[boot->end], normal(),
		*boot->release ? boot->release : "(kernel not known)");
	for (i = 0; i < boot->nr_flags; i++)
		fprintf(out, " %s%c%s", colour_of(&boot->flags[i]), boot->flags[i].letter,
			normal());
	if (!boot->nr_flags)
		fputs(boot->has_log ? " no flag" : " no kernel log", out);
	putc('\n', out);
	for (i = 0; i < boot->nr_flags; i++) {
		fprintf(out, "       %s%c %s%s: ", colour_of(&boot->flags[i]),
			boot->flags[i].letter, boot->flags[i].name, normal());
		show_cause(out, &boot->flags[i]);
		putc('\n', out);
		show_same(out, boots, boot, &boot->flags[i], "         ", "\n");
	}
}

static void show_list(FILE *out, const struct boots *boots)
{
	unsigned int i, left = 0;

	for (i = 0; i < boots->n; i++) {
		if (boots->list[i].read)
			show_line(out, boots, &boots->list[i]);
		else
			left++;
	}
	if (left)
		fprintf(out, "%u older ones were not read: give the number of one\n", left);
}

static void show_since(FILE *out, const struct boot_flag *flag)
{
	const char *time = flag->record.text[BOOTTIME];
	char date[40];

	date_text(date, sizeof(date), flag->record.text[REALTIME]);
	if (!*time && !*date)
		return;
	fprintf(out, "     %-10s %s%s", flag->raised ? "since" : "shown", date,
		*date && *time ? ", " : "");
	if (*time)
		fprintf(out, "%.*s s after boot", (int)strcspn(time, ".") + 4, time);
	putc('\n', out);
}

static void show_evidence(FILE *out, const struct boot_flag *flag)
{
	static const char *const sources[] = {
		[CAUSE_ENTRY] = "taint_info's entry in the systemd journal",
		[CAUSE_LOG] = "the kernel log",
		[CAUSE_PSTORE] = "what pstore has kept",
	};

	if (!flag->source && *flag->origin)
		fputs("     from       taint_info's entry in the systemd journal\n", out);
	else if (!flag->source)
		fputs("     from       the mask alone\n", out);
	else
		fprintf(out, "     from       %s\n", sources[flag->source]);
	if (*flag->text)
		fprintf(out, "                %s\n", flag->text);
}

static void show_flag(FILE *out, const struct boots *boots, const struct boot *boot,
		      const struct boot_flag *flag)
{
	const struct flag_row *row = flag->row;

	fprintf(out, "\n  %s%c  %s%s", colour_of(flag), flag->letter, flag->name, normal());
	if (flag->bit != FLAG_NO_BIT)
		fprintf(out, " (bit %u", flag->bit);
	else
		fputs(" (no source tells its bit", out);
	fprintf(out, row ? ", %s)\n" : ")\n", row ? flag_category_name(row->category) : "");
	show_labelled(out, "happened",
		      row ? row->description : "not known: no table has this flag");
	show_since(out, flag);
	fputs("     by         ", out);
	if (flag->raised)
		show_who(out, &flag->record);
	else if (!strcmp(flag->origin, "baseline"))
		fputs("not known: it was set before taint_info was loaded", out);
	else
		fputs("not known", out);
	putc('\n', out);
	show_evidence(out, flag);
	if (*flag->fingerprint) {
		fprintf(out, "     fingerprint %s", flag->fingerprint);
		show_same(out, boots, boot, flag, ", ", "");
		putc('\n', out);
	}
	if (*flag->carriers)
		fprintf(out, "     carried by %s\n", flag->carriers);
	if (!row)
		return;
	show_labelled(out, "trust", flag_category_trust(row->category));
	show_labelled(out, "next", row->advice);
}

/* Faults come first, each kind in the order in which they came. */
static void show_boot(FILE *out, const struct boots *boots, const struct boot *boot)
{
	char when[100], string[FLAGS_STRING_SIZE];
	const struct flag_row *row;
	unsigned int i;
	int faults;

	when_text(when, sizeof(when), boot);
	fprintf(out, "boot %d, %s, ", boot->index, when);
	if (boot->end == END_RUNNING)
		fputs("which runs", out);
	else if (boot->end == END_UNKNOWN)
		fputs("how it ended is not known", out);
	else
		fprintf(out, "ended %s", boot->end == END_PANIC ? "by a panic" : "cleanly");
	fprintf(out, " (%s)\n", boot->id);
	if (*boot->panic)
		fprintf(out, "%s\n", boot->panic);
	if (!boot->mask || !flags_string(&boot->table, boot->mask, string, sizeof(string)))
		snprintf(string, sizeof(string), boot->nr_flags ? "Tainted" : "Not tainted");
	fprintf(out, "%s%s%s (%llu), Linux %s\n", bold(), string, normal(), boot->mask,
		*boot->release ? boot->release : "of unknown release");
	if (!boot->has_log)
		fputs("The systemd journal has no kernel log of it, or not for this user.\n", out);
	for (faults = 1; faults >= 0; faults--) {
		for (i = 0; i < boot->nr_flags; i++) {
			row = boot->flags[i].row;
			if ((row && row->category == FLAG_FAULT) == faults)
				show_flag(out, boots, boot, &boot->flags[i]);
		}
	}
}

/* --- for programs --- */

static void json_flag(FILE *out, const struct boots *boots, const struct boot *boot,
		      const struct boot_flag *flag)
{
	static const char *const sources[] = {
		[CAUSE_UNKNOWN] = "",
		[CAUSE_ENTRY] = "taint_info",
		[CAUSE_LOG] = "log",
		[CAUSE_PSTORE] = "pstore",
	};
	static const enum record_field shown[] = {
		BOOTTIME, REALTIME, MODULE, CALLER, VIA, CONTEXT, COMM, PID,
	};
	char letter[2] = { flag->letter, '\0' };
	int same[BOOTS_READ + 1];
	unsigned int n = find_same(boots, boot, flag, same), i;

	if (flag->bit == FLAG_NO_BIT)
		fputs("{\"bit\":null", out);
	else
		fprintf(out, "{\"bit\":%u", flag->bit);
	json_member(out, "letter", letter);
	json_member(out, "name", flag->name);
	json_member(out, "category", flag->row ? flag_category_name(flag->row->category) : "");
	json_member(out, "description", flag->row ? flag->row->description : "");
	json_member(out, "source", sources[flag->source]);
	fprintf(out, ",\"raised\":%s", flag->raised ? "true" : "false");
	json_member(out, "origin", flag->origin);
	for (i = 0; i < ARRAY_SIZE(shown); i++)
		json_member(out, record_rows[shown[i]].name, flag->record.text[shown[i]]);
	json_member(out, "modules", flag->carriers);
	json_member(out, "text", flag->text);
	json_member(out, "fingerprint", flag->fingerprint);
	fputs(",\"same\":[", out);
	for (i = 0; i < n; i++)
		fprintf(out, "%s%d", i ? "," : "", same[i]);
	fputs("]}", out);
}

static void json_time(FILE *out, const char *name, unsigned long long microseconds)
{
	fprintf(out, ",\"%s\":\"%llu.%06llu\"", name, microseconds / 1000000,
		microseconds % 1000000);
}

static void show_boot_json(FILE *out, const struct boots *boots, const struct boot *boot)
{
	unsigned int i;

	if (boot->index == NO_INDEX)
		fputs("{\"index\":null", out);
	else
		fprintf(out, "{\"index\":%d", boot->index);
	json_member(out, "boot_id", boot->id);
	json_time(out, "first", boot->first);
	json_time(out, "last", boot->last);
	json_member(out, "ended", boot->end == END_RUNNING ? "" : ends[boot->end]);
	json_member(out, "panic", boot->panic);
	json_member(out, "release", boot->release);
	fprintf(out, ",\"table\":\"%s\",\"log\":%s,\"mask\":\"%llu\",\"flags\":[",
		boot->table.name, boot->has_log ? "true" : "false", boot->mask);
	for (i = 0; i < boot->nr_flags; i++) {
		if (i)
			putc(',', out);
		json_flag(out, boots, boot, &boot->flags[i]);
	}
	fputs("]}\n", out);
}

/* --- the command --- */

/* As with journalctl: 0 and below from the newest on, above from the oldest; NULL for none. */
static const struct boot *find_boot(const struct boots *boots, long index)
{
	const struct boot *boot;
	unsigned int i;

	for (i = boots->n; i-- > 0;) {
		boot = &boots->list[i];
		if (boot->index != NO_INDEX && (index > 0 ? !--index : boot->index == index))
			return boot;
	}
	return NULL;
}

static bool any_log(const struct boots *boots)
{
	unsigned int i;

	for (i = 0; i < boots->n; i++)
		if (boots->list[i].has_log)
			return true;
	return false;
}

static int show(const struct arguments *args, struct boots *boots, bool one, long index)
{
	const struct boot *boot = one ? find_boot(boots, index) : NULL;
	unsigned int i;

	if (one && !boot) {
		complain("there is no boot %ld in the systemd journal", index);
		return EXIT_ERROR;
	}
	boots_read(boots, boot ? boot->index : 0);
	/* They have moved. */
	boot = one ? find_boot(boots, index) : NULL;
	if (boots->n && !any_log(boots) && geteuid())
		complain("no log may be read: run it as root, or in the group systemd-journal");
	if (boot && args->json)
		show_boot_json(stdout, boots, boot);
	else if (boot)
		show_boot(stdout, boots, boot);
	else if (!args->json)
		show_list(stdout, boots);
	for (i = 0; !boot && args->json && i < boots->n; i++)
		if (boots->list[i].read)
			show_boot_json(stdout, boots, &boots->list[i]);
	return EXIT_SUCCESS;
}

static int run(const struct arguments *args)
{
	const char *word = args->words[0];
	char why[TEXT_SIZE] = "no boot is in it", *end;
	struct boots boots;
	bool listed;
	long index = 0;
	int code;

	if (word) {
		index = strtol(word, &end, 10);
		if (!*word || *end || labs(index) > INT_MAX || args->words[1]) {
			complain("give one number: 0 is this boot, -1 the one before");
			return WRONG_USAGE;
		}
	}
	listed = boots_list(&boots, why, sizeof(why));
	if (!listed || !boots.n)
		complain("no systemd journal: %s", why);
	code = show(args, &boots, word, index);
	if (!boots.n)
		code = EXIT_ERROR;
	boots_free(&boots);
	return code;
}

const struct command cmd_boots = {
	.name = "boots",
	.usage = "[--json] [N]",
	.help =
		"What tainted the kernel in this boot and in those before, and how they ended, newest\n"
		"first, from the systemd journal and from what pstore keeps of panics: as root, or in\n"
		"the group systemd-journal. With N that boot alone, in full: 0 is this boot, -1 the one\n"
		"before, as with journalctl. The newest 20 are read, and N.\n"
		"\n"
		"  -j, --json            one object a line for each boot\n",
	.options = "j",
	.words = true,
	.numbers = true,
	.run = run,
};
