// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lists of flags, as --allow takes them.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "allow.h"
#include "text.h"

/* One word of the list: "self", a number, a name, bit_<n>, letters. */
static bool allow_word(const struct state *state, const char *word, unsigned long long *mask)
{
	unsigned long long value;
	const struct flag_row *row;
	unsigned int i;
	const char *c;

	if (!strcmp(word, "self")) {
		if (parse_mask(state->self, &value))
			*mask |= value;
		return true;
	}
	if (parse_mask(word, &value)) {
		*mask |= value;
		return true;
	}
	for (i = 0; i < state->nr_flags; i++) {
		if (!strcmp(state->flags[i].name, word)) {
			*mask |= 1ULL << state->flags[i].bit;
			return true;
		}
	}
	if (!strncmp(word, "bit_", 4) && isdigit((unsigned char)word[4]) &&
	    parse_mask(word + 4, &value) && value < 64) {
		*mask |= 1ULL << value;
		return true;
	}
	/* What another kernel has cannot be set here. */
	for (i = 0; (row = flag_row_at(i)); i++)
		if (!strcmp(row->name, word))
			return true;
	for (c = word; *c; c++)
		if (!letter_known(*c))
			return false;
	for (c = word; *c; c++)
		for (i = 0; i < state->nr_flags; i++)
			if (state->flags[i].letter[0] == *c)
				*mask |= 1ULL << state->flags[i].bit;
	return *word;
}

/**
 * parse_allowed() - read a list of flags
 * @state: of the kernel, whose names and letters count
 * @list: names, letters, masks and "self", commas between
 * @mask: the flags
 * @error: gets the word that is none of these
 * @size: bytes in @error
 *
 * Return: whether all of it could be read.
 */
bool parse_allowed(const struct state *state, const char *list, unsigned long long *mask,
		   char *error, size_t size)
{
	size_t len;

	*mask = 0;
	for (;; list += len + 1) {
		list += strspn(list, " ");
		len = strcspn(list, ",");
		snprintf(error, size, "%.*s", (int)(len < size ? len : size - 1), list);
		if (len >= size || (len && !allow_word(state, error, mask)))
			return false;
		if (!list[len])
			return true;
	}
}
