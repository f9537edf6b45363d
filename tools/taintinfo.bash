# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Completion of taintinfo's command line, for bash.  It asks taintinfo itself for the
# tables and the flags, and sysfs for those of this kernel.

# The tables that have a list of their own, and some of those that are older or share one.
_taintinfo_tables() {
	local name rest

	while read -r name rest; do
		[[ $rest != "("* ]] || echo "$name"
	done < <(taintinfo tables 2>/dev/null)
	printf '%s\n' mainline-{2.4,2.6.18,4.19,5.4,5.10,5.15,6.1,6.6,6.12} rhel6.{0,2,3,4,6,7,8,9,10} \
		rhel7.{0,2,3,4,5,6,7,8,9} rhel8.{0..8} rhel8.10 rhel9.0 rhel9.{3..6} sles15-sp{2,4,6,7}
}

_taintinfo_flags() {
	local bit name

	echo self
	while read -r bit _ _ name _; do
		[[ $bit != [0-9]* ]] || echo "$name"
	done < <(taintinfo tables mainline 2>/dev/null)
}

# What is set in this kernel.
_taintinfo_set() {
	local name

	while read -r _ name _; do
		echo "${name%:}"
	done < <(taintinfo --short 2>/dev/null)
}

# What the module has of this kernel.
_taintinfo_devices() {
	local device

	for device in /sys/class/taint_info/*; do
		[[ ! -e $device/bit ]] || echo "${device##*/}"
	done
}

# _taintinfo_value OPTION WORD: what may stand behind the option; fails where nothing does
_taintinfo_value() {
	local list=''

	case $1 in
	-r | --root)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -d -- "$2")
		;;
	-o | --output | -P | --policy | -J | --junit)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "$2")
		;;
	-k | --kernel) mapfile -t COMPREPLY < <(compgen -W "$(_taintinfo_tables)" -- "$2") ;;
	-F | --flag) mapfile -t COMPREPLY < <(compgen -W "$(_taintinfo_devices)" -- "$2") ;;
	-t | --timeout) ;;
	-f | --format) mapfile -t COMPREPLY < <(compgen -W "json prometheus" -- "$2") ;;
	-a | --allow)
		# The last word of a list
		[[ $2 != *,* ]] || list=${2%,*},
		compopt -o nospace 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -P "$list" -W "$(_taintinfo_flags)" -- "${2##*,}")
		;;
	*) return 1 ;;
	esac
}

# _taintinfo_command INDEX: that word is another command, with its arguments
_taintinfo_command() {
	local word=${COMP_WORDS[COMP_CWORD]} kind=-f

	if declare -F _command_offset >/dev/null; then
		_command_offset "$1"
		return
	fi
	[[ $COMP_CWORD -gt $1 ]] || kind=-c
	compopt -o filenames 2>/dev/null
	mapfile -t COMPREPLY < <(compgen $kind -- "$word")
}

# bash splits at "=", so that --kernel=rhel8 is three words.
_taintinfo() {
	local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]}
	local command='' words='' one i

	COMPREPLY=()
	if [[ $word == "=" ]]; then
		word=''
	elif [[ $option == "=" ]]; then
		option=${COMP_WORDS[COMP_CWORD - 2]}
	fi
	! _taintinfo_value "$option" "$word" || return 0

	for ((i = 1; i < COMP_CWORD; i++)); do
		one=${COMP_WORDS[i]}
		case $one in
		-r | --root | -k | --kernel | -f | --format | -o | --output | -a | --allow | -P | --policy | \
			-J | --junit | -N | --name | -E | --exit-code | -F | --flag | -t | --timeout)
			i=$((i + 1))
			[[ ${COMP_WORDS[i]} != "=" ]] || i=$((i + 1))
			;;
		--)
			# Behind it is the command that is run.
			_taintinfo_command $((i + 1))
			return
			;;
		-*) ;;
		*)
			if [[ $command == run ]]; then
				_taintinfo_command "$i"
				return
			fi
			command=${command:-$one}
			;;
		esac
	done
	# Options of each command; they may stand behind what else it takes, too.
	case $command in
	'') words="explain decode watch export expect policy run mark since notify boots drill tables --short --verbose --json --kernel= --policy= --version" ;;
	explain)
		words="--kernel= --json"
		[[ $word == -* ]] || words=$(_taintinfo_set)
		;;
	decode)
		words="--kernel= --json"
		if [[ $word != -* ]]; then
			mapfile -t COMPREPLY < <(compgen -f -- "$word")
			compopt -o filenames 2>/dev/null
			return 0
		fi
		;;
	watch | since | boots) words="--json" ;;
	export) words="--format= --output= --policy=" ;;
	expect) words="--allow= --policy= --nagios --json" ;;
	policy) words="--json --policy=" ;;
	run)
		if [[ $word != -* ]]; then
			_taintinfo_command "$COMP_CWORD"
			return
		fi
		words="--ktap --junit= --json --output= --name= --allow= --policy= --exit-code="
		;;
	drill) words="--flag= --timeout= --real --yes --json" ;;
	mark) ;;
	notify)
		words="--print --policy="
		[[ $word == -* ]] || words=$(_taintinfo_devices)
		;;
	tables) [[ $word == -* ]] || words=$(_taintinfo_tables) ;;
	*) return 0 ;;
	esac
	[[ $command =~ ^(explain|tables|notify)$ && $word != -* ]] || words+=" --root= --help"
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
	[[ ${#COMPREPLY[@]} != 1 || ${COMPREPLY[0]} != *= ]] || compopt -o nospace 2>/dev/null
}

complete -F _taintinfo taintinfo
