// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout.h"

#include "model/reading.h"
#include "model/scalar.h"
#include "model/words.h"

#include <algorithm>
#include <cmath>
#include <optional>

using namespace Qt::StringLiterals;

namespace model {

namespace {

constexpr double farthest = 1e7; ///< scene units; beyond that a position is nonsense

std::optional<double> number(const YamlNode *node)
{
    const Value value = node ? plainValue(*node) : Value();
    const double result = value.isInt()    ? double(value.toInt())
                          : value.isReal() ? value.text().toDouble()
                                           : NAN;
    return std::abs(result) <= farthest ? std::optional(result) : std::nullopt;
}

tl::unexpected<Error> refuse(const QByteArray &bytes, int offset, const QString &what)
{
    return fail(u"bad-layout"_s, positionText(positionAt(bytes, offset)) + u": "_s + what,
                Words::tr("remove the file to have everything placed anew"));
}

QByteArray coordinate(double value)
{
    return QByteArray::number(value, 'f', value == std::floor(value) ? 0 : 2);
}

} // namespace

Result<Layout> parseLayout(const QByteArray &bytes)
{
    if (bytes.trimmed().isEmpty())
        return Layout();
    const auto root = readYaml(bytes);
    if (!root)
        return tl::make_unexpected(root.error());
    const YamlNode *places = root->value(u"places");
    if (!root->isMap() || (places && !places->isMap() && !places->isNull()))
        return refuse(bytes, places ? places->begin : root->begin,
                      Words::tr("a layout is a map with the key \"places\""));
    Layout layout;
    for (size_t i = 0; places && i + 1 < places->children.size(); i += 2) {
        const YamlNode &node = places->children[i + 1];
        const auto x = number(node.value(u"x"));
        const auto y = number(node.value(u"y"));
        if (!x || !y)
            return refuse(bytes, node.begin,
                          Words::tr("a place needs the numbers x and y, like {x: 40, y: 60}"));
        const auto flag = [&](QStringView key) {
            const YamlNode *value = node.value(key);
            return value && plainValue(*value).toBool();
        };
        layout.insert(ItemId(places->children[i].string()),
                      {QPointF(*x, *y), flag(u"pinned"), flag(u"collapsed")});
    }
    return layout;
}

QByteArray printLayout(const Layout &layout)
{
    QList<ItemId> ids = layout.keys();
    std::sort(ids.begin(), ids.end());
    QByteArray text =
        "# Where the boxes of the fleet stand on the canvas.\nswitchyard-layout: 1\nplaces:";
    if (ids.isEmpty())
        return text + " {}\n";
    text += '\n';
    for (const ItemId &id : std::as_const(ids)) {
        const Place place = layout.value(id);
        text += "  " + scalarToken(id.text()) + ": {x: " + coordinate(place.position.x())
                + ", y: " + coordinate(place.position.y()) + (place.pinned ? ", pinned: true" : "")
                + (place.collapsed ? ", collapsed: true" : "") + "}\n";
    }
    return text;
}

QString layoutPath(const QString &fleetPath)
{
    const qsizetype slash = fleetPath.lastIndexOf(u'/');
    const qsizetype dot = fleetPath.lastIndexOf(u'.');
    const bool hasSuffix = dot > slash + 1;
    return (hasSuffix ? fleetPath.left(dot) : fleetPath) + u".layout.yaml"_s;
}

} // namespace model
