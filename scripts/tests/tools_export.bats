#!/usr/bin/env bats
#
# tools_export - taintinfo export: the file, under attack and interrupted
#
# Environment: see scripts/lib.sh.

# shellcheck disable=SC2030,SC2031 # a test is a shell of its own, and so meant

# shellcheck source=scripts/tests/tools.bash
. "$BATS_TEST_DIRNAME/tools.bash"

setup_file() {
	prepare
	gcc -O2 -Wall -Wextra -Werror -o "$shared/swap" "$top/selftests/helpers/swap.c"
	slow_build
}

# slow_build: one that stops in the step number $STOP of those that a signal may come in: the
# file $MARK is there then, and it goes on with $MARK.go. With $NAMED the file system has no
# files without a name; with $BROKEN its disk is.
slow_build() {
	cat >"$shared/slow.h" <<-'END'
		#include <errno.h>
		#include <fcntl.h>
		#include <stdio.h>
		#include <stdlib.h>
		#include <sys/stat.h>
		#include <unistd.h>
		static inline void stop(void)
		{
			static int step;
			char go[512];
			int tries;

			snprintf(go, sizeof(go), "%s.go", getenv("MARK"));
			if (++step != atoi(getenv("STOP")))
				return;
			close(creat(getenv("MARK"), 0644));
			for (tries = 0; tries < 1000 && access(go, F_OK); tries++)
				usleep(10000);
		}
		static inline int stopping_fchmod(int fd, mode_t mode)
		{
			int result = fchmod(fd, mode);

			stop();
			return result;
		}
		static inline int stopping_rename(const char *from, const char *to)
		{
			stop();
			return rename(from, to);
		}
		static inline int stopping_renameat(int from, const char *name, int to, const char *other)
		{
			stop();
			return renameat(from, name, to, other);
		}
		static inline int failing_fsync(int fd)
		{
			errno = EIO;
			return getenv("BROKEN") ? -1 : fsync(fd);
		}
		static inline int named_openat(int dir, const char *name, int flags, ...)
		{
			if ((flags & O_TMPFILE) != O_TMPFILE || !getenv("NAMED"))
				return openat(dir, name, flags, 0644);
			errno = EOPNOTSUPP;
			return -1;
		}
		#define fchmod stopping_fchmod
		#define fsync failing_fsync
		#define rename stopping_rename
		#define renameat stopping_renameat
		#define openat named_openat
	END
	make -s -C "$project" tools/taintinfo -W module/flags.c CC=gcc CFLAGS="-O0 -include $shared/slow.h"
	mv "$project/tools/taintinfo" "$shared/slow"
}

# Who may write in the directory tries to have a file of somebody else's written to.
@test "export: nobody has another file written to" {
	local n

	module_root 0 0
	rm -rf "$tmp/theirs"
	mkdir "$tmp/theirs"
	echo precious >"$tmp/victim"
	"$shared/swap" "$tmp/theirs/state" "$tmp/victim" 120 &
	swapper=$!
	for n in {1..300}; do
		taintinfo -r "$tmp/root" export -o "$tmp/theirs/state" 2>/dev/null || :
		[ "$(cat "$tmp/victim")" = precious ] || break
	done
	kill "$swapper"
	wait "$swapper" || :
	echo "after $n times:"
	same "$(cat "$tmp/victim")" precious
	# A second name of a file is replaced, the file is not written to.
	rm -r "$tmp/theirs"
	mkdir "$tmp/theirs"
	ln "$tmp/victim" "$tmp/theirs/state"
	exits 0 taintinfo -r "$tmp/root" export -o "$tmp/theirs/state"
	same "$(cat "$tmp/victim")" precious
	same "$(stat -c %h "$tmp/victim") $(ls -A "$tmp/theirs")" "1 state"
	# So goes what looks like the remains of a run; other files stay.
	ln -s "$tmp/victim" "$tmp/theirs/.state.new.1.2"
	touch -h -d '2 minutes ago' "$tmp/theirs/.state.new.1.2"
	touch -d '2 minutes ago' "$tmp/theirs/.state.new.1x" "$tmp/theirs/.state.neo.1.2"
	exits 0 taintinfo -r "$tmp/root" export -o "$tmp/theirs/state"
	same "$(cat "$tmp/victim")" precious
	same "$(find "$tmp/theirs" -type f -printf '%f\n' | LC_ALL=C sort | xargs)" ".state.neo.1.2 .state.new.1x state"
}

@test "export: pipes, devices and links are not replaced, and nobody is waited for" {
	local what pipe

	module_root 0 0
	rm -rf "$tmp/theirs"
	mkdir "$tmp/theirs"
	mkfifo "$tmp/theirs/pipe"
	ln -s /dev/null "$tmp/theirs/link"
	milliseconds exits 2 timeout 5 "$tool" -r "$tmp/root" export -o "$tmp/theirs/pipe" 2>"$tmp/err"
	has 'nobody reads from it' <"$tmp/err"
	compare "$(cat "$tmp/took")" -le 2000
	# A pipe that nobody empties, full or not yet.
	exec {pipe}<>"$tmp/theirs/pipe"
	exits 0 timeout 5 "$tool" -r "$tmp/root" export -o "$tmp/theirs/pipe"
	dd if=/dev/zero of="$tmp/theirs/pipe" bs=4096 count=64 oflag=nonblock status=none 2>/dev/null || :
	exits 2 timeout 5 "$tool" -r "$tmp/root" export -o "$tmp/theirs/pipe" 2>"$tmp/err"
	has 'timed out' <"$tmp/err"
	exec {pipe}<&-
	# One whose reader goes away.
	rm -f "$tmp/full"
	(
		dd if=/dev/zero bs=4096 count=64 oflag=nonblock status=none >&9 2>/dev/null || :
		touch "$tmp/full"
		sleep 1
	) 9<>"$tmp/theirs/pipe" &
	within 5 test -e "$tmp/full"
	exits 2 env --default-signal=PIPE "$tool" -r "$tmp/root" export -o "$tmp/theirs/pipe" 2>"$tmp/err"
	has 'pipe: Broken pipe' <"$tmp/err"
	wait
	(timeout 5 cat "$tmp/theirs/pipe" >"$tmp/out") &
	within 5 taintinfo -r "$tmp/root" export -o "$tmp/theirs/pipe"
	wait
	taintinfo -r "$tmp/root" export | cmp - "$tmp/out"
	taintinfo -r "$tmp/root" export -o - | cmp - "$tmp/out"
	exits 0 taintinfo -r "$tmp/root" export -o /dev/null
	exits 2 taintinfo -r "$tmp/root" export -o /dev/full 2>"$tmp/err"
	for what in link . ''; do
		exits 2 taintinfo -r "$tmp/root" export -o "$tmp/theirs/$what" 2>"$tmp/err"
		has . <"$tmp/err"
	done
	exits 2 taintinfo -r "$tmp/root" export -o '' 2>"$tmp/err"
	same "$(find "$tmp/theirs" -printf '%y\n' | LC_ALL=C sort | tr -d '\n') $(readlink "$tmp/theirs/link")" "dlp /dev/null"
}

# ended_by SIGNAL STEP: nothing may be beside the file then
ended_by() {
	local code=0 exporter

	rm -rf "$tmp/theirs" "$tmp/mark" "$tmp/mark.go"
	mkdir "$tmp/theirs"
	echo old >"$tmp/theirs/state"
	# bash has SIGINT ignored in the background; env gives it back.
	STOP=$2 MARK=$tmp/mark env --default-signal=HUP,INT,TERM,USR1,ALRM "$shared/slow" -r "$tmp/root" \
		export -o "$tmp/theirs/state" &
	exporter=$!
	within 10 test -e "$tmp/mark"
	kill -s "$1" "$exporter"
	touch "$tmp/mark.go"
	wait "$exporter" || code=$?
	same "$(ls -A "$tmp/theirs")" state
	same "$code" "$((128 + $(kill -l "$1")))"
	taintinfo -r "$tmp/root" export | cmp - "$tmp/theirs/state" || same "$(cat "$tmp/theirs/state")" old
}

# slow_export STEP MARK: it stands there when this returns
slow_export() {
	rm -f "$2" "$2.go"
	STOP=$1 MARK=$2 "$shared/slow" -r "$tmp/root" export -o "$tmp/theirs/state" &
	exporter=$!
	within 10 test -e "$2"
}

@test "export: two runs at once do not disturb each other, in any step" {
	local first named

	module_root 0 0
	for named in '' yes; do
		[ -z "$named" ] || export NAMED=yes
		rm -rf "$tmp/theirs"
		mkdir "$tmp/theirs"
		slow_export 2 "$tmp/one"
		first=$exporter
		slow_export 1 "$tmp/two"
		exits 0 taintinfo -r "$tmp/root" export -o "$tmp/theirs/state"
		touch "$tmp/one.go"
		exits 0 wait "$first"
		taintinfo -r "$tmp/root" export | cmp - "$tmp/theirs/state"
		touch "$tmp/two.go"
		exits 0 wait "$exporter"
		taintinfo -r "$tmp/root" export | cmp - "$tmp/theirs/state"
		same "$(ls -A "$tmp/theirs")" state
	done
}

@test "export: a signal leaves nothing beside the file" {
	local signal named

	module_root 0 0
	ended_by TERM 1
	ended_by TERM 2
	export NAMED=yes
	for signal in TERM INT HUP USR1 ALRM; do
		ended_by "$signal" 1
	done
	ended_by TERM 2
	# A file that may not grow so far: all of the flags are more than a kilobyte.
	kernel_root 0
	for named in no yes; do
		[ "$named" = yes ] || unset NAMED
		(
			ulimit -f 1
			STOP=0 MARK=$tmp/mark exits 2 env --default-signal=XFSZ "$shared/slow" -r "$tmp/root" \
				export -o "$tmp/theirs/state" 2>"$tmp/err"
		)
		has 'state: File too large' <"$tmp/err"
		same "$(ls -A "$tmp/theirs")" state
		export NAMED=yes
	done
	module_root 0 0
	# A run that was killed leaves a file, and one a minute later removes it.
	rm -f "$tmp/mark" "$tmp/mark.go"
	STOP=1 MARK=$tmp/mark "$shared/slow" -r "$tmp/root" export -o "$tmp/theirs/state" &
	within 10 test -e "$tmp/mark"
	kill -KILL $!
	wait $! || :
	exits 0 taintinfo -r "$tmp/root" export -o "$tmp/theirs/state"
	same "$(find "$tmp/theirs" -type f -printf '%f\n' | sed 's/[0-9][0-9]*/N/g' | LC_ALL=C sort | xargs)" ".state.new.N.N state"
	touch -d '2 minutes ago' "$tmp/theirs/.state.new."*
	exits 0 taintinfo -r "$tmp/root" export -o "$tmp/theirs/state"
	same "$(ls -A "$tmp/theirs")" state
	STOP=0 MARK=$tmp/mark exits 0 "$shared/slow" -r "$tmp/root" export -o "$tmp/theirs/state"
	same "$(ls -A "$tmp/theirs")" state
}

@test "export: what does not get to the disk, or its place, is an error, and leaves the old file" {
	local named

	module_root 0 0
	for named in '' yes; do
		[ -z "$named" ] || export NAMED=yes
		rm -rf "$tmp/theirs"
		mkdir "$tmp/theirs"
		echo old >"$tmp/theirs/state"
		BROKEN=yes STOP=0 MARK=$tmp/mark exits 2 "$shared/slow" -r "$tmp/root" export -o "$tmp/theirs/state" 2>"$tmp/err"
		has 'state: Input/output error' <"$tmp/err"
		same "$(ls -A "$tmp/theirs") $(cat "$tmp/theirs/state")" "state old"
		# A directory comes into its place.
		slow_export 2 "$tmp/one" 2>"$tmp/err"
		rm "$tmp/theirs/state"
		mkdir "$tmp/theirs/state"
		touch "$tmp/one.go"
		exits 2 wait "$exporter"
		has 'state: Is a directory' <"$tmp/err"
		same "$(ls -A "$tmp/theirs") $(ls -A "$tmp/theirs/state")" "state "
	done
}

# What goes to Prometheus tells of no process: anybody may read that alone.
@test "export: for everybody to read is Prometheus' format alone" {
	local mask

	module_root 0 0
	rm -rf "$tmp/theirs"
	mkdir "$tmp/theirs"
	for mask in 000 022 077 777; do
		(umask "$mask" && taintinfo -r "$tmp/root" export -f prometheus -o "$tmp/theirs/$mask")
		same "$(stat -c %a "$tmp/theirs/$mask")" 644
		# And of a file that was there.
		chmod 600 "$tmp/theirs/$mask"
		(umask "$mask" && cd "$tmp/theirs" && taintinfo -r "$tmp/root" export -f prometheus -o "$mask")
		same "$(stat -c %a "$tmp/theirs/$mask")" 644
		# JSON: as any new file, and as the old one.
		(umask "$mask" && taintinfo -r "$tmp/root" export -o "$tmp/theirs/json$mask")
		same "$(stat -c %a "$tmp/theirs/json$mask")" "$(printf %o $((0666 & ~0$mask)))"
		chmod 640 "$tmp/theirs/json$mask"
		(umask "$mask" && taintinfo -r "$tmp/root" export -o "$tmp/theirs/json$mask")
		same "$(stat -c %a "$tmp/theirs/json$mask")" 640
	done
	# Of another user's file it is neither more than that nor more than the umask lets.
	[ "$(id -u)" = 0 ] || return 0
	for mask in 606 640; do
		chmod "$mask" "$tmp/theirs/json022"
		chown 1 "$tmp/theirs/json022"
		(umask 027 && taintinfo -r "$tmp/root" export -o "$tmp/theirs/json022")
		same "$(stat -c '%u %a' "$tmp/theirs/json022")" "0 $(printf %o $((0$mask & 0640)))"
	done
}
