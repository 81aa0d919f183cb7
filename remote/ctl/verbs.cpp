// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/ctl/dispatch.h"

namespace ctl {

const QList<Verb> &verbs()
{
    static const QList<Verb> table{};
    return table;
}

} // namespace ctl
