#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The lab does what tests rely on, and leaves nothing behind. Exits 77 where the lab cannot run.
set -uo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
lab=$here/lab
"$lab" need || exit $?

SWITCHYARD_LAB_STATE=$(mktemp -d)
export SWITCHYARD_LAB_STATE
trap '"$lab" down; rm -rf "$SWITCHYARD_LAB_STATE"' EXIT
trap 'exit 130' INT TERM HUP

failures=0
host=factorio-server

# check WHAT COMMAND…: the command must succeed.
check() {
    local what=$1 output
    shift
    if output=$("$@" 2>&1); then
        echo "ok    $what"
    else
        echo "FAIL  $what: $*"
        printf '%s\n' "$output" | tail -n 10 | sed 's/^/      /'
        failures=$((failures + 1))
    fi
}

fails() { ! "$@"; }
same() { [ "$1" = "$2" ] || { echo "expected '$1', found '$2'"; return 1; }; }
remote() { ssh -F "$SWITCHYARD_LAB_STATE/ssh_config" -o ConnectTimeout=2 "$@" </dev/null; }
inside() { "$lab" exec "$host" "$@"; }

# soon COMMAND…: true as soon as the command is, within half a minute.
soon() {
    local deadline=$((SECONDS + 30))
    until "$@"; do
        ((SECONDS < deadline)) || return 1
        sleep 0.2
    done
}

test_ssh() {
    check "deploy logs in" same deploy "$(remote $host id -un)"
    check "root logs in" same root "$(remote root@$host id -un)"
    check "deploy may become root" same 0 "$(remote $host /run/wrappers/bin/sudo -n id -u)"
    check "the host has its name" same $host "$(remote $host hostname)"
    check "systemd runs" same running "$(remote $host systemctl is-system-running)"
    check "hosts reach each other" inside bash -c ': </dev/tcp/factorio-server-mini/22'
    check "a host does not reach beyond the lab" fails inside timeout 2 bash -c ': </dev/tcp/192.0.2.1/80'
    check "the design's units are free to be written" fails remote $host systemctl cat redis caddy coturn
}

test_protocol_path() {
    local tool
    for tool in sh nix nix-env nix-store systemd-run systemctl journalctl flock awk df tar sha256sum ip; do
        check "PATH of the protocol finds $tool" remote $host \
            "PATH=/run/wrappers/bin:/run/current-system/sw/bin:/nix/var/nix/profiles/default/bin command -v $tool"
    done
    check "nixos-version answers" remote $host 'nixos-version --json | grep -q nixosVersion'
    check "hardware configuration parses" remote $host \
        'nixos-generate-config --show-hardware-config | sudo nix-instantiate --parse -'
}

test_generations() {
    local first
    first=$(inside readlink -f /nix/var/nix/profiles/system)
    check "a first generation is there" same system-1-link "$(inside readlink /nix/var/nix/profiles/system)"
    check "it is the running system" same "$first" "$(inside readlink -f /run/current-system)"
    check "it is the booted system" same "$first" "$(inside readlink -f /run/booted-system)"
    check "it has a shell for guard and rollback" inside "$first/sw/bin/sh" -c true
    check "it can be switched to" inside "$first/bin/switch-to-configuration" test
    check "nix builds" inside nix build --out-link /root/new --expr \
        'derivation { name = "two"; system = builtins.currentSystem; builder = "/bin/sh"; args = ["-c" "echo 2 > $out"]; }' --impure
    check "a second generation is made" inside nix-env -p /nix/var/nix/profiles/system --set "$(inside readlink -f /root/new)"
    check "it has number 2" same system-2-link "$(inside readlink /nix/var/nix/profiles/system)"
    check "garbage is collected" inside nix-store --gc
    check "what a generation holds stays" inside nix-store --verify-path "$first"
    check "the first can be returned to" inside nix-env -p /nix/var/nix/profiles/system --switch-generation 1
}

test_transient_units() {
    remote $host "sudo mkdir -p /var/lib/lab-test && sudo systemd-run --unit=lab-outlives --service-type=exec --no-ask-password --quiet \
        -p StandardOutput=append:/var/lib/lab-test/out -p StandardError=append:/var/lib/lab-test/err \
        -p Nice=10 -p IOSchedulingClass=idle -p RuntimeMaxSec=4h -p KillMode=control-group \
        /run/current-system/sw/bin/sh -c 'echo begun; sleep 2; echo ended; echo trouble >&2'"
    check "a transient unit runs on after the channel" same active "$(remote $host systemctl is-active lab-outlives)"
    check "its output is in its file" soon inside grep -q ended /var/lib/lab-test/out
    check "so are its errors" inside grep -q trouble /var/lib/lab-test/err
    inside systemd-run --unit=lab-limit --service-type=exec --quiet -p RuntimeMaxSec=1 sleep 100
    check "RuntimeMaxSec ends a unit" soon inside bash -c '[ "$(systemctl show -P Result lab-limit)" = timeout ]'
    inside systemctl reset-failed lab-limit
    inside systemd-run --unit=lab-lock --service-type=exec --quiet flock /run/lock/lab-test sleep 100
    check "a unit holds a lock" soon inside bash -c '! flock -n /run/lock/lab-test true'
    inside systemctl stop lab-lock
    check "and lets go of it when it is stopped" inside flock -n /run/lock/lab-test true
}

test_cut() {
    "$lab" cut $host
    check "a cut host cannot be reached" fails remote $host true
    check "others can" remote factorio-server-mini true
    check "a cut host still obeys exec" inside true
    "$lab" mend $host
    check "a mended host is back" soon remote $host true
}

test_host_key() {
    local first
    first=$(inside cat /etc/ssh/ssh_host_ed25519_key.pub)
    "$lab" rekey $host >/dev/null
    "$lab" rekey $host >/dev/null
    check "a changed host key is refused" fails remote $host true
    "$lab" unrekey $host >/dev/null
    check "the first key is accepted again" remote $host true
    check "and the host shows it" same "$first" "$(inside cat /etc/ssh/ssh_host_ed25519_key.pub)"
}

test_reboot() {
    local before
    before=$(inside cat /proc/sys/kernel/random/boot_id)
    inside touch /var/lib/lab-test/kept
    inside systemctl reboot
    check "a host that reboots comes back" soon back_after "$before"
    check "with its disk" inside test -e /var/lib/lab-test/kept
    before=$(inside cat /proc/sys/kernel/random/boot_id)
    check "so does one that lost its power" "$lab" reboot $host
    check "with another boot id" fails same "$before" "$(inside cat /proc/sys/kernel/random/boot_id)"
    check "status finds all hosts well" "$lab" status
}

back_after() {
    local now
    now=$(inside cat /proc/sys/kernel/random/boot_id 2>/dev/null) && [ -n "$now" ] && [ "$now" != "$1" ] && remote $host true 2>/dev/null
}

# A generation that is only tested is gone after a power cut; one that was made the default is there.
test_boot_default() {
    inside bash -c 'cp -R /etc/nixos /root/trial && cd /root/trial && mv configuration.nix first.nix
        cat >configuration.nix' <<'END'
{
  imports = [ ./first.nix ];
  systemd.services.lab-trial = { wantedBy = [ "multi-user.target" ]; script = "exec sleep 1000"; };
}
END
    check "a system with one more unit is built" inside nix build --no-write-lock-file --out-link /root/trial-system \
        "path:/root/trial#nixosConfigurations.$host.config.system.build.toplevel"
    check "it is tested" inside /root/trial-system/bin/switch-to-configuration test
    check "its unit runs" inside systemctl is-active lab-trial
    "$lab" reboot $host
    check "a power cut takes it away" fails inside systemctl cat lab-trial
    check "and brings the old system back" fails same "$(inside readlink -f /root/trial-system)" "$(inside readlink -f /run/current-system)"
    inside bash -c 'nix-env -p /nix/var/nix/profiles/system --set $(readlink -f /root/trial-system)'
    check "it is made the default" inside /root/trial-system/bin/switch-to-configuration boot
    "$lab" reboot $host
    check "which a power cut does not undo" inside systemctl is-active lab-trial
    check "it is what was booted" same "$(inside readlink -f /root/trial-system)" "$(inside readlink -f /run/booted-system)"
}

test_second_up() {
    local said
    said=$("$lab" up 2>&1)
    check "a second up says that one is running" grep -q 'up already' <<<"$said"
    check "and harms nothing" "$lab" status
}

# The number of our lab, while it has one.
claimed() { grep -lsx "$SWITCHYARD_LAB_STATE" /run/switchyard-lab/state.* | grep -o '[0-9]$'; }

# What of this lab can be seen from outside: processes (the dead that nobody buried aside), files, mounts, interfaces.
traces() {
    local named
    ps -eo stat=,args= | grep -v '^Z' | grep -F -e "$SWITCHYARD_LAB_STATE" -e "$lab up" | grep -v grep
    grep -F "$SWITCHYARD_LAB_STATE" /proc/self/mountinfo
    claimed
    find "$SWITCHYARD_LAB_STATE" -mindepth 1 ! -path '*/log*'
    named=$(traces_of_number)
    [ -e "/run/switchyard-lab/state.$number" ] || echo -n "$named" # else the number is another lab's by now
}

traces_of_number() {
    grep -o "/run/netns/swylab$number-[0-9]*" /proc/self/mountinfo
    ip -o link show | grep -oE "swylab$number(-[0-9]+)?[@:]"
    ip netns list 2>/dev/null | grep "swylab$number-"
    find /sys/fs/cgroup -maxdepth 3 -name "switchyard-lab-$number"
}

test_down() {
    check "down" "$lab" down
    check "nothing is left" same "" "$(traces)"
    check "down may be said again" "$lab" down
    check "status says so" fails "$lab" status
}

test_run() {
    "$lab" run bash -c 'ssh -F "$LAB_SSH_CONFIG" factorio-server-mini true </dev/null && exit 7' 2>/dev/null
    check "run gives the command a lab, and its exit status back" same 7 $?
    check "after run nothing is left, though the command failed" same "" "$(traces)"
}

test_broken_up() {
    "$lab" up >/dev/null 2>&1 &
    local up=$!
    soon claimed >/dev/null
    number=$(claimed)
    soon ip link show "swylab$number-13" >/dev/null 2>&1
    kill -TERM $up
    wait $up
    check "an up that is broken off clears up" same "" "$(traces)"
}

"$lab" up >/dev/null || exit $?
number=$(claimed)
test_ssh
test_protocol_path
test_generations
test_transient_units
test_cut
test_host_key
test_reboot
test_boot_default
test_second_up
test_down
test_run
test_broken_up

[ $failures = 0 ] || echo "$failures checks failed"
exit $((failures > 0))
