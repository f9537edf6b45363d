// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lists of flags, as --allow takes them.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allow.h"
#include "text.h"

static unsigned long long self_mask(const struct state *state)
{
	unsigned long long mask = 0;
	unsigned int i;

	for (i = 0; i < state->nr_flags; i++)
		if (is_self_alone(state, &state->flags[i]))
			mask |= 1ULL << state->flags[i].bit;
	return mask;
}

/* Those of this kernel; 0 if it has none with that letter. */
static unsigned long long letter_mask(const struct state *state, char letter)
{
	unsigned long long mask = 0;
	unsigned int i;

	for (i = 0; i < state->nr_flags; i++)
		if (state->flags[i].letter[0] == letter)
			mask |= 1ULL << state->flags[i].bit;
	return mask;
}

/* One word of the list: "self", a number, a name, bit_<n>, letters. */
static bool allow_word(const struct state *state, const char *word, unsigned long long *mask)
{
	unsigned long long value;
	unsigned int i;
	const char *c;

	if (!strcmp(word, "self")) {
		*mask |= self_mask(state);
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
	/* The copy of a state may be without those that are not set. */
	if (row_of_name(&state->table, word))
		return true;
	for (c = word; *c; c++)
		if (!isalpha((unsigned char)*c) ||
		    (!letter_mask(state, *c) && !row_of_letter(&state->table, *c)))
			return false;
	for (c = word; *c; c++)
		*mask |= letter_mask(state, *c);
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

/**
 * lists_self() - whether a list has "self" in it
 * @list: as for parse_allowed()
 */
bool lists_self(const char *list)
{
	size_t len;

	for (;; list += len + 1) {
		list += strspn(list, " ");
		len = strcspn(list, ",");
		if (len == strlen("self") && !strncmp(list, "self", len))
			return true;
		if (!list[len])
			return false;
	}
}

/**
 * complain_of_word() - say what a list may have in place of a word
 * @state: of the kernel
 * @word: that parse_allowed() did not take
 */
void complain_of_word(const struct state *state, const char *word)
{
	char *names = NULL;
	unsigned int i;
	size_t size;
	FILE *out = open_memstream(&names, &size);

	if (!out)
		abort();
	for (i = 0; i < state->nr_flags; i++)
		fprintf(out, "%s%s", i ? ", " : "", state->flags[i].name);
	if (fclose(out))
		abort();
	complain("'%s' is no flag of this kernel: it takes self, letters, masks, bit_<n>, %s", word,
		 names);
	free(names);
}
