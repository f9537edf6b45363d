// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the administrator has accepted: rules in files, and what they say of a state.
 *
 * A wrong answer is one that lets something pass.  So a line that is not understood leaves
 * all of it unknown, no file is read by half, and a condition on what is not known, or not
 * for this user, accepts nothing.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "events.h"
#include "evidence.h"
#include "json.h"
#include "policy.h"
#include "text.h"

/* Below a root files may be anybody's. */
#define MAX_FILE_SIZE 0x10000
#define MAX_FILES 64
#define MAX_RULES 1000
#define MAX_VALUE 255

#define WHAT_A_RULE_IS "accept FLAG [module=GLOB] [caller=GLOB] [via=GLOB] [comm=GLOB] " \
		       "[until=YYYY-MM-DD] reason=\"...\""

#define WHAT_A_FLAG_IS "it takes a name, a letter or bit_<n>, see 'taintinfo tables'"

const char *const condition_names[CONDITIONS] = {
	[OF_MODULE] = "module",
	[OF_CALLER] = "caller",
	[OF_VIA] = "via",
	[OF_COMM] = "comm",
};

static const enum record_field condition_fields[CONDITIONS] = {
	[OF_MODULE] = MODULE,
	[OF_CALLER] = CALLER,
	[OF_VIA] = VIA,
	[OF_COMM] = COMM,
};

/* Takes over @text. */
static void add_error(struct policy *policy, char *text)
{
	if (policy->nr_errors < ARRAY_SIZE(policy->errors))
		policy->errors[policy->nr_errors] = text;
	else
		free(text);
	policy->nr_errors++;
}

/* Takes over @text; as long as the rules are there. */
static char *keep_text(struct policy *policy, char *text)
{
	char **texts = realloc(policy->texts, (policy->nr_texts + 1) * sizeof(*texts));

	if (!texts || !text)
		abort();
	policy->texts = texts;
	texts[policy->nr_texts++] = text;
	return text;
}

/* --- a line --- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_date(const char *text)
{
	static const unsigned int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	unsigned int year, month, day, i;

	for (i = 0; i < 10; i++)
		if (i == 4 || i == 7 ? text[i] != '-' : !isdigit((unsigned char)text[i]))
			return false;
	if (text[10])
		return false;
	year = strtoul(text, NULL, 10);
	month = strtoul(text + 5, NULL, 10);
	day = strtoul(text + 8, NULL, 10);
	if (!month || month > 12 || !day)
		return false;
	if (month == 2 && !(year % 4) && (year % 100 || !(year % 400)))
		return day <= 29;
	return day <= days[month - 1];
}

/* Of any kernel, as one policy may be for many hosts; what this one has not is never set. */
static bool is_flag(const struct state *state, const char *word)
{
	const struct flag_row *row;
	unsigned long long bit;
	unsigned int i;
	bool letter = isalpha((unsigned char)word[0]) && !word[1];

	for (i = 0; i < state->nr_flags; i++)
		if (!strcmp(state->flags[i].name, word) ||
		    (letter && state->flags[i].letter[0] == word[0]))
			return true;
	for (i = 0; (row = flag_row_at(i)); i++)
		if (!strcmp(row->name, word) || (letter && row->set == word[0]))
			return true;
	return !strncmp(word, "bit_", 4) && isdigit((unsigned char)word[4]) &&
	       parse_mask(word + 4, &bit) && bit < 64;
}

/*
 * "key=value", "key="a value"" or a word alone, whose @value is NULL; moves on.  Returns what
 * is wrong with it, or NULL.
 */
static const char *take_word(char **rest, char **key, char **value)
{
	char *c = *rest;

	*key = c;
	*value = NULL;
	while (*c && !is_blank(*c) && *c != '=' && *c != '"')
		c++;
	if (*c == '=') {
		*c++ = '\0';
		*value = c;
		if (*c == '"') {
			*value = ++c;
			c += strcspn(c, "\"");
			if (!*c)
				return "has no second quote";
			*c++ = '\0';
			if (*c && !is_blank(*c))
				return "is followed by more behind its quotes";
		} else {
			while (*c && !is_blank(*c) && *c != '"')
				c++;
		}
	}
	if (*c == '"')
		return "has a quote in it";
	while (is_blank(*c))
		*c++ = '\0';
	*rest = c;
	return NULL;
}

static bool is_plain(const char *text)
{
	while (*text >= ' ' && *text <= '~')
		text++;
	return !*text;
}

/* Where a key's value goes; NULL for none of ours. */
static const char **place_of(struct rule *rule, const char *key)
{
	unsigned int i;

	for (i = 0; i < CONDITIONS; i++)
		if (!strcmp(key, condition_names[i]))
			return &rule->globs[i];
	if (!strcmp(key, "until"))
		return &rule->until;
	return !strcmp(key, "reason") ? &rule->reason : NULL;
}

/* Returns what is wrong with it, to be freed, or NULL. */
static char *take_value(struct rule *rule, const char *key, char *value)
{
	const char **place = place_of(rule, key);

	if (!place || !value)
		return text_of("'%s%s' is not known: it takes " WHAT_A_RULE_IS, key,
			       value ? "=" : "");
	if (*place)
		return text_of("%s= is there twice", key);
	if (!*value)
		return text_of("%s= has no value", key);
	if (strlen(value) > MAX_VALUE)
		return text_of("%s= has more than %d bytes", key, MAX_VALUE);
	/* What stands in a reason's place would be a glob anywhere else. */
	if (place == &rule->reason)
		make_plain(value);
	else if (!is_plain(value))
		return text_of("%s= has a byte that is no printable ASCII: take ? for it", key);
	if (place == &rule->until && !is_date(value))
		return text_of("'%s' is no day: it takes until=YYYY-MM-DD", value);
	*place = value;
	return NULL;
}

/* Returns what is wrong with it, to be freed, or NULL. */
static char *parse_rule(const struct state *state, struct rule *rule, char *line)
{
	const char *wrong;
	char *key, *value, *error;

	wrong = take_word(&line, &key, &value);
	if (wrong || value || strcmp(key, "accept"))
		return text_of("'%s' is no rule: it takes " WHAT_A_RULE_IS, key);
	wrong = take_word(&line, &key, &value);
	if (!wrong && !value && !strcmp(key, "self"))
		return text_of("'self' is no flag: what taint_info itself carries needs no rule");
	if (wrong || value || !is_flag(state, key))
		return text_of("'%s' is no flag: " WHAT_A_FLAG_IS, key);
	rule->flag = key;
	while (*line && *line != '#') {
		wrong = take_word(&line, &key, &value);
		if (wrong)
			return text_of("%s= %s", key, wrong);
		error = take_value(rule, key, value);
		if (error)
			return error;
	}
	if (!rule->reason)
		return text_of("there is no reason: it takes reason=\"...\"");
	return NULL;
}

/* --- files --- */

static void today(char *buf, size_t size)
{
	time_t now = time(NULL);
	struct tm tm;

	buf[0] = '\0';
	if (gmtime_r(&now, &tm))
		strftime(buf, size, "%Y-%m-%d", &tm);
}

static struct rule *add_rule(struct policy *policy, const struct rule *rule)
{
	struct rule *rules = realloc(policy->rules, (policy->nr_rules + 1) * sizeof(*rules));

	if (!rules)
		abort();
	policy->rules = rules;
	rules[policy->nr_rules] = *rule;
	return &rules[policy->nr_rules++];
}

/**
 * policy_parse() - take the rules of a file
 * @policy: gets them, and what is wrong with them
 * @state: whose flags may be named, beside those that are known
 * @file: its name, plain ASCII, as long as @policy
 * @text: any bytes and a NUL, as long as @policy; changed
 * @len: how many bytes
 */
void policy_parse(struct policy *policy, const struct state *state, const char *file, char *text,
		  size_t len)
{
	char *line, *error, date[40];
	unsigned int number = 0;
	struct rule rule;

	/* What is behind it would not be seen. */
	if (strlen(text) != len) {
		add_error(policy, text_of("%s: has a NUL in it, and is no text", file));
		return;
	}
	today(date, sizeof(date));
	while ((line = strsep(&text, "\n"))) {
		number++;
		while (is_blank(*line))
			line++;
		if (!*line || *line == '#')
			continue;
		memset(&rule, 0, sizeof(rule));
		rule.file = file;
		rule.line = number;
		error = parse_rule(state, &rule, line);
		if (!error && policy->nr_rules == MAX_RULES)
			error = text_of("is the rule after the %dth: no more are taken", MAX_RULES);
		if (error) {
			add_error(policy, text_of("%s:%u: %s", file, number, error));
			free(error);
			continue;
		}
		rule.over = rule.until && strcmp(date, rule.until) > 0;
		add_rule(policy, &rule);
	}
}

/* What is open is closed; @name is taken over. */
static void read_file_of(struct policy *policy, const struct state *state, int fd, char *name)
{
	size_t len;
	char *text = read_all(fd, MAX_FILE_SIZE, &len);

	keep_text(policy, name);
	if (text)
		policy_parse(policy, state, name, keep_text(policy, text), len);
	else
		add_error(policy, text_of("%s: %s", name,
					  errno == EFBIG ? "has more than 65536 bytes" :
							   strerror(errno)));
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_policy(const char *name)
{
	const char *end = strrchr(name, '.');

	return end && end != name && name[0] != '.' && !strcmp(end, ".policy");
}

/* Their names, in the order of the C locale. */
static size_t list_policies(struct policy *policy, DIR *dir, char **names)
{
	struct dirent *entry;
	size_t n = 0;

	for (;;) {
		errno = 0;
		entry = readdir(dir);
		if (!entry)
			break;
		if (!is_policy(entry->d_name))
			continue;
		if (n == MAX_FILES) {
			add_error(policy, text_of("%s" POLICY_DIR ": has more than %d policies",
						  root, MAX_FILES));
			break;
		}
		names[n] = strdup(entry->d_name);
		if (!names[n++])
			abort();
	}
	if (!entry && errno)
		add_error(policy, text_of("%s" POLICY_DIR ": %s", root, strerror(errno)));
	qsort(names, n, sizeof(names[0]), by_name);
	return n;
}

static void read_directory(struct policy *policy, const struct state *state)
{
	DIR *dir = open_list(POLICY_DIR);
	char *names[MAX_FILES], path[512];
	size_t n, i;

	if (!dir) {
		if (errno != ENOENT)
			add_error(policy, text_of("%s" POLICY_DIR ": %s", root, strerror(errno)));
		return;
	}
	n = list_policies(policy, dir, names);
	closedir(dir);
	for (i = 0; i < n; i++) {
		snprintf(path, sizeof(path), POLICY_DIR "/%s", names[i]);
		read_file_of(policy, state, open_file(AT_FDCWD, path, 0),
			     text_of("%s%s", root, path));
		free(names[i]);
	}
	policy->given = n;
}

/* --- judging --- */

/* A call, or a module that carries the flag, or neither. */
struct subject {
	const char *module;
	const struct record *call;
};

enum match {
	NO,
	/* What it asks for is not for this user to know. */
	MAYBE,
	YES
};

static bool is_asked_for(enum condition condition, const char *glob, const char *value)
{
	char symbol[FIELD_SIZE];

	/* What nobody knows no glob stands for. */
	if (!*value)
		return false;
	if (!fnmatch(glob, value, FNM_NOESCAPE))
		return true;
	if (condition != OF_CALLER)
		return false;
	/* The place is known by its symbol, too. */
	snprintf(symbol, sizeof(symbol), "%.*s", (int)strcspn(value, "+"), value);
	return !fnmatch(glob, symbol, FNM_NOESCAPE);
}

static enum match match_rule(const struct rule *rule, const struct subject *subject)
{
	const struct record *call = subject->call;
	/* Each call that was seen has a context, which is for root as the place is. */
	bool hidden = call && call->text[SEQ][0] && !call->text[CONTEXT][0], maybe = false;
	const char *value;
	unsigned int i;

	for (i = 0; i < CONDITIONS; i++) {
		if (!rule->globs[i])
			continue;
		if (i != OF_MODULE && hidden) {
			maybe = true;
			continue;
		}
		if (i == OF_MODULE)
			value = subject->module;
		else
			value = call ? call->text[condition_fields[i]] : "";
		if (!is_asked_for(i, rule->globs[i], value))
			return NO;
	}
	return maybe ? MAYBE : YES;
}

static bool is_about(const struct rule *rule, const struct flag_state *flag)
{
	unsigned long long bit;

	if (!strcmp(rule->flag, flag->name) || (!rule->flag[1] && rule->flag[0] == flag->letter[0]))
		return true;
	return !strncmp(rule->flag, "bit_", 4) && parse_mask(rule->flag + 4, &bit) &&
	       bit == flag->bit;
}

static void count(struct rule *rule, const struct subject *subject)
{
	if (subject->call)
		rule->events++;
	else if (*subject->module)
		rule->modules++;
	else
		rule->nobody = true;
}

static char *subject_text(const struct subject *subject)
{
	char *text = NULL;
	size_t size;
	FILE *out;

	if (!subject->call)
		return *subject->module ? text_of("no rule accepts module %s", subject->module) :
					  text_of("who set it is not known");
	out = open_memstream(&text, &size);
	if (!out)
		abort();
	if (subject->call->text[SEQ][0])
		fprintf(out, "no rule accepts #%s, ", subject->call->text[SEQ]);
	else
		fputs("no rule accepts who set it, by the log: ", out);
	show_who(out, subject->call);
	if (fclose(out))
		abort();
	return text;
}

/* Takes over @why. */
static void set_answer(struct judgement *judgement, enum answer answer, char *why)
{
	if (answer > judgement->answer) {
		judgement->answer = answer;
		free(judgement->why);
		judgement->why = why;
	} else {
		free(why);
	}
}

/* All rules are asked, so that each is known that matches. */
static enum match ask_rules(struct policy *policy, const struct flag_state *flag,
			    const struct subject *subject, struct judgement *judgement)
{
	struct rule *first = NULL, *maybe = NULL, *over = NULL;
	enum match match;
	size_t i;

	for (i = 0; i < policy->nr_rules; i++) {
		struct rule *rule = &policy->rules[i];

		match = is_about(rule, flag) ? match_rule(rule, subject) : NO;
		if (match == NO)
			continue;
		count(rule, subject);
		if (rule->over)
			over = over ? over : rule;
		else if (match == MAYBE)
			maybe = maybe ? maybe : rule;
		else
			first = first ? first : rule;
	}
	if (first) {
		first->reason_of |= 1ULL << flag->bit;
		if (!judgement->rule)
			judgement->rule = first;
		return YES;
	}
	if (!judgement->over)
		judgement->over = over;
	if (!maybe)
		return NO;
	set_answer(judgement, UNKNOWN,
		   text_of("%s:%u asks for what root may read", maybe->file, maybe->line));
	return MAYBE;
}

static void judge_subject(struct policy *policy, const struct flag_state *flag,
			  const char *module, const struct record *call,
			  struct judgement *judgement)
{
	const struct subject subject = { module, call };

	switch (ask_rules(policy, flag, &subject, judgement)) {
	case YES:
		set_answer(judgement, EXPECTED, NULL);
		break;
	case MAYBE:
		break;
	case NO:
		set_answer(judgement, UNEXPECTED, subject_text(&subject));
		break;
	}
}

/* The calls of one flag. */
struct calls {
	const struct record **list;
	size_t n;
};

static void add_call(struct calls *calls, const struct record *call)
{
	size_t i;

	if (!call->text[SEQ][0])
		return;
	for (i = 0; i < calls->n; i++)
		if (!strcmp(calls->list[i]->text[SEQ], call->text[SEQ]))
			return;
	calls->list[calls->n++] = call;
}

/* The first, the newest, and what the log has. */
static void find_calls(struct calls *calls, const struct flag_state *flag,
		       const struct events *events)
{
	size_t i;

	calls->n = 0;
	calls->list = calloc(events->n + 2, sizeof(*calls->list));
	if (!calls->list)
		abort();
	add_call(calls, &flag->first);
	add_call(calls, &flag->last);
	for (i = 0; i < events->n; i++)
		if (!events->list[i].detected && !strcmp(events->list[i].flag, flag->name))
			add_call(calls, &events->list[i].record);
}

static bool has_raised(const struct calls *calls, const char *module)
{
	size_t i;

	for (i = 0; i < calls->n; i++)
		if (!strcmp(calls->list[i]->text[MODULE], module))
			return true;
	return false;
}

/* A carrier is accepted by its name, or by the calls that are known of it. */
static void judge_carriers(struct policy *policy, const struct state *state,
			   const struct flag_state *flag, const struct calls *calls)
{
	struct judgement *judgement = &policy->flags[flag->bit];
	char *names = strdup(flag->modules), *name, *rest;
	unsigned long long self = 0;

	if (!names)
		abort();
	parse_mask(state->self, &self);
	for (name = strtok_r(names, " ", &rest); name; name = strtok_r(NULL, " ", &rest)) {
		const struct subject subject = { name, NULL };

		/* Whoever asks has it loaded. */
		if (!strcmp(name, "taint_info") && self >> flag->bit & 1)
			set_answer(judgement, EXPECTED, NULL);
		else if (!has_raised(calls, name))
			judge_subject(policy, flag, name, NULL, judgement);
		else
			ask_rules(policy, flag, &subject, judgement);
	}
	free(names);
}

/* --- what is on record of a flag that nobody saw being set --- */

static bool has_conditions(const struct rule *rule)
{
	unsigned int i;

	for (i = 0; i < CONDITIONS; i++)
		if (rule->globs[i])
			return true;
	return false;
}

/* Whether a rule may accept it by that, and by nothing else: to look for it costs. */
static bool needs_cause(const struct policy *policy, const struct flag_state *flag)
{
	bool any = false;
	size_t i;

	if (!flag->set || was_observed(flag) || flag->modules[0])
		return false;
	for (i = 0; i < policy->nr_rules; i++) {
		const struct rule *rule = &policy->rules[i];

		if (rule->over || !is_about(rule, flag))
			continue;
		if (!has_conditions(rule))
			return false;
		any = true;
	}
	return any;
}

static struct explanations *find_causes(const struct policy *policy, const struct state *state)
{
	unsigned long long flags = 0;
	unsigned int i;

	for (i = 0; i < state->nr_flags; i++)
		if (needs_cause(policy, &state->flags[i]))
			flags |= 1ULL << state->flags[i].bit;
	return flags ? explain_flags(state, flags, false) : NULL;
}

/* As a call without a number.  What is only likely makes nothing expected. */
static bool read_cause(struct record *cause, const struct policy *policy,
		       const struct flag_state *flag)
{
	const struct evidence *evidence = sure_cause(policy->explanations, flag);

	if (evidence)
		record_of_cause(cause, evidence);
	return evidence;
}

/* Whether another user would find a log that is better, or that goes back further. */
static bool is_for_root(const struct kernel_log *log)
{
	unsigned int i;

	for (i = 0; i < log->nr_sources && !log_is_kept(log); i++)
		if (log->sources[i].denied)
			return true;
	return log_was_denied(log);
}

static void judge_nobody(struct policy *policy, const struct flag_state *flag)
{
	struct judgement *judgement = &policy->flags[flag->bit];
	struct record cause;

	if (!policy->explanations || !needs_cause(policy, flag))
		judge_subject(policy, flag, "", NULL, judgement);
	else if (read_cause(&cause, policy, flag))
		judge_subject(policy, flag, cause.text[MODULE], &cause, judgement);
	else if (is_for_root(&policy->explanations->log))
		set_answer(judgement, UNKNOWN,
			   text_of("who set it may be in the log, which root may read"));
	else
		judge_subject(policy, flag, "", NULL, judgement);
}

static void judge_flag(struct policy *policy, const struct state *state,
		       const struct flag_state *flag, const struct events *events)
{
	struct judgement *judgement = &policy->flags[flag->bit];
	unsigned long long number = number_in(flag->count);
	struct calls calls;
	size_t i;

	find_calls(&calls, flag, events);
	judge_carriers(policy, state, flag, &calls);
	for (i = 0; i < calls.n; i++)
		judge_subject(policy, flag, calls.list[i]->text[MODULE], calls.list[i], judgement);
	/* That somebody has raised it again says nothing of who has set it. */
	if (!flag->modules[0] && (!was_observed(flag) || !calls.n))
		judge_nobody(policy, flag);
	judgement->missing = number > calls.n ? number - calls.n : 0;
	free(calls.list);
	/* Whatever it is, the line that is wrong may be about it. */
	if (policy->nr_errors) {
		free(judgement->why);
		judgement->answer = UNKNOWN;
		judgement->why = text_of("the policy cannot be read: %s", policy->errors[0]);
	}
}

/**
 * policy_judge() - what it says of a state
 * @policy: the policy, once; gets the answers
 * @state: the state
 *
 * What is asked about is what this user may read.
 */
void policy_judge(struct policy *policy, const struct state *state)
{
	struct explanations *found = NULL;
	unsigned long long cleared = 0;
	struct events events;
	unsigned int i;
	bool known;

	if (policy->by_logs && !policy->explanations) {
		found = find_causes(policy, state);
		policy->explanations = found;
	}
	memset(&events, 0, sizeof(events));
	if (policy->nr_rules && state->loaded)
		read_logged(&events, 0);
	known = !state->loaded || parse_mask(state->cleared, &cleared);
	for (i = 0; i < state->nr_flags; i++) {
		const struct flag_state *flag = &state->flags[i];

		if (cleared >> flag->bit & 1)
			set_answer(&policy->flags[flag->bit], UNEXPECTED,
				   text_of("somebody has cleared it, which no kernel does"));
		else if (!known)
			set_answer(&policy->flags[flag->bit], UNKNOWN,
				   text_of("whether it was cleared cannot be read"));
		else if (flag->set)
			judge_flag(policy, state, flag, &events);
	}
	free(events.list);
	policy->explanations = NULL;
	free_explanations(found);
}

/**
 * policy_judge_call() - what it says of one call
 * @policy: the policy, without errors
 * @flag: what the call has set, of which the name, the letter and the bit count
 * @call: the call; NULL where nobody saw it
 * @judgement: gets the answer; why is to be freed
 */
void policy_judge_call(struct policy *policy, const struct flag_state *flag,
		       const struct record *call, struct judgement *judgement)
{
	memset(judgement, 0, sizeof(*judgement));
	judge_subject(policy, flag, call ? call->text[MODULE] : "", call, judgement);
}

/* --- all of it --- */

static void complain_of_errors(const struct policy *policy)
{
	const unsigned int most = ARRAY_SIZE(policy->errors);
	unsigned int i;

	for (i = 0; i < policy->nr_errors && i < most; i++)
		complain("%s", policy->errors[i]);
	if (policy->nr_errors > most)
		complain("%u more errors in the policy", policy->nr_errors - most);
}

/**
 * policy_load() - read the policy; complain of what is wrong
 * @state: the state, whose flags may be named
 * @file: the one that the user names, which is not looked for under the root; NULL for
 *	those of the root
 *
 * Return: the policy, to be freed with policy_free().
 */
struct policy *policy_load(const struct state *state, const char *file)
{
	struct policy *policy = calloc(1, sizeof(*policy));

	if (!policy)
		abort();
	if (file) {
		policy->given = true;
		read_file_of(policy, state, open(file, O_RDONLY | O_NOCTTY | O_CLOEXEC),
			     text_of("%s", file));
	} else {
		read_directory(policy, state);
	}
	policy->given |= policy->nr_errors;
	complain_of_errors(policy);
	return policy;
}

/**
 * policy_read() - policy_load(), and what it says of the state
 * @state: the state
 * @file: as for policy_load()
 *
 * Return: as policy_load().
 */
struct policy *policy_read(const struct state *state, const char *file)
{
	struct policy *policy = policy_load(state, file);

	policy_judge(policy, state);
	return policy;
}

/**
 * policy_read_by_logs() - the same, by what is on record of flags that nobody saw, too
 * @state: the state
 * @file: as for policy_load()
 * @known: what is on record of all of them, from explain_flags(); NULL: where a rule may
 *	accept a flag by that, it is looked for
 *
 * Return: as policy_load().
 */
struct policy *policy_read_by_logs(const struct state *state, const char *file,
				   const struct explanations *known)
{
	struct policy *policy = policy_load(state, file);

	policy->by_logs = true;
	policy->explanations = known;
	policy_judge(policy, state);
	return policy;
}

/* --- how it looks --- */

static void show_reason(FILE *out, const struct rule *rule)
{
	fprintf(out, "%s (%s:%u)", rule->reason, rule->file, rule->line);
}

/* Why it is not expected, or nothing. */
static void show_objection(FILE *out, const struct judgement *judgement)
{
	if (judgement->why)
		fputs(judgement->why, out);
	if (judgement->over) {
		fprintf(out, "; until %s it was accepted: ", judgement->over->until);
		show_reason(out, judgement->over);
	}
}

/**
 * judgement_text() - why a call is expected, or is not
 * @out: where to
 * @judgement: from policy_judge_call(), or of a flag, of which the first rule is shown
 */
void judgement_text(FILE *out, const struct judgement *judgement)
{
	if (judgement->answer != EXPECTED)
		show_objection(out, judgement);
	else if (judgement->rule)
		show_reason(out, judgement->rule);
	else
		fputs("taint_info itself", out);
}

/**
 * policy_text() - why a flag is expected, or is not
 * @out: where to
 * @policy: that has judged
 * @bit: the flag
 */
void policy_text(FILE *out, const struct policy *policy, unsigned int bit)
{
	const struct judgement *judgement = &policy->flags[bit];
	const char *between = "";
	size_t i;

	if (judgement->answer == EXPECTED) {
		for (i = 0; i < policy->nr_rules; i++) {
			if (!(policy->rules[i].reason_of >> bit & 1))
				continue;
			fputs(between, out);
			show_reason(out, &policy->rules[i]);
			between = "; ";
		}
	}
	if (!*between)
		judgement_text(out, judgement);
	if (judgement->missing)
		fprintf(out, "; %llu more calls of it are not kept", judgement->missing);
}

static void json_reason(FILE *out, const struct rule *rule)
{
	fputs("{\"reason\":", out);
	json_string(out, rule->reason);
	json_member(out, "file", rule->file);
	fprintf(out, ",\"line\":%u}", rule->line);
}

static void json_objection(FILE *out, const struct judgement *judgement)
{
	json_member(out, "why", judgement->why ? judgement->why : "");
	fputs(",\"over\":", out);
	if (judgement->answer != EXPECTED && judgement->over)
		json_reason(out, judgement->over);
	else
		fputs("null", out);
}

/**
 * judgement_json() - the same as members behind a comma
 * @out: where to
 * @judgement: as for judgement_text()
 */
void judgement_json(FILE *out, const struct judgement *judgement)
{
	fputs(",\"reasons\":[", out);
	if (judgement->answer == EXPECTED && judgement->rule)
		json_reason(out, judgement->rule);
	putc(']', out);
	json_objection(out, judgement);
}

/**
 * policy_json() - why a flag is expected, or is not, as members behind a comma
 * @out: where to
 * @policy: that has judged
 * @bit: the flag
 */
void policy_json(FILE *out, const struct policy *policy, unsigned int bit)
{
	const struct judgement *judgement = &policy->flags[bit];
	const char *comma = "";
	size_t i;

	fputs(",\"reasons\":[", out);
	for (i = 0; i < policy->nr_rules; i++) {
		if (judgement->answer != EXPECTED || !(policy->rules[i].reason_of >> bit & 1))
			continue;
		fputs(comma, out);
		json_reason(out, &policy->rules[i]);
		comma = ",";
	}
	putc(']', out);
	json_objection(out, judgement);
	fprintf(out, ",\"missing\":%llu", judgement->missing);
}

/**
 * policy_flag_members() - whether a flag is expected, and why, as members behind a comma
 * @out: where to
 * @policy: that has judged
 * @bit: the flag; null for what is not known, and for one that is not set
 */
void policy_flag_members(FILE *out, const struct policy *policy, unsigned int bit)
{
	enum answer answer = policy->flags[bit].answer;

	fprintf(out, ",\"expected\":%s", answer == EXPECTED ? "true" :
					 answer == UNEXPECTED ? "false" : "null");
	policy_json(out, policy, bit);
}

/**
 * policy_member() - whether there is a policy, as a member behind a comma
 * @out: where to
 * @policy: the policy
 */
void policy_member(FILE *out, const struct policy *policy)
{
	fprintf(out, ",\"policy\":{\"given\":%s,\"errors\":%u}", policy->given ? "true" : "false",
		policy->nr_errors);
}

/**
 * policy_free() - free a policy
 * @policy: from policy_read()
 */
void policy_free(struct policy *policy)
{
	unsigned int i;

	for (i = 0; i < 64; i++)
		free(policy->flags[i].why);
	for (i = 0; i < policy->nr_errors && i < ARRAY_SIZE(policy->errors); i++)
		free(policy->errors[i]);
	while (policy->nr_texts)
		free(policy->texts[--policy->nr_texts]);
	free(policy->texts);
	free(policy->rules);
	free(policy);
}
