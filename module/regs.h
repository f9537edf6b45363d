/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Registers at the entry of a function: its first arguments, and where it will
 * return to.  One row for each architecture, by its calling convention; the
 * kernel's own regs_get_kernel_argument() is missing on some and not usable
 * from a module on others.
 */
#ifndef TAINT_INFO_REGS_H
#define TAINT_INFO_REGS_H

#include <linux/ptrace.h>

#if !defined(CONFIG_KPROBES)
/* Nobody will ask. */
#elif defined(CONFIG_X86_64)
#define ARGUMENT_1		di
#define ARGUMENT_2		si
#define ARGUMENT_3		dx
#define RETURN_ON_STACK
#elif defined(CONFIG_X86_32)	/* built with -mregparm=3 */
#define ARGUMENT_1		ax
#define ARGUMENT_2		dx
#define ARGUMENT_3		cx
#define RETURN_ON_STACK
#elif defined(CONFIG_ARM64)
#define ARGUMENT_1		regs[0]
#define ARGUMENT_2		regs[1]
#define ARGUMENT_3		regs[2]
#define RETURN_REGISTER		regs[30]
#elif defined(CONFIG_ARM)
#define ARGUMENT_1		ARM_r0
#define ARGUMENT_2		ARM_r1
#define ARGUMENT_3		ARM_r2
#define RETURN_REGISTER		ARM_lr
#elif defined(CONFIG_S390)
#define ARGUMENT_1		gprs[2]
#define ARGUMENT_2		gprs[3]
#define ARGUMENT_3		gprs[4]
#define RETURN_REGISTER		gprs[14]
#elif defined(CONFIG_PPC)
#define ARGUMENT_1		gpr[3]
#define ARGUMENT_2		gpr[4]
#define ARGUMENT_3		gpr[5]
#define RETURN_REGISTER		link
#elif defined(CONFIG_RISCV)
#define ARGUMENT_1		a0
#define ARGUMENT_2		a1
#define ARGUMENT_3		a2
#define RETURN_REGISTER		ra
#elif defined(CONFIG_MIPS)
#define ARGUMENT_1		regs[4]
#define ARGUMENT_2		regs[5]
#define ARGUMENT_3		regs[6]
#define RETURN_REGISTER		regs[31]
#elif defined(CONFIG_LOONGARCH)
#define ARGUMENT_1		regs[4]
#define ARGUMENT_2		regs[5]
#define ARGUMENT_3		regs[6]
#define RETURN_REGISTER		regs[1]
#endif

#ifdef ARGUMENT_1
#define HAVE_ARGUMENTS

/**
 * regs_argument() - an argument, where a function begins
 * @regs: the registers there
 * @n: which of them, from 1 to 3
 *
 * Context: any.
 */
static inline unsigned long regs_argument(struct pt_regs *regs, unsigned int n)
{
	switch (n) {
	case 1:
		return regs->ARGUMENT_1;
	case 2:
		return regs->ARGUMENT_2;
	default:
		return regs->ARGUMENT_3;
	}
}

/**
 * regs_return() - where the function will return to
 * @regs: the registers where it begins
 *
 * Context: any.
 */
static inline unsigned long regs_return(struct pt_regs *regs)
{
#ifdef RETURN_ON_STACK
	return *(unsigned long *)kernel_stack_pointer(regs);
#else
	return regs->RETURN_REGISTER;
#endif
}
#endif

#endif
