# SPDX-License-Identifier: GPL-3.0-or-later
# Whether the lab can run on this machine, and if not, why.

do_need() {
    local missing
    missing=$(missing_things)
    if [ -z "$missing" ]; then
        say "everything needed is here"
        return 0
    fi
    printf 'lab: cannot run here: %s\n' "${missing//$'\n'/; }" >&2
    return 77
}

# One reason a line; nothing when the lab can run.
missing_things() {
    missing_system
    missing_packages
    [ "$(id -u)" = 0 ] && [ -z "$(missing_packages)" ] && missing_rights
    return 0
}

missing_system() {
    [ "$(id -u)" = 0 ] || echo "needs root (containers and network namespaces)"
    [ "$(release_field ID)" = debian ] || echo "needs Debian (the hosts are made from its packages)"
    [ -n "$(release_field VERSION_CODENAME)" ] || echo "/etc/os-release names no release"
}

release_field() { (. /etc/os-release 2>/dev/null && echo "${!1:-}"); }

missing_packages() {
    local tool package packages=()
    while read -r tool package; do
        command -v "$tool" >/dev/null || packages+=("$package")
    done <<'END'
debootstrap debootstrap
systemd-nspawn systemd-container
ip iproute2
nsenter util-linux
ssh-keygen openssh-client
END
    [ ${#packages[@]} = 0 ] || echo "missing packages: ${packages[*]}"
}

missing_rights() {
    unshare -m true 2>/dev/null || echo "not permitted to make mount namespaces"
    unshare -n true 2>/dev/null || echo "not permitted to make network namespaces"
    unshare -m sh -ec 'mount -t tmpfs none /mnt && cd /mnt && mkdir l u w m && mount -t overlay -o lowerdir=l,upperdir=u,workdir=w none m' \
        2>/dev/null || echo "not permitted to mount overlays"
    unshare -n sh -ec 'ip link add probe0 type bridge && ip link add probe1 type veth peer name probe2' \
        2>/dev/null || echo "the kernel gives no bridge or veth interfaces"
    cgroup_usable || echo "no control group tree that may be written"
}

# A read-only mount says yes to every test of permissions, so a group is made for real.
cgroup_usable() {
    local tree
    for tree in $(cgroup_trees); do
        mkdir "$tree/switchyard-probe.$$" 2>/dev/null && rmdir "$tree/switchyard-probe.$$" || return 1
    done
    [ -n "$(cgroup_trees)" ]
}
