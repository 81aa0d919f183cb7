// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/manifest.h"

#include "nixgen/words.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace nixgen {

using namespace Qt::StringLiterals;
using model::fail;
using model::Result;

namespace {

QString manifestPath(const QString &dir)
{
    return QDir(dir).filePath(u".switchyard/manifest.json"_s);
}

std::map<QString, QByteArray> hashes(const QJsonValue &json)
{
    std::map<QString, QByteArray> result;
    const QJsonObject object = json.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        result[it.key()] = it.value().toString().toLatin1();
    return result;
}

QJsonObject toJson(const std::map<QString, QByteArray> &hashes)
{
    QJsonObject object;
    for (const auto &[path, hash] : hashes)
        object[path] = QString::fromLatin1(hash);
    return object;
}

} // namespace

bool Manifest::isOurs(const QString &path, const QByteArray &bytes) const
{
    const QByteArray hash = fileHash(bytes);
    const auto has = [&](const std::map<QString, QByteArray> &known) {
        const auto at = known.find(path);
        return at != known.end() && at->second == hash;
    };
    return has(files) || has(previous);
}

QByteArray fileHash(const QByteArray &bytes)
{
    return "sha256:" + QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

Result<Manifest> readManifest(const QString &dir)
{
    const QString path = manifestPath(dir);
    QFile file(path);
    if (!file.exists())
        return Manifest();
    if (!file.open(QIODevice::ReadOnly))
        return fail(u"cannot-read"_s,
                    Words::tr("cannot read %1: %2").arg(path, file.errorString()));
    const QJsonDocument json = QJsonDocument::fromJson(file.readAll());
    if (!json.isObject() || !json[u"files"].isObject())
        return fail(u"bad-manifest"_s, Words::tr("%1 is damaged").arg(path),
                    Words::tr("delete it together with the generated files, then generate again"));
    return Manifest{hashes(json[u"files"]), hashes(json[u"previous"])};
}

Result<void> writeManifest(const Manifest &manifest, const QString &dir)
{
    QJsonObject json{{u"version"_s, 1}, {u"files"_s, toJson(manifest.files)}};
    if (!manifest.previous.empty())
        json[u"previous"_s] = toJson(manifest.previous);
    return writeAtomically(manifestPath(dir), QJsonDocument(json).toJson());
}

Result<void> writeAtomically(const QString &path, const QByteArray &bytes)
{
    const QString folder = QFileInfo(path).path();
    const QString hint = Words::tr("check the folder's permissions and the free space");
    if (!QDir().mkpath(folder))
        return fail(u"cannot-write"_s, Words::tr("cannot make the folder %1").arg(folder), hint);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return fail(u"cannot-write"_s,
                    Words::tr("cannot write %1: %2").arg(path, file.errorString()), hint);
    return {};
}

} // namespace nixgen
