// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/files/filekeeper.h"

#include "gui/files/conflictdialog.h"
#include "gui/todo.h"

#include <QEvent>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMessageBox>
#include <QPushButton>
#include <QScopeGuard>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

constexpr int patienceMs = 150; ///< between looks whether a drag is over

FileKeeper::FileKeeper(FleetDocument &document, QWidget *window, const Options &options)
    : QObject(window), m_document(document), m_window(window), m_drafts(options.drafts)
{
    if (!options.drafts.isEmpty()) {
        m_autosave = new Autosave(document, options.drafts, options.autosaveMs, this);
        connect(m_autosave, &Autosave::failed, this, &FileKeeper::say);
    }
    connect(&document, &FleetDocument::historyChanged, this, [this] { m_watch.setPath(m_document.path()); });
    connect(&m_watch, &FileWatch::touched, this, [this] { settle(Occasion::Noticed); });
    window->installEventFilter(this);
}

bool FileKeeper::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_window && event->type() == QEvent::WindowActivate)
        QMetaObject::invokeMethod(this, [this] { settle(Occasion::Noticed); }, Qt::QueuedConnection);
    return QObject::eventFilter(watched, event);
}

void FileKeeper::say(const QString &words)
{
    if (words != m_told)
        emit statusAsked(words);
    m_told = words;
}

bool FileKeeper::settle(Occasion occasion)
{
    if (m_asking)
        return false;
    if (occasion == Occasion::Noticed && QGuiApplication::mouseButtons() != Qt::NoButton) {
        QTimer::singleShot(patienceMs, this, [this] { settle(Occasion::Noticed); }); // nothing changes under a drag
        return false;
    }
    m_document.takeInPlaces();
    const OnDisk disk = m_document.onDisk();
    const QString name = QFileInfo(m_document.path()).fileName();
    switch (disk.state) {
    case OnDisk::Same:
        m_putOff.clear();
        m_told.clear();
        return true;
    case OnDisk::Gone:
        if (!m_document.savedText().isEmpty())
            m_document.overrule({}); // unsaved from now on, so that nobody closes the only copy
        say(tr("%1 is gone from its folder. Your fleet is still here; saving writes it anew.").arg(name));
        return true;
    case OnDisk::Unreadable:
        say(disk.error.message);
        return true;
    case OnDisk::Changed:
        break;
    }
    const bool mayAsk = occasion == Occasion::Saving || (m_window->isActiveWindow() && disk.bytes != m_putOff);
    if (!disk.error.code.isEmpty()) {
        say(tr("Another program has saved %1, and it cannot be read: %2. Your fleet stays as it is.").arg(name, disk.error.message));
        return occasion == Occasion::Saving && askAboutUnreadable(disk.bytes, disk.error);
    }
    const auto merged = m_document.merged(disk.bytes);
    if (!merged)
        return mayAsk && askAboutUnreadable(disk.bytes, merged.error());
    if (!merged->conflicts.isEmpty())
        return mayAsk && askAboutConflicts(disk.bytes, *merged);
    accept(disk.bytes, *merged, {});
    return true;
}

/// What came in, in words.
static QString summary(const FleetChange &change)
{
    QStringList names;
    for (const QList<ItemId> &ids : {change.added, change.removed, change.changed, change.moved})
        for (const ItemId &id : ids)
            if (const QString name = id.text().section(u'/', 1); !names.contains(name))
                names.append(name);
    for (const auto &[before, after] : change.renamed)
        names.append(after.text().section(u'/', 1));
    if (change.settings)
        names.prepend(QObject::tr("settings"));
    if (names.isEmpty())
        return QObject::tr("comments or order only");
    return names.size() <= 4 ? names.join(u", "_s) : QObject::tr("%1 and %2 more").arg(names.first(3).join(u", "_s)).arg(names.size() - 3);
}

void FileKeeper::accept(const QByteArray &theirs, const Merge &merge, const QString &kept)
{
    const bool own = m_document.isDirty();
    const QString name = QFileInfo(m_document.path()).fileName(), what = summary(diff(m_document.fleet(), merge.fleet));
    m_document.takeIn(tr("Take in changes to %1").arg(name), theirs, merge.fleet);
    m_putOff.clear();
    m_told.clear();
    if (!kept.isEmpty())
        say(tr("Merged with the changes of another program (%1). Their text is kept as %2.").arg(what, kept));
    else
        say(own ? tr("Another program has saved %1: its changes are merged with yours (%2).").arg(name, what)
                : tr("Another program has saved %1: read again (%2).").arg(name, what));
}

QString FileKeeper::keep(const QByteArray &theirs)
{
    const auto kept = keepTheirs(m_document.path(), theirs);
    return kept ? QFileInfo(*kept).fileName() : QString();
}

bool FileKeeper::askAboutConflicts(const QByteArray &theirs, const Merge &asked)
{
    m_asking = true;
    const auto done = qScopeGuard([this] { m_asking = false; });
    ConflictDialog dialog(m_document.path(), asked.conflicts, m_document.catalog(), m_window);
    if (dialog.exec() != QDialog::Accepted) {
        m_putOff = theirs;
        say(tr("Nothing was merged. Their version is in the file, yours is here; saving asks again."));
        return false;
    }
    const QList<Side> choices = dialog.choices();
    const auto merged = m_document.merged(theirs, choices);
    if (!merged)
        return false;
    const bool overruled = choices.contains(Side::Ours);
    const QString kept = overruled ? keep(theirs) : QString();
    if (overruled && kept.isEmpty()) {
        say(tr("Their version cannot be kept beside the file, so nothing was changed."));
        return false;
    }
    accept(theirs, *merged, kept);
    return true;
}

bool FileKeeper::askAboutUnreadable(const QByteArray &theirs, const Error &error)
{
    m_asking = true;
    const auto done = qScopeGuard([this] { m_asking = false; });
    QMessageBox box(QMessageBox::Warning, tr("The file was changed"),
                    tr("Another program has saved %1, and it cannot be merged with your changes.").arg(m_document.path()),
                    QMessageBox::Cancel, m_window);
    box.setObjectName(u"foreign-unreadable"_s);
    box.setInformativeText(tr("Their text: %1.").arg(error.message) + u"\n\n"_s
                           + tr("“Keep mine” writes your fleet and keeps their text beside it as %1.theirs. “Cancel” changes nothing.")
                                 .arg(QFileInfo(m_document.path()).fileName()));
    QPushButton *mine = box.addButton(tr("Keep &mine"), QMessageBox::AcceptRole);
    QPushButton *take = parseFleet(theirs, m_document.catalog()) ? box.addButton(tr("Take &theirs"), QMessageBox::DestructiveRole) : nullptr;
    box.setDefaultButton(QMessageBox::Cancel);
    box.exec();
    if (box.clickedButton() == mine && !keep(theirs).isEmpty()) {
        m_document.overrule(theirs);
        return true;
    }
    if (take && box.clickedButton() == take) {
        const auto parsed = parseFleet(theirs, m_document.catalog());
        accept(theirs, {withIdentities(parsed->fleet, m_document.fleet()), {}}, {});
        return true;
    }
    m_putOff = theirs;
    return false;
}

Result<void> FileKeeper::recover(const std::shared_ptr<DraftPlace> &place)
{
    const Result<Draft> draft = place->read();
    if (!draft)
        return tl::make_unexpected(draft.error());
    if (const auto parsed = parseFleet(draft->fleet, m_document.catalog()); !parsed)
        return tl::make_unexpected(parsed.error());
    const auto base = parseFleet(draft->base, m_document.catalog());
    const auto fresh = parseFleet("switchyard: 1\n", m_document.catalog());
    m_document.adopt(base ? *base : *fresh, draft->path);
    const auto layout = parseLayout(draft->layout);
    const auto done = m_document.restore(tr("Recover unsaved changes"), draft->fleet, layout ? *layout : Layout());
    if (!done)
        return done;
    if (m_autosave)
        m_autosave->adopt(place);
    say(tr("The unsaved changes are here again. Save to keep them."));
    settle(Occasion::Saving);
    return {};
}

void FileKeeper::giveUpChanges()
{
    if (m_autosave)
        m_autosave->giveUp();
}

FileKeeper::Saved FileKeeper::save()
{
    for (int attempt = 0; attempt < 5; ++attempt) {
        if (!settle(Occasion::Saving))
            return Saved::No;
        const Result<void> saved = m_document.save();
        if (saved) {
            m_told.clear();
            say(tr("Saved %1").arg(m_document.path()));
            return Saved::Yes;
        }
        if (saved.error().code != u"changed-on-disk"_s)
            return explain(saved.error());
    }
    return explain({{}, tr("%1: another program saves it again and again").arg(m_document.path()), tr("save under another name")});
}

FileKeeper::Saved FileKeeper::saveAs(const QString &path)
{
    if (path == m_document.path())
        return save();
    const Result<void> saved = m_document.saveAs(path);
    if (!saved)
        return explain(saved.error());
    say(tr("Saved %1").arg(path));
    return Saved::Yes;
}

FileKeeper::Saved FileKeeper::explain(const Error &error)
{
    if (m_autosave)
        m_autosave->saveNow(); // whatever happens next
    QMessageBox box(QMessageBox::Warning, tr("Cannot save the fleet"), error.message, QMessageBox::Cancel, m_window);
    box.setObjectName(u"save-failed"_s);
    box.setInformativeText(toDo(error.hint));
    QPushButton *elsewhere = box.addButton(tr("Save &as…"), QMessageBox::AcceptRole);
    box.setDefaultButton(elsewhere);
    box.exec();
    return box.clickedButton() == elsewhere ? Saved::Elsewhere : Saved::No;
}

} // namespace gui
