// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/ctl/fleetinput.h"

#include "model/codec.h"
#include "model/validate.h"
#include "nixgen/generate.h"
#include "remote/secrets/readiness.h"

#include <QFileInfo>
#include <QJsonDocument>

#include <unistd.h>

namespace ctl {

using namespace Qt::StringLiterals;

namespace {

QString lineOf(const QString &path, const model::Diagnostic &finding)
{
    const QString place =
        finding.position.line
            ? u"%1:%2:%3"_s.arg(path).arg(finding.position.line).arg(finding.position.column)
            : path;
    return u"%1: %2: %3"_s.arg(place, model::severityName(finding.severity), finding.message);
}

} // namespace

model::Result<FleetInput> readFleet(const QString &path, Io &io, bool forDeploy)
{
    const model::Catalog &catalog = model::Catalog::builtIn();
    auto parsed = model::loadFleet(path, catalog);
    if (!parsed)
        return tl::make_unexpected(parsed.error());
    model::Diagnostics findings = parsed->diagnostics;
    findings += model::validate(parsed->fleet, catalog,
                                forDeploy ? model::Purpose::Deploy : model::Purpose::Design);
    for (const model::Diagnostic &finding : std::as_const(findings)) {
        if (finding.severity != model::Severity::Note)
            io.err << lineOf(path, finding) << '\n';
    }
    if (forDeploy && model::hasErrors(findings)) {
        return model::fail(u"design-errors"_s, u"the design has errors; nothing was done"_s,
                           u"mend what is listed above; `switchyardctl check` lists it too"_s);
    }
    return FleetInput{parsed->fleet, QFileInfo(path).absolutePath()};
}

int exitCodeOf(const model::Error &error)
{
    static const QStringList design{u"design-errors"_s, u"no-address"_s, u"unknown-host"_s,
                                    u"not-deployable"_s, u"missing-secret"_s, u"plain-secret"_s,
                                    u"unreadable-secret"_s};
    return design.contains(error.code) ? DesignErrors : CannotRead;
}

QStringList sshOptions()
{
    return {u"identity"_s, u"known-hosts"_s, u"accept-host-key"_s};
}

remote::SshSettings sshSettings(const Arguments &arguments)
{
    remote::SshSettings settings;
    settings.identityFile = arguments.option(u"identity"_s);
    settings.knownHostsFile = arguments.option(u"known-hosts"_s);
    if (const auto at = arguments.options.find(u"accept-host-key"_s); at != arguments.options.end())
        settings.acceptedFingerprints = at->second;
    return settings;
}

model::Result<remote::DeployPlan> planFleet(const FleetInput &input, const QStringList &onlyHosts)
{
    const model::Catalog &catalog = model::Catalog::builtIn();
    const auto tree = nixgen::generate(input.fleet, catalog);
    if (!tree)
        return tl::make_unexpected(tree.error());
    auto plan = remote::plan(input.fleet, catalog, *tree, input.folder, onlyHosts);
    if (!plan)
        return plan;
    const secrets::Vault vault(input.fleet, catalog, input.folder, {});
    if (const auto ready = secrets::canBeRead(vault, onlyHosts); !ready)
        return tl::make_unexpected(ready.error());
    return plan;
}

bool askYes(Io &io, const QString &question)
{
    if (!isatty(STDIN_FILENO))
        return false;
    io.err << question << " [y/N] ";
    io.err.flush();
    QTextStream in(stdin);
    return in.readLine().trimmed().toLower().startsWith(u'y');
}

void sayJson(Io &io, const QJsonObject &object)
{
    io.out << QJsonDocument(object).toJson(QJsonDocument::Compact) << '\n';
    io.out.flush();
}

} // namespace ctl
