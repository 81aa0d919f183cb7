// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;

// The compiled-in data is there in a program that links the model and nothing else, byte for byte.
class ResourcesTest : public QObject
{
    Q_OBJECT

private slots:
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
        QFile compiled(u":/"_s + path);
        QFile source(qEnvironmentVariable("SWITCHYARD_SOURCE_DIR") + u'/' + path);
        QVERIFY2(compiled.open(QIODevice::ReadOnly), qPrintable(compiled.errorString()));
        QVERIFY2(source.open(QIODevice::ReadOnly), qPrintable(source.errorString()));
        QCOMPARE(compiled.readAll(), source.readAll());
    }
};

QTEST_GUILESS_MAIN(ResourcesTest)
#include "tst_resources.moc"
