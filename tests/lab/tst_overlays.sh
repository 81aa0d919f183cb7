#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A WireGuard and a Yggdrasil network for real: machines in network namespaces of their own set up what the generated hosts
# say, with real keys, and packets are sent over it through the hosts' own firewall rules. WireGuard is the kernel's where it
# has one, else the program wireguard-go; both programs need /dev/net/tun. Where that is missing, the rules alone are tried.
# shellcheck source=../nixgen/check-tree disable=SC1091,SC2154
source "$(dirname "${BASH_SOURCE[0]}")/../nixgen/check-tree"
"$here/../lab/lab" need || exit $?
ctl=${SWITCHYARD_BIN_DIR:-$here/../../build/release/bin}/switchyardctl
for program in wg wireguard-go yggdrasil nft openssl python3; do
    PATH=$PATH:/usr/sbin command -v $program > /dev/null || { echo "skip: $program is missing; tests/packages names its package"; exit 77; }
done
game=factorio-server mini=factorio-server-mini stream=factorio-server-stream
umask 077
mkdir "$work/files"

# ---- keys, and a fleet with their public halves; the broker's host is one that nobody can dial ----
for name in $game $mini $stream ada stranger; do
    wg genkey > "$work/files/$name.wireguard"
    openssl genpkey -algorithm ed25519 -out "$work/files/$name.pem" 2> /dev/null
done
public() { # NAME OVERLAY
    if [ "$2" = wireguard ]; then wg pubkey < "$work/files/$1.wireguard"
    else openssl pkey -in "$work/files/$1.pem" -pubout -outform DER | tail -c 32 | od -An -v -tx1 | tr -d ' \n'; fi
}
fleet_on() { # OVERLAY: the template on that network
    awk -v overlay="$1" -v ada="$(public ada "$1")" -v keys="$(public $game "$1") $(public $mini "$1") $(public $stream "$1")" '
        BEGIN { split(keys, key, " ") }
        /^overlay:/ { print "overlay: " overlay "\n" overlay ": {operators: {ada: \"" ada "\"}}"; next }
        /^    public: \[203.0.113.20\]/ { next }
        { print }
        /^    ssh:/ { print "    " overlay ": {public-key: \"" key[++n] "\"}" }' "$here/../../resources/templates/claudetorio.yaml"
}
# told OVERLAY HOST ATTRIBUTE: what the host's configuration says, as JSON.
told() {
    nix-instantiate "${store[@]}" --eval --strict --json -E "
        let inputs = $(inputs_of "import $standin/nixos-system.nix { }"); in
        (inputs.nixpkgs.lib.nixosSystem { modules = [ $work/$1/hosts/$2.nix ]; }).config.$3" 2> "$work/err" || fail "$2 $3: $(tail -3 "$work/err")"
}
for overlay in wireguard yggdrasil; do
    fleet_on $overlay > "$work/fleet.yaml"
    "$ctl" generate "$work/fleet.yaml" --out "$work/$overlay" > "$work/out" 2>&1 || fail "$overlay is not generated: $(cat "$work/out")"
    fill_in_hardware "$work/$overlay"
    nix-instantiate "${store[@]}" --eval --strict --json -E "import $work/$overlay/modules/$overlay-peers.nix" > "$work/files/$overlay.members"
    for host in $game $mini $stream; do
        told $overlay $host system.build.ruleset.text > "$work/files/$host.$overlay.rules"
    done
done
for host in $game $mini $stream; do
    told wireguard $host networking.wireguard.interfaces.wg0 > "$work/files/$host.wireguard.json"
    told yggdrasil $host services.yggdrasil.settings > "$work/files/$host.yggdrasil.json"
done
[ "$failures" = 0 ] || finish

cp "$here/../lab/lib/overlays-inside.sh" "$here/../lab/lib/overlays-net.py" "$work/files"
unshare --mount --net --pid --fork --kill-child --mount-proc bash "$work/files/overlays-inside.sh" "$work/files" || failures=$((failures + $?))
finish
