// SPDX-License-Identifier: GPL-3.0-or-later
// While the preview compares, an edit has only the files compared again that it changed; it comes to the same as comparing all.

#include "gui/derived.h"
#include "gui/design/preview.h"
#include "nixgen/manifest.h"
#include "nixgen/write.h"
#include "remote/deployed.h"
#include "tests/gui/fixture.h"
#include "tests/model/randomedit.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace gui;
using namespace model;

class TestComparison : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void followsEdits_data();
    void followsEdits();

private:
    void compareAll(Against against);

    std::unique_ptr<Window> m_window;
    QTemporaryDir m_folder; ///< with the files as they were generated and deployed
    QString m_host;
};

void TestComparison::initTestCase()
{
    m_window = tests::openWindow(tests::templateFleet());
    m_host = m_window->document().fleet().hosts().constFirst()->name;
    const FileTree &tree = m_window->derived().tree();
    QVERIFY(nixgen::writeTree(tree, m_folder.path()));
    remote::Deployed deployed;
    for (const auto &[path, file] : tree)
        deployed.files.insert(path, QString::fromLatin1(nixgen::fileHash(file.text)).section(u':', -1));
    QVERIFY(remote::writeDeployed(m_folder.path(), m_host, deployed));
}

void TestComparison::compareAll(Against against)
{
    const Comparison &ours = m_window->preview().comparison();
    Baseline before = readBaseline(against, ours.host, m_folder.path(), {}); // the host may have got another name
    const Comparison fresh = compareTree(before, {m_window->derived().tree(), {}});
    QCOMPARE(ours.unknown, fresh.unknown);
    QCOMPARE(ours.words, fresh.words);
    QVERIFY(ours == fresh);
}

void TestComparison::followsEdits_data()
{
    QTest::addColumn<gui::Against>("against");
    QTest::newRow("generated last") << Against::Generated;
    QTest::newRow("deployed") << Against::Deployed;
    QTest::newRow("the files on disk") << Against::Disk;
}

void TestComparison::followsEdits()
{
    QFETCH(gui::Against, against);
    m_window->showFleet(tests::templateFleet());
    Preview &preview = m_window->preview();
    preview.setFolder(m_folder.path(), {}, {});
    const QString host = against == Against::Deployed ? m_host : QString();
    preview.compareWith(against, host);
    tests::SeededFleet random(11);
    int differed = 0;
    for (int step = 0; step < 40; ++step) {
        if (step % 5 == 4)
            m_window->document().undo();
        else
            (void)m_window->document().apply(EditStep{{}, {tests::randomEdit(m_window->document().fleet(), random)}});
        if (preview.comparison().against == Against::Nothing)
            preview.compareWith(against, host); // the host was removed
        compareAll(against);
        if (QTest::currentTestFailed())
            return;
        differed += preview.comparison().files.size() > 1;
    }
    QVERIFY2(differed > 5, qPrintable(QString::number(differed)));
    preview.compareWith(Against::Nothing);
    preview.setFolder({}, {}, {});
}

QTEST_MAIN(TestComparison)
#include "tst_comparison.moc"
