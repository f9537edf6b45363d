// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loads a crash kernel, which the kernel starts when it crashes.
 *
 * Usage: load_crash KERNEL INITRAMFS COMMAND_LINE
 *
 * Prints "loaded" or the error's name, and exits 0 or 1.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/kexec.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int open_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		perror(path);
	return fd;
}

static long load(int kernel, int initramfs, const char *command_line)
{
#ifdef SYS_kexec_file_load
	return syscall(SYS_kexec_file_load, kernel, initramfs, strlen(command_line) + 1,
		       command_line, KEXEC_FILE_ON_CRASH);
#else
	(void)kernel;
	(void)initramfs;
	(void)command_line;
	errno = EOPNOTSUPP;
	return -1;
#endif
}

int main(int argc, char **argv)
{
	int kernel, initramfs;
	long err;

	if (argc != 4) {
		fprintf(stderr, "usage: load_crash KERNEL INITRAMFS COMMAND_LINE\n");
		return 2;
	}
	kernel = open_file(argv[1]);
	initramfs = open_file(argv[2]);
	if (kernel < 0 || initramfs < 0)
		return 2;
	err = load(kernel, initramfs, argv[3]);
	printf("%s\n", err ? strerrorname_np(errno) : "loaded");
	return !!err;
}
