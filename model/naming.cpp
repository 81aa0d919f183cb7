// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/naming.h"

#include "model/history.h"

#include <algorithm>

namespace model {

using namespace Qt::StringLiterals;

namespace {

bool isNaming(const Field &field)
{
    const auto isHost = [](FieldType type) { return type == FieldType::Host || type == FieldType::Endpoint; };
    return isHost(field.type) || isHost(field.of) || !field.kinds.isEmpty();
}

template <typename Use>
void eachName(const Value &value, const Use &use)
{
    if (value.isText()) {
        const QString text = value.text();
        const auto [begin, end] = placeOfName(text);
        use(end - begin == text.size() ? text : text.sliced(begin, end - begin));
    } else if (value.isList()) {
        for (const Value &each : value.list())
            eachName(each, use);
    }
}

} // namespace

NamePlace placeOfName(const QString &text)
{
    const qsizetype begin = text.indexOf(u'@') + 1;
    const qsizetype colon = text.indexOf(u':', begin);
    return {begin, colon < 0 ? text.size() : colon};
}

void Naming::forget()
{
    m_byHost.forget();
    m_named.clear();
}

/// There may be thousands of entries of few kinds, and most kinds name nothing.
const QStringList &Naming::fieldsOf(const QString &kindName)
{
    if (m_lastFields && (m_lastKind.constData() == kindName.constData() || m_lastKind == kindName))
        return *m_lastFields;
    const auto [known, isNew] = m_fields.try_emplace(kindName);
    const Kind *kind = isNew ? m_catalog.kind(kindName) : nullptr;
    for (const Field &field : kind ? kind->fields : QList<Field>()) {
        if (isNaming(field))
            known->second += field.name;
    }
    m_lastKind = kindName;
    m_lastFields = &known->second;
    return known->second;
}

template <typename Use>
void Naming::eachNameIn(const Item &item, const Use &use)
{
    const QStringList &fields = fieldsOf(item.kind);
    const bool isService = !fields.isEmpty() && item.id.text().startsWith(u"service/");
    const Value values = isService ? item.values.at(u"settings") : item.values;
    for (const QString &field : fields)
        eachName(values.at(field), use);
}

void Naming::followList(const ItemList &before, const ItemList &after)
{
    eachOther(before, after, [&](qsizetype, const ItemPtr &item) {
        eachNameIn(*item, [&](const QString &name) { m_named.remove(name, item); });
    });
    eachOther(after, before, [&](qsizetype, const ItemPtr &item) {
        eachNameIn(*item, [&](const QString &name) { m_named.insert(name, item); });
    });
}

void Naming::follow(const Fleet &fleet)
{
    const Fleet before = m_byHost.fleet();
    m_byHost.follow(fleet);
    followList(before.hosts(), fleet.hosts());
    followList(before.items(), fleet.items());
}

QList<ItemPtr> Naming::of(const QString &kind, const QString &name) const
{
    const Fleet &fleet = m_byHost.fleet();
    QList<ItemPtr> found = kind == "host"_L1 ? m_byHost.of({name}) : QList<ItemPtr>();
    for (auto it = m_named.constFind(name); it != m_named.constEnd() && it.key() == name; ++it) {
        if (!found.contains(*it))
            found.append(*it);
    }
    std::ranges::stable_sort(found, {}, [&](const ItemPtr &item) { return fleet.placeOf(item->id); });
    return found;
}

} // namespace model
