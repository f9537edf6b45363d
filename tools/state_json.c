// SPDX-License-Identifier: GPL-2.0-only
/*
 * The state as JSON, as much of it as each command has that shows one.
 */
#include "json.h"
#include "state_json.h"

/**
 * state_members() - what there is of the whole, without its flags
 * @out: where to
 * @state: it
 */
void state_members(FILE *out, const struct state *state)
{
	fprintf(out, "\"mask\":\"%llu\",\"table\":\"%s\"", state->mask, state->table.name);
	json_member(out, "string", state->string);
	json_member(out, "release", state->release);
	fprintf(out, ",\"loaded\":%s", state->loaded ? "true" : "false");
	json_number(out, "events", state->events);
	json_number(out, "lost", state->lost);
	json_member(out, "baseline", state->baseline);
	json_member(out, "self", state->self);
	json_member(out, "cleared", state->cleared);
	json_member(out, "hooks", state->hooks);
}

/**
 * flag_members() - what there is of a flag
 * @out: where to
 * @flag: which; of a fault with its fingerprint, by state_fingerprints()
 */
void flag_members(FILE *out, const struct flag_state *flag)
{
	fprintf(out, "\"bit\":%u,\"value\":%llu,\"set\":%s", flag->bit, 1ULL << flag->bit,
		flag->set ? "true" : "false");
	json_member(out, "letter", flag->letter);
	json_member(out, "name", flag->name);
	json_member(out, "category", flag->category);
	json_member(out, "description", flag->description);
	json_member(out, "trust", flag->trust);
	json_member(out, "advice", flag->advice);
	json_member(out, "origin", flag->origin);
	json_number(out, "count", flag->count);
	json_member(out, "modules", flag->modules);
	if (!strcmp(flag->category, "fault"))
		json_member(out, "fingerprint", flag->fingerprint);
	json_record(out, "first", &flag->first);
	json_record(out, "last", &flag->last);
}
