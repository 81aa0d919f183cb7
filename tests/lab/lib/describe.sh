# SPDX-License-Identifier: GPL-3.0-or-later
# The files of the state folder: what the hosts are given, and what tells tests and people where the hosts are.

describe_lab() {
    local host
    for host in "${lab_hosts[@]}"; do
        mkdir -p "$(host_dir "$host")"/{given,disk}
    done
    keys_make
    give_nixpkgs
    secrets_make
    for host in "${lab_hosts[@]}"; do
        hosts_file >"$(host_dir "$host")/given/hosts"
        cp -R "$lab_state/run/secrets" "$(host_dir "$host")/given/secrets"
        cp -R "$lab_dir/first" "$(host_dir "$host")/given/nixos"
    done
    hosts_env >"$lab_state/hosts.env"
    hosts_json >"$lab_state/hosts.json"
    ssh_config >"$lab_state/ssh_config"
    fleet_file >"$lab_state/fleet.yaml"
}

forget_lab() {
    rm -rf --one-file-system "$lab_state/run"
    rm -f "$lab_state"/{hosts.env,hosts.json,ssh_config,fleet.yaml,known_hosts,id_ed25519,id_ed25519.pub}
}

# give_nixpkgs: a copy of the stand-in, so that edits do not reach a running lab; all of one age, so that locks stay valid.
give_nixpkgs() {
    cp -R "$lab_dir/nixpkgs" "$lab_state/run/nixpkgs"
    cp -R "$lab_dir/agenix" "$lab_state/run/nixpkgs/agenix"
    find "$lab_state/run/nixpkgs" -exec touch -h -d @1 {} +
}

# secrets_make: what an operator of a fleet with `secrets: manual` would have put on the hosts.
secrets_make() {
    local folder=$lab_state/run/secrets
    mkdir -m 0700 "$folder"
    echo "JWT_SECRET=$(random_hex)" >"$folder/broker.env"
    echo "SELKIES_TURN_SHARED_SECRET=$(random_hex)" >"$folder/selkies.env"
}

random_hex() { od -An -tx1 -N32 /dev/urandom | tr -d ' \n'; }

hosts_file() {
    local host
    echo "127.0.0.1 localhost"
    for host in "${lab_hosts[@]}"; do
        echo "$(address_of "$host") $host"
    done
}

hosts_env() {
    local host addresses=()
    for host in "${lab_hosts[@]}"; do
        addresses+=("$(address_of "$host")")
    done
    printf '%s="%s"\n' LAB_NUMBER "$lab_number" LAB_HOSTS "${lab_hosts[*]}" LAB_ADDRESSES "${addresses[*]}" LAB_PORT 22 LAB_USER deploy \
        LAB_KEY "$lab_state/id_ed25519" LAB_KNOWN_HOSTS "$lab_state/known_hosts" \
        LAB_SSH_CONFIG "$lab_state/ssh_config" LAB_FLEET "$lab_state/fleet.yaml"
}

hosts_json() {
    local host lines=()
    for host in "${lab_hosts[@]}"; do
        lines+=("  {\"name\": \"$host\", \"address\": \"$(address_of "$host")\", \"port\": 22}")
    done
    printf '[\n%s,\n%s,\n%s\n]\n' "${lines[@]}"
}

ssh_config() {
    local host
    for host in "${lab_hosts[@]}"; do
        printf 'Host %s\n    HostName %s\n' "$host" "$(address_of "$host")"
    done
    cat <<END
Host *
    User deploy
    IdentityFile $lab_state/id_ed25519
    IdentitiesOnly yes
    UserKnownHostsFile $lab_state/known_hosts
    GlobalKnownHostsFile /dev/null
    StrictHostKeyChecking yes
    BatchMode yes
END
}

# fleet_file: ClaudeTorio on these hosts, with their addresses and keys.
fleet_file() {
    local host changes=(-e "s|@operator@|$(cat "$lab_state/id_ed25519.pub")|")
    for host in "${lab_hosts[@]}"; do
        changes+=(-e "s|@address:$host@|$(address_of "$host")|g" -e "s|@key:$host@|$(public_key "$host")|")
    done
    sed "${changes[@]}" "$lab_dir/fleet.yaml.in"
}
