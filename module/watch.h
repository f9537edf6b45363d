/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Noticing a taint: the hooks, and the comparison of masks.
 */
#ifndef TAINT_INFO_WATCH_H
#define TAINT_INFO_WATCH_H

#include <linux/types.h>

/* Room for the text of watch_hooks(). */
#define WATCH_HOOKS_SIZE 64

struct module;

/**
 * struct watch_client - whom to call
 * @worker: when there may be something new
 * @module: when a module has come to @state (MODULE_STATE_*); what it leads to
 *	is still in memory when this returns
 *
 * In process context, never two calls at a time.
 */
struct watch_client {
	void (*worker)(void);
	void (*module)(struct module *module, unsigned long state);
};

int watch_start(const struct watch_client *watch_client, bool use_hooks,
		unsigned int poll_ms);
void watch_open(void);
void watch_close(void);
void watch_stop(void);

unsigned long watch_mask(void);
unsigned long watch_compare(void);
void watch_run_in(u64 ns);
bool watch_load_start(unsigned long *seq);
void watch_try_hooks(void);
size_t watch_hooks(char *buf, size_t size);
unsigned long watch_missed(void);

#endif
