// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shots.h"

#include "gui/actions/actions.h"
#include "gui/canvas/view.h"
#include "gui/deploy/deploypanel.h"
#include "gui/derived.h"
#include "gui/design/inspector.h"
#include "gui/design/preview.h"
#include "gui/design/problems.h"
#include "gui/files/conflictdialog.h"
#include "gui/files/drafts.h"
#include "gui/files/recoverydialog.h"
#include "gui/hostkeydialog.h"
#include "gui/overlay/toast.h"
#include "gui/stage.h"
#include "model/safefile.h"

#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QDragEnterEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QtTest/QTest>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

Shots::Shots(Window &window, Demo &demo, const QString &folder, const QStringList &only)
    : m_window(window), m_demo(demo), m_folder(folder), m_only(only) {}

/// In the order in which they are made, with what each makes: who wants a few does not wait for the others.
QList<Shots::Section> Shots::sections() const
{
    QStringList inspectorNames{u"choices"_s, u"inspector-fleet"_s, u"inspector-host"_s};
    for (const Kind &kind : m_window.catalog().kinds())
        inspectorNames.append(u"inspector-"_s + kind.name);
    QStringList submenuNames;
    for (const QAction *top : m_window.menuBar()->actions()) {
        for (const QAction *entry : top->menu()->actions()) {
            if (entry->menu())
                submenuNames.append(u"submenu-%1"_s.arg(submenuNames.size() + 1));
        }
    }
    return {
        {&Shots::design, {u"design"_s, u"design-host"_s, u"design-item"_s, u"design-several"_s, u"design-problems"_s, u"design-locked"_s, u"menu-file"_s,
                          u"menu-edit"_s, u"menu-view"_s, u"menu-help"_s, u"menu-arrange"_s, u"context-menu"_s}},
        {&Shots::submenus, submenuNames},
        {&Shots::contextMenus, {u"context-host"_s, u"context-item"_s, u"mend-menu"_s}},
        {&Shots::manyProblems, {u"design-many-problems"_s, u"design-problems-hidden"_s, u"deploy-errors"_s}},
        {&Shots::inspectors, inspectorNames},
        {&Shots::canvasStates, {u"design-collapsed"_s, u"design-quiet"_s, u"design-rubber-band"_s}},
        {&Shots::forbiddenDrop, {u"drag-refused"_s}},
        {&Shots::overlays, {u"find"_s, u"find-no-match"_s, u"rename"_s, u"toast-undo"_s, u"toast-refusal"_s, u"guide"_s}},
        {&Shots::guideStations, {u"guide-2"_s, u"guide-3"_s, u"guide-4"_s, u"guide-5"_s, u"guide-6"_s}},
        {&Shots::dialogs, {u"commands"_s, u"move-to"_s, u"add-item"_s, u"shortcuts"_s, u"rules"_s, u"doctor"_s, u"about"_s, u"secrets-by-hand"_s, u"secrets"_s}},
        {&Shots::emptiedDialogs, {u"commands-nothing"_s, u"recovery-difference"_s, u"file-dialog"_s}},
        {&Shots::questions, {u"deploy-question"_s, u"conflicts"_s, u"recovery"_s, u"host-key"_s, u"host-key-changed"_s, u"open-error"_s}},
        {&Shots::drag, {u"drag-advice"_s}},
        {&Shots::fileQuestions, {u"save-changes"_s, u"save-failed"_s, u"foreign-unreadable"_s}},
        {&Shots::adopting, {u"adopt"_s, u"adopt-new"_s, u"adopt-error"_s, u"adopt-wait"_s}},
        {&Shots::flake, {u"flake-never-generated"_s, u"flake-same"_s, u"flake-since-generated"_s, u"flake-edited"_s, u"flake-edits"_s,
                         u"flake-edits-question"_s, u"flake-search"_s, u"menu-flake"_s}},
        {&Shots::empty, {u"empty-design"_s, u"empty-deploy"_s, u"empty-watch"_s}},
        {&Shots::bigFleet, {u"big-fleet"_s}},
        {&Shots::live, {u"deploy-plan"_s, u"watch"_s, u"watch-trouble"_s}},
        {&Shots::deploying, {u"deploy-running"_s, u"deploy-done"_s}},
    };
}

QStringList Shots::run()
{
    if (!m_folder.mkpath(u"."_s))
        return {QObject::tr("cannot make the folder %1").arg(m_folder.path())};
    if (!stage(m_window, QSize(1440, 900)))
        return {QObject::tr("the window is not shown")};
    for (const auto &[choice, name] : {std::pair{ThemeChoice::Dark, u"dark"_s}, {ThemeChoice::Light, u"light"_s}}) {
        m_theme = name;
        m_window.setTheme(choice);
        m_window.activateWindow();
        (void)QTest::qWaitForWindowActive(&m_window); // what has the focus shows it
        m_window.showFleet(m_demo.fleet());
        for (const Section &section : sections()) {
            m_section = section.names;
            if (isWanted(section.names))
                (this->*section.make)();
        }
    }
    return m_failures;
}

QString Shots::fileName(const QString &name) const
{
    return u"%1-%2-%3"_s.arg(name, m_theme).arg(qRound(m_window.devicePixelRatio() * 100));
}

bool Shots::isWanted(const QStringList &names) const
{
    return m_only.isEmpty() || std::any_of(names.begin(), names.end(), [this](const QString &name) {
        return QDir::match(m_only, name) || QDir::match(m_only, fileName(name));
    });
}

void Shots::picture(QWidget &widget, const QString &name)
{
    if (!m_section.contains(name))
        m_failures.append(QObject::tr("%1 is in no list of Shots::sections()").arg(name));
    if (!isWanted({name}))
        return;
    const QString path = m_folder.filePath(fileName(name) + u".png"_s);
    if (pictureOf(widget, path))
        ++m_made;
    else
        m_failures.append(path);
}

void Shots::both(const QString &name)
{
    picture(m_window, name);
}

void Shots::dialog(const QString &name, const QString &action)
{
    m_window.actions().get(action)->trigger();
    settle();
    QWidget *opened = QApplication::activeModalWidget();
    if (!opened) {
        m_failures.append(QObject::tr("%1 opens no dialog").arg(action));
        return;
    }
    picture(*opened, name);
    opened->close();
    settle();
}

void Shots::menu(const QString &name, const QString &as)
{
    if (auto *menu = m_window.findChild<QMenu *>(name)) {
        menu->popup(m_window.mapToGlobal(QPoint(10, 30)));
        picture(*menu, as.isEmpty() ? name : as);
        menu->close();
        settle();
    }
}

void Shots::design()
{
    m_window.setMode(Mode::Design);
    m_window.selection().set({});
    settle();
    m_window.canvas().fit();
    both(u"design"_s);
    const QList<PlacedHost> &hosts = m_window.derived().topology().hosts;
    m_window.selection().set({hosts.constFirst().id});
    both(u"design-host"_s);
    const Placed *item = m_window.derived().topology().on(hosts.constFirst().name).value(0);
    m_window.selection().set({item->id});
    both(u"design-item"_s);
    QSet<ItemId> several;
    for (const Placed &placed : m_window.derived().topology().items) {
        if (!placed.source.isEmpty() && several.size() < 5)
            several.insert(placed.id);
    }
    m_window.selection().set(several);
    both(u"design-several"_s);
    m_window.selection().set({});
    clash();
    m_window.showPanel(&m_window.problems());
    m_window.actions().get(u"next-problem"_s)->trigger();
    both(u"design-problems"_s);
    m_window.document().undo();
    m_window.canvas().fit();
    m_window.selection().set({});
    m_window.actions().get(u"lock"_s)->trigger();
    both(u"design-locked"_s);
    m_window.actions().get(u"lock"_s)->trigger();
    m_window.toast().hide();
    for (const QString &name : {u"menu-file"_s, u"menu-edit"_s, u"menu-view"_s, u"menu-help"_s, u"menu-arrange"_s})
        menu(name);
    emit m_window.canvas().contextAsked({}, m_window.mapToGlobal(QPoint(400, 300)));
    menu(u"context-menu"_s);
}

/// Gives the second of two like items the port of the first.
void Shots::clash()
{
    const QList<const Placed *> items = m_window.derived().topology().on(m_window.derived().topology().hosts.constFirst().name);
    for (const Field &field : m_window.catalog().kind(items.value(0)->kind)->fields) {
        if (field.allocate && items.size() > 1) {
            m_window.perform({{}, {SetField{items.at(1)->source, field.name, items.at(0)->values.at(field.name)}}});
            return;
        }
    }
}

void Shots::empty()
{
    const Result<ParsedFleet> parsed = parseFleet("switchyard: 1\nname: new-fleet\ndomain: example.com\nhosts: []\n", m_window.catalog());
    if (!parsed)
        return;
    m_window.setMode(Mode::Design);
    m_window.showFleet(*parsed);
    m_window.showPanel(&m_window.problems());
    both(u"empty-design"_s);
    m_window.setMode(Mode::Deploy);
    both(u"empty-deploy"_s);
    m_window.setMode(Mode::Watch);
    both(u"empty-watch"_s);
    m_window.setMode(Mode::Design);
    m_window.showFleet(m_demo.fleet());
}

void Shots::overlays()
{
    const Placed *item = m_window.derived().topology().on(m_window.derived().topology().hosts.constFirst().name).value(0);
    m_window.canvas().fit();
    m_window.actions().get(u"find"_s)->trigger();
    auto *words = m_window.findChild<QLineEdit *>(u"find-words"_s);
    typeInto(*words, item->name.left(1) + u"0*"_s);
    both(u"find"_s);
    words->setText(u"nothing of that name"_s);
    both(u"find-no-match"_s);
    words->clear();
    QTest::keyClick(words, Qt::Key_Escape);
    m_window.selection().set({item->id});
    m_window.actions().get(u"rename"_s)->trigger();
    if (auto *line = m_window.findChild<QLineEdit *>(u"rename-line"_s)) {
        line->setText(u"Not A Name"_s);
        both(u"rename"_s);
        QTest::keyClick(line, Qt::Key_Escape);
    }
    m_window.actions().get(u"remove"_s)->trigger();
    both(u"toast-undo"_s);
    m_window.document().undo();
    QGuiApplication::clipboard()->setText(u"Dear colleague, please restart the broker."_s);
    m_window.actions().get(u"paste"_s)->trigger();
    both(u"toast-refusal"_s);
    m_window.toast().hide();
    m_window.actions().get(u"take-tour"_s)->trigger();
    both(u"guide"_s);
    if (auto *guide = m_window.findChild<QWidget *>(u"guide"_s))
        guide->close();
    settle();
}

void Shots::dialogs()
{
    const Placed *item = m_window.derived().topology().on(m_window.derived().topology().hosts.constFirst().name).value(0);
    m_window.selection().set({item->id});
    dialog(u"commands"_s, u"commands"_s);
    dialog(u"move-to"_s, u"move-to"_s);
    dialog(u"add-item"_s, u"add-item"_s);
    dialog(u"shortcuts"_s, u"shortcuts"_s);
    dialog(u"rules"_s, u"rules"_s);
    dialog(u"doctor"_s, u"doctor"_s);
    dialog(u"about"_s, u"about"_s);
    dialog(u"secrets-by-hand"_s, u"secrets"_s);
    m_window.perform({{}, {SetField{ItemId::fleet(), u"secrets.backend"_s, u"agenix"_s}}});
    dialog(u"secrets"_s, u"secrets"_s);
    m_window.document().undo();
}

/// A dialog that waits for an answer: pictured from inside its wait, then cancelled.
void Shots::pictured(const QString &name, const std::function<void()> &ask)
{
    QTimer::singleShot(120, &m_window, [this, name] {
        if (QWidget *opened = QApplication::activeModalWidget()) {
            picture(*opened, name);
            opened->close();
        } else {
            m_failures.append(QObject::tr("%1 was not asked").arg(name));
        }
    });
    ask();
    QTest::qWait(300);
}

/// What is asked about the file, on one that another program writes as well.
void Shots::fileQuestions()
{
    const QString path = m_folder.filePath(u".settings/fleets/fleet.yaml"_s);
    m_folder.mkpath(u".settings/fleets"_s);
    const auto write = [&path](const QByteArray &bytes) {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
    };
    const QByteArray text = printFleet(m_demo.fleet().fleet);
    const EditStep edit{{}, {SetField{ItemId::fleet(), u"domain"_s, Value(u"games.example.com"_s)}}};
    Window window(m_window.catalog(), Dialing{}); // the demo's has nothing to save
    if (!write(text) || !stage(window, QSize(1440, 900)) || !window.openFile(path) || !window.perform(edit))
        return m_failures.append(QObject::tr("%1 cannot be opened and edited").arg(path));
    pictured(u"save-changes"_s, [&] { window.close(); });
    QFile::setPermissions(path, QFile::ReadOwner);
    pictured(u"save-failed"_s, [&] { window.actions().get(u"save"_s)->trigger(); });
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
    window.document().undo();
    write(text + "games: [\n");
    settle();
    window.perform(edit);
    pictured(u"foreign-unreadable"_s, [&] { window.actions().get(u"save"_s)->trigger(); });
    window.document().undo();
}

void Shots::hostKeys()
{
    remote::HostKeyQuestion question;
    question.host = m_window.derived().topology().hosts.constFirst().name;
    question.address = u"203.0.113.10"_s;
    question.port = 22;
    question.keyType = u"ssh-ed25519"_s;
    question.fingerprint = u"SHA256:mVPwvezndPv/ARoIadVY98vAC0g+P/5633yTC4d/wXE"_s;
    question.knownFingerprint = u"SHA256:uNiVztksCsDhcc0u9e8BrrJXVGDL2UP8AeUkGS5p8g0"_s;
    for (const bool changed : {false, true}) {
        question.changed = changed;
        pictured(changed ? u"host-key-changed"_s : u"host-key"_s, [&] { HostKeyDialog::ask(question, &m_window, [](bool) {}); });
    }
}

/// Every host answers while a new item hovers over one of them.
void Shots::drag()
{
    m_window.canvas().fit();
    settle();
    QMimeData mime;
    mime.setData(QString::fromLatin1(kindMime), m_window.catalog().kindOfSection(u"games"_s)->name.toUtf8());
    QWidget *canvas = m_window.canvas().viewport();
    const QPoint at = m_window.canvas().mapFromScene(m_window.scene().itemBox(m_window.derived().topology().hosts.constFirst().id).center());
    QDragEnterEvent enter(at, Qt::CopyAction, &mime, Qt::LeftButton, {});
    QCoreApplication::sendEvent(canvas, &enter);
    QDragMoveEvent move(at, Qt::CopyAction, &mime, Qt::LeftButton, {});
    QCoreApplication::sendEvent(canvas, &move);
    both(u"drag-advice"_s);
    QDragLeaveEvent leave;
    QCoreApplication::sendEvent(canvas, &leave);
}

void Shots::questions()
{
    m_window.setMode(Mode::Deploy);
    pictured(u"deploy-question"_s, [this] { m_window.deployPanel().start(false); });
    m_window.setMode(Mode::Design);
    const auto modal = [&](const QString &name, QDialog &dialog) { pictured(name, [&dialog] { dialog.exec(); }); };
    ConflictDialog conflicts(u"~/fleets/claudetorio/fleet.yaml"_s,
                             {{ItemId::fleet(), u"domain"_s, Value(u"example.com"_s), Value(u"games.example.com"_s), Value(u"example.org"_s)},
                              {ItemId::fleet(), u"turn.relay-ports"_s, Value(u"49152-49200"_s), Value(u"49152-49300"_s), Value(u"49152-49400"_s)}},
                             m_window.catalog(), &m_window);
    modal(u"conflicts"_s, conflicts);
    const auto place = std::make_shared<DraftPlace>(m_folder.filePath(u".settings/drafts"_s));
    const QByteArray now = printFleet(m_window.document().fleet());
    if (place->write({u"/home/ops/fleets/fleet.yaml"_s, QDateTime(QDate(2026, 1, 15), QTime(14, 3)), now, QByteArray(now).replace("example.com", "example.org"), {}})) {
        RecoveryDialog recovery({place}, &m_window);
        modal(u"recovery"_s, recovery);
        place->remove();
    }
    hostKeys();
    pictured(u"open-error"_s, [this] { m_window.openFile(u"/nowhere/fleet.yaml"_s); });
}

} // namespace gui
