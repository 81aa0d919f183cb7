// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/flakeactions.h"

#include "gui/actions/actions.h"
#include "gui/actions/fileactions.h"
#include "gui/counted.h"
#include "gui/derived.h"
#include "gui/design/preview.h"
#include "gui/design/problems.h"
#include "gui/files/editsdialog.h"
#include "gui/files/flakefolder.h"
#include "gui/files/texteditor.h"
#include "gui/overlay/toast.h"
#include "gui/todo.h"
#include "gui/window.h"
#include "model/safefile.h"
#include "nixgen/editfindings.h"
#include "nixgen/eject.h"
#include "remote/byhand.h"

#include <QAction>
#include <QActionGroup>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

static QString inWords(const Error &error)
{
    return error.hint.isEmpty() ? error.message : u"%1. %2"_s.arg(error.message, toDo(error.hint));
}

FlakeActions::FlakeActions(Window &window) : QObject(&window), m_window(window), m_folder(new FlakeFolder(window.document(), window.derived(), this))
{
    Actions &actions = window.actions();
    QMenu *menu = actions.menu(u"flake"_s, tr("F&lake"));
    QAction *writing = actions.add(u"write-flake"_s, tr("&Write the flake"), {QKeySequence(u"Ctrl+G"_s)});
    menu->addAction(writing);
    connect(writing, &QAction::triggered, this, &FlakeActions::write);
    menu->addSeparator();
    addComparisons();
    menu->addSeparator();
    addFileActions();
    menu->addSeparator();
    QAction *handing = actions.add(u"eject"_s, tr("&Hand over without Switchyard…"));
    menu->addAction(handing);
    connect(handing, &QAction::triggered, this, &FlakeActions::eject);
    connect(m_folder, &FlakeFolder::changed, this, [this] {
        m_window.preview().setFolder(m_folder->path(), m_folder->edits(), m_folder->captured());
        findEdits();
    });
    connect(&window, &Window::panelsMade, this, &FlakeActions::joinPanels);
    window.installEventFilter(this);
}

void FlakeActions::joinPanels()
{
    const Actions &actions = m_window.actions();
    QList<QAction *> buttons;
    for (const QString &name : {u"previous-change"_s, u"next-change"_s, u"search-files"_s, u"copy-nix"_s, u"save-file"_s, u"open-in-editor"_s})
        buttons.append(actions.get(name));
    m_window.preview().addButtons(buttons);
    connect(&m_window.preview(), &Preview::editChosen, this, &FlakeActions::settle);
    connect(&m_window.problems(), &ProblemsList::fixAsked, this, [this](const Fix &fix) {
        if (!fix.file.isEmpty())
            settle(fix.file, fix.way == EditWay::Move ? EditChoice::Move : fix.way == EditWay::Overwrite ? EditChoice::Overwrite : EditChoice::Show);
    });
    connect(&m_window.problems(), &ProblemsList::picked, this, [this](const ItemId &, const QString &field) {
        if (m_folder->edit(field))
            settle(field, EditChoice::Show);
    });
}

bool FlakeActions::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == &m_window && event->type() == QEvent::WindowActivate)
        QMetaObject::invokeMethod(m_folder, [this] { m_folder->look(); }, Qt::QueuedConnection);
    return QObject::eventFilter(watched, event);
}

/// Among the problems; what a person said to keep is a note.
void FlakeActions::findEdits()
{
    Diagnostics found = nixgen::editFindings(m_window.document().fleet(), m_folder->edits());
    for (Diagnostic &each : found) {
        const nixgen::HandEdit *edit = m_folder->edit(each.field);
        if (edit && m_window.preview().editsRow().isKept(*edit))
            each.severity = Severity::Note;
    }
    m_window.problems().showBeside(found);
}

void FlakeActions::addComparisons()
{
    Actions &actions = m_window.actions();
    QMenu *menu = actions.menu(u"flake"_s)->addMenu(tr("&Compare"));
    auto *ways = new QActionGroup(menu);
    const auto add = [&](const QString &name, const QString &text, Against against) {
        QAction *action = actions.add(name, text);
        menu->addAction(action);
        action->setCheckable(true);
        ways->addAction(action);
        connect(action, &QAction::triggered, this, [this, against] { compare(against); });
        connect(menu, &QMenu::aboutToShow, action, [this, action, against] { action->setChecked(m_window.preview().comparison().against == against); });
    };
    add(u"compare-now"_s, tr("Show as &designed now"), Against::Nothing);
    add(u"compare-generated"_s, tr("Compare with what was &generated last"), Against::Generated);
    add(u"compare-deployed"_s, tr("Compare with what a &host runs"), Against::Deployed);
    add(u"compare-disk"_s, tr("Compare with the &files on disk"), Against::Disk);
    add(u"compare-edits"_s, tr("Show &edits made by hand"), Against::Edits);
    const auto step = [&](const QString &name, const QString &text, const QString &key, const QString &icon, int by) {
        QAction *action = actions.add(name, text, {QKeySequence(key)}, icon);
        actions.menu(u"flake"_s)->addAction(action);
        connect(action, &QAction::triggered, this, [this, by] { goToChange(by); });
    };
    step(u"next-change"_s, tr("&Next change"), u"F4"_s, u"down"_s, 1);
    step(u"previous-change"_s, tr("&Previous change"), u"Shift+F4"_s, u"up"_s, -1);
}

void FlakeActions::addFileActions()
{
    Actions &actions = m_window.actions();
    QMenu *menu = actions.menu(u"flake"_s);
    const auto add = [&](const QString &name, const QString &text, const Keys &keys, const QString &icon, const std::function<void()> &does) {
        QAction *action = actions.add(name, text, keys, icon);
        menu->addAction(action);
        connect(action, &QAction::triggered, this, does);
        return action;
    };
    add(u"search-files"_s, tr("Search in all &files"), {QKeySequence(u"Ctrl+Shift+F"_s)}, u"search"_s, [this] {
        m_window.showPanel(&m_window.preview());
        m_window.preview().search();
    });
    QAction *copy = actions.get(u"copy-nix"_s); // as the export menu has it
    menu->addAction(copy);
    QAction *save = add(u"save-file"_s, tr("&Save the shown file as…"), {}, {}, [this] { saveFile(); });
    add(u"open-in-editor"_s, tr("&Open the shown file in an editor"), {QKeySequence(u"Ctrl+Shift+E"_s)}, u"edit"_s, [this] { openFile(); });
    actions.setIcon(copy, u"copy"_s);
    actions.setIcon(save, u"save"_s);
}

void FlakeActions::tell(const QString &words)
{
    m_window.toast().say(words);
}

void FlakeActions::compare(Against against)
{
    QString host;
    if (against == Against::Deployed) {
        const auto &hosts = m_window.derived().topology().hosts;
        const ItemId selected = m_window.selection().single();
        const Placed *item = m_window.derived().topology().find(selected);
        host = item ? item->host : selected.text().startsWith("host/"_L1) ? selected.text().mid(5) : hosts.isEmpty() ? QString() : hosts.constFirst().name;
    }
    m_window.showPanel(&m_window.preview());
    m_folder->look(true);
    m_window.preview().compareWith(against, host);
}

void FlakeActions::goToChange(int step)
{
    if (m_window.preview().comparison().against == Against::Nothing)
        tell(tr("The files are shown as they are. Choose above them what to compare with."));
    else if (!m_window.preview().goToChange(step))
        tell(m_window.preview().comparison().words);
}

bool FlakeActions::isReady()
{
    if (m_window.derived().isChecking()) {
        tell(tr("The files are still being generated; try again in a moment."));
        return false;
    }
    if (hasErrors(m_window.derived().diagnostics())) {
        tell(tr("The design has errors; nothing was written. F8 goes to the first."));
        return false;
    }
    return (!m_window.document().path().isEmpty() && !m_window.document().isDirty()) || m_window.files().save();
}

void FlakeActions::write()
{
    if (!isReady())
        return;
    m_folder->look(true);
    QSet<QString> overwritten;
    if (!m_folder->edits().isEmpty()) {
        EditsDialog dialog(m_folder->edits(), &m_window);
        if (dialog.exec() != QDialog::Accepted)
            return;
        const QHash<QString, EditChoice> choices = dialog.choices();
        for (auto it = choices.cbegin(); it != choices.cend(); ++it) {
            if (it.value() == EditChoice::Overwrite)
                overwritten.insert(it.key());
            else if (it.value() == EditChoice::Move && !move(it.key()))
                return;
        }
    }
    const auto report = m_folder->write({true, overwritten});
    if (!report)
        return tell(inWords(report.error()));
    QStringList words{counted(report->written.size(), tr("%1 file written"), tr("%1 files written"))};
    if (!report->removed.isEmpty())
        words += tr("%1 removed").arg(report->removed.size());
    if (!report->handEdited.isEmpty())
        words += tr("%1 left as edited").arg(report->handEdited.size());
    m_window.showStatus(words.join(u", "_s) + u": "_s + m_folder->path());
}

void FlakeActions::settle(const QString &path, EditChoice choice)
{
    switch (choice) {
    case EditChoice::Show:
        m_window.showPanel(&m_window.preview());
        m_window.preview().compareWith(Against::Edits);
        m_window.preview().openFile(path);
        m_window.preview().goToChange(0);
        break;
    case EditChoice::Keep:
        m_window.preview().editsRow().keep(path);
        findEdits();
        m_window.showStatus(tr("%1 stays as it was edited.").arg(path));
        break;
    case EditChoice::Overwrite:
        overwrite(path);
        break;
    case EditChoice::Move:
        move(path);
    }
}

void FlakeActions::overwrite(const QString &path)
{
    QMessageBox question(QMessageBox::Question, tr("Overwrite the edit"),
                         tr("%1 becomes what the design says. What was edited is kept in .switchyard/edits.").arg(path), QMessageBox::Cancel, &m_window);
    QPushButton *yes = question.addButton(tr("&Overwrite"), QMessageBox::AcceptRole);
    question.setDefaultButton(yes);
    question.exec();
    if (question.clickedButton() != yes)
        return;
    const auto kept = m_folder->overwrite(path);
    kept ? m_window.showStatus(tr("%1 was written; the edit is in %2.").arg(path, *kept)) : tell(inWords(kept.error()));
}

/// False when not all could be moved, so that the file is as it was.
bool FlakeActions::move(const QString &path)
{
    const bool wasClean = !m_window.document().isDirty() && !m_window.document().path().isEmpty();
    const auto moved = m_folder->move(path);
    if (!moved && moved.error().code != u"no-edits"_s) {
        tell(inWords(moved.error()));
        return false;
    }
    if (moved && moved->import && !m_window.perform({tr("Move the edits of %1 to %2").arg(path, moved->module), {*moved->import}}))
        return false;
    if (wasClean && m_window.document().isDirty()) // the files that are written import it already
        m_window.files().save();
    if (moved && !moved->what.isAutomatic()) {
        const auto opened = openInEditor(m_folder->path() + u'/' + moved->module);
        m_folder->look();
        tell(tr("Not all of %1 could be moved: %2. The rest stands at the end of %3 for you; then overwrite %1.")
                 .arg(path, moved->what.left.constFirst(), moved->module) + (opened ? QString() : u' ' + inWords(opened.error())));
        return false;
    }
    const auto kept = m_folder->overwrite(path);
    if (!kept) {
        tell(inWords(kept.error()));
        return false;
    }
    m_window.showStatus(moved ? tr("%1 now stands in %2, which the fleet imports.").arg(moved->what.moved.join(u", "_s), moved->module)
                              : tr("%1 said the same as what is generated.").arg(path));
    return true;
}

void FlakeActions::saveFile()
{
    const QByteArray text = m_window.preview().shownFile();
    const QString name = m_window.preview().currentFile().section(u'/', -1);
    if (name.isEmpty())
        return tell(tr("No generated file is shown."));
    const QString path = QFileDialog::getSaveFileName(&m_window, tr("Save the shown file"), name);
    if (path.isEmpty())
        return;
    const auto written = writeSafely(path, text, {.backup = false});
    written ? m_window.showStatus(tr("Wrote %1").arg(path)) : tell(inWords(written.error()));
}

/// The file where it lies, so that an edit is found again; else a copy to read.
void FlakeActions::openFile()
{
    const QString name = m_window.preview().currentFile();
    if (name.isEmpty())
        return tell(tr("No generated file is shown."));
    QString path = m_folder->path() + u'/' + name;
    const bool isThere = !m_folder->path().isEmpty() && QFileInfo::exists(path);
    if (!isThere) {
        path = QDir::tempPath() + u"/switchyard-%1/"_s.arg(QCoreApplication::applicationPid()) + name;
        QDir().mkpath(QFileInfo(path).path());
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
        if (const auto written = writeSafely(path, m_window.preview().shownFile(), {.backup = false, .privately = true}); !written)
            return tell(inWords(written.error()));
        QFile::setPermissions(path, QFile::ReadOwner);
    }
    const auto opened = openInEditor(path);
    if (!opened)
        return tell(inWords(opened.error()));
    m_window.showStatus(isThere ? tr("%1 is open in an editor; what you change there is found when you come back.").arg(path)
                                : tr("A copy of %1 is open to read: the flake was not written yet.").arg(name));
}

void FlakeActions::eject()
{
    if (!isReady())
        return;
    const QString path = QFileDialog::getExistingDirectory(&m_window, tr("Hand over: choose an empty folder"));
    if (path.isEmpty())
        return;
    m_folder->look(true);
    const auto own = nixgen::ownFiles(m_window.document().fleet(), m_folder->path());
    if (!own)
        return tell(inWords(own.error()));
    const nixgen::Ejected ejected = nixgen::eject(m_window.document().fleet(), m_window.catalog(), m_folder->tree(), *own,
                                                  remote::placingCommands(m_window.document().fleet(), m_window.catalog()));
    if (const auto written = nixgen::writeEjected(ejected.tree, path); !written)
        return tell(inWords(written.error()));
    tell(ejected.open.isEmpty() ? tr("The flake is in %1. HANDOVER.md there says every command.").arg(path)
                                : tr("The flake is in %1. HANDOVER.md there says every command, and what is missing: %2 points.").arg(path).arg(ejected.open.size()));
}

} // namespace gui
