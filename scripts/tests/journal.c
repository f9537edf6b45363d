// SPDX-License-Identifier: GPL-2.0-only
/*
 * A process that has in its memory what drgn finds in that of a kernel with taint_info: the
 * journal as module/ring.h has it, the names of the flags, and the list of modules.  It prints
 * its number and waits to be ended.
 *
 * What our headers take of a kernel is written down here; those of linux/ are empty files.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* --- a kernel, as far as the journal and its reader see it --- */

#define MODULE_NAME_LEN 56
#define NSEC_PER_MSEC 1000000L
#define TAINT_FLAGS_COUNT 20
#define TASK_COMM_LEN 16
#define likely(condition) (condition)
#define scnprintf snprintf
#define strscpy(to, from, size) snprintf(to, size, "%s", from)
#define atomic_read(v) ((v)->counter)
#define atomic_long_read(v) ((v)->counter)
#define atomic_read_acquire(v) ((v)->counter)

#define u8 unsigned char
#define u16 unsigned short
#define u32 unsigned int
#define u64 unsigned long long
#define s32 int
#define atomic_t struct { int counter; }
#define atomic_long_t struct { long counter; }

struct list_head {
	struct list_head *next, *prev;
};

struct module_memory {
	void *base;
	unsigned int size;
};

struct symbol {
	unsigned int st_name;
	unsigned long st_value;
	unsigned long st_size;
};

struct mod_kallsyms {
	struct symbol *symtab;
	unsigned int num_symtab;
	char *strtab;
};

struct module {
	struct list_head list;
	char name[MODULE_NAME_LEN];
	struct module_memory mem[1];
	struct mod_kallsyms *kallsyms;
};

#include "flags.c"
#include "ring.h"

/* Types that no other line here has. */
enum taint_context taint_context;

/* --- a module without debug information, at an address where nothing is --- */

#define MODULE_TEXT 0x10000000UL

static struct symbol symbols[] = {
	{ .st_name = 1, .st_value = MODULE_TEXT + 0x100, .st_size = 0x80 },
};

static struct mod_kallsyms kallsyms = {
	.symtab = symbols,
	.num_symtab = ARRAY_SIZE(symbols),
	.strtab = "\0trigger_write",
};

static struct module trigger;

struct list_head modules = { &trigger.list, &trigger.list };

static struct module trigger = {
	.list = { &modules, &modules },
	.name = "trigger",
	.mem = { { (void *)MODULE_TEXT, 0x1000 } },
	.kallsyms = &kallsyms,
};

/* --- functions to be named --- */

static void raise_flag(void)
{
	pause();
}

static void call_raise_flag(void)
{
	raise_flag();
}

/* Return addresses, and one of the probe's own. */
#define IN_RAISE ((unsigned long)raise_flag + 4)
#define IN_CALL ((unsigned long)call_raise_flag + 4)
#define IN_TRIGGER (MODULE_TEXT + 0x110)
#define IN_PROBE 0x20000000UL

/* --- the journal --- */

#define BIT(n) (1UL << (n))

unsigned long tainted_mask = BIT(7) | BIT(9) | BIT(12) | BIT(40) | BIT(41);

/* In task context, by a process whose name is not to reach a terminal as it is. */
#define IN_TASK \
	.seen = 1, .context = CONTEXT_TASK, .cpu = 1, .pid = 132, .uid = 1000, .ppid = 104, \
	.comm = "or\033der", .parent = "sh"

struct taint_journal taint_info_journal = {
	.magic = "taint_info",
	.version = LAYOUT_VERSION,
	.events = { 10 },
	.lost = { 2 },
	.nr_defined = TAINT_FLAGS_COUNT,
	.others = { { 40 + 1 } },
	.groups = { { .id = 77, .path = "/a.service" } },
	.flags = {
		/* Its worker has not come to it. */
		[7] = {
			.count = { 1 },
			.raw_state = { RAW_PUBLISHED },
			.raw = {
				.event = { IN_TASK, .seq = 7, .bit = 7, .boottime = 7000000000,
					   .ip = IN_RAISE, .nr_stack = 4,
					   .stack_slot = STACK_OF_FIRST },
				.stack = { IN_PROBE, IN_RAISE, IN_CALL, IN_TRIGGER },
			},
		},
		[9] = {
			.count = { 3 },
			.origin = ORIGIN_OBSERVED,
			.first_ready = 1,
			.kept = {
				{ .event = { IN_TASK, .seq = 2, .bit = 9, .boottime = 2772952000,
					     .cgroup = 77 },
				  .texts = "warn_on_demand+0x11/0x20\0\0trigger" },
				{ .event = { .seen = 1, .seq = 6, .bit = 9, .boottime = 6000000000,
					     .context = CONTEXT_NMI },
				  .texts = "elsewhere+0x1/0x2\0somebody\0" },
			},
		},
		[12] = {
			.count = { 1 },
			.origin = ORIGIN_BASELINE,
			.first_ready = 1,
			.kept = {
				{ .event = { IN_TASK, .seq = 3, .bit = 12, .boottime = 3000000000,
					     .cgroup = 78 } },
				{ .event = { .seq = 3 } },
			},
		},
		/* The first of others[]. */
		[TAINT_FLAGS_COUNT] = {
			.origin = ORIGIN_DETECTED,
			.first_ready = 1,
			.kept = { { .event = { .seq = 4, .bit = 40 } }, { .event = { .seq = 4 } } },
		},
	},
	.oops = {
		.state = { 8 },
		.call = {
			.event = { IN_TASK, .seq = 8, .boottime = 8500000000, .ip = IN_RAISE,
				   .nr_stack = 2 },
			.stack = { IN_RAISE, IN_TRIGGER },
		},
	},
	.ring = {
		[6] = { .state = { 6 << SLOT_SHIFT | SLOT_READ }, .event = { .seq = 6 } },
		[7] = { .state = { 7 << SLOT_SHIFT | SLOT_UNREAD },
			.event = { IN_TASK, .seq = 7, .bit = 7, .boottime = 7000000000,
				   .ip = IN_RAISE, .hint = IN_CALL, .hint_word = TAINT_HINT_RETURN,
				   .nr_stack = 4, .stack_slot = STACK_OF_FIRST } },
		/* The kernel's report named something that is not in its path. */
		[8] = { .state = { 8 << SLOT_SHIFT | SLOT_UNREAD },
			.event = { IN_TASK, .seq = 8, .bit = 9, .boottime = 8000000000,
				   .ip = IN_RAISE, .hint = IN_PROBE, .nr_stack = 2, .stack_slot = 3,
				   .hint_word = TAINT_SAME_PROCESS } },
		/* Its path was overwritten. */
		[9] = { .state = { 9 << SLOT_SHIFT | SLOT_UNREAD },
			.event = { .seen = 1, .seq = 9, .bit = 40, .boottime = 9000000000,
				   .context = CONTEXT_HARDIRQ, .ip = IN_RAISE, .hint = IN_TRIGGER,
				   .nr_stack = 2, .stack_slot = 4 } },
		/* A hook that knows the function and has no path. */
		[10] = { .state = { 10 << SLOT_SHIFT | SLOT_UNREAD },
			 .event = { .seen = 1, .seq = 10, .bit = 12, .boottime = 10000000000,
				    .context = CONTEXT_SOFTIRQ, .hint = IN_TRIGGER } },
	},
	.stacks = {
		[3] = { .state = { 8 << SLOT_SHIFT | SLOT_UNREAD },
			.stack = { IN_RAISE, IN_TRIGGER } },
		[4] = { .state = { 1 << SLOT_SHIFT | SLOT_UNREAD },
			.stack = { IN_RAISE, IN_TRIGGER } },
	},
};

int main(void)
{
	printf("%d\n", getpid());
	fflush(stdout);
	pause();
	return 0;
}
