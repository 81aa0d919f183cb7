# SPDX-License-Identifier: GPL-3.0-or-later
# One network namespace a host, each with a cable (veth) to one bridge in this machine's own namespace.

net_bridge=swylab

net_up() {
    ip link add "$net_bridge" type bridge
    ip addr add "$lab_gateway/24" dev "$net_bridge"
    ip link set "$net_bridge" up
    local host
    for host in "${lab_hosts[@]}"; do
        net_plug "$host"
    done
}

namespace_of() { echo "swylab-$(number_of "$1")"; }
cable_of() { echo "swylab$(number_of "$1")"; }

net_plug() {
    local space cable
    space=$(namespace_of "$1") cable=$(cable_of "$1")
    ip netns add "$space"
    ip link add "$cable" type veth peer name host0 netns "$space"
    ip link set "$cable" master "$net_bridge" up
    ip -n "$space" addr add "$(address_of "$1")/24" dev host0
    ip -n "$space" link set lo up
    ip -n "$space" link set host0 up
    ip -n "$space" route add default via "$lab_gateway" proto dhcp # as if leased: the fleet says dhcp
}

net_down() {
    local host
    for host in "${lab_hosts[@]}"; do
        ip link del "$(cable_of "$host")" 2>/dev/null || true
        ip netns del "$(namespace_of "$host")" 2>/dev/null || true
    done
    ip link del "$net_bridge" 2>/dev/null || true
}

do_cut() {
    need_owned
    ip link set "$(cable_of "$1")" down
}

do_mend() {
    need_owned
    ip link set "$(cable_of "$1")" up
}
