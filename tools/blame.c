// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who has raised flags, from the lines of a log: what the module loader and drivers say, what
 * reports say of themselves, which modules carry flags.
 *
 * The words are those of whoever calls add_taint() or WARN_TAINT() in Linux 2.4 to 7.3 and in
 * Red Hat's kernels, of what the architectures' die() prints, of SUSE's patches, and of
 * modutils for 2.4.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "blame.h"
#include "decode.h"
#include "text.h"

/* --- pieces of lines --- */

/* Most lines have nothing: whether one of these words, with a NULL behind the last, is there. */
static bool has_any(const char *line, const char *const *words)
{
	while (*words && !strstr(line, *words))
		words++;
	return *words;
}

/*
 * What begins with a capital is found all at once: words of those who set flags, and words that
 * a report begins with.
 */
enum { HAS_PHRASE = 1, HAS_HEADLINE = 2 };

static const struct {
	const char *text;
	unsigned int has;
} capital_words[] = {
	{ "AMD proc", HAS_PHRASE },	{ "ARCH_DMA_", HAS_PHRASE },
	{ "BIOS", HAS_PHRASE },		{ "BUG", HAS_HEADLINE },
	{ "Bad page st", HAS_HEADLINE },	{ "Booted with", HAS_PHRASE },
	{ "CPUID bits", HAS_PHRASE },	{ "CPUs started", HAS_PHRASE },
	{ "EFI", HAS_PHRASE },		{ "GICv3", HAS_PHRASE },
	{ "IORT", HAS_PHRASE },		{ "MSR", HAS_PHRASE },
	{ "Machine Check", HAS_HEADLINE },	{ "Oops", HAS_HEADLINE },
	{ "Overriding", HAS_PHRASE },	{ "PAE forced", HAS_PHRASE },
	{ "RAID5/6", HAS_PHRASE },	{ "SBR", HAS_PHRASE },
	{ "SHA check", HAS_PHRASE },	{ "SMP", HAS_HEADLINE },
	{ "This is ", HAS_PHRASE },	{ "Unexpect", HAS_PHRASE },
	{ "WARNING: ", HAS_HEADLINE },
};

static unsigned int find_capital_words(const char *line)
{
	static const char letters[] = "ABCEGIMOPRSTUW";
	unsigned int has = 0;
	size_t i;

	for (line += strcspn(line, letters); *line; line += 1 + strcspn(line + 1, letters))
		for (i = 0; i < ARRAY_SIZE(capital_words); i++)
			if (*line == *capital_words[i].text &&
			    !strncmp(line, capital_words[i].text, strlen(capital_words[i].text)))
				has |= capital_words[i].has;
	return has;
}

static bool may_be_name(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-';
}

static void take(char *buf, size_t size, const char *from, size_t len)
{
	snprintf(buf, size, "%.*s", (int)len, from);
	make_plain(buf);
}

/* The name in "name: " that ends where end is; "" where there is none. */
static void take_name_before(char *buf, size_t size, const char *line, const char *end)
{
	const char *from;

	buf[0] = '\0';
	if (end - line < 3 || end[-1] != ' ' || end[-2] != ':')
		return;
	/* Android's logcat has blanks before the colon. */
	for (end -= 2; end > line && end[-1] == ' '; end--)
		;
	for (from = end; from > line && may_be_name(from[-1]); from--)
		;
	if ((size_t)(end - from) < size)
		take(buf, size, from, end - from);
}

/* The nearest of that kind before a place. */
static void take_name_left(char *buf, size_t size, const char *line, const char *place)
{
	buf[0] = '\0';
	for (; place > line && !*buf; place--)
		take_name_before(buf, size, line, place);
}

/* ":module:function+0x12/0x34", as x86_64 had it up to 2.6.26; from is where function is. */
static void take_name_colon(char *buf, size_t size, const char *text, const char *from)
{
	const char *name = from;

	if (from - text < 3 || *--name != ':')
		return;
	while (name > text && may_be_name(name[-1]))
		name--;
	if (name > text && name[-1] == ':')
		take(buf, size, name, from - 1 - name);
}

/* "function (file.c:12)", as decode_stacktrace.sh leaves it. */
static bool take_decoded_place(struct finding *finding, const char *text)
{
	const char *file, *line, *from;
	size_t len;

	for (file = strstr(text, " ("); file; file = strstr(file + 2, " (")) {
		len = strcspn(file + 2, " )");
		line = memchr(file + 2, ':', len);
		for (from = file; from > text && (may_be_name(from[-1]) || from[-1] == '.'); from--)
			;
		if (!line || !isdigit((unsigned char)line[1]) || from == file)
			continue;
		take(finding->caller, sizeof(finding->caller), from, file - from);
		return true;
	}
	return false;
}

/* "function+0x12/0x34 [module]", somewhere in a text. */
static bool take_place(struct finding *finding, const char *text)
{
	const char *plus = strstr(text, "+0x"), *from, *end;

	if (!plus)
		return take_decoded_place(finding, text);
	for (from = plus; from > text && !strchr(" \t(]:/<", from[-1]); from--)
		;
	end = plus + 3 + strspn(plus + 3, "0123456789abcdef");
	if (from == plus || strncmp(end, "/0x", 3))
		return false;
	end += 3 + strspn(end + 3, "0123456789abcdef");
	take(finding->caller, sizeof(finding->caller), from, end - from);
	take_name_colon(finding->module, sizeof(finding->module), text, from);
	end += strspn(end, "()");
	if (end[0] == ' ' && end[1] == '[' && may_be_name(end[2]))
		take(finding->module, sizeof(finding->module), end + 2, strcspn(end + 2, " ]"));
	return true;
}

static void take_pid(struct finding *finding, const char *text)
{
	take(finding->pid, sizeof(finding->pid), text, strspn(text, "0123456789"));
}

/* "comm/pid" or "comm:pid", up to its end; a name may have such signs, too. */
static void take_process(struct finding *finding, const char *from, size_t len, char sign)
{
	size_t i = len;

	while (i && isdigit((unsigned char)from[i - 1]))
		i--;
	if (i == len || i < 2 || from[i - 1] != sign)
		return;
	take_pid(finding, from + i);
	take(finding->comm, sizeof(finding->comm), from, i - 1);
}

/* "Process name (pid: 12, ...": before 2.6.27 some had nothing else. */
static void take_old_process(struct finding *finding, const char *line)
{
	const char *name = strstr(line, "Process "), *pid = name ? strstr(name, " (pid: ") : NULL;

	if (!pid || *finding->comm)
		return;
	name += strlen("Process ");
	take(finding->comm, sizeof(finding->comm), name, pid - name);
	take_pid(finding, pid + strlen(" (pid: "));
}

/* "CPU: 1 PID: 645 Comm: name Tainted: ...", or as it was before 3.10. */
static void take_comm(struct decoder *decoder, const char *line)
{
	struct finding *finding = &decoder->report;
	static const char *const ends[] = { " Not tainted", " Tainted:", " Kdump:", "\r" };
	const char *pid = strstr(line, "PID: "), *comm = strstr(line, "Comm: "), *end, *at;
	size_t i;

	if (!pid || !comm) {
		pid = strstr(line, "Pid: ");
		comm = strstr(line, "comm: ");
	}
	if (!pid || !comm || comm < pid)
		return;
	/* Another CPU may report at the same time. */
	decoder->of_another = *finding->pid &&
			      strtoul(finding->pid, NULL, 10) != strtoul(pid + 5, NULL, 10);
	if (decoder->of_another)
		return;
	take_pid(finding, pid + strlen("PID: "));
	if (*finding->comm)
		return;
	comm += strlen("Comm: ");
	end = comm + strlen(comm);
	for (i = 0; i < ARRAY_SIZE(ends); i++) {
		at = strstr(comm, ends[i]);
		if (at && at < end)
			end = at;
	}
	take(finding->comm, sizeof(finding->comm), comm, end - comm);
}

/* --- what the loader and drivers say --- */

/* Where in the line the name of the module is. */
enum name_place { NAME_BEFORE, NAME_LEFT, NAME_OF_FILE, NO_NAME, NO_NAME_IN_WARN };

/*
 * Twice where once is not enough, and of which flag.  Some are the text of a WARN_TAINT(), whose
 * headline looks like that of any WARN().
 */
static const struct {
	const char *text;
	const char *then;
	const char *flag;
	enum name_place name;
} phrases[] = {
	{ "loading out-of-tree module taints kernel", "", "oot_module", NAME_BEFORE },
	{ "module verification failed: ", "tainting kernel", "unsigned_module", NAME_BEFORE },
	{ "module authentication failed", "", "unsigned_module", NAME_BEFORE },
	{ "module license ", "taints kernel", "proprietary_module", NAME_BEFORE },
	{ "inheriting taint", "", "proprietary_module", NAME_LEFT },
	{ "no version magic, tainting kernel", "", "forced_module", NAME_BEFORE },
	{ ": kernel tainted", "", "forced_module", NAME_LEFT },
	{ "module is from the staging directory", "", "crap", NAME_BEFORE },
	{ "loading test module taints kernel", "", "test", NAME_BEFORE },
	{ "tainting kernel with TAINT_LIVEPATCH", "", "livepatch", NAME_BEFORE },
	{ "module not supported by Novell, setting U taint flag", "", "no_support", NAME_BEFORE },
	{ "module is not supported by SUSE", "", "no_support", NAME_BEFORE },
	{ "externally supported module, setting X", "", "external_support", NAME_BEFORE },
	{ "Unprivileged BPF has been enabled", "tainting the kernel", "unprivileged_bpf", NO_NAME },
	{ "TECH PREVIEW: ", "may not be fully supported", "tech_preview", NO_NAME },
	{ "x86/CPU: Running old microcode", "", "cpu_out_of_spec", NO_NAME },
	{ "Setting dangerous option ", "tainting kernel", "user", NO_NAME },
	{ "this is unsafe: tainting kernel", "", "overridden_acpi_table", NO_NAME },
	{ "Write to unrecognized MSR ", "", "cpu_out_of_spec", NO_NAME },
	{ "AMD processors is not suitable for SMP", "", "cpu_out_of_spec", NO_NAME },
	{ "late microcode loading", "taints the kernel", "cpu_out_of_spec", NO_NAME },
	{ "Unsupported CPU feature variation detected", "", "cpu_out_of_spec", NO_NAME },
	{ "Non-architectural vgic, tainting kernel", "", "cpu_out_of_spec", NO_NAME },
	{ "PAE forced!", "", "cpu_out_of_spec", NO_NAME },
	{ " CPUID bits:", "", "cpu_out_of_spec", NO_NAME },
	{ "ARCH_DMA_MINALIGN smaller than ", "", "cpu_out_of_spec", NO_NAME_IN_WARN },
	{ "non-coherent but no non-coherent operations supported", "", "cpu_out_of_spec",
	  NO_NAME_IN_WARN },
	{ "CPUs started in inconsistent modes", "", "cpu_out_of_spec", NO_NAME_IN_WARN },
	{ "GICv3 system registers enabled, broken firmware", "", "cpu_out_of_spec",
	  NO_NAME_IN_WARN },
	{ "Your BIOS is broken; DMAR reported at address", "", "firmware_workaround",
	  NO_NAME_IN_WARN },
	{ "Your BIOS is broken; bad RMRR", "", "firmware_workaround", NO_NAME_IN_WARN },
	{ "Your BIOS is broken; ANDD object name", "", "firmware_workaround", NO_NAME_IN_WARN },
	{ "Your BIOS is broken; RHSA refers to", "", "firmware_workaround", NO_NAME_IN_WARN },
	{ "BIOS assigned incorrect VT-d unit", "", "firmware_workaround", NO_NAME_IN_WARN },
	{ "IORT node pointer overflows", "", "firmware_workaround", NO_NAME_IN_WARN },
	{ "Booted with MMU enabled", "", "firmware_workaround", NO_NAME_IN_WARN },
	{ "your BIOS has configured an incorrect mask", "", "firmware_workaround", NO_NAME },
	{ "This system BIOS has enabled interrupt remapping", "", "firmware_workaround", NO_NAME },
	{ "APICID_TAG_MAP set incorrectly by BIOS", "", "firmware_workaround", NO_NAME },
	{ "IRQ flags corrupted ", " by EFI ", "firmware_workaround", NO_NAME },
	{ "Unable to handle ", " in EFI runtime service", "firmware_workaround", NO_NAME },
	{ "adding root bus resource ", "(tainting kernel)", "firmware_workaround", NO_NAME },
	{ "Overriding NUMA node to ", "", "firmware_workaround", NO_NAME },
	{ "Booted with LPIs enabled, memory probably corrupted", "", "crap", NO_NAME },
	{ "GICv3: Expected reserved range ", "not found", "crap", NO_NAME },
	{ "setcpuid=/clearcpuid= in use", "", "cpu_out_of_spec", NO_NAME },
	{ "bad idea to disable the blobs SHA check", "", "cpu_out_of_spec", NO_NAME },
	{ "Adding kernel taint for vfio-noiommu", "", "user", NO_NAME },
	{ "Force probing unsupported Device ID ", "tainting kernel", "user", NO_NAME },
	{ "Unexpected write to kernel-exclusive config offset", "", "user", NO_NAME },
	{ "SBR happened without memory regions removal", "", "user", NO_NAME },
	{ "fanotify permission checks may lead to deadlock", "tainting kernel", "aux", NO_NAME },
	{ "btrfs RAID5/6 is EXPERIMENTAL", "", "aux", NO_NAME },
	{ "has requested full access to the physical device", "", "fwctl", NO_NAME },
	{ "This is a pre-production stepping", "", "machine_check", NO_NAME },
	{ "start of unittest - you will see error messages", "", "test", NO_NAME },
	{ "is a Partner supported GPL module", "", "partner_supported", NO_NAME },
	{ "Support for this device has been removed in this major release", "", "support_removed",
	  NO_NAME },
	{ " will taint the kernel: forced load", "", "forced_module", NAME_OF_FILE },
	{ " will taint the kernel: no", "license", "proprietary_module", NAME_OF_FILE },
};

/* Each of them has one of these, or one of capital_words. */
static const char *const in_phrases[] = {
	"taint", "upport", "staging", "authentication", "microcode", "unittest", "full access",
	"cpuid=", NULL,
};

static bool may_have_phrase(const char *line, unsigned int has)
{
	return (has & HAS_PHRASE) || has_any(line, in_phrases);
}

/* The flag by which a kernel says it; before a flag had a name of its own, by another. */
static const struct flag_row *row_of_phrase(struct finding *finding, const struct decoder *decoder,
					    const char *text, const char *flag)
{
	const struct flag_row *row = row_of_name(&finding->table, flag);

	if (!strcmp(flag, "unsigned_module"))
		row = row_of_unsigned(&finding->table);
	if (!row && !strcmp(flag, "cpu_out_of_spec"))
		row = row_of_name(&finding->table, "unsafe_smp");
	if (!row && !strcmp(flag, "tech_preview") && finding->table.family == RED_HAT)
		row = row_of_name(&finding->table, "aux");
	/* Only SUSE has said this, when the flag had no number that we know. */
	if (!row && !decoder->given && strstr(text, "Novell") &&
	    table_by_name("sles10", &finding->table)) {
		finding->why = "by the words, which are SUSE's";
		row = row_of_name(&finding->table, flag);
	}
	return row;
}

/* "by name (pid: 12)"; or "device: name(12): " and "device: name: " before the words. */
static void take_writer(struct finding *finding, const char *line, const char *text)
{
	const char *by = strstr(text, " by "), *pid = by ? strstr(by, " (pid: ") : NULL;

	if (pid) {
		take(finding->comm, sizeof(finding->comm), by + 4, pid - by - 4);
		take_pid(finding, pid + strlen(" (pid: "));
	} else if (!strncmp(text, "has requested full", 18)) {
		for (by = text - 2; by - line >= 2 && strncmp(by - 2, ": ", 2); by--)
			;
		if (by - line >= 2 && text[-3] == ')')
			take_process(finding, by, text - 3 - by, '(');
	} else if (!strncmp(text, "Unexpected write", 16)) {
		take_name_before(finding->comm, sizeof(finding->comm), line, text);
	}
}

/* "loading /lib/modules/2.4.13/misc/snd.o will taint": modutils' own words. */
static void take_name_of_file(char *buf, size_t size, const char *line, const char *end)
{
	const char *from = end;

	while (from > line && !strchr(" \t/", from[-1]))
		from--;
	take(buf, size, from, strcspn(from, ". "));
}

/* Whether the module is known, or there need be none. */
static bool take_module(struct finding *finding, enum name_place where, const char *line,
			const char *at)
{
	char *name = finding->module;

	switch (where) {
	case NAME_BEFORE:
		take_name_before(name, sizeof(finding->module), line, at);
		break;
	case NAME_LEFT:
		take_name_left(name, sizeof(finding->module), line, at);
		break;
	case NAME_OF_FILE:
		take_name_of_file(name, sizeof(finding->module), line, at);
		break;
	case NO_NAME:
	case NO_NAME_IN_WARN:
		return true;
	}
	return *name;
}

/*
 * Whether a phrase, or the name and it, is in two lines that were joined: in neither of them
 * alone, and with no beginning of another message within.
 */
static bool spans(const char *joint, const char *at, const char *at_end,
		  const char *then, const char *then_end)
{
	const char *end = then_end > at_end ? then_end : at_end;

	if (end <= joint)
		return false;
	if (at > joint && strcspn(joint, ":[") < (size_t)(at - joint))
		return false;
	if (at_end < joint)
		at_end = joint;
	return then <= at_end || strcspn(at_end, ":[") >= (size_t)(then - at_end);
}

/* The first of two lines is what one looks for. */
static void take_last_line(struct finding *finding, const struct decoder *decoder)
{
	strcpy(finding->text, decoder->last);
	strcpy(finding->time, decoder->last_time);
}

/* How far from its words the headline of a WARN_TAINT() is. */
#define WARN_TAINT_LINES 3

/*
 * The words of a WARN_TAINT(): they are below the headline, or above it, by kernel and by
 * architecture.  From 5.7 on those about a BIOS are no WARN.
 */
static void found_warn_taint(struct decoder *decoder, const char *line, const char *flag,
			     unsigned long number)
{
	struct finding *report = &decoder->report;

	if (strstr(line, "[Firmware Bug]: Your"))
		return;
	if (decoder->report_lines && number - report->line <= WARN_TAINT_LINES &&
	    strstr(report->text, "WARNING: ")) {
		report->mask = 0;
		add_flag(report, flag);
		return;
	}
	decoder->warn_taint = flag;
	decoder->warn_taint_line = number;
}

/* Of two lines that were joined the joint is the blank between them; else it is NULL. */
static void find_phrases(struct decoder *decoder, const char *line, unsigned long number,
			 const char *joint)
{
	const struct flag_row *row;
	const char *at, *then;
	struct finding finding;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(phrases); i++) {
		at = strstr(line, phrases[i].text);
		then = at ? strstr(at, phrases[i].then) : NULL;
		if (!then)
			continue;
		/* The next line alone has it, with a name that is not before it. */
		if (joint && at > joint &&
		    (phrases[i].name == NO_NAME || phrases[i].name == NO_NAME_IN_WARN))
			continue;
		if (joint && !spans(joint, at, at + strlen(phrases[i].text), then,
				    then + strlen(phrases[i].then)))
			continue;
		/* What the kernel knows no bit of it cannot clear. */
		if (!strncmp(at + strlen(phrases[i].text), " (unknown", 9))
			continue;
		start_finding(&finding, decoder, line, number);
		finding.kind = FOUND_WORDS;
		row = row_of_phrase(&finding, decoder, phrases[i].text, phrases[i].flag);
		if (!row)
			continue;
		if (!take_module(&finding, phrases[i].name, line, at))
			continue;
		take_writer(&finding, line, at);
		add_flag(&finding, row->name);
		if (joint)
			take_last_line(&finding, decoder);
		if (phrases[i].name == NO_NAME_IN_WARN)
			found_warn_taint(decoder, line, row->name, number);
		emit_finding(decoder, &finding);
	}
}

static void read_phrases(struct decoder *decoder, const char *line, unsigned long number,
			 unsigned int has)
{
	decoder->last_has = may_have_phrase(line, has);
	if (decoder->last_has)
		find_phrases(decoder, line, number, NULL);
}

/**
 * read_broken_phrase() - what a line says together with the one before, if a mail broke it
 * @decoder: how it is read, and who is told
 * @line: the next line, of which nothing was read yet
 *
 * A mail breaks lines at a blank, and has no long ones.
 */
void read_broken_phrase(struct decoder *decoder, const char *line)
{
	char joined[2 * sizeof(decoder->last)];
	const char *piece = skip_quotes(line);
	size_t len = strlen(decoder->last);

	if (!len || *piece == '[')
		return;
	snprintf(joined, sizeof(joined), "%s %.*s", decoder->last,
		 (int)sizeof(decoder->last) - 1, piece);
	if (decoder->last_has || may_have_phrase(piece, find_capital_words(piece)))
		find_phrases(decoder, joined, decoder->last_line, joined + len);
}

static void keep_last_line(struct decoder *decoder, const char *line, unsigned long number)
{
	size_t len = strnlen(line, sizeof(decoder->last));

	if (len == sizeof(decoder->last))
		len = 0;
	while (len && strchr(" \t\r", line[len - 1]))
		len--;
	memcpy(decoder->last, line, len);
	decoder->last[len] = '\0';
	decoder->last_line = number;
	snprintf(decoder->last_time, TIME_SIZE, "%s", decoder->time ? decoder->time : "");
}

/* --- reports --- */

/* What a report begins with, what is in that line, and since when it sets the flag, or 0. */
static const struct {
	const char *text;
	const char *then;
	const char *flag;
	unsigned int from;
} headlines[] = {
	{ "WARNING: CPU: ", " PID: ", "warn", 0 },
	{ "WARNING: at ", "+0x", "warn", 0 },
	{ "WARNING: ", ", CPU#", "warn", 0 },
	{ "BUG: scheduling while atomic: ", "", "warn", FLAG_RELEASE(3, 9, 0) },
	{ "BUG: scheduling in a non-blocking section: ", "", "warn", FLAG_RELEASE(3, 9, 0) },
	{ "BUG: sleeping function called from invalid context", "",
	  "warn", FLAG_RELEASE(4, 8, 0) },
	{ "BUG: assuming atomic context", "", "warn", 0 },
	{ "BUG: assuming non migratable context", "", "warn", 0 },
	{ "BUG: Bad page ", " in process ", "bad_page", 0 },
	{ "Bad page state ", "in process '", "bad_page", 0 },	/* up to 2.6.26 */
	{ "BUG: KASAN: ", "", "bad_page", 0 },
	{ "BUG: KFENCE: ", "", "bad_page", 0 },
	{ "BUG: KMSAN: ", "", "bad_page", 0 },
	{ "BUG: soft lockup - CPU#", "stuck for", "softlockup", 0 },
	{ "Machine Check Exception: ", "", "machine_check", 0 },
};

/* "BUG kmalloc-8 (Not tainted): Poison overwritten" */
static bool is_slab_report(const char *line)
{
	const char *at = strstr(line, "BUG ");

	if (!at || (at > line && may_be_name(at[-1])))
		return false;
	at = strstr(at, "ainted");
	return at && strstr(at, "): ");
}

/* Whether what follows the number of an oops is how the kernel was built: " PREEMPT SMP", "". */
static bool ends_oops(const char *text)
{
	return !text[strspn(text, " ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_()\r")];
}

/* On x86 it is behind any words, and an error code of four digits. */
static bool has_code(const char *line, const char *at)
{
	return at - line > 7 && !strncmp(at - 7, ": ", 2) && at[-1] == ' ' &&
	       strspn(at - 5, "0123456789abcdef") == 4;
}

/* "Oops: 0002 [#1] SMP", "general protection fault: 0000 [#1]", "Oops[#1]:" */
static bool is_oops(const char *line)
{
	static const char *const words[] = { "Oops", "Internal error: ", " sig: ", " ilc:" };
	const char *at = strstr(line, "[#"), *word, *end;
	size_t i;

	if (!at || !isdigit((unsigned char)at[2]))
		return false;
	end = at + 2 + strspn(at + 2, "0123456789");
	if (*end++ != ']')
		return false;
	for (i = 0; i < ARRAY_SIZE(words); i++) {
		word = strstr(line, words[i]);
		if (word && word < at)
			return true;
	}
	/* MIPS and LoongArch: "Kernel bug detected[#1]:" */
	if (*end == ':' && at > line && at[-1] != ' ' && !end[1 + strspn(end + 1, " \r")])
		return true;
	/* RISC-V and SPARC: "Kernel BUG [#1]", "x(1): Kernel bad sw trap 5 [#1]" */
	word = strstr(line, "Kernel ");
	return has_code(line, at) || (word && word < at && ends_oops(end));
}

/* "Oops: 0000 [1] SMP", as x86_64 had it up to 2.6.26 */
static bool is_old_oops(const char *line)
{
	const char *at = strstr(line, " ["), *end;

	for (; at; at = strstr(at + 2, " [")) {
		end = at + 2 + strspn(at + 2, "0123456789");
		if (end == at + 2 || *end != ']' || !has_code(line, at + 1) || !ends_oops(end + 1))
			continue;
		return strstr(end, "SMP") ||
		       (at - line >= 10 && !strncmp(at - 10, "Oops", 4));
	}
	return false;
}

/* Whatever else that line is, before that release it set none. */
static const char *flag_of_report(const char *line, unsigned int has, unsigned int *from)
{
	const char *at;
	size_t i;

	*from = 0;
	if (!(has & HAS_HEADLINE))
		return is_oops(line) ? "die" : NULL;
	for (i = 0; i < ARRAY_SIZE(headlines); i++) {
		at = strstr(line, headlines[i].text);
		if (at && strstr(at, headlines[i].then)) {
			*from = headlines[i].from;
			return headlines[i].flag;
		}
	}
	if (is_slab_report(line)) {
		*from = FLAG_RELEASE(3, 7, 0);
		return "bad_page";
	}
	return is_oops(line) || is_old_oops(line) ? "die" : NULL;
}

/* What a headline tells by itself of who it is about. */
static void read_headline(struct finding *report, const char *line)
{
	static const char task[] = "PID: ";
	const char *at = strstr(line, task);
	bool quoted;

	if (strstr(line, "WARNING: ") || strstr(line, "BUG: K"))
		take_place(report, line);
	if (at)
		take_pid(report, at + strlen(task));
	at = strstr(line, ", CPU#");
	at = at ? strstr(at, ": ") : NULL;
	if (at)
		take_process(report, at + 2, strcspn(at + 2, "\r"), '/');
	at = strstr(line, "stuck for");
	at = at ? strchr(at, '[') : NULL;
	if (at)
		take_process(report, at + 1, strcspn(at + 1, "]"), ':');
	at = strstr(line, "in process ");
	if (at) {
		at += strlen("in process ");
		quoted = *at == '\'';
		at += quoted;
		take(report->comm, sizeof(report->comm), at, strcspn(at, quoted ? "'" : " \r"));
	}
}

static void read_list(struct decoder *decoder, const char *line, unsigned long number,
		      const char *list);

/* What one has when the place is still to come, in a register. */
static const char *const registers[] = {
	"RIP: ", "EIP: ", "EIP is at ", "pc : ", "PC is at ", "NIP [", "Krnl PSW : ",
	"epc   : ", "ERA: ", "TPC: <",
};

/* Whether there is nothing more to wait for. */
static bool is_told(const struct decoder *decoder)
{
	const struct finding *report = &decoder->report;

	return *report->pid && *report->comm && (*report->caller || decoder->no_place) &&
	       decoder->trace == TRACE_DONE;
}

/* The first trace behind the headline is the report's. */
static void read_trace(struct decoder *decoder, const char *line)
{
	struct finding *report = &decoder->report;
	struct path *path = &decoder->path;
	char flag[FLAG_NAME_SIZE], frame[512];
	bool more = true;

	if (decoder->trace == TRACE_AWAITED) {
		if (!strstr(line, "Call Trace:") && !strstr(line, "Call trace:"))
			return;
		flag_name(&report->table, __builtin_ctzll(report->mask), flag, sizeof(flag));
		path_begin(path, flag, report->caller);
		decoder->trace = TRACE_OPEN;
		decoder->report_lines = REPORT_LINES;
		return;
	}
	switch (take_frame(line, frame, sizeof(frame))) {
	case SURE_FRAME:
		more = path_add(path, frame);
		break;
	case OTHER_FRAME:
		break;
	case LAST_FRAME:
		path_end(path);
		more = false;
		break;
	case NO_FRAME:
		more = false;
		break;
	}
	if (more)
		return;
	decoder->trace = TRACE_DONE;
	path_fingerprint(path, report->fingerprint);
}

static bool may_have_place(const struct decoder *decoder)
{
	return !*decoder->report.caller && !decoder->of_another && !decoder->no_place;
}

static void read_report(struct decoder *decoder, const char *line)
{
	struct finding *report = &decoder->report;
	const char *by, *at;
	size_t i;

	take_comm(decoder, line);
	take_old_process(report, line);
	by = strstr(line, " by task ");
	if (by && strstr(line, " at addr "))
		take_process(report, by + 9, strcspn(by + 9, "\r"), '/');
	for (i = 0; i < ARRAY_SIZE(registers) && may_have_place(decoder); i++) {
		at = strstr(line, registers[i]);
		/* 0 is no place; below that are the registers of an oops before. */
		if (at && !take_place(report, at) && !i)
			decoder->no_place = true;
	}
	if (decoder->of_another)
		decoder->trace = TRACE_DONE;
	if (decoder->trace != TRACE_DONE)
		read_trace(decoder, line);
	if (!--decoder->report_lines || is_told(decoder)) {
		decoder->report_lines = 1;
		close_report(decoder);
	}
}

/**
 * close_report() - nothing more is to be learnt of the report that is open, if one is
 * @decoder: gets it, and what was found since
 */
void close_report(struct decoder *decoder)
{
	unsigned int i;

	if (!decoder->report_lines)
		return;
	decoder->report_lines = 0;
	emit_finding(decoder, &decoder->report);
	for (i = 0; i < decoder->nr_later && decoder->later[i].line < decoder->list_line; i++)
		emit_finding(decoder, &decoder->later[i]);
	read_list(decoder, decoder->list, decoder->list_line, decoder->list);
	decoder->list[0] = '\0';
	for (; i < decoder->nr_later; i++)
		emit_finding(decoder, &decoder->later[i]);
	decoder->nr_later = 0;
}

/* KFENCE's own has no headline; what comes behind it may be another report's. */
static bool has_trace(const struct finding *report, const char *flag, const char *line)
{
	const struct flag_row *row = row_of_name(&report->table, flag);

	return row->category == FLAG_FAULT && row->bit != FLAG_NO_BIT &&
	       !strstr(line, "BUG: KFENCE: ");
}

static bool open_report(struct decoder *decoder, const char *line, unsigned long number,
			unsigned int has)
{
	unsigned int from;
	const char *flag = flag_of_report(line, has, &from);
	struct finding report;

	if (!flag)
		return false;
	start_finding(&report, decoder, line, number);
	if (report.table.base < from || !row_of_name(&report.table, flag))
		return false;
	close_report(decoder);
	if (!strcmp(flag, "warn") && decoder->warn_taint &&
	    number - decoder->warn_taint_line <= WARN_TAINT_LINES)
		flag = decoder->warn_taint;
	decoder->warn_taint = NULL;
	report.kind = FOUND_REPORT;
	add_flag(&report, flag);
	read_headline(&report, line);
	decoder->report = report;
	decoder->report_lines = REPORT_LINES;
	decoder->trace = decoder->traces && has_trace(&report, flag, line) ? TRACE_AWAITED :
									    TRACE_DONE;
	decoder->of_another = false;
	decoder->no_place = false;
	/* No process is to blame for the machine. */
	if (!strcmp(flag, "machine_check"))
		close_report(decoder);
	return true;
}

/* --- modules that carry flags --- */

/**
 * forget_boot() - another kernel begins
 * @decoder: what it was told of modules was of the one before
 */
void forget_boot(struct decoder *decoder)
{
	memset(decoder->carriers, 0, sizeof(decoder->carriers));
}

/* Each report has the list: what was told once is enough.  Should two share a hash, one goes. */
static bool is_new_carrier(struct decoder *decoder, const char *name, size_t name_len,
			   const char *letters, size_t letters_len)
{
	unsigned int hash = 2166136261, *slot, i;

	for (i = 0; i < name_len; i++)
		hash = (hash ^ (unsigned char)name[i]) * 16777619;
	for (i = 0; i < letters_len; i++)
		hash = (hash ^ (unsigned char)letters[i]) * 16777619;
	hash |= 1;
	for (i = 0; i < ARRAY_SIZE(decoder->carriers); i++) {
		slot = &decoder->carriers[(hash / 2 + i) % ARRAY_SIZE(decoder->carriers)];
		if (*slot == hash)
			return false;
		if (!*slot) {
			*slot = hash;
			return true;
		}
	}
	return false;
}

static void found_carrier(struct decoder *decoder, const char *line, unsigned long number,
			  const char *name, size_t name_len, const char *letters, size_t len)
{
	struct finding finding;
	size_t i;

	start_finding(&finding, decoder, line, number);
	finding.kind = FOUND_CARRIER;
	finding.by_letter = true;
	for (i = 0; i < len; i++) {
		/* "(U)" is an unsigned module, whatever that letter is in columns. */
		if (letters[i] == 'U')
			add_flag(&finding, "unsigned_module");
		else if (letter_known(letters[i]))
			add_letter(&finding, letters[i]);
	}
	if ((!finding.mask && !finding.nr_odd) || name_len >= sizeof(finding.module) ||
	    !is_new_carrier(decoder, name, name_len, letters, len))
		return;
	take(finding.module, sizeof(finding.module), name, name_len);
	emit_finding(decoder, &finding);
}

/* "nvidia(POE) e1000e(+) vboxdrv(O)(U)", and "fjes(E):1" */
static void read_list(struct decoder *decoder, const char *line, unsigned long number,
		      const char *list)
{
	const char *name;
	size_t len, all;

	while (*list) {
		list += strspn(list, " \t\r[");
		name = list;
		all = strcspn(name, " \t\r");
		len = strcspn(name, "( \t\r");
		if (len < all)
			found_carrier(decoder, line, number, name, len, name + len, all - len);
		list += all;
	}
}

/* "POE", and nothing else on the line. */
static bool is_letters(const char *text)
{
	size_t len = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

	return len && !text[len + strspn(text + len, " \t\r")];
}

/*
 * "/sys/module/nvidia/taint:POE", or without the directory, as grep . shows files; "POE" below
 * a command that shows one.
 */
static void read_sysfs(struct decoder *decoder, const char *line, unsigned long number)
{
	static const char dir[] = "/sys/module/", file[] = "/taint";
	const char *name, *letters, *end = strchr(line, '/');

	if (*decoder->taint_of && is_letters(skip_quotes(line)))
		found_carrier(decoder, line, number, decoder->taint_of, strlen(decoder->taint_of),
			      skip_quotes(line), strlen(skip_quotes(line)));
	decoder->taint_of[0] = '\0';
	end = end ? strstr(end, file) : NULL;
	if (!end)
		return;
	for (name = end; name > line && may_be_name(name[-1]); name--)
		;
	letters = end + strlen(file);
	if (*letters == ':' && is_letters(letters + 1))
		found_carrier(decoder, line, number, name, end - name, letters + 1,
			      strlen(letters + 1));
	else if (name - line >= (long)strlen(dir) &&
		 !strncmp(name - strlen(dir), dir, strlen(dir)) &&
		 !letters[strspn(letters, " \t\r`'\"")])
		take(decoder->taint_of, sizeof(decoder->taint_of), name, end - name);
}

/* "nvidia 123 0 - Live 0xffffffffc0000000 (POE)": /proc/modules. */
static void read_proc(struct decoder *decoder, const char *line, unsigned long number)
{
	const char *live = strstr(line, " Live 0x"), *letters = live ? strchr(live, '(') : NULL;
	const char *name = skip_quotes(line);

	if (letters)
		found_carrier(decoder, line, number, name, strcspn(name, " "), letters,
			      strlen(letters));
}

/* "NAME  TAINTS", and below it "nvidia  POE": mod -t of the debugger crash. */
static void read_crash(struct decoder *decoder, const char *line, unsigned long number)
{
	const char *name = line + strspn(line, " "), *letters;
	size_t len = strcspn(name, " \t\r"), letters_len;

	letters = name + len + strspn(name + len, " \t");
	letters_len = strcspn(letters, " \t\r");
	if (len == 4 && !strncmp(name, "NAME", 4) && !strncmp(letters, "TAINTS", 6)) {
		decoder->table_of_modules = true;
		return;
	}
	if (!decoder->table_of_modules)
		return;
	decoder->table_of_modules =
		letters_len && strspn(letters, "ABCDEFGHIJKLMNOPQRSTUVWXYZ()") == letters_len;
	if (decoder->table_of_modules)
		found_carrier(decoder, line, number, name, len, letters, letters_len);
}

/* Whether a line has modules, and nothing else, behind a stamp or the marks of a mail. */
static bool is_more_of_list(const char *line)
{
	const char *word = skip_quotes(line), *stamp = strstr(word, "kernel: ");
	size_t len;

	/* "<4>[   12.3][  T123]", "Nov 26 08:00:01 host kernel: [   12.3]" */
	if (stamp)
		word = stamp + strlen("kernel: ");
	if (*word == '<' && isdigit((unsigned char)word[1]))
		word += strspn(word + 1, "0123456789>") + 1;
	while (*word == '[' && strncmp(word, "[last", 5) && (stamp = strchr(word, ']')))
		word = stamp + 1;
	if (!strchr(word, '('))
		return false;
	for (word += strspn(word, " \r"); *word; word += strspn(word, " \r")) {
		for (len = 0; may_be_name(word[len]); len++)
			;
		if (!len)
			return !strncmp(word, "[last unloaded", 14);
		word += len;
		if (*word == '(')
			word += strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ()+-");
		if (*word && *word != ' ' && *word != '\r')
			return false;
	}
	return true;
}

/* A list in a report waits for the end of that: there may be many modules. */
static void found_list(struct decoder *decoder, unsigned long number, const char *list)
{
	size_t used = strlen(decoder->list);

	if (!decoder->report_lines) {
		read_list(decoder, list, number, list);
		return;
	}
	if (!used)
		decoder->list_line = number;
	snprintf(decoder->list + used, sizeof(decoder->list) - used, " %.*s",
		 (int)sizeof(decoder->list) - 1, list);
}

static void read_carriers(struct decoder *decoder, const char *line, unsigned long number)
{
	static const char *const lists[] = { "Modules linked in:", "Unloaded tainted modules:" };
	const char *at;
	size_t i;

	decoder->list_open = decoder->list_open && is_more_of_list(line);
	if (decoder->list_open)
		found_list(decoder, number, line);
	for (i = 0; i < ARRAY_SIZE(lists); i++) {
		at = strstr(line, lists[i]);
		if (at) {
			found_list(decoder, number, at);
			decoder->list_open = true;
		}
	}
	read_sysfs(decoder, line, number);
	read_proc(decoder, line, number);
	read_crash(decoder, line, number);
}

/* --- what taint_info has said --- */

/* What is between two texts, up to one of some characters; "" where it is not there. */
static void take_between(char *buf, size_t size, const char *text, const char *before,
			 const char *after)
{
	const char *at = strstr(text, before);

	buf[0] = '\0';
	if (!at)
		return;
	at += strlen(before);
	take(buf, size, at, strcspn(at, after));
}

/**
 * take_notice() - whom taint_info's notice of a flag names
 * @finding: gets them
 * @words: "... set by module x in process sh[128], uid 0, ..., at f+0x1/0x2, via module y"
 */
void take_notice(struct finding *finding, const char *words)
{
	take_between(finding->module, sizeof(finding->module), words, " by module ", " ,");
	take_between(finding->caller, sizeof(finding->caller), words, ", at ", ",");
	take_between(finding->comm, sizeof(finding->comm), words, " in process ", "[");
	if (*finding->comm)
		take_between(finding->pid, sizeof(finding->pid), words, "[", "]");
	finding->pid[strspn(finding->pid, "0123456789")] = '\0';
}

/* Another program may have words like these within its own. */
static bool begins_message(const char *line, const char *at)
{
	return at - line < 2 || (at[-1] == ' ' && strchr("]:>", at[-2]));
}

/* What it found set, and what somebody has cleared, it says in other words. */
static void read_notice(struct decoder *decoder, const char *line, unsigned long number)
{
	static const char own[] = "taint_info: flag ";
	const char *at = strstr(line, own), *end;
	char name[FLAG_NAME_SIZE];
	struct finding finding;

	end = at ? strstr(at, ") set") : NULL;
	if (!end || !begins_message(line, at))
		return;
	take_between(name, sizeof(name), at, own, " ");
	start_finding(&finding, decoder, line, number);
	if (!row_of_name(&finding.table, name))
		return;
	finding.kind = FOUND_NOTICE;
	take_notice(&finding, end);
	add_flag(&finding, name);
	emit_finding(decoder, &finding);
}

/**
 * read_blame() - what a line says of who has raised flags
 * @decoder: how it is read, and who is told
 * @line: without its end
 * @number: its number, or 0
 */
void read_blame(struct decoder *decoder, const char *line, unsigned long number)
{
	unsigned int has = find_capital_words(line);

	if (!open_report(decoder, line, number, has) && decoder->report_lines)
		read_report(decoder, line);
	read_phrases(decoder, line, number, has);
	read_notice(decoder, line, number);
	read_carriers(decoder, line, number);
	keep_last_line(decoder, line, number);
}
