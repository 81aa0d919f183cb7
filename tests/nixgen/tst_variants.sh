#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The modules do what a fleet asks for beyond the template: Docker, Compose, one edge for all, another boot loader, a
# static address, sources of SSH, 1:1 NAT, a game beside the client that shows it.
# shellcheck source=check-tree disable=SC1091,SC2154
source "$(dirname "${BASH_SOURCE[0]}")/check-tree"
need
"$here/compose-golden" "$work/tree"
fill_in_hardware "$work/tree"
cp -R "$work/tree" "$work/clean"

game=factorio-server mini=factorio-server-mini stream=factorio-server-stream

fresh() { rm -rf "$work/tree"; cp -R "$work/clean" "$work/tree"; }
change_host() { in_host "$work/tree" "$@"; }
change_fleet() { in_fleet "$work/tree" "$1"; }
# expect HOST ATTRIBUTE VALUE: compares with the value as JSON, or as text behind `text:`.
expect() {
    local how=--json wanted=$3 found
    case $3 in text:*) how=--raw wanted=${3#text:} ;; esac
    # Empty lines are no difference.
    found=$(value_of "$work/tree#nixosConfigurations.$1.config.$2" $how | sed '/^$/d') || { fail "$1 $2: $(tail -3 "$work/err")"; return; }
    [ "$found" = "$wanted" ] || fail "$1 $2 is $found, expected $wanted"
}
expect_build() {
    local host systems=()
    for host; do systems+=("$(system_of "$host")"); done
    built "$work/tree" "${systems[@]}" > /dev/null || fail "$* with these changes: $(grep -v '^building' "$work/err" | tail -5)"
}
expect_units() {
    local found
    found=$(value_of "$work/tree#nixosConfigurations.$1.config.systemd.services" --apply 's: toString (builtins.attrNames s)' --raw) || true
    [ "$found" = "$2" ] || fail "units of $1: $found; expected $2"
}

# ---- docker ----
change_fleet 'claudetorio.containers = lib.mkForce "docker";'
expect_units $mini "caddy docker-broker nftables redis tailscaled"
expect $mini virtualisation.oci-containers.backend '"docker"'
expect $stream 'claudetorio.secrets.selkies_env.restartUnits' \
    '["docker-stream-c01.service","docker-stream-c02.service","docker-stream-c03.service"]'
expect_build $game $mini $stream

# ---- compose: no unit a container, one for the whole folder ----
fresh
change_fleet 'claudetorio.containers = lib.mkForce "compose";
  claudetorio.composeDirectory = "/opt/claudetorio";'
expect_units $game "claudetorio-compose nftables tailscaled"
expect $stream claudetorio.secrets.selkies_env.restartUnits '["claudetorio-compose.service"]'
expect $game systemd.services.claudetorio-compose.serviceConfig.WorkingDirectory '"/opt/claudetorio"'
expect_build $game $mini $stream

# ---- one edge: the stream host terminates TLS for the broker too ----
fresh
change_host $mini '  claudetorio.broker.listenAddress = "100.64.0.2";
  claudetorio.broker.edges = [ "100.64.0.3" ];'
change_host $stream '  claudetorio.edge.routes = {
    "api.example.com" = "100.64.0.2:8000";
  };'
expect_units $mini "nftables podman-broker redis tailscaled"
expect $mini virtualisation.oci-containers.containers.broker.environment.HOST '"100.64.0.2"'
expect $mini networking.firewall.allowedTCPPorts '[22]'
expect $mini networking.firewall.extraInputRules \
    'text:iifname "tailscale0" ip saddr { 100.64.0.3 } tcp dport { 8000 } accept'
on_demand=$'tls {\n  on_demand\n}\n'
expect $stream 'services.caddy.virtualHosts."api.example.com".extraConfig' "text:${on_demand}reverse_proxy 100.64.0.2:8000"
expect $stream 'services.caddy.virtualHosts."c01.stream.example.com".extraConfig' "text:${on_demand}reverse_proxy 127.0.0.1:9001"
expect_build $mini $stream

# ---- the host: boot loader, address, sources of SSH, another port ----
fresh
sed -i '/boot.loader.grub/d' "$work/tree/hosts/$game.nix"
change_host $game '  boot.loader.systemd-boot.enable = true;
  boot.loader.efi.canTouchEfiVariables = true;
  claudetorio.ssh.port = 2222;
  claudetorio.ssh.allowFrom = [ "198.51.100.0/24" "2001:db8::/32" ];
  claudetorio.network = {
    address = "203.0.113.10/24";
    gateway = "203.0.113.1";
    dns = [ "9.9.9.9" ];
  };'
expect $game networking.firewall.allowedTCPPorts '[]'
expect $game services.openssh.ports '[2222]'
expect $game boot.loader.grub.enable false
expect $game 'systemd.network.networks."10-wired".address' '["203.0.113.10/24"]'
expect $game networking.firewall.extraInputRules 'text:ip saddr { 198.51.100.0/24 } tcp dport { 2222 } accept
ip6 saddr { 2001:db8::/32 } tcp dport { 2222 } accept
iifname "tailscale0" ip saddr { 198.51.100.0/24 } tcp dport { 27015, 27016, 27017 } accept
iifname "tailscale0" ip6 saddr { 2001:db8::/32 } tcp dport { 27015, 27016, 27017 } accept
iifname "tailscale0" ip saddr { 198.51.100.0/24 } udp dport { 34197, 34198, 34199 } accept
iifname "tailscale0" ip6 saddr { 2001:db8::/32 } udp dport { 34197, 34198, 34199 } accept'
expect_build $game

# ---- no private network: the hosts know each other by their public addresses; 1:1 NAT reaches coturn ----
fresh
sed -i '/tailscale.nix/d' "$work/tree/modules/fleet.nix"
change_fleet 'claudetorio.fleet.hosts.factorio-server-stream.private = "10.0.0.4";'
expect_units $game "nftables podman-factorio-g01 podman-factorio-g02 podman-factorio-g03"
expect $game networking.firewall.extraInputRules 'text:ip saddr { 10.0.0.4 } tcp dport { 27015, 27016, 27017 } accept
ip saddr { 10.0.0.4 } udp dport { 34197, 34198, 34199 } accept'
expect $stream virtualisation.oci-containers.containers.stream-c01.environment.FACTORIO_SERVER '"203.0.113.10:34197"'
expect_build $game $stream

# ---- a game on the stream host: its client reaches it from its own network ----
fresh
sed -i 's|../modules/roles/stream-host.nix|../modules/roles/game-server.nix\n    &|' "$work/tree/hosts/$stream.nix"
change_host $stream '  claudetorio.factorio.games = [
    {
      name = "g03";
      udpPort = 34199;
      rconPort = 27017;
    }
  ];'
sed -i '/"g03";/,/}/s/host = "factorio-server"/host = "factorio-server-stream"/' "$work/tree/modules/fleet.nix"
expect $stream virtualisation.oci-containers.containers.stream-c03.environment.FACTORIO_SERVER '"host.containers.internal:34199"'
expect $stream networking.firewall.extraInputRules 'text:iifname "podman*" udp dport { 34199 } accept'
expect_build $stream

# ---- a host that joins the mesh by itself, a person who may only watch, a secret file for RCON ----
fresh
change_fleet 'claudetorio.tailscale.autoJoin = true;
  claudetorio.watch = {
    user = lib.mkForce "watch";
    keys = [ "ssh-ed25519 AAAA w" ];
  };'
change_host $game '  claudetorio.factorio.rconPasswordFile = "/etc/claudetorio/rconpw";'
expect $game services.tailscale.authKeyFile '"/etc/claudetorio/tailscale_authkey"'
expect $game users.users.watch.openssh.authorizedKeys.keys '["ssh-ed25519 AAAA w"]'
expect $game users.users.watch.extraGroups '["systemd-journal"]'
expect_build $game

# ---- what lies in a game's folder when it starts: settings, the list of mods with their files, RCON's password ----
fresh
mkdir "$work/tree/mods"
echo mod > "$work/tree/mods/krastorio2_1.3.24.zip"
change_fleet 'claudetorio.factorio.mods = lib.mkForce [ "krastorio2_1.3.24" "quality" ];'
change_host $game '  claudetorio.factorio.rconPasswordFile = "/var/lib/planted/rconpw";'
expect_build $game $stream
value_of "$work/tree#nixosConfigurations.$game.config.systemd.services.podman-factorio-g01.preStart" --raw > "$work/start" || fail "no preStart"
# shellcheck disable=SC2016
"$here/in-root" "$work/root" sh -ec '
    mount -t tmpfs tmpfs /var/lib
    mkdir -p /var/lib/planted /var/lib/factorio/g01/mods
    ln -s /var/lib/planted/real /var/lib/planted/rconpw
    printf hush > /var/lib/planted/real
    touch /var/lib/factorio/g01/mods/old_0.0.1.zip /var/lib/factorio/g01/mods/mod-settings.dat
    sh -e "$1"
    cd /var/lib/factorio/g01
    cp config/server-settings.json config/rconpw mods/mod-list.json "$2"
    find . ! -name mod-settings.dat -printf "%P %U:%G %m\n" | sort > "$2/found"
' start "$work/start" "$work" || fail "the game's folder is not made"
[ "$(cat "$work/found")" = ' 845:845 750
config 845:845 750
config/rconpw 845:845 640
config/server-settings.json 845:845 640
mods 845:845 750
mods/krastorio2_1.3.24.zip 845:845 640
mods/mod-list.json 845:845 640' ] || fail "the game's folder holds $(cat "$work/found")"
[ "$(cat "$work/rconpw")" = hush ] || fail "RCON's password is $(cat "$work/rconpw")"
for setting in '"auto_pause":false' '"autosave_only_on_server":true' '"non_blocking_saving":true'; do
    grep -q "$setting" "$work/server-settings.json" || fail "server-settings.json lacks $setting"
done
[ "$(cat "$work/mod-list.json")" = '{"mods":[{"enabled":true,"name":"base"},{"enabled":false,"name":"elevated-rails"},{"enabled":true,"name":"quality"},{"enabled":false,"name":"space-age"},{"enabled":true,"name":"krastorio2","version":"1.3.24"}]}' ] ||
    fail "mod-list.json is $(cat "$work/mod-list.json")"
expect $game virtualisation.oci-containers.containers.factorio-g01.volumes '["/var/lib/factorio/g01:/factorio"]'

# refused_mods LIST MESSAGE: this list is refused in these words.
refused_mods() {
    change_fleet "claudetorio.factorio.mods = lib.mkForce [ $1 ];"
    if value_of "$work/tree#$(system_of $game).drvPath" --raw > /dev/null; then
        fail "the mods $1 are accepted"
    else
        grep -q "$2" "$work/err" || fail "the mods $1 are refused in other words: $(grep error: "$work/err")"
    fi
}
refused_mods '"flib_0.14.0"' "mods/flib_0.14.0.zip is not there: fetch it from https://mods.factorio.com"
refused_mods '"flib"' "flib has no version: write flib_<version>"

# ---- each stream makes a password of its own, once ----
fresh
value_of "$work/tree#nixosConfigurations.$stream.config.systemd.services.claudetorio-stream-passwords.script" --raw > "$work/script"
# shellcheck disable=SC2016
"$here/in-root" "$work/root" sh -ec '
    mount -t tmpfs tmpfs /var/lib
    mkdir /var/lib/claudetorio
    umask 077
    sh -e "$1"
    rm /var/lib/claudetorio/stream-c02.env
    cp /var/lib/claudetorio/* "$2"
    sh -e "$1"
    cd /var/lib/claudetorio
    cmp stream-c01.env "$2/stream-c01.env"
    stat -c %a stream-c02.env
    cat ./*.env | grep -cE "^(SELKIES_BASIC_AUTH_PASSWORD|PASSWD)=[A-Za-z0-9_-]{24}\$"
    cat ./*.env | cut -d= -f2 | sort -u | wc -l
' passwords "$work/script" "$work" > "$work/found" || fail "the streams have no passwords"
[ "$(tr '\n' ' ' < "$work/found")" = "600 6 3 " ] || fail "the streams' passwords: $(cat "$work/found")"
finish
