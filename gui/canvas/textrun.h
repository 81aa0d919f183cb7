// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A line of text that is shaped once and painted often: shaping costs many times what painting ready glyphs costs.

#include <QFont>
#include <QGlyphRun>
#include <QString>

class QPainter;

namespace gui {

/// The application's font at that size in scene units.
QFont canvasFont(int pixels, QFont::Weight weight = QFont::Normal);

/// As much of a sentence as fits, ending where a word does and never within brackets.
QString headWords(const QString &text, const QFont &font, qreal room);

class TextRun
{
public:
    TextRun() = default;
    /// Ends in an ellipsis when it is wider than `room`.
    TextRun(const QString &text, const QFont &font, qreal room = 1e6);

    /// Whether it was made of these.
    bool isOf(const QString &text, const QFont &font, qreal room) const { return m_asked == text && m_room == room && m_font == font; }
    const QString &asked() const { return m_asked; }
    const QString &text() const { return m_text; }
    qreal width() const { return m_width; }
    qreal height() const { return m_height; }
    bool isEmpty() const { return m_text.isEmpty(); }

    void paint(QPainter &painter, const QPointF &topLeft) const;
    /// In the middle of the rectangle's height, at its left.
    void paintIn(QPainter &painter, const QRectF &rect) const;
    /// As there, on the line of another that stands in such a rectangle.
    void paintBeside(QPainter &painter, const QRectF &rect, const TextRun &other) const;

private:
    void shape(const QString &text);

    QString m_asked, m_text;
    QFont m_font;
    qreal m_room = 0;
    QList<QGlyphRun> m_glyphs;
    qreal m_width = 0, m_height = 0, m_ascent = 0;
};

} // namespace gui
