// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/derived.h"

#include "nixgen/generate.h"

namespace gui {

using namespace model;

Derived::Derived(FleetDocument &document, QObject *parent)
    : QObject(parent), m_document(document), m_resolution(document.catalog()), m_validation(document.catalog())
{
    connect(&document, &FleetDocument::changed, this, &Derived::update);
    FleetChange everything;
    everything.everything = true;
    update(everything);
}

void Derived::update(const FleetChange &change)
{
    const Fleet &fleet = m_document.fleet();
    m_hosts = m_resolution.follow(fleet);
    m_hosts.everything = m_hosts.everything || change.everything || change.settings;
    m_validation.follow(fleet, topology(), m_hosts);
    m_diagnostics = m_document.readDiagnostics() + m_validation.diagnostics();
    m_touched.clear();
    if (m_hosts.everything)
        regenerateAll();
    else
        regenerate();
    m_before = fleet;
    emit changed(change);
}

void Derived::regenerateAll()
{
    const QStringList all = nixgen::filesOf(m_document.fleet(), m_document.catalog());
    const QSet<QString> wanted(all.begin(), all.end());
    std::erase_if(m_tree, [&](const auto &entry) { return !wanted.contains(entry.first); });
    for (const QString &path : all)
        generate(path);
}

/// The files of hosts that were touched, and those that tell of all.
void Derived::regenerate()
{
    const nixgen::HostFiles files = nixgen::filesOf(m_hosts.hosts, m_document.fleet(), m_document.catalog(), topology());
    bool others = false; // that have files
    for (const QString &path : files.gone)
        others = m_tree.erase(path) > 0 || others;
    for (const QString &path : files.once) {
        if (!m_tree.contains(path)) {
            others = true;
            generate(path);
        }
    }
    for (const QString &path : files.changed + (others ? files.withOthers : QStringList()))
        take(path, nixgen::regenerateFile(m_tree[path], m_before, m_document.fleet(), m_document.catalog(), topology(), path, m_hosts.hosts));
}

void Derived::generate(const QString &path)
{
    take(path, nixgen::generateFile(m_document.fleet(), m_document.catalog(), topology(), path));
}

void Derived::take(const QString &path, Result<GeneratedFile> file)
{
    if (!file)
        return;
    GeneratedFile &known = m_tree[path];
    if (known.text != file->text)
        m_touched.append(path);
    known = std::move(*file);
}

} // namespace gui
