// SPDX-License-Identifier: GPL-3.0-or-later
// How findings are mended, for the list of rules.

#include "model/validate_findings.h"

using namespace Qt::StringLiterals;

namespace model {

QString mendingOf(const QString &code)
{
    static const QHash<QString, QString> table = {
        {u"bad-port"_s, u"Take a port that is free, or the default."_s},
        {u"bad-port-range"_s, u"Write the lower port first, both within 1 to 65535."_s},
        {u"bad-domain"_s, u"Write the bare domain, without scheme, port and path."_s},
        {u"bad-address"_s, u"Write an address; a port has a field of its own."_s},
        {u"bad-cidr"_s, u"Add the length of the prefix: /32 is one address."_s},
        {u"bad-email"_s, u"Type the address, or take it out."_s},
        {u"bad-image"_s, u"Write the image in lower case with one tag, or use the default."_s},
        {u"bad-digest"_s, u"Type the whole digest, or take it out."_s},
        {u"bad-key"_s, u"Use one of your own public keys, or take the damaged one out."_s},
        {u"bad-path"_s, u"Take the path out, or write one inside the folder."_s},
        {u"bad-value"_s, u"Write what was meant, or use the default."_s},
        {u"bad-name"_s, u"Rename it; what refers to it follows."_s},
        {u"unknown-choice"_s, u"Choose one of the values that there are."_s},
        {u"unknown-key"_s, u"Call it by the name that was meant, or take it out."_s},
        {u"written-twice"_s, u"Keep the one that counts, and take the other out."_s},
        {u"wrong-type"_s, u"Change it in the file with a text editor."_s},
        {u"bad-entry"_s, u"Change it in the file with a text editor."_s},
        {u"no-name"_s, u"Give it a name in the file, with a text editor."_s},
        {u"no-kind"_s, u"Give it a kind in the file, with a text editor."_s},
        {u"more"_s, u"Mend the ones that are listed first."_s},
        {u"bad-layout"_s, u"Move a box and save: the file is written anew."_s},
        {u"missing-field"_s, u"Choose or type the value, or go back to what needs none."_s},
        {u"no-effect"_s, u"Take it out, or switch on what it counts with."_s},
        {u"not-yet"_s, u"Take it out, or use a value that works today."_s},
        {u"placeholder"_s, u"Use one of your own public keys."_s},
        {u"reserved-name"_s, u"Rename the host; what stands on it follows."_s},
        {u"duplicate-name"_s, u"Rename one of them, or remove it."_s},
        {u"wrong-section"_s, u"Move the entry to the list of its kind."_s},
        {u"unknown-host"_s, u"Choose a host that is there, or create this one."_s},
        {u"unknown-role"_s, u"Choose a role that there is, or take it out."_s},
        {u"unknown-item"_s, u"Choose an item that is there, or take it out."_s},
        {u"unknown-kind"_s, u"Choose a kind that there is, or remove the entry."_s},
        {u"unknown-tag"_s, u"Give a host the tag, or take it out."_s},
        {u"no-place"_s, u"Name a host in its roles, or remove it."_s},
        {u"port-clash"_s, u"Give one of the two a free port, or move it to another host."_s},
        {u"unit-clash"_s, u"Move one of them to another host, or remove it."_s},
        {u"name-clash"_s, u"Remove one of the two, or take away the role that brings it."_s},
        {u"shared-address"_s, u"Give each host an address of its own."_s},
        {u"same-endpoint"_s, u"Correct the address or port of one; only you know the machines."_s},
        {u"duplicate-mesh"_s, u"Let one address be filled in by itself, or correct it."_s},
        {u"unmet-need"_s, u"Add what is needed to that host, or give it a role that brings it."_s},
        {u"implied-role"_s, u"Write the role down, or move what implies it."_s},
        {u"several-hosts"_s, u"Take one away, or the role that brings it."_s},
        {u"no-public-address"_s,
         u"Write the host's public address, so that the DNS name has one."_s},
        {u"no-overlay"_s, u"Choose a private network."_s},
        {u"unpinned-image"_s, u"Pin the image by its digest, or at least by a tag."_s},
        {u"no-hosts"_s, u"Add a host."_s},
        {u"no-deploy-keys"_s, u"Use one of your own public keys."_s},
        {u"missing-address"_s, u"Write the address, or only watch the host."_s},
        {u"missing-fact"_s, u"Adopt the host, which reads it there, or type it."_s}};
    return table.value(code);
}

} // namespace model
