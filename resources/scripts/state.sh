# switchyard-script: state 1
# SPDX-License-Identifier: GPL-3.0-or-later
# What runs on this host and how far a deploy got; asked over a new connection before a deploy is confirmed.
# Arguments: ID (or `current` for the last deploy), UNIT…
# Reply: id, state, decision, reason, commit-reason, activate-exit, current, profile, generation, boot-id,
#   unit (one line each: NAME STATE), failed (one line a unit), ok=1 as the last line.
#include common.sh
if [ "$1" = current ]; then
    use_deploy "$(basename "$(readlink "$APP/current" || echo none)")"
else
    use_deploy "$1"
fi
shift
[ ! -d "$D" ] || put "$D/beat" "$(now)"
say id "$ID"
say state "$(get "$D/state")"
say decision "$(decision)"
say reason "$(reason)"
say commit-reason "$(get "$D/commit-reason")"
say activate-exit "$(get "$D/activate-exit")"
say current "$(readlink -e "$CURRENT")"
say profile "$(readlink -e "$PROFILE")"
say generation "$(readlink "$PROFILE" | sed -n 's/^.*system-\([0-9]*\)-link$/\1/p')"
say boot-id "$(cat /proc/sys/kernel/random/boot_id)"
for unit in "$@"; do say unit "$unit $(systemctl is-active -- "$unit" 2>/dev/null)"; done
failed_units | while read -r unit; do say failed "$unit"; done
say ok 1
