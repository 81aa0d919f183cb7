// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/fileactions.h"

#include "gui/actions/actions.h"
#include "gui/actions/exportactions.h"
#include "gui/actions/recentfiles.h"
#include "gui/files/filekeeper.h"
#include "gui/files/recoverydialog.h"
#include "gui/overlay/toast.h"
#include "gui/todo.h"
#include "gui/window.h"
#include "model/codec.h"
#include "model/words.h"

#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QSettings>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

static const QString reopenKey = u"reopen-last"_s;
static constexpr auto emptyFleet = "switchyard: 1\nname: new-fleet\ndomain: example.com\nhosts: []\n";

static FileKeeper::Options optionsFor(const Window &window)
{
    return window.isDemo() ? FileKeeper::Options{{}, 0} : FileKeeper::Options();
}

FileActions::FileActions(Window &window)
    : QObject(&window), m_window(window), m_keeper(new FileKeeper(window.document(), &window, optionsFor(window)))
{
    connect(m_keeper, &FileKeeper::statusAsked, &window, &Window::showStatus);
    Actions &actions = window.actions();
    QMenu *menu = actions.menu(u"file"_s);
    QAction *fresh = actions.add(u"new"_s, tr("&New"), {QKeySequence::New}, u"new"_s);
    QAction *opening = actions.add(u"open"_s, tr("&Open…"), {QKeySequence::Open}, u"open"_s);
    QAction *saving = actions.add(u"save"_s, tr("&Save"), {QKeySequence::Save}, u"save"_s);
    QAction *savingAs = actions.add(u"save-as"_s, tr("Save &as…"), {QKeySequence(u"Ctrl+Shift+S"_s)});
    QAction *quit = actions.add(u"quit"_s, tr("&Quit"), {QKeySequence(u"Ctrl+Q"_s)});
    menu->addAction(fresh);
    addTemplates(menu->addMenu(tr("New from &template")));
    menu->addAction(opening);
    addRecent(menu);
    menu->addSeparator();
    menu->addActions({saving, savingAs});
    menu->addSeparator();
    new ExportActions(window, menu->addMenu(tr("&Export and copy")));
    menu->addSeparator();
    menu->addAction(quit);
    actions.showInBar({fresh, opening, saving});
    connect(fresh, &QAction::triggered, this, [this] { newFleet(emptyFleet); });
    connect(opening, &QAction::triggered, this, &FileActions::open);
    connect(saving, &QAction::triggered, this, &FileActions::save);
    connect(savingAs, &QAction::triggered, this, &FileActions::saveAs);
    connect(quit, &QAction::triggered, &window, &Window::close);
}

/// Its lines as one.
static QString commentOnTop(const QString &text)
{
    QStringList words;
    for (const QString &line : text.split(u'\n')) {
        if (!line.startsWith(u'#'))
            break;
        words.append(line.mid(1).trimmed());
    }
    return words.join(u' ');
}

void FileActions::addTemplates(QMenu *menu)
{
    menu->setObjectName(u"menu-templates"_s);
    const QDir folder(u":/resources/templates"_s);
    for (const QString &file : folder.entryList({u"*.yaml"_s}, QDir::Files, QDir::Name)) {
        const QString name = QFileInfo(file).completeBaseName();
        QFile source(folder.filePath(file));
        const QByteArray text = source.open(QIODevice::ReadOnly) ? source.readAll() : QByteArray();
        const QString comment = commentOnTop(QString::fromUtf8(text));
        const bool isTitled = comment.contains(u": "_s);
        const QString title = isTitled ? ofCatalog(comment.section(u": "_s, 0, 0)) : name;
        QAction *action = m_window.actions().add(u"new-"_s + name, Actions::withLetter(title, *menu));
        m_templates.append({action, title, ofCatalog(isTitled ? comment.section(u": "_s, 1) : comment)});
        menu->addAction(action);
        connect(action, &QAction::triggered, this, [this, text] { newFleet(text); });
    }
}

void FileActions::addRecent(QMenu *menu)
{
    m_recent = menu->addMenu(tr("Open &recent"));
    m_recent->setObjectName(u"menu-recent"_s);
    m_recent->setToolTipsVisible(true);
    connect(m_recent, &QMenu::aboutToShow, this, &FileActions::refreshRecent); // files come and go meanwhile
    QAction *pin = m_window.actions().add(u"pin"_s, tr("P&in this fleet to the list"));
    pin->setCheckable(true);
    QAction *reopen = m_window.actions().add(u"reopen-last"_s, tr("Open the last fleet at &start"));
    reopen->setCheckable(true);
    reopen->setChecked(QSettings().value(reopenKey, true).toBool());
    connect(reopen, &QAction::toggled, this, [](bool on) { QSettings().setValue(reopenKey, on); });
    connect(pin, &QAction::triggered, this, [this](bool on) {
        RecentFiles::setPinned(QFileInfo(m_window.document().path()).absoluteFilePath(), on);
        refreshRecent();
    });
    connect(&m_window.document(), &FleetDocument::historyChanged, this, [this] {
        if (m_window.document().path() != m_recentFor)
            refreshRecent();
    });
    refreshRecent();
}

bool FileActions::report(const QString &title, const QString &message, const QString &hint)
{
    QMessageBox::warning(&m_window, title, message + u"\n\n"_s + toDo(hint));
    return false;
}

void FileActions::newFleet(const QByteArray &text)
{
    if (!mayClose())
        return;
    const Result<ParsedFleet> parsed = parseFleet(text, m_window.catalog());
    if (parsed)
        m_window.showFleet(*parsed);
    else
        report(tr("Cannot make the fleet"), parsed.error().message, parsed.error().hint);
}

void FileActions::open()
{
    if (!mayClose())
        return;
    const QString path = QFileDialog::getOpenFileName(&m_window, tr("Open a fleet"), QFileInfo(m_window.document().path()).path(), tr("Fleets (*.yaml *.yml)"));
    if (!path.isEmpty())
        m_window.openFile(path);
}

bool FileActions::save()
{
    if (m_window.document().path().isEmpty())
        return saveAs();
    const FileKeeper::Saved saved = m_keeper->save();
    return saved == FileKeeper::Saved::Elsewhere ? saveAs() : saved == FileKeeper::Saved::Yes;
}

bool FileActions::saveAs()
{
    const QString now = m_window.document().path();
    const QString path = QFileDialog::getSaveFileName(&m_window, tr("Save the fleet as"), now.isEmpty() ? u"fleet.yaml"_s : now, tr("Fleets (*.yaml *.yml)"));
    if (path.isEmpty())
        return false;
    const FileKeeper::Saved saved = m_keeper->saveAs(path);
    if (saved == FileKeeper::Saved::Elsewhere)
        return saveAs();
    if (saved == FileKeeper::Saved::Yes)
        remember(path);
    return saved == FileKeeper::Saved::Yes;
}

void FileActions::offerRecovery()
{
    const DraftPlaces places = DraftPlace::abandoned(m_keeper->draftsFolder());
    if (places.isEmpty() || m_window.isDemo())
        return;
    auto *dialog = new RecoveryDialog(places, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const auto place = dialog->chosen();
        const Result<void> done = m_keeper->recover(place);
        if (!done)
            report(tr("The draft cannot be recovered"), done.error().message, done.error().hint);
    });
    dialog->open();
}

bool FileActions::mayClose()
{
    if (!m_window.document().isDirty() || m_window.isDemo())
        return true;
    const QString path = m_window.document().path(), name = m_window.document().fleet().setting(u"name").text();
    QMessageBox box(QMessageBox::Question, tr("Unsaved changes"),
                    path.isEmpty() ? tr("Save the fleet %1?").arg(name) : tr("Save the changes to %1?").arg(QFileInfo(path).fileName()),
                    QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, &m_window);
    box.setInformativeText(path.isEmpty() ? tr("It was never saved: Discard loses all of it.") : tr("Discard loses all edits since the last save."));
    box.setDefaultButton(QMessageBox::Save);
    const auto answer = QMessageBox::StandardButton(box.exec());
    if (answer == QMessageBox::Discard)
        m_keeper->giveUpChanges();
    return answer == QMessageBox::Discard || (answer == QMessageBox::Save && save());
}

void FileActions::remember(const QString &path)
{
    RecentFiles::remember(path);
    refreshRecent();
}

void FileActions::reopenLast()
{
    const QString path = RecentFiles::last();
    if (path.isEmpty() || !QSettings().value(reopenKey, true).toBool())
        return;
    if (QFileInfo::exists(path))
        m_window.openFile(path);
    else
        m_window.toast().say(tr("%1, which was open last, is no longer there.").arg(path));
}

void FileActions::openRecent(const QString &path)
{
    if (mayClose())
        m_window.openFile(path);
}

void FileActions::addRecentEntry(const QString &path, bool pinned)
{
    const QFileInfo info(path);
    const QString where = RecentFiles::folderOf(path);
    QString text = tr("%1 – %2").arg(info.fileName(), where);
    if (!info.exists())
        text = tr("%1 (no longer there)").arg(text);
    QAction *entry = m_recent->addAction((pinned ? u"★ "_s : QString()) + text.replace(u'&', u"&&"_s));
    entry->setData(path);
    entry->setToolTip(path);
    entry->setEnabled(info.exists());
    connect(entry, &QAction::triggered, this, [this, path] { openRecent(path); });
}

void FileActions::refreshRecent()
{
    m_recent->clear();
    for (const QString &path : RecentFiles::pinned())
        addRecentEntry(path, true);
    for (const QString &path : RecentFiles::others())
        addRecentEntry(path, false);
    if (m_recent->isEmpty())
        m_recent->addAction(tr("No fleet was open yet"))->setEnabled(false);
    m_recent->addSeparator();
    Actions &actions = m_window.actions();
    const QString path = m_recentFor = m_window.document().path();
    actions.get(u"pin"_s)->setChecked(!path.isEmpty() && RecentFiles::pinned().contains(QFileInfo(path).absoluteFilePath()));
    actions.setEnabled(u"pin"_s, !path.isEmpty(), tr("this fleet was never saved"));
    m_recent->addActions({actions.get(u"pin"_s), actions.get(u"reopen-last"_s)});
    connect(m_recent->addAction(tr("&Forget all but the pinned ones")), &QAction::triggered, this, [this] {
        RecentFiles::clear();
        refreshRecent();
    });
}

} // namespace gui
