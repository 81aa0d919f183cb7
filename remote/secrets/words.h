// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Texts of this layer that people read, in the language of the program.

#include <QCoreApplication>

namespace secrets {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(secrets)
};

} // namespace secrets
