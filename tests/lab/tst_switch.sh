#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# switch-to-configuration of the stand-in keeps the contract of the real one: what it starts, stops and restarts, what it
# says about that, and its exit codes. Runs on one host of the lab; exits 77 where the lab cannot run.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]:-/}")" && pwd)

if [ "${1:-}" != on-host ]; then
    "$here/lab" need || exit $?
    export SWITCHYARD_LAB_WAIT=${SWITCHYARD_LAB_WAIT:-300}
    SWITCHYARD_LAB_STATE=$(mktemp -d)
    export SWITCHYARD_LAB_STATE
    trap 'rm -rf "$SWITCHYARD_LAB_STATE"' EXIT
    "$here/lab" run "$here/lab" exec factorio-server bash -c "$(cat "${BASH_SOURCE[0]}")" tst_switch on-host
    exit $?
fi

# ---- from here on as root on the host ----
failures=0
new=/run/tst-switch
fail() { echo "FAIL: $*"; failures=$((failures + 1)); }

# build TEXT: builds the host's first configuration with TEXT added.
build() {
    rm -rf /root/config
    cp -R /etc/nixos /root/config
    sed -i '$d' /root/config/configuration.nix
    printf '%s\n}\n' "$1" >> /root/config/configuration.nix
    nix build --no-write-lock-file --out-link $new "path:/root/config#nixosConfigurations.\"$(hostname)\".config.system.build.toplevel" \
        2> /tmp/build.log || { echo "cannot build: $1"; cat /tmp/build.log; exit 1; }
}
# switched ACTION CODE LINE...: runs the action; expects this exit code and each of these lines among its words.
switched() {
    local action=$1 code=$2 found=0 line
    shift 2
    $new/bin/switch-to-configuration "$action" > /tmp/out 2> /tmp/said || found=$?
    [ $found = "$code" ] || fail "$action ends with $found, expected $code: $(tail -5 /tmp/said)"
    [ ! -s /tmp/out ] || fail "$action writes to stdout: $(head -3 /tmp/out)"
    for line; do grep -qxF -- "$line" /tmp/said || fail "$action does not say »$line«: $(cat /tmp/said)"; done
}
silent() { ! grep -q "$1" /tmp/said || fail "it says $1: $(cat /tmp/said)"; }
current() { readlink -f /run/current-system; }
is() { [ "$(systemctl is-active "$1")" = "$2" ] || fail "$1 is $(systemctl is-active "$1"), expected $2"; }

service() { # NAME SCRIPT EXTRA
    printf 'systemd.services.%s = { wantedBy = [ "multi-user.target" ]; script = "%s"; %s };\n' "$1" "$2" "${3:-}"
}

# A new unit.
first=$(current)
build "$(service one 'exec sleep 1001')"
switched dry-activate 0 "would activate the configuration..." "would start the following units: one.service"
is one inactive
switched test 0 "activating the configuration..." "the following new units were started: one.service"
is one active
[ "$(current)" = "$(readlink -f $new)" ] || fail "test does not make it the current system"
[ ! -e /boot/loader-default ] || [ "$(cat /boot/loader-default)" != "$(readlink -f $new)" ] || fail "test changes the boot default"
switched test 0
silent following

# A changed unit is stopped and started; one that must not be is left alone; a reload is a reload.
process=$(systemctl show -P MainPID one)
build "$(service one 'exec sleep 1002')$(service kept 'exec sleep 1003' 'restartIfChanged = false;')$(service again 'exec sleep 1' 'reload = "touch /run/reloaded"; reloadIfChanged = true;')"
switched dry-activate 0 "would stop the following units: one.service" "would start the following units: again.service, kept.service, one.service"
switched test 0 "stopping the following units: one.service" "starting the following units: one.service" \
    "the following new units were started: again.service, kept.service"
[ "$(systemctl show -P MainPID one)" != "$process" ] || fail "a changed unit was not restarted"
build "$(service one 'exec sleep 1002')$(service kept 'exec sleep 1004' 'restartIfChanged = false;')"
process=$(systemctl show -P MainPID kept)
switched test 0 "NOT restarting the following changed units: kept.service"
[ "$(systemctl show -P MainPID kept)" = "$process" ] || fail "a unit with restartIfChanged = false was restarted"
[ ! -e /etc/systemd/system/again.service ] || fail "the file of a unit that is gone is still there"

# Units that are gone are stopped; an old system can be gone back to.
build ''
switched test 0 "stopping the following units: kept.service, one.service"
is one inactive

# What goes wrong, and what that leaves.
build "$(service bad 'exit 3')$(service good 'exec sleep 1005')"
switched test 4 "warning: the following units failed: bad.service" "the following new units were started: good.service"
[ "$(current)" = "$(readlink -f $new)" ] || fail "a failed unit must not keep the system from being current"
build 'system.activationScripts.bad = "echo before; false; echo behind > /run/behind";'
switched test 2 "before" "Activation script snippet 'bad' failed"
[ ! -e /run/behind ] || fail "a snippet goes on behind its failing command"
last=$(current)
build 'system.preSwitchChecks.no = "echo not today; exit 1";'
for action in check test switch; do switched $action 1 "not today" "Pre-switch check 'no' failed"; done
[ "$(current)" = "$last" ] || fail "a failing check lets the system change"
NIXOS_NO_CHECK=1 $new/bin/switch-to-configuration test 2> /tmp/said || fail "NIXOS_NO_CHECK does not skip the checks: $(cat /tmp/said)"
build 'virtualisation.oci-containers.containers.x.image = "registry.invalid/x:1";'
switched test 4 "warning: the following units failed: podman-x.service"

# The lock, usage, rights.
build ''
exec 8>> /run/nixos/switch-to-configuration.lock
flock 8
switched test 11 "Could not acquire lock"
exec 8>&-
switched '' 1
switched nonsense 1
found=0
setpriv --reuid 65534 --clear-groups "$(readlink -f $new)/bin/switch-to-configuration" test > /dev/null 2>&1 || found=$?
[ $found = 1 ] || fail "an unprivileged user gets $found, expected 1"

# An incompatible init asks for a reboot, and boot still works.
mkdir /run/odd
printf 'other' > /run/odd/init-interface-version
ln -sfn /run/odd /run/current-system
switched test 100
ln -sfn "$last" /run/current-system
switched boot 0
[ "$(cat /boot/loader-default)" = "$(readlink -f $new)" ] || fail "boot does not change the boot default"
[ "$(current)" = "$last" ] || fail "boot activates"
switched switch 0 "activating the configuration..."

# Users, keys, sshd and files in /etc come with the system and go with it.
build 'services.openssh.ports = [ 22 2222 ]; environment.etc."tst/file".text = "hello";
  users.users.anna = { isNormalUser = true; openssh.authorizedKeys.keys = [ "ssh-ed25519 AAAA anna" ]; };'
switched test 0
grep -qx 'ssh-ed25519 AAAA anna' /etc/ssh/authorized_keys.d/anna || fail "anna's key is not there"
[ "$(cat /etc/tst/file)" = hello ] || fail "/etc/tst/file is not there"
for _ in $(seq 50); do ss -ltn | grep -q ':2222 ' && break; sleep 0.1; done
ss -ltn | grep -q ':2222 ' || fail "sshd does not listen on its new port"
ln -sfn "$first" $new
switched test 0
[ ! -e /etc/ssh/authorized_keys.d/anna ] || fail "anna's key is still there"
[ ! -e /etc/tst/file ] || fail "/etc/tst/file is still there"
for _ in $(seq 50); do ss -ltn | grep -q ':2222 ' || break; sleep 0.1; done
! ss -ltn | grep -q ':2222 ' || fail "sshd still listens on the port that is gone"

[ $failures = 0 ] || { echo "$failures checks failed"; exit 1; }
echo ok
