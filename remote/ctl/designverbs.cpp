// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/ctl/designverbs.h"

namespace ctl {

using namespace Qt::StringLiterals;

QList<Verb> designVerbs()
{
    return {
        {u"check"_s,
         u"check FLEET [--json]"_s,
         u"what is wrong with the design, and how to mend it; exit 1: it has errors, 2: cannot be read"_s,
         {1, {u"json"_s}, {}},
         check},
        {u"rules"_s,
         u"rules [--json]"_s,
         u"all rules by which fleets are judged: code, how grave, meaning, how to mend it"_s,
         {0, {u"json"_s}, {}},
         rules},
        {u"generate"_s,
         u"generate FLEET --out DIR [--keep | --overwrite | --move-edits]"_s,
         u"writes the flake; exit 1: the design has errors, 2: cannot write, 3: files edited by "
         u"hand are in the way, unless "
         "they are to stay, to give way, or to become modules that the fleet imports"_s,
         {1, {u"keep"_s, u"overwrite"_s, u"move-edits"_s}, {u"out"_s}},
         generate},
        {u"eject"_s,
         u"eject FLEET --out DIR"_s,
         u"the flake for people who go on without Switchyard, and HANDOVER.md with every command; "
         u"DIR is empty or new; "
         "exit 1: the design has errors, 2: cannot read or write"_s,
         {1, {}, {u"out"_s}},
         eject},
        {u"set"_s,
         u"set FLEET ITEM.FIELD VALUE"_s,
         u"one edit, saved: set f.yaml g01.udp-port 34200; exit 1: it is refused, 2: cannot read or write"_s,
         {3, {}, {}},
         setField},
        {u"move"_s,
         u"move FLEET ITEM HOST"_s,
         u"the item to another host, saved: move f.yaml g03 box2; exit codes as for set"_s,
         {3, {}, {}},
         moveItem},
        {u"secrets"_s,
         u"secrets FLEET [status|make|set NAME|rekey|rotate NAME] [--json] [--identity FILE]"_s,
         u"secrets, encrypted here for the hosts that need them: make what is missing, set one "
         u"from standard "
         "input, encrypt anew for hosts that came, change one for hosts that went; exit 1: "
         "something is to be "
         "done, 2: cannot read or write"_s,
         {1, {u"json"_s}, {u"identity"_s}, 2},
         secretsVerb},
    };
}

} // namespace ctl
