# SPDX-License-Identifier: GPL-3.0-or-later
# One host: started, asked, stopped. Its keeper (keeper.sh) holds its disk and starts it again when it reboots.

# host_start HOST: its keeper stays among our jobs, so that a broken-off `up` knows it from its first moment on.
host_start() {
    local dir
    dir=$(host_dir "$1")
    cgroup_make "$1"
    setsid unshare --mount "$lab_dir/lib/keeper.sh" "$lab_number" "$1" "$(base_tree)" "$dir" \
        "/run/netns/$(namespace_of "$1")" "$lab_state/run/nixpkgs" \
        </dev/null >"$lab_state/log/$1.console" 2>&1 9>&- &
}

# host_leader HOST: process 1 of the host in this machine's numbering; fails when the host is down.
host_leader() {
    local nspawn leader
    nspawn=$(cat "$(host_dir "$1")/nspawn.pid" 2>/dev/null) || return 1
    leader=$(cat "/proc/$nspawn/task/$nspawn/children" 2>/dev/null) || return 1
    [ -n "$leader" ] && echo "${leader%% *}"
}

# host_run HOST COMMAND…: as root inside the host; needs no network.
host_run() {
    local leader
    leader=$(host_leader "$1") || die "$1 is down"
    shift
    nsenter -t "$leader" --mount --uts --ipc --net --pid --cgroup \
        env --chdir=/ -i HOME=/root TERM="${TERM:-dumb}" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@" 9>&-
}

do_exec() {
    need_claim
    host_run "$@"
}

# host_state HOST: what systemd says of itself: starting, running, degraded, …; down when there is no host.
host_state() {
    local state
    host_leader "$1" >/dev/null || { echo down; return 0; }
    state=$(host_run "$1" systemctl is-system-running 2>/dev/null) || true
    echo "${state:-starting}"
}

host_settled() { case $(host_state "$1") in running | degraded) ;; *) return 1 ;; esac; }

host_answers() { (: <"/dev/tcp/$(address_of "$1")/22") 2>/dev/null; }

# host_wait HOST: until it is up and well; says what is wrong with it otherwise.
host_wait() {
    wait_until 90 host_settled "$1" || { host_complain "$1" "did not come up"; return 1; }
    [ "$(host_state "$1")" = running ] || { host_complain "$1" "came up with failed units"; return 1; }
    wait_until 10 host_answers "$1" || { host_complain "$1" "does not answer on port 22"; return 1; }
}

host_complain() {
    say "$1 $2"
    tail -n 20 "$lab_state/log/$1.console" >&2 || true
    host_run "$1" sh -c 'systemctl --failed --no-legend --plain; journalctl -b -q --no-pager -n 40' >&2 9>&- || true
}

# host_stop HOST: the keeper first, so that it starts nothing again; then all that runs inside, after whose end
# nspawn tidies up by itself.
host_stop() {
    local pid
    wait_until 5 cgroup_ended "$1/keeper" || true
    for pid in $(ip netns pids "$(namespace_of "$1")" 2>/dev/null); do
        kill -KILL "$pid" 2>/dev/null || true
    done
    wait_until 5 cgroup_empty "$1" && return 0
    wait_until 5 cgroup_ended "$1" || say "$1 has processes that do not end: $(cgroup_pids "$1" | xargs)"
}

# A power cut: everything in it dies at once; its keeper boots it again from the disk as it is.
do_reboot() {
    need_claim
    local leader
    leader=$(host_leader "$1") || die "$1 is down"
    kill -KILL "$leader"
    wait_until 10 test ! -e "/proc/$leader"
    host_wait "$1"
}

# host_line HOST: its line in `lab status`.
host_line() {
    local state generation=-
    state=$(host_state "$1")
    [ "$state" = down ] || generation=$(host_run "$1" readlink /nix/var/nix/profiles/system 2>/dev/null) || generation=none
    printf '%-24s %-12s %-5s %-16s %s\n' "$1" "$(address_of "$1")" \
        "$([ "$state" = down ] && echo down || echo up)" "$generation" "$state"
}
