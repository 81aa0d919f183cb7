// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Paints all links, the internet above and the private network in one scene item, so that a thousand hosts stay fast.

#include "gui/canvas/links.h"
#include "gui/canvas/marks.h"

#include <QGraphicsItem>

#include <functional>

namespace gui {

class HostItem;
struct Theme;

class LinksItem : public QGraphicsItem
{
public:
    using HostFinder = std::function<const HostItem *(const model::ItemId &)>;
    LinksItem(HostFinder hosts, const Theme *theme);

    QRectF boundingRect() const override { return m_bounds; }
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

    void setTopology(const model::Topology *topology, const QString &overlay, const QString &domain);
    void setTheme(const Theme *theme);
    void reroute();                                    ///< hosts moved
    void setHighlighted(const QSet<model::ItemId> &items); ///< their links stand out
    void setMarks(const Marks &marks);
    const Strips &strips() const { return m_strips; }

private:
    struct Line { QList<QPointF> points; bool internet; qsizetype stub; };
    void routeStubs();
    bool isHighlighted(const Stub &stub) const;
    bool isHighlighted(const model::Link &link) const;
    void paintStrip(QPainter &painter, const QRectF &strip, const QString &icon, const QString &title, const QString &detail,
                    const QColor &color, qreal lod) const;
    void paintLines(QPainter &painter, const QRectF &exposed, qreal lod) const;
    void paintLabel(QPainter &painter, const Line &line, const Stub &stub) const;
    void paintPaths(QPainter &painter) const;

    HostFinder m_hosts;
    const Theme *m_theme;
    const model::Topology *m_topology = nullptr;
    QString m_overlay, m_domain;
    QList<Stub> m_stubs;
    QList<Line> m_lines;
    QSet<model::ItemId> m_highlighted;
    Marks m_marks;
    Strips m_strips;
    QRectF m_bounds;
};

/// The lines between chips of one host ("Caddy forwards to the broker"), above the hosts so that they can be seen.
class LocalLinksItem : public QGraphicsItem
{
public:
    LocalLinksItem(LinksItem::HostFinder hosts, const Theme *theme);
    QRectF boundingRect() const override { return m_bounds; }
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;
    void setTopology(const model::Topology *topology);
    void setTheme(const Theme *theme);
    void reroute();
    void setHighlighted(const QSet<model::ItemId> &items);

private:
    struct Line { QPolygonF points; model::ItemId from, to; };
    LinksItem::HostFinder m_hosts;
    const Theme *m_theme;
    const model::Topology *m_topology = nullptr;
    QList<Line> m_lines;
    QSet<model::ItemId> m_highlighted;
    QRectF m_bounds;
};

} // namespace gui
