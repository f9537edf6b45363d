#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Adapters of contrib/, put in as docs/test-harnesses.md says, each with tests of its harness
# of which some taint the kernel: kselftest's runner, bats, pytest and git are the real ones,
# in place of xfstests and kirk stands what calls the adapter as they do.

. ./lib.sh

SAID=/tmp/said
CONTRIB=/usr/share/doc/taintinfo/contrib
# What a test may do: nothing, what is unexpected, what the policy accepts.
CLEAN=true
GUILTY="order --comm guilty /proc/taint_trigger warn"
ACCEPTED="order --comm accepted /proc/taint_trigger warn"

# put_in NAME: as the page says; there has to be sudo for it
put_in() {
	sh -e "/selftests/$1.lines"
}

# harness COMMAND...: its output is in SAID; prints its exit code. By a pipe: kselftest opens
# /dev/stdout, which of a file would be its beginning.
harness() {
	provoke_begin
	{ "$@"; echo $? >/tmp/code; } 2>&1 </dev/null | cat >$SAID
	provoke_end
	cat /tmp/code
	# git leaves its last line open.
	awk '{ print "# " $0 }' $SAID >&3
}

# executable FILE LINE...: a test that is a script
executable() {
	printf '%s\n' '#!/bin/sh' "$2" >"$1"
	chmod 755 "$1"
}

# verdict PATTERN: how often a line like this is in the output
verdict() {
	grep -cE -- "$1" $SAID
}

# who NAME TIMES: of the one test, each time, and of nobody else
who() {
	is "$1: by whom it was" "$(grep -c 'by this command.*guilty' $SAID)" "$2"
	is "$1: and nobody else is named" "$(grep -cE 'meanwhile|no process|unknown' $SAID)" 0
	is "$1: nothing is left behind" "$(grep -c 'its processes go' $SAID) $(list /sys/fs/cgroup | grep -c taintinfo)" "0 0"
	shown "$1"
}

# shown NAME: the page has these lines, in this order; numbers are others each time, and
# behind three dots there is more
shown() {
	is "$1: the page shows it" "$(awk '
		{
			gsub(/0x[0-9a-f]+|[0-9a-f]*[0-9][0-9a-f.]*/, "N")
		}
		NR == FNR {
			if ($0 != "...")
				want[++n] = $0
			next
		}
		i < n {
			line = want[i + 1]
			if ($0 == line || (sub(/ \.\.\.$/, "", line) && index($0, line) == 1))
				i++
		}
		END {
			if (i < n)
				print "line " i + 1 ": " want[i + 1]
		}' "/selftests/$1.output" $SAID)" ""
}

exec 3>&1
ln -s /proc/self/fd /dev/fd
ln -s /proc/self/fd/1 /dev/stdout
ln -s /proc/self/fd/2 /dev/stderr
export HOME=/root
mkdir -p /etc/taintinfo/policy.d
echo 'accept warn module=trigger comm=accepted reason="tried on purpose"' \
	>/etc/taintinfo/policy.d/harnesses.policy
mount -t cgroup2 none /sys/fs/cgroup
load_module /modules/trigger.ko >/tmp/out
is "loads" "$(load_module /modules/taint_info.ko)" loaded

# --- kselftest: the first of its tests sets the flag, the last one repeats it ---

mkdir /kselftest/taint
executable /kselftest/taint/first.sh "$GUILTY"
executable /kselftest/taint/clean.sh "$CLEAN"
executable /kselftest/taint/accepted.sh "$ACCEPTED"
executable /kselftest/taint/skipped.sh "exit 4"
executable /kselftest/taint/again.sh "$GUILTY"
printf 'taint:%s.sh\n' first clean accepted skipped again >/kselftest/kselftest-list.txt
cd /kselftest || exit
ok "kselftest: is put in" put_in kselftest
is "kselftest: fails" "$(harness ./run_kselftest.sh)" 1
is "kselftest: which test" "$(sed -n 's/^\(\(not \)\{0,1\}ok [0-9]*\) selftests: taint:/\1/p' $SAID | xargs)" \
	"not ok 1 first.sh # exit=99 ok 2 clean.sh ok 3 accepted.sh ok 4 skipped.sh # SKIP not ok 5 again.sh # exit=99"
who kselftest 2
is "kselftest: what is accepted is shown" "$(verdict '^# .*tried on purpose')" 1
echo timeout=1 >/kselftest/taint/settings
executable /kselftest/taint/clean.sh "sleep 100"
is "kselftest: one that takes too long" "$(harness ./run_kselftest.sh -t taint:clean.sh)" 1
is "kselftest: is told as such" "$(verdict '^not ok 1 .* # TIMEOUT 1 seconds')" 1
rm /usr/bin/timeout
is "kselftest: without timeout(1)" "$(harness ./run_kselftest.sh -t taint:again.sh)" 1
is "kselftest: is told of as well" "$(verdict '^not ok 1 .* # exit=99')" 1

# --- bats ---

mkdir /tmp/bats
cd /tmp/bats || exit
cat - /selftests/bats.lines >taint.bats <<-END
	@test "clean" { $CLEAN; }
	@test "guilty" { $GUILTY; }
	@test "runs the guilty" { run $GUILTY; }
	@test "accepted" { $ACCEPTED; }
	@test "clean again" { $CLEAN; }
END
is "bats: fails" "$(harness bats --tap taint.bats)" 1
is "bats: which test" "$(grep -E '^(not )?ok' $SAID | xargs)" \
	"ok 1 clean not ok 2 guilty not ok 3 runs the guilty ok 4 accepted ok 5 clean again"
who bats 2
printf '@test "accepted" { %s; }\n' "$ACCEPTED" | cat - /selftests/bats.lines >taint.bats
is "bats: passes" "$(harness bats --tap taint.bats)" 0

# --- pytest ---

mkdir /tmp/pytest
cd /tmp/pytest || exit
cat >test_taint.py <<-END
	import os
	import subprocess

	def test_clean():
	    subprocess.run("$CLEAN".split(), check=True)

	def test_guilty():
	    subprocess.run("$GUILTY".split(), check=True)

	def test_guilty_itself():
	    with open("/proc/self/comm", "w") as comm:
	        comm.write("guilty")
	    with open("/proc/taint_trigger", "w") as trigger:
	        trigger.write("warn")

	def test_accepted():
	    subprocess.run("$ACCEPTED".split(), check=True)

	def test_clean_again():
	    pass
END
is "pytest: fails" "$(harness sh /selftests/pytest.lines)" 1
is "pytest: which test" "$(sed -n 's/^ERROR .*::\([a-z_]*\).*/\1/p' $SAID | xargs)" "test_guilty test_guilty_itself"
is "pytest: the rest passes" "$(verdict '5 passed, 2 errors')" 1
who pytest 2
is "pytest: passes" "$(harness sh -c "$(cat /selftests/pytest.lines) -k accepted -rP")" 0
ok "pytest: what is accepted is shown if asked for" grep 'tried on purpose' $SAID

# --- git bisect: a test that breaks without a taint is not it ---

mkdir /tmp/bisect
cd /tmp/bisect || exit
git init -q --template= .
git config user.name nobody
git config user.email nobody@nowhere.invalid
n=0
for act in "$CLEAN" "$ACCEPTED; exit 3" "$GUILTY" "$CLEAN" "$GUILTY; exit 3" "$GUILTY" "$GUILTY"; do
	n=$((n + 1))
	executable test "$act"
	echo "[ $n != 4 ]" >build
	git add .
	git commit -q -m "change $n"
	git tag "v$n"
done
git bisect start v7 v1 >/tmp/out
is "bisect: ends" "$(harness sh /selftests/bisect.lines)" 0
ok "bisect: at the commit" grep "^$(git rev-parse v3) is the first bad commit" $SAID
who bisect "$(verdict 'by this command.*guilty')"
is "bisect: what does not build is passed over" "$(git bisect log | sed -n 's/^# skip: .* change //p')" 4
git bisect reset >/tmp/out
is "bisect: a commit without the command is, too" "$(harness sh "$CONTRIB/git-bisect.sh" true ./nonesuch)" 125

# --- xfstests: what its "check" has of it: the line that is changed, and what it exports ---

mkdir -p /tmp/xfstests/tests/generic
cd /tmp/xfstests || exit
cat >check <<-'END'
	#!/bin/bash
	_run_seq() {
		local cmd=(bash -c "exec ./$seq")
		"${cmd[@]}"
	}
	for seq in tests/generic/*; do
		export seqnum=${seq#tests/} RESULT_DIR=results/generic
		mkdir -p $RESULT_DIR
		_run_seq >out 2>&1
		sts=$?
		echo "$seqnum"
		[ $sts = 0 ] || echo "[failed, exit status $sts]"
		echo quiet | diff -u - out >differ || echo "- output mismatch"
		sed 's/^/    /' differ
	done
END
executable tests/generic/001 "echo quiet; $CLEAN"
executable tests/generic/002 "echo quiet; $GUILTY >/dev/null"
executable tests/generic/003 "echo quiet; $ACCEPTED >/dev/null"
ok "xfstests: is put in" put_in xfstests
is "xfstests: runs" "$(harness bash ./check)" 0
is "xfstests: which test" "$(grep -v '^ ' $SAID | xargs)" \
	"generic/001 generic/002 [failed, exit status 99] - output mismatch generic/003"
who xfstests 1
is "xfstests: what is kept" "$(list results/generic)" "002.taint 003.taint"
ok "xfstests: what is accepted, too" grep 'tried on purpose' results/generic/003.taint

# --- kirk: how it finds a channel, and how it runs a test, and commands of its own ---

mkdir -p /tmp/kirk/libkirk/channels
cd /tmp/kirk || exit
cat >libkirk/channels/shell.py <<-'END'
	import asyncio

	class ShellComChannel:
	    async def run_command(self, command, cwd=None, env=None, iobuffer=None):
	        proc = await asyncio.create_subprocess_shell(
	            command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
	            cwd=cwd, env=env, start_new_session=True)
	        stdout, _ = await proc.communicate()
	        return {"stdout": stdout.decode(), "returncode": proc.returncode}
END
cat >kirk <<-'END'
	import argparse
	import asyncio
	import importlib.util
	import pathlib

	parser = argparse.ArgumentParser()
	parser.add_argument("--plugins", type=pathlib.Path)
	parser.add_argument("--sut")
	parser.add_argument("--run-suite")
	args = parser.parse_args()
	channels = []
	for path in args.plugins.glob("*.py"):
	    spec = importlib.util.spec_from_file_location("obj", path)
	    module = importlib.util.module_from_spec(spec)
	    spec.loader.exec_module(module)
	    channels += [value() for value in vars(module).values()
	                 if isinstance(value, type) and value.__module__ == "obj"]
	(channel,) = [one for one in channels if "default:com=" + one._name == args.sut]

	async def run():
	    for line in pathlib.Path(args.run_suite).read_text().splitlines():
	        name, command = line.split(maxsplit=1)
	        ret = await channel.run_command(command, cwd="/tmp", env={"PATH": "/usr/bin:/selftests"},
	                                        iobuffer=True)
	        print(name, ret["returncode"])
	        print(ret["stdout"], end="")
	    ret = await channel.run_command("order --comm housekeeping /proc/taint_trigger warn")
	    print("its own", ret["returncode"])

	asyncio.run(run())
END
cat >syscalls <<-END
	clean $CLEAN
	guilty export LTPROOT; $GUILTY && echo "it's done"
	accepted $ACCEPTED
	skipped exit 32
END
printf '%s\n' '#!/bin/sh' 'PYTHONPATH=/tmp/kirk exec python3 /tmp/kirk/kirk "$@"' >/usr/bin/kirk
chmod 755 /usr/bin/kirk
is "kirk: runs" "$(harness sh /selftests/kirk.lines)" 0
is "kirk: which test" "$(grep -E '^(clean|guilty|accepted|skipped|its own) [0-9]*$' $SAID | xargs)" \
	"clean 0 guilty 99 accepted 0 skipped 32 its own 0"
who kirk 1
ok "kirk: the command is what it was" grep -x "it's done" $SAID

# --- where the policy is broken nobody can tell ---

echo nonsense >/etc/taintinfo/policy.d/broken.policy
cd /tmp/bats || exit
echo '@test "clean" { true; }' | cat - /selftests/bats.lines >taint.bats
is "bats with a broken policy: fails" "$(harness bats --tap taint.bats)" 1
ok "and says why" grep 'broken.policy:1' $SAID
is "bisect with a broken policy: is passed over" "$(harness sh "$CONTRIB/git-bisect.sh" true true)" 125
rm /etc/taintinfo/policy.d/broken.policy

# --- where there is no control group, the process of the test itself is another one's ---

umount /sys/fs/cgroup
cat - /selftests/bats.lines >taint.bats <<-END
	@test "clean" { $CLEAN; }
	@test "guilty" { $GUILTY; }
END
is "bats without a control group: fails" "$(harness bats --tap taint.bats)" 1
is "which test" "$(grep -E '^(not )?ok' $SAID | xargs)" "ok 1 clean not ok 2 guilty"
is "by another process" "$(grep -c 'meanwhile.*guilty' $SAID)" 1
finish
