// SPDX-License-Identifier: GPL-3.0-or-later
// The window as a person uses it: select, edit fields, undo, problems, preview, files.

#include "gui/design/preview.h"
#include "gui/design/problems.h"
#include "tests/gui/fixture.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QHeaderView>
#include <QTextBlock>

using namespace Qt::StringLiterals;
using namespace gui;
using model::Catalog;
using model::ItemId;

class TestWindow : public QObject
{
    Q_OBJECT

    std::unique_ptr<Window> m_window;

    QWidget *inspector() { return m_window->findChild<QWidget *>(u"inspector"_s); }
    QLineEdit *line(const QString &field) { return inspector()->findChild<QLineEdit *>(field); }
    void type(QLineEdit *edit, const QString &text)
    {
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, text);
        QTest::keyClick(edit, Qt::Key_Return);
    }
    void click(const ItemId &item)
    {
        QTest::mouseClick(m_window->canvas().viewport(), Qt::LeftButton, {}, tests::viewportPoint(*m_window, item));
    }
    QAction *action(const QString &name) { return m_window->findChild<QAction *>(u"action-"_s + name); }
    QString previewText() { return m_window->findChild<QPlainTextEdit *>(u"preview-text"_s)->toPlainText(); }

private slots:
    void initTestCase() { tests::useEmptySettings(); }
    void init() { m_window = tests::openWindow(tests::templateFleet()); }
    void cleanup() { m_window.reset(); }

    void aClickSelectsAndTheInspectorShowsTypedFields()
    {
        click(ItemId(u"game/g02"_s));
        QCOMPARE(m_window->selection().single(), ItemId(u"game/g02"_s));
        QVERIFY(line(u"udp-port"_s));
        QCOMPARE(line(u"udp-port"_s)->text(), u"34198"_s);
        QVERIFY(inspector()->findChild<QComboBox *>(u"host"_s));
        QTest::keyClick(&m_window->canvas(), Qt::Key_Escape);
        QVERIFY(m_window->selection().items().isEmpty());
        QVERIFY(line(u"domain"_s)); // nothing selected: the fleet's settings
    }

    void anEditChangesPreviewAndFileAndCanBeUndone()
    {
        const QByteArray before = printFleet(m_window->document().fleet());
        click(ItemId(u"game/g02"_s));
        type(line(u"udp-port"_s), u"34300"_s);
        QCOMPARE(m_window->document().fleet().find(ItemId(u"game/g02"_s))->values.at(u"udp-port").toInt(), 34300);
        QCOMPARE(m_window->preview().currentFile(), u"hosts/factorio-server.nix"_s);
        QVERIFY(previewText().contains(u"34300"_s));
        QVERIFY(m_window->isWindowModified());
        QVERIFY(action(u"undo"_s)->text().contains(u"g02"_s));
        action(u"undo"_s)->trigger();
        QCOMPARE(printFleet(m_window->document().fleet()), before);
        QVERIFY(!previewText().contains(u"34300"_s));
        action(u"redo"_s)->trigger();
        QVERIFY(previewText().contains(u"34300"_s));
    }

    void theDomainReachesEveryHostThatUsesIt()
    {
        type(line(u"domain"_s), u"games.example.org"_s);
        for (const QString &file : {u"hosts/factorio-server-mini.nix"_s, u"hosts/factorio-server-stream.nix"_s}) {
            m_window->preview().openFile(file);
            QVERIFY2(previewText().contains(u"games.example.org"_s), qPrintable(file));
        }
    }

    void theLinesOfTheSelectedItemAreMarkedAndTheReverse()
    {
        click(ItemId(u"game/g03"_s));
        QVERIFY(!m_window->preview().markedLines().isEmpty());
        auto *text = m_window->findChild<QPlainTextEdit *>(u"preview-text"_s);
        QString marked;
        for (const int number : m_window->preview().markedLines())
            marked += text->document()->findBlockByNumber(number).text();
        QVERIFY2(marked.contains(u"\"g03\""_s) && marked.contains(u"34199"_s), qPrintable(marked));
        QVERIFY2(!marked.contains(u"g02"_s), qPrintable(marked));

        QSignalSpy picked(&m_window->preview(), &Preview::picked);
        const QTextCursor found = text->document()->find(u"g01"_s);
        QVERIFY(!found.isNull());
        QTextCursor at(found.block());
        text->setTextCursor(at);
        text->centerCursor();
        QTest::mouseClick(text->viewport(), Qt::LeftButton, {}, text->cursorRect(at).center() + QPoint(30, 0));
        QCOMPARE(picked.size(), 1);
        QCOMPARE(m_window->selection().single(), ItemId(u"game/g01"_s));
    }

    void aWrongValueShowsRedWordsAndAProblem()
    {
        click(ItemId(u"game/g02"_s));
        type(line(u"udp-port"_s), u"34197"_s); // g01 has it
        auto *problems = m_window->findChild<ProblemsList *>();
        bool found = false;
        for (int i = 0; i < problems->topLevelItemCount(); ++i)
            found = found || (problems->topLevelItem(i)->text(0).contains(u"g01"_s) && problems->topLevelItem(i)->text(0).contains(u"g02"_s));
        QVERIFY(found);
        m_window->selection().set({});
        QTest::keyClick(m_window.get(), Qt::Key_F8);
        QVERIFY(!m_window->selection().items().isEmpty()); // F8 goes to the place
    }

    void aPortThatIsNoPortIsRefusedWithWords()
    {
        click(ItemId(u"game/g02"_s));
        QLineEdit *edit = line(u"udp-port"_s);
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, u"70000"_s);
        QLabel *words = nullptr;
        for (QLabel *label : edit->parentWidget()->findChildren<QLabel *>()) {
            if (label->isVisible() && label->text().contains(u"65535"_s))
                words = label;
        }
        QVERIFY(words);
        QCOMPARE(words->palette().color(QPalette::WindowText), m_window->theme().bad); // red,
        QVERIFY(words->geometry().top() >= edit->geometry().bottom()); // under the field,
        QVERIFY(words->geometry().top() - edit->geometry().bottom() < 20 && words->parentWidget() == edit->parentWidget());
        QImage image = words->grab().toImage();
        QSet<QRgb> colours; // and drawn so: a style sheet could decide otherwise
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                colours.insert(image.pixel(x, y));
        }
        QVERIFY(colours.contains(m_window->theme().bad.rgb()));
    }

    void typingIsFollowedLiveAsOneStep()
    {
        const QByteArray before = printFleet(m_window->document().fleet());
        click(ItemId(u"game/g02"_s));
        const auto port = [this] { return m_window->document().fleet().find(ItemId(u"game/g02"_s))->values.at(u"udp-port").toInt(); };
        QLineEdit *edit = line(u"udp-port"_s);
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, u"4000"_s);
        QTRY_COMPARE(port(), 4000); // without Enter
        QTest::keyClicks(edit, u"1"_s);
        QTRY_COMPARE(port(), 40001);
        QVERIFY(previewText().contains(u"40001"_s));
        QVERIFY(edit->hasFocus());
        QCOMPARE(edit->text(), u"40001"_s);
        QTest::keyClick(edit, Qt::Key_Return);
        m_window->document().undo();
        QCOMPARE(printFleet(m_window->document().fleet()), before); // one step
    }

    void escapeTakesBackWhatWasTyped()
    {
        const QByteArray before = printFleet(m_window->document().fleet());
        click(ItemId(u"game/g02"_s));
        QLineEdit *edit = line(u"udp-port"_s);
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, u"40001"_s);
        QTRY_VERIFY(m_window->document().canUndo());
        QTest::keyClick(edit, Qt::Key_Escape);
        QCOMPARE(printFleet(m_window->document().fleet()), before);
        QCOMPARE(edit->text(), u"34198"_s);
        QVERIFY(m_window->canvas().hasFocus());
    }

    void severalItemsAreEditedTogether()
    {
        m_window->selection().set({ItemId(u"client/c01"_s), ItemId(u"client/c02"_s)});
        const auto ids = m_window->selection().items();
        const bool known = std::all_of(ids.begin(), ids.end(), [this](const ItemId &id) { return bool(m_window->document().fleet().find(id)); });
        if (!known) // items are named after their kind
            m_window->selection().set({ItemId(u"stream-client/c01"_s), ItemId(u"stream-client/c02"_s)});
        QVERIFY(line(u"local-port"_s));
        QCOMPARE(line(u"local-port"_s)->placeholderText(), u"mixed"_s);
    }

    void deleteRemovesAndUndoBringsBack()
    {
        const QByteArray before = printFleet(m_window->document().fleet());
        click(ItemId(u"game/g03"_s));
        QTest::keyClick(m_window.get(), Qt::Key_Delete);
        QVERIFY(!m_window->document().fleet().find(ItemId(u"game/g03"_s)));
        QVERIFY(!printFleet(m_window->document().fleet()).contains("g03, host"));
        m_window->document().undo();
        QCOMPARE(printFleet(m_window->document().fleet()), before);
    }

    void duplicateTakesAFreshNameAndFreePorts()
    {
        click(ItemId(u"game/g03"_s));
        action(u"duplicate"_s)->trigger();
        const auto copy = m_window->document().fleet().find(ItemId(u"game/g04"_s));
        QVERIFY(copy);
        QCOMPARE(copy->values.at(u"udp-port").toInt(), 34200);
    }

    void filesOpenAndSaveAndAreRemembered()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"fleet.yaml"_s);
        QVERIFY(tests::writeFile(path, tests::readFile(tests::sourcePath(u"resources/templates/claudetorio.yaml"_s))));
        QVERIFY(m_window->openFile(path));
        QVERIFY(!m_window->isWindowModified());
        QVERIFY(m_window->perform({{}, {model::MoveItem{ItemId(u"game/g03"_s), u"factorio-server-mini"_s}}}));
        QVERIFY(m_window->isWindowModified());
        action(u"save"_s)->trigger();
        QVERIFY(!m_window->isWindowModified());
        QVERIFY(tests::readFile(path).contains("{name: g03, host: factorio-server-mini"));
        QVERIFY(m_window->document().canUndo()); // history survives saving
        QCOMPARE(QSettings().value(u"recent"_s).toStringList().value(0), path);
    }

    void modesShowTheirPanels()
    {
        const auto visible = [this](const char *name) { return m_window->findChild<QWidget *>(u"dock-"_s + QString::fromLatin1(name))->isVisible(); };
        QVERIFY(visible("palette") && visible("inspector") && !visible("deploy") && !visible("watch"));
        m_window->setMode(Mode::Deploy);
        QVERIFY(!visible("palette") && visible("deploy") && !visible("watch"));
        m_window->setMode(Mode::Watch);
        QVERIFY(!visible("palette") && !visible("deploy") && visible("watch"));
        m_window->setMode(Mode::Design);
        QVERIFY(visible("palette"));
    }

    void themesChangeAtOnce()
    {
        m_window->setTheme(ThemeChoice::Light);
        const QColor light = m_window->grab().toImage().pixelColor(m_window->canvas().mapTo(m_window.get(), QPoint(3, 3)));
        m_window->setTheme(ThemeChoice::Dark);
        const QColor dark = m_window->grab().toImage().pixelColor(m_window->canvas().mapTo(m_window.get(), QPoint(3, 3)));
        QVERIFY(light.lightness() > 200);
        QVERIFY(dark.lightness() < 60);
    }

    void everyControlHasAnAccessibleName()
    {
        for (QWidget *widget : m_window->findChildren<QWidget *>()) {
            const bool control = qobject_cast<QLineEdit *>(widget) || qobject_cast<QComboBox *>(widget) || qobject_cast<QAbstractItemView *>(widget)
                || qobject_cast<QPlainTextEdit *>(widget);
            const bool ours = widget->isVisible() && !widget->objectName().startsWith(u"qt_"_s) && !qobject_cast<QHeaderView *>(widget);
            if (control && ours)
                QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName() + u' ' + QString::fromLatin1(widget->metaObject()->className())));
        }
    }
};

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
