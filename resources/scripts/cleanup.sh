# switchyard-script: cleanup 1
# SPDX-License-Identifier: GPL-3.0-or-later
# Ends a deploy: stops what it still builds or fetches, frees the lock, and keeps only the last trees and deploys. An
# activation that runs is left to its guard, and the lock with it.
# Arguments: ID.
# Reply: cleaned=1, or cleaned=0 while an activation runs.
#include common.sh
use_deploy "$1"
for job in lockfile build images; do systemctl stop "switchyard-$job-$ID.service" 2>/dev/null; done
if [ -e "$D/intent" ]; then
    case $(get "$D/state") in
        committed | commit-failed | rolled-back | rollback-failed | abandoned) ;;
        *)
            say cleaned 0
            exit 0
            ;;
    esac
fi
touch "$D/done"
if [ "$(field "$OWNER" id)" = "$ID" ]; then
    systemctl stop switchyard-lock.service
    rm -f "$OWNER"
fi
rm -rf "$D/new" "$D/draft"
for old in $(ls -t "$APP/flakes" | tail -n +6); do
    chmod -R u+w "$APP/flakes/$old"
    rm -rf "$APP/flakes/$old"
done
for old in $(ls -t "$APP/d" | tail -n +21); do rm -rf "$APP/d/$old"; done
say cleaned 1
