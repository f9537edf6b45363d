// SPDX-License-Identifier: GPL-2.0-only
/*
 * taintinfo drill: whether a taint would be heard of.  It has the event of a flag sent again,
 * which taints nothing, and follows it link by link: kernel, udevd, the rule, the service, the
 * systemd journal; then what holds without an event.  With --real it taints the kernel.
 *
 * Who listens does so before anything is sent, and what there was before is counted before:
 * of a replayed event nothing may come twice.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands.h"
#include "entries.h"
#include "files.h"
#include "history.h"
#include "journalctl.h"
#include "json.h"
#include "kernel_log.h"
#include "links.h"
#include "program.h"
#include "state.h"
#include "text.h"
#include "uevents.h"
#include "units.h"

/* Seconds. */
#define TIMEOUT 10
#define MOST_TIMEOUT 600

#define RULE "60-taint-info.rules"
#define TAINTED "/proc/sys/kernel/tainted"

/* The flag that anybody may set, and its bit, which --real writes. */
#define REAL_FLAG "user"
#define REAL_BIT 6
#define REAL_VALUE "64"

/**
 * struct drill - what is known as it goes on
 * @chain: the links so far
 * @state: the newest one that was read
 * @flag: of it, whose event it is
 * @real: the flag is set in earnest
 * @sent: an event is to be heard
 * @deadline: by now_ms(), when nothing is waited for any more
 * @uuid: of the event that is sent again
 * @set: the flag is, as the event says or, without one, the state
 * @own: it is taint_info's alone, likewise
 * @asked: udevd has asked systemd for the service
 * @service: its name
 * @before: the service, before
 * @after: it, now
 * @entries: how many the systemd journal had of the flag before
 * @no_unit: why systemd cannot be asked, or ""
 * @no_journal: why the systemd journal cannot be, or ""
 */
struct drill {
	struct chain chain;
	struct state *state;
	const struct flag_state *flag;
	bool real;
	bool sent;
	long long deadline;
	char uuid[UUID_SIZE];
	bool set;
	bool own;
	bool asked;
	char service[FLAG_NAME_SIZE + 32];
	struct unit before;
	struct unit after;
	unsigned int entries;
	char no_unit[TEXT_SIZE];
	char no_journal[TEXT_SIZE];
};

/* --- time --- */

static int rest_ms(const struct drill *drill)
{
	long long rest = drill->deadline - now_ms();

	return rest > 0 ? rest : 0;
}

/*
 * One that hangs leaves time for the rest; one that begins late has a second all the same, as
 * it may be the one that tells why.
 */
static void limit_programs(const struct drill *drill)
{
	program_seconds = rest_ms(drill) / 4000 + 1;
}

/* --- what there is of systemd --- */

static bool look_at_service(struct drill *drill, struct unit *unit)
{
	limit_programs(drill);
	return read_unit(unit, drill->service, drill->no_unit, sizeof(drill->no_unit));
}

struct entry_count {
	const char *flag;
	unsigned int n;
};

static void count_entry(const struct flag_entry *entry, void *data)
{
	struct entry_count *count = data;

	count->n += !strcmp(entry->flag, count->flag);
}

/* Of the flag, in this boot. */
static bool count_entries(struct drill *drill, unsigned int *n)
{
	struct entry_count count = { .flag = drill->flag->name };
	char boot[BOOT_ID_SIZE];

	limit_programs(drill);
	if (!read_boot_id(boot)) {
		snprintf(drill->no_journal, sizeof(drill->no_journal),
			 "which boot this is cannot be read");
		return false;
	}
	if (!read_entries(boot, count_entry, &count, drill->no_journal,
			  sizeof(drill->no_journal)))
		return false;
	*n = count.n;
	return true;
}

/* When the oldest entry was written that is kept of this boot, in microseconds since that. */
static unsigned long long oldest_entry(const struct drill *drill)
{
	char match[BOOT_ID_SIZE + 16], boot[BOOT_ID_SIZE], time[TEXT_SIZE] = "";
	const char *const words[] = { match, NULL };
	struct journalctl journal;
	char why[TEXT_SIZE], *line;

	if (!read_boot_id(boot))
		return 0;
	snprintf(match, sizeof(match), "_BOOT_ID=%s", boot);
	limit_programs(drill);
	if (!open_journalctl(&journal, words, why, sizeof(why)))
		return 0;
	line = malloc(JOURNALCTL_LINE);
	if (!line)
		abort();
	if (next_entry(&journal, line))
		json_take_member(line, "__MONOTONIC_TIMESTAMP", time, sizeof(time));
	free(line);
	close_journalctl(&journal, why, sizeof(why));
	return number_in(time);
}

static void look_before(struct drill *drill)
{
	if (!has_systemd())
		return;
	look_at_service(drill, &drill->before);
	count_entries(drill, &drill->entries);
}

/* --- the event --- */

static bool has_value(const struct uevent *event, const char *name, const char *value)
{
	const char *is = uevent_value(event, name);

	return is && !strcmp(is, value);
}

/* Whether it is the one that we have asked for, or that of the flag which we have set. */
static bool is_ours(const struct drill *drill, const struct uevent *event)
{
	if (!has_value(event, "SUBSYSTEM", "taint_info") ||
	    !has_value(event, "TAINT_FLAG", drill->flag->name))
		return false;
	if (!drill->real)
		return has_value(event, "SYNTH_UUID", drill->uuid);
	return has_value(event, "ACTION", "change") && !uevent_value(event, "SYNTH_UUID") &&
	       has_value(event, "TAINT_SET", "1");
}

/*
 * Whether systemd takes it for a device of its own that wants the service.  A list of tags has
 * a colon around each of them.
 */
static bool wants_service(const struct drill *drill, const struct uevent *event)
{
	const char *wants = uevent_value(event, "SYSTEMD_WANTS"), *at = wants, *tags;
	size_t len = strlen(drill->service);
	bool found = false;

	while (at && !found && (at = strstr(at, drill->service))) {
		found = (at == wants || at[-1] == ' ') && (!at[len] || at[len] == ' ');
		at += len;
	}
	/* Of this event, where udevd tells these from the ones of before. */
	tags = uevent_value(event, "CURRENT_TAGS");
	if (!tags)
		tags = uevent_value(event, "TAGS");
	return found && tags && strstr(tags, ":systemd:");
}

/* Whether the kernel has been asked for an event. */
static bool send_event(struct drill *drill)
{
	char path[128], line[64];

	snprintf(path, sizeof(path), CLASS "/%s/uevent", drill->flag->name);
	snprintf(line, sizeof(line), "change %s\n", drill->uuid);
	if (write_line(path, line))
		return true;
	tell_link(&drill->chain, "event", LINK_BROKEN, "findmnt /sys",
		  text_of("cannot write to %s%s: %s", root, path, strerror(errno)));
	return false;
}

/* That of this process, if it has one of its own. */
static const char *where_to_listen(void)
{
	struct stat own, first;

	if (stat("/proc/self/ns/net", &own) || stat("/proc/1/ns/net", &first) ||
	    own.st_ino == first.st_ino)
		return "journalctl -k --grep=taint_info";
	return "nsenter --target 1 --all taintinfo drill";
}

enum rule_file {
	RULE_MISSING,
	/* Empty, or no file. */
	RULE_EMPTY,
	RULE_THERE
};

/* Of several directories the first counts that has it. */
static enum rule_file find_rule(char *path, size_t size)
{
	static const char *const dirs[] = {
		"/etc/udev/rules.d", "/run/udev/rules.d", "/usr/local/lib/udev/rules.d",
		"/usr/lib/udev/rules.d", "/lib/udev/rules.d"
	};
	struct stat status;
	unsigned int i;
	bool empty;
	int fd;

	for (i = 0; i < ARRAY_SIZE(dirs); i++) {
		snprintf(path, size, "%s/" RULE, dirs[i]);
		fd = open_file(AT_FDCWD, path, 0);
		if (fd < 0 && errno == ENOENT)
			continue;
		empty = fd < 0 || fstat(fd, &status) || !status.st_size;
		if (fd >= 0)
			close(fd);
		return empty ? RULE_EMPTY : RULE_THERE;
	}
	return RULE_MISSING;
}

static void tell_rule(struct drill *drill, bool ran)
{
	bool wanted = drill->set && !drill->own;
	const char *name = drill->flag->name;
	char path[128], mend[256];
	enum rule_file file;

	file = find_rule(path, sizeof(path));
	snprintf(mend, sizeof(mend), "udevadm control --reload; udevadm test --action=change "
		 CLASS "/%s", name);
	if (ran && wanted)
		tell_link(&drill->chain, "rule", LINK_OK, NULL,
			  text_of("it has systemd start %s", drill->service));
	else if (ran)
		tell_link(&drill->chain, "rule", LINK_BROKEN, mend,
			  text_of("it has systemd start %s, though %s is %s", drill->service, name,
				  drill->set ? "taint_info's own" : "not set"));
	else if (file == RULE_MISSING)
		tell_link(&drill->chain, "rule", LINK_BROKEN,
			  "install the package taint-info (or: make install-host), then udevadm control --reload",
			  text_of("there is no " RULE " where udevd looks for rules"));
	else if (file == RULE_EMPTY)
		tell_link(&drill->chain, "rule", LINK_OFF, NULL,
			  text_of("%s%s is empty, or a link to /dev/null: it turns the rule off",
				  root, path));
	else if (!wanted)
		tell_link(&drill->chain, "rule", LINK_OK, NULL,
			  text_of("rightly it starts nothing: %s is %s", name,
				  drill->set ? "taint_info's own" : "not set"));
	else
		tell_link(&drill->chain, "rule", LINK_BROKEN, mend,
			  text_of("%s%s is there, and %s was not asked for: udevd has not read it?",
				  root, path, drill->service));
}

static void tell_events(struct drill *drill, bool of_kernel, bool of_udevd, long long took)
{
	struct chain *chain = &drill->chain;

	if (!of_kernel) {
		tell_link(chain, "event", LINK_BROKEN, where_to_listen(),
			  text_of("no event of %s was heard from the kernel", drill->flag->name));
		return;
	}
	tell_link(chain, "event", LINK_OK, NULL,
		  text_of("the kernel sent it: %s is %s", drill->flag->name,
			  !drill->set ? "not set" : drill->own ? "taint_info's own" : "set"));
	if (!of_udevd) {
		tell_link(chain, "udevd", LINK_BROKEN,
			  "systemctl status systemd-udevd.service; udevadm settle",
			  text_of("udevd did not pass it on"));
		return;
	}
	tell_link(chain, "udevd", LINK_OK, NULL,
		  text_of("udevd handled it within %lld ms", took));
	tell_rule(drill, drill->asked);
}

/* What was sent, as both of them tell of it. */
static void hear_event(struct drill *drill, struct uevents *events)
{
	bool of_kernel = false, of_udevd = false;
	long long begin = now_ms(), end = drill->deadline, now;
	struct uevent event;

	/* Whatever has taken its time before: it may have been sent. */
	if (end < begin + 1000)
		end = begin + 1000;
	while (!(of_kernel && of_udevd)) {
		now = now_ms();
		if (now >= end || !next_uevent(events, &event, end - now))
			break;
		if (!is_ours(drill, &event))
			continue;
		if (event.of_udevd) {
			of_udevd = true;
			drill->asked = wants_service(drill, &event);
		} else {
			of_kernel = true;
			drill->set = has_value(&event, "TAINT_SET", "1");
			drill->own = has_value(&event, "TAINT_SELF", "1");
		}
	}
	tell_events(drill, of_kernel, of_udevd, now_ms() - begin);
}

/* --- the service, and what it writes --- */

/* Whether there is nothing more to wait for. */
static bool is_settled(const struct unit *unit)
{
	return unit_is(unit, UNIT_ACTIVE, "active") || unit_is(unit, UNIT_ACTIVE, "failed") ||
	       !unit_is(unit, UNIT_LOAD, "loaded");
}

static bool was_started(const struct drill *drill)
{
	return drill->before.text[UNIT_SINCE][0] &&
	       strcmp(drill->before.text[UNIT_SINCE], drill->after.text[UNIT_SINCE]);
}

/* False if it cannot be what it should be, which is told. */
static bool is_service_whole(struct drill *drill)
{
	const struct unit *unit = &drill->after;
	struct chain *chain = &drill->chain;
	char mend[256];

	if (unit_is(unit, UNIT_LOAD, "masked")) {
		snprintf(mend, sizeof(mend), "systemctl unmask taint-info-notify@.service %s",
			 drill->service);
		tell_link(chain, "service", LINK_BROKEN, mend,
			  text_of("%s is masked", drill->service));
	} else if (unit_is(unit, UNIT_LOAD, "not-found")) {
		tell_link(chain, "service", LINK_BROKEN,
			  "install the package taint-info (or: make install-host), then systemctl daemon-reload",
			  text_of("there is no %s", drill->service));
	} else if (!unit_is(unit, UNIT_LOAD, "loaded")) {
		snprintf(mend, sizeof(mend), "systemd-analyze verify %s", drill->service);
		tell_link(chain, "service", LINK_BROKEN, mend,
			  text_of("systemd cannot read %s: %s", drill->service,
				  unit->text[UNIT_LOAD]));
	} else if (unit_is(unit, UNIT_ACTIVE, "failed")) {
		snprintf(mend, sizeof(mend),
			 "systemctl status %s; journalctl --boot --unit=%s; then systemctl restart %s",
			 drill->service, drill->service, drill->service);
		tell_link(chain, "service", LINK_BROKEN, mend,
			  text_of("%s has failed: %s", drill->service, unit->text[UNIT_RESULT]));
	} else {
		return true;
	}
	return false;
}

static void tell_inactive(struct drill *drill)
{
	char mend[128];

	snprintf(mend, sizeof(mend), "systemctl start %s", drill->service);
	if (unit_is(&drill->after, UNIT_ACTIVE, "activating"))
		tell_link(&drill->chain, "service", LINK_BROKEN, "systemctl list-jobs",
			  text_of("%s does not come to its end", drill->service));
	else if (unit_is(&drill->after, UNIT_CONDITION, "no"))
		tell_link(&drill->chain, "service", LINK_BROKEN, mend,
			  text_of("systemd did not start %s: a condition of it does not hold",
				  drill->service));
	else
		tell_link(&drill->chain, "service", LINK_BROKEN, mend,
			  text_of("%s is %s: systemd did not start it", drill->service,
				  drill->after.text[UNIT_ACTIVE]));
}

/* Whether there is a service that runs, or rightly does not. */
static bool tell_service(struct drill *drill)
{
	bool wanted = drill->set && !drill->own, known;
	struct chain *chain = &drill->chain;

	for (;;) {
		known = look_at_service(drill, &drill->after);
		if (!known || !drill->asked || !wanted || is_settled(&drill->after) ||
		    !rest_ms(drill))
			break;
		pause_ms(5 * STEP_MS);
	}
	if (!known) {
		tell_link(chain, "service", LINK_BROKEN, "systemctl is-system-running",
			  text_of("%s", drill->no_unit));
		return false;
	}
	if (!is_service_whole(drill))
		return false;
	if (unit_is(&drill->after, UNIT_ACTIVE, "active")) {
		tell_link(chain, "service", LINK_OK, NULL,
			  text_of(was_started(drill) ? "%s was started by this event" :
				  "%s was active before, and is not started again",
				  drill->service));
		return true;
	}
	if (drill->asked && wanted) {
		tell_inactive(drill);
		return false;
	}
	if (wanted)
		tell_link(chain, "service", LINK_OPEN, NULL,
			  text_of("%s is there: nobody has asked for it", drill->service));
	else
		tell_link(chain, "service", LINK_OK, NULL,
			  text_of("%s is there, and rightly not started", drill->service));
	return !wanted;
}

/* Of a flag that is to have one; the service says whether now or before. */
static void tell_wanted_entry(struct drill *drill, unsigned int n)
{
	static const char look[] =
		"systemctl status systemd-journald.service; journalctl --verify";
	unsigned int expected = drill->entries + was_started(drill);
	unsigned long long since = number_in(drill->after.text[UNIT_SINCE]);
	struct chain *chain = &drill->chain;

	if (n > expected)
		tell_link(chain, "journal", LINK_BROKEN, "systemctl cat 'taint-info-notify@*'",
			  text_of("it has %u entries of %s, more by %u than before the event", n,
				  drill->flag->name, n - drill->entries));
	else if (n == expected && n)
		tell_link(chain, "journal", LINK_OK, NULL,
			  text_of("it has %u entr%s of %s in this boot, %s", n,
				  n == 1 ? "y" : "ies", drill->flag->name,
				  was_started(drill) ? "the newest from now" :
				  "none from now"));
	else if (!was_started(drill) && since < oldest_entry(drill))
		tell_link(chain, "journal", LINK_OPEN, NULL,
			  text_of("what it had of %s is kept no more: its entries begin later",
				  drill->flag->name));
	else
		tell_link(chain, "journal", LINK_BROKEN, look,
			  text_of("%s has run, and there is no entry of it", drill->service));
}

static void tell_other_entries(struct drill *drill, unsigned int n)
{
	const char *name = drill->flag->name;
	unsigned long long cleared = 0;

	parse_mask(drill->state->cleared, &cleared);
	if (n > drill->entries || (n && !drill->set && !(cleared >> drill->flag->bit & 1)))
		tell_link(&drill->chain, "journal", LINK_BROKEN,
			  "systemctl cat 'taint-info-notify@*'",
			  text_of("it has %u entr%s of %s, though that is %s", n,
				  n == 1 ? "y" : "ies", name,
				  drill->set ? "taint_info's own" : "not set"));
	else
		tell_link(&drill->chain, "journal", LINK_OK, NULL,
			  text_of("rightly it has nothing new of %s", name));
}

/* What somebody else has it do is mail, say. */
static bool writes_entries(const struct unit *unit)
{
	return strstr(unit->text[UNIT_START], "taintinfo notify ") &&
	       !strstr(unit->text[UNIT_START], "--print");
}

/* @holds: the service does. */
static void tell_journal(struct drill *drill, bool holds)
{
	bool wanted = drill->set && !drill->own;
	struct chain *chain = &drill->chain;
	struct unit journald;
	unsigned int n = 0;

	limit_programs(drill);
	if (read_unit(&journald, "systemd-journald.service", drill->no_unit,
		      sizeof(drill->no_unit)) && !unit_is(&journald, UNIT_ACTIVE, "active")) {
		tell_link(chain, "journal", LINK_BROKEN,
			  "systemctl restart systemd-journald.service",
			  text_of("systemd-journald is %s", journald.text[UNIT_ACTIVE]));
		return;
	}
	for (;;) {
		if (drill->no_journal[0] || !count_entries(drill, &n)) {
			tell_link(chain, "journal", LINK_BROKEN,
				  "systemctl status systemd-journald.service",
				  text_of("%s", drill->no_journal));
			return;
		}
		if (!holds || !was_started(drill) || n > drill->entries || !rest_ms(drill))
			break;
		pause_ms(5 * STEP_MS);
	}
	if (wanted && drill->after.text[UNIT_START][0] && !writes_entries(&drill->after))
		tell_link(chain, "journal", LINK_OFF, NULL,
			  text_of("the service does something else: see %s",
				  drill->after.text[UNIT_DROP_INS]));
	else if (!wanted)
		tell_other_entries(drill, n);
	else if (!holds && !n)
		tell_link(chain, "journal", LINK_BROKEN, NULL,
			  text_of("it has no entry of %s in this boot", drill->flag->name));
	else
		tell_wanted_entry(drill, n);
}

static void tell_systemd(struct drill *drill)
{
	if (has_systemd()) {
		tell_journal(drill, tell_service(drill));
		return;
	}
	tell_link(&drill->chain, "service", LINK_OFF, NULL,
		  text_of("systemd does not run here: it takes a rule of your own"));
	tell_link(&drill->chain, "journal", LINK_OFF, NULL,
		  text_of("without systemd there is none"));
}

/* --- in earnest --- */

static const char *const will[] = {
	"With --yes it sets U (user) in this kernel, by writing " REAL_VALUE " to " TAINTED ".",
	"Nothing but a boot clears that: until then the kernel is tainted, which monitoring,",
	"support and test harnesses may object to. If U is set already, no event comes of it,",
	"and only the count tells.",
};

/* A panic is not meant. */
static bool would_panic(void)
{
	char *text = read_end("/proc/cmdline"), *at;
	bool found = false;

	for (at = text; at && !found && (at = strstr(at, "panic_on_taint=")); at++)
		found = strtoull(at + strlen("panic_on_taint="), NULL, 16) >> REAL_BIT & 1;
	free(text);
	return found;
}

static const struct flag_state *find_flag(const struct state *state, const char *name)
{
	unsigned int i;

	for (i = 0; i < state->nr_flags; i++)
		if (!strcmp(state->flags[i].name, name) ||
		    (name[0] && !name[1] && state->flags[i].letter[0] == name[0]))
			return &state->flags[i];
	return NULL;
}

/* The state as it is now; the old one stays if there is none. */
static bool read_again(struct drill *drill)
{
	char error[TEXT_SIZE];
	struct state *state = state_read(true, NULL, error, sizeof(error));
	const struct flag_state *flag = state ? find_flag(state, drill->flag->name) : NULL;

	if (!flag) {
		if (state)
			state_free(state);
		return false;
	}
	state_free(drill->state);
	drill->state = state;
	drill->flag = flag;
	return true;
}

static bool is_by_us(const struct drill *drill)
{
	return number_in(drill->flag->last.text[PID]) == (unsigned long long)getpid();
}

/* One call more than that, which was ours; a repeat is counted and told at different times. */
static bool is_seen(const struct drill *drill, unsigned long long count)
{
	return drill->flag->set && number_in(drill->flag->count) > count && is_by_us(drill);
}

/* What the module has of it, and what taintinfo shows. */
static void tell_seen(struct drill *drill, unsigned long long count)
{
	struct chain *chain = &drill->chain;
	char *who;

	while (read_again(drill) && !is_seen(drill, count) && rest_ms(drill))
		pause_ms(STEP_MS);
	if (number_in(drill->flag->count) <= count) {
		tell_link(chain, "seen", LINK_BROKEN,
			  "cat " SYS "/hooks; journalctl -k --grep=taint_info",
			  text_of("taint_info has not seen it: %s calls seen, origin %s",
				  drill->flag->count, drill->flag->origin));
	} else if (!is_by_us(drill)) {
		tell_link(chain, "seen", LINK_BROKEN, "taintinfo --verbose",
			  text_of("taint_info has seen a call, and not that it was process %d",
				  (int)getpid()));
	} else {
		tell_link(chain, "seen", LINK_OK, NULL,
			  text_of("taint_info has seen it as event #%s, origin %s, %s call%s of it",
				  drill->flag->last.text[SEQ], drill->flag->origin,
				  drill->flag->count,
				  strcmp(drill->flag->count, "1") ? "s" : ""));
	}
	who = who_text(&drill->flag->last);
	tell_link(chain, "shown", drill->flag->set ? LINK_OK : LINK_BROKEN, NULL,
		  text_of("taintinfo shows U as %s; %s%s",
			  drill->flag->set ? "set" : "not set", is_where(who) ? "" : "by ", who));
	free(who);
}

static bool taint(struct drill *drill)
{
	if (write_line(TAINTED, REAL_VALUE "\n"))
		return true;
	tell_link(&drill->chain, "set", LINK_BROKEN,
		  errno == EINVAL ? "cat /proc/cmdline" : "sysctl kernel.tainted",
		  text_of("cannot write " REAL_VALUE " to %s" TAINTED ": %s%s", root,
			  strerror(errno),
			  errno == EINVAL ? " (panic_on_taint= with nousertaint?)" : ""));
	return false;
}

/* --- the whole --- */

static void begin_telling(const struct drill *drill, const char *why)
{
	const struct flag_state *flag = drill->flag;

	if (drill->chain.json) {
		printf("{\"flag\":\"%s\",\"set\":%s,\"real\":%s", flag ? flag->name : "",
		       flag && flag->set ? "true" : "false", drill->real ? "true" : "false");
		json_member(stdout, "uuid", drill->uuid);
		printf(",\"links\":[");
		return;
	}
	if (!flag)
		return;
	if (drill->real)
		printf("%sU (user) is set in earnest%s%s.\n\n", bold(), normal(),
		       drill->sent ? "" : "; it was set before, so that only the count tells");
	else
		printf("%sThe event of %s%s%s%s is sent again%s, which taints nothing: %s.\n\n",
		       bold(), flag->name, flag->letter[0] ? " (" : "", flag->letter,
		       flag->letter[0] ? ")" : "", normal(), why);
	fflush(stdout);
}

static int end_telling(const struct drill *drill)
{
	unsigned int broken = drill->chain.broken;

	if (drill->chain.json)
		printf("],\"broken\":%u}\n", broken);
	else if (broken)
		printf("\n%u link%s broken.\n", broken, broken == 1 ? " is" : "s are");
	else
		puts("\nAll links that are set up hold.");
	if (drill->real && !drill->chain.json && drill->flag && drill->flag->set)
		puts("U (user) stays set until the next boot.");
	return broken ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* From listening on; the state is whole. */
static void follow(struct drill *drill)
{
	unsigned long long count = number_in(drill->flag->count);
	struct uevents events;
	char why[TEXT_SIZE];
	bool listens, done;

	look_before(drill);
	listens = drill->sent && open_uevents(&events, why, sizeof(why));
	if (drill->sent && !listens)
		tell_link(&drill->chain, "event", LINK_BROKEN, NULL, text_of("%s", why));
	done = drill->real ? taint(drill) : listens && send_event(drill);
	if (drill->real && done)
		tell_seen(drill, count);
	if (!drill->sent)
		tell_link(&drill->chain, "event", LINK_OFF, NULL,
			  text_of("U was set before: no event comes of it"));
	drill->set = drill->flag->set;
	drill->own = is_self_alone(drill->state, drill->flag);
	if (listens && done)
		hear_event(drill, &events);
	if (listens)
		close_uevents(&events);
	tell_systemd(drill);
}

/* Which one shows most, and why that; the first is as good as another. */
static const struct flag_state *choose_flag(const struct state *state, const char **why)
{
	const struct flag_state *own = NULL;
	unsigned int i;

	for (i = 0; i < state->nr_flags; i++) {
		const struct flag_state *flag = &state->flags[i];

		if (flag->set && !is_self_alone(state, flag)) {
			*why = "it is set, and not by taint_info alone";
			return flag;
		}
		if (flag->set && !own)
			own = flag;
	}
	*why = own ? "no flag is set but taint_info's own, so that nothing is to come of it" :
		     "no flag is set, so that nothing is to come of it";
	return own ? own : find_flag(state, REAL_FLAG);
}

static bool take_timeout(const char *word, unsigned int *seconds)
{
	*seconds = TIMEOUT;
	if (!word)
		return true;
	*seconds = strlen(word) <= 3 && !word[strspn(word, "0123456789")] ? number_in(word) : 0;
	if (*seconds && *seconds <= MOST_TIMEOUT)
		return true;
	complain("'%s' is no number of seconds from 1 to %d", word, MOST_TIMEOUT);
	return false;
}

/* What is wrong with what was asked for, which is complained of. */
static bool is_possible(const struct drill *drill, const struct arguments *args)
{
	if (*root && !uevents_made_up()) {
		complain("it is for the kernel that runs: there is no --root of it");
		return false;
	}
	if (geteuid() && !uevents_made_up()) {
		complain("only root may have an event sent again and read what comes of it");
		return false;
	}
	if (drill->real && would_panic()) {
		complain("this kernel panics when U is set: see panic_on_taint= in /proc/cmdline");
		return false;
	}
	if (drill->state->loaded && args->flag && !drill->flag) {
		complain("there is no flag '%s': see 'taintinfo tables'", args->flag);
		return false;
	}
	return true;
}

/* 0 all that is set up holds, 1 something is broken, 2 an error. */
static int drill_with(struct drill *drill, const struct arguments *args)
{
	const char *why = "it was asked for";

	if (drill->state->loaded) {
		if (drill->real)
			drill->flag = find_flag(drill->state, REAL_FLAG);
		else if (args->flag)
			drill->flag = find_flag(drill->state, args->flag);
		else
			drill->flag = choose_flag(drill->state, &why);
	}
	if (!is_possible(drill, args))
		return EXIT_ERROR;
	if (!drill->real && drill->flag && !make_uuid(drill->uuid)) {
		complain("cannot read /proc/sys/kernel/random/uuid: %s", strerror(errno));
		return EXIT_ERROR;
	}
	if (drill->flag) {
		drill->sent = !drill->real || !drill->flag->set;
		snprintf(drill->service, sizeof(drill->service), "taint-info-notify@%s.service",
			 drill->flag->name);
	}
	begin_telling(drill, why);
	look_at_module(&drill->chain, drill->state);
	if (drill->flag)
		follow(drill);
	limit_programs(drill);
	look_at_export(&drill->chain, drill->state);
	look_at_policy(&drill->chain, drill->state);
	look_at_boot(&drill->chain);
	return end_telling(drill);
}

static int run(const struct arguments *args)
{
	struct drill drill = { .chain.json = args->json, .real = args->real };
	char error[TEXT_SIZE];
	unsigned int seconds;
	size_t i;
	int code;

	if (!take_timeout(args->timeout, &seconds))
		return WRONG_USAGE;
	if (args->real && args->flag) {
		complain("--real is of U: it takes no --flag");
		return WRONG_USAGE;
	}
	if (args->yes && !args->real) {
		complain("--yes is for --real");
		return WRONG_USAGE;
	}
	if (args->real && !args->yes) {
		for (i = 0; i < ARRAY_SIZE(will); i++)
			puts(will[i]);
		return EXIT_ERROR;
	}
	drill.deadline = now_ms() + seconds * 1000LL;
	drill.state = state_read(true, NULL, error, sizeof(error));
	if (!drill.state) {
		complain("%s", error);
		return EXIT_ERROR;
	}
	code = drill_with(&drill, args);
	state_free(drill.state);
	return code;
}

const struct command cmd_drill = {
	.name = "drill",
	.usage = "[--flag=FLAG | --real --yes] [--timeout=SECONDS] [--json]",
	.help =
		"Whether a taint would be heard of: has the kernel send the event of a flag again, which\n"
		"taints nothing, and follows it: udevd, the rule, the service, the systemd journal; then\n"
		"the export, the policy and the next boot. Of a link that is broken it says what is wrong\n"
		"and how to mend it. Exit with 0 when all that is set up holds, with 1 when one is broken.\n"
		"\n"
		"  -F, --flag=FLAG       the event of that one; default: one that is set and not\n"
		"                        taint_info's own, else any\n"
		"  -t, --timeout=SECONDS how long it may take; default 10\n"
		"  -R, --real            set U (user) in earnest, and follow that; U stays set until\n"
		"                        the next boot. Without --yes it says so, and exits with 2\n"
		"  -y, --yes             do so\n"
		"  -j, --json            one object\n",
	.options = "FtRyj",
	.run = run,
};
