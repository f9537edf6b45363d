// SPDX-License-Identifier: GPL-2.0-only
/*
 * The links between a taint and whoever is to hear of it: how each looks, and those that
 * hold without an event: the module, the export, the policy, the next boot.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "files.h"
#include "json.h"
#include "links.h"
#include "policy.h"
#include "text.h"
#include "units.h"

#define TIMER "taint-info-export.timer"
#define SERVICE "taint-info-export.service"
#define METRICS "taint_info.prom"

/* How often the timer has the file written, in seconds; what is older than two is stale. */
#define PERIOD 60
#define STALE (2 * PERIOD)

/* That of a kernel has some hundred thousand bytes. */
#define MODULES_DEP_SIZE (8 << 20)

/* --- how it looks --- */

/**
 * tell_link() - tell how it is with a link
 * @chain: the chain
 * @name: one word
 * @state: how it is
 * @mend: the command that mends it, of one that is broken; or NULL
 * @what: a sentence, plain ASCII; is freed
 */
void tell_link(struct chain *chain, const char *name, enum link_state state, const char *mend,
	       char *what)
{
	static const char *const words[] = {
		[LINK_OK] = "ok",
		[LINK_BROKEN] = "broken",
		[LINK_OFF] = "not set up",
		[LINK_OPEN] = "not known",
	};

	if (chain->json) {
		printf("%s\n{\"state\":\"%s\"", chain->n ? "," : "", words[state]);
		json_member(stdout, "link", name);
		json_member(stdout, "what", what);
		json_member(stdout, "mend", mend ? mend : "");
		putchar('}');
	} else {
		printf("%s%-10s%s  %-8s  %s\n",
		       state == LINK_BROKEN ? category_colour("fault") : "", words[state],
		       state == LINK_BROKEN ? normal() : "", name, what);
		if (mend)
			printf("            to mend:  %s\n", mend);
	}
	/* The next one may take a while. */
	fflush(stdout);
	chain->n++;
	chain->broken += state == LINK_BROKEN;
	free(what);
}

/* --- the module --- */

/**
 * look_at_module() - whether the module watches, and by more than comparing masks
 * @chain: the chain
 * @state: the state
 */
void look_at_module(struct chain *chain, const struct state *state)
{
	bool lost = number_in(state->lost);
	char asked[TEXT_SIZE], *what;
	enum link_state is;

	if (!state->loaded) {
		tell_link(chain, "module", LINK_BROKEN, "modprobe taint_info",
			  text_of("taint_info is not loaded: nobody watches"));
		return;
	}
	what = text_of("taint_info watches by %s; %u flags%s%s",
		       state->hooks[0] ? state->hooks : "nothing", state->nr_flags,
		       lost ? "; events that could not be recorded: " : "",
		       lost ? state->lost : "");
	if (strcmp(state->hooks, "poll") && state->hooks[0]) {
		tell_link(chain, "module", LINK_OK, NULL, what);
		return;
	}
	read_text(asked, sizeof(asked), "/sys/module/taint_info/parameters/hooks");
	is = strcmp(asked, "none") ? LINK_BROKEN : LINK_OFF;
	tell_link(chain, "module", is,
		  is == LINK_BROKEN ? "journalctl -k --grep=taint_info" : NULL,
		  text_of("%s: who sets a flag is never known%s", what,
			  is == LINK_OFF ? ", as its option hooks=none asks for" : ""));
	free(what);
}

/* --- the export --- */

/* What the service has of its environment. */
static void find_directory(const struct unit *service, char *dir, size_t size)
{
	static const char name[] = "DIRECTORY=";
	const char *at = strstr(service->text[UNIT_ENVIRONMENT], name);

	dir[0] = '\0';
	if (at)
		snprintf(dir, size, "%.*s", (int)strcspn(at + strlen(name), " ;\""),
			 at + strlen(name));
}

/* The flag of a line 'taint_info_flag{flag="warn",...} 1', and whether it is set. */
static bool take_sample(const struct state *state, char *line, unsigned int *bit, bool *set)
{
	static const char begin[] = "taint_info_flag{flag=\"";
	size_t begin_len = strlen(begin), len;
	const char *value = strrchr(line, ' ');
	unsigned int i;

	if (!value || strncmp(line, begin, begin_len))
		return false;
	line += begin_len;
	len = strcspn(line, "\"");
	for (i = 0; i < state->nr_flags; i++) {
		if (strlen(state->flags[i].name) != len ||
		    strncmp(state->flags[i].name, line, len))
			continue;
		*bit = state->flags[i].bit;
		*set = !strcmp(value, " 1");
		return true;
	}
	return false;
}

/* Which of the flags that are set the file has not, or the other way round. */
static unsigned long long find_difference(const struct state *state, char *text)
{
	unsigned long long mask = 0;
	unsigned int bit;
	char *line;
	bool set;

	while ((line = strsep(&text, "\n")))
		if (take_sample(state, line, &bit, &set) && set)
			mask |= 1ULL << bit;
	return mask ^ state->mask;
}

/* Whether each of these flags was set after that, in seconds since 1970. */
static bool are_newer(const struct state *state, unsigned long long flags, long long time)
{
	unsigned int i;

	for (i = 0; i < state->nr_flags; i++)
		if (flags >> state->flags[i].bit & 1 &&
		    (!state->flags[i].set ||
		     (long long)number_in(state->flags[i].first.text[REALTIME]) < time))
			return false;
	return true;
}

static const char look_at_service[] =
	"systemctl status " SERVICE "; journalctl --boot --unit=" SERVICE;

static void look_at_file(struct chain *chain, const struct state *state, const char *path)
{
	int fd = open_file(AT_FDCWD, path, 0);
	unsigned long long difference;
	struct stat status;
	long long age;
	size_t len;
	char *text;

	if (fd < 0 || fstat(fd, &status)) {
		tell_link(chain, "export", LINK_BROKEN, look_at_service,
			  text_of("cannot read %s%s: %s", root, path, strerror(errno)));
		return;
	}
	text = read_all(fd, FILE_LIMIT, &len);
	age = (long long)time(NULL) - status.st_mtime;
	if (!text) {
		tell_link(chain, "export", LINK_BROKEN, look_at_service,
			  text_of("cannot read %s%s: %s", root, path, strerror(errno)));
		return;
	}
	difference = find_difference(state, text);
	free(text);
	if (age > STALE)
		tell_link(chain, "export", LINK_BROKEN, look_at_service,
			  text_of("%s%s is %lld s old, more than two periods", root, path, age));
	else if (!difference)
		tell_link(chain, "export", LINK_OK, NULL,
			  text_of("%s%s is %lld s old and has the flags that are set", root, path,
				  age));
	else if (are_newer(state, difference, status.st_mtime))
		tell_link(chain, "export", LINK_OK, NULL,
			  text_of("%s%s is %lld s old: what was set since comes within a minute",
				  root, path, age));
	else
		tell_link(chain, "export", LINK_BROKEN, look_at_service,
			  text_of("%s%s has not the flags that are set: it differs by %llu", root,
				  path, difference));
}

/* How long the timer has been on, in seconds. */
static long long timer_age(const struct unit *timer)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec - (long long)(number_in(timer->text[UNIT_SINCE]) / 1000000);
}

static void look_at_timer(struct chain *chain, const struct state *state,
			  const struct unit *timer, const struct unit *service)
{
	char dir[UNIT_TEXT], path[UNIT_TEXT + sizeof("/" METRICS)];
	int fd;

	find_directory(service, dir, sizeof(dir));
	fd = dir[0] == '/' ? open_file(AT_FDCWD, dir, O_DIRECTORY) : -1;
	if (fd < 0) {
		tell_link(chain, "export", LINK_BROKEN, "systemctl edit " SERVICE,
			  text_of("node_exporter's directory %s%s is not there: name another one?",
				  root, dir));
		return;
	}
	close(fd);
	snprintf(path, sizeof(path), "%s/" METRICS, dir);
	fd = open_file(AT_FDCWD, path, 0);
	if (fd < 0 && errno == ENOENT && !unit_is(service, UNIT_ACTIVE, "failed") &&
	    timer_age(timer) < STALE) {
		tell_link(chain, "export", LINK_OPEN, NULL,
			  text_of("the timer was started just now: %s%s comes within a minute",
				  root, path));
		return;
	}
	if (fd >= 0)
		close(fd);
	look_at_file(chain, state, path);
}

/**
 * look_at_export() - whether what Prometheus gets is true
 * @chain: the chain
 * @state: the state
 */
void look_at_export(struct chain *chain, const struct state *state)
{
	struct unit timer, service;
	char why[TEXT_SIZE];

	if (!has_systemd()) {
		tell_link(chain, "export", LINK_OFF, NULL,
			  text_of("systemd does not run here, so that no timer does"));
		return;
	}
	if (!read_unit(&timer, TIMER, why, sizeof(why)) ||
	    !read_unit(&service, SERVICE, why, sizeof(why)))
		tell_link(chain, "export", LINK_BROKEN, "systemctl show " TIMER,
			  text_of("%s", why));
	else if (unit_is(&timer, UNIT_LOAD, "not-found"))
		tell_link(chain, "export", LINK_OFF, NULL, text_of(TIMER " is not installed"));
	else if (unit_is(&timer, UNIT_ACTIVE, "active"))
		look_at_timer(chain, state, &timer, &service);
	else if (unit_is(&timer, UNIT_FILE, "enabled") || unit_is(&timer, UNIT_ACTIVE, "failed"))
		tell_link(chain, "export", LINK_BROKEN, "systemctl restart " TIMER,
			  text_of(TIMER " is enabled, and does not run"));
	else
		tell_link(chain, "export", LINK_OFF, NULL,
			  text_of(TIMER " is off: systemctl enable --now " TIMER));
}

/* --- the policy --- */

/**
 * look_at_policy() - whether the policy can be read, and which rules are over
 * @chain: the chain
 * @state: the state
 */
void look_at_policy(struct chain *chain, const struct state *state)
{
	struct policy *policy = policy_read(state, NULL);
	const struct rule *over = NULL;
	unsigned int n = 0;
	size_t i;

	for (i = 0; i < policy->nr_rules; i++) {
		if (!policy->rules[i].over)
			continue;
		over = over ? over : &policy->rules[i];
		n++;
	}
	if (policy->nr_errors)
		tell_link(chain, "policy", LINK_BROKEN, "taintinfo policy",
			  text_of("%s; until that is corrected nothing is expected",
				  policy->errors[0]));
	else if (!policy->given)
		tell_link(chain, "policy", LINK_OFF, NULL,
			  text_of("there is none in %s" POLICY_DIR, root));
	else if (n)
		tell_link(chain, "policy", LINK_OK, NULL,
			  text_of("it can be read: %zu rule%s, %u over; first %s:%u, since %s",
				  policy->nr_rules, policy->nr_rules == 1 ? "" : "s", n,
				  over->file, over->line, over->until));
	else
		tell_link(chain, "policy", LINK_OK, NULL,
			  text_of("it can be read: %zu rule%s, none over", policy->nr_rules,
				  policy->nr_rules == 1 ? "" : "s"));
	policy_free(policy);
}

/* --- the next boot --- */

/* Whether a line of the file is the module's name. */
static bool loads_it(const char *path)
{
	char *text = read_end(path), *rest = text, *line;
	bool found = false;

	while (text && !found && (line = strsep(&rest, "\n")))
		found = !strncmp(line, "taint_info", 10) && !line[10 + strspn(line + 10, " \t")];
	free(text);
	return found;
}

/* Under any name, as systemd-modules-load reads them. */
static bool is_loaded_at_boot(void)
{
	static const char *const dirs[] = {
		"/etc/modules-load.d", "/run/modules-load.d", "/usr/local/lib/modules-load.d",
		"/usr/lib/modules-load.d", "/lib/modules-load.d", NULL
	};
	struct dirent *entry;
	bool found = loads_it("/etc/modules");
	char path[512];
	unsigned int i;
	DIR *dir;

	for (i = 0; dirs[i] && !found; i++) {
		dir = open_list(dirs[i]);
		while (dir && !found && (entry = readdir(dir))) {
			snprintf(path, sizeof(path), "%s/%s", dirs[i], entry->d_name);
			found = strstr(entry->d_name, ".conf") && loads_it(path);
		}
		if (dir)
			closedir(dir);
	}
	return found;
}

/* A file that has the name of a kernel in its own. */
static bool is_there(const char *begin, const char *release, const char *end)
{
	char path[512];
	int fd;

	snprintf(path, sizeof(path), "%s%s%s", begin, release, end);
	fd = open_file(AT_FDCWD, path, 0);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* Whether a kernel can be booted, and has no module of ours. */
static bool lacks_it(const char *release)
{
	char path[512], *text;
	bool found;
	size_t len;

	if (!is_there("/boot/vmlinuz-", release, "") &&
	    !is_there("/lib/modules/", release, "/vmlinuz"))
		return false;
	snprintf(path, sizeof(path), "/lib/modules/%s/modules.dep", release);
	text = read_all(open_file(AT_FDCWD, path, 0), MODULES_DEP_SIZE, &len);
	if (!text)
		return false;
	found = strstr(text, "/taint_info.ko");
	free(text);
	return !found;
}

/**
 * look_at_boot() - whether the module will be there after the next boot
 * @chain: the chain
 */
void look_at_boot(struct chain *chain)
{
	DIR *dir = open_list("/lib/modules");
	char lacks[TEXT_SIZE] = "", mend[512];
	struct dirent *entry;

	while (dir && !lacks[0] && (entry = readdir(dir)))
		if (entry->d_name[0] != '.' && strlen(entry->d_name) < sizeof(lacks) &&
		    lacks_it(entry->d_name))
			copy_text(lacks, sizeof(lacks), entry->d_name);
	if (dir)
		closedir(dir);
	make_plain(lacks);
	snprintf(mend, sizeof(mend), "dkms autoinstall -k %s; dkms status", lacks);
	if (lacks[0])
		tell_link(chain, "boot", LINK_BROKEN, mend,
			  text_of("the kernel %s has no module taint_info", lacks));
	else if (!is_loaded_at_boot())
		tell_link(chain, "boot", LINK_OFF, NULL,
			  text_of("no file in /etc/modules-load.d has taint_info loaded at boot"));
	else
		tell_link(chain, "boot", LINK_OK, NULL,
			  text_of("taint_info is loaded at boot, and each kernel has it"));
}
