// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/remote/contract.h" // for its meta object
