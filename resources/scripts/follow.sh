# switchyard-script: follow 1
# SPDX-License-Identifier: GPL-3.0-or-later
# Reads on in the log of one job from a byte offset, with the states beside it; polling it is how a deploy is watched and
# how one is taken up again after the link broke. Also keeps the lock of the deploy alive.
# Arguments: ID, JOB (lockfile | build | images | activate | rollback | flake.lock), OFFSET.
# Reply: state (of the deploy), active (of the job's unit), rc (empty until it ended), new (the store path built), decision,
#   reason, size (of the log), then the line `data` and at most 64 KiB of the log, byte for byte.
#include common.sh
use_deploy "$1"
[ -d "$D" ] || die "this host knows no deploy $ID"
put "$D/beat" "$(now)"
file=$D/$2.log
case $2 in
    lockfile | build | images) unit=switchyard-$2-$ID.service ;;
    activate) unit=switchyard-activate.service ;;
    rollback) unit=switchyard-guard.service ;;
    flake.lock) unit=switchyard-lockfile-$ID.service file=$D/flake.lock ;;
    *) die "there is no job '$2'" ;;
esac
say state "$(get "$D/state")"
say active "$(systemctl is-active "$unit" 2>/dev/null)"
say rc "$(get "$D/$2.rc")"
say new "$(readlink -e "$D/new")"
say decision "$(decision)"
say reason "$(reason)"
say size "$(wc -c 2>/dev/null <"$file" || echo 0)"
echo data
tail -c "+$(($3 + 1))" "$file" 2>/dev/null | head -c 65536
