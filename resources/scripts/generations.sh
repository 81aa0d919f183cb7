# switchyard-script: generations 1
# SPDX-License-Identifier: GPL-3.0-or-later
# The generations of this host that can be returned to.
# Arguments: none.
# Reply: generation (one line each: NUMBER STORE-PATH SECONDS-SINCE-1970 VERSION), profile (the number that boots), current.
#include common.sh
for link in "$PROFILE"-*-link; do
    [ -e "$link" ] || continue
    number=$(printf '%s\n' "$link" | sed -n 's/^.*-\([0-9]*\)-link$/\1/p')
    say generation "$number $(readlink -e "$link") $(stat -c %Y "$link") $(get "$link/nixos-version")"
done
say profile "$(readlink "$PROFILE" | sed -n 's/^.*system-\([0-9]*\)-link$/\1/p')"
say current "$(readlink -e "$CURRENT")"
