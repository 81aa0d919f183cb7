# switchyard-script: images 1
# SPDX-License-Identifier: GPL-3.0-or-later
# Starts the fetching of container images with the new system's own tools, in a transient unit, because a pull at unit start
# would outlast the activation. `follow ID images` tells how it goes. An image that cannot be fetched but is there is used.
# Arguments: ID, SECONDS (the longest it may take), IMAGE…
# Reply: unit, or images=none when there is nothing to fetch or the new system has no container engine.
#include common.sh
use_deploy "$1"
seconds=$2
shift 2
NEW=$(readlink -e "$D/new")
engine=
for candidate in podman docker; do
    [ -x "$NEW/sw/bin/$candidate" ] && [ -z "$engine" ] && engine=$NEW/sw/bin/$candidate
done
if [ $# -eq 0 ] || [ -z "$engine" ]; then
    say images none
    exit 0
fi
for image in "$@"; do
    case $image in '' | -* | *[!A-Za-z0-9._:/@-]*) die "'$image' is no image name" ;; esac
    printf '%s\n' "$image"
done >"$D/images.list" || exit 1
cat >"$D/images.sh" <<JOB
PATH='$PATH'; export PATH
# What a person may pin the image by.
tell() {
    seen=\$('$engine' image inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "\$1" 2>/dev/null </dev/null |
        sed -n 's/.*@\(sha256:[0-9a-f]\{64\}\)\$/\1/p' | head -n 1)
    [ -z "\$seen" ] || echo "image \$1 is \$seen"
}
n=0
rc=0
while read -r image; do
    n=\$((n + 1))
    echo "fetching image \$n/$# \$image"
    case \$image in localhost/*) continue ;; esac
    if '$engine' pull "\$image" </dev/null; then
        tell "\$image"
    elif '$engine' image inspect "\$image" >/dev/null 2>&1 </dev/null; then
        echo "cannot fetch \$image now; the copy on this host will do"
        tell "\$image"
    else
        echo "cannot fetch image \$image"
        rc=1
        break
    fi
done <'$D/images.list'
echo \$rc >'$D/images.rc.tmp' && mv '$D/images.rc.tmp' '$D/images.rc'
JOB
put "$D/state" fetching
launch "switchyard-images-$ID" "$seconds" images || die "cannot start the unit: $(get "$D/images.launch")"
say unit "switchyard-images-$ID"
