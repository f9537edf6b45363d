/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The rows of all flags, for flags.c, which says what ROW() and ALL_KERNELS are.
 *
 * In the module a row stands for as long as the kernel has its macro, with the
 * value that is in the row; it asks for the macro, and for a release only where
 * the letter depends on that alone.  User space has all rows, each with the
 * releases that have it.
 *
 * Bits, letters and fillers: kernel/panic.c of Linux 2.6.32 to 7.3, of RHEL 5, 6.10, 7
 * to 10 and of SLES 12 to 16; older ones of RHEL 6: their oopses; RHEL 4 has what RHEL 5
 * has, though only the list of modules shows an unsigned one there; Linux before 2.6.32:
 * its patches, and how many columns its oopses have; SLES 9 and 10: their loader's messages;
 * SLES 11: the header of the patch of SLES 12; 'H' of SLES 15: its oopses have the
 * column, and the letter is that of the patch's author.
 */

/* A vendor's row comes before that of mainline whose bit it has. */
static const struct flag_row rows[] = {
	/* --- Ubuntu --- */

#if ALL_KERNELS
	ROW(1, 'F', ' ', FLAG_MODULE, "forced_module",
	    "a module was loaded by force, without the check that it fits this kernel",
	    "boot without that module, or build it for this very kernel",
	    UBUNTU, FLAG_RELEASE(3, 13, 0), FLAG_RELEASE(3, 13, 0)),
	ROW(13, 'X', ' ', FLAG_MODULE, "unsigned_module",
	    "a module without a valid signature was loaded on a kernel that knows signatures",
	    "check where that module comes from; sign it if it is yours",
	    UBUNTU, FLAG_RELEASE(3, 13, 0), FLAG_RELEASE(3, 13, 0)),
#endif

	/* --- Red Hat --- */

#if ALL_KERNELS
	/* The letter of the list of modules: no column shows it. */
	ROW(6, 'U', ' ', FLAG_MODULE, "unsigned_module",
	    "a module that Red Hat has not signed was loaded; reports have no column for it",
	    "check where that module comes from: (U) behind its name in the list of modules",
	    RED_HAT, 400, 599),
	ROW(14, 'L', ' ', FLAG_FAULT, "softlockup",
	    "a processor was kept from scheduling for too long (soft lockup)",
	    "look in the log for what ran there; on a virtual machine, whether the host was overloaded",
	    RED_HAT, 606, 610),
	ROW(2, 'S', ' ', FLAG_HARDWARE, "unsafe_smp",
	    "several processors are in use that were not made for that",
	    "use one processor (maxcpus=1), or processors that are made for it",
	    RED_HAT, 600, 799),
#endif
#if ALL_KERNELS || (defined(TAINT_AUX) && VENDOR_RHEL >= 9)
	ROW(16, 'X', ' ', FLAG_VENDOR, "aux",
	    "a feature that Red Hat offers as a technology preview is in use",
	    "ask whether the fault goes without that feature; Red Hat does not support it",
	    RED_HAT, 900, 1099),
#endif
#if ALL_KERNELS || defined(TAINT_PARTNER_SUPPORTED)
	ROW(26, 'p', ' ', FLAG_VENDOR, "partner_supported",
	    "a module was loaded that a partner of Red Hat supports",
	    "report faults of that module to the partner",
	    RED_HAT, 902, 1099),
#endif
#if ALL_KERNELS || defined(TAINT_BIT_BY_ZOMBIE)
	ROW(27, 'Z', ' ', FLAG_VENDOR, "bit_by_zombie",
	    "the boot option OMGZOMBIES was given",
	    "none: it is a joke of the vendor's",
	    RED_HAT, 602, 610),
#endif
#if ALL_KERNELS || (defined(TAINT_SUPPORT_REMOVED) && VENDOR_RHEL == 8)
	ROW(27, 'r', ' ', FLAG_VENDOR, "support_removed",
	    "a driver runs a device that Red Hat no longer supports",
	    "look in the kernel log for the device; plan to replace it",
	    RED_HAT, 800, 899),
#endif
#if ALL_KERNELS || (defined(TAINT_SUPPORT_REMOVED) && VENDOR_RHEL != 8)
	ROW(27, 'h', ' ', FLAG_VENDOR, "support_removed",
	    "a driver runs a device that Red Hat no longer supports",
	    "look in the kernel log for the device; plan to replace it",
	    RED_HAT, 900, 1099),
#endif
#if ALL_KERNELS || defined(TAINT_HARDWARE_UNSUPPORTED)
	ROW(28, 'H', ' ', FLAG_VENDOR, "hardware_unsupported",
	    "the kernel runs on hardware that Red Hat does not support",
	    "look in the kernel log for the hardware; expect no support for it",
	    RED_HAT, 600, 799),
#endif
#if ALL_KERNELS || (defined(TAINT_TECH_PREVIEW) && VENDOR_RHEL != 8)
	ROW(29, 'T', ' ', FLAG_VENDOR, "tech_preview",
	    "a feature that Red Hat offers as a technology preview is in use",
	    "ask whether the fault goes without that feature; Red Hat does not support it",
	    RED_HAT, 500, 799),
#endif
#if ALL_KERNELS || (defined(TAINT_TECH_PREVIEW) && VENDOR_RHEL == 8)
	ROW(29, 't', ' ', FLAG_VENDOR, "tech_preview",
	    "a feature that Red Hat offers as a technology preview is in use",
	    "ask whether the fault goes without that feature; Red Hat does not support it",
	    RED_HAT, 800, 899),
#endif
#if ALL_KERNELS || (defined(TAINT_UNPRIVILEGED_BPF) && TAINT_UNPRIVILEGED_BPF == 30)
	ROW(30, 'u', ' ', FLAG_USER, "unprivileged_bpf",
	    "users without privileges may load BPF programs",
	    "set kernel.unprivileged_bpf_disabled to 1; the mark stays until the next boot",
	    RED_HAT, 800, 899),
#endif
#if ALL_KERNELS || (defined(TAINT_UNPRIVILEGED_BPF) && TAINT_UNPRIVILEGED_BPF == 31)
	ROW(31, 'u', ' ', FLAG_USER, "unprivileged_bpf",
	    "users without privileges may load BPF programs",
	    "set kernel.unprivileged_bpf_disabled to 1; the mark stays until the next boot",
	    RED_HAT, 900, 1099),
#endif

	/* --- SUSE, where the kernel was built with CONFIG_SUSE_KERNEL_SUPPORTED --- */

#if ALL_KERNELS
	ROW(FLAG_NO_BIT, 'U', ' ', FLAG_VENDOR, "no_support",
	    "a module was loaded that the vendor does not support",
	    "ask whether the fault goes without that module, or ask its author",
	    SUSE, 900, 1099),
#endif
#if ALL_KERNELS || (defined(TAINT_UNSAFE_HIBERNATE) && TAINT_UNSAFE_HIBERNATE == 16)
	ROW(16, 'H', ' ', FLAG_USER, "unsafe_hibernate",
	    "the system was resumed from an image whose signature was not valid",
	    "boot afresh, and find out who wrote the image",
	    SUSE, 1200, 1299),
#endif
#if ALL_KERNELS || (defined(TAINT_UNSAFE_HIBERNATE) && TAINT_UNSAFE_HIBERNATE == 18)
	ROW(18, 'H', ' ', FLAG_USER, "unsafe_hibernate",
	    "the system was resumed from an image whose signature was not valid",
	    "boot afresh, and find out who wrote the image",
	    SUSE, 1502, 1505),
#endif
#if ALL_KERNELS || (defined(TAINT_UNSAFE_HIBERNATE) && TAINT_UNSAFE_HIBERNATE == 19)
	ROW(19, 'H', ' ', FLAG_USER, "unsafe_hibernate",
	    "the system was resumed from an image whose signature was not valid",
	    "boot afresh, and find out who wrote the image",
	    SUSE, 1506, 1507),
#endif
#if ALL_KERNELS || (defined(TAINT_EXTERNAL_SUPPORT) && TAINT_EXTERNAL_SUPPORT == 16)
	ROW(16, 'X', ' ', FLAG_VENDOR, "external_support",
	    "a module was loaded that a partner of SUSE supports",
	    "report faults of that module to the partner",
	    SUSE, 1502, 1699),
#endif
#if ALL_KERNELS || (defined(TAINT_NO_SUPPORT) && TAINT_NO_SUPPORT == 30)
	ROW(30, 'N', ' ', FLAG_VENDOR, "no_support",
	    "a module was loaded that SUSE does not support",
	    "ask whether the fault goes without that module, or ask its author",
	    SUSE, 1100, 1501),
#endif
#if ALL_KERNELS || (defined(TAINT_EXTERNAL_SUPPORT) && TAINT_EXTERNAL_SUPPORT == 31)
	ROW(31, 'X', ' ', FLAG_VENDOR, "external_support",
	    "a module was loaded that a partner of SUSE supports",
	    "report faults of that module to the partner",
	    SUSE, 1100, 1501),
#endif
	/* A test has the letter N as soon as there is such a flag. */
#if ALL_KERNELS || (defined(TAINT_NO_SUPPORT) && TAINT_NO_SUPPORT == 31 && !defined(TAINT_TEST))
	ROW(31, 'N', ' ', FLAG_VENDOR, "no_support",
	    "a module was loaded that SUSE does not support",
	    "ask whether the fault goes without that module, or ask its author",
	    SUSE, 1502, 1505),
#endif
#if ALL_KERNELS || (defined(TAINT_NO_SUPPORT) && TAINT_NO_SUPPORT == 31 && defined(TAINT_TEST))
	ROW(31, 'n', ' ', FLAG_VENDOR, "no_support",
	    "a module was loaded that SUSE does not support",
	    "ask whether the fault goes without that module, or ask its author",
	    SUSE, 1506, 1699),
#endif

	/* --- mainline --- */

	ROW(0, 'P', 'G', FLAG_MODULE, "proprietary_module",
	    "a module whose licence is not GPL-compatible was loaded",
	    "boot without that module and see whether the fault comes back, before reporting it",
	    MAINLINE, 0, FLAG_NEWEST),
#if ALL_KERNELS
	/* These knew signatures, but no flag for a module without one. */
	ROW(1, 'F', ' ', FLAG_MODULE, "forced_module",
	    "a module was loaded by force, or without a valid signature on a kernel that knows them",
	    "see whether the log has \"module verification failed\": sign that module, else boot without",
	    MAINLINE, FLAG_RELEASE(3, 7, 0), FLAG_RELEASE(3, 14, 255)),
#endif
	ROW(1, 'F', ' ', FLAG_MODULE, "forced_module",
	    "a module was loaded by force, without the check that it fits this kernel",
	    "boot without that module, or build it for this very kernel",
	    MAINLINE, 0, FLAG_NEWEST),
#if ALL_KERNELS
	ROW(2, 'S', ' ', FLAG_HARDWARE, "unsafe_smp",
	    "several processors are in use that were not made for that",
	    "use one processor (maxcpus=1), or processors that are made for it",
	    MAINLINE, 0, FLAG_RELEASE(3, 14, 255)),
#endif
	ROW(2, 'S', ' ', FLAG_HARDWARE, "cpu_out_of_spec",
	    "the processor or the system runs outside of its specification",
	    "look in the log: an MSR, a feature; from 6.16 on in cpu/vulnerabilities/old_microcode",
	    MAINLINE, FLAG_RELEASE(3, 15, 0), FLAG_NEWEST),
	ROW(3, 'R', ' ', FLAG_USER, "forced_rmmod",
	    "a module was removed by force while it may have been in use",
	    "boot again: code that is gone may still be called",
	    MAINLINE, FLAG_RELEASE(2, 6, 0), FLAG_NEWEST),
	ROW(4, 'M', ' ', FLAG_HARDWARE, "machine_check",
	    "the processor reported a hardware error (machine check)",
	    "read the hardware error log (rasdaemon, mcelog, the BMC); test memory and processor",
	    MAINLINE, FLAG_RELEASE(2, 6, 10), FLAG_NEWEST),
	ROW(5, 'B', ' ', FLAG_FAULT, "bad_page",
	    "memory management found a page or an object in an impossible state",
	    "find the first \"Bad page\" or slab report in the log; test the memory",
	    MAINLINE, FLAG_RELEASE(2, 6, 10), FLAG_NEWEST),
	ROW(6, 'U', ' ', FLAG_USER, "user",
	    "user space asked for this mark, or took a risk that the kernel notes",
	    "find out which program or script did it; the kernel itself is not at fault",
	    MAINLINE, FLAG_RELEASE(2, 6, 21), FLAG_NEWEST),
	ROW(7, 'D', ' ', FLAG_FAULT, "die",
	    "the kernel hit a fatal fault or a BUG() and killed what was running (oops)",
	    "save the log and boot again soon: locks may still be held; look into the first oops",
	    MAINLINE, FLAG_RELEASE(2, 6, 23), FLAG_NEWEST),
	ROW(8, 'A', ' ', FLAG_USER, "overridden_acpi_table",
	    "an ACPI table of the firmware was replaced by one that the user supplied",
	    "boot with the firmware's own table and see whether the fault comes back",
	    MAINLINE, FLAG_RELEASE(2, 6, 25), FLAG_NEWEST),
	ROW(9, 'W', ' ', FLAG_FAULT, "warn",
	    "the kernel met a state that its authors thought impossible (WARN)",
	    "look into the first warning in the log; later ones may be its consequence",
	    MAINLINE, FLAG_RELEASE(2, 6, 26), FLAG_NEWEST),
	ROW(10, 'C', ' ', FLAG_MODULE, "crap",
	    "a driver of unproven quality, from the staging tree, was loaded",
	    "boot without that driver and see whether the fault comes back, before reporting it",
	    MAINLINE, FLAG_RELEASE(2, 6, 28), FLAG_NEWEST),
	ROW(11, 'I', ' ', FLAG_HARDWARE, "firmware_workaround",
	    "a severe bug of the platform's firmware was found and worked around",
	    "look for an update of the firmware",
	    MAINLINE, FLAG_RELEASE(2, 6, 35), FLAG_NEWEST),
	ROW(12, 'O', ' ', FLAG_MODULE, "oot_module",
	    "a module from outside the kernel's source tree was loaded",
	    "boot without that module and see whether the fault comes back, before reporting it",
	    MAINLINE, FLAG_RELEASE(3, 2, 0), FLAG_NEWEST),
	ROW(13, 'E', ' ', FLAG_MODULE, "unsigned_module",
	    "a module without a valid signature was loaded on a kernel that knows signatures",
	    "check where that module comes from; sign it if it is yours",
	    MAINLINE, FLAG_RELEASE(3, 15, 0), FLAG_NEWEST),
	ROW(14, 'L', ' ', FLAG_FAULT, "softlockup",
	    "a processor was kept from scheduling for too long (soft lockup)",
	    "look in the log for what ran there; on a virtual machine, whether the host was overloaded",
	    MAINLINE, FLAG_RELEASE(3, 17, 0), FLAG_NEWEST),
	ROW(15, 'K', ' ', FLAG_MODULE, "livepatch",
	    "code of the running kernel was replaced by a live patch",
	    "report faults with the names of the patches; see whether one comes back without them",
	    MAINLINE, FLAG_RELEASE(4, 0, 0), FLAG_NEWEST),
#if ALL_KERNELS || defined(TAINT_AUX)
	ROW(16, 'X', ' ', FLAG_VENDOR, "aux",
	    "auxiliary flag; the distribution decides what it means",
	    "ask the distribution",
	    MAINLINE, FLAG_RELEASE(4, 15, 0), FLAG_NEWEST),
#endif
#if ALL_KERNELS || defined(TAINT_RANDSTRUCT)
	ROW(17, 'T', ' ', FLAG_BUILD, "randstruct",
	    "the kernel or a module was built with randomised structure layouts",
	    "none: give the build's seed to whoever reads a crash dump of it",
	    MAINLINE, FLAG_RELEASE(4, 17, 0), FLAG_NEWEST),
#endif
#if ALL_KERNELS || defined(TAINT_TEST)
	ROW(18, 'N', ' ', FLAG_TEST, "test",
	    "a test, such as a KUnit suite, ran inside the kernel",
	    "boot again before using the machine for anything else",
	    MAINLINE, FLAG_RELEASE(6, 0, 0), FLAG_NEWEST),
#endif
#if ALL_KERNELS || defined(TAINT_FWCTL)
	ROW(19, 'J', ' ', FLAG_USER, "fwctl",
	    "user space changed a device behind its driver through a fwctl debug call",
	    "find out which tool did it; reset the device before blaming its driver",
	    MAINLINE, FLAG_RELEASE(6, 15, 0), FLAG_NEWEST),
#endif
};
