// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The canvas as a projection of a topology and a layout: id → item, synchronised, never edited from here.

#include "gui/canvas/geometry.h"
#include "gui/canvas/hostitem.h"
#include "gui/canvas/linksitem.h"

#include <QGraphicsScene>

namespace gui {

class CanvasScene : public QGraphicsScene
{
    Q_OBJECT
public:
    CanvasScene(const model::Catalog &catalog, const Theme *theme, QObject *parent = nullptr);

    /// Shows that fleet. Hosts without a place get one; those that have one keep it.
    void show(const model::Fleet &fleet, const model::Topology &topology, const model::Layout &layout);
    const model::Topology &topology() const { return m_topology; }
    const model::Layout &places() const { return m_places; } ///< of all hosts, also those the layout had none for

    void setTheme(const Theme *theme);
    const Theme &theme() const { return *m_theme; }
    void setMarks(const Marks &marks);
    void setSelected(const QSet<model::ItemId> &selected);
    const QSet<model::ItemId> &selected() const { return m_selected; }

    HostItem *host(const model::ItemId &id) const;
    const std::vector<std::unique_ptr<HostItem>> &hosts() const { return m_items; }
    HostItem *hostAt(const QPointF &scenePosition) const;
    model::ItemId itemAt(const QPointF &scenePosition) const; ///< chip, else host, else empty
    QRectF itemBox(const model::ItemId &id) const;
    QSet<model::ItemId> itemsIn(const QRectF &rect) const;    ///< chips and hosts wholly inside, for the rubber band
    void moveHosts(const QHash<model::ItemId, QPointF> &positions); ///< while a gesture runs; the document hears of it at its end
    QRectF contentsRect() const;

private:
    HostLook lookOf(const model::PlacedHost &host, const model::Fleet &fleet) const;
    ChipLook chipLook(const model::Placed &item, qsizetype hostTier) const;
    void spreadMarks();

    const model::Catalog &m_catalog;
    const Theme *m_theme;
    model::Topology m_topology;
    model::Layout m_places;
    std::vector<std::unique_ptr<HostItem>> m_items;
    QHash<model::ItemId, HostItem *> m_byId;
    QHash<model::ItemId, HostLook> m_looks;
    std::unique_ptr<LinksItem> m_links;
    std::unique_ptr<LocalLinksItem> m_localLinks;
    Marks m_marks;
    QSet<model::ItemId> m_selected;
};

} // namespace gui
