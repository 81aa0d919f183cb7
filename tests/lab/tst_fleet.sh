#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The expected tree of ClaudeTorio on the three hosts of the lab, built and switched to by hand: its units run, the edges
# answer, the stream host alone reaches the games, the broker feels its Redis, and all of that survives a power cut.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
lab=$here/lab

if [ "${1:-}" != in-lab ]; then
    "$lab" need || exit $?
    export SWITCHYARD_LAB_WAIT=${SWITCHYARD_LAB_WAIT:-300}
    SWITCHYARD_LAB_STATE=$(mktemp -d)
    export SWITCHYARD_LAB_STATE
    trap 'rm -rf "$SWITCHYARD_LAB_STATE"' EXIT
    "$lab" run bash "${BASH_SOURCE[0]}" in-lab
    exit $?
fi

failures=0
fail() { echo "FAIL: $*"; failures=$((failures + 1)); }
game=factorio-server mini=factorio-server-mini stream=factorio-server-stream
read -r game_at mini_at stream_at <<< "$LAB_ADDRESSES"
tree=$SWITCHYARD_LAB_STATE/tree

# The tree, with what a lab has instead of the template's: addresses, keys, nixpkgs, hardware, no Tailscale.
"$here/../nixgen/compose-golden" "$tree"
sed -i "s|github:NixOS/nixpkgs/[^\"]*|path:/opt/nixpkgs|" "$tree/flake.nix"
sed -i "/tailscale.nix/d; s|ssh-ed25519 AAAA_REPLACE_ME you@laptop|$(cat "$LAB_KEY.pub")|
    s/203.0.113.10/$game_at/; s/203.0.113.20/$mini_at/; s/203.0.113.30/$stream_at/" "$tree/modules/fleet.nix"
for host in $LAB_HOSTS; do
    "$lab" exec "$host" nixos-generate-config --show-hardware-config > "$tree/hosts/hardware/$host.nix"
done

switched() {
    local host=$1
    tar -c -C "$tree" . | "$lab" exec "$host" sh -c 'rm -rf /root/tree && mkdir /root/tree && tar -x -C /root/tree'
    "$lab" exec "$host" sh -euc '
        nix build --no-write-lock-file --out-link /root/new "path:/root/tree#nixosConfigurations.\"$(hostname)\".config.system.build.toplevel"
        nix-env -p /nix/var/nix/profiles/system --set "$(readlink -f /root/new)"
        /root/new/bin/switch-to-configuration switch' > "$SWITCHYARD_LAB_STATE/said" 2>&1 ||
        fail "$host: $(grep -v '^building' "$SWITCHYARD_LAB_STATE/said" | tail -15)"
}
for host in $LAB_HOSTS; do switched "$host"; done

active() {
    local host=$1 unit
    shift
    for unit; do
        "$lab" exec "$host" systemctl is-active -q "$unit" || fail "$unit does not run on $host"
    done
}
all_active() {
    active $game nftables podman-factorio-g01 podman-factorio-g02 podman-factorio-g03
    active $mini nftables caddy redis podman-broker
    active $stream nftables caddy coturn podman-stream-c01 podman-stream-c02 podman-stream-c03
}
# page NAME ADDRESS PATH CODE: what a viewer gets.
page() {
    local code
    code=$(curl -sk -o /dev/null -w '%{http_code}' --max-time 5 --resolve "$1:443:$2" "https://$1$3")
    [ "$code" = "$4" ] || fail "https://$1$3 answers $code, expected $4"
}
reaches() { "$lab" exec "$1" timeout 2 bash -c ": </dev/tcp/$2/$3" 2> /dev/null; }

all_active
page api.example.com "$mini_at" /health 200
page c02.stream.example.com "$stream_at" / 200
reaches $stream "$game_at" 27015 || fail "the stream host does not reach RCON"
! reaches $mini "$game_at" 27015 || fail "a host that renders nothing reaches RCON"
! timeout 2 bash -c ": </dev/tcp/$game_at/27015" 2> /dev/null || fail "everybody reaches RCON"
! reaches $stream "$mini_at" 6379 || fail "Redis is reachable from outside"
"$lab" exec $mini grep -q '"name":"g03"' /etc/claudetorio/fleet.json || fail "fleet.json does not know g03"
"$lab" exec $game sh -c 'stat -c %u /var/lib/factorio/g01/config/server-settings.json; cat /var/lib/factorio/g01/config/server-settings.json' |
    tr '\n' ' ' | grep -q '^845 .*"auto_pause":false' || fail "server-settings.json is not as the image needs it"

"$lab" exec $mini systemctl stop redis
page api.example.com "$mini_at" /health 503
"$lab" exec $mini systemctl start redis
page api.example.com "$mini_at" /health 200

"$lab" reboot $stream || fail "the stream host does not come back"
all_active

[ $failures = 0 ] || { echo "$failures checks failed"; exit 1; }
echo ok
