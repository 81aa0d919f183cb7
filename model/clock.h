// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Time as a thing that is handed in, so that nothing tests by sleeping.

#include <QtGlobal>

#include <functional>

namespace model {

struct Clock
{
    std::function<qint64()> wallMs;      ///< milliseconds since 1970, UTC
    std::function<qint64()> monotonicMs; ///< never goes back; for ages and deadlines

    static Clock system();
};

} // namespace model
