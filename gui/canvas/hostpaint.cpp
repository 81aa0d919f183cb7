// SPDX-License-Identifier: GPL-3.0-or-later
// How a host is painted: plain from afar, with names from the middle, with everything from near.

#include "gui/canvas/crisp.h"
#include "gui/canvas/hostitem.h"
#include "gui/canvas/sprites.h"
#include "gui/theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QStyleOptionGraphicsItem>

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace gui {

static QRectF iconRect(const ChipGeometry &chip)
{
    return chip.pill ? QRectF(chip.rect.left() + 9, chip.rect.top() + 5, 16, 16) : QRectF(chip.rect.left() + 11, chip.rect.top() + 14, 22, 22);
}

/// All that is painted of it.
QRectF HostItem::reachOf(const ChipGeometry &chip)
{
    return chip.rect.adjusted(-3, -3, 3, 3);
}

static QRectF markRect(const ChipGeometry &chip)
{
    return chip.pill ? QRectF(chip.rect.right() - 22, chip.rect.top() + 6, 14, 14)
                     : QRectF(chip.rect.right() - 25, chip.rect.top() + 7, 17, 17);
}

/// Right of the title, left of the arrow.
static QRectF hostMarkRect(const HostGeometry &geometry)
{
    return QRectF(geometry.size.width() - 64, 17, 24, 24);
}

static bool isFarMarkBelow(const HostGeometry &geometry, qreal lod)
{
    return lod < detail::chips && geometry.size.height() * lod >= 7 + 12 + 16 + 2; // what is above it, the name, itself
}

/// From afar one mark for all, as large on the screen at every zoom: below the name where there is room, else beside it.
static QRectF farMarkRect(const HostGeometry &geometry, qreal lod)
{
    const qreal side = std::min(16 / lod, geometry.size.height() * 0.6), left = geometry.size.width() - side - 3 / lod, below = geometry.size.height() - side - 2 / lod;
    return QRectF(left, isFarMarkBelow(geometry, lod) ? below : 6 / lod, side, side);
}

model::ItemId HostItem::markAt(const QPointF &scenePosition, qreal zoom) const
{
    const QPointF at = scenePosition - pos();
    const auto hits = [&](const QRectF &rect, const Mark &mark) {
        const qreal near = 3 / zoom; // a finger is not that precise
        return mark.shape != MarkShape::None && rect.adjusted(-near, -near, near, near).contains(at);
    };
    if (zoom < detail::text)
        return m_worst.shape != MarkShape::Good && hits(farMarkRect(m_geometry, zoom), m_worst) ? m_geometry.id : model::ItemId();
    if (hits(hostMarkRect(m_geometry), m_geometry.collapsed ? m_worst : m_marks.value(m_geometry.id)))
        return m_geometry.id;
    for (const ChipGeometry &chip : m_geometry.chips) {
        if (hits(markRect(chip), m_marks.value(chip.id)))
            return chip.id;
    }
    return {};
}

static qreal headerRoom(const HostGeometry &geometry, bool marked, bool pinned)
{
    return geometry.size.width() - 50 - 40 - (marked ? 30 : 0) - (pinned ? 24 : 0);
}

/// All that the mark says where there is room for it, else what it says in brief.
static QString badgeWords(const Mark &mark, const QFont &font, qreal room)
{
    const bool fits = mark.brief.isEmpty() || QFontMetricsF(font).horizontalAdvance(mark.text) <= room;
    return headWords(fits ? mark.text : mark.brief, font, room);
}

HostItem::Texts &HostItem::texts() const
{
    if (m_texts)
        return *m_texts;
    static constexpr int chipTitle = 14, chipDetail = 12;
    const Mark mark = m_geometry.collapsed ? worstMark() : m_marks.value(m_geometry.id);
    const qreal room = headerRoom(m_geometry, mark.shape != MarkShape::None, m_look.pinned);
    const auto shaped = [this](const QString &text, const QFont &font, qreal width) {
        const auto known = m_shaped.constFind(text);
        return known != m_shaped.constEnd() && known->isOf(text, font, width) ? *known : TextRun(text, font, width);
    };
    Texts texts;
    texts.title = shaped(m_look.title, canvasFont(16, QFont::DemiBold), room);
    texts.subtitle = shaped(m_look.subtitle, canvasFont(12), room);
    texts.badge = shaped(badgeWords(mark, canvasFont(12), room), canvasFont(12), room);
    const QFont title = canvasFont(chipTitle, QFont::DemiBold), small = canvasFont(chipDetail), pill = canvasFont(12);
    for (qsizetype i = 0; i < m_geometry.chips.size(); ++i) {
        const ChipGeometry &chip = m_geometry.chips.at(i);
        const bool marked = m_marks.value(chip.id).shape != MarkShape::None;
        const qreal width = chip.rect.width() - (chip.pill ? 31 + (marked ? 26 : 8) : 42 + (marked ? 29 : 8));
        texts.chips.append({shaped(m_look.chips.at(i).title, chip.pill ? pill : title, width), // the mark stands beside the title only
                            chip.pill ? TextRun() : shaped(m_look.chips.at(i).detail, small, chip.rect.width() - 50)});
    }
    m_shaped.clear();
    return m_texts.emplace(std::move(texts));
}

/// From afar only the title can be read: the rest is not shaped for it.
const TextRun &HostItem::farTitle() const
{
    if (m_texts)
        return m_texts->title;
    if (!m_farTitle) {
        const Mark mark = m_geometry.collapsed ? worstMark() : m_marks.value(m_geometry.id);
        const qreal room = headerRoom(m_geometry, mark.shape != MarkShape::None, m_look.pinned);
        m_farTitle = TextRun(m_look.title, canvasFont(16, QFont::DemiBold), room);
    }
    return *m_farTitle;
}

void HostItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *)
{
    const qreal lod = option->levelOfDetailFromTransform(painter->worldTransform());
    const QRectF exposed = painter->hasClipping() ? painter->clipBoundingRect() : boundingRect();
    if (exposed.contains(QRectF(QPointF(), m_geometry.size)))
        m_paintedAt = pos();
    if (lod < detail::chips) {
        paintFar(*painter, lod);
    } else {
        paintBody(*painter, lod);
        if (lod < detail::fine)
            paintPlainChips(*painter, lod);
        if (lod >= detail::text) {
            {
                Sprites sprites(*painter);
                paintPictures(sprites, exposed, lod);
            }
            paintTexts(*painter, exposed, lod);
            paintLinks(*painter);
        } else {
            paintFar(*painter, lod);
        }
    }
    if (m_drop.state != DropState::None)
        paintDrop(*painter, lod);
}

/// One bar for the first tier, two for the second and so on: told apart without colour.
static int tierBars(qsizetype tier)
{
    return int(std::clamp<qsizetype>(tier + 1, 1, 5));
}

/// From afar: the colour and the bars of the tier, the worst mark by its shape, and the name as large as a screen needs it.
void HostItem::paintFar(QPainter &painter, qreal lod) const
{
    const QRectF body(QPointF(), m_geometry.size);
    painter.setRenderHint(QPainter::Antialiasing, false);
    const bool plain = lod < detail::chips;
    if (plain) {
        painter.fillRect(body, m_theme->surface);
        const qreal bars = tierBars(m_look.tier), each = body.width() / bars; // in as many pieces as near
        for (qreal i = 0; i < bars; ++i)
            painter.fillRect(QRectF(i * each, 0, each - (i + 1 < bars ? 3 / lod : 0), std::min(5 / lod, body.height())), m_theme->tier(m_look.tier));
        painter.setPen(QPen(isSelfSelected() ? m_theme->accent : m_theme->borderStrong, isSelfSelected() ? 3 / lod : 0));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(body);
    }
    const bool marked = m_worst.shape != MarkShape::None && m_worst.shape != MarkShape::Good;
    if (marked) {
        Sprites sprites(painter);
        sprites.mark(m_worst.shape, farMarkRect(m_geometry, lod), *m_theme);
    }
    const TextRun &title = farTitle();
    const bool beside = marked && !isFarMarkBelow(m_geometry, lod);
    const qreal room = body.width() - (beside ? 26 : 8) / lod;
    qreal scale = 11 / (16 * lod); // as 11 pixels on the screen, whatever the zoom
    if (beside && title.width() > 0) // somewhat smaller beside a mark rather than not at all
        scale = std::clamp(room / title.width(), 8 / (16 * lod), scale);
    if (!plain && scale * title.height() > metrics::header)
        return;
    if (title.width() * scale > room + 0.01 || (plain && title.height() * scale + 6 / lod > body.height()))
        return;
    painter.save();
    painter.translate(plain ? QPointF(4 / lod, 7 / lod) : QPointF(16, (metrics::header - title.height() * scale) / 2));
    painter.scale(scale, scale);
    painter.setPen(m_theme->text);
    title.paint(painter, {});
    painter.restore();
}

void HostItem::paintBody(QPainter &painter, qreal lod) const
{
    const QRectF body(QPointF(), m_geometry.size);
    const bool selected = isSelfSelected();
    const bool round = lod >= detail::round;
    painter.setRenderHint(QPainter::Antialiasing, round);
    painter.setPen(QPen(selected ? m_theme->accent : m_theme->border, selected ? 2.5 : 1.2));
    painter.setBrush(m_theme->surface);
    if (round)
        painter.drawRoundedRect(body, 10, 10);
    else
        painter.drawRect(body);
    painter.setRenderHint(QPainter::Antialiasing, false);
    paintTierBar(painter);
    if (m_geometry.collapsed)
        return;
    drawCrisp(painter, {QLineF(2, metrics::header, body.width() - 2, metrics::header)}, m_theme->border, 1);
}

void HostItem::paintTierBar(QPainter &painter) const
{
    constexpr qreal top = 14, height = metrics::header - 28, space = 4;
    const int bars = tierBars(m_look.tier);
    const qreal each = (height - space * (bars - 1)) / bars;
    for (int i = 0; i < bars; ++i)
        painter.fillRect(QRectF(1, top + i * (each + space), 5, each), m_theme->tier(m_look.tier));
}

QColor HostItem::chipEdge(qsizetype index, qreal &width) const
{
    const ChipGeometry &chip = m_geometry.chips.at(index);
    const MarkShape mark = m_marks.isEmpty() ? MarkShape::None : m_marks.value(chip.id).shape;
    const bool marked = mark == MarkShape::Bad || mark == MarkShape::Warning;
    if (!m_selected.isEmpty() && m_selected.contains(chip.id)) {
        width = 2.2;
        return m_theme->accent;
    }
    width = marked ? 1.8 : 1.1;
    return marked ? markColor(mark, *m_theme) : m_hovered == chip.id ? m_theme->borderStrong : chip.pill ? m_theme->meshLink : m_theme->border;
}

void HostItem::paintPlainChips(QPainter &painter, qreal lod) const
{
    qreal width = 0;
    for (qsizetype i = 0; i < m_geometry.chips.size(); ++i) {
        const ChipGeometry &chip = m_geometry.chips.at(i);
        if (lod < detail::text) {
            const MarkShape mark = m_marks.isEmpty() ? MarkShape::None : m_marks.value(chip.id).shape;
            painter.fillRect(chip.rect, mark == MarkShape::None ? m_theme->tier(m_look.chips.at(i).tier) : markColor(mark, *m_theme));
            continue;
        }
        const QColor edge = chipEdge(i, width);
        painter.setPen(QPen(edge, width));
        painter.setBrush(m_theme->raised);
        painter.drawRect(chip.rect);
    }
}

void HostItem::paintChipFrame(Sprites &sprites, qsizetype index) const
{
    const ChipGeometry &chip = m_geometry.chips.at(index);
    const bool container = m_look.chips.at(index).container;
    qreal width = 0;
    const QColor edge = chipEdge(index, width);
    const QRectF rect = chip.rect.adjusted(-2, -2, 2, 2);
    const int shape = chip.pill ? 2 : container ? 1 : 0;
    sprites.draw({{}, edge.rgba(), m_theme->raised.rgba(), 64 + shape + int(width * 10) * 8}, rect, [&](QPainter &painter, const QRectF &box) {
        const QRectF frame = box.adjusted(2, 2, -2, -2);
        const qreal radius = shape == 2 ? frame.height() / 2 : shape == 1 ? 9 : 2; // containers are round, native services square
        painter.setPen(QPen(edge, width));
        painter.setBrush(m_theme->raised);
        painter.drawRoundedRect(frame, radius, radius);
        if (shape != 1)
            return;
        painter.setPen(QPen(edge, 1)); // a second line: something in a box
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(frame.adjusted(3, 3, -3, -3), 6, 6);
    });
}

static void paintArrow(QPainter &painter, const QRectF &box, bool collapsed, const QColor &color)
{
    painter.setPen(QPen(color, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF c = box.center();
    painter.drawPolyline(collapsed ? QPolygonF{c + QPointF(-3, -5), c + QPointF(3, 0), c + QPointF(-3, 5)}
                                   : QPolygonF{c + QPointF(-5, -3), c + QPointF(0, 3), c + QPointF(5, -3)});
}

static void paintPin(QPainter &painter, const QRectF &box, const QColor &color)
{
    painter.setPen(QPen(color, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(color);
    const auto at = [&](qreal x, qreal y) { return QPointF(box.left() + x * box.width(), box.top() + y * box.height()); };
    painter.drawPolygon(QPolygonF{at(0.32, 0.1), at(0.68, 0.1), at(0.63, 0.42), at(0.8, 0.58), at(0.2, 0.58), at(0.37, 0.42)});
    painter.drawLine(at(0.5, 0.58), at(0.5, 0.92));
}

void HostItem::paintPictures(Sprites &sprites, const QRectF &exposed, qreal lod) const
{
    sprites.icon(u"host"_s, m_theme->tier(m_look.tier), QRectF(16, 17, 24, 24));
    const Mark own = m_geometry.collapsed ? worstMark() : m_marks.value(m_geometry.id);
    sprites.mark(own.shape, hostMarkRect(m_geometry), *m_theme);
    if (m_drop.state == DropState::None)
        sprites.draw({{}, m_theme->dim.rgba(), 0, m_geometry.collapsed ? 41 : 40}, foldBox().translated(-pos()),
                     [this](QPainter &painter, const QRectF &box) { paintArrow(painter, box, m_geometry.collapsed, m_theme->dim); });
    if (m_look.pinned) {
        const QRectF rect = hostMarkRect(m_geometry).translated(own.shape == MarkShape::None ? 2 : -24, 2).adjusted(0, 0, -4, -4);
        sprites.draw({{}, m_theme->text.rgba(), 0, 42}, rect, [this](QPainter &painter, const QRectF &box) { paintPin(painter, box, m_theme->text); });
    }
    for (qsizetype i = 0; i < m_geometry.chips.size(); ++i) {
        const ChipGeometry &chip = m_geometry.chips.at(i);
        const ChipLook &look = m_look.chips.at(i);
        if (!reachOf(chip).intersects(exposed))
            continue;
        if (lod >= detail::fine)
            paintChipFrame(sprites, i);
        sprites.icon(look.icon, chip.pill ? m_theme->meshLink : m_theme->tier(look.tier), iconRect(chip));
        if (!m_marks.isEmpty())
            sprites.mark(m_marks.value(chip.id).shape, markRect(chip), *m_theme);
    }
}

void HostItem::paintTexts(QPainter &painter, const QRectF &exposed, qreal lod) const
{
    const Texts &texts = this->texts();
    const auto isSeen = [&](qsizetype chip) { return reachOf(m_geometry.chips.at(chip)).intersects(exposed); };
    const bool details = m_details && lod >= detail::fine * 0.8;
    painter.setPen(m_theme->text);
    texts.title.paintIn(painter, QRectF(50, details ? 9 : 0, 0, details ? 22 : metrics::header));
    for (qsizetype i = 0; i < texts.chips.size(); ++i) {
        const QRectF &rect = m_geometry.chips.at(i).rect;
        if (!isSeen(i))
            continue;
        const bool lone = m_geometry.chips.at(i).pill || !details || texts.chips.at(i).detail.isEmpty();
        const QPointF left = rect.topLeft() + QPointF(m_geometry.chips.at(i).pill ? 31 : 42, 0);
        texts.chips.at(i).title.paintIn(painter, lone ? QRectF(left, QSizeF(0, rect.height())) : QRectF(left.x(), left.y() + 6, 0, 20));
    }
    if (details) {
        painter.setPen(m_theme->dim);
        for (qsizetype i = 0; i < texts.chips.size(); ++i) {
            const QRectF &rect = m_geometry.chips.at(i).rect;
            if (isSeen(i))
                texts.chips.at(i).detail.paintIn(painter, QRectF(rect.left() + 42, rect.top() + 27, 0, 16));
        }
        const Mark mark = m_geometry.collapsed ? worstMark() : m_marks.value(m_geometry.id);
        const TextRun &second = texts.badge.isEmpty() ? texts.subtitle : texts.badge;
        painter.setPen(texts.badge.isEmpty() ? m_theme->dim : markColor(mark.shape, *m_theme));
        second.paintIn(painter, QRectF(50, 31, 0, 18));
    }
    if (!m_geometry.chips.isEmpty() || m_geometry.collapsed)
        return;
    painter.setFont(canvasFont(13));
    painter.setPen(m_theme->dim);
    painter.drawText(QRectF(QPointF(), m_geometry.size).adjusted(0, metrics::header, 0, -6), Qt::AlignCenter,
                     QCoreApplication::translate("Canvas", "Drag a game or service here"));
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

/// "Caddy forwards to the broker": between the chips of this host; those of what is selected stand out.
void HostItem::paintLinks(QPainter &painter) const
{
    const auto isStrong = [this](const auto &link) {
        return m_selected.contains(m_geometry.chips.at(link.first).id) || m_selected.contains(m_geometry.chips.at(link.second).id);
    };
    auto links = m_look.links;
    std::ranges::stable_partition(links, std::not_fn(isStrong)); // these above the others, where they run together
    for (const auto &link : std::as_const(links)) {
        const auto &[from, to] = link;
        const QPolygonF line = between(m_geometry.chips.at(from).rect, m_geometry.chips.at(to).rect);
        const bool strong = isStrong(link);
        const QColor color = strong ? m_theme->accent : m_theme->localLink;
        QList<QLineF> pieces;
        for (qsizetype i = 0; i + 1 < line.size(); ++i)
            pieces.append(QLineF(line.at(i), line.at(i + 1)));
        drawCrisp(painter, pieces, color, strong ? 2 : 1.4); // two pixels of a fine screen
        const QPointF end = line.constLast();
        painter.fillRect(QRectF(end.x() - 3, end.y() - 3, 6, 6), color);
    }
}

} // namespace gui
