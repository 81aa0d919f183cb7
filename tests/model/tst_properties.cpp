// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/codec.h"
#include "model/document.h"
#include "tests/model/randomedit.h"
#include "tests/model/seededfleet.h"
#include "tests/support.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace model;

namespace {

/// Lines of each text that the other has not at that place: 1 and 1 for a changed line, 0 and 1 for
/// a new one.
std::pair<qsizetype, qsizetype> differingLines(const QByteArray &a, const QByteArray &b)
{
    const QByteArrayList left = a.split('\n'), right = b.split('\n');
    const qsizetype most = qMin(left.size(), right.size());
    qsizetype front = 0, back = 0;
    while (front < most && left[front] == right[front])
        ++front;
    while (front + back < most && left[left.size() - 1 - back] == right[right.size() - 1 - back])
        ++back;
    return {left.size() - front - back, right.size() - front - back};
}

/// Ids that the change names, renamed ones by their new id.
QSet<ItemId> touched(const FleetChange &change)
{
    QSet<ItemId> ids(change.added.begin(), change.added.end());
    for (const QList<ItemId> &list : {change.removed, change.changed, change.moved})
        ids += QSet<ItemId>(list.begin(), list.end());
    for (const auto &[before, after] : change.renamed)
        ids.insert(after);
    if (change.settings)
        ids.insert(ItemId::fleet());
    return ids;
}

/// The ids of items that differ, found without diff().
QSet<ItemId> reallyDifferent(const Fleet &before, const Fleet &after)
{
    QHash<quint64, ItemPtr> old;
    QSet<ItemId> ids;
    for (const ItemList &list : {before.hosts(), before.items()})
        for (const ItemPtr &item : list)
            old.insert(item->uid, item);
    for (const ItemList &list : {after.hosts(), after.items()})
        for (const ItemPtr &item : list)
            if (const ItemPtr was = old.take(item->uid); !was || !(*was == *item))
                ids.insert(item->id);
    for (const ItemPtr &item : std::as_const(old))
        ids.insert(item->id);
    if (!(before.settings() == after.settings()))
        ids.insert(ItemId::fleet());
    return ids;
}

int rounds(int usual)
{
    return qEnvironmentVariableIsSet("SWITCHYARD_LONG") ? usual * 20 : usual;
}

} // namespace

// What holds for every fleet file and every edit.
class PropertiesTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void printedIsWhatWasRead()
    {
        for (int seed = 0; seed < rounds(500); ++seed) {
            const QByteArray text = tests::SeededFleet(quint32(seed)).text();
            const auto parsed = parseFleet(text, Catalog::builtIn());
            QVERIFY2(parsed,
                     parsed ? ""
                            : qPrintable(u"seed %1: %2\n"_s.arg(seed).arg(parsed.error().message)
                                         + QString::fromUtf8(text)));
            QVERIFY2(printFleet(parsed->fleet) == text,
                     qPrintable(u"seed %1\n"_s.arg(seed) + QString::fromUtf8(text)));
        }
    }

    void printedAnewReadsTheSame()
    {
        for (int seed = 0; seed < rounds(100); ++seed) {
            const Fleet fleet =
                parseFleet(tests::SeededFleet(quint32(seed)).text(), Catalog::builtIn())->fleet;
            QByteArray text = "switchyard: 1\nhosts:\n";
            for (const ItemPtr &item : fleet.hosts())
                text += printItem(*item, Catalog::builtIn());
            for (const char *section : {"game", "stream-client", "service"}) {
                QByteArray entries;
                for (const ItemPtr &item : fleet.items())
                    if (item->id.text().startsWith(QString::fromLatin1(section) + u'/'))
                        entries += printItem(*item, Catalog::builtIn());
                const QByteArray key = section == QByteArrayView("game")      ? "games"
                                       : section == QByteArrayView("service") ? "services"
                                                                              : "clients";
                text += key + ":\n" + entries;
            }
            const auto again = parseFleet(text, Catalog::builtIn());
            QVERIFY2(again, qPrintable(QString::fromUtf8(text)));
            QCOMPARE(again->fleet.hosts().size(), fleet.hosts().size());
            for (const ItemList &list : {fleet.hosts(), fleet.items()})
                for (const ItemPtr &item : list) {
                    const ItemPtr same = again->fleet.find(item->id);
                    QVERIFY2(same && *same == *item,
                             qPrintable(item->id.text() + u'\n' + QString::fromUtf8(text)));
                }
        }
    }

    void editsReadBackAndDiffNamesThem()
    {
        int applied = 0;
        for (int seed = 0; seed < rounds(300); ++seed) {
            tests::SeededFleet random{quint32(seed)};
            Fleet fleet = parseFleet(random.text(), Catalog::builtIn())->fleet;
            for (int step = 0; step < 12; ++step) {
                const Edit edit = tests::randomEdit(fleet, random);
                const auto after = apply(fleet, Catalog::builtIn(), edit);
                if (!after) {
                    QVERIFY2(after.error().code != u"cannot-edit"_s,
                             qPrintable(u"seed %1: %2: %3\n"_s.arg(seed).arg(
                                            describe(fleet, Catalog::builtIn(), edit),
                                            after.error().message)
                                        + QString::fromUtf8(printFleet(fleet))));
                    continue;
                }
                ++applied;
                const QByteArray before = printFleet(fleet), now = printFleet(*after);
                const QString story = u"seed %1 step %2: %3\n%4\n---\n%5"_s.arg(seed).arg(step).arg(
                    describe(fleet, Catalog::builtIn(), edit), QString::fromUtf8(before),
                    QString::fromUtf8(now));
                const auto again = parseFleet(now, Catalog::builtIn());
                QVERIFY2(again, qPrintable((again ? QString() : again.error().message) + story));
                QVERIFY2(again->fleet == *after, qPrintable(story));
                QVERIFY2(touched(diff(fleet, *after)) == reallyDifferent(fleet, *after),
                         qPrintable(story));
                QVERIFY2(diff(fleet, *after).isEmpty() == (before == now), qPrintable(story));
                const auto *set = std::get_if<SetField>(&edit);
                if (set && set->field != u"name"_s && before != now && fleet.find(set->item)) {
                    const auto [gone, come] = differingLines(before, now);
                    const bool oneLine = set->value.isList() || set->value.isNull()
                                         || (gone <= 1 && come <= (before.endsWith('\n') ? 1 : 2));
                    QVERIFY2(oneLine, qPrintable(story));
                    const Value old = fleet.find(set->item)->values.at(set->field);
                    QVERIFY2(old.isNull() || set->value.isNull() || old.isList()
                                 || (gone == 1 && come == 1),
                             qPrintable(story));
                }
                for (const ItemList &list : {after->hosts(), after->items()})
                    for (const ItemPtr &item : list)
                        QVERIFY2(locate(*after, item->id) == locate(again->fleet, item->id)
                                     && locate(*after, item->id).line > 0,
                                 qPrintable(story));
                fleet = *after;
            }
        }
        QVERIFY2(applied > rounds(300) * 6, qPrintable(QString::number(applied)));
    }

    void undoRestoresBytes()
    {
        for (int seed = 0; seed < rounds(40); ++seed) {
            tests::SeededFleet random{quint32(seed)};
            FleetDocument document(Catalog::builtIn());
            document.adopt(*parseFleet(random.text(), Catalog::builtIn()));
            QByteArrayList texts{printFleet(document.fleet())};
            for (int step = 0; step < 20; ++step)
                if (document.apply({{}, {tests::randomEdit(document.fleet(), random)}})
                    && printFleet(document.fleet()) != texts.last())
                    texts.append(printFleet(document.fleet()));
            for (qsizetype i = texts.size() - 2; i >= 0; --i) {
                document.undo();
                QCOMPARE(printFleet(document.fleet()), texts[i]);
            }
            QVERIFY(!document.canUndo());
            for (qsizetype i = 1; i < texts.size(); ++i) {
                document.redo();
                QCOMPARE(printFleet(document.fleet()), texts[i]);
            }
            QVERIFY(!document.canRedo());
        }
    }
};

QTEST_GUILESS_MAIN(PropertiesTest)
#include "tst_properties.moc"
