// SPDX-License-Identifier: GPL-3.0-or-later
// The list of generated files follows what comes, goes and is renamed, and is as if made anew; the open file stays the current one.

#include "gui/design/filelist.h"
#include "gui/style.h"
#include "tests/gui/painted.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QStyledItemDelegate>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace gui;

class TestFileList : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        QApplication::setStyle(new Style);
    }
    void filesStandBeforeFolders();
    void followsLikeMadeAnew();
    void aRenamedFileLaysNothingOutAnew();
    void aPersonPicksAndTheListDoesNot();
    void wordsAndBoldAreOfTheirFiles();
    void rowsLookLikeThoseOfOtherLists();
};

/// Every row with its depth, in order.
static QStringList rows(const QAbstractItemModel &model, const QModelIndex &parent = {}, const QString &indent = {})
{
    QStringList found;
    for (int i = 0; i < model.rowCount(parent); ++i) {
        const QModelIndex row = model.index(i, 0, parent);
        found.append(indent + row.data().toString() + (model.hasChildren(row) ? u"/"_s : QString()));
        found += rows(model, row, indent + u"  "_s);
    }
    return found;
}

static const QStringList someFiles{u".gitignore"_s, u"flake.nix"_s, u"hosts/a.nix"_s, u"hosts/hardware/a.nix"_s, u"hosts/z.nix"_s, u"modules/base.nix"_s};

void TestFileList::filesStandBeforeFolders()
{
    FileListModel model;
    model.setFiles(someFiles);
    QCOMPARE(rows(model), (QStringList{u".gitignore"_s, u"flake.nix"_s, u"hosts/"_s, u"  a.nix"_s, u"  z.nix"_s, u"  hardware/"_s, u"    a.nix"_s,
                                       u"modules/"_s, u"  base.nix"_s}));
    QCOMPARE(model.count(), someFiles.size());
    QVERIFY(!model.contains(u"hosts/b.nix"_s) && !model.contains(u"hosts/hardware/z.nix"_s));
    QCOMPARE(model.find(u"hosts/hardware/a.nix"_s).parent().data(FileListModel::PathRole).toString(), u"hosts/hardware/"_s);
}

void TestFileList::followsLikeMadeAnew()
{
    QRandomGenerator random(7);
    FileList list;
    const QAbstractItemModelTester tester(list.model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QStringList paths = someFiles;
    list.setFiles(paths);
    const auto fresh = [&] {
        static constexpr std::array folders{"", "hosts/", "hosts/hardware/", "modules/", "modules/roles/"};
        const QString folder = QString::fromLatin1(folders.at(random.bounded(quint32(folders.size()))));
        return u"%1%2.nix"_s.arg(folder, QChar(u'a' + random.bounded(26)));
    };
    for (int round = 0; round < 400; ++round) {
        QStringList gone, come;
        for (int i = random.bounded(3); i > 0 && paths.size() > 1; --i)
            gone.append(paths.takeAt(random.bounded(paths.size())));
        for (int i = random.bounded(3); i > 0; --i) {
            if (const QString path = fresh(); !paths.contains(path) && !gone.contains(path)) {
                come.append(path);
                paths.append(path);
            }
        }
        const QString open = paths.at(random.bounded(paths.size()));
        list.follow(gone, come);
        list.setOpen(open);
        FileListModel anew;
        anew.setFiles(paths);
        QCOMPARE(rows(list.files()), rows(anew));
        QCOMPARE(list.files().count(), paths.size());
        QCOMPARE(list.currentIndex().data(FileListModel::PathRole).toString(), open);
        QVERIFY(list.isExpanded(list.currentIndex().parent()) || !list.currentIndex().parent().isValid());
    }
}

/// What costs a big fleet most: the view measures all rows when one comes or goes.
void TestFileList::aRenamedFileLaysNothingOutAnew()
{
    struct CountingList : FileList
    {
        int layouts = 0;
        void doItemsLayout() override
        {
            ++layouts;
            FileList::doItemsLayout();
        }
    } list;
    list.setFiles(someFiles);
    list.setOpen(u"hosts/a.nix"_s);
    list.show();
    QVERIFY(QTest::qWaitForWindowExposed(&list));
    QCoreApplication::processEvents();
    list.layouts = 0;
    QSignalSpy come(&list.files(), &QAbstractItemModel::rowsInserted), gone(&list.files(), &QAbstractItemModel::rowsRemoved);
    QSignalSpy moved(&list.files(), &QAbstractItemModel::layoutChanged), changed(&list.files(), &QAbstractItemModel::dataChanged);
    list.follow({u"hosts/a.nix"_s}, {u"hosts/zz.nix"_s});
    list.setOpen(u"hosts/zz.nix"_s);
    QCOMPARE(list.currentIndex().row(), 1); // behind z.nix
    QCOMPARE(changed.size(), 1);
    QCOMPARE(come.size() + gone.size() + moved.size(), 0);
    QCoreApplication::processEvents();
    QCOMPARE(list.layouts, 0);
    list.follow({u"hosts/zz.nix"_s}, {u"modules/zz.nix"_s}); // into another folder: a row goes, a row comes
    QCOMPARE(come.size() + gone.size(), 2);
    list.follow({u"modules/base.nix"_s, u"modules/zz.nix"_s}, {});
    QVERIFY(!list.files().contains(u"modules/"_s)); // an empty folder goes as well
}

void TestFileList::aPersonPicksAndTheListDoesNot()
{
    FileList list;
    list.resize(300, 300);
    QSignalSpy picked(&list, &FileList::picked);
    list.setFiles(someFiles);
    list.setOpen(u"hosts/a.nix"_s);
    list.follow({u"hosts/a.nix"_s}, {u"hosts/b.nix"_s});
    QCOMPARE(picked.size(), 0);
    list.show();
    QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, list.visualRect(list.files().find(u"hosts/z.nix"_s)).center());
    QCOMPARE(picked.takeFirst().constFirst().toString(), u"hosts/z.nix"_s);
    QTest::keyClick(&list, Qt::Key_Down);
    QCOMPARE(list.currentIndex().data(FileListModel::PathRole).toString(), u"hosts/hardware/"_s); // no file
    QCOMPARE(picked.size(), 0);
}

void TestFileList::wordsAndBoldAreOfTheirFiles()
{
    FileList list;
    list.setFiles(someFiles);
    QVERIFY(list.isColumnHidden(FileListModel::Words));
    list.setWords({{u"hosts/z.nix"_s, u"+1 −2"_s}});
    list.setBold({u"flake.nix"_s});
    QVERIFY(!list.isColumnHidden(FileListModel::Words));
    const auto at = [&](const QString &path, int column, int role) { return list.files().find(path).siblingAtColumn(column).data(role); };
    QCOMPARE(at(u"hosts/z.nix"_s, FileListModel::Words, Qt::DisplayRole).toString(), u"+1 −2"_s);
    QVERIFY(at(u"hosts/a.nix"_s, FileListModel::Words, Qt::DisplayRole).toString().isEmpty());
    QVERIFY(at(u"flake.nix"_s, FileListModel::Name, Qt::FontRole).value<QFont>().bold());
    QVERIFY(!at(u"hosts/z.nix"_s, FileListModel::Name, Qt::FontRole).isValid());
    const int with = list.widthOf({u"hosts/z.nix"_s}), without = list.widthOf({u"hosts/a.nix"_s});
    QVERIFY2(with > without, qPrintable(u"%1 %2"_s.arg(with).arg(without)));
    list.setWords({});
    QVERIFY(list.isColumnHidden(FileListModel::Words));
}

/// They are painted without the style's general way of painting a row, but look the same.
void TestFileList::rowsLookLikeThoseOfOtherLists()
{
    QStyledItemDelegate general;
    for (const int width : {400, 190}) { // the words fit, or are cut
        FileList list;
        list.resize(width, 300);
        list.setFiles(someFiles + QStringList{u"hosts/a-host-with-a-long-name.nix"_s});
        list.setWords({{u"hosts/z.nix"_s, u"+1 −2"_s}, {u"flake.nix"_s, u"+10 −2"_s}});
        list.setBold({u"hosts/a-host-with-a-long-name.nix"_s, u"flake.nix"_s});
        list.setOpen(u"flake.nix"_s);
        list.show();
        list.setFocus(Qt::TabFocusReason);
        QVERIFY(QTest::qWaitForWindowActive(&list));
        QVERIFY(list.hasFocus());
        const QImage own = list.viewport()->grab().toImage();
        list.setItemDelegate(&general);
        const QRect where = tests::differenceOf(own, list.viewport()->grab().toImage());
        QVERIFY2(where.isNull(), qPrintable(u"%1 wide: at %2, %3"_s.arg(width).arg(where.x()).arg(where.y())));
    }
}

QTEST_MAIN(TestFileList)
#include "tst_filelist.moc"
