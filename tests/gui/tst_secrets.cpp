// SPDX-License-Identifier: GPL-3.0-or-later
// The dialog of secrets, by mouse and keyboard, with the real age: values go in, are never shown, and reach the hosts' keys.
#include "gui/actions/actions.h"
#include "gui/deploy/deploypanel.h"
#include "gui/design/secretedit.h"
#include "gui/design/secretsdialog.h"
#include "tests/gui/fixture.h"
#include "tests/remote/secrets/keys.h"

#include <QClipboard>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStatusBar>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using namespace gui;
using keys::opened;

class TestSecrets : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Window> m_window;
    SecretsDialog *m_dialog = nullptr;

    QString path(const QString &name) const { return m_dir->filePath(name); }
    template <typename T>
    T *part(const QString &name) const
    {
        return m_dialog->findChild<T *>(u"secrets-"_s + name);
    }
    QPushButton *button(const QString &name) const { return part<QPushButton>(name); }
    void click(const QString &name)
    {
        QVERIFY2(button(name)->isEnabled(), qPrintable(name));
        QTest::mouseClick(button(name), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!m_dialog->isBusy(), 30'000);
    }
    QString told() const { return part<QLabel>(u"told"_s)->text(); }
    QTreeWidgetItem *row(const QString &id) const
    {
        const auto rows = part<QTreeWidget>(u"table"_s)->findItems(id, Qt::MatchExactly);
        return rows.isEmpty() ? nullptr : rows.first();
    }
    QString state(const QString &id) const { return row(id) ? row(id)->text(1) : u"no such row"_s; }
    void select(const QString &id)
    {
        auto *table = part<QTreeWidget>(u"table"_s);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualItemRect(row(id)).center());
    }
    void open(const QByteArray &fleet)
    {
        QVERIFY(tests::writeFile(path(u"fleet.yaml"_s), fleet));
        QVERIFY(m_window->openFile(path(u"fleet.yaml"_s)));
        m_window->actions().get(u"secrets"_s)->trigger();
        m_dialog = m_window->findChild<SecretsDialog *>();
        QVERIFY(m_dialog);
    }

private slots:
    void initTestCase()
    {
        if (!keys::areThere())
            QSKIP("age or ssh-keygen is not installed: apt install age openssh-client");
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        tests::useEmptySettings();
    }
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        qputenv("SOPS_AGE_KEY_FILE", path(u"me"_s).toUtf8()); // where the operator's key is looked for first
        m_window = tests::openWindow(tests::templateFleet());
    }
    void cleanup()
    {
        delete m_dialog;
        m_window.reset();
    }

    void makesWhatIsMissing()
    {
        open(keys::fleetText(m_dir->path(), u"agenix"_s));
        QCOMPARE(state(u"mini/broker_env"_s), u"✗ missing"_s);
        QCOMPARE(row(u"mini/broker_env"_s)->text(2), u"Broker on mini"_s); // as on the canvas
        QVERIFY(!button(u"reencrypt"_s)->isEnabled());
        click(u"make"_s);
        QCOMPARE(state(u"mini/broker_env"_s), u"✓ ready"_s);
        QVERIFY(told().contains("mini/broker_env"_L1));
        QVERIFY(opened(path(u"secrets/mini/broker_env.age"_s), path(u"mini"_s)).startsWith("JWT_SECRET="));
        QCOMPARE(opened(path(u"secrets/mini/broker_env.age"_s), path(u"big"_s)), "refused");
        QVERIFY(!button(u"make"_s)->isEnabled());
        QVERIFY(!m_window->document().canUndo()); // no value ever enters the history
    }

    void setsWithoutShowing()
    {
        open(keys::fleetText(m_dir->path(), u"agenix"_s));
        select(u"mini/broker_env"_s);
        QVERIFY(!button(u"set"_s)->isEnabled());
        auto *value = part<SecretEdit>(u"value"_s);
        QTest::mouseClick(value, Qt::LeftButton);
        value->setFocus();
        const QImage empty = value->grab().toImage();
        QTest::keyClicks(value, u"A=Canarx"_s);
        QTest::keyClick(value, Qt::Key_Backspace);
        QTest::keyClicks(value, u"y1"_s);
        const QImage typed = value->grab().toImage();
        QVERIFY(typed != empty);
        QGuiApplication::clipboard()->setText(u"\nB=pasted ü\n"_s);
        QTest::keySequence(value, QKeySequence::Paste);
        QGuiApplication::clipboard()->clear();
        QTest::keySequence(value, QKeySequence::Copy);
        QVERIFY(QGuiApplication::clipboard()->text().isEmpty());
        click(u"set"_s);
        QVERIFY(value->isEmpty());
        QCOMPARE(opened(path(u"secrets/mini/broker_env.age"_s), path(u"mini"_s)), "A=Canary1\nB=pasted ü\n");
        for (const QLabel *label : m_dialog->findChildren<QLabel *>())
            QVERIFY2(!label->text().contains("Canary"_L1), qPrintable(label->text()));
    }

    void aKeyThatIsTypedTellsTheFleetItsPublicHalf()
    {
        QByteArray text = keys::fleetText(m_dir->path(), u"agenix"_s);
        const qsizetype at = text.indexOf("overlay:");
        text.replace(at, text.indexOf('\n', at) - at, "overlay: wireguard");
        open(text);
        const auto key = [&] { return m_window->document().fleet().host(u"mini"_s)->values.at(u"wireguard.public-key").text(); };
        select(u"mini/wireguard_key"_s);
        auto *edit = part<QWidget>(u"value"_s);
        edit->setFocus();
        QTest::keyClicks(edit, u"no key"_s);
        click(u"set"_s);
        QVERIFY2(told().contains(u"no private key of WireGuard"_s), qPrintable(told()));
        QCOMPARE(key(), QString());
        select(u"mini/wireguard_key"_s);
        edit->setFocus();
        QTest::keyClicks(edit, u"dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo="_s); // RFC 7748, 6.1
        click(u"set"_s);
        QCOMPARE(key(), u"hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo="_s);
        m_window->document().undo();
        QCOMPARE(key(), QString());
    }

    void dotsSayNothing()
    {
        open(keys::fleetText(m_dir->path(), u"agenix"_s));
        auto *value = part<SecretEdit>(u"value"_s);
        value->setFocus();
        QTest::keyClicks(value, u"abcd"_s);
        const QImage one = value->grab().toImage();
        QTest::keyClick(value, Qt::Key_Delete);
        QVERIFY(value->isEmpty());
        QTest::keyClicks(value, u"wxyz"_s);
        QCOMPARE(value->grab().toImage(), one);
    }

    void followsHosts()
    {
        QByteArray fleet = keys::fleetText(m_dir->path(), u"agenix"_s);
        open(fleet);
        click(u"make"_s);
        delete m_dialog;
        const QByteArray more = "  - {name: second, roles: [stream-host], ssh: 203.0.113.40, host-key: \"" + keys::sshKey(path(u"second"_s)).toUtf8() + "\"}\n";
        open(QByteArray(fleet).replace("games:\n", QByteArray(more + "games:\n")));
        QCOMPARE(state(u"turn_static_auth_secret"_s), u"✗ re-encrypt"_s);
        delete m_dialog;
        m_window->setMode(Mode::Deploy); // a host that could not read its secrets would fail while it is activated
        auto *deploy = m_window->deployPanel().findChild<QPushButton *>(u"deploy-start"_s);
        QVERIFY(deploy && !deploy->isEnabled());
        QVERIFY(m_window->deployPanel().findChild<QLabel *>(u"deploy-summary"_s)->text().contains("second cannot read the secret turn_static_auth_secret yet"_L1));
        m_window->setMode(Mode::Design);
        m_window->actions().get(u"secrets"_s)->trigger();
        m_dialog = m_window->findChild<SecretsDialog *>();
        select(u"turn_static_auth_secret"_s);
        QVERIFY(part<QLabel>(u"details"_s)->text().contains("Cannot be read yet by second"_L1));
        const QByteArray value = opened(path(u"secrets/turn_static_auth_secret.age"_s), path(u"me"_s));
        click(u"reencrypt"_s);
        QCOMPARE(state(u"turn_static_auth_secret"_s), u"✓ ready"_s);
        QCOMPARE(opened(path(u"secrets/turn_static_auth_secret.age"_s), path(u"second"_s)), value);

        delete m_dialog;
        QVERIFY(m_window->perform({{}, {model::RemoveItem{model::ItemId::host(u"second"_s)}}}));
        QTRY_VERIFY2(m_window->statusBar()->currentMessage().startsWith("second could read turn_static_auth_secret: re-encrypt, then rotate"_L1),
                     qPrintable(m_window->statusBar()->currentMessage()));
        QVERIFY(m_window->document().save());
        open(fleet); // it left
        click(u"reencrypt"_s);
        QCOMPARE(state(u"turn_static_auth_secret"_s), u"✗ rotate"_s);
        select(u"turn_static_auth_secret"_s);
        QVERIFY(part<QLabel>(u"details"_s)->text().contains("known to second"_L1));
        click(u"rotate"_s);
        QCOMPARE(state(u"turn_static_auth_secret"_s), u"✓ ready"_s);
        QVERIFY(opened(path(u"secrets/turn_static_auth_secret.age"_s), path(u"me"_s)) != value);
    }

    void saysWhatIsWrong()
    {
        open(keys::fleetText(m_dir->path(), u"agenix"_s).replace("operators: [\"", "operators: [\"no key "));
        click(u"make"_s);
        QVERIFY2(told().contains("names no operator's key"_L1), qPrintable(told()));
        QVERIFY(told().contains("secrets: {operators"_L1));
        QCOMPARE(state(u"mini/broker_env"_s), u"✗ missing"_s);
    }

    void byHandListsCommands()
    {
        open(keys::fleetText(m_dir->path(), u"manual"_s));
        const QString text = part<QPlainTextEdit>(u"by-hand"_s)->toPlainText();
        QVERIFY(text.contains("/etc/claudetorio/broker.env"_L1));
        QVERIFY2(text.contains("SELKIES_TURN_SHARED_SECRET=%s"_L1), qPrintable(text));
        QVERIFY(text.contains("sudo install -D -m 0400 -o root /dev/stdin /etc/claudetorio/selkies.env"_L1));
        QVERIFY(!text.contains("turn_static_auth_secret"_L1)); // stands in selkies.env
        QVERIFY(!button(u"make"_s)->isVisible());
        click(u"copy"_s);
        QCOMPARE(QGuiApplication::clipboard()->text(), text + u'\n');
        QVERIFY2(told().contains(u"clipboard"_s), qPrintable(told()));
    }

    void unsavedFleet()
    {
        m_window->actions().get(u"secrets"_s)->trigger(); // put on the hosts by hand: no folder is needed
        m_dialog = m_window->findChild<SecretsDialog *>();
        QVERIFY2(told().isEmpty(), qPrintable(told()));
        delete m_dialog;

        const auto encrypted = model::parseFleet(keys::fleetText(m_dir->path(), u"agenix"_s), model::Catalog::builtIn());
        QVERIFY(encrypted);
        m_window->showFleet(*encrypted);
        m_window->actions().get(u"secrets"_s)->trigger();
        m_dialog = m_window->findChild<SecretsDialog *>();
        QVERIFY(told().startsWith("Save the fleet first"_L1));
        QVERIFY(!button(u"make"_s)->isEnabled());
    }
};

QTEST_MAIN(TestSecrets)
#include "tst_secrets.moc"
