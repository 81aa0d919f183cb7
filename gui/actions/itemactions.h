// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is done to the selected items: cut, copy, paste, duplicate, rename, move, remove.

#include "model/fleet.h"

#include <QObject>
#include <QPointer>

class QMenu;

namespace gui {

class RenameEditor;
class Window;

class ItemActions : public QObject
{
    Q_OBJECT
public:
    ItemActions(Window &window, QMenu *menu);

    void refresh(); ///< the selection or the mode changed

private:
    QList<model::ItemId> selected() const; ///< in the order of the picture
    QString hostOfSelection() const;       ///< of all that is selected; empty when it is none or several
    bool copy();
    void cut();
    void paste();
    void pasteText(const QByteArray &text, const QString &onto, const QString &stepText);
    void duplicate();
    void rename();
    void move();
    void remove();
    void removeSelected(const QString &verb, const QString &done);

    Window &m_window;
    QPointer<RenameEditor> m_rename;
};

} // namespace gui
