// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One host on the canvas with everything that stands on it. It paints its own chips (one scene item a host keeps 1,000 of them fast).

#include "gui/canvas/hostlook.h"
#include "gui/canvas/marks.h"
#include "gui/canvas/textrun.h"

#include <QGraphicsItem>

#include <functional>
#include <optional>

namespace gui {

class Sprites;
struct Theme;

/// How a host answers a drag: no drag, could take it, cannot, and the same two for the host under the pointer.
enum class DropState { None, Possible, Refused, Target, Forbidden };

struct DropSign
{
    DropState state = DropState::None;
    QString words;      ///< what the drop would do here, or why it cannot be
    QString room;       ///< what is known of the host's cores, memory and load
    bool best = false;  ///< no other host in view suits better
    QRectF plate = {};  ///< where there is room for the words, in the host's coordinates; beside the host if it can be
    bool operator==(const DropSign &) const = default;
};

/// From which level of detail (device pixels a scene unit, before the screen's own scaling) something is painted.
namespace detail {
inline constexpr qreal chips = 0.18, text = 0.35, round = 0.45, fine = 0.6;
}

class HostItem : public QGraphicsItem
{
public:
    enum { Type = UserType + 1 };
    HostItem(HostGeometry geometry, HostLook look, const Theme *theme);

    int type() const override { return Type; }
    QRectF boundingRect() const override;
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

    const HostGeometry &geometry() const { return m_geometry; }
    const HostLook &look() const { return m_look; }
    const model::ItemId &id() const { return m_geometry.id; }
    QRectF box() const { return QRectF(pos(), m_geometry.size); } ///< in scene coordinates
    QRectF chipBox(const model::ItemId &item) const;              ///< in scene coordinates; the host's box when it is not here
    QRectF foldBox() const;                                       ///< the arrow that collapses and expands, in scene coordinates
    /// Whose mark is painted at that place of the scene at that zoom; the host's where it marks all that stands on it.
    model::ItemId markAt(const QPointF &scenePosition, qreal zoom) const;

    void become(HostGeometry geometry, HostLook look);
    void setTheme(const Theme *theme);
    void forgetText(); ///< the font changed
    void setMarks(const Marks &marks); ///< of the whole fleet; takes its own
    Mark mark(const model::ItemId &item) const { return m_marks.value(item); }
    const Mark &worstMark() const { return m_worst; } ///< of the host and all that stands on it
    void setSelected(const QSet<model::ItemId> &selected); ///< of the whole fleet; takes its own
    void setHovered(const model::ItemId &item);
    void setDrop(const DropSign &sign);
    const DropSign &drop() const { return m_drop; }
    void showDetails(bool shown); ///< addresses and ports under the names

private:
    struct Texts
    {
        TextRun title, subtitle, badge;
        struct Chip { TextRun title, detail; };
        QList<Chip> chips;
    };
    Texts &texts() const;
    bool differsInParts(const HostGeometry &geometry, const HostLook &look) const;
    bool isFar() const;
    void rename(const model::ItemId &was, const model::ItemId &now);
    void updateParts(const QList<QRectF> &parts);
    void updateChips(const std::function<bool(const model::ItemId &)> &isOther);
    static QRectF reachOf(const ChipGeometry &chip);
    void forgetLooks(); ///< texts that are still asked for stay shaped
    const TextRun &farTitle() const;
    void paintFar(QPainter &painter, qreal lod) const;
    void paintBody(QPainter &painter, qreal lod) const;
    void paintTierBar(QPainter &painter) const;
    void paintPictures(Sprites &sprites, const QRectF &exposed, qreal lod) const;
    void paintChipFrame(Sprites &sprites, qsizetype index) const;
    void paintPlainChips(QPainter &painter, qreal lod) const;
    void paintTexts(QPainter &painter, const QRectF &exposed, qreal lod) const;
    void paintLinks(QPainter &painter) const;
    void paintDrop(QPainter &painter, qreal lod) const;
    void paintDropWords(QPainter &painter, qreal lod, const QColor &color) const;
    void paintDropSign(QPainter &painter, const QRectF &rect, const QColor &ink) const;
    QColor chipEdge(qsizetype index, qreal &width) const;
    bool isSelfSelected() const;

    HostGeometry m_geometry;
    HostLook m_look;
    const Theme *m_theme;
    Marks m_marks;
    Mark m_worst;
    QSet<model::ItemId> m_selected;
    model::ItemId m_hovered;
    DropSign m_drop;
    bool m_details = true;
    QPointF m_paintedAt; ///< where it stood when all of it was painted: elsewhere a part of it may fall between pixels
    mutable std::optional<Texts> m_texts; ///< shaped when first painted
    mutable QHash<QString, TextRun> m_shaped; ///< of what it looked like before
    mutable std::optional<TextRun> m_farTitle;
};

} // namespace gui
