# switchyard-script: start-build 1
# SPDX-License-Identifier: GPL-3.0-or-later
# Starts the build of one host's system from a tree that is on this host, in a transient unit; `follow ID build` tells how it
# goes and, at its end, which store path it made. Works with Nix 2.8 (no --print-out-paths) and newer.
# Arguments: ID, TREE, HOST, SECONDS (the longest it may take).
# Reply: unit, or error.
#include common.sh
use_deploy "$1"
[ -d "$APP/flakes/$2" ] || die "the tree $2 is not on this host"
case $3 in '' | *[!A-Za-z0-9-]*) die "'$3' is no host name" ;; esac
cat >"$D/build.sh" <<JOB
PATH='$PATH'; export PATH
nix --extra-experimental-features 'nix-command flakes' build \
    'path:$APP/flakes/$2#nixosConfigurations."$3".config.system.build.toplevel' \
    --no-update-lock-file --out-link '$D/new' --log-format internal-json -v
rc=\$?
echo \$rc >'$D/build.rc.tmp' && mv '$D/build.rc.tmp' '$D/build.rc'
JOB
put "$D/tree" "$2"
put "$D/state" building
launch "switchyard-build-$ID" "$4" build || die "cannot start the unit: $(get "$D/build.launch")"
say unit "switchyard-build-$ID"
