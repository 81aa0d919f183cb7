// SPDX-License-Identifier: GPL-3.0-or-later
// Every template, with every choice of overlay, secrets, edge and containers, becomes the same bytes whoever generates it:
// in another run, with other hash seeds, in another locale and another time zone.
#include "model/edit.h"
#include "tests/nixgen/fleets.h"

#include <QCoreApplication>
#include <QDir>
#include <QProcess>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace model;

namespace {

struct Choice
{
    QString field;
    QStringList values;
};

QList<Choice> choices()
{
    QList<Choice> found;
    for (const QString &name : {u"overlay"_s, u"secrets.backend"_s, u"edge.mode"_s, u"containers.backend"_s}) {
        const Field *field = tests::catalog().kind(u"fleet")->field(name);
        found += {name, field ? field->values : QStringList()};
    }
    return found;
}

/// The files of the fleet with each combination of the choices from the `at`-th on, after one another.
void print(const Fleet &fleet, const QList<Choice> &choices, qsizetype at, const QByteArray &title, QByteArray &out)
{
    if (at < choices.size()) {
        for (const QString &value : choices.at(at).values) {
            const auto chosen = apply(fleet, tests::catalog(), SetField{ItemId::fleet(), choices.at(at).field, value});
            if (!chosen)
                qFatal("%s: %s", qPrintable(value), qPrintable(chosen.error().message));
            print(*chosen, choices, at + 1, title + ' ' + value.toUtf8(), out);
        }
        return;
    }
    out += "==== " + title + '\n';
    const auto tree = nixgen::generate(fleet, tests::catalog());
    if (!tree)
        out += tree.error().message.toUtf8();
    else
        for (const auto &[path, file] : *tree)
            out += "== " + path.toUtf8() + '\n' + file.text;
}

/// What one run makes of all templates, behind a line that says where in the world it thinks it is.
int printEverything()
{
    QByteArray out = QLocale().name().toUtf8() + ' ' + QLocale().toString(1234.5).toUtf8() + ' '
                     + QByteArray::number(QDateTime(QDate(2026, 1, 1), QTime(0, 0)).offsetFromUtc()) + '\n';
    const QDir templates(tests::sourcePath(u"resources/templates"_s));
    for (const QString &name : templates.entryList({u"*.yaml"_s}, QDir::Files, QDir::Name)) {
        const auto parsed = parseFleet(tests::readFile(templates.filePath(name)), tests::catalog());
        if (!parsed)
            qFatal("%s: %s", qPrintable(name), qPrintable(parsed.error().message));
        auto fleet = apply(parsed->fleet, tests::catalog(), SetField{ItemId::fleet(), u"edge.host"_s, parsed->fleet.hosts().constLast()->name});
        if (!fleet)
            qFatal("%s", qPrintable(fleet.error().message));
        print(*fleet, choices(), 0, name.toUtf8(), out);
    }
    return fwrite(out.constData(), 1, size_t(out.size()), stdout) == size_t(out.size()) ? 0 : 1;
}

} // namespace

class SameTest : public QObject
{
    Q_OBJECT

    static QByteArray run(const QString &locale, const QString &zone)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const QString &name : {u"LC_ALL"_s, u"LANG"_s, u"LANGUAGE"_s})
            environment.insert(name, locale);
        environment.insert(u"TZ"_s, zone);
        environment.remove(u"QT_HASH_SEED"_s); // every run draws its own
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(QCoreApplication::applicationFilePath(), {u"print-everything"_s});
        if (!process.waitForFinished(120000) || process.exitCode() != 0)
            QTest::qFail(process.readAllStandardError().constData(), __FILE__, __LINE__);
        return process.readAllStandardOutput();
    }
    static QByteArray where(const QByteArray &output) { return output.left(output.indexOf('\n')); }
    static QByteArray trees(const QByteArray &output) { return output.mid(output.indexOf('\n') + 1); }

private slots:
    void everyChoiceIsTried()
    {
        for (const Choice &choice : choices())
            QVERIFY2(choice.values.size() >= 2, qPrintable(choice.field));
        QVERIFY(QDir(tests::sourcePath(u"resources/templates"_s)).entryList({u"*.yaml"_s}, QDir::Files).size() >= 1);
    }

    void whoeverGenerates()
    {
        const QByteArray first = run(u"C.UTF-8"_s, u"UTC"_s);
        qsizetype combinations = 1;
        for (const Choice &choice : choices())
            combinations *= choice.values.size();
        QVERIFY(trees(first).count("==== ") >= combinations);
        QVERIFY(trees(first).count("== hosts/") >= combinations * 3);
        QCOMPARE(trees(run(u"C.UTF-8"_s, u"UTC"_s)), trees(first));
        for (const auto &[locale, zone] : {std::pair(u"tr_TR.UTF-8"_s, u"<+14>-14"_s), std::pair(u"ar_EG.UTF-8"_s, u"<-0930>9:30"_s),
                                           std::pair(u"de_DE.UTF-8"_s, u"<+0545>-5:45"_s)}) {
            const QByteArray elsewhere = run(locale, zone);
            QVERIFY2(where(elsewhere) != where(first) && elsewhere.startsWith(locale.left(5).toUtf8()), where(elsewhere).constData());
            QVERIFY2(trees(elsewhere) == trees(first), qPrintable(locale + u": "_s + tests::firstDifference(trees(elsewhere), trees(first))));
        }
    }
};

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    if (argc == 2 && qstrcmp(argv[1], "print-everything") == 0)
        return printEverything();
    SameTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_same.moc"
