// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/canvas/hostitem.h"

#include "gui/theme.h"

namespace gui {

using model::ItemId;

HostItem::HostItem(HostGeometry geometry, HostLook look, const Theme *theme)
    : m_geometry(std::move(geometry)), m_look(std::move(look)), m_theme(theme)
{
    setCacheMode(DeviceCoordinateCache);
    setAcceptedMouseButtons(Qt::NoButton); // the view turns gestures into edits
    setZValue(2);
}

QRectF HostItem::boundingRect() const
{
    return (QRectF(QPointF(), m_geometry.size) | m_drop.plate).adjusted(-6, -6, 6, 6);
}

QRectF HostItem::chipBox(const ItemId &item) const
{
    const ChipGeometry *chip = m_geometry.chip(item);
    return chip ? chip->rect.translated(pos()) : box();
}

QRectF HostItem::foldBox() const
{
    return QRectF(m_geometry.size.width() - 34, 15, 26, 28).translated(pos());
}

void HostItem::become(HostGeometry geometry, HostLook look)
{
    if (geometry == m_geometry && look == m_look)
        return;
    const bool onlyChips = differsInChips(geometry, look);
    if (!onlyChips)
        prepareGeometryChange();
    const QList<ChipGeometry> before = std::exchange(m_geometry, std::move(geometry)).chips, &now = m_geometry.chips;
    const QList<ChipLook> looked = std::exchange(m_look, std::move(look)).chips;
    forgetLooks();
    if (!onlyChips)
        return update();
    for (qsizetype i = 0; i < std::max(before.size(), now.size()); ++i) {
        const bool both = i < before.size() && i < now.size();
        if (both && before.at(i) == now.at(i) && looked.at(i) == m_look.chips.at(i))
            continue;
        for (const QList<ChipGeometry> &chips : {before, now}) {
            if (i < chips.size())
                update(reachOf(chips.at(i)));
        }
    }
}

/// Whether all but some chips stays as it is, and can be painted without the rest.
bool HostItem::differsInChips(const HostGeometry &geometry, const HostLook &look) const
{
    const bool sameBox = geometry.id == m_geometry.id && geometry.size == m_geometry.size && geometry.collapsed == m_geometry.collapsed
        && geometry.folded == m_geometry.folded && geometry.chips.isEmpty() == m_geometry.chips.isEmpty();
    const bool sameHead = look.title == m_look.title && look.subtitle == m_look.subtitle && look.tier == m_look.tier && look.pinned == m_look.pinned;
    const bool sameLinks = look.links == m_look.links && (look.links.isEmpty() || geometry.chips == m_geometry.chips);
    return sameBox && sameHead && sameLinks && pos() == m_paintedAt;
}

void HostItem::setTheme(const Theme *theme)
{
    m_theme = theme;
    update();
}

void HostItem::forgetLooks()
{
    if (m_texts) {
        m_shaped.clear();
        const auto keep = [this](const TextRun &run) { m_shaped.insert(run.asked(), run); };
        keep(m_texts->title);
        keep(m_texts->subtitle);
        for (const Texts::Chip &chip : std::as_const(m_texts->chips)) {
            keep(chip.detail);
            keep(chip.title);
        }
    }
    m_texts.reset();
    m_farTitle.reset();
}

void HostItem::forgetText()
{
    m_shaped.clear();
    m_texts.reset();
    m_farTitle.reset();
    update();
}

void HostItem::showDetails(bool shown)
{
    if (m_details == shown)
        return;
    m_details = shown;
    update();
}

static int badness(MarkShape shape)
{
    switch (shape) {
    case MarkShape::None: return 0;
    case MarkShape::Good: return 1;
    case MarkShape::Busy: return 2;
    case MarkShape::Unknown: return 3;
    case MarkShape::Warning: return 4;
    case MarkShape::Bad: return 5;
    }
    return 0;
}

void HostItem::setMarks(const Marks &marks)
{
    Marks own;
    const auto take = [&](const ItemId &id) {
        const auto it = marks.constFind(id);
        if (it != marks.constEnd())
            own.insert(id, *it);
    };
    take(m_geometry.id);
    for (const ChipGeometry &chip : m_geometry.chips)
        take(chip.id);
    for (const ItemId &id : m_geometry.folded)
        take(id);
    if (m_marks == own)
        return;
    m_marks = own;
    m_worst = m_marks.value(m_geometry.id);
    for (const Mark &mark : std::as_const(m_marks)) {
        if (badness(mark.shape) > badness(m_worst.shape))
            m_worst = mark;
    }
    forgetLooks();
    update();
}

void HostItem::setSelected(const QSet<ItemId> &selected)
{
    QSet<ItemId> own;
    const auto take = [&](const ItemId &id) {
        if (selected.contains(id))
            own.insert(id);
    };
    take(m_geometry.id);
    for (const ChipGeometry &chip : m_geometry.chips)
        take(chip.id);
    for (const ItemId &id : m_geometry.folded)
        take(id);
    if (m_selected == own)
        return;
    m_selected = own;
    update();
}

bool HostItem::isSelfSelected() const
{
    if (m_selected.contains(m_geometry.id))
        return true;
    return m_geometry.collapsed && !m_selected.isEmpty(); // something inside is
}

void HostItem::setHovered(const ItemId &item)
{
    if (m_hovered == item)
        return;
    m_hovered = item;
    update();
}

void HostItem::setDrop(const DropSign &sign)
{
    if (m_drop == sign)
        return;
    if (m_drop.plate != sign.plate)
        prepareGeometryChange();
    m_drop = sign;
    setZValue(sign.state == DropState::Target || sign.state == DropState::Forbidden ? 5 : 2);
    update();
}

} // namespace gui
