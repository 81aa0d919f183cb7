// SPDX-License-Identifier: GPL-3.0-or-later
// The canvas with 1,000 hosts against a bare scene with as many rectangles and texts: a repaint and a step of zoom.

#include "gui/canvas/view.h"
#include "gui/theme.h"
#include "model/codec.h"
#include "tests/bench/fleets.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

class BenchCanvas : public QObject
{
    Q_OBJECT

    /// Median over several runs, in seconds.
    static double median(const std::function<void()> &work)
    {
        QList<qint64> times;
        for (int i = 0; i < 15; ++i) {
            QElapsedTimer timer;
            timer.start();
            work();
            times.append(timer.nsecsElapsed());
        }
        std::sort(times.begin(), times.end());
        return double(times.at(times.size() / 2)) * 1e-9;
    }
    static double repaint(QGraphicsView &view)
    {
        return median([&] {
            view.viewport()->update();
            view.grab();
        });
    }
    static double zoomStep(QGraphicsView &view)
    {
        bool in = false;
        return median([&] {
            in = !in;
            view.scale(in ? 1.1 : 1 / 1.1, in ? 1.1 : 1 / 1.1);
            view.grab();
        });
    }

private slots:
    void thousandHosts()
    {
        const auto parsed = model::parseFleet(bench::fleetText(1000), model::Catalog::builtIn());
        QVERIFY(parsed.has_value());
        gui::CanvasScene scene(model::Catalog::builtIn(), &gui::Theme::darkTheme());
        const auto topology = resolve(parsed->fleet, model::Catalog::builtIn());
        scene.show(parsed->fleet, topology, {});
        gui::CanvasView view(&scene, [](const QString &, const model::ItemId &, const QString &) { return model::DropAdvice{}; });

        QGraphicsScene bareScene;
        for (const auto &host : scene.hosts()) {
            bareScene.addRect(host->box());
            bareScene.addSimpleText(host->id().text())->setPos(host->box().topLeft() + QPointF(50, 9));
            for (const gui::ChipGeometry &chip : host->geometry().chips) {
                bareScene.addRect(chip.rect.translated(host->pos()));
                bareScene.addSimpleText(chip.id.text())->setPos(host->pos() + chip.rect.topLeft() + QPointF(42, 6));
            }
        }
        QGraphicsView bare(&bareScene);
        for (QGraphicsView *each : {static_cast<QGraphicsView *>(&view), &bare}) {
            each->resize(1920, 1080);
            each->show();
            QVERIFY(QTest::qWaitForWindowExposed(each));
        }
        for (const double zoom : {1.0, 0.5, 0.3, 0.12}) {
            for (QGraphicsView *each : {static_cast<QGraphicsView *>(&view), &bare}) {
                each->setTransform(QTransform::fromScale(zoom, zoom));
                each->centerOn(scene.contentsRect().center());
            }
            const QString at = u" of 1000 hosts at zoom %1 / bare scene"_s.arg(zoom);
            bench::printRatio(qPrintable(u"repaint"_s + at), repaint(view), repaint(bare));
            bench::printRatio(qPrintable(u"zoom step"_s + at), zoomStep(view), zoomStep(bare));
        }
    }
};

QTEST_MAIN(BenchCanvas)
#include "tst_canvas.moc"
