// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What can be seen of a widget: its name for a person who looks for it, and what of its text is cut off.

#include <QAbstractButton>
#include <QComboBox>
#include <QCommandLinkButton>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QScrollBar>
#include <QTabBar>
#include <QToolButton>
#include <QTreeView>

namespace tests {

using namespace Qt::StringLiterals;

inline QString nameOf(const QWidget *widget)
{
    QString path;
    for (const QWidget *w = widget; w && !w->isWindow(); w = w->parentWidget())
        path.prepend(u'/' + (w->objectName().isEmpty() ? QString::fromLatin1(w->metaObject()->className()) : w->objectName()));
    return path;
}

inline bool isInternal(const QWidget *widget)
{
    for (const QWidget *w = widget; w; w = w->parentWidget()) {
        if (qobject_cast<const QHeaderView *>(w) || qobject_cast<const QScrollBar *>(w))
            return true;
    }
    return widget->objectName().startsWith(u"qt_"_s);
}

/// What a cell of a list or table has no room for. Columns that wrap are looked at by their height.
inline QString cutOffCell(const QAbstractItemView &view, const QModelIndex &index)
{
    const QRect cell = view.visualRect(index);
    const QString text = index.data().toString();
    if (text.isEmpty() || !cell.isValid() || !view.viewport()->rect().intersects(cell))
        return {};
    QStyleOptionViewItem option;
    option.initFrom(&view);
    option.font = index.data(Qt::FontRole).isValid() ? qvariant_cast<QFont>(index.data(Qt::FontRole)).resolve(view.font()) : view.font();
    option.fontMetrics = QFontMetrics(option.font);
    const bool picture = !index.data(Qt::DecorationRole).isNull(), tick = index.data(Qt::CheckStateRole).isValid();
    const int beside = 2 * (view.style()->pixelMetric(QStyle::PM_FocusFrameHMargin, &option, &view) + 1), sign = (view.iconSize().isValid() ? view.iconSize().width() : 16) + beside;
    const int room = cell.width() - beside - (picture ? sign : 0) - (tick ? sign : 0);
    const auto *tree = qobject_cast<const QTreeView *>(&view);
    const auto *list = qobject_cast<const QListView *>(&view);
    if ((tree && tree->wordWrap()) || (list && list->wordWrap())) {
        const QRect needed = option.fontMetrics.boundingRect(QRect(0, 0, qMax(room, 1), 10000), Qt::TextWordWrap | Qt::TextWrapAnywhere, text);
        return needed.height() > cell.height() + 1 ? text : QString();
    }
    return option.fontMetrics.horizontalAdvance(text) > room + 1 ? text : QString();
}

inline QString cutOffRows(const QAbstractItemView &view, const QModelIndex &parent = {})
{
    const QAbstractItemModel *model = view.model();
    for (int row = 0; model && row < model->rowCount(parent); ++row) {
        for (int column = 0; column < model->columnCount(parent); ++column) {
            if (const QString text = cutOffCell(view, model->index(row, column, parent)); !text.isEmpty())
                return text;
        }
        if (const QString text = cutOffRows(view, model->index(row, 0, parent)); !text.isEmpty())
            return text;
    }
    return {};
}

/// What of a text is cut off; empty when it is all there.
inline QString cutOff(const QWidget *widget)
{
    if (const auto *label = qobject_cast<const QLabel *>(widget)) {
        if (label->text().isEmpty())
            return {};
        const int needed = label->wordWrap() ? label->heightForWidth(label->width()) : label->sizeHint().height();
        const bool narrow = !label->wordWrap() && label->sizeHint().width() > label->width() + 1;
        return narrow || needed > label->height() + 1 ? label->text() : QString();
    }
    if (const auto *link = qobject_cast<const QCommandLinkButton *>(widget); link && link->heightForWidth(link->width()) > link->height())
        return link->description();
    if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
        return !button->text().isEmpty() && button->minimumSizeHint().width() > button->width() + 1
                && !(qobject_cast<const QToolButton *>(button) && static_cast<const QToolButton *>(button)->toolButtonStyle() == Qt::ToolButtonIconOnly)
            ? button->text() : QString();
    if (const auto *view = qobject_cast<const QAbstractItemView *>(widget))
        return cutOffRows(*view);
    if (const auto *combo = qobject_cast<const QComboBox *>(widget)) {
        QStyleOptionComboBox option;
        option.initFrom(combo);
        const QRect room = combo->style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, combo);
        return combo->fontMetrics().horizontalAdvance(combo->currentText()) > room.width() ? combo->currentText() : QString();
    }
    if (const auto *line = qobject_cast<const QLineEdit *>(widget); line && line->text().isEmpty())
        return line->fontMetrics().horizontalAdvance(line->placeholderText()) > line->width() - 10 ? line->placeholderText() : QString();
    if (const auto *tabs = qobject_cast<const QTabBar *>(widget)) {
        for (int i = 0; i < tabs->count(); ++i) {
            if (tabs->fontMetrics().horizontalAdvance(QString(tabs->tabText(i)).remove(u'&')) > tabs->tabRect(i).width())
                return tabs->tabText(i);
        }
    }
    return {};
}

} // namespace tests
