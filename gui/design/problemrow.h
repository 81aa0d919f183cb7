// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Draws a row of the problems: words that wrap, links to both parties, and a button with the first way to mend it.

#include <QStyledItemDelegate>

namespace gui {

class ProblemsList;

class ProblemRow : public QStyledItemDelegate
{
    Q_OBJECT
public:
    static constexpr int moreWidth = 22; ///< of the part that opens the menu
    static int buttonHeight(const QWidget &widget);

    explicit ProblemRow(ProblemsList &list);
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    QString words(const QModelIndex &index) const;
    void paintButton(QPainter &painter, const QModelIndex &index) const;

    ProblemsList &m_list;
};

} // namespace gui
