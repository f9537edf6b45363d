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
#define REGS_ARGUMENT(regs)	((regs)->di)
#define REGS_RETURN(regs)	(*(unsigned long *)(regs)->sp)
#elif defined(CONFIG_X86_32)	/* built with -mregparm=3 */
#define REGS_ARGUMENT(regs)	((regs)->ax)
#define REGS_RETURN(regs)	(*(unsigned long *)kernel_stack_pointer(regs))
#elif defined(CONFIG_ARM64)
#define REGS_ARGUMENT(regs)	((regs)->regs[0])
#define REGS_RETURN(regs)	((regs)->regs[30])
#elif defined(CONFIG_ARM)
#define REGS_ARGUMENT(regs)	((regs)->ARM_r0)
#define REGS_RETURN(regs)	((regs)->ARM_lr)
#elif defined(CONFIG_S390)
#define REGS_ARGUMENT(regs)	((regs)->gprs[2])
#define REGS_RETURN(regs)	((regs)->gprs[14])
#elif defined(CONFIG_PPC)
#define REGS_ARGUMENT(regs)	((regs)->gpr[3])
#define REGS_RETURN(regs)	((regs)->link)
#elif defined(CONFIG_RISCV)
#define REGS_ARGUMENT(regs)	((regs)->a0)
#define REGS_RETURN(regs)	((regs)->ra)
#elif defined(CONFIG_MIPS)
#define REGS_ARGUMENT(regs)	((regs)->regs[4])
#define REGS_RETURN(regs)	((regs)->regs[31])
#elif defined(CONFIG_LOONGARCH)
#define REGS_ARGUMENT(regs)	((regs)->regs[4])
#define REGS_RETURN(regs)	((regs)->regs[1])
#endif

#endif
