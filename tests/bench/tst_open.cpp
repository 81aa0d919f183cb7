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
    /// Processor time of a program that ends by itself, in seconds: waiting for others does not count.
    double cost(const QStringList &command) const;
    /// The median of each, in turns: what else the machine does then hits all alike.
    QList<double> costs(const QList<QStringList> &commands) const;
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

double OpenBench::cost(const QStringList &command) const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"SWITCHYARD_UNTIL_PAINTED"_s, u"1"_s);
    environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    for (const QString &name : {u"XDG_CONFIG_HOME"_s, u"XDG_STATE_HOME"_s, u"XDG_DATA_HOME"_s, u"XDG_CACHE_HOME"_s})
        environment.insert(name, m_dir.path());
    const double before = childrensTime();
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(command.constFirst(), command.mid(1));
    if (!process.waitForFinished(120000) || process.exitCode() != 0)
        qFatal("%s: %s", qPrintable(command.constFirst()), process.readAllStandardError().constData());
    return childrensTime() - before;
}

QList<double> OpenBench::costs(const QList<QStringList> &commands) const
{
    constexpr int rounds = 31;
    QList<QList<double>> times(commands.size());
    for (int i = 0; i <= rounds; ++i) {
        for (qsizetype each = 0; each < commands.size(); ++each) {
            const double time = cost(commands.at(each));
            if (i > 0) // the first round fills the caches
                times[each].append(time);
        }
    }
    QList<double> medians;
    for (QList<double> &of : times) {
        std::sort(of.begin(), of.end());
        medians.append(of.at(rounds / 2));
    }
    return medians;
}

void OpenBench::firstPaint_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isMeant"); // of a small fleet the figures are only said: it is little more than a window with words
    QTest::newRow("10 hosts, 100 items") << bench::fleetText(10, 12) << false;
    QTest::newRow("1000 hosts, 10800 items") << bench::bigFleetText() << true;
}

void OpenBench::firstPaint()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, isMeant);
    const QString path = m_dir.filePath(u"fleet.yaml"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
    file.close();
    const QString bin = qEnvironmentVariable("SWITCHYARD_BIN_DIR", QCoreApplication::applicationDirPath() + u"/../bin"_s);
    const QString emptyWindow = QCoreApplication::applicationDirPath() + u"/bench-emptywindow"_s;
    const QList<double> times = costs({{emptyWindow, path}, {emptyWindow, path, u"--word"_s}, {bin + u"/switchyard"_s, path}});
    const QByteArray what = QByteArray("open to first paint, ") + QTest::currentDataTag() + " / YAML events and an empty window";
    bench::printRatio(what.constData(), times.at(2), times.at(0));
    bench::printRatio(QByteArray(what + " with a word in it").constData(), times.at(2), times.at(1)); // what no window with text is without
    QVERIFY(!isMeant || times.at(2) <= 2 * times.at(0));
}

QTEST_GUILESS_MAIN(OpenBench)
#include "tst_open.moc"
