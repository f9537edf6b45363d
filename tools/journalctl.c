// SPDX-License-Identifier: GPL-2.0-only
/*
 * The systemd journal, as journalctl tells it: of this machine, or of the one whose files
 * are under the root.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"
#include "journalctl.h"
#include "program.h"
#include "text.h"

#define JOURNALS "/var/log/journal"

/* --- under a root --- */

/*
 * Whether it has files and directories alone: a link may lead to the journal of another
 * machine, this one.  As deep as journalctl looks.
 */
static bool is_plain(int dir, const char *name, bool below)
{
	int fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *list = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;
	struct stat status;
	bool plain = list;

	if (fd >= 0 && !list)
		close(fd);
	while (plain && (entry = readdir(list))) {
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		plain = !fstatat(fd, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) &&
			(S_ISREG(status.st_mode) ||
			 (S_ISDIR(status.st_mode) &&
			  (!below || is_plain(fd, entry->d_name, false))));
	}
	if (list)
		closedir(list);
	return plain;
}

/* As -D of journalctl, which the program inherits: no name can be exchanged meanwhile. */
static bool open_root(struct journalctl *journal, char *word, size_t word_size, char *why,
		      size_t size)
{
	journal->root = -1;
	if (!*root)
		return true;
	journal->root = open_file(AT_FDCWD, JOURNALS, O_DIRECTORY);
	if (journal->root < 0) {
		snprintf(why, size, "cannot read %s" JOURNALS ": %s", root, strerror(errno));
		return false;
	}
	if (!is_plain(journal->root, ".", true)) {
		snprintf(why, size, "%s" JOURNALS " has a link in it, or cannot be read", root);
		close(journal->root);
		return false;
	}
	fcntl(journal->root, F_SETFD, 0);
	snprintf(word, word_size, "--directory=/proc/self/fd/%d", journal->root);
	return true;
}

/* --- a question --- */

/**
 * open_journalctl() - ask for entries, oldest first
 * @journal: to be closed by close_journalctl()
 * @words: options and matches for journalctl, with a NULL behind the last
 * @why: gets a sentence where there is no journal
 * @size: bytes in @why
 *
 * Return: whether it was asked; else there is nothing to be closed.
 */
bool open_journalctl(struct journalctl *journal, const char *const *words, char *why, size_t size)
{
	const char *argv[JOURNALCTL_WORDS] = {
		"journalctl", "--no-pager", "--quiet", "--utc", "--output=json",
	};
	unsigned int n = 5;
	char directory[48];
	int null;

	if (!open_root(journal, directory, sizeof(directory), why, size))
		return false;
	if (journal->root >= 0)
		argv[n++] = directory;
	while (*words && n < JOURNALCTL_WORDS - 1)
		argv[n++] = *words++;
	null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	journal->out = open_program(argv, null, true, &journal->child);
	if (null >= 0)
		close(null);
	if (journal->out)
		return true;
	snprintf(why, size, "cannot run journalctl: %s", strerror(errno));
	if (journal->root >= 0)
		close(journal->root);
	return false;
}

/**
 * next_entry() - the next line of the answer, which is an entry as JSON
 * @journal: the question
 * @line: gets it, JOURNALCTL_LINE bytes
 *
 * Return: whether there is one.
 */
bool next_entry(struct journalctl *journal, char *line)
{
	bool cut;
	int c;

	do {
		if (!fgets(line, JOURNALCTL_LINE, journal->out))
			return false;
		cut = !strchr(line, '\n');
		for (c = 0; cut && c != '\n' && c != EOF;)
			c = getc_unlocked(journal->out);
	} while (cut && c != EOF);
	return true;
}

/**
 * close_journalctl() - the answer is of no more use, whether it was read to its end or not
 * @journal: the question
 * @why: gets a sentence where there was no journal
 * @size: bytes in @why
 *
 * Return: whether there was an answer, which may be nothing.
 */
bool close_journalctl(struct journalctl *journal, char *why, size_t size)
{
	bool whole = feof(journal->out);
	int code = close_program(journal->out, journal->child);

	if (journal->root >= 0)
		close(journal->root);
	if (code == PROGRAM_MISSING)
		snprintf(why, size, "there is no journalctl here");
	else if (code == PROGRAM_LATE)
		snprintf(why, size, "journalctl has not answered in time");
	else if (code && whole)
		snprintf(why, size, "journalctl has no journal for it");
	/* One that still had something to say is ended by the pipe. */
	return !code || (!whole && code != PROGRAM_MISSING && code != PROGRAM_LATE);
}
