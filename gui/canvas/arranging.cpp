// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/canvas/arranging.h"

#include "gui/canvas/geometry.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace gui {

using model::ItemId;

namespace {

/// One axis of a box: begin, middle, end; and its extent on the other axis.
struct Span
{
    std::array<qreal, 3> marks;
    qreal from, to;
};

Span span(const QRectF &box, Qt::Orientation along)
{
    return along == Qt::Horizontal ? Span{{box.left(), box.center().x(), box.right()}, box.top(), box.bottom()}
                                   : Span{{box.top(), box.center().y(), box.bottom()}, box.left(), box.right()};
}

/// Between two boxes across the axis; 0 when they are side by side.
qreal gap(const Span &a, const Span &b)
{
    return std::max({a.from - b.to, b.from - a.to, 0.0});
}

struct Met
{
    qreal by = 0;
    QList<QLineF> guides;
};

/// The smallest step that makes a mark of `box` equal to one of the others', if one is within reach.
std::optional<qreal> nearest(const Span &box, const QList<Span> &others, qreal reach)
{
    std::optional<qreal> best;
    for (const Span &other : others) {
        for (const qreal a : box.marks) {
            for (const qreal b : other.marks) {
                const qreal limit = best ? std::abs(*best) : reach;
                if (std::abs(b - a) < limit || (!best && std::abs(b - a) == limit))
                    best = b - a;
            }
        }
    }
    return best;
}

Met meet(const QRectF &box, const QList<QRectF> &others, qreal reach, Qt::Orientation along)
{
    const Span own = span(box, along);
    QList<Span> spans;
    for (const QRectF &other : others)
        spans.append(span(other, along));
    const std::optional<qreal> by = nearest(own, spans, reach);
    if (!by)
        return {std::round(own.marks[0] / metrics::grid) * metrics::grid - own.marks[0], {}};
    Met met{*by, {}};
    std::array<const Span *, 3> nearestBoxes{}; // that each mark meets
    for (size_t i = 0; i < nearestBoxes.size(); ++i) {
        const Span *&nearestBox = nearestBoxes[i];
        for (const Span &other : std::as_const(spans)) {
            const bool meets = std::any_of(other.marks.begin(), other.marks.end(), [&](qreal m) { return std::abs(m - own.marks[i] - *by) < 0.01; });
            if (meets && (!nearestBox || gap(own, other) < gap(own, *nearestBox)))
                nearestBox = &other;
        }
    }
    for (size_t i = 0; i < nearestBoxes.size(); ++i) {
        const auto here = nearestBoxes.begin() + i;
        if (!*here || std::find(nearestBoxes.begin(), here, *here) != here) // of one box one line says it, and along an edge it crosses out no names
            continue;
        const qreal at = own.marks[i] + *by, from = std::min(own.from, nearestBoxes[i]->from), to = std::max(own.to, nearestBoxes[i]->to);
        met.guides.append(along == Qt::Horizontal ? QLineF(at, from, at, to) : QLineF(from, at, to, at));
    }
    return met;
}

} // namespace

Snapped snap(const QRectF &box, const QList<QRectF> &others, qreal reach)
{
    const Met x = meet(box, others, reach, Qt::Horizontal), y = meet(box, others, reach, Qt::Vertical);
    Snapped result{{x.by, y.by}, {}};
    for (const QLineF &guide : x.guides) // the other axis moves as well
        result.guides.append(guide.translated(0, y.by));
    for (const QLineF &guide : y.guides)
        result.guides.append(guide.translated(x.by, 0));
    return result;
}

Positions aligned(const Boxes &boxes, Align how)
{
    QRectF all;
    for (const QRectF &box : boxes)
        all |= box;
    Positions result;
    for (auto it = boxes.begin(); it != boxes.end(); ++it) {
        QRectF box = it.value();
        switch (how) {
        case Align::Left: box.moveLeft(all.left()); break;
        case Align::Right: box.moveRight(all.right()); break;
        case Align::Top: box.moveTop(all.top()); break;
        case Align::Bottom: box.moveBottom(all.bottom()); break;
        case Align::Centre: box.moveCenter({all.center().x(), box.center().y()}); break;
        case Align::Middle: box.moveCenter({box.center().x(), all.center().y()}); break;
        }
        result.insert(it.key(), box.topLeft());
    }
    return result;
}

Positions distributed(const Boxes &boxes, Qt::Orientation along)
{
    if (boxes.size() < 3)
        return {};
    const bool across = along == Qt::Horizontal;
    const auto begin = [across](const QRectF &box) { return across ? box.left() : box.top(); };
    const auto length = [across](const QRectF &box) { return across ? box.width() : box.height(); };
    QList<ItemId> ids = boxes.keys();
    std::sort(ids.begin(), ids.end(), [&](const ItemId &a, const ItemId &b) { return begin(boxes.value(a)) < begin(boxes.value(b)); });
    qreal end = begin(boxes.value(ids.constFirst())), filled = 0;
    for (const ItemId &id : std::as_const(ids)) {
        end = std::max(end, begin(boxes.value(id)) + length(boxes.value(id)));
        filled += length(boxes.value(id));
    }
    qreal at = begin(boxes.value(ids.constFirst()));
    const qreal gap = (end - at - filled) / qreal(ids.size() - 1);
    Positions result;
    for (const ItemId &id : std::as_const(ids)) {
        const QRectF box = boxes.value(id);
        result.insert(id, across ? QPointF(std::round(at), box.top()) : QPointF(box.left(), std::round(at)));
        at += length(box) + gap;
    }
    return result;
}

} // namespace gui
