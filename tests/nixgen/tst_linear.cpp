// SPDX-License-Identifier: GPL-3.0-or-later
// Twice the fleet costs twice the work: counted in bytes that are asked for, which is the same on every machine. What is copied
// again and again as a fleet grows shows here, long before anybody waits for it.
#include "model/codec.h"
#include "model/validate.h"
#include "nixgen/generate.h"
#include "tests/model/fleets.h"

#include <QTest>

#include <atomic>
#include <cstdlib>

static std::atomic<qint64> asked = 0;

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
static constexpr bool isCounting = true;

extern "C" {
void *__libc_malloc(size_t size);
void *__libc_realloc(void *old, size_t size);

void *malloc(size_t size) noexcept
{
    asked += qint64(size);
    return __libc_malloc(size);
}

void *realloc(void *old, size_t size) noexcept
{
    asked += qint64(size);
    return __libc_realloc(old, size);
}
}
#else
static constexpr bool isCounting = false;
#endif

using namespace model;

class LinearTest : public QObject
{
    Q_OBJECT

    /// Bytes asked for to read, resolve, check and generate that fleet.
    static qint64 cost(int hosts, int items)
    {
        const QByteArray text = tests::manyHosts(hosts, items);
        const qint64 before = asked;
        const auto parsed = parseFleet(text, Catalog::builtIn());
        if (!parsed)
            qFatal("%s", qPrintable(parsed.error().message));
        (void)validate(parsed->fleet, Catalog::builtIn());
        if (!nixgen::generate(parsed->fleet, Catalog::builtIn()))
            qFatal("not generated");
        return asked - before;
    }

private slots:
    void twiceTheFleet_data()
    {
        QTest::addColumn<int>("hosts");
        QTest::addColumn<int>("items");
        QTest::addColumn<bool>("more"); // hosts, else items
        QTest::newRow("hosts") << 200 << 400 << true;
        QTest::newRow("games") << 6 << 1000 << false;
    }

    void twiceTheFleet()
    {
        if (!isCounting)
            return; // a sanitizer has the allocator to itself
        QFETCH(int, hosts);
        QFETCH(int, items);
        QFETCH(bool, more);
        const auto times = [&](int factor) { return more ? cost(hosts * factor, items * factor) : cost(hosts, items * factor); };
        (void)times(1); // what is kept for good
        const double one = double(times(1)), two = double(times(2)), four = double(times(4));
        const double growth = (four - two) / (two - one);
        QVERIFY(one > 1e6);
        QVERIFY2(growth > 1.8 && growth < 2.12, qPrintable(QStringLiteral("%1 MB, %2 MB, %3 MB: twice as much costs %4 times").arg(one / 1e6).arg(two / 1e6).arg(four / 1e6).arg(growth)));
    }
};

QTEST_GUILESS_MAIN(LinearTest)
#include "tst_linear.moc"
