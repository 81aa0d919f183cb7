# switchyard-script: lock 1
# SPDX-License-Identifier: GPL-3.0-or-later
# Takes this host for one deploy. The lock is held by a transient unit, so that the end of a connection does not free it; it
# frees itself when the deploy says so (cleanup), or when nobody asked for 300 s and nothing of the deploy runs any more.
# Arguments: ID, OWNER (who deploys, as user@machine).
# Reply: lock=held, or lock=busy with owner, since, phase.
#include common.sh
use_deploy "$1"
busy() {
    say lock busy
    say owner "$(field "$OWNER" owner)"
    say since "$(field "$OWNER" since)"
    say phase "$(get "$APP/d/$(field "$OWNER" id)/state")"
    exit 0
}
mkdir -p "$APP/d" "$APP/flakes" "$R/run/lock" || die "cannot write below $APP"
flock -n -E 75 "$LOCK" true || busy
mkdir "$D" 2>/dev/null || die "the deploy $ID exists already"
put "$D/state" locked
put "$D/beat" "$(now)"
put "$D/owner" "owner=$2
since=$(date '+%Y-%m-%d %H:%M:%S %Z')
id=$ID"
{
    cat <<'HOLD'
#include common.sh
HOLD
    printf "use_deploy '%s'\n" "$ID"
    cat <<'HOLD'
cp "$D/owner" "$OWNER" && chmod 644 "$OWNER"
put "$D/lock" held
while [ ! -e "$D/done" ]; do
    sleep 1
    if [ $(($(now) - $(get "$D/beat"))) -gt 300 ]; then
        systemctl --quiet is-active "switchyard-lockfile-$ID.service" "switchyard-build-$ID.service" \
            "switchyard-images-$ID.service" switchyard-activate.service switchyard-guard.service || break
        put "$D/beat" "$(now)"
    fi
done
rm -f "$OWNER"
HOLD
} >"$D/hold.sh"
printf '%s\n' "flock -n -o -E 75 '$LOCK' /bin/sh '$D/hold.sh' || echo busy >'$D/lock'" >"$D/take.sh"
launch switchyard-lock infinity take || busy
tries=0
while [ ! -s "$D/lock" ] && [ $tries -lt 100 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
[ "$(get "$D/lock")" = held ] || busy
ln -sfn "d/$ID" "$APP/current"
say lock held
