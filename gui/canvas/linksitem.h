// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Paints all links, the internet above and the private network in one scene item, so that a thousand hosts stay fast.

#include "gui/canvas/links.h"
#include "gui/canvas/textrun.h"

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

    /// `boxesStay`: every box is where it was, so that only lines that say something else are drawn anew.
    void setTopology(const model::Topology *topology, const QString &overlay, const QString &domain, bool boxesStay = false);
    void setTheme(const Theme *theme);
    void forgetText();                                     ///< the font changed
    void reroute();                                        ///< hosts stand elsewhere: lines and strips
    void follow(const QList<model::ItemId> &hosts);        ///< these are being moved: their lines go with them, the strips wait
    void setHighlighted(const QSet<model::ItemId> &items); ///< their links stand out
    void setLayers(bool lines, bool labels);
    const Strips &strips() const { return m_strips; }

private:
    struct Line
    {
        QPointF host, strip;
        qsizetype stub = 0;
        bool internet = false, strong = false;
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
    };
    End endOf(const model::Link &link) const;
    bool followLinks();
    bool exchangeStubs(const QList<bool> &hosts);
    void relabel(qsizetype line, bool isOther);
    void route(Line &line) const;
    void findStrong();
    void findPaths();
    void repaint(const QList<QRectF> &rects);
    void shape(Line &line) const;
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
    QList<Stub> m_stubs;
    QList<Line> m_lines;
    QHash<model::ItemId, QList<qsizetype>> m_linesOf; ///< by host
    QList<model::Link> m_links;               ///< as m_stubs were made of
    QList<End> m_ends;                        ///< beside them
    QList<QList<qsizetype>> m_linesOfLink;    ///< by link
    QSet<model::ItemId> m_highlighted;
    QList<qsizetype> m_strongLinks;
    QList<QLineF> m_paths; ///< of highlighted links, along the private network
    Strips m_strips;
    QRectF m_bounds;
    Words m_words;
    bool m_showLines = true, m_showLabels = true;
};

} // namespace gui
