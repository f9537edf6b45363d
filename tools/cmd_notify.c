// SPDX-License-Identifier: GPL-2.0-only
/*
 * taintinfo notify: what is known of one flag as an entry of the systemd journal: a
 * message to read, and the flag's files as fields.  taint-info-notify@.service has it sent.
 *
 * A field is "NAME=value" and the end of a line, in a datagram to the systemd journal's
 * socket.  The name of a process is anybody's to choose: no value has anything in it but
 * printable ASCII.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "commands.h"
#include "entries.h"
#include "files.h"
#include "policy.h"
#include "report.h"
#include "state.h"
#include "text.h"

#define SOCKET "/run/systemd/journal/socket"

/* How long to read again what is not whole, in steps of STEP_MS. */
#define STEPS (NAME_WAIT * 1000 / STEP_MS)

/* How long the systemd journal may be busy, in seconds. */
#define SEND_WAIT 10

/* One flag; what is not known is "".  No text is cut, as those of a record are. */
struct note {
	const char *flag;
	bool set;
	char *text[ENTRY_VALUES];
	char *call[RECORD_FIELDS];
	char mask[TEXT_SIZE];
	char fingerprint[FINGERPRINT_SIZE];
};

/* --- reading --- */

/* NULL where it cannot be read any more; "" where it is not for us. */
static char *read_plain(int dir, const char *file, const char *digits)
{
	char *text = read_file(dir, file);

	if (!text)
		return errno == EACCES || errno == EPERM ? strdup("") : NULL;
	make_plain(text);
	if (digits && text[strspn(text, digits)])
		text[0] = '\0';
	return text;
}

static char *read_value(int dir, enum entry_value value)
{
	return read_plain(dir, entry_rows[value].file, entry_rows[value].digits);
}

/* An older module does not have all of them; that it is there still is_same() finds. */
static char *read_call(int dir, enum record_field field)
{
	char file[64], *text;

	snprintf(file, sizeof(file), "first/%s", record_rows[field].name);
	text = read_plain(dir, file, record_rows[field].digits);
	return text || errno != ENOENT ? text : strdup("");
}

static void forget(struct note *note)
{
	int i;

	for (i = 0; i < ENTRY_VALUES; i++)
		free(note->text[i]);
	memset(note->text, 0, sizeof(note->text));
	for (i = 0; i < RECORD_FIELDS; i++)
		free(note->call[i]);
	memset(note->call, 0, sizeof(note->call));
}

/* A text that was read again, which is freed, beside what it was before. */
static bool stays(char *again, const char *before)
{
	bool same = again && !strcmp(again, before);

	free(again);
	return same;
}

/* Whether the flag is there still, and the same event is its first one. */
static bool is_same(int dir, const struct note *note)
{
	struct stat then, now;
	int again = open_flag(note->flag);
	bool same;

	same = again >= 0 && !fstat(dir, &then) && !fstat(again, &now) &&
	       then.st_ino == now.st_ino &&
	       stays(read_value(again, ORIGIN), note->text[ORIGIN]) &&
	       stays(read_call(again, SEQ), note->call[SEQ]);
	if (again >= 0)
		close(again);
	return same;
}

static bool is_observed(const struct note *note)
{
	return !strcmp(note->text[ORIGIN], "observed");
}

/* Of a fault; the report that has its call path root may read. */
static void read_fingerprint(struct note *note)
{
	char *report;

	note->fingerprint[0] = '\0';
	if (!is_observed(note) || strcmp(note->text[CATEGORY], "fault"))
		return;
	report = report_read();
	report_fingerprint(note->fingerprint, report, note->flag, note->call[CALLER]);
	free(report);
}

/*
 * All of it, or nothing: the module may go while it is read, and may come again.  A flag
 * that was there before can have its first repeat meanwhile, which is not told of.
 */
static bool read_note(struct note *note)
{
	int dir = open_flag(note->flag), i;
	char *set = dir >= 0 ? read_file(dir, "set") : NULL;
	bool whole = set;

	note->set = set && strcmp(set, "0");
	free(set);
	for (i = 0; whole && i < ENTRY_VALUES; i++) {
		note->text[i] = read_value(dir, i);
		whole = note->text[i];
	}
	for (i = 0; whole && i < RECORD_FIELDS; i++) {
		note->call[i] = read_call(dir, i);
		whole = note->call[i];
	}
	read_text(note->mask, sizeof(note->mask), "/proc/sys/kernel/tainted");
	if (note->mask[strspn(note->mask, "0123456789")])
		note->mask[0] = '\0';
	if (whole)
		read_fingerprint(note);
	whole = whole && is_same(dir, note);
	if (dir >= 0)
		close(dir);
	if (!whole)
		forget(note);
	return whole;
}

/* The call may have been noticed a moment ago, or be that of a module on its way in. */
static bool is_awaited(const struct note *note)
{
	struct record record;
	int i;

	if (!is_observed(note))
		return false;
	/* Or it is seen before the bit is set. */
	if (!note->call[SEQ][0] || !note->set)
		return true;
	for (i = 0; i < RECORD_FIELDS; i++)
		snprintf(record.text[i], FIELD_SIZE, "%s", note->call[i]);
	return name_awaited(note->flag, note->text[CATEGORY], &record);
}

/* --- writing --- */

/* The entry's own time is when it is written; this is when the flag was set. */
static void put_when(FILE *out, const struct note *note)
{
	const char *boottime = note->call[BOOTTIME];
	char date[40];

	date_text(date, sizeof(date), note->call[REALTIME]);
	if (*date)
		fprintf(out, " %s", date);
	if (*boottime)
		fprintf(out, *date ? " (%.*s s after boot)" : " %.*s s after boot",
			(int)strcspn(boottime, ".") + 4, boottime);
}

/* Nothing where nobody saw that. */
static void put_call(FILE *out, const struct note *note)
{
	char *const *call = note->call;

	if (!is_observed(note))
		return;
	fputs("; set", out);
	put_when(out, note);
	if (*call[MODULE])
		fprintf(out, " by module %s", call[MODULE]);
	/* An idle CPU runs no process, and one may have an empty name. */
	if (!strcmp(call[PID], "0")) {
		fputs(" in idle", out);
	} else if (*call[PID]) {
		fprintf(out, " in process %s[%s]", call[COMM], call[PID]);
		if (*call[UID])
			fprintf(out, ", uid %s", call[UID]);
		show_kin(out, call[PPID], call[PARENT], call[CGROUP]);
	}
	if (*call[CALLER])
		fprintf(out, ", at %s", call[CALLER]);
	if (*call[VIA])
		fprintf(out, ", via module %s", call[VIA]);
}

static void put_message(FILE *out, const struct note *note)
{
	char *const *text = note->text;

	fprintf(out, "kernel taint flag %s", note->flag);
	if (*text[LETTER])
		fprintf(out, " (%s)", text[LETTER]);
	if (*text[DESCRIPTION])
		fprintf(out, ": %s", text[DESCRIPTION]);
	if (!strcmp(text[ORIGIN], "baseline")) {
		fputs("; set before taint_info was loaded", out);
		if (*text[MODULES])
			fprintf(out, ", carried by %s", text[MODULES]);
	} else if (!strcmp(text[ORIGIN], "detected")) {
		fputs("; the call that set it was not seen", out);
	}
	put_call(out, note);
	if (!note->set)
		fputs("; cleared since", out);
}

static void put_field(FILE *out, const char *name, const char *value)
{
	if (*value)
		fprintf(out, "%s=%s\n", name, value);
}

/* As syslog has it: the one field for the time of what an entry tells of. */
static void put_timestamp(FILE *out, const char *realtime)
{
	time_t time = strtoll(realtime, NULL, 10);
	char date[40];
	struct tm tm;

	if (*realtime && localtime_r(&time, &tm) &&
	    strftime(date, sizeof(date), "%b %e %H:%M:%S", &tm))
		put_field(out, "SYSLOG_TIMESTAMP", date);
}

static void put_call_field(FILE *out, const struct note *note, enum record_field field)
{
	put_field(out, record_rows[field].entry, note->call[field]);
}

/* In the order of a record, but who is to blame first. */
static void put_call_fields(FILE *out, const struct note *note)
{
	enum record_field i;

	for (i = 0; i <= MODULE; i++)
		put_call_field(out, note, i);
	put_call_field(out, note, CALLER);
	put_call_field(out, note, VIA);
	for (; i < CALLER; i++)
		put_call_field(out, note, i);
}

/* What the policy says, where there is one, in place of @text. */
static bool is_expected(const char *flag, const char *file, char **text)
{
	char error[TEXT_SIZE];
	struct state *state = state_read(true, NULL, error, sizeof(error));
	struct policy *policy;
	bool expected = false;
	unsigned int i;
	size_t size;
	FILE *out;

	if (!state)
		return false;
	policy = policy_read(state, file);
	for (i = 0; policy->given && i < state->nr_flags; i++) {
		if (strcmp(state->flags[i].name, flag))
			continue;
		out = open_memstream(text, &size);
		if (!out)
			abort();
		expected = policy->flags[state->flags[i].bit].answer == EXPECTED;
		policy_text(out, policy, state->flags[i].bit);
		if (fclose(out))
			abort();
	}
	policy_free(policy);
	state_free(state);
	return expected;
}

static void put_entry(FILE *out, const struct note *note, const char *policy)
{
	char *reason = NULL;
	bool expected = is_expected(note->flag, policy, &reason) && note->set;
	int i;

	fputs("MESSAGE=", out);
	put_message(out, note);
	fprintf(out, "\nMESSAGE_ID=" ENTRY_ID "\nPRIORITY=%d\nSYSLOG_IDENTIFIER=taint_info\n",
		expected ? LOG_INFO : LOG_WARNING);
	if (is_observed(note))
		put_timestamp(out, note->call[REALTIME]);
	put_field(out, "TAINT_FLAG", note->flag);
	for (i = 0; i < ENTRY_VALUES; i++)
		put_field(out, entry_rows[i].field, note->text[i]);
	put_field(out, "TAINT_MASK", note->mask);
	put_field(out, ENTRY_FINGERPRINT, note->fingerprint);
	if (reason) {
		put_field(out, "TAINT_EXPECTED", expected ? "yes" : "no");
		put_field(out, "TAINT_REASON", reason);
		free(reason);
	}
	/* Else nobody saw the call that set it, and the first record is that of a repeat. */
	if (is_observed(note))
		put_call_fields(out, note);
}

static bool send_entry(const char *entry, size_t len)
{
	const char *path = getenv("TAINT_INFO_SOCKET");
	const struct timeval wait = { .tv_sec = SEND_WAIT };
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	const int room = 8 << 20;
	int fd, err;
	bool sent;

	if (!path)
		path = SOCKET;
	if (strlen(path) >= sizeof(address.sun_path)) {
		complain("the name of the systemd journal's socket is too long");
		return false;
	}
	strcpy(address.sun_path, path);
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0) {
		complain("cannot make a socket: %s", strerror(errno));
		return false;
	}
	/* A long list of modules must fit, and a systemd-journald that hangs must not hold us. */
	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof(room));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait));
	sent = sendto(fd, entry, len, MSG_NOSIGNAL, (struct sockaddr *)&address,
		      sizeof(address)) == (ssize_t)len;
	err = errno;
	close(fd);
	if (sent)
		return true;
	if (err == ENOENT)
		complain("there is no %s: does systemd-journald run?", path);
	else
		complain("cannot write to %s: %s", path, strerror(err));
	return false;
}

static int write_note(const struct note *note, const struct arguments *args)
{
	char *entry = NULL;
	size_t len;
	FILE *out = open_memstream(&entry, &len);
	bool written;

	if (!out)
		abort();
	put_entry(out, note, args->policy);
	if (fclose(out))
		abort();
	if (args->print)
		written = fwrite(entry, 1, len, stdout) == len;
	else
		written = send_entry(entry, len);
	free(entry);
	return written ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* 0 told, 1 the flag is not set or not there, or the systemd journal is not, 2 no name. */
static int run(const struct arguments *args)
{
	const char *flag = args->words[0];
	struct note note = { .flag = flag };
	bool whole = false;
	int dir, step, code;

	if (!flag || args->words[1]) {
		complain("give the name of one flag");
		return WRONG_USAGE;
	}
	if (!*flag || strlen(flag) >= FLAG_NAME_SIZE ||
	    flag[strspn(flag, NAME_CHARS)]) {
		complain("'%s' is not the name of a flag: see 'taintinfo tables'", flag);
		return EXIT_ERROR;
	}
	dir = open_flag(flag);
	if (dir < 0) {
		complain("there is no %s" CLASS "/%s: is taint_info loaded (modprobe taint_info)?",
			 root, flag);
		return EXIT_FAILURE;
	}
	close(dir);
	for (step = 0; step < STEPS; step++) {
		if (step)
			pause_ms(STEP_MS);
		forget(&note);
		whole = read_note(&note);
		if (whole && !is_awaited(&note))
			break;
	}
	if (!whole) {
		complain("%s" CLASS "/%s has gone while it was read", root, flag);
		return EXIT_FAILURE;
	}
	if (!note.set && !strcmp(note.text[ORIGIN], "none")) {
		complain("%s is not set", flag);
		code = EXIT_FAILURE;
	} else {
		code = write_note(&note, args);
	}
	forget(&note);
	return code;
}

const struct command cmd_notify = {
	.name = "notify",
	.usage = "[--print] [--policy=FILE] FLAG",
	.help =
		"Write what is known of a flag to the systemd journal, as one entry. Exit with 1 when\n"
		"the flag or the journal is not there. Of a flag that a module has just raised by\n"
		"being loaded it waits for that module's name, 2 s at most.\n"
		"\n"
		"  -p, --print           to standard output instead, one field a line\n"
		"  -P, --policy=FILE     what is expected, in place of " POLICY_DIR "\n",
	.options = "pP",
	.words = true,
	.run = run,
};
