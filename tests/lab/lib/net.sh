# SPDX-License-Identifier: GPL-3.0-or-later
# One network namespace a host, each with a cable (veth) to one bridge in this machine's own namespace.

net_up() {
    local host bridge
    bridge=$(bridge_name)
    ip link add "$bridge" type bridge
    ip addr add "$(lab_net).1/24" dev "$bridge"
    ip link set "$bridge" up
    for host in "${lab_hosts[@]}"; do
        net_plug "$host"
    done
}

bridge_name() { echo "swylab$lab_number"; }
cable_of() { echo "swylab$lab_number-$(number_of "$1")"; }
namespace_of() { cable_of "$1"; }

net_plug() {
    local space cable
    space=$(namespace_of "$1") cable=$(cable_of "$1")
    ip netns add "$space"
    ip link add "$cable" type veth peer name host0 netns "$space"
    ip link set "$cable" master "$(bridge_name)" up
    ip -n "$space" addr add "$(address_of "$1")/24" dev host0
    ip -n "$space" link set lo up
    ip -n "$space" link set host0 up
    ip -n "$space" route add default via "$(lab_net).1" proto dhcp # as if leased: the fleet says dhcp
}

net_down() {
    local host
    for host in "${lab_hosts[@]}"; do
        ip link del "$(cable_of "$host")" 2>/dev/null || true
        ip netns del "$(namespace_of "$host")" 2>/dev/null || true
    done
    ip link del "$(bridge_name)" 2>/dev/null || true
}

do_cut() {
    need_claim
    ip link set "$(cable_of "$1")" down
}

do_mend() {
    need_claim
    ip link set "$(cable_of "$1")" up
}
