// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/ctl/designverbs.h"
#include "remote/ctl/remoteverbs.h"

namespace ctl {

const QList<Verb> &verbs()
{
    static const QList<Verb> table = designVerbs() + remoteVerbs();
    return table;
}

} // namespace ctl
