#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# checkrequirements.sh TABLE: a table of requirements (tests/*/requirements.md) leaves out none of the sections that it promises,
# and every test that it names is there: what it looks for stands in that file, and the file is one that runs or that a test
# compares.
set -euo pipefail
table=$1
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
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
done < "$table"

sections=$(sed -n 's/^<!-- sections: \(.*\) -->$/\1/p' "$table")
[ -n "$sections" ] || fail "the table does not say which sections it has: <!-- sections: ... -->"
for section in $sections; do
    grep -q "^| §$section |" "$table" || fail "nothing about §$section"
done
[ $failures = 0 ] || { echo "$failures checks failed"; exit 1; }
echo "ok: $rows requirements"
