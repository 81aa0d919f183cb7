// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/topology_template.h"

#include <algorithm>

namespace model {

using namespace Qt::StringLiterals;

Template::Template(const QString &text, const Value &settings, const QString &container)
{
    QStringView rest(text);
    while (!rest.isEmpty()) {
        const qsizetype open = rest.indexOf(u'{');
        const qsizetype close = rest.indexOf(u'}', open);
        if (open < 0 || close < 0) {
            addLiteral(rest);
            break;
        }
        addLiteral(rest.left(open));
        addChoices(rest.mid(open + 1, close - open - 1), settings, container);
        rest = rest.mid(close + 1);
    }
    const auto isLiteral = [](const Source &source) { return source.from == Source::From::Literal; };
    const auto isFixed = [&](const Part &part) { return std::ranges::all_of(part, isLiteral); };
    m_isConstant = std::ranges::all_of(m_parts, isFixed);
    if (m_isConstant)
        m_constant = joined({}, {});
}

void Template::addLiteral(QStringView text)
{
    if (!text.isEmpty())
        m_parts += Part{{Source::From::Literal, text.toString()}};
}

void Template::addChoices(QStringView choices, const Value &settings, const QString &container)
{
    using From = Source::From;
    Part part;
    for (const QStringView choice : choices.split(u'|')) {
        if (choice == u"name")
            part += {From::ItemName, {}};
        else if (choice == u"host")
            part += {From::HostName, {}};
        else if (choice == u"listen")
            part += {From::Listen, {}};
        else if (choice == u"container")
            part += {From::Literal, container};
        else if (choice.startsWith(u"fleet."))
            part += {From::Literal, settings.at(choice.mid(6)).text()};
        else if (choice.startsWith(u"host."))
            part += {From::HostValue, choice.mid(5).toString()};
        else
            part += {From::ItemValue, choice.toString()};
    }
    m_parts += part;
}

QString Template::read(const Source &source, const Placed &item, const Value &hostValues)
{
    switch (source.from) {
    case Source::From::Literal:
        return source.text;
    case Source::From::ItemName:
        return item.name;
    case Source::From::HostName:
        return item.host;
    case Source::From::Listen:
        return item.listen;
    case Source::From::HostValue:
        return hostValues.at(source.text).text();
    case Source::From::ItemValue:
        return item.values.at(source.text).text();
    }
    return {};
}

QString Template::fill(const Placed &item, const Value &hostValues) const
{
    return m_isConstant ? m_constant : joined(item, hostValues);
}

QString Template::joined(const Placed &item, const Value &hostValues) const
{
    QString result = u""_s;
    for (const Part &part : m_parts) {
        QString text;
        for (const Source &source : part) {
            text = read(source, item, hostValues);
            if (!text.isEmpty())
                break;
        }
        if (text.isEmpty())
            return {};
        result += text;
    }
    return result;
}

QString expand(const QString &text, const Placed &item, const Fleet &fleet, const Catalog &catalog)
{
    const Value settings = catalog.effective(*catalog.kind(u"fleet"), fleet.settings().values);
    const ItemPtr host = fleet.host(item.host);
    const Value hostValues =
        host ? catalog.effective(*catalog.kind(u"host"), host->values) : Value(ValueMap());
    const auto *backend = catalog.containerBackend(settings.at(catalog.containerField()).text());
    const Template form(text, settings, backend ? backend->prefix : QString());
    return form.fill(item, hostValues);
}

} // namespace model
