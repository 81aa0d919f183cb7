# SPDX-License-Identifier: GPL-3.0-or-later
# What every part of the lab knows: where things lie, which hosts there are, how to speak up.

lab_hosts=(factorio-server factorio-server-mini factorio-server-stream)
lab_state=${SWITCHYARD_LAB_STATE:-$(cd "$lab_dir/../.." && pwd)/build/lab}
lab_cache=${SWITCHYARD_LAB_CACHE:-$HOME/.cache/switchyard-lab}

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
        [ "$host" = "$1" ] && return 0
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

address_of() { echo "$(lab_net).$(number_of "$1")"; }

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
