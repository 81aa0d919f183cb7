// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/monitor.h"

#include "remote/monitorhost.h"

#include <QThread>

namespace remote {

using namespace Qt::StringLiterals;

namespace {

constexpr int StopMs = 5000;

} // namespace

/// Lives in the Monitor's thread and owns all that watches.
class MonitorWorker : public QObject
{
    Q_OBJECT
public:
    MonitorWorker(SshSettings settings, model::Clock clock)
        : m_settings(std::move(settings)), m_clock(std::move(clock))
    {}

    void watch(const QList<WatchedHost> &hosts, int intervalMs)
    {
        QHash<QString, MonitorHost *> kept;
        for (const WatchedHost &host : hosts) {
            MonitorHost *known = m_hosts.take(host.target.host);
            if (known && !(known->watched() == host)) {
                delete known; // NOLINT(cppcoreguidelines-owning-memory): a child leaves before its
                              // parent
                known = nullptr;
            }
            if (known)
                known->setInterval(intervalMs);
            kept.insert(host.target.host, known ? known : add(host, intervalMs));
        }
        qDeleteAll(m_hosts);
        m_hosts = kept;
    }

    void retry(const QString &host)
    {
        if (MonitorHost *known = m_hosts.value(host))
            known->dial();
    }

    void accept(const HostKeyQuestion &question)
    {
        MonitorHost *known = m_hosts.value(question.host);
        if (!known || question.changed)
            return;
        known->accept(question.fingerprint);
        known->dial();
    }

signals:
    void sampled(const remote::Sample &sample);
    void reachChanged(const QString &host, remote::Reach reach, const QString &message);
    void hostKeyAsked(const remote::HostKeyQuestion &question);

private:
    MonitorHost *add(const WatchedHost &watched, int intervalMs)
    {
        auto *host = new MonitorHost(watched, m_settings, m_clock, intervalMs, this);
        connect(host, &MonitorHost::sampled, this, &MonitorWorker::sampled);
        connect(host, &MonitorHost::reachChanged, this, &MonitorWorker::reachChanged);
        connect(host, &MonitorHost::hostKeyAsked, this, &MonitorWorker::hostKeyAsked);
        // Hosts take turns within the interval, so that neither the network nor this thread sees
        // them all at once.
        const int turn =
            int(qHash(watched.target.host) % size_t(std::clamp(intervalMs / 4, 1, 500)));
        QTimer::singleShot(turn, host, &MonitorHost::dial);
        return host;
    }

    SshSettings m_settings;
    model::Clock m_clock;
    QHash<QString, MonitorHost *> m_hosts; ///< children of this
};

struct Monitor::Private
{
    QThread *thread = new QThread;
    MonitorWorker *worker = nullptr;

    template <typename Call>
    void post(Call call)
    {
        QMetaObject::invokeMethod(
            worker, [w = worker, call = std::move(call)] { call(*w); }, Qt::QueuedConnection);
    }
};

Monitor::Monitor(SshSettings settings, model::Clock clock, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>())
{
    qRegisterMetaType<Sample>();
    qRegisterMetaType<Reach>();
    qRegisterMetaType<HostKeyQuestion>();
    d->worker = new MonitorWorker(std::move(settings), std::move(clock));
    d->worker->moveToThread(d->thread);
    connect(d->thread, &QThread::finished, d->worker, &QObject::deleteLater);
    connect(d->worker, &MonitorWorker::sampled, this, &Monitor::sampled);
    connect(d->worker, &MonitorWorker::reachChanged, this, &Monitor::reachChanged);
    connect(d->worker, &MonitorWorker::hostKeyAsked, this, &Monitor::hostKeyAsked);
    d->thread->setObjectName(u"monitor"_s);
    d->thread->start();
}

Monitor::~Monitor()
{
    disconnect(d->worker, nullptr, this, nullptr);
    d->thread->quit();
    // The one thing that can hold the thread is an SSH agent that asks its user. Then it is left to
    // end by itself: better than a window that does not close.
    if (d->thread->wait(StopMs))
        delete d->thread; // NOLINT(cppcoreguidelines-owning-memory)
    else
        QObject::connect(d->thread, &QThread::finished, d->thread, &QObject::deleteLater);
}

void Monitor::watch(const QList<WatchedHost> &hosts, int intervalMs)
{
    d->post([hosts, intervalMs](MonitorWorker &worker) { worker.watch(hosts, intervalMs); });
}

void Monitor::stop()
{
    watch({});
}

void Monitor::retry(const QString &host)
{
    d->post([host](MonitorWorker &worker) { worker.retry(host); });
}

void Monitor::acceptHostKey(const HostKeyQuestion &question)
{
    d->post([question](MonitorWorker &worker) { worker.accept(question); });
}

QList<WatchedHost> watchedHosts(const model::Fleet &fleet, const model::Catalog &,
                                const model::Topology &topology)
{
    QList<WatchedHost> result;
    const QString user = fleet.setting(u"watch.user").text();
    for (const model::PlacedHost &host : topology.hosts) {
        const auto target = targetOf(fleet, host.name);
        if (!target)
            continue;
        WatchedHost watched{*target, {}, {}};
        if (!user.isEmpty())
            watched.target.user = user;
        for (const model::Placed *item : topology.on(host.name)) {
            for (const model::Unit &unit : item->units)
                watched.units << unit.name;
            for (const model::Probe &probe : item->probes)
                if (!probe.outside)
                    watched.checks.insert(item->id.text() + u':' + probe.name, probe);
        }
        watched.units.removeDuplicates();
        result << watched;
    }
    return result;
}

} // namespace remote

#include "monitor.moc"
