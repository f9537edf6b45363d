#compdef taintinfo
# SPDX-License-Identifier: GPL-2.0-only
#
# Completion of taintinfo's command line, for zsh.  It asks taintinfo itself for the tables
# and the flags, and sysfs for those of this kernel.

_taintinfo_tables() {
	local -a tables

	tables=(${${(M)${(f)"$(_call_program tables taintinfo tables 2>/dev/null)"}:#* \(*}%% *}
		mainline-{2.4,2.6.18,4.19,5.4,5.10,5.15,6.1,6.6,6.12} rhel6.{0,2,3,4,6,7,8,9,10}
		rhel7.{0,2,3,4,5,6,7,8,9} rhel8.{0..8} rhel8.10 rhel9.0 rhel9.{3..6} sles15-sp{2,4,6,7})
	compadd "$@" -a tables
}

_taintinfo_flags() {
	local -a flags

	flags=(self ${(f)"$(_call_program flags taintinfo tables mainline 2>/dev/null | awk '$1 ~ /^[0-9]+$/ { print $4 }')"})
	compadd "$@" -a flags
}

_taintinfo_allow() { _sequence _taintinfo_flags }

# What the module has of this kernel.
_taintinfo_devices() {
	local -a devices

	devices=(/sys/class/taint_info/*/bit(N:h:t))
	compadd "$@" -a devices
}

_taintinfo() {
	local context state state_descr line command
	typeset -A opt_args
	# Not "commands", which zsh itself has.
	local -a common kernel policy json names

	common=('(-r --root)'{-r+,--root=}'[look there, in place of /]:directory:_files -/'
		'(- *)'{-h,--help}'[show a help]')
	kernel=('(-k --kernel)'{-k+,--kernel=}'[of that kernel]:table:_taintinfo_tables')
	policy=('(-P --policy)'{-P+,--policy=}'[what is expected]:policy:_files')
	json=('(-j --json -n --nagios)'{-j,--json}'[as JSON]')
	names=(
		'explain:what is on record of each flag that is set'
		'decode:what a number, a text or a log says'
		'watch:what is set, then each event as it comes'
		'export:the whole state for other programs'
		'expect:exit with 0 when nothing is set but what is expected'
		'policy:the rules, and what each matches'
		'run:run a command, and tell what has tainted the kernel meanwhile'
		'mark:a cursor for since'
		'since:what has happened after a cursor'
		'notify:write what is known of a flag to the systemd journal'
		'boots:what tainted the kernel in this boot and the ones before'
		'drill:whether a taint would be heard of'
		'tables:all flags of all kernels that are known'
	)
	_arguments -C -s $common $kernel $policy '(-v --verbose -j --json)'{-s,--short}'[one line a flag]' \
		'(-s --short -j --json)'{-v,--verbose}'[with call paths]' \
		'(-s --short -v --verbose)'{-j,--json}'[as JSON]' '(- *)'{-V,--version}'[show the version]' \
		'1:command:->command' '*::argument:->argument' && return 0
	if [[ $state == command ]]; then
		_describe -t commands command names
		return
	fi
	command=$words[1]
	case $command in
	explain) _arguments -s $common $kernel $json '*:flag:_taintinfo_devices' ;;
	decode) _arguments -s $common $kernel $json '*:value or file:_files' ;;
	watch) _arguments -s $common $json ;;
	since) _arguments -s $common $json '1:cursor:()' ;;
	export)
		_arguments -s $common $policy '(-f --format)'{-f+,--format=}'[how]:format:(json prometheus)' \
			'(-o --output)'{-o+,--output=}'[write that file]:file:_files'
		;;
	expect)
		_arguments -s $common $policy $json '(-a --allow)'{-a+,--allow=}'[what may be set]:flags:_taintinfo_allow' \
			'(-n --nagios -j --json)'{-n,--nagios}'[one line for monitoring]'
		;;
	policy) _arguments -s $common $policy $json ;;
	run)
		_arguments -s -S $common $policy '(-K --ktap -J --junit -j --json)'{-K,--ktap}'[as a report in KTAP]' \
			'(-K --ktap -J --junit -j --json)'{-J+,--junit=}'[write that file as JUnit has it]:file:_files' \
			'(-K --ktap -J --junit -j --json)'{-j,--json}'[as JSON]' \
			'(-o --output)'{-o+,--output=}'[write that file]:file:_files' \
			'(-N --name)'{-N+,--name=}'[of the test]:name:()' \
			'(-a --allow)'{-a+,--allow=}'[what may be set]:flags:_taintinfo_allow' \
			'(-E --exit-code)'{-E+,--exit-code=}'[in place of 99]:code:()' \
			'(-)1: :{ _command_names -e }' '*:: :_normal'
		;;
	mark) _arguments -s $common ;;
	notify)
		_arguments -s $common $policy '(-p --print)'{-p,--print}'[to standard output]' '1:flag:_taintinfo_devices'
		;;
	boots) _arguments -s $common $json '1:number:()' ;;
	drill)
		_arguments -s $common $json '(-F --flag -R --real -y --yes)'{-F+,--flag=}'[the event of that one]:flag:_taintinfo_devices' \
			'(-t --timeout)'{-t+,--timeout=}'[how long it may take]:seconds:()' \
			'(-R --real -F --flag)'{-R,--real}'[set U in earnest]' '(-y --yes -F --flag)'{-y,--yes}'[do so]'
		;;
	tables) _arguments -s $common '*:table:_taintinfo_tables' ;;
	esac
}

_taintinfo "$@"
