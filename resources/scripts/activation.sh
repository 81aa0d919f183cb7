# SPDX-License-Identifier: GPL-3.0-or-later
# What runner and guard share: the intent they act on, with the old system's tools, and the commit.
intent() { field "$D/intent" "$1"; }
NEW=$(intent new)
OLD=$(intent old)
GENERATION=$(intent generation)
ACTIVATE=$(intent activate-seconds)
CONFIRM=$(intent confirm-seconds)
PATH=$OLD/sw/bin:/usr/sbin:/usr/bin:/sbin:/bin
last_line() { grep -v '^[[:space:]]*$' "$1" 2>/dev/null | tail -n 1 | cut -c1-300; }
# finish STATE: the last word on this deploy.
finish() {
    rm -f "$GCROOTS/switchyard-$ID-old" "$GCROOTS/switchyard-$ID-new"
    put "$D/state" "$1"
}
# The profile first, the boot loader after it, because the latter writes its entries from the former.
commit() {
    put "$D/state" committing
    if [ "$GENERATION" != 0 ]; then
        nix-env -p "$PROFILE" --switch-generation "$GENERATION"
    else
        nix-env -p "$PROFILE" --set "$NEW"
    fi >>"$D/commit.log" 2>&1 </dev/null && "$NEW/bin/switch-to-configuration" boot >>"$D/commit.log" 2>&1 </dev/null
    if [ $? -eq 0 ]; then
        finish committed
    else
        put "$D/commit-reason" "$(last_line "$D/commit.log")"
        finish commit-failed
    fi
}
