#!/usr/bin/env bats
#
# packages - the Debian packages and the RPM packages, as they are built; and the RPM packages as
# rpm installs, upgrades and removes them in a scratch root, their scriptlets included
#
# Environment: see scripts/lib.sh.

# shellcheck source=scripts/tests/suite.bash
. "$BATS_TEST_DIRNAME/suite.bash"

setup_file() {
	need_debian
	package_version >"$shared/version"
	"$top/scripts/build-packages" "$shared" "$(cat "$shared/version")"
	"$top/scripts/build-rpms" "$shared" "$(cat "$shared/version")"
	NOCHECK=1 "$top/scripts/build-rpms" "$shared/newer" "$(cat "$shared/version").1"
	"$top/scripts/package-tree" "$shared/root" bash,coreutils,grep,sed \
		usr/bin/{bash,grep,readlink,rmdir,sed,unlink}
}

setup() {
	version=$(cat "$shared/version")
}

# What a package has beside its papers; Debian's own has no licence text and packs it. Its zsh
# looks elsewhere, and reportbug is its own.
deb_files() {
	dpkg-deb --fsys-tarfile "$1" | tar -t | grep -v '/$' |
		sed 's|^\.||; s|/zsh/vendor-completions/|/zsh/site-functions/|' |
		grep -v '^/usr/share/bug/' | papers
}
rpm_files() {
	rpm -qp --qf '[%{FILEMODES:perms} %{FILENAMES}\n]' "$shared"/*.rpm | sed -n 's/^d[^ ]* //p' >"$tmp/dirs"
	rpm -qpl --noartifact "$1" | grep -vxFf "$tmp/dirs" | papers
}
papers() { grep -v -e '^/usr/share/doc/' -e '^/usr/share/licenses/' | LC_ALL=C sort; }

# same_as_rpm DEB RPM PATTERN: the same files, and one of them matches
same_as_rpm() {
	deb_files "$1" >"$tmp/deb"
	rpm_files "$2" >"$tmp/rpm"
	has "$3" <"$tmp/deb"
	same "$(cat "$tmp/rpm")" "$(cat "$tmp/deb")"
}

@test "three Debian packages are built" {
	cd "$shared"
	same "$(printf '%s\n' *.deb | sed 's/_.*//')" 'taint-info-dkms
taint-info
taintinfo'
}

# Of entry_points.txt it knows that it is no documentation, and fails all the same.
@test "lintian has nothing to say" {
	lintian --allow-root --display-info --pedantic --fail-on error,warning,info,pedantic \
		--suppress-tags package-contains-documentation-outside-usr-share-doc "$shared"/*.changes
}

@test "three RPM packages are built" {
	cd "$shared"
	same "$(rpm -qp --qf '%{NAME}\n' ./*.rpm | LC_ALL=C sort)" 'taint_info
taint_info-dkms
taintinfo'
}

@test "rpmlint has nothing to say" {
	rpmlint --strict --config "$top/rpm/rpmlint.toml" "$shared"/*.rpm "$top/rpm/taint_info.spec"
}

# The module and the tool say which one it is, too.
@test "each says the same version" {
	local file

	for file in "$shared"/*.deb; do
		same "${file##*/}: $(dpkg-deb -f "$file" Version)" "${file##*/}: $version"
	done
	for file in "$shared"/*.rpm; do
		same "${file##*/}: $(rpm -qp --qf '%{VERSION}' "$file")" "${file##*/}: $version"
	done
	dpkg-deb --fsys-tarfile "$shared"/taintinfo_*.deb | tar -x -C "$tmp" ./usr/bin/taintinfo
	same "$("$tmp/usr/bin/taintinfo" --version)" "taintinfo $version"
	dpkg-deb --fsys-tarfile "$shared"/taint-info-dkms_*.deb |
		tar -xO "./usr/src/taint_info-$version/dkms.conf" "./usr/src/taint_info-$version/module/version.h" >"$tmp/said"
	has -xF "PACKAGE_VERSION=\"$version\"" <"$tmp/said"
	has -xF "#define TAINT_INFO_VERSION \"$version\"" <"$tmp/said"
}

clone_version() { bash -euc '. scripts/lib.sh && package_version'; }

# commit DATE: all that has changed in the clone
commit() {
	git add -A
	GIT_COMMITTER_DATE=$1 git -c user.name=a -c user.email=b -c commit.gpgsign=false \
		commit -q --date="$1" -m "$1"
}

# less VERSION VERSION: as apt has it
less() { dpkg --compare-versions "$1" lt "$2" || { echo "$1 is not less than $2"; return 1; }; }

# What apt makes of two commits, of changes that are not committed, and of a release.
@test "versions sort as commits do" {
	local plain first second third

	plain=$(project_version)
	mkdir "$tmp/clone"
	copy_project "$tmp/clone"
	cd "$tmp/clone"
	same "$(clone_version)" "$plain"
	git init -q
	commit 2026-11-29T10:00:00+0000
	first=$(clone_version)
	has -F "$plain+git20261129T100000." <<<"$first"
	less "$plain" "$first"
	echo >>README.md
	second=$(clone_version)
	less "$first" "$second"
	# Elsewhere it was later, or so a clock there says.
	commit 2026-11-29T12:00:01+0200
	third=$(clone_version)
	has -F "$plain+git20261129T100001." <<<"$third"
	less "$first" "$third"
	less "$second" "$third"
	git tag "v$plain"
	same "$(clone_version)" "$plain"
	touch new
	has -F "$third+" <<<"$(clone_version)"
	rm -rf .git/objects
	exits 2 clone_version
}

@test "both kinds have the same files" {
	same_as_rpm "$shared"/taint-info_*.deb "$shared"/taint_info-[0-9]*.noarch.rpm '\.rules$'
	same_as_rpm "$shared"/taint-info-dkms_*.deb "$shared"/taint_info-dkms-*.noarch.rpm '/dkms\.conf$'
	same_as_rpm "$shared"/taintinfo_*.deb "$shared"/taintinfo-[0-9]*."$(uname -m)".rpm '^/usr/bin/taintinfo$'
}

# Each file in one only.
@test "what make install brings is in one of the packages" {
	local file

	for file in "$shared"/*.deb; do
		deb_files "$file"
	done | LC_ALL=C sort >"$tmp/packed"
	mkdir "$tmp/project"
	copy_project "$tmp/project"
	set_version "$tmp/project" "$version"
	make -s -C "$tmp/project" install install-dkms DESTDIR="$tmp/root" PREFIX=/usr
	find "$tmp/root" -type f -printf '/%P\n' | sed 's|/man[15]/.*|&.gz|' | papers >"$tmp/made"
	has '/taintinfo$' <"$tmp/made"
	same "$(cat "$tmp/packed")" "$(cat "$tmp/made")"
}

# make_host: in $tmp/host there is what the scriptlets need; what they call to change the host
# writes that down in place of doing it
make_host() {
	local command

	cp -a "$shared/root" "$tmp/host"
	ln -s bash "$tmp/host/usr/bin/sh"
	mkdir -p "$tmp"/host/{dev,tmp,run/systemd/system,var/lib/rpm}
	: >"$tmp/host/dev/null"
	for command in dkms dracut systemctl systemd-sysusers; do
		printf '#!/bin/sh\necho "%s $*" >>/calls\n' $command >"$tmp/host/usr/bin/$command"
		chmod 755 "$tmp/host/usr/bin/$command"
	done
}

# does ARGUMENT...: what is called as rpm does that on the host, without how dracut is called
does() {
	: >"$tmp/host/calls"
	# Debian's rpm says that it should not be used; there is no database of what the host has.
	as_root rpm --root "$tmp/host" --dbpath /var/lib/rpm --nodeps "$@" >"$tmp/rpm" 2>&1 ||
		{ cat "$tmp/rpm"; return 1; }
	lacks -iE 'scriptlet failed|not found|cannot' <"$tmp/rpm"
	sed 's/^dracut --force --regenerate-all$/dracut/' "$tmp/host/calls"
}

installs() { printf '%s\n' "dkms add taint_info/$1 -q" "dkms build taint_info/$1 -q" "dkms install taint_info/$1 -q --force"; }

@test "an RPM host has the module built, and its initramfs made where that is to have it" {
	make_host
	same "$(does -U "$shared"/*.rpm)" "systemd-sysusers taint-info-export.conf
$(installs "$version")"
	same "$(as_root chroot "$tmp/host" taintinfo --version)" "taintinfo $version"
	# The settings are read when an initramfs is made, and stay.
	put "$tmp/host/etc/default/taint-info" INITRAMFS=yes
	same "$(does -U --replacepkgs "$shared"/taint_info-[0-9]*.rpm)" dracut
	same "$(does -U "$shared"/newer/*.rpm)" "systemd-sysusers taint-info-export.conf
dkms remove taint_info/$version -q --all
$(installs "$version.1")
dracut"
	same "$(cat "$tmp/host/etc/default/taint-info")" INITRAMFS=yes
	same "$(as_root chroot "$tmp/host" taintinfo --version)" "taintinfo $version.1"
	# Of the tool there is nothing in an initramfs.
	same "$(does -U --oldpackage "$shared"/taintinfo-*.rpm)" 'systemd-sysusers taint-info-export.conf'
	put "$tmp/host/etc/default/taint-info" INITRAMFS=no
	same "$(does -U --oldpackage "$shared"/taint_info-*.rpm)" "dkms remove taint_info/$version.1 -q --all
$(installs "$version")"
	# One that cannot be made is said to be so, and is no reason to fail.
	put "$tmp/host/etc/default/taint-info" INITRAMFS=yes
	put "$tmp/host/usr/bin/dracut" $'#!/bin/sh\nexit 1'
	does -U "$shared"/newer/taint_info-dkms-*.rpm
	has -F 'dracut --force --regenerate-all failed: run it again' <"$tmp/rpm"
}

@test "what is removed from an RPM host leaves no initramfs with it, and nothing behind" {
	local state=/var/lib/taint-info-export link=/var/lib/prometheus/node-exporter/taint_info.prom

	make_host
	does -U "$shared"/*.rpm
	put "$tmp/host/etc/default/taint-info" 'INITRAMFS="yes"'
	same "$(does -e taint_info-dkms)" "dkms remove taint_info/$version -q --all
dracut"
	does -U "$shared"/taint_info-dkms-*.rpm
	put "$tmp/host$state/taint_info.prom" 'taint_info_module_loaded 1'
	mkdir -p "$tmp/host${link%/*}"
	ln -s "$state/taint_info.prom" "$tmp/host$link"
	same "$(does -e taint_info taint_info-dkms taintinfo | LC_ALL=C sort)" "dkms remove taint_info/$version -q --all
dracut
systemctl --no-reload disable --now taint-info-export.timer
systemctl stop taint-info-export.service"
	same "$(cd "$tmp/host" && find . -iname '*taint*')" ./etc/default/taint-info.rpmsave
	# Where it was in none, none is made.
	rm "$tmp/host/etc/default/taint-info.rpmsave"
	does -U "$shared"/*.rpm
	same "$(does -e taint_info taint_info-dkms taintinfo | grep dracut)" ''
}
