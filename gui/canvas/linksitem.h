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
    using HostFinder = std::function<const HostItem *(const model::ItemId &)>;
    LinksItem(HostFinder hosts, const Theme *theme);

    QRectF boundingRect() const override { return m_bounds; }
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

    void setTopology(const model::Topology *topology, const QString &overlay, const QString &domain);
    /// The same after an edit that only these hosts show, with as many hosts in the same order: only lines that say something else
    /// are made anew. Where the boxes stand is to follow.
    void followLinks(const model::Topology *topology, const model::Touched &touched);
    /// `stay`: none of their boxes has another size or place; `othersMove`: others made way for them.
    void followBoxes(const model::Touched &touched, bool stay, bool othersMove);
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
        QPointF host, strip;
        qsizetype onHost = -1; ///< place of its host
        bool internet = false, strong = false;
        bool folded = false;   ///< its host is: the first of its lines speaks for those to the internet, which lie on one another
        QList<TextRun> labels; ///< shaped when first painted
        qreal labelWidth = 0;
        QRectF label() const;
        QRectF reach() const;  ///< with its label
    };
    struct Words { TextRun internet, internetDetail, mesh, meshDetail; };

    /// What one link hangs on: both ids hashed (thousands are searched with each selection), and the places of their hosts.
    struct End
    {
        size_t from = 0, to = 0;
        qsizetype fromHost = -1, toHost = -1;
        bool internet = false, mesh = false;
    };
    End endOf(const model::Link &link) const;
    QList<bool> exchangeEnds(const model::Touched &touched);
    void renumber(const QList<model::LinkExchange> &exchanges);
    bool followSides(const QList<bool> &hosts);
    void exchangeStubs(const QList<bool> &hosts);
    bool rewordStubs(const QList<bool> &hosts, const QList<Stub> &fresh);
    void replaceStubs(const QList<bool> &hosts, QList<Stub> fresh);
    void orderStubs();
    void indexLines();
    qsizetype orderOf(qsizetype line) const;
    bool restrip();
    void relabel(qsizetype line);
    void route(qsizetype line);
    void findStrong();
    void findPaths();
    void repaint(const QList<QRectF> &rects);
    void shape(qsizetype line);
    QStringList labelsAt(qsizetype line) const;
    void shapeWords();
    void paintStrip(QPainter &painter, const QRectF &strip, const QString &icon, const TextRun &title, const TextRun &detail,
                    const QColor &color, qreal lod) const;
    void paintLines(QPainter &painter, const QRectF &exposed, qreal lod);
    void paintEnds(QPainter &painter, const QList<Line *> &lines) const;
    void paintLabel(QPainter &painter, const Line &line) const;

    HostFinder m_hosts;
    const Theme *m_theme;
    const model::Topology *m_topology = nullptr;
    QString m_overlay, m_domain;
    Sides m_sides;
    QList<bool> m_linked;                  ///< by host: links of it changed with the edit that is followed
    bool m_sidesStay = true;
    QList<model::ItemId> m_hostIds;        ///< in the topology's order
    QList<Stub> m_stubs;
    QList<Line> m_lines;                   ///< beside them
    QList<QList<qsizetype>> m_linesOf;     ///< by the place of the host
    QList<End> m_ends;                     ///< by link
    qsizetype m_meshLinks = 0;
    QSet<model::ItemId> m_highlighted;
    QList<qsizetype> m_strongLinks;
    QList<QLineF> m_paths; ///< of highlighted links, along the private network
    Strips m_strips;
    QRectF m_bounds;
    Words m_words;
    bool m_showLines = true, m_showLabels = true, m_isAdvised = false;
};

} // namespace gui
