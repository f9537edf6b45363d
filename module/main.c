// SPDX-License-Identifier: GPL-2.0-only
/*
 * taint_info: what the kernel's taint flags mean, when they appeared and who
 * raised them.  Parameters; one ladder up, in two parts, and one down.
 *
 * Context: load and unload, or two initcalls; a process that may sleep.  Whoever wakes the
 * worker is armed last and disarmed first.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "debugfs.h"
#include "device.h"
#include "groups.h"
#include "hooks.h"
#include "kick.h"
#include "loading.h"
#include "note.h"
#include "panic.h"
#include "probe.h"
#include "sysfs.h"
#include "version.h"
#include "worker.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

#ifndef CONFIG_SYSFS
#error "taint_info needs a kernel with sysfs"
#endif

#define POLL_MS_MAX 3600000
static unsigned int poll_ms = 1000;
module_param(poll_ms, uint, 0444);
MODULE_PARM_DESC(poll_ms, "Compare taint masks this often, in milliseconds; at most 3600000, 0 for no timer (default 1000)");

static char *hooks = "auto";
module_param(hooks, charp, 0444);
MODULE_PARM_DESC(hooks, "How to notice a taint: auto, every way there is; none, by comparing masks alone (default auto)");

static bool panic_report = true;
module_param(panic_report, bool, 0444);
MODULE_PARM_DESC(panic_report, "At a panic, print who set which flag (default true)");

/*
 * From here on what is raised is seen.  Nobody is told of it yet, but for a panic: this
 * needs neither the driver core nor a directory of sysfs.
 */
static int __init start_watching(void)
{
	bool use_hooks = !strcmp(hooks, "auto");
	int err;

	if (!use_hooks && strcmp(hooks, "none")) {
		pr_err("hooks=%s is not known: auto or none\n", hooks);
		return -EINVAL;
	}
	if (poll_ms > POLL_MS_MAX) {
		pr_err("poll_ms=%u is too long: at most %u, or 0 for no timer\n",
		       poll_ms, POLL_MS_MAX);
		return -EINVAL;
	}
	if (!use_hooks && !poll_ms) {
		pr_err("hooks=none poll_ms=0 leaves no way to notice a taint\n");
		return -EINVAL;
	}

	err = note_start();
	if (err)
		return err;
	err = kick_start(worker_run, poll_ms);
	if (err) {
		note_stop();
		return err;
	}
	groups_start();
	worker_open();
	kick_open();
	loading_start(worker_read);
	if (use_hooks)
		hooks_arm();
	/* Hooks first, then the mask: no flag can slip in between. */
	worker_begin();
	if (probe_silent())
		hooks_try();
	if (panic_report)
		panic_lines_start();
	return 0;
}

/* Nothing is seen any more, and the worker does not run. */
static void stop_watching(void)
{
	if (panic_report)
		panic_lines_stop();
	kick_shut();
	worker_shut();
	hooks_disarm();
}

/* No hook is armed and no file is left: nobody kicks any more. */
static void free_memory(void)
{
	kick_stop();
	note_stop();
}

/* The files and devices; then the worker tells of what was seen so far. */
static int __init start_telling(void)
{
	char text[HOOKS_TEXT_SIZE];
	int err;

	err = state_files_start();
	if (err)
		goto watching;
	err = flag_devices_start(state_files_flags_dir());
	if (err)
		goto state_files;
	report_files_start();
	worker_tell();
	kick_poll();

	hooks_text(text, sizeof(text));
	pr_info("version %s, noticing taints by: %s\n", TAINT_INFO_VERSION, text);
	return 0;

state_files:
	state_files_stop();
watching:
	stop_watching();
	free_memory();
	return err;
}

#ifdef MODULE
static int __init taint_info_init(void)
{
	return start_watching() ?: start_telling();
}
module_init(taint_info_init);
#else
static int early_err __initdata = -ENODEV;	/* if initcall_blacklist= has left it out */

/*
 * As early as workqueues and kprobes are there, which an early_initcall that is linked before
 * this one has set up: what is raised from here on, on the way to user space, is observed.
 */
static int __init taint_info_early_init(void)
{
	early_err = start_watching();
	return early_err;
}
early_initcall(taint_info_early_init);

/*
 * When every driver had its turn; there is no user space yet.  Of what an initcall returns
 * nobody is told.
 */
static int __init taint_info_init(void)
{
	int err = early_err ?: start_telling();

	if (err)
		pr_err("nobody watches (error %d)\n", err);
	return err;
}
late_initcall(taint_info_init);
#endif

static void __exit taint_info_exit(void)
{
	stop_watching();
	report_files_stop();
	flag_devices_stop();
	state_files_stop();
	free_memory();
}
module_exit(taint_info_exit);

MODULE_AUTHOR("The taint_info authors");
MODULE_DESCRIPTION("Decoded kernel taint flags: what, when, who; in sysfs and by uevent");
MODULE_LICENSE("GPL");
MODULE_VERSION(TAINT_INFO_VERSION);
