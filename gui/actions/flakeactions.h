// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The Flake menu: write the generated files, settle what was edited in them by hand, compare, search, copy, save, open, hand over.

#include "gui/design/editsrow.h"

#include <QObject>

namespace gui {

class FlakeFolder;
class Window;
enum class Against;

class FlakeActions : public QObject
{
    Q_OBJECT
public:
    explicit FlakeActions(Window &window);

    FlakeFolder &folder() { return *m_folder; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void joinPanels();
    void findEdits();
    void addComparisons();
    void addFileActions();
    void write();
    void settle(const QString &path, EditChoice choice);
    void overwrite(const QString &path);
    bool move(const QString &path);
    void saveFile();
    void openFile();
    void eject();
    void compare(Against against);
    void goToChange(int step);
    bool isReady(); ///< saved and without errors; says why not
    void tell(const QString &words);

    Window &m_window;
    FlakeFolder *m_folder;
};

} // namespace gui
