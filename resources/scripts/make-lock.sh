# switchyard-script: make-lock 1
# SPDX-License-Identifier: GPL-3.0-or-later
# Starts the making of flake.lock for a tree that has none, in a transient unit; `follow ID lockfile` tells how it goes, and
# `follow ID flake.lock` brings the file back. `nix flake lock` takes its flake in the same place from Nix 2.4 to today.
# Arguments: ID, TREE, SECONDS (the longest it may take).
# Reply: unit, or error.
#include common.sh
use_deploy "$1"
[ -d "$APP/flakes/$2" ] || die "the tree $2 is not on this host"
rm -rf "$D/draft"
cp -R "$APP/flakes/$2" "$D/draft" && chmod -R u+w "$D/draft" || die "cannot copy the tree into $D"
cat >"$D/lockfile.sh" <<JOB
PATH='$PATH'; export PATH
nix --extra-experimental-features 'nix-command flakes' flake lock 'path:$D/draft' --log-format internal-json -v
rc=\$?
[ \$rc -ne 0 ] || cp '$D/draft/flake.lock' '$D/flake.lock' || rc=\$?
echo \$rc >'$D/lockfile.rc.tmp' && mv '$D/lockfile.rc.tmp' '$D/lockfile.rc'
JOB
put "$D/state" making-lock
launch "switchyard-lockfile-$ID" "$3" lockfile || die "cannot start the unit: $(get "$D/lockfile.launch")"
say unit "switchyard-lockfile-$ID"
