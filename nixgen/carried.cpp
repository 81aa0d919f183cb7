// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/carried.h"

#include <QDirIterator>
#include <QFile>
#include <QSet>

namespace nixgen {

using namespace Qt::StringLiterals;

namespace {

const QString modules = u":/nix/modules/"_s;

/// All modules, relative to their folder; the program's own data, so they are listed once.
const QStringList &moduleNames()
{
    static const QStringList names = [] {
        QStringList found;
        QDirIterator files(modules, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext())
            found.append(files.next().mid(modules.size()));
        found.sort();
        return found;
    }();
    return names;
}

} // namespace

std::map<QString, QString> carriedFiles(const model::Fleet &fleet, const model::Catalog &catalog)
{
    const model::Topology none;
    const Context context(fleet, catalog, none);
    const QString secrets = u"secrets-"_s;
    const QString chosen = secrets + context.settings.at(u"secrets.backend").text() + u".nix"_s;
    std::map<QString, QString> files;
    for (const QString &name : moduleNames()) {
        const model::Kind *kind = catalog.kind(name.chopped(4));
        const bool isOption = kind && !kind->broughtBy.empty(); // stands on every host, or on none
        if (name == chosen)
            files[u"modules/secrets.nix"_s] = modules + name;
        else if (!name.startsWith(secrets) && (!isOption || context.isEverywhere(*kind)))
            files[u"modules/"_s + name] = modules + name;
    }
    return files;
}

bool hasKindModule(const QString &kind)
{
    static const QSet<QString> names(moduleNames().begin(), moduleNames().end());
    return names.contains(kind + u".nix"_s);
}

QByteArray compiledIn(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace nixgen
