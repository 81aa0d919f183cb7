# switchyard-script: hand-files 1
# SPDX-License-Identifier: GPL-3.0-or-later
# Looks whether the files that people put on the host by hand are there as the services need them. Runs as root; changes
# nothing, and no byte of them leaves the host.
# Arguments: for each file three: PATH, OWNER, and the names of the variables that it has to set, '' for none.
# Reply, a line for each thing that is wrong: missing=PATH, other=PATH (no file), empty=PATH, owner=PATH USER, open=PATH MODE (others
#   can read it), unset=PATH VARIABLE; and ok=1 as the last line.
#include common.sh
look() {
    file=$R$1
    [ -e "$file" ] || { say missing "$1"; return; }
    [ -f "$file" ] || { say other "$1"; return; }
    [ -s "$file" ] || { say empty "$1"; return; }
    owner=$(stat -L -c %U "$file")
    [ "$owner" = "$2" ] || say owner "$1 $owner"
    mode=$(stat -L -c %a "$file")
    case $mode in *00 | 0) ;; *) say open "$1 $mode" ;; esac
    for variable in $3; do
        grep -q "^$variable=." "$file" || say unset "$1 $variable"
    done
}
while [ $# -ge 3 ]; do
    look "$1" "$2" "$3"
    shift 3
done
say ok 1
