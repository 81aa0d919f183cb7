// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/canvas/scene.h"

#include "gui/theme.h"

#include <unordered_map>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

CanvasScene::CanvasScene(const Catalog &catalog, const Theme *theme, QObject *parent)
    : QGraphicsScene(parent), m_catalog(catalog), m_theme(theme)
{
    const auto finder = [this](const ItemId &id) { return host(id); };
    m_links = std::make_unique<LinksItem>(finder, theme);
    m_localLinks = std::make_unique<LocalLinksItem>(finder, theme);
    addItem(m_links.get());
    addItem(m_localLinks.get());
    setBackgroundBrush(theme->canvas);
}

static qsizetype tierIndex(const Catalog &catalog, const QString &name, qsizetype fallback)
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
                                                       : QString::number(port.first) + QChar(0x2013) + QString::number(port.last);
        const qsizetype udp = parts.indexOf(number + u"/udp"_s);
        if (port.protocol == Protocol::Tcp && udp >= 0)
            parts[udp] = number;
        else if (!parts.contains(number))
            parts.append(port.protocol == Protocol::Udp && port.first == port.last ? number + u"/udp"_s : number);
    }
    return parts.join(u" · "_s);
}

ChipLook CanvasScene::chipLook(const Placed &item, qsizetype hostTier) const
{
    const Kind *kind = m_catalog.kind(item.kind);
    ChipLook look;
    const bool named = kind->fleetKey != u"services"_s || !item.id.text().endsWith(u'/' + item.kind);
    look.title = named ? item.name : kind->title;
    look.detail = portDetail(item);
    look.icon = kind->icon;
    look.container = kind->container;
    look.tier = tierIndex(m_catalog, kind->tier, hostTier);
    QString tip = u"<b>"_s + look.title.toHtmlEscaped() + u"</b> · "_s + kind->title.toHtmlEscaped() + u" · "_s
        + (kind->container ? tr("container") : tr("native service"));
    if (!look.detail.isEmpty())
        tip += u"<br>"_s + look.detail.toHtmlEscaped();
    for (const QString &name : item.dnsNames)
        tip += u"<br>"_s + name.toHtmlEscaped();
    for (const Unit &unit : item.units)
        tip += u"<br>"_s + unit.name.toHtmlEscaped();
    look.tip = tip + u"<p>"_s + kind->help.toHtmlEscaped() + u"</p>"_s;
    return look;
}

HostLook CanvasScene::lookOf(const PlacedHost &host, const Fleet &) const
{
    HostLook look;
    look.title = host.name;
    look.tier = tierIndex(m_catalog, host.tier, 0);
    const QString tierTitle = look.tier < m_catalog.tiers().size() ? m_catalog.tiers().at(look.tier).title : QString();
    const QString address = host.values.at(u"ssh.address").text();
    look.subtitle = address.isEmpty() ? tierTitle : tierTitle + u" · "_s + address;
    QStringList names;
    for (const ItemId &id : host.items) {
        const Placed *item = m_topology.find(id);
        if (!item)
            continue;
        look.chips.insert(id, chipLook(*item, look.tier));
        names += item->dnsNames;
    }
    look.tip = u"<b>"_s + host.name.toHtmlEscaped() + u"</b> · "_s + tierTitle.toHtmlEscaped();
    if (!host.roles.isEmpty())
        look.tip += u"<br>"_s + tr("roles: %1").arg(host.roles.join(u", "_s)).toHtmlEscaped();
    if (!names.isEmpty())
        look.tip += u"<br>"_s + names.join(u"<br>"_s);
    return look;
}

void CanvasScene::show(const Fleet &fleet, const Topology &topology, const Layout &layout)
{
    m_topology = topology;
    m_places = arrange(topology, m_catalog, layout);
    std::vector<std::unique_ptr<HostItem>> kept;
    QHash<ItemId, HostItem *> byId;
    std::unordered_map<QString, std::unique_ptr<HostItem>> pool;
    for (auto &item : m_items)
        pool.emplace(item->id().text(), std::move(item));
    QHash<ItemId, HostLook> looks;
    for (const PlacedHost &host : m_topology.hosts) {
        const HostGeometry geometry = layOutHost(m_topology, host, m_catalog);
        const HostLook look = lookOf(host, fleet);
        auto found = pool.find(host.id.text());
        std::unique_ptr<HostItem> item;
        if (found != pool.end()) {
            item = std::move(found->second);
            pool.erase(found);
            if (!(m_looks.value(host.id) == look) || item->geometry().size != geometry.size)
                item->become(geometry, look);
        } else {
            item = std::make_unique<HostItem>(geometry, look, m_theme);
            addItem(item.get());
        }
        item->setPos(m_places.value(host.id).position);
        looks.insert(host.id, look);
        byId.insert(host.id, item.get());
        kept.push_back(std::move(item));
    }
    m_items = std::move(kept);
    m_byId = std::move(byId);
    m_looks = std::move(looks);
    m_links->setTopology(&m_topology, fleet.setting(u"overlay").text(m_catalog.kind(u"fleet")->field(u"overlay")->fallback.text()),
                         fleet.setting(u"domain").text());
    m_localLinks->setTopology(&m_topology);
    spreadMarks();
    setSelected(m_selected);
    setSceneRect(contentsRect().adjusted(-2000, -2000, 2000, 2000));
}

QRectF CanvasScene::contentsRect() const
{
    QRectF rect = m_links->strips().internet;
    if (m_links->strips().hasMesh)
        rect = rect.united(m_links->strips().mesh);
    for (const auto &item : m_items)
        rect = rect.united(item->box());
    return rect;
}

void CanvasScene::setTheme(const Theme *theme)
{
    m_theme = theme;
    setBackgroundBrush(theme->canvas);
    m_links->setTheme(theme);
    m_localLinks->setTheme(theme);
    for (const auto &item : m_items)
        item->setTheme(theme);
}

void CanvasScene::setMarks(const Marks &marks)
{
    m_marks = marks;
    spreadMarks();
}

void CanvasScene::spreadMarks()
{
    for (const auto &item : m_items) {
        Marks own;
        const auto take = [&](const ItemId &id) {
            const auto it = m_marks.constFind(id);
            if (it != m_marks.constEnd())
                own.insert(id, *it);
        };
        take(item->id());
        for (const ChipGeometry &chip : item->geometry().chips)
            take(chip.id);
        item->setMarks(own);
    }
}

void CanvasScene::setSelected(const QSet<ItemId> &selected)
{
    m_selected = selected;
    for (const auto &item : m_items) {
        QSet<ItemId> own;
        if (selected.contains(item->id()))
            own.insert(item->id());
        for (const ChipGeometry &chip : item->geometry().chips) {
            if (selected.contains(chip.id))
                own.insert(chip.id);
        }
        item->setSelected(own);
    }
    m_links->setHighlighted(selected);
    m_localLinks->setHighlighted(selected);
}

HostItem *CanvasScene::host(const ItemId &id) const
{
    return m_byId.value(id);
}

HostItem *CanvasScene::hostAt(const QPointF &scenePosition) const
{
    for (const auto &item : m_items) {
        if (item->box().contains(scenePosition))
            return item.get();
    }
    return nullptr;
}

ItemId CanvasScene::itemAt(const QPointF &scenePosition) const
{
    const HostItem *item = hostAt(scenePosition);
    if (!item)
        return {};
    const ChipGeometry *chip = item->geometry().chipAt(scenePosition - item->pos());
    return chip ? chip->id : item->id();
}

QRectF CanvasScene::itemBox(const ItemId &id) const
{
    if (const HostItem *item = host(id))
        return item->box();
    const Placed *placed = m_topology.find(id);
    const HostItem *item = placed ? host(ItemId::host(placed->host)) : nullptr;
    return item ? item->chipBox(id) : QRectF();
}

QSet<ItemId> CanvasScene::itemsIn(const QRectF &rect) const
{
    QSet<ItemId> found;
    for (const auto &item : m_items) {
        if (rect.contains(item->box())) {
            found.insert(item->id());
            continue;
        }
        for (const ChipGeometry &chip : item->geometry().chips) {
            if (rect.contains(item->chipBox(chip.id)))
                found.insert(chip.id);
        }
    }
    return found;
}

void CanvasScene::moveHosts(const QHash<ItemId, QPointF> &positions)
{
    for (auto it = positions.begin(); it != positions.end(); ++it) {
        if (HostItem *item = host(it.key())) {
            item->setPos(it.value());
            m_places[it.key()].position = it.value();
        }
    }
    m_links->reroute();
    m_localLinks->reroute();
}

} // namespace gui
