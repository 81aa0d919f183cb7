# switchyard-script: probe 1
# SPDX-License-Identifier: GPL-3.0-or-later
# One observation of this host for every line that is read, each ended by the byte 036. The line's letters say what is
# wanted: u units, l links of the system, d disk; load, memory and network are always told. "$@" are the units.
# Reading ends when the connection does, and so does this.
PATH=/run/wrappers/bin:/run/current-system/sw/bin:/usr/bin:/bin; export PATH; LC_ALL=C; export LC_ALL
while read -r want; do
    cat /proc/loadavg /proc/uptime /proc/meminfo /proc/net/dev /proc/stat
    case $want in *l*)
        echo @links
        readlink /run/current-system /nix/var/nix/profiles/system
    esac
    case $want in *d*)
        echo @disk
        df -Pk /nix/store 2>/dev/null || df -Pk /
    esac
    case $want in *u*)
        echo @units
        timeout 3 systemctl show -p Id,LoadState,ActiveState,SubState -- "$@" 2>/dev/null || echo @units-failed
    esac
    printf '\036'
done
