// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A fleet under edit: every change rewrites the item's own bytes, reads them again and compares.
// Private to apply().

#include "model/edit.h"
#include "model/entry.h"
#include "model/fieldedit.h"
#include "model/itemtext.h"
#include "model/source.h"

#include <functional>

namespace model {

class FleetEditor
{
public:
    FleetEditor(const Fleet &fleet, const Catalog &catalog);

    const Fleet &fleet() const { return m_fleet; }
    const Catalog &catalog() const { return m_catalog; }
    EntryReader &entries() { return m_entries; }

    using Change = std::function<Result<void>(FieldEditor &)>;
    /// Makes `item` become `wanted` by a change of its text; where that gives something else, the
    /// item is printed anew.
    Result<void> rewrite(const ItemPtr &item, Item wanted, const Change &change);
    /// Gives a field of the fleet's settings another value.
    Result<void> rewriteSettings(const QString &field, const Value &value);
    /// Adds an item at the end of a list of the file, in the style of its siblings or as `text` has it.
    Result<void> append(const QString &section, Item item, const QByteArray &text = {});
    /// Takes an item out, with the comments directly above it.
    Result<void> remove(const ItemPtr &item);
    void reindex();

private:
    ItemList &listOf(const QString &section) { return section == hostsKey ? m_fleet.m_hosts : m_fleet.m_items; }
    const ItemList &listOf(const QString &section) const { return section == hostsKey ? m_fleet.m_hosts : m_fleet.m_items; }
    void replace(const ItemPtr &item, Item by);
    QByteArray freshBody(const QString &section, const Item &item, const QByteArray &text, bool inFlow);
    qsizetype endOf(const QString &section, const FleetSource &source) const;
    ItemPtr endedLast(const QString &section);
    QByteArray separatorAfterLast(const QString &section, bool inFlow);
    QByteArray verified(const Item &wanted, const QString &section, const QByteArray &body);
    void setSource(FleetSource source);
    void shift(FleetSource &source, const Splice &splice);
    Result<FleetSource> withSection(const QString &key);
    Result<FleetSource> openedSection(const QString &key, const YamlText &text, int index);
    EntryStyle siblingStyle(const QString &section, bool inFlow) const;
    Result<void> checkOddSection(const QString &key) const;
    void closeEmptySection(const QString &key, const QByteArray &left);

    const Catalog &m_catalog;
    Fleet m_fleet;
    const Fleet m_before; ///< as it was given
    EntryReader m_entries;
};

} // namespace model
