// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The list of problems: a row each with a shape for its severity, both parties as links and the way to mend it as a button.

#include "model/fix.h"

#include <QSet>
#include <QTreeWidget>

#include <functional>

class QMenu;

namespace gui {

struct Theme;

class ProblemsList : public QTreeWidget
{
    Q_OBJECT
public:
    enum Column { Message, Where, With, Mend, Line, Code };
    /// Asked for rows that are looked at, once each.
    using Fixer = std::function<QList<model::Fix>(const model::Diagnostic &)>;

    explicit ProblemsList(QWidget *parent = nullptr);
    using Namer = std::function<QString(const model::ItemId &)>; ///< how people call an item
    void setFixer(Fixer fixer, Namer namer);
    QString nameOf(const model::ItemId &item) const { return m_namer ? m_namer(item) : item.text(); }
    void show(const model::Diagnostics &diagnostics);
    void showBeside(const model::Diagnostics &diagnostics); ///< what is wrong beside the fleet file, in the same list
    const model::Diagnostics &beside() const { return m_beside; }
    void forgetFixes();       ///< they are asked for anew
    void setTheme(const Theme &theme);
    void setShown(const QSet<model::Severity> &severities); ///< the others are hidden
    qsizetype count(model::Severity severity) const;

    void step(int by);        ///< to the next (1) or previous (-1) problem, round and round; goes there
    /// To the worst problem of these items; false when none is listed.
    bool goTo(const QSet<model::ItemId> &items);
    void raiseDock();         ///< shows the dock that holds the list, if one does
    void mendCurrent();       ///< the menu of ways to mend the current problem
    /// Ways to mend what is wrong with that item, under a title; nothing when all is well.
    void addFixes(QMenu *menu, const model::ItemId &item);

    /// The parts of a row's button in the viewport: the first way, and the menu of all.
    QRect mendRect(const QModelIndex &row) const;
    QRect moreRect(const QModelIndex &row) const;
    const QList<model::Fix> &fixesOf(const QModelIndex &row) const;

signals:
    void picked(const model::ItemId &item, const QString &field);
    void fixAsked(const model::Fix &fix);
    void fixAllAsked(const QString &code);
    void shownChanged();      ///< rows or the filter
    void besideChanged();

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

public:
    void setChecking(bool checking); ///< findings are still to come: an empty list says nothing yet

private:
    const model::Diagnostic &at(const QModelIndex &row) const;
    class Row;
    void refresh();
    void become(model::Diagnostics diagnostics);
    void rebuild(int current);
    qsizetype placeOf(const QModelIndex &row) const; ///< among the diagnostics; their number for a row that is not there
    void filter();
    void pick(const QModelIndex &index);
    void openMenu(const QModelIndex &row, const QPoint &globalAt, bool all);
    void addWays(QMenu *menu, const QList<model::Fix> &ways);
    bool isLink(const QModelIndex &index) const;

    Fixer m_fixer;
    Namer m_namer;
    model::Diagnostics m_found, m_beside;
    model::Diagnostics m_diagnostics; ///< both, sorted
    mutable QHash<qsizetype, QList<model::Fix>> m_fixes; ///< of rows that were looked at
    QSet<model::Severity> m_shown{model::Severity::Error, model::Severity::Warning, model::Severity::Note};
    const Theme *m_theme;
    bool m_isChecking = false;
};

} // namespace gui
