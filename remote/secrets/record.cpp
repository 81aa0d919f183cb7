// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/secrets/record.h"

#include "model/safefile.h"
#include "remote/secrets/words.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>

namespace secrets {

using namespace Qt::StringLiterals;
using model::fail;
using model::Result;

namespace {

QString pathIn(const QString &folder)
{
    return folder + u"/secrets/readers.json"_s;
}

QJsonObject written(const Keys &keys)
{
    QJsonObject object;
    for (auto it = keys.begin(); it != keys.end(); ++it)
        object[it.key()] = it.value();
    return object;
}

Keys read(const QJsonValue &value)
{
    Keys keys;
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        keys[it.key()] = it.value().toString();
    return keys;
}

} // namespace

Result<Record> readRecord(const QString &folder)
{
    const auto bytes = model::readBytes(pathIn(folder));
    if (!bytes)
        return tl::make_unexpected(bytes.error());
    if (!*bytes)
        return Record();
    QJsonParseError error;
    const QJsonDocument json = QJsonDocument::fromJson(**bytes, &error);
    if (!json.isObject())
        return fail(
            u"bad-record"_s,
            Words::tr("%1 cannot be understood: %2").arg(pathIn(folder), error.errorString()),
            Words::tr(
                "bring it back from git; without it nobody knows who could read which secret"));
    Record record;
    const QJsonObject all = json[u"secrets"_s].toObject();
    for (auto it = all.begin(); it != all.end(); ++it)
        record[it.key()] = {read(it.value()[u"readers"_s]), read(it.value()[u"ever"_s])};
    return record;
}

Result<void> writeRecord(const QString &folder, const Record &record)
{
    QJsonObject all;
    for (auto it = record.begin(); it != record.end(); ++it)
        all[it.key()] =
            QJsonObject{{u"readers"_s, written(it->readers)}, {u"ever"_s, written(it->ever)}};
    const QJsonObject json{
        {u"about"_s, u"Who can read which secret now (readers), and who could ever read its "
                     u"present value (ever): "
                     "public keys. Written by Switchyard, which says by it what to rotate."_s},
        {u"secrets"_s, all}};
    QDir(folder).mkpath(u"secrets"_s);
    return model::writeSafely(pathIn(folder), QJsonDocument(json).toJson(), {.backup = false});
}

Keys keysOf(const QList<nixgen::Recipient> &recipients)
{
    Keys keys;
    for (const nixgen::Recipient &recipient : recipients)
        keys[recipient.key] = recipient.who;
    return keys;
}

} // namespace secrets
