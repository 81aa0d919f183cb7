// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/docklayouts.h"

#include <QDockWidget>
#include <QMainWindow>
#include <QSettings>

using namespace Qt::StringLiterals;

namespace gui {

static constexpr int version = 1; ///< to be raised when old states no longer fit

static QString key(const QString &mode)
{
    return u"window/panels-"_s + mode;
}

void DockLayouts::addMode(const QString &name, const QList<QDockWidget *> &docks, const QHash<QDockWidget *, QSize> &sizes)
{
    m_docks.insert(name, docks);
    m_sizes.insert(sizes);
}

void DockLayouts::showOnly(const QString &mode)
{
    const QList<QDockWidget *> docks = m_docks.value(mode);
    for (const QList<QDockWidget *> &each : std::as_const(m_docks)) {
        for (QDockWidget *dock : each)
            dock->setVisible(docks.contains(dock));
    }
    if (!docks.isEmpty())
        docks.constLast()->raise();
    for (QDockWidget *dock : docks) { // docks of an area share its size: each mode says its own
        const QSize size = m_sizes.value(dock);
        if (size.width() > 0)
            m_window.resizeDocks({dock}, {size.width()}, Qt::Horizontal);
        if (size.height() > 0)
            m_window.resizeDocks({dock}, {size.height()}, Qt::Vertical);
    }
}

void DockLayouts::enter(const QString &mode)
{
    const bool isFirst = m_first.isEmpty();
    if (isFirst) {
        QStringList names = m_docks.keys();
        names.removeOne(mode);
        for (const QString &name : names + QStringList{mode}) { // the last one stays as it is shown
            showOnly(name);
            m_first.insert(name, m_window.saveState(version));
        }
    } else if (!m_mode.isEmpty()) {
        m_states.insert(m_mode, m_window.saveState(version));
    }
    m_mode = mode;
    const bool isRestored = m_states.contains(mode) && m_window.restoreState(m_states.value(mode), version);
    if (!isRestored && !isFirst)
        m_window.restoreState(m_first.value(mode), version);
    for (auto it = m_docks.begin(); it != m_docks.end(); ++it) {
        for (QDockWidget *dock : it.value()) {
            if (it.key() != mode)
                dock->hide(); // whatever an old state says
        }
    }
    if (!m_states.contains(mode) && !m_docks.value(mode).isEmpty())
        m_docks.value(mode).constLast()->raise();
}

void DockLayouts::reset()
{
    const QString mode = std::exchange(m_mode, {});
    m_states.clear();
    QSettings settings;
    for (auto it = m_docks.begin(); it != m_docks.end(); ++it)
        settings.remove(key(it.key()));
    for (const QList<QDockWidget *> &docks : std::as_const(m_docks)) {
        for (QDockWidget *dock : docks)
            dock->setFloating(false);
    }
    enter(mode);
}

void DockLayouts::save()
{
    m_states.insert(m_mode, m_window.saveState(version));
    QSettings settings;
    for (auto it = m_states.begin(); it != m_states.end(); ++it)
        settings.setValue(key(it.key()), it.value());
}

void DockLayouts::load()
{
    const QSettings settings;
    for (auto it = m_docks.begin(); it != m_docks.end(); ++it) {
        if (const QByteArray state = settings.value(key(it.key())).toByteArray(); !state.isEmpty())
            m_states.insert(it.key(), state);
    }
}

} // namespace gui
