// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One choice out of many by a few letters: commands, hosts to move to, kinds to add. What cannot be chosen stays, grey, with its reason.

#include <QDialog>
#include <QIcon>

#include <functional>

class QLabel;
class QLineEdit;
class QTreeWidget;

namespace gui {

struct Choice
{
    QString text, detail;        ///< detail: a shortcut, or what choosing it does
    QString whyNot;              ///< not empty: it cannot be chosen now, because …
    std::function<void()> run;
    QIcon icon = {};
    bool onlyWhenTyped = false;  ///< one of thousands: shown once there are letters
};

class PickList : public QDialog
{
    Q_OBJECT
public:
    PickList(const QString &title, const QString &hint, QList<Choice> choices, QWidget *parent);

    /// Opens one over the window; it goes when something was chosen, or by Esc.
    static PickList *ask(const QString &title, const QString &hint, QList<Choice> choices, QWidget *parent);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fitToRows();
    void filter(const QString &letters);
    void step(int by);
    void choose();

    QList<Choice> m_choices;
    QLineEdit *m_line;
    QTreeWidget *m_list;
    QLabel *m_words;
};

} // namespace gui
