#!/usr/bin/env bats
#
# tools_tables - the tables of taintinfo: what each kernel has, and which one a release or words mean
#
# Environment: see scripts/lib.sh.

# shellcheck source=scripts/tests/tools.bash
. "$BATS_TEST_DIRNAME/tools.bash"

setup_file() { prepare; }

# chosen: of each line "what|table" on standard input, whether --kernel=what is that table
chosen() {
	local what want

	while IFS='|' read -r what want; do
		same "$(decoded --kernel="$what" 1 | cut -d'|' -f2)" "$want" || { echo "that was $what"; return 1; }
	done
}

# shown: of each line "table|what|mask|string|names", whether what is decoded so
shown() {
	local table what want

	while IFS='|' read -r table what want; do
		same "$(decoded -k "$table" "$what" | sed "s/|[^|]*/|/; s/||/|/")" "$want" ||
			{ echo "that was $table, $what"; return 1; }
	done
}

# By the patches that brought each, and by how many columns there are in oopses: 2.6.9 still
# has three, 2.6.10 six.
@test "each mainline before 2.6.32 prints what it had" {
	local version letters names

	while IFS='|' read -r version letters names; do
		same "$(decoded -k "mainline-$version" 4294967295 | cut -d'|' -f3)" "Tainted: $letters"
		same "$(taintinfo decode -k "mainline-$version" --json 4294967295 |
			jq -r '[.flags[] | select(.letter) | .letter] | join("")')" "$names"
	done <<-END
		2.4|PF|PFS
		2.4.37|PF|PFS
		2.6.0|PFS|PFSR
		2.6.9|PFS|PFSR
		2.6.10|PFSRMB|PFSRMB
		2.6.20|PFSRMB|PFSRMB
		2.6.21|PFSRMBU|PFSRMBU
		2.6.22|PFSRMBU|PFSRMBU
		2.6.23|PFSRMBUD|PFSRMBUD
		2.6.24|PFSRMBUD|PFSRMBUD
		2.6.25|PFSRMBUDA|PFSRMBUDA
		2.6.26|PFSRMBUDAW|PFSRMBUDAW
		2.6.27|PFSRMBUDAW|PFSRMBUDAW
		2.6.28|PFSRMBUDAWC|PFSRMBUDAWC
		2.6.31|PFSRMBUDAWC|PFSRMBUDAWC
	END
	shown <<-END
		mainline-2.4|1|1|Tainted: P |proprietary_module
		mainline-2.4|4|4|Tainted: G |unsafe_smp
		mainline-2.6.0|8|8|Tainted: G  |forced_rmmod
		mainline-2.6.10|16|16|Tainted: G   M |machine_check
		mainline-2.6.10|Tainted: G    B|32|Tainted: G    B|bad_page
		mainline-2.6.20|64|64|Tainted: G     |bit_6
	END
}

@test "a release of an old kernel is that kernel" {
	chosen <<-END
		2.4.20-8|mainline-2.4
		2.4.21-4.ELsmp|mainline-2.4
		2.4.37.11|mainline-2.4
		2.5.45|mainline-2.6.0
		2.6.0-test5|mainline-2.6.0
		2.6.9-ck3|mainline-2.6.9
		2.6.12-git7-autokern1|mainline-2.6.12
		2.6.18-3-686|mainline-2.6.18
		2.6.24-19-generic|mainline-2.6.24
		2.6.31.14|mainline-2.6.31
		2.6.40.4-5.fc15.i686|mainline-3.0
		2.6.43.8-1.fc15.x86_64|mainline-3.3
		2.6.58|mainline-3.18
	END
	for release in 2.2.19 2.3.99 2.7.1 1.0 0.1 2.6.60; do
		exits 2 taintinfo decode -k "$release" 1 2>"$tmp/err"
	done
	# The number of a stable release is no part of the minor one.
	same "$(decoded -k 4.14.336 1)" "1|mainline-4.14|Tainted: P               |proprietary_module"
	same "$(decoded -k 4.14.336-1.el7.elrepo.x86_64 1)" "$(decoded -k 4.14.1 1)"
}

# 57673c2b0baa gave the flag its other letter in the very cycle that had brought it.
@test "Ubuntu 14.04 has the flag of unsigned modules under its first letter" {
	chosen <<-END
		3.13.0-24-generic|mainline-3.13
		3.13.0-34-generic|mainline-3.13
		3.13.0-36-generic|ubuntu-3.13
		3.13.0-37-lowlatency|ubuntu-3.13
		3.13.0-170-generic|ubuntu-3.13
		3.13.0-144-powerpc64-smp|ubuntu-3.13
		3.13.0-1-ARCH|mainline-3.13
		3.13.0-031300-generic|mainline-3.13
		3.13.11-ckt39|mainline-3.13
		3.16.0-77-generic|mainline-3.16
	END
	shown <<-END
		ubuntu-3.13|8192|8192|Tainted: G            X|unsigned_module
		ubuntu-3.13|X|8192|Tainted: G            X|unsigned_module
		ubuntu-3.13|2|2|Tainted: GF            |forced_module
		ubuntu-3.13|16384|16384|Tainted: G             |bit_14
	END
	same "$(decoded 'Comm: t1 Tainted: P           OX 3.13.0-96-generic #143-Ubuntu')" \
		"12289|ubuntu-3.13|Tainted: P           OX|proprietary_module oot_module unsigned_module"
	taintinfo decode -k ubuntu-3.13 2 | lacks 'signature'
	taintinfo decode -k mainline X | has 'elsewhere  unsigned_module (X, bit 13) on Ubuntu 3.13: '
}

# CONFIG_MODULE_SIG came with 3.7, TAINT_UNSIGNED_MODULE with 3.15.
@test "F is also of unsigned modules where these have no flag of their own" {
	local table

	for table in mainline-3.7 mainline-3.14 3.8.0-23-generic 3.13.0-24-generic rhel7.0 rhel7.1; do
		same "$(taintinfo decode -k "$table" --json 2 | jq -r '.flags[].name')" forced_module
		taintinfo decode -k "$table" 2 | has 'by force, or without a valid signature'
		taintinfo decode -k "$table" 2 | has 'next  .*module verification failed'
	done
	for table in mainline-2.4 mainline-3.6 mainline-3.15 mainline rhel5 rhel6 rhel7 rhel7.2 sles11; do
		same "$(taintinfo decode -k "$table" --json 2 | jq -r '.flags[].name')" forced_module
		taintinfo decode -k "$table" 2 | lacks 'signature'
	done
}

@test "the flag that an unsigned module sets is known of each kernel" {
	local table want

	cat >"$tmp/unsigned.c" <<-'END'
		#include "tables.h"

		int main(int argc, char **argv)
		{
			struct flag_table table;
			const struct flag_row *row;

			if (argc != 2 || !table_by_name(argv[1], &table))
				return 1;
			row = row_of_unsigned(&table);
			puts(row ? row->name : "none");
			return 0;
		}
	END
	gcc -std=gnu11 -D_GNU_SOURCE -I"$project/tools" -o "$tmp/unsigned" "$tmp/unsigned.c" \
		"$project"/tools/{tables,text}.c "$project/module/flags.c"
	while read -r table want; do
		same "$("$tmp/unsigned" "$table")" "$want" || { echo "that was $table"; return 1; }
	done <<-END
		mainline-2.4	none
		mainline-3.6	none
		mainline-3.7	forced_module
		mainline-3.14	forced_module
		mainline-3.15	unsigned_module
		mainline	unsigned_module
		ubuntu-3.13	unsigned_module
		rhel5		unsigned_module
		rhel6		none
		rhel7.0		forced_module
		rhel7.1		forced_module
		rhel7.2		unsigned_module
		rhel9		unsigned_module
		sles11		none
		sles12		unsigned_module
	END
}

# Their print_tainted() has six columns, and no more.
@test "RHEL 4 and 5 have flags without a column" {
	chosen <<-END
		2.6.9-5.EL|rhel4
		2.6.9-89.ELsmp|rhel4
		2.6.9-42.0.3.ELhugemem|rhel4
		2.6.18-8.el5|rhel5
		2.6.18-194.el5|rhel5
		2.6.18-308.el5PAE|rhel5
		2.6.18-164.6.1.el5xen|rhel5
		2.6.18-prep|mainline-2.6.18
		2.6.9-1.el5|mainline-2.6.9
		rhel4.9|rhel4
		rhel5.11|rhel5
	END
	shown <<-END
		rhel4|64|64|Tainted: G     |unsigned_module
		rhel5|64|64|Tainted: G     |unsigned_module
		rhel5|U|64|Tainted: G     |unsigned_module
		rhel5|65|65|Tainted: P     |proprietary_module unsigned_module
		rhel5|48|48|Tainted: G   MB|machine_check bad_page
		rhel5|536870912|536870912|Tainted: G     |tech_preview
		rhel4|536870912|536870912|Tainted: G     |bit_29
		rhel5|128|128|Tainted: G     |bit_7
	END
	taintinfo decode -k mainline 64 | has 'elsewhere  unsigned_module (U, bit 6) on Red Hat 4 to 5: '
	exits 2 taintinfo decode -k rhel5.12 1 2>"$tmp/err"
}

# 6.10 and 7 by their kernel/panic.c; the others by oopses, of -131, -358 and -431, -696.
@test "RHEL 6 and 7 have tables by minor release" {
	chosen <<-END
		2.6.32-71.el6.x86_64|rhel6.1
		2.6.32-131.0.15.el6.x86_64|rhel6.1
		2.6.32-220.el6.x86_64|rhel6.5
		2.6.32-431.29.2.el6.x86_64|rhel6.5
		2.6.32-504.el6.x86_64|rhel6
		2.6.32-696.23.1.el6.x86_64|rhel6
		2.6.32-754.35.1.el6.x86_64|rhel6
		3.10.0-54.0.1.el7.x86_64|rhel7.1
		3.10.0-123.9.3.el7.x86_64|rhel7.1
		3.10.0-229.14.1.el7.x86_64|rhel7.1
		3.10.0-327.36.3.el7.x86_64|rhel7
		3.10.0-957.27.2.el7.x86_64|rhel7
		3.10.0-1062.el7.x86_64|rhel7
		3.10.0-1160.119.1.el7.x86_64|rhel7
		4.14.0-49.el7a.ppc64le|rhel7
		rhel6.0|rhel6.1
		rhel6.2|rhel6.5
		rhel6.6|rhel6
		rhel6.10|rhel6
		rhel7.0|rhel7.1
		rhel7.2|rhel7
		rhel7.9|rhel7
	END
	shown <<-END
		rhel6.1|536870912|536870912|Tainted: G           ---------------- T|tech_preview
		rhel6.1|134217728|134217728|Tainted: G           ---------------?  |bit_27
		rhel6.1|L|0|-|L
		rhel6.5|512|512|Tainted: G        W  ---------------   |warn
		rhel6|1|1|Tainted: P           -- ------------   |proprietary_module
		rhel6|16385|16385|Tainted: P           --L------------   |proprietary_module softlockup
		rhel6|134217728|134217728|Tainted: G           -- ------------Z  |bit_by_zombie
		rhel7.1|4098|4098|Tainted: GF          O--------------  |forced_module oot_module
		rhel7.1|16|16|Tainted: G   M        --------------  |machine_check
		rhel7.1|8192|8192|Tainted: G            --------------  |bit_13
		rhel7.1|16384|16384|Tainted: G            ?-------------  |bit_14
		rhel7.1|134217728|134217728|Tainted: G            -------------?  |bit_27
		rhel7.1|805306368|805306368|Tainted: G            --------------HT|hardware_unsupported tech_preview
		rhel7.1|E|0|-|E
	END
	same "$(decoded 'Tainted: GF          O--------------   3.10.0-229.el7.x86_64 #1' | cut -d'|' -f1,2)" "4098|rhel7.1"
	# Without a release: the marks.
	same "$(decoded 'Tainted: GF          O--------------  ' | cut -d'|' -f1,2)" "4098|rhel7.1"
	same "$(decoded 'Tainted: G   M        --------------  ' | cut -d'|' -f1,2)" "16|rhel7.1"
	same "$(decoded 'Tainted: P           --L------------   ' | cut -d'|' -f1,2)" "16385|rhel6"
	same "$(decoded 'Tainted: G           ---------------- T' | cut -d'|' -f1,2)" "536870912|rhel6.1"
	same "$(decoded 'Tainted: G           OE  ------------  ' | cut -d'|' -f1,2)" "12288|rhel7"
	taintinfo decode -k mainline 16384 | lacks elsewhere
	taintinfo decode -k mainline Z | has 'elsewhere  bit_by_zombie (Z, bit 27) on Red Hat 6.2 to 6.10: '
}

# Those of config/ in openSUSE's kernel-source that a SLES has had.
@test "SUSE's kernels are known by number and flavour" {
	chosen <<-END
		2.6.5-7.244-bigsmp|sles9
		2.6.16.60-0.93.1-vmipae|sles10
		2.6.16.60-0.21-xenpae|sles10
		2.6.16.60-0.21-ppc64|sles10
		2.6.27.19-5-vmi|sles11
		2.6.16.60-0.21-kdump|sles10
		2.6.32.12-0.7-debug|sles11
		3.0.101-108.13-bigmem|sles11
		3.0.101.rt130-0.28-rt|sles11
		3.0.101.rt130-0.33.38-rt_trace|sles11
		3.0.101-63-vanilla|mainline-3.0
		2.6.32-5-s390x|mainline-2.6.32
		2.6.32-5-686-bigmem|mainline-2.6.32
		4.12.14-95.19.1.17807.0.PTF.1134097-default|sles12
		4.12.14-150100.197.148-default|sles15-sp1
		5.3.18-150300.59.43-default|sles15-sp3
		5.14.21-150400.24.46_12.0.83-cray_shasta_c|sles15-sp5
		5.14.21-150500.55.136-azure|sles15-sp5
		6.4.0-150700.53.3-kvmsmall|sles15
		4.12.14-lp151.28.91-default|mainline-4.12
		5.3.18-lp152.106-default|mainline-5.3
	END
}

@test "what stands in brackets is a release, too" {
	same "$(decoded 'Tainted: G           OE  X (5.3.18-24.9-default) #1' | cut -d'|' -f1,2)" "77824|sles15-sp3"
	same "$(decoded 'Tainted: P     (4.12.14-197.18-default)' | cut -d'|' -f1,2)" "1|sles15-sp1"
	same "$(decoded 'Tainted: P     (2.6.18-308.el5PAE)' | cut -d'|' -f1,2)" "1|rhel5"
	same "$(decoded 'Tainted: P     (3.13.0-36-generic]' | cut -d'|' -f1,2)" "1|ubuntu-3.13"
}

@test "--kernel takes a release" {
	local name

	chosen <<-END
		6.1|mainline-6.1
		6.1.0-50-amd64|mainline-6.1
		9.9|mainline-7.3
		4.18.0-553.el8_10.x86_64|rhel8
		4.18.0-477.27.1.el8_8.x86_64+debug|rhel8.9
		5.14.21-150400.22-default|sles15-sp5
		6.17.4-200.fc42.x86_64|fedora
		6.1.0-50-amd64 #1 SMP Debian|mainline-6.1
	END
	taintinfo decode --kernel="$(uname -r)" 1 >"$tmp/out"
	taintinfo tables 6.1.0-50-amd64 | has '^mainline-6.1 ('
	for name in 6 6. x6.1 -6.1 el8 ''; do
		exits 2 taintinfo decode -k "$name" 1 >"$tmp/out" 2>"$tmp/err"
		has "is no table: name a release" <"$tmp/err"
		same "$(wc -c <"$tmp/out")" 0
	done
}

# SUSE_PRODUCT_SHORTNAME stands behind the version in each oops since SLE 12 SP4.
@test "SUSE's words beat the numbers" {
	chosen <<-END
		SLE15-SP6|sles15
		SLE15-SP7|sles15
		SLE15_SP4|sles15-sp5
		SLE15|sles15-sp1
		SLE12-SP5|sles12
		SLES15-SP2|sles15-sp3
		SLED 15 SP5|sles15-sp5
		SUSE:SLE-15-SP3:Update|sles15-sp3
		CPU: 1 PID: 2 Comm: x Not tainted 6.4.0-623164-default #1 SLE15-SP6 763d454e|sles15
		4.12.14-396-default #1 SLE15-SP1 (unreleased)|sles15-sp1
		4.12.14-6.23-azure #1 SLE12-SP4|sles12
		SUSE Linux Enterprise Server 15 SP4|sles15-sp5
		SUSE Linux Enterprise Server for SAP Applications 12 SP5|sles12
		SUSE Linux Enterprise High Performance Computing 15 SP2|sles15-sp3
		SUSE Linux Enterprise Server 11 (x86_64)|sles11
		SUSE LINUX Enterprise Server 9 (x86_64)|sles9
		SUSE Linux Enterprise Server 16.0|sles16
		SUSE Linux Enterprise Micro 5.2|sles15-sp3
		SUSE Linux Enterprise Micro 5.5|sles15-sp5
		systemd[1]: Welcome to openSUSE Leap 15.4!|sles15-sp5
		openSUSE Leap 15.6|sles15
		openSUSE Leap 16.0|sles16
		openSUSE Leap 15.2|mainline-5.3
		4.12.14-lp150.11-default #1 openSUSE Leap 15.0 (unreleased)|mainline-4.12
		openSUSE Leap 42.3|mainline-4.4
		openSUSE 11.1 (x86_64)|mainline-2.6.27
		6.11.8-1-default #1 openSUSE Tumbleweed (unreleased)|mainline-6.11
		5.3.18-1-default #1 openSUSE Tumbleweed|mainline-5.3
		6.9.1-x (GNU ld (GNU Binutils; SUSE Linux Enterprise 15) 2.37) #1|mainline-6.9
		6.9.1-x (GNU ld (GNU Binutils; openSUSE Leap 15.5) 2.37) #1|mainline-6.9
		6.9.1-x #1 on a SLE of TSLE15-SP1 and SLEEP 15|mainline-6.9
	END
	for words in 'openSUSE Tumbleweed' openSUSE SLE SLE13 SLE17-SP1 'SUSE Linux' 'SUSE Linux Enterprise ' 'SLE 1500'; do
		exits 2 taintinfo decode -k "$words" 1 2>"$tmp/err"
	done
}

@test "a text without Red Hat's marks is not Red Hat's" {
	local text

	for text in 'Tainted: G        W  OE' 'Tainted: G        W                          ' \
	            'Tainted: G           OE               T' 'Tainted: P     ' 'Tainted: G     ----' \
	            'Tainted: G        W  O -' 'Tainted: G        W  OE     -- 6.1.0'; do
		lacks 'rhel\|fedora' <<<"$(decoded "$text" | cut -d'|' -f2)"
	done
}

@test "which kernels have a flag is said rightly" {
	taintinfo tables mainline >"$tmp/out"
	has '  proprietary_module .*(mainline)$' <"$tmp/out"
	has '  forced_rmmod .*(mainline from 2.6.0 on)$' <"$tmp/out"
	has '  bad_page .*(mainline from 2.6.10 on)$' <"$tmp/out"
	has '  test .*(mainline from 6.0 on)$' <"$tmp/out"
	taintinfo tables mainline-3.13 >"$tmp/out"
	has '  forced_module .*(mainline 3.7 to 3.14)$' <"$tmp/out"
	has '  unsafe_smp .*(mainline up to 3.14)$' <"$tmp/out"
	taintinfo tables ubuntu-3.13 | has '^ubuntu-3.13 (Ubuntu): all set it prints "Tainted: PFSRMBUDAWCIOX"$'
	taintinfo tables >"$tmp/out"
	for table in ubuntu-3.13 rhel4 rhel5 rhel6.1 rhel6.5 rhel6 rhel7.1 rhel7; do
		same "$(grep -c "^$table (" "$tmp/out")" 1
	done
	same "$(taintinfo tables rhel4 | grep -c '^  ')" 7
	same "$(taintinfo tables rhel7.1 | grep -c '^  ')" 15
}

@test "the state is read as the kernel that is asked for" {
	rm -rf "$tmp/root"
	state /proc/sys/kernel/tainted 536870912
	state /sys/module/foo/taint t
	taintinfo --root="$tmp/root" >"$tmp/out"
	has '^Tainted: G * (536870912), Linux of unknown release$' <"$tmp/out"
	has 'by the table mainline, a guess: nothing names the kernel\.$' <"$tmp/out"
	taintinfo --root="$tmp/root" --kernel=rhel8 >"$tmp/out"
	has '^Tainted: G                  -------- -t - (536870912), Linux of unknown release$' <"$tmp/out"
	has 'by the table rhel8\.$' <"$tmp/out"
	has '^  t  tech_preview (bit 29, vendor)$' <"$tmp/out"
	has '^     carried by foo$' <"$tmp/out"
	taintinfo -s -k 3.10.0-1160.el7.x86_64 -r "$tmp/root" | has '^T tech_preview: '
	# It beats the release that is there.
	state /proc/sys/kernel/osrelease 6.1.0-50-amd64
	taintinfo -r "$tmp/root" -k 4.18.0-553.el8_10.x86_64 >"$tmp/out"
	has 'Linux 6.1.0-50-amd64$' <"$tmp/out"
	has 'by the table rhel8\.$' <"$tmp/out"
	exits 2 taintinfo -r "$tmp/root" -k nonsense >"$tmp/out" 2>"$tmp/err"
	has "'nonsense' is no table" <"$tmp/err"
	same "$(wc -c <"$tmp/out")" 0
}

@test "a release of Fedora is the Red Hat that has its flags" {
	local release table

	while read -r release table; do
		same "$(taintinfo decode -k "$release" -j 1 | jq -r .table)" "$table"
	done <<-END
		5.13.4-200.fc34.x86_64	mainline-5.13
		5.14.10-300.fc35.x86_64	rhel9
		5.17.5-300.fc36.x86_64	rhel9
		5.19.4-200.fc36.x86_64	rhel9
		6.11.4-301.fc41.x86_64	rhel9
		6.12.5-200.fc41.x86_64	rhel10
		6.14.9-300.fc42.x86_64	rhel10
		6.15.3-200.fc42.x86_64	fedora
	END
}

# by_category MEMBER: of each flag of the newest mainline, behind its category
by_category() { taintinfo decode -k mainline -j 1048575 | jq -r ".flags[] | \"\(.category) \(.$1)\""; }

# What is to be thought of the kernel's messages depends on it.
@test "each flag is of its category, and each category has its words" {
	local release

	same "$(by_category name | LC_ALL=C sort | awk '
		$1 != last { printf "%s%s:", last ? "\n" : "", $1; last = $1 }
		{ printf " %s", $2 }')" \
'build: randstruct
fault: bad_page die softlockup warn
hardware: cpu_out_of_spec firmware_workaround machine_check
module: crap forced_module livepatch oot_module proprietary_module unsigned_module
test: test
user: forced_rmmod fwctl overridden_acpi_table user
vendor: aux'
	same "$(by_category trust | LC_ALL=C sort -u | cut -d: -f1)" \
'build the kernel is built that way
fault the kernel has misbehaved
hardware the machine is in doubt
module foreign code runs in the kernel
test a test may have broken things on purpose
user someone asked for it
vendor it is about support'
	# Those that a vendor has of his own.
	for release in rhel6 rhel7 rhel8; do
		same "$release $(taintinfo decode -k "$release" -j 16388 | jq -r '.flags[] | "\(.category) \(.name)"' | xargs)" \
			"$release hardware $([ "$release" = rhel8 ] && echo cpu_out_of_spec || echo unsafe_smp) fault softlockup"
	done
}

# On a line of its own each command is whole, to be copied.
@test "the words of each flag fit into 100 columns, and what is next into two lines" {
	local table

	for table in $(taintinfo tables | sed -n 's/^\([^ ]*\) (.*/\1/p'); do
		taintinfo decode -k "$table" 4294967295
	done >"$tmp/out"
	taintinfo decode -k sles9 U >>"$tmp/out"
	same "$(awk 'length > 100' "$tmp/out")" ''
	same "$(grep -c '^     next  ' "$tmp/out")" "$(grep -c '^     trust  ' "$tmp/out")"
	awk '/^ ? ?[^ ]|^     [^ ]/ { next_one = /^     next / ; lines = 0 }
		next_one && ++lines > 2' "$tmp/out" >"$tmp/long"
	same "$(cat "$tmp/long")" ''
	same "$(sort -u "$tmp/out" | grep -c '/sys/module/\*/taint')" \
		"$(sort -u "$tmp/out" | grep -c ' grep [A-Za-z] /sys/module/\*/taint')"
	compare "$(sort -u "$tmp/out" | grep -c ' grep [A-Za-z] /sys/module/\*/taint')" -ge 8
	# JSON has them in one.
	same "$(taintinfo decode -k mainline --json O | jq -r '.flags[0].advice' | grep -c '^no error.*/taint; see .*it$')" 1
}

@test "what is true of all flags stands below, once" {
	local stays='A flag stays until the next boot, whatever is unloaded, signed or repaired.'

	same "$(taintinfo decode 512 4096 | grep -cxF "$stays")" 1
	same "$(taintinfo decode 'Tainted: G' | tail -n 1)" "$stays"
	same "$(taintinfo decode 35184372088832 | tail -n 1)" "$stays"
	same "$(echo 64 | taintinfo decode | tail -n 1)" "$stays"
	taintinfo decode 0 | has '^A tool that says tainted, such as abrt, has '
	taintinfo decode 0 512 | lacks '^A tool'
	rm -rf "$tmp/root"
	state /proc/sys/kernel/tainted 512
	same "$(taintinfo -r "$tmp/root" | grep -cxF "$stays")" 1
	state /proc/sys/kernel/tainted 0
	taintinfo -r "$tmp/root" | has '^A tool that says tainted, such as abrt, has '
	taintinfo -r "$tmp/root" | lacks 'stays'
}

# In the order of how often they are asked.
@test "the manual page answers what people ask" {
	same "$(sed -n '/^\.Sh QUESTIONS/,/^\.Sh SEE/s/^\.It //p' "$top/tools/taintinfo.1")" \
"Is it an error, and is that why something fails?
Which module is it?
What does the number mean?
Which WARNING set W?
Which program asked for 64 (U)?
Can I clear it?
How do I sign the module, and get rid of O and E?
Why S, on one processor?
Why does a tool such as abrt say tainted, and the number is 0?
May I report a bug?"
}
