// SPDX-License-Identifier: GPL-3.0-or-later
// What hands know from every other editor: steps back and forth, saving, the rubber band, and a question only where servers are touched.

#include "gui/actions/actions.h"
#include "gui/deploy/deploypanel.h"
#include "tests/gui/filetest.h"

#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>

using namespace tests;

class TestWindowHabits : public FileTest
{
    Q_OBJECT

    void key(Qt::Key which, Qt::KeyboardModifiers modifiers = Qt::ControlModifier) { QTest::keyClick(m_window.get(), which, modifiers); }
    QPoint onView(const QPointF &scenePosition) { return m_window->canvas().mapFromScene(scenePosition); }
    QWidget *viewport() { return m_window->canvas().viewport(); }
    /// Drags a band from one corner of the scene to the other; the button stays down when `release` is false.
    void band(const QPointF &from, const QPointF &to, Qt::KeyboardModifiers modifiers = {}, bool release = true)
    {
        const QPoint a = onView(from), b = onView(to);
        QTest::mousePress(viewport(), Qt::LeftButton, modifiers, a);
        for (int i = 1; i <= 4; ++i) {
            const QPoint at = a + (b - a) * i / 4;
            QMouseEvent move(QEvent::MouseMove, at, viewport()->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, modifiers);
            QCoreApplication::sendEvent(viewport(), &move);
        }
        if (release)
            QTest::mouseRelease(viewport(), Qt::LeftButton, modifiers, b);
    }

private slots:
    void initTestCase() { useEmptySettings(); }
    void init() { start(); }
    void cleanup() { stop(); }

    void fiveHundredStepsOutliveSaving()
    {
        constexpr int steps = 520;
        const QString small = m_dir->filePath(u"small.yaml"_s); // so that a thousand pictures of it take no time
        const QByteArray text = "switchyard: 1\nname: small\nhosts:\n  - {name: a, roles: [game-server]}\ngames:\n  - {name: g02, host: a, udp-port: 34198}\n";
        QVERIFY(tests::writeFile(small, text) && m_window->openFile(small));
        for (int i = 0; i < steps; ++i)
            QVERIFY(m_window->perform(port(g02, 35000 + i)));
        QVERIFY(m_window->isWindowModified());
        key(Qt::Key_S);
        QVERIFY(!m_window->isWindowModified());
        QVERIFY(tests::readFile(small).contains("35519"));
        for (int i = 0; i < steps; ++i)
            key(Qt::Key_Z);
        QCOMPARE(printFleet(document().fleet()), text);
        QVERIFY(m_window->isWindowModified() && !document().canUndo());
        for (int i = 0; i < steps; ++i)
            i % 2 == 0 ? key(Qt::Key_Y) : key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(portOf(g02), 35519);
        QVERIFY(!m_window->isWindowModified()); // as it was saved
        QCOMPARE(printFleet(document().fleet()), tests::readFile(small));
    }

    void theMenuNamesTheStepAndTheStarKnowsTheContent()
    {
        QVERIFY(m_window->perform(port(g02, 35000)));
        QAction *undo = m_window->actions().get(u"undo"_s), *redo = m_window->actions().get(u"redo"_s);
        auto *edit = m_window->findChild<QMenu *>(u"menu-edit"_s);
        QVERIFY(edit->actions().contains(undo) && edit->actions().contains(redo));
        QVERIFY2(undo->text().contains(u"g02"_s) && undo->text().contains(u"35000"_s), qPrintable(undo->text()));
        QVERIFY(!redo->isEnabled());
        QVERIFY(m_window->perform(port(g02, 34198))); // by hand back to what it was
        QVERIFY(!m_window->isWindowModified() && document().canUndo());
        key(Qt::Key_Z);
        QVERIFY(m_window->isWindowModified());
        QVERIFY2(redo->isEnabled() && redo->text().contains(u"34198"_s), qPrintable(redo->text()));
    }

    void ctrlOOpensAndCtrlSSaves()
    {
        const QString other = m_dir->filePath(u"other.yaml"_s);
        QVERIFY(tests::writeFile(other, QByteArray(m_text).replace("name: claudetorio", "name: second")));
        const Answer choose(u"QFileDialog"_s, [&](QWidget *dialog) {
            auto *name = dialog->findChild<QLineEdit *>(u"fileNameEdit"_s);
            name->setText(other);
            name->setFocus();
            QTest::keyClick(name, Qt::Key_Return);
        });
        key(Qt::Key_O);
        QVERIFY(choose.done());
        QCOMPARE(document().path(), other);
        QVERIFY(m_window->windowTitle().contains(u"second"_s) && m_window->windowTitle().contains(u"[*]"_s));
        QVERIFY(m_window->perform(port(g01, 35100)));
        m_window->activateWindow(); // the dialog had the keyboard
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        key(Qt::Key_S);
        QVERIFY(tests::readFile(other).contains("35100"));
        QVERIFY(QFile::exists(other + u'~') && tests::readFile(other + u'~').contains("34197"));
    }

    void theRubberBandSelects()
    {
        QList<QRectF> boxes;
        QList<ItemId> hosts;
        for (const auto &host : m_window->scene().hosts()) {
            boxes.append(host->box());
            hosts.append(host->id());
        }
        const QRectF first = boxes.at(0).adjusted(-15, -15, 15, 15), second = boxes.at(1).adjusted(-15, -15, 15, 15);
        band(first.topLeft(), first.bottomRight());
        QVERIFY(m_window->selection().items().contains(hosts.at(0)) && !m_window->selection().items().contains(hosts.at(1)));
        band(second.bottomRight(), second.topLeft(), Qt::ControlModifier); // Ctrl adds, and any corner will do
        QVERIFY(m_window->selection().items().contains(hosts.at(0)) && m_window->selection().items().contains(hosts.at(1)));
        const QRectF chip = m_window->scene().itemBox(g01);
        QVERIFY(!chip.isNull());

        const QImage before = viewport()->grab().toImage();
        band(first.topLeft(), first.bottomRight(), {}, false);
        QVERIFY(viewport()->grab().toImage() != before); // the band is seen
        QTest::keyClick(&m_window->canvas(), Qt::Key_Escape);
        QTest::mouseRelease(viewport(), Qt::LeftButton, {}, onView(first.bottomRight()));
        QVERIFY(m_window->selection().items().contains(hosts.at(1)) || m_window->selection().items().isEmpty()); // and was given up

        m_window->canvas().setFocus();
        key(Qt::Key_A);
        QVERIFY(m_window->selection().items().size() >= 6);
        QTest::keyClick(&m_window->canvas(), Qt::Key_Escape);
        QVERIFY(m_window->selection().items().isEmpty());
        QVERIFY(!document().canUndo()); // looking is no edit
    }

    void onlyWhatTouchesServersAsksAndNamesThem()
    {
        const QByteArray own = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICYvKXGcG4a19tTT0Rycbn+D0r/YlKltLJ9dY2gRFjxa me@desk";
        QVERIFY(m_window->perform({u"Key"_s, {SetField{ItemId::fleet(), u"deploy.keys"_s, Value(ValueList{Value(QString::fromLatin1(own))})}}}));
        const ItemId stream(u"stream-client/c03"_s); // nothing refers to it
        m_window->selection().set({stream});
        m_window->canvas().setFocus();
        QTest::keyClick(&m_window->canvas(), Qt::Key_Delete); // no question
        QVERIFY(!QApplication::activeModalWidget() && !document().fleet().find(stream));
        m_window->setMode(Mode::Deploy);
        QString words;
        bool cancelIsDefault = false;
        const Answer asked(u"QMessageBox"_s, [&](QWidget *widget) {
            auto *box = static_cast<QMessageBox *>(widget);
            words = box->text() + box->informativeText();
            cancelIsDefault = box->defaultButton() && box->defaultButton() == box->button(QMessageBox::Cancel);
            QTest::keyClick(box, Qt::Key_Return);
        });
        m_window->deployPanel().start(false);
        QTRY_VERIFY(asked.done());
        for (const auto &host : m_window->scene().hosts())
            QVERIFY2(words.contains(host->look().title), qPrintable(words));
        QVERIFY(cancelIsDefault && !m_window->deployPanel().isRunning());
    }
};

QTEST_MAIN(TestWindowHabits)
#include "tst_windowhabits.moc"
