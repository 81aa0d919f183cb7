// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Turns the files below a root into a Catalog: one reader for each sort of file, then the checks
// across files.

#include "model/catalog_reader.h"

namespace model {

class CatalogLoader
{
public:
    /// Adds to, and overrides by name in, the catalog it starts from.
    explicit CatalogLoader(Catalog base = {}) : m_catalog(std::move(base)) {}

    /// ByTests: what reaches over files, and patterns, was looked at before the program was made.
    enum class Checks { All, ByTests };
    Result<Catalog> load(const QString &root, Checks checks = Checks::All);

private:
    void readTables(const QString &path);
    void readKinds(const QString &folder);
    void readSchema(const QString &path, Kind &into);
    void readFile(const QString &path, const std::function<void(MapReader &)> &readMap);
    void sortKinds();

    Catalog m_catalog;
    CatalogFindings m_findings;
};

/// Everything a file of catalog/ or schema/ says about a kind.
Kind readKind(MapReader &reader);
/// Names that a kind's ports, routes, links and templates use must exist.
void checkNames(MapReader &reader, const Kind &kind);

} // namespace model
