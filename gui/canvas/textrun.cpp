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

TextRun::TextRun(const QString &text, const QFont &font, qreal room)
    : m_asked(text), m_text(QFontMetricsF(font).elidedText(text, Qt::ElideRight, room)), m_font(font), m_room(room)
{
    if (m_text.isEmpty())
        return;
    QTextLayout layout(m_text, font);
    layout.beginLayout();
    QTextLine line = layout.createLine();
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

void TextRun::paintIn(QPainter &painter, const QRectF &rect) const
{
    paint(painter, QPointF(rect.left(), rect.center().y() - m_height / 2));
}

} // namespace gui
