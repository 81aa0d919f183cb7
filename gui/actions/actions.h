// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// All actions of the window by name: the one list from which menus, tool bar, context menus, command list and shortcut sheet are made.

#include <QColor>
#include <QHash>
#include <QKeySequence>
#include <QObject>

class QAction;
class QMainWindow;
class QMenu;
class QToolBar;

namespace gui {

using Keys = QList<QKeySequence>;

class Actions : public QObject
{
    Q_OBJECT
public:
    explicit Actions(QMainWindow *window);

    /// The menu of that name; made at the end of the menu bar when it is not there yet. Titles carry a mnemonic.
    QMenu *menu(const QString &name, const QString &title = {});
    QToolBar *toolBar() const { return m_bar; }
    /// A new action, known as "action-NAME" to findChild(); `icon` of resources/icons.
    QAction *add(const QString &name, const QString &text, const Keys &keys = {}, const QString &icon = {});
    QAction *get(const QString &name) const { return m_byName.value(name); }
    const QList<QAction *> &all() const { return m_all; } ///< in the order in which they were made

    /// Greys an action; the command list and tips say why.
    void setEnabled(const QString &name, bool enabled, const QString &whyNot = {});
    static QString whyNot(const QAction *action);
    /// Its text without mnemonic and dots.
    /// With an underlined letter that no other of the menu has.
    static QString withLetter(const QString &text, const QMenu &menu);
    static QString plainText(const QAction *action);
    static QString title(const QAction *action); ///< as it was made: "Undo", also while it says what would be undone
    static QString keysText(const QAction *action);
    void showInBar(const QList<QAction *> &actions); ///< as icons, with a separator before them
    void setIcon(QAction *action, const QString &name); ///< of resources/icons, for one that came without
    void setIconColor(const QColor &color);

private:
    QMainWindow *m_window;
    QToolBar *m_bar;
    QHash<QString, QMenu *> m_menus;
    QHash<QString, QAction *> m_byName;
    QHash<QAction *, QString> m_icons;
    QList<QAction *> m_all;
};

} // namespace gui
