// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prints which functions of the running kernel hold a copy of add_taint(), itself
 * included: those that set a bit in tainted_mask by an instruction of their own.  The
 * compiler may build add_taint() into a caller, where no probe on it sees the call.
 *
 * Usage: copies
 *
 * One name per line as in /proc/kallsyms, sorted, each once.  Runs as root.  The text
 * comes from /proc/kcore; where the kernel has none (ARM), trigger_text.ko has to be
 * loaded.  Exits 0; or 1, with a word on stderr, when something cannot be read, and when
 * add_taint() is not found: then this program does not understand the kernel.
 *
 * insn.h knows the instructions.  A copy is overlooked if its function has the address of
 * the mask from elsewhere: from a caller, or a .cold part from the hot one.
 */
#define _FILE_OFFSET_BITS 64
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "insn.h"

struct symbol {
	unsigned long address;
	char *name;
};

static struct symbol *symbols;
static size_t nr_symbols;
static unsigned char *text;
static unsigned long start, end;	/* of the kernel's text */
static unsigned long mask;		/* where tainted_mask is */

static void fail(const char *what)
{
	fprintf(stderr, "copies: %s\n", what);
	exit(1);
}

/* The tainted_mask which a function sets; before that is known, what it reads first. */
static unsigned long follow(const struct symbol *function)
{
	unsigned long pc = function->address, next = function[1].address;
	struct insn insn;

	enter(pc);
	for (; pc < next && pc < end; pc += insn.size) {
		insn = decode(text + (pc - start), pc);
		if (!insn.at)
			continue;
		if (mask ? insn.sets && insn.at - mask < sizeof(mask) : !insn.sets)
			return insn.at;
	}
	return 0;
}

static int by_address(const void *left, const void *right)
{
	const struct symbol *a = left, *b = right;

	if (a->address != b->address)
		return a->address < b->address ? -1 : 1;
	return strcmp(a->name, b->name);
}

static int by_name(const void *left, const void *right)
{
	return strcmp(*(char **)left, *(char **)right);
}

static void read_symbols(void)
{
	FILE *file = fopen("/proc/kallsyms", "r");
	unsigned long address;
	char line[1024], *name;
	size_t room = 0;

	if (!file)
		fail("cannot read /proc/kallsyms");
	/* Lines are "address type name", of a module with "[module]" behind. */
	while (fgets(line, sizeof(line), file)) {
		address = strtoul(line, &name, 16);
		if (strlen(name) < 4 || strchr(name, '['))
			continue;
		name[strcspn(name, "\n")] = '\0';
		if (!strcmp(name + 3, "tainted_mask"))
			mask = address;
		else if (!strcmp(name + 3, "_stext"))
			start = address;
		else if (!strcmp(name + 3, "_etext"))
			end = address;
		else if (!strcmp(name + 3, "_set_bit"))
			set_bit = address;
		if (!strchr("tTwW", name[1]))
			continue;
		if (nr_symbols + 1 >= room) {
			room = room ? 2 * room : 65536;
			symbols = realloc(symbols, room * sizeof(*symbols));
			if (!symbols)
				fail("out of memory");
		}
		symbols[nr_symbols].address = address;
		symbols[nr_symbols].name = strdup(name + 3);
		if (!symbols[nr_symbols++].name)
			fail("out of memory");
	}
	fclose(file);
	if (!start || start >= end || !nr_symbols)
		fail("no text in /proc/kallsyms");
	qsort(symbols, nr_symbols, sizeof(*symbols), by_address);
	symbols[nr_symbols].address = end;
}

/* A file with the kernel's text, which starts at the offset there. */
static int open_text(off_t *offset)
{
	ElfW(Ehdr) header;
	ElfW(Phdr) segment;
	unsigned int i;
	int fd;

	fd = open("/proc/kcore", O_RDONLY);
	if (fd < 0) {
		*offset = start;
		return open("/proc/taint_text", O_RDONLY);
	}
	if (pread(fd, &header, sizeof(header), 0) != sizeof(header))
		return -1;
	for (i = 0; i < header.e_phnum; i++) {
		*offset = header.e_phoff + i * sizeof(segment);
		if (pread(fd, &segment, sizeof(segment), *offset) != sizeof(segment))
			return -1;
		*offset = segment.p_offset + (start - segment.p_vaddr);
		if (segment.p_type == PT_LOAD && start >= segment.p_vaddr &&
		    end - segment.p_vaddr <= segment.p_memsz)
			return fd;
	}
	return -1;
}

static void read_text(void)
{
	size_t size = end - start, have = 0;
	off_t offset;
	ssize_t len;
	int fd = open_text(&offset);

	if (fd < 0)
		fail("no kernel text in /proc/kcore, nor in /proc/taint_text (trigger_text.ko)");
	text = calloc(1, size + 2 * INSN_REACH);
	if (!text)
		fail("out of memory");
	text += INSN_REACH;
	for (; have < size; have += len) {
		len = pread(fd, text + have, size - have, offset + have);
		if (len <= 0)
			fail("cannot read the kernel's text");
	}
	close(fd);
}

int main(void)
{
	size_t i, nr_found = 0;
	bool understood = false;
	char **found;

	read_symbols();
	read_text();
	found = calloc(nr_symbols, sizeof(*found));
	if (!found)
		fail("out of memory");
	/* Without CONFIG_KALLSYMS_ALL only get_taint() tells: to read the mask is all it does. */
	for (i = 0; i < nr_symbols && !mask; i++)
		if (!strcmp(symbols[i].name, "get_taint"))
			mask = follow(&symbols[i]);
	for (i = 0; i < nr_symbols && mask; i++) {
		/* A shared address is that of the last name; what was for booting only is gone. */
		if (symbols[i].address < start || symbols[i].address >= end || !follow(&symbols[i]))
			continue;
		found[nr_found++] = symbols[i].name;
		understood |= !strcmp(symbols[i].name, "add_taint");
	}
	if (!understood)
		fail("add_taint() is not found: this kernel is not understood");
	qsort(found, nr_found, sizeof(*found), by_name);
	for (i = 0; i < nr_found; i++)
		if (!i || strcmp(found[i], found[i - 1]))
			puts(found[i]);
	return 0;
}
