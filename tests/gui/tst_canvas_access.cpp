// SPDX-License-Identifier: GPL-3.0-or-later
// The canvas for people who cannot see it, or not all its colours: screen readers, colour blindness, contrast, small and large screens.

#include "gui/canvas/marks.h"
#include "gui/icons.h"
#include "gui/theme.h"
#include "tests/gui/fixture.h"

#include <QAccessible>

#include <array>

using namespace Qt::StringLiterals;
using namespace gui;
using model::ItemId;

namespace {

double linear(double v)
{
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

double gamma(double v)
{
    const double c = std::clamp(v, 0.0, 1.0);
    return c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1 / 2.4) - 0.055;
}

using Matrix = std::array<double, 9>;

/// What is left of a colour for a person who lacks one sort of cone (Machado, Oliveira and Fernandes 2009, severity 1).
QColor seen(const QColor &c, const Matrix &m)
{
    const double r = linear(c.redF()), g = linear(c.greenF()), b = linear(c.blueF());
    const auto row = [&](size_t i) { return float(gamma(m[i] * r + m[i + 1] * g + m[i + 2] * b)); };
    return QColor::fromRgbF(row(0), row(3), row(6));
}

struct Lab { double l, a, b; };

Lab lab(const QColor &c)
{
    const double r = linear(c.redF()), g = linear(c.greenF()), b = linear(c.blueF());
    const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    const double x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505), y = f(0.2126 * r + 0.7152 * g + 0.0722 * b),
                 z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double difference(const QColor &a, const QColor &b)
{
    const Lab p = lab(a), q = lab(b);
    return std::sqrt((p.l - q.l) * (p.l - q.l) + (p.a - q.a) * (p.a - q.a) + (p.b - q.b) * (p.b - q.b));
}

QImage greyMark(MarkShape shape)
{
    QImage image(32, 32, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    paintMark(painter, QRectF(2, 2, 28, 28), shape, Theme::lightTheme());
    painter.end();
    return image.convertToFormat(QImage::Format_Grayscale8).convertToFormat(QImage::Format_Mono, Qt::ThresholdDither);
}

int differingPixels(const QImage &a, const QImage &b)
{
    int count = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x)
            count += a.pixelIndex(x, y) != b.pixelIndex(x, y);
    }
    return count;
}

constexpr double apart = 12; ///< in CIE 1976 units: seen at a glance, side by side

} // namespace

class TestCanvasAccess : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { tests::useEmptySettings(); }

    void theColourBlindTellStatesAndTiersApart_data()
    {
        QTest::addColumn<QList<double>>("matrix");
        QTest::addColumn<bool>("dark");
        const QHash<QString, QList<double>> kinds{
            {u"protanopia"_s, {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998}},
            {u"deuteranopia"_s, {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881}},
            {u"tritanopia"_s, {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900}}};
        for (auto it = kinds.begin(); it != kinds.end(); ++it) {
            QTest::newRow(qPrintable(it.key() + u", dark"_s)) << it.value() << true;
            QTest::newRow(qPrintable(it.key() + u", light"_s)) << it.value() << false;
        }
    }
    void theColourBlindTellStatesAndTiersApart()
    {
        QFETCH(QList<double>, matrix);
        QFETCH(bool, dark);
        const Theme &theme = dark ? Theme::darkTheme() : Theme::lightTheme();
        Matrix m{};
        std::copy(matrix.begin(), matrix.end(), m.begin());
        const QList<MarkShape> states{MarkShape::Good, MarkShape::Warning, MarkShape::Bad, MarkShape::Unknown, MarkShape::Busy};
        for (qsizetype i = 0; i < states.size(); ++i) {
            for (qsizetype j = i + 1; j < states.size(); ++j) {
                const double d = difference(seen(markColor(states.at(i), theme), m), seen(markColor(states.at(j), theme), m));
                const int shape = differingPixels(greyMark(states.at(i)), greyMark(states.at(j)));
                QVERIFY2(d >= apart || shape >= 40, qPrintable(u"states %1 and %2: %3 apart, %4 pixels"_s.arg(i).arg(j).arg(d).arg(shape)));
            }
        }
        // What matters most must not hang on shape alone.
        QVERIFY(difference(seen(theme.good, m), seen(theme.bad, m)) >= 8);
        for (qsizetype i = 0; i < theme.tiers.size(); ++i) {
            for (qsizetype j = i + 1; j < theme.tiers.size(); ++j)
                QVERIFY(tierBars(i) != tierBars(j) || difference(seen(theme.tier(i), m), seen(theme.tier(j), m)) >= apart);
            QVERIFY(tierBars(i).count(true) > 0);
        }
    }

    /// The column of pixels through the bars at a host's left edge, painted by the real item: true where there is a bar.
    static QList<bool> tierBars(qsizetype tier)
    {
        HostLook look;
        look.tier = tier;
        HostItem item({ItemId::host(u"h"_s), QSizeF(200, 100), {}, false, {}}, look, &Theme::lightTheme());
        QGraphicsScene scene;
        scene.addItem(&item);
        QImage image(200, 100, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        scene.render(&painter, QRectF(0, 0, 200, 100), QRectF(0, 0, 200, 100));
        painter.end();
        scene.removeItem(&item);
        QList<bool> bars;
        for (int y = 12; y < 48; ++y)
            bars.append(image.pixelColor(3, y).lightness() < 200);
        return bars;
    }

    /// In one colour, no two kinds may look alike.
    void everyKindHasAShapeOfItsOwn()
    {
        QList<std::pair<QString, QImage>> shapes;
        for (const model::Kind &kind : model::Catalog::builtIn().kinds())
            shapes.append({kind.name, iconPixmap(kind.icon, Qt::black, 32, 1).toImage().convertToFormat(QImage::Format_Alpha8)});
        QVERIFY(shapes.size() >= 7);
        for (qsizetype i = 0; i < shapes.size(); ++i) {
            for (qsizetype j = i + 1; j < shapes.size(); ++j) {
                int different = 0;
                for (int y = 0; y < 32; ++y) {
                    for (int x = 0; x < 32; ++x)
                        different += qAbs(qAlpha(shapes.at(i).second.pixel(x, y)) - qAlpha(shapes.at(j).second.pixel(x, y))) > 96;
                }
                QVERIFY2(different >= 60, qPrintable(u"%1 and %2: %3 pixels"_s.arg(shapes.at(i).first, shapes.at(j).first).arg(different)));
            }
        }
    }

    void screenReadersWalkHostsAndItems()
    {
        auto window = tests::openWindow(tests::templateFleet());
        window->scene().setMarks({{ItemId(u"game/g02"_s), {MarkShape::Bad, u"unit is down"_s}}});
        QAccessibleInterface *canvas = QAccessible::queryAccessibleInterface(&window->canvas());
        QVERIFY(canvas);
        QCOMPARE(canvas->role(), QAccessible::Canvas);
        QCOMPARE(canvas->childCount(), 3);
        QStringList hosts;
        QAccessibleInterface *server = nullptr;
        for (int i = 0; i < canvas->childCount(); ++i) {
            QAccessibleInterface *host = canvas->child(i);
            QVERIFY(host && host->isValid());
            QCOMPARE(host->role(), QAccessible::Grouping);
            QCOMPARE(host->parent(), canvas);
            QCOMPARE(canvas->indexOfChild(host), i);
            hosts << host->text(QAccessible::Name);
            if (hosts.constLast() == u"factorio-server"_s)
                server = host;
        }
        QVERIFY(server);
        QVERIFY(server->state().expanded && !server->state().selected);
        QStringList items;
        QAccessibleInterface *game = nullptr;
        for (int i = 0; i < server->childCount(); ++i) {
            QAccessibleInterface *item = server->child(i);
            QCOMPARE(item->role(), QAccessible::ListItem);
            QCOMPARE(item->parent(), server);
            items << item->text(QAccessible::Name);
            if (items.constLast() == u"g02"_s)
                game = item;
        }
        QVERIFY2(items.contains(u"g01"_s) && game, qPrintable(items.join(u' ')));
        const QString words = game->text(QAccessible::Description);
        for (const QString &part : {u"factorio-server"_s, u"34198"_s, u"unit is down"_s, u"bad"_s})
            QVERIFY2(words.contains(part), qPrintable(words));
        window->selection().set({ItemId(u"game/g02"_s)});
        QVERIFY(game->state().selected);
        QCOMPARE(canvas->childAt(game->rect().center().x(), game->rect().center().y()), game);
        game->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(window->selection().single(), ItemId(u"game/g02"_s));
        QVERIFY(window->perform({u"Remove"_s, {model::RemoveItem{ItemId(u"game/g02"_s)}}}));
        QVERIFY(!game->isValid()); // asked of what is gone, it says so and does not fall over
        QVERIFY(game->state().invalid);
        QVERIFY(game->text(QAccessible::Name).isEmpty());
        QVERIFY(!game->rect().isValid());
    }

    void noLabelIsCutAtTheDefaultSize()
    {
        auto window = tests::openWindow(tests::templateFleet());
        for (const auto &host : window->scene().hosts()) {
            QVERIFY(TextRun(host->look().title, canvasFont(16, QFont::DemiBold), host->box().width() - 120).text() == host->look().title);
            for (qsizetype i = 0; i < host->look().chips.size(); ++i) {
                const ChipLook &look = host->look().chips.at(i);
                const ChipGeometry &chip = host->geometry().chips.at(i);
                const QFont font = chip.pill ? canvasFont(12) : canvasFont(14, QFont::DemiBold);
                QCOMPARE(TextRun(look.title, font, chip.rect.width() - (chip.pill ? 57 : 71)).text(), look.title);
                if (!chip.pill)
                    QCOMPARE(TextRun(look.detail, canvasFont(12), chip.rect.width() - 50).text(), look.detail);
            }
        }
    }
};

QTEST_MAIN(TestCanvasAccess)
#include "tst_canvas_access.moc"
