#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every host of every template, with every choice of overlay, secrets, edge and containers, evaluates: each option that is
# set exists and has a fitting type, in both releases of NixOS that the stand-in knows.
# SWITCHYARD_NIXPKGS=<flake reference or path>: the same against that nixpkgs; where it has only its lib, that one's module
# system checks the stand-in's options.
# shellcheck source=check-tree disable=SC1091,SC2154
source "$(dirname "${BASH_SOURCE[0]}")/check-tree"
command -v nix-instantiate > /dev/null || { echo "skip: there is no nix-instantiate here"; exit 77; }
ctl=${SWITCHYARD_BIN_DIR:-$here/../../build/release/bin}/switchyardctl
"$ctl" --help 2> /dev/null | grep -q '^ *generate ' || { echo "skip: $ctl does not generate here"; exit 77; }

# The choices, as edits of a template. A choice that the schema has and that is missing here fails below.
overlays=(tailscale wireguard zerotier yggdrasil none)
backends=(agenix manual sops)
edges=(split '{mode: single, host: %EDGE%}')
containers=(podman docker '{compose: /opt/claudetorio}')

# choices FIELD: the values of the fleet's enumeration that are not marked as not yet there.
choices() {
    local field
    field=$(sed -nE "/^  - name: $1\$/,/^  - /p" "$here/../../resources/schema/fleet.yaml")
    comm -23 <(sed -nE 's/^      - \{value: ([^,]*),.*/\1/p' <<< "$field" | sort) \
        <(sed -nE 's/.*not-yet-values: \[([^]]*)\].*/\1/p' <<< "$field" | sed -E 's/, */\n/g' | sort) | tr '\n' ' '
}
expect_choices() { [ "$(choices "$1")" = "$2" ] || fail "$1 can be $(choices "$1"), the matrix has $2"; }
expect_choices overlay "none tailscale wireguard yggdrasil zerotier "
expect_choices secrets.backend "agenix manual sops "
expect_choices edge.mode "single split "
expect_choices containers.backend "compose docker podman "

# written NAME FILE: generates the tree $work/NAME of the fleet in FILE, ready to evaluate.
trees=()
written() {
    local tree=$work/$1
    "$ctl" generate "$2" --out "$tree" > "$work/out" 2>&1 || { fail "$1 is not generated: $(cat "$work/out")"; return; }
    fill_in_hardware "$tree"
    mkdir -p "$tree/secrets"
    fill_in_secrets "$tree"
    trees+=("$tree")
}
for template in "$here"/../../resources/templates/*.yaml; do
    name=$(basename "$template" .yaml)
    edge=$(sed -nE 's/^  - name: (.*)/\1/p' "$template" | tail -1)
    count=0
    for overlay in "${overlays[@]}"; do for backend in "${backends[@]}"; do for mode in "${edges[@]}"; do for container in "${containers[@]}"; do
        # Docker differs from Podman by the names of units only, which two networks show.
        [[ $container != docker || $overlay = tailscale || $overlay = none ]] || continue
        count=$((count + 1))
        sed -E "s|^secrets:.*|secrets: {backend: $backend}|; s|^containers:.*|containers: $container|
            s|^edge:.*|edge: ${mode//%EDGE%/$edge}|" "$template" | on_overlay "$overlay" > "$work/fleet.yaml"
        written "$name-$count" "$work/fleet.yaml"
    done; done; done; done
done

# Hosts may be called as words of Nix are.
sed -E 's/factorio-server-mini/in/g; s/factorio-server-stream/or/g; s/factorio-server/rec/g' \
    "$here/../../resources/templates/claudetorio.yaml" > "$work/fleet.yaml"
written words "$work/fleet.yaml"
[ "$(hosts_of "$work/words" | tr '\n' ' ')" = "in or rec " ] || fail "hosts called as words: $(hosts_of "$work/words")"

# And as the files that several hosts read: its own secrets stay its own.
sed -E 's/factorio-server-mini/shared/g; s/^secrets:.*/secrets: {backend: sops}/' "$here/../../resources/templates/claudetorio.yaml" > "$work/fleet.yaml"
written shared "$work/fleet.yaml"
grep -q '\^secrets/shared\\.host\\.yaml\$' "$work/shared/.sops.yaml" || fail "a host called shared: $(cat "$work/shared/.sops.yaml")"

# evaluates WHAT INPUTS: all trees with these inputs; prints how many hosts that were.
evaluates() {
    nix-instantiate --store dummy:// --eval --strict --json "$here/matrix.nix" --arg inputs "$2" --arg trees "[ ${trees[*]} ]" \
        > "$work/found" 2> "$work/err" || { fail "with $1: $(grep -v '^trace' "$work/err" | tail -15)"; return; }
    grep -o '\.drv"' "$work/found" | wc -l
}
expected=$(for tree in "${trees[@]}"; do hosts_of "$tree"; done | wc -l)
[ "$expected" -ge 216 ] || fail "only $expected hosts in all trees"
for release in 25.11 26.05; do
    found=$(evaluates "$release" "$(inputs_of "import $standin/nixos-system.nix { release = \"$release\"; }")")
    [ "$found" = "$expected" ] || fail "$release: $found of $expected hosts evaluate: $(tail -15 "$work/err" | grep -v ^trace)"
done

# ---- a real nixpkgs, or its lib ----
if [ -z "${SWITCHYARD_NIXPKGS:-}" ]; then
    echo "note: not evaluated against a real nixpkgs; SWITCHYARD_NIXPKGS=<flake reference or path> does that"
else
    real_inputs "$SWITCHYARD_NIXPKGS"
    nix-instantiate "${store[@]}" --eval --strict --json "$here/matrix.nix" --arg inputs "$real_inputs" \
        --arg trees "[ ${trees[*]} ]" > "$work/found" 2> "$work/err" ||
        fail "with $SWITCHYARD_NIXPKGS: $(grep -v '^trace' "$work/err" | tail -25)"
    echo "evaluated $(grep -o '\.drv"' "$work/found" | wc -l) hosts against $SWITCHYARD_NIXPKGS"
fi
finish
