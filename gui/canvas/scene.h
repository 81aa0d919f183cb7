// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The canvas as a projection of a topology and a layout: id → item, synchronised, never edited from here.

#include "gui/canvas/geometry.h"
#include "gui/canvas/hostitem.h"
#include "gui/canvas/linksitem.h"
#include "model/resolution.h"

#include <QGraphicsScene>

namespace gui {

/// What a person may hide to see the rest better.
struct Layers
{
    bool links = true;   ///< lines to the internet and the private network
    bool labels = true;  ///< ports on these lines
    bool details = true; ///< addresses and ports under the names
    bool operator==(const Layers &) const = default;
};

class CanvasScene : public QGraphicsScene
{
    Q_OBJECT
public:
    CanvasScene(const model::Catalog &catalog, const Theme *theme, QObject *parent = nullptr);
    ~CanvasScene() override;

    /// Shows that fleet. Hosts without a place get one and keep it as long as the fleet is shown; those that have one keep it.
    void show(const model::Fleet &fleet, const model::Topology &topology, const model::Layout &layout);
    /// The same after an edit that only these hosts can show.
    void follow(const model::Fleet &fleet, const model::Topology &topology, const model::Layout &layout, const model::Touched &touched);
    void letGo() { m_topology = {}; } ///< a change comes at once: who makes it need not copy what is only shown here
    void place(const model::Layout &layout); ///< the same fleet elsewhere
    model::Layout forgetPlaces();            ///< another fleet comes: where hosts without a place stood does not matter to it
    void recallPlaces(const model::Layout &found) { m_found = found; } ///< it does not come after all
    const model::Topology &topology() const { return m_topology; }
    const model::Catalog &catalog() const { return m_catalog; }
    const model::Layout &places() const { return m_places; } ///< of all hosts, also those the layout had none for

    void setTheme(const Theme *theme);
    const Theme &theme() const { return *m_theme; }
    void forgetText(); ///< the font changed
    void setMarks(const Marks &marks);
    const Marks &marks() const { return m_marks; }
    void setSelected(const QSet<model::ItemId> &selected);
    const QSet<model::ItemId> &selected() const { return m_selected; }
    void setLayers(const Layers &layers);
    void setAdvised(bool isAdvised); ///< see LinksItem
    const Layers &layers() const { return m_layers; }

    HostItem *host(const model::ItemId &id) const;
    HostItem *hostOf(const model::ItemId &item) const; ///< the host it stands on; a host's own
    const std::vector<std::unique_ptr<HostItem>> &hosts() const { return m_items; }
    HostItem *hostAt(const QPointF &scenePosition) const;
    model::ItemId itemAt(const QPointF &scenePosition) const; ///< chip, else host, else empty
    QRectF itemBox(const model::ItemId &id) const;
    QRectF boxOf(const QSet<model::ItemId> &items) const;     ///< around all of them
    QSet<model::ItemId> itemsIn(const QRectF &rect) const;    ///< chips and hosts wholly inside, for the rubber band
    void moveHosts(const QHash<model::ItemId, QPointF> &positions); ///< while a gesture runs; the document hears of it at its end
    QRectF contentsRect() const;

signals:
    void selectedChanged(); ///< what setSelected() was told
    void contentsChanged(); ///< boxes, tiers, marks or colours: whoever shows a small picture of it draws it anew
    void followed();        ///< an edit: what was found out about the fleet may be so no more

private:
    void synchronise();
    void findRows();
    QList<model::ItemId> makeWay(const Sides &sides, const QSet<const HostItem *> &others);
    bool takeOver(const model::Topology &topology, const model::Layout &layout, const model::Touched &touched);
    void refreshHost(HostItem &item, const model::PlacedHost &host, const QList<std::pair<model::ItemId, model::ItemId>> &links);
    void showLinks(const model::Fleet &fleet);
    using Links = QHash<QString, QList<std::pair<model::ItemId, model::ItemId>>>; ///< within a host, by its name
    void addLocalLinks(Links &links, qsizetype from, qsizetype count) const;
    void settle();

    const model::Catalog &m_catalog;
    const Theme *m_theme;
    model::Topology m_topology;
    model::Layout m_given;   ///< as the document has it
    model::Layout m_found;   ///< what hosts without a place got
    model::Layout m_places;  ///< both, with way made for hosts that grew
    std::vector<std::unique_ptr<HostItem>> m_items; ///< in the topology's order
    struct Free { HostItem *item; QPointF place; };
    QList<QList<Free>> m_rows; ///< hosts that nobody placed, where they got a place
    QHash<model::ItemId, HostItem *> m_byId;
    std::unique_ptr<LinksItem> m_links;
    Marks m_marks;
    QSet<model::ItemId> m_selected;
    Layers m_layers;
};

} // namespace gui
