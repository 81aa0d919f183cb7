// SPDX-License-Identifier: GPL-3.0-or-later
// A whole day with a fleet that has secrets: made, set, previewed, edited, copied, exported, deployed, watched, saved, drafted. Then
// nothing that is left of it holds a value: no file, no clipboard, no log, no word on the screen. The same look finds what is planted.
#include "gui/actions/actions.h"
#include "gui/actions/fileactions.h"
#include "gui/demo.h"
#include "gui/deploy/deploypanel.h"
#include "gui/derived.h"
#include "gui/design/secretedit.h"
#include "gui/design/secretsdialog.h"
#include "gui/diagram.h"
#include "gui/files/autosave.h"
#include "gui/itemtable.h"
#include "gui/watch/watchpanel.h"
#include "nixgen/generate.h"
#include "nixgen/write.h"
#include "tests/gui/fixture.h"
#include "tests/remote/secrets/keys.h"

#include <QAbstractItemModel>
#include <QAbstractItemView>
#include <QClipboard>
#include <QDirIterator>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using namespace gui;
using model::ItemId;

static QByteArray g_log;

class TestPlanted : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<Demo> m_demo;
    std::unique_ptr<Window> m_window;
    QByteArrayList m_needles;
    QByteArray m_seen; ///< clipboard, preview, words on the screen

    QString path(const QString &name) const { return m_dir.filePath(name); }

    QByteArray fleetText() const
    {
        QByteArray text = model::printFleet(m_demo->fleet().fleet);
        text.replace("secrets: {backend: manual}", QByteArray("secrets: {backend: agenix, operators: [\"" + keys::ageKey(path(u"me"_s)).toUtf8() + "\"]}"));
        for (const QByteArray role : {"game-server", "broker", "stream-host"}) {
            const QByteArray key = keys::sshKey(path(QString::fromLatin1(role))).toUtf8();
            text.replace(QByteArray("    roles: [" + role + ']'), QByteArray("    host-key: \"" + key + "\"\n    roles: [" + role + ']'));
        }
        return text;
    }

    void wait(SecretsDialog *dialog, const QString &button)
    {
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"secrets-"_s + button), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!dialog->isBusy(), 30'000);
    }

    void makeAndSet()
    {
        m_window->actions().get(u"secrets"_s)->trigger();
        auto *dialog = m_window->findChild<SecretsDialog *>();
        wait(dialog, u"make"_s);
        auto *table = dialog->findChild<QTreeWidget *>(u"secrets-table"_s);
        table->setCurrentItem(table->findItems(u"tailscale_authkey"_s, Qt::MatchExactly).value(0));
        QTest::keyClicks(dialog->findChild<SecretEdit *>(), u"planted-canary-91c4e0"_s);
        lookAround();
        wait(dialog, u"set"_s);
        lookAround();
        dialog->close();
        QDirIterator files(path(u"fleet/secrets"_s), {u"*.age"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QByteArray value = keys::opened(files.next(), path(u"me"_s)).trimmed();
            if (!value.startsWith('#')) // an env file of comments is no secret
                m_needles.append(value.mid(value.indexOf('=') + 1));
        }
        QCOMPARE(m_needles.size(), 4);
        QVERIFY(m_needles.contains("planted-canary-91c4e0"));
    }

    /// All words that any widget shows.
    void lookAround()
    {
        for (const QWidget *widget : QApplication::allWidgets()) {
            QString words = widget->windowTitle() + widget->toolTip() + widget->accessibleName();
            if (const auto *label = qobject_cast<const QLabel *>(widget))
                words += label->text();
            if (const auto *line = qobject_cast<const QLineEdit *>(widget))
                words += line->text();
            if (const auto *text = qobject_cast<const QPlainTextEdit *>(widget))
                words += text->toPlainText();
            if (const auto *view = qobject_cast<const QAbstractItemView *>(widget); view && view->model()) {
                for (const QModelIndex &index : view->model()->match(view->model()->index(0, 0), Qt::DisplayRole, QString(), -1, Qt::MatchContains | Qt::MatchRecursive))
                    words += index.data().toString() + index.data(Qt::ToolTipRole).toString();
            }
            m_seen += words.toUtf8() + '\n';
        }
        m_seen += QGuiApplication::clipboard()->text().toUtf8();
    }

    void editCopyExport()
    {
        const ItemId game(u"game/g01"_s);
        QVERIFY(m_window->perform({{}, {model::SetField{game, u"udp-port"_s, 34250}}}));
        m_window->document().undo();
        m_window->document().redo();
        m_seen += m_window->document().undoText().toUtf8();
        m_window->selection().set({game});
        for (const QString &action : {u"copy"_s, u"copy-nix"_s, u"copy-table"_s, u"copy-debug"_s}) {
            if (QAction *does = m_window->actions().get(action))
                does->trigger();
            m_seen += QGuiApplication::clipboard()->text().toUtf8();
        }
        for (const auto &[file, generated] : m_window->derived().tree())
            m_seen += generated.text;
        for (const QString &name : {u"out.svg"_s, u"out.png"_s, u"out.pdf"_s})
            QVERIFY(writeDiagram(m_window->document(), path(name)));
        QVERIFY(tests::writeFile(path(u"out.csv"_s), itemTable(m_window->derived().topology(), m_window->catalog())));
        QVERIFY(m_window->document().save());
        QVERIFY(m_window->perform({{}, {model::SetField{game, u"udp-port"_s, 34251}}}));
        Autosave drafts(m_window->document(), path(u"drafts"_s), 3'600'000);
        drafts.saveNow();
        QVERIFY(QFile::exists(drafts.draftFile()));
        drafts.giveUp();
        for (const QString &name : QDir(path(u"drafts"_s)).entryList(QDir::Files))
            m_seen += keys::contents(path(u"drafts/"_s + name));
    }

    void deployAndWatch()
    {
        QSignalSpy finished(&m_window->deployPanel(), &DeployPanel::finished);
        QVERIFY(m_window->document().save());
        m_window->setMode(Mode::Deploy);
        m_window->deployPanel().start(true);
        QVERIFY(finished.wait(60'000));
        QVERIFY(finished.constFirst().constFirst().toBool());
        lookAround();
        m_window->setMode(Mode::Watch);
        const QString host = m_demo->fleet().fleet.hosts().constFirst()->name;
        QTRY_VERIFY_WITH_TIMEOUT(m_window->watchPanel().history().size(host) >= 2, 15'000);
        lookAround();
    }

    /// Where a value stands; files of the keys are no artefacts.
    QStringList found() const
    {
        QStringList places;
        const auto look = [&](const QString &place, const QByteArray &bytes) {
            for (const QByteArray &needle : m_needles) {
                if (bytes.contains(needle))
                    places.append(place);
            }
        };
        QDirIterator files(m_dir.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        int count = 0;
        while (files.hasNext()) {
            const QString file = files.next();
            look(file, keys::contents(file));
            ++count;
        }
        look(u"screen"_s, m_seen);
        look(u"log"_s, g_log);
        return count < 15 ? QStringList{u"hardly any files were looked at"_s} : places;
    }

private slots:
    void initTestCase()
    {
        if (!keys::areThere())
            QSKIP("age or ssh-keygen is not installed: apt install age openssh-client");
        qputenv("HOME", path(u"home"_s).toUtf8());
        for (const char *place : {"XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"})
            qputenv(place, path(u"home/xdg"_s).toUtf8());
        QDir().mkpath(path(u"home"_s));
        qputenv("SOPS_AGE_KEY_FILE", path(u"me"_s).toUtf8());
        tests::useEmptySettings();
        qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &words) { g_log += words.toUtf8() + '\n'; });
        auto demo = Demo::start(model::Catalog::builtIn());
        QVERIFY(demo);
        m_demo = std::move(*demo);
    }
    void cleanupTestCase()
    {
        m_window.reset();
        m_demo.reset();
    }

    void nothingIsLeft()
    {
        QVERIFY(tests::writeFile(path(u"fleet/fleet.yaml"_s), fleetText()));
        m_window = tests::openWindow(m_demo->fleet(), m_demo->dialing());
        QVERIFY(m_window->openFile(path(u"fleet/fleet.yaml"_s)));
        makeAndSet();
        editCopyExport();
        deployAndWatch();
        const auto tree = nixgen::generate(m_window->document().fleet(), m_window->catalog(), {});
        QVERIFY(tree && nixgen::writeTree(*tree, path(u"fleet"_s)));
        m_window.reset();
        QCOMPARE(found(), QStringList());
    }

    void theLookSeesWhatIsPlanted()
    {
        QVERIFY(!m_needles.isEmpty());
        const QString file = path(u"home/planted"_s);
        QVERIFY(tests::writeFile(file, "x" + m_needles.constFirst() + "y"));
        QCOMPARE(found(), QStringList{file});
        QFile::remove(file);
        m_seen += m_needles.constLast();
        QCOMPARE(found(), QStringList{u"screen"_s});
    }
};

QTEST_MAIN(TestPlanted)
#include "tst_secrets_planted.moc"
