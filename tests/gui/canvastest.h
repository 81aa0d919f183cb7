// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A window on a fleet with two hosts of games, and hands on its canvas.

#include "tests/gui/fixture.h"

#include <QAction>

namespace tests {

using namespace Qt::StringLiterals;
using namespace gui;
using model::ItemId;
using model::Place;

/// Derive the test class from it; open() and close() around each test.
class CanvasTest : public QObject
{
protected:
    std::unique_ptr<Window> m_window;
    const ItemId m_box2 = ItemId::host(u"box2"_s), m_server = ItemId::host(u"factorio-server"_s), m_mini = ItemId::host(u"factorio-server-mini"_s);

    CanvasView &view() { return m_window->canvas(); }
    CanvasScene &scene() { return m_window->scene(); }
    QWidget *viewport() { return view().viewport(); }
    QRectF box(const ItemId &id) { return scene().itemBox(id); }
    bool setPort(const ItemId &game, int port) { return m_window->perform({{}, {model::SetField{game, u"udp-port"_s, model::Value(port)}}}); }
    Place place(const ItemId &id) { return scene().places().value(id); }
    void trigger(const QString &name)
    {
        auto *action = m_window->findChild<QAction *>(u"action-"_s + name);
        QVERIFY2(action, qPrintable(name));
        action->trigger();
    }
    QPoint headerOf(const ItemId &host) { return view().mapFromScene(box(host).topLeft() + QPointF(120, 20)); }
    void wheel(const QPointF &at, int turned, Qt::KeyboardModifiers modifiers = {})
    {
        QWheelEvent event(at, viewport()->mapToGlobal(at), {}, {0, turned}, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(viewport(), &event);
    }
    void move(const QPoint &to, Qt::MouseButton button = Qt::LeftButton, Qt::KeyboardModifiers modifiers = {})
    {
        QMouseEvent event(QEvent::MouseMove, to, viewport()->mapToGlobal(to), Qt::NoButton, button, modifiers);
        QCoreApplication::sendEvent(viewport(), &event);
    }
    void dragHost(const ItemId &host, const QPoint &by, Qt::KeyboardModifiers modifiers = {}, bool release = true)
    {
        const QPoint from = headerOf(host);
        QTest::mousePress(viewport(), Qt::LeftButton, {}, from);
        for (int i = 1; i <= 4; ++i)
            move(from + by * i / 4, Qt::LeftButton, modifiers);
        if (release)
            QTest::mouseRelease(viewport(), Qt::LeftButton, modifiers, from + by);
    }
    void select(const QSet<ItemId> &items) { m_window->selection().set(items); }

    void open()
    {
        m_window = openWindow(twoGameHosts());
        view().setFocus();
    }
    void close() { m_window.reset(); }
};

} // namespace tests
