// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/textstore.h"
#include "remote/deploy.h"
#include "remote/deployhost.h"
#include "remote/words.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QMetaMethod>
#include <QRandomGenerator>
#include <QSaveFile>
#include <QSysInfo>
#include <QTimeZone>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace remote {

using namespace Qt::StringLiterals;

namespace {

QString freshId(qint64 wallMs)
{
    const QString time = QDateTime::fromMSecsSinceEpoch(wallMs, QTimeZone::utc())
                             .toString(u"yyyyMMdd'T'HHmmss'Z'"_s);
    return time + u'-' + QString::number(QRandomGenerator::global()->bounded(0x1000, 0x10000), 16);
}

QString thisOperator()
{
    const QString user =
        qEnvironmentVariable("USER", qEnvironmentVariable("LOGNAME", u"operator"_s));
    return user + u'@' + QSysInfo::machineHostName();
}

} // namespace

struct DeployRun::Private
{
    using Hosts = std::vector<DeployHost *>;

    Private(DeployRun *run, DeployPlan p, DeployOptions options, model::Clock clock);

    void run();
    bool deployAll(const Hosts &all);
    bool activateByTier(const Hosts &all);
    void takeHardware(const Hosts &all);
    bool makeTree(const Hosts &all);
    void keep(DeployHost &host, const QString &path, const QByteArray &text);
    void record(DeployHost &host);
    bool each(const Hosts &hosts, const std::function<bool(DeployHost &)> &work);
    bool ask(const HostKeyQuestion &question);
    void tell(DeployEvent event);
    void pause(int ms);
    void wakeAll();

    DeployRun *q;
    DeployPlan plan;
    DeployContext context;
    std::vector<std::unique_ptr<DeployHost>> hosts;
    PackedTree tree;
    std::atomic_bool failed = false;
    bool canAsk = false;

    QHash<QString, Phase> phases; // of the owner's thread, like all below
    QHash<QString, QString> sentences;
    bool running = false;
    std::thread coordinator;

    std::mutex mutex;
    std::condition_variable wake;
    quint64 wakes = 0;            // guarded by mutex, like all below
    QHash<QString, bool> answers; // by fingerprint
};

DeployRun::Private::Private(DeployRun *run, DeployPlan p, DeployOptions options, model::Clock clock)
    : q(run), plan(std::move(p))
{
    if (options.operatorName.isEmpty())
        options.operatorName = thisOperator();
    context.options = std::move(options);
    context.id = freshId(clock.wallMs());
    context.fleetFolder = plan.fleetFolder;
    context.clock = std::move(clock);
    context.tell = [this](const DeployEvent &event) { tell(event); };
    context.askHostKey = [this](const HostKeyQuestion &question) { return ask(question); };
    context.stopped = [this] {
        return failed.load() || context.cancel.isCancelled() || context.quit.isCancelled();
    };
    context.pause = [this](int ms) { pause(ms); };
    for (const HostPlan &host : std::as_const(plan.hosts)) {
        hosts.push_back(std::make_unique<DeployHost>(host, context));
        phases[host.host] = Phase::Draft;
    }
}

void DeployRun::Private::tell(DeployEvent event)
{
    event.t = context.clock.wallMs();
    QMetaObject::invokeMethod(
        q,
        [this, event] {
            if (event.kind == DeployEvent::Kind::Phase) {
                phases[event.host] = event.phase;
                sentences[event.host] = event.text;
            }
            emit q->event(event);
        },
        Qt::QueuedConnection);
}

void DeployRun::Private::pause(int ms)
{
    std::unique_lock lock(mutex);
    wake.wait_for(lock, std::chrono::milliseconds(ms),
                  [this, before = wakes] { return wakes != before; });
}

void DeployRun::Private::wakeAll()
{
    {
        const std::lock_guard lock(mutex);
        ++wakes;
    }
    wake.notify_all();
}

bool DeployRun::Private::ask(const HostKeyQuestion &question)
{
    if (!canAsk)
        return false;
    QMetaObject::invokeMethod(
        q, [this, question] { emit q->hostKeyAsked(question); }, Qt::QueuedConnection);
    std::unique_lock lock(mutex);
    wake.wait(lock, [&] {
        return answers.contains(question.fingerprint) || context.cancel.isCancelled()
               || context.quit.isCancelled();
    });
    return answers.value(question.fingerprint);
}

/// Runs the work of several hosts, `parallel` at a time; true when all succeeded.
bool DeployRun::Private::each(const Hosts &some, const std::function<bool(DeployHost &)> &work)
{
    std::atomic_size_t next = 0;
    std::atomic_bool ok = true;
    const auto worker = [&] {
        for (size_t i; (i = next++) < some.size();) {
            if (!work(*some[i]))
                ok = false;
        }
    };
    std::vector<std::thread> threads;
    const size_t count = std::min(some.size(), size_t(std::max(1, context.options.parallel)));
    while (threads.size() < count)
        threads.emplace_back(worker);
    for (std::thread &thread : threads)
        thread.join();
    return ok;
}

/// Writes a file that a host told beside the fleet file.
void DeployRun::Private::keep(DeployHost &host, const QString &path, const QByteArray &text)
{
    if (plan.fleetFolder.isEmpty())
        return;
    QSaveFile file(plan.fleetFolder + u'/' + path);
    QDir().mkpath(QFileInfo(file.fileName()).path());
    if (!file.open(QIODevice::WriteOnly) || file.write(text) < 0 || !file.commit())
        host.log(Step::Upload,
                 Words::tr("cannot write %1: %2").arg(file.fileName(), file.errorString()));
}

void DeployRun::Private::takeHardware(const Hosts &all)
{
    for (DeployHost *host : all) {
        if (host->hardware().isEmpty())
            continue;
        const QString path = u"hosts/hardware/%1.nix"_s.arg(host->plan().host);
        plan.tree[path] = {host->hardware(), {}};
        keep(*host, path, host->hardware());
    }
}

bool DeployRun::Private::makeTree(const Hosts &all)
{
    takeHardware(all);
    tree = packTree(plan.tree, plan.lock);
    if (!plan.makesLock)
        return true;
    plan.lock = all.front()->makeLock(tree);
    if (plan.lock.isEmpty())
        return false;
    keep(*all.front(), u"flake.lock"_s, plan.lock);
    tree = packTree(plan.tree, plan.lock);
    return true;
}

bool DeployRun::Private::deployAll(const Hosts &all)
{
    if (!each(all, [](DeployHost &host) { return host.preflight(); }))
        return false;
    if (!each(all, [](DeployHost &host) { return host.lock(); }))
        return false;
    Hosts builders;
    std::ranges::copy_if(all, std::back_inserter(builders),
                         [](const DeployHost *h) { return h->plan().generation == 0; });
    if (!builders.empty()) {
        if (!makeTree(builders))
            return false;
        const bool built = each(builders, [this](DeployHost &host) {
            const bool ok = !context.stopped() && host.build(tree);
            if (!ok)
                failed = true;
            return ok;
        });
        if (!built)
            return false;
    }
    return activateByTier(all);
}

bool DeployRun::Private::activateByTier(const Hosts &all)
{
    if (!plan.fleetFolder.isEmpty()) // what a later difference is shown against; a deploy goes
                                     // without it as well
        (void)model::TextStore(plan.fleetFolder).keep(plan.tree);
    for (auto it = all.begin(); it != all.end();) {
        const auto end = std::find_if(it, all.end(), [&](const DeployHost *h) {
            return h->plan().tier != (*it)->plan().tier;
        });
        const bool ok = each(Hosts(it, end), [this](DeployHost &host) {
            if (!context.stopped() && host.activate()) {
                record(host);
                return true;
            }
            failed = true;
            return false;
        });
        if (!ok)
            return false;
        it = end;
    }
    return true;
}

void DeployRun::Private::record(DeployHost &host)
{
    if (plan.fleetFolder.isEmpty())
        return;
    Deployed deployed = host.deployed();
    for (const auto &[path, file] : plan.tree)
        deployed.files.insert(path, fileHash(file.text));
    if (const auto ok = writeDeployed(plan.fleetFolder, host.plan().host, deployed); !ok)
        host.log(Step::Commit, ok.error().message);
}

void DeployRun::Private::run()
{
    Hosts all;
    for (const auto &host : hosts)
        all.push_back(host.get());
    if (!deployAll(all)) {
        QStringList culprits;
        for (const DeployHost *host : all) {
            if (host->phase() != Phase::Live && host->phase() != Phase::Draft
                && host->phase() != Phase::Building)
                culprits.append(host->plan().host);
        }
        for (DeployHost *host : all)
            host->leave(Words::tr("left as it was, because the deploy ended at %1")
                            .arg(culprits.join(u", "_s)));
    }
    each(all, [](DeployHost &host) {
        host.cleanup();
        return true;
    });
    QMetaObject::invokeMethod(
        q,
        [this] {
            running = false;
            emit q->finished();
        },
        Qt::QueuedConnection);
}

DeployRun::DeployRun(DeployPlan plan, DeployOptions options, model::Clock clock, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, std::move(plan), std::move(options), std::move(clock)))
{}

DeployRun::~DeployRun()
{
    d->context.quit.cancel();
    d->context.cancel.cancel();
    d->wakeAll();
    if (d->coordinator.joinable())
        d->coordinator.join();
}

const DeployPlan &DeployRun::deployPlan() const
{
    return d->plan;
}

Phase DeployRun::phase(const QString &host) const
{
    return d->phases.value(host, Phase::Draft);
}

QString DeployRun::sentence(const QString &host) const
{
    return d->sentences.value(host);
}

bool DeployRun::isRunning() const
{
    return d->running;
}

void DeployRun::start()
{
    if (d->coordinator.joinable())
        return; // a run runs once
    d->running = true;
    d->canAsk = isSignalConnected(QMetaMethod::fromSignal(&DeployRun::hostKeyAsked));
    d->coordinator = std::thread([this] { d->run(); });
}

void DeployRun::cancel()
{
    d->context.cancel.cancel();
    d->wakeAll();
}

void DeployRun::answer(const HostKeyQuestion &question, bool accept)
{
    {
        const std::lock_guard lock(d->mutex);
        d->answers.insert(question.fingerprint, accept && !question.changed);
    }
    d->wakeAll();
}

} // namespace remote
