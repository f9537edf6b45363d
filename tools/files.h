/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reading files under the root: those of the module, and of the kernel.  It needs text.h
 * alone; all that reads a state may call it.
 */
#ifndef TAINTINFO_FILES_H
#define TAINTINFO_FILES_H

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>

/* The module's directories: of the whole, of a directory for each flag, for root alone. */
#define SYS "/sys/kernel/taint_info"
#define CLASS "/sys/class/taint_info"
#define DEBUGFS "/sys/kernel/debug/taint_info"

/* What stands for "/", "" for that itself; at most ROOT_SIZE characters. */
extern const char *root;

#define ROOT_SIZE 256

/* Room for a file of one line, its NUL included; longer ones are cut. */
#define TEXT_SIZE 256

/* No more is read of a file, as below a root it may be anybody's. */
#define FILE_LIMIT 0x100000

int open_file(int dir, const char *path, int flags);
int open_flag(const char *name);
DIR *open_list(const char *path);
char *read_file(int dir, const char *path);
char *read_end(const char *path);
char *read_all(int fd, size_t limit, size_t *len);
char *take_line(char **text);
bool read_line(char *buf, size_t size, int dir, const char *path);
bool read_text(char *buf, size_t size, const char *path, ...) __attribute__((format(printf, 3, 4)));
long long now_ms(void);
void pause_ms(long ms);

/* How long to wait before what is not there yet, or not whole, is read again. */
#define STEP_MS 20

#endif
