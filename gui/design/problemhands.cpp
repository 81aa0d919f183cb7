// SPDX-License-Identifier: GPL-3.0-or-later
// What hands do with the list of problems: ways to mend in menus and buttons, links, keys.

#include "gui/design/problemrow.h"
#include "gui/design/problems.h"
#include "gui/icons.h"
#include "gui/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

static bool asksToMend(const QKeyEvent &key)
{
    const bool enter = key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter;
    return (enter && key.modifiers() == Qt::AltModifier) || (key.key() == Qt::Key_Period && key.modifiers() == Qt::ControlModifier);
}

void ProblemsList::mendCurrent()
{
    raiseDock();
    if (!currentItem() && topLevelItemCount() > 0)
        step(1);
    if (currentItem())
        openMenu(currentIndex(), viewport()->mapToGlobal(mendRect(currentIndex()).bottomLeft()), false);
}

void ProblemsList::addWays(QMenu *menu, const QList<Fix> &ways)
{
    for (const Fix &fix : ways) {
        QAction *action = menu->addAction(icon(fix.isClick() ? u"mend"_s : u"design"_s, m_theme->text), fix.isClick() ? fix.text : fix.text + u'…');
        action->setToolTip(fix.say);
        connect(action, &QAction::triggered, this, [this, fix] { emit fixAsked(fix); });
    }
}

void ProblemsList::openMenu(const QModelIndex &row, const QPoint &globalAt, bool all)
{
    const Diagnostic d = at(row);
    const QList<Fix> &ways = fixesOf(row);
    auto *menu = new QMenu(this);
    menu->setObjectName(u"fixes"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    addWays(menu, ways);
    const auto alike = std::count_if(m_diagnostics.begin(), m_diagnostics.end(), [&](const Diagnostic &each) { return each.code == d.code; });
    if (alike > 1 && std::any_of(ways.begin(), ways.end(), [](const Fix &fix) { return fix.isStep(); })) {
        menu->addSeparator();
        connect(menu->addAction(tr("Mend all %1 problems \"%2\"").arg(alike).arg(d.code)), &QAction::triggered, this, [this, d] { emit fixAllAsked(d.code); });
    }
    if (all || menu->isEmpty()) {
        menu->addSeparator();
        connect(menu->addAction(tr("Go to %1").arg(nameOf(d.item))), &QAction::triggered, this, [this, d] { emit picked(d.item, d.field); });
        if (!d.other.isEmpty() && d.other != d.item)
            connect(menu->addAction(tr("Go to %1").arg(nameOf(d.other))), &QAction::triggered, this, [this, d] { emit picked(d.other, {}); });
        connect(menu->addAction(tr("Copy the message")), &QAction::triggered, this, [d] { QApplication::clipboard()->setText(d.message); });
    }
    menu->setActiveAction(menu->actions().value(0));
    menu->popup(globalAt);
}

void ProblemsList::addFixes(QMenu *menu, const ItemId &item)
{
    bool titled = false;
    for (int i = 0; i < topLevelItemCount(); ++i) {
        const Diagnostic &d = m_diagnostics.at(i);
        if (d.item != item && d.other != item)
            continue;
        if (!titled)
            menu->addSection(tr("Mend"));
        titled = true;
        addWays(menu, fixesOf(model()->index(i, 0)).mid(0, 3));
    }
}

QRect ProblemsList::mendRect(const QModelIndex &row) const
{
    const qsizetype ways = fixesOf(row).size();
    const QRect cell = visualRect(row.siblingAtColumn(Mend)).adjusted(3, 2, -3, -2);
    const int height = qMin(cell.height(), ProblemRow::buttonHeight(*this));
    const QRect button(cell.left(), cell.center().y() - height / 2, cell.width(), height);
    return ways == 0 ? QRect() : ways == 1 ? button : button.adjusted(0, 0, -ProblemRow::moreWidth, 0);
}

QRect ProblemsList::moreRect(const QModelIndex &row) const
{
    const QRect first = mendRect(row);
    return fixesOf(row).size() < 2 ? QRect() : QRect(first.right() + 1, first.top(), ProblemRow::moreWidth, first.height());
}

bool ProblemsList::isLink(const QModelIndex &index) const
{
    return index.isValid() && (index.column() == Where || index.column() == With) && !index.data().toString().isEmpty();
}

void ProblemsList::mouseReleaseEvent(QMouseEvent *event)
{
    QTreeWidget::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->pos());
    if (event->button() != Qt::LeftButton || !index.isValid())
        return;
    if (mendRect(index).contains(event->pos())) {
        const Fix first = fixesOf(index).constFirst(); // a copy: the step replaces what is known of the rows
        emit fixAsked(first);
    } else if (moreRect(index).contains(event->pos()))
        openMenu(index, viewport()->mapToGlobal(mendRect(index).bottomLeft()), false);
    else
        pick(index);
}

void ProblemsList::mouseMoveEvent(QMouseEvent *event)
{
    QTreeWidget::mouseMoveEvent(event);
    const QModelIndex index = indexAt(event->pos());
    const bool button = index.isValid() && index.column() == Mend && !fixesOf(index).isEmpty();
    viewport()->setCursor(button || isLink(index) ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

/// Alt+Enter asks for the properties of an item elsewhere.
bool ProblemsList::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && asksToMend(*static_cast<QKeyEvent *>(event)))
        event->accept();
    return QTreeWidget::event(event);
}

void ProblemsList::keyPressEvent(QKeyEvent *event)
{
    if (asksToMend(*event))
        return mendCurrent();
    QTreeWidget::keyPressEvent(event);
}

void ProblemsList::contextMenuEvent(QContextMenuEvent *event)
{
    const bool keyboard = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = keyboard ? currentIndex() : indexAt(event->pos());
    if (index.isValid())
        openMenu(index, keyboard ? viewport()->mapToGlobal(visualRect(index).bottomLeft()) : event->globalPos(), true);
}

} // namespace gui
