# SPDX-License-Identifier: GPL-2.0-only
#
# Completion of taintinfo's command line, for fish.  It asks taintinfo itself for the tables
# and the flags, and sysfs for those of this kernel.

function __taintinfo_tables
    taintinfo tables 2>/dev/null | string replace -rf '^([^ ]+) \(.*' '$1'
    printf '%s\n' mainline-{2.4,2.6.18,4.19,5.4,5.10,5.15,6.1,6.6,6.12} rhel6.{0,2,3,4,6,7,8,9,10} \
        rhel7.{0,2,3,4,5,6,7,8,9} rhel8.{0,1,2,3,4,5,6,7,8,10} rhel9.{0,3,4,5,6} sles15-sp{2,4,6,7}
end

# What the module has of this kernel.
function __taintinfo_devices
    for file in /sys/class/taint_info/*/bit
        basename (dirname $file)
    end
end

# The last word of a list
function __taintinfo_flags
    set -l list (commandline -ct | string replace -r '^(--allow=|-a)' '' | string match -r '.*,')
    printf "$list%s\n" self (taintinfo tables mainline 2>/dev/null | string replace -rf '^ *\d+ +\d+ +\S+ +(\w+).*' '$1')
end

# __taintinfo_in COMMAND...: it is one of these; "none" for none yet
function __taintinfo_in
    set -l commands explain decode watch export expect policy run mark since notify boots drill tables
    if contains none $argv
        not __fish_seen_subcommand_from $commands
    else
        __fish_seen_subcommand_from $argv
    end
end

# What is there of the command that is run, of the words before the last one.
function __taintinfo_rest
    set -l words (commandline -opc)
    set -l at (contains -i run $words); or return
    set -e words[1..$at]
    while set -q words[1]
        switch $words[1]
            case --
                set -e words[1]
                break
            case -J -o -N -a -P -E -r --junit --output --name --allow --policy --exit-code --root
                set -e words[1]
            case '-*'
            case '*'
                break
        end
        set -e words[1]
    end
    printf '%s\n' $words
end

function __taintinfo_command
    set -l rest (__taintinfo_rest)
    set -l word (commandline -ct)
    if set -q rest[1]; or not string match -q -- '-*' $word
        complete -C "$rest $word"
    end
end

# It is "run", and the command that it runs does not stand there yet.
function __taintinfo_in_run
    __taintinfo_in run; and test -z "$(__taintinfo_rest)"
end

complete -c taintinfo -f
complete -c taintinfo -s r -l root -xa '(__fish_complete_directories)' -d 'Look there, in place of /'
complete -c taintinfo -s h -l help -d 'Show a help'
complete -c taintinfo -n '__taintinfo_in none' -s V -l version -d 'Show the version'
complete -c taintinfo -n '__taintinfo_in none' -s s -l short -d 'One line a flag'
complete -c taintinfo -n '__taintinfo_in none' -s v -l verbose -d 'With call paths'
complete -c taintinfo -n '__taintinfo_in none; or __taintinfo_in explain decode' \
    -s k -l kernel -xa '(__taintinfo_tables)' -d 'Of that kernel'
complete -c taintinfo -n '__taintinfo_in none; or __taintinfo_in export expect policy notify; or __taintinfo_in_run' \
    -s P -l policy -rF -d 'What is expected'
complete -c taintinfo -n '__taintinfo_in none; or __taintinfo_in explain decode watch since expect policy boots drill; or __taintinfo_in_run' \
    -s j -l json -d 'As JSON'
complete -c taintinfo -n '__taintinfo_in export' -s f -l format -xa 'json prometheus' -d How
complete -c taintinfo -n '__taintinfo_in export; or __taintinfo_in_run' -s o -l output -rF -d 'Write that file'
complete -c taintinfo -n '__taintinfo_in expect; or __taintinfo_in_run' -s a -l allow -xa '(__taintinfo_flags)' -d 'What may be set'
complete -c taintinfo -n '__taintinfo_in expect' -s n -l nagios -d 'One line for monitoring'
complete -c taintinfo -n __taintinfo_in_run -s K -l ktap -d 'As a report in KTAP'
complete -c taintinfo -n __taintinfo_in_run -s J -l junit -rF -d 'Write that file as JUnit has it'
complete -c taintinfo -n __taintinfo_in_run -s N -l name -x -d 'Of the test'
complete -c taintinfo -n __taintinfo_in_run -s E -l exit-code -x -d 'In place of 99'
complete -c taintinfo -n '__taintinfo_in run' -xa '(__taintinfo_command)'
complete -c taintinfo -n '__taintinfo_in notify' -s p -l print -d 'To standard output'
complete -c taintinfo -n '__taintinfo_in drill' -s F -l flag -xa '(__taintinfo_devices)' -d 'The event of that one'
complete -c taintinfo -n '__taintinfo_in drill' -s t -l timeout -x -d 'How long it may take'
complete -c taintinfo -n '__taintinfo_in drill' -s R -l real -d 'Set U in earnest'
complete -c taintinfo -n '__taintinfo_in drill' -s y -l yes -d 'Do so'
complete -c taintinfo -n '__taintinfo_in decode' -F
complete -c taintinfo -n '__taintinfo_in explain notify' -a '(__taintinfo_devices)'
complete -c taintinfo -n '__taintinfo_in tables' -a '(__taintinfo_tables)'

complete -c taintinfo -n '__taintinfo_in none' -a explain -d 'What is on record of each flag that is set'
complete -c taintinfo -n '__taintinfo_in none' -a decode -d 'What a number, a text or a log says'
complete -c taintinfo -n '__taintinfo_in none' -a watch -d 'What is set, then each event as it comes'
complete -c taintinfo -n '__taintinfo_in none' -a export -d 'The whole state for other programs'
complete -c taintinfo -n '__taintinfo_in none' -a expect -d 'Whether nothing is set but what is expected'
complete -c taintinfo -n '__taintinfo_in none' -a policy -d 'The rules, and what each matches'
complete -c taintinfo -n '__taintinfo_in none' -a run -d 'Run a command, and tell what has tainted the kernel meanwhile'
complete -c taintinfo -n '__taintinfo_in none' -a mark -d 'A cursor for since'
complete -c taintinfo -n '__taintinfo_in none' -a since -d 'What has happened after a cursor'
complete -c taintinfo -n '__taintinfo_in none' -a notify -d 'Write what is known of a flag to the journal'
complete -c taintinfo -n '__taintinfo_in none' -a boots -d 'What tainted the kernel in this boot and before'
complete -c taintinfo -n '__taintinfo_in none' -a drill -d 'Whether a taint would be heard of'
complete -c taintinfo -n '__taintinfo_in none' -a tables -d 'All flags of all kernels that are known'
