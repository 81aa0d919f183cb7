# switchyard-script: adopt 3
# SPDX-License-Identifier: GPL-3.0-or-later
# Reads from a running host the facts that no design can guess, and what runs on it. Changes nothing.
# Arguments: names of variables of containers whose values are no secrets; the values of all others stay on the host. Or
#   `hardware`: the hardware configuration and nothing else.
# Reply, * several times:
#   host-name, system, os, nixos (1 | 0), cores, memory-kb, time-zone, login (who we are there), missing* (a program)
#   state-version*, state-version-from (configuration: /etc/nixos says so | deployed: the tree of the last deploy | generation: the
#     oldest one left | release: what runs now, right only if it was never upgraded), state-version-at
#   firmware (efi | bios), loader (grub | systemd-boot | none: a container; empty: not found), device (of grub)
#   host-key, ssh-port*, administrator* NAME KEYS, configuration* FILE
#   network (dhcp | static), address, gateway, dns*, net* INTERFACE ADDRESS host|mesh
#   service* UNIT (active, without those of every system), unit* NAME STATE (of containers), listening* PROTOCOL PORT PROCESS
#   name* (served over HTTPS or TURN), range* PROCESS FIRST-LAST (of ports, by its configuration), firewall (1: what follows is known),
#   open* PROTOCOL PORT|FIRST-LAST (for everybody)
#   present*, runs* ENGINE/CONTAINER; image*, on-network*, published* INSIDE PORT ADDRESS, mount*, variable*, value* NAME TEXT: after
#     ENGINE/CONTAINER
#   ok=1, then the line `data` and the hardware configuration, byte for byte.
#include common.sh
quick() { timeout 5 "$@" 2>/dev/null; }
has() { command -v "$1" >/dev/null 2>&1; }
# told KEY [LINES]: every line that comes in, as KEY=line; bounded, so that no host can say too much.
told() { cut -c 1-400 | head -n "${2:-200}" | sed "s/^/$1=/"; }

system() {
    say host-name "$(cat /proc/sys/kernel/hostname)"
    say system "$(uname -m)-linux"
    say os "$(sed -n 's/^PRETTY_NAME="\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' "$R/etc/os-release" 2>/dev/null | head -n 1)"
    nixos=0
    if [ -e "$R/etc/NIXOS" ] || { has nixos-version && [ -e "$CURRENT" ]; }; then nixos=1; fi
    say nixos "$nixos"
    say cores "$(getconf _NPROCESSORS_ONLN 2>/dev/null || nproc 2>/dev/null)"
    say memory-kb "$(awk '/^MemTotal:/ {print $2}' /proc/meminfo)"
    say time-zone "$(readlink -f "$R/etc/localtime" 2>/dev/null | sed -n 's|.*/zoneinfo/||p')"
    say login "${SUDO_USER:-$(id -un)}"
    for tool in nixos-generate-config systemctl ip ss; do
        has "$tool" || say missing "$tool"
    done
    find "$R/etc/nixos" -maxdepth 1 \( -name flake.nix -o -name configuration.nix \) 2>/dev/null | sort | told configuration 5
}

versions_in() { quick sed -n 's/^[^#]*stateVersion *= *"\([0-9][0-9]\.[0-9][0-9]\)".*/\1/p' "$@" | sort -u | head -n 5; }
state_from() {
    say state-version-from "$1"
    say state-version-at "$2"
}
state_version() {
    files=$(quick find -L "$R/etc/nixos" -maxdepth 4 -name '*.nix' -size -256k | sort | head -n 300)
    mine=$(ls -t "$APP"/flakes/*/hosts/"$(cat /proc/sys/kernel/hostname)".nix 2>/dev/null | head -n 1)
    found=$([ -z "$mine" ] || versions_in "$mine")
    if [ -n "$found" ]; then
        printf '%s\n' "$found" | told state-version
        state_from deployed "$mine"
        return
    fi
    IFS='
'
    # shellcheck disable=SC2086
    found=$([ -z "$files" ] || versions_in $files)
    if [ -n "$found" ]; then
        at=$(for file in $files; do [ -z "$(versions_in "$file")" ] || { echo "$file"; break; }; done)
        unset IFS
        first=$(versions_in "$at" | head -n 1)
        { printf '%s\n' "$first"; printf '%s\n' "$found"; } | awk '!seen[$0]++' | told state-version
        state_from configuration "$at"
        return
    fi
    unset IFS
    oldest=$(ls -d "$PROFILE"-*-link 2>/dev/null | sort -t- -k2 -V | head -n 1)
    release=$(sed -n 's/^\([0-9][0-9]\.[0-9][0-9]\).*/\1/p' "${oldest:-/nonesuch}/nixos-version" 2>/dev/null | head -n 1)
    if [ -n "$release" ] && [ "$(readlink -f "$oldest")" != "$(readlink -f "$CURRENT")" ]; then
        say state-version "$release"
        state_from generation "${oldest##*/}"
    else
        say state-version "$(nixos-version 2>/dev/null | sed -n 's/^\([0-9][0-9]\.[0-9][0-9]\).*/\1/p')"
        state_from release ''
    fi
}

boot() {
    if [ -d "$R/sys/firmware/efi" ]; then say firmware efi; else say firmware bios; fi
    loader=
    if [ -d "$R/boot/loader/entries" ] || [ -d "$R/boot/EFI/systemd" ] || [ -d "$R/efi/EFI/systemd" ] ||
        quick bootctl is-installed >/dev/null; then
        loader=systemd-boot
    elif [ -d "$R/boot/grub" ] || [ -d "$R/boot/grub2" ]; then
        loader=grub
        if [ -d "$R/sys/firmware/efi" ]; then
            say device nodev
        else
            say device "$(lsblk -nso PATH,TYPE "$(findmnt -no SOURCE "$R/")" 2>/dev/null | awk '$2 == "disk" {print $1; exit}')"
        fi
    elif quick systemd-detect-virt -c >/dev/null; then
        loader=none
    fi
    say loader "$loader"
}

access() {
    say host-key "$(cut -d' ' -f1,2 "$R/etc/ssh/ssh_host_ed25519_key.pub" 2>/dev/null)"
    { quick sshd -T || cat "$R/etc/ssh/sshd_config" 2>/dev/null; } | awk 'tolower($1) == "port" {print $2}' | sort -un | told ssh-port 5
    for user in root $(getent group wheel sudo 2>/dev/null | cut -d: -f4 | tr ',' '\n' | sort -u | head -n 30); do
        home=$(getent passwd "$user" | cut -d: -f6)
        keys=$(cat "$R$home/.ssh/authorized_keys" "$R/etc/ssh/authorized_keys.d/$user" 2>/dev/null | grep -c '^[^#]')
        say administrator "$user $keys"
    done
}

network() {
    route=$(ip -4 route show default 2>/dev/null | head -n 1)
    device=$(printf '%s\n' "$route" | sed -n 's/.* dev \([^ ]*\).*/\1/p')
    [ -n "$device" ] || device=$(ip -4 -o addr show scope global 2>/dev/null | awk 'NR == 1 {print $2}')
    case $route in
        *'proto dhcp'*) say network dhcp ;;
        *) ip -4 -o addr show dev "${device:-lo}" 2>/dev/null | grep -q ' dynamic ' && say network dhcp || say network static ;;
    esac
    say address "$(ip -4 -o addr show dev "${device:-lo}" scope global 2>/dev/null | awk 'NR == 1 {print $4}')"
    say gateway "$(printf '%s\n' "$route" | sed -n 's/.* via \([^ ]*\).*/\1/p')"
    { cat "$R/run/systemd/resolve/resolv.conf" 2>/dev/null || cat "$R/etc/resolv.conf" 2>/dev/null; } |
        awk '$1 == "nameserver" && $2 !~ /^127\./ {print $2}' | told dns 3
    tunnels=" $(ip -o link show type wireguard 2>/dev/null | sed 's/^[0-9]*: \([^:@]*\).*/\1/' | tr '\n' ' ')"
    ip -o addr show scope global 2>/dev/null | awk '{print $2, $4}' | while read -r name address; do
        case $name in
            podman* | docker* | cni* | veth* | virbr* | br-*) continue ;;
            tailscale* | wg* | zt* | ygg*) kind=mesh ;;
            *) case $tunnels in *" $name "*) kind=mesh ;; *) kind=host ;; esac ;;
        esac
        echo "$name $address $kind"
    done | told net 50
}

# What every system has says nothing about this one.
services() {
    quick systemctl list-units --type=service --state=active --plain --no-legend | awk '{print $1}' | grep -v -E \
        -e '^(systemd-|getty@|serial-getty@|autovt@|console-getty|container-getty@|user@|user-runtime-dir@|modprobe@|nixos-|switchyard-|suid-|kmod-)' \
        -e '^(dbus|dbus-broker|sshd|ssh|ssh@.*|sshd@.*|nscd|nix-daemon|nix-gc|nix-optimise|cron|crond|firewall|nftables|logrotate|polkit|rsyslog|acpid)\.service$' \
        -e '^(network-|networking|dhcpcd|NetworkManager|wpa_supplicant|resolvconf|reload-systemd|mount-pstore|audit|apparmor|lvm2|mdmonitor)' \
        -e '^(podman|docker)(-prune)?\.service$' -e '^(containerd|sops-|agenix|lab-|prepare-kexec|save-hwclock|rtkit|timesyncd|chrony|ntpd)' \
        -e '^(claudetorio-|linger-|home-manager-|create-)' | told service
    for backend in podman docker; do
        quick systemctl list-units --all --type=service --plain --no-legend "$backend-*.service" |
            awk '$1 !~ /-prune\.service$/ && $2 != "not-found" {print $1, $3}'
    done | told unit
    ss -Hlntup 2>/dev/null | awk '{
        port = $5; sub(/^.*:/, "", port)
        name = $7; sub(/^users:\(\("/, "", name); sub(/".*/, "", name)
        if (name != "") print $1, port, name
    }' | sort -u | told listening
}

# argument UNIT OPTION: what follows that option where the unit is started.
argument() { quick systemctl show -P ExecStart "$1" | sed -n "s/.* $2[ =]\([^ ;]*\).*/\1/p" | head -n 1; }
# Of a Caddyfile the names of its sites: what stands before a brace that is in none.
site_names() {
    awk '
        { line = $0; sub(/^[ \t]*#.*/, "", line) }
        depth == 0 && line ~ /[{][ \t]*$/ {
            sites = line; sub(/[{][ \t]*$/, "", sites); gsub(/,/, " ", sites)
            count = split(sites, each, " ")
            for (i = 1; i <= count; i++) { name = each[i]; sub(/^[a-z]+:\/\//, "", name); sub(/[:\/].*$/, "", name); print name }
        }
        { depth += gsub(/[{]/, "", line) - gsub(/[}]/, "", line) }'
}
# What is served by name, and the ports of the relay; of turnserver.conf, which holds a secret, these lines and no other.
served() {
    caddyfile=$(argument caddy.service --config)
    relay=$(argument coturn.service -c)
    [ -r "${relay:-/nonesuch}" ] || relay=$R/etc/turnserver.conf
    turn() { quick sed -n "s/^ *$1 *= *\([A-Za-z0-9.-]*\) *$/\1/p" "$relay" | tail -n 1; }
    {
        quick head -c 262144 "${caddyfile:-/nonesuch}" | site_names
        ls -d "$R"/var/lib/caddy/.local/share/caddy/certificates/*/*/ "$R"/var/lib/acme/*/ 2>/dev/null | sed 's|/$||; s|.*/||'
        turn realm
    } | grep -E '^[a-z0-9]([a-z0-9-]*\.)+[a-z][a-z0-9-]*$' | sort -u | told name 100
    first=$(turn min-port)
    last=$(turn max-port)
    [ -z "$first$last" ] || say range "turnserver ${first:-49152}-${last:-65535}"
}
# Rules that ask for no interface and no sender; where the firewall denies what they do not open.
firewall() {
    rules=$(quick nft -n list ruleset)
    if printf '%s\n' "$rules" | grep -q 'hook input .*policy drop'; then
        say firewall 1
        printf '%s\n' "$rules" |
            sed -nE 's/^[[:space:]]*(tcp|udp) dport \{? ?([0-9, -]*[0-9]) ?\}?( counter packets [0-9]+ bytes [0-9]+)? accept.*/\1 \2/p'
    elif rules=$(quick iptables -S nixos-fw); then
        say firewall 1
        printf '%s\n' "$rules" |
            sed -nE 's/^-A nixos-fw -p (tcp|udp) -m (tcp|udp) --dport ([0-9:]+) -j nixos-fw-accept$/\1 \3/p' | tr ':' '-'
    fi | awk '/^firewall=/ { print; next } { protocol = $1; sub(/^[a-z]+ /, ""); gsub(/,/, " "); n = split($0, ports, " "); for (i = 1; i <= n; i++) print "open=" protocol, ports[i] }' |
        head -n 300
}

# readable NAME…: of "variable=CONTAINER \"NAME=VALUE\"" the name, and the value only of the names given and only if it is short.
readable() {
    awk -v names=" $* " '
        !/^variable=/ { if ($0 != "") print; next }
        {
            container = $1; sub(/^variable=/, "", container)
            text = substr($0, index($0, " ") + 1); sub(/^"/, "", text); sub(/"$/, "", text)
            equals = index(text, "="); if (!equals) next
            name = substr(text, 1, equals - 1); value = substr(text, equals + 1)
            if (name !~ /^[A-Za-z_][A-Za-z0-9_]*$/) next
            print "variable=" container " " name
            if (index(names, " " name " ") && value ~ /^[A-Za-z0-9.-]+$/ && length(value) <= 64) print "value=" container " " name " " value
        }'
}
inspected='{{$n := .Name}}image={{$n}} {{.Config.Image}}
on-network={{$n}} {{.HostConfig.NetworkMode}}
{{range $p, $b := .HostConfig.PortBindings}}{{range $b}}published={{$n}} {{$p}} {{.HostPort}} {{.HostIP}}
{{end}}{{end}}{{range .Mounts}}mount={{$n}} {{.Source}}:{{.Destination}}
{{end}}{{range .Config.Env}}variable={{$n}} {{printf "%q" .}}
{{end}}'
# started UNIT CONTAINER: what the unit's start script gives a container that is not there while the unit is stopped.
started() {
    script=$(quick systemctl show -P ExecStart "$1" | sed -n 's/.*path=\([^ ;]*\).*/\1/p')
    quick head -c 65536 "${script:-/nonesuch}" | awk -v container="$2" -v quote="'" '
        # A quoted newline would make the rest of a value look like an option, so nothing is read from there on.
        { line = $0; if (gsub(quote, "", line) % 2) exit }
        { sub(/^ */, "", line); more = sub(/ *\\$/, "", line) }
        line ~ / run *$/ || line == "run" || line ~ /^exec / { inside = 1; next }
        !inside { next }
        line ~ /^-e / { print "variable=" container " \"" substr(line, 4) "\""; next }
        line ~ /^-v / { print "mount=" container " " substr(line, 4); next }
        line ~ /^--network=/ { print "on-network=" container " " substr(line, 11); next }
        line ~ /^-p / {
            text = substr(line, 4); inner = text; sub(/^.*:/, "", inner); if (inner !~ /\//) inner = inner "/tcp"
            outer = text; sub(/:[^:]*$/, "", outer); address = outer; sub(/^.*:/, "", outer)
            if (!sub(/:[^:]*$/, "", address)) address = ""
            print "published=" container " " inner " " outer " " address; next
        }
        line ~ /^-/ { next }
        { print "image=" container " " line; exit }'
}
containers() {
    for engine in podman docker; do
        has "$engine" || continue
        names=$(quick "$engine" ps -a --format '{{.Names}}' | head -n 200)
        # shellcheck disable=SC2086
        [ -z "$names" ] || timeout 10 "$engine" container inspect --format "$inspected" $names 2>/dev/null |
            sed "s|^\([a-z-]*\)=/*|\1=$engine/|"
        [ -z "$names" ] || printf '%s\n' "$names" | sed "s|^|present=$engine/|"
        quick "$engine" ps --format '{{.Names}}' | head -n 200 | sed "s|^|runs=$engine/|"
        quick systemctl list-units --all --type=service --plain --no-legend "$engine-*.service" |
            awk '$1 !~ /-prune\.service$/ && $2 != "not-found" {print $1}' | head -n 200 |
            while read -r unit; do
                name=${unit#"$engine"-}
                name=${name%.service}
                printf '%s\n' "$names" | grep -qxF -e "$name" || started "$unit" "$engine/$name"
            done
    done | readable "$@" | cut -c 1-400 | head -n 4000
}

if [ "${1:-}" != hardware ]; then
    system
    state_version
    boot
    access
    network
    services
    served
    firewall
    containers "$@"
fi
say ok 1
echo data
timeout 20 nixos-generate-config --show-hardware-config 2>/dev/null | head -c 262144
