#!/usr/bin/env bats
#
# support - what support engineers run has our answer: sos, drgn and reportbug of Debian 13
# in a scratch root, and stand-ins for what Debian does not have
#
# The state of the kernel is made up there. Needs root.
#
# Environment: see scripts/lib.sh.

# shellcheck disable=SC2016 # for shells in the root

# shellcheck source=scripts/tests/monitoring.bash
. "$BATS_TEST_DIRNAME/monitoring.bash"

root=$shared/root
id=0123456789abcdef0123456789abcdef

# As the kernel has them: a class is links to devices.
make_sys() {
	local sys=$1/sys file

	mkdir -p "$sys/devices/virtual" "$sys/kernel/taint_info/flags" "$sys/kernel/debug/taint_info"
	mv "$sys/class/taint_info" "$sys/devices/virtual/"
	mkdir "$sys/class/taint_info"
	for file in "$sys"/devices/virtual/taint_info/*; do
		ln -s "../../devices/virtual/taint_info/${file##*/}" "$sys/class/taint_info/"
		ln -s "../../../devices/virtual/taint_info/${file##*/}" "$sys/kernel/taint_info/flags/"
		ln -s ../../../../class/taint_info "$file/subsystem"
	done
	put "$sys/kernel/taint_info/hooks" 'kprobe module die poll'
	put "$sys/kernel/debug/taint_info/report" 'the report'
	put "$sys/kernel/debug/taint_info/log" 'the log'
	put "$sys/module/taint_info/version" "$(project_version)"
}

# make_package DIR: of the tool, for dpkg; what is in the real ones is for the suite packages
make_package() {
	make -s -C "$project" install-tool DESTDIR="$1" PREFIX=/usr PYTHONDIR=/usr/lib/python3/dist-packages
	install -D -m 755 "$top/host/support/reportbug" "$1/usr/share/bug/taintinfo/script"
	mkdir "$1/DEBIAN"
	printf '%s\n' 'Package: taintinfo' "Version: $(project_version)" 'Architecture: amd64' \
		'Maintainer: nobody <nobody@taint-info.invalid>' 'Description: taintinfo' >"$1/DEBIAN/control"
	sed '/^#DEBHELPER#$/d' "$top/debian/taintinfo.prerm" >"$1/DEBIAN/prerm"
	chmod 755 "$1/DEBIAN/prerm"
	dpkg-deb --root-owner-group -Zgzip -z1 --build "$1" "$1.deb"
}

# An entry as notify has it written, in a journal as journald keeps it.
make_journal() {
	local field entry=()

	for field in __REALTIME_TIMESTAMP=1790000100500000 _BOOT_ID=$id _MACHINE_ID=$id _UID=0 \
		MESSAGE='kernel taint flag W' MESSAGE_ID=774f89935ab3429e8bccb3c0d652ead0 \
		SYSLOG_IDENTIFIER=taint_info TAINT_FLAG=warn TAINT_CALLER=somewhere+0x1/0x2; do
		entry+=("$field")
	done
	printf '%s\n' "${entry[@]}" '' >"$shared/entry"
	as_root cp "$shared/entry" "$root/"
	here sh -euc 'echo '"$id"' >/etc/machine-id
		mkdir -p /var/log/journal/'"$id"'
		/lib/systemd/systemd-journal-remote --output=/var/log/journal/'"$id"'/system.journal /entry'
}

setup_file() {
	local tar

	need_debian
	need_for support
	tar=$("$top/scripts/debian-root" --support)
	mkdir "$root" "$project"
	as_root tar -C "$root" -xf "$tar" --numeric-owner
	copy_project "$project"
	make -s -C "$project" install-tool PREFIX="$prefix"
	make_states
	make_sys "$loaded"
	as_root cp -r "$loaded/sys/." "$root/sys/"
	cat "$loaded/proc/sys/kernel/tainted" >"$shared/tainted"
	make_package "$shared/package"
	as_root cp "$shared/package.deb" "$shared/tainted" "$root/"
	here dpkg -i /package.deb
	make_journal
}

# bats itself may not be root.
teardown_file() {
	as_root rm -rf "$root"
}

# here COMMAND...: where the kernel is tainted
here() {
	in_root "$root" sh -euc 'mount --bind /tainted /proc/sys/kernel/tainted 2>/dev/null && exec "$@"' sh "$@"
}

@test "sos collects the mask, sysfs, report, log, what the tool says, and the journal" {
	local file report said

	here sos report --batch --build -o taint_info --tmp-dir /tmp >"$tmp/said"
	as_root chmod -R a+rX "$root/tmp"
	report=$(echo "$root"/tmp/sosreport-*)
	same "$(cat "$report/proc/sys/kernel/tainted")" "$(cat "$shared/tainted")"
	for file in proc/version proc/sys/kernel/osrelease sys/module/taint_info/version \
		sys/kernel/taint_info/{tainted,string,names,events,lost,baseline,self,cleared,hooks,flags/warn/letter} \
		sys/class/taint_info/warn/{bit,count,first/caller,last/comm} sys/kernel/debug/taint_info/{report,log}; do
		same "$file: $(cat "$report/$file")" "$file: $(here cat "/$file")"
	done
	said=$report/sos_commands/taint_info
	has '"name":"warn"' <"$said/taintinfo_export_--format_json"
	has '^  W  warn ' <"$said/taintinfo_--verbose"
	has '^  W  warn ' <"$said/taintinfo_explain"
	[ -s "$said/taintinfo_boots" ]
	has '^There is no policy' <"$said/taintinfo_policy"
	has 'TAINT_CALLER=somewhere' <"$said"/journalctl_*_taint_info_*
	here sos report --list-plugins >"$tmp/said"
	has '^ *taint_info .*Kernel taint flags' <"$tmp/said"
}

@test "taintinfo reads the sosreport as it reads the host" {
	local arguments report

	report=$(echo "$root"/tmp/sosreport-*)
	for arguments in --verbose export 'expect --nagios'; do
		# shellcheck disable=SC2086 # words
		here sh -c 'taintinfo "$@" || :' sh $arguments >"$tmp/want"
		# shellcheck disable=SC2086
		taintinfo "$report" $arguments >"$tmp/got" || :
		has warn <"$tmp/got"
		diff "$tmp/want" "$tmp/got"
	done
}

# plugins: as supportconfig runs them, by its documentation; here is a directory for their output
plugins() {
	here bash -euc 'cd /usr/lib/supportconfig/plugins
		for plugin in *; do
			eval "PLUGIN_OPTION_$plugin=1"
			code=0
			"/usr/lib/supportconfig/plugins/$plugin" >"/tmp/plugin-$plugin.txt" 2>&1 || code=$?
			echo "$plugin $code"
		done'
}

@test "supportconfig gets what the tool says, report, log and the journal" {
	local file=$root/tmp/plugin-taint_info.txt command

	same "$(plugins)" 'taint_info 0'
	for command in 'taintinfo --verbose' 'taintinfo explain' 'taintinfo export --format=json' 'journalctl .*'; do
		has -x "# $command" <"$file"
	done
	has '^  W  warn ' <"$file"
	has '"name":"warn"' <"$file"
	has -x 'the report' <"$file"
	has -x 'the log' <"$file"
	has 'TAINT_CALLER=somewhere' <"$file"
	# Without the tool there is nothing to say, and that is no failure.
	here mv /usr/bin/taintinfo /usr/bin/taintinfo.away
	same "$(plugins)" 'taint_info 111'
	here mv /usr/bin/taintinfo.away /usr/bin/taintinfo
}

# hook FIELD=VALUE...: what our hook adds to such a report, with two functions as apport's documentation has them
hook() {
	here python3 -Bc 'if True:
		import os, runpy, subprocess, sys, types
		utils = types.ModuleType("apport.hookutils")
		utils.command_output = lambda command: subprocess.run(
			command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True, text=True).stdout.strip()
		def attach_file_if_exists(report, path, key):
			if os.path.exists(path):
				report[key] = open(path).read().strip()
		utils.attach_file_if_exists = attach_file_if_exists
		sys.modules["apport"] = types.ModuleType("apport")
		sys.modules["apport"].hookutils = sys.modules["apport.hookutils"] = utils
		report = dict(field.split("=", 1) for field in sys.argv[1:])
		before = set(report)
		runpy.run_path("/usr/share/apport/general-hooks/taint_info.py")["add_info"](report, None)
		for key in sorted(set(report) - before):
			print(key + ": " + report[key])' "$@"
}

@test "apport has it in a report on the kernel or on us, and in no other" {
	local report

	for report in ProblemType=KernelOops ProblemType=KernelCrash 'Package=linux-image-6.8.0-31-generic 6.8.0-31.31' \
		SourcePackage=linux-signed-hwe-6.14 'Package=taint-info-dkms 0.2.0'; do
		hook "$report" >"$tmp/said"
		has '^TaintInfo: Tainted (' <"$tmp/said"
		has '^TaintInfoExplain: ' <"$tmp/said"
		has -x 'TaintInfoHooks: kprobe module die poll' <"$tmp/said"
		has -x 'TaintInfoLost: 3' <"$tmp/said"
	done
	for report in ProblemType=Crash 'Package=linuxptp 4.2-1' 'Package=bash 5.2.15' SourcePackage=util-linux; do
		same "$report: $(hook "$report")" "$report: "
	done
}

@test "reportbug has it in a report on us" {
	as=65534:65534 in_root "$root" reportbug --template --offline --no-check-available --no-query-bts \
		--email=nobody@taint-info.alt --realname=nobody --severity=normal --subject=subject --body=body \
		--no-tags-menu --no-cc-menu taintinfo >"$tmp/report"
	has -x 'Package: taintinfo' <"$tmp/report"
	# What is elsewhere was for the terminal.
	sed -n '/^-- Package-specific info:$/,/^-- System Information:$/p' "$tmp/report" >"$tmp/ours"
	has '^Linux [0-9]' <"$tmp/ours"
	has -x "version: $(project_version)" <"$tmp/ours"
	has -x 'hooks: kprobe module die poll' <"$tmp/ours"
	has -x 'lost: 3' <"$tmp/ours"
	has '^  W  warn ' <"$tmp/ours"
}

# drgn takes any process; none but a kernel has a journal.
@test "drgn has loaded the plugin, which says of what is no kernel that it has no journal" {
	here drgn -q --log-level debug --no-default-symbols -p 1 \
		-e 'import taint_journal; taint_journal.report(prog)' >"$tmp/said" 2>"$tmp/log"
	has -F "loaded entry point 'taint_info = taint_journal'" <"$tmp/log"
	has '^no journal found; ' <"$tmp/said"
	exits 1 here drgn -q --no-default-symbols -p 1 /usr/lib/python3/dist-packages/taint_journal.py >"$tmp/said"
	has '^no journal found; ' <"$tmp/said"
}

# make_process: one that has a journal, as $root/journal
make_process() {
	local header

	for header in atomic bitops kernel module sched string time64 types; do
		put "$tmp/include/linux/$header.h" ''
	done
	gcc -g -no-pie -Wall -Wextra -Wno-missing-field-initializers -I"$tmp/include" -I"$top/module" \
		-o "$tmp/journal" "$BATS_TEST_DIRNAME/journal.c"
	as_root cp "$tmp/journal" "$root/"
}

# of_process DRGN-ARGUMENT...: what drgn prints, of that process
of_process() {
	here bash -euc 'exec 3< <(/journal)
		read -u 3 -r pid
		drgn -q -p "$pid" "$@"
		kill "$pid"' bash "$@"
}

# Once as docs/crash-dump.md has it, of a process in place of the dump; once as a script, as
# versions without plugins take it.
@test "the journal is read: records, raw calls, bits without a name, the oops, what nobody has read" {
	local arguments

	make_process
	arguments=$(sed -n 's/^    drgn -c vmcore -s vmlinux -s taint_info.ko -e //p' "$top/docs/crash-dump.md")
	of_process -e "${arguments//\'/}" >"$tmp/said"
	same "$(cat "$tmp/said")" 'taint mask 3298534888064; 10 events noticed, 2 lost
die: set, origin none, calls seen 1
  first, not yet read, #7 at 7.000000 s, task context on CPU 1, by or\x1bder[132], uid 1000, child of sh[104], add_taint() called at raise_flag+0x4
    raise_flag+0x4
    call_raise_flag+0x4
    trigger_write+0x10 [trigger]
warn: set, origin observed, calls seen 3
  first #2 at 2.772952 s, task context on CPU 1, by or\x1bder[132], uid 1000, child of sh[104], in control group /a.service, at warn_on_demand+0x11/0x20, module trigger
  last  #6 at 6.000000 s, nmi context on CPU 0, at elsewhere+0x1/0x2, via somebody
oot_module: set, origin baseline, calls seen 1
  again #3 at 3.000000 s, task context on CPU 1, by or\x1bder[132], uid 1000, child of sh[104], in control group #78
bit_40: set, origin detected, calls seen 0
  again #4: found by comparing masks, nobody knows who
bit_41: set, no record
newest oops:
  after event #8 at 8.500000 s, task context on CPU 1, by or\x1bder[132], uid 1000, child of sh[104], at raise_flag+0x4
    raise_flag+0x4
    trigger_write+0x10 [trigger]
events that the worker has not read: 4
  die #7 at 7.000000 s, task context on CPU 1, by or\x1bder[132], uid 1000, child of sh[104], at call_raise_flag+0x4
  warn #8 at 8.000000 s, task context on CPU 1, by or\x1bder[132], uid 1000, add_taint() called at raise_flag+0x4
  bit_40 #9 at 9.000000 s, hardirq context on CPU 0, add_taint() called at raise_flag+0x4
  oot_module #10 at 10.000000 s, softirq context on CPU 0, at trigger_write+0x10 [trigger]'
	of_process /usr/lib/python3/dist-packages/taint_journal.py >"$tmp/again"
	cmp "$tmp/said" "$tmp/again"
}

# As drgn documents them from 0.0.33 on; that of Debian 13 has none.
@test "there is a command where drgn has commands" {
	here python3 -Bc 'if True:
		import sys, types
		found = {}
		def command(*, name, description):
			def decorator(function):
				found[name] = function
				return function
			return decorator
		sys.modules["drgn.commands"] = types.ModuleType("drgn.commands")
		sys.modules["drgn.commands"].command = command
		import taint_journal
		taint_journal.report = lambda prog: print("report on", prog)
		found["taint_journal"]("a program", "taint_journal", None, parser=None, globals={})' >"$tmp/said"
	same "$(cat "$tmp/said")" 'report on a program'
}

@test "removing the package leaves nothing, nor what Python has compiled of it" {
	local compiled=(__pycache__/taint_journal.cpython-313.pyc sos/report/plugins/__pycache__/taint_info.cpython-313.pyc)

	same "$(here sh -c 'cd /usr/lib/python3/dist-packages && ls "$@"' sh "${compiled[@]}" | wc -l)" 2
	here dpkg --purge taintinfo >"$tmp/said" 2>&1 || { cat "$tmp/said"; return 1; }
	lacks warning <"$tmp/said"
	same "$(find "$root/usr" -name '*taint*' -o -name supportconfig -o -name apport)" ''
}
