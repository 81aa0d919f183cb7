#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# nixcheck.sh [TREE]: real Nix parses every file of a generated tree, and evaluates and builds each of its hosts with the
# stand-in nixpkgs. Without TREE: the expected tree of ClaudeTorio, with checks of its own.
# shellcheck source=check-tree disable=SC1091,SC2154
source "$(dirname "${BASH_SOURCE[0]}")/check-tree"
command -v nix-instantiate > /dev/null || { echo "skip: there is no nix-instantiate here"; exit 77; }

tree=$work/tree
if [ $# -gt 0 ]; then cp -R "$1" "$tree"; else "$here/compose-golden" "$tree"; fi

parses() { # FOLDER
    local file
    while IFS= read -r file; do
        nix-instantiate --store dummy:// --parse "$file" > /dev/null 2> "$work/err" ||
            fail "${file#"$1"/} does not parse: $(cat "$work/err")"
    done < <(find "$1" -name '*.nix')
}

# A host whose hardware is not captured is refused, and the message names the fact and the host.
uncaptured() {
    local host
    for host in $(hosts_of "$tree"); do
        grep -q 'throw "switchyard:' "$tree/hosts/hardware/$host.nix" || continue
        if value_of "$tree#$(system_of "$host").drvPath" --raw > /dev/null; then
            fail "$host evaluates although its file systems are not known"
        elif ! grep -q "switchyard: the file systems of $host are not known" "$work/err"; then
            fail "$host is refused without naming the fact: $(grep error: "$work/err")"
        fi
    done
}

builds() {
    local systems=() host
    for host in $(hosts_of "$tree"); do systems+=("$(system_of "$host")"); done
    built "$tree" "${systems[@]}" > "$work/built.json" || { fail "the hosts do not build: $(tail -20 "$work/err")"; return; }
    for host in $(hosts_of "$tree"); do
        grep -q -- "-nixos-system-$host-" "$work/built.json" || fail "no system was built for $host"
    done
}

# Nix's own check of a flake: its form, and every host.
checked() {
    # shellcheck disable=SC2046
    in_nix flake check $(overrides "$tree") --no-write-lock-file "path:$tree" || fail "nix flake check: $(tail -8 "$work/err")"
    in_fleet "$tree" 'services.coturn.openFirewall = true;'
    # shellcheck disable=SC2046
    ! in_nix flake check $(overrides "$tree") --no-write-lock-file "path:$tree" || fail "nix flake check accepts a wrong option"
    rm "$tree/modules/extra"
    sed -i '/\.\/extra$/d' "$tree/modules/fleet.nix"
}

# What the firewall of each host lets in, as the table of seed 000 §3.2 says, and the overlay's own port.
firewall_of() { value_of "$tree#nixosConfigurations.\"$1\".config.system.build.firewall" --raw | grep dport || true; }
expect_firewall() {
    local host=$1 expected=$2 found
    found=$(firewall_of "$host")
    [ "$found" = "$expected" ] || fail "the firewall of $host lets in: $found"$'\n'"  expected: $expected"
}
firewalls() {
    expect_firewall factorio-server $'tcp dport { 22 } accept\nudp dport { 41641 } accept'
    expect_firewall factorio-server-mini $'tcp dport { 22, 80, 443 } accept\nudp dport { 41641 } accept'
    expect_firewall factorio-server-stream $'tcp dport { 22, 80, 443, 3478 } accept\nudp dport { 3478, 41641, 49152-49200 } accept'
    # Once the stream host's mesh address is known, it reaches the games over the mesh; nobody else does.
    in_fleet "$tree" 'claudetorio.fleet.hosts.factorio-server-stream.mesh = "100.64.0.3";'
    expect_firewall factorio-server 'tcp dport { 22 } accept
udp dport { 41641 } accept
iifname "tailscale0" ip saddr { 100.64.0.3 } tcp dport { 27015, 27016, 27017 } accept
iifname "tailscale0" ip saddr { 100.64.0.3 } udp dport { 34197, 34198, 34199 } accept'
    # Public games open their UDP ports to all, RCON to nobody new.
    in_fleet "$tree" 'claudetorio.fleet.hosts.factorio-server-stream.mesh = "100.64.0.3";
        claudetorio.factorio.access = lib.mkForce "public";'
    expect_firewall factorio-server 'tcp dport { 22 } accept
udp dport { 34197, 34198, 34199, 41641 } accept
iifname "tailscale0" ip saddr { 100.64.0.3 } tcp dport { 27015, 27016, 27017 } accept
iifname "tailscale0" ip saddr { 100.64.0.3 } udp dport { 34197, 34198, 34199 } accept'
}

units_of() {
    value_of "$tree#nixosConfigurations.\"$1\".config.systemd.services" --apply 's: toString (builtins.attrNames s)' --raw
}
expect_units() {
    local host=$1 expected=$2 found
    found=$(units_of "$host")
    [ "$found" = "$expected" ] || fail "the units of $host are: $found; expected: $expected"
}
units() {
    expect_units factorio-server 'nftables podman-factorio-g01 podman-factorio-g02 podman-factorio-g03 tailscaled'
    expect_units factorio-server-mini 'caddy nftables podman-broker redis tailscaled'
    expect_units factorio-server-stream \
        'caddy claudetorio-secrets claudetorio-stream-passwords coturn nftables podman-stream-c01 podman-stream-c02 podman-stream-c03 tailscaled'
}

# With sops the same fleet builds too, and coturn's secret stands in the env file of the stream clients.
secrets() {
    local container coturn
    tree=$work/sops
    "$here/compose-golden" "$tree" sops
    fill_in_hardware "$tree"
    if value_of "$tree#$(system_of factorio-server-mini).drvPath" --raw > /dev/null; then
        fail "a host evaluates without its file of secrets"
    else
        grep -q "switchyard: secrets/factorio-server-mini.yaml does not exist yet" "$work/err" ||
            fail "a missing file of secrets is refused in other words: $(grep error: "$work/err")"
    fi
    mkdir "$tree/secrets"
    fill_in_secrets "$tree"
    builds
    container=$(value_of "$tree#nixosConfigurations.factorio-server-stream.config.sops.templates.selkies_env.content" --raw)
    [[ $container =~ SELKIES_TURN_SHARED_SECRET=\<SOPS: ]] || fail "selkies_env does not hold TURN's secret: $container"
    coturn=$(value_of "$tree#nixosConfigurations.factorio-server-stream.config.services.coturn.static-auth-secret-file" --raw)
    [ "$coturn" = /run/secrets/turn_static_auth_secret ] || fail "coturn reads its secret from $coturn"
    coturn=$(value_of "$tree#nixosConfigurations.factorio-server-stream.config.sops.secrets.turn_static_auth_secret.owner" --raw)
    [ "$coturn" = turnserver ] || fail "TURN's secret belongs to $coturn, and coturn cannot read it"
}

# With agenix too, and what its own program reads says the same of who can read what.
agenix() {
    local found
    tree=$work/agenix
    "$here/compose-golden" "$tree" agenix
    fill_in_hardware "$tree"
    if value_of "$tree#$(system_of factorio-server-mini).drvPath" --raw > /dev/null; then
        fail "a host evaluates without its secrets"
    else
        grep -q "switchyard: secrets/factorio-server-mini/broker_env.age does not exist yet" "$work/err" ||
            fail "a missing secret is refused in other words: $(grep error: "$work/err")"
    fi
    fill_in_secrets "$tree"
    builds
    found=$(value_of "$tree#nixosConfigurations.factorio-server-stream.config.services.coturn.static-auth-secret-file" --raw)
    [ "$found" = /run/agenix/turn_static_auth_secret ] || fail "coturn reads its secret from $found"
    found=$(value_of "$tree#nixosConfigurations.factorio-server-stream.config.age.secrets.turn_static_auth_secret.owner" --raw)
    [ "$found" = turnserver ] || fail "TURN's secret belongs to $found, and coturn cannot read it"
    found=$(value_of "$tree#nixosConfigurations.factorio-server-stream.config.systemd.services.coturn.restartTriggers" --json)
    [[ $found == *turn_static_auth_secret.age* ]] || fail "coturn does not start anew with a new secret: $found"
    found=$(value_of "$tree#nixosConfigurations.factorio-server-stream.config.systemd.services.claudetorio-secrets.script" --raw)
    [[ $found == *SELKIES_TURN_SHARED_SECRET* ]] || fail "selkies_env does not hold TURN's secret: $found"
    found=$(value_of "$tree#nixosConfigurations.factorio-server.config.claudetorio.factorio.rconPasswordFile" --raw)
    [ "$found" = /run/agenix/rcon_password ] || fail "the games read the password of RCON from $found"
    found=$(nix-instantiate --store dummy:// --eval --strict --json "$tree/secrets.nix")
    [[ $found == *'"secrets/turn_static_auth_secret.age":{"publicKeys":["age1operator"]}'* ]] ||
        fail "secrets.nix says: $found"
}

parses "$tree"
[ $# -gt 0 ] || parses "$here/../../nix"
need
uncaptured
fill_in_hardware "$tree"
builds
if [ $# = 0 ]; then
    checked
    units
    firewalls
    secrets
    agenix
fi
finish
