// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Full screen: on the monitor it was on last, without menu bar; while watching the pointer hides itself and the screen saver stays off.

#include <QObject>
#include <QTimer>

#include <functional>

class QMainWindow;

namespace gui {

/// Keeps the desktop's screen saver off (true) or lets it be (false).
using Inhibitor = std::function<void(bool)>;
/// Over D-Bus, org.freedesktop.ScreenSaver, on the connection of that name or else the session's; does nothing where there is none.
Inhibitor desktopInhibitor(const QString &why, const QString &connection = {});

class FullScreen : public QObject
{
    Q_OBJECT
public:
    explicit FullScreen(QMainWindow &window);

    void toggle();
    void leave();
    void setWatching(bool watching);           ///< a wall display: nobody moves a mouse
    void setInhibitor(Inhibitor inhibitor) { m_inhibit = std::move(inhibitor); }
    void setPatience(std::chrono::milliseconds patience) { m_still.setInterval(patience); }
    void restore(); ///< at start: full screen again if it was so at the end, on the same monitor

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void enter();
    void remember(bool full);
    void showPointer();
    void refresh();

    QMainWindow &m_window;
    Inhibitor m_inhibit;
    QTimer m_still; ///< since the pointer moved last
    bool m_watching = false, m_inhibited = false, m_hidden = false, m_maximized = false;
};

} // namespace gui
