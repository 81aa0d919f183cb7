// SPDX-License-Identifier: GPL-3.0-or-later
// How links and strips are painted: lines without antialiasing in a few calls, labels from glyphs shaped once.

#include "gui/canvas/crisp.h"
#include "gui/canvas/hostitem.h"
#include "gui/canvas/linksitem.h"
#include "gui/canvas/sprites.h"
#include "gui/icons.h"
#include "gui/theme.h"

#include <QGraphicsScene>
#include <QPaintEngine>
#include <QPainter>
#include <QStyleOptionGraphicsItem>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gui {

static constexpr qreal stripWords = 52; ///< right of the sign

void LinksItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *)
{
    if (!m_topology)
        return;
    const qreal lod = option->levelOfDetailFromTransform(painter->worldTransform());
    const QRectF &exposed = option->exposedRect;
    if (exposed.intersects(m_strips.internet))
        paintStrip(*painter, m_strips.internet, exposed, u"internet"_s, m_words.internet, m_words.internetDetail, m_theme->internetLink, true, lod);
    if (m_strips.hasMesh && exposed.intersects(m_strips.mesh))
        paintStrip(*painter, m_strips.mesh, exposed, m_overlayIcon, m_words.mesh, m_words.meshDetail,
                   m_hasOverlay ? m_theme->meshLink : m_theme->dim, m_hasOverlay, lod);
    if (m_showLines)
        paintLines(*painter, exposed, lod);
    if (m_paths.isEmpty() || !m_showLines)
        return;
    drawCrisp(*painter, m_paths, m_theme->accent, std::max(3.0, 1.5 / lod));
}

void LinksItem::paintStrip(QPainter &painter, const QRectF &strip, const QRectF &exposed, const QString &iconName, const TextRun &title,
                           const TextRun &detail, const QColor &color, bool isThere, qreal lod) const
{
    QColor fill = color;
    fill.setAlphaF(m_theme->dark ? 0.14f : 0.10f);
    painter.setRenderHint(QPainter::Antialiasing, lod >= detail::round);
    painter.setPen(QPen(color, isThere ? 1.2 : 1.6, isThere ? Qt::SolidLine : Qt::DashLine)); // what nobody set up is an outline
    painter.setBrush(isThere ? QBrush(fill) : QBrush());
    if (lod >= detail::round)
        painter.drawRoundedRect(strip, strip.height() / 2, strip.height() / 2);
    else if (isThere)
        painter.drawRect(strip & exposed.adjusted(-60, -60, 60, 60)); // edges that are far out of sight cost as much
    else
        painter.drawRect(strip); // its dashes begin where they do
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (lod < detail::text)
        return;
    {
        Sprites sprites(painter);
        sprites.icon(iconName, color, QRectF(strip.left() + 20, strip.center().y() - 11, 22, 22));
    }
    painter.setPen(m_theme->text);
    title.paintIn(painter, strip.adjusted(stripWords, 0, 0, 0));
    painter.setPen(m_theme->dim);
    detail.paintBeside(painter, QRectF(detailAt(strip, title), strip.top(), 0, strip.height()), title);
}

qreal LinksItem::detailAt(const QRectF &strip, const TextRun &title)
{
    return strip.left() + stripWords + title.width() + 14;
}

QStringList LinksItem::labelsOf(const Lines &neighbours, const Line &line) const
{
    if (!line.folded || !line.stub.internet)
        return line.stub.labels;
    QList<qsizetype> links;
    for (const Line &other : neighbours) {
        if (!other.stub.internet)
            continue;
        if (links.isEmpty() && &other != &line)
            return {};
        links += other.stub.links;
    }
    return gui::labelsOf(*m_topology, links);
}

void LinksItem::shape(const Lines &neighbours, Line &line)
{
    const QFont font = canvasFont(12);
    line.labels.clear();
    line.labelWidth = 0;
    for (const QString &text : labelsOf(neighbours, line)) {
        line.labels.append(TextRun(text, font));
        line.labelWidth = std::max(line.labelWidth, line.labels.constLast().width());
    }
}

/// Boxes that cover what lies below them there, without their rounded edges; none where there are too many to look at.
QList<QRectF> LinksItem::covers(const QRectF &exposed, qreal lod) const
{
    constexpr qsizetype many = 24;
    const qreal beside = std::max(6.0, 4 + 1 / lod); // a line has a width
    QList<QRectF> boxes;
    for (const QGraphicsItem *item : scene() ? scene()->items(exposed, Qt::IntersectsItemBoundingRect) : QList<QGraphicsItem *>()) {
        if (const auto *host = qgraphicsitem_cast<const HostItem *>(item))
            boxes.append(host->box().adjusted(beside, 4, -beside, -4));
        if (boxes.size() > many)
            return {};
    }
    return boxes;
}

/// What is to be seen of a line: behind a box that is painted over it anyway it is not painted. In a big fleet that is most of it.
static void addSeen(QList<QLineF> &lines, const QLineF &line, const QRectF &exposed, const QList<QRectF> &covers)
{
    if (line.dx() != 0)
        return lines.append(line);
    const qreal x = line.x1();
    qreal top = std::max(std::min(line.y1(), line.y2()), exposed.top() - 20);
    const qreal bottom = std::min(std::max(line.y1(), line.y2()), exposed.bottom() + 20);
    QList<std::pair<qreal, qreal>> hidden;
    for (const QRectF &box : covers) {
        if (x > box.left() && x < box.right() && box.bottom() > top && box.top() < bottom)
            hidden.append({box.top(), box.bottom()});
    }
    std::ranges::sort(hidden);
    for (const auto &[from, to] : std::as_const(hidden)) {
        if (from > top)
            lines.append(QLineF(x, top, x, from));
        top = std::max(top, to);
    }
    if (top < bottom)
        lines.append(QLineF(x, top, x, bottom));
}

/// From where to where the lines of each host stand, from left to right: a picture that is painted in parts asks often.
const QList<std::pair<qreal, qreal>> &LinksItem::spans()
{
    if (!m_spans.isEmpty())
        return m_spans;
    for (const Lines &lines : std::as_const(m_lines)) {
        const auto [left, right] = std::ranges::minmax_element(lines, {}, [](const Line &line) { return line.host.x(); });
        m_spans.append(lines.isEmpty() ? std::pair(1.0, 0.0) : std::pair(left->host.x(), right->host.x()));
    }
    return m_spans;
}

void LinksItem::paintLines(QPainter &painter, const QRectF &exposed, qreal lod)
{
    const bool hasLabels = m_showLabels && !m_isAdvised && lod >= 0.5;
    const qreal widest = hasLabels ? 160 : 4 + 1 / lod; // labels are wider than their lines
    QList<QLineF> internet, mesh, strong;
    QList<Seen> seen;
    const bool isRaster = painter.paintEngine() && painter.paintEngine()->type() == QPaintEngine::Raster; // else whoever gets the picture may move what is in it
    const bool isFar = lod < detail::chips / 2; // where a line costs less than looking for what hides it
    const QList<QRectF> boxes = isRaster && !isFar ? covers(exposed, lod) : QList<QRectF>();
    const qreal left = exposed.left() - widest, right = exposed.right() + widest;
    const QList<std::pair<qreal, qreal>> &all = spans();
    for (qsizetype host = 0; host < all.size(); ++host) {
        if (all.at(host).second < left || all.at(host).first > right)
            continue;
        const Lines &lines = m_lines.at(host);
        for (qsizetype i = 0; i < lines.size(); ++i) {
            const Line &line = lines.at(i);
            if (line.host.x() < left || line.host.x() > right)
                continue;
            if (std::max(line.host.y(), line.strip.y()) < exposed.top() - 20 || std::min(line.host.y(), line.strip.y()) > exposed.bottom() + 20)
                continue;
            QList<QLineF> &ways = line.strong ? strong : line.stub.internet ? internet : mesh;
            const QLineF way(line.host, line.strip);
            isRaster ? addSeen(ways, way, exposed, boxes) : ways.append(way);
            seen.append({host, i});
        }
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    drawCrisp(painter, internet, m_theme->internetLink, lod < 0.5 ? 1 / lod : 2);
    drawCrisp(painter, mesh, m_theme->meshLink, lod < 0.5 ? 1 / lod : 2);
    drawCrisp(painter, strong, m_theme->accent, std::max(3.0, 1.5 / lod));
    if (lod < detail::text)
        return;
    if (!m_isAdvised) // where an answer begins, half of an end would look out
        paintEnds(painter, seen);
    if (!hasLabels)
        return;
    for (const auto &[host, i] : std::as_const(seen)) {
        Line &line = m_lines[host][i];
        if (line.labels.isEmpty())
            shape(m_lines.at(host), line);
        if (!line.labels.isEmpty() && line.label().intersects(exposed))
            paintLabel(painter, line);
    }
}

void LinksItem::paintEnds(QPainter &painter, const QList<Seen> &lines) const
{
    Sprites sprites(painter);
    for (const auto &[host, i] : lines) {
        const Line &line = m_lines.at(host).at(i);
        const QColor color = line.strong ? m_theme->accent : line.stub.internet ? m_theme->internetLink : m_theme->meshLink;
        sprites.draw({{}, color.rgba(), 0, 60}, QRectF(line.host.x() - 5, line.host.y() - 5, 10, 10), [&](QPainter &p, const QRectF &box) {
            p.setPen(Qt::NoPen);
            p.setBrush(color);
            p.drawEllipse(box);
        });
    }
}

void LinksItem::paintLabel(QPainter &painter, const Line &line) const
{
    const QRectF rect = line.label();
    painter.fillRect(rect, m_theme->canvas);
    painter.setPen(m_theme->text);
    for (qsizetype i = 0; i < line.labels.size(); ++i) {
        const TextRun &run = line.labels.at(i);
        run.paintIn(painter, QRectF(rect.center().x() - run.width() / 2, rect.top() + 3 + 17.0 * qreal(i), 0, 17));
    }
}

} // namespace gui
