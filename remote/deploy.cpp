// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/deploy.h"

#include <QCoreApplication>

#include <array>

namespace remote {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("remote::Deploy", text);
}

QString stateName(StepState state)
{
    static const std::array names{u"waiting"_s, u"running"_s, u"done"_s, u"failed"_s, u"skipped"_s};
    return names.at(size_t(state));
}

} // namespace

QString stepName(Step step)
{
    static const std::array names{u"preflight"_s, u"lock"_s, u"upload"_s,  u"build"_s,
                                  u"images"_s,    u"test"_s, u"confirm"_s, u"commit"_s};
    return names.at(size_t(step));
}

QString stepTitle(Step step)
{
    switch (step) {
    case Step::Preflight:
        return tr("Look");
    case Step::Lock:
        return tr("Lock");
    case Step::Upload:
        return tr("Upload");
    case Step::Build:
        return tr("Build");
    case Step::Images:
        return tr("Fetch images");
    case Step::Test:
        return tr("Test");
    case Step::Confirm:
        return tr("Confirm");
    case Step::Commit:
        return tr("Commit");
    }
    return {};
}

QString phaseName(Phase phase)
{
    static const std::array names{
        u"draft"_s,    u"building"_s,    u"testing"_s, u"awaiting-confirmation"_s,
        u"live"_s,     u"rolled-back"_s, u"failed"_s,  u"refused"_s,
        u"cancelled"_s};
    return names.at(size_t(phase));
}

QJsonObject toJson(const DeployEvent &event)
{
    QJsonObject o{{"v"_L1, 1}, {"t"_L1, event.t}, {"host"_L1, event.host}};
    switch (event.kind) {
    case DeployEvent::Kind::Step:
        o["event"_L1] = u"step"_s;
        o["step"_L1] = stepName(event.step);
        o["state"_L1] = stateName(event.state);
        break;
    case DeployEvent::Kind::Phase:
        o["event"_L1] = u"phase"_s;
        o["phase"_L1] = phaseName(event.phase);
        break;
    case DeployEvent::Kind::Log:
        o["event"_L1] = u"log"_s;
        o["step"_L1] = stepName(event.step);
        break;
    case DeployEvent::Kind::Progress:
        o["event"_L1] = u"progress"_s;
        o["step"_L1] = stepName(event.step);
        if (event.progress >= 0)
            o["progress"_L1] = event.progress;
        break;
    }
    if (!event.text.isEmpty())
        o["text"_L1] = event.text;
    return o;
}

} // namespace remote
