#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Hand-over: the ejected flake is complete in git and evaluates under real Nix with nothing of Switchyard around, and its HANDOVER.md
# has commands that the programs of today take.
# shellcheck source=check-tree disable=SC1091,SC2154
source "$(dirname "${BASH_SOURCE[0]}")/check-tree"
ctl=${SWITCHYARD_BIN_DIR:-$here/../../build/release/bin}/switchyardctl
"$ctl" --help 2> /dev/null | grep -q '^ *eject ' || { echo "skip: $ctl does not eject"; exit 77; }
command -v git > /dev/null || { echo "skip: there is no git here"; exit 77; }

folder=$work/fleet out=$work/out host=factorio-server
mkdir -p "$folder/secrets"
sed -e "s/^    ssh: {address: 203.0.113.20, user: deploy}/    ssh: {address: 203.0.113.20, port: 2222, user: deploy, jump: bastion}\\n    build-on: $host/" \
    -e "s/^    ssh: {address: 203.0.113.30, user: deploy}/&\\n    build-on: local/" \
    -e "0,/^    roles: \[game-server\]/s||&\n    imports: [./own/extra.nix, ./gone.nix]|" -e 's|^edge:|imports: [/etc/elsewhere.nix]\n&|' \
    "$here/../../resources/templates/claudetorio.yaml" > "$folder/fleet.yaml"
mkdir "$folder/own"
echo '{ environment.etc.own.text = "mine"; }' > "$folder/own/extra.nix"
echo 'planted-plain-secret' > "$folder/secrets/notes.txt"
echo 'sops: encrypted' > "$folder/secrets/shared.yaml"
echo '{"nodes": {"root": {}}, "root": "root", "version": 7}' > "$folder/flake.lock"
"$ctl" generate "$folder/fleet.yaml" --out "$folder" > /dev/null 2>&1 || fail "the fleet is not generated"
"$ctl" eject "$folder/fleet.yaml" --out "$out" > "$work/said" 2>&1 || fail "eject ended with $?: $(cat "$work/said")"

# ---- what is in it ----
for path in flake.nix flake.lock .gitignore HANDOVER.md hosts/$host.nix hosts/hardware/$host.nix own/extra.nix secrets/shared.yaml modules/base.nix; do
    [ -f "$out/$path" ] || fail "$path is missing"
done
for path in .switchyard fleet.yaml fleet.layout.yaml secrets/notes.txt; do
    [ ! -e "$out/$path" ] || fail "$path is there"
done
! grep -rn 'Written by Switchyard\|fleet\.yaml\|switchyardctl' "$out" > "$work/found" || fail "marks of Switchyard: $(cat "$work/found")"
! grep -rn "$folder" "$out" > "$work/found" || fail "paths of this machine: $(cat "$work/found")"
for open in "gone.nix, which the fleet imports" "/etc/elsewhere.nix lies outside" "hardware of $host is not captured"; do
    grep -q -- "- .*$open" "$out/HANDOVER.md" || fail "HANDOVER.md does not say: $open"
    grep -q "still to do: .*$open" "$work/said" || fail "eject does not say: $open"
done
code=0
"$ctl" eject "$folder/fleet.yaml" --out "$out" > "$work/said" 2>&1 || code=$?
[ $code = 2 ] && grep -q 'not empty' "$work/said" || fail "a second eject into the folder: exit $code, $(cat "$work/said")"

# ---- its commands, run with programs that only look at their arguments ----
mkdir "$work/bin"
for program in nix nixos-rebuild ssh curl; do
    # shellcheck disable=SC2016
    printf '#!/bin/bash\nprintf "%%s\\n" "${NIX_SSHOPTS:+NIX_SSHOPTS=$NIX_SSHOPTS }%s $*" >> "%s/calls"\necho "{ }"\n[ "%s $1 $2" != "nix flake lock" ] || touch flake.lock\n' \
        $program "$work" $program > "$work/bin/$program"
done
chmod +x "$work"/bin/*
sed -n '/^```sh$/,/^```$/{/^```/d;p}' "$out/HANDOVER.md" > "$work/commands"
bash -n "$work/commands" || fail "the commands are no shell"
cp -R "$out" "$work/run"
(cd "$work/run" && export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b HOME=$work PATH=$work/bin:$PATH &&
    bash -eu "$work/commands" > "$work/said" 2>&1) || fail "the commands fail: $(tail -5 "$work/said")"
[ "$(cd "$work/run" && git ls-files | wc -l)" = "$(find "$out" -type f | wc -l)" ] || fail "git does not have every file"
expected="nix flake check --no-build
ssh -p 2222 -J bastion root@203.0.113.20 install -D -m 0400 -o root /dev/stdin /etc/claudetorio/broker.env
ssh root@203.0.113.30 install -D -m 0400 -o root /dev/stdin /etc/claudetorio/selkies.env
nixos-rebuild switch --flake .#$host --target-host root@203.0.113.10 --build-host root@203.0.113.10
nixos-rebuild switch --flake .#$host --target-host deploy@203.0.113.10 --build-host deploy@203.0.113.10 --sudo
nixos-rebuild switch --rollback --flake .#$host --target-host deploy@203.0.113.10 --sudo
NIX_SSHOPTS=-p 2222 -J bastion nixos-rebuild switch --flake .#$host-mini --target-host deploy@203.0.113.20 --build-host deploy@203.0.113.10 --sudo
nixos-rebuild switch --flake .#$host-stream --target-host deploy@203.0.113.30 --sudo
ssh root@203.0.113.10 nixos-generate-config --show-hardware-config
ssh -p 2222 -J bastion root@203.0.113.20 nixos-generate-config --show-hardware-config
ssh deploy@203.0.113.30 systemctl status --no-pager caddy.service coturn.service podman-stream-c01.service podman-stream-c02.service podman-stream-c03.service tailscaled.service
curl --fail https://api.example.com/health"
while IFS= read -r line; do
    grep -qxF -- "$line" "$work/calls" || fail "no command »$line«; there are: $(grep "${line%% *}" "$work/calls")"
done <<< "$expected"
! grep -q 'flake lock' "$work/calls" || fail "the lock that is there is made anew"
# What nixos-rebuild takes: its manual page of 26.05.
flags=$(grep nixos-rebuild "$work/calls" | grep -oE -- ' --[a-z-]+' | sort -u | tr -d '\n')
[ "$flags" = ' --build-host --flake --rollback --sudo --target-host' ] || fail "nixos-rebuild is given$flags"
# Every host has its three commands, and comes back to one that was installed.
for name in $host $host-mini $host-stream; do
    [ "$(grep -c "nixos-rebuild.* --flake .#$name " "$work/calls")" = 3 ] || fail "$name: $(grep -- "#$name " "$work/calls")"
done
! grep -q nixos-anywhere "$work/calls" || fail "a host is installed that nobody wants installed"

# ---- hosts that get NixOS first: the flags of nixos-anywhere 1.13 ----
sed -e "s/^    ssh: {address: 203.0.113.20,.*/&\n    install: {disko: disks.nix}/" \
    -e "s|^    ssh: {address: 203.0.113.30,.*|&\n    install: {disko: disks.nix}\n    host-key: \"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\"|" \
    "$folder/fleet.yaml" > "$work/install.yaml"
mkdir "$work/fresh"
mv "$work/install.yaml" "$work/fresh/fleet.yaml"
"$ctl" eject "$work/fresh/fleet.yaml" --out "$work/fresh/out" > "$work/said" 2>&1 || fail "eject ended with $?: $(cat "$work/said")"
sed -n '/^```sh$/,/^```$/{/^```/d;p}' "$work/fresh/out/HANDOVER.md" > "$work/commands"
: > "$work/calls"
(cd "$work/fresh/out" && export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b HOME=$work PATH=$work/bin:$PATH &&
    bash -eu "$work/commands" > "$work/said" 2>&1) || fail "the commands of an installation fail: $(tail -5 "$work/said")"
run="nix run github:nix-community/nixos-anywhere -- --flake"
while IFS= read -r line; do
    grep -qxF -- "$line" "$work/calls" || fail "no command »$line«; there are: $(grep anywhere "$work/calls")"
done <<< "$run .#$host-mini --generate-hardware-config nixos-generate-config ./hosts/hardware/$host-mini.nix --ssh-port 2222 --ssh-option ProxyJump=bastion --target-host root@203.0.113.20
$run .#$host-stream --generate-hardware-config nixos-generate-config ./hosts/hardware/$host-stream.nix --copy-host-keys --target-host root@203.0.113.30
ssh root@203.0.113.10 nixos-generate-config --show-hardware-config
ssh deploy@203.0.113.30 sudo install -D -m 0400 -o root /dev/stdin /etc/claudetorio/selkies.env"
[ "$(grep -c anywhere "$work/calls")" = 2 ] || fail "nixos-anywhere: $(grep anywhere "$work/calls")"
! grep -q "#$host-stream --target-host root@" "$work/calls" || fail "an installed host is deployed as root first"
! grep -q '203.0.113.30.*nixos-generate-config' "$work/calls" || fail "hardware is captured twice"
grep -q 'erases their disks' "$work/fresh/out/HANDOVER.md" || fail "nobody says that the disks are erased"

# ---- it evaluates, from git alone ----
need
sed '/imports: \[\/etc/d; s|, ./gone.nix||' -i "$folder/fleet.yaml"
rm "$folder/flake.lock"
cp "$here/hardware.nix" "$folder/hosts/hardware/$host.nix"
"$ctl" eject "$folder/fleet.yaml" --out "$work/whole" > "$work/said" 2>&1 || fail "eject ended with $?: $(cat "$work/said")"
cmp -s "$work/whole/hosts/hardware/$host.nix" "$here/hardware.nix" || fail "the captured hardware is not in it"
grep -q 'nix flake lock' "$work/whole/HANDOVER.md" || fail "without a lock, HANDOVER.md does not make one"
fill_in_hardware "$work/whole"
rm -rf "$folder"
(cd "$work/whole" && git init -q && git add .)
# shellcheck disable=SC2046
in_nix flake check --no-build $(overrides "$work/whole") --no-write-lock-file "git+file://$work/whole" || fail "nix flake check: $(tail -5 "$work/err")"
for name in $(hosts_of "$work/whole"); do
    # shellcheck disable=SC2046
    in_nix eval $(overrides "$work/whole") --no-write-lock-file --raw "git+file://$work/whole#$(system_of "$name").drvPath" > /dev/null || fail "$name does not evaluate: $(tail -5 "$work/err")"
done
# shellcheck disable=SC2046
[ "$(in_nix eval $(overrides "$work/whole") --no-write-lock-file --raw "git+file://$work/whole#nixosConfigurations.$host.config.environment.etc.own.text")" = mine ] ||
    fail "the fleet's own module does not count"
finish
