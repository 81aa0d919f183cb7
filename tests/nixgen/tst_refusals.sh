#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Real Nix refuses what is wrong in a module of the tree, and says what and where: names that NixOS does not have, a wrong
# type, two answers to one question, a failing assertion, a fact that is missing.
# shellcheck source=check-tree disable=SC1091,SC2154
source "$(dirname "${BASH_SOURCE[0]}")/check-tree"
command -v nix-instantiate > /dev/null || { echo "skip: there is no nix-instantiate here"; exit 77; }

# ---- names that do not exist ----
# accepted FILE RELEASE: which of the names in FILE that release has.
accepted() {
    nix-instantiate --store dummy:// --eval --strict --json "$here/refuse.nix" --argstr release "$2" \
        --arg paths "[ $(grep -v '^#' "$1" | sed 's/.*/"&"/' | tr '\n' ' ') ]" 2> "$work/err" || cat "$work/err"
}
for release in 25.11 26.05; do
    found=$(accepted "$here/absent-options.txt" $release)
    [ "$found" = '[]' ] || fail "$release accepts $found"
done
# In which words: by their own name or that of a set on the way, or because an option stands where a set was written.
for name in services.coturn.openFirewall 'virtualisation.oci-containers.containers.<name>.restart' services.caddy.config; do
    ! nix-instantiate --store dummy:// --eval --strict "$here/refuse.nix" --argstr path "$name" > /dev/null 2> "$work/err" ||
        fail "$name is accepted"
    grep -qE "The option \`[^']*' does not exist|where a set of options is needed" "$work/err" && grep -q planted.nix "$work/err" ||
        fail "$name is refused in other words: $(grep -m1 error: "$work/err")"
done

# ---- what one release has and the other has not ----
cat > "$work/since" <<'END'
services.caddy.openFirewall
services.openssh.enableRecommendedAlgorithms
services.openssh.generateHostKeys
services.tailscale.serve.enable
END
cat > "$work/until" <<'END'
services.yggdrasil.persistentKeys
END
[ "$(accepted "$work/since" 25.11)" = '[]' ] || fail "25.11 has options of 26.05: $(accepted "$work/since" 25.11)"
[ "$(accepted "$work/since" 26.05 | grep -o services | wc -l)" = 4 ] || fail "26.05 lacks options: $(accepted "$work/since" 26.05)"
[ "$(accepted "$work/until" 25.11)" = '["services.yggdrasil.persistentKeys"]' ] || fail "25.11 lacks $(cat "$work/until")"
[ "$(accepted "$work/until" 26.05)" = '[]' ] || fail "26.05 has what it lost: $(accepted "$work/until" 26.05)"

# ---- planted in a module of the tree ----
need
"$here/compose-golden" "$work/tree"
fill_in_hardware "$work/tree"
host=factorio-server-stream

# planted WHAT LINE MESSAGE...: adds LINE to a host's file; its system must be refused with every MESSAGE.
planted() {
    local what=$1 line=$2 message
    shift 2
    cp "$work/tree/hosts/$host.nix" "$work/kept"
    sed -i "\$s|}|  $line\n}|" "$work/tree/hosts/$host.nix"
    if value_of "$work/tree#$(system_of "$host").drvPath" --raw > /dev/null; then
        fail "$what is accepted: $line"
    else
        for message; do
            grep -qF -- "$message" "$work/err" || fail "$what is refused without saying »$message«: $(cat "$work/err")"
        done
    fi
    cp "$work/kept" "$work/tree/hosts/$host.nix"
}
value_of "$work/tree#$(system_of "$host").drvPath" --raw > /dev/null || fail "the tree is refused as it is: $(cat "$work/err")"
planted "a wrong option name" 'services.coturn.openFirewall = true;' \
    "The option \`services.coturn.openFirewall' does not exist" "hosts/$host.nix"
planted "a wrong option name of ours" 'claudetorio.stream.cilents = [ ];' \
    "The option \`claudetorio.stream.cilents' does not exist" "hosts/$host.nix"
planted "a wrong type" 'networking.firewall.allowedTCPPorts = [ "80" ];' \
    "A definition for option \`networking.firewall.allowedTCPPorts" "16 bit unsigned integer" "hosts/$host.nix"
planted "a wrong type that nobody reads" 'services.fail2ban.maxretry = "three";' \
    "A definition for option \`services.fail2ban.maxretry' is not of type" "hosts/$host.nix"
planted "a port out of range" 'services.coturn.listening-port = 70000;' \
    "services.coturn.listening-port' is not of type" "between 0 and 65535"
planted "two answers to one question" 'claudetorio.acme.email = "other@example.com";' \
    "The option \`claudetorio.acme.email' has conflicting definition values" "hosts/$host.nix" modules/fleet.nix \
    '"other@example.com"' '"ops@example.com"'
planted "a failing assertion" 'assertions = [ { assertion = false; message = "planted: this must not pass"; } ];' \
    "Failed assertions:" "- planted: this must not pass"
planted "a relay range that ends before it begins" \
    'claudetorio.turn.relayPorts.from = { _type = "override"; priority = 50; content = 50000; };' \
    "Failed assertions:" "claudetorio.turn.relayPorts: 50000 is above 49200"
planted "an empty list of keys" 'claudetorio.deploy.keys = { _type = "override"; priority = 10; content = [ ]; };' \
    "Failed assertions:" "nobody could log in to $host"
planted "a missing fact" 'boot.loader.grub.device = throw "switchyard: the boot device of x is not known yet";' \
    "switchyard: the boot device of x is not known yet"

# Two games on one port: our own assertion, by the host and the option.
sed -i 's/udpPort = 34198/udpPort = 34197/' "$work/tree/hosts/factorio-server.nix"
if value_of "$work/tree#$(system_of factorio-server).drvPath" --raw > /dev/null; then
    fail "two games on one port are accepted"
else
    grep -q "two games on factorio-server use the same udpPort" "$work/err" || fail "two games on one port: $(cat "$work/err")"
fi
finish
