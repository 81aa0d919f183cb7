// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document.h"

#include "model/words.h"

#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

namespace {

constexpr qsizetype historyLimit = 1000;
const char freshFleet[] = "switchyard: 1\nname: fleet\ndomain: example.com\n";

/// The layout beside a fleet file; none when there is none. A broken one is no reason not to open
/// the fleet.
Layout readLayout(const QString &fleetPath, FileBytes &bytes, Diagnostics &diagnostics)
{
    const QString path = layoutPath(fleetPath);
    const Result<Layout> layout =
        readBytes(path).and_then([&](const FileBytes &found) -> Result<Layout> {
            bytes = found;
            return found ? parseLayout(*found) : Layout();
        });
    if (layout)
        return *layout;
    diagnostics.append(
        {Severity::Warning,
         u"bad-layout"_s,
         Words::tr("%1: %2; everything is placed anew").arg(path, layout.error().message),
         ItemId::fleet(),
         {},
         {},
         {}});
    return {};
}

/// The same file also when the program's folder changes.
QString absolute(const QString &path)
{
    return path.isEmpty() ? path : QFileInfo(path).absoluteFilePath();
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
    : QObject(parent), m_catalog(catalog), m_naming(catalog)
{
    if (auto fresh = parseFleet(freshFleet, catalog))
        adopt(*fresh);
}

bool FleetDocument::isDirty() const
{
    return m_isForeign || !sameText(m_now.fleet, m_saved.fleet)
           || (m_now.layout != m_saved.layout
               && printLayout(m_now.layout) != printLayout(m_saved.layout));
}

Result<void> FleetDocument::open(const QString &path)
{
    auto parsed = loadFleet(path, m_catalog);
    if (!parsed)
        return tl::make_unexpected(parsed.error());
    FileBytes bytes;
    const Layout layout = readLayout(path, bytes, parsed->diagnostics);
    m_layoutFile = bytes;
    start(*parsed, path, layout);
    return {};
}

void FleetDocument::adopt(const ParsedFleet &parsed, const QString &path)
{
    m_layoutFile.reset();
    start(parsed, path, {});
}

void FleetDocument::start(const ParsedFleet &parsed, const QString &path, const Layout &layout)
{
    m_now = {parsed.fleet, layout};
    m_readDiagnostics = parsed.diagnostics;
    m_path = absolute(path);
    m_steps.clear();
    m_at = 0;
    m_naming.forget();
    rememberSaved();
    FleetChange change;
    change.everything = true;
    emit changed(change);
    emit layoutChanged();
    emit historyChanged();
}

void FleetDocument::rememberSaved()
{
    m_saved = m_now;
    m_savedFleet = printFleet(m_now.fleet);
    m_savedLayout = printLayout(m_now.layout);
    m_isForeign = false;
}

Result<void> FleetDocument::save()
{
    if (m_path.isEmpty())
        return fail(u"no-path"_s, Words::tr("this fleet has no file yet"),
                    Words::tr("save it under a name"));
    return saveAs(m_path);
}

Result<void> FleetDocument::saveAs(const QString &path)
{
    const bool isOurs = absolute(path) == m_path;
    const FileBytes expected = isOurs ? FileBytes(m_savedFleet) : FileBytes();
    if (const auto saved = saveFleet(m_now.fleet, path, expected); !saved)
        return saved;
    m_path = absolute(path);
    m_saved.fleet = m_now.fleet;
    m_savedFleet = printFleet(m_now.fleet);
    m_isForeign = false;
    const auto saved = saveLayout(path, isOurs);
    if (saved)
        rememberSaved();
    emit historyChanged();
    return saved;
}

void FleetDocument::takeInPlaces()
{
    const auto there = readBytes(layoutPath(m_path));
    if (m_path.isEmpty() || !there || !*there || *there == m_layoutFile)
        return;
    const auto theirs = parseLayout(**there);
    if (!theirs)
        return;
    const Layout both = mergeLayouts(m_saved.layout, m_now.layout, *theirs);
    m_layoutFile = *there;
    m_saved.layout = *theirs;
    m_savedLayout = printLayout(*theirs);
    if (both != m_now.layout) {
        m_now.layout = both;
        emit layoutChanged();
    }
    emit historyChanged();
}

/// Places that somebody else chose meanwhile are taken in: they are no matter to ask about.
Result<void> FleetDocument::saveLayout(const QString &path, bool isOurs)
{
    const QString places = layoutPath(path);
    for (int attempt = 0;; ++attempt) {
        if (isOurs)
            takeInPlaces();
        const auto there = readBytes(places);
        const QByteArray bytes = printLayout(m_now.layout);
        const bool asBefore = there && *there == m_layoutFile && bytes == m_savedLayout && isOurs;
        if (asBefore || (m_now.layout.isEmpty() && there && !*there))
            return {};
        const auto saved = writeSafely(places, bytes, {there ? *there : FileBytes()});
        if (saved)
            m_layoutFile = bytes;
        if (saved || saved.error().code != u"changed-on-disk"_s || attempt == 3)
            return saved;
    }
}

OnDisk FleetDocument::onDisk() const
{
    if (m_path.isEmpty())
        return {};
    const auto there = readBytes(m_path);
    if (!there)
        return {OnDisk::Unreadable, {}, there.error()};
    if (!*there)
        return {OnDisk::Gone, {}, {}};
    if (**there == m_savedFleet)
        return {};
    const auto parsed = parseFleet(**there, m_catalog);
    return {OnDisk::Changed, **there, parsed ? Error() : parsed.error()};
}

Result<Merge> FleetDocument::merged(const QByteArray &theirs, const QList<Side> &choices) const
{
    return parseFleet(theirs, m_catalog).and_then([&](const ParsedFleet &parsed) {
        return merge(m_saved.fleet, m_now.fleet, parsed.fleet, m_catalog, choices);
    });
}

void FleetDocument::takeIn(const QString &text, const QByteArray &theirs, const Fleet &fleet)
{
    overrule(theirs);
    if (printFleet(fleet) == printFleet(m_now.fleet)) {
        emit historyChanged();
        return;
    }
    const auto read = parseFleet(printFleet(fleet), m_catalog);
    push(text, {fleet, following(m_now.layout, diff(m_now.fleet, fleet))},
         read ? read->diagnostics : Diagnostics());
}

void FleetDocument::overrule(const QByteArray &theirs)
{
    m_savedFleet = theirs;
    const auto parsed = parseFleet(theirs, m_catalog);
    m_isForeign = !parsed;
    if (parsed)
        m_saved.fleet = withIdentities(parsed->fleet, m_now.fleet);
    emit historyChanged();
}

Result<void> FleetDocument::restore(const QString &text, const QByteArray &fleet,
                                    const Layout &layout)
{
    auto parsed = parseFleet(fleet, m_catalog);
    if (!parsed)
        return tl::make_unexpected(parsed.error());
    push(text, {withIdentities(parsed->fleet, m_now.fleet), layout}, parsed->diagnostics);
    return {};
}

Result<void> FleetDocument::apply(const EditStep &step, const Layout &places)
{
    auto after = model::apply(m_now.fleet, m_catalog, step, m_naming);
    if (!after)
        return tl::make_unexpected(after.error());
    const FleetChange change = diff(m_now.fleet, *after);
    if (change.isEmpty())
        return {};
    const QString text = step.text.isEmpty() && !step.edits.isEmpty()
                             ? describe(m_now.fleet, m_catalog, step.edits.first())
                             : step.text;
    Layout layout = following(m_now.layout, change);
    layout.insert(places);
    push(text, {std::move(*after), layout});
    return {};
}

void FleetDocument::place(const QString &text, const Layout &layout)
{
    if (layout != m_now.layout)
        push(text, {m_now.fleet, layout});
}

void FleetDocument::push(const QString &text, State after, const std::optional<Diagnostics> &found)
{
    m_steps.resize(m_at);
    if (m_steps.size() >= historyLimit)
        m_steps.removeFirst();
    Step step{text, FleetPatch(m_now.fleet, after.fleet), m_now.layout, after.layout, {}};
    if (found)
        step.found = {m_readDiagnostics, *found};
    m_steps.append(std::move(step));
    m_at = m_steps.size();
    become(std::move(after), found);
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
    const Step step = m_steps.at(--m_at);
    State before{m_now.fleet, step.before};
    step.fleet.undo(before.fleet);
    become(std::move(before), step.found ? std::optional(step.found->first) : std::nullopt);
}

void FleetDocument::redo()
{
    if (!canRedo())
        return;
    const Step step = m_steps.at(m_at++);
    State after{m_now.fleet, step.after};
    step.fleet.redo(after.fleet);
    become(std::move(after), step.found ? std::optional(step.found->second) : std::nullopt);
}

void FleetDocument::become(State state, const std::optional<Diagnostics> &found)
{
    const FleetChange change = diff(m_now.fleet, state.fleet);
    const bool moved = m_now.layout != state.layout;
    m_now = std::move(state);
    if (!m_now.fleet.m_index)
        m_now.fleet.reindex();
    if (found)
        m_readDiagnostics = *found;
    else if (!change.isEmpty())
        m_readDiagnostics = refreshed(m_readDiagnostics, m_now.fleet, m_catalog, change);
    if (!change.isEmpty() || found) // another text: places differ even where nothing means another thing
        emit changed(change);
    if (moved)
        emit layoutChanged();
    emit historyChanged();
}

} // namespace model
