// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/sim/simjobs.h"

#include <QCryptographicHash>

#include <algorithm>

namespace sim {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 LockfileMs = 1200, BuildMs = 2600, ImageMs = 500;
constexpr int BuildLines = 12;

/// How many of `count` steps are over after that share of the time.
int stepsDone(qint64 since, qint64 nowMs, qint64 lasts, int count)
{
    return since == 0 ? 0 : int(std::clamp<qint64>((nowMs - since) * count / lasts, 0, count));
}

QByteArray nixLine(const QByteArray &json)
{
    return "@nix {" + json + "}\n";
}

QByteArray buildLog(const HostState &host, int lines)
{
    QByteArray log =
        nixLine(R"("action":"start","id":1,"level":5,"parent":0,"text":"","type":104,"fields":[])");
    for (int i = 1; i <= lines; ++i) {
        const QByteArray number = QByteArray::number(i);
        log += nixLine(R"("action":"start","id":)" + QByteArray::number(i + 1)
                       + R"(,"level":3,"parent":0,"text":"building part )" + number
                       + " of the system of " + host.name.toUtf8() + R"(","type":105,"fields":[])");
        log += nixLine(R"("action":"result","id":1,"type":105,"fields":[)" + number + ','
                       + QByteArray::number(BuildLines) + ",0,0]");
        if (host.buildFails && i == BuildLines / 2)
            return log
                   + nixLine(
                       R"x("action":"msg","level":0,"msg":"error: builder for 'unit-script.drv' failed with exit code 1 (simulated)")x");
    }
    return log;
}

QByteArray imagesLog(const SimDeploy &deploy, int done)
{
    QByteArray log;
    for (int i = 0; i < std::min<int>(done + 1, int(deploy.images.size())); ++i) {
        const QByteArray image = deploy.images.at(i).toUtf8();
        log += "fetching image " + QByteArray::number(i + 1) + '/'
               + QByteArray::number(deploy.images.size()) + ' ' + image + '\n';
        if (i < done)
            log += "image " + image + " is sha256:"
                   + QCryptographicHash::hash(image, QCryptographicHash::Sha256).toHex() + '\n';
    }
    return log;
}

QByteArray activateLog(const HostState &host)
{
    QByteArray log;
    if (host.deploy.activateAt > 0)
        log += "activating the configuration...\nsetting up /etc...\n";
    if (host.deploy.awaitAt > 0 || !host.deploy.decision.isEmpty())
        for (const QString &unit : host.deploy.units)
            if (host.deploy.unitsBefore.value(unit) != u"active")
                log += "starting " + unit.toUtf8() + '\n';
    return log;
}

} // namespace

Job jobOf(const HostState &host, const QString &name, qint64 nowMs)
{
    const SimDeploy &deploy = host.deploy;
    const auto ended = [nowMs](qint64 since, qint64 lasts) {
        return since > 0 && nowMs - since >= lasts;
    };
    if (name == u"build") {
        const bool over = ended(deploy.buildAt, host.buildFails ? BuildMs / 2 : BuildMs);
        return {buildLog(host, stepsDone(deploy.buildAt, nowMs, BuildMs, BuildLines)),
                over ? (host.buildFails ? u"1"_s : u"0"_s) : QString()};
    }
    if (name == u"images") {
        const int count = int(deploy.images.size());
        return {imagesLog(deploy, stepsDone(deploy.imagesAt, nowMs, ImageMs * count, count)),
                ended(deploy.imagesAt, ImageMs * count) ? u"0"_s : QString()};
    }
    if (name == u"lockfile")
        return {"updating lock file\n", ended(deploy.lockfileAt, LockfileMs) ? u"0"_s : QString()};
    if (name == u"flake.lock")
        return {"{\n  \"nodes\": {\n    \"root\": {}\n  },\n  \"root\": \"root\",\n  \"version\": "
                "7\n}\n",
                u"0"_s};
    if (name == u"activate")
        return {activateLog(host), {}};
    return {};
}

} // namespace sim
