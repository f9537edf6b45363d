#!/usr/bin/env bats
#
# chktaint - what the kernel's own decoders say beside taintinfo; takes the kernel's source
#
# Environment: see scripts/lib.sh, and
#   KERNEL_SOURCE  sources of one more kernel, whose print_tainted() is asked as well

# shellcheck source=scripts/tests/tools.bash
. "$BATS_TEST_DIRNAME/tools.bash"

setup_file() {
	prepare
	"$top/scripts/fetch-source" >"$shared/source"
}

chktaint() { echo "$(cat "$shared/source")/tools/debugging/kernel-chktaint"; }

# beside MASKS-FILE: both decode each of them. With arithmetic of the shell in place of
# expr(1), in a shell that needs no process for it, the script is quick enough for thousands.
beside() {
	# shellcheck disable=SC2016 # for the inner shell
	ksh93 -c 'expr() { print $(($1 $2 $3)); }
	while read -r mask; do
		set -- "$mask"
		(. "$0")
		print "mask $mask"
	done' "$(chktaint)" <"$1" 2>"$1.errors" |
		awk '/\(#[0-9]+\)$/ { gsub(/.*#|\)$/, ""); bits = bits " " $0 }
		     /^mask / { print $2 bits; bits = "" }' >"$1.theirs"
	xargs "$tool" decode -k mainline --json <"$1" |
		jq -r '"\(.mask) \([.flags[].bit | select(. < 20) | tostring] | join(" "))" | rtrimstr(" ")' >"$1.ours"
	same "$(wc -l <"$1.theirs")" "$(wc -l <"$1")"
	same "$(cat "$1.ours")" "$(cat "$1.theirs")"
}

# With expr(1): so that the quick way is known to be the same.
@test "kernel-chktaint as it is says the same" {
	local mask

	for mask in 1 12288 "$(((1 << 20) - 1))" 4097; do
		same "$(bash "$(chktaint)" "$mask" | sed -n 's/.*(#\([0-9]*\))$/\1/p' | sort -n | xargs)" \
			"$(taintinfo decode -k mainline --json "$mask" | jq -r '.flags[].bit' | xargs)"
	done
	same "$(bash "$(chktaint)" 4609 | sed -n "s/^Raw.*'\(.*\)'/Tainted: \1/p")" \
		"$(taintinfo decode -k mainline --json 4609 | jq -r .string)"
}

@test "kernel-chktaint says the same of each single bit" {
	local bit

	for ((bit = 0; bit < 63; bit++)); do
		echo $((1 << bit))
	done >"$tmp/single"
	beside "$tmp/single"
}

# Each eighth of the 1953.
@test "kernel-chktaint says the same of 245 pairs" {
	local bit other n=0

	(
		trap - DEBUG # bats' own, for each of thousands
		for ((bit = 0; bit < 63; bit++)); do
			for ((other = 0; other < bit; other++)); do
				((n++ % 8)) || echo $((1 << bit | 1 << other))
			done
		done
	) >"$tmp/pairs"
	same "$(wc -l <"$tmp/pairs")" 245
	beside "$tmp/pairs"
}

# Always the same ones: a failure can be looked into.
@test "kernel-chktaint says the same of 500 random masks" {
	awk 'BEGIN { srand(20261126)
		for (i = 0; i < 500; i++)
			printf "%d\n", i % 2 ? rand() * 2 ^ 20 : rand() * 2 ^ 53 }' | awk '$1 > 0' >"$tmp/random"
	compare "$(wc -l <"$tmp/random")" -ge 490
	beside "$tmp/random"
}

# cut_printer DIR: of a kernel's source what makes its text of a mask
cut_printer() {
	local header=$1/include/linux/panic.h printer=$tmp/printer.h

	grep -qs '^struct taint_flag {' "$header" || header=$1/include/linux/kernel.h
	{
		awk '/^#define TAINT_PROPRIETARY_MODULE/ { inside = 1 }
			inside
			inside && /^};/ { exit }' "$header"
		awk '/^#define TAINT_FLAG\(/ || /^const struct taint_flag taint_flags\[/ { inside = 1 }
			inside
			/^const char \*print_tainted\(void\)/ { last = 1 }
			inside && last && /^}/ { print "/* all of it */"; exit }' "$1/kernel/panic.c"
	} >"$printer"
	if ! grep -q '^struct taint_flag {' "$printer" || ! grep -q ' taint_flags\[.*{$' "$printer" ||
	   [ "$(tail -n 1 "$printer")" != "/* all of it */" ]; then
		echo "there is no taint_flags[] or print_tainted() where it was until now in" \
			"$1/kernel/panic.c and $header: adapt cut_printer() of ${BATS_TEST_FILENAME##*/}"
		return 1
	fi
}

# beside_printer DIR: of 100000 masks; the table is that of the kernel's release
beside_printer() {
	local release

	release=$("$top/scripts/build-kernel" --which "$1")
	release=${release#* }
	cut_printer "$1"
	gcc -O2 -I"$tmp" -I"$top/tools" -o "$tmp/print_tainted" "$BATS_TEST_DIRNAME/print_tainted.c" \
		"$top"/{module/flags,tools/tables,tools/text}.c || {
		echo "print_tainted() of $release takes something that scripts/tests/print_tainted.c has not: add it there"
		return 1
	}
	"$tmp/print_tainted" "$release" >"$tmp/said" || {
		cat "$tmp/said"
		echo "the letters are in module/flag_rows.h, which of them a kernel has is in tools/tables.c"
		return 1
	}
	sed 's/^/# /' "$tmp/said" >&3
}

@test "the printer of each kernel whose source is here says the same" {
	local dir dirs=()

	mapfile -t dirs < <({
		cat "$shared/source"
		# But for what is being unpacked.
		find "$(cache_dir)/source/" -mindepth 1 -maxdepth 1 -type d ! -name '*.new'
		printf '%s\n' ${KERNEL_SOURCE:+"$KERNEL_SOURCE"}
	} | grep . | xargs -d '\n' realpath -- | sort -u)
	for dir in "${dirs[@]}"; do
		beside_printer "$dir"
	done
}

# times N COMMAND...: milliseconds of processor time for N runs, which others do not add to
times() (
	trap - DEBUG # bats' own takes its time
	n=$1 TIMEFORMAT='%3U %3S'
	shift
	{
		time for ((; n > 0; n--)); do
			"$@" >"$tmp/out" 2>&1
		done
	} 2>&1 | awk '{ printf "%d\n", ($1 + $2) * 1000 }'
)

@test "it takes less than a tenth of kernel-chktaint's time" {
	local ours theirs

	ours=$(times 50 "$tool" decode 12800)
	theirs=$(times 50 sh "$(chktaint)" 12800)
	echo "# 50 runs: taintinfo $ours ms, kernel-chktaint $theirs ms" >&3
	compare "$ours" -lt $((theirs / 10))
}
