// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document.h"

#include <QFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

namespace {

constexpr qsizetype historyLimit = 1000;
const char freshFleet[] = "switchyard: 1\nname: fleet\ndomain: example.com\n";

/// The layout beside a fleet file; none when there is none. A broken one is no reason not to open
/// the fleet.
Layout readLayout(const QString &fleetPath, Diagnostics &diagnostics)
{
    QFile file(layoutPath(fleetPath));
    if (!file.exists())
        return {};
    Result<Layout> layout = fail(u"cannot-read"_s, u"it cannot be read"_s);
    if (file.open(QIODevice::ReadOnly))
        layout = parseLayout(file.readAll());
    if (layout)
        return *layout;
    diagnostics.append(
        {Severity::Warning,
         u"bad-layout"_s,
         u"%1: %2; everything is placed anew"_s.arg(file.fileName(), layout.error().message),
         ItemId::fleet(),
         {},
         {},
         {}});
    return {};
}

/// Places follow what is renamed and go with what is removed.
Layout following(Layout layout, const FleetChange &change)
{
    for (const auto &[before, after] : change.renamed) {
        const QString from = before.text().section(u'/', 1) + u'/';
        const QString to = after.text().section(u'/', 1) + u'/';
        const QList<ItemId> ids = layout.keys();
        for (const ItemId &id : ids) {
            if (id == before)
                layout.insert(after, layout.take(id));
            else if (before.text().startsWith(u"host/"_s) && id.text().startsWith(from))
                layout.insert(ItemId(to + id.text().mid(from.size())), layout.take(id));
        }
    }
    for (const ItemId &id : change.removed)
        layout.remove(id);
    return layout;
}

} // namespace

FleetDocument::FleetDocument(const Catalog &catalog, QObject *parent)
    : QObject(parent), m_catalog(catalog)
{
    if (auto fresh = parseFleet(freshFleet, catalog))
        adopt(*fresh);
}

bool FleetDocument::isDirty() const
{
    return printLayout(m_now.layout) != m_savedLayout || printFleet(m_now.fleet) != m_savedFleet;
}

Result<void> FleetDocument::open(const QString &path)
{
    auto parsed = loadFleet(path, m_catalog);
    if (!parsed)
        return tl::make_unexpected(parsed.error());
    start(*parsed, path, readLayout(path, parsed->diagnostics));
    return {};
}

void FleetDocument::adopt(const ParsedFleet &parsed, const QString &path)
{
    start(parsed, path, {});
}

void FleetDocument::start(const ParsedFleet &parsed, const QString &path, const Layout &layout)
{
    m_now = {parsed.fleet, layout};
    m_readDiagnostics = parsed.diagnostics;
    m_path = path;
    m_steps.clear();
    m_at = 0;
    rememberSaved();
    FleetChange change;
    change.everything = true;
    emit changed(change);
    emit layoutChanged();
    emit historyChanged();
}

void FleetDocument::rememberSaved()
{
    m_savedFleet = printFleet(m_now.fleet);
    m_savedLayout = printLayout(m_now.layout);
}

Result<void> FleetDocument::save()
{
    if (m_path.isEmpty())
        return fail(u"no-path"_s, u"this fleet has no file yet"_s, u"save it under a name"_s);
    return saveAs(m_path);
}

Result<void> FleetDocument::saveAs(const QString &path)
{
    if (const auto saved = saveFleet(m_now.fleet, path); !saved)
        return saved;
    const QString places = layoutPath(path);
    if (!m_now.layout.isEmpty() || QFile::exists(places))
        if (const auto saved = writeFile(places, printLayout(m_now.layout)); !saved)
            return saved;
    m_path = path;
    rememberSaved();
    emit historyChanged();
    return {};
}

Result<void> FleetDocument::apply(const EditStep &step)
{
    auto after = model::apply(m_now.fleet, m_catalog, step);
    if (!after)
        return tl::make_unexpected(after.error());
    const FleetChange change = diff(m_now.fleet, *after);
    if (change.isEmpty())
        return {};
    const QString text = step.text.isEmpty() && !step.edits.isEmpty()
                             ? describe(m_now.fleet, m_catalog, step.edits.first())
                             : step.text;
    push(text, {std::move(*after), following(m_now.layout, change)});
    return {};
}

void FleetDocument::place(const QString &text, const Layout &layout)
{
    if (layout != m_now.layout)
        push(text, {m_now.fleet, layout});
}

void FleetDocument::push(const QString &text, State after)
{
    m_steps.resize(m_at);
    if (m_steps.size() >= historyLimit)
        m_steps.removeFirst();
    Step step{text, m_now, after};
    step.before.fleet.m_index
        .reset(); // the index is most of a step's weight and quickly made again
    step.after.fleet.m_index.reset();
    m_steps.append(std::move(step));
    m_at = m_steps.size();
    become(after);
}

QString FleetDocument::undoText() const
{
    return canUndo() ? m_steps.at(m_at - 1).text : QString();
}

QString FleetDocument::redoText() const
{
    return canRedo() ? m_steps.at(m_at).text : QString();
}

void FleetDocument::undo()
{
    if (!canUndo())
        return;
    const State before = m_steps.at(--m_at).before;
    become(before);
}

void FleetDocument::redo()
{
    if (!canRedo())
        return;
    const State after = m_steps.at(m_at++).after;
    become(after);
}

void FleetDocument::become(const State &state)
{
    const FleetChange change = diff(m_now.fleet, state.fleet);
    const bool moved = m_now.layout != state.layout;
    m_now = state;
    if (!m_now.fleet.m_index)
        m_now.fleet.reindex();
    m_readDiagnostics = refreshed(m_readDiagnostics, m_now.fleet, m_catalog, change);
    if (!change.isEmpty())
        emit changed(change);
    if (moved)
        emit layoutChanged();
    emit historyChanged();
}

} // namespace model
