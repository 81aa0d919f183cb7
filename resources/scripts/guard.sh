# SPDX-License-Identifier: GPL-3.0-or-later
# Sees to it that silence brings the old system back: started before the activation, it outlives it, and steps once a second
# against /proc/uptime, because timers are set anew by the daemon-reload of every switch. Runs as switchyard-guard.
runner_runs() { systemctl --quiet is-active switchyard-activate.service; }
limit=$(($(now) + ACTIVATE))
while [ -z "$(decision)" ]; do
    if [ "$(get "$D/state")" = awaiting-confirm ]; then
        [ "$(now)" -le "$(get "$D/confirm-deadline")" ] || decide rollback "nobody confirmed within $CONFIRM s"
    elif [ "$(now)" -gt "$limit" ]; then
        decide rollback "the activation did not end within $ACTIVATE s"
    fi
    if [ -e "$D/started" ] && ! runner_runs; then
        decide rollback "the activation was interrupted on the host"
    fi
    [ -n "$(decision)" ] || sleep 1
done
case $(decision) in
    abandon) exit 0 ;;
    confirm)
        while runner_runs; do sleep 1; done
        case $(get "$D/state") in committed | commit-failed) ;; *) commit ;; esac
        exit 0
        ;;
esac
systemctl stop switchyard-activate.service
put "$D/state" rolling-back
case $(get "$D/activate-exit") in
    1 | 11 | 100) [ "$(readlink -e "$CURRENT")" != "$OLD" ] || { finish rolled-back && exit 0; } ;;
esac
tries=0
while [ $tries -lt 5 ]; do
    tries=$((tries + 1))
    timeout -k 5 "$ACTIVATE" "$OLD/bin/switch-to-configuration" test </dev/null
    rc=$?
    if { [ $rc -eq 0 ] || [ $rc -eq 4 ]; } && [ "$(readlink -e "$CURRENT")" = "$OLD" ]; then
        finish rolled-back
        exit 0
    fi
    echo "the old system came back with exit $rc; try $tries of 5"
    sleep 2
done
put "$D/state" rollback-failed
