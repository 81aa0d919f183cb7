# SPDX-License-Identifier: GPL-3.0-or-later
# Keys of this run: one of the operator, one a host. Nothing of ~/.ssh is read or written.

key_make() { ssh-keygen -q -t ed25519 -N '' -C "$2" -f "$1" </dev/null; }

# keys_make: the operator's key, the hosts' keys, and known_hosts that vouches for them.
keys_make() {
    local host
    key_make "$lab_state/id_ed25519" operator@lab
    : >"$lab_state/known_hosts"
    for host in "${lab_hosts[@]}"; do
        key_make "$(host_key "$host")" "root@$host"
        cp "$lab_state/id_ed25519.pub" "$(host_dir "$host")/given/authorized_keys"
        echo "$(address_of "$host") $(public_key "$host")" >>"$lab_state/known_hosts"
    done
}

host_key() { echo "$(host_dir "$1")/given/ssh_host_ed25519_key"; }

# public_key HOST: type and key, without the comment.
public_key() { cut -d' ' -f1,2 "$(host_key "$1").pub"; }

do_rekey() {
    need_claim
    local key keep
    key=$(host_key "$1") keep=$(host_dir "$1")/first-key
    if [ ! -e "$keep" ]; then
        cp -p "$key" "$keep"
        cp -p "$key.pub" "$keep.pub"
    fi
    rm "$key" "$key.pub"
    key_make "$key" "root@$1"
    host_take_key "$1"
}

do_unrekey() {
    need_claim
    local key keep
    key=$(host_key "$1") keep=$(host_dir "$1")/first-key
    [ -e "$keep" ] || return 0
    mv "$keep" "$key"
    mv "$keep.pub" "$key.pub"
    host_take_key "$1"
}

# host_take_key HOST: makes a running host use the key that lies ready for it.
host_take_key() {
    host_run "$1" sh -c '/usr/local/lib/lab/setup && systemctl restart ssh'
    ssh-keygen -lf "$(host_key "$1").pub"
}
