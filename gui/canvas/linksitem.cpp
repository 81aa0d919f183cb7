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

void LinksItem::setTopology(const Topology *topology, const QString &overlay, const QString &domain)
{
    m_topology = topology;
    m_overlay = overlay;
    m_domain = domain;
    m_sides = sidesOf(*topology);
    m_hostIds.clear();
    for (const PlacedHost &host : topology->hosts)
        m_hostIds.append(host.id);
    m_meshLinks = 0;
    m_ends.clear();
    m_ends.reserve(topology->links.size());
    for (const Link &link : topology->links) {
        m_ends.append(endOf(link));
        m_meshLinks += m_ends.constLast().mesh;
    }
    m_stubs = bundle(*topology);
    m_lines.clear();
    for (const Stub &stub : std::as_const(m_stubs))
        m_lines.append(Line{{}, {}, topology->m_hostIndex.value(stub.host.text().section(u'/', 1), -1), stub.internet, false, false, {}, 0});
    indexLines();
    shapeWords();
    reroute();
}

/// Where links of a host are to be found.
void LinksItem::indexLines()
{
    m_linesOf = QList<QList<qsizetype>>(m_hostIds.size());
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        if (m_lines.at(i).onHost >= 0)
            m_linesOf[m_lines.at(i).onHost].append(i);
    }
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

void LinksItem::setAdvised(bool isAdvised)
{
    if (std::exchange(m_isAdvised, isAdvised) != isAdvised)
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

void LinksItem::route(qsizetype index)
{
    const Stub &stub = m_stubs.at(index);
    const HostItem *host = m_hosts(stub.host);
    if (!host)
        return;
    const QRectF box = host->box();
    const QRectF &strip = stub.internet ? m_strips.internet : m_strips.mesh;
    const qreal x = stub.internet ? host->chipBox(stub.item).center().x() : box.center().x();
    const bool above = strip.center().y() < box.center().y();
    Line &line = m_lines[index];
    line.host = QPointF(x, above ? box.top() : box.bottom());
    line.strip = QPointF(x, above ? strip.bottom() : strip.top());
    if (std::exchange(line.folded, host->geometry().collapsed) != line.folded)
        line.labels.clear(); // another one may speak
}

void LinksItem::reroute()
{
    if (!m_topology)
        return;
    restrip();
    for (qsizetype i = 0; i < m_lines.size(); ++i)
        route(i);
    findStrong();
    update();
}

/// Strips around the boxes as they stand; whether they are others than before.
bool LinksItem::restrip()
{
    QHash<ItemId, QRectF> boxes;
    boxes.reserve(m_hostIds.size());
    for (const ItemId &id : std::as_const(m_hostIds)) {
        if (const HostItem *item = m_hosts(id))
            boxes.insert(id, item->box());
    }
    const Strips before = std::exchange(m_strips, stripsAround(m_sides, boxes));
    QRectF bounds = m_strips.internet.united(m_strips.mesh);
    for (const QRectF &box : std::as_const(boxes))
        bounds = bounds.united(box);
    bounds.adjust(-200, -200, 200, 200);
    if (bounds != m_bounds)
        prepareGeometryChange();
    m_bounds = bounds;
    return before.internet != m_strips.internet || before.mesh != m_strips.mesh || before.hasMesh != m_strips.hasMesh;
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
        const qsizetype at = m_topology ? m_topology->m_hostIndex.value(host.text().section(u'/', 1), -1) : -1;
        for (const qsizetype i : m_linesOf.value(at)) {
            rects.append(m_lines.at(i).reach());
            route(i);
            rects.append(m_lines.at(i).reach());
            reach |= rects.constLast();
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
    QList<bool> near(m_hostIds.size(), false); // hosts of what is wanted
    QSet<size_t> hashes;
    for (const ItemId &id : std::as_const(m_highlighted)) {
        const PlacedHost *host = m_topology->host(id.text().section(u'/', 1));
        if (host && host->id == id)
            wanted.unite(QSet<ItemId>(host->items.begin(), host->items.end()));
    }
    for (const ItemId &id : std::as_const(wanted)) {
        hashes.insert(qHash(id));
        const Placed *item = m_topology->find(id);
        const qsizetype at = item ? m_topology->m_hostIndex.value(item->host, -1) : m_topology->m_hostIndex.value(id.text().section(u'/', 1), -1);
        if (at >= 0)
            near[at] = true;
    }
    const auto isNear = [&](qsizetype host) { return host >= 0 && near.at(host); };
    m_strongLinks.clear();
    QList<bool> meets(m_hostIds.size(), false); // hosts that a wanted link begins or ends on
    QSet<qsizetype> strong;
    for (qsizetype i = 0; i < m_ends.size() && !wanted.isEmpty(); ++i) {
        const End &end = m_ends.at(i);
        if ((!isNear(end.fromHost) && !isNear(end.toHost)) || (!hashes.contains(end.from) && !hashes.contains(end.to)))
            continue;
        const Link &link = m_topology->links.at(i);
        if (!wanted.contains(link.from) && !wanted.contains(link.to))
            continue;
        m_strongLinks.append(i);
        strong.insert(i);
        for (const qsizetype host : {end.fromHost, end.toHost}) {
            if (host >= 0)
                meets[host] = true;
        }
    }
    QList<QRectF> rects;
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        Line &line = m_lines[i];
        const bool isStrong = line.onHost >= 0 && meets.at(line.onHost)
            && std::ranges::any_of(m_stubs.at(i).links, [&](qsizetype link) { return strong.contains(link); });
        if (line.strong != isStrong)
            rects.append(line.reach());
        line.strong = isStrong;
    }
    repaint(rects);
    findPaths();
}

void LinksItem::findPaths()
{
    const QList<QLineF> before = std::exchange(m_paths, {});
    const QRectF &mesh = m_strips.mesh;
    const qreal y = mesh.bottom() - 5;
    const auto toStub = [&](const QPointF &end, const QRectF &box) {
        return QLineF(end, {end.x(), box.center().y() < mesh.center().y() ? mesh.top() : mesh.bottom()});
    };
    for (const qsizetype i : std::as_const(m_strongLinks)) {
        const Link &link = m_topology->links.at(i);
        if (link.via != LinkVia::Mesh)
            continue;
        const Placed *from = m_topology->find(link.from), *to = m_topology->find(link.to);
        const HostItem *a = from ? m_hosts(ItemId::host(from->host)) : nullptr;
        const HostItem *b = to ? m_hosts(ItemId::host(to->host)) : nullptr;
        if (!a || !b || a == b)
            continue;
        const QPointF one(a->box().center().x(), y), other(b->box().center().x(), y);
        for (const QLineF &path : {QLineF(one, other), toStub(one, a->box()), toStub(other, b->box())}) {
            if (!path.isNull() && !m_paths.contains(path)) // along the private network, from stub to stub
                m_paths.append(path);
        }
    }
    if (before == m_paths)
        return;
    QList<QRectF> rects;
    for (const QLineF &path : before + m_paths)
        rects.append(QRectF(path.p1(), path.p2()).normalized().adjusted(-3, -3, 3, 3));
    repaint(rects);
}

} // namespace gui
