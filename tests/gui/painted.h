// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is painted of a widget, and where two pictures differ.

#include <QEvent>
#include <QImage>
#include <QPaintEvent>
#include <QRegion>
#include <QScreen>
#include <QWidget>

namespace tests {

/// What happens to a widget.
class Spy : public QObject
{
public:
    explicit Spy(QWidget *of) { of->installEventFilter(this); }
    QRegion m_painted;
    int m_layouts = 0;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint)
            m_painted += static_cast<QPaintEvent *>(event)->region();
        m_layouts += event->type() == QEvent::LayoutRequest;
        return false;
    }
};

/// What stands there of a part of a window, not what painting it anew would give.
inline QImage onScreen(const QWidget &part)
{
    const QWidget &window = *part.window();
    const QRect rect(part.mapTo(&window, QPoint()), part.size());
    return window.screen()->grabWindow(window.winId(), rect.x(), rect.y(), rect.width(), rect.height()).toImage();
}

inline qint64 pixelsIn(const QRegion &region)
{
    qint64 pixels = 0;
    for (const QRect &rect : region)
        pixels += qint64(rect.width()) * rect.height();
    return pixels;
}

inline bool isAlike(QRgb a, QRgb b)
{
    const auto isNear = [](int one, int other) { return std::abs(one - other) <= 1; }; // a line within a clip may be rounded
    return isNear(qRed(a), qRed(b)) && isNear(qGreen(a), qGreen(b)) && isNear(qBlue(a), qBlue(b));
}

/// Where they begin to differ, and where they end.
inline QRect differenceOf(const QImage &a, const QImage &b)
{
    QRect where;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            if (!isAlike(a.pixel(x, y), b.pixel(x, y)))
                where |= QRect(x, y, 1, 1);
        }
    }
    return where;
}

} // namespace tests
