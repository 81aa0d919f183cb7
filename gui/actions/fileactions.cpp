// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/fileactions.h"

#include "gui/actions/actions.h"
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

FileActions::FileActions(Window &window) : QObject(&window), m_window(window)
{
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
    FleetDocument &document = m_window.document();
    if (document.path().isEmpty())
        return saveAs();
    if (const Result<void> saved = document.save(); !saved)
        return report(tr("Cannot save the fleet"), saved.error().message, saved.error().hint);
    m_window.showStatus(tr("Saved %1").arg(document.path()));
    return true;
}

bool FileActions::saveAs()
{
    FleetDocument &document = m_window.document();
    const QString path = QFileDialog::getSaveFileName(&m_window, tr("Save the fleet as"), document.path().isEmpty() ? u"fleet.yaml"_s : document.path(), tr("Fleets (*.yaml *.yml)"));
    if (path.isEmpty())
        return false;
    if (const Result<void> saved = document.saveAs(path); !saved)
        return report(tr("Cannot save the fleet"), saved.error().message, saved.error().hint);
    remember(path);
    return true;
}

bool FileActions::mayClose()
{
    if (!m_window.document().isDirty() || m_window.isDemo())
        return true;
    const auto answer = QMessageBox::question(&m_window, tr("Unsaved changes"), tr("Save the changes to this fleet?"),
                                              QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, QMessageBox::Save);
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
