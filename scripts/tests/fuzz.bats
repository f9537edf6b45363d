#!/usr/bin/env bats
#
# fuzz - taintinfo against any bytes
#
# An input that fails is kept, and named.
#
# Environment: see scripts/lib.sh, and
#   FUZZ_SECONDS  how long to look for new inputs (default: 20)

# shellcheck source=scripts/tests/suite.bash
. "$BATS_TEST_DIRNAME/suite.bash"

# No single input may take longer, in seconds.
limit=30

tested=(tools/fuzz/fuzz.c tools/{allow,archive,blame,decode,entries,events,evidence,files,finding,fingerprint,group,journalctl,json,kernel_log,leads,lines,marks,policy,program,record,report,state,tables,text,timeline}.c module/flags.c)
# Not "flags", which bats has.
cflags=(-std=gnu11 -D_GNU_SOURCE -g)
sanitize=(-fno-sanitize-recover=all -fno-omit-frame-pointer)
valgrind=(valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=all --errors-for-leak-kinds=all)

corpus=$top/tools/fuzz/corpus
kept=$(cache_dir)/fuzz
seconds=${FUZZ_SECONDS:-20}

setup_file() {
	[[ $seconds =~ ^[1-9][0-9]*$ ]] || die -2 "FUZZ_SECONDS is no number of seconds: '$seconds'"
	mkdir -p "$kept"
	bare_tree
	hostile_tree
	build >"$shared/built" 2>&1 || { cat "$shared/built"; return 1; }
}

build() (
	set -e
	cd "$top"
	clang "${cflags[@]}" -O1 -fsanitize=fuzzer,address,undefined "${sanitize[@]}" -o "$shared/fuzz" "${tested[@]}"
	gcc "${cflags[@]}" -O2 -DALONE -o "$shared/alone" "${tested[@]}"
	gcc "${cflags[@]}" -O1 -fsanitize=address,undefined "${sanitize[@]}" -o "$shared/sanitized" \
		tools/*.c module/flags.c
	gcc "${cflags[@]}" -O2 -o "$shared/taintinfo" tools/*.c module/flags.c
)

# file PATH TEXT: below $tree
file() { put "$tree/$1" "$2"; }

# bare_tree: a kernel without the module
bare_tree() {
	tree=$shared/bare
	file proc/sys/kernel/tainted 4609
	file proc/sys/kernel/osrelease 6.1.0-13-amd64
	file sys/module/foo/taint PO
	file sys/module/bar/taint ''
	mkdir -p "$tree/sys/module/builtin"
}

# module_tree: with it
module_tree() {
	local flag event

	tree=$shared/module
	file proc/sys/kernel/tainted 4609
	file proc/sys/kernel/osrelease 6.1.0-13-amd64
	file proc/sys/kernel/random/boot_id 00000000-1111-2222-3333-444444444444
	file sys/kernel/taint_info/tainted 4609
	file sys/kernel/taint_info/string 'Tainted: P        W  O     '
	file sys/kernel/taint_info/names 'proprietary_module warn oot_module'
	file sys/kernel/taint_info/events 7
	file sys/kernel/taint_info/lost 0
	file sys/kernel/taint_info/baseline 4096
	file sys/kernel/taint_info/self 4096
	file sys/kernel/taint_info/cleared 0
	file sys/kernel/taint_info/hooks fprobe
	for flag in 0:P:proprietary_module:observed 9:W:warn:observed 12:O:oot_module:baseline 5:B:bad_page:; do
		IFS=: read -r bit letter name origin <<<"$flag"
		dir=sys/class/taint_info/$name
		file "$dir/bit" "$bit"
		file "$dir/letter" "$letter"
		file "$dir/category" module
		file "$dir/description" 'what happened'
		file "$dir/set" "$((4609 >> bit & 1))"
		file "$dir/origin" "$origin"
		file "$dir/count" 3
		file "$dir/modules" 'foo bar'
		for event in first last; do
			file "$dir/$event/seq" "$((bit + 1))"
			file "$dir/$event/boottime" 5.773356000
			file "$dir/$event/realtime" 1790000000.000000001
			file "$dir/$event/module" foo
			file "$dir/$event/context" task
			file "$dir/$event/cpu" 1
			file "$dir/$event/pid" 128
			file "$dir/$event/ppid" 1
			file "$dir/$event/uid" 0
			file "$dir/$event/loginuid" 1000
			file "$dir/$event/comm" 'a "b" \c'
			file "$dir/$event/parent" systemd
			file "$dir/$event/cgroup" '/system.slice/a\134x2db.service'
			file "$dir/$event/caller" x+0x1/0x2
			file "$dir/$event/via" bar
		done
	done
	file sys/kernel/debug/taint_info/log \
		'seq=7 time=5.773356 flag=warn letter=W context=task cpu=1 pid=128 ppid=1 uid=0 comm="a b" parent="systemd" cgroup="/system.slice/a\134x2db.service" caller=x+0x1/0x2 module=foo'
	file etc/taintinfo/policy.d/rules.policy '# a comment
accept warn module=f* caller=x via=bar comm="a *" until=9999-12-31 reason="known \"
accept P until=2020-01-01 reason=over'
}

# hostile_tree: with any bytes in each file but the numbers without which there is nothing
hostile_tree() (
	trap - DEBUG # bats' own, for each of many lines
	n=0

	module_tree
	cp -r "$shared/module" "$shared/hostile"
	tree=$shared/hostile
	while read -r path; do
		case $path in
		*/tainted | */bit | */events) ;;
		*)
			# What is escaped ends at each place in a buffer.
			printf '%*s\\"\033[31m\200\n{x}' "$((n++ % 4))" '' >"$tree/$path"
			printf '\001%.0s' {1..512} >>"$tree/$path"
			;;
		esac
	done < <(cd "$tree" && find . -type f)
)

# takes FILE CODES COMMAND...: with the file as standard input it ends by itself, and so
takes() {
	local file=$1 codes=$2 code=0

	shift 2
	timeout -k 1 "$limit" "$@" <"$file" >"$tmp/said" 2>"$tmp/complained" || code=$?
	case " $codes " in
	*" $code "*) return 0 ;;
	esac
	echo "exit code $code: ${*:1:12} <$file"
	cat "$tmp/complained"
	if [ "$file" = "$tmp/text" ]; then
		cp "$file" "$kept/"
		echo "the input is in $kept"
	fi
	return 1
}

@test "the tool and the fuzzer build, with and without sanitizers" {
	same "$(cat "$shared/built")" ''
	same "$(cd "$shared" && find . -type f -perm /111 | LC_ALL=C sort | xargs)" "./alone ./fuzz ./sanitized ./taintinfo"
}

# The last lines of what it says tell how many it has run.
@test "the corpus is decoded right, and is clean under ASan and UBSan" {
	"$shared/fuzz" -timeout="$limit" "$corpus"/*
}

# libFuzzer runs one more, which is empty.
@test "so are new inputs, for FUZZ_SECONDS" {
	local executions

	cp -r "$corpus" "$tmp/corpus"
	if ! "$shared/fuzz" -max_total_time="$seconds" -timeout="$limit" -rss_limit_mb=2048 -print_final_stats=1 \
		-dict="$top/tools/fuzz/taint.dict" -artifact_prefix="$kept/" "$tmp/corpus" >"$tmp/log" 2>&1; then
		tail -n 60 "$tmp/log"
		echo "the input is in $kept"
		return 1
	fi
	executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$tmp/log")
	compare "$executions" -gt "$(find "$corpus" -type f | wc -l)"
	echo "# $executions inputs in $seconds seconds" >&3
}

@test "the corpus is clean under valgrind" {
	"${valgrind[@]}" "$shared/alone" "$corpus"/*
}

# All of a file, and what it has for the target that was chosen by its first two bytes.
@test "decode takes the corpus as standard input" {
	local file

	for file in "$corpus"/*; do
		tail -c +3 "$file" >"$tmp/text"
		takes "$file" "0 2" "$shared/sanitized" --root="$shared/bare" decode
		takes "$tmp/text" "0 2" "$shared/sanitized" --root="$shared/bare" decode
		takes "$tmp/text" "0 2" "$shared/sanitized" --root="$shared/bare" decode --json
		"$shared/alone" -json "$tmp/said"
	done
}

# Longer than any buffer, in pieces that do not fit into one as a whole.
@test "decode takes long lines" {
	local piece

	for piece in 'Tainted: G        W  O 6.1.0 ' 'Tainted: [W]=WARN, ' 'foo: loading out-of-tree module taints kernel.' \
		'Tainted: ' W '-' ' ' 1; do
		head -c 200003 < <(yes "$piece" | tr -d '\n') >"$tmp/text"
		takes "$tmp/text" "0 2" "$shared/sanitized" --root="$shared/bare" decode
		takes "$tmp/text" "0 2" "$shared/sanitized" --root="$shared/bare" decode --json
		"$shared/alone" -json "$tmp/said"
	done
}

# Where NULs cannot be.
@test "decode takes the corpus as arguments" {
	local file texts=()

	for file in "$corpus"/*; do
		texts+=("$(tail -c +3 "$file" | tr -d '\0')")
	done
	takes /dev/null "0 2" "$shared/sanitized" --root="$shared/bare" decode --json -- "${texts[@]}"
	"$shared/alone" -json "$tmp/said"
	takes /dev/null "0 2" "$shared/sanitized" --root="$shared/bare" decode -- "${texts[@]}"
}

# all_commands COMMAND...: those that end by themselves
all_commands() {
	local cursor allowed unexpected critical policy run

	for tree in bare module hostile; do
		allowed=0 unexpected=1 critical=2 policy=0 run=0
		# What is cleared is not known there, and no rule can be read.
		[ "$tree" != hostile ] || allowed=2 unexpected=2 critical=3 policy=2 run=125
		set -- "$@" --root="$shared/$tree"
		takes /dev/null 0 "$@"
		takes /dev/null 0 "$@" --verbose
		takes /dev/null 0 "$@" export
		"$shared/alone" -json "$tmp/said"
		takes /dev/null 0 "$@" export --format=prometheus
		lacks -vE '^#|^taint_info_[a-z_]+(\{[^{}]*\})? [0-9.]+$' <"$tmp/said"
		takes /dev/null 0 "$@" export --output="$tmp/exported"
		"$shared/alone" -json "$tmp/exported"
		takes /dev/null 2 "$@" export --output="$tmp/nonesuch/file"
		takes /dev/null 0 "$@" tables
		takes /dev/null 0 "$@" tables rhel8
		takes /dev/null 2 "$@" tables nonesuch
		takes /dev/null "$unexpected" "$@" expect
		takes /dev/null "$unexpected" "$@" expect --json
		"$shared/alone" -json "$tmp/said"
		takes /dev/null "$policy" "$@" policy
		takes /dev/null "$policy" "$@" policy --json
		"$shared/alone" -json "$tmp/said"
		takes /dev/null "0 1" "$@" notify --print warn
		takes /dev/null "$allowed" "$@" expect --allow=P,warn,4096,self,bit_63
		takes /dev/null 2 "$@" expect --allow=nonesuch
		takes /dev/null "$critical" "$@" expect --nagios
		takes /dev/null 0 "$@" decode 4609 "Tainted: P"
		takes /dev/null 2 "$@" decode nonesuch
		takes /dev/null 0 "$@" --help
		takes /dev/null 2 "$@" --nonesuch
		takes /dev/null 2 "$@" since nonesuch
		takes /dev/null "0 2" "$@" mark
		cursor=$(sed 's/:[0-9]*$/:6/' "$tmp/said")
		takes /dev/null "1 2" "$@" since --json "$cursor"
		takes /dev/null "$run" "$@" run true
		# What is known in the beginning may be anything in the end.
		rm -rf "$tmp/tree"
		cp -r "$shared/$tree" "$tmp/tree"
		[ "$tree" != hostile ] || rm -r "$tmp/tree/etc"
		[ ! -e "$tmp/tree/sys/kernel/taint_info" ] || {
			echo 0 >"$tmp/tree/sys/kernel/taint_info/cleared"
			echo 1 >"$tmp/tree/sys/kernel/taint_info/events"
		}
		# shellcheck disable=SC2016
		takes /dev/null "0 42" "$@" --root="$tmp/tree" run --json --exit-code=42 \
			sh -c 'cd "$1/sys/kernel/taint_info" && echo 300 >events || :' sh "$tmp/tree"
		"$shared/alone" -json "$tmp/said"
		# shellcheck disable=SC2016
		takes /dev/null "0 42" "$@" --root="$tmp/tree" run --exit-code=42 --junit="$tmp/junit" \
			sh -c 'cd "$1/sys/kernel/taint_info" && echo 400 >events || :' sh "$tmp/tree"
		LC_ALL=C lacks '[^ -~]' <"$tmp/junit"
		set -- "${@:1:$#-1}"
	done
}

@test "each command takes trees of any bytes, under ASan and UBSan" {
	all_commands "$shared/sanitized"
}

@test "each command takes trees of any bytes, under valgrind" {
	all_commands "${valgrind[@]}" "$shared/taintinfo"
}
