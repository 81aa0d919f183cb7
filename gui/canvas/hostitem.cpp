// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/canvas/hostitem.h"

#include "gui/icons.h"
#include "gui/theme.h"

#include <QApplication>
#include <QPainter>
#include <QStyleOptionGraphicsItem>

using namespace Qt::StringLiterals;

namespace gui {

using model::ItemId;

bool operator==(const ChipLook &a, const ChipLook &b)
{
    return a.title == b.title && a.detail == b.detail && a.icon == b.icon && a.tip == b.tip && a.tier == b.tier && a.container == b.container;
}

static QFont sized(int pixels, int weight = QFont::Normal)
{
    QFont font = QApplication::font();
    font.setPixelSize(pixels);
    font.setWeight(QFont::Weight(weight));
    return font;
}

static QString elided(const QFont &font, const QString &text, qreal width)
{
    return QFontMetricsF(font).elidedText(text, Qt::ElideRight, width);
}

HostItem::HostItem(HostGeometry geometry, HostLook look, const Theme *theme)
    : m_geometry(std::move(geometry)), m_look(std::move(look)), m_theme(theme)
{
    setCacheMode(DeviceCoordinateCache);
    setAcceptHoverEvents(true);
    setZValue(2);
}

QRectF HostItem::boundingRect() const
{
    return QRectF(QPointF(), m_geometry.size).adjusted(-8, -8, 8, 30);
}

QRectF HostItem::chipBox(const ItemId &item) const
{
    const ChipGeometry *chip = m_geometry.chip(item);
    return chip ? chip->rect.translated(pos()) : box();
}

void HostItem::become(HostGeometry geometry, HostLook look)
{
    prepareGeometryChange();
    m_geometry = std::move(geometry);
    m_look = std::move(look);
    update();
}

void HostItem::setTheme(const Theme *theme)
{
    m_theme = theme;
    update();
}

void HostItem::setMarks(const Marks &marks)
{
    if (m_marks == marks)
        return;
    m_marks = marks;
    update();
}

void HostItem::setSelected(const QSet<ItemId> &selected)
{
    if (m_selected == selected)
        return;
    m_selected = selected;
    update();
}

void HostItem::setHovered(const ItemId &item)
{
    if (m_hovered == item)
        return;
    m_hovered = item;
    update();
}

void HostItem::setDrop(DropState state, const QString &words)
{
    if (m_drop == state && m_dropWords == words)
        return;
    m_drop = state;
    m_dropWords = words;
    setZValue(state == DropState::Target || state == DropState::Forbidden ? 5 : 2);
    update();
}

QString HostItem::tipAt(const QPointF &scenePosition) const
{
    const ChipGeometry *chip = m_geometry.chipAt(scenePosition - pos());
    const ItemId &item = chip ? chip->id : m_geometry.id;
    const QString tip = chip ? m_look.chips.value(chip->id).tip : m_look.tip;
    const QString words = m_marks.value(item).text;
    return words.isEmpty() ? tip : tip + u"<p><b>"_s + words.toHtmlEscaped() + u"</b></p>"_s;
}

void HostItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *)
{
    const qreal lod = option->levelOfDetailFromTransform(painter->worldTransform());
    const QRectF body(QPointF(), m_geometry.size);
    const bool selected = m_selected.contains(m_geometry.id);
    const Mark mark = m_marks.value(m_geometry.id);
    painter->setRenderHint(QPainter::Antialiasing, lod > 0.5);
    if (lod < 0.18) {
        painter->fillRect(body, mark.shape == MarkShape::None ? m_theme->tier(m_look.tier) : markColor(mark.shape, *m_theme));
        return;
    }
    painter->setPen(QPen(selected ? m_theme->accent : m_theme->border, selected ? 2.5 : 1.2));
    painter->setBrush(m_theme->surface);
    painter->drawRoundedRect(body, 10, 10);
    painter->setPen(Qt::NoPen);
    painter->setBrush(m_theme->tier(m_look.tier));
    painter->drawRoundedRect(QRectF(0, 14, 4, metrics::header - 28), 2, 2);
    paintHeader(*painter, lod);
    for (const ChipGeometry &chip : m_geometry.chips)
        chip.pill ? paintPill(*painter, chip) : paintChip(*painter, chip, lod);
    if (m_geometry.chips.isEmpty() && lod >= 0.35) {
        painter->setFont(sized(13));
        painter->setPen(m_theme->dim);
        painter->drawText(body.adjusted(0, metrics::header, 0, -6), Qt::AlignCenter, QObject::tr("Drag a game or service here"));
    }
    paintDrop(*painter);
}

void HostItem::paintHeader(QPainter &painter, qreal lod) const
{
    if (lod < 0.35)
        return;
    const qreal width = m_geometry.size.width();
    painter.drawPixmap(QPointF(16, 17), iconPixmap(u"host"_s, m_theme->tier(m_look.tier), 24, 3));
    const Mark mark = m_marks.value(m_geometry.id);
    const qreal right = mark.shape == MarkShape::None ? 16 : 46;
    const QFont title = sized(16, QFont::DemiBold), small = sized(12);
    painter.setFont(title);
    painter.setPen(m_theme->text);
    painter.drawText(QRectF(50, 9, width - 50 - right, 22), Qt::AlignVCenter, elided(title, m_look.title, width - 50 - right));
    painter.setFont(small);
    painter.setPen(mark.text.isEmpty() ? m_theme->dim : markColor(mark.shape, *m_theme));
    const QString line = mark.text.isEmpty() ? m_look.subtitle : mark.text;
    painter.drawText(QRectF(50, 31, width - 50 - right, 18), Qt::AlignVCenter, elided(small, line, width - 50 - right));
    painter.setPen(QPen(m_theme->border, 1));
    painter.drawLine(QPointF(1, metrics::header), QPointF(width - 1, metrics::header));
    paintMark(painter, QRectF(width - 38, 17, 24, 24), mark.shape, *m_theme);
}

void HostItem::paintChip(QPainter &painter, const ChipGeometry &chip, qreal lod) const
{
    const ChipLook look = m_look.chips.value(chip.id);
    const Mark mark = m_marks.value(chip.id);
    const bool selected = m_selected.contains(chip.id);
    const bool marked = mark.shape == MarkShape::Bad || mark.shape == MarkShape::Warning;
    const QColor tint = m_theme->tier(look.tier);
    const QColor edge = selected ? m_theme->accent : marked ? markColor(mark.shape, *m_theme)
        : m_hovered == chip.id ? m_theme->borderStrong : m_theme->border;
    painter.setPen(QPen(edge, selected ? 2.2 : marked ? 1.8 : 1.1));
    painter.setBrush(m_theme->raised);
    const qreal radius = lod < 0.6 ? 0 : look.container ? 9 : 2; // containers are round, native services square
    painter.drawRoundedRect(chip.rect, radius, radius);
    if (lod < 0.35) {
        painter.fillRect(chip.rect.adjusted(4, 4, -4, -4), mark.shape == MarkShape::None ? tint : markColor(mark.shape, *m_theme));
        return;
    }
    if (look.container) { // a second line: something in a box
        painter.setPen(QPen(edge, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(chip.rect.adjusted(3, 3, -3, -3), 6, 6);
    }
    painter.drawPixmap(chip.rect.topLeft() + QPointF(11, 14), iconPixmap(look.icon, tint, 22, 3));
    const QRectF text = chip.rect.adjusted(42, 6, mark.shape == MarkShape::None ? -10 : -32, -6);
    const QFont title = sized(14, QFont::DemiBold), small = sized(11);
    painter.setFont(title);
    painter.setPen(m_theme->text);
    painter.drawText(QRectF(text.left(), text.top(), text.width(), 20), Qt::AlignVCenter, elided(title, look.title, text.width()));
    painter.setFont(small);
    painter.setPen(m_theme->dim);
    painter.drawText(QRectF(text.left(), text.top() + 20, text.width(), 16), Qt::AlignVCenter, elided(small, look.detail, text.width()));
    paintMark(painter, QRectF(chip.rect.right() - 29, chip.rect.center().y() - 9, 18, 18), mark.shape, *m_theme);
}

void HostItem::paintPill(QPainter &painter, const ChipGeometry &chip) const
{
    const ChipLook look = m_look.chips.value(chip.id);
    const Mark mark = m_marks.value(chip.id);
    const bool selected = m_selected.contains(chip.id);
    painter.setPen(QPen(selected ? m_theme->accent : m_theme->meshLink, selected ? 2 : 1));
    painter.setBrush(m_theme->raised);
    painter.drawRoundedRect(chip.rect, chip.rect.height() / 2, chip.rect.height() / 2);
    painter.drawPixmap(chip.rect.topLeft() + QPointF(9, 5), iconPixmap(look.icon, m_theme->meshLink, 16, 3));
    const QFont font = sized(12);
    painter.setFont(font);
    painter.setPen(m_theme->text);
    const QRectF text = chip.rect.adjusted(31, 0, mark.shape == MarkShape::None ? -8 : -26, 0);
    painter.drawText(text, Qt::AlignVCenter, elided(font, look.title, text.width()));
    paintMark(painter, QRectF(chip.rect.right() - 22, chip.rect.top() + 6, 14, 14), mark.shape, *m_theme);
}

void HostItem::paintDrop(QPainter &painter) const
{
    if (m_drop == DropState::None)
        return;
    const QRectF body(QPointF(), m_geometry.size);
    const bool forbidden = m_drop == DropState::Forbidden;
    const QColor color = forbidden ? m_theme->bad : m_theme->accent;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, m_drop == DropState::Possible ? 1.5 : 3, m_drop == DropState::Possible ? Qt::DashLine : Qt::SolidLine));
    painter.drawRoundedRect(body.adjusted(-4, -4, 4, 4), 13, 13);
    if (m_dropWords.isEmpty() || m_drop == DropState::Possible)
        return;
    const QFont font = sized(13, QFont::DemiBold);
    const QString words = elided(font, m_dropWords, body.width() - 20);
    const QRectF label(0, body.bottom() + 6, QFontMetricsF(font).horizontalAdvance(words) + 20, 23);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(label, 5, 5);
    painter.setFont(font);
    painter.setPen(forbidden && m_theme->dark ? QColor(0x1a0505) : m_theme->onAccent);
    painter.drawText(label, Qt::AlignCenter, words);
}

} // namespace gui
