// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/generate.h"

#include "nixgen/agenixfile.h"
#include "nixgen/carried.h"
#include "nixgen/flakefile.h"
#include "nixgen/fleetfile.h"
#include "nixgen/fleetpatch.h"
#include "nixgen/hostfile.h"
#include "nixgen/paths.h"
#include "nixgen/peersfile.h"
#include "nixgen/print.h"
#include "nixgen/sopsfile.h"
#include "nixgen/words.h"

#include <QDir>
#include <QFile>

#include <algorithm>

namespace nixgen {

using namespace Qt::StringLiterals;
using model::Catalog;
using model::Fleet;
using model::GeneratedFile;
using model::Result;
using model::Topology;

namespace {

const QByteArray ignored = "# What `nix build` leaves.\n"
                           "/result\n"
                           "/result-*\n"
                           "\n"
                           "# Secrets never belong here in plain text.\n"
                           "*.env\n";

/// The host whose file lies at that path below the folder; null when that is none we configure.
const model::PlacedHost *hostAt(const Context &context, const QString &path, const QString &folder)
{
    const QString suffix = u".nix"_s;
    if (!path.startsWith(folder) || !path.endsWith(suffix))
        return nullptr;
    const auto *host = context.topology.host(path.mid(folder.size()).chopped(suffix.size()));
    return host && isConfigured(host->name, host->values) ? host : nullptr;
}

GeneratedFile plainFile(const QByteArray &bytes)
{
    return {bytes, {{0, bytes.size(), fleetOrigin()}}};
}

/// Where the chosen backend has no module of ours.
Expr noSecrets(const Context &context)
{
    const QString backend = context.settings.at(u"secrets.backend").text();
    return throwing(u"secrets by %1 are not supported yet: choose another secrets backend"_s.arg(
                        backend))
        .noted(writtenBy())
        .from(fleetOrigin(u"secrets.backend"_s));
}

Result<GeneratedFile> generateIn(const Context &context, const std::map<QString, QString> &carried,
                                 const QString &path)
{
    if (const auto module = carried.find(path); module != carried.end())
        return plainFile(compiledIn(module->second));
    if (path == flakePath)
        return print(flakeFile(context));
    if (path == fleetPath)
        return print(fleetFile(context));
    if (path == secretsPath)
        return print(noSecrets(context));
    if (path == ignorePath)
        return plainFile(ignored);
    if (path == sopsPath && usesSops(context.fleet, context.catalog))
        return sopsFile(context);
    if (path == agenixPath && usesAgenix(context.fleet, context.catalog))
        return print(agenixFile(context));
    if (!path.isEmpty() && path == peersPath(context.catalog, context.settings))
        return print(peersFile(context));
    if (const auto *host = hostAt(context, path, u"hosts/hardware/"_s))
        return print(hardwareFile(host->name));
    if (const auto *host = hostAt(context, path, u"hosts/"_s))
        return print(hostFile(context, *host));
    return model::fail(u"no-such-file"_s, Words::tr("the generated tree has no file %1").arg(path));
}

QStringList pathsOf(const Fleet &fleet, const Catalog &catalog, const std::map<QString, QString> &carried,
                    const QStringList &hosts)
{
    QStringList paths{flakePath, fleetPath, secretsPath, ignorePath};
    for (const auto &[path, source] : carried) {
        if (path != secretsPath)
            paths.append(path);
    }
    if (usesSops(fleet, catalog))
        paths.append(sopsPath);
    if (usesAgenix(fleet, catalog))
        paths.append(agenixPath);
    if (const QString peers = peersPath(fleet, catalog); !peers.isEmpty())
        paths.append(peers);
    for (const QString &host : hosts)
        paths += {hostPath(host), hardwarePath(host)};
    paths.sort();
    return paths;
}

/// Whether the same hosts read the same secrets, each by the same key: who reads one follows from the kinds that it carries.
bool hasSameReaders(const Fleet &before, const Fleet &fleet, const model::Touched &touched)
{
    if (touched.everything || touched.differing.carried)
        return false;
    return std::ranges::all_of(touched.hosts, [&](const QString &name) {
        const model::ItemPtr was = before.host(name), is = fleet.host(name);
        const auto isSame = [&](QStringView field) { return was->values.at(field) == is->values.at(field); };
        return was && is && isSame(u"class") && isSame(u"host-key");
    });
}

} // namespace

QStringList filesOf(const Fleet &fleet, const Catalog &catalog)
{
    return pathsOf(fleet, catalog, carriedFiles(fleet, catalog), configuredHosts(fleet, catalog));
}

Result<GeneratedFile> generateFile(const Fleet &fleet, const Catalog &catalog,
                                   const Topology &topology, const QString &path)
{
    return generateIn(Context(fleet, catalog, topology), carriedFiles(fleet, catalog), path);
}

Result<bool> regenerateFile(GeneratedFile &known, const Fleet &before, const Fleet &fleet,
                            const Catalog &catalog, const Topology &topology, const QString &path,
                            const model::Touched &touched)
{
    if ((path == sopsPath || path == agenixPath) && !known.text.isEmpty() && hasSameReaders(before, fleet, touched))
        return false;
    const Context context(fleet, catalog, topology);
    const auto patch = path == fleetPath                                ? patchFleetFile
                       : path == flakePath                              ? patchFlakeFile
                       : path == sopsPath                               ? patchSopsFile
                       : path == peersPath(catalog, context.settings) ? patchPeersFile
                                                                        : nullptr;
    if (const auto changes = patch ? patch(known, before, context, touched.hosts) : std::nullopt)
        return *changes;
    return generateIn(context, carriedFiles(fleet, catalog), path).map([&](GeneratedFile &&file) {
        const bool changes = known.text != file.text;
        known = std::move(file);
        return changes;
    });
}

CapturedFiles capturedFiles(const Fleet &fleet, const Catalog &catalog, const QString &dir)
{
    CapturedFiles files;
    for (const QString &host : configuredHosts(fleet, catalog)) {
        QFile file(QDir(dir).filePath(hardwarePath(host)));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray text = file.readAll();
        const auto standIn = print(hardwareFile(host));
        if (standIn && standIn->text != text)
            files[hardwarePath(host)] = text;
    }
    return files;
}

Result<model::FileTree> generate(const Fleet &fleet, const Catalog &catalog,
                                 const CapturedFiles &captured)
{
    const Topology topology = model::resolve(fleet, catalog);
    const Context context(fleet, catalog, topology);
    const auto carried = carriedFiles(fleet, catalog);
    model::FileTree tree;
    for (const QString &path : pathsOf(fleet, catalog, carried, configuredHosts(topology))) {
        const auto known = captured.find(path);
        if (known != captured.end()) {
            const auto *host = hostAt(context, path, u"hosts/hardware/"_s);
            tree[path] = {known->second,
                          {{0, known->second.size(), host ? origin(host->id) : fleetOrigin()}}};
            continue;
        }
        auto file = generateIn(context, carried, path);
        if (!file)
            return tl::make_unexpected(file.error());
        tree[path] = std::move(*file);
    }
    return tree;
}

} // namespace nixgen
