// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The line over the canvas in which a person types what to find; says how many there are and steps through them.

#include "model/fleet.h"

#include <QFrame>

#include <functional>

class QLabel;
class QLineEdit;

namespace gui {

struct Theme;

class FindBar : public QFrame
{
    Q_OBJECT
public:
    using Finder = std::function<QList<model::ItemId>(const QString &words)>;
    FindBar(Finder finder, QWidget *over);

    void start();        ///< shows itself with the words of last time selected
    void step(int by);   ///< to the next (1) or previous (-1) match, round and round; starts when there are no words yet
    void setTheme(const Theme &theme);

signals:
    void found(const model::ItemId &item);
    void left(); ///< Esc: the canvas has the keyboard again

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void dress();
    void search();
    void go(qsizetype index);
    void sayCount();
    void moveToCorner();

    Finder m_finder;
    QLineEdit *m_line;
    QLabel *m_count;
    QList<model::ItemId> m_matches;
    qsizetype m_at = -1;
    const Theme *m_theme;
};

} // namespace gui
