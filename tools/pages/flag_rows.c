// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rows of all flags, for scripts/flag-pages: one a line, its fields apart by tabs.
 */
#include <stdio.h>

#include "../tables.h"

int main(void)
{
	const struct flag_row *row;
	char kernels[80];
	size_t i;

	for (i = 0; (row = flag_row_at(i)); i++) {
		kernels_text(kernels, sizeof(kernels), row);
		printf("%s\t", row->name);
		if (row->bit == FLAG_NO_BIT)
			printf("-\t-");
		else
			printf("%u\t%llu", row->bit, 1ULL << row->bit);
		printf("\t%c\t%s\t%s\t%s\t%s\t%s\n", row->set, flag_category_name(row->category),
		       kernels, row->description, row->advice,
		       flag_category_trust(row->category));
	}
	return 0;
}
