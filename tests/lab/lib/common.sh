# SPDX-License-Identifier: GPL-3.0-or-later
# What every part of the lab knows: where things lie, which hosts there are, how to speak up.

lab_hosts=(factorio-server factorio-server-mini factorio-server-stream)
lab_net=10.77.0
lab_gateway=$lab_net.1
lab_state=${SWITCHYARD_LAB_STATE:-$(cd "$lab_dir/../.." && pwd)/build/lab}
lab_cache=${SWITCHYARD_LAB_CACHE:-$HOME/.cache/switchyard-lab}
lab_run=/run/switchyard-lab # the machine has one lab at a time: its lock and its owner are here

case $lab_state in /*) ;; *) lab_state=$PWD/$lab_state ;; esac
case $lab_cache in /*) ;; *) lab_cache=$PWD/$lab_cache ;; esac

say() { printf 'lab: %s\n' "$*" >&2; }

die() {
    say "$*"
    exit 1
}

check_host() {
    local host
    for host in "${lab_hosts[@]}"; do
        [ "$host" = "$1" ] && return
    done
    die "no host is named '$1'; the hosts are: ${lab_hosts[*]}"
}

# number_of HOST: 11, 12, 13; the last part of its address and of the names of its interface and namespace.
number_of() {
    local i
    for i in "${!lab_hosts[@]}"; do
        [ "${lab_hosts[i]}" = "$1" ] && echo $((11 + i))
    done
}

address_of() { echo "$lab_net.$(number_of "$1")"; }

# host_dir HOST: what the running host keeps in the state folder.
host_dir() { echo "$lab_state/run/$1"; }

# wait_until SECONDS COMMAND…: true as soon as the command is, false when the time is over.
wait_until() {
    local deadline=$((${EPOCHREALTIME/[.,]/} + $1 * 1000000))
    shift
    until "$@"; do
        ((${EPOCHREALTIME/[.,]/} < deadline)) || return 1
        sleep 0.1
    done
}

# One command at a time changes the lab. File descriptor 9 holds the lock; what outlives us must close it.
# take_lock SECONDS: how long to wait for another command to end.
take_lock() {
    mkdir -p "$lab_run"
    exec 9>>"$lab_run/lock"
    flock -w "$1" 9 || die "another lab command is at work; try again when it is done"
}

# take_lab SECONDS: the lock, and no lab that runs; waits so long for the one that does.
take_lab() {
    local deadline=$((SECONDS + $1))
    while take_lock "$1"; do
        [ -n "$(owner)" ] && ! cgroup_empty . || return 0
        exec 9>&-
        ((SECONDS < deadline)) || die "a lab is already up, its state is in $(owner); stop it with: lab down"
        sleep 1
    done
}

owner() { cat "$lab_run/owner" 2>/dev/null || true; }

# owned: is there a lab, and is it the one of this state folder?
owned() { [ "$(owner)" = "$lab_state" ]; }

need_owned() {
    owned && return
    [ -z "$(owner)" ] && die "the lab is not up; start it with: lab up"
    die "the lab that runs keeps its state in $(owner), not in $lab_state; set SWITCHYARD_LAB_STATE"
}
