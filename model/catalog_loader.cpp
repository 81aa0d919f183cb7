// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/catalog_loader.h"

#include <QDir>
#include <QFile>

#include <algorithm>

namespace model {

using namespace Qt::StringLiterals;

namespace {

Tier readTier(MapReader &reader)
{
    return {reader.need("name"), reader.need("title"), reader.text("help"),
            reader.flag("fallback")};
}

Role readRole(MapReader &reader)
{
    reader.later("brings", [kinds = reader.texts("brings")](const Catalog &catalog) {
        for (const QString &kind : kinds) {
            if (!catalog.kind(kind))
                return u"there is no kind \"%1\""_s.arg(kind);
        }
        return QString();
    });
    reader.later("tier", [name = reader.text("tier")](const Catalog &catalog) {
        const auto isIt = [&](const Tier &tier) { return tier.name == name; };
        const bool known = std::ranges::any_of(catalog.tiers(), isIt);
        return known ? QString() : u"there is no tier \"%1\""_s.arg(name);
    });
    return {reader.need("name"),          reader.need("title"),         reader.need("tier"),
            reader.text("help"),          reader.text("module"),        reader.texts("brings"),
            reader.condition("sets"),     reader.text("listen-option"), reader.text("edges-option")};
}

ContainerBackend readBackend(MapReader &reader)
{
    return {reader.need("name"), reader.text("prefix"), reader.text("unit")};
}

} // namespace

Result<Catalog> CatalogLoader::load(const QString &root, Checks checks)
{
    readTables(root + u"/catalog.yaml"_s);
    readKinds(root + u"/catalog"_s);
    readSchema(root + u"/schema/host.yaml"_s, m_catalog.m_host);
    readSchema(root + u"/schema/fleet.yaml"_s, m_catalog.m_fleet);
    sortKinds();
    if (checks == Checks::All) {
        for (const auto &check : m_findings.later)
            check(m_catalog);
    }
    if (m_findings.error)
        return tl::make_unexpected(*m_findings.error);
    return std::move(m_catalog);
}

void CatalogLoader::readTables(const QString &path)
{
    readFile(path, [this](MapReader &reader) {
        m_catalog.m_tiers = reader.list("tiers", readTier);
        m_catalog.m_roles = reader.list("roles", readRole);
        reader.map("containers", [this](MapReader &containers) {
            m_catalog.m_containerField = containers.need("field");
            m_catalog.m_containerBackends = containers.list("backends", readBackend);
        });
    });
}

void CatalogLoader::readKinds(const QString &folder)
{
    for (const QString &name : QDir(folder).entryList(QDir::Files, QDir::Name)) {
        if (!name.endsWith(".yaml"_L1))
            continue;
        readFile(folder + u'/' + name, [&](MapReader &reader) {
            Kind kind = readKind(reader);
            if (kind.name + u".yaml"_s != name)
                reader.complain("kind", u"the file must be called \"%1.yaml\""_s.arg(kind.name));
            m_catalog.m_kinds.removeIf([&](const Kind &known) { return known.name == kind.name; });
            m_catalog.m_kinds += std::move(kind);
        });
    }
}

void CatalogLoader::readSchema(const QString &path, Kind &into)
{
    readFile(path, [&](MapReader &reader) {
        into = readKind(reader);
        reader.list("sections", [](MapReader &entry) {
            entry.need("of");
            return entry.need("key");
        });
    });
}

/// Opens, parses and reads one file; what does not fit becomes the finding of this catalog.
void CatalogLoader::readFile(const QString &path, const std::function<void(MapReader &)> &readMap)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return m_findings.add(path, u"cannot be read: %1"_s.arg(file.errorString()));
    const QByteArray bytes = file.readAll();
    Result<YamlNode> root = readYaml(bytes);
    if (!root)
        return m_findings.add(path, root.error().message);
    m_findings.files.push_back({path, bytes, std::move(*root)});
    const CatalogFile &read = m_findings.files.back();
    MapReader reader(read.root, read, m_findings);
    readMap(reader);
    reader.finish();
}

/// Tier by tier from top to bottom, by name within one.
void CatalogLoader::sortKinds()
{
    const auto rank = [this](const Kind &kind) {
        const auto isIt = [&](const Tier &tier) { return tier.name == kind.tier; };
        const auto at = std::ranges::find_if(m_catalog.m_tiers, isIt);
        return std::pair(at - m_catalog.m_tiers.begin(), kind.name);
    };
    std::ranges::sort(m_catalog.m_kinds, {}, rank);
}

} // namespace model
