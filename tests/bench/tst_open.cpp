// SPDX-License-Identifier: GPL-3.0-or-later
// From the start of the program to the first picture of a big fleet, against the events of its YAML and an empty window.

#include "tests/bench/fleets.h"
#include "tests/support.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

#include <sys/resource.h>

using namespace Qt::StringLiterals;

class OpenBench : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void firstPaint_data();
    void firstPaint();

private:
    /// Median processor time of a program that ends by itself, in seconds: waiting for others does not count.
    double cost(const QString &program, const QStringList &arguments) const;
    QTemporaryDir m_dir;
};

static double childrensTime()
{
    rusage usage{};
    getrusage(RUSAGE_CHILDREN, &usage);
    const auto seconds = [](const timeval &t) { return double(t.tv_sec) + double(t.tv_usec) * 1e-6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void OpenBench::initTestCase()
{
    QVERIFY(m_dir.isValid());
}

double OpenBench::cost(const QString &program, const QStringList &arguments) const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"SWITCHYARD_UNTIL_PAINTED"_s, u"1"_s);
    environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    for (const QString &name : {u"XDG_CONFIG_HOME"_s, u"XDG_STATE_HOME"_s, u"XDG_DATA_HOME"_s, u"XDG_CACHE_HOME"_s})
        environment.insert(name, m_dir.path());
    QList<double> times;
    for (int i = 0; i < 15; ++i) {
        const double before = childrensTime();
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(program, arguments);
        if (!process.waitForFinished(120000) || process.exitCode() != 0)
            qFatal("%s: %s", qPrintable(program), process.readAllStandardError().constData());
        times.append(childrensTime() - before);
    }
    std::sort(times.begin(), times.end());
    return times.at(times.size() / 2);
}

void OpenBench::firstPaint_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("10 hosts, 100 items") << bench::fleetText(10, 12);
    QTest::newRow("1000 hosts, 10800 items") << bench::bigFleetText();
}

void OpenBench::firstPaint()
{
    QFETCH(QByteArray, text);
    const QString path = m_dir.filePath(u"fleet.yaml"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
    file.close();
    const QString bin = qEnvironmentVariable("SWITCHYARD_BIN_DIR", QCoreApplication::applicationDirPath() + u"/../bin"_s);
    const QString emptyWindow = QCoreApplication::applicationDirPath() + u"/bench-emptywindow"_s;
    const double bare = cost(emptyWindow, {path}), withWord = cost(emptyWindow, {path, u"--word"_s});
    const double ours = cost(bin + u"/switchyard"_s, {path});
    const QByteArray what = QByteArray("open to first paint, ") + QTest::currentDataTag() + " / YAML events and an empty window";
    bench::printRatio(what.constData(), ours, bare);
    bench::printRatio(QByteArray(what + " with a word in it").constData(), ours, withWord); // what no window with text is without
}

QTEST_GUILESS_MAIN(OpenBench)
#include "tst_open.moc"
