// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/ctl/remoteverbs.h"

#include "remote/ctl/fleetinput.h"

namespace ctl {

using namespace Qt::StringLiterals;

QList<Verb> remoteVerbs()
{
    const auto with = [](QStringList options) { return options + sshOptions(); };
    return {
        {u"plan"_s,
         u"plan FLEET [--host H]… [--json]"_s,
         u"what a deploy would do, host by host"_s,
         {1, {u"json"_s}, {u"host"_s}},
         plan},
        {u"deploy"_s,
         u"deploy FLEET [--host H]… [--yes] [--json] [--confirm-seconds N] [--identity FILE] "
         u"[--known-hosts FILE] "
         "[--accept-host-key SHA256:…]"_s,
         u"deploys in tier order; exit 4: some host failed or rolled back, 5: refused"_s,
         {1, {u"yes"_s, u"json"_s}, with({u"host"_s, u"confirm-seconds"_s})},
         deploy},
        {u"rollback"_s,
         u"rollback FLEET --host H --generation N [--yes] [--json]"_s,
         u"takes a host back to a generation by number"_s,
         {1, {u"yes"_s, u"json"_s}, with({u"host"_s, u"generation"_s, u"confirm-seconds"_s})},
         rollback},
        {u"status"_s,
         u"status FLEET [--json]"_s,
         u"one observation of every host; exit 5: some unreachable, 4: some unhealthy"_s,
         {1, {u"json"_s}, with({})},
         status},
        {u"watch"_s,
         u"watch FLEET [--json] [--interval S] [--seconds N]"_s,
         u"live samples until interrupted"_s,
         {1, {u"json"_s}, with({u"interval"_s, u"seconds"_s})},
         watch},
        {u"adopt"_s,
         u"adopt FLEET --host H [--address A [--port P] [--user U] [--jump J]] [--accept safe|all|ID,…] [--dry-run] [--json]"_s,
         u"reads a running host and proposes entries of the fleet file; --address: one that is not in it yet"_s,
         {1, {u"json"_s, u"dry-run"_s}, with({u"host"_s, u"address"_s, u"port"_s, u"user"_s, u"jump"_s, u"accept"_s})},
         adopt},
    };
}

} // namespace ctl
