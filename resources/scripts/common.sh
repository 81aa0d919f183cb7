# SPDX-License-Identifier: GPL-3.0-or-later
# What every script starts with: a known PATH, the places on the host, small files written by rename, key=value replies.
R=
PATH=$R/run/wrappers/bin:$R/run/current-system/sw/bin:/nix/var/nix/profiles/default/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH
LC_ALL=C
export LC_ALL
umask 077
set -u
APP=$R/var/lib/switchyard
LOCK=$R/run/lock/switchyard.lock
OWNER=$R/run/lock/switchyard.owner
PROFILE=$R/nix/var/nix/profiles/system
CURRENT=$R/run/current-system
GCROOTS=$R/nix/var/nix/gcroots

now() { cut -d. -f1 /proc/uptime; }
say() { printf '%s=%s\n' "$1" "$(printf '%s' "$2" | tr '\n' ' ')"; }
die() {
    say error "$1"
    exit 1
}
put() { printf '%s\n' "$2" >"$1.$$" && mv -f "$1.$$" "$1"; }
get() { cat "$1" 2>/dev/null; }
field() { sed -n "s/^$2=//p" "$1" 2>/dev/null | head -n 1; }
failed_units() {
    systemctl list-units --failed --plain --no-legend 2>/dev/null | cut -d' ' -f1 | sort
}
# use_deploy ID: sets ID and D, the folder of that deploy.
use_deploy() {
    case $1 in '' | .* | *[!A-Za-z0-9._-]*) die "'$1' is no deploy id" ;; esac
    ID=$1
    D=$APP/d/$ID
}
# decide WHAT WHY: proposes the end of an activation. link(2) lets exactly one decision win; true when it is this one.
decide() {
    printf '%s\n%s\n' "$1" "$2" >"$D/decision.$$"
    won=0
    ln "$D/decision.$$" "$D/decision" 2>/dev/null || won=1
    rm -f "$D/decision.$$"
    return $won
}
decision() { head -n 1 "$D/decision" 2>/dev/null; }
reason() { sed -n 2p "$D/decision" 2>/dev/null; }
# launch UNIT SECONDS NAME [SHELL]: runs $D/NAME.sh in a transient unit, which the end of a connection cannot stop.
launch() {
    systemctl reset-failed "$1.service" 2>/dev/null
    systemd-run --unit="$1" --service-type=exec --no-ask-password --quiet --collect \
        -p "StandardOutput=append:$D/$3.log" -p "StandardError=append:$D/$3.log" \
        -p "RuntimeMaxSec=$2" -p KillMode=control-group -p TimeoutStopSec=5 \
        -p Environment=HOME=/root -p Environment=XDG_CACHE_HOME=/root/.cache \
        "${4:-/bin/sh}" "$D/$3.sh" >"$D/$3.launch" 2>&1 </dev/null
}
