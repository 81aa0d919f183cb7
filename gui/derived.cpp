// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/derived.h"

#include "nixgen/generate.h"

namespace gui {

using namespace model;

static constexpr int longestWait = 2000; // ms; a window that is not to be seen paints nothing
static constexpr qsizetype manyItems = 2000; // from here on a person would wait for the picture

Derived::Derived(FleetDocument &document, Start start, QObject *parent)
    : QObject(parent), m_document(document), m_resolution(document.catalog()), m_validation(document.catalog()),
      m_expectsPicture(start == Start::PictureFirst)
{
    connect(&m_later, &QTimer::timeout, this, &Derived::generateSome);
    connect(&document, &FleetDocument::changed, this, &Derived::update);
    FleetChange everything;
    everything.everything = true;
    update(everything);
}

void Derived::update(const FleetChange &change)
{
    emit aboutToChange();
    m_hosts = m_resolution.follow(m_document.fleet());
    m_hosts.everything = m_hosts.everything || change.everything || change.settings || m_isChecking;
    m_touched.clear();
    m_gone.clear();
    m_waiting.clear();
    const bool isBig = topology().items.size() > manyItems;
    const bool isExpected = change.everything && std::exchange(m_expectsPicture, false);
    m_isChecking = isExpected || (isBig && (m_isChecking || change.everything));
    m_awaitsPicture = m_isChecking && (m_awaitsPicture || change.everything);
    if (m_isChecking) {
        m_diagnostics = m_document.readDiagnostics();
        m_tree.clear();
        m_later.start(m_awaitsPicture ? longestWait : 0);
    } else {
        m_later.stop();
        check();
        if (m_hosts.everything)
            regenerateAll();
        else
            regenerate();
    }
    m_before = m_document.fleet();
    emit changed(change);
}

void Derived::check()
{
    m_validation.follow(m_document.fleet(), topology(), m_hosts);
    m_diagnostics = m_document.readDiagnostics() + m_validation.diagnostics();
}

void Derived::expectPicture()
{
    m_expectsPicture = true;
}

void Derived::pictureShown()
{
    if (!std::exchange(m_awaitsPicture, false))
        return;
    m_later.start(0); // between events, so that the window answers
    emit pictured();
}

/// A step of what was put off: first the findings, then some files at a time.
void Derived::generateSome()
{
    if (m_awaitsPicture)
        return pictureShown();
    if (m_waiting.isEmpty()) {
        check();
        m_waiting = nixgen::filesOf(m_document.fleet(), m_document.catalog());
        return;
    }
    constexpr qsizetype atOnce = 40;
    for (const QString &path : m_waiting.mid(0, atOnce))
        generate(path);
    m_waiting.remove(0, std::min(atOnce, m_waiting.size()));
    if (!m_waiting.isEmpty())
        return;
    m_later.stop();
    m_isChecking = false;
    m_touched.clear(); // of an opened fleet all is new
    emit completed();
}

void Derived::complete()
{
    while (m_isChecking)
        generateSome();
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
    for (const QString &path : files.gone) {
        if (m_tree.erase(path) > 0)
            m_gone.append(path);
    }
    others = !m_gone.isEmpty();
    for (const QString &path : files.once) {
        if (!m_tree.contains(path)) {
            others = true;
            generate(path);
        }
    }
    for (const QString &path : files.changed + (others ? files.withOthers : QStringList())) {
        if (nixgen::regenerateFile(m_tree[path], m_before, m_document.fleet(), m_document.catalog(), topology(), path, m_hosts).value_or(false))
            m_touched.append(path);
    }
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
