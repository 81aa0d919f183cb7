#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Each private network on the template's hosts, as switchyardctl generates them: overlays.nix lists the cases that fail.
# shellcheck source=check-tree disable=SC1091,SC2154
source "$(dirname "${BASH_SOURCE[0]}")/check-tree"
command -v nix-instantiate > /dev/null || { echo "skip: there is no nix-instantiate here"; exit 77; }
ctl=${SWITCHYARD_BIN_DIR:-$here/../../build/release/bin}/switchyardctl
"$ctl" --help 2> /dev/null | grep -q '^ *generate ' || { echo "skip: $ctl does not generate here"; exit 77; }

template=$here/../../resources/templates/claudetorio.yaml
trees=
for overlay in tailscale wireguard zerotier yggdrasil keyless; do
    if [ $overlay = keyless ]; then sed 's/^overlay:.*/overlay: wireguard/' "$template"; else on_overlay $overlay < "$template"; fi > "$work/fleet.yaml"
    "$ctl" generate "$work/fleet.yaml" --out "$work/$overlay" > "$work/out" 2>&1 || fail "$overlay is not generated: $(cat "$work/out")"
    fill_in_hardware "$work/$overlay"
    trees+="$overlay = $work/$overlay; "
done
[ "$failures" = 0 ] || finish

system_in() { echo "($(inputs_of "import $standin/nixos-system.nix { release = \"$1\"; }")).nixpkgs.lib.nixosSystem"; }
tried() { # WHAT NIXOSSYSTEM
    local failing
    failing=$(nix-instantiate "${store[@]}" --eval --strict --json "$here/overlays.nix" --arg trees "{ $trees}" \
        --arg nixosSystem "$2" --arg before "$(system_in 25.11)" 2> "$work/err") || fail "$1: $(grep -v '^trace' "$work/err" | tail -25)"
    [ "$failing" = '[]' ] || fail "$1: $failing"
}
tried "the stand-in" "$(system_in 26.05)"
finish
