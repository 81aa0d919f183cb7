// SPDX-License-Identifier: GPL-3.0-or-later
// What a window shows after any run of edits and undos is what it would show had it opened that fleet just now:
// boxes, chips, lines, labels and badges, the list of problems, and the preview with its files, marks and colours.

#include "gui/derived.h"
#include "gui/design/inspector.h"
#include "gui/design/preview.h"
#include "gui/design/problems.h"
#include "nixgen/generate.h"
#include "tests/gui/fixture.h"
#include "tests/model/randomedit.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTest>
#include <QTextBlock>
#include <QTextLayout>

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
    void repaintsWhatChanged();
    void renamedHostStays();
    void aGhostIsAsItIsNow();
    void repaintsNoMoreThanThat(); // last: Qt keeps one list of what is to be painted for all that a scene is painted on

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

/// Hosts of every sort with lines between them, each with some items.
QByteArray wideFleet(int hosts)
{
    QByteArray text = "switchyard: 1\nname: wide\ndomain: example.com\noverlay: tailscale\nhosts:\n", games, clients;
    for (int i = 0; i < hosts; ++i) {
        const QByteArray n = QByteArray::number(i);
        const char *role = i % 4 == 3 ? "broker" : i % 4 == 2 ? "stream-host" : "game-server";
        text += "  - {name: h" + n + ", roles: [" + role + "], ssh: 10.0.0." + n + ", public: [10.0.0." + n + "]}\n";
        for (int k = 0; k < 3; ++k) {
            const QByteArray id = QByteArray::number(i * 3 + k);
            if (i % 4 < 2)
                games += "  - {name: g" + id + ", host: h" + n + ", udp-port: " + QByteArray::number(34197 + k) + ", rcon-port: "
                    + QByteArray::number(27015 + k) + "}\n";
            else if (i % 4 == 2)
                clients += "  - {name: c" + id + ", host: h" + n + ", local-port: " + QByteArray::number(9001 + k) + ", game: g"
                    + QByteArray::number(i * 3 + k - 6) + "}\n";
        }
    }
    return text + "games:\n" + games + "clients:\n" + clients;
}

/// All of it at its natural size; what is not of the fleet (the pointer, a drag) is not there in a test.
QImage pictureOf(CanvasScene &scene, const QRectF &area)
{
    QImage image(area.size().toSize(), QImage::Format_RGB32);
    image.fill(Qt::black);
    QPainter painter(&image);
    scene.render(&painter, QRectF(image.rect()), area);
    return image;
}

/// A thin line that is painted within a clip may be rounded to the next of 255 levels.
bool isAlike(QRgb a, QRgb b)
{
    const auto isNear = [](int one, int other) { return std::abs(one - other) <= 1; };
    return isNear(qRed(a), qRed(b)) && isNear(qGreen(a), qGreen(b)) && isNear(qBlue(a), qBlue(b));
}

/// Where they begin to differ, and where they end.
QRect differenceOf(const QImage &a, const QImage &b)
{
    QRect where;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            if (!isAlike(a.pixel(x, y), b.pixel(x, y)))
                where |= QRect(x, y, 1, 1);
        }
    }
    return where;
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

QStringList filesIn(const QTreeWidgetItem *parent, const QString &path)
{
    QStringList files;
    for (int i = 0; i < parent->childCount(); ++i) {
        const QString own = path + parent->child(i)->text(0);
        files += parent->child(i)->childCount() > 0 ? filesIn(parent->child(i), own + u'/') : QStringList{own};
    }
    return files;
}

QStringList filesIn(const Preview &preview)
{
    const QStringList files = filesIn(preview.findChild<QTreeWidget *>(u"preview-files"_s)->invisibleRootItem(), {});
    return files;
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
    QCOMPARE(differenceOf(a, b), QRect());
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

    Marks marks; // the badges
    for (const Diagnostic &d : expected) {
        if (d.severity == Severity::Note || d.item == ItemId::fleet())
            continue;
        Mark &mark = marks[d.item];
        if (mark.shape != MarkShape::Bad)
            mark = {d.severity == Severity::Error ? MarkShape::Bad : MarkShape::Warning, d.message};
    }
    QCOMPARE(m_window->scene().marks(), marks);
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
        QTest::addRow("wide %u", seed) << wideFleet(int(6 + seed)) << seed + 100;
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

/// What stands on the screen is what painting everything anew gives: every change asked for its places to be painted.
void TestFollow::repaintsWhatChanged()
{
    QVERIFY2(m_followed > 25, qPrintable(QString::number(m_followed)));
    const auto parsed = parseFleet(wideFleet(9), m_window->catalog());
    QVERIFY(parsed);
    m_window->showFleet(*parsed);
    m_window->canvas().fit();
    tests::SeededFleet random(7);
    QWidget *const area = m_window->canvas().viewport();
    area->findChild<QWidget *>(u"minimap"_s)->hide(); // it follows a little later
    for (int step = 0; step < 40; ++step) {
        (void)m_window->document().apply(EditStep{{}, {tests::randomEdit(m_window->document().fleet(), random)}});
        QCoreApplication::processEvents();
        const QRect rect(area->mapTo(m_window.get(), QPoint()), area->size());
        const auto shot = [&] { return m_window->screen()->grabWindow(m_window->winId(), rect.x(), rect.y(), rect.width(), rect.height()).toImage(); };
        const QImage now = shot();
        for (const auto &host : m_window->scene().hosts()) {
            if (m_window->derived().touchedHosts().hosts.contains(host->look().title))
                host->update(); // not what is kept of its picture
        }
        area->update();
        QCoreApplication::processEvents();
        const QImage whole = shot();
        QVERIFY(!now.isNull());
        QCOMPARE(differenceOf(now, whole), QRect());
    }
}

/// What is painted anew of a widget.
class Painted : public QObject
{
public:
    explicit Painted(QWidget *of) { of->installEventFilter(this); }
    QRegion m_region;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint)
            m_region += static_cast<QPaintEvent *>(event)->region();
        return false;
    }
};

void TestFollow::repaintsNoMoreThanThat()
{
    m_window->showFleet(*parseFleet(wideFleet(9), m_window->catalog()));
    m_window->canvas().fit();
    QCoreApplication::processEvents();
    QWidget *const area = m_window->canvas().viewport();
    for (const Value &port : {Value(40000), Value(40001)}) {
        Painted painted(area);
        QVERIFY(m_window->perform({{}, {SetField{ItemId(u"game/g0"_s), u"rcon-port"_s, port}}}));
        QCoreApplication::processEvents();
        qint64 pixels = 0;
        for (const QRect &rect : painted.m_region)
            pixels += qint64(rect.width()) * rect.height();
        QVERIFY(pixels > 0);
        QVERIFY2(pixels * 5 < qint64(area->width()) * area->height(), qPrintable(QString::number(double(pixels) / area->width() / area->height())));
    }
}

void TestFollow::aGhostIsAsItIsNow()
{
    m_window->showFleet(*parseFleet(wideFleet(9), m_window->catalog()));
    const ItemId item(u"game/g0"_s);
    m_window->canvas().resetZoom(); // near enough for ports
    m_window->canvas().centre(item);
    QCoreApplication::processEvents();
    const auto ghost = [&] { return m_window->canvas().ghostOf(m_window->scene().itemBox(item)).toImage(); };
    const QImage before = ghost();
    QVERIFY(m_window->perform({{}, {SetField{item, u"rcon-port"_s, Value(40777)}}}));
    QCoreApplication::processEvents(); // the canvas shows it
    const QImage after = ghost();
    QVERIFY(!before.isNull() && before.size() == after.size());
    QVERIFY(differenceOf(before, after) != QRect());
}

void TestFollow::renamedHostStays()
{
    m_window->showFleet(*parseFleet(wideFleet(9), m_window->catalog()));
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

QTEST_MAIN(TestFollow)
#include "tst_follow.moc"
