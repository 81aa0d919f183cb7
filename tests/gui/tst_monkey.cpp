// SPDX-License-Identifier: GPL-3.0-or-later
// Random hands in the real window: actions, lists, menus, fields, drags and renaming in any order, with anything selected, while
// another program saves the file now and then. Nothing crashes, what is seen is what the fleet says, all of it can be undone to the
// byte and redone, and in the end file and memory say the same. SWITCHYARD_SEED runs one seed again, SWITCHYARD_TALK says each
// step before it is done.

#include "gui/actions/actions.h"
#include "gui/actions/fileactions.h"
#include "gui/derived.h"
#include "gui/design/inspector.h"
#include "gui/design/problems.h"
#include "gui/files/filekeeper.h"
#include "tests/fuzz/factor.h"
#include "tests/gui/fixture.h"
#include "tests/model/randomedit.h"

#include <QComboBox>
#include <QDesktopServices>
#include <QDialog>
#include <QLineEdit>
#include <QAbstractButton>
#include <QMenu>
#include <QSaveFile>
#include <QTemporaryDir>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace gui;
using model::Catalog;
using model::ItemId;

class TestMonkey : public QObject
{
    Q_OBJECT

    std::unique_ptr<Window> m_window;
    std::unique_ptr<tests::SeededFleet> m_random;
    QStringList m_story;

    int pick(qsizetype below) { return below > 0 ? m_random->pick(int(below)) : 0; }
    void tell(const QString &step)
    {
        m_story.append(step);
        if (qEnvironmentVariableIsSet("SWITCHYARD_TALK"))
            tests::tell(step);
    }
    QList<ItemId> everything()
    {
        QList<ItemId> ids;
        for (const model::PlacedHost &host : m_window->derived().topology().hosts)
            ids += host.id;
        for (const model::Placed &item : m_window->derived().topology().items)
            ids += item.id;
        return ids;
    }
    QWidget *viewport() { return m_window->canvas().viewport(); }
    QPoint anywhere()
    {
        const QList<ItemId> all = everything();
        if (all.isEmpty() || m_random->chance(4))
            return {pick(viewport()->width()), pick(viewport()->height())};
        const QRectF box = m_window->scene().itemBox(all.at(pick(all.size())));
        return m_window->canvas().mapFromScene(box.topLeft() + QPointF(pick(int(box.width())), pick(int(box.height()))));
    }

    /// Another program edits the file and saves it.
    void foreign()
    {
        const QString path = m_window->document().path();
        const auto disk = parseFleet(tests::readFile(path), Catalog::builtIn());
        model::Fleet theirs = disk ? disk->fleet : m_window->document().fleet();
        for (int i = 1 + pick(3); i > 0; --i) {
            if (auto after = apply(theirs, Catalog::builtIn(), tests::randomEdit(theirs, *m_random)))
                theirs = *after;
        }
        tell(u"another program saves"_s);
        QSaveFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(printFleet(theirs)) > 0 && file.commit());
        m_window->files().keeper().settle(m_random->chance() ? FileKeeper::Occasion::Noticed : FileKeeper::Occasion::Saving);
    }
    /// What a person says to a question that waits for them: about contradictions, or about what cannot be put together.
    void decideQuestion()
    {
        QWidget *dialog = QApplication::activeModalWidget();
        if (!dialog || !dialog->isVisible() || (dialog->objectName() != u"conflict-dialog"_s && !dialog->inherits("QMessageBox")))
            return;
        const int how = pick(3);
        tell(u"  asked %1, said %2"_s.arg(dialog->objectName()).arg(how));
        auto *all = dialog->findChild<QAbstractButton *>(how == 0 ? u"all-mine"_s : u"all-theirs"_s), *merge = dialog->findChild<QAbstractButton *>(u"merge"_s);
        if (how == 2 || !all || !merge) {
            QTest::keyClick(dialog, Qt::Key_Escape);
        } else {
            QTest::mouseClick(all, Qt::LeftButton);
            QTest::mouseClick(merge, Qt::LeftButton);
        }
    }

    void select()
    {
        const QList<ItemId> all = everything();
        QSet<ItemId> some;
        QStringList names;
        for (int i = pick(4); i > 0 && !all.isEmpty(); --i) {
            some.insert(all.at(pick(all.size())));
            names = QStringList(names) << QString::number(some.size());
        }
        for (const ItemId &id : some)
            names.append(id.text());
        tell(u"select "_s + names.join(u' '));
        m_window->selection().set(some);
    }

    void act()
    {
        static const QStringList names{u"undo"_s, u"undo"_s, u"redo"_s, u"cut"_s, u"copy"_s, u"paste"_s, u"paste"_s, u"duplicate"_s, u"duplicate"_s, u"rename"_s, u"rename"_s, u"move-to"_s,
                                       u"move-to"_s, u"move-to"_s, u"remove"_s, u"properties"_s, u"add-host"_s, u"add-item"_s, u"add-item"_s, u"select-all"_s, u"next-problem"_s,
                                       u"previous-problem"_s, u"mend-problem"_s, u"mend-problem"_s, u"find-next"_s, u"commands"_s, u"zoom-in"_s, u"zoom-out"_s, u"zoom-reset"_s, u"fit"_s,
                                       u"fit-selection"_s, u"collapse"_s, u"collapse-all"_s, u"expand-all"_s, u"show-links"_s, u"show-labels"_s, u"show-details"_s, u"show-minimap"_s,
                                       u"pin-hosts"_s, u"tidy"_s, u"align-left"_s, u"align-middle"_s, u"distribute-horizontally"_s, u"save"_s, u"copy-picture"_s, u"copy-table"_s,
                                       u"shortcuts"_s, u"rules"_s, u"doctor"_s};
        const QString name = names.at(pick(names.size()));
        tell(name);
        m_window->actions().get(name)->trigger();
        answer();
    }

    /// Whatever popped up: a choice, a name, or Esc.
    void answer()
    {
        QCoreApplication::processEvents();
        if (auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())) {
            for (int i = pick(3); i > 0; --i)
                QTest::keyClick(menu, Qt::Key_Down);
            tell(u"  of the menu: "_s + (menu->activeAction() ? menu->activeAction()->text() : u"nothing"_s));
            QTest::keyClick(menu, m_random->chance(4) ? Qt::Key_Escape : Qt::Key_Return);
        }
        if (auto *filter = m_window->findChild<QLineEdit *>(u"picklist-filter"_s); filter && filter->isVisible())
            choose(filter);
        if (auto *line = m_window->canvas().findChild<QLineEdit *>(u"rename-line"_s); line && line->isVisible()) {
            tell(u"  named "_s + words());
            line->setText(words());
            QTest::keyClick(line, Qt::Key_Return);
            QTest::keyClick(line, Qt::Key_Escape); // where the name does not fit
        }
        for (QDialog *dialog : m_window->findChildren<QDialog *>())
            dialog->close();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    void choose(QLineEdit *filter)
    {
        static const QStringList harmless{u"box"_s, u"factorio"_s, u"go to"_s, u"h"_s, {}};
        const bool commands = m_story.constLast() == u"commands"_s; // all actions stand there
        filter->setText(commands ? u"go to"_s : harmless.at(pick(harmless.size())));
        for (int i = pick(4); i > 0; --i)
            QTest::keyClick(filter, Qt::Key_Down);
        tell(u"  chosen"_s);
        QTest::keyClick(filter, m_random->chance(5) ? Qt::Key_Escape : Qt::Key_Return);
        QCoreApplication::processEvents();
    }
    QString words()
    {
        static const QStringList texts{u"g01"_s, u"alpha"_s, u"34197"_s, u"70000"_s, u"box2"_s, u"Bose"_s, u"a/b"_s, u"example.org"_s, u"10.0.0.1"_s, u"game-server, broker"_s, u"-x"_s, u"null"_s, u" "_s};
        return texts.at(pick(texts.size()));
    }

    void type()
    {
        QList<QLineEdit *> lines;
        for (QLineEdit *line : m_window->inspector().findChildren<QLineEdit *>()) {
            if (line->isVisible() && line->isEnabled() && !qobject_cast<QComboBox *>(line->parentWidget()))
                lines.append(line);
        }
        if (lines.isEmpty())
            return;
        QPointer<QLineEdit> line = lines.at(pick(lines.size()));
        const QString text = m_random->chance(5) ? QString() : words();
        tell(u"type "_s + line->objectName() + u": "_s + text);
        line->setFocus();
        line->selectAll();
        text.isEmpty() ? QTest::keyClick(line, Qt::Key_Delete) : QTest::keyClicks(line, text);
        if (line)
            QTest::keyClick(line, m_random->chance(4) ? Qt::Key_Escape : Qt::Key_Return);
        answer();
    }

    void decide()
    {
        QList<QComboBox *> boxes;
        for (QComboBox *box : m_window->inspector().findChildren<QComboBox *>()) {
            if (box->isVisible() && box->isEnabled() && box->count() > 0)
                boxes.append(box);
        }
        if (boxes.isEmpty())
            return;
        QComboBox *box = boxes.at(pick(boxes.size()));
        box->setCurrentIndex(pick(box->count()));
        tell(u"decide "_s + box->objectName() + u": "_s + box->currentText());
        emit box->activated(box->currentIndex());
        answer();
    }

    void drag()
    {
        const QPoint from = anywhere(), to = anywhere();
        if (!m_window->scene().host(m_window->scene().itemAt(m_window->canvas().mapToScene(from))) && !m_window->scene().itemAt(m_window->canvas().mapToScene(from)).isEmpty())
            return; // an item: Qt's own drag would wait for a real mouse
        tell(u"drag %1,%2 %3,%4"_s.arg(from.x()).arg(from.y()).arg(to.x()).arg(to.y()));
        QTest::mousePress(viewport(), Qt::LeftButton, {}, from);
        for (int i = 1; i <= 3; ++i) {
            const QPoint at = from + (to - from) * i / 3;
            QMouseEvent move(QEvent::MouseMove, at, viewport()->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, {});
            QCoreApplication::sendEvent(viewport(), &move);
        }
        if (m_random->chance(4))
            m_window->actions().get(m_random->chance() ? u"undo"_s : u"remove"_s)->trigger(); // in the middle of it
        QTest::mouseRelease(viewport(), Qt::LeftButton, {}, to);
    }

    void press()
    {
        static const QList<Qt::Key> keys{Qt::Key_Tab, Qt::Key_Left, Qt::Key_Right, Qt::Key_Up, Qt::Key_Down, Qt::Key_Home, Qt::Key_End, Qt::Key_Escape, Qt::Key_Return};
        const Qt::Key key = keys.at(pick(keys.size()));
        tell(u"key %1"_s.arg(int(key)));
        QTest::keyClick(&m_window->canvas(), key, m_random->chance(3) ? Qt::ShiftModifier : Qt::NoModifier);
        answer();
    }

    void step()
    {
        switch (pick(13)) {
        case 8: return foreign();
        case 0:
        case 1:
        case 2: return select();
        case 3: return type();
        case 4: return decide();
        case 5: return drag();
        case 6: return press();
        case 7:
            tell(u"click"_s);
            QTest::mouseClick(viewport(), Qt::LeftButton, m_random->chance(3) ? Qt::ControlModifier : Qt::NoModifier, anywhere());
            return answer();
        default: return act();
        }
    }

    void check()
    {
        const model::Fleet &fleet = m_window->document().fleet();
        const auto again = parseFleet(printFleet(fleet), Catalog::builtIn());
        QVERIFY2(again && again->fleet == fleet, "memory is not what a file would say");
        QCOMPARE(qsizetype(m_window->scene().hosts().size()), fleet.hosts().size());
        for (const ItemId &id : everything())
            QVERIFY2(m_window->scene().itemBox(id).isValid(), qPrintable(id.text()));
        for (const ItemId &id : m_window->selection().items())
            QVERIFY2(m_window->derived().topology().find(id) || fleet.find(id), qPrintable(id.text()));
    }

private slots:
    void swallow(const QUrl &) {}

    void initTestCase()
    {
        tests::useEmptySettings();
        QDesktopServices::setUrlHandler(u"file"_s, this, "swallow"); // "Open the file at line 7"
        qputenv("HOME", QDir::tempPath().toUtf8());
        qunsetenv("SSH_AUTH_SOCK");
    }

    /// The view asks for the rows that were while they go.
    void theListOfProblemsShrinksUnderTheCursor()
    {
        model::Diagnostics many;
        for (int i = 0; i < 40; ++i)
            many += {model::Severity::Error, u"port-clash"_s, u"g%1 has a port of another."_s.arg(i), ItemId(u"game/g%1"_s.arg(i)), u"udp-port"_s, {}, {i + 1, 1}};
        ProblemsList alone;
        int strange = 0;
        alone.setFixer([&](const model::Diagnostic &d) { strange += d.code != u"port-clash"_s; return QList<model::Fix>{{u"Give it another"_s, {}, d.item, d.field, u"a port"_s}}; }, {});
        alone.resize(1000, 400);
        static_cast<QWidget &>(alone).show();
        QVERIFY(QTest::qWaitForWindowExposed(&alone));
        for (const qsizetype left : {40, 3, 40, 0, 17, 1}) {
            alone.show(many.mid(0, left));
            QCOMPARE(alone.topLevelItemCount(), int(left));
            if (left > 0)
                alone.setCurrentItem(alone.topLevelItem(int(left) - 1));
            QTest::keyClick(&alone, Qt::Key_End);
        }
        QCOMPARE(strange, 0);
    }

    void cleanupTestCase() { QDesktopServices::unsetUrlHandler(u"file"_s); }

    void anythingInAnyOrder()
    {
        QTimer answers;
        connect(&answers, &QTimer::timeout, this, &TestMonkey::decideQuestion);
        answers.start(2);
        const auto [first, end] = tests::seeds(4 * tests::fuzzFactor());
        for (int seed = first; seed < end; ++seed) {
            tests::watchForHang(seed);
            QTemporaryDir folder;
            const QString path = folder.filePath(u"fleet.yaml"_s);
            QVERIFY(tests::writeFile(path, printFleet(tests::twoGameHosts().fleet)));
            m_random = std::make_unique<tests::SeededFleet>(quint32(seed) + 9'000'000);
            m_window = tests::openWindow(tests::templateFleet());
            QVERIFY(m_window->openFile(path));
            const QByteArray before = printFleet(m_window->document().fleet());
            m_story.clear();
            for (int i = 0; i < 120 && !QTest::currentTestFailed(); ++i) {
                step();
                check();
            }
            const QByteArray after = printFleet(m_window->document().fleet());
            int steps = 0;
            for (; m_window->document().canUndo(); ++steps)
                m_window->document().undo();
            check();
            QVERIFY2(!QTest::currentTestFailed() && printFleet(m_window->document().fleet()) == before,
                     qPrintable(u"SWITCHYARD_SEED=%1: %2"_s.arg(seed).arg(m_story.join(u"; "_s).right(1500))));
            for (; steps > 0; --steps)
                m_window->document().redo();
            check();
            QCOMPARE(printFleet(m_window->document().fleet()), after);
            for (int i = 0; i < 20 && m_window->isWindowModified(); ++i)
                m_window->files().save(); // until the question is answered
            QCOMPARE(tests::readFile(path), printFleet(m_window->document().fleet()));
            QVERIFY(!m_window->isWindowModified());
            m_window.reset();
        }
        tests::endWatch();
    }
};

QTEST_MAIN(TestMonkey)
#include "tst_monkey.moc"
