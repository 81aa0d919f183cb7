// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/canvas/textrun.h"

#include <QApplication>
#include <QFontMetricsF>
#include <QPaintEngine>
#include <QPainter>
#include <QTextLayout>

namespace gui {

QFont canvasFont(int pixels, QFont::Weight weight)
{
    QFont font = QApplication::font();
    font.setPixelSize(pixels);
    font.setWeight(weight);
    return font;
}

QString headWords(const QString &text, const QFont &font, qreal room)
{
    const QFontMetricsF metrics(font);
    if (text.isEmpty() || metrics.horizontalAdvance(text) <= room)
        return text;
    constexpr QChar more(0x2026);
    const qreal wide = room - metrics.horizontalAdvance(more);
    qsizetype end = 0, most = 0;
    int brackets = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        brackets += text.at(i) == u'(' ? 1 : text.at(i) == u')' ? -1 : 0;
        if (text.at(i) != u' ')
            continue;
        if (metrics.horizontalAdvance(text.left(i)) > wide)
            break;
        most = i;
        end = brackets == 0 ? i : end;
    }
    while (end > 0 && (text.at(end - 1) == u',' || text.at(end - 1) == u':' || text.at(end - 1) == u';'))
        --end;
    return end > most / 3 ? QString(text.left(end) + more) : text; // else where the letters end
}

TextRun::TextRun(const QString &text, const QFont &font, qreal room) : m_asked(text), m_font(font), m_room(room)
{
    shape(text);
    if (m_width > room) // seldom; to see it beforehand would shape every text twice
        shape(QFontMetricsF(font).elidedText(text, Qt::ElideRight, room));
}

void TextRun::shape(const QString &text)
{
    m_text = text;
    if (m_text.isEmpty())
        return;
    QTextLayout layout(m_text, m_font);
    layout.beginLayout();
    const QTextLine line = layout.createLine();
    layout.endLayout();
    m_width = line.naturalTextWidth();
    m_height = line.height();
    m_ascent = line.ascent();
    m_glyphs = layout.glyphRuns();
}

void TextRun::paint(QPainter &painter, const QPointF &topLeft) const
{
    const QPaintEngine *engine = painter.paintEngine();
    if (engine && engine->type() == QPaintEngine::Raster) {
        for (const QGlyphRun &run : m_glyphs)
            painter.drawGlyphRun(topLeft, run);
    } else if (!m_text.isEmpty()) { // text stays text in a vector file
        painter.setFont(m_font);
        painter.drawText(topLeft + QPointF(0, m_ascent), m_text);
    }
}

void TextRun::paintBeside(QPainter &painter, const QRectF &rect, const TextRun &other) const
{
    paint(painter, QPointF(rect.left(), rect.center().y() - other.m_height / 2 + other.m_ascent - m_ascent));
}

void TextRun::paintIn(QPainter &painter, const QRectF &rect) const
{
    paint(painter, QPointF(rect.left(), rect.center().y() - m_height / 2));
}

} // namespace gui
