# switchyard-script: decide 1
# SPDX-License-Identifier: GPL-3.0-or-later
# Confirms an activation that waits for it, or asks for its rollback. Exactly one decision wins, whoever else decides.
# Arguments: ID, confirm | rollback, WHY (for the log).
# Reply: won (1 | 0), decision (the one that holds), reason, state; or error.
#include common.sh
use_deploy "$1"
[ -e "$D/intent" ] || die "the deploy $ID did not activate anything here"
case $2 in
    confirm)
        case $(get "$D/state") in
            awaiting-confirm | rolling-back | rolled-back | committing | committed) ;;
            *) die "the deploy $ID does not wait for a confirmation: $(get "$D/state")" ;;
        esac
        ;;
    rollback) ;;
    *) die "'$2' is no decision" ;;
esac
if decide "$2" "$3"; then say won 1; else say won 0; fi
say decision "$(decision)"
say reason "$(reason)"
say state "$(get "$D/state")"
