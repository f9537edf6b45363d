// SPDX-License-Identifier: GPL-2.0-only
/*
 * Measures one thing each time it is called, and prints nanoseconds: under QEMU's
 * -icount shift=0 one is one instruction of the guest.
 *
 * Usage: bench read N BYTES FILE	to open, read so many bytes at once, and close it
 *        bench tree N DIRECTORY...	each file below these, one after the other; and
 *					how many they are
 *        bench run N COMMAND...	a process, from fork to its end, its output to nowhere
 *        bench write N FILE WORDS	one of the N things that FILE does for these words
 *        bench load FILE PARAMETERS	a module
 *        bench unload NAME
 *        bench event FILE WORDS	from a write until a netlink listener has the uevent
 *					that a new taint flag sends
 *        bench tool FILE WORDS COMMAND...
 *				from the start of a COMMAND until it prints "ready",
 *				and from a write until it prints something more
 *        bench poll FILE WORDS MS	from a write, MS milliseconds after a look, until
 *					who looks at the taint mask once a second sees it
 *
 * read, tree and run do so N times and print the median; what it takes to look at the
 * clock is taken off.  Exits with 0, or with 1 and a message.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MASK_FILE "/proc/sys/kernel/tainted"

static char buffer[1 << 16];
static size_t bytes = 4096;	/* read at once */
static long long overhead;

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static long long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC_RAW, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int compare(const void *a, const void *b)
{
	long long x = *(const long long *)a, y = *(const long long *)b;

	return (x > y) - (x < y);
}

/* From a time until now. */
static long long since(long long start)
{
	return now() - start - overhead;
}

/*
 * Every 4 ms a tick brings what the kernel has put off until then, as giving back the
 * files of a process that has ended: have it fall into all that we measure, or into none.
 */
static void after_tick(void)
{
	const long step = 20000000;
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	time.tv_nsec += step - time.tv_nsec % step;
	time.tv_sec += time.tv_nsec / 1000000000;
	time.tv_nsec %= 1000000000;
	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
}

static long long median(int n, void (*work)(char **), char **arguments)
{
	long long *times = calloc(n, sizeof(*times)), start;
	int i;

	if (!times)
		fail("calloc");
	for (i = 0; i < n; i++) {
		after_tick();
		start = now();
		work(arguments);
		times[i] = since(start);
	}
	qsort(times, n, sizeof(*times), compare);
	return times[n / 2];
}

static void nothing(char **unused)
{
	(void)unused;
}

/* --- files --- */

static void read_at(int dir, const char *name)
{
	int fd = openat(dir, name, O_RDONLY);

	if (fd < 0 || read(fd, buffer, bytes) < 0)
		fail(name);
	close(fd);
}

static void read_file(char **arguments)
{
	read_at(AT_FDCWD, arguments[0]);
}

static int files;

static void read_directory(int parent, const char *name)
{
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY);
	struct dirent *entry;
	DIR *dir;

	if (fd < 0)
		fail(name);
	dir = fdopendir(fd);
	if (!dir)
		fail(name);
	while ((entry = readdir(dir))) {
		if (entry->d_type == DT_DIR && entry->d_name[0] != '.') {
			read_directory(fd, entry->d_name);
		} else if (entry->d_type == DT_REG) {
			read_at(fd, entry->d_name);
			files++;
		}
	}
	closedir(dir);
}

static void read_tree(char **arguments)
{
	files = 0;
	for (; *arguments; arguments++)
		read_directory(AT_FDCWD, *arguments);
}

/* Opens what is written to later, outside the time. */
static int to_write(const char *file)
{
	int fd = open(file, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		fail(file);
	return fd;
}

/* When it began. */
static long long write_words(int fd, const char *words)
{
	long long begin = now();

	if (write(fd, words, strlen(words)) < 0)
		fail(words);
	return begin;
}

/* --- processes --- */

static pid_t start(char **command, int out)
{
	posix_spawn_file_actions_t actions;
	pid_t pid;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	errno = posix_spawnp(&pid, command[0], &actions, NULL, command, environ);
	if (errno)
		fail(command[0]);
	posix_spawn_file_actions_destroy(&actions);
	return pid;
}

static void run(char **command)
{
	static int nowhere = -1;
	pid_t pid;
	int status;

	if (nowhere < 0)
		nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	pid = start(command, nowhere);
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status) || WEXITSTATUS(status) > 1)
		fail(command[0]);
}

/* Until this comes, or anything; ends the program when it does not. */
static void await(int fd, const char *what)
{
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
	ssize_t len;

	do {
		len = poll(&poll_fd, 1, 120000) == 1 ? read(fd, buffer, sizeof(buffer)) : 0;
		if (len <= 0) {
			fprintf(stderr, "nothing came in two minutes\n");
			exit(1);
		}
	} while (!memmem(buffer, len, what, strlen(what)));
}

static void measure_tool(const char *file, const char *words, char **command)
{
	int fd = to_write(file), ends[2];
	long long begin, ready;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC))
		fail("pipe");
	begin = now();
	pid = start(command, ends[1]);
	await(ends[0], "ready");
	ready = since(begin);
	/* Until nothing of its start is under way any more. */
	sleep(2);
	begin = write_words(fd, words);
	await(ends[0], "");
	printf("%lld %lld\n", ready, since(begin));
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void poll_mask(int out)
{
	struct timespec second = { .tv_sec = 1 };
	char old[32] = "", new[32];
	ssize_t len;
	int fd;

	for (;;) {
		fd = open(MASK_FILE, O_RDONLY);
		len = fd < 0 ? -1 : read(fd, new, sizeof(new) - 1);
		if (len < 0)
			fail(MASK_FILE);
		close(fd);
		new[len] = '\0';
		if (strcmp(old, new) && write(out, new, len) < 0)
			fail("pipe");
		memcpy(old, new, sizeof(old));
		nanosleep(&second, NULL);
	}
}

static void measure_poll(const char *file, const char *words, long ms)
{
	struct timespec phase = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };
	int fd = to_write(file), ends[2];
	long long begin;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC))
		fail("pipe");
	pid = fork();
	if (!pid)
		poll_mask(ends[1]);
	await(ends[0], "");
	nanosleep(&phase, NULL);
	begin = write_words(fd, words);
	await(ends[0], "");
	printf("%lld\n", since(begin));
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

/* --- modules and events --- */

static void measure_load(const char *file, const char *parameters)
{
	int fd = open(file, O_RDONLY);
	long long begin = now();

	if (fd < 0 || syscall(SYS_finit_module, fd, parameters, 0))
		fail(file);
	printf("%lld\n", since(begin));
}

static void measure_unload(const char *name)
{
	long long begin = now();

	if (syscall(SYS_delete_module, name, O_NONBLOCK))
		fail(name);
	printf("%lld\n", since(begin));
}

static void measure_event(const char *file, const char *words)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = 1 };
	struct pollfd listener = { .events = POLLIN };
	int fd = to_write(file);
	long long begin;
	ssize_t len;

	listener.fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT);
	if (listener.fd < 0 || bind(listener.fd, (struct sockaddr *)&address, sizeof(address)))
		fail("netlink");
	begin = write_words(fd, words);
	if (poll(&listener, 1, 10000) != 1) {
		fprintf(stderr, "no event came of %s\n", words);
		exit(1);
	}
	len = recv(listener.fd, buffer, sizeof(buffer), 0);
	begin = since(begin);
	if (len <= 0 || !memmem(buffer, len, "TAINT_MODULE=", strlen("TAINT_MODULE="))) {
		fprintf(stderr, "the event of %s names no module\n", words);
		exit(1);
	}
	printf("%lld\n", begin);
}

int main(int argc, char **argv)
{
	const char *what = argc > 2 ? argv[1] : "";
	long long begin;
	int n = argc > 2 ? atoi(argv[2]) : 0;

	overhead = median(101, nothing, NULL);
	if (!strcmp(what, "read") && argc == 5) {
		bytes = atoi(argv[3]);
		if (bytes > sizeof(buffer))
			bytes = sizeof(buffer);
		printf("%lld\n", median(n, read_file, argv + 4));
	} else if (!strcmp(what, "tree") && argc > 3) {
		begin = median(n, read_tree, argv + 3);
		printf("%lld %d\n", begin, files);
	} else if (!strcmp(what, "run") && argc > 3) {
		printf("%lld\n", median(n, run, argv + 3));
	} else if (!strcmp(what, "write") && argc == 5) {
		begin = write_words(to_write(argv[3]), argv[4]);
		printf("%lld\n", since(begin) / n);
	} else if (!strcmp(what, "load") && argc == 4) {
		measure_load(argv[2], argv[3]);
	} else if (!strcmp(what, "unload") && argc == 3) {
		measure_unload(argv[2]);
	} else if (!strcmp(what, "event") && argc == 4) {
		measure_event(argv[2], argv[3]);
	} else if (!strcmp(what, "tool") && argc > 4) {
		measure_tool(argv[2], argv[3], argv + 4);
	} else if (!strcmp(what, "poll") && argc == 5) {
		measure_poll(argv[2], argv[3], atol(argv[4]));
	} else {
		fprintf(stderr, "usage: bench WHAT ..., see its source\n");
		return 2;
	}
	return 0;
}
