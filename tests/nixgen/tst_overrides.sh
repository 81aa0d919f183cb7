#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Edits by hand: a tree with edits moved into override modules evaluates under real Nix to what the edited tree evaluates to, and
# stays so when the design changes. Nothing of an edit is lost, whatever is chosen.
# shellcheck source=check-tree disable=SC1091,SC2154
source "$(dirname "${BASH_SOURCE[0]}")/check-tree"
ctl=${SWITCHYARD_BIN_DIR:-$here/../../build/release/bin}/switchyardctl
"$ctl" --help 2> /dev/null | grep -q 'move-edits' || { echo "skip: $ctl does not move edits"; exit 77; }
need

tree=$work/tree fleet=$work/tree/fleet.yaml host=factorio-server stream=factorio-server-stream
mkdir "$tree"
cp "$here/../../resources/templates/claudetorio.yaml" "$fleet"
"$ctl" generate "$fleet" --out "$tree" > "$work/out" 2>&1 || fail "not generated: $(cat "$work/out")"
fill_in_hardware "$tree"

# What the edits are about, as one JSON.
asked='c: {
    ports = c.networking.firewall.allowedTCPPorts; udp = c.networking.firewall.allowedUDPPorts;
    games = c.claudetorio.factorio.games; device = c.boot.loader.grub.device; all = c.claudetorio.fleet.games; host = c.networking.hostName;
    etc = builtins.mapAttrs (_: f: f.text) (builtins.intersectAttrs { motd-note = 1; extra = 1; } c.environment.etc);
    version = c.claudetorio.factorio.serverImage; access = c.claudetorio.factorio.access; }'
asked_stream='c: { all = c.claudetorio.fleet.games; device = c.boot.loader.grub.device; ports = c.networking.firewall.allowedTCPPorts; }'
answer() {
    local question=$asked
    [ "$2" = "$host" ] || question=$asked_stream
    value_of "$1#nixosConfigurations.$2.config" --apply "$question" --json
}

# edits of every sort: an option changed, one added with a comment, a list that grew, an element of a list, an import, arguments, a let
sed -i -e 's|"/dev/sda"|"/dev/nvme0n1"|' -e 's/udpPort = 34198/udpPort = 34298/' -e 's|^{$|{ lib, pkgs, ... }:\nlet\n  note = "by hand";\nin\n{|' \
    -e 's|^    ./hardware/.*|&\n    ./mine.nix|' "$tree/hosts/$host.nix"
sed -i '$s|}|  # Mosh for Anna.\n  networking.firewall.allowedUDPPorts = [ 60001 ];\n  environment.etc = {\n    motd-note.text = '"''"'\n      ${note} on ${lib.concatStringsSep "" [ "X" ]}\n        with an indent\n    '"''"';\n  };\n}|' "$tree/hosts/$host.nix"
printf '{ environment.etc.extra.text = "imported"; }\n' > "$tree/hosts/mine.nix"
sed -i 's/access = "mesh"/access = "public"/' "$tree/modules/fleet.nix"
before=$(answer "$tree" $host) || fail "the edited tree does not evaluate: $(tail -5 "$work/err")"
stream_before=$(answer "$tree" $stream) || fail "the edited tree does not evaluate for $stream"
for wanted in nvme0n1 60001 34298 'by hand on X' imported '"public"'; do
    [[ $before == *$wanted* ]] || fail "the edit $wanted does not show in $before"
done
cp -R "$tree" "$work/edited"

# Without a choice nothing happens, and every file is named with its lines.
code=0
"$ctl" generate "$fleet" --out "$tree" > "$work/out" 2>&1 || code=$?
[ $code = 3 ] || fail "generate ended with $code, expected 3"
grep -q "^  hosts/$host.nix: +15 -2 lines" "$work/out" && grep -q '^  modules/fleet.nix: +1 -1 lines' "$work/out" || fail "it says: $(cat "$work/out")"
diff -r "$tree" "$work/edited" > "$work/diff" || fail "something was written: $(cat "$work/diff")"

# --keep writes everything else and leaves them.
sed -i 's/udp-port: 34199/udp-port: 34399/' "$fleet"
"$ctl" generate "$fleet" --out "$tree" --keep > "$work/out" 2>&1 || fail "--keep: $(cat "$work/out")"
cmp -s "$tree/hosts/$host.nix" "$work/edited/hosts/$host.nix" || fail "--keep has touched an edited file"
sed -i 's/udp-port: 34399/udp-port: 34199/' "$fleet"

# --move-edits: the same values, the fleet imports the modules, the files are generated again.
"$ctl" generate "$fleet" --out "$tree" --move-edits > "$work/out" 2>&1 || fail "--move-edits ended with $?: $(cat "$work/out")"
[ "$(answer "$tree" $host)" = "$before" ] || fail "moved, $host is $(answer "$tree" $host)
  before: $before"
[ "$(answer "$tree" $stream)" = "$stream_before" ] || fail "moved, $stream is another: $(tail -3 "$work/err")"
grep -q "imports: \[./hosts/overrides/$host.nix\]" "$fleet" || fail "the fleet does not import the module: $(grep imports "$fleet")"
grep -q '^    ./overrides/factorio-server.nix$' "$tree/hosts/$host.nix" || fail "the host does not import its module"
cmp -s "$tree/.switchyard/edits/hosts/$host.nix" "$work/edited/hosts/$host.nix" || fail "the edited file was not kept"
grep -q '# Mosh for Anna.' "$tree/hosts/overrides/$host.nix" || fail "its comment was lost"
"$ctl" check "$fleet" > "$work/out" 2>&1 || fail "the fleet has errors now: $(cat "$work/out")"

# It survives the next generation, and a change of the design goes along with it.
own=$(cat "$tree/hosts/overrides/$host.nix")
"$ctl" set "$fleet" g03.rcon-port 27099 > "$work/out" 2>&1 || fail "set: $(cat "$work/out")"
"$ctl" generate "$fleet" --out "$tree" > "$work/out" 2>&1 || fail "generating again: $(cat "$work/out")"
[ "$(cat "$tree/hosts/overrides/$host.nix")" = "$own" ] || fail "generating wrote into the module"
[[ $(answer "$tree" $stream) == *27099* ]] || fail "the design does not get through"

# A second edit goes to the same module, and its value counts.
sed -i 's|/dev/sda|/dev/vda|; $s|}|  networking.firewall.allowedUDPPorts = [ 60002 ];\n}|' "$tree/hosts/$host.nix"
"$ctl" generate "$fleet" --out "$tree" --move-edits > "$work/out" 2>&1 || fail "the second --move-edits: $(cat "$work/out")"
after=$(answer "$tree" $host) || fail "it does not evaluate after the second move: $(tail -5 "$work/err")"
for wanted in /dev/vda 60001 60002 'by hand on X'; do
    [[ $after == *$wanted* ]] || fail "after the second move $wanted is gone: $after"
done
grep -c "overrides/$host" "$fleet" | grep -qx 1 || fail "the fleet imports it twice"

# ---- every other sort of edit: the same value as the edited tree has ----
# same WHAT HOST EDIT: EDIT changes the generated tree in $one; $expected has to stand in what it evaluates to.
same() {
    local one=$work/one evaluated
    rm -rf "$one" && mkdir "$one"
    cp "$here/../../resources/templates/claudetorio.yaml" "$one/fleet.yaml"
    "$ctl" generate "$one/fleet.yaml" --out "$one" > "$work/out" 2>&1 || fail "$1: not generated"
    fill_in_hardware "$one"
    cp -R "$one" "$work/plain"
    eval "$3"
    ! diff -rq "$one" "$work/plain" > /dev/null || fail "$1: nothing was edited"
    rm -rf "$work/plain"
    evaluated=$(answer "$one" "$2") || fail "$1: the edited tree does not evaluate: $(tail -5 "$work/err")"
    [[ $evaluated == *$expected* ]] || fail "$1: no $expected in $evaluated"
    "$ctl" generate "$one/fleet.yaml" --out "$one" --move-edits > "$work/out" 2>&1 || fail "$1: --move-edits ended with $?: $(cat "$work/out")"
    [ "$(answer "$one" "$2")" = "$evaluated" ] || fail "$1: moved it is $(answer "$one" "$2")
  edited: $evaluated
  $(tail -3 "$work/err")"
}
expected='"device":""' same "a value taken out" $host 'sed -i "/boot.loader.grub.device/d" "$one/hosts/$host.nix"'
expected='"version":"factoriotools/factorio:1.1.111"' same "a let changed" $host 'sed -i "s/factorioVersion = .*/factorioVersion = \"1.1.111\";/" "$one/modules/fleet.nix"'
expected='"version":"other:1.1.110"' same "a let gone, its value written out" $host \
    'sed -i "/^let\$/,/^in\$/d; s|factoriotools/factorio:.*\"|other:1.1.110\"|; s|:\${factorioVersion}|:1.1.110|" "$one/modules/fleet.nix"'
expected='34555' same "an element changed" $host 'sed -i "s/udpPort = 34198/udpPort = 34555/" "$one/hosts/$host.nix" "$one/modules/fleet.nix"'
expected='"g09"' same "an element in front" $host \
    'sed -i "s/claudetorio.factorio.games = \[/&\n    { name = \"g09\"; udpPort = 34209; rconPort = 27029; }/" "$one/hosts/$host.nix"'
expected='"g08"' same "an element between others" $host \
    'sed -i "0,/^    }\$/s//    }\n    { name = \"g08\"; udpPort = 34208; rconPort = 27028; }/" "$one/hosts/$host.nix"'
expected='"g07"' same "elements in front and behind" $host \
    'sed -i "s/claudetorio.factorio.games = \[/&\n    { name = \"g06\"; udpPort = 34206; rconPort = 27026; }/; s/^  \];\$/    { name = \"g07\"; udpPort = 34207; rconPort = 27027; }\n  ];/" "$one/hosts/$host.nix"
     sed -i "0,/{ name = \"g07\".*/s///" "$one/hosts/$host.nix"'
expected='"games":[{"name":"g01"' same "an element taken out" $host 'sed -i "/^    {\$/{N;/g02/{N;N;N;d}}" "$one/hosts/$host.nix"'

# What cannot move: the file stays, exit 3, the module has the lines as a comment and still evaluates.
sed -i '/imports = \[/,/\];/d' "$tree/modules/fleet.nix"
cp "$tree/modules/fleet.nix" "$work/kept-fleet"
code=0
"$ctl" generate "$fleet" --out "$tree" --move-edits > "$work/out" 2>&1 || code=$?
[ $code = 3 ] && grep -q 'imports was removed' "$work/out" || fail "exit $code, it says: $(cat "$work/out")"
cmp -s "$tree/modules/fleet.nix" "$work/kept-fleet" || fail "an edit that cannot move was overwritten"
"$ctl" generate "$fleet" --out "$tree" --overwrite > "$work/out" 2>&1 || fail "--overwrite: $(cat "$work/out")"
sed -i '/claudetorio.factorio.games = \[/,/^  \];/d' "$tree/hosts/$host.nix"
cp "$tree/hosts/$host.nix" "$work/kept"
code=0
"$ctl" generate "$fleet" --out "$tree" --move-edits > "$work/out" 2>&1 || code=$?
[ $code = 3 ] && grep -q 'claudetorio.factorio.games was removed' "$work/out" || fail "exit $code, it says: $(cat "$work/out")"
cmp -s "$tree/hosts/$host.nix" "$work/kept" || fail "an edit that cannot move was overwritten"
grep -q '#   -   claudetorio.factorio.games' "$tree/hosts/overrides/$host.nix" || fail "the module does not show what to do by hand"
answer "$tree" $host > /dev/null || fail "the module with the comment does not evaluate: $(tail -3 "$work/err")"

# --overwrite keeps what was there, twice.
"$ctl" generate "$fleet" --out "$tree" --overwrite > "$work/out" 2>&1 || fail "--overwrite: $(cat "$work/out")"
cmp -s "$tree/.switchyard/edits/hosts/$host.nix.3" "$work/kept" || fail "the overwritten edit was not kept: $(ls "$tree/.switchyard/edits/hosts")"
cmp -s "$tree/.switchyard/edits/hosts/$host.nix" "$work/edited/hosts/$host.nix" || fail "the first backup was written over"
echo '{ }' > "$tree/flake.nix"
code=0
"$ctl" generate "$fleet" --out "$tree" --move-edits > "$work/out" 2>&1 || code=$?
[ $code = 3 ] && grep -q 'flake.nix is no module' "$work/out" || fail "flake.nix: exit $code, it says $(cat "$work/out")"
finish
