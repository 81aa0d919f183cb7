// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The File menu: new, open, recent, save; and the question that keeps unsaved work from being lost.

#include <QObject>

class QMenu;

namespace gui {

class Window;

class FileActions : public QObject
{
    Q_OBJECT
public:
    explicit FileActions(Window &window);

    bool save();   ///< asks for a place when there is none yet; says why in a box when it cannot
    bool saveAs();
    bool mayClose(); ///< asks about unsaved changes; false: stay
    void remember(const QString &path);

private:
    void newFleet();
    void open();
    void refreshRecent();
    bool report(const QString &title, const QString &message, const QString &hint);

    Window &m_window;
    QMenu *m_recent = nullptr;
};

} // namespace gui
