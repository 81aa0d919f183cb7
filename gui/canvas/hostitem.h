// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One host on the canvas with everything that stands on it. It paints its own chips (one scene item a host keeps 1,000 of them fast).

#include "gui/canvas/geometry.h"
#include "gui/canvas/marks.h"

#include <QGraphicsItem>

namespace gui {

struct Theme;

/// What the canvas knows of a chip, ready to be painted.
struct ChipLook
{
    QString title, detail, icon, tip;
    qsizetype tier = 0;
    bool container = false;
};

struct HostLook
{
    QString title, subtitle, tip;
    qsizetype tier = 0;
    QHash<model::ItemId, ChipLook> chips;
    bool operator==(const HostLook &) const = default;
};
bool operator==(const ChipLook &a, const ChipLook &b);

/// How a host answers a drag that hovers over it.
enum class DropState { None, Possible, Target, Forbidden };

class HostItem : public QGraphicsItem
{
public:
    enum { Type = UserType + 1 };
    HostItem(HostGeometry geometry, HostLook look, const Theme *theme);

    int type() const override { return Type; }
    QRectF boundingRect() const override;
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

    const HostGeometry &geometry() const { return m_geometry; }
    const model::ItemId &id() const { return m_geometry.id; }
    QRectF box() const { return QRectF(pos(), m_geometry.size); } ///< in scene coordinates
    QRectF chipBox(const model::ItemId &item) const;              ///< in scene coordinates; the host's box when it is not here

    void become(HostGeometry geometry, HostLook look);
    void setTheme(const Theme *theme);
    void setMarks(const Marks &marks);
    void setSelected(const QSet<model::ItemId> &selected);
    void setHovered(const model::ItemId &item);
    void setDrop(DropState state, const QString &words);
    QString tipAt(const QPointF &scenePosition) const;

private:
    void paintHeader(QPainter &painter, qreal lod) const;
    void paintChip(QPainter &painter, const ChipGeometry &chip, qreal lod) const;
    void paintPill(QPainter &painter, const ChipGeometry &chip) const;
    void paintDrop(QPainter &painter) const;

    HostGeometry m_geometry;
    HostLook m_look;
    const Theme *m_theme;
    Marks m_marks;
    QSet<model::ItemId> m_selected;
    model::ItemId m_hovered;
    DropState m_drop = DropState::None;
    QString m_dropWords;
};

} // namespace gui
