#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What switchyardctl generates for fleets that differ from the template evaluates and builds under real Nix, and a fact
# that is missing is refused by its name.
# shellcheck source=check-tree disable=SC1091,SC2154
source "$(dirname "${BASH_SOURCE[0]}")/check-tree"
ctl=${SWITCHYARD_BIN_DIR:-$here/../../build/release/bin}/switchyardctl
"$ctl" --help 2> /dev/null | grep -q '^ *generate ' || { echo "skip: $ctl does not generate here"; exit 77; }
need

template=$work/base.yaml
sed 's/AAAA_REPLACE_ME/AAAAC3NzaC1lZDI1NTE5AAAAIMMywG5GTSMPXdO8BOVIRIm8DWVAxtXoAprNM354NYaR/' \
    "$here/../../resources/templates/claudetorio.yaml" > "$template"

# generated NAME SCRIPT...: the template with these changes, generated into $tree.
generated() {
    local name=$1 script
    shift
    fleet=$work/$name.yaml tree=$work/$name
    cp "$template" "$fleet"
    for script; do sed -Ei "$script" "$fleet"; done
    ! cmp -s "$fleet" "$template" || [ "$name" = template ] || fail "the fleet $name does not differ from the template"
    "$ctl" generate "$fleet" --out "$tree" > "$work/out" 2>&1 || { fail "$name is not generated: $(cat "$work/out")"; return 1; }
}
# made NAME SCRIPT...: and its hosts can be asked for values. That every host of these evaluates, tst_matrix.sh shows.
made() {
    generated "$@" || return 0
    fill_in_hardware "$tree"
}
# builds NAME SCRIPT...: and every host of it builds.
builds() {
    made "$@"
    local systems=() host
    for host in $(hosts_of "$tree"); do systems+=("$(system_of "$host")"); done
    built "$tree" "${systems[@]}" > "$work/built.json" ||
        fail "$1 does not build: $(grep -v '^building' "$work/err" | tail -8)"
}
# value HOST ATTRIBUTE EXPECTED: of the tree generated last.
value() {
    local found
    found=$(value_of "$tree#nixosConfigurations.$1.config.$2" --json) || { fail "$1 $2: $(tail -3 "$work/err")"; return; }
    [ "$found" = "$3" ] || fail "$1 $2 is $found, expected $3"
}

builds template
made docker 's/^containers: podman/containers: docker/'
value factorio-server-mini virtualisation.oci-containers.backend '"docker"'
made compose 's|^containers: podman|containers: {compose: /opt/claudetorio}|'
value factorio-server claudetorio.composeDirectory '"/opt/claudetorio"'
made single 's/^edge: split/edge: {mode: single, host: factorio-server-stream}/' \
    's/^    public: \[203.0.113.20\]/&\n    mesh: 100.64.0.2/; s/^    public: \[203.0.113.30\]/&\n    mesh: 100.64.0.3/'
value factorio-server-stream 'claudetorio.edge.routes."api.example.com"' '"100.64.0.2:8000"'
value factorio-server-mini services.caddy.enable false
builds moved 's/(name: g03, host: factorio-server)/\1-stream/'
value factorio-server-stream virtualisation.oci-containers.containers.factorio-g03.environment.PORT '"34199"'
made open 's/^overlay: tailscale/overlay: none/; s/^games-access: mesh/games-access: public/'
value factorio-server networking.firewall.allowedUDPPorts '[34197,34198,34199]'
builds host '0,/    boot: .*/s||    boot: {loader: systemd-boot}\n    network: {address: 203.0.113.10/24, gateway: 203.0.113.1, dns: [9.9.9.9]}\n    sshd: {port: 2222, allow-from: [198.51.100.0/24]}|'
value factorio-server services.openssh.ports '[2222]'
value factorio-server 'systemd.network.networks."10-wired".gateway' '["203.0.113.1"]'
made digest "s|image: factoriotools/factorio|&, digest: \"sha256:$(printf 'a%.0s' {1..64})\"|"
value factorio-server virtualisation.oci-containers.containers.factorio-g01.image \
    "\"factoriotools/factorio@sha256:$(printf 'a%.0s' {1..64})\""
# Text that Nix, the shell or sudoers could take for code stays text.
builds text "s/you@laptop/it's \${me} ''x'' you@laptop/"
value factorio-server "users.users.deploy.openssh.authorizedKeys.keys" \
    "[\"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMMywG5GTSMPXdO8BOVIRIm8DWVAxtXoAprNM354NYaR it's \${me} ''x'' you@laptop\"]"

# A fact that is missing is refused by its name, on the host that lacks it and on no other.
if generated missing '0,/^    boot: .*/{/^    boot: /d}'; then
    fill_in_hardware "$tree"
    if value_of "$tree#$(system_of factorio-server).drvPath" --raw > /dev/null; then
        fail "a host without a boot loader evaluates"
    else
        grep -q "switchyard: the boot loader of factorio-server is not known" "$work/err" || fail "boot loader: $(grep error: "$work/err")"
    fi
    value_of "$tree#$(system_of factorio-server-mini).drvPath" --raw > /dev/null || fail "its neighbour is refused too: $(cat "$work/err")"
fi
finish
