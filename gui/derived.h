// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What follows from the open fleet: topology, findings and generated files, made true after every change by looking at what
// changed, and told once.

#include "model/document.h"
#include "model/filetree.h"
#include "model/resolution.h"
#include "model/validation.h"

#include <QObject>
#include <QSet>

namespace gui {

class Derived : public QObject
{
    Q_OBJECT
public:
    explicit Derived(model::FleetDocument &document, QObject *parent = nullptr);

    const model::Topology &topology() const { return m_resolution.topology(); }
    const model::Diagnostics &diagnostics() const { return m_diagnostics; } ///< of reading and of validating
    const model::FileTree &tree() const { return m_tree; }
    /// Paths whose text differs from before the last change.
    const QStringList &touched() const { return m_touched; }
    /// Hosts that may look different since the last change.
    const model::Touched &touchedHosts() const { return m_hosts; }

signals:
    void changed(const model::FleetChange &change);

private:
    void update(const model::FleetChange &change);
    void regenerateAll();
    void regenerate();
    void generate(const QString &path);
    void take(const QString &path, model::Result<model::GeneratedFile> file);

    model::FleetDocument &m_document;
    model::Fleet m_before; ///< as of the files
    model::Resolution m_resolution;
    model::Validation m_validation;
    model::Touched m_hosts;
    model::Diagnostics m_diagnostics;
    model::FileTree m_tree;
    QStringList m_touched;
};

} // namespace gui
