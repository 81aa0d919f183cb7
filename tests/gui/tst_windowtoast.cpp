// SPDX-License-Identifier: GPL-3.0-or-later
// A few words at the foot of the canvas: they offer to undo, cover no host where there is room beside, and go.

#include "gui/overlay/toast.h"
#include "tests/gui/fixture.h"

#include <QPushButton>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace gui;
using model::ItemId;

class TestWindowToast : public QObject
{
    Q_OBJECT

    std::unique_ptr<Window> m_window;

    void click(const ItemId &item) { QTest::mouseClick(m_window->canvas().viewport(), Qt::LeftButton, {}, tests::viewportPoint(*m_window, item)); }
    void key(int key) { QTest::keyClick(&m_window->canvas(), Qt::Key(key)); }
    model::ItemPtr item(const QString &id) { return m_window->document().fleet().find(ItemId(id)); }
    QByteArray bytes() { return printFleet(m_window->document().fleet()); }
    Toast &toast() { return m_window->toast(); }

private slots:
    void initTestCase() { tests::useEmptySettings(); }
    void init()
    {
        m_window = tests::openWindow(tests::twoGameHosts());
        m_window->canvas().setFocus();
    }
    void cleanup() { m_window.reset(); }

    void removeOffersUndoInAToastThatTheKeyboardReaches()
    {
        const QByteArray before = bytes();
        m_window->selection().set({ItemId::host(u"factorio-server"_s)});
        key(Qt::Key_Delete); // no question
        QVERIFY(!item(u"host/factorio-server"_s) && !item(u"game/g01"_s));
        QVERIFY(toast().isVisible());
        QVERIFY2(toast().words().contains(u"Removed 4 items"_s), qPrintable(toast().words()));
        auto *button = toast().findChild<QPushButton *>();
        QVERIFY(button->isVisible() && button->focusPolicy() == Qt::StrongFocus);
        QTest::keyClick(&m_window->canvas(), Qt::Key_U, Qt::AltModifier); // its mnemonic; Tab walks over the items
        QTRY_COMPARE(bytes(), before);
        QVERIFY(!toast().isVisible());
    }

    void itAppearsBesideTheHosts()
    {
        m_window = tests::openWindow(tests::templateFleet()); // one host at the foot
        const auto isCovered = [this](const QRect &place) {
            return std::ranges::any_of(m_window->scene().hosts(), [&](const auto &host) {
                return m_window->canvas().mapFromScene(host->box()).boundingRect().intersects(place);
            });
        };
        for (const int smaller : {0, 60}) {
            m_window->resize(m_window->size() - QSize(smaller, smaller));
            QCoreApplication::processEvents();
            m_window->canvas().fit();
            toast().say(u"words"_s);
            QRect middle = toast().geometry();
            middle.moveLeft((m_window->canvas().width() - middle.width()) / 2);
            QVERIFY(isCovered(middle)); // where it would stand otherwise
            QVERIFY(!isCovered(toast().geometry()));
            QVERIFY(m_window->canvas().rect().contains(toast().geometry()));
        }
    }

    void itGoesByItself()
    {
        toast().setLifetime(std::chrono::milliseconds(30));
        click(ItemId(u"game/g02"_s));
        key(Qt::Key_Delete);
        QVERIFY(toast().isVisible());
        QTRY_VERIFY(!toast().isVisible());
        QVERIFY(!item(u"game/g02"_s));
    }

    void itIsClosedByAClick()
    {
        click(ItemId(u"game/g02"_s));
        key(Qt::Key_Delete);
        auto *close = toast().findChild<QToolButton *>(u"toast-close"_s);
        QVERIFY(close && close->isVisible());
        QTest::mouseClick(close, Qt::LeftButton);
        QVERIFY(!toast().isVisible());
        QVERIFY(!item(u"game/g02"_s)); // nothing is undone by it
        m_window->toast().say(u"words"_s);
        QVERIFY(close->isVisible());
    }

    void itTakesBackOnlyItsOwnStep()
    {
        click(ItemId(u"game/g02"_s));
        key(Qt::Key_Delete);
        QVERIFY(m_window->perform({{}, {model::SetField{ItemId(u"game/g03"_s), u"udp-port"_s, 40001}}}));
        QTRY_VERIFY(!toast().isVisible()); // its button would now take back another step
        QCOMPARE(item(u"game/g03"_s)->values.at(u"udp-port").toInt(), 40001);
    }
};

QTEST_MAIN(TestWindowToast)
#include "tst_windowtoast.moc"
