/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Looks into the code under test: to be included last, just before the .c.
 *
 * Wherever that reads a state, and for each word that it copies, it calls look(), which puts
 * there what cannot be met by waiting for it.  Releases are counted, as neither an x86 shows
 * one that is missing nor KCSAN.
 */
#ifndef TAINT_INFO_LOOK_H
#define TAINT_INFO_LOOK_H

#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/types.h>

#include <asm/barrier.h>

/**
 * struct looks - what the code under test runs into
 * @at: a variable; NULL when there is nothing more to do
 * @interrupt: what happens once, just before or after that is read
 * @nr_releases: stores with release; has a meaning where one thread writes
 */
struct looks {
	const void *at;
	void (*interrupt)(void);
	unsigned int nr_releases;
};

extern struct looks looks;

static inline void interrupt_at(const void *at, void (*interrupt)(void))
{
	looks.interrupt = interrupt;
	looks.at = at;
}

static inline bool interrupted(void)
{
	return !looks.at;
}

static inline void look(const void *at)
{
	if (likely(READ_ONCE(looks.at) != at))
		return;
	WRITE_ONCE(looks.at, NULL);
	looks.interrupt();
}

static inline int atomic_read_and_look(const atomic_t *v)
{
	int value = atomic_read(v);

	look(v);
	return value;
}

static inline long atomic_long_read_and_look(const atomic_long_t *v)
{
	long value = atomic_long_read(v);

	look(v);
	return value;
}

static inline long atomic_long_read_acquire_and_look(const atomic_long_t *v)
{
	long value = atomic_long_read_acquire(v);

	look(v);
	return value;
}

static inline void store_release(u8 *p, u8 value)
{
	/* As where it is called. */
	smp_store_release(p, value);
}

/* Racy where several write, and then of no interest. */
#define count_release() data_race(looks.nr_releases++)

#undef READ_ONCE
#undef smp_store_release
#undef atomic_set_release
#undef atomic_long_set_release
#define atomic_set_release(v, i) (count_release(), atomic_set_release(v, i))
#define atomic_long_set_release(v, i) (count_release(), atomic_long_set_release(v, i))
/* A macro, so that it has to be behind a function. */
#define smp_store_release(p, v) (count_release(), store_release(p, v))
#undef atomic_read
#undef atomic_long_read
#undef atomic_long_read_acquire
#define READ_ONCE(x) ({ __auto_type at = &(x); look(at); __READ_ONCE(*at); })
#define atomic_read atomic_read_and_look
#define atomic_long_read atomic_long_read_and_look
#define atomic_long_read_acquire atomic_long_read_acquire_and_look

#endif
