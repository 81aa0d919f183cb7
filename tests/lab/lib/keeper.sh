#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Keeps one host: keeper.sh LAB HOST BASE DIR NETNS NIXPKGS, in a mount namespace of its own.
# The host's disk is a tmpfs that only this namespace sees: it outlasts a reboot of the host and goes with this process.
set -euo pipefail
lab_number=$1 host=$2 base=$3 dir=$4 netns=$5 nixpkgs=$6
# shellcheck source=cgroup.sh
source "$(dirname "$0")/cgroup.sh"

cgroup_join "$host/keeper"
mkdir -p /run/systemd/nspawn
mount -t tmpfs -o mode=0755 lab-nspawn /run/systemd/nspawn # its locks and the like go with us, too
mount -t tmpfs -o mode=0755,size=4g "lab-$host" "$dir/disk"
mkdir "$dir"/disk/{upper,work,root,nix}
mount -t overlay -o "lowerdir=$base,upperdir=$dir/disk/upper,workdir=$dir/disk/work" "lab-$host" "$dir/disk/root"

boot() {
    # NixOS makes /etc anew when it boots: units of a generation that was only tested are not there any more.
    find "$dir/disk/root/etc/systemd/system" -lname '/nix/store/*' -delete
    # The network namespace outlasts a reboot; a firewall does not.
    nsenter --net="$netns" chroot "$dir/disk/root" nft flush ruleset || true
    cgroup_join "$host/machine"
    exec systemd-nspawn --quiet --boot --directory="$dir/disk/root" --machine="$host" --hostname="$host" \
        --register=no --keep-unit --network-namespace-path="$netns" --capability=CAP_NET_ADMIN \
        --bind="$dir/disk/nix:/nix" --bind-ro="$dir/given:/opt/lab" --bind-ro="$nixpkgs:/opt/nixpkgs" \
        --resolv-conf=off --timezone=off --link-journal=no --console=pipe \
        SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1 # newer ones refuse control groups of the old style, which a machine may have
}

boots=0
# A clean power-off ends with 0 and stays off. All else, a reboot (133) or a killed process 1, starts it again.
while :; do
    boot &
    echo $! >"$dir/nspawn.pid"
    code=0
    wait $! || code=$?
    [ $code != 0 ] || break
    ((++boots < 20)) || { echo "keeper: $host ended $boots times, the last time with $code"; break; }
done
