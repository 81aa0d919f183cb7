// SPDX-License-Identifier: GPL-3.0-or-later
// The generated flake: searched, copied, saved, handed over.

#include "tests/gui/flaketest.h"

class TestWindowFlakeFiles : public FlakeTest
{
    Q_OBJECT

private slots:
    void initTestCase() { useEmptySettings(); }
    void init() { start(); }
    void cleanup() { stop(); }

    void searchesAcrossFilesByKeyboard()
    {
        m_window->canvas().setFocus();
        key(m_window.get(), Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        auto *line = m_window->findChild<QLineEdit *>(u"file-search-words"_s);
        auto *list = m_window->findChild<QTreeWidget *>(u"file-search-list"_s);
        auto *count = m_window->findChild<QLabel *>(u"file-search-count"_s);
        QVERIFY(line->hasFocus());
        QTest::keyClicks(line, u"UDPPORT = 34198"_s); // capital letters do not matter
        QCOMPARE(count->text(), u"2 lines in 2 files"_s);
        key(line, Qt::Key_Down);
        QVERIFY(list->hasFocus());
        QCOMPARE(preview().currentFile(), hostFile);
        QCOMPARE(text()->textCursor().selectedText(), u"udpPort = 34198"_s);
        key(list, Qt::Key_Down);
        key(list, Qt::Key_Down);
        QCOMPARE(preview().currentFile(), u"modules/fleet.nix"_s);
        key(list, Qt::Key_Return);
        QVERIFY(text()->hasFocus());
        m_window->document().apply(port(g02, 34777)); // the list follows the design
        QCOMPARE(count->text(), u"No line holds this."_s);
        line->setFocus();
        key(line, Qt::Key_Escape);
        QVERIFY(m_window->findChild<FileList *>()->isVisible());
    }

    void searchesAcrossFilesByMouse()
    {
        preview().openFile(u"flake.nix"_s);
        auto *button = m_window->findChild<QAbstractButton *>(u"button-action-search-files"_s);
        QTest::mouseClick(button, Qt::LeftButton);
        auto *list = m_window->findChild<QTreeWidget *>(u"file-search-list"_s);
        QTest::keyClicks(QApplication::focusWidget(), u"turnserver"_s);
        QTreeWidgetItem *hit = list->topLevelItem(0)->child(0);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(hit).center());
        QCOMPARE(preview().currentFile(), list->topLevelItem(0)->text(0));
        QVERIFY(text()->textCursor().block().text().contains(u"turnserver"_s));
    }

    void searchTellsEachLineOnce()
    {
        const model::FileTree tree{{u"a"_s, {"x y x\nno\nX", {}}}, {u"b"_s, {"", {}}}};
        QCOMPARE(searchTree(tree, u"x"_s), (QList<Hit>{{u"a"_s, 0, 0, u"x y x"_s}, {u"a"_s, 2, 0, u"X"_s}}));
        QCOMPARE(searchTree(tree, u"x"_s, 1).size(), 1);
        QCOMPARE(searchTree(tree, QString()).size(), 0);
    }

    void copiesFileAndSelection()
    {
        preview().openFile(u"flake.nix"_s);
        QTest::mouseClick(m_window->findChild<QAbstractButton *>(u"button-action-copy-nix"_s), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text().toUtf8(), m_window->derived().tree().at(u"flake.nix"_s).text);
        text()->setFocus();
        text()->setTextCursor(text()->document()->find(u"nixosConfigurations"_s));
        key(text(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"nixosConfigurations"_s);
        QContextMenuEvent asked(QContextMenuEvent::Mouse, QPoint(5, 5), text()->viewport()->mapToGlobal(QPoint(5, 5)));
        QCoreApplication::sendEvent(text()->viewport(), &asked);
        auto *menu = text()->findChild<QMenu *>(u"code-menu"_s);
        QVERIFY(menu && menu->actions().contains(m_window->actions().get(u"open-in-editor"_s)));
        menu->close();
    }

    void savesTheShownFile()
    {
        preview().openFile(hostFile);
        const QString to = m_dir->filePath(u"copy.nix"_s);
        Answer name(u"QFileDialog"_s, [&](QWidget *dialog) {
            auto *line = dialog->findChild<QLineEdit *>(u"fileNameEdit"_s);
            QCOMPARE(line->text(), u"factorio-server.nix"_s);
            line->setText(to);
            static_cast<QDialog *>(dialog)->accept();
        });
        trigger(u"save-file"_s);
        QVERIFY(name.done());
        QCOMPARE(tests::readFile(to), preview().shownFile());
    }

    void handsOver()
    {
        const QString to = m_dir->filePath(u"handed"_s);
        QVERIFY(QDir().mkpath(to));
        const auto ask = [&] {
            Answer folder(u"QFileDialog"_s, [&](QWidget *dialog) {
                dialog->findChild<QLineEdit *>(u"fileNameEdit"_s)->setText(to);
                static_cast<QDialog *>(dialog)->accept();
            });
            trigger(u"eject"_s);
            QVERIFY(folder.done());
        };
        ask();
        QVERIFY2(m_window->toast().words().contains(u"HANDOVER.md"_s), qPrintable(m_window->toast().words()));
        QVERIFY(tests::readFile(to + u"/HANDOVER.md"_s).contains("nixos-rebuild switch"));
        QVERIFY(!QFile::exists(to + u"/.switchyard"_s));
        ask(); // a second time: nothing is written over
        QVERIFY2(m_window->toast().words().contains(u"is not empty"_s), qPrintable(m_window->toast().words()));
    }
};

QTEST_MAIN(TestWindowFlakeFiles)
#include "tst_windowflakefiles.moc"
