// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What to do with a fleet that has no hosts: the ways to begin, in the middle of the canvas.

#include <QFrame>

class QAction;
class QVBoxLayout;

namespace gui {

struct Theme;

class StartPanel : public QFrame
{
    Q_OBJECT
public:
    struct Way
    {
        QAction *action;
        QString icon, title, words; ///< icon: of resources/icons; words: what comes of it, on a line below
    };
    /// `buttons` side by side, `ways` below them, each with its words.
    StartPanel(const QList<QAction *> &buttons, const QList<Way> &ways, QWidget *over);

    void setRecent(const QStringList &paths); ///< fleets to open again, best first; those that do not fit are left out
    void setTheme(const Theme &theme);

signals:
    void fileAsked(const QString &path);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void addRecent(const QString &path);
    void colorIcons();
    void moveToMiddle();

    QColor m_iconColor;
    QWidget *m_recent;
    QVBoxLayout *m_recentRows;
};

} // namespace gui
