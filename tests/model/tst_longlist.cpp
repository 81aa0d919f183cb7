// SPDX-License-Identifier: GPL-3.0-or-later
// A long list says what a QList says after the same changes, its copies stay as they were, and a change copies few elements.

#include "model/longlist.h"

#include <QRandomGenerator>
#include <QTest>

using model::Difference;
using Long = model::LongList<std::shared_ptr<int>>;
using Short = QList<std::shared_ptr<int>>;

namespace {

Short some(int count)
{
    Short list;
    for (int i = 0; i < count; ++i)
        list += std::make_shared<int>(i);
    return list;
}

Difference differenceOf(const Short &a, const Short &b)
{
    Difference d;
    const qsizetype shorter = std::min(a.size(), b.size());
    while (d.head < shorter && a.at(d.head) == b.at(d.head))
        ++d.head;
    while (d.tail < shorter - d.head && a.at(a.size() - 1 - d.tail) == b.at(b.size() - 1 - d.tail))
        ++d.tail;
    return d;
}

/// How many of these are held by one more than before.
qsizetype copied(const Short &list, const QList<long> &before)
{
    qsizetype count = 0;
    for (qsizetype i = 0; i < list.size(); ++i)
        count += list.at(i).use_count() > before.at(i);
    return count;
}

} // namespace

class TestLongList : public QObject
{
    Q_OBJECT

private slots:
    void holds_data();
    void holds();
    void anyChanges_data();
    void anyChanges();
    void copiesFew();
};

void TestLongList::holds_data()
{
    QTest::addColumn<int>("count");
    for (const int count : {0, 1, 2, 127, 128, 129, 256, 257, 1000})
        QTest::addRow("%d", count) << count;
}

void TestLongList::holds()
{
    QFETCH(int, count);
    const Short known = some(count);
    const Long made = known;
    Long grown;
    for (const auto &each : known)
        grown.append(each);
    for (const Long &list : {made, grown}) {
        QCOMPARE(list.size(), known.size());
        QCOMPARE(list.isEmpty(), known.isEmpty());
        QVERIFY(Short(list.begin(), list.end()) == known);
        QVERIFY(list.mid(0) == known);
        QVERIFY(list.mid(count / 3, count / 2) == known.mid(count / 3, count / 2));
        for (int i = 0; i < count; ++i)
            QVERIFY(list.at(i) == known.at(i) && list.indexOf(known.at(i)) == i);
        QVERIFY(!list.value(-1) && !list.value(count));
        QCOMPARE(list.indexOf(std::make_shared<int>(0)), -1);
    }
    QVERIFY(made == grown);
}

void TestLongList::anyChanges_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 20; ++seed)
        QTest::addRow("%u", seed) << seed;
}

void TestLongList::anyChanges()
{
    QFETCH(quint32, seed);
    QRandomGenerator random(seed);
    const auto below = [&](qsizetype end) { return qsizetype(random.bounded(int(end))); };
    Short known = some(int(below(600)));
    Long list = known;
    for (int step = 0; step < 400; ++step) {
        const Short knownBefore = known;
        const Long before = list;
        const qsizetype at = below(known.size() + 1);
        const bool isInside = at < known.size();
        const int what = random.bounded(8);
        if (what == 0 && isInside) {
            known[at] = std::make_shared<int>(step);
            list.set(at, known.at(at));
        } else if (what <= 2 && isInside) {
            known.removeAt(at);
            list.removeAt(at);
        } else if (what <= 4) {
            known.insert(at, std::make_shared<int>(step));
            list.insert(at, known.at(at));
        } else if (what == 5) {
            known += std::make_shared<int>(step);
            list.append(known.constLast());
        } else {
            const qsizetype count = below(std::min<qsizetype>(known.size() - at, what == 6 ? 300 : 3) + 1);
            const Short by = some(int(below(what == 6 ? 300 : 3)));
            known = known.mid(0, at) + by + known.mid(at + count);
            list.replace(at, count, by);
        }
        QVERIFY(Short(list.begin(), list.end()) == known);
        QCOMPARE(list.size(), known.size());
        QVERIFY(Short(before.begin(), before.end()) == knownBefore);
        QCOMPARE(list == before, known == knownBefore);
        const Difference d = difference(before, list), wanted = differenceOf(knownBefore, known);
        QCOMPARE(d.head, wanted.head);
        QCOMPARE(d.tail, wanted.tail);
        QList<std::pair<qsizetype, std::shared_ptr<int>>> others, wantedOthers;
        eachOther(list, before, [&](qsizetype place, const std::shared_ptr<int> &element) { others.append({place, element}); });
        for (qsizetype i = wanted.head; i < known.size() - wanted.tail; ++i) {
            if (known.size() != knownBefore.size() || known.at(i) != knownBefore.at(i))
                wantedOthers.append({i, known.at(i)});
        }
        QVERIFY(others == wantedOthers);
        if (isInside && at < list.size())
            QVERIFY(list.at(at) == known.at(at));
    }
}

void TestLongList::copiesFew()
{
    const Short known = some(10000);
    const Long list = known;
    QList<long> held;
    for (const auto &each : known)
        held += each.use_count();
    const Long same = list;
    QCOMPARE(copied(known, held), 0);
    Long one = list, fewer = list, more = list;
    one.set(5000, std::make_shared<int>(1));
    QVERIFY(copied(known, held) > 0);
    QVERIFY(copied(known, held) <= 128);
    fewer.removeAt(7000);
    more.insert(2000, std::make_shared<int>(1));
    QVERIFY(copied(known, held) <= 3 * 128);
}

QTEST_GUILESS_MAIN(TestLongList)
#include "tst_longlist.moc"
