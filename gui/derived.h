// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What follows from the open fleet: topology, findings and generated files, recomputed after every change and told once.

#include "model/document.h"
#include "model/filetree.h"
#include "model/validate.h"

#include <QObject>
#include <QSet>

namespace gui {

class Derived : public QObject
{
    Q_OBJECT
public:
    explicit Derived(model::FleetDocument &document, QObject *parent = nullptr);

    const model::Topology &topology() const { return m_topology; }
    const model::Diagnostics &diagnostics() const { return m_diagnostics; } ///< of reading and of validating
    const model::FileTree &tree() const { return m_tree; }
    /// Paths whose text differs from before the last change.
    const QStringList &touched() const { return m_touched; }

signals:
    void changed(const model::FleetChange &change);

private:
    void update(const model::FleetChange &change);
    void regenerate(const model::FleetChange &change);

    model::FleetDocument &m_document;
    model::Fleet m_before; ///< as of the last regeneration
    model::Topology m_topology;
    model::Diagnostics m_diagnostics;
    model::FileTree m_tree;
    QStringList m_touched;
};

} // namespace gui
