// SPDX-License-Identifier: GPL-3.0-or-later
// What a window shows after any run of edits and undos is what it would show had it opened that fleet just now:
// boxes, chips, lines, labels and badges, the list of problems, and the preview with its files, marks and colours.

#include "gui/derived.h"
#include "gui/design/filelist.h"
#include "gui/design/inspector.h"
#include "gui/design/preview.h"
#include "gui/design/problems.h"
#include "nixgen/generate.h"
#include "tests/gui/fixture.h"
#include "tests/gui/painted.h"
#include "tests/gui/widefleet.h"
#include "tests/model/randomedit.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTest>
#include <QTextBlock>
#include <QTextLayout>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using namespace gui;
using namespace model;

class TestFollow : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void followsRandomEdits_data();
    void followsRandomEdits();
    void someEditsWereFollowed() { QVERIFY2(m_followed > 25, qPrintable(QString::number(m_followed))); }
    void renamedHostStays();
    void renamedHostsFileStaysOpen();
    void boxesMakeWayForOneThatGrows();

private:
    void edit(tests::SeededFleet &random);
    void compareCanvas();
    void compareProblems();
    void comparePreview();
    void compareInspector();

    std::unique_ptr<Window> m_window;
    int m_followed = 0;
};

namespace {

/// All of it at its natural size; what is not of the fleet (the pointer, a drag) is not there in a test.
QImage pictureOf(CanvasScene &scene, const QRectF &area)
{
    QImage image(area.size().toSize(), QImage::Format_RGB32);
    image.fill(Qt::black);
    QPainter painter(&image);
    scene.render(&painter, QRectF(image.rect()), area);
    return image;
}

QString rowText(const ProblemsList &list, int row)
{
    QTreeWidgetItem *item = list.topLevelItem(row);
    QStringList parts;
    for (int column = 0; column < list.columnCount(); ++column)
        parts += item->text(column) + u'\t' + item->toolTip(column) + u'\t' + item->foreground(column).color().name();
    return parts.join(u" | "_s) + item->data(0, Qt::AccessibleTextRole).toString() + QString::number(item->isHidden());
}

/// Every line with its colours.
QStringList linesOf(const QPlainTextEdit &text)
{
    QStringList lines;
    for (QTextBlock block = text.document()->begin(); block.isValid(); block = block.next()) {
        QString line = block.text();
        for (const QTextLayout::FormatRange &range : block.layout()->formats())
            line += u" [%1+%2 %3]"_s.arg(range.start).arg(range.length).arg(range.format.foreground().color().name());
        lines += line;
    }
    return lines;
}

QStringList filesIn(const QAbstractItemModel &model, const QModelIndex &parent, const QString &path)
{
    QStringList files;
    for (int i = 0; i < model.rowCount(parent); ++i) {
        const QModelIndex row = model.index(i, 0, parent);
        const QString own = path + row.data().toString();
        files += model.hasChildren(row) ? filesIn(model, row, own + u'/') : QStringList{own};
    }
    return files;
}

QStringList filesIn(const Preview &preview)
{
    return filesIn(preview.findChild<FileList *>()->files(), {}, {});
}

/// What one may compare with.
QStringList choicesIn(const Preview &preview)
{
    const auto *combo = preview.findChild<QComboBox *>(u"preview-against"_s);
    QStringList choices;
    for (int i = 0; i < combo->count(); ++i)
        choices += combo->itemText(i) + u'\t' + combo->itemData(i, Qt::UserRole).toString() + u'\t' + combo->itemData(i, Qt::UserRole + 1).toString();
    return choices;
}

} // namespace

void TestFollow::initTestCase()
{
    tests::useEmptySettings();
}

/// One thing that a person can do; refused ones change nothing.
void TestFollow::edit(tests::SeededFleet &random)
{
    FleetDocument &document = m_window->document();
    const Fleet &fleet = document.fleet();
    if (random.pick(5) == 0 && document.canUndo())
        return document.undo();
    if (random.pick(8) == 0 && document.canRedo())
        return document.redo();
    if (random.pick(4) == 0) { // something else is selected
        const ItemId item = tests::randomItem(fleet, random);
        return m_window->selection().set(item == ItemId::fleet() ? QSet<ItemId>() : QSet<ItemId>{item});
    }
    if (random.pick(6) == 0 && !m_window->scene().places().isEmpty()) { // a box folded up or opened
        Layout layout = m_window->scene().places();
        Place &place = layout[layout.keys().at(random.pick(int(layout.size())))];
        place.collapsed = !place.collapsed; // none is moved: which of two that overlap lies on top is not compared
        return document.place(u"box"_s, layout);
    }
    (void)document.apply(EditStep{{}, {tests::randomEdit(fleet, random)}});
}

void TestFollow::compareCanvas()
{
    const Fleet &fleet = m_window->document().fleet();
    CanvasScene &ours = m_window->scene();
    CanvasScene fresh(m_window->catalog(), &m_window->theme());
    fresh.show(fleet, resolve(fleet, m_window->catalog()), ours.places());
    fresh.setMarks(ours.marks());
    fresh.setSelected(ours.selected());
    QCOMPARE(ours.selected(), m_window->selection().items());
    const Layout found = ours.forgetPlaces();
    ours.recallPlaces(found);
    CanvasScene opened(m_window->catalog(), &m_window->theme());
    opened.recallPlaces(found);
    opened.show(fleet, resolve(fleet, m_window->catalog()), m_window->document().layout());
    QCOMPARE(ours.places(), opened.places());
    QCOMPARE(ours.places(), fresh.places());
    QCOMPARE(ours.topology(), fresh.topology());
    QCOMPARE(ours.hosts().size(), fresh.hosts().size());
    for (size_t i = 0; i < fresh.hosts().size(); ++i) {
        const HostItem &a = *ours.hosts().at(i), &b = *fresh.hosts().at(i);
        QCOMPARE(a.id().text(), b.id().text());
        QVERIFY2(a.geometry() == b.geometry() && a.box() == b.box() && a.look() == b.look(), qPrintable(a.id().text()));
        QVERIFY2(a.worstMark() == b.worstMark(), qPrintable(a.id().text()));
        QCOMPARE(ours.host(a.id()), &a);
    }
    QCOMPARE(ours.contentsRect(), fresh.contentsRect());
    QCOMPARE(ours.sceneRect(), fresh.sceneRect());
    const QRectF area = fresh.contentsRect().adjusted(-40, -40, 40, 40);
    const QImage a = pictureOf(ours, area), b = pictureOf(fresh, area);
    if (a != b) {
        a.save(QDir::tempPath() + u"/follow-ours.png"_s); // to look at
        b.save(QDir::tempPath() + u"/follow-fresh.png"_s);
    }
    QCOMPARE(tests::differenceOf(a, b), QRect());
}

void TestFollow::compareProblems()
{
    const Fleet &fleet = m_window->document().fleet();
    const Diagnostics expected = m_window->document().readDiagnostics()
        + validate(fleet, m_window->catalog(), resolve(fleet, m_window->catalog()), Purpose::Design);
    QCOMPARE(m_window->derived().diagnostics(), expected);
    ProblemsList fresh;
    fresh.setTheme(m_window->theme());
    fresh.setFixer({}, [this](const ItemId &item) { return m_window->problems().nameOf(item); });
    fresh.show(expected);
    QCOMPARE(m_window->problems().topLevelItemCount(), fresh.topLevelItemCount());
    for (int i = 0; i < fresh.topLevelItemCount(); ++i)
        QCOMPARE(rowText(m_window->problems(), i), rowText(fresh, i));
    for (const Severity severity : {Severity::Error, Severity::Warning, Severity::Note})
        QCOMPARE(m_window->problems().count(severity), fresh.count(severity));

    QCOMPARE(m_window->scene().marks(), marksOf(expected));
}

void TestFollow::comparePreview()
{
    const auto tree = nixgen::generate(m_window->document().fleet(), m_window->catalog());
    QVERIFY(tree);
    Preview &ours = m_window->preview();
    QStringList paths;
    for (const auto &[path, file] : *tree)
        paths += path;
    QStringList shown = filesIn(ours);
    shown.sort();
    QCOMPARE(shown, paths);
    const auto *text = ours.findChild<QPlainTextEdit *>(u"preview-text"_s);
    QCOMPARE(text->toPlainText(), QString::fromUtf8(tree->at(ours.currentFile()).text));

    Preview fresh(m_window->derived(), m_window->selection());
    fresh.setTheme(m_window->theme());
    fresh.openFile(ours.currentFile());
    QCOMPARE(linesOf(*text), linesOf(*fresh.findChild<QPlainTextEdit *>(u"preview-text"_s)));
    QCOMPARE(filesIn(ours), filesIn(fresh));
    QCOMPARE(choicesIn(ours), choicesIn(fresh));
    QCOMPARE(ours.markedLines(), fresh.markedLines());
    QList<int> marked;
    for (const ItemId &item : m_window->selection().items())
        marked += model::linesOf(tree->at(ours.currentFile()), item);
    std::sort(marked.begin(), marked.end());
    marked.erase(std::unique(marked.begin(), marked.end()), marked.end());
    QCOMPARE(ours.markedLines(), marked);
}

/// The rows of the inspector, with all that one may choose there.
static QStringList rowsIn(const Inspector &inspector)
{
    QStringList rows;
    for (const QWidget *row : inspector.findChildren<QWidget *>()) {
        const auto *combo = qobject_cast<const QComboBox *>(row);
        const auto *line = qobject_cast<const QLineEdit *>(row);
        if ((!combo && !line) || !row->isVisibleTo(&inspector))
            continue;
        QString text = row->objectName() + u" = "_s + (combo ? combo->currentText() : line->text());
        for (int i = 0; combo && i < combo->count(); ++i)
            text += u'\t' + combo->itemText(i) + u' ' + combo->itemData(i).toString();
        rows += text;
    }
    rows.sort(); // the order in which they were made is no matter
    return rows;
}

void TestFollow::compareInspector()
{
    Inspector fresh(m_window->document(), m_window->derived(), m_window->selection());
    fresh.refresh();
    QCOMPARE(rowsIn(m_window->inspector()), rowsIn(fresh));
}

void TestFollow::followsRandomEdits_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 6; ++seed)
        QTest::addRow("fleet %u", seed) << tests::SeededFleet(seed).text() << seed;
    for (quint32 seed = 1; seed <= 3; ++seed)
        QTest::addRow("wide %u", seed) << tests::wideFleet(int(6 + seed)) << seed + 100;
}

void TestFollow::followsRandomEdits()
{
    QFETCH(QByteArray, text);
    QFETCH(quint32, seed);
    if (!m_window)
        m_window = tests::openWindow(tests::templateFleet());
    const auto parsed = parseFleet(text, m_window->catalog());
    if (!parsed)
        return;
    m_window->showFleet(*parsed);
    tests::SeededFleet random(seed);
    for (int step = 0; step < 20; ++step) {
        const QByteArray before = printFleet(m_window->document().fleet());
        edit(random);
        m_followed += !m_window->derived().touchedHosts().everything && before != printFleet(m_window->document().fleet());
        compareCanvas();
        compareProblems();
        comparePreview();
        compareInspector();
        if (QTest::currentTestFailed()) {
            qInfo("step %d: %s\nbefore:\n%s", step, qPrintable(m_window->document().undoText()), before.constData());
            return;
        }
    }
}

void TestFollow::renamedHostStays()
{
    m_window->showFleet(*parseFleet(tests::wideFleet(9), m_window->catalog()));
    const QPointF before = m_window->scene().host(ItemId::host(u"h4"_s))->pos();
    QVERIFY(m_window->perform({{}, {SetField{ItemId::host(u"h4"_s), u"name"_s, Value(u"fresh"_s)}}}));
    QVERIFY(m_window->scene().host(ItemId::host(u"fresh"_s)));
    QCOMPARE(m_window->scene().host(ItemId::host(u"fresh"_s))->pos(), before);
    QVERIFY(!m_window->scene().host(ItemId::host(u"h4"_s)));
    compareCanvas();
    m_window->document().undo();
    QCOMPARE(m_window->scene().host(ItemId::host(u"h4"_s))->pos(), before);
    compareCanvas();
}

/// Its file stays open under the new name, whether its row stays in place or not.
void TestFollow::renamedHostsFileStaysOpen()
{
    m_window->showFleet(*parseFleet(tests::wideFleet(9), m_window->catalog()));
    m_window->selection().set({ItemId::host(u"h4"_s)});
    m_window->preview().openFile(u"hosts/h4.nix"_s);
    QString name = u"h4"_s;
    for (const QString &next : {u"h44"_s, u"zebra"_s, u"ant"_s}) {
        QVERIFY(m_window->perform({{}, {SetField{ItemId::host(name), u"name"_s, Value(next)}}}));
        name = next;
        QCOMPARE(m_window->preview().currentFile(), u"hosts/%1.nix"_s.arg(name));
        QVERIFY(!m_window->preview().markedLines().isEmpty());
        comparePreview();
        const QModelIndex row = m_window->preview().findChild<FileList *>()->currentIndex();
        QCOMPARE(row.data().toString(), name + u".nix"_s);
        QCOMPARE(row.data(Qt::ToolTipRole).toString(), m_window->preview().currentFile());
    }
    while (m_window->document().canUndo())
        m_window->document().undo();
    QCOMPARE(m_window->preview().currentFile(), u"hosts/h4.nix"_s);
    comparePreview();
}

/// And for no other; those below come back when there is room again.
void TestFollow::boxesMakeWayForOneThatGrows()
{
    m_window->showFleet(*parseFleet(tests::wideFleet(48), m_window->catalog()));
    const Layout before = m_window->scene().places();
    const ItemId grown = ItemId::host(u"h0"_s);
    QSet<qreal> rows; // that moved
    for (int i = 0; i < 24; ++i) {
        QVERIFY(m_window->perform({{}, {AddItem{u"game"_s, u"more%1"_s.arg(i), u"h0"_s, {{u"udp-port"_s, Value(40000 + i)}, {u"rcon-port"_s, Value(41000 + i)}}}}}));
        QVERIFY(!m_window->derived().touchedHosts().everything);
        const auto &hosts = m_window->scene().hosts();
        for (const auto &a : hosts) {
            for (const auto &b : hosts)
                QVERIFY2(a == b || !a->box().intersects(b->box()), qPrintable(a->id().text() + u' ' + b->id().text()));
        }
        if (i % 8 == 7)
            compareCanvas();
    }
    for (auto it = before.begin(); it != before.end(); ++it) {
        if (m_window->scene().places().value(it.key()) != it.value())
            rows.insert(it->position.y());
    }
    QVERIFY2(rows.size() >= 3, qPrintable(QString::number(rows.size())));
    QCOMPARE(m_window->scene().places().value(grown), before.value(grown));
    for (int i = 24; i > 0; --i) {
        m_window->document().undo();
        if (i % 8 == 5)
            compareCanvas();
    }
    QCOMPARE(m_window->scene().places(), before);
}

QTEST_MAIN(TestFollow)
#include "tst_follow.moc"
