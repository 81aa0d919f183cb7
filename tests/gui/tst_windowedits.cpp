// SPDX-License-Identifier: GPL-3.0-or-later
// Generated files that a person edited stand among the problems, and are settled from there.

#include "gui/design/problems.h"
#include "tests/gui/flaketest.h"

class TestWindowEdits : public FlakeTest
{
    Q_OBJECT

    ProblemsList &list() { return m_window->problems(); }
    QModelIndex row(const QString &code)
    {
        for (int i = 0; i < list().topLevelItemCount(); ++i) {
            if (list().topLevelItem(i)->text(ProblemsList::Code) == code)
                return list().model()->index(i, ProblemsList::Message);
        }
        return {};
    }
    QString cell(const QModelIndex &index, int column)
    {
        return index.siblingAtColumn(column).data().toString();
    }
    void click(const QRect &rect)
    {
        QTest::mouseClick(list().viewport(), Qt::LeftButton, {}, rect.center());
    }
    QMenu *ways(const QModelIndex &index)
    {
        click(list().moreRect(index));
        return list().findChild<QMenu *>(u"fixes"_s);
    }
    /// With the keyboard, as a person walks a menu.
    void pickWay(QMenu *menu, const QString &words)
    {
        QVERIFY(menu);
        for (int tries = 0;
             tries < 5 && (!menu->activeAction() || menu->activeAction()->text() != words); ++tries)
            key(menu, Qt::Key_Down);
        QVERIFY(menu->activeAction() && menu->activeAction()->text() == words);
        key(menu, Qt::Key_Return);
    }
    void edited()
    {
        writeFlake();
        QVERIFY(!row(u"hand-edit"_s).isValid());
        editByHand("/dev/sda", "/dev/sdz");
        QTRY_VERIFY(row(u"hand-edit"_s).isValid());
        m_window->showPanel(&list());
    }

private slots:
    void initTestCase() { useEmptySettings(); }
    void init() { start(); }
    void cleanup() { stop(); }

    void namesFileHostPlaceAndReason()
    {
        edited();
        const QModelIndex found = row(u"hand-edit"_s);
        const auto line = file(hostFile).left(file(hostFile).indexOf("/dev/sdz")).count('\n') + 1;
        QCOMPARE(cell(found, ProblemsList::Where), u"factorio-server"_s);
        const QString words = cell(found, ProblemsList::Message);
        QVERIFY2(words.startsWith(u"hosts/factorio-server.nix was edited by hand"_s)
                     && words.contains(u"+1 −1, from line %1 on"_s.arg(line))
                     && words.contains(u"a deploy goes without the edit"_s),
                 qPrintable(words));
        QVERIFY(found.data(Qt::AccessibleTextRole).toString().startsWith(u"Warning: "_s));
        QCOMPARE(m_window->scene().marks().value(ItemId::host(u"factorio-server"_s)).shape, MarkShape::Warning); // on the canvas, too
        const QList<QLabel *> labels = m_window->statusBar()->findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) { return label->text().endsWith(u"2 warnings"_s); }));
        QVERIFY(m_window->perform(port(g01, 34300))); // other findings come and go, this one stays
        QVERIFY(row(u"hand-edit"_s).isValid());
        editByHand("/dev/sdz", "/dev/sda"); // undone by hand
        QTRY_VERIFY(!row(u"hand-edit"_s).isValid());
    }

    void oneClickMovesItToAModule()
    {
        edited();
        QCOMPARE(list().fixesOf(row(u"hand-edit"_s)).constFirst().text, u"Move it to a module"_s);
        click(list().mendRect(row(u"hand-edit"_s)));
        QVERIFY2(!row(u"hand-edit"_s).isValid(), qPrintable(m_window->toast().words()));
        QVERIFY(
            file(u"hosts/overrides/factorio-server.nix"_s).contains("lib.mkForce \"/dev/sdz\""));
        QVERIFY(file(hostFile).contains("/dev/sda")
                && file(hostFile).contains("./overrides/factorio-server.nix"));
    }

    void theDifferenceIsShownByMenuClickAndKey()
    {
        edited();
        const QStringList change{u"− boot.loader.grub.device = \"/dev/sda\";"_s,
                                 u"+ boot.loader.grub.device = \"/dev/sdz\";"_s};
        pickWay(ways(row(u"hand-edit"_s)), u"Show the difference"_s);
        QCOMPARE(against()->currentText(), u"Edits made by hand"_s);
        QCOMPARE(signedLines(), change);
        for (const bool byKey : {false, true}) {
            choose(u"As designed now"_s);
            QVERIFY(signedLines().isEmpty());
            m_window->showPanel(&list());
            if (byKey) { // as F8 walks the problems
                for (int tries = 0; tries < list().topLevelItemCount() && signedLines().isEmpty();
                     ++tries)
                    key(m_window.get(), Qt::Key_F8);
            } else {
                click(list().visualRect(row(u"hand-edit"_s)));
            }
            QCOMPARE(preview().currentFile(), hostFile);
            QCOMPARE(signedLines(), change);
        }
        QCOMPARE(file(hostFile).count("/dev/sdz"), 1); // looking changes nothing
    }

    void takingTheGeneratedTextAsksAndKeepsTheEdit()
    {
        edited();
        const QByteArray mine = file(hostFile);
        {
            Answer no(u"QMessageBox"_s, [](QWidget *box) { pressText(box, u"Cancel"_s); });
            pickWay(ways(row(u"hand-edit"_s)), u"Take the generated text…"_s);
            QTRY_VERIFY(no.done());
        }
        QCOMPARE(file(hostFile), mine);
        QVERIFY(row(u"hand-edit"_s).isValid());
        QTRY_VERIFY(!list().findChild<QMenu *>(u"fixes"_s));
        Answer yes(u"QMessageBox"_s, [](QWidget *box) { pressText(box, u"Overwrite"_s); });
        pickWay(ways(row(u"hand-edit"_s)), u"Take the generated text…"_s);
        QTRY_VERIFY(yes.done());
        QVERIFY(!row(u"hand-edit"_s).isValid());
        QCOMPARE(file(u".switchyard/edits/"_s + hostFile), mine);
    }

    void whatIsKeptBecomesANote()
    {
        edited();
        m_window->showPanel(&preview());
        press(&FlakeTest::row(), u"edits-keep"_s);
        QVERIFY(row(u"hand-edit"_s).isValid());
        QVERIFY(
            row(u"hand-edit"_s).data(Qt::AccessibleTextRole).toString().startsWith(u"Note: "_s));
    }

    void filesThatAreNoModulesCannotMove()
    {
        writeFlake();
        writeFile(u".gitignore"_s, file(u".gitignore"_s) + "/mine\n");
        QTRY_VERIFY(row(u"hand-edit"_s).isValid());
        QCOMPARE(cell(row(u"hand-edit"_s), ProblemsList::Where), u"the fleet"_s);
        QCOMPARE(list().fixesOf(row(u"hand-edit"_s)).constFirst().text, u"Show the difference"_s);
    }

    void leftoversAndForeignFilesAreNamed()
    {
        writeFlake();
        const QString added = u"hosts/newbox.nix"_s;
        writeFile(added, "{ mine = 1; }\n");
        QVERIFY(m_window->perform({{}, {AddItem{u"host"_s, u"newbox"_s, {}, {}}}}));
        QTRY_VERIFY(row(u"foreign-file"_s).isValid());
        QVERIFY(cell(row(u"foreign-file"_s), ProblemsList::Message).startsWith(added));
        QCOMPARE(file(added), "{ mine = 1; }\n");
        QVERIFY(m_window->perform({{}, {AddItem{u"host"_s, u"spare"_s, {}, {}}}}));
        const auto spare = m_window->derived().tree().at(u"hosts/spare.nix"_s).text;
        writeFile(u"hosts/spare.nix"_s, spare + "# mine\n"); // as if it had been written
        nixgen::Manifest manifest = *nixgen::readManifest(m_dir->path());
        manifest.files[u"hosts/spare.nix"_s] = nixgen::fileHash(spare);
        QVERIFY(nixgen::writeManifest(manifest, m_dir->path()));
        QVERIFY(m_window->perform({{}, {RemoveItem{ItemId::host(u"spare"_s)}}}));
        QTRY_VERIFY(row(u"leftover-edit"_s).isValid());
        for (const Fix &fix : list().fixesOf(row(u"leftover-edit"_s)))
            QVERIFY(fix.way == EditWay::Show);
    }
};

QTEST_MAIN(TestWindowEdits)
#include "tst_windowedits.moc"
