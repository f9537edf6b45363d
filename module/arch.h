/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What differs between architectures: registers, traps, stacks.
 *
 * At the entry of a function its first arguments, and where it will return to, are in
 * registers: one row for each architecture, by its calling convention; the
 * kernel's own regs_get_kernel_argument() is missing on some and not usable
 * from a module on others.
 */
#ifndef TAINT_INFO_ARCH_H
#define TAINT_INFO_ARCH_H

#include <linux/bug.h>
#include <linux/kdebug.h>
#include <linux/mm.h>
#include <linux/preempt.h>
#include <linux/ptrace.h>
#include <linux/sched/task_stack.h>
#include <linux/sizes.h>
#include <linux/stacktrace.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#ifdef CONFIG_ARM_UNWIND
#include <asm/stacktrace.h>
#endif
#ifdef CONFIG_X86
#include <asm/special_insns.h>
#include <asm/traps.h>
#include <asm/vsyscall.h>
#endif

#include "compat.h"

/*
 * Whether calls come by a trap, whose own entry is then in their paths.  On 64-bit PowerPC
 * with preemption the tracer's way out of a function, and that of a probe that was turned
 * into a jump, restore r13, which names the CPU, though the task may run on another
 * one by now; all the more as our own kick has woken a worker.
 */
#define ARCH_PROBES_TRAP	(IS_ENABLED(CONFIG_PPC64) && IS_ENABLED(CONFIG_PREEMPTION))

/*
 * Where to probe a function's entry, arguments and return address still being in their
 * registers: there behind the tracer's place.
 */
#define ARCH_PROBE_OFFSET	(ARCH_PROBES_TRAP ? 16 : 0)
/* And where the kernel's tracer owns the first instructions, and probes cannot share them. */
#define ARCH_PROBE_OFFSET_TRACED	(IS_ENABLED(CONFIG_RISCV) ? 8 : 0)

/* Whether a report comes out of a trap that counts as an NMI, or as a hardirq. */
#define ARCH_REPORTS_TRAP	IS_ENABLED(CONFIG_RISCV)

/*
 * RISC-V has no NMI: what counts as one is a trap of the kernel's own, as that of a
 * WARN.  Since 7.3 all of them share one bit, and their number is in the hardirqs'.
 */
static inline unsigned int arch_count_without_trap(unsigned int count, bool trapped)
{
	if (!ARCH_REPORTS_TRAP)
		return count;
	count &= ~NMI_MASK;
	return trapped && (count & HARDIRQ_MASK) ? count - HARDIRQ_OFFSET : count;
}

/* Whether the unwinder has no address for what an exception has interrupted. */
#define ARCH_LOSES_PLACE	(IS_ENABLED(CONFIG_PPC) || IS_ENABLED(CONFIG_MIPS))

/*
 * Whether below an exception's entry a path has the very address that it came at.  On s390
 * that is behind the instruction; on PPC it is where an earlier call of that function
 * returned to.
 */
#define ARCH_KEEPS_PLACE	(!IS_ENABLED(CONFIG_S390) && !IS_ENABLED(CONFIG_PPC))

/* Whether the last entry of a path is written by hand, where a thread or a call began. */
#define ARCH_WRITES_ENTRY	(IS_ENABLED(CONFIG_ARM) || IS_ENABLED(CONFIG_RISCV))

/*
 * Whether what the unwinder says is a guess: whatever in the stack looks like an address
 * of text.  Nobody is blamed by that.
 */
#if defined(CONFIG_UNWINDER_GUESS) || (defined(CONFIG_RISCV) && !defined(CONFIG_FRAME_POINTER))
#define STACK_IS_GUESS 1
#else
#define STACK_IS_GUESS 0
#endif

/*
 * What copy_from_kernel_nofault() does, for a word in the kernel's half of the addresses,
 * in a tenth of the instructions.  Anywhere else, where a fault is not mended by the
 * table of exceptions alone, it is false, as after a fault.
 */
#if defined(CONFIG_X86_64) && defined(__get_kernel_nofault)
#define ARCH_READS_STRAIGHT
#define arch_read_straight(to, from)						\
({										\
	__label__ failed;							\
	const typeof(to) *__from = (const void *)(from);			\
	bool __read = false;							\
										\
	if ((unsigned long)__from >= PAGE_OFFSET &&				\
	    (unsigned long)__from < VSYSCALL_ADDR) {				\
		__get_kernel_nofault(&(to), __from, typeof(to), failed);	\
		__read = true;							\
	}									\
failed:										\
	__read;									\
})
#endif

/* Where a WARN is a call, and no trap, its report names what the call returns to. */
#ifdef __WARN_FLAGS
#define WARN_IS_CALL 0
#else
#define WARN_IS_CALL 1
#endif

#if defined(CONFIG_X86_64)
#define ARGUMENT_1		di
#define ARGUMENT_2		si
#define ARGUMENT_3		dx
#define ARGUMENT_4		cx
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

/* Whether arch_calls() knows calls when it sees them, and who is called has a fourth argument. */
#ifdef ARGUMENT_4
#define ARCH_FINDS_CALLS 1
#else
#define ARCH_FINDS_CALLS 0
#endif

#ifdef ARGUMENT_1
#define HAVE_ARGUMENTS

/**
 * regs_argument() - an argument, where a function begins
 * @regs: the registers there
 * @n: which of them, from 1 to 3, with ARCH_FINDS_CALLS to 4
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
#ifdef ARGUMENT_4
	case 4:
		return regs->ARGUMENT_4;
#endif
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

#if ARCH_FINDS_CALLS
/* Where a call of a function may lead to: its padding before it, or behind its ENDBR. */
#define CALL_SLACK	32

/**
 * arch_calls() - whether a function of the kernel's calls another, or jumps to it
 * @function: where it begins
 * @size: its bytes
 * @callee: where the other begins
 *
 * Every byte is taken for an opcode: what looks like a call and is none must lead to that
 * very place, too.
 *
 * Context: any.
 */
static inline bool arch_calls(unsigned long function, size_t size, unsigned long callee)
{
	size_t i;

	for (i = 0; i + 5 <= size; i++) {
		struct {
			u8 opcode;
			s32 offset;
		} __packed code;

		if (copy_from_kernel_nofault(&code, (void *)(function + i), sizeof(code)))
			return false;
		if ((code.opcode == 0xe8 || code.opcode == 0xe9) &&
		    function + i + sizeof(code) + code.offset - callee + CALL_SLACK <=
		    2 * CALL_SLACK)
			return true;
	}
	return false;
}
#endif

/* Nothing executes below: what is called there was called through a NULL pointer. */
#define NULL_AREA	(2 * PAGE_SIZE)

/* Whether the trap says by itself that there was nothing to execute. */
static inline bool arch_nothing_to_execute(const struct die_args *args)
{
#if defined(CONFIG_X86)
	/* The trap's number is not to be trusted: a fault in the kernel does not set it. */
	unsigned long ip = instruction_pointer(args->regs);
	u8 bytes[32];

	if ((args->err & X86_PF_INSTR) && native_read_cr2() == ip)
		return true;
	/* Since 6.14 what was a module's text is full of breakpoints. */
	return !copy_from_kernel_nofault(bytes, (void *)(ip - 1), sizeof(bytes)) &&
	       !memchr_inv(bytes, 0xcc, sizeof(bytes));
#elif defined(CONFIG_ARM64)
	/* From 6.1 on err is the syndrome; its class: an instruction abort of the same level. */
	return ((unsigned int)args->err >> 26) == 0x21;
#elif defined(CONFIG_ARM)
	return args->err & BIT(31);	/* FSR_LNX_PF: a prefetch abort */
#elif defined(CONFIG_S390)
	/*
	 * A protection exception in the page of the instruction, which it was fetched from:
	 * bit 56 says so, unless the kernel has left the page alone.
	 */
	unsigned long parm = args->regs->int_parm_long;

	return args->trapnr == 4 && !((parm ^ instruction_pointer(args->regs)) & PAGE_MASK) &&
	       ((parm & 0x80) || !(parm & ~PAGE_MASK));
#elif defined(CONFIG_PPC)
	return (args->regs->trap & ~0xfUL) == 0x400;	/* instruction storage */
#elif defined(CONFIG_RISCV)
	return args->regs->cause == EXC_INST_PAGE_FAULT || args->regs->cause == EXC_INST_ACCESS;
#else
	return false;
#endif
}

#ifdef RETURN_ON_STACK
/* Whether there is a call before it: what a return to nowhere has left on top is anything. */
static inline bool arch_follows_call(unsigned long address)
{
	u8 code[7];
	int i;

	if (copy_from_kernel_nofault(code, (void *)(address - sizeof(code)), sizeof(code)))
		return false;
	if (code[2] == 0xe8)
		return true;
	/* By a pointer, in a register or in memory. */
	for (i = 0; i <= 5; i++)
		if (code[i] == 0xff && (code[i + 1] & 0x38) == 0x10)
			return true;
	return false;
}
#endif

/**
 * arch_lost_jump() - who called, where an oops is that nothing is there to execute
 * @args: what a die notifier gets, with registers
 * @from: set to the address that the call returns to; to 0 where that is not known
 *
 * A call through a pointer to NULL, into data, or to text that is gone.  On the first
 * instruction the return address is still where the call has put it.
 *
 * Context: any.
 *
 * Return: whether it is such an oops; otherwise @from is left alone.
 */
static inline bool arch_lost_jump(const struct die_args *args, unsigned long *from)
{
	unsigned long ip = instruction_pointer(args->regs);
	u8 byte;

	if (ip >= NULL_AREA && !arch_nothing_to_execute(args) &&
	    !copy_from_kernel_nofault(&byte, (void *)ip, sizeof(byte)))
		return false;
#if defined(RETURN_ON_STACK)
	if (copy_from_kernel_nofault(from, (void *)kernel_stack_pointer(args->regs),
				     sizeof(*from)) || !arch_follows_call(*from))
		*from = 0;
#elif defined(RETURN_REGISTER)
	*from = args->regs->RETURN_REGISTER;
#else
	*from = 0;
#endif
	return true;
}

/* --- the stack --- */

#if defined(CONFIG_ARM_UNWIND) && defined(CONFIG_STACKTRACE)
struct arch_walk {
	unsigned long *stack;
	unsigned long text;
	unsigned int depth;
	unsigned int most;
};

/*
 * From the kernel's own text on the unwinder of 32-bit ARM neither takes a lock nor
 * prints; from a module's, whose code may lack its table, it does both.  What an NMI
 * has interrupted may be at that lock.  The bounds of the text are not exported: it is
 * around @text, an address in it.
 */
static inline bool arch_add_frame(void *data, unsigned long address)
{
	struct arch_walk *walk = data;

	walk->stack[walk->depth++] = address;
	return walk->depth < walk->most && walk->text && address >= PAGE_OFFSET &&
	       address - (walk->text - SZ_16M) < 2 * SZ_16M;
}

COMPAT_WALKER(arch_add_frame)

/* It follows the stack pointer: only into the stack we are on, or the task's own. */
static inline bool arch_is_stack(unsigned long sp)
{
	return !((sp ^ (unsigned long)__builtin_frame_address(0)) & ~(THREAD_SIZE - 1UL)) ||
	       sp - (unsigned long)task_stack_page(current) < THREAD_SIZE;
}

/**
 * arch_save_stack() - the call path of where we stand
 * @stack: gets the addresses, the innermost first
 * @most: how many there is room for
 * @regs: where an unwinder needs them to begin with
 * @pc: there, from here on, as where we stand is a module's text
 * @text: any address in the kernel's own text
 *
 * Context: any.
 *
 * Return: how many addresses there are; 0 where walking is not safe, or a guess.
 */
static inline unsigned int arch_save_stack(unsigned long *stack, unsigned int most,
					   struct pt_regs *regs, unsigned long pc,
					   unsigned long text)
{
	struct arch_walk walk = { .stack = stack, .most = most, .text = text };
	struct stackframe frame;

	if (!regs || in_nmi() || !arch_is_stack(regs->ARM_sp))
		return 0;
	arm_get_current_stackframe(regs, &frame);
	frame.pc = pc;
	walk_stackframe(&frame, compat_walker(arch_add_frame), &walk);
	return walk.depth;
}
#else
/* As above. */
static inline unsigned int arch_save_stack(unsigned long *stack, unsigned int most,
					   struct pt_regs *regs, unsigned long pc,
					   unsigned long text)
{
#ifdef CONFIG_STACKTRACE
	if (!STACK_IS_GUESS)
		return stack_trace_save(stack, most, 0);
#endif
	return 0;
}
#endif

#endif
