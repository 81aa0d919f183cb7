// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/fullscreen.h"

#include <QApplication>
#include <QEvent>
#include <QMainWindow>
#include <QMenuBar>
#include <QScreen>
#include <QSettings>
#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusMessage>
#include <QtDBus/QDBusPendingCallWatcher>
#include <QtDBus/QDBusPendingReply>

using namespace Qt::StringLiterals;

namespace gui {

static const QString fullKey = u"window/full-screen"_s, screenKey = u"window/screen"_s;

static QDBusMessage saverCall(const QString &method)
{
    return QDBusMessage::createMethodCall(u"org.freedesktop.ScreenSaver"_s, u"/org/freedesktop/ScreenSaver"_s, u"org.freedesktop.ScreenSaver"_s, method);
}

Inhibitor desktopInhibitor(const QString &why, const QString &connection)
{
    // Tests see that it is asked; whether a desktop then keeps its screen on, only a person in front of it sees.
    struct Asked
    {
        bool wanted = false;
        uint cookie = 0; ///< of the desktop's answer, which may come when nobody wants it any more
    };
    auto asked = std::make_shared<Asked>();
    return [why, connection, asked](bool on) {
        QDBusConnection bus = connection.isEmpty() ? QDBusConnection::sessionBus() : QDBusConnection(connection);
        if (!bus.isConnected())
            return;
        asked->wanted = on;
        if (!on) {
            if (asked->cookie)
                bus.send(saverCall(u"UnInhibit"_s) << std::exchange(asked->cookie, 0));
            return;
        }
        auto *answer = new QDBusPendingCallWatcher(bus.asyncCall(saverCall(u"Inhibit"_s) << u"Switchyard"_s << why));
        QObject::connect(answer, &QDBusPendingCallWatcher::finished, answer, [answer, asked, bus] {
            const QDBusPendingReply<uint> reply = *answer;
            if (!reply.isError() && asked->wanted && asked->cookie == 0)
                asked->cookie = reply.value();
            else if (!reply.isError())
                bus.send(saverCall(u"UnInhibit"_s) << reply.value());
            answer->deleteLater();
        });
    };
}

FullScreen::FullScreen(QMainWindow &window) : QObject(&window), m_window(window), m_inhibit(desktopInhibitor(tr("the fleet is being watched")))
{
    m_still.setSingleShot(true);
    m_still.setInterval(4000);
    connect(&m_still, &QTimer::timeout, this, [this] {
        if (m_watching && m_window.isFullScreen() && !std::exchange(m_hidden, true))
            QApplication::setOverrideCursor(Qt::BlankCursor);
    });
    qApp->installEventFilter(this);
}

void FullScreen::toggle()
{
    m_window.isFullScreen() ? leave() : enter();
}

void FullScreen::enter()
{
    m_maximized = m_window.isMaximized();
    m_window.showFullScreen();
    m_window.menuBar()->hide(); // its shortcuts stay
    remember(true);
    refresh();
}

void FullScreen::leave()
{
    if (!m_window.isFullScreen())
        return;
    m_maximized ? m_window.showMaximized() : m_window.showNormal();
    m_window.menuBar()->show();
    remember(false);
    refresh();
}

void FullScreen::remember(bool full)
{
    QSettings settings;
    settings.setValue(fullKey, full);
    settings.setValue(screenKey, m_window.screen()->name());
}

void FullScreen::restore()
{
    const QSettings settings;
    if (!settings.value(fullKey).toBool())
        return;
    for (QScreen *screen : QGuiApplication::screens()) {
        if (screen->name() == settings.value(screenKey).toString())
            m_window.setGeometry(screen->availableGeometry()); // the window goes to the screen that it covers most
    }
    enter();
}

void FullScreen::setWatching(bool watching)
{
    m_watching = watching;
    refresh();
}

void FullScreen::refresh()
{
    const bool wall = m_watching && m_window.isFullScreen();
    if (wall != std::exchange(m_inhibited, wall))
        m_inhibit(wall);
    showPointer();
}

void FullScreen::showPointer()
{
    if (std::exchange(m_hidden, false))
        QApplication::restoreOverrideCursor();
    if (m_inhibited)
        m_still.start();
}

bool FullScreen::eventFilter(QObject *watched, QEvent *event)
{
    if (m_inhibited && (event->type() == QEvent::MouseMove || event->type() == QEvent::MouseButtonPress))
        showPointer();
    return QObject::eventFilter(watched, event);
}

} // namespace gui
