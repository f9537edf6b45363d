#!/usr/bin/env bats
#
# tools_decode - taintinfo decode: values, texts, letters, logs, the tables
#
# Environment: see scripts/lib.sh.

# shellcheck source=scripts/tests/tools.bash
. "$BATS_TEST_DIRNAME/tools.bash"

setup_file() { prepare; }

@test "the tool builds with clang, without a warning" {
	build_with clang "$tmp/taintinfo" >"$tmp/said" 2>&1 || { cat "$tmp/said"; return 1; }
	same "$(cat "$tmp/said")" ''
}

@test "the tool builds with gcc, without a warning" {
	same "$(cat "$tool.said")" ''
}

@test "the tool needs nothing but libc" {
	same "$(readelf -d "$tool" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p')" libc.so.6
}

# Against rules that are written down here a second time.
letters=PFSRMBUDAWCIOELKXTNJ
names=(proprietary_module forced_module cpu_out_of_spec forced_rmmod machine_check bad_page user die
       overridden_acpi_table warn crap firmware_workaround oot_module unsigned_module softlockup livepatch
       aux randstruct test fwctl)

@test "each value from 1 to 1024 is right" {
	local want got

	want=$(
		trap - DEBUG # bats' own, for each of thousands
		for ((mask = 1; mask <= 1024; mask++)); do
			text='' list=''
			for ((bit = 0; bit < 20; bit++)); do
				if ((mask >> bit & 1)); then
					text+=${letters:bit:1}
					list+=" ${names[bit]}"
				else
					[ "$bit" = 0 ] && text+=G || text+=' '
				fi
			done
			echo "$mask|mainline|Tainted: $text|${list# }"
		done
	)
	got=$(seq 1024 | xargs "$tool" decode --kernel mainline --json |
		jq -r '[.mask, .table, .string, ([.flags[].name] | join(" "))] | join("|")')
	same "$got" "$want"
}

@test "a number, its text and its letters mean the same" {
	local mask text

	seq 1 977 1048575 | xargs "$tool" decode -k mainline --json |
		jq -r '.mask + "|" + .string' >"$tmp/texts"
	while IFS='|' read -r mask text; do
		echo "$text" >>"$tmp/again"
		tr -d ' G' <<<"${text#Tainted: }" >>"$tmp/letters"
	done <"$tmp/texts"
	cut -d'|' -f1 "$tmp/texts" >"$tmp/masks"
	compare "$(wc -l <"$tmp/masks")" -gt 1000
	tr '\n' '\0' <"$tmp/again" | xargs -0 "$tool" decode -k mainline --json | jq -r .mask | cmp - "$tmp/masks"
	tr '\n' '\0' <"$tmp/letters" | xargs -0 "$tool" decode -k mainline --json | jq -r .mask | cmp - "$tmp/masks"
}

# How many there were when, by the history of kernel/panic.c.
@test "mainline has the flags of each version" {
	local version count

	while read -r version count; do
		same "$(taintinfo decode -k "mainline-$version" --json $(((1 << 20) - 1)) | jq -r '.string | length - 9')" "$count"
		same "$(taintinfo decode -k "mainline-$version" --json $(((1 << 20) - 1)) |
			jq -r '[.flags[] | select(.letter)] | length')" "$count"
	done <<-END
		2.6.32	11
		2.6.34	11
		2.6.35	12
		3.1	12
		3.2	13
		3.14	13
		3.15	14
		3.16	14
		3.17	15
		3.19	15
		4.0	16
		4.14	16
		4.15	17
		4.16	17
		4.17	18
		5.10	18
		5.19	18
		6.0	19
		6.14	19
		6.15	20
		7.3	20
	END
	same "$(decoded -k mainline-3.14 4)" "4|mainline-3.14|Tainted: G S          |unsafe_smp"
	same "$(decoded -k mainline-3.15 4)" "4|mainline-3.15|Tainted: G S           |cpu_out_of_spec"
	for version in 2.6.40 3.20 4.21 5.20 6.20 7.4 8.0 2.2 0.1 6 6. 6.1x; do
		exits 2 taintinfo decode -k "mainline-$version" 1 2>/dev/null
	done
}

# Each of their rows; the texts are those of real oopses where there are any.
@test "the vendors have their own flags and columns" {
	local table what want

	while IFS='|' read -r table what want; do
		same "$(taintinfo decode -k "$table" --json "$what" | jq -r '[.mask, .string // "-",
			([.flags[] | "\(.name // "none") \(.letter // "?") \(.bit // "-")"] | join(", "))] | join("|")')" "$want" ||
			{ echo "that was $table, $what"; return 1; }
	done <<-END
		rhel6.5|268435456|268435456|Tainted: G           --------------- H |hardware_unsupported H 28
		rhel6.5|536870912|536870912|Tainted: G           ---------------  T|tech_preview T 29
		rhel6.5|512|512|Tainted: G        W  ---------------   |warn W 9
		rhel6.5|134217729|134217729|Tainted: P           ---------------Z  |proprietary_module P 0, bit_by_zombie Z 27
		rhel6.5|4096|4096|Tainted: G           ?--------------   |bit_12 ? 12
		rhel6.5|T|536870912|Tainted: G           ---------------  T|tech_preview T 29
		rhel6.5|4|4|Tainted: G S         ---------------   |unsafe_smp S 2
		rhel7|268435456|268435456|Tainted: G               ------------H |hardware_unsupported H 28
		rhel7|536870912|536870912|Tainted: G               ------------ T|tech_preview T 29
		rhel7|12288|12288|Tainted: G           OE  ------------  |oot_module O 12, unsigned_module E 13
		rhel7|65536|65536|Tainted: G               ?-----------  |bit_16 ? 16
		rhel8.9|512|512|Tainted: G        W        --------- -  -|warn W 9
		rhel8.9|262144|262144|Tainted: G                 ?-------- -  -|bit_18 ? 18
		rhel8|512|512|Tainted: G        W         -------- -  -|warn W 9
		rhel8|134217728|134217728|Tainted: G                  --------r-  -|support_removed r 27
		rhel8|536870912|536870912|Tainted: G                  -------- -t -|tech_preview t 29
		rhel8|1073741824|1073741824|Tainted: G                  -------- - u-|unprivileged_bpf u 30
		rhel8|268435456|268435456|Tainted: G                  -------- ?  -|bit_28 ? 28
		rhel8|262144|262144|Tainted: G                 N-------- -  -|test N 18
		rhel8|T|131072|Tainted: G                T -------- -  -|randstruct T 17
		rhel9.1|2147483648|2147483648|Tainted: G                 --------- ---u|unprivileged_bpf u 31
		rhel9.1|p|0|-|none p -
		rhel9.2|67371008|67371008|Tainted: G                 ?-------p --- |bit_18 ? 18, partner_supported p 26
		rhel9.2|N|0|-|none N -
		rhel9|65536|65536|Tainted: G               X  -------  --- |aux X 16
		rhel9|67108864|67108864|Tainted: G                  -------p --- |partner_supported p 26
		rhel9|134217728|134217728|Tainted: G                  ------- h--- |support_removed h 27
		rhel9|2147483648|2147483648|Tainted: G                  -------  ---u|unprivileged_bpf u 31
		rhel9|N|262144|Tainted: G                 N-------  --- |test N 18
		rhel10|524288|524288|Tainted: G                  ?------  --- |bit_19 ? 19
		rhel10|J|0|-|none J -
		rhel10|ph|201326592|Tainted: G                  -------ph--- |partner_supported p 26, support_removed h 27
		fedora|524288|524288|Tainted: G                  J------  --- |fwctl J 19
		sles9|U|0|-|no_support U -
		sles10|U|0|-|no_support U -
		sles9|N|0|-|none N -
		sles9|X|0|-|none X -
		sles10|N|0|-|none N -
		sles10|X|0|-|none X -
		sles11|U|64|-|user U 6
		sles11|N|1073741824|-|no_support N 30
		sles11|X|2147483648|-|external_support X 31
		sles12|U|64|-|user U 6
		sles12|N|1073741824|-|no_support N 30
		sles12|X|2147483648|-|external_support X 31
		sles12|65536|65536|-|unsafe_hibernate H 16
		sles12|3221225472|3221225472|-|no_support N 30, external_support X 31
		sles15-sp0|N|1073741824|-|no_support N 30
		sles15-sp1|2147483648|2147483648|-|external_support X 31
		sles15-sp2|2147483648|2147483648|-|no_support N 31
		sles15-sp3|65536|65536|-|external_support X 16
		sles15-sp3|262144|262144|-|unsafe_hibernate H 18
		sles15-sp4|262144|262144|Tainted: G                 H |unsafe_hibernate H 18
		sles15-sp5|N|2147483648|Tainted: G                  N|no_support N 31
		sles15-sp6|n|2147483648|Tainted: G                   n|no_support n 31
		sles15|262144|262144|Tainted: G                 N  |test N 18
		sles15|524288|524288|Tainted: G                  H |unsafe_hibernate H 19
		sles16|2147549184|2147549184|Tainted: G               X  n|external_support X 16, no_support n 31
		sles12|79872|79872|-|firmware_workaround I 11, oot_module O 12, unsigned_module E 13, unsafe_hibernate H 16
	END
}

# Bits 16 to 31 of each, by their kernel/panic.c.
@test "each minor release of RHEL has its own flags" {
	local table letters text

	while read -r table letters; do
		text="Tainted: PFSRMBUDAWCIOELK$letters"
		same "$(taintinfo decode -k "$table" --json 4294967295 | jq -r .string)" "$text" ||
			{ echo "that was $table"; return 1; }
		# A mark is read where the columns are those of this kernel.
		same "$(taintinfo decode -k "$table" --json "$text" | jq -r .mask)" 4294967295
	done <<-END
		rhel8.0		XT?????????r?tu?
		rhel8.4		XT?????????r?tu?
		rhel8.9		XT?????????r?tu?
		rhel8.10	XTN????????r?tu?
		rhel8		XTN????????r?tu?
		rhel9.0		XT?????????h???u
		rhel9.1		XT?????????h???u
		rhel9.2		XT????????ph???u
		rhel9.3		XTN???????ph???u
		rhel9.6		XTN???????ph???u
		rhel9		XTN???????ph???u
		rhel10.0	XTN???????ph???u
		rhel10		XTN???????ph???u
		fedora		XTNJ??????ph???u
	END
	for table in rhel8.11 rhel9.7 rhel10.1 rhel7.10 rhel6.11 rhel11.0 rhel8. rhel8.x rhel8.4x rhel8.4.0 rhel.1 rhel8-4 \
	             fedora41; do
		exits 2 taintinfo decode -k "$table" 1 2>/dev/null
	done
	taintinfo decode -k mainline 67108864 | has 'partner_supported (p, bit 26) on Red Hat 9.2 to 10:'
	taintinfo decode -k mainline 134217728 | has 'support_removed (r, bit 27) on Red Hat 8:'
	taintinfo decode -k mainline 268435456 | has 'hardware_unsupported (H, bit 28) on Red Hat 6 to 7:'
	# On its way to 9.3 a build has N, or not yet; both are read, with all marks.
	same "$(decoded 'Tainted: G               X N?------p ---  5.14.0-300.el9.x86_64' | cut -d'|' -f1,2)" "67960832|rhel9"
	same "$(decoded 'Tainted: G               X -?------p ---  5.14.0-300.el9.x86_64' | cut -d'|' -f1,2)" "67698688|rhel9"
}

@test "a letter or a bit with two meanings comes with both" {
	local letter

	for letter in N U T X H; do
		compare "$(taintinfo decode "$letter" --json | jq '[.flags[0], .flags[0].also[]] | length')" -ge 2
		taintinfo decode "$letter" | has elsewhere
	done
	same "$(taintinfo decode -k mainline --json N | jq -r '[.flags[0].also[] | "\(.name) \(.bit)"] | join(",")')" \
		"no_support 30,no_support 31"
	same "$(taintinfo decode -k mainline --json 1073741824 | jq -r '.flags[0] | .name, .also[].name' | sort -u | xargs)" \
		"bit_30 no_support unprivileged_bpf"
	same "$(taintinfo decode -k mainline --json W | jq '.flags[0].also | length')" 0
}

@test "unknown bits, all bits and none are said to be so" {
	same "$(decoded -k mainline 18446744073709551615 | grep -o 'bit_[0-9]*' | wc -l)" 44
	same "$(decoded -k mainline 0xFFFFFFFFFFFFFFFF)" "$(decoded -k mainline 18446744073709551615)"
	same "$(decoded -k mainline 9223372036854775808)" \
		"9223372036854775808|mainline|Tainted: G                   |bit_63"
	same "$(decoded -k mainline 0)" "0|mainline|Not tainted|"
	same "$(decoded -k mainline 'Not tainted')" "0|mainline|Not tainted|"
	# A kernel prints that only when a flag is set.
	same "$(decoded -k mainline G)" "|mainline|Tainted: G|"
}

@test "a release chooses its table" {
	local release want

	while read -r release want; do
		same "$(decoded "Tainted: P            $release #1" | cut -d'|' -f1,2)" "1|$want" ||
			{ echo "that was $release"; return 1; }
	done <<-END
		6.1.0-50-amd64			mainline-6.1
		6.12.117+deb13-s390x		mainline-6.12
		7.3.4+deb13-amd64		mainline-7.3
		5.15.0-91-generic		mainline-5.15
		7.9.1-arch1			mainline-7.3
		2.6.39.4			mainline-2.6.39
		2.6.18-8				mainline-2.6.18
		2.6.32-358.23.2.el6.x86_64	rhel6.5
		3.10.0-1160.el7.x86_64		rhel7
		4.14.0-115.el7a.aarch64		rhel7
		4.18.0-80.el8.x86_64		rhel8.9
		4.18.0-305.el8_4.x86_64		rhel8.9
		4.18.0-372.9.1.el8.x86_64	rhel8.9
		4.18.0-513.5.1.el8_9.x86_64	rhel8.9
		4.18.0-513.11.1.el8.x86_64	rhel8.9
		4.18.0-514.el8.x86_64		rhel8
		4.18.0-553.el8_10.x86_64	rhel8
		4.18.0-553.6.1.el8.x86_64	rhel8
		4.18.0-553.66.1.el8_10.x86_64	rhel8
		4.18.0-553.rt7.342.el8_10.x86_64	rhel8
		4.18.0-553.53.1.el8_lustre.x86_64	rhel8
		4.18.0-425.el8_11.x86_64	rhel8
		5.14.0-0.rc2.19.el9.x86_64	rhel9.1
		5.14.0-70.13.1.el9_0.x86_64	rhel9.1
		5.14.0-130.el9.x86_64		rhel9.1
		5.14.0-162.6.1.el9.x86_64	rhel9.1
		5.14.0-163.el9.x86_64		rhel9.2
		5.14.0-284.11.1.el9_2.x86_64	rhel9.2
		5.14.0-284.11.1.rt14.296.el9_2.x86_64	rhel9.2
		5.14.0-284.el9.x86_64		rhel9.2
		5.14.0-70.el9_2.x86_64		rhel9.2
		5.14.0-285.el9.x86_64		rhel9
		5.14.0-362.8.1.el9_3.x86_64	rhel9
		5.14.0-427.el9.x86_64		rhel9
		5.14.0-503.40.1_lustre.el9.x86_64	rhel9
		5.14.0-570.17.1.el9_6.aarch64+64k	rhel9
		5.14.0-601.el9.x86_64		rhel9
		5.14.0-1000.el9.x86_64		rhel9
		5.14.0-70.el9_10.x86_64		rhel9
		6.12.0-54.el10.aarch64		rhel10
		6.12.0-55.el10.x86_64		rhel10
		6.12.0-55.9.1.el10_0.x86_64	rhel10
		6.12.0-124.8.1.el10_1.x86_64	rhel10
		6.11.4-200.fc41.x86_64		rhel9
		6.12.4-200.fc41.x86_64		rhel10
		6.14.8-300.fc42.x86_64		rhel10
		6.15.0-0.rc2.22.fc43.ppc64le	fedora
		6.17.4-200.fc42.x86_64		fedora
		5.14.9-1.gdc.el8.x86_64		mainline-5.14
		5.14.0-427.el8_10.x86_64	mainline-5.14
		5.4.17-2136.300.7.el8uek.x86_64	mainline-5.4
		5.15.0-300.163.18.el9uek.x86_64	mainline-5.15
		6.12.0-100.28.2.el10uek.x86_64	mainline-6.12
		6.9.7-1.el9.elrepo.x86_64	mainline-6.9
		6.12.10-1.el10.elrepo.x86_64	mainline-6.12
		2.6.5-7.97-default		sles9
		2.6.16.60-0.21-smp		sles10
		2.6.27.45-0.1-default		sles11
		3.0.101-63-default		sles11
		3.12.49-11-default		sles12
		4.4.73-5-default		sles12
		4.12.14-122.159-default		sles12
		4.12.14-197.29-default		sles15-sp1
		4.12.14-150000.150.92-default	sles15-sp1
		5.3.18-57-default		sles15-sp3
		5.14.21-150400.22-default	sles15-sp5
		6.4.0-150600.23.7-default	sles15
		6.12.0-160000.5-default		sles16
		6.11.8-1-default		mainline-6.11
	END
}

# The one log that a stranger may send: wrapped in timestamps, with what repeats.
@test "a log is decoded line by line" {
	cat >"$tmp/log" <<-'END'
		Nov 26 08:00:01 host kernel: [    0.000000] Linux version 4.18.0-348.el8.x86_64 (builder) #1 SMP
		Nov 26 08:00:09 host kernel: [    5.123456] nvidia: loading out-of-tree module taints kernel.
		Nov 26 08:00:09 host kernel: [    5.123460] nvidia: module license 'NVIDIA' taints kernel.
		Nov 26 08:00:09 host kernel: [    5.123461] Disabling lock debugging due to kernel taint
		Nov 26 08:00:09 host kernel: [    5.130000] nvidia: module verification failed: signature and/or required key missing - tainting kernel
		Nov 26 08:00:10 host kernel: [    7.000000] CPU: 1 PID: 645 Comm: kworker/8:1 Kdump: loaded Tainted: P        W  OE    --------- -t - 4.18.0-348.el8.x86_64 #1
		Nov 26 08:00:11 host kernel: [    8.000000] Tainted: [W]=WARN, [O]=OOT_MODULE
		Nov 26 08:00:12 host kernel: [    9.000000] Comm: bash Not tainted 4.18.0-348.el8.x86_64 #1
		Nov 26 08:00:13 host kernel: [   10.000000] nothing Tainted: by this line, nor tainted: G W
	END
	same "$(taintinfo decode --json <"$tmp/log" |
		jq -r '"\(.line) \(.table) \(.source // "kernel") \(.module // "-") \(.mask) \([.flags[].letter] | join(""))"')" \
"2 rhel8.9 loader nvidia 4096 O
3 rhel8.9 loader nvidia 1 P
5 rhel8.9 loader nvidia 8192 E
6 rhel8.9 kernel - 536883713 PWOEt
7 rhel8.9 kernel - 4608 WO"
	taintinfo decode <"$tmp/log" >"$tmp/text"
	has '^line 2: O oot_module: module nvidia$' <"$tmp/text"
	# What has been explained once is not explained again.
	same "$(grep -c 'happened .*outside the kernel' "$tmp/text")" 1
}

@test "texts, letters and columns are understood" {
	same "$(decoded 'Tainted: P OE ------------ T 3.10.0-957.27.2.el7.x86_64 #1' | cut -d'|' -f1,2,4)" \
		"536883201|rhel7|proprietary_module oot_module unsigned_module tech_preview"
	# No release, but the marks of Red Hat's columns.
	same "$(decoded 'Tainted: G           --------------- H ' | cut -d'|' -f1,2)" "268435456|rhel6.5"
	same "$(decoded 'Tainted: G                 --------- ?  -' | cut -d'|' -f1,2)" "268435456|rhel8.9"
	same "$(decoded 'Tainted: G                  -------- ?  -' | cut -d'|' -f1,2)" "268435456|rhel8"
	same "$(decoded 'Tainted: G          I      --------- --- ' | cut -d'|' -f1,2)" "2048|rhel9.1"
	same "$(decoded 'Tainted: G          I      --------  --- ' | cut -d'|' -f1,2)" "2048|rhel9.2"
	# Those of RHEL 9.3 and later, too.
	same "$(decoded 'Tainted: G          I       -------  --- ' | cut -d'|' -f1,2)" "2048|rhel10"
	same "$(decoded 'Tainted: G          I        ------  --- ' | cut -d'|' -f1,2)" "2048|fedora"
	same "$(decoded 'Tainted: G    W  OE' -k mainline)" "$(decoded -k mainline 12800)"
	same "$(decoded -k mainline WOE)" "$(decoded -k mainline 12800)"
	same "$(decoded -k mainline 'W OE')" "$(decoded -k mainline 12800)"
	same "$(echo 12800 | taintinfo decode -k mainline --json | jq -r .mask)" 12800
	same "$(printf '\n  0x3200 \n' | taintinfo decode -k mainline --json | jq -r .mask)" 12800
	# Case matters.
	same "$(decoded -k rhel9 p | cut -d'|' -f1) $(decoded -k rhel9 P | cut -d'|' -f1)" "67108864 1"
	# RHEL 7.0 and 7.1 have no column for bit 13: the last one is that of bit 29.
	same "$(decoded -k rhel7.1 'Tainted: G            --------------HT?' | cut -d'|' -f1)" 805306368
}

@test "the JSON has its shape" {
	same "$(taintinfo decode -k mainline --json 516 | jq -c 'keys_unsorted, (.mask | type), [.flags[] | .bit, .value, .letter, .category]')" \
'["mask","table","string","flags"]
"string"
[2,4,"S","hardware",9,512,"W","fault"]'
	same "$(taintinfo decode -k mainline --json 4 | jq -c '.flags[0] | keys_unsorted')" \
		'["bit","value","letter","name","category","description","trust","advice","also"]'
	same "$(taintinfo decode -k mainline --json 1 2 4 | wc -l)" 3
	same "$(taintinfo decode -k sles9 --json U | jq -c '.flags[0] | .bit, .value, .name')" 'null
null
"no_support"'
}

@test "what is neither number nor text nor letters is refused" {
	local what

	for what in 18446744073709551616 0x10000000000000000 0x -1 1.5 12a 512w '' ' ' Q WQ 'Tainted:' 'Tainted: Q' \
	            'no taint here' 1e3 '0x12g' "$(printf 'W\001')" "$(printf '\303\244')"; do
		exits 2 taintinfo decode -- "$what" >"$tmp/out" 2>"$tmp/err"
		same "$(wc -c <"$tmp/out")" 0
		has . <"$tmp/err"
	done
	# One wrong value does not hide the others.
	exits 2 taintinfo decode --json 1 nonsense 2 >"$tmp/out" 2>"$tmp/err"
	same "$(jq -r .mask "$tmp/out" | xargs)" "1 2"
	exits 2 taintinfo decode -k rhel3 1 2>"$tmp/err"
	exits 2 taintinfo nonsense 2>"$tmp/err"
	exits 2 taintinfo --nonsense 2>"$tmp/err"
	exits 2 taintinfo decode --allow=W 1 2>"$tmp/err"
	exits 2 taintinfo mark one 2>"$tmp/err"
	exits 2 taintinfo since 2>"$tmp/err"
	exits 2 taintinfo since nonsense 2>"$tmp/err"
	exits 2 taintinfo export --format=xml 2>"$tmp/err"
	exits 2 taintinfo tables nonsense 2>"$tmp/err"
	exits 2 taintinfo decode -n 2>"$tmp/err"
	exits 2 taintinfo --root="$(printf '%0300d' 0)" 2>"$tmp/err"
	exits 3 taintinfo expect --nonsense -n >"$tmp/out" 2>"$tmp/err"
	exits 3 taintinfo expect --nagios --nonsense >"$tmp/out" 2>"$tmp/err"
	exits 3 taintinfo expect --nagios --allow=nonsense >"$tmp/out" 2>"$tmp/err"
	has '^TAINT UNKNOWN - ' <"$tmp/out"
	# What cannot be written is an error.
	exits 2 taintinfo tables >/dev/full 2>"$tmp/err"
}

# complains WANT ARGUMENT...: so it says first, and where help is
complains() {
	local want=$1

	shift
	exits 2 taintinfo "$@" >"$tmp/out" 2>"$tmp/err"
	same "$(head -n 1 "$tmp/err")" "$want"
	has "^See 'taintinfo.* --help'" <"$tmp/err"
}

@test "a wrong option is told of in the same words, wherever it stands" {
	complains 'taintinfo decode: --kernel takes a value' decode --kernel
	complains 'taintinfo decode: there is no option --nonsense, or it is cut too short' decode --nonsense
	complains 'taintinfo decode: --json=1: that option takes no value' decode --json=1
	complains 'taintinfo decode: there is no option -x' decode -x
	complains 'taintinfo decode: there is no option -a here' decode --allow=W 1
	complains 'taintinfo: there is no option -x' -x
}

@test "there is help for each command" {
	local command

	taintinfo --help | has '^usage: taintinfo'
	for command in decode watch export expect mark since notify boots tables; do
		taintinfo "$command" --help | has "^usage: taintinfo $command"
		taintinfo --help | has "taintinfo $command"
	done
	same "$(taintinfo --version)" "taintinfo $(project_version)"
}

@test "a log in which nothing taints a kernel is said to be one" {
	printf 'Linux version 6.1.0-50-amd64\nall is well\n' >"$tmp/log"
	exits 0 taintinfo decode <"$tmp/log" >"$tmp/out" 2>"$tmp/err"
	same "$(cat "$tmp/out" "$tmp/err")" "nothing in this log taints a kernel"
	exits 0 taintinfo decode --json <"$tmp/log" >"$tmp/out" 2>"$tmp/err"
	same "$(cat "$tmp/out" "$tmp/err")" ''
	exits 0 taintinfo decode </dev/null >"$tmp/out"
	same "$(cat "$tmp/out")" "nothing in this log taints a kernel"
	# A value that cannot be read is no log.
	for word in 18446744073709551616 Q ' 0x12g '; do
		exits 2 taintinfo decode <<<"$word" >"$tmp/out" 2>"$tmp/err"
		same "$(wc -c <"$tmp/out")" 0
	done
	exits 2 taintinfo decode <"$tmp" 2>"$tmp/err"
}

@test "all tables are there" {
	local table

	taintinfo tables >"$tmp/out"
	for table in mainline rhel6 rhel7 rhel8.9 rhel8 rhel9.1 rhel9.2 rhel9 rhel10 fedora sles9 sles10 sles11 sles12 \
	             sles15-sp1 sles15-sp3 sles15-sp5 sles15 sles16; do
		same "$(grep -c "^$table (" "$tmp/out")" 1
		taintinfo tables "$table" | has "^$table ("
	done
	same "$(taintinfo tables rhel8.9 | grep -c '^  ')" 21
	same "$(taintinfo tables rhel8 | grep -c '^  ')" 22
	taintinfo tables rhel9.0 | has '^rhel9.1 ('
	taintinfo tables mainline | has ' 9 .* 512  W  warn '
}
