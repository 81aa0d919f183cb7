// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where the panels stand in each mode, as a person left them; kept over restarts, and the way back to how they were made.

#include <QByteArray>
#include <QHash>
#include <QSize>
#include <QString>

class QDockWidget;
class QMainWindow;

namespace gui {

class DockLayouts
{
public:
    explicit DockLayouts(QMainWindow &window) : m_window(window) {}

    /// The panels of a mode. To be called once each, before the first enter(), with the panels where they shall stand at first.
    void addMode(const QString &name, const QList<QDockWidget *> &docks, const QHash<QDockWidget *, QSize> &sizes = {});
    void enter(const QString &mode); ///< keeps the layout of the mode so far, and shows that of the new one
    void reset();                    ///< of all modes
    void save();                     ///< to the settings
    void load();

private:
    void showOnly(const QString &mode);

    QMainWindow &m_window;
    QHash<QString, QList<QDockWidget *>> m_docks;
    QHash<QDockWidget *, QSize> m_sizes; ///< at first; 0: as it comes
    QHash<QString, QByteArray> m_states; ///< as left by a person
    QHash<QString, QByteArray> m_first;  ///< as made
    QString m_mode;
};

} // namespace gui
