# shellcheck shell=bash
#
# tools.bash - what the suites of taintinfo share: the tool, and a kernel's state as files;
# to be sourced
#
# What it does with a running module is in selftests/taintinfo.sh.

# shellcheck source=scripts/tests/suite.bash
. "${BASH_SOURCE[0]%/*}/suite.bash"

tool=$BATS_SUITE_TMPDIR/taintinfo
project=$BATS_SUITE_TMPDIR/project

# build_with COMPILER FILE: in a copy, as other tests copy the project meanwhile
build_with() {
	make -s -C "$project" tools/taintinfo -W module/flags.c CC="$1" CFLAGS="-O2 -g -Wshadow -Wpedantic -Werror"
	mv "$project/tools/taintinfo" "$2"
}

# prepare: the tool; for the first file of several
prepare() {
	[ ! -e "$tool" ] || return 0
	mkdir "$project"
	copy_project "$project"
	build_with gcc "$tool" >"$tool.said" 2>&1 || { cat "$tool.said"; return 1; }
}

taintinfo() { "$tool" "$@"; }

# decoded ARGUMENT...: per value a line: mask, table, string, names
decoded() {
	taintinfo decode --json "$@" |
		jq -r '[.mask, .table, .string // "-", ([.flags[] | .name // .letter] | join(" "))] | join("|")'
}

# as_sysfs COMMAND...: what is said in sysfs.c of its files
as_sysfs() {
	[ -e "$shared/sysfs.so" ] || gcc -O2 -Wall -Wextra -Werror -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -shared -fPIC \
		-o "$shared/sysfs.so" "$BATS_TEST_DIRNAME/sysfs.c"
	LD_PRELOAD=$shared/sysfs.so "$@"
}

# milliseconds COMMAND...: they are in $tmp/took
milliseconds() {
	local from

	from=$(date +%s%N)
	"$@"
	echo $((($(date +%s%N) - from) / 1000000)) >"$tmp/took"
}

# state FILE VALUE: in the root of the test
state() { put "$tmp/root$1" "$2"; }

# kernel_root MASK: a kernel without the module
kernel_root() (
	trap - DEBUG # bats' own, for each of many lines
	rm -rf "$tmp/root"
	state /proc/sys/kernel/tainted "$1"
	state /proc/sys/kernel/osrelease 6.1.0-50-amd64
	state /sys/module/nvidia/taint POE
	state /sys/module/ext4/taint ''
	state /sys/module/trigger/taint OE
)

# device NAME FILE=VALUE...: a flag as the module shows it; what is not given is not known
device() (
	trap - DEBUG # bats' own, for each of many lines
	local dir=/sys/class/taint_info/$1 file

	for file in bit letter category description origin modules {first,last}/{seq,boottime,realtime,module} \
		{first,last}/{context,cpu,pid,ppid,uid,loginuid,comm,parent,cgroup,caller,via}; do
		state "$dir/$file" ''
	done
	state "$dir/set" 1
	state "$dir/count" 0
	shift
	for file; do
		state "$dir/${file%%=*}" "${file#*=}"
	done
)

# module_root MASK SELF NAME...: the module watches a kernel with these flags
module_root() (
	trap - DEBUG # bats' own, for each of many lines
	local mask=$1 self=$2

	kernel_root "$mask"
	shift 2
	state /sys/kernel/taint_info/tainted "$mask"
	state /sys/kernel/taint_info/string "$(taintinfo decode -k mainline-6.1 --json "$mask" | jq -r .string)"
	state /sys/kernel/taint_info/names "$*"
	state /sys/kernel/taint_info/events 0
	state /sys/kernel/taint_info/lost 0
	state /sys/kernel/taint_info/self "$self"
	state /sys/kernel/taint_info/cleared 0
	state /sys/kernel/taint_info/hooks 'kprobe poll'
)

self_devices() {
	device oot_module bit=12 letter=O category=module description='out of tree' origin=baseline \
		modules=taint_info
	device unsigned_module bit=13 letter=E category=module description='not signed' origin=baseline \
		modules=taint_info
}

# boottime AGO: seconds on the clock that events have
boottime() { awk -v ago="$1" '{ printf "%.3f000000", $1 - ago }' /proc/uptime; }
