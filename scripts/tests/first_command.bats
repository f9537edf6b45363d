#!/usr/bin/env bats
#
# first_command - README's first commands where nothing is prepared
#
# In a scratch root of this machine's suite that has git and make and nothing else, no
# package lists either, with this machine's apt configuration and network. Needs root. What
# is there after a test, the next one goes on with.
#
# Environment: see scripts/lib.sh.

# shellcheck disable=SC2016 # for shells in the root

# shellcheck source=scripts/tests/suite.bash
. "$BATS_TEST_DIRNAME/suite.bash"

root=$shared/root

setup_file() {
	local tar

	need_debian
	tar=$("$top/scripts/debian-root" --bare)
	mkdir "$root"
	as_root tar -C "$root" -xf "$tar" --numeric-owner
	as_root rm -rf "$root/var/lib/apt/lists" "$root"/etc/apt/{sources.list,sources.list.d,apt.conf.d}
	as_root cp -a /etc/apt/. "$root/etc/apt/"
	as_root cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
	as_root mkdir "$root/project"
	mkdir "$shared/project"
	copy_project "$shared/project"
	as_root cp -r "$shared/project/." "$root/project/"
	asked_for >"$shared/before"
}

# bats itself may not be root.
teardown_file() {
	as_root rm -rf "$root"
}

here() { network=yes in_root "$root" env -C /project "$@"; }

# says CODE FILE COMMAND...: its exit code, and its output in FILE
says() {
	local want=$1 file=$2 code=0

	shift 2
	"$@" >"$file" 2>&1 || code=$?
	# make makes 2 of every code but 0.
	[ "$code" = "$want" ] || { cat "$file"; echo "exit code $code, not $want: $*"; return 1; }
}

# named FILE: the packages that a complaint in there names, one a line
named() { sed -n 's/.*missing packages; as root: apt-get install -y --no-install-recommends //p' "$1" | xargs -n 1 | sort; }

asked_for() { here apt-mark showmanual | sort; }

@test "NO_INSTALL=1 make demo names what is missing" {
	says 2 "$tmp/said" here env NO_INSTALL=1 make demo
	named "$tmp/said" >"$shared/named"
	has . <"$shared/named"
}

# All of its rows' at once, before anything is fetched, built or installed.
@test "NO_INSTALL=1 make check-all names it all at once, and does nothing" {
	local package

	says 2 "$tmp/said" here env NO_INSTALL=1 make check-all
	same "$(grep -c 'missing packages' "$tmp/said")" 1
	named "$tmp/said" >"$tmp/named"
	for package in bats shellcheck qemu-system-x86 qemu-system-arm qemu-system-misc mmdebstrap debhelper rpm valgrind gcc; do
		has -x "$package" <"$tmp/named"
	done
	lacks '^== ' <"$tmp/said"
}

# Neither it nor an apt: a build daemon has what the packages ask for.
@test "make test names bats, and installs nothing" {
	here sh -euc 'mkdir /tmp/bin && printf "#!/bin/sh\n" >/tmp/bin/cc && chmod 755 /tmp/bin/cc'
	says 2 "$tmp/said" here make test CC=/tmp/bin/cc
	same "$(named "$tmp/said")" bats
}

@test "make demo without root and sudo says so" {
	as=65534:65534 says 2 "$tmp/said" here env TAINT_INFO_CACHE=/tmp/nobody make demo
	has 'not root, and there is no sudo; run as root: .*apt-get' <"$tmp/said"
}

@test "nothing was installed by any of them" {
	same "$(asked_for)" "$(cat "$shared/before")"
}

# While another apt holds both its locks, for some seconds.
@test "make demo works, without package lists, behind another apt" {
	says 0 "$shared/demo" here sh -euc '
		mkdir -p /var/lib/apt/lists
		perl -MFcntl -e "
			my \$range = pack(q(s s l! l! i), F_WRLCK, 0, 0, 0, 0);
			for (qw(/var/lib/apt/lists/lock /var/lib/dpkg/lock-frontend)) {
				open(my \$lock, q(>>), \$_) or die;
				push @locks, \$lock;
				fcntl(\$lock, F_SETLK, \$range) or die;
			}
			sleep 15" &
		sleep 1
		make demo'
	has 'waiting for another apt' <"$shared/demo"
}

# Its last words are those of the tool, for a person to read.
@test "the demo shows a taint as it comes, and ends in words" {
	has 'uevent   change die (D)' <"$shared/demo"
	has '^Tainted: .*, Linux ' <"$shared/demo"
	lacks -E '^(END|KTAP|TEST) ' <"$shared/demo"
}

@test "what was named is what was installed" {
	same "$(asked_for | grep -vxFf "$shared/before")" "$(cat "$shared/named")"
}
