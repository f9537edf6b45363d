// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loads a module, as insmod does, and says the errno by name.
 *
 * Usage: load_module [--force] [--name NAME] FILE [PARAMETERS] [--then ...]
 *        load_module --delete NAME
 *	--force: let the kernel leave out the check that the module fits it
 *	--name: under another name, of at most the length of its own
 *	--then: after that, whatever came of it, the same thread loads another
 *	--delete: the contrary, for a name that is no file's
 *
 * Prints "loaded", "deleted" or the error's name for each, and exits 0 or 1 for the last.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <linux/module.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void fail(const char *what)
{
	perror(what);
	exit(2);
}

static int wrong_usage(void)
{
	fprintf(stderr, "usage: load_module [OPTION]... FILE [PARAMETERS] [--then ...]\n");
	exit(2);
}

/* The kernel goes by the name in struct module; modinfo has it too. */
static void rename_in(char *image, size_t size, const char *path, const char *name)
{
	char *file = strdup(path), *old, *at = image;
	size_t len;

	old = basename(file);
	len = strcspn(old, ".");
	if (strlen(name) > len)
		wrong_usage();
	old[len] = '\0';
	/* Not where it is the end of another word. */
	for (; (at = memmem(at, image + size - at, old, len + 1)); at += len) {
		if (at[-1] && at[-1] != '=')
			continue;
		memset(at, 0, len);
		memcpy(at, name, strlen(name));
	}
}

static long load(const char *path, const char *parameters, int flags, const char *name)
{
	struct stat status;
	char *image;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &status))
		fail(path);
	if (!name)
		return syscall(SYS_finit_module, fd, parameters, flags);

	image = malloc(status.st_size);
	if (!image || read(fd, image, status.st_size) != status.st_size)
		fail(path);
	rename_in(image, status.st_size, path, name);
	return syscall(SYS_init_module, image, (unsigned long)status.st_size, parameters);
}

int main(int argc, char **argv)
{
	long err = 0;
	int i = 1;

	if (argc == 3 && !strcmp(argv[1], "--delete")) {
		err = syscall(SYS_delete_module, argv[2], O_NONBLOCK);
		printf("%s\n", err ? strerrorname_np(errno) : "deleted");
		return !!err;
	}

	do {
		const char *name = NULL, *path, *parameters = "";
		int flags = 0;

		for (; i < argc - 1 && !strncmp(argv[i], "--", 2); i++) {
			if (!strcmp(argv[i], "--force"))
				flags = MODULE_INIT_IGNORE_VERMAGIC;
			else if (!strcmp(argv[i], "--name"))
				name = argv[++i];
			else
				wrong_usage();
		}
		if (i >= argc || (flags && name))
			wrong_usage();
		path = argv[i++];
		if (i < argc && strcmp(argv[i], "--then"))
			parameters = argv[i++];
		if (i < argc && strcmp(argv[i++], "--then"))
			wrong_usage();
		err = load(path, parameters, flags, name);
		printf("%s\n", err ? strerrorname_np(errno) : "loaded");
	} while (i < argc);
	return !!err;
}
