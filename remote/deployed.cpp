// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/deployed.h"

#include "remote/words.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace remote {

using namespace Qt::StringLiterals;

namespace {

QString pathOf(const QString &fleetFolder, const QString &host)
{
    return fleetFolder + u"/.switchyard/deployed/"_s + host + u".json"_s;
}

} // namespace

std::optional<Deployed> readDeployed(const QString &fleetFolder, const QString &host)
{
    if (fleetFolder.isEmpty())
        return {};
    QFile file(pathOf(fleetFolder, host));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QJsonObject o = QJsonDocument::fromJson(file.readAll()).object();
    if (o["v"_L1].toInt() != 1)
        return {};
    Deployed deployed{
        o["generation"_L1].toInt(), o["store-path"_L1].toString(), o["tree"_L1].toString(), {}, {},
        o["t"_L1].toInteger()};
    for (const auto unit : o["units"_L1].toArray())
        deployed.units.append(unit.toString());
    const QJsonObject files = o["files"_L1].toObject();
    for (auto it = files.begin(); it != files.end(); ++it)
        deployed.files.insert(it.key(), it.value().toString());
    return deployed;
}

model::Result<void> writeDeployed(const QString &fleetFolder, const QString &host,
                                  const Deployed &deployed)
{
    QJsonObject files;
    for (auto it = deployed.files.begin(); it != deployed.files.end(); ++it)
        files.insert(it.key(), it.value());
    const QJsonObject o{{"v"_L1, 1},
                        {"generation"_L1, deployed.generation},
                        {"store-path"_L1, deployed.storePath},
                        {"tree"_L1, deployed.tree},
                        {"t"_L1, deployed.t},
                        {"units"_L1, QJsonArray::fromStringList(deployed.units)},
                        {"files"_L1, files}};
    const QString path = pathOf(fleetFolder, host);
    QDir().mkpath(path.section(u'/', 0, -2));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(o).toJson()) < 0
        || !file.commit()) {
        return model::fail(u"cannot-write"_s,
                           Words::tr("cannot write %1: %2").arg(path, file.errorString()),
                           Words::tr("check that you may write in the fleet's folder"));
    }
    return {};
}

} // namespace remote
