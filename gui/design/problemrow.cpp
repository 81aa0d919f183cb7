// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/problemrow.h"

#include "gui/design/problems.h"

#include <QApplication>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace gui {

int ProblemRow::buttonHeight(const QWidget &widget)
{
    return widget.fontMetrics().height() + 8;
}

ProblemRow::ProblemRow(ProblemsList &list) : QStyledItemDelegate(&list), m_list(list) {}

QSize ProblemRow::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int least = buttonHeight(m_list) + 6;
    if (index.column() == ProblemsList::Mend)
        return QSize(qBound(150, m_list.fontMetrics().horizontalAdvance(words(index)) + 30 + moreWidth, 380), least);
    if (index.column() != ProblemsList::Message)
        return QStyledItemDelegate::sizeHint(option, index).expandedTo(QSize(0, least));
    QStyleOptionViewItem sized = option; // the words wrap at the width that the column has now
    sized.rect = QRect(0, 0, m_list.columnWidth(ProblemsList::Message), 1);
    return (QStyledItemDelegate::sizeHint(sized, index) + QSize(0, 4)).expandedTo(QSize(0, least));
}

void ProblemRow::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const bool link = index.column() == ProblemsList::Where || index.column() == ProblemsList::With;
    QStyleOptionViewItem drawn = option;
    drawn.font.setUnderline(link && (option.state & QStyle::State_MouseOver));
    QStyledItemDelegate::paint(painter, drawn, index);
    if (index.column() == ProblemsList::Mend)
        paintButton(*painter, index);
}

/// Of the button; dots say that a person has to type something.
QString ProblemRow::words(const QModelIndex &index) const
{
    const auto &ways = m_list.fixesOf(index);
    return ways.isEmpty() ? QString() : ways.constFirst().isClick() ? ways.constFirst().text : ways.constFirst().text + u'…';
}

void ProblemRow::paintButton(QPainter &painter, const QModelIndex &index) const
{
    const QRect first = m_list.mendRect(index), more = m_list.moreRect(index);
    if (first.isEmpty())
        return;
    const QPalette palette = m_list.palette();
    const QPoint mouse = m_list.viewport()->mapFromGlobal(QCursor::pos());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(more.isEmpty() ? first : first.united(more)).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(palette.color(QPalette::Mid));
    painter.setBrush(frame.contains(mouse) ? palette.color(QPalette::Button).lighter(125) : palette.color(QPalette::Button));
    painter.drawRoundedRect(frame, 4, 4);
    if (!more.isEmpty())
        painter.drawLine(QPointF(more.left() + 0.5, more.top() + 4), QPointF(more.left() + 0.5, more.bottom() - 4));
    painter.setPen(palette.color(QPalette::ButtonText));
    const QRect text = first.adjusted(8, 0, -6, 0);
    painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft, m_list.fontMetrics().elidedText(words(index), Qt::ElideRight, text.width()));
    if (!more.isEmpty()) {
        const QPointF c = QRectF(more).center();
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(palette.color(QPalette::ButtonText), 1.5));
        painter.drawPolyline(QPolygonF{c + QPointF(-4, -2), c + QPointF(0, 2), c + QPointF(4, -2)});
    }
    painter.restore();
}

} // namespace gui
