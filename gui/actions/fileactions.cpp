// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/fileactions.h"

#include "gui/actions/actions.h"
#include "gui/files/filekeeper.h"
#include "gui/files/recoverydialog.h"
#include "gui/window.h"
#include "model/codec.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QSettings>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

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
    QAction *quit = actions.add(u"quit"_s, tr("&Quit"), {QKeySequence::Quit});
    menu->addActions({fresh, opening});
    m_recent = menu->addMenu(tr("Open &recent"));
    menu->addSeparator();
    menu->addActions({saving, savingAs});
    menu->addSeparator();
    menu->addAction(quit);
    actions.showInBar({fresh, opening, saving});
    connect(fresh, &QAction::triggered, this, &FileActions::newFleet);
    connect(opening, &QAction::triggered, this, &FileActions::open);
    connect(saving, &QAction::triggered, this, &FileActions::save);
    connect(savingAs, &QAction::triggered, this, &FileActions::saveAs);
    connect(quit, &QAction::triggered, &window, &Window::close);
    refreshRecent();
}

bool FileActions::report(const QString &title, const QString &message, const QString &hint)
{
    QMessageBox::warning(&m_window, title, message + u"\n\n"_s + hint);
    return false;
}

void FileActions::newFleet()
{
    if (!mayClose())
        return;
    const Result<ParsedFleet> parsed = parseFleet("switchyard: 1\nname: new-fleet\ndomain: example.com\nhosts: []\n", m_window.catalog());
    if (parsed)
        m_window.showFleet(*parsed);
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
    const auto answer = QMessageBox::question(&m_window, tr("Unsaved changes"), tr("Save the changes to this fleet?"),
                                              QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, QMessageBox::Save);
    if (answer == QMessageBox::Discard)
        m_keeper->giveUpChanges();
    return answer == QMessageBox::Discard || (answer == QMessageBox::Save && save());
}

void FileActions::remember(const QString &path)
{
    QSettings settings;
    QStringList files = settings.value(u"recent"_s).toStringList();
    const QString absolute = QFileInfo(path).absoluteFilePath();
    files.removeAll(absolute);
    files.prepend(absolute);
    settings.setValue(u"recent"_s, files.mid(0, 10));
    refreshRecent();
}

void FileActions::refreshRecent()
{
    m_recent->clear();
    for (const QString &path : QSettings().value(u"recent"_s).toStringList()) {
        QAction *entry = m_recent->addAction(path);
        entry->setEnabled(QFileInfo::exists(path));
        connect(entry, &QAction::triggered, this, [this, path] {
            if (mayClose())
                m_window.openFile(path);
        });
    }
    m_recent->setEnabled(!m_recent->isEmpty());
}

} // namespace gui
