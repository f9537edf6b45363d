#!/usr/bin/env bats
#
# monitoring_host - what taintinfo brings to a host beside itself: the units that export,
# the manual page, the completion
#
# Environment: see scripts/lib.sh.

# shellcheck source=scripts/tests/monitoring.bash
. "$BATS_TEST_DIRNAME/monitoring.bash"

unit=$prefix/lib/systemd/system/taint-info-export.service
commands="explain decode watch export expect policy run mark since notify boots drill tables"
page=$top/tools/taintinfo.1
path=$prefix/bin:$PATH

setup_file() { prepare; }

@test "the tool is installed where it is asked for" {
	same "$("$prefix/bin/taintinfo" --version)" "taintinfo $(project_version)"
}

@test "systemd-analyze has nothing to say of the units, whatever the path" {
	local said

	said=$(MANPATH=$prefix/share/man systemd-analyze verify "$prefix"/lib/systemd/system/* 2>&1) ||
		{ echo "$said"; return 1; }
	same "$said" ''
	has -x "ExecStart=$prefix/bin/taintinfo export .*" <"$unit"
	# It looks for the program: a path that it does not understand is noticed.
	make -s -C "$project" install-tool PREFIX="$tmp/a & b|c%i"
	said=$(MANPATH=$prefix/share/man systemd-analyze verify "$tmp/a & b|c%i/lib/systemd/system/"*.service 2>&1) ||
		{ echo "$said"; return 1; }
	same "$said" ''
}

# In tenths; without the line on capabilities alone it is 2.3.
@test "the service that exports may do next to nothing else" {
	systemd-analyze security --offline=yes --no-pager --threshold=10 "$unit" >"$tmp/said" ||
		{ tail -n 1 "$tmp/said"; return 1; }
}

# links DIRECTORY: what the unit does after the export, as systemd has it done
links() {
	local command

	command=$(sed -n "s/^ExecStartPost=!\/bin\/sh -c '\(.*\)'$/\1/p" "$unit")
	command=${command//\$\$/\$}
	DIRECTORY=$1 sh -c "${command//\/var\/lib\/taint-info-export/$tmp/elsewhere}"
}

# refuses_to_link DIRECTORY
refuses_to_link() { ! links "$1" || { echo "a link was made in $1"; return 1; }; }

# The line that says where to export to is the one that a drop-in changes.
@test "the service writes the file, elsewhere too, and links to it" {
	local command

	command=$(sed -n 's/^ExecStart=//p' "$unit")
	same "$(sed -n 's/^Environment=//p' "$unit")" DIRECTORY=/var/lib/prometheus/node-exporter
	same "$(sed -n 's/^ConditionPathIsDirectory=//p' "$unit")" /var/lib/prometheus/node-exporter
	mkdir "$tmp/elsewhere" "$tmp/link"
	command=${command//\/var\/lib\/taint-info-export/$tmp/elsewhere}
	# shellcheck disable=SC2086 # words as systemd makes them
	$command
	same "$(ls -A "$tmp/elsewhere")" taint_info.prom
	links "$tmp/link"
	links "$tmp/link"
	same "$(ls -A "$tmp/link")" taint_info.prom
	"$promtool" check metrics <"$tmp/link/taint_info.prom"
	# node_exporter goes by the link, and says when the file was written.
	touch -d @1790000000 "$tmp/elsewhere/taint_info.prom"
	served "$tmp/link"
	has -Fx 'node_textfile_scrape_error 0' <"$tmp/served"
	has -Fx "node_textfile_mtime_seconds{file=\"$tmp/link/taint_info.prom\"} 1.79e+09" <"$tmp/served"
	has '^taint_info_flag{' <"$tmp/served"
}

# Who owns the parent may put a link, or a directory of his own, in its place.
@test "the service makes no link where somebody else has a hand in it" {
	mkdir "$tmp/elsewhere" "$tmp/link"
	links "$tmp/link"
	ln -s link "$tmp/link_to_it"
	refuses_to_link "$tmp/link_to_it"
	rm "$tmp/link/taint_info.prom"
	mkdir "$tmp/link/taint_info.prom"
	refuses_to_link "$tmp/link"
	same "$(ls -A "$tmp/link/taint_info.prom")" ''
	rmdir "$tmp/link/taint_info.prom"
	[ "$(id -u)" = 0 ] || return 0
	chown 65534 "$tmp/link"
	refuses_to_link "$tmp/link"
}

# clean_page FILE
clean_page() {
	local page=$1 said

	said=$(
		MANROFFSEQ='' MANWIDTH=80 LC_ALL=C.UTF-8 man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >"$tmp/man"
		groff -ww -mandoc -Tutf8 "$page" 2>&1 >"$tmp/groff"
		"$mandoc" -T lint -W warning "$page" 2>&1
		LC_ALL=C grep -n '[^ -~]' "$page"
	) || :
	same "$said" ''
	has 'taintinfo' <"$tmp/groff"
}

@test "the manual pages are clean for man, groff and mandoc" {
	clean_page "$page"
	clean_page "$top/tools/taintinfo-policy.5"
}

@test "the examples of the manual page on policies are rules" {
	grep -E '^(\.Dl )?accept ' "$top/tools/taintinfo-policy.5" | sed 's/^\.Dl //; s/\\(dq/"/g' >"$tmp/rules"
	compare "$(wc -l <"$tmp/rules")" -ge 4
	taintinfo "$loaded" policy --policy="$tmp/rules" --json >"$tmp/said"
	same "$(grep -o '"line":' "$tmp/said" | wc -l)" "$(wc -l <"$tmp/rules")"
}

# options_of COMMAND: by its help
options_of() { taintinfo / ${1:+"$1"} --help | grep -oE '^ +(-.,? )? *--[a-z-]+' | sed 's/.*--//' | sort -u; }

# page_has WHAT LINE: the page has such a line
page_has() { grep -qxE "$2" "$page" || { echo "the manual page does not have $1"; return 1; }; }

# What can be asked for, and what comes, is in the page.
@test "the manual page has all commands, options, metrics and members" {
	local command option word

	for command in '' $commands; do
		[ -z "$command" ] || page_has "the command $command" "\.It Cm $command( .*)?"
		for option in $(options_of "$command"); do
			page_has "the option --$option" "\.It (Fl . , )?Fl -$option( .*)?"
		done
	done
	for word in $(taintinfo "$loaded" export -f prometheus | grep -o '^taint_info_[a-z_]*' | sort -u); do
		page_has "$word" "\.It Li $word"
	done
	for word in $(
		{
			taintinfo "$loaded" --json
			taintinfo "$loaded" export
			taintinfo "$loaded" expect --json --policy=<(echo 'accept W until=2020-01-01 reason=x'; echo 'accept M reason=x')
			taintinfo "$loaded" policy --json --policy=<(echo 'accept W reason=x')
			taintinfo "$loaded" decode --json 'Tainted: P OE X' <<<''
			echo '[ 1.0] foo: loading out-of-tree module taints kernel.' | taintinfo "$loaded" decode --json
		} | grep -o '"[a-z_]*":' | tr -d '":' | sort -u
	); do
		page_has "the member $word" "(\.It )?(\.Li .*)?$word( .*)?|\.It Li $word"
	done
	for word in ConditionPathIsDirectory Environment=DIRECTORY ReadWritePaths ExecStartPost; do
		page_has "the setting $word" ".*$word=.*"
	done
}

# complete_line WORD...: what is offered for the last one
complete_line() {
	(
		set +e
		trap - DEBUG ERR # those of bats
		unset -f taintinfo
		PATH=$path
		# shellcheck source=/dev/null # it is checked by itself
		. "$prefix/share/bash-completion/completions/taintinfo"
		# shellcheck disable=SC2034 # bash's own
		COMP_WORDS=(taintinfo "$@") COMP_CWORD=$#
		_taintinfo
		echo "${COMPREPLY[*]}"
	)
}

@test "the completion completes commands, options, tables, flags and files" {
	local command option table

	mkdir -p "$tmp/complete/directory"
	touch "$tmp/complete/file"
	shellcheck "$top/tools/taintinfo.bash"
	same "$(complete_line "")" "$commands --short --verbose --json --kernel= --policy= --version --root= --help"
	same "$(complete_line ta)" tables
	for command in '' $commands; do
		for option in $(options_of "$command"); do
			same "$(complete_line ${command:+"$command"} "--$option" | sed 's/=$//')" "--$option"
		done
	done
	same "$(complete_line decode --kernel = rhel1)" rhel10
	same "$(complete_line decode --kernel =)" "$(complete_line tables "")"
	same "$(complete_line decode -k sles15-sp | wc -w)" 7
	for table in $(complete_line tables ""); do
		taintinfo / tables "$table" >"$tmp/table" || { echo "there is no table $table"; return 1; }
	done
	same "$(complete_line decode 512 -)" "--kernel= --json --root= --help"
	same "$(complete_line decode "$tmp/complete/f")" "$tmp/complete/file"
	same "$(complete_line export --format = "")" "json prometheus"
	same "$(complete_line -r / export -f p)" prometheus
	same "$(complete_line expect --allow = warn,unsi)" warn,unsigned_module
	same "$(complete_line expect -a sel)" self
	same "$(complete_line --root = "$tmp/complete/")" "$tmp/complete/directory"
	same "$(complete_line export -o "$tmp/complete/f")" "$tmp/complete/file"
	same "$(complete_line run --ktap printe | xargs -n 1 | sort -u)" printenv
	same "$(complete_line run -N name -- printe | xargs -n 1 | sort -u)" printenv
	same "$(complete_line run --name = x -- cat "$tmp/complete/f")" "$tmp/complete/file"
	same "$(complete_line run cat --nonesuch "$tmp/complete/f")" "$tmp/complete/file"
	same "$(complete_line nonesuch "")" ""
}

# offered LINE: what fish has for its end
offered() {
	env PATH="$path" fish --no-config -c \
		"source $prefix/share/fish/vendor_completions.d/taintinfo.fish; complete -C '$1'" | cut -f 1
}

@test "the completion of fish has the same" {
	local command

	same "$(offered 'taintinfo ' | sort | xargs)" "$(xargs -n 1 <<<"$commands" | sort | xargs)"
	for command in '' $commands; do
		same "$command $(offered "taintinfo $command --" | sort | xargs)" \
			"$command $({ options_of "$command"; printf '%s\n' help root; } | sed 's/^/--/' | sort -u | xargs)"
	done
	same "$(offered 'taintinfo decode -k rhel1')" rhel10
	same "$(offered 'taintinfo tables ' | LC_ALL=C sort)" "$(complete_line tables "" | xargs -n 1 | LC_ALL=C sort)"
	same "$(offered 'taintinfo expect --allow=warn,unsi')" --allow=warn,unsigned_module
	same "$(offered 'taintinfo expect -a sel')" self
	same "$(offered 'taintinfo export -f p')" prometheus
	same "$(offered 'taintinfo run --ktap printe')" printenv
	same "$(offered 'taintinfo run -N name -- printe')" printenv
	touch "$tmp/file"
	same "$(offered "taintinfo run --name=x cat $tmp/f")" "$tmp/file"
	same "$(offered 'taintinfo run -- cat --kta')" ''
}

# zsh_line: each line of standard input as zsh completes it
zsh_line() {
	cat >"$tmp/complete.zsh" <<-'END'
		zmodload zsh/zpty
		zpty shell TERM=dumb zsh -f -i
		zpty -w shell "PS1=; fpath=($1 \$fpath); autoload -Uz compinit; compinit -D -u;
			show() { print -r -- \"<\$BUFFER>\"; BUFFER= }; zle -N show; bindkey '^X' show; print RE\"\"ADY"
		zpty -r shell out '*READY*'
		while read -r line; do
			zpty -w -n shell "$line"$'\t\C-x'
			zpty -r shell out '*<*>*'
			print -r -- "${${out##*<}%%>*}"
		done
	END
	env PATH="$path" timeout 120 zsh -f "$tmp/complete.zsh" "$prefix/share/zsh/site-functions"
}

@test "the completion of zsh has the same" {
	local command option

	zsh -n "$top/tools/taintinfo.zsh"
	for command in '' $commands; do
		for option in $(options_of "$command"); do
			echo "taintinfo ${command:+$command }--$option"
		done
		[ -z "$command" ] || echo "taintinfo $command"
	done >"$tmp/want"
	sed 's/.$//' "$tmp/want" | zsh_line | sed 's/[ =]$//' >"$tmp/got"
	same "$(cat "$tmp/got")" "$(cat "$tmp/want")"
	same "$(zsh_line <<-'END'
		taintinfo decode -k rhel1
		taintinfo tables sles1
		taintinfo expect --allow=warn,unsi
		taintinfo expect -a sel
		taintinfo export -f p
		taintinfo run --ktap printe
		taintinfo run -N name -- printe
	END
	)" 'taintinfo decode -k rhel10 
taintinfo tables sles1
taintinfo expect --allow=warn,unsigned_module,
taintinfo expect -a self,
taintinfo export -f prometheus 
taintinfo run --ktap printenv 
taintinfo run -N name -- printenv '
}
