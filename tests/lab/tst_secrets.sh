#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Secrets from end to end, with the real age: made and set on the operator's machine, encrypted to the hosts' own SSH keys,
# deployed, decrypted on the hosts, read by their services; rotated. Then no artefact of all that holds a value in plain text:
# not the fleet's folder, not what the programs keep or say, not the Nix stores, staging folders, journals of the hosts.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
lab=$here/lab

if [ "${1:-}" != in-lab ]; then
    "$lab" need || exit $?
    command -v age > /dev/null || { echo "skip: age is not installed"; exit 77; }
    export SWITCHYARD_LAB_WAIT=${SWITCHYARD_LAB_WAIT:-300}
    SWITCHYARD_LAB_STATE=$(mktemp -d)
    export SWITCHYARD_LAB_STATE
    trap 'rm -rf "$SWITCHYARD_LAB_STATE"' EXIT
    "$lab" run bash "${BASH_SOURCE[0]}" in-lab
    exit $?
fi

failures=0
fail() { echo "FAIL: $*"; failures=$((failures + 1)); }
game=factorio-server mini=factorio-server-mini stream=factorio-server-stream
ctl=${SWITCHYARD_BIN_DIR:-$here/../../build/release/bin}/switchyardctl
folder=$SWITCHYARD_LAB_STATE/fleet said=$SWITCHYARD_LAB_STATE/said
export HOME=$SWITCHYARD_LAB_STATE/home
unset XDG_STATE_HOME XDG_CACHE_HOME XDG_CONFIG_HOME SOPS_AGE_KEY_FILE
mkdir -p "$folder" "$said" "$HOME"
me=$SWITCHYARD_LAB_STATE/me
age-keygen -o "$me" 2> /dev/null
sed -e "s|^secrets:.*|secrets: {backend: agenix, operators: [\"$(age-keygen -y "$me")\"]}|" \
    -e 's|^inputs:.*|inputs: {nixpkgs: "path:/opt/nixpkgs", agenix: "path:/opt/nixpkgs/agenix"}|' "$LAB_FLEET" > "$folder/fleet.yaml"

# run CODE VERB ARGUMENTS...: switchyardctl with what it says kept in $said.
run() {
    local code=$1 verb=$2 found=0
    shift 2
    "$ctl" "$verb" "$folder/fleet.yaml" "$@" >> "$said/out" 2> "$said/last" || found=$?
    cat "$said/last" >> "$said/err"
    [ "$found" = "$code" ] || fail "$verb $* ends with $found, expected $code: $(tail -5 "$said/last")"
}
dialled=(--identity "$LAB_KEY" --known-hosts "$LAB_KNOWN_HOSTS")
value_of() { age --decrypt --identity "$me" "$folder/secrets/$1.age"; }
on_host() { "$lab" exec "$@"; }

# ---- made, set, refused before that ----
run 1 deploy --yes "${dialled[@]}"
grep -q 'secrets are not there yet' "$said/last" || fail "a deploy without secrets is refused in other words: $(cat "$said/last")"
run 0 secrets make --identity "$me"
# shellcheck disable=SC2016
printf 'JWT_SECRET=Planted-canary-5d1e7c\nOTHER=Planted $HOME "quoted" canary\n' | run 0 secrets set broker_env --identity "$me"
run 0 secrets status --identity "$me"
run 0 secrets status --json
[ "$(value_of $mini/broker_env | head -1)" = JWT_SECRET=Planted-canary-5d1e7c ] || fail "the value that was set is another one"

# ---- deployed, decrypted, used ----
run 0 plan --json
run 0 deploy --yes --json "${dialled[@]}"
arrives() { # HOST SECRET FILE
    [ "$(on_host "$1" cat "/run/agenix/$2")" = "$(value_of "$3")" ] || fail "$2 does not arrive on $1"
}
arrives $mini broker_env $mini/broker_env
arrives $stream turn_static_auth_secret turn_static_auth_secret
arrives $game rcon_password $game/rcon_password
for other in $game $mini; do
    ! on_host "$other" test -e /run/agenix/turn_static_auth_secret || fail "$other has TURN's secret"
    ! on_host "$other" age --decrypt --identity /etc/ssh/ssh_host_ed25519_key < "$folder/secrets/turn_static_auth_secret.age" > /dev/null 2>&1 ||
        fail "$other can decrypt TURN's secret"
done
on_host $stream grep -qxF "SELKIES_TURN_SHARED_SECRET=$(value_of turn_static_auth_secret)" /run/claudetorio/selkies_env ||
    fail "the streams do not get TURN's secret"
[ "$(on_host $stream stat -c '%U %a' /run/agenix/turn_static_auth_secret)" = "turnserver 400" ] || fail "TURN's secret is not coturn's alone"
[ "$(on_host $game cat /var/lib/factorio/g02/config/rconpw)" = "$(value_of $game/rcon_password)" ] || fail "a game has another password of RCON"
run 0 status --json "${dialled[@]}"
run 0 watch --json --seconds 3 "${dialled[@]}"

# ---- rotated ----
before=$(value_of turn_static_auth_secret)
process=$(on_host $stream systemctl show -P MainPID coturn)
run 0 secrets rotate turn_static_auth_secret --identity "$me"
run 0 deploy --yes "${dialled[@]}"
arrives $stream turn_static_auth_secret turn_static_auth_secret
[ "$(value_of turn_static_auth_secret)" != "$before" ] || fail "rotating changes nothing"
[ "$(on_host $stream systemctl show -P MainPID coturn)" != "$process" ] || fail "coturn goes on with the old secret"

# ---- nothing in plain text anywhere ----
needles=$SWITCHYARD_LAB_STATE/needles
{
    echo "$before"
    for file in turn_static_auth_secret $game/rcon_password $mini/broker_env; do value_of "$file"; echo; done
} | grep -v '^$' > "$needles"
[ "$(wc -l < "$needles")" = 5 ] || fail "these are not all values: $(wc -l < "$needles")"
here_in() { grep -rlaF -f "$needles" "$folder" "$said" "$HOME" 2> /dev/null; }
on_hosts() { # what lasts there; /run is memory, and the games' own folders are where the password belongs
    local host
    for host in $LAB_HOSTS; do
        on_host "$host" sh -c 'grep -rlaF -f - /nix/store /nix/var /var/log /var/tmp /var/cache /var/lib/switchyard /tmp /root /home /etc 2> /dev/null; true' < "$needles" |
            sed "s|^|$host:|"
        on_host "$host" journalctl -q --no-pager 2> /dev/null | grep -aF -f "$needles" | sed "s|^|$host, journal: |"
    done
}
found=$(here_in; on_hosts)
[ -z "$found" ] || fail "secrets in plain text: $found"
# The same look finds what is planted.
head -1 "$needles" > "$folder/planted"
sed -n 4p "$needles" | on_host $mini sh -c 'cat > /var/tmp/planted'
sed -n 2p "$needles" | on_host $stream sh -c 'logger -t planted; journalctl --sync 2> /dev/null; true'
found=$(here_in; on_hosts)
for place in "$folder/planted" "$mini:/var/tmp/planted" "$stream, journal: "; do
    [[ $found == *"$place"* ]] || fail "what is planted at $place is not found: $found"
done

[ $failures = 0 ] || { echo "$failures checks failed"; exit 1; }
echo ok
