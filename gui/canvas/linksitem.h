// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Paints all links, the internet above and the private network in one scene item, so that a thousand hosts stay fast.

#include "gui/canvas/links.h"
#include "gui/canvas/textrun.h"
#include "model/resolution.h"

#include <QGraphicsItem>

#include <functional>

namespace gui {

class HostItem;
struct Theme;

class LinksItem : public QGraphicsItem
{
public:
    using HostFinder = std::function<const HostItem *(qsizetype place)>; ///< in the topology's order
    LinksItem(HostFinder hosts, const Theme *theme);

    QRectF boundingRect() const override { return m_bounds; }
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

    /// `overlay`: the word of the file, which has a sign (empty: nothing of ours builds such a network), and as people read it.
    void setTopology(const model::Topology *topology, const std::pair<QString, QString> &overlay, const QString &domain);
    /// The same after an edit that only these hosts show, with as many hosts in the same order: only lines that say something else
    /// are made anew, and what is highlighted has the names of now. Where the boxes stand is to follow. False when hosts changed sides,
    /// or the private network came or went.
    bool followLinks(const model::Topology *topology, const model::Touched &touched, const QSet<model::ItemId> &highlighted);
    /// `stay`: no box has another size or place; `moved` made way.
    void followBoxes(const model::Touched &touched, bool stay, const QList<model::ItemId> &moved);
    void setTheme(const Theme *theme);
    void forgetText();                                     ///< the font changed
    void reroute();                                        ///< hosts stand elsewhere: lines and strips
    void follow(const QList<model::ItemId> &hosts);        ///< these are being moved: their lines go with them, the strips wait
    void setHighlighted(const QSet<model::ItemId> &items); ///< their links stand out
    void setLayers(bool lines, bool labels);
    void setAdvised(bool isAdvised); ///< while hosts answer a drag beside them, no label competes
    const Strips &strips() const { return m_strips; }
    const Sides &sides() const { return m_sides; }

private:
    struct Line
    {
        Stub stub;
        QPointF host, strip;
        bool strong = false;
        bool folded = false;   ///< its host is: the first of its lines speaks for those to the internet, which lie on one another
        QList<TextRun> labels; ///< shaped when first painted
        qreal labelWidth = 0;
        QRectF label() const;
        QRectF reach() const;  ///< with its label
    };
    using Lines = QList<Line>; ///< of one host, in the order of their first links
    using Places = QSet<qsizetype>; ///< of hosts
    struct Seen { qsizetype host, line; }; ///< by their places
    struct Words { TextRun internet, internetDetail, mesh, meshDetail; };

    /// What one link hangs on: the places of its hosts.
    struct End
    {
        qsizetype fromHost = -1, toHost = -1;
        bool internet = false, mesh = false;
    };
    End endOf(const model::Link &link) const;
    void note(const End &end, int by);
    Places exchangeEnds(const model::Touched &touched);
    void renumber(const QList<model::LinkExchange> &exchanges, const Places &hosts);
    bool followSides(const Places &hosts);
    void exchangeStubs(const Places &hosts, const model::Touched &touched);
    Lines followed(Lines before, const QList<Stub> &fresh);
    qsizetype placeOf(const model::ItemId &host) const;
    bool restrip();
    void relabel(qsizetype host, Line &line);
    void route(qsizetype host, Line &line);
    void rerouteOf(const QList<model::ItemId> &hosts);
    void routeAll();
    QSet<model::ItemId> wanted(Places &hosts) const;
    void findStrong();
    void findPaths();
    void repaint(const QList<QRectF> &rects);
    void shape(const Lines &neighbours, Line &line);
    QStringList labelsOf(const Lines &neighbours, const Line &line) const;
    void shapeWords();
    /// Where the second of a strip's two texts begins.
    static qreal detailAt(const QRectF &strip, const TextRun &title);
    void paintStrip(QPainter &painter, const QRectF &strip, const QRectF &exposed, const QString &icon, const TextRun &title, const TextRun &detail,
                    const QColor &color, bool isThere, qreal lod) const;
    QList<QRectF> covers(const QRectF &exposed, qreal lod) const;
    const QList<std::pair<qreal, qreal>> &spans();
    void paintLines(QPainter &painter, const QRectF &exposed, qreal lod);
    void paintEnds(QPainter &painter, const QList<Seen> &lines) const;
    void paintLabel(QPainter &painter, const Line &line) const;

    HostFinder m_hosts;
    const Theme *m_theme;
    const model::Topology *m_topology = nullptr;
    QString m_overlayIcon, m_overlayTitle, m_domain;
    bool m_hasOverlay = false;
    Sides m_sides;
    Places m_linked;                       ///< links of them changed with the edit that is followed
    bool m_sidesStay = true;
    QList<model::ItemId> m_hostIds;        ///< in the topology's order
    QList<Lines> m_lines;                  ///< beside them
    QList<std::pair<qreal, qreal>> m_spans; ///< beside them; empty when lines have moved since, see spans()
    QList<qsizetype> m_internetLinks;      ///< beside them: how many there are
    QList<End> m_ends;                     ///< by link
    qsizetype m_meshLinks = 0;
    QSet<model::ItemId> m_highlighted;
    QList<qsizetype> m_strongLinks;
    Places m_strongOn;     ///< where they begin or end
    QList<QLineF> m_paths; ///< of highlighted links, along the private network
    Strips m_strips;
    QRectF m_bounds;
    Words m_words;
    bool m_showLines = true, m_showLabels = true, m_isAdvised = false;
};

} // namespace gui
