// SPDX-License-Identifier: GPL-2.0-only
/*
 * A command that is run for the user: as if we were not there.
 *
 * It stays in our process group, so that it has the terminal when we have it, and gets what
 * the terminal sends by itself.  What a process has sent to us alone is passed on.  All
 * signals are blocked and come by a descriptor: no handler runs, and none is missed.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../module/flags.h"
#include "child.h"
#include "text.h"

/* What the child has to say before it is the command. */
struct word {
	enum { JOINED, FAILED } what;
	int err;
};

static void say(int fd, int what, int err)
{
	struct word word = { what, err };
	ssize_t written;

	do
		written = write(fd, &word, sizeof(word));
	while (written < 0 && errno == EINTR);
}

/* In the child, with what was ours as it was. */
static void become(const struct child *child, char **argv, int procs, int words)
{
	say(words, JOINED, procs >= 0 && write(procs, "0", 1) != 1 ? errno : 0);
	sigaction(SIGCHLD, &child->on_child, NULL);
	sigaction(SIGPIPE, &child->on_pipe, NULL);
	sigprocmask(SIG_SETMASK, &child->mask, NULL);
	execvp(argv[0], argv);
	say(words, FAILED, errno);
	_exit(EXIT_NOT_FOUND);
}

/* Until it is the command, or never will be. */
static void listen_to(struct child *child, int words, int procs)
{
	struct word word;
	ssize_t got;

	while ((got = read(words, &word, sizeof(word)))) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got != sizeof(word))
			break;
		if (word.what == FAILED)
			child->error = word.err;
		else
			child->joined = procs >= 0 && !word.err;
	}
}

/* Those that are no fault of our own. */
static void block_signals(struct child *child, sigset_t *set)
{
	static const int faults[] = {
		SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS,
		/* And what writing may bring: it is ignored, or stops us as any other program. */
		SIGPIPE, SIGTTOU,
	};
	struct sigaction action = { .sa_handler = SIG_DFL };
	size_t i;

	sigfillset(set);
	for (i = 0; i < ARRAY_SIZE(faults); i++)
		sigdelset(set, faults[i]);
	sigprocmask(SIG_BLOCK, set, &child->mask);
	/* Where it is ignored nobody can be waited for. */
	sigaction(SIGCHLD, &action, &child->on_child);
	action.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &action, &child->on_pipe);
}

/**
 * child_begin() - run a command
 * @child: filled in, but for is_ours
 * @argv: the command, as for a shell, its arguments, and NULL
 * @procs: "0" is written to that file by it, before it runs; or -1
 *
 * Return: whether there is a process, be it that it could not run the command; else it was
 * complained of.
 */
bool child_begin(struct child *child, char **argv, int procs)
{
	sigset_t set;
	int words[2];

	child->joined = false;
	child->error = 0;
	child->ended = false;
	if (pipe2(words, O_CLOEXEC)) {
		complain("cannot make a pipe: %s", strerror(errno));
		return false;
	}
	block_signals(child, &set);
	child->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	child->pid = child->signals < 0 ? -1 : fork();
	if (!child->pid)
		become(child, argv, procs, words[1]);
	close(words[1]);
	if (child->pid < 0) {
		complain("cannot start a process: %s", strerror(errno));
		close(words[0]);
		return false;
	}
	listen_to(child, words[0], procs);
	close(words[0]);
	return true;
}

/*
 * What the terminal sends goes to the whole group, and what our children bring to us: neither is
 * for the command.  But a hangup goes to who leads the session alone, and an alarm that was set
 * before exec() to whom it was set for.
 */
static bool is_for_group(const struct signalfd_siginfo *info)
{
	switch (info->ssi_signo) {
	case SIGCHLD:
		return true;
	case SIGALRM:
		return false;
	case SIGHUP:
	case SIGCONT:
		return info->ssi_code > 0 && getsid(0) != getpid();
	}
	return info->ssi_code > 0;
}

/* Returns whether it goes on by it. */
static bool pass_on(const struct child *child, const struct signalfd_siginfo *info)
{
	if (is_for_group(info))
		return false;
	/* What the command sends to its process group is not sent back. */
	if (info->ssi_code <= 0 && info->ssi_pid && child->is_ours &&
	    child->is_ours(info->ssi_pid))
		return false;
	kill(child->pid, info->ssi_signo);
	return info->ssi_signo == SIGCONT;
}

static bool pass_all_on(const struct child *child)
{
	struct signalfd_siginfo info;
	bool goes_on = false;

	while (read(child->signals, &info, sizeof(info)) == sizeof(info))
		goes_on |= pass_on(child, &info);
	return goes_on;
}

static void note_end(struct child *child, const siginfo_t *info)
{
	child->ended = true;
	if (info->si_code == CLD_EXITED) {
		child->code = info->si_status;
		child->signal = 0;
	} else {
		child->signal = info->si_status;
		child->code = EXIT_SIGNAL + info->si_status;
	}
	if (child->error)
		child->code = child->error == ENOENT ? EXIT_NOT_FOUND : EXIT_CANNOT_RUN;
}

/**
 * child_attend() - pass signals on, and see whether it has stopped or ended
 * @child: the command
 *
 * When it is stopped we stop, too, until somebody has us go on.
 */
void child_attend(struct child *child)
{
	bool goes_on = pass_all_on(child);
	siginfo_t info = { .si_pid = 0 };

	if (!waitid(P_PID, child->pid, &info, WSTOPPED | WNOHANG) && info.si_pid) {
		goes_on |= pass_all_on(child);
		if (!goes_on)
			kill(getpid(), SIGSTOP);
		pass_all_on(child);
	}
	info.si_pid = 0;
	if (!waitid(P_PID, child->pid, &info, WEXITED | WNOHANG | WNOWAIT) && info.si_pid)
		note_end(child, &info);
}

/**
 * child_reap_others() - reap what was left to us, but for the command's own process
 * @child: the command
 */
void child_reap_others(const struct child *child)
{
	siginfo_t info = { .si_pid = 0 };

	while (!waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) && info.si_pid &&
	       info.si_pid != child->pid) {
		waitpid(info.si_pid, NULL, WNOHANG);
		info.si_pid = 0;
	}
}

/**
 * child_end() - reap it, and be as before
 * @child: that has ended
 */
void child_end(struct child *child)
{
	pass_all_on(child);
	while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
		;
	close(child->signals);
	sigprocmask(SIG_SETMASK, &child->mask, NULL);
}
