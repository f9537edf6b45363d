// SPDX-License-Identifier: GPL-2.0-only
/*
 * taintinfo tables: all flags of all kernels that are known.
 */
#include <stdio.h>
#include <stdlib.h>

#include "commands.h"
#include "tables.h"
#include "text.h"

static void show_table(const struct flag_table *table)
{
	static const char *const families[] = { "mainline", "Ubuntu", "Red Hat", "SUSE" };
	char set[FLAGS_STRING_SIZE], release[80] = "";
	const struct flag_row *row;
	unsigned int bit;
	size_t i;

	printf("%s%s%s (%s): ", bold(), table->name, normal(), families[table->family]);
	if (flags_string(table, ~0ULL, set, sizeof(set)))
		printf("all set it prints \"%s\"\n", set);
	else
		puts("how it prints them no source tells");
	for (bit = 0; bit < 64; bit++) {
		row = flag_row(table, bit);
		if (!row)
			continue;
		if (row->family == MAINLINE && table->family == MAINLINE)
			kernels_text(release, sizeof(release), row);
		printf("  %2u %10llu  %c  %-21s %-8s  %s%s%s%s\n", bit, 1ULL << bit, row->set,
		       row->name, flag_category_name(row->category), row->description,
		       *release ? " (" : "", release, *release ? ")" : "");
	}
	for (i = 0; (row = flag_row_at(i)); i++)
		if (row->bit == FLAG_NO_BIT && flag_in(table, row))
			printf("   ?          ?  %c  %-21s %-8s  %s\n", row->set, row->name,
			       flag_category_name(row->category), row->description);
}

static void show_tables(void)
{
	size_t i;

	for (i = 0; table_at(i); i++) {
		show_table(table_at(i));
		putchar('\n');
	}
	fputs("An older mainline is the first table without the flags that came later; before\n"
	      "2.6.10 some of its flags had no column. Before 3.15 bit 2 was unsafe_smp, and from 3.7 on\n"
	      "forced_module was of modules without a valid signature, too, as in rhel7.1.\n"
	      "Minor releases of RHEL and service packs of SLES 15 with the same flags share a table\n"
	      "with the name of the last one; rhel6 to rhel10 and sles15 are the newest. fedora is of\n"
	      "6.15 on, an older one has rhel9 or rhel10. openSUSE has mainline, but Leap from 15.3 on\n"
	      "has the kernels of SLES. In which order sles9 to sles12 and the first ones of 15 print\n"
	      "their flags no source tells. The bits of sles11 are by the patch of sles12.\n",
	      stdout);
}

static int run(const struct arguments *args)
{
	struct flag_table table;
	char **name;

	if (!*args->words)
		show_tables();
	for (name = args->words; *name; name++) {
		if (!find_table(*name, &table))
			return EXIT_ERROR;
		show_table(&table);
	}
	return EXIT_SUCCESS;
}

const struct command cmd_tables = {
	.name = "tables",
	.usage = "[TABLE...]",
	.help = "All flags of all kernels that are known, or of some: TABLE is as with decode.\n",
	.options = "",
	.words = true,
	.run = run,
};
