# switchyard-script: receive-tree 1
# SPDX-License-Identifier: GPL-3.0-or-later
# Receives a generated tree as one tar archive on standard input, checks every file against the manifest as root, and puts it
# in place by one rename. A tree that is there already is used as it is.
# Arguments: TREE, the sha256 of the manifest.
# Input: a tar archive with `manifest` (lines as sha256sum writes them, sorted by path) and `tree/…`.
# Reply: tree=/var/lib/switchyard/flakes/TREE, or error.
#include common.sh
case $1 in '' | *[!0-9a-f]*) die "'$1' is no hash of a tree" ;; esac
TREE=$APP/flakes/$1
PART=$APP/flakes/.$1.$$
mkdir -p "$PART" || die "cannot write below $APP/flakes"
trap 'chmod -R u+w "$PART"; rm -rf "$PART"' EXIT
tar -x -f - -C "$PART" --no-same-owner --no-same-permissions || die "the archive did not arrive whole"
[ "$(sha256sum <"$PART/manifest" | cut -c1-64)" = "$1" ] || die "the manifest that arrived is not the one that was sent"
(cd "$PART/tree" && sha256sum -c --quiet --strict ../manifest) >&2 || die "a file arrived changed"
[ "$(cd "$PART/tree" && find . ! -type d | wc -l)" -eq "$(wc -l <"$PART/manifest")" ] ||
    die "the archive holds files that its manifest does not name"
chmod -R a-w "$PART/tree"
sync -f "$APP"
if [ ! -d "$TREE" ]; then
    chmod u+w "$PART/tree" # a folder that cannot be written cannot be moved
    mv -T "$PART/tree" "$TREE" 2>/dev/null || [ -d "$TREE" ] || die "cannot put the tree at $TREE"
fi
touch "$TREE"
say tree "$TREE"
