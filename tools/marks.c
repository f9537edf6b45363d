// SPDX-License-Identifier: GPL-2.0-only
/*
 * Marks that what sets a flag leaves in files: how the kernel was built, what it shows of the
 * processor and of patches, what it was told on its command line and in modprobe.d, tables
 * in the initramfs.
 *
 * What taints is by kernel/params.c, kernel/panic.c, arch/x86/kernel/cpu/ and
 * drivers/acpi/tables.c of Linux 4.18 to 7.3.
 */
#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "marks.h"
#include "program.h"
#include "text.h"

/* What is asked of, and who is told. */
struct marks {
	const struct state *state;
	void (*found)(const char *flag, struct evidence *evidence, void *data);
	void *data;
};

static void tell(const struct marks *marks, const char *flag, enum evidence_kind kind,
		 const char *source, unsigned long line, const char *text, const char *module)
{
	struct evidence evidence = { .kind = kind, .line = line };

	copy_text(evidence.source, sizeof(evidence.source), source);
	copy_text(evidence.text, sizeof(evidence.text), text);
	copy_text(evidence.module, sizeof(evidence.module), module);
	marks->found(flag, &evidence, marks->data);
}

/* Nothing is read for a flag that is not set. */
static bool is_set(const struct marks *marks, const char *flag)
{
	unsigned int i;

	for (i = 0; i < marks->state->nr_flags; i++)
		if (!strcmp(marks->state->flags[i].name, flag))
			return marks->state->flags[i].set;
	return false;
}

/* --- how the kernel was built --- */

/* Lines of a configuration, and which flag a kernel of it carries from the first moment. */
static const struct {
	const char *text;
	const char *flag;
} built[] = {
	{ "CONFIG_RANDSTRUCT=y", "randstruct" },
	{ "CONFIG_GCC_PLUGIN_RANDSTRUCT=y", "randstruct" },
	{ "CONFIG_ACPI_CUSTOM_DSDT=y", "overridden_acpi_table" },
};

/* None is longer, whatever a root has. */
#define CONFIG_LINES 100000

static void read_config(const struct marks *marks, FILE *in, const char *source)
{
	unsigned long number;
	char line[256];
	size_t i;

	for (number = 1; number < CONFIG_LINES && fgets(line, sizeof(line), in); number++) {
		line[strcspn(line, "\n")] = '\0';
		for (i = 0; i < ARRAY_SIZE(built); i++)
			if (!strcmp(line, built[i].text))
				tell(marks, built[i].flag, EVIDENCE_MARK, source, number, line, "");
	}
}

static bool read_config_file(const struct marks *marks, const char *source)
{
	int fd = open_file(AT_FDCWD, source, 0);
	FILE *in = fd < 0 ? NULL : fdopen(fd, "r");

	if (!in)
		return false;
	read_config(marks, in, source);
	fclose(in);
	return true;
}

static void find_config(const struct marks *marks)
{
	static const char *const paths[] = {
		"/boot/config-%.128s", "/lib/modules/%.128s/config",
		"/usr/lib/modules/%.128s/config",
	};
	static const char *const unpack[] = { "gzip", "-dc", NULL };
	static const char running[] = "/proc/config.gz";
	char path[192];
	pid_t child;
	size_t i;
	FILE *in;
	int fd;

	for (i = 0; i < ARRAY_SIZE(paths); i++) {
		snprintf(path, sizeof(path), paths[i], marks->state->release);
		if (read_config_file(marks, path))
			return;
	}
	fd = open_file(AT_FDCWD, running, 0);
	in = fd < 0 ? NULL : open_program(unpack, fd, true, &child);
	if (in) {
		read_config(marks, in, running);
		close_program(in, child);
	}
	if (fd >= 0)
		close(fd);
}

/* --- what the kernel shows --- */

static void find_microcode(const struct marks *marks)
{
	static const char path[] = "/sys/devices/system/cpu/vulnerabilities/old_microcode";
	char text[TEXT_SIZE];

	if (read_text(text, sizeof(text), path) && !strncmp(text, "Vulnerable", 10))
		tell(marks, "cpu_out_of_spec", EVIDENCE_MARK, path, 0, text, "");
}

static void find_patches(const struct marks *marks)
{
	static const char path[] = "/sys/kernel/livepatch";
	DIR *dir = open_list(path);
	struct dirent *entry;
	char name[160];

	while (dir && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "%s/%.100s", path, entry->d_name);
		tell(marks, "livepatch", EVIDENCE_MARK, name, 0, entry->d_name, entry->d_name);
	}
	if (dir)
		closedir(dir);
}

/* --- options --- */

/* Those that kernels call dangerous, of one release or another. */
static const struct {
	const char *module;
	const char *option;
} dangerous[] = {
	{ "alienware_wmi", "force_gmode" },
	{ "alienware_wmi", "force_hwmon" },
	{ "alienware_wmi", "force_platform_profile" },
	{ "amdgpu", "debug_mask" },
	{ "amdgpu", "emu_mode" },
	{ "amdgpu", "exp_hw_support" },
	{ "amdgpu", "force_asic_type" },
	{ "amdgpu", "gpu_recovery" },
	{ "amdgpu", "halt_if_hws_hang" },
	{ "amdgpu", "hws_gws_support" },
	{ "amdgpu", "ip_block_mask" },
	{ "amdgpu", "mtype_local" },
	{ "amdgpu", "no_queue_eviction_on_vm_fault" },
	{ "amdgpu", "reset_method" },
	{ "amdgpu", "sched_policy" },
	{ "dell_smm_hwmon", "force" },
	{ "dell_wmi_ddv", "force" },
	{ "drm_display_helper", "dp_aux_i2c_speed_khz" },
	{ "drm_display_helper", "dp_aux_i2c_transfer_size" },
	{ "drm_kms_helper", "dp_aux_i2c_speed_khz" },
	{ "drm_kms_helper", "dp_aux_i2c_transfer_size" },
	{ "drm_kms_helper", "drm_leak_fbdev_smem" },
	{ "drm_kms_helper", "edid_firmware" },
	{ "fb", "lockless_register_fb" },
	{ "i915", "disable_power_well" },
	{ "i915", "dmc_firmware_path" },
	{ "i915", "edp_vswing" },
	{ "i915", "enable_dc" },
	{ "i915", "enable_dc_balance" },
	{ "i915", "enable_dmc_wl" },
	{ "i915", "enable_dp_mst" },
	{ "i915", "enable_dpt" },
	{ "i915", "enable_dsb" },
	{ "i915", "enable_execlists" },
	{ "i915", "enable_fbc" },
	{ "i915", "enable_flipq" },
	{ "i915", "enable_guc" },
	{ "i915", "enable_hangcheck" },
	{ "i915", "enable_ips" },
	{ "i915", "enable_panel_replay" },
	{ "i915", "enable_ppgtt" },
	{ "i915", "enable_psr" },
	{ "i915", "enable_psr2_sel_fetch" },
	{ "i915", "enable_rc6" },
	{ "i915", "enable_sagv" },
	{ "i915", "error_capture" },
	{ "i915", "fastboot" },
	{ "i915", "force_probe" },
	{ "i915", "force_reset_modeset_test" },
	{ "i915", "gsc_firmware_path" },
	{ "i915", "guc_firmware_path" },
	{ "i915", "huc_firmware_path" },
	{ "i915", "inject_probe_failure" },
	{ "i915", "invert_brightness" },
	{ "i915", "lmem_bar_size" },
	{ "i915", "lmem_size" },
	{ "i915", "load_detect_test" },
	{ "i915", "lvds_channel_mode" },
	{ "i915", "mitigations" },
	{ "i915", "nuclear_pageflip" },
	{ "i915", "panel_use_ssc" },
	{ "i915", "prefault_disable" },
	{ "i915", "request_timeout_ms" },
	{ "i915", "reset" },
	{ "i915", "semaphores" },
	{ "i915", "vbt_firmware" },
	{ "i915", "vbt_sdvo_panel_type" },
	{ "intel_vpu", "disable_recovery" },
	{ "intel_vpu", "fail_hw" },
	{ "intel_vpu", "firmware" },
	{ "intel_vpu", "test_mode" },
	{ "kvm_amd", "force_avic" },
	{ "macsmc_hwmon", "fan_control" },
	{ "msi_wmi_platform", "force" },
	{ "msm", "disable_acd" },
	{ "panfrost", "unstable_ioctls" },
	{ "uniwill_laptop", "force" },
	{ "xe", "force_probe" },
	{ "xe", "gsc_firmware_path" },
	{ "xe", "guc_firmware_path" },
	{ "xe", "huc_firmware_path" },
	{ "xe", "wedged_mode" },
};

/* The same name, whether with "-" or with "_", which are one for the kernel. */
static bool same_name(const char *name, const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len && name[i]; i++)
		if (name[i] != text[i] && (name[i] != '_' || text[i] != '-'))
			return false;
	return i == len && !name[i];
}

static bool is_dangerous(const char *module, size_t module_len, const char *option, size_t len)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(dangerous); i++)
		if (same_name(dangerous[i].module, module, module_len) &&
		    same_name(dangerous[i].option, option, len))
			return true;
	return false;
}

static size_t name_length(const char *text)
{
	size_t len = 0;

	while (isalnum((unsigned char)text[len]) || text[len] == '_' || text[len] == '-')
		len++;
	return len;
}

/* "sysctl.kernel.tainted=64", which sets what it says. */
static void tell_of_sysctl(const struct marks *marks, const char *source, const char *word)
{
	unsigned long long mask;
	unsigned int i;

	if (!parse_mask(word + strcspn(word, "=") + 1, &mask))
		return;
	for (i = 0; i < marks->state->nr_flags; i++)
		if (mask >> marks->state->flags[i].bit & 1)
			tell(marks, marks->state->flags[i].name, EVIDENCE_OPTION, source, 0, word,
			     "");
}

/* One word of the command line. */
static void read_word(const struct marks *marks, const char *source, const char *word)
{
	static const char *const cpu[] = {
		"clearcpuid=", "setcpuid=", "forcepae", "microcode.amd_sha_check=off",
	};
	static const char *const sysctl[] = { "sysctl.kernel.tainted=", "sysctl.kernel/tainted=" };
	size_t len = name_length(word), i;
	char module[64];

	for (i = 0; i < ARRAY_SIZE(cpu); i++)
		if (!strncmp(word, cpu[i], strlen(cpu[i])))
			tell(marks, "cpu_out_of_spec", EVIDENCE_OPTION, source, 0, word, "");
	if (!strncmp(word, "pci=", 4) && (strstr(word, "use_e820") || strstr(word, "no_e820")))
		tell(marks, "firmware_workaround", EVIDENCE_OPTION, source, 0, word, "");
	for (i = 0; i < ARRAY_SIZE(sysctl); i++)
		if (!strncmp(word, sysctl[i], strlen(sysctl[i])))
			tell_of_sysctl(marks, source, word);
	if (word[len] != '.' || len >= sizeof(module) ||
	    !is_dangerous(word, len, word + len + 1, name_length(word + len + 1)))
		return;
	snprintf(module, sizeof(module), "%.*s", (int)len, word);
	tell(marks, "user", EVIDENCE_OPTION, source, 0, word, module);
}

static void find_options(const struct marks *marks)
{
	static const char path[] = "/proc/cmdline";
	char *text = read_end(path), *word, *rest;

	for (word = text ? strtok_r(text, "\n ", &rest) : NULL; word;
	     word = strtok_r(NULL, "\n ", &rest)) {
		/* What is behind it is for init. */
		if (!strcmp(word, "--"))
			break;
		read_word(marks, path, word);
	}
	free(text);
}

/* --- modprobe.d --- */

/* "options i915 enable_fbc=1" and "install foo /sbin/modprobe --force --ignore-install foo" */
static void read_modprobe_line(const struct marks *marks, const char *source,
			       unsigned long number, const char *line)
{
	static const char blanks[] = " \t";
	static const char *const forces[] = {
		" --force", " -f ", " --force-vermagic", " --force-modversion",
	};
	const char *module, *word = line + strspn(line, blanks);
	bool options = !strncmp(word, "options", 7), install = !strncmp(word, "install", 7);
	char name[64];
	size_t len, i;

	if ((!options && !install) || !strchr(blanks, word[7]) || !word[7])
		return;
	module = word + 7 + strspn(word + 7, blanks);
	len = name_length(module);
	snprintf(name, sizeof(name), "%.*s", (int)(len < 63 ? len : 63), module);
	word = module + len;
	if (install) {
		for (i = 0; i < ARRAY_SIZE(forces); i++) {
			if (!strstr(word, forces[i]))
				continue;
			tell(marks, "forced_module", EVIDENCE_OPTION, source, number, line, name);
			break;
		}
		return;
	}
	for (word += strspn(word, blanks); *word; word += strspn(word, blanks)) {
		if (is_dangerous(module, len, word, name_length(word))) {
			tell(marks, "user", EVIDENCE_OPTION, source, number, line, name);
			return;
		}
		word += strcspn(word, blanks);
	}
}

static void read_modprobe_file(const struct marks *marks, const char *path)
{
	char *text = read_end(path), *rest = text, *line;
	unsigned long number = 0;

	while (text && (line = take_line(&rest)))
		read_modprobe_line(marks, path, ++number, line);
	free(text);
}

/* No more files of one directory. */
#define FILES_MOST 500

static void find_modprobe(const struct marks *marks)
{
	static const char *const paths[] = {
		"/etc/modprobe.d", "/run/modprobe.d", "/usr/local/lib/modprobe.d",
		"/usr/lib/modprobe.d", "/lib/modprobe.d",
	};
	unsigned int left, i;
	struct dirent *entry;
	char path[192];
	size_t len;
	DIR *dir;

	for (i = 0; i < ARRAY_SIZE(paths); i++) {
		dir = open_list(paths[i]);
		for (left = FILES_MOST; dir && left && (entry = readdir(dir)); left--) {
			len = strlen(entry->d_name);
			if (len < 5 || len > 100 || strcmp(entry->d_name + len - 5, ".conf"))
				continue;
			snprintf(path, sizeof(path), "%s/%s", paths[i], entry->d_name);
			read_modprobe_file(marks, path);
		}
		if (dir)
			closedir(dir);
	}
}

/* --- tables in the initramfs --- */

/* The head of a file in a cpio archive, of the kind that a kernel reads. */
#define HEAD 110

static unsigned long field_of(const char *head, unsigned int field)
{
	char text[9];

	snprintf(text, sizeof(text), "%.8s", head + 6 + 8 * field);
	return strtoul(text, NULL, 16);
}

/*
 * Of the archives in the beginning, which are not compressed, those files that replace tables
 * of the firmware.  Behind the last file of one the next begins, after some NULs.
 */
static void read_initramfs(const struct marks *marks, int fd, const char *source)
{
	static const char tables[] = "kernel/firmware/acpi/";
	unsigned long size, name_size;
	char head[HEAD + 128];
	unsigned int left;
	off_t at = 0;
	ssize_t got;

	for (left = 4000; left; left--) {
		got = pread(fd, head, sizeof(head) - 1, at);
		if (got < HEAD)
			return;
		head[got] = '\0';
		if (!memcmp(head, "\0\0\0", 4)) {
			at += 4;
			continue;
		}
		if (strncmp(head, "070701", 6) && strncmp(head, "070702", 6))
			return;
		size = field_of(head, 6);
		name_size = field_of(head, 11);
		if (!strncmp(head + HEAD, tables, strlen(tables)) && size)
			tell(marks, "overridden_acpi_table", EVIDENCE_OPTION, source, 0,
			     head + HEAD, "");
		at += (off_t)((HEAD + name_size + 3) & ~3UL);
		at += (off_t)((size + 3) & ~3UL);
	}
}

/* From 4.18 on, if not before, what the initramfs has in place of a table sets no flag. */
static bool tables_may_taint(const struct state *state)
{
	unsigned int major, minor;

	return sscanf(state->release, "%u.%u", &major, &minor) == 2 &&
	       (major < 4 || (major == 4 && minor < 18));
}

static void find_tables(const struct marks *marks)
{
	static const char *const paths[] = {
		"/boot/initrd.img-%.128s", "/boot/initramfs-%.128s.img", "/boot/initrd-%.128s",
	};
	char path[192];
	size_t i;
	int fd;

	for (i = 0; i < ARRAY_SIZE(paths); i++) {
		snprintf(path, sizeof(path), paths[i], marks->state->release);
		fd = open_file(AT_FDCWD, path, 0);
		if (fd < 0)
			continue;
		read_initramfs(marks, fd, path);
		close(fd);
	}
}

/* --- all of them --- */

/**
 * find_marks() - look for marks of the flags that are set
 * @state: the state
 * @found: called with each, and with the name of the flag
 * @data: for it
 */
void find_marks(const struct state *state,
		void (*found)(const char *flag, struct evidence *evidence, void *data),
		void *data)
{
	const struct marks marks = { state, found, data };

	if (is_set(&marks, "randstruct") || is_set(&marks, "overridden_acpi_table"))
		find_config(&marks);
	if (is_set(&marks, "overridden_acpi_table") && tables_may_taint(state))
		find_tables(&marks);
	if (is_set(&marks, "cpu_out_of_spec"))
		find_microcode(&marks);
	if (is_set(&marks, "livepatch"))
		find_patches(&marks);
	if (is_set(&marks, "user") || is_set(&marks, "forced_module"))
		find_modprobe(&marks);
	find_options(&marks);
}
