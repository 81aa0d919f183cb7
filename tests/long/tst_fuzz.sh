#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The fuzzers and the crash test for as long as it takes: a million mutations of fleet files, 20,000 runs of edits, 1,000 kills, and
# 100 of the program itself.
set -euo pipefail
export SWITCHYARD_LONG=1 QT_QPA_PLATFORM=offscreen QTEST_FUNCTION_TIMEOUT=7200000
tests=$SWITCHYARD_BIN_DIR/../tests
for test in fuzz-fleetfile fuzz-sequences model-merge model-properties gui-files_crash gui-files_kill; do
    echo "== $test"
    "$tests/tst-$test" -maxwarnings 0
done
