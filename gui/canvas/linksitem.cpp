// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/canvas/linksitem.h"

#include "gui/canvas/hostitem.h"
#include "gui/icons.h"
#include "gui/theme.h"

#include <QApplication>
#include <QPainter>
#include <QPainterPath>
#include <QStyleOptionGraphicsItem>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

static QFont pixelFont(int pixels, bool bold = false)
{
    QFont font = QApplication::font();
    font.setPixelSize(pixels);
    font.setWeight(bold ? QFont::DemiBold : QFont::Normal);
    return font;
}

LinksItem::LinksItem(HostFinder hosts, const Theme *theme) : m_hosts(std::move(hosts)), m_theme(theme)
{
    setZValue(1);
    setFlag(ItemUsesExtendedStyleOption); // to be told what is exposed
}

void LinksItem::setTopology(const Topology *topology, const QString &overlay, const QString &domain)
{
    m_topology = topology;
    m_overlay = overlay;
    m_domain = domain;
    m_stubs = bundle(*topology);
    reroute();
}

void LinksItem::setTheme(const Theme *theme)
{
    m_theme = theme;
    update();
}

void LinksItem::setHighlighted(const QSet<ItemId> &items)
{
    m_highlighted = items;
    update();
}

void LinksItem::setMarks(const Marks &marks)
{
    m_marks = marks;
    update();
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
    m_strips = stripsAround(*m_topology, boxes);
    routeStubs();
    m_bounds = m_strips.internet.united(m_strips.mesh);
    for (const QRectF &box : boxes)
        m_bounds = m_bounds.united(box);
    m_bounds.adjust(-60, -30, 60, 60);
    update();
}

void LinksItem::routeStubs()
{
    m_lines.clear();
    for (qsizetype i = 0; i < m_stubs.size(); ++i) {
        const Stub &stub = m_stubs.at(i);
        const HostItem *host = m_hosts(stub.host);
        if (!host)
            continue;
        const QRectF box = host->box();
        const QRectF &strip = stub.internet ? m_strips.internet : m_strips.mesh;
        const qreal x = stub.internet ? host->chipBox(stub.item).center().x() : box.center().x();
        const bool stripAbove = strip.center().y() < box.center().y();
        const QPointF atHost(x, stripAbove ? box.top() : box.bottom());
        const QPointF atStrip(x, stripAbove ? strip.bottom() : strip.top());
        m_lines.append({{atHost, atStrip}, stub.internet, i});
    }
}

bool LinksItem::isHighlighted(const Link &link) const
{
    const auto touches = [this](const ItemId &id) {
        if (m_highlighted.contains(id))
            return true;
        const Placed *item = m_topology->find(id);
        return item && m_highlighted.contains(ItemId::host(item->host));
    };
    return touches(link.from) || touches(link.to);
}

bool LinksItem::isHighlighted(const Stub &stub) const
{
    return std::any_of(stub.links.begin(), stub.links.end(), [this](qsizetype i) { return isHighlighted(m_topology->links.at(i)); });
}

void LinksItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *)
{
    if (!m_topology)
        return;
    const qreal lod = option->levelOfDetailFromTransform(painter->worldTransform());
    paintStrip(*painter, m_strips.internet, u"internet"_s, QObject::tr("Public internet"),
               m_domain.isEmpty() ? QString() : QObject::tr("viewers and operators, *.%1").arg(m_domain), m_theme->internetLink, lod);
    if (m_strips.hasMesh)
        paintStrip(*painter, m_strips.mesh, m_overlay, QObject::tr("Private network"),
                   m_overlay.isEmpty() ? QString() : m_overlay, m_theme->meshLink, lod);
    paintLines(*painter, option->exposedRect, lod);
    if (!m_highlighted.isEmpty() && lod >= 0.25)
        paintPaths(*painter);
}

void LinksItem::paintStrip(QPainter &painter, const QRectF &strip, const QString &iconName, const QString &title,
                           const QString &detail, const QColor &color, qreal lod) const
{
    QColor fill = color;
    fill.setAlphaF(m_theme->dark ? 0.14f : 0.10f);
    painter.setRenderHint(QPainter::Antialiasing, lod > 0.5);
    painter.setPen(QPen(color, 1.2));
    painter.setBrush(fill);
    painter.drawRoundedRect(strip, strip.height() / 2, strip.height() / 2);
    if (lod < 0.25)
        return;
    const QFont bold = pixelFont(15, true), small = pixelFont(13);
    const qreal titleWidth = QFontMetricsF(bold).horizontalAdvance(title);
    painter.drawPixmap(QPointF(strip.left() + 20, strip.center().y() - 11), iconPixmap(iconName, color, 22, 3));
    painter.setFont(bold);
    painter.setPen(m_theme->text);
    painter.drawText(QRectF(strip.left() + 52, strip.top(), titleWidth + 4, strip.height()), Qt::AlignVCenter, title);
    painter.setFont(small);
    painter.setPen(m_theme->dim);
    painter.drawText(QRectF(strip.left() + 52 + titleWidth + 14, strip.top(), 400, strip.height()), Qt::AlignVCenter, detail);
}

void LinksItem::paintLines(QPainter &painter, const QRectF &exposed, qreal lod) const
{
    painter.setRenderHint(QPainter::Antialiasing, false); // straight lines; plain ones are many times faster
    for (const Line &line : m_lines) {
        constexpr qreal label = 140; // labels are wider than their lines
        const QRectF reach = QRectF(line.points.constFirst(), line.points.constLast()).normalized().adjusted(-label, -20, label, 20);
        if (!exposed.intersects(reach))
            continue;
        const Stub &stub = m_stubs.at(line.stub);
        const bool strong = isHighlighted(stub);
        const QColor color = line.internet ? m_theme->internetLink : m_theme->meshLink;
        painter.setPen(QPen(strong ? m_theme->accent : color, strong ? 3 : 2));
        painter.drawLine(line.points.constFirst(), line.points.constLast());
        if (lod < 0.35)
            continue;
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(strong ? m_theme->accent : color);
        painter.drawEllipse(line.points.constFirst(), 5, 5);
        painter.setRenderHint(QPainter::Antialiasing, false);
        paintLabel(painter, line, stub);
    }
}

void LinksItem::paintLabel(QPainter &painter, const Line &line, const Stub &stub) const
{
    const QFont font = pixelFont(12);
    const QFontMetricsF fm(font);
    qreal width = 0;
    for (const QString &text : stub.labels)
        width = std::max(width, fm.horizontalAdvance(text));
    const qreal height = 17.0 * qreal(stub.labels.size());
    const QPointF middle = (line.points.constFirst() + line.points.constLast()) / 2;
    const QRectF rect(middle.x() - width / 2 - 7, middle.y() - height / 2 - 3, width + 14, height + 6);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme->canvas);
    painter.drawRect(rect);
    painter.setFont(font);
    painter.setPen(m_theme->text);
    for (qsizetype i = 0; i < stub.labels.size(); ++i)
        painter.drawText(QRectF(rect.left(), rect.top() + 3 + 17.0 * qreal(i), rect.width(), 17), Qt::AlignCenter, stub.labels.at(i));
}

void LinksItem::paintPaths(QPainter &painter) const
{
    painter.setPen(QPen(m_theme->accent, 3));
    for (const Link &link : m_topology->links) {
        if (link.via != LinkVia::Mesh || !isHighlighted(link))
            continue;
        const Placed *from = m_topology->find(link.from), *to = m_topology->find(link.to);
        const HostItem *a = from ? m_hosts(ItemId::host(from->host)) : nullptr;
        const HostItem *b = to ? m_hosts(ItemId::host(to->host)) : nullptr;
        if (a && b && a != b) // along the private network, from stub to stub
            painter.drawLine(QPointF(a->box().center().x(), m_strips.mesh.bottom() - 5), QPointF(b->box().center().x(), m_strips.mesh.bottom() - 5));
    }
}

LocalLinksItem::LocalLinksItem(LinksItem::HostFinder hosts, const Theme *theme) : m_hosts(std::move(hosts)), m_theme(theme)
{
    setZValue(3);
    setFlag(ItemUsesExtendedStyleOption);
    setAcceptedMouseButtons(Qt::NoButton);
}

void LocalLinksItem::setTopology(const Topology *topology)
{
    m_topology = topology;
    reroute();
}

void LocalLinksItem::setTheme(const Theme *theme)
{
    m_theme = theme;
    update();
}

void LocalLinksItem::setHighlighted(const QSet<ItemId> &items)
{
    m_highlighted = items;
    update();
}

static QPolygonF between(const QRectF &a, const QRectF &b)
{
    if (std::abs(a.center().y() - b.center().y()) < 2) // side by side
        return a.left() < b.left() ? QPolygonF{QPointF(a.right(), a.center().y()), QPointF(b.left(), b.center().y())}
                                   : QPolygonF{QPointF(a.left(), a.center().y()), QPointF(b.right(), b.center().y())};
    const bool down = a.top() < b.top();
    const QPointF from(a.center().x(), down ? a.bottom() : a.top()), to(b.center().x(), down ? b.top() : b.bottom());
    const qreal middle = down ? from.y() + 13 : from.y() - 13;
    return {from, QPointF(from.x(), middle), QPointF(to.x(), middle), to};
}

void LocalLinksItem::reroute()
{
    if (!m_topology)
        return;
    prepareGeometryChange();
    m_lines.clear();
    m_bounds = {};
    for (const Link &link : m_topology->links) {
        const Placed *from = m_topology->find(link.from), *to = m_topology->find(link.to);
        if (!from || !to || from->host != to->host)
            continue;
        const HostItem *host = m_hosts(ItemId::host(from->host));
        if (!host || !host->geometry().chip(from->id) || !host->geometry().chip(to->id))
            continue;
        m_lines.append({between(host->chipBox(from->id), host->chipBox(to->id)), from->id, to->id});
        m_bounds = m_bounds.united(host->box());
    }
    update();
}

void LocalLinksItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *)
{
    if (option->levelOfDetailFromTransform(painter->worldTransform()) < 0.35)
        return;
    painter->setRenderHint(QPainter::Antialiasing, false);
    for (const Line &line : m_lines) {
        if (!option->exposedRect.intersects(line.points.boundingRect().adjusted(-4, -4, 4, 4)))
            continue;
        const bool strong = m_highlighted.contains(line.from) || m_highlighted.contains(line.to);
        painter->setPen(QPen(strong ? m_theme->accent : m_theme->localLink, strong ? 2 : 1));
        for (qsizetype i = 0; i + 1 < line.points.size(); ++i)
            painter->drawLine(line.points.at(i), line.points.at(i + 1));
        const QPointF end = line.points.constLast();
        painter->fillRect(QRectF(end.x() - 3, end.y() - 3, 6, 6), painter->pen().color());
    }
}

} // namespace gui
