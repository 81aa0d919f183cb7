// SPDX-License-Identifier: GPL-3.0-or-later
// The problems as a person mends them: buttons, menus, links and keys.

#include "gui/actions/problemactions.h"
#include "gui/design/inspector.h"
#include "gui/design/problems.h"
#include "gui/design/rulesview.h"
#include "model/codec.h"
#include "model/validate.h"
#include "tests/gui/fixture.h"

#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QToolButton>

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
        QTest::mouseClick(menu(), Qt::LeftButton, {}, menu()->actionGeometry(all).center());
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
        QTest::mouseClick(menu(), Qt::LeftButton, {}, menu()->actionGeometry(other).center());
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

    /// All rules are listed with their mending, and found by words.
    void theListOfRules()
    {
        RulesView rules(Catalog::builtIn(), Theme::lightTheme());
        rules.resize(1000, 600);
        rules.show();
        auto *tree = rules.findChild<QTreeWidget *>(u"rules-list"_s);
        QCOMPARE(tree->topLevelItemCount(), ruleDocs(Catalog::builtIn()).size());
        auto *search = rules.findChild<QLineEdit *>(u"rules-search"_s);
        search->setFocus();
        QTest::keyClicks(search, u"version-mis"_s);
        int seen = 0;
        for (int i = 0; i < tree->topLevelItemCount(); ++i) {
            if (!tree->topLevelItem(i)->isHidden()) {
                ++seen;
                QCOMPARE(tree->topLevelItem(i)->text(2), u"Use one version on both sides."_s);
            }
        }
        QCOMPARE(seen, 1);
        if (qEnvironmentVariableIsSet("SWITCHYARD_PICTURES"))
            rules.grab().save(QDir(qEnvironmentVariable("SWITCHYARD_PICTURES")).filePath(u"rules.png"_s));
    }

    void picture()
    {
        open({m_clash, {"roles: [game-server]", "roles: []"}, {"domain: example.com", "domain: example"}});
        QVERIFY(list().topLevelItemCount() >= 4);
        if (qEnvironmentVariableIsSet("SWITCHYARD_PICTURES")) {
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
