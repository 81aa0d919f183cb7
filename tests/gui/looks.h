// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What can be seen of a widget: its name for a person who looks for it, and what of its text is cut off.

#include <QAbstractButton>
#include <QHeaderView>
#include <QLabel>
#include <QScrollBar>
#include <QTabBar>
#include <QToolButton>

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
    if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
        return !button->text().isEmpty() && button->minimumSizeHint().width() > button->width() + 1
                && !(qobject_cast<const QToolButton *>(button) && static_cast<const QToolButton *>(button)->toolButtonStyle() == Qt::ToolButtonIconOnly)
            ? button->text() : QString();
    if (const auto *tabs = qobject_cast<const QTabBar *>(widget)) {
        for (int i = 0; i < tabs->count(); ++i) {
            if (tabs->fontMetrics().horizontalAdvance(QString(tabs->tabText(i)).remove(u'&')) > tabs->tabRect(i).width())
                return tabs->tabText(i);
        }
    }
    return {};
}

} // namespace tests
