// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/derived.h"

#include "nixgen/generate.h"

namespace gui {

using namespace model;

Derived::Derived(FleetDocument &document, QObject *parent) : QObject(parent), m_document(document)
{
    connect(&document, &FleetDocument::changed, this, &Derived::update);
    FleetChange everything;
    everything.everything = true;
    update(everything);
}

void Derived::update(const FleetChange &change)
{
    const Fleet &fleet = m_document.fleet();
    m_topology = resolve(fleet, m_document.catalog());
    m_diagnostics = m_document.readDiagnostics() + validate(fleet, m_document.catalog(), m_topology, Purpose::Design);
    regenerate(change);
    emit changed(change);
}

void Derived::regenerate(const FleetChange &change)
{
    const Fleet &fleet = m_document.fleet();
    m_touched.clear();
    const QStringList all = nixgen::filesOf(fleet, m_document.catalog());
    const QSet<QString> wanted(all.begin(), all.end());
    std::erase_if(m_tree, [&](const auto &entry) { return !wanted.contains(entry.first); });
    QStringList stale = change.everything ? all : nixgen::filesOf(change, m_before, fleet, m_document.catalog());
    m_before = fleet;
    for (const QString &path : all) {
        if (!m_tree.contains(path) && !stale.contains(path))
            stale.append(path);
    }
    for (const QString &path : stale) {
        Result<GeneratedFile> file = nixgen::generateFile(fleet, m_document.catalog(), m_topology, path);
        if (!file)
            continue;
        GeneratedFile &known = m_tree[path];
        if (known.text != file->text)
            m_touched.append(path);
        known = std::move(*file);
    }
}

} // namespace gui
