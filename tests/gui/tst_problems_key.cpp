// SPDX-License-Identifier: GPL-3.0-or-later
// A problem whose mending is a secret: one click makes the key, encrypts it and writes its public half into the fleet.

#include "gui/design/problems.h"
#include "gui/design/secretsdialog.h"
#include "tests/gui/fixture.h"
#include "tests/remote/secrets/keys.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using namespace gui;
using model::ItemId;

class TestProblemsKey : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Window> m_window;

    QString path(const QString &name) const { return m_dir->filePath(name); }
    ProblemsList &list() { return m_window->problems(); }
    QModelIndex row(const QString &message)
    {
        for (int i = 0; i < list().topLevelItemCount(); ++i) {
            if (list().topLevelItem(i)->text(ProblemsList::Message).contains(message)) {
                list().scrollToItem(list().topLevelItem(i));
                return list().model()->index(i, 0);
            }
        }
        return {};
    }
    void open(const QByteArray &fleet)
    {
        QVERIFY(tests::writeFile(path(u"fleet.yaml"_s), fleet));
        m_window = tests::openWindow(tests::templateFleet());
        QVERIFY(m_window->openFile(path(u"fleet.yaml"_s)));
        list().raiseDock();
        QTRY_VERIFY(list().viewport()->isVisible());
    }
    SecretsDialog *clickOn(const QModelIndex &index)
    {
        QTest::mouseClick(list().viewport(), Qt::LeftButton, {}, list().mendRect(index).center());
        return m_window->findChild<SecretsDialog *>();
    }
    QString publicKey(const QString &host) { return m_window->document().fleet().find(ItemId::host(host))->values.at(u"wireguard.public-key").text(); }
    QByteArray wired(const QString &backend) { return keys::fleetText(m_dir->path(), backend).replace("overlay: none", "overlay: wireguard"); }

private slots:
    void initTestCase()
    {
        if (!keys::areThere())
            QSKIP("age or ssh-keygen is not installed: apt install age openssh-client");
        tests::useEmptySettings();
    }
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        qputenv("SOPS_AGE_KEY_FILE", path(u"me"_s).toUtf8()); // where the operator's key is looked for first
    }
    void cleanup() { m_window.reset(); }

    void aClickMakesTheKeyOfAHost()
    {
        open(wired(u"agenix"_s));
        const QModelIndex missing = row(u"mini"_s);
        QVERIFY(missing.isValid());
        QCOMPARE(list().fixesOf(missing).constFirst().text, u"Make a new key for mini"_s);
        const SecretsDialog *dialog = clickOn(missing);
        QVERIFY(dialog);
        QTRY_VERIFY_WITH_TIMEOUT(!dialog->isBusy(), 30'000);
        QCOMPARE(dialog->findChild<QLabel *>(u"secrets-told"_s)->text(), u"New values: mini/wireguard_key"_s);
        QCOMPARE(dialog->findChild<QTreeWidget *>()->currentItem()->text(0), u"mini/wireguard_key"_s);
        const QString made = publicKey(u"mini"_s);
        QVERIFY2(made.size() == 44 && publicKey(u"big"_s).isEmpty(), qPrintable(made)); // of that host, and no other
        QCOMPARE(keys::opened(path(u"secrets/mini/wireguard_key.age"_s), path(u"mini"_s)).trimmed().size(), 44);
        QCOMPARE(keys::opened(path(u"secrets/mini/wireguard_key.age"_s), path(u"big"_s)), QByteArray("refused"));
        QVERIFY(!row(u"mini"_s).isValid() || !row(u"mini"_s).data().toString().contains(u"key"_s));
        m_window->document().undo();
        QVERIFY(publicKey(u"mini"_s).isEmpty());
    }

    void oneOfTwoWithTheSameKeyGetsANewOne()
    {
        const QByteArray key = "\n    wireguard: {public-key: \"m+dhzIGR4wQN0+5oSo+7sWqWngO+DGpftxow4TeAJno=\"}\n    ssh:";
        open(QByteArray(wired(u"agenix"_s)).replace("\n    ssh:", key));
        const QModelIndex shared = row(u"same key"_s);
        QVERIFY(shared.isValid());
        const QString host = list().fixesOf(shared).constFirst().item.text().section(u'/', 1), before = publicKey(host);
        const SecretsDialog *dialog = clickOn(shared);
        const QRect button = list().mendRect(shared), seen = list().viewport()->rect();
        QVERIFY2(dialog, qPrintable(u"%1: %2 + %3 of %4"_s.arg(list().fixesOf(shared).constFirst().text).arg(button.top()).arg(button.height()).arg(seen.height())));
        QTRY_VERIFY_WITH_TIMEOUT(!dialog->isBusy(), 30'000);
        QVERIFY(publicKey(host) != before && publicKey(host).size() == 44);
    }

    void whereItIsPutThereByHandTheCommandsAreShown()
    {
        open(wired(u"manual"_s));
        const SecretsDialog *dialog = clickOn(row(u"mini"_s));
        QVERIFY(dialog && dialog->isVisible());
        QCOMPARE(dialog->findChild<QPlainTextEdit *>(u"secrets-by-hand"_s)->textCursor().selectedText(), u"# mini: "_s);
        QVERIFY(publicKey(u"mini"_s).isEmpty());
        const QString told = dialog->findChild<QLabel *>(u"secrets-told"_s)->text();
        QVERIFY2(told.contains(u"public half"_s), qPrintable(told));
    }
};

QTEST_MAIN(TestProblemsKey)
#include "tst_problems_key.moc"
