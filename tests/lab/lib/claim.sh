# SPDX-License-Identifier: GPL-3.0-or-later
# A machine can carry several labs, one a state folder. Each has a number, from which follow its network 10.77.N.0/24
# and the names of all that it makes; here is written down which number belongs to which state folder.

lab_claims=/run/switchyard-lab
lab_number= # of the lab of this state folder; empty while it has none

lab_net() { echo "10.77.$lab_number"; }

# claim_find: sets lab_number to that of this state folder; false when it has none.
claim_find() {
    local file
    for file in "$lab_claims"/state.*; do
        [ "$(cat "$file" 2>/dev/null)" = "$lab_state" ] || continue
        lab_number=${file##*.}
        return 0
    done
    return 1
}

# claim_take: finds a number for this state folder and keeps others from changing its lab.
claim_take() {
    mkdir -p "$lab_claims"
    exec 8>>"$lab_claims/lock"
    flock -w 30 8 || die "$lab_claims/lock is held by somebody; try again"
    claim_find || claim_free || die "10.77.0.0/24 to 10.77.9.0/24 are all in use on this machine"
    claim_lock 0
    echo "$lab_state" >"$lab_claims/state.$lab_number"
    exec 8>&-
}

# claim_free: sets lab_number to one whose network nobody uses, and whose last user is gone.
claim_free() {
    for lab_number in 0 1 2 3 4 5 6 7 8 9; do
        if [ ! -e "$lab_claims/state.$lab_number" ]; then
            ip -o -4 addr show | grep -qF " $(lab_net)." || return 0
        elif cgroup_empty . && flock -n "$lab_claims/lock.$lab_number" true; then
            return 0
        fi
    done
    lab_number=
    return 1
}

# claim_lock SECONDS: one command at a time changes a lab; waits so long for another one to end. File descriptor 9
# holds the lock, and what outlives us must close it.
claim_lock() {
    exec 9>>"$lab_claims/lock.$lab_number"
    flock -w "$1" 9 || die "another command is at work on this lab; try again when it is done"
}

claim_drop() { rm -f "$lab_claims/state.$lab_number"; }

need_claim() { claim_find || die "no lab with its state in $lab_state is up; start it with: lab up"; }
