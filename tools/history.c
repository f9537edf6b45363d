// SPDX-License-Identifier: GPL-2.0-only
/*
 * A flag and its history, for people: what happened, since when, by whom, how often.
 */
#include <stdlib.h>
#include <string.h>

#include "history.h"
#include "text.h"

/**
 * is_own_flag() - whether taint_info alone is to blame for it
 * @state: the state
 * @flag: one of that
 *
 * Return: whether it carries the flag, no other module does, and nobody has raised it since.
 */
bool is_own_flag(const struct state *state, const struct flag_state *flag)
{
	return flag->set && is_self_alone(state, flag) && !strcmp(flag->count, "0");
}

/**
 * show_mask() - the whole state, as the kernel prints it, and of which kernel
 * @out: where to
 * @state: it
 */
void show_mask(FILE *out, const struct state *state)
{
	fprintf(out, "%s%s%s (%llu), Linux %s\n", bold(),
		state->string[0] ? state->string : "Tainted", normal(), state->mask,
		state->release[0] ? state->release : "of unknown release");
}

/**
 * show_headline() - which flag it is, and what happened
 * @out: where to
 * @flag: which
 */
void show_headline(FILE *out, const struct flag_state *flag)
{
	fprintf(out, "\n  %s%s  %s%s (bit %u", category_colour(flag->category),
		flag->letter[0] ? flag->letter : "?", flag->name, normal(), flag->bit);
	fprintf(out, flag->category[0] ? ", %s)\n" : ")\n", flag->category);
	if (flag->description[0])
		show_labelled(out, "happened", flag->description);
	else
		show_labelled(out, "happened", "not known: no table has this flag");
}

static void show_when(FILE *out, const struct record *record)
{
	char date[40];

	date_text(date, sizeof(date), record->text[REALTIME]);
	fprintf(out, "%s", date);
	if (record->text[BOOTTIME][0])
		fprintf(out, ", %.*s s after boot", (int)strcspn(record->text[BOOTTIME], ".") + 4,
			record->text[BOOTTIME]);
}

/**
 * who_text() - whose doing a call was, as text
 * @record: the call
 *
 * Return: it, to be freed.
 */
char *who_text(const struct record *record)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		abort();
	show_who(out, record);
	if (fclose(out))
		abort();
	return text;
}

/**
 * is_where() - whether it says nobody, but where: no "by" goes before that
 * @who: from who_text()
 */
bool is_where(const char *who)
{
	return !strncmp(who, "at ", 3) || !strncmp(who, "via ", 4) || !strncmp(who, "in ", 3);
}

/* Who set it or, where that is not known, who did so @last. */
static void show_by(FILE *out, const struct record *record, bool last)
{
	char *who = who_text(record), label[16];
	size_t len = is_where(who) ? strcspn(who, " ") : 0;

	snprintf(label, sizeof(label), "%s%.*s", last ? "last " : "", len ? (int)len : 2,
		 len ? who : "by");
	fprintf(out, "     %-10s %s\n", label, len ? who + len + 1 : who);
	free(who);
}

/**
 * show_history() - since when it is set, by whom, and how often it came back
 * @out: where to
 * @flag: which; taint_info is loaded
 * @explained: what comes next says by whom that may have been
 */
void show_history(FILE *out, const struct flag_state *flag, bool explained)
{
	bool observed = was_observed(flag), detected = !strcmp(flag->origin, "detected");
	unsigned long long count = number_in(flag->count);

	fputs("     since      ", out);
	if (!strcmp(flag->origin, "baseline"))
		fprintf(out, "before taint_info was loaded%s",
			explained ? "" : ": by whom is not known");
	else if (observed || detected)
		show_when(out, &flag->first);
	else
		fputs("a moment ago, or not known", out);
	if (detected)
		fputs(" at the latest: the call that set it was not seen", out);
	if (!flag->set)
		fputs("; it has been cleared since, which no kernel does", out);
	putc('\n', out);
	if (observed)
		show_by(out, &flag->first, false);
	if (!count || (count == 1 && observed))
		return;
	fprintf(out, "     seen       %llu time%s%s, last ", count, count == 1 ? "" : "s",
		observed ? "" : " since then");
	show_when(out, &flag->last);
	putc('\n', out);
	show_by(out, &flag->last, !observed);
}
