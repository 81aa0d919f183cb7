// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

// The compiled-in data is there in a program that links the model and nothing else, byte for byte.
class ResourcesTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void compiledIn_data()
    {
        QTest::addColumn<QString>("path");
        for (const QString &path :
             {u"resources/catalog.yaml"_s, u"resources/catalog/game.yaml"_s,
              u"resources/schema/host.yaml"_s, u"resources/templates/claudetorio.yaml"_s})
            QTest::newRow(qPrintable(path)) << path;
    }

    void compiledIn()
    {
        QFETCH(QString, path);
        QCOMPARE(tests::readFile(u":/"_s + path), tests::readFile(tests::sourcePath(path)));
    }
};

QTEST_GUILESS_MAIN(ResourcesTest)
#include "tst_resources.moc"
