// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What an item wears on the canvas beside its name: a state lamp, told apart by shape as well as colour, and a badge in words.

#include "model/diagnostic.h"

#include <QColor>
#include <QPainter>

namespace gui {

struct Theme;

enum class MarkShape { None, Good, Warning, Bad, Unknown, Busy };

struct Mark
{
    MarkShape shape = MarkShape::None;
    QString text;       ///< shown as a badge: "new", "redis.service is inactive"
    QString brief = {}; ///< in a few words, where the text has no room
    bool operator==(const Mark &) const = default;
};
using Marks = QHash<model::ItemId, Mark>;

/// What is wrong with each item, the gravest of it; in brief its rule and field, or how many they are. Notes and the fleet itself get no mark.
Marks marksOf(const model::Diagnostics &found);
/// The state in a word, then what the mark says of itself.
QString markWords(const Mark &mark);
QColor markColor(MarkShape shape, const Theme &theme);
/// The tick, cross, bang or dots alone.
void paintSign(QPainter &painter, const QRectF &rect, MarkShape shape, const QColor &ink);
/// Good: filled disc with a tick; warning: triangle; bad: octagon with a cross; unknown: hollow ring with a question mark; busy: dots.
void paintMark(QPainter &painter, const QRectF &rect, MarkShape shape, const Theme &theme);

} // namespace gui
