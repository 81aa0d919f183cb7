// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/codec.h"
#include "model/entry.h"
#include "model/locate.h"
#include "model/source.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace model {

namespace {

/// Findings about entries that could not become items; no edit reaches those.
bool isAboutLostEntry(const Diagnostic &d)
{
    static const QStringList codes{u"bad-entry"_s, u"no-name"_s, u"no-kind"_s, u"more"_s,
                                   u"bad-layout"_s};
    return codes.contains(d.code);
}

Diagnostics readAgain(const Fleet &fleet, EntryReader &entries, const ItemId &id)
{
    const ItemPtr item = fleet.find(id);
    if (!item)
        return {};
    QList<Finding> findings;
    const QByteArray text = item->source ? item->source->body : fleet.m_source->text;
    const auto root = readYaml(text);
    if (root && !item->source && root->isMap())
        entries.readSettings(*root, findings);
    else if (root && item->source)
        entries.read(item->source->section,
                     root->isList() && !root->children.empty() ? root->children.front() : *root,
                     findings);
    Diagnostics result;
    for (const Finding &f : std::as_const(findings))
        result.append({f.severity, f.code, f.message, id, f.field, {}, {}});
    return result;
}

} // namespace

Diagnostics refreshed(const Diagnostics &found, const Fleet &now, const Catalog &catalog,
                      const FleetChange &change)
{
    QSet<ItemId> touched(change.changed.begin(), change.changed.end());
    touched += QSet<ItemId>(change.added.begin(), change.added.end());
    for (const auto &[before, after] : change.renamed)
        touched.insert(after);
    if (change.settings)
        touched.insert(ItemId::fleet());
    Diagnostics result;
    for (const Diagnostic &d : found)
        if (isAboutLostEntry(d) || (!touched.contains(d.item) && now.find(d.item)))
            result.append(d);
    if (!touched.isEmpty()) {
        EntryReader entries(catalog);
        for (const ItemId &id : std::as_const(touched))
            result += readAgain(now, entries, id);
    }
    if (result.isEmpty())
        return result;
    const Locator locator(now);
    for (Diagnostic &d : result)
        if (!isAboutLostEntry(d))
            d.position = locator.at(d.item, d.field);
    return result;
}

} // namespace model
