// SPDX-License-Identifier: GPL-3.0-or-later
// What lies between the program and the desktop: how it starts, on which monitor, the screen saver, language and time zone.

#include "gui/files/drafts.h"
#include "gui/files/recoverydialog.h"
#include "gui/fullscreen.h"
#include "gui/help/doctor.h"
#include "tests/gui/fixture.h"

#include <QListWidget>
#include <QMenuBar>
#include <QProcess>
#include <QTemporaryDir>
#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusError>
#include <QtDBus/QDBusServer>

using namespace Qt::StringLiterals;
using namespace gui;

/// The service that desktops offer, without a desktop: it counts who asks.
class Saver : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.ScreenSaver")
public:
    QStringList m_asked;

public slots:
    uint Inhibit(const QString &program, const QString &why)
    {
        m_asked.append(u"on "_s + program + u": "_s + why);
        return 4711;
    }
    void UnInhibit(uint cookie) { m_asked.append(u"off %1"_s.arg(cookie)); }
};

class TestSystem : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;

    QProcessEnvironment nobodysOwn() const
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char *name : {"HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"})
            environment.insert(QString::fromLatin1(name), m_home.path());
        environment.remove(u"SSH_AUTH_SOCK"_s);
        return environment;
    }
    /// The built program, on two monitors, with a typist; what it noted.
    QByteArrayList run(const QString &task, const QStringList &arguments)
    {
        const QString journal = m_home.filePath(u"journal"_s), screens = m_home.filePath(u"screens.json"_s);
        QFile::remove(journal);
        if (!tests::writeFile(screens, R"({"screens": [{"name": "left", "x": 0, "y": 0, "width": 1600, "height": 1000, "logicalDpi": 96, "dpr": 1},
                                                       {"name": "right", "x": 1600, "y": 0, "width": 1920, "height": 1080, "logicalDpi": 96, "dpr": 1}]})"))
            return {};
        QProcessEnvironment environment = nobodysOwn();
        environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen:configfile="_s + screens);
        environment.insert(u"QT_PLUGIN_PATH"_s, QCoreApplication::applicationDirPath() + u"/plugins"_s);
        environment.insert(u"QT_QPA_GENERIC_PLUGINS"_s, u"typist"_s);
        environment.insert(u"TYPIST_TASK"_s, task);
        environment.insert(u"TYPIST_JOURNAL"_s, journal);
        QProcess program;
        program.setProcessEnvironment(environment);
        program.setProcessChannelMode(QProcess::ForwardedChannels);
        program.start(tests::program(u"switchyard"_s), arguments);
        if (!program.waitForFinished(60'000) || program.exitStatus() != QProcess::NormalExit)
            return {};
        return tests::readFile(journal).trimmed().split('\n');
    }

    /// Exit code of the built program, and what it says.
    std::pair<int, QByteArray> told(const QStringList &arguments) const
    {
        QProcess program;
        program.setProcessEnvironment(nobodysOwn());
        program.setProcessChannelMode(QProcess::MergedChannels);
        program.start(tests::program(u"switchyard"_s), arguments);
        const bool ended = program.waitForFinished(100'000);
        return {ended ? program.exitCode() : -1, program.readAll()};
    }

private slots:
    void initTestCase() { tests::useEmptySettings(); }

    void startsAsItWasLeft()
    {
        const QByteArrayList first = run(u"look"_s, {});
        QVERIFY2(first.contains("start") && !first.contains("tour"), first.join(" | ").constData()); // the first run
        QVERIFY(first.contains("screen left") && !first.contains("full"));
        const QString fleet = m_home.filePath(u"east.yaml"_s);
        QVERIFY(tests::writeFile(fleet, "switchyard: 1\nname: east\ndomain: example.com\nhosts: [{name: a}]\n"));
        const QByteArrayList filled = run(u"fill"_s, {fleet});
        QVERIFY2(filled.contains("screen right"), filled.join(" | ").constData());
        const QByteArrayList again = run(u"look"_s, {}); // nothing named: what was open last, on the monitor that it filled
        QVERIFY2(again.value(0).startsWith("title east "), again.join(" | ").constData());
        QVERIFY2(again.contains("screen right") && again.contains("full"), again.join(" | ").constData());
        QVERIFY(!again.contains("start") && !again.contains("tour")); // it was offered
    }

    /// As over SSH: what needs no window works, and what needs one says so.
    void withoutADisplayItAnswers_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("version") << QStringList{u"--version"_s} << 0 << QByteArray("switchyard " SWITCHYARD_VERSION);
        QTest::newRow("help") << QStringList{u"--help"_s} << 0 << QByteArray("--diagram");
        QTest::newRow("typing error") << QStringList{u"--vrsion"_s} << 64 << QByteArray("usage:");
        QTest::newRow("a window") << QStringList{u"--demo"_s} << 69 << QByteArray("no display");
    }
    void withoutADisplayItAnswers()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QByteArray, words);
        QProcessEnvironment environment = nobodysOwn();
        for (const QString &name : {u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"QT_QPA_PLATFORM"_s})
            environment.remove(name);
        QProcess program;
        program.setProcessEnvironment(environment);
        program.setProcessChannelMode(QProcess::MergedChannels);
        program.start(tests::program(u"switchyard"_s), arguments);
        QVERIFY(program.waitForFinished(60'000));
        const QByteArray said = program.readAll();
        QCOMPARE(program.exitStatus(), QProcess::NormalExit);
        QVERIFY2(said.contains(words), said.constData());
        QCOMPARE(program.exitCode(), code);
    }

    void shotsAreChosenByName_data()
    {
        QTest::addColumn<QStringList>("patterns");
        QTest::addColumn<int>("code");
        QTest::addColumn<QStringList>("expected"); // files, or what the complaint says
        QTest::newRow("by name") << QStringList{u"empty-w*"_s, u"about"_s} << 0
                                 << QStringList{u"about-dark-100.png"_s, u"about-dark-200.png"_s, u"about-light-100.png"_s, u"about-light-200.png"_s,
                                                u"empty-watch-dark-100.png"_s, u"empty-watch-dark-200.png"_s, u"empty-watch-light-100.png"_s,
                                                u"empty-watch-light-200.png"_s};
        QTest::newRow("by theme and scale") << QStringList{u"empty-w*-light-200"_s} << 0 << QStringList{u"empty-watch-light-200.png"_s};
        QTest::newRow("nothing") << QStringList{u"no-such-*"_s} << 3 << QStringList{u"no picture is called no-such-*"_s, u"design-*"_s};
    }
    void shotsAreChosenByName()
    {
        QFETCH(QStringList, patterns);
        QFETCH(int, code);
        QFETCH(QStringList, expected);
        QTemporaryDir folder;
        QStringList arguments{u"--shots"_s, folder.path()};
        for (const QString &pattern : patterns)
            arguments += {u"--only"_s, pattern};
        const auto [is, said] = told(arguments);
        QVERIFY2(is == code, said.constData());
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files, QDir::Name), code == 0 ? expected : QStringList());
        for (const QString &words : std::as_const(expected))
            QVERIFY2(said.contains(words.toUtf8()), said.constData());
    }

    void onlyIsDocumentedAndWantsShots()
    {
        const auto [fine, help] = told({u"--help"_s});
        QVERIFY2(fine == 0 && help.contains("--only <GLOB>"), help.constData());
        const auto [code, said] = told({u"--only"_s, u"design-*"_s});
        QVERIFY2(code == 64 && said.contains("--shots DIR --only GLOB"), said.constData());
    }

    /// As far as a test sees it: the desktop's service is asked, and told when it is over. Whether a screen then stays lit, only a person sees.
    void theScreenSaverIsAskedToWait()
    {
        QDBusServer server(u"unix:tmpdir="_s + QDir::tempPath());
        QVERIFY2(server.isConnected(), qPrintable(server.lastError().message()));
        server.setAnonymousAuthenticationAllowed(true);
        Saver saver;
        std::optional<QDBusConnection> there;
        connect(&server, &QDBusServer::newConnection, this, [&](QDBusConnection connection) {
            connection.registerObject(u"/org/freedesktop/ScreenSaver"_s, &saver, QDBusConnection::ExportAllSlots);
            there = connection;
        });
        QDBusConnection::connectToPeer(server.address(), u"desktop"_s);
        QTRY_VERIFY(there.has_value());
        const Inhibitor inhibit = desktopInhibitor(u"the fleet is being watched"_s, u"desktop"_s);
        inhibit(true);
        QTRY_COMPARE(saver.m_asked, QStringList{u"on Switchyard: the fleet is being watched"_s});
        QTRY_VERIFY((inhibit(false), saver.m_asked.size() == 2));
        QCOMPARE(saver.m_asked.value(1), u"off 4711"_s);
        saver.m_asked.clear();
        inhibit(true);
        inhibit(false); // before the desktop has answered
        QTRY_COMPARE(saver.m_asked.value(1), u"off 4711"_s);
        QDBusConnection::disconnectFromPeer(u"desktop"_s);
        inhibit(true); // no desktop: nothing happens
    }

    /// Whether a person reads it from four metres no test sees. Good eyes tell letters apart that are 5 arc minutes high, there 5.8 mm:
    /// 9.2 pixels on the 55 inch of a wall display with 1080 lines.
    void namesOnAWallAreLarge()
    {
        auto window = tests::openWindow(tests::templateFleet());
        window->setMode(Mode::Watch);
        window->menuBar()->hide();
        window->resize(1920, 1080);
        QCoreApplication::processEvents();
        window->canvas().fit();
        const qreal zoom = window->canvas().zoom();
        for (const QFont &font : {canvasFont(16, QFont::DemiBold), canvasFont(14, QFont::DemiBold), canvasFont(12)}) { // of hosts, items, ports
            const qreal height = QFontMetricsF(font).capHeight() * zoom;
            QVERIFY2(height >= 9.2, qPrintable(u"%1 pixels, at a zoom of %2"_s.arg(height).arg(zoom)));
        }
    }

    void languageAndTimeZoneAreTheSystems_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("zone");
        QTest::addColumn<QString>("expected");
        QTest::newRow("German, in Tokyo") << u"de_DE.UTF-8"_s << u"Asia/Tokyo"_s << u"22.11.26 05:10"_s;
        QTest::newRow("American, in New York") << u"en_US.UTF-8"_s << u"America/New_York"_s << u"11/21/26 3:10 PM"_s;
    }
    void languageAndTimeZoneAreTheSystems()
    {
        QFETCH(QString, language);
        QFETCH(QString, zone);
        QFETCH(QString, expected);
        QProcess again; // both are known only to a fresh program
        QProcessEnvironment environment = nobodysOwn();
        environment.insert(u"LC_ALL"_s, language);
        environment.insert(u"LANGUAGE"_s, language);
        environment.insert(u"TZ"_s, zone);
        environment.insert(u"EXPECTED_TIME"_s, expected);
        again.setProcessEnvironment(environment);
        again.start(QCoreApplication::applicationFilePath(), {u"timesAreShownAs"_s});
        QVERIFY(again.waitForFinished(60'000));
        QVERIFY2(again.exitCode() == 0, again.readAllStandardOutput().constData());
    }

    void timesAreShownAs()
    {
        const QString expected = qEnvironmentVariable("EXPECTED_TIME");
        if (expected.isEmpty())
            return; // languageAndTimeZoneAreTheSystems() calls it with one
        QTemporaryDir folder;
        {
            DraftPlace place(folder.path());
            QVERIFY(place.write({u"/fleet.yaml"_s, QDateTime({2026, 11, 21}, {20, 10}, Qt::UTC), "switchyard: 1\n", "switchyard: 1\nname: a\n", {}}));
        }
        const RecoveryDialog dialog(DraftPlace::abandoned(folder.path()));
        QString shown = dialog.findChild<QListWidget *>(u"drafts"_s)->item(0)->text();
        shown.replace(QChar(0x202f), u' ').remove(u',');
        QVERIFY2(shown.endsWith(expected), qPrintable(shown));
        auto window = tests::openWindow(tests::templateFleet());
        const QString debug = debugInformation(examine(*window));
        QVERIFY2(debug.contains(qEnvironmentVariable("TZ")) && debug.contains(qEnvironmentVariable("LC_ALL").section(u'.', 0, 0)), qPrintable(debug));
    }
};

QTEST_MAIN(TestSystem)
#include "tst_system.moc"
