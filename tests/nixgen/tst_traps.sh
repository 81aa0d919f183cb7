#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The traps of such a fleet, one by one: traps.nix lists the cases that fail.
# shellcheck source=check-tree disable=SC1091,SC2154
source "$(dirname "${BASH_SOURCE[0]}")/check-tree"
command -v nix-instantiate > /dev/null || { echo "skip: there is no nix-instantiate here"; exit 77; }

"$here/compose-golden" "$work/tree"
fill_in_hardware "$work/tree"
failing=$(nix-instantiate --store dummy:// --eval --strict --json "$here/traps.nix" --arg tree "$work/tree" \
    --arg nixosSystem "(import $standin/nixos-system.nix { }).lib.nixosSystem" 2> "$work/err") || fail "$(tail -25 "$work/err")"
[ "$failing" = '[]' ] || fail "$failing"
finish
