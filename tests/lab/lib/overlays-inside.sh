#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The inner half of tst_overlays.sh, in namespaces of its own: five machines on one wire, and a private network over it.
set -uo pipefail
files=$1
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
failures=0
fail() { echo "FAIL: $*"; failures=$((failures + 1)); }
soon() { local n; for n in $(seq 200); do "$@" && return 0; perl -e 'select undef, undef, undef, 0.05'; done; return 1; }
net() { python3 "$files/overlays-net.py" "$@"; }
game=factorio-server mini=factorio-server-mini stream=factorio-server-stream
machines="$game $mini $stream ada stranger"
mount -t tmpfs tmpfs /run
ip link set lo up
ip link add wire type bridge
ip link set wire up

declare -A pid place=([$game]=203.0.113.10 [$mini]=203.0.113.20 [$stream]=203.0.113.30 [ada]=203.0.113.40 [stranger]=203.0.113.50)
on() { local name=$1; shift; nsenter -t "${pid[$name]}" -n -m "$@"; }
apart() { [ "$(readlink /proc/self/ns/net)" != "$(readlink "/proc/$1/ns/net")" ] && [ -e "/run/up.$1" ]; }
machine() { # NAME: a machine on the wire
    unshare -n -m bash -c 'touch /run/up.$$; mkdir -p /run/wireguard; mount -t tmpfs tmpfs /run/wireguard; exec sleep infinity' & pid[$1]=$!
    soon apart "${pid[$1]}" || fail "no namespace for $1"
    ip link add "v${pid[$1]}" type veth peer name eth0 netns "${pid[$1]}"
    ip link set "v${pid[$1]}" master wire up
    on "$1" ip address add "${place[$1]}/24" dev eth0
    on "$1" ip link set lo up
    on "$1" ip link set eth0 up
}
start() { local name; for name in $machines; do machine "$name"; done; }
stop() { # shellcheck disable=SC2046
    kill -9 $(jobs -p) 2> /dev/null
    wait 2> /dev/null
    rm -f /run/up.* /run/listens.*
}

rules() { # OVERLAY: every host's own firewall
    local name
    for name in $game $mini $stream; do
        python3 -c 'import json, sys; sys.stdout.write(json.load(sys.stdin))' < "$files/$name.$1.rules" > /run/rules.nft
        on "$name" nft -c -f /run/rules.nft && on "$name" nft -f /run/rules.nft || fail "nft refuses the rules of $name on $1"
    done
}
serve() { # a game with its RCON, and sshd where everybody may knock
    local name protocol port
    while read -r name protocol port; do
        on "$name" python3 "$files/overlays-net.py" listen "$protocol" "$port" "/run/listens.$name.$port" < /dev/null &
        soon test -e "/run/listens.$name.$port" || fail "nothing listens on $protocol $port of $name"
    done <<END
$game tcp 27015
$game udp 34197
$game tcp 22
$mini tcp 22
END
}
reaches() { on "$1" python3 "$files/overlays-net.py" reach "${@:2}"; }
open_to() { soon reaches "$@" || fail "closed, but should be open: $*"; }
closed_to() { ! reaches "$@" || fail "open, but should be closed: $*"; }
of() { net of "$files/$1.members" "$2" address; }

# Who is a member, who reaches the games, and who does not. The broker's host is a member, and has no business there.
check() { # OVERLAY
    local there
    there=$(of "$1" $game)
    for name in $stream ada; do
        open_to "$name" tcp "$there" 27015
        open_to "$name" udp "$there" 34197
    done
    open_to $mini tcp "$there" 22 # the host that nobody can dial has dialled,
    open_to $game tcp "$(of "$1" $mini)" 22 # so others reach it as well
    closed_to $mini tcp "$there" 27015
    closed_to $mini udp "$there" 34197
    closed_to stranger tcp "$there" 27015
    closed_to stranger tcp "${place[$game]}" 27015
    closed_to stranger udp "${place[$game]}" 34197
}

# ---- WireGuard ----
wireguard_link() { # NAME
    on "$1" ip link add wg0 type wireguard 2> /dev/null || on "$1" wireguard-go -f wg0 > "/run/$1.log" 2>&1 &
    soon on "$1" wg show wg0 > /dev/null 2>&1 || fail "no WireGuard: $(tail -2 "/run/$1.log")"
}
device() { # NAME: an operator's device, by what the head of wireguard.nix says
    local host
    wireguard_link "$1"
    on "$1" wg set wg0 private-key "$files/$1.wireguard"
    on "$1" ip address add "$(of wireguard ada)/32" dev wg0
    on "$1" ip link set wg0 up
    for host in $game $stream; do
        on "$1" wg set wg0 peer "$(net of "$files/wireguard.members" $host publicKey)" allowed-ips "$(of wireguard $host)/32" \
            endpoint "$(net of "$files/wireguard.members" $host endpoint)"
        on "$1" ip route add "$(of wireguard $host)/32" dev wg0
    done
}
wireguard() {
    local name there
    start
    for name in $game $mini $stream; do
        wireguard_link $name
        net wireguard "$files/$name.wireguard.json" wg0 "$files/$name.wireguard" > /run/setup
        on $name bash -e /run/setup || fail "$name is not set up: $(cat /run/setup)"
    done
    rules wireguard
    serve
    device ada
    device stranger # who knows all that is public, and ada's address, but has no key of the fleet
    check wireguard
    there=$(of wireguard $game)
    [ "$(on stranger wg show wg0 latest-handshakes | cut -f2 | sort -u)" = 0 ] || fail "a stranger has joined"
    # A member cannot speak in another's name.
    on $mini ip address add "$(of wireguard $stream)/32" dev wg0
    closed_to $mini tcp "$there" 27015 "$(of wireguard $stream)"
    # The games are there for the mesh only while the rules are.
    on $game nft flush ruleset
    open_to $mini tcp "$there" 27015
    stop
}

# ---- Yggdrasil ----
grown() { # NAME FILE: starts the program with what the host says, or with a device's peers
    net yggdrasil "$2" "$files/$1.pem" > "/run/$1.conf" || fail "no configuration for $1"
    [ "$2" != - ] || sed -i "s|^{|{\"IfName\": \"ygg0\", \"MulticastInterfaces\": [], \"Peers\": [\"tls://$(net of "$files/yggdrasil.members" $game endpoint)\"], |" "/run/$1.conf"
    on "$1" yggdrasil -useconffile "/run/$1.conf" > "/run/$1.log" 2>&1 &
}
has_address() { on "$1" ip -6 -o address show dev ygg0 2> /dev/null | grep -q " $2/"; }
yggdrasil_mesh() {
    local name
    start
    rules yggdrasil
    serve
    for name in $game $mini $stream; do grown $name "$files/$name.yggdrasil.json"; done
    grown ada -
    grown stranger -
    for name in $game $mini $stream ada; do
        soon has_address $name "$(of yggdrasil $name)" || fail "$name has another address than the fleet says: $(tail -3 /run/$name.log)"
    done
    check yggdrasil
    stop
}

# ---- without tunnels: the same rules, and an interface of that name ----
rules_only() {
    local there
    start
    rules wireguard
    serve
    there=$(of wireguard $game)
    ip link add far type veth peer name wg0 netns "${pid[$game]}"
    ip link set far netns "${pid[$stream]}"
    on $game ip address add "$there/16" dev wg0
    on $game ip link set wg0 up
    for name in $stream $mini; do on $stream ip address add "$(of wireguard $name)/16" dev far; done
    on $stream ip link set far up
    open_to $stream tcp "$there" 27015 "$(of wireguard $stream)"
    closed_to $stream tcp "$there" 27015 "$(of wireguard $mini)"
    stop
}

if [ -c /dev/net/tun ] && ip tuntap add mode tun name probe0 2> /dev/null; then
    ip link del probe0
    wireguard
    yggdrasil_mesh
else
    echo "note: there is no /dev/net/tun here, so only the rules are tried"
    rules_only
fi
exit $failures
