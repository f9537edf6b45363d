#!/usr/bin/env bats
#
# tools_log - taintinfo decode: lines in every dress, broken ones, who is blamed, timelines
#
# The texts are made up from what kernel/panic.c, kernel/module/, kernel/params.c,
# kernel/watchdog.c, mm/ and drivers/acpi/tables.c print.
#
# Environment: see scripts/lib.sh.

# shellcheck source=scripts/tests/tools.bash
. "$BATS_TEST_DIRNAME/tools.bash"

setup_file() { prepare; }

# states: of each state in the log on standard input a line: number, mask, table
states() { taintinfo decode -j | jq -r 'select(.source | not) | "\(.line) \(.mask) \(.table)"'; }

# blamed: of each finding with a source: source, letters, module, caller, comm, pid
blamed() {
	taintinfo decode -k mainline -j | jq -r 'select(.source) |
		[.source, ([.flags[].letter] | join("")), .module, .caller, .comm, .pid | . // "-"] | join(" ")'
}

# reads TEXT WANT...: printf makes the text of its first argument
reads() {
	local text=$1

	shift
	# shellcheck disable=SC2059 # a format by intent
	same "$(printf "$text" | states)" "$(printf '%s\n' "$@")" || { printf 'that was %q\n' "$text"; return 1; }
}

@test "Tainted: G is no clean kernel" {
	same "$(taintinfo decode -k mainline -j 'Tainted: G      6.1.0' | jq -c '[.mask, .string, .flags]')" \
		'[null,"Tainted: G",[]]'
	taintinfo decode -k mainline 'Tainted: G' | has 'flags not known'
	taintinfo decode -k mainline 'Tainted: G' | has 'one that this text does not show'
	taintinfo decode -k mainline 'Tainted: G' | lacks 'Not tainted'
	taintinfo decode '4.12.14-197.4-default #1 Tainted: G          ' | has 'N or X'
	# What has a flag is no riddle.
	taintinfo decode -k mainline 'Tainted: G        W' | lacks 'not show'
	same "$(printf 'x\nTainted: G           6.1.0\ny\n' | states)" '2 null mainline-6.1'
}

@test "a line that is broken within its columns is read on" {
	reads 'Tainted: G\n    W         5.10.21-x #1\n' '1 512 mainline-5.10'
	reads 'x\nComm: y Tainted: G        W\n L    6.2.0\n' '2 16896 mainline-6.2'
	reads 'Tainted: G        W\n L    -------  ---  6.2.0\n' '1 16896 rhel10'
	reads 'Tainted: GF   B\nO          3.10.0-123\n' '1 4130 mainline-3.10'
	reads 'Tainted: \nGF          O   3.10.0\n' '1 4098 mainline-3.10'
	reads 'Tainted:\nP           OE  6.1.0\n' '1 12289 mainline-6.1'
	reads 'Tainted: P\n W\n  OE\n 6.1.0 #1\n' '1 12801 mainline-6.1'
	reads '> Tainted: G\n>    W   6.1.0\n' '1 512 mainline-6.1'
	reads '>> Tainted: G\n>> W   6.1.0\n' '1 512 mainline-6.1'
	reads '| Tainted: G\n| W   6.1.0\n' '1 512 mainline-6.1'
	reads '   Tainted: G        W\n   6.1.0 #1\n' '1 512 mainline-6.1'
	reads 'Linux version 6.12.1\nTainted: [P]=PROPRIETARY_MODULE,\n[W]=WARN\n' '2 513 mainline-6.12'
	reads 'Linux version 6.12.1\nTainted: [P]=PROPRIETARY_MODULE, \n  [W]=WARN\n' '2 513 mainline-6.12'
}

@test "an explanation of flags that is broken anywhere is read on" {
	local text

	for text in '[P]=PROPRIETARY_MOD\nULE, [W]=WARN' '[P]=PROPRIETARY_MODULE, [W]=W\nARN' '[P]=PROPRIETARY_MODULE, [\nW]=WARN' \
	            '[P]=PROPRIETARY_MODULE, [W]=\nWARN' '[P]=PROPRIETARY_MODULE, [W\n]=WARN' '[P]=PROPRIETARY_MODULE, [W]\n=WARN' '\n[P]=PROPRIETARY_MODULE, [W]=WARN' \
	            '[P]=PROPRIETARY_\n> MODULE, [W]=WARN' '[P]=PROPRIETARY_ \n | MODULE, [W]=WARN' '[P]=PROP\nRIETARY_MOD\nULE, [W]=WA\nRN' '[\nP]=PROPRIETARY_MODULE,\n[W]=WARN'; do
		reads "Linux version 6.12.1\nTainted: $text\nx\n" '2 513 mainline-6.12'
		same "$(printf "Linux version 6.12.1\nTainted: %b\nx\n" "$text" | taintinfo decode -j | jq .incomplete)" null
	done
	# What looks most like quoting is none.
	reads 'Linux version 6.12.1\nTainted: [B]=BAD_PAGE, [W]=WARN\nx\n' '2 544 mainline-6.12'
	reads 'Linux version 6.12.1\nTainted: [B]=BAD_PAGE, [W]=\nWARN\nx\n' '2 544 mainline-6.12'
	reads 'Linux version 6.12.1\nTainted: [W]=\nWARN, [B]=BAD_PAGE\nx\n' '2 544 mainline-6.12'
	reads 'Linux version 6.12.1\nTainted: [B]=3DBAD_PAGE, [W]=3DWARN, [O]=3DOOT_=\nMODULE\nx\n' '2 4640 mainline-6.12'
	# All of it, in pieces of a mail.
	reads 'Linux version 6.12.1\nTainted: [P]=PROPRIETARY_MODULE, [F]=FORCED_MODULE, [S]=CPU_OUT_OF_SPEC,\n[R]=FORCED_RMMOD, [M]=MACHINE_CHECK, [B]=BAD_PAGE, [U]=USER, [D]=DIE,\n[A]=OVERRIDDEN_ACPI_TABLE, [W]=WA\nRN, [K]=LIVE\nPATCH\nx\n' \
		'2 33791 mainline-6.12'
	# What is no such name, and what has its whole name, ends there.
	for text in 'Hardware name: x' 'ULE1' 'MODULE' 'CPU: 1' ', and so' ''; do
		same "$(printf 'Linux version 6.12.1\nTainted: [P]=PROPRIETARY_MOD\n%s\n' "$text" | taintinfo decode -j |
			jq -r 'select(.line == 2) | "\(.mask) \(.incomplete)"')" '1 true' || { echo "that was $text"; return 1; }
	done
	for text in '[P]=PROPRIETARY_MODULE,\nHardware name: x' '[P]=PROPRIETARY_MODULE, [W\nHardware name: x'; do
		same "$(printf 'Linux version 6.12.1\nTainted: %b\n' "$text" | taintinfo decode -j | jq -r '"\(.mask) \(.incomplete)"')" '1 true'
	done
	same "$(printf 'Linux version 6.12.1\nTainted: [W]=WARN\nING: x\n' | taintinfo decode -j | jq -r '"\(.mask) \(.incomplete)"')" '512 null'
}

@test "what does not fit a broken line is not read as one" {
	local next

	# A line of the log, the next report, prose, a signature.
	for next in 'Hardware name: QEMU' 'Modules linked in: W' 'D: not this' 'Dear all,' '-- ' '[ 1.0] W' '' 'W: 6.1.0'; do
		same "$(printf 'Linux version 6.1.0\nTainted: G        W\n%s\n' "$next" | taintinfo decode -j |
			jq -r 'select(.line == 2 and (.source | not)) | "\(.mask) \(.incomplete)"')" '512 true' ||
			{ echo "that was $next"; return 1; }
	done
	printf 'Tainted: G        W\nHardware name: x\n' | taintinfo decode | has 'ends within its columns'
	# Nor on 32-bit x86, where the line ends so.
	same "$(printf 'EIP:    0010:[<c0112345>]    Tainted: P \nEFLAGS: 00010246\n' | taintinfo decode -j | jq -r .incomplete)" null
	# The kernel pads what is whole; at the end nothing can be missing.
	same "$(printf 'Linux version 6.1.0\nTainted: G        W         \nx\n' | taintinfo decode -j | jq .incomplete)" null
	same "$(printf 'Tainted: G        W' | taintinfo decode -j | jq .incomplete)" null
	same "$(printf 'Linux version 6.1.0\nTainted: G   W\nComm: x Tainted: G      D   6.1.0\n' | taintinfo decode -j |
		jq -c '[.line, .mask, .incomplete]' | xargs)" '[2,512,true] [3,128,null]'
}

@test "mails, web pages and terminals are unwrapped" {
	local text

	reads 'Tainted: G=20=20=20=20=20=20=20 W 6.1.0\n' '1 512 mainline-6.1'
	reads 'Ta=\ninted: G        W=\n  OE 6.1.0=20\nx\nTainted: G D 6.1.0\n' '1 12800 mainline-6.1' '5 128 mainline-6.1'
	reads 'Tainted: G        W=\r\n  OE 6.1.0\r\n' '1 12800 mainline-6.1'
	reads 'Tainted: G =C2=A0 W 6.1.0\n' '1 512 mainline-6.1'
	reads 'Tainted: G\302\240\302\240W 6.1.0\n' '1 512 mainline-6.1'
	reads 'Tainted: G\240W 6.1.0\n' '1 512 mainline-6.1'
	reads 'Tainted: G&nbsp;&nbsp;W 6.1.0\n' '1 512 mainline-6.1'
	reads 'Comm: x **Tainted: G           OE**      6.1.0-18\n' '1 12288 mainline-6.1'
	reads 'Comm: x Tainted: G  OE|6.1.0\n' '1 12288 mainline-6.1'
	reads '<td>Tainted: <strong>G&#xA0;W</strong></td> 6.1.0\n' '1 512 mainline-6.1'
	reads 'Tainted: G&#160;W 6.1.0<br>Comm: y Tainted: G D 6.2.0<br/>x' '1 512 mainline-6.1' '1 128 mainline-6.2'
	reads '<pre>Tainted: G <b>W</b> 6.1.0</pre>\n' '1 512 mainline-6.1'
	reads '\033[33mTainted: G \033[1;31mW\033[0m 6.1.0\n' '1 512 mainline-6.1'
	reads '{"MESSAGE":"CPU: 1 Comm: \\"x\\" Tainted: G        W  6.1.0","PRIORITY":"4"}\n' '1 512 mainline-6.1'
	reads '4,123,456,-;Tainted: G        W  6.1.0\n' '1 512 mainline-6.1'
	# The journal has bytes for what is no UTF-8.
	reads "{\"MESSAGE\":[$(printf 'Tainted: G W 6.1.0 \n\377' | od -An -v -tu1 | xargs | tr ' ' ,)],\"PRIORITY\":\"4\"}\n" '1 512 mainline-6.1'
	reads "{\"MESSAGE\" : [ $(printf 'Tainted: G W 6.1.0' | od -An -v -tu1 | xargs | sed 's/ / , /g') ]}\n" '1 512 mainline-6.1'
	# Once it is seen to be so, the text goes on behind any such line.
	reads 'Comm: x Tai=\nnted: G=\n W=\n OE 6.1.0\n' '1 12800 mainline-6.1'
	same "$(printf 'a =3D b\nx: loading out-of-tree module=\n taints ker=\nnel.\n' | blamed)" 'loader O x - - -'
	same "$(printf 'a b=20\nx: loading out-of-tree module=\n taints kernel.\n' | blamed)" 'loader O x - - -'
	same "$(printf 'content-transfer-encoding: Quoted-Printable\nx: loading out-of-tree module=\n taints ker=\nnel.\n' | blamed)" 'loader O x - - -'
	# The end of another line is its own.
	for text in 'CONFIG_FOO=' 'x=3D y=1\nCONFIG_FOO=' 'size=2048\nCONFIG_FOO=' 'CONFIG_T=' 'xTai=' \
	            "a=3Db\\n$(seq -s '\n' 60)\\nCONFIG_FOO=" \
	            'Content-Transfer-Encoding: quoted-printable\nContent-Transfer-Encoding: 8bit\nCONFIG_FOO='; do
		same "$(printf '%b\nkernel.tainted = 512\n' "$text" | taintinfo decode -j | jq -r .line)" \
			"$(printf '%b\nx\n' "$text" | wc -l)" || { echo "that was $text"; return 1; }
	done
	# Those are no quoting, and no soft end of a line.
	reads '=====\nTainted: G W 6.1.0\n' '2 512 mainline-6.1'
	same "$(printf 'size=2048 W=3D\nTainted: G W 6.1.0\n' | states)" '2 512 mainline-6.1'
}

@test "a line that is longer than any buffer keeps its flags" {
	local blanks

	for blanks in 65480 65500 65510 65519 65520 65525 65530 65533 65535 131060; do
		same "$(printf "%${blanks}s Tainted: G        W  OE   6.1.0\n" '' | states)" '1 12800 mainline-6.1' ||
			{ echo "that was $blanks"; return 1; }
	done
	same "$(printf '%70000s\nTainted: G W 6.1.0\n' '' | states)" '2 512 mainline-6.1'
}

@test "a text of Windows is read" {
	local text='x\r\nComm: \303\251 Tainted: G\302\240W 6.1.0\r\ny\r\n' code

	for code in UTF-16LE UTF-16BE UTF-8; do
		# shellcheck disable=SC2059 # a format by intent
		{ printf '\357\273\277' && printf "$text"; } | iconv -f UTF-8 -t "$code" >"$tmp/log"
		same "$(states <"$tmp/log")" '2 512 mainline-6.1'
		same "$(states < <(cat "$tmp/log"))" '2 512 mainline-6.1'
		# Byte by byte, and longer than any buffer.
		same "$( (head -c 41 "$tmp/log"; sleep 0.2; tail -c +42 "$tmp/log") | states)" '2 512 mainline-6.1'
		# shellcheck disable=SC2059 # a format by intent
		{ printf '\357\273\277' && printf '%69999s\n' '' && printf "$text"; } | iconv -f UTF-8 -t "$code" >"$tmp/log"
		same "$(states <"$tmp/log")" '3 512 mainline-6.1'
		same "$(states < <(cat "$tmp/log"))" '3 512 mainline-6.1'
	done
	for code in UTF-16LE UTF-16BE UTF-8; do
		printf '\357\273\277512\n' | iconv -f UTF-8 -t "$code" >"$tmp/log"
		same "$(taintinfo decode -j "$tmp/log" | jq -r .mask)" 512
		same "$(taintinfo decode -j < <(cat "$tmp/log") | jq -r .mask)" 512
	done
}

@test "one release in a log serves all its lines" {
	reads 'Tainted: G S\nx\nLinux version 3.2.0-4-amd64\n' '1 4 mainline-3.2'
	reads 'x\nTainted: [N]=TEST\nCPU: 0 Comm: a Not tainted 4.18.0-553.el8_10.x86_64 #1\n' \
		'2 262144 rhel8'
	reads 'EIP:    0060:[<c01>]    Tainted: P       VLI\nEFLAGS: 00010246   (2.6.32-5-686 #1) \n' '1 1 mainline-2.6.32'
	reads 'x (5.3.18-24.9-default) Tainted: G        W\n' '1 512 sles15-sp3'
	reads 'Tainted: G W (4.12.14-197.18-default)\n' '1 512 sles15-sp1'
	reads '> Kernel: Linux 5.10.0-8-amd64 (SMP w/8 CPU threads)\n> Kernel taint flags: TAINT_WARN\n' '2 512 mainline-5.10'
	# A pipe is looked at before, too.
	same "$( (printf 'Tainted: G S\n'; printf 'Linux version 3.2.0-4-amd64\n') | cat | states)" '1 4 mainline-3.2'
	# Without any it is a guess.
	printf 'x\nTainted: G        W\n' | taintinfo decode | has 'a guess, by the running kernel'
	taintinfo decode 512 | lacks guess
}

@test "the hypervisor's line is not Linux's" {
	local line

	for line in '(XEN) ----[ Xen-4.8.5  x86_64  debug=n   Tainted:  C   ]----' \
	            '(XEN) ----[ Xen-4.17.3  x86_64  debug=n  Not tainted ]----'; do
		same "$(echo "$line" | taintinfo decode)" 'nothing in this log taints a kernel'
	done
}

@test "the loader is heard in every dress" {
	local dress

	for dress in 'nvidia: ' '<4>nvidia: ' '[    5.1] nvidia: ' '[    5.1]nvidia: ' 'MESSAGE=nvidia: ' \
	             '4,12,34,-;nvidia: ' 'Nov 26 08:00:09 host kernel: nvidia: ' $'\033[33mnvidia\033[0m: '; do
		same "$(printf '%sloading out-of-tree module taints kernel.\nx\n' "$dress" | blamed)" 'loader O nvidia - - -' ||
			{ printf 'that was %q\n' "$dress"; return 1; }
	done
	same "$(printf '01-01 00:00:12.345     0     0 W nvidia  : loading out-of-tree module taints kernel.\nx\n' | blamed)" \
		'loader O nvidia - - -'
	same "$(echo '{"MESSAGE":"nvidia: loading out-of-tree module taints kernel.","A":"1"}' | blamed)" 'loader O nvidia - - -'
	same "$(echo 'loading out-of-tree module taints kernel.' | blamed)" ''
}

@test "a line's time is read, however it is written" {
	local line

	while IFS='|' read -r want line; do
		same "$(echo "$line" | taintinfo decode -j | jq -r '.time // "-"')" "$want"
	done <<-'EOF'
		12.345678|[   12.345678] x: loading out-of-tree module taints kernel.
		99.000001|<4>[  99.000001][  T123] x: loading out-of-tree module taints kernel.
		2.5|Nov 30 01:01:01 host kernel: [    2.5] x: loading out-of-tree module taints kernel.
		5.140900|4,339,5140900,-;x: loading out-of-tree module taints kernel.
		123.456789|{"_SOURCE_MONOTONIC_TIMESTAMP":"123456789","MESSAGE":"x: loading out-of-tree module taints kernel."}
		-|[Mon Nov 30 01:01:01 2026] x: loading out-of-tree module taints kernel.
		-|Nov 30 01:01:01 host kernel: x: loading out-of-tree module taints kernel.
		-|4,339,x: loading out-of-tree module taints kernel.
	EOF
}

@test "each line that sets a flag is read" {
	local want text

	while IFS='|' read -r want text; do
		same "$(printf '%s\nx\n' "$text" | blamed)" "$want" || { echo "that was $text"; return 1; }
	done <<-'END'
		loader P nvidia - - -|nvidia: module license 'NVIDIA' taints kernel.
		loader P ndiswrapper - - -|ndiswrapper: module license taints kernel.
		loader E x - - -|x: module verification failed: signature and/or required key missing - tainting kernel
		loader E x - - -|x: module authentication failed: tainting kernel
		loader F x - - -|x: no version magic, tainting kernel.
		loader F x_y - - -|x_y: no version for "printk" found: kernel tainted.
		loader F x - - -|x: bad vermagic: kernel tainted.
		loader C r8188eu - - -|r8188eu: module is from the staging directory, the quality is unknown, you have been warned.
		loader N kunit - - -|kunit: loading test module taints kernel.
		loader K lp - - -|lp: tainting kernel with TAINT_LIVEPATCH
		loader P a - - -|a: module uses symbols (b) from proprietary module c, inheriting taint.
		loader S - - - -|x86/CPU: Running old microcode
		loader P foo - - -|insmod: Warning: loading /x/foo.ko.gz will taint the kernel: non-GPL license - X
		loader U - - - -|Setting dangerous option i915.modeset - tainting kernel
		loader A - - - -|ACPI: Override [DSDT-CUSTOM  ], this is unsafe: tainting kernel
		loader S - - wrmsr 4711|msr: Write to unrecognized MSR 0x1a4 by wrmsr (pid: 4711).
		loader S - - wrmsr 4711|Write to unrecognized MSR 0x1a4 by wrmsr (pid: 4711), tainting CPU_OUT_OF_SPEC.
		loader S - - - -|!!! setcpuid=/clearcpuid= in use, this is for TESTING ONLY, may break things horribly. Tainting kernel.
		loader S - - - -|microcode: It is a very very bad idea to disable the blobs SHA check!
		loader I - - - -|[Firmware Bug]: Your BIOS is broken; bad RMRR [0x0000000000000001-0x0000000000000002]
		loader I - - - -|[Firmware Bug]: Your BIOS is broken; ANDD object name is not NUL-terminated
		loader I - - - -|[Firmware Bug]: Your BIOS is broken; RHSA refers to non-existent DMAR unit at fed90000
		loader X - - - -|x (7): Using fanotify permission checks may lead to deadlock; tainting kernel
		loader X - - - -|BTRFS error (device sda): btrfs RAID5/6 is EXPERIMENTAL and has known data-loss bugs
		loader F hello - - -|Warning: loading hello.o will taint the kernel: forced load
		loader P snd-rawmidi - - -|Warning: loading /lib/modules/2.4.13/misc/snd-rawmidi.o will taint the kernel: no license
		loader P cryptfs - - -|Warning: loading ./cryptfs.o will taint the kernel: non-GPL license - LGPL
		loader S - - - -|microcode: Attempting late microcode loading - it is dangerous and taints the kernel.
		loader S - - - -|Unsupported CPU feature variation detected.
		loader S - - - -|kvm [1]: Non-architectural vgic, tainting kernel
		loader S - - - -|PAE forced!
		loader S - - - -|Clearing CPUID bits: rdrand
		loader S - - - -|x y: ARCH_DMA_MINALIGN smaller than CTR_EL0.CWG (128 < 256)
		loader S - - - -|x y: device non-coherent but no non-coherent operations supported
		loader S - - - -|CPU: CPUs started in inconsistent modes
		loader S - - - -|GICv3 system registers enabled, broken firmware!
		loader I - - - -|DMAR: [Firmware Bug]: Your BIOS is broken; DMAR reported at address 0!
		loader I - - - -|BIOS assigned incorrect VT-d unit for Intel(R) QuickData Technology device
		loader I - - - -|IORT node pointer overflows, bad table!
		loader I - - - -|[Firmware Bug]: Booted with MMU enabled!
		loader I - - - -|mtrr: your BIOS has configured an incorrect mask, fixing it.
		loader I - - - -|DMAR-IR: This system BIOS has enabled interrupt remapping
		loader I - - - -|ioatdma 0000:00:04.0: APICID_TAG_MAP set incorrectly by BIOS, disabling DCA
		loader I - - - -|[Firmware Bug]: IRQ flags corrupted (0x00000140=>0x00000100) by EFI set_time
		loader I - - - -|[Firmware Bug]: Unable to handle paging request in EFI runtime service
		loader I - - - -|pci 0000:00:00.0: adding root bus resource [mem 0xfd00000000-0xffffffffff] (tainting kernel)
		loader I - - - -|pci 0000:ff:0b.0: [Firmware Bug]: Overriding NUMA node to 1.  Contact your vendor for updates.
		loader C - - - -|GICv3: CPU1: Booted with LPIs enabled, memory probably corrupted
		loader C - - - -|GICv3: Expected reserved range [0x88:0x89], not found
		loader U - - - -|vfio-pci 0000:01:00.0: Adding kernel taint for vfio-noiommu group on device
		loader U - - - -|i915 0000:00:02.0: Force probing unsupported Device ID 4680, tainting kernel
		loader U - - setpci -|pcieport 0000:00:1c.0: setpci: Unexpected write to kernel-exclusive config offset 4
		loader U - - - -|cxl_pci 0000:35:00.0: SBR happened without memory regions removal.
		loader J - - my tool 771|fwctl fwctl0: my tool(771): has requested full access to the physical device
		loader M - - - -|i915 0000:00:02.0: [drm] *ERROR* This is a pre-production stepping. It may not be fully functional.
		loader N - - - -|### dt-test ### start of unittest - you will see error messages
	END
	# This one is a WARN and nothing else.
	same "$(printf 'Your BIOS is broken; DMA routed to ISOCH DMAR unit but no TLB space.\nx\n' | blamed)" ''
	# Before it had a letter of its own, an unsigned module was a forced one.
	same "$(printf 'Linux version 3.13.0\nx: module verification failed: signature - tainting kernel\n' | taintinfo decode -j |
		jq -r '.flags[].name')" forced_module
	same "$(printf 'x: module is not supported by SUSE\n' | taintinfo decode -k sles15 -j | jq -r '.flags[].name')" no_support
	same "$(echo 'Unprivileged BPF has been enabled, tainting the kernel' | taintinfo decode -k rhel9 -j | jq -r .mask)" 2147483648
	same "$(echo 'TECH PREVIEW: eBPF may not be fully supported.' | taintinfo decode -j -k rhel9 | jq -r '.flags[].name')" aux
	same "$(echo 'TECH PREVIEW: eBPF may not be fully supported.' | taintinfo decode -j -k rhel8 | jq -r '.flags[].name')" tech_preview
	same "$(echo 'Warning: x is a Partner supported GPL module and not supported directly by Red Hat.' |
		taintinfo decode -j -k rhel9 | jq -r '.flags[].name')" partner_supported
	same "$(echo 'Warning: x - Support for this device has been removed in this major release.' |
		taintinfo decode -j -k rhel8 | jq -r '.flags[].name')" support_removed
	# Those set none.
	for text in 'Clearing CPUID bits: (unknown: foo)' '[Firmware Bug]: TSC_DEADLINE disabled due to Errata' \
	            '[Firmware Bug]: Kernel image misaligned at boot' 'BIOS vendor: X; Ver: Y; Product Version: Z'; do
		same "$(printf '%s\nx\n' "$text" | blamed)" '' || { echo "that was $text"; return 1; }
	done
	same "$(printf 'x: loading test module taints kernel.\n' | taintinfo decode -k mainline-5.10)" \
		'nothing in this log taints a kernel'
}

@test "what taint_info has said in a log names who" {
	local own='[    9.5] taint_info: flag'

	same "$(echo "$own user (U) set in process sh[645], uid 0, in task context on CPU 1, at proc_taint+0xa0/0x110" | blamed)" \
		'taint_info U - proc_taint+0xa0/0x110 sh 645'
	same "$(echo "$own warn (W) set by module trigger in process a b[7], uid 0, in task context on CPU 1, at f+0x11/0x20, via x" | blamed)" \
		'taint_info W trigger f+0x11/0x20 a b 7'
	same "$(echo "$own die (D) set by module x, in hardirq context on CPU 1" | blamed)" 'taint_info D x - - -'
	same "$(echo "$own machine_check (M) set" | blamed)" 'taint_info M - - - -'
	# Another program's words are its own.
	same "$(echo "[    9.5] x: said taint_info: flag user (U) set by module y" | blamed)" ''
	same "$(echo "Nov 30 01:01:01 host kernel: taint_info: flag user (U) set by module y" | blamed)" 'taint_info U y - - -'
	# It has not seen who, or somebody has cleared it; and that is no flag.
	printf '%s\n' "$own user (U) is set; the call that set it was not seen" "$own none (U) set" \
		"$own user was set and is not any more: the kernel never clears one" | taintinfo decode | has '^nothing in this log'
}

@test "what the loader says is read over the end of a line that a mail broke" {
	local want text

	while IFS='|' read -r want text; do
		# shellcheck disable=SC2059 # a format by intent
		same "$(printf "y\n$text\nz\n" | taintinfo decode -k mainline -j |
			jq -r '"\(.line) \(.flags[].letter) \(.module)"')" "$want" || { echo "that was $text"; return 1; }
	done <<-'END'
		2 P nvidia|nvidia: module license 'NVIDIA' taints\n> kernel.
		2 P x|x: module license '[a:b]' taints\nkernel.
		2 O x|x: loading out-of-tree module taints\nkernel.
		2 O x|> [    5.1] x: loading out-of-tree module \r\n> > taints kernel.
		2 O x|x: loading\n\tout-of-tree module taints kernel.
		2 O x|x:\nloading out-of-tree module taints kernel.
		2 E x|x: module verification failed: signature and/or required key\nmissing - tainting kernel
		2 E x|x: module verification failed: signature and/or required key missing - tainting\nkernel
		2 E x|x: module verification failed: signature\nand/or required key missing - tainting kernel
		2 P a|a: module uses symbols (b) from proprietary module c,\ninheriting taint.
		2 F x|x: no version for "printk" found:\nkernel tainted.
		2 P foo|insmod: Warning: loading /x/foo.ko.gz will taint the\nkernel: non-GPL license - X
		2 U null|Setting dangerous option i915.modeset -\ntainting kernel
		3 O x|y: loading out-of-tree module\nx: loading out-of-tree module taints kernel.
		|x: loading out-of-tree module\n[    5.1] taints kernel.
		|x: loading out-of-tree module\n\ntaints kernel.
		|x: loading out-of-tree module\ny\ntaints kernel.
		|kernel. x: loading out-of-tree module taints
	END
	# Neither line is told twice, and another message is another one.
	same "$(printf "x: module license 'A' taints kernel.\nkernel.\nw: module license y\nz: loading test module taints kernel.\n" | blamed)" \
		'loader P x - - -
loader N z - - -'
	same "$(echo 'kernel. x: loading out-of-tree module taints' | blamed)" ''
	# It is in the first of the two lines, and has its time.
	printf '[    5.5] x: loading out-of-tree module taints\nkernel.\n' | taintinfo decode >"$tmp/out"
	has '^line 1: O oot_module: module x$' <"$tmp/out"
	has 'x: loading out-of-tree module taints$' <"$tmp/out"
	same "$(printf '[    5.5] x: loading out-of-tree module taints\nkernel.\n' | taintinfo decode -j | jq -r .time)" 5.5
}

@test "a WARN with words of WARN_TAINT sets the flag of these" {
	local want text

	while IFS='|' read -r want text; do
		# shellcheck disable=SC2059 # a format by intent
		same "$(printf "$text\n" | taintinfo decode -k mainline -j |
			jq -r 'select(.source) | "\(.line) \(.source) \(.flags[].letter)"' | xargs)" "$want" || { echo "that was $text"; return 1; }
	done <<-'END'
		1 report I 3 loader I|WARNING: at drivers/pci/dmar.c:616 f+0x7a/0x90()\nHardware name: x\nYour BIOS is broken; DMAR reported at address 0!\nPid: 0, comm: swapper Not tainted 2.6.35 #1
		1 report I 2 loader I|WARNING: CPU: 0 PID: 0 at drivers/iommu/dmar.c:826 f+0x7a/0x90\nYour BIOS is broken; DMAR reported at address 0!\nModules linked in:\nCPU: 0 PID: 0 Comm: swapper/0 Not tainted 4.9.0 #1
		1 loader I 3 report I|Your BIOS is broken; DMAR reported at address 0!\nBIOS vendor: X; Ver: Y; Product Version: Z\nWARNING: CPU: 0 PID: 0 at drivers/iommu/dmar.c:848 f+0x7a/0x90\nCPU: 0 PID: 0 Comm: swapper/0 Not tainted 4.18.0 #1
		1 loader S 2 report S 3 report W|CPU: CPUs started in inconsistent modes\nWARNING: CPU: 1 PID: 1 at arch/arm64/kernel/smp.c:436 f+0xf8/0x130\nWARNING: CPU: 1 PID: 1 at x.c:436 g+0xf8/0x130
		1 loader I 4 report W|DMAR: [Firmware Bug]: Your BIOS is broken; DMAR reported at address 0!\nBIOS vendor: X\n------------[ cut here ]------------\nWARNING: CPU: 0 PID: 1 at kernel/foo.c:848 foo+0x7a/0x90
		1 loader I 6 report W|Your BIOS is broken; DMAR reported at address 0!\na\nb\nc\nd\nWARNING: CPU: 0 PID: 1 at kernel/foo.c:848 foo+0x7a/0x90
		1 report D 2 loader I|Oops: 0000 [#1] SMP\nYour BIOS is broken; DMAR reported at address 0!
	END
}

@test "a WARN that no later state shows is doubted" {
	# warned LINE: the log up to a state in that line
	warned() {
		printf 'WARNING: CPU: 1 PID: 9 at a.c:5 f+0x5/0x10\nCPU: 1 PID: 9 Comm: x Not tainted 6.1.0 #1\n'
		seq 3 $(($1 - 1))
		echo "CPU: 1 PID: 9 Comm: x Tainted: G        ${2- } ${3-O}       6.1.0 #1"
	}
	warned 43 | taintinfo decode | has '^     line 43 shows none: some WARNs set other flags'
	# Its own columns are those before it; what says more is no doubt; nor is another boot.
	warned 30 | taintinfo decode | lacks 'shows none'
	warned 43 W | taintinfo decode | lacks 'shows none'
	warned 43 ' ' ' ' | taintinfo decode | lacks 'shows none'
	warned 43 | sed '9s/.*/Linux version 6.1.0/' | taintinfo decode | lacks 'shows none'
}

@test "a report sets a flag, though it says Not tainted" {
	local want

	while IFS='|' read -r want text; do
		# shellcheck disable=SC2059 # a format by intent
		same "$(printf "$text\n" | blamed)" "$want" || { echo "that was $text"; return 1; }
	done <<-'END'
		report W ext4 ext4_foo+0x12/0x34 kworker/8:1 645|WARNING: CPU: 1 PID: 645 at fs/ext4/inode.c:123 ext4_foo+0x12/0x34 [ext4]\nModules linked in:\nCPU: 1 UID: 0 PID: 645 Comm: kworker/8:1 Not tainted 6.12.0 #1
		report W - foo+0x1/0x2 swapper/0 1|WARNING: CPU: 0 PID: 1 at kernel/x.c:12 foo+0x1/0x2\nCPU: 0 PID: 1 Comm: swapper/0 Kdump: loaded Not tainted 6.1.0
		report W - dev_watchdog+0x25e/0x270 swapper 0|WARNING: at net/sched/sch_generic.c:255 dev_watchdog+0x25e/0x270() (Not tainted)\nPid: 0, comm: swapper Not tainted 2.6.32-5
		report W e1000e e1000_x+0x1/0x2 my prog 77|WARNING: drivers/net/x.c:12 at e1000_x+0x1/0x2 [e1000e], CPU#3: my prog/77\nCPU: 3 UID: 0 PID: 77 Comm: my prog Not tainted 7.3.0
		report W - f+0x1/0x2 a/b 77|WARNING: kernel/x.c:12 at f+0x1/0x2, CPU#3: a/b/77
		report D nfs nfs_oops+0x5/0x10 bash 12|BUG: unable to handle page fault for address: 00\nOops: 0002 [#1] SMP\nCPU: 0 PID: 12 Comm: bash Not tainted 6.1.0\nRIP: 0010:nfs_oops+0x5/0x10 [nfs]
		report D - f+0x5/0x10 init 1|Internal error: Oops: 96000004 [#1] SMP\nCPU: 0 PID: 1 Comm: init Not tainted 6.1.0\npc : g\n pc : f+0x5/0x10
		report D - f+0x5/0x10 a 3|kernel BUG at mm/slub.c:1!\ninvalid opcode: 0000 [#1] SMP\nPid: 3, comm: a Not tainted 2.6.32\nEIP is at f+0x5/0x10
		report B - - cat 5|BUG: Bad page state in process cat  pfn:12345\nCPU: 0 PID: 5 Comm: cat Not tainted 6.1.0
		report B m f+0x1/0x2 cat 5|BUG: KASAN: slab-out-of-bounds in f+0x1/0x2 [m]\nWrite of size 1 at addr ffff by task cat/5
		report B - - cat 5|BUG kmalloc-8 (Not tainted): Poison overwritten\nCPU: 0 PID: 5 Comm: cat Not tainted 6.1.0
		report L - spin+0x1/0x2 my:proc 771|watchdog: BUG: soft lockup - CPU#3 stuck for 22s! [my:proc:771]\nRIP: 0010:spin+0x1/0x2
		report W - - swapper/0 1|BUG: scheduling while atomic: swapper/0/1/0x00000002\nCPU: 0 PID: 1 Comm: swapper/0 Not tainted 5.15.0 #1
		report W - - cat 5|BUG: sleeping function called from invalid context at mm/slab.h:1\nCPU: 0 PID: 5 Comm: cat Not tainted 5.15.0 #1
		report D - foo+0x1/0x2 x 5|Oops[#1]:\nCPU: 0 PID: 5 Comm: x Not tainted 5.4.143 #0\nepc   : 80012345 foo+0x1/0x2
		report D - f+0x1/0x2 x 5|Oops: Kernel access of bad area, sig: 11 [#1]\nCPU: 0 PID: 5 Comm: x Not tainted 5.4.143 #0\nNIP [c0001] f+0x1/0x2
		report W - zz+0x1/0x2 aa 12|WARNING: CPU: 2 PID: 12 at a.c:5\nCPU: 3 PID: 13 Comm: bb Not tainted 6.2.0\nRIP: 0010:yy+0x1/0x2\nCPU: 2 PID: 12 Comm: aa Not tainted 6.2.0\nRIP: 0010:zz+0x1/0x2
		report W - - aa 12|WARNING: CPU: 2 PID: 12 at /x +0x/foo.c:5\nCPU: 2 PID: 12 Comm: aa Not tainted 6.2.0\nHardware name: EIP: +0x1
		report M - - - -|mce: [Hardware Error]: CPU 1: Machine Check Exception: 5 Bank 4: b200000000070f0f
		report W - - cat 55|BUG: scheduling in a non-blocking section: cat/55/1\nCPU: 0 PID: 55 Comm: cat Not tainted 5.15.0 #1
		report W - foo.cold x 9|WARNING: CPU: 1 PID: 9 at kernel/x.c:12 foo.cold (kernel/x.c:12 (discriminator 3)) \nCPU: 1 PID: 9 Comm: x Not tainted 6.1.0 #1
		report D - foo x 9|Oops: 0002 [#1] SMP\nCPU: 1 PID: 9 Comm: x Not tainted 6.1.0 #1\nRIP: 0010:foo (kernel/x.c:12) mod
		report W - - x 9|WARNING: CPU: 1 PID: 9 at x (y)\nCPU: 1 PID: 9 Comm: x Not tainted (6.1.0 #1)
		report B - - evince -|Bad page state in process 'evince'\npage:c1939000 flags:0x1
		report B - - my prog -|kernel: Bad page state at free_hot_cold_page (in process 'my prog', page c1939000)
		report D ext3 foo+0x1/0x2 bash 12|Oops: 0000 [1] SMP\nPid: 12, comm: bash Tainted: P      2.6.18-4 #1\nRIP: 0010:[<ffff>]  [<ffff>] :ext3:foo+0x1/0x2
		report D - - bash 12|Oops: 0002 [1]\nPid: 12, comm: bash Tainted: P      2.6.18-4 #1
		report D - - bash 12|invalid opcode: 0000 [2] PREEMPT SMP\nPid: 12, comm: bash Tainted: P      2.6.18-4 #1
		report D - f+0x5/0x10 a 3|illegal operation: 0001 ilc:1 [#1] PREEMPT SMP\nCPU: 1 PID: 3 Comm: a Not tainted 5.14.0 #1\nKrnl PSW : 0704 0000 (f+0x5/0x10)
		report D - f+0x5/0x10 my: x 3|Internal error: Oops: 17 [#1] ARM\nPC is at f+0x5/0x10\nProcess my: x (pid: 3, stack limit = 0xc7c0)
		report D - f+0x5/0x10 a 3|Internal error: synchronous external abort: 96000210 [#1] SMP\nCPU: 1 PID: 3 Comm: a Not tainted 5.14.0 #1\npc : f+0x5/0x10
		report D - f+0x5/0x10 a 3|Kernel BUG [#1]\nCPU: 1 PID: 3 Comm: a Not tainted 6.4.0 #1\nepc : f+0x5/0x10
		report D - f+0x5/0x10 a 3|Kernel bug detected[#1]:\r\nCPU: 1 PID: 3 Comm: a Not tainted 5.4.0 #0\nepc   : 80100000 f+0x5/0x10
		report D - f+0x5/0x10 a 3|Unhandled kernel unaligned access[#1]:\nCPU: 1 PID: 3 Comm: a Not tainted 6.4.0 #1\n   ERA: 9000 f+0x5/0x10
		report D - f+0x5/0x10 a 3|a(3): Kernel bad sw trap 5 [#1]\nCPU: 1 PID: 3 Comm: a Not tainted 6.4.0 #1\nTPC: <f+0x5/0x10>
		report D - - a 3|Unhandled exception in kernel: sig: 11 [#1]\nCPU: 1 PID: 3 Comm: a Not tainted 6.4.0 #1
	END
	# Those set none.
	for text in 'app: retry [#3] failed' 'Merge pull request [#42](http) fix' 'foo: WARNING: CPU: high at 95' 'WARNING: possible circular locking dependency detected' 'BUG: workqueue lockup - pool cpus=0' \
	            'sshd[123]: error: 0000 [1] x' 'foo: 1234 [12]' 'See Oops: 0000 docs [1]' 'ref[#3]: Kernel' 'Kernel fix [#42] merged' \
	            'INFO: rcu_sched self-detected stall on CPU' 'INFO: task a:321 blocked for more than 120 seconds.' \
	            'SError Interrupt on CPU0, code 0x00000000be000411 -- SError' 'Kernel panic - not syncing: Fatal exception' \
	            'UBSAN: array-index-out-of-bounds in drivers/x.c:5:3' 'BUG: KCSAN: data-race in a / b' \
	            'BUG: Bad rss-counter state mm:0000 type:MM_ANONPAGES val:1' 'BUG: using smp_processor_id() in preemptible code: x/9' \
	            'watchdog: Watchdog detected hard LOCKUP on cpu 1' 'DEBUG (not tainted): x' 'mce: [Hardware Error]: Machine check events logged'; do
		same "$(printf '%s\nx\n' "$text" | blamed)" '' || { echo "that was $text"; return 1; }
	done
	# Older kernels have said so, and set none.
	while read -r want text; do
		same "$(echo "$text" | taintinfo decode -k "$want" -j)" '' || { echo "that was $want, $text"; return 1; }
		same "$(echo "$text" | taintinfo decode -k rhel8 -j | jq -r .source)" report
	done <<-'END'
		rhel6 BUG: scheduling while atomic: swapper/0/1/0x00000002
		mainline-3.2 BUG: scheduling while atomic: swapper/0/1/0x00000002
		rhel7 BUG: sleeping function called from invalid context at mm/slab.h:1
		mainline-4.4 BUG: sleeping function called from invalid context at mm/slab.h:1
	END
	same "$(echo 'BUG kmalloc-8 (Not tainted): Poison overwritten' | taintinfo decode -k rhel6 -j | jq -r .mask)" 0
	same "$(echo 'BUG kmalloc-8 (Not tainted): Poison overwritten' | taintinfo decode -k rhel7 -j | jq -r .mask)" 32
	# Each is told, in the order of lines, whatever comes between, and at the end at the latest.
	same "$(printf 'WARNING: CPU: 1 PID: 6 at a.c:1 f+0x1/0x2\nx: loading out-of-tree module taints kernel.\nWARNING: CPU: 1 PID: 7 at a.c:1 g+0x1/0x2\n' |
		taintinfo decode -k mainline -j | jq -r '"\(.line) \(.caller // .module)"')" '1 f+0x1/0x2
2 x
3 g+0x1/0x2'
}

@test "modules that carry flags are listed, each once" {
	same "$(printf 'Modules linked in: nvidia(POE) e1000e vboxdrv(OE+) ext4(+) [last unloaded: x(P)]\nModules linked in: nvidia(POE)\n' | blamed)" \
		'modules POE nvidia - - -
modules OE vboxdrv - - -
modules P x - - -'
	same "$(echo 'Modules linked in: nvidia(P)(U) ext4' | taintinfo decode -k rhel7 -j | jq -r '.module, .mask' | xargs)" 'nvidia 8193'
	same "$(echo 'Unloaded tainted modules: fjes(E):1 acpi_cpufreq(E):3' | blamed)" 'modules E fjes - - -
modules E acpi_cpufreq - - -'
	same "$(printf 'nvidia 123 0 - Live 0xffffffffc0000000 (POE)\next4 1 0 - Live 0x0000000000000000\n' | blamed)" 'modules POE nvidia - - -'
	same "$(printf '/sys/module/nvidia/taint:POE\n/sys/module/ext4/taint:\n' | blamed)" 'modules POE nvidia - - -'
	same "$(printf 'crash> mod -t\nNAME     TAINTS\nvxspec   PO\nvxport   OE\ncrash> x PO\n' | blamed)" 'modules PO vxspec - - -
modules OE vxport - - -'
	# Where grep has run, and a command with its answer.
	same "$(printf 'nvidia/taint:POE\n./zfs/taint:O\next4/taint:\ninclude/linux/taint:foo\n' | blamed)" 'modules POE nvidia - - -
modules O zfs - - -'
	same "$(printf '$ cat /sys/module/nvidia/taint\nPOE\n# cat /sys/module/ext4/taint\n$ echo\nO\n' | blamed)" 'modules POE nvidia - - -'
	same "$(printf 'cat: /sys/module/x/taint: No such file\nPOE\n' | blamed)" ''
	printf 'Modules linked in: nvidia(POE)\nx\n' | taintinfo decode | has 'names only the first module of each kind'
	# A list that goes on in the next line, and one that is longer than what a report can hold.
	same "$(printf '[1.0] Modules linked in: xt_foo bar\n[1.0]  nvidia(POE) vboxdrv(OE)\nCPU: 0 evil(O)\n' | blamed)" 'modules POE nvidia - - -
modules OE vboxdrv - - -'
	same "$(printf '> Modules linked in: a(O)\n> b(O)\n> text (with) words\n' | blamed | wc -l)" 2
	same "$(printf '<4>[1.0][  T12] Modules linked in: a(O)\n<4>[1.0][  T12]  b(O)\n' | blamed | wc -l)" 2
	same "$(printf 'Nov 26 08:00:01 h kernel: Modules linked in: a(O)\nNov 26 08:00:01 h kernel:  b(O)\n' | blamed | wc -l)" 2
	same "$( (printf 'Oops: 0000 [#1] SMP\nModules linked in:'; printf ' m%d(O)' {1..40}
		printf '\nCPU: 2 PID: 99 Comm: cp Tainted: G           O      6.1.0 #1\nRIP: 0010:zz+0x1/0x2\n') | taintinfo decode -j |
		jq -r '"\(.line) \(.source) \(.module) \(.comm) \(.caller)"' | sed -n '1p; 2p; $p')" '1 report null cp zz+0x1/0x2
2 modules m1 null null
3 null null null null'
	# Whose flags those are is no riddle.
	printf 'Modules linked in: m1(OE)\nComm: a Tainted: G           OE      6.1.0\n' | taintinfo decode | lacks 'by whom is not'
	# Another boot, another list.
	same "$(printf 'Modules linked in: a(O)\nLinux version 6.1.0\nModules linked in: a(O)\n' | blamed | wc -l)" 2
}

@test "what other programs say is read" {
	local text want

	while IFS='|' read -r want text; do
		# shellcheck disable=SC2059 # a format by intent
		same "$(printf "x\n$text\ny\n" | taintinfo decode -k mainline -j | jq -r .mask | xargs)" "$want" || { echo "that was $text"; return 1; }
	done <<-'END'
		512|kernel.tainted = 512
		512|kernel.tainted=512
		4609|$ cat /proc/sys/kernel/tainted\n4609
		4609|#/proc/sys/kernel/tainted\n4609
		4609|/proc/sys/kernel/tainted:4609
		16896|tst_taint.c:88: BROK: Kernel is already tainted: 16896
		4608|Kernel is tainted: 512 -> 4608
		20612|A kernel problem occurred, but your kernel has been tainted (flags:GSDOL). Explanation:
		513|Raw taint value as int/string: 513/'P        W       '
		12800|** Tainted: WOE (12800)
		12289|Tainted: 12289
		12289|Tainted: 12289 (proprietary, oot, unsigned)
		|Tainted: 6.1.0
		|Tainted: 5 times today
		512|$ sysctl -n kernel.tainted\n512
		512|# cat /proc/sys/kernel/tainted; uname -r\n512
		512|> # cat /proc/sys/kernel/tainted\n>\n> 512
		512|`cat /proc/sys/kernel/tainted`\n512
		|cat: /proc/sys/kernel/tainted: No such file\n512
		|I think that my kernel is tainted\n512
		640|:kernel_tainted_short: GDW
		32|kernel_tainted_short:G    B      
		12801|Kernel taint flags: TAINT_PROPRIETARY_MODULE, TAINT_WARN, TAINT_OOT_MODULE, TAINT_UNSIGNED_MODULE
		4|> Kernel taint flags: TAINT_UNSAFE_SMP
		|Kernel taint flags: TAINT_NONESUCH
		|k8s: node is tainted -> 5
		|my kernel is tainted since 512 days
		|echo 64 >/proc/sys/kernel/tainted\nthen 512
	END
	same "$(echo 'Kernel Status -- Tainted:            IOE  X   ' | taintinfo decode -j | jq -r '"\(.mask) \(.table)"')" '79872 sles15'
	same "$(echo 'Kernel Status -- Not Tainted' | taintinfo decode -j | jq -r .mask)" 0
}

@test "Not tainted is an answer" {
	exits 0 taintinfo decode 'Not tainted' >"$tmp/out"
	same "$(printf 'x\nCPU: 0 PID: 1 Comm: a Not tainted 6.1.0 #1\ny\n' | taintinfo decode -j | jq -r '"\(.line) \(.mask) \(.string)"')" \
		'2 0 Not tainted'
	printf 'x\nCPU: 0 PID: 1 Comm: a Not tainted 6.1.0 #1\ny\n' | taintinfo decode | has '^line 2: Not tainted (0; mainline-6.1,'
}

@test "a process may have any name" {
	same "$(printf 'CPU: 0 PID: 1 Comm: Tainted: P Not tainted 6.1.0 #1\n' | states)" '1 0 mainline-6.1'
	same "$(printf 'Pid: 1, comm: Tainted: G W Not tainted 2.6.32 #1\n' | states)" '1 0 mainline-2.6.32'
	same "$(printf 'CPU: 0 PID: 1 Comm: Not tainted Not tainted 6.1.0 #1\n' | states)" '1 0 mainline-6.1'
	same "$(printf 'CPU: 0 PID: 1 Comm: Not tainted Tainted: G        W   6.1.0 #1\n' | states)" '1 512 mainline-6.1'
}

@test "a log is a timeline" {
	cat >"$tmp/log" <<-'END'
		[    0.0] Linux version 6.12.1-amd64 (x)
		[    5.0] nvidia: loading out-of-tree module taints kernel.
		[    6.0] WARNING: CPU: 1 PID: 645 at fs/ext4/inode.c:123 ext4_foo+0x12/0x34 [ext4]
		[    6.0] CPU: 1 UID: 0 PID: 645 Comm: kworker/8:1 Tainted: G           O      6.12.1-amd64 #1
		[    6.0] Tainted: [O]=OOT_MODULE
		[    7.0] WARNING: CPU: 1 PID: 646 at fs/ext4/inode.c:999 ext4_bar+0x12/0x34 [ext4]
		[    7.0] CPU: 1 UID: 0 PID: 646 Comm: sh Tainted: G        W  O      6.12.1-amd64 #1
		[    7.0] Tainted: [W]=WARN, [O]=OOT_MODULE
		[    8.0] CPU: 1 UID: 0 PID: 647 Comm: sh Tainted: G        W  O      6.12.1-amd64 #1
		[    9.0] CPU: 1 UID: 0 PID: 647 Comm: sh Tainted: G      D W  O      6.12.1-amd64 #1
		[    0.0] Linux version 6.12.2-amd64 (x)
		[    5.0] vboxdrv: loading out-of-tree module taints kernel.
	END
	same "$(taintinfo decode <"$tmp/log" | sed '/^$/,$d; /^     /d')" \
'line 1: a kernel boots (mainline-6.12)
line 2: O oot_module: module nvidia
line 3: W warn: module ext4, at ext4_foo+0x12/0x34, in process kworker/8:1[645]
line 4: Tainted: G           O       (4096; mainline-6.12, by the release in the text)
lines 7 to 9, 2 times: Tainted: G        W  O       (4608; mainline-6.12, by the release in the text)
line 10: Tainted: G      D W  O       (4736; mainline-6.12, by the release in the text)
line 11: a kernel boots (mainline-6.12)
line 12: O oot_module: module vboxdrv'
	taintinfo decode <"$tmp/log" | has 'by whom is not in the log: D die$'
	# The line itself, and each flag explained once.
	taintinfo decode <"$tmp/log" | has 'WARNING: CPU: 1 PID: 645 at fs/ext4'
	same "$(taintinfo decode <"$tmp/log" | grep -c '^     happened')" 3
}

@test "a state of another boot is another one" {
	printf 'Linux version 6.1.0\nTainted: P 6.1.0\nLinux version 6.1.0\nTainted: P 6.1.0\n' | taintinfo decode >"$tmp/out"
	same "$(grep -c '^line [24]: Tainted: P' "$tmp/out")" 2
}

@test "200 oopses fit on a screen" {
	local i

	for ((i = 0; i < 200; i++)); do
		printf '[%d.0] Oops: 0002 [#%d] SMP\nCPU: 0 PID: %d Comm: bash Tainted: G      D W  OE  6.1.0 #1\nRIP: 0010:f+0x5/0x10 [nfs]\n' \
			"$i" "$i" "$i"
	done >"$tmp/log"
	compare "$(taintinfo decode <"$tmp/log" | wc -l)" -lt 40
	taintinfo decode <"$tmp/log" | has '^lines 2 to 599, 200 times: Tainted: G      D W  OE'
	taintinfo decode <"$tmp/log" | has '^line 1: D die: module nfs, at f+0x5/0x10, in process bash\[0\]$'
	# No number of states and modules is too much.
	seq -f 'Tainted: G W %g.1.0' 3 6 >"$tmp/log"
	for ((i = 1; i < 400; i++)); do
		printf 'kernel.tainted = %d\nModules linked in: m%d(O)\n' "$i" "$i"
	done >>"$tmp/log"
	compare "$(taintinfo decode <"$tmp/log" | wc -l)" -lt 400
	taintinfo decode <"$tmp/log" | has '^and [0-9]* more$'
}

@test "files are read: plain, small, by -, and values before them" {
	echo 'Comm: x Tainted: G        W  6.1.0' >"$tmp/512"
	gzip -c "$tmp/512" >"$tmp/log.gz"
	xz -c "$tmp/512" >"$tmp/log.xz"
	cp "$tmp/512" "$tmp/plain.log"
	same "$(cd "$tmp" && taintinfo decode -j 512 ./512 log.gz log.xz - <plain.log | jq -r '"\(.mask) \(.file) \(.line)"')" \
'512 null null
512 ./512 1
512 log.gz 1
512 log.xz 1
512 null 1'
	exits 2 taintinfo decode "$tmp/none" 2>"$tmp/err"
	has 'no file$' <"$tmp/err"
	head -c 30 "$tmp/log.gz" >"$tmp/cut.gz"
	exits 2 taintinfo decode "$tmp/cut.gz" >"$tmp/out" 2>"$tmp/err"
	has 'gzip does not read .*cut.gz to its end' <"$tmp/err"
	# Nothing of a name is a command.
	cp "$tmp/log.gz" "$tmp/\$(touch x) ;x.gz"
	same "$(taintinfo decode -j "$tmp/\$(touch x) ;x.gz" | jq -r .mask)" 512
}

@test "a directory is read by what it has" {
	# A copy of /.
	put "$tmp/copy/proc/sys/kernel/osrelease" 5.14.0-284.11.1.el9_2.x86_64
	put "$tmp/copy/proc/sys/kernel/tainted" 4609
	put "$tmp/copy/proc/modules" 'nvidia 1 0 - Live 0x0000000000000000 (POE)'
	put "$tmp/copy/var/log/kern.log" 'Comm: x Tainted: G        W  '
	put "$tmp/copy/var/log/syslog" 'Comm: x Tainted: G      D  '
	same "$(taintinfo decode -j "$tmp/copy" | jq -r '"\(.file) \(.line) \(.mask) \(.table) \(.module)"')" \
'/proc/sys/kernel/tainted null 4609 rhel9.2 null
/var/log/kern.log 1 512 rhel9.2 null
/proc/modules 1 12289 rhel9.2 nvidia'
	taintinfo decode "$tmp/copy" | has '^/var/log/kern.log:$'
	# A sosreport, and a supportconfig.
	put "$tmp/sos/sos_commands/kernel/uname_-a" 'Linux host 4.18.0-553.el8_10.x86_64 #1 SMP Tue May 7 UTC 2026 x86_64 GNU/Linux'
	put "$tmp/sos/sos_commands/kernel/dmesg" 'x: loading test module taints kernel.'
	put "$tmp/sos/sos_commands/kernel/sysctl_-a" $'kernel.sysrq = 16\nkernel.tainted = 64\nkernel.x = 1'
	same "$(taintinfo decode -j "$tmp/sos" | jq -r '"\(.file) \(.table) \(.flags[].name)"')" \
'/sos_commands/kernel/sysctl_-a rhel8 user
/sos_commands/kernel/dmesg rhel8 test'
	put "$tmp/sc/basic-environment.txt" 'Linux host 5.3.18-150300.59.93-default #1 SMP Tue May 7 UTC 2026 x86_64 GNU/Linux'
	put "$tmp/sc/basic-health-check.txt" 'Kernel Status -- Tainted: G              X  '
	same "$(taintinfo decode -j "$tmp/sc" | jq -r '"\(.file) \(.mask) \(.table)"')" '/basic-health-check.txt 65536 sles15-sp3'
	# None of these; and what leads out of one is not followed.
	mkdir "$tmp/empty"
	exits 2 taintinfo decode "$tmp/empty" 2>"$tmp/err"
	has 'is no copy of /' <"$tmp/err"
	mkdir -p "$tmp/evil/var/log"
	ln -s "$tmp/copy/var/log/kern.log" "$tmp/evil/var/log/messages"
	exits 2 taintinfo decode "$tmp/evil" 2>"$tmp/err"
}

@test "columns of one line say nothing of other lines" {
	same "$(printf 'Comm: a Tainted: G        W    L    -------  ---  \nkernel.tainted = 4\n' | taintinfo decode -j |
		jq -r '.table | startswith("rhel")' | xargs)" 'true false'
}

# No kernel prints columns that begin with another letter than P or G.
@test "a sentence that has Tainted: in it is no state of a kernel" {
	local line

	for line in 'the bot has seen Tainted: W here' 'Tainted: W' 'see Tainted: O E for more' 'Comm: a Tainted: W 6.1.0 #1'; do
		same "$(printf 'x\n%s\ny\n' "$line" | taintinfo decode)" 'nothing in this log taints a kernel'
	done
	reads 'x\nComm: a Tainted: P 6.1.0 #1\n' '2 1 mainline-6.1'
}

@test "a product that is named beats a release" {
	reads 'Linux version 6.4.0-1-default (x) #1 SMP SLE15-SP6\nTainted: G W 6.4.0-1-default #1\n' '2 512 sles15'
	same "$(printf 'Comm: a Tainted: P W 4.4.21-1-x #1 SLE12-SP5\nComm: b Tainted: P 4.4.21-1-x\n' | states)" '1 513 sles12
2 1 sles12'
	# A supportconfig has the name beside the release of uname.
	put "$tmp/sp/basic-environment.txt" 'Linux host 6.4.0-150600.23.7-default #1 SMP PREEMPT_DYNAMIC x86_64 GNU/Linux
SUSE Linux Enterprise Server 15 SP6'
	put "$tmp/sp/boot.txt" 'Comm: x Tainted: G        W         6.4.0-1-default #1'
	same "$(taintinfo decode -j "$tmp/sp" | jq -r '"\(.mask) \(.table)"')" '512 sles15'
	# Another boot, another product.
	reads 'Linux version 6.4.0-1-default #1 SLE15-SP6\nLinux version 6.1.0\nTainted: P\n' '3 1 mainline-6.1'
}

# comes COUNT: so many lines are in $tmp/out within 5 s
comes() {
	for _ in {1..50}; do
		[ "$(wc -l <"$tmp/out")" -lt "$1" ] || return 0
		sleep 0.1
	done
	return 1
}

@test "who watches a log is told at once" {
	mkfifo "$tmp/fifo"
	taintinfo decode -j <"$tmp/fifo" >"$tmp/out" 3>&- &
	exec {log}>"$tmp/fifo"
	echo 'Linux version 6.1.0' >&"$log"
	sleep 0.3
	echo 'x: loading out-of-tree module taints kernel.' >&"$log"
	comes 1
	same "$(jq -r .module "$tmp/out")" x
	# A report is told of when its process and place are known; no process goes with the machine's.
	printf 'Oops: 0002 [#1] SMP\nCPU: 0 PID: 7 Comm: bash Tainted: G           O  6.1.0 #1\nRIP: 0010:f+0x5/0x10\n' >&"$log"
	comes 3
	same "$(jq -r 'select(.source == "report") | .comm' "$tmp/out")" bash
	echo 'mce: [Hardware Error]: CPU 0: Machine Check Exception: 4 Bank 5' >&"$log"
	comes 4
	# What is open is told of when nothing more comes.
	echo 'Oops: 0002 [#2] SMP' >&"$log"
	comes 5
	printf 'CPU: 0 PID: 7 Comm: bash Tainted: G      D    O  \n' >&"$log"
	comes 6
	exec {log}>&-
	wait
	same "$(wc -l <"$tmp/out")" 6
}

@test "a report that comes slowly is whole where nobody waits for it" {
	( echo 'Oops: 0002 [#1] SMP'; sleep 1.3; echo 'CPU: 0 PID: 7 Comm: bash Tainted: G           O  6.1.0 #1' ) |
		taintinfo decode | has '^line 1: D die: in process bash\[7\]$'
}

@test "no line takes long, of whatever it consists" {
	local piece

	for piece in 'ainted(' '<b ' $'omm: Tainted:\t' 'SUSE Linux Enterprise ' 'Tainted: G W' 'x(O) ' '[#1] ' '=20Tainted:'; do
		head -c 65000 < <(yes "$piece" | tr -d '\n') >"$tmp/line"
		for _ in {1..16}; do cat "$tmp/line"; echo; done >"$tmp/log"
		( ulimit -t 2; taintinfo decode <"$tmp/log" >"$tmp/out" ) || { echo "that was $piece"; return 1; }
	done
}

@test "a log of 100 000 lines takes no two seconds of processor time, and a long one no memory" {
	seq -f '[%8.0f.123456] usb 1-1: new high-speed USB device number 7 using xhci_hcd, and more words' 100000 >"$tmp/log"
	echo 'Comm: x Tainted: G        W  6.1.0' >>"$tmp/log"
	( ulimit -t 2 -v 40000; taintinfo decode -j <"$tmp/log" | jq -r .mask ) >"$tmp/out"
	same "$(cat "$tmp/out")" 512
	for _ in {1..20}; do cat "$tmp/log"; done >"$tmp/long"
	( ulimit -v 40000; taintinfo decode -j <"$tmp/long" | wc -l ) >"$tmp/out"
	same "$(cat "$tmp/out")" 20
}
