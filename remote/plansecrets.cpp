// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/plansecrets.h"

#include "model/secrets.h"
#include "remote/words.h"

#include <algorithm>

namespace remote {

using namespace Qt::StringLiterals;
using model::Secret;

namespace {

/// In a file of its own, or among the names of one that holds several.
bool isThere(const Secret &secret, const model::FileTree &tree)
{
    const auto file = tree.find(secret.file);
    return file != tree.end()
           && (!secret.file.endsWith(".yaml"_L1)
               || model::namesIn(file->second.text).contains(secret.spec.name));
}

model::Result<void> refusePlain(const model::FileTree &tree)
{
    for (const auto &[path, file] : tree) {
        if (path.startsWith("secrets/"_L1) && !model::isEncrypted(file.text))
            return model::fail(
                u"plain-secret"_s,
                Words::tr(
                    "%1 is not encrypted: every user of a host could read it in the Nix store")
                    .arg(path),
                u"encrypt it with age or sops, or move it out of secrets/; rotate what is in it if "
                u"it "
                "was ever shared"_s);
    }
    return {};
}

} // namespace

model::Result<void> checkSecrets(const model::Fleet &fleet, const model::Catalog &catalog,
                                 const model::Topology &topology, const DeployPlan &plan)
{
    QStringList missing;
    for (const Secret &secret : model::secretsOf(fleet, catalog, topology)) {
        if (secret.file.isEmpty() || secret.spec.optional || isThere(secret, plan.tree))
            continue;
        const auto reader = std::ranges::find_if(
            plan.hosts, [&](const HostPlan &host) { return secret.readers.contains(host.host); });
        if (reader != plan.hosts.end())
            missing.append(
                Words::tr("%1 (%2, for %3)").arg(secret.spec.name, secret.file, reader->host));
    }
    if (!missing.isEmpty())
        return model::fail(
            u"missing-secret"_s,
            Words::tr("secrets are not there yet: %1").arg(missing.join(u", "_s)),
            Words::tr("make them: Secrets… in Design, or `switchyardctl secrets fleet.yaml make`"));
    return refusePlain(plan.tree);
}

} // namespace remote
