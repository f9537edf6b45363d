#!/usr/bin/env bats
#
# tools_group - where a process comes from: its parent, and what its control group names
#
# Environment: see scripts/lib.sh.

# shellcheck source=scripts/tests/tools.bash
. "$BATS_TEST_DIRNAME/tools.bash"

setup_file() { prepare; }

id=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
uid=01234567-89ab-cdef-0123-456789abcdef
first=/sys/class/taint_info/warn/first

group_root() {
	module_root 512 0 warn
	device warn bit=9 letter=W category=fault origin=observed count=1 first/seq=1 first/realtime=1790000000.000000001 \
		first/context=task first/cpu=0 first/pid=812 first/ppid=301 first/uid=0 first/comm=modprobe \
		first/parent=systemd-udevd first/cgroup=/system.slice/nvidia-persistenced.service \
		first/caller=load_module+0x1/0x2
}

by() { taintinfo -r "$tmp/root" | sed -n 's/^     at  *load_module+0x1\/0x2, //p'; }

first_json() { taintinfo -r "$tmp/root" export | jq -r ".flags[] | select(.name == \"warn\") | .first | $1"; }

@test "a process comes with its parent and its unit" {
	group_root
	same "$(by)" "process modprobe[812], uid 0, child of systemd-udevd[301], in nvidia-persistenced.service"
	same "$(first_json '[keys_unsorted[]] | join(" ")')" \
"seq boottime realtime module context cpu pid ppid uid loginuid comm parent cgroup unit user_unit container caller via"
	same "$(first_json '[.ppid, .parent, .cgroup, .unit, .user_unit, .container] | map(. // "-") | join(" ")')" \
		"301 systemd-udevd /system.slice/nvidia-persistenced.service nvidia-persistenced.service - -"
	# A line of its own has no room for them.
	state $first/caller ''
	same "$(TZ=UTC taintinfo -r "$tmp/root" -s)" "W warn: 2026-09-21 14:13:20, by process modprobe[812]"
	state $first/caller load_module+0x1/0x2
	# What is not known is left out: the parent's name may be empty, the first process has no parent.
	state $first/parent ''
	same "$(by)" "process modprobe[812], uid 0, child of [301], in nvidia-persistenced.service"
	state $first/ppid 0
	state $first/parent swapper/0
	same "$(by)" "process modprobe[812], uid 0, in nvidia-persistenced.service"
	state $first/ppid ''
	state $first/cgroup ''
	same "$(by)" "process modprobe[812], uid 0"
	state $first/cgroup /
	same "$(by)" "process modprobe[812], uid 0"
	# Nor is it where no process ran.
	state $first/cgroup /init.scope
	state $first/ppid 1
	state $first/pid 0
	same "$(by)" "idle"
}

@test "a module without these files is none to complain of" {
	group_root
	rm "$tmp/root$first/"{ppid,parent,cgroup}
	same "$(by)" "process modprobe[812], uid 0"
	taintinfo -r "$tmp/root" >"$tmp/out" 2>"$tmp/err"
	same "$(cat "$tmp/err")" ''
	same "$(first_json '[.ppid, .parent, .cgroup, .unit, .user_unit, .container] | map(. == null) | all')" true
}

# named PATH UNIT USER-UNIT CONTAINER TEXT: "-" for none
named() {
	state $first/cgroup "$1"
	same "$1: $(first_json '[.unit, .user_unit, .container] | map(. // "-") | join(" ")')" "$1: $2 $3 $4"
	same "$1: $(by | sed 's/.*301\]\(, in \)*//')" "$1: $5"
}

@test "a unit is named as systemd would" {
	group_root
	named /init.scope init.scope - - init.scope
	named /system.slice/system-getty.slice/getty@tty1.service getty@tty1.service - - getty@tty1.service
	named /system.slice/dbus.socket dbus.socket - - dbus.socket
	named /system.slice/mnt-a.mount mnt-a.mount - - mnt-a.mount
	named '/system.slice/dev-sda2.swap' dev-sda2.swap - - dev-sda2.swap
	named /user.slice/user-1000.slice/session-2.scope session-2.scope - - session-2.scope
	# Below a user's systemd are that one's units.
	named /user.slice/user-1000.slice/user@1000.service/app.slice/app-x.scope \
		user@1000.service app-x.scope - "app-x.scope of user@1000.service"
	named /user.slice/user-1000.slice/user@1000.service/init.scope/a.service \
		user@1000.service init.scope - "init.scope of user@1000.service"
	named /user.slice/user-1000.slice/user@1000.service/app.slice user@1000.service - - user@1000.service
	named /user.slice/user-1000.slice/user@me.service/app.slice/a.scope user@me.service - - user@me.service
	named /user.slice/user-1000.slice/user@1000.service/user@0.service/b.service \
		user@1000.service user@0.service - "user@0.service of user@1000.service"
	named /system.slice/cups1.service/b.service cups1.service - - cups1.service
	# What is below a unit is named by whoever it is delegated to.
	named /system.slice/a.service/sshd.service a.service - - a.service
	named /system.slice/a.service/user@1000.service/b.service a.service - - a.service
	named /system.slice/other/a.service - - - "cgroup /system.slice/other/a.service"
	# systemd has a _ before what would be a file of the kernel's.
	named /_cpu.slice/_cpu.service cpu.service - - cpu.service
	named /system.slice/__a.service _a.service - - _a.service
	# \x2d, as the module has it, escaped or not, is part of a unit's name.
	named '/system.slice/a\134x2db.service' 'a\x2db.service' - - 'a\x2db.service'
	named '/system.slice/a\x2db.service' 'a\x2db.service' - - 'a\x2db.service'
	# Slices have none; nor have templates, what is no unit, and what no unit may be called.
	local path
	for path in /user.slice /user.slice/user-0.slice /a/b /system.slice/a@.service /system.slice/@a.service /system.slice/.service \
		/system.slice/service /system.slice/a.timer '/system.slice/a b.service' '/system.slice/a\303\274.service' /a@b.slice/c.service; do
		named "$path" - - - "cgroup $path"
	done
	# One that is gone, and one that was cut: the name at the end is half of one.
	named '#4711' - - - 'cgroup #4711 (gone)'
	named /system.slice/a.servi... - - - 'cgroup /system.slice/a.servi...'
	named /system.slice/a.service/b... a.service - - a.service
	named "...e/docker-$id.scope" - - - "cgroup ...e/docker-$id.scope"
	named ... - - - 'cgroup ...'
}

@test "a container is named in each form that is known" {
	local short=${id:0:12} user=/user.slice/user-1000.slice/user@1000.service pod=${uid//-/_}

	group_root
	named "/system.slice/docker-$id.scope" "docker-$id.scope" - "$id" "docker container $short"
	named "/docker/$id" - - "$id" "docker container $short"
	named "/docker/$id/system.slice/a.service" - - "$id" "docker container $short"
	named "/machine.slice/libpod-$id.scope/container" "libpod-$id.scope" - "$id" "podman container $short"
	named "$user/user.slice/libpod-$id.scope" user@1000.service "libpod-$id.scope" "$id" \
		"podman container $short of user@1000.service"
	named "$user/docker/$id" user@1000.service - "$id" "docker container $short of user@1000.service"
	named "/system.slice/web.service/libpod-payload-$id" web.service - "$id" "podman container $short"
	named "/system.slice/crio-$id.scope" "crio-$id.scope" - "$id" "CRI-O container $short"
	named "/system.slice/cri-containerd-$id.scope" "cri-containerd-$id.scope" - "$id" "containerd container $short"
	# Of a pod the container counts, and without one the pod.
	named "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod$pod.slice/cri-containerd-$id.scope" \
		"cri-containerd-$id.scope" - "$id" "containerd container $short"
	named "/kubepods.slice/kubepods-pod$pod.slice/crio-$id.scope/container" "crio-$id.scope" - "$id" "CRI-O container $short"
	named "/kubepods.slice/kubepods-pod$pod.slice" - - "pod$uid" "pod $uid"
	named "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod$pod.slice" - - "pod$uid" "pod $uid"
	named "/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod${uid//-/}.slice/a.scope" a.scope - "pod${uid//-/}" "pod ${uid//-/}"
	named "/kubepods/besteffort/pod$uid/$id" - - "$id" "container $short"
	named "/kubepods/burstable/pod$uid/crio-$id" - - "$id" "CRI-O container $short"
	named "/kubepods/pod$uid" - - "pod$uid" "pod $uid"
	named /lxc.payload.web/system.slice/a.service - - web "lxc container web"
	named '/machine.slice/machine-a\134x2db.scope/payload' 'machine-a\x2db.scope' - a-b "machine a-b"
	named '/machine.slice/machine-qemu\134x2d1\134x2dvm.scope/libvirt' 'machine-qemu\x2d1\x2dvm.scope' - qemu-1-vm "machine qemu-1-vm"
	named /machine.slice/systemd-nspawn@a-b.service/payload systemd-nspawn@a-b.service - a-b "machine a-b"
}

@test "what is like a container is none" {
	local name pod=${uid//-/_}

	group_root
	for name in "docker-${id%f}.scope" "docker-${id}0.scope" "docker-${id^^}.scope" "docker-$id.service" "xdocker-$id.scope" \
		"libpod-conmon-$id.scope" "crio-conmon-$id.scope" 'machine-.scope' 'machine-a\134x2.scope' 'machine-a\134x0a.scope' \
		'machine-a\134x00.scope' machine-a.mount 'machine-a\134n.scope' 'machine-a\134y2d.scope'; do
		state $first/cgroup "/x/$name"
		same "$name $(first_json '.container // "-"')" "$name -"
	done
	for name in "/$id" "/podman/$id" "/docker/x/$id" "/crio-$id" "/pod$uid" "/kubepods/pod$pod-0" "/kubepods/pod${uid%?}" \
		"/kubepods/pod${uid/-/_}" "/kubepods.slice/kubepods-pod${uid}x.slice" /lxc.payload. /lxc.monitor.web "/lxc.payload.we..." \
		"#$id" "docker/$id"; do
		state $first/cgroup "$name"
		same "$name $(first_json '.container // "-"')" "$name -"
	done
	# A container names those inside of it as it likes, and so does a unit's service.
	named "/system.slice/docker-$id.scope/docker/${id//0/1}" "docker-$id.scope" - "$id" "docker container ${id:0:12}"
	named "/lxc.payload.a/lxc.payload.b" - - a "lxc container a"
	named "/kubepods/pod$uid/x/${id}" - - "pod$uid" "pod $uid"
}

# logged SEQ PPID PARENT CGROUP CALLER MODULE: the log, as root reads it
logged() {
	put "$tmp/root/sys/kernel/debug/taint_info/log" \
		"seq=$1 time=1.000000000 flag=warn letter=W context=task cpu=0 pid=812 ppid=$2 uid=0 comm=\"modprobe\" parent=\"$3\" cgroup=\"$4\" caller=$5 module=$6"
}

# As the module escapes it, in the file and in the log; the file alone has quotes as they are.
@test "a cgroup reaches JSON and the terminal as plain ASCII, from the file and from the log" {
	local path cursor

	group_root
	state /proc/sys/kernel/random/boot_id 00000000-0000-0000-0000-000000000000
	cursor=$(taintinfo -r "$tmp/root" mark)
	state /sys/kernel/taint_info/events 1
	state $first/cgroup '/a "b\134\033[31m\303\012c'
	path='/a \042b\134\033[31m\303\012c'
	same "$(first_json .cgroup)" "$path"
	same "$(by)" "process modprobe[812], uid 0, child of systemd-udevd[301], in cgroup $path"
	logged 1 301 systemd-udevd "$path" x+0x1/0x2 m
	taintinfo -r "$tmp/root" since --json "$cursor" >"$tmp/out" || :
	same "$(jq -r '[.event | .ppid, .parent, .cgroup, .caller] | join("|")' "$tmp/out")" "301|systemd-udevd|$path|x+0x1/0x2"
	taintinfo -r "$tmp/root" since "$cursor" >"$tmp/out" || :
	has -F ": module m, at x+0x1/0x2, process modprobe[812], uid 0, child of systemd-udevd[301], in cgroup $path" <"$tmp/out"
	# Raw bytes, which no module writes.
	printf '/a\033\303\n' >"$tmp/root$first/cgroup"
	same "$(first_json .cgroup)" '/a\033\303'
	printf '/a\\000\\777\\8\n' >"$tmp/root$first/cgroup"
	same "$(first_json .cgroup)" '/a\134000\134777\1348'
}

# 255 bytes of a path, each of which may be four in the file.
@test "a long cgroup is whole, and what has no room is cut visibly" {
	local log=$tmp/root/sys/kernel/debug/taint_info/log path n piece cursor name module

	group_root
	path=/$(printf 'a%.0s' {1..170})$(printf '\\134%.0s' {1..84})
	state $first/cgroup "$path"
	same "$(first_json .cgroup)" "$path"
	# No escape is cut, wherever the room ends.
	for piece in '' x xx xxx; do
		for n in 0 1 2 3 4 5; do
			path=/$(head -c "$n" <<<yyyyy)$(printf '\\134'"$piece%.0s" {1..250})
			state $first/cgroup "$path"
			first_json .cgroup >"$tmp/out"
			has -xE '/y{'$n'}(\\134|x)*\.\.\.' <"$tmp/out"
			compare "$(wc -c <"$tmp/out")" -ge 504
			compare "$(wc -c <"$tmp/out")" -le 512
		done
	done
	# In a line of the log, whatever comes behind it is read.
	state /proc/sys/kernel/random/boot_id 00000000-0000-0000-0000-000000000000
	cursor=$(taintinfo -r "$tmp/root" mark)
	state /sys/kernel/taint_info/events 2
	path=/$(printf '\\134%.0s' {1..254})
	name=$(printf '\\033%.0s' {1..15})
	module=$(printf 'm%.0s' {1..55})
	logged 1 4294967294 "$name" "$path" "$(printf 'x%.0s' {1..95})" "$module via=$module loginuid=4294967294"
	echo 'seq=2 time=1.000000000 flag=warn letter=W context=task' >>"$log"
	taintinfo -r "$tmp/root" since --json "$cursor" >"$tmp/out" || :
	same "$(jq -r '.event | "\(.seq) \(.via // "-" | length) \(.module // "-" | length)"' "$tmp/out" | xargs)" "1 55 55 2 1 1"
	jq -r 'select(.event.seq == 1) | .event.cgroup' "$tmp/out" | has -xE '/(\\134)*\.\.\.'
	# Each of those that are cut is so in the text, too.
	state $first/cgroup "$path"
	by | has -E '\\134\.\.\.$'
}
