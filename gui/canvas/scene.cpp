// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/canvas/scene.h"

#include "gui/theme.h"
#include "model/edit.h"

#include <algorithm>
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
    m_links->setTopology(&m_topology, {overlay, shownText(field, overlay)}, fleet.setting(u"domain").text());
}

/// Boxes of hosts that got another name become theirs and stay where they are; false when more than that is another.
bool CanvasScene::takeOver(const Topology &topology, const Layout &layout, const Touched &touched)
{
    if (touched.everything || topology.hosts.size() != qsizetype(m_items.size()))
        return false;
    QList<std::pair<ItemId, ItemId>> renamed;
    for (const QString &name : touched.hosts) {
        const PlacedHost *now = topology.host(name);
        const ItemId was = now ? m_items.at(size_t(now - topology.hosts.constData()))->id() : ItemId();
        if (now && was != now->id)
            renamed.append({was, now->id});
    }
    Layout expected = m_given;
    for (const auto &[was, now] : std::as_const(renamed)) {
        if (m_byId.contains(now) || m_found.contains(now) || expected.contains(now))
            return false; // hosts changed places in the list, or this one stood elsewhere once
        if (expected.contains(was))
            expected.insert(now, expected.take(was));
    }
    if (layout != expected)
        return false;
    m_given = layout;
    for (const auto &[was, now] : std::as_const(renamed)) {
        m_byId.insert(now, m_byId.take(was));
        m_places.insert(now, m_places.take(was));
        if (m_found.contains(was))
            m_found.insert(now, m_found.take(was));
    }
    return true;
}

void CanvasScene::follow(const Fleet &fleet, const Topology &topology, const Layout &layout, const Touched &touched)
{
    if (!takeOver(topology, layout, touched))
        return show(fleet, topology, layout);
    m_topology = topology;
    Links links;
    for (const LinkExchange &each : touched.links)
        addLocalLinks(links, each.at, each.byCount);
    QSet<const HostItem *> others; // of another size
    bool overviewStays = true;
    for (const QString &name : touched.hosts) {
        const PlacedHost *host = m_topology.host(name);
        if (!host)
            continue;
        HostItem &item = *m_byId.value(host->id);
        const auto overview = [&item] { return std::tuple(item.box(), item.look().tier, item.worstMark().shape); };
        const auto before = overview();
        refreshHost(item, *host, links.value(name));
        if (item.box() != std::get<QRectF>(before))
            others.insert(&item);
        overviewStays = overviewStays && overview() == before;
    }
    bool boxesStay = others.isEmpty();
    if (!m_links->followLinks(&m_topology, touched)) {
        for (const auto &item : m_items)
            others.insert(item.get());
    }
    const QList<ItemId> moved = makeWay(m_links->sides(), others);
    boxesStay = boxesStay && moved.isEmpty();
    m_links->followBoxes(touched, boxesStay, moved);
    if (!boxesStay)
        setSceneRect(contentsRect().adjusted(-2000, -2000, 2000, 2000));
    emit followed();
    if (!overviewStays || !moved.isEmpty())
        emit contentsChanged();
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

void CanvasScene::findRows()
{
    QList<Free> all;
    for (const auto &item : m_items) {
        const auto found = m_found.constFind(item->id());
        if (found != m_found.cend() && !m_given.contains(item->id()))
            all.append({item.get(), found->position});
    }
    std::ranges::sort(all, {}, [](const Free &host) { return std::pair(host.place.y(), host.place.x()); });
    m_rows.clear();
    for (const Free &host : std::as_const(all)) {
        if (m_rows.isEmpty() || m_rows.constLast().constFirst().place.y() != host.place.y())
            m_rows.emplaceBack();
        m_rows.last().append(host);
    }
}

/// No box grows over another that nobody placed: it makes way, and comes back when there is room again. Looks at the rows of those
/// that are other than before, and at what is below as long as that moves. Says who stands elsewhere now.
QList<ItemId> CanvasScene::makeWay(const Sides &sides, const QSet<const HostItem *> &others)
{
    const auto standing = [&](const Free &host, const QPointF &at) { return Standing{QRectF(at, host.item->geometry().size), sides.facing.contains(host.item->id())}; };
    QList<ItemId> moved;
    const QList<Free> *over = nullptr;
    bool isOther = false; // the row above
    for (const QList<Free> &row : std::as_const(m_rows)) {
        const QList<Free> *above = std::exchange(over, &row);
        const bool differs = std::ranges::any_of(row, [&](const Free &host) { return others.contains(host.item); });
        if (!isOther && !differs)
            continue;
        QList<Standing> aboveIt, inIt;
        for (const Free &host : above ? *above : QList<Free>())
            aboveIt.append(standing(host, host.item->pos()));
        for (const Free &host : row)
            inIt.append(standing(host, host.place));
        const qsizetype before = moved.size();
        const QList<QPointF> places = makingWay(aboveIt, inIt);
        for (qsizetype i = 0; i < row.size(); ++i) {
            HostItem &item = *row.at(i).item;
            if (item.pos() == places.at(i))
                continue;
            item.setPos(places.at(i));
            m_places[item.id()].position = places.at(i);
            moved.append(item.id());
        }
        isOther = differs || moved.size() != before;
    }
    return moved;
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
