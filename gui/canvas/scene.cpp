// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/canvas/scene.h"

#include "gui/theme.h"
#include "model/edit.h"

#include <unordered_map>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

CanvasScene::CanvasScene(const Catalog &catalog, const Theme *theme, QObject *parent)
    : QGraphicsScene(parent), m_catalog(catalog), m_theme(theme)
{
    m_links = std::make_unique<LinksItem>([this](qsizetype at) { return m_items.at(size_t(at)).get(); }, theme);
    addItem(m_links.get());
    setBackgroundBrush(theme->canvas);
}

CanvasScene::~CanvasScene() = default;

Layout CanvasScene::forgetPlaces()
{
    return std::exchange(m_found, {});
}

/// What the layout says, and for the rest what was found earlier: a host that nobody moved does not move.
static Layout known(const Layout &given, const Layout &found)
{
    Layout layout = found;
    layout.insert(given);
    return layout;
}

void CanvasScene::show(const Fleet &fleet, const Topology &topology, const Layout &layout)
{
    m_topology = topology;
    m_given = layout;
    m_places = arrange(topology, m_catalog, known(m_given, m_found));
    for (auto it = m_places.begin(); it != m_places.end(); ++it) {
        if (!m_given.contains(it.key()))
            m_found.insert(it.key(), it.value());
    }
    synchronise();
    showLinks(fleet);
    settle();
}

void CanvasScene::showLinks(const Fleet &fleet)
{
    const Field &field = *m_catalog.kind(u"fleet")->field(u"overlay");
    const QString overlay = fleet.setting(field.name).text(field.fallback.text());
    m_links->setTopology(&m_topology, {m_catalog.kind(overlay) ? overlay : QString(), shownText(field, overlay)}, fleet.setting(u"domain").text());
}

void CanvasScene::place(const Layout &layout)
{
    if (layout == m_given && m_places == known(m_given, m_found))
        return; // as it was shown just now
    m_given = layout;
    m_places = arrange(m_topology, m_catalog, known(m_given, m_found));
    synchronise();
    m_links->reroute();
    settle();
}

/// Of so many links of the topology those within a host.
void CanvasScene::addLocalLinks(Links &links, qsizetype first, qsizetype count) const
{
    for (qsizetype i = first; i < first + count; ++i) {
        const Link &link = m_topology.links.at(i);
        const Placed *from = m_topology.find(link.from);
        const Placed *to = from ? m_topology.find(link.to) : nullptr;
        if (to && from->host == to->host)
            links[from->host].append({from->id, to->id});
    }
}

static QList<std::pair<qsizetype, qsizetype>> byIndex(const QList<std::pair<ItemId, ItemId>> &links, const HostGeometry &geometry)
{
    QList<std::pair<qsizetype, qsizetype>> result;
    for (const auto &[from, to] : links) {
        const ChipGeometry *a = geometry.chip(from), *b = geometry.chip(to);
        if (a && b)
            result.append({a - geometry.chips.constData(), b - geometry.chips.constData()});
    }
    return result;
}

void CanvasScene::synchronise()
{
    std::vector<std::unique_ptr<HostItem>> kept;
    QHash<ItemId, HostItem *> byId;
    std::unordered_map<QString, std::unique_ptr<HostItem>> pool;
    for (auto &item : m_items)
        pool.emplace(item->id().text(), std::move(item));
    Links links;
    addLocalLinks(links, 0, m_topology.links.size());
    for (const PlacedHost &host : m_topology.hosts) {
        const Place place = m_places.value(host.id);
        HostGeometry geometry = layOutHost(m_topology, host, m_catalog, place.collapsed);
        HostLook look = hostLook(m_topology, host, geometry, m_catalog);
        look.pinned = place.pinned;
        look.links = byIndex(links.value(host.name), geometry);
        auto found = pool.find(host.id.text());
        std::unique_ptr<HostItem> item;
        if (found != pool.end()) {
            item = std::move(found->second);
            pool.erase(found);
            item->become(std::move(geometry), std::move(look));
        } else {
            item = std::make_unique<HostItem>(std::move(geometry), std::move(look), m_theme);
            item->showDetails(m_layers.details);
            addItem(item.get());
        }
        item->setPos(place.position);
        byId.insert(host.id, item.get());
        kept.push_back(std::move(item));
    }
    m_items = std::move(kept);
    m_byId = std::move(byId);
    findRows();
    QSet<const HostItem *> all;
    for (const auto &item : m_items)
        all.insert(item.get());
    makeWay(sidesOf(m_topology), all);
}

void CanvasScene::refreshHost(HostItem &item, const PlacedHost &host, const QList<std::pair<ItemId, ItemId>> &links)
{
    const Place place = m_places.value(host.id);
    HostGeometry geometry = layOutHost(m_topology, host, m_catalog, place.collapsed);
    HostLook look = hostLook(m_topology, host, geometry, m_catalog);
    look.pinned = place.pinned;
    look.links = byIndex(links, geometry);
    item.become(std::move(geometry), std::move(look));
    item.setMarks(m_marks);
    item.setSelected(m_selected);
}

/// After hosts came, went, changed or moved.
void CanvasScene::settle()
{
    for (const auto &item : m_items) {
        if (!m_marks.isEmpty() || item->worstMark().shape != MarkShape::None)
            item->setMarks(m_marks);
        item->setSelected(m_selected);
    }
    setSceneRect(contentsRect().adjusted(-2000, -2000, 2000, 2000));
    emit contentsChanged();
}

QRectF CanvasScene::contentsRect() const
{
    QRectF rect = m_links->strips().internet;
    if (m_items.empty())
        rect.setHeight(420); // room for the words that say what to do next
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
    for (const auto &item : m_items)
        item->setTheme(theme);
    emit contentsChanged();
}

void CanvasScene::forgetText()
{
    m_links->forgetText();
    for (const auto &item : m_items)
        item->forgetText();
}

void CanvasScene::setAdvised(bool isAdvised)
{
    m_links->setAdvised(isAdvised);
}

void CanvasScene::setLayers(const Layers &layers)
{
    m_layers = layers;
    m_links->setLayers(layers.links, layers.labels);
    for (const auto &item : m_items)
        item->showDetails(layers.details);
    emit contentsChanged();
}

void CanvasScene::setMarks(const Marks &marks)
{
    QSet<HostItem *> touched;
    const auto compare = [&](const Marks &some, const Marks &others) {
        for (auto it = some.begin(); it != some.end(); ++it) {
            HostItem *host = others.value(it.key()) == it.value() ? nullptr : hostOf(it.key());
            if (host)
                touched.insert(host);
        }
    };
    compare(marks, m_marks);
    compare(m_marks, marks);
    m_marks = marks;
    bool overviewStays = true;
    for (HostItem *host : std::as_const(touched)) {
        const MarkShape before = host->worstMark().shape;
        host->setMarks(m_marks);
        overviewStays = overviewStays && host->worstMark().shape == before;
    }
    if (!overviewStays)
        emit contentsChanged();
}

void CanvasScene::setSelected(const QSet<ItemId> &selected)
{
    QSet<HostItem *> touched;
    for (const ItemId &id : m_selected + selected) {
        HostItem *host = m_selected.contains(id) && selected.contains(id) ? nullptr : hostOf(id);
        if (host)
            touched.insert(host);
    }
    m_selected = selected;
    for (HostItem *host : std::as_const(touched))
        host->setSelected(m_selected);
    m_links->setHighlighted(selected);
    emit selectedChanged();
}

HostItem *CanvasScene::host(const ItemId &id) const
{
    return m_byId.value(id);
}

HostItem *CanvasScene::hostOf(const ItemId &item) const
{
    if (HostItem *own = host(item))
        return own;
    const Placed *placed = m_topology.find(item);
    return placed ? host(ItemId::host(placed->host)) : nullptr;
}

HostItem *CanvasScene::hostAt(const QPointF &scenePosition) const
{
    for (auto item = m_items.rbegin(); item != m_items.rend(); ++item) { // what was added last lies on top
        if ((*item)->box().contains(scenePosition))
            return item->get();
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
    const HostItem *item = hostOf(id);
    return item ? item->chipBox(id) : QRectF();
}

QRectF CanvasScene::boxOf(const QSet<ItemId> &items) const
{
    QRectF box;
    for (const ItemId &id : items)
        box |= itemBox(id);
    return box;
}

QSet<ItemId> CanvasScene::itemsIn(const QRectF &rect) const
{
    QSet<ItemId> found;
    for (const auto &item : m_items) {
        if (!rect.intersects(item->box()))
            continue;
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
    m_links->follow(positions.keys());
    emit contentsChanged();
}

} // namespace gui
