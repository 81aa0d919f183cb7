// SPDX-License-Identifier: GPL-3.0-or-later
// The problems as a person mends them: buttons, menus, links and keys.

#include "gui/actions/problemactions.h"
#include "gui/design/inspector.h"
#include "gui/design/preview.h"
#include "gui/design/problems.h"
#include "model/codec.h"
#include "tests/gui/fixture.h"

#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QToolButton>

#include <ctime>

using namespace Qt::StringLiterals;
using namespace gui;
using namespace model;

class TestProblems : public QObject
{
    Q_OBJECT

    std::unique_ptr<Window> m_window;
    QTemporaryDir m_home;
    const QByteArray m_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICYvKXGcG4a19tTT0Rycbn+D0r/YlKltLJ9dY2gRFjxa me@desk";

    ProblemsList &list() { return m_window->problems(); }
    QWidget *area() { return list().viewport(); }

    void open(const QList<std::pair<QByteArray, QByteArray>> &changes)
    {
        QByteArray text = tests::readFile(tests::sourcePath(u"resources/templates/claudetorio.yaml"_s));
        for (const auto &[before, after] : changes) {
            QVERIFY2(text.contains(before), before.constData());
            text.replace(before, after);
        }
        const auto parsed = parseFleet(text, Catalog::builtIn());
        QVERIFY2(parsed, qPrintable(parsed ? QString() : parsed.error().message));
        m_window = tests::openWindow(*parsed);
        list().raiseDock();
        QTRY_VERIFY(area()->isVisible());
    }

    QModelIndex row(const QString &code)
    {
        for (int i = 0; i < list().topLevelItemCount(); ++i) {
            if (list().topLevelItem(i)->text(ProblemsList::Code) == code) {
                list().scrollToItem(list().topLevelItem(i));
                return list().model()->index(i, 0);
            }
        }
        return {};
    }
    QByteArray bytes() { return printFleet(m_window->document().fleet()); }
    void click(const QRect &rect) { QTest::mouseClick(area(), Qt::LeftButton, {}, rect.center()); }
    QMenu *menu() { return list().findChild<QMenu *>(u"fixes"_s); }
    static QAction *entry(const QMenu *menu, const QString &words)
    {
        for (QAction *action : menu->actions()) {
            if (action->text().contains(words))
                return action;
        }
        return nullptr;
    }
    static void choose(QMenu &menu, QAction *action) // by keyboard: a menu may be longer than the screen of a test
    {
        menu.setActiveAction(action);
        QTest::keyClick(&menu, Qt::Key_Return);
    }
    void undo() { QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier); }
    const std::pair<QByteArray, QByteArray> m_clash{"udp-port: 34198", "udp-port: 34197"};

private slots:
    void initTestCase()
    {
        tests::useEmptySettings();
        QVERIFY(QDir(m_home.path()).mkdir(u".ssh"_s));
        QVERIFY(tests::writeFile(m_home.filePath(u".ssh/id_ed25519.pub"_s), m_key + '\n'));
        qputenv("HOME", m_home.path().toLocal8Bit());
    }
    void cleanup() { m_window.reset(); }

    void aClickOnTheButtonMends()
    {
        open({m_clash});
        const QByteArray before = bytes();
        const QModelIndex clash = row(u"port-clash"_s);
        QVERIFY(clash.isValid());
        QVERIFY(!list().moreRect(clash).isEmpty());
        click(list().mendRect(clash));
        QVERIFY(!row(u"port-clash"_s).isValid());
        QCOMPARE(m_window->document().undoText(), u"Give g02 UDP 34198"_s);
        QVERIFY2(m_window->statusBar()->currentMessage().startsWith(u"Give g02 UDP 34198"_s), qPrintable(m_window->statusBar()->currentMessage()));
        QVERIFY(m_window->statusBar()->currentMessage().contains(u"Ctrl+Z"_s));
        undo();
        QCOMPARE(bytes(), before);
        QVERIFY(row(u"port-clash"_s).isValid());
    }

    /// Qt would lay it out with every edit.
    void aListBehindAnotherTabRests()
    {
        open({});
        m_window->showPanel(&m_window->preview());
        QTRY_VERIFY(!list().isVisible());
        QVERIFY(m_window->perform({{}, {SetField{ItemId(u"game/g02"_s), u"udp-port"_s, Value(34197)}}}));
        m_window->showPanel(&list());
        QTRY_VERIFY(list().isVisible());
        const QModelIndex clash = row(u"port-clash"_s);
        QVERIFY(clash.isValid());
        QVERIFY(list().viewport()->rect().intersects(list().visualRect(clash)));
        QVERIFY(!list().mendRect(clash).isEmpty());
    }

    void theMenuOffersOtherWays()
    {
        open({m_clash});
        click(list().moreRect(row(u"port-clash"_s)));
        QTRY_VERIFY(menu() && menu()->isVisible());
        QVERIFY(entry(menu(), u"Give g01 UDP 34198"_s));
        QTest::keyClick(menu(), Qt::Key_Down); // the second way
        QTest::keyClick(menu(), Qt::Key_Return);
        QTRY_COMPARE(m_window->document().undoText(), u"Give g01 UDP 34198"_s);
    }

    void keysOpenTheMenu_data()
    {
        QTest::addColumn<int>("key");
        QTest::addColumn<int>("modifier");
        QTest::newRow("Ctrl+.") << int(Qt::Key_Period) << int(Qt::ControlModifier);
        QTest::newRow("Alt+Enter") << int(Qt::Key_Return) << int(Qt::AltModifier);
    }

    void keysOpenTheMenu()
    {
        QFETCH(int, key);
        QFETCH(int, modifier);
        open({m_clash});
        list().setFocus();
        list().setCurrentIndex(row(u"port-clash"_s));
        QTest::keyClick(&list(), Qt::Key(key), Qt::KeyboardModifiers(modifier));
        QTRY_VERIFY(menu() && menu()->isVisible());
        QTest::keyClick(menu(), Qt::Key_Return);
        QTRY_COMPARE(m_window->document().undoText(), u"Give g02 UDP 34198"_s);
    }

    void allOfOneCodeAtOnce()
    {
        open({m_clash, {"udp-port: 34199", "udp-port: 34197"}});
        const QByteArray before = bytes();
        list().setFocus();
        list().setCurrentIndex(row(u"port-clash"_s));
        list().mendCurrent();
        QTRY_VERIFY(menu() && menu()->isVisible());
        QAction *all = entry(menu(), u"Mend all 2 problems"_s);
        QVERIFY(all);
        choose(*menu(), all);
        QTRY_VERIFY(!row(u"port-clash"_s).isValid());
        undo();
        QCOMPARE(bytes(), before);
    }

    void bothPartiesAreLinks()
    {
        open({m_clash});
        const QModelIndex clash = row(u"port-clash"_s);
        click(list().visualRect(clash.siblingAtColumn(ProblemsList::With)));
        QCOMPARE(m_window->selection().single(), ItemId(u"game/g01"_s));
        click(list().visualRect(row(u"port-clash"_s).siblingAtColumn(ProblemsList::Where)));
        QCOMPARE(m_window->selection().single(), ItemId(u"game/g02"_s));
        QCOMPARE(m_window->selection().field(), u"udp-port"_s);
    }

    void theMenuOfARowGoesToBoth()
    {
        open({m_clash});
        list().setFocus();
        list().setCurrentIndex(row(u"port-clash"_s));
        QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(), QPoint());
        QCoreApplication::sendEvent(area(), &event);
        QTRY_VERIFY(menu() && menu()->isVisible());
        QAction *other = entry(menu(), u"Go to g01"_s);
        QVERIFY(other && entry(menu(), u"Go to g02"_s) && entry(menu(), u"Copy"_s));
        choose(*menu(), other);
        QTRY_COMPARE(m_window->selection().single(), ItemId(u"game/g01"_s));
    }

    void theItemsMenuHasTheFixesToo()
    {
        open({m_clash});
        QMenu of;
        list().addFixes(&of, ItemId(u"game/g01"_s));
        QAction *give = entry(&of, u"Give g02 UDP 34198"_s);
        QVERIFY(give);
        give->trigger();
        QVERIFY(!row(u"port-clash"_s).isValid());
    }

    void theCanvasMenuMends()
    {
        open({m_clash});
        QWidget *canvas = m_window->canvas().viewport();
        const QPoint at = tests::viewportPoint(*m_window, ItemId(u"game/g02"_s));
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, canvas->mapToGlobal(at));
        QCoreApplication::sendEvent(canvas, &event);
        QTRY_VERIFY(m_window->findChild<QMenu *>(u"context-menu"_s));
        auto *of = m_window->findChild<QMenu *>(u"context-menu"_s);
        QTRY_VERIFY(of->isVisible());
        QAction *give = entry(of, u"Give g02 UDP 34198"_s);
        QVERIFY(give);
        choose(*of, give);
        QTRY_VERIFY(!row(u"port-clash"_s).isValid());
    }

    void nothingToMendAddsNothing()
    {
        open({m_clash});
        QMenu none;
        list().addFixes(&none, ItemId(u"game/g03"_s));
        QVERIFY(none.isEmpty());
    }

    void ownKeysReplaceThePlaceholder()
    {
        open({});
        const QModelIndex placeholder = row(u"placeholder"_s);
        QVERIFY(placeholder.isValid());
        QCOMPARE(list().fixesOf(placeholder).first().text, u"Use your key me@desk"_s);
        click(list().mendRect(placeholder));
        QVERIFY(bytes().contains(m_key));
        QCOMPARE(list().topLevelItemCount(), 0);
        undo();
        QVERIFY(!bytes().contains(m_key));
    }

    void theInspectorOffersTheSame()
    {
        open({m_clash});
        m_window->selection().set({ItemId(u"game/g02"_s)});
        auto *mend = m_window->inspector().findChild<QPushButton *>(u"mend:udp-port"_s);
        QVERIFY(mend && mend->isVisible());
        QCOMPARE(mend->text(), u"Give g02 UDP 34198"_s);
        QTest::mouseClick(mend, Qt::LeftButton);
        QVERIFY(!row(u"port-clash"_s).isValid());
        QCOMPARE(m_window->inspector().findChild<QLineEdit *>(u"udp-port"_s)->text(), u"34198"_s);
        mend = m_window->inspector().findChild<QPushButton *>(u"mend:udp-port"_s);
        QVERIFY(!mend || !mend->isVisible());
        undo();
        QVERIFY(row(u"port-clash"_s).isValid());
    }

    /// Where a person must say it, the field waits for them, and the status bar says what belongs there.
    void theFieldWaits()
    {
        open({{"domain: example.com", "domain: example"}});
        click(list().mendRect(row(u"bad-domain"_s)));
        auto *line = m_window->inspector().findChild<QLineEdit *>(u"domain"_s);
        QVERIFY(line);
        QTRY_VERIFY(line->hasFocus());
        QVERIFY2(m_window->statusBar()->currentMessage().contains(u"example.com"_s), qPrintable(m_window->statusBar()->currentMessage()));
        line->selectAll();
        QTest::keyClicks(line, u"games.example.org"_s);
        QTest::keyClick(line, Qt::Key_Return);
        QVERIFY(!row(u"bad-domain"_s).isValid());
    }

    void severitiesAreCountedAndHidden()
    {
        open({m_clash});
        auto *errors = m_window->findChild<QToolButton *>(u"show-error"_s), *warnings = m_window->findChild<QToolButton *>(u"show-warning"_s);
        QCOMPARE(errors->text(), u"1 error"_s);
        QCOMPARE(warnings->text(), u"1 warning"_s); // the placeholder
        QTest::mouseClick(errors, Qt::LeftButton);
        QVERIFY(list().topLevelItem(0)->isHidden() && !list().topLevelItem(1)->isHidden());
        QTest::keyClick(m_window.get(), Qt::Key_F8); // goes to what is seen
        QCOMPARE(list().currentItem(), list().topLevelItem(1));
        QTest::keyClick(m_window.get(), Qt::Key_F8);
        QCOMPARE(list().currentItem(), list().topLevelItem(1));
        QTest::mouseClick(errors, Qt::LeftButton);
        QVERIFY(!list().topLevelItem(0)->isHidden());
    }

    void f8WalksThroughThem()
    {
        open({m_clash, {"domain: example.com", "domain: example"}});
        const int count = list().topLevelItemCount();
        QVERIFY(count >= 3);
        QStringList walked;
        for (int i = 0; i <= count; ++i) {
            QTest::keyClick(m_window.get(), Qt::Key_F8);
            walked += list().currentItem()->text(ProblemsList::Code);
            const ItemId where = m_window->selection().single();
            QVERIFY(m_window->selection().field().size() > 0 && (where.isEmpty() || m_window->document().fleet().find(where)));
        }
        QCOMPARE(QSet<QString>(walked.begin(), walked.end()).size(), count);
        QCOMPARE(walked.constLast(), walked.constFirst()); // and begins again
        QTest::keyClick(m_window.get(), Qt::Key_F8, Qt::ShiftModifier);
        QCOMPARE(list().currentItem()->text(ProblemsList::Code), walked.at(count - 1));
    }

    /// Colour is not what tells them apart.
    void severitiesDifferInShapeAndWords()
    {
        open({m_clash, {"roles: [game-server]", "roles: []"}});
        QList<QImage> shapes;
        QStringList words;
        for (const QString &code : {u"port-clash"_s, u"placeholder"_s, u"implied-role"_s}) {
            const QModelIndex index = row(code);
            QVERIFY2(index.isValid(), qPrintable(code));
            shapes += list().topLevelItem(index.row())->icon(0).pixmap(20).toImage().convertToFormat(QImage::Format_Alpha8);
            words += index.data(Qt::AccessibleTextRole).toString().section(u':', 0, 0);
        }
        QCOMPARE(words, (QStringList{u"Error"_s, u"Warning"_s, u"Note"_s}));
        QVERIFY(shapes.at(0) != shapes.at(1) && shapes.at(1) != shapes.at(2) && shapes.at(0) != shapes.at(2));
    }

    /// Long words wrap, and the row grows with them.
    void longWordsAreSeenWhole()
    {
        open({m_clash});
        const QModelIndex clash = row(u"port-clash"_s);
        const QRect cell = list().visualRect(clash);
        const QRect words = list().fontMetrics().boundingRect(QRect(0, 0, cell.width() - 40, 1000), Qt::TextWordWrap, clash.data().toString());
        QVERIFY2(words.height() > list().fontMetrics().height(), "one line: this shows nothing");
        QTRY_VERIFY2(list().visualRect(row(u"port-clash"_s)).height() >= words.height(), qPrintable(QString::number(cell.height())));
    }

    /// Ways to mend are worked out for the rows that are seen only.
    void thousandsOfProblems()
    {
        Diagnostics many;
        for (int i = 0; i < 6000; ++i)
            many += {i % 3 ? Severity::Warning : Severity::Error, u"port-clash"_s, u"g%1 and g%2 cannot both have UDP port 34197 on big. Give g%2 (Game) another one."_s.arg(i).arg(i + 1),
                     ItemId(u"game/g%1"_s.arg(i)), u"udp-port"_s, ItemId(u"game/g%1"_s.arg(i + 1)), {i + 1, 1}};
        ProblemsList alone;
        int asked = 0;
        alone.setFixer([&](const Diagnostic &d) { ++asked; return QList<Fix>{{u"Give it another"_s, {}, d.item, d.field, u"a port"_s}}; }, {});
        alone.resize(1000, 400);
        static_cast<QWidget &>(alone).show();
        QVERIFY(QTest::qWaitForWindowExposed(&alone));
        const std::clock_t begin = std::clock();
        alone.show(many);
        QCoreApplication::processEvents();
        alone.repaint();
        const double ms = double(std::clock() - begin) * 1000 / CLOCKS_PER_SEC;
        qInfo("6,000 problems shown in %.0f ms, %d asked for their fixes", ms, asked);
        QCOMPARE(alone.topLevelItemCount(), 6000);
        QVERIFY2(asked > 0 && asked < 200, qPrintable(QString::number(asked)));
        QCOMPARE(alone.topLevelItem(0)->text(ProblemsList::Line), u"1"_s);
        QVERIFY(alone.topLevelItem(1999)->text(0).startsWith(u"g5997 "_s)); // errors first, in the order of the file
    }

    /// Keys that only an agent has are offered as well.
    void keysOfTheAgent()
    {
        QVERIFY(QDir(m_home.path()).mkpath(u"bin"_s));
        const QString program = m_home.filePath(u"bin/ssh-add"_s);
        QVERIFY(tests::writeFile(program, "#!/bin/sh\necho " + QByteArray(m_key).replace("me@desk", "token@agent").replace("Fjx", "Fjy") + "\n"));
        QVERIFY(QFile::setPermissions(program, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        const QByteArray path = qgetenv("PATH");
        qputenv("PATH", QByteArray(m_home.filePath(u"bin"_s).toLocal8Bit() + ":" + path));
        qputenv("SSH_AUTH_SOCK", "/nowhere");
        open({});
        const auto ways = [&] {
            QStringList texts;
            for (const Fix &fix : list().fixesOf(row(u"placeholder"_s)))
                texts += fix.text;
            return texts;
        };
        QTRY_VERIFY2(ways().contains(u"Use your key token@agent"_s), qPrintable(ways().join(u'|')));
        QVERIFY(ways().contains(u"Use your key me@desk"_s));
        qputenv("PATH", path);
        qunsetenv("SSH_AUTH_SOCK");
    }

    void picture()
    {
        open({m_clash, {"roles: [game-server]", "roles: []"}, {"domain: example.com", "domain: example"}});
        QVERIFY(list().topLevelItemCount() >= 4);
        if (qEnvironmentVariableIsSet("SWITCHYARD_PICTURES")) {
            m_window->findChild<QAction *>(u"action-rules"_s)->trigger();
            auto *rules = m_window->findChild<QWidget *>(u"table-dialog"_s);
            QTRY_VERIFY(rules && rules->isVisible());
            rules->grab().save(QDir(qEnvironmentVariable("SWITCHYARD_PICTURES")).filePath(u"rules.png"_s));
            rules->close();
            for (const ThemeChoice theme : {ThemeChoice::Dark, ThemeChoice::Light}) {
                m_window->setTheme(theme);
                list().raiseDock();
                m_window->selection().set({ItemId(u"game/g02"_s)});
                QCoreApplication::processEvents();
                m_window->grab().save(QDir(qEnvironmentVariable("SWITCHYARD_PICTURES")).filePath(theme == ThemeChoice::Dark ? u"problems-dark.png"_s : u"problems-light.png"_s));
            }
        }
    }
};

QTEST_MAIN(TestProblems)
#include "tst_problems.moc"
