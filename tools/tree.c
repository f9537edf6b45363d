// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which processes are a command's: by a control group of its own, else by their parents.
 *
 * The group is a directory below the group that we are in, which costs two calls, and works
 * with systemd and without, also in a container.  A record has the path of the group in which
 * the process was, so that it does not matter whether the process is still there.
 *
 * Without a group the way up is gone from the process, or from its parent, in /proc: we are
 * the subreaper, so that what is started in the background stays below us.  That takes a
 * process that is still there, or whose parent is.  Nothing is guessed: a number that was given
 * to another process since is told by when that one was started.
 *
 * This is about our own machine, whatever the root is.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "files.h"
#include "text.h"
#include "tree.h"

const char *const who_words[] = {
	[BY_COMMAND] = "by this command",
	[MEANWHILE] = "meanwhile",
	[NO_PROCESS] = "no process",
	[WHO_UNKNOWN] = "unknown",
};

const char *const tree_words[] = {
	[BY_NOTHING] = "none",
	[BY_PARENTS] = "parents",
	[BY_GROUP] = "group",
};

/* --- the group --- */

/* Of its name; behind it is the number of our process. */
#define PREFIX "taintinfo-run-"

/* A line of /proc/self/mountinfo: which of the groups are there, and where. */
struct mount {
	char *root;
	char *point;
};

static bool take_mount(struct mount *mount, char *line)
{
	const char *type = strstr(line, " - ");
	char *word, *rest;
	unsigned int i;

	if (!type || strncmp(type, " - cgroup2 ", strlen(" - cgroup2 ")))
		return false;
	mount->root = NULL;
	mount->point = NULL;
	/* The number, its parent's, the device, the root and the mount point. */
	word = strtok_r(line, " ", &rest);
	for (i = 0; word && i < 4; i++) {
		mount->root = mount->point;
		mount->point = strtok_r(NULL, " ", &rest);
		word = mount->point;
	}
	if (!word)
		return false;
	unescape_text(mount->root);
	unescape_text(mount->point);
	return true;
}

/* The path of our own group, "" for the root of all; false if there is none. */
static bool own_group(char *path, size_t size)
{
	size_t len;
	char *text = read_all(open("/proc/self/cgroup", O_RDONLY | O_CLOEXEC), FILE_LIMIT, &len);
	char *rest = text, *line;
	bool found = false;

	while (!found && (line = strsep(&rest, "\n"))) {
		if (strncmp(line, "0::/", 4))
			continue;
		line += line[4] ? 3 : 4;
		found = strlen(line) < size;
		if (found)
			strcpy(path, line);
	}
	free(text);
	return found;
}

/* What a record has of a group that is gone. */
static bool read_number(struct tree *tree, int dir)
{
	unsigned long long number;
	union {
		struct file_handle handle;
		char room[sizeof(struct file_handle) + MAX_HANDLE_SZ];
	} file;
	struct stat status;
	int mount;

	file.handle.handle_bytes = MAX_HANDLE_SZ;
	/* Before 5.5 the number of the file is only the lower half. */
	if (!name_to_handle_at(dir, "", &file.handle, &mount, AT_EMPTY_PATH) &&
	    file.handle.handle_bytes == sizeof(number))
		memcpy(&number, file.room + sizeof(struct file_handle), sizeof(number));
	else if (!fstat(dir, &status))
		number = status.st_ino;
	else
		return false;
	snprintf(tree->number, sizeof(tree->number), "#%llu", number);
	return true;
}

/* What runs have left in which something went on, or that were killed; in use it stays. */
static void remove_stale(const char *above)
{
	DIR *dir = opendir(above);
	struct dirent *entry;
	char process[48];

	while (dir && (entry = readdir(dir))) {
		if (strncmp(entry->d_name, PREFIX, strlen(PREFIX)))
			continue;
		snprintf(process, sizeof(process), "/proc/%llu",
			 number_in(entry->d_name + strlen(PREFIX)));
		if (access(process, F_OK))
			unlinkat(dirfd(dir), entry->d_name, AT_REMOVEDIR);
	}
	if (dir)
		closedir(dir);
}

static bool make_group_at(struct tree *tree, const struct mount *mount, const char *own)
{
	size_t above = strcmp(mount->root, "/") ? strlen(mount->root) : 0;
	int dir, len;
	bool done;

	if (strncmp(own, mount->root, above) || (own[above] && own[above] != '/'))
		return false;
	len = snprintf(tree->path, sizeof(tree->path), "%s%s", mount->point, own + above);
	if (len < 0 || len + sizeof(tree->name) >= sizeof(tree->path))
		return false;
	remove_stale(tree->path);
	sprintf(tree->path + len, "/%s", tree->name);
	if (mkdir(tree->path, 0755))
		return false;
	dir = open(tree->path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	done = dir >= 0 && read_number(tree, dir);
	if (done)
		tree->procs = openat(dir, "cgroup.procs", O_WRONLY | O_CLOEXEC);
	if (dir >= 0)
		close(dir);
	if (tree->procs >= 0)
		return true;
	rmdir(tree->path);
	return false;
}

static bool make_group(struct tree *tree)
{
	char own[PATH_MAX], *text, *rest, *line;
	struct timespec now;
	struct mount mount;
	bool made = false;
	size_t len;

	if (!own_group(own, sizeof(own)))
		return false;
	/* Another container's process may have our number. */
	clock_gettime(CLOCK_REALTIME, &now);
	snprintf(tree->name, sizeof(tree->name), PREFIX "%ld-%lld.%09ld", (long)getpid(),
		 (long long)now.tv_sec, now.tv_nsec);
	text = read_all(open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC), FILE_LIMIT, &len);
	rest = text;
	while (!made && (line = strsep(&rest, "\n")))
		made = take_mount(&mount, line) && make_group_at(tree, &mount, own);
	free(text);
	return made;
}

/* --- the parents --- */

/* That of the initial namespace, PROC_PID_INIT_INO: records have the numbers there. */
#define INITIAL_PIDS "pid:[4026531836]"

static bool in_initial_pids(void)
{
	char text[64];
	ssize_t len = readlink("/proc/self/ns/pid", text, sizeof(text) - 1);

	if (len < 0)
		return false;
	text[len] = '\0';
	return !strcmp(text, INITIAL_PIDS);
}

struct process {
	int ppid;
	/* When it was started, in ticks since boot. */
	unsigned long long start;
};

static bool read_process(struct process *process, int pid)
{
	char path[48], text[1024], *at;
	unsigned int i;
	ssize_t got;
	int fd, len;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	got = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (got <= 0)
		return false;
	text[got] = '\0';
	/* Its name may have any bytes in it; what comes behind is numbers. */
	at = strrchr(text, ')');
	if (!at || sscanf(at, ") %*c %d%n", &process->ppid, &len) != 1)
		return false;
	/* The fourth was that; behind the 21st is when it was started. */
	at += len;
	for (i = 4; i < 21 && at; i++)
		at = strchr(at + 1, ' ');
	process->start = at ? number_in(at) : 0;
	return at;
}

enum below {
	IS_NOT_BELOW,
	IS_BELOW,
	IS_GONE
};

/* What dies on the way up leaves its children to one who is further up: once more, then. */
#define WAYS 20

/* Whether the process is below us; one that was started after @before is another one. */
static enum below is_below(int pid, unsigned long long before)
{
	struct process process;
	unsigned int i;
	int at;

	for (i = 0; i < WAYS; i++) {
		at = pid;
		if (!read_process(&process, at) || process.start > before)
			return IS_GONE;
		while (process.ppid > 1 && process.ppid != getpid()) {
			at = process.ppid;
			if (!read_process(&process, at))
				break;
		}
		if (process.ppid == getpid())
			return IS_BELOW;
		if (process.ppid <= 1)
			return IS_NOT_BELOW;
	}
	return IS_GONE;
}

/**
 * tree_has() - whether a process is the command's, by its parents
 * @pid: its number, in our own namespace
 */
bool tree_has(int pid)
{
	return is_below(pid, ~0ULL) == IS_BELOW;
}

static enum who who_by_parents(const struct record *call)
{
	unsigned long long ticks = sysconf(_SC_CLK_TCK), before;
	double seconds = strtod(call->text[BOOTTIME], NULL);
	int ppid = number_in(call->text[PPID]);
	enum below below;

	if (!call->text[PID][0] || !call->text[BOOTTIME][0])
		return WHO_UNKNOWN;
	before = seconds * ticks;
	below = is_below(number_in(call->text[PID]), before);
	if (below == IS_GONE && ppid == getpid())
		below = IS_BELOW;
	else if (below == IS_GONE && ppid > 0)
		below = is_below(ppid, before);
	if (below == IS_GONE)
		return WHO_UNKNOWN;
	return below == IS_BELOW ? BY_COMMAND : MEANWHILE;
}

/* --- both --- */

static enum who who_by_group(const struct tree *tree, const char *cgroup)
{
	size_t len = strlen(tree->name);
	const char *at;

	if (cgroup[0] == '#')
		/* Else it may have been one that the command has made, and removed. */
		return strcmp(cgroup, tree->number) ? WHO_UNKNOWN : BY_COMMAND;
	for (at = strchr(cgroup, '/'); at; at = strchr(at + 1, '/'))
		if (!strncmp(at + 1, tree->name, len) && (!at[1 + len] || at[1 + len] == '/'))
			return BY_COMMAND;
	/* What was cut off may have been it. */
	len = strlen(cgroup);
	if (cgroup[0] != '/' || (len >= 3 && !strcmp(cgroup + len - 3, "...")))
		return WHO_UNKNOWN;
	return MEANWHILE;
}

/* What is below us has to be the command's alone: no children were left to us by exec(). */
static bool can_follow(void)
{
	siginfo_t info;

	return in_initial_pids() && waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) &&
	       errno == ECHILD;
}

/* Without a group; what is started in the background comes to us then, not to init. */
static enum tree_kind without_group(const struct tree *tree)
{
	return tree->can_follow && !prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) ? BY_PARENTS :
										  BY_NOTHING;
}

/**
 * tree_begin() - get ready for a command
 * @tree: filled in
 */
void tree_begin(struct tree *tree)
{
	memset(tree, 0, sizeof(*tree));
	tree->procs = -1;
	tree->can_follow = can_follow();
	tree->kind = make_group(tree) ? BY_GROUP : without_group(tree);
}

/**
 * tree_joined() - the command has begun
 * @tree: the tree
 * @joined: it is in the group, if there is one
 *
 * A group whose kind does not allow it, one of threads, refuses whoever wants to join.
 */
void tree_joined(struct tree *tree, bool joined)
{
	if (tree->procs < 0)
		return;
	close(tree->procs);
	tree->procs = -1;
	if (joined)
		return;
	rmdir(tree->path);
	tree->kind = without_group(tree);
}

/**
 * tree_who() - whose doing a call was
 * @tree: the tree
 * @call: the call, as soon as it is known
 */
enum who tree_who(const struct tree *tree, const struct record *call)
{
	const char *context = call->text[CONTEXT];

	/* A user may not know, nor who finds a flag set. */
	if (!*context)
		return WHO_UNKNOWN;
	if (strcmp(context, "task") || !strcmp(call->text[PID], "0"))
		return NO_PROCESS;
	if (tree->kind == BY_GROUP)
		return who_by_group(tree, call->text[CGROUP]);
	return tree->kind == BY_PARENTS ? who_by_parents(call) : WHO_UNKNOWN;
}

/* --- what is left --- */

/* So many of those that go on are named. */
#define MAX_NAMED 8

/* nftw() has no other way to hand it down. */
static struct {
	FILE *out;
	unsigned int n;
} left_over;

static void add_left(int pid)
{
	char path[48], comm[64], *text;
	size_t len;

	if (left_over.n++ >= MAX_NAMED)
		return;
	snprintf(path, sizeof(path), "/proc/%d/comm", pid);
	text = read_all(open(path, O_RDONLY | O_CLOEXEC), FILE_LIMIT, &len);
	if (text && len && text[len - 1] == '\n')
		text[len - 1] = '\0';
	escape_text(comm, sizeof(comm), text ? text : "?");
	free(text);
	fprintf(left_over.out, "%s%s[%d]", left_over.n > 1 ? ", " : "", comm, pid);
}

/* Those below come first, and go where nobody is in them. */
static int leave_group(const char *path, const struct stat *status, int type, struct FTW *ftw)
{
	char procs[PATH_MAX], *text, *rest, *line;
	size_t len;

	(void)status;
	(void)ftw;
	if (type != FTW_DP)
		return 0;
	snprintf(procs, sizeof(procs), "%.*s/cgroup.procs", PATH_MAX - 16, path);
	text = read_all(open(procs, O_RDONLY | O_CLOEXEC), FILE_LIMIT, &len);
	rest = text;
	while ((line = strsep(&rest, "\n")))
		if (*line)
			add_left(number_in(line));
	free(text);
	rmdir(path);
	return 0;
}

static void list_below(void)
{
	DIR *dir = opendir("/proc");
	struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (number_in(entry->d_name) && tree_has(number_in(entry->d_name)))
			add_left(number_in(entry->d_name));
	if (dir)
		closedir(dir);
}

/**
 * tree_end() - the command has ended, and its process is reaped
 * @tree: the tree
 * @left: gets the names of its processes that go on
 *
 * The group goes unless some are in it.
 *
 * Return: how many go on.
 */
unsigned int tree_end(struct tree *tree, FILE *left)
{
	pid_t pid;

	left_over.out = left;
	left_over.n = 0;
	if (tree->kind == BY_GROUP && rmdir(tree->path))
		nftw(tree->path, leave_group, 16, FTW_DEPTH | FTW_PHYS);
	if (tree->kind == BY_PARENTS) {
		while ((pid = waitpid(-1, NULL, WNOHANG)) > 0)
			;
		if (!pid)
			list_below();
	}
	if (left_over.n > MAX_NAMED)
		fprintf(left, " and %u more", left_over.n - MAX_NAMED);
	return left_over.n;
}
