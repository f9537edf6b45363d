# shellcheck shell=bash
#
# monitoring.bash - what the suites of monitoring share; to be sourced
#
# The state of a kernel comes from files; promtool and node_exporter are Debian's, unpacked
# in the cache, and node_exporter listens on the loopback device alone.

# shellcheck source=scripts/tests/suite.bash
. "${BASH_SOURCE[0]%/*}/suite.bash"

# Twice the same kernel: with the module, and without.
loaded=$BATS_SUITE_TMPDIR/loaded bare=$BATS_SUITE_TMPDIR/bare
project=$BATS_SUITE_TMPDIR/project
prefix=$BATS_SUITE_TMPDIR/p
programs=$(cache_dir)/monitoring
promtool=$programs/usr/bin/promtool
node_exporter=$programs/usr/bin/prometheus-node-exporter
mandoc=$programs/usr/bin/mandoc

unpack_programs() {
	local deb

	for deb; do
		untar_deb "$deb" --wildcards './usr/bin/*'
	done
}

# prepare: programs, states and the tool; for the first file of several
prepare() {
	local uris debs

	[ ! -e "$prefix" ] || return 0
	need_debian
	uris=$(apt_uris prometheus prometheus-node-exporter mandoc)
	debs=$(fetch_debs <<<"$uris")
	mapfile -t debs <<<"$debs"
	cached_tree "$programs" unpack_programs "${debs[@]}"
	make_states
	mkdir "$project"
	copy_project "$project"
	make -s -C "$project" install-tool PREFIX="$prefix"
}

# taintinfo ROOT ARGUMENT...
taintinfo() {
	local root=$1

	shift
	"$prefix/bin/taintinfo" --root="$root" "$@"
}

# flag NAME BIT LETTER CATEGORY SET ORIGIN COUNT [TIME]: as the module shows it
flag() {
	local dir=$loaded/sys/class/taint_info/$1 file

	for file in first/{seq,boottime,realtime,module,context,cpu,pid,uid,loginuid,comm,caller,via} \
		last/{seq,boottime,realtime,module,context,cpu,pid,uid,loginuid,comm,caller,via} modules; do
		put "$dir/$file" ''
	done
	put "$dir/bit" "$2"
	put "$dir/value" $((1 << $2))
	put "$dir/letter" "$3"
	put "$dir/category" "$4"
	put "$dir/description" "what $1 means"
	put "$dir/set" "$5"
	put "$dir/origin" "$6"
	put "$dir/count" "$7"
	[ -n "${8:-}" ] || return 0
	put "$dir/first/seq" 1
	put "$dir/first/realtime" "$8"
	# What no label may show
	put "$dir/first/module" culprit
	put "$dir/first/comm" 'a process"} 1'
	put "$dir/first/caller" somewhere+0x1/0x2
	put "$dir/modules" culprit
}

make_states() (
	trap - DEBUG # bats' own, for each of hundreds of lines
	for root in "$loaded" "$bare"; do
		put "$root/proc/sys/kernel/tainted" 1099511632400
		put "$root/proc/sys/kernel/osrelease" 6.1.0-50-amd64
	done
	put "$loaded/sys/kernel/taint_info/tainted" 1099511632400
	put "$loaded/sys/kernel/taint_info/string" ''
	put "$loaded/sys/kernel/taint_info/names" 'machine_check warn oot_module bit_40'
	put "$loaded/sys/kernel/taint_info/events" 12
	put "$loaded/sys/kernel/taint_info/lost" 3
	put "$loaded/sys/kernel/taint_info/baseline" 4096
	put "$loaded/sys/kernel/taint_info/self" 4096
	put "$loaded/sys/kernel/taint_info/cleared" 0
	put "$loaded/sys/kernel/taint_info/hooks" 'kprobe module die poll'
	flag proprietary_module 0 P module 0 none 0
	flag machine_check 4 M hardware 1 observed 1 1790000000.000000001
	flag warn 9 W fault 1 observed 10 1790000100.500000000
	flag oot_module 12 O module 1 baseline 0
	put "$loaded/sys/class/taint_info/oot_module/modules" taint_info
	flag bit_40 40 '' '' 1 detected 1 1790000200.000000000
)

samples() { taintinfo "$1" export --format=prometheus | grep -v '^#' | LC_ALL=C sort; }

# served DIRECTORY [OPTION...]: node_exporter's answer goes to $tmp/served, from such a directory
# of text files
served() {
	local port='' log=$tmp/node_exporter.log directory=$1 exporter answer

	shift
	: >"$log"
	timeout 60 "$node_exporter" --web.listen-address=127.0.0.1:0 --collector.disable-defaults \
		--collector.textfile --collector.textfile.directory="$directory" "$@" >"$log" 2>&1 3>&- &
	exporter=$!
	for _ in {1..100}; do
		port=$(sed -n 's/.*Listening on.*address=127\.0\.0\.1:\([0-9]*\).*/\1/p' "$log" | head -n 1)
		[ -z "$port" ] || break
		sleep 0.1
	done
	if [ -n "$port" ]; then
		exec {answer}<>"/dev/tcp/127.0.0.1/$port"
		printf 'GET /metrics HTTP/1.0\r\n\r\n' >&"$answer"
		cat <&"$answer" >"$tmp/served"
		exec {answer}>&-
	fi
	kill "$exporter"
	wait "$exporter" || :
	[ -n "$port" ] || { cat "$log"; return 1; }
}
