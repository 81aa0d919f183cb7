// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is selected, shared by canvas, inspector, preview and problems; the one place where they agree.

#include "model/fleet.h"

#include <QObject>
#include <QSet>

namespace gui {

class Selection : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    const QSet<model::ItemId> &items() const { return m_items; }
    model::ItemId single() const { return m_items.size() == 1 ? *m_items.begin() : model::ItemId(); }
    /// The field that the preview or a problem points at; the inspector puts its cursor there.
    const QString &field() const { return m_field; }

    void set(const QSet<model::ItemId> &items, const QString &field = {})
    {
        if (items == m_items && field == m_field)
            return;
        m_items = items;
        m_field = field;
        emit changed();
    }

signals:
    void changed();

private:
    QSet<model::ItemId> m_items;
    QString m_field;
};

} // namespace gui
