# SPDX-License-Identifier: GPL-3.0-or-later
# The lab as a whole: up, status, down.

do_up() {
    local began=$SECONDS
    require_lab
    claim_take
    cgroup_empty . || die "this lab is up already; stop it with: lab down"
    trap 'up_ended $?' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    clear_away # what a crash may have left
    base_ensure
    mkdir -p "$lab_state/log"
    describe_lab
    net_up
    start_all
    trap - EXIT
    say "three hosts are up after $((SECONDS - began)) s"
    echo "$lab_state"
}

# lab run COMMAND…: with a lab, which is stopped afterwards if it was started for this.
do_run() {
    local status=0
    if ! claim_find || cgroup_empty .; then
        "$lab_dir/lab" up >/dev/null || exit $?
        trap 'do_down' EXIT
        trap 'exit 130' INT
        trap 'exit 143' TERM HUP
    fi
    (
        set -a
        # shellcheck source=/dev/null
        source "$lab_state/hosts.env"
        SWITCHYARD_LAB_STATE=$lab_state exec "$@"
    ) || status=$?
    exit $status
}

# require_lab: ends with 77 and the reason where the lab cannot run.
require_lab() {
    local missing
    missing=$(missing_things)
    [ -z "$missing" ] && return 0
    do_need || exit $?
}

# up_ended STATUS: whatever ended `up` before it was done, nothing of it stays.
up_ended() {
    say "not up; clearing away"
    jobs -p | xargs -r kill -KILL 2>/dev/null || true
    clear_away
    claim_drop
    exit "$(($1 == 0 ? 1 : $1))"
}

start_all() {
    local host waits=() failed=0
    for host in "${lab_hosts[@]}"; do
        host_start "$host"
    done
    for host in "${lab_hosts[@]}"; do
        host_wait "$host" 9>&- &
        waits+=($!)
    done
    for host in "${waits[@]}"; do
        wait "$host" || failed=1
    done
    return $failed
}

do_status() {
    local host line bad=0
    need_claim
    for host in "${lab_hosts[@]}"; do
        line=$(host_line "$host")
        echo "$line"
        [[ $line == *" running" ]] || bad=1
    done
    return $bad
}

do_down() {
    [ "$(id -u)" = 0 ] || die "needs root"
    claim_find || return 0
    claim_lock 120
    clear_away
    claim_drop
}

# clear_away: from any state, also one that a crash left behind.
clear_away() {
    local host stops=()
    for host in "${lab_hosts[@]}"; do
        host_stop "$host" 9>&- &
        stops+=($!)
    done
    wait "${stops[@]}" || true
    net_down
    cgroup_remove
    forget_lab
}
