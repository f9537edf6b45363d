# shellcheck shell=bash
#
# suite.bash - what the suites of scripts/tests share; to be sourced
#
# bats reads a file anew for each of its tests: at the top of one are functions and names,
# what takes time is in its setup_file. What a test prints is shown if it fails.

set -u -o pipefail
# shellcheck source=scripts/lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"

# What setup_file makes for all tests of a file, and what a test has for itself.
shared=$BATS_FILE_TMPDIR
tmp=${BATS_TEST_TMPDIR:-$BATS_FILE_TMPDIR}

# same GOT WANT
same() {
	[ "$1" != "$2" ] || return 0
	if [[ $1$2 = *$'\n'* ]]; then
		diff -U 3 --label want --label got <(echo "$2") <(echo "$1") | head -n 60
	else
		printf '%s\n' "got:  $1" "want: $2"
	fi
	return 1
}

# compare NUMBER OPERATOR NUMBER: as test has it
compare() { [ "$@" ] || { echo "got $1, want $2 $3"; return 1; }; }

# exits CODE COMMAND...
exits() {
	local want=$1 code=0

	shift
	"$@" || code=$?
	[ "$code" = "$want" ] || { echo "exit code $code, not $want: $*"; return 1; }
}

# has GREP-ARGUMENT...: a line of standard input matches
has() {
	local text

	text=$(tr -d '\0')
	grep -q "$@" <<<"$text" || {
		printf '%s\n' "want a line by: grep $*" "got:"
		head -n 40 <<<"$text"
		return 1
	}
}

# lacks GREP-ARGUMENT...: no line of standard input matches
lacks() {
	local found

	! found=$(grep "$@") || {
		printf '%s\n' "want no line by: grep $*" "got:"
		head -n 40 <<<"$found"
		return 1
	}
}

# within SECONDS COMMAND...
within() {
	local tenths=$(($1 * 10))

	shift
	until "$@" >"$tmp/within" 2>&1; do
		tenths=$((tenths - 1))
		[ "$tenths" -gt 0 ] || { cat "$tmp/within"; echo "not in time: $*"; return 1; }
		sleep 0.1
	done
}

# links FILE...: those that lead nowhere, each behind the page that has it: to a file that is
# not there, or to a heading that the page there does not have
links() {
	local page target file

	for page; do
		while IFS= read -r target; do
			case $target in
			http*) continue ;;
			'#'*) file=$page ;;
			*) file=${page%/*}/${target%%#*} ;;
			esac
			if [ ! -e "$file" ]; then
				echo "$page: $target"
			elif [ "$target" != "${target#*#}" ]; then
				anchors "$file" | grep -qxF -- "${target#*#}" || echo "$page: $target"
			fi
		done < <(prose "$page" | grep -oE '\]\([^)]*\)' | sed -e 's/^..//' -e 's/)$//')
	done
}

# prose PAGE: it without blocks of code
prose() { awk '/^```/ { inside = !inside; next } !inside && !/^    /' "$1"; }

# anchors PAGE: what links to its headings end in
anchors() {
	prose "$1" | sed -n 's/^##* //p' | tr '[:upper:]' '[:lower:]' | sed -e 's/[^a-z0-9_ -]//g' -e 's/ /-/g'
}

# put FILE VALUE
put() {
	[ -d "${1%/*}" ] || mkdir -p "${1%/*}"
	printf '%s\n' "$2" >"$1"
}

# What a test has left running goes with it.
teardown() {
	local pid

	for pid in $(jobs -pr); do
		kill "$pid" || :
	done
}
