// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/codec.h"
#include "model/validate.h"
#include "nixgen/generate.h"
#include "nixgen/write.h"
#include "tests/bench/fleets.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/parser.h>

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <sstream>
#include <vector>

#include <sys/resource.h>

using namespace Qt::StringLiterals;

namespace {

double processorTime(int whose)
{
    rusage usage{};
    getrusage(whose, &usage);
    const auto seconds = [](const timeval &t) { return double(t.tv_sec) + double(t.tv_usec) * 1e-6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// The median of several runs in seconds of processor time, ours or that of programs that we started: waiting for others on
/// the machine does not count.
template <typename Work>
double median(int runs, const Work &work, int whose = RUSAGE_SELF)
{
    std::vector<double> seconds;
    for (int i = 0; i < runs; ++i) {
        const double before = processorTime(whose);
        work();
        seconds.push_back(processorTime(whose) - before);
    }
    std::ranges::sort(seconds);
    return seconds[seconds.size() / 2];
}

/// Takes every event and does nothing: what reading YAML costs at least.
class Nothing : public YAML::EventHandler
{
public:
    void OnDocumentStart(const YAML::Mark &) override { ++events; }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark &, YAML::anchor_t) override { ++events; }
    void OnAlias(const YAML::Mark &, YAML::anchor_t) override { ++events; }
    void OnScalar(const YAML::Mark &, const std::string &, YAML::anchor_t,
                  const std::string &) override
    {
        ++events;
    }
    void OnSequenceStart(const YAML::Mark &, const std::string &, YAML::anchor_t,
                         YAML::EmitterStyle::value) override
    {
        ++events;
    }
    void OnSequenceEnd() override {}
    void OnMapStart(const YAML::Mark &, const std::string &, YAML::anchor_t,
                    YAML::EmitterStyle::value) override
    {
        ++events;
    }
    void OnMapEnd() override {}

    qint64 events = 0;
};

} // namespace

// Loading a fleet against the bare events of its YAML, generating against Nix' own parser over the result, and how both grow.
class GenerateBench : public QObject
{
    Q_OBJECT

private slots:
    void load_data() { sizes(); }
    void load();
    void generate_data() { sizes(); }
    void generate();
    void growth_data();
    void growth();

private:
    static void sizes()
    {
        QTest::addColumn<int>("hosts");
        for (const int hosts : {10, 100, 1000})
            QTest::newRow(qPrintable(u"%1 hosts"_s.arg(hosts))) << hosts;
    }
};

void GenerateBench::load()
{
    QFETCH(int, hosts);
    const model::Catalog &catalog = model::Catalog::builtIn();
    const QByteArray text = bench::fleetText(hosts);
    const auto parsed = model::parseFleet(text, catalog);
    QVERIFY2(parsed, parsed ? "" : qPrintable(parsed.error().message));
    QVERIFY(!model::hasErrors(parsed->diagnostics));
    const model::Diagnostics findings = model::validate(parsed->fleet, catalog);
    const auto error =
        std::ranges::find(findings, model::Severity::Error, &model::Diagnostic::severity);
    QVERIFY2(error == findings.end(), error == findings.end() ? "" : qPrintable(error->message));

    const int runs = hosts >= 1000 ? 3 : 9;
    const std::string bytes = text.toStdString();
    qint64 events = 0;
    const double bare = median(runs, [&] {
        std::istringstream stream(bytes);
        YAML::Parser parser(stream);
        Nothing nothing;
        while (parser.HandleNextDocument(nothing)) {
        }
        events = nothing.events;
    });
    QVERIFY(events > hosts);
    const double ours = median(runs, [&] { QVERIFY(model::parseFleet(text, catalog)); });
    bench::printRatio(qPrintable(u"load of %1 hosts / bare yaml-cpp events"_s.arg(hosts)), ours,
                      bare);
}

void GenerateBench::generate()
{
    QFETCH(int, hosts);
    if (QStandardPaths::findExecutable(u"nix-instantiate"_s).isEmpty())
        QSKIP("nix-instantiate is not installed");
    const model::Catalog &catalog = model::Catalog::builtIn();
    const auto parsed = model::parseFleet(bench::fleetText(hosts), catalog);
    QVERIFY(parsed);
    model::FileTree tree;
    const double ours =
        median(hosts >= 1000 ? 3 : 9, [&] { tree = *nixgen::generate(parsed->fleet, catalog); });
    QVERIFY(tree.size() > size_t(hosts) * 2);

    QTemporaryDir dir;
    QVERIFY(nixgen::writeTree(tree, dir.path()));
    QStringList arguments{u"--store"_s, u"dummy://"_s, u"--parse"_s};
    for (const auto &[path, file] : tree) {
        if (path.endsWith(".nix"_L1))
            arguments.append(dir.filePath(path));
    }
    const double parse = median(3, [&] {
        QProcess nix;
        nix.setStandardOutputFile(QProcess::nullDevice());
        nix.start(u"nix-instantiate"_s, arguments);
        QVERIFY(nix.waitForFinished(120000));
        QCOMPARE(nix.exitCode(), 0);
    }, RUSAGE_CHILDREN);
    bench::printRatio(qPrintable(u"generation of %1 hosts / nix-instantiate --parse"_s.arg(hosts)),
                      ours, parse);
}

void GenerateBench::growth_data()
{
    QTest::addColumn<bool>("byHosts");
    QTest::newRow("hosts") << true;
    QTest::newRow("games") << false;
}

/// What one more host or game costs, from ten of them to ten thousand: the same, where nothing grows faster than the fleet.
/// Counted in instructions (valgrind --tool=callgrind), each phase costs 9.6 to 10.1 times as much for ten times as many; what
/// processor time says beyond that is presumably memory that no cache holds. tests/nixgen/tst_linear.cpp counts on every run.
void GenerateBench::growth()
{
    QFETCH(bool, byHosts);
    const model::Catalog &catalog = model::Catalog::builtIn();
    double before = 0;
    for (const int count : {10, 100, 1000, 10000}) {
        const QByteArray text = byHosts ? bench::fleetText(count, 1) : bench::fleetText(10, count / 10);
        const int runs = count >= 10000 ? 1 : count >= 1000 ? 3 : 9;
        double seconds[3] = {};
        std::optional<model::ParsedFleet> parsed;
        seconds[0] = median(runs, [&] { parsed = *model::parseFleet(text, catalog); });
        seconds[1] = median(runs, [&] { (void)model::validate(parsed->fleet, catalog); });
        seconds[2] = median(runs, [&] { QVERIFY(nixgen::generate(parsed->fleet, catalog)); });
        const double all = seconds[0] + seconds[1] + seconds[2];
        std::printf("GROWTH %5d %s: read %.1f, check %.1f, generate %.1f ms; %.1f us each", count, QTest::currentDataTag(), seconds[0] * 1e3,
                    seconds[1] * 1e3, seconds[2] * 1e3, all / count * 1e6);
        if (before > 0)
            std::printf("; ten times as many cost %.1f times", all / before);
        std::printf("\n");
        std::fflush(stdout);
        before = all;
    }
}

QTEST_GUILESS_MAIN(GenerateBench)
#include "tst_generate.moc"
