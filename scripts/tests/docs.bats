#!/usr/bin/env bats
#
# docs - the pages: README, docs/, and the web site of them
#
# What selftests take of the pages is told of in scripts/check, at block().
#
# Environment: see scripts/lib.sh.

# shellcheck source=scripts/tests/tools.bash
. "$BATS_TEST_DIRNAME/tools.bash"

setup_file() {
	prepare
	export PATH=$BATS_SUITE_TMPDIR:$PATH TZ=UTC
}

# pages: README and its like, the pages of docs/, those of flags
pages() { ls "$top"/*.md "$top"/docs/*.md "$top"/docs/flags/*.md; }

# shown PAGE COMMAND: what a page shows that a command prints, in the block where "$ COMMAND"
# stands, up to the next command; but for empty lines
shown() {
	awk -v command="\$ $2" '/^```/ || /^\$ / { inside = 0 }
		inside
		$0 == command { inside = 1 }' "$top/$1" | grep . ||
		{ echo "$1 does not show: $2"; return 1; }
}

# as_shown PAGE COMMAND: standard input is what it shows, up to "..." where that stands
as_shown() {
	local want got

	want=$(shown "$1" "$2")
	got=$(grep .)
	if [ "$(tail -n 1 <<<"$want")" = ... ]; then
		want=$(head -n -1 <<<"$want")
		got=$(head -n "$(wc -l <<<"$want")" <<<"$got")
	fi
	same "$got" "$want"
}

# commands: those in the pages, as they are typed, with the page before each
commands() {
	local page

	for page in $(pages); do
		awk -v page="${page#"$top"/}" '
			function told(line) {
				sub(/^ *(\$ )?/, "", line)
				sub(/ +# .*/, "", line)
				print page "\t" line
			}
			/^```/ { fenced = !fenced; next }
			fenced && /^\$ / { told($0); next }
			!fenced && /^    / { told($0); next }
			!fenced {
				for (line = $0; match(line, /`[^`]*`/); line = substr(line, RSTART + RLENGTH))
					told(substr(line, RSTART + 1, RLENGTH - 2))
			}' "$page"
	done
}

# parts: of "PAGE<tab>COMMAND" what is between |, ; and &&, without sudo and assignments
parts() {
	sed -e 's/\\|/|/g' | awk -F '\t' '{
		n = split($2, part, / *(&&|\|\||[|;]|\$\() */)
		for (i = 1; i <= n; i++) {
			sub(/^ *(sudo )? */, "", part[i])
			sub(/^([A-Za-z_]+=[^ ]* +)+/, "", part[i])
			print $1 "\t" part[i]
		}
	}'
}

@test "README is of one page: at most 180 lines" {
	compare "$(wc -l <"$top/README.md")" -le 180
}

# What somebody has tried there is not committed. kunit/ and upstream/ are in no package.
@test "at the top level is what copy_project takes, kunit, upstream, and nothing else" {
	local file

	mkdir -p "$tmp/project"/{kunit,upstream}
	copy_project "$tmp/project"
	while read -r file; do
		[ -e "$tmp/project/$file" ] || { echo "$file: no part of the project"; return 1; }
	done < <(git -C "$top" ls-files | grep -v '^\.' | cut -d/ -f1 | sort -u)
}

@test "links in the pages lead somewhere" {
	local pages

	mapfile -t pages < <(pages)
	compare ${#pages[@]} -gt 40
	same "$(links "${pages[@]}")" ''
}

@test "the site is made without a warning, and all of it can be searched" {
	local page

	"$top/scripts/docs" "$shared/site" 2>"$tmp/said" || { cat "$tmp/said"; return 1; }
	same "$(cat "$tmp/said")" "== the site: $shared/site/index.html"
	for page in index installing troubleshooting files flags/warn ABI SECURITY; do
		[ -s "$shared/site/$page.html" ]
		has -F "\"$page\"" <"$shared/site/searchindex.js"
	done
	for page in $(pages); do
		page=${page#"$top/"}
		page=${page#docs/}
		page=${page/#README/index}
		[ -s "$shared/site/${page%.md}.html" ] || { echo "no page of $page"; return 1; }
	done
	same "$(grep -oh 'href="[^"#]*' -r "$shared/site" --include='*.html' | grep -E '\.(md|py|bats)$')" ''
}

@test "the page about testing has each row of scripts/check, and a star at the quick ones" {
	local name bad=0

	# shellcheck disable=SC2016 # a backtick of the page
	sed -n 's/^| \(`[^|]*\) |.*/\1/p' "$top/docs/testing.md" >"$tmp/rows"
	# What runs on the stock kernel, on the debug one and on that of the series is there once,
	# but for `debug-...` and `upstream-...`.
	awk '/^boots=/ { inside = 1; next }
		/^\047/ { inside = 0 }
		inside && !/^#/ && NF {
			n = split($2, kernels, ",")
			for (i = 1; i <= n; i++) {
				of_its_own = kernels[i] != "stock" && $2 !~ /^debug,(upstream,)?stock$/
				print (of_its_own ? kernels[i] "-" : "") $1
			}
		}' "$top/scripts/check" >"$tmp/names"
	sed -n 's/^here="\(.*\)"$/\1/p' "$top/scripts/check" | tr ' ' '\n' >>"$tmp/names"
	compare "$(sort -u "$tmp/names" | wc -l)" -gt 35
	while read -r name; do
		grep -qF "\`$name\`" "$tmp/rows" || { echo "no row $name"; bad=1; }
	done <"$tmp/names"
	same $bad 0
	# shellcheck disable=SC2016 # a backtick of the page
	same "$(sed -n 's/^`\(.*\)` \*$/\1/p' "$tmp/rows" | sort)" \
		"$(sed -n 's/^quick="\(.*\)"$/\1/p' "$top/scripts/check" | tr ' ' '\n' | sort)"
}

# site COMMAND...: of a copy of the project in which a command was run; exits with 1
no_site() {
	rm -rf "$tmp/copy"
	mkdir "$tmp/copy"
	copy_project "$tmp/copy"
	(cd "$tmp/copy" && "$@")
	exits 1 "$tmp/copy/scripts/docs" "$tmp/nonesuch" 2>"$tmp/said"
	[ ! -e "$tmp/nonesuch" ]
}

@test "there is no site where a link leads nowhere, or a page is in no list" {
	no_site sed -i 's/#secure-boot)/#secure-bot)/' docs/troubleshooting.md
	has -F 'installing.md#secure-bot' <"$tmp/said"
	no_site sh -c 'echo "# New" >docs/new.md'
	has -F "new.md: WARNING: document isn't included in any toctree" <"$tmp/said"
}

@test "what is no site is not written over" {
	mkdir "$tmp/mine"
	touch "$tmp/mine/thesis"
	exits 2 "$top/scripts/docs" "$tmp/mine" 2>"$tmp/said"
	[ -e "$tmp/mine/thesis" ]
}

@test "the recording of the demo is of this demo" {
	local title command

	while IFS=$'\t' read -r title command; do
		has -xF "== $title" <"$top/docs/demo.md"
		has -xF "\$ $command" <"$top/docs/demo.md"
		has -F ">== $title<" <"$top/docs/demo.svg"
	done < <(sed -n 's/^step "\([^"]*\)" "\([^"]*\)"$/\1\t\2/p' "$top/selftests/demo.sh")
	compare "$(grep -c '^== ' "$top/docs/demo.md")" -gt 7
	python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' "$top/docs/demo.svg"
	same "$(awk '/^```/ { inside = !inside; next } inside' "$top/docs/demo.md" | tr -d '\n')" \
		"$(python3 -c 'import sys, xml.dom.minidom; print("".join("".join(n.data for n in t.childNodes if n.nodeType == 3) for t in xml.dom.minidom.parse(sys.argv[1]).getElementsByTagName("text")))' "$top/docs/demo.svg")"
}

# Their words and options, by what each says of itself.
@test "commands of taintinfo in the pages are such as there are" {
	local page command word option nr=0 bad=0

	while IFS=$'\t' read -r page command; do
		read -ra words <<<"$command"
		word=${words[1]:-}
		[[ $word =~ ^[a-z]+$ ]] || word=
		case $word in
		cmd) continue ;;
		esac
		"$tool" ${word:+"$word"} --help >"$tmp/help" 2>&1 ||
			{ echo "$page: $command: there is no '$word'"; bad=1; }
		for option in "${words[@]:1}"; do
			option=${option%%=*}
			case $option in
			--help | --version) ;;
			-[a-zA-Z] | --[a-z]*)
				grep -qE -- "(^|[ ,])$option([ =,]|$)" "$tmp/help" ||
					{ echo "$page: $command: there is no $option"; bad=1; }
				;;
			esac
		done
		nr=$((nr + 1))
	done < <(commands | parts | grep -P '\ttaintinfo( |$)' | tr -d '`' | sort -u)
	compare $nr -gt 40
	same $bad 0
}

@test "targets of make, and scripts, in the pages are such as there are" {
	local page command word nr=0 bad=0

	while IFS=$'\t' read -r page command; do
		for word in ${command#make}; do
			case $word in
			-*) continue ;;
			*[!a-z_-]* | mrproper) break ;; # the last is the kernel's
			esac
			grep -qE "^$word:" "$top/Makefile" || { echo "$page: $command: no target $word"; bad=1; }
			nr=$((nr + 1))
		done
	done < <(commands | parts | grep -P '\tmake( |$)')
	compare $nr -gt 20
	while IFS=$'\t' read -r page command; do
		[ -e "$top/${command%% *}" ] || { echo "$page: no ${command%% *}"; bad=1; }
		nr=$((nr + 1))
	done < <(commands | parts | grep -P '\t(scripts|selftests|tools|module|docs|host|kunit)/[a-z]' |
		grep -v -e '[<*]' -e '[.]ko' | sed 's/)$//')
	compare $nr -gt 40
	same $bad 0
}

# By docs/ABI, which selftests/interface.sh compares with the module.
@test "files of taint_info in the pages are such as there are" {
	local page file pages nr=0 bad=0

	mapfile -t pages < <(pages)
	sed -n 's/^What:[[:space:]]*//p' "$top"/docs/ABI/* >"$tmp/abi"
	grep -qx '/sys/class/taint_info/<flag>/origin' "$tmp/abi"
	while IFS=$'\t' read -r page file; do
		nr=$((nr + 1))
		grep -qx -- "$file" "$tmp/abi" || grep -q -- "^$file/" "$tmp/abi" || { echo "$page: no $file"; bad=1; }
	done < <(grep -oE '/sys/(kernel|class|kernel/debug)/taint_info/[a-z_/*]*[a-z_]' "${pages[@]}" |
		sed -e "s|^$top/||" -e 's|:/sys|\t/sys|' -e 's|\(/sys/class/taint_info/\)[a-z_*]*|\1<flag>|')
	compare $nr -gt 10
	same $bad 0
}

@test "commands in blocks of the pages are shell" {
	local page command bad=0

	while IFS=$'\t' read -r page command; do
		bash -n <<<"$command" 2>"$tmp/said" || { echo "$page: $command"; bad=1; }
	done < <(commands | grep -P '\t(sudo|taintinfo|make|cat|ls|sysctl|journalctl|systemctl|udevadm|dkms|modinfo|mokutil) ' |
		sed -e 's/\\|/|/g' -e 's/<[a-z]*>//g')
	same $bad 0
}

# In the root of a test in place of the machine's /sys and /proc.
@test "commands in blocks of the pages that read files of taint_info read them" {
	local page command nr=0 bad=0

	module_root 12992 12288 die warn oot_module unsigned_module
	for command in die warn user; do
		device $command origin=observed count=1 first/seq=1
	done
	self_devices
	state /sys/class/taint_info/oot_module/modules 'taint_info trigger'
	for command in report log; do
		state /sys/kernel/debug/taint_info/$command "$command"
	done
	state /sys/module/taint_info/taint OE
	state /sys/module/taint_info/version 0.2.0
	state /sys/kernel/debug/kprobes/enabled 1
	while IFS=$'\t' read -r page command; do
		command=${command//sudo /}
		nr=$((nr + 1))
		bash -euc -o pipefail "${command//\/sys\//$tmp/root/sys/}" >"$tmp/out" 2>&1 ||
			{ echo "$page: $command"; cat "$tmp/out"; bad=1; }
		[ -s "$tmp/out" ] || { echo "$page: $command: nothing"; bad=1; }
	done < <(commands | grep -P '\t(sudo )?(cat|cd|head) (.* )?/sys/')
	compare $nr -gt 10
	same $bad 0
}

# hooks: as they are shown
hooks() { state /sys/kernel/taint_info/hooks 'kprobe sysctl module die error_report poll'; }

@test "what README shows of taintinfo is what it says" {
	local realtime

	realtime=$(date -u -d '2026-11-26 08:47:15' +%s)
	module_root 12800 12288 warn oot_module unsigned_module
	hooks
	state /sys/kernel/taint_info/events 2
	device warn bit=9 letter=W category=fault origin=observed count=2 modules= \
		description='the kernel met a state that its authors thought impossible (WARN)' \
		first/seq=1 first/boottime=5.033000000 first/realtime="$realtime.0" first/module=trigger \
		first/context=task first/cpu=0 first/pid=162 first/uid=0 first/comm=sh first/caller=warn_on_demand+0x11/0x20 \
		last/seq=2 last/boottime=5.354000000 last/realtime="$realtime.3" last/module=trigger \
		last/context=task last/cpu=0 last/pid=164 last/uid=0 last/comm=sh last/caller=warn_on_demand+0x11/0x20
	self_devices
	device oot_module bit=12 letter=O category=module origin=baseline modules='taint_info trigger' \
		description="a module from outside the kernel's source tree was loaded"
	taintinfo -r "$tmp/root" | as_shown README.md 'sudo taintinfo'
}

@test "what the page of taintinfo shows of a healthy host is what it says" {
	module_root 12288 12288 oot_module unsigned_module
	hooks
	self_devices
	taintinfo -r "$tmp/root" | as_shown docs/taintinfo.md taintinfo
}

@test "what the page of monitoring shows is what expect says" {
	module_root 12800 12288 warn oot_module unsigned_module
	device warn bit=9 letter=W category=fault origin=baseline modules=
	self_devices
	exits 2 taintinfo -r "$tmp/root" expect --nagios --allow self >"$tmp/out"
	as_shown docs/monitoring.md 'taintinfo expect --nagios --allow self' <"$tmp/out"
}

@test "what the page of monitoring shows of the journal is what notify writes" {
	module_root 512 4096 warn
	device warn bit=9 letter=W category=fault origin=observed count=1 modules= \
		description='the kernel met a state that its authors thought impossible (WARN)' \
		first/seq=1 first/boottime=6.659250180 first/realtime="$(date -u -d '2026-11-26 01:07:39' +%s).1" \
		first/module=trigger first/context=task first/cpu=0 first/pid=356 first/uid=0 first/comm=host.sh \
		first/caller=warn_on_demand+0x11/0x20
	taintinfo -r "$tmp/root" notify --print warn |
		sed -n 's/^MESSAGE=/Nov 26 01:07:39 vm taint_info[367]: /p' |
		as_shown docs/monitoring.md 'journalctl -t taint_info'
}

@test "what the page of decode shows of a number is what it says" {
	taintinfo decode --kernel rhel8 536870912 | as_shown docs/decode.md 'taintinfo decode --kernel rhel8 536870912'
}

# With lines between that say nothing.
@test "what the page of decode shows of a log is what it says" {
	awk 'BEGIN {
		line[1] = "[    0.000000] Linux version 6.1.0-50-amd64 (builder) (gcc-12) #1 SMP PREEMPT_DYNAMIC"
		line[812] = "[    8.412071] vboxdrv: loading out-of-tree module taints kernel."
		line[1509] = "[ 3012.513370] WARNING: CPU: 1 PID: 645 at fs/ext4/inode.c:123 ext4_foo+0x12/0x34 [ext4]"
		line[1511] = "[ 3012.513375] CPU: 1 PID: 645 Comm: kworker/8:1 Tainted: G           O       6.1.0-50-amd64 #1"
		line[1520] = "[ 3012.513380] Modules linked in: vboxdrv(O) ext4"
		for (i = 0; i < 199; i++)
			line[1602 + (i < 198 ? i * 490 : 98820 - 1602)] = "[ 4000.0] CPU: 1 PID: 645 Comm: sh Tainted: G        W  O       6.1.0-50-amd64 #1"
		for (i = 1; i <= 98820; i++)
			print i in line ? line[i] : "[ 9000.0] device: a line"
	}' | gzip >"$tmp/kern.log.gz"
	taintinfo decode "$tmp/kern.log.gz" | as_shown docs/decode.md 'taintinfo decode kern.log.gz'
}

@test "what the page of explain shows is what it says" {
	kernel_root 12289
	rm -r "$tmp/root/sys/module"
	state /proc/uptime '5000.00 1.00'
	state /proc/stat "$(printf 'cpu 1 2 3\nbtime 1790000000')"
	state /proc/sys/kernel/random/boot_id 11111111-2222-3333-4444-555555555555
	state /sys/module/nvidia/taint POE
	# A journal that has nothing.
	mkdir -p "$tmp/root/dev" "$tmp/root/var/log/journal" "$tmp/bin"
	ln -s /bin/true "$tmp/bin/journalctl"
	awk 'BEGIN {
		print "4,100,0,-;Linux version 6.1.0-50-amd64 (x) (gcc-12) #1 SMP"
		for (i = 2; i < 812; i++)
			print "6," i + 99 "," i * 1000 ",-;device: a line"
		print "4,911,5100482,-;nvidia: module license '\''NVIDIA'\'' taints kernel."
	}' >"$tmp/root/dev/kmsg"
	PATH=$tmp/bin:$PATH taintinfo -r "$tmp/root" explain P | as_shown docs/explain.md 'sudo taintinfo explain P'
}
