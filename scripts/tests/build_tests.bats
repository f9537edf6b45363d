#!/usr/bin/env bats
#
# build_tests - what a build daemon can test: no network, no root, no kernel headers
#
# Environment: CC, the compiler (default: cc).

# shellcheck source=scripts/tests/suite.bash
. "$BATS_TEST_DIRNAME/suite.bash"

# It may be several words.
read -ra cc <<<"${CC:-cc}"
project=$shared/project

# The tool is built in a copy: others may do so in the tree at the same time.
setup_file() {
	mkdir "$project"
	copy_project "$project"
	make -s -C "$project" tools
}

# make_in DIR TARGET... [VARIABLE=VALUE...]
make_in() { make -s -C "$@"; }

@test "the decoder does as rules say that are written down a second time" {
	"${cc[@]}" -O2 -Wall -Wextra -Werror -I"$top/module" -o "$tmp/decoder" "$top/selftests/helpers/decoder.c"
	"$tmp/decoder"
}

@test "make install puts each file where it was asked for" {
	make_in "$project" install DESTDIR="$tmp/root" PREFIX=/opt/p UDEVDIR=/u UNITDIR=/s PYTHONDIR=/py
	cd "$tmp/root"
	same "$(find . -type f -perm /111 | LC_ALL=C sort)" \
"./opt/p/bin/taintinfo
./opt/p/lib/taint-info/initramfs-wanted
./usr/lib/dracut/modules.d/90taint_info/module-setup.sh
./usr/lib/supportconfig/plugins/taint_info
./usr/share/initramfs-tools/hooks/taint_info"
	same "$(find . -type f ! -perm /111 ! -path '*/doc/*' | LC_ALL=C sort)" \
"./etc/default/taint-info
./opt/p/lib/modules-load.d/taint_info.conf
./opt/p/lib/systemd/catalog/taint_info.catalog
./opt/p/lib/sysusers.d/taint-info-export.conf
./opt/p/share/bash-completion/completions/taintinfo
./opt/p/share/fish/vendor_completions.d/taintinfo.fish
./opt/p/share/man/man1/taintinfo.1
./opt/p/share/man/man5/taintinfo-policy.5
./opt/p/share/zsh/site-functions/_taintinfo
./py/sos/report/plugins/taint_info.py
./py/taint_info.egg-info/PKG-INFO
./py/taint_info.egg-info/entry_points.txt
./py/taint_journal.py
./s/taint-info-export.service
./s/taint-info-export.timer
./s/taint-info-notify@.service
./u/rules.d/60-taint-info.rules
./usr/lib/dracut/dracut.conf.d/90-taint_info.conf
./usr/share/apport/general-hooks/taint_info.py"
	same "$(stat -c '%a' etc/taintinfo/policy.d)" 755
	same "$(find etc/taintinfo -mindepth 1)" etc/taintinfo/policy.d
	# Nothing is enabled.
	same "$(find . -type l)" ''
	has -x 'ExecStart=/opt/p/bin/taintinfo notify %i' <'s/taint-info-notify@.service'
	has '^ExecStart=/opt/p/bin/taintinfo export ' <s/taint-info-export.service
	same "$(grep -rE '@(bindir|libdir|docdir)@' .)" ''
	same "$(find opt/p/share/doc/taintinfo -name contrib -prune -o -type f -printf 'taintinfo/%P\n' | LC_ALL=C sort)" \
"taintinfo/examples/node-problem-detector/kernel_taint.json
taintinfo/examples/node-problem-detector/kernel_taint.sh
taintinfo/fleets.md
taintinfo/prometheus/dashboard.json
taintinfo/prometheus/taint_info.records.test.yml
taintinfo/prometheus/taint_info.records.yml
taintinfo/prometheus/taint_info.rules.yml
taintinfo/prometheus/taint_info.test.yml
taintinfo/test-harnesses.md"
	diff -r --exclude=__pycache__ "$top/contrib" opt/p/share/doc/taintinfo/contrib
	same "$(opt/p/bin/taintinfo --version)" "taintinfo $(project_version)"
	has '^-- 774f89935ab3429e8bccb3c0d652ead0$' <opt/p/lib/systemd/catalog/taint_info.catalog
}

@test "the pages that make install puts there lead to each other" {
	local pages

	make_in "$project" install DESTDIR="$tmp/pages" PREFIX=/usr
	cd "$tmp/pages/usr/share/doc/taint-info"
	has '](installing.md#secure-boot)' <README.md
	mapfile -t pages < <(find . -name '*.md')
	compare ${#pages[@]} -gt 15
	same "$(links "${pages[@]}")" ''
}

@test "make install-dkms puts there the module's sources, and nothing else" {
	local file

	make_in "$top" install-dkms DESTDIR="$tmp/dkms"
	cd "$tmp/dkms/usr/src"
	cd taint_info-*
	same "$(grep PACKAGE_VERSION dkms.conf)" "PACKAGE_VERSION=\"${PWD##*/taint_info-}\""
	same "$(ls)" "Kbuild
dkms.conf
module"
	for file in "$top"/module/Kbuild "$top"/module/*.[ch]; do
		cmp "$file" "module/${file##*/}"
	done
}

# As dkms compares: a release with the expression in its configuration.
@test "dkms is to build for 4.18 and what is newer, and for nothing else" {
	local BUILD_EXCLUSIVE_KERNEL release

	# shellcheck source=dkms.conf
	. "$top/dkms.conf"
	for release in 4.18.0-80.el8.x86_64 4.18.0-553.66.1.el8_10.x86_64 4.19.0-27-amd64 4.20.17 \
		5.0.21 5.4.0-216-generic 5.14.0-570.el9_6.x86_64 6.12.117+deb13-amd64 7.3.4 10.0.1; do
		[[ $release =~ $BUILD_EXCLUSIVE_KERNEL ]] || { echo "$release is passed over"; return 1; }
	done
	for release in 2.6.32-754.el6 3.10.0-1160.el7.x86_64 4.1.52 4.4.0-19041-Microsoft 4.17.19; do
		[[ ! $release =~ $BUILD_EXCLUSIVE_KERNEL ]] || { echo "$release is not passed over"; return 1; }
	done
}

# With the umask of root on many servers.
@test "others can read what make install puts there, whatever the umask" {
	umask 077
	make_in "$project" install install-dkms DESTDIR="$tmp/modes" PREFIX=/opt/p
	same "$(find "$tmp/modes/"* -type d ! -perm 755)" ''
	same "$(find "$tmp/modes" -type f ! -perm 644 ! -perm 755)" ''
	compare "$(find "$tmp/modes" -type f | wc -l)" -gt 30
}

# With characters that the shell, sed and systemd have a use for.
@test "make install takes any path" {
	local prefix="/opt/a & b|c%i" unit='/opt/a\x20&\x20b|c%%i' file

	make_in "$project" install DESTDIR="$tmp/odd" PREFIX="$prefix"
	cd "$tmp/odd$prefix"
	same "$(bin/taintinfo --version)" "taintinfo $(project_version)"
	has -F "ExecStart=$unit/bin/taintinfo export " <lib/systemd/system/taint-info-export.service
	has -F "ExecStart=$unit/bin/taintinfo notify %i" <lib/systemd/system/taint-info-notify@.service
	has -F 'Documentation=file:/opt/a%%20&%%20b|c%%25i' <lib/systemd/system/taint-info-notify@.service
	for file in share/doc/taint-info/examples/*.conf; do
		has -F "text=\$\$(\"$unit/bin/taintinfo\" notify --print %i)" <"$file"
	done
	for file in dracut/modules.d/90taint_info/module-setup.sh dracut/dracut.conf.d/90-taint_info.conf; do
		has -F "\"$prefix/lib/taint-info/initramfs-wanted\" " <"$tmp/odd/usr/lib/$file"
	done
	# The hook finds it there, and does nothing.
	sed "s|\"/opt|\"$tmp/odd/opt|" "$tmp/odd/usr/share/initramfs-tools/hooks/taint_info" >"$tmp/hook"
	[ ! -e /etc/default/taint-info ] || return 0
	sh "$tmp/hook" >"$tmp/said" 2>&1
	same "$(cat "$tmp/said")" ''
}

@test "make uninstall removes all of it, and nothing is an error the second time" {
	local there=(DESTDIR="$tmp/gone" PREFIX=/usr UDEVDIR=/u)

	make_in "$project" install "${there[@]}"
	make_in "$project" install-dkms "${there[@]}"
	compare "$(find "$tmp/gone" -type f | wc -l)" -gt 30
	make_in "$project" uninstall "${there[@]}" >"$tmp/said" 2>&1
	same "$(cat "$tmp/said")" ''
	same "$(find "$tmp/gone" ! -type d)" ''
	[ ! -e "$tmp/gone/etc/taintinfo" ]
	make_in "$project" uninstall "${there[@]}" >"$tmp/said" 2>&1
	same "$(cat "$tmp/said")" ''
}

@test "settings that somebody has changed stay" {
	local settings=$tmp/kept/etc/default/taint-info there=(DESTDIR="$tmp/kept" PREFIX=/usr)

	make_in "$project" install "${there[@]}"
	echo INITRAMFS=yes >"$settings"
	make_in "$project" install "${there[@]}"
	same "$(cat "$settings")" INITRAMFS=yes
	make_in "$project" uninstall "${there[@]}" >"$tmp/said" 2>&1
	same "$(cat "$tmp/said")" "$settings was changed and stays: remove it by hand if it is of no more use."
	same "$(find "$tmp/kept" ! -type d)" "$settings"
	same "$(cat "$settings")" INITRAMFS=yes
}

@test "a policy stays, and its directory with it" {
	local dir=$tmp/policy/etc/taintinfo there=(DESTDIR="$tmp/policy" PREFIX=/usr)

	make_in "$project" install "${there[@]}"
	echo '# none yet' >"$dir/policy.d/local.policy"
	make_in "$project" install "${there[@]}"
	make_in "$project" uninstall "${there[@]}" >"$tmp/said" 2>&1
	same "$(cat "$tmp/said")" "$dir/policy.d has a policy and stays: remove it by hand if it is of no more use."
	same "$(cat "$dir/policy.d/local.policy")" '# none yet'
	rm "$dir/policy.d/local.policy"
	make_in "$project" uninstall "${there[@]}" >"$tmp/said" 2>&1
	same "$(cat "$tmp/said")" ''
	[ ! -e "$dir" ]
}

# As kbuild leaves it, of which there is none here.
@test "make clean removes what was built, and takes no headers" {
	local file

	mkdir "$tmp/clean"
	copy_project "$tmp/clean"
	cd "$tmp/clean"
	find . | LC_ALL=C sort >"$tmp/before"
	for file in module/taint_info selftests/triggers/trigger kunit/taint_info_kunit; do
		[ -d "${file%/*}" ] || continue
		touch "$file".{o,ko,mod,mod.c,mod.o} "${file%/*}/".{main.o,taint_info.ko}.cmd "${file%/*}/.main.o.d" \
			"${file%/*}/"{modules.order,built-in.a,Module.symvers,main.gcno}
	done
	touch modules.order Module.symvers .Module.symvers.cmd .modules.order.cmd .module-common.o tools/taintinfo
	mkdir .tmp_versions
	touch .tmp_versions/taint_info.mod
	make -s clean KDIR="$tmp/nonesuch"
	find . | LC_ALL=C sort | diff "$tmp/before" -
}

# all_but_compilers DIR: what PATH has, without them
all_but_compilers() (
	trap - DEBUG # bats' own, for each of thousands
	mkdir "$1"
	IFS=:
	for dir in $PATH; do
		for file in "$dir"/*; do
			case ${file##*/} in
			cc | c[89]9 | *gcc* | *clang* | tcc) ;;
			*) [ ! -x "$file" ] || echo "$file" ;;
			esac
		done
	done | xargs -d '\n' ln -sft "$1"
)

@test "without a compiler make says so in a sentence, and installs nothing by half" {
	local target

	all_but_compilers "$tmp/path"
	mkdir "$tmp/fresh"
	copy_project "$tmp/fresh"
	for target in tools install install-tool test; do
		exits 2 env -u CC PATH="$tmp/path" make -s -C "$tmp/fresh" "$target" DESTDIR="$tmp/half" >"$tmp/said" 2>&1
		# make itself adds that it failed.
		same "$(grep -v '^make' "$tmp/said" | sed 's/, which .* takes:/:/')" \
"There is no compiler gcc here: install gcc and the headers of libc, or name another compiler by CC=."
	done
	[ ! -e "$tmp/half" ]
	# What was built elsewhere takes none.
	cp "$project/tools/taintinfo" "$tmp/fresh/tools/"
	env -u CC PATH="$tmp/path" make -s -C "$tmp/fresh" install DESTDIR="$tmp/half" PREFIX=/usr
	[ -x "$tmp/half/usr/bin/taintinfo" ]
}

# says TEXT KDIR [ARGUMENT...]: make fails, and tells why
says() {
	local text=$1 kdir=$2

	shift 2
	exits 2 make -C "$top" KDIR="$kdir" "$@" >"$tmp/said" 2>&1
	has -F "$text" <"$tmp/said"
}

@test "make says what is missing: headers, modules, a compiler" {
	says "  Debian, Ubuntu  linux-headers-$(uname -r)" "$tmp/nonesuch"
	mkdir "$tmp/kdir"
	touch "$tmp/kdir/Makefile" "$tmp/kdir/.config"
	says "has no loadable modules (CONFIG_MODULES)" "$tmp/kdir"
	echo CONFIG_MODULES=y >"$tmp/kdir/.config"
	says "There is no compiler nonesuch here" "$tmp/kdir" CC=nonesuch
}

@test "make says of a kernel that it does not build for where to look" {
	mkdir -p "$tmp/new/include/config"
	echo CONFIG_MODULES=y >"$tmp/new/.config"
	echo 9.9.9-new >"$tmp/new/include/config/kernel.release"
	printf 'modules:\n\t@echo "some error" >&2; false\n' >"$tmp/new/Makefile"
	says "taint_info does not build for the kernel 9.9.9-new." "$tmp/new" "CC=${cc[0]}"
	has "docs/new-kernel.md" <"$tmp/said"
	test -e "$top/docs/new-kernel.md"
}

# wanted VALUE: what the settings make of it, and what is said of it
wanted() {
	printf '# INITRAMFS=yes\nINITRAMFS=%s\n' "$1" >"$tmp/default"
	"$top/host/initramfs-wanted" "$tmp/default" 2>"$tmp/said"
}

@test "INITRAMFS is yes or no, quoted or not" {
	local value

	for value in yes '"yes"' "'yes'" 'yes ' 'yes	# a comment' "'yes' # another"; do
		exits 0 wanted "$value"
		same "$value: $(cat "$tmp/said")" "$value: "
	done
	for value in no '"no"' "'no'" 'no # not yes' ''; do
		exits 1 wanted "$value"
		same "$value: $(cat "$tmp/said")" "$value: "
	done
	# The last line counts.
	printf 'INITRAMFS=no\nINITRAMFS=yes' >"$tmp/default"
	"$top/host/initramfs-wanted" "$tmp/default"
	printf 'export INITRAMFS=yes # f\374r\n' >"$tmp/default"
	"$top/host/initramfs-wanted" "$tmp/default"
}

@test "INITRAMFS is no where it is neither, and that is said" {
	local value

	# shellcheck disable=SC2016 # it is not for this shell
	for value in YES Yes 1 true on '"yes' "\"yes'" yes1 yes.no '$(touch evil)'; do
		exits 1 wanted "$value"
		same "$(cat "$tmp/said")" "taint_info: $tmp/default: INITRAMFS=$value is neither yes nor no, so it is taken for no"
	done
	printf 'INITRAMFS = yes\n' >"$tmp/default"
	exits 1 "$top/host/initramfs-wanted" "$tmp/default" 2>"$tmp/said"
	has 'neither yes nor no' <"$tmp/said"
	exits 1 "$top/host/initramfs-wanted" "$tmp" 2>"$tmp/said"
	has 'cannot be read' <"$tmp/said"
	# Where there is none it is no.
	echo OTHER=yes >"$tmp/default"
	exits 1 "$top/host/initramfs-wanted" "$tmp/default"
	exits 1 "$top/host/initramfs-wanted" "$tmp/nonesuch"
	exits 1 "$top/host/initramfs-wanted" "$top/host/default"
}

@test "packages that are removed read INITRAMFS in the same way" {
	local file pattern

	for file in debian/taint-info.postrm rpm/taint_info.spec; do
		pattern=$(sed -n 's/.*grep -Eqs "\(.*\)" \/etc\/default.*/\1/p' "$top/$file" | sed 's/\\\(["$]\)/\1/g')
		same "$file: $(printf 'INITRAMFS=%s\n' yes '"yes"' "'yes'" 'yes # a' | grep -Ec "$pattern")" "$file: 4"
		printf 'INITRAMFS=%s\n' no '"no"' YES yes1 | lacks -E "$pattern"
	done
}

@test "the hook for the initramfs is off" {
	sed "s|@libdir@/taint-info|$top/host|" "$top/host/initramfs-tools-hook" >"$tmp/hook"
	sh "$tmp/hook" prereqs >"$tmp/said" 2>&1
	same "$(cat "$tmp/said")" ''
	[ ! -e /etc/default/taint-info ] || return 0
	sh "$tmp/hook" >"$tmp/said" 2>&1
	same "$(cat "$tmp/said")" ''
}
