# switchyard-script: preflight 1
# SPDX-License-Identifier: GPL-3.0-or-later
# Reads what a deploy must know before it touches anything. Runs as root; changes nothing.
# Arguments: none.
# Reply: arch, host-name, os, nixos-version, nix, current, booted, profile, generation, boot-id, uptime, time,
#   store-free-kb, boot-free-kb, memory-available-kb, systemd, failed (one line a unit), missing (one line a tool),
#   second-writer (one line a unit that also switches generations), lock (free | held), of who holds it owner, since, phase,
#   and ok=1 as the last line.
#include common.sh
say arch "$(uname -m)"
say host-name "$(cat /proc/sys/kernel/hostname)"
say os "$(sed -n 's/^PRETTY_NAME="\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' /etc/os-release 2>/dev/null)"
say nixos-version "$(nixos-version 2>/dev/null)"
say nix "$(nix --version 2>/dev/null | sed 's/.* //')"
say current "$(readlink -e "$CURRENT")"
say booted "$(readlink -e "$R/run/booted-system")"
say profile "$(readlink -e "$PROFILE")"
say generation "$(readlink "$PROFILE" | sed -n 's/^.*system-\([0-9]*\)-link$/\1/p')"
say boot-id "$(cat /proc/sys/kernel/random/boot_id)"
say uptime "$(now)"
say time "$(date +%s)"
free_kb() { df -Pk "$1" 2>/dev/null | awk 'NR == 2 {print $4}'; }
say store-free-kb "$(free_kb "$R/nix/store")"
say boot-free-kb "$(free_kb "$R/boot")"
say memory-available-kb "$(awk '/^MemAvailable:/ {print $2}' /proc/meminfo)"
say systemd "$(systemctl is-system-running 2>/dev/null)"
failed_units | while read -r unit; do say failed "$unit"; done
for tool in nix nix-env systemd-run systemctl flock tar sha256sum timeout; do
    command -v "$tool" >/dev/null 2>&1 || say missing "$tool"
done
for unit in nixos-upgrade.timer comin.service; do
    [ "$(systemctl is-active "$unit" 2>/dev/null)" = active ] && say second-writer "$unit"
done
mkdir -p "$R/run/lock"
if flock -n -E 75 "$LOCK" true; then
    say lock free
else
    say lock held
    say owner "$(field "$OWNER" owner)"
    say since "$(field "$OWNER" since)"
    say phase "$(get "$APP/d/$(field "$OWNER" id)/state")"
fi
say ok 1
