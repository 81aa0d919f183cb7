// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which entries name a host or an item, so that a renaming need not read all of them; kept true after an edit by what it changed.

#include "model/byhost.h"
#include "model/catalog.h"

#include <QMultiHash>

#include <map>

namespace model {

/// Where in "[user@]name[:port]" the bare name stands.
struct NamePlace
{
    qsizetype begin = 0, end = 0;
};
NamePlace placeOfName(const QString &text);

class Naming
{
public:
    explicit Naming(const Catalog &catalog) : m_catalog(catalog) {}

    void follow(const Fleet &fleet);
    void forget();
    /// Those whose fields name it, and of a host also those that stand on it or on no host by themselves; in file order, and there
    /// may be some more.
    QList<ItemPtr> of(const QString &kind, const QString &name) const;

private:
    const QStringList &fieldsOf(const QString &kindName);
    template <typename Use>
    void eachNameIn(const Item &item, const Use &use);
    void followList(const ItemList &before, const ItemList &after);

    const Catalog &m_catalog;
    ByHost m_byHost;
    std::map<QString, QStringList> m_fields; ///< kind → its fields that name something
    QString m_lastKind;
    const QStringList *m_lastFields = nullptr;
    QMultiHash<QString, ItemPtr> m_named; ///< name → entries
};

} // namespace model
