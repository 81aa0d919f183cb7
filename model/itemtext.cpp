// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/itemtext.h"

#include "model/codec.h"
#include "model/scalar.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

namespace {

/// {address: x} under a key whose short form means the address is written as x alone.
Value shortened(const Value &value, const QString &key, const Shape &shape)
{
    const Field *field = shape.shortForm(key);
    const ValueMap entries = value.map();
    const bool alone = field && entries.size() == 1
                       && field->name == key + u'.' + entries.first().first
                       && !entries.first().second.isList() && !entries.first().second.isMap();
    return alone ? entries.first().second : value;
}

ValueMap keysOf(const Item &item, const Shape &shape)
{
    const bool service = item.id.text().startsWith(u"service/"_s);
    ValueMap keys{{shape.kind().identity.isEmpty() || service ? u"name"_s : shape.kind().identity,
                   item.name}};
    if (service)
        keys.append({u"kind"_s, item.kind});
    if (!item.host.isEmpty())
        keys.append({u"host"_s, item.host});
    ValueMap values = item.values.map();
    const QStringList order = keyOrder(shape, service);
    std::stable_sort(values.begin(), values.end(), [&order](const auto &a, const auto &b) {
        const auto rank = [&order](const QString &key) {
            const qsizetype at = order.indexOf(key);
            return at < 0 ? order.size() : at;
        };
        return rank(a.first) < rank(b.first);
    });
    for (const auto &[key, value] : std::as_const(values))
        keys.append({key, service ? value : shortened(value, key, shape)});
    return keys;
}

} // namespace

QStringList keyOrder(const Shape &shape, bool service)
{
    if (service)
        return {u"name"_s, u"kind"_s, u"settings"_s, u"roles"_s};
    QStringList order{shape.kind().identity.isEmpty() ? u"name"_s : shape.kind().identity};
    order += shape.kind().aliases.keys();
    order.append(u"host"_s);
    for (const QString &key : shape.fieldsBelow({}))
        if (!order.contains(key))
            order.append(key);
    return order;
}

EntryStyle styleOf(const YamlText &body, bool inFlow)
{
    EntryStyle style;
    style.eol = body.lineEnd();
    style.inFlow = inFlow;
    if (inFlow || !body.root.isList() || body.root.children.size() != 1)
        return style;
    const YamlNode &entry = body.root.children.front();
    style.flow = entry.isFlow();
    style.dash = body.column(body.root.begin);
    const bool sameLine = body.lineStart(entry.begin) == body.lineStart(body.root.begin);
    style.content = sameLine ? body.column(entry.begin) : style.dash + 2;
    return style;
}

QByteArray printEntry(const Item &item, const Shape &shape, const EntryStyle &style)
{
    const ValueMap keys = keysOf(item, shape);
    if (style.inFlow)
        return flowToken(keys);
    const QByteArray lead =
        QByteArray(style.dash, ' ') + '-' + QByteArray(style.content - style.dash - 1, ' ');
    if (style.flow)
        return lead + flowToken(keys) + style.eol;
    QByteArray text;
    for (const auto &[key, value] : keys)
        text += (text.isEmpty() ? lead : QByteArray(style.content, ' ')) + scalarToken(key) + ": "
                + flowToken(value) + style.eol;
    return text;
}

QByteArray printItem(const Item &item, const Catalog &catalog)
{
    const Kind *kind = catalog.kind(item.kind);
    Kind unknown;
    unknown.identity = u"name"_s;
    EntryStyle style;
    style.flow = item.id != ItemId::host(item.name);
    return printEntry(item, Shape(kind ? *kind : unknown), style);
}

} // namespace model
