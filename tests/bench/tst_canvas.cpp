// SPDX-License-Identifier: GPL-3.0-or-later
// Frames of the canvas with 1,000 hosts and 10,000 games and clients, against a bare scene of as many rectangles, texts and lines built the
// fastest way known: an item a host that paints its children, cached in device coordinates, lines in one item, less detail from afar.
// Each frame is a gesture and the repaint that follows it, on a real (offscreen) window. Compared are 95th percentiles, at 100 and at 200 %.

#include "gui/canvas/minimap.h"
#include "gui/canvas/view.h"
#include "gui/theme.h"
#include "model/codec.h"
#include "tests/bench/fleets.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QPixmapCache>
#include <QProcess>
#include <QScrollBar>
#include <QStyleOptionGraphicsItem>
#include <QTest>

#include <algorithm>
#include <ctime>

using namespace Qt::StringLiterals;

namespace {

constexpr int count = 40;

/// The bare host: two texts, and for each child a rectangle, a coloured square and two texts.
class BareHost : public QGraphicsItem
{
public:
    struct Child { QRectF rect; QString title, detail; };
    BareHost(const gui::HostItem &host, const gui::Theme &theme) : m_size(host.geometry().size), m_title(host.look().title), m_detail(host.look().subtitle), m_theme(theme)
    {
        for (qsizetype i = 0; i < host.geometry().chips.size(); ++i)
            m_children.append({host.geometry().chips.at(i).rect, host.look().chips.at(i).title, host.look().chips.at(i).detail});
        setCacheMode(DeviceCoordinateCache);
        setPos(host.pos());
        setZValue(2);
    }
    QRectF boundingRect() const override { return QRectF(QPointF(), m_size).adjusted(-2, -2, 2, 2); }
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *) override
    {
        const qreal lod = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform());
        const QRectF box(QPointF(), m_size);
        if (lod < 0.18)
            return painter->fillRect(box, m_selected ? m_theme.accent : m_theme.good);
        painter->setPen(QPen(m_selected ? m_theme.accent : m_theme.border, 2));
        painter->setBrush(m_theme.surface);
        lod < 0.6 ? painter->drawRect(box) : painter->drawRoundedRect(box, 8, 8);
        if (lod >= 0.35) {
            painter->setPen(m_theme.text);
            painter->drawText(QRectF(50, 9, m_size.width() - 60, 22), Qt::AlignVCenter, m_title);
            painter->setPen(m_theme.dim);
            painter->drawText(QRectF(50, 31, m_size.width() - 60, 18), Qt::AlignVCenter, m_detail);
        }
        for (const Child &child : m_children)
            paintChild(*painter, child, lod);
    }
    void select(bool on)
    {
        m_selected = on;
        update();
    }

private:
    void paintChild(QPainter &painter, const Child &child, qreal lod) const
    {
        if (lod < 0.35)
            return painter.fillRect(child.rect, m_theme.good);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.raised);
        lod < 0.6 ? painter.drawRect(child.rect) : painter.drawRoundedRect(child.rect, 4, 4);
        painter.setBrush(m_theme.good);
        painter.drawRect(QRectF(child.rect.x() + 10, child.rect.y() + 16, 18, 18));
        painter.setPen(m_theme.text);
        painter.drawText(QRectF(child.rect.x() + 42, child.rect.y() + 6, 145, 20), Qt::AlignVCenter, child.title);
        painter.setPen(m_theme.dim);
        painter.drawText(QRectF(child.rect.x() + 42, child.rect.y() + 27, 145, 16), Qt::AlignVCenter, child.detail);
    }

    QSizeF m_size;
    QString m_title, m_detail;
    QList<Child> m_children;
    const gui::Theme &m_theme;
    bool m_selected = false;
};

/// All lines in one item, those of a host by its index; a moved host moves its own.
class BareLines : public QGraphicsItem
{
public:
    QList<QLineF> lines;
    QStringList labels;
    QRectF bounds;
    qsizetype strongest = -1; ///< the line of what is selected
    BareLines()
    {
        setZValue(1);
        setFlag(ItemUsesExtendedStyleOption);
    }
    QRectF boundingRect() const override { return bounds; }
    static QRectF reach(const QLineF &line) { return QRectF(line.p1(), line.p2()).normalized().adjusted(-100, -10, 100, 10); }
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *) override
    {
        QPen pen(gui::Theme::darkTheme().meshLink);
        pen.setCosmetic(true);
        painter->setPen(pen);
        QList<QLineF> seen, strong;
        const qreal lod = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform());
        for (qsizetype i = 0; i < lines.size(); ++i) {
            if (!reach(lines.at(i)).intersects(option->exposedRect))
                continue;
            (i == strongest ? strong : seen).append(lines.at(i));
            if (lod >= 0.35)
                painter->drawText(reach(lines.at(i)), Qt::AlignCenter, labels.at(i));
        }
        painter->drawLines(seen);
        painter->setPen(QPen(gui::Theme::darkTheme().accent, 3));
        painter->drawLines(strong);
    }
};

struct Bare
{
    QGraphicsScene scene;
    std::vector<std::unique_ptr<BareHost>> hosts;
    BareLines lines;
    QList<QList<qsizetype>> linesOf;

    Bare(const gui::CanvasScene &canvas, const gui::Theme &theme)
    {
        for (const auto &host : canvas.hosts()) {
            hosts.push_back(std::make_unique<BareHost>(*host, theme));
            scene.addItem(hosts.back().get());
            linesOf.append(QList<qsizetype>());
        }
        QHash<model::ItemId, qsizetype> index;
        for (size_t i = 0; i < canvas.hosts().size(); ++i)
            index.insert(canvas.hosts().at(i)->id(), qsizetype(i));
        const qreal mesh = canvas.contentsRect().bottom(), internet = canvas.contentsRect().top();
        for (const gui::Stub &stub : gui::bundle(canvas.topology())) {
            const QRectF box = canvas.itemBox(stub.host);
            linesOf[index.value(stub.host)].append(lines.lines.size());
            lines.lines.append(stub.internet ? QLineF(box.center().x(), box.top(), box.center().x(), internet) : QLineF(box.center().x(), box.bottom(), box.center().x(), mesh));
            lines.labels.append(stub.labels.join(u' '));
        }
        lines.bounds = canvas.contentsRect().adjusted(-200, -200, 200, 200);
        scene.addItem(&lines);
        scene.setBackgroundBrush(theme.canvas);
    }
    void select(qsizetype host, bool on)
    {
        hosts.at(size_t(host))->select(on);
        lines.strongest = on ? linesOf.at(host).value(0, -1) : -1;
        for (const qsizetype i : linesOf.at(host))
            lines.update(BareLines::reach(lines.lines.at(i)));
    }
    void move(qsizetype host, const QPointF &by)
    {
        hosts.at(size_t(host))->moveBy(by.x(), by.y());
        for (const qsizetype i : linesOf.at(host)) {
            lines.update(BareLines::reach(lines.lines.at(i)));
            lines.lines[i].setP1(lines.lines.at(i).p1() + by);
            lines.lines[i].setP2(lines.lines.at(i).p2() + QPointF(by.x(), 0));
            lines.update(BareLines::reach(lines.lines.at(i)));
        }
    }
};

double percentile95(QList<double> times)
{
    std::sort(times.begin(), times.end());
    return times.at(times.size() * 95 / 100);
}

} // namespace

class BenchCanvas : public QObject
{
    Q_OBJECT

    std::unique_ptr<gui::CanvasScene> m_scene;
    std::unique_ptr<gui::CanvasView> m_view;
    std::unique_ptr<Bare> m_bare;
    std::unique_ptr<QGraphicsView> m_bareView;
    QList<qsizetype> m_shown; ///< hosts in view, by index
    int m_pictures = 0;

    /// Without this Qt repaints once in five milliseconds at most, and quick frames would be measured without their picture.
    void paintNow()
    {
        QCoreApplication::sendPostedEvents();
        for (QGraphicsView *view : {static_cast<QGraphicsView *>(m_view.get()), m_bareView.get()}) {
            QEvent request(QEvent::UpdateRequest);
            if (view->isVisible())
                QCoreApplication::sendEvent(view, &request);
        }
        QCoreApplication::processEvents();
    }
    /// Seconds of processor time: painting is one thread's work, and what else the machine does must not count.
    static double now()
    {
        timespec time{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
    }
    /// 95th percentile of a gesture with its repaint, in seconds.
    double measure(const std::function<void(int)> &gesture)
    {
        for (int i = 0; i < 4; ++i) {
            gesture(i);
            paintNow();
        }
        QList<double> times;
        m_pictures = 0;
        for (int i = 0; i < count; ++i) {
            const double before = now();
            gesture(i + 4);
            paintNow();
            times.append(now() - before);
        }
        return percentile95(times);
    }
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        m_pictures += event->type() == QEvent::Paint;
        return QObject::eventFilter(watched, event);
    }
    static void scroll(QGraphicsView &view, int i)
    {
        auto *bar = i % 8 < 4 ? view.horizontalScrollBar() : view.verticalScrollBar();
        bar->setValue(bar->value() + (i % 2 ? -23 : 31));
    }
    void lookAtTheMiddle(double zoom)
    {
        const QPointF centre = m_scene->contentsRect().center();
        const auto fromCentre = [&](const auto &host) { return QLineF(host->box().center(), centre).length(); };
        const QPointF middle = (*std::ranges::min_element(m_scene->hosts(), {}, fromCentre))->box().center(); // a whole host is in view at each zoom
        m_view->zoomBy(zoom / m_view->zoom());
        m_view->lookAt(middle);
        m_bareView->setTransform(QTransform::fromScale(zoom, zoom));
        m_bareView->centerOn(middle);
        paintNow();
        m_shown.clear();
        for (size_t i = 0; i < m_scene->hosts().size(); ++i) {
            if (m_view->shownRect().contains(m_scene->hosts().at(i)->box()))
                m_shown.append(qsizetype(i));
        }
    }
    /// Both in turns, five times; the median of each counts, so that what else the machine does then hits neither.
    void compare(const QString &what, const std::function<void(int)> &ours, const std::function<void(int)> &bare)
    {
        QList<double> own, other;
        for (int round = 0; round < 5; ++round) {
            m_bareView->hide();
            m_view->show();
            paintNow();
            own.append(measure(ours));
            QVERIFY(m_pictures >= count / 2); // a host that snaps back, or is selected again, changes nothing
            m_view->hide();
            m_bareView->show();
            paintNow();
            other.append(measure(bare));
            QVERIFY(m_pictures >= count / 2); // nor does scrolling where all is in view
        }
        std::sort(own.begin(), own.end());
        std::sort(other.begin(), other.end());
        const double a = own.at(2), b = other.at(2);
        bench::printRatio(qPrintable(what), a, b);
        QVERIFY2(a <= 1.5 * b, qPrintable(what));
    }
    void send(QEvent::Type type, const QPointF &at)
    {
        QMouseEvent event(type, at, m_view->viewport()->mapToGlobal(at), type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton,
                          type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_view->viewport(), &event);
    }
    /// Each from the same place in both: how far a view can be scrolled differs, so after panning they look at different hosts.
    void gestures(double zoom)
    {
        const QString at = u", zoom %1, %2 %"_s.arg(zoom).arg(int(m_view->devicePixelRatioF() * 100));
        lookAtTheMiddle(zoom);
        compare(u"pan"_s + at, [this](int i) { scroll(*m_view, i); }, [this](int i) { scroll(*m_bareView, i); });
        lookAtTheMiddle(zoom);
        compare(u"zoom step"_s + at, [this](int i) { m_view->zoomBy(i % 2 ? 1 / 1.05 : 1.05); },
                [this](int i) { m_bareView->scale(i % 2 ? 1 / 1.05 : 1.05, i % 2 ? 1 / 1.05 : 1.05); });
        lookAtTheMiddle(zoom);
        QVERIFY(!m_shown.isEmpty());
        const auto pick = [this](int i) { return m_shown.at(i % m_shown.size()); };
        compare(u"select"_s + at, [&](int i) { m_scene->setSelected({m_scene->hosts().at(size_t(pick(i)))->id()}); },
                [&](int i) {
                    m_bare->select(pick(i - 1 + int(m_shown.size())), false);
                    m_bare->select(pick(i), true);
                });
        m_scene->setSelected({});
        for (const bool hasLines : {true, false}) {
            lookAtTheMiddle(zoom);
            dragOne(hasLines, at);
        }
    }
    /// One with lines, which follow; or without, which shows what snapping and its guides cost.
    void dragOne(bool hasLines, const QString &at)
    {
        QList<qsizetype> some;
        std::copy_if(m_shown.begin(), m_shown.end(), std::back_inserter(some), [&](qsizetype i) { return m_bare->linesOf.at(i).isEmpty() != hasLines; });
        if (some.isEmpty())
            return;
        const QPointF centre = m_view->shownRect().center(); // far from the edges, where the view would scroll along
        const auto fromCentre = [&](qsizetype i) { return QLineF(m_scene->hosts().at(size_t(i))->box().center(), centre).length(); };
        const qsizetype middle = *std::min_element(some.begin(), some.end(), [&](qsizetype a, qsizetype b) { return fromCentre(a) < fromCentre(b); });
        const QPointF grip = m_view->mapFromScene(m_scene->hosts().at(size_t(middle))->pos() + QPointF(100, 20));
        const auto step = [](int i) { return i % 2 ? QPointF(-14, -12) : QPointF(14, 12); }; // pixels
        m_view->show();
        send(QEvent::MouseButtonPress, grip); // a real gesture: snapping and guides are part of each frame
        compare((hasLines ? u"drag a host"_s : u"drag a host without lines"_s) + at, [&](int i) { send(QEvent::MouseMove, grip + step(i)); },
                [&](int i) { m_bare->move(middle, step(i) * 2 / m_view->zoom()); });
        send(QEvent::MouseButtonRelease, grip);
    }

private slots:
    void initTestCase()
    {
        const auto parsed = model::parseFleet(bench::bigFleetText(), model::Catalog::builtIn());
        QVERIFY(parsed.has_value());
        m_scene = std::make_unique<gui::CanvasScene>(model::Catalog::builtIn(), &gui::Theme::darkTheme());
        m_scene->show(parsed->fleet, resolve(parsed->fleet, model::Catalog::builtIn()), {});
        gui::Marks marks; // badges on every tenth host and item
        for (size_t i = 0; i < m_scene->hosts().size(); ++i) {
            const gui::HostItem &host = *m_scene->hosts().at(i);
            marks.insert(host.id(), {i % 10 == 0 ? gui::MarkShape::Bad : gui::MarkShape::Good, i % 10 == 0 ? u"a service is down"_s : QString()});
            for (qsizetype j = 0; j < host.geometry().chips.size(); j += 3)
                marks.insert(host.geometry().chips.at(j).id, {j % 2 ? gui::MarkShape::Warning : gui::MarkShape::Good, {}});
        }
        m_scene->setMarks(marks);
        m_view = std::make_unique<gui::CanvasView>(m_scene.get(), [](const QString &, const model::ItemId &, const QString &) { model::DropAdvice advice; advice.allowed = true; advice.words = u"g99999 gets UDP 34210, TCP 27030"_s; return advice; });
        m_bare = std::make_unique<Bare>(*m_scene, gui::Theme::darkTheme());
        m_bareView = std::make_unique<QGraphicsView>(&m_bare->scene);
        m_bareView->setFrameShape(QFrame::NoFrame);
        m_bareView->setViewportUpdateMode(QGraphicsView::BoundingRectViewportUpdate);
        m_bareView->setTransformationAnchor(QGraphicsView::AnchorViewCenter);
        m_bareView->setRenderHint(QPainter::Antialiasing);
        for (QGraphicsView *each : {static_cast<QGraphicsView *>(m_view.get()), m_bareView.get()}) {
            each->viewport()->installEventFilter(this);
            each->resize(1920, 1080);
            each->show();
            QVERIFY(QTest::qWaitForWindowExposed(each));
        }
        m_view->zoomBy(2);
        QVERIFY(m_view->minimap().isVisible());
    }
    void frames_data()
    {
        QTest::addColumn<double>("zoom");
        for (const double zoom : {1.0, 0.5, 0.3, 0.12, 0.06})
            QTest::newRow(qPrintable(QString::number(zoom))) << zoom;
    }
    void frames()
    {
        QFETCH(double, zoom);
        gestures(zoom);
    }
    /// A drag over the canvas with the advice of every host in view: no bare scene has that, so only the time is said.
    void dragWithAdvice()
    {
        lookAtTheMiddle(0.3);
        m_view->show();
        QMimeData mime;
        mime.setData(QString::fromLatin1(gui::kindMime), "anything");
        QDragEnterEvent enter(QPoint(400, 400), Qt::CopyAction, &mime, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_view->viewport(), &enter);
        const double time = measure([&](int i) {
            QDragMoveEvent move(QPoint(100 + i * 30, 300 + i * 10), Qt::CopyAction, &mime, Qt::LeftButton, {});
            QCoreApplication::sendEvent(m_view->viewport(), &move);
        });
        std::printf("FRAME drag with advice, zoom 0.3: %.1f ms\n", time * 1e3);
        QDragLeaveEvent leave;
        QCoreApplication::sendEvent(m_view->viewport(), &leave);
    }
    void atTwiceTheSize()
    {
        if (m_view->devicePixelRatioF() > 1)
            return;
        QProcess again;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"QT_SCALE_FACTOR"_s, u"2"_s);
        again.setProcessEnvironment(environment);
        again.setProcessChannelMode(QProcess::ForwardedChannels);
        again.start(QCoreApplication::applicationFilePath(), {u"frames"_s});
        QVERIFY(again.waitForFinished(-1));
        QCOMPARE(again.exitCode(), 0);
    }
};

QTEST_MAIN(BenchCanvas)
#include "tst_canvas.moc"
