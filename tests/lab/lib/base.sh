# SPDX-License-Identifier: GPL-3.0-or-later
# The base tree: one Debian root file system that all hosts share read-only. It is made once for a recipe
# (recipe/, this release, this architecture) and kept in the cache folder.

base_release() { echo "${SWITCHYARD_LAB_RELEASE:-$(release_field VERSION_CODENAME)}"; }

# base_key: changes when the recipe does.
base_key() {
    {
        base_release
        dpkg --print-architecture
        cd "$lab_dir" && find recipe -type f -printf '%p %m\n' -exec sha256sum {} + | sort
    } | sha256sum | cut -c1-16
}

base_tree() { echo "$lab_cache/base-$(base_key)"; }

do_base() {
    require_lab
    base_ensure
    base_tree
}

# base_ensure: makes the base tree unless it is there; waits for somebody else who is making it.
base_ensure() {
    local tree part status=0
    tree=$(base_tree)
    mkdir -p "$lab_cache"
    exec 8>>"$lab_cache/lock"
    flock 8
    if [ ! -d "$tree" ]; then
        part=$tree.part
        rm -rf --one-file-system "$lab_cache"/base-*.part
        say "making the base tree of the hosts in $tree (once for this recipe, about a minute)"
        base_build "$part" >"$lab_cache/build.log" 2>&1 || status=$?
        [ $status = 0 ] || base_failed "$part"
        mv "$part" "$tree"
        base_prune "$tree"
    fi
    touch "$tree"
    exec 8>&-
}

base_failed() {
    tail -n 20 "$lab_cache/build.log" >&2
    rm -rf --one-file-system "$1"
    die "the base tree could not be made; the whole log is $lab_cache/build.log"
}

# base_build TREE: in a mount and process namespace of its own, so that nothing stays mounted or running after a break.
base_build() {
    local release sources
    release=$(base_release)
    sources=$(mirror_lines "$release")
    [ -n "$sources" ] || { echo "apt knows no Debian archive; look at /etc/apt/sources.list and /etc/apt/sources.list.d"; return 1; }
    mkdir -p "$lab_cache/debs"
    unshare --mount --pid --fork --kill-child --mount-proc bash -euc '
        lab_dir=$1 tree=$2 debs=$3 release=$4 sources=$5
        . "$lab_dir/lib/mirror.sh"
        . "$lab_dir/recipe/build.sh"
    ' base "$lab_dir" "$1" "$lab_cache/debs" "$release" "$sources"
}

# base_prune KEEP: drops trees of other recipes that nobody started for a week.
base_prune() {
    find "$lab_cache" -maxdepth 1 -name 'base-*' -mtime +7 ! -path "$1" -exec rm -rf --one-file-system {} +
}
