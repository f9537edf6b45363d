// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes words to a file, as somebody whom the test can name.
 *
 * Usage: order [--comm NAME] [--uid UID] [--group DIRECTORY] [--thread] [--contained] FILE WORDS
 *	--comm: under this name
 *	--uid: as this user; the file is opened before
 *	--thread: in a thread that is not the process's first
 *	--group: in that control group
 *	--contained: in namespaces of its own for users, processes and, where there are such,
 *		control groups
 *
 * Prints the id which the writing thread has in this namespace, writes, and
 * exits 0, or 1 on an error; it may be killed, too.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *comm, *words;
static int fd;

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void do_write(void)
{
	if (comm && prctl(PR_SET_NAME, comm))
		fail("PR_SET_NAME");
	if (write(fd, words, strlen(words)) < 0)
		fail("write");
}

static void *thread(void *unused)
{
	(void)unused;
	printf("%d\n", gettid());
	fflush(stdout);
	do_write();
	return NULL;
}

static void enter_group(const char *directory)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/cgroup.procs", directory);
	file = fopen(path, "w");
	if (!file || fputs("0", file) < 0 || fclose(file))
		fail(path);
}

static int write_contained(void)
{
	int status;
	pid_t pid;

	if (unshare(CLONE_NEWUSER | CLONE_NEWPID))
		fail("unshare");
	if (unshare(CLONE_NEWCGROUP) && errno != EINVAL)
		fail("unshare");
	pid = fork();
	if (pid < 0)
		fail("fork");
	if (!pid) {
		do_write();
		_exit(0);
	}
	printf("%d\n", pid);
	return waitpid(pid, &status, 0) != pid || status;
}

int main(int argc, char **argv)
{
	bool in_thread = false, contained = false;
	unsigned int uid = 0;
	pthread_t id;

	for (argv++, argc--; argc > 2; argv++, argc--) {
		if (!strcmp(*argv, "--thread")) {
			in_thread = true;
		} else if (!strcmp(*argv, "--contained")) {
			contained = true;
		} else if (!strcmp(*argv, "--comm")) {
			comm = *++argv;
			argc--;
		} else if (!strcmp(*argv, "--group")) {
			enter_group(*++argv);
			argc--;
		} else if (!strcmp(*argv, "--uid")) {
			uid = atoi(*++argv);
			argc--;
		} else {
			break;
		}
	}
	if (argc != 2) {
		fprintf(stderr, "usage: order [OPTION]... FILE WORDS\n");
		return 2;
	}
	fd = open(argv[0], O_WRONLY);
	if (fd < 0)
		fail(argv[0]);
	words = argv[1];
	if (uid && setresuid(uid, uid, uid))
		fail("setresuid");
	if (contained)
		return write_contained();
	if (!in_thread)
		thread(NULL);
	else if (pthread_create(&id, NULL, thread, NULL) || pthread_join(id, NULL))
		fail("thread");
	return 0;
}
