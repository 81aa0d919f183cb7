// SPDX-License-Identifier: GPL-3.0-or-later
// How links and strips are painted: lines without antialiasing in a few calls, labels from glyphs shaped once.

#include "gui/canvas/crisp.h"
#include "gui/canvas/hostitem.h"
#include "gui/canvas/linksitem.h"
#include "gui/canvas/sprites.h"
#include "gui/icons.h"
#include "gui/theme.h"

#include <QStyleOptionGraphicsItem>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gui {

void LinksItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *)
{
    if (!m_topology)
        return;
    const qreal lod = option->levelOfDetailFromTransform(painter->worldTransform());
    const QRectF &exposed = option->exposedRect;
    if (exposed.intersects(m_strips.internet))
        paintStrip(*painter, m_strips.internet, u"internet"_s, m_words.internet, m_words.internetDetail, m_theme->internetLink, lod);
    if (m_strips.hasMesh && exposed.intersects(m_strips.mesh))
        paintStrip(*painter, m_strips.mesh, hasIcon(m_overlay) ? m_overlay : u"mesh"_s, m_words.mesh, m_words.meshDetail, m_theme->meshLink, lod);
    if (m_showLines)
        paintLines(*painter, exposed, lod);
    if (m_paths.isEmpty() || !m_showLines)
        return;
    drawCrisp(*painter, m_paths, m_theme->accent, std::max(3.0, 1.5 / lod));
}

void LinksItem::paintStrip(QPainter &painter, const QRectF &strip, const QString &iconName, const TextRun &title,
                           const TextRun &detail, const QColor &color, qreal lod) const
{
    QColor fill = color;
    fill.setAlphaF(m_theme->dark ? 0.14f : 0.10f);
    painter.setRenderHint(QPainter::Antialiasing, lod >= detail::round);
    painter.setPen(QPen(color, 1.2));
    painter.setBrush(fill);
    if (lod >= detail::round)
        painter.drawRoundedRect(strip, strip.height() / 2, strip.height() / 2);
    else
        painter.drawRect(strip);
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (lod < detail::text)
        return;
    {
        Sprites sprites(painter);
        sprites.icon(iconName, color, QRectF(strip.left() + 20, strip.center().y() - 11, 22, 22));
    }
    painter.setPen(m_theme->text);
    title.paintIn(painter, strip.adjusted(52, 0, 0, 0));
    painter.setPen(m_theme->dim);
    detail.paintIn(painter, strip.adjusted(52 + title.width() + 14, 0, 0, 0));
}

QStringList LinksItem::labelsAt(qsizetype index) const
{
    const Line &line = m_lines.at(index);
    if (!line.folded || !line.internet)
        return m_stubs.at(index).labels;
    QList<qsizetype> links;
    for (const qsizetype other : m_linesOf.value(line.onHost)) {
        if (!m_lines.at(other).internet)
            continue;
        if (links.isEmpty() && other != index)
            return {};
        links += m_stubs.at(other).links;
    }
    return labelsOf(*m_topology, links);
}

void LinksItem::shape(qsizetype index)
{
    const QFont font = canvasFont(12);
    Line &line = m_lines[index];
    line.labels.clear();
    line.labelWidth = 0;
    for (const QString &text : labelsAt(index)) {
        line.labels.append(TextRun(text, font));
        line.labelWidth = std::max(line.labelWidth, line.labels.constLast().width());
    }
}

void LinksItem::paintLines(QPainter &painter, const QRectF &exposed, qreal lod)
{
    constexpr qreal widest = 160; // labels are wider than their lines
    QList<QLineF> internet, mesh, strong;
    QList<Line *> seen;
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        Line &line = m_lines[i];
        if (line.host.x() < exposed.left() - widest || line.host.x() > exposed.right() + widest)
            continue;
        if (std::max(line.host.y(), line.strip.y()) < exposed.top() - 20 || std::min(line.host.y(), line.strip.y()) > exposed.bottom() + 20)
            continue;
        (line.strong ? strong : line.internet ? internet : mesh).append(QLineF(line.host, line.strip));
        seen.append(&line);
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    drawCrisp(painter, internet, m_theme->internetLink, lod < 0.5 ? 1 / lod : 2);
    drawCrisp(painter, mesh, m_theme->meshLink, lod < 0.5 ? 1 / lod : 2);
    drawCrisp(painter, strong, m_theme->accent, std::max(3.0, 1.5 / lod));
    if (lod < detail::text)
        return;
    paintEnds(painter, seen);
    if (!m_showLabels || m_isAdvised || lod < 0.5)
        return;
    for (Line *line : std::as_const(seen)) {
        if (line->labels.isEmpty())
            shape(line - m_lines.constData());
        if (!line->labels.isEmpty())
            paintLabel(painter, *line);
    }
}

void LinksItem::paintEnds(QPainter &painter, const QList<Line *> &lines) const
{
    Sprites sprites(painter);
    for (const Line *line : lines) {
        const QColor color = line->strong ? m_theme->accent : line->internet ? m_theme->internetLink : m_theme->meshLink;
        sprites.draw({{}, color.rgba(), 0, 60}, QRectF(line->host.x() - 5, line->host.y() - 5, 10, 10), [&](QPainter &p, const QRectF &box) {
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
