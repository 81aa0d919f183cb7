#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# traps.md leaves nothing out, and every test that it names is there.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
exec bash "$here/../checkrequirements.sh" "$here/traps.md"
