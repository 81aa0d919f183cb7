// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is on the screen as something to send: picture, table, Nix text; to files and to the clipboard.

#include <QObject>

class QMenu;

namespace gui {

class Window;

class ExportActions : public QObject
{
    Q_OBJECT
public:
    ExportActions(Window &window, QMenu *menu);

private:
    void exportPicture();
    void exportTable();
    void exportGraphs();
    void copyPicture();
    void copyTable();
    void copyNix();

    Window &m_window;
};

} // namespace gui
