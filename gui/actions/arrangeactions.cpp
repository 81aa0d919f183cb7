// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/arrangeactions.h"

#include "gui/actions/actions.h"
#include "gui/canvas/view.h"
#include "gui/window.h"

#include <QMenu>

using namespace Qt::StringLiterals;

namespace gui {

ArrangeActions::ArrangeActions(Window &window) : QObject(&window), m_window(window)
{
    QMenu *menu = window.actions().menu(u"arrange"_s, tr("&Arrange"));
    addAlign(menu);
    addTidy(menu);
    connect(&window.selection(), &Selection::changed, this, &ArrangeActions::refreshSelection);
    refreshSelection();
}

void ArrangeActions::addAlign(QMenu *menu)
{
    CanvasView *view = &m_window.canvas();
    const auto align = [&](const QString &name, const QString &text, Align how) {
        QAction *action = m_window.actions().add(name, text);
        menu->addAction(action);
        connect(action, &QAction::triggered, view, [view, how] { view->align(how); });
    };
    align(u"align-left"_s, tr("Align &left"), Align::Left);
    align(u"align-centre"_s, tr("Align &centres"), Align::Centre);
    align(u"align-right"_s, tr("Align &right"), Align::Right);
    align(u"align-top"_s, tr("Align &top"), Align::Top);
    align(u"align-middle"_s, tr("Align &middles"), Align::Middle);
    align(u"align-bottom"_s, tr("Align &bottom"), Align::Bottom);
    menu->addSeparator();
    const auto distribute = [&](const QString &name, const QString &text, Qt::Orientation along) {
        QAction *action = m_window.actions().add(name, text);
        menu->addAction(action);
        connect(action, &QAction::triggered, view, [view, along] { view->distribute(along); });
    };
    distribute(u"distribute-horizontally"_s, tr("Distribute &horizontally"), Qt::Horizontal);
    distribute(u"distribute-vertically"_s, tr("Distribute &vertically"), Qt::Vertical);
    menu->addSeparator();
}

void ArrangeActions::addTidy(QMenu *menu)
{
    CanvasView *view = &m_window.canvas();
    QAction *pin = m_window.actions().add(u"pin-hosts"_s, tr("&Pin or unpin"), {QKeySequence(u"Ctrl+Shift+K"_s)});
    QAction *tidy = m_window.actions().add(u"tidy"_s, tr("Ti&dy layout"), {QKeySequence(u"Ctrl+Shift+L"_s)}, u"tidy"_s);
    menu->addActions({pin, tidy});
    connect(pin, &QAction::triggered, view, &CanvasView::togglePinned);
    connect(tidy, &QAction::triggered, view, &CanvasView::tidy);
}

void ArrangeActions::addCollapse(QMenu *menu)
{
    CanvasView *view = &m_window.canvas();
    QAction *toggle = m_window.actions().add(u"collapse"_s, tr("&Collapse or expand"), {QKeySequence(u"Ctrl+E"_s)});
    QAction *all = m_window.actions().add(u"collapse-all"_s, tr("Collapse a&ll hosts"));
    QAction *none = m_window.actions().add(u"expand-all"_s, tr("E&xpand all hosts"));
    menu->addActions({toggle, all, none});
    menu->addSeparator();
    connect(toggle, &QAction::triggered, view, &CanvasView::toggleCollapsed);
    connect(all, &QAction::triggered, view, [view] { view->setAllCollapsed(true); });
    connect(none, &QAction::triggered, view, [view] { view->setAllCollapsed(false); });
}

void ArrangeActions::addLayers(QMenu *menu)
{
    CanvasView *view = &m_window.canvas();
    QMenu *shown = menu->addMenu(tr("S&how"));
    const auto layer = [&](const QString &name, const QString &text, bool Layers::*which) {
        QAction *action = m_window.actions().add(name, text);
        action->setCheckable(true);
        shown->addAction(action);
        connect(action, &QAction::triggered, view, [view, which](bool on) {
            Layers layers = view->canvasScene().layers();
            layers.*which = on;
            view->setLayers(layers);
        });
    };
    layer(u"show-links"_s, tr("&Links"), &Layers::links);
    layer(u"show-labels"_s, tr("&Ports on links"), &Layers::labels);
    layer(u"show-details"_s, tr("Ports and &addresses in boxes"), &Layers::details);
    QAction *minimap = m_window.actions().add(u"show-minimap"_s, tr("&Overview"), {QKeySequence(u"Ctrl+M"_s)});
    minimap->setCheckable(true);
    shown->addAction(minimap);
    connect(minimap, &QAction::triggered, view, &CanvasView::setMinimapShown);
    connect(view, &CanvasView::layersChanged, this, &ArrangeActions::refreshLayers);
    refreshLayers();
}

void ArrangeActions::refreshSelection()
{
    Actions &actions = m_window.actions();
    QSet<model::ItemId> boxes;
    for (const model::ItemId &item : m_window.selection().items()) {
        if (const HostItem *host = m_window.scene().hostOf(item))
            boxes.insert(host->id());
    }
    const qsizetype hosts = boxes.size();
    for (const QString &name : {u"align-left"_s, u"align-centre"_s, u"align-right"_s, u"align-top"_s, u"align-middle"_s, u"align-bottom"_s})
        actions.setEnabled(name, hosts >= 2, tr("select two hosts or more"));
    for (const QString &name : {u"distribute-horizontally"_s, u"distribute-vertically"_s})
        actions.setEnabled(name, hosts >= 3, tr("select three hosts or more"));
    actions.setEnabled(u"pin-hosts"_s, hosts >= 1, tr("select a host"));
}

void ArrangeActions::refreshLayers()
{
    const CanvasView &view = m_window.canvas();
    const Layers &layers = view.canvasScene().layers();
    m_window.actions().get(u"show-links"_s)->setChecked(layers.links);
    m_window.actions().get(u"show-labels"_s)->setChecked(layers.labels);
    m_window.actions().get(u"show-details"_s)->setChecked(layers.details);
    m_window.actions().get(u"show-minimap"_s)->setChecked(view.isMinimapShown());
}

} // namespace gui
