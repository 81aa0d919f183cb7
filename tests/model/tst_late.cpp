// SPDX-License-Identifier: GPL-3.0-or-later
// Libraries that are loaded when a function of them is first called.

#include "model/late.h"

#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;
using model::Late;
using model::LateLibrary;

class TestLate : public QObject
{
    Q_OBJECT

private slots:
    void aFunctionIsFoundAndCalled()
    {
        constexpr LateLibrary library("libm.so.6");
        QVERIFY2(library.problem().isEmpty(), qPrintable(library.problem()));
        const Late<double(double, double)> power(library, "pow");
        for (const double exponent : {2.0, 3.0}) // the second time it is known
            QCOMPARE(power(2, exponent), std::pow(2, exponent));
    }

    void aMissingLibraryIsNamed()
    {
        constexpr LateLibrary library("libswitchyard-none.so.7");
        QVERIFY2(library.problem().contains(u"libswitchyard-none.so.7"_s), qPrintable(library.problem()));
    }
};

QTEST_GUILESS_MAIN(TestLate)
#include "tst_late.moc"
