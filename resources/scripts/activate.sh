# switchyard-script: activate 1
# SPDX-License-Identifier: GPL-3.0-or-later
# Tests the new system on the live host: writes down what is intended, starts the guard that rolls back on silence, and only
# then the runner that activates. The profile and the boot default stay untouched until somebody confirms (`decide`).
# Arguments: ID, OLD (what runs now, as preflight said), BOOT-ID, ACTIVATE-SECONDS, CONFIRM-SECONDS,
#   GENERATION (0: what this deploy built; else that generation, which is then what becomes current again).
# Reply: new, activation=started; or error.
#include common.sh
use_deploy "$1"
OLD=$2
if [ "$6" = 0 ]; then
    NEW=$(readlink -e "$D/new")
else
    case $6 in *[!0-9]*) die "'$6' is no generation" ;; esac
    [ -e "$PROFILE-$6-link" ] || die "this host has no generation $6"
    NEW=$(readlink -e "$PROFILE-$6-link")
fi
[ -x "$NEW/bin/switch-to-configuration" ] || die "there is no system to activate at '$NEW'"
[ -x "$OLD/bin/switch-to-configuration" ] || die "the system that runs, '$OLD', cannot be returned to"
[ "$(cat /proc/sys/kernel/random/boot_id)" = "$3" ] || die "this host was restarted meanwhile"
for unit in switchyard-activate switchyard-guard; do
    systemctl --quiet is-active $unit.service && die "$unit runs already"
done
put "$D/intent" "new=$NEW
old=$OLD
generation=$6
boot-id=$3
activate-seconds=$4
confirm-seconds=$5"
failed_units >"$D/failed.before"
mkdir -p "$GCROOTS"
ln -sfn "$OLD" "$GCROOTS/switchyard-$ID-old"
ln -sfn "$NEW" "$GCROOTS/switchyard-$ID-new"
cat >"$D/head.sh" <<'HEAD'
#include common.sh
HEAD
printf "use_deploy '%s'\n" "$ID" >>"$D/head.sh"
cat >>"$D/head.sh" <<'HEAD'
#include activation.sh
HEAD
cat "$D/head.sh" - >"$D/rollback.sh" <<'GUARD'
#include guard.sh
GUARD
cat "$D/head.sh" - >"$D/activate.sh" <<'RUNNER'
#include runner.sh
RUNNER
sync -f "$APP"
shell=$OLD/sw/bin/sh
[ -x "$shell" ] || shell=/bin/sh
put "$D/state" starting
launch switchyard-guard infinity rollback "$shell" || die "cannot start the guard: $(get "$D/rollback.launch")"
if launch switchyard-activate infinity activate "$shell"; then
    put "$D/started" 1
else
    decide abandon "the activation could not be started: $(get "$D/activate.launch")"
    put "$D/state" abandoned
    die "cannot start the activation: $(get "$D/activate.launch")"
fi
say new "$NEW"
say activation started
