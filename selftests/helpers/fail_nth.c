// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lets the kernel fail one allocation of this thread: the first of what it does,
 * then, of the same once more, the second, and so on until none is left to fail.
 *
 * Usage: fail_nth count FILE PARAMETERS
 *        fail_nth load FROM FILE HOOKS [DIR...]
 *        fail_nth unload FROM FILE PARAMETERS [DIR...]
 *        fail_nth read FROM FILE
 *        fail_nth write FROM FILE WORDS
 *	count: prints how many allocations there are in an attempt to load the module
 *	FROM: the first one to fail, from 1; N,ALL,STEP: that, all of so many, and
 *		each STEPth of the others
 *	load, unload: of the module in FILE; none of the DIRs may be there afterwards
 *	HOOKS: a file that is printed when the module has been loaded all the same
 *
 * Prints for each allocation its number and "ok" or the error's name; or "loaded",
 * how many files there were in each DIR, and what was in HOOKS; or "left" and the
 * DIR that is left.  The last line is "N none": there is no Nth; a load without it
 * has the line before.
 *
 * See Documentation/fault-injection/fault-injection.rst of the kernel: fail-nth.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static void fail(const char *what)
{
	perror(what);
	exit(2);
}

static int knob = -1;

static void arm(unsigned int n)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%u", n);

	if (pwrite(knob, text, len, 0) != len)
		fail("fail-nth");
}

/* How many allocations were still to come until the one that fails: 0 when it has. */
static unsigned int disarm(void)
{
	char text[16] = "";

	if (pread(knob, text, sizeof(text) - 1, 0) < 0)
		fail("fail-nth");
	arm(0);
	return strtoul(text, NULL, 10);
}

static const char *file, *words;
static char module[64];
static char **dirs;

static int load_with(const char *parameters)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC), err, error;

	if (fd < 0)
		return -1;
	err = syscall(SYS_finit_module, fd, parameters, 0);
	error = errno;
	close(fd);
	errno = error;
	return err;
}

static int load(void)
{
	return load_with("");
}

static int unload(void)
{
	return syscall(SYS_delete_module, module, O_NONBLOCK);
}

static void load_first(void)
{
	if (load_with(words))
		fail(file);
}

static unsigned int count_files(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	char name[PATH_MAX];
	unsigned int n = 0;

	while (dir && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
		n += entry->d_type == DT_DIR ? count_files(name) : 1;
	}
	if (dir)
		closedir(dir);
	return n;
}

static void show_loaded(unsigned int n)
{
	char hooks[128] = "";
	int fd = open(words, O_RDONLY), i;

	if (fd < 0 || read(fd, hooks, sizeof(hooks) - 1) < 0)
		fail(words);
	close(fd);
	printf("%u loaded", n);
	for (i = 0; dirs[i]; i++)
		printf(" %u", count_files(dirs[i]));
	printf(" %s", hooks);
	if (unload())
		fail(module);
}

static void show_left(unsigned int n)
{
	int i;

	for (i = 0; dirs[i]; i++)
		if (!access(dirs[i], F_OK))
			printf("%u left %s\n", n, dirs[i]);
}

static int read_all(void)
{
	int fd = open(file, O_RDONLY), error;
	char buf[4096];
	ssize_t len;

	if (fd < 0)
		return -1;
	do
		len = read(fd, buf, sizeof(buf));
	while (len > 0);
	error = errno;
	close(fd);
	errno = error;
	return len;
}

static int write_words(void)
{
	int fd = open(file, O_WRONLY), error;
	ssize_t len;

	if (fd < 0)
		return -1;
	len = write(fd, words, strlen(words));
	error = errno;
	close(fd);
	errno = error;
	return len < 0 ? -1 : 0;
}

static void nothing(void)
{
}

static const struct {
	const char *word;
	void (*prepare)(void);
	int (*act)(void);
} modes[] = {
	{ "load", nothing, load },
	{ "unload", load_first, unload },
	{ "read", nothing, read_all },
	{ "write", nothing, write_words },
	{ NULL, NULL, NULL }
};

static int wrong_usage(void)
{
	fprintf(stderr, "usage: fail_nth count FILE PARAMETERS\n"
		"       fail_nth load|unload|read|write FROM FILE [WORD...]\n");
	return 2;
}

int main(int argc, char **argv)
{
	unsigned int n, mode, left, all = UINT_MAX, step = 1;

	if (argc < 4)
		return wrong_usage();
	knob = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	if (knob < 0)
		fail("/proc/thread-self/fail-nth");
	if (!strcmp(argv[1], "count")) {
		file = argv[2];
		arm(INT_MAX);
		load_with(argv[3]);
		printf("%u\n", INT_MAX - disarm());
		return 0;
	}
	for (mode = 0; modes[mode].word && strcmp(argv[1], modes[mode].word); mode++)
		;
	if (!modes[mode].word)
		return wrong_usage();
	if (sscanf(argv[2], "%u,%u,%u", &n, &all, &step) < 1 || !n || !step)
		return wrong_usage();
	file = argv[3];
	words = argc > 4 ? argv[4] : "";
	dirs = argv + (argc > 4 ? 5 : 4);
	snprintf(module, sizeof(module), "%s", basename(strdupa(file)));
	module[strcspn(module, ".")] = '\0';
	setvbuf(stdout, NULL, _IOLBF, 0);

	for (;; n += all ? 1 : step, all -= !!all) {
		int err, error;

		modes[mode].prepare();
		arm(n);
		err = modes[mode].act();
		error = errno;
		left = disarm();
		if (left && modes[mode].act != load)
			break;
		if (err)
			printf("%u %s\n", n, strerrorname_np(error));
		else if (modes[mode].act == load)
			show_loaded(n);
		else
			printf("%u ok\n", n);
		if (modes[mode].act == load || modes[mode].act == unload)
			show_left(n);
		if (left)
			break;
	}
	printf("%u none\n", n);
	return 0;
}
