// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/canvas/hostlook.h"

#include "model/words.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

static QString tr(const char *text)
{
    return QCoreApplication::translate("Canvas", text);
}

qsizetype tierIndex(const Catalog &catalog, const QString &name, qsizetype fallback)
{
    for (qsizetype i = 0; i < catalog.tiers().size(); ++i) {
        if (catalog.tiers().at(i).name == name)
            return i;
    }
    return fallback;
}

/// Ports as on a container's command line: "34197/udp · 27015"; one that speaks both protocols needs no word.
static QString portDetail(const Placed &item)
{
    QStringList parts;
    for (const Port &port : item.ports) {
        const QString number = port.first == port.last ? QString::number(port.first)
                                                       : QString(QString::number(port.first) + QChar(0x2013) + QString::number(port.last));
        const qsizetype udp = parts.indexOf(number + u"/udp"_s);
        if (port.protocol == Protocol::Tcp && udp >= 0)
            parts[udp] = number;
        else if (!parts.contains(number))
            parts.append(port.protocol == Protocol::Udp && port.first == port.last ? QString(number + u"/udp"_s) : number);
    }
    return parts.join(u" · "_s);
}

static QString titleOf(const Placed &item, const Kind &kind)
{
    const bool named = kind.fleetKey != u"services"_s || !item.id.text().endsWith(u'/' + item.kind);
    return named ? item.name : ofCatalog(kind.title);
}

static ChipLook chipLook(const Placed &item, const Catalog &catalog, qsizetype hostTier)
{
    const Kind *kind = catalog.kind(item.kind);
    return {titleOf(item, *kind), portDetail(item), kind->icon, tierIndex(catalog, kind->tier, hostTier), kind->container};
}

static QString tierTitle(const Catalog &catalog, qsizetype tier)
{
    return tier < catalog.tiers().size() ? ofCatalog(catalog.tiers().at(tier).title) : QString();
}

HostLook hostLook(const Topology &topology, const PlacedHost &host, const HostGeometry &geometry, const Catalog &catalog)
{
    HostLook look;
    look.title = host.name;
    look.tier = tierIndex(catalog, host.tier, 0);
    const QString tier = tierTitle(catalog, look.tier);
    const QString address = host.values.at(u"ssh.address").text();
    look.subtitle = geometry.collapsed ? tr("%1 · %2 items").arg(tier).arg(geometry.folded.size())
        : address.isEmpty()            ? tier
                                       : tier + u" · "_s + address;
    for (const Placed *item : geometry.collapsed ? QList<const Placed *>() : shownOn(topology, host, catalog))
        look.chips.append(chipLook(*item, catalog, look.tier));
    return look;
}

static QString itemTip(const Placed &item, const Kind &kind)
{
    QString tip = u"<b>"_s + titleOf(item, kind).toHtmlEscaped() + u"</b> · "_s + ofCatalog(kind.title).toHtmlEscaped() + u" · "_s
        + (kind.container ? tr("container") : tr("native service"));
    const QString ports = portDetail(item);
    if (!ports.isEmpty())
        tip += u"<br>"_s + ports.toHtmlEscaped();
    for (const QString &name : item.dnsNames)
        tip += u"<br>"_s + name.toHtmlEscaped();
    for (const Unit &unit : item.units)
        tip += u"<br>"_s + unit.name.toHtmlEscaped();
    return tip + u"<p>"_s + ofCatalog(kind.help).toHtmlEscaped() + u"</p>"_s;
}

static QString hostTip(const Topology &topology, const PlacedHost &host, const Catalog &catalog)
{
    QString tip = u"<b>"_s + host.name.toHtmlEscaped() + u"</b> · "_s + tierTitle(catalog, tierIndex(catalog, host.tier, 0)).toHtmlEscaped();
    const QString address = host.values.at(u"ssh.address").text();
    if (!address.isEmpty())
        tip += u"<br>"_s + address.toHtmlEscaped();
    if (!host.roles.isEmpty())
        tip += u"<br>"_s + tr("roles: %1").arg(host.roles.join(u", "_s)).toHtmlEscaped();
    for (const ItemId &id : host.items) {
        const Placed *item = topology.find(id);
        for (const QString &name : item ? item->dnsNames : QStringList())
            tip += u"<br>"_s + name.toHtmlEscaped();
    }
    return tip;
}

QString tipText(const Topology &topology, const ItemId &item, const Catalog &catalog)
{
    if (const Placed *placed = topology.find(item)) {
        const Kind *kind = catalog.kind(placed->kind);
        return kind ? itemTip(*placed, *kind) : QString();
    }
    const PlacedHost *host = topology.host(QStringView(item.text()).mid(item.text().indexOf(u'/') + 1));
    return host ? hostTip(topology, *host, catalog) : QString();
}

} // namespace gui
