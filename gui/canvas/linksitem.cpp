// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/canvas/linksitem.h"

#include "gui/canvas/hostitem.h"
#include "gui/icons.h"
#include "gui/theme.h"

#include <QCoreApplication>
#include <QGraphicsScene>
#include <QGraphicsView>

#include <algorithm>
#include <tuple>

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

void LinksItem::setTopology(const Topology *topology, const std::pair<QString, QString> &overlay, const QString &domain)
{
    m_topology = topology;
    m_hasOverlay = !overlay.first.isEmpty();
    m_overlayIcon = hasIcon(overlay.first) ? overlay.first : u"mesh"_s;
    m_overlayTitle = overlay.second;
    m_domain = domain;
    m_sides = sidesOf(*topology);
    m_hostIds.clear();
    for (const PlacedHost &host : topology->hosts)
        m_hostIds.append(host.id);
    m_meshLinks = 0;
    m_internetLinks = QList<qsizetype>(m_hostIds.size(), 0);
    m_ends.clear();
    m_ends.reserve(topology->links.size());
    for (const Link &link : topology->links) {
        m_ends.append(endOf(link));
        note(m_ends.constLast(), 1);
    }
    m_lines = QList<Lines>(m_hostIds.size());
    m_spans.clear();
    m_strongOn.clear();
    for (Stub &stub : bundle(*topology)) {
        Line line;
        line.stub = std::move(stub);
        if (const qsizetype host = placeOf(line.stub.host); host >= 0)
            m_lines[host].append(std::move(line));
    }
    shapeWords();
    reroute();
}

qsizetype LinksItem::placeOf(const ItemId &host) const
{
    return m_topology->m_hostIndex.value(host.text().section(u'/', 1), -1);
}

void LinksItem::shapeWords()
{
    const QFont bold = canvasFont(15, QFont::DemiBold), small = canvasFont(13);
    m_words.internet = TextRun(tr("Public internet"), bold);
    m_words.internetDetail = TextRun(m_domain.isEmpty() ? QString() : tr("viewers and operators, *.%1").arg(m_domain), small);
    m_words.mesh = TextRun(tr("Private network"), bold);
    m_words.meshDetail = TextRun(m_overlayTitle, small);
}

void LinksItem::setTheme(const Theme *theme)
{
    m_theme = theme;
    update();
}

void LinksItem::forgetText()
{
    shapeWords();
    for (Lines &lines : m_lines) {
        for (Line &line : lines)
            line.labels.clear();
    }
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

void LinksItem::route(qsizetype at, Line &line)
{
    const HostItem *host = m_hosts(at);
    const QRectF box = host->box();
    const QRectF &strip = line.stub.internet ? m_strips.internet : m_strips.mesh;
    const qreal x = line.stub.internet ? host->chipBox(line.stub.item).center().x() : box.center().x();
    const bool above = strip.center().y() < box.center().y();
    if (line.host.x() != x)
        m_spans.clear();
    line.host = QPointF(x, above ? box.top() : box.bottom());
    line.strip = QPointF(x, above ? strip.bottom() : strip.top());
    if (std::exchange(line.folded, host->geometry().collapsed) != line.folded)
        line.labels.clear(); // another one may speak
}

void LinksItem::routeAll()
{
    for (qsizetype host = 0; host < m_lines.size(); ++host) {
        for (Line &line : m_lines[host])
            route(host, line);
    }
}

void LinksItem::reroute()
{
    if (!m_topology)
        return;
    restrip();
    routeAll();
    findStrong();
    update();
}

/// Strips around the boxes as they stand; whether they are others than before.
bool LinksItem::restrip()
{
    QRectF above, below;
    for (qsizetype host = 0; host < m_hostIds.size(); ++host) {
        QRectF &side = m_internetLinks.at(host) > 0 ? above : below;
        side = side.united(m_hosts(host)->box());
    }
    const Strips before = std::exchange(m_strips, stripsAround(above, below, m_sides.usesMesh));
    QRectF bounds = m_strips.internet.united(m_strips.mesh).united(above).united(below);
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
    rerouteOf(hosts);
    if (!m_paths.isEmpty())
        findPaths();
}

void LinksItem::rerouteOf(const QList<ItemId> &hosts)
{
    QRectF reach;
    QList<QRectF> rects;
    for (const ItemId &host : hosts) {
        const qsizetype at = m_topology ? placeOf(host) : -1;
        for (qsizetype i = 0; at >= 0 && i < m_lines.at(at).size(); ++i) {
            Line &line = m_lines[at][i];
            rects.append(line.reach());
            route(at, line);
            rects.append(line.reach());
            reach |= rects.constLast();
        }
    }
    if (!reach.isNull() && !m_bounds.contains(reach)) {
        prepareGeometryChange();
        m_bounds |= reach;
    }
    repaint(rects);
}

void LinksItem::setHighlighted(const QSet<ItemId> &items)
{
    if (m_highlighted == items)
        return;
    m_highlighted = items;
    if (m_topology)
        findStrong();
}

/// What is highlighted, of a host all that stands on it; and the hosts of that.
QSet<ItemId> LinksItem::wanted(Places &hosts) const
{
    QSet<ItemId> all = m_highlighted;
    for (const ItemId &id : std::as_const(m_highlighted)) {
        const PlacedHost *host = m_topology->host(id.text().section(u'/', 1));
        if (host && host->id == id)
            all.unite(QSet<ItemId>(host->items.begin(), host->items.end()));
    }
    for (const ItemId &id : std::as_const(all)) {
        const Placed *item = m_topology->find(id);
        hosts.insert(item ? m_topology->m_hostIndex.value(item->host, -1) : placeOf(id));
    }
    hosts.remove(-1);
    return all;
}

/// Looks at the lines of the highlighted hosts, and at those that were strong or become it: not at all of them.
void LinksItem::findStrong()
{
    Places near;
    const QSet<ItemId> wanted = this->wanted(near);
    QSet<qsizetype> strong;
    for (const qsizetype host : std::as_const(near)) {
        for (const Line &line : m_lines.at(host)) {
            for (const qsizetype i : line.stub.links) {
                const Link &link = m_topology->links.at(i);
                if (wanted.contains(link.from) || wanted.contains(link.to))
                    strong.insert(i);
            }
        }
    }
    m_strongLinks = QList<qsizetype>(strong.begin(), strong.end());
    std::ranges::sort(m_strongLinks);
    const Places before = std::exchange(m_strongOn, {});
    for (const qsizetype i : std::as_const(m_strongLinks))
        m_strongOn << m_ends.at(i).fromHost << m_ends.at(i).toHost;
    m_strongOn.remove(-1);
    QList<QRectF> rects;
    for (const qsizetype host : before + m_strongOn) {
        for (Line &line : m_lines[host]) {
            const bool isStrong = std::ranges::any_of(line.stub.links, [&](qsizetype link) { return strong.contains(link); });
            if (line.strong != isStrong)
                rects.append(line.reach());
            line.strong = isStrong;
        }
    }
    repaint(rects);
    findPaths();
}

void LinksItem::findPaths()
{
    const QList<QLineF> before = std::exchange(m_paths, {});
    const QRectF &mesh = m_strips.mesh;
    const qreal words = detailAt(mesh, m_words.mesh) + m_words.meshDetail.width() + 10;
    const auto toStub = [&](const QPointF &end, const QRectF &box) {
        return QLineF(end, {end.x(), box.center().y() < mesh.center().y() ? mesh.top() : mesh.bottom()});
    };
    for (const qsizetype i : std::as_const(m_strongLinks)) {
        const End &end = m_ends.at(i);
        if (!end.mesh || end.fromHost < 0 || end.toHost < 0 || end.fromHost == end.toHost)
            continue;
        const QRectF from = m_hosts(end.fromHost)->box(), to = m_hosts(end.toHost)->box();
        const bool meetsWords = std::min(from.center().x(), to.center().x()) < words;
        const qreal y = meetsWords ? mesh.bottom() - 5 : mesh.center().y();
        const QPointF one(from.center().x(), y), other(to.center().x(), y);
        for (const QLineF &path : {QLineF(one, other), toStub(one, from), toStub(other, to)}) {
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
