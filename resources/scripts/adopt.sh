# switchyard-script: adopt 1
# SPDX-License-Identifier: GPL-3.0-or-later
# Reads from a running host the facts that no design can guess. Changes nothing.
# Arguments: none.
# Reply: host-name, system, state-version, state-version-from (configuration: /etc/nixos says so | release: what runs now, which
#   is right only if it was never upgraded), loader (grub | systemd-boot | none), device (of grub), host-key, network (dhcp |
#   static), address, gateway, then the line `data` and the hardware configuration, byte for byte.
#include common.sh
say host-name "$(cat /proc/sys/kernel/hostname)"
say system "$(uname -m)-linux"
configured=$(sed -n 's/^[^#]*stateVersion *= *"\([0-9][0-9]\.[0-9][0-9]\)".*/\1/p' "$R"/etc/nixos/*.nix 2>/dev/null | head -n 1)
if [ -n "$configured" ]; then
    say state-version "$configured"
    say state-version-from configuration
else
    say state-version "$(nixos-version 2>/dev/null | sed -n 's/^\([0-9][0-9]\.[0-9][0-9]\).*/\1/p')"
    say state-version-from release
fi
if [ -d "$R/boot/loader/entries" ] || [ -d "$R/boot/EFI/systemd" ]; then
    say loader systemd-boot
elif [ -d "$R/boot/grub" ]; then
    say loader grub
    disk=$(lsblk -nso PATH,TYPE "$(findmnt -no SOURCE "$R/")" 2>/dev/null | awk '$2 == "disk" {print $1; exit}')
    say device "$disk"
else
    say loader none
fi
say host-key "$(cut -d' ' -f1,2 "$R/etc/ssh/ssh_host_ed25519_key.pub" 2>/dev/null)"
route=$(ip -4 route show default 2>/dev/null | head -n 1)
case $route in *'proto dhcp'*) say network dhcp ;; *) say network static ;; esac
device=$(printf '%s\n' "$route" | sed -n 's/.* dev \([^ ]*\).*/\1/p')
[ -n "$device" ] || device=$(ip -4 -o addr show scope global 2>/dev/null | awk 'NR == 1 {print $2}')
say address "$(ip -4 -o addr show dev "${device:-lo}" scope global 2>/dev/null | awk 'NR == 1 {print $4}')"
say gateway "$(printf '%s\n' "$route" | sed -n 's/.* via \([^ ]*\).*/\1/p')"
echo data
nixos-generate-config --show-hardware-config 2>/dev/null
