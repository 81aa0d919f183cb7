// SPDX-License-Identifier: GPL-3.0-or-later
// The generated flake beside the fleet file: compared, written, and never over what a person edited in it.

#include "tests/gui/flaketest.h"

class TestWindowFlake : public FlakeTest
{
    Q_OBJECT

private slots:
    void initTestCase() { useEmptySettings(); }
    void init() { start(); }
    void cleanup() { stop(); }

    void beforeAnythingWasWrittenItSaysSo()
    {
        const int least = preview().minimumSizeHint().width();
        choose(u"Since last generated"_s);
        QVERIFY2(caption().contains(u"Never generated yet"_s), qPrintable(caption()));
        QCOMPARE(preview().minimumSizeHint().width(), least); // long words wrap, and push nobody aside
        choose(u"Since deployed to factorio-server-mini"_s);
        QVERIFY2(caption().contains(u"factorio-server-mini was never deployed"_s), qPrintable(caption()));
        choose(u"Edits made by hand"_s);
        QVERIFY2(caption().contains(u"No generated file was edited"_s), qPrintable(caption()));
        choose(u"Against the files on disk"_s);
        QCOMPARE(counts(hostFile), u"new"_s);
        key(m_window.get(), Qt::Key_F4);
        choose(u"As designed now"_s);
        QCOMPARE(counts(hostFile), QString());
        key(m_window.get(), Qt::Key_F4);
        QVERIFY(m_window->toast().words().contains(u"Choose above"_s));
    }

    void showsWhatTheDesignChangedSinceItWasGenerated()
    {
        key(m_window.get(), Qt::Key_G, Qt::ControlModifier);
        QVERIFY2(status().contains(u"23 files written"_s), qPrintable(status()));
        choose(u"Since last generated"_s);
        QVERIFY2(caption().contains(u"Nothing differs from what was generated last"_s), qPrintable(caption()));
        QVERIFY(m_window->perform(port(g01, 34300)));
        QCOMPARE(counts(hostFile), u"+1 −1"_s);
        QCOMPARE(counts(u"flake.nix"_s), QString());
        preview().openFile(hostFile);
        QCOMPARE(signedLines(), (QStringList{u"− udpPort = 34197;"_s, u"+ udpPort = 34300;"_s}));
        QVERIFY2(caption().contains(u"2 files differ, +2 −2"_s), qPrintable(caption()));
        QVERIFY(text()->findChild<QWidget *>(u"code-margin"_s)->isVisible());
        text()->setTextCursor(QTextCursor(text()->document()->findBlockByNumber(text()->changes().constFirst())));
        text()->centerCursor();
        const QImage picture = text()->viewport()->grab().toImage();
        QSet<QRgb> grounds; // right of the text
        for (int y = 0; y < picture.height(); ++y)
            grounds.insert(picture.pixel(picture.width() - 2, y));
        QVERIFY2(grounds.size() >= 3, "lines that came and lines that went have grounds of their own");
        const auto checked = [this] { // in the menu, as above the list of files
            QStringList names;
            for (QObject *where : m_window->actions().get(u"compare-now"_s)->associatedObjects()) {
                if (auto *menu = qobject_cast<QMenu *>(where))
                    emit menu->aboutToShow();
            }
            for (const QString &name : {u"compare-now"_s, u"compare-generated"_s, u"compare-deployed"_s, u"compare-disk"_s, u"compare-edits"_s})
                names += m_window->actions().get(name)->isChecked() ? QStringList(name) : QStringList();
            return names;
        };
        QCOMPARE(checked(), QStringList{u"compare-generated"_s});
        choose(u"As designed now"_s);
        QCOMPARE(checked(), QStringList{u"compare-now"_s});
        choose(u"Since last generated"_s);
        QVERIFY2(text()->textCursor().block().text().contains(u"34197"_s), "the first change is in view");
        m_window->document().undo();
        QCOMPARE(signedLines(), QStringList());
        QVERIFY(caption().contains(u"Nothing differs"_s));
    }

    void changesAreWalkedByKeyOverAllFiles()
    {
        writeFlake();
        QVERIFY(m_window->perform(port(g01, 34300)));
        QVERIFY(m_window->perform({{}, {SetField{ItemId(u"game/g03"_s), u"udp-port"_s, 34301}}}));
        choose(u"Since last generated"_s);
        QCOMPARE(preview().currentFile(), hostFile); // the first that differs
        text()->setFocus();
        QStringList places;
        for (int i = 0; i < 5; ++i) {
            places.append(preview().currentFile().section(u'/', -1) + u' ' + text()->textCursor().block().text().trimmed());
            key(text(), Qt::Key_F4);
        }
        QCOMPARE(places, (QStringList{u"factorio-server.nix udpPort = 34197;"_s, u"factorio-server.nix udpPort = 34199;"_s, u"fleet.nix udpPort = 34197;"_s,
                                      u"fleet.nix udpPort = 34199;"_s, u"factorio-server.nix udpPort = 34197;"_s}));
        key(text(), Qt::Key_F4, Qt::ShiftModifier);
        QCOMPARE(text()->textCursor().block().text().trimmed(), u"udpPort = 34197;"_s);
        key(text(), Qt::Key_F4, Qt::ShiftModifier);
        QCOMPARE(preview().currentFile(), u"modules/fleet.nix"_s);
    }

    void marksAndClicksFindTheirLinesInADifference()
    {
        writeFlake();
        QVERIFY(m_window->perform(port(g01, 34300)));
        choose(u"Since last generated"_s);
        m_window->selection().set({g02});
        preview().openFile(hostFile);
        QVERIFY(!preview().markedLines().isEmpty());
        const int line = preview().markedLines().constFirst();
        QCOMPARE(text()->blockOf(line), line + 1); // one line went above it
        QCOMPARE(text()->numberAt(line + 1), line);
        QSignalSpy picked(&preview(), &Preview::picked);
        const auto clickOn = [&](const QString &words) {
            text()->setTextCursor(text()->document()->find(words));
            text()->centerCursor();
            QTextCursor cursor = text()->textCursor();
            cursor.clearSelection();
            text()->setTextCursor(cursor);
            QTest::mouseClick(text()->viewport(), Qt::LeftButton, {}, text()->cursorRect().center());
        };
        clickOn(u"udpPort = 34198"_s);
        QCOMPARE(picked.size(), 1);
        QCOMPARE(picked.at(0).at(0).value<ItemId>(), g02);
        picked.clear();
        preview().openFile(hostFile);
        clickOn(u"udpPort = 34197"_s); // it went: nothing comes from there any more
        QCOMPARE(picked.size(), 0);
    }

    void showsWhatAHostRuns()
    {
        writeFlake();
        remote::Deployed deployed{7, u"/nix/store/x"_s, u"t"_s, {}, {}, 0};
        for (const auto &[path, generated] : m_window->derived().tree())
            deployed.files.insert(path, QString::fromLatin1(nixgen::fileHash(generated.text)).section(u':', 1));
        QVERIFY(remote::writeDeployed(m_dir->path(), u"factorio-server"_s, deployed));
        choose(u"Since deployed to factorio-server"_s);
        QVERIFY2(caption().contains(u"Nothing differs from what factorio-server runs"_s), qPrintable(caption()));
        QVERIFY(m_window->perform(port(g01, 34300)));
        writeFlake(); // what was generated last is newer than what was deployed
        QCOMPARE(counts(hostFile), u"+1 −1"_s);
        QVERIFY(m_window->perform({{}, {SetField{ItemId::host(u"factorio-server-mini"_s), u"boot.device"_s, Value(u"/dev/vda"_s)}}}));
        QCOMPARE(counts(u"hosts/factorio-server-mini.nix"_s), QString()); // another host's own file is not its matter
        m_window->selection().set({g01});
        trigger(u"compare-now"_s);
        trigger(u"compare-deployed"_s); // the host of what is selected
        QCOMPARE(against()->currentText(), u"Since deployed to factorio-server"_s);

        QVERIFY(QDir(m_dir->filePath(u".switchyard/texts"_s)).removeRecursively());
        trigger(u"compare-deployed"_s);
        QCOMPARE(counts(hostFile), u"differs"_s);
        QVERIFY2(caption().contains(u"whose text of then is not on this machine"_s), qPrintable(caption()));
    }

    void filesThatAreGoneAreShown()
    {
        writeFlake();
        QVERIFY(m_window->perform({{}, {SetField{ItemId::host(u"factorio-server-mini"_s), u"class"_s, Value(u"unmanaged"_s)}}}));
        choose(u"Since last generated"_s);
        QCOMPARE(counts(u"hosts/factorio-server-mini.nix"_s), u"gone"_s);
        preview().openFile(u"hosts/factorio-server-mini.nix"_s);
        QVERIFY(signedLines().contains(u"− networking.hostName = \"factorio-server-mini\";"_s));
        choose(u"As designed now"_s);
        QVERIFY(!fileRow(u"hosts/factorio-server-mini.nix"_s).isValid());
    }

    void anEditByHandIsNoticedAndShown()
    {
        writeFlake();
        QVERIFY(!row().isVisible());
        editByHand("/dev/sda", "/dev/sdz"); // by another program, while the window is open
        QTRY_VERIFY(row().isVisible());
        QCOMPARE(row().words(), u"hosts/factorio-server.nix was edited by hand: 1 line"_s);
        press(&row(), u"edits-show"_s);
        QCOMPARE(against()->currentText(), u"Edits made by hand"_s);
        QCOMPARE(signedLines(), (QStringList{u"− boot.loader.grub.device = \"/dev/sda\";"_s, u"+ boot.loader.grub.device = \"/dev/sdz\";"_s}));
        QCOMPARE(counts(hostFile), u"+1 −1"_s);
        press(&row(), u"edits-keep"_s);
        QVERIFY(!row().isVisible());
        QCOMPARE(file(hostFile).count("/dev/sdz"), 1);
        editByHand("/dev/sdz", "/dev/sdy"); // another edit is another question
        QTRY_VERIFY(row().isVisible());
    }

    void aDeploySaysThatItIsWithoutTheEdit()
    {
        const ValueList keys{Value(u"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMMywG5GTSMPXdO8BOVIRIm8DWVAxtXoAprNM354NYaR you@laptop"_s)};
        QVERIFY(m_window->perform({{}, {SetField{ItemId::fleet(), u"deploy.keys"_s, Value(keys)}}}));
        writeFlake();
        editByHand("/dev/sda", "/dev/sdz");
        m_window->setMode(Mode::Deploy);
        QString words;
        Answer cancel(u"QMessageBox"_s, [&](QWidget *box) {
            words = static_cast<QMessageBox *>(box)->informativeText();
            pressText(box, u"Cancel"_s);
        });
        m_window->deployPanel().start(false);
        QVERIFY(cancel.done());
        QVERIFY2(words.contains(u"not part of this deploy: hosts/factorio-server.nix."_s), qPrintable(words));
    }

    void anEditIsFoundWhenTheFleetIsOpened()
    {
        writeFlake();
        m_window.reset();
        editByHand("/dev/sda", "/dev/sdz");
        open();
        QTRY_VERIFY(row().isVisible());
    }

    void overwritingAsksAndKeepsTheEdit()
    {
        writeFlake();
        const QByteArray generated = file(hostFile);
        editByHand("/dev/sda", "/dev/sdz");
        const QByteArray edited = file(hostFile);
        QTRY_VERIFY(row().isVisible());
        {
            Answer no(u"QMessageBox"_s, [](QWidget *box) { pressText(box, u"Cancel"_s); });
            press(&row(), u"edits-overwrite"_s);
            QVERIFY(no.done());
        }
        QCOMPARE(file(hostFile), edited);
        Answer yes(u"QMessageBox"_s, [](QWidget *box) { pressText(box, u"Overwrite"_s); });
        press(&row(), u"edits-overwrite"_s);
        QVERIFY(yes.done());
        QCOMPARE(file(hostFile), generated);
        QCOMPARE(file(u".switchyard/edits/"_s + hostFile), edited);
        QVERIFY(!row().isVisible());
    }

    void anEditMovesToAModuleThatTheHostImports()
    {
        writeFlake();
        editByHand("/dev/sda", "/dev/sdz");
        const QByteArray edited = file(hostFile);
        QTRY_VERIFY(row().isVisible());
        press(&row(), u"edits-move"_s);
        QVERIFY2(!row().isVisible(), qPrintable(m_window->toast().words()));
        QVERIFY(file(u"hosts/overrides/factorio-server.nix"_s).contains("boot.loader.grub.device = lib.mkForce \"/dev/sdz\";"));
        QVERIFY(file(hostFile).contains("./overrides/factorio-server.nix") && file(hostFile).contains("/dev/sda"));
        QVERIFY(onDisk().contains("imports: [./hosts/overrides/factorio-server.nix]"));
        QCOMPARE(file(u".switchyard/edits/"_s + hostFile), edited);
        QVERIFY(document().undoText().contains(u"Move the edits"_s)); // one step of the design
        const QByteArray module = file(u"hosts/overrides/factorio-server.nix"_s);
        QVERIFY(m_window->perform(port(g01, 34300)));
        writeFlake();
        QCOMPARE(file(u"hosts/overrides/factorio-server.nix"_s), module);
    }

    void whatCannotMoveIsOpenedForAPerson()
    {
        writeFlake();
        writeFile(u"editor.sh"_s, "#!/bin/sh\nprintf '%s\\n' \"$@\" > \"$(dirname \"$0\")/opened.part\"\nmv \"$(dirname \"$0\")/opened.part\" \"$(dirname \"$0\")/opened\"\n");
        QVERIFY(QFile::setPermissions(m_dir->filePath(u"editor.sh"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        qputenv("VISUAL", QFile::encodeName(m_dir->filePath(u"editor.sh"_s)));
        editByHand("\"/dev/sda\"", "lib.mkDefault \"/dev/sdb\"");
        const QByteArray edited = file(hostFile);
        QTRY_VERIFY(row().isVisible());
        press(&row(), u"edits-move"_s);
        QVERIFY2(m_window->toast().words().contains(u"boot.loader.grub.device: its value has a priority"_s), qPrintable(m_window->toast().words()));
        QCOMPARE(file(hostFile), edited);
        QVERIFY(file(u"hosts/overrides/factorio-server.nix"_s).contains("#   -   boot.loader.grub.device"));
        QTRY_COMPARE(opened(), QFile::encodeName(m_dir->filePath(u"hosts/overrides/factorio-server.nix"_s)));

        // The same editor opens the file that is shown: where it lies.
        QVERIFY(QFile::remove(m_dir->filePath(u"opened"_s)));
        preview().openFile(u"flake.nix"_s);
        key(m_window.get(), Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(opened(), QFile::encodeName(m_dir->filePath(u"flake.nix"_s)));
        // Where nothing was written yet, a copy to read.
        QVERIFY(QFile::remove(m_dir->filePath(u"opened"_s)));
        QVERIFY(QFile::remove(m_dir->filePath(u"flake.nix"_s)));
        key(m_window.get(), Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(opened().endsWith("/flake.nix"));
        const QString copy = QFile::decodeName(opened());
        QVERIFY(!copy.startsWith(m_dir->path()));
        QCOMPARE(tests::readFile(copy), preview().shownFile());
        QVERIFY(!(QFile::permissions(copy) & QFile::WriteOwner));
        qputenv("VISUAL", "/no/such/editor");
        trigger(u"open-in-editor"_s);
        QVERIFY(m_window->toast().words().contains(u"/no/such/editor"_s));
        qunsetenv("VISUAL");
    }

    void writingAsksAboutEveryEdit()
    {
        writeFlake();
        const QByteArray fleet = file(u"modules/fleet.nix"_s), flake = file(u"flake.nix"_s);
        editByHand("/dev/sda", "/dev/sdz");
        writeFile(u"modules/fleet.nix"_s, QByteArray(fleet).replace("\"mesh\"", "\"public\""));
        writeFile(u"flake.nix"_s, flake + "# mine\n");
        {
            Answer cancel(u"edits-dialog"_s, [](QWidget *dialog) { pressText(dialog, u"Cancel"_s); });
            trigger(u"write-flake"_s);
            QVERIFY(cancel.done());
        }
        QVERIFY(file(u"flake.nix"_s).endsWith("# mine\n") && file(u"modules/fleet.nix"_s) != fleet);
        Answer choose(u"edits-dialog"_s, [&](QWidget *dialog) {
            auto *kept = dialog->findChild<QComboBox *>(u"choice-flake.nix"_s);
            QCOMPARE(kept->currentText(), u"Keep mine"_s);
            QCOMPARE(kept->count(), 2); // it is no module
            QTest::keyClick(dialog->findChild<QComboBox *>(u"choice-modules/fleet.nix"_s), Qt::Key_Down);
            QTest::keyClick(dialog->findChild<QComboBox *>(u"choice-"_s + hostFile), Qt::Key_End);
            QTest::keyClick(dialog, Qt::Key_Return);
        });
        trigger(u"write-flake"_s);
        QVERIFY(choose.done());
        QVERIFY(file(u"flake.nix"_s).endsWith("# mine\n"));
        QCOMPARE(file(u"modules/fleet.nix"_s), fleet);
        QVERIFY(file(u".switchyard/edits/modules/fleet.nix"_s).contains("\"public\""));
        QVERIFY(file(u"hosts/overrides/factorio-server.nix"_s).contains("/dev/sdz"));
        QVERIFY2(status().contains(u"1 left as edited"_s), qPrintable(status()));
    }

    void writingNeedsAGoodDesign()
    {
        QVERIFY(m_window->perform(port(g01, 34198)));
        trigger(u"write-flake"_s);
        QVERIFY(m_window->toast().words().contains(u"The design has errors"_s));
        QVERIFY(!QFile::exists(m_dir->filePath(u"flake.nix"_s)));
    }

    void capturedHardwareIsNoEdit()
    {
        writeFlake();
        writeFile(u"hosts/hardware/factorio-server.nix"_s, "{ lib, ... }: { }\n");
        m_window.reset();
        open();
        choose(u"Against the files on disk"_s);
        QCOMPARE(counts(u"hosts/hardware/factorio-server.nix"_s), QString());
        QVERIFY(!row().isVisible());
        preview().openFile(u"hosts/hardware/factorio-server.nix"_s);
        QCOMPARE(text()->toPlainText(), u"{ lib, ... }: { }\n"_s);
    }
};

QTEST_MAIN(TestWindowFlake)
#include "tst_windowflake.moc"
