// SPDX-License-Identifier: GPL-2.0-only
/*
 * The decoder beside a kernel's own: print_tainted(), which chktaint.bats cuts out of the
 * kernel's source into printer.h.  What it takes of that kernel is written down here.
 *
 * usage: print_tainted RELEASE
 *
 * The release, as uname -r has it, says which table is for that kernel.  Exit codes: 0 all
 * masks alike, 1 some differ, 2 there is no table.
 */
#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "tables.h"

#define MASKS 100000

/* --- a kernel, as far as print_tainted() sees it --- */

#define BUILD_BUG_ON(condition) static_assert(!(condition), #condition)
#define GFP_KERNEL 0
#define __init
#define __initdata
#define __refdata
#define postcore_initcall(function) \
static __attribute__((constructor)) void call_##function(void) \
{ \
	function(); \
}

struct seq_buf {
	char *buffer;
	size_t size;
	size_t len;
};

static unsigned long tainted_mask;

static inline void panic(const char *text)
{
	fprintf(stderr, "%s\n", text);
	exit(2);
}

static inline void *kmalloc(size_t size, int flags)
{
	return flags == GFP_KERNEL ? malloc(size) : NULL;
}

static inline bool test_bit(unsigned int bit, const unsigned long *mask)
{
	return *mask >> bit & 1;
}

static inline void seq_buf_init(struct seq_buf *s, char *buffer, size_t size)
{
	s->buffer = buffer;
	s->size = size;
	s->len = 0;
}

static inline void seq_buf_printf(struct seq_buf *s, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	s->len += vsnprintf(s->buffer + s->len, s->size - s->len, format, args);
	va_end(args);
	if (s->len >= s->size)
		panic("its buffer is too small");
}

static inline void seq_buf_puts(struct seq_buf *s, const char *text)
{
	seq_buf_printf(s, "%s", text);
}

static inline void seq_buf_putc(struct seq_buf *s, char c)
{
	seq_buf_printf(s, "%c", c);
}

static inline const char *seq_buf_str(struct seq_buf *s)
{
	return s->buffer;
}

#include "printer.h"

/* --- beside it --- */

static struct flag_table table;
static unsigned int masks, different;

static void compare(unsigned long mask)
{
	char ours[FLAGS_STRING_SIZE];
	const char *theirs;

	masks++;
	tainted_mask = mask;
	theirs = print_tainted();
	flags_string(&table, mask, ours, sizeof(ours));
	if (strcmp(ours, theirs) && different++ < 4)
		printf("mask %lu:\n  the kernel '%s'\n  taintinfo  '%s'\n", mask, theirs, ours);
}

/* xorshift; always the same ones, so that a failure can be looked into. */
static unsigned long long next_random(void)
{
	static unsigned long long state = 20261126;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

int main(int argc, char **argv)
{
	const unsigned long all = (1UL << TAINT_FLAGS_COUNT) - 1;
	unsigned int bit, other;

	if (argc != 2 || !table_of_release(argv[1], &table)) {
		fprintf(stderr, "usage: print_tainted RELEASE, of which taintinfo has a table\n");
		return 2;
	}
	compare(0);
	compare(all);
	for (bit = 0; bit < TAINT_FLAGS_COUNT; bit++)
		for (other = 0; other <= bit; other++)
			compare(1UL << bit | 1UL << other);
	while (masks < MASKS)
		compare(next_random() & all);
	printf("%s: table %s, %u columns, %u of %u masks differ\n", argv[1], table.name,
	       TAINT_FLAGS_COUNT, different, masks);
	return different ? 1 : 0;
}
