// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/watch/watchpanel.h"

#include "gui/derived.h"
#include "gui/hostkeydialog.h"
#include "gui/icons.h"
#include "gui/theme.h"
#include "gui/watch/graphtable.h"
#include "gui/watch/timechart.h"
#include "gui/watch/troubles.h"
#include "model/document.h"
#include "remote/monitor.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QListWidget>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;
using namespace remote;

static constexpr int spanMinutes = 10, chartPoints = 400;

struct WatchPanel::Private
{
    Private(const FleetDocument &fleetDocument, const Derived &derivedState, const Selection &picked, const Dialing &how)
        : document(fleetDocument), derived(derivedState), selection(picked), dialing(how), monitor(how.ssh) {}

    const FleetDocument &document;
    const Derived &derived;
    const Selection &selection;
    const Dialing &dialing;
    const Theme *theme = &Theme::darkTheme();
    Clock clock = Clock::system();
    Monitor monitor;
    History history;
    QHash<QString, HostObservation> observations;
    QHash<ItemId, Health> health;
    QList<Trouble> troubles;
    QString current; ///< the host whose graphs are shown
    bool active = false;
    QTimer assessTimer, chartTimer;
    QLabel *summary = nullptr, *hostTitle = nullptr, *hostDetail = nullptr;
    QListWidget *list = nullptr;
    QList<std::pair<TimeChart *, QList<Metric>>> graphs; ///< and what each of their lines shows
    QWidget *charts = nullptr;
    QScrollArea *scroll = nullptr;
};

WatchPanel::WatchPanel(const FleetDocument &document, const Derived &derived, const Selection &selection, const Dialing &dialing, QWidget *parent)
    : QWidget(parent), d(std::make_unique<Private>(document, derived, selection, dialing))
{
    setObjectName(u"watch"_s);
    createWidgets();
    connect(&d->monitor, &Monitor::sampled, this, [this](const Sample &sample) {
        HostObservation &seen = d->observations[sample.host];
        seen.reach = Reach::Online;
        seen.message.clear();
        seen.last = sample;
        d->history.append(sample);
        if (!d->assessTimer.isActive())
            d->assessTimer.start(); // one assessment for the samples of a tick
    });
    connect(&d->monitor, &Monitor::reachChanged, this, [this](const QString &host, Reach reach, const QString &message) {
        d->observations[host].reach = reach;
        d->observations[host].message = message;
        if (!d->assessTimer.isActive())
            d->assessTimer.start();
    });
    connect(&d->monitor, &Monitor::hostKeyAsked, this, [this](const HostKeyQuestion &question) {
        HostKeyDialog::ask(question, this, [this, question](bool accept) {
            if (accept)
                d->monitor.acceptHostKey(question);
        });
    });
    d->assessTimer.setSingleShot(true);
    d->assessTimer.setInterval(100);
    connect(&d->assessTimer, &QTimer::timeout, this, &WatchPanel::assessNow);
    d->chartTimer.setInterval(1000);
    connect(&d->chartTimer, &QTimer::timeout, this, [this] {
        assessNow(); // ages grow even when no sample comes
        refreshCharts();
    });
    connect(&derived, &Derived::changed, this, [this] {
        if (d->active)
            restart();
    });
    connect(&selection, &Selection::changed, this, &WatchPanel::followSelection);
    followSelection();
}

WatchPanel::~WatchPanel() = default;

void WatchPanel::createWidgets()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(8);
    d->summary = new QLabel(this);
    d->summary->setObjectName(u"watch-summary"_s);
    d->summary->setWordWrap(true);
    QFont font = d->summary->font();
    font.setPointSizeF(font.pointSizeF() * 1.15);
    font.setBold(true);
    d->summary->setFont(font);
    layout->addWidget(d->summary);
    d->list = new QListWidget(this);
    d->list->setObjectName(u"watch-troubles"_s);
    d->list->setAccessibleName(tr("What is wrong"));
    d->list->setWordWrap(true);
    d->list->setFrameShape(QFrame::NoFrame);
    d->list->viewport()->setAutoFillBackground(false);
    layout->addWidget(d->list);
    connect(d->list, &QListWidget::itemClicked, this, [this](QListWidgetItem *row) { emit itemPicked(ItemId(row->data(Qt::UserRole).toString())); });
    connect(d->list, &QListWidget::itemActivated, this, [this](QListWidgetItem *row) { emit itemPicked(ItemId(row->data(Qt::UserRole).toString())); });
    d->hostTitle = new QLabel(this);
    d->hostTitle->setFont(font);
    d->hostDetail = new QLabel(this);
    d->hostDetail->setForegroundRole(QPalette::PlaceholderText);
    d->hostDetail->setWordWrap(true);
    layout->addWidget(d->hostTitle);
    layout->addWidget(d->hostDetail);
    auto *charts = d->charts = new QWidget(this);
    auto *column = new QVBoxLayout(charts);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    d->graphs = {{new TimeChart(tr("CPU"), u"%"_s, {tr("busy")}, 100, charts), {Metric::Cpu}},
                 {new TimeChart(tr("Load"), {}, {tr("1 min")}, 0, charts), {Metric::Load}},
                 {new TimeChart(tr("Memory and disk"), u"%"_s, {tr("memory"), tr("disk")}, 100, charts), {Metric::Memory, Metric::Disk}},
                 {new TimeChart(tr("Network"), u"B/s"_s, {tr("in"), tr("out")}, 0, charts), {Metric::Receive, Metric::Transmit}},
                 {new TimeChart(tr("Round trip"), u"ms"_s, {tr("probe")}, 0, charts), {Metric::RoundTrip}}};
    for (const auto &[chart, metrics] : std::as_const(d->graphs)) {
        column->addWidget(chart);
        addCopying(chart, metrics);
    }
    auto *scroll = d->scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(charts);
    layout->addWidget(scroll, 1);
}

/// By the right button, or the menu key once the graph has the focus.
void WatchPanel::addCopying(TimeChart *chart, const QList<Metric> &metrics)
{
    chart->setFocusPolicy(Qt::StrongFocus);
    chart->setContextMenuPolicy(Qt::ActionsContextMenu);
    auto *numbers = new QAction(tr("Copy the &numbers (CSV)"), chart), *picture = new QAction(tr("Copy the &picture"), chart);
    connect(numbers, &QAction::triggered, this, [this, metrics] {
        const QByteArray table = gui::graphTable(d->history, d->current, metrics, d->clock.wallMs());
        if (!table.isEmpty())
            QGuiApplication::clipboard()->setText(QString::fromUtf8(table));
        emit statusAsked(table.isEmpty() ? tr("Nothing was seen of this host yet.") : tr("The numbers are on the clipboard."));
    });
    connect(picture, &QAction::triggered, chart, [chart] { QGuiApplication::clipboard()->setPixmap(chart->grab()); });
    chart->addActions({numbers, picture});
}

QByteArray WatchPanel::graphTable() const
{
    QList<Metric> all;
    for (const auto &[chart, metrics] : std::as_const(d->graphs))
        all += metrics;
    return gui::graphTable(d->history, d->current, all, d->clock.wallMs());
}

QString WatchPanel::shownHost() const
{
    return d->current;
}

void WatchPanel::setTheme(const Theme &theme)
{
    d->theme = &theme;
    for (const auto &[chart, metrics] : std::as_const(d->graphs))
        chart->setTheme(theme);
    refreshTroubles();
}

void WatchPanel::setActive(bool active)
{
    if (d->active == active)
        return;
    d->active = active;
    if (active) {
        restart();
        d->chartTimer.start();
    } else {
        d->monitor.stop();
        d->chartTimer.stop();
    }
}

bool WatchPanel::isActive() const
{
    return d->active;
}

static int intervalOf(const FleetDocument &document)
{
    const Kind *fleet = document.catalog().kind(u"fleet");
    const QString text = document.catalog().effective(*fleet, document.fleet().settings().values, u"watch.interval").text();
    const double number = QString(text).remove(u's').toDouble();
    return number > 0 ? int(number * (text.endsWith(u"ms"_s) ? 1 : 1000)) : 1000;
}

Measured WatchPanel::measured(const QString &host) const
{
    Measured measured;
    measured.now = d->clock.wallMs();
    const Sample seen = d->observations.value(host).last;
    if (seen.t <= 0)
        return measured;
    const bool memory = seen.memoryTotal > 0 && seen.memoryUsed >= 0; // NaN is neither
    measured.hosts[host] = {seen.cores, seen.load1 >= 0 ? seen.load1 : -1, memory ? seen.memoryTotal : 0,
                            memory ? seen.memoryTotal - seen.memoryUsed : 0, seen.t};
    return measured;
}

void WatchPanel::restart()
{
    const Fleet dialled = d->dialing.fleet(d->document.fleet());
    const Topology topology = resolve(dialled, d->document.catalog());
    const QList<WatchedHost> hosts = watchedHosts(dialled, d->document.catalog(), topology);
    QSet<QString> known;
    for (const WatchedHost &host : hosts)
        known.insert(host.target.host);
    for (auto it = d->observations.begin(); it != d->observations.end();)
        it = known.contains(it.key()) ? std::next(it) : d->observations.erase(it);
    d->monitor.watch(hosts, intervalOf(d->document));
    if (!known.contains(d->current))
        d->current = hosts.isEmpty() ? QString() : hosts.constFirst().target.host;
    assessNow();
    refreshCharts();
}

void WatchPanel::assessNow()
{
    d->health = assess(d->derived.topology(), d->observations, d->clock.wallMs());
    d->troubles = troublesOf(d->derived.topology(), d->health);
    refreshTroubles();
    refreshDetail();
    emit marksChanged();
}

static QString nameOf(const ItemId &id)
{
    return id.text().section(u'/', 1);
}

void WatchPanel::refreshTroubles()
{
    qsizetype online = 0;
    for (const HostObservation &seen : std::as_const(d->observations))
        online += seen.reach == Reach::Online;
    const qsizetype all = d->derived.topology().hosts.size();
    d->summary->setText(all == 0 ? tr("There are no hosts to watch yet. Add one in Design (F5), with Ctrl+Shift+H.")
                        : d->troubles.isEmpty() ? online == all ? tr("All is well: %1.").arg(all == 1 ? tr("the host answers") : tr("all %1 hosts answer").arg(all))
                                                                         : tr("%1 of %2 hosts answer.").arg(online).arg(all)
                                              : (d->troubles.size() == 1 ? tr("1 problem on the hosts") : tr("%1 problems on the hosts").arg(d->troubles.size())));
    QStringList texts;
    for (const Trouble &trouble : std::as_const(d->troubles)) {
        QStringList victims;
        for (const ItemId &victim : trouble.victims)
            victims.append(nameOf(victim));
        const QString name = nameOf(trouble.item);
        texts.append((trouble.reason.startsWith(name) ? QString() : name + u": "_s) + trouble.reason + (victims.isEmpty() ? QString() : u"\n"_s + tr("takes down %1").arg(victims.join(u", "_s))));
    }
    d->list->setVisible(!texts.isEmpty());
    QStringList shown;
    for (int i = 0; i < d->list->count(); ++i)
        shown.append(d->list->item(i)->text());
    if (shown != texts) {
        d->list->clear();
        for (qsizetype i = 0; i < texts.size(); ++i) {
            auto *row = new QListWidgetItem(icon(u"error"_s, d->theme->bad), texts.at(i), d->list);
            row->setData(Qt::UserRole, d->troubles.at(i).item.text());
        }
    }
    constexpr int most = 170;
    const QRect last = d->list->visualItemRect(d->list->item(d->list->count() - 1));
    d->list->setFixedHeight(std::clamp(last.bottom() + d->list->verticalScrollBar()->value() + 5, 1, most)); // as high as what it says, at this width
}

void WatchPanel::followSelection()
{
    const ItemId item = d->selection.single();
    const Placed *placed = d->derived.topology().find(item);
    const QString host = placed ? placed->host : item.text().startsWith(u"host/"_s) ? nameOf(item) : QString();
    if (host.isEmpty() || host == d->current)
        return;
    d->current = host;
    if (d->active)
        refreshCharts();
}

static QString reachWords(Reach reach)
{
    switch (reach) {
    case Reach::Never: return WatchPanel::tr("not asked yet");
    case Reach::Connecting: return WatchPanel::tr("connecting");
    case Reach::Online: return WatchPanel::tr("online");
    case Reach::Unreachable: return WatchPanel::tr("not reached");
    case Reach::HostKeyUnknown: return WatchPanel::tr("its host key is not known");
    case Reach::HostKeyChanged: return WatchPanel::tr("its host key has changed");
    case Reach::AuthFailed: return WatchPanel::tr("does not let us in");
    }
    return {};
}

void WatchPanel::refreshDetail()
{
    const HostObservation seen = d->observations.value(d->current);
    const qint64 now = d->clock.wallMs();
    const bool isSilent = seen.reach == Reach::Online && seen.last.t > 0 && now - seen.last.t >= 5000;
    for (const auto &[chart, metrics] : std::as_const(d->graphs))
        chart->setSilent(isSilent || seen.reach != Reach::Online);
    d->hostTitle->setText(d->current);
    const bool isSaid = seen.message.isEmpty() || std::ranges::any_of(d->troubles, [&](const Trouble &trouble) { return trouble.reason.contains(seen.message); }); // above
    QString detail = (isSilent ? tr("does not answer") : reachWords(seen.reach)) + (isSaid ? QString() : u": "_s + seen.message);
    if (seen.last.t > 0)
        detail += u" · "_s + tr("data is from %1").arg(ageText(seen.last.t, now)) + u" · "_s + tr("generation %1").arg(seen.last.generation) + u" · "_s
            + tr("%1 cores, %2 memory").arg(seen.last.cores).arg(bytesText(seen.last.memoryTotal));
    d->hostDetail->setText(d->current.isEmpty() ? QString() : detail);
    d->charts->setVisible(!d->current.isEmpty());
    d->scroll->setVerticalScrollBarPolicy(d->current.isEmpty() ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
}

void WatchPanel::refreshCharts()
{
    refreshDetail();
    const qint64 now = d->clock.wallMs();
    QList<QList<QList<QPointF>>> all;
    double since = 0; // some begin a sample later; below one another they show the same time
    for (const auto &[chart, metrics] : std::as_const(d->graphs)) {
        QList<QList<QPointF>> lines;
        for (const Metric metric : metrics)
            lines.append(d->history.series(d->current, metric, now, spanMinutes * 60000, chartPoints));
        since = std::max(since, oldestOf(lines));
        all.append(lines);
    }
    for (qsizetype i = 0; i < all.size(); ++i)
        d->graphs.at(i).first->show(all.at(i), since);
}

/// Below its name a host need not say it once more, nor where it is.
static QString withoutName(const ItemId &item, const QString &reason)
{
    const QString name = nameOf(item) + u' ';
    if (!reason.startsWith(name))
        return reason;
    const QString rest = reason.mid(name.size());
    return rest.startsWith(u'(') && rest.contains(u") "_s) ? rest.mid(rest.indexOf(u") "_s) + 2) : rest;
}

Marks WatchPanel::marks() const
{
    Marks marks;
    const qint64 now = d->clock.wallMs();
    for (auto it = d->health.begin(); it != d->health.end(); ++it) {
        MarkShape shape = MarkShape::Unknown;
        switch (it->lamp) {
        case Lamp::Good: shape = MarkShape::Good; break;
        case Lamp::Warning: shape = MarkShape::Warning; break;
        case Lamp::Bad: shape = MarkShape::Bad; break;
        case Lamp::Unknown:
        case Lamp::Stale: break;
        }
        const bool old = it->lamp != Lamp::Bad && it->t > 0 && now - it->t > 5000; // what is bad says since when
        const QString age = old ? u" · "_s + ageText(it->t, now) : QString();
        QString brief;
        if (it->lamp == Lamp::Bad || it->lamp == Lamp::Unknown)
            brief = it.key() == ItemId::host(nameOf(it.key())) ? tr("no answer") + age : it->lamp == Lamp::Bad ? tr("%1: down").arg(nameOf(it.key())) : tr("%1: not known").arg(nameOf(it.key()));
        marks.insert(it.key(), {shape, shape == MarkShape::Good ? QString() : withoutName(it.key(), it->reason) + age, brief});
    }
    return marks;
}

const QHash<ItemId, Health> &WatchPanel::health() const
{
    return d->health;
}

const History &WatchPanel::history() const
{
    return d->history;
}

} // namespace gui
