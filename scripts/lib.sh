# shellcheck shell=bash
#
# lib.sh - what the host-side scripts share; to be sourced.
#
# Environment:
#   TAINT_INFO_CACHE  directory for downloads, builds and logs
#                     (default: taint_info in $XDG_CACHE_HOME or ~/.cache)
#   NO_INSTALL=1      never install a package, only name what is missing

# Some of what root runs, others may run as well.
PATH=$PATH:/usr/sbin:/sbin
# A make that runs us has no say in those that we run: one below "make -j2 matrix" would warn
# that it has no jobserver.
unset MAKEFLAGS MFLAGS MAKELEVEL

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/packages
. "$top/scripts/packages"

say() { echo "== $*" >&2; }

# die [-CODE] MESSAGE: give up, with exit code 1 unless another is given
die() {
	local code=1

	case $1 in
	-[0-9]*) code=${1#-}; shift ;;
	esac
	echo "${0##*/}: $*" >&2
	exit "$code"
}

cache_dir() {
	local dir=${TAINT_INFO_CACHE:-}

	if [ -z "$dir" ]; then
		[ -n "${XDG_CACHE_HOME:-}${HOME:-}" ] ||
			die -2 "neither HOME nor TAINT_INFO_CACHE is set: set one of them"
		dir=${XDG_CACHE_HOME:-$HOME/.cache}/taint_info
	fi
	mkdir -p "$dir" || die -2 "cannot write to $dir: point TAINT_INFO_CACHE elsewhere"
	(cd "$dir" && pwd)
}

# Kernels, qemu and the compiler all come from Debian, for the PC.
need_debian() {
	local arch

	if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
		die -2 "this needs a Debian machine: it takes kernels from Debian's archive and" \
		    "boots them with qemu-system-x86_64. A plain 'make KDIR=<kernel build" \
		    "directory>' works anywhere with gcc, make and kernel headers"
	fi
	arch=$(dpkg --print-architecture)
	[ "$arch" = amd64 ] ||
		die -2 "only amd64 is supported here, this is $arch; 'make' itself works anywhere"
}

# as_root COMMAND...: through sudo unless we are root
as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		die -2 "not root, and there is no sudo; run as root: $*"
	fi
}

# ticking HOW COMMAND...: run it; every ten seconds say what the function HOW prints
ticking() {
	local how=$1 begun=$SECONDS ticker code=0

	shift
	(
		# Not to leave it behind, with whatever locks are open here.
		nap=
		trap 'kill $nap; exit' TERM
		while sleep 10 & nap=$!; wait "$nap" && kill -0 $$ 2>/dev/null; do
			say "  $((SECONDS - begun)) s: $("$how")"
		done
	) &
	ticker=$!
	"$@" || code=$?
	kill "$ticker" 2>/dev/null || :
	wait "$ticker" 2>/dev/null || :
	return $code
}

# The last that a command has said; of what draws a line over and over, its newest.
last_word() { tail -c 300 "$quiet_log" | tr '\r' '\n' | grep . | tail -n 1 | cut -c1-100; }

# quietly COMMAND...: its output is shown only if it fails. In a subshell: what dies in
# there, for want of sudo say, is a failure with a message, too.
quietly() {
	local quiet_log code=0

	quiet_log=$(mktemp)
	ticking "${how:-last_word}" quietly_run "$@" || code=$?
	[ $code = 0 ] || cat "$quiet_log" >&2
	rm -f "$quiet_log"
	return $code
}

quietly_run() { ("$@") >"$quiet_log" 2>&1; }

# With another apt at work: wait for it.
apt_wait=(-o DPkg::Lock::Timeout=600)

# apt itself waits for dpkg's lock, but not for that of the lists.
update_lists() {
	local try errors

	for try in {1..60}; do
		[ "$try" = 1 ] || sleep 10
		errors=$(as_root env LC_ALL=C apt-get "${apt_wait[@]}" -qq update 2>&1) && return
		echo "$errors"
		grep -q 'Could not get lock' <<<"$errors" || break
		echo "waiting for another apt"
	done
	return 1
}

apt_update() {
	[ "${NO_INSTALL:-}" != 1 ] || die -2 "the package lists are missing or old: apt-get update"
	say "reading the package lists (apt-get update)"
	quietly update_lists || die -2 "'apt-get update' failed, see above"
}

# needed NAME...: the pairs of rows of scripts/packages
needed() {
	local name row

	for name; do
		row=$(awk -v name="$name" '$1 == name { $1 = ""; print }' <<<"$script_packages")
		[ -n "$row" ] || die -2 "no row $name in scripts/packages"
		echo "$row"
	done
}

# need_for NAME...: install what is missing of these rows of scripts/packages
need_for() {
	local rows pairs

	rows=$(needed "$@")
	mapfile -t pairs < <(xargs -n 1 <<<"$rows")
	need "${pairs[@]}"
}

# need COMMAND:PACKAGE...: install the packages of missing commands (or files, by a pattern)
need() {
	local pair what missing=()

	for pair; do
		what=${pair%:*}
		case $what in
		/*) compgen -G "$what" >/dev/null || missing+=("${pair##*:}") ;;
		*) command -v "$what" >/dev/null || missing+=("${pair##*:}") ;;
		esac
	done
	[ ${#missing[@]} -gt 0 ] || return 0
	mapfile -t missing < <(printf '%s\n' "${missing[@]}" | LC_ALL=C sort -u)

	local install=(apt-get install -y --no-install-recommends "${missing[@]}")

	command -v apt-get >/dev/null ||
		die -2 "missing: ${missing[*]} (names of Debian packages). There is no apt-get here:" \
		    "install them in your own way"
	[ "${NO_INSTALL:-}" != 1 ] || die -2 "missing packages; as root: ${install[*]}"
	# Tests that run side by side want packages at the same time: apt would refuse.
	(
		flock 9
		# Where the lists are empty, apt still knows what is installed.
		apt-get --simulate -qq install "${missing[@]}" >/dev/null 2>&1 || apt_update
		say "installing ${missing[*]}"
		quietly as_root env DEBIAN_FRONTEND=noninteractive "${install[@]}" "${apt_wait[@]}" ||
			die -2 "'${install[*]}' failed, see above"
	) 9>"$(cache_dir)/install.lock" || exit $?
}

# apt with a package cache of our own: where the system keeps none each call
# would otherwise cost a second. After see_suites it has lists of its own, too.
apt_opts() {
	local dir

	dir=$(cache_dir)/apt${suites:+/$suites}
	mkdir -p "$dir"
	apt_opts=(-o "Dir::Cache::pkgcache=$dir/pkgcache.bin" -o Dir::Cache::srcpkgcache=
		  -o APT::Sandbox::User=root)
	[ -z "${suites:-}" ] ||
		apt_opts+=(-o "Dir::Etc::sourcelist=$dir/sources.list" -o Dir::Etc::sourceparts=/dev/null
			   -o "Dir::State::lists=$dir/lists" -o Dir::State::status=/dev/null
			   -o "APT::Architecture=${suites%%+*}" -o "APT::Architectures::=${suites%%+*}"
			   -o Acquire::Check-Valid-Until=false)
}

# see_suites ARCH SUITE...: from now on apt sees these of the machine's mirror, in
# place of the machine's own; the lists are a day old at most
see_suites() {
	local dir apt_opts

	suites=$(IFS=+ && echo "$*")
	apt_opts
	dir=$(cache_dir)/apt/$suites
	mkdir -p "$dir"
	(
		flock 9
		update_suites "$@"
	) 9>"$dir/update.lock" || exit $?
}

# update_suites ARCH SUITE...: the part of see_suites that one does at a time
update_suites() {
	local mirror suite keyring=/usr/share/keyrings/debian-archive-keyring.gpg

	[ -z "$(find "$dir/lists" -name '*Packages*' -mmin -1440 -print -quit 2>/dev/null)" ] || return 0
	# shellcheck disable=SC1091,SC2016 # apt's own variables
	mirror=$(apt-get indextargets --format '$(SITE)' \
		"Codename: $(. /etc/os-release && echo "$VERSION_CODENAME")" | head -n 1)
	[ -n "$mirror" ] || die -2 "apt knows no mirror of this machine's own suite: check its sources"
	mkdir -p "$dir/lists/partial"
	shift
	for suite; do
		echo "deb [signed-by=$keyring] $mirror $suite main"
	done >"$dir/sources.list"
	say "reading the package lists of $*"
	quietly apt-get "${apt_opts[@]}" -qq update || die -2 "apt cannot read the suites $*, see above"
	touch "$dir"/lists/*Packages*
}

# apt_depends PACKAGE: names of the packages it depends on
apt_depends() {
	local apt_opts

	apt_opts
	if ! apt-cache "${apt_opts[@]}" show "$1" >/dev/null 2>&1; then
		apt_update
		apt-cache "${apt_opts[@]}" show "$1" >/dev/null 2>&1 ||
			die -2 "apt knows no package $1"
	fi
	apt-cache "${apt_opts[@]}" depends --no-recommends --no-suggests --no-conflicts \
		--no-breaks --no-replaces --no-enhances "$1" |
		sed -n 's/^ *|*\(Pre\)*Depends: //p'
}

# apt_uris PACKAGE...: what apt would download: 'uri' file size SHA256:sum
apt_uris() {
	local apt_opts

	apt_opts
	apt-get "${apt_opts[@]}" -qq --print-uris -o Acquire::ForceHash=SHA256 download "$@" ||
		die -2 "apt cannot download $*, see above"
}

# Of what fetch_debs is fetching.
fetched() { echo "$(($(du -sb "$tmp" | cut -f1) / 1000000)) of $((bytes / 1000000)) MB"; }

# fetch_debs: reads lines of apt_uris, prints the paths of the verified packages
fetch_debs() {
	local dir tmp file size sum name apt_opts files=() sums=() missing=() bytes=0

	dir=$(cache_dir)/debs
	mkdir -p "$dir"
	while read -r _ file size sum; do
		sum=${sum#SHA256:}
		[ ${#sum} = 64 ] || die -2 "apt gave no SHA256 for $file: check the apt sources"
		files+=("$file")
		sums+=("$sum  $file")
		[ -e "$dir/$file" ] || { missing+=("${file%%_*}"); bytes=$((bytes + size)); continue; }
		if ! (cd "$dir" && sha256sum --check --status <<<"$sum  $file"); then
			say "$file is damaged, fetching it again"
			rm -f "$dir/$file"
			missing+=("${file%%_*}")
			bytes=$((bytes + size))
		fi
	done
	[ ${#files[@]} -gt 0 ] || die -2 "apt named no package to download"
	if [ ${#missing[@]} -gt 0 ]; then
		apt_opts
		say "fetching ${missing[*]} ($((bytes / 1000000)) MB)"
		tmp=$(mktemp -d "$dir/new.XXXXXX")
		if ! (cd "$tmp" && how=fetched quietly apt-get "${apt_opts[@]}" -q download "${missing[@]}"); then
			rm -rf "$tmp"
			die -2 "the download failed, see above; if a file is gone from the archive:" \
			    "apt-get update"
		fi
		for file in "$tmp"/*.deb; do
			name=${file##*/}
			printf '%s\n' "${sums[@]}" | grep -F "  $name" |
				(cd "$tmp" && sha256sum --check --status) || {
				rm -rf "$tmp"
				die -2 "$name has the wrong checksum: run this again"
			}
			mv "$file" "$dir/"
		done
		rm -rf "$tmp"
	fi
	printf "$dir/%s\n" "${files[@]}"
}

# lock FILE: hold it until this process ends
lock() {
	mkdir -p "$(dirname "$1")"
	exec {lock_fd}>"$1"
	flock -n "$lock_fd" || {
		say "waiting for another run (${1##*/})"
		flock "$lock_fd"
	}
}

tree_links() { find . -type l -printf '%p %l\n' | LC_ALL=C sort; }

# cached_tree DIR UNPACK DEB...: make sure that DIR holds what the function
# UNPACK makes of these packages in its working directory, undamaged.
cached_tree() {
	local dir=$1 unpack=$2 debs code

	shift 2
	debs=$(printf '%s\n' "${@##*/}")
	lock "$dir.lock"
	if [ -e "$dir" ]; then
		if [ "$(cat "$dir/DEBS" 2>/dev/null)" != "$debs" ]; then
			say "${dir##*/} is of other package versions, unpacking it again"
		elif ! (cd "$dir" && [ "$(tree_links)" = "$(cat LINKS)" ] &&
			sha256sum --check --status MANIFEST) 2>/dev/null; then
			say "${dir##*/} is damaged, unpacking it again"
		else
			return 0
		fi
	fi
	say "unpacking ${dir##*/}"
	rm -rf "$dir" "$dir.new"
	mkdir -p "$dir.new"
	set +e # a subshell in a condition would not stop at errors
	(
		set -e
		cd "$dir.new"
		"$unpack" "$@"
		tree_links >LINKS
		find . -type f ! -path ./LINKS ! -path ./MANIFEST -print0 |
			LC_ALL=C sort -z | xargs -0 sha256sum >MANIFEST
		echo "$debs" >DEBS
	)
	code=$?
	set -e
	[ $code = 0 ] || { rm -rf "$dir.new"; die -2 "unpacking ${dir##*/} failed, see above"; }
	mv "$dir.new" "$dir"
}

# untar_deb DEB [MEMBER...]: unpack here, through links such as lib -> usr/lib
untar_deb() {
	local deb=$1

	shift
	dpkg-deb --fsys-tarfile "$deb" | tar -x --keep-directory-symlink --no-same-owner "$@"
}

# DKMS has it in its own configuration, and everything else the same: see static-checks
project_version() { sed -n 's/^PACKAGE_VERSION="\(.*\)"$/\1/p' "$top/dkms.conf"; }

# package_version: what packages of this tree are called. From a clone it has the commit's
# time and name, so that apt takes a later commit for an upgrade; with changes that are
# not committed the present time (in seconds), too. A release's tag, or no clone, is the plain version.
package_version() {
	local version commit changes git=(git -c "safe.directory=$top" -C "$top")

	version=$(project_version)
	[ -e "$top/.git" ] || { echo "$version"; return; }
	if ! commit=$(TZ=UTC0 "${git[@]}" log -1 --abbrev=7 --date=format-local:%Y%m%dT%H%M%S --format=%cd.%h) ||
	   ! changes=$("${git[@]}" status --porcelain); then
		die -2 "git cannot read the clone $top: install git, or name a version (${0##*/} OUTDIR VERSION)"
	fi
	if [ -n "$changes" ]; then
		commit+=+$(date +%s)
	elif "${git[@]}" tag --points-at HEAD | grep -xF "v$version" >/dev/null; then
		commit=
	fi
	echo "$version${commit:++git$commit}"
}

# set_version DIR VERSION: in a copy of the project
set_version() {
	case $2 in
	[0-9]*) ;;
	*) die -2 "'$2' is no version: it has to begin with a digit" ;;
	esac
	case $2 in
	*[!A-Za-z0-9.+~]*) die -2 "'$2' is no version: letters, digits and .+~ make one" ;;
	esac
	sed -i "s/^PACKAGE_VERSION=.*/PACKAGE_VERSION=\"$2\"/" "$1/dkms.conf"
	sed -i "s/^#define TAINT_INFO_VERSION .*/#define TAINT_INFO_VERSION \"$2\"/" "$1/module/version.h"
	sed -i "1s/(.*)/($2)/" "$1/debian/changelog"
	sed -i -e "s/^\(Version: *\).*/\1$2/" -e "1,/^- /s/^\(\* .* - \).*-1\$/\1$2-1/" "$1/rpm/taint_info.spec"
}

# copy_project DIR: what a source package has of it, without what make leaves behind
copy_project() {
	(cd "$top" && tar -c --exclude='*.o' --exclude='*.ko' --exclude='*.mod' --exclude='*.mod.c' \
		--exclude='.*' --exclude=modules.order --exclude=Module.symvers --exclude=tools/taintinfo \
		CHANGELOG.md CONTRIBUTING.md Kbuild LICENSE Makefile README.md SECURITY.md contrib dkms.conf debian docs host \
		module rpm scripts selftests tools) | tar -x -C "$1"
}

# ok NAME COMMAND...: one more result in KTAP; what the command prints is shown if it
# fails. Counts in number, remembers in failed, needs a directory tmp.
ok() {
	local name=$1 code

	shift
	number=$((number + 1))
	set +e # a subshell in a condition would not stop at errors
	(set -e; "$@") >"$tmp/output" 2>&1
	code=$?
	set -e
	if [ $code = 0 ]; then
		echo "ok $number $name"
	else
		echo "not ok $number $name"
		sed 's/^/# /' "$tmp/output"
		failed=1
	fi
}

# in_root ROOT COMMAND...: in a scratch root, with processes of its own and no network,
# but for network=yes; directories named in binds are there under the same name. As root,
# or as=UID:GID.
binds=()
in_root() {
	local root=$1 net=(--net)

	shift
	[ "${network:-}" != yes ] || net=()
	# shellcheck disable=SC2016 # for the inner shell
	as_root unshare --mount "${net[@]}" --pid --fork --kill-child --mount-proc="$root/proc" sh -euc '
		root=$1 as=$2
		shift 2
		while [ "$1" != -- ]; do
			mkdir -p "$root$1"
			mount --bind "$1" "$root$1"
			shift
		done
		shift
		exec chroot --userspec="$as" "$root" env -i "$@"' sh "$root" "${as:-0:0}" "${binds[@]}" -- \
		PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
		LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive HOME=/root "$@" </dev/null
}

# there COMMAND...: in the scratch root that root names, as who we are; else here
there() {
	if [ -n "$root" ]; then
		as=$(id -u):$(id -g) in_root "$root" "$@"
	else
		"$@"
	fi
}

# pack KERNELDIR: build for it. Sets build (as from build) and initramfs.
pack() {
	say "building for ${1##*/}"
	build=$("$top/scripts/build" "$1")
	initramfs=$(cache_dir)/initramfs/${1##*/}.cpio
	say "packing the initramfs"
	"$top/scripts/initramfs" "$build" "$initramfs"
}

# prepare_boot: what every boot needs. Sets kernel (as from fetch-kernel), build and
# initramfs.
prepare_boot() {
	need_debian
	need_for boot
	say "checking the kernel"
	kernel=$("$top/scripts/fetch-kernel" ${RELEASE:+"$RELEASE"})
	pack "$kernel"
}
