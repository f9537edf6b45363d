/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What an instruction does, as far as copies.c wants to know: which addresses it puts into
 * registers, and where it sets bits.  For the architecture that this is compiled for.
 *
 * enter() goes to a function's first byte, decode() from one instruction to the next,
 * whatever the jumps, and both keep in regs which addresses the function has made.  An index
 * that is added to an address counts as 0.  An instruction that is not named here leaves no
 * address in the register that it changes: so far are the usual ones known that compilers
 * make of C.  Of what a call changes, only the register of the result matters.
 *
 * Sources: the manuals of Intel and Arm, the z/Architecture Principles of Operation, the
 * Power ISA, the RISC-V ISA.
 */
#ifndef SELFTESTS_INSN_H
#define SELFTESTS_INSN_H

#include <stdbool.h>
#include <string.h>

/* How far from an instruction decode() may look, in bytes. */
#define INSN_REACH 4112

struct insn {
	unsigned int size;	/* bytes */
	unsigned long at;	/* where it reads or writes; 0: not known */
	bool sets;		/* and it may set bits there, as an atomic operation */
};

static unsigned long regs[32];		/* the addresses in registers; 0: none that is known */

static unsigned long set_bit;		/* where _set_bit() is, which ARM calls */

static inline void enter(unsigned long pc)
{
	memset(regs, 0, sizeof(regs));
#ifdef __powerpc64__
	regs[12] = pc;
#endif
	(void)pc;
}

static inline unsigned int word(const unsigned char *p)
{
	unsigned int value;

	memcpy(&value, p, sizeof(value));
	return value;
}

static inline unsigned long plus(unsigned long address, long offset)
{
	return address ? address + offset : 0;
}

#if defined(__x86_64__) || defined(__i386__)
/*
 * At any byte: lock bts, or, cmpxchg on a place which the instruction itself names, from
 * its end or (i386) from 0.  With a single processor the kernel makes a ds of the lock.
 * And a mov from such a place.
 */
static struct insn decode(const unsigned char *p, unsigned long pc)
{
	static const struct {
		unsigned int opcode;
		int reg;		/* the field in the ModRM byte, or -1: any */
		unsigned int immediate;	/* bytes behind the place */
	} known[] = {
		{ 0x0fab, -1, 0 }, { 0x0fba, 5, 1 }, { 0x0fb1, -1, 0 }, { 0x08, -1, 0 },
		{ 0x09, -1, 0 }, { 0x80, 1, 1 }, { 0x81, 1, 4 }, { 0x83, 1, 1 }, { 0x8b, -1, 0 },
	};
	const unsigned char *q = p;
	struct insn insn = { .size = 1, .sets = *q == 0xf0 || *q == 0x3e };
	unsigned int i, opcode;

	q += insn.sets;
#ifdef __x86_64__
	if ((*q & 0xf0) == 0x40)
		q++;
#else
	if (*q == 0xa1)
		insn.at = word(q + 1);
#endif
	opcode = *q++;
	if (opcode == 0x0f)
		opcode = opcode << 8 | *q++;
	if (opcode == 0x8b ? insn.sets : !insn.sets)
		return insn;
	if ((*q & 0xc7) != 0x05)			/* another kind of place */
		return insn;
	for (i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (opcode != known[i].opcode || (known[i].reg >= 0 && known[i].reg != *q >> 3))
			continue;
		insn.at = (int)word(q + 1);
#ifdef __x86_64__
		insn.at += pc + (q - p) + 5 + known[i].immediate;
#endif
	}
	(void)pc;
	return insn;
}

#elif defined(__aarch64__)
/* adrp, add, mov make an address; ldset (stset), cas, stxr set bits. */
static struct insn decode(const unsigned char *p, unsigned long pc)
{
	struct insn insn = { .size = 4 };
	unsigned int i = word(p);
	unsigned int d = i & 31, n = i >> 5 & 31, m = i >> 16 & 31;
	unsigned long value = 0;
	long offset = (int)(i << 8) >> 13 << 2 | (i >> 29 & 3);

	if ((i & 0x9f000000) == 0x90000000) {			/* adrp */
		value = (pc & -4096UL) + offset * 4096;
	} else if ((i & 0xff800000) == 0x91000000) {		/* add an immediate */
		value = plus(regs[n], (i >> 10 & 0xfff) << (i >> 22 & 1 ? 12 : 0));
	} else if ((i & 0xff000000) == 0x8b000000) {		/* add a register */
		value = regs[n] + regs[m];
	} else if ((i & 0xffe0ffe0) == 0xaa0003e0) {		/* mov */
		value = regs[m];
	} else if ((i & 0x3f000000) == 0x39000000) {		/* ldr, str */
		insn.at = plus(regs[n], (i >> 10 & 0xfff) << (i >> 30));
		if (!(i & 0x00c00000))
			return insn;
	} else if ((i & 0x3f20fc00) == 0x38203000 ||		/* ldset */
		   (i & 0x3fa07c00) == 0x08a07c00 ||		/* cas */
		   (i & 0x3fe00000) == 0x08000000) {		/* stxr, stlxr */
		insn.at = regs[n];
		insn.sets = true;
		return insn;
	} else if ((i & 0x1c000000) == 0x14000000) {		/* branches; bl, blr */
		if ((i & 0xfc000000) == 0x94000000 || (i & 0xfefff000) == 0xd63f0000)
			regs[0] = 0;
		return insn;
	}
	regs[d] = d == 31 ? 0 : value;
	return insn;
}

#elif defined(__arm__)
/*
 * movw and movt, ldr from the text, add, mov make an address; strex and _set_bit(), whose
 * second argument is the address, set bits.
 */
static struct insn decode(const unsigned char *p, unsigned long pc)
{
	struct insn insn = { .size = 4 };
	unsigned int i = word(p);
	unsigned int d = i >> 12 & 15, n = i >> 16 & 15, low = i & 0xfff;
	long offset = i & 1 << 23 ? low : -low;
	unsigned long value = 0;

	if ((i & 0x0ff00000) == 0x03000000) {			/* movw */
		value = n << 12 | low;
	} else if ((i & 0x0ff00000) == 0x03400000) {		/* movt */
		value = n << 28 | low << 16 | (regs[d] & 0xffff);
	} else if ((i & 0x0f7f0000) == 0x051f0000) {		/* ldr from the text */
		value = word(p + 8 + offset);
	} else if ((i & 0x0c000000) == 0x04000000) {		/* ldr, str, and ubfx and such */
		insn.at = plus(regs[n], i & 1 << 25 ? 0 : offset);
		if (!(i & 1 << 20) && (i & 0x02000010) != 0x02000010)
			return insn;
	} else if ((i & 0x0ff00000) == 0x02800000) {		/* add an immediate */
		low = i >> 7 & 30;
		value = plus(regs[n], (i & 0xff) >> low | (low ? (i & 0xff) << (32 - low) : 0));
	} else if ((i & 0x0ff00010) == 0x00800000) {		/* add a register */
		value = regs[n] + regs[i & 15];
	} else if ((i & 0x0fff0ff0) == 0x01a00000) {		/* mov */
		value = regs[i & 15];
	} else if ((i & 0x0ff00ff0) == 0x01800f90) {		/* strex */
		insn.at = regs[n];
		insn.sets = true;
	} else if ((i & 0x0e000000) == 0x0a000000) {		/* b, bl */
		if (set_bit && pc + 8 + ((int)(i << 8) >> 6) == set_bit) {
			insn.at = regs[1];
			insn.sets = true;
		}
		if (i & 1 << 24)
			regs[0] = 0;
		return insn;
	} else if ((i & 0x0c000000) || (i & 0x01900000) == 0x01100000) {
		return insn;					/* cmp and others */
	}
	regs[d] = value;
	return insn;
}

#elif defined(__s390x__)
/* larl, la(y), agr(k), lgr, aghi make an address; laog, lao, cs(g), csy, oi(y) set bits. */
static struct insn decode(const unsigned char *p, unsigned long pc)
{
	struct insn insn = { .size = *p < 0x40 ? 2 : *p < 0xc0 ? 4 : 6 };
	unsigned int a = p[1] >> 4, x = p[1] & 15, b = p[2] >> 4;
	unsigned long relative = pc + 2 * (long)(int)word(p + 2), value = 0;
	unsigned long base = b ? regs[b] : 0, index = x ? regs[x] : 0;
	long near = (p[2] & 15) << 8 | p[3], far = near + (signed char)p[4] * 4096;

	switch (*p) {
	case 0x0d:							/* basr */
		regs[2] = 0;
		return insn;
	case 0x10 ... 0x1f: case 0x43 ... 0x46: case 0x48 ... 0x5f: case 0xa5: case 0xc2:
		break;
	case 0x41:							/* la */
		value = plus(base + index, near);
		break;
	case 0x96: case 0xba:						/* oi, cs */
		insn.at = plus(base, near);
		insn.sets = true;
		return insn;
	case 0xa7:
		if (x == 11)						/* aghi */
			value = plus(regs[a], (short)(p[2] << 8 | p[3]));
		else if (x == 5)					/* bras */
			regs[2] = 0;
		else if (x < 8 || x > 13)
			return insn;
		break;
	case 0xb9:
		a = p[3] >> 4;
		x = p[3] & 15;
		if (p[1] == 0x04)					/* lgr */
			value = regs[x];
		else if (p[1] == 0x08 || p[1] == 0xe8)			/* agr, agrk */
			value = regs[x] + regs[p[1] == 0x08 ? a : b];
		else if (p[1] == 0x20 || p[1] == 0x21)			/* cgr, clgr */
			return insn;
		break;
	case 0xc0:
		if (!x)							/* larl */
			value = relative;
		else if (x == 5)					/* brasl */
			regs[2] = 0;
		else if (x == 4)					/* brcl */
			return insn;
		break;
	case 0xc4:							/* lgrl and others */
		insn.at = relative;
		break;
	case 0xe3:
		if (p[5] == 0x71)					/* lay */
			value = plus(base + index, far);
		else							/* lg and others */
			insn.at = plus(base + index, far);
		if (p[5] == 0x24)					/* stg */
			return insn;
		break;
	case 0xeb:
		insn.at = plus(base, far);
		insn.sets = p[5] == 0xe6 || p[5] == 0xf6 || p[5] == 0x30 || p[5] == 0x14 ||
			    p[5] == 0x56;	/* laog, lao, csg, csy, oiy */
		if (p[5] == 0x24)					/* stmg */
			return insn;
		break;
	case 0xec:
		if (p[5] < 0x60 || (p[5] >= 0xd8 && p[5] < 0xdc))	/* no jump */
			break;
		return insn;
	default:
		return insn;
	}
	regs[a] = value;
	return insn;
}

#elif defined(__powerpc64__)
/*
 * addis, addi, add, mr make an address, from the table of contents (r2), which a function
 * finds by its own address (r12); stdcx. and stwcx. set bits.
 */
static struct insn decode(const unsigned char *p, unsigned long pc)
{
	struct insn insn = { .size = 4 };
	unsigned int i = word(p);
	unsigned int t = i >> 21 & 31, a = i >> 16 & 31, b = i >> 11 & 31, xo = i >> 1 & 0x3ff;
	unsigned long base = a ? regs[a] : 0, value = 0;
	long immediate = (short)i;

	(void)pc;
	switch (i >> 26) {
	case 7: case 8: case 12: case 13:
		break;
	case 14:							/* addi */
		value = plus(base, immediate);
		break;
	case 15:							/* addis */
		value = plus(base, immediate * 65536);
		break;
	case 32: case 34: case 40: case 42:				/* lwz, lbz, lhz, lha */
		insn.at = plus(base, immediate);
		break;
	case 58:							/* ld, lwa */
		insn.at = plus(base, immediate & ~3L);
		break;
	case 20 ... 30:							/* ori, rlwinm, ... */
		t = a;
		break;
	case 16: case 18: case 19:
		if (i & 1)						/* a call */
			regs[3] = 0;
		return insn;
	case 31:
		if ((xo & 0x1ff) == 266) {				/* add */
			value = regs[a] + regs[b];
		} else if (xo == 214 || xo == 150) {			/* stdcx., stwcx. */
			insn.at = base + regs[b];
			insn.sets = true;
			return insn;
		} else if ((xo & 31) >= 24 && (xo & 31) <= 28) {	/* or, shifts, ... */
			value = xo == 444 && t == b ? regs[t] : 0;
			t = a;
		} else if ((xo & 31) < 8 || (xo & 31) == 19 || (xo & 31) == 22) {
			return insn;					/* cmp and others */
		}
		break;
	default:
		return insn;
	}
	regs[t] = value;
	return insn;
}

#elif defined(__riscv)
/* auipc, addi, add, sh3add, mv make an address; amoor, sc set bits. */
static struct insn decode(const unsigned char *p, unsigned long pc)
{
	struct insn insn = { .size = (*p & 3) == 3 ? 4 : 2 };
	unsigned int i = word(p);
	unsigned int d = i >> 7 & 31, s = i >> 15 & 31, t = i >> 20 & 31, f = i >> 12 & 7;
	long immediate = (int)i >> 20;
	unsigned long value = 0;

	if (insn.size == 2) {
		t = i >> 2 & 31;
		f = i >> 13 & 7;
		switch ((i & 3) << 3 | f) {
		case 0 ... 3:						/* c.ld and others */
			d = 8 + (t & 7);
			break;
		case 8:							/* c.addi */
			value = plus(regs[d], (int)t - (i & 1 << 12 ? 32 : 0));
			break;
		case 12:						/* c.and and others */
			d = 8 + (d & 7);
			break;
		case 20:						/* c.mv, c.add, calls */
			value = regs[t] + (i & 1 << 12 ? regs[d] : 0);
			if (t)
				break;
			if (i & 1 << 12)
				regs[10] = 0;
			return insn;
		case 9 ... 11: case 16 ... 19:
			break;
		default:
			return insn;
		}
		regs[d] = value;
		return insn;
	}
	switch (i & 0x7f) {
	case 0x17:							/* auipc */
		value = pc + (int)(i & 0xfffff000);
		break;
	case 0x13:							/* addi */
		value = f ? 0 : plus(regs[s], immediate);
		break;
	case 0x33:
		if (!f && !(i >> 25))					/* add */
			value = regs[s] + regs[t];
		else if (f == 6 && i >> 25 == 0x10)			/* sh3add */
			value = regs[t];
		break;
	case 0x03:							/* ld and others */
		insn.at = plus(regs[s], immediate);
		break;
	case 0x2f:							/* amoor, sc */
		insn.at = regs[s];
		insn.sets = i >> 27 == 8 || i >> 27 == 3;
		break;
	case 0x67: case 0x6f:						/* jalr, jal */
		if (d)
			regs[10] = 0;
		break;
	case 0x23: case 0x27: case 0x63:
		return insn;
	}
	regs[d] = d ? value : 0;
	return insn;
}
#else
#error "copies.c knows nothing of the instructions of this architecture"
#endif

#endif
