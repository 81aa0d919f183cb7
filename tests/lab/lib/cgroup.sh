# SPDX-License-Identifier: GPL-3.0-or-later
# A control group a host. Without one of its own, the systemd of one host would take the services of the others
# for its own; and with one, all processes of a host can be found and ended, whatever state it is in.
#   switchyard-lab-N/HOST/keeper   our process that keeps the host running
#   switchyard-lab-N/HOST/machine  systemd-nspawn and everything inside

# cgroup_trees: the mounted trees that systemd sorts its services in. Old and new style may be there at once,
# and then systemd uses both.
cgroup_trees() {
    if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
        echo /sys/fs/cgroup
    else
        ls -d /sys/fs/cgroup/systemd /sys/fs/cgroup/unified 2>/dev/null || true
    fi
}

# cgroup_groups NAME: its folder in every tree; "." stands for the whole lab.
cgroup_groups() {
    local tree
    for tree in $(cgroup_trees); do
        echo "$tree/switchyard-lab-$lab_number/$1"
    done
}

cgroup_make() {
    local group part
    for group in $(cgroup_groups "$1"); do
        mkdir -p "$group/keeper" "$group/machine"
        for part in "${group%/*}" "$group"; do # let memory and CPU be counted inside, where the tree can
            [ ! -e "$part/cgroup.subtree_control" ] ||
                echo "+memory +cpu +pids" >"$part/cgroup.subtree_control" 2>/dev/null || true
        done
    done
}

# cgroup_join NAME/PART: puts this process there, and with it what it starts.
cgroup_join() {
    local group
    for group in $(cgroup_groups "$1"); do
        echo "$BASHPID" >"$group/cgroup.procs"
    done
}

# cgroup_pids NAME: every process in the group or below it, in this machine's numbering.
cgroup_pids() {
    local group
    for group in $(cgroup_groups "$1"); do
        [ ! -d "$group" ] || find "$group" -name cgroup.procs -exec cat {} + 2>/dev/null || true
    done | sort -un
}

cgroup_empty() { [ -z "$(cgroup_pids "$1")" ]; }

# cgroup_ended NAME: ends what is in it; true when there is nothing (more) to end.
cgroup_ended() {
    local pid pids
    pids=$(cgroup_pids "$1")
    for pid in $pids; do
        kill -KILL "$pid" 2>/dev/null || true
    done
    [ -z "$pids" ]
}

cgroup_remove() {
    local group
    for group in $(cgroup_groups .); do
        [ ! -d "$group" ] || find "${group%/.}" -depth -type d -exec rmdir {} + || say "could not remove ${group%/.}"
    done
}
