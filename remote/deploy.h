// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A deploy of several hosts: what it will do (plan) and the run that does it and tells. Nothing
// here blocks its caller.

#include "model/clock.h"
#include "model/filetree.h"
#include "model/topology.h"
#include "remote/byhand.h"
#include "remote/target.h"

#include <QJsonObject>
#include <QObject>

#include <memory>

namespace remote {

/// The steps of one host, in order.
enum class Step
{
    Preflight,
    Lock,
    Upload,
    Build,
    Images,
    Test,
    Confirm,
    Commit
};
enum class StepState
{
    Waiting,
    Running,
    Done,
    Failed,
    Skipped
};
/// Where a host stands as a whole.
enum class Phase
{
    Draft,
    Building,
    Testing,
    AwaitingConfirmation,
    Live,
    RolledBack,
    Failed,
    Refused,
    Cancelled
};

QString stepName(Step step);    ///< "preflight", …: stable, for JSON
QString stepTitle(Step step);   ///< for people, translated
QString phaseName(Phase phase); ///< "draft", "building", "testing", "awaiting-confirmation",
                                ///< "live", "rolled-back", …

/// What a deploy would do with one host.
struct HostPlan
{
    QString host;
    QString tier;     ///< hosts of one tier are activated together, the tiers one after the other
    QString system;   ///< "x86_64-linux": preflight refuses another machine
    SshTarget target; ///< today's way in
    SshTarget confirmTarget;           ///< the endpoint that the new configuration sets up
    QList<SshTarget> confirmAlso;      ///< further declared addresses of it, tried in turn
    bool capturesHardware = false;     ///< preflight reads its hardware configuration from the host
    int generation = 0;                ///< back to that generation instead of building one
    QStringList changedFiles;          ///< against what was confirmed last; all when never deployed
    QStringList startUnits, stopUnits; ///< by the design's names, against what was confirmed last
    QStringList images;                ///< to fetch before the test
    QStringList gateUnits;             ///< must be active before the deploy confirms
    QList<Placement> handFiles;        ///< secrets that must lie on the host, put there by hand
};

struct DeployPlan
{
    QList<HostPlan> hosts; ///< in tier order
    model::FileTree
        tree; ///< what is generated, and the fleet's own modules and encrypted secrets beside it
    QByteArray lock;        ///< flake.lock, all hosts the same
    QString fleetFolder;    ///< holds flake.lock and .switchyard/; empty for an unsaved fleet
    bool makesLock = false; ///< no flake.lock yet: the first host makes one and it is brought back
};

/// Pure but for reading .switchyard/deployed/*.json, flake.lock, secrets and own modules in the
/// folder. Tiers come in the catalog's order, but one whose kinds refer to things of another tier
/// comes after that one: viewers are served last. Errors: a host without address, an unknown host,
/// one that is not ours to deploy, a
/// secret that a host needs and that is not there, or that lies there in plain text.
model::Result<DeployPlan> plan(const model::Fleet &fleet, const model::Catalog &catalog,
                               const model::FileTree &tree, const QString &fleetFolder,
                               const QStringList &onlyHosts = {});

/// A plan that takes one host back to a generation by number. Errors: as plan().
model::Result<DeployPlan> rollbackPlan(const model::Fleet &fleet, const model::Catalog &catalog,
                                       const QString &fleetFolder, const QString &host,
                                       int generation);
QJsonObject toJson(
    const HostPlan &plan); ///< for `plan --json`: host, tier, address, files, units, images

struct DeployEvent
{
    qint64 t = 0; ///< ms since 1970
    QString host;
    enum class Kind
    {
        Step,
        Phase,
        Log,
        Progress
    } kind = Kind::Log;
    Step step = Step::Preflight;
    StepState state = StepState::Waiting;
    Phase phase = Phase::Draft;
    double progress = -1; ///< 0…1 of the step, -1 unknown
    QString text;         ///< a log line, or one human sentence on why it failed
};
QJsonObject toJson(
    const DeployEvent &event); ///< one object a line, schema in resources/events.schema.json

struct DeployOptions
{
    SshSettings ssh;
    int parallel = 4; ///< hosts of one tier at a time
    int buildSeconds = 4 * 3600, activateSeconds = 300, confirmSeconds = 60;
    QString operatorName; ///< shown to others while we hold the lock; user@machine by default
};

class DeployRun : public QObject
{
    Q_OBJECT
public:
    DeployRun(DeployPlan plan, DeployOptions options, model::Clock clock = model::Clock::system(),
              QObject *parent = nullptr);
    ~DeployRun() override;

    const DeployPlan &deployPlan() const;
    Phase phase(const QString &host) const;
    QString sentence(const QString &host)
        const; ///< why the host stands where it stands; empty while all is well
    bool isRunning() const;

    void start();
    void cancel(); ///< hosts not yet activated stop; an activated one rolls back
    void answer(const remote::HostKeyQuestion &question,
                bool accept); ///< accepted keys go to known_hosts

signals:
    void event(const remote::DeployEvent &event);
    void hostKeyAsked(const remote::HostKeyQuestion &question);
    void finished();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace remote
