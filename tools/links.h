/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The links between a taint and whoever is to hear of it, as drill tells of them: how each
 * looks, and those that hold without an event.  It needs policy.h, units.h and what lies
 * below.
 */
#ifndef TAINTINFO_LINKS_H
#define TAINTINFO_LINKS_H

#include <stdbool.h>

#include "state.h"

/**
 * enum link_state - how it is with one
 * @LINK_OK: it holds
 * @LINK_BROKEN: it does not
 * @LINK_OFF: it is not set up, which is no failure
 * @LINK_OPEN: that cannot be known
 */
enum link_state {
	LINK_OK,
	LINK_BROKEN,
	LINK_OFF,
	LINK_OPEN
};

/**
 * struct chain - all links that were told of
 * @json: as JSON
 * @n: how many there are
 * @broken: how many of them are
 */
struct chain {
	bool json;
	unsigned int n;
	unsigned int broken;
};

void tell_link(struct chain *chain, const char *name, enum link_state state, const char *mend,
	       char *what);
void look_at_module(struct chain *chain, const struct state *state);
void look_at_export(struct chain *chain, const struct state *state);
void look_at_policy(struct chain *chain, const struct state *state);
void look_at_boot(struct chain *chain);

#endif
