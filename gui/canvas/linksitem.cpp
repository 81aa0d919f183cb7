// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/canvas/linksitem.h"

#include "gui/canvas/hostitem.h"
#include "gui/theme.h"

#include <QCoreApplication>
#include <QGraphicsScene>
#include <QGraphicsView>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

static QString tr(const char *text)
{
    return QCoreApplication::translate("Canvas", text);
}

LinksItem::LinksItem(HostFinder hosts, const Theme *theme) : m_hosts(std::move(hosts)), m_theme(theme)
{
    setZValue(1);
    setAcceptedMouseButtons(Qt::NoButton);
    setFlag(ItemUsesExtendedStyleOption); // to be told what is exposed
}

void LinksItem::setTopology(const Topology *topology, const QString &overlay, const QString &domain, bool boxesStay)
{
    const bool isSame = boxesStay && m_topology && m_overlay == overlay && m_domain == domain;
    m_topology = topology;
    m_overlay = overlay;
    m_domain = domain;
    if (isSame && followLinks())
        return findStrong();
    m_links = topology->links;
    m_stubs = bundle(*topology);
    m_sides = sidesOf(*topology);
    m_ends.clear();
    m_ends.reserve(m_links.size());
    for (const Link &link : std::as_const(m_links))
        m_ends.append(endOf(link));
    shapeWords();
    reroute();
}

void LinksItem::shapeWords()
{
    const QFont bold = canvasFont(15, QFont::DemiBold), small = canvasFont(13);
    m_words.internet = TextRun(tr("Public internet"), bold);
    m_words.internetDetail = TextRun(m_domain.isEmpty() ? QString() : tr("viewers and operators, *.%1").arg(m_domain), small);
    m_words.mesh = TextRun(tr("Private network"), bold);
    m_words.meshDetail = TextRun(m_overlay, small);
}

void LinksItem::setTheme(const Theme *theme)
{
    m_theme = theme;
    update();
}

void LinksItem::forgetText()
{
    shapeWords();
    for (Line &line : m_lines)
        line.labels.clear();
    update();
}

void LinksItem::setLayers(bool lines, bool labels)
{
    m_showLines = lines;
    m_showLabels = labels;
    update();
}

QRectF LinksItem::Line::label() const
{
    const qreal height = 17.0 * qreal(labels.size());
    const QPointF middle = (host + strip) / 2;
    return QRectF(middle.x() - labelWidth / 2 - 7, middle.y() - height / 2 - 3, labelWidth + 14, height + 6);
}

QRectF LinksItem::Line::reach() const
{
    return QRectF(host, strip).normalized().adjusted(-6, -6, 6, 6).united(label());
}

void LinksItem::route(Line &line) const
{
    const Stub &stub = m_stubs.at(line.stub);
    const HostItem *host = m_hosts(stub.host);
    if (!host)
        return;
    const QRectF box = host->box();
    const QRectF &strip = stub.internet ? m_strips.internet : m_strips.mesh;
    const qreal x = stub.internet ? host->chipBox(stub.item).center().x() : box.center().x();
    const bool above = strip.center().y() < box.center().y();
    line.host = QPointF(x, above ? box.top() : box.bottom());
    line.strip = QPointF(x, above ? strip.bottom() : strip.top());
}

void LinksItem::reroute()
{
    if (!m_topology)
        return;
    prepareGeometryChange();
    QHash<ItemId, QRectF> boxes;
    for (const PlacedHost &host : m_topology->hosts) {
        if (const HostItem *item = m_hosts(host.id))
            boxes.insert(host.id, item->box());
    }
    m_strips = stripsAround(m_sides, boxes);
    m_lines.clear();
    m_linesOf.clear();
    m_linesOfLink = QList<QList<qsizetype>>(m_topology->links.size());
    for (qsizetype i = 0; i < m_stubs.size(); ++i) {
        if (!boxes.contains(m_stubs.at(i).host))
            continue;
        m_linesOf[m_stubs.at(i).host].append(m_lines.size());
        for (const qsizetype link : m_stubs.at(i).links)
            m_linesOfLink[link].append(m_lines.size());
        m_lines.append(Line{{}, {}, i, m_stubs.at(i).internet, false, {}, 0});
        route(m_lines.last());
    }
    m_bounds = m_strips.internet.united(m_strips.mesh);
    for (const QRectF &box : std::as_const(boxes))
        m_bounds = m_bounds.united(box);
    m_bounds.adjust(-200, -200, 200, 200);
    findStrong();
    update();
}

/// Exactly these places in the views: the scene would repaint one rectangle around all of them, and lines are long.
void LinksItem::repaint(const QList<QRectF> &rects)
{
    constexpr qsizetype many = 40;
    if (!scene() || rects.size() > many)
        return update();
    for (const QGraphicsView *view : scene()->views()) {
        for (const QRectF &rect : rects)
            view->viewport()->update(view->mapFromScene(rect).boundingRect().adjusted(-2, -2, 2, 2));
    }
}

void LinksItem::follow(const QList<ItemId> &hosts)
{
    QRectF reach;
    QList<QRectF> rects;
    for (const ItemId &host : hosts) {
        for (const qsizetype i : m_linesOf.value(host)) {
            Line &line = m_lines[i];
            rects.append(line.reach());
            route(line);
            rects.append(line.reach());
            reach |= line.reach();
        }
    }
    if (!reach.isNull() && !m_bounds.contains(reach)) {
        prepareGeometryChange();
        m_bounds |= reach;
    }
    repaint(rects);
    if (!m_paths.isEmpty())
        findPaths();
}

void LinksItem::setHighlighted(const QSet<ItemId> &items)
{
    if (m_highlighted == items)
        return;
    m_highlighted = items;
    if (m_topology)
        findStrong();
}

void LinksItem::findStrong()
{
    QSet<ItemId> wanted = m_highlighted; // of a host: all that stands on it
    for (const ItemId &id : std::as_const(m_highlighted)) {
        const PlacedHost *host = m_topology->host(id.text().section(u'/', 1));
        if (host && host->id == id)
            wanted.unite(QSet<ItemId>(host->items.begin(), host->items.end()));
    }
    QSet<size_t> hashes;
    for (const ItemId &id : std::as_const(wanted))
        hashes.insert(qHash(id));
    QSet<qsizetype> before;
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        if (m_lines.at(i).strong)
            before.insert(i);
    }
    m_strongLinks.clear();
    for (qsizetype i = 0; i < m_ends.size() && !wanted.isEmpty(); ++i) {
        if (!hashes.contains(m_ends.at(i).from) && !hashes.contains(m_ends.at(i).to))
            continue;
        const Link &link = m_topology->links.at(i);
        if (wanted.contains(link.from) || wanted.contains(link.to))
            m_strongLinks.append(i);
    }
    QSet<qsizetype> now;
    for (const qsizetype link : std::as_const(m_strongLinks)) {
        for (const qsizetype line : m_linesOfLink.at(link))
            now.insert(line);
    }
    QList<QRectF> rects;
    for (const qsizetype i : before + now) {
        if (m_lines.at(i).strong == now.contains(i))
            continue;
        m_lines[i].strong = now.contains(i);
        rects.append(m_lines.at(i).reach());
    }
    repaint(rects);
    findPaths();
}

void LinksItem::findPaths()
{
    const QList<QLineF> before = std::exchange(m_paths, {});
    const qreal y = m_strips.mesh.bottom() - 5;
    for (const qsizetype i : std::as_const(m_strongLinks)) {
        const Link &link = m_topology->links.at(i);
        if (link.via != LinkVia::Mesh)
            continue;
        const Placed *from = m_topology->find(link.from), *to = m_topology->find(link.to);
        const HostItem *a = from ? m_hosts(ItemId::host(from->host)) : nullptr;
        const HostItem *b = to ? m_hosts(ItemId::host(to->host)) : nullptr;
        const QLineF path = a && b && a != b ? QLineF(a->box().center().x(), y, b->box().center().x(), y) : QLineF();
        if (!path.isNull() && !m_paths.contains(path)) // along the private network, from stub to stub
            m_paths.append(path);
    }
    if (before == m_paths)
        return;
    QList<QRectF> rects;
    for (const QLineF &path : before + m_paths)
        rects.append(QRectF(path.p1(), path.p2()).normalized().adjusted(-3, -3, 3, 3));
    repaint(rects);
}

} // namespace gui
