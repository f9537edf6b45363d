#!/usr/bin/env bats
#
# monitoring_export - metrics for Prometheus, the file that has them, and the rules that
# alert by them
#
# Environment: see scripts/lib.sh.

# shellcheck source=scripts/tests/monitoring.bash
. "$BATS_TEST_DIRNAME/monitoring.bash"

rules=$top/docs/prometheus/taint_info.rules.yml

setup_file() { prepare; }

# accepted ROOT: promtool has no word to say about its metrics
accepted() {
	local said

	taintinfo "$1" export --format=prometheus >"$tmp/metrics"
	has '^taint_info_flag{' <"$tmp/metrics"
	said=$("$promtool" check metrics <"$tmp/metrics" 2>&1) || { echo "$said"; return 1; }
	same "$said" ''
}

@test "promtool accepts the metrics, with the module" {
	accepted "$loaded"
}

@test "promtool accepts the metrics, without the module" {
	accepted "$bare"
}

@test "the metrics are what the module says, and name nobody" {
	same "$(samples "$loaded")" 'taint_info_cleared{flag="bit_40",letter="",category=""} 0
taint_info_cleared{flag="machine_check",letter="M",category="hardware"} 0
taint_info_cleared{flag="oot_module",letter="O",category="module"} 0
taint_info_cleared{flag="proprietary_module",letter="P",category="module"} 0
taint_info_cleared{flag="warn",letter="W",category="fault"} 0
taint_info_events_total{flag="bit_40",letter="",category=""} 1
taint_info_events_total{flag="machine_check",letter="M",category="hardware"} 1
taint_info_events_total{flag="oot_module",letter="O",category="module"} 0
taint_info_events_total{flag="proprietary_module",letter="P",category="module"} 0
taint_info_events_total{flag="warn",letter="W",category="fault"} 10
taint_info_flag{flag="bit_40",letter="",category=""} 1
taint_info_flag{flag="machine_check",letter="M",category="hardware"} 1
taint_info_flag{flag="oot_module",letter="O",category="module"} 1
taint_info_flag{flag="proprietary_module",letter="P",category="module"} 0
taint_info_flag{flag="warn",letter="W",category="fault"} 1
taint_info_lost_total 3
taint_info_module_loaded 1
taint_info_policy_errors 0
taint_info_timestamp_seconds{flag="bit_40",letter="",category=""} 1790000200.000000000
taint_info_timestamp_seconds{flag="machine_check",letter="M",category="hardware"} 1790000000.000000001
taint_info_timestamp_seconds{flag="warn",letter="W",category="fault"} 1790000100.500000000
taint_info_unexpected{flag="bit_40",letter="",category=""} 1
taint_info_unexpected{flag="machine_check",letter="M",category="hardware"} 1
taint_info_unexpected{flag="oot_module",letter="O",category="module"} 0
taint_info_unexpected{flag="proprietary_module",letter="P",category="module"} 0
taint_info_unexpected{flag="warn",letter="W",category="fault"} 1'
}

# But for what taint_info carries nothing is expected without a policy.
@test "the metrics say what is unexpected, what was cleared, and that this is not known" {
	cp -a "$loaded" "$tmp/host"
	put "$tmp/host/etc/taintinfo/policy.d/rules.policy" 'accept warn module=culprit reason="a} 1"'
	put "$tmp/host/sys/kernel/taint_info/cleared" 129
	accepted "$tmp/host"
	same "$(diff <(samples "$loaded") <(samples "$tmp/host") | grep '^>')" \
'> taint_info_cleared{flag="proprietary_module",letter="P",category="module"} 1
> taint_info_unexpected{flag="proprietary_module",letter="P",category="module"} 1
> taint_info_unexpected{flag="warn",letter="W",category="fault"} 0'
	# The reason is in no label.
	samples "$tmp/host" | lacks "a}"
	# Whether one was is not known: no sample, and nothing is expected.
	put "$tmp/host/sys/kernel/taint_info/cleared" ''
	accepted "$tmp/host"
	samples "$tmp/host" | lacks '^taint_info_cleared'
	same "$(samples "$tmp/host" | grep -c '^taint_info_unexpected.* 1$')" 5
	put "$tmp/host/etc/taintinfo/policy.d/rules.policy" 'accept warn'
	accepted "$tmp/host" 2>"$tmp/said"
	has ':1: there is no reason' <"$tmp/said"
	same "$(samples "$tmp/host" 2>"$tmp/said" | grep -e _unexpected -e _policy)" 'taint_info_policy_errors 1'
}

@test "the metrics are what the kernel says where there is no module" {
	same "$(samples "$bare" | grep '^taint_info_flag{.* 1$')" \
'taint_info_flag{flag="bit_40",letter="",category=""} 1
taint_info_flag{flag="machine_check",letter="M",category="hardware"} 1
taint_info_flag{flag="oot_module",letter="O",category="module"} 1
taint_info_flag{flag="warn",letter="W",category="fault"} 1'
	same "$(samples "$bare" | sed -n 's/^taint_info_flag\({.* 1\)$/\1/p')" \
		"$(samples "$bare" | sed -n 's/^taint_info_unexpected\({.* 1\)$/\1/p')"
	same "$(samples "$bare" | grep -v -e '^taint_info_flag{' -e '^taint_info_unexpected{')" 'taint_info_module_loaded 0
taint_info_policy_errors 0'
	# One for each flag of 6.1, and the one that it does not know.
	same "$(samples "$bare" | grep -c '^taint_info_flag{')" 20
}

# The module may go while it is read.
@test "a value that is not known has no sample" {
	cp -a "$loaded" "$tmp/going"
	rm "$tmp/going/sys/class/taint_info/warn/count" "$tmp/going/sys/kernel/taint_info/lost"
	accepted "$tmp/going"
	same "$(diff <(samples "$loaded") <(samples "$tmp/going") | grep '^[<>]')" \
'< taint_info_events_total{flag="warn",letter="W",category="fault"} 10
< taint_info_lost_total 3'
}

@test "a reader sees the old file or the new one, never a part" {
	local file=$tmp/out/state reads=0 writer

	mkdir "$tmp/out"
	taintinfo "$loaded" export >"$tmp/one"
	taintinfo "$bare" export >"$tmp/other"
	taintinfo "$loaded" export --output="$file"
	(
		for _ in {1..100}; do
			taintinfo "$bare" export --output="$file"
			taintinfo "$loaded" export --output="$file"
		done
	) &
	writer=$!
	while kill -0 "$writer" 2>/dev/null; do
		cat "$file" >"$tmp/read"
		cmp -s "$tmp/read" "$tmp/one" || cmp "$tmp/read" "$tmp/other"
		reads=$((reads + 1))
	done
	wait "$writer"
	echo "$reads reads"
	compare "$reads" -gt 20
	same "$(ls -A "$tmp/out")" state
}

@test "everybody can read the file, whatever the umask" {
	local mask

	for mask in 000 022 077; do
		rm -f "$tmp/mode"
		(umask "$mask" && taintinfo "$loaded" export --format=prometheus --output="$tmp/mode")
		same "$mask: $(stat -c %a "$tmp/mode")" "$mask: 644"
	done
}

# Neither is the old file touched, nor anything left beside it.
@test "what cannot be written is an error, and leaves nothing behind" {
	mkdir -p "$tmp/out/directory"
	echo old >"$tmp/out/kept"
	exits 2 taintinfo "$loaded" export --output="$tmp/nonesuch/state" 2>"$tmp/said"
	has -F "$tmp/nonesuch/state: No such file or directory" <"$tmp/said"
	exits 2 taintinfo "$loaded" export --output="$tmp/out/directory"
	# A disk that is full comes as a file that may not grow.
	(
		trap '' XFSZ
		ulimit -f 1
		exits 2 taintinfo "$loaded" export --output="$tmp/out/kept"
	)
	exits 2 taintinfo "$tmp/nonesuch" export --output="$tmp/out/kept"
	same "$(cat "$tmp/out/kept")" old
	same "$(ls -A "$tmp/out")" "directory
kept"
}

@test "node_exporter serves the file" {
	mkdir "$tmp/textfiles"
	taintinfo "$loaded" export --format=prometheus --output="$tmp/textfiles/taint_info.prom"
	# What a run that was killed leaves behind
	echo 'taint_info_flag{flag="half' >"$tmp/textfiles/taint_info.prom.Ab12Cd"
	served "$tmp/textfiles"
	has -Fx 'node_textfile_scrape_error 0' <"$tmp/served"
	same "$(sed -n 's/^\(node_textfile_mtime_seconds{.*\) .*/\1/p' "$tmp/served")" \
		"node_textfile_mtime_seconds{file=\"$tmp/textfiles/taint_info.prom\"}"
	has -Fx 'taint_info_module_loaded 1' <"$tmp/served"
	has -Fx 'taint_info_lost_total 3' <"$tmp/served"
	has -Fx 'taint_info_flag{category="fault",flag="warn",letter="W"} 1' <"$tmp/served"
	has -Fx 'taint_info_events_total{category="fault",flag="warn",letter="W"} 10' <"$tmp/served"
	same "$(grep -c '^taint_info_flag{' "$tmp/served")" 5
	lacks -e culprit -e somewhere <"$tmp/served"
}

@test "promtool accepts the rules; each has a severity and texts" {
	"$promtool" check rules "$rules" "$top/docs/prometheus/taint_info.records.yml"
	awk '
		function end() {
			if (alert != "" && (severity != 1 || summary != 1 || description != 1)) {
				print alert ": it needs one severity, one summary and one description"
				bad = 1
			}
			severity = summary = description = 0
		}
		/^ *- alert:/ { end(); alert = $3; alerts++ }
		/^ *severity: (critical|warning|info)$/ { severity++ }
		/^ *summary: ./ { summary++ }
		/^ *description: ./ { description++ }
		END {
			end()
			print alerts " alerts"
			exit bad || alerts < 10
		}' "$rules"
}

@test "the rules ask for metrics and labels that there are" {
	local word

	{
		samples "$loaded"
		samples "$bare"
	} >"$tmp/metrics"
	sed -n 's/^ *expr: //p' "$rules" "$top/docs/prometheus/taint_info.records.yml" >"$tmp/expressions"
	grep -o 'taint_info_[a-z_]*' "$tmp/expressions" | while read -r word; do
		grep -qE "^$word(\{| )" "$tmp/metrics" || { echo "there is no metric $word"; exit 1; }
	done
	grep -oE '(flag|category)[!=~]+"[^"]*"' "$tmp/expressions" | cut -d'"' -f2 | tr '|' '\n' |
		while read -r word; do
			grep -q "=\"$word\"" "$tmp/metrics" || { echo "nothing has the label $word"; exit 1; }
		done
}

@test "the alerts come when they should, and what is recorded is right" {
	cd "$top/docs/prometheus"
	"$promtool" test rules taint_info.test.yml taint_info.records.test.yml
}

# notices RULES TEST: that one of the rules never says anything, or always, is noticed
notices() {
	local number all expression

	cp "$top/docs/prometheus/$2" .
	all=$(grep -c '^ *expr:' "$top/docs/prometheus/$1")
	for number in $(seq "$all"); do
		for expression in 'vector(1) > 1' 'vector(1)'; do
			awk -v number="$number" -v by="$expression" '
				/^ *expr:/ && ++n == number { sub(/expr:.*/, "expr: " by) }
				{ print }' "$top/docs/prometheus/$1" >"$1"
			"$promtool" check rules "$1" >checked
			! "$promtool" test rules "$2" >tested 2>&1 ||
				{ echo "rule $number of $1: that it is $expression is not noticed"; return 1; }
		done
	done
}

# Each of them is tested.
@test "a rule that never says anything, or always, is noticed" {
	cd "$tmp"
	notices taint_info.rules.yml taint_info.test.yml
	notices taint_info.records.yml taint_info.records.test.yml
}
