#!/usr/bin/env bats
#
# tools_hostile - taintinfo below a root that is anybody's: any bytes, no files, links
#
# Environment: see scripts/lib.sh.

# shellcheck source=scripts/tests/tools.bash
. "$BATS_TEST_DIRNAME/tools.bash"

setup_file() { prepare; }

# No command may take longer, in seconds, nor more memory, in KiB.
limit=10
memory=$((256 << 10))

# any_bytes: but NUL, and what a terminal, JSON, a format or a line of the log takes for something
any_bytes() {
	local byte

	printf 'x\033[31m\303\204\200\033]0;title\007\r\n\n"quoted" '\''%%n%%s%%n'\'' \\u0022 \\","seq":0,"x":"\t\b'
	for byte in {1..255}; do
		# shellcheck disable=SC2059 # that is the format
		printf "\\$(printf %03o "$byte")"
	done
	printf '\n\033[2J'
}

# hostile_root HOW: any bytes in "all" files, behind the "numbers" that are in some, or in all
# "but" those without which there is nothing more to read
hostile_root() (
	trap - DEBUG # bats' own, for each of many lines
	local bytes=$tmp/bytes path

	any_bytes >"$bytes"
	module_root 4608 4096 warn oot_module
	device warn bit=9 count=7 origin=observed first/seq=6 last/seq=7
	device oot_module bit=12 count=7 origin=baseline first/seq=6 last/seq=7
	state /proc/sys/kernel/random/boot_id 00000000-0000-0000-0000-000000000000
	state /sys/kernel/taint_info/events 7
	for path in /sys/kernel/taint_info/baseline /sys/kernel/debug/taint_info/{log,report}; do
		state "$path" ''
	done
	while read -r path; do
		case $1:$path in
		but:*/tainted | but:*/events | but:*/boot_id | but:*/names | but:*/origin | but:*/cleared) continue ;;
		but:*/bit | but:*/count | but:*/seq) continue ;;
		but:*/log)
			# A line whose values are anything, each, and one that is nothing else.
			awk -v RS='\001' '{
				gsub("[\"\n ]", "")
				for (n = 6; n <= 7; n++) {
					printf "seq=%d flag=warn letter=%s time=1.5%s detected%s", n, $0, $0, $0
					split("module context cpu pid ppid uid loginuid comm parent cgroup caller via", keys, " ")
					for (i in keys)
						printf " %s=\"%s\"", keys[i], $0
					print ""
				}
				print "seq=8" $0 " flag=" $0
				exit
			}' "$bytes" >"$tmp/root$path"
			cat "$bytes" >>"$tmp/root$path"
			;;
		but:*/report)
			{
				printf 'W warn (bit 9, fault)\n     call path:\n               '
				tr -d '\n' <"$bytes"
				printf '\n'
				cat "$bytes"
			} >"$tmp/root$path"
			;;
		numbers:*) printf '%s' "$(cat "$tmp/root$path")" "$(cat "$bytes")" >"$tmp/root$path" ;;
		*) cat "$bytes" >"$tmp/root$path" ;;
		esac
	done < <(cd "$tmp/root" && find . -type f | sed 's/^\.//')
	# Names may have all but a slash; none of ours has a quote.
	put "$tmp/root/sys/class/taint_info/ev\"il/bit" 20
	mkdir -p "$tmp/root/sys/class/taint_info/$(tr -d '/\n' <"$bytes" | head -c 99)"
	path=$tmp/root/sys/module/$(tr -d '/\n' <"$bytes" | head -c 60)
	put "$path/taint" OE
	put "$tmp/root/sys/module/%n"$'\n'"%s"$'\033'"[31m"/taint OE
)

# said CODES COMMAND...: it ends, so, and of what it says each byte is plain; that is in $tmp/said
said() {
	local codes=$1 code=0 file

	shift
	(
		ulimit -v "$memory"
		exec timeout -k 1 "$limit" "$tool" -r "$tmp/root" "$@" >"$tmp/said" 2>"$tmp/complained" </dev/null
	) || code=$?
	[[ " $codes " = *" $code "* ]] || { echo "exit code $code: $*"; cat "$tmp/complained"; return 1; }
	plain "$tmp/said" "$*" && plain "$tmp/complained" "$*"
}

# plain FILE BY
plain() {
	[ "$(LC_ALL=C tr -d '\n -~' <"$1" | wc -c)" = 0 ] || { echo "not plain, of $2:"; cat -v "$1"; return 1; }
}

# objects: what was said is JSON, an object a line
objects() {
	jq -cR fromjson "$tmp/said" >"$tmp/objects" || { cat -v "$tmp/said"; return 1; }
}

# each_at_once COMMAND WORD...: with each word, which is the name of a directory of its own
each_at_once() {
	local command=$1 word pids=() code=0

	shift
	for word; do
		mkdir "$tmp/$word"
		"$command" "$word" >"$tmp/$word/log" 2>&1 &
		pids+=($!)
	done
	for word; do
		wait "${pids[0]}" || { code=1; echo "with $word:"; cat "$tmp/$word/log"; }
		pids=("${pids[@]:1}")
	done
	return "$code"
}

# all_said: each command that ends by itself, in each form
all_said() {
	local cursor=00000000-0000-0000-0000-000000000000:1

	[ ! -e "$tmp/root/sys/kernel/taint_info" ] ||
		cursor=${cursor%:*}:$(stat -c %i "$tmp/root/sys/kernel/taint_info")
	said '0 2'
	said '0 2' --verbose
	said '0 2' --short
	said '0 2' --json
	[ ! -s "$tmp/said" ] || jq -e . "$tmp/said" >"$tmp/objects"
	said '0 2' export
	[ ! -s "$tmp/said" ] || jq -e . "$tmp/said" >"$tmp/objects"
	said '0 2' export --format=prometheus
	lacks -vE '^#|^taint_info_[a-z_]+(\{[^{}]*\})? [0-9.]+$' <"$tmp/said"
	said '0 2' export --output="$tmp/exported"
	[ ! -e "$tmp/exported" ] || plain "$tmp/exported" export
	said '0 1 2' expect
	said '0 1 2' expect --allow=self,W
	said '0 2 3' expect --nagios
	said '0 2' mark
	said '0 1 2' since "$cursor:5"
	said '0 1 2' since --json "$cursor:5"
	objects
	said '0 1' notify --print warn
	said '0 1' notify --print oot_module
	said '0 2' explain
	said '0 2' explain --json
	objects
	said 0 decode 4608
	said 0 decode --json 4608
	objects
	said 0 tables
}

# all_hostile HOW: with the module and without
all_hostile() {
	local tmp=$tmp/$1

	hostile_root "$1"
	all_said
	mv "$tmp/root/sys/kernel/taint_info" "$tmp/root/sys/kernel/gone"
	all_said
}

@test "whatever the files are, plain text comes out of them, and JSON" {
	each_at_once all_hostile all numbers but
	# There was something to say, and to call names.
	hostile_root but
	said 0 --verbose
	has -xE ' {16}x\?\[31m.*%n%s%n.*' <"$tmp/said"
	has '^     by .* process x.*\\033\[31m' <"$tmp/said"
	said 1 since 00000000-0000-0000-0000-000000000000:"$(stat -c %i "$tmp/root/sys/kernel/taint_info")":5
	has -F '#6  x warn: module x?[31m' <"$tmp/said"
	rm -r "$tmp/root/sys/kernel/taint_info"
	said 0
	has -F 'carried by' <"$tmp/said"
	same "$(grep -cF '%n?%s?[31m' "$tmp/said")" 1
	said 0 export
	same "$(jq -r '.flags[] | select(.name == "oot_module") | .modules' "$tmp/said" | grep -cF '%n?%s?[31m')" 1
	hostile_root but
	said 0 export
	jq -r '.flags[].name' "$tmp/said" | lacks ev
	said 0 export --format=prometheus
	lacks 'ev"il' <"$tmp/said"
}

# What stands before and behind the words of a kernel somebody else has written.
@test "whatever a log has beside the words of a kernel, plain text comes out of it, and JSON" {
	local bytes line

	any_bytes >"$tmp/bytes"
	bytes=$(tr -d '\n' <"$tmp/bytes")
	for line in "nvidia: loading out-of-tree module taints kernel." "WARNING: CPU: 1 PID: 7 at ${bytes}x foo+0x1/0x2 [x$bytes]" \
		"CPU: 0 PID: 7 Comm: $bytes Tainted: G        W         6.1.0 #1$bytes" "Modules linked in: x$bytes(POE) y(O)$bytes" \
		"taint_info: flag warn (W) set by module $bytes in process ${bytes}[7], uid 0, at $bytes"; do
		printf '[    5.1] %s%s\n%s%s\n' "$line" "$bytes" "$bytes" "$line"
	done >"$tmp/log"
	said 0 decode "$tmp/log"
	has -F 'O oot_module: module nvidia' <"$tmp/said"
	has -F 'W warn' <"$tmp/said"
	has -F 'taints kernel.x????]0;title??' <"$tmp/said"
	said 0 decode --json "$tmp/log"
	objects
}

# archive PATH TEXT: in an archive, with any bytes before it, behind and between
archive() {
	mkdir -p "$tmp/root${1%/*}"
	{ cat "$tmp/bytes"; echo; printf '%s' "$2"; cat "$tmp/bytes"; echo; echo "$2"; } >"$tmp/root$1"
}

@test "whatever an archive has, plain text comes out, and no more than a part of it is read" {
	any_bytes >"$tmp/bytes"
	archive /sos_commands/kernel/sysctl_-a 'kernel.tainted = 12801'
	archive /sos_commands/kernel/uname_-a $'Linux host 6.1.0-\001\303x #1'
	archive /proc/modules $'x\001\303 1 0 - Live 0x0000000000000000 (POE)'
	said 0
	has '^Tainted: P        W  OE .*, Linux 6.1.0-.001.303x' <"$tmp/said"
	has -F 'carried by x??' <"$tmp/said"
	all_said
	# Nothing is read without an end, and nothing waited for.
	mkfifo "$tmp/root/uname" "$tmp/root/basic-environment.txt"
	truncate -s 8G "$tmp/root/sos_commands/kernel/sysctl_-a" "$tmp/root/sos_commands/kernel/uname_-a" "$tmp/root/proc/modules"
	said 0
	rm -r "$tmp/root/sos_commands" "$tmp/root/basic-environment.txt"
	archive /basic-health-check.txt 'Kernel Status -- Tainted: P        W  OE  '
	archive /basic-environment.txt 'SUSE Linux Enterprise Server 15 SP6'
	all_said
	rm "$tmp/root/basic-health-check.txt"
	ln -s /proc/sys/kernel/tainted "$tmp/root/basic-health-check.txt"
	said 2
}

@test "complaints are plain, too, whatever they are about" {
	local words command root=$tmp/$'root\033[31m\303' code

	words=$(any_bytes)
	mkdir "$root"
	for command in export mark expect "expect --nagios" "notify warn"; do
		code=0
		# shellcheck disable=SC2086
		taintinfo -r "$root" $command >"$tmp/said" 2>"$tmp/complained" || code=$?
		compare "$code" -ge 1
		plain "$tmp/said" "$command"
		plain "$tmp/complained" "$command"
		[ "$command" = mark ] || has -F 'root?[31m?' <"$tmp/complained"
	done
	for command in since notify nonesuch "export -f" "expect -a" "export -o/nonesuch/"; do
		# shellcheck disable=SC2086
		exits 2 taintinfo $command "$words" >"$tmp/said" 2>"$tmp/complained"
		plain "$tmp/said" "$command"
		plain "$tmp/complained" "$command"
	done
}

# watch_says COMMAND...: what watch says, by lines and as JSON, until the command is done
watch_says() {
	local watchers

	"$tool" -r "$tmp/root" watch >"$tmp/watched" 2>"$tmp/err" &
	watchers=$!
	"$tool" -r "$tmp/root" watch --json >"$tmp/watched.json" 2>"$tmp/err" &
	watchers+=" $!"
	"$@"
	# shellcheck disable=SC2086
	kill $watchers
	# shellcheck disable=SC2086
	wait $watchers || :
	plain "$tmp/watched" watch
	plain "$tmp/watched.json" 'watch --json'
	cp "$tmp/watched.json" "$tmp/said"
	objects
}

events_come() {
	within 5 grep -q 'oot_module' "$tmp/watched"
	within 5 grep -q 'oot_module' "$tmp/watched.json"
	state /sys/kernel/taint_info/events 7
	within 5 grep -q '#7' "$tmp/watched"
	within 5 grep -q '"seq":7' "$tmp/watched.json"
}

@test "watch says it plainly, too" {
	hostile_root but
	state /sys/kernel/taint_info/events 5
	watch_says events_come
	# Of users.
	rm -r "$tmp/root/sys/kernel/debug"
	state /sys/kernel/taint_info/events 5
	watch_says events_come
}

# each_file COMMAND: it makes something else of each file of the root, but of those of the pattern $but
each_file() (
	trap - DEBUG # bats' own, for each of many lines
	local path

	module_root 4608 4096 warn oot_module
	device warn bit=9 count=1 first/seq=1
	device oot_module bit=12
	state /proc/sys/kernel/random/boot_id 00000000-0000-0000-0000-000000000000
	state /sys/kernel/debug/taint_info/log ''
	state /sys/kernel/debug/taint_info/report ''
	while read -r path; do
		rm "$tmp/root/$path"
		"$@" "$tmp/root/$path"
	done < <(cd "$tmp/root" && find . -type f ! -path "${but:-}")
)

long_line() { head -c 3000000 /dev/zero | tr '\0' 1 >"$1"; }
short_lines() { head -c 3000000 /dev/zero | tr '\0' '\n' >"$1"; }
huge() { truncate -s 1T "$1"; }
huge_text() { huge "$1" && printf 9 | dd of="$1" conv=notrunc status=none; }
to_zero() { ln -s /dev/zero "$1"; }
out_to_zero() { ln -s ../../../../../../../../../../../../../../../../dev/zero "$1"; }
to_itself() { ln -s "${1##*/}" "$1"; }
zero() { mknod "$1" c 1 5; }

# all_strange WHAT: each file is that; or but those that say that the module is there
all_strange() {
	local tmp=$tmp/$1

	# Who may not make devices has none to be afraid of.
	[ "$1" != zero ] || zero "$tmp/zero" || return 0
	each_file "$1"
	said '0 2' export
	said '0 2' mark
	said '0 1' notify --print warn
	but='./sys/kernel/taint_info/*' each_file "$1"
	all_said
}

@test "a root may have anything in place of files, and no command waits or takes long" {
	each_at_once all_strange mkfifo mkdir to_zero out_to_zero to_itself long_line short_lines huge huge_text zero
}

# For a list that ends somewhere, the first megabyte counts.
@test "a long list is read as far as a megabyte" {
	module_root 4096 4096 oot_module
	device oot_module bit=12
	head -c 3000000 /dev/zero | tr '\0' x >"$tmp/root/sys/class/taint_info/oot_module/modules"
	said 0 export
	same "$(jq -r '.flags[0].modules' "$tmp/said" | tr -d '\n' | wc -c)" $(((1 << 20) - 1))
}

# chain N: that many links lead to the mask
chain() {
	local n

	rm -f "$tmp/root/proc/sys/kernel/"*
	state /proc/sys/kernel/0 64
	for ((n = 1; n < $1; n++)); do
		ln -s $((n - 1)) "$tmp/root/proc/sys/kernel/$n"
	done
	ln -s $((n - 1)) "$tmp/root/proc/sys/kernel/tainted"
}

@test "links lead to nothing outside of the root" {
	local file=$tmp/root/proc/sys/kernel/tainted up=../../../../../../../../../../../../../../../.. link

	put "$tmp/mask" 128
	put "$tmp/root/elsewhere/mask" 64
	put "$tmp/taint/taint" OE
	kernel_root 512
	mkdir "$tmp/root/elsewhere"
	echo 64 >"$tmp/root/elsewhere/mask"
	for link in "$tmp/mask" "$up$tmp/mask" ../../../../mask "/..$tmp/mask"; do
		ln -sf "$link" "$file"
		[ -e "$file" ] || [ "$link" = "/..$tmp/mask" ]
		exits 2 taintinfo -r "$tmp/root" 2>"$tmp/err"
		has 'tainted: No such file or directory' <"$tmp/err"
	done
	# "/" is the root, and so is what lies above it.
	for link in /elsewhere/mask ../../../elsewhere/mask "$up/elsewhere/mask" \
		/../.././/elsewhere/../elsewhere/mask //elsewhere//mask /proc/../elsewhere/mask; do
		ln -sf "$link" "$file"
		same "$(taintinfo -r "$tmp/root" export | jq -r .mask)" 64
		same "$(cd "$tmp" && taintinfo -r root export | jq -r .mask)" 64
		same "$(cd "$tmp/root/elsewhere" && taintinfo -r .. export | jq -r .mask)" 64
	done
	# A directory on the way, and one in a link on the way to another one.
	ln -sf /elsewhere/a/mask "$file"
	ln -s /elsewhere "$tmp/root/elsewhere/a"
	same "$(taintinfo -r "$tmp/root" export | jq -r .mask)" 64
	ln -s root "$tmp/link"
	same "$(taintinfo -r "$tmp/link/" export | jq -r .mask)" 64
	# What is no directory is none.
	ln -sf /elsewhere/mask/ "$file"
	exits 2 taintinfo -r "$tmp/root" 2>"$tmp/err"
	has 'tainted: Not a directory' <"$tmp/err"
	# As many as the kernel follows.
	chain 40
	same "$(taintinfo -r "$tmp/root" export | jq -r .mask)" 64
	chain 41
	exits 2 taintinfo -r "$tmp/root" 2>"$tmp/err"
	has 'Too many levels of symbolic links' <"$tmp/err"
	# Directories that are listed.
	kernel_root 4096
	rm -r "$tmp/root/sys/module"
	mkdir "$tmp/modules"
	mv "$tmp/taint" "$tmp/modules/outside"
	ln -s "$tmp/modules" "$tmp/root/sys/module"
	taintinfo -r "$tmp/root" export | jq -e '[.flags[].modules | select(.)] == []' >"$tmp/out"
	mkdir -p "$tmp/root$tmp"
	mv "$tmp/modules" "$tmp/root$tmp/modules"
	same "$(taintinfo -r "$tmp/root" export | jq -r '.flags[] | select(.set) | .modules')" outside
}

# As sysfs has them.
@test "the links of a class, and of a copy's files, are followed in the root" {
	local devices=$tmp/root/sys/devices/virtual/taint_info class=$tmp/root/sys/class/taint_info

	module_root 512 0 warn
	device warn bit=9 letter=W description='a warning' origin=observed count=1 first/seq=1 first/caller=here
	mkdir -p "${devices%/*}"
	mv "$class" "$devices"
	mkdir "$class"
	ln -s ../../devices/virtual/taint_info/warn "$class/warn"
	taintinfo -r "$tmp/root" | has -x '     at         here'
	exits 0 taintinfo -r "$tmp/root" notify --print warn >"$tmp/out"
	has -x 'TAINT_CALLER=here' <"$tmp/out"
	# Of a flag, what leads out of its directory.
	put "$tmp/outside/first/seq" 1
	put "$tmp/outside/first/caller" outside
	rm -r "$devices/warn/first"
	for link in "$tmp/outside/first" ../../../../../../outside/first; do
		ln -sfn "$link" "$devices/warn/first"
		[ -e "$devices/warn/first/caller" ]
		taintinfo -r "$tmp/root" --verbose | lacks outside
		exits 0 taintinfo -r "$tmp/root" notify --print warn >"$tmp/out"
		lacks outside <"$tmp/out"
	done
	# What root may read.
	put "$tmp/outside/report" "W warn (bit 9, fault)
     call path:
               outside+0x1/0x2"
	ln -s "$tmp/outside" "$tmp/root/sys/kernel/debug"
	ln -s outside "$tmp/taint_info"
	mkdir "$tmp/outside/taint_info"
	mv "$tmp/outside/report" "$tmp/outside/taint_info"
	taintinfo -r "$tmp/root" --verbose | lacks outside
	rm "$tmp/root/sys/kernel/debug"
	mv "$tmp/outside" "$tmp/root/sys/kernel/debug"
	taintinfo -r "$tmp/root" --verbose | has 'outside+0x1/0x2'
}
