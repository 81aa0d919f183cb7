#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The stand-in nixpkgs has the module semantics of the real one: modules-test.nix lists the cases that fail.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
command -v nix-instantiate > /dev/null || { echo "skip: there is no nix-instantiate here"; exit 77; }

failing=$(nix-instantiate --store dummy:// --eval --strict --json "$here/modules-test.nix")
[ "$failing" = '[]' ] || { echo "FAIL: $failing"; exit 1; }
echo ok
