// SPDX-License-Identifier: GPL-3.0-or-later
// Arranging the selected hosts: align, distribute, pin, collapse, tidy. Each is one step of the layout.

#include "gui/canvas/view.h"
#include "gui/counted.h"

namespace gui {

using namespace model;

QList<ItemId> CanvasView::selectedHosts() const
{
    QList<ItemId> hosts;
    for (const ItemId &id : m_scene->selected()) {
        const HostItem *host = m_scene->hostOf(id);
        if (host && !hosts.contains(host->id()))
            hosts.append(host->id());
    }
    return hosts;
}

Boxes CanvasView::boxes(const QList<ItemId> &hosts) const
{
    Boxes boxes;
    for (const ItemId &id : hosts)
        boxes.insert(id, m_scene->itemBox(id));
    return boxes;
}

void CanvasView::moveTogether(const Positions &to, const QString &text)
{
    Layout moved;
    for (auto it = to.begin(); it != to.end(); ++it) {
        Place place = m_scene->places().value(it.key());
        if (place.position == it.value())
            continue;
        place.position = it.value();
        moved.insert(it.key(), place);
    }
    if (!moved.isEmpty())
        emit hostsMoved(moved, text);
}

void CanvasView::changePlaces(const QList<ItemId> &hosts, const std::function<void(Place &)> &change, const QString &text)
{
    commitNudge();
    Layout changed;
    for (const ItemId &id : hosts) {
        Place place = m_scene->places().value(id);
        change(place);
        if (place != m_scene->places().value(id))
            changed.insert(id, place);
    }
    if (!changed.isEmpty())
        emit hostsMoved(changed, text);
}

void CanvasView::align(Align how)
{
    commitNudge();
    const QList<ItemId> hosts = selectedHosts();
    if (hosts.size() < 2)
        return emit statusAsked(tr("Select at least two hosts to align"));
    moveTogether(aligned(boxes(hosts), how), counted(hosts.size(), tr("Align %1 host"), tr("Align %1 hosts")));
}

void CanvasView::distribute(Qt::Orientation along)
{
    commitNudge();
    const QList<ItemId> hosts = selectedHosts();
    if (hosts.size() < 3)
        return emit statusAsked(tr("Select at least three hosts to distribute"));
    moveTogether(distributed(boxes(hosts), along), counted(hosts.size(), tr("Distribute %1 host"), tr("Distribute %1 hosts")));
}

/// One name, or how many.
static QString whom(const CanvasScene &scene, const QList<ItemId> &hosts)
{
    return hosts.size() == 1 ? scene.host(hosts.constFirst())->look().title : counted(hosts.size(), CanvasView::tr("%1 host"), CanvasView::tr("%1 hosts"));
}

void CanvasView::togglePinned()
{
    const QList<ItemId> hosts = selectedHosts();
    if (hosts.isEmpty())
        return emit statusAsked(tr("Select the hosts to pin"));
    const bool pin = !std::all_of(hosts.begin(), hosts.end(), [this](const ItemId &id) { return m_scene->places().value(id).pinned; });
    changePlaces(hosts, [pin](Place &place) { place.pinned = pin; }, (pin ? tr("Pin %1") : tr("Unpin %1")).arg(whom(*m_scene, hosts)));
}

void CanvasView::toggleCollapsed()
{
    const QList<ItemId> hosts = selectedHosts();
    if (hosts.isEmpty())
        return emit statusAsked(tr("Select the hosts to collapse"));
    const bool collapse = !std::all_of(hosts.begin(), hosts.end(), [this](const ItemId &id) { return m_scene->places().value(id).collapsed; });
    changePlaces(hosts, [collapse](Place &place) { place.collapsed = collapse; },
                 (collapse ? tr("Collapse %1") : tr("Expand %1")).arg(whom(*m_scene, hosts)));
}

void CanvasView::setAllCollapsed(bool collapsed)
{
    changePlaces(m_scene->places().keys(), [collapsed](Place &place) { place.collapsed = collapsed; },
                 collapsed ? tr("Collapse all hosts") : tr("Expand all hosts"));
}

void CanvasView::tidy()
{
    commitNudge();
    const Layout layout = arrange(m_scene->topology(), m_scene->catalog(), m_scene->places(), false);
    if (layout == m_scene->places())
        return emit statusAsked(tr("The layout is tidy already"));
    emit hostsMoved(layout, tr("Tidy layout"));
    fit();
}

} // namespace gui
