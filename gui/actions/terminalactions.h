// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A terminal on the selected host; in Watch mode a double click means this.

#include <QObject>

namespace gui {

struct Dialing;
class Window;

class TerminalActions : public QObject
{
    Q_OBJECT
public:
    TerminalActions(Window &window, const Dialing &dialing);

private:
    QString host() const;
    void refresh();
    void open();

    Window &m_window;
    const Dialing &m_dialing;
};

} // namespace gui
