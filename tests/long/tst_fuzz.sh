#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The fuzzers and the crash test for as long as it takes: a million mutations of fleet files, 20,000 runs of edits, 400 of random
# hands in the window, 1,000 kills, and 100 of the program itself. Fuzzers run in as many processes as there are processors, each with its share of the seeds.
set -euo pipefail
export SWITCHYARD_LONG=1 QT_QPA_PLATFORM=offscreen QTEST_FUNCTION_TIMEOUT=7200000
tests=$SWITCHYARD_BIN_DIR/../tests
shards=$(nproc)
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

run() { # TEST
    "$tests/tst-$1" -maxwarnings 0
}

run_sharded() { # TEST
    local pids=() failed=0 i
    for ((i = 0; i < shards; i++)); do
        SWITCHYARD_SHARD=$i/$shards run "$1" > "$logs/$1.$i" 2>&1 &
        pids+=($!)
    done
    for ((i = 0; i < shards; i++)); do
        wait "${pids[i]}" || failed=1
        cat "$logs/$1.$i"
    done
    return $failed
}

for test in fuzz-fleetfile fuzz-sequences gui-monkey model-merge model-properties gui-files_crash gui-files_kill; do
    echo "== $test"
    begin=$SECONDS
    case $test in
    fuzz-* | gui-monkey) run_sharded "$test" ;;
    *) run "$test" ;;
    esac
    echo "== $test: $((SECONDS - begin)) s"
done
