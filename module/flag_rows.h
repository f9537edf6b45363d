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
	    "which module: grep F /sys/module/*/taint, or \"kernel tainted\" in the log; build it for this very kernel, or boot without it",
	    UBUNTU, FLAG_RELEASE(3, 13, 0), FLAG_RELEASE(3, 13, 0)),
	ROW(13, 'X', ' ', FLAG_MODULE, "unsigned_module",
	    "a module without a valid signature was loaded on a kernel that knows signatures",
	    "no error by itself; which module: grep X /sys/module/*/taint; sign it with a key that this kernel trusts to be rid of it",
	    UBUNTU, FLAG_RELEASE(3, 13, 0), FLAG_RELEASE(3, 13, 0)),
#endif

	/* --- Red Hat --- */

#if ALL_KERNELS
	/* The letter of the list of modules: no column shows it. */
	ROW(6, 'U', ' ', FLAG_MODULE, "unsigned_module",
	    "a module that Red Hat has not signed was loaded; reports have no column for it",
	    "no error by itself; check where that module comes from; (U) behind its name in the list of modules of a report tells which it is",
	    RED_HAT, 400, 599),
	ROW(14, 'L', ' ', FLAG_FAULT, "softlockup",
	    "a processor was kept from scheduling for too long (soft lockup)",
	    "\"BUG: soft lockup\" in the log names processor and process; see what it hung in; in a virtual machine see whether the host was overloaded",
	    RED_HAT, 606, 610),
	ROW(2, 'S', ' ', FLAG_HARDWARE, "unsafe_smp",
	    "several processors are in use that were not made for that",
	    "use one processor (maxcpus=1), or processors that are made for it",
	    RED_HAT, 600, 799),
#endif
#if ALL_KERNELS || (defined(TAINT_AUX) && VENDOR_RHEL >= 9)
	ROW(16, 'X', ' ', FLAG_VENDOR, "aux",
	    "a feature that Red Hat offers as a technology preview is in use",
	    "no error by itself; \"TECH PREVIEW\" in the log names the feature; ask whether the fault goes without it; Red Hat does not fully support it",
	    RED_HAT, 900, 1099),
#endif
#if ALL_KERNELS || defined(TAINT_PARTNER_SUPPORTED)
	ROW(26, 'p', ' ', FLAG_VENDOR, "partner_supported",
	    "a module was loaded that a partner of Red Hat supports",
	    "no error by itself; which module: grep p /sys/module/*/taint; report its faults to the partner",
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
	    "no error by itself; \"NOT SUPPORTED\" or \"been removed\" in the log names the driver; plan to replace the device",
	    RED_HAT, 800, 899),
#endif
#if ALL_KERNELS || (defined(TAINT_SUPPORT_REMOVED) && VENDOR_RHEL != 8)
	ROW(27, 'h', ' ', FLAG_VENDOR, "support_removed",
	    "a driver runs a device that Red Hat no longer supports",
	    "no error by itself; \"NOT SUPPORTED\" or \"been removed\" in the log names the driver; plan to replace the device",
	    RED_HAT, 900, 1099),
#endif
#if ALL_KERNELS || defined(TAINT_HARDWARE_UNSUPPORTED)
	ROW(28, 'H', ' ', FLAG_VENDOR, "hardware_unsupported",
	    "the kernel runs on hardware that Red Hat does not support",
	    "no error by itself; \"has not undergone testing\" in the log names the hardware; expect no support for it",
	    RED_HAT, 600, 799),
#endif
#if ALL_KERNELS || (defined(TAINT_TECH_PREVIEW) && VENDOR_RHEL != 8)
	ROW(29, 'T', ' ', FLAG_VENDOR, "tech_preview",
	    "a feature that Red Hat offers as a technology preview is in use",
	    "no error by itself; \"TECH PREVIEW\" in the log names the feature; ask whether the fault goes without it; Red Hat does not fully support it",
	    RED_HAT, 500, 799),
#endif
#if ALL_KERNELS || (defined(TAINT_TECH_PREVIEW) && VENDOR_RHEL == 8)
	ROW(29, 't', ' ', FLAG_VENDOR, "tech_preview",
	    "a feature that Red Hat offers as a technology preview is in use",
	    "no error by itself; \"TECH PREVIEW\" in the log names the feature; ask whether the fault goes without it; Red Hat does not fully support it",
	    RED_HAT, 800, 899),
#endif
#if ALL_KERNELS || (defined(TAINT_UNPRIVILEGED_BPF) && TAINT_UNPRIVILEGED_BPF == 30)
	ROW(30, 'u', ' ', FLAG_USER, "unprivileged_bpf",
	    "users without privileges may load BPF programs",
	    "\"Unprivileged BPF\" in the log says whether it was at boot or later; set kernel.unprivileged_bpf_disabled to 1; the mark stays until the next boot",
	    RED_HAT, 800, 899),
#endif
#if ALL_KERNELS || (defined(TAINT_UNPRIVILEGED_BPF) && TAINT_UNPRIVILEGED_BPF == 31)
	ROW(31, 'u', ' ', FLAG_USER, "unprivileged_bpf",
	    "users without privileges may load BPF programs",
	    "\"Unprivileged BPF\" in the log says whether it was at boot or later; set kernel.unprivileged_bpf_disabled to 1; the mark stays until the next boot",
	    RED_HAT, 900, 1099),
#endif

	/* --- SUSE, where the kernel was built with CONFIG_SUSE_KERNEL_SUPPORTED --- */

#if ALL_KERNELS
	ROW(FLAG_NO_BIT, 'U', ' ', FLAG_VENDOR, "no_support",
	    "a module was loaded that the vendor does not support",
	    "no error by itself; which module: \"setting U taint flag\" in the log; ask whether the fault goes without it, or ask its author",
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
	    "no error by itself; which module: grep X /sys/module/*/taint; report its faults to the partner",
	    SUSE, 1502, 1699),
#endif
#if ALL_KERNELS || (defined(TAINT_NO_SUPPORT) && TAINT_NO_SUPPORT == 30)
	ROW(30, 'N', ' ', FLAG_VENDOR, "no_support",
	    "a module was loaded that SUSE does not support",
	    "no error by itself; which module: grep N /sys/module/*/taint; ask whether the fault goes without it, or ask its author",
	    SUSE, 1100, 1501),
#endif
#if ALL_KERNELS || (defined(TAINT_EXTERNAL_SUPPORT) && TAINT_EXTERNAL_SUPPORT == 31)
	ROW(31, 'X', ' ', FLAG_VENDOR, "external_support",
	    "a module was loaded that a partner of SUSE supports",
	    "no error by itself; which module: grep X /sys/module/*/taint; report its faults to the partner",
	    SUSE, 1100, 1501),
#endif
	/* A test has the letter N as soon as there is such a flag. */
#if ALL_KERNELS || (defined(TAINT_NO_SUPPORT) && TAINT_NO_SUPPORT == 31 && !defined(TAINT_TEST))
	ROW(31, 'N', ' ', FLAG_VENDOR, "no_support",
	    "a module was loaded that SUSE does not support",
	    "no error by itself; which module: grep N /sys/module/*/taint; ask whether the fault goes without it, or ask its author",
	    SUSE, 1502, 1505),
#endif
#if ALL_KERNELS || (defined(TAINT_NO_SUPPORT) && TAINT_NO_SUPPORT == 31 && defined(TAINT_TEST))
	ROW(31, 'n', ' ', FLAG_VENDOR, "no_support",
	    "a module was loaded that SUSE does not support",
	    "no error by itself; which module: grep n /sys/module/*/taint; ask whether the fault goes without it, or ask its author",
	    SUSE, 1506, 1699),
#endif

	/* --- mainline --- */

	ROW(0, 'P', 'G', FLAG_MODULE, "proprietary_module",
	    "a module whose licence is not GPL-compatible was loaded",
	    "no error by itself; which module: grep P /sys/module/*/taint; report its faults to its maker, to kernel developers those that come back without it",
	    MAINLINE, 0, FLAG_NEWEST),
#if ALL_KERNELS
	/* These knew signatures, but no flag for a module without one. */
	ROW(1, 'F', ' ', FLAG_MODULE, "forced_module",
	    "a module was loaded by force, or without a valid signature on a kernel that knows them",
	    "\"module verification failed\" in the log: no error, sign that module; \"kernel tainted\" there: build it for this very kernel, or boot without it",
	    MAINLINE, FLAG_RELEASE(3, 7, 0), FLAG_RELEASE(3, 14, 255)),
#endif
	ROW(1, 'F', ' ', FLAG_MODULE, "forced_module",
	    "a module was loaded by force, without the check that it fits this kernel",
	    "which module: grep F /sys/module/*/taint, or \"kernel tainted\" in the log; build it for this very kernel, or boot without it",
	    MAINLINE, 0, FLAG_NEWEST),
#if ALL_KERNELS
	ROW(2, 'S', ' ', FLAG_HARDWARE, "unsafe_smp",
	    "several processors are in use that were not made for that",
	    "use one processor (maxcpus=1), or processors that are made for it",
	    MAINLINE, 0, FLAG_RELEASE(3, 14, 255)),
#endif
	ROW(2, 'S', ' ', FLAG_HARDWARE, "cpu_out_of_spec",
	    "the processor or the system runs outside of its specification",
	    "no error by itself, one CPU will do; the log has \"MSR\", \"Overdrive\" or \"microcode\"; from 6.16 on see /sys/devices/system/cpu/vulnerabilities/old_microcode",
	    MAINLINE, FLAG_RELEASE(3, 15, 0), FLAG_NEWEST),
	ROW(3, 'R', ' ', FLAG_USER, "forced_rmmod",
	    "a module was removed by force while it may have been in use",
	    "boot again: code that is gone may still be called; somebody ran rmmod --force, and the log does not say who",
	    MAINLINE, FLAG_RELEASE(2, 6, 0), FLAG_NEWEST),
	ROW(4, 'M', ' ', FLAG_HARDWARE, "machine_check",
	    "the processor reported a hardware error (machine check)",
	    "test memory and processor; ras-mc-ctl --errors, mcelog, the BMC, the log tell more; \"pre-production\" in the log is of an Intel GPU, and no error",
	    MAINLINE, FLAG_RELEASE(2, 6, 10), FLAG_NEWEST),
	ROW(5, 'B', ' ', FLAG_FAULT, "bad_page",
	    "memory management found a page or an object in an impossible state",
	    "a bug or bad memory; see the first \"Bad page\", KASAN, KFENCE or slab report; the process that it names need not be to blame; test the memory",
	    MAINLINE, FLAG_RELEASE(2, 6, 10), FLAG_NEWEST),
	ROW(6, 'U', ' ', FLAG_USER, "user",
	    "user space asked for this mark, or took a risk that the kernel notes",
	    "no fault of the kernel's; \"taint\" in the log names the option or driver at work; else a program wrote to /proc/sys/kernel/tainted or debugfs, and no log says which",
	    MAINLINE, FLAG_RELEASE(2, 6, 21), FLAG_NEWEST),
	ROW(7, 'D', ' ', FLAG_FAULT, "die",
	    "the kernel hit a fatal fault or a BUG() and killed what was running (oops)",
	    "save the log and boot again soon: locks may still be held; report the first oops, whose line has no D yet: journalctl -k | taintinfo decode",
	    MAINLINE, FLAG_RELEASE(2, 6, 23), FLAG_NEWEST),
	ROW(8, 'A', ' ', FLAG_USER, "overridden_acpi_table",
	    "an ACPI table of the firmware was replaced by one that the user supplied",
	    "\"Override\" in the log names the table; see whether a fault comes back without it; no such line: somebody has written to acpi/custom_method in debugfs",
	    MAINLINE, FLAG_RELEASE(2, 6, 25), FLAG_NEWEST),
	ROW(9, 'W', ' ', FLAG_FAULT, "warn",
	    "the kernel met a state that its authors thought impossible (WARN)",
	    "not fatal; the first WARNING of this boot set it, whose report has no W yet; to find it, its place and its module: journalctl -k | taintinfo decode",
	    MAINLINE, FLAG_RELEASE(2, 6, 26), FLAG_NEWEST),
	ROW(10, 'C', ' ', FLAG_MODULE, "crap",
	    "a driver of unproven quality, from the staging tree, was loaded",
	    "no error by itself; which driver: grep C /sys/module/*/taint, or \"GICv3\" in the log; see whether a fault comes back without it before reporting it",
	    MAINLINE, FLAG_RELEASE(2, 6, 28), FLAG_NEWEST),
	ROW(11, 'I', ' ', FLAG_HARDWARE, "firmware_workaround",
	    "a severe bug of the platform's firmware was found and worked around",
	    "no fault of the kernel's; \"Firmware Bug\" or \"BIOS\" in the log says what is wrong; look for an update of the firmware",
	    MAINLINE, FLAG_RELEASE(2, 6, 35), FLAG_NEWEST),
	ROW(12, 'O', ' ', FLAG_MODULE, "oot_module",
	    "a module from outside the kernel's source tree was loaded",
	    "no error by itself, signed or not; which modules: grep O /sys/module/*/taint; see whether a fault comes back without them before reporting it",
	    MAINLINE, FLAG_RELEASE(3, 2, 0), FLAG_NEWEST),
	ROW(13, 'E', ' ', FLAG_MODULE, "unsigned_module",
	    "a module without a valid signature was loaded on a kernel that knows signatures",
	    "no error by itself; which module: grep E /sys/module/*/taint; sign it with an enrolled key (DKMS's own: mokutil --import /var/lib/dkms/mok.pub)",
	    MAINLINE, FLAG_RELEASE(3, 15, 0), FLAG_NEWEST),
	ROW(14, 'L', ' ', FLAG_FAULT, "softlockup",
	    "a processor was kept from scheduling for too long (soft lockup)",
	    "\"BUG: soft lockup\" in the log names processor and process; see what it hung in; no such line: amdgpu.lockup_timeout is negative; in a guest look at the host, too",
	    MAINLINE, FLAG_RELEASE(3, 17, 0), FLAG_NEWEST),
	ROW(15, 'K', ' ', FLAG_MODULE, "livepatch",
	    "code of the running kernel was replaced by a live patch",
	    "no error by itself; which patches: ls /sys/kernel/livepatch; report faults with their names; see whether one comes back without them",
	    MAINLINE, FLAG_RELEASE(4, 0, 0), FLAG_NEWEST),
#if ALL_KERNELS || defined(TAINT_AUX)
	ROW(16, 'X', ' ', FLAG_VENDOR, "aux",
	    "auxiliary flag; the distribution decides what it means",
	    "ask the distribution what it stands for; Debian: \"fanotify permission checks\" (virus scanner) or \"RAID5/6\" (btrfs) in the log",
	    MAINLINE, FLAG_RELEASE(4, 15, 0), FLAG_NEWEST),
#endif
#if ALL_KERNELS || defined(TAINT_RANDSTRUCT)
	ROW(17, 'T', ' ', FLAG_BUILD, "randstruct",
	    "the kernel or a module was built with randomised structure layouts",
	    "no error: it is so from the start; give the build's seed to whoever reads a crash dump",
	    MAINLINE, FLAG_RELEASE(4, 17, 0), FLAG_NEWEST),
#endif
#if ALL_KERNELS || defined(TAINT_TEST)
	ROW(18, 'N', ' ', FLAG_TEST, "test",
	    "a test, such as a KUnit suite, ran inside the kernel",
	    "boot again before using the machine for anything else; which test: grep N /sys/module/*/taint, or the results in the log",
	    MAINLINE, FLAG_RELEASE(6, 0, 0), FLAG_NEWEST),
#endif
#if ALL_KERNELS || defined(TAINT_FWCTL)
	ROW(19, 'J', ' ', FLAG_USER, "fwctl",
	    "user space changed a device behind its driver through a fwctl debug call",
	    "\"full access to the physical device\" in the log names the program; reset the device before blaming its driver",
	    MAINLINE, FLAG_RELEASE(6, 15, 0), FLAG_NEWEST),
#endif
};
