/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Registers at the entry of a function: its first argument, and where it will
 * return to.  One row for each architecture, by its calling convention; the
 * kernel's own regs_get_kernel_argument() is missing on some and not usable
 * from a module on others.
 */
#ifndef TAINT_INFO_REGS_H
#define TAINT_INFO_REGS_H

#include <linux/ptrace.h>

#if defined(CONFIG_X86_64)
#define ARGUMENT_REGISTER	di
#define RETURN_ON_STACK
#elif defined(CONFIG_X86_32)	/* built with -mregparm=3 */
#define ARGUMENT_REGISTER	ax
#define RETURN_ON_STACK
#elif defined(CONFIG_ARM64)
#define ARGUMENT_REGISTER	regs[0]
#define RETURN_REGISTER		regs[30]
#elif defined(CONFIG_ARM)
#define ARGUMENT_REGISTER	ARM_r0
#define RETURN_REGISTER		ARM_lr
#elif defined(CONFIG_S390)
#define ARGUMENT_REGISTER	gprs[2]
#define RETURN_REGISTER		gprs[14]
#elif defined(CONFIG_PPC)
#define ARGUMENT_REGISTER	gpr[3]
#define RETURN_REGISTER		link
#elif defined(CONFIG_RISCV)
#define ARGUMENT_REGISTER	a0
#define RETURN_REGISTER		ra
#elif defined(CONFIG_MIPS)
#define ARGUMENT_REGISTER	regs[4]
#define RETURN_REGISTER		regs[31]
#elif defined(CONFIG_LOONGARCH)
#define ARGUMENT_REGISTER	regs[4]
#define RETURN_REGISTER		regs[1]
#endif

#ifdef ARGUMENT_REGISTER
/**
 * regs_argument() - the first argument, where a function begins
 * @regs: the registers there
 *
 * Context: any.
 */
static inline unsigned long regs_argument(struct pt_regs *regs)
{
	return regs->ARGUMENT_REGISTER;
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
