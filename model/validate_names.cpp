// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/validate_findings.h"
#include "model/words.h"

#include <QSet>

namespace model {

using namespace Qt::StringLiterals;

namespace {

/// First words of ids that are not hosts: "fleet", "game/g01".
QSet<QString> reservedNames(const Catalog &catalog)
{
    QSet<QString> names{u"fleet"_s, u"host"_s, u"service"_s};
    for (const Kind &kind : catalog.kinds()) {
        if (catalog.kindOfSection(kind.fleetKey) == &kind)
            names.insert(kind.name);
    }
    return names;
}

void checkDuplicate(Findings &found, const Item &item, const QString &title,
                    QHash<ItemId, QString> &seen)
{
    const auto first = seen.constFind(item.id);
    if (first == seen.constEnd()) {
        seen.insert(item.id, item.host);
        return;
    }
    const auto place = [](const QString &host) {
        return host.isEmpty() ? QString() : Words::tr(" on ") + host;
    };
    found.add(Rule::DuplicateName, {item.id, u"name"_s, item.id, &item},
              Words::tr("%1 \"%2\"%3 stands in the file a second time%4: names are unique. Give "
                        "one of them another name.")
                  .arg(ofCatalog(title), item.name, place(*first), place(item.host)));
}

void checkName(Findings &found, const Item &item, const QString &name)
{
    if (const QString reason = nameComplaint(name); !reason.isEmpty())
        found.add(Rule::BadName, {item.id, u"name"_s, {}, &item}, reason + u'.');
}

} // namespace

bool isServiceEntry(const Item &item)
{
    return item.id.text().startsWith(u"service/");
}

static void checkDuplicates(Findings &found)
{
    const Fleet &fleet = found.fleet;
    if (fleet.isUnique())
        return;
    QHash<ItemId, QString> seen;
    for (const ItemPtr &host : fleet.hosts())
        checkDuplicate(found, *host, found.catalog.kind(u"host")->title, seen);
    for (const ItemPtr &item : fleet.items()) {
        const Kind *kind = found.catalog.kind(item->kind);
        checkDuplicate(found, *item, kind ? kind->title : item->kind, seen);
    }
}

void checkNames(Findings &found)
{
    checkDuplicates(found);
    const QSet<QString> reserved = reservedNames(found.catalog);
    for (const ItemPtr &host : found.hosts()) {
        found.about(host->name);
        checkName(found, *host, host->name);
        if (reserved.contains(host->name))
            found.add(Rule::ReservedName, {host->id, u"name"_s, {}, host.get()},
                      Words::tr("A host cannot be called \"%1\", because ids of items begin with "
                                "that word. Give it another name.")
                          .arg(host->name));
    }
    for (const ItemPtr &item : found.items()) {
        found.about(item->host);
        const bool isService = isServiceEntry(*item);
        for (const QString &part : isService ? item->name.split(u'/') : QStringList{item->name})
            checkName(found, *item, part);
    }
}

} // namespace model
