// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/canvas/hostitem.h"

#include "gui/theme.h"

#include <QGraphicsScene>
#include <QGraphicsView>

#include <algorithm>
#include <utility>

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

/// Whether they look the same at their place; they may have other names.
static bool isAlike(const ChipGeometry &a, const ChipGeometry &b)
{
    return a.rect == b.rect && a.pill == b.pill;
}

void HostItem::become(HostGeometry geometry, HostLook look)
{
    if (geometry == m_geometry && look == m_look)
        return;
    const bool onlyParts = differsInParts(geometry, look);
    if (!onlyParts)
        prepareGeometryChange();
    const HostGeometry stood = std::exchange(m_geometry, std::move(geometry));
    const QList<ChipGeometry> &before = stood.chips, &now = m_geometry.chips;
    const HostLook looked = std::exchange(m_look, std::move(look));
    forgetLooks();
    if (!onlyParts)
        return update();
    rename(stood.id, m_geometry.id);
    QList<QRectF> parts;
    if (looked.title != m_look.title || looked.subtitle != m_look.subtitle || looked.pinned != m_look.pinned)
        parts.append(QRectF(12, 8, m_geometry.size.width() - 24, metrics::header - 10)); // within the rounded edge, which cannot be painted in part
    for (qsizetype i = 0; i < std::max(before.size(), now.size()); ++i) {
        const bool both = i < before.size() && i < now.size();
        if (both && isAlike(before.at(i), now.at(i)) && looked.chips.at(i) == m_look.chips.at(i)) {
            rename(before.at(i).id, now.at(i).id);
            continue;
        }
        for (const QList<ChipGeometry> &chips : {before, now}) {
            if (i < chips.size())
                parts.append(reachOf(chips.at(i)));
        }
    }
    updateParts(parts);
}

/// Whether all but some chips and the words in its head stays as it is, and can be painted without the rest.
bool HostItem::differsInParts(const HostGeometry &geometry, const HostLook &look) const
{
    const bool sameBox = geometry.size == m_geometry.size && geometry.collapsed == m_geometry.collapsed
        && geometry.folded == m_geometry.folded && geometry.chips.isEmpty() == m_geometry.chips.isEmpty();
    const bool sameHead = (look.title == m_look.title || !isFar()) && look.tier == m_look.tier;
    const bool sameChips = geometry.chips == m_geometry.chips
        || (look.chips == m_look.chips && std::ranges::equal(geometry.chips, m_geometry.chips, isAlike)); // with other names
    const bool sameLinks = look.links == m_look.links && (look.links.isEmpty() || sameChips);
    return sameBox && sameHead && sameLinks;
}

/// From afar a name takes all the room that there is.
bool HostItem::isFar() const
{
    const QList<QGraphicsView *> views = scene() ? scene()->views() : QList<QGraphicsView *>();
    return std::ranges::any_of(views, [](const QGraphicsView *view) { return view->transform().m11() < detail::text; });
}

/// What looks as before is painted as that was: with a host's name its services get others.
void HostItem::rename(const ItemId &was, const ItemId &now)
{
    if (was == now)
        return;
    if (m_marks.contains(was))
        m_marks.insert(now, m_marks.take(was));
    if (m_selected.remove(was))
        m_selected.insert(now);
    if (m_hovered == was)
        m_hovered = now;
}

/// One rectangle around them where that is not much more: within several all painting is slow.
void HostItem::updateParts(const QList<QRectF> &parts)
{
    if (pos() != m_paintedAt)
        return update();
    QRectF all;
    qreal area = 0;
    for (const QRectF &part : parts) {
        all |= part;
        area += part.width() * part.height();
    }
    if (all.width() * all.height() <= 2 * area)
        return update(all);
    for (const QRectF &part : parts)
        update(part);
}

void HostItem::updateChips(const std::function<bool(const ItemId &)> &isOther)
{
    QList<QRectF> parts;
    for (const ChipGeometry &chip : std::as_const(m_geometry.chips)) {
        if (isOther(chip.id))
            parts.append(reachOf(chip));
    }
    if (!parts.isEmpty())
        updateParts(parts);
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
    const Marks before = std::exchange(m_marks, own);
    const Mark worst = std::exchange(m_worst, m_marks.value(m_geometry.id));
    for (const Mark &mark : std::as_const(m_marks)) {
        if (badness(mark.shape) > badness(m_worst.shape))
            m_worst = mark;
    }
    forgetLooks();
    if (m_geometry.collapsed || worst.shape != m_worst.shape || before.value(m_geometry.id) != m_marks.value(m_geometry.id))
        return update();
    updateChips([&](const ItemId &id) { return before.value(id).shape != m_marks.value(id).shape; });
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
    const bool wasSelf = isSelfSelected();
    const QSet<ItemId> before = std::exchange(m_selected, own);
    if (m_geometry.collapsed || wasSelf != isSelfSelected() || !m_look.links.isEmpty()) // lines between chips stand out, too
        return update();
    updateChips([&](const ItemId &id) { return before.contains(id) != m_selected.contains(id); });
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
    const ItemId before = std::exchange(m_hovered, item);
    updateChips([&](const ItemId &id) { return id == before || id == m_hovered; });
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
