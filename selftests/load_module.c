// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loads a module, as insmod does, and says the errno by name.
 *
 * Usage: load_module [--force] FILE [PARAMETERS]
 *	--force: let the kernel leave out the check that the module fits it
 *
 * Prints "loaded" and exits 0, or prints the error's name and exits 1.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/module.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int flags = 0;
	int fd;

	if (argc > 1 && !strcmp(argv[1], "--force")) {
		flags = MODULE_INIT_IGNORE_VERMAGIC;
		argv++;
		argc--;
	}
	if (argc != 2 && argc != 3) {
		fprintf(stderr, "usage: load_module [--force] FILE [PARAMETERS]\n");
		return 2;
	}
	fd = open(argv[1], O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		perror(argv[1]);
		return 2;
	}
	if (syscall(SYS_finit_module, fd, argc == 3 ? argv[2] : "", flags)) {
		printf("%s\n", strerrorname_np(errno));
		return 1;
	}
	printf("loaded\n");
	return 0;
}
