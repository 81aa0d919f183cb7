// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/canvas/accessible.h"

#include "gui/canvas/view.h"
#include "gui/counted.h"
#include "model/words.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QPointer>

#include <unordered_map>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

namespace {

class ViewAccessible;

/// A host or an item. Made on demand, kept by the view's interface, and invalid once the item is gone.
class ItemAccessible final : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    ItemAccessible(ViewAccessible &view, ItemId id) : m_view(view), m_id(std::move(id)) {}

    bool isValid() const override;
    QObject *object() const override { return nullptr; }
    QWindow *window() const override;
    QAccessibleInterface *childAt(int x, int y) const override;
    QAccessibleInterface *parent() const override;
    QAccessibleInterface *child(int index) const override;
    int childCount() const override;
    int indexOfChild(const QAccessibleInterface *child) const override;
    QString text(QAccessible::Text which) const override;
    void setText(QAccessible::Text, const QString &) override {}
    QRect rect() const override;
    QAccessible::Role role() const override;
    QAccessible::State state() const override;
    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this) : nullptr;
    }
    QStringList actionNames() const override { return {pressAction(), showMenuAction()}; }
    void doAction(const QString &name) override;
    QStringList keyBindingsForAction(const QString &) const override { return {}; }

    const ItemId &id() const { return m_id; }

private:
    const HostItem *host() const; ///< itself, or what it stands on
    bool isHost() const;
    QString description() const;

    ViewAccessible &m_view;
    ItemId m_id;
};

class ViewAccessible final : public QAccessibleWidget
{
public:
    explicit ViewAccessible(CanvasView *view) : QAccessibleWidget(view, QAccessible::Canvas), m_view(view) {}
    ~ViewAccessible() override
    {
        for (const auto &[id, each] : m_ids)
            QAccessible::deleteAccessibleInterface(each);
    }
    Q_DISABLE_COPY_MOVE(ViewAccessible)

    int childCount() const override { return m_view ? int(m_view->canvasScene().hosts().size()) : 0; }
    QAccessibleInterface *child(int index) const override
    {
        if (index < 0 || index >= childCount())
            return nullptr;
        return of(m_view->canvasScene().hosts().at(size_t(index))->id());
    }
    int indexOfChild(const QAccessibleInterface *child) const override
    {
        for (int i = 0; i < childCount(); ++i) {
            if (this->child(i) == child)
                return i;
        }
        return -1;
    }
    QAccessibleInterface *childAt(int x, int y) const override
    {
        const ItemId item = m_view ? m_view->canvasScene().itemAt(m_view->toScene(m_view->viewport()->mapFromGlobal(QPoint(x, y)))) : ItemId();
        return item.isEmpty() ? nullptr : of(item);
    }
    QAccessibleInterface *focusChild() const override
    {
        if (!m_view || !m_view->hasFocus() || m_view->canvasScene().selected().size() != 1)
            return nullptr;
        return of(*m_view->canvasScene().selected().begin());
    }

    /// The one interface of that item; Qt owns it.
    QAccessibleInterface *of(const ItemId &id) const
    {
        const auto known = m_ids.find(id.text());
        if (known != m_ids.end())
            return QAccessible::accessibleInterface(known->second);
        auto *fresh = new ItemAccessible(const_cast<ViewAccessible &>(*this), id);
        m_ids.emplace(id.text(), QAccessible::registerAccessibleInterface(fresh));
        return fresh;
    }
    CanvasView *view() const { return m_view; }

private:
    QPointer<CanvasView> m_view;
    mutable std::unordered_map<QString, QAccessible::Id> m_ids;
};

const HostItem *ItemAccessible::host() const
{
    return m_view.view() ? m_view.view()->canvasScene().hostOf(m_id) : nullptr;
}

bool ItemAccessible::isHost() const
{
    const HostItem *item = host();
    return item && item->id() == m_id;
}

bool ItemAccessible::isValid() const
{
    return host();
}

QWindow *ItemAccessible::window() const
{
    return m_view.window();
}

QAccessibleInterface *ItemAccessible::parent() const
{
    const HostItem *item = host();
    return !item || isHost() ? static_cast<QAccessibleInterface *>(&m_view) : m_view.of(item->id());
}

int ItemAccessible::childCount() const
{
    return isHost() ? int(host()->geometry().chips.size()) : 0;
}

QAccessibleInterface *ItemAccessible::child(int index) const
{
    return index >= 0 && index < childCount() ? m_view.of(host()->geometry().chips.at(index).id) : nullptr;
}

int ItemAccessible::indexOfChild(const QAccessibleInterface *child) const
{
    for (int i = 0; i < childCount(); ++i) {
        if (this->child(i) == child)
            return i;
    }
    return -1;
}

QAccessibleInterface *ItemAccessible::childAt(int x, int y) const
{
    QAccessibleInterface *found = m_view.childAt(x, y);
    return found && found != this && indexOfChild(found) >= 0 ? found : nullptr;
}

QString ItemAccessible::description() const
{
    const HostItem *item = host();
    QStringList parts;
    if (isHost()) {
        parts << item->look().subtitle;
        if (!item->geometry().collapsed)
            parts << counted(item->geometry().chips.size(), CanvasView::tr("%1 item"), CanvasView::tr("%1 items"));
        if (item->look().pinned)
            parts << CanvasView::tr("pinned");
    } else if (const Placed *placed = m_view.view()->canvasScene().topology().find(m_id)) {
        const Kind *kind = m_view.view()->canvasScene().catalog().kind(placed->kind);
        parts << (kind ? ofCatalog(kind->title) : placed->kind) << CanvasView::tr("on %1").arg(placed->host);
        for (const Port &port : placed->ports)
            parts << (port.protocol == Protocol::Udp ? u"UDP %1"_s : u"TCP %1"_s).arg(port.first);
    }
    const Mark mark = item->mark(m_id);
    if (mark.shape != MarkShape::None)
        parts << markWords(mark);
    return parts.join(u", "_s);
}

QString ItemAccessible::text(QAccessible::Text which) const
{
    const HostItem *item = host();
    if (!item || (which != QAccessible::Name && which != QAccessible::Description))
        return {};
    if (which == QAccessible::Description)
        return description();
    if (isHost())
        return item->look().title;
    for (qsizetype i = 0; i < item->geometry().chips.size(); ++i) {
        if (item->geometry().chips.at(i).id == m_id)
            return item->look().chips.at(i).title;
    }
    return m_id.text().section(u'/', 1); // inside a collapsed host
}

QRect ItemAccessible::rect() const
{
    if (!host())
        return {};
    const CanvasView *view = m_view.view();
    const QRect box = view->mapFromScene(view->canvasScene().itemBox(m_id)).boundingRect();
    return {view->viewport()->mapToGlobal(box.topLeft()), box.size()};
}

QAccessible::Role ItemAccessible::role() const
{
    return isHost() ? QAccessible::Grouping : QAccessible::ListItem;
}

QAccessible::State ItemAccessible::state() const
{
    QAccessible::State state;
    const HostItem *item = host();
    state.invalid = !item;
    if (!item)
        return state;
    const QSet<ItemId> &selected = m_view.view()->canvasScene().selected();
    state.selectable = state.focusable = true;
    state.selected = selected.contains(m_id);
    state.focused = state.selected && selected.size() == 1 && m_view.view()->hasFocus();
    state.offscreen = !m_view.view()->shownRect().intersects(m_view.view()->canvasScene().itemBox(m_id));
    if (isHost()) {
        state.expandable = true;
        state.collapsed = item->geometry().collapsed;
        state.expanded = !state.collapsed;
    }
    return state;
}

void ItemAccessible::doAction(const QString &name)
{
    CanvasView *view = m_view.view();
    if (!host())
        return;
    emit view->selectionPicked({m_id});
    if (name == pressAction())
        emit view->activated(m_id);
    else if (name == showMenuAction())
        emit view->contextAsked(m_id, rect().center());
}

QAccessibleInterface *factory(const QString &name, QObject *object)
{
    auto *view = name == u"gui::CanvasView"_s ? qobject_cast<CanvasView *>(object) : nullptr;
    return view ? new ViewAccessible(view) : nullptr;
}

} // namespace

void makeCanvasAccessible()
{
    QAccessible::installFactory(factory); // installing it again is ignored
}

void announceSelected(CanvasView &view, const ItemId &item)
{
    if (!QAccessible::isActive() || item.isEmpty())
        return;
    auto *all = dynamic_cast<ViewAccessible *>(QAccessible::queryAccessibleInterface(&view));
    if (!all || !view.canvasScene().hostOf(item))
        return;
    QAccessibleEvent event(all->of(item), QAccessible::Focus);
    QAccessible::updateAccessibility(&event);
}

} // namespace gui
