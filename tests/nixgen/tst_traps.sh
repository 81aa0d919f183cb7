#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The traps of such a fleet, one by one: traps.nix lists the cases that fail.
# shellcheck source=check-tree disable=SC1091,SC2154
source "$(dirname "${BASH_SOURCE[0]}")/check-tree"
command -v nix-instantiate > /dev/null || { echo "skip: there is no nix-instantiate here"; exit 77; }

"$here/compose-golden" "$work/tree"
fill_in_hardware "$work/tree"

# trapped WHAT INPUTS: with these inputs.
trapped() {
    local failing
    failing=$(nix-instantiate "${store[@]}" --eval --strict --json "$here/traps.nix" --arg tree "$work/tree" \
        --arg nixosSystem "($2).nixpkgs.lib.nixosSystem" 2> "$work/err") || fail "$1: $(tail -25 "$work/err")"
    [ "$failing" = '[]' ] || fail "$1: $failing"
}
trapped "the stand-in" "$(inputs_of "import $standin/nixos-system.nix { }")"
if [ -z "${SWITCHYARD_NIXPKGS:-}" ]; then
    echo "note: not tried on a real nixpkgs; SWITCHYARD_NIXPKGS=<flake reference or path> does that"
else
    real_inputs "$SWITCHYARD_NIXPKGS"
    trapped "$SWITCHYARD_NIXPKGS" "$real_inputs"
fi
finish
