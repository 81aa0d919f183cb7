#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# requirements.md leaves out no section of the design document, and every test that it names is there: what it looks for
# stands in that file, and the file is one that runs or that a test compares.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$here/../..
failures=0
fail() { echo "FAIL: $*"; failures=$((failures + 1)); }

# A function of a test program, else words as they stand.
shows() { # FILE WORDS
    case $1 in
    *.cpp) grep -qE "(::|void )$2\(\)|(row|newRow)\(\"$2\"" "$root/$1" ;;
    *) grep -qF -- "$2" "$root/$1" ;;
    esac
}

rows=0
while IFS='|' read -r _ section requirement shown rest; do
    section=$(tr -d ' ' <<< "$section")
    case $section in §*) ;; *) continue ;; esac
    rows=$((rows + 1))
    [ -n "${requirement// /}" ] && [ -z "${rest// /}" ] || fail "$section: the row is not whole"
    named=0
    while IFS= read -r reference; do
        [ -n "$reference" ] || continue
        named=$((named + 1))
        file=${reference%%#*} words=${reference#*#}
        if [ ! -f "$root/$file" ]; then
            fail "$section $requirement: there is no $file"
        elif ! shows "$file" "$words"; then
            fail "$section $requirement: $file has no »$words«"
        fi
    done < <(grep -o '`[^`]*`' <<< "$shown" | tr -d '`')
    [ $named -gt 0 ] || fail "$section $requirement: nothing shows it"
done < "$here/requirements.md"
[ $rows -ge 45 ] || fail "only $rows requirements"

for section in 1.1 1.2 1.3 2.1 2.2 3.1 3.2 4 5.1 5.2 5.3 5.4 6.1 6.2 7.1 7.2 7.3 8.1 8.2 10.1 10.2 10.3; do
    grep -q "^| §$section |" "$here/requirements.md" || fail "nothing about §$section"
done
[ $failures = 0 ] || { echo "$failures checks failed"; exit 1; }
echo "ok"
