// SPDX-License-Identifier: GPL-2.0-only
/*
 * Programs of others whose output is read.  No shell is asked: no name is a command.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "program.h"
#include "text.h"

static_assert(PROGRAM_LATE == 128 + SIGALRM, "a program that is late has another signal");

unsigned int program_seconds;

/**
 * open_program() - begin to run a program
 * @argv: its name, as for a shell, its arguments, and NULL
 * @in: its standard input
 * @quiet: nobody is told what it complains of
 * @child: gets its number
 *
 * Return: its output, to be given to close_program(); NULL and errno if it cannot begin.
 */
FILE *open_program(const char *const *argv, int in, bool quiet, pid_t *child)
{
	sigset_t set;
	int ends[2];

	if (pipe(ends))
		return NULL;
	*child = fork();
	if (!*child) {
		dup2(in, STDIN_FILENO);
		dup2(ends[1], STDOUT_FILENO);
		if (quiet)
			dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDERR_FILENO);
		close(ends[0]);
		close(ends[1]);
		/* The alarm stays, over exec, and nobody handles it; nor may whoever began us. */
		sigemptyset(&set);
		sigaddset(&set, SIGALRM);
		sigprocmask(SIG_UNBLOCK, &set, NULL);
		signal(SIGALRM, SIG_DFL);
		alarm(program_seconds);
		execvp(argv[0], (char *const *)argv);
		if (errno != ENOENT)
			complain("cannot run %s: %s", argv[0], strerror(errno));
		_exit(PROGRAM_MISSING);
	}
	close(ends[1]);
	if (*child < 0) {
		close(ends[0]);
		return NULL;
	}
	return fdopen(ends[0], "r");
}

/**
 * close_program() - its output is of no more use
 * @out: from open_program()
 * @child: its number
 *
 * Return: its exit code, 128 and more if it was killed, PROGRAM_MISSING if there is none.
 */
int close_program(FILE *out, pid_t child)
{
	int status;

	fclose(out);
	while (waitpid(child, &status, 0) != child)
		if (errno != EINTR)
			return PROGRAM_MISSING;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
