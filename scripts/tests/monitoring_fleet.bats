#!/usr/bin/env bats
#
# monitoring_fleet - all hosts at once: the queries of docs/fleets.md on journals of two, what
# Prometheus records, Grafana's dashboard, node_exporter without our export, and the plugin
# for node-problem-detector
#
# Environment: see scripts/lib.sh.

# shellcheck source=scripts/tests/monitoring.bash
. "$BATS_TEST_DIRNAME/monitoring.bash"

page=$top/docs/fleets.md
prometheus=$top/docs/prometheus
dashboard=$prometheus/dashboard.json
detector=$top/docs/examples/node-problem-detector
upload=usr/lib/systemd/systemd-journal-upload
remote=usr/lib/systemd/systemd-journal-remote

setup_file() {
	prepare
	"$top/scripts/package-tree" "$shared/tree" systemd-journal-remote "$remote" "$upload"
	make_hosts
	collect
}

# of_page MARKER: the code block behind that line
of_page() {
	awk -v marker="<!-- $1 -->" '$0 == marker { marked = 1 }
		marked && /^```/ { if (inside) exit; inside = 1; next }
		inside' "$page" | grep . || { echo "$page has no code block after '<!-- $1 -->'" >&2; return 1; }
}

# become PROGRAM ARGUMENT...: Debian's, in $shared/tree, in place of this shell; 60 s at most
become() {
	local libraries=$shared/tree/usr/lib/x86_64-linux-gnu program=$1

	shift
	exec timeout 60 "$shared/tree/usr/lib64/ld-linux-x86-64.so.2" \
		--library-path "$libraries:$libraries/systemd" "$shared/tree/$program" "$@"
}

# entry HOST DAYS ROOT FLAG: what notify has to say there, as the journal of that host exports it
entry() {
	local id

	id=$(md5sum <<<"$1" | cut -d' ' -f1)
	cat <<-END
		__REALTIME_TIMESTAMP=$((($(date +%s) - $2 * 86400) * 1000000))
		__MONOTONIC_TIMESTAMP=6000000
		_BOOT_ID=$id
		_MACHINE_ID=$id
		_HOSTNAME=$1
		_UID=${5:-0}
	END
	taintinfo "$3" notify --print "$4"
	echo
}

# A W from one place on alpha and beta, and from another on gamma; on alpha it is expected.
make_hosts() {
	local host

	for host in here elsewhere; do
		cp -a "$loaded" "$shared/$host"
		put "$shared/$host/sys/kernel/debug/taint_info/report" "W warn (bit 9, fault)
             call path:
               report_bug+0xe2/0x150
               somewhere+0x1/0x2 [culprit]
               $host+0x5/0x10 [culprit]
               kthread+0xda/0x100
               ret_from_fork+0x22/0x30"
	done
	cp -a "$shared/here" "$shared/accepted"
	put "$shared/accepted/etc/taintinfo/policy.d/a.policy" 'accept warn reason="bug 4711"'
	mkdir "$shared/hosts"
	{
		entry alpha 5 "$shared/here" warn
		entry alpha 0 "$shared/accepted" warn
		entry alpha 0 "$shared/here" machine_check
	} >"$shared/hosts/alpha"
	{
		entry beta 0 "$shared/here" warn
		# Anybody may write what looks like ours.
		entry beta 0 "$shared/here" warn 1000
	} >"$shared/hosts/beta"
	entry gamma 0 "$shared/elsewhere" warn >"$shared/hosts/gamma"
	# Of a host that has been well since.
	entry delta 5 "$shared/here" warn >"$shared/hosts/delta"
}

# systemd-journal-remote listens on a port of the loopback device that is free; sets port, listener
listen() {
	for _ in {1..20}; do
		port=$((20000 + RANDOM % 12000))
		become "$remote" --listen-http="127.0.0.1:$port" --split-mode=none --output="$1" \
			2>"$shared/listen.log" 3>&- &
		listener=$!
		while kill -0 "$listener" 2>/dev/null; do
			! (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || return 0
			sleep 0.1
		done
	done
	cat "$shared/listen.log"
	return 1
}

# Each host has a journal, sends it, and has a file of its own where they are collected.
collect() {
	local host port listener

	mkdir "$shared/remote"
	for host in "$shared"/hosts/*; do
		(become "$remote" --output="$host.journal" "$host")
		listen "$shared/remote/remote-${host##*/}.journal"
		(become "$upload" --url="http://127.0.0.1:$port" --file="$host.journal" --follow=no \
			--save-state="$host.state")
		kill "$listener"
		wait "$listener" || :
	done
}

# asked MARKER [FROM TO]: that query of the page of what was collected, with a word in place of another
asked() {
	local query

	query=$(of_page "$1")
	query=${query//\/var\/log\/journal\/remote/$shared/remote}
	[ $# = 1 ] || query=${query//"$2"/$3}
	bash -euo pipefail -c "$query" | sed 's/^ *//'
}

fingerprint() { taintinfo "$shared/$1" notify --print warn | sed -n 's/^TAINT_FINGERPRINT=//p'; }

@test "the journals say which hosts have had a W from a place since yesterday" {
	local here elsewhere of_page=496b95761efb2f12

	here=$(fingerprint here) elsewhere=$(fingerprint elsewhere)
	has -xE '[0-9a-f]{16}' <<<"$here"
	same "$(asked hosts $of_page "$here")" '1 alpha
1 beta'
	same "$(asked hosts $of_page "$elsewhere")" '1 gamma'
	same "$(asked hosts $of_page 0000000000000000)" ''
	same "$(asked hosts "TAINT_FINGERPRINT=$of_page" TAINT_CALLER=somewhere+0x1/0x2)" '1 alpha
1 beta
1 gamma'
	same "$(asked hosts "TAINT_FLAG=warn TAINT_FINGERPRINT=$of_page" TAINT_FLAG=machine_check)" '1 alpha'
	# That of five days ago is there, and is not asked for.
	same "$(asked hosts yesterday '6 days ago' | sed 's/ .*//')" ''
	same "$(of_page hosts | sed "s|/var/log/journal/remote|$shared/remote|; s/yesterday/'6 days ago'/; s/$of_page/$here/" | bash | sed 's/^ *//')" '2 alpha
1 beta
1 delta'
}

@test "the journals say which faults there were, and what nobody expects" {
	same "$(asked faults)" "2 $(fingerprint here)
1 $(fingerprint elsewhere)"
	asked unexpected >"$tmp/said"
	same "$(grep -x -e alpha -e beta -e gamma "$tmp/said" | sort)" 'alpha
beta
gamma'
	same "$(grep -c '^kernel taint flag' "$tmp/said")" 3
	has '^kernel taint flag machine_check (M)' <"$tmp/said"
}

# What Grafana's documentation of the JSON model of a dashboard has, and what a panel needs.
@test "Grafana's dashboard has what a dashboard has to have" {
	jq -e '
		(.title | length > 0) and (.uid | test("^[A-Za-z0-9_-]{1,40}$")) and .id == null and
		(.schemaVersion | type == "number") and (.version | type == "number") and
		(.tags | type == "array") and (.editable | type == "boolean") and
		(.time | has("from") and has("to")) and (.timepicker | type == "object") and
		(.templating.list | type == "array") and (.annotations.list | type == "array") and
		(.graphTooltip | IN(0, 1, 2)) and (.links | type == "array")' "$dashboard"
	# A grid of 24 columns; each panel by itself, and all of the data source that is chosen.
	jq -e '
		(.panels | length >= 8) and (.panels | map(.id) | length == (unique | length)) and
		all(.panels[]; (.title | length > 0) and (.type | IN("stat", "timeseries", "bargauge", "table")) and
			(.gridPos | .x >= 0 and .w > 0 and .h > 0 and .x + .w <= 24) and
			.datasource == {type: "prometheus", uid: "${datasource}"} and
			(.targets | length > 0) and all(.targets[]; .datasource.uid == "${datasource}" and (.expr | length > 0)))' "$dashboard"
	jq -e '[.panels[] | {id, x: .gridPos.x, y: .gridPos.y, w: .gridPos.w, h: .gridPos.h}] as $p |
		all($p[] as $a | $p[] as $b | select($a.id < $b.id) | [$a, $b];
			.[0].x + .[0].w <= .[1].x or .[1].x + .[1].w <= .[0].x or
			.[0].y + .[0].h <= .[1].y or .[1].y + .[1].h <= .[0].y)' "$dashboard"
	# What is asked for by $ is a variable.
	# shellcheck disable=SC2016 # Grafana's
	jq -r '.. | strings' "$dashboard" | grep -oE '\$\{?[a-z]+' | tr -d '${' | sort -u >"$tmp/used"
	jq -r '.templating.list[].name' "$dashboard" | sort -u >"$tmp/variables"
	same "$(cat "$tmp/used")" "$(cat "$tmp/variables")"
}

# queries: those of the dashboard, one a line, with any host for its variable
# shellcheck disable=SC2016 # Grafana's
queries() { jq -r '.panels[].targets[].expr' "$dashboard" | sed 's/\$instance/.*/g'; }

@test "promtool accepts the dashboard's queries, and they ask for what there is" {
	local query word number=0

	{
		printf 'groups:\n  - name: dashboard\n    rules:\n'
		queries | while read -r query; do
			printf "      - record: query\n        labels: {number: '%s'}\n        expr: '%s'\n" \
				$((number += 1)) "${query//\'/\'\'}"
		done
	} >"$tmp/queries.yml"
	"$promtool" check rules "$tmp/queries.yml" >"$tmp/said" || { cat "$tmp/said"; return 1; }
	has "SUCCESS: $(queries | wc -l) rules found" <"$tmp/said"
	{
		samples "$loaded"
		grep -h '^ *- record: ' "$prometheus/taint_info.records.yml" | sed 's/.*record: //'
		printf '%s\n' node_textfile_mtime_seconds node_sysctl_kernel_tainted
	} >"$tmp/there"
	queries | sed 's/{[^}]*}//g' | grep -oE '[a-z:]*(taint_info|node)_[a-z0-9_:]*' | sort -u >"$tmp/asked"
	while read -r word; do
		has -E "^$word(\{| |$)" <"$tmp/there"
	done <"$tmp/asked"
	# What is recorded is shown, or is not worth recording.
	sed -n 's/^ *- record: //p' "$prometheus/taint_info.records.yml" >"$tmp/recorded"
	while read -r word; do
		has -xF "$word" <"$tmp/asked"
		has -F "\`$word\`" <"$page"
	done <"$tmp/recorded"
}

# The option and the name of the metric are node_exporter's.
@test "without our export node_exporter tells the mask by the name that the alert asks for" {
	local options

	options=$(sed -n 's/^ *ARGS="\(.*\)"$/\1/p' "$page")
	mkdir "$tmp/none"
	# shellcheck disable=SC2086 # a word for each
	served "$tmp/none" $options --path.procfs="$bare/proc"
	has -xF 'node_sysctl_kernel_tainted 1.0995116324e+12' <"$tmp/served"
	lacks '^taint_info_' <"$tmp/served"
	has -F 'expr: node_sysctl_kernel_tainted > 0' <"$prometheus/taint_info.rules.yml"
}

# runs ROOT ARGUMENT...: the plugin, as the detector's configuration has it run
runs() {
	local root=$1 args

	shift
	mapfile -t args < <(jq -r '.rules[0].args[]' "$detector/kernel_taint.json")
	TAINTINFO=$prefix/bin/taintinfo ROOT=$root "$detector/kernel_taint.sh" "${args[@]}" "$@"
}

# 0 is fine, 1 a problem, and anything else not known; the message is what comes out.
@test "the plugin for node-problem-detector exits as that wants it, with a message" {
	cp -a "$loaded" "$tmp/host"
	runs "$tmp/host" --allow=self,machine_check,warn,bit_40 >"$tmp/said"
	has -xF 'machine_check (M), warn (W), oot_module (O), bit_40: as expected' <"$tmp/said"
	exits 1 runs "$tmp/host" >"$tmp/said"
	same "$(cat "$tmp/said")" 'unexpected: machine_check (M), warn (W), bit_40'
	put "$tmp/host/etc/taintinfo/policy.d/a.policy" 'accept warn'
	exits 2 runs "$tmp/host" >"$tmp/said" 2>&1
	has '^not known: the policy has errors' <"$tmp/said"
	exits 2 runs "$tmp/nonesuch" >"$tmp/said" 2>/dev/null
	has '^not known: .' <"$tmp/said"
	exits 2 env TAINTINFO=nonesuch "$detector/kernel_taint.sh" >"$tmp/said"
	has 'there is no nonesuch' <"$tmp/said"
}

# By its documentation: a rule that is permanent sets a condition that is listed with how it
# is when all is well, no rule may take longer than all of them, and the program has to be there.
@test "the configuration for node-problem-detector is what that takes" {
	local file=$detector/kernel_taint.json script

	jq -e '
		def seconds: capture("^(?<n>[0-9]+)s$").n | tonumber;
		. as $all | .plugin == "custom" and (.source | length > 0) and
		((.pluginConfig | keys) - ["invoke_interval", "timeout", "max_output_length", "concurrency",
			"enable_message_change_based_condition_update", "skip_initial_status"] == []) and
		(.pluginConfig | (.timeout | seconds) < (.invoke_interval | seconds)) and
		all(.conditions[]; (.type | test("^[A-Z][A-Za-z]+$")) and (.reason | test("^[A-Z][A-Za-z]+$")) and
			(.message | length > 0)) and
		(.rules | length > 0) and
		all(.rules[]; (keys - ["type", "condition", "reason", "path", "args", "timeout"] == []) and
			.type == "permanent" and (.condition as $c | any($all.conditions[]; .type == $c)) and
			(.timeout | seconds) <= ($all.pluginConfig.timeout | seconds))' "$file"
	script=$(jq -r '.rules[].path' "$file")
	[ -x "$detector/${script##*/}" ] || { echo "there is no program ${script##*/}"; return 1; }
	has -F 'config/plugin' <<<"$script"
	# The message is not cut: the longest that there is on this kernel.
	put "$tmp/host/proc/sys/kernel/tainted" 1048575
	put "$tmp/host/proc/sys/kernel/osrelease" 6.1.0-50-amd64
	exits 1 env TAINTINFO="$prefix/bin/taintinfo" ROOT="$tmp/host" "$detector/kernel_taint.sh" >"$tmp/said"
	has -F randstruct <"$tmp/said"
	compare "$(wc -c <"$tmp/said")" -le "$(jq .pluginConfig.max_output_length "$file")"
}

# As its units have it started, in a root of its own, with the links of the page.
@test "systemd-report has what the links lead to" {
	local host=$tmp/host socket

	[ "$(id -u)" = 0 ] || skip "it takes root"
	SUITE=sid "$top/scripts/package-tree" "$host" systemd-report \
		usr/lib/systemd/systemd-report usr/lib/systemd/systemd-report-files >"$tmp/said" 2>&1 ||
		skip "Debian's sid has it no more as it was: $(tail -n 1 "$tmp/said")"
	socket=$host/run/systemd/report/io.systemd.Files
	mkdir -p "${socket%/*}" "$host/proc"
	put "$host/sys/kernel/taint_info/tainted" 12800
	put "$host/sys/kernel/taint_info/names" 'warn oot_module unsigned_module'
	of_page links | sed "s|/etc/systemd|$host&|" >"$tmp/links"
	bash -e "$tmp/links"
	# shellcheck disable=SC2016 # for the inner shell
	timeout 60 unshare -m sh -c 'mount --bind /proc "$1/proc" && exec systemd-socket-activate --accept \
		--fdname=varlink -l "$2" chroot "$1" /usr/lib/systemd/systemd-report-files' sh "$host" "$socket" \
		>"$tmp/served" 2>&1 3>&- &
	within 20 test -S "$socket"
	timeout 20 chroot "$host" /usr/lib/systemd/systemd-report metrics --json=short >"$tmp/said" ||
		{ cat "$tmp/said" "$tmp/served"; return 1; }
	same "$(jq -r '"\(.name) \(.value)"' "$tmp/said" | grep . | sort)" 'io.systemd.Files.KernelTaintMask 12800
io.systemd.Files.KernelTaintNames warn oot_module unsigned_module'
}
