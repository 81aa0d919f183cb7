# SPDX-License-Identifier: GPL-3.0-or-later
# Activates the new system for a test, waits for the decision, and commits when it is to stay. Runs as switchyard-activate.
fail() {
    decide rollback "$1"
    exit 0
}
current=$(readlink -e "$CURRENT")
if [ "$current" != "$OLD" ]; then
    decide abandon "somebody else switched this host meanwhile: it runs $current and not $OLD"
    finish abandoned
    exit 0
fi
put "$D/state" activating
tries=0
while :; do
    "$NEW/bin/switch-to-configuration" test </dev/null
    rc=$?
    tries=$((tries + 1))
    [ $rc -eq 11 ] && [ $tries -lt 10 ] || break # somebody else holds its lock
    sleep 3
done
put "$D/activate-exit" $rc
failed_units >"$D/failed.after"
fresh=$(comm -13 "$D/failed.before" "$D/failed.after" | tr '\n' ' ' | sed 's/ *$//')
case $rc in
    0) ;;
    4)
        [ -z "$fresh" ] || fail "activation exit 4: $fresh failed"
        echo "activation exit 4, but nothing failed that did not fail before"
        ;;
    1) fail "activation exit 1: the new system refused to start: $(last_line "$D/activate.log")" ;;
    2) fail "activation exit 2: the activation script failed: $(last_line "$D/activate.log")" ;;
    11) fail "activation exit 11: another activation holds the lock of switch-to-configuration" ;;
    100) fail "activation exit 100: this change needs a reboot" ;;
    *) fail "activation exit $rc: $(last_line "$D/activate.log")" ;;
esac
put "$D/confirm-deadline" $(($(now) + CONFIRM))
put "$D/state" awaiting-confirm
while [ -z "$(decision)" ]; do sleep 0.2; done
[ "$(decision)" != confirm ] || commit
